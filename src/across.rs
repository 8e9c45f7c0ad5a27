//! What needs all notifications at once: copies and later versions of one that counts,
//! the cases that supplements and withdrawals belong to, and promised supplements. Case
//! numbers match in any case and with any dash. This module reads rows and adds findings.
//! It reads no input.

use std::collections::{BTreeMap, HashSet};

use crate::check::{COPY, Selected, VERSIONS_DIFFER, position};
use crate::config::Words;
use crate::finding::{Fact, Finding};
use crate::row::{Row, Scope};

mod cases;
mod copies;
pub(crate) mod differing;
mod incidents;
mod promises;
pub(crate) mod register;

pub(crate) use cases::Named;
pub(crate) use copies::{CaseNumber, Filed, Order, Several, Times, several, sharing};

/// A filing by its source and record.
pub(crate) type Place = (u32, u32);

/// Marks the copies and later versions of filings that count, with M001 and M002.
/// `rows` are sorted by source and record, and know whether they share anything. `digest` gives the digest of a source's
/// bytes. Gives the later versions, sorted.
pub(crate) fn mark_copies<'d>(
    rows: &mut [Box<Row>],
    scope: &Scope,
    digest: impl Fn(u32) -> Option<&'d blake3::Hash>,
    selected: &Selected,
) -> Vec<Place> {
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
    let mut versions = Vec::new();
    for mark in marks {
        let row = &mut rows[mark.at];
        if mark.finding.code == VERSIONS_DIFFER.code {
            versions.push((row.source, row.record));
        }
        row.copy_of = Some(mark.counted);
        if position(mark.finding.code).is_some_and(|at| selected.has(at)) {
            row.add(mark.finding);
        }
    }
    versions.sort_unstable();
    versions
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

/// Ties later filings to their notifications (M003, M004). Copies are marked already.
/// `versions` are the later versions of what counts, and `named` what letters name.
pub(crate) fn tie_cases(
    rows: &mut [Box<Row>],
    (versions, named): (&[Place], &BTreeMap<Place, Named>),
    scope: &Scope,
    selected: &Selected,
) {
    let told = cases::stitch(rows, (versions, named), scope);
    for (at, finding) in told {
        if position(finding.code).is_some_and(|at| selected.has(at)) {
            rows[at].add(finding);
        }
    }
}

/// Runs the rules over what was promised. `registered` are the case numbers, squashed, of the
/// notifications that a register says are supplemented.
pub(crate) fn check(
    rows: &mut [Box<Row>],
    (scope, overdue_days): (&Scope, u32),
    selected: &Selected,
    registered: Option<HashSet<String>>,
) {
    promises::check(rows, (scope, overdue_days), selected, registered);
}
