//! Moments of a plan as the truth reckons them, by arithmetic of its own: intervals of
//! minutes, and their text in Swedish time.

use jiff::civil::{Date, Time};
use jiff::tz::{AmbiguousOffset, TimeZone};

use crate::synth::plan::{Stamp, When, Writing};

/// Minutes from the first to the last instant of something, since 1970 in UTC.
pub(super) type Interval = (i64, i64);

pub(super) fn hours(minutes: i64) -> String {
    format!("{:.2}", (minutes as f64 / 60.0 * 100.0).round() / 100.0)
}

/// The interval of a date and perhaps a time. None if it cannot be read.
pub(super) fn interval(when: &When) -> Option<Interval> {
    let date = when.date.filter(|_| when.writing != Writing::Words)?;
    Some(stamp(&Stamp {
        date,
        time: when.time,
    }))
}

pub(super) fn stamp(stamp: &Stamp) -> Interval {
    match stamp.time {
        Some(time) => instants(stamp.date, time),
        None => (
            instants(stamp.date, Time::midnight()).0,
            instants(stamp.date, Time::constant(23, 59, 0, 0)).1,
        ),
    }
}

/// The instants that a local time may be. There are two at a change of the clocks.
pub(super) fn instants(date: Date, time: Time) -> Interval {
    let local = date.to_datetime(time);
    let offsets = match stockholm().to_ambiguous_timestamp(local).offset() {
        AmbiguousOffset::Unambiguous { offset } => [offset, offset],
        AmbiguousOffset::Gap { before, after } | AmbiguousOffset::Fold { before, after } => {
            [before, after]
        }
    };
    let minutes = offsets.map(|offset| {
        offset
            .to_timestamp(local)
            .map_or(0, |timestamp| timestamp.as_second().div_euclid(60))
    });
    (minutes[0].min(minutes[1]), minutes[0].max(minutes[1]))
}

pub(super) fn stockholm() -> TimeZone {
    TimeZone::get("Europe/Stockholm").unwrap_or(TimeZone::UTC)
}

pub(super) fn instant(minutes: i64) -> String {
    timestamp(minutes)
        .to_zoned_datetime(stockholm())
        .strftime("%Y-%m-%dT%H:%M%:z")
        .to_string()
}

/// The day on which an instant falls.
pub(super) fn day_of(minutes: i64) -> Date {
    timestamp(minutes).to_zoned_datetime(stockholm()).date()
}

pub(super) fn timestamp(minutes: i64) -> jiff::Timestamp {
    jiff::Timestamp::from_second(minutes * 60).unwrap_or_default()
}
