//! Cross tables of two or three dimensions, tidy: a row per combination. Zero
//! cells between observed values are written; percent is of the row's
//! notifications that have a value in the last dimension.

use std::collections::{BTreeMap, BTreeSet};

use crate::config::Wording;
use crate::statistics::counting::{Counts, count};
use crate::statistics::dimension::Dimension;
use crate::statistics::labels::{Key, Labels};
use crate::statistics::one_way::UNIT;
use crate::table::{Column, Table, percent};

/// The table of some dimensions.
pub(super) fn table(counts: &Counts, dimensions: &[&Dimension], labels: &Labels) -> Table {
    let counted = count(counts, dimensions, labels);
    let mut cells = counted.cells;
    add_zeros(&mut cells, dimensions.len());
    let rows = cells
        .iter()
        .map(|(keys, notifications)| {
            let mut row: Vec<String> = Vec::with_capacity(keys.len() * 2 + 2);
            for (key, dimension) in keys.iter().zip(dimensions) {
                row.push(key.value.clone());
                row.push(labels.label(dimension, key));
            }
            row.push(notifications.to_string());
            let base = counted.bases.get(&keys[..keys.len() - 1]).copied().unwrap_or(0);
            let all_values = keys.iter().all(Key::is_value);
            row.push(if all_values { percent(*notifications, base) } else { String::new() });
            row
        })
        .collect();
    let mut columns: Vec<Column> = dimensions
        .iter()
        .flat_map(|dimension| [Column::text(dimension.id), Column::text(format!("{}_label", dimension.id))])
        .collect();
    columns.extend(["notifications", "percent"].into_iter().map(Column::number));
    let ids: Vec<&str> = dimensions.iter().map(|dimension| dimension.id).collect();
    Table { id: ids.join("-by-"), title: title(dimensions), columns, rows, notes: vec![UNIT] }
}

/// Cells of 0 between values that were observed.
fn add_zeros(cells: &mut BTreeMap<Vec<Key>, u64>, dimensions: usize) {
    let observed: Vec<BTreeSet<Key>> = (0..dimensions)
        .map(|at| cells.keys().map(|keys| &keys[at]).filter(|key| key.is_value()).cloned().collect())
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

fn title(dimensions: &[&Dimension]) -> Wording {
    let join = |titles: Vec<&str>, word: &str| titles.join(word);
    Wording {
        sv: join(dimensions.iter().map(|dimension| dimension.title.sv).collect(), " × "),
        en: join(dimensions.iter().map(|dimension| dimension.title.en).collect(), " × "),
    }
}
