//! Tables as typed values: what the figures are, before any of them is text. Writers
//! alone make text of cells. Where the figures come from is not known here.

use std::fmt;

use crate::config::{Language, Message, Words};

mod column;
mod key;
mod read;
pub use column::{COUNTS, Column, Kind};
pub(crate) use column::{HOURS, NUMBERS};
pub use key::{Key, Other};

/// What stands for a hidden cell in files that programs read.
pub(crate) const MARK: &str = ":c";
/// What stands for it in what people read, with an explanation beside it.
pub(crate) const SHOWN_MARK: &str = "..";

/// One table, ready for any writer.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// Its id: the name of its CSV file.
    pub id: String,
    /// What it shows.
    pub title: Message,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows, each with a cell per column; none where they are withheld.
    pub rows: Vec<Row>,
    /// Whether its rows are published.
    pub state: State,
    /// What a reader must know of it: unit, base, what is left out. Names of columns stand in
    /// braces (see [`Table::noted`]).
    pub notes: Vec<Words>,
}

/// The cells of one row.
pub type Row = Vec<Cell>;

/// Whether the rows of a table are published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// They are.
    Told,
    /// Disclosure control withholds all of them.
    Withheld,
}

/// One cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// There is no such figure.
    Nothing,
    /// Disclosure control hid the figure.
    Hidden,
    /// What the row counts.
    Key(Key),
    /// A label, or a word of the program.
    Text(String),
    /// A number of notifications, findings or persons.
    Count(u64),
    /// A number of persons without an upper bound.
    Unbounded,
    /// How much a count has changed.
    Change(i64),
    /// Tenths of a percent.
    Percent(i64),
    /// Hundredths of an hour, or of another number.
    Hours(i64),
}

impl Cell {
    /// A text cell.
    pub(crate) fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// A text cell; nothing without a text.
    pub(crate) fn words(text: impl AsRef<str>) -> Self {
        match text.as_ref() {
            "" => Self::Nothing,
            text => Self::text(text),
        }
    }

    /// The count, if the cell tells one.
    pub(crate) fn count(&self) -> Option<u64> {
        match self {
            Self::Count(count) => Some(*count),
            _ => None,
        }
    }

    /// Whether it is a count from 1 up to `least`, exclusive.
    pub(crate) fn is_small(&self, least: u64) -> bool {
        self.count()
            .is_some_and(|count| (1..least).contains(&count))
    }

    /// The share in tenths of a percent, if the cell tells one.
    pub(crate) fn percent(&self) -> Option<i64> {
        match self {
            Self::Percent(tenths) => Some(*tenths),
            _ => None,
        }
    }

    /// The key, if the cell is one.
    pub(crate) fn key(&self) -> Option<&Key> {
        match self {
            Self::Key(key) => Some(key),
            _ => None,
        }
    }

    /// Its words, if it holds words.
    pub(crate) fn as_text(&self) -> &str {
        match self {
            Self::Text(text) => text,
            _ => "",
        }
    }

    /// Whether it is the key of this id.
    pub(crate) fn is(&self, id: &str) -> bool {
        self.key().is_some_and(|key| key.id() == id)
    }

    /// Whether a figure stands in it: it is neither hidden nor left out.
    pub(crate) fn is_told(&self) -> bool {
        !matches!(self, Self::Nothing | Self::Hidden)
    }

    /// Hides a figure. Where there is none, there is nothing to hide.
    pub(crate) fn hide(&mut self) {
        if *self != Self::Nothing {
            *self = Self::Hidden;
        }
    }
}

/// The cell as it stands in a CSV file: numbers with a point, [`MARK`] where it is hidden.
impl fmt::Display for Cell {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        let sign = |number: i64| if number < 0 { "-" } else { "" };
        match self {
            Self::Nothing => Ok(()),
            Self::Hidden => out.write_str(MARK),
            Self::Key(key) => out.write_str(key.id()),
            Self::Text(text) => out.write_str(text),
            Self::Count(count) => write!(out, "{count}"),
            Self::Unbounded => out.write_str("inf"),
            Self::Change(change) => write!(out, "{change}"),
            Self::Percent(tenths) => {
                let part = tenths.unsigned_abs();
                write!(out, "{}{}.{}", sign(*tenths), part / 10, part % 10)
            }
            Self::Hours(hundredths) => {
                let part = hundredths.unsigned_abs();
                write!(out, "{}{}.{:02}", sign(*hundredths), part / 100, part % 100)
            }
        }
    }
}

