//! The reader of CSV: what a header promises, and one row as a record. Columns
//! are our canonical ones, or those of a mapping. Splitting a file into rows is
//! the `csv` crate's; this module never sees a file.

use std::cmp::Reverse;

use csv::ByteRecord;

use crate::decode::{Charset, LineEnd};
use crate::finding::Finding;
use crate::form::{Edition, Keys};
use crate::read::mapping::{Dates, Mapping, Misfit, Plan, RowPlan};
use crate::read::sieve::{self, Roles, Sieve};
use crate::read::trimmed::is_margin;
use crate::read::{Format, Questions, Reason, Record, Refusal};
use canonical::{Canonical, Target, target};
pub(crate) use cells::Cells;
use cells::{long, short, without_column};
use head::{Head, first_line};
use headless::{begins_with_data, lacks_header};
use other::{is_register, other};

mod canonical;
mod cells;
mod head;
mod headless;
mod other;
mod shape;

pub(crate) use shape::{Groups, Shape, Weight};

/// How many rows may stand before the header.
const MOST_BEFORE_HEADER: usize = 20;

/// The first columns of our own records.csv.
const OWN_RECORDS: [&str; 4] = ["source", "record", "line", "format"];

/// How the rows of one file are to be read.
#[derive(Debug)]
pub(crate) struct Layout<'m> {
    /// The byte between cells.
    pub delimiter: u8,
    /// How many bytes stand before the rows: a mark, lines that are left out.
    pub skip_bytes: usize,
    /// How many lines those bytes have.
    pub skip_lines: u32,
    /// How many rows, header included, come before the first notification.
    pub skip_rows: usize,
    /// How many of those are the header.
    pub header_rows: usize,
    /// What lines end with.
    pub line_end: LineEnd,
    /// The encoding of the cells.
    pub charset: Charset,
    /// CSV, or a workbook whose sheet is written as such.
    pub format: Format,
    edition: &'static Edition,
    width: usize,
    columns: Columns<'m>,
    /// What the columns hold, for telling records from other rows.
    held: sieve::Columns,
}

/// Where the cells go.
#[derive(Debug)]
enum Columns<'m> {
    Canonical(Canonical),
    Mapped(Plan<'m>),
}

/// What the beginning of a text says of it as CSV.
#[derive(Debug)]
pub(crate) enum Found<'m> {
    /// Rows that can be read.
    Rows(Box<Layout<'m>>),
    /// CSV that cannot be taken in, or is none of ours.
    Refused(Refusal),
    /// No CSV, as far as can be seen.
    NotCsv,
}

/// Looks at the beginning of a file. Its encoding, if that is not known, is the one
/// that `mapping` tells, else it is detected.
pub(crate) fn detect<'m>(
    bytes: &[u8],
    charset: Option<Charset>,
    edition: &'static Edition,
    mapping: Option<&'m Mapping>,
) -> Found<'m> {
    let begins_json = |bytes: &[u8]| matches!(bytes.trim_ascii_start().first(), Some(b'{' | b'['));
    // What is no table at all ends here, before its encoding is looked for: most
    // text copies have no such byte in their first line.
    if begins_json(bytes) {
        return Found::NotCsv;
    }
    let head = Head::of(bytes);
    if begins_json(head.rows) {
        return Found::NotCsv;
    }
    let may_be_header = head.may_be_header();
    if !may_be_header && mapping.is_none() && !head.names_ours_above(MOST_BEFORE_HEADER) {
        return Found::NotCsv;
    }
    let told = || mapping.and_then(|mapping| mapping.charset);
    let charset = charset.or_else(told).unwrap_or_else(|| Charset::of(bytes));
    if let Some(found) = canonical(head, charset, edition) {
        return found;
    }
    if !may_be_header && mapping.is_none() {
        return Found::NotCsv;
    }
    if is_own_records(first_line(head.rows)) {
        return Found::Refused(Refusal::skipped(Reason::EarlierRecords));
    }
    match mapping.filter(|mapping| mapping.takes_csv()) {
        Some(mapping) => mapped(head, charset, mapping),
        None => other(head, charset),
    }
}

