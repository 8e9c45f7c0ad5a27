//! What is looked at in a packed workbook before it is opened: that its parts unpack to what
//! they declare and no more, and how many rows of its sheets are hidden.

use std::collections::BTreeMap;
use std::io::{BufReader, Read};

use memchr::memmem;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

use super::beside::{self, About};
use super::{damaged, oversized};
use crate::archive::{Entry, Zip};
use crate::config::ArchiveLimits;
use crate::intake::Shared;
use crate::read::Refusal;

/// The most bytes that the parts of a workbook may unpack to.
const MOST_UNPACKED: u64 = 2 << 30;
/// Packed parts up to this size cannot unpack to much whatever they declare.
const SMALL: u64 = 16 << 10;
/// The largest part that says how the sheets are called.
const MOST_NAMES: u64 = 8 << 20;
/// The most cells that an OpenDocument sheet may span, the empty ones among them.
const MOST_SPANNED: u64 = 8_000_000;

/// Looks at a packed workbook.
///
/// # Errors
/// What becomes of one that is broken, or beyond the limits.
pub(super) fn checked<'a>(
    bytes: &Shared<'a>,
    limits: &ArchiveLimits,
) -> Result<Option<Checked<'a>>, Refusal> {
    let mut start = [0; 2];
    let is_zip = bytes.clone().read_exact(&mut start).is_ok() && &start == b"PK";
    if !is_zip {
        return Ok(None);
    }
    let zip = Zip::open(bytes.clone(), limits).map_err(|_| damaged())?;
    let mut unpacked = 0_u64;
    let (mut hidden, mut about) = (BTreeMap::new(), BTreeMap::new());
    for entry in &zip.entries {
        unpacked = unpacked.saturating_add(entry.size());
        if entry.size() > entry.packed().saturating_mul(limits.ratio.max(1000))
            || unpacked > MOST_UNPACKED.min(limits.archive_bytes)
        {
            return Err(oversized());
        }
        let is_sheet = entry.name.starts_with("xl/worksheets/");
        if is_sheet || entry.packed() > SMALL {
            let rows = drained(&zip, entry).map_err(|_| damaged())?;
            hidden.insert(entry.name.clone(), rows);
        }
    }
    if let Some(content) = zip.entries.iter().find(|entry| entry.name == "content.xml") {
        about = spans(&zip, content)?;
    }
    Ok(Some(Checked { zip, hidden, about }))
}

/// Whether a packed document says that it is a workbook of OpenDocument.
pub(super) fn is_open_table(zip: &Zip) -> bool {
    let kind = zip.entries.iter().find(|entry| entry.name == "mimetype");
    let kind = kind.and_then(|entry| text(zip, entry));
    kind.is_some_and(|kind| kind.contains("opendocument.spreadsheet"))
}

/// A packed workbook that may be opened.
pub(super) struct Checked<'a> {
    zip: Zip<'a>,
    /// The hidden rows of each part.
    hidden: BTreeMap<String, u32>,
    /// What is known of the sheets of an OpenDocument workbook.
    about: BTreeMap<String, About>,
}

