// Opens a page in Chromium as people use it. Prints what is wrong, a line each, and how long the
// page took to open; ends with 1 if anything is wrong.
import { createRequire } from "node:module";
import { execFileSync } from "node:child_process";
import { pathToFileURL } from "node:url";

const require = createRequire(import.meta.url);
const { chromium } = require("playwright-core");
const axe = require.resolve("axe-core/axe.min.js");

const [, , file, ...sizes] = process.argv;
const name = process.env.CHROMIUM ?? "chromium";
const executablePath = execFileSync("sh", ["-c", 'command -v "$0"', name]).toString().trim();
const address = pathToFileURL(file).href;
const wrong = [];
const check = (holds, what) => { if (!holds) wrong.push(what); };

const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });

// What the page asks for, and what it complains about.
const open = async (options) => {
  const context = await browser.newContext({ bypassCSP: false, acceptDownloads: true, ...options });
  const page = await context.newPage();
  page.on("request", (request) => {
    const url = request.url();
    check(url === address || url.startsWith("data:"), `asks for ${url.slice(0, 80)}`);
  });
  page.on("console", (message) => check(message.type() !== "error", `console: ${message.text()}`));
  page.on("pageerror", (error) => wrong.push(`error: ${error.message}`));
  await page.goto(address);
  return page;
};

const wide = async (page) => page.evaluate(() =>
  document.documentElement.scrollWidth > document.documentElement.clientWidth + 1);

const start = Date.now();
const page = await open({ viewport: { width: 1280, height: 900 } });
const opened = Date.now() - start;
check(opened < 5000, `took ${opened} ms to open`);

// Sorting: up, then down, with what is outside of the base last.
const sorted = await page.evaluate(() => {
  const table = [...document.querySelectorAll("table")].find((own) =>
    own.querySelector("th.figures button") && own.tBodies[0].rows.length > 2);
  const button = table.querySelector("th.figures button");
  const at = button.closest("th").cellIndex;
  const column = () => [...table.tBodies[0].rows]
    .filter((row) => row.className !== "aside")
    .map((row) => Number(row.cells[at].textContent.replace(/[\s\u00a0]/g, "").match(/\d+/)?.[0] ?? -1));
  const rises = (numbers) => numbers.every((one, at) => at === 0 || numbers[at - 1] <= one);
  button.click();
  const up = rises(column()) && button.closest("th").getAttribute("aria-sort") === "ascending";
  button.click();
  const down = rises(column().reverse()) && button.closest("th").getAttribute("aria-sort") === "descending";
  return up && down;
});
check(sorted, "a table is not sorted");

// Filtering: only rows with the word stay, and all come back.
const input = page.locator("input[type=search]").first();
check(await input.count() === 1, "no table can be filtered");
await input.evaluate((own) => { own.closest("details")?.setAttribute("open", ""); });
const rows = () => input.evaluate((own) => {
  const table = document.getElementById(own.id.replace("filter-", ""));
  const all = [...table.tBodies[0].rows];
  return [all.length, all.filter((row) => !row.hidden).length, all[0].cells[0].textContent];
});
const [all, , word] = await rows();
await input.fill(word);
const [, few] = await rows();
await input.fill("\u0000 no such word");
const [, none] = await rows();
await input.fill("");
const [, again] = await rows();
check(few >= 1 && few <= all && none === 0 && again === all, `filtering: ${[all, few, none, again]}`);

// A picture can be saved.
const [download] = await Promise.all([
  page.waitForEvent("download"),
  page.locator("[data-saves]").first().click(),
]);
check(download.suggestedFilename().endsWith(".png"), "a picture has no name");

// The keyboard alone comes to everything that can be used, in its order, and sees where it is.
await page.goto(address);
const usable = await page.evaluate(() => {
  const all = [...document.querySelectorAll("a[href], button, input, summary, [tabindex='0']")];
  const there = all.filter((own) => own.checkVisibility({ contentVisibilityAuto: true })
    && !own.closest("details:not([open]) > :not(summary)"));
  there.forEach((own, at) => { own.dataset.stop = at; });
  return there.length;
});
const stops = [];
let unseen = 0;
for (let step = 0; step < usable; step += 1) {
  await page.keyboard.press("Tab");
  const [stop, seen] = await page.evaluate(() => {
    const own = document.activeElement;
    return [own.dataset.stop, getComputedStyle(own).outlineStyle !== "none"];
  });
  stops.push(Number(stop));
  unseen += seen ? 0 : 1;
}
const missed = [...Array(usable).keys()].filter((stop) => !stops.includes(stop));
check(missed.length === 0, `the keyboard misses ${missed.length} of ${usable}`);
check(unseen === 0, `${unseen} stops cannot be seen`);
await page.keyboard.press("Escape");
const first = page.locator("summary").first();
if (await first.count()) {
  await first.focus();
  await page.keyboard.press("Enter");
  check(await first.evaluate((own) => own.parentElement.open), "Enter does not open a rule");
}

// axe finds nothing, with everything unfolded. It is put there past the policy of the page.
const session = await page.context().newCDPSession(page);
await page.evaluate(() => document.querySelectorAll("details").forEach((own) => { own.open = true; }));
const source = require("node:fs").readFileSync(axe, "utf8");
await session.send("Runtime.evaluate", { expression: source });
const found = await page.evaluate(() => axe.run(document, {
  runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"],
}));
for (const { id, nodes } of found.violations) {
  wrong.push(`axe: ${id}: ${nodes.length}, as in ${nodes[0].html.slice(0, 200)}`);
}

// 320 points wide, which is also 1280 at 400 %: only tables and pictures are scrolled.
for (const viewport of [{ width: 320, height: 256 }, { width: 768, height: 1024 }]) {
  const small = await open({ viewport });
  check(!(await wide(small)), `${viewport.width} points: the page is too wide`);
  await small.context().close();
}

// Without scripts nothing is missing that cannot be used.
const plain = await open({ javaScriptEnabled: false });
check(await plain.locator("section").count() > 3, "without scripts there are no sections");
check(await plain.locator("button:visible").count() === 0, "without scripts there are buttons");
await plain.context().close();

// In print all sections are there.
await page.emulateMedia({ media: "print" });
check(!(await page.locator("nav").isVisible()), "the contents are printed");
// Chromium repeats the head of a table on each page, but no button in it.
check(await page.evaluate(() => [...document.querySelectorAll("thead button")]
  .every((own) => getComputedStyle(own).display === "contents")), "heads are not repeated in print");
const paper = await page.pdf({ format: "A4" });
check(paper.length > 10000, "nothing is printed");
await browser.close();

console.log(`opened in ${opened} ms`);
wrong.forEach((line) => console.log(line));
process.exit(wrong.length ? 1 : 0);
