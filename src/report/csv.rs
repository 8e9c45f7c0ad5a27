//! The CSV files: UTF-8, comma, RFC 4180, line feed; or as spreadsheets in Sweden take them.
//! Rows are formatted in parallel, batch by batch, so that memory stays small, and written in
//! order.

use std::io::{self, Write};

use rayon::prelude::*;

use crate::audit::Input;
use crate::check::{Rule, position, rules};
use crate::config::{Config, CsvStyle, Language};
use crate::dialect::{self, Told};
use crate::read::Fate;
use crate::report::Report;
use crate::report::cells::{self, Care};
use crate::report::messages;
use crate::row::{Cell, Row, Scope, TextCell, columns_in};
use crate::statistics::{YEAR_ON_YEAR, compared_years};
use crate::table::Table;

/// How many rows one worker formats at a time: their lines stay in the cache
/// until they are written.
const CHUNK: usize = 256;
/// Bytes for which room is made, for each line.
const LINE: usize = 512;

/// The language of a file for spreadsheets; none for one for programs.
pub(super) type Style = Option<Language>;

/// The style of the files of a run.
pub(super) fn style(config: &Config) -> Style {
    (config.csv_style == CsvStyle::Sv).then_some(config.language)
}

/// The heads of columns of these names.
fn heads(names: &[&str], style: Style) -> Vec<String> {
    match style {
        None => names.iter().map(|&name| name.to_owned()).collect(),
        Some(language) => dialect::headings(names, language),
    }
}

/// Writes `items` below `heads`. `add` adds the line or the lines of one item.
fn write<T: Sync>(
    mut out: impl Write,
    heads: &[String],
    style: Style,
    items: &[T],
    add: impl Fn(&mut Lines, &T) + Sync,
) -> io::Result<()> {
    let mut head = Lines::new(1, style);
    if style.is_none() {
        head.line(|cells| heads.iter().for_each(|name| cells.quoted(name)));
    } else {
        head.written.push_str(dialect::MARK);
        head.line(|cells| heads.iter().for_each(|name| cells.text(name)));
    }
    out.write_all(head.written.as_bytes())?;
    for batch in items.chunks(CHUNK * 4 * rayon::current_num_threads()) {
        let parts: Vec<Lines> = batch
            .par_chunks(CHUNK)
            .map(|chunk| {
                let mut lines = Lines::new(chunk.len(), style);
                for item in chunk {
                    add(&mut lines, item);
                }
                lines
            })
            .collect();
        for part in parts {
            out.write_all(part.written.as_bytes())?;
        }
    }
    out.flush()
}

/// Lines of CSV that are being written. Each cell is written once, straight to its
/// place.
struct Lines {
    written: String,
    style: Style,
    delimiter: u8,
}

impl Lines {
    fn new(lines: usize, style: Style) -> Self {
        Self {
            written: String::with_capacity(lines * LINE),
            style,
            delimiter: style.map_or(b',', |_| dialect::DELIMITER),
        }
    }

    /// Cells by themselves, to be added to several lines.
    fn cells(style: Style, fill: impl FnOnce(&mut Self)) -> String {
        let mut cells = Self::new(0, style);
        fill(&mut cells);
        cells.written
    }

    /// Adds cells that were made before.
    fn made(&mut self, cells: &str) {
        self.written.push_str(cells);
    }

    /// Adds a line of the cells that `fill` adds, of which there are several.
    fn line(&mut self, fill: impl FnOnce(&mut Self)) {
        fill(self);
        // Instead of what follows the last cell.
        self.written.pop();
        self.written.push_str(self.style.map_or("\n", |_| "\r\n"));
    }

    fn end(&mut self) {
        self.written.push(char::from(self.delimiter));
    }

    /// A number or a word of ours. Nothing in it needs quotes.
    fn word(&mut self, word: &str) {
        self.written.push_str(word);
        self.end();
    }

    fn number(&mut self, number: u64) {
        self.word(itoa::Buffer::new().format(number));
    }

    /// A text from anywhere: without control characters, no formula.
    fn text(&mut self, text: &str) {
        self.text_by(|out| out.push_str(text));
    }

