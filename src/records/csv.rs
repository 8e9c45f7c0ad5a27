//! records.csv read back: the wanted columns at once, row by row, so that the
//! file is never held whole. A leading apostrophe that guards against formulas
//! is taken off again.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;

use crate::config::{Message, Words};
use crate::intake::Failure;
use crate::records::{Cells, Interned, Numbers, RecordsError, Stored, cells};

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
    let unreadable = |reason: Message| RecordsError::Unreadable {
        file: shown.to_owned(),
        reason,
    };
    let file = File::open(path).map_err(|error| unreadable(Failure::from(&error).wording()))?;
    let mut reader = csv::ReaderBuilder::new()
        .buffer_capacity(BLOCK)
        .from_reader(
            without_mark(file).map_err(|error| unreadable(Failure::from(&error).wording()))?,
        );
    let header = reader
        .byte_headers()
        .map_err(|error| unreadable(reason(&error)))?
        .clone();
    let place = |name: &str| header.iter().position(|own| own == name.as_bytes());
    let mut columns: Vec<(usize, &str, Stored, Cells)> = Vec::with_capacity(wanted.len());
    for name in wanted {
        let Some(at) = place(name) else {
            if Stored::of_earlier(name).is_some() {
                continue;
            }
            return Err(RecordsError::Column {
                file: shown.to_owned(),
                column: (*name).to_owned(),
            });
        };
        let stored = Stored::of(name);
        let empty = match stored {
            Stored::Text => Cells::Text(Interned::default()),
            _ => Cells::Number(Numbers::default()),
        };
        columns.push((at, name, stored, empty));
    }
    let mut rows = 0;
    let mut record = csv::ByteRecord::new();
    while reader
        .read_byte_record(&mut record)
        .map_err(|error| unreadable(reason(&error)))?
    {
        rows += 1;
        let line = record.position().map_or(0, csv::Position::line);
        for (at, name, stored, cells) in &mut columns {
            add(record.get(*at).unwrap_or_default(), *stored, cells).ok_or_else(|| {
                RecordsError::Cell {
                    file: shown.to_owned(),
                    line,
                    column: (*name).to_owned(),
                    expected: stored.words(),
                }
            })?;
        }
    }
    Ok((
        rows,
        columns
            .into_iter()
            .map(|(_, name, _, cells)| (name.to_owned(), cells))
            .collect(),
    ))
}

/// Adds a cell to its column; `None` if it is no such value.
fn add(cell: &[u8], stored: Stored, cells: &mut Cells) -> Option<()> {
    let text = std::str::from_utf8(cell).ok()?;
    match cells {
        Cells::Text(texts) => texts.push(unguarded(text)),
        Cells::Number(numbers) => numbers.push(cells::number(text, stored).ok()?),
    }
    Some(())
}

/// A text without the apostrophe that keeps a spreadsheet from computing it.
pub(super) fn unguarded(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if rest.starts_with(['=', '+', '-', '@', '\t', '\r']) => rest,
        _ => cell,
    }
}

/// The file without a byte order mark, which spreadsheets put in front.
pub(super) fn without_mark(mut file: File) -> std::io::Result<impl Read> {
    let mut head = Vec::with_capacity(3);
    file.by_ref().take(3).read_to_end(&mut head)?;
    if head == [0xEF, 0xBB, 0xBF] {
        head.clear();
    }
    Ok(std::io::Cursor::new(head).chain(BufReader::with_capacity(BLOCK, file)))
}

/// What is wrong with the CSV, without quoting it.
pub(super) fn reason(error: &csv::Error) -> Message {
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
        _ => Words::new("det är ingen CSV", "it is no CSV").into(),
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
