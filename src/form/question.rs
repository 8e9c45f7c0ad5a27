//! The pieces that a form is made of: sections, questions, their parts, conditions and
//! options.

use serde::Deserialize;

use super::{Initials, Key, Kind, Label, Source, initial, is_squashed, may_be, squash};
use crate::config::Language;

/// A section of the form: its label and its first question.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// The heading of the section.
    pub label: Label,
    /// Number of its first question.
    pub first: u8,
    /// The Swedish label, squashed.
    #[serde(skip)]
    pub squashed: String,
}

/// One numbered question.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// Its number, 1-based, unique in the edition.
    pub number: u8,
    /// Its wording without number and asterisk.
    pub label: Label,
    /// Other wordings of it in copies.
    #[serde(default)]
    pub also: Vec<String>,
    /// When it must be answered or is shown.
    #[serde(default)]
    pub presence: Presence,
    /// The block of questions that is repeated as a whole, if any.
    #[serde(default)]
    pub repeat: Option<Repeat>,
    /// The line that ends each repetition in a copy.
    #[serde(default)]
    pub add_another: Option<String>,
    /// Whether the option list is complete. An answer off a closed list is a
    /// finding, off an open list only listed.
    #[serde(default)]
    pub closed: bool,
    /// Whether "don't know" is counted also where it is ticked beside concrete
    /// options (an edition file of a mapped export may say so).
    #[serde(default)]
    pub unknown_beside: bool,
    /// Bands into which an exact number is put, codes in ascending order.
    #[serde(default)]
    pub bands: Vec<String>,
    /// The parts that hold the answer, in order.
    #[serde(rename = "part", default)]
    pub parts: Vec<Part>,
    /// The options of a choice, in order.
    #[serde(rename = "option", default)]
    pub options: Vec<Choice>,
    /// The Swedish label, squashed.
    #[serde(skip)]
    pub squashed: String,
    /// The line that ends each repetition, squashed.
    #[serde(skip)]
    pub squashed_add_another: Option<String>,
    /// What the labels of its parts and that line begin with.
    #[serde(skip)]
    pub initials: Initials,
}

/// A block of consecutive questions that is repeated as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Repeat {
    /// First question of the block.
    pub first: u8,
    /// Last question of the block.
    pub last: u8,
}

/// When a question or part must be answered, or is shown at all.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Presence {
    /// Shown, need not be answered.
    #[default]
    Optional,
    /// Shown and marked with an asterisk.
    Required,
    /// Shown only if another question was answered so.
    When(Condition),
}

/// The condition of [`Presence::When`].
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    /// Number of the deciding question.
    pub question: u8,
    /// Codes of the answers that show the conditional question.
    pub any_of: Vec<String>,
    /// Whether answering it although the deciding answer says otherwise is a
    /// contradiction (C014 as an error) rather than a probable mistake.
    #[serde(default)]
    pub contradiction: bool,
    /// The rule that tells of a blank answer, where it is not C012.
    #[serde(default)]
    pub blank: Option<String>,
}

/// One field of a question, with the key under which it is known everywhere.
#[derive(Debug, Deserialize)]
#[serde(from = "PartFile")]
pub struct Part {
    /// The canonical key: path in JSON, column in CSV.
    pub key: Key,
    /// What kind of value it holds.
    pub kind: Kind,
    /// Its own label, where the question has several parts.
    pub label: Option<Label>,
    /// Whether the part itself is marked with an asterisk.
    pub presence: Presence,
    /// The Swedish label, squashed; empty without one.
    pub squashed: String,
}

/// A part as written; without a kind it has that of the schema.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PartFile {
    key: Key,
    kind: Option<Kind>,
    label: Option<Label>,
    #[serde(default)]
    presence: Presence,
}

impl From<PartFile> for Part {
    fn from(file: PartFile) -> Self {
        Self {
            key: file.key,
            kind: file.kind.unwrap_or(file.key.field().kind),
            label: file.label,
            presence: file.presence,
            squashed: String::new(),
        }
    }
}

