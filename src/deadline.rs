//! The deadline. Discovery and receipt give a verdict by the clock, and what the other
//! readings of the law would say. This module is pure. It knows nothing of reasons,
//! rules or wording, and a disputed reading never replaces the clock.

pub(crate) mod calendar;
mod decider;
mod inference;
mod policy;
mod readings;

#[cfg(test)]
mod properties;
#[cfg(test)]
mod vectors;

pub(crate) use decider::deciders;
pub use inference::{Inferred, Told, infer};
pub(crate) use policy::{POLICIES, Policy};
pub use readings::{Reading, ReadingOutcome, Readings, TWO_DAYS, reading, readings};

use crate::config::Words;
use crate::moment::{Instant, LocalTime, Moment};

/// The verdict by the clock on one notification (GDPR Art. 33(1)). It is late if more
/// than the limit passed between discovery and receipt. Exactly the limit is on time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Judgement {
    /// On time, late, or why that cannot be said.
    pub verdict: Verdict,
    /// Fewest and most minutes from discovery to receipt. The discovery cannot be after
    /// the receipt, so these are negative only for `InvalidOrder`. `None` if one of the
    /// ends is missing.
    pub elapsed: Option<(i64, i64)>,
    /// The earliest and the latest instant at which the time may have run out, counted
    /// from the declared discovery. `None` without a discovery.
    pub deadline: Option<(Instant, Instant)>,
    /// How long reporting took. `None` if the class is not certain.
    pub time_to_report: Option<Bucket>,
}

/// Judges by the clock, with a limit in hours. This runs for every notification, so it
/// is cheap.
pub fn judge(
    discovered: Option<&Moment>,
    received: Option<&Moment>,
    limit_hours: u32,
) -> Judgement {
    let limit = i64::from(limit_hours) * 60;
    let deadline = deadline(discovered, limit_hours);
    let without = |verdict| Judgement {
        verdict,
        elapsed: None,
        deadline,
        time_to_report: None,
    };
    let Some(discovered) = discovered else {
        return without(Verdict::NoDiscovery);
    };
    let Some(received) = received else {
        return without(Verdict::NoReceipt);
    };
    let Some(latest) = latest_possible(discovered, received) else {
        let elapsed = Some(discovered.minutes_until(received));
        return Judgement {
            elapsed,
            ..without(Verdict::InvalidOrder)
        };
    };
    let shortest = latest.minutes_to(received.earliest).max(0);
    let longest = discovered.earliest.minutes_to(received.latest);
    Judgement {
        verdict: Verdict::of(longest <= limit, shortest > limit),
        elapsed: Some((shortest, longest)),
        deadline,
        time_to_report: Bucket::of(shortest, longest),
    }
}

/// The earliest and the latest end of the limit, counted from the declared discovery.
pub(crate) fn deadline(
    discovered: Option<&Moment>,
    limit_hours: u32,
) -> Option<(Instant, Instant)> {
    let limit = i64::from(limit_hours) * 60;
    discovered.map(|discovered| {
        (
            discovered.earliest.plus_minutes(limit),
            discovered.latest.plus_minutes(limit),
        )
    })
}

/// The latest instant of the discovery that is not after the receipt. `None` if all of
/// them are after it.
fn latest_possible(discovered: &Moment, received: &Moment) -> Option<Instant> {
    if discovered.earliest > received.latest {
        None
    } else if discovered.latest <= received.latest {
        Some(discovered.latest)
    } else if discovered.local == LocalTime::Ambiguous {
        // Nothing between the two readings of the clock is possible.
        Some(discovered.earliest)
    } else {
        Some(received.latest)
    }
}

/// Whether a notification came in time.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
pub enum Verdict {
    /// Certainly within the limit.
    OnTime,
    /// Certainly after the limit.
    Late,
    /// Both are possible with the times that are given.
    Indeterminate,
    /// It is not known when it was received.
    NoReceipt,
    /// It does not say when the incident was discovered.
    NoDiscovery,
    /// Received before it was discovered: one of the times must be wrong.
    InvalidOrder,
}

impl Verdict {
    /// All verdicts, in the order of reports.
    pub const ALL: [Self; 6] = [
        Self::OnTime,
        Self::Late,
        Self::Indeterminate,
        Self::NoReceipt,
        Self::NoDiscovery,
        Self::InvalidOrder,
    ];

    fn of(certainly_on_time: bool, certainly_late: bool) -> Self {
        match (certainly_on_time, certainly_late) {
            (true, _) => Self::OnTime,
            (_, true) => Self::Late,
            _ => Self::Indeterminate,
        }
    }

    /// The value in records.csv.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::OnTime => "on-time",
            Self::Late => "late",
            Self::Indeterminate => "indeterminate",
            Self::NoReceipt => "no-receipt",
            Self::NoDiscovery => "no-discovery",
            Self::InvalidOrder => "invalid-order",
        }
    }

    /// The name in reports.
    pub(crate) fn words(self) -> Words {
        match self {
            Self::OnTime => Words::new("i tid", "on time"),
            Self::Late => Words::new("för sent", "late"),
            Self::Indeterminate => Words::new("går inte att avgöra", "indeterminate"),
            Self::NoReceipt => Words::new("mottagningstid saknas", "no receipt time"),
            Self::NoDiscovery => Words::new("tid för upptäckten saknas", "no discovery time"),
            Self::InvalidOrder => {
                Words::new("mottagen före upptäckten", "received before discovered")
            }
        }
    }
}

