//! Which notifications the filter keeps: by period date, organisation and the
//! cells of records.csv. What has no period date is left out and counted.

use crate::config::Filter;
use crate::row::{Row, Scope, column, period};

/// The rows kept, by position, and how many had no date to go by.
#[derive(Debug, Clone, Default)]
pub struct Kept {
    /// Positions of the rows kept, ascending.
    pub rows: Vec<usize>,
    /// Rows left out because their period date is unknown or spans the bound.
    pub undated: usize,
}

/// Applies a filter.
pub fn keep(rows: &[Box<Row>], scope: &Scope, filter: &Filter) -> Kept {
    if filter.is_empty() {
        return Kept { rows: (0..rows.len()).collect(), undated: 0 };
    }
    let mut kept = Kept::default();
    let mut cell = String::new();
    for (position, row) in rows.iter().enumerate() {
        let organisation = filter.organisation.as_deref();
        if organisation.is_some_and(|number| row.organisation_number.as_str() != number)
            || !filter.equal.iter().all(|(name, value)| has(row, scope, name, value, &mut cell))
        {
            continue;
        }
        match in_period(row, filter) {
            Some(true) => kept.rows.push(position),
            Some(false) => {}
            None => kept.undated += 1,
        }
    }
    kept
}

/// Whether a cell is the value, or has it among several.
fn has(row: &Row, scope: &Scope, name: &str, value: &str, cell: &mut String) -> bool {
    cell.clear();
    if let Some(column) = column(name) {
        (column.write)(row, scope, cell);
    }
    cell == value || cell.split('|').any(|part| part == value)
}

/// Whether the period date lies within the bounds; `None` if it cannot be told.
fn in_period(row: &Row, filter: &Filter) -> Option<bool> {
    if filter.from.is_none() && filter.to.is_none() {
        return Some(true);
    }
    let (earliest, latest) = period(row)?;
    let within = |date: jiff::civil::Date| {
        filter.from.is_none_or(|from| date >= from) && filter.to.is_none_or(|to| date <= to)
    };
    let (first, last) = (within(earliest.date()), within(latest.date()));
    (first == last).then_some(first)
}
