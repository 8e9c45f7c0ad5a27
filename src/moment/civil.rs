//! Days of the Gregorian calendar as plain numbers. The hot path turns ten instants of
//! each notification into dates, so this must be fast. There is no zone and no clock
//! time here.

use super::{Instant, MINUTES_PER_DAY, stockholm};

/// A day of the calendar: days since 1970-01-01.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct CivilDay(pub i32);

impl CivilDay {
    /// The day of a date.
    pub(crate) fn new(date: jiff::civil::Date) -> Self {
        Self::from_ymd(
            i32::from(date.year()),
            i32::from(date.month()),
            i32::from(date.day()),
        )
    }

    /// The day of a year, a month (1-12) and a day of the month. The algorithm is
    /// Howard Hinnant's `days_from_civil`. Its years begin in March, so that the leap
    /// day is the last one.
    pub(crate) fn from_ymd(year: i32, month: i32, day: i32) -> Self {
        let year = if month <= 2 { year - 1 } else { year };
        let era = year.div_euclid(400);
        let year_of_era = year.rem_euclid(400);
        let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        Self(era * 146_097 + day_of_era - 719_468)
    }

    /// Year, month (1-12) and day of the month (1-31); `civil_from_days`.
    pub(crate) fn ymd(self) -> (i32, u32, u32) {
        let shifted = self.0 + 719_468;
        let era = shifted.div_euclid(146_097);
        let day_of_era = shifted.rem_euclid(146_097) as u32;
        let year_of_era =
            (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let march_month = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * march_month + 2) / 5 + 1;
        let month = if march_month < 10 {
            march_month + 3
        } else {
            march_month - 9
        };
        (
            year_of_era as i32 + era * 400 + i32::from(month <= 2),
            month,
            day,
        )
    }

    /// The same as a date.
    pub(crate) fn date(self) -> jiff::civil::Date {
        let (year, month, day) = self.ymd();
        // An `Instant` reaches the years -2113 to 6053, all of which jiff can hold.
        jiff::civil::Date::new(year as i16, month as i8, day as i8)
            .unwrap_or(jiff::civil::Date::ZERO)
    }

    /// Days since the last Monday: 0 is Monday, 6 is Sunday.
    pub(crate) fn weekday(self) -> i32 {
        // 1970-01-01 was a Thursday.
        (self.0 + 3).rem_euclid(7)
    }

    /// The day after.
    #[must_use]
    pub(crate) fn next(self) -> Self {
        Self(self.0 + 1)
    }

    /// Its first instant in Europe/Stockholm.
    pub(crate) fn start(self) -> Instant {
        stockholm::resolve(self.first_minute()).0
    }

    /// Its last minute in Europe/Stockholm.
    pub(crate) fn end(self) -> Instant {
        stockholm::resolve(self.first_minute() + MINUTES_PER_DAY - 1).1
    }

    /// Its 00:00 in minutes since 1970-01-01T00:00 of the same clock.
    pub(super) fn first_minute(self) -> i64 {
        i64::from(self.0) * MINUTES_PER_DAY
    }
}

/// First and last day of a month (1-12).
pub(super) fn month(year: i32, month: i32) -> (CivilDay, CivilDay) {
    let (next_year, next_month) = if month == 12 {
        (year + 1, 1)
    } else {
        (year, month + 1)
    };
    let next = CivilDay::from_ymd(next_year, next_month, 1);
    (CivilDay::from_ymd(year, month, 1), CivilDay(next.0 - 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_day_of_three_centuries_is_as_in_jiff() {
        let mut date = jiff::civil::date(1899, 12, 31);
        let mut day = CivilDay::new(date);
        assert_eq!(CivilDay::from_ymd(1970, 1, 1), CivilDay(0));
        while date.year() < 2202 {
            assert_eq!((CivilDay::new(date), day.date()), (day, date));
            assert_eq!(
                day.weekday(),
                i32::from(date.weekday().to_monday_zero_offset()),
                "{date}"
            );
            date = date.tomorrow().unwrap();
            day = day.next();
        }
    }

    #[test]
    fn the_ends_of_what_an_instant_reaches_are_dates() {
        for minute in [i32::MIN, i32::MAX] {
            let day = Instant(minute).day();
            assert_eq!(CivilDay::new(day.date()), day);
        }
    }
}
