//! `synth`: a synthetic corpus, and beside it what it must yield.

use std::path::PathBuf;

use clap::Args;

use crate::cli::complaint::complaint;
use crate::cli::given::Common;
use crate::cli::groups::named;
use crate::cli::{exit, print, shown, sources};
use crate::config::Words;
use crate::destination::Force;
use crate::disclosure::Figure;
use crate::form::Edition;
use crate::report::Forms;
use crate::synth::{self, Format};

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
    #[arg(long, value_name = "F", default_value = "text", value_parser = named(&Format::ALL))]
    format: Format,
    /// How many further files that cannot be read
    #[arg(long, value_name = "N", default_value_t = 0)]
    broken: usize,
    /// Also write DIR.receipts.csv, and the truth of a run with it
    #[arg(long)]
    receipts: bool,
    /// How many waves: one event at a supplier each, of which 20 to 2 000 controllers notify
    #[arg(long, value_name = "N", default_value_t = 0)]
    waves: usize,
    /// The form edition by whose words they are written: a name, or a file .toml [default: imy-2021]
    #[arg(long, value_name = "NAME")]
    form: Option<String>,
    /// In csv and xlsx also rows that are no notifications, and notifications that stand twice
    #[arg(long)]
    untidy: bool,
    /// Replace DIR.truth.csv and DIR.receipts.csv
    #[arg(long)]
    force: bool,
    /// The folder to make; it must not exist or be empty
    dir: PathBuf,
}

const MADE: Forms = Forms::new(
    Words::new("påhittad anmälan i", "synthetic notification in"),
    Words::new("påhittade anmälningar i", "synthetic notifications in"),
);
const YIELDED: Forms = Forms::new(
    Words::new("vad den ska ge i", "what it must yield in"),
    Words::new("vad de ska ge i", "what they must yield in"),
);

/// Runs the command.
pub(super) fn run(options: &SynthOptions, common: &Common) -> anyhow::Result<u8> {
    if options.receipts && options.format == Format::Mixed {
        return Err(complaint(Words::new(
            "--receipts: i formatet mixed står mottagningstiden i varje anmälan; utelämna --receipts",
            "--receipts: in the format mixed each notification gives its own receipt time; leave out --receipts",
        )));
    }
    let receipts = if options.receipts {
        synth::Receipts::Beside
    } else {
        synth::Receipts::Without
    };
    if options.untidy && !options.format.is_table() {
        return Err(complaint(Words::new(
            "--untidy: bara tabeller (csv, xlsx) har rader som inte är anmälningar",
            "--untidy: only tables (csv, xlsx) have rows that are no notifications",
        )));
    }
    let edition = match &options.form {
        None => Edition::default_edition(),
        Some(name) => {
            let edition = sources::edition(name)?;
            synth::check(edition).map_err(|why| sources::of_option("--form", why))?;
            edition
        }
    };
    let plan = synth::Options {
        count: options.count,
        seed: options.seed,
        format: options.format,
        broken: options.broken,
        receipts,
        waves: options.waves,
        rows: if options.untidy {
            synth::Rows::Untidy
        } else {
            synth::Rows::Tidy
        },
        edition,
    };
    synth::write(&plan, &options.dir, Force::of(options.force))?;
    if common.is_quiet()? {
        return Ok(exit::DONE);
    }
    let folder = shown(&options.dir);
    let language = common.language()?;
    let count = Figure::Told(options.count as u64);
    let (made, yielded) = (MADE.counted(count, language), YIELDED.of(count, language));
    print(&format!("{made} {folder}; {yielded} {folder}.truth.csv\n"))
}
