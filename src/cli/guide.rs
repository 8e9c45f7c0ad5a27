//! `guide`: the pages of the documentation, for those who have the program and not
//! its repository.

use clap::{Args, ValueEnum};

use crate::cli::print;

/// What `guide` takes.
#[derive(Debug, Args)]
pub(super) struct GuideOptions {
    /// The page
    page: Page,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Page {
    /// What can be read: formats, PDF, encodings, archives, receipt times
    Inputs,
    /// Commands, options, exit codes, the configuration file
    Options,
    /// Exports with other columns: mapping files and form files
    Mapping,
    /// The report: its files, what is counted, publication, Parquet, `stats`
    Report,
}

/// Prints a page.
pub(super) fn run(options: &GuideOptions) -> anyhow::Result<u8> {
    print(match options.page {
        Page::Inputs => include_str!("../docs/inputs.md"),
        Page::Options => include_str!("../docs/options.md"),
        Page::Mapping => include_str!("../docs/mapping.md"),
        Page::Report => include_str!("../docs/report.md"),
    })
}
