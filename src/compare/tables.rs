//! Tables of two reports: each count that moved, by the row's key. A row that is
//! not there counts as 0, a suppressed cell has no difference, and a table that
//! one of the reports withholds is not compared.

use std::collections::BTreeMap;

use super::side::Side;
use super::{Change, Difference, Section};
use crate::statistics::YEAR_ON_YEAR;
use crate::table::{COUNTS, Cell, Key, Row, Table};

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
            Some(other) => found.extend(moved(table, other)),
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

/// The counts that moved in one table, in the order of the new one's rows.
fn moved(old: &Table, new: &Table) -> Vec<Difference> {
    let [(before, _), (after, mut keys)] = [by_key(old), by_key(new)];
    keys.extend(
        by_key(old)
            .1
            .into_iter()
            .filter(|key| !after.contains_key(key)),
    );
    let places = |name: &&'static str| Some((*name, [old.column(name)?, new.column(name)?]));
    let measures: Vec<(&str, [usize; 2])> = COUNTS.iter().filter_map(places).collect();
    let mut found = Vec::new();
    for key in &keys {
        let rows = [before.get(key), after.get(key)];
        // Every report has such a row, but for those of other versions and policies.
        if rows.contains(&None) && rows.into_iter().flatten().any(|row| is_cumulative(row)) {
            continue;
        }
        for (measure, places) in &measures {
            // A row that is not there counts nothing.
            let cell = |side: usize| rows[side].map_or(&Cell::Count(0), |row| &row[places[side]]);
            let (was, is) = (cell(0), cell(1));
            if was == is {
                continue;
            }
            let change = Change::of_hidden(was, is).unwrap_or(Change::Changed);
            let ids: Vec<&str> = key.iter().map(|key| key.id()).collect();
            let cells = [was.clone(), is.clone()];
            found.push(difference(
                &new.id,
                change,
                [&ids.join(", "), measure],
                cells,
            ));
        }
    }
    found
}

fn is_cumulative(row: &Row) -> bool {
    row.iter()
        .any(|cell| matches!(cell.key(), Some(Key::Cumulative(_))))
}

/// The keys that tell a row apart, in no language.
type Keys<'t> = Vec<&'t Key>;

/// The rows of a table by their keys, and the keys in their order.
fn by_key(table: &Table) -> (BTreeMap<Keys<'_>, &Row>, Vec<Keys<'_>>) {
    let places = table.keys();
    let keys = table
        .rows
        .iter()
        .map(|row| places.iter().filter_map(|at| row[*at].key()).collect());
    let order: Vec<Keys> = keys.collect();
    (order.iter().cloned().zip(&table.rows).collect(), order)
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
    }
}
