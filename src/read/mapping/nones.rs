//! Options that have a column each: where every one of them holds a no, that is
//! the answer "none of these", not a question without an answer.

use std::borrow::Cow;

use crate::form::{Key, Kind};
use crate::notification::NONE_OF_THESE;
use crate::read::mapping::{Field, Mapping, Target, ticked};
use crate::read::{Record, Value};

/// A multiple choice all of whose entries are columns of options, and how many they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct OptionColumns {
    to: Target,
    entries: usize,
}

impl OptionColumns {
    /// Those of a mapping.
    pub(super) fn of(fields: &[Field]) -> Vec<Self> {
        let mut all: Vec<Self> = Vec::new();
        for Field { to, .. } in fields.iter().filter(|field| is_multiple(field.to)) {
            let mut entries = fields.iter().filter(|other| other.to == *to);
            let known = all.iter().any(|other| other.to == *to);
            if !known && entries.clone().all(|entry| entry.option.is_some()) {
                all.push(Self {
                    to: *to,
                    entries: entries.by_ref().count(),
                });
            }
        }
        all
    }
}

/// Whether a target may hold several options.
fn is_multiple(to: Target) -> bool {
    matches!(to, Target::Field(_, _, Kind::Choices) | Target::Extra(_))
}

impl Mapping {
    /// Answers the questions all of whose options are among the `noes`.
    pub(super) fn tell_nones(&self, record: &mut Record, noes: &[Target]) {
        if noes.is_empty() {
            return;
        }
        for OptionColumns { to, entries } in &self.option_columns {
            if noes.iter().filter(|no| *no == to).count() == *entries
                && let Some(value) = answer(record, *to)
            {
                *value = Value::List(vec![ticked(Cow::Borrowed(NONE_OF_THESE))]);
            }
        }
    }
}

/// The answer of a record to what is filled.
fn answer<'r, 'a>(record: &'r mut Record<'a>, to: Target) -> Option<&'r mut Value<'a>> {
    let of_field = |key: Key, index: u16| {
        move |raw: &&mut crate::read::Raw| raw.key == key && raw.index == index
    };
    match to {
        Target::Field(key, index, _) => record
            .answers
            .iter_mut()
            .find(of_field(key, index))
            .map(|raw| &mut raw.value),
        Target::Extra(at) => record
            .extras
            .iter_mut()
            .find(|(extra, _)| *extra == at)
            .map(|(_, value)| value),
        Target::Moment(..) | Target::Amount(..) | Target::Number(_) => None,
    }
}
