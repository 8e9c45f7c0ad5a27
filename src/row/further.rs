//! The columns that form files add to the records: choices and numbers of mapped exports.

use crate::form::{Edition, Extra, ExtraNumber};
use crate::row::{Cell, NOT_ASKED, Row};

/// The extra dimensions of editions, in order, each name once.
pub(crate) fn extras(editions: &[&'static Edition]) -> Vec<&'static Extra> {
    let mut extras: Vec<&'static Extra> = Vec::new();
    for extra in editions.iter().flat_map(|edition| &edition.extras) {
        if !extras.iter().any(|known| known.name == extra.name) {
            extras.push(extra);
        }
    }
    extras
}

/// The extra numbers of editions, in order, each name once.
pub(crate) fn numbers(editions: &[&'static Edition]) -> Vec<&'static ExtraNumber> {
    let mut numbers: Vec<&'static ExtraNumber> = Vec::new();
    for number in editions.iter().flat_map(|edition| &edition.numbers) {
        if !numbers.iter().any(|known| known.name == number.name) {
            numbers.push(number);
        }
    }
    numbers
}

/// A column that a form file adds to the records.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Further {
    /// Its name.
    pub(crate) column: &'static str,
    /// The name of what stands in it.
    name: &'static str,
    cell: for<'r> fn(&'r Row, &str) -> Cell<'r>,
}

impl Further {
    /// The cell of a row.
    pub(crate) fn cell<'r>(&self, row: &'r Row) -> Cell<'r> {
        (self.cell)(row, self.name)
    }
}

/// The columns that form files add to the records: choices, then numbers.
pub(crate) fn further(editions: &[&'static Edition]) -> Vec<Further> {
    let choices = extras(editions).into_iter().map(|extra| Further {
        column: &extra.column,
        name: &extra.name,
        cell: Row::extra,
    });
    let numbers = numbers(editions).into_iter().map(|number| Further {
        column: &number.column,
        name: &number.name,
        cell: Row::number,
    });
    choices.chain(numbers).collect()
}

impl Row {
    /// The cell of an extra dimension.
    pub(crate) fn extra(&self, name: &str) -> Cell<'_> {
        let at = self
            .edition
            .extras
            .iter()
            .position(|extra| extra.name == name);
        let cell = |at: usize| {
            let question = &self.edition.extras[at].question;
            self.choices
                .cell(self.edition.choices().len() + at, Some(question))
        };
        at.and_then(cell).unwrap_or(NOT_ASKED)
    }

    /// The cell of an extra number.
    pub(crate) fn number(&self, name: &str) -> Cell<'_> {
        let numbers = self.rare.as_ref().map_or(&[][..], |rare| &rare.numbers);
        let mut all = self.edition.numbers.iter().zip(numbers);
        match all.find(|(number, _)| number.name == name) {
            Some((_, Ok(hundredths))) => Cell::Hundredths(*hundredths),
            Some((_, Err(word))) => Cell::Word(word.as_str()),
            None => NOT_ASKED,
        }
    }
}
