//! The rules over what was promised: supplements that have not come (T014, M005), that came late
//! (M006), and breaches that were going on and never closed (M014). They are run on the
//! notifications that count.

use std::collections::HashSet;

use rayon::prelude::*;

use crate::across::at_question;
use crate::check::{
    NEVER_CLOSED, PROMISE_LATE, PROMISE_MISSING, PROMISE_OVERDUE, Rule, Selected, position,
};
use crate::config::Copies;
use crate::finding::Finding;
use crate::form::{Key, squash};
use crate::moment::{Instant, Truth};
use crate::notification::Filing;
use crate::row::{PromiseState, Row, Scope};

/// What the rules go by.
struct Basis<'b> {
    scope: &'b Scope,
    /// T014: before then the data subjects were to be informed.
    planned_before: Instant,
    /// The case numbers that a supplement names, or of which a register says that one was sent.
    supplemented: HashSet<String>,
    /// M014: whether the set has supplements. One without any cannot show whether a breach was
    /// followed up. M005 goes by the receipt and the clock alone, and says only what the set
    /// holds.
    has_supplements: Truth,
    /// T014: whether anything tells of supplements.
    is_told: bool,
}

/// M014: an ongoing breach is not followed up after so many days.
const DAYS_OPEN: i64 = 90;
const MINUTES_PER_DAY: i64 = 24 * 60;

/// Runs the rules. A rule that is not selected costs nothing.
/// `registered` are the case numbers, squashed, that a register says are supplemented.
pub(super) fn check(
    rows: &mut [Box<Row>],
    (scope, overdue_days): (&Scope, u32),
    selected: &Selected,
    registered: Option<HashSet<String>>,
) {
    type Run = fn(&Row, &Basis) -> Outcome;
    let rules: [(Rule, Run); 4] = [
        (PROMISE_OVERDUE, overdue),
        (PROMISE_MISSING, missing),
        (PROMISE_LATE, late),
        (NEVER_CLOSED, never_closed),
    ];
    let rules = rules.into_iter();
    let rules: Vec<(usize, Run)> = rules
        .filter_map(|(rule, run)| Some((position(rule.code)?, run)))
        .filter(|(at, _)| selected.has(*at))
        .collect();
    let supplements = rows.iter().filter(|row| row.filing == Filing::Supplement);
    let named = supplements
        .clone()
        .filter_map(|row| row.supplements().text().map(squash));
    let mut supplemented: HashSet<String> = named.collect();
    let is_told = registered.is_some() || !supplemented.is_empty();
    supplemented.extend(registered.into_iter().flatten());
    let basis = Basis {
        scope,
        planned_before: scope
            .as_of
            .plus_minutes(i64::from(overdue_days) * -MINUTES_PER_DAY),
        has_supplements: if supplements.clone().next().is_some() {
            Truth::Yes
        } else {
            Truth::Unclear
        },
        supplemented,
        is_told,
    };
    let counted = rows
        .par_iter_mut()
        .filter(|row| row.is_counted(Copies::Aside));
    counted.for_each(|row| {
        for (at, run) in &rules {
            match run(row, &basis) {
                Outcome::Silent => {}
                Outcome::Unclear => row.not_runnable |= 1 << at,
                Outcome::Fires(finding) => row.add(finding),
            }
        }
    });
}

/// What a rule says of a notification.
enum Outcome {
    Silent,
    /// An answer that it needs was lost or never asked.
    Unclear,
    Fires(Finding),
}

impl Outcome {
    fn of(holds: Truth, finding: impl FnOnce() -> Finding) -> Self {
        match holds {
            Truth::Yes => Self::Fires(finding()),
            Truth::No => Self::Silent,
            Truth::Unclear => Self::Unclear,
        }
    }
}

/// Whether an answer that is not the one looked for may have been it.
fn unless_lost(row: &Row, key: Key) -> Truth {
    if row.state(key).is_open() {
        Truth::Unclear
    } else {
        Truth::No
    }
}

/// T014: a supplement was promised, the data subjects were to be informed at a moment that has
/// certainly passed, and its case has no supplement, nor does one name the case number.
fn overdue(row: &Row, basis: &Basis) -> Outcome {
    let key = Key::CommunicationPlannedAtDate;
    let promised = if row.promises_supplement() {
        Truth::Yes
    } else {
        unless_lost(row, Key::SupplementIntended)
    };
    let passed = match row.planned_at.ends() {
        Some((_, latest)) => Truth::from(latest < basis.planned_before),
        None => unless_lost(row, key),
    };
    let holds = match (promised.and(passed), row.case_number().text()) {
        // What came of the promise stands in its case, whatever its number.
        _ if row.supplements_in_set() > 0 => Truth::No,
        (Truth::Yes, Some(number)) if basis.is_told => {
            Truth::from(!basis.supplemented.contains(&squash(number)))
        }
        (Truth::No, _) => Truth::No,
        _ => Truth::Unclear,
    };
    Outcome::of(holds, || {
        let finding = at_question(&PROMISE_OVERDUE, row, key);
        match row.planned_at.ends() {
            Some((_, planned)) => finding.with("planned", planned),
            None => finding,
        }
    })
}

/// M005: the state of its promise is `missing`.
fn missing(row: &Row, basis: &Basis) -> Outcome {
    let promise = row.promise(basis.scope);
    match (promise.outcome(), promise.due) {
        (Ok(PromiseState::Missing), Some((_, due))) => Outcome::Fires(
            at_question(&PROMISE_MISSING, row, Key::SupplementIntended).with("due", due),
        ),
        (Err(word), _) if word.state().is_none_or(|state| state.is_open()) => Outcome::Unclear,
        _ => Outcome::Silent,
    }
}

/// M006: the state of its promise is `received-late`.
fn late(row: &Row, basis: &Basis) -> Outcome {
    let promise = row.promise(basis.scope);
    let times = promise.supplements.first.zip(promise.due);
    match (promise.outcome(), times) {
        _ if promise.supplements.many == 0 => Outcome::Silent,
        (Ok(PromiseState::ReceivedLate), Some(((received, _), (_, due)))) => Outcome::Fires(
            at_question(&PROMISE_LATE, row, Key::SupplementIntended)
                .with("received", received)
                .with("due", due),
        ),
        (Ok(PromiseState::Received), None) => Outcome::Unclear,
        (Err(word), _) if word.state().is_none_or(|state| state.is_open()) => Outcome::Unclear,
        _ => Outcome::Silent,
    }
}

/// M014: it was going on, is older than [`DAYS_OPEN`], and nothing was added.
fn never_closed(row: &Row, basis: &Basis) -> Outcome {
    let key = Key::IncidentOngoing;
    let ongoing = if row.has_option(key, "yes") {
        Truth::Yes
    } else {
        unless_lost(row, key)
    };
    let since = row.received.ends().or(row.start().ends());
    let is_old = since.map_or(Truth::Unclear, |(_, latest)| {
        Truth::from(latest.minutes_to(basis.scope.as_of) > DAYS_OPEN * MINUTES_PER_DAY)
    });
    let is_open = Truth::from(row.supplements_in_set() == 0);
    let holds = ongoing.and(is_old).and(is_open).and(basis.has_supplements);
    Outcome::of(holds, || {
        let finding = at_question(&NEVER_CLOSED, row, key);
        match since {
            Some((_, latest)) => finding.with("since", latest),
            None => finding,
        }
    })
}