/// Looks at a sheet of a workbook, as CSV.
pub(crate) fn detect_sheet<'m>(
    text: &[u8],
    edition: &'static Edition,
    mapping: Option<&'m Mapping>,
) -> Found<'m> {
    let head = Head::of_sheet(text);
    let charset = Charset::UTF_8;
    let found = canonical(head, charset, edition).or_else(|| {
        let mapping = mapping.filter(|mapping| mapping.takes_csv())?;
        Some(mapped(head, charset, mapping))
    });
    match found {
        Some(Found::Rows(mut layout)) => {
            layout.format = Format::Workbook;
            Found::Rows(layout)
        }
        Some(found) => found,
        None => other(head, charset),
    }
}

/// The layout of a file with canonical columns, at least one of the controller or
/// the incident: its header is the row that has most of them.
fn canonical(head: Head, charset: Charset, edition: &'static Edition) -> Option<Found<'static>> {
    if !head.names_ours_above(MOST_BEFORE_HEADER) {
        return None;
    }
    let is_ours = |name: &String| target(name, edition).is_some();
    let of_notification = |name: &String| {
        ["controller.", "incident."]
            .iter()
            .any(|start| name.trim().starts_with(start))
    };
    let candidates = head.delimiters(None).into_iter().flat_map(|delimiter| {
        let rows = rows(head.rows, delimiter, charset)
            .take(MOST_BEFORE_HEADER)
            .enumerate();
        rows.map(move |(at, names)| (delimiter, at, names))
            .collect::<Vec<_>>()
    });
    let known = |names: &[String]| names.iter().filter(|name| is_ours(name)).count();
    let (known, Reverse(at), delimiter, names) = candidates
        .map(|(delimiter, at, names)| (known(&names), Reverse(at), delimiter, names))
        .max_by_key(|(known, at, ..)| (*known, *at))
        .filter(|(.., names)| {
            names
                .iter()
                .any(|name| of_notification(name) && is_ours(name))
        })?;
    // Below other rows one name alone may be a word of a text.
    if at > 0 && known < 2 {
        return None;
    }
    let columns = match Canonical::new(&names, edition) {
        Ok(canonical) => Columns::Canonical(canonical),
        Err(reason) => return Some(Found::Refused(Refusal::unreadable(reason))),
    };
    let layout = Layout::new(
        head,
        (delimiter, charset, edition),
        (at + 1, &names),
        columns,
    );
    Some(Found::Rows(Box::new(layout)))
}

/// The layout of a file that the mapping describes: its header is the first row
/// that has every column that the mapping names.
fn mapped<'m>(head: Head, charset: Charset, mapping: &'m Mapping) -> Found<'m> {
    // A line that names the delimiter is one of those that the mapping leaves out.
    let head = head.without_lines(mapping.skip_lines.saturating_sub(head.skip_lines as usize));
    let mut lacking = None;
    for (delimiter, at, names) in head
        .delimiters(mapping.delimiter)
        .iter()
        .flat_map(|delimiter| {
            let rows = rows(head.rows, *delimiter, charset);
            let rows: Vec<_> = rows
                .take(MOST_BEFORE_HEADER + mapping.header_rows())
                .collect();
            let headers = mapping.headers(&rows).into_iter().enumerate();
            headers
                .map(|(at, names)| (*delimiter, at, names))
                .collect::<Vec<_>>()
        })
    {
        let plan = if head.is_sheet() {
            mapping.plan(&names)
        } else {
            mapping.plan_of_text(&names)
        };
        match plan {
            Ok(plan) => {
                let how = (delimiter, charset, mapping.edition);
                let first = at + mapping.header_rows();
                let layout = Layout::new(head, how, (first, &names), Columns::Mapped(plan));
                if mapping.has_no_names() && begins_with_data(&layout, head, &names) {
                    let line = head.skip_lines + first as u32;
                    return Found::Refused(Refusal::unreadable(Reason::NoHeader(line)));
                }
                return Found::Rows(Box::new(layout));
            }
            // The row that has most of the columns is the one to speak of.
            Err(misfit) => {
                if lacking
                    .as_ref()
                    .is_none_or(|known: &Misfit| misfit.found > known.found)
                {
                    lacking = Some(misfit);
                }
            }
        }
    }
    // What has none of the columns is another table, or none at all.
    match lacking {
        Some(Misfit { reason, found: 1.. }) => Found::Refused(Refusal::unreadable(reason)),
        Some(Misfit { .. }) if lacks_header(head, charset, mapping) => {
            Found::Refused(Refusal::unreadable(Reason::NoHeader(head.skip_lines + 1)))
        }
        Some(_) if is_register(head, charset) => other(head, charset),
        Some(Misfit { reason, .. }) if looks_like_table(head) => {
            Found::Refused(Refusal::skipped(reason))
        }
        _ => Found::NotCsv,
    }
}

