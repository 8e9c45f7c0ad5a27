//! `stats`: the tables again from the records of earlier runs, printed as a
//! summary or written to a folder. No document is read.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::bail;
use clap::Args;

use crate::cli::options::{Common, Options};
use crate::cli::{exit, print, shown, sources};
use crate::config::{Config, Language};
use crate::disclosure;
use crate::records::Records;
use crate::report::{self, AgainReport};
use crate::statistics;

/// What `stats` takes.
#[derive(Debug, Args)]
pub(super) struct StatsOptions {
    /// records.parquet or records.csv, report folders, folders of parts
    #[arg(required = true, value_name = "RECORDS")]
    paths: Vec<PathBuf>,
    /// Write tables, summary.md and run.json to this folder instead of printing the summary
    #[arg(short, long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Replace a folder that this program did not write
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    selection: Selection,
}

/// The options of `audit` that make sense without documents.
#[derive(Debug, Args)]
pub(super) struct Selection {
    /// Report formats: csv, md [default: all]; records are not written again
    #[arg(long, value_name = "LIST", value_delimiter = ',')]
    pub(super) formats: Option<Vec<String>>,
    /// The form file by which a mapped export was read: its labels and extra dimensions
    #[arg(long, value_name = "NAME|FILE")]
    pub(super) form: Option<String>,
    /// The run's clock [default: the newest of the runs that wrote the records, else now]
    #[arg(long, value_name = "TIME")]
    pub(super) as_of: Option<String>,
    /// First date counted (receipt, else discovery), included
    #[arg(long, value_name = "DATE")]
    pub(super) from: Option<String>,
    /// Last date counted, included
    #[arg(long, value_name = "DATE")]
    pub(super) to: Option<String>,
    /// Only the controller with this organisation number
    #[arg(long, value_name = "NR")]
    pub(super) organisation: Option<String>,
    /// Only notifications whose column has this value; repeatable
    #[arg(long = "where", value_name = "FIELD=VALUE")]
    pub(super) r#where: Option<Vec<String>>,
    /// An extra cross table of two or three dimensions; repeatable
    #[arg(long, value_name = "A,B[,C]")]
    pub(super) cross: Option<Vec<String>>,
    /// Suppress cells of 1 to N-1, and those that would tell them
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(2..=1000))]
    pub(super) min_cell: Option<u64>,
    /// Round every count to a multiple of 5 or 10
    #[arg(long, value_name = "5|10", conflicts_with = "min_cell")]
    pub(super) round_to: Option<u64>,
}

/// Runs the command.
pub(super) fn run(options: StatsOptions, common: &Common) -> anyhow::Result<u8> {
    let clock_given = options.selection.as_of.is_some();
    let out = options.out.as_deref().unwrap_or(Path::new(""));
    let mut config = Options::of_selection(options.selection).resolve(common, options.paths, out)?;
    config.force |= options.force;
    if let Some(out) = &options.out {
        config.out.clone_from(out);
        report::check_target(out, config.force)?;
    }
    let editions = sources::editions(config.form.as_deref())?;
    sources::resolve(&mut config, &editions)?;
    let records = Records::open(&config.paths, &statistics::wanted(&config, &editions))?;
    if records.is_empty() {
        bail!(match config.language {
            Language::Sv => "posterna innehåller ingen anmälan",
            Language::En => "the records hold no notification",
        });
    }
    warn_of_copies(&config, &records);
    if !clock_given
        && let Some(newest) = records.earlier().iter().filter_map(crate::records::Earlier::as_of).max()
    {
        config.as_of = newest;
    }
    let mut again = statistics::of_records(&records, &config, &editions)?;
    sources::refuse_empty_selection(&config, [again.filings, records.len(), again.undated])?;
    let (tables, hidden) =
        disclosure::protect(std::mem::take(&mut again.tables), config.disclosure.cells, &editions)?;
    again.tables = tables;
    let report = AgainReport {
        hidden: &hidden,
        editions: &editions,
        config: &config,
        records: &records,
        again: &again,
    };
    let summary = report.summary();
    if options.out.is_none() {
        return print(&summary);
    }
    let folder = report.write(&summary)?;
    if config.verbosity > -1 {
        let written = match config.language {
            Language::Sv => "Tabellerna ligger i",
            Language::En => "The tables are in",
        };
        return print(&format!("{summary}{written} {}\n", shown(&folder)));
    }
    Ok(exit::DONE)
}

/// Parts with the same bytes are counted each, but told: one is likely a copy.
fn warn_of_copies(config: &Config, records: &Records) {
    if config.verbosity < -1 {
        return;
    }
    let mut parts: Vec<_> = records.parts.iter().map(|part| (part.digest.to_hex(), &part.name)).collect();
    parts.sort_unstable();
    for [(first, one), (second, other)] in parts.array_windows() {
        if first == second {
            // A closed standard error is no reason to stop.
            let _ = match config.language {
                Language::Sv => {
                    writeln!(std::io::stderr(), "{one} och {other} är lika byte för byte; båda räknas")
                }
                Language::En => {
                    writeln!(std::io::stderr(), "{one} and {other} are equal byte by byte; both are counted")
                }
            };
        }
    }
}
