//! The rules that found most, as the summary shows them: with the levels of their
//! findings, and how often rules could not be run.

use std::cmp::Reverse;

use super::View;
use crate::config::{Language, Words};
use crate::disclosure::Figure;
use crate::finding::Severity;
use crate::report::block::{Block, Column, Datum, Grid};
use crate::report::counted::Forms;
use crate::table::{Cell, Key, Row, Table};

/// How many are shown.
const MOST_RULES: usize = 12;

const NOT_RUN: Forms = Forms::new(
    Words::new("regel kunde inte köras", "rule could not be run"),
    Words::new("regler kunde inte köras", "rules could not be run"),
);

const COLUMNS: &[Column] = &[
    Column::Words(Words::new("kod", "code")),
    Column::Words(Words::new("fynd", "finding")),
    Column::Words(Words::new("nivå", "level")),
    // Of all kinds: supplements and rows of a register too.
    Column::Figures(Words::new("handlingar", "filings")),
    Column::Figures(Words::new("antal fynd", "findings")),
];

/// The rules with the most notifications, and how often rules could not be run. If the
/// rules are not told, why.
pub(super) fn blocks(view: View, no_rules: Option<Words>) -> Vec<Block> {
    let language = view.language;
    if let Some(why) = no_rules {
        let why = why.get(language);
        let text = Words::new(
            "rules.csv utelämnas: {why}.",
            "rules.csv is left out: {why}.",
        )
        .with("why", why)
        .get(language);
        return vec![Block::plain(text)];
    }
    if view.is_withheld("rules") {
        return vec![Block::plain(
            Words::new("Visas inte (..).", "Withheld (..).").get(language),
        )];
    }
    let Some(table) = view.table("rules") else {
        return Vec::new();
    };
    let rows = rows(table, language);
    let mut blocks = vec![if rows.is_empty() {
        Block::plain(Words::new("Inga.", "None.").get(language))
    } else {
        Block::Grid(Grid {
            columns: COLUMNS.into(),
            rows,
        })
    }];
    let is_silent = |row: &&Row| !matches!(row[5], Cell::Nothing | Cell::Count(0));
    let silent = table.rows.iter().filter(is_silent).count();
    if silent > 0 {
        let silent = NOT_RUN.told(silent, language);
        // A rule that could not be run on a few is not told apart where counts are rounded.
        let least = if view.rounded_to().is_some() {
            Words::new("Minst ", "At least ").get(language)
        } else {
            ""
        };
        let file = view.file("rules");
        blocks.push(Block::plain(Words::new("{least}{silent} på alla anmälningar, eftersom svar saknas i kopian eller aldrig efterfrågades{file}.", "{least}{silent} on every notification, because answers were lost in the copy or never asked{file}.").with("least", least).with("silent", silent).with("file", file).get(language)));
    }
    blocks
}

const BY_YEAR: &[Column] = &[
    Column::Words(Words::new("år", "year")),
    Column::Words(Words::new("kod", "code")),
    Column::Words(Words::new("fynd", "finding")),
    Column::Figures(Words::new("anmälningar", "notifications")),
    Column::Figures(Words::new("året före", "the year before")),
    Column::Figures(Words::new("av årets", "of the year's")),
];

/// The most frequent findings of each year, of all controllers together.
pub(super) fn by_year(view: View) -> Vec<Block> {
    let Some(table) = view.table("frequent-findings") else {
        return Vec::new();
    };
    let names = ["notifications", "notifications_before", "base"];
    let Ok(places) = table.places(names) else {
        return Vec::new();
    };
    let is_own = |row: &&Row| row[0].key() == Some(&Key::Total);
    let known = |cell: &Cell| match cell {
        Cell::Nothing => Datum::NoShare,
        cell => Datum::count(cell),
    };
    let row = |row: &Row| {
        let title = title([&row[2], &row[3]], view.language);
        let words = [view.label(table, row, 1), row[2].to_string(), title];
        let figures = places.map(|at| known(&row[at]));
        words.map(Datum::Text).into_iter().chain(figures).collect()
    };
    let rows: Vec<Vec<Datum>> = table.rows.iter().filter(is_own).map(row).collect();
    if rows.is_empty() {
        return Vec::new();
    }
    vec![
        Block::Heading(table.title.get(view.language)),
        Block::Grid(Grid {
            columns: BY_YEAR.into(),
            rows,
        }),
    ]
}

fn rows(table: &Table, language: Language) -> Vec<Vec<Datum>> {
    let mut found: Vec<&Row> = table
        .rows
        .iter()
        .filter(|row| row[3] != Cell::Count(0))
        .collect();
    // A hidden count comes last. Its place must not show how large it is.
    found.sort_by_key(|row| (Reverse(Figure::of_cell(&row[4]).told()), row[0].to_string()));
    let row = |row: &Row| {
        let code = Datum::Text(row[0].to_string());
        let title = Datum::Text(title([&row[0], &row[1]], language));
        let levels = Datum::Text(levels(row, language));
        vec![
            code,
            title,
            levels,
            Datum::count(&row[4]),
            Datum::count(&row[3]),
        ]
    };
    found.into_iter().take(MOST_RULES).map(row).collect()
}

/// What people read instead of a rule's name, by its code. It is the name if a later version of
/// the program has rules that this one does not know.
fn title([code, name]: [&Cell; 2], language: Language) -> String {
    let rule = crate::check::rules()
        .iter()
        .find(|rule| code.is(rule.code.as_str()));
    rule.map_or_else(
        || name.to_string(),
        |rule| rule.title.get(language).to_owned(),
    )
}

/// The levels of a rule's findings, the gravest first. They may differ from the rule's
/// own, and from each other.
fn levels(row: &Row, language: Language) -> String {
    let found = Severity::GRAVEST_FIRST
        .iter()
        .zip(&row[6..])
        .filter(|(_, count)| **count != Cell::Count(0));
    let words: Vec<&str> = found
        .map(|(level, _)| level.words().get(language))
        .collect();
    words.join(", ")
}
