//! Counted combinations brought to values: a notification counts once per value
//! of a multiple choice, and once in the base.

use std::collections::{BTreeMap, BTreeSet};

use crate::statistics::dimension::Dimension;
use crate::statistics::error::CountError;
use crate::statistics::frame::{Combination, Frame};
use crate::statistics::labels::{Labels, Ranked};

/// Combinations of texts that are summed in no time. Sets of columns that have
/// no more between them are counted as one.
const FEW: usize = 128;

/// Combinations of texts with their counts, for all sets of columns that a
/// report needs. Sets within a larger one are summed from it: the rows are
/// passed over only for the largest sets, and for small ones together.
#[derive(Debug)]
pub(super) struct Counts {
    by_columns: BTreeMap<Vec<String>, Vec<Combination>>,
}

impl Counts {
    /// Counts all sets of columns at once.
    ///
    /// # Errors
    /// What the library that counts says.
    pub(super) fn new<'s>(
        frame: &Frame,
        sets: impl IntoIterator<Item = Vec<&'s str>>,
    ) -> Result<Self, CountError> {
        let sets: BTreeSet<Vec<&str>> = sets.into_iter().map(sorted).collect();
        let largest: Vec<Vec<&str>> = sets
            .iter()
            .filter(|set| !sets.iter().any(|other| gives(other, set)))
            .cloned()
            .collect();
        let largest = joined(largest, |set| frame.combinations_of(set));
        let counted = frame.count(&largest)?;
        let mut by_columns = BTreeMap::new();
        for set in &sets {
            let source = largest
                .iter()
                .position(|other| other == set || gives(other, set));
            let source = source.ok_or_else(|| CountError::Column(set.join(", ")))?;
            let combinations = sum(&largest[source], &counted[source], set);
            by_columns.insert(
                set.iter().map(|name| (*name).to_owned()).collect(),
                combinations,
            );
        }
        Ok(Self { by_columns })
    }

    /// The same without others, for the sets of columns that these have.
    pub(super) fn without(&self, others: &Self) -> Result<Self, CountError> {
        let mut by_columns = BTreeMap::new();
        for (columns, gone) in &others.by_columns {
            let names: Vec<&str> = columns.iter().map(String::as_str).collect();
            let mut left: BTreeMap<&[String], u64> = BTreeMap::new();
            for (texts, count) in self.of(&names)? {
                *left.entry(texts).or_default() += count;
            }
            for (texts, count) in gone {
                let own = left.get_mut(texts.as_slice());
                let own = own.ok_or_else(|| CountError::Column(names.join(", ")))?;
                *own = own.saturating_sub(*count);
            }
            let left = left.into_iter().filter(|(_, count)| *count > 0);
            let left = left.map(|(texts, count)| (texts.to_vec(), count));
            by_columns.insert(columns.clone(), left.collect());
        }
        Ok(Self { by_columns })
    }

    /// The combinations of some columns, which are those of the set in sorted order.
    ///
    /// # Errors
    /// The set was not counted.
    pub(super) fn of(&self, columns: &[&str]) -> Result<&[Combination], CountError> {
        let wanted: Vec<String> = columns.iter().map(|name| (*name).to_owned()).collect();
        let counted = self.by_columns.get(&wanted).map(Vec::as_slice);
        counted.ok_or_else(|| CountError::Column(columns.join(", ")))
    }
}

/// The columns that some dimensions are counted by.
pub(super) fn columns_of(dimensions: &[&Dimension]) -> Vec<&'static str> {
    sorted(
        dimensions
            .iter()
            .map(|dimension| dimension.column())
            .collect(),
    )
}

/// Columns in the order in which a set of them is kept.
pub(super) fn sorted(mut columns: Vec<&str>) -> Vec<&str> {
    columns.sort_unstable();
    columns.dedup();
    columns
}

/// Puts sets together as long as they have few combinations; `combinations` says
/// how many a set can have at most.
fn joined<'s>(
    sets: Vec<Vec<&'s str>>,
    combinations: impl Fn(&[&str]) -> usize,
) -> Vec<Vec<&'s str>> {
    let mut joined: Vec<Vec<&str>> = Vec::new();
    for set in sets {
        let with = |other: &[&'s str]| sorted(other.iter().chain(&set).copied().collect());
        let fits = |other: &&mut Vec<&'s str>| {
            counts_supplements(other) == counts_supplements(&set)
                && combinations(&with(other)) <= FEW
        };
        match joined.iter_mut().find(fits) {
            Some(other) => *other = with(other),
            None => joined.push(set),
        }
    }
    joined
}

