//! Values and their labels: what a cell stands for in a dimension, in which
//! order values come, and what they are called in a language.

use std::collections::BTreeMap;

use crate::config::{Language, Words, thousands};
use crate::deadline::{Reading, Verdict};
use crate::dialect::Told;
use crate::form::{self, Choice, Edition, Question, squash};
use crate::notification::NONE_OF_THESE;
use crate::statistics::dimension::{DIMENSIONS, Dimension, How};
use crate::statistics::known::in_english;
use crate::table::{Key, Other};

/// What an answer that says no to each option is called.
pub(super) const NONE: Words = Words::new("Inget av dessa", "None of these");

/// What one notification counts as in a dimension, with its place among the rows: edition
/// order, then labels that no edition has, then what is no value.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Ranked {
    rank: u64,
    pub(super) key: Key,
}

/// The place of "none of these": every option was answered no.
const NONE_RANK: u64 = u64::MAX - 2;
/// The place of labels that no edition has.
const UNLISTED: u64 = u64::MAX - 1;

impl Ranked {
    /// A value, in its place where it has one.
    fn value(rank: Option<usize>, id: impl Into<String>) -> Self {
        Self {
            rank: rank.map_or(UNLISTED, |rank| rank as u64),
            key: Key::value(id),
        }
    }

    /// What is no value.
    fn other(other: Other) -> Self {
        Self {
            rank: u64::MAX,
            key: Key::Other(other),
        }
    }

    /// Whether it is a value, and so part of the base.
    pub(super) fn is_value(&self) -> bool {
        self.key.is_value()
    }
}

/// Labels in one language, with what is looked up often prepared.
pub(super) struct Labels {
    pub(super) language: Language,
    /// Those of files first: their lists are what the user asked for.
    editions: Vec<&'static Edition>,
    /// For each question with two levels: squashed group label to group code.
    groups: BTreeMap<form::Key, BTreeMap<String, String>>,
}

