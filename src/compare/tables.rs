//! Tables of two reports: each count that moved, by the row's key, and what single
//! notifications say: medians, sums of extra numbers. A row that is not there counts as 0, a
//! suppressed cell has no difference, and a table that one of the reports withholds is not
//! compared. Nor is one whose rows nothing tells apart.

use std::collections::{BTreeMap, BTreeSet};

use super::side::Side;
use super::{Change, Difference, Named, Section, within};
use crate::disclosure::counted_together;
use crate::statistics::{Dimension, Tells, YEAR, YEAR_ON_YEAR, value_labelled};
use crate::table::{COUNTS, Cell, HOURS, Key, NUMBERS, Other, Row, Table};
use crate::value::parse_band;

/// The counts that moved, table by table; tables that only one report has.
pub(super) fn differences(old: &Side, new: &Side) -> Vec<Difference> {
    if old.tables.is_empty() || new.tables.is_empty() {
        return Vec::new();
    }
    let mut found = Vec::new();
    // What a report compares by itself is in its other tables, and each report has its own years.
    let is_told = |id: &&String| {
        let mut withheld = old.withheld().chain(new.withheld());
        *id != YEAR_ON_YEAR && withheld.all(|withheld| withheld != *id)
    };
    for (id, table) in old.tables.iter().filter(|(id, _)| is_told(id)) {
        match new.tables.get(id) {
            Some(other) if is_regrouped(table, other) => {}
            Some(other) => found.extend(moved([old, new], [table, other])),
            None => found.push(difference(
                id,
                Change::Removed,
                ["", ""],
                [Cell::Nothing, Cell::Nothing],
            )),
        }
    }
    let further = new
        .tables
        .keys()
        .filter(is_told)
        .filter(|id| !old.tables.contains_key(*id));
    found.extend(
        further.map(|id| difference(id, Change::Added, ["", ""], [Cell::Nothing, Cell::Nothing])),
    );
    found.sort_by(|a, b| a.subject.cmp(&b.subject));
    found
}

/// The tables that both reports tell, but whose rows count other things in each.
pub(super) fn regrouped(old: &Side, new: &Side) -> Vec<String> {
    let both = old
        .tables
        .iter()
        .filter_map(|(id, table)| Some((id, table, new.tables.get(id)?)));
    both.filter(|(_, old, new)| is_regrouped(old, new))
        .map(|(id, ..)| format!("tables/{id}.csv"))
        .collect()
}

/// Whether disclosure control counts other values together in one of two tables than in the other:
/// rare values and what is no value, or bands that overlap.
pub(super) fn is_regrouped(old: &Table, new: &Table) -> bool {
    old.keys().into_iter().any(|at| {
        let name = &old.columns[at].name;
        let Some(other) = new.column(name) else {
            return true;
        };
        let [one, two] = [(old, at), (new, other)].map(|(table, at)| Grouping::of(table, at));
        one.merged != two.merged
            || one.bands.iter().any(|band| {
                let mut others = two.bands.iter();
                others.any(|other| other != band && other.0 <= band.1 && band.0 <= other.1)
            })
    })
}

/// How the rows of a table are grouped by one of its keys.
struct Grouping<'t> {
    /// What is counted together in one row: values, and whether what is no value is among it.
    /// `Err` with the label of a row that does not tell.
    merged: Option<Result<(BTreeSet<String>, bool), &'t str>>,
    /// The least and the most of each band, or of each span of years.
    bands: Vec<(u64, u64)>,
}

impl<'t> Grouping<'t> {
    fn of(table: &'t Table, at: usize) -> Self {
        let label = match table.columns[at].name.as_str() {
            "value" => table.column("label"),
            name => table.column(&format!("{name}_label")),
        };
        let is_merged = |row: &&Row| row[at].key() == Some(&Key::Other(Other::Merged));
        let merged = table.rows.iter().find(is_merged);
        let keys: BTreeSet<&Key> = table.rows.iter().filter_map(|row| row[at].key()).collect();
        let name = match table.columns[at].name.as_str() {
            "value" => table.id.as_str(),
            name => name,
        };
        let dimension = Dimension::named(name);
        let is_banded = |own: &Dimension| own.is_banded() || own.id == YEAR;
        let is_banded = dimension.is_some_and(is_banded);
        // Reports in different languages call the same values by different labels.
        let value = |label: &str| match dimension {
            Some(dimension) => value_labelled(dimension, label),
            None => label.to_owned(),
        };
        let together = |label: &'t str| match counted_together(label) {
            Some((labels, others)) => Ok((labels.into_iter().map(value).collect(), others)),
            None => Err(label),
        };
        let ends = |key: &Key| {
            let id = Some(key.id()).filter(|_| is_banded && key.is_value())?;
            match parse_band(id) {
                Some(band) => Some((band.min, band.max.unwrap_or(u64::MAX))),
                None => id.parse().ok().map(|year: u64| (year, year)),
            }
        };
        Self {
            merged: merged.map(|row| together(row[label.unwrap_or(at)].as_text())),
            bands: keys.into_iter().filter_map(ends).collect(),
        }
    }
}

