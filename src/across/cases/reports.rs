//! Later filings that come from reports: what a report settled stays, and what it looked for in
//! vain among its own notifications is looked for in those of others alone.

use std::collections::BTreeMap;

use crate::across::Settled;
use crate::across::cases::is_before;
use crate::across::cases::named::{By, Named};
use crate::across::cases::tie::{Tie, counted};
use crate::row::Row;

/// What reports settled of the filings of a set; nothing for those of one run.
#[derive(Debug)]
pub(super) struct Reports<'s> {
    rows: &'s [Box<Row>],
    settled: &'s [Settled],
    /// The filings of each notification that stand in a report.
    own: BTreeMap<(usize, usize), Vec<usize>>,
}

impl<'s> Reports<'s> {
    /// Those of rows whose copies are marked.
    pub(super) fn of(rows: &'s [Box<Row>], settled: &'s [Settled]) -> Self {
        let mut own: BTreeMap<(usize, usize), Vec<usize>> = BTreeMap::new();
        for (at, known) in settled.iter().enumerate() {
            if !rows[at].filing.is_later() {
                let notification = counted(rows, at);
                own.entry((known.report, notification))
                    .or_default()
                    .push(at);
            }
        }
        Self { rows, settled, own }
    }

    /// Whether nothing is settled.
    pub(super) fn is_empty(&self) -> bool {
        self.settled.is_empty()
    }

    /// The notification that a later filing was tied to, as it counts now.
    fn notification(&self, at: usize) -> Option<usize> {
        let known = self.settled.get(at)?.notification?;
        Some(counted(self.rows, known))
    }

    /// A tie as found, if it does not contradict what is settled.
    pub(super) fn first(&self, at: usize, tie: Tie) -> Tie {
        match (self.notification(at), &tie) {
            (None, _) | (_, Tie::None) => tie,
            (Some(own), Tie::To(about, _)) if about.notification == own => tie,
            (Some(own), _) => Tie::to(own, By::CaseNumber),
        }
    }

    /// Leaves of a tie what is settled, and what the report of the filing could not see.
    pub(super) fn settle(&self, at: usize, named: &Named, tie: &mut Tie) {
        if let Some(own) = self.notification(at) {
            if !matches!(tie, Tie::To(about, _) if about.notification == own) {
                *tie = Tie::to(own, By::CaseNumber);
            }
        } else if let Tie::To(about, by) = *tie
            && self.was_seen(at, about.notification, (named, by))
        {
            *tie = Tie::None;
        }
    }

    /// Whether the report of a later filing has the notification with the same key, and so did
    /// not tie it.
    fn was_seen(&self, at: usize, notification: usize, (named, by): (&Named, By)) -> bool {
        let known = self.settled.get(at);
        let own = known.and_then(|known| self.own.get(&(known.report, notification)));
        own.into_iter().flatten().any(|other| {
            let other = Named::of(&self.rows[*other]);
            let mut keys = named.keys(by);
            keys.any(|key| other.keys(by).any(|own| own == key))
        })
    }

    /// Whether a withdrawal took nothing back, though its report has the notification that it
    /// names: it was about another filing, or was withdrawn.
    pub(super) fn is_spent(&self, at: usize) -> bool {
        let known = self.settled.get(at).and_then(|known| known.notification);
        known.is_some_and(|notification| {
            let rows = [at, notification].map(|at| &*self.rows[at]);
            !self.settled[notification].is_withdrawn && !is_before(rows[0], rows[1])
        })
    }

    /// The later filings that were withdrawn.
    pub(super) fn withdrawn(&self) -> impl Iterator<Item = usize> + '_ {
        let settled = self.settled.iter().enumerate();
        let withdrawn = settled.filter(|(at, known)| {
            known.is_withdrawn && self.rows[*at].filing.is_later() && known.copy_of.is_none()
        });
        withdrawn.map(|(at, _)| at)
    }
}
