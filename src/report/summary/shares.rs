//! The parts of the summary whose figures are bounds: how long reporting took, how
//! many were late within each year, how many data subjects there were.

use super::one_way::{aside, columns, footing};
use super::{SMALL_BASE, View};
use crate::config::Words;
use crate::disclosure::Figure;
use crate::report::block::{Block, Column, Datum, Grid, Span};
use crate::report::counted::{NOTIFICATIONS, filled};
use crate::report::markdown::share;
use crate::statistics::thousands;
use crate::table::{Cell, Key, Row, Table, percent};

/// From which share on the largest few numbers are named, in tenths of a percent.
const MUCH: i64 = 500;

/// The classes of the time to report, each with its least and its most.
pub(super) fn spans(view: View, table: &Table) -> Vec<Block> {
    let language = view.language;
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
        let [share, bar] = if is_small {
            [Datum::NoShare, Datum::Blank]
        } else {
            Datum::shares(&row[low], &row[high])
        };
        vec![label, Datum::counts(&row[least], &row[most]), share, bar]
    };
    let words = Words::new(
        "Bas: {} som kan bedömas. Där klockslag saknas: säkert minst, möjligen högst. Sista klassen räknar om dem över fristen.",
        "Base: {} that can be judged. Where times of day are missing: certainly at least, possibly at most. The last class counts those beyond the limit again.",
    );
    let mut note = filled(words, language, &[&NOTIFICATIONS.counted(judged, language)]);
    note += &footing(view, table, is_small && judged.told().is_some());
    let grid = Grid {
        columns: columns(view, Words::new("tid", "time")),
        rows: table.rows.iter().map(row).collect(),
    };
    vec![Block::Grid(grid), Block::paragraph(note)]
}

/// How many were late of each year's notifications that can be judged.
pub(super) fn late_by_year(view: View) -> Vec<Block> {
    let rows = view.table("verdict-by-year").map(years).unwrap_or_default();
    // One year is the headline.
    if rows.len() < 2 {
        return Vec::new();
    }
    let shown = |words: Words| words.get(view.language).to_owned();
    let columns = vec![
        Column::Words(shown(Words::new("år", "year"))),
        Column::Figures(shown(Words::new("kan bedömas", "can be judged"))),
        Column::Figures(shown(Words::new("för sent", "late"))),
        Column::Figures(shown(Words::new("procent", "percent"))),
    ];
    let note = Words::new(
        "Andelen för sent inom varje år, av årets anmälningar som kan bedömas: säkert minst, möjligen högst.",
        "The share late within each year, of the year's notifications that can be judged: certainly at least, possibly at most.",
    );
    let rows = rows.into_iter().map(|(_, row)| row).collect();
    vec![
        Block::Grid(Grid { columns, rows }),
        Block::paragraph(shown(note)),
    ]
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
        let (most, highest) = match (row[base].count(), on_time.count()) {
            (Some(all), Some(on_time)) => {
                let most = all.saturating_sub(on_time);
                let is_told = complement.is_told();
                let highest = if is_told {
                    percent(most, all)
                } else {
                    Cell::Nothing
                };
                (Cell::Count(most), highest)
            }
            _ => (Cell::Hidden, Cell::Nothing),
        };
        let is_small = row[base].count().is_none_or(|all| all < SMALL_BASE);
        let [share, _] = if is_small {
            [Datum::NoShare, Datum::Blank]
        } else {
            Datum::shares(&least, &highest)
        };
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
    let language = view.language;
    let counted = NOTIFICATIONS.counted(Figure::Told(known), language);
    let least = thousands(least);
    let sum = match upper.count().map(thousands) {
        Some(most) => {
            let words = Words::new(
                "Registrerade sammanlagt: mellan {} och {} i {} med ett antal.",
                "Data subjects in all: between {} and {} in {} with a number.",
            );
            filled(words, language, &[&least, &most, &counted])
        }
        None => {
            let words = Words::new(
                "Registrerade sammanlagt: minst {} i {} med ett antal; uppåt finns ingen gräns.",
                "Data subjects in all: at least {} in {} with a number; there is no upper bound.",
            );
            filled(words, language, &[&least, &counted])
        }
    };
    let mut spans = vec![Span::Plain(sum)];
    if let Some(tenths) = part
        .percent()
        .filter(|tenths| *tenths >= MUCH && known >= SMALL_BASE)
    {
        let words = Words::new(
            "{} % av det minsta antalet ({}) kommer från de tre största anmälningarna",
            "{} % of the least number ({}) comes from the three largest notifications",
        );
        let largest = Figure::of_cell(largest).text(thousands);
        let after = Words::new(
            ": summan står och faller med om de stämmer.",
            ": the sum is only as true as they are.",
        );
        spans.push(Span::Plain(" ".to_owned()));
        spans.push(Span::Strong(filled(
            words,
            language,
            &[&share(tenths), &largest],
        )));
        spans.push(Span::Plain(after.get(language).to_owned()));
    }
    Some(Block::Paragraph(spans))
}
