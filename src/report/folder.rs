//! The report folder: the names of its files, and what goes into each.

use std::io::{self, Write as _};
use std::path::Path;

use crate::config::{Config, Language, ReportFormat};
use crate::destination::{DestinationError, FolderTarget, Force, Needed};
use crate::records::{KEYS_FILE, LINKS, Links};
use crate::report::block::Block;
use crate::report::csv::Style;
use crate::report::html::{self, Page};
use crate::report::markdown::{Reader, markdown};
use crate::report::outputs::Outputs;
use crate::report::{Report, csv, keys, parquet, run_json, workbook};
use crate::statistics;
use crate::table::Table;

/// Every file that a report folder may hold, besides `tables/*.csv`.
const FILES: [&str; 10] = [
    "summary.md",
    "report.html",
    "report.xlsx",
    "records.csv",
    "records.parquet",
    KEYS_FILE,
    "findings.csv",
    "files.csv",
    LINKS,
    "run.json",
];

/// The folder of a run as a destination.
///
/// # Errors
/// A link to nothing, or a folder above that may not be read.
pub(crate) fn target(config: &Config, needed: Needed) -> Result<FolderTarget, DestinationError> {
    FolderTarget::new(&config.out, Force::of(config.force), needed, is_written)
}

/// Whether a path within a report folder names a file that we write.
fn is_written(name: &str) -> bool {
    let table = name
        .strip_prefix("tables/")
        .and_then(|name| name.strip_suffix(".csv"));
    table.map_or_else(|| FILES.contains(&name), statistics::is_table)
}

/// Writes every file of the folder.
pub(super) fn fill(report: &Report, blocks: &[Block], folder: &Path) -> io::Result<()> {
    let formats = &report.config.formats;
    let shows_records = report.config.disclosure.shows_records();
    let (rows, scope) = (&report.rows, &report.audit.scope);
    let outputs = Outputs::new(folder);
    let style = csv::style(report.config);
    let of_rows = || {
        if formats.contains(&ReportFormat::Csv) && shows_records {
            outputs.write("records.csv", |out| csv::records(out, style, rows, scope))?;
        }
        Ok(())
    };
    let other = |format| match format {
        ReportFormat::Csv => {
            if shows_records {
                outputs.write("findings.csv", |out| csv::findings(out, style, report))?;
                outputs.write("files.csv", |out| csv::files(out, style, report))?;
            }
            tables(&outputs, style, report.tables)
        }
        ReportFormat::Parquet if shows_records => {
            outputs.write("records.parquet", |out| parquet::records(out, rows, scope))
        }
        ReportFormat::Parquet => Ok(()),
        ReportFormat::Markdown => summary(&outputs, blocks, report.language()),
        ReportFormat::Html => page(&outputs, &html::of_run(report)),
        ReportFormat::Workbook => {
            let content = workbook::Content {
                config: report.config,
                summary: blocks,
                tables: report.tables,
                provenance: report.provenance(),
                run: shows_records.then_some(report),
            };
            outputs.write("report.xlsx", |out| workbook::write(out, &content))
        }
    };
    // While one waits for the disk, the other has work to do.
    let others = || ReportFormat::each(formats).try_for_each(other);
    let (written, also_written): (io::Result<()>, io::Result<()>) = rayon::join(of_rows, others);
    written.and(also_written)?;
    let has_records = [ReportFormat::Csv, ReportFormat::Parquet];
    let has_records = has_records.iter().any(|format| formats.contains(format));
    // A part of a run does not know what ties it to the others.
    if let Some(sketches) = report.audit.sketches() {
        outputs.write(KEYS_FILE, |out| keys::keys(out, sketches))?;
    } else if shows_records && has_records {
        let audit = report.audit;
        let links = Links::of(&audit.rows, scope, &audit.processors);
        outputs.write(LINKS, |out| writeln!(out, "{:#}", links.json()))?;
    }
    outputs.conclude("run.json", |digests| run_json::run(report, digests))
}

