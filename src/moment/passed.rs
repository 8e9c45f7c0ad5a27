//! How long something took, in words: hours up to about four days, days beyond, with
//! the decimal sign of the language. Columns of tables stay in hours. Everything that
//! people read about a duration comes from here.

use crate::config::{Language, Words, decimal, thousands};

/// Hundredths of hours in a day.
const DAY: i64 = 2400;
/// Up to so many hundredths of hours, a duration is given in hours: 96 hours.
const IN_HOURS: i64 = 96 * 100;
/// If the shorter end is given in hours, so is the longer one, up to a week.
const A_WEEK: i64 = 7 * DAY;

/// A duration that is known within bounds, in hundredths of hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Passed {
    least: i64,
    /// `None` if nothing is known of the longest.
    most: Option<i64>,
    /// The longest duration that is given in hours.
    in_hours: i64,
}

impl Passed {
    /// Fewest and most minutes.
    pub(crate) fn between(least: i64, most: i64) -> Self {
        let [least, most] = [least, most].map(super::hundredths_of_hours);
        Self::hundredths(least, most)
    }

    /// Fewest minutes. It may have been any number more.
    pub(crate) fn at_least(minutes: i64) -> Self {
        Self {
            least: super::hundredths_of_hours(minutes),
            most: None,
            in_hours: IN_HOURS,
        }
    }

    /// Fewest and most hundredths of hours.
    pub(crate) fn hundredths(least: i64, most: i64) -> Self {
        Self {
            least,
            most: Some(most),
            in_hours: IN_HOURS,
        }
    }

    /// What it is made of; the second is below all numbers where the longest is unknown.
    pub(crate) fn parts(self) -> [i64; 3] {
        [self.least, self.most.unwrap_or(i64::MIN), self.in_hours]
    }

    /// The opposite of [`Passed::parts`].
    pub(crate) fn of_parts([least, most, in_hours]: [i64; 3]) -> Self {
        let most = (most != i64::MIN).then_some(most);
        Self {
            least,
            most,
            in_hours,
        }
    }

    /// The same beside a limit in hours. What is within a day of the limit stays in
    /// hours, because days would hide which of the two is longer.
    #[must_use]
    pub(crate) fn against(mut self, limit_hours: u32) -> Self {
        self.in_hours = IN_HOURS.max((i64::from(limit_hours) + 24) * 100);
        self
    }

    /// As a bound: `at least 72.02 hours (up to 119.98)`. One number if it is known
    /// exactly.
    pub(crate) fn bounds(self, language: Language) -> String {
        let (least, up_to) = (AT_LEAST.get(language), UP_TO.get(language));
        let Some(most) = self.most else {
            return format!(
                "{least} {} {}",
                self.lower(language),
                self.unit(self.least, language)
            );
        };
        if most == self.least {
            return self.one(language);
        }
        let (lower, upper) = (self.lower(language), self.upper(most, language));
        let (unit, other) = (self.unit(self.least, language), self.unit(most, language));
        let again = if unit == other {
            String::new()
        } else {
            format!(" {other}")
        };
        format!("{least} {lower} {unit} ({up_to} {upper}{again})")
    }

    /// As a range: `47 to 48 days`. One number if it is known exactly.
    pub(crate) fn range(self, language: Language) -> String {
        let Some(most) = self.most.filter(|most| *most != self.least) else {
            return if self.most.is_some() {
                self.one(language)
            } else {
                self.bounds(language)
            };
        };
        let (lower, upper) = (self.lower(language), self.upper(most, language));
        let (unit, other) = (self.unit(self.least, language), self.unit(most, language));
        match (unit == other, language) {
            (true, Language::Sv) => format!("{lower}–{upper} {other}"),
            (true, Language::En) => format!("{lower} to {upper} {other}"),
            (false, _) => format!("{lower} {unit} {} {upper} {other}", TO.get(language)),
        }
    }

    /// A duration that is known. Days have one decimal.
    fn one(self, language: Language) -> String {
        let figure = if self.is_in_hours(self.least) {
            hours(self.least)
        } else {
            let tenths = (self.least * 10 + DAY / 2) / DAY;
            format!("{}.{}", whole(tenths / 10), tenths % 10)
        };
        format!(
            "{} {}",
            decimal(&figure, language),
            self.unit(self.least, language)
        )
    }

