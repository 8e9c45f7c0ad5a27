//! Moments as a foreign export writes them: by the formats that its mapping lists
//! and by no other, in the zone that it names; and what the moments of a column
//! show taken together, which is known only once all its rows are read.

use std::borrow::Cow;

use crate::config::Words;
use crate::moment::{Clock, as_written, day_begun, names_zone};
use crate::read::Value;
use crate::read::mapping::periods::Counted;
use crate::read::workbook::TYPED;

mod format;

use format::figures;
pub(super) use format::{Format, Place};

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

/// Whether a text comes from all the columns of its entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Extent {
    /// From all.
    Whole,
    /// Some of them are blank: the time of day may be missing.
    Part,
}

/// A date and perhaps a time, as we write them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ReadMoment {
    pub(super) date: String,
    pub(super) time: Option<String>,
    zone: Zone,
    clock: Clock,
}

/// Where the clock of a moment stands.
#[derive(Debug, Clone, PartialEq, Eq)]
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
            clock: match minute {
                0 => Clock::Midnight,
                hour if hour % 60 == 0 => Clock::Hour,
                _ => Clock::Other,
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
        if text.contains(TYPED) {
            self.typed(&text.replace(TYPED, ""), held)
        } else if self.formats.is_empty() {
            self.as_found(text, held)
        } else {
            self.by_format(text, held)
        }
    }

    /// Gives a moment that says no zone the one that the mapping names.
    fn locate(&self, read: &mut ReadMoment) {
        if let (Zone::Own, Some(zone), false) = (&read.zone, &self.zone, read.date.is_empty()) {
            read.zone = Zone::Named(zone.clone());
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
        self.locate(&mut read);
        let begun = match read.clock {
            Clock::Hour => day_begun(&read.clone().stamp()),
            _ => None,
        };
        let (is_timeless, clues) = self.timeless(text, (read.clock, begun), held);
        match begun.filter(|_| is_timeless) {
            Some(date) => read = ReadMoment::dated(date.to_string()),
            None => drop(read.time.take_if(|_| is_timeless)),
        }
        (Told::One(read), clues)
    }

    /// Without formats: in our own writing, which is left as it is but for its time
    /// and its zone.
    fn as_found<'t>(&self, text: &'t str, held: Held) -> (Told<'t>, Clues) {
        let Some((date, clock)) = as_written(text) else {
            return (Told::Text(Cow::Borrowed(text)), Clues::default());
        };
        let located = match &self.zone {
            Some(zone) if !names_zone(text) => Cow::Owned(format!("{text}[{zone}]")),
            _ => Cow::Borrowed(text),
        };
        let begun = match clock {
            Clock::Hour => day_begun(&located),
            _ => None,
        };
        let (is_timeless, clues) = self.timeless(text, (clock, begun), held);
        let told = match begun {
            Some(date) if is_timeless => Told::One(ReadMoment::dated(date.to_string())),
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
            _ => Told::Text(located),
        };
        (told, clues)
    }

    /// Whether a text has no time of day, and what it shows of its column. It is midnight in
    /// Sweden as well where a day begins there.
    fn timeless(
        &self,
        text: &str,
        (clock, begun): (Clock, Option<jiff::civil::Date>),
        held: Held,
    ) -> (bool, Clues) {
        let mut clues = Clues::default();
        let clock = if begun.is_some() {
            Clock::Midnight
        } else {
            clock
        };
        let is_timeless = match (&self.no_time, clock) {
            (_, Clock::Absent) => false,
            (NoTime::Marks(marks), _) => marks.iter().any(|mark| text.ends_with(mark.as_str())),
            (NoTime::MidnightThroughout, Clock::Midnight) => {
                clues.midnight = held.column;
                held.is_date
            }
            (NoTime::MidnightThroughout, Clock::Hour | Clock::Other) => {
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

mod typed;

#[cfg(test)]
mod tests;
