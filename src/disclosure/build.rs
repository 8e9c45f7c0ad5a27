//! The tables of a run become cells and networks: which of them add up to
//! which, as far as the definitions of the tables are known to anyone.

use std::collections::BTreeMap;

use crate::disclosure::model::{Axis, Model, Net, OTHERS, ROOT, SINK, VALUES, key};
use crate::disclosure::shape::{Counts, counts};
use crate::statistics::Structure;
use crate::table::{Cell, Key, Table};

/// What a base costs beside itself: every percentage of its table, or of a row.
const BASE: u64 = 120;
const ROW_BASE: u64 = 30;
/// Moving notifications across a bound that other figures know of.
const ACROSS: u64 = 60;

/// The cells of all tables.
pub(super) fn model(tables: &[Table], structure: &Structure) -> Model {
    let shapes: Vec<Counts> = tables.iter().filter_map(counts).collect();
    let mut model = Model::default();
    for shape in shapes.iter().filter(|shape| shape.dimensions.len() == 1) {
        if shape.dimensions == [KIND] {
            kinds(&mut model, shape);
        } else {
            one_way(&mut model, shape, structure);
        }
    }
    let crosses: Vec<&Counts> = untransposed(&shapes, structure);
    for shape in &crosses {
        cross(&mut model, shape, &crosses, structure);
    }
    derived(&mut model, tables);
    twins(&mut model, structure, &shapes);
    model
}

/// The dimensions in which notifications are seen to have several values: their
/// counts sum to more than the base.
pub(super) fn multiple(tables: &[Table]) -> Vec<String> {
    let is_multiple = |table: &&Table| {
        let Some(Counts {
            rows,
            base: Some(base),
            ..
        }) = counts(table)
        else {
            return false;
        };
        sum(rows.iter().filter(|(values, _)| !is_other(values[0]))) > base
    };
    tables
        .iter()
        .filter(is_multiple)
        .map(|table| table.id.clone())
        .collect()
}

/// Whether a cross table is one whose cells a network holds: two dimensions of
/// single choices.
pub(super) fn is_simple(ids: &[&str], structure: &Structure) -> bool {
    ids.len() == 2
        && !ids
            .iter()
            .any(|id| *id == KIND || structure.is_multiple(id))
}

/// The cross tables that get a network: of two that show the same cells in
/// another order, the first.
fn untransposed<'s, 't>(shapes: &'s [Counts<'t>], structure: &Structure) -> Vec<&'s Counts<'t>> {
    let mut crosses: Vec<&Counts> = Vec::new();
    for shape in shapes
        .iter()
        .filter(|shape| is_simple(&shape.dimensions, structure))
    {
        if !crosses.iter().any(|other| shape.has_cells_of(other)) {
            crosses.push(shape);
        }
    }
    crosses
}

/// The one dimension that counts supplements, too.
const KIND: &str = "kind";

/// Every other table tells how many notifications there are, and so the base
/// would tell how many supplements, withdrawals or copies there are besides.
fn kinds(model: &mut Model, shape: &Counts) {
    let base = model.shown(key(&[(KIND, VALUES)]), sum(shape.rows.iter()));
    for (values, count) in &shape.rows {
        let cell = model.shown(key(&[(KIND, values[0])]), *count);
        model.at_least_one(cell);
        if values[0] != "initial" {
            model.twins.push((cell, base));
        }
    }
}

/// Whether a value of a dimension stands outside the base.
fn is_other(value: &str) -> bool {
    Structure::is_non_value(value)
}

fn sum<'r>(rows: impl Iterator<Item = &'r (Vec<&'r str>, u64)>) -> u64 {
    rows.map(|(_, count)| count).sum()
}