/// Whether a set counts supplements too.
fn counts_supplements(set: &[&str]) -> bool {
    set.contains(&"kind")
}

/// Whether the counts of `set` are sums of those of `larger`.
fn gives(larger: &[&str], set: &[&str]) -> bool {
    larger.len() > set.len()
        && set.iter().all(|name| larger.contains(name))
        && counts_supplements(larger) == counts_supplements(set)
}

/// Counts by some of the columns, from counts by all.
fn sum(columns: &[&str], counted: &[Combination], set: &[&str]) -> Vec<Combination> {
    if columns == set {
        return counted.to_vec();
    }
    let places: Vec<usize> = set
        .iter()
        .filter_map(|name| columns.iter().position(|own| own == name))
        .collect();
    let mut sums: BTreeMap<Vec<&str>, u64> = BTreeMap::new();
    for (texts, notifications) in counted {
        *sums
            .entry(places.iter().map(|at| texts[*at].as_str()).collect())
            .or_default() += notifications;
    }
    sums.into_iter()
        .map(|(texts, count)| (texts.into_iter().map(str::to_owned).collect(), count))
        .collect()
}

/// The counts of one table.
#[derive(Debug, Default)]
pub(crate) struct Counted {
    /// Notifications by combination of values.
    pub(super) cells: BTreeMap<Vec<Ranked>, u64>,
    /// Notifications by the values of all dimensions but the last, that have a
    /// value in the last. Its key is empty for a one-way table: the base.
    pub(super) bases: BTreeMap<Vec<Ranked>, u64>,
    /// Notifications by the value of the last dimension, that have a value in
    /// all others.
    pub(super) within: BTreeMap<Ranked, u64>,
}

/// Brings what was counted by the columns of some dimensions to their values.
pub(super) fn count(
    counts: &Counts,
    dimensions: &[&Dimension],
    labels: &Labels,
) -> Result<Counted, CountError> {
    let columns = columns_of(dimensions);
    let place = |dimension: &&Dimension| {
        let place = columns
            .iter()
            .position(|column| *column == dimension.column());
        place.ok_or_else(|| CountError::Column(dimension.column().to_owned()))
    };
    let places: Vec<usize> = dimensions.iter().map(place).collect::<Result<_, _>>()?;
    let mut counted = Counted::default();
    for (cells, notifications) in counts.of(&columns)? {
        let keys: Vec<Vec<Ranked>> = dimensions
            .iter()
            .zip(&places)
            .map(|(dimension, at)| labels.keys(dimension, &cells[*at]))
            .collect();
        add(&mut counted, &keys, *notifications);
    }
    Ok(counted)
}

/// Adds the notifications of one combination of cells.
fn add(counted: &mut Counted, keys: &[Vec<Ranked>], notifications: u64) {
    let Some((last, rest)) = keys.split_last() else {
        return;
    };
    for row in product(rest) {
        for key in last {
            let mut cell = row.clone();
            cell.push(key.clone());
            *counted.cells.entry(cell).or_default() += notifications;
        }
        if last.iter().any(Ranked::is_value) {
            *counted.bases.entry(row).or_default() += notifications;
        }
    }
    if rest.iter().all(|keys| keys.iter().any(Ranked::is_value)) {
        for key in last {
            *counted.within.entry(key.clone()).or_default() += notifications;
        }
    }
}

/// Every combination of one key from each list.
pub(super) fn product(lists: &[Vec<Ranked>]) -> Vec<Vec<Ranked>> {
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

#[cfg(test)]
mod tests {
    use super::joined;

    #[test]
    fn small_sets_are_counted_together_and_supplements_apart() {
        let sets = vec![vec!["a"], vec!["area", "b"], vec!["c"], vec!["kind"]];
        let size = |set: &[&str]| {
            set.iter()
                .map(|name| if *name == "area" { 300 } else { 9 })
                .product()
        };
        assert_eq!(
            joined(sets, size),
            [vec!["a", "c"], vec!["area", "b"], vec!["kind"]]
        );
    }
}
