//! Dates and times as notifications and receipts write them. This file reads the
//! standard forms, byte by byte. `lenient` tries other writings, but only when these do
//! not fit. Nothing is guessed: a text with two readings is not read.

use super::iso::{IsoStamp, iso_date, iso_time};
use super::partial::{Lenient, PartialDate, TimeOfDay};
use super::{CivilDay, Instant, Moment, lenient, zone};

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

/// An instant as written in records.csv: `2021-02-12T00:00+01:00`.
pub(crate) fn parse_written(text: &str) -> Option<Instant> {
    let bytes = text.as_bytes();
    if bytes.len() != 22 || !text.is_ascii() {
        return None;
    }
    let two = |at: usize| -> Option<i64> {
        let (tens, ones) = (
            bytes[at].wrapping_sub(b'0'),
            bytes[at + 1].wrapping_sub(b'0'),
        );
        (tens < 10 && ones < 10).then(|| i64::from(tens) * 10 + i64::from(ones))
    };
    if [4, 7, 10, 13, 19].map(|at| bytes[at]) != *b"--T::" {
        return None;
    }
    let (year, month, day) = (two(0)? * 100 + two(2)?, two(5)?, two(8)?);
    let (hour, minute) = (two(11)?, two(14)?);
    let offset = two(17)? * 60 + two(20)?;
    let offset = match bytes[16] {
        b'+' => offset,
        b'-' => -offset,
        _ => return None,
    };
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) || hour > 23 || minute > 59 {
        return None;
    }
    let days = i64::from(CivilDay::from_ymd(year as i32, month as i32, day as i32).0);
    i32::try_from(days * 1440 + hour * 60 + minute - offset)
        .ok()
        .map(Instant)
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
    /// Another whole hour, which by another zone may be midnight.
    Hour,
    /// Another.
    Other,
}

/// The date of a moment that is the first of a day in Sweden. Programs that know only moments
/// keep a date so, and write it by the clock of another zone: `2024-03-03T23:00:00Z`.
pub(crate) fn day_begun(text: &str) -> Option<jiff::civil::Date> {
    let moment = parse_stamp(text)?.value;
    let day = moment.earliest.day();
    let is_first = moment.earliest == moment.latest && moment.earliest == day.start();
    is_first.then(|| day.date())
}

/// The date and the clock time as the text has them, whatever its zone.
pub(crate) fn as_written(text: &str) -> Option<(PartialDate, Clock)> {
    let text = text.trim();
    let text = zone::bracketed(text).map_or(text, |(text, _)| text);
    if let Some(stamp) = IsoStamp::parse(text.as_bytes()) {
        let clock = &text.as_bytes()[11..text.len() - stamp.zone.len()];
        let is_nothing = |clock: &[u8]| {
            let mut bytes = clock.iter();
            bytes.all(|byte| matches!(byte, b'0' | b':' | b'.' | b',' | b' '))
        };
        let clock = if is_nothing(clock) {
            Clock::Midnight
        } else if clock.get(2..).is_some_and(is_nothing) {
            Clock::Hour
        } else {
            Clock::Other
        };
        return Some((stamp.date, clock));
    }
    if let Some(read) = iso_date(text.as_bytes()).or_else(|| lenient::date(text)) {
        return Some((read, Clock::Absent));
    }
    let (date, time) = lenient::stamp(text)?;
    let clock = match time.map(TimeOfDay::minutes) {
        None => Clock::Absent,
        Some(0) => Clock::Midnight,
        Some(_) => Clock::Other,
    };
    Some((date, clock))
}

/// The clock time beside a date as the text has it, whatever its zone.
pub(crate) fn written_time(text: &str) -> Option<TimeOfDay> {
    let text = text.trim();
    let text = zone::bracketed(text).map_or(text, |(text, _)| text);
    match IsoStamp::parse(text.as_bytes()) {
        Some(stamp) => Some(stamp.time),
        None => lenient::stamp(text)?.1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::moment::Instant;
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
            "2021-04-08 06:05:00-05:00",
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
            "2021-04-08 13:05-14:00",
            "2021-04-08 10:05 -11:00",
            "2021-04-08 10:05 - 11:00",
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
