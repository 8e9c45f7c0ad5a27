//! One entry of a mapping at work: the cells or values that it takes come to its field.

use std::borrow::Cow;

use super::{Field, Target};
use crate::form::Key;
use crate::read::trimmed::{is_margin, trimmed};
use crate::read::{Item, Mark, Raw, Record, Value};

impl Field {
    /// Gives all that it fills one value; of two parts the second is lost.
    pub(super) fn give<'a>(&self, record: &mut Record<'a>, line: u32, value: Value<'a>) {
        match self.to {
            Target::Field(key, index, _) => self.put(record, key, index, line, value),
            Target::Moment(date, time, index) => {
                record.push(date, index, line, value);
                record.push(time, index, line, Value::Lost);
            }
            Target::Amount(exact, band) => {
                record.push(exact, 0, line, value);
                record.push(band, 0, line, Value::Lost);
            }
            Target::Extra(at) => self.put_extra(record, at, value),
            Target::Number(at) => record.numbers.push((at, value)),
        }
    }

    /// Adds a value to the answers; entries that fill the same field add to each other.
    pub(super) fn put<'a>(
        &self,
        record: &mut Record<'a>,
        key: Key,
        index: u16,
        line: u32,
        value: Value<'a>,
    ) {
        let same = |raw: &&mut Raw| raw.key == key && raw.index == index;
        if self.shared
            && let Some(raw) = record.answers.iter_mut().find(same)
        {
            add(&mut raw.value, value);
        } else {
            record.push(key, index, line, value);
        }
    }

    /// The same for an extra dimension.
    pub(super) fn put_extra<'a>(&self, record: &mut Record<'a>, at: u16, value: Value<'a>) {
        match record
            .extras
            .iter_mut()
            .find(|(extra, _)| self.shared && *extra == at)
        {
            Some((_, present)) => add(present, value),
            None => record.extras.push((at, value)),
        }
    }

    /// The cells of each column that say something, unescaped and trimmed; the constant.
    pub(super) fn cells<'a>(&'a self, cells: Vec<Vec<Cow<'a, str>>>) -> Vec<Vec<Cow<'a, str>>> {
        if let Some(constant) = &self.constant {
            return vec![vec![Cow::Borrowed(constant)]];
        }
        let plain = |cell| {
            let cell = self.unmarked(trimmed(cell, is_margin));
            self.written.plain(cell)
        };
        let says = |cell: &Cow<str>| self.written.non_value(cell) != Some(Value::Blank);
        let of_source = |cells: Vec<_>| cells.into_iter().map(plain).filter(says).collect();
        cells.into_iter().map(of_source).collect()
    }

    /// Several cells as one text, without those that stand for "don't know"; or
    /// the non-value that is left.
    pub(super) fn join<'a>(&self, cells: Vec<Cow<'a, str>>) -> Result<Cow<'a, str>, Value<'a>> {
        let none = if cells.is_empty() {
            Value::Blank
        } else {
            Value::Unknown
        };
        let is_told = |cell: &Cow<str>| self.written.non_value(cell).is_none();
        let mut told: Vec<Cow<str>> = cells.into_iter().filter(is_told).collect();
        let text = match told.len() {
            0 => return Err(none),
            1 => told.remove(0),
            _ => Cow::Owned(told.join(&self.join)),
        };
        self.written.non_value(&text).map_or(Ok(text), Err)
    }

    pub(super) fn one<'a>(
        &self,
        cells: Vec<Cow<'a, str>>,
        read: impl FnOnce(Cow<'a, str>) -> Value<'a>,
    ) -> Value<'a> {
        self.join(cells).map_or_else(|none| none, read)
    }

    /// The single values of a cell.
    pub(super) fn split<'a>(&self, cell: Cow<'a, str>) -> Vec<Cow<'a, str>> {
        match &self.split {
            Some(split) => split.pieces(cell),
            None => vec![cell],
        }
    }
}

/// Adds to a value what another entry gives for the same field. Of an answer that
/// is lost in part nobody knows the rest; two answers to a single choice are a list.
pub(crate) fn add<'a>(present: &mut Value<'a>, more: Value<'a>) {
    *present = match (std::mem::replace(present, Value::Blank), more) {
        (lost @ (Value::Lost | Value::Malformed | Value::Unsaved | Value::Foreign(_)), _)
        | (_, lost @ (Value::Lost | Value::Malformed | Value::Unsaved | Value::Foreign(_))) => lost,
        // An option that may be chosen takes nothing from one that is.
        (Value::Unknown, Value::Blank) => Value::Unknown,
        (Value::Blank | Value::Unknown, value) | (value, Value::Blank | Value::Unknown) => value,
        (one, other) => Value::List(items_of(one).chain(items_of(other)).collect()),
    };
}

/// The options that a value names, each ticked.
fn items_of(value: Value<'_>) -> impl Iterator<Item = Item<'_>> {
    let items = match value {
        Value::List(items) => items,
        Value::Text(text) => vec![ticked(text)],
        Value::Blank
        | Value::Unknown
        | Value::Lost
        | Value::Malformed
        | Value::Unsaved
        | Value::Foreign(_) => Vec::new(),
    };
    items.into_iter()
}

pub(super) fn ticked(text: Cow<'_, str>) -> Item<'_> {
    Item {
        text,
        mark: Mark::Ticked,
    }
}