    /// The same for what `write` adds.
    fn text_by(&mut self, write: impl FnOnce(&mut String)) {
        let start = self.written.len();
        write(&mut self.written);
        match cells::care(&self.written[start..], self.delimiter) {
            Care::None => self.end(),
            Care::Quotes => {
                self.written.insert(start, '"');
                self.word("\"");
            }
            Care::Doubled => {
                let text = self.written.split_off(start);
                self.doubled(&text);
            }
            Care::Much => {
                let text = self.written.split_off(start);
                self.quoted(&cells::text(&text));
            }
        }
    }

    /// A text as it is, quoted where it must be.
    fn quoted(&mut self, text: &str) {
        let delimiter = self.delimiter;
        if text
            .bytes()
            .any(|byte| byte == delimiter || matches!(byte, b'"' | b'\n' | b'\r'))
        {
            self.doubled(text);
        } else {
            self.word(text);
        }
    }

    /// A text with quotes around it, and those within doubled.
    fn doubled(&mut self, text: &str) {
        self.written.push('"');
        let mut start = 0;
        for quote in memchr::memchr_iter(b'"', text.as_bytes()) {
            self.written.push_str(&text[start..=quote]);
            start = quote;
        }
        self.written.push_str(&text[start..]);
        self.word("\"");
    }

    /// A cell of a column of the records.
    fn cell(&mut self, cell: Cell, told: &Told) {
        match cell {
            _ if self.style.is_some() => {
                let mut text = String::new();
                cell.write(&mut text);
                self.told(&text, *told);
            }
            Cell::Text(_) | Cell::Place(..) | Cell::Several(..) => {
                self.text_by(|out| cell.write(out));
            }
            _ => {
                cell.write(&mut self.written);
                self.end();
            }
        }
    }

    /// A cell as its column has it in the style of the file.
    fn told(&mut self, cell: &str, told: Told) {
        let said = self.style.map(|language| told.write(cell, language));
        let said = said.as_deref().unwrap_or(cell);
        if told.is_text() {
            self.text(said);
        } else {
            self.word(said);
        }
    }

    /// A cell of a list.
    fn listed(&mut self, column: &str, cell: &str) {
        match self.style {
            None => self.text(cell),
            Some(_) => self.told(cell, Told::of_list(column)),
        }
    }
}

/// records.csv
pub(super) fn records(
    out: impl Write,
    style: Style,
    rows: &[&Row],
    scope: &Scope,
) -> io::Result<()> {
    let further = scope.further();
    let columns = columns_in(&scope.editions);
    let mut header: Vec<&str> = columns.iter().map(|column| column.name).collect();
    header.extend(further.iter().map(|further| further.column));
    let told: Vec<Told> = header.iter().map(|name| Told::of_record(name)).collect();
    write(out, &heads(&header, style), style, rows, |lines, row| {
        lines.line(|cells| {
            let (of_columns, of_further) = told.split_at(columns.len());
            for (column, told) in columns.iter().zip(of_columns) {
                cells.cell(column.cell(row, scope), told);
            }
            for (further, told) in further.iter().zip(of_further) {
                cells.cell(further.cell(row), told);
            }
        });
    })
}

/// findings.csv
pub(super) fn findings(out: impl Write, style: Style, report: &Report) -> io::Result<()> {
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
    let policy = report.policy();
    let basis = |rule: &&Rule| {
        Lines::cells(style, |cells| {
            cells.text(rule.basis.under(policy).get(language));
        })
    };
    let bases: Vec<String> = rules().iter().map(basis).collect();
    let scope = &report.audit.scope;
    let none = Lines::cells(style, |cells| cells.word(""));
    let all = messages::by_row(report);
    write(out, &heads(&HEADER, style), style, &all, |lines, about| {
        let row = about.row();
        let head = Lines::cells(style, |cells| head(cells, about.source(scope), row));
        let tail = Lines::cells(style, |cells| tail(cells, row));
        for finding in about.findings() {
            let rule = position(finding.code);
            lines.line(|cells| {
                cells.made(&head);
                cells.number(u64::from(finding.line));
                cells.text(&messages::place(row, &finding, language));
                cells.word(finding.code.as_str());
                cells.word(rule.map_or("", |at| rules()[at].name));
                cells.listed("severity", finding.severity.as_str());
                match finding.question {
                    0 => cells.word(""),
                    number => cells.number(u64::from(number)),
                }
                cells.text_by(|out| messages::write_message(row, &finding, language, out));
                cells.made(rule.map_or(&none, |at| &bases[at]));
                cells.made(&tail);
            });
        }
    })
}

