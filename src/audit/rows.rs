//! One source with a notification a row: CSV, whole or as a stream. Rows are
//! split in sequence and taken in batch by batch, in parallel, while the next
//! batch is read; memory holds two batches and the rows that came of them.

use std::io::{self, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::Ordering;

use csv::ByteRecord;
use rayon::prelude::*;

use crate::audit::Input;
use crate::audit::source::{MOST_LINE, Means, Outcome, Taken, refused};
use crate::check::{Stage, timed};
use crate::read::csv::{Layout, reader};
use crate::read::{Format, Reason, Refusal};

/// Rows in a batch, for each thread.
const BATCH: usize = 512;
/// Rows that one thread takes at a time.
const CHUNK: usize = 64;

/// A stream that is hashed as it is read, and that ends with an error when one
/// row grows beyond all measure.
struct Counted<R> {
    inner: R,
    hasher: Option<blake3::Hasher>,
    bytes: u64,
    /// Bytes since the last row was complete.
    pending: usize,
    /// Whether the last byte read ends a line.
    at_line_end: bool,
    /// Whether everything was read.
    done: bool,
}

impl<R> Counted<R> {
    fn new(inner: R, hasher: Option<blake3::Hasher>) -> Self {
        Self { inner, hasher, bytes: 0, pending: 0, at_line_end: false, done: false }
    }
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        if let Some(hasher) = &mut self.hasher {
            hasher.update(&buffer[..read]);
        }
        self.done |= read == 0 && !buffer.is_empty();
        if let Some(last) = buffer[..read].last() {
            self.at_line_end = *last == b'\n';
        }
        self.bytes += read as u64;
        self.pending += read;
        if self.pending > MOST_LINE {
            return Err(io::ErrorKind::InvalidData.into());
        }
        Ok(read)
    }
}

impl Means<'_> {
    /// A table that is all there.
    pub(super) fn table(self, bytes: &[u8], layout: &Layout) -> Taken {
        self.rows(Counted::new(bytes, None), layout)
    }

    /// A long table of which `head` was read already.
    pub(super) fn long_table(self, head: &[u8], rest: impl Read, layout: &Layout) -> Taken {
        self.rows(Counted::new(head.chain(rest), Some(blake3::Hasher::new())), layout)
    }

    fn rows(self, mut stream: Counted<impl Read>, layout: &Layout) -> Taken {
        let skipped = io::copy(&mut (&mut stream).take(layout.skip_bytes as u64), &mut io::sink());
        let mut rows = Rows { reader: reader(stream, layout.delimiter), layout, number: 0, line: 0 };
        let mut failed = skipped.err();
        if failed.is_none() {
            failed = rows.skip().err();
        }
        let mut outcomes = Vec::new();
        let (mut batch, mut next) = (Batch::default(), Batch::default());
        if failed.is_none() {
            failed = rows.fill(&mut batch).err();
        }
        while batch.len > 0 && !self.watch.stop.load(Ordering::Relaxed) {
            let (taken, read) = if failed.is_some() {
                next.len = 0;
                (self.batch(&batch, layout), Ok(()))
            } else {
                // What is read may be a member of an archive, which stays on its thread.
                let mut taken = Vec::new();
                let read = rayon::in_place_scope(|scope| {
                    scope.spawn(|_| taken = self.batch(&batch, layout));
                    rows.fill(&mut next)
                });
                (taken, read)
            };
            outcomes.extend(taken.into_iter().flatten());
            failed = failed.or(read.err());
            std::mem::swap(&mut batch, &mut next);
        }
        let number = rows.number;
        let stream = rows.reader.into_inner();
        let mut taken = self.entries(Format::Csv, outcomes);
        taken.input.encoding = layout.charset.name();
        taken.input.bytes = stream.bytes;
        taken.input.digest = stream.hasher.map(|hasher| hasher.finalize());
        if let Some(error) = failed {
            taken.fail(self.broken(&error, number));
        }
        taken
    }

    /// The rows of a batch, taken in.
    fn batch(self, batch: &Batch, layout: &Layout) -> Vec<Vec<Outcome>> {
        let chunks =
            batch.rows[..batch.len].par_chunks(CHUNK).zip(batch.places[..batch.len].par_chunks(CHUNK));
        chunks
            .map(|(rows, places)| {
                let rows = rows.iter().zip(places);
                rows.filter_map(|(row, (line, number))| self.one_row(row, *line, *number, layout)).collect()
            })
            .collect()
    }

    /// One row, kept apart from the others also when it panics.
    fn one_row(self, row: &ByteRecord, line: u32, number: u32, layout: &Layout) -> Option<Outcome> {
        let read = || {
            let timings = self.settings.timings.as_ref();
            let record = timed(timings, Stage::Read, || layout.read(row, line))?;
            Some(self.row(record, Format::Csv, number))
        };
        let taken = match catch_unwind(AssertUnwindSafe(read)) {
            Ok(taken) => Ok(taken?),
            Err(_) => Err(Refusal::unreadable(Reason::Internal)),
        };
        Some(Outcome { number, bytes: row.as_slice().len(), taken })
    }

    /// What could not be read after so many notifications, as an entry of its own.
    fn broken(self, error: &io::Error, number: u32) -> Input {
        let refusal = if error.kind() == io::ErrorKind::InvalidData {
            Refusal::unreadable(Reason::TooLarge(MOST_LINE as u64 >> 20))
        } else {
            Refusal::from(error)
        };
        let mut input = refused(self.source, refusal).input;
        input.name = format!("{}#{}", self.source.name, number + 1);
        input
    }
}

