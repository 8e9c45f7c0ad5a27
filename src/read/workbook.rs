//! Workbooks: each visible sheet as a table of cells. A sheet is written as the CSV that its
//! reader takes, a line for each row of the sheet, so that line numbers are those that Excel
//! shows. What a cell is beside its text (a date by its type, an error) goes along as a mark.

use std::io::{Read, Seek};

use calamine::{
    Data, DataType, ExcelDateTime, ExcelDateTimeType, Reader as _, SheetType, SheetVisible,
    XlsbError, XlsxError,
};
use memchr::memmem;

use crate::archive::Zip;
use crate::config::ArchiveLimits;
use crate::decode::{self, sniff};
use crate::intake::Shared;
use crate::read::document::Document;
use crate::read::{Fate, Refusal};
use crate::value::may_be_thousands;

mod beside;
mod errors;
mod formulas;
mod guard;
mod merged;
mod serial;
mod text;

use beside::About;
use errors::Places;
use formulas::Formulas;
use guard::Checked;
use serial::{of_duration, of_serial};
use text::{Text, marked, shown, width};

/// Begins a date or time that its cell's type tells, and a number with a point that a text would
/// have between thousands. No text has it.
pub(in crate::read) const TYPED: char = '\u{FDD0}';
/// Stands for a cell that holds an error, as `#N/A`.
pub(in crate::read) const ERROR: &str = "\u{FDD1}";
/// Stands for a line break within a cell.
pub(in crate::read) const BREAK: char = '\u{FDD2}';
/// Stands for a formula whose result was never saved.
pub(in crate::read) const UNSAVED: &str = "\u{FDD3}";
/// Begins a row that is figures of the rows above it, as its formulas say.
pub(in crate::read) const FIGURES: char = '\u{FDD4}';
/// The byte between the cells of a sheet as CSV.
pub(in crate::read) const DELIMITER: u8 = b',';

/// The most cells that are read of one workbook.
const MOST_CELLS: usize = 20_000_000;
/// The most bytes that the text of a sheet may have.
const MOST_TEXT: usize = 256 << 20;
/// How many rows of a sheet are looked at for a first mapping.
pub(in crate::read) const LOOKED_AT: u32 = 20_000;
/// The serial numbers that are dates where a column holds dates: 1954 to 2119.
pub(in crate::read) const SERIALS: std::ops::Range<f64> = 20_000.0..80_000.0;

/// What a workbook holds.
#[derive(Debug)]
pub(crate) struct Sheet {
    /// Its name on the tab.
    pub name: String,
    /// What of it is read.
    pub content: Content,
}

/// What of a sheet is read.
#[derive(Debug)]
pub(crate) enum Content {
    /// Its cells.
    Cells(Cells),
    /// Nothing: the sheet is hidden.
    Hidden,
}

/// The cells of a sheet that are not empty, by row and column.
#[derive(Debug, Default)]
pub(crate) struct Cells {
    all: Vec<Cell>,
    /// The first cells of rows that are figures of the rows above.
    figures: Vec<(u32, u32)>,
    /// How many rows are hidden.
    pub hidden_rows: u32,
    uses_1904: bool,
}

#[derive(Debug, Clone)]
struct Cell {
    row: u32,
    column: u32,
    value: Value,
}

#[derive(Debug, Clone)]
enum Value {
    Text(Box<str>),
    Number(f64),
    /// A date, a time or both, as we write them.
    Moment(Box<str>),
    Error(Box<str>),
    /// A formula without a saved result.
    Unsaved,
}

/// A range of cells that are merged: the first and the last row and column.
type Merged = ((u32, u32), (u32, u32));

/// What a workbook says of its sheets.
type Book<R> = calamine::Sheets<R>;

