//! One format of dates and times, as a mapping writes it, and what it makes of a text.

use std::borrow::Cow;

use jiff::fmt::strtime::{self, BrokenDownTime};

use super::{Extent, ReadMoment, Zone};
use crate::moment::{Clock, doubtful_zone, is_zone, offset_word, parse_date};
use crate::read::mapping::names::{self, Names};
use crate::read::mapping::periods::{FiscalYear, Special};

/// A format, with what its zone words say.
#[derive(Debug)]
pub(in crate::read::mapping) struct Format {
    /// As the library reads it, which knows no words of zones.
    text: String,
    /// What of it stands before the time of day.
    date: String,
    zone: FormatZone,
    /// A word that may be one for a zone, and an example of what it may mean.
    doubt: Option<(String, &'static str)>,
    /// The language of its words, where that is told.
    names: Option<&'static Names>,
    /// What the library does not read.
    special: Option<Special>,
}

/// What of a mapping its formats depend on.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::read::mapping) struct Place {
    /// The language of the source.
    pub(in crate::read::mapping) names: Option<&'static Names>,
    /// When its years begin.
    pub(in crate::read::mapping) fiscal: FiscalYear,
}

/// What a format says of the zone apart from offsets in figures.
#[derive(Debug, Clone, PartialEq, Eq)]
enum FormatZone {
    /// Nothing.
    None,
    /// It has a word itself, such as `GMT`: minutes east of UTC.
    Word(i64),
    /// It has the name of one itself, such as `Europe/London`.
    Named(String),
    /// The text has a word at `%Z`.
    InText,
}

impl Format {
    /// A format as the mapping writes it.
    pub(in crate::read::mapping) fn new(written: &str) -> Self {
        Self::of_source(written, Place::default())
    }

    /// The same of a source that is told of.
    pub(in crate::read::mapping) fn of_source(written: &str, place: Place) -> Self {
        /// What stands for times of day.
        const CLOCK: [char; 9] = ['H', 'I', 'k', 'l', 'M', 'R', 'T', 'r', 'p'];
        let mut format = Self {
            text: String::new(),
            date: String::new(),
            zone: FormatZone::None,
            doubt: None,
            names: place.names,
            special: Special::parse(written, place.fiscal),
        };
        let plain = place.names.map(|_| names::format(written));
        let written = plain.as_deref().unwrap_or(written);
        let (mut rest, mut has_clock) = (written, false);
        while let Some(first) = rest.chars().next() {
            let end = zone_name(rest).unwrap_or_else(|| piece(rest));
            let (piece, after) = rest.split_at(end);
            rest = after;
            if piece.ends_with(CLOCK) && first == '%' && !has_clock {
                has_clock = true;
                let date = format.text.trim_end_matches([' ', ',', 'T']);
                date.clone_into(&mut format.date);
            }
            if first == '%' && piece.ends_with('Z') {
                format.zone = FormatZone::InText;
                format.text.push_str("%z");
                continue;
            }
            // `UTC+2` is two words, of which the second says more.
            let may_be_offset = has_clock || matches!(format.zone, FormatZone::Word(_));
            let figures = if may_be_offset {
                offset_figures(piece)
            } else {
                None
            };
            if let Some(offset) = offset_word(piece).or(figures) {
                format.zone = FormatZone::Word(offset);
            } else if piece.contains('/') && first != '/' {
                format.zone = FormatZone::Named(piece.to_owned());
            } else if has_clock && first != '%' && format.doubt.is_none() {
                let doubt = doubtful_zone(piece, is_day(rest));
                format.doubt = doubt.map(|zone| (piece.to_owned(), zone));
            }
            format.text.push_str(piece);
        }
        format
    }

    /// A word for a zone in it that does not say for certain which, with an example of one
    /// that it may mean.
    pub(in crate::read::mapping) fn doubt(&self) -> Option<(&str, &'static str)> {
        let figures = ["%z", "%:z", "%Q", "%:Q"];
        let is_told = self.zone != FormatZone::None
            || self.special.is_some()
            || figures.iter().any(|offset| self.text.contains(offset));
        let (word, zone) = self.doubt.as_ref().filter(|_| !is_told)?;
        Some((word, zone))
    }

    /// What it makes of a text, of which the time of day may be missing.
    pub(in crate::read::mapping) fn read_extent(
        &self,
        text: &str,
        extent: Extent,
    ) -> Option<ReadMoment> {
        let date_alone = || {
            let date = date(&strtime::parse(&self.date, &*self.in_english(text)).ok()?)?;
            Some(ReadMoment::dated(date))
        };
        self.read(text).or_else(|| {
            if extent == Extent::Part {
                date_alone()
            } else {
                None
            }
        })
    }

