//! The parts of the summary whose figures are bounds: how long reporting took, how
//! many were late within each year, how many data subjects there were.

use super::parts::{aside, columns, footing};
use super::{SMALL_BASE, View};
use crate::config::Words;
use crate::disclosure::Figure;
use crate::report::block::{Block, Column, Datum, Grid, Span};
use crate::report::counted::NOTIFICATIONS;
use crate::report::markdown::share;
use crate::statistics::{MUCH, thousands};
use crate::table::{Cell, Key, Row, Table, percent};

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
        columns: TIMES.into(),
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

/// What is known of the notifications of a year, or of an area, that can be judged.
pub(in crate::report) struct Judged {
    /// The year or the area.
    pub(in crate::report) key: Key,
    /// What people call it.
    pub(in crate::report) label: String,
    /// How many can be judged.
    pub(in crate::report) base: Cell,
    /// How many were on time, how many of which it cannot be decided, how many late.
    pub(in crate::report) verdicts: [Cell; 3],
    /// How many may have been late.
    most: Cell,
    /// The share that was late, at least and at most; none on a small base.
    pub(in crate::report) ends: [Cell; 2],
}

impl Judged {
    /// The late ones, at least and at most.
    pub(in crate::report) fn late(&self) -> Datum {
        Datum::counts(&self.verdicts[2], &self.most)
    }

    /// The share that was late.
    pub(in crate::report) fn share(&self) -> Datum {
        let [least, most] = &self.ends;
        let [share, _] = Datum::shares(least, most);
        share
    }
}

/// What late within a year means.
pub(in crate::report) const WITHIN_YEARS: Words = Words::new(
    "Andelen för sent inom varje år, av årets anmälningar som kan bedömas: säkert minst, möjligen högst.",
    "The share late within each year, of the year's notifications that can be judged: certainly at least, possibly at most.",
);

/// How many were late of each year's notifications that can be judged.
pub(super) fn late_by_year(view: View) -> Vec<Block> {
    let years = years(view);
    // One year is the headline.
    if years.len() < 2 {
        return Vec::new();
    }
    let row = |year: Judged| {
        let (judged, late, share) = (Datum::count(&year.base), year.late(), year.share());
        vec![Datum::Text(view.year(&year.label)), judged, late, share]
    };
    let rows = years.into_iter().map(row).collect();
    let grid = Grid {
        columns: YEARS.into(),
        rows,
    };
    let note = WITHIN_YEARS.get(view.language);
    vec![Block::Grid(grid), Block::plain(note)]
}

/// The years that have a notification which can be judged, in their order.
pub(in crate::report) fn years(view: View) -> Vec<Judged> {
    let mut years = view
        .table("verdict-by-year")
        .map(of_table)
        .unwrap_or_default();
    years.sort_by(|one, other| one.label.cmp(&other.label));
    years
}

/// The same of areas, in the order of the form.
pub(in crate::report) fn areas(view: View) -> Vec<Judged> {
    view.table("verdict-by-area")
        .map(of_table)
        .unwrap_or_default()
}

