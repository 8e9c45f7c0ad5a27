//! Numbers and dates as cells of rows have them that are no records.

use super::{SUMMED, SUMS, is_number, is_year, words};

/// A whole number with blanks between thousands; `158,0` is one, too.
pub(in crate::read::sieve) fn whole(text: &[u8]) -> Option<u64> {
    let mut value: u64 = 0;
    let mut any = false;
    let text = [b",00", b".00"]
        .iter()
        .find_map(|end| text.strip_suffix(*end))
        .or_else(|| text.strip_suffix(b",0"))
        .or_else(|| text.strip_suffix(b".0"))
        .unwrap_or(text);
    for byte in text {
        match byte {
            b'0'..=b'9' => {
                any = true;
                value = value.checked_mul(10)?.checked_add(u64::from(byte - b'0'))?;
            }
            // A no-break space too, in UTF-8 and in the encodings of Windows.
            b' ' | 0xC2 | 0xA0 => {}
            _ => return None,
        }
    }
    any.then_some(value)
}

/// How many there are, where a text says that and no more: `3`, `3 st`, `3 ärenden`.
pub(in crate::read::sieve) fn count(text: &str) -> Option<u64> {
    /// What is counted, and how that is said.
    const COUNTED: [&str; 14] = [
        "st",
        "stycken",
        "antal",
        "n",
        "incident",
        "händelser",
        "händelse",
        "ärende",
        "rad",
        "anmälan",
        "cases",
        "entries",
        "items",
        "pcs",
    ];
    let mut number = None;
    for word in words(text) {
        if is_number(&word) {
            let parsed = word.parse().ok()?;
            if number.replace(parsed).is_some() {
                return None;
            }
        } else if !COUNTED.contains(&word.as_str())
            && !SUMMED.contains(&word.as_str())
            && !SUMS.iter().any(|sum| *sum == [word.as_str()])
        {
            return None;
        }
    }
    number
}

/// Whether a text is the first of a month, as a date and no more: `2024-01-01`,
/// `1.2.2024`, `2024-01-01 00:00:00`. So a month is written where its cell holds a date.
pub(in crate::read::sieve) fn is_first_of_month(text: &str) -> bool {
    if text.len() > 24 || !text.starts_with(|c: char| c.is_ascii_digit()) {
        return false;
    }
    let is_between = |c: char| matches!(c, '-' | '/' | '.' | ':' | ' ' | 'T');
    let parts: Vec<&str> = text.split(is_between).collect();
    let (Some(date), Some(clock)) = (parts.get(..3), parts.get(3..)) else {
        return false;
    };
    let is_month = |month: &str| month.parse().is_ok_and(|month| (1..=12).contains(&month));
    let is_first = |day: &str| day.parse() == Ok(1);
    let first = match *date {
        [year, month, day] if is_year(year) => is_month(month) && is_first(day),
        [one, other, year] if is_year(year) => {
            is_month(one) && is_month(other) && (is_first(one) || is_first(other))
        }
        _ => false,
    };
    first
        && clock
            .iter()
            .all(|part| is_number(part) && part.bytes().all(|digit| digit == b'0'))
}
