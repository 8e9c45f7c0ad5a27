//! Moments that are no date with a time: years, quarters, weeks, days counted by Excel, and
//! seconds since 1970. Each is read by a format of its own and becomes days as we write them.

use std::iter::Peekable;
use std::str::Chars;

use jiff::ToSpan as _;
use jiff::civil::{Date, ISOWeekDate, Weekday};

/// How periods and counted times are written, where no library knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Special {
    /// A year, a part of it or a week, piece by piece.
    Period(Vec<Piece>, FiscalYear),
    /// Days since 1899-12-30, as workbooks count them.
    Excel,
    /// Seconds since 1970, or so many parts of one.
    Epoch(i64),
}

/// The day on which a fiscal year begins: month and day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct FiscalYear(i8, i8);

/// A piece of the format of a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Piece {
    /// A year in four figures, or the year after it.
    Year,
    /// The last two figures of a year.
    ShortYear,
    /// 1 to 4.
    Quarter,
    /// 1 to 53, by ISO 8601.
    Week,
    /// A letter or sign, without regard to case.
    Letter(char),
    /// Any blanks.
    Blank,
}

/// What a text is by such a format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Counted {
    /// From the first day to the last.
    Days(Date, Date),
    /// A date and a minute of it.
    Local(Date, i16),
    /// The same by the clocks of UTC.
    Utc(Date, i16),
}

impl Default for FiscalYear {
    fn default() -> Self {
        Self(1, 1)
    }
}

impl FiscalYear {
    /// That which begins on a day, `04-01`. Each of its quarters begins on the same day of
    /// a month, so that there must be such a day in each.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (month, day) = text.split_once('-')?;
        let (month, day): (i8, i8) = (month.parse().ok()?, day.parse().ok()?);
        ((1..=12).contains(&month) && (1..=28).contains(&day)).then_some(Self(month, day))
    }

    /// So many months of the year that begins in a calendar year, after so many others.
    fn months(self, year: i16, before: i8, count: i8) -> Option<(Date, Date)> {
        let begin = Date::new(year, self.0, self.1).ok()?;
        let first = begin.checked_add(i32::from(before).months()).ok()?;
        let next = first.checked_add(i32::from(count).months()).ok()?;
        Some((first, next.yesterday().ok()?))
    }
}

impl Special {
    /// The special format that a text is, if it is one.
    pub(super) fn parse(format: &str, fiscal: FiscalYear) -> Option<Self> {
        match format {
            "excel" => return Some(Self::Excel),
            "epoch" => return Some(Self::Epoch(1)),
            "epoch-ms" => return Some(Self::Epoch(1000)),
            _ => {}
        }
        let pieces = pieces(format)?;
        let has = |piece| pieces.contains(&piece);
        // A year alone is a period; one with a month or a day is a date of the library's.
        let is_one = has(Piece::Year) || has(Piece::ShortYear);
        is_one.then_some(Self::Period(pieces, fiscal))
    }

    /// What it makes of a text.
    pub(super) fn read(&self, text: &str) -> Option<Counted> {
        let text = text.trim();
        match self {
            Self::Period(pieces, fiscal) => period(text, pieces, *fiscal),
            Self::Excel => excel(text),
            Self::Epoch(parts) => epoch(text, *parts),
        }
    }
}

/// The pieces of a format of periods; `None` where it has other directives.
fn pieces(format: &str) -> Option<Vec<Piece>> {
    let mut pieces = Vec::new();
    let mut chars = format.trim().chars();
    while let Some(c) = chars.next() {
        pieces.push(match c {
            '%' => match chars.next()? {
                'Y' | 'G' => Piece::Year,
                'y' => Piece::ShortYear,
                'q' => Piece::Quarter,
                'V' => Piece::Week,
                '%' => Piece::Letter('%'),
                _ => return None,
            },
            blank if blank.is_whitespace() => Piece::Blank,
            other => Piece::Letter(other),
        });
    }
    Some(pieces)
}

/// What the figures of a period say.
#[derive(Default)]
struct Said {
    year: Option<i16>,
    quarter: Option<i8>,
    week: Option<i8>,
}

fn period(text: &str, pieces: &[Piece], fiscal: FiscalYear) -> Option<Counted> {
    let mut said = Said::default();
    let mut rest = text.chars().peekable();
    for piece in pieces {
        match piece {
            Piece::Year => said.year(figures(&mut rest, 4, 4)?)?,
            Piece::ShortYear => said.short_year(figures(&mut rest, 2, 2)?)?,
            Piece::Quarter => {
                let quarter = figures(&mut rest, 1, 1)?;
                said.quarter = Some(
                    i8::try_from(quarter)
                        .ok()
                        .filter(|one| (1..=4).contains(one))?,
                );
            }
            Piece::Week => said.week = i8::try_from(figures(&mut rest, 1, 2)?).ok(),
            Piece::Letter(letter) => {
                let next = rest.next()?;
                if !next.to_lowercase().eq(letter.to_lowercase()) {
                    return None;
                }
            }
            Piece::Blank => while rest.next_if(|c| c.is_whitespace()).is_some() {},
        }
    }
    if rest.next().is_some() {
        return None;
    }
    let year = said.year.filter(|year| (1900..=2200).contains(year))?;
    let (first, last) = match (said.quarter, said.week) {
        (Some(quarter), None) => fiscal.months(year, (quarter - 1) * 3, 3)?,
        (None, Some(week)) => {
            let monday = ISOWeekDate::new(year, week, Weekday::Monday).ok()?.date();
            (monday, monday.checked_add(6.days()).ok()?)
        }
        (None, None) => fiscal.months(year, 0, 12)?,
        (Some(_), Some(_)) => return None,
    };
    Some(Counted::Days(first, last))
}

