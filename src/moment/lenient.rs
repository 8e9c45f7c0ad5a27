//! The non-standard writings of dates and times that people use in Sweden. They are off
//! the hot path. A writing with two readings, such as US order, is never guessed.

use std::borrow::Cow;

use super::iso::iso_time;
use super::partial::{self, PartialDate, TimeOfDay};

/// Longer texts are no dates. Hostile input is refused before anything examines it.
const LONGEST: usize = 60;

/// Swedish and English month names. The first three letters are the usual abbreviations.
const MONTHS: [[&str; 2]; 12] = [
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

/// A date or a month in any of the lenient writings.
pub(super) fn date(text: &str) -> Option<PartialDate> {
    use Piece::{Between, Digits, Month};
    let text = plain(text)?;
    let text = text
        .strip_prefix("den ")
        .unwrap_or(&text)
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
mod tests {
    use super::super::{parse_date, parse_stamp, parse_time};
    use super::*;
    use jiff::civil;

    fn read(text: &str) -> Option<PartialDate> {
        let read = parse_date(text)?;
        assert!(read.lenient, "{text}");
        Some(read.value)
    }

    #[test]
    fn dates_as_people_write_them() {
        let writings = [
            "20210212",
            "210212",
            "12/2 2021",
            "12/2-2021",
            "12/02 2021",
            "12.2.2021",
            "12.02.2021",
            "12. 2. 2021",
            "12 februari 2021",
            "den 12 februari 2021",
            "Den 12 Februari 2021.",
            "12 feb. 2021",
            "12 February 2021",
            "12-feb-2021",
            "2021/02/12",
            "2021.02.12",
            "2021-2-12",
            "2021\u{2013}02\u{2013}12",
            "2021\u{2011}02\u{2011}12",
            "2021\u{a0}02\u{a0}12",
            "12\u{a0}februari\u{a0}2021",
            "2021-02-12T09:30",
            "2021-02-12 09:30:15",
            "2021-02-11T23:30:00Z",
            "12/2 2021 kl 9",
            "12:e februari 2021",
            "den 12:e februari 2021",
            "12e feb 2021",
            "12th February 2021",
            "February 12, 2021",
            "Feb 12th, 2021",
            "den 12:e februari 2021 kl. 09.30",
        ];
        for text in writings {
            assert_eq!(
                read(text),
                Some(PartialDate::Day(civil::date(2021, 2, 12))),
                "{text}"
            );
        }
        assert_eq!(
            read("991231"),
            Some(PartialDate::Day(civil::date(1999, 12, 31)))
        );
    }

    #[test]
    fn months_as_people_write_them() {
        for text in [
            "februari 2021",
            "Feb 2021",
            "february 2021",
            "2021/02",
            "2021.2",
            "2021\u{2013}02",
        ] {
            assert_eq!(read(text), Some(PartialDate::Month(2021, 2)), "{text}");
        }
    }

    #[test]
    fn what_has_two_readings_is_not_guessed() {
        assert_eq!(read("02/12/2021"), None);
        assert_eq!(read("02-12-2021"), None);
        assert_eq!(read("21-02-12"), None);
        assert_eq!(read("02/25/2021"), None);
        assert_eq!(
            read("25/02/2021"),
            Some(PartialDate::Day(civil::date(2021, 2, 25)))
        );
        assert_eq!(
            read("02/02/2021"),
            Some(PartialDate::Day(civil::date(2021, 2, 2)))
        );
    }

    #[test]
    fn what_is_no_date_is_not_read() {
        let writings = [
            "",
            " ",
            "-",
            "i mars",
            "210230",
            "20211301",
            "30 februari 2021",
            "31/4 2021",
            "29/2 2021",
            "12/2",
            "1899.12.31",
            "2201.01.01",
            "202102",
            "2021",
            "12 2021 02",
            "0000000000000",
            "12//2 2021",
            "februari",
            "igår",
            "2021-02-12, 2021-02-13",
            "٢٠٢١-٠٢-١٢",
            "2021-02-12T",
            "den",
            "12 fe 2021",
            "12 foo 2021",
            "3:e mars",
            "12:x februari 2021",
            "24:e",
            "12,2,2021",
            "2021,2,12",
            "2021,02",
        ];
        for text in writings {
            assert_eq!(parse_date(text), None, "{text}");
        }
        assert_eq!(parse_date(&"1".repeat(100_000)), None);
    }

    #[test]
    fn of_a_time_that_is_not_exact_the_day_is_known() {
        for about in [
            "ca",
            "ca.",
            "c:a",
            "cirka kl.",
            "kl ca",
            "ungefär kl",
            "~",
            "vid",
            "runt",
        ] {
            assert_eq!(parse_time(&format!("{about} 9")), None, "{about}");
            let moment = parse_stamp(&format!("2024-03-04 {about} 14.30")).unwrap();
            assert_eq!(
                moment.value,
                parse_stamp("2024-03-04").unwrap().value,
                "{about}"
            );
            assert!(moment.lenient, "{about}");
        }
    }

    #[test]
    fn times_as_people_write_them() {
        for text in [
            "kl 9",
            "kl. 09.00",
            "klockan 9",
            "9:00",
            "0900",
            "9",
            "09",
            "09h00",
            "9.00",
        ] {
            assert_eq!(
                parse_time(text).map(|time| (time.value.minutes(), time.lenient)),
                Some((540, true)),
                "{text}"
            );
        }
        for text in ["Kl\u{a0}9", "kl9", "9:00:59", " KL. 9 "] {
            assert_eq!(
                parse_time(text).map(|time| (time.value.minutes(), time.lenient)),
                Some((540, true)),
                "{text}"
            );
        }
        for text in ["24:00", "24.00", "2400", "kl 24", "24:00:00"] {
            assert_eq!(
                parse_time(text).map(|time| (time.value.minutes(), time.lenient)),
                Some((1440, true)),
                "{text}"
            );
        }
    }

    #[test]
    fn what_is_no_time_is_not_read() {
        let writings = [
            "",
            "-",
            "25:00",
            "24:01",
            "9:60",
            "2360",
            "9.5",
            "930",
            "9-10",
            "9:30-10:00",
            "9 pm",
            "kl",
            "eftermiddag",
            "9:+5",
            "12:30:60",
            "99999999999",
            "9:30.15",
            "0x10",
            "9h",
        ];
        for text in writings {
            assert_eq!(parse_time(text), None, "{text}");
        }
    }

    #[test]
    fn receipts_as_people_write_them() {
        let expected = parse_stamp("2021-04-08T13:05").unwrap().value;
        for text in [
            "8/4 2021 13:05",
            "20210408 1305",
            "den 8 april 2021 kl. 13.05",
            "2021/04/08 13:05",
        ] {
            let read = parse_stamp(text).unwrap();
            assert_eq!((read.value, read.lenient), (expected, true), "{text}");
        }
        assert_eq!(
            parse_stamp("8/4 2021").map(|read| read.value),
            parse_stamp("2021-04-08").map(|read| read.value)
        );
    }
}
