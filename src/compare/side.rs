//! One of the two reports as its files tell it. Only what is compared is kept;
//! the files are given as bytes, the folder is not touched here.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::config::{Language, Wording, Words};

/// A report folder, read.
#[derive(Debug, Default)]
pub struct Side {
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
    pub(super) tables: BTreeMap<String, Grid>,
}

/// What is wrong with a folder.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.wording().get(Language::En))]
pub enum SideError {
    /// It has no run.json of this program.
    NotAReport(String, Words),
    /// A file of it is not what it should be.
    Damaged(String, String, Wording),
}

impl SideError {
    /// The error in words that a person understands.
    pub fn wording(&self) -> Wording {
        match self {
            Self::NotAReport(folder, why) => Wording::new(
                format!("{folder} är ingen rapportmapp: {}", why.sv),
                format!("{folder} is not a report folder: {}", why.en),
            ),
            Self::Damaged(folder, file, why) => Wording::new(
                format!("{folder}/{file} kan inte läsas: {}", why.get(Language::Sv)),
                format!("{folder}/{file} cannot be read: {}", why.get(Language::En)),
            ),
        }
    }
}

const NO_RUN: Words = Words::new("den har ingen run.json", "it has no run.json");
const FOREIGN_RUN: Words =
    Words::new("dess run.json är inte från detta program", "its run.json is not of this program");

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

/// One table of a report.
#[derive(Debug, Clone, Default)]
pub(super) struct Grid {
    pub(super) header: Vec<String>,
    pub(super) rows: Vec<Vec<String>>,
}

impl Side {
    /// A report by its run.json.
    ///
    /// # Errors
    /// It is none, with what is missing.
    pub fn new(name: String, run: Option<&[u8]>) -> Result<Self, SideError> {
        let Some(run) = run else {
            return Err(SideError::NotAReport(name, NO_RUN));
        };
        let run: Value = serde_json::from_slice(run).unwrap_or_default();
        if run["program"] != env!("CARGO_PKG_NAME") {
            return Err(SideError::NotAReport(name, FOREIGN_RUN));
        }
        Ok(Self { name, run, ..Self::default() })
    }

    /// Ids of the tables that the report withholds; their files have no rows.
    pub(super) fn withheld(&self) -> impl Iterator<Item = &str> {
        self.run["suppressed"]["withheld"].as_array().into_iter().flatten().filter_map(Value::as_str)
    }

    /// Takes in a file of the folder by its path within; others are not needed.
    ///
    /// # Errors
    /// The file is not as this program writes it.
    pub fn file(&mut self, path: &str, bytes: &[u8]) -> Result<(), SideError> {
        let damaged = |why: Wording| SideError::Damaged(self.name.clone(), path.to_owned(), why);
        match path {
            "records.csv" => {
                let columns = [
                    "source",
                    "record",
                    "case_number",
                    "organisation_number",
                    "reference",
                    "verdict",
                    COPY_OF,
                ];
                let rows = columns_of(
                    bytes,
                    columns,
                    |[source, number, case_number, organisation_number, reference, verdict, copy_of]| {
                        Record {
                            source,
                            number,
                            case_number,
                            organisation_number,
                            reference,
                            verdict,
                            copy_of,
                        }
                    },
                );
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
                let rows =
                    columns_of(bytes, columns, |[source, digest, status]| Input { source, digest, status });
                self.files = Some(rows.map_err(damaged)?);
            }
            _ => {
                if let Some(id) = path.strip_prefix("tables/").and_then(|file| file.strip_suffix(".csv")) {
                    let grid = grid(bytes).map_err(|error| damaged(told(&error)))?;
                    self.tables.insert(id.to_owned(), grid);
                }
            }
        }
        Ok(())
    }
}

/// The column that reports of earlier versions lack: there nothing is a copy.
const COPY_OF: &str = "copy_of";

/// The rows of a CSV with these columns, wherever they stand.
fn columns_of<const N: usize, T>(
    bytes: &[u8],
    columns: [&'static str; N],
    make: impl Fn([String; N]) -> T,
) -> Result<Vec<T>, Wording> {
    let mut reader = csv::Reader::from_reader(bytes);
    let header = reader.headers().map_err(|error| told(&error))?.clone();
    let place = |name: &str| header.iter().position(|column| column == name);
    if let Some(missing) = columns.into_iter().find(|name| place(name).is_none() && *name != COPY_OF) {
        return Err(Wording::new(
            format!("den har ingen kolumn {missing}"),
            format!("it has no column {missing}"),
        ));
    }
    let places = columns.map(place);
    let rows = reader.records().map(|row| {
        let row = row.map_err(|error| told(&error))?;
        Ok(make(places.map(|at| at.map_or("none", |at| row.get(at).unwrap_or_default()).to_owned())))
    });
    rows.collect()
}

fn grid(bytes: &[u8]) -> csv::Result<Grid> {
    let cells = |row: &csv::StringRecord| row.iter().map(str::to_owned).collect();
    let mut reader = csv::Reader::from_reader(bytes);
    let header = cells(reader.headers()?);
    let rows = reader.records().map(|row| row.map(|row| cells(&row))).collect::<csv::Result<_>>()?;
    Ok(Grid { header, rows })
}

/// An error of a CSV file by its line alone: its text may quote the file.
fn told(error: &csv::Error) -> Wording {
    match error.position() {
        Some(at) => Wording::new(format!("rad {}", at.line()), format!("line {}", at.line())),
        None => Words::new("det är ingen CSV", "it is no CSV").into(),
    }
}
