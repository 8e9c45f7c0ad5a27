//! The parts of the summary whose figures are bounds: how long reporting took, how
//! many were late within each year, how many data subjects there were.

use super::parts::{aside, columns, footing};
use super::{SMALL_BASE, View};
use crate::config::Words;
use crate::disclosure::Figure;
use crate::report::block::{Block, Column, Datum, Grid, Span};
use crate::report::counted::NOTIFICATIONS;
use crate::report::markdown::share;
use crate::statistics::thousands;
use crate::table::{Cell, Key, Row, Table, percent};

/// From which share on the largest few numbers are named, in tenths of a percent.
const MUCH: i64 = 500;

/// The classes of the time to report, each with its least and its most.
pub(super) fn spans(view: View, table: &Table) -> Vec<Block> {
    let names = [
        "least",
        "most",
        "percent_least",
        "percent_most",
        "base_judged",
    ];
    let Ok([least, most, low, high, base]) = table.places(names) else {
        return Vec::new();
    };
    let judged = table
        .rows
        .last()
        .map_or(Figure::Hidden, |row| Figure::of_cell(&row[base]));
    let is_small = judged.told().is_none_or(|judged| judged < SMALL_BASE);
    let row = |row: &Row| {
        let Cell::Key(Key::Value(_) | Key::Cumulative(_)) = row[0] else {
            return aside(row);
        };
        let label = Datum::Text(row[1].to_string());
        let [low, high] = [low, high].map(|at| if is_small { &Cell::Nothing } else { &row[at] });
        let [share, bar] = Datum::shares(low, high);
        vec![label, Datum::counts(&row[least], &row[most]), share, bar]
    };
    let counted = NOTIFICATIONS.counted(judged, view.language);
    let footing = footing(view, table, is_small && judged.told().is_some());
    let note = Words::new("Bas: {counted} som kan bedömas. Där klockslag saknas: säkert minst, möjligen högst. Sista klassen räknar om dem över fristen.{footing}", "Base: {counted} that can be judged. Where times of day are missing: certainly at least, possibly at most. The last class counts those beyond the limit again.{footing}").with("counted", counted).with("footing", footing).get(view.language);
    let rows = table.rows.iter().map(row).collect();
    let grid = Grid {
        columns: TIMES,
        rows,
    };
    vec![Block::Grid(grid), Block::plain(note)]
}

const TIMES: &[Column] = &columns(Words::new("tid", "time"));
const YEARS: &[Column] = &[
    Column::Words(Words::new("år", "year")),
    Column::Figures(Words::new("kan bedömas", "can be judged")),
    Column::Figures(Words::new("för sent", "late")),
    Column::Figures(Words::new("procent", "percent")),
];

/// How many were late of each year's notifications that can be judged.
pub(super) fn late_by_year(view: View) -> Vec<Block> {
    let rows = view.table("verdict-by-year").map(years).unwrap_or_default();
    // One year is the headline.
    if rows.len() < 2 {
        return Vec::new();
    }
    let note = Words::new(
        "Andelen för sent inom varje år, av årets anmälningar som kan bedömas: säkert minst, möjligen högst.",
        "The share late within each year, of the year's notifications that can be judged: certainly at least, possibly at most.",
    );
    let rows = rows.into_iter().map(|(_, row)| row).collect();
    let grid = Grid {
        columns: YEARS,
        rows,
    };
    vec![Block::Grid(grid), Block::plain(note.get(view.language))]
}

/// A row for each year, in their order.
fn years(table: &Table) -> Vec<(String, Vec<Datum>)> {
    let names = [
        "verdict",
        "year",
        "year_label",
        "notifications",
        "percent_within",
        "base_within",
    ];
    let Ok([verdict, year, label, count, share, base]) = table.places(names) else {
        return Vec::new();
    };
    let mut rows: Vec<(String, Vec<Datum>)> = Vec::new();
    for row in table.rows.iter().filter(|row| row[base] != Cell::Nothing) {
        let name = row[label].to_string();
        if rows.iter().any(|(other, _)| *other == name) {
            continue;
        }
        let told = |value: &str| {
            let is_it = |other: &&Row| other[verdict].is(value) && other[year] == row[year];
            let found = table.rows.iter().find(is_it);
            found.map_or((Cell::Count(0), Cell::Percent(0)), |row| {
                (row[count].clone(), row[share].clone())
            })
        };
        let ((late, least), (on_time, complement)) = (told("late"), told("on-time"));
        let all = row[base].count();
        let may_be = all.zip(on_time.count());
        let may_be = may_be.map(|(all, on_time)| (all, all.saturating_sub(on_time)));
        let most = may_be.map_or(Cell::Hidden, |(_, may_be)| Cell::Count(may_be));
        let is_told = complement.is_told() && all.is_some_and(|all| all >= SMALL_BASE);
        let highest = may_be.filter(|_| is_told);
        let highest = highest.map_or(Cell::Nothing, |(all, may_be)| percent(may_be, all));
        let [share, _] = Datum::shares(&least, &highest);
        let label = Datum::Text(name.clone());
        let counts = Datum::counts(&late, &most);
        rows.push((name, vec![label, Datum::count(&row[base]), counts, share]));
    }
    rows.sort_by(|(one, _), (other, _)| one.cmp(other));
    rows
}

/// How many data subjects there were in all, and how much of that comes from a few
/// notifications.
pub(super) fn affected(view: View) -> Option<Block> {
    let columns = [
        "lower",
        "upper",
        "exact_n",
        "band_n",
        "largest3",
        "largest3_percent",
    ];
    let [lower, upper, exact, bands, largest, part] = view.total("affected", columns)?;
    let (least, known) = (lower.count()?, exact.count()? + bands.count()?);
    if known == 0 {
        return None;
    }
    let counted = NOTIFICATIONS.counted(Figure::Told(known), view.language);
    let least = thousands(least);
    let sum = match upper.count().map(thousands) {
        Some(most) => Words::new("Registrerade sammanlagt: mellan {least} och {most} i {counted} med ett antal.", "Data subjects in all: between {least} and {most} in {counted} with a number.").with("least", least).with("most", most).with("counted", counted).get(view.language),
        None => Words::new("Registrerade sammanlagt: minst {least} i {counted} med ett antal; uppåt finns ingen gräns.", "Data subjects in all: at least {least} in {counted} with a number; there is no upper bound.").with("least", least).with("counted", counted).get(view.language),
    };
    let much = part
        .percent()
        .filter(|tenths| *tenths >= MUCH && known >= SMALL_BASE);
    let Some(much) = much.map(share) else {
        return Some(Block::plain(sum));
    };
    let largest = Figure::of_cell(largest).text(thousands);
    Some(Block::Paragraph(vec![
        Span::Plain(sum + " "),
        Span::Strong(Words::new("{much} % av det minsta antalet ({largest}) kommer från de tre största anmälningarna", "{much} % of the least number ({largest}) comes from the three largest notifications").with("much", much).with("largest", largest).get(view.language)),
        Span::Plain(Words::new(": summan står och faller med om de stämmer.", ": the sum is only as true as they are.").get(view.language).to_owned()),
    ]))
}
