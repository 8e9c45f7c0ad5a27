//! Rows of a table that are no records: sums, headings, repeated headers, notes,
//! other tables below it. Decided in the order of the rows by their cells and what
//! their columns hold, never by bytes, so that any format with rows can ask. A row
//! is left out only for what it certainly is; what is in doubt stays a record.

use crate::form::squash;
use crate::read::workbook::FIGURES;

mod blocks;
mod columns;
mod filled;
mod keys;
mod kinds;
mod roles;
mod seen;
mod sums;
mod told;
mod trailing;
mod words;

pub(crate) use columns::Columns;
pub(crate) use kinds::{KeyColumns, Left, Role};
pub(in crate::read) use roles::Roles;
pub(crate) use told::{Tally, is_alike, is_data, no_header};

use blocks::{is_figures_of_word, is_number_for_date, is_subtotal};
use filled::{
    Filled, is_dated_sum, is_nothing, is_odd_date, is_period_of_figures, is_shares, is_sum,
    is_units, told_by_date,
};
use keys::Repeats;
use seen::Seen;
use sums::Sums;
use trailing::Trailing;

/// Whether rows belong to the table or to another below it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Within {
    Table,
    /// Below a heading such as `Statistik`, where figures may follow.
    Summary,
    Other,
}

/// The sieve through which the rows of one table go, one after another.
#[derive(Debug)]
pub(crate) struct Sieve<'t> {
    columns: &'t Columns,
    within: Within,
    /// The line on which the next row begins if no line is left blank between.
    next_line: u32,
    /// Whether the row before was blank.
    after_blank: bool,
    /// What the row before was, if it was left out by its cells.
    before: Option<Left>,
    sums: Sums,
    seen: Seen,
    trailing: Trailing,
    repeats: Repeats,
    /// Whether keys that stand in several rows are told.
    tells_repeats: bool,
    tally: Tally,
    /// How many rows are how many notifications, where the numbers differ.
    counted: Option<(u32, u32)>,
    /// What the last row is, once that is known.
    last: Option<Last>,
}

/// What became of the last row once no other follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Last {
    /// It stays what it was taken for.
    Kept,
    /// It is the sum of the others.
    Sum,
}

impl<'t> Sieve<'t> {
    pub(crate) fn new(columns: &'t Columns) -> Self {
        Self {
            columns,
            within: Within::Table,
            next_line: 0,
            after_blank: false,
            before: None,
            sums: Sums::default(),
            seen: Seen::default(),
            trailing: Trailing::default(),
            repeats: Repeats::default(),
            tells_repeats: true,
            tally: Tally::default(),
            counted: None,
            last: None,
        }
    }

    /// A row above the header.
    pub(crate) fn title(&mut self, line: u32) {
        self.tally.add(Left::Title, line);
    }

    /// A row with nothing in its cells.
    pub(crate) fn blank(&mut self, line: u32) {
        self.tally.add(Left::Blank, line);
        self.after_blank = true;
        self.next_line = line + 1;
    }

    /// A row that a mapping leaves out. `line_ends` stand within its cells.
    pub(crate) fn leave(&mut self, left: Left, line: u32, line_ends: u32) {
        self.tally.add(left, line);
        self.after_blank = false;
        self.next_line = line + line_ends + 1;
    }

