//! What a table counts, read from its columns: which dimensions, which rows.
//! The columns say it all, so tables need not carry more.

use crate::table::{Cell, Key, Row, Table};

/// The rows of a one-way or cross table.
#[derive(Debug)]
pub(super) struct Counts<'t> {
    pub(super) dimensions: Vec<&'t str>,
    /// For each row its values, and the count.
    pub(super) rows: Vec<(Vec<&'t str>, u64)>,
    /// The base of a one-way table.
    pub(super) base: Option<u64>,
}

impl Counts<'_> {
    /// Whether another table crosses the same dimensions, in whatever order.
    pub(super) fn has_cells_of(&self, other: &Counts) -> bool {
        are_same(&self.dimensions, &other.dimensions)
    }
}

/// Whether dimensions are the same, in whatever order.
pub(super) fn are_same(own: &[&str], other: &[&str]) -> bool {
    own.len() == other.len() && own.iter().all(|id| other.contains(id))
}

/// The counts of a one-way or cross table; `None` of any other.
pub(super) fn counts(table: &Table) -> Option<Counts<'_>> {
    let (dimensions, keys) = (table.dimensions(), table.keys());
    let number = table
        .column("notifications")
        .filter(|_| !dimensions.is_empty())?;
    let rows = table.rows.iter().filter(|row| !is_cumulative(row));
    let rows = rows.map(|row| {
        let values = keys.iter().map(|at| row[*at].key().map(Key::id));
        Some((values.collect::<Option<_>>()?, row[number].count()?))
    });
    let base = table.column("base").filter(|_| dimensions.len() == 1);
    Some(Counts {
        rows: rows.collect::<Option<_>>()?,
        base: base.and_then(|at| table.rows.first()?[at].count()),
        dimensions,
    })
}

/// Whether a row counts again what others count.
pub(super) fn is_cumulative(row: &Row) -> bool {
    matches!(row.first().and_then(Cell::key), Some(Key::Cumulative(_)))
}
