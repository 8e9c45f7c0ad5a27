//! What a table counts: its dimensions, and for each row the keys and the count.

use crate::statistics::{Dimension, Structure, Tells};
use crate::table::{Cell, Key, Row, Table};

/// The rows of a one-way or cross table.
#[derive(Debug)]
pub(super) struct Counts<'t> {
    pub(super) dimensions: Vec<&'t Dimension>,
    /// For each row its keys, and the count.
    pub(super) rows: Vec<(Vec<&'t Key>, u64)>,
    /// The base, if it is a one-way table.
    pub(super) base: Option<u64>,
}

impl<'t> Counts<'t> {
    /// The counts of a one-way or cross table. `None` for any other table, and for what is never
    /// published under a least count.
    pub(super) fn of(table: &'t Table, structure: &'t Structure) -> Option<Self> {
        let (dimensions, keys) = (structure.dimensions(table), table.keys());
        let number = table
            .column("notifications")
            .filter(|_| !dimensions.is_empty())?;
        if dimensions.iter().any(|own| own.tells() == Tells::Cases) {
            return None;
        }
        let rows = table
            .rows
            .iter()
            .filter(|row| !is_cumulative(row))
            .map(|row| {
                let values = keys.iter().map(|at| row[*at].key());
                Some((values.collect::<Option<_>>()?, row[number].count()?))
            });
        let base = table.column("base").filter(|_| dimensions.len() == 1);
        Some(Self {
            rows: rows.collect::<Option<_>>()?,
            base: base.and_then(|at| table.rows.first()?[at].count()),
            dimensions,
        })
    }

    /// The ids of the dimensions.
    pub(super) fn ids(&self) -> Vec<&'static str> {
        self.dimensions
            .iter()
            .map(|dimension| dimension.id)
            .collect()
    }

    /// The sum over those rows of a one-way table whose key fits.
    pub(super) fn sum(&self, fits: impl Fn(&Key) -> bool) -> u64 {
        self.rows
            .iter()
            .filter(|(keys, _)| fits(keys[0]))
            .map(|(_, count)| count)
            .sum()
    }
}

/// Whether two lists hold the same dimensions, in any order.
pub(super) fn are_same(own: &[&str], other: &[&str]) -> bool {
    own.len() == other.len() && own.iter().all(|id| other.contains(id))
}

/// Whether a row counts again what other rows count.
pub(super) fn is_cumulative(row: &Row) -> bool {
    matches!(row.first().and_then(Cell::key), Some(Key::Cumulative(_)))
}
