//! Our own columns: what the names of a header stand for, and a row as a record by them.

use std::borrow::Cow;
use std::collections::HashSet;

use super::{Cells, not_asked};
use crate::check::form::UNKNOWN_QUESTION;
use crate::finding::{Fact, Finding};
use crate::form::{Edition, Key, Keys, Kind};
use crate::read::mapping::add;
use crate::read::trimmed::{is_margin, trimmed};
use crate::read::workbook::{ERROR, TYPED, UNSAVED};
use crate::read::{Item, Mark, Questions, Raw, Reason, Record, Value};
use crate::value::typed_count;

/// The canonical columns of a header.
#[derive(Debug)]
pub(super) struct Canonical {
    pub(super) targets: Vec<Target>,
    /// Fields without a column.
    absent: Keys,
    /// Questions without a column.
    not_asked: Questions,
}

/// Where one canonical column goes.
#[derive(Debug)]
pub(super) enum Target {
    /// To a field; whether it is a list of options.
    Field(Key, u16, Shape),
    /// To a list of options that has a column already.
    More(Key, u16),
    /// Nowhere: the name is not one of ours.
    Unknown(String),
}

/// Whether a cell is one value or several joined by `|`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    One,
    Several,
}

/// Where a column of this name goes.
pub(super) fn target(name: &str, edition: &Edition) -> Option<(Key, u16, Shape)> {
    let name = name.trim_matches(is_margin);
    let (key, index) = match Key::from_path(name) {
        Some(key) if key.list().is_none() => (key, 0),
        // A list without a number is its first element.
        Some(key) => (key, 0),
        None => numbered(name)?,
    };
    // A row may name another edition, which asks for fields that this one lacks.
    let several = edition.kind(key) == Kind::Choices;
    Some((
        key,
        index,
        if several { Shape::Several } else { Shape::One },
    ))
}

/// `processors.organisations.2.name`: the field and its repetition from 0.
fn numbered(name: &str) -> Option<(Key, u16)> {
    let at = name.find(|c: char| c.is_ascii_digit())?;
    let (list, rest) = (name[..at].strip_suffix('.')?, &name[at..]);
    let (number, field) = rest.split_once('.')?;
    let index = number
        .parse::<u16>()
        .ok()
        .filter(|number| (1..=1000).contains(number))?
        - 1;
    let key = Key::from_path(&format!("{list}.{field}"))?;
    (key.list() == Some(list)).then_some((key, index))
}

impl Canonical {
    /// Of columns with one name a list takes them all; what has one value cannot be read.
    pub(super) fn new(names: &[String], edition: &'static Edition) -> Result<Self, Reason> {
        let mut absent = Keys::ALL;
        let mut targets = Vec::with_capacity(names.len());
        let mut seen: HashSet<(Key, u16)> = HashSet::new();
        for name in names {
            targets.push(match target(name, edition) {
                Some((key, index, shape)) => {
                    let is_new = seen.insert((key, index));
                    if !is_new && shape == Shape::One {
                        let same =
                            |other: &&String| target(other, edition) == Some((key, index, shape));
                        let count = names.iter().filter(same).count() as u32;
                        return Err(Reason::RepeatedColumn(name.clone(), count, 0));
                    }
                    absent.remove(key);
                    if is_new {
                        Target::Field(key, index, shape)
                    } else {
                        Target::More(key, index)
                    }
                }
                None => Target::Unknown(name.clone()),
            });
        }
        Ok(Self {
            targets,
            absent,
            not_asked: not_asked(absent, edition),
        })
    }
}

impl Canonical {
    pub(super) fn read<'a>(
        &'a self,
        cells: Cells<'a>,
        line: u32,
        edition: &'static Edition,
    ) -> Record<'a> {
        let mut record = Record::new(edition, line, self.absent);
        record.not_asked = self.not_asked;
        for (at, target) in self.targets.iter().enumerate() {
            match target {
                Target::Field(key, index, shape) => {
                    let value = cells
                        .get(at)
                        .map_or(Value::Lost, |cell| value(typed(cell, *key), *shape));
                    record.push(*key, *index, line, value);
                }
                Target::More(key, index) => {
                    let more = cells
                        .get(at)
                        .map_or(Value::Lost, |cell| value(cell, Shape::Several));
                    let same = |raw: &&mut Raw| raw.key == *key && raw.index == *index;
                    if let Some(raw) = record.answers.iter_mut().find(same) {
                        add(&mut raw.value, more);
                    }
                }
                Target::Unknown(name) => {
                    if cells
                        .row
                        .get(at)
                        .is_some_and(|cell| !cell.trim_ascii().is_empty())
                    {
                        record.findings.push(unknown(line, name));
                    }
                }
            }
        }
        if !self.absent.has(Key::Form) {
            record.settle_edition();
        }
        record
    }
}

/// A cell of a field, where its type tells its number without the mark of that.
fn typed(cell: Cow<'_, str>, key: Key) -> Cow<'_, str> {
    match cell.strip_prefix(TYPED) {
        Some(number) if matches!(key.field().kind, Kind::Count | Kind::Band) => {
            Cow::Owned(typed_count(number))
        }
        _ => cell,
    }
}

/// What stands in a cell.
fn value(cell: Cow<'_, str>, shape: Shape) -> Value<'_> {
    if cell.is_empty() {
        return Value::Blank;
    }
    let text = trimmed(cell, is_margin);
    let text = match text.strip_prefix(TYPED) {
        Some(moment) => Cow::Owned(moment.to_owned()),
        None => text,
    };
    match (shape, text.as_ref()) {
        (_, "") => Value::Blank,
        (_, "undeterminable") => Value::Lost,
        (_, ERROR) => Value::Malformed,
        (_, UNSAVED) => Value::Unsaved,
        (Shape::One, _) => Value::Text(text),
        (Shape::Several, _) => Value::List(items(text)),
    }
}

/// The options of a list that are joined by `|`.
fn items(text: Cow<'_, str>) -> Vec<Item<'_>> {
    let item = |text: Cow<'_, str>| Item {
        text: Cow::Owned(text.trim().to_owned()),
        mark: Mark::Ticked,
    };
    match text {
        Cow::Borrowed(text) => text
            .split('|')
            .map(str::trim)
            .filter(|text| !text.is_empty())
            .map(|text| Item {
                text: Cow::Borrowed(text),
                mark: Mark::Ticked,
            })
            .collect(),
        Cow::Owned(text) => text
            .split('|')
            .filter(|text| !text.trim().is_empty())
            .map(|text| item(text.into()))
            .collect(),
    }
}

/// F001 for a cell under a column that is none of ours.
fn unknown(line: u32, name: &str) -> Finding {
    let name = if crate::value::is_safe_label(name) {
        name
    } else {
        "(unlisted)"
    };
    let mut finding = UNKNOWN_QUESTION
        .finding(0, line)
        .with("field", Fact::Value(name.into()));
    finding.place = Some(name.into());
    finding
}