/// root -> values or others -> (coarser value) -> value -> sink
fn one_way(model: &mut Model, shape: &Counts, structure: &Structure) {
    let id = shape.dimensions[0];
    let mut net = Net::new(id);
    let multiple = structure.is_multiple(id);
    let values = sum(shape.rows.iter().filter(|(values, _)| !is_other(values[0])));
    // Several values of one notification sum to more than the base.
    let base = shape.base.filter(|_| multiple).unwrap_or(values);
    let others = sum(shape.rows.iter().filter(|(values, _)| is_other(values[0])));
    let base_cell = model.shown(key(&[(id, VALUES)]), base);
    model.cells[base_cell].extra = BASE;
    let others_cell = model.cell(key(&[(id, OTHERS)]), others);
    let (values_node, others_node) = (net.node(), net.node());
    let above = known_apart(model, &mut net, shape, others, structure);
    net.edge(above, values_node, base_cell);
    net.edge(above, others_node, others_cell);
    if multiple {
        let all = model.cell(key(&[(id, "\u{1f}any")]), base);
        net.edge(values_node, SINK, all);
    }
    let mut groups: BTreeMap<String, usize> = BTreeMap::new();
    for (values, count) in &shape.rows {
        let value = values[0];
        let cell = model.shown(key(&[(id, value)]), *count);
        // Only a period between others stands in the table although it counts
        // nothing; the first and the last do not.
        if !is_between(shape, value) {
            model.at_least_one(cell);
        }
        if value == APART && above != ROOT {
            net.edge(ROOT, SINK, cell);
        } else if is_other(value) {
            net.edge(others_node, SINK, cell);
        } else if multiple {
            model.loose.push(crate::disclosure::model::Loose {
                cell,
                base: base_cell,
            });
        } else {
            let from = match group(id, value, structure) {
                Some(name) => {
                    if let Some(node) = groups.get(&name) {
                        *node
                    } else {
                        let total = sum(shape.rows.iter().filter(|(values, _)| {
                            group(id, values[0], structure).as_deref() == Some(&name)
                        }));
                        let cell = model.cell(key(&[(id, &format!("\u{1f}{name}"))]), total);
                        model.cells[cell].extra = ACROSS;
                        let node = net.node();
                        net.edge(values_node, node, cell);
                        groups.insert(name, node);
                        node
                    }
                }
                None => values_node,
            };
            net.edge(from, SINK, cell);
        }
    }
    model.nets.push(net);
}

/// Whether a value is a period with others before and after it.
fn is_between(shape: &Counts, value: &str) -> bool {
    let mut values = shape
        .rows
        .iter()
        .map(|(values, _)| values[0])
        .filter(|value| !is_other(value));
    let ends = [values.next(), values.next_back()];
    matches!(shape.dimensions[0], "year" | "quarter" | "month")
        && !is_other(value)
        && !ends.contains(&Some(value))
}

/// The value that says that a question was not shown: the answer to another
/// question tells how often.
const APART: &str = "(not shown)";

/// A node for what was shown, where another table tells how much that is.
fn known_apart(
    model: &mut Model,
    net: &mut Net,
    shape: &Counts,
    others: u64,
    structure: &Structure,
) -> usize {
    let id = shape.dimensions[0];
    let Some((_, hidden)) = shape.rows.iter().find(|(values, _)| values[0] == APART) else {
        return ROOT;
    };
    let rest = sum(shape.rows.iter().filter(|(values, _)| values[0] != APART));
    let shown = match shape.base {
        Some(base) if structure.is_multiple(id) => base + others - hidden,
        _ => rest,
    };
    let cell = model.cell(key(&[(id, "\u{1f}shown")]), shown);
    model.cells[cell].extra = ACROSS;
    let node = net.node();
    net.edge(ROOT, node, cell);
    node
}

/// The coarser value that a value is part of, where a table or a threshold
/// tells how many that has.
pub(super) fn group(id: &str, value: &str, structure: &Structure) -> Option<String> {
    if is_other(value) {
        return None;
    }
    if id == "time-to-report" {
        // The verdict tells how many are within the limit.
        return Some(
            if value.starts_with('<') || value == "24-72h" {
                "within"
            } else {
                "beyond"
            }
            .to_owned(),
        );
    }
    structure.coarse_value(id, value)
}

