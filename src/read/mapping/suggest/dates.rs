//! How the moments of a column are written: a format stands without a mark only where it
//! reads every value that was looked at, and no other reads one differently.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::page::{self, Page};
use super::{Column, quoted};
use crate::read::mapping::moments::{Format, ReadMoment};

/// Formats of dates and times that are tried, unambiguous ones first.
const FORMATS: [&str; 34] = [
    "%Y-%m-%d",
    "%Y-%m-%d %H:%M",
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%dT%H:%M",
    "%Y-%m-%dT%H:%M:%S",
    "%Y-%m",
    "%Y%m%d",
    "%d.%m.%Y",
    "%d.%m.%Y %H:%M",
    "%d/%m/%Y",
    "%d/%m/%Y %H:%M",
    "%d/%m/%Y %H:%M:%S",
    "%m/%d/%Y",
    "%m/%d/%Y %H:%M",
    "%m/%d/%Y %H:%M:%S",
    "%d/%m/%Y %I:%M %p",
    "%m/%d/%Y %I:%M %p",
    "%m/%d/%Y %I:%M:%S %p",
    "%m/%Y",
    "%d-%m-%Y",
    "%m-%d-%Y",
    "%d-%m-%Y %H:%M",
    "%m-%d-%Y %H:%M",
    "%Y/%m/%d",
    "%d/%m/%y",
    "%m/%d/%y",
    "%d.%m.%y",
    "%d %B %Y",
    "%d %b %Y",
    "%B %d, %Y",
    "%Y-%m-%dT%H:%M:%S%:z",
    "%Y-%m-%d %H:%M:%S%.f",
    "%a, %d %b %Y %H:%M:%S %Z",
    "%Y",
];

/// How many formats one column may need.
const MOST: usize = 3;
/// How many values are shown that decide.
const SHOWN: usize = 3;

/// Whether any of the formats reads a text.
pub(super) fn is_date(text: &str) -> bool {
    crate::moment::as_written(text).is_some()
        || FORMATS
            .iter()
            .any(|format| Format::new(format).read(text).is_some())
}

/// The formats that are needed to read a column, and what they make of its values.
struct Reading<'v> {
    formats: Vec<&'static str>,
    /// Values that none of them reads.
    unread: Vec<&'v str>,
    /// Values that formats read differently, also those that would do as well.
    unclear: Vec<&'v str>,
    /// A format that reads all that one of them does, differently.
    rival: Option<&'static str>,
}

impl Reading<'_> {
    fn of(values: &BTreeMap<String, usize>) -> Option<Reading<'_>> {
        let all: Vec<&str> = values.keys().map(String::as_str).collect();
        let read = |format: &&'static str| {
            let format_of = Format::new(format);
            let read: Vec<Option<ReadMoment>> =
                all.iter().map(|text| format_of.read(text)).collect();
            read.iter().any(Option::is_some).then_some((*format, read))
        };
        let tried: Vec<(&'static str, Vec<Option<ReadMoment>>)> =
            FORMATS.iter().filter_map(read).collect();
        let mut left: Vec<usize> = (0..all.len()).collect();
        let mut formats: Vec<usize> = Vec::new();
        while !left.is_empty() && formats.len() < MOST {
            let reads = |at: &usize| {
                left.iter()
                    .filter(|value| tried[*at].1[**value].is_some())
                    .count()
            };
            // Of those that read as many the first is the likeliest.
            let best = (0..tried.len())
                .rev()
                .max_by_key(reads)
                .filter(|at| reads(at) > 0);
            let Some(best) = best else { break };
            formats.push(best);
            left.retain(|value| tried[best].1[*value].is_none());
        }
        if formats.is_empty() {
            return None;
        }
        let differ = |a: usize, b: usize, value: usize| matches!((&tried[a].1[value], &tried[b].1[value]), (Some(a), Some(b)) if a != b);
        // Another format that reads all that this one reads would do as well.
        let rivals = |at: usize| {
            let tried = &tried;
            (0..tried.len()).filter(move |other| {
                let covers = (0..tried[at].1.len())
                    .all(|value| tried[at].1[value].is_none() || tried[*other].1[value].is_some());
                *other != at && covers
            })
        };
        let rival = formats.iter().find_map(|at| {
            rivals(*at).find(|other| (0..all.len()).any(|value| differ(*at, *other, value)))
        });
        let among = formats.iter().copied().chain(rival).collect::<Vec<_>>();
        let unclear = (0..all.len()).filter(|value| {
            among
                .iter()
                .any(|a| among.iter().any(|b| differ(*a, *b, *value)))
        });
        Some(Reading {
            unclear: unclear.map(|value| all[value]).collect(),
            unread: left.iter().map(|value| all[*value]).collect(),
            rival: rival.map(|at| tried[at].0),
            formats: formats.into_iter().map(|at| tried[at].0).collect(),
        })
    }
}

/// The line that says how the values of a column are written.
pub(super) fn dates(out: &mut Page, column: &Column) {
    if column.values.is_empty() {
        return;
    }
    let Some(reading) = Reading::of(&column.values) else {
        out.say(page::NO_FORMAT);
        return;
    };
    let formats: Vec<String> = reading
        .formats
        .iter()
        .map(|format| quoted(format))
        .collect();
    let written = match &formats[..] {
        [one] => one.clone(),
        several => format!("[{}]", several.join(", ")),
    };
    let is_sure = reading.unread.is_empty() && reading.unclear.is_empty();
    match reading.rival {
        _ if is_sure => {
            let _ = writeln!(out, "format = {written}");
        }
        Some(rival) if reading.unread.is_empty() => {
            let _ = writeln!(out, "format = {written}");
            out.say(page::SWAPPED.with("swapped", rival));
        }
        _ => {
            out.say(page::DOUBTFUL.with("formats", written));
        }
    }
    shown(out, page::UNREAD, &reading.unread);
    shown(out, page::UNCLEAR, &reading.unclear);
    if column
        .values
        .keys()
        .any(|value| value.ends_with("12:00:00 AM"))
    {
        out.push_str("no_time = \"12:00:00 AM\"\n");
    }
}

/// The first values that decide; only figures and the marks between them are shown, since
/// other texts may be a person's.
fn shown(out: &mut Page, words: crate::config::Words, values: &[&str]) {
    let is_plain = |value: &&&str| {
        value.len() <= 25
            && value
                .chars()
                .all(|c| c.is_ascii_digit() || " /.:-+TZ,APM".contains(c))
    };
    let shown: Vec<String> = values
        .iter()
        .filter(is_plain)
        .take(SHOWN)
        .map(|value| quoted(value))
        .collect();
    if !values.is_empty() {
        let count = values.len();
        out.say(words.with("count", count).with("values", shown.join(", ")));
    }
}