/// How long reporting took, in the classes of the British ICO.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
pub enum Bucket {
    /// Less than 24 hours.
    UnderDay,
    /// From 24 to 72 hours, both included.
    DayToThree,
    /// More than 72 hours, at most a week (168 hours).
    ThreeToWeek,
    /// More than a week.
    OverWeek,
}

impl Bucket {
    /// All classes, shortest first.
    pub const ALL: [Self; 4] = [
        Self::UnderDay,
        Self::DayToThree,
        Self::ThreeToWeek,
        Self::OverWeek,
    ];

    /// The class of an interval of minutes, if it lies in one.
    fn of(shortest: i64, longest: i64) -> Option<Self> {
        let bucket = Self::of_minutes(shortest);
        (bucket == Self::of_minutes(longest)).then_some(bucket)
    }

    fn of_minutes(minutes: i64) -> Self {
        match minutes {
            ..1440 => Self::UnderDay,
            1440..=4320 => Self::DayToThree,
            4321..=10080 => Self::ThreeToWeek,
            _ => Self::OverWeek,
        }
    }

    /// The value in records.csv.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::UnderDay => "<24h",
            Self::DayToThree => "24-72h",
            Self::ThreeToWeek => "72h-1wk",
            Self::OverWeek => ">1wk",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::moment::parse_stamp;

    fn moment(text: &str) -> Moment {
        parse_stamp(text).unwrap().value
    }

    fn verdict(discovered: &str, received: &str) -> Verdict {
        judge(Some(&moment(discovered)), Some(&moment(received)), 72).verdict
    }

    #[test]
    fn exactly_the_limit_is_on_time() {
        assert_eq!(
            verdict("2024-03-04T09:00", "2024-03-07T09:00"),
            Verdict::OnTime
        );
        assert_eq!(
            verdict("2024-03-04T09:00", "2024-03-07T09:01"),
            Verdict::Late
        );
    }

    #[test]
    fn elapsed_time_counts_not_days() {
        // 72 hours over the spring change end an hour later on the wall.
        assert_eq!(
            verdict("2025-03-28T10:00", "2025-03-31T11:00"),
            Verdict::OnTime
        );
        assert_eq!(
            verdict("2025-10-24T10:00", "2025-10-27T09:01"),
            Verdict::Late
        );
        // Two days over the 25-hour day can be 72.98 hours.
        assert_eq!(verdict("2025-10-25", "2025-10-27"), Verdict::Indeterminate);
    }

    #[test]
    fn what_is_missing_has_its_own_verdict() {
        let some = moment("2024-03-04T09:00");
        assert_eq!(judge(None, None, 72).verdict, Verdict::NoDiscovery);
        assert_eq!(judge(None, Some(&some), 72).verdict, Verdict::NoDiscovery);
        let open = judge(Some(&some), None, 72);
        assert_eq!((open.verdict, open.elapsed), (Verdict::NoReceipt, None));
        assert_eq!(
            open.deadline.map(|ends| ends.0.to_string()),
            Some("2024-03-07T09:00+01:00".to_owned())
        );
    }

    #[test]
    fn discovery_is_not_after_receipt() {
        let judgement = judge(
            Some(&moment("2024-03")),
            Some(&moment("2024-03-02T10:00")),
            72,
        );
        assert_eq!(judgement.elapsed, Some((0, 34 * 60)));
        assert_eq!(judgement.verdict, Verdict::OnTime);
        assert_eq!(verdict("2024-03-05", "2024-03-04"), Verdict::InvalidOrder);
        // Of an ambiguous time only the first reading is left here.
        let fold = judge(
            Some(&moment("2025-10-26T02:30")),
            Some(&moment("2025-10-26T02:45+02:00")),
            72,
        );
        assert_eq!(fold.elapsed, Some((15, 15)));
    }

    #[test]
    fn buckets_have_their_edges_where_the_law_has() {
        let hours = |hours: i64| Bucket::of_minutes(hours * 60);
        assert_eq!(
            [hours(0), hours(24), hours(72)],
            [Bucket::UnderDay, Bucket::DayToThree, Bucket::DayToThree]
        );
        assert_eq!(Bucket::of_minutes(72 * 60 + 1), Bucket::ThreeToWeek);
        assert_eq!(
            [hours(168), Bucket::of_minutes(168 * 60 + 1)],
            [Bucket::ThreeToWeek, Bucket::OverWeek]
        );
        assert_eq!(Bucket::of(0, 1440), None);
    }

    #[test]
    fn an_enormous_limit_does_no_harm() {
        let (discovered, received) = (moment("2024-03-04"), moment("2024-03-09"));
        assert_eq!(
            judge(Some(&discovered), Some(&received), u32::MAX).verdict,
            Verdict::OnTime
        );
        assert_eq!(
            readings(Some(&discovered), Some(&received), u32::MAX).reading,
            Reading::OnTime
        );
    }
}
