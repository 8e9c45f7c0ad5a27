//! How the rows of a table of the release before lie in what a cell counts now, where either
//! release counts values together.

use std::collections::BTreeSet;

use crate::disclosure::build;
use crate::disclosure::ladder::{MERGED, Merge};
use crate::disclosure::model::Part;
use crate::disclosure::shape::is_cumulative;
use crate::statistics::{Dimension, Structure};
use crate::table::{Cell, Key, Other, Row, Table};
use crate::value::parse_band;

/// What the release before tells of a count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Then {
    Told(u64),
    /// It hides the count, or part of it.
    Hidden,
}

impl Then {
    fn plus(self, count: &Cell) -> Self {
        match (self, count.count()) {
            (Self::Told(sum), Some(count)) => Self::Told(sum + count),
            _ => Self::Hidden,
        }
    }
}

/// Whether a key of the release before is part of what a cell counts now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Share {
    Whole,
    Nothing,
    /// Some of it may be. How much is not told.
    Part,
}

/// What a table of a multiple choice told of a part.
pub(super) fn several(table: &Table, part: &Part) -> Then {
    let base = || {
        // Without a base nothing is known. Without a row nobody was counted.
        let Some(at) = table.column("base") else {
            return Then::Hidden;
        };
        let first = table.rows.first();
        first.map_or(Then::Told(0), |row| Then::Told(0).plus(&row[at]))
    };
    let sum = |from: Then, fits: &dyn Fn(&Key) -> bool| {
        let Some(count) = table.column("notifications") else {
            return Then::Hidden;
        };
        let own = table.rows.iter().filter(|row| !is_cumulative(row));
        own.filter(|row| row[0].key().is_some_and(fits))
            .fold(from, |sum, row| sum.plus(&row[count]))
    };
    let is_other = |key: &Key| !key.is_value();
    match part {
        Part::Of(own) => sum(Then::Told(0), &|key| key == own),
        Part::Others => sum(Then::Told(0), &is_other),
        Part::Shown => sum(base(), &|key| {
            is_other(key) && *key != Key::Other(Other::NotShown)
        }),
        Part::Values | Part::Any | Part::Group(_) => base(),
    }
}

/// One dimension of a cell.
pub(super) struct Axis<'a> {
    pub(super) dimension: &'a Dimension,
    pub(super) part: &'a Part,
    /// What is counted together now, and which dimension of it this is.
    pub(super) merge: Option<(&'a Merge, usize)>,
}

impl Axis<'_> {
    /// Whether a value is part of what the cell counts.
    fn fits(&self, value: &Key, structure: &Structure) -> bool {
        let key = self.merge.map_or(value, |(merge, at)| merge.to(at, value));
        match self.part {
            Part::Of(own) => own == key,
            Part::Values | Part::Any => key.is_value() || self.dimension.is_kind(),
            Part::Others => !key.is_value(),
            Part::Shown => *key != Key::Other(Other::NotShown),
            Part::Group(own) => build::group(self.dimension, key, structure).as_ref() == Some(own),
        }
    }

    /// How much of each key of a table of the release before is part of the cell. `known` are all
    /// values of the dimension that one of the releases shows by itself.
    pub(super) fn shares<'k>(
        &self,
        keys: &BTreeSet<&'k Key>,
        known: &BTreeSet<&Key>,
        structure: &Structure,
    ) -> Vec<(&'k Key, Share)> {
        let share = |key: &'k Key| {
            let members = known.iter().filter(|value| {
                **value == key || !keys.contains(*value) && holder(value, keys) == Some(key)
            });
            let fits: BTreeSet<bool> = members.map(|value| self.fits(value, structure)).collect();
            match (fits.contains(&true), fits.contains(&false)) {
                (true, false) => Share::Whole,
                (false, true) => Share::Nothing,
                _ => Share::Part,
            }
        };
        keys.iter().map(|key| (*key, share(key))).collect()
    }
}

/// The keys of a column, without those that count again what others count.
pub(super) fn values(table: &Table, place: usize) -> BTreeSet<&Key> {
    let rows = table.rows.iter().filter(|row| !is_cumulative(row));
    rows.filter_map(|row| row[place].key()).collect()
}

/// The key that counts a value which has no row of its own: the band or years around it, else what
/// counts all the rest.
pub(super) fn holder<'k>(value: &Key, keys: &BTreeSet<&'k Key>) -> Option<&'k Key> {
    let band = parse_band(value.id()).filter(|_| value.is_value());
    let within = |key: &&&Key| {
        let around = parse_band(key.id()).filter(|_| key.is_value());
        band.zip(around).is_some_and(|(own, around)| {
            around.min <= own.min && own.max.unwrap_or(u64::MAX) <= around.max.unwrap_or(u64::MAX)
        })
    };
    let around = keys.iter().find(within);
    around.or_else(|| keys.get(&MERGED)).copied()
}

/// The sum over the rows of a table that are part of a cell.
pub(super) fn summed(table: &Table, axes: &[Vec<(&Key, Share)>]) -> Then {
    let Some(count) = table.column("notifications") else {
        return Then::Hidden;
    };
    let places = table.keys();
    let mut sum = Then::Told(0);
    for row in table.rows.iter().filter(|row| !is_cumulative(row)) {
        let share = |(at, axis): (&usize, &Vec<(&Key, Share)>)| {
            let own = axis.iter().find(|(key, _)| row[*at].key() == Some(key));
            own.map_or(Share::Nothing, |(_, share)| *share)
        };
        let shares: Vec<Share> = places.iter().zip(axes).map(share).collect();
        if shares.contains(&Share::Nothing) || row[count] == Cell::Count(0) {
            continue;
        }
        if shares.contains(&Share::Part) {
            return Then::Hidden;
        }
        sum = sum.plus(&row[count]);
    }
    sum
}

/// What a base tells, where the cell is one: all values of one dimension, of one key of the other.
pub(super) fn base(table: &Table, axes: &[Vec<(&Key, Share)>], parts: &[&Part]) -> Then {
    let places = table.keys();
    let is_base = |axis: usize| {
        *parts[axis] == Part::Values
            && axes[axis]
                .iter()
                .all(|(key, share)| (*share == Share::Whole) == key.is_value())
    };
    let Some(over) = (0..parts.len()).rev().find(|axis| is_base(*axis)) else {
        return Then::Hidden;
    };
    let name = if over + 1 == parts.len() {
        "base"
    } else {
        "base_within"
    };
    let whole = |axis: usize| -> Vec<&Key> {
        let whole = axes[axis]
            .iter()
            .filter(|(_, share)| *share == Share::Whole);
        whole.map(|(key, _)| *key).collect()
    };
    let Some(at) = table.column(name) else {
        return Then::Hidden;
    };
    let is_own = |row: &&Row| {
        row[at] != Cell::Nothing
            && (0..parts.len()).all(|axis| {
                axis == over
                    || row[places[axis]]
                        .key()
                        .is_some_and(|key| whole(axis) == [key])
            })
    };
    let row = table.rows.iter().find(is_own);
    row.map_or(Then::Hidden, |row| Then::Told(0).plus(&row[at]))
}
