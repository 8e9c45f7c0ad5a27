//! Findings: what is wrong, where, and the facts to say it with. Words are made
//! later, by the reporter, from the catalogue; a finding never holds free text
//! or contact data.

use std::fmt::Write as _;
use std::ops::Range;

pub(crate) use crate::config::Severity;
use crate::config::{Language, Words};
use crate::form::{Edition, Key};
use crate::moment::{Instant, Moment, Passed};

mod heads;
mod packed;

pub(crate) use heads::of_head;
pub(crate) use packed::Findings;

/// A rule's public code, such as `C002`: a family letter and three digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code([u8; 4]);

impl Code {
    /// A code from its four ASCII characters.
    pub(crate) const fn new(code: [u8; 4]) -> Self {
        Self(code)
    }

    /// The code as text.
    pub(crate) fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("????")
    }

    /// The code as four ASCII characters.
    pub(crate) fn bytes(self) -> [u8; 4] {
        self.0
    }

    /// The letter of its family.
    pub(crate) fn family(self) -> u8 {
        self.0[0]
    }
}

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

/// One fact of a finding: fills a `{name}` in the rule's message. Only typed
/// values and the form's own words, never what a person wrote freely.
#[derive(Debug, Clone, PartialEq)]
pub enum Fact {
    /// A typed value as answered (a number, a date, a code).
    Value(Box<str>),
    /// A fixed text of ours or of the form.
    Words(Words),
    /// Several such texts, all of which hold.
    List(Box<[Words]>),
    /// Names of files.
    Names(Box<[Box<str>]>),
    /// Several kinds of things, each with how many.
    Counts(Box<[(u32, Words)]>),
    /// A whole number.
    Number(i64),
    /// How long something took, shown as a bound.
    Passed(Passed),
    /// An instant, shown in Europe/Stockholm.
    Instant(Instant),
    /// A moment, shown as precisely as it was written.
    Moment(Moment),
}

impl Fact {
    /// The fact as it stands in a message.
    pub fn show(&self, language: Language) -> String {
        let mut out = String::new();
        self.write(language, &mut out);
        out
    }

    /// Appends the fact as it stands in a message.
    fn write(&self, language: Language, out: &mut String) {
        match self {
            Self::Value(text) => out.push_str(text),
            Self::Words(words) => out.push_str(words.get(language)),
            Self::List(list) => out.push_str(&enumerated(list, language)),
            Self::Names(names) => out.push_str(&in_a_row(names, language)),
            Self::Counts(counts) => {
                let named =
                    |(count, words): &(u32, Words)| format!("{count} {}", words.get(language));
                out.push_str(&in_a_row(
                    &counts.iter().map(named).collect::<Vec<_>>(),
                    language,
                ));
            }
            Self::Number(number) => out.push_str(itoa::Buffer::new().format(*number)),
            Self::Passed(passed) => out.push_str(&passed.bounds(language)),
            Self::Instant(instant) => out.push_str(&instant.told()),
            Self::Moment(moment) => out.push_str(&moment.told()),
        }
    }
}

/// Texts in a row, with "and" before the last.
pub(crate) fn enumerated(list: &[Words], language: Language) -> String {
    in_a_row(
        &list
            .iter()
            .map(|words| words.get(language))
            .collect::<Vec<_>>(),
        language,
    )
}

/// The same of texts in a language.
fn in_a_row(list: &[impl AsRef<str>], language: Language) -> String {
    let and = Words::new(" och ", " and ").get(language);
    let mut out = String::new();
    for (at, text) in list.iter().enumerate() {
        if at > 0 {
            out.push_str(if at + 1 == list.len() { and } else { ", " });
        }
        out.push_str(text.as_ref());
    }
    out
}

/// Facts from what they are made of.
macro_rules! facts {
    ($($made_of:ty => $fact:ident),*) => {$(
        impl From<$made_of> for Fact {
            fn from(value: $made_of) -> Self {
                Self::$fact(value.into())
            }
        }
    )*};
}

facts!(Words => Words, i64 => Number, u32 => Number, Passed => Passed, Instant => Instant, Moment => Moment);

/// The name of the fact that is a finding's own message.
const MESSAGE: &str = "message";

/// The fact that is a message of the finding's own instead of the rule's.
pub(crate) fn saying(message: Words) -> (&'static str, Fact) {
    (MESSAGE, message.into())
}

