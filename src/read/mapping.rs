//! Mappings: how a foreign export is read. A mapping says which columns (or
//! JSON paths) become which of our fields and how their values are written;
//! this module applies it to one row or object. The file is loaded and checked
//! in `file`, writings of values are understood in `values`.

use std::borrow::Cow;

use crate::check::Selected;
use crate::decode::Charset;
use crate::finding::Finding;
use crate::form::{Edition, Extra, ExtraNumber, Key, Keys, Kind};
use crate::read::{Questions, Reason, Record, Refusal, Value};
use field::ticked;
use nones::OptionColumns;
use path::Path;
use records::{NoHeader, Records};
use tables::Combine;
use ticks::Tick;
use values::{Split, Written};

mod amounts;
mod columns;
mod combine;
mod document;
mod field;
mod figures;
mod file;
mod fit;
mod header;
mod moments;
mod names;
mod nones;
mod path;
mod periods;
mod records;
mod rows;
mod several;
mod suggest;
mod tables;
mod thousands;
mod ticks;
mod units;
mod values;
mod witness;

pub use amounts::band_in_words;
pub(crate) use field::add;
pub(crate) use header::{Misfit, Plan};
pub(crate) use moments::{Clues, Dates, MIDNIGHTS};
pub(crate) use path::Placed;
pub(crate) use records::Listed;
pub(crate) use rows::{BETWEEN, RowPlan, Unmet};
pub(crate) use suggest::suggest;
pub(crate) use witness::{Entry, Place, Shows};

/// A mapping, checked.
#[derive(Debug)]
pub struct Mapping {
    /// The edition by whose lists the values are understood.
    pub edition: &'static Edition,
    /// The encoding, where it is not to be detected.
    pub charset: Option<Charset>,
    /// The byte between cells, where it is not to be detected.
    pub delimiter: Option<u8>,
    /// Lines to leave out before the header.
    pub skip_lines: usize,
    /// BLAKE3 of the file, hexadecimal.
    pub digest: String,
    /// The path to the list of notifications in a JSON document.
    records: Records,
    takes: Takes,
    /// The first key that only tables take, with its line.
    of_tables: Option<(&'static str, usize)>,
    /// The rules that it leaves.
    pub(crate) rules: Selected,
    /// Which rows of a table count, and which of them are one notification.
    rows: rows::Rows,
    fields: Vec<Field>,
    /// The questions that have a column for each option.
    option_columns: Vec<OptionColumns>,
    absent: Keys,
    not_asked: Questions,
    /// What collects the texts of cells, where that is asked for.
    witness: Option<witness::Witness>,
}

/// The formats that a mapping is meant for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Takes {
    Any,
    Csv,
    Json,
}

/// One entry of a mapping: columns that become one field.
#[derive(Debug)]
struct Field {
    to: Target,
    /// Names of columns or JSON paths; none for a constant.
    from: Vec<Source>,
    /// What stands between the values of several columns.
    join: String,
    /// How the numbers of several columns become one amount.
    combine: Option<Combine>,
    /// The option that is chosen where the column says yes.
    option: Option<String>,
    /// The same value in every row.
    constant: Option<String>,
    /// Whether other entries fill the same field.
    shared: bool,
    /// Its bit among the columns of moments; 0 for what is none.
    column: u32,
    split: Option<Split>,
    written: Written,
}

/// A column or path as named, for the header and for messages.
#[derive(Debug)]
struct Source {
    name: String,
    squashed: String,
    path: Path,
    line: usize,
    optional: bool,
    /// Of `name[2]` the name, squashed, and the 2; of `[2]` the name is empty.
    place: Option<(String, usize)>,
}

/// What an entry fills.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Target {
    /// One field, and its repetition from 0.
    Field(Key, u16, Kind),
    /// Date and time of one moment.
    Moment(Key, Key, u16),
    /// An exact number or a band, as it comes.
    Amount(Key, Key),
    /// An extra dimension of the edition.
    Extra(u16),
    /// An extra number of the edition.
    Number(u16),
}

