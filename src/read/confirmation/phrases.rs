//! Words to look for, as data: several in a row are a phrase, and a `*` stands for any
//! beginning or end of a word.

use serde::Deserialize;

use super::sentences::Word;

/// Phrases, each as its words.
#[derive(Debug, Deserialize)]
#[serde(from = "Vec<String>")]
pub(super) struct Phrases(Vec<Vec<Pattern>>);

/// One word of a phrase.
#[derive(Debug)]
struct Pattern {
    word: String,
    /// Whether anything may stand before it.
    any_start: bool,
    /// Whether anything may follow it.
    any_end: bool,
}

impl From<Vec<String>> for Phrases {
    fn from(phrases: Vec<String>) -> Self {
        let phrase = |phrase: String| phrase.split(' ').map(Pattern::of).collect();
        Self(phrases.into_iter().map(phrase).collect())
    }
}

impl Pattern {
    fn of(word: &str) -> Self {
        Self {
            any_start: word.starts_with('*'),
            any_end: word.len() > 1 && word.ends_with('*'),
            word: word.trim_matches('*').to_owned(),
        }
    }

    fn is(&self, word: &str) -> bool {
        match (self.any_start, self.any_end) {
            (false, false) => word == self.word,
            (false, true) => word.starts_with(&self.word),
            (true, false) => word.ends_with(&self.word),
            (true, true) => word.contains(&self.word),
        }
    }
}

impl Phrases {
    /// How many words a phrase has that stands at this place; `None` where none does.
    pub(super) fn at(&self, words: &[Word], at: usize) -> Option<usize> {
        let stands = |phrase: &&Vec<Pattern>| {
            let here = words.get(at..at + phrase.len());
            let mut pairs = phrase.iter().zip(here.unwrap_or_default());
            here.is_some() && pairs.all(|(pattern, word)| pattern.is(&word.small))
        };
        self.0.iter().filter(stands).map(Vec::len).max()
    }

    /// Whether a phrase stands anywhere among words.
    pub(super) fn are_in(&self, words: &[Word]) -> bool {
        (0..words.len()).any(|at| self.at(words, at).is_some())
    }
}
