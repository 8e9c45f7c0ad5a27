//! Dates and times as notifications and receipts write them. This file reads the
//! standard forms, byte by byte. `lenient` tries other writings, but only when these do
//! not fit. Nothing is guessed: a text with two readings is not read.

use super::{Instant, Moment, lenient, zone};
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
    fn standard(value: T) -> Self {
        Self {
            value,
            lenient: false,
        }
    }

    fn non_standard(value: T) -> Self {
        Self {
            value,
            lenient: true,
        }
    }
}

/// A date, or a month without a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PartialDate {
    /// A whole date.
    Day(Date),
    /// Year and month (1-12).
    Month(i16, i8),
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
    fn marked(self) -> Lenient<Self> {
        Lenient {
            value: self,
            lenient: self.0 == 1440,
        }
    }
}

/// Reads a date or a month. Standard: `2021-02-12`, `2021-02`. Lenient: `20210212`,
/// `210212`, `12/2 2021`, `12.2.2021`, `2021/02/12`, `den 12 februari 2021`, `februari
/// 2021`, a date-time, and the like. `02/12/2021` has two readings and is not read.
/// Dates that do not exist and years outside 1900-2200 give `None` too.
pub(crate) fn parse_date(text: &str) -> Option<Lenient<PartialDate>> {
    let text = text.trim();
    if let Some(date) = iso_date(text.as_bytes()) {
        return Some(Lenient::standard(date));
    }
    if let Some(stamp) = IsoStamp::parse(text.as_bytes()) {
        return Some(Lenient::non_standard(PartialDate::Day(
            stamp.moment()?.earliest.date(),
        )));
    }
    let date = lenient::date(text).or_else(|| lenient::stamp(text).map(|(date, _)| date))?;
    Some(Lenient::non_standard(date))
}

/// Reads a clock time. Standard: `09:30`, `09:30:15` (seconds are cut off).
/// Lenient: `9:30`, `09.30`, `kl 9`, `klockan 9`, `0930`, `9`, `09h30`, `ca 10:00`,
/// `24:00`, and the like. `None` when out of range.
pub(crate) fn parse_time(text: &str) -> Option<Lenient<TimeOfDay>> {
    let text = text.trim();
    match iso_time(text.as_bytes()) {
        Some((time, [])) => Some(time.marked()),
        _ => lenient::time(text).map(Lenient::non_standard),
    }
}

/// Reads when something was received: a date, a month, or a date-time with `T` or a
/// blank, with or without seconds and offset. Without an offset it is local time in
/// Europe/Stockholm. With one it is that instant.
pub(crate) fn parse_stamp(text: &str) -> Option<Lenient<Moment>> {
    let text = text.trim();
    if let Some(date) = iso_date(text.as_bytes()) {
        return Some(Lenient::standard(Moment::from_civil(date, None)));
    }
    if let Some(stamp) = IsoStamp::parse(text.as_bytes()) {
        return Some(Lenient {
            value: stamp.moment()?,
            lenient: stamp.lenient,
        });
    }
    if zone::names_zone(text) {
        return zoned(text);
    }
    let (date, time) = lenient::date(text)
        .map(|date| (date, None))
        .or_else(|| lenient::stamp(text))?;
    Some(Lenient::non_standard(Moment::from_civil(date, time)))
}

/// A date or date-time in the zone that it names in brackets. If it has an offset too,
/// it is that instant.
fn zoned(text: &str) -> Option<Lenient<Moment>> {
    let (text, zone) = zone::bracketed(text)?;
    if let Some(stamp) = IsoStamp::parse(text.as_bytes()) {
        let value = match stamp.zone {
            [] => zone::moment(stamp.date, Some(stamp.time), &zone),
            _ => stamp.moment()?,
        };
        return Some(Lenient {
            value,
            lenient: stamp.lenient,
        });
    }
    if let Some(date) = iso_date(text.as_bytes()) {
        return Some(Lenient::standard(zone::moment(date, None, &zone)));
    }
    let (date, time) = lenient::date(text)
        .map(|date| (date, None))
        .or_else(|| lenient::stamp(text))?;
    Some(Lenient::non_standard(zone::moment(date, time, &zone)))
}

/// The clock time beside a date, as it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Clock {
    /// There is none.
    Absent,
    /// 00:00 and no second more.
    Midnight,
    /// Another.
    Other,
}

