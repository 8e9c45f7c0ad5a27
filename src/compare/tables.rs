//! Tables of two reports: each count that moved, by the row's key. A row that is
//! not there counts as 0, a suppressed cell has no difference, and a table that
//! one of the reports withholds is not compared.

use std::collections::BTreeMap;

use super::side::{Grid, Side};
use super::{Change, Difference, SUPPRESSED, Section};
use crate::table::CUMULATIVE;

/// The columns that are counts. Shares, quantiles and changes follow from them.
const COUNTS: [&str; 24] = [
    "notifications",
    "n",
    "indeterminate",
    "late_min",
    "late_max",
    "exact_sum",
    "exact_n",
    "lower",
    "upper",
    "band_n",
    "unknown_n",
    "least",
    "most",
    "answered",
    "blank",
    "unknown",
    "undeterminable",
    "not_shown",
    "not_asked",
    "findings",
    "errors",
    "warnings",
    "infos",
    "not_runnable",
];

/// The counts that moved, table by table; tables that only one report has.
pub(super) fn differences(old: &Side, new: &Side) -> Vec<Difference> {
    if old.tables.is_empty() || new.tables.is_empty() {
        return Vec::new();
    }
    let mut found = Vec::new();
    let is_told = |id: &&String| {
        old.withheld()
            .chain(new.withheld())
            .all(|withheld| withheld != *id)
    };
    for (id, grid) in old.tables.iter().filter(|(id, _)| is_told(id)) {
        match new.tables.get(id) {
            Some(other) => found.extend(moved(id, grid, other)),
            None => found.push(difference(id, Change::Removed, ["", "", "", ""])),
        }
    }
    let further = new
        .tables
        .keys()
        .filter(is_told)
        .filter(|id| !old.tables.contains_key(*id));
    found.extend(further.map(|id| difference(id, Change::Added, ["", "", "", ""])));
    found.sort_by(|a, b| a.subject.cmp(&b.subject));
    found
}

/// The counts that moved in one table, in the order of the new one's rows.
fn moved(id: &str, old: &Grid, new: &Grid) -> Vec<Difference> {
    let (before, after) = (by_key(id, old), by_key(id, new));
    // Every report has such a row, but for those of other versions and policies.
    let is_cumulative = |grid: &Grid, row: Option<&&Vec<String>>| {
        let kind = grid.header.iter().position(|column| column == "kind");
        kind.and_then(|at| row?.get(at))
            .is_some_and(|kind| kind == CUMULATIVE)
    };
    let keys = by_order(id, new).into_iter().chain(
        by_order(id, old)
            .into_iter()
            .filter(|key| !after.contains_key(key)),
    );
    let mut found = Vec::new();
    for key in keys {
        let (was, is) = (before.get(&key), after.get(&key));
        if was.is_none() && is_cumulative(new, is) || is.is_none() && is_cumulative(old, was) {
            continue;
        }
        for measure in COUNTS {
            let cell = |grid: &Grid, rows: &BTreeMap<String, &Vec<String>>| {
                let at = grid.header.iter().position(|column| column == measure)?;
                // A row that is not there counts nothing; one that is cut short tells nothing.
                let row = rows
                    .get(&key)
                    .map(|row| row.get(at).map_or("", String::as_str));
                Some(row.unwrap_or("0").to_owned())
            };
            let (Some(was), Some(is)) = (cell(old, &before), cell(new, &after)) else {
                continue;
            };
            let change = match (was == SUPPRESSED, is == SUPPRESSED) {
                (true, true) => continue,
                (false, false) if was == is => continue,
                (false, false) => Change::Changed,
                _ => Change::Suppressed,
            };
            found.push(difference(id, change, [&key, measure, &was, &is]));
        }
    }
    found
}

fn by_key<'g>(id: &str, grid: &'g Grid) -> BTreeMap<String, &'g Vec<String>> {
    by_order(id, grid).into_iter().zip(&grid.rows).collect()
}

/// The key of each row.
fn by_order(id: &str, grid: &Grid) -> Vec<String> {
    let places = keys(id, &grid.header);
    let key = |row: &Vec<String>| {
        let cells = places
            .iter()
            .filter_map(|at| row.get(*at))
            .map(String::as_str);
        cells.collect::<Vec<_>>().join(", ")
    };
    grid.rows.iter().map(key).collect()
}

/// The columns that tell the rows of a table apart, in no language.
fn keys(id: &str, header: &[String]) -> Vec<usize> {
    let has = |name: &str| header.iter().any(|column| column == name);
    let is_key = |column: &String| match column.as_str() {
        "value" | "code" | "question" => true,
        "label" => id == "unlisted",
        other => has(&format!("{other}_label")),
    };
    (0..header.len())
        .filter(|at| is_key(&header[*at]))
        .collect()
}

fn difference(id: &str, change: Change, cells: [&str; 4]) -> Difference {
    let [item, measure, old, new] = cells.map(str::to_owned);
    Difference {
        section: Section::Table,
        change,
        subject: id.to_owned(),
        item,
        measure,
        old,
        new,
    }
}
