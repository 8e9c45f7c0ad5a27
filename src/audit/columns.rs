//! What the columns of moments of one source are, which only all its rows together
//! show: whether midnights stand for no time of day, and whether texts fit several
//! of the formats that the mapping lists. Each is told once, at the first row.

use std::sync::Arc;

use crate::audit::taken::{HeldDates, Means, Outcome, Taken};
use crate::check::form::{READ_LENIENTLY, SEVERAL_FORMATS_FIT};
use crate::check::{Rule, position};
use crate::read::mapping::{Clues, MIDNIGHTS};

/// The positions of the sources in which a column proved to hold dates.
pub(super) fn proved(taken: &[Vec<Taken>]) -> Vec<usize> {
    (0..taken.len())
        .filter(|at| taken[*at].iter().any(Taken::holds_dates))
        .collect()
}

/// The columns that proved to hold dates, of each source.
pub(super) fn held(taken: &[Vec<Taken>]) -> HeldDates {
    let proved = taken.iter().flatten().filter(|taken| taken.holds_dates());
    proved
        .map(|taken| (Arc::clone(&taken.input.name), taken.dates))
        .collect()
}

impl Taken {
    /// Whether it was read, with a column that proved to hold dates.
    fn holds_dates(&self) -> bool {
        self.dates != 0 && !self.rows.is_empty()
    }
}

/// How often something was met in a column, and where first.
#[derive(Debug, Clone, Copy)]
struct Met {
    /// The column's bit.
    column: u32,
    first: u32,
    times: u32,
}

/// What the rows of a source show of its columns.
#[derive(Debug, Default)]
pub(super) struct Shown {
    all: Clues,
    /// Midnights of columns that are known to hold dates.
    midnights: Vec<Met>,
    /// Texts that several formats fit.
    several: Vec<Met>,
}

impl Means<'_> {
    /// What the rows of a source show of its columns.
    pub(super) fn columns(self, outcomes: &[Outcome]) -> Shown {
        let dates = self.dates();
        let mut shown = Shown::default();
        for outcome in outcomes
            .iter()
            .filter(|outcome| outcome.clues != Clues::default())
        {
            shown.all = shown.all.with(outcome.clues);
            add(
                &mut shown.midnights,
                outcome.clues.midnight & dates,
                outcome.number,
            );
            add(&mut shown.several, outcome.clues.several, outcome.number);
        }
        shown
    }

    /// Tells at the first row what a column is; one that proves to hold dates only now
    /// is marked, for the source to be read once more.
    pub(super) fn settle(self, taken: &mut Taken, shown: &Shown) {
        taken.dates = shown.all.dates() & !self.dates();
        let (Some(mapping), Some(format)) = (&self.settings.mapping, taken.input.format) else {
            return;
        };
        let selected = self
            .settings
            .ignores
            .of(&self.source.name, self.settings.selected);
        let is_selected = |rule: &Rule| position(rule.code).is_some_and(|at| selected.has(at));
        let mut tell = |met: &Met, rule: &Rule| {
            let row = taken
                .rows
                .iter_mut()
                .find(|(row, _)| row.record == met.first);
            if let Some((row, _)) = row.filter(|_| is_selected(rule)) {
                let finding = mapping.about_column(met.column, format, rule, met.times, row.line);
                row.add(if rule.code == READ_LENIENTLY.code {
                    finding.saying(MIDNIGHTS)
                } else {
                    finding
                });
            }
        };
        shown
            .midnights
            .iter()
            .for_each(|met| tell(met, &READ_LENIENTLY));
        shown
            .several
            .iter()
            .for_each(|met| tell(met, &SEVERAL_FORMATS_FIT));
    }
}

/// Adds one row for each column of `columns`.
fn add(all: &mut Vec<Met>, columns: u32, number: u32) {
    let mut left = columns;
    while left != 0 {
        let column = 1 << left.trailing_zeros();
        left &= !column;
        match all.iter_mut().find(|met| met.column == column) {
            Some(met) => met.times += 1,
            None => all.push(Met {
                column,
                first: number,
                times: 1,
            }),
        }
    }
}
