//! What time-to-report.csv has beyond the other one-way tables: times are
//! intervals, so each class has a least and a most, of all notifications that can
//! be judged; and a last row says how many took longer than the limit, as the
//! verdict and delay.csv have it.

use crate::config::{Language, Words};
use crate::deadline::Bucket;
use crate::statistics::delay::Judged;
use crate::statistics::names::beyond;
use crate::table::{Cell, Column, Key, Table, percent};

const COLUMNS: [&str; 5] = [
    "least",
    "most",
    "percent_least",
    "percent_most",
    "base_judged",
];

/// The place of the base in a one-way table.
const BASE: usize = 5;

const NOTE: Words = Words::new(
    "{least} och {most} är de anmälningar som säkert respektive möjligen hör till klassen, med andelar av {base_judged}: alla som kan bedömas. Sista raden är alla över fristen och ingår inte i summan.",
    "{least} and {most} are the notifications that certainly and possibly belong to the class, with shares of {base_judged}: all that can be judged. The last row is all beyond the limit and no part of the sum.",
);

/// Adds the columns and the row. `limits` are the hours of the policies.
pub(super) fn extend(table: &mut Table, judged: &Judged, limits: &[i64], language: Language) {
    table.columns.extend(COLUMNS.map(Column::new));
    let bounds = |least: u64, most: u64| {
        let counts = [Cell::Count(least), Cell::Count(most)];
        let shares = [percent(least, judged.n), percent(most, judged.n)];
        counts
            .into_iter()
            .chain(shares)
            .chain([Cell::Count(judged.n)])
    };
    let all = table
        .rows
        .first()
        .map_or(Cell::Count(0), |row| row[BASE].clone());
    for row in &mut table.rows {
        match Bucket::ALL
            .iter()
            .position(|class| row[0].is(class.as_str()))
        {
            Some(class) => row.extend(bounds(judged.least[class], judged.most[class])),
            None => row.resize(table.columns.len(), Cell::Nothing),
        }
    }
    let (id, label) = beyond(limits, language);
    let key = Key::Cumulative(id);
    let kind = Cell::text(key.kind());
    let mut last = vec![
        Cell::Key(key),
        Cell::Text(label),
        kind,
        Cell::Count(judged.late),
    ];
    last.extend([Cell::Nothing, all]);
    last.extend(bounds(judged.late, judged.late + judged.indeterminate));
    table.rows.push(last);
    table.notes.push(NOTE);
}