impl Checked<'_> {
    /// Whether it has a part of this name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.zip.entries.iter().any(|entry| entry.name == name)
    }

    /// Whether it says that its formulas are to be worked out when it is opened, as programs say that
    /// write formulas and no results.
    pub(super) fn is_stale(&self) -> bool {
        let mut entries = self.zip.entries.iter();
        let book = entries.find(|entry| entry.name == "xl/workbook.xml");
        let book = book.and_then(|entry| text(&self.zip, entry));
        let says_so = |text: &String| {
            ["\"1\"", "\"true\""]
                .iter()
                .any(|yes| text.contains(&format!("fullCalcOnLoad={yes}")))
        };
        book.as_ref().is_some_and(says_so)
    }

    /// What is known of the sheets beside their cells, by their names.
    ///
    /// # Errors
    /// It cannot be read.
    pub(super) fn about(&mut self) -> Result<BTreeMap<String, About>, Refusal> {
        if self.has("content.xml") {
            return Ok(std::mem::take(&mut self.about));
        }
        if self.has("xl/workbook.bin") {
            let paths = self.paths("xl/_rels/workbook.bin.rels")?;
            return beside::binary(&self.zip, &paths).map_err(|_| damaged());
        }
        if self.hidden.values().all(|rows| *rows == 0) {
            return Ok(BTreeMap::new());
        }
        let paths = self.paths("xl/_rels/workbook.xml.rels")?;
        let rows = |[name, id]: [String; 2]| {
            let hidden_rows = *self.hidden.get(&within(paths.get(&id)?))?;
            let about = About {
                hidden_rows,
                ..About::default()
            };
            Some((name, about))
        };
        let sheets = self.values("xl/workbook.xml", "sheet", ["name", "r:id"])?;
        Ok(sheets.into_iter().filter_map(rows).collect())
    }

    /// What is read of the part of a sheet of a workbook in XML.
    ///
    /// # Errors
    /// There is none, or it cannot be read.
    pub(super) fn part<T>(
        &self,
        sheet: &str,
        read: impl FnOnce(&mut dyn Read) -> Result<T, Refusal>,
    ) -> Result<T, Refusal> {
        let sheets = self.values("xl/workbook.xml", "sheet", ["name", "r:id"])?;
        let id = sheets.into_iter().find(|[name, _]| name == sheet);
        let [_, id] = id.ok_or_else(damaged)?;
        let paths = self.paths("xl/_rels/workbook.xml.rels")?;
        let path = paths.get(&id).map(|path| within(path));
        let entry = path.and_then(|path| self.zip.entries.iter().find(|own| own.name == path));
        let entry = entry.ok_or_else(damaged)?;
        let mut shared = self.zip.reader();
        let mut part = entry.open(&mut shared).map_err(|_| damaged())?;
        read(&mut part)
    }

    /// The parts that a part names, by their relationships.
    fn paths(&self, part: &str) -> Result<BTreeMap<String, String>, Refusal> {
        let paths = self.values(part, "Relationship", ["Id", "Target"])?;
        Ok(paths.into_iter().map(|[id, path]| (id, path)).collect())
    }

    /// Two attributes of each element of a name in a part.
    fn values(
        &self,
        part: &str,
        element: &str,
        names: [&str; 2],
    ) -> Result<Vec<[String; 2]>, Refusal> {
        let entry = self.zip.entries.iter().find(|entry| entry.name == part);
        let text = entry.and_then(|entry| text(&self.zip, entry));
        let text = text.ok_or_else(damaged)?;
        let (mut reader, mut found) = (Reader::from_str(&text), Vec::new());
        loop {
            match reader.read_event().map_err(|_| damaged())? {
                Event::Eof => return Ok(found),
                Event::Start(tag) | Event::Empty(tag) if tag.local_name().as_ref() == element => {
                    found.push(names.map(|name| attribute(&tag, name).unwrap_or_default()));
                }
                _ => {}
            }
        }
    }
}

/// The name of a part within its file, by the path of a relationship.
fn within(path: &str) -> String {
    let path = path.trim_start_matches('/').trim_start_matches("xl/");
    format!("xl/{path}")
}

/// The value of an attribute.
pub(super) fn attribute(tag: &BytesStart, name: &str) -> Option<String> {
    let found = tag.try_get_attribute(name).ok()??;
    Some(quick_xml::escape::unescape(&found.value).ok()?.into_owned())
}

fn text(zip: &Zip, entry: &Entry) -> Option<String> {
    let (mut reader, mut bytes) = (zip.reader(), Vec::new());
    let part = entry.open(&mut reader).ok()?;
    part.take(MOST_NAMES).read_to_end(&mut bytes).ok()?;
    String::from_utf8(bytes).ok()
}

/// Unpacks a part to its end, which fails where it gives more than it declares; counts the
/// hidden rows that it has as a sheet.
fn drained(zip: &Zip, entry: &Entry) -> std::io::Result<u32> {
    let mut reader = zip.reader();
    let mut part = entry.open(&mut reader)?;
    let (mut buffer, mut kept, mut rows) = (vec![0; 256 << 10], 0, 0);
    loop {
        let read = part.read(&mut buffer[kept..])?;
        if read == 0 {
            return Ok(rows);
        }
        let filled = kept + read;
        // A tag that the buffer cuts is looked at with what follows it.
        let whole = memchr::memrchr(b'>', &buffer[..filled]).map_or(0, |at| at + 1);
        rows += hidden_rows(&buffer[..whole]);
        buffer.copy_within(whole..filled, 0);
        kept = filled - whole;
        if kept == buffer.len() {
            kept = 0;
        }
    }
}

