//! Several moments in one cell, or in several columns, of which one counts, or the days
//! from the first to the last.

use std::borrow::Cow;

use crate::form::Kind;
use crate::moment::parse_stamp;
use crate::read::mapping::fit::Filled;
use crate::read::mapping::moments::{Clues, Dates, Extent};
use crate::read::mapping::tables::Combine;
use crate::read::mapping::{Field, Target};
use crate::read::{Record, Value};

impl Field {
    /// Whether it makes one moment of several.
    pub(super) fn combines_moments(&self) -> bool {
        self.combine.is_some() && Filled::of(self.to) == Filled::Moment
    }

    /// Fills its moment from the cells of all its columns.
    pub(super) fn put_moment<'a>(
        &'a self,
        record: &mut Record<'a>,
        cells: Vec<Cow<'a, str>>,
        line: u32,
        dates: Dates,
    ) {
        let pieces = cells
            .into_iter()
            .flat_map(|cell| self.split(cell))
            .collect();
        let pieces = match self.combine {
            Some(Combine::Last) => self.one_of(reversed(pieces)),
            Some(Combine::Span) => self.span_of_days(pieces, dates, &mut record.clues),
            _ => self.one_of(pieces),
        };
        let text = match self.join(pieces) {
            Ok(text) => text,
            Err(none) => return self.give_moment(record, line, none),
        };
        match self.to {
            Target::Moment(date, time, index) if !is_span(&text) => {
                let (day, clock) = self.moment(text, Extent::Whole, dates, &mut record.clues);
                record.push(date, index, line, day);
                record.push(time, index, line, clock);
            }
            Target::Field(key, index, _) if !is_span(&text) => {
                let clues = &mut record.clues;
                let value = self.moment_part(Kind::Date, text, Extent::Whole, dates, clues);
                self.put(record, key, index, line, value);
            }
            _ => self.give_moment(record, line, Value::Text(text)),
        }
    }

    /// Gives its date a value; there is no time beside it.
    fn give_moment<'a>(&self, record: &mut Record<'a>, line: u32, value: Value<'a>) {
        match self.to {
            Target::Moment(date, time, index) => {
                record.push(date, index, line, value);
                record.push(time, index, line, Value::Blank);
            }
            _ => self.give(record, line, value),
        }
    }

    /// The days from the first moment to the last; where one cannot be read, the text that
    /// cannot.
    fn span_of_days<'a>(
        &'a self,
        pieces: Vec<Cow<'a, str>>,
        dates: Dates,
        clues: &mut Clues,
    ) -> Vec<Cow<'a, str>> {
        let mut days = Vec::new();
        let (told, others): (Vec<_>, Vec<_>) = pieces
            .into_iter()
            .partition(|piece| self.written.non_value(piece).is_none());
        if told.len() < 2 {
            return if told.is_empty() { others } else { told };
        }
        for piece in told {
            let read = self.moment_as_stamp(&piece, dates, clues);
            match read.as_deref().and_then(parse_stamp) {
                Some(read) => days.push((read.value.earliest.date(), read.value.latest.date())),
                None => return vec![piece],
            }
        }
        let first = days.iter().map(|(first, _)| *first).min();
        let last = days.iter().map(|(_, last)| *last).max();
        let span = first
            .zip(last)
            .map(|(first, last)| format!("{first}/{last}"));
        span.into_iter().map(Cow::Owned).collect()
    }
}

/// Whether a text is a span of days as this file writes it.
fn is_span(text: &str) -> bool {
    text.len() == 21 && text.as_bytes()[10] == b'/' && parse_stamp(text).is_some()
}

fn reversed<T>(mut list: Vec<T>) -> Vec<T> {
    list.reverse();
    list
}
