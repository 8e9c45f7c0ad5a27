//! What time-to-report.csv has beyond the other one-way tables: times are
//! intervals, so each class has a least and a most, of all notifications that can
//! be judged; and a last row says how many took longer than the limit, as the
//! verdict and delay.csv have it.

use crate::config::{Language, Words};
use crate::deadline::Bucket;
use crate::statistics::delay::Judged;
use crate::table::{CUMULATIVE, Column, Table, TableError, percent};

const COLUMNS: [&str; 5] = [
    "least",
    "most",
    "percent_least",
    "percent_most",
    "base_judged",
];

const NOTE: Words = Words::new(
    "least och most är de anmälningar som säkert respektive möjligen hör till klassen, med andelar av base_judged: alla som kan bedömas. Sista raden är alla över fristen och ingår inte i summan.",
    "least and most are the notifications that certainly and possibly belong to the class, with shares of base_judged: all that can be judged. The last row is all beyond the limit and no part of the sum.",
);

/// Adds the columns and the row. `limits` are the hours of the policies.
pub(super) fn extend(
    table: &mut Table,
    judged: &Judged,
    limits: &[i64],
    language: Language,
) -> Result<(), TableError> {
    let [value, kind, base] = table.places(["value", "kind", "base"])?;
    table
        .columns
        .extend(COLUMNS.into_iter().map(Column::number));
    let cells = |least: u64, most: u64| {
        let shares = [percent(least, judged.n), percent(most, judged.n)];
        let [least_share, most_share] = shares;
        [
            least.to_string(),
            most.to_string(),
            least_share,
            most_share,
            judged.n.to_string(),
        ]
    };
    for row in &mut table.rows {
        let class = Bucket::ALL
            .iter()
            .position(|class| class.as_str() == row[value]);
        match class.filter(|_| row[kind] == "value") {
            Some(class) => row.extend(cells(judged.least[class], judged.most[class])),
            None => row.extend([const { String::new() }; COLUMNS.len()]),
        }
    }
    let all = table
        .rows
        .first()
        .map_or_else(|| "0".to_owned(), |row| row[base].clone());
    let (name, label) = beyond(limits, language);
    let mut last = vec![
        name,
        label,
        CUMULATIVE.to_owned(),
        judged.late.to_string(),
        String::new(),
        all,
    ];
    last.extend(cells(judged.late, judged.late + judged.indeterminate));
    table.rows.push(last);
    table.notes.push(NOTE);
    Ok(())
}

/// Value and label of the last row.
fn beyond(limits: &[i64], language: Language) -> (String, String) {
    match (limits, language) {
        ([hours], Language::Sv) => (
            format!("over-{hours}h"),
            format!("Mer än {hours} timmar (för sent)"),
        ),
        ([hours], Language::En) => (
            format!("over-{hours}h"),
            format!("More than {hours} hours (late)"),
        ),
        (_, language) => {
            let words = Words::new(
                "Över den egna fristen (för sent)",
                "Beyond its own limit (late)",
            );
            ("over-limit".to_owned(), words.get(language).to_owned())
        }
    }
}
