//! Amounts as other registers write them: `Entre 6 et 50 personnes`, `10,000-49,999`,
//! `100k and above`, `1,5 miljoner`. Every word must be known, and every mark in a
//! number explained: what is half understood would be a wrong figure.

use crate::value::{Count, is_counted, parse_band, parse_count};

/// What multiplies the number before it.
const MULTIPLIERS: [(&str, u64); 14] = [
    ("k", 1_000),
    ("t", 1_000),
    ("tusen", 1_000),
    ("thousand", 1_000),
    ("mille", 1_000),
    ("m", 1_000_000),
    ("mn", 1_000_000),
    ("milj", 1_000_000),
    ("miljon", 1_000_000),
    ("miljoner", 1_000_000),
    ("million", 1_000_000),
    ("millions", 1_000_000),
    ("milliard", 1_000_000_000),
    ("miljard", 1_000_000_000),
];
/// What stands before and between the two ends of a band.
const BETWEEN: [(&str, &str); 19] = [
    ("", "-"),
    ("", "till"),
    ("", "to"),
    ("", "à"),
    ("", "a"),
    ("entre", "et"),
    ("between", "and"),
    ("mellan", "och"),
    ("entre", "-"),
    ("between", "-"),
    ("mellan", "-"),
    ("mellan", "till"),
    ("från", "till"),
    ("från", "-"),
    ("from", "to"),
    ("from", "-"),
    ("de", "à"),
    ("de", "a"),
    ("de", "-"),
];
/// Before a number that is not itself in the band above it.
const MORE_THAN: [&str; 9] = [
    "plus de",
    "more than",
    "over",
    "above",
    "fler än",
    "mer än",
    "över",
    "greater than",
    ">",
];
/// Before or behind the lower end of an open band.
const AT_LEAST: [&str; 23] = [
    "au moins",
    "at least",
    "minst",
    "from",
    "från",
    "à partir de",
    ">=",
    "≥",
    "and above",
    "or above",
    "or more",
    "and more",
    "et plus",
    "ou plus",
    "and over",
    "or over",
    "eller fler",
    "eller flera",
    "eller mer",
    "och fler",
    "och uppåt",
    "-",
    "+",
];
/// Before a number that is not itself in the band below it.
const LESS_THAN: [&str; 8] = [
    "moins de",
    "less than",
    "fewer than",
    "under",
    "below",
    "färre än",
    "mindre än",
    "<",
];
/// Before or behind the upper end of a band.
const AT_MOST: [&str; 15] = [
    "jusqu à",
    "jusqu a",
    "up to",
    "upp till",
    "at most",
    "au plus",
    "högst",
    "<=",
    "≤",
    "or fewer",
    "or less",
    "ou moins",
    "eller färre",
    "eller mindre",
    "and fewer",
];

/// A number as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Number {
    value: u64,
    /// What a word behind it multiplied it by; 1 without one.
    times: u64,
}

/// A text parted into its numbers and what stands around them.
#[derive(Debug, Default)]
struct Phrase {
    numbers: Vec<Number>,
    /// The words before each number, and those after the last.
    words: Vec<String>,
}

/// Whether a text is a number or a band in our own writing.
pub(super) fn is_amount(text: &str) -> bool {
    matches!(parse_count(text), Count::Exact(..) | Count::Span(..)) || parse_band(text).is_some()
}

/// A band in words, as the code that we know it by; a number where a word
/// multiplies it. `None` if any part of it is not understood.
pub fn band_in_words(text: &str) -> Option<String> {
    let phrase = Phrase::parse(text)?;
    match *phrase.numbers.as_slice() {
        [one] => phrase.with_one(one),
        [min, max] => phrase.with_two(min, max),
        _ => None,
    }
}

/// One number alone that a word multiplies.
pub(super) fn number(text: &str) -> Option<String> {
    let phrase = Phrase::parse(text)?;
    let [one] = *phrase.numbers.as_slice() else {
        return None;
    };
    let alone = phrase.words.iter().all(String::is_empty);
    (alone && one.times > 1).then(|| one.value.to_string())
}

