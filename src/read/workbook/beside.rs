//! What a workbook says of its sheets beside their cells, where the library that reads cells does
//! not tell it: merged ranges, hidden rows and errors of binary workbooks (`.xlsb`), hidden rows of
//! old ones (`.xls`). Those of OpenDocument are found by `guard`, which goes through them anyway.

use std::collections::BTreeMap;
use std::io::{self, BufRead, BufReader, Read, Seek};

use super::Merged;
use crate::archive::Zip;

/// What is known of a sheet beside its cells.
#[derive(Debug, Default)]
pub(super) struct About {
    pub(super) merged: Vec<Merged>,
    pub(super) hidden_rows: u32,
    /// The cells of a binary workbook that hold an error.
    pub(super) errors: Vec<(u32, u32)>,
    /// Whether its formulas are to be worked out when it is opened.
    pub(super) is_stale: bool,
}

/// The most bytes of a record that are looked at.
const LOOKED_AT: u64 = 4096;
/// The most bytes of an old workbook that are looked at.
const MOST_OLD: u64 = 512 << 20;

/// The sheets of a binary workbook by their names. `paths` are the parts by their relationships.
///
/// # Errors
/// It cannot be read: what it hides and merges would not be known.
pub(super) fn binary(
    zip: &Zip,
    paths: &BTreeMap<String, String>,
) -> io::Result<BTreeMap<String, About>> {
    const SHEET: u16 = 0x9C;
    /// The length of a text that is not there: some sheets have no part.
    const NULL: u32 = u32::MAX;
    let mut sheets = Vec::new();
    records(zip, "xl/workbook.bin", |kind, body| {
        if kind == SHEET && number(body, 8).ok_or_else(broken)? != NULL {
            let wide = |at: usize| {
                let length = number(body, at)? as usize;
                let bytes = body.get(at + 4..at + 4 + length.checked_mul(2)?)?;
                let units = bytes
                    .chunks_exact(2)
                    .map(|pair| u16::from_le_bytes([pair[0], pair[1]]));
                Some((
                    String::from_utf16(&units.collect::<Vec<_>>()).ok()?,
                    bytes.len(),
                ))
            };
            let named = wide(8).and_then(|(id, length)| Some((id, wide(12 + length)?.0)));
            sheets.push(named.ok_or_else(broken)?);
        }
        Ok(())
    })?;
    let about = |(id, name): (String, String)| {
        let path = paths.get(&id).ok_or_else(broken)?;
        let path = path.trim_start_matches('/').trim_start_matches("xl/");
        Ok((name, of_binary(zip, &format!("xl/{path}"))?))
    };
    sheets.into_iter().map(about).collect()
}

/// One sheet of a binary workbook.
fn of_binary(zip: &Zip, path: &str) -> io::Result<About> {
    const ROW: u16 = 0x00;
    const ERROR: u16 = 0x03;
    const ERROR_OF_FORMULA: u16 = 0x0B;
    const MERGED: u16 = 0xB0;
    const HIDDEN: u8 = 1 << 4;
    let (mut about, mut row) = (About::default(), 0);
    records(zip, path, |kind, body| {
        if kind == ROW {
            let flags = body.get(11).ok_or_else(broken)?;
            about.hidden_rows += u32::from(flags & HIDDEN != 0);
            row = number(body, 0).ok_or_else(broken)?;
        } else if matches!(kind, ERROR | ERROR_OF_FORMULA) {
            about
                .errors
                .push((row, number(body, 0).ok_or_else(broken)?));
        } else if kind == MERGED {
            let ends = [0, 4, 8, 12].map(|at| number(body, at));
            let [Some(first), Some(last), Some(left), Some(right)] = ends else {
                return Err(broken());
            };
            about.merged.push(((first, left), (last, right)));
        }
        Ok(())
    })?;
    Ok(about)
}

/// What is not as its format says.
fn broken() -> io::Error {
    io::ErrorKind::InvalidData.into()
}

