//! The types of columns: in memory, in records.csv and in records.parquet.

use crate::config::Words;
use crate::moment::Instant;
use crate::value::{MAX_COUNT, MAX_HUNDREDTHS, write_hundredths};

/// Stands for an open upper bound among numbers.
pub(crate) const OPEN: i64 = i64::MAX;

/// The type of a column, in memory, in records.csv and in records.parquet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stored {
    /// Text; in Parquet a string, never null.
    Text,
    /// A whole number; in Parquet an INT64.
    Count,
    /// An upper bound, which may be open; in Parquet a DOUBLE, `inf` where open.
    Bound,
    /// A number with two decimals; in Parquet a DOUBLE.
    Decimal,
    /// An instant to the minute; in Parquet a TIMESTAMP in microseconds, UTC.
    Instant,
}

impl Stored {
    /// Whether a number can stand in such a column. What is beyond would be taken for
    /// another, or for none.
    pub(crate) fn holds(self, number: i64) -> bool {
        const MOST: i64 = MAX_COUNT as i64;
        match self {
            Self::Text => false,
            Self::Count => (0..=MOST).contains(&number),
            Self::Bound => (0..=MOST).contains(&number) || number == OPEN,
            Self::Decimal => (-MAX_HUNDREDTHS..=MAX_HUNDREDTHS).contains(&number),
            Self::Instant => i32::try_from(number).is_ok(),
        }
    }

    /// A number of such a column as records.csv has it.
    pub(crate) fn text(self, number: i64) -> String {
        let mut out = String::new();
        match self {
            Self::Instant => Instant(number as i32).write_to(&mut out),
            Self::Decimal => write_hundredths(number, &mut out),
            _ if number == OPEN => out.push_str("inf"),
            _ => out.push_str(&number.to_string()),
        }
        out
    }

    /// What a cell should be, for messages.
    pub(crate) fn words(self) -> Words {
        match self {
            Self::Text => Words::new("en text", "a text"),
            Self::Count | Self::Bound => Words::new(
                "ett heltal från 0 till en biljon",
                "a whole number from 0 to a million million",
            ),
            Self::Decimal => Words::new("ett tal", "a number"),
            Self::Instant => Words::new("en tidpunkt", "an instant"),
        }
    }
}
