//! Groups of options that one command takes and the configuration file knows too.

use std::path::PathBuf;

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};

use crate::config::OutputFormat;

/// The options that shape the report folder alone.
#[derive(Debug, Args)]
pub(super) struct ReportOptions {
    /// The report folder [default: breach-audit-report]
    #[arg(short, long, value_name = "DIR")]
    pub(super) out: Option<PathBuf>,
    /// Replace a folder without run.json too, if all its files have names that this program writes
    #[arg(long)]
    pub(super) force: bool,
    /// Report formats: csv, parquet, md [default: all]
    #[arg(long, value_name = "LIST", value_delimiter = ',')]
    pub(super) formats: Option<Vec<String>>,
    /// An extra cross table of two or three dimensions; repeatable
    #[arg(long, value_name = "A,B[,C]")]
    pub(super) cross: Option<Vec<String>>,
    /// Hide counts below N, and counts from which they could be derived; withholds records, findings and files
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(2..=1000))]
    pub(super) min_cell: Option<u64>,
    /// Round every count to a multiple of 5 or 10; withholds records, findings and files
    #[arg(long, value_name = "5|10", conflicts_with = "min_cell")]
    pub(super) round_to: Option<u64>,
    /// Write records, findings and files although counts are hidden or rounded
    #[arg(long)]
    pub(super) with_records: bool,
}

/// The options of `audit` that make sense without documents.
#[derive(Debug, Args)]
pub(super) struct Selection {
    /// Report formats: csv, md [default: all]; records are not written again
    #[arg(long, value_name = "LIST", value_delimiter = ',', requires = "out")]
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
    /// Hide counts below N, and counts from which they could be derived
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(2..=1000))]
    pub(super) min_cell: Option<u64>,
    /// Round every count to a multiple of 5 or 10
    #[arg(long, value_name = "5|10", conflicts_with = "min_cell")]
    pub(super) round_to: Option<u64>,
    /// Count copies and later versions of a notification too
    #[arg(long)]
    pub(super) count_copies: bool,
}

/// Reads the name of a way to print findings.
pub(super) fn output_format() -> impl TypedValueParser<Value = OutputFormat> {
    PossibleValuesParser::new(OutputFormat::ALL.map(|(name, _)| name)).try_map(|given| {
        let mut all = OutputFormat::ALL.into_iter();
        let found = all.find(|(name, _)| *name == given);
        found.map(|(_, format)| format).ok_or("no format")
    })
}