impl Phrase {
    fn parse(text: &str) -> Option<Self> {
        let lower = text.to_lowercase();
        let mut rest = lower.trim().trim_end_matches(['.', ':']);
        let mut phrase = Self {
            words: vec![String::new()],
            ..Self::default()
        };
        while let Some(first) = rest.chars().next() {
            if first.is_ascii_digit() {
                let (number, after) = Number::parse(rest)?;
                phrase.numbers.push(number);
                phrase.words.push(String::new());
                rest = after;
            } else {
                let (word, after) = word(rest, first);
                phrase.add(word);
                rest = after;
            }
        }
        Some(phrase)
    }

    /// Adds a word unless it is a blank or a unit.
    fn add(&mut self, word: &str) {
        let word = word.trim_matches(|c| is_blank(c) || is_apostrophe(c));
        let Some(words) = self
            .words
            .last_mut()
            .filter(|_| !word.is_empty() && !is_counted(word))
        else {
            return;
        };
        if !words.is_empty() {
            words.push(' ');
        }
        words.push_str(if word.starts_with(is_dash) { "-" } else { word });
    }

    fn with_one(&self, one: Number) -> Option<String> {
        let value = one.value;
        match (self.words.first()?.as_str(), self.words.last()?.as_str()) {
            ("", "") => (one.times > 1).then(|| value.to_string()),
            (before, "") if MORE_THAN.contains(&before) => {
                Some(format!("{}-", value.checked_add(1)?))
            }
            (before, "") if LESS_THAN.contains(&before) => {
                Some(format!("0-{}", value.checked_sub(1)?))
            }
            // A dash before a number is its sign.
            ("-", "") => None,
            (phrase, "") | ("", phrase) if AT_LEAST.contains(&phrase) => Some(format!("{value}-")),
            (phrase, "") | ("", phrase) if AT_MOST.contains(&phrase) => Some(format!("0-{value}")),
            _ => None,
        }
    }

    fn with_two(&self, min: Number, max: Number) -> Option<String> {
        let [before, between, after] = self.words.as_slice() else {
            return None;
        };
        let known = BETWEEN.contains(&(before.as_str(), between.as_str())) && after.is_empty();
        // `2-3 tusen` means thousands on both sides, or does it?
        let shared = min.times == 1 && max.times > 1 && min.value > 0;
        let doubtful = shared
            && min
                .value
                .checked_mul(max.times)
                .is_some_and(|min| min <= max.value);
        if !known || doubtful || min.value > max.value {
            return None;
        }
        let (min, max) = (min.value, max.value);
        Some(if min == max {
            min.to_string()
        } else {
            format!("{min}-{max}")
        })
    }
}

impl Number {
    /// The number at the beginning of a text, and what follows it.
    fn parse(text: &str) -> Option<(Self, &str)> {
        let (whole, mut rest) = digits(text);
        let mut whole = whole.to_owned();
        let first = rest
            .chars()
            .next()
            .filter(|mark| whole.len() <= 3 && !whole.starts_with('0') && is_mark(*mark));
        let mut marked = false;
        while let Some(mark) = first
            && let Some((group, after)) = group(rest, mark)
        {
            whole.push_str(group);
            marked |= !is_blank(mark);
            rest = after;
        }
        let fraction = rest.strip_prefix(['.', ',']).map_or(("", rest), digits);
        let (times, after) = multiplier(if fraction.0.is_empty() {
            rest
        } else {
            fraction.1
        });
        // Without a word behind it a decimal is no number of persons; with one, a
        // mark between thousands may be a decimal one.
        if (!fraction.0.is_empty() && times == 1) || (marked && times > 1) {
            return None;
        }
        let value = scaled(&whole, fraction.0, times)?;
        Some((Self { value, times }, after))
    }
}

/// `whole.fraction` times a number, if that is whole.
fn scaled(whole: &str, fraction: &str, times: u64) -> Option<u64> {
    let parts = 10_u64.checked_pow(u32::try_from(fraction.len()).ok()?)?;
    let number = format!("{whole}{fraction}")
        .parse::<u64>()
        .ok()?
        .checked_mul(times)?;
    (number % parts == 0).then_some(number / parts)
}

