//! How a foreign export writes its values: maps of values, separators, dates in
//! other orders, words for yes and no. What cannot be understood is kept as found.

use std::borrow::Cow;

use crate::form::{Choice, Edition, Kind, squash};
use crate::read::Value;
use crate::read::mapping::amounts;
use crate::read::mapping::moments::Moments;
use crate::read::mapping::thousands::Thousands;
use crate::read::mapping::ticked;
use crate::read::mapping::ticks::{Tick, yes_or_no};
use crate::read::mapping::units::Units;

/// How the values of one entry are written.
#[derive(Debug, Default)]
pub(super) struct Written {
    /// Replacements before anything else.
    pub(super) unescape: Vec<(String, String)>,
    /// The part of a text that is its value: the first group of the pattern, or all of it.
    pub(super) extract: Option<fancy_regex::Regex>,
    /// Patterns, each with what stands in place of what it finds.
    pub(super) replace: Vec<(fancy_regex::Regex, String)>,
    /// Whether words of no list differ by case.
    pub(super) folds_case: bool,
    pub(super) map: Option<ValueMap>,
    /// Values that stand for nothing.
    pub(super) blank: Vec<String>,
    /// Values that stand for "don't know".
    pub(super) unknown: Vec<String>,
    /// How dates and times are written.
    pub(super) moments: Moments,
    /// The mark between thousands.
    pub(super) thousands: Option<Thousands>,
    /// The units that an extra number may have.
    pub(super) units: Units,
}

/// A map of values.
#[derive(Debug, Clone, Default)]
pub(super) struct ValueMap {
    pub(super) compare: Compare,
    pub(super) unmapped: Unmapped,
    /// As found, and what it becomes.
    pub(super) entries: Vec<(String, Mapped)>,
    /// The patterns of the entries, where they are such.
    pub(super) patterns: Vec<fancy_regex::Regex>,
}

/// What a value becomes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Mapped {
    /// A value of ours.
    Text(String),
    /// Several options.
    Texts(Vec<String>),
    Blank,
    Unknown,
    Lost,
}

impl Mapped {
    /// What is written: one value, or several options.
    pub(super) fn written(written: OneOrMany) -> Self {
        match written.into_vec() {
            one if one.len() == 1 => Self::parse(&one[0]),
            none if none.is_empty() => Self::Blank,
            several => Self::Texts(several),
        }
    }

    /// A value, or a word in brackets for a non-value.
    pub(super) fn parse(text: &str) -> Self {
        match text {
            "(blank)" => Self::Blank,
            "(unknown)" => Self::Unknown,
            "(undeterminable)" => Self::Lost,
            text => Self::Text(text.to_owned()),
        }
    }

    pub(super) fn value(&self) -> Value<'_> {
        match self {
            Self::Text(text) => Value::Text(Cow::Borrowed(text)),
            Self::Texts(texts) => {
                let texts = texts
                    .iter()
                    .map(|text| ticked(Cow::Borrowed(text.as_str())));
                Value::List(texts.collect())
            }
            Self::Blank => Value::Blank,
            Self::Unknown => Value::Unknown,
            Self::Lost => Value::Lost,
        }
    }
}

#[derive(serde::Deserialize, Clone)]
#[serde(untagged, expecting = "a text, or a list of texts")]
pub(super) enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

impl OneOrMany {
    /// How many there are.
    pub(super) fn names(&self) -> usize {
        match self {
            Self::One(_) => 1,
            Self::Many(many) => many.len(),
        }
    }

    pub(super) fn into_vec(self) -> Vec<String> {
        match self {
            Self::One(one) => vec![one],
            Self::Many(many) => many,
        }
    }
}

/// How a value is compared with those of a map.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Compare {
    /// Letter by letter.
    Exact,
    /// Without regard to case.
    #[default]
    IgnoreCase,
    /// The value begins with that of the map, without regard to case.
    Prefix,
    /// The pattern of the map finds something in the value.
    Pattern,
}

/// What becomes of a value that no entry of a map fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Unmapped {
    /// It is kept as found: listed in `unlisted.csv`, or a finding.
    #[default]
    Keep,
    Blank,
    Unknown,
    Undeterminable,
}

