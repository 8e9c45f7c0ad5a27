//! What a workbook says of its sheets beside their cells, where the library that reads cells does
//! not tell it: merged ranges and hidden rows of binary workbooks (`.xlsb`), hidden rows of old
//! ones (`.xls`). Those of OpenDocument are found by `guard`, which goes through them anyway.

use std::collections::BTreeMap;
use std::io::{self, BufRead, BufReader, Read};

use super::Merged;
use crate::archive::Zip;
use crate::intake::Shared;

/// What is known of a sheet beside its cells.
#[derive(Debug, Default)]
pub(super) struct About {
    pub(super) merged: Vec<Merged>,
    pub(super) hidden_rows: u32,
}

/// The most bytes of a record that are looked at.
const LOOKED_AT: u64 = 4096;
/// The most bytes of an old workbook that are looked at.
const MOST_OLD: u64 = 512 << 20;

/// The sheets of a binary workbook by their names. `paths` are the parts by their relationships.
/// What cannot be read is left out; the cells then decide whether the workbook is read at all.
pub(super) fn binary(zip: &Zip, paths: &BTreeMap<String, String>) -> BTreeMap<String, About> {
    const SHEET: u16 = 0x9C;
    let mut sheets = Vec::new();
    let _ = records(zip, "xl/workbook.bin", |kind, body| {
        if kind == SHEET {
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
            sheets.extend(named);
        }
    });
    let about = |(id, name): (String, String)| {
        let path = paths
            .get(&id)?
            .trim_start_matches('/')
            .trim_start_matches("xl/");
        Some((name, of_binary(zip, &format!("xl/{path}"))))
    };
    sheets.into_iter().filter_map(about).collect()
}

/// One sheet of a binary workbook.
fn of_binary(zip: &Zip, path: &str) -> About {
    const ROW: u16 = 0x00;
    const MERGED: u16 = 0xB0;
    const HIDDEN: u8 = 1 << 4;
    let mut about = About::default();
    let _ = records(zip, path, |kind, body| {
        if kind == ROW && body.get(11).is_some_and(|flags| flags & HIDDEN != 0) {
            about.hidden_rows += 1;
        } else if kind == MERGED
            && let [Some(first), Some(last), Some(left), Some(right)] =
                [0, 4, 8, 12].map(|at| number(body, at))
        {
            about.merged.push(((first, left), (last, right)));
        }
    });
    about
}

fn number(body: &[u8], at: usize) -> Option<u32> {
    let bytes = body.get(at..at.checked_add(4)?)?;
    Some(u32::from_le_bytes(bytes.try_into().ok()?))
}

/// Gives each record of a part, by its kind.
fn records(zip: &Zip, name: &str, mut each: impl FnMut(u16, &[u8])) -> io::Result<()> {
    let Some(entry) = zip.entries.iter().find(|entry| entry.name == name) else {
        return Ok(());
    };
    let mut shared = zip.reader();
    let mut part = BufReader::new(entry.open(&mut shared)?);
    let mut body = Vec::new();
    while !part.fill_buf()?.is_empty() {
        let kind = kind(&mut part)?;
        let length = u64::from(figures(&mut part, 4)?);
        body.clear();
        (&mut part)
            .take(length.min(LOOKED_AT))
            .read_to_end(&mut body)?;
        io::copy(
            &mut (&mut part).take(length.saturating_sub(LOOKED_AT)),
            &mut io::sink(),
        )?;
        each(kind, &body);
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
pub(super) fn old(bytes: Shared) -> Vec<u32> {
    hidden_of_old(bytes).unwrap_or_default()
}

fn hidden_of_old(bytes: Shared) -> io::Result<Vec<u32>> {
    const SHEET: u16 = 0x85;
    const END: u16 = 0x0A;
    const ROW: u16 = 0x208;
    const HIDDEN: u16 = 0x20;
    let mut file = cfb::CompoundFile::open(bytes)?;
    let mut stream = match file.open_stream("/Workbook") {
        Ok(stream) => stream,
        Err(_) => file.open_stream("/Book")?,
    };
    let mut book = Vec::new();
    (&mut stream).take(MOST_OLD).read_to_end(&mut book)?;
    let globals = of_old(&book, 0).take_while(|(kind, _)| *kind != END);
    let starts = globals.filter(|(kind, _)| *kind == SHEET);
    let starts = starts.filter_map(|(_, body)| number(body, 0));
    let short =
        |body: &[u8], at: usize| Some(u16::from_le_bytes([*body.get(at)?, *body.get(at + 1)?]));
    let is_hidden = |body: &[u8]| {
        let holds = short(body, 2) < short(body, 4);
        holds && short(body, 12).is_some_and(|flags| flags & HIDDEN != 0)
    };
    let hidden = |start: u32| {
        let rows = of_old(&book, start as usize).take_while(|(kind, _)| *kind != END);
        rows.filter(|(kind, body)| *kind == ROW && is_hidden(body))
            .count() as u32
    };
    Ok(starts.map(hidden).collect())
}

/// The records of an old workbook from a byte on, each with its kind.
fn of_old(book: &[u8], start: usize) -> impl Iterator<Item = (u16, &[u8])> {
    let mut rest = book.get(start..).unwrap_or_default();
    std::iter::from_fn(move || {
        let [kind, length] =
            [0, 2].map(|at| Some(u16::from_le_bytes([*rest.get(at)?, *rest.get(at + 1)?])));
        let (kind, length) = (kind?, usize::from(length?));
        let body = rest.get(4..4 + length)?;
        rest = &rest[4 + length..];
        Some((kind, body))
    })
}
