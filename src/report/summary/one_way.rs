//! The one-way tables that the summary shows, with bars and their base.

use std::cmp::Reverse;

use super::{SMALL_BASE, View, shares, suppressed};
use crate::config::Words;
use crate::disclosure::Figure;
use crate::report::block::{Block, Column, Datum, Grid};
use crate::report::counted::{Forms, NOTIFICATIONS, filled};
use crate::table::{Key, Row, Table};

/// The tables shown, in order.
const SHOWN: &[&str] = &[
    "time-to-report",
    "sector",
    "area-group",
    "type-group",
    "cause-group",
    "severity",
    "data-subjects",
    "informed",
    "year",
];
/// How many rows of a table are shown.
const MOST_ROWS: usize = 12;

const MORE_ROWS: Forms = Forms::new(
    Words::new("ytterligare rad", "more row"),
    Words::new("ytterligare rader", "more rows"),
);

/// The one-way tables that a summary shows, each with its title.
pub(super) fn blocks(view: View) -> Vec<Block> {
    let mut blocks = Vec::new();
    for id in SHOWN {
        if let Some(table) = view.table(id).filter(|table| !table.rows.is_empty()) {
            blocks.push(Block::heading(table.title.get(view.language)));
            blocks.extend(match *id {
                "time-to-report" => shares::spans(view, table),
                _ => bars(view, table).to_vec(),
            });
        }
        if *id == "data-subjects" {
            blocks.extend(shares::affected(view));
        }
    }
    blocks
}

/// The columns of a table with bars.
pub(super) fn columns(view: View, first: Words) -> Vec<Column> {
    let shown = |words: Words| words.get(view.language).to_owned();
    vec![
        Column::Words(shown(first)),
        Column::Figures(shown(Words::new("anmälningar", "notifications"))),
        Column::Figures(shown(Words::new("procent", "percent"))),
        Column::Bars,
    ]
}

/// The rows of a one-way table with bars, and its base.
pub(super) fn bars(view: View, table: &Table) -> [Block; 2] {
    let language = view.language;
    let base = view.base(&table.id);
    let is_small = base.told().is_none_or(|base| base < SMALL_BASE);
    let is_value = |row: &&Row| row[0].key().is_some_and(Key::is_value);
    let row = |row: &Row| match (is_value(&row), row[4].percent()) {
        (false, _) => aside(row),
        (true, Some(share)) if !is_small => vec![
            Datum::Text(row[1].to_string()),
            Datum::count(&row[3]),
            Datum::Share([share; 2]),
            Datum::Bar([share; 2]),
        ],
        // A share that rounding would move is left out, too.
        (true, _) => vec![
            Datum::Text(row[1].to_string()),
            Datum::count(&row[3]),
            Datum::NoShare,
            Datum::Blank,
        ],
    };
    let (mut values, others): (Vec<_>, Vec<_>) = table.rows.iter().partition(is_value);
    let left_out = values.len().saturating_sub(MOST_ROWS);
    if left_out > 0 {
        // Long tables show their largest rows; the CSV has all.
        values.sort_by_key(|row| Reverse(Figure::of_cell(&row[3]).told()));
        values.truncate(MOST_ROWS);
    }
    let words = Words::new("Bas: {} med svar.", "Base: {} with an answer.");
    let mut note = filled(words, language, &[&NOTIFICATIONS.counted(base, language)]);
    note += &footing(view, table, is_small && base.told().is_some());
    if left_out > 0 {
        let words = Words::new(" {} i tables/{}.csv.", " {} in tables/{}.csv.");
        let more = MORE_ROWS.told(left_out, language);
        note += &filled(words, language, &[&more, &table.id]);
    }
    let grid = Grid {
        columns: columns(view, Words::new("svar", "answer")),
        rows: values.into_iter().chain(others).map(row).collect(),
    };
    [Block::Grid(grid), Block::paragraph(note)]
}

/// A row that stands outside the base: in brackets and without a share.
pub(super) fn aside(row: &Row) -> Vec<Datum> {
    let label = Datum::Text(format!("({})", row[1]));
    vec![label, Datum::count(&row[3]), Datum::Blank, Datum::Blank]
}

/// What is said below a table of its shares and suppressed counts.
pub(super) fn footing(view: View, table: &Table, is_small: bool) -> String {
    let mut note = String::new();
    if is_small {
        let words = Words::new(
            " Under 30: inga procenttal här.",
            " Below 30: no percentages here.",
        );
        note.push_str(words.get(view.language));
    }
    if let Some(count) = view.hidden.by_table.get(&table.id) {
        note.push(' ');
        note.push_str(&suppressed(*count, view.language));
    }
    note
}
