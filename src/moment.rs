//! Moments as intervals of instants, the parsing of dates and times, and the time zone.
//! Civil time, zone and instant are different things here. This module judges nothing.

mod civil;
mod heading;
mod iso;
mod lenient;
mod parse;
mod partial;
mod passed;
mod stockholm;
mod told;
mod zone;

pub(crate) use civil::CivilDay;
pub(crate) use heading::{HeadingZone, zone_of_heading};
pub(crate) use lenient::MONTHS;
pub(crate) use parse::{Clock, as_written, day_begun, written_time};
pub(crate) use parse::{parse_date, parse_stamp, parse_time, parse_written};
pub(crate) use partial::{Lenient, PartialDate, TimeOfDay};
pub(crate) use passed::{HOUR, HOURS, Passed, hours_in_words};
pub(crate) use zone::{doubtful_zone, is_zone, names_zone, offset_word};

/// Minutes of a day without a clock change.
const MINUTES_PER_DAY: i64 = 24 * 60;

/// When something happened, as far as it is known: an interval of instants that
/// includes both ends. A date without a clock time is a whole day. A month without a
/// day is a whole month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub struct Moment {
    /// The earliest instant it can have been.
    pub earliest: Instant,
    /// The latest instant it can have been.
    pub latest: Instant,
    /// How precisely it was written.
    pub precision: Precision,
    /// Whether the clock time exists in Europe/Stockholm, and how often. Of an
    /// ambiguous one only the two ends are possible, and nothing between them.
    pub local: LocalTime,
}

/// How precisely a moment was written.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
pub enum Precision {
    /// With a clock time.
    Minute,
    /// A date without a clock time.
    Day,
    /// A month without a day.
    Month,
    /// A span of days, such as a quarter.
    Span,
}

/// What the clock change does to a local time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub enum LocalTime {
    /// It exists once.
    Plain,
    /// It lies in the hour that the spring change leaves out.
    Nonexistent,
    /// It lies in the hour that the autumn change repeats.
    Ambiguous,
}

impl Moment {
    /// The moment that is exactly one instant.
    pub(crate) const fn at(instant: Instant) -> Self {
        Self {
            earliest: instant,
            latest: instant,
            precision: Precision::Minute,
            local: LocalTime::Plain,
        }
    }

    /// The moment that a date, and perhaps a clock time, mean in Europe/Stockholm. A
    /// clock time beside a month without a day says nothing and is ignored.
    pub(crate) fn from_civil(date: PartialDate, time: Option<TimeOfDay>) -> Self {
        match (date, time) {
            (PartialDate::Day(date), Some(time)) => {
                let minute = CivilDay::new(date).first_minute() + i64::from(time.minutes());
                let (earliest, latest, local) = stockholm::resolve(minute);
                Self {
                    earliest,
                    latest,
                    precision: Precision::Minute,
                    local,
                }
            }
            (PartialDate::Day(date), None) => {
                let day = CivilDay::new(date);
                Self::from_days(day, day, Precision::Day)
            }
            (PartialDate::Month(year, month), _) => {
                let (first, last) = civil::month(i32::from(year), i32::from(month));
                Self::from_days(first, last, Precision::Month)
            }
            (PartialDate::Span(first, last), _) => {
                let (first, last) = (CivilDay::new(first), CivilDay::new(last));
                Self::from_days(first, last, Precision::Span)
            }
        }
    }

    /// From the first minute of `first` to the last minute of `last`.
    fn from_days(first: CivilDay, last: CivilDay, precision: Precision) -> Self {
        let (earliest, _, _) = stockholm::resolve(first.first_minute());
        let (_, latest, _) = stockholm::resolve(last.first_minute() + MINUTES_PER_DAY - 1);
        Self {
            earliest,
            latest,
            precision,
            local: LocalTime::Plain,
        }
    }

    /// Whether this is strictly before `other`. `Yes` means for every pair of their
    /// instants, `No` for none.
    pub(crate) fn before(&self, other: &Self) -> Truth {
        if self.latest < other.earliest {
            Truth::Yes
        } else if self.earliest >= other.latest {
            Truth::No
        } else {
            Truth::Unclear
        }
    }

