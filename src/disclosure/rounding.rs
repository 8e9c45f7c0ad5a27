//! Rounds every count to the nearest multiple, each on its own. Shares are computed from the
//! rounded counts alone, and only where rounding cannot move them by a whole point. Figures
//! that would tell about single notifications (quantiles, the largest numbers, sums over few, or
//! of which a few are half) are left out.

use crate::config::Words;
use crate::statistics::MUCH;
use crate::table::{Cell, Kind, Row, Table, TableError, change_percent, percent};

/// If there are fewer notifications than this, the sum of their figures is left out.
const SMALL: u64 = 30;

const ROUNDED: [Words; 2] = [
    Words::new(
        "Varje antal är avrundat för sig till närmaste multipel av 5; andelar är räknade på avrundade tal och ges bara där avrundningen inte kan flytta dem en procentenhet.",
        "Every count is rounded on its own to the nearest multiple of 5; shares are of rounded counts, and given only where rounding cannot move them by a point.",
    ),
    Words::new(
        "Varje antal är avrundat för sig till närmaste multipel av 10; andelar är räknade på avrundade tal och ges bara där avrundningen inte kan flytta dem en procentenhet.",
        "Every count is rounded on its own to the nearest multiple of 10; shares are of rounded counts, and given only where rounding cannot move them by a point.",
    ),
];

/// The nearest multiple; halves are rounded up.
pub(super) fn nearest(value: u64, multiple: u64) -> u64 {
    (value + multiple / 2) / multiple * multiple
}

/// Rounds all tables.
///
/// # Errors
/// A table is not what it should be.
pub(super) fn round(mut tables: Vec<Table>, multiple: u64) -> Result<Vec<Table>, TableError> {
    for table in &mut tables {
        let bases = row_bases(table, multiple)?;
        leave_out(table)?;
        counts(table, multiple);
        shares(table, &bases, multiple);
        changes(table, multiple)?;
        table.notes.push(if multiple == 10 {
            ROUNDED[1]
        } else {
            ROUNDED[0]
        });
    }
    Ok(tables)
}

/// The rounded number of notifications that the shares of each row are of, for a table whose
/// shares have no base of their own. It is the sum of the exact cells that have a share,
/// rounded.
fn row_bases(table: &Table, multiple: u64) -> Result<Vec<u64>, TableError> {
    let (Some(share), None) = (table.column("percent"), table.column("base")) else {
        return Ok(Vec::new());
    };
    let [count] = table.places(["notifications"])?;
    // The cells of a multiple choice do not sum to its base. But every share tells both its
    // cell and the base.
    let mut keys = table.keys();
    keys.pop();
    let base = |row: &Row| {
        let is_same = |other: &&Row| keys.iter().all(|at| other[*at] == row[*at]);
        let same = table
            .rows
            .iter()
            .filter(is_same)
            .filter(|other| other[share].is_told());
        nearest(
            same.filter_map(|other| other[count].count()).sum(),
            multiple,
        )
    };
    Ok(table.rows.iter().map(base).collect())
}

fn counts(table: &mut Table, multiple: u64) {
    for (at, column) in table.columns.iter().enumerate() {
        if !matches!(column.kind, Kind::Count | Kind::Base) {
            continue;
        }
        for cell in table.rows.iter_mut().map(|row| &mut row[at]) {
            // What was left out stays left out, and an open bound stays open.
            if let Cell::Count(count) = cell {
                *count = nearest(*count, multiple);
            }
        }
    }
}

/// Leaves out what tells about single notifications: quantiles, the largest numbers, and sums
/// over few.
fn leave_out(table: &mut Table) -> Result<(), TableError> {
    if table.id == "affected" {
        sums(table)?;
    }
    let is_single = |at: &usize| matches!(table.columns[*at].kind, Kind::Hours | Kind::Few);
    let single: Vec<usize> = (0..table.columns.len()).filter(is_single).collect();
    for row in &mut table.rows {
        for at in &single {
            row[*at] = Cell::Nothing;
        }
    }
    Ok(())
}

/// Leaves out the sums that are those of few notifications.
fn sums(table: &mut Table) -> Result<(), TableError> {
    let [exact_n, band_n, largest] = table.places(["exact_n", "band_n", "largest3"])?;
    let [exact, lower, upper] = table.places(["exact_sum", "lower", "upper"])?;
    for row in &mut table.rows {
        let [exacts, bands] = [exact_n, band_n].map(|at| row[at].count().unwrap_or(0));
        if exacts < SMALL || is_of_few(&row[exact], &row[largest]) {
            row[exact] = Cell::Nothing;
        }
        if exacts + bands < SMALL || is_of_few(&row[lower], &row[largest]) {
            (row[lower], row[upper]) = (Cell::Nothing, Cell::Nothing);
        }
    }
    Ok(())
}

