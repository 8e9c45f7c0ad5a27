//! Counts as people write them: grouped, approximate, negative, fractional, with
//! a noun behind them.

use super::masking::needs_mask;
use super::unit::is_unit;
use super::{is_blank, is_dash, strip_word};

/// The largest count that is believed. A million million is beyond any breach, and sums
/// of such counts stay far inside 64 bits.
pub(crate) const MAX_COUNT: u64 = 1_000_000_000_000;

/// What a text says where a count should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Count {
    /// A whole number, at most [`MAX_COUNT`], and how it was written.
    Exact(u64, Written),
    /// `ett 50-tal`: about so many. The least and the most that round to it.
    Span(u64, u64),
    /// Below zero.
    Negative,
    /// Not whole.
    Fractional,
    /// No number.
    Unreadable,
}

/// How a count was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Written {
    /// As a number alone.
    Usual,
    /// In an unusual way (`50 st`, `3 patienter`, `1,000`, `50.0`).
    Leniently,
    /// As an approximate number (`ca 50`).
    About,
}

/// Words before a count that make it approximate, in lower case, the longer ones first.
const ABOUT: [&str; 22] = [
    "cirka",
    "circa",
    "ungefärligen",
    "ungefär",
    "uppskattningsvis",
    "uppskattat",
    "omkring",
    "omkr.",
    "omkr",
    "runt",
    "approximately",
    "approx.",
    "approx",
    "estimated",
    "around",
    "about",
    "c:a",
    "ca.",
    "ca:",
    "ca",
    "~",
    "≈",
];

/// Words before a count that do not change it, in lower case.
const IN_ALL: [&str; 5] = ["totalt", "sammanlagt", "in total", "total of", "total:"];

/// Reads a count: `1 000`, `1.000`, with any blank. It also reads `ca 50`, `~50`, `3
/// patienter` and `ett 50-tal`, and says that they are unusual.
pub(crate) fn parse_count(text: &str) -> Count {
    let text = text.trim();
    let (bare, in_all) = strip_any(text, &IN_ALL);
    let (bare, about) = strip_any(bare, &ABOUT);
    let (bare, sign) = strip_sign(bare);
    let Some((number, rest)) = leading(bare) else {
        return in_words(text);
    };
    let Some((fraction, rest)) = fraction(rest) else {
        return Count::Unreadable;
    };
    let rest = rest.trim();
    if !rest.is_empty() && !is_unit(rest) {
        return in_words(text);
    }
    let unusual = in_all
        || sign.is_some()
        || fraction == Fraction::Zero
        || !rest.is_empty()
        || number.grouping == Grouping::Foreign;
    match (sign, fraction) {
        (Some('-'), _) => Count::Negative,
        (_, Fraction::Odd) => Count::Fractional,
        _ if about => Count::Exact(number.value, Written::About),
        _ if unusual => Count::Exact(number.value, Written::Leniently),
        _ => Count::Exact(number.value, Written::Usual),
    }
}

/// Numerals of which Swedish makes a round number (`ett femtiotal`).
const NUMERALS: [(&str, u64); 15] = [
    ("fem", 5),
    ("tio", 10),
    ("femton", 15),
    ("tjugo", 20),
    ("tjugofem", 25),
    ("trettio", 30),
    ("fyrtio", 40),
    ("femtio", 50),
    ("sextio", 60),
    ("sjuttio", 70),
    ("åttio", 80),
    ("nittio", 90),
    ("hundra", 100),
    ("tvåhundra", 200),
    ("tusen", 1000),
];

/// Numbers that people write as words, with or without a noun behind them.
const WORDS: [(&str, u64); 25] = [
    ("en", 1),
    ("ett", 1),
    ("två", 2),
    ("tre", 3),
    ("fyra", 4),
    ("fem", 5),
    ("sex", 6),
    ("sju", 7),
    ("åtta", 8),
    ("nio", 9),
    ("tio", 10),
    ("elva", 11),
    ("tolv", 12),
    ("one", 1),
    ("two", 2),
    ("three", 3),
    ("four", 4),
    ("five", 5),
    ("six", 6),
    ("seven", 7),
    ("eight", 8),
    ("nine", 9),
    ("ten", 10),
    ("eleven", 11),
    ("twelve", 12),
];

/// A count in words: a small number, or a round one.
fn in_words(text: &str) -> Count {
    /// Longer texts are no count, and nothing examines them.
    const LONGEST: usize = 60;
    if text.len() > LONGEST {
        return Count::Unreadable;
    }
    let lower = text.to_lowercase();
    let (rest, about) = strip_any(&lower, &ABOUT);
    let end = rest.find(is_blank).unwrap_or(rest.len());
    let (word, unit) = (&rest[..end], rest[end..].trim());
    match WORDS.iter().find(|(known, _)| *known == word) {
        Some((_, value)) if unit.is_empty() || is_unit(unit) => Count::Exact(
            *value,
            if about {
                Written::About
            } else {
                Written::Leniently
            },
        ),
        _ => span(rest),
    }
}

