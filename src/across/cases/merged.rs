//! What a case says as a whole. The authority judges a notification with its supplements, and a
//! supplement carries only what is new. So what the notification left open and a supplement
//! answers lacks no more, and with `--merge-supplements` the last answer is the one that counts.

use std::collections::BTreeMap;

use crate::config::Answers;
use crate::form::Key;
use crate::row::{Row, Scope};

/// The letter of the rules about what a notification must contain.
const CONTENT: char = 'C';

/// What says of which nature a breach was: a notification lacks it where it has neither.
const EITHER: [Key; 2] = [Key::IncidentType, Key::IncidentDescription];

/// Completes notifications by their supplements: both by their positions.
pub(super) fn complete(
    rows: &mut [Box<Row>],
    supplements: &BTreeMap<usize, Vec<usize>>,
    scope: &Scope,
) {
    for (notification, supplements) in supplements {
        let mut own = std::mem::take(&mut rows[*notification].findings);
        own.edit(|findings| {
            findings.retain(|finding| {
                let is_content = finding.code.as_str().starts_with(CONTENT);
                let key = finding.field.map(|(key, _)| key).filter(|_| is_content);
                let notification = &rows[*notification];
                let is_answered = |key: &Key| {
                    let mut all = supplements.iter();
                    all.any(|at| notification.is_completed_by(&rows[*at], *key))
                };
                let of_both = key.filter(|key| EITHER.contains(key)).map(|_| EITHER);
                let keys = of_both.iter().flatten().chain(&key);
                !keys.into_iter().any(is_answered)
            });
        });
        rows[*notification].findings = own;
        if scope.answers == Answers::Merged {
            let mut order = supplements.clone();
            // Of what was received at an unknown time nobody knows that it is the last.
            order.sort_by_key(|at| (rows[*at].received.ends(), *at));
            for at in order {
                let (own, supplement) = both(rows, *notification, at);
                own.take_answers(supplement);
            }
        }
    }
}

/// Two different rows, the first to be changed.
fn both(rows: &mut [Box<Row>], one: usize, other: usize) -> (&mut Row, &Row) {
    let (before, after) = rows.split_at_mut(one.max(other));
    if one < other {
        (&mut before[one], &after[0])
    } else {
        (&mut after[0], &before[other])
    }
}
