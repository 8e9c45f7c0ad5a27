//! What needs all notifications at once: copies and later versions of one that counts, the cases
//! that supplements and withdrawals belong to, incidents of several controllers, promised
//! supplements, and what one controller gives again and again. Case numbers match in any case and
//! with any dash. This module reads rows and adds findings. It reads no input.

use std::collections::{BTreeMap, HashSet};

use crate::check::{Rule, Selected, position};
use crate::finding::{Fact, Finding};
use crate::form::Key;
use crate::row::{Row, Scope};

mod cases;
mod copies;
pub(crate) mod differing;
mod filers;
mod incidents;
mod names;
mod near;
mod promises;
mod references;
pub(crate) mod register;
mod times;

pub(crate) use cases::Mentioned;
pub(crate) use copies::{CaseNumber, Filed, Order, Several, hash_of_key, several, sharing};
pub(crate) use promises::{Basis, Facts, RULES as PROMISE_RULES, Supplemented};

/// A filing by its source and record.
pub(crate) type Place = (u32, u32);

/// The filings of one notification, each version with its copies. The first one counts.
#[derive(Debug)]
pub(crate) struct Family {
    versions: Vec<Vec<Place>>,
    order: Order,
}

/// What the report of a filing settled of it. Positions are those of the rows.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Settled {
    /// Which report.
    pub(crate) report: usize,
    /// The filing that counts for it, of which it is a copy or a later version.
    pub(crate) copy_of: Option<usize>,
    /// Whether it was told to be a later version, whatever its cells say.
    pub(crate) is_version: bool,
    /// The notification of another row that a later filing is tied to.
    pub(crate) notification: Option<usize>,
    /// Whether it was withdrawn.
    pub(crate) is_withdrawn: bool,
}

/// Ties filings of several reports, which were each settled by itself: that stays. Gives what is
/// said of them now. `rows` are sorted by source and record, and `settled` is by their positions.
pub(crate) fn tie_reports(
    rows: &mut [Box<Row>],
    settled: &[Settled],
    scope: &Scope,
) -> Vec<(usize, Finding)> {
    let all = copies::between(rows, settled, scope);
    let families = mark(rows, all);
    cases::stitch(rows, (&families, &BTreeMap::new()), settled, scope)
}

/// Marks the copies and later versions of filings that count. Gives them; what is said of them
/// is known when withdrawals are (`tie_cases`).
/// `rows` are sorted by source and record, and know whether they share anything. `digest` gives the digest of a source's
/// bytes.
pub(crate) fn mark_copies<'d>(
    rows: &mut [Box<Row>],
    scope: &Scope,
    digest: impl Fn(u32) -> Option<&'d blake3::Hash>,
) -> Vec<Family> {
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
    mark(rows, all)
}

/// Tells rows which filing counts for them, and gives the families that they are of.
fn mark(rows: &mut [Box<Row>], all: Vec<Several>) -> Vec<Family> {
    let place = |at: &usize| (rows[*at].source, rows[*at].record);
    let all = all.into_iter().map(|Several { versions, order }| Family {
        versions: versions
            .iter()
            .map(|version| version.iter().map(place).collect())
            .collect(),
        order,
    });
    let all: Vec<Family> = all.collect();
    let mut counted: BTreeMap<Place, Place> = BTreeMap::new();
    for family in &all {
        let first = family.versions[0][0];
        let others = family.versions.iter().flatten();
        counted.extend(others.filter(|at| **at != first).map(|at| (*at, first)));
    }
    if !counted.is_empty() {
        for row in rows.iter_mut() {
            row.set_copy_of(counted.get(&(row.source, row.record)).copied());
        }
    }
    all
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

/// Ties later filings to their notifications (M003, M004), and says which of copies and versions
/// count (M001, M002). `families` are the copies and versions, which are marked already, and
/// `named` what letters name.
pub(crate) fn tie_cases(
    rows: &mut [Box<Row>],
    (families, named): (&[Family], &BTreeMap<Place, Mentioned>),
    scope: &Scope,
    selected: &Selected,
) {
    let told = cases::stitch(rows, (families, named), &[], scope);
    for (at, finding) in told {
        if position(finding.code).is_some_and(|at| selected.has(at)) {
            rows[at].add(finding);
        }
    }
}

/// Runs the rules over what was promised (T014, M005, M006, M014), over names that do not go
/// together (M013), times that are always the same (M015) and references that several sources have
/// without a controller (M016). `registered` are the case numbers, squashed, of the notifications
/// that a register says are supplemented.
pub(crate) fn check(
    rows: &mut [Box<Row>],
    (scope, overdue_days): (&Scope, u32),
    selected: &Selected,
    registered: Option<HashSet<String>>,
) {
    promises::check(rows, (scope, overdue_days), selected, registered);
    names::check(rows, scope, selected);
    references::check(rows, scope, selected);
    times::check(rows, selected);
}

/// A finding of a rule at the question of a row that holds a key.
fn at_question(rule: &Rule, row: &Row, key: Key) -> Finding {
    rule.finding(row.edition.number(key), row.line).at(key, 0)
}

/// A message names at most so many filings of several that fit.
const NAMED: usize = 5;

/// The names of filings, by their positions: the first of them, if there are many.
fn places(rows: &[Box<Row>], some: &[usize], scope: &Scope) -> Fact {
    let more = (some.len() > NAMED).then(|| "…".into());
    let names = some.iter().take(NAMED);
    let names = names.map(|at| rows[*at].place(scope).into());
    Fact::Names(names.chain(more).collect())
}