impl Unmapped {
    /// What becomes of the value; `None` where it is kept.
    pub(super) fn mapped(self) -> Option<&'static Mapped> {
        match self {
            Self::Keep => None,
            Self::Blank => Some(&Mapped::Blank),
            Self::Unknown => Some(&Mapped::Unknown),
            Self::Undeterminable => Some(&Mapped::Lost),
        }
    }
}

impl ValueMap {
    /// What values become that are no non-values.
    pub(super) fn texts(&self) -> impl Iterator<Item = &str> {
        self.entries
            .iter()
            .flat_map(|(_, mapped)| match mapped {
                Mapped::Text(text) => std::slice::from_ref(text),
                Mapped::Texts(texts) => texts,
                _ => &[],
            })
            .map(String::as_str)
    }

    /// Whether a value becomes several options.
    pub(super) fn has_several(&self) -> bool {
        self.entries
            .iter()
            .any(|(_, mapped)| matches!(mapped, Mapped::Texts(_)))
    }

    /// What a value becomes; `None` where it is kept as found.
    fn of(&self, text: &str) -> Option<&Mapped> {
        self.get(text).or(self.unmapped.mapped())
    }

    /// The entry that a value fits.
    pub(super) fn get(&self, text: &str) -> Option<&Mapped> {
        if self.compare == Compare::Pattern {
            let found = |pattern: &fancy_regex::Regex| pattern.is_match(text).unwrap_or(false);
            let at = self.patterns.iter().position(found)?;
            return self.entries.get(at).map(|(_, mapped)| mapped);
        }
        let lower = text.to_lowercase();
        let fits = |found: &String| match self.compare {
            Compare::Exact => found == text,
            Compare::IgnoreCase => found.to_lowercase() == lower,
            Compare::Prefix => lower.starts_with(&found.to_lowercase()),
            Compare::Pattern => false,
        };
        let mut fitting = self.entries.iter().filter(|(found, _)| fits(found));
        // Of several beginnings the longest says most.
        if self.compare == Compare::Prefix {
            fitting
                .max_by_key(|(found, _)| found.len())
                .map(|(_, mapped)| mapped)
        } else {
            fitting.next().map(|(_, mapped)| mapped)
        }
    }
}

/// What stands between several values in one cell.
#[derive(Debug)]
pub(super) enum Split {
    Text(String),
    Pattern(Box<fancy_regex::Regex>),
}

impl Split {
    /// The values of a cell.
    pub(super) fn pieces<'a>(&self, cell: Cow<'a, str>) -> Vec<Cow<'a, str>> {
        let ends: Vec<(usize, usize)> = match self {
            Self::Text(mark) => cell
                .match_indices(mark.as_str())
                .map(|(at, mark)| (at, at + mark.len()))
                .collect(),
            // A pattern that gives up on a cell leaves it whole.
            Self::Pattern(pattern) => pattern
                .find_iter(cell.as_ref())
                .map_while(Result::ok)
                .map(|found| (found.start(), found.end()))
                .collect(),
        };
        if ends.is_empty() {
            return vec![cell];
        }
        let starts = std::iter::once(0).chain(ends.iter().map(|(_, end)| *end));
        let stops = ends.iter().map(|(start, _)| *start).chain([cell.len()]);
        let spans: Vec<(usize, usize)> = starts.zip(stops).collect();
        let trimmed = |piece: &'a str| Cow::Borrowed(piece.trim());
        match cell {
            Cow::Borrowed(cell) => spans
                .into_iter()
                .map(|(start, stop)| trimmed(&cell[start..stop]))
                .filter(|piece| !piece.is_empty())
                .collect(),
            Cow::Owned(cell) => spans
                .into_iter()
                .map(|(start, stop)| Cow::Owned(cell[start..stop].trim().to_owned()))
                .filter(|piece: &Cow<str>| !piece.is_empty())
                .collect(),
        }
    }
}

