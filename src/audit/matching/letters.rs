//! The rows of a list of receipt times that name the files of letters: supplements in free form
//! are no notifications yet when rows are matched.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Decided;
use super::unused::Unused;
use crate::audit::receipts::{
    Kind, Outcome, Place, Receipts, file_name, is_name_of, key, names, own_name,
};
use crate::audit::taken::Taken;
use crate::read::receipts::Receipt;

/// The sources that may be supplements in free form.
pub(super) struct Letters<'t> {
    all: Vec<&'t Arc<str>>,
    /// Their places by the names of their files.
    by_file: BTreeMap<&'t str, Vec<usize>>,
}

impl<'t> Letters<'t> {
    pub(super) fn of(taken: &'t [Vec<Taken>]) -> Self {
        let letters = taken
            .iter()
            .flatten()
            .filter(|taken| taken.letter.is_some());
        let all: Vec<&Arc<str>> = letters.map(|taken| &taken.input.name).collect();
        let mut by_file: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (at, name) in all.iter().enumerate() {
            let (whole, own) = (file_name(name), file_name(own_name(name)));
            by_file.entry(whole).or_default().push(at);
            if own != whole {
                by_file.entry(own).or_default().push(at);
            }
        }
        Self { all, by_file }
    }

    /// Those that a row of a list names: by the whole name, else by its end.
    pub(super) fn named_by(&self, row: &Receipt) -> Option<Vec<usize>> {
        let key = Some(key(row, Kind::Source)).filter(|key| !key.is_empty())?;
        let of_file = self
            .by_file
            .get(file_name(key))
            .map_or(&[][..], Vec::as_slice);
        let such = |is_it: fn(&str, &str) -> bool| -> Vec<usize> {
            let all = of_file.iter().copied();
            all.filter(|at| is_it(key, self.all[*at])).collect()
        };
        let whole = such(is_name_of);
        Some(if whole.is_empty() { such(names) } else { whole })
    }

    pub(super) fn place(&self, at: usize) -> Place {
        (Arc::clone(self.all[at]), 1)
    }
}

impl Receipts<'_> {
    /// The rows that name the files of letters give them their times.
    pub(super) fn settle_letters(
        &self,
        letters: &Letters,
        rows: &BTreeMap<usize, Vec<usize>>,
        decided: &mut Decided,
    ) {
        for (letter, rows) in rows {
            let place = letters.place(*letter);
            let against = |row: &usize| {
                let others = rows.iter().filter(|other| self.disagree(*row, **other));
                others.copied().collect::<Vec<usize>>()
            };
            let mut outcome = self.best(rows).map(Outcome::row);
            for row in rows {
                let others = against(row);
                if !others.is_empty() {
                    outcome = Some(Outcome::Contradicted(None));
                    let unused = Unused::Contradicted(self.others(&others), vec![place.clone()]);
                    decided.unused.push((*row, unused));
                }
            }
            decided
                .outcomes
                .extend(outcome.map(|outcome| (place, outcome)));
        }
    }
}
