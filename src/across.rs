//! What needs all notifications at once: promises of a supplement against the
//! supplements of the set; case numbers match in any case and with any dash. It reads rows and adds findings; it reads no input.

use std::collections::HashSet;

use crate::check::{PROMISE_OVERDUE, Selected, position};
use crate::finding::{Fact, Finding, Severity};
use crate::form::{Key, squash};
use crate::moment::{Instant, Truth};
use crate::notification::Filing;
use crate::row::{Row, TextCell};

/// Runs the rules over the whole set (T014). A set without any supplement
/// cannot tell whether one is missing: there they count as not runnable.
pub fn check(rows: &mut [Box<Row>], as_of: Instant, overdue_days: u32, selected: &Selected) {
    let as_of = as_of.plus_minutes(i64::from(overdue_days) * -24 * 60);
    let Some(at) = position(PROMISE_OVERDUE).filter(|at| selected.has(*at)) else { return };
    let supplemented: HashSet<String> = rows
        .iter()
        .filter(|row| row.filing == Filing::Supplement)
        .filter_map(|row| text(&row.supplements).map(squash))
        .collect();
    for row in rows.iter_mut().filter(|row| row.filing.is_notification()) {
        match (is_overdue(row, as_of), text(&row.case_number)) {
            (Truth::No, _) => {}
            (Truth::Yes, Some(number)) if !supplemented.is_empty() => {
                if !supplemented.contains(&squash(number)) {
                    row.add(promise_overdue(row));
                }
            }
            _ => row.not_runnable |= 1 << at,
        }
    }
}

/// The text of a cell that holds one.
fn text(cell: &TextCell) -> Option<&str> {
    match cell {
        TextCell::Text(text) => Some(text),
        TextCell::Word(_) => None,
    }
}

/// Whether a supplement was promised, and the moment by which the data subjects
/// were to be informed has certainly passed.
fn is_overdue(row: &Row, as_of: Instant) -> Truth {
    let unless_lost =
        |number| if matches!(row.states.of(number), b'x' | b'q') { Truth::Unclear } else { Truth::No };
    let promised = if row.promises_supplement() { Truth::Yes } else { unless_lost(36) };
    let passed = match row.planned_at.ends() {
        Some((_, latest)) => Truth::from(latest < as_of),
        None => unless_lost(34),
    };
    promised.and(passed)
}

fn promise_overdue(row: &Row) -> Finding {
    let number = row.edition.number(Key::CommunicationPlannedAtDate);
    let finding = Finding::new(PROMISE_OVERDUE, Severity::Info, number, row.line)
        .at(Key::CommunicationPlannedAtDate, 0);
    match row.planned_at.ends() {
        Some((_, planned)) => finding.with("planned", Fact::Instant(planned)),
        None => finding,
    }
}
