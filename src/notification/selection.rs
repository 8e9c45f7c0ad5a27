//! What was chosen in one choice question: a set of known options and the
//! labels that the edition does not have. One type serves single and multiple
//! choice alike.

use std::borrow::Cow;

use crate::form::Question;

/// The options chosen in one question.
#[derive(Debug, Clone)]
pub struct Selection<'a> {
    /// The question, for its options.
    pub question: &'static Question,
    /// Bit i = option i of the question.
    pub listed: u64,
    /// Labels as found that are not on the list, in the order found.
    pub unlisted: Vec<Cow<'a, str>>,
}

impl Selection<'_> {
    /// A selection of nothing yet.
    pub fn empty(question: &'static Question) -> Self {
        Self { question, listed: 0, unlisted: Vec::new() }
    }

    /// Whether nothing was chosen.
    pub fn is_empty(&self) -> bool {
        self.listed == 0 && self.unlisted.is_empty()
    }

    /// The codes chosen, in the order of the form.
    pub fn codes(&self) -> impl Iterator<Item = &'static str> + use<> {
        let listed = self.listed;
        self.question
            .options
            .iter()
            .enumerate()
            .filter(move |(position, _)| listed >> position & 1 == 1)
            .map(|(_, option)| option.code.as_str())
    }

    /// Whether the option with this code was chosen.
    pub fn has(&self, code: &str) -> bool {
        self.listed != 0
            && self.question.option(code).is_some_and(|position| self.listed >> position & 1 == 1)
    }

    /// Whether any of these codes was chosen.
    pub fn has_any(&self, codes: &[&str]) -> bool {
        codes.iter().any(|code| self.has(code))
    }

    /// Whether an option of this code group (`group:detail`) was chosen.
    pub fn has_group(&self, group: &str) -> bool {
        self.codes()
            .any(|code| code == group || code.strip_prefix(group).is_some_and(|rest| rest.starts_with(':')))
    }

    /// Whether a chosen Swedish label or label as found contains `stem`, which
    /// is in lower case. Options of open lists are only known by their stems.
    pub fn mentions(&self, stem: &str) -> bool {
        let listed = self.listed;
        let mut listed_labels =
            self.question.options.iter().enumerate().filter(|(position, _)| listed >> position & 1 == 1);
        listed_labels.any(|(_, option)| option.sv.to_lowercase().contains(stem))
            || self.unlisted.iter().any(|label| label.to_lowercase().contains(stem))
    }

    /// The grade of a choice whose options are `N. Word`.
    pub fn grade(&self) -> Option<u8> {
        self.codes().next()?.parse().ok()
    }
}