/// The sheets of a workbook in their order.
///
/// # Errors
/// What becomes of one that cannot be read.
pub(crate) fn sheets(bytes: Shared, limits: &ArchiveLimits) -> Result<Vec<Sheet>, Refusal> {
    let mut checked = guard::checked(&bytes, limits)?;
    let about = checked.as_mut().map(Checked::about).transpose()?;
    let mut about = about.unwrap_or_default();
    let mut book = open(bytes.clone(), checked.as_ref())?;
    let uses_1904 = match &book {
        Book::Xlsx(book) => book.has_1904_epoch(),
        Book::Xlsb(book) => book.has_1904_epoch(),
        Book::Xls(book) => book.has_1904_epoch(),
        Book::Ods(_) => false,
    };
    let is_stale = checked.as_ref().is_some_and(Checked::is_stale);
    let mut left = MOST_CELLS;
    let listed: Vec<_> = book.sheets_metadata().to_vec();
    if matches!(book, Book::Xls(_)) {
        let hidden = beside::old(bytes).map_err(|_| damaged())?;
        if hidden.len() != listed.len() {
            return Err(damaged());
        }
        for (sheet, hidden_rows) in listed.iter().zip(hidden) {
            about.entry(sheet.name.clone()).or_default().hidden_rows = hidden_rows;
        }
    }
    let mut sheets = Vec::new();
    for sheet in listed {
        if sheet.typ != SheetType::WorkSheet {
            continue;
        }
        let content = if sheet.visible == SheetVisible::Visible {
            let mut about = about.remove(&sheet.name).unwrap_or_default();
            about.is_stale = is_stale;
            let mut cells = cells(&mut book, &sheet.name, (about, checked.as_ref()), left)?;
            cells.uses_1904 = uses_1904;
            left -= cells.all.len();
            Content::Cells(cells)
        } else {
            Content::Hidden
        };
        sheets.push(Sheet {
            name: sheet.name,
            content,
        });
    }
    Ok(sheets)
}

/// Whether a packed document is a workbook.
pub(crate) fn is_workbook(zip: &Zip) -> bool {
    let mut names = zip.entries.iter().map(|entry| entry.name.as_str());
    names.any(|name| name.starts_with("xl/")) || guard::is_open_table(zip)
}

/// Whether a file that begins so may be a workbook.
pub(crate) fn may_be_one(head: &[u8]) -> bool {
    head.starts_with(b"PK") && sniff(head) == decode::Content::Binary("office document")
}

/// Whether bytes are a workbook.
pub(crate) fn is_one(bytes: &[u8], limits: &ArchiveLimits) -> bool {
    if may_be_one(bytes) {
        return Zip::open(Shared::bytes(bytes), limits).is_ok_and(|zip| is_workbook(&zip));
    }
    let wide = |text: &str| -> Vec<u8> { text.encode_utf16().flat_map(u16::to_le_bytes).collect() };
    let has = |text: &str| memmem::find(bytes, &wide(text)).is_some();
    bytes.starts_with(b"\xD0\xCF\x11\xE0")
        && !has("EncryptedPackage")
        && (has("Workbook") || has("Book"))
}

/// The beginning of the visible sheet that has the most cells, as CSV; `None` where bytes are
/// no workbook, or one without a table.
///
/// # Errors
/// What becomes of a workbook that cannot be read.
pub(crate) fn largest(bytes: &[u8], limits: &ArchiveLimits) -> Result<Option<Vec<u8>>, Refusal> {
    if !is_one(bytes, limits) {
        return Ok(None);
    }
    let visible = visible(bytes, limits)?.into_iter().map(|(_, cells)| cells);
    let largest = visible.max_by_key(|cells| cells.all.len());
    largest.map(|cells| cells.plain(LOOKED_AT)).transpose()
}

/// The visible sheets that are not empty, by their names.
///
/// # Errors
/// What becomes of a workbook that cannot be read.
pub(crate) fn visible(
    bytes: &[u8],
    limits: &ArchiveLimits,
) -> Result<Vec<(String, Cells)>, Refusal> {
    let sheets = sheets(Shared::bytes(bytes), limits)?.into_iter();
    let visible = sheets.filter_map(|sheet| match sheet.content {
        Content::Cells(cells) if !cells.is_empty() => Some((sheet.name, cells)),
        Content::Cells(_) | Content::Hidden => None,
    });
    Ok(visible.collect())
}

/// What becomes of a workbook that is damaged.
fn damaged() -> Refusal {
    Refusal::document(Document::Workbook, Fate::Unreadable)
}

/// What becomes of one that is larger than the limits.
fn oversized() -> Refusal {
    Refusal::oversized(Document::Workbook)
}

fn open<'a>(bytes: Shared<'a>, packed: Option<&Checked>) -> Result<Book<Shared<'a>>, Refusal> {
    let has = |name: &str| packed.is_some_and(|packed| packed.has(name));
    let is_locked = |error: &calamine::Error| error.to_string().contains("assword");
    let book = if packed.is_none() {
        calamine::Xls::new(bytes)
            .map(Book::Xls)
            .map_err(calamine::Error::Xls)
    } else if has("xl/workbook.bin") {
        calamine::Xlsb::new(bytes)
            .map(Book::Xlsb)
            .map_err(calamine::Error::Xlsb)
    } else if has("content.xml") {
        calamine::Ods::new(bytes)
            .map(Book::Ods)
            .map_err(calamine::Error::Ods)
    } else {
        calamine::Xlsx::new(bytes)
            .map(Book::Xlsx)
            .map_err(calamine::Error::Xlsx)
    };
    book.map_err(|error| {
        if is_locked(&error) {
            Refusal::document(Document::Locked, Fate::Unreadable)
        } else {
            damaged()
        }
    })
}

