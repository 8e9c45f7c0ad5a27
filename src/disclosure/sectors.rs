//! The tables delay.csv and affected.csv, and the bounds of time-to-report.csv. Figures are
//! suppressed if they would tell a suppressed count, or tell about a single notification: as the
//! largest does, a quantile that fewer than N reach, or a sum of which three give half. Rows of
//! fewer than N notifications are suppressed as a whole.

use crate::disclosure::Hidden;
use crate::disclosure::ladder::MERGED;
use crate::disclosure::model::{Id, Model, Part};
use crate::disclosure::rounding::is_of_few;
use crate::disclosure::shape::is_cumulative;
use crate::disclosure::unsure::SIDES;
use crate::form;
use crate::statistics::{Dimension, Structure, Tells, beyond};
use crate::table::{Cell, Key, Row, Table, TableError};

/// Suppresses figures in these tables.
///
/// # Errors
/// One of the tables is not what it should be.
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

/// Withholds what says how the numbers of data subjects are known, where affected.csv hides how
/// many of them are exact: what is approximate is no exact number.
///
/// # Errors
/// The table is not what it should be.
pub(super) fn withhold(
    tables: &[Table],
    structure: &Structure,
    hidden: &mut Hidden,
) -> Result<(), TableError> {
    let Some(affected) = tables.iter().find(|table| table.id == "affected") else {
        return Ok(());
    };
    let counts = affected.places(["exact_n", "band_n", "unknown_n"])?;
    let total = affected.rows.iter().filter(|row| sector(row).is_none());
    let is_off = |row: &Row| counts.iter().any(|at| row[*at].count().is_none());
    if !total.into_iter().any(is_off) {
        return Ok(());
    }
    let tells = Tells::Answers(form::Key::AffectedDataSubjectsStatus);
    let is_of = |table: &&Table| {
        let mut own = structure.dimensions(table).into_iter();
        own.any(|own| own.tells() == tells)
    };
    let told = tables.iter().filter(is_of);
    told.for_each(|table| hidden.withhold(&table.id));
    Ok(())
}

/// The sector of a row. The row over all sectors has none.
type Sector<'r> = Option<&'r Key>;

fn sector(row: &Row) -> Sector<'_> {
    row[0].key().filter(|key| **key != Key::Total)
}

/// Whether the cell of a dimension is suppressed, in a sector's row or in the row over all.
fn is_hidden(model: &Model, sector: Sector, dimension: Id, part: Part) -> bool {
    let sector = sector.map(|key| ("sector", Part::of(key)));
    model.is_hidden(sector.into_iter().chain([(dimension, part)]))
}

/// Whether any cell of a dimension is suppressed in a sector's row. In the row over all, sums
/// do not count.
fn any_hidden(model: &Model, sector: Sector, dimension: Id) -> bool {
    let sector = sector.map(|key| ("sector", Part::of(key)));
    model.hides_any(|name| match (name, &sector) {
        ([(id, part)], None) => *id == dimension && !matches!(part, Part::Values | Part::Others),
        ([a, b], Some(sector)) => {
            a == sector && b.0 == dimension || b == sector && a.0 == dimension
        }
        _ => false,
    })
}

fn hide_row(table: &str, row: &mut Row, counts: &[usize], hidden: &mut Hidden) {
    for at in counts {
        hidden.hide(table, &mut row[*at]);
    }
    row[2..].iter_mut().for_each(Cell::hide);
}

/// Which of the figures about lateness are suppressed, in a sector's row or in the row over
/// all.
struct Late {
    /// The number that can be judged.
    all: bool,
    /// The number of indeterminate verdicts.
    open: bool,
    /// The number that is surely late.
    certain: bool,
    /// The sum of both: the most that may be late.
    most: bool,
    /// Whether any verdict is suppressed.
    any: bool,
}

