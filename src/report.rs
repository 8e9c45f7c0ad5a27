//! Reports: the report folder and what is in it. Everything here takes finished
//! values (rows, findings, tables) and puts them into words and files; nothing
//! is judged or counted.

use std::sync::OnceLock;

use crate::audit::{Audit, Input};
use crate::check::Selected;
use crate::config::{Config, Language};
use crate::deadline::{POLICIES, Policy};
use crate::destination::{DestinationError, FolderTarget};
use crate::disclosure::{Figures, Hidden, Totals};
use crate::finding::{Code, Severity};
use crate::notification::Filing;
use crate::read::Fate;
use crate::row::Row;
use crate::table::Table;

mod again;
mod block;
mod cells;
mod counted;
mod csv;
mod diagnostics;
mod folder;
mod html;
mod keys;
mod markdown;
mod messages;
mod order;
mod outputs;
mod parquet;
mod partial;
mod picture;
mod proof;
mod provenance;
mod run_json;
mod summary;
mod terminal;
pub(crate) mod unreceived;
mod workbook;

pub(crate) use again::AgainReport;
pub(crate) use block::{Block, Column, Datum, Grid};
pub(crate) use counted::{ERRORS, Forms, NOTES, WARNINGS};
pub(crate) use diagnostics::{diagnostics, grouped};
pub(crate) use folder::target;
pub(crate) use html::{Filings, columns};
pub(crate) use keys::keys;
pub(crate) use markdown::{Reader, markdown};
pub(crate) use order::ordered;
pub use parquet::GROUP as ROW_GROUP;
pub(crate) use partial::year;
pub(crate) use proof::proofs;
pub(crate) use run_json::{options, selection};
pub(crate) use summary::{kinds, summary};
pub(crate) use terminal::{Terminal, broken, terminal};
pub(crate) use workbook::UNWRITTEN;

/// Text as it may stand in a cell of a CSV file.
pub(crate) fn cell(text: &str) -> std::borrow::Cow<'_, str> {
    cells::text(text)
}

/// Everything that a report tells, ready to be written.
#[derive(Debug)]
pub(crate) struct Report<'r> {
    /// The run's configuration.
    pub config: &'r Config,
    /// The run.
    pub audit: &'r Audit,
    /// The rows that the filter keeps, sorted by source and record.
    pub rows: Vec<&'r Row>,
    /// The counts of the run outside its tables, as they may be published.
    pub figures: Figures,
    /// The tables, in their order, as they may be published.
    pub tables: &'r [Table],
    /// What was suppressed in them.
    pub hidden: &'r Hidden,
    /// The rules that ran.
    pub selected: Selected,
    /// Hours of the limit.
    pub limit_hours: u32,
    /// Name and digest of each list of receipt times.
    pub receipts: Vec<(String, String)>,
    /// Inputs by fate.
    pub inputs: Inputs,
    /// The content of keys.parquet, where keys are kept.
    pub keys: Option<&'r [u8]>,
    /// The years of which some notifications may be missing.
    pub partial: Vec<String>,
    /// The digest of the inputs, made when it is first told: a large run has many.
    pub digest: OnceLock<String>,
}

/// How many inputs met which fate; `discovered` is their sum.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Inputs {
    /// Read.
    pub read: usize,
    /// Could not be taken in.
    pub unreadable: usize,
    /// No notification.
    pub skipped: usize,
}

impl Inputs {
    /// Counts the inputs of a run.
    pub(crate) fn of(inputs: &[Input]) -> Self {
        let mut counts = Self::default();
        for input in inputs {
            match input.refusal.as_ref().map(|refusal| refusal.fate) {
                None => counts.read += 1,
                Some(Fate::Unreadable) => counts.unreadable += 1,
                Some(Fate::Skipped) => counts.skipped += 1,
            }
        }
        counts
    }
}

/// The counts of a run outside its tables, as they are: of its inputs, of the
/// rows that the filter keeps, and of those left out for want of a date. One pass,
/// since rows lie all over the memory.
pub(crate) fn totals(audit: &Audit, rows: &[&Row], inputs: Inputs, undated: usize) -> Totals {
    let mut totals = Totals {
        read: inputs.read as u64,
        unreadable: inputs.unreadable as u64,
        skipped: inputs.skipped as u64,
        notifications: audit.rows.iter().filter(|row| is_filed(row)).count() as u64,
        reported: rows.iter().filter(|row| is_filed(row)).count() as u64,
        undated: undated as u64,
        ..Totals::default()
    };
    let copies = audit.scope.copies;
    for row in rows {
        let is_counted = row.is_counted(copies);
        totals.initial += u64::from(is_counted);
        totals.copies += u64::from(row.is_aside(copies));
        totals.withdrawn += u64::from(row.is_withdrawn() && !row.is_aside(copies));
        totals.by_discovery += u64::from(is_counted && row.is_dated_by_discovery());
        row.findings
            .heads()
            .for_each(|(_, level)| totals.add(level));
    }
    audit
        .loose
        .iter()
        .for_each(|(_, finding)| totals.add(finding.severity));
    totals
}

/// Whether a row is a filing: a breach of the register that was never notified is none.
fn is_filed(row: &Row) -> bool {
    row.filing != Filing::Register
}

impl Report<'_> {
    /// The language of the report.
    pub(crate) fn language(&self) -> Language {
        self.config.language
    }

    /// Rule and level of all findings of the rows kept, and of those about no notification.
    pub(crate) fn findings(&self) -> impl Iterator<Item = (Code, Severity)> {
        let loose = self.audit.loose.iter();
        let loose = loose.map(|(_, finding)| (finding.code, finding.severity));
        self.rows
            .iter()
            .flat_map(|row| row.findings.heads())
            .chain(loose)
    }

    /// The policy of the run.
    fn policy(&self) -> &'static Policy {
        Policy::named(&self.config.policy).unwrap_or(&POLICIES[0])
    }

    /// What stands behind the figures.
    fn provenance(&self) -> provenance::Provenance<'_> {
        let digest = self.digest.get_or_init(|| {
            let read = self
                .audit
                .inputs
                .iter()
                .filter(|input| input.refusal.is_none());
            let digests = read
                .filter_map(|input| input.digest)
                .map(|digest| *digest.as_bytes());
            provenance::digest_of(digests.collect())
        });
        provenance::Provenance {
            tables: self.tables,
            by_discovery: self.figures.by_discovery,
            digest: digest.clone(),
            copies: self.config.copies,
            answers: self.config.answers,
            language: self.language(),
        }
    }

    /// Writes the report folder and puts it in its place.
    ///
    /// # Errors
    /// What could not be written, with its path; nothing half-written is left.
    pub(crate) fn write(
        &self,
        summary: &[Block],
        target: &FolderTarget,
    ) -> Result<(), DestinationError> {
        target.put(|folder| folder::fill(self, summary, folder))
    }
}