fn number(body: &[u8], at: usize) -> Option<u32> {
    let bytes = body.get(at..at.checked_add(4)?)?;
    Some(u32::from_le_bytes(bytes.try_into().ok()?))
}

/// Gives each record of a part, by its kind.
fn records(
    zip: &Zip,
    name: &str,
    mut each: impl FnMut(u16, &[u8]) -> io::Result<()>,
) -> io::Result<()> {
    let entry = zip.entries.iter().find(|entry| entry.name == name);
    let entry = entry.ok_or_else(broken)?;
    let mut shared = zip.reader();
    let mut part = BufReader::new(entry.open(&mut shared)?);
    let mut body = Vec::new();
    while !part.fill_buf()?.is_empty() {
        let kind = kind(&mut part)?;
        let length = u64::from(figures(&mut part, 4)?);
        body.clear();
        let read = (&mut part)
            .take(length.min(LOOKED_AT))
            .read_to_end(&mut body)?;
        let further = length.saturating_sub(LOOKED_AT);
        let passed = io::copy(&mut (&mut part).take(further), &mut io::sink())?;
        if read as u64 + passed < length {
            return Err(broken());
        }
        each(kind, &body)?;
    }
    Ok(())
}

/// The kind of a record: one byte, or two of seven bits each.
fn kind(part: &mut impl Read) -> io::Result<u16> {
    Ok(figures(part, 2)? as u16)
}

/// A number of at most so many bytes, seven bits in each; the last has no high bit.
fn figures(part: &mut impl Read, most: usize) -> io::Result<u32> {
    let (mut number, mut byte) = (0, [0]);
    for at in 0..most {
        part.read_exact(&mut byte)?;
        number |= u32::from(byte[0] & 0x7F) << (7 * at);
        if byte[0] & 0x80 == 0 {
            break;
        }
    }
    Ok(number)
}

/// How many rows of each sheet of an old workbook are hidden, in the order of its sheets.
///
/// # Errors
/// It cannot be read: what it hides would not be known.
pub(super) fn old(bytes: impl Read + Seek) -> io::Result<Vec<u32>> {
    const SHEET: u16 = 0x85;
    const ROW: u16 = 0x208;
    const HIDDEN: u16 = 0x20;
    let mut file = cfb::CompoundFile::open(bytes)?;
    let mut stream = match file.open_stream("/Workbook") {
        Ok(stream) => stream,
        Err(_) => file.open_stream("/Book")?,
    };
    let mut book = Vec::new();
    if (&mut stream).take(MOST_OLD).read_to_end(&mut book)? as u64 == MOST_OLD {
        return Err(broken());
    }
    let globals = of_old(&book, 0)?.into_iter();
    let starts = globals.filter(|(kind, _)| *kind == SHEET);
    let starts = starts.map(|(_, body)| number(body, 0).ok_or_else(broken));
    let short =
        |body: &[u8], at: usize| Some(u16::from_le_bytes([*body.get(at)?, *body.get(at + 1)?]));
    let is_hidden = |body: &[u8]| {
        let holds = short(body, 2) < short(body, 4);
        holds && short(body, 12).is_some_and(|flags| flags & HIDDEN != 0)
    };
    let hidden = |start: u32| {
        let rows = of_old(&book, start as usize)?.into_iter();
        let rows = rows.filter(|(kind, body)| *kind == ROW && is_hidden(body));
        Ok(rows.count() as u32)
    };
    starts.map(|start| hidden(start?)).collect()
}

