//! Lists of receipt times: when each notification was received, by case number, source or
//! reference. A list is CSV or a workbook, with headings in Swedish or English. It reads the
//! rows; which notification a row belongs to is decided where all notifications are known.

use std::sync::Arc;

use crate::config::{Language, Message, Words};
use crate::form::squash;
use crate::moment::{Moment, parse_stamp};
use crate::notification::Channel;
use crate::read::confirmation::Confirmation;
use crate::read::listing::{Fault, Listing, listings};
use crate::value::{composed, mask_path, one_line};
use columns::clock_of;
pub(super) use columns::{Columns, is_moment};
use headings::Column;

mod columns;
mod headings;

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
    /// Whether its time is that when a mail was sent: it was received by then.
    pub(crate) is_sent: bool,
    /// The headings of its list.
    pub(crate) headings: Headings,
}

/// The headings of the columns of a list by our own names, for messages.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Headings(Arc<[(&'static str, String)]>);

impl Headings {
    /// The heading that the list has for one of our columns, else our own.
    pub(crate) fn of<'h>(&'h self, own: &'h str) -> &'h str {
        let mut all = self.0.iter();
        let found = all.find(|(column, _)| *column == own);
        found.map_or(own, |(_, heading)| heading)
    }

    /// The headings of the columns that name notifications; none where all are our own.
    pub(crate) fn keys(&self) -> Vec<&str> {
        let is_key = |own: &str| KEYS.contains(&own);
        let keys = || self.0.iter().filter(|(own, _)| is_key(own));
        if keys().all(|(own, heading)| own == heading) {
            return Vec::new();
        }
        keys().map(|(_, heading)| heading.as_str()).collect()
    }
}

/// Our own names of the columns that name notifications.
const KEYS: [&str; 3] = ["source", "case_number", "reference"];

/// Where a receipt time stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// In the list at this position.
    List(u16),
    /// In the register, in the sheet at this position.
    Register(u16),
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
    pub(super) fn read(text: &str, parse: impl FnOnce(&str) -> Option<T>) -> Self {
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
    /// The headings of columns whose every time of day is midnight, and so hold dates, with how
    /// many cells those are.
    pub dates: Vec<(String, usize)>,
}

/// Why a list cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.wording().get(Language::En))]
pub(crate) enum ReceiptsError {
    /// It has no column of receipt times.
    NoReceived,
    /// Its column of receipt times has this heading, and no time: its first cells stand on
    /// these lines.
    NoDates(String, String),
    /// It has none of the key columns.
    NoKey,
    /// It is no list at all.
    File(Fault),
    /// It has this column twice.
    Twice(&'static str),
    /// It has two columns of receipt times, which differ in the row on this line.
    TwoTimes([String; 2], u32),
}

impl ReceiptsError {
    /// The error in words that a person understands.
    pub(crate) fn wording(&self) -> Message {
        match self {
            Self::NoReceived => Words::new("filen med mottagningstider har ingen kolumn `received`; rubrikraden ska ha `received` (eller Inkom, Mottagen) och minst en av `source`, `case_number`, `reference`", "the receipts file has no column `received`; its header must name `received` and at least one of `source`, `case_number`, `reference`").into(),
            Self::NoDates(heading, lines) => Words::new(
                "kolumnen ”{heading}” i filen med mottagningstider innehåller inga datum (rad {lines}); skriv tiderna som 2024-03-05 10:15, och lämna cellen tom där ingen tid finns",
                "the column \"{heading}\" of the receipts file holds no dates (lines {lines}); write the times as 2024-03-05 10:15, and leave the cell blank where there is none",
            )
            .with("heading", heading)
            .with("lines", lines),
            Self::NoKey => Words::new("filen med mottagningstider har ingen nyckelkolumn: minst en av `source` (Fil), `case_number` (Ärendenummer), `reference` (Referens, Dnr) behövs", "the receipts file has no key column: at least one of `source`, `case_number`, `reference` is needed").into(),
            Self::Twice(column) => Words::new(
                "kolumnen `{column}` står två gånger i rubrikraden; ta bort en av dem",
                "the header has the column `{column}` twice; remove one of them",
            )
            .with("column", column),
            Self::TwoTimes([first, second], line) => Words::new(
                "filen har två kolumner med mottagningstider, ”{first}” och ”{second}”, som säger olika på rad {line}; döp om den som gäller till received",
                "the file has two columns of receipt times, \"{first}\" and \"{second}\", which differ at line {line}; rename the one that counts to received",
            )
            .with("first", first)
            .with("second", second)
            .with("line", line),
            Self::File(Fault::Csv(line)) => Words::new(
                "filen med mottagningstider går inte att läsa som CSV på rad {line}",
                "the receipts file is not readable as CSV at line {line}",
            )
            .with("line", line),
            Self::File(fault) => fault.wording(),
        }
    }
}

impl From<Fault> for ReceiptsError {
    fn from(fault: Fault) -> Self {
        Self::File(fault)
    }
}

/// Reads a list: CSV with `,`, `;` or tab in any encoding, or a workbook. `list` is its
/// position among the lists.
///
/// # Errors
/// A missing column, or a broken file.
pub(crate) fn parse(bytes: &[u8], list: u16) -> Result<Vec<Listed>, ReceiptsError> {
    let mut listings = listings(bytes, &Columns::of, Columns::holds_moments)?;
    let is_own = |listing: &Listing<Columns>| [SHEET.sv, SHEET.en].contains(&&*listing.sheet);
    if listings.iter().any(is_own) {
        listings.retain(is_own);
    }
    let listings = listings.into_iter();
    Ok(listings.map(|listing| listed(listing, list)).collect())
}

/// The sheet of our own workbooks that is the list; their other sheets are none.
pub(crate) const SHEET: Words = Words::new("Mottagningstider", "Receipt times");

/// What a list holds.
fn listed(listing: Listing<Columns>, list: u16) -> Listed {
    let columns = listing.columns;
    let taken = columns.taken(&listing.names);
    let headings = Headings(taken.clone().into());
    let receipts = listing.rows.iter().map(|(line, cells)| {
        let origin = Origin::List(list);
        columns.receipt(origin, *line, cells, &headings)
    });
    // A sum or a note below the table says nothing.
    let says_nothing = |receipt: &Receipt| receipt.received == Cell::Empty && receipt.has_no_key();
    let rows: Vec<Receipt> = receipts.filter(|receipt| !says_nothing(receipt)).collect();
    let unfilled = rows.iter().filter(|row| row.received == Cell::Empty);
    let dates = listing.dates.iter().filter_map(|(at, many)| {
        let name = crate::value::mask(listing.names.get(*at)?.trim());
        Some((name.into_owned(), *many))
    });
    let dates = dates.collect();
    Listed {
        dates,
        sheet: listing.sheet,
        unfilled: unfilled.count(),
        taken,
        rows,
    }
}

impl Columns {
    /// What a row says of a receipt.
    pub(in crate::read) fn receipt(
        &self,
        origin: Origin,
        line: u32,
        cells: &[String],
        headings: &Headings,
    ) -> Receipt {
        let cell = |column| self.cell(cells, column);
        Receipt {
            origin,
            line,
            received: self.received(cells),
            channel: Cell::read(cell(Column::Channel), Channel::parse),
            case_number: one_line(cell(Column::CaseNumber)).into_owned(),
            // As the names of sources are written.
            source: mask_path(&composed(
                &cell(Column::Source).replace('\\', "/").replace('|', "¦"),
            ))
            .into_owned(),
            reference: one_line(cell(Column::Reference)).into_owned(),
            is_sent: false,
            headings: headings.clone(),
        }
    }

