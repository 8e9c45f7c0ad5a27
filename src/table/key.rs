//! What a row of a table counts: a value of a dimension by its id, or something that
//! stands outside of the values and of their base.

use crate::config::Words;
use crate::deadline::Verdict;
use crate::notification::State;

/// What a row counts. The order is that of rows: values, then what is no value.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key {
    /// A value: the code of an option, a period, a label as found, a rule, a question.
    Value(String),
    /// What is no value, and no part of the base.
    Other(Other),
    /// What other rows count too: no part of a sum.
    Cumulative(String),
    /// All rows together.
    Total,
}

/// What is counted beside the values of a dimension, in the order of rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Other {
    /// There is no verdict, since it is not known when the notification came.
    NoReceipt,
    /// There is none, since it is not known when the breach was discovered.
    NoDiscovery,
    /// There is none, since the times cannot both be right.
    InvalidOrder,
    /// The question was not answered.
    Blank,
    /// It was answered with "don't know".
    Unknown,
    /// The answer cannot be determined.
    Undeterminable,
    /// The question was not shown.
    NotShown,
    /// The question was not asked.
    NotAsked,
    /// Any of these, which disclosure control counts together.
    Merged,
}

impl Key {
    /// A value by its id.
    pub(crate) fn value(id: impl Into<String>) -> Self {
        Self::Value(id.into())
    }

    /// Its id.
    pub(crate) fn id(&self) -> &str {
        match self {
            Self::Value(id) | Self::Cumulative(id) => id,
            Self::Other(other) => other.id(),
            Self::Total => TOTAL,
        }
    }

    /// The key of an id, as far as the id alone tells.
    pub(crate) fn of(id: &str) -> Self {
        match Other::ALL.into_iter().find(|other| other.id() == id) {
            Some(other) => Self::Other(other),
            None if id == TOTAL => Self::Total,
            None => Self::value(id),
        }
    }

    /// Whether it is a value, and so part of the base.
    pub(crate) fn is_value(&self) -> bool {
        matches!(self, Self::Value(_))
    }

    /// The word in column `kind`.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self::Value(_) => "value",
            Self::Other(other) => other.facts().1,
            Self::Cumulative(_) => CUMULATIVE,
            Self::Total => "total",
        }
    }
}

/// The id of the row over all rows.
const TOTAL: &str = "(total)";
/// The word in column `kind` of a row that counts what others count.
pub(super) const CUMULATIVE: &str = "cumulative";

impl Other {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::NoReceipt,
        Self::NoDiscovery,
        Self::InvalidOrder,
        Self::Blank,
        Self::Unknown,
        Self::Undeterminable,
        Self::NotShown,
        Self::NotAsked,
        Self::Merged,
    ];

    /// Its id, the word in column `kind`, and what people call it.
    fn facts(self) -> (&'static str, &'static str, Words) {
        let unjudged = |verdict: Verdict| (verdict.as_str(), "undeterminable", verdict.words());
        let state = |state: State| (state.word(), state.words().en, state.words());
        match self {
            Self::NoReceipt => unjudged(Verdict::NoReceipt),
            Self::NoDiscovery => unjudged(Verdict::NoDiscovery),
            Self::InvalidOrder => unjudged(Verdict::InvalidOrder),
            Self::Blank => state(State::Blank),
            Self::Unknown => state(State::Unknown),
            Self::Undeterminable => state(State::Undeterminable),
            Self::NotShown => state(State::NotShown),
            Self::NotAsked => state(State::NotAsked),
            Self::Merged => (
                "(cannot be judged)",
                "merged",
                Words::new("kan inte bedömas", "cannot be judged"),
            ),
        }
    }

    /// Its id.
    pub(crate) fn id(self) -> &'static str {
        self.facts().0
    }

    /// What people call it.
    pub(crate) fn words(self) -> Words {
        self.facts().2
    }

    /// The state of an answer that a word in brackets stands for.
    pub(crate) fn of_state(word: &str) -> Option<Self> {
        let states = Self::ALL.into_iter().filter(|own| *own != Self::Merged);
        word.starts_with('(')
            .then(|| states.into_iter().find(|other| other.id() == word))?
    }
}
