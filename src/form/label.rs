//! The texts of the form, and how each is known.

use serde::Deserialize;

use crate::config::Language;

/// A text of the form in two languages with the provenance of the Swedish one.
#[derive(Debug, Clone, Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub struct Label {
    /// Swedish.
    pub sv: String,
    /// English, a working translation.
    pub en: String,
    /// How the Swedish text is known.
    #[serde(default)]
    pub source: Source,
}

impl Label {
    /// The text in `language`.
    pub(crate) fn get(&self, language: Language) -> &str {
        match language {
            Language::Sv => &self.sv,
            Language::En => &self.en,
        }
    }
}

/// How a Swedish text of the form is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Default)]
#[serde(rename_all = "lowercase")]
pub enum Source {
    /// Seen verbatim in a primary source.
    #[default]
    Exact,
    /// Known only through a machine translation.
    Mt,
    /// Named in a report or press text.
    Para,
    /// Follows from structure or logic.
    Inf,
    /// Unverified.
    Guess,
    /// Written for this program: the authority has published no Swedish text.
    Own,
}

impl Source {
    /// The word in the edition file.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Mt => "mt",
            Self::Para => "para",
            Self::Inf => "inf",
            Self::Guess => "guess",
            Self::Own => "own",
        }
    }
}
