//! Rows at the end of a table that hold nothing but a number, one after another, where all rows
//! above have a date: perhaps numbers that were given in advance. They count, and are told.

use super::{Columns, Role};
use crate::check::form::ROWS_NOT_COUNTED;
use crate::config::Words;
use crate::finding::Finding;

/// The rows at the end so far.
#[derive(Debug, Default)]
pub(super) struct Trailing {
    /// The line of the first of them, and how many there are.
    first: Option<(u32, u32)>,
    /// The number with which the key of the last one ends.
    number: u64,
    /// Whether a row above them has no date.
    undated: bool,
    /// Whether there is a row above them.
    below: bool,
}

impl Trailing {
    /// Adds a row. A plain one has a date.
    pub(super) fn add<'c>(
        &mut self,
        columns: &Columns,
        cells: impl Iterator<Item = &'c [u8]> + Clone,
        line: u32,
        is_plain: bool,
    ) {
        if is_plain {
            self.undated |= self.first.take().is_some();
            self.below = true;
            return;
        }
        let number = number(columns, cells.clone());
        match (number, &mut self.first) {
            (Some(number), Some((_, rows))) if number == self.number + 1 => *rows += 1,
            (Some(_), None) if self.below => self.first = Some((line, 1)),
            _ => {
                self.undated |= self.first.take().is_some() || !columns.dated(cells);
                self.below = true;
            }
        }
        self.number = number.unwrap_or(0);
    }

    /// F014 that says that they count.
    pub(super) fn finding(&self) -> Option<Finding> {
        let (line, rows) = self.first.filter(|(_, rows)| *rows > 1 && !self.undated)?;
        let finding = ROWS_NOT_COUNTED.finding(0, line).saying(NUMBERED);
        Some(finding.with("rows", rows))
    }
}

/// The number with which the key of a row ends that holds nothing else.
fn number<'c>(columns: &Columns, cells: impl Iterator<Item = &'c [u8]>) -> Option<u64> {
    let mut filled = cells
        .enumerate()
        .filter(|(_, cell)| !cell.trim_ascii().is_empty());
    let (at, cell) = filled.next()?;
    if filled.next().is_some() || columns.role(at) != Role::Key {
        return None;
    }
    let text = columns.text(cell);
    let digits = text.bytes().rev().take_while(u8::is_ascii_digit).count();
    let number = text.get(text.len() - digits..)?.parse().ok()?;
    columns.is_key(&text).then_some(number)
}

const NUMBERED: Words = Words::new(
    "De sista {rows} raderna har bara ett nummer, i löpande följd. De räknas som anmälningar. Är numren satta i förväg, ta bort raderna eller låt mappningen kräva en kolumn till (required i [rows]).",
    "The last {rows} rows have nothing but a number, one after another. They count as notifications. If the numbers were given in advance, take the rows away, or let the mapping require another column (required in [rows]).",
);