/// Writes summary.md.
pub(super) fn summary(outputs: &Outputs, blocks: &[Block], language: Language) -> io::Result<()> {
    let text = markdown(blocks, language, Reader::Terminal);
    outputs.write("summary.md", |out| out.write_all(text.as_bytes()))
}

/// Writes report.html.
pub(super) fn page(outputs: &Outputs, page: &Page) -> io::Result<()> {
    let text = page.text()?;
    outputs.write("report.html", |out| out.write_all(text.as_bytes()))
}

/// Writes tables/*.csv.
pub(super) fn tables(outputs: &Outputs, style: Style, tables: &[Table]) -> io::Result<()> {
    // A part of a run has none.
    if tables.is_empty() {
        return Ok(());
    }
    outputs.folder("tables")?;
    tables.iter().try_for_each(|table| {
        outputs.write(&format!("tables/{}.csv", table.id), |out| {
            csv::table(out, style, table)
        })
    })
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::destination::Role;

    #[test]
    fn only_names_that_we_write_are_ours() {
        for name in [
            "run.json",
            "records.csv",
            "tables/year.csv",
            "tables/sector-by-severity.csv",
        ] {
            assert!(is_written(name), "{name}");
        }
        for name in [
            "tables/extra-site-by-year.csv",
            "tables/delay.csv",
            "tables/a-by-b.csv",
            "tables/year.xlsx",
        ] {
            assert_eq!(
                is_written(name),
                name.contains("extra") || name.contains("delay"),
                "{name}"
            );
        }
        assert!(
            !is_written("Records.csv")
                && !is_written("notes.txt")
                && !is_written("tables/notes.csv")
        );
    }

    #[test]
    fn what_is_not_ours_is_never_replaced() {
        let room = tempfile::tempdir().unwrap();
        let folder = room.path().join("report");
        let look = |force, needed| {
            FolderTarget::new(&folder, force, needed, is_written)
                .unwrap()
                .look()
        };
        let free = |force| look(force, Needed::default());
        assert_eq!(free(Force::No).unwrap(), [""; 0]);
        fs::create_dir_all(folder.join("tables")).unwrap();
        fs::write(folder.join("Thumbs.db"), "").unwrap();
        fs::write(folder.join("tables/desktop.ini"), "").unwrap();
        assert_eq!(free(Force::No).unwrap(), [""; 0]);
        fs::write(folder.join("records.csv"), "").unwrap();
        assert!(matches!(
            free(Force::No),
            Err(DestinationError::Unsigned(_))
        ));
        assert_eq!(free(Force::Yes).unwrap(), ["records.csv"]);
        // Among the inputs it may be one of them.
        let among = Needed::default().and(Role::Input, [room.path()]);
        assert!(matches!(
            look(Force::Yes, among),
            Err(DestinationError::Among(_))
        ));
        fs::write(folder.join("run.json"), r#"{"program":"another"}"#).unwrap();
        assert!(matches!(
            free(Force::Yes),
            Err(DestinationError::Foreign(..))
        ));
        let ours =
            r#"{"program":"breach-audit","outputs":{"tables/of-tomorrow.csv":"","a.doc":""}}"#;
        fs::write(folder.join("run.json"), ours).unwrap();
        fs::write(folder.join("tables/of-tomorrow.csv"), "").unwrap();
        assert_eq!(free(Force::No).unwrap(), [""; 0]);
        for name in ["a.doc", "tables/mine.csv"] {
            fs::write(folder.join(name), "").unwrap();
            let error = free(Force::Yes).unwrap_err();
            assert!(error.to_string().contains(name), "{error}");
            fs::remove_file(folder.join(name)).unwrap();
        }
        let held = Needed::default().and(Role::Receipts, [folder.join("records.csv")]);
        assert!(matches!(
            look(Force::Yes, held),
            Err(DestinationError::Needed(_, Role::Receipts, _))
        ));
    }
}
