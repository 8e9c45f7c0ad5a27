//! Cross tables of two or three dimensions, tidy: a row per combination. Zero
//! cells between observed values are written; percent is of the row's
//! notifications that have a value in the last dimension.

use std::collections::{BTreeMap, BTreeSet};

use crate::config::Words;
use crate::statistics::counting::{Counts, count, product};
use crate::statistics::dimension::Dimension;
use crate::statistics::error::CountError;
use crate::statistics::labels::{Labels, Ranked};
use crate::statistics::names;
use crate::statistics::one_way::unit;
use crate::table::{Cell, Column, Row, Table, percent};

/// What a two-way table has beyond its share: that share's base, and the share
/// within the second dimension with its base.
const WITHIN: [&str; 3] = ["base", "percent_within", "base_within"];

const BOTH_WAYS: [Words; 2] = [
    Words::new(
        "{percent} är andelen av {base}: radens anmälningar som har ett värde i den andra dimensionen.",
        "{percent} is the share of {base}: the row's notifications that have a value in the second dimension.",
    ),
    Words::new(
        "{percent_within} är andelen av {base_within}: anmälningar med den andra dimensionens värde som har ett värde i den första.",
        "{percent_within} is the share of {base_within}: notifications with the second dimension's value that have a value in the first.",
    ),
];

/// The table of some dimensions.
pub(super) fn table(
    counts: &Counts,
    dimensions: &[&Dimension],
    labels: &Labels,
) -> Result<Table, CountError> {
    let counted = count(counts, dimensions, labels)?;
    let mut cells = counted.cells;
    add_zeros(&mut cells, dimensions.len());
    let is_two_way = dimensions.len() == 2;
    let rows = cells
        .iter()
        .map(|(keys, notifications)| {
            let mut row = Row::with_capacity(keys.len() * 2 + 5);
            for (own, dimension) in keys.iter().zip(dimensions) {
                row.push(Cell::Key(own.key.clone()));
                row.push(Cell::Text(labels.label(dimension, &own.key)));
            }
            row.push(Cell::Count(*notifications));
            // A row or a column without a value across has none: its base is truly 0.
            let (before, last) = (&keys[..keys.len() - 1], &keys[keys.len() - 1]);
            let base = counted.bases.get(before).copied().unwrap_or(0);
            let within = counted.within.get(last).copied().unwrap_or(0);
            let shares = [
                percent(*notifications, base),
                Cell::Count(base),
                percent(*notifications, within),
                Cell::Count(within),
            ];
            let is_told = keys.iter().all(Ranked::is_value);
            let shares = shares.map(|share| if is_told { share } else { Cell::Nothing });
            row.extend(shares.into_iter().take(if is_two_way { 4 } else { 1 }));
            row
        })
        .collect();
    let mut columns: Vec<Column> = dimensions
        .iter()
        .flat_map(|dimension| Column::pair(dimension.id))
        .collect();
    columns.extend(["notifications", "percent"].map(Column::new));
    let mut notes = vec![unit(dimensions)];
    if is_two_way {
        columns.extend(WITHIN.map(Column::new));
        notes.extend(BOTH_WAYS);
    }
    let ids: Vec<&str> = dimensions.iter().map(|dimension| dimension.id).collect();
    let title = names::crossed(dimensions.iter().copied());
    let mut table = Table::new(ids.join("-by-"), title, columns, rows);
    table.notes = notes;
    Ok(table)
}

/// Cells of 0 between values that were observed.
fn add_zeros(cells: &mut BTreeMap<Vec<Ranked>, u64>, dimensions: usize) {
    let observed: Vec<BTreeSet<Ranked>> = (0..dimensions)
        .map(|at| {
            cells
                .keys()
                .map(|keys| &keys[at])
                .filter(|key| key.is_value())
                .cloned()
                .collect()
        })
        .collect();
    let observed: Vec<Vec<Ranked>> = observed
        .into_iter()
        .map(|values| values.into_iter().collect())
        .collect();
    for combination in product(&observed) {
        cells.entry(combination).or_default();
    }
}
