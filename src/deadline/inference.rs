//! What the notification's own dates say about lateness when the receipt or the
//! discovery is missing. It must always be labelled as inferred. It is no verdict and
//! never enters the shares of late notifications.

use crate::moment::{Instant, Moment, Precision};

/// The times that a notification gives, and the run's clock and limit.
#[derive(Debug, Clone, Copy)]
pub struct Told<'a> {
    /// Question 10.
    pub occurred: Option<&'a Moment>,
    /// Question 11.
    pub discovered: Option<&'a Moment>,
    /// When it was received.
    pub received: Option<&'a Moment>,
    /// Question 32: when the data subjects were informed.
    pub informed: Option<&'a Moment>,
    /// The run's clock. Later dates are plans.
    pub as_of: Instant,
    /// The limit in hours.
    pub limit_hours: u32,
}

/// What is inferred; the column `inferred_verdict`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Inferred {
    /// The notification tells of something so long after the discovery that it was
    /// late, unless that was only planned.
    Late {
        /// Fewest minutes from the discovery to what it tells of.
        at_least: i64,
        /// Most minutes from the discovery to what it tells of. The receipt may be
        /// later still.
        at_most: i64,
        /// What it tells of: the latest such moment.
        last: Moment,
    },
    /// Received within the limit even counted from the occurrence.
    OnTime,
    /// Nothing.
    None,
}

/// Infers from `told` and the dates of the actions in question 30. Only actions with a
/// clock time count, because planned ones rarely have one.
pub fn infer(told: &Told, actions: impl Iterator<Item = Moment>) -> Inferred {
    match (told.discovered, told.received) {
        (Some(discovered), None) => late(told, discovered, actions),
        (None, Some(received)) => on_time(told, received),
        _ => Inferred::None,
    }
}

fn late(told: &Told, discovered: &Moment, actions: impl Iterator<Item = Moment>) -> Inferred {
    let last = actions
        .filter(|action| action.precision == Precision::Minute)
        .chain(told.informed.copied())
        .filter(|moment| moment.earliest <= told.as_of)
        .max_by_key(|moment| (moment.earliest, moment.latest));
    let Some(last) = last else {
        return Inferred::None;
    };
    let (at_least, at_most) = discovered.minutes_until(&last);
    if at_least > i64::from(told.limit_hours) * 60 {
        Inferred::Late {
            at_least,
            at_most,
            last,
        }
    } else {
        Inferred::None
    }
}

/// A receipt that is certainly before the occurrence proves only that something is
/// wrong.
fn on_time(told: &Told, received: &Moment) -> Inferred {
    let longest = told
        .occurred
        .map(|occurred| occurred.minutes_until(received).1);
    match longest {
        Some(0..) if longest <= Some(i64::from(told.limit_hours) * 60) => Inferred::OnTime,
        _ => Inferred::None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::moment::parse_stamp;

    fn moment(text: &str) -> Moment {
        parse_stamp(text).unwrap().value
    }

    /// Infers with 2021-05-01 as the run's clock; an empty text is a missing time.
    fn inferred(
        occurred: &str,
        discovered: &str,
        received: &str,
        informed: &str,
        actions: &[&str],
    ) -> Inferred {
        let [occurred, discovered, received, informed] = [occurred, discovered, received, informed]
            .map(|text| parse_stamp(text).map(|read| read.value));
        let told = Told {
            occurred: occurred.as_ref(),
            discovered: discovered.as_ref(),
            received: received.as_ref(),
            informed: informed.as_ref(),
            as_of: moment("2021-05-01T00:00").earliest,
            limit_hours: 72,
        };
        infer(&told, actions.iter().map(|text| moment(text)))
    }

    #[test]
    fn the_last_action_of_the_sample_shows_that_it_was_late() {
        let late = inferred(
            "",
            "2021-02-12",
            "",
            "",
            &["2021-04-07T15:00", "2021-04-08T11:00"],
        );
        let last = moment("2021-04-08T11:00");
        assert_eq!(
            late,
            Inferred::Late {
                at_least: 78_361,
                at_most: 79_800,
                last
            }
        );
    }

    #[test]
    fn plans_and_dates_without_a_clock_time_show_nothing() {
        assert_eq!(
            inferred(
                "",
                "2021-02-12",
                "",
                "",
                &["2021-04-08", "2021-05-02T10:00"]
            ),
            Inferred::None
        );
        assert!(matches!(
            inferred("", "2021-02-12", "", "", &["2021-02-16T00:00"]),
            Inferred::Late { .. }
        ));
        assert_eq!(
            inferred("", "2021-02-12", "", "", &["2021-02-15T23:59"]),
            Inferred::None
        );
        assert_eq!(
            inferred("", "", "", "2021-04-01", &["2021-04-08T11:00"]),
            Inferred::None
        );
    }

    #[test]
    fn informing_needs_no_clock_time() {
        assert!(matches!(
            inferred("", "2021-02-12T09:00", "", "2021-02-16", &[]),
            Inferred::Late { .. }
        ));
        assert_eq!(
            inferred("", "2021-02-12T09:00", "", "2021-02-15", &[]),
            Inferred::None
        );
    }

    #[test]
    fn soon_after_the_occurrence_is_on_time_whenever_it_was_discovered() {
        assert_eq!(
            inferred("2021-02-12T09:00", "", "2021-02-15T09:00", "", &[]),
            Inferred::OnTime
        );
        assert_eq!(
            inferred("2021-02-12T09:00", "", "2021-02-15T09:01", "", &[]),
            Inferred::None
        );
        assert_eq!(
            inferred("2021-02-12", "", "2021-02-11", "", &[]),
            Inferred::None
        );
        assert_eq!(
            inferred("2021-02-12", "2021-02-12", "2021-02-13", "", &[]),
            Inferred::None
        );
    }
}