/// The counts that moved in one table, in the order of the new one's rows.
fn moved(sides: [&Side; 2], [old, new]: [&Table; 2]) -> Vec<Difference> {
    if [old, new].into_iter().any(|table| table.keys().is_empty()) {
        return Vec::new();
    }
    let [(before, gone), (after, mut keys)] = [by_key(old), by_key(new)];
    keys.extend(gone.into_iter().filter(|key| !after.contains_key(key)));
    let places = |name: &&'static str| Some((*name, [old.column(name)?, new.column(name)?]));
    let names = COUNTS.iter().chain(&HOURS).chain(&NUMBERS);
    let measures: Vec<(&str, [usize; 2])> = names.filter_map(places).collect();
    let mut found = Vec::new();
    for key in &keys {
        let rows = [before.get(key), after.get(key)];
        // Every report has such a row, but for those of other versions and policies.
        if rows.contains(&None) && rows.into_iter().flatten().any(|row| is_cumulative(row)) {
            continue;
        }
        let about = sides.map(|side| is_about(side, new, &key.keys));
        for (measure, places) in &measures {
            // A row that is not there counts nothing, but of a time that the other report is not
            // about. It has no median.
            let none = if COUNTS.contains(measure) && about[0] == about[1] {
                &Cell::Count(0)
            } else {
                &Cell::Nothing
            };
            let cell = |side: usize| rows[side].map_or(none, |row| &row[places[side]]);
            let (was, is) = (cell(0), cell(1));
            if was == is {
                continue;
            }
            let change = match about {
                [false, true] => Change::Added,
                [true, false] => Change::Removed,
                _ => Change::of_hidden(was, is).unwrap_or(Change::Changed),
            };
            let ids: Vec<&str> = key.keys.iter().map(Key::id).collect();
            let cells = [was.clone(), is.clone()];
            let item = [&ids.join(", "), *measure];
            let keys = rows[1]
                .map(|row| (new, row))
                .or(rows[0].map(|row| (old, row)));
            found.push(Difference {
                keys: keys
                    .map(|(table, row)| named(table, row))
                    .unwrap_or_default(),
                ..difference(&new.id, change, item, cells)
            });
        }
    }
    found
}

/// Whether a report is about the time of a row with these keys; about a row of no time always.
fn is_about(side: &Side, table: &Table, keys: &[Key]) -> bool {
    let places = table.keys();
    places.into_iter().zip(keys).all(|(at, key)| {
        let name = match table.columns[at].name.as_str() {
            "value" => table.id.as_str(),
            name => name,
        };
        let is_time = Dimension::named(name).is_some_and(|own| own.tells() == Tells::Dates);
        !is_time || !key.is_value() || side.is_about(key.id())
    })
}

fn is_cumulative(row: &Row) -> bool {
    row.iter()
        .any(|cell| matches!(cell.key(), Some(Key::Cumulative(_))))
}

/// What tells a row apart, in no language: its keys, and how many rows before have the same.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    keys: Vec<Key>,
    before: usize,
}

/// The rows of a table by their keys, and the keys in their order. An incident is named by its
/// first file, whose folder may have another name in each run.
fn by_key(table: &Table) -> (BTreeMap<Place, &Row>, Vec<Place>) {
    let places = table.keys();
    let key = |row: &Row, at: usize| match row[at].key()? {
        Key::Value(id) if table.columns[at].name == "incident" => Some(Key::value(within(id))),
        key => Some(key.clone()),
    };
    let mut seen: BTreeMap<Vec<Key>, usize> = BTreeMap::new();
    let mut order = Vec::new();
    for row in &table.rows {
        let keys: Vec<Key> = places.iter().filter_map(|at| key(row, *at)).collect();
        let many = seen.entry(keys.clone()).or_default();
        order.push(Place {
            keys,
            before: *many,
        });
        *many += 1;
    }
    (order.iter().cloned().zip(&table.rows).collect(), order)
}

/// The keys of a row with their labels.
fn named(table: &Table, row: &Row) -> Vec<Named> {
    let own = |at: usize| {
        let column = &table.columns[at].name;
        let label = match column.as_str() {
            "value" => table.column("label"),
            name => table.column(&format!("{name}_label")),
        };
        Some(Named {
            column: column.clone(),
            key: row[at].key()?.clone(),
            label: label.map_or_else(String::new, |at| row[at].to_string()),
        })
    };
    table.keys().into_iter().filter_map(own).collect()
}

fn difference(
    id: &str,
    change: Change,
    [item, measure]: [&str; 2],
    [old, new]: [Cell; 2],
) -> Difference {
    Difference {
        section: Section::Table,
        change,
        subject: id.to_owned(),
        item: item.to_owned(),
        measure: measure.to_owned(),
        old,
        new,
        keys: Vec::new(),
    }
}