/// Why a table cannot be published.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.wording().get(Language::En))]
pub enum TableError {
    /// It lacks a column, or holds words in a column of figures: table, column. A fault of
    /// the program: no figure may be made of it.
    Column(String, String),
    /// Counts are to be suppressed, and the notifications are of these editions, which ask
    /// differently.
    Forms(String),
    /// Fewer notifications than this, though some, came or went since the release before.
    Few(u64),
}

impl TableError {
    /// The error in words that a person understands.
    pub(crate) fn wording(&self) -> Message {
        match self {
            Self::Column(table, column) => Words::new(
                "fel i programmet: tabellen {table} har ingen sådan kolumn {column}",
                "a fault of the program: table {table} has no such column {column}",
            )
            .with("table", table)
            .with("column", column),
            Self::Forms(names) => Words::new(
                "--min-cell: anmälningarna är gjorda på formulärversioner med olika frågor ({names}); redovisa dem var för sig med --where form=NAMN",
                "--min-cell: the notifications are of form editions with different questions ({names}); publish each by itself with --where form=NAME",
            )
            .with("names", names),
            Self::Few(least) => Words::new(
                "--previous: färre än {least} anmälningar har kommit till eller fallit bort sedan den förra redovisningen, så varje tabell skulle röja dem; redovisa på nytt när fler har kommit",
                "--previous: fewer than {least} notifications came or went since the report before, so every table would tell of them; publish again when more have come",
            )
            .with("least", least),
        }
    }
}

impl Table {
    /// A table whose rows are published, without notes.
    pub(crate) fn new(
        id: impl Into<String>,
        title: impl Into<Message>,
        columns: Vec<Column>,
        rows: Vec<Row>,
    ) -> Self {
        Self {
            id: id.into(),
            title: title.into(),
            columns,
            rows,
            state: State::Told,
            notes: Vec::new(),
        }
    }

    /// What a reader must know of it. Columns and codes that are named stand in braces there;
    /// `said` says what the reader calls them. A note of what the reader does not have, of which
    /// it says nothing, is left out.
    pub(crate) fn noted(
        &self,
        language: Language,
        said: impl Fn(&str) -> Option<String>,
    ) -> Vec<String> {
        let note = |note: &Words| {
            let parts = note.get(language).split(['{', '}']).enumerate();
            // Between braces is every other part.
            let parts = parts.map(|(at, part)| match at % 2 {
                1 => said(part),
                _ => Some(part.to_owned()),
            });
            parts.collect::<Option<String>>()
        };
        self.notes.iter().filter_map(note).collect()
    }

    /// The position of a column.
    pub(crate) fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.name == name)
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
            let found = self.column(name);
            *place = found.ok_or_else(|| self.lacks(name))?;
        }
        Ok(places)
    }

    /// The positions of the columns that say what a row counts.
    pub(crate) fn keys(&self) -> Vec<usize> {
        let all = 0..self.columns.len();
        all.filter(|at| self.columns[*at].kind == Kind::Key)
            .collect()
    }

    /// The positions of the columns of shares, each with those of its part and of its whole.
    pub(crate) fn shares(&self) -> Vec<(usize, [Option<usize>; 2])> {
        let columns = self.columns.iter().enumerate();
        columns
            .filter_map(|(at, column)| match column.kind {
                Kind::Share(part, whole) => Some((at, [part, whole].map(|name| self.column(name)))),
                _ => None,
            })
            .collect()
    }

    /// The dimensions whose values a one-way or cross table counts; none of a table of
    /// another shape.
    pub(crate) fn dimensions(&self) -> Vec<&str> {
        let keys = self
            .keys()
            .into_iter()
            .map(|at| self.columns[at].name.as_str());
        match keys.collect::<Vec<_>>() {
            one if one == ["value"] => vec![&self.id],
            // Each dimension of a cross table has its labels beside it.
            several
                if several.len() > 1
                    && self.column(&format!("{}_label", several[0])).is_some()
                    && self.column("percent").is_some() =>
            {
                several
            }
            _ => Vec::new(),
        }
    }

    /// The row whose first key has this id.
    pub(crate) fn row(&self, id: &str) -> Option<&Row> {
        self.rows
            .iter()
            .find(|row| row.first().is_some_and(|cell| cell.is(id)))
    }

    /// Withholds its rows.
    pub(crate) fn withhold(&mut self) {
        self.rows.clear();
        self.state = State::Withheld;
    }

    /// Whether its rows are withheld.
    pub(crate) fn is_withheld(&self) -> bool {
        self.state == State::Withheld
    }

    /// Checks that words stand among words and figures among figures.
    ///
    /// # Errors
    /// They do not.
    pub(crate) fn check(&self) -> Result<(), TableError> {
        let fits =
            |(at, column): &(usize, &Column)| self.rows.iter().all(|row| column.takes(&row[*at]));
        let misfit = self.columns.iter().enumerate().find(|column| !fits(column));
        misfit.map_or(Ok(()), |(_, column)| Err(self.lacks(&column.name)))
    }

    fn lacks(&self, column: &str) -> TableError {
        TableError::Column(self.id.clone(), column.to_owned())
    }
}

