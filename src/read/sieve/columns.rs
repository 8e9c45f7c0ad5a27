//! The columns of a table: what each holds, and how its keys look.

use std::borrow::Cow;

use super::{KeyColumns, Role, words};
use crate::decode::Charset;
use crate::form::squash;
use crate::read::trimmed::{is_margin, trimmed};
use crate::read::workbook::FIGURES;

/// The columns of a table, and how the keys in it look.
#[derive(Debug)]
pub(crate) struct Columns {
    /// The names in the header, squashed.
    pub(super) names: Vec<String>,
    roles: Vec<Role>,
    pub(super) keys: KeyColumns,
    charset: Charset,
    /// The looks of its keys, from its first rows.
    pub(super) shapes: Vec<String>,
}

/// How many looks of keys are kept in mind.
const SHAPES: usize = 16;

impl Columns {
    pub(crate) fn new(
        names: &[String],
        roles: Vec<Role>,
        keys: KeyColumns,
        charset: Charset,
    ) -> Self {
        let names = names.iter().map(|name| squash(name)).collect();
        Self {
            names,
            roles,
            keys,
            charset,
            shapes: Vec::new(),
        }
    }

    /// Learns from one of the first rows how keys look: from one that has a date, or,
    /// where no column holds any, from one with another answer.
    pub(crate) fn learn<'c>(&mut self, cells: impl Iterator<Item = &'c [u8]> + Clone) {
        let filled = cells
            .clone()
            .filter(|cell| !cell.trim_ascii().is_empty())
            .count();
        let dated = self.dated(cells.clone());
        if !dated && (filled < 2 || self.roles.contains(&Role::Moment)) {
            return;
        }
        for (at, cell) in cells.enumerate() {
            if self.role(at) != Role::Key || self.shapes.len() == SHAPES {
                continue;
            }
            let text = self.text(cell);
            let is_key = text.bytes().any(|byte| byte.is_ascii_digit())
                && !words::is_sum(&text)
                && words::subtotal(&text).is_none()
                && !words::is_named_note(&text)
                && !words::is_example(&text)
                && !text.starts_with(['#', FIGURES])
                && !words::is_long(&text, 5)
                && (dated || !words::is_period(&text));
            let shape = words::shape(&text);
            let is_name = self
                .names
                .get(at)
                .is_some_and(|name| *name == squash(&text));
            if is_key && !is_name && !self.shapes.contains(&shape) {
                self.shapes.push(shape);
            }
        }
    }

    pub(super) fn role(&self, at: usize) -> Role {
        self.roles.get(at).copied().unwrap_or(Role::Unread)
    }

    /// Whether a column holds dates or times.
    pub(crate) fn is_moment(&self, at: usize) -> bool {
        self.role(at) == Role::Moment
    }

    /// The text of a cell without blanks around it.
    pub(super) fn text<'c>(&self, cell: &'c [u8]) -> Cow<'c, str> {
        trimmed(self.charset.text(cell), is_margin)
    }

    /// Whether a text is an option of the question of its column.
    pub(super) fn is_option(&self, at: usize, text: &str) -> bool {
        let mut options = self.keys.options.iter();
        options.any(|(column, question)| *column == at && question.find_option(text).is_some())
    }

    /// Whether a column of moments holds one.
    pub(super) fn dated<'c>(&self, cells: impl Iterator<Item = &'c [u8]>) -> bool {
        cells
            .enumerate()
            .any(|(at, cell)| self.role(at) == Role::Moment && words::is_date(cell))
    }

    /// Whether a row has a key that looks as those of the table, or a date.
    pub(super) fn has_key_or_date<'c>(
        &self,
        cells: impl Iterator<Item = &'c [u8]> + Clone,
    ) -> bool {
        let is_key = |(at, cell)| self.role(at) == Role::Key && self.is_key(&self.text(cell));
        self.dated(cells.clone()) || cells.enumerate().any(is_key)
    }

    /// Whether the keys of the table have numbers.
    pub(super) fn has_numbered_keys(&self) -> bool {
        self.shapes.iter().any(|shape| shape.contains('9'))
    }

    /// Whether a text looks as the keys of the table do.
    pub(super) fn is_key(&self, text: &str) -> bool {
        !self.shapes.is_empty()
            && self.shapes.contains(&words::shape(text))
            && !words::is_period_in_words(text)
    }
}
