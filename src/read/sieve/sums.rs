//! Sums without a word for one: a row whose numbers are those of all rows before it
//! together, or of those since the last heading or sum.

use super::{Columns, Filled, Role, words};

/// The sums of the columns of amounts, and the last row where it may be their sum.
#[derive(Debug, Default)]
pub(super) struct Sums {
    /// Of all rows.
    all: Group,
    /// Of those since the last heading or sum, if there was any.
    since: Option<Group>,
    /// Whether a row has neither key nor date: then others without them may be records, too.
    bare: bool,
    last: Option<Last>,
}

/// The sums of some rows.
#[derive(Debug, Default)]
struct Group {
    columns: Vec<Column>,
    /// How many rows were added.
    rows: u64,
}

/// The sum of one column.
#[derive(Debug, Clone, Copy, Default)]
struct Column {
    sum: u64,
    most: u64,
    least: u64,
    /// How many rows have a number in it.
    rows: u32,
    /// Whether other figures stand in it.
    other: bool,
}

/// A row that is not added yet.
#[derive(Debug)]
struct Last {
    line: u32,
    /// Columns and their numbers.
    numbers: Vec<(usize, u64)>,
}

impl Group {
    fn number(&mut self, at: usize, number: Option<u64>) {
        if self.columns.len() <= at {
            self.columns.resize(at + 1, Column::default());
        }
        let column = &mut self.columns[at];
        let Some((number, sum)) =
            number.and_then(|number| Some((number, column.sum.checked_add(number)?)))
        else {
            column.other = true;
            return;
        };
        let least = if column.rows == 0 {
            number
        } else {
            column.least
        };
        (column.least, column.most) = (least.min(number), column.most.max(number));
        (column.sum, column.rows) = (sum, column.rows + 1);
    }

    /// Whether numbers are the sums of their columns, each of at least so many rows.
    fn is_summed(&self, numbers: &[(usize, u64)], at_least: u32) -> bool {
        let is_sum = |(at, number): &(usize, u64)| {
            let column = self.columns.get(*at).copied().unwrap_or_default();
            !column.other && column.rows >= at_least && column.sum == *number && *number > 0
        };
        !numbers.is_empty() && numbers.iter().all(is_sum)
    }
}

impl Sums {
    /// Adds a row. A plain one has a date and is no sum.
    pub(super) fn add<'c>(
        &mut self,
        columns: &Columns,
        cells: impl Iterator<Item = &'c [u8]> + Clone,
        line: u32,
        is_plain: bool,
    ) {
        self.bare = self.bare || !is_plain && !columns.has_key_or_date(cells.clone());
        self.add_last();
        let before = self.all.rows;
        for group in [Some(&mut self.all), self.since.as_mut()]
            .into_iter()
            .flatten()
        {
            group.rows += 1;
        }
        if !is_plain && let Some(numbers) = numbers(columns, before, cells.clone()) {
            self.last = Some(Last { line, numbers });
            return;
        }
        for (at, cell) in cells.enumerate() {
            let cell = cell.trim_ascii();
            // As in a spreadsheet, words without a figure do not matter.
            if columns.role(at) == Role::Amount && cell.iter().any(u8::is_ascii_digit) {
                self.number(at, words::whole(cell));
            }
        }
    }

    /// Adds the numbers of the last row, since it was not the last.
    fn add_last(&mut self) {
        if let Some(Last { numbers, .. }) = self.last.take() {
            for (at, number) in numbers {
                self.number(at, Some(number));
            }
        }
    }

    fn number(&mut self, at: usize, number: Option<u64>) {
        self.all.number(at, number);
        if let Some(since) = &mut self.since {
            since.number(at, number);
        }
    }

    /// Whether a row has neither key nor date.
    pub(super) fn is_bare(&self) -> bool {
        self.bare
    }

    /// Begins anew, below a heading or a sum.
    pub(super) fn begin(&mut self) {
        self.since = Some(Group::default());
    }

    /// Whether a row without key and date is the sum of those before it, all of which have
    /// one: of all, or of those since the last heading or sum, be it one alone.
    pub(super) fn is_between<'c>(
        &self,
        columns: &Columns,
        cells: &(impl Iterator<Item = &'c [u8]> + Clone),
    ) -> bool {
        if self.bare {
            return false;
        }
        let is_sum = |group: &Group, at_least| {
            numbers(columns, group.rows, cells.clone())
                .is_some_and(|numbers| group.is_summed(&numbers, at_least))
        };
        is_sum(&self.all, 2) || self.since.as_ref().is_some_and(|since| is_sum(since, 1))
    }

    /// Whether a row without key and date is a word for an extreme and those of the rows above:
    /// the word alone may be a name or an answer.
    pub(super) fn is_extreme(&self, filled: &[Filled]) -> bool {
        let is_number = |cell: &&Filled| cell.role == Role::Amount;
        let is_such = |cell: &Filled| {
            let column = self.all.columns.get(cell.at).copied().unwrap_or_default();
            let number = words::whole(cell.text.as_bytes());
            column.rows > 1 && number.is_some_and(|own| own == column.most || own == column.least)
        };
        let labels = filled.iter().filter(|cell| !is_number(cell));
        let numbers = || filled.iter().filter(is_number);
        !self.bare
            && numbers().next().is_some()
            && numbers().all(is_such)
            && labels.map(|cell| words::is_extreme(&cell.text)).eq([true])
    }

    /// The line of the last row, if it is the sum of those before it.
    pub(super) fn of_the_last(&self) -> Option<u32> {
        let Last { line, numbers } = self.last.as_ref()?;
        self.all.is_summed(numbers, 2).then_some(*line)
    }
}

/// The numbers of a row that has nothing but numbers in columns of amounts, a label at most that is
/// neither key nor name, and how many rows stand before it.
fn numbers<'c>(
    columns: &Columns,
    before: u64,
    cells: impl Iterator<Item = &'c [u8]>,
) -> Option<Vec<(usize, u64)>> {
    let (mut numbers, mut labels, mut counts) = (Vec::new(), 0, 0);
    for (at, cell) in cells.enumerate() {
        let cell = cell.trim_ascii();
        let role = columns.role(at);
        if cell.is_empty() {
            continue;
        }
        if let (Role::Amount, Some(number)) = (role, words::whole(cell)) {
            numbers.push((at, number));
            continue;
        }
        let text = columns.text(cell);
        let is_count =
            || words::count(&text) == Some(before) && !(role == Role::Key && columns.is_key(&text));
        let is_label = !cell.iter().any(u8::is_ascii_digit)
            || words::is_period(&text) && !columns.is_key(&text);
        let is_word = matches!(role, Role::Key | Role::Unread) && is_label;
        if is_word {
            labels += 1;
        } else if words::whole(cell) == Some(before) || is_count() {
            counts += 1;
        } else {
            return None;
        }
    }
    (!numbers.is_empty() && labels < 2 && counts < 2).then_some(numbers)
}
