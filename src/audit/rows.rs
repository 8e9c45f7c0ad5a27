//! One source with a notification a row: CSV, whole or as a stream. Rows are
//! split in sequence and taken in batch by batch, in parallel, while the next
//! batch is read; memory holds two batches and the rows that came of them.

use std::fs::File;
use std::io::{self, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};

use csv::ByteRecord;
use rayon::prelude::*;

use crate::audit::Input;
use crate::audit::entries::Entries;
use crate::audit::taken::{Means, Miss, Outcome, Taken, refused};
use crate::check::{Stage, timed};
use crate::decode::LineEnd;
use crate::read::csv::{Cells, Layout, Shape, Weight, reader};
use crate::read::mapping::Clues;
use crate::read::sieve::{Last, Left, Sieve};
use crate::read::{Format, Reason, Refusal};

use gathered::Gathered;

mod gathered;

/// Rows in a batch, for each thread. Two batches are held at a time.
const BATCH: usize = 512;
/// Rows that one thread takes at a time.
const CHUNK: usize = 64;

/// A row that is put behind the end of every table: where it is read as part of
/// the row before it, a quote was opened there and never closed.
const END: &[u8] = b"\x1C\x04\x1C";

/// A stream that is hashed as it is read, that ends with [`END`], and with an
/// error when one row grows beyond all measure. A CR that ends lines alone comes
/// out as LF, so that lines are counted.
struct Counted<R> {
    inner: R,
    line_end: LineEnd,
    /// What of the last line end and of [`END`] is still to be read.
    end: &'static [u8],
    hasher: Option<blake3::Hasher>,
    bytes: u64,
    /// Bytes since the last row was complete.
    pending: usize,
}

impl<R> Counted<R> {
    fn new(inner: R, hasher: Option<blake3::Hasher>, layout: &Layout) -> Self {
        let line_end = layout.line_end;
        let end: &[u8] = if line_end == LineEnd::CrLf {
            b"\r\n\x1C\x04\x1C"
        } else {
            b"\n\x1C\x04\x1C"
        };
        Self {
            inner,
            line_end,
            end,
            hasher,
            bytes: 0,
            pending: 0,
        }
    }
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        if let Some(hasher) = &mut self.hasher {
            hasher.update(&buffer[..read]);
        }
        if read == 0 {
            return self.end.read(buffer);
        }
        if self.line_end == LineEnd::Cr {
            buffer[..read]
                .iter_mut()
                .filter(|byte| **byte == b'\r')
                .for_each(|byte| *byte = b'\n');
        }
        self.bytes += read as u64;
        self.pending += read;
        if self.pending > Format::Csv.about().most_bytes {
            return Err(io::ErrorKind::InvalidData.into());
        }
        Ok(read)
    }
}

