//! Values and their labels: what a cell stands for in a dimension, in which
//! order values come, and what they are called in a language.

use std::collections::BTreeMap;

use crate::config::{Language, Words};
use crate::deadline::{Reading, Verdict};
use crate::form::{Choice, Edition, Question, squash};
use crate::notification::{NONE_OF_THESE, State};
use crate::statistics::dimension::{Dimension, How};

/// The five non-values in their order, with kind and label.
pub(super) const NON_VALUES: [(&str, &str, Words); 5] = [
    ("(blank)", "blank", State::<()>::Blank.words()),
    ("(unknown)", "unknown", State::<()>::Unknown.words()),
    (
        "(undeterminable)",
        "undeterminable",
        State::<()>::Undeterminable.words(),
    ),
    ("(not shown)", "not shown", State::<()>::NotShown.words()),
    ("(not asked)", "not asked", State::<()>::NotAsked.words()),
];

const NONE: Words = Words::new("Inget av dessa", "None of these");

/// One value of a dimension as it is counted and sorted.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    rank: Rank,
    /// The value as written.
    pub(super) value: String,
}

/// The order of rows: edition order, then labels the edition does not have,
/// then what is no value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Known(u64),
    /// Every option was answered no.
    NoneOfThese,
    Unlisted,
    /// A verdict that is no judgement: kept by name, kind undeterminable.
    Unjudged(u8),
    NonValue(u8),
}

impl Key {
    /// Whether it is a value, and so part of the base.
    pub(super) fn is_value(&self) -> bool {
        matches!(
            self.rank,
            Rank::Known(_) | Rank::NoneOfThese | Rank::Unlisted
        )
    }

    /// The word in column `kind`.
    pub(super) fn kind(&self) -> &'static str {
        match self.rank {
            Rank::Known(_) | Rank::NoneOfThese | Rank::Unlisted => "value",
            Rank::Unjudged(_) => "undeterminable",
            Rank::NonValue(at) => NON_VALUES[usize::from(at)].1,
        }
    }
}

/// Labels in one language, with what is looked up often prepared.
pub(super) struct Labels {
    pub(super) language: Language,
    /// Those of files first: their lists are what the user asked for.
    editions: Vec<&'static Edition>,
    /// For each question with two levels: squashed group label to group code.
    groups: BTreeMap<u8, BTreeMap<String, String>>,
}

