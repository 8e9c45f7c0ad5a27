//! The rules that found most, as the summary shows them: with the levels of their
//! findings, and how often rules could not be run.

use std::cmp::Reverse;
use std::fmt::Write as _;

use crate::config::{Language, Words};
use crate::disclosure::Figure;
use crate::finding::Severity;
use crate::report::counted::Forms;
use crate::report::summary::{View, aligned};
use crate::statistics::thousands;
use crate::table::{Cell, Row};

/// How many are shown.
const MOST_RULES: usize = 12;

const NOT_RUN: Forms = Forms::new(
    Words::new("regel kunde inte köras", "rule could not be run"),
    Words::new("regler kunde inte köras", "rules could not be run"),
);

/// The rules with the most notifications, and how often rules could not be run.
pub(in crate::report) fn top_rules(view: View, out: &mut String) {
    let language = view.language;
    let Some(table) = view.table("rules") else {
        return;
    };
    if view.is_withheld("rules") {
        let words = Words::new("Visas inte (..).", "Withheld (..).").get(language);
        let _ = writeln!(out, "{words}\n");
        return;
    }
    let figure = |row: &Row, at: usize| Figure::of_cell(&row[at]);
    let mut found: Vec<&Row> = table
        .rows
        .iter()
        .filter(|row| figure(row, 3) != Figure::Told(0))
        .collect();
    // What is suppressed stands last: where it stands must not tell how many it is.
    found.sort_by_key(|row| (Reverse(figure(row, 4).told()), row[0].to_string()));
    let words = |words: Words| words.get(language).to_owned();
    let header = vec![
        words(Words::new("kod", "code")),
        words(Words::new("fynd", "finding")),
        words(Words::new("nivå", "level")),
        words(Words::new("anmälningar", "notifications")),
        words(Words::new("antal fynd", "findings")),
    ];
    let rows: Vec<Vec<String>> = found
        .iter()
        .take(MOST_RULES)
        .map(|row| {
            vec![
                row[0].to_string(),
                title(row, language),
                levels(row, language),
                figure(row, 4).text(thousands),
                figure(row, 3).text(thousands),
            ]
        })
        .collect();
    if rows.is_empty() {
        let _ = writeln!(out, "{}\n", Words::new("Inga.", "None.").get(language));
    } else {
        aligned(&header, &rows, 3, out);
    }
    let silent = table
        .rows
        .iter()
        .filter(|row| !matches!(row[5], Cell::Nothing | Cell::Count(0)))
        .count();
    if silent > 0 {
        let silent = NOT_RUN.told(silent, language);
        let _ = match language {
            Language::Sv => writeln!(
                out,
                "{silent} på alla anmälningar, eftersom svar saknas i kopian eller aldrig efterfrågades (tables/rules.csv, run.json).\n"
            ),
            Language::En => writeln!(
                out,
                "{silent} on every notification, because answers were lost in the copy or never asked (tables/rules.csv, run.json).\n"
            ),
        };
    }
}

/// What people read instead of a rule's name; the name where a later version knows
/// more rules.
fn title(row: &Row, language: Language) -> String {
    let rule = crate::check::rules()
        .iter()
        .find(|rule| row[0].is(rule.code.as_str()));
    rule.map_or_else(
        || row[1].to_string(),
        |rule| rule.title.get(language).to_owned(),
    )
}

/// The levels of a rule's findings, the gravest first: they may differ from the
/// rule's own, and from each other.
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
