//! What a table counts, read from its columns: which dimensions, which rows.
//! The columns of the contract say it all, so tables need not carry more.

use crate::table::Table;

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
        self.dimensions.len() == other.dimensions.len()
            && self.dimensions.iter().all(|id| other.dimensions.contains(id))
    }
}

/// The counts of a one-way or cross table; `None` of any other.
pub(super) fn counts(table: &Table) -> Option<Counts<'_>> {
    let number = table.column("notifications")?;
    let dimensions: Vec<&str> = match table.column("value") {
        Some(0) => vec![&table.id],
        Some(_) => return None,
        None => crossed(table)?,
    };
    let width = if dimensions.len() == 1 { 1 } else { 2 };
    let rows = table
        .rows
        .iter()
        .filter_map(|row| {
            let values = (0..dimensions.len()).map(|at| row.get(at * width).map(String::as_str));
            Some((values.collect::<Option<Vec<&str>>>()?, row.get(number)?.parse().ok()?))
        })
        .collect();
    let base = table.column("base").and_then(|at| table.rows.first()?.get(at)?.parse().ok());
    Some(Counts { dimensions, rows, base })
}

/// The dimensions of a cross table: `a,a_label,b,b_label,notifications,percent`.
fn crossed(table: &Table) -> Option<Vec<&str>> {
    let (last, before) = (table.columns.last()?, table.columns.len().checked_sub(2)?);
    if last.name != "percent" || before < 4 || !before.is_multiple_of(2) {
        return None;
    }
    let pairs = table.columns[..before].chunks(2);
    pairs
        .map(|pair| (pair[1].name == format!("{}_label", pair[0].name)).then_some(pair[0].name.as_str()))
        .collect()
}

/// A count of a table that is neither: the cell of a column in a row.
pub(super) fn number(table: &Table, row: &[String], column: &str) -> u64 {
    table.column(column).and_then(|at| row.get(at)?.parse().ok()).unwrap_or(0)
}
