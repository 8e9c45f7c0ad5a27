//! Tables as plain values: what the figures are, in words and cells. Reporters
//! know only this; where the figures come from they do not know.

use crate::config::{Language, Message, Words};

/// Stands in the first column of the one row of a table that is withheld.
pub(crate) const WITHHELD: &str = "(withheld)";

/// The kind of a row that counts again what other rows count: no part of a sum.
pub(crate) const CUMULATIVE: &str = "cumulative";

/// One table, ready for any reporter.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// Its id: the name of its CSV file.
    pub id: String,
    /// What it shows.
    pub title: Message,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows, each with a cell per column.
    pub rows: Vec<Vec<String>>,
    /// What a reader must know of it: unit, base, what is left out.
    pub notes: Vec<Words>,
}

/// One column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its name in the CSV header.
    pub name: String,
    /// Whether its cells are text or numbers.
    pub kind: Kind,
}

/// Whether cells are text (and must not be taken for formulas) or numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Text.
    Text,
    /// Numbers, with a point; empty where there is none.
    Number,
}

impl Column {
    /// A text column.
    pub fn text(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            kind: Kind::Text,
        }
    }

    /// A number column.
    pub fn number(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            kind: Kind::Number,
        }
    }
}

/// A table that is not what its reader takes it for. A fault of the program: no
/// figure may be made of it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.wording().get(Language::En))]
pub enum TableError {
    /// It has no such column: table, column.
    Column(String, String),
    /// A cell is no count: table, column, cell.
    Cell(String, String, String),
}

impl TableError {
    /// The error in words that a person understands.
    pub(crate) fn wording(&self) -> Message {
        match self {
            Self::Column(table, column) => Words::new(
                "fel i programmet: tabellen {table} har ingen kolumn {column}",
                "a fault of the program: table {table} has no column {column}",
            )
            .with("table", table)
            .with("column", column),
            Self::Cell(table, column, cell) => Words::new(
                "fel i programmet: `{cell}` i tabellen {table}, kolumnen {column}, är inget antal",
                "a fault of the program: `{cell}` in table {table}, column {column}, is no count",
            )
            .with("cell", cell)
            .with("table", table)
            .with("column", column),
        }
    }
}

impl Table {
    /// The position of a column.
    pub(crate) fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.name == name)
    }

    /// The position of a column that the table must have.
    ///
    /// # Errors
    /// It has none of the name.
    pub(crate) fn place(&self, name: &str) -> Result<usize, TableError> {
        self.column(name)
            .ok_or_else(|| TableError::Column(self.id.clone(), name.to_owned()))
    }

    /// The positions of columns that the table must have.
    ///
    /// # Errors
    /// It lacks one.
    pub(crate) fn places<const N: usize>(
        &self,
        names: [&str; N],
    ) -> Result<[usize; N], TableError> {
        let mut places = [0; N];
        for (place, name) in places.iter_mut().zip(names) {
            *place = self.place(name)?;
        }
        Ok(places)
    }

    /// The count in a cell.
    ///
    /// # Errors
    /// What stands there is none.
    pub(crate) fn count(&self, row: &[String], at: usize) -> Result<u64, TableError> {
        let cell = row.get(at).map_or("", String::as_str);
        cell.parse().map_err(|_| {
            let column = self
                .columns
                .get(at)
                .map_or_else(|| at.to_string(), |column| column.name.clone());
            TableError::Cell(self.id.clone(), column, cell.to_owned())
        })
    }

    /// The table with its rows withheld: one row says so.
    pub(crate) fn withhold(&mut self) {
        let mut row = vec![String::new(); self.columns.len()];
        if let Some(first) = row.first_mut() {
            WITHHELD.clone_into(first);
        }
        self.rows = vec![row];
    }

    /// Whether its rows are withheld.
    pub(crate) fn is_withheld(&self) -> bool {
        matches!(self.rows.as_slice(), [row] if row.first().is_some_and(|cell| cell == WITHHELD))
    }
}

/// A share in percent with one decimal, half away from zero; empty without a base.
pub(crate) fn percent(part: u64, base: u64) -> String {
    if base == 0 {
        return String::new();
    }
    tenths(i128::from(part) * 1000, i128::from(base))
}

/// A change against `before` in percent with one decimal; empty where there was nothing.
pub(crate) fn change_percent(now: u64, before: u64) -> String {
    if before == 0 {
        return String::new();
    }
    tenths(
        (i128::from(now) - i128::from(before)) * 1000,
        i128::from(before),
    )
}

/// A share as a person reads it: one number where its least and its most round
/// alike, else both.
pub(crate) fn span(least: &str, most: &str, between: &str) -> String {
    if least == most {
        least.to_owned()
    } else {
        format!("{least}{between}{most}")
    }
}

/// `thousandths / base` rounded half away from zero, as a number with one decimal.
fn tenths(thousandths: i128, base: i128) -> String {
    let rounded = (thousandths.abs() * 2 + base) / (base * 2);
    let sign = if thousandths < 0 && rounded > 0 {
        "-"
    } else {
        ""
    };
    format!("{sign}{}.{}", rounded / 10, rounded % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentages_round_half_away_from_zero() {
        assert_eq!(percent(1, 3), "33.3");
        assert_eq!(percent(1, 8), "12.5");
        assert_eq!(percent(1, 2000), "0.1");
        assert_eq!(percent(0, 5), "0.0");
        assert_eq!(percent(1, 0), "");
        assert_eq!(change_percent(1, 2), "-50.0");
        assert_eq!(change_percent(3, 2), "50.0");
        assert_eq!(change_percent(3, 0), "");
    }

    #[test]
    fn a_table_tells_what_it_lacks_and_that_it_is_withheld() {
        let mut table = Table {
            id: "sector".to_owned(),
            title: Words::new("Sektor", "Sector").into(),
            columns: vec![Column::text("value"), Column::number("notifications")],
            rows: vec![vec!["public".to_owned(), "x".to_owned()]],
            notes: Vec::new(),
        };
        assert_eq!(table.places(["notifications", "value"]), Ok([1, 0]));
        assert!(
            table
                .place("base")
                .unwrap_err()
                .to_string()
                .contains("table sector has no column base")
        );
        assert!(
            table
                .count(&table.rows[0], 1)
                .unwrap_err()
                .to_string()
                .contains("`x` in table sector")
        );
        assert!(!table.is_withheld());
        table.withhold();
        assert!(table.is_withheld());
        assert_eq!(table.rows, [[WITHHELD, ""]]);
    }
}
