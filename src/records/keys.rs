//! The parts of a run beside their records: which parts they are, and keys.parquet read back.

use std::fs::File;
use std::path::Path;

use polars::prelude::*;
use polars_io::parquet::read::ParquetReader;
use serde_json::Value;

use crate::audit::Sketch;
use crate::config::Share;
use crate::config::Words;
use crate::intake::Failure;
use crate::records::parquet::guarded;
use crate::records::{Records, RecordsError, beside};

/// The name of the file that a part keeps for the others.
pub(crate) const KEYS_FILE: &str = "keys.parquet";

/// One part of a run.
#[derive(Debug)]
pub(crate) struct PartOfRun {
    /// Which one.
    pub(crate) share: Share,
    /// The folder, as it may be shown.
    pub(crate) shown: String,
    /// Its run.json.
    pub(crate) run: Value,
    keys: std::path::PathBuf,
}

impl Records {
    /// The parts of a run that these records are, in their order; `None` for records of whole
    /// runs.
    pub(crate) fn parts_of_run(&self) -> Option<Vec<PartOfRun>> {
        let folders = self.sorted_folders().into_iter();
        let mut parts: Vec<PartOfRun> = folders.filter_map(part_at).collect();
        parts.sort_by_key(|part| part.share);
        (!parts.is_empty()).then_some(parts)
    }

    /// How many folders the records lie in.
    pub(crate) fn folder_count(&self) -> usize {
        self.sorted_folders().len()
    }
}

fn part_at(folder: &Path) -> Option<PartOfRun> {
    let run = beside::run_json(folder)?;
    Some(PartOfRun {
        share: run["part"].as_str()?.parse().ok()?,
        shown: crate::value::mask_name(&folder.display().to_string()).into_owned(),
        keys: folder.join(KEYS_FILE),
        run,
    })
}

impl PartOfRun {
    /// What it keeps for the others.
    ///
    /// # Errors
    /// A file that is not there or is none of ours.
    pub(crate) fn sketches(&self) -> Result<Vec<Sketch>, RecordsError> {
        let unreadable = |reason| RecordsError::Unreadable {
            file: crate::value::mask_name(&self.keys.display().to_string()).into_owned(),
            reason,
        };
        let file =
            File::open(&self.keys).map_err(|error| unreadable(Failure::from(&error).wording()))?;
        let read = guarded(|| taken(&ParquetReader::new(file).finish()?));
        read.map_err(|_| unreadable(NO_KEYS.into()))
    }

    /// That its sketches are of another version.
    pub(crate) fn foreign(&self) -> RecordsError {
        RecordsError::Unreadable {
            file: crate::value::mask_name(&self.keys.display().to_string()).into_owned(),
            reason: NO_KEYS.into(),
        }
    }
}

const NO_KEYS: Words = Words::new(
    "den skrevs inte av denna version av programmet",
    "it was not written by this version of the program",
);

fn taken(frame: &DataFrame) -> PolarsResult<Vec<Sketch>> {
    let texts = |name: &str| frame.column(name)?.str();
    let columns = [texts("input")?, texts("source")?, texts("key")?];
    let records = frame.column("record")?.u32()?;
    let lost = || PolarsError::ComputeError("a cell is missing".into());
    (0..frame.height())
        .map(|at| {
            let text = |column: &StringChunked| column.get(at).map(str::to_owned).ok_or_else(lost);
            Ok(Sketch {
                input: text(columns[0])?,
                source: text(columns[1])?,
                record: records.get(at).ok_or_else(lost)?,
                key: text(columns[2])?,
            })
        })
        .collect()
}