    /// The time of a row, from one column or two.
    fn received(&self, cells: &[String]) -> Cell<Moment> {
        let (day, clock) = (
            self.cell(cells, Column::Received),
            self.cell(cells, Column::Clock),
        );
        stamp(day, clock)
    }
}

/// Words for a time of day that nobody knows, squashed. The day is known all the same.
const UNKNOWN: [&str; 7] = [
    "",
    "okänt",
    "okänd",
    "saknas",
    "vetej",
    "uppgiftsaknas",
    "unknown",
];

/// The moment of a day and a time of day that may have a column of its own.
pub(super) fn stamp(day: &str, clock: &str) -> Cell<Moment> {
    let read = |text: &str| Cell::read(text, |text| parse_stamp(text).map(|read| read.value));
    if clock.is_empty() || day.is_empty() || UNKNOWN.contains(&squash(clock).as_str()) {
        return read(day);
    }
    // What is no time of day by itself may be one that is not exact: then the day counts.
    let clock = clock_of(clock).unwrap_or_else(|| clock.to_owned());
    let midnight = ["00:00:00", "00:00"]
        .iter()
        .find_map(|end| day.strip_suffix(end));
    let day = midnight.map_or(day, |day| day.trim_end_matches(['T', ' ']));
    read(&format!("{day} {clock}"))
}

impl Receipt {
    /// What the mail of a name confirms.
    pub(crate) fn confirmed(mail: Arc<str>, confirmation: Confirmation) -> Self {
        let Confirmation {
            received,
            is_sent,
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
            is_sent,
            headings: Headings::default(),
        }
    }

    /// The name of the mail that it comes from.
    pub(crate) fn mail(&self) -> Option<&Arc<str>> {
        match &self.origin {
            Origin::Mail(name) => Some(name),
            Origin::List(_) | Origin::Register(_) => None,
        }
    }

    /// Whether it is a row of the register.
    pub(crate) fn is_of_register(&self) -> bool {
        matches!(self.origin, Origin::Register(_))
    }

    /// Whether a number of it has parts, as those of cases have and years have not.
    pub(super) fn names_a_case(&self) -> bool {
        let numbers = [&self.case_number, &self.reference];
        numbers
            .iter()
            .any(|number| number.contains(['/', '-', ':']))
    }

    /// Whether it names no notification.
    pub(super) fn has_no_key(&self) -> bool {
        [&self.case_number, &self.source, &self.reference]
            .iter()
            .all(|key| key.is_empty())
    }
}

#[cfg(test)]
mod tests;