/// The rows at the beginning of a text, decoded.
fn rows(head: &[u8], delimiter: u8, charset: Charset) -> impl Iterator<Item = Vec<String>> {
    let reader = reader(head, delimiter);
    reader
        .into_byte_records()
        .map_while(Result::ok)
        .map(move |row| {
            row.iter()
                .map(|cell| charset.text(cell).trim_matches(is_margin).to_owned())
                .collect()
        })
}

/// A reader of rows of any width.
pub(crate) fn reader<R: std::io::Read>(stream: R, delimiter: u8) -> csv::Reader<R> {
    reader_with(stream, delimiter, 1 << 20)
}

/// The same, which reads so many bytes at a time.
pub(crate) fn reader_with<R: std::io::Read>(
    stream: R,
    delimiter: u8,
    bytes: usize,
) -> csv::Reader<R> {
    csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .buffer_capacity(bytes)
        .from_reader(stream)
}

/// Whether the header is that of our own records.csv.
fn is_own_records(first_line: &[u8]) -> bool {
    let text = String::from_utf8_lossy(first_line);
    let mut names = text
        .split([',', ';', '\t'])
        .map(|name| name.trim_matches(|c| c == '"' || is_margin(c)));
    OWN_RECORDS.iter().all(|own| names.next() == Some(own))
}

/// Whether the first rows have the same number of cells, and more than two.
fn looks_like_table(head: Head) -> bool {
    head.delimiters(None).iter().any(|delimiter| {
        let widths: Vec<usize> = reader(head.rows, *delimiter)
            .into_byte_records()
            .map_while(Result::ok)
            .take(4)
            .map(|row| row.len())
            .collect();
        widths.len() > 1 && widths[0] > 2 && widths.iter().all(|width| *width == widths[0])
    })
}

impl Columns<'_> {
    fn header_rows(&self) -> usize {
        match self {
            Self::Mapped(plan) => plan.header_rows(),
            Self::Canonical(_) => 1,
        }
    }

    /// What the columns hold.
    fn roles(&self, count: usize, edition: &'static Edition) -> Roles {
        let mut roles = Roles::new(count);
        match self {
            Self::Mapped(plan) => plan.roles(&mut roles),
            Self::Canonical(canonical) => {
                for (at, target) in canonical.targets.iter().enumerate() {
                    if let Target::Field(key, index, _) | Target::More(key, index) = target {
                        roles.field(at, (*key, *index), edition);
                    }
                }
            }
        }
        roles
    }
}

/// The questions none of whose fields the source has.
pub(super) fn not_asked(absent: Keys, edition: &Edition) -> Questions {
    let mut questions = Questions::default();
    for question in &edition.questions {
        if question.parts.iter().all(|part| absent.has(part.key)) {
            questions.insert(question.number);
        }
    }
    questions
}

/// From how many of the first rows it is learned how keys look.
const LEARNED: usize = 100;

/// From how many columns on rows within a cell can be told from a text with commas.
const WIDE: usize = 4;

impl<'m> Layout<'m> {
    /// The layout of a table whose rows begin with the row `first`, below the header.
    fn new(
        head: Head,
        (delimiter, charset, edition): (u8, Charset, &'static Edition),
        (first, names): (usize, &[String]),
        columns: Columns<'m>,
    ) -> Self {
        let Roles { roles, keys } = columns.roles(names.len(), edition);
        let mut held = sieve::Columns::new(names, roles, keys, charset);
        let rows = reader(head.rows, delimiter)
            .into_byte_records()
            .map_while(Result::ok);
        rows.skip(first)
            .take(LEARNED)
            .for_each(|row| held.learn(row.iter()));
        Self {
            delimiter,
            skip_bytes: head.skip_bytes,
            skip_lines: head.skip_lines,
            skip_rows: first,
            header_rows: columns.header_rows(),
            line_end: LineEnd::of(head.rows),
            charset,
            format: Format::Csv,
            edition,
            width: names.len(),
            columns,
            held,
        }
    }

    /// The rules of the mapping for its rows, if it has any.
    pub(crate) fn shape(&self) -> Option<Shape<'_>> {
        self.rows().map(|rows| Shape::new(self, rows))
    }

