//! The report folder: the names of its files, and what goes into each.

use std::borrow::Cow;
use std::io::{self, Write as _};
use std::path::Path;
use std::sync::LazyLock;

use rayon::prelude::*;

use crate::config::{Config, Language, ReportFormat};
use crate::destination::{DestinationError, FolderTarget, Force, Needed};
use crate::records::{KEYS_FILE, LINKS, Links};
use crate::report::block::Block;
use crate::report::csv::Style;
use crate::report::html::{self, Page};
use crate::report::markdown::{Reader, markdown};
use crate::report::outputs::Outputs;
use crate::report::{Report, csv, parquet, picture, run_json, workbook};
use crate::statistics;
use crate::table::Table;

/// Every file that a report folder may hold, besides `tables/*.csv` and `pictures/*`.
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
    match name.split_once('/') {
        None => FILES.contains(&name),
        Some(("tables", file)) => file.strip_suffix(".csv").is_some_and(statistics::is_table),
        Some(("pictures", file)) => [".svg", ".png"].iter().any(|ending| {
            let picture = file.strip_suffix(ending);
            picture.is_some_and(|picture| html::PICTURES.contains(&picture))
        }),
        Some(_) => false,
    }
}

/// Writes every file of the folder.
pub(super) fn fill(report: &Report, blocks: &[Block], folder: &Path) -> io::Result<()> {
    let formats = &report.config.formats;
    let shows_records = report.config.disclosure.shows_records();
    let (rows, scope) = (&report.rows, &report.audit.scope);
    let outputs = Outputs::new(folder);
    let style = csv::style(report.config);
    let shown = LazyLock::new(|| html::of_run(report));
    let write = |format| match format {
        ReportFormat::Csv => {
            let all = || tables(&outputs, style, report.tables);
            if !shows_records {
                return all();
            }
            let records =
                || outputs.write("records.csv", |out| csv::records(out, style, rows, scope));
            let findings =
                || outputs.write("findings.csv", |out| csv::findings(out, style, report));
            let files = || outputs.write("files.csv", |out| csv::files(out, style, report));
            let (one, other) = rayon::join(records, || {
                findings().and_then(|()| files()).and_then(|()| all())
            });
            one.and(other)
        }
        ReportFormat::Parquet if shows_records => {
            outputs.write("records.parquet", |out| parquet::records(out, rows, scope))
        }
        ReportFormat::Parquet => Ok(()),
        ReportFormat::Markdown => summary(&outputs, blocks, report.language()),
        ReportFormat::Html => page(&outputs, &shown),
        ReportFormat::Svg => drawings(&outputs, &shown),
        ReportFormat::Png => paintings(&outputs, &shown),
        ReportFormat::Workbook => {
            let content = workbook::Content {
                config: report.config,
                folder,
                summary: blocks,
                tables: report.tables,
                provenance: report.provenance(),
                partial: &report.partial,
                run: shows_records.then_some(report),
            };
            outputs.write("report.xlsx", |out| workbook::write(out, &content))
        }
    };
    // While one waits for the disk, another has work to do. The workbook takes longest, so it is
    // begun first.
    let mut wanted: Vec<ReportFormat> = ReportFormat::each(formats).collect();
    wanted.sort_by_key(|format| *format != ReportFormat::Workbook);
    wanted.into_par_iter().with_max_len(1).try_for_each(write)?;
    let has_records = [ReportFormat::Csv, ReportFormat::Parquet];
    let has_records = has_records.iter().any(|format| formats.contains(format));
    if let Some(keys) = &report.keys {
        outputs.write(KEYS_FILE, |out| out.write_all(keys))?;
    }
    // A part of a run does not know what ties it to the others.
    if report.config.part.is_none() && shows_records && has_records {
        let audit = report.audit;
        let links = Links::of(&audit.rows, scope, &audit.processors);
        outputs.write(LINKS, |out| writeln!(out, "{:#}", links.json()))?;
    }
    outputs.conclude("run.json", |digests| run_json::run(report, digests))
}

/// Writes summary.md.
pub(super) fn summary(outputs: &Outputs, blocks: &[Block], language: Language) -> io::Result<()> {
    let text = markdown(blocks, language, Reader::Text);
    outputs.write("summary.md", |out| out.write_all(text.as_bytes()))
}

/// Writes report.html.
pub(super) fn page(outputs: &Outputs, page: &Page) -> io::Result<()> {
    let text = page.text()?;
    outputs.write("report.html", |out| out.write_all(text.as_bytes()))
}

/// Writes pictures/*.svg.
pub(super) fn drawings(outputs: &Outputs, page: &Page) -> io::Result<()> {
    pictures(outputs, page, "svg", |svg| {
        Ok(Cow::Borrowed(svg.as_bytes()))
    })
}

/// Writes pictures/*.png.
pub(super) fn paintings(outputs: &Outputs, page: &Page) -> io::Result<()> {
    pictures(outputs, page, "png", |svg| {
        picture::png(svg).map(Cow::Owned)
    })
}

/// Writes a file for each picture of a page.
fn pictures(
    outputs: &Outputs,
    page: &Page,
    ending: &str,
    content: impl Fn(&str) -> io::Result<Cow<'_, [u8]>> + Sync,
) -> io::Result<()> {
    let pictures = page.pictures()?;
    if pictures.is_empty() {
        return Ok(());
    }
    outputs.folder("pictures")?;
    pictures.par_iter().try_for_each(|(name, svg)| {
        let content = content(svg)?;
        outputs.write(&format!("pictures/{name}.{ending}"), |out| {
            out.write_all(&content)
        })
    })
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
            "pictures/sector.svg",
            "pictures/late-by-year.png",
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
                && !is_written("pictures/holiday.png")
                && !is_written("pictures/sector.csv")
                && !is_written("sector.svg")
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
