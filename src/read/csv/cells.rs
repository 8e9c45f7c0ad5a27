//! The cells of one row as text, and what is told of a row with too few or too many.

use std::borrow::Cow;

use csv::ByteRecord;

use crate::check::form::{UNKNOWN_QUESTION, UNREADABLE_VALUE};
use crate::config::Words;
use crate::decode::Charset;
use crate::finding::Finding;

/// The cells of one row.
#[derive(Clone, Copy)]
pub(crate) struct Cells<'r> {
    pub(super) row: &'r ByteRecord,
    charset: Charset,
    /// All of the row, where it need only be cut: what is true of it is of its cells.
    plain: Option<&'r str>,
}

impl<'r> Cells<'r> {
    pub(super) fn of(row: &'r ByteRecord, charset: Charset) -> Self {
        Self {
            row,
            charset,
            plain: charset.plain(row.as_slice()),
        }
    }

    /// Whether it has bytes that are not UTF-8.
    pub(crate) fn has_other_bytes(&self) -> bool {
        self.charset.is_utf_8()
            && self.plain.is_none()
            && std::str::from_utf8(self.row.as_slice()).is_err()
    }

    /// A cell as text; `None` where the row has ended before.
    pub(super) fn get(&self, at: usize) -> Option<Cow<'r, str>> {
        let range = self.row.range(at)?;
        match self.plain.and_then(|plain| plain.get(range)) {
            Some(cell) => Some(Cow::Borrowed(cell)),
            None => Some(self.charset.text(self.row.get(at)?)),
        }
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
