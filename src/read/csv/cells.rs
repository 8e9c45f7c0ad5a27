//! The cells of one row as text.

use std::borrow::Cow;

use csv::ByteRecord;

use crate::decode::Charset;
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
