//! Europe/Stockholm, fast: the offset at an instant, and the instants of a local time.
//! The rules are those bundled with jiff, never the host's. This is only an index over
//! them for the years in which notifications are made.

use super::{Instant, LocalTime};
use jiff::Timestamp;
use jiff::tz::{Offset, TimeZone};
use std::sync::LazyLock;

/// A block is 2^15 minutes, 22.75 days: too short for two clock changes.
const BLOCK_BITS: u32 = 15;

/// Blocks from 1970 to the year 2100.
const BLOCKS: usize = 2088;

/// No offset has ever been further east than this (in minutes).
const EASTMOST: i64 = 180;

/// The offset over one block of time.
struct Block {
    /// The instant from which `after` holds.
    switch: i32,
    /// Minutes east of UTC before the switch.
    before: i16,
    /// Minutes east of UTC from the switch on.
    after: i16,
}

static ZONE: LazyLock<TimeZone> = LazyLock::new(|| {
    // The zone data are compiled in, so the zone is always found (a test says so).
    TimeZone::get("Europe/Stockholm").unwrap_or_else(|_| TimeZone::fixed(Offset::constant(1)))
});

static TABLE: LazyLock<Box<[Block]>> = LazyLock::new(table);

/// Minutes that the clocks of Stockholm are ahead of UTC at `instant`.
pub(super) fn offset(instant: Instant) -> i32 {
    let index = usize::try_from(instant.0 >> BLOCK_BITS).unwrap_or(usize::MAX);
    match TABLE.get(index) {
        Some(block) if instant.0 < block.switch => i32::from(block.before),
        Some(block) => i32::from(block.after),
        None => offset_by_rule(instant),
    }
}

/// The instants that a local time stands for: `minute` counts from
/// 1970-01-01T00:00 on the clocks of Stockholm.
pub(super) fn resolve(minute: i64) -> (Instant, Instant, LocalTime) {
    // Both offsets are read at instants that are certainly before and after the local
    // time in question. So a clock change between them shows.
    let early_offset = i64::from(offset(Instant::saturating(minute - EASTMOST)));
    let late_offset = i64::from(offset(Instant::saturating(minute)));
    let by_early = Instant::saturating(minute - early_offset);
    if early_offset == late_offset {
        return (by_early, by_early, LocalTime::Plain);
    }
    let by_late = Instant::saturating(minute - late_offset);
    let early_holds = i64::from(offset(by_early)) == early_offset;
    let late_holds = i64::from(offset(by_late)) == late_offset;
    match (early_holds, late_holds) {
        (true, false) => (by_early, by_early, LocalTime::Plain),
        (false, true) => (by_late, by_late, LocalTime::Plain),
        (true, true) => (by_early, by_late, LocalTime::Ambiguous),
        (false, false) => (by_late, by_early, LocalTime::Nonexistent),
    }
}

/// The offset as jiff has it. This is slower; it serves the years that the table leaves
/// out.
fn offset_by_rule(instant: Instant) -> i32 {
    let timestamp = Timestamp::from_second(i64::from(instant.0) * 60).unwrap_or_default();
    ZONE.to_offset(timestamp).seconds().div_euclid(60)
}

fn table() -> Box<[Block]> {
    let mut offset = offset_by_rule(Instant(0)) as i16;
    let mut changes = ZONE.following(Timestamp::UNIX_EPOCH).peekable();
    let mut blocks = Vec::with_capacity(BLOCKS);
    for index in 1..=BLOCKS {
        let end = (index as i64) << BLOCK_BITS;
        let mut block = Block {
            switch: i32::MAX,
            before: offset,
            after: offset,
        };
        while let Some(change) = changes.next_if(|change| change.timestamp().as_second() < end * 60)
        {
            block.switch = change.timestamp().as_second().div_euclid(60) as i32;
            block.after = change.offset().seconds().div_euclid(60) as i16;
        }
        offset = block.after;
        blocks.push(block);
    }
    blocks.into_boxed_slice()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::tz::AmbiguousOffset;

    #[test]
    fn the_zone_is_compiled_in() {
        assert_eq!(
            TimeZone::get("Europe/Stockholm").unwrap().iana_name(),
            Some("Europe/Stockholm")
        );
    }

    #[test]
    fn every_quarter_of_an_hour_until_2101_is_as_in_jiff() {
        let end = Timestamp::from_second(4_133_980_800).unwrap();
        let mut changes: Vec<_> = ZONE
            .following(Timestamp::UNIX_EPOCH)
            .take_while(|change| change.timestamp() < end)
            .map(|change| change.timestamp().as_second().div_euclid(60) as i32)
            .flat_map(|minute| minute - 2..minute + 2)
            .collect();
        changes.extend((0..(end.as_second() / 60) as i32).step_by(15));
        for minute in changes {
            assert_eq!(
                offset(Instant(minute)),
                offset_by_rule(Instant(minute)),
                "{minute}"
            );
        }
    }

    #[test]
    fn years_outside_the_table_are_as_in_jiff() {
        for minute in [
            -1,
            i32::MIN,
            i32::MAX,
            (BLOCKS << BLOCK_BITS) as i32,
            (BLOCKS << BLOCK_BITS) as i32 - 1,
        ] {
            assert_eq!(offset(Instant(minute)), offset_by_rule(Instant(minute)));
        }
        assert_eq!(
            offset(Instant(120_000_000)),
            offset_by_rule(Instant(120_000_000))
        );
    }

    /// Walks local time in steps of half an hour and compares with jiff's own
    /// answer for gaps and folds.
    fn agrees(from: jiff::civil::Date, to: jiff::civil::Date) {
        let mut day = super::super::CivilDay::new(from);
        while day.date() < to {
            for step in 0_i32..48 {
                let local = day.date().at((step / 2) as i8, (step % 2 * 30) as i8, 0, 0);
                let expected = ZONE.to_ambiguous_timestamp(local).offset();
                let (earliest, latest, kind) = resolve(day.first_minute() + i64::from(step) * 30);
                let minute = day.first_minute() as i32 + step * 30;
                let back = |instant: Instant| minute - instant.0;
                match expected {
                    AmbiguousOffset::Unambiguous { offset } => {
                        assert_eq!((kind, earliest), (LocalTime::Plain, latest), "{local}");
                        assert_eq!(back(earliest), offset.seconds() / 60, "{local}");
                    }
                    AmbiguousOffset::Gap { before, after } => {
                        assert_eq!(kind, LocalTime::Nonexistent, "{local}");
                        let expected = (after.seconds() / 60, before.seconds() / 60);
                        assert_eq!((back(earliest), back(latest)), expected, "{local}");
                    }
                    AmbiguousOffset::Fold { before, after } => {
                        assert_eq!(kind, LocalTime::Ambiguous, "{local}");
                        let expected = (before.seconds() / 60, after.seconds() / 60);
                        assert_eq!((back(earliest), back(latest)), expected, "{local}");
                    }
                }
            }
            day = day.next();
        }
    }

    #[test]
    fn local_times_are_as_in_jiff() {
        agrees(jiff::civil::date(1979, 1, 1), jiff::civil::date(2045, 1, 1));
        agrees(jiff::civil::date(1915, 1, 1), jiff::civil::date(1951, 1, 1));
    }
}
