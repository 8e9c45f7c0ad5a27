//! What a table counts, read from its columns: which dimensions, which rows.
//! The columns say it all, so tables need not carry more.

use crate::table::{CUMULATIVE, Table, TableError};

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
///
/// # Errors
/// A cell of it that should be a count is none.
pub(super) fn counts(table: &Table) -> Result<Option<Counts<'_>>, TableError> {
    let Some(dimensions) = dimensions(table) else {
        return Ok(None);
    };
    let number = table.place("notifications")?;
    let width = if dimensions.len() == 1 { 1 } else { 2 };
    let mut rows = Vec::with_capacity(table.rows.len());
    for row in table.rows.iter().filter(|row| !is_cumulative(table, row)) {
        let values = (0..dimensions.len()).map(|at| row[at * width].as_str());
        rows.push((values.collect(), table.count(row, number)?));
    }
    let base = match (dimensions.len(), table.rows.first()) {
        (1, Some(first)) => Some(table.count(first, table.place("base")?)?),
        _ => None,
    };
    Ok(Some(Counts {
        dimensions,
        rows,
        base,
    }))
}

/// The dimensions of a one-way or cross table; `None` of any other.
pub(super) fn dimensions(table: &Table) -> Option<Vec<&str>> {
    match table.column("value") {
        Some(0) => table
            .column("notifications")
            .map(|_| vec![table.id.as_str()]),
        Some(_) => None,
        None => crossed(table),
    }
}

/// Whether a row counts again what others count.
pub(super) fn is_cumulative(table: &Table, row: &[String]) -> bool {
    table
        .column("kind")
        .is_some_and(|kind| row[kind] == CUMULATIVE)
}

/// The dimensions of a cross table: `a,a_label,b,b_label,notifications,percent`,
/// and what a two-way table has beyond that.
fn crossed(table: &Table) -> Option<Vec<&str>> {
    let before = table.column("notifications")?;
    let has_share = table
        .columns
        .get(before + 1)
        .is_some_and(|column| column.name == "percent");
    if !has_share || before < 4 || !before.is_multiple_of(2) {
        return None;
    }
    let pairs = table.columns[..before].chunks(2);
    pairs
        .map(|pair| {
            (pair[1].name == format!("{}_label", pair[0].name)).then_some(pair[0].name.as_str())
        })
        .collect()
}
