//! Time zones other than our own: words for offsets (`GMT`, `CEST`), and zones by
//! their names in brackets behind a date or time, as RFC 9557 writes them.

use jiff::tz::{AmbiguousOffset, TimeZone};

use super::{
    Instant, LocalTime, MINUTES_PER_DAY, Moment, PartialDate, Precision, TimeOfDay, civil,
};
use crate::moment::CivilDay;

/// Words for offsets, in minutes east of UTC. A word that means different things in
/// different countries (`IST`, `BST`), or two offsets over the year (`ET`), is not among
/// them. RFC 5322 defines the American ones.
const WORDS: [(&str, i64); 41] = [
    ("Z", 0),
    ("ZULU", 0),
    ("UTC", 0),
    ("GMT", 0),
    ("UT", 0),
    ("WET", 0),
    ("WEST", 60),
    ("CET", 60),
    ("CEST", 120),
    ("MET", 60),
    ("MEST", 120),
    ("MEZ", 60),
    ("MESZ", 120),
    ("EET", 120),
    ("EEST", 180),
    ("MSK", 180),
    ("EST", -300),
    ("EDT", -240),
    ("CST", -360),
    ("CDT", -300),
    ("MST", -420),
    ("MDT", -360),
    ("PST", -480),
    ("PDT", -420),
    ("AKST", -540),
    ("AKDT", -480),
    ("HST", -600),
    ("SAST", 120),
    ("PKT", 300),
    ("ICT", 420),
    ("WIB", 420),
    ("HKT", 480),
    ("SGT", 480),
    ("AWST", 480),
    ("JST", 540),
    ("KST", 540),
    ("ACST", 570),
    ("AEST", 600),
    ("AEDT", 660),
    ("NZST", 720),
    ("NZDT", 780),
];

/// Words for zones that alone are none for certain: several countries have them, or they
/// stand for two offsets over the year. With each a zone that it may mean.
const DOUBTFUL: [(&str, &str); 27] = [
    ("BST", "Europe/London"),
    ("IST", "Asia/Kolkata"),
    ("ET", "America/New_York"),
    ("CT", "America/Chicago"),
    ("MT", "America/Denver"),
    ("PT", "America/Los_Angeles"),
    ("AT", "America/Halifax"),
    ("AST", "America/Halifax"),
    ("ADT", "America/Halifax"),
    ("NST", "America/St_Johns"),
    ("NDT", "America/St_Johns"),
    ("BRT", "America/Sao_Paulo"),
    ("ART", "America/Argentina/Buenos_Aires"),
    ("GST", "Asia/Dubai"),
    ("SST", "Asia/Singapore"),
    ("CAT", "Africa/Harare"),
    ("EAT", "Africa/Nairobi"),
    ("WAT", "Africa/Lagos"),
    ("TRT", "Europe/Istanbul"),
    ("EASTERN", "America/New_York"),
    ("CENTRAL", "America/Chicago"),
    ("MOUNTAIN", "America/Denver"),
    ("PACIFIC", "America/Los_Angeles"),
    ("ATLANTIC", "America/Halifax"),
    ("LONDON", "Europe/London"),
    ("BRITISH", "Europe/London"),
    ("INDIAN", "Asia/Kolkata"),
];

/// Words in capitals behind a time of day that are no zones.
const NO_ZONES: [&str; 10] = [
    "AM", "PM", "HR", "HRS", "HOURS", "KL", "KLOCKAN", "UHR", "MIN", "SEC",
];

/// Whether a word behind a time of day may be one for a zone of which it does not say for
/// certain which it is, with a zone that is an example of what may be meant. Before a day an
/// unknown word in capitals is none: `KL 9 DEN 5 MAJ`.
pub(crate) fn doubtful_zone(word: &str, is_before_day: bool) -> Option<&'static str> {
    let known = DOUBTFUL.iter().find(|(known, _)| match known.len() {
        // In small letters the short ones are words of other kinds.
        ..=3 => *known == word,
        _ => known.eq_ignore_ascii_case(word),
    });
    let is_like_one = !is_before_day
        && (2..=5).contains(&word.len())
        && word.bytes().all(|byte| byte.is_ascii_uppercase())
        && !NO_ZONES.contains(&word)
        && offset_word(word).is_none();
    known
        .map(|(_, zone)| *zone)
        .or(is_like_one.then_some("Europe/London"))
}

/// The offset that a word means, in minutes east of UTC. In small letters only the
/// words for UTC count: `est` and `met` are words of other languages.
pub(crate) fn offset_word(word: &str) -> Option<i64> {
    let is_utc = ["z", "utc", "gmt", "zulu"]
        .iter()
        .any(|utc| utc.eq_ignore_ascii_case(word));
    let known = WORDS
        .iter()
        .find(|(known, _)| *known == word)
        .map(|(_, offset)| *offset);
    known.or(is_utc.then_some(0))
}

/// Whether there is a zone of this name.
pub(crate) fn is_zone(name: &str) -> bool {
    TimeZone::get(name).is_ok()
}

/// Whether a text ends with the name of a zone in brackets.
pub(crate) fn names_zone(text: &str) -> bool {
    text.ends_with(']')
}

