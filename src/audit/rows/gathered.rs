//! Rows of a table that are notifications only together, or of which one is several: they
//! are all read before the first is taken in.

use std::io::{self, Read};

use csv::ByteRecord;

use super::{Place, Rows};
use crate::read::csv::{Groups, Weight};
use crate::read::sieve::Last;

/// The most notifications that the rows of one table may stand for together.
const MOST_NOTIFICATIONS: u32 = 5_000_000;

/// Rows that are notifications only together, or of which one is several.
pub(super) struct Gathered {
    rows: Box<dyn Iterator<Item = (ByteRecord, Place)> + Send>,
    /// A row that stands for further notifications.
    again: Option<(ByteRecord, Place)>,
    /// What went wrong behind them.
    failed: Option<io::Error>,
}

impl<R: Read> Rows<'_, R> {
    /// Reads all rows, where only all together say what each is.
    fn gather(&mut self) -> Gathered {
        let mut groups = Groups::default();
        let (mut row, mut notifications) = (ByteRecord::new(), 0);
        let failed = loop {
            match (self.next_of_table(&mut row), &self.shape) {
                (Ok(Some(place)), Some(shape)) => {
                    groups.add(shape, std::mem::take(&mut row), place);
                }
                (Ok(_), _) => break None,
                (Err(error), _) => break Some(error),
            }
        };
        if failed.is_none() && self.sieve.settle() == Last::Sum {
            groups.pop();
        }
        let mut rows = groups.rows;
        let mut all: Vec<_> = groups.into_rows().collect();
        for (_, place) in &mut all {
            notifications += match place.weight {
                Weight::Of(weight) if notifications + weight <= MOST_NOTIFICATIONS => weight,
                _ => {
                    place.weight = Weight::Unreadable;
                    rows -= 1;
                    0
                }
            };
        }
        self.sieve.counted(rows, notifications);
        Gathered {
            rows: Box::new(all.into_iter()),
            again: None,
            failed,
        }
    }

    /// The next notification.
    pub(super) fn next_notification(&mut self, row: &mut ByteRecord) -> io::Result<Option<Place>> {
        if !self.layout.gathers() {
            return self.next_of_table(row);
        }
        if self.gathered.is_none() {
            self.gathered = Some(self.gather());
        }
        let Some(gathered) = &mut self.gathered else {
            return Ok(None);
        };
        let Some((next, mut place)) = gathered.again.take().or_else(|| gathered.rows.next()) else {
            return gathered.failed.take().map_or(Ok(None), Err);
        };
        row.clone_from(&next);
        if let Weight::Of(more @ 2..) = place.weight {
            place.weight = Weight::Of(more - 1);
            gathered.again = Some((next, place));
        }
        Ok(Some(place))
    }
}
