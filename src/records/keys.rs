//! What runs keep beside their records for those who put them together: the parts of a run, and
//! whole runs that kept their keys. keys.parquet is read back here.

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
use crate::records::{Part, Records, RecordsError, beside};

/// The name of the file that a run keeps for others.
pub(crate) const KEYS_FILE: &str = "keys.parquet";

/// How many rows of it are read at a time.
const BATCH: usize = 65_536;

/// What a run kept for those who put it together with others.
#[derive(Debug)]
pub(crate) struct KeptKeys {
    /// Which part of a run it is; `None` for a whole run.
    pub(crate) share: Option<Share>,
    /// The folder, as it may be shown.
    pub(crate) shown: String,
    /// Its run.json.
    pub(crate) run: Value,
    keys: std::path::PathBuf,
}

/// What keys stand beside records.
#[derive(Debug)]
pub(crate) enum Beside {
    /// Those of the parts of a run, in their order. Some folders may be none.
    Parts(Vec<KeptKeys>),
    /// Those of several whole runs, of all of them.
    Runs(Vec<KeptKeys>),
    /// None, or not of all.
    Nothing,
}

impl Records {
    /// The keys beside these records.
    pub(crate) fn keys(&self) -> Beside {
        let folders = self.sorted_folders();
        let all = folders.iter().filter_map(|folder| KeptKeys::at(folder));
        let (mut parts, runs): (Vec<_>, Vec<_>) = all.partition(|kept| kept.share.is_some());
        if !parts.is_empty() {
            parts.sort_by_key(|part| part.share);
            return Beside::Parts(parts);
        }
        let is_whole = runs.len() == folders.len() && runs.len() == self.parts.len();
        let are_theirs = || {
            self.parts
                .iter()
                .all(|part| runs.iter().any(|run| run.wrote(part)))
        };
        if runs.len() > 1 && is_whole && are_theirs() {
            return Beside::Runs(runs);
        }
        Beside::Nothing
    }

    /// How many folders the records lie in.
    pub(crate) fn folder_count(&self) -> usize {
        self.sorted_folders().len()
    }
}

impl KeptKeys {
    /// Those that a run kept in a folder.
    fn at(folder: &Path) -> Option<Self> {
        let run = beside::run_json(folder)?;
        let share = run["part"].as_str().map(str::parse).transpose().ok()?;
        run["outputs"][KEYS_FILE].as_str()?;
        // Whoever gives a report away may take the keys out. A part without them is none.
        if share.is_none() && !folder.join(KEYS_FILE).exists() {
            return None;
        }
        Some(Self {
            share,
            shown: crate::value::mask_name(&folder.display().to_string()).into_owned(),
            keys: folder.join(KEYS_FILE),
            run,
        })
    }

    /// Whether its run wrote these records.
    fn wrote(&self, part: &Part) -> bool {
        let digest = part.digest.to_hex();
        let mut outputs = self.run["outputs"].as_object().into_iter().flatten();
        outputs.any(|(_, own)| own.as_str() == Some(digest.as_str()))
    }

    /// What it keeps, in batches: the whole of a large run takes much memory.
    ///
    /// # Errors
    /// In place of a batch: a file that is not there or is none of ours.
    pub(crate) fn sketches(&self) -> impl Iterator<Item = Result<Vec<Sketch>, RecordsError>> {
        self.batches(BATCH)
    }

    fn batches(&self, size: usize) -> impl Iterator<Item = Result<Vec<Sketch>, RecordsError>> {
        let mut from = 0;
        let mut is_over = false;
        std::iter::from_fn(move || {
            if is_over {
                return None;
            }
            let batch = self.batch(from, size);
            from += size;
            is_over = batch.as_ref().map_or(true, |(_, rows)| from >= *rows);
            Some(batch.map(|(sketches, _)| sketches))
        })
    }

    /// So many sketches from a row on, and how many rows there are in all.
    fn batch(&self, from: usize, size: usize) -> Result<(Vec<Sketch>, usize), RecordsError> {
        let unreadable = |reason| RecordsError::Unreadable {
            file: crate::value::mask_name(&self.keys.display().to_string()).into_owned(),
            reason,
        };
        let file =
            File::open(&self.keys).map_err(|error| unreadable(Failure::from(&error).wording()))?;
        let read = guarded(|| {
            let mut reader = ParquetReader::new(file).with_slice(Some((from, size)));
            let rows = reader.num_rows()?;
            Ok((taken(&reader.finish()?)?, rows))
        });
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn batches_of_any_size_give_all_in_order() {
        let folder = tempfile::tempdir().unwrap();
        let keys = folder.path().join(KEYS_FILE);
        // More than a group of rows of the file.
        let all = |count: u32| {
            (0..count).map(|record| Sketch {
                input: "in".to_owned(),
                source: format!("source-{}", record / 3),
                record,
                key: "{}".to_owned(),
            })
        };
        for (count, size) in [(0, 5), (5, 2), (6, 3), (40_000, 10_001), (40_000, 65_536)] {
            crate::report::keys(File::create(&keys).unwrap(), all(count)).unwrap();
            let kept = KeptKeys {
                share: None,
                shown: String::new(),
                run: Value::Null,
                keys: keys.clone(),
            };
            let read: Vec<Vec<Sketch>> = kept.batches(size).map(Result::unwrap).collect();
            assert!(read.iter().all(|batch| batch.len() <= size));
            assert!(
                read.concat().into_iter().eq(all(count)),
                "{count} by {size}"
            );
        }
    }
}