impl Means<'_> {
    /// A table that is all there.
    pub(super) fn table(self, bytes: &[u8], layout: &Layout) -> Taken {
        self.rows(Counted::new(bytes, None, layout), layout)
    }

    /// A long table of which `head` was read already.
    pub(super) fn long_table(self, head: &[u8], rest: impl Read, layout: &Layout) -> Taken {
        self.rows(
            Counted::new(head.chain(rest), Some(blake3::Hasher::new()), layout),
            layout,
        )
    }

    fn rows(self, mut stream: Counted<impl Read>, layout: &Layout) -> Taken {
        let skipped = io::copy(
            &mut (&mut stream).take(layout.skip_bytes as u64),
            &mut io::sink(),
        );
        let mut rows = Rows {
            reader: reader(stream, layout.delimiter),
            layout,
            sieve: layout.sieve(),
            shape: layout.shape(),
            gathered: None,
            number: 0,
            line: 0,
        };
        let mut failed = skipped.err();
        if failed.is_none() {
            failed = rows.skip().err();
        }
        let mut entries = Entries::new(self, layout.format);
        let (mut batch, mut next) = (Batch::default(), Batch::default());
        if failed.is_none() {
            failed = rows.fill(&mut batch).err();
        }
        let mut encoding = layout.charset.name();
        while batch.len > 0 && !self.watch.stop.load(Ordering::Relaxed) {
            let other_bytes = AtomicBool::new(false);
            let (taken, read) = if failed.is_some() {
                next.len = 0;
                (self.batch(&batch, layout, &other_bytes), Ok(()))
            } else {
                // What is read may be a member of an archive, which stays on its thread.
                let mut taken = Vec::new();
                let read = rayon::in_place_scope(|scope| {
                    scope.spawn(|_| taken = self.batch(&batch, layout, &other_bytes));
                    rows.fill(&mut next)
                });
                (taken, read)
            };
            if encoding == UTF_8 && other_bytes.into_inner() {
                encoding = WESTERN;
            }
            entries.add(taken.into_iter().flatten());
            failed = failed.or(read.err());
            std::mem::swap(&mut batch, &mut next);
        }
        let number = rows.number;
        let (findings, last) = rows.sieve.finish();
        if last == Last::Sum
            && !layout.gathers()
            && self.wants_all()
            && failed.is_none()
            && !self.watch.stop.load(Ordering::Relaxed)
        {
            entries.pop();
        }
        let stream = rows.reader.into_inner();
        let mut taken = entries.finish();
        taken.findings = findings;
        taken.input.encoding = encoding;
        taken.input.bytes = stream.bytes;
        taken.input.digest = stream.hasher.map(|hasher| hasher.finalize());
        if let Some(error) = failed {
            taken.fail(self.broken(&error, number));
        }
        taken
    }

    /// The rows of a batch, taken in; whether one has bytes that are not UTF-8, which
    /// are read as western text.
    fn batch(self, batch: &Batch, layout: &Layout, other_bytes: &AtomicBool) -> Vec<Vec<Outcome>> {
        let chunks = batch.rows[..batch.len]
            .par_chunks(CHUNK)
            .zip(batch.places[..batch.len].par_chunks(CHUNK));
        // Each chunk by itself: a thread that is done finds another to take.
        chunks
            .with_max_len(1)
            .map(|(rows, places)| {
                let rows = rows.iter().zip(places);
                rows.filter_map(|(row, place)| {
                    let cells = layout.cells(row);
                    if cells.has_other_bytes() {
                        other_bytes.store(true, Ordering::Relaxed);
                    }
                    self.one_row(row, cells, place, layout)
                })
                .collect()
            })
            .collect()
    }

    /// One row, kept apart from the others also when it panics.
    fn one_row(
        self,
        row: &ByteRecord,
        cells: Cells,
        place: &Place,
        layout: &Layout,
    ) -> Option<Outcome> {
        let Place {
            line,
            number,
            line_ends,
            byte,
            weight,
        } = *place;
        if !self.wants(number) {
            return None;
        }
        let mut clues = Clues::default();
        let read = || {
            if let Some(open) = layout.open_quote(row, line_ends) {
                return Some(Err(Refusal::unreadable(Reason::OpenQuote(line + open))));
            }
            if weight == Weight::Unreadable {
                return Some(Err(Refusal::unreadable(Reason::NoWeight(line))));
            }
            let timings = self.settings.timings.as_ref();
            let record = timed(timings, Stage::Read, || layout.read(cells, line))?;
            clues = record.clues;
            let mut read = self.row(record, layout.format, number);
            if layout.is_mapped() && !read.0.findings.is_empty() {
                read.0.findings.edit(|findings| layout.place(findings));
            }
            Some(Ok(read))
        };
        let taken = match catch_unwind(AssertUnwindSafe(read)) {
            Ok(taken) => taken?,
            Err(_) => Err(Refusal::unreadable(Reason::Internal)),
        };
        let outcome = Outcome {
            number,
            bytes: row.as_slice().len(),
            taken: taken.map_err(Miss::from),
            found: None,
            clues,
        };
        Some(match byte {
            Some(byte) => outcome.at(byte),
            None => outcome,
        })
    }

    /// The row of a table that begins at a byte of its file.
    pub(super) fn row_at(
        self,
        reader: &mut csv::Reader<File>,
        layout: &Layout,
        (byte, number): (u64, u32),
    ) -> io::Result<Option<Outcome>> {
        let mut position = csv::Position::new();
        position.set_byte(byte);
        let mut row = ByteRecord::new();
        reader.seek(position).map_err(of_stream)?;
        if !reader.read_byte_record(&mut row).map_err(of_stream)? {
            return Ok(None);
        }
        let place = Place {
            line: 1,
            number,
            line_ends: line_ends(row.as_slice()),
            byte: Some(byte),
            weight: Weight::Of(1),
        };
        Ok(self.one_row(&row, layout.cells(&row), &place, layout))
    }

    /// What could not be read after so many notifications, as an entry of its own.
    fn broken(self, error: &io::Error, number: u32) -> Input {
        let open = error
            .get_ref()
            .and_then(|inner| inner.downcast_ref::<OpenQuote>());
        let refusal = match open {
            Some(OpenQuote(line)) => Refusal::unreadable(Reason::OpenQuote(*line)),
            None if error.kind() == io::ErrorKind::InvalidData => Refusal::unreadable(
                Reason::TooLarge(Format::Csv.about().most_bytes as u64 >> 20),
            ),
            None => Refusal::from(error),
        };
        let mut input = refused(self.source, refusal).input;
        input.name = format!("{}#{}", self.source.name, number + 1).into();
        input
    }
}

