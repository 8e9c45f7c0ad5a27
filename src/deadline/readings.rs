//! The readings of the law beside the clock: the hour rule, the two working days and
//! the Swedish roll-over. All but the first are disputed. They are computed only where
//! someone asks for them, and they never replace the verdict by the clock.

use super::{Judgement, Verdict, calendar, judge, latest_possible};
use crate::config::Words;
use crate::moment::{CivilDay, Instant, LocalTime, Moment};

/// Shorter limits, in hours, are no "period of two days or more" (Art. 3(5)).
pub const TWO_DAYS: u32 = 48;

/// What the other readings say of one notification.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Readings {
    /// What they make of the verdict by the clock.
    pub reading: Reading,
    /// The hour rule, Regulation (EEC, Euratom) No 1182/71 Art. 3(1): the hour of the
    /// event is not counted. This and the next two are `None` without a discovery.
    pub hour_rule: Option<ReadingOutcome>,
    /// The hour rule with Art. 3(5), at least two working days. It is disputed for
    /// periods in hours. `None` also for limits under [`TWO_DAYS`], to which it does
    /// not apply.
    pub two_working_days: Option<ReadingOutcome>,
    /// The clock with the roll-over of the Swedish act (1930:173) § 2. It is disputed,
    /// and arguable only under `Policy::roll_over_arguable`.
    pub roll_over: Option<ReadingOutcome>,
}

impl Readings {
    /// The names of the readings under which it is on time, or may be. Two working days
    /// that end together with the hour rule save nothing more and are not named. The
    /// policy says whether the roll-over is arguable.
    pub(crate) fn saving(&self, roll_over_arguable: bool) -> Vec<Words> {
        let ends_of_hour_rule = self.hour_rule.map(|outcome| outcome.deadline);
        let adds = |outcome: &ReadingOutcome| Some(outcome.deadline) != ends_of_hour_rule;
        let saving = Self {
            two_working_days: self.two_working_days.filter(adds),
            ..*self
        };
        let named = saving.named(roll_over_arguable).into_iter();
        let saves = |verdict| matches!(verdict, Verdict::OnTime | Verdict::Indeterminate);
        named
            .filter(|(_, outcome)| outcome.is_some_and(|outcome| saves(outcome.verdict)))
            .map(|(name, _)| name)
            .collect()
    }

    /// The three readings with what each is called.
    pub(crate) fn named(&self, roll_over_arguable: bool) -> [(Words, Option<ReadingOutcome>); 3] {
        let roll_over = if roll_over_arguable {
            Words::new(
                "2 § lagen (1930:173) (omtvistad)",
                "section 2 of the Act (1930:173) (disputed)",
            )
        } else {
            Words::new(
                "2 § lagen (1930:173) (omtvistad, kan hävdas bara för brottsdatalagen)",
                "section 2 of the Act (1930:173) (disputed, arguable only for brottsdatalagen)",
            )
        };
        let hour_rule = Words::new(
            "timregeln (förordning 1182/71 artikel 3.1)",
            "the hour rule (Regulation 1182/71 Article 3(1))",
        );
        let two_working_days = Words::new(
            "två arbetsdagar (artikel 3.5, omtvistad för frister i timmar)",
            "two working days (Article 3(5), disputed for periods in hours)",
        );
        [
            (hour_rule, self.hour_rule),
            (two_working_days, self.two_working_days),
            (roll_over, self.roll_over),
        ]
    }
}

/// What one reading says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReadingOutcome {
    /// Earliest and latest instant at which the time may have run out.
    pub deadline: (Instant, Instant),
    /// The verdict under this reading.
    pub verdict: Verdict,
}

/// All readings, with a limit in hours.
pub fn readings(
    discovered: Option<&Moment>,
    received: Option<&Moment>,
    limit_hours: u32,
) -> Readings {
    let clock = judge(discovered, received, limit_hours).verdict;
    let Some(discovered) = discovered else {
        let reading = Reading::beside(clock, None);
        return Readings {
            reading,
            hour_rule: None,
            two_working_days: None,
            roll_over: None,
        };
    };
    let outcome = |rule: Rule| rule.outcome(discovered, received, limit_hours);
    let (hour_rule, roll_over) = (outcome(Rule::Hour), outcome(Rule::RollOver));
    let two_working_days = (limit_hours >= TWO_DAYS).then(|| outcome(Rule::TwoWorkingDays));
    let two_days = two_working_days.unwrap_or(hour_rule);
    Readings {
        reading: Reading::beside(
            clock,
            Some([hour_rule.verdict, two_days.verdict, roll_over.verdict]),
        ),
        hour_rule: Some(hour_rule),
        two_working_days,
        roll_over: Some(roll_over),
    }
}

