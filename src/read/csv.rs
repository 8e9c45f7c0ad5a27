//! The reader of CSV: what a header promises, and one row as a record. Columns
//! are our canonical ones, or those of a mapping. Splitting a file into rows is
//! the `csv` crate's; this module never sees a file.

use std::borrow::Cow;
use std::collections::HashSet;

use csv::ByteRecord;

use crate::config::Words;
use crate::decode::{Charset, LineEnd};
use crate::finding::{Code, Fact, Finding, Severity};
use crate::form::{Edition, Key, Keys, Kind};
use crate::read::json::UNKNOWN_FIELD;
use crate::read::mapping::{Dates, Mapping, Missing, Plan};
use crate::read::{Item, Mark, Questions, Reason, Record, Refusal, Value};

mod head;

use head::{Head, first_line, names_ours};

/// F003: a row that has fewer cells than the header.
pub const SHORT_ROW: Code = Code::new(b"F003");
/// How many rows may stand before the header.
const MOST_BEFORE_HEADER: usize = 20;
/// The first columns of our own records.csv.
const OWN_RECORDS: [&str; 4] = ["source", "record", "line", "format"];

/// How the rows of one file are to be read.
#[derive(Debug)]
pub struct Layout<'m> {
    /// The byte between cells.
    pub delimiter: u8,
    /// How many bytes stand before the rows: a mark, lines that are left out.
    pub skip_bytes: usize,
    /// How many lines those bytes have.
    pub skip_lines: u32,
    /// How many rows, header included, come before the first notification.
    pub skip_rows: usize,
    /// What lines end with.
    pub line_end: LineEnd,
    /// The encoding of the cells.
    pub charset: Charset,
    edition: &'static Edition,
    width: usize,
    columns: Columns<'m>,
}

/// Where the cells go.
#[derive(Debug)]
enum Columns<'m> {
    Canonical(Canonical),
    Mapped(Plan<'m>),
}

/// The canonical columns of a header.
#[derive(Debug)]
struct Canonical {
    targets: Vec<Target>,
    /// Fields without a column.
    absent: Keys,
    /// Questions without a column.
    not_asked: Questions,
}

/// Where one canonical column goes.
#[derive(Debug)]
enum Target {
    /// To a field; whether it is a list of options.
    Field(Key, u16, Shape),
    /// Nowhere: the name is not one of ours.
    Unknown(String),
}

/// Whether a cell is one value or several joined by `|`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    One,
    Several,
}

/// What the beginning of a text says of it as CSV.
#[derive(Debug)]
pub enum Found<'m> {
    /// Rows that can be read.
    Rows(Layout<'m>),
    /// CSV that cannot be taken in, or is none of ours.
    Refused(Refusal),
    /// No CSV, as far as can be seen.
    NotCsv,
}

/// Looks at the beginning of a file. Its encoding, if that is not known, is the one
/// that `mapping` tells, else it is detected.
pub fn detect<'m>(
    bytes: &[u8],
    charset: Option<Charset>,
    edition: &'static Edition,
    mapping: Option<&'m Mapping>,
) -> Found<'m> {
    let head = Head::of(bytes);
    // What is no table at all ends here, before its encoding is looked for: most
    // text copies have no such byte in their first line.
    if !head.may_be_header() && mapping.is_none() {
        return Found::NotCsv;
    }
    if matches!(head.rows.trim_ascii_start().first(), Some(b'{' | b'[')) {
        return Found::NotCsv;
    }
    let told = || mapping.and_then(|mapping| mapping.charset);
    let charset = charset.or_else(told).unwrap_or_else(|| Charset::of(bytes));
    if let Some(layout) = canonical(head, charset, edition) {
        return Found::Rows(layout);
    }
    if is_own_records(first_line(head.rows)) {
        return Found::Refused(Refusal::skipped(Reason::EarlierRecords));
    }
    match mapping.filter(|mapping| mapping.takes_csv()) {
        Some(mapping) => mapped(head, charset, mapping),
        None if looks_like_table(head) => Found::Refused(Refusal::skipped(Reason::OtherColumns)),
        None => Found::NotCsv,
    }
}

