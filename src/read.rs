//! Reading: one reader per format, each giving [`Record`]s: raw answers by key,
//! with their lines. Nothing is judged or typed here, and nothing after it
//! knows which format an answer came in.

use std::borrow::Cow;

use crate::check::form::EDITION_UNCERTAIN;
use crate::config::Words;
use crate::finding::{Fact, Finding};
use crate::form::{Edition, Key, Keys};
use crate::read::mapping::Clues;

pub(crate) mod confirmation;
pub(crate) mod csv;
pub(crate) mod document;
pub(crate) mod foreign;
mod format;
pub mod json;
pub(crate) mod letters;
mod listing;
pub mod mapping;
pub(crate) mod receipts;
mod refusal;
pub(crate) mod register;
pub(crate) mod sieve;
pub(crate) mod supplement;
pub mod text;
mod trimmed;
pub(crate) mod workbook;
pub use format::Format;
pub(crate) use format::{Again, FORMATS, Shape};
pub use refusal::{Fate, Holder, Reason, Refusal};

/// One notification as read: raw answers with their places.
#[derive(Debug)]
pub struct Record<'a> {
    /// The line on which it starts, 1-based.
    pub line: u32,
    /// The edition whose labels it was read by.
    pub edition: &'static Edition,
    /// Raw answers in the order found.
    pub answers: Vec<Raw<'a>>,
    /// Questions that the source has, answered or not.
    pub present: Questions,
    /// Questions that the source never had.
    pub not_asked: Questions,
    /// Questions whose headings are masked, so that what stands below is the answer to a
    /// question that is not seen.
    pub masked: Questions,
    /// The line of each question, by number minus one; 0 where unknown.
    pub lines: Vec<u32>,
    /// Fields that the source has no place for: those are *not asked*.
    pub absent: Keys,
    /// Raw answers of the edition's extra dimensions, by their position.
    pub extras: Vec<(u16, Value<'a>)>,
    /// Raw answers of the edition's extra numbers, by their position.
    pub numbers: Vec<(u16, Value<'a>)>,
    /// Whether a date may come with its time in one, as foreign exports write it.
    pub whole_moments: bool,
    /// What its moments show of their columns.
    pub clues: Clues,
    /// The cells that each entry of a mapping read, where they are asked for.
    pub cells: Vec<(u16, String)>,
    /// What the reader itself found.
    pub findings: Vec<Finding>,
}

/// One raw answer.
#[derive(Debug)]
pub struct Raw<'a> {
    /// The field.
    pub key: Key,
    /// Which repetition, from 0.
    pub index: u16,
    /// 1-based line in the source.
    pub line: u32,
    /// What stands there.
    pub value: Value<'a>,
}

/// What stands at a field, before it is understood.
#[derive(Debug, PartialEq)]
pub enum Value<'a> {
    /// Nothing.
    Blank,
    /// The source says that the answer is "don't know".
    Unknown,
    /// Text, trimmed; free text may have line breaks.
    Text(Cow<'a, str>),
    /// Options of a list with their marks.
    List(Vec<Item<'a>>),
    /// The source says that the answer was lost.
    Lost,
    /// Something of another shape, such as an object where a date should be.
    Malformed,
    /// A formula of a workbook whose result was never saved.
    Unsaved,
    /// Text that is not written as the mapping says, and so is not read another way.
    Foreign(Cow<'a, str>),
}

/// One option as printed.
#[derive(Debug, PartialEq)]
pub struct Item<'a> {
    /// Its label, trimmed.
    pub text: Cow<'a, str>,
    /// Its mark.
    pub mark: Mark,
}

/// The mark before an option.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// Ticked.
    Ticked,
    /// An empty box.
    Empty,
    /// No mark at all.
    None,
}

/// A set of question numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Questions(pub u128);

impl Questions {
    /// Every question.
    pub const ALL: Self = Self(u128::MAX);

    /// Adds a question; numbers above 127 are not kept.
    pub(crate) fn insert(&mut self, number: u8) {
        if number < 128 {
            self.0 |= 1 << number;
        }
    }

    /// Whether the question is in the set.
    pub(crate) fn has(self, number: u8) -> bool {
        number < 128 && self.0 >> number & 1 == 1
    }

    /// Whether no question is in the set.
    pub(crate) fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// How many questions are in the set.
    pub(crate) fn len(self) -> u32 {
        self.0.count_ones()
    }
}

const UNKNOWN_EDITION: Words = Words::new(
    "Anmälan anger en formulärversion som programmet inte känner",
    "The notification names a form edition that the program does not know",
);

impl<'a> Record<'a> {
    /// A record without answers, starting on `line`.
    pub(crate) fn new(edition: &'static Edition, line: u32, absent: Keys) -> Self {
        Self {
            line,
            edition,
            answers: Vec::with_capacity(80),
            present: Questions::default(),
            not_asked: Questions::default(),
            masked: Questions::default(),
            lines: vec![0; usize::from(edition.last())],
            absent,
            extras: Vec::new(),
            numbers: Vec::new(),
            whole_moments: false,
            clues: Clues::default(),
            cells: Vec::new(),
            findings: Vec::new(),
        }
    }

    /// Chooses the edition that the source names; F008 where there is none of
    /// that name, and the answers are read by another.
    pub(crate) fn settle_edition(&mut self) {
        let Some(raw) = self.answers.iter().find(|raw| raw.key == Key::Form) else {
            return;
        };
        let named = match &raw.value {
            Value::Blank | Value::Lost => return,
            // The edition that the run is told to use may be one of a file.
            Value::Text(name) if **name == self.edition.name => return,
            Value::Text(name) => Edition::named(name),
            _ => None,
        };
        if let Some(edition) = named {
            self.edition = edition;
            return;
        }
        let finding = EDITION_UNCERTAIN
            .finding(0, raw.line)
            .at(Key::Form, 0)
            .with("why", Fact::Words(UNKNOWN_EDITION));
        self.findings.push(finding);
    }

    /// Adds one raw answer.
    pub(crate) fn push(&mut self, key: Key, index: u16, line: u32, value: Value<'a>) {
        self.answers.push(Raw {
            key,
            index,
            line,
            value,
        });
    }
}
