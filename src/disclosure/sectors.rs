//! delay.csv, affected.csv and the bounds of time-to-report.csv with the figures suppressed that would tell a
//! suppressed count, or a single notification. Rows of fewer than N
//! notifications are suppressed as a whole.

use crate::disclosure::Hidden;
use crate::disclosure::apply::blot;
use crate::disclosure::model::{Model, OTHERS, State, VALUES, key};
use crate::disclosure::shape::is_cumulative;
use crate::table::{Table, TableError};

/// The value of the row over all sectors.
const TOTAL: &str = "(total)";

/// Suppresses in these tables.
///
/// # Errors
/// One of them is not what it should be.
pub(super) fn write(
    tables: &mut [Table],
    model: &Model,
    least: u64,
    hidden: &mut Hidden,
) -> Result<(), TableError> {
    for table in tables {
        match table.id.as_str() {
            "delay" => delay(table, model, least, hidden)?,
            "affected" => affected(table, model, least, hidden)?,
            "time-to-report" => spans(table, model, least, hidden)?,
            _ => {}
        }
    }
    Ok(())
}

/// The parts of a cell in a sector's row, or over all.
fn parts<'p>(sector: &'p str, dimension: &'p str, value: &'p str) -> Vec<(&'p str, &'p str)> {
    match sector {
        TOTAL => vec![(dimension, value)],
        _ => vec![("sector", sector), (dimension, value)],
    }
}

/// Whether any cell of a dimension is suppressed in a sector's row.
fn any_hidden(model: &Model, sector: &str, dimension: &str) -> bool {
    let own = if sector == TOTAL {
        String::new()
    } else {
        key(&[("sector", sector)])
    };
    let wanted = format!("{dimension}\u{1f}");
    model.keys().any(|(name, cell)| {
        let mut parts = name.split('\u{1e}');
        let fits = match parts.clone().count() {
            1 => own.is_empty() && name.starts_with(&wanted),
            2 => {
                !own.is_empty()
                    && parts.clone().any(|part| part == own)
                    && parts.any(|part| part.starts_with(&wanted))
            }
            _ => false,
        };
        fits && cell.state != State::Open && !name.ends_with(VALUES) && !name.ends_with(OTHERS)
    })
}

fn hide_row(table: &str, row: &mut [String], counts: &[usize], hidden: &mut Hidden) {
    for (at, cell) in row.iter_mut().enumerate().skip(2) {
        if counts.contains(&at) {
            hidden.hide(table, cell);
        } else {
            blot(cell);
        }
    }
}

/// Which figures of how many were late are suppressed in a sector's row, or over all.
struct Late {
    /// All that can be judged.
    all: bool,
    /// Those that may be late.
    open: bool,
    /// Those that are.
    certain: bool,
    /// Both together.
    most: bool,
    /// Whether any verdict is.
    any: bool,
}

impl Late {
    fn of(model: &Model, sector: &str) -> Self {
        let is_hidden = |value: &str| model.is_hidden(&parts(sector, "verdict", value));
        let [on_time, late, open, all] =
            ["on-time", "late", "indeterminate", VALUES].map(is_hidden);
        // The most that may be late is what is surely not on time.
        let most_known = !on_time && !all || !late && !open;
        Self {
            all,
            open,
            certain: late,
            most: !most_known,
            any: on_time || late || open || all,
        }
    }
}

fn delay(
    table: &mut Table,
    model: &Model,
    least: u64,
    hidden: &mut Hidden,
) -> Result<(), TableError> {
    let [n, open, late, most] = table.places(["n", "indeterminate", "late_min", "late_max"])?;
    let [low, high] = table.places(["late_percent_min", "late_percent_max"])?;
    let sizes = table
        .rows
        .iter()
        .map(|row| table.count(row, n))
        .collect::<Result<Vec<u64>, _>>()?;
    let by_time = any_hidden(model, TOTAL, "time-to-report");
    for (row, size) in table.rows.iter_mut().zip(sizes) {
        let off = Late::of(model, &row[0]);
        if (1..least).contains(&size) {
            hide_row("delay", row, &[n, open, late, most], hidden);
            continue;
        }
        for (at, off) in [
            (n, off.all),
            (open, off.open),
            (late, off.certain),
            (most, off.most),
        ] {
            if off {
                hidden.hide("delay", &mut row[at]);
            }
        }
        for (at, off) in [(low, off.certain || off.all), (high, off.most || off.all)] {
            if off {
                blot(&mut row[at]);
            }
        }
        if off.any || by_time {
            row[open + 1..late].iter_mut().for_each(blot);
        }
    }
    Ok(())
}