/// Whether the largest few numbers give so much of a sum that it tells them.
pub(super) fn is_of_few(sum: &Cell, largest: &Cell) -> bool {
    match (largest.count(), sum.count()) {
        (Some(largest), Some(sum)) => {
            let share = percent(largest.min(sum), sum).percent();
            largest > 0 && share.is_none_or(|share| share >= MUCH)
        }
        _ => false,
    }
}

/// How much of a count is lost at most where it is rounded to 0.
pub(crate) fn most_lost(multiple: u64) -> u64 {
    (multiple - 1) / 2
}

/// Computes the shares again from the rounded counts.
fn shares(table: &mut Table, bases: &[u64], multiple: u64) {
    for (share, column) in table.columns.iter().enumerate() {
        let Kind::Share(part, whole) = column.kind else {
            continue;
        };
        let [part, whole] = [part, whole].map(|name| table.column(name));
        for (at, row) in table
            .rows
            .iter_mut()
            .enumerate()
            .filter(|(_, row)| row[share].is_told())
        {
            let count = |at: Option<usize>| at.and_then(|at| row[at].count());
            let whole = count(whole).or_else(|| bases.get(at).copied());
            row[share] = match (count(part), whole) {
                (Some(part), Some(whole)) if is_firm(part, whole, multiple) => {
                    percent(part.min(whole), whole)
                }
                _ => Cell::Nothing,
            };
        }
    }
}

/// Computes the changes again from the rounded counts.
fn changes(table: &mut Table, multiple: u64) -> Result<(), TableError> {
    if table.column("change").is_none() {
        return Ok(());
    }
    let [count, change, share] = table.places(["notifications", "change", "change_percent"])?;
    let counts = |at: usize, table: &Table| -> Vec<u64> {
        let counts = table.rows.iter().map(|row| row[at].count().unwrap_or(0));
        counts.collect()
    };
    let now = counts(count, table);
    // A period is compared with the row before, a year with a column.
    let before = match table.column("notifications_before") {
        Some(before) => counts(before, table),
        None => [&[0], &now[..now.len().saturating_sub(1)]].concat(),
    };
    for ((row, now), before) in table.rows.iter_mut().zip(now).zip(before) {
        if row[change].is_told() {
            row[change] = Cell::Change(now as i64 - before as i64);
        }
        if row[share].is_told() {
            let told = is_firm(now, before, multiple);
            row[share] = if told {
                change_percent(now, before)
            } else {
                Cell::Nothing
            };
        }
    }
    Ok(())
}

/// Whether the share of two rounded counts is less than a point away from the share of any
/// counts that round to them.
pub(crate) fn is_firm(part: u64, whole: u64, multiple: u64) -> bool {
    let (down, up) = (multiple / 2, (multiple - 1) / 2);
    let [part, whole, down, up] = [part, whole, down, up].map(i128::from);
    let (part_low, part_high) = ((part - down).max(0), part + up);
    let (whole_low, whole_high) = (whole - down, whole + up);
    whole_low > 0
        && 100 * (part * whole_high - part_low * whole) < whole * whole_high
        && 100 * (part_high * whole - part * whole_low) < whole * whole_low
}

#[cfg(test)]
mod tests {
    use super::{is_firm, nearest};

    #[test]
    fn a_share_is_firm_where_no_counts_move_it_by_a_point() {
        for multiple in [5, 10] {
            for (part, whole) in [
                (0, 10),
                (20, 30),
                (150, 300),
                (500, 1000),
                (990, 1000),
                (0, 600),
                (600, 600),
            ] {
                let all = |rounded: u64| {
                    (rounded.saturating_sub(multiple)..=rounded + multiple)
                        .filter(move |value| nearest(*value, multiple) == rounded)
                };
                let shown = part as f64 / whole as f64;
                let moves = all(part).any(|part| {
                    all(whole).any(|whole| {
                        whole == 0 || (part as f64 / whole as f64 - shown).abs() >= 0.01
                    })
                });
                assert_eq!(
                    is_firm(part, whole, multiple),
                    !moves,
                    "{part} of {whole} by {multiple}"
                );
            }
        }
        assert!(!is_firm(20, 30, 10) && is_firm(500, 5000, 10));
    }
}
