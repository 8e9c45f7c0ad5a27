//! What would decide an open verdict. For each end it names the part of the time that
//! is not known, and no more than that.

use crate::config::Words;
use crate::moment::{LocalTime, Moment, Precision};

/// What is not known of discovery and receipt, in this order. An end that is known to
/// the minute gives nothing.
pub(crate) fn deciders(discovered: &Moment, received: &Moment) -> Vec<Words> {
    let of_discovery = Missing::of(discovered).map(Missing::of_the_discovery);
    let of_receipt = Missing::of(received).map(Missing::of_the_receipt);
    of_discovery.into_iter().chain(of_receipt).collect()
}

/// The part of a time that is not known.
#[derive(Clone, Copy)]
enum Missing {
    Day,
    TimeOfDay,
    /// The time is given, but the clock change makes two instants of it.
    WhichHour,
}

impl Missing {
    fn of(moment: &Moment) -> Option<Self> {
        match (moment.precision, moment.local) {
            (Precision::Month | Precision::Span, _) => Some(Self::Day),
            (Precision::Day, _) => Some(Self::TimeOfDay),
            (Precision::Minute, LocalTime::Ambiguous | LocalTime::Nonexistent) => {
                Some(Self::WhichHour)
            }
            (Precision::Minute, LocalTime::Plain) => None,
        }
    }

    fn of_the_discovery(self) -> Words {
        match self {
            Self::Day => Words::new(
                "dagen för upptäckten (kanske också klockslaget)",
                "the day of the discovery (perhaps also the time of day)",
            ),
            Self::TimeOfDay => Words::new(
                "klockslaget för upptäckten",
                "the time of day of the discovery",
            ),
            Self::WhichHour => Words::new(
                "vilken av de två timmarna som avses med klockslaget för upptäckten",
                "which of the two hours the time given for the discovery means",
            ),
        }
    }

    fn of_the_receipt(self) -> Words {
        match self {
            Self::Day => Words::new(
                "vilken dag anmälan kom in (kanske också klockslaget)",
                "the day of receipt (perhaps also the time of day)",
            ),
            Self::TimeOfDay => Words::new(
                "klockslaget då anmälan kom in",
                "the time of day of receipt",
            ),
            Self::WhichHour => Words::new(
                "vilken av de två timmarna som avses med klockslaget då anmälan kom in",
                "which of the two hours the time given for receipt means",
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::moment::parse_stamp;

    fn named(discovered: &str, received: &str) -> Vec<&'static str> {
        let [discovered, received] =
            [discovered, received].map(|text| parse_stamp(text).unwrap().value);
        deciders(&discovered, &received)
            .into_iter()
            .map(|words| words.en)
            .collect()
    }

    #[test]
    fn only_what_is_not_known_is_named() {
        let plain = "2025-10-29T02:00";
        assert_eq!(
            named("2025-10-26", plain),
            ["the time of day of the discovery"]
        );
        assert_eq!(
            named("2024-03", plain),
            ["the day of the discovery (perhaps also the time of day)"]
        );
        let hour = "which of the two hours the time given for the discovery means";
        assert_eq!(named("2025-10-26T02:30", plain), [hour]);
        assert_eq!(named("2025-03-30T02:30", plain), [hour]);
        assert_eq!(
            named(plain, "2024-03"),
            ["the day of receipt (perhaps also the time of day)"]
        );
        assert_eq!(
            named("2024-03-04", "2024-03-07"),
            [
                "the time of day of the discovery",
                "the time of day of receipt"
            ]
        );
    }
}
