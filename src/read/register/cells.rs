//! What the cells of a register say: whether, how many. People write them as they come.

use crate::form::squash;
use crate::read::receipts::Cell;
use crate::value::{Band, Count, Written, parse_band, parse_count};

/// How many persons a breach concerns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Persons {
    /// This many.
    Exactly(u64),
    /// About this many.
    About(u64),
    /// A number within a band.
    Within(Band),
}

/// Words that say nothing, squashed.
const NOTHING: [&str; 12] = [
    "",
    "saknas",
    "uppgiftsaknas",
    "okänt",
    "okänd",
    "oklart",
    "vetinte",
    "vetej",
    "unknown",
    "na",
    "none",
    "unclear",
];
const YES: [&str; 11] = [
    "ja",
    "j",
    "yes",
    "y",
    "x",
    "anmäld",
    "anmält",
    "notified",
    "reported",
    "informerad",
    "informerade",
];
const NO: [&str; 6] = ["nej", "n", "no", "ej", "inte", "not"];
/// How sums below a table begin, squashed.
const SUMS: [&str; 6] = ["summa", "totalt", "total", "totalsumma", "sum", "delsumma"];

/// Whether a cell says nothing: it is empty, has only signs, or says that it is not known.
pub(super) fn is_nothing(cell: &str) -> bool {
    NOTHING.contains(&squash(cell).as_str())
}

/// Whether a cell begins a row of sums.
pub(super) fn is_sum(cell: &str) -> bool {
    let word = cell.split([' ', ':', '\u{a0}']).next().unwrap_or_default();
    SUMS.contains(&squash(word).as_str())
}

/// Yes or no, by its first word: `Ja 2021-01-22`.
pub(super) fn yes_or_no(cell: &str) -> Cell<bool> {
    let words = cell.split(|c: char| !c.is_alphanumeric());
    let first = words.map(squash).find(|word| !word.is_empty());
    match first.unwrap_or_default().as_str() {
        word if YES.contains(&word) => Cell::Given(true),
        word if NO.contains(&word) => Cell::Given(false),
        _ if is_nothing(cell) => Cell::Empty,
        _ => Cell::Unreadable,
    }
}

/// How many persons a cell says.
pub(super) fn persons(cell: &str) -> Cell<Persons> {
    if is_nothing(cell) {
        return Cell::Empty;
    }
    match parse_count(cell) {
        Count::Exact(count, Written::About) => Cell::Given(Persons::About(count)),
        Count::Exact(count, _) => Cell::Given(Persons::Exactly(count)),
        Count::Span(min, max) => {
            let max = Some(max);
            Cell::Given(Persons::Within(Band { min, max }))
        }
        _ => Cell::read(cell, |cell| parse_band(cell).map(Persons::Within)),
    }
}
