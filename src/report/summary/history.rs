//! What the summary says of years and controllers: this year beside the one before, each year and
//! each controller with its figures, and causes that came back.

use super::{SMALL_BASE, View, rules};
use crate::config::{Message, Words, decimal};
use crate::dialect::Told;
use crate::disclosure::Figure;
use crate::moment::Passed;
use crate::report::block::{Block, Column, Datum, Grid};
use crate::report::counted::Forms;
use crate::report::order::is_rest;
use crate::report::partial;
use crate::statistics::{YEAR, YEAR_ON_YEAR, compared_years, thousands};
use crate::table::{Cell, Key, Row, SHOWN_MARK, Table};

/// The tables that are shown side by side, in order.
const COMPARED: [&str; 5] = [YEAR, "verdict", "sector", "type-group", "cause-group"];
/// How many rows of each, how many controllers and how many causes are shown.
const MOST_VALUES: usize = 6;
const MOST_ROWS: usize = 12;

const MORE: Forms = Forms::new(
    Words::new("ytterligare rad", "more row"),
    Words::new("ytterligare rader", "more rows"),
);

/// All of it, as far as there is any.
pub(super) fn blocks(view: View) -> Vec<Block> {
    let mut blocks = years(view);
    for (id, key, columns) in [("history", 1, YEARS), ("controller", 0, CONTROLLERS)] {
        if let Some(table) = view.table(id) {
            blocks.extend(figures(view, table, key, columns));
        }
    }
    blocks.extend(rules::by_year(view));
    if let Some(table) = view.table("repeated-causes") {
        blocks.extend(repeated(view, table));
    }
    blocks
}

/// The columns of the two years that a table compares.
fn columns_of(view: View, table: &Table) -> Option<Vec<Column>> {
    let [now, before] = partial::pair(table, view.language)?;
    let shares = compared_years(table)?.map(|year| Column::Named(format!("{year}, %")));
    let counts = [
        Column::Words(Words::new("vad", "what")),
        Column::Named(now),
        Column::Named(before),
        Column::Figures(Words::new("förändring", "change")),
    ];
    Some(counts.into_iter().chain(shares).collect())
}

const PARTIAL: Words = Words::new(
    "{years} är inte ett helt år, så inga förändringar ges i procent.",
    "{years} is not a whole year, so no change is given in percent.",
);

/// The two years that are compared, if both have notifications.
fn years(view: View) -> Vec<Block> {
    let Some(table) = view.table(YEAR_ON_YEAR) else {
        return Vec::new();
    };
    let is_empty = |cell: &Cell| *cell == Cell::Count(0);
    let first = table.rows.first();
    let first = first.filter(|row| !row[3..5].iter().any(is_empty));
    let Some((first, columns)) = first.zip(columns_of(view, table)) else {
        return Vec::new();
    };
    let mut rows = Vec::new();
    for id in COMPARED {
        let own = |row: &&Row| row[0].is(id) && row[1].key().is_some_and(Key::is_value);
        let mut own: Vec<&Row> = table.rows.iter().filter(own).collect();
        own.sort_by_key(|row| std::cmp::Reverse(row[3].count()));
        own.truncate(MOST_VALUES);
        own.sort_by_key(|row| row[1].key().is_some_and(is_rest));
        rows.extend(own.into_iter().map(|row| compared(view, row)));
    }
    let mut blocks = vec![
        Block::Heading(table.title.get(view.language)),
        Block::Grid(Grid {
            columns: columns.into(),
            rows,
        }),
    ];
    let partial = first.last().map(ToString::to_string).unwrap_or_default();
    if partial != "none" {
        let years = partial.replace('|', ", ");
        blocks.push(Block::plain(
            PARTIAL.with("years", years).get(view.language),
        ));
    }
    let all = Words::new(
        "Alla tabeller för båda åren står i tables/year-on-year.csv.",
        "All tables for both years are in tables/year-on-year.csv.",
    );
    if view.has_files {
        blocks.push(Block::plain(all.get(view.language)));
    }
    blocks
}

fn compared(view: View, row: &Row) -> Vec<Datum> {
    let share = |cell: &Cell| match cell.percent() {
        Some(tenths) => Datum::Share([tenths; 2]),
        None => Datum::Text(mark(cell)),
    };
    let change = match &row[5] {
        Cell::Change(by) => {
            let minus = if *by < 0 { "-" } else { "" };
            signed(&format!("{minus}{}", thousands(by.unsigned_abs())))
        }
        cell => mark(cell),
    };
    let change = match &row[6] {
        Cell::Percent(_) => {
            let percent = decimal(&row[6].to_string(), view.language);
            format!("{change} ({} %)", signed(&percent))
        }
        _ => change,
    };
    let label = if row[0].is(YEAR) {
        let all = Words::new("alla anmälningar", "all notifications");
        all.get(view.language).to_owned()
    } else {
        row[2].to_string()
    };
    vec![
        Datum::Text(label),
        Datum::count(&row[3]),
        Datum::count(&row[4]),
        Datum::Text(change),
        share(&row[7]),
        share(&row[8]),
    ]
}

/// A number with its sign.
fn signed(number: &str) -> String {
    let is_zero = number.chars().all(|sign| matches!(sign, '0' | ',' | '.'));
    match number.strip_prefix('-') {
        Some(rest) => format!("−{rest}"),
        None if is_zero => number.to_owned(),
        None => format!("+{number}"),
    }
}

