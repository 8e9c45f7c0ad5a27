//! delay.csv and affected.csv with the figures suppressed that would tell a
//! suppressed count, or a single notification. Rows of fewer than N
//! notifications are suppressed as a whole.

use crate::disclosure::Hidden;
use crate::disclosure::apply::blot;
use crate::disclosure::model::{Model, OTHERS, State, VALUES, key};
use crate::table::Table;

/// The value of the row over all sectors.
const TOTAL: &str = "(total)";

/// Suppresses in both tables.
pub(super) fn write(tables: &mut [Table], model: &Model, least: u64, hidden: &mut Hidden) {
    for table in tables {
        match table.id.as_str() {
            "delay" => delay(table, model, least, hidden),
            "affected" => affected(table, model, least, hidden),
            _ => {}
        }
    }
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
    let own = if sector == TOTAL { String::new() } else { key(&[("sector", sector)]) };
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
        if counts.contains(&at) { hidden.hide(table, cell) } else { blot(cell) }
    }
}

fn delay(table: &mut Table, model: &Model, least: u64, hidden: &mut Hidden) {
    let names = ["n", "indeterminate", "late_min", "late_max"];
    let [Some(n), Some(open), Some(late), Some(most)] = names.map(|name| table.column(name)) else { return };
    let [Some(low), Some(high)] = ["late_percent_min", "late_percent_max"].map(|name| table.column(name))
    else {
        return;
    };
    let by_time = any_hidden(model, TOTAL, "time-to-report");
    for row in &mut table.rows {
        let sector = row[0].clone();
        let is_hidden = |value: &str| model.is_hidden(&parts(&sector, "verdict", value));
        let size: u64 = row[n].parse().unwrap_or(0);
        if (1..least).contains(&size) {
            hide_row("delay", row, &[n, open, late, most], hidden);
            continue;
        }
        let [on_time, is_late, is_open, all] = ["on-time", "late", "indeterminate", VALUES].map(is_hidden);
        // The most that may be late is what is surely not on time.
        let most_known = !on_time && !all || !is_late && !is_open;
        for (at, off) in [(n, all), (open, is_open), (late, is_late), (most, !most_known)] {
            if off {
                hidden.hide("delay", &mut row[at]);
            }
        }
        for (at, off) in [(low, is_late || all), (high, !most_known || all)] {
            if off {
                blot(&mut row[at]);
            }
        }
        if on_time || is_late || is_open || all || by_time {
            row[open + 1..late].iter_mut().for_each(blot);
        }
    }
}

fn affected(table: &mut Table, model: &Model, least: u64, hidden: &mut Hidden) {
    let names = ["notifications", "exact_n", "band_n", "unknown_n"];
    let [Some(all), Some(exact), Some(band), Some(unknown)] = names.map(|name| table.column(name)) else {
        return;
    };
    let sums: Vec<usize> =
        ["exact_sum", "lower", "upper"].iter().filter_map(|name| table.column(name)).collect();
    let counts = [all, exact, band, unknown];
    let mut sums_off = false;
    let mut parts_off = false;
    let (totals, rows): (Vec<_>, Vec<_>) =
        table.rows.iter_mut().partition(|row| row.first().is_some_and(|sector| sector == TOTAL));
    for row in rows.into_iter().chain(totals) {
        let sector = row[0].clone();
        let is_total = sector == TOTAL;
        let size: u64 = row[all].parse().unwrap_or(0);
        if (1..least).contains(&size) {
            hide_row("affected", row, &counts, hidden);
            (sums_off, parts_off) = (true, true);
            continue;
        }
        let is_hidden = |value: &str| model.is_hidden(&parts(&sector, "data-subjects", value));
        let small = |at: usize, row: &[String]| row[at].parse().is_ok_and(|n| (1..least).contains(&n));
        let split = is_hidden(VALUES) || small(exact, row) || small(band, row) || is_total && parts_off;
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
}

fn hidden_unless_zero(table: &str, cell: &mut String, hidden: &mut Hidden) {
    if cell != "0" {
        hidden.hide(table, cell);
    }
}
