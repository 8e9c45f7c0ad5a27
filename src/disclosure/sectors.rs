//! delay.csv, affected.csv and the bounds of time-to-report.csv with the figures suppressed that would tell a
//! suppressed count, or a single notification. Rows of fewer than N
//! notifications are suppressed as a whole.

use crate::disclosure::Hidden;
use crate::disclosure::model::{Model, OTHERS, State, VALUES, key};
use crate::disclosure::shape::is_cumulative;
use crate::table::{Cell, Key, Row, Table, TableError};

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

fn hide_row(table: &str, row: &mut Row, counts: &[usize], hidden: &mut Hidden) {
    counts
        .iter()
        .for_each(|at| hidden.hide(table, &mut row[*at]));
    row[2..].iter_mut().for_each(Cell::hide);
}

/// The sector of a row, or [`TOTAL`].
fn sector(row: &Row) -> String {
    row[0]
        .key()
        .map_or_else(String::new, |key| key.id().to_owned())
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
    let counts = table.places(["n", "indeterminate", "late_min", "late_max"])?;
    let [n, open, late, most] = counts;
    let by_time = any_hidden(model, TOTAL, "time-to-report");
    for row in &mut table.rows {
        let off = Late::of(model, &sector(row));
        if row[n].is_small(least) {
            hide_row("delay", row, &counts, hidden);
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
        if off.any || by_time {
            row[open + 1..late].iter_mut().for_each(Cell::hide);
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
    let off = Late::of(model, TOTAL);
    let times = ["time-to-report", "verdict", "reading"];
    let most_off = times.iter().any(|id| any_hidden(model, TOTAL, id))
        || table
            .rows
            .iter()
            .any(|row| !is_cumulative(row) && row[high].is_small(least));
    for row in &mut table.rows {
        let (low_off, high_off) = if is_cumulative(row) {
            if off.certain {
                hidden.hide_unless_zero("time-to-report", &mut row[count]);
            }
            (off.certain, off.most)
        } else {
            (
                model.is_hidden(&[("time-to-report", &sector(row))]),
                most_off,
            )
        };
        for (at, off) in [(low, low_off), (high, high_off)] {
            if off {
                hidden.hide("time-to-report", &mut row[at]);
            }
        }
        if off.all {
            row[base].hide();
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
    let [largest] = table.places(["largest3"])?;
    let mut sums_off = false;
    let mut parts_off = false;
    let is_total = |row: &&mut Row| row[0] == Cell::Key(Key::Total);
    let (totals, rows): (Vec<_>, Vec<_>) = table.rows.iter_mut().partition(is_total);
    for row in rows.into_iter().chain(totals) {
        let (sector, is_total) = (sector(row), is_total(&row));
        row[largest].hide();
        if row[all].is_small(least) {
            hide_row("affected", row, &counts, hidden);
            (sums_off, parts_off) = (true, true);
            continue;
        }
        let few = row[exact].is_small(least) || row[band].is_small(least);
        let is_hidden = |value: &str| model.is_hidden(&parts(&sector, "data-subjects", value));
        let split = is_hidden(VALUES) || few || is_total && parts_off;
        let off = split || any_hidden(model, &sector, "data-subjects") || is_total && sums_off;
        if !is_total && model.is_hidden(&[("sector", &sector)]) {
            hidden.hide("affected", &mut row[all]);
        }
        if split {
            hidden.hide_unless_zero("affected", &mut row[exact]);
            hidden.hide_unless_zero("affected", &mut row[band]);
        }
        if is_hidden(OTHERS) {
            hidden.hide_unless_zero("affected", &mut row[unknown]);
        }
        if off {
            sums.iter().for_each(|at| row[*at].hide());
        }
        parts_off |= split;
        sums_off |= off;
    }
    Ok(())
}
