//! How each column of the records is typed, in records.parquet and in memory.
//! The names and their order are `row`'s.

use crate::config::Words;
use crate::value::MAX_COUNT;

/// Stands for an open upper bound among numbers.
pub(crate) const OPEN: i64 = i64::MAX;

/// The type of a column.
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
    /// The type of the column of this name; text unless it is known for a number.
    pub(crate) fn of(name: &str) -> Self {
        match name {
            "data_subjects_max" | "data_items_max" => Self::Bound,
            "elapsed_hours_min" | "elapsed_hours_max" | "answered" => Self::Decimal,
            "record"
            | "line"
            | "limit_hours"
            | "processors"
            | "data_subjects_exact"
            | "data_subjects_min"
            | "data_items_exact"
            | "data_items_min"
            | "actions"
            | "errors"
            | "warnings"
            | "infos" => Self::Count,
            _ if name.ends_with("_earliest") || name.ends_with("_latest") => Self::Instant,
            _ => Self::Text,
        }
    }

    /// Whether a number can stand in such a column. What is beyond would be taken for
    /// another, or for none.
    pub(super) fn holds(self, number: i64) -> bool {
        const MOST: i64 = MAX_COUNT as i64;
        match self {
            Self::Text => false,
            Self::Count => (0..=MOST).contains(&number),
            Self::Bound => (0..=MOST).contains(&number) || number == OPEN,
            Self::Decimal => number.unsigned_abs() <= MAX_COUNT,
            Self::Instant => i32::try_from(number).is_ok(),
        }
    }

    /// What stands for a column that records of earlier versions do not have.
    pub(super) fn of_earlier(name: &str) -> Option<&'static str> {
        (name == "copy_of").then_some("none")
    }

    /// What a cell should be, for messages.
    pub(super) fn words(self) -> Words {
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

#[cfg(test)]
mod tests {
    use super::Stored;
    use crate::row::{COLUMNS, ColumnKind};

    #[test]
    fn number_columns_are_typed_and_text_columns_are_not() {
        for column in COLUMNS {
            let typed = Stored::of(column.name);
            match column.kind {
                ColumnKind::Number => {
                    assert!(
                        !matches!(typed, Stored::Text | Stored::Instant),
                        "{}",
                        column.name
                    );
                }
                ColumnKind::Text => assert_eq!(typed, Stored::Text, "{}", column.name),
                ColumnKind::Plain => {
                    assert!(
                        matches!(typed, Stored::Text | Stored::Instant),
                        "{}",
                        column.name
                    );
                }
            }
        }
    }
}