/// A text before the zone in brackets that it ends with, and that zone.
pub(super) fn bracketed(text: &str) -> Option<(&str, TimeZone)> {
    let (text, name) = text.strip_suffix(']')?.rsplit_once('[')?;
    Some((text.trim_end(), TimeZone::get(name).ok()?))
}

/// The moment that a date, and perhaps a clock time, mean in a zone.
pub(super) fn moment(date: PartialDate, time: Option<TimeOfDay>, zone: &TimeZone) -> Moment {
    match (date, time) {
        (PartialDate::Day(date), Some(time)) => {
            let minute = CivilDay::new(date).first_minute() + i64::from(time.minutes());
            let (earliest, latest, local) = resolve(minute, zone);
            Moment {
                earliest,
                latest,
                precision: Precision::Minute,
                local,
            }
        }
        (PartialDate::Day(date), None) => {
            let day = CivilDay::new(date);
            days(day, day, Precision::Day, zone)
        }
        (PartialDate::Month(year, month), _) => {
            let (first, last) = civil::month(i32::from(year), i32::from(month));
            days(first, last, Precision::Month, zone)
        }
        (PartialDate::Span(first, last), _) => {
            let (first, last) = (CivilDay::new(first), CivilDay::new(last));
            days(first, last, Precision::Span, zone)
        }
    }
}

/// From the first minute of `first` to the last minute of `last`.
fn days(first: CivilDay, last: CivilDay, precision: Precision, zone: &TimeZone) -> Moment {
    let (earliest, ..) = resolve(first.first_minute(), zone);
    let (_, latest, _) = resolve(last.first_minute() + MINUTES_PER_DAY - 1, zone);
    Moment {
        earliest,
        latest,
        precision,
        local: LocalTime::Plain,
    }
}

/// The instants that a local time stands for: `minute` counts from
/// 1970-01-01T00:00 on the clocks of the zone.
fn resolve(minute: i64, zone: &TimeZone) -> (Instant, Instant, LocalTime) {
    let date = CivilDay(minute.div_euclid(MINUTES_PER_DAY) as i32).date();
    let of_day = minute.rem_euclid(MINUTES_PER_DAY);
    let clock = date.at((of_day / 60) as i8, (of_day % 60) as i8, 0, 0);
    let (before, after, local) = match zone.to_ambiguous_timestamp(clock).offset() {
        AmbiguousOffset::Unambiguous { offset } => (offset, offset, LocalTime::Plain),
        AmbiguousOffset::Gap { before, after } => (after, before, LocalTime::Nonexistent),
        AmbiguousOffset::Fold { before, after } => (before, after, LocalTime::Ambiguous),
    };
    let at = |offset: jiff::tz::Offset| {
        Instant::saturating(minute - i64::from(offset.seconds().div_euclid(60)))
    };
    (at(before), at(after), local)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::moment::parse_stamp;

    fn ends(text: &str) -> (String, String, Precision) {
        let moment = parse_stamp(text).unwrap().value;
        (
            moment.earliest.to_string(),
            moment.latest.to_string(),
            moment.precision,
        )
    }

    #[test]
    fn our_own_zone_is_as_it_always_was() {
        for text in [
            "2021-02-12",
            "2021-02",
            "2021-02-12 09:30",
            "2025-03-30T02:30",
            "2025-10-26 02:30",
            "12/2 2021 kl 9",
        ] {
            let named = parse_stamp(&format!("{text}[Europe/Stockholm]")).unwrap();
            assert_eq!(named.value, parse_stamp(text).unwrap().value, "{text}");
        }
    }

    #[test]
    fn a_zone_moves_days_and_times() {
        let text = |a: &str, b: &str, precision| (a.to_owned(), b.to_owned(), precision);
        let day = text(
            "2021-02-12T06:00+01:00",
            "2021-02-13T05:59+01:00",
            Precision::Day,
        );
        assert_eq!(ends("2021-02-12[America/New_York]"), day);
        let noon = "2021-02-12T18:00+01:00";
        assert_eq!(
            ends("2021-02-12 12:00 [America/New_York]"),
            text(noon, noon, Precision::Minute)
        );
        // A time with an offset is not moved again.
        assert_eq!(
            ends("2021-02-12T12:00-05:00[Asia/Tokyo]"),
            text(noon, noon, Precision::Minute)
        );
        assert_eq!(parse_stamp("2021-02-12[Nowhere/Else]"), None);
        assert_eq!(parse_stamp("2021-02-12]"), None);
    }

    #[test]
    fn words_stand_for_offsets() {
        let noon = "2021-02-12T13:00+01:00";
        for text in [
            "2021-02-12 12:00 GMT",
            "2021-02-12T12:00:00 UTC",
            "2021-02-12 14:00:30 CEST",
        ] {
            let read = parse_stamp(text).unwrap();
            assert_eq!(
                (read.value.earliest.to_string().as_str(), read.lenient),
                (noon, true),
                "{text}"
            );
        }
        assert_eq!(parse_stamp("2021-02-12 12:00 IST"), None);
    }
}
