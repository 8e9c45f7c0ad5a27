//! Turns the tables of a run into cells and networks. A network holds which cells add up to
//! which, as far as anyone knows it from the definitions of the tables.

use std::collections::BTreeMap;

use crate::disclosure::ladder::{Merge, Merges};
use crate::disclosure::model::{Axis, Id, Loose, Model, Net, Part, ROOT, SINK};
use crate::disclosure::shape::{Counts, are_same};
use crate::disclosure::unsure::{self, SIDES};
use crate::statistics::{Dimension, Structure, Tells};
use crate::table::{Key, Other, Table};

/// What it costs to suppress a base, besides the base itself: every percentage of its table or
/// row is lost with it.
const BASE: u64 = 120;
const ROW_BASE: u64 = 30;
/// What it costs to move notifications across a bound that other figures depend on.
const ACROSS: u64 = 60;

/// The cells of all tables.
pub(super) fn model(tables: &[Table], merges: &Merges, structure: &Structure) -> Model {
    let shapes: Vec<Counts> = tables
        .iter()
        .filter_map(|table| Counts::of(table, structure))
        .collect();
    let mut model = Model::default();
    for shape in shapes.iter().filter(|shape| shape.dimensions.len() == 1) {
        if shape.dimensions[0].is_kind() {
            kinds(&mut model, shape);
        } else {
            one_way(&mut model, shape, structure);
        }
    }
    let crosses: Vec<&Counts> = untransposed(&shapes, structure);
    for shape in &crosses {
        cross(&mut model, shape, &crosses, structure);
        if let (Some(merge), Some(net)) =
            (merges.get(&shape.ids().join("-by-")), model.nets.last_mut())
        {
            members(net, &shape.ids(), merge);
        }
    }
    for shape in &shapes {
        classes(&mut model, shape);
    }
    derived(&mut model, tables);
    twins(&mut model, structure, &shapes);
    model
}

/// The dimensions in which notifications have several values. They are recognised by their
/// counts, which sum to more than the base.
pub(super) fn multiple(tables: &[Table], structure: &Structure) -> Vec<String> {
    let is_multiple = |table: &&Table| {
        let counts = Counts::of(table, structure);
        counts.is_some_and(|own| own.base.is_some_and(|base| own.sum(Key::is_value) > base))
    };
    tables
        .iter()
        .filter(is_multiple)
        .map(|table| table.id.clone())
        .collect()
}

/// Whether a network can hold the cells of this cross table. It can if both dimensions are
/// single choices.
pub(super) fn is_simple(dimensions: &[&Dimension], structure: &Structure) -> bool {
    dimensions.len() == 2
        && !dimensions
            .iter()
            .any(|own| own.is_kind() || structure.is_multiple(own))
}

/// The cross tables that get a network. If two show the same cells in another order, only the
/// first gets one.
fn untransposed<'s, 't>(shapes: &'s [Counts<'t>], structure: &Structure) -> Vec<&'s Counts<'t>> {
    let mut crosses: Vec<&Counts> = Vec::new();
    for shape in shapes
        .iter()
        .filter(|shape| is_simple(&shape.dimensions, structure))
    {
        if !crosses
            .iter()
            .any(|other| are_same(&shape.ids(), &other.ids()))
        {
            crosses.push(shape);
        }
    }
    crosses
}

/// Adds the cells of the kinds of filing, and of their sum. Every other table tells how many
/// notifications there are. So this base would tell how many supplements, withdrawals and
/// copies there are besides.
fn kinds(model: &mut Model, shape: &Counts) {
    let id = shape.dimensions[0].id;
    let base = model.shown([(id, Part::Values)], shape.sum(|_| true));
    for (keys, count) in &shape.rows {
        let cell = model.shown([(id, Part::of(keys[0]))], *count);
        model.at_least_one(cell);
        if keys[0].id() != "initial" {
            model.twins.push((cell, base));
        }
    }
}

/// Whether a value says that a question was not shown. The answer to another question tells how
/// often that happens.
fn is_apart(key: &Key) -> bool {
    *key == Key::Other(Other::NotShown)
}

