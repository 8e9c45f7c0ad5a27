//! What must hold for all moments: the verdict over two intervals is the union of the
//! verdicts over their instants. These tests find that union the slow way.

use super::{Judgement, Verdict, calendar, judge, readings};
use crate::moment::{
    CivilDay, Instant, LocalTime, Moment, PartialDate, Precision, TimeOfDay, parse_stamp,
};
use jiff::civil::{Weekday, date};
use proptest::prelude::*;

/// 2018 to 2031, in minutes.
fn instants() -> impl Strategy<Value = i32> {
    25_246_080..32_083_200_i32
}

fn interval(from: i32, length: i32) -> Moment {
    let (earliest, latest) = (Instant(from), Instant(from + length));
    Moment {
        earliest,
        latest,
        precision: Precision::Day,
        local: LocalTime::Plain,
    }
}

fn at(minute: i32) -> Moment {
    Moment::at(Instant(minute))
}

fn clock(discovered: &Moment, received: &Moment, limit: u32) -> Judgement {
    judge(Some(discovered), Some(received), limit)
}

/// The verdicts by the clock, the hour rule, the two working days and the roll-over.
/// Where the two working days do not apply, the hour rule takes their place.
fn all(discovered: &Moment, received: &Moment, limit: u32) -> [Verdict; 4] {
    let others = readings(Some(discovered), Some(received), limit);
    let days = others.two_working_days.or(others.hour_rule);
    let [hour, days, roll] =
        [others.hour_rule, days, others.roll_over].map(|outcome| outcome.unwrap().verdict);
    [clock(discovered, received, limit).verdict, hour, days, roll]
}

/// A local time that the change of the clocks skips or repeats.
fn at_a_change() -> impl Strategy<Value = Moment> {
    (2018..2031_i16, prop_oneof![Just(3_i8), Just(10)], 0..60_u16).prop_map(
        |(year, month, minute)| {
            let mut day = date(year, month, 31);
            while day.weekday() != Weekday::Sunday {
                day = day.yesterday().unwrap();
            }
            let moment = Moment::from_civil(PartialDate::Day(day), TimeOfDay::new(2, minute));
            assert_ne!(moment.local, LocalTime::Plain, "{day}");
            moment
        },
    )
}

/// A month without a day.
fn months() -> impl Strategy<Value = Moment> {
    (2018..2031_i16, 1..=12_i8)
        .prop_map(|(year, month)| Moment::from_civil(PartialDate::Month(year, month), None))
}

/// Every instant that a moment may be. A time that exists twice has two.
fn instants_of(moment: &Moment) -> Vec<i32> {
    match moment.local {
        LocalTime::Ambiguous => vec![moment.earliest.0, moment.latest.0],
        _ => (moment.earliest.0..=moment.latest.0).collect(),
    }
}

/// Fails unless each verdict over two moments is the union of those over their instants.
fn is_union(discovered: &Moment, received: &Moment, limit: u32) -> Result<(), TestCaseError> {
    let receipts = instants_of(received);
    let pairs = instants_of(discovered)
        .into_iter()
        .flat_map(|d| receipts.iter().map(move |r| (d, *r)))
        .filter(|(d, r)| d <= r);
    let verdicts: Vec<_> = pairs.map(|(d, r)| all(&at(d), &at(r), limit)).collect();
    let together = all(discovered, received, limit);
    for reading in 0..4 {
        let single: Vec<_> = verdicts.iter().map(|verdicts| verdicts[reading]).collect();
        prop_assert_eq!(together[reading], union(&single), "reading {}", reading);
    }
    Ok(())
}

/// The verdict that the verdicts of all possible pairs make together.
fn union(verdicts: &[Verdict]) -> Verdict {
    match verdicts {
        [] => Verdict::InvalidOrder,
        [first, rest @ ..] if rest.iter().all(|verdict| verdict == first) => *first,
        _ => Verdict::Indeterminate,
    }
}

fn rank(verdict: Verdict) -> u8 {
    match verdict {
        Verdict::OnTime => 0,
        Verdict::Indeterminate => 1,
        _ => 2,
    }
}

