//! Which column of a list of receipt times is what: by its heading, and by its values where
//! headings are used for several things.

use super::ReceiptsError;
use super::headings::{
    CASES, CLOCKS, Column, EITHER, HEADINGS, Heading, NUMBERS, OF_OTHERS, RECEIPT, SOMEWHERE,
};
use crate::form::squash;
use crate::moment::{parse_stamp, parse_time};
use crate::read::listing::Row;
use crate::read::workbook::SERIALS;
use crate::value::unguarded;

/// The columns of a list by position.
#[derive(Debug)]
pub(in crate::read) struct Columns([Option<usize>; HEADINGS.len()]);

impl Columns {
    /// The columns of a list of receipt times.
    ///
    /// # Errors
    /// What is missing, with how many of the columns are there.
    pub(super) fn of(names: &[String], rows: &[Row]) -> Result<Self, (usize, ReceiptsError)> {
        let found = |at_least| Self::found(names, rows, at_least).map_err(|error| (0, error));
        let mut columns = found(AtLeast::Half)?;
        if columns.day().is_none() {
            // A list that is filled in has more words than times at first.
            columns = found(AtLeast::One)?;
        }
        let known = columns.places().count();
        let Some(day) = columns.day() else {
            let error = no_dates(names, rows).unwrap_or(ReceiptsError::NoReceived);
            return Err((known, error));
        };
        if let Some((other, line)) = other_times(names, rows, day) {
            let heading = |at: usize| crate::value::mask(names[at].trim()).into_owned();
            let both = [heading(day), heading(other)];
            return Err((known + 1, ReceiptsError::TwoTimes(both, line)));
        }
        if !columns.has_key() {
            return Err((known, ReceiptsError::NoKey));
        }
        Ok(columns)
    }

    /// The columns of a row of headings, by the rows below it, whatever is missing.
    ///
    /// # Errors
    /// A column that is there twice.
    pub(in crate::read) fn any(names: &[String], rows: &[Row]) -> Result<Self, ReceiptsError> {
        Self::found(names, rows, AtLeast::Half)
    }

    /// The same; so many cells of the column of receipt times are times.
    fn found(names: &[String], rows: &[Row], at_least: AtLeast) -> Result<Self, ReceiptsError> {
        let table = Table {
            at_least,
            ..Table::new(names, rows)
        };
        let mut found = [None; HEADINGS.len()];
        for Heading {
            column,
            own,
            names: others,
            stems,
        } in &HEADINGS
        {
            let is_own = |name: &String| name.trim().eq_ignore_ascii_case(own);
            if names.iter().filter(|name| is_own(name)).count() > 1 {
                return Err(ReceiptsError::Twice(own));
            }
            let by_name = |name: &&str| table.find(|heading| heading == *name, *column);
            let by_stem = |stem: &&str| table.find(|heading| heading.starts_with(*stem), *column);
            let other = || {
                others
                    .iter()
                    .find_map(by_name)
                    .or_else(|| stems.iter().find_map(by_stem))
            };
            found[*column as usize] = names.iter().position(is_own).or_else(other);
        }
        let received = &mut found[Column::Received as usize];
        if received.is_none() && at_least == AtLeast::Half {
            let is_such = |heading: &str| SOMEWHERE.iter().any(|word| heading.contains(word));
            *received = table.find(is_such, Column::Received);
        }
        let case = &mut found[Column::CaseNumber as usize];
        if case.is_none() {
            *case = table.find(names_a_case, Column::CaseNumber);
        }
        for at in 0..table.squashed.len() {
            let is_case = table.share(at, |cell| CASES.iter().any(|start| cell.starts_with(start)));
            let is_either = EITHER.contains(&table.squashed[at].as_str());
            let column = if is_case && !found.contains(&Some(at)) {
                Column::CaseNumber
            } else if is_either && !is_case {
                Column::Reference
            } else {
                continue;
            };
            found[column as usize].get_or_insert(at);
        }
        let clock = Column::Clock as usize;
        if let (Some(day), None) = (found[Column::Received as usize], found[clock]) {
            let is_clock = |at: usize| {
                let name = table.squashed.get(at).map(String::as_str);
                name.is_some_and(|name| CLOCKS.contains(&name)) && !found.contains(&Some(at))
            };
            let beside = [Some(day + 1), day.checked_sub(1)].into_iter().flatten();
            found[clock] = beside.into_iter().find(|at| is_clock(*at));
        }
        Ok(Self(found))
    }

