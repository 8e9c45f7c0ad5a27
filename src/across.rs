//! What needs all notifications at once: copies and later versions of one that counts,
//! and promised supplements beside the supplements of the set. Case numbers match in
//! any case and with any dash. This module reads rows and adds findings. It reads no
//! input.

use std::collections::{BTreeMap, HashSet};

use crate::check::{COPY, PROMISE_OVERDUE, Selected, VERSIONS_DIFFER, position};
use crate::config::{Copies, Words};
use crate::finding::{Fact, Finding};
use crate::form::{Key, squash};
use crate::moment::{Instant, Truth};
use crate::notification::Filing;
use crate::row::{Row, Scope};

mod copies;
pub(crate) mod differing;
mod incidents;
pub(crate) mod register;

pub(crate) use copies::{CaseNumber, Filed, Order, Several, Times, several, sharing};

/// Marks the copies and later versions of filings that count, with M001 and M002.
/// `rows` are sorted by source and record, and know whether they share anything. `digest` gives the digest of a source's
/// bytes.
pub(crate) fn mark_copies<'d>(
    rows: &mut [Box<Row>],
    scope: &Scope,
    digest: impl Fn(u32) -> Option<&'d blake3::Hash>,
    selected: &Selected,
) {
    let filed: Vec<Filed> = rows
        .iter()
        .map(|row| Filed {
            row,
            digest: digest(row.source),
            case_number: CaseNumber::Certain,
        })
        .collect();
    let sharing: Vec<usize> = (0..rows.len()).filter(|at| rows[*at].shares).collect();
    let all = several(&filed, &sharing, scope);
    let marks: Vec<Mark> = all
        .iter()
        .flat_map(|several| Mark::all(several, rows, scope))
        .collect();
    for mark in marks {
        let row = &mut rows[mark.at];
        row.copy_of = Some(mark.counted);
        if position(mark.finding.code).is_some_and(|at| selected.has(at)) {
            row.add(mark.finding);
        }
    }
}

/// Tells rows of which incident of several controllers they are part, with M007. Copies are
/// marked already. Gives the names of processors by their organisation numbers.
pub(crate) fn mark_incidents(
    rows: &mut [Box<Row>],
    scope: &Scope,
    selected: &Selected,
) -> BTreeMap<Box<str>, Box<str>> {
    incidents::mark(rows, scope, selected)
}

/// A filing that does not count, and what is said about it.
struct Mark {
    at: usize,
    /// Source and record of the one that counts.
    counted: (u32, u32),
    finding: Finding,
}

impl Mark {
    /// The filings that do not count because one of `several` does: the best of each
    /// later version, and all copies.
    fn all(several: &Several, rows: &[Box<Row>], scope: &Scope) -> Vec<Self> {
        let counted = &rows[several.counted()];
        let mark = |at: usize, finding: Finding| Self {
            at,
            counted: (counted.source, counted.record),
            finding,
        };
        let name = Fact::Value(counted.place(scope).into());
        let copy = |at: &usize| {
            let finding = COPY.finding(0, rows[*at].line);
            mark(*at, finding.with("counted", name.clone()))
        };
        let version = |at: usize| {
            let finding = VERSIONS_DIFFER
                .finding(0, rows[at].line)
                .with("counted", name.clone())
                .with(
                    "questions",
                    questions(&counted.differences(&rows[at], scope)),
                )
                .with("order", order(several.order));
            mark(at, finding)
        };
        let copies = several
            .versions
            .iter()
            .flat_map(|version| &version[1..])
            .map(copy);
        let versions = several.versions[1..]
            .iter()
            .map(|others| version(others[0]));
        copies.chain(versions).collect()
    }
}

/// The numbers of questions. Free text, if not even that is known.
fn questions(numbers: &[u8]) -> Fact {
    let told: Vec<String> = numbers
        .iter()
        .filter(|number| **number != 0)
        .map(u8::to_string)
        .collect();
    if told.is_empty() {
        return Fact::Words(Words::new("fritext", "free text"));
    }
    Fact::Value(told.join(", ").into())
}

