//! rules.csv: small counts are suppressed, and with the notifications of a rule
//! its findings. A rule that counts what a suppressed cell of another table
//! counts (who left a question blank, who was late) would tell it: equal counts
//! are taken to be the same.

use std::collections::BTreeSet;

use crate::disclosure::{Hidden, MARK};
use crate::table::Table;

/// Suppresses in the table of rules; `originals` are the tables as counted.
pub(super) fn write(tables: &mut [Table], originals: &[Table], least: u64, hidden: &mut Hidden) {
    let secret = secrets(tables, originals, least);
    let Some(table) = tables.iter_mut().find(|table| table.id == "rules") else { return };
    let names = ["findings", "notifications", "not_runnable"];
    let [Some(findings), Some(notifications), Some(lost)] = names.map(|name| table.column(name)) else {
        return;
    };
    for row in &mut table.rows {
        let tells = |at: usize| {
            let count: u64 = row[at].parse().unwrap_or(0);
            (1..least).contains(&count) || secret.contains(&count)
        };
        let (both, third) = (tells(findings) || tells(notifications), tells(lost));
        for (at, off) in [(findings, both), (notifications, both), (lost, third)] {
            if off && row[at] != "0" {
                hidden.hide("rules", &mut row[at], least);
            }
        }
    }
}

/// The larger counts that are suppressed in one-way tables and answers.csv.
fn secrets(tables: &[Table], originals: &[Table], least: u64) -> BTreeSet<u64> {
    let mut secrets = BTreeSet::new();
    for (table, original) in tables.iter().zip(originals) {
        if table.column("kind").is_none() && table.id != "answers" {
            continue;
        }
        let names =
            ["notifications", "answered", "blank", "unknown", "undeterminable", "not_shown", "not_asked"];
        for at in names.iter().filter_map(|name| table.column(name)) {
            for (row, was) in table.rows.iter().zip(&original.rows) {
                if row[at] == MARK
                    && let Ok(count) = was[at].parse()
                    && count >= least
                {
                    secrets.insert(count);
                }
            }
        }
    }
    secrets
}
