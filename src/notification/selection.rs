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
    /// Whether "don't know" stands beside them, where the edition counts that.
    pub unknown_beside: bool,
}

impl Selection<'_> {
    /// A selection of nothing yet.
    pub fn empty(question: &'static Question) -> Self {
        Self { question, listed: 0, unlisted: Vec::new(), unknown_beside: false }
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
        let mut options =
            self.question.options.iter().enumerate().filter(|(position, _)| listed >> position & 1 == 1);
        options.any(|(_, option)| option.lower.contains(stem))
            || self.unlisted.iter().any(|label| contains_lower(label, stem))
    }

    /// The grade of a choice whose options are `N. Word`.
    pub fn grade(&self) -> Option<u8> {
        self.codes().next()?.parse().ok()
    }
}

/// Whether the lower case of `label` contains `stem`, without making it.
fn contains_lower(label: &str, stem: &str) -> bool {
    let Some(first) = stem.chars().next() else { return true };
    let rest = &stem[first.len_utf8()..];
    label.char_indices().any(|(at, character)| {
        is_lower_of(character, first) && {
            let mut found = label[at + character.len_utf8()..].chars();
            rest.chars().all(|wanted| found.next().is_some_and(|character| is_lower_of(character, wanted)))
        }
    })
}

/// Whether `wanted` is `character` in lower case.
fn is_lower_of(character: char, wanted: char) -> bool {
    character == wanted || (character.is_uppercase() && character.to_lowercase().eq([wanted]))
}

#[cfg(test)]
mod tests {
    use super::contains_lower;

    #[test]
    fn stems_are_found_in_any_case() {
        assert!(contains_lower("Antagonistiskt angrepp", "antagonistisk"));
        assert!(contains_lower("ETT BITRÄDE INFORMERADE", "biträde"));
        assert!(contains_lower("aab", "ab") && !contains_lower("a", "ab"));
        assert!(!contains_lower("Brev", "post"));
    }
}
