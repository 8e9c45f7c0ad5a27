//! Tables as plain values: what the figures are, in words and cells. Reporters
//! know only this; where the figures come from they do not know.

use crate::config::{Wording, Words};

/// One table, ready for any reporter.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// Its id: the name of its CSV file.
    pub id: String,
    /// What it shows.
    pub title: Wording,
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
        Self { name: name.into(), kind: Kind::Text }
    }

    /// A number column.
    pub fn number(name: impl Into<String>) -> Self {
        Self { name: name.into(), kind: Kind::Number }
    }
}

impl Table {
    /// The position of a column.
    pub fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.name == name)
    }
}

/// A share in percent with one decimal, half away from zero; empty without a base.
pub fn percent(part: u64, base: u64) -> String {
    if base == 0 {
        return String::new();
    }
    tenths(i128::from(part) * 1000, i128::from(base))
}

/// A change against `before` in percent with one decimal; empty where there was nothing.
pub fn change_percent(now: u64, before: u64) -> String {
    if before == 0 {
        return String::new();
    }
    tenths((i128::from(now) - i128::from(before)) * 1000, i128::from(before))
}

/// `thousandths / base` rounded half away from zero, as a number with one decimal.
fn tenths(thousandths: i128, base: i128) -> String {
    let rounded = (thousandths.abs() * 2 + base) / (base * 2);
    let sign = if thousandths < 0 && rounded > 0 { "-" } else { "" };
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
}