fn hidden_rows(xml: &[u8]) -> u32 {
    let tag = |at: usize| {
        let end = memchr::memchr(b'>', &xml[at..]).map_or(xml.len(), |end| at + end);
        &xml[at..end]
    };
    let is_hidden = |at: &usize| {
        [&b" hidden=\"1\""[..], b" hidden=\"true\""]
            .iter()
            .any(|sign| memmem::find(tag(*at), sign).is_some())
    };
    memmem::find_iter(xml, b"<row ").filter(is_hidden).count() as u32
}

/// What an OpenDocument workbook says of its sheets beside their cells. Refuses one whose repeated
/// cells and rows span more than can be held.
fn spans(zip: &Zip, content: &Entry) -> Result<BTreeMap<String, About>, Refusal> {
    let mut shared = zip.reader();
    let part = content.open(&mut shared).map_err(|_| damaged())?;
    let mut reader = Reader::from_reader(BufReader::new(part));
    let (mut buffer, mut span) = (Vec::new(), Span::default());
    let mut sheets = BTreeMap::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer).map_err(|_| damaged())? {
            Event::Eof => return Ok(sheets),
            Event::Start(tag) => span.begin(&tag),
            Event::Empty(tag) => {
                span.begin(&tag);
                span.end(tag.name().as_ref());
            }
            Event::Text(_) => span.fills = true,
            Event::End(tag) if tag.name().as_ref() == "table:table" => {
                let about = std::mem::take(&mut span.about);
                sheets.insert(std::mem::take(&mut span.name), about);
            }
            Event::End(tag) => span.end(tag.name().as_ref()),
            _ => {}
        }
        if span.rows.saturating_mul(span.width) > MOST_SPANNED {
            return Err(oversized());
        }
    }
}

/// How far the cells of a sheet reach.
#[derive(Default)]
struct Span {
    /// Rows up to the last that holds something, and those since.
    rows: u64,
    since: u64,
    /// The last column that holds something.
    width: u64,
    repeats: u64,
    column: u64,
    cells: u64,
    /// Whether the cell holds something.
    fills: bool,
    /// The row, from 0, whether it is hidden, and whether it holds something.
    row: u64,
    is_hidden: bool,
    is_filled: bool,
    /// The name of the sheet, and what is found of it.
    name: String,
    about: About,
}

impl Span {
    fn begin(&mut self, tag: &BytesStart) {
        let times = |name| {
            let times = attribute(tag, name).and_then(|times| times.parse().ok());
            times.unwrap_or(1_u64)
        };
        match tag.name().as_ref() {
            "table:table" => {
                let name = attribute(tag, "table:name").unwrap_or_default();
                *self = Self {
                    name,
                    ..Self::default()
                };
            }
            "table:table-row" => {
                self.row = self.row.saturating_add(self.repeats);
                (self.column, self.repeats) = (0, times("table:number-rows-repeated"));
                let shown = attribute(tag, "table:visibility");
                self.is_hidden = shown.is_some_and(|shown| shown != "visible");
                self.is_filled = false;
                self.since = self.since.saturating_add(self.repeats);
            }
            "table:table-cell" | "table:covered-table-cell" => {
                self.cells = times("table:number-columns-repeated");
                self.fills = attribute(tag, "office:value-type").is_some();
                let [high, wide] = ["table:number-rows-spanned", "table:number-columns-spanned"]
                    .map(|name| times(name).max(1));
                if high > 1 || wide > 1 {
                    let last = (
                        self.row.saturating_add(high - 1),
                        self.column.saturating_add(wide - 1),
                    );
                    let place = |(row, column): (u64, u64)| {
                        let place = |at| u32::try_from(at).unwrap_or(u32::MAX);
                        (place(row), place(column))
                    };
                    let merged = (place((self.row, self.column)), place(last));
                    self.about.merged.push(merged);
                }
            }
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        if name == "table:table-row" && self.is_hidden && self.is_filled {
            let rows = u32::try_from(self.repeats).unwrap_or(u32::MAX);
            self.about.hidden_rows = self.about.hidden_rows.saturating_add(rows);
        }
        if !matches!(name, "table:table-cell" | "table:covered-table-cell") {
            return;
        }
        self.column = self.column.saturating_add(self.cells);
        if self.fills {
            self.width = self.width.max(self.column);
            self.rows = self.rows.saturating_add(self.since);
            self.since = 0;
            self.is_filled = true;
        }
        self.fills = false;
    }
}