    /// The shorter end. Of days, only those that passed in full count.
    fn lower(self, language: Language) -> String {
        let least = self.least;
        let figure = if self.is_in_hours(least) {
            hours(least)
        } else {
            whole(least / DAY)
        };
        decimal(&figure, language)
    }

    /// The longer end. Of days, those that had begun count too.
    fn upper(self, most: i64, language: Language) -> String {
        let days = || most / DAY + i64::from(most % DAY > 0);
        let figure = if self.is_in_hours(most) {
            hours(most)
        } else {
            whole(days())
        };
        decimal(&figure, language)
    }

    /// Whether an end is given in hours.
    fn is_in_hours(self, end: i64) -> bool {
        let beside = self.least <= self.in_hours && end <= A_WEEK;
        end <= self.in_hours || beside
    }

    fn unit(self, end: i64, language: Language) -> &'static str {
        if self.is_in_hours(end) {
            HOURS.get(language)
        } else {
            DAYS.get(language)
        }
    }
}

/// What an hour is called.
pub(crate) const HOUR: Words = Words::new("timme", "hour");
/// What several are called.
pub(crate) const HOURS: Words = Words::new("timmar", "hours");
const DAYS: Words = Words::new("dygn", "days");
const AT_LEAST: Words = Words::new("minst", "at least");
const UP_TO: Words = Words::new("högst", "up to");
const TO: Words = Words::new("till", "to");

/// The word that goes with a whole number of hours.
pub(crate) fn hours_in_words(hours: u32) -> Words {
    if hours == 1 { HOUR } else { HOURS }
}

/// A whole number of days, of which there are never less than none.
fn whole(days: i64) -> String {
    thousands(days.unsigned_abs())
}

/// Hundredths of an hour as hours with two decimals.
pub(super) fn hours(hundredths: i64) -> String {
    let sign = if hundredths < 0 { "-" } else { "" };
    format!(
        "{sign}{}.{:02}",
        thousands(hundredths.unsigned_abs() / 100),
        hundredths.unsigned_abs() % 100
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use Language::{En, Sv};

    #[test]
    fn a_lower_bound_is_told_as_one() {
        let passed = Passed::between(4321, 7199);
        assert_eq!(passed.bounds(En), "at least 72.02 hours (up to 119.98)");
        assert_eq!(passed.bounds(Sv), "minst 72,02 timmar (högst 119,98)");
        assert_eq!(Passed::between(4321, 4321).bounds(En), "72.02 hours");
        assert_eq!(Passed::at_least(4321).bounds(Sv), "minst 72,02 timmar");
        assert_eq!(Passed::at_least(78_361).bounds(En), "at least 54 days");
    }

    #[test]
    fn above_96_hours_days_are_told() {
        let passed = Passed::hundredths(112_823, 114_385);
        assert_eq!(
            (passed.range(Sv), passed.range(En)),
            ("47–48 dygn".into(), "47 to 48 days".into())
        );
        assert_eq!(passed.bounds(Sv), "minst 47 dygn (högst 48)");
        assert_eq!(Passed::between(5760, 5760).range(Sv), "96,00 timmar");
        assert_eq!(Passed::between(5761, 5761).range(Sv), "4,0 dygn");
        assert_eq!(Passed::between(78_361, 78_361).range(En), "54.4 days");
        let years = Passed::between(2_332 * 1440, 2_500 * 1440);
        assert_eq!(years.range(Sv), "2\u{a0}332–2\u{a0}500 dygn");
        assert_eq!(Passed::between(0, 0).range(Sv), "0,00 timmar");
        // Whole days are exact: they are neither less nor more.
        assert_eq!(Passed::between(5 * 1440, 6 * 1440).range(En), "5 to 6 days");
    }

    #[test]
    fn ends_far_apart_have_each_their_unit() {
        let passed = Passed::between(1200, 60 * 1440);
        assert_eq!(passed.range(Sv), "20,00 timmar till 60 dygn");
        assert_eq!(passed.bounds(En), "at least 20.00 hours (up to 60 days)");
        assert_eq!(Passed::between(0, 2880).range(En), "0.00 to 48.00 hours");
    }

    #[test]
    fn near_its_limit_a_duration_stays_in_hours() {
        let passed = Passed::between(5761, 5761);
        assert_eq!(passed.against(96).bounds(En), "96.02 hours");
        assert_eq!(passed.against(72).bounds(En), "4.0 days");
        assert_eq!(Passed::between(-30, -30).bounds(En), "-0.50 hours");
    }
}