/// The layout of a file whose first row has canonical columns, at least one of
/// the controller or the incident.
fn canonical(head: Head, charset: Charset, edition: &'static Edition) -> Option<Layout<'static>> {
    if !names_ours(first_line(head.rows)) {
        return None;
    }
    let by_delimiter = head.delimiters(None).into_iter().map(|delimiter| {
        let names = rows(head.rows, delimiter, charset).next().unwrap_or_default();
        (names.iter().filter(|name| target(name, edition).is_some()).count(), delimiter, names)
    });
    let (known, delimiter, names) = by_delimiter.max_by_key(|(known, ..)| *known)?;
    let of_notification =
        |name: &String| ["controller.", "incident."].iter().any(|start| name.trim().starts_with(start));
    if known == 0 || !names.iter().any(|name| of_notification(name) && target(name, edition).is_some()) {
        return None;
    }
    let width = names.len();
    let columns = Columns::Canonical(Canonical::new(names, edition));
    let layout = Layout {
        delimiter,
        skip_bytes: head.skip_bytes,
        skip_lines: head.skip_lines,
        skip_rows: 1,
        line_end: LineEnd::of(head.rows),
        charset,
        edition,
        width,
        columns,
    };
    Some(layout)
}

/// The layout of a file that the mapping describes: its header is the first row
/// that has every column that the mapping names.
fn mapped<'m>(head: Head, charset: Charset, mapping: &'m Mapping) -> Found<'m> {
    // A line that names the delimiter is one of those that the mapping leaves out.
    let head = head.without_lines(mapping.skip_lines.saturating_sub(head.skip_lines as usize));
    let mut lacking = None;
    for (delimiter, at, names) in head.delimiters(mapping.delimiter).iter().flat_map(|delimiter| {
        let rows = rows(head.rows, *delimiter, charset).take(MOST_BEFORE_HEADER);
        rows.enumerate().map(|(at, names)| (*delimiter, at, names)).collect::<Vec<_>>()
    }) {
        match mapping.plan(&names) {
            Ok(plan) => {
                return Found::Rows(Layout {
                    delimiter,
                    skip_bytes: head.skip_bytes,
                    skip_lines: head.skip_lines,
                    skip_rows: at + 1,
                    line_end: LineEnd::of(head.rows),
                    charset,
                    edition: mapping.edition,
                    width: names.len(),
                    columns: Columns::Mapped(plan),
                });
            }
            // The row that has most of the columns is the one to speak of.
            Err(missing) => {
                if lacking.as_ref().is_none_or(|known: &Missing| missing.found > known.found) {
                    lacking = Some(missing);
                }
            }
        }
    }
    // What has none of the columns is another table, or none at all.
    match lacking {
        Some(Missing { column, line, found: 1.. }) => {
            Found::Refused(Refusal::unreadable(Reason::LacksColumn(column, line)))
        }
        Some(Missing { column, line, .. }) if looks_like_table(head) => {
            Found::Refused(Refusal::skipped(Reason::LacksColumn(column, line)))
        }
        _ => Found::NotCsv,
    }
}

/// The rows at the beginning of a text, decoded.
fn rows(head: &[u8], delimiter: u8, charset: Charset) -> impl Iterator<Item = Vec<String>> {
    let reader = reader(head, delimiter);
    reader.into_byte_records().map_while(Result::ok).map(move |row| {
        row.iter().map(|cell| charset.text(cell).trim_matches(is_margin).to_owned()).collect()
    })
}

/// Blanks at the ends of a name, of any width, and a byte order mark.
fn is_margin(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{a0}' | '\u{feff}' | '\u{200b}')
}

/// A reader of rows of any width.
pub fn reader<R: std::io::Read>(stream: R, delimiter: u8) -> csv::Reader<R> {
    csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .buffer_capacity(1 << 20)
        .from_reader(stream)
}

