//! The parts of the summary whose figures are bounds: how long reporting took, how
//! many were late within each year, how many data subjects there were.

use std::fmt::Write as _;

use super::{BAR, NO_SHARE, SMALL_BASE, View, aligned, bar, share};
use crate::config::{Language, Words};
use crate::disclosure::Figure;
use crate::report::counted::NOTIFICATIONS;
use crate::statistics::thousands;
use crate::table::{Cell, Key, Row, Table, percent, span};

/// From which share on the largest few numbers are named, in tenths of a percent.
const MUCH: i64 = 500;
/// What parts the two ends of a span.
const DASH: &str = "–";

/// Two counts as a person reads them.
fn counts(least: &Cell, most: &Cell) -> String {
    let told = |cell: &Cell| Figure::of_cell(cell).text(thousands);
    span(&told(least), &told(most), DASH)
}

/// Two shares as a person reads them; none where one of them is not told.
fn shares(least: &Cell, most: &Cell) -> String {
    match (least.percent(), most.percent()) {
        (Some(least), Some(most)) => span(&share(least), &share(most), DASH),
        _ => NO_SHARE.to_owned(),
    }
}

/// The bar of a share that may be more.
fn span_bar(least: &Cell, most: &Cell) -> String {
    let (Some(least), Some(most)) = (least.percent(), most.percent()) else {
        return String::new();
    };
    let whole = bar(least);
    let more = (most as f64 / 1000.0 * BAR as f64).round() as usize;
    let more = more.saturating_sub(whole.chars().count());
    whole + &"░".repeat(more)
}

/// The classes of the time to report, each with its least and its most.
pub(super) fn spans(view: View, table: &Table, out: &mut String) {
    let language = view.language;
    let names = [
        "least",
        "most",
        "percent_least",
        "percent_most",
        "base_judged",
    ];
    let Ok([least, most, low, high, base]) = table.places(names) else {
        return;
    };
    let judged = table
        .rows
        .last()
        .map_or(Figure::Hidden, |row| Figure::of_cell(&row[base]));
    let small = judged.told().is_none_or(|judged| judged < SMALL_BASE);
    let row = |row: &Row| {
        let label = row[1].to_string();
        match (&row[0], small) {
            (Cell::Key(Key::Value(_) | Key::Cumulative(_)), true) => {
                vec![
                    label,
                    counts(&row[least], &row[most]),
                    NO_SHARE.to_owned(),
                    String::new(),
                ]
            }
            (Cell::Key(Key::Value(_) | Key::Cumulative(_)), false) => vec![
                label,
                counts(&row[least], &row[most]),
                shares(&row[low], &row[high]),
                span_bar(&row[low], &row[high]),
            ],
            _ => {
                let count = Figure::of_cell(&row[3]).text(thousands);
                vec![format!("({label})"), count, String::new(), String::new()]
            }
        }
    };
    let rows: Vec<Vec<String>> = table.rows.iter().map(row).collect();
    let header = [
        Words::new("tid", "time"),
        Words::new("anmälningar", "notifications"),
        Words::new("procent", "percent"),
        Words::new("", ""),
    ];
    aligned(
        &header.map(|words| words.get(language).to_owned()),
        &rows,
        1,
        out,
    );
    let counted = NOTIFICATIONS.counted(judged, language);
    let mut note = match language {
        Language::Sv => format!(
            "Bas: {counted} som kan bedömas. Där klockslag saknas: säkert minst, möjligen högst. Sista klassen räknar om dem över fristen."
        ),
        Language::En => format!(
            "Base: {counted} that can be judged. Where times of day are missing: certainly at least, possibly at most. The last class counts those beyond the limit again."
        ),
    };
    note.push_str(super::footing(view, table, small && judged.told().is_some()).as_str());
    let _ = writeln!(out, "{note}\n");
}