/// The rows of one file in sequence.
struct Rows<'l, R> {
    reader: csv::Reader<Counted<R>>,
    layout: &'l Layout<'l>,
    /// What tells notifications from other rows.
    sieve: Sieve<'l>,
    /// The rules of the mapping for rows.
    shape: Option<Shape<'l>>,
    /// What is still to be given of rows that were gathered before any is given.
    gathered: Option<Gathered>,
    /// Notifications so far.
    number: u32,
    /// The line of the last row.
    line: u32,
}

/// The end was reached within a cell whose quote stands on this line.
#[derive(Debug, thiserror::Error)]
#[error("a quote is never closed")]
struct OpenQuote(u32);

/// Where a row stands.
#[derive(Clone, Copy)]
struct Place {
    line: u32,
    /// Its number among the notifications.
    number: u32,
    /// Line ends within its cells.
    line_ends: u32,
    /// The byte at which it begins, if its record can be read from there.
    byte: Option<u64>,
    /// How many notifications it stands for.
    weight: Weight,
}

/// Rows in room that is used again, with the place of each.
#[derive(Default)]
struct Batch {
    rows: Vec<ByteRecord>,
    places: Vec<Place>,
    len: usize,
}

/// Names of encodings, as in files.csv.
const UTF_8: &str = "utf-8";
const WESTERN: &str = "windows-1252";

impl<R: Read> Rows<'_, R> {
    /// Passes over the header and what stands before it.
    fn skip(&mut self) -> io::Result<()> {
        let mut row = ByteRecord::new();
        for before in (0..self.layout.skip_rows).rev() {
            if let Some((line, _)) = self.next(&mut row)?
                && before >= self.layout.header_rows
                && !row.as_slice().trim_ascii().is_empty()
            {
                self.sieve.title(line);
            }
        }
        Ok(())
    }

    /// The next row with the line on which it begins and the line ends within
    /// its cells; `None` at the end.
    fn next(&mut self, row: &mut ByteRecord) -> io::Result<Option<(u32, u32)>> {
        let read = self.reader.read_byte_record(row).map_err(of_stream)?;
        if !read || row.as_slice() == END {
            return Ok(None);
        }
        self.reader.get_mut().pending = 0;
        let inside = line_ends(row.as_slice());
        let last = self.reader.position().line() as u32 + self.layout.skip_lines;
        if row.as_slice().ends_with(END) {
            let open = row.iter().next_back().map_or(0, line_ends);
            return Err(io::Error::other(OpenQuote(last.saturating_sub(open))));
        }
        // The reader stands before the LF of a CR LF, behind one alone.
        Ok(Some((
            last.saturating_sub(inside + u32::from(self.layout.line_end != LineEnd::CrLf)),
            inside,
        )))
    }

    /// The next row that is a notification, or a part of one. Rows with nothing in them
    /// are passed over like blank lines.
    fn next_of_table(&mut self, row: &mut ByteRecord) -> io::Result<Option<Place>> {
        while let Some((line, line_ends)) = self.next(row)? {
            self.line = line;
            if row.as_slice().trim_ascii().is_empty() {
                if row.len() > 1 {
                    self.sieve.blank(line);
                }
                continue;
            }
            let mut weight = Weight::Of(1);
            if let Some(shape) = &mut self.shape {
                weight = shape.weight(row);
                if let Some(left) = shape.left(row, &self.sieve) {
                    self.sieve.leave(left, line, line_ends);
                    continue;
                }
            }
            if !self.sieve.keeps(&row.iter(), line, line_ends) {
                continue;
            }
            if weight == Weight::Of(0) {
                self.sieve.leave(Left::Weightless, line, line_ends);
                continue;
            }
            let byte = row.position().map_or(0, csv::Position::byte);
            let byte = byte + self.layout.skip_bytes as u64;
            return Ok(Some(Place {
                line,
                number: 0,
                line_ends,
                byte: self.layout.is_row_by_row().then_some(byte),
                weight,
            }));
        }
        Ok(None)
    }

    /// Reads the next batch.
    fn fill(&mut self, batch: &mut Batch) -> io::Result<()> {
        batch.len = 0;
        batch.places.clear();
        let wanted = BATCH * rayon::current_num_threads();
        while batch.len < wanted {
            if batch.len == batch.rows.len() {
                batch.rows.push(ByteRecord::new());
            }
            let Some(place) = self.next_notification(&mut batch.rows[batch.len])? else {
                break;
            };
            self.number += 1;
            batch.len += 1;
            batch.places.push(Place {
                number: self.number,
                ..place
            });
        }
        Ok(())
    }
}

fn line_ends(bytes: &[u8]) -> u32 {
    memchr::memchr_iter(b'\n', bytes).count() as u32
}

/// The error of the stream within one of the CSV reader, which would hide it.
fn of_stream(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        _ => io::ErrorKind::Other.into(),
    }
}
