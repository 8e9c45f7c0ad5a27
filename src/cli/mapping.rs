//! `mapping suggest` writes a first mapping file for a foreign export; `mapping check` shows
//! what a mapping makes of one.

use crate::config::{ArchiveLimits, Language, Message, Words};
use std::io::{Read, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};

use crate::cli::complaint::{Complaining as _, complaint};
use crate::cli::given::Common;
use crate::cli::{print, shown};
use crate::read::mapping::suggest;
use crate::read::workbook;

mod check;

/// How much of an export is looked at, in bytes.
const HEAD: u64 = 8 << 20;

/// What `mapping` takes.
#[derive(Debug, Args)]
pub(super) struct MappingOptions {
    #[command(subcommand)]
    command: MappingCommand,
}

#[derive(Debug, Subcommand)]
enum MappingCommand {
    /// Print a first mapping file, guessed from the names and values of an export
    Suggest {
        /// The export: CSV, JSON, NDJSON or a workbook
        file: PathBuf,
    },
    /// Show for each field of a mapping what is read from an export, and what fails
    Check(check::CheckOptions),
}

/// Runs the command.
pub(super) fn run(options: &MappingOptions, common: &Common) -> anyhow::Result<u8> {
    match &options.command {
        MappingCommand::Suggest { file } => suggested(file, common.language()?),
        MappingCommand::Check(options) => check::run(options, common),
    }
}

fn suggested(file: &Path, language: Language) -> anyhow::Result<u8> {
    let mut head = Vec::new();
    let shown = shown(file);
    let opened = std::fs::File::open(file).complaining(|| {
        Words::new("kan inte öppna {shown}", "cannot open {shown}").with("shown", &shown)
    })?;
    sample(opened, &mut head).complaining(|| unreadable(&shown))?;
    let limits = ArchiveLimits::default();
    let sheet = if workbook::may_be_one(&head) || head.starts_with(b"\xD0\xCF") {
        let bytes = std::fs::read(file).complaining(|| unreadable(&shown))?;
        workbook::largest(&bytes, &limits).map_err(|refusal| complaint(refusal.reason.message()))?
    } else {
        None
    };
    match suggest(sheet.as_ref().unwrap_or(&head), language) {
        Some(mapping) => print(&mapping),
        None => Err(complaint(
            Words::new(
                "{shown} är varken en tabell med kolumner eller JSON",
                "{shown} is neither a table with columns nor JSON",
            )
            .with("shown", &shown),
        )),
    }
}

fn unreadable(shown: &str) -> Message {
    Words::new("kan inte läsa {shown}", "cannot read {shown}").with("shown", shown)
}

/// The beginning of a long file, and whole lines from its middle and its end.
fn sample(mut file: std::fs::File, sample: &mut Vec<u8>) -> std::io::Result<()> {
    let length = file.metadata().map_or(0, |about| about.len());
    (&mut file).take(HEAD).read_to_end(sample)?;
    if length <= HEAD || sample.trim_ascii_start().starts_with(b"[") {
        return Ok(());
    }
    let whole = memchr::memrchr(b'\n', sample).map_or(0, |at| at + 1);
    sample.truncate(whole);
    for start in [length / 2, length.saturating_sub(HEAD / 4)] {
        let mut part = Vec::new();
        file.seek(SeekFrom::Start(start))?;
        (&mut file).take(HEAD / 4).read_to_end(&mut part)?;
        let lines = (memchr::memchr(b'\n', &part), memchr::memrchr(b'\n', &part));
        if let (Some(first), Some(last)) = lines {
            sample.extend_from_slice(&part[first + 1..=last.max(first)]);
        }
    }
    Ok(())
}
