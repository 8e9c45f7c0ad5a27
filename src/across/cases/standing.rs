//! What withdrawals take back. What a withdrawal names decides that: the notification, or a later
//! filing of its case. One that was itself withdrawn takes nothing back, nor does one that came
//! certainly before what it names.

use std::collections::{BTreeMap, BTreeSet};

use crate::across::cases::is_before;
use crate::across::cases::reports::Reports;
use crate::across::cases::tie::Tie;
use crate::row::Row;

/// What the withdrawals of a set take back. Positions are those of the rows.
#[derive(Debug, Default)]
pub(super) struct Withdrawn {
    /// By notification the withdrawals of it that hold.
    pub(super) notifications: BTreeMap<usize, Vec<usize>>,
    /// Later filings that were withdrawn, withdrawals among them.
    pub(super) filings: BTreeSet<usize>,
}

impl Withdrawn {
    /// That of tied filings, each with its position.
    pub(super) fn of(rows: &[Box<Row>], ties: &[(usize, Tie)], reports: &Reports) -> Self {
        let of_filing = |(at, tie): &(usize, Tie)| match tie {
            Tie::To(about, _)
                if rows[*at].filing.is_withdrawal()
                    && (about.filing.is_some() || !reports.is_spent(*at)) =>
            {
                Some((*at, about.notification, about.filing))
            }
            _ => None,
        };
        let withdrawals: Vec<_> = ties.iter().filter_map(of_filing).collect();
        let mut against: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (at, _, filing) in &withdrawals {
            if let Some(filing) = filing.filter(|filing| !is_before(&rows[*at], &rows[*filing])) {
                against.entry(filing).or_default().push(*at);
            }
        }
        let hold = holding(withdrawals.iter().map(|(at, ..)| *at), &against);
        let holds = |at: &usize| hold.get(at) == Some(&true);
        let taken = against.iter().filter(|(_, by)| by.iter().any(holds));
        let mut withdrawn = Self {
            filings: taken
                .map(|(filing, _)| *filing)
                .chain(reports.withdrawn())
                .collect(),
            notifications: BTreeMap::new(),
        };
        for (at, notification, filing) in &withdrawals {
            if filing.is_none() && holds(at) {
                let own = withdrawn.notifications.entry(*notification).or_default();
                own.push(*at);
            }
        }
        withdrawn
    }
}

/// Whether each withdrawal holds: no withdrawal of it does. `against` are the withdrawals of each.
/// No chain of them is a circle, since each names one that was tied before it.
fn holding(
    withdrawals: impl Iterator<Item = usize>,
    against: &BTreeMap<usize, Vec<usize>>,
) -> BTreeMap<usize, bool> {
    let mut hold: BTreeMap<usize, bool> = BTreeMap::new();
    for first in withdrawals {
        let mut open = vec![first];
        while let Some(at) = open.last().copied() {
            let own = against.get(&at).map_or(&[][..], Vec::as_slice);
            let before = open.len();
            open.extend(own.iter().filter(|by| !hold.contains_key(by)));
            if open.len() == before {
                let holds = own.iter().all(|by| hold.get(by) != Some(&true));
                hold.insert(at, holds);
                open.pop();
            }
        }
    }
    hold
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_withdrawal_holds_unless_one_of_it_does() {
        let chain: BTreeMap<usize, Vec<usize>> = (0..50_000).map(|at| (at, vec![at + 1])).collect();
        let hold = holding(0..=50_000, &chain);
        assert!(hold[&50_000] && !hold[&49_999] && hold[&49_998] && hold[&0]);
        let two = [(0, vec![1, 2]), (1, vec![3])].into();
        let hold = holding(0..4, &two);
        assert_eq!([0, 1, 2, 3].map(|at| hold[&at]), [false, false, true, true]);
    }
}