/// The digits at the beginning of a text, and what follows them.
fn digits(text: &str) -> (&str, &str) {
    text.split_at(text.bytes().take_while(u8::is_ascii_digit).count())
}

/// Three digits behind a mark, and what follows them.
fn group(text: &str, mark: char) -> Option<(&str, &str)> {
    let (group, after) = digits(text.strip_prefix(mark)?);
    (group.len() == 3).then_some((group, after))
}

/// What a word behind a number multiplies it by, and what follows the word.
pub(super) fn multiplier(text: &str) -> (u64, &str) {
    let start = text.trim_start_matches(is_blank);
    let (word, after) = start.split_at(
        start
            .find(|c: char| !c.is_alphabetic())
            .unwrap_or(start.len()),
    );
    let known = MULTIPLIERS.iter().find(|(known, _)| *known == word);
    known.map_or((1, text), |(_, times)| (*times, after))
}

/// The word or sign at the beginning of a text, and what follows it.
fn word(text: &str, first: char) -> (&str, &str) {
    let belongs = |c: char| match first {
        '<' | '>' => matches!(c, '<' | '>' | '='),
        first => first.is_alphabetic() && c.is_alphabetic(),
    };
    let length = first.len_utf8();
    let end = text[length..]
        .find(|c| !belongs(c))
        .map_or(text.len(), |end| length + end);
    text.split_at(end)
}

/// Whether a character may part thousands.
fn is_mark(c: char) -> bool {
    is_blank(c) || matches!(c, ',' | '.')
}

fn is_blank(c: char) -> bool {
    c.is_whitespace()
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’')
}

fn is_dash(c: char) -> bool {
    matches!(c, '-' | '–' | '—' | '−' | '‐' | '‑')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bands_in_words_become_codes() {
        for (text, code) in [
            ("Entre 6 et 50 personnes", Some("6-50")),
            ("Entre 0 et 5 personnes", Some("0-5")),
            ("Plus de 5000 personnes", Some("5001-")),
            ("10,000-49,999", Some("10000-49999")),
            ("1.000 till 2.000 personer", Some("1000-2000")),
            ("100k and above", Some("100000-")),
            ("1k to 10k", Some("1000-10000")),
            ("100 to 1k", Some("100-1000")),
            ("Less than 10", Some("0-9")),
            ("1 000 à 5 000", Some("1000-5000")),
            ("mellan 10 och 20", Some("10-20")),
            ("Up to 100", Some("0-100")),
            ("Jusqu’à 100 personnes", Some("0-100")),
            ("2m or more", Some("2000000-")),
            ("50 or fewer", Some("0-50")),
            ("50 or less", Some("0-50")),
            ("50 personnes ou moins", Some("0-50")),
            ("50 eller färre", Some("0-50")),
            (">= 500", Some("500-")),
        ] {
            assert_eq!(band_in_words(text).as_deref(), code, "{text}");
        }
    }

    #[test]
    fn a_word_that_multiplies_applies_to_the_whole_number() {
        for (text, number) in [
            ("1,5 miljoner", "1500000"),
            ("1.5k", "1500"),
            ("1.5 million", "1500000"),
            ("0,125 miljoner", "125000"),
            ("12 tusen personer", "12000"),
        ] {
            assert_eq!(band_in_words(text).as_deref(), Some(number), "{text}");
            assert_eq!(super::number(text).as_deref(), Some(number), "{text}");
        }
        assert_eq!(band_in_words("1,5-2,5 miljoner"), None);
        assert_eq!(band_in_words("1.5k to 2.5k").as_deref(), Some("1500-2500"));
    }

    #[test]
    fn what_is_half_understood_is_no_amount() {
        for text in [
            "12.50",
            "över 0,125",
            "ca 50 (2021)",
            "3 av 10 skolor",
            "12 of 500",
            "2-3 tusen",
            "1.2345k",
            "1,500 million",
            "12 500 900 1",
            "over 50 %",
            "-5",
            "many",
            "12 of 13 or 14",
            "20-10",
            "99999999999999999999999",
        ] {
            assert_eq!(band_in_words(text), None, "{text}");
        }
    }
}
