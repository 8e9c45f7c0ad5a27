//! The report folder: written beside its place under another name and moved
//! there when it is whole. An old report gives way, and comes back if the new
//! one cannot be put in its place.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use crate::config::{Language, ReportFormat, Wording, Words};
use crate::report::outputs::Outputs;
use crate::report::{Report, csv, parquet, run_json};
use crate::table::Table;

/// The program's name in run.json, by which a folder is known as ours.
const PROGRAM: &str = "breach-audit";
/// Every file that a report folder may hold, besides `tables/*.csv`.
const FILES: [&str; 8] = [
    "summary.md",
    "report.html",
    "report.xlsx",
    "records.csv",
    "records.parquet",
    "findings.csv",
    "files.csv",
    "run.json",
];

/// Why a report folder cannot be written where it should be.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.wording().get(Language::En))]
pub enum FolderError {
    /// Something that this program did not write stands there.
    Foreign(String, Wording),
    /// A file stands there.
    File(String),
    /// A step that failed, with the folder.
    Failed(Step, String, #[source] io::Error),
}

/// What is done for a report folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The folder around it is created.
    Create,
    /// A temporary folder is made beside it.
    MakeRoom,
    /// Its files are written.
    Write,
    /// It is moved to its place.
    Move,
}

impl FolderError {
    /// The error in words that a person understands; the cause stands beside it.
    pub fn wording(&self) -> Wording {
        match self {
            Self::Foreign(folder, why) => Wording::new(
                format!(
                    "{folder} finns och är inte skriven av detta program ({}); välj en annan mapp med --out, eller --force för att ersätta den",
                    why.get(Language::Sv)
                ),
                format!(
                    "{folder} exists and was not written by this program ({}); choose another folder with --out, or --force to replace it",
                    why.get(Language::En)
                ),
            ),
            Self::File(path) => Wording::new(
                format!("{path} är en fil; välj en annan mapp med --out"),
                format!("{path} is a file; choose another folder with --out"),
            ),
            Self::Failed(step, folder, _) => {
                let what = match step {
                    Step::Create => Words::new("kan inte skapa mappen", "cannot create the folder"),
                    Step::MakeRoom => Words::new("kan inte skriva i mappen", "cannot write in the folder"),
                    Step::Write => Words::new("kan inte skriva rapporten för", "cannot write the report for"),
                    Step::Move => Words::new("kan inte flytta rapporten till", "cannot move the report to"),
                };
                Wording::new(format!("{} {folder}", what.sv), format!("{} {folder}", what.en))
            }
        }
    }
}

/// Whether a report may be written to `target`: nothing is there, an empty
/// folder, or a report of ours. Asked before the run, so that none is in vain.
///
/// # Errors
/// What stands in the way.
pub fn check_target(target: &Path, force: bool) -> Result<(), FolderError> {
    let shown = target.display().to_string();
    if target.is_file() {
        return Err(FolderError::File(shown));
    }
    let Ok(entries) = fs::read_dir(target) else { return Ok(()) };
    let names: Vec<String> = entries
        .filter_map(Result::ok)
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    if force || names.is_empty() {
        return Ok(());
    }
    if !is_ours(target) {
        return Err(FolderError::Foreign(shown, NO_RUN.into()));
    }
    let foreign = names.iter().find(|name| !FILES.contains(&name.as_str()) && name.as_str() != "tables");
    let in_tables = fs::read_dir(target.join("tables")).into_iter().flatten().filter_map(Result::ok);
    let foreign_table = in_tables
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .find(|name| Path::new(name).extension().is_none_or(|extension| extension != "csv"));
    match foreign.cloned().or(foreign_table) {
        Some(name) => {
            let holds = Wording::new(format!("den innehåller {name}"), format!("it holds {name}"));
            Err(FolderError::Foreign(shown, holds))
        }
        None => Ok(()),
    }
}

const NO_RUN: Words =
    Words::new("den har ingen run.json från detta program", "it has no run.json of this program");

/// Whether a folder's run.json names this program.
fn is_ours(folder: &Path) -> bool {
    fs::read(folder.join("run.json"))
        .ok()
        .and_then(|bytes| serde_json::from_slice::<serde_json::Value>(&bytes).ok())
        .is_some_and(|run| run["program"] == PROGRAM)
}

/// Writes the folder and moves it into place.
pub(super) fn write(report: &Report, summary: &str) -> Result<PathBuf, FolderError> {
    put(&report.config.out, report.config.force, |folder| fill(report, summary, folder))
}

