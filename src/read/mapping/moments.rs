//! Moments as a foreign export writes them: by the formats that its mapping lists
//! and by no other, in the zone that it names; and what the moments of a column
//! show taken together, which is known only once all its rows are read.

use std::borrow::Cow;

use jiff::fmt::strtime::{self, BrokenDownTime};

use crate::config::Words;
use crate::moment::{Clock, as_written, is_zone, names_zone, offset_word, parse_date};
use crate::read::Value;
use crate::read::mapping::names::{self, Names};
use crate::read::mapping::periods::{Counted, FiscalYear, Special};

/// How the moments of one entry are written.
#[derive(Debug, Default)]
pub(super) struct Moments {
    /// Formats of dates and times; without any, our own writings.
    pub(super) formats: Vec<Format>,
    /// Which of several results counts.
    pub(super) prefer: Prefer,
    /// What a text ends with that has no time of day.
    pub(super) no_time: NoTime,
    /// The zone of what says no other.
    pub(super) zone: Option<String>,
}

/// What becomes of a text that several formats read with different results.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Prefer {
    /// It cannot be determined (F012).
    #[default]
    Neither,
    /// The format that is listed first counts.
    First,
}

/// How a text shows that it has no time of day.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) enum NoTime {
    /// By midnight, where no text of its column has another time.
    #[default]
    MidnightThroughout,
    /// By what it ends with; nothing where there is no mark.
    Marks(Vec<String>),
}

/// A format, with what its zone words say.
#[derive(Debug)]
pub(super) struct Format {
    /// As the library reads it, which knows no words of zones.
    text: String,
    /// What of it stands before the time of day.
    date: String,
    zone: FormatZone,
    /// The language of its words, where that is told.
    names: Option<&'static Names>,
    /// What the library does not read.
    special: Option<Special>,
}

/// What of a mapping its formats depend on.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Place {
    /// The language of the source.
    pub(super) names: Option<&'static Names>,
    /// When its years begin.
    pub(super) fiscal: FiscalYear,
}

/// Whether a text comes from all the columns of its entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Extent {
    /// From all.
    Whole,
    /// Some of them are blank: the time of day may be missing.
    Part,
}

/// What a format says of the zone apart from offsets in figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum FormatZone {
    /// Nothing.
    None,
    /// It has a word itself, such as `GMT`: minutes east of UTC.
    Word(i64),
    /// The text has a word at `%Z`.
    InText,
}

/// A date and perhaps a time, as we write them.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct ReadMoment {
    pub(super) date: String,
    pub(super) time: Option<String>,
    zone: Zone,
    clock: Clock,
}

/// Where the clock of a moment stands.
#[derive(Debug, PartialEq, Eq)]
enum Zone {
    Own,
    Offset(i64),
    Named(String),
}

/// What a text is as a moment.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Told<'t> {
    /// Not to be read as the mapping says.
    No,
    /// One moment.
    One(ReadMoment),
    /// Several, by several formats.
    Several,
    /// A text in one of our own writings, or in none.
    Text(Cow<'t, str>),
}

/// What the moments of a record show of their columns, one bit for each column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Clues {
    /// A moment at 00:00.
    pub midnight: u32,
    /// A moment at another time.
    pub timed: u32,
    /// A text that several formats read with different results.
    pub several: u32,
}

/// The columns whose midnights stand for no time of day, one bit for each.
pub(crate) type Dates = u32;

/// What F004 says of a column that holds dates.
pub(crate) const MIDNIGHTS: Words = Words::new(
    "Alla klockslag i kolumnen ”{column}” är 00:00; den läses som datum utan klockslag (antal värden: {times}). Skriv no_time = [] i mappningen om midnatt är menat.",
    "Every time of day in the column \"{column}\" is 00:00; it is read as dates without a time (number of values: {times}). Say no_time = [] in the mapping if midnight is meant.",
);

/// How many columns of moments are looked at as a whole.
pub(super) const MOST_COLUMNS: usize = Dates::BITS as usize;