impl Target {
    /// Whether it fills a field.
    fn has(self, field: (Key, u16)) -> bool {
        match self {
            Self::Extra(at) => field == Extra::field(at),
            Self::Number(at) => field == ExtraNumber::field(at),
            _ => self.keys().contains(&Some(field)),
        }
    }

    /// The fields that it fills.
    fn keys(self) -> [Option<(Key, u16)>; 2] {
        match self {
            Self::Field(key, index, _) => [Some((key, index)), None],
            Self::Moment(date, time, index) => [Some((date, index)), Some((time, index))],
            Self::Amount(exact, band) => [Some((exact, 0)), Some((band, 0))],
            Self::Extra(_) | Self::Number(_) => [None, None],
        }
    }
}

/// Which of the first 128 paths of a mapping an object has, one bit each.
pub(crate) type Paths = u128;

impl Mapping {
    /// Whether it may be meant for CSV.
    pub(crate) fn takes_csv(&self) -> bool {
        self.takes != Takes::Json
    }

    /// Whether it may be meant for JSON or NDJSON.
    pub(crate) fn takes_json(&self) -> bool {
        self.takes != Takes::Csv
    }

    /// Says of findings about an object at which path of it they are: that of the first
    /// entry for the field, up to its first list; none where there is no entry.
    pub(crate) fn place(&self, findings: &mut [Finding], object: &Placed) {
        self.places(findings, |source| source.path.pointer_in(object));
    }

    /// Gives findings about a field the place of the source that fills it.
    fn places(&self, findings: &mut [Finding], place: impl Fn(&Source) -> String) {
        for finding in findings
            .iter_mut()
            .filter(|finding| finding.place.is_none())
        {
            let Some(field) = finding.field else { continue };
            let source = self.fields.iter().find(|entry| entry.to.has(field));
            let source = source.and_then(|entry| entry.from.first());
            let name = source.map(&place).unwrap_or_default();
            let shown = name.is_empty() || crate::value::is_safe_label(&name);
            finding.place = Some(if shown { name } else { "(unlisted)".to_owned() }.into());
        }
    }

    /// All sources that an object may lack: those of the fields, in their order, and those
    /// of the rules for rows.
    fn sources(&self) -> impl Iterator<Item = &Source> {
        let of_fields = self.fields.iter().flat_map(|field| &field.from);
        of_fields.chain(self.rows.asked_of_all())
    }

    /// Whether all columns that it needs are named in a text.
    pub(crate) fn is_named_in(&self, text: &str) -> bool {
        let text = crate::form::squash(text);
        let mut needed = self.sources().filter(|source| !source.optional).peekable();
        needed.peek().is_some() && needed.all(|source| text.contains(&source.squashed))
    }

    /// Whether an object has any path of a field.
    fn is_read_from(&self, object: &Placed) -> bool {
        let sources = || self.fields.iter().flat_map(|field| &field.from);
        let of_own = sources().any(|source| source.path.is_own());
        // What stands around an object says nothing of the object itself.
        let mut sources = sources().filter(|source| source.path.is_own() || !of_own);
        sources.any(|source| source.path.stands_in(object))
    }

    /// The rule for rows that an object does not meet; its number is that in its list.
    pub(crate) fn unmet(&self, object: &Placed, number: u32) -> Option<Unmet> {
        self.rows.unmet(object, number, self.is_read_from(object))
    }

    /// Which of the paths an object has.
    pub(crate) fn found(&self, object: &Placed) -> Paths {
        let found = self.sources().take(Paths::BITS as usize).enumerate();
        let found = found.filter(|(_, source)| source.path.stands_in(object));
        found.fold(0, |all, (at, _)| all | 1 << at)
    }

