"use strict";
const words = document.body.dataset;
const collator = new Intl.Collator(document.documentElement.lang, { numeric: true });

// The first number of a text, as people write it in either language.
const number = (text) => {
  const found = text.replace(/[\s\u00a0]/g, "").replace(/\u2212/g, "-").match(/-?\d+(?:[.,]\d+)?/);
  return found ? Number(found[0].replace(",", ".")) : null;
};

// By what a cell is sorted: the number that it has, else that of its text, else its text.
const key = (cell, figures) => {
  if (cell.dataset.key) return Number(cell.dataset.key);
  return figures ? number(cell.textContent) : cell.textContent;
};

const sort = (table, at, figures, sign) => {
  const all = [...table.tBodies[0].rows];
  const keyed = figures || all.some((row) => row.cells[at].dataset.key);
  const compare = (a, b) => keyed ? a - b : collator.compare(a, b);
  const keys = new Map(all.map((row) => [row, key(row.cells[at], figures)]));
  // What has no number among numbers comes last, and what is no value behind it.
  const isLast = (row) => keyed && typeof keys.get(row) !== "number";
  const place = (row) => row.className === "aside" ? 2 : Number(isLast(row));
  const order = (a, b) => place(a) - place(b) || (place(a) ? 0 : sign * compare(keys.get(a), keys.get(b)));
  table.tBodies[0].append(...all.sort(order));
};

const sortable = (table) => {
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, at) => {
    if (!head.textContent) return;
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    button.title = words.sort;
    head.append(button);
    button.addEventListener("click", () => {
      const up = head.getAttribute("aria-sort") !== "ascending";
      heads.forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", up ? "ascending" : "descending");
      sort(table, at, head.className === "figures", up ? 1 : -1);
    });
  });
};

const filterable = (table) => {
  const tools = document.createElement("p");
  tools.className = "tools";
  const label = document.createElement("label");
  const input = document.createElement("input");
  const count = document.createElement("output");
  input.type = "search";
  input.id = `filter-${table.id}`;
  label.htmlFor = input.id;
  label.textContent = words.filter;
  const name = document.createElement("span");
  name.className = "hidden";
  name.textContent = `: ${table.caption.textContent}`;
  label.append(name);
  tools.append(label, input, count);
  table.parentElement.before(tools);
  const rows = [...table.tBodies[0].rows];
  input.addEventListener("input", () => {
    const sought = input.value.toLocaleLowerCase();
    let shown = 0;
    for (const row of rows) {
      row.hidden = !row.textContent.toLocaleLowerCase().includes(sought);
      shown += row.hidden ? 0 : 1;
    }
    count.textContent = sought ? `${shown} ${words.shown} ${rows.length}` : "";
  });
};

// A picture of twice its size, so that it stays sharp in a document.
const save = (svg) => {
  const text = new XMLSerializer().serializeToString(svg);
  const picture = new Image();
  picture.addEventListener("load", () => {
    const canvas = document.createElement("canvas");
    const { width, height } = svg.viewBox.baseVal;
    canvas.width = width * 2;
    canvas.height = height * 2;
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    const link = document.createElement("a");
    link.download = `${svg.id.replace("chart-", "")}.png`;
    link.href = canvas.toDataURL("image/png");
    link.click();
  });
  picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
};

for (const table of document.querySelectorAll("table")) {
  if (table.tBodies[0].rows.length > 1 && !table.querySelector(".part")) sortable(table);
  if (table.tBodies[0].rows.length > 10) filterable(table);
}
for (const button of document.querySelectorAll("[data-saves]")) {
  button.parentElement.hidden = false;
  button.addEventListener("click", () => save(document.getElementById(button.dataset.saves)));
}
