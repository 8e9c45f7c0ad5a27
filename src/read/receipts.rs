//! Lists of receipt times: when each notification was received, by case number, source or
//! reference. A list is CSV or a workbook, with headings in Swedish or English. It reads the
//! rows; which notification a row belongs to is decided where all notifications are known.

use std::sync::Arc;

use crate::config::{ArchiveLimits, Language, Message, Words};
use crate::decode::{Content, decode, sniff};
use crate::moment::{Moment, parse_stamp};
use crate::notification::Channel;
use crate::read::confirmation::Confirmation;
use crate::read::workbook::{self, DELIMITER, LOOKED_AT};
use crate::read::{Reason, Refusal};
use crate::value::{composed, mask_path, one_line};
use columns::{Column, Columns};

mod columns;

/// How many rows may stand before the headings.
const MOST_BEFORE: usize = 20;

/// One row of a list of receipt times.
#[derive(Debug, Clone, PartialEq)]
pub struct Receipt {
    /// Where it stands.
    pub origin: Origin,
    /// 1-based line of the row.
    pub line: u32,
    /// When the notification was received.
    pub received: Cell<Moment>,
    /// How it came.
    pub channel: Cell<Channel>,
    /// Key: the authority's case number; empty if not given.
    pub case_number: String,
    /// Key: file name or relative path; empty if not given.
    pub source: String,
    /// Key: the controller's own reference; empty if not given.
    pub reference: String,
}

/// Where a receipt time stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// In the list at this position.
    List(u16),
    /// In the mail of this name.
    Mail(Arc<str>),
}

/// What a cell of a list says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cell<T> {
    /// Nothing yet: a list that is to be filled in has many such cells.
    Empty,
    /// A text that is no such value.
    Unreadable,
    /// This value.
    Given(T),
}

impl<T> Cell<T> {
    fn read(text: &str, parse: impl FnOnce(&str) -> Option<T>) -> Self {
        match text {
            "" => Self::Empty,
            text => parse(text).map_or(Self::Unreadable, Self::Given),
        }
    }

    /// The value, if there is one.
    pub(crate) fn given(&self) -> Option<&T> {
        match self {
            Self::Given(value) => Some(value),
            Self::Empty | Self::Unreadable => None,
        }
    }
}

