//! The non-standard writings of dates and times that people use in Sweden. They are off
//! the hot path. A writing with two readings, such as US order, is never guessed.

use std::borrow::Cow;

use super::iso::iso_time;
use super::partial::{self, PartialDate, TimeOfDay};

mod weekday;

/// Longer texts are no dates. Hostile input is refused before anything examines it.
const LONGEST: usize = 60;

/// Swedish and English month names. The first three letters are the usual abbreviations.
pub(crate) const MONTHS: [[&str; 2]; 12] = [
    ["januari", "january"],
    ["februari", "february"],
    ["mars", "march"],
    ["april", "april"],
    ["maj", "may"],
    ["juni", "june"],
    ["juli", "july"],
    ["augusti", "august"],
    ["september", "september"],
    ["oktober", "october"],
    ["november", "november"],
    ["december", "december"],
];

/// Words that may stand before a clock time without meaning anything more.
const BEFORE_TIME: [&str; 4] = ["klockan", "kl.", "kl:", "kl"];
/// Words before a clock time that is not exact. A time limit must not hang on such a time.
const ABOUT: [&str; 15] = [
    "cirka",
    "circa",
    "ca.",
    "ca",
    "c:a",
    "ungefär",
    "ung.",
    "omkring",
    "runt",
    "vid",
    "~",
    "about",
    "around",
    "approximately",
    "approx.",
];

/// A part of a written date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Piece {
    /// Digits: their number and how many there are.
    Digits(u32, usize),
    /// A month's name, 1-12.
    Month(u32),
    /// A separator: one of blank `-` `/` `.` `,`. Blanks beside another separator are
    /// dropped.
    Between(char),
}

/// A date or a month in any of the lenient writings. A day of the week beside a date must be its
/// own.
pub(super) fn date(text: &str) -> Option<PartialDate> {
    let text = plain(text)?;
    let Some((weekday, rest)) = weekday::beside(&text) else {
        return plain_date(&text);
    };
    plain_date(rest)
        .filter(|date| matches!(date, PartialDate::Day(day) if day.weekday() == weekday))
}

/// A date or a month in a plain text.
fn plain_date(text: &str) -> Option<PartialDate> {
    use Piece::{Between, Digits, Month};
    let text = text
        .strip_prefix("den ")
        .unwrap_or(text)
        .trim_end_matches('.');
    let text = without_ending(text);
    match *pieces(&text)?.as_slice() {
        [Digits(all, 8)] => partial::day(all / 10_000, all / 100 % 100, all % 100),
        [Digits(all, 6)] => partial::day(century(all / 10_000), all / 100 % 100, all % 100),
        [
            Digits(year, 4),
            Between(a),
            Digits(month, 1..=2),
            Between(b),
            Digits(day, 1..=2),
        ] if a == b && a != ',' => partial::day(year, month, day),
        [
            Digits(day, 1..=2),
            Between('/'),
            Digits(month, 1..=2),
            Between(' ' | '-'),
            Digits(year, 4),
        ]
        | [
            Digits(day, 1..=2),
            Between('.'),
            Digits(month, 1..=2),
            Between('.' | ' '),
            Digits(year, 4),
        ]
        | [
            Digits(day, 1..=2),
            Between(_),
            Month(month),
            Between(_),
            Digits(year, 4),
        ]
        | [
            Month(month),
            Between(' '),
            Digits(day, 1..=2),
            Between(_),
            Digits(year, 4),
        ] => partial::day(year, month, day),
        [
            Digits(a, 1..=2),
            Between(s @ ('/' | '-')),
            Digits(b, 1..=2),
            Between(t),
            Digits(year, 4),
        ] if s == t => only_reading(a, b, year),
        [Month(month), Between(_), Digits(year, 4)]
        | [
            Digits(year, 4),
            Between(' ' | '-' | '/' | '.'),
            Digits(month, 1..=2),
        ] => partial::month(year, month),
        _ => None,
    }
}

/// Endings of ordinal numbers, as in `24:e december` and `March 3rd`.
const ENDINGS: [&str; 10] = [":e", ":a", ":te", ":de", "e", "a", "th", "st", "nd", "rd"];

/// A date without the ending of its ordinal number. The ending is what follows the
/// first digits, if they are at most two.
fn without_ending(text: &str) -> Cow<'_, str> {
    let Some(start) = text.find(|c: char| c.is_ascii_digit()) else {
        return text.into();
    };
    let digits = text[start..].bytes().take_while(u8::is_ascii_digit).count();
    let after = &text[start + digits..];
    let end = after.find([' ', ',']).unwrap_or(after.len());
    if digits > 2 || !ENDINGS.contains(&&after[..end]) {
        return text.into();
    }
    Cow::Owned([&text[..start + digits], &after[end..]].concat())
}

/// A clock time in any of the lenient writings. One that is not exact is none.
pub(super) fn time(text: &str) -> Option<TimeOfDay> {
    clock(text)
        .filter(|(_, is_exact)| *is_exact)
        .map(|(time, _)| time)
}

