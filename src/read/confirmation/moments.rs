//! Moments among the words of a sentence: a date, with a time of day behind or before it.

use super::Signs;
use super::sentences::Word;
use crate::moment::{Moment, Precision, parse_stamp};

/// How many words a date may have: `5 mars 2024`.
const LONGEST: usize = 3;

/// The moment that begins with this word, and how many words say it. A time of day before it
/// may stand from the word `from` on.
pub(super) fn at(words: &[Word], at: usize, from: usize, signs: &Signs) -> Option<(Moment, usize)> {
    let (date, day, length) = (1..=LONGEST).rev().find_map(|length| {
        let date = joined(words.get(at..at + length)?);
        let is_number = date.bytes().all(|byte| byte.is_ascii_digit());
        // Six digits may be any number.
        let read = parse_stamp(&date).filter(|_| !is_number || date.len() == 8)?;
        let is_such = match read.value.precision {
            Precision::Minute => length == 1,
            Precision::Day => true,
            Precision::Month | Precision::Span => false,
        };
        is_such.then_some((date, read.value, length))
    })?;
    if day.precision == Precision::Minute {
        return Some((day, length));
    }
    let with = |clock: &str| parse_stamp(&format!("{date} {clock}")).map(|read| read.value);
    let behind = at + length;
    let named = signs.clock.at(words, behind).unwrap_or(0);
    if let Some(word) = words.get(behind + named)
        && let Some(clock) = clock_of(&word.small, named > 0)
    {
        let end = behind + named + 1;
        let zone = words.get(end).map(|word| word.small.as_str());
        return match zone {
            // In another zone than ours the day is certain, if anything.
            Some("utc" | "gmt") => {
                let moment = parse_stamp(&format!("{date}T{clock}Z")).map(|read| read.value);
                Some((moment.unwrap_or(day), length + named + 2))
            }
            _ => Some((with(&clock).unwrap_or(day), length + named + 1)),
        };
    }
    let before = before(words, at, from, signs).and_then(|clock| with(&clock));
    Some((before.unwrap_or(day), length))
}

/// The time of day before a date: `kl. 10.15 den 5 mars 2024`.
fn before(words: &[Word], at: usize, from: usize, signs: &Signs) -> Option<String> {
    let mut clock = at.checked_sub(1)?;
    if ["den", "on", "the"].contains(&words[clock].small.as_str()) {
        clock = clock.checked_sub(1)?;
    }
    let is_named = clock > 0 && signs.clock.at(words, clock - 1) == Some(1);
    let word = words.get(clock).filter(|_| clock >= from)?;
    clock_of(&word.small, is_named).filter(|_| is_named || word.small.contains(':'))
}

/// A time of day, as `10:15`; hours alone only where a word says that they are.
fn clock_of(word: &str, is_named: bool) -> Option<String> {
    let parts: Vec<&str> = word.split([':', '.']).collect();
    let is_pair = |part: &&str| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
    let (hour, rest) = parts.split_first()?;
    let is_hour = (1..=2).contains(&hour.len()) && hour.bytes().all(|byte| byte.is_ascii_digit());
    if !is_hour || rest.len() > 2 || !rest.iter().all(is_pair) || rest.is_empty() && !is_named {
        return None;
    }
    let minutes = rest.first().unwrap_or(&"00");
    Some(format!("{hour:0>2}:{minutes}"))
}

/// Words with one blank between them.
fn joined(words: &[Word]) -> String {
    let words: Vec<&str> = words.iter().map(|word| word.raw.as_str()).collect();
    words.join(" ")
}