impl Labels {
    /// The labels of some editions in a language.
    pub(super) fn new(language: Language, editions: &[&'static Edition]) -> Self {
        let mut groups: BTreeMap<u8, BTreeMap<String, String>> = BTreeMap::new();
        for edition in editions {
            for question in [15, 18, 20]
                .iter()
                .filter_map(|number| edition.question(*number))
            {
                groups
                    .entry(question.number)
                    .or_default()
                    .extend(group_codes(question));
            }
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
    pub(super) fn keys(&self, dimension: &Dimension, cell: &str) -> Vec<Key> {
        if let Some(at) = NON_VALUES.iter().position(|(word, _, _)| *word == cell) {
            return vec![Key {
                rank: Rank::NonValue(at as u8),
                value: cell.to_owned(),
            }];
        }
        let mut keys: Vec<Key> = match dimension.how {
            How::Option(_) | How::Group(_) | How::Extra(_) => cell
                .split('|')
                .map(
                    |value| match NON_VALUES.iter().position(|(word, _, _)| *word == value) {
                        // "Don't know" beside values, where the edition counts that.
                        Some(at) => Key {
                            rank: Rank::NonValue(at as u8),
                            value: value.to_owned(),
                        },
                        None => self.key(dimension, value),
                    },
                )
                .collect(),
            _ => vec![self.key(dimension, cell)],
        };
        keys.sort();
        keys.dedup();
        keys
    }

    /// One value with its rank.
    fn key(&self, dimension: &Dimension, value: &str) -> Key {
        let known = |rank: usize| Rank::Known(rank as u64);
        let (rank, value) = match dimension.how {
            How::Option(_) | How::Extra(_) if value == NONE_OF_THESE => {
                (Rank::NoneOfThese, value.to_owned())
            }
            How::Option(_) | How::Extra(_) => {
                let at = self
                    .option(dimension.how, value)
                    .map(|(edition, at, _)| edition * 100 + at);
                (at.map_or(Rank::Unlisted, known), value.to_owned())
            }
            How::Group(number) => self.group(number, value),
            How::Band => (
                self.band(dimension.id, value).map_or(Rank::Unlisted, known),
                value.to_owned(),
            ),
            How::Word(words) => {
                let at = words.iter().position(|(word, _)| *word == value);
                (at.map_or(Rank::Unlisted, known), value.to_owned())
            }
            How::Verdict => (verdict_rank(value), value.to_owned()),
            How::Period | How::Plain => (Rank::Known(0), value.to_owned()),
        };
        Key { rank, value }
    }

    /// The first level of an option: the code's part before the colon, or the
    /// label's; a label as found joins the listed group of the same name.
    fn group(&self, number: u8, value: &str) -> (Rank, String) {
        let group = if self.option(How::Option(number), value).is_some() {
            value.split(':').next().unwrap_or(value).to_owned()
        } else {
            let head = value.split_once(": ").map_or(value, |(head, _)| head);
            let listed = self
                .groups
                .get(&number)
                .and_then(|groups| groups.get(&squash(head)));
            match listed {
                Some(code) => code.clone(),
                None => return (Rank::Unlisted, head.to_owned()),
            }
        };
        let at = self
            .in_group(number, &group)
            .map(|(edition, at, _)| edition * 100 + at);
        (
            at.map_or(Rank::Unlisted, |at| Rank::Known(at as u64)),
            group,
        )
    }

    /// The group that a code or a label in either language names.
    pub(super) fn group_of(&self, number: u8, text: &str) -> Option<String> {
        if self.in_group(number, text).is_some() {
            return Some(text.to_owned());
        }
        let (rank, group) = self.group(number, text);
        (rank != Rank::Unlisted).then_some(group)
    }

    /// The first option of a group: position of edition and option, and itself.
    fn in_group(&self, number: u8, group: &str) -> Option<(usize, usize, &'static Choice)> {
        self.questions(How::Group(number))
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
    fn band(&self, id: &str, code: &str) -> Option<usize> {
        let number = if id == "data-subjects" { 23 } else { 24 };
        self.editions
            .iter()
            .enumerate()
            .find_map(|(edition, form)| {
                let bands = &form.question(number)?.bands;
                Some(edition * 100 + bands.iter().position(|band| band == code)?)
            })
    }

    /// The question that a dimension counts, in each edition that has it.
    fn questions(&self, how: How) -> impl Iterator<Item = (usize, &'static Question)> + '_ {
        let question =
            move |(at, edition): (usize, &&'static Edition)| Some((at, how.question(edition)?));
        self.editions.iter().enumerate().filter_map(question)
    }

    /// What a value is called.
    pub(super) fn label(&self, dimension: &Dimension, key: &Key) -> String {
        if let Rank::NonValue(at) = key.rank {
            return NON_VALUES[usize::from(at)].2.get(self.language).to_owned();
        }
        if key.rank == Rank::NoneOfThese {
            return NONE.get(self.language).to_owned();
        }
        let found = match dimension.how {
            How::Option(_) | How::Extra(_) => self
                .option(dimension.how, &key.value)
                .map(|(.., option)| option.label(self.language).to_owned()),
            How::Group(number) => self.in_group(number, &key.value).map(|(.., option)| {
                let label = option.label(self.language);
                label
                    .split_once(": ")
                    .map_or(label, |(head, _)| head)
                    .to_owned()
            }),
            How::Band => crate::value::parse_band(&key.value)
                .map(|band| band_label(band.min, band.max, self.language)),
            How::Word(words) => words
                .iter()
                .find(|(word, _)| *word == key.value)
                .map(|(_, words)| words.get(self.language).to_owned()),
            How::Verdict => {
                verdict_words(&key.value).map(|words| words.get(self.language).to_owned())
            }
            How::Period | How::Plain => None,
        };
        found.unwrap_or_else(|| key.value.clone())
    }
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

fn verdict_rank(value: &str) -> Rank {
    let verdict = Verdict::ALL
        .iter()
        .position(|verdict| verdict.as_str() == value);
    match verdict {
        Some(at)
            if matches!(
                Verdict::ALL[at],
                Verdict::NoReceipt | Verdict::NoDiscovery | Verdict::InvalidOrder
            ) =>
        {
            Rank::Unjudged(at as u8)
        }
        _ => {
            let reading = Reading::ALL
                .iter()
                .position(|reading| reading.as_str() == value);
            verdict
                .or(reading.map(|at| at + 10))
                .map_or(Rank::Unlisted, |at| Rank::Known(at as u64))
        }
    }
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
pub(super) fn band_label(min: u64, max: Option<u64>, language: Language) -> String {
    match (max, language) {
        (Some(max), _) if max == min => thousands(min),
        (Some(max), _) => format!("{}–{}", thousands(min), thousands(max)),
        (None, Language::Sv) => format!("{} eller fler", thousands(min)),
        (None, Language::En) => format!("{} or more", thousands(min)),
    }
}

/// A whole number with a no-break space between thousands.
pub(crate) fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + 8);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push('\u{a0}');
        }
        out.push(digit);
    }
    out
}