/// A share in percent with one decimal, half away from zero; nothing without a base.
pub(crate) fn percent(part: u64, base: u64) -> Cell {
    tenths(i128::from(part), i128::from(base))
}

/// A change against `before` in percent with one decimal; nothing where there was nothing.
pub(crate) fn change_percent(now: u64, before: u64) -> Cell {
    tenths(i128::from(now) - i128::from(before), i128::from(before))
}

/// `part / base` in tenths of a percent, rounded half away from zero.
fn tenths(part: i128, base: i128) -> Cell {
    if base == 0 {
        return Cell::Nothing;
    }
    let rounded = (part.abs() * 2000 + base) / (base * 2) * part.signum();
    // A share of counts that are whole numbers of 64 bits fits wherever it is told.
    i64::try_from(rounded).map_or(Cell::Nothing, Cell::Percent)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Words;

    #[test]
    fn percentages_round_half_away_from_zero() {
        let told = |cell: Cell| cell.to_string();
        assert_eq!(told(percent(1, 3)), "33.3");
        assert_eq!(told(percent(1, 8)), "12.5");
        assert_eq!(told(percent(1, 2000)), "0.1");
        assert_eq!(told(percent(0, 5)), "0.0");
        assert_eq!(told(percent(1, 0)), "");
        assert_eq!(told(change_percent(1, 2)), "-50.0");
        assert_eq!(told(change_percent(3, 2)), "50.0");
        assert_eq!(told(change_percent(3, 0)), "");
    }

    #[test]
    fn cells_are_written_as_csv_has_them() {
        for (cell, text) in [
            (Cell::Hours(-102), "-1.02"),
            (Cell::Hours(7202), "72.02"),
            (Cell::Percent(-3), "-0.3"),
            (Cell::Change(-4), "-4"),
            (Cell::Unbounded, "inf"),
            (Cell::Hidden, ":c"),
            (Cell::Nothing, ""),
            (Cell::Key(Key::Total), "(total)"),
            (Cell::Key(Key::Other(Other::NotShown)), "(not shown)"),
        ] {
            assert_eq!(cell.to_string(), text);
        }
    }

    #[test]
    fn a_table_tells_what_it_lacks_and_that_it_is_withheld() {
        let columns = ["value", "notifications"].map(Column::new).to_vec();
        let row = vec![Cell::Key(Key::value("public")), Cell::text("x")];
        let title = Words::new("Sektor", "Sector");
        let mut table = Table::new("sector", title, columns, vec![row]);
        assert_eq!(table.places(["notifications", "value"]), Ok([1, 0]));
        let missing = table.places(["base"]).unwrap_err().to_string();
        assert!(missing.contains("table sector has no such column base"));
        let mistyped = table.check().unwrap_err().to_string();
        assert!(mistyped.contains("column notifications"), "{mistyped}");
        assert!(!table.is_withheld());
        table.withhold();
        assert!(table.is_withheld() && table.rows.is_empty());
    }
}