    /// The paths that must be there but are not among those found, each a reason
    /// to refuse what lacks it.
    pub(crate) fn lacking(&self, found: Paths) -> impl Iterator<Item = Reason> {
        let sources = self.sources().take(Paths::BITS as usize).enumerate();
        let lacking = sources.filter(move |(at, source)| !source.optional && found >> at & 1 == 0);
        lacking.map(|(_, source)| Reason::LacksPath(source.name.clone(), source.line))
    }

    /// One JSON object as a record.
    ///
    /// # Errors
    /// Skipped when it has none of the paths; unreadable where the mapping has rules for tables.
    pub(crate) fn object<'a>(
        &'a self,
        object: &Placed,
        line: u32,
        dates: Dates,
    ) -> Result<Record<'a>, Refusal> {
        self.refuse_rules_of_tables()?;
        if !self.is_read_from(object) || object.value.is_null() {
            return Err(Refusal::skipped(self.lacks_all()));
        }
        let mut record = self.record(line);
        let mut noes = Vec::new();
        for field in &self.fields {
            let owned = |texts: Vec<String>| {
                texts
                    .into_iter()
                    .map(Cow::Owned)
                    .collect::<Vec<Cow<'_, str>>>()
            };
            let cells = field
                .from
                .iter()
                .map(|source| source.path.texts_in(object).map(owned));
            match cells.collect() {
                Some(cells) => noes.extend(self.fill(&mut record, field, cells, line, dates)),
                None => field.give(&mut record, line, Value::Malformed),
            }
        }
        self.tell_nones(&mut record, &noes);
        record.present = Questions::ALL;
        record.lines.fill(line);
        Ok(record)
    }

    /// What only tables take cannot be done to JSON.
    fn refuse_rules_of_tables(&self) -> Result<(), Refusal> {
        match self.of_tables {
            Some((key, line)) => Err(Refusal::unreadable(Reason::TableRules(key, line))),
            None => Ok(()),
        }
    }

    /// Why an object without any of the paths is refused: the first of them.
    fn lacks_all(&self) -> Reason {
        let first = self.sources().next();
        first.map_or(Reason::OtherSchema, |source| {
            Reason::LacksPaths(source.name.clone(), source.line)
        })
    }

    /// Whether the elements of a document do not stand each by itself.
    pub(crate) fn leads_within(&self) -> bool {
        self.records.leads_within()
    }

    /// The notifications of a JSON document with the line of each: the list at
    /// `records`, or the document itself where that is a list.
    ///
    /// # Errors
    /// Skipped when there is neither a list nor an object; unreadable where the mapping has
    /// rules that only tables take, or a header that is none.
    pub(crate) fn notifications<'t>(&self, document: &'t str) -> Result<Vec<Listed<'t>>, Refusal> {
        self.refuse_rules_of_tables()?;
        let records = &self.records;
        match records.listed(document) {
            Ok(listed) => listed.ok_or_else(|| {
                Refusal::skipped(Reason::NoRecords(records.name.clone(), records.line))
            }),
            Err(NoHeader(line)) => Err(Refusal::unreadable(Reason::NoColumnNames(line))),
        }
    }

    /// A record with nothing in it yet.
    fn record<'a>(&self, line: u32) -> Record<'a> {
        let mut record = Record::new(self.edition, line, self.absent);
        record.not_asked = self.not_asked;
        record.whole_moments = true;
        record
    }

    /// Fills one field from the cells of its columns; gives what it fills if it is an
    /// option that is not chosen.
    fn fill<'a>(
        &'a self,
        record: &mut Record<'a>,
        field: &'a Field,
        cells: Vec<Vec<Cow<'a, str>>>,
        line: u32,
        dates: Dates,
    ) -> Option<Target> {
        self.note(record, field, &cells);
        let columns = cells
            .iter()
            .map(|of_source| of_source.len().max(1))
            .sum::<usize>();
        let cells = field.cells(cells);
        if let Some(option) = &field.option {
            let ticks = cells
                .iter()
                .flatten()
                .map(|cell| field.written.tick(cell, self.edition));
            let blank = (cells.iter().flatten().count() < columns).then_some(Tick::Blank);
            let tick = ticks.chain(blank).max().unwrap_or(Tick::Blank);
            field.give(record, line, tick.value(option));
            return (tick == Tick::No).then_some(field.to);
        }
        if field.combines_moments() {
            let cells = cells.into_iter().flatten().collect();
            field.put_moment(record, cells, line, dates);
            return None;
        }
        // The cells of several columns are joined as the mapping says; those of one are a list.
        let is_list = field.combine.is_none() && cells.iter().any(|of_source| of_source.len() > 1);
        let cells = if is_list {
            Ok(cells.into_iter().flatten().collect())
        } else {
            field.combined(cells, self.edition)
        };
        let cells: Vec<Cow<str>> = match cells {
            Ok(cells) => cells,
            Err(value) => {
                field.give_left(record, line, value);
                return None;
            }
        };
        match field.to {
            Target::Field(key, index, kind) => {
                let value = match kind {
                    Kind::Choices => Self::items(field, cells, self.options(key)),
                    // Several answers, which a single choice cannot have.
                    Kind::Choice if is_list => Self::items(field, cells, self.options(key)),
                    Kind::Count | Kind::Band if is_list => Value::Malformed,
                    Kind::Date | Kind::Time => {
                        let extent = field.extent(&cells);
                        let told =
                            |text| field.moment_part(kind, text, extent, dates, &mut record.clues);
                        field.one(cells, told)
                    }
                    _ => field.one(cells, |text| {
                        field.written.value(text, kind, self.options(key))
                    }),
                };
                field.put(record, key, index, line, value);
            }
            Target::Moment(date, time, index) => {
                let extent = field.extent(&cells);
                let (day, clock) = match field.join(cells) {
                    Ok(text) => field.moment(text, extent, dates, &mut record.clues),
                    Err(none) => (none, Value::Blank),
                };
                record.push(date, index, line, day);
                record.push(time, index, line, clock);
            }
            Target::Amount(exact, band) => {
                let read = |cells| field.one(cells, |text| field.written.amount(text));
                let value = if is_list {
                    Value::Malformed
                } else {
                    read(cells)
                };
                let is_band = matches!(&value, Value::Text(text) if crate::value::parse_band(text).is_some() && text != "0");
                let (number, range) = if is_band {
                    (Value::Blank, value)
                } else {
                    (value, Value::Blank)
                };
                record.push(exact, 0, line, number);
                record.push(band, 0, line, range);
            }
            Target::Extra(at) => {
                let question = &self.edition.extras[usize::from(at)].question;
                field.put_extra(record, at, Self::items(field, cells, &question.options));
            }
            Target::Number(at) => {
                let value = if is_list {
                    Value::Malformed
                } else {
                    field.one(cells, |text| field.written.number(text))
                };
                record.numbers.push((at, value));
            }
        }
        None
    }

    /// The options of the question that a field answers.
    fn options(&self, key: Key) -> &'static [crate::form::Choice] {
        self.edition
            .place(key)
            .map_or(&[], |(question, _)| &question.options)
    }

    /// The options chosen, or what the cells say where they name none.
    fn items<'a>(
        field: &'a Field,
        cells: Vec<Cow<'a, str>>,
        options: &'static [crate::form::Choice],
    ) -> Value<'a> {
        let mut items = Vec::new();
        let mut none = Value::Blank;
        for cell in cells.into_iter().flat_map(|cell| field.split(cell)) {
            match field.written.value(cell, Kind::Choices, options) {
                Value::Text(text) => items.push(ticked(text)),
                Value::List(several) => items.extend(several),
                Value::Unknown => items.push(ticked(Cow::Borrowed(UNKNOWN_WORD))),
                Value::Blank => {}
                other => none = other,
            }
        }
        if items.is_empty() {
            none
        } else {
            Value::List(items)
        }
    }
}

/// A word that every edition takes for "don't know".
const UNKNOWN_WORD: &str = "Vet inte";

#[cfg(test)]
mod tests;
