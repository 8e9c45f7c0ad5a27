//! What is told of the rows of a table: findings about the input as a whole.

use super::{Left, words};
use crate::check::form::{NO_HEADER_ROW, ROWS_NOT_COUNTED};
use crate::config::Words;
use crate::finding::{Fact, Finding};

/// The kinds in the order in which they are told, with what one and what several are called.
const KINDS: [(Left, Words, Words); 16] = [
    (
        Left::Title,
        Words::new("titelrad", "title row"),
        Words::new("titelrader", "title rows"),
    ),
    (
        Left::Header,
        Words::new("upprepad rubrikrad", "repeated header row"),
        Words::new("upprepade rubrikrader", "repeated header rows"),
    ),
    (
        Left::Units,
        Words::new("rad med enheter", "row of units"),
        Words::new("rader med enheter", "rows of units"),
    ),
    (
        Left::Heading,
        Words::new("mellanrubrik", "heading"),
        Words::new("mellanrubriker", "headings"),
    ),
    (
        Left::Sum,
        Words::new("summarad", "sum row"),
        Words::new("summarader", "sum rows"),
    ),
    (
        Left::Note,
        Words::new("fotnot", "note"),
        Words::new("fotnoter", "notes"),
    ),
    (
        Left::Example,
        Words::new("exempelrad", "example row"),
        Words::new("exempelrader", "example rows"),
    ),
    (
        Left::Comment,
        Words::new("kommentarsrad", "comment row"),
        Words::new("kommentarsrader", "comment rows"),
    ),
    (
        Left::OtherTable,
        Words::new("rad i en annan tabell", "row of another table"),
        Words::new("rader i en annan tabell", "rows of another table"),
    ),
    (
        Left::Blank,
        Words::new("tom rad", "blank row"),
        Words::new("tomma rader", "blank rows"),
    ),
    (
        Left::NoAnswer,
        Words::new("rad utan något svar", "row without any answer"),
        Words::new("rader utan något svar", "rows without any answer"),
    ),
    (
        Left::Skipped,
        Words::new("överhoppad rad (skip)", "row passed over (skip)"),
        Words::new("överhoppade rader (skip)", "rows passed over (skip)"),
    ),
    (
        Left::Unmet,
        Words::new(
            "rad som inte uppfyller villkoren (where)",
            "row that does not meet the conditions (where)",
        ),
        Words::new(
            "rader som inte uppfyller villkoren (where)",
            "rows that do not meet the conditions (where)",
        ),
    ),
    (
        Left::Incomplete,
        Words::new(
            "rad där ett krav är tomt (required)",
            "row that lacks what is required (required)",
        ),
        Words::new(
            "rader där ett krav är tomt (required)",
            "rows that lack what is required (required)",
        ),
    ),
    (
        Left::Below,
        Words::new(
            "rad efter tabellens slut (until)",
            "row after the end of the table (until)",
        ),
        Words::new(
            "rader efter tabellens slut (until)",
            "rows after the end of the table (until)",
        ),
    ),
    (
        Left::Weightless,
        Words::new(
            "rad som står för noll anmälningar (weight)",
            "row that stands for no notification (weight)",
        ),
        Words::new(
            "rader som står för noll anmälningar (weight)",
            "rows that stand for no notification (weight)",
        ),
    ),
];

/// How many rows were left out, by kind.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    counts: [u32; KINDS.len()],
    /// The line of the first.
    line: Option<u32>,
}

impl Tally {
    /// Counts one, on a line of the input.
    pub(crate) fn add(&mut self, left: Left, line: u32) {
        if let Some(at) = KINDS.iter().position(|(kind, ..)| *kind == left) {
            self.counts[at] += 1;
        }
        self.line.get_or_insert(line);
    }

    /// Whether any was left out for this reason.
    pub(crate) fn has(&self, left: Left) -> bool {
        let mut counts = KINDS.iter().zip(self.counts);
        counts.any(|((kind, ..), count)| *kind == left && count > 0)
    }

    /// F014, at the first of them.
    pub(crate) fn finding(&self) -> Option<Finding> {
        let line = self.line?;
        let kinds = KINDS
            .iter()
            .zip(self.counts)
            .filter(|(_, count)| *count > 0);
        let named = kinds
            .map(|((_, one, several), count)| (count, if count == 1 { *one } else { *several }));
        let counts = Fact::Counts(named.collect());
        Some(ROWS_NOT_COUNTED.finding(0, line).with("rows", counts))
    }
}

/// F013, at the row that stands where the header should.
pub(crate) fn no_header(line: u32) -> Finding {
    NO_HEADER_ROW.finding(0, line)
}

/// Whether the first row of a table is data as the second: dates or numbers stand in
/// the same columns of both.
pub(crate) fn is_data(first: &[String], second: &[String]) -> bool {
    let both = |is: fn(&str) -> bool| first.iter().zip(second).any(|(a, b)| is(a) && is(b));
    both(|cell| words::is_date(cell.as_bytes()))
        || both(|cell| words::is_figure(cell) && !words::is_period(cell))
}

/// Whether a date, a key or a number of one row is written as what stands below it.
pub(crate) fn is_alike(first: &[String], second: &[String]) -> bool {
    let is_bare = |cell: &str| !cell.chars().any(char::is_alphabetic) && words::is_figure(cell);
    let is_value =
        |cell: &str| words::is_date(cell.as_bytes()) || is_bare(cell) && !words::is_period(cell);
    let mut pairs = first.iter().zip(second);
    pairs.any(|(a, b)| is_value(a) && is_value(b) && words::shape(a) == words::shape(b))
}

/// F014 that says how many rows are how many notifications, unless each row is one.
pub(super) fn counted((rows, notifications): (u32, u32)) -> Option<Finding> {
    (rows != notifications).then(|| {
        let finding = ROWS_NOT_COUNTED.finding(0, 0).saying(COUNTED);
        finding
            .with("rows", rows)
            .with("notifications", notifications)
    })
}

const COUNTED: Words = Words::new(
    "Enligt mappningen är {rows} rader {notifications} anmälningar.",
    "By the mapping, {rows} rows are {notifications} notifications.",
);
