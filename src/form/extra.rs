//! What a form file adds to the form: choices and numbers that a mapped export has and the form
//! never asks for. The form has no field for them, so each is a repetition of a field that never
//! repeats.

use serde::Deserialize;

use super::{Choice, Edition, Key, Label, Question};

/// A choice that a mapped export asks and the form does not.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Extra {
    /// Its name, kebab-case.
    pub name: String,
    /// Its options and label; its number is 0, it has no parts.
    pub question: Question,
    /// Its column in the records, `extra.<name>`.
    #[serde(skip)]
    pub column: String,
    /// The id of its table, `extra-<name>`.
    #[serde(skip)]
    pub id: String,
}

/// A number that a mapped export tells and the form does not ask for: days, a fine.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ExtraNumber {
    /// Its name, kebab-case.
    pub(crate) name: String,
    /// What it is a number of.
    pub(crate) label: Label,
    /// Its column in the records, `number.<name>`.
    #[serde(skip)]
    pub(crate) column: String,
    /// The id of its table, `number-<name>`.
    #[serde(skip)]
    pub(crate) id: String,
}

impl ExtraNumber {
    /// The field that stands for the number at a position, as [`Extra::field`] for choices: the
    /// form has no kind of filing that repeats.
    pub(crate) fn field(at: u16) -> (Key, u16) {
        (Key::Kind, at + 1)
    }
}

impl Extra {
    /// The field that stands for the extra dimension at a position: the form has
    /// none for it, so it is a repetition of the one field that never has any.
    pub(crate) fn field(at: u16) -> (Key, u16) {
        (Key::Form, at + 1)
    }
}

impl Edition {
    /// Gives what form files add its column and the id of its table.
    pub(super) fn name_extras(&mut self) {
        for extra in &mut self.extras {
            extra.column = format!("extra.{}", extra.name);
            extra.id = format!("extra-{}", extra.name);
            extra.question.options.iter_mut().for_each(Choice::index);
        }
        for number in &mut self.numbers {
            number.column = format!("number.{}", number.name);
            number.id = format!("number-{}", number.name);
        }
    }

    /// The extra dimension that a field stands for, if it is one of [`Extra::field`].
    pub(crate) fn extra(&self, (key, index): (Key, u16)) -> Option<&Extra> {
        let at = index.checked_sub(1).filter(|_| key == Key::Form)?;
        self.extras.get(usize::from(at))
    }

    /// The label of the extra dimension or number that a field stands for, if it is one.
    pub(crate) fn extra_label(&self, field: (Key, u16)) -> Option<&Label> {
        let number = || {
            let at = field.1.checked_sub(1).filter(|_| field.0 == Key::Kind)?;
            Some(&self.numbers.get(usize::from(at))?.label)
        };
        self.extra(field)
            .map(|extra| &extra.question.label)
            .or_else(number)
    }
}