    /// Whether there is a column that names notifications.
    pub(in crate::read) fn has_key(&self) -> bool {
        let keys = [Column::CaseNumber, Column::Source, Column::Reference];
        keys.iter().any(|key| self.0[*key as usize].is_some())
    }

    /// The position of the day of receipt.
    pub(in crate::read) fn day(&self) -> Option<usize> {
        self.0[Column::Received as usize]
    }

    /// Whether a column holds dates or times.
    pub(in crate::read) fn holds_moments(&self, at: usize) -> bool {
        [Column::Received, Column::Clock]
            .iter()
            .any(|column| self.0[*column as usize] == Some(at))
    }

    /// The positions of the columns.
    pub(in crate::read) fn places(&self) -> impl Iterator<Item = usize> {
        self.0.into_iter().flatten()
    }

    /// The cell of a column, empty where there is none.
    pub(super) fn cell<'r>(&self, cells: &'r [String], column: Column) -> &'r str {
        let at = self.0[column as usize];
        at.and_then(|at| cells.get(at))
            .map_or("", |cell| unguarded(cell))
    }

    /// The columns that are used by our headings, with the headings of the list.
    pub(in crate::read) fn taken(&self, names: &[String]) -> Vec<(&'static str, String)> {
        let used = HEADINGS.iter().filter_map(|Heading { column, own, .. }| {
            let name = names.get(self.0[*column as usize]?)?;
            Some((*own, crate::value::mask(name.trim()).into_owned()))
        });
        used.collect()
    }
}

/// Another column of receipt times as good as this one, with the line of the first row in which
/// they differ. One of our own heading has no equal.
fn other_times(names: &[String], rows: &[Row], day: usize) -> Option<(usize, u32)> {
    let heading = &HEADINGS[Column::Received as usize];
    if names[day].trim().eq_ignore_ascii_case(heading.own) {
        return None;
    }
    let table = Table::new(names, rows);
    let is_such = |at: usize| is_of_receipt(&table.squashed[at]) && table.share(at, is_moment);
    // What tells of the receipt goes before what tells of the notification.
    let tells = |at: usize| RECEIPT.iter().any(|word| table.squashed[at].contains(word));
    let others = (0..names.len()).filter(|at| *at != day && is_such(*at));
    let mut others = others.filter(|at| tells(*at) == tells(day));
    others.find_map(|other| {
        let mut lines = rows.iter();
        let differing = lines.find(|(_, cells)| {
            let cell = |at: usize| cells.get(at).map_or("", |cell| unguarded(cell).trim());
            differ(cell(day), cell(other))
        });
        differing.map(|(line, _)| (other, *line))
    })
}

/// Whether a heading, squashed, is one of receipt times.
fn is_of_receipt(name: &str) -> bool {
    let heading = &HEADINGS[Column::Received as usize];
    let mut stems = heading.names.iter().chain(heading.stems);
    stems.any(|stem| name.starts_with(stem)) && !OF_OTHERS.iter().any(|word| name.contains(word))
}

/// The column of receipt times that holds no time at all, with the lines of its first cells.
fn no_dates(names: &[String], rows: &[Row]) -> Option<ReceiptsError> {
    /// How many lines are named.
    const MOST: usize = 3;
    let is_such = |name: &String| {
        name.trim()
            .eq_ignore_ascii_case(HEADINGS[Column::Received as usize].own)
            || is_of_receipt(&squash(name))
    };
    let at = names.iter().position(is_such)?;
    let is_filled = |cells: &[String]| cells.get(at).is_some_and(|cell| !cell.is_empty());
    let lines = rows.iter().filter(|(_, cells)| is_filled(cells));
    let lines: Vec<String> = lines.take(MOST).map(|(line, _)| line.to_string()).collect();
    let heading = crate::value::mask(names[at].trim()).into_owned();
    (!lines.is_empty()).then(|| ReceiptsError::NoDates(heading, lines.join(", ")))
}