/// row -> values or others of the columns -> (coarser value) -> values or others
/// of the rows -> column
fn cross(model: &mut Model, shape: &Counts, crosses: &[&Counts], structure: &Structure) {
    let (first, second) = (shape.dimensions[0], shape.dimensions[1]);
    let (row_at, column_at) = if has_coarser(first, second, crosses) {
        (1, 0)
    } else {
        (0, 1)
    };
    let (rows, columns) = (shape.dimensions[row_at], shape.dimensions[column_at]);
    let nested = has_coarser(columns, rows, crosses);
    let mut net = Net::new(&shape.dimensions.join("-by-"));
    net.rows = Axis {
        dimension: rows.to_owned(),
        nodes: BTreeMap::new(),
    };
    net.columns = Axis {
        dimension: columns.to_owned(),
        nodes: BTreeMap::new(),
    };
    let mut sums: BTreeMap<(&str, String), u64> = BTreeMap::new();
    let parts = |column: &str| -> Vec<String> {
        let mut parts = vec![if is_other(column) { OTHERS } else { VALUES }.to_owned()];
        if nested && let Some(name) = group(columns, column, structure) {
            parts.push(format!("\u{1f}{name}"));
        }
        parts
    };
    for (values, count) in &shape.rows {
        for part in parts(values[column_at]) {
            *sums.entry((values[row_at], part)).or_default() += count;
        }
    }
    let mut across: BTreeMap<(&str, &str), u64> = BTreeMap::new();
    for (values, count) in &shape.rows {
        let part = if is_other(values[row_at]) {
            OTHERS
        } else {
            VALUES
        };
        *across.entry((values[column_at], part)).or_default() += count;
    }
    let mut inner: BTreeMap<(&str, String), usize> = BTreeMap::new();
    let mut outer: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for (values, count) in &shape.rows {
        let (row, column) = (values[row_at], values[column_at]);
        let mut from = axis_node(&mut net, Side::Row, row);
        for part in parts(column) {
            let place = (row, part);
            from = if let Some(node) = inner.get(&place) {
                *node
            } else {
                let cell = model.cell(key(&[(rows, row), (columns, &place.1)]), sums[&place]);
                if place.1 == VALUES && !is_other(row) {
                    model.cells[cell].extra = ROW_BASE;
                    model.cells[cell].shown = true;
                } else if place.1 != VALUES && place.1 != OTHERS {
                    model.cells[cell].extra = ACROSS;
                }
                let node = net.node();
                net.edge(from, node, cell);
                inner.insert(place, node);
                node
            };
        }
        let to = axis_node(&mut net, Side::Column, column);
        let part = if is_other(row) { OTHERS } else { VALUES };
        let to = *outer.entry((column, part)).or_insert_with(|| {
            let cell = model.cell(
                key(&[(columns, column), (rows, part)]),
                across[&(column, part)],
            );
            if part == VALUES && !is_other(column) {
                model.cells[cell].extra = ROW_BASE;
                model.cells[cell].shown = true;
            }
            let node = net.node();
            net.edge(node, to, cell);
            node
        });
        let cell = model.shown(key(&[(rows, row), (columns, column)]), *count);
        if is_other(row) || is_other(column) {
            model.at_least_one(cell);
        }
        net.edge(from, to, cell);
    }
    model.nets.push(net);
}

/// Which axis of a network.
#[derive(Clone, Copy)]
enum Side {
    Row,
    Column,
}

fn axis_node(net: &mut Net, side: Side, value: &str) -> usize {
    let axis = |net: &mut Net| match side {
        Side::Row => net.rows.nodes.get(value).copied(),
        Side::Column => net.columns.nodes.get(value).copied(),
    };
    if let Some(node) = axis(net) {
        return node;
    }
    let node = net.node();
    match side {
        Side::Row => net.rows.nodes.insert(value.to_owned(), node),
        Side::Column => net.columns.nodes.insert(value.to_owned(), node),
    };
    node
}

/// Whether a table of the run crosses the coarser dimension of `fine` with `with`.
fn has_coarser(fine: &str, with: &str, crosses: &[&Counts]) -> bool {
    let Some(coarse) = Structure::coarser(fine) else {
        return false;
    };
    crosses
        .iter()
        .any(|shape| shape.dimensions.contains(&coarse) && shape.dimensions.contains(&with))
}

