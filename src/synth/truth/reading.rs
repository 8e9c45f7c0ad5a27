//! What the other readings of the law say about a late notification. The arithmetic is
//! its own, on the days from which plans are drawn. It is a second opinion on
//! `deadline`.

use jiff::civil::{Date, Time, Weekday};

use crate::synth::truth::LIMIT;
use crate::synth::truth::instants::{Interval, day_of, instants};

/// The public holidays that move from year to year and fall on a weekday (Good
/// Friday, Easter Monday, Ascension Day), then Midsummer Eve.
const MOVABLE: [(i16, [(i8, i8); 4]); 8] = [
    (2018, [(3, 30), (4, 2), (5, 10), (6, 22)]),
    (2019, [(4, 19), (4, 22), (5, 30), (6, 21)]),
    (2020, [(4, 10), (4, 13), (5, 21), (6, 19)]),
    (2021, [(4, 2), (4, 5), (5, 13), (6, 25)]),
    (2022, [(4, 15), (4, 18), (5, 26), (6, 24)]),
    (2023, [(4, 7), (4, 10), (5, 18), (6, 23)]),
    (2024, [(3, 29), (4, 1), (5, 9), (6, 21)]),
    (2025, [(4, 18), (4, 21), (5, 29), (6, 20)]),
];

/// The reading of what is certainly late, discovered on that day.
pub(super) fn of_late(day: Date, discovered: Interval, received: Interval) -> &'static str {
    let (first, last) = (hour_rule(discovered.0), hour_rule(discovered.1));
    if received.1 <= first {
        "late-by-clock-grace-hour"
    } else if received.0 <= last {
        "late-by-clock-grace-possible"
    } else if received.0 <= end_of_second_working_day(day) || received.0 <= rolled_over(discovered)
    {
        "late-weekend-disputed"
    } else {
        "late-all-readings"
    }
}

/// The limit from the next full hour.
fn hour_rule(discovered: i64) -> i64 {
    discovered - discovered.rem_euclid(60) + 60 + LIMIT
}

fn end_of_second_working_day(discovered: Date) -> i64 {
    let mut working = days_from(next(discovered)).filter(|day| is_working_day(*day));
    midnight_after(working.nth(1).unwrap_or(discovered))
}

/// The latest end that the roll-over gives. It leaves alone what ends on a weekday.
fn rolled_over(discovered: Interval) -> i64 {
    let (first, last) = (
        day_of(discovered.0 + LIMIT - 1),
        day_of(discovered.1 + LIMIT - 1),
    );
    let free = days_from(first)
        .take_while(|day| *day <= last)
        .filter(|day| !is_weekday(*day));
    let rolled = free.filter_map(|day| days_from(day).find(|day| is_weekday(*day)));
    rolled.map(midnight_after).max().unwrap_or(i64::MIN)
}

/// Whether a day is neither on a weekend nor a public holiday.
fn is_working_day(day: Date) -> bool {
    let fixed = matches!(
        (day.month(), day.day()),
        (1, 1 | 6) | (5, 1) | (6, 6) | (12, 25 | 26)
    );
    let weekend = matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
    !fixed && !weekend && !movable(day)[..3].contains(&(day.month(), day.day()))
}

/// Whether a day is a working day and no eve.
fn is_weekday(day: Date) -> bool {
    let eve = matches!((day.month(), day.day()), (12, 24 | 31))
        || movable(day)[3] == (day.month(), day.day());
    is_working_day(day) && !eve
}

/// The movable days of a day's year. None beyond the years that are drawn.
fn movable(day: Date) -> [(i8, i8); 4] {
    let year = MOVABLE.iter().find(|(year, _)| *year == day.year());
    year.map_or([(0, 0); 4], |(_, days)| *days)
}

fn days_from(day: Date) -> impl Iterator<Item = Date> {
    std::iter::successors(Some(day), |day| day.tomorrow().ok())
}

fn next(day: Date) -> Date {
    day.tomorrow().unwrap_or(day)
}

fn midnight_after(day: Date) -> i64 {
    instants(next(day), Time::midnight()).0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deadline::calendar;
    use crate::moment::CivilDay;
    use crate::synth::waves::Waves;
    use crate::synth::{Format, Options, plan::Plan};
    use jiff::civil::date;

    #[test]
    fn the_days_are_those_of_the_calendar() {
        for day in days_from(date(2018, 1, 1)).take_while(|day| day.year() <= 2025) {
            let civil = CivilDay::new(day);
            assert_eq!(
                is_working_day(day),
                calendar::is_working_day(civil),
                "{day}"
            );
            assert_eq!(is_weekday(day), calendar::is_weekday(civil), "{day}");
        }
    }

    #[test]
    fn no_plan_is_drawn_beyond_them() {
        let options = Options {
            count: 2000,
            seed: 5,
            format: Format::Json,
            ..Options::default()
        };
        let waves = Waves::default();
        for index in 0..options.count {
            let plan = Plan::draw(&options, index, &waves);
            let year = plan.discovered.date.map(Date::year);
            assert!(
                year.is_none_or(|year| (2018..=2025).contains(&year)),
                "{year:?}"
            );
        }
    }
}
