//! The CSV files: UTF-8, comma, RFC 4180, line feed. Rows are formatted in
//! parallel, batch by batch, so that memory stays small, and written in order.

use std::cell::RefCell;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::rc::Rc;

use rayon::prelude::*;

use crate::audit::Input;
use crate::config::Language;
use crate::read::Fate;
use crate::report::Report;
use crate::report::cells;
use crate::report::messages::{self, Listed};
use crate::row::{COLUMNS, Cell, ColumnKind, Row, Scope};
use crate::table::Table;

/// How many rows one worker formats at a time.
const CHUNK: usize = 1024;
/// Bytes that a writer of lines holds back.
const ROOM: usize = 1 << 16;

/// Writes a file of `items` below `header`; `line` formats one.
fn write<T: Sync>(
    path: &Path,
    header: &[&str],
    items: &[T],
    line: impl Fn(&mut csv::ByteRecord, &T) + Sync,
) -> io::Result<()> {
    write_to(BufWriter::new(File::create(path)?), header, items, line)
}

/// The same to any writer.
fn write_to<T: Sync>(
    mut out: impl Write,
    header: &[&str],
    items: &[T],
    line: impl Fn(&mut csv::ByteRecord, &T) + Sync,
) -> io::Result<()> {
    let mut head = Lines::new();
    head.write(&header.iter().copied().collect())?;
    out.write_all(&head.finish()?)?;
    for batch in items.chunks(CHUNK * 4 * rayon::current_num_threads()) {
        let parts: Vec<Vec<u8>> = batch
            .par_chunks(CHUNK)
            .map(|chunk| {
                let mut lines = Lines::new();
                let mut record = csv::ByteRecord::new();
                for item in chunk {
                    record.clear();
                    line(&mut record, item);
                    lines.write(&record)?;
                }
                lines.finish()
            })
            .collect::<io::Result<_>>()?;
        for part in parts {
            out.write_all(&part)?;
        }
    }
    out.flush()
}

/// Lines of CSV in the making. Few of them need a quote anywhere, which is soon
/// seen of a line as a whole: the others go through a writer that does not ask
/// it of every cell.
struct Lines {
    plain: csv::Writer<Shared>,
    quoted: csv::Writer<Shared>,
    written: Shared,
    /// Whether the last line went to `quoted`.
    is_quoted: bool,
    /// Bytes of cells since the last line was brought to its place.
    since_flush: usize,
}

/// Bytes that two writers add to in turn.
#[derive(Clone, Default)]
struct Shared(Rc<RefCell<Vec<u8>>>);

impl Write for Shared {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Lines {
    fn new() -> Self {
        let written = Shared::default();
        let writer = |style| {
            csv::WriterBuilder::new()
                .flexible(true)
                .quote_style(style)
                .buffer_capacity(ROOM)
                .terminator(csv::Terminator::Any(b'\n'))
                .from_writer(written.clone())
        };
        let plain = writer(csv::QuoteStyle::Never);
        let quoted = writer(csv::QuoteStyle::Necessary);
        Self { plain, quoted, written, is_quoted: false, since_flush: 0 }
    }

    fn write(&mut self, record: &csv::ByteRecord) -> io::Result<()> {
        let cells = record.as_slice();
        // A writer that has little room left takes a slower way.
        self.since_flush += cells.len();
        if self.since_flush > ROOM / 2 {
            self.flush()?;
        }
        let needs_quotes = cells.is_empty()
            || memchr::memchr2(b',', b'"', cells).is_some()
            || memchr::memchr2(b'\n', b'\r', cells).is_some();
        if needs_quotes != self.is_quoted {
            self.flush()?;
            self.is_quoted = needs_quotes;
        }
        let writer = if needs_quotes { &mut self.quoted } else { &mut self.plain };
        Ok(writer.write_byte_record(record)?)
    }

    /// Brings the lines so far to their place.
    fn flush(&mut self) -> io::Result<()> {
        self.since_flush = 0;
        if self.is_quoted { self.quoted.flush() } else { self.plain.flush() }
    }