    /// Whether this is strictly after `other`.
    pub(crate) fn after(&self, other: &Self) -> Truth {
        other.before(self)
    }

    /// Whether the two cannot be the same instant. A day and a time on that day do not
    /// contradict each other.
    pub(crate) fn disagrees(&self, other: &Self) -> bool {
        self.before(other).or(self.after(other)).is_yes()
    }

    /// Fewest and most minutes from this to `later`. They are negative where `later`
    /// can be the earlier one.
    pub(crate) fn minutes_until(&self, later: &Self) -> (i64, i64) {
        (
            self.latest.minutes_to(later.earliest),
            self.earliest.minutes_to(later.latest),
        )
    }
}

impl std::fmt::Display for Moment {
    /// The text with the precision of what was written: a span of days, a month, a date,
    /// or its earliest minute.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let minute = self.earliest.to_string();
        let shown = match self.precision {
            Precision::Minute => minute.len(),
            Precision::Day => "2021-02-12".len(),
            Precision::Month => "2021-02".len(),
            Precision::Span => return write!(f, "{}/{}", self.earliest.date(), self.latest.date()),
        };
        f.write_str(minute.get(..shown).unwrap_or_default())
    }
}

/// A point in time to the minute: whole minutes since 1970-01-01T00:00Z.
/// Its text is local time in Europe/Stockholm, `2021-02-12T00:00+01:00`.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
pub struct Instant(pub i32);

impl Instant {
    /// The minute that holds `timestamp`. Seconds are cut off.
    pub fn from_timestamp(timestamp: jiff::Timestamp) -> Self {
        Self::saturating(timestamp.as_second().div_euclid(60))
    }

    /// The instant so many minutes later. It stops at the ends of what the type can
    /// hold.
    #[must_use]
    pub(crate) fn plus_minutes(self, minutes: i64) -> Self {
        Self::saturating(i64::from(self.0).saturating_add(minutes))
    }

    /// Minutes from this to `later`, negative if that is earlier.
    pub(crate) fn minutes_to(self, later: Self) -> i64 {
        i64::from(later.0) - i64::from(self.0)
    }

    /// The day on which it falls in Europe/Stockholm.
    pub(crate) fn day(self) -> CivilDay {
        CivilDay(self.local_minute().div_euclid(MINUTES_PER_DAY) as i32)
    }

    /// The date on which it falls in Europe/Stockholm.
    pub(crate) fn date(self) -> jiff::civil::Date {
        self.day().date()
    }

    /// Appends `2021-02-12T00:00+01:00`, local time in Europe/Stockholm.
    pub(crate) fn write_to(self, out: &mut String) {
        out.push_str(self.digits().as_str());
    }

    fn saturating(minutes: i64) -> Self {
        Self(minutes.clamp(i64::from(i32::MIN), i64::from(i32::MAX)) as i32)
    }

    /// Minutes since 1970-01-01T00:00 on the clocks of Stockholm.
    pub(crate) fn local_minute(self) -> i64 {
        i64::from(self.0) + i64::from(stockholm::offset(self))
    }

    /// The text, written by hand because each notification has ten of them. Years
    /// before 0 show as 0; `parse` never reads one.
    fn digits(self) -> Digits {
        let offset = stockholm::offset(self);
        let local = i64::from(self.0) + i64::from(offset);
        let (year, month, day) = CivilDay(local.div_euclid(MINUTES_PER_DAY) as i32).ymd();
        let minute = local.rem_euclid(MINUTES_PER_DAY) as u32;
        let mut text = Digits(*b"0000-00-00T00:00+00:00");
        let year = year.max(0).unsigned_abs();
        text.put_two(0, year / 100);
        text.put_two(2, year % 100);
        text.put_two(5, month);
        text.put_two(8, day);
        text.put_two(11, minute / 60);
        text.put_two(14, minute % 60);
        // Stockholm has never been west of Greenwich, so the sign stays.
        text.put_two(17, offset.unsigned_abs() / 60);
        text.put_two(20, offset.unsigned_abs() % 60);
        text
    }
}

/// An instant as text. It is aligned so that the check for UTF-8 can run word by word.
#[repr(align(8))]
struct Digits([u8; 22]);