/// The roll-over of one instant, after the words of the act.
fn rolled(discovered: i32, limit: u32) -> Instant {
    let end = Instant(discovered).plus_minutes(i64::from(limit) * 60);
    let mut day = end.plus_minutes(-1).day();
    if calendar::is_weekday(day) {
        return end;
    }
    while !calendar::is_weekday(day) {
        day = CivilDay(day.0 + 1);
    }
    CivilDay(day.0 + 1).start()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn an_interval_is_the_union_of_its_instants(
        start in instants(),
        lengths in (0..90_i32, 0..12_i32),
        distance in prop_oneof![-100..100_i32, 1300..1560_i32, 4220..4500_i32, 4220..9000_i32],
        limit in prop_oneof![Just(24_u32), Just(72), Just(96)],
    ) {
        let discovered = interval(start, lengths.0);
        let received = interval(start + distance, lengths.1);
        is_union(&discovered, &received, limit)?;
    }

    #[test]
    fn a_time_at_a_change_of_the_clocks_is_the_union_of_its_instants(
        odd in at_a_change(),
        length in 0..40_i32,
        distance in prop_oneof![-100..100_i32, 1300..1560_i32, 4220..4500_i32, 4220..9000_i32],
        limit in prop_oneof![Just(24_u32), Just(72), Just(96)],
    ) {
        is_union(&odd, &interval(odd.earliest.0 + distance, length), limit)?;
        is_union(&interval(odd.earliest.0 - distance, length), &odd, limit)?;
    }

    #[test]
    fn the_roll_over_over_days_is_that_of_each_minute(
        start in instants(),
        length in 0..4400_i32,
        distance in -1000..12_000_i32,
        limit in prop_oneof![Just(24_u32), Just(72), Just(96), 1..200_u32],
    ) {
        let received = Instant(start + length).plus_minutes(i64::from(distance));
        let outcome = readings(Some(&interval(start, length)), Some(&Moment::at(received)), limit).roll_over.unwrap();
        let every = || (start..=start + length).map(|minute| (minute, rolled(minute, limit)));
        let ends = (every().map(|end| end.1).min().unwrap(), every().map(|end| end.1).max().unwrap());
        prop_assert_eq!(outcome.deadline, ends);
        let verdicts: Vec<_> = every()
            .filter(|(minute, _)| *minute <= received.0)
            .map(|(_, end)| if received > end { Verdict::Late } else { Verdict::OnTime })
            .collect();
        prop_assert_eq!(outcome.verdict, union(&verdicts));
    }

    #[test]
    fn later_receipt_is_never_better(
        start in instants(),
        length in 0..1500_i32,
        receipts in (0..9000_i32, 0..3000_i32),
    ) {
        let discovered = interval(start, length);
        let earlier = all(&discovered, &at(start + receipts.0), 72);
        let later = all(&discovered, &at(start + receipts.0 + receipts.1), 72);
        for reading in 0..3 {
            prop_assert!(rank(earlier[reading]) <= rank(later[reading]), "reading {}", reading);
        }
    }

    #[test]
    fn other_readings_are_never_stricter(start in instants(), distance in 0..20_000_i32) {
        let [clock, hour, days, roll] = all(&at(start), &at(start + distance), 72);
        prop_assert!(rank(hour) <= rank(clock) && rank(days) <= rank(hour) && rank(roll) <= rank(clock));
    }

    #[test]
    fn the_same_instants_in_another_offset_are_judged_alike(start in instants(), distance in 0..20_000_i32) {
        let twin = |minute: i32, hours: i8| {
            let offset = jiff::tz::Offset::constant(hours);
            let local = offset.to_datetime(jiff::Timestamp::from_second(i64::from(minute) * 60).unwrap());
            let text = format!("{}{hours:+03}:00", local.strftime("%Y-%m-%dT%H:%M"));
            parse_stamp(&text).unwrap().value
        };
        let judged = |hours| {
            let (discovered, received) = (twin(start, hours), twin(start + distance, hours));
            (clock(&discovered, &received, 72), readings(Some(&discovered), Some(&received), 72))
        };
        prop_assert_eq!(judged(0), judged(2));
        prop_assert_eq!(judged(0), judged(-5));
        prop_assert_eq!(judged(0).0, clock(&at(start), &at(start + distance), 72));
    }

    #[test]
    fn the_clock_knows_no_calendar(start in instants(), distance in 0..20_000_i32, shift in 0..2_000_000_i32) {
        let here = clock(&at(start), &at(start + distance), 72);
        let there = clock(&at(start + shift), &at(start + shift + distance), 72);
        prop_assert_eq!((here.verdict, here.elapsed), (there.verdict, there.elapsed));
    }
}

proptest! {
    // A month has many minutes.
    #![proptest_config(ProptestConfig::with_cases(6))]

    #[test]
    fn a_month_is_the_union_of_its_instants(
        month in months(),
        distance in prop_oneof![-5000..5000_i32, 40_000..60_000_i32],
        limit in prop_oneof![Just(24_u32), Just(72)],
    ) {
        is_union(&month, &at(month.earliest.0 + distance), limit)?;
        is_union(&at(month.earliest.0 - distance), &month, limit)?;
    }
}