/// Whether the header is that of our own records.csv.
fn is_own_records(first_line: &[u8]) -> bool {
    let text = String::from_utf8_lossy(first_line);
    let mut names = text.split([',', ';', '\t']).map(|name| name.trim_matches(|c| c == '"' || is_margin(c)));
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

/// Where a column of this name goes.
fn target(name: &str, edition: &Edition) -> Option<(Key, u16, Shape)> {
    let name = name.trim_matches(is_margin);
    let (key, index) = match Key::from_path(name) {
        Some(key) if key.list().is_none() => (key, 0),
        // A list without a number is its first element.
        Some(key) => (key, 0),
        None => numbered(name)?,
    };
    let several = edition.place(key).is_some_and(|(_, part)| part.kind == Kind::Choices);
    Some((key, index, if several { Shape::Several } else { Shape::One }))
}

/// `processors.organisations.2.name`: the field and its repetition from 0.
fn numbered(name: &str) -> Option<(Key, u16)> {
    let at = name.find(|c: char| c.is_ascii_digit())?;
    let (list, rest) = (name[..at].strip_suffix('.')?, &name[at..]);
    let (number, field) = rest.split_once('.')?;
    let index = number.parse::<u16>().ok().filter(|number| (1..=1000).contains(number))? - 1;
    let key = Key::from_path(&format!("{list}.{field}"))?;
    (key.list() == Some(list)).then_some((key, index))
}

impl Canonical {
    fn new(names: Vec<String>, edition: &'static Edition) -> Self {
        let mut absent = Keys::ALL;
        let mut targets = Vec::with_capacity(names.len());
        let mut seen: HashSet<(Key, u16)> = HashSet::new();
        for name in names {
            targets.push(match target(&name, edition) {
                // Of two columns of one name the first counts.
                Some((key, index, shape)) if seen.insert((key, index)) => {
                    absent.remove(key);
                    Target::Field(key, index, shape)
                }
                _ => Target::Unknown(name),
            });
        }
        Self { targets, absent, not_asked: not_asked(absent, edition) }
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

/// From how many columns on rows within a cell can be told from a text with commas.
const WIDE: usize = 4;

impl Layout<'_> {
    /// Whether a cell holds whole rows, as it does behind a quote that was not
    /// closed on its row: how many of the row's `line_ends` stand before it.
    pub fn open_quote(&self, row: &ByteRecord, line_ends: u32) -> Option<u32> {
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
            if whole.peek().is_some() && whole.all(|line| count(self.delimiter, line) + 1 == self.width) {
                return Some(before);
            }
            before += lines.len() as u32;
        }
        None
    }

    /// Tells which columns of the mapping hold dates.
    pub fn hold(&mut self, dates: Dates) {
        if let Columns::Mapped(plan) = &mut self.columns {
            plan.hold(dates);
        }
    }

    /// Says of findings in which column they are, where the columns are not ours.
    pub fn place(&self, findings: &mut [Finding]) {
        if let Columns::Mapped(plan) = &self.columns {
            plan.place(findings);
        }
    }

    /// One row that starts on `line`; `None` if all its cells are blank.
    pub fn read<'a>(&'a self, row: &'a ByteRecord, line: u32) -> Option<Record<'a>> {
        if row.as_slice().trim_ascii().is_empty() {
            return None;
        }
        let mut record = match &self.columns {
            Columns::Canonical(canonical) => canonical.read(row, line, self.charset, self.edition),
            Columns::Mapped(plan) => {
                plan.record(line, |column| row.get(column).map(|cell| self.charset.text(cell)))
            }
        };
        record.present = Questions::ALL;
        record.lines.fill(line);
        if row.len() < self.width {
            record.findings.push(short(row.len(), line));
        }
        for surplus in (self.width..row.len()).filter(|at| !row[*at].trim_ascii().is_empty()) {
            record.findings.push(without_column(surplus + 1, line));
        }
        Some(record)
    }
}

impl Canonical {
    fn read<'a>(
        &'a self,
        row: &'a ByteRecord,
        line: u32,
        charset: Charset,
        edition: &'static Edition,
    ) -> Record<'a> {
        let mut record = Record::new(edition, line, self.absent);
        record.not_asked = self.not_asked;
        for (at, target) in self.targets.iter().enumerate() {
            match target {
                Target::Field(key, index, shape) => {
                    let value = row.get(at).map_or(Value::Lost, |cell| value(cell, charset, *shape));
                    record.push(*key, *index, line, value);
                }
                Target::Unknown(name) => {
                    if row.get(at).is_some_and(|cell| !cell.trim_ascii().is_empty()) {
                        record.findings.push(unknown(line, name));
                    }
                }
            }
        }
        if !self.absent.has(Key::Form) {
            record.settle_edition();
        }
        record
    }
}