/// Only the name of the reading. Nothing has to be computed for it unless the clock
/// says late.
pub fn reading(
    judgement: &Judgement,
    discovered: Option<&Moment>,
    received: Option<&Moment>,
    limit_hours: u32,
) -> Reading {
    match judgement.verdict {
        Verdict::Late => readings(discovered, received, limit_hours).reading,
        other => Reading::beside(other, None),
    }
}

/// What the other readings make of the verdict by the clock.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
pub enum Reading {
    /// Certainly within the limit by the clock.
    OnTime,
    /// Late by the clock, but the hour rule saves it.
    LateByClockGraceHour,
    /// Late by the clock, but the hour rule may save it.
    LateByClockGracePossible,
    /// Late by the clock and the hour rule. A disputed reading saves it, or may.
    LateWeekendDisputed,
    /// Late under every reading.
    LateAllReadings,
    /// Both are possible with the times that are given.
    Indeterminate,
    /// It is not known when it was received.
    NoReceipt,
    /// It does not say when the incident was discovered.
    NoDiscovery,
    /// Received before it was discovered.
    InvalidOrder,
}

impl Reading {
    /// All readings, in the order of reports.
    pub const ALL: [Self; 9] = [
        Self::OnTime,
        Self::LateByClockGraceHour,
        Self::LateByClockGracePossible,
        Self::LateWeekendDisputed,
        Self::LateAllReadings,
        Self::Indeterminate,
        Self::NoReceipt,
        Self::NoDiscovery,
        Self::InvalidOrder,
    ];

    /// The name for the verdict by the clock and those of the hour rule, the two
    /// working days and the roll-over, in this order.
    fn beside(clock: Verdict, others: Option<[Verdict; 3]>) -> Self {
        match (clock, others) {
            (Verdict::OnTime, _) => Self::OnTime,
            (Verdict::Indeterminate, _) => Self::Indeterminate,
            (Verdict::NoReceipt, _) => Self::NoReceipt,
            (Verdict::NoDiscovery, _) => Self::NoDiscovery,
            (Verdict::InvalidOrder, _) => Self::InvalidOrder,
            (Verdict::Late, Some([Verdict::OnTime, ..])) => Self::LateByClockGraceHour,
            (Verdict::Late, Some([Verdict::Indeterminate, ..])) => Self::LateByClockGracePossible,
            (Verdict::Late, Some([Verdict::Late, Verdict::Late, Verdict::Late]) | None) => {
                Self::LateAllReadings
            }
            (Verdict::Late, Some(_)) => Self::LateWeekendDisputed,
        }
    }

    /// The value in records.csv.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::OnTime => Verdict::OnTime.as_str(),
            Self::LateByClockGraceHour => "late-by-clock-grace-hour",
            Self::LateByClockGracePossible => "late-by-clock-grace-possible",
            Self::LateWeekendDisputed => "late-weekend-disputed",
            Self::LateAllReadings => "late-all-readings",
            Self::Indeterminate => Verdict::Indeterminate.as_str(),
            Self::NoReceipt => Verdict::NoReceipt.as_str(),
            Self::NoDiscovery => Verdict::NoDiscovery.as_str(),
            Self::InvalidOrder => Verdict::InvalidOrder.as_str(),
        }
    }

    /// The name in reports.
    pub(crate) fn words(self) -> Words {
        match self {
            Self::OnTime => Verdict::OnTime.words(),
            Self::LateByClockGraceHour => Words::new(
                "för sent enligt klockan, i tid enligt timregeln",
                "late by the clock, on time by the hour rule",
            ),
            Self::LateByClockGracePossible => Words::new(
                "för sent enligt klockan, kanske i tid enligt timregeln",
                "late by the clock, perhaps on time by the hour rule",
            ),
            Self::LateWeekendDisputed => Words::new(
                "för sent enligt klockan, kan vara i tid enligt en omtvistad tolkning",
                "late by the clock, may be on time under a disputed reading",
            ),
            Self::LateAllReadings => {
                Words::new("för sent enligt alla tolkningar", "late under all readings")
            }
            Self::Indeterminate => Verdict::Indeterminate.words(),
            Self::NoReceipt => Verdict::NoReceipt.words(),
            Self::NoDiscovery => Verdict::NoDiscovery.words(),
            Self::InvalidOrder => Verdict::InvalidOrder.words(),
        }
    }
}