    /// A text with its words in the language that the library knows.
    fn in_english<'t>(&self, text: &'t str) -> Cow<'t, str> {
        self.names.map_or(Cow::Borrowed(text), |names| {
            names.in_english(text, &self.text)
        })
    }

    /// What it makes of its own writing.
    pub(in crate::read::mapping) fn sample(&self, written: &str) -> Option<ReadMoment> {
        match &self.special {
            Some(Special::Period(..)) => {
                Some(ReadMoment::dated("2021-01-01/2021-12-31".to_owned()))
            }
            Some(special) => special.read("44256.4375").map(ReadMoment::of),
            None => {
                let day = jiff::civil::date(2021, 3, 4).at(14, 30, 0, 0);
                let moment = day.to_zoned_datetime(jiff::tz::TimeZone::UTC).ok()?;
                Self::new(written).read(&strtime::format(written, &moment).ok()?)
            }
        }
    }

    /// What it makes of a text.
    pub(in crate::read::mapping) fn read(&self, text: &str) -> Option<ReadMoment> {
        if let Some(special) = &self.special {
            return special.read(text).map(ReadMoment::of);
        }
        let text = &*self.in_english(text);
        let text = if self.zone == FormatZone::InText {
            with_offset(text)?
        } else {
            Cow::Borrowed(text)
        };
        let read = strtime::parse(&self.text, text.as_ref()).ok()?;
        let date = date(&read)?;
        let time = read.hour().and_then(|_| read.to_time().ok());
        let clock = match time {
            None => Clock::Absent,
            Some(time) if time == jiff::civil::Time::midnight() => Clock::Midnight,
            Some(time)
                if time.with().hour(0).build().ok() == Some(jiff::civil::Time::midnight()) =>
            {
                Clock::Hour
            }
            Some(_) => Clock::Other,
        };
        let offset = read.offset().map(|offset| i64::from(offset.seconds() / 60));
        let zone = match (offset, read.iana_time_zone(), &self.zone) {
            (Some(offset), ..) => Zone::Offset(offset),
            (None, None, FormatZone::Word(offset)) => Zone::Offset(*offset),
            (None, None, FormatZone::Named(name)) => Zone::Named(name.clone()),
            (None, Some(name), _) if is_zone(name) => Zone::Named(name.to_owned()),
            (None, Some(_), _) => return None,
            (None, None, _) => Zone::Own,
        };
        let time = time.map(|time| format!("{:02}:{:02}", time.hour(), time.minute()));
        Some(ReadMoment {
            date,
            time,
            zone,
            clock,
        })
    }
}

/// Whether a format goes on with a day.
fn is_day(format: &str) -> bool {
    let directive = format.trim_start();
    directive.starts_with('%') && directive[..piece(directive)].ends_with(['d', 'e', 'a', 'A', 'F'])
}

/// Where the name of a zone ends with which a format begins: `Europe/London`.
fn zone_name(format: &str) -> Option<usize> {
    if !format.starts_with(|c: char| c.is_ascii_uppercase()) {
        return None;
    }
    let is_of_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '_' | '-' | '+');
    let end = format.find(|c| !is_of_name(c)).unwrap_or(format.len());
    let name = &format[..end];
    (name.contains('/') && is_zone(name)).then_some(end)
}

/// Where the first piece of a format ends: a directive, a word, a sign with the
/// figures behind it, or one other character.
fn piece(format: &str) -> usize {
    let mut chars = format.char_indices().skip(1);
    let mut end_of = |belongs: fn(char) -> bool| chars.find(|(_, c)| !belongs(*c));
    let first = format.chars().next().unwrap_or_default();
    let found = match first {
        // Flags, widths, colons and points stand before the letter.
        '%' => {
            let letter =
                end_of(|c| c.is_ascii_digit() || matches!(c, '-' | '_' | '^' | '#' | ':' | '.'));
            letter.map(|(at, c)| at + c.len_utf8())
        }
        '+' | '-' => end_of(|c| c.is_ascii_digit() || c == ':').map(|(at, _)| at),
        c if c.is_ascii_alphabetic() => end_of(|c| c.is_ascii_alphabetic()).map(|(at, _)| at),
        c => Some(c.len_utf8()),
    };
    found.unwrap_or(format.len())
}

/// The minutes of an offset in figures: `+2`, `+02`, `+0200`, `+02:00`.
fn offset_figures(text: &str) -> Option<i64> {
    let digits = text.strip_prefix(['+', '-'])?;
    let (hours, minutes) = match (digits.split_once(':'), digits.len()) {
        (Some(parts), _) => parts,
        (None, 4) => digits.split_at(2),
        (None, 1 | 2) => (digits, "0"),
        _ => return None,
    };
    let (hours, minutes): (i64, i64) = (hours.parse().ok()?, minutes.parse().ok()?);
    let offset = hours * 60 + minutes;
    (hours <= 14 && minutes < 60).then_some(if text.starts_with('-') {
        -offset
    } else {
        offset
    })
}

/// The date of what was read, if there is such a day; empty where only a time was.
/// A day of the week that does not fit is no reading.
fn date(read: &BrokenDownTime) -> Option<String> {
    let date = match (read.year(), read.month(), read.day()) {
        (Some(year), Some(month), None) => format!("{year:04}-{month:02}"),
        (None, None, None) => return Some(String::new()),
        _ => {
            let date = read.to_date().ok()?;
            format!("{:04}-{:02}-{:02}", date.year(), date.month(), date.day())
        }
    };
    parse_date(&date).is_some().then_some(date)
}

/// A text with its word for a zone written in figures.
fn with_offset(text: &str) -> Option<Cow<'_, str>> {
    let is_letter = |c: char| c.is_ascii_alphabetic();
    let words = text
        .split(|c| !is_letter(c))
        .filter(|word| !word.is_empty());
    let mut zones = words.filter_map(|word| Some((word, offset_word(word)?)));
    let Some((word, offset)) = zones.next() else {
        return Some(Cow::Borrowed(text));
    };
    if zones.next().is_some() {
        return None;
    }
    let start = word.as_ptr() as usize - text.as_ptr() as usize;
    Some(Cow::Owned(
        [
            &text[..start],
            &figures(offset).replace(':', ""),
            &text[start + word.len()..],
        ]
        .concat(),
    ))
}

/// An offset in figures.
pub(in crate::read::mapping) fn figures(minutes: i64) -> String {
    let sign = if minutes < 0 { '-' } else { '+' };
    format!("{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
}
