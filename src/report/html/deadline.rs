//! The sections on the deadline: by year and by sector, each share between its least and its
//! most.

use crate::config::{CellRule, Language, Words};
use crate::disclosure::Figure;
use crate::moment::Passed;
use crate::report::cells;
use crate::report::counted::NOTIFICATIONS;
use crate::report::html::chart::{self, Bar, Chart, Paint, Span};
use crate::report::html::sheet;
use crate::report::html::view::{Head, Line, Part, Place, Sheet};
use crate::report::html::{Ground, WITHHELD};
use crate::report::markdown;
use crate::report::order::is_rest;
use crate::report::summary::{Judged, SMALL_BASE, WITHIN_YEARS, areas, years};
use crate::statistics::thousands;
use crate::table::{Cell, Key, Row, span};

const VERDICTS: [(Words, Paint); 3] = [
    (Words::new("i tid", "on time"), Paint::Pale),
    (
        Words::new("går inte att avgöra", "cannot be decided"),
        Paint::Striped,
    ),
    (Words::new("för sent", "late"), Paint::Full),
];
const JUDGED: Words = Words::new(
    "Bas: {counted} som kan bedömas.",
    "Base: {counted} that can be judged.",
);

/// How many notifications that can be judged a picture of all of them shows: the whole where
/// counts are rounded, since rounded counts do not add up to it.
fn base_of_all<'c>(ground: &Ground, bases: impl Iterator<Item = &'c Cell>) -> String {
    match ground.summary.config.disclosure.cells {
        CellRule::RoundTo(_) => judged(ground, ground.view().base("verdict")),
        _ => base_of(ground, bases),
    }
}

/// How many notifications that can be judged a picture shows.
fn base_of<'c>(ground: &Ground, bases: impl Iterator<Item = &'c Cell>) -> String {
    let bases: Vec<Figure> = bases.map(Figure::of_cell).collect();
    judged(ground, Figure::sum(&bases))
}

fn judged(ground: &Ground, base: Figure) -> String {
    let language = ground.language();
    let counted = NOTIFICATIONS.counted(base, language);
    JUDGED.with("counted", counted).get(language)
}

const TIMES: Words = Words::new(
    "Tid från upptäckt till anmälan",
    "Time from discovery to receipt",
);

/// How many were on time, late, or neither for certain, in each year.
pub(super) fn by_year(ground: &Ground) -> Vec<Part> {
    let years = years(ground.view());
    let mut parts = Vec::new();
    if !years.is_empty() {
        parts.extend(years_chart(ground, &years).map(Part::Chart));
        let first = Words::new("år", "year");
        let mut sheet = judged_sheet(ground, ("late-by-year", DEADLINE, first), &years);
        for (row, year) in sheet.rows.iter_mut().zip(&years) {
            row.cells[0] = ground.year(&year.label);
        }
        parts.push(Part::Sheet(sheet));
    }
    parts.extend(ground.summary.delays().map(Part::text));
    let caption = ground.say(TIMES);
    let times = ground.summary.times();
    let mut times = sheet::of_blocks(times, "time-to-report", caption, ground.language());
    for part in &mut times {
        if let Part::Sheet(sheet) = part {
            sheet.keep_order();
        }
    }
    parts.extend(times);
    parts
}

fn years_chart(ground: &Ground, years: &[Judged]) -> Option<Chart> {
    let language = ground.language();
    let bar = |year: &Judged| {
        let counts = year.verdicts.iter().map(sheet::count);
        let counts = counts.collect::<Option<Vec<u64>>>()?;
        let figure = match year.ends {
            [Cell::Percent(_), Cell::Percent(_)] => {
                Words::new("{late} % för sent", "{late} % late")
                    .with("late", markdown::text(&year.share(), language))
            }
            _ => Words::new("{late} för sent", "{late} late")
                .with("late", markdown::text(&year.late(), language)),
        };
        Some(Bar {
            label: ground.year(&year.label),
            parts: counts
                .into_iter()
                .zip(VERDICTS.map(|(_, paint)| paint))
                .collect(),
            figure: figure.get(language),
        })
    };
    // A picture without some of the years would mislead.
    let judged = years.iter().filter(|year| year.base != Cell::Count(0));
    let bars = judged.map(bar).collect::<Option<Vec<Bar>>>()?;
    if bars.is_empty() {
        return None;
    }
    let legend = VERDICTS.map(|(words, paint)| (ground.say(words).to_owned(), paint));
    let about = Words::new(
        "En liggande stapel för varje år: anmälningar i tid, de som inte går att avgöra, och de som kom för sent.",
        "A bar for each year: notifications on time, those that cannot be decided, and those that were late.",
    );
    let base = base_of_all(ground, years.iter().map(|year| &year.base));
    let caption = ground.caption("late-by-year", DEADLINE, about, &base);
    Some(chart::bars(caption, &legend, &bars))
}