/// The numbers below 100 in two digits.
const PAIRS: [[u8; 2]; 100] = {
    let mut pairs = [[0; 2]; 100];
    let mut number = 0;
    while number < pairs.len() {
        pairs[number] = [b'0' + number as u8 / 10, b'0' + number as u8 % 10];
        number += 1;
    }
    pairs
};

impl Digits {
    /// Writes `number`, below 100, as two digits from `place` on.
    fn put_two(&mut self, place: usize, number: u32) {
        self.0[place..place + 2].copy_from_slice(&PAIRS[number as usize % PAIRS.len()]);
    }

    fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl std::fmt::Display for Instant {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.digits().as_str())
    }
}

/// Whether something holds, as far as it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Truth {
    /// It certainly holds.
    Yes,
    /// It certainly does not hold.
    No,
    /// It is not known.
    Unclear,
}

impl Truth {
    /// Whether both hold.
    #[must_use]
    pub(crate) fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::No, _) | (_, Self::No) => Self::No,
            (Self::Yes, Self::Yes) => Self::Yes,
            _ => Self::Unclear,
        }
    }

    /// Whether at least one holds.
    #[must_use]
    pub(crate) fn or(self, other: Self) -> Self {
        self.not().and(other.not()).not()
    }

    /// Whether it does not hold.
    #[must_use]
    pub(crate) fn not(self) -> Self {
        match self {
            Self::Yes => Self::No,
            Self::No => Self::Yes,
            Self::Unclear => Self::Unclear,
        }
    }

    /// Whether it certainly holds.
    pub(crate) fn is_yes(self) -> bool {
        self == Self::Yes
    }
}

impl From<bool> for Truth {
    fn from(holds: bool) -> Self {
        if holds { Self::Yes } else { Self::No }
    }
}