impl Said {
    /// A year, or that in which a fiscal year ends.
    fn year(&mut self, year: i64) -> Option<()> {
        let year = i16::try_from(year).ok()?;
        match self.year {
            None => self.year = Some(year),
            Some(first) if first + 1 == year => {}
            Some(_) => return None,
        }
        Some(())
    }

    /// The same in two figures: of this century where no other year stands before it.
    fn short_year(&mut self, year: i64) -> Option<()> {
        match self.year {
            None => self.year(2000 + year),
            Some(first) => ((i64::from(first) + 1) % 100 == year).then_some(()),
        }
    }
}

/// A number of so many figures.
fn figures(rest: &mut Peekable<Chars>, least: usize, most: usize) -> Option<i64> {
    let (mut number, mut count) = (0, 0);
    while count < most {
        let Some(digit) = rest.next_if(char::is_ascii_digit) else {
            break;
        };
        number = number * 10 + i64::from(digit.to_digit(10)?);
        count += 1;
    }
    (count >= least).then_some(number)
}

const SECONDS: f64 = 24.0 * 60.0 * 60.0;

/// A day as workbooks count it, and what part of it has passed, to the second. Before
/// March 1900 they count a day that never was.
fn excel(text: &str) -> Option<Counted> {
    let serial: f64 = text.replace(',', ".").parse().ok()?;
    if !(61.0..110_000.0).contains(&serial) {
        return None;
    }
    let seconds = (serial * SECONDS).round() as i64;
    let (day, second) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    let date = Date::constant(1899, 12, 30).checked_add(day.days()).ok()?;
    if serial.fract() == 0.0 {
        return Some(Counted::Days(date, date));
    }
    Some(Counted::Local(date, (second / 60) as i16))
}

fn epoch(text: &str, parts: i64) -> Option<Counted> {
    let whole = text.split_once('.').map_or(text, |(whole, _)| whole);
    let second = whole.parse::<i64>().ok()?.div_euclid(parts);
    let moment = jiff::Timestamp::from_second(second).ok()?;
    let moment = jiff::tz::Offset::UTC.to_datetime(moment);
    let minute = i16::from(moment.hour()) * 60 + i16::from(moment.minute());
    Some(Counted::Utc(moment.date(), minute))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(format: &str, fiscal: &str, text: &str) -> Option<String> {
        let fiscal = FiscalYear::parse(fiscal).unwrap();
        match Special::parse(format, fiscal)?.read(text)? {
            Counted::Days(first, last) => Some(format!("{first}/{last}")),
            Counted::Local(date, minute) => Some(format!("{date} {minute}")),
            Counted::Utc(date, minute) => Some(format!("{date} {minute} UTC")),
        }
    }

    #[test]
    fn periods_are_their_days() {
        for (format, fiscal, text, days) in [
            ("%Y", "01-01", "2024", "2024-01-01/2024-12-31"),
            ("%Y", "04-01", "2024", "2024-04-01/2025-03-31"),
            ("%Y Qtr %q", "01-01", "2024 qtr 1", "2024-01-01/2024-03-31"),
            (
                "Q%q %Y-%Y",
                "04-01",
                "Q1 2019-2020",
                "2019-04-01/2019-06-30",
            ),
            ("Q%q %Y/%y", "04-06", "Q4 2019/20", "2020-01-06/2020-04-05"),
            ("%G-W%V", "01-01", "2020-W53", "2020-12-28/2021-01-03"),
            ("v. %V %Y", "01-01", "v.  7 2024", "2024-02-12/2024-02-18"),
            ("kv%q %y", "01-01", "Kv3 21", "2021-07-01/2021-09-30"),
        ] {
            assert_eq!(read(format, fiscal, text).as_deref(), Some(days), "{text}");
        }
        for (format, text) in [
            ("%Y", "24"),
            ("%Y", "2024-01"),
            ("%Y Qtr %q", "2024 Qtr 5"),
            ("%Y-%Y", "2019-2021"),
            ("%G-W%V", "2021-W53"),
            ("%Y-%m", "2024-01"),
            ("Q%q", "Q1"),
        ] {
            assert_eq!(read(format, "01-01", text), None, "{format} {text}");
        }
    }

    #[test]
    fn counted_days_and_seconds_are_moments() {
        for (format, text, told) in [
            ("excel", "44256", "2021-03-01/2021-03-01"),
            ("excel", "44256.4375", "2021-03-01 630"),
            ("excel", "44256,437499999", "2021-03-01 630"),
            ("epoch", "1629562560", "2021-08-21 976 UTC"),
            ("epoch-ms", "1629562560123", "2021-08-21 976 UTC"),
        ] {
            assert_eq!(read(format, "01-01", text).as_deref(), Some(told), "{text}");
        }
        for (format, text) in [
            ("excel", "12"),
            ("excel", "nan"),
            ("epoch", "x"),
            ("epoch", "9".repeat(30).as_str()),
        ] {
            assert_eq!(read(format, "01-01", text), None, "{text}");
        }
    }
}