/// What a table of verdicts by something else tells of each of its values. Nothing, where
/// verdicts are counted together.
fn of_table(table: &Table) -> Vec<Judged> {
    let names = ["notifications", "percent_within", "base_within"];
    let Ok([count, share, base]) = table.places(names) else {
        return Vec::new();
    };
    let [verdict, within, label] = [0, 2, 3];
    let is_known = |row: &Row| match row[verdict].key() {
        Some(Key::Value(own)) => ["on-time", "indeterminate", "late"].contains(&&**own),
        _ => true,
    };
    if !table.rows.iter().all(is_known) {
        return Vec::new();
    }
    let mut all: Vec<Judged> = Vec::new();
    for row in table.rows.iter().filter(|row| row[base] != Cell::Nothing) {
        let Some(key) = row[within].key() else {
            continue;
        };
        if all.iter().any(|other| other.key == *key) {
            continue;
        }
        let told = |value: &str| {
            let is_it = |other: &&Row| other[verdict].is(value) && other[within].key() == Some(key);
            let found = table.rows.iter().find(is_it);
            found.map_or((Cell::Count(0), Cell::Percent(0)), |row| {
                (row[count].clone(), row[share].clone())
            })
        };
        let ((late, least), (on_time, complement)) = (told("late"), told("on-time"));
        let whole = row[base].count();
        let may_be = whole.zip(on_time.count());
        let may_be = may_be.map(|(all, on_time)| (all, all.saturating_sub(on_time)));
        let most = may_be.map_or(Cell::Hidden, |(_, may_be)| Cell::Count(may_be));
        let is_told = complement.is_told() && whole.is_some_and(|whole| whole >= SMALL_BASE);
        let highest = may_be.filter(|_| is_told);
        let highest = highest.map_or(Cell::Nothing, |(all, may_be)| percent(may_be, all));
        all.push(Judged {
            key: key.clone(),
            label: row[label].to_string(),
            base: row[base].clone(),
            verdicts: [on_time, told("indeterminate").0, late],
            most,
            ends: [least, highest],
        });
    }
    all
}

/// Of fewer notifications three are most of them.
const FEW: u64 = 7;
/// In tenths of percent.
const NEARLY_ALL: i64 = 900;

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
    let known = exact.count()? + bands.count()?;
    if known == 0 {
        return None;
    }
    let counted = NOTIFICATIONS.counted(Figure::Told(known), view.language);
    if *lower == Cell::Nothing && known >= SMALL_BASE {
        let words = Words::new(
            "Registrerade sammanlagt i {counted} med ett antal: summan visas inte, för de tre största anmälningarna ger minst hälften av den.",
            "Data subjects in all, in {counted} with a number: the sum is not shown, since the three largest notifications give at least half of it.",
        );
        return Some(Block::plain(
            words.with("counted", counted).get(view.language),
        ));
    }
    let least = lower.count()?;
    let least = thousands(least);
    let sum = match upper.count().map(thousands) {
        Some(most) if most == least => Words::new("Registrerade sammanlagt: {least} i {counted} med ett antal.", "Data subjects in all: {least} in {counted} with a number.").with("least", least).with("counted", counted).get(view.language),
        Some(most) => Words::new("Registrerade sammanlagt: mellan {least} och {most} i {counted} med ett antal.", "Data subjects in all: between {least} and {most} in {counted} with a number.").with("least", least).with("most", most).with("counted", counted).get(view.language),
        None => Words::new("Registrerade sammanlagt: minst {least} i {counted} med ett antal; uppåt finns ingen gräns.", "Data subjects in all: at least {least} in {counted} with a number; there is no upper bound.").with("least", least).with("counted", counted).get(view.language),
    };
    let Some(tenths) = part.percent().filter(|tenths| *tenths >= MUCH) else {
        return Some(Block::plain(sum));
    };
    // Of few notifications three are always much of the sum, and no percentage is given.
    if known < FEW || known < SMALL_BASE && tenths < NEARLY_ALL {
        return Some(Block::plain(sum));
    }
    let much = if known < SMALL_BASE {
        Words::new("Nästan allt", "Nearly all")
            .get(view.language)
            .to_owned()
    } else {
        share(tenths, view.language) + " %"
    };
    let largest = Figure::of_cell(largest).text(thousands);
    Some(Block::Paragraph(vec![
        Span::Plain(sum + " "),
        Span::Strong(
            Words::new(
                "{much} av det minsta antalet ({largest}) kommer från de tre största anmälningarna",
                "{much} of the least number ({largest}) comes from the three largest notifications",
            )
            .with("much", much)
            .with("largest", largest)
            .get(view.language),
        ),
        Span::Plain(
            Words::new(
                ": summan står och faller med om de stämmer.",
                ": the sum is only as true as they are.",
            )
            .get(view.language)
            .to_owned(),
        ),
    ]))
}