/// The date and the clock time as the text has them, whatever its zone.
pub(crate) fn as_written(text: &str) -> Option<(PartialDate, Clock)> {
    let text = text.trim();
    let text = zone::bracketed(text).map_or(text, |(text, _)| text);
    if let Some(stamp) = IsoStamp::parse(text.as_bytes()) {
        let clock = &text.as_bytes()[11..text.len() - stamp.zone.len()];
        let is_midnight = clock
            .iter()
            .all(|byte| matches!(byte, b'0' | b':' | b'.' | b',' | b' '));
        return Some((
            stamp.date,
            if is_midnight {
                Clock::Midnight
            } else {
                Clock::Other
            },
        ));
    }
    if let Some(read) = iso_date(text.as_bytes()).or_else(|| lenient::date(text)) {
        return Some((read, Clock::Absent));
    }
    let (date, time) = lenient::stamp(text)?;
    let is_midnight = time.is_some_and(|time| time.minutes() == 0);
    Some((
        date,
        if is_midnight {
            Clock::Midnight
        } else {
            Clock::Other
        },
    ))
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

/// `2021-02-12` or `2021-02`, the whole of `bytes`.
fn iso_date(bytes: &[u8]) -> Option<PartialDate> {
    let (year, rest) = bytes.split_at_checked(4)?;
    match *rest {
        [b'-', m1, m2, b'-', d1, d2] => day(number(year)?, number(&[m1, m2])?, number(&[d1, d2])?),
        [b'-', m1, m2] => month(number(year)?, number(&[m1, m2])?),
        _ => None,
    }
}

/// `09:30` or `09:30:15`, perhaps with a fraction, and what follows it.
fn iso_time(bytes: &[u8]) -> Option<(TimeOfDay, &[u8])> {
    let [h1, h2, b':', m1, m2, ref rest @ ..] = *bytes else {
        return None;
    };
    let hour = number(&[h1, h2])? as u16;
    let time = TimeOfDay::new(hour, number(&[m1, m2])? as u16)?;
    let [b':', s1, s2, ref rest @ ..] = *rest else {
        return Some((time, rest));
    };
    let second = number(&[s1, s2])?;
    // There is no second after 24:00.
    if second > 59 || (hour == 24 && second > 0) {
        return None;
    }
    Some((time, after_fraction(rest)?))
}

/// What follows `.123` or `,123`. All of the text if there is no fraction.
fn after_fraction(bytes: &[u8]) -> Option<&[u8]> {
    let [b'.' | b',', rest @ ..] = bytes else {
        return Some(bytes);
    };
    let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
    (digits > 0).then(|| &rest[digits..])
}

/// A date-time in a form of ISO 8601 or RFC 3339.
struct IsoStamp<'t> {
    date: PartialDate,
    time: TimeOfDay,
    /// What stands for the offset; empty without one.
    zone: &'t [u8],
    lenient: bool,
}

impl<'t> IsoStamp<'t> {
    fn parse(bytes: &'t [u8]) -> Option<Self> {
        let (head, rest) = bytes.split_at_checked(10)?;
        let date = iso_date(head)?;
        let [b'T' | b't' | b' ', clock @ ..] = rest else {
            return None;
        };
        let (time, zone) = iso_time(clock)?;
        let (zone, blank) = match zone {
            [b' ', zone @ ..] if !zone.is_empty() => (zone, true),
            _ => (zone, false),
        };
        let lenient =
            blank || time.marked().lenient || zone.len() > 1 && zone[0].is_ascii_alphabetic();
        (zone.is_empty() || iso_offset(zone).is_some()).then_some(Self {
            date,
            time,
            zone,
            lenient,
        })
    }

    /// The instant with an offset, else the local time in Europe/Stockholm.
    fn moment(&self) -> Option<Moment> {
        if self.zone.is_empty() {
            return Some(Moment::from_civil(self.date, Some(self.time)));
        }
        let PartialDate::Day(date) = self.date else {
            return None;
        };
        let minute = super::CivilDay::new(date).first_minute() + i64::from(self.time.minutes());
        Some(Moment::at(Instant::saturating(
            minute - iso_offset(self.zone)?,
        )))
    }
}

/// `Z`, `+02:00`, `+0200`, `+02` or a word such as `GMT` in minutes east of UTC.
fn iso_offset(bytes: &[u8]) -> Option<i64> {
    let (hour, minute) = match *bytes {
        [b'Z' | b'z'] => return Some(0),
        [first, ..] if first.is_ascii_alphabetic() => {
            return std::str::from_utf8(bytes).ok().and_then(zone::offset_word);
        }
        [_, h1, h2, b':', m1, m2] | [_, h1, h2, m1, m2] => (number(&[h1, h2])?, number(&[m1, m2])?),
        [_, h1, h2] => (number(&[h1, h2])?, 0),
        _ => return None,
    };
    // No place on earth is further from UTC than 14 hours.
    if hour > 14 || minute > 59 {
        return None;
    }
    let minutes = i64::from(hour * 60 + minute);
    match bytes[0] {
        b'+' => Some(minutes),
        b'-' => Some(-minutes),
        _ => None,
    }
}

