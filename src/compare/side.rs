//! One of the two reports as its files tell it. Only what is compared is kept;
//! the files are given as bytes, the folder is not touched here.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::config::{Language, Message, PROGRAM, Words};
use crate::dialect::{Sheet, Told, unmarked};
use crate::records::{Cells, Records, RecordsError};
use crate::table::Table;

/// A report folder, read.
#[derive(Debug, Default)]
pub(crate) struct Side {
    /// The folder's name, as it may be shown.
    pub name: String,
    /// run.json.
    pub(super) run: Value,
    /// records.csv; `None` if it is not there.
    pub(super) records: Option<Vec<Record>>,
    /// findings.csv.
    pub(super) findings: Option<Vec<Found>>,
    /// files.csv.
    pub(super) files: Option<Vec<Input>>,
    /// tables/*.csv by id.
    pub(super) tables: BTreeMap<String, Table>,
}

/// What is wrong with a folder.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.wording().get(Language::En))]
pub(crate) enum SideError {
    /// It has no run.json of this program.
    NotAReport(String, Words),
    /// A file of it is not what it should be.
    Damaged(String, String, Message),
}

impl SideError {
    /// The error in words that a person understands.
    pub(crate) fn wording(&self) -> Message {
        match self {
            Self::NotAReport(folder, why) => Words::new(
                "{folder} är ingen rapportmapp: {why}",
                "{folder} is not a report folder: {why}",
            )
            .with("folder", folder)
            .within("why", why),
            Self::Damaged(folder, file, why) => Words::new(
                "{folder}/{file} kan inte läsas: {why}; gör om rapporten med audit",
                "{folder}/{file} cannot be read: {why}; make the report again with audit",
            )
            .with("folder", folder)
            .with("file", file)
            .within("why", why),
        }
    }
}

const NO_RUN: Words = Words::new("den har ingen run.json", "it has no run.json");
const BROKEN_RUN: Words = Words::new("dess run.json är trasig", "its run.json is broken");
const FOREIGN_RUN: Words = Words::new(
    "dess run.json är inte från detta program",
    "its run.json is not of this program",
);

/// One notification of a report.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Record {
    pub(super) source: String,
    /// 1-based within the source; 0 for what is no notification.
    pub(super) number: String,
    pub(super) case_number: String,
    pub(super) organisation_number: String,
    pub(super) reference: String,
    pub(super) verdict: String,
    /// The one that counts for it; `none` where it counts itself.
    pub(super) copy_of: String,
    /// What became of the supplement that it promises; empty where the report does not say.
    pub(super) supplement_state: String,
}

/// The columns of records.csv that notifications are matched by, and the verdict.
pub(crate) const RECORD_COLUMNS: [&str; 8] = [
    "source",
    "record",
    "case_number",
    "organisation_number",
    "reference",
    "verdict",
    COPY_OF,
    SUPPLEMENT_STATE,
];

impl Record {
    /// From the cells of [`RECORD_COLUMNS`].
    fn new(
        [
            source,
            number,
            case_number,
            organisation_number,
            reference,
            verdict,
            copy_of,
            supplement_state,
        ]: [String; 8],
    ) -> Self {
        Self {
            source,
            number,
            case_number,
            organisation_number,
            reference,
            verdict,
            copy_of,
            supplement_state,
        }
    }
}

/// One finding of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) source: String,
    pub(super) record: String,
    pub(super) code: String,
    pub(super) question: String,
}

/// One input of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Input {
    pub(super) source: String,
    pub(super) digest: String,
    pub(super) status: String,
}

impl Side {
    /// A report by its run.json.
    ///
    /// # Errors
    /// It is none, with what is missing.
    pub(crate) fn new(name: String, run: Option<&[u8]>) -> Result<Self, SideError> {
        let Some(run) = run else {
            return Err(SideError::NotAReport(name, NO_RUN));
        };
        let Ok(run) = serde_json::from_slice::<Value>(run) else {
            return Err(SideError::NotAReport(name, BROKEN_RUN));
        };
        if run["program"] != PROGRAM {
            return Err(SideError::NotAReport(name, FOREIGN_RUN));
        }
        Ok(Self {
            name,
            run,
            ..Self::default()
        })
    }