/// The bounds of the classes: the least of a class is its count; the most of all
/// fall where any count of the times is suppressed, since they add up to them. The
/// row beyond the limit shows what delay.csv does.
fn spans(
    table: &mut Table,
    model: &Model,
    least: u64,
    hidden: &mut Hidden,
) -> Result<(), TableError> {
    let [count, low, high, base] =
        table.places(["notifications", "least", "most", "base_judged"])?;
    let [low_share, high_share] = table.places(["percent_least", "percent_most"])?;
    let off = Late::of(model, TOTAL);
    let mut most_off = ["time-to-report", "verdict", "reading"]
        .iter()
        .any(|id| any_hidden(model, TOTAL, id));
    for row in table
        .rows
        .iter()
        .filter(|row| !row[high].is_empty() && !is_cumulative(table, row))
    {
        most_off |= (1..least).contains(&table.count(row, high)?);
    }
    for at in 0..table.rows.len() {
        let is_beyond = is_cumulative(table, &table.rows[at]);
        let row = &mut table.rows[at];
        let (low_off, high_off) = if is_beyond {
            (off.certain, off.most)
        } else {
            (model.is_hidden(&[("time-to-report", &row[0])]), most_off)
        };
        if is_beyond && low_off {
            hidden_unless_zero("time-to-report", &mut row[count], hidden);
        }
        for (at, off) in [(low, low_off), (high, high_off)] {
            if off {
                hidden.hide("time-to-report", &mut row[at]);
            }
        }
        for (at, off) in [
            (low_share, low_off || off.all),
            (high_share, high_off || off.all),
            (base, off.all),
        ] {
            if off {
                blot(&mut row[at]);
            }
        }
    }
    Ok(())
}

fn affected(
    table: &mut Table,
    model: &Model,
    least: u64,
    hidden: &mut Hidden,
) -> Result<(), TableError> {
    let counts = table.places(["notifications", "exact_n", "band_n", "unknown_n"])?;
    let [all, exact, band, unknown] = counts;
    let sums = table.places(["exact_sum", "lower", "upper"])?;
    // What a few notifications say is never told.
    let few = table.places(["largest3", "largest3_percent"])?;
    let mut sizes = Vec::with_capacity(table.rows.len());
    for row in &table.rows {
        let [all, exact, band] = [
            table.count(row, all)?,
            table.count(row, exact)?,
            table.count(row, band)?,
        ];
        table.count(row, unknown)?;
        sizes.push([all, exact, band].map(|size| (1..least).contains(&size)));
    }
    let mut sums_off = false;
    let mut parts_off = false;
    let (totals, rows): (Vec<_>, Vec<_>) = table
        .rows
        .iter_mut()
        .zip(sizes)
        .partition(|(row, _)| row.first().is_some_and(|sector| sector == TOTAL));
    for (row, [is_small, exact_small, band_small]) in rows.into_iter().chain(totals) {
        let sector = row[0].clone();
        let is_total = sector == TOTAL;
        for at in few {
            blot(&mut row[at]);
        }
        if is_small {
            hide_row("affected", row, &counts, hidden);
            (sums_off, parts_off) = (true, true);
            continue;
        }
        let is_hidden = |value: &str| model.is_hidden(&parts(&sector, "data-subjects", value));
        let split = is_hidden(VALUES) || exact_small || band_small || is_total && parts_off;
        let off = split || any_hidden(model, &sector, "data-subjects") || is_total && sums_off;
        if !is_total && model.is_hidden(&[("sector", &sector)]) {
            hidden.hide("affected", &mut row[all]);
        }
        if split {
            hidden_unless_zero("affected", &mut row[exact], hidden);
            hidden_unless_zero("affected", &mut row[band], hidden);
        }
        if is_hidden(OTHERS) {
            hidden_unless_zero("affected", &mut row[unknown], hidden);
        }
        if off {
            for at in &sums {
                blot(&mut row[*at]);
            }
        }
        parts_off |= split;
        sums_off |= off;
    }
    Ok(())
}

fn hidden_unless_zero(table: &str, cell: &mut String, hidden: &mut Hidden) {
    if cell != "0" {
        hidden.hide(table, cell);
    }
}
