//! One reference in several notifications that count (M016).
//!
//! Two of them may be one if they have the same reference and no different case numbers, and one
//! of them does not name the controller. Rows of one table have F011 instead. Or they are of one
//! controller and tell of different events; then the reference may be none. The finding stands on
//! the first such notification in the order of the sources, and names the others.

use crate::across::copies::{MOST_COMPARED, controllers, hash_of_key};
use crate::across::{at_question, places};
use crate::check::{OTHER_EVENT, SAME_REFERENCE, Selected, position};
use crate::config::Copies;
use crate::finding::Finding;
use crate::form::Key;
use crate::read::Format;
use crate::row::{Row, Scope};

/// Runs the rule, if it is selected.
pub(super) fn check(rows: &mut [Box<Row>], scope: &Scope, selected: &Selected) {
    let Some(rule) = position(SAME_REFERENCE.code).filter(|at| selected.has(*at)) else {
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
    let mut same: Vec<(u64, usize)> = counted()
        .map(|at| (of(&rows[at]), at))
        .filter(|(hash, _)| *hash != 0)
        .collect();
    same.sort_unstable();
    let groups = same
        .chunk_by(|a, b| a.0 == b.0)
        .filter(|group| group.len() > 1);
    let mut found: Vec<(usize, Finding)> = groups
        .filter_map(|group| {
            let (first, others, why) = first(rows, group)?;
            let finding = at_question(&SAME_REFERENCE, &rows[first], Key::ControllerReference)
                .with("others", places(rows, &others, scope));
            let finding = match why {
                Why::NoController => finding,
                Why::OtherEvent => finding.saying(OTHER_EVENT),
            };
            Some((first, finding))
        })
        .collect();
    found.sort_unstable_by_key(|(at, _)| *at);
    found
}

/// Why two notifications with one reference both count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Why {
    /// One of them names no controller.
    NoController,
    /// They are of one controller and tell of different events.
    OtherEvent,
}

/// The first row of a reference that others have too, these, and why all count. Of a reference
/// that is on every row only the first rows are looked at.
fn first(rows: &[Box<Row>], group: &[(u64, usize)]) -> Option<(usize, Vec<usize>, Why)> {
    let own = &group[..group.len().min(MOST_COMPARED)];
    own.iter().enumerate().find_map(|(place, (_, at))| {
        let later = || own[place + 1..].iter().map(|(_, other)| *other);
        let found = |why| {
            let others: Vec<usize> = later()
                .filter(|other| together(&rows[*at], &rows[*other]) == Some(why))
                .collect();
            (!others.is_empty()).then_some((*at, others, why))
        };
        found(Why::NoController).or_else(|| found(Why::OtherEvent))
    })
}

/// Whether neither number nor name of the controller is known.
fn is_alone(row: &Row) -> bool {
    controllers(row).iter().all(Option::is_none)
}

/// Why two rows with the same reference both count, if their case numbers do not say it.
fn together(one: &Row, other: &Row) -> Option<Why> {
    let case = |row: &Row| row.case_number().text().map_or(0, hash_of_key);
    let cases = [one, other].map(case);
    if !cases.contains(&0) && cases[0] != cases[1] {
        return None;
    }
    if is_alone(one) || is_alone(other) {
        let has_f011 =
            one.source == other.source && !matches!(one.format, Format::Json | Format::Ndjson);
        return (!has_f011).then_some(Why::NoController);
    }
    let mut both = controllers(one).into_iter().zip(controllers(other));
    let is_of_one = both.any(|(own, others)| own.is_some() && own == others);
    (is_of_one && one.is_of_another_event(other)).then_some(Why::OtherEvent)
}