    /// Whether the report may hold notifications of a period, `2024-05`: not if it came later, or if
    /// the selection leaves its year out.
    pub(super) fn is_about(&self, period: &str) -> bool {
        let year = |text: &str| text.get(..4)?.parse::<u16>().ok();
        let Some(own) = year(period) else {
            return true;
        };
        let of = |value: &Value| value.as_str().and_then(year);
        let options = &self.run["options"];
        let after = [of(&options["to"]), of(&self.run["as_of"])];
        of(&options["from"]).is_none_or(|first| first <= own)
            && after.into_iter().flatten().all(|last| own <= last)
    }

    /// Ids of the tables that the report withholds: run.json says so, and their one row.
    pub(super) fn withheld(&self) -> impl Iterator<Item = &str> {
        let listed = self.run["suppressed"]["withheld"]
            .as_array()
            .into_iter()
            .flatten();
        let listed = listed
            .filter_map(Value::as_str)
            .filter(|id| !self.tables.contains_key(*id));
        let is_withheld = |id: &String| {
            self.run["suppressed"]["withheld"]
                .as_array()
                .is_some_and(|all| all.iter().any(|one| one == id))
        };
        let tables = self
            .tables
            .iter()
            .filter(move |(id, table)| table.is_withheld() || is_withheld(id));
        listed.chain(tables.map(|(id, _)| id.as_str()))
    }

    /// Takes in the notifications of records.parquet, where there is no records.csv.
    ///
    /// # Errors
    /// The records cannot be read.
    pub(crate) fn records(&mut self, records: &Records) -> Result<(), RecordsError> {
        let mut columns = Vec::new();
        for name in RECORD_COLUMNS {
            columns.push(texts(records, name)?);
        }
        let mut cells = columns.into_iter().map(Vec::into_iter).collect::<Vec<_>>();
        let mut rows = Vec::with_capacity(records.len());
        for _ in 0..records.len() {
            let next = |cells: &mut std::vec::IntoIter<String>| cells.next().unwrap_or_default();
            let mut row: [String; RECORD_COLUMNS.len()] = Default::default();
            row.iter_mut()
                .zip(&mut cells)
                .for_each(|(cell, cells)| *cell = next(cells));
            rows.push(Record::new(row));
        }
        self.records = Some(rows);
        Ok(())
    }

    /// Its run.json.
    pub(crate) fn run(&self) -> &Value {
        &self.run
    }

    /// Its tables, which are taken out.
    pub(crate) fn take_tables(&mut self) -> Vec<Table> {
        std::mem::take(&mut self.tables).into_values().collect()
    }

    /// Whether the folder's notifications were taken in.
    pub(crate) fn has_records(&self) -> bool {
        self.records.is_some()
    }

    /// Takes in a file of the folder by its path within; others are not needed.
    ///
    /// # Errors
    /// The file is not as this program writes it.
    pub(crate) fn file(&mut self, path: &str, bytes: &[u8]) -> Result<(), SideError> {
        let damaged = |why: Message| SideError::Damaged(self.name.clone(), path.to_owned(), why);
        match path {
            "records.csv" => {
                let rows = columns_of(bytes, RECORD_COLUMNS, Record::new);
                self.records = Some(rows.map_err(damaged)?);
            }
            "findings.csv" => {
                let columns = ["source", "record", "code", "question"];
                let rows = columns_of(bytes, columns, |[source, record, code, question]| Found {
                    source,
                    record,
                    code,
                    question,
                });
                self.findings = Some(rows.map_err(damaged)?);
            }
            "files.csv" => {
                let columns = ["source", "digest", "status"];
                let rows = columns_of(bytes, columns, |[source, digest, status]| Input {
                    source,
                    digest,
                    status,
                });
                self.files = Some(rows.map_err(damaged)?);
            }
            _ => {
                if let Some(id) = path
                    .strip_prefix("tables/")
                    .and_then(|file| file.strip_suffix(".csv"))
                {
                    let table = table(id, bytes).map_err(|error| damaged(told(&error)))?;
                    self.tables.insert(id.to_owned(), table);
                }
            }
        }
        Ok(())
    }
}

/// The columns that reports of earlier versions lack: there nothing is a copy, and nothing is
/// said of supplements.
const COPY_OF: &str = "copy_of";
const SUPPLEMENT_STATE: &str = "supplement_state";
const LATER: [(&str, &str); 2] = [(COPY_OF, "none"), (SUPPLEMENT_STATE, "")];

