//! rules.csv: for every rule how many findings, in how many notifications, and
//! in how many it could not be run.

use crate::check::{Selected, position, rules};
use crate::config::{Language, Words};
use crate::finding::Finding;
use crate::row::Row;
use crate::table::{Column, Table};

/// The table: all selected rules, also at 0.
pub(super) fn table(
    rows: &[&Row],
    loose: &[(String, Finding)],
    language: Language,
    selected: &Selected,
) -> Table {
    let mut counts = vec![[0u64; 3]; rules().len()];
    for row in rows {
        let mut seen: u128 = 0;
        for at in row.findings.iter().filter_map(|finding| position(finding.code)) {
            counts[at][0] += 1;
            counts[at][1] += u64::from(seen >> at & 1 == 0);
            seen |= 1 << at;
        }
        let mut set = row.not_runnable;
        while set != 0 {
            counts[set.trailing_zeros() as usize][2] += 1;
            set &= set - 1;
        }
    }
    for at in loose.iter().filter_map(|(_, finding)| position(finding.code)) {
        counts[at][0] += 1;
    }
    let rows = rules()
        .iter()
        .zip(counts)
        .enumerate()
        .filter(|(at, _)| selected.has(*at))
        .map(|(_, (rule, [findings, notifications, not_runnable]))| {
            vec![
                rule.code.to_string(),
                rule.name.to_owned(),
                rule.severity.as_str().to_owned(),
                findings.to_string(),
                notifications.to_string(),
                not_runnable.to_string(),
            ]
        })
        .collect();
    let mut columns: Vec<Column> = ["code", "name", "severity"].into_iter().map(Column::text).collect();
    columns.extend(["findings", "notifications", "not_runnable"].into_iter().map(Column::number));
    let _ = language;
    Table {
        id: "rules".to_owned(),
        title: Words::new("Regler", "Rules").into(),
        columns,
        rows,
        notes: vec![Words::new(
            "Alla regler som kördes, också utan fynd. Ej körbar: ett svar som regeln behöver gick förlorat i kopian eller frågades inte efter.",
            "Every rule that ran, also without a finding. Not runnable: an answer that the rule needs was lost in the copy or never asked.",
        )],
    }
}
