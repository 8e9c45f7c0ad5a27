//! The one-way tables that the summary shows, with bars and their base.

use std::cmp::Reverse;

use super::parts::{aside, columns, footing};
use super::{SMALL_BASE, View, shares};
use crate::config::Words;
use crate::disclosure::Figure;
use crate::report::block::{Block, Column, Datum, Grid};
use crate::report::counted::{Forms, NOTIFICATIONS};
use crate::report::order::{is_rest, ordered};
use crate::table::{Cell, Key, Row, Table};

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
            blocks.push(Block::Heading(table.title.get(view.language).clone()));
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

const COLUMNS: &[Column] = &columns(Words::new("svar", "answer"));

/// The base of a one-way table, and what is to be known of its figures.
pub(in crate::report) fn base_of(view: View, table: &Table) -> String {
    let base = view.base(&table.id);
    let is_small = base.told().is_some_and(|base| base < SMALL_BASE);
    Words::new(
        "Bas: {counted} med svar.{footing}",
        "Base: {counted} with an answer.{footing}",
    )
    .with("counted", NOTIFICATIONS.counted(base, view.language))
    .with("footing", footing(view, table, is_small))
    .get(view.language)
}

/// The rows of a one-way table with bars, and its base.
pub(super) fn bars(view: View, table: &Table) -> [Block; 2] {
    let base = view.base(&table.id);
    let is_small = base.told().is_none_or(|base| base < SMALL_BASE);
    let is_value = |row: &&Row| row[0].key().is_some_and(Key::is_value);
    let row = |row: &Row| {
        if !is_value(&row) {
            return aside(row);
        }
        // A share that rounding would move is left out, too.
        let share = if is_small { &Cell::Nothing } else { &row[4] };
        let [share, bar] = Datum::shares(share, share);
        vec![
            Datum::Text(view.label(table, row, 1)),
            Datum::count(&row[3]),
            share,
            bar,
        ]
    };
    let (mut values, others): (Vec<_>, Vec<_>) = ordered(table).into_iter().partition(is_value);
    let left_out = values.len().saturating_sub(MOST_ROWS);
    if left_out > 0 {
        // Long tables show their largest rows. The CSV has all.
        values.sort_by_key(|row| Reverse(Figure::of_cell(&row[3]).told()));
        values.truncate(MOST_ROWS);
        values.sort_by_key(|row| row[0].key().is_some_and(is_rest));
    }
    let mut note = base_of(view, table);
    if left_out > 0 {
        let more = MORE_ROWS.told(left_out, view.language);
        note += &[" ", &view.left_out(&more, &table.id), "."].concat();
    }
    let rows = values.into_iter().chain(others).map(row).collect();
    let grid = Grid {
        columns: COLUMNS.into(),
        rows,
    };
    [Block::Grid(grid), Block::plain(note)]
}
