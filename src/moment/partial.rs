//! Dates that may lack their day, times of day, and how a value was written.

use jiff::civil::Date;

/// A value and how it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Lenient<T> {
    /// What was read.
    pub value: T,
    /// Whether it was read from a non-standard writing (rule F004).
    pub lenient: bool,
}

impl<T> Lenient<T> {
    pub(super) fn standard(value: T) -> Self {
        Self {
            value,
            lenient: false,
        }
    }

    pub(super) fn non_standard(value: T) -> Self {
        Self {
            value,
            lenient: true,
        }
    }
}

/// A date, a month without a day, or a span of days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PartialDate {
    /// A whole date.
    Day(Date),
    /// Year and month (1-12).
    Month(i16, i8),
    /// From the first day to the last.
    Span(Date, Date),
}

impl std::fmt::Display for PartialDate {
    /// The text as ISO 8601 has it.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Day(day) => write!(f, "{day}"),
            Self::Month(year, month) => write!(f, "{year:04}-{month:02}"),
            Self::Span(first, last) => write!(f, "{first}/{last}"),
        }
    }
}

/// A clock time in minutes from 00:00, up to 1440: 24:00, the next day's 00:00.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct TimeOfDay(u16);

impl TimeOfDay {
    /// The clock time, if there is one: 00:00 to 23:59, and 24:00.
    pub(crate) fn new(hour: u16, minute: u16) -> Option<Self> {
        let fits = (hour < 24 && minute < 60) || (hour == 24 && minute == 0);
        fits.then(|| Self(hour * 60 + minute))
    }

    /// Minutes from 00:00, 0 to 1440.
    pub(crate) fn minutes(self) -> u16 {
        self.0
    }

    /// The time, marked as lenient when it is 24:00.
    pub(super) fn marked(self) -> Lenient<Self> {
        Lenient {
            value: self,
            lenient: self.0 == 1440,
        }
    }
}

/// A date of these numbers, if it exists in the years 1900 to 2200.
pub(super) fn day(year: u32, month: u32, day: u32) -> Option<PartialDate> {
    let in_range = (1900..=2200).contains(&year) && month <= 12 && day <= 31;
    let date = in_range
        .then(|| Date::new(year as i16, month as i8, day as i8).ok())
        .flatten()?;
    Some(PartialDate::Day(date))
}

/// A month of these numbers, if it exists in the years 1900 to 2200.
pub(super) fn month(year: u32, month: u32) -> Option<PartialDate> {
    let in_range = (1900..=2200).contains(&year) && (1..=12).contains(&month);
    in_range.then_some(PartialDate::Month(year as i16, month as i8))
}
