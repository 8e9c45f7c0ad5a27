//! What a row has of the incident that it is part of: an event of which several
//! controllers notified. Only the whole set shows it.

use crate::config::Words;

/// How sure it is that notifications are of one incident.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Certainty {
    /// Two independent kinds of evidence agree, or the texts are nearly the same.
    Strong,
    /// There is evidence of one kind, or no controller is named.
    Possible,
}

impl Certainty {
    /// Both, the surer first.
    pub(crate) const ALL: [Self; 2] = [Self::Strong, Self::Possible];

    /// Its word.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Strong => "strong",
            Self::Possible => "possible",
        }
    }
}

/// Kinds of evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Kinds(u8);

impl Kinds {
    /// None.
    pub(crate) const NONE: Self = Self(0);
    /// Many name the same processor in few days.
    pub(crate) const PROCESSOR: Self = Self(1);
    /// Their texts are nearly the same.
    pub(crate) const TEXT: Self = Self(2);
    /// They name the number of the same matter.
    pub(crate) const NUMBER: Self = Self(4);

    /// Each with its word, and what people call it.
    pub(crate) const ALL: [(Self, &'static str, Words); 3] = [
        (
            Self::PROCESSOR,
            "processor",
            Words::new("samma biträde", "the same processor"),
        ),
        (
            Self::TEXT,
            "text",
            Words::new("nästan samma text", "nearly the same text"),
        ),
        (
            Self::NUMBER,
            "cross-reference",
            Words::new("samma ärendenummer", "the same matter's number"),
        ),
    ];

    /// These and others.
    pub(crate) const fn with(self, others: Self) -> Self {
        Self(self.0 | others.0)
    }

    /// Whether others are all among these.
    pub(crate) const fn has(self, others: Self) -> bool {
        self.0 & others.0 == others.0
    }

    /// Their words, joined by `|`.
    pub(crate) fn joined(self) -> String {
        let own = Self::ALL.iter().filter(|(kind, ..)| self.has(*kind));
        own.map(|(_, word, _)| *word).collect::<Vec<_>>().join("|")
    }

    /// The kinds of words that are joined so. Other words are left out.
    pub(crate) fn of_joined(text: &str) -> Self {
        let words = text.split('|');
        let kinds = words.filter_map(|word| Self::ALL.iter().find(|(_, own, _)| *own == word));
        kinds.fold(Self::NONE, |kinds, (kind, ..)| kinds.with(*kind))
    }
}

/// The incident that a notification is part of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Part {
    /// Source and record of the first of its notifications.
    pub(crate) incident: (u32, u32),
    /// How sure that is.
    pub(crate) certainty: Certainty,
    /// On what evidence it rests.
    pub(crate) kinds: Kinds,
    /// How many controllers its notifications name.
    pub(crate) controllers: u32,
    /// How many notifications it has, without copies and supplements.
    pub(crate) notifications: u32,
}

impl Part {
    /// A mass incident has so many controllers at least.
    pub(crate) const MASS: u32 = 5;

    /// Whether the incident is a mass incident: a sure one of many controllers.
    pub(crate) fn is_mass(&self) -> bool {
        self.certainty == Certainty::Strong && self.controllers >= Self::MASS
    }
}