const DEADLINE: Words = Words::new("I tid och för sent per år", "On time and late by year");

/// Verdicts by something: the id of the table, its caption, and what its rows are.
fn judged_sheet(
    ground: &Ground,
    (id, caption, first): (&str, Words, Words),
    rows: &[Judged],
) -> Sheet {
    let language = ground.language();
    let heads = [
        Words::new("kan bedömas", "can be judged"),
        VERDICTS[0].0,
        VERDICTS[1].0,
        VERDICTS[2].0,
        Words::new("för sent, minst–högst", "late, at least–at most"),
        Words::new("för sent, %", "late, %"),
    ];
    let row = |own: &Judged| {
        let mut cells = vec![cells::clean(&own.label).into_owned()];
        let counts = [&own.base].into_iter().chain(&own.verdicts);
        cells.extend(counts.map(|cell| sheet::text(cell, language)));
        cells.extend([own.late(), own.share()].map(|datum| markdown::text(&datum, language)));
        Line::of(cells)
    };
    let first = Head::words(ground.say(first));
    let heads = heads.map(|head| Head::figures(ground.say(head)));
    Sheet {
        id: id.to_owned(),
        caption: ground.say(caption).to_owned(),
        heads: [first].into_iter().chain(heads).collect(),
        rows: rows.iter().map(row).collect(),
        note: ground.say(WITHIN_YEARS).to_owned(),
    }
}

/// The columns that are shown of each sector.
const NAMES: [&str; 11] = [
    "sector_label",
    "n",
    "indeterminate",
    "late_min",
    "late_max",
    "late_percent_min",
    "late_percent_max",
    "median_min",
    "median_max",
    "p90_min",
    "p90_max",
];

/// How many were late in each sector and area, and how long it took.
pub(super) fn by_sector(ground: &Ground) -> Vec<Part> {
    let mut parts = sectors(ground);
    parts.extend(late_by_area(ground));
    parts
}

fn sectors(ground: &Ground) -> Vec<Part> {
    if ground.view().is_withheld("delay") {
        return vec![Part::text(ground.say(WITHHELD))];
    }
    let Some(table) = ground.view().table("delay") else {
        return Vec::new();
    };
    let Ok(places) = table.places(NAMES) else {
        return Vec::new();
    };
    // All sectors together are the headline.
    let is_sector = |row: &&Row| row[0] != Cell::Key(Key::Total);
    let rows: Vec<&Row> = table.rows.iter().filter(is_sector).collect();
    if rows.is_empty() {
        return Vec::new();
    }
    let bars = rows.iter().filter_map(|row| {
        let [label, n, _, _, _, least, most, ..] = places.map(|at| &row[at]);
        late_span(
            ground,
            &named(row, label, ground.language()),
            n,
            [least, most],
        )
    });
    let mut parts = Vec::new();
    parts.extend(late_chart(
        ground,
        ("late-by-sector", LATE),
        rows.len(),
        &base_of_all(ground, rows.iter().map(|row| &row[places[1]])),
        &bars.collect::<Vec<_>>(),
    ));
    parts.push(Part::Sheet(late_sheet(ground, &rows, places)));
    parts
}

/// How many were late in each area.
fn late_by_area(ground: &Ground) -> Vec<Part> {
    let view = ground.view();
    let mut areas = areas(view);
    areas.sort_by_key(|area| is_rest(&area.key));
    if areas.is_empty() {
        return Vec::new();
    }
    let base = base_of_all(ground, areas.iter().map(|area| &area.base));
    let bars = areas.iter().filter_map(|area| {
        let [least, most] = &area.ends;
        late_span(
            ground,
            &cells::clean(&area.label),
            &area.base,
            [least, most],
        )
    });
    let mut parts = Vec::new();
    parts.extend(late_chart(
        ground,
        ("late-by-area", AREAS),
        areas.len(),
        &base,
        &bars.collect::<Vec<_>>(),
    ));
    let first = Words::new("verksamhetsområde", "area of activity");
    let mut sheet = judged_sheet(ground, ("late-by-area", AREAS, first), &areas);
    sheet.note = base;
    parts.push(Part::Sheet(sheet));
    parts
}

