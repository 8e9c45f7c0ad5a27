//! The report folder: written beside its place under another name and moved
//! there when it is whole. An old report gives way, and comes back if the new
//! one cannot be put in its place.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use anyhow::Context as _;

use crate::config::ReportFormat;
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
pub enum FolderError {
    /// Something that this program did not write stands there.
    #[error(
        "{0} exists and was not written by this program ({1}); choose another folder with --out, or --force to replace it"
    )]
    Foreign(String, String),
    /// A file stands there.
    #[error("{0} is a file; choose another folder with --out")]
    File(String),
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
        return Err(FolderError::Foreign(shown, "it has no run.json of this program".to_owned()));
    }
    let foreign = names.iter().find(|name| !FILES.contains(&name.as_str()) && name.as_str() != "tables");
    let in_tables = fs::read_dir(target.join("tables")).into_iter().flatten().filter_map(Result::ok);
    let foreign_table = in_tables
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .find(|name| Path::new(name).extension().is_none_or(|extension| extension != "csv"));
    match foreign.cloned().or(foreign_table) {
        Some(name) => Err(FolderError::Foreign(shown, format!("it holds {name}"))),
        None => Ok(()),
    }
}

/// Whether a folder's run.json names this program.
fn is_ours(folder: &Path) -> bool {
    fs::read(folder.join("run.json"))
        .ok()
        .and_then(|bytes| serde_json::from_slice::<serde_json::Value>(&bytes).ok())
        .is_some_and(|run| run["program"] == PROGRAM)
}

/// Writes the folder and moves it into place.
pub(super) fn write(report: &Report, summary: &str) -> anyhow::Result<PathBuf> {
    put(&report.config.out, report.config.force, |folder| fill(report, summary, folder))
}

/// Has a folder filled and moves it into place.
pub(super) fn put(
    target: &Path,
    force: bool,
    fill: impl FnOnce(&Path) -> io::Result<()>,
) -> anyhow::Result<PathBuf> {
    check_target(target, force)?;
    let parent = target.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(parent).with_context(|| format!("cannot create the folder {}", parent.display()))?;
    let temporary = tempfile::Builder::new()
        .prefix(".breach-audit-")
        .tempdir_in(parent)
        .with_context(|| format!("cannot write in the folder {}", parent.display()))?;
    let folder = temporary.path().join("report");
    fs::create_dir(&folder)
        .and_then(|()| fill(&folder))
        .with_context(|| format!("cannot write the report for {}", target.display()))?;
    put_in_place(&folder, target, temporary.path())
        .with_context(|| format!("cannot move the report to {}", target.display()))?;
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
