//! Years, quarters and months as values of a table: which dates they hold, which
//! comes next, and whether the notifications of a period are all there or only a
//! part of them.

use jiff::civil::Date;

use crate::config::Window;

/// The first and the last date of `2021`, `2021-Q2` or `2021-04`.
pub(crate) fn dates(period: &str) -> Option<(Date, Date)> {
    let year: i16 = period.get(..4)?.parse().ok()?;
    let (first, last) = match period.get(4..)? {
        "" => (1, 12),
        rest => months(rest)?,
    };
    let last = Date::new(year, last, 1).ok()?.last_of_month();
    Some((Date::new(year, first, 1).ok()?, last))
}

/// The first and the last month of `-Q2` or `-04`.
fn months(rest: &str) -> Option<(i8, i8)> {
    if let Some(quarter) = rest.strip_prefix("-Q") {
        let quarter: i8 = quarter
            .parse()
            .ok()
            .filter(|quarter| (1..=4).contains(quarter))?;
        return Some((quarter * 3 - 2, quarter * 3));
    }
    let month: i8 = rest
        .strip_prefix('-')
        .filter(|month| month.len() == 2)?
        .parse()
        .ok()?;
    Some((month, month))
}

/// The lengths of periods.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Period {
    Year,
    Quarter,
    Month,
}

impl Period {
    /// The periods that those of this length are parts of.
    pub(super) fn coarser(self) -> Option<Self> {
        match self {
            Self::Year => None,
            Self::Quarter => Some(Self::Year),
            Self::Month => Some(Self::Quarter),
        }
    }

    /// The column of the frame.
    pub(super) const fn column(self) -> &'static str {
        match self {
            Self::Year => "year",
            Self::Quarter => "quarter",
            Self::Month => "month",
        }
    }

    /// How one is written, by way of example.
    pub(super) fn example(self) -> String {
        self.text(2024, 4)
    }

    /// The length of a period.
    fn of(period: &str) -> Self {
        match period.len() {
            4 => Self::Year,
            _ if period.contains('Q') => Self::Quarter,
            _ => Self::Month,
        }
    }

    /// The period of this length that a date lies in.
    fn around(self, date: Date) -> String {
        self.text(date.year().into(), date.month().unsigned_abs().into())
    }

    /// The period of a month of a year.
    pub(super) fn text(self, year: i32, month: u32) -> String {
        match self {
            Self::Year => format!("{year:04}"),
            Self::Quarter => format!("{year:04}-Q{}", month.div_ceil(3)),
            Self::Month => format!("{year:04}-{month:02}"),
        }
    }
}

/// The next longer period that a quarter or a month is part of.
pub(super) fn coarser(period: &str) -> Option<String> {
    let (first, _) = dates(period)?;
    Some(Period::of(period).coarser()?.around(first))
}

/// The period after one.
pub(super) fn next(period: &str) -> Option<String> {
    let after = dates(period)?.1.tomorrow().ok()?;
    Some(Period::of(period).around(after))
}

/// Which periods are there as a whole.
#[derive(Debug, Clone, Default)]
pub(super) struct Coverage {
    /// The date of the run's clock.
    as_of: Option<Date>,
    /// What this run takes.
    own: Window,
    /// What the runs took whose records are counted, joined where they meet.
    taken: Vec<(Date, Date)>,
}

impl Coverage {
    /// From the clock, the bounds of this run and those of the runs before it,
    /// if records of runs are counted.
    pub(super) fn new(as_of: Date, own: Window, before: &[Window]) -> Self {
        let ends = |(from, to): &Window| (from.unwrap_or(Date::MIN), to.unwrap_or(Date::MAX));
        let mut windows: Vec<(Date, Date)> = before.iter().map(ends).collect();
        windows.sort_unstable();
        let mut taken: Vec<(Date, Date)> = Vec::new();
        for (from, to) in windows {
            match taken.last_mut() {
                Some(last)
                    if last.1 == Date::MAX || last.1.tomorrow().is_ok_and(|next| next >= from) =>
                {
                    last.1 = last.1.max(to);
                }
                _ => taken.push((from, to)),
            }
        }
        Self {
            as_of: Some(as_of),
            own,
            taken,
        }
    }

    /// Whether some of a period's notifications may be missing: it was not over,
    /// or the bounds cut it.
    pub(super) fn is_partial(&self, period: &str) -> bool {
        let Some((first, last)) = dates(period) else {
            return true;
        };
        let within = |(from, to): (Date, Date)| from <= first && last <= to;
        self.as_of.is_some_and(|as_of| as_of <= last)
            || self.own.0.is_some_and(|from| from > first)
            || self.own.1.is_some_and(|to| to < last)
            || !self.taken.is_empty() && !self.taken.iter().any(|window| within(*window))
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn periods_have_their_dates_and_a_next_one() {
        assert_eq!(
            dates("2024-02"),
            Some((date(2024, 2, 1), date(2024, 2, 29)))
        );
        assert_eq!(
            dates("2021-Q4"),
            Some((date(2021, 10, 1), date(2021, 12, 31)))
        );
        assert_eq!(dates("2021"), Some((date(2021, 1, 1), date(2021, 12, 31))));
        for wrong in ["(blank)", "2021-13", "2021-Q5", "2021-1", "21", "2021x"] {
            assert_eq!(dates(wrong), None, "{wrong}");
        }
        let after = |period: &str| next(period).unwrap();
        assert_eq!(
            [after("2021"), after("2021-Q4"), after("2021-12")],
            ["2022", "2022-Q1", "2022-01"]
        );
        assert_eq!([after("2021-Q1"), after("2021-09")], ["2021-Q2", "2021-10"]);
    }

    #[test]
    fn a_period_that_is_not_over_or_that_is_cut_is_partial() {
        let clock = date(2024, 6, 30);
        let whole = Coverage::new(clock, (None, None), &[]);
        assert!(
            whole.is_partial("2024") && whole.is_partial("2024-06") && whole.is_partial("2024-Q3")
        );
        assert!(!whole.is_partial("2024-05") && !whole.is_partial("2023"));
        let cut = Coverage::new(
            clock,
            (Some(date(2023, 2, 1)), Some(date(2023, 11, 30))),
            &[],
        );
        assert!(cut.is_partial("2023") && cut.is_partial("2023-Q1") && cut.is_partial("2023-12"));
        assert!(!cut.is_partial("2023-Q2") && !cut.is_partial("2023-02"));
    }

    #[test]
    fn runs_that_meet_make_a_whole() {
        let half = |from, to| (Some(from), Some(to));
        let first = half(date(2023, 1, 1), date(2023, 6, 30));
        let second = half(date(2023, 7, 1), date(2023, 12, 31));
        let clock = date(2025, 1, 1);
        assert!(!Coverage::new(clock, (None, None), &[second, first]).is_partial("2023"));
        assert!(Coverage::new(clock, (None, None), &[first]).is_partial("2023"));
        assert!(!Coverage::new(clock, (None, None), &[first, (None, None)]).is_partial("2023"));
    }
}