impl Labels {
    /// The labels of some editions in a language.
    pub(super) fn new(language: Language, editions: &[&'static Edition]) -> Self {
        let mut groups: BTreeMap<form::Key, BTreeMap<String, String>> = BTreeMap::new();
        let grouped = DIMENSIONS.iter().map(|dimension| dimension.how);
        for how in grouped {
            let How::Group(key) = how else { continue };
            let questions = editions.iter().filter_map(|edition| how.question(edition));
            groups.insert(key, questions.flat_map(group_codes).collect());
        }
        let built_in = |edition: &&'static Edition| Edition::named(&edition.name).is_some();
        let (own, others): (Vec<_>, Vec<_>) = editions.iter().copied().partition(built_in);
        Self {
            language,
            editions: others.into_iter().chain(own).collect(),
            groups,
        }
    }

    /// The values of a cell in a dimension: one, or several of a multiple choice.
    pub(super) fn keys(&self, dimension: &Dimension, cell: &str) -> Vec<Ranked> {
        // "Don't know" may stand beside values, where the edition counts that.
        let key = |value| match Other::of_state(value) {
            Some(other) => Ranked::other(other),
            None => self.key(dimension, value),
        };
        let mut keys: Vec<Ranked> = match dimension.how {
            How::Choice(_) | How::Group(_) | How::Extra(_) => cell.split('|').map(key).collect(),
            _ => vec![key(cell)],
        };
        keys.sort();
        keys.dedup();
        keys
    }

    /// One value with its rank.
    fn key(&self, dimension: &Dimension, value: &str) -> Ranked {
        let rank = match dimension.how {
            How::Choice(_) | How::Extra(_) if value == NONE_OF_THESE => {
                return Ranked {
                    rank: NONE_RANK,
                    key: Key::value(value),
                };
            }
            How::Choice(_) | How::Extra(_) => {
                let found = self.option(dimension.how, value);
                found.map(|(edition, at, _)| edition * 100 + at)
            }
            How::Group(key) => return self.group(key, value),
            How::Band(key) => self.band(key, value),
            How::Word(words, _) => words.iter().position(|(word, _)| *word == value),
            How::Verdict | How::Reading => return verdict(value),
            How::Period(_) | How::Plain => Some(0),
        };
        Ranked::value(rank, value)
    }

    /// The first level of an option: the code's part before the colon, or the
    /// label's; a label as found joins the listed group of the same name.
    fn group(&self, key: form::Key, value: &str) -> Ranked {
        let group = if self.option(How::Choice(key), value).is_some() {
            value.split(':').next().unwrap_or(value)
        } else {
            let head = value.split_once(": ").map_or(value, |(head, _)| head);
            let listed = self
                .groups
                .get(&key)
                .and_then(|groups| groups.get(&squash(head)));
            match listed {
                Some(code) => code,
                None => return Ranked::value(None, head),
            }
        };
        let at = self
            .in_group(key, group)
            .map(|(edition, at, _)| edition * 100 + at);
        Ranked::value(at, group)
    }

    /// The group that a code or a label in either language names.
    pub(super) fn group_of(&self, key: form::Key, text: &str) -> Option<String> {
        if self.in_group(key, text).is_some() {
            return Some(text.to_owned());
        }
        let group = self.group(key, text);
        (group.rank != UNLISTED).then(|| group.key.id().to_owned())
    }

    /// The first option of a group: position of edition and option, and itself.
    fn in_group(&self, key: form::Key, group: &str) -> Option<(usize, usize, &'static Choice)> {
        self.questions(How::Group(key))
            .find_map(|(edition, question)| {
                let is = |option: &Choice| {
                    !option.code.is_empty() && option.code.split(':').next() == Some(group)
                };
                let at = question.options.iter().position(is)?;
                Some((edition, at, &question.options[at]))
            })
    }

    /// The option with this code: position of edition and option, and itself.
    fn option(&self, how: How, code: &str) -> Option<(usize, usize, &'static Choice)> {
        self.questions(how).find_map(|(edition, question)| {
            let at = question.option(code)?;
            Some((edition, at, &question.options[at]))
        })
    }

    /// The position of a band among those of the editions.
    fn band(&self, key: form::Key, code: &str) -> Option<usize> {
        self.questions(How::Band(key))
            .find_map(|(edition, question)| {
                Some(edition * 100 + question.bands.iter().position(|band| band == code)?)
            })
    }

    /// The question that a dimension counts, in each edition that has it.
    fn questions(&self, how: How) -> impl Iterator<Item = (usize, &'static Question)> + '_ {
        let question =
            move |(at, edition): (usize, &&'static Edition)| Some((at, how.question(edition)?));
        self.editions.iter().enumerate().filter_map(question)
    }

    /// What the row over all values is called.
    pub(super) fn total(&self) -> String {
        Words::new("totalt", "total").get(self.language).to_owned()
    }

    /// What a value is called.
    pub(super) fn label(&self, dimension: &Dimension, key: &Key) -> String {
        let id = key.id();
        if let Key::Other(other) = key {
            return other.words().get(self.language).to_owned();
        }
        let found = match dimension.how {
            How::Choice(_) | How::Extra(_) if id == NONE_OF_THESE => {
                Some(NONE.get(self.language).to_owned())
            }
            How::Choice(_) | How::Extra(_) => self
                .option(dimension.how, id)
                .map(|(.., option)| option.label(self.language).to_owned()),
            How::Group(key) => self.in_group(key, id).map(|(.., option)| {
                let label = option.label(self.language);
                label
                    .split_once(": ")
                    .map_or(label, |(head, _)| head)
                    .to_owned()
            }),
            How::Band(_) => crate::value::parse_band(id)
                .map(|band| band_label(band.min, band.max, self.language)),
            How::Word(words, _) => words
                .iter()
                .find(|(word, _)| *word == id)
                .map(|(_, words)| words.get(self.language).to_owned()),
            How::Verdict | How::Reading => {
                verdict_words(id).map(|words| words.get(self.language).to_owned())
            }
            How::Plain => draft(id, self.language),
            How::Period(_) => None,
        };
        let is_open = matches!(
            dimension.how,
            How::Choice(_) | How::Group(_) | How::Extra(_)
        );
        let unlisted = || match self.language {
            Language::En if is_open => in_english(id),
            _ => None,
        };
        // A word in brackets stands for a label that is not written.
        let word = || id.starts_with('(').then(|| Told::word(id, self.language));
        let found = found.or_else(unlisted).or_else(word);
        found.unwrap_or_else(|| id.to_owned())
    }
}

/// What a draft edition is called, marked as one.
fn draft(name: &str, language: Language) -> Option<String> {
    Edition::named(name).filter(|edition| edition.draft)?;
    let word = Words::new("utkast", "draft").get(language);
    Some(format!("{name} ({word})"))
}

/// The group codes of a question by their squashed labels, in both languages.
fn group_codes(question: &Question) -> BTreeMap<String, String> {
    let mut codes = BTreeMap::new();
    for option in question
        .options
        .iter()
        .filter(|option| !option.code.is_empty())
    {
        let code = option.code.split(':').next().unwrap_or_default().to_owned();
        for label in [&option.sv, &option.en] {
            let head = label
                .split_once(": ")
                .map_or(label.as_str(), |(head, _)| head);
            codes.entry(squash(head)).or_insert_with(|| code.clone());
        }
    }
    codes
}

/// The key of a verdict or a reading. Some verdicts are no judgement: they are counted
/// beside the values, by their name.
fn verdict(value: &str) -> Ranked {
    if let Key::Other(other) = Key::of(value) {
        return Ranked::other(other);
    }
    let verdict = Verdict::ALL
        .iter()
        .position(|verdict| verdict.as_str() == value);
    let reading = || {
        Reading::ALL
            .iter()
            .position(|reading| reading.as_str() == value)
    };
    Ranked::value(verdict.or_else(|| reading().map(|at| at + 10)), value)
}

fn verdict_words(value: &str) -> Option<Words> {
    let verdict = Verdict::ALL
        .iter()
        .find(|verdict| verdict.as_str() == value)
        .map(|verdict| verdict.words());
    verdict.or_else(|| {
        Reading::ALL
            .iter()
            .find(|reading| reading.as_str() == value)
            .map(|reading| reading.words())
    })
}

/// A band in words, thousands set off by a no-break space.
pub(crate) fn band_label(min: u64, max: Option<u64>, language: Language) -> String {
    match (max, language) {
        (Some(max), _) if max == min => thousands(min),
        (Some(max), _) => format!("{}–{}", thousands(min), thousands(max)),
        (None, Language::Sv) => format!("{} eller fler", thousands(min)),
        (None, Language::En) => format!("{} or more", thousands(min)),
    }
}