const LATE: Words = Words::new("För sent per sektor", "Late by sector");
const AREAS: Words = Words::new("För sent per verksamhetsområde", "Late by area of activity");

/// A span from the share that was certainly late to the share that may have been; none on a
/// small base.
fn late_span(ground: &Ground, label: &str, n: &Cell, ends: [&Cell; 2]) -> Option<Span> {
    let language = ground.language();
    let n = sheet::count(n).filter(|n| *n >= SMALL_BASE)?;
    let [low, high] = ends.map(|cell| sheet::text(cell, language));
    let of = Words::new("{share} % av {n}", "{share} % of {n}");
    let figure = of
        .with("share", span(&low, &high, "–"))
        .with("n", thousands(n));
    Some(Span {
        label: label.to_owned(),
        ends: [ends[0].percent()?, ends[1].percent()?],
        figure: figure.get(language),
    })
}

fn late_chart(
    ground: &Ground,
    (id, title): (&str, Words),
    rows: usize,
    base: &str,
    bars: &[Span],
) -> Option<Part> {
    let about = Words::new(
        "Ett streck för varje rad, från den andel som säkert kom för sent till den som kan ha gjort det, på en skala från 0 till 100 procent.",
        "A span for each row, from the share that was certainly late to the share that may have been, on a scale from 0 to 100 percent.",
    );
    let few = Words::new(
        "Rader med färre än 30 visas inte.",
        "Rows of fewer than 30 are not shown.",
    );
    let base = if bars.len() < rows {
        format!("{base} {}", ground.say(few))
    } else {
        base.to_owned()
    };
    let caption = ground.caption(id, title, about, &base);
    (bars.len() >= 2).then(|| Part::Chart(chart::spans(caption, bars)))
}

/// What a row is of: in brackets where that is no answer.
fn named(row: &Row, label: &Cell, language: Language) -> String {
    let label = sheet::text(label, language);
    if sheet::place(row) == Place::Aside {
        format!("({label})")
    } else {
        label
    }
}

fn late_sheet(ground: &Ground, rows: &[&Row], places: [usize; 11]) -> Sheet {
    let language = ground.language();
    let heads = [
        Words::new("kan bedömas", "can be judged"),
        Words::new("går inte att avgöra", "cannot be decided"),
        Words::new("för sent, minst–högst", "late, at least–at most"),
        Words::new("för sent, %", "late, %"),
        Words::new("median", "median"),
        Words::new("nio av tio inom", "nine in ten within"),
    ];
    let line = |row: &&Row| {
        let [
            label,
            n,
            open,
            least,
            most,
            low,
            high,
            half_min,
            half_max,
            nine_min,
            nine_max,
        ] = places.map(|at| &row[at]);
        let is_large = sheet::count(n).is_some_and(|n| n >= SMALL_BASE);
        let text = |cell: &Cell| sheet::text(cell, language);
        let ends = |one: &Cell, other: &Cell| span(&text(one), &text(other), "–");
        let shown = |told: String| if is_large { told } else { "–".to_owned() };
        let passed = |least: &Cell, most: &Cell| match (least, most) {
            (Cell::Hours(least), Cell::Hours(most)) => {
                Passed::hundredths(*least, *most).range(language)
            }
            _ => "–".to_owned(),
        };
        let cells = vec![
            named(row, label, language),
            text(n),
            text(open),
            ends(least, most),
            shown(ends(low, high)),
            shown(passed(half_min, half_max)),
            shown(passed(nine_min, nine_max)),
        ];
        let key = |cell: &Cell| sheet::key(cell).filter(|_| is_large);
        Line::at(sheet::place(row), cells)
            .keyed(5, key(half_min))
            .keyed(6, key(nine_min))
    };
    let first = Head::words(ground.say(Words::new("sektor", "sector")));
    let note = Words::new(
        "Bas: anmälningar som kan bedömas. De som inte går att avgöra saknar klockslag eller annat som fäller utslaget. Under 30: inga procenttal och inga tider.",
        "Base: notifications that can be judged. Those that cannot be decided lack a time of day or something else that decides. Below 30: no percentages and no times.",
    );
    Sheet {
        id: "delay".to_owned(),
        caption: ground.say(LATE).to_owned(),
        heads: [first]
            .into_iter()
            .chain(heads.map(|head| Head::figures(ground.say(head))))
            .collect(),
        rows: rows.iter().map(line).collect(),
        note: ground.say(note).to_owned(),
    }
}
