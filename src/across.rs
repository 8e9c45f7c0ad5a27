//! What needs all notifications at once: promises of a supplement against the
//! supplements of the set; case numbers match in any case and with any dash. It reads rows and adds findings; it reads no input.

use std::collections::HashSet;

use crate::check::{PROMISE_OVERDUE, Selected, position};
use crate::finding::{Fact, Finding, Severity};
use crate::form::{Key, squash};
use crate::moment::Instant;
use crate::notification::Filing;
use crate::row::{Row, TextCell};

/// Runs the rules over the whole set (T014). A set without any supplement
/// cannot tell whether one is missing: there they count as not runnable.
pub fn check(rows: &mut [Box<Row>], as_of: Instant, overdue_days: i64, selected: &Selected) {
    let as_of = as_of.plus_minutes(overdue_days.saturating_mul(-24 * 60));
    let Some(at) = position(PROMISE_OVERDUE).filter(|at| selected.has(*at)) else { return };
    let supplemented: HashSet<String> = rows
        .iter()
        .filter(|row| row.filing == Filing::Supplement)
        .filter_map(|row| text(&row.supplements).map(squash))
        .collect();
    for row in rows.iter_mut().filter(|row| row.filing == Filing::Initial) {
        let Some(planned) = overdue(row, as_of) else { continue };
        match text(&row.case_number) {
            Some(number) if !supplemented.is_empty() => {
                if !supplemented.contains(&squash(number)) {
                    row.add(promise_overdue(row, planned));
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

/// The moment by which the data subjects were to be informed, where a
/// supplement was promised and that moment has certainly passed.
fn overdue(row: &Row, as_of: Instant) -> Option<Instant> {
    let (_, latest) = row.planned_at.ends()?;
    (latest < as_of && row.promises_supplement()).then_some(latest)
}

fn promise_overdue(row: &Row, planned: Instant) -> Finding {
    let number = row.edition.number(Key::CommunicationPlannedAtDate);
    Finding::new(PROMISE_OVERDUE, Severity::Info, number, row.line)
        .at(Key::CommunicationPlannedAtDate, 0)
        .with("planned", Fact::Instant(planned))
}