/// Named facts of one finding.
pub(crate) type Facts = Box<[(&'static str, Fact)]>;

/// One finding about one notification (or, with `record` 0, about one input).
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// The rule.
    pub code: Code,
    /// The level this time: some rules have two.
    pub severity: Severity,
    /// Number of the question, 0 when it concerns none.
    pub question: u8,
    /// 1-based line in the source; for JSON the line on which the record starts.
    pub line: u32,
    /// The field, for the place in a format without lines, and its repetition.
    pub field: Option<(Key, u16)>,
    /// A place that is no field of the form: a JSON pointer of the input.
    pub place: Option<Box<str>>,
    /// What fills the message.
    pub facts: Facts,
    /// What stands there, where that is asked for.
    pub excerpt: Option<Box<Excerpt>>,
}

/// What stands at the place of a finding, as far as it may be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excerpt {
    /// The text, in which dots stand for what is not to be read.
    pub text: Box<str>,
    /// What in it the finding is about, in bytes of the text.
    pub marks: Box<[Range<usize>]>,
}

impl Excerpt {
    /// A text that the finding is about as a whole.
    pub(crate) fn whole(text: Box<str>) -> Self {
        let all = 0..text.len();
        Self {
            text,
            marks: [all].into(),
        }
    }
}

impl Finding {
    /// A finding without facts, at a question and a line.
    pub(crate) fn new(code: Code, severity: Severity, question: u8, line: u32) -> Self {
        Self {
            code,
            severity,
            question,
            line,
            field: None,
            place: None,
            facts: Box::default(),
            excerpt: None,
        }
    }

    /// The same at a field and its repetition.
    #[must_use]
    pub(crate) fn at(mut self, key: Key, index: u16) -> Self {
        self.field = Some((key, index));
        self
    }

    /// The same with a message of its own instead of the rule's.
    #[must_use]
    pub(crate) fn saying(self, message: Words) -> Self {
        self.with(MESSAGE, message)
    }

    /// Its own message, where the rule's does not fit.
    pub(crate) fn own_message(&self) -> Option<Words> {
        match self.fact(MESSAGE) {
            Some(Fact::Words(words)) => Some(*words),
            _ => None,
        }
    }

    /// Its fact of this name.
    pub(crate) fn fact(&self, name: &str) -> Option<&Fact> {
        self.facts
            .iter()
            .find_map(|(other, fact)| (*other == name).then_some(fact))
    }

    /// The same with one more fact.
    #[must_use]
    pub(crate) fn with(mut self, name: &'static str, fact: impl Into<Fact>) -> Self {
        // As large as they are: a run holds many findings, and most have one fact.
        let mut facts = Vec::with_capacity(self.facts.len() + 1);
        facts.extend(std::mem::take(&mut self.facts));
        facts.push((name, fact.into()));
        self.facts = facts.into_boxed_slice();
        self
    }
}

/// What a condition comes to: `Ok` where it could look, whether or not it found something.
pub(crate) type Found = Result<(), Silent>;

/// Why a rule says nothing about a notification.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Silent {
    /// What it looks for is not there.
    DoesNotApply,
    /// An answer it needs was lost in the copy: it could not be run.
    NotRunnable,
    /// The source never had an answer it needs: it could not be run, unless it has
    /// others to look at.
    NotAsked,
}

/// The place in a message where its question stands in brackets, with a blank
/// before: nothing for a finding that concerns none.
const AT_QUESTION: &str = "at_question";
/// The place for the number of its question, or for the label of an extra dimension.
const QUESTION: &str = "question";
const QUESTION_WORD: Words = Words::new("fråga", "question");

/// Appends a message with every `{name}` replaced by the finding's fact. The path of a key becomes
/// the number of its question in the edition.
pub(crate) fn fill(
    message: Words,
    finding: &Finding,
    edition: &Edition,
    language: Language,
    out: &mut String,
) {
    message.fill(language, out, |name, out| {
        if let Some(fact) = finding.fact(name) {
            fact.write(language, out);
            return true;
        }
        match (name, finding.question) {
            (AT_QUESTION, 0) => {}
            (AT_QUESTION, number) => {
                let _ = write!(out, " ({} {number})", QUESTION_WORD.get(language));
            }
            (QUESTION, 0) => {
                let extra = finding.field.and_then(|field| edition.extra(field));
                let label = extra.map(|extra| extra.question.label.get(language));
                out.push_str(label.unwrap_or_default());
            }
            (QUESTION, number) => out.push_str(itoa::Buffer::new().format(number)),
            _ => return number(name, edition, language, out),
        }
        true
    });
}

