//! Bands: ranges of counts, as the form's options and as people write them.

use super::count::{MAX_COUNT, leading};
use super::unit::is_unit;
use super::{is_blank, is_dash, strip_word};

/// A range of counts, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Band {
    /// The least count.
    pub min: u64,
    /// The greatest count; `None` for an open band.
    pub max: Option<u64>,
}

impl Band {
    /// The language-neutral code: `10001-100000`, `1000001-`, `0`.
    pub(crate) fn code(self) -> String {
        let mut code = String::with_capacity(16);
        let mut number = itoa::Buffer::new();
        code.push_str(number.format(self.min));
        if self.max != Some(self.min) {
            code.push('-');
            code.push_str(self.max.map_or("", |max| number.format(max)));
        }
        code
    }

    /// Whether `count` lies in the band.
    pub(crate) fn contains(self, count: u64) -> bool {
        self.min <= count && self.max.is_none_or(|max| count <= max)
    }
}

/// Words before a number that open a band upwards. The number itself is outside.
const MORE_THAN: [&str; 9] = [
    "fler än",
    "flera än",
    "mer än",
    "mera än",
    "över",
    "more than",
    "over",
    "greater than",
    ">",
];
/// Words before a number that open a band upwards. The number itself is inside.
const AT_LEAST: [&str; 3] = ["minst", "at least", "≥"];
/// Words before a number that close a band above. The number itself is outside.
const LESS_THAN: [&str; 7] = [
    "färre än",
    "mindre än",
    "fewer than",
    "less than",
    "under",
    "below",
    "<",
];
/// Words before a number that close a band above. The number itself is inside.
const AT_MOST: [&str; 6] = ["högst", "upp till", "max", "at most", "up to", "≤"];
/// Words after a number that open a band upwards. The number itself is inside.
const OR_MORE: [&str; 7] = [
    "eller fler",
    "eller flera",
    "eller mer",
    "och fler",
    "och uppåt",
    "or more",
    "+",
];

/// Reads a band: `10 001 - 100 000` with any dash and any blank between the
/// thousands, `1000001-`, `Fler än 1 000 000`, `färre än 10`, `500 eller fler`.
/// `None` if it is no band or its ends are in the wrong order.
pub(crate) fn parse_band(text: &str) -> Option<Band> {
    from_code(text).or_else(|| from_any_writing(text))
}

fn from_any_writing(text: &str) -> Option<Band> {
    let text = text.trim().trim_end_matches(':').trim_end();
    match leading(text) {
        Some((min, rest)) => from_number(min.value, rest.trim()),
        None => from_words(text),
    }
}

/// A band written as its code, as most of them are: two numbers, or one before a
/// hyphen, with blanks or without.
fn from_code(text: &str) -> Option<Band> {
    /// Digits of numbers that are certainly no more than the limit.
    const SURE: usize = 9;
    let number = |digits: &str| -> Option<u64> {
        let sure = digits.len() <= SURE && digits.bytes().all(|digit| digit.is_ascii_digit());
        digits.parse().ok().filter(|_| sure)
    };
    let (min, max) = text.split_once('-')?;
    let (min, max) = (min.trim_end_matches(' '), max.trim_start_matches(' '));
    let (min, max) = (
        number(min)?,
        if max.is_empty() {
            None
        } else {
            Some(number(max)?)
        },
    );
    max.is_none_or(|max| min <= max)
        .then_some(Band { min, max })
}

/// A band that begins with its lower end.
fn from_number(min: u64, rest: &str) -> Option<Band> {
    if min == 0 && rest.is_empty() {
        return Some(Band {
            min: 0,
            max: Some(0),
        });
    }
    if let Some(upper) = rest.strip_prefix(is_dash) {
        let upper = upper.trim_start();
        return if upper.is_empty() {
            Some(Band { min, max: None })
        } else {
            up_to(min, upper)
        };
    }
    if OR_MORE
        .iter()
        .filter_map(|word| strip_word(rest, word))
        .any(ends)
    {
        return Some(Band { min, max: None });
    }
    let upper = strip_word(rest, "till").or_else(|| strip_word(rest, "to"))?;
    if upper.starts_with(is_blank) {
        up_to(min, upper.trim_start())
    } else {
        None
    }
}