/// What a list holds, or one sheet of it.
#[derive(Debug)]
pub(crate) struct Listed {
    /// The name of the sheet; empty where the list is no workbook.
    pub sheet: String,
    /// Its rows.
    pub rows: Vec<Receipt>,
    /// The headings of the columns that are used, with what each was taken for.
    pub taken: Vec<(&'static str, String)>,
    /// How many rows have a key and no time yet.
    pub unfilled: usize,
}

/// Why a list cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.wording().get(Language::En))]
pub(crate) enum ReceiptsError {
    /// It has no column of receipt times.
    NoReceived,
    /// It has none of the key columns.
    NoKey,
    /// It is no CSV.
    Csv(u64),
    /// It has nothing in it.
    Empty,
    /// It is no text, but another file of a program.
    NoText,
    /// It is a workbook that cannot be read.
    Workbook(Reason),
    /// It has this column twice.
    Twice(&'static str),
}

impl ReceiptsError {
    /// The error in words that a person understands.
    pub(crate) fn wording(&self) -> Message {
        match self {
            Self::NoReceived => Words::new("filen med mottagningstider har ingen kolumn `received`; rubrikraden ska ha `received` (eller Inkom, Mottagen) och minst en av `source`, `case_number`, `reference`", "the receipts file has no column `received`; its header must name `received` and at least one of `source`, `case_number`, `reference`").into(),
            Self::NoKey => Words::new("filen med mottagningstider har ingen nyckelkolumn: minst en av `source` (Fil), `case_number` (Ärendenummer), `reference` (Referens, Dnr) behövs", "the receipts file has no key column: at least one of `source`, `case_number`, `reference` is needed").into(),
            Self::Empty => Words::new(
                "filen är tom; skriv en rubrikrad och en rad för varje anmälan",
                "the file is empty; write a header, and a row for each notification",
            )
            .into(),
            Self::NoText => Words::new(
                "filen är varken text eller arbetsbok; spara den som CSV",
                "the file is neither text nor a workbook; save it as CSV",
            )
            .into(),
            Self::Workbook(reason) => reason.message(),
            Self::Twice(column) => Words::new(
                "kolumnen `{column}` står två gånger i rubrikraden; ta bort en av dem",
                "the header has the column `{column}` twice; remove one of them",
            )
            .with("column", column),
            Self::Csv(line) => Words::new(
                "filen med mottagningstider går inte att läsa som CSV på rad {line}",
                "the receipts file is not readable as CSV at line {line}",
            )
            .with("line", line),
        }
    }
}

/// A row of a table with the line on which it begins.
type Row = (u32, Vec<String>);

/// Reads a list: CSV with `,`, `;` or tab in any encoding, or a workbook. `list` is its
/// position among the lists.
///
/// # Errors
/// A missing column, or a broken file.
pub(crate) fn parse(bytes: &[u8], list: u16) -> Result<Vec<Listed>, ReceiptsError> {
    let limits = ArchiveLimits::default();
    if workbook::is_one(bytes, &limits) {
        return of_workbook(bytes, list, &limits);
    }
    match sniff(bytes) {
        Content::Empty => return Err(ReceiptsError::Empty),
        Content::Binary(_) => return Err(ReceiptsError::NoText),
        Content::Text => {}
    }
    let text = decode(bytes).text;
    let mut first = None;
    for delimiter in delimiters(&text) {
        let rows = rows(&text, delimiter)?;
        match headed(&rows) {
            Ok((at, columns)) => {
                return Ok(vec![columns.read(
                    &rows[at].1,
                    &rows[at + 1..],
                    String::new(),
                    list,
                )]);
            }
            Err(error) => first = first.or(Some(error)),
        }
    }
    Err(first.unwrap_or(ReceiptsError::Empty))
}

/// The sheet of our own workbooks that is the list; their other sheets are none.
pub(crate) const SHEET: Words = Words::new("Mottagningstider", "Receipt times");

/// The sheets of a workbook that are lists.
fn of_workbook(
    bytes: &[u8],
    list: u16,
    limits: &ArchiveLimits,
) -> Result<Vec<Listed>, ReceiptsError> {
    let refused = |refusal: Refusal| ReceiptsError::Workbook(refusal.reason);
    let (mut found, mut first) = (Vec::new(), None);
    let mut sheets = workbook::visible(bytes, limits).map_err(refused)?;
    let is_own = |name: &str| [SHEET.sv, SHEET.en].contains(&name);
    if sheets.iter().any(|(name, _)| is_own(name)) {
        sheets.retain(|(name, _)| is_own(name));
    }
    for (name, cells) in sheets {
        let plain = cells.plain(LOOKED_AT).map_err(refused)?;
        let plain = rows(&String::from_utf8_lossy(&plain), DELIMITER)?;
        match headed(&plain) {
            Ok((at, columns)) => {
                let text = cells.dated(|at| columns.is_moment(at)).map_err(refused)?;
                let rows = rows(&text, DELIMITER)?;
                found.push(columns.read(&plain[at].1, &rows[at + 1..], name, list));
            }
            Err(error) => first = first.or(Some(error)),
        }
    }
    if found.is_empty() {
        return Err(first.unwrap_or(ReceiptsError::Empty));
    }
    Ok(found)
}

/// The rows of a CSV that are not blank.
fn rows(text: &str, delimiter: u8) -> Result<Vec<Row>, ReceiptsError> {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let mut rows = Vec::new();
    let (mut line, mut counted) = (1, 0);
    for row in reader.records() {
        let row = row
            .map_err(|error| ReceiptsError::Csv(error.position().map_or(0, csv::Position::line)))?;
        if row.iter().all(str::is_empty) {
            continue;
        }
        // The reader's position is before the blank lines that it skipped.
        let at = row.position().map_or(0, csv::Position::byte) as usize;
        let start = at + text[at..].len() - text[at..].trim_start_matches(['\r', '\n']).len();
        line += memchr::memchr_iter(b'\n', &text.as_bytes()[counted..start]).count() as u32;
        counted = start;
        rows.push((line, row.iter().map(str::to_owned).collect()));
    }
    Ok(rows)
}

/// The first row that has the headings, and what its columns are.
fn headed(rows: &[Row]) -> Result<(usize, Columns), ReceiptsError> {
    let mut nearest: Option<(usize, ReceiptsError)> = None;
    for (at, (_, names)) in rows.iter().take(MOST_BEFORE).enumerate() {
        let below = &rows[at + 1..];
        match Columns::of(names, &below.iter().map(|(_, cells)| cells.as_slice())) {
            Ok(columns) => return Ok((at, columns)),
            Err((known, error)) => {
                if nearest.as_ref().is_none_or(|(most, _)| known > *most) {
                    nearest = Some((known, error));
                }
            }
        }
    }
    Err(nearest.map_or(ReceiptsError::Empty, |(_, error)| error))
}

impl Columns {
    /// The rows below the headings.
    fn read(&self, names: &[String], rows: &[Row], sheet: String, list: u16) -> Listed {
        let mut receipts = Vec::new();
        for (line, cells) in rows {
            let cell = |column| self.cell(cells, column);
            let receipt = Receipt {
                origin: Origin::List(list),
                line: *line,
                received: self.received(cells),
                channel: Cell::read(cell(Column::Channel), Channel::parse),
                case_number: one_line(cell(Column::CaseNumber)).into_owned(),
                // As the names of sources are written.
                source: mask_path(&composed(
                    &cell(Column::Source).replace('\\', "/").replace('|', "¦"),
                ))
                .into_owned(),
                reference: one_line(cell(Column::Reference)).into_owned(),
            };
            // A sum or a note below the table.
            let says_nothing = receipt.received == Cell::Empty && receipt.has_no_key();
            if !says_nothing {
                receipts.push(receipt);
            }
        }
        let unfilled = receipts.iter().filter(|row| row.received == Cell::Empty);
        Listed {
            sheet,
            unfilled: unfilled.count(),
            taken: self.taken(names),
            rows: receipts,
        }
    }

