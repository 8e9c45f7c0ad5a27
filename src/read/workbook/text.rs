//! The cells of a sheet written as CSV.

use super::{BREAK, Cell, DELIMITER, MOST_TEXT, oversized};
use crate::read::Refusal;

/// How many columns some cells reach over.
pub(super) fn width(cells: &[Cell]) -> u32 {
    cells
        .iter()
        .map(|cell| cell.column + 1)
        .max()
        .unwrap_or_default()
}

/// A character of a text as it stands among marks.
pub(super) fn marked(c: char) -> char {
    match c {
        '\n' | '\r' => BREAK,
        '\u{FDD0}'..='\u{FDD3}' => '\u{FFFD}',
        c => c,
    }
}

/// A number as Excel shows it: with fifteen digits, without an exponent.
pub(super) fn shown(number: f64) -> String {
    let rounded = format!("{number:.14e}").parse::<f64>().unwrap_or(number);
    format!("{rounded}")
}

/// Rows as CSV.
#[derive(Default)]
pub(super) struct Text {
    pub(super) bytes: Vec<u8>,
}

impl Text {
    /// A line for each row from the first of the sheet on, of so many cells at least;
    /// `write` writes a cell.
    pub(super) fn rows(
        &mut self,
        cells: &[Cell],
        width: u32,
        write: impl Fn(&Cell, &mut String),
    ) -> Result<(), Refusal> {
        let (mut row, mut buffer) = (0, String::new());
        for of_row in cells.chunk_by(|a, b| a.row == b.row) {
            let Some(first) = of_row.first() else {
                continue;
            };
            self.bytes
                .resize(self.bytes.len() + (first.row - row) as usize, b'\n');
            row = first.row + 1;
            let mut column = 0;
            for cell in of_row {
                self.bytes.resize(
                    self.bytes.len() + (cell.column - column) as usize,
                    DELIMITER,
                );
                column = cell.column;
                buffer.clear();
                write(cell, &mut buffer);
                self.cell(&buffer);
            }
            self.bytes.resize(
                self.bytes.len() + width.saturating_sub(1 + column) as usize,
                DELIMITER,
            );
            self.bytes.push(b'\n');
            if self.bytes.len() > MOST_TEXT {
                return Err(oversized());
            }
        }
        Ok(())
    }

    fn cell(&mut self, text: &str) {
        let is_plain = !text
            .bytes()
            .any(|byte| matches!(byte, DELIMITER | b'"' | b'\n' | b'\r'));
        if is_plain {
            self.bytes.extend_from_slice(text.as_bytes());
            return;
        }
        self.bytes.push(b'"');
        self.bytes
            .extend_from_slice(text.replace('"', "\"\"").as_bytes());
        self.bytes.push(b'"');
    }
}
