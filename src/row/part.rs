//! What a row has of the incident that it is part of: an event of which several
//! controllers notified. Only the whole set shows it.

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

/// The incident that a notification is part of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Part {
    /// Source and record of the first of its notifications.
    pub(crate) incident: (u32, u32),
    /// How sure that is.
    pub(crate) certainty: Certainty,
}
