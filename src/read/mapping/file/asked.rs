//! What an export never had: the questions that its mapping lists as asked, and the fields
//! that no entry fills.

use toml::Spanned;

use super::{Loader, MappingError};
use crate::config::Words;
use crate::form::{Key, Keys};
use crate::read::Questions;
use crate::read::csv::not_asked;
use crate::read::mapping::Field;

/// The fields that no entry fills.
pub(super) fn absent(fields: &[Field]) -> Keys {
    let mut absent = Keys::ALL;
    for (key, _) in fields.iter().flat_map(|field| field.to.keys()).flatten() {
        absent.remove(key);
    }
    absent
}

impl Loader<'_> {
    /// Where the file lists what was asked, its fields are among that.
    pub(super) fn among_asked(
        &self,
        fields: &[Field],
        starts: &[usize],
    ) -> Result<(), MappingError> {
        let Some(asked) = self.asked else {
            return Ok(());
        };
        for (field, start) in fields.iter().zip(starts) {
            for (key, _) in field.to.keys().into_iter().flatten() {
                let number = self.edition.number(key);
                if number > 0 && !asked.has(number) {
                    let path = key.path();
                    let message = Words::new(
"\"{path}\" hör till fråga {number}, som inte står i asked; lägg till \"{number}\" där",
"\"{path}\" belongs to question {number}, which is not in asked; add \"{number}\" there",
).with("path", path).with("number", number);
                    return self.error(*start, message);
                }
            }
        }
        Ok(())
    }

    /// The questions that the file lists as asked; `None` where it lists none.
    pub(super) fn asked(
        &self,
        asked: &[Spanned<String>],
    ) -> Result<Option<Questions>, MappingError> {
        let mut listed = Questions::default();
        for name in asked {
            let number = if let Ok(number) = name.get_ref().parse::<u8>() {
                self.edition
                    .question(number)
                    .map(|question| question.number)
            } else {
                let wanted = name.get_ref().as_str();
                let starts = |key: &&Key| {
                    let rest = key.path().strip_prefix(wanted);
                    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
                };
                Key::ALL
                    .iter()
                    .find(starts)
                    .map(|key| self.edition.number(*key))
            };
            let Some(number) = number else {
                let (start, name) = (name.span().start, name.get_ref());
                let message = Words::new(
                    "asked: \"{name}\" är varken ett fält eller numret på en fråga",
                    "asked: \"{name}\" is neither a field nor a question's number",
                )
                .with("name", name);
                return self.error(start, message);
            };
            listed.insert(number);
        }
        Ok((!asked.is_empty()).then_some(listed))
    }

    /// The fields and the questions that the source never had. What is listed as
    /// asked was asked as a whole, even if no entry fills it.
    pub(super) fn never_had(&self, fields: &[Field]) -> (Keys, Questions) {
        let mut absent = absent(fields);
        let Some(asked) = self.asked else {
            return (absent, not_asked(absent, self.edition));
        };
        let mut questions = Questions::default();
        for question in &self.edition.questions {
            if asked.has(question.number) {
                question
                    .parts
                    .iter()
                    .for_each(|part| absent.remove(part.key));
            } else {
                questions.insert(question.number);
            }
        }
        (absent, questions)
    }
}
