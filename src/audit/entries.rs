//! Rows and broken entries of one source with many: what became of each line, element
//! or row is added in their order and let go, so that nothing but rows is held.

use crate::audit::Input;
use crate::audit::columns::Shown;
use crate::audit::taken::{Means, Miss, Outcome, Taken, refused};
use crate::read::sieve::{Left, Tally};
use crate::read::{Format, Reason, Refusal};
use crate::row::Laid;

/// The entries of a source so far.
pub(super) struct Entries<'m> {
    means: Means<'m>,
    format: Format,
    taken: Taken,
    shown: Shown,
    /// Whether any is no JSON of another kind.
    any_own: bool,
    /// Why the first of another kind is refused.
    foreign: Option<Refusal>,
    /// What does not count by the mapping.
    left: Tally,
    /// How many of the rows have their traces laid together.
    laid: usize,
    /// The last, which may prove to be no entry.
    last: Option<Outcome>,
}

impl<'m> Entries<'m> {
    pub(super) fn new(means: Means<'m>, format: Format) -> Self {
        let mut taken = refused(means.source, Refusal::skipped(Reason::Empty));
        taken.input.format = Some(format);
        taken.input.refusal = None;
        Self {
            means,
            format,
            taken,
            shown: Shown::default(),
            any_own: false,
            foreign: None,
            left: Tally::default(),
            laid: 0,
            last: None,
        }
    }

    /// Adds the next ones.
    pub(super) fn add(&mut self, outcomes: impl IntoIterator<Item = Outcome>) {
        for outcome in outcomes {
            if let Some(before) = self.last.replace(outcome) {
                self.one(before);
            }
        }
        let added = &mut self.taken.rows[self.laid..];
        Laid::together(added.iter_mut().filter_map(|(row, _)| row.traces.as_mut()));
        self.laid = self.taken.rows.len();
    }

    /// Forgets the last.
    pub(super) fn pop(&mut self) {
        self.last = None;
    }

    fn one(&mut self, outcome: Outcome) {
        if self.left.has(Left::Below) {
            return self.left.add(Left::Below, 0);
        }
        self.means.show(&mut self.shown, &outcome);
        let taken = &mut self.taken;
        taken.found = match (taken.found, outcome.found) {
            (Some(all), Some(one)) => Some(all | one),
            (all, one) => all.or(one),
        };
        match outcome.taken {
            Ok(row) => {
                self.any_own = true;
                taken.rows.push(row);
            }
            Err(Miss::Left(left, line, _)) => {
                self.any_own = true;
                self.left.add(left, line);
            }
            Err(Miss::Refused(refusal)) => {
                if !refusal.reason.is_foreign_json() {
                    self.any_own = true;
                } else if self.foreign.is_none() {
                    self.foreign = Some(refusal.clone());
                }
                let name = format!("{}#{}", self.means.source.name, outcome.number);
                taken.broken.push(Input {
                    name: name.into(),
                    bytes: outcome.bytes as u64,
                    format: Some(self.format),
                    ..refused(self.means.source, refusal).input
                });
            }
        }
    }

    /// The source as a whole. If all entries are of another kind, or there are none, it
    /// is refused.
    pub(super) fn finish(mut self) -> Taken {
        if let Some(last) = self.last.take() {
            self.one(last);
        }
        let Self {
            means,
            mut taken,
            shown,
            any_own,
            foreign,
            left,
            ..
        } = self;
        taken.findings = left.finding().into_iter().collect();
        if !any_own {
            let first = foreign.unwrap_or_else(|| Refusal::skipped(Reason::NoEntries));
            return refused(means.source, first);
        }
        taken.input.notifications = taken.rows.len() as u32;
        means.settle(&mut taken, &shown);
        taken
    }
}