    fn finish(mut self) -> io::Result<Vec<u8>> {
        self.flush()?;
        Ok(self.written.0.take())
    }
}

/// records.csv
pub(super) fn records(path: &Path, rows: &[&Row], scope: &Scope) -> io::Result<()> {
    let extras = scope.extras();
    let mut header: Vec<&str> = COLUMNS.iter().map(|column| column.name).collect();
    header.extend(extras.iter().map(|extra| extra.column.as_str()));
    write(path, &header, rows, |record, row| {
        let mut room = String::with_capacity(64);
        let mut fill = |record: &mut csv::ByteRecord, clean| {
            for column in COLUMNS {
                push(record, (column.cell)(row, scope), column.kind, clean, &mut room);
            }
            for extra in &extras {
                push(record, row.extra(&extra.name), ColumnKind::Text, clean, &mut room);
            }
        };
        fill(record, false);
        // Hardly any row has a control character, which is soon seen of it as a whole.
        if cells::may_be_unclean(record.as_slice()) {
            record.clear();
            fill(record, true);
        }
    })
}

/// Adds a cell of the records; `clean` takes out control characters, `room`
/// serves to write it.
fn push(record: &mut csv::ByteRecord, cell: Cell, kind: ColumnKind, clean: bool, room: &mut String) {
    let text = if let Cell::Text(text) = cell {
        text
    } else {
        room.clear();
        cell.write(room);
        room
    };
    if kind == ColumnKind::Text && (clean || cells::looks_like_formula(text)) {
        record.push_field(cells::text(text).as_bytes());
    } else {
        record.push_field(text.as_bytes());
    }
}

/// findings.csv
pub(super) fn findings(path: &Path, report: &Report) -> io::Result<()> {
    findings_to(BufWriter::new(File::create(path)?), report)
}

/// The same to any writer.
pub(super) fn findings_to(out: impl Write, report: &Report) -> io::Result<()> {
    const HEADER: [&str; 13] = [
        "source",
        "record",
        "line",
        "place",
        "code",
        "name",
        "severity",
        "question",
        "message",
        "basis",
        "case_number",
        "reference",
        "controller",
    ];
    let language = report.language();
    let listed = messages::listed(report);
    let policy = report.policy();
    write_to(out, &HEADER, &listed, |record, Listed { source, row, finding }| {
        let rule = crate::check::rule(finding.code);
        record.push_field(cells::text(source).as_bytes());
        record.push_field(row.map_or(0, |row| row.record).to_string().as_bytes());
        record.push_field(finding.line.to_string().as_bytes());
        record.push_field(cells::text(&messages::place(*row, finding)).as_bytes());
        record.push_field(finding.code.as_str().as_bytes());
        record.push_field(rule.map_or("", |rule| rule.name).as_bytes());
        record.push_field(finding.severity.as_str().as_bytes());
        let question = if finding.question == 0 { String::new() } else { finding.question.to_string() };
        record.push_field(question.as_bytes());
        record.push_field(cells::text(&messages::message(finding, language)).as_bytes());
        record.push_field(rule.map_or("", |rule| crate::check::basis(rule, policy).get(language)).as_bytes());
        for cell in
            [row.map(|row| &row.case_number), row.map(|row| &row.reference), row.map(|row| &row.controller)]
        {
            record.push_field(cell.map_or_else(|| "".into(), |cell| cells::text(cell.as_str())).as_bytes());
        }
    })
}

/// The language of files.csv: it is the same whatever the language of the run,
/// which shapes labels, messages, bases and the reports alone.
const FIXED: Language = Language::En;

/// files.csv
pub(super) fn files(path: &Path, report: &Report) -> io::Result<()> {
    const HEADER: [&str; 8] =
        ["source", "bytes", "digest", "format", "encoding", "status", "reason", "notifications"];
    write(path, &HEADER, &report.audit.inputs, |record, input| {
        record.push_field(cells::text(&input.name).as_bytes());
        record.push_field(input.bytes.to_string().as_bytes());
        record
            .push_field(input.digest.map(|digest| digest.to_hex()).as_deref().unwrap_or_default().as_bytes());
        record.push_field(input.format.map_or("", crate::read::Format::as_str).as_bytes());
        record.push_field(input.encoding.as_bytes());
        record.push_field(status(input).as_bytes());
        let reason = input.refusal.as_ref().map(|refusal| refusal.reason.show(FIXED));
        record.push_field(cells::text(&reason.unwrap_or_default()).as_bytes());
        record.push_field(input.notifications.to_string().as_bytes());
    })
}

/// The word for what became of an input.
fn status(input: &Input) -> &'static str {
    match input.refusal.as_ref().map(|refusal| refusal.fate) {
        None => "read",
        Some(Fate::Unreadable) => "unreadable",
        Some(Fate::Skipped) => "skipped",
    }
}

/// tables/<id>.csv
pub(super) fn table(path: &Path, table: &Table) -> io::Result<()> {
    let header: Vec<&str> = table.columns.iter().map(|column| column.name.as_ref()).collect();
    write(path, &header, &table.rows, |record, row| {
        for (cell, column) in row.iter().zip(&table.columns) {
            match column.kind {
                crate::table::Kind::Text => record.push_field(cells::text(cell.as_str()).as_bytes()),
                crate::table::Kind::Number => record.push_field(cell.as_str().as_bytes()),
            }
        }
    })
}