/// The rows of one file in sequence.
struct Rows<'l, R> {
    reader: csv::Reader<Counted<R>>,
    layout: &'l Layout<'l>,
    /// Notifications so far.
    number: u32,
    /// The line of the last row.
    line: u32,
}

/// Rows in room that is used again, with line and number of each.
#[derive(Default)]
struct Batch {
    rows: Vec<ByteRecord>,
    places: Vec<(u32, u32)>,
    len: usize,
}

impl<R: Read> Rows<'_, R> {
    /// Passes over the header and what stands before it.
    fn skip(&mut self) -> io::Result<()> {
        let mut row = ByteRecord::new();
        for _ in 0..self.layout.skip_rows {
            self.reader.read_byte_record(&mut row).map_err(of_stream)?;
        }
        Ok(())
    }

    /// The line on which the row just read begins; `inside` is the number of
    /// line ends within its cells. The reader's own position of a row is that of
    /// the line end before it.
    fn first_line(&mut self, inside: u32) -> u32 {
        let at = self.reader.position().clone();
        let stream = self.reader.get_ref();
        let at_end = stream.done && at.byte() + self.layout.skip_bytes as u64 == stream.bytes;
        let line_end_was_read = !(self.layout.crlf || at_end && !stream.at_line_end);
        (at.line() as u32).saturating_sub(inside + u32::from(line_end_was_read)) + self.layout.skip_lines
    }

    /// Reads the next batch; rows with nothing in them are passed over like
    /// blank lines.
    fn fill(&mut self, batch: &mut Batch) -> io::Result<()> {
        batch.len = 0;
        batch.places.clear();
        let wanted = BATCH * rayon::current_num_threads();
        while batch.len < wanted {
            if batch.len == batch.rows.len() {
                batch.rows.push(ByteRecord::new());
            }
            let row = &mut batch.rows[batch.len];
            if !self.reader.read_byte_record(row).map_err(of_stream)? {
                break;
            }
            self.reader.get_mut().pending = 0;
            let inside = memchr::memchr_iter(b'\n', row.as_slice()).count() as u32;
            let blank = row.as_slice().trim_ascii().is_empty();
            self.line = self.first_line(inside);
            if blank {
                continue;
            }
            self.number += 1;
            batch.len += 1;
            batch.places.push((self.line, self.number));
        }
        Ok(())
    }
}

/// The error of the stream within one of the CSV reader, which would hide it.
fn of_stream(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        _ => io::ErrorKind::Other.into(),
    }
}
