//! One reference in several sources, of which one does not name the controller (M016). So nothing
//! shows whether these are one notification or several.
//!
//! Looked at are the notifications that count. Two of them may be one if they are of different
//! sources, have the same reference, no different case numbers, and one names no controller.
//! Rows of one table have F011 instead. The finding stands on the first such notification in the
//! order of the sources, and names the others.

use std::collections::HashSet;

use crate::across::copies::{MOST_COMPARED, controllers, hash_of_key};
use crate::across::{at_question, places};
use crate::check::{REFERENCE_ALONE, Selected, position};
use crate::config::Copies;
use crate::finding::Finding;
use crate::form::Key;
use crate::row::{Row, Scope};

/// Runs the rule, if it is selected.
pub(super) fn check(rows: &mut [Box<Row>], scope: &Scope, selected: &Selected) {
    let Some(rule) = position(REFERENCE_ALONE.code).filter(|at| selected.has(*at)) else {
        return;
    };
    for (at, finding) in found(rows, scope) {
        rows[at].add(finding);
    }
    for row in rows.iter_mut().filter(|row| row.is_counted(Copies::Aside)) {
        if row.reference().is_open() {
            row.not_runnable |= 1 << rule;
        }
    }
}

/// The findings with the positions of their rows.
fn found(rows: &[Box<Row>], scope: &Scope) -> Vec<(usize, Finding)> {
    let of = |row: &Row| row.reference().text().map_or(0, hash_of_key);
    let counted = || (0..rows.len()).filter(|at| rows[*at].is_counted(Copies::Aside));
    let alone: HashSet<u64> = counted()
        .filter(|at| is_alone(&rows[*at]))
        .map(|at| of(&rows[at]))
        .filter(|hash| *hash != 0)
        .collect();
    if alone.is_empty() {
        return Vec::new();
    }
    let mut same: Vec<(u64, usize)> = counted()
        .map(|at| (of(&rows[at]), at))
        .filter(|(hash, _)| alone.contains(hash))
        .collect();
    same.sort_unstable();
    let groups = same.chunk_by(|a, b| a.0 == b.0);
    let mut found: Vec<(usize, Finding)> = groups
        .filter_map(|group| {
            let (first, others) = first(rows, group)?;
            let finding = at_question(&REFERENCE_ALONE, &rows[first], Key::ControllerReference)
                .with("others", places(rows, &others, scope));
            Some((first, finding))
        })
        .collect();
    found.sort_unstable_by_key(|(at, _)| *at);
    found
}

/// The first row of a reference that may be the notification of others, and these. Of a reference
/// that is on every row only the first rows are looked at.
fn first(rows: &[Box<Row>], group: &[(u64, usize)]) -> Option<(usize, Vec<usize>)> {
    let own = &group[..group.len().min(MOST_COMPARED)];
    own.iter().enumerate().find_map(|(place, (_, at))| {
        let later = own[place + 1..].iter().map(|(_, other)| *other);
        let others: Vec<usize> = later
            .filter(|other| may_be_one(&rows[*at], &rows[*other]))
            .collect();
        (!others.is_empty()).then_some((*at, others))
    })
}

/// Whether neither number nor name of the controller is known.
fn is_alone(row: &Row) -> bool {
    controllers(row).iter().all(Option::is_none)
}

/// Whether two rows with the same reference may be one notification, and nothing decides it.
fn may_be_one(one: &Row, other: &Row) -> bool {
    let case = |row: &Row| row.case_number().text().map_or(0, hash_of_key);
    let cases = [one, other].map(case);
    one.source != other.source
        && (is_alone(one) || is_alone(other))
        && (cases.contains(&0) || cases[0] == cases[1])
}
