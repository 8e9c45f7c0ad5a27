//! Every count to the nearest multiple, each on its own, and shares from the
//! rounded counts alone, as far as rounding cannot move them by a point. Figures
//! that would tell single notifications (quantiles, the largest numbers, sums over
//! few) are left out.

use crate::config::Words;
use crate::table::{Kind, Table, TableError, change_percent, percent};

/// Below so many notifications no sum of what they say is given.
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

/// The nearest multiple, half up.
pub(super) fn nearest(value: u64, multiple: u64) -> u64 {
    (value + multiple / 2) / multiple * multiple
}

/// The shares with the counts that they are of: part, share, whole.
const SHARES: [[&str; 3]; 6] = [
    ["notifications", "percent", "base"],
    ["notifications", "percent_within", "base_within"],
    ["least", "percent_least", "base_judged"],
    ["most", "percent_most", "base_judged"],
    ["late_min", "late_percent_min", "n"],
    ["late_max", "late_percent_max", "n"],
];

/// All tables rounded.
///
/// # Errors
/// A table that is not what it should be.
pub(super) fn round(mut tables: Vec<Table>, multiple: u64) -> Result<Vec<Table>, TableError> {
    for table in &mut tables {
        let bases = row_bases(table, multiple)?;
        leave_out(table)?;
        counts(table, multiple)?;
        shares(table, &bases, multiple)?;
        changes(table, multiple)?;
        table.notes.push(if multiple == 10 {
            ROUNDED[1]
        } else {
            ROUNDED[0]
        });
    }
    Ok(tables)
}

/// For each row of a table whose shares have no base of their own the rounded
/// number of notifications that they are of: the exact cells with a share,
/// summed, then rounded.
fn row_bases(table: &Table, multiple: u64) -> Result<Vec<u64>, TableError> {
    let (Some(share), None) = (table.column("percent"), table.column("base")) else {
        return Ok(Vec::new());
    };
    let count = table.place("notifications")?;
    // A multiple choice has no such sum, but every share tells cell and base.
    let keys = share.saturating_sub(3);
    let base = |row: &Vec<String>| -> Result<u64, TableError> {
        let same = table
            .rows
            .iter()
            .filter(|other| other[..keys] == row[..keys] && !other[share].is_empty());
        let sum = same
            .map(|other| table.count(other, count))
            .sum::<Result<u64, _>>()?;
        Ok(nearest(sum, multiple))
    };
    table.rows.iter().map(base).collect()
}

/// Whether a number column holds a count (not a share, a quantile or a key).
fn is_count(name: &str) -> bool {
    !name.contains("percent")
        && !is_quantile(name)
        && !matches!(name, "question" | "change" | "largest3")
}

fn is_quantile(name: &str) -> bool {
    ["median", "p75", "p90", "max_"]
        .iter()
        .any(|quantile| name.starts_with(quantile))
}

fn counts(table: &mut Table, multiple: u64) -> Result<(), TableError> {
    for at in 0..table.columns.len() {
        if table.columns[at].kind != Kind::Number || !is_count(&table.columns[at].name) {
            continue;
        }
        for row in 0..table.rows.len() {
            // What is left out is empty, and an open bound stays open.
            if !matches!(table.rows[row][at].as_str(), "" | "inf") {
                let count = table.count(&table.rows[row], at)?;
                table.rows[row][at] = nearest(count, multiple).to_string();
            }
        }
    }
    Ok(())
}

/// Empties what tells single notifications: quantiles and the largest numbers,
/// and sums over few.
fn leave_out(table: &mut Table) -> Result<(), TableError> {
    let single: Vec<usize> = (0..table.columns.len())
        .filter(|at| {
            let name = &table.columns[*at].name;
            is_quantile(name) || name.starts_with("largest3")
        })
        .collect();
    let mut few: Vec<Vec<usize>> = vec![Vec::new(); table.rows.len()];
    if table.id == "affected" {
        let [exact_n, band_n] = table.places(["exact_n", "band_n"])?;
        let [exact, lower, upper] = table.places(["exact_sum", "lower", "upper"])?;
        for (row, few) in table.rows.iter().zip(&mut few) {
            let (exact_n, band_n) = (table.count(row, exact_n)?, table.count(row, band_n)?);
            few.extend((exact_n < SMALL).then_some(exact));
            few.extend(
                [lower, upper]
                    .into_iter()
                    .filter(|_| exact_n + band_n < SMALL),
            );
        }
    }
    for (row, few) in table.rows.iter_mut().zip(few) {
        single.iter().chain(&few).for_each(|at| row[*at].clear());
    }
    Ok(())
}

/// Shares anew, from rounded counts.
fn shares(table: &mut Table, bases: &[u64], multiple: u64) -> Result<(), TableError> {
    for [part, share, whole] in SHARES {
        let (Some(part), Some(share)) = (table.column(part), table.column(share)) else {
            continue;
        };
        let whole = table.column(whole);
        for row in 0..table.rows.len() {
            if table.rows[row][share].is_empty() {
                continue;
            }
            let part = table.count(&table.rows[row], part)?;
            let whole = match whole {
                Some(whole) => table.count(&table.rows[row], whole)?,
                None => *bases.get(row).ok_or_else(|| missing(table))?,
            };
            let told = is_firm(part, whole, multiple);
            table.rows[row][share] = if told {
                percent(part.min(whole), whole)
            } else {
                String::new()
            };
        }
    }
    Ok(())
}

/// The error of a table whose shares have no base.
fn missing(table: &Table) -> TableError {
    TableError::Column(table.id.clone(), "base".to_owned())
}

/// Changes anew, from rounded counts.
fn changes(table: &mut Table, multiple: u64) -> Result<(), TableError> {
    let (Some(change), Some(share)) = (table.column("change"), table.column("change_percent"))
    else {
        return Ok(());
    };
    let count = table.place("notifications")?;
    let counts = table
        .rows
        .iter()
        .map(|row| table.count(row, count))
        .collect::<Result<Vec<u64>, _>>()?;
    for (row, ends) in table.rows.iter_mut().skip(1).zip(counts.windows(2)) {
        let (before, now) = (ends[0], ends[1]);
        if !row[change].is_empty() {
            row[change] = (now as i64 - before as i64).to_string();
        }
        if !row[share].is_empty() {
            let told = is_firm(now, before, multiple);
            row[share] = if told {
                change_percent(now, before)
            } else {
                String::new()
            };
        }
    }
    Ok(())
}

/// Whether the share of two rounded counts is less than a point from that of any
/// counts that round to them.
fn is_firm(part: u64, whole: u64, multiple: u64) -> bool {
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