/// A band with its upper end, which must not be below the lower.
fn up_to(min: u64, upper: &str) -> Option<Band> {
    let (max, after) = leading(upper)?;
    (min <= max.value && ends(after)).then_some(Band {
        min,
        max: Some(max.value),
    })
}

/// A band that begins with words.
fn from_words(text: &str) -> Option<Band> {
    if let Some(number) = after_word(text, &MORE_THAN) {
        return (number < MAX_COUNT).then_some(Band {
            min: number + 1,
            max: None,
        });
    }
    if let Some(number) = after_word(text, &AT_LEAST) {
        return Some(Band {
            min: number,
            max: None,
        });
    }
    if let Some(number) = after_word(text, &LESS_THAN) {
        return Some(Band {
            min: 0,
            max: Some(number.checked_sub(1)?),
        });
    }
    after_word(text, &AT_MOST).map(|number| Band {
        min: 0,
        max: Some(number),
    })
}

/// The number that follows one of `words`, if nothing else follows.
fn after_word(text: &str, words: &[&str]) -> Option<u64> {
    let rest = words.iter().find_map(|word| {
        strip_word(text, word)
            .filter(|rest| rest.starts_with(|c: char| is_blank(c) || c.is_ascii_digit()))
    })?;
    let (number, after) = leading(rest.trim_start())?;
    ends(after).then_some(number.value)
}

/// Whether a band may end here: with nothing more, or with a unit.
fn ends(rest: &str) -> bool {
    let rest = rest.trim();
    rest.is_empty() || is_unit(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> Option<String> {
        parse_band(text).map(Band::code)
    }

    #[test]
    fn bands_in_all_writings() {
        for (text, expected) in [
            ("10 001 - 100 000", "10001-100000"),
            ("10\u{a0}001–100\u{202f}000", "10001-100000"),
            ("10 001 — 100 000 registrerade", "10001-100000"),
            ("10001-100000", "10001-100000"),
            ("1-10", "1-10"),
            ("1 till 10", "1-10"),
            ("0", "0"),
            ("5-5", "5"),
            ("1000001-", "1000001-"),
            ("1 000 001 -", "1000001-"),
            ("Fler än 1 000 000", "1000001-"),
            ("MER ÄN 1 000 000:", "1000001-"),
            ("över 1000000", "1000001-"),
            ("> 1 000 000", "1000001-"),
            ("500 eller fler", "500-"),
            ("500+", "500-"),
            ("Färre än 10", "0-9"),
            ("mindre än 10", "0-9"),
            ("högst 10", "0-10"),
        ] {
            assert_eq!(code(text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn a_code_is_the_band_that_it_is_in_any_writing() {
        for text in ["1-10", "1 - 10", "5-5", "0-", "5 -", "007-10", "1000001-"] {
            assert!(
                from_code(text).is_some() && from_code(text) == from_any_writing(text),
                "{text}"
            );
        }
        for text in [
            "10-5",
            "+1-10",
            "1 000 - 10",
            "-",
            "1-10-100",
            "1234567890-",
        ] {
            assert_eq!(from_code(text), None, "{text}");
        }
    }

    #[test]
    fn what_is_no_band() {
        for text in [
            "",
            "57",
            "10 - 1",
            "Okänt/kan inte ange",
            "-",
            "- 10",
            "1-10-100",
            "färre än 0",
            "1 - många",
            "1 - 8112189876",
            "minst 8112189876",
            "10 0",
        ] {
            assert_eq!(code(text), None, "{text}");
        }
    }

    #[test]
    fn codes_read_as_the_band_they_name() {
        for (min, max) in [
            (0, Some(0)),
            (1, Some(10)),
            (1_000_001, None),
            (7, Some(7_000)),
        ] {
            let band = Band { min, max };
            assert_eq!(parse_band(&band.code()), Some(band));
        }
        let band = Band {
            min: 1,
            max: Some(10),
        };
        assert!(band.contains(1) && band.contains(10) && !band.contains(0) && !band.contains(11));
    }
}
