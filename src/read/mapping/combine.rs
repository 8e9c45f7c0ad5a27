//! Numbers of several columns as one amount, the way a mapping says: joined by a
//! blank, 100 and 200 would read as 100 200.

use std::borrow::Cow;

use crate::config::Words;
use crate::form::Edition;
use crate::read::mapping::fit::Filled;
use crate::read::mapping::tables::{Combine, FieldTable};
use crate::read::mapping::{Field, Target};
use crate::read::{Record, Value};
use crate::value::{MAX_HUNDREDTHS, parse_hundredths, write_hundredths};

/// What is wrong with how an entry combines its columns, and where it says so. Numbers of several columns are one amount only as the entry says.
pub(super) fn mistake(table: &FieldTable, to: Target) -> Option<(Option<usize>, Words)> {
    let columns = table.from.get_ref().names();
    let told = table
        .join
        .as_ref()
        .is_some_and(|join| !join.get_ref().trim().is_empty());
    let filled = Filled::of(to);
    let parts = table.split.is_some() || table.split_pattern.is_some();
    let combine = table.combine.as_ref().map(|combine| *combine.get_ref());
    let message = match (combine, filled) {
        (Some(_), _) if table.join.is_some() => BOTH,
        (Some(Combine::Sum), Filled::Moment) => NO_SUM,
        (Some(Combine::Span), Filled::Number) => NO_SPAN,
        (None, Filled::Moment) if parts => WHICH,
        (Some(Combine::Span), Filled::Amount) if columns != 2 => TWO_ENDS,
        (None, Filled::Amount | Filled::Number) if columns > 1 && !told => NOT_ONE,
        _ => return None,
    };
    Some((
        table.combine.as_ref().map(|combine| combine.span().start),
        message,
    ))
}

const BOTH: Words = Words::new("join eller combine, inte båda", "join or combine, not both");
const NO_SUM: Words = Words::new(
    "tidpunkter kan inte läggas ihop; skriv combine = \"first\", \"last\" eller \"span\"",
    "moments cannot be added; say combine = \"first\", \"last\" or \"span\"",
);
const NO_SPAN: Words = Words::new(
    "ett tal har inga gränser; skriv combine = \"sum\", \"first\" eller \"last\"",
    "a number has no ends; say combine = \"sum\", \"first\" or \"last\"",
);
const WHICH: Words = Words::new(
    "av flera tidpunkter i en cell behövs en; skriv combine = \"first\", \"last\" eller \"span\" (från den första dagen till den sista)",
    "of several moments in a cell one is needed; say combine = \"first\", \"last\" or \"span\" (from the first day to the last)",
);
const TWO_ENDS: Words = Words::new(
    "combine = \"span\" tar två kolumner: den nedre och den övre gränsen",
    "combine = \"span\" takes two columns: the lower end and the upper",
);
const NOT_ONE: Words = Words::new(
    "tal i flera kolumner kan inte läsas som ett; skriv combine = \"sum\" om de ska läggas ihop, \"first\" om det första som är ifyllt gäller, eller \"span\" om de är nedre och övre gräns",
    "numbers in several columns cannot be read as one; say combine = \"sum\" to add them, \"first\" to take the first that is filled in, or \"span\" if they are the lower end and the upper",
);

/// What the cell of one number says.
enum Part {
    Number(u64),
    /// "Don't know".
    Unknown,
    /// The source says that it was lost.
    Lost,
    /// No whole number.
    Other,
}