/// The same, and whether it is exact.
fn clock(text: &str) -> Option<(TimeOfDay, bool)> {
    let text = plain(text)?;
    let (mut rest, mut is_exact) = (text.as_str(), true);
    loop {
        let after = |words: &[&str]| words.iter().find_map(|word| rest.strip_prefix(word));
        if let Some(after) = after(&BEFORE_TIME) {
            rest = after.trim_start();
        } else if let Some(after) = after(&ABOUT) {
            (rest, is_exact) = (after.trim_start(), false);
        } else {
            break;
        }
    }
    Some((figures(rest)?, is_exact))
}

/// A clock time in figures.
fn figures(rest: &str) -> Option<TimeOfDay> {
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let (first, tail) = rest.split_at(digits);
    let number: u16 = first.parse().ok()?;
    match (digits, tail.as_bytes()) {
        (1..=2, []) => TimeOfDay::new(number, 0),
        (4, []) => TimeOfDay::new(number / 100, number % 100),
        (1..=2, [mark @ (b':' | b'.' | b'h'), minutes @ ..]) => {
            TimeOfDay::new(number, minutes_of(*mark, minutes)?)
        }
        _ => None,
    }
}

/// A date and a clock time with a blank between them, each in any writing. Of a time that is not
/// exact only the day is known.
pub(super) fn stamp(text: &str) -> Option<(PartialDate, Option<TimeOfDay>)> {
    let text = plain(text)?;
    text.match_indices(' ').find_map(|(blank, _)| {
        let (left, right) = (&text[..blank], &text[blank + 1..]);
        let day = date(left).filter(|date| matches!(date, PartialDate::Day(_)))?;
        let right = right.trim();
        let clock = if let Some((clock, [])) = iso_time(right.as_bytes()) {
            Some(clock)
        } else {
            let (clock, is_exact) = clock(right)?;
            is_exact.then_some(clock)
        };
        Some((day, clock))
    })
}

/// The minutes of `:30` or `:30:15`, given what follows the first mark.
fn minutes_of(mark: u8, rest: &[u8]) -> Option<u16> {
    let (minutes, seconds) = rest.split_at_checked(2)?;
    let number = |digits: &[u8]| std::str::from_utf8(digits).ok()?.parse::<u16>().ok();
    if !rest
        .iter()
        .all(|byte| byte.is_ascii_digit() || *byte == mark)
    {
        return None;
    }
    match seconds {
        [] => number(minutes),
        [again, seconds @ ..] if *again == mark && seconds.len() == 2 && number(seconds)? < 60 => {
            number(minutes)
        }
        _ => None,
    }
}

/// Day and month in an order that differs between countries. They are read only when
/// the other order is no date, or the same date.
fn only_reading(a: u32, b: u32, year: u32) -> Option<PartialDate> {
    match (partial::day(year, b, a), partial::day(year, a, b)) {
        (Some(date), other) if other.is_none_or(|other| other == date) => Some(date),
        _ => None,
    }
}

/// The year that two digits stand for: 1970 to 2069.
fn century(year: u32) -> u32 {
    if year < 70 { 2000 + year } else { 1900 + year }
}

/// The text in lower case, with one kind of dash and single blanks. `None` when it is
/// too long.
fn plain(text: &str) -> Option<String> {
    if text.len() > LONGEST {
        return None;
    }
    let mut out = String::with_capacity(text.len());
    for character in text.trim().chars().flat_map(char::to_lowercase) {
        match character {
            '\u{2010}'..='\u{2015}' | '\u{2212}' => out.push('-'),
            blank if blank.is_whitespace() => {
                if !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            other => out.push(other),
        }
    }
    Some(out)
}

/// Cuts a plain text into its pieces. `None` when there is anything else in it.
fn pieces(text: &str) -> Option<Vec<Piece>> {
    let mut pieces = Vec::with_capacity(5);
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let class = class(first);
        let end = rest.find(|c| self::class(c) != class).unwrap_or(rest.len());
        let (run, after) = rest.split_at(end);
        pieces.push(match class {
            Class::Digit if run.len() <= 8 => Piece::Digits(run.parse().ok()?, run.len()),
            Class::Letter => Piece::Month(month(run)?),
            Class::Other => Piece::Between(between(run)?),
            Class::Digit => return None,
        });
        rest = after;
    }
    Some(pieces)
}

#[derive(PartialEq, Eq, Clone, Copy)]
enum Class {
    Digit,
    Letter,
    Other,
}

fn class(character: char) -> Class {
    if character.is_ascii_digit() {
        Class::Digit
    } else if character.is_alphabetic() {
        Class::Letter
    } else {
        Class::Other
    }
}

/// The one separator in a run of separators and blanks.
fn between(run: &str) -> Option<char> {
    let mut marks = run.chars().filter(|c| *c != ' ');
    match (marks.next(), marks.next()) {
        (None, _) => Some(' '),
        // A comma as in `March 3, 2024`.
        (Some(mark @ ('-' | '/' | '.' | ',')), None) => Some(mark),
        _ => None,
    }
}

/// The number of a month by its name or its abbreviation.
fn month(word: &str) -> Option<u32> {
    let named = |names: &[&str; 2]| {
        names
            .iter()
            .any(|name| *name == word || (word.len() == 3 && name.starts_with(word)))
    };
    match word {
        "sept" => Some(9),
        _ => MONTHS.iter().position(named).map(|index| index as u32 + 1),
    }
}

#[cfg(test)]
mod tests;