    /// The time of a row, from one column or two.
    fn received(&self, cells: &[String]) -> Cell<Moment> {
        let (day, clock) = (
            self.cell(cells, Column::Received),
            self.cell(cells, Column::Clock),
        );
        let text = if clock.is_empty() || day.is_empty() {
            day.to_owned()
        } else {
            format!(
                "{day} {}",
                clock
                    .trim_start_matches("kl")
                    .trim_start_matches('.')
                    .trim()
            )
        };
        Cell::read(&text, |text| parse_stamp(text).map(|read| read.value))
    }
}

impl Receipt {
    /// What the mail of a name confirms.
    pub(crate) fn confirmed(mail: Arc<str>, confirmation: Confirmation) -> Self {
        let Confirmation {
            received,
            case_number,
            reference,
        } = confirmation;
        Self {
            origin: Origin::Mail(mail),
            line: 1,
            received: Cell::Given(received),
            channel: Cell::Empty,
            case_number,
            source: String::new(),
            reference,
        }
    }

    /// The name of the mail that it comes from.
    pub(crate) fn mail(&self) -> Option<&Arc<str>> {
        match &self.origin {
            Origin::Mail(name) => Some(name),
            Origin::List(_) => None,
        }
    }

    fn has_no_key(&self) -> bool {
        [&self.case_number, &self.source, &self.reference]
            .iter()
            .all(|key| key.is_empty())
    }
}

/// The delimiters, the one first that the first line has most of.
fn delimiters(text: &str) -> [u8; 3] {
    let header = text
        .lines()
        .find(|line| !line.trim().is_empty())
        .unwrap_or_default();
    let count = |delimiter: &u8| header.bytes().filter(|byte| byte == delimiter).count();
    let mut all = [b',', b';', b'\t'];
    all.sort_by_key(|delimiter| std::cmp::Reverse(count(delimiter)));
    all
}

#[cfg(test)]
mod tests;
