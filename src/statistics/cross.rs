//! Cross tables of two or three dimensions, tidy: a row per combination. Zero
//! cells between observed values are written; percent is of the row's
//! notifications that have a value in the last dimension.

use std::collections::{BTreeMap, BTreeSet};

use crate::config::{Message, Words};
use crate::statistics::counting::{Counts, count};
use crate::statistics::dimension::Dimension;
use crate::statistics::frame::CountError;
use crate::statistics::labels::{Key, Labels};
use crate::statistics::one_way::UNIT;
use crate::table::{Column, Table, percent};

/// What a two-way table has beyond its share: that share's base, and the share
/// within the second dimension with its base.
const WITHIN: [&str; 3] = ["base", "percent_within", "base_within"];

const BOTH_WAYS: Words = Words::new(
    "percent är andelen av base: radens anmälningar som har ett värde i den andra dimensionen. percent_within är andelen av base_within: anmälningar med den andra dimensionens värde som har ett värde i den första.",
    "percent is the share of base: the row's notifications that have a value in the second dimension. percent_within is the share of base_within: notifications with the second dimension's value that have a value in the first.",
);

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
            let mut row: Vec<String> = Vec::with_capacity(keys.len() * 2 + 5);
            for (key, dimension) in keys.iter().zip(dimensions) {
                row.push(key.value.clone());
                row.push(labels.label(dimension, key));
            }
            row.push(notifications.to_string());
            // A row or a column without a value across has none: its base is truly 0.
            let (before, last) = (&keys[..keys.len() - 1], &keys[keys.len() - 1]);
            let base = counted.bases.get(before).copied().unwrap_or(0);
            let within = counted.within.get(last).copied().unwrap_or(0);
            let share = |cells: [String; 4]| match (keys.iter().all(Key::is_value), is_two_way) {
                (true, true) => cells.into(),
                (true, false) => cells.into_iter().take(1).collect(),
                (false, true) => vec![String::new(); 4],
                (false, false) => vec![String::new()],
            };
            row.extend(share([
                percent(*notifications, base),
                base.to_string(),
                percent(*notifications, within),
                within.to_string(),
            ]));
            row
        })
        .collect();
    let mut columns: Vec<Column> = dimensions
        .iter()
        .flat_map(|dimension| {
            [
                Column::text(dimension.id),
                Column::text(format!("{}_label", dimension.id)),
            ]
        })
        .collect();
    columns.extend(["notifications", "percent"].into_iter().map(Column::number));
    let mut notes = vec![UNIT];
    if is_two_way {
        columns.extend(WITHIN.into_iter().map(Column::number));
        notes.push(BOTH_WAYS);
    }
    let ids: Vec<&str> = dimensions.iter().map(|dimension| dimension.id).collect();
    Ok(Table {
        id: ids.join("-by-"),
        title: title(dimensions),
        columns,
        rows,
        notes,
    })
}

/// Cells of 0 between values that were observed.
fn add_zeros(cells: &mut BTreeMap<Vec<Key>, u64>, dimensions: usize) {
    let observed: Vec<BTreeSet<Key>> = (0..dimensions)
        .map(|at| {
            cells
                .keys()
                .map(|keys| &keys[at])
                .filter(|key| key.is_value())
                .cloned()
                .collect()
        })
        .collect();
    let mut combinations: Vec<Vec<Key>> = vec![Vec::new()];
    for values in &observed {
        combinations = combinations
            .iter()
            .flat_map(|row| {
                values.iter().map(move |key| {
                    let mut longer = row.clone();
                    longer.push(key.clone());
                    longer
                })
            })
            .collect();
    }
    for combination in combinations {
        cells.entry(combination).or_default();
    }
}

fn title(dimensions: &[&Dimension]) -> Message {
    let titles = dimensions.iter().map(|dimension| dimension.title.into());
    Message::Row(Words::same(" × "), titles.collect())
}
