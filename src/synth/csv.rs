//! A plan as a row of the program's own CSV, or of a workbook. The columns are the paths of the JSON of
//! the same plan, joined by dots. Lists are joined by `|`, and groups are numbered.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};
use serde_json::Value;

use crate::form::Key;
use crate::synth::plan::Plan;
use crate::synth::{Rows, json};

/// The column of a field that the form does not have.
const FOREIGN: &str = "incident.estimated_cost";

/// How often each group occurs at most: contact persons, processors, actions.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Repeats([usize; 3]);

impl Repeats {
    /// Those of one plan.
    pub(super) fn of(plan: &Plan) -> Self {
        Self([
            plan.contacts.len(),
            plan.processors.len(),
            plan.actions.len(),
        ])
    }

    /// The greater of the two, group by group.
    pub(super) fn max(self, other: Self) -> Self {
        Self(std::array::from_fn(|group| {
            self.0[group].max(other.0[group])
        }))
    }

    fn get(self, list: Option<&str>) -> usize {
        match list {
            Some("contacts") => self.0[0].max(1),
            Some("processors.organisations") => self.0[1].max(1),
            Some(_) => self.0[2].max(1),
            None => 1,
        }
    }
}

/// All columns of a corpus, in the order of the form.
pub(super) fn columns(repeats: Repeats) -> Vec<String> {
    let numbered = |key: &Key| {
        let key = *key;
        (0..repeats.get(key.list()))
            .map(move |index| key.csv_column(index as u16))
            .collect::<Vec<_>>()
    };
    Key::ALL
        .iter()
        .flat_map(numbered)
        .chain([FOREIGN.to_owned()])
        .collect()
}

/// The cells of a plan.
pub(super) fn cells(plan: &Plan, columns: &[String]) -> Vec<String> {
    let document = json::value(plan);
    let cells = columns.iter().map(|column| match column.as_str() {
        FOREIGN => if plan.quirks.unknown_field { "1" } else { "" }.to_owned(),
        path => cell(at(&document, path)),
    });
    cells.collect()
}

/// A row as bytes of the file.
pub(super) fn bytes(cells: &[String]) -> Vec<u8> {
    let mut writer = ::csv::WriterBuilder::new()
        .terminator(::csv::Terminator::Any(b'\n'))
        .from_writer(Vec::new());
    // Writing to memory does not fail.
    let _ = writer.write_record(cells);
    writer.into_inner().unwrap_or_default()
}

/// What stands before the notification at a place: before the first the header, and in an untidy
/// table a title above it; there also a heading before some, and the header again.
pub(super) fn before(place: usize, rows: Rows, columns: &[String]) -> Vec<Vec<String>> {
    let header = || columns.to_vec();
    let alone = |text: &str| alone(text, columns);
    match (rows, place) {
        (Rows::Tidy, 0) => vec![header()],
        (Rows::Untidy, 0) => vec![alone("Personuppgiftsincidenter, alla"), header()],
        (Rows::Untidy, place) if place % 40 == 25 => vec![alone("Mars 2024")],
        (Rows::Untidy, place) if place % 90 == 60 => vec![header()],
        (Rows::Tidy | Rows::Untidy, _) => Vec::new(),
    }
}

/// What stands below the notifications of an untidy table.
pub(super) fn behind(columns: &[String]) -> Vec<Vec<String>> {
    let texts = ["", "Summa", "Källa: diariet"];
    texts.map(|text| alone(text, columns)).to_vec()
}

/// A row of one text, as wide as the table.
fn alone(text: &str, columns: &[String]) -> Vec<String> {
    let mut row = vec![String::new(); columns.len()];
    if let Some(first) = row.first_mut() {
        text.clone_into(first);
    }
    row
}

/// The name of the one sheet of a workbook.
pub(super) const SHEET: &str = "Notifications";

/// A workbook of these rows.
///
/// # Errors
/// A sheet has no room for so many rows, or a cell none for so long a text.
pub(super) fn workbook(rows: impl Iterator<Item = Vec<String>>) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    // The same corpus has the same bytes, whenever it is written.
    let created = ExcelDateTime::from_ymd(2000, 1, 1)?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&created));
    let sheet = book.add_worksheet().set_name(SHEET)?;
    for (row, cells) in (0..).zip(rows) {
        for (column, cell) in (0..).zip(cells).filter(|(_, cell)| !cell.is_empty()) {
            sheet.write_string(row, column, cell)?;
        }
    }
    book.save_to_buffer()
}

/// The value at a path. Elements of lists are counted from 1.
fn at<'d>(document: &'d Value, path: &str) -> &'d Value {
    path.split('.').fold(document, |value, step| {
        match (value, step.parse::<usize>()) {
            (Value::Array(list), Ok(number)) => list.get(number - 1).unwrap_or(&Value::Null),
            _ => value.get(step).unwrap_or(&Value::Null),
        }
    })
}

fn cell(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Array(list) => list.iter().map(cell).collect::<Vec<_>>().join("|"),
        _ => String::new(),
    }
}