impl Written {
    /// A text with its escapes undone.
    pub(super) fn unescape<'a>(&self, text: Cow<'a, str>) -> Cow<'a, str> {
        self.unescape.iter().fold(text, |text, (from, to)| {
            if text.contains(from.as_str()) {
                Cow::Owned(text.replace(from.as_str(), to))
            } else {
                text
            }
        })
    }

    /// A text as it is read: its escapes undone, the part that counts, what is replaced.
    /// A pattern that gives up on a text leaves it as it is.
    pub(super) fn plain<'a>(&self, text: Cow<'a, str>) -> Cow<'a, str> {
        let mut text = self.unescape(text);
        if let Some(part) = self
            .extract
            .as_ref()
            .and_then(|pattern| part_of(&text, pattern))
        {
            text = Cow::Owned(part);
        }
        for (pattern, with) in &self.replace {
            if let Ok(Cow::Owned(replaced)) = pattern.try_replacen(&text, 0, with.as_str()) {
                text = Cow::Owned(replaced.trim().to_owned());
            }
        }
        text
    }

    /// The non-value that a text stands for.
    pub(super) fn non_value(&self, text: &str) -> Option<Value<'static>> {
        let is = |words: &[String]| {
            words
                .iter()
                .any(|word| word.eq_ignore_ascii_case(text) || *word == text)
        };
        if text.is_empty() || is(&self.blank) {
            return Some(Value::Blank);
        }
        is(&self.unknown).then_some(Value::Unknown)
    }

    /// What a cell that is not blank says in the column of an option.
    pub(super) fn tick(&self, text: &str, edition: &Edition) -> Tick {
        if self.non_value(text).is_some() {
            return Tick::Unknown;
        }
        match self.map.as_ref().and_then(|map| map.of(text)) {
            Some(Mapped::Text(text)) => Tick::of(text),
            Some(Mapped::Texts(_)) => Tick::Unclear,
            Some(Mapped::Blank) => Tick::Blank,
            Some(Mapped::Unknown) => Tick::Unknown,
            Some(Mapped::Lost) => Tick::Lost,
            None if edition.is_unknown(text) => Tick::Unknown,
            None => Tick::of(text),
        }
    }

    /// One value of a kind, in our writing where it is understood.
    pub(super) fn value<'a>(
        &'a self,
        text: Cow<'a, str>,
        kind: Kind,
        options: &[Choice],
    ) -> Value<'a> {
        if let Some(none) = self.non_value(&text) {
            return none;
        }
        match kind {
            Kind::Count => self.figure(text, amounts::number),
            Kind::Band => self.figure(text, band),
            _ => match self.map.as_ref().and_then(|map| map.of(&text)) {
                Some(mapped) => mapped.value(),
                None => understood(self.folded(text, options), kind, options),
            },
        }
    }

    /// A text of no list, beginning with a capital and going on in small letters.
    fn folded<'a>(&self, text: Cow<'a, str>, options: &[Choice]) -> Cow<'a, str> {
        let squashed = || squash(&text);
        if !self.folds_case
            || options
                .iter()
                .any(|option| option.squashed.contains(&squashed()))
        {
            return text;
        }
        let mut letters = text.chars();
        let first = letters.next().into_iter().flat_map(char::to_uppercase);
        let rest = letters.as_str().to_lowercase();
        Cow::Owned(first.chain(rest.chars()).collect())
    }

    /// An exact number or a band.
    pub(super) fn amount<'a>(&'a self, text: Cow<'a, str>) -> Value<'a> {
        if let Some(none) = self.non_value(&text) {
            return none;
        }
        self.figure(text, |text| amounts::number(text).or_else(|| band(text)))
    }

    /// What the map makes of a text, else what `read` does. A number or band needs no
    /// map: only what is neither is unmapped.
    fn figure<'a>(
        &'a self,
        text: Cow<'a, str>,
        read: impl FnOnce(&str) -> Option<String>,
    ) -> Value<'a> {
        if let Some(mapped) = self.map.as_ref().and_then(|map| map.get(&text)) {
            return mapped.value();
        }
        let unmapped = self.map.as_ref().and_then(|map| map.unmapped.mapped());
        let plain = match self.thousands {
            Some(thousands) => thousands.joined(&text),
            None => Some(Cow::Borrowed(text.as_ref())),
        };
        let Some(plain) = plain else {
            return unmapped.map_or(Value::Foreign(text), Mapped::value);
        };
        let better = read(&plain).or(match plain {
            Cow::Owned(plain) => Some(plain),
            Cow::Borrowed(_) => None,
        });
        let text = better.map_or(text, Cow::Owned);
        match unmapped {
            Some(mapped) if !amounts::is_amount(&text) => mapped.value(),
            _ => Value::Text(text),
        }
    }
}

