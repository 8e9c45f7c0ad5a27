//! The state of an answer, in the notification and in every figure: its letter in
//! column `states`, its word in other columns, and what it is called in prose.

use crate::config::Words;
use crate::moment::Truth;

/// The state of an answer. Each non-value reaches the figures as itself.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
pub enum State<T = ()> {
    /// Answered with a value.
    Given(T),
    /// Shown but not answered.
    Blank,
    /// Answered "don't know".
    Unknown,
    /// Lost in the copy, masked or unreadable.
    Undeterminable,
    /// Its condition did not hold.
    NotShown,
    /// The source never had the question.
    NotAsked,
}

impl State {
    /// All states, in the order of reports: the value, then the non-values.
    pub(crate) const ALL: [Self; 6] = [
        Self::Given(()),
        Self::Blank,
        Self::Unknown,
        Self::Undeterminable,
        Self::NotShown,
        Self::NotAsked,
    ];

    /// Its name as a column of answers.csv.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::NotShown => "not_shown",
            Self::NotAsked => "not_asked",
            _ => self.words().en,
        }
    }

    /// The state of a letter in column `states`.
    pub(crate) fn of_letter(letter: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.letter() == letter)
    }

    /// The non-value that a word in brackets stands for.
    pub(crate) fn of_word(word: &str) -> Option<Self> {
        let is = |state: &Self| state.word() == word;
        word.starts_with('(')
            .then(|| Self::ALL.into_iter().find(is))?
    }
}

impl<T> State<T> {
    /// The state without the value.
    #[inline]
    pub(crate) fn kind(&self) -> State {
        self.non_value().unwrap_or(State::Given(()))
    }

    /// The same non-value for another type; `None` for a value.
    #[inline]
    pub(crate) fn non_value<U>(&self) -> Option<State<U>> {
        Some(match self {
            Self::Given(_) => return None,
            Self::Blank => State::Blank,
            Self::Unknown => State::Unknown,
            Self::Undeterminable => State::Undeterminable,
            Self::NotShown => State::NotShown,
            Self::NotAsked => State::NotAsked,
        })
    }

    /// Letter, word and label.
    const fn facts(&self) -> (u8, &'static str, Words) {
        match self {
            Self::Given(_) => (b'a', "", Words::new("besvarad", "answered")),
            Self::Blank => (b'b', "(blank)", Words::new("obesvarad", "blank")),
            Self::Unknown => (b'u', "(unknown)", Words::new("okänd", "unknown")),
            Self::Undeterminable => (
                b'x',
                "(undeterminable)",
                Words::new("går inte att avgöra", "undeterminable"),
            ),
            Self::NotShown => (b'n', "(not shown)", Words::new("visas inte", "not shown")),
            Self::NotAsked => (
                b'q',
                "(not asked)",
                Words::new("ställdes inte", "not asked"),
            ),
        }
    }

    /// The letter in column `states`.
    pub(crate) const fn letter(&self) -> u8 {
        self.facts().0
    }

    /// The word in the records for a non-value; empty for a value.
    pub(crate) const fn word(&self) -> &'static str {
        self.facts().1
    }

    /// What it is called in prose.
    pub(crate) const fn words(&self) -> Words {
        self.facts().2
    }

    /// Whether it was lost or never asked, so that the answer may have been anything.
    #[inline]
    pub(crate) const fn is_open(&self) -> bool {
        matches!(self, Self::Undeterminable | Self::NotAsked)
    }

    /// Whether it is this state, as far as that can be known: an open one is unclear.
    #[inline]
    pub(crate) fn is(&self, state: State) -> Truth {
        if self.is_open() {
            Truth::Unclear
        } else {
            (self.kind() == state).into()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::State;

    #[test]
    fn states_are_found_by_letter_and_by_word() {
        for state in State::ALL {
            assert_eq!(State::of_letter(state.letter()), Some(state));
            let word = state.word();
            assert_eq!(
                State::of_word(word),
                Some(state).filter(|_| !word.is_empty())
            );
        }
        assert_eq!(size_of::<State>(), 1);
    }
}
