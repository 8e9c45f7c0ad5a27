//! The register of Article 33(5): an organisation's own list of all its breaches, notified or
//! not. It is a CSV or a workbook, known by its headings or by those that a file names. Here its
//! rows are read; what they say of notifications is decided where all of these are known.

use crate::check::form::{READ_LENIENTLY, UNREADABLE_VALUE};
use crate::config::{Language, Message, Words};
use crate::finding::{Fact, Finding};
use crate::moment::{Moment, parse_stamp};
use crate::read::listing::{Fault, Listing, listings};
use crate::read::receipts::{Cell, Headings, Origin, Receipt, ReceiptsError};
use crate::read::sieve::{Left, Tally};
use crate::value::{impersonal, one_line};
pub(crate) use cells::Persons;
use cells::{is_nothing, persons, yes_or_no};
pub(crate) use columns::{Column, looks_like_one};
use columns::{Columns, DOCUMENTED, HEADINGS};
pub(crate) use naming::Naming;

mod cells;
mod columns;
mod naming;
#[cfg(test)]
mod tests;

/// A register as it was read.
#[derive(Debug)]
pub(crate) struct Register {
    /// Its sheets that are registers; a CSV is one without a name.
    pub sheets: Vec<Sheet>,
}

/// One sheet of a register.
#[derive(Debug)]
pub(crate) struct Sheet {
    /// Its name; empty where the register is no workbook.
    pub name: String,
    /// The line of its headings.
    pub line: u32,
    /// Its breaches, in their order.
    pub entries: Vec<Entry>,
    /// The headings of the columns that are used, with what each was taken for.
    pub taken: Vec<(&'static str, String)>,
    /// What Article 33(5) asks for and it has no column of.
    pub lacks: Vec<Column>,
    /// What is told of its rows: those left out, and cells that cannot be read.
    pub findings: Vec<Finding>,
}

/// One row: one breach.
#[derive(Debug)]
pub(crate) struct Entry {
    /// Its place, the numbers that name it, and when it was received.
    pub receipt: Receipt,
    /// The controller: the board, of a municipality.
    pub controller: String,
    /// Whether it says that the breach was notified.
    pub notified: Notified,
    /// When it happened.
    pub occurred: Cell<Moment>,
    /// When it was discovered.
    pub discovered: Cell<Moment>,
    /// How many persons it concerns.
    pub persons: Cell<Persons>,
    /// Whether they were told.
    pub informed: Cell<bool>,
    /// When a supplement was sent.
    pub supplemented: Cell<Moment>,
    /// What it says of the facts, effects, measures and reasons, by [`DOCUMENTED`].
    texts: [Option<Box<str>>; DOCUMENTED.len()],
}

/// Whether a breach was notified.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Notified {
    /// It was.
    Yes,
    /// It was not.
    No,
    /// The row does not say.
    Untold,
}

impl Entry {
    /// The line on which it begins.
    pub(crate) fn line(&self) -> u32 {
        self.receipt.line
    }

    /// What it says of the facts, the effects, the measures, or why it was not notified; empty
    /// where it says nothing, `None` where the register has no such column.
    pub(crate) fn text(&self, column: Column) -> Option<&str> {
        let at = DOCUMENTED.iter().position(|own| *own == column)?;
        self.texts[at].as_deref()
    }
}

/// Why a file is no register.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.wording().get(Language::En))]
pub(crate) enum RegisterError {
    /// It is no list at all.
    File(Fault),
    /// It has a column of receipt times or keys twice.
    Column(ReceiptsError),
    /// It lacks this, which tells a register from other tables.
    Lacks(Lacking),
    /// It has no column of this heading, which the file of headings names.
    NoColumn(String),
}

/// What tells a register from other tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lacking {
    /// The number of a breach.
    Key,
    /// When it was discovered, or happened.
    Moment,
    /// Whether it was notified, or what happened.
    Story,
}

impl RegisterError {
    /// The error in words that a person understands.
    pub(crate) fn wording(&self) -> Message {
        match self {
            Self::File(fault) => fault.wording(),
            Self::Column(error) => error.wording(),
            Self::NoColumn(heading) => Words::new(
                "inget blad har kolumnen ”{heading}” som --register-mapping anger",
                "no sheet has the column \"{heading}\" that --register-mapping names",
            )
            .with("heading", heading),
            Self::Lacks(lacking) => lacking.words().into(),
        }
    }
}

impl Lacking {
    const fn words(self) -> Words {
        match self {
            Self::Key => Words::new(
                "inget register: ingen kolumn med diarienummer, ärendenummer eller referens; ange kolumnerna med --register-mapping",
                "no register: no column of case numbers or references; name the columns with --register-mapping",
            ),
            Self::Moment => Words::new(
                "inget register: ingen kolumn som säger när incidenten upptäcktes eller inträffade; ange kolumnerna med --register-mapping",
                "no register: no column says when the breach was discovered or occurred; name the columns with --register-mapping",
            ),
            Self::Story => Words::new(
                "inget register: ingen kolumn som säger vad som hände eller om incidenten anmäldes; ange kolumnerna med --register-mapping",
                "no register: no column says what happened or whether the breach was notified; name the columns with --register-mapping",
            ),
        }
    }
}

impl From<Fault> for RegisterError {
    fn from(fault: Fault) -> Self {
        Self::File(fault)
    }
}

/// Reads a register by its headings, or by those that a file names.
///
/// # Errors
/// It is none, or cannot be read.
pub(crate) fn parse(bytes: &[u8], naming: Option<&Naming>) -> Result<Register, RegisterError> {
    let find = |names: &[String], rows: &[_]| Columns::find(names, rows, naming);
    let listings = listings(bytes, &find, Columns::is_moment)?.into_iter();
    let sheets = (0..).zip(listings);
    Ok(Register {
        sheets: sheets.map(|(at, listing)| sheet(listing, at)).collect(),
    })
}