/// The bounds of a round number (`ett 50-tal`, `ett hundratal elever`): everything that
/// rounds to it. `ett par` and `några hundra` have no bounds and are not read.
fn span(text: &str) -> Count {
    let article = text
        .strip_prefix("ett")
        .filter(|rest| rest.starts_with(is_blank));
    let rest = article.unwrap_or(text).trim_start();
    let end = rest.find(is_blank).unwrap_or(rest.len());
    let (word, unit) = (&rest[..end], rest[end..].trim());
    if !unit.is_empty() && !is_unit(unit) {
        return Count::Unreadable;
    }
    match word.strip_suffix("tal").and_then(round_number) {
        Some(number) => Count::Span(number - place(number) / 2, number + (place(number) - 1) / 2),
        None => Count::Unreadable,
    }
}

/// The number before `tal`, in figures and perhaps a dash, or as a numeral.
fn round_number(word: &str) -> Option<u64> {
    /// Nobody writes a larger number this way. A longer one may be a person's.
    const DIGITS: usize = 7;
    let numeral = NUMERALS
        .iter()
        .find(|(numeral, _)| *numeral == word)
        .map(|(_, value)| *value);
    let figures = word.strip_suffix(is_dash).unwrap_or(word);
    let is_number = figures.len() <= DIGITS && digits(figures) == figures.len();
    numeral.or_else(|| number(figures, 0).filter(|value| is_number && *value > 0))
}

/// The step to which a round number is rounded: the place of its last digit that is not
/// 0, at least tens. Below ten it is five.
fn place(number: u64) -> u64 {
    if number < 10 {
        return if number < 5 { 1 } else { 5 };
    }
    let mut place = 10;
    while number.is_multiple_of(place * 10) {
        place *= 10;
    }
    place
}

/// The text after the first of `words` with which it begins, and whether there is one.
fn strip_any<'t>(text: &'t str, words: &[&str]) -> (&'t str, bool) {
    // No word begins with a digit, and most texts do.
    if text.starts_with(|c: char| c.is_ascii_digit()) {
        return (text, false);
    }
    let stripped = words.iter().find_map(|word| {
        // A word must end where the number begins, or at a blank: `ca50` and `ca 50`,
        // but not `cab 50`.
        strip_word(text, word)
            .filter(|rest| rest.starts_with(|c: char| is_blank(c) || c.is_ascii_digit()))
    });
    stripped.map_or((text, false), |rest| (rest.trim_start(), true))
}

/// The text after its sign. Any dash is a minus.
fn strip_sign(text: &str) -> (&str, Option<char>) {
    let mut chars = text.chars();
    match chars.next() {
        Some(c) if is_dash(c) => (chars.as_str().trim_start(), Some('-')),
        Some('+') => (chars.as_str(), Some('+')),
        _ => (text, None),
    }
}

/// How the thousands of a number are separated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Grouping {
    /// Not at all, or by blanks or points.
    Swedish,
    /// By commas or apostrophes.
    Foreign,
}

/// A whole number at the head of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Leading {
    pub(super) value: u64,
    grouping: Grouping,
}

/// The whole number at the head of `text`, and the rest. `None` if there is none, if it
/// exceeds [`MAX_COUNT`], if digits follow in a group of another size, or if it may be
/// a person's number. Behind a leading 0 no group follows: `0,125` is a fraction.
pub(super) fn leading(text: &str) -> Option<(Leading, &str)> {
    let first = digits(text);
    if first >= 10 && needs_mask(&text[..first]) {
        return None;
    }
    let mut value = number(&text[..first], 0)?;
    let mut rest = &text[first..];
    let mut mark = None;
    let is_grouped = first <= 3 && !text.starts_with('0');
    while let Some((found, group)) = group(rest).filter(|_| is_grouped) {
        if *mark.get_or_insert(found) != found {
            break;
        }
        value = number(&group[..3], value)?;
        rest = &group[3..];
    }
    let mut after = rest.chars();
    if after.next().is_some_and(is_blank) && after.next().is_some_and(|c| c.is_ascii_digit()) {
        return None;
    }
    let grouping = if matches!(mark, Some(',' | '\'')) {
        Grouping::Foreign
    } else {
        Grouping::Swedish
    };
    Some((Leading { value, grouping }, rest))
}

/// The mark, and the text from the digits on, if `text` begins with a mark and exactly
/// three digits. All blanks count as one mark.
fn group(text: &str) -> Option<(char, &str)> {
    let mark = text.chars().next()?;
    let rest = &text[mark.len_utf8()..];
    let kind = match mark {
        '.' | ',' | '\'' => mark,
        '\u{2019}' => '\'',
        _ if is_blank(mark) => ' ',
        _ => return None,
    };
    (digits(rest) == 3).then_some((kind, rest))
}

/// How many ASCII digits `text` begins with.
fn digits(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}

