//! What the cells of some notifications said before they became answers, for `mapping check`.
//! An audit keeps none of it: a mapping collects texts only where it was asked to.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

use super::fit::Filled;
use super::{Field, Mapping, Source, Target};
use crate::form::Key;
use crate::read::Record;
use crate::read::workbook::{BREAK, TYPED};
use crate::value::{is_safe_label, is_safe_reference};

/// How many characters of a cell are kept.
const LONGEST: usize = 60;
/// The lines of text that are numbers of cases and the like, and neither names nor contacts.
const REFERENCES: [Key; 3] = [Key::CaseNumber, Key::Supplements, Key::ControllerReference];

/// A notification by its source and its number there.
pub(crate) type Place = (String, u32);
/// Texts of cells by the position of their entry.
pub(crate) type Texts = BTreeMap<u16, String>;

/// The notifications that are looked at, and what their cells say.
#[derive(Debug)]
pub(super) struct Witness {
    wanted: BTreeSet<Place>,
    seen: Mutex<BTreeMap<Place, Texts>>,
}

/// What may be shown of the values of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shows {
    /// Dates, times, numbers and words of the program.
    Values,
    /// Labels of a list, which records.csv shows too.
    Labels,
    /// Numbers of cases and references.
    References,
    /// Nothing: free texts, names and contact data.
    Counts,
}

/// One entry of a mapping, for those who look at what it reads.
#[derive(Debug)]
pub(crate) struct Entry<'m> {
    /// The columns or paths that it reads; none for a constant.
    pub from: Vec<&'m str>,
    /// The fields that it fills; none for an extra dimension.
    pub keys: Vec<Key>,
    /// The position of the extra dimension that it fills.
    pub extra: Option<u16>,
    /// The position of the extra number that it fills.
    pub number: Option<u16>,
    pub shows: Shows,
}

impl Mapping {
    /// The entries in the order of the file.
    pub(crate) fn entries(&self) -> impl Iterator<Item = Entry<'_>> {
        self.fields.iter().map(|field| Entry {
            from: field.from.iter().map(Source::name).collect(),
            keys: field
                .to
                .keys()
                .into_iter()
                .flatten()
                .map(|(key, _)| key)
                .collect(),
            extra: match field.to {
                Target::Extra(at) => Some(at),
                _ => None,
            },
            number: match field.to {
                Target::Number(at) => Some(at),
                _ => None,
            },
            shows: Shows::of(field.to),
        })
    }

    /// Collects what the cells of these notifications say.
    pub(crate) fn watch(&mut self, wanted: BTreeSet<Place>) {
        self.witness = Some(Witness {
            wanted,
            seen: Mutex::default(),
        });
    }

    /// What the cells of the notifications said.
    pub(crate) fn seen(&self) -> BTreeMap<Place, Texts> {
        let seen = self.witness.as_ref().map(|witness| witness.seen.lock());
        seen.map_or_else(BTreeMap::new, |seen| {
            seen.unwrap_or_else(PoisonError::into_inner).clone()
        })
    }

    /// Keeps what a record's cells say, if it is one of those that are looked at.
    pub(crate) fn witness(&self, record: &mut Record, source: &str, number: u32) {
        let Some(witness) = &self.witness else { return };
        let place = (source.to_owned(), number);
        if witness.wanted.contains(&place) {
            let texts = std::mem::take(&mut record.cells).into_iter().collect();
            let mut seen = witness.seen.lock().unwrap_or_else(PoisonError::into_inner);
            seen.insert(place, texts);
        }
    }

    /// Notes the cells of an entry, where they are asked for.
    pub(super) fn note(&self, record: &mut Record, field: &Field, cells: &[Vec<Cow<str>>]) {
        if self.witness.is_none() {
            return;
        }
        let at = self
            .fields
            .iter()
            .position(|entry| std::ptr::eq(entry, field));
        let text = match &field.constant {
            Some(constant) => constant.clone(),
            None => cells.concat().join(" | "),
        };
        if let Some(at) = at {
            record.cells.push((at as u16, text));
        }
    }
}

impl Source {
    fn name(&self) -> &str {
        &self.name
    }
}

impl Shows {
    fn of(to: Target) -> Self {
        match (Filled::of(to), to) {
            (Filled::Choice | Filled::Choices, _) => Self::Labels,
            (Filled::Text, Target::Field(key, ..)) if REFERENCES.contains(&key) => Self::References,
            (Filled::Text, _) => Self::Counts,
            _ => Self::Values,
        }
    }

    /// A cell as it may be shown. Of what could not be read, letters are dots, since nobody
    /// knows whose they are.
    pub(crate) fn shown(self, cell: &str, is_read: bool) -> String {
        let plain = cell.replace(TYPED, "").replace(BREAK, " ");
        let plain = plain.split_whitespace().collect::<Vec<_>>().join(" ");
        let is_safe = match self {
            Self::Values => is_read && is_safe_label(&plain),
            Self::Labels => is_safe_label(&plain),
            Self::References => is_safe_reference(&plain),
            Self::Counts => false,
        };
        let masked = |c: char| match c {
            _ if is_safe => c,
            c if c.is_alphabetic() => '·',
            c if c.is_ascii_digit() && self != Self::Values => '·',
            c if c.is_control() => ' ',
            c => c,
        };
        let mut shown: String = plain.chars().take(LONGEST).map(masked).collect();
        if plain.chars().count() > LONGEST {
            shown.push('…');
        }
        shown
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_not_read_shows_no_letters() {
        assert_eq!(Shows::Values.shown("around 3 June", false), "······ 3 ····");
        assert_eq!(Shows::Values.shown("3 June 2024", true), "3 June 2024");
        assert_eq!(Shows::Labels.shown("Phishing", false), "Phishing");
        assert_eq!(
            Shows::Labels.shown("anna@example.se 8", false),
            "····@·······.·· ·"
        );
        assert_eq!(Shows::Counts.shown("Anna 7", true), "···· ·");
    }

    #[test]
    fn a_long_cell_is_cut() {
        assert_eq!(
            Shows::Values.shown(&"1 ".repeat(50), true).chars().last(),
            Some('…')
        );
    }
}