/// One option of a choice.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// Language-neutral code, kebab-case, `group:detail` in two levels. Empty
    /// for an option that means "don't know".
    #[serde(default)]
    pub code: String,
    /// Whether choosing it is the state unknown rather than a value.
    #[serde(default)]
    pub unknown: bool,
    /// Swedish label, without a final colon.
    pub sv: String,
    /// English label, a working translation.
    pub en: String,
    /// Other writings of the label, as a mapped export has it.
    #[serde(default)]
    pub also: Vec<String>,
    /// How the Swedish label is known.
    #[serde(default)]
    pub source: Source,
    /// The Swedish label in lower case.
    #[serde(skip)]
    pub lower: String,
    /// Both labels, the code and other writings, squashed, for lookup.
    #[serde(skip)]
    pub squashed: Vec<String>,
}

impl Choice {
    /// Prepares what is looked up.
    pub(super) fn index(&mut self) {
        let code = if self.code.is_empty() {
            &self.sv
        } else {
            &self.code
        };
        self.lower = self.sv.to_lowercase();
        self.squashed = vec![squash(&self.sv), squash(&self.en), squash(code)];
        self.squashed
            .extend(self.also.iter().map(|also| squash(also)));
    }

    /// The label in `language`.
    pub(crate) fn label(&self, language: Language) -> &str {
        match language {
            Language::Sv => &self.sv,
            Language::En => &self.en,
        }
    }
}

impl Question {
    /// Whether it, or a part of it, must be answered, always or where it is shown.
    pub(crate) fn must_be_answered(&self) -> bool {
        let parts = self.parts.iter().map(|part| &part.presence);
        let mut all = parts.chain([&self.presence]);
        all.any(|presence| *presence != Presence::Optional)
    }

    /// Whether its answer is one or several options of a list.
    pub(crate) fn is_choice(&self) -> bool {
        self.parts.iter().any(|part| part.kind.is_choice())
    }

    /// The position of the option with this code.
    pub(crate) fn option(&self, code: &str) -> Option<usize> {
        self.options.iter().position(|option| option.code == code)
    }

    /// The option that `text` names: by code, Swedish or English label, in any
    /// case and spacing, a final colon ignored; for labels `N. Word` also by
    /// the digit alone.
    pub(crate) fn find_option(&self, text: &str) -> Option<usize> {
        let text = text.trim();
        let as_written = |option: &Choice| {
            option.sv == text || option.code == text || option.also.iter().any(|also| also == text)
        };
        if let Some(position) = self.options.iter().position(as_written) {
            return (!text.is_empty()).then_some(position);
        }
        if self.is_graded()
            && let Some(digit) = text.chars().next().filter(char::is_ascii_digit)
            && text[1..]
                .chars()
                .next()
                .is_none_or(|next| !next.is_ascii_digit())
        {
            return self
                .options
                .iter()
                .position(|option| option.code.starts_with(digit));
        }
        let initial = initial(text);
        let is = |squashed: &String| may_be(initial, squashed) && is_squashed(text, squashed);
        self.options
            .iter()
            .position(|option| option.squashed.iter().any(is))
    }

    /// Whether its labels are `N. Word` and the digit alone is the key.
    pub(crate) fn is_graded(&self) -> bool {
        !self.options.is_empty() && self.options.iter().all(|option| option.code.len() == 1)
    }
}

/// The colon after the first part of a label that is `Övrigt`: a comment stands behind it.
pub(crate) fn other_ends(label: &str) -> Option<usize> {
    let mut start = 0;
    memchr::memchr_iter(b':', label.as_bytes()).find(|colon| {
        let part = &label[start..*colon];
        start = colon + 1;
        is_squashed(part, "övrigt") || is_squashed(part, "other")
    })
}
