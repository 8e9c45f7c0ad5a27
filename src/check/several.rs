//! What rules share that look at several answers: they could not be run if one of
//! them was lost, whatever the others say. What was found stands all the same.

use crate::finding::{Found, Silent};
use crate::form::Key;
use crate::notification::{Notification, State, Text};
use crate::value::Glance;

/// Looks at each of several things.
pub(super) fn each<T>(all: impl IntoIterator<Item = T>, look: impl FnMut(T) -> Found) -> Found {
    all.into_iter()
        .map(look)
        .fold(Err(Silent::DoesNotApply), together)
}

/// What two looks come to. A lost answer might have been the one; what was never
/// asked counts only where there was nothing else to look at.
pub(super) fn together(one: Found, other: Found) -> Found {
    match (one, other) {
        (Err(Silent::NotRunnable), _) | (_, Err(Silent::NotRunnable)) => Err(Silent::NotRunnable),
        (Ok(()), _) | (_, Ok(())) => Ok(()),
        (Err(Silent::NotAsked), _) | (_, Err(Silent::NotAsked)) => Err(Silent::NotAsked),
        _ => Err(Silent::DoesNotApply),
    }
}

/// Whether the rows of the list in the question that holds `key` can be looked at: without
/// any, the list may have been lost or never asked for.
pub(super) fn listed<T>(n: &Notification, key: Key, rows: &[T]) -> Found {
    match n.state(key) {
        State::Undeterminable if rows.is_empty() => Err(Silent::NotRunnable),
        State::NotAsked if rows.is_empty() => Err(Silent::NotAsked),
        _ => Ok(()),
    }
}

/// The free texts of a notification, gone through once for all rules that look at
/// them: nearly all have little in which they look for something.
#[derive(Debug)]
pub struct FreeTexts<'n> {
    given: Vec<FreeText<'n>>,
    /// What looking at them comes to, whatever is found.
    seen: Found,
}

/// A free text that was given.
#[derive(Debug, Clone, Copy)]
pub(super) struct FreeText<'n> {
    /// Where it stands.
    pub(super) answer: &'n Text<'n>,
    /// The text itself.
    pub(super) text: &'n str,
    /// What it may hold.
    pub(super) glance: Glance,
}

impl<'n> FreeTexts<'n> {
    /// Those of a notification.
    pub fn of(n: &'n Notification<'n>) -> Self {
        let mut given = Vec::with_capacity(16);
        let seen = each(n.free_texts(), |answer| {
            let text = answer.known()?;
            given.push(FreeText {
                answer,
                text,
                glance: Glance::at(text),
            });
            Ok(())
        });
        Self { given, seen }
    }

    /// Looks at every one that was given.
    pub(super) fn each(&self, look: impl FnMut(&FreeText) -> Found) -> Found {
        together(each(&self.given, look), self.seen)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::testing::{found, not_runnable};
    use serde_json::{Value, json};

    #[test]
    fn a_lost_answer_weighs_more_than_one_seen_and_that_more_than_one_never_asked() {
        let (seen, lost, unasked) = (Ok(()), Err(Silent::NotRunnable), Err(Silent::NotAsked));
        for (all, expected) in [
            ([seen, lost, unasked], lost),
            ([unasked, seen, Err(Silent::DoesNotApply)], seen),
            (
                [
                    Err(Silent::DoesNotApply),
                    unasked,
                    Err(Silent::DoesNotApply),
                ],
                unasked,
            ),
        ] {
            assert_eq!(each(all, |one| one), expected);
        }
    }

    /// Whether all these rules could not be run after a change.
    fn are_not_runnable(change: &Value, codes: &[&str]) -> bool {
        let silent = not_runnable(change);
        codes
            .iter()
            .all(|code| silent.iter().any(|other| other == code))
    }

    #[test]
    fn one_lost_answer_among_several_is_enough() {
        let masked = "[maskerat]";
        let processors = |list: Value| json!({"processors": {"organisations": list}});
        for (change, codes) in [
            (
                json!({"incident": {"description": masked}}),
                &["X001", "X002", "X004", "P005"][..],
            ),
            (
                processors(json!([{"name": masked}, {"name": masked}])),
                &["P001", "P003"],
            ),
            (
                processors(
                    json!([{"name": "A AB"}, {"name": "B AB", "organisation_number": masked}]),
                ),
                &["P002", "P003", "V001", "V002"],
            ),
            (
                json!({"controller": {"organisation_number": masked}}),
                &["V001", "V002"],
            ),
            (
                json!({"contact_address": {"postal_code": masked}}),
                &["V003"],
            ),
            (
                json!({"affected": {"data_items": {"exact": "många", "range": null}}}),
                &["N004"],
            ),
            (
                json!({"incident": {"ended": {"date": "i går"}}}),
                &["T007", "D011"],
            ),
            (
                json!({"incident": {"occurred": {"date": "i går"}}}),
                &["T007", "T012", "D011"],
            ),
            (
                json!({"actions": [{"date": "2024-03-04", "action": "Brevet kom åter."}, {"date": "i går", "action": "Vi ringde upp."}]}),
                &["T009", "T010", "T011", "D011"],
            ),
            (
                json!({"received": null, "communication": {"informed_at": {"date": "i går"}}}),
                &["D006"],
            ),
        ] {
            assert!(
                are_not_runnable(&change, codes),
                "{change}: {:?}",
                not_runnable(&change)
            );
        }
    }

    #[test]
    fn what_was_found_beside_a_lost_answer_stands() {
        let change =
            json!({"incident": {"description": "[maskerat]"}, "secrecy": "Ring 08-465 004 01."});
        assert!(found(&change).contains(&"X002 I".to_owned()));
        assert!(!are_not_runnable(&change, &["X002"]) && are_not_runnable(&change, &["X001"]));
    }

    #[test]
    fn what_was_never_asked_hides_nothing_beside_what_was() {
        let change = json!({
            "not_asked": [24, 37],
            "affected": {"data_subjects": {"exact": 17, "range": null}, "data_items": null},
        });
        let silent = not_runnable(&change);
        assert!(
            !silent
                .iter()
                .any(|code| ["X001", "N004", "P005"].contains(&code.as_str())),
            "{silent:?}"
        );
    }
}