/// The number that a few ASCII digits make. `None` when one is no digit.
fn number(digits: &[u8]) -> Option<u32> {
    let place = |number: u32, digit: &u8| {
        digit
            .is_ascii_digit()
            .then(|| number * 10 + u32::from(digit - b'0'))
    };
    digits.iter().try_fold(0, place)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::moment::{LocalTime, Precision};
    use proptest::prelude::*;

    fn ends(text: &str) -> (String, String) {
        let moment = parse_stamp(text).unwrap().value;
        (moment.earliest.to_string(), moment.latest.to_string())
    }

    #[test]
    fn standard_writings_are_strict() {
        let date = |text| parse_date(text).map(|read| (read.value, read.lenient));
        assert_eq!(
            date("2021-02-12"),
            Some((PartialDate::Day(jiff::civil::date(2021, 2, 12)), false))
        );
        assert_eq!(
            date(" 2021-02 "),
            Some((PartialDate::Month(2021, 2), false))
        );
        let time = |text| parse_time(text).map(|read| (read.value.minutes(), read.lenient));
        assert_eq!(time("09:30"), Some((570, false)));
        assert_eq!(time("09:30:59"), Some((570, false)));
        assert_eq!(time("23:59:59.999"), Some((1439, false)));
        assert_eq!(time("24:00"), Some((1440, true)));
    }

    #[test]
    fn dates_that_do_not_exist_are_not_read() {
        for text in [
            "2021-02-29",
            "2021-13-01",
            "2021-00-10",
            "2021-01-00",
            "1899-12-31",
            "2201-01-01",
            "2021-13",
        ] {
            assert_eq!(parse_date(text), None, "{text}");
            assert_eq!(parse_stamp(text), None, "{text}");
        }
        assert!(parse_date("1900-01-01").is_some() && parse_date("2200-12-31").is_some());
    }

    #[test]
    fn receipts_with_and_without_offset() {
        let noon = "2021-04-08T13:05+02:00".to_owned();
        let writings = [
            "2021-04-08T13:05:00+02:00",
            "2021-04-08T13:05+0200",
            "2021-04-08T13:05:59.5+02",
            "2021-04-08T11:05Z",
            "2021-04-08t11:05:00z",
            "2021-04-08 13:05",
            "2021-04-08 13:05:00,25",
            "2021-04-08T06:05-05:00",
            "2021-04-09T01:05+14:00",
        ];
        for text in writings {
            assert_eq!(ends(text), (noon.clone(), noon.clone()), "{text}");
            assert!(!parse_stamp(text).unwrap().lenient, "{text}");
        }
        assert_eq!(ends("2021-04").0, "2021-04-01T00:00+02:00");
        assert_eq!(
            parse_stamp("2021-04").unwrap().value.precision,
            Precision::Month
        );
    }

    #[test]
    fn an_offset_decides_what_the_clock_change_leaves_open() {
        assert_eq!(
            parse_stamp("2025-10-26T02:30").unwrap().value.local,
            LocalTime::Ambiguous
        );
        let second = parse_stamp("2025-10-26T02:30+01:00").unwrap().value;
        assert_eq!(
            (second.local, second.earliest),
            (LocalTime::Plain, second.latest)
        );
        assert_eq!(
            parse_stamp("2025-03-30T02:30").unwrap().value.local,
            LocalTime::Nonexistent
        );
        assert_eq!(ends("2025-03-30T02:30+01:00").0, "2025-03-30T03:30+02:00");
    }

    #[test]
    fn half_a_stamp_is_not_read() {
        for text in [
            "2021-04-08T",
            "2021-04-08T25:00",
            "2021-04-08T13:05+",
            "2021-04-08T13:05+15:00",
            "x",
            "",
        ] {
            assert_eq!(parse_stamp(text), None, "{text}");
        }
        for text in [
            "2021-04-08T13:05:00.",
            "2021-04-08T13:05Zx",
            "2021-04T13:05",
            "2021-04-08T24:00:01",
        ] {
            assert_eq!(parse_stamp(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(minute in 0i32..121_000_000) {
            let text = Instant(minute).to_string();
            prop_assert_eq!(parse_stamp(&text).map(|read| read.value), Some(Moment::at(Instant(minute))));
            let zoned = jiff::Timestamp::from_second(i64::from(minute) * 60).unwrap().in_tz("Europe/Stockholm").unwrap();
            prop_assert_eq!(text, zoned.strftime("%Y-%m-%dT%H:%M%:z").to_string());
        }

        #[test]
        fn no_text_panics(text in "\\PC{0,40}", dates in "[0-9/.: T-]{0,20}") {
            for text in [text, dates] {
                let _ = (parse_date(&text), parse_time(&text), parse_stamp(&text));
            }
        }
    }
}
