//! The one reader of tables that were written as CSV: header and cells become the same
//! typed table. A cell that is not what its column holds stays text, so that it is
//! taken for no figure.

use crate::config::Message;
use crate::table::key::CUMULATIVE;
use crate::table::{Cell, Column, Key, Kind, MARK, Row, State, Table};

/// Stands in the first column of the one row of a table that is withheld.
const WITHHELD: &str = "(withheld)";

impl Table {
    /// The table of an id from its header and rows of text, without title and notes.
    pub fn read<'t>(
        id: &str,
        header: &[String],
        rows: impl IntoIterator<Item = &'t [String]>,
    ) -> Self {
        let columns: Vec<Column> = header.iter().map(|name| column(id, name, header)).collect();
        let kind = header.iter().position(|name| name == "kind");
        let mut table = Self::new(id, Message::Same(id.into()), columns, Vec::new());
        let rows: Vec<&[String]> = rows.into_iter().collect();
        if let [only] = rows[..]
            && is_withheld(only)
        {
            table.state = State::Withheld;
            return table;
        }
        for cells in rows {
            let mut row: Row = cells
                .iter()
                .zip(&table.columns)
                .map(|(text, column)| cell(text, column.kind))
                .collect();
            row.resize(table.columns.len(), Cell::Nothing);
            if kind.is_some_and(|at| row[at] == Cell::text(CUMULATIVE)) {
                row[0] = Cell::Key(Key::Cumulative(row[0].to_string()));
            }
            table.rows.push(row);
        }
        table
    }

    /// Header and rows as text, as the CSV file has them.
    pub fn written(&self) -> (Vec<String>, Vec<Vec<String>>) {
        let text = |row: &Row| row.iter().map(ToString::to_string).collect();
        let mut rows: Vec<Vec<String>> = self.rows.iter().map(text).collect();
        if self.is_withheld() {
            let mut row = vec![WITHHELD.to_owned()];
            row.resize(self.columns.len(), String::new());
            rows.push(row);
        }
        (
            self.columns
                .iter()
                .map(|column| column.name.clone())
                .collect(),
            rows,
        )
    }
}

/// Whether a row stands for all rows of a table that is withheld: its other cells are empty. A
/// label as found may be the same word, but it has its figures beside it.
fn is_withheld(row: &[String]) -> bool {
    let (first, rest) = row
        .split_first()
        .map_or(("", row), |(first, rest)| (first, rest));
    first == WITHHELD && rest.iter().all(String::is_empty)
}

/// The columns of keys that no label stands beside, table by table.
const KEYS: [(&str, &[&str]); 9] = [
    ("unlisted", &["label"]),
    ("promises", &["year"]),
    ("controller", &["controller"]),
    ("history", &["controller", "year"]),
    ("repeated-causes", &["controller"]),
    ("frequent-findings", &["controller", "year"]),
    ("incidents", &["incident", "certainty"]),
    ("incident-size", &["controllers", "certainty"]),
    ("processor", &["number"]),
];

/// The column of a name. A column with another of its labels holds keys, and so do those that
/// alone tell the rows of their table apart.
fn column(id: &str, name: &str, header: &[String]) -> Column {
    let label = format!("{name}_label");
    let mut listed = KEYS.iter().filter(|(own, _)| *own == id);
    if header.contains(&label) || listed.any(|(_, names)| names.contains(&name)) {
        Column::key(name)
    } else if (id, name) == ("promises", "received") {
        // Of a promise it is how many came. Elsewhere it is when one did.
        Column::count(name)
    } else {
        Column::new(name)
    }
}

/// A cell of a column of this kind.
fn cell(text: &str, kind: Kind) -> Cell {
    let number = match (kind, text) {
        (Kind::Key, _) => return Cell::Key(Key::of(text)),
        (Kind::Text, _) => None,
        (_, "") => Some(Cell::Nothing),
        (_, MARK) => Some(Cell::Hidden),
        (Kind::Count, "inf") => Some(Cell::Unbounded),
        (Kind::Count | Kind::Base | Kind::Few, _) => text.parse().ok().map(Cell::Count),
        (Kind::Change, _) => text.parse().ok().map(Cell::Change),
        (Kind::Share(..) | Kind::ChangeShare, _) => decimal(text, 1).map(Cell::Percent),
        (Kind::Hours, _) => decimal(text, 2).map(Cell::Hours),
    };
    number.unwrap_or_else(|| Cell::text(text))
}

/// A number with so many decimals as a whole number of its last decimal.
fn decimal(text: &str, decimals: usize) -> Option<i64> {
    let (whole, part) = text.split_once('.')?;
    (part.len() == decimals).then(|| format!("{whole}{part}").parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_read_as_it_was_written() {
        let header = [
            "value",
            "label",
            "kind",
            "notifications",
            "percent",
            "change",
        ];
        let header = header.map(str::to_owned).to_vec();
        let rows = [
            ["2024", "2024", "value", "12", "-0.3", "-4"],
            ["(blank)", "blank", "blank", ":c", "", ""],
            ["over-72h", "late", "cumulative", "x", "5.0", ":c"],
        ];
        let rows: Vec<Vec<String>> = rows
            .iter()
            .map(|row| row.map(str::to_owned).to_vec())
            .collect();
        let table = Table::read("year", &header, rows.iter().map(Vec::as_slice));
        assert_eq!(table.written(), (header.clone(), rows));
        assert_eq!(table.dimensions(), ["year"]);
        assert_eq!(table.rows[0][4], Cell::Percent(-3));
        assert_eq!(
            table.rows[2][0],
            Cell::Key(Key::Cumulative("over-72h".to_owned()))
        );
        assert!(table.check().is_err(), "x is no count");
        let withheld = vec!["(withheld)".to_owned(), String::new()];
        let table = Table::read("year", &header[..2], [withheld.as_slice()]);
        assert!(table.is_withheld() && table.rows.is_empty());
        assert_eq!(table.written().1, [withheld]);
    }

    #[test]
    fn a_label_as_found_withholds_no_table() {
        let header = ["value", "label", "notifications"].map(str::to_owned);
        let row = |cells: [&str; 3]| cells.map(str::to_owned).to_vec();
        let label = row(["(withheld)", "(withheld)", "3"]);
        let bare = row(["(withheld)", "", ""]);
        for rows in [vec![label.clone()], vec![bare, label]] {
            let table = Table::read("cause", &header, rows.iter().map(Vec::as_slice));
            assert!(!table.is_withheld(), "{rows:?}");
            assert_eq!(table.rows.len(), rows.len());
        }
    }

    #[test]
    fn columns_with_labels_are_keys() {
        let header = [
            "kind",
            "kind_label",
            "sector",
            "sector_label",
            "notifications",
            "percent",
        ];
        let header = header.map(str::to_owned);
        assert_eq!(
            Table::read("x", &header, []).dimensions(),
            ["kind", "sector"]
        );
        let header = ["question", "label", "notifications"].map(str::to_owned);
        assert_eq!(Table::read("unlisted", &header, []).keys(), [0, 1]);
        assert_eq!(Table::read("answers", &header, []).keys(), [0]);
    }
}