/// What stands in a cell.
fn value(cell: &[u8], charset: Charset, shape: Shape) -> Value<'_> {
    if cell.is_empty() {
        return Value::Blank;
    }
    let text = trimmed(charset.text(cell));
    match (shape, text.as_ref()) {
        (_, "") => Value::Blank,
        (_, "undeterminable") => Value::Lost,
        (Shape::One, _) => Value::Text(text),
        (Shape::Several, _) => Value::List(items(text)),
    }
}

/// The options of a list that are joined by `|`.
fn items(text: Cow<'_, str>) -> Vec<Item<'_>> {
    let item = |text: Cow<'_, str>| Item { text: Cow::Owned(text.trim().to_owned()), mark: Mark::Ticked };
    match text {
        Cow::Borrowed(text) => text
            .split('|')
            .map(str::trim)
            .filter(|text| !text.is_empty())
            .map(|text| Item { text: Cow::Borrowed(text), mark: Mark::Ticked })
            .collect(),
        Cow::Owned(text) => {
            text.split('|').filter(|text| !text.trim().is_empty()).map(|text| item(text.into())).collect()
        }
    }
}

/// Trims without copying what is borrowed.
pub(super) fn trimmed(text: Cow<'_, str>) -> Cow<'_, str> {
    let graphic = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_graphic);
    if graphic(text.as_bytes().first()) && graphic(text.as_bytes().last()) {
        return text;
    }
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.trim_matches(is_margin)),
        Cow::Owned(text) => Cow::Owned(text.trim_matches(is_margin).to_owned()),
    }
}

/// F001 for a cell beyond the last column.
fn without_column(cell: usize, line: u32) -> Finding {
    let words = Words::new(
        "Cell {cell} har ingen kolumn; det som står där lästes inte.",
        "Cell {cell} has no column; what stands there was not read.",
    );
    let mut finding = Finding::new(UNKNOWN_FIELD, Severity::Warning, 0, line)
        .saying(words)
        .with("cell", Fact::Number(cell as i64));
    finding.place = Some(format!("({cell})").into());
    finding
}

/// F001 for a cell under a column that is none of ours.
fn unknown(line: u32, name: &str) -> Finding {
    let name = if crate::value::is_safe_label(name) { name } else { "(unlisted)" };
    let mut finding =
        Finding::new(UNKNOWN_FIELD, Severity::Warning, 0, line).with("field", Fact::Value(name.into()));
    finding.place = Some(name.into());
    finding
}