/// Builds the network of a one-way table:
/// root -> values or others -> (coarser value) -> value -> sink
fn one_way(model: &mut Model, shape: &Counts, structure: &Structure) {
    let dimension = shape.dimensions[0];
    let id = dimension.id;
    let mut net = Net::new(&[id]);
    let multiple = structure.is_multiple(dimension);
    // If notifications have several values, the values sum to more than the base, so no
    // network holds them.
    let base = shape
        .base
        .filter(|_| multiple)
        .unwrap_or_else(|| shape.sum(Key::is_value));
    let others = shape.sum(|key| !key.is_value());
    let base_cell = model.shown([(id, Part::Values)], base);
    model.cells[base_cell].extra = BASE;
    let others_cell = model.cell([(id, Part::Others)], others);
    let (values_node, others_node) = (net.node(), net.node());
    let above = known_apart(model, &mut net, shape, others, multiple);
    net.edge(above, values_node, base_cell);
    net.edge(above, others_node, others_cell);
    if multiple {
        let all = model.cell([(id, Part::Any)], base);
        net.edge(values_node, SINK, all);
    }
    let mut groups: BTreeMap<Key, usize> = BTreeMap::new();
    for (keys, count) in &shape.rows {
        let key = keys[0];
        let cell = model.shown([(id, Part::of(key))], *count);
        // A period between others has a row even if it counts nothing. The first and
        // the last period have a row only because they count something.
        if !is_between(shape, key) {
            model.at_least_one(cell);
        }
        if is_apart(key) && above != ROOT {
            net.edge(ROOT, SINK, cell);
        } else if !key.is_value() {
            net.edge(others_node, SINK, cell);
        } else if multiple {
            model.loose.push(Loose {
                cell,
                base: base_cell,
            });
        } else {
            let from = match group(dimension, key, structure) {
                Some(name) => *groups.entry(name.clone()).or_insert_with(|| {
                    let is_part =
                        |key: &Key| group(dimension, key, structure).as_ref() == Some(&name);
                    let total = shape.sum(is_part);
                    let cell = model.cell([(id, Part::Group(name))], total);
                    model.cells[cell].extra = ACROSS;
                    let node = net.node();
                    net.edge(values_node, node, cell);
                    node
                }),
                None => values_node,
            };
            net.edge(from, SINK, cell);
        }
    }
    model.nets.push(net);
}

/// Whether a value is a period that has others before and after it.
fn is_between(shape: &Counts, key: &Key) -> bool {
    let mut values = shape
        .rows
        .iter()
        .map(|(keys, _)| keys[0])
        .filter(|key| key.is_value());
    let ends = [values.next(), values.next_back()];
    shape.dimensions[0].tells() == Tells::Dates && key.is_value() && !ends.contains(&Some(key))
}

/// A node for the notifications that were shown the question, if another table tells how many
/// those are.
fn known_apart(
    model: &mut Model,
    net: &mut Net,
    shape: &Counts,
    others: u64,
    multiple: bool,
) -> usize {
    let Some((_, hidden)) = shape.rows.iter().find(|(keys, _)| is_apart(keys[0])) else {
        return ROOT;
    };
    let shown = match shape.base {
        Some(base) if multiple => base + others - hidden,
        _ => shape.sum(|key| !is_apart(key)),
    };
    let cell = model.cell([(shape.dimensions[0].id, Part::Shown)], shown);
    model.cells[cell].extra = ACROSS;
    let node = net.node();
    net.edge(ROOT, node, cell);
    node
}

/// The coarser value or the class that a value is part of, if a table tells how many
/// notifications have that.
pub(super) fn group(dimension: &Dimension, key: &Key, structure: &Structure) -> Option<Key> {
    dimension
        .class(key)
        .or_else(|| structure.coarse_value(dimension, key))
}