/// How many were late of each year's notifications that can be judged.
pub(super) fn late_by_year(view: View, out: &mut String) {
    let Some(table) = view
        .table("verdict-by-year")
        .filter(|table| !table.is_withheld())
    else {
        return;
    };
    let Ok([verdict, year, label]) = table.places(["verdict", "year", "year_label"]) else {
        return;
    };
    let Ok([count, share, base]) = table.places(["notifications", "percent_within", "base_within"])
    else {
        return;
    };
    let cell = |value: &str, row: &Row| {
        table
            .rows
            .iter()
            .find(|other| other[verdict].is(value) && other[year] == row[year])
    };
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut years: Vec<&Cell> = Vec::new();
    for row in table.rows.iter().filter(|row| row[base] != Cell::Nothing) {
        if years.contains(&&row[year]) {
            continue;
        }
        years.push(&row[year]);
        let told = |value: &str| match cell(value, row) {
            Some(row) => (Figure::of_cell(&row[count]), row[share].clone()),
            None => (Figure::Told(0), Cell::Percent(0)),
        };
        let ((late, least), (on_time, complement)) = (told("late"), told("on-time"));
        let all = Figure::of_cell(&row[base]);
        let may_be = match (all, on_time) {
            (Figure::Told(all), Figure::Told(on_time)) => Figure::Told(all.saturating_sub(on_time)),
            _ => Figure::Hidden,
        };
        let most = match (all, may_be) {
            (Figure::Told(all), Figure::Told(may_be)) if complement.is_told() => {
                percent(may_be, all)
            }
            _ => Cell::Nothing,
        };
        let small = all.told().is_none_or(|all| all < SMALL_BASE);
        let numbers = [late, may_be].map(|figure| figure.text(thousands));
        rows.push(vec![
            row[label].to_string(),
            all.text(thousands),
            span(&numbers[0], &numbers[1], DASH),
            if small {
                NO_SHARE.to_owned()
            } else {
                shares(&least, &most)
            },
        ]);
    }
    // One year is the headline.
    if rows.len() < 2 {
        return;
    }
    rows.sort();
    let header = [
        Words::new("år", "year"),
        Words::new("kan bedömas", "can be judged"),
        Words::new("för sent", "late"),
        Words::new("procent", "percent"),
    ];
    aligned(
        &header.map(|words| words.get(view.language).to_owned()),
        &rows,
        1,
        out,
    );
    let note = Words::new(
        "Andelen för sent inom varje år, av årets anmälningar som kan bedömas: säkert minst, möjligen högst.",
        "The share late within each year, of the year's notifications that can be judged: certainly at least, possibly at most.",
    );
    let _ = writeln!(out, "{}\n", note.get(view.language));
}

/// How many data subjects there were in all, and how much of that hangs on a few
/// notifications.
pub(super) fn affected(view: View, out: &mut String) {
    let columns = [
        "lower",
        "upper",
        "exact_n",
        "band_n",
        "largest3",
        "largest3_percent",
    ];
    let Some([lower, upper, exact, bands, largest, share]) = view.total("affected", columns) else {
        return;
    };
    let (Some(least), Some(known)) = (lower.count(), exact.count().zip(bands.count())) else {
        return;
    };
    let known = known.0 + known.1;
    if known == 0 {
        return;
    }
    let language = view.language;
    let least = thousands(least);
    let counted = NOTIFICATIONS.counted(Figure::Told(known), language);
    let _ = match (upper.count().map(thousands), language) {
        (Some(most), Language::Sv) => {
            write!(
                out,
                "Registrerade sammanlagt: mellan {least} och {most} i {counted} med ett antal."
            )
        }
        (Some(most), Language::En) => {
            write!(
                out,
                "Data subjects in all: between {least} and {most} in {counted} with a number."
            )
        }
        (None, Language::Sv) => {
            write!(
                out,
                "Registrerade sammanlagt: minst {least} i {counted} med ett antal; uppåt finns ingen gräns."
            )
        }
        (None, Language::En) => {
            write!(
                out,
                "Data subjects in all: at least {least} in {counted} with a number; there is no upper bound."
            )
        }
    };
    if known >= SMALL_BASE && share.percent().is_some_and(|share| share >= MUCH) {
        let largest = Figure::of_cell(largest).text(thousands);
        let _ = match language {
            Language::Sv => write!(
                out,
                " **{share} % av det minsta antalet ({largest}) kommer från de tre största anmälningarna**: summan står och faller med om de stämmer."
            ),
            Language::En => write!(
                out,
                " **{share} % of the least number ({largest}) comes from the three largest notifications**: the sum is only as true as they are."
            ),
        };
    }
    out.push_str("\n\n");
}