/// The records of an old workbook from a byte on up to the end of their stream, each with its
/// kind.
fn of_old(book: &[u8], start: usize) -> io::Result<Vec<(u16, &[u8])>> {
    const END: u16 = 0x0A;
    let mut rest = book.get(start..).unwrap_or_default();
    let mut found = Vec::new();
    loop {
        let short = |at: usize| Some(u16::from_le_bytes([*rest.get(at)?, *rest.get(at + 1)?]));
        let [Some(kind), Some(length)] = [short(0), short(2)] else {
            return Err(broken());
        };
        if kind == END {
            return Ok(found);
        }
        let length = usize::from(length);
        found.push((kind, rest.get(4..4 + length).ok_or_else(broken)?));
        rest = &rest[4 + length..];
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write as _};

    use super::*;
    use crate::config::ArchiveLimits;
    use crate::intake::Shared;

    fn record(kind: u16, body: &[u8]) -> Vec<u8> {
        let head = [kind.to_le_bytes(), (body.len() as u16).to_le_bytes()];
        [&head.concat(), body].concat()
    }

    /// An old workbook of one sheet with these records, whose globals end as told.
    fn book(sheet: &[u8], globals_end: &[u8]) -> Cursor<Vec<u8>> {
        let mut start = 0;
        let globals = |start: u32| {
            let sheet = [&start.to_le_bytes()[..], &[0, 0, 1, 0, b'A']].concat();
            [record(0x85, &sheet), globals_end.to_vec()].concat()
        };
        start += globals(0).len() as u32;
        let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
        let mut stream = file.create_stream("/Workbook").unwrap();
        stream
            .write_all(&[&globals(start), sheet].concat())
            .unwrap();
        drop(stream);
        file.into_inner()
    }

    #[test]
    fn an_old_workbook_that_breaks_off_hides_no_one_knows_what() {
        let end = record(0x0A, &[]);
        // Of row 1 the columns 0 to 1, hidden.
        let row = record(0x208, &[1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0x20, 0, 0, 0]);
        let whole = [row.clone(), end.clone()].concat();
        assert_eq!(old(book(&whole, &end)).unwrap(), [1]);
        assert!(old(book(&row, &end)).is_err(), "no end");
        assert!(old(book(&[], &end)).is_err(), "no sheet");
        assert!(old(book(&row[..9], &end)).is_err(), "half a row");
        assert!(old(book(&whole, &[])).is_ok(), "the sheet's end ends all");
        assert!(old(Cursor::new(b"no file".to_vec())).is_err());
    }

    #[test]
    fn a_binary_workbook_that_breaks_off_hides_no_one_knows_what() {
        let wide = |text: &str| -> Vec<u8> {
            let units: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
            [&(text.len() as u32).to_le_bytes()[..], &units].concat()
        };
        let small = |kind: &[u8], body: &[u8]| [kind, &[body.len() as u8], body].concat();
        let sheet = [vec![0; 8], wide("r1"), wide("A")].concat();
        let names = small(&[0x9C, 0x01], &sheet);
        let row = small(&[0x00], &[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1 << 4]);
        let told = |names: &[u8], rows: Option<&[u8]>| {
            let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
            let parts = [
                ("xl/workbook.bin", Some(names)),
                ("xl/worksheets/s.bin", rows),
            ];
            for (name, part) in parts {
                let Some(part) = part else { continue };
                zip.start_file(name, zip::write::SimpleFileOptions::default())
                    .unwrap();
                zip.write_all(part).unwrap();
            }
            let bytes = zip.finish().unwrap().into_inner();
            let zip = Zip::open(Shared::bytes(&bytes), &ArchiveLimits::default()).unwrap();
            let paths = [("r1".to_owned(), "worksheets/s.bin".to_owned())];
            let found = binary(&zip, &paths.into())?;
            Ok::<_, io::Error>(found["A"].hidden_rows)
        };
        assert_eq!(told(&names, Some(&row)).unwrap(), 1);
        assert!(told(&names, None).is_err(), "no such part");
        assert!(told(&names, Some(&row[..9])).is_err(), "half a row");
        assert!(told(&names[..9], Some(&row)).is_err(), "half a name");
        let short = small(&[0x00], &[0, 0, 0]);
        assert!(told(&names, Some(&short)).is_err(), "a row without flags");
        let merged = small(&[0xB0, 0x01], &[1, 0, 0, 0]);
        assert!(told(&names, Some(&merged)).is_err(), "half a range");
    }
}
