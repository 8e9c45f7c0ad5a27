//! Dates and times in the forms of ISO 8601 and RFC 3339, byte by byte.

use super::partial::{PartialDate, TimeOfDay, day, month};
use super::{CivilDay, Instant, Moment, zone};

/// `2021-02-12`, `2021-02` or `2021-01-01/2021-03-31`, the whole of `bytes`.
pub(super) fn iso_date(bytes: &[u8]) -> Option<PartialDate> {
    let (year, rest) = bytes.split_at_checked(4)?;
    match *rest {
        [.., b'/', _, _, _, _, b'-', _, _, b'-', _, _] if rest.len() == 17 => {
            match (iso_date(&bytes[..10])?, iso_date(&bytes[11..])?) {
                (PartialDate::Day(first), PartialDate::Day(last)) if first <= last => {
                    Some(PartialDate::Span(first, last))
                }
                _ => None,
            }
        }
        [b'-', m1, m2, b'-', d1, d2] => day(number(year)?, number(&[m1, m2])?, number(&[d1, d2])?),
        [b'-', m1, m2] => month(number(year)?, number(&[m1, m2])?),
        _ => None,
    }
}

/// `09:30` or `09:30:15`, perhaps with a fraction, and what follows it.
pub(super) fn iso_time(bytes: &[u8]) -> Option<(TimeOfDay, &[u8])> {
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

/// What follows `.123` or `,123`; all of it where there is no fraction.
fn after_fraction(bytes: &[u8]) -> Option<&[u8]> {
    let [b'.' | b',', rest @ ..] = bytes else {
        return Some(bytes);
    };
    let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
    (digits > 0).then(|| &rest[digits..])
}

/// A date-time in a form of ISO 8601 or RFC 3339.
pub(super) struct IsoStamp<'t> {
    pub(super) date: PartialDate,
    pub(super) time: TimeOfDay,
    /// What stands for the offset; empty without one.
    pub(super) zone: &'t [u8],
    pub(super) lenient: bool,
}

impl<'t> IsoStamp<'t> {
    pub(super) fn parse(bytes: &'t [u8]) -> Option<Self> {
        let (head, rest) = bytes.split_at_checked(10)?;
        let date = iso_date(head)?;
        let [b'T' | b't' | b' ', clock @ ..] = rest else {
            return None;
        };
        let (time, zone) = iso_time(clock)?;
        // `10:30-11:00` behind a blank is how people write from when to when.
        let is_span = |behind: &[u8]| behind.starts_with(b"-") || behind.starts_with(b" -");
        if rest[0] == b' ' && clock.get(5..).is_some_and(is_span) {
            return None;
        }
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
    pub(super) fn moment(&self) -> Option<Moment> {
        if self.zone.is_empty() {
            return Some(Moment::from_civil(self.date, Some(self.time)));
        }
        let PartialDate::Day(date) = self.date else {
            return None;
        };
        let minute = CivilDay::new(date).first_minute() + i64::from(self.time.minutes());
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

/// The number that a few ASCII digits make; `None` when one is no digit.
fn number(digits: &[u8]) -> Option<u32> {
    let place = |number: u32, digit: &u8| {
        digit
            .is_ascii_digit()
            .then(|| number * 10 + u32::from(digit - b'0'))
    };
    digits.iter().try_fold(0, place)
}