/// Has a folder filled and moves it into place.
pub(super) fn put(
    target: &Path,
    force: bool,
    fill: impl FnOnce(&Path) -> io::Result<()>,
) -> Result<PathBuf, FolderError> {
    check_target(target, force)?;
    let parent = target.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let failed = |step, folder: &Path| {
        let folder = folder.display().to_string();
        move |error| FolderError::Failed(step, folder, error)
    };
    fs::create_dir_all(parent).map_err(failed(Step::Create, parent))?;
    let temporary = tempfile::Builder::new()
        .prefix(".breach-audit-")
        .tempdir_in(parent)
        .map_err(failed(Step::MakeRoom, parent))?;
    let folder = temporary.path().join("report");
    fs::create_dir(&folder).and_then(|()| fill(&folder)).map_err(failed(Step::Write, target))?;
    put_in_place(&folder, target, temporary.path()).map_err(failed(Step::Move, target))?;
    Ok(target.to_owned())
}

/// Writes every file of the folder.
fn fill(report: &Report, summary: &str, folder: &Path) -> io::Result<()> {
    let wants = |format| report.config.formats.contains(&format);
    let shows_records = report.config.disclosure.shows_records();
    let (rows, scope) = (&report.rows, &report.audit.scope);
    let outputs = Outputs::new(folder);
    let of_rows = || {
        if wants(ReportFormat::Csv) && shows_records {
            outputs.write("records.csv", |out| csv::records(out, rows, scope))?;
        }
        Ok(())
    };
    let others = || {
        if wants(ReportFormat::Csv) {
            if shows_records {
                outputs.write("findings.csv", |out| csv::findings(out, report))?;
                outputs.write("files.csv", |out| csv::files(out, report))?;
            }
            tables(&outputs, report.tables)?;
        }
        if wants(ReportFormat::Parquet) && shows_records {
            outputs.write("records.parquet", |out| parquet::records(out, rows, scope))?;
        }
        Ok(())
    };
    // While one waits for the disk, the other has work to do.
    let (written, also_written): (io::Result<()>, io::Result<()>) = rayon::join(of_rows, others);
    written.and(also_written)?;
    if wants(ReportFormat::Markdown) {
        outputs.write("summary.md", |out| out.write_all(summary.as_bytes()))?;
    }
    outputs.conclude("run.json", |digests| run_json::run(report, digests))
}

/// Writes tables/*.csv.
pub(super) fn tables(outputs: &Outputs, tables: &[Table]) -> io::Result<()> {
    outputs.folder("tables")?;
    tables.iter().try_for_each(|table| {
        outputs.write(&format!("tables/{}.csv", table.id), |out| csv::table(out, table))
    })
}

/// Renames the old report away and the new one into its place; restores the
/// old one on failure.
fn put_in_place(new: &Path, target: &Path, room: &Path) -> io::Result<()> {
    let old = room.join("old");
    let had_old = target.exists();
    if had_old {
        fs::rename(target, &old)?;
    }
    fs::rename(new, target).inspect_err(|_| {
        if had_old {
            // The error that is reported is the first; this is the attempt to mend.
            let _ = fs::rename(&old, target);
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_folder_is_replaced() {
        let room = tempfile::tempdir().unwrap();
        let target = room.path().join("report");
        assert!(check_target(&target, false).is_ok());
        fs::create_dir(&target).unwrap();
        assert!(check_target(&target, false).is_ok());
        fs::write(target.join("letter.docx"), "x").unwrap();
        assert!(check_target(&target, false).is_err());
        assert!(check_target(&target, true).is_ok());
        fs::write(target.join("run.json"), r#"{"program":"breach-audit"}"#).unwrap();
        let error = check_target(&target, false).unwrap_err();
        assert!(error.to_string().contains("letter.docx"));
        fs::remove_file(target.join("letter.docx")).unwrap();
        assert!(check_target(&target, false).is_ok());
    }

    #[test]
    fn the_old_report_comes_back_if_the_new_one_cannot_be_moved() {
        let room = tempfile::tempdir().unwrap();
        let (target, aside) = (room.path().join("report"), room.path().join("aside"));
        fs::create_dir(&target).unwrap();
        fs::create_dir(&aside).unwrap();
        fs::write(target.join("run.json"), "old").unwrap();
        assert!(put_in_place(&room.path().join("missing"), &target, &aside).is_err());
        assert_eq!(fs::read_to_string(target.join("run.json")).unwrap(), "old");
    }
}