/// The cells of a column of records as records.csv has them.
fn texts(records: &Records, name: &str) -> Result<Vec<String>, RecordsError> {
    Ok(match records.cells(name)? {
        Cells::Text(texts) => {
            let known = texts.texts();
            texts
                .cells
                .iter()
                .map(|cell| known[cell as usize].to_owned())
                .collect()
        }
        Cells::Number(numbers) => numbers
            .iter()
            .map(|number| number.map_or_else(String::new, |number| number.to_string()))
            .collect(),
    })
}

/// What stands for a column that reports of earlier versions lack.
fn without(column: &str) -> Option<&'static str> {
    let mut later = LATER.iter();
    later
        .find(|(name, _)| *name == column)
        .map(|(_, word)| *word)
}

/// The rows of a CSV with these columns, wherever they stand.
fn columns_of<const N: usize, T>(
    bytes: &[u8],
    columns: [&'static str; N],
    make: impl Fn([String; N]) -> T,
) -> Result<Vec<T>, Message> {
    let is_record = columns.contains(&"verdict");
    let tell = if is_record {
        Told::of_record
    } else {
        Told::of_list
    };
    let all = |names: &[String]| names.iter().map(|name| tell(name)).collect();
    let (mut reader, sheet) = open(bytes, all).map_err(|error| told(&error))?;
    let place = |name: &str| sheet.names.iter().position(|column| column == name);
    if let Some(missing) = columns
        .into_iter()
        .find(|name| place(name).is_none() && without(name).is_none())
    {
        return Err(Words::new(
            "den har ingen kolumn {missing}",
            "it has no column {missing}",
        )
        .with("missing", missing));
    }
    let places = columns.map(|name| (place(name), without(name).unwrap_or_default()));
    let rows = reader.records().map(|row| {
        let row = row.map_err(|error| told(&error))?;
        Ok(make(places.map(|(at, without)| {
            let cell = |at| sheet.read(at, row.get(at).unwrap_or_default());
            at.map_or(without.into(), cell).into_owned()
        })))
    });
    rows.collect()
}

/// The table of an id from its CSV file.
fn table(id: &str, bytes: &[u8]) -> csv::Result<Table> {
    let all = |names: &[String]| {
        let columns = Table::read(id, names, []).columns;
        columns.iter().map(Told::of_table).collect()
    };
    let (mut reader, sheet) = open(bytes, all)?;
    let cells = |row: csv::StringRecord| {
        let cells = row.iter().enumerate();
        cells
            .map(|(at, cell)| sheet.read(at, cell).into_owned())
            .collect()
    };
    let rows = reader.records().map(|row| row.map(cells));
    let rows = rows.collect::<csv::Result<Vec<Vec<String>>>>()?;
    Ok(Table::read(
        id,
        &sheet.names,
        rows.iter().map(Vec::as_slice),
    ))
}

/// A CSV of either style behind its header; `all` says how its columns are told.
fn open(
    bytes: &[u8],
    all: impl FnOnce(&[String]) -> Vec<Told>,
) -> csv::Result<(csv::Reader<&[u8]>, Sheet)> {
    let bytes = unmarked(bytes);
    let delimiter = Sheet::delimiter(bytes);
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .from_reader(bytes);
    let header = reader.headers()?.iter().map(str::to_owned).collect();
    Ok((reader, Sheet::new(header, delimiter, all)))
}

/// An error of a CSV file by its line alone: its text may quote the file.
fn told(error: &csv::Error) -> Message {
    let words = match error.kind() {
        csv::ErrorKind::UnequalLengths {
            expected_len, len, ..
        } => Words::new(
            "rad {line} har ett annat antal celler ({cells}) än rubrikraden ({columns})",
            "line {line} has another number of cells ({cells}) than the header ({columns})",
        )
        .with("cells", len)
        .with("columns", expected_len),
        csv::ErrorKind::Utf8 { .. } => {
            Words::new("rad {line} är inte UTF-8", "line {line} is not UTF-8").into()
        }
        _ => Words::new("rad {line} är ingen CSV", "line {line} is no CSV").into(),
    };
    words.with("line", error.position().map_or(1, csv::Position::line))
}
