//! The table rules.csv. Small counts of notifications are suppressed, and with them the
//! findings of the same rule, at every level. The counts of rules also add up to counts of
//! other tables: who was late, who left a question blank, whose answer was lost. Anyone may
//! know which rule looks at which answers, and no network holds it. So the whole table is
//! withheld if such a count is suppressed.

use crate::disclosure::Hidden;
use crate::statistics::{Dimension, Tells};
use crate::table::{Cell, Key, Row, Table, TableError};

/// Suppresses counts in the table of rules.
///
/// # Errors
/// The table is not what it should be.
pub(super) fn write(
    tables: &mut [Table],
    least: u64,
    hidden: &mut Hidden,
) -> Result<(), TableError> {
    let Some(table) = tables.iter_mut().find(|table| table.id == "rules") else {
        return Ok(());
    };
    let names = [
        "findings",
        "notifications",
        "errors",
        "warnings",
        "infos",
        "not_runnable",
    ];
    let places = table.places(names)?;
    let (found, lost) = (&places[..5], places[5]);
    let is_small = |row: &Row, at: &usize| row[*at].is_small(least);
    // The verdicts are the sums of the rules about the deadline.
    let deadline = |row: &Row| {
        row[0]
            .key()
            .is_some_and(|key| key.id().starts_with(['D', 'T']))
    };
    let deadline_off = table
        .rows
        .iter()
        .any(|row| deadline(row) && places.iter().any(|at| is_small(row, at)));
    for row in &mut table.rows {
        let whole = deadline_off && deadline(row);
        let found_off = whole || found.iter().any(|at| is_small(row, at));
        let lost_off = whole || is_small(row, &lost);
        let found = found.iter().filter(|_| found_off);
        for at in found.chain(Some(&lost).filter(|_| lost_off)) {
            hidden.hide_unless_zero("rules", &mut row[*at]);
        }
    }
    Ok(())
}

/// Withholds the table of rules if a count is suppressed that its rows add up to.
pub(super) fn withhold(tables: &[Table], hidden: &mut Hidden) {
    let is_told = !tables
        .iter()
        .any(|table| tells_answers(table) && hides(table));
    if !is_told && tables.iter().any(|table| table.id == "rules") {
        hidden.withhold("rules");
    }
}

/// Whether a table counts something that rules look at.
fn tells_answers(table: &Table) -> bool {
    table.column("kind").is_some() || table.id == "answers"
}

/// Whether a count of a table is suppressed. In a table of periods only the counts outside the
/// periods matter, because no rule counts by the period of a notification.
fn hides(table: &Table) -> bool {
    let is_value = |row: &Row| row[0].key().is_some_and(Key::is_value);
    let outside = table
        .rows
        .iter()
        .filter(|row| tells(table) != Some(Tells::Dates) || !is_value(row));
    outside.flatten().any(|cell| *cell == Cell::Hidden)
}

/// What the counts of a one-way table tell.
fn tells(table: &Table) -> Option<Tells> {
    Dimension::named(&table.id).map(Dimension::tells)
}

/// Whether a suppressed count tells how many notifications have no known time of receipt or of
/// discovery.
pub(super) fn hides_dates(tables: &[Table]) -> bool {
    let is_dated = |table: &&Table| match tells(table) {
        Some(Tells::Delay | Tells::Dates | Tells::WhetherAnswered(_)) => true,
        Some(Tells::Answers(_) | Tells::Cases | Tells::Itself) | None => false,
    };
    let mut tables = tables.iter().filter(is_dated);
    tables.any(|table| hides(table) || table.is_withheld())
}
