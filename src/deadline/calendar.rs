//! The Swedish calendar, computed: which days are working days. The disputed readings
//! of the deadline need it. The clock does not.

use crate::moment::CivilDay;

/// Monday is 0.
const SATURDAY: i32 = 5;
const SUNDAY: i32 = 6;

/// Whether it is a working day in the sense of Regulation (EEC, Euratom) No 1182/71
/// Art. 2(2): not a Saturday, a Sunday or a public holiday. An eve is a working day.
pub(crate) fn is_working_day(day: CivilDay) -> bool {
    day.weekday() < SATURDAY && !is_public_holiday(day)
}

/// Whether it is a weekday in the sense of the Swedish act (1930:173) § 2. That is a
/// working day which is not one of the eves that the act names.
pub(crate) fn is_weekday(day: CivilDay) -> bool {
    is_working_day(day) && !is_eve(day)
}

/// Whether it is a public holiday under the act (1989:253), other than as a Sunday.
pub(crate) fn is_public_holiday(day: CivilDay) -> bool {
    let (year, month, of_month) = day.ymd();
    match (month, of_month) {
        (1, 1 | 6) | (5, 1) | (12, 25 | 26) => true,
        // National Day took the place of Whit Monday in 2005.
        (6, 6) if year >= 2005 => true,
        (6, 20..=26) | (10, 31) | (11, 1..=6) if day.weekday() == SATURDAY => true,
        (3..=6, _) => is_movable_feast(day.0 - easter(year).0, year),
        _ => false,
    }
}

/// Midsummer Eve, Christmas Eve or New Year's Eve. The act (1930:173) treats them like
/// holidays, but they are not public holidays.
pub(crate) fn is_eve(day: CivilDay) -> bool {
    match day.ymd() {
        (_, 6, 19..=25) => day.weekday() == SATURDAY - 1,
        (_, 12, 24 | 31) => true,
        _ => false,
    }
}

/// Whether a day so many days after Easter Sunday is a public holiday.
fn is_movable_feast(after_easter: i32, year: i32) -> bool {
    match after_easter {
        // Good Friday, Easter Sunday and Monday, Ascension, Whit Sunday.
        -2 | 0 | 1 | 39 | 49 => true,
        50 => year < 2005,
        _ => false,
    }
}

/// Easter Sunday in the Gregorian calendar (the anonymous algorithm).
fn easter(year: i32) -> CivilDay {
    let golden = year.rem_euclid(19);
    let (century, of_century) = (year.div_euclid(100), year.rem_euclid(100));
    let lunar_shift = (century - (century + 8).div_euclid(25) + 1).div_euclid(3);
    let epact = (19 * golden + century - century.div_euclid(4) - lunar_shift + 15).rem_euclid(30);
    let to_sunday =
        (32 + 2 * century.rem_euclid(4) + 2 * (of_century / 4) - epact - of_century % 4)
            .rem_euclid(7);
    let late_moon = (golden + 11 * epact + 22 * to_sunday) / 451;
    let days = epact + to_sunday - 7 * late_moon + 114;
    let day = CivilDay::from_ymd(year, days / 31, days % 31 + 1);
    debug_assert_eq!(day.weekday(), SUNDAY);
    day
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> CivilDay {
        CivilDay::new(text.parse().unwrap())
    }

    #[test]
    fn easter_falls_where_it_fell() {
        for text in [
            "2000-04-23",
            "2008-03-23",
            "2011-04-24",
            "2024-03-31",
            "2025-04-20",
            "2038-04-25",
        ] {
            assert_eq!(easter(day(text).ymd().0), day(text));
        }
    }

    #[test]
    fn movable_holidays_of_2024() {
        for text in [
            "2024-03-29",
            "2024-04-01",
            "2024-05-09",
            "2024-05-19",
            "2024-06-22",
            "2024-11-02",
        ] {
            assert!(is_public_holiday(day(text)), "{text}");
        }
        for text in [
            "2024-03-28",
            "2024-05-10",
            "2024-05-20",
            "2024-06-21",
            "2024-11-01",
            "2024-12-24",
        ] {
            assert!(!is_public_holiday(day(text)), "{text}");
        }
    }

    #[test]
    fn national_day_replaced_whit_monday_in_2005() {
        assert!(is_public_holiday(day("2004-05-31")) && !is_public_holiday(day("2004-06-06")));
        assert!(!is_public_holiday(day("2005-05-16")) && is_public_holiday(day("2005-06-06")));
    }

    #[test]
    fn eves_are_working_days_but_no_weekdays() {
        for text in ["2024-06-21", "2026-06-19", "2024-12-24", "2024-12-31"] {
            assert!(
                is_working_day(day(text)) && !is_weekday(day(text)),
                "{text}"
            );
        }
        // The day between Ascension and the weekend is an ordinary one. A Saturday
        // never is.
        assert!(is_weekday(day("2024-05-10")) && !is_working_day(day("2024-05-11")));
    }

    #[test]
    fn all_days_are_as_in_the_table() {
        let path = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../shared/data/se_holidays_2018_2035.csv"
        );
        let Ok(table) = std::fs::read_to_string(path) else {
            crate::testing::skipped("../shared/data/se_holidays_2018_2035.csv is absent");
            return;
        };
        let listed = |kind: &str| -> std::collections::BTreeSet<CivilDay> {
            let rows = table
                .lines()
                .map(|line| line.split(',').collect::<Vec<_>>());
            rows.filter(|row| row[2] == kind)
                .map(|row| day(row[0]))
                .collect()
        };
        let (holidays, eves) = (listed("allman_helgdag"), listed("eve_1930:173"));
        assert_eq!((holidays.len(), eves.len()), (234, 54));
        for number in day("2018-01-01").0..=day("2035-12-31").0 {
            let day = CivilDay(number);
            assert_eq!(
                is_public_holiday(day),
                holidays.contains(&day),
                "{}",
                day.date()
            );
            assert_eq!(is_eve(day), eves.contains(&day), "{}", day.date());
        }
    }
}