/// Whether two cells are moments that cannot both be right.
fn differ(one: &str, other: &str) -> bool {
    let stamp = |cell: &str| parse_stamp(cell).map(|read| read.value);
    if let (Some(one), Some(other)) = (stamp(one), stamp(other)) {
        return one.disagrees(&other);
    }
    let serial = |cell: &str| {
        cell.parse()
            .ok()
            .filter(|number: &f64| SERIALS.contains(number))
    };
    let serials = serial(one).zip(serial(other));
    serials.is_some_and(|(one, other)| {
        let is_day = |number: f64| number.fract() == 0.0;
        let same_day = (one.floor() - other.floor()).abs() < 0.5;
        let same = (one - other).abs() < 1e-5;
        !(same || same_day && (is_day(one) || is_day(other)))
    })
}

/// The headings of a list, squashed, and the rows below them.
struct Table<'r> {
    squashed: Vec<String>,
    rows: &'r [Row],
    at_least: AtLeast,
}

/// How many cells of a column that say something are times if it holds receipt times.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum AtLeast {
    Half,
    One,
}

impl<'r> Table<'r> {
    fn new(names: &[String], rows: &'r [Row]) -> Self {
        Self {
            squashed: names.iter().map(|name| squash(name)).collect(),
            rows,
            at_least: AtLeast::Half,
        }
    }

    /// Whether a column holds receipt times.
    fn holds_moments(&self, at: usize) -> bool {
        match self.at_least {
            AtLeast::Half => self.share(at, is_moment),
            AtLeast::One => {
                let mut cells = self.rows.iter().filter_map(|(_, cells)| cells.get(at));
                cells.any(|cell| is_moment(cell))
            }
        }
    }

    /// Whether at least half of the cells of a column that say something are such.
    fn share(&self, at: usize, is_such: impl Fn(&str) -> bool) -> bool {
        let cells = self.rows.iter().filter_map(|(_, cells)| cells.get(at));
        let (mut such, mut all) = (0, 0);
        for cell in cells.filter(|cell| !cell.is_empty()) {
            all += 1;
            such += usize::from(is_such(cell));
        }
        such > 0 && such * 2 >= all
    }

    fn is_empty(&self, at: usize) -> bool {
        let mut cells = self.rows.iter().filter_map(|(_, cells)| cells.get(at));
        cells.all(String::is_empty)
    }

    /// The first column whose heading is such and whose cells fit. A column "reported" may say
    /// yes or no, which is no time, or a time of day alone.
    fn find(&self, is_such: impl Fn(&str) -> bool, column: Column) -> Option<usize> {
        let is_free = |heading: &str| !OF_OTHERS.iter().any(|word| heading.contains(word));
        let fits = |at: usize| match column {
            Column::Received => {
                is_free(&self.squashed[at]) && (self.is_empty(at) || self.holds_moments(at))
            }
            Column::Clock => is_free(&self.squashed[at]) && self.share(at, is_clock),
            _ => true,
        };
        let such = (0..self.squashed.len()).filter(|at| is_such(&self.squashed[*at]));
        let mut fitting = such.filter(|at| fits(*at)).peekable();
        let first = fitting.peek().copied();
        fitting.find(|at| !self.is_empty(*at)).or(first)
    }
}

/// Whether a heading names a number that the authority gave.
fn names_a_case(heading: &str) -> bool {
    let is_number = NUMBERS.iter().any(|word| heading.contains(word));
    let of_authority = ["imy", "myndighet", "authority"]
        .iter()
        .any(|word| heading.contains(word));
    is_number && of_authority
}

/// Whether a cell is a time of day, and no date.
fn is_clock(cell: &str) -> bool {
    let is_fraction = || {
        cell.parse()
            .is_ok_and(|number: f64| number > 0.0 && number < 1.0)
    };
    clock_of(cell).is_some() || is_fraction()
}

/// A time of day as people write it: `10:15`, `kl. 10.15`, `1015`.
pub(super) fn clock_of(text: &str) -> Option<String> {
    let bare = text
        .trim()
        .trim_start_matches("kl")
        .trim_start_matches('.')
        .trim();
    let digits = bare.len() == 4 && bare.bytes().all(|byte| byte.is_ascii_digit());
    let parted = digits.then(|| format!("{}:{}", &bare[..2], &bare[2..]));
    let text = parted.unwrap_or_else(|| bare.to_owned());
    parse_time(&text).map(|_| text)
}

/// Whether a cell is a date, or the number of one in a workbook.
pub(in crate::read) fn is_moment(cell: &str) -> bool {
    let is_serial = || {
        cell.parse()
            .is_ok_and(|number: f64| SERIALS.contains(&number))
    };
    parse_stamp(cell).is_some() || is_serial()
}