/// Minutes as hundredths of hours, rounded half away from zero.
pub(crate) fn hundredths_of_hours(minutes: i64) -> i64 {
    let hundredths = (minutes
        .unsigned_abs()
        .saturating_mul(100)
        .saturating_add(30))
        / 60;
    hundredths as i64 * minutes.signum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn day(year: i16, month: i8, of_month: i8) -> Moment {
        Moment::from_civil(PartialDate::Day(date(year, month, of_month)), None)
    }

    fn clock(year: i16, month: i8, of_month: i8, hour: u16, minute: u16) -> Moment {
        let time = TimeOfDay::new(hour, minute);
        Moment::from_civil(PartialDate::Day(date(year, month, of_month)), time)
    }

    #[test]
    fn a_moment_is_shown_as_precisely_as_it_was_written() {
        let month = Moment::from_civil(PartialDate::Month(2021, 4), None);
        assert_eq!(
            (month.to_string(), day(2021, 4, 8).to_string()),
            ("2021-04".into(), "2021-04-08".into())
        );
        assert_eq!(
            clock(2021, 4, 8, 13, 5).to_string(),
            "2021-04-08T13:05+02:00"
        );
    }

    fn ends(moment: Moment) -> (String, String) {
        (moment.earliest.to_string(), moment.latest.to_string())
    }

    fn texts(earliest: &str, latest: &str) -> (String, String) {
        (earliest.to_owned(), latest.to_owned())
    }

    #[test]
    fn a_date_is_its_day_and_a_month_its_month() {
        assert_eq!(
            ends(day(2021, 2, 12)),
            texts("2021-02-12T00:00+01:00", "2021-02-12T23:59+01:00")
        );
        // The day of the spring change has 23 hours, that of the autumn change 25.
        assert_eq!(
            ends(day(2025, 3, 30)),
            texts("2025-03-30T00:00+01:00", "2025-03-30T23:59+02:00")
        );
        assert_eq!(
            day(2025, 10, 26).minutes_until(&day(2025, 10, 26)),
            (-25 * 60 + 1, 25 * 60 - 1)
        );
        let month = Moment::from_civil(PartialDate::Month(2024, 2), None);
        assert_eq!(
            ends(month),
            texts("2024-02-01T00:00+01:00", "2024-02-29T23:59+01:00")
        );
        let december = Moment::from_civil(PartialDate::Month(2024, 12), TimeOfDay::new(9, 0));
        assert_eq!(
            ends(december),
            texts("2024-12-01T00:00+01:00", "2024-12-31T23:59+01:00")
        );
        assert_eq!(december.precision, Precision::Month);
    }

    #[test]
    fn a_time_in_the_gap_is_the_interval_of_both_readings() {
        let gap = clock(2025, 3, 30, 2, 30);
        assert_eq!(gap.local, LocalTime::Nonexistent);
        assert_eq!(
            ends(gap),
            texts("2025-03-30T01:30+01:00", "2025-03-30T03:30+02:00")
        );
        assert_eq!(clock(2025, 3, 30, 1, 59).local, LocalTime::Plain);
        assert_eq!(clock(2025, 3, 30, 2, 0).local, LocalTime::Nonexistent);
        assert_eq!(clock(2025, 3, 30, 3, 0).local, LocalTime::Plain);
    }

    #[test]
    fn a_time_in_the_fold_is_both_instants() {
        let fold = clock(2025, 10, 26, 2, 30);
        assert_eq!(fold.local, LocalTime::Ambiguous);
        assert_eq!(
            ends(fold),
            texts("2025-10-26T02:30+02:00", "2025-10-26T02:30+01:00")
        );
        assert_eq!(clock(2025, 10, 26, 1, 59).local, LocalTime::Plain);
        assert_eq!(clock(2025, 10, 26, 3, 0).local, LocalTime::Plain);
    }

    #[test]
    fn midnight_at_the_end_of_a_day_is_the_next_days_start() {
        assert_eq!(clock(2021, 12, 31, 24, 0), clock(2022, 1, 1, 0, 0));
    }

    #[test]
    fn comparisons_know_when_they_cannot_tell() {
        let (monday, noon) = (day(2024, 3, 4), clock(2024, 3, 4, 12, 0));
        assert_eq!(monday.before(&noon), Truth::Unclear);
        assert_eq!(monday.before(&day(2024, 3, 5)), Truth::Yes);
        assert_eq!(monday.after(&day(2024, 3, 5)), Truth::No);
        assert_eq!(noon.before(&noon), Truth::No);
        // The last minute of a day is not before itself, and nothing of the day is after it.
        assert_eq!(monday.after(&clock(2024, 3, 4, 23, 59)), Truth::No);
        assert_eq!(monday.before(&clock(2024, 3, 4, 0, 0)), Truth::No);
        assert_eq!(monday.minutes_until(&noon), (-719, 720));
    }

    #[test]
    fn truth_is_three_valued() {
        use Truth::{No, Unclear, Yes};
        assert_eq!(
            [Yes.and(Unclear), No.and(Unclear), Yes.and(Yes)],
            [Unclear, No, Yes]
        );
        assert_eq!(
            [Yes.or(Unclear), No.or(Unclear), No.or(No)],
            [Yes, Unclear, No]
        );
        assert!(Truth::from(true).is_yes() && !Unclear.not().is_yes());
    }

    #[test]
    fn timestamps_are_cut_to_the_minute_also_before_1970() {
        let minute = |text: &str| Instant::from_timestamp(text.parse().unwrap()).0;
        assert_eq!(minute("1970-01-01T00:01:59Z"), 1);
        assert_eq!(minute("1969-12-31T23:59:01Z"), -1);
        assert_eq!(minute("9999-12-30T22:00:00Z"), i32::MAX);
    }

    #[test]
    fn instants_stop_at_their_ends() {
        assert_eq!(Instant(i32::MAX).plus_minutes(i64::MAX), Instant(i32::MAX));
        assert_eq!(Instant(i32::MIN).plus_minutes(-1), Instant(i32::MIN));
        assert_eq!(Instant(i32::MAX).to_string(), "6053-01-23T03:07+01:00");
        assert_eq!(Instant(i32::MIN).to_string().len(), 22);
    }

    #[test]
    fn hours_are_rounded_half_away_from_zero() {
        let hours = |minutes| passed::hours(hundredths_of_hours(minutes));
        assert_eq!(
            [hours(4321), hours(-1), hours(0), hours(3)],
            ["72.02", "-0.02", "0.00", "0.05"]
        );
        assert_eq!(hours(i64::MIN).chars().next(), Some('-'));
    }
}
