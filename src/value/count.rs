//! Counts as people write them: grouped, approximate, negative, fractional.

use super::masking::needs_mask;
use super::{is_blank, is_dash, strip_word};

/// The largest count taken for one. A million million is beyond any breach;
/// sums of such counts stay far inside 64 bits.
pub const MAX_COUNT: u64 = 1_000_000_000_000;

/// What stands where a count should.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Count {
    /// A whole number.
    Exact {
        /// Its value, at most [`MAX_COUNT`].
        value: u64,
        /// Whether the writing was unusual (`ca 50`, `50 st`, `1,000`, `50.0`).
        lenient: bool,
    },
    /// Below zero.
    Negative,
    /// Not whole.
    Fractional,
    /// No number.
    Unreadable,
}

/// Words before a count that make it approximate, lower case, longer ones first.
const ABOUT: [&str; 15] = [
    "cirka",
    "circa",
    "ungefär",
    "ungefärligen",
    "uppskattningsvis",
    "omkring",
    "runt",
    "approximately",
    "approx.",
    "about",
    "c:a",
    "ca.",
    "ca",
    "~",
    "≈",
];

/// Words after a count, lower case.
pub(super) const UNITS: [&str; 14] = [
    "st",
    "st.",
    "stycken",
    "personer",
    "person",
    "registrerade",
    "uppgifter",
    "individer",
    "people",
    "persons",
    "data subjects",
    "data items",
    "poster",
    "records",
];

/// Reads a count: `1 000`, `1.000`, with any blank; leniently `ca 50`, `~50`.
pub fn parse_count(text: &str) -> Count {
    let text = text.trim();
    let (text, about) = strip_about(text);
    let (text, sign) = strip_sign(text);
    let Some((number, rest)) = leading(text) else { return Count::Unreadable };
    let Some((fraction, rest)) = fraction(rest) else { return Count::Unreadable };
    let rest = rest.trim();
    if !rest.is_empty() && !is_unit(rest) {
        return Count::Unreadable;
    }
    match (sign, fraction) {
        (Some('-'), _) => Count::Negative,
        (_, Fraction::Odd) => Count::Fractional,
        _ => Count::Exact {
            value: number.value,
            lenient: about
                || sign.is_some()
                || fraction == Fraction::Zero
                || !rest.is_empty()
                || number.grouping == Grouping::Foreign,
        },
    }
}

/// Whether `text` is a word that may follow a count.
pub(super) fn is_unit(text: &str) -> bool {
    UNITS.iter().any(|unit| strip_word(text, unit).is_some_and(str::is_empty))
}

fn strip_about(text: &str) -> (&str, bool) {
    let stripped = ABOUT.iter().find_map(|word| {
        // A word must end where the number begins or at a blank: `ca50`, `ca 50`, not `cab 50`.
        strip_word(text, word).filter(|rest| rest.starts_with(|c: char| is_blank(c) || c.is_ascii_digit()))
    });
    stripped.map_or((text, false), |rest| (rest.trim_start(), true))
}

/// The text after its sign, which is `-` for any dash.
fn strip_sign(text: &str) -> (&str, Option<char>) {
    let mut chars = text.chars();
    match chars.next() {
        Some(c) if is_dash(c) => (chars.as_str().trim_start(), Some('-')),
        Some('+') => (chars.as_str(), Some('+')),
        _ => (text, None),
    }
}

/// How the thousands of a number are parted.
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

/// The whole number at the head of `text`, and the rest. `None` if there is
/// none, if it exceeds [`MAX_COUNT`], if digits follow that group oddly, or if
/// it may be a person's number.
pub(super) fn leading(text: &str) -> Option<(Leading, &str)> {
    let first = digits(text);
    if first >= 10 && needs_mask(&text[..first]) {
        return None;
    }
    let mut value = number(&text[..first], 0)?;
    let mut rest = &text[first..];
    let mut mark = None;
    while let Some((found, group)) = group(rest).filter(|_| first <= 3) {
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
    let grouping = if matches!(mark, Some(',' | '\'')) { Grouping::Foreign } else { Grouping::Swedish };
    Some((Leading { value, grouping }, rest))
}

/// The mark and the text from the digits on, if `text` begins with a mark and
/// exactly three digits. All blanks are one mark.
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
    /// `.0`: whole after all, as spreadsheets write it.
    Zero,
    Odd,
}

/// The decimals at the head of `text`, and the rest; `None` if a mark stands without digits.
fn fraction(text: &str) -> Option<(Fraction, &str)> {
    let Some(decimals) = text.strip_prefix(['.', ',']) else { return Some((Fraction::Absent, text)) };
    let count = digits(decimals);
    if count == 0 {
        return None;
    }
    let zero = decimals[..count].bytes().all(|digit| digit == b'0');
    Some((if zero { Fraction::Zero } else { Fraction::Odd }, &decimals[count..]))
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
            assert_eq!(parse_count(text), Count::Exact { value, lenient: false }, "{text}");
        }
    }

    #[test]
    fn unusual_writing_is_read_leniently() {
        for (text, value) in [
            ("ca 50", 50),
            ("Ca. 1 500", 1500),
            ("c:a 50", 50),
            ("CIRKA 50 personer", 50),
            ("ungefär 50", 50),
            ("~50", 50),
            ("1,000", 1000),
            ("50.0", 50),
            ("50 st", 50),
            ("+5", 5),
        ] {
            assert_eq!(parse_count(text), Count::Exact { value, lenient: true }, "{text}");
        }
    }

    #[test]
    fn what_is_no_count_says_why() {
        for (text, count) in [
            ("-5", Count::Negative),
            ("−1 000", Count::Negative),
            ("1,5", Count::Fractional),
            ("2.75", Count::Fractional),
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
            ("99999999999999999999999", Count::Unreadable),
            ("8112189876", Count::Unreadable),
            ("ca 198112189876 personer", Count::Unreadable),
        ] {
            assert_eq!(parse_count(text), count, "{text}");
        }
    }
}