/// Builds the network of a cross table:
/// row -> values or others of the columns -> (coarser value) -> values or others of the rows ->
/// column
fn cross(model: &mut Model, shape: &Counts, crosses: &[&Counts], structure: &Structure) {
    let (first, second) = (shape.dimensions[0], shape.dimensions[1]);
    let (row_at, column_at) = if has_coarser(first, second, crosses) {
        (1, 0)
    } else {
        (0, 1)
    };
    let (rows, columns) = (shape.dimensions[row_at], shape.dimensions[column_at]);
    let nested = has_coarser(columns, rows, crosses);
    let mut net = Net::new(&shape.ids());
    net.rows.dimension = rows.id;
    net.columns.dimension = columns.id;
    let parts = |column: &Key| -> Vec<Part> {
        let group = group(columns, column, structure).filter(|_| nested);
        [Part::whole(column)]
            .into_iter()
            .chain(group.map(Part::Group))
            .collect()
    };
    let mut sums: BTreeMap<(&Key, Part), u64> = BTreeMap::new();
    let mut across: BTreeMap<(&Key, Part), u64> = BTreeMap::new();
    for (keys, count) in &shape.rows {
        let (row, column) = (keys[row_at], keys[column_at]);
        for part in parts(column) {
            *sums.entry((row, part)).or_default() += count;
        }
        *across.entry((column, Part::whole(row))).or_default() += count;
    }
    // The base of the values is published together with them.
    let base = |model: &mut Model, cell: usize, key: &Key, part: &Part| {
        if *part == Part::Values && key.is_value() {
            model.cells[cell].extra = ROW_BASE;
            model.cells[cell].shown = true;
        }
    };
    let mut inner: BTreeMap<(&Key, Part), usize> = BTreeMap::new();
    let mut outer: BTreeMap<(&Key, Part), usize> = BTreeMap::new();
    for (keys, count) in &shape.rows {
        let (row, column) = (keys[row_at], keys[column_at]);
        let mut from = axis_node(&mut net, |net| &mut net.rows, row);
        for part in parts(column) {
            let place = (row, part.clone());
            from = *inner.entry(place.clone()).or_insert_with(|| {
                let name = [(rows.id, Part::of(row)), (columns.id, part.clone())];
                let cell = model.cell(name, sums[&place]);
                base(model, cell, row, &part);
                if let Part::Group(_) = part {
                    model.cells[cell].extra = ACROSS;
                }
                let node = net.node();
                net.edge(from, node, cell);
                node
            });
        }
        let to = axis_node(&mut net, |net| &mut net.columns, column);
        let place = (column, Part::whole(row));
        let to = *outer.entry(place.clone()).or_insert_with(|| {
            let part = place.1.clone();
            let name = [(columns.id, Part::of(column)), (rows.id, part.clone())];
            let cell = model.cell(name, across[&place]);
            base(model, cell, column, &part);
            let node = net.node();
            net.edge(node, to, cell);
            node
        });
        let cell = model.shown(
            [(rows.id, Part::of(row)), (columns.id, Part::of(column))],
            *count,
        );
        // Between values, and of what is counted together, a row is written for 0, too.
        let is_whole = |key: &Key| key.is_value() || *key == Key::Other(Other::Merged);
        if !is_whole(row) || !is_whole(column) {
            model.at_least_one(cell);
        }
        // Everybody knows that nobody can be there: it hides nothing.
        let is_known = *count == 0 && unsure::excludes([(rows, row), (columns, column)]);
        if !is_known {
            net.edge(from, to, cell);
        }
    }
    model.nets.push(net);
}

/// Gives whatever is counted under another key the node of that key: a notification that moves
/// from one to the other stays where it is.
fn members(net: &mut Net, ids: &[Id], merge: &Merge) {
    for axis in [&mut net.rows, &mut net.columns] {
        let at = usize::from(ids.first() != Some(&axis.dimension));
        for (member, key) in &merge.0[at] {
            if let Some(node) = axis.nodes.get(key).copied() {
                axis.nodes.insert(member.clone(), node);
            }
        }
    }
}

/// The node of a value on an axis. It is made when the value is first seen.
fn axis_node(net: &mut Net, axis: fn(&mut Net) -> &mut Axis, key: &Key) -> usize {
    if let Some(node) = axis(net).nodes.get(key) {
        return *node;
    }
    let node = net.node();
    axis(net).nodes.insert(key.clone(), node);
    node
}

/// Whether a table of the run crosses the coarser dimension of `fine` with `with`.
fn has_coarser(fine: &Dimension, with: &Dimension, crosses: &[&Counts]) -> bool {
    let Some(coarse) = fine.coarser() else {
        return false;
    };
    crosses.iter().any(|shape| {
        [coarse.id, with.id]
            .iter()
            .all(|id| shape.ids().contains(id))
    })
}

/// Whoever is in a class of the time to report beyond the limit was late, and whoever is in one
/// within it was not. So a verdict counts at least its classes. The rest of it is in no class for
/// certain: no table shows how many those are, but verdict and classes together do.
fn classes(model: &mut Model, shape: &Counts) {
    let [dimension] = shape.dimensions[..] else {
        return;
    };
    for (class, verdict) in SIDES {
        let class = Key::value(class);
        let least = shape.sum(|key| dimension.class(key).as_ref() == Some(&class));
        let Some(at) = model.find([("verdict", Part::Of(Key::value(verdict)))]) else {
            continue;
        };
        model.at_least(at, least);
        if let Some(group) = model.find([(dimension.id, Part::Group(class))]) {
            model.part(group, at);
        }
    }
}