/// F003 for a row that ends before the header does.
fn short(cells: usize, line: u32) -> Finding {
    let words = Words::new(
        "Raden har färre celler än rubriken; det som saknas räknas som ”går inte att avgöra”.",
        "The row has fewer cells than the header; what is missing counts as undeterminable.",
    );
    let mut finding = Finding::new(SHORT_ROW, Severity::Warning, 0, line).saying(words);
    finding.place = Some(format!("({})", cells + 1).into());
    finding
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layout(text: &[u8]) -> Layout<'static> {
        match detect(text, None, Edition::default_edition(), None) {
            Found::Rows(layout) => layout,
            other => panic!("{other:?}"),
        }
    }

    fn refusal(text: &str) -> Option<Reason> {
        match detect(text.as_bytes(), None, Edition::default_edition(), None) {
            Found::Refused(refusal) => Some(refusal.reason),
            _ => None,
        }
    }

    #[test]
    fn canonical_columns_are_known_whatever_the_delimiter() {
        for delimiter in [",", ";", "\t"] {
            let header = ["controller.name", "incident.discovered.date", "affected.subject_groups"];
            let text =
                header.join(delimiter) + "\n" + &["Kommun", "2024-01-02", "Barn|Elever"].join(delimiter);
            let layout = layout(text.as_bytes());
            assert_eq!(layout.delimiter, delimiter.as_bytes()[0]);
            let row = reader(text.as_bytes(), layout.delimiter).into_byte_records().nth(1).unwrap().unwrap();
            let record = layout.read(&row, 2).unwrap();
            assert_eq!(record.answers[0].value, Value::Text("Kommun".into()));
            assert!(matches!(&record.answers[2].value, Value::List(items) if items.len() == 2));
            assert!(record.not_asked.has(19) && !record.not_asked.has(11));
            assert!(
                record.absent.has(Key::IncidentDiscoveredTime) && !record.absent.has(Key::ControllerName)
            );
        }
    }

    #[test]
    fn groups_are_numbered_and_foreign_cells_told() {
        let text = "controller.name,processors.organisations.2.name,colour\nA,B,red\nA\nA,B,,x\n,,\n";
        let layout = layout(text.as_bytes());
        let rows: Vec<ByteRecord> =
            reader(text.as_bytes(), b',').into_byte_records().skip(1).map(Result::unwrap).collect();
        let record = layout.read(&rows[0], 2).unwrap();
        assert_eq!((record.answers[1].key, record.answers[1].index), (Key::ProcessorsOrganisationsName, 1));
        assert_eq!(record.findings[0].place.as_deref(), Some("colour"));
        let ragged = layout.read(&rows[1], 3).unwrap();
        assert_eq!(ragged.answers[1].value, Value::Lost);
        assert_eq!(ragged.findings[0].code, SHORT_ROW);
        assert_eq!(layout.read(&rows[2], 4).unwrap().findings[0].place.as_deref(), Some("(4)"));
        assert!(layout.read(&rows[3], 5).is_none());
    }

    #[test]
    fn an_edition_that_is_not_known_shows_itself() {
        let text = "form,controller.name\nimy-2099,A\nimy-2021,A\n";
        let layout = layout(text.as_bytes());
        let rows: Vec<ByteRecord> =
            reader(text.as_bytes(), b',').into_byte_records().skip(1).map(Result::unwrap).collect();
        assert_eq!(layout.read(&rows[0], 2).unwrap().findings[0].code, crate::read::EDITION_UNCERTAIN);
        assert!(layout.read(&rows[1], 3).unwrap().findings.is_empty());
    }

    #[test]
    fn rows_within_a_cell_are_seen() {
        let text = b"controller.name,incident.description,incident.sector,channel\n\
            A,\"open,public,post\nB,x,public,post\nC,y,private,post\nD,\"z\",public,post\n\
            E,\"two\nlines, of, it\nto read\",public,post\n";
        let layout = layout(text);
        let rows: Vec<ByteRecord> =
            reader(&text[..], b',').into_byte_records().skip(1).map(Result::unwrap).collect();
        assert_eq!(layout.open_quote(&rows[0], 3), Some(0));
        assert_eq!(layout.open_quote(&rows[1], 2), None);
    }

    #[test]
    fn other_tables_are_told_apart() {
        let own = "source,record,line,format,form\na,1,1,text,imy-2021\n";
        assert_eq!(refusal(own), Some(Reason::EarlierRecords));
        assert_eq!(refusal("a;b;c\n1;2;3\n4;5;6\n"), Some(Reason::OtherColumns));
        assert_eq!(refusal("Anmälan, med flera ord, i raden\nnästa\n"), None);
    }

    #[test]
    fn windows_letters_are_read() {
        let text = b"controller.name;incident.description\nH\xE4lsa;\xE5\n";
        let layout = layout(text);
        let row = reader(&text[..], b';').into_byte_records().nth(1).unwrap().unwrap();
        assert_eq!(layout.read(&row, 2).unwrap().answers[0].value, Value::Text("Hälsa".into()));
    }
}
