//! The beginning of a table: what stands before its rows, and which delimiter
//! they may have. What the rows mean is not known here.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use crate::decode::LineEnd;
use crate::read::workbook::DELIMITER;

/// The delimiters that are tried.
const DELIMITERS: [u8; 3] = *b",;\t";

/// The beginning of a file, from where its rows may begin.
#[derive(Clone, Copy)]
pub(super) struct Head<'h> {
    pub(super) rows: &'h [u8],
    /// What stands before them: a byte order mark, lines that are left out.
    pub(super) skip_bytes: usize,
    pub(super) skip_lines: u32,
    /// The delimiter that a first line `sep=;` names, as Excel writes and reads it.
    delimiter: Option<u8>,
    /// Whose rows they are.
    origin: Origin,
}

/// What the rows of a table come from.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Origin {
    /// A file, of which a mapping may tell the delimiter.
    File,
    /// A sheet of a workbook, which we write.
    Sheet,
}

impl<'h> Head<'h> {
    /// That of a sheet of a workbook.
    pub(super) fn of_sheet(rows: &'h [u8]) -> Self {
        let head = Self {
            rows,
            skip_bytes: 0,
            skip_lines: 0,
            delimiter: Some(DELIMITER),
            origin: Origin::Sheet,
        };
        head.without_blank_lines()
    }

    pub(super) fn of(bytes: &'h [u8]) -> Self {
        let rows = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        let delimiter = named_delimiter(first_line(rows));
        let head = Self {
            rows,
            skip_bytes: bytes.len() - rows.len(),
            skip_lines: 0,
            delimiter,
            origin: Origin::File,
        };
        head.without_lines(usize::from(delimiter.is_some()))
            .without_blank_lines()
    }

    /// Whether its rows are those of a sheet.
    pub(super) fn is_sheet(&self) -> bool {
        self.origin == Origin::Sheet
    }

    /// The same without the blank lines that it begins with.
    fn without_blank_lines(self) -> Self {
        let mut head = self;
        while head.rows.first().is_some_and(u8::is_ascii_whitespace)
            && first_line(head.rows).trim_ascii().is_empty()
        {
            let before = head.rows.len();
            head = head.without_lines(1);
            if head.rows.len() == before {
                break;
            }
        }
        head
    }

    /// The same without its first lines.
    pub(super) fn without_lines(self, wanted: usize) -> Self {
        let ends: Vec<usize> = memchr::memchr_iter(LineEnd::of(self.rows).last(), self.rows)
            .take(wanted)
            .collect();
        let bytes = ends.last().map_or(0, |end| end + 1);
        Self {
            rows: &self.rows[bytes..],
            skip_bytes: self.skip_bytes + bytes,
            skip_lines: self.skip_lines + ends.len() as u32,
            ..self
        }
    }

    /// The delimiters to try: one that is told, else all.
    pub(super) fn delimiters(&self, told: Option<u8>) -> Vec<u8> {
        let told = told.filter(|_| self.origin == Origin::File);
        told.or(self.delimiter)
            .map_or(DELIMITERS.to_vec(), |delimiter| vec![delimiter])
    }

    /// Whether one of so many first lines has a name that begins as ours do.
    pub(super) fn names_ours_above(&self, lines: usize) -> bool {
        let last = LineEnd::of(self.rows).last();
        let end = memchr::memchr_iter(last, self.rows)
            .nth(lines - 1)
            .unwrap_or(self.rows.len());
        names_ours(&self.rows[..end])
    }

    /// Whether the first row may be a header, by its first line.
    pub(super) fn may_be_header(&self) -> bool {
        let line = first_line(self.rows);
        self.delimiter.is_some()
            || line.iter().any(|byte| DELIMITERS.contains(byte))
            || names_ours(line)
    }
}

/// The first line of a text; before LF it may still have a CR.
pub(super) fn first_line(head: &[u8]) -> &[u8] {
    let end = memchr::memchr(LineEnd::of(head).last(), head);
    &head[..end.unwrap_or(head.len())]
}

/// The delimiter that a line `sep=;` names.
fn named_delimiter(line: &[u8]) -> Option<u8> {
    let line = line.trim_ascii_end();
    let line = line
        .strip_prefix(b"\"")
        .and_then(|line| line.strip_suffix(b"\""))
        .unwrap_or(line);
    // A tab may have been trimmed away.
    let (name, delimiter) = line.split_at_checked(4)?;
    let delimiter = if delimiter.is_empty() {
        b"\t"
    } else {
        delimiter
    };
    match delimiter {
        [byte] if name.eq_ignore_ascii_case(b"sep=") && !byte.is_ascii_alphanumeric() => {
            Some(*byte)
        }
        _ => None,
    }
}

/// Whether a line has a name that begins as our columns of the controller or the incident do.
fn names_ours(line: &[u8]) -> bool {
    static NAMES: LazyLock<[Finder; 2]> =
        LazyLock::new(|| ["controller.", "incident."].map(Finder::new));
    NAMES.iter().any(|name| name.find(line).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_may_name_the_delimiter() {
        for (line, delimiter) in [
            ("sep=;\r", Some(b';')),
            ("\"sep=,\"", Some(b',')),
            ("Sep=\t", Some(b'\t')),
            ("sep=a", None),
            ("sep;a", None),
        ] {
            assert_eq!(named_delimiter(line.as_bytes()), delimiter, "{line:?}");
        }
        let head = Head::of(b"\xEF\xBB\xBFsep=|\r\na|b\r\n");
        assert_eq!(
            (head.rows, head.skip_bytes, head.skip_lines),
            (&b"a|b\r\n"[..], 10, 1)
        );
        assert_eq!(head.delimiters(None), b"|");
        assert_eq!(head.without_lines(5).skip_lines, 2);
    }
}
