//! A CSV file of ours in either style, read: which style it is of is seen from its first line.
//! A file of style `sv` that a spreadsheet saved again is one too.

use std::borrow::Cow;

use crate::dialect::{DELIMITER, MARK, Told, names};

/// How the cells of a file are read.
#[derive(Debug)]
pub(crate) struct Sheet {
    /// The names of its columns.
    pub(crate) names: Vec<String>,
    /// How each of them is told, in style `sv`.
    told: Option<Vec<Told>>,
}

impl Sheet {
    /// What parts the cells of a file that begins so.
    pub(crate) fn delimiter(head: &[u8]) -> u8 {
        let line = head.split(|byte| *byte == b'\n').next().unwrap_or_default();
        let count = |mark| memchr::memchr_iter(mark, line).count();
        if count(DELIMITER) > count(b',') {
            DELIMITER
        } else {
            b','
        }
    }

    /// A file by its header, whose cells are told as `told` says of a name.
    pub(crate) fn new(
        header: Vec<String>,
        delimiter: u8,
        told: impl FnOnce(&[String]) -> Vec<Told>,
    ) -> Self {
        if delimiter != DELIMITER {
            return Self {
                names: header,
                told: None,
            };
        }
        let names = names(&header);
        Self {
            told: Some(told(&names)),
            names,
        }
    }

    /// The cell of a column as style `standard` has it.
    pub(crate) fn read<'c>(&self, at: usize, cell: &'c str) -> Cow<'c, str> {
        match self.told.as_ref().and_then(|told| told.get(at)) {
            Some(told) => told.read(cell),
            None => Cow::Borrowed(cell),
        }
    }
}

/// Bytes without the mark of UTF-8 in front.
pub(crate) fn unmarked(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(MARK.as_bytes()).unwrap_or(bytes)
}