/// The part of a text that a pattern finds: its first group, or all of it.
fn part_of(text: &str, pattern: &fancy_regex::Regex) -> Option<String> {
    let captures = pattern.captures(text).ok()??;
    let part = captures.get(1).or_else(|| captures.get(0))?;
    Some(part.as_str().trim().to_owned())
}

/// A band that is not in our own writing.
fn band(text: &str) -> Option<String> {
    if crate::value::parse_band(text).is_some() {
        return None;
    }
    amounts::band_in_words(text)
}

/// A text in our writing, as far as it is known what it means.
fn understood<'a>(text: Cow<'a, str>, kind: Kind, options: &[Choice]) -> Value<'a> {
    let code = match kind {
        Kind::Choice | Kind::Choices => yes_or_no_of(&text, options),
        _ => None,
    };
    Value::Text(code.map_or(text, Cow::Borrowed))
}

/// A word for yes or no, where those are options and the word itself is none.
fn yes_or_no_of(text: &str, options: &[Choice]) -> Option<&'static str> {
    let code = yes_or_no(text)?;
    let squashed = squash(text);
    let listed = |option: &Choice| option.squashed.contains(&squashed);
    (options.iter().any(|option| option.code == code) && !options.iter().any(listed))
        .then_some(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comma_before_a_blank_does_not_part_values() {
        let split = Split::Pattern(Box::new(fancy_regex::Regex::new(r",(?!\s)").unwrap()));
        assert_eq!(split.pieces("a, b,c (d, e)".into()), ["a, b", "c (d, e)"]);
        assert_eq!(
            Split::Text(";".to_owned()).pieces("a;;b ; c".into()),
            ["a", "b", "c"]
        );
    }

    #[test]
    fn amounts_that_are_none_become_what_unmapped_says() {
        let map = ValueMap {
            unmapped: Unmapped::Unknown,
            entries: vec![("några".to_owned(), Mapped::Text("1-10".to_owned()))],
            ..ValueMap::default()
        };
        let written = Written {
            map: Some(map),
            ..Written::default()
        };
        for (text, told) in [
            ("57", Value::Text("57".into())),
            ("Entre 6 et 50 personnes", Value::Text("6-50".into())),
            ("Några", Value::Text("1-10".into())),
            ("många", Value::Unknown),
        ] {
            assert_eq!(written.amount(text.into()), told, "{text}");
            assert_eq!(written.value(text.into(), Kind::Band, &[]), told, "{text}");
        }
        assert_eq!(
            written.value("57".into(), Kind::Count, &[]),
            Value::Text("57".into())
        );
        assert_eq!(
            written.value("många".into(), Kind::Count, &[]),
            Value::Unknown
        );
    }

    #[test]
    fn maps_compare_as_told() {
        let entries = vec![
            ("Oui".to_owned(), Mapped::Text("yes".to_owned())),
            ("Oui, mais".to_owned(), Mapped::Text("partly".to_owned())),
            ("?".to_owned(), Mapped::Unknown),
        ];
        let map = |compare| ValueMap {
            compare,
            patterns: Vec::new(),
            unmapped: Unmapped::Keep,
            entries: entries.clone(),
        };
        assert_eq!(map(Compare::Exact).get("oui"), None);
        assert_eq!(
            map(Compare::IgnoreCase).get("OUI"),
            Some(&Mapped::Text("yes".to_owned()))
        );
        assert_eq!(
            map(Compare::Prefix).get("oui, mais non"),
            Some(&Mapped::Text("partly".to_owned()))
        );
        assert_eq!(map(Compare::Exact).get("?"), Some(&Mapped::Unknown));
    }
}
