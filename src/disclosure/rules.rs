//! rules.csv: small counts are suppressed, and with the notifications of a rule
//! its findings, at whatever level. The counts of rules add up to counts of other tables: who was
//! late, who left a question blank, whose answer was lost. Which rule looks at
//! which answers is anyone's to know, and no network holds it; so where such a
//! count is suppressed, the rules are withheld.

use crate::disclosure::{Hidden, MARK};
use crate::table::{Table, TableError};

/// Suppresses in the table of rules.
///
/// # Errors
/// It is not what it should be.
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
    let mut small = vec![[false; 6]; table.rows.len()];
    for (row, small) in table.rows.iter().zip(&mut small) {
        for (at, small) in places.iter().zip(small) {
            // Records do not always tell where a rule could not be run.
            let is_unknown = *at == lost && row[*at].is_empty();
            *small = !is_unknown && (1..least).contains(&table.count(row, *at)?);
        }
    }
    // The verdicts are the sums of the rules of the deadline.
    let deadline = |row: &[String]| row[0].starts_with(['D', 'T']);
    let deadline_off = table
        .rows
        .iter()
        .zip(&small)
        .any(|(row, small)| deadline(row) && small.contains(&true));
    for (row, small) in table.rows.iter_mut().zip(small) {
        let whole = deadline_off && deadline(row);
        let off = whole || small[..5].contains(&true);
        let hides = found
            .iter()
            .map(|at| (*at, off))
            .chain([(lost, whole || small[5])]);
        for (at, off) in hides {
            if off && row[at] != "0" {
                hidden.hide("rules", &mut row[at]);
            }
        }
    }
    Ok(())
}

/// Withholds the table of rules where a count is suppressed that its rows add
/// up to.
pub(super) fn withhold(tables: &[Table], hidden: &mut Hidden) {
    let is_told = !tables
        .iter()
        .any(|table| tells_answers(table) && hides(table));
    if !is_told && tables.iter().any(|table| table.id == "rules") {
        hidden.withheld.push("rules".to_owned());
    }
}

/// Whether a table counts what rules look at.
fn tells_answers(table: &Table) -> bool {
    table.column("kind").is_some() || table.id == "answers"
}

/// Whether a count of a table is suppressed; of periods, one that is outside
/// them: when a notification came no rule counts.
fn hides(table: &Table) -> bool {
    let is_period = matches!(table.id.as_str(), "year" | "quarter" | "month");
    let kind = table.column("kind").filter(|_| is_period);
    let outside = |row: &&Vec<String>| kind.is_none_or(|kind| row[kind] != "value");
    table
        .rows
        .iter()
        .filter(outside)
        .flatten()
        .any(|cell| cell == MARK)
}

/// Whether a count is suppressed that tells how many notifications have no
/// known time of receipt or of discovery.
pub(super) fn hides_dates(tables: &[Table]) -> bool {
    let dated = [
        "verdict",
        "reading",
        "time-to-report",
        "delay-reason",
        "year",
        "quarter",
        "month",
    ];
    let mut tables = tables
        .iter()
        .filter(|table| dated.contains(&table.id.as_str()));
    tables.any(|table| hides(table) || table.is_withheld())
}