/// Adds the sums that delay.csv and affected.csv publish.
fn derived(model: &mut Model, tables: &[Table]) {
    let has = |id: &str| tables.iter().any(|table| table.id == id);
    let mut show = |sector: Option<&Key>, dimension: Id, part: Part| {
        let sector = sector.map(|key| ("sector", Part::of(key)));
        if let Some(at) = model.find(sector.into_iter().chain([(dimension, part)])) {
            model.cells[at].shown = true;
        }
    };
    let sectors = |id: &'static str| {
        let table = tables.iter().filter(move |table| table.id == id);
        table
            .flat_map(|table| &table.rows)
            .filter_map(|row| row.first()?.key())
    };
    for sector in sectors("delay") {
        show(Some(sector), "verdict", Part::Values);
    }
    for sector in sectors("affected") {
        show(Some(sector), "data-subjects", Part::Values);
        show(Some(sector), "data-subjects", Part::Others);
    }
    if has("affected") {
        show(None, "data-subjects", Part::Others);
    }
}

/// Links cells that hold the same count by definition, if both are in the tables.
fn twins(model: &mut Model, structure: &Structure, shapes: &[Counts]) {
    let mut twins = model.twins.clone();
    let mut pair = |a: Option<usize>, b: Option<usize>| {
        if let (Some(a), Some(b)) = (a, b)
            && a != b
        {
            twins.push((a, b));
        }
    };
    // What is no value may have a different word in the other table.
    let same = |a: Option<usize>, b: Option<usize>| {
        let is_same = |(a, b): &(usize, usize)| model.cells[*a].value == model.cells[*b].value;
        a.zip(b).filter(is_same).unzip()
    };
    for shape in shapes {
        let is_one_way = shape.dimensions.len() == 1;
        if !is_one_way && !is_simple(&shape.dimensions, structure) {
            continue;
        }
        for (fine, dimension) in shape.dimensions.iter().enumerate() {
            let Some(coarse) = dimension.coarser() else {
                continue;
            };
            // The same part of the other dimension of a cross table stands in both
            // tables.
            let find = |id: Id, part: Part, across: &Option<Part>| {
                let across = across
                    .clone()
                    .map(|part| (shape.dimensions[1 - fine].id, part));
                model.find(across.into_iter().chain([(id, part)]))
            };
            let across = |keys: &[&Key]| (!is_one_way).then(|| Part::of(keys[1 - fine]));
            for (keys, _) in &shape.rows {
                let (key, across) = (keys[fine], across(keys));
                if let Some(name) = structure.coarse_value(dimension, key) {
                    let group = find(dimension.id, Part::Group(name.clone()), &across);
                    pair(group, find(coarse.id, Part::Of(name), &across));
                } else if !key.is_value() {
                    let own = find(dimension.id, Part::of(key), &across);
                    let (a, b) = same(own, find(coarse.id, Part::of(key), &across));
                    pair(a, b);
                }
            }
            // The bases of both tables count the same notifications.
            let mut all: Vec<Option<Part>> =
                shape.rows.iter().map(|(keys, _)| across(keys)).collect();
            if !is_one_way {
                all.extend([Some(Part::Values), Some(Part::Others)]);
            }
            for across in all {
                for whole in [Part::Values, Part::Others] {
                    let own = find(dimension.id, whole.clone(), &across);
                    let (a, b) = same(own, find(coarse.id, whole, &across));
                    pair(a, b);
                }
            }
        }
    }
    // A copy in text loses the ticks of all lists together.
    let lists = shapes
        .iter()
        .filter_map(|shape| match shape.dimensions[..] {
            [own] if structure.is_multiple(own) => {
                model.find([(own.id, Part::Of(Key::Other(Other::Undeterminable)))])
            }
            _ => None,
        });
    let lost: Vec<usize> = lists.collect();
    for (at, own) in lost.iter().enumerate() {
        for other in &lost[..at] {
            let (a, b) = same(Some(*own), Some(*other));
            pair(a, b);
        }
    }
    for (own, other, answer) in structure.deciders() {
        let (a, b) = same(
            model.find([(other.id, Part::Of(answer))]),
            model.find([(own.id, Part::Shown)]),
        );
        pair(a, b);
    }
    twins.sort_unstable();
    twins.dedup();
    model.twins = twins;
}
