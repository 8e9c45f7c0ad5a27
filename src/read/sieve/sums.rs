//! Sums without a word for one: a last row whose numbers are those of all rows
//! before it together.

use super::{Columns, Role, words};

/// The sums of the columns of amounts, and the last row where it may be their sum.
#[derive(Debug, Default)]
pub(super) struct Sums {
    columns: Vec<Column>,
    /// How many rows were added, the last one with them.
    rows: u64,
    last: Option<Last>,
}

/// The sum of one column.
#[derive(Debug, Clone, Copy, Default)]
struct Column {
    sum: u64,
    /// How many rows have a number in it.
    rows: u32,
    /// Whether anything else stands in it.
    other: bool,
}

/// A row that is not added yet.
#[derive(Debug)]
struct Last {
    line: u32,
    /// Columns and their numbers.
    numbers: Vec<(usize, u64)>,
}

impl Sums {
    /// Adds a row.
    pub(super) fn add<'c>(
        &mut self,
        columns: &Columns,
        cells: impl Iterator<Item = &'c [u8]> + Clone,
        line: u32,
    ) {
        if let Some(Last { numbers, .. }) = self.last.take() {
            for (at, number) in numbers {
                self.number(at, Some(number));
            }
        }
        let before = self.rows;
        self.rows += 1;
        if may_be_sum(columns, before, cells.clone()) {
            let amounts = cells
                .enumerate()
                .filter(|(at, _)| columns.role(*at) == Role::Amount);
            let numbers = amounts
                .filter_map(|(at, cell)| Some((at, words::whole(cell)?)))
                .collect();
            self.last = Some(Last { line, numbers });
            return;
        }
        for (at, cell) in cells
            .enumerate()
            .filter(|(at, _)| columns.role(*at) == Role::Amount)
        {
            let cell = cell.trim_ascii();
            if !cell.is_empty() {
                self.number(at, words::whole(cell));
            }
        }
    }

    fn number(&mut self, at: usize, number: Option<u64>) {
        if self.columns.len() <= at {
            self.columns.resize(at + 1, Column::default());
        }
        let column = &mut self.columns[at];
        match number.and_then(|number| column.sum.checked_add(number)) {
            Some(sum) => (column.sum, column.rows) = (sum, column.rows + 1),
            None => column.other = true,
        }
    }

    /// The line of the last row, if it is the sum of those before it.
    pub(super) fn of_the_last(&self) -> Option<u32> {
        let Last { line, numbers } = self.last.as_ref()?;
        let is_sum = |(at, number): &(usize, u64)| {
            let column = self.columns.get(*at).copied().unwrap_or_default();
            !column.other && column.rows > 1 && column.sum == *number && *number > 0
        };
        (!numbers.is_empty() && numbers.iter().all(is_sum)).then_some(*line)
    }
}

/// Whether a row has nothing but numbers in columns of amounts, and a label at most
/// that is neither key nor name. How many rows stand before it is such a label.
fn may_be_sum<'c>(columns: &Columns, before: u64, cells: impl Iterator<Item = &'c [u8]>) -> bool {
    let (mut numbers, mut labels) = (0, 0);
    for (at, cell) in cells.enumerate() {
        let cell = cell.trim_ascii();
        match columns.role(at) {
            _ if cell.is_empty() => {}
            Role::Amount if words::whole(cell).is_some() => numbers += 1,
            Role::Key | Role::Unread
                if !cell.iter().any(u8::is_ascii_digit) || words::whole(cell) == Some(before) =>
            {
                labels += 1;
            }
            _ => return false,
        }
    }
    numbers > 0 && labels < 2
}
