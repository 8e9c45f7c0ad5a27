//! records.csv read back: the wanted columns at once, row by row, so that the
//! file is never held whole. A leading apostrophe that guards against formulas
//! is taken off again.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::path::Path;

use crate::config::{Message, Words};
use crate::dialect::{MARK, Sheet, Told};
use crate::intake::Failure;
use crate::records::{Cells, Held, Interned, LINE, Numbers, RecordsError, Stored, cells};
use crate::value::unguarded;

/// The columns of a file, by name.
pub(super) type Columns = BTreeMap<String, Cells>;

/// How much of a file is read at a time.
const BLOCK: usize = 1 << 20;

/// Reads the wanted columns of a file; gives the number of rows and them.
pub(super) fn read(
    path: &Path,
    shown: &str,
    wanted: &[&str],
) -> Result<(usize, Columns), RecordsError> {
    let mut reader = Reader::open(path, shown, Told::of_record)?;
    let mut columns: Vec<(usize, &str, Stored, Cells)> = Vec::with_capacity(wanted.len());
    for name in wanted {
        let Some(at) = reader.find(name) else {
            if Stored::of_earlier(name).is_some() {
                continue;
            }
            return Err(reader.lacks(name));
        };
        let stored = Stored::of(name);
        let empty = match stored {
            Stored::Text => Cells::Text(Interned::default()),
            _ => Cells::Number(Numbers::default()),
        };
        columns.push((at, name, stored, empty));
    }
    let mut rows = 0;
    while let Some(line) = reader.next()? {
        rows += 1;
        for (at, name, stored, cells) in &mut columns {
            let cell = reader.cell(*at);
            cell.and_then(|cell| add(&cell, *stored, cells))
                .ok_or_else(|| RecordsError::Cell {
                    file: shown.to_owned(),
                    line,
                    column: (*name).to_owned(),
                    expected: stored.words(),
                })?;
        }
    }
    let columns = columns.into_iter();
    let columns: Option<Columns> = columns
        .map(|(_, name, _, cells)| Some((name.to_owned(), held(name, cells)?)))
        .collect();
    match columns {
        Some(columns) => Ok((rows, columns)),
        None => Err(foreign(path, shown, wanted)?),
    }
}

/// A column with its texts as they may be shown; `None` if it cannot hold one of them.
fn held(name: &str, cells: Cells) -> Option<Cells> {
    let Cells::Text(texts) = &cells else {
        return Some(cells);
    };
    let (held, distinct) = (Held::of(name), texts.texts());
    let shown: Option<Vec<Cow<str>>> = distinct.iter().map(|text| held.read(text)).collect();
    let shown = shown?;
    if shown.iter().all(|text| matches!(text, Cow::Borrowed(_))) {
        return Some(cells);
    }
    let texts = texts.renamed(|text| held.read(text).unwrap_or(Cow::Borrowed(text)));
    Some(Cells::Text(texts))
}

/// The first cell of some columns that cannot stand there, as an error.
fn foreign(path: &Path, shown: &str, names: &[&str]) -> Result<RecordsError, RecordsError> {
    let is_foreign = |name: &str, cell: &str| Held::of(name).read(cell).is_none();
    let (line, column) = find(path, shown, names, is_foreign)?.unwrap_or_default();
    Ok(RecordsError::Foreign {
        file: shown.to_owned(),
        place: LINE.with("at", line),
        column,
    })
}

/// The line and the column of the first text of which `is_wrong` says so, given its column.
pub(super) fn find(
    path: &Path,
    shown: &str,
    names: &[&str],
    is_wrong: impl Fn(&str, &str) -> bool,
) -> Result<Option<(u64, String)>, RecordsError> {
    let mut reader = Reader::open(path, shown, Told::of_record)?;
    let texts = names.iter().filter(|name| Stored::of(name) == Stored::Text);
    let places: Vec<(usize, &str)> = texts
        .filter_map(|name| Some((reader.find(name)?, *name)))
        .collect();
    while let Some(line) = reader.next()? {
        let found = places.iter().find(|(at, name)| {
            let cell = reader.cell(*at);
            cell.is_some_and(|cell| is_wrong(name, unguarded(&cell)))
        });
        if let Some((_, name)) = found {
            return Ok(Some((line, (*name).to_owned())));
        }
    }
    Ok(None)
}

/// A file of ours in either style, read row by row.
pub(super) struct Reader<'s> {
    rows: csv::Reader<BufReader<File>>,
    sheet: Sheet,
    record: csv::ByteRecord,
    shown: &'s str,
}

impl<'s> Reader<'s> {
    /// Opens a file and reads its header; `told` says how the cells of a column are told.
    pub(super) fn open(
        path: &Path,
        shown: &'s str,
        told: fn(&str) -> Told,
    ) -> Result<Self, RecordsError> {
        let unreadable = |reason: Message| RecordsError::Unreadable {
            file: shown.to_owned(),
            reason,
        };
        let file = File::open(path).and_then(opened);
        let (file, delimiter) =
            file.map_err(|error| unreadable(Failure::from(&error).wording()))?;
        let mut reader = csv::ReaderBuilder::new()
            .buffer_capacity(BLOCK)
            .delimiter(delimiter)
            .from_reader(file);
        let header = reader
            .byte_headers()
            .map_err(|error| unreadable(reason(&error)))?
            .clone();
        let is_text = |cell: &String| !cell.contains(|c: char| c.is_control());
        let header = header.iter().map(|cell| String::from_utf8(cell.to_vec()));
        let header: Option<Vec<String>> = header.map(|cell| cell.ok().filter(is_text)).collect();
        let Some(header) = header.filter(|header| !header.is_empty()) else {
            return Err(unreadable(NO_CSV.into()));
        };
        let all = |names: &[String]| names.iter().map(|name| told(name)).collect();
        Ok(Self {
            rows: reader,
            sheet: Sheet::new(header, delimiter, all),
            record: csv::ByteRecord::new(),
            shown,
        })
    }

