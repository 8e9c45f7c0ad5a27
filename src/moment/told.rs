//! Moments as people read them, in local time of Europe/Stockholm.

use super::{Instant, LocalTime, Moment, Precision};

impl Instant {
    /// `2021-02-12 09:30`. In the hour that comes twice in the autumn the offset stands beside it:
    /// `2021-10-31 02:30 (+02:00)`.
    pub(crate) fn told(self) -> String {
        let offset = self.parts().1;
        let minute = self.minute();
        let is_twin = |minutes| self.plus_minutes(minutes).minute() == minute;
        if is_twin(-60) || is_twin(60) {
            format!("{minute} ({offset})")
        } else {
            minute
        }
    }

    /// The minute without its offset.
    fn minute(self) -> String {
        self.parts().0.replacen('T', " ", 1)
    }

    /// The minute as digits, and its offset.
    fn parts(self) -> (String, String) {
        let mut whole = self.to_string();
        let offset = whole.split_off("2021-02-12T09:30".len().min(whole.len()));
        (whole, offset)
    }
}

impl Moment {
    /// The same of a minute: where it may be either of two, it is as it was written. Others are with
    /// the precision of what was written.
    pub(crate) fn told(&self) -> String {
        match (self.precision, self.local) {
            (Precision::Minute, LocalTime::Ambiguous) => self.earliest.minute(),
            (Precision::Minute, _) if self.earliest == self.latest => self.earliest.told(),
            _ => self.to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::moment::{PartialDate, TimeOfDay};

    #[test]
    fn the_hour_that_comes_twice_has_its_offset() {
        let clock = |hour, minute| {
            let day = jiff::civil::date(2021, 10, 31);
            Moment::from_civil(PartialDate::Day(day), TimeOfDay::new(hour, minute))
        };
        assert_eq!(clock(1, 59).told(), "2021-10-31 01:59");
        assert_eq!(clock(2, 30).told(), "2021-10-31 02:30", "it may be either");
        let fold = clock(2, 30);
        assert_eq!(fold.earliest.told(), "2021-10-31 02:30 (+02:00)");
        assert_eq!(fold.latest.told(), "2021-10-31 02:30 (+01:00)");
        assert_eq!(clock(3, 0).earliest.told(), "2021-10-31 03:00");
    }
}