impl Field {
    /// The cells of its columns that are read; or, where numbers are combined and
    /// cannot be, what is left.
    pub(super) fn combined<'a>(
        &'a self,
        cells: Vec<Vec<Cow<'a, str>>>,
        edition: &Edition,
    ) -> Result<Vec<Cow<'a, str>>, Value<'a>> {
        let columns = cells.len();
        let cells = cells.into_iter().flatten().collect::<Vec<_>>().into_iter();
        match self.combine {
            Some(Combine::First) => Ok(self.one_of(cells.collect())),
            Some(Combine::Last) => Ok(self.one_of(cells.rev().collect())),
            Some(Combine::Sum) => self.sum(&cells.collect::<Vec<_>>(), columns, edition),
            Some(Combine::Span) => self.span(&cells.collect::<Vec<_>>(), columns, edition),
            None => Ok(cells.collect()),
        }
    }

    /// The first that says something; "don't know" only where nothing else stands.
    pub(super) fn one_of<'a>(&self, mut cells: Vec<Cow<'a, str>>) -> Vec<Cow<'a, str>> {
        let told = cells
            .iter()
            .position(|cell| self.written.non_value(cell).is_none());
        let first = told.or((!cells.is_empty()).then_some(0));
        first.map(|at| cells.swap_remove(at)).into_iter().collect()
    }

    fn sum<'a>(
        &'a self,
        cells: &[Cow<'a, str>],
        columns: usize,
        edition: &Edition,
    ) -> Result<Vec<Cow<'a, str>>, Value<'a>> {
        if Filled::of(self.to) == Filled::Number {
            return self.sum_of_numbers(cells, columns, edition);
        }
        let mut sum: u64 = 0;
        for cell in cells {
            match self.part(cell, edition) {
                Part::Number(number) => sum = sum.checked_add(number).ok_or(Value::Malformed)?,
                other => return Err(other.left()),
            }
        }
        Ok(if cells.is_empty() {
            Vec::new()
        } else {
            vec![sum.to_string().into()]
        })
    }

    /// The same of numbers that may have decimals. A part that is blank is not known to be 0, so
    /// there is no sum.
    fn sum_of_numbers<'a>(
        &'a self,
        cells: &[Cow<'a, str>],
        columns: usize,
        edition: &Edition,
    ) -> Result<Vec<Cow<'a, str>>, Value<'a>> {
        let mut sum: Option<i64> = None;
        let mut blank = columns.saturating_sub(cells.len());
        for cell in cells {
            let number = match self.written.number(Cow::Borrowed(cell)) {
                Value::Text(text) if edition.is_unknown(&text) => return Err(Value::Unknown),
                Value::Text(text) => parse_hundredths(&text).ok_or(Value::Malformed)?,
                Value::Blank => {
                    blank += 1;
                    continue;
                }
                Value::Unknown => return Err(Value::Unknown),
                Value::Lost => return Err(Value::Lost),
                _ => return Err(Value::Malformed),
            };
            let added = sum.unwrap_or_default().checked_add(number);
            sum = Some(added.ok_or(Value::Malformed)?);
        }
        let is_known = |sum: i64| blank == 0 && sum.abs() <= MAX_HUNDREDTHS;
        if sum.is_some_and(|sum| !is_known(sum)) {
            return Err(Value::Malformed);
        }
        let mut written = String::new();
        if let Some(sum) = sum {
            write_hundredths(sum, &mut written);
        }
        Ok(sum.map(|_| Cow::Owned(written)).into_iter().collect())
    }

    /// A band with one end is none, and neither is one that ends before it begins.
    fn span<'a>(
        &'a self,
        cells: &[Cow<'a, str>],
        columns: usize,
        edition: &Edition,
    ) -> Result<Vec<Cow<'a, str>>, Value<'a>> {
        let mut ends = Vec::with_capacity(columns);
        for cell in cells {
            match self.part(cell, edition) {
                Part::Number(number) => ends.push(number),
                other => return Err(other.left()),
            }
        }
        match ends[..] {
            [] => Ok(Vec::new()),
            [least, most] if least == most => Ok(vec![least.to_string().into()]),
            [least, most] if least < most => Ok(vec![format!("{least}-{most}").into()]),
            [_] => Err(Value::Lost),
            _ => Err(Value::Malformed),
        }
    }

    /// What a cell says, as its column would be read alone.
    fn part(&self, cell: &str, edition: &Edition) -> Part {
        match self.written.amount(Cow::Borrowed(cell)) {
            Value::Text(text) if edition.is_unknown(&text) => Part::Unknown,
            Value::Text(text) => whole(&text).map_or(Part::Other, Part::Number),
            Value::Unknown => Part::Unknown,
            Value::Lost => Part::Lost,
            _ => Part::Other,
        }
    }

    /// Gives an amount that could not be made of its parts.
    pub(super) fn give_left<'a>(&self, record: &mut Record<'a>, line: u32, value: Value<'a>) {
        match self.to {
            Target::Amount(exact, band) => {
                record.push(exact, 0, line, value);
                record.push(band, 0, line, Value::Blank);
            }
            _ => self.give(record, line, value),
        }
    }
}

/// A whole number of digits, with blanks between thousands.
fn whole(text: &str) -> Option<u64> {
    let blank = |c: &char| c.is_whitespace() || matches!(c, '\u{a0}' | '\u{202f}');
    text.chars()
        .filter(|c| !blank(c))
        .collect::<String>()
        .parse()
        .ok()
}

impl Part {
    /// What is left of an amount one part of which is no number.
    fn left<'a>(&self) -> Value<'a> {
        match self {
            Self::Unknown => Value::Unknown,
            Self::Lost => Value::Lost,
            Self::Number(_) | Self::Other => Value::Malformed,
        }
    }
}