    /// The position of a column.
    pub(super) fn find(&self, name: &str) -> Option<usize> {
        self.sheet.names.iter().position(|own| own == name)
    }

    /// The error for a column that is missing.
    pub(super) fn lacks(&self, name: &str) -> RecordsError {
        RecordsError::Column {
            file: self.shown.to_owned(),
            column: name.to_owned(),
        }
    }

    /// Goes to the next row and gives its line.
    pub(super) fn next(&mut self) -> Result<Option<u64>, RecordsError> {
        let is_row = self.rows.read_byte_record(&mut self.record);
        let is_row = is_row.map_err(|error| RecordsError::Unreadable {
            file: self.shown.to_owned(),
            reason: reason(&error),
        })?;
        let line = self.record.position().map_or(0, csv::Position::line);
        Ok(is_row.then_some(line))
    }

    /// A cell of the row as style `standard` has it; `None` if it is no text.
    pub(super) fn cell(&self, at: usize) -> Option<Cow<'_, str>> {
        let cell = self.record.get(at).unwrap_or_default();
        Some(self.sheet.read(at, std::str::from_utf8(cell).ok()?))
    }
}

/// What a file is not, though its name says so.
const NO_CSV: Words = Words::new("det är ingen CSV i UTF-8", "it is no CSV in UTF-8");

/// Adds a cell to its column; `None` if it is no such value.
fn add(text: &str, stored: Stored, cells: &mut Cells) -> Option<()> {
    match cells {
        Cells::Text(texts) => texts.push(unguarded(text)),
        Cells::Number(numbers) => numbers.push(cells::number(text, stored).ok()?),
    }
    Some(())
}

/// The file behind the mark of UTF-8, which spreadsheets put in front, and what parts its cells.
fn opened(file: File) -> std::io::Result<(BufReader<File>, u8)> {
    let mut file = BufReader::with_capacity(BLOCK, file);
    let head = file.fill_buf()?;
    let mark = usize::from(head.starts_with(MARK.as_bytes())) * MARK.len();
    let delimiter = Sheet::delimiter(head);
    file.consume(mark);
    Ok((file, delimiter))
}

/// What is wrong with the CSV, without quoting it.
fn reason(error: &csv::Error) -> Message {
    match error.kind() {
        csv::ErrorKind::UnequalLengths {
            pos,
            expected_len,
            len,
        } => {
            let line = pos.as_ref().map_or(0, csv::Position::line);
            Words::new(
                "rad {line} har {len} celler, rubriken har {expected_len}",
                "line {line} has {len} cells, the header has {expected_len}",
            )
            .with("line", line)
            .with("len", len)
            .with("expected_len", expected_len)
        }
        csv::ErrorKind::Io(error) => Failure::from(error).wording(),
        _ => NO_CSV.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn guards_are_taken_off_and_words_are_no_numbers() {
        let room = tempfile::tempdir().unwrap();
        let path = room.path().join("records.csv");
        std::fs::write(
            &path,
            "\u{feff}area,actions,elapsed_hours_min\n'=1+1,2,-0.50\n'quoted,(blank),(undeterminable)\n",
        )
        .unwrap();
        let (rows, mut columns) = read(
            &path,
            "records.csv",
            &["area", "actions", "elapsed_hours_min"],
        )
        .unwrap();
        assert_eq!(rows, 2);
        let Some(Cells::Text(areas)) = columns.remove("area") else {
            panic!("area is text")
        };
        assert_eq!(areas.texts(), ["=1+1", "'quoted"]);
        let Some(Cells::Number(actions)) = columns.remove("actions") else {
            panic!("actions are numbers")
        };
        assert_eq!(actions.iter().collect::<Vec<_>>(), [Some(2), None]);
        let Some(Cells::Number(hours)) = columns.remove("elapsed_hours_min") else {
            panic!("hours")
        };
        assert_eq!(hours.iter().collect::<Vec<_>>(), [Some(-50), None]);
    }

    #[test]
    fn what_is_wrong_is_told_by_column_and_line() {
        let room = tempfile::tempdir().unwrap();
        let path = room.path().join("records.csv");
        std::fs::write(
            &path,
            "area,received_earliest\nx,2021-02-12T00:00+01:00\nx,12/02/2021\n",
        )
        .unwrap();
        let missing = read(&path, "records.csv", &["sector"]).unwrap_err();
        assert_eq!(
            missing.to_string(),
            "records.csv holds no records of breach-audit: it has no column `sector`"
        );
        let cell = read(&path, "records.csv", &["received_earliest"]).unwrap_err();
        assert_eq!(
            cell.to_string(),
            "records.csv, line 3: `received_earliest` holds neither an instant nor a word in brackets"
        );
    }
}