impl Late {
    fn of(model: &Model, sector: Sector) -> Self {
        let hidden = |part| is_hidden(model, sector, "verdict", part);
        let [on_time, late, open] =
            ["on-time", "late", "indeterminate"].map(|id| hidden(Part::Of(Key::value(id))));
        let all = hidden(Part::Values);
        // The most that may be late is also known as all but those that are surely on
        // time.
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
    let by_time = any_hidden(model, None, "time-to-report");
    for row in &mut table.rows {
        let off = Late::of(model, sector(row));
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

/// Suppresses the quantiles that fewer than so many notifications reach.
///
/// # Errors
/// The table is not what it should be.
pub(super) fn single(tables: &mut [Table], least: u64) -> Result<(), TableError> {
    let Some(table) = tables.iter_mut().find(|table| table.id == "delay") else {
        return Ok(());
    };
    let [n] = table.places(["n"])?;
    let places: Vec<Option<usize>> = beyond(0).map(|(name, _)| table.column(name)).collect();
    for row in &mut table.rows {
        // Where it is not told how many there are, no quantile is.
        let all = row[n].count().unwrap_or(0);
        for ((_, beyond), at) in beyond(all).zip(&places) {
            if let Some(at) = at.filter(|_| beyond < least) {
                row[at].hide();
            }
        }
    }
    Ok(())
}

/// Whether the bounds of a class, or of what it is part of, tell a small count: its most is more
/// than its least by those who may be in it, and some of these have the verdict of the class.
fn tells_few(table: &Table, least: u64) -> Result<bool, TableError> {
    let [low, high, base] = table.places(["least", "most", "base_judged"])?;
    let is_small = |count: u64| (1..least).contains(&count);
    let side = |row: &Row| {
        let class = Dimension::named(&table.id)?.class(row[0].key()?)?;
        SIDES.iter().position(|(side, _)| class.id() == *side)
    };
    let ends = |row: &Row| Some([row[low].count()?, row[high].count()?]);
    // How many have the verdict of a side, less those for certain in one of its classes.
    let mut rests = [0, 0];
    for row in &table.rows {
        if let (true, Some([late, most]), Some(all)) =
            (is_cumulative(row), ends(row), row[base].count())
        {
            rests = [all.saturating_sub(most), late];
        }
    }
    for row in &table.rows {
        if let (Some(side), Some([least, _])) = (side(row), ends(row)) {
            rests[side] = rests[side].saturating_sub(least);
        }
    }
    Ok(table.rows.iter().any(|row| {
        let may_be = side(row).zip(ends(row));
        may_be.is_some_and(|(side, [least, most])| {
            let may_be = most.saturating_sub(least);
            is_small(may_be) || is_small(may_be.saturating_sub(rests[side]))
        })
    }))
}

/// Suppresses the bounds of the classes. The lower bound of a class is its count. The upper
/// bounds are hidden if any count of the times is suppressed, because they add up from them, and
/// if they would tell of a few. The row beyond the limit shows what delay.csv shows.
fn spans(
    table: &mut Table,
    model: &Model,
    least: u64,
    hidden: &mut Hidden,
) -> Result<(), TableError> {
    let [count, low, high, base] =
        table.places(["notifications", "least", "most", "base_judged"])?;
    let off = Late::of(model, None);
    let times = ["time-to-report", "verdict", "reading"];
    let most_off = times.into_iter().any(|id| any_hidden(model, None, id))
        || tells_few(table, least)?
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
            let own = row[0].key().map(Part::of);
            let low_off = own.is_some_and(|own| is_hidden(model, None, "time-to-report", own));
            (low_off, most_off)
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
    // What a few notifications say is never published.
    let [largest] = table.places(["largest3"])?;
    let mut sums_off = false;
    let mut parts_off = false;
    let hides = |sector: Sector| {
        let own = sector.map(Part::of);
        own.is_some_and(|own| model.is_hidden([("sector", own)]))
    };
    // Sectors that are counted together would tell the one beside them that is hidden.
    let hides_one = table.rows.iter().any(|row| hides(sector(row)));
    let is_total = |row: &&mut Row| row[0] == Cell::Key(Key::Total);
    let (totals, rows): (Vec<_>, Vec<_>) = table.rows.iter_mut().partition(is_total);
    for row in rows.into_iter().chain(totals) {
        let is_total = is_total(&row);
        let sector = sector(row).cloned();
        // Of rows that are counted together nobody knows it.
        let is_unknown = row[largest] == Cell::Nothing;
        let of_few = sums
            .iter()
            .any(|at| is_unknown || is_of_few(&row[*at], &row[largest]));
        row[largest].hide();
        if row[all].is_small(least) {
            // A sector without any number says nothing of how the others gave theirs.
            sums_off = true;
            parts_off |= [exact, band].iter().any(|at| row[*at].count() != Some(0));
            hide_row("affected", row, &counts, hidden);
            continue;
        }
        let few = row[exact].is_small(least) || row[band].is_small(least);
        let off = |part| is_hidden(model, sector.as_ref(), "data-subjects", part);
        let split = off(Part::Values) || few || is_total && parts_off;
        let any = split
            || of_few
            || any_hidden(model, sector.as_ref(), "data-subjects")
            || is_total && sums_off;
        let is_merged = sector.as_ref() == Some(&MERGED);
        if hides(sector.as_ref()) || is_merged && hides_one {
            hidden.hide("affected", &mut row[all]);
        }
        if split {
            hidden.hide_unless_zero("affected", &mut row[exact]);
            hidden.hide_unless_zero("affected", &mut row[band]);
        }
        if off(Part::Others) {
            hidden.hide_unless_zero("affected", &mut row[unknown]);
        }
        if any {
            for at in &sums {
                row[*at].hide();
            }
        }
        parts_off |= split;
        sums_off |= any;
    }
    Ok(())
}