    /// Whether a row may be a heading, a note or a sum: something stands in its first
    /// column alone, or a word for a sum anywhere.
    pub(crate) fn stands_alone<'c>(&self, cells: impl Iterator<Item = &'c [u8]>) -> bool {
        let texts = cells.map(|cell| self.columns.text(cell));
        let mut filled = texts.enumerate().filter(|(_, text)| !text.is_empty());
        let (mut first_alone, mut sum) = (false, false);
        for (place, (at, text)) in filled.by_ref().enumerate() {
            first_alone = place == 0 && at == 0;
            sum |= words::is_sum(&text)
                || words::is_extreme(&text)
                || words::is_part(&text, false)
                || self.is_subtotal_of(at, &text);
        }
        first_alone || sum
    }

    /// Whether a text is a word for a sum and a key, a period or a word of the rows above.
    fn is_subtotal_of(&self, at: usize, text: &str) -> bool {
        words::subtotal(text).is_some_and(|(value, is_certain)| {
            self.columns.is_key(value)
                || self.seen.has(at, value)
                || is_certain && words::is_period(value)
        })
    }

    /// Says that rows were taken together, or stand for several notifications.
    pub(crate) fn counted(&mut self, rows: u32, notifications: u32) {
        self.counted = Some((rows, notifications));
    }

    /// Whether keys of several rows are told.
    pub(crate) fn without_repeats(mut self) -> Self {
        self.tells_repeats = false;
        self
    }

    /// Whether a row is a record. `line_ends` stand within its cells.
    pub(crate) fn keeps<'c>(
        &mut self,
        cells: &(impl Iterator<Item = &'c [u8]> + Clone),
        line: u32,
        line_ends: u32,
    ) -> bool {
        let gap = self.after_blank || (self.next_line > 0 && line > self.next_line);
        self.after_blank = false;
        self.next_line = line + line_ends + 1;
        let is_plain = self.is_plain(cells.clone());
        let left = if is_plain {
            self.within = Within::Table;
            None
        } else {
            self.left(cells.clone(), gap)
        };
        self.before = left;
        if let Some(left) = left {
            self.after_blank = left == Left::Blank;
            if matches!(left, Left::Heading | Left::Sum) {
                self.sums.begin();
            }
            self.tally.add(left, line);
            return false;
        }
        self.sums.add(self.columns, cells.clone(), line, is_plain);
        self.seen.add(self.columns, cells.clone());
        self.trailing
            .add(self.columns, cells.clone(), line, is_plain);
        if self.tells_repeats {
            self.repeats.add(self.columns, cells, line);
        }
        true
    }

    /// Whether a row needs no closer look: it has a date, more than one other cell, and
    /// does not begin as comments and notes do.
    fn is_plain<'c>(&self, cells: impl Iterator<Item = &'c [u8]> + Clone) -> bool {
        let mut filled = cells
            .clone()
            .enumerate()
            .filter(|(_, cell)| cell.iter().any(u8::is_ascii_graphic));
        let Some((at, first)) = filled.next() else {
            return false;
        };
        let is_told = matches!(
            first.trim_ascii().first(),
            Some(b'#' | b'/' | b'*' | 0x80..)
        ) || match self.columns.role(at) {
            // `2024-01-09 Summa`
            Role::Moment => matches!(first.trim_ascii_end().last(), Some(b'a'..=b'z')),
            _ => memchr::memchr(b':', first).is_some(),
        } || matches!(self.columns.role(at), Role::Key | Role::Unread)
            && (words::may_begin_sum(first) || words::may_be_example(first));
        let has_more = filled.nth(1).is_some();
        has_more && !is_told && self.within != Within::Other && self.columns.dated(cells)
    }

    /// What a row is, if it is no record.
    fn left<'c>(
        &mut self,
        cells: impl Iterator<Item = &'c [u8]> + Clone,
        gap: bool,
    ) -> Option<Left> {
        let columns = self.columns;
        let filled: Vec<Filled> = cells
            .clone()
            .enumerate()
            .map(|(at, cell)| Filled {
                at,
                role: columns.role(at),
                text: columns.text(cell),
            })
            .filter(|cell| {
                cell.text.chars().any(char::is_alphanumeric)
                    || words::is_sum_sign(&cell.text)
                    || cell.is_mark()
            })
            .collect();
        let Some(first) = filled.first() else {
            return Some(Left::Blank);
        };
        if first.text.starts_with(FIGURES) {
            return Some(Left::Sum);
        }
        if self.is_header(&filled) {
            self.within = Within::Table;
            return Some(Left::Header);
        }
        let has_key = filled
            .iter()
            .any(|cell| cell.role == Role::Key && columns.is_key(&cell.text));
        if first.role == Role::Key && words::is_example(&first.text) {
            return Some(Left::Example);
        }
        if !has_key && is_subtotal(columns, &self.seen, &filled, self.sums.is_bare()) {
            return Some(Left::Sum);
        }
        let dated = columns.dated(cells.clone());
        let is_record = has_key || dated;
        if first.is_comment(has_key, is_record) {
            return Some(Left::Comment);
        }
        let may_be_note = first.at == 0 && first.role != Role::Prose && !has_key;
        if may_be_note
            && words::is_named_note(&first.text)
            && (filled.len() == 1 || first.role != Role::Moment)
        {
            return Some(Left::Note);
        }
        if !has_key
            && !columns.shapes.is_empty()
            && let Some(left) = told_by_date(&filled)
        {
            return Some(left);
        }
        if !has_key && is_dated_sum(&filled) {
            return Some(Left::Sum);
        }
        if !has_key && is_nothing(&filled) {
            return Some(Left::Note);
        }
        if self.within == Within::Other {
            // Rows of the other table may begin with a key, but have words where dates stand.
            let is_back = if has_key {
                dated || !filled.iter().any(is_odd_date)
            } else {
                dated
            };
            if !is_back || !(has_key || columns.shapes.is_empty()) {
                return Some(Left::OtherTable);
            }
            self.within = Within::Table;
        }
        if is_record {
            self.within = Within::Table;
            return None;
        }
        let is_below_sum = self.before == Some(Left::Sum);
        if self.within == Within::Summary && is_figures_of_word(&filled)
            || (gap || self.before.is_some()) && is_number_for_date(columns, &filled)
            || !self.sums.is_bare() && self.seen.is_of_word(&filled, gap, is_below_sum)
        {
            return Some(Left::Sum);
        }
        if is_sum(&filled)
            || is_period_of_figures(&filled)
            || is_shares(&filled)
            || self.sums.is_between(columns, &cells)
            || self.sums.is_extreme(&filled)
        {
            return Some(Left::Sum);
        }
        if is_units(&filled) {
            return Some(Left::Units);
        }
        if filled.iter().all(|cell| cell.role == Role::Unread) {
            return Some(first.unread(filled.len()));
        }
        if let [one] = &filled[..] {
            let left = self.alone(one, cells.count());
            if left.is_some() && words::is_summary(&one.text) {
                self.within = Within::Summary;
            }
            return left;
        }
        if self.is_other_header(&filled, gap) {
            self.within = Within::Other;
            return Some(Left::OtherTable);
        }
        None
    }

    /// Whether every cell has the name of its column.
    fn is_header(&self, filled: &[Filled]) -> bool {
        let names = &self.columns.names;
        let named = |cell: &Filled| {
            names
                .get(cell.at)
                .is_some_and(|name| *name == squash(&cell.text))
        };
        let enough = filled.len() > 1 || names.iter().filter(|name| !name.is_empty()).count() == 1;
        enough && filled.iter().all(named)
    }

    /// What a row with one cell is, if it is no record.
    fn alone(&self, cell: &Filled, width: usize) -> Option<Left> {
        if self.columns.names.len() < 2 {
            return None;
        }
        let text = cell.text.as_ref();
        let may_be_key = cell.role == Role::Key && self.columns.shapes.is_empty();
        if cell.role != Role::Amount
            && (words::is_period(text) || !may_be_key && words::is_first_of_month(text))
        {
            return Some(Left::Heading);
        }
        if cell.role == Role::Amount && words::begins_note(text, 2) {
            return Some(Left::Note);
        }
        if cell.at > 0 || cell.role == Role::Prose {
            return None;
        }
        let has_digit = text.bytes().any(|byte| byte.is_ascii_digit());
        match cell.role {
            // A name is an answer, if a short one.
            Role::Word => {
                let is_note = words::begins_note(text, 4)
                    || width < self.columns.names.len() && words::is_long(text, 4);
                is_note.then_some(Left::Note)
            }
            _ if words::begins_note(text, 2) || words::is_long(text, 5) => Some(Left::Note),
            Role::Key if self.columns.shapes.is_empty() => None,
            Role::Key if words::is_counted(text) => Some(Left::Sum),
            // Another look than that of the other keys, but that of one all the same.
            Role::Key if has_digit && (!text.contains(' ') || text.contains(['/', '-', ':'])) => {
                None
            }
            Role::Moment | Role::Amount if has_digit || words::is_unknown(text) => None,
            _ => Some(Left::Heading),
        }
    }

    /// Whether it is the header of another table: words where this one has dates,
    /// numbers and keys, from the first column on.
    fn is_other_header(&self, filled: &[Filled], gap: bool) -> bool {
        let in_row = filled
            .iter()
            .enumerate()
            .all(|(place, cell)| cell.at == place);
        let only_words = filled
            .iter()
            .all(|cell| !cell.text.bytes().any(|byte| byte.is_ascii_digit()));
        let keys = self.columns.has_numbered_keys();
        let is_told = |cell: &&Filled| !words::is_unknown(&cell.text);
        let of = |role: &[Role]| {
            let odd = filled.iter().filter(|cell| role.contains(&cell.role));
            odd.filter(is_told).count()
        };
        let dates = of(&[Role::Moment, Role::Amount]);
        let odd = dates + if keys { of(&[Role::Key]) } else { 0 };
        // Words where keys stand alone may be those of a record that has no number yet, and so is
        // a row with an answer of the form or of another record.
        let is_answer = |cell: &Filled| {
            let told = self.columns.is_option(cell.at, &cell.text);
            cell.role == Role::Word && (told || self.seen.has(cell.at, &cell.text))
                || cell.role == Role::Key && words::is_no_key(&cell.text)
        };
        let is_sure = if gap { odd > 0 } else { odd > 1 && dates > 0 };
        in_row && only_words && is_sure && !filled.iter().any(is_answer)
    }

    /// What became of the last row, once it has gone through.
    pub(crate) fn settle(&mut self) -> Last {
        if let Some(last) = self.last {
            return last;
        }
        let last = match self.sums.of_the_last() {
            Some(line) => {
                self.tally.add(Left::Sum, line);
                self.repeats.forget(line);
                Last::Sum
            }
            None => Last::Kept,
        };
        self.last = Some(last);
        last
    }

    /// What is told of the table, and what became of its last row.
    pub(crate) fn finish(mut self) -> (Vec<crate::finding::Finding>, Last) {
        let last = self.settle();
        let findings = self
            .tally
            .finding()
            .into_iter()
            .chain(self.repeats.finding())
            .chain(self.trailing.finding())
            .chain(self.counted.and_then(told::counted));
        (findings.collect(), last)
    }
}

#[cfg(test)]
mod tests;