impl Clues {
    /// What several records show together.
    #[must_use]
    pub(crate) fn with(self, other: Self) -> Self {
        Self {
            midnight: self.midnight | other.midnight,
            timed: self.timed | other.timed,
            several: self.several | other.several,
        }
    }

    /// The columns that hold dates: some moments at 00:00, none at another time.
    pub(crate) fn dates(self) -> Dates {
        self.midnight & !self.timed
    }
}

impl Format {
    /// A format as the mapping writes it.
    pub(super) fn new(written: &str) -> Self {
        Self::of_source(written, Place::default())
    }

    /// The same of a source that is told of.
    pub(super) fn of_source(written: &str, place: Place) -> Self {
        /// What stands for times of day.
        const CLOCK: [char; 9] = ['H', 'I', 'k', 'l', 'M', 'R', 'T', 'r', 'p'];
        let mut format = Self {
            text: String::new(),
            date: String::new(),
            zone: FormatZone::None,
            names: place.names,
            special: Special::parse(written, place.fiscal),
        };
        let plain = place.names.map(|_| names::format(written));
        let written = plain.as_deref().unwrap_or(written);
        let (mut rest, mut has_clock) = (written, false);
        while let Some(first) = rest.chars().next() {
            let end = piece(rest);
            let (piece, after) = rest.split_at(end);
            rest = after;
            if piece.ends_with(CLOCK) && first == '%' && !has_clock {
                has_clock = true;
                format.date = format.text.trim_end_matches([' ', ',', 'T']).to_owned();
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
            }
            format.text.push_str(piece);
        }
        format
    }

