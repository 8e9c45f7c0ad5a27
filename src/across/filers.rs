//! Who filed a notification: the controller by its organisation number, else by its name.

use std::collections::HashMap;

use crate::notification::MASKED;
use crate::row::{Row, hash_of};

/// The controllers of a set, as numbers. Whoever gives only a name is the one whose
/// organisation number others give with it, if they give one.
#[derive(Debug)]
pub(crate) struct Filers(HashMap<u32, u32>);

impl Filers {
    /// Those of some rows.
    pub(crate) fn of(rows: &[Box<Row>]) -> Self {
        // 0 stands for a name that goes with several numbers.
        let mut numbers = HashMap::new();
        for row in rows.iter().filter(|row| row.name != 0) {
            if let Some(number) = number(row) {
                numbers
                    .entry(row.name)
                    .and_modify(|own| *own = if *own == number { number } else { 0 })
                    .or_insert(number);
            }
        }
        Self(numbers)
    }

    /// The controller of a row; 0 if it names none. A person's number names none.
    pub(crate) fn of_row(&self, row: &Row) -> u32 {
        let by_name = || {
            let number = self.0.get(&row.name).copied();
            number.filter(|number| *number != 0)
        };
        number(row).or_else(by_name).unwrap_or(row.name)
    }
}

/// The organisation number of a row as a number.
fn number(row: &Row) -> Option<u32> {
    let number = row.organisation_number().text();
    number.filter(|number| *number != MASKED).map(hash_of)
}
