//! Counted combinations brought to values: a notification counts once per value
//! of a multiple choice, and once in the base.

use std::collections::BTreeMap;

use crate::statistics::dimension::Dimension;
use crate::statistics::frame::Frame;
use crate::statistics::labels::{Key, Labels};

/// The counts of one table.
#[derive(Debug, Default)]
pub struct Counted {
    /// Notifications by combination of values.
    pub(super) cells: BTreeMap<Vec<Key>, u64>,
    /// Notifications by the values of all dimensions but the last, that have a
    /// value in the last. Its key is empty for a one-way table: the base.
    pub(super) bases: BTreeMap<Vec<Key>, u64>,
}

/// Counts notifications by some dimensions.
pub(super) fn count(frame: &Frame, dimensions: &[&Dimension], labels: &Labels) -> Counted {
    let columns: Vec<&str> = dimensions.iter().map(|dimension| dimension.column).collect();
    let mut unique = columns.clone();
    unique.sort_unstable();
    unique.dedup();
    let mut counted = Counted::default();
    for (cells, notifications) in frame.count(&unique) {
        let keys: Vec<Vec<Key>> = dimensions
            .iter()
            .map(|dimension| {
                let at = unique.iter().position(|column| *column == dimension.column).unwrap_or(0);
                labels.keys(dimension, &cells[at])
            })
            .collect();
        add(&mut counted, &keys, notifications);
    }
    counted
}

/// Adds the notifications of one combination of cells.
fn add(counted: &mut Counted, keys: &[Vec<Key>], notifications: u64) {
    let Some((last, rest)) = keys.split_last() else { return };
    for row in product(rest) {
        for key in last {
            let mut cell = row.clone();
            cell.push(key.clone());
            *counted.cells.entry(cell).or_default() += notifications;
        }
        if last.iter().any(Key::is_value) {
            *counted.bases.entry(row).or_default() += notifications;
        }
    }
}

/// Every combination of one key from each list.
fn product(lists: &[Vec<Key>]) -> Vec<Vec<Key>> {
    lists.iter().fold(vec![Vec::new()], |rows, keys| {
        rows.iter()
            .flat_map(|row| {
                keys.iter().map(move |key| {
                    let mut longer = row.clone();
                    longer.push(key.clone());
                    longer
                })
            })
            .collect()
    })
}
