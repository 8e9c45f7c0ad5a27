//! Withdrawals that say in their title what they take back: a supplement, or a withdrawal, of
//! the case that they name.

use std::collections::BTreeMap;

use crate::across::cases::is_before;
use crate::across::cases::tie::{About, NAMED, Tie};
use crate::notification::Filing;
use crate::row::Row;

/// A withdrawal that says that it takes back a supplement, or a withdrawal, of what it names:
/// the only one that was not certainly received after it. `ties` are those of all later filings.
pub(super) fn by_title(rows: &[Box<Row>], ties: &mut [(usize, Tie)]) {
    let titled = |at: usize| match rows[at].filing {
        Filing::OfSupplement => Some(Filing::Supplement),
        Filing::OfWithdrawal => Some(Filing::Withdrawal),
        _ => None,
    };
    let mut asked: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (at, tie) in ties.iter().filter(|(at, _)| titled(*at).is_some()) {
        if let Tie::To(about, _) = tie
            && about.filing.is_none()
        {
            asked.entry(about.notification).or_default().push(*at);
        }
    }
    if asked.is_empty() {
        return;
    }
    let mut filings: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (at, tie) in ties.iter() {
        if let Tie::To(about, _) = tie
            && titled(*at).is_none()
            && (about.filing.is_none() || rows[*at].filing == Filing::Supplement)
            && asked.contains_key(&about.notification)
        {
            filings.entry(about.notification).or_default().push(*at);
        }
    }
    for (at, tie) in ties.iter_mut() {
        let (Some(kind), Tie::To(about, by)) = (titled(*at), &*tie) else {
            continue;
        };
        if about.filing.is_some() {
            continue;
        }
        let own = filings.get(&about.notification);
        let fitting =
            own.into_iter().flatten().copied().filter(|other| {
                rows[*other].filing == kind && !is_before(&rows[*at], &rows[*other])
            });
        let fitting: Vec<usize> = fitting.take(NAMED + 1).collect();
        *tie = match fitting[..] {
            [] => Tie::Absent(about.notification),
            [one] => {
                let filing = Some(one);
                Tie::To(About { filing, ..*about }, *by)
            }
            _ => Tie::OneOf(fitting),
        };
    }
}