/// A way to count beside the clock.
#[derive(Clone, Copy)]
enum Rule {
    Hour,
    TwoWorkingDays,
    RollOver,
}

impl Rule {
    fn outcome(
        self,
        discovered: &Moment,
        received: Option<&Moment>,
        limit_hours: u32,
    ) -> ReadingOutcome {
        let deadline = self.ends(discovered, discovered.latest, limit_hours);
        let verdict =
            match received.map(|received| (received, latest_possible(discovered, received))) {
                None => Verdict::NoReceipt,
                Some((_, None)) => Verdict::InvalidOrder,
                Some((received, Some(latest))) => {
                    let (earliest_end, latest_end) = self.ends(discovered, latest, limit_hours);
                    Verdict::of(
                        received.latest <= earliest_end,
                        received.earliest > latest_end,
                    )
                }
            };
        ReadingOutcome { deadline, verdict }
    }

    /// Earliest and latest end of the period over the discovery's instants up to `latest`.
    fn ends(self, discovered: &Moment, latest: Instant, limit_hours: u32) -> (Instant, Instant) {
        let earliest = discovered.earliest;
        match self {
            Self::Hour => (
                hour_end(earliest, limit_hours),
                hour_end(latest, limit_hours),
            ),
            Self::TwoWorkingDays => (
                two_days_end(earliest, limit_hours),
                two_days_end(latest, limit_hours),
            ),
            Self::RollOver => roll_over_ends(discovered, latest, limit_hours),
        }
    }
}

/// The end by the hour rule. The period begins with the next full hour. Offsets are
/// whole hours, so the hours of UTC are those of the clock.
fn hour_end(discovered: Instant, limit_hours: u32) -> Instant {
    let next_hour = i64::from(discovered.0).div_euclid(60) + 1;
    let end = (next_hour + i64::from(limit_hours)) * 60;
    discovered.plus_minutes(end - i64::from(discovered.0))
}

/// The end by the hour rule, or the end of the second full working day if that is
/// later. The day of the discovery is never a full one.
fn two_days_end(discovered: Instant, limit_hours: u32) -> Instant {
    let first = next_where(discovered.day().next(), calendar::is_working_day);
    let second = next_where(first.next(), calendar::is_working_day);
    hour_end(discovered, limit_hours).max(second.next().start())
}

/// The earliest and the latest end with the roll-over. The roll-over is not monotone:
/// the end of a Sunday rolls over, and the first minute of Monday does not. So each day
/// in between is examined. Within a day it is monotone.
fn roll_over_ends(discovered: &Moment, latest: Instant, limit_hours: u32) -> (Instant, Instant) {
    let limit = i64::from(limit_hours) * 60;
    let (first, last) = (
        discovered.earliest.plus_minutes(limit),
        latest.plus_minutes(limit),
    );
    if discovered.local == LocalTime::Ambiguous {
        return widen(roll_over(first, first), roll_over(last, last));
    }
    let mut ends = roll_over(first, last);
    let last_day = day_of_end(last);
    let mut day = day_of_end(first).next();
    while day <= last_day {
        ends = widen(ends, roll_over(day.start().plus_minutes(1), last));
        day = day.next();
    }
    ends
}

/// The ends with the roll-over, for what ends by the clock on the day of `first`, from
/// `first` and up to `last`.
fn roll_over(first: Instant, last: Instant) -> (Instant, Instant) {
    let day = day_of_end(first);
    if calendar::is_weekday(day) {
        return (first, last.min(day.next().start()));
    }
    let end = next_where(day, calendar::is_weekday).next().start();
    (end, end)
}

/// The day on which a period ends. An end at 00:00 belongs to the day before.
fn day_of_end(end: Instant) -> CivilDay {
    end.plus_minutes(-1).day()
}

fn widen(one: (Instant, Instant), other: (Instant, Instant)) -> (Instant, Instant) {
    (one.0.min(other.0), one.1.max(other.1))
}

/// The first day from `day` on that fits. Any fortnight has one.
fn next_where(day: CivilDay, fits: fn(CivilDay) -> bool) -> CivilDay {
    let mut day = day;
    while !fits(day) {
        day = day.next();
    }
    day
}