    /// Whether rows become records only when all are known.
    pub(crate) fn gathers(&self) -> bool {
        self.rows()
            .is_some_and(|rows| rows.weight.is_some() || !rows.group.is_empty())
    }

    /// Whether a row has all that its record needs.
    pub(crate) fn is_row_by_row(&self) -> bool {
        !self.gathers() && self.rows().is_none_or(|rows| rows.fill_down.is_empty())
    }

    fn rows(&self) -> Option<&RowPlan<'m>> {
        match &self.columns {
            Columns::Mapped(plan) => plan.rows.as_ref(),
            Columns::Canonical(_) => None,
        }
    }

    /// The sieve that its rows go through, in their order.
    pub(crate) fn sieve(&self) -> Sieve<'_> {
        let sieve = Sieve::new(&self.held);
        if self.gathers() {
            sieve.without_repeats()
        } else {
            sieve
        }
    }
}

impl Layout<'_> {
    /// Whether a cell holds whole rows, as it does behind a quote that was not
    /// closed on its row: how many of the row's `line_ends` stand before it.
    pub(crate) fn open_quote(&self, row: &ByteRecord, line_ends: u32) -> Option<u32> {
        if line_ends < 2 || self.width < WIDE {
            return None;
        }
        let count = |byte: u8, bytes: &[u8]| memchr::memchr_iter(byte, bytes).count();
        let mut before = 0;
        for cell in row {
            let mut lines: Vec<&[u8]> = cell.split(|byte| *byte == b'\n').collect();
            // The first line began before the cell, the last goes on behind it.
            lines.pop();
            let mut whole = lines.iter().skip(1).peekable();
            if whole.peek().is_some()
                && whole.all(|line| count(self.delimiter, line) + 1 == self.width)
            {
                return Some(before);
            }
            before += lines.len() as u32;
        }
        None
    }

    /// Tells which columns of the mapping hold dates.
    pub(crate) fn hold(&mut self, dates: Dates) {
        if let Columns::Mapped(plan) = &mut self.columns {
            plan.hold(dates);
        }
    }

    /// Whether a mapping says what its columns are.
    pub(crate) fn is_mapped(&self) -> bool {
        matches!(self.columns, Columns::Mapped(_))
    }

    /// Whether a column holds dates or times.
    pub(crate) fn is_moment(&self, column: usize) -> bool {
        self.held.is_moment(column)
    }

    /// Says of findings in which column they are, where the columns are not ours.
    pub(crate) fn place(&self, findings: &mut [Finding]) {
        if let Columns::Mapped(plan) = &self.columns {
            plan.place(findings);
        }
    }

    /// The cells of a row as text.
    pub(crate) fn cells<'a>(&self, row: &'a ByteRecord) -> Cells<'a> {
        Cells::of(row, self.charset, self.format)
    }

    /// One row that starts on `line`; `None` if all its cells are blank.
    pub(crate) fn read<'a>(&'a self, cells: Cells<'a>, line: u32) -> Option<Record<'a>> {
        let row = cells.row;
        if row.as_slice().trim_ascii().is_empty() {
            return None;
        }
        let surplus = || (self.width..row.len()).filter(|at| !row[*at].trim_ascii().is_empty());
        // A workbook has no delimiter that a text could have, too: a cell beyond is a remark.
        let is_shifted = self.format == Format::Csv && surplus().next().is_some();
        let cells = if is_shifted { cells.shifted() } else { cells };
        let mut record = match &self.columns {
            Columns::Canonical(canonical) => canonical.read(cells, line, self.edition),
            Columns::Mapped(plan) => plan.record(line, |column| cells.get(column)),
        };
        record.present = Questions::ALL;
        record.lines.fill(line);
        if row.len() < self.width {
            record.findings.push(short(row.len(), line));
        }
        if is_shifted {
            record.findings.push(long(self.width, line));
        } else {
            let findings = surplus().map(|surplus| without_column(surplus + 1, line));
            record.findings.extend(findings);
        }
        Some(record)
    }
}

#[cfg(test)]
mod tests;