/// The cells of a sheet, at most so many. `about` is what is known of it beside them, and `packed`
/// its file.
fn cells<R: Read + Seek>(
    book: &mut Book<R>,
    name: &str,
    (about, packed): (About, Option<&Checked>),
    most: usize,
) -> Result<Cells, Refusal> {
    let (mut all, mut formulas) = (Vec::new(), Formulas::default());
    let mut add = |row, column, value: Option<Value>| {
        if let Some(value) = value {
            all.push(Cell { row, column, value });
        }
        if all.len() > most {
            Err(oversized())
        } else {
            Ok(())
        }
    };
    let mut merged = about.merged;
    let ranges = |all: Vec<calamine::Dimensions>| {
        let ranges = all.into_iter().map(|range| (range.start, range.end));
        ranges.collect::<Vec<Merged>>()
    };
    match book {
        Book::Xlsx(book) => {
            let mut reader = book.worksheet_cells_reader(name).map_err(|_| damaged())?;
            let mut places = Places::default();
            loop {
                let mut cell = match reader.next_cell_with_formula_metadata() {
                    Ok(Some(cell)) => cell,
                    Ok(None) => break,
                    Err(XlsxError::CellError(error)) => {
                        let at = places.of_unknown(packed, name, most)?;
                        add(at.0, at.1, Some(Value::Error(error.into())))?;
                        continue;
                    }
                    Err(_) => return Err(damaged()),
                };
                cell.pos = places.next(cell.pos)?;
                let found = if let Some(formula) = &cell.formula {
                    let found = result(&cell.value, about.is_stale);
                    if !matches!(found, Some(Value::Unsaved)) {
                        formulas.shared(cell.pos, formula, number(&cell.value));
                    }
                    found
                } else {
                    value(&cell.value)
                };
                add(cell.pos.0, cell.pos.1, found)?;
            }
            drop(reader);
            let all = book.merge_cells_by_sheet_name(name);
            merged = ranges(all.map_err(|_| damaged())?);
        }
        Book::Xlsb(book) => {
            let mut reader = book.worksheet_cells_reader(name).map_err(|_| damaged())?;
            loop {
                let cell = match reader.next_cell() {
                    Ok(Some(cell)) => cell,
                    Ok(None) => break,
                    // It is among those below.
                    Err(XlsbError::CellError(_)) => continue,
                    Err(_) => return Err(damaged()),
                };
                let (row, column) = cell.get_position();
                add(row, column, value(cell.get_value()))?;
            }
            for (row, column) in about.errors {
                add(row, column, Some(Value::Error(errors::OTHER.into())))?;
            }
        }
        Book::Xls(_) | Book::Ods(_) => {
            let range = book.worksheet_range(name).map_err(|_| damaged())?;
            let (first_row, first_column) = range.start().unwrap_or_default();
            for (row, column, data) in range.used_cells() {
                add(
                    first_row + row as u32,
                    first_column + column as u32,
                    value::<Data>(data),
                )?;
            }
        }
    }
    if let Book::Ods(book) = book {
        let values = book.worksheet_range(name).map_err(|_| damaged())?;
        let written = book.worksheet_formula(name).map_err(|_| damaged())?;
        let (first_row, first_column) = written.start().unwrap_or_default();
        for (row, column, formula) in written.used_cells() {
            let at = (first_row + row as u32, first_column + column as u32);
            match values.get_value(at).filter(|value| !value.is_empty()) {
                Some(value) => formulas.add(at, formula, number(value)),
                None => add(at.0, at.1, Some(Value::Unsaved))?,
            }
        }
    }
    if let Book::Xls(book) = book {
        let all = book.merge_cells_by_sheet_name(name);
        merged = ranges(all.map_err(|_| damaged())?);
    }
    if !all.is_sorted_by_key(|cell| (cell.row, cell.column)) {
        all.sort_by_key(|cell| (cell.row, cell.column));
        all.dedup_by_key(|cell| (cell.row, cell.column));
    }
    let mut cells = Cells {
        all,
        hidden_rows: about.hidden_rows,
        ..Cells::default()
    };
    cells.settle(&formulas);
    cells.fill(merged, most)?;
    Ok(cells)
}

/// What the formula of a cell gives, as far as it was saved. Where the workbook is to be worked out
/// when it is opened, a nought stands there until then. An empty text is a result.
fn result<D: DataType>(data: &D, is_stale: bool) -> Option<Value> {
    if data.is_empty() || is_stale && number(data) == Some(0.0) {
        return Some(Value::Unsaved);
    }
    value(data)
}

