//! What was chosen in one choice question: a set of known options and the
//! labels that the edition does not have. One type serves single and multiple
//! choice alike.

use std::borrow::Cow;

use crate::form::{Choice, Question};
use crate::value::contains_word;

/// The value of a multiple choice each of whose options was answered no.
pub(crate) const NONE_OF_THESE: &str = "none-of-these";

/// The options chosen in one question.
#[derive(Debug, Clone)]
pub struct Selection<'a> {
    /// The question, for its options.
    pub question: &'static Question,
    /// Bit i = option i of the question.
    pub listed: u64,
    /// Labels as found that are not on the list, in the order found.
    pub unlisted: Vec<Cow<'a, str>>,
    /// Whether "don't know" stands beside them, where the edition counts that.
    pub unknown_beside: bool,
}

impl Selection<'_> {
    /// A selection of nothing yet.
    pub(crate) fn empty(question: &'static Question) -> Self {
        Self {
            question,
            listed: 0,
            unlisted: Vec::new(),
            unknown_beside: false,
        }
    }

    /// Whether nothing was chosen.
    pub(crate) fn is_empty(&self) -> bool {
        self.listed == 0 && self.unlisted.is_empty()
    }

    /// The options chosen, in the order of the form.
    fn options(&self) -> impl Iterator<Item = &'static Choice> + use<> {
        let options = &self.question.options;
        let mut left = self.listed;
        std::iter::from_fn(move || {
            let position = left.trailing_zeros() as usize;
            left &= left.wrapping_sub(1);
            options.get(position)
        })
    }

    /// The codes chosen, in the order of the form.
    pub(crate) fn codes(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.options().map(|option| option.code.as_str())
    }

    /// Whether the option with this code was chosen.
    pub(crate) fn has(&self, code: &str) -> bool {
        self.codes().any(|chosen| chosen == code)
    }

    /// Whether any of these codes was chosen.
    pub(crate) fn has_any(&self, codes: &[&str]) -> bool {
        codes.iter().any(|code| self.has(code))
    }

    /// Whether an option of this code group (`group:detail`) was chosen.
    pub(crate) fn has_group(&self, group: &str) -> bool {
        self.codes().any(|code| {
            code == group
                || code
                    .strip_prefix(group)
                    .is_some_and(|rest| rest.starts_with(':'))
        })
    }

    /// Whether a chosen Swedish label or label as found contains `stem`, which
    /// is in lower case. Options of open lists are only known by their stems.
    pub(crate) fn mentions(&self, stem: &str) -> bool {
        self.options().any(|option| option.lower.contains(stem))
            || self.unlisted.iter().any(|label| contains_word(label, stem))
    }

    /// The grade of a choice whose options are `N. Word`.
    pub(crate) fn grade(&self) -> Option<u8> {
        self.codes().next()?.parse().ok()
    }
}