    /// What it makes of a text, of which the time of day may be missing.
    fn read_extent(&self, text: &str, extent: Extent) -> Option<ReadMoment> {
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
    pub(super) fn sample(&self, written: &str) -> Option<ReadMoment> {
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
    pub(super) fn read(&self, text: &str) -> Option<ReadMoment> {
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
            Some(_) => Clock::Other,
        };
        let offset = read.offset().map(|offset| i64::from(offset.seconds() / 60));
        let zone = match (offset, read.iana_time_zone(), self.zone) {
            (Some(offset), ..) | (None, None, FormatZone::Word(offset)) => Zone::Offset(offset),
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
fn figures(minutes: i64) -> String {
    let sign = if minutes < 0 { '-' } else { '+' };
    format!("{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
}

impl ReadMoment {
    /// A date without a time.
    fn dated(date: String) -> Self {
        Self {
            date,
            time: None,
            zone: Zone::Own,
            clock: Clock::Absent,
        }
    }

    /// A period, or a time that was counted.
    fn of(counted: Counted) -> Self {
        let (date, minute, zone) = match counted {
            Counted::Days(first, last) if first == last => return Self::dated(first.to_string()),
            Counted::Days(first, last) => return Self::dated(format!("{first}/{last}")),
            Counted::Local(date, minute) => (date, minute, Zone::Own),
            Counted::Utc(date, minute) => (date, minute, Zone::Offset(0)),
        };
        Self {
            date: date.to_string(),
            time: Some(format!("{:02}:{:02}", minute / 60, minute % 60)),
            zone,
            clock: if minute == 0 {
                Clock::Midnight
            } else {
                Clock::Other
            },
        }
    }

    /// Whether it must stay in one: by a zone of its own its date may be another day in Sweden.
    fn is_whole(&self) -> bool {
        match self.zone {
            Zone::Own => false,
            Zone::Offset(_) => self.time.is_some(),
            Zone::Named(_) => true,
        }
    }

    /// Date and time in one.
    pub(super) fn stamp(self) -> String {
        match (self.time, self.zone) {
            (None, Zone::Named(name)) => format!("{}[{name}]", self.date),
            (None, _) => self.date,
            (Some(time), Zone::Own) => format!("{}T{time}", self.date),
            (Some(time), Zone::Offset(offset)) => {
                format!("{}T{time}{}", self.date, figures(offset))
            }
            (Some(time), Zone::Named(name)) => format!("{}T{time}[{name}]", self.date),
        }
    }

    /// As a date, with its time where the two are one.
    pub(super) fn date_alone(self) -> String {
        if self.is_whole() {
            self.stamp()
        } else {
            self.date
        }
    }

    /// As a date and a time.
    pub(super) fn parts<'a>(self) -> (Value<'a>, Value<'a>) {
        if self.is_whole() {
            return (Value::Text(self.stamp().into()), Value::Blank);
        }
        let time = self
            .time
            .map_or(Value::Blank, |time| Value::Text(time.into()));
        (Value::Text(self.date.into()), time)
    }
}

impl Moments {
    /// What a text is, and what it shows of its column, whose bit is `column`: of
    /// one of `dates` a midnight is no time of day.
    pub(super) fn read<'t>(
        &self,
        text: &'t str,
        extent: Extent,
        column: u32,
        dates: Dates,
    ) -> (Told<'t>, Clues) {
        let held = Held {
            column,
            is_date: column & dates != 0,
            extent,
        };
        if self.formats.is_empty() {
            self.as_found(text, held)
        } else {
            self.by_format(text, held)
        }
    }

    /// By the formats: one moment where all that fit agree.
    fn by_format<'t>(&self, text: &'t str, held: Held) -> (Told<'t>, Clues) {
        let mut results = self
            .formats
            .iter()
            .filter_map(|format| format.read_extent(text, held.extent));
        let Some(mut read) = results.next() else {
            return (Told::No, Clues::default());
        };
        if self.prefer == Prefer::Neither && results.any(|other| other != read) {
            return (
                Told::Several,
                Clues {
                    several: held.column,
                    ..Clues::default()
                },
            );
        }
        let (is_timeless, clues) = self.timeless(text, read.clock, held);
        read.time.take_if(|_| is_timeless);
        if let (Zone::Own, Some(zone), false) = (&read.zone, &self.zone, read.date.is_empty()) {
            read.zone = Zone::Named(zone.clone());
        }
        (Told::One(read), clues)
    }

    /// Without formats: in our own writing, which is left as it is but for its time
    /// and its zone.
    fn as_found<'t>(&self, text: &'t str, held: Held) -> (Told<'t>, Clues) {
        let Some((date, clock)) = as_written(text) else {
            return (Told::Text(Cow::Borrowed(text)), Clues::default());
        };
        let (is_timeless, clues) = self.timeless(text, clock, held);
        let told = match &self.zone {
            _ if is_timeless => {
                let zone = self
                    .zone
                    .as_ref()
                    .map_or(Zone::Own, |zone| Zone::Named(zone.clone()));
                Told::One(ReadMoment {
                    date: date.to_string(),
                    time: None,
                    zone,
                    clock,
                })
            }
            Some(zone) if !names_zone(text) => Told::Text(format!("{text}[{zone}]").into()),
            _ => Told::Text(Cow::Borrowed(text)),
        };
        (told, clues)
    }

    /// Whether a text has no time of day, and what it shows of its column.
    fn timeless(&self, text: &str, clock: Clock, held: Held) -> (bool, Clues) {
        let mut clues = Clues::default();
        let is_timeless = match (&self.no_time, clock) {
            (_, Clock::Absent) => false,
            (NoTime::Marks(marks), _) => marks.iter().any(|mark| text.ends_with(mark.as_str())),
            (NoTime::MidnightThroughout, Clock::Midnight) => {
                clues.midnight = held.column;
                held.is_date
            }
            (NoTime::MidnightThroughout, Clock::Other) => {
                clues.timed = held.column;
                false
            }
        };
        (is_timeless, clues)
    }
}

/// The column of a text.
#[derive(Debug, Clone, Copy)]
struct Held {
    /// Its bit; 0 where it is not looked at as a whole.
    column: u32,
    /// Whether it holds dates.
    is_date: bool,
    extent: Extent,
}

#[cfg(test)]
mod tests;