/// Sums that delay.csv and affected.csv publish.
fn derived(model: &mut Model, tables: &[Table]) {
    let has = |id: &str| tables.iter().any(|table| table.id == id);
    let sectors: Vec<&str> = tables
        .iter()
        .filter(|table| table.id == "sector")
        .flat_map(|table| {
            table
                .rows
                .iter()
                .filter_map(|row| row.first().and_then(Cell::key))
        })
        .map(Key::id)
        .collect();
    let mut show = |parts: &[(&str, &str)]| {
        if let Some(at) = model.find(parts) {
            model.cells[at].shown = true;
        }
    };
    for sector in &sectors {
        if has("delay") {
            show(&[("sector", sector), ("verdict", VALUES)]);
        }
        if has("affected") {
            show(&[("sector", sector), ("data-subjects", VALUES)]);
            show(&[("sector", sector), ("data-subjects", OTHERS)]);
        }
    }
    if has("affected") {
        show(&[("data-subjects", OTHERS)]);
    }
}

/// Cells that are one count by definition, and are in these tables.
fn twins(model: &mut Model, structure: &Structure, shapes: &[Counts]) {
    let mut twins = model.twins.clone();
    let mut pair = |a: Option<usize>, b: Option<usize>| {
        if let (Some(a), Some(b)) = (a, b)
            && a != b
        {
            twins.push((a, b));
        }
    };
    let same = |a: Option<usize>, b: Option<usize>| match (a, b) {
        (Some(a), Some(b)) if model.cells[a].value == model.cells[b].value => (Some(a), Some(b)),
        _ => (None, None),
    };
    for shape in shapes.iter().filter(|shape| shape.dimensions.len() == 1) {
        let id = shape.dimensions[0];
        let Some(coarse) = Structure::coarser(id) else {
            continue;
        };
        for (values, _) in &shape.rows {
            let value = values[0];
            if is_other(value) {
                let (a, b) = same(model.find(&[(id, value)]), model.find(&[(coarse, value)]));
                pair(a, b);
            } else if let Some(name) = structure.coarse_value(id, value) {
                pair(
                    model.find(&[(id, &format!("\u{1f}{name}"))]),
                    model.find(&[(coarse, &name)]),
                );
            }
        }
        for whole in [VALUES, OTHERS] {
            let (a, b) = same(model.find(&[(id, whole)]), model.find(&[(coarse, whole)]));
            pair(a, b);
        }
    }
    for shape in shapes
        .iter()
        .filter(|shape| is_simple(&shape.dimensions, structure))
    {
        for (fine, with) in [(0, 1), (1, 0)] {
            let (id, other) = (shape.dimensions[fine], shape.dimensions[with]);
            let Some(coarse) = Structure::coarser(id) else {
                continue;
            };
            for (values, _) in &shape.rows {
                let (value, across) = (values[fine], values[with]);
                if is_other(value) {
                    let (a, b) = same(
                        model.find(&[(id, value), (other, across)]),
                        model.find(&[(coarse, value), (other, across)]),
                    );
                    pair(a, b);
                } else if let Some(name) = structure.coarse_value(id, value) {
                    pair(
                        model.find(&[(id, &format!("\u{1f}{name}")), (other, across)]),
                        model.find(&[(coarse, &name), (other, across)]),
                    );
                }
            }
            // Bases count the same in both tables.
            let across = shape.rows.iter().map(|(values, _)| values[with]);
            for across in across.chain([VALUES, OTHERS]) {
                for whole in [VALUES, OTHERS] {
                    let (a, b) = same(
                        model.find(&[(id, whole), (other, across)]),
                        model.find(&[(coarse, whole), (other, across)]),
                    );
                    pair(a, b);
                }
            }
        }
    }
    // Question 33 is shown to those who answered no to question 31.
    let (a, b) = same(
        model.find(&[("informed", "no")]),
        model.find(&[("will-inform", "\u{1f}shown")]),
    );
    pair(a, b);
    twins.sort_unstable();
    twins.dedup();
    model.twins = twins;
}
