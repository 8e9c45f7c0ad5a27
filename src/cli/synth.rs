//! `synth`: a synthetic corpus, and beside it what it must yield.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::cli::options::Common;
use crate::cli::{print, shown};
use crate::config::Language;
use crate::synth;

/// What `synth` takes.
#[derive(Debug, Args)]
pub(super) struct SynthOptions {
    /// How many notifications
    #[arg(long, value_name = "N", default_value_t = 1000)]
    count: usize,
    /// The seed: the same seed gives the same bytes
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
    /// The format
    #[arg(long, value_name = "F", default_value = "text")]
    format: Format,
    /// How many further files that cannot be read
    #[arg(long, value_name = "N", default_value_t = 0)]
    broken: usize,
    /// Also write DIR.receipts.csv, and the truth of a run with it
    #[arg(long)]
    receipts: bool,
    /// The folder to make
    dir: PathBuf,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    Text,
    Pdf,
    Json,
    Ndjson,
    Csv,
    /// The same notifications in each format
    Mixed,
}

/// Runs the command.
pub(super) fn run(options: &SynthOptions, common: &Common) -> anyhow::Result<u8> {
    let format = match options.format {
        Format::Text => synth::Format::Text,
        Format::Pdf => synth::Format::Pdf,
        Format::Json => synth::Format::Json,
        Format::Ndjson => synth::Format::Ndjson,
        Format::Csv => synth::Format::Csv,
        Format::Mixed if options.receipts => {
            anyhow::bail!("--receipts: twins tell their receipt themselves; leave it out")
        }
        Format::Mixed => synth::Format::Mixed,
    };
    let receipts = if options.receipts { synth::Receipts::Beside } else { synth::Receipts::Without };
    let plan =
        synth::Options { count: options.count, seed: options.seed, format, broken: options.broken, receipts };
    synth::write(&plan, &options.dir)?;
    let folder = shown(&options.dir);
    print(&match common.language()? {
        Language::Sv => format!(
            "{} påhittade anmälningar i {folder}; vad de ska ge i {folder}.truth.csv\n",
            options.count
        ),
        Language::En => format!(
            "{} synthetic notifications in {folder}; what they must yield in {folder}.truth.csv\n",
            options.count
        ),
    })
}
