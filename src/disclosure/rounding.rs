//! Every count to the nearest multiple, each on its own, and shares from the
//! rounded counts alone. Figures of small groups that would tell single
//! notifications (quantiles, sums of data subjects) are left out.

use crate::config::Words;
use crate::disclosure::shape::number;
use crate::table::{Kind, Table, change_percent, percent};

/// Below so many notifications no quantile and no sum is given.
const SMALL: u64 = 30;

const ROUNDED: [Words; 2] = [
    Words::new(
        "Varje antal är avrundat för sig till närmaste multipel av 5; andelar är räknade på avrundade tal.",
        "Every count is rounded on its own to the nearest multiple of 5; shares are of rounded counts.",
    ),
    Words::new(
        "Varje antal är avrundat för sig till närmaste multipel av 10; andelar är räknade på avrundade tal.",
        "Every count is rounded on its own to the nearest multiple of 10; shares are of rounded counts.",
    ),
];

/// The nearest multiple, half up.
pub(super) fn nearest(value: u64, multiple: u64) -> u64 {
    (value + multiple / 2) / multiple * multiple
}

/// All tables rounded.
pub(super) fn round(mut tables: Vec<Table>, multiple: u64) -> Vec<Table> {
    for table in &mut tables {
        let bases = row_bases(table, multiple);
        leave_out_small(table);
        counts(table, multiple);
        shares(table, &bases);
        table.notes.push(if multiple == 10 { ROUNDED[1] } else { ROUNDED[0] });
    }
    tables
}

/// For each row of a cross table the rounded number of notifications that its
/// shares are of: the exact cells with a share, summed, then rounded.
fn row_bases(table: &Table, multiple: u64) -> Vec<u64> {
    let (Some(share), None) = (table.column("percent"), table.column("base")) else { return Vec::new() };
    // A multiple choice has no such sum, but every share tells cell and base.
    let keys = share.saturating_sub(3);
    let sum = |row: &Vec<String>| -> u64 {
        let same = table.rows.iter().filter(|other| other[..keys] == row[..keys] && !other[share].is_empty());
        same.map(|other| number(table, other, "notifications")).sum()
    };
    table.rows.iter().map(|row| nearest(sum(row), multiple)).collect()
}

/// Whether a number column holds a count (not a share, a quantile or a key).
fn is_count(name: &str) -> bool {
    !name.contains("percent")
        && !["median", "p75", "p90", "max_"].iter().any(|quantile| name.starts_with(quantile))
        && !matches!(name, "question" | "change")
}

fn counts(table: &mut Table, multiple: u64) {
    for (at, column) in table.columns.iter().enumerate() {
        if column.kind != Kind::Number || !is_count(&column.name) {
            continue;
        }
        for row in &mut table.rows {
            if let Ok(value) = row[at].parse::<u64>() {
                row[at] = nearest(value, multiple).to_string();
            }
        }
    }
}

/// Empties the quantiles and sums of small rows.
fn leave_out_small(table: &mut Table) {
    let size = match table.id.as_str() {
        "delay" => "n",
        "affected" => "notifications",
        _ => return,
    };
    let told: Vec<usize> = table
        .columns
        .iter()
        .enumerate()
        .filter(|(_, column)| {
            column.kind == Kind::Number
                && (!is_count(&column.name)
                    || matches!(column.name.as_str(), "exact_sum" | "lower" | "upper"))
        })
        .map(|(at, _)| at)
        .collect();
    let Some(size) = table.column(size) else { return };
    for row in table.rows.iter_mut().filter(|row| row[size].parse().unwrap_or(0) < SMALL) {
        for at in &told {
            row[*at].clear();
        }
    }
}

/// Shares and changes anew, from rounded counts.
fn shares(table: &mut Table, bases: &[u64]) {
    let at = |name: &str| table.column(name);
    let (count, share, base) = (at("notifications"), at("percent"), at("base"));
    let (change, change_share) = (at("change"), at("change_percent"));
    let late = [("late_min", "late_percent_min"), ("late_max", "late_percent_max")]
        .map(|(count, share)| (at(count), at(share), at("n")));
    let mut before = 0;
    for (index, row) in table.rows.iter_mut().enumerate() {
        let read = |row: &[String], at: Option<usize>| -> u64 {
            at.and_then(|at| row.get(at)?.parse().ok()).unwrap_or(0)
        };
        let now = read(row, count);
        if let Some(share) = share.filter(|share| !row[*share].is_empty()) {
            let whole = bases.get(index).copied().unwrap_or_else(|| read(row, base));
            row[share] = percent(now.min(whole), whole);
        }
        if let (Some(change), Some(share)) = (change, change_share)
            && !row[change].is_empty()
        {
            row[change] = (now as i64 - before as i64).to_string();
            row[share] = change_percent(now, before);
        }
        before = now;
        for (count, share, base) in late {
            if let Some(share) = share.filter(|share| !row[*share].is_empty()) {
                let whole = read(row, base);
                row[share] = percent(read(row, count).min(whole), whole);
            }
        }
    }
}