/// Why that version counts, in words.
fn order(order: Order) -> Words {
    match order {
        Order::Single | Order::Receipt => Words::new(
            "Den som kom in först räknas.",
            "The one received first counts.",
        ),
        Order::Promise(Times::Unknown) => Words::new(
            "Vilken som kom in först är okänt; den som lovar en komplettering räknas.",
            "Which was received first is unknown; the one that promises a supplement counts.",
        ),
        Order::Known => Words::new(
            "Vilken som kom in först är okänt; den vars mottagningstid är känd räknas.",
            "Which was received first is unknown; the one whose receipt time is known counts.",
        ),
        Order::Place(Times::Unknown) => Words::new(
            "Vilken som kom in först är okänt; den som står först bland filerna räknas.",
            "Which was received first is unknown; the one that stands first among the files counts.",
        ),
        Order::Promise(Times::Equal) => Words::new(
            "Mottagningstiden är densamma för alla; den som lovar en komplettering räknas.",
            "All have the same receipt time; the one that promises a supplement counts.",
        ),
        Order::Place(Times::Equal) => Words::new(
            "Mottagningstiden är densamma för alla; den som står först bland filerna räknas.",
            "All have the same receipt time; the one that stands first among the files counts.",
        ),
    }
}

/// Runs the rules over the whole set (T014), on the filings that count. A set without
/// any supplement cannot show whether one is missing. There the rules count as not
/// runnable, unless there is a register: `registered` are the case numbers, squashed, of those
/// that it says are supplemented.
pub(crate) fn check(
    rows: &mut [Box<Row>],
    as_of: Instant,
    overdue_days: u32,
    selected: &Selected,
    registered: Option<&HashSet<String>>,
) {
    let as_of = as_of.plus_minutes(i64::from(overdue_days) * -24 * 60);
    let Some(at) = position(PROMISE_OVERDUE.code).filter(|at| selected.has(*at)) else {
        return;
    };
    let mut supplemented: HashSet<String> = rows
        .iter()
        .filter(|row| row.filing == Filing::Supplement)
        .filter_map(|row| row.supplements().text().map(squash))
        .collect();
    let is_known = registered.is_some() || !supplemented.is_empty();
    supplemented.extend(registered.into_iter().flatten().cloned());
    for row in rows.iter_mut().filter(|row| row.is_counted(Copies::Aside)) {
        match (is_overdue(row, as_of), row.case_number().text()) {
            (Truth::No, _) => {}
            (Truth::Yes, Some(number)) if is_known => {
                if !supplemented.contains(&squash(number)) {
                    row.add(promise_overdue(row));
                }
            }
            _ => row.not_runnable |= 1 << at,
        }
    }
}

/// Whether a supplement was promised, and the data subjects were to be informed at a
/// moment that has certainly passed.
fn is_overdue(row: &Row, as_of: Instant) -> Truth {
    let unless_lost = |key| {
        if row.state(key).is_open() {
            Truth::Unclear
        } else {
            Truth::No
        }
    };
    let promised = if row.promises_supplement() {
        Truth::Yes
    } else {
        unless_lost(Key::SupplementIntended)
    };
    let passed = match row.planned_at.ends() {
        Some((_, latest)) => Truth::from(latest < as_of),
        None => unless_lost(Key::CommunicationPlannedAtDate),
    };
    promised.and(passed)
}

fn promise_overdue(row: &Row) -> Finding {
    let number = row.edition.number(Key::CommunicationPlannedAtDate);
    let finding = PROMISE_OVERDUE
        .finding(number, row.line)
        .at(Key::CommunicationPlannedAtDate, 0);
    match row.planned_at.ends() {
        Some((_, planned)) => finding.with("planned", planned),
        None => finding,
    }
}