/// The rows of one sheet.
fn sheet(listing: Listing<Columns>, at: u16) -> Sheet {
    let columns = &listing.columns;
    let mut left = Tally::default();
    for line in &listing.above {
        left.add(Left::Title, *line);
    }
    let mut entries = Vec::new();
    let mut findings = Vec::new();
    for (line, cells) in &listing.rows {
        if cells
            .iter()
            .zip(&listing.names)
            .all(|(cell, name)| cell == name)
        {
            left.add(Left::Header, *line);
            continue;
        }
        match columns.entry(Origin::Register(at), *line, cells) {
            Ok(entry) => {
                findings.extend(unreadable(&entry, columns, &listing.names));
                entries.push(entry);
            }
            Err(kind) => left.add(kind, *line),
        }
    }
    findings.extend(left.finding());
    findings.extend(listing.dates.iter().map(|(at, times)| {
        let name = listing.names.get(*at).map_or("", |name| name.trim());
        let finding = READ_LENIENTLY.finding(0, listing.line).saying(MIDNIGHTS);
        let finding = finding.with("column", Fact::Value(impersonal(name, "…").into()));
        finding.with("times", *times as i64)
    }));
    let lacks = DOCUMENTED.into_iter().filter(|own| !columns.has(*own));
    Sheet {
        name: listing.sheet,
        line: listing.line,
        taken: columns.taken(&listing.names),
        lacks: lacks.collect(),
        entries,
        findings,
    }
}

impl Columns {
    /// The breach of a row, or what the row is instead.
    fn entry(&self, origin: Origin, line: u32, cells: &[String]) -> Result<Entry, Left> {
        let cell = |column| self.cell(cells, column);
        let mut receipt = self.keys.receipt(origin, line, cells, &Headings::default());
        for key in [&mut receipt.case_number, &mut receipt.reference] {
            if is_nothing(key) {
                key.clear();
            }
        }
        let moment = |column| self.moment(cells, column);
        let (occurred, discovered) = (moment(Column::Occurred), moment(Column::Discovered));
        let is_dated = [&occurred, &discovered, &receipt.received]
            .iter()
            .any(|cell| **cell != Cell::Empty);
        let filled = cells.iter().filter(|cell| !is_nothing(cell)).count();
        let first = cells.iter().find(|cell| !cell.is_empty());
        if !is_dated && first.is_some_and(|first| cells::is_sum(first)) {
            return Err(Left::Sum);
        }
        let has_story = !is_nothing(cell(Column::Facts));
        let is_named = !receipt.has_no_key() && (filled > 1 || receipt.names_a_case());
        if !(is_dated || is_named || has_story && filled > 2) {
            return Err(if filled > 1 {
                Left::Note
            } else {
                Left::Heading
            });
        }
        let text = |column| self.has(column).then(|| self.text(cells, column).into());
        let informed = cell(Column::Informed);
        Ok(Entry {
            controller: one_line(cell(Column::Controller)).into_owned(),
            notified: notified(self, cells, &receipt),
            occurred,
            discovered,
            persons: persons(cell(Column::Persons)),
            informed: yes_or_no(informed),
            supplemented: moment(Column::Supplemented),
            texts: DOCUMENTED.map(text),
            receipt,
        })
    }
}

/// Whether a row says that its breach was notified. A register without such a column says so
/// by a case number of the authority or a day of receipt alone.
fn notified(columns: &Columns, cells: &[String], receipt: &Receipt) -> Notified {
    let cell = columns.cell(cells, Column::Notified);
    match yes_or_no(cell) {
        Cell::Given(true) => Notified::Yes,
        Cell::Given(false) => Notified::No,
        _ if parse_stamp(cell).is_some() => Notified::Yes,
        _ if receipt.received.given().is_some() || !receipt.case_number.is_empty() => Notified::Yes,
        _ => Notified::Untold,
    }
}

/// F003 for the moments and numbers of a row that cannot be read.
fn unreadable(entry: &Entry, columns: &Columns, names: &[String]) -> impl Iterator<Item = Finding> {
    let moments = [
        (Column::Received, &entry.receipt.received),
        (Column::Occurred, &entry.occurred),
        (Column::Discovered, &entry.discovered),
    ];
    let moments = moments
        .into_iter()
        .filter(|(_, cell)| **cell == Cell::Unreadable);
    let persons = (entry.persons == Cell::Unreadable).then_some(Column::Persons);
    let line = entry.line();
    let columns: Vec<Finding> = moments
        .map(|(column, _)| column)
        .chain(persons)
        .map(|column| {
            let name = columns.place(column).and_then(|at| names.get(at));
            let name = impersonal(name.map_or("", |name| name.trim()), "…");
            let finding = UNREADABLE_VALUE.finding(0, line).saying(UNREADABLE);
            finding.with("column", Fact::Value(name.into()))
        })
        .collect();
    columns.into_iter()
}

const UNREADABLE: Words = Words::new(
    "Registrets värde i kolumnen ”{column}” går inte att läsa; det användes inte.",
    "The value of the register in the column \"{column}\" cannot be read; it was not used.",
);

const MIDNIGHTS: Words = Words::new(
    "Alla klockslag i registrets kolumn ”{column}” är 00:00; den läses som datum utan klockslag (antal värden: {times}).",
    "Every time of day in the column \"{column}\" of the register is 00:00; it is read as dates without a time (number of values: {times}).",
);

/// The names of the columns, as `--register-mapping` takes them.
pub(crate) fn names() -> impl Iterator<Item = &'static str> {
    HEADINGS.iter().map(|heading| heading.name)
}
