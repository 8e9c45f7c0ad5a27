//! The cells of one row as text, and what is told of a row with too few or too many.

use std::borrow::Cow;

use csv::ByteRecord;

use crate::check::form::{UNKNOWN_QUESTION, UNREADABLE_VALUE};
use crate::config::Words;
use crate::decode::Charset;
use crate::finding::Finding;
use crate::read::Format;
use crate::read::workbook::BREAK;

/// The cells of one row.
#[derive(Clone, Copy)]
pub(crate) struct Cells<'r> {
    pub(super) row: &'r ByteRecord,
    charset: Charset,
    /// All of the row, where it need only be cut: what is true of it is of its cells.
    plain: Option<&'r str>,
    /// Whether line breaks stand in it as marks.
    breaks: Breaks,
    /// Whether nobody can tell which cell belongs to which column.
    is_shifted: bool,
}

/// How a line break stands in a cell.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Breaks {
    AsTheyAre,
    Marked,
}

impl<'r> Cells<'r> {
    pub(super) fn of(row: &'r ByteRecord, charset: Charset, format: Format) -> Self {
        Self {
            row,
            charset,
            plain: charset.plain(row.as_slice()),
            breaks: if format == Format::Workbook {
                Breaks::Marked
            } else {
                Breaks::AsTheyAre
            },
            is_shifted: false,
        }
    }

    /// The same, where nobody can tell which cell belongs to which column.
    pub(super) fn shifted(self) -> Self {
        Self {
            is_shifted: true,
            ..self
        }
    }

    /// Whether it has bytes that are not UTF-8.
    pub(crate) fn has_other_bytes(&self) -> bool {
        self.charset.is_utf_8()
            && self.plain.is_none()
            && std::str::from_utf8(self.row.as_slice()).is_err()
    }

    /// A cell as text; `None` where the row has ended before, or where its cells are shifted.
    pub(super) fn get(&self, at: usize) -> Option<Cow<'r, str>> {
        if self.is_shifted {
            return None;
        }
        let range = self.row.range(at)?;
        let cell = match self.plain.and_then(|plain| plain.get(range)) {
            Some(cell) => Cow::Borrowed(cell),
            None => self.charset.text(self.row.get(at)?),
        };
        if self.breaks == Breaks::Marked && cell.contains(BREAK) {
            return Some(Cow::Owned(cell.replace(BREAK, "\n")));
        }
        Some(cell)
    }
}

/// F001 for a cell beyond the last column.
pub(super) fn without_column(cell: usize, line: u32) -> Finding {
    let words = Words::new(
        "Cell {cell} har ingen kolumn; det som står där lästes inte.",
        "Cell {cell} has no column; what stands there was not read.",
    );
    let mut finding = UNKNOWN_QUESTION
        .finding(0, line)
        .saying(words)
        .with("cell", cell as i64);
    finding.place = Some(format!("({cell})").into());
    finding
}

/// F003 for a row that has more cells than the header: a text in it has the delimiter.
pub(super) fn long(width: usize, line: u32) -> Finding {
    let words = Words::new(
        "Raden har fler celler än rubriken. Troligen står skiljetecknet i en text utan citattecken; vilken cell som hör till vilken kolumn går inte att avgöra, så hela raden räknas som ”går inte att avgöra”.",
        "The row has more cells than the header. The delimiter probably stands in a text without quotes; which cell belongs to which column cannot be determined, so the whole row counts as undeterminable.",
    );
    let mut finding = UNREADABLE_VALUE.finding(0, line).saying(words);
    finding.place = Some(format!("({})", width + 1).into());
    finding
}

/// F003 for a row that ends before the header does.
pub(super) fn short(cells: usize, line: u32) -> Finding {
    let words = Words::new(
        "Raden har färre celler än rubriken; det som saknas räknas som ”går inte att avgöra”.",
        "The row has fewer cells than the header; what is missing counts as undeterminable.",
    );
    let mut finding = UNREADABLE_VALUE.finding(0, line).saying(words);
    finding.place = Some(format!("({})", cells + 1).into());
    finding
}