/// What stands in place of a figure that is not given.
fn mark(cell: &Cell) -> String {
    let text = if *cell == Cell::Hidden {
        SHOWN_MARK
    } else {
        ""
    };
    text.to_owned()
}

const fn with_figures(first: Words) -> [Column; 7] {
    [
        Column::Words(first),
        Column::Figures(Words::new("anmälningar", "notifications")),
        Column::Figures(Words::new("för sent", "late")),
        Column::Figures(Words::new("med skäl", "with reasons")),
        Column::Figures(Words::new("median", "median")),
        Column::Figures(Words::new("lovar kompl.", "promise suppl.")),
        Column::Figures(Words::new("saknas", "missing")),
    ]
}

const YEARS: &[Column] = &with_figures(Words::new("år", "year"));
const CONTROLLERS: &[Column] = &with_figures(Words::new("personuppgiftsansvarig", "controller"));

/// The rows of a table of controllers, or of the years of all controllers together.
fn figures(view: View, table: &Table, key: usize, columns: &'static [Column]) -> Vec<Block> {
    let names = [
        "notifications",
        "late",
        "indeterminate",
        "reasons_given",
        "promised",
        "missing",
        "median_min",
        "median_max",
    ];
    let Ok([all, late, open, reasons, promised, missing, low, high]) = table.places(names) else {
        return Vec::new();
    };
    let partial = table.column("partial");
    let is_own = |row: &&Row| key == 0 || row[0].key() == Some(&Key::Total);
    let own: Vec<&Row> = table.rows.iter().filter(is_own).collect();
    if own.is_empty() || key > 0 && own.len() < 2 {
        return Vec::new();
    }
    let row = |row: &&Row| {
        let is_whole = partial.is_none_or(|at| row[at] == Cell::text("none"));
        let label = Told::word(&row[key].to_string(), view.language);
        let label = partial::year(&label, is_whole, view.language);
        let most = match (&row[late], &row[open]) {
            (Cell::Count(late), Cell::Count(open)) => Cell::Count(late + open),
            (_, open) => open.clone(),
        };
        let judged = row[low..=high]
            .iter()
            .all(|cell| matches!(cell, Cell::Hours(_)));
        let enough = row[all].count().is_some_and(|all| all >= SMALL_BASE);
        let median = match (&row[low], &row[high]) {
            (Cell::Hours(low), Cell::Hours(high)) if judged && enough => {
                Passed::hundredths(*low, *high).range(view.language)
            }
            (low, _) => mark(low),
        };
        let known = |cell: &Cell| match cell {
            Cell::Nothing => Datum::NoShare,
            cell => Datum::count(cell),
        };
        vec![
            Datum::Text(label),
            Datum::count(&row[all]),
            Datum::counts(&row[late], &most),
            Datum::count(&row[reasons]),
            Datum::Text(median),
            known(&row[promised]),
            known(&row[missing]),
        ]
    };
    let shown = own
        .iter()
        .take(MOST_ROWS.max(if key > 0 { own.len() } else { 0 }));
    let rows: Vec<_> = shown.map(row).collect();
    let more = own.len() - rows.len();
    let mut note = Words::new(
        "För sent: säkert minst, möjligen högst. Med skäl: av de säkert sena. Median från upptäckt till anmälan, där minst 30 är anmälda.",
        "Late: certainly at least, possibly at most. With reasons: of those certainly late. Median from discovery to receipt, where at least 30 were filed.",
    )
    .get(view.language)
    .to_owned();
    if more > 0 {
        let more = MORE.counted(Figure::Told(more as u64), view.language);
        note += &[" ", &view.left_out(&more, &table.id), "."].concat();
    }
    vec![
        Block::Heading(table.title.get(view.language)),
        Block::Grid(Grid {
            columns: columns.into(),
            rows,
        }),
        Block::plain(note),
    ]
}

/// The causes that came back, one on each line.
fn repeated(view: View, table: &Table) -> Vec<Block> {
    if table.rows.is_empty() {
        return Vec::new();
    }
    let line = |row: &Row| {
        let words = Words::new(
            "{controller}: {cause}, {area}: {many} anmälningar från {first} till {last}",
            "{controller}: {cause}, {area}: {many} notifications from {first} to {last}",
        );
        let facts = ["controller", "cause", "area", "many", "first", "last"];
        let cells = [0, 2, 4, 5, 6, 7].map(|at| Told::word(&row[at].to_string(), view.language));
        let facts = facts.into_iter().zip(cells);
        let empty = Message::from(words);
        let filled = facts.fold(empty, |words, (name, fact)| words.with(name, fact));
        filled.get(view.language)
    };
    let mut lines: Vec<String> = table.rows.iter().take(MOST_ROWS).map(line).collect();
    let more = table.rows.len() - lines.len();
    if more > 0 {
        let more = MORE.counted(Figure::Told(more as u64), view.language);
        lines.push(view.left_out(&more, &table.id));
    }
    let why = Words::new(
        "Samma grupp av orsaker i samma verksamhetsområde minst tre gånger inom tolv månader.",
        "The same group of causes in the same area at least three times within twelve months.",
    );
    vec![
        Block::Heading(table.title.get(view.language)),
        Block::plain(why.get(view.language)),
        Block::List(lines),
    ]
}
