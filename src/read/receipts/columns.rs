//! Which column of a list of receipt times is what: by its heading, and by its values where
//! headings are used for several things.

use super::ReceiptsError;
use crate::form::squash;
use crate::moment::parse_stamp;
use crate::read::listing::Row;
use crate::read::workbook::SERIALS;
use crate::value::unguarded;

/// What a column is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    Received,
    /// The time of day, where it has a column of its own.
    Clock,
    CaseNumber,
    Source,
    Reference,
    Channel,
}

/// The columns, each with its own heading and others that people use, squashed. Our own
/// heading stands first: where it is there no other counts.
const HEADINGS: [(Column, &str, &[&str]); 6] = [
    (
        Column::Received,
        "received",
        &[
            "inkom",
            "inkommen",
            "inkomdatum",
            "mottagen",
            "mottaget",
            "mottagetdatum",
            "mottagningstid",
            "mottagningsdatum",
            "ankomsttid",
            "anmälddatum",
            "anmäld",
            "anmäldtillimy",
            "datumanmäld",
            "receivedat",
            "datereceived",
            "receiveddate",
            "receipttime",
            "reported",
            "datereported",
        ],
    ),
    (
        Column::Clock,
        "received_time",
        &[
            "anmäldkl",
            "inkomkl",
            "inkommenkl",
            "mottagenkl",
            "mottagetkl",
            "mottagettid",
            "mottagentid",
            "inkomtid",
            "anmäldtid",
            "receivedtime",
            "timereceived",
        ],
    ),
    (
        Column::CaseNumber,
        "case_number",
        &[
            "imysärendenr",
            "imysärendenummer",
            "imyärendenr",
            "imyärendenummer",
            "imysdnr",
            "imydnr",
            "imysdiarienr",
            "imysdiarienummer",
            "imynr",
            "casenumber",
            "caseno",
            "authorityscasenumber",
        ],
    ),
    (
        Column::Source,
        "source",
        &["fil", "filnamn", "källa", "file", "filename"],
    ),
    (
        Column::Reference,
        "reference",
        &[
            "referens",
            "vårreferens",
            "erreferens",
            "egenreferens",
            "ourreference",
            "ref",
        ],
    ),
    (Column::Channel, "channel", &["kanal", "sätt"]),
];

/// Headings of case numbers and of references alike; the values tell.
const EITHER: [&str; 8] = [
    "dnr",
    "diarienr",
    "diarienummer",
    "ärendenr",
    "ärendenummer",
    "ärende",
    "caseid",
    "id",
];
/// Headings of a time of day that belong to the column before them.
const CLOCKS: [&str; 5] = ["kl", "klockslag", "tid", "klocka", "time"];
/// How case numbers of the authority begin.
const CASES: [&str; 3] = ["IMY-", "PUI-", "DI-"];

/// The columns of a list by position.
#[derive(Debug)]
pub(in crate::read) struct Columns([Option<usize>; HEADINGS.len()]);

impl Columns {
    /// The columns of a list of receipt times.
    ///
    /// # Errors
    /// What is missing, with how many of the columns are there.
    pub(super) fn of(names: &[String], rows: &[Row]) -> Result<Self, (usize, ReceiptsError)> {
        let columns = Self::any(names, rows).map_err(|error| (0, error))?;
        let known = columns.places().count();
        if columns.day().is_none() {
            return Err((known, ReceiptsError::NoReceived));
        }
        if !columns.has_key() {
            return Err((known, ReceiptsError::NoKey));
        }
        Ok(columns)
    }

    /// The columns of a row of headings, by the rows below it, whatever is missing.
    ///
    /// # Errors
    /// A column that is there twice.
    pub(in crate::read) fn any(names: &[String], rows: &[Row]) -> Result<Self, ReceiptsError> {
        let squashed: Vec<String> = names.iter().map(|name| squash(name)).collect();
        let values = |at: usize| {
            let cells = rows.iter().filter_map(move |(_, cells)| cells.get(at));
            cells.filter(|cell| !cell.is_empty())
        };
        let mut found = [None; HEADINGS.len()];
        for (column, own, others) in HEADINGS {
            let is_own = |name: &String| name.trim().eq_ignore_ascii_case(own);
            if names.iter().filter(|name| is_own(name)).count() > 1 {
                return Err(ReceiptsError::Twice(own));
            }
            // A column "reported" may say yes or no, which is no time.
            let fits = |at: usize| {
                column != Column::Received || {
                    let read = values(at).filter(|cell| is_moment(cell));
                    read.count() * 2 >= values(at).count()
                }
            };
            let named =
                |other: &&str| (0..squashed.len()).find(|at| squashed[*at] == **other && fits(*at));
            let own = names.iter().position(is_own);
            found[column as usize] = own.or_else(|| others.iter().find_map(named));
        }
        for at in (0..squashed.len()).filter(|at| EITHER.contains(&squashed[*at].as_str())) {
            let is_case = |cell: &&String| CASES.iter().any(|start| cell.starts_with(start));
            let (cases, all) = (values(at).filter(is_case).count(), values(at).count());
            let column = if cases * 2 > all {
                Column::CaseNumber
            } else {
                Column::Reference
            };
            found[column as usize].get_or_insert(at);
        }
        if let (Some(day), None) = (
            found[Column::Received as usize],
            found[Column::Clock as usize],
        ) {
            let next = squashed.get(day + 1);
            found[Column::Clock as usize] = next
                .filter(|name| CLOCKS.contains(&name.as_str()))
                .map(|_| day + 1);
        }
        Ok(Self(found))
    }

    /// Whether there is a column that names notifications.
    pub(in crate::read) fn has_key(&self) -> bool {
        let keys = [Column::CaseNumber, Column::Source, Column::Reference];
        keys.iter().any(|key| self.0[*key as usize].is_some())
    }

    /// The position of the day of receipt.
    pub(in crate::read) fn day(&self) -> Option<usize> {
        self.0[Column::Received as usize]
    }

    /// Whether a column holds dates or times.
    pub(in crate::read) fn holds_moments(&self, at: usize) -> bool {
        [Column::Received, Column::Clock]
            .iter()
            .any(|column| self.0[*column as usize] == Some(at))
    }

    /// The positions of the columns.
    pub(in crate::read) fn places(&self) -> impl Iterator<Item = usize> {
        self.0.into_iter().flatten()
    }

    /// The cell of a column, empty where there is none.
    pub(super) fn cell<'r>(&self, cells: &'r [String], column: Column) -> &'r str {
        let at = self.0[column as usize];
        at.and_then(|at| cells.get(at))
            .map_or("", |cell| unguarded(cell))
    }

    /// The columns that are used by our headings, with the headings of the list.
    pub(in crate::read) fn taken(&self, names: &[String]) -> Vec<(&'static str, String)> {
        let used = HEADINGS.iter().filter_map(|(column, own, _)| {
            let name = names.get(self.0[*column as usize]?)?;
            Some((*own, crate::value::mask(name.trim()).into_owned()))
        });
        used.collect()
    }
}

/// Whether a cell is a date, or the number of one in a workbook.
pub(in crate::read) fn is_moment(cell: &str) -> bool {
    let is_serial = || {
        cell.parse()
            .is_ok_and(|number: f64| SERIALS.contains(&number))
    };
    parse_stamp(cell).is_some() || is_serial()
}
