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
use crate::finding::{Fact, Finding};
use crate::form::{Key, squash};
use crate::moment::{Instant, Truth};
use crate::notification::Filing;
use crate::row::{PromiseState, Row, Scope, Word};

/// What the rules go by.
#[derive(Debug)]
pub(crate) struct Basis {
    /// The clock of the run.
    as_of: Instant,
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

/// The supplements of a set: what each names, if it names anything.
#[derive(Debug, Default)]
pub(crate) struct Supplemented {
    named: HashSet<String>,
    any: bool,
}

impl Supplemented {
    /// Adds a supplement.
    pub(crate) fn add(&mut self, names: Option<&str>) {
        self.any = true;
        self.named.extend(names.map(squash));
    }
}

impl Basis {
    /// `registered` are the case numbers, squashed, that a register says are supplemented.
    pub(crate) fn new(
        (as_of, overdue_days): (Instant, u32),
        supplements: Supplemented,
        registered: Option<HashSet<String>>,
    ) -> Self {
        let mut supplemented = supplements.named;
        let is_told = registered.is_some() || !supplemented.is_empty();
        supplemented.extend(registered.into_iter().flatten());
        Self {
            as_of,
            planned_before: as_of.plus_minutes(i64::from(overdue_days) * -MINUTES_PER_DAY),
            supplemented,
            has_supplements: if supplements.any {
                Truth::Yes
            } else {
                Truth::Unclear
            },
            is_told,
        }
    }

    /// Whether each of the rules [`RULES`] fires.
    pub(crate) fn fires(&self, facts: &Facts) -> [Truth; RULES.len()] {
        [
            self.overdue(facts),
            missing(facts),
            late(facts),
            self.never_closed(facts),
        ]
    }

    /// T014: a supplement was promised, the data subjects were to be informed at a moment that
    /// has certainly passed, and its case has no supplement, nor does one name the case number.
    fn overdue(&self, facts: &Facts) -> Truth {
        let passed = match facts.planned {
            Ok(latest) => Truth::from(latest < self.planned_before),
            Err(none) => none,
        };
        match (facts.promised.and(passed), facts.case_number) {
            // What came of the promise stands in its case, whatever its number.
            _ if facts.supplements > 0 => Truth::No,
            (Truth::Yes, Some(number)) if self.is_told => {
                Truth::from(!self.supplemented.contains(&squash(number)))
            }
            (Truth::No, _) => Truth::No,
            _ => Truth::Unclear,
        }
    }

    /// M014: it was going on, is older than [`DAYS_OPEN`], and nothing was added.
    fn never_closed(&self, facts: &Facts) -> Truth {
        let is_old = facts.since.map_or(Truth::Unclear, |latest| {
            Truth::from(latest.minutes_to(self.as_of) > DAYS_OPEN * MINUTES_PER_DAY)
        });
        let is_open = Truth::from(facts.supplements == 0);
        let ongoing = facts.ongoing.and(is_old);
        ongoing.and(is_open).and(self.has_supplements)
    }
}

/// The rules over what was promised.
pub(crate) static RULES: [Rule; 4] = [PROMISE_OVERDUE, PROMISE_MISSING, PROMISE_LATE, NEVER_CLOSED];

/// What the rules ask of a notification. Where an answer is not the one looked for, it may have
/// been it if it was lost.
#[derive(Debug)]
pub(crate) struct Facts<'f> {
    /// The state of its promise; if there is none, whether it may have been any.
    pub(crate) outcome: Result<PromiseState, bool>,
    /// How many supplements it has.
    pub(crate) supplements: u64,
    /// Whether it is known when the first came and when it was due.
    pub(crate) is_timed: bool,
    /// Whether it promises one.
    pub(crate) promised: Truth,
    /// When the data subjects were to be informed at the latest.
    pub(crate) planned: Result<Instant, Truth>,
    pub(crate) case_number: Option<&'f str>,
    /// Whether the breach was going on.
    pub(crate) ongoing: Truth,
    /// When it was received at the latest, else found.
    pub(crate) since: Option<Instant>,
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
    let places = RULES.each_ref().map(|rule| {
        let place = position(rule.code);
        place.filter(|at| selected.has(*at))
    });
    if places == [None; RULES.len()] {
        return;
    }
    let mut supplements = Supplemented::default();
    let filed = rows.iter().filter(|row| row.filing == Filing::Supplement);
    filed.for_each(|row| supplements.add(row.supplements().text()));
    let basis = Basis::new((scope.as_of, overdue_days), supplements, registered);
    let counted = rows
        .par_iter_mut()
        .filter(|row| row.is_counted(Copies::Aside));
    counted.for_each(|row| {
        let fires = basis.fires(&facts(row, scope));
        for ((fires, place), rule) in fires.into_iter().zip(places).zip(&RULES) {
            match (fires, place) {
                (Truth::No, _) | (_, None) => {}
                (Truth::Unclear, Some(at)) => row.not_runnable |= 1 << at,
                (Truth::Yes, Some(_)) => row.add(finding(rule, row, scope)),
            }
        }
    });
}

