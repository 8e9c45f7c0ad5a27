//! The case of a notification in its truth: its later filings, and what became of what was
//! promised. It is worked out from which filing was drawn after which.

use jiff::ToSpan;
use jiff::civil::Time;

use crate::form::State;
use crate::synth::plan::{Kind, One, Plan};
use crate::synth::truth::instants::{Interval, day_of, instant, instants, interval, stamp};
use crate::synth::truth::states::{states, word};
use crate::synth::truth::{Facts, UNDETERMINABLE};
use crate::synth::{Options, Receipts, words};

const NOT_SHOWN: &str = "(not shown)";

/// When the authority got it, if that is told anywhere.
pub(in crate::synth) fn received(plan: &Plan, options: &Options) -> Option<Interval> {
    let beside = options.receipts == Receipts::Beside;
    (plan.tells_receipt || beside).then(|| stamp(&plan.receipt))
}

/// What later filings make of a case.
#[derive(Debug, Default)]
pub(in crate::synth) struct Case {
    /// Source and record of the notification that counts.
    pub(in crate::synth) name: String,
    /// The later filings that did not come certainly before it.
    pub(in crate::synth) later: Vec<Filing>,
}

/// A later filing of a case.
#[derive(Debug)]
pub(in crate::synth) struct Filing {
    kind: Kind,
    /// When it was received, if that is told.
    received: Option<Interval>,
    /// What it says to each question. Copies have no later filings.
    states: [State; 37],
}

impl Filing {
    pub(in crate::synth) fn new(plan: &Plan, kind: Kind, received: Option<Interval>) -> Self {
        Self {
            kind,
            received,
            states: states(plan, false),
        }
    }
}

impl Case {
    pub(in crate::synth) fn is_withdrawn(&self) -> bool {
        self.later.iter().any(|own| own.kind == Kind::Withdrawal)
    }

    /// Whether it has a supplement, so that none is overdue.
    pub(super) fn is_supplemented(&self) -> bool {
        !self.supplements().is_empty()
    }

    /// Whether a supplement answers a question, which the notification left open.
    pub(super) fn answers(&self, question: usize) -> bool {
        let mut later = self.later.iter();
        later
            .any(|own| own.kind == Kind::Supplement && own.states[question - 1] == State::Given(()))
    }

    /// When its supplements were received.
    fn supplements(&self) -> Vec<Option<Interval>> {
        let later = self.later.iter();
        later
            .filter(|own| own.kind == Kind::Supplement)
            .map(|own| own.received)
            .collect()
    }

    /// When the first of them was; `None` if the time of one is not told.
    fn first(&self) -> Option<Interval> {
        let times: Option<Vec<Interval>> = self.supplements().into_iter().collect();
        let times = times?;
        let earliest = times.iter().map(|ends| ends.0).min()?;
        Some((earliest, times.iter().map(|ends| ends.1).min()?))
    }
}

/// When the supplement that was promised is due.
fn due(facts: &Facts) -> Option<Interval> {
    let (earliest, latest) = facts.received?;
    let end = |minutes: i64| {
        let day = day_of(minutes).checked_add(28.days()).ok()?;
        Some(instants(day, Time::constant(23, 59, 0, 0)).1)
    };
    Some((end(earliest)?, end(latest)?))
}

/// The cells of a filing.
pub(super) fn cells(facts: &Facts, case: &Case) -> Vec<String> {
    let withdrawn = if case.is_withdrawn() { "yes" } else { "no" };
    let mut cells = vec![case.name.clone(), withdrawn.to_owned()];
    if facts.plan.later.is_some() {
        cells.extend([NOT_SHOWN; 6].map(str::to_owned));
        return cells;
    }
    let ends = |ends: Option<Interval>| match ends {
        Some((earliest, latest)) => [instant(earliest), instant(latest)],
        None => [UNDETERMINABLE; 2].map(str::to_owned),
    };
    let many = case.supplements().len();
    cells.push(many.to_string());
    cells.extend(match state(facts, case) {
        "not-promised" => [NOT_SHOWN; 2].map(str::to_owned),
        _ if is_promised(facts) => ends(due(facts)),
        other => [other; 2].map(str::to_owned),
    });
    cells.extend(if many == 0 {
        [NOT_SHOWN; 2].map(str::to_owned)
    } else {
        ends(case.first())
    });
    cells.push(state(facts, case).to_owned());
    cells
}

fn is_promised(facts: &Facts) -> bool {
    facts.states[35] == State::Given(()) && facts.plan.intended == One::Of(&words::YES)
}

/// Corpora are old: what has not come by the clock of a run was due.
fn state(facts: &Facts, case: &Case) -> &'static str {
    if facts.states[35] != State::Given(()) {
        return word(facts.states[35]);
    }
    if !is_promised(facts) {
        return "not-promised";
    }
    let due = due(facts);
    if case.supplements().is_empty() {
        return due.map_or(UNDETERMINABLE, |_| "missing");
    }
    match case.first().zip(due) {
        Some((first, due)) if first.0 > due.1 => "received-late",
        _ => "received",
    }
}

/// Codes with their level. A set without supplements cannot show that one is missing (M014).
pub(super) fn codes(facts: &Facts, case: &Case, set_has: bool) -> Vec<(&'static str, char)> {
    let plan: &Plan = facts.plan;
    if let Some(later) = plan.later {
        let tied = ("M003", 'I');
        return vec![later.about.map_or(("M004", 'W'), |_| tied)];
    }
    if case.is_withdrawn() {
        return Vec::new();
    }
    let mut found = match state(facts, case) {
        "missing" => vec![("M005", 'W')],
        "received-late" => vec![("M006", 'I')],
        _ => Vec::new(),
    };
    let ongoing = facts.states[11] == State::Given(()) && plan.ongoing == One::Of(&words::YES);
    let dated = facts.received.or(interval(&plan.discovered)).is_some();
    if ongoing && dated && case.supplements().is_empty() && set_has {
        found.push(("M014", 'I'));
    }
    found
}
