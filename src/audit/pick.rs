//! Some records of a long file, each read from where it begins: the rest of the file
//! costs nothing. This takes only what is in the file as it was read.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Seek, SeekFrom};

use crate::audit::again::Wanted;
use crate::audit::receipts::Use;
use crate::audit::taken::{Means, Outcome};
use crate::decode::LineEnd;
use crate::discover::SourceKind;
use crate::intake::Opened;
use crate::read::Format;
use crate::read::csv::reader_with;
use crate::row::Row;

/// How much is read for one record at first: most are no longer.
const ROOM: usize = 8 * 1024;

impl Means<'_> {
    /// The rows of the records asked for; `None` where the source has to be read from its
    /// beginning.
    pub(super) fn pick(
        self,
        wanted: &[Wanted],
        buffer: &mut Vec<u8>,
    ) -> Option<Vec<(Box<Row>, Use)>> {
        if self.source.kind != SourceKind::File {
            return None;
        }
        let place = |(record, begins): &Wanted| Some((begins.byte()?, *record));
        let places: Vec<(u64, u32)> = wanted.iter().map(place).collect::<Option<_>>()?;
        drop(Opened::file(&self.source.path, buffer).ok()?);
        let file = File::open(&self.source.path).ok()?;
        let outcomes = if self.is_ndjson(buffer) {
            self.lines_at(file, &places)
        } else {
            self.rows_at(file, buffer, &places)
        };
        let outcomes = outcomes.ok()?.into_iter();
        // What is no notification any more has changed since: it is left to the whole source.
        outcomes.map(|outcome| outcome?.taken.ok()).collect()
    }

    /// Lines of NDJSON.
    fn lines_at(self, file: File, places: &[(u64, u32)]) -> io::Result<Vec<Option<Outcome>>> {
        let mut reader = BufReader::with_capacity(ROOM, file);
        let line = |(byte, number): &(u64, u32)| {
            let mut line = Vec::with_capacity(ROOM);
            reader.seek(SeekFrom::Start(*byte))?;
            reader.read_until(b'\n', &mut line)?;
            let text = line.strip_suffix(b"\n").unwrap_or(&line);
            let text = std::str::from_utf8(text).ok();
            Ok(text.and_then(|text| self.entry(text, Format::Ndjson, 1, *number)))
        };
        places.iter().map(line).collect()
    }

    /// Rows of a table that begins so. A reader that goes to and fro sees CR as it is.
    fn rows_at(
        self,
        file: File,
        head: &[u8],
        places: &[(u64, u32)],
    ) -> io::Result<Vec<Option<Outcome>>> {
        let layout = self.layout(head);
        let layout = layout.filter(|layout| layout.line_end != LineEnd::Cr);
        let layout = layout.ok_or(io::ErrorKind::Unsupported)?;
        let mut reader = reader_with(file, layout.delimiter, ROOM);
        let row = |place: &(u64, u32)| self.row_at(&mut reader, &layout, *place);
        places.iter().map(row).collect()
    }
}