/// What the rules ask of a row.
fn facts<'r>(row: &'r Row, scope: &Scope) -> Facts<'r> {
    let promise = row.promise(scope);
    let may_be_any = |word: Word| word.state().is_none_or(|state| state.is_open());
    let holds = |key, code| {
        if row.has_option(key, code) {
            Truth::Yes
        } else {
            unless_lost(row, key)
        }
    };
    let planned = row.planned_at.ends().map(|(_, latest)| latest);
    let since = row.received.ends().or(row.start().ends());
    Facts {
        outcome: promise.outcome().map_err(may_be_any),
        supplements: row.supplements_in_set().into(),
        is_timed: promise.supplements.first.is_some() && promise.due.is_some(),
        promised: holds(Key::SupplementIntended, "yes"),
        planned: planned.ok_or_else(|| unless_lost(row, Key::CommunicationPlannedAtDate)),
        case_number: row.case_number().text(),
        ongoing: holds(Key::IncidentOngoing, "yes"),
        since: since.map(|(_, latest)| latest),
    }
}

/// What a rule that fires says of a row.
fn finding(rule: &Rule, row: &Row, scope: &Scope) -> Finding {
    let promise = row.promise(scope);
    let due = promise.due.map(|(_, due)| due);
    if rule.code == PROMISE_OVERDUE.code {
        let own = at_question(rule, row, Key::CommunicationPlannedAtDate);
        return with(own, "planned", row.planned_at.moment().copied());
    }
    if rule.code == NEVER_CLOSED.code {
        let since = [&row.received, row.start()];
        let since = since.into_iter().find_map(|span| span.moment().copied());
        return with(at_question(rule, row, Key::IncidentOngoing), "since", since);
    }
    let own = at_question(rule, row, Key::SupplementIntended);
    if rule.code == PROMISE_LATE.code {
        let received = promise.supplements.first.map(|(received, _)| received);
        return with(with(own, "received", received), "due", due);
    }
    with(own, "due", due)
}

/// A finding with one more fact, if that is known.
fn with(finding: Finding, name: &'static str, fact: Option<impl Into<Fact>>) -> Finding {
    match fact {
        Some(fact) => finding.with(name, fact),
        None => finding,
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

/// M005: the state of its promise is `missing`.
fn missing(facts: &Facts) -> Truth {
    match facts.outcome {
        Ok(PromiseState::Missing) => Truth::Yes,
        Err(true) => Truth::Unclear,
        _ => Truth::No,
    }
}

/// M006: the state of its promise is `received-late`.
fn late(facts: &Facts) -> Truth {
    match facts.outcome {
        _ if facts.supplements == 0 => Truth::No,
        Ok(PromiseState::ReceivedLate) if facts.is_timed => Truth::Yes,
        Ok(PromiseState::Received) if !facts.is_timed => Truth::Unclear,
        Err(true) => Truth::Unclear,
        _ => Truth::No,
    }
}