/// `value` with `digits` appended; `None` without digits or beyond the limit.
fn number(digits: &str, value: u64) -> Option<u64> {
    if digits.is_empty() {
        return None;
    }
    digits.bytes().try_fold(value, |value, digit| {
        Some(value * 10 + u64::from(digit - b'0')).filter(|value| *value <= MAX_COUNT)
    })
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fraction {
    Absent,
    /// `.0`: the number is whole, as spreadsheets write it.
    Zero,
    Odd,
}

/// The decimals at the head of `text`, and the rest. `None` if a mark has no digits
/// behind it.
fn fraction(text: &str) -> Option<(Fraction, &str)> {
    let Some(decimals) = text.strip_prefix(['.', ',']) else {
        return Some((Fraction::Absent, text));
    };
    let count = digits(decimals);
    if count == 0 {
        return None;
    }
    let zero = decimals[..count].bytes().all(|digit| digit == b'0');
    Some((
        if zero { Fraction::Zero } else { Fraction::Odd },
        &decimals[count..],
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_in_swedish_writing() {
        for (text, value) in [
            ("0", 0),
            ("50", 50),
            ("1 000", 1000),
            ("1.000", 1000),
            ("1\u{a0}000", 1000),
            ("1\u{202f}234\u{2009}567", 1_234_567),
            (" 12.345.678 ", 12_345_678),
            ("007", 7),
            ("8112189875", 8_112_189_875),
            ("8 112 189 876", 8_112_189_876),
        ] {
            assert_eq!(
                parse_count(text),
                Count::Exact(value, Written::Usual),
                "{text}"
            );
        }
    }

    #[test]
    fn unusual_writing_is_read_leniently() {
        for (text, value) in [
            ("1,000", 1000),
            ("50.0", 50),
            ("50 st", 50),
            ("+5", 5),
            ("3 patienter", 3),
            ("12 brukare", 12),
            ("1 250 berörda Elever", 1250),
            ("7 st. gymnasieelever", 7),
            ("totalt 12 personer", 12),
            ("40 pupils", 40),
            ("50 elever totalt", 50),
            ("fem personer", 5),
            ("En patient", 1),
            ("two customers", 2),
            ("tolv", 12),
        ] {
            assert_eq!(
                parse_count(text),
                Count::Exact(value, Written::Leniently),
                "{text}"
            );
        }
    }

    #[test]
    fn what_is_about_so_many_stays_so() {
        for (text, value) in [
            ("ca 50", 50),
            ("ca 101", 101),
            ("Ca. 1 500", 1500),
            ("c:a 50", 50),
            ("CIRKA 50 personer", 50),
            ("ungefär 50", 50),
            ("ca 50 elever", 50),
            ("totalt ca 50 barn", 50),
            ("~50", 50),
            ("around 40", 40),
            ("ca tio barn", 10),
        ] {
            assert_eq!(
                parse_count(text),
                Count::Exact(value, Written::About),
                "{text}"
            );
        }
    }

    #[test]
    fn a_round_number_is_all_that_rounds_to_it() {
        for (text, min, max) in [
            ("ett 50-tal", 45, 54),
            ("Ett 50\u{2013}tal elever", 45, 54),
            ("50-tal", 45, 54),
            ("ca ett 20-tal patienter", 15, 24),
            ("ett tiotal", 5, 14),
            ("ett femtiotal", 45, 54),
            ("ett hundratal", 50, 149),
            ("ett 150-tal", 145, 154),
            ("ett tusental kunder", 500, 1499),
            ("ett 25-tal", 20, 29),
            ("ett femtal", 3, 7),
        ] {
            assert_eq!(parse_count(text), Count::Span(min, max), "{text}");
        }
    }

    #[test]
    fn what_is_no_count_says_why() {
        for (text, count) in [
            ("-5", Count::Negative),
            ("−1 000", Count::Negative),
            ("1,5", Count::Fractional),
            ("2.75", Count::Fractional),
            ("0,125", Count::Fractional),
            ("0.125", Count::Fractional),
            ("2.1250", Count::Fractional),
            ("0 125", Count::Unreadable),
            ("1.000,5", Count::Fractional),
            ("", Count::Unreadable),
            ("-", Count::Unreadable),
            ("många", Count::Unreadable),
            ("50-60", Count::Unreadable),
            ("1 00", Count::Unreadable),
            ("12 34", Count::Unreadable),
            ("5.", Count::Unreadable),
            ("1e3", Count::Unreadable),
            ("minst 50", Count::Unreadable),
            ("ett par", Count::Unreadable),
            ("ett par personer", Count::Unreadable),
            ("några hundra", Count::Unreadable),
            ("hundratals", Count::Unreadable),
            ("ett antal", Count::Unreadable),
            ("ett 0-tal", Count::Unreadable),
            ("ett 50-tal skolor", Count::Unreadable),
            ("ett 8112189876-tal", Count::Unreadable),
            ("30 sekunder", Count::Unreadable),
            ("5 procent", Count::Unreadable),
            ("3 av 10 elever", Count::Unreadable),
            ("12 elever och 3 lärare", Count::Unreadable),
            ("99999999999999999999999", Count::Unreadable),
            ("8112189876", Count::Unreadable),
            ("ca 198112189876 personer", Count::Unreadable),
        ] {
            assert_eq!(parse_count(text), count, "{text}");
        }
    }
}
