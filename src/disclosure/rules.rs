//! rules.csv: small counts are suppressed, and with the notifications of a rule
//! its findings. The counts of rules add up to counts of other tables: who was
//! late, who left a question blank, whose answer was lost. Which rule looks at
//! which answers is anyone's to know, and no network holds it; so where such a
//! count is suppressed, the rules are withheld.

use crate::disclosure::{Hidden, MARK};
use crate::table::Table;

/// Suppresses in the table of rules.
pub(super) fn write(tables: &mut [Table], least: u64, hidden: &mut Hidden) {
    let Some(table) = tables.iter_mut().find(|table| table.id == "rules") else { return };
    let names = ["findings", "notifications", "not_runnable"];
    let [Some(findings), Some(notifications), Some(lost)] = names.map(|name| table.column(name)) else {
        return;
    };
    let small = |row: &[String], at: usize| row[at].parse().is_ok_and(|n| (1..least).contains(&n));
    // The verdicts are the sums of the rules of the deadline.
    let deadline = |row: &[String]| row[0].starts_with(['D', 'T']);
    let deadline_off = table
        .rows
        .iter()
        .any(|row| deadline(row) && [findings, notifications, lost].into_iter().any(|at| small(row, at)));
    for row in &mut table.rows {
        let whole = deadline_off && deadline(row);
        let both = whole || small(row, findings) || small(row, notifications);
        let third = whole || small(row, lost);
        for (at, off) in [(findings, both), (notifications, both), (lost, third)] {
            if off && row[at] != "0" {
                hidden.hide("rules", &mut row[at]);
            }
        }
    }
}

/// Withholds the table of rules where a count is suppressed that its rows add
/// up to.
pub(super) fn withhold(tables: &mut [Table], hidden: &mut Hidden) {
    let is_told = !tables.iter().any(|table| tells_answers(table) && hides(table));
    if let Some(table) = tables.iter_mut().find(|table| table.id == "rules").filter(|_| !is_told) {
        table.rows.clear();
        hidden.by_table.remove("rules");
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
    table.rows.iter().filter(outside).flatten().any(|cell| cell == MARK)
}

/// Whether a count is suppressed that tells how many notifications have no
/// known time of receipt or of discovery.
pub(super) fn hides_dates(tables: &[Table]) -> bool {
    let dated = ["verdict", "reading", "time-to-report", "delay-reason", "year", "quarter", "month"];
    let mut tables = tables.iter().filter(|table| dated.contains(&table.id.as_str()));
    tables.any(|table| hides(table) || table.rows.is_empty())
}