/// The cells that begin the lines of all findings about a notification.
fn head(cells: &mut Lines, source: &str, row: Option<&Row>) {
    cells.text(source);
    cells.number(row.map_or(0, |row| u64::from(row.record)));
}

/// The cells that end them.
fn tail(cells: &mut Lines, row: Option<&Row>) {
    for (name, cell) in [
        ("case_number", row.map(Row::case_number)),
        ("reference", row.map(Row::reference)),
        ("controller", row.map(Row::controller)),
    ] {
        cells.listed(name, cell.map_or("", TextCell::as_str));
    }
}

/// The language of files.csv for programs: it is the same whatever the language of the run,
/// which shapes labels, messages, bases and the reports alone.
const FIXED: Language = Language::En;

/// files.csv
pub(super) fn files(out: impl Write, style: Style, report: &Report) -> io::Result<()> {
    const HEADER: [&str; 8] = [
        "source",
        "bytes",
        "digest",
        "format",
        "encoding",
        "status",
        "reason",
        "notifications",
    ];
    let inputs = &report.audit.inputs;
    write(
        out,
        &heads(&HEADER, style),
        style,
        inputs,
        |lines, input| {
            lines.line(|cells| {
                cells.text(&input.name);
                cells.number(input.bytes);
                cells.word(
                    input
                        .digest
                        .map(|digest| digest.to_hex())
                        .as_deref()
                        .unwrap_or_default(),
                );
                cells.word(input.format.map_or("", crate::read::Format::as_str));
                cells.word(input.encoding);
                cells.listed("status", status(input));
                let reason = input
                    .refusal
                    .as_ref()
                    .map(|refusal| refusal.reason.show(style.unwrap_or(FIXED)));
                cells.text(&reason.unwrap_or_default());
                cells.number(u64::from(input.notifications));
            });
        },
    )
}

/// The word for what became of an input.
pub(super) fn status(input: &Input) -> &'static str {
    match input.refusal.as_ref().map(|refusal| refusal.fate) {
        None => "read",
        Some(Fate::Unreadable) => "unreadable",
        Some(Fate::Skipped) => "skipped",
    }
}

/// tables/<id>.csv
pub(super) fn table(out: impl Write, style: Style, table: &Table) -> io::Result<()> {
    let (header, rows) = table.written();
    let header: Vec<&str> = header.iter().map(String::as_str).collect();
    // Spreadsheets are read by people: a heading names the year that it is of.
    let years = compared_years(table).filter(|_| table.id == YEAR_ON_YEAR);
    let heads = match (style, &years) {
        (Some(language), Some([now, before])) => {
            dialect::headings_of_years(&header, [now, before], language)
        }
        _ => heads(&header, style),
    };
    let told = table.columns.iter().map(Told::of_table);
    let told: Vec<Told> = told.collect();
    write(out, &heads, style, &rows, |lines, row| {
        lines.line(|cells| {
            for ((cell, column), told) in row.iter().zip(&table.columns).zip(&told) {
                if style.is_some() {
                    cells.told(cell, *told);
                } else if column.is_words() {
                    cells.text(cell);
                } else {
                    cells.word(cell);
                }
            }
        });
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_those_that_the_csv_library_writes_of_cells_made_safe() {
        let line = [
            "plain",
            "",
            "a, b",
            "say \"so\"",
            "\"",
            "två\nrader",
            "\r=1",
            "=1+1",
            "\u{85}x",
            "§ 5",
        ];
        let mut lines = Lines::new(1, None);
        lines.line(|cells| line.iter().for_each(|text| cells.text(text)));
        let mut library = csv::WriterBuilder::new()
            .terminator(csv::Terminator::Any(b'\n'))
            .from_writer(Vec::new());
        library
            .write_record(line.iter().map(|text| cells::text(text).into_owned()))
            .unwrap();
        assert_eq!(lines.written.as_bytes(), library.into_inner().unwrap());
    }

    #[test]
    fn what_is_quoted_as_it_is_reads_back() {
        let line = ["a\nb", "c\rd", "\"e\",", "-1"];
        let mut lines = Lines::new(1, None);
        lines.line(|cells| line.iter().for_each(|text| cells.quoted(text)));
        let mut read = csv::ReaderBuilder::new()
            .has_headers(false)
            .from_reader(lines.written.as_bytes());
        assert_eq!(read.records().next().unwrap().unwrap(), line[..]);
    }
}
