//! What the columns of words said in the first rows of a table, and what stood beside it: a row
//! below may be the figures of one of those words.

use std::collections::HashMap;

use super::{Columns, Filled, Role, words};
use crate::form::squash;

/// How many rows are kept in mind.
const ROWS: u32 = 2_000;
/// Longer texts are no words.
const LONGEST: usize = 60;

/// The words of the first rows, by their columns.
#[derive(Debug, Default)]
pub(super) struct Seen {
    rows: u32,
    words: HashMap<(usize, String), Of>,
}

/// What stands beside a word.
#[derive(Debug, Default)]
struct Of {
    rows: u32,
    /// The sum of each column of amounts; none where something else stands in it, too.
    sums: Vec<(usize, Option<u64>)>,
}

impl Of {
    fn add(&mut self, at: usize, number: Option<u64>) {
        match self.sums.iter_mut().find(|(column, _)| *column == at) {
            Some((_, sum)) => *sum = sum.zip(number).and_then(|(a, b)| a.checked_add(b)),
            None => self.sums.push((at, number)),
        }
    }
}

impl Seen {
    /// Adds a row.
    pub(super) fn add<'c>(
        &mut self,
        columns: &Columns,
        cells: impl Iterator<Item = &'c [u8]> + Clone,
    ) {
        self.rows = self.rows.saturating_add(1);
        if self.rows > ROWS {
            return;
        }
        let numbers: Vec<(usize, Option<u64>)> = cells
            .clone()
            .enumerate()
            .filter(|(at, cell)| columns.role(*at) == Role::Amount && !cell.trim_ascii().is_empty())
            .map(|(at, cell)| (at, words::whole(cell.trim_ascii())))
            .collect();
        for (at, cell) in cells.enumerate() {
            let may_group = !matches!(columns.role(at), Role::Amount | Role::Prose);
            if !may_group || cell.is_empty() || cell.len() > LONGEST {
                continue;
            }
            let of = self
                .words
                .entry((at, squash(&columns.text(cell))))
                .or_default();
            of.rows += 1;
            for (column, number) in &numbers {
                of.add(*column, *number);
            }
        }
    }

    fn of(&self, at: usize, text: &str) -> Option<&Of> {
        self.words.get(&(at, squash(text)))
    }

    /// Whether a column had this in a row above.
    pub(super) fn has(&self, at: usize, text: &str) -> bool {
        self.of(at, text).is_some()
    }

    /// Whether any column had this in a row above.
    pub(super) fn has_anywhere(&self, text: &str) -> bool {
        let text = squash(text);
        self.words.keys().any(|(_, word)| *word == text)
    }

    /// Whether a row is a word of the rows above and its figures alone: the sums of those that
    /// have it, which are some of them; below a `gap` or another sum also of one alone, or how many
    /// they are.
    pub(super) fn is_of_word(&self, filled: &[Filled], gap: bool, is_below_sum: bool) -> bool {
        let (amounts, labels): (Vec<&Filled>, Vec<&Filled>) =
            filled.iter().partition(|cell| cell.role == Role::Amount);
        let [label] = labels[..] else { return false };
        let Some(of) = self.of(label.at, &label.text).filter(|_| self.rows <= ROWS) else {
            return false;
        };
        let is_figure = |cell: &&Filled| {
            let Some(number) = words::whole(cell.text.as_bytes()) else {
                return false;
            };
            let sum = of.sums.iter().find(|(at, _)| *at == cell.at);
            let is_sum = sum.is_some_and(|(_, sum)| *sum == Some(number));
            is_sum && (of.rows > 1 || gap || is_below_sum)
                || number == u64::from(of.rows) && (of.rows > 1 && gap || is_below_sum)
        };
        of.rows < self.rows && !amounts.is_empty() && amounts.iter().all(is_figure)
    }
}