/// What the moment is called from which the time limit runs, for the places `{start...}` of
/// messages: where the edition asks for the discovery, and where it asks for awareness.
const START: [(&str, [Words; 2]); 5] = [
    (
        "start.asked",
        [
            Words::new("den upptäckt som anges", "the discovery declared"),
            Words::new("den vetskap som anges", "the awareness declared"),
        ],
    ),
    (
        "start",
        [
            Words::new("den uppgivna upptäckten", "the declared discovery"),
            Words::new("den uppgivna vetskapen", "the declared awareness"),
        ],
    ),
    (
        "start.noun",
        [
            Words::new("upptäckten", "the discovery"),
            Words::new("vetskapen", "awareness"),
        ],
    ),
    (
        "start.clause",
        [
            Words::new("incidenten upptäcktes", "the breach was discovered"),
            Words::new(
                "den personuppgiftsansvarige fick vetskap om incidenten",
                "the controller became aware of the breach",
            ),
        ],
    ),
    (
        "start.date",
        [
            Words::new("Datum då incidenten upptäcktes", "The date of discovery"),
            Words::new(
                "Datum då den personuppgiftsansvarige fick vetskap om incidenten",
                "The date of awareness",
            ),
        ],
    ),
];

/// Appends the number of the question that holds a key, by the key's path, or what the moment is
/// called from which the time limit runs.
fn number(path: &str, edition: &Edition, language: Language, out: &mut String) -> bool {
    if let Some((_, [discovery, awareness])) = START.iter().find(|(name, _)| *name == path) {
        let is_aware = edition.start() == Key::IncidentAwareDate;
        let words = if is_aware { awareness } else { discovery };
        out.push_str(words.get(language));
        return true;
    }
    let key = match path {
        "start.question" => Some(edition.start()),
        _ => Key::from_path(path).filter(|key| !key.is_envelope()),
    };
    let Some(key) = key else { return false };
    out.push_str(itoa::Buffer::new().format(edition.number(key)));
    true
}

/// A text of the catalogue, which names questions by their numbers in the default edition.
pub(crate) fn numbered(text: Words, language: Language) -> String {
    numbered_in(Edition::default_edition(), text, language)
}

/// A text that names questions by their numbers in an edition.
pub(crate) fn numbered_in(edition: &Edition, text: Words, language: Language) -> String {
    let mut out = String::with_capacity(text.get(language).len());
    text.fill(language, &mut out, |name, out| {
        number(name, edition, language, out)
    });
    out
}

/// A message without facts, for a catalogue: what will stand there is left open.
pub(crate) fn unfilled(message: Words, language: Language) -> String {
    let mut out = String::with_capacity(message.get(language).len());
    message.fill(language, &mut out, |name, out| {
        if name == AT_QUESTION {
            let _ = write!(out, " ({} …)", QUESTION_WORD.get(language));
        } else if !number(name, Edition::default_edition(), language, out) {
            out.push('…');
        }
        true
    });
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(question: u8) -> Finding {
        Finding::new(Code::new(*b"T007"), Severity::Error, question, 1)
    }

    #[test]
    fn facts_fill_their_places() {
        let finding = at(0)
            .with("a", Fact::Number(3))
            .with("b", Fact::Passed(Passed::at_least(78_361)));
        let mut text = String::new();
        fill(
            Words::new("", "{a}, {b}, {c}"),
            &finding,
            Edition::default_edition(),
            Language::En,
            &mut text,
        );
        assert_eq!(text, "3, at least 54 days, {c}");
    }

    #[test]
    fn a_message_names_its_question_where_it_has_one() {
        let message = Words::new(
            "Tidpunkten{at_question} saknas.",
            "The moment{at_question} is missing.",
        );
        let filled = |question: u8, language: Language| {
            let mut text = String::new();
            fill(
                message,
                &at(question),
                Edition::default_edition(),
                language,
                &mut text,
            );
            text
        };
        assert_eq!(filled(11, Language::Sv), "Tidpunkten (fråga 11) saknas.");
        assert_eq!(
            filled(11, Language::En),
            "The moment (question 11) is missing."
        );
        assert_eq!(filled(0, Language::En), "The moment is missing.");
        assert_eq!(
            unfilled(message, Language::Sv),
            "Tidpunkten (fråga …) saknas."
        );
    }

    #[test]
    fn without_facts_a_place_is_left_open() {
        let open = |en: &'static str| unfilled(Words::new("", en), Language::En);
        assert_eq!(open("{a} of {b} h{c}."), "… of … h….");
        assert_eq!(open("a {b"), "a {b");
    }

    #[test]
    fn several_texts_are_enumerated() {
        let [a, b, c] = [
            Words::new("a", "a"),
            Words::new("b", "b"),
            Words::new("c", "c"),
        ];
        assert_eq!(enumerated(&[a], Language::Sv), "a");
        assert_eq!(
            Fact::List([a, b, c].into()).show(Language::Sv),
            "a, b och c"
        );
        assert_eq!(enumerated(&[], Language::En), "");
    }

    #[test]
    fn levels_are_ordered() {
        assert!(Severity::Error > Severity::Warning && Severity::Warning > Severity::Info);
    }
}