/// The number in a cell, be it that of a date.
fn number<D: DataType>(data: &D) -> Option<f64> {
    let whole = || data.get_int().map(|whole| whole as f64);
    let serial = || data.get_datetime().map(|moment| moment.as_f64());
    data.get_float().or_else(whole).or_else(serial)
}

/// What a cell holds; `None` for an empty one.
fn value<D: DataType>(data: &D) -> Option<Value> {
    let text = |text: &str| Value::Text(text.into());
    if let Some(written) = data.get_string() {
        return (!written.is_empty()).then(|| text(written));
    }
    if let Some(moment) = data.get_datetime() {
        return Some(of_serial(moment).map_or(Value::Number(moment.as_f64()), Value::Moment));
    }
    if let Some(iso) = data.get_datetime_iso() {
        return Some(Value::Moment(iso.trim_end_matches('Z').into()));
    }
    if let Some(duration) = data.get_duration_iso() {
        return Some(of_duration(duration).map_or_else(|| text(duration), Value::Moment));
    }
    if let Some(error) = data.get_error() {
        return Some(Value::Error(error.to_string().into()));
    }
    if let Some(yes) = data.get_bool() {
        return Some(text(if yes { "Ja" } else { "Nej" }));
    }
    let whole = data.get_int().map(|whole| whole as f64);
    data.get_float().or(whole).map(Value::Number)
}

impl Cells {
    /// Whether there are none.
    pub(crate) fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// The first rows as CSV without marks, for what only looks at them.
    ///
    /// # Errors
    /// There is more than the limits allow.
    pub(crate) fn plain(&self, most_rows: u32) -> Result<Vec<u8>, Refusal> {
        let end = self.all.partition_point(|cell| cell.row < most_rows);
        let mut text = Text::default();
        text.rows(
            &self.all[..end],
            width(&self.all[..end]),
            |cell, out| match &cell.value {
                Value::Number(number) => out.push_str(&shown(*number)),
                Value::Text(text) | Value::Moment(text) | Value::Error(text) => out.push_str(text),
                Value::Unsaved => {}
            },
        )?;
        Ok(text.bytes)
    }

    /// All rows as CSV with marks, as wide as the first ones; serial numbers are dates in
    /// columns of moments.
    ///
    /// # Errors
    /// There is more than the limits allow.
    pub(crate) fn marked(
        &self,
        head: u32,
        is_moment: impl Fn(usize) -> bool,
    ) -> Result<Vec<u8>, Refusal> {
        let mut text = Text::default();
        let end = self.all.partition_point(|cell| cell.row < head);
        text.rows(&self.all, width(&self.all[..end]), |cell, out| {
            if self.figures.binary_search(&(cell.row, cell.column)).is_ok() {
                out.push(FIGURES);
            }
            let of_moments = is_moment(cell.column as usize);
            match &cell.value {
                Value::Moment(text) if of_moments => {
                    out.extend([TYPED].into_iter().chain(text.chars()));
                }
                Value::Number(number) if of_moments => match self.date(*number) {
                    Some(text) => out.extend([TYPED].into_iter().chain(text.chars())),
                    None => out.push_str(&shown(*number)),
                },
                Value::Number(number) => {
                    let number = shown(*number);
                    if may_be_thousands(&number) {
                        out.push(TYPED);
                    }
                    out.push_str(&number);
                }
                Value::Error(_) => out.push_str(ERROR),
                Value::Unsaved => out.push_str(UNSAVED),
                Value::Text(text) | Value::Moment(text) => {
                    out.extend(text.replace("\r\n", "\n").chars().map(marked));
                }
            }
        })?;
        Ok(text.bytes)
    }

    /// All rows as CSV without marks; serial numbers are dates in columns of moments.
    ///
    /// # Errors
    /// There is more than the limits allow.
    pub(crate) fn dated(&self, is_moment: impl Fn(usize) -> bool) -> Result<String, Refusal> {
        let text = self.marked(LOOKED_AT, is_moment)?;
        let text = String::from_utf8_lossy(&text).replace([TYPED, FIGURES], "");
        let text = text.replace(ERROR, "#").replace(UNSAVED, "#");
        Ok(text.replace(BREAK, " "))
    }

    /// The date that a number without a format of dates may be.
    fn date(&self, number: f64) -> Option<Box<str>> {
        let is_time = (0.0..1.0).contains(&number) && number != 0.0;
        let serial = || ExcelDateTime::new(number, ExcelDateTimeType::DateTime, self.uses_1904);
        (is_time || SERIALS.contains(&number))
            .then(|| of_serial(serial()))
            .flatten()
    }
}
