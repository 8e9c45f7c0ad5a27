//! `mapping suggest`: a first mapping file for a foreign export.

use crate::config::{ArchiveLimits, Language, Message, Words};
use std::io::Read;
use std::path::PathBuf;

use clap::{Args, Subcommand};

use crate::cli::complaint::{Complaining as _, complaint};
use crate::cli::{print, shown};
use crate::read::mapping::suggest;
use crate::read::workbook;

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
}

/// Runs the command.
pub(super) fn run(options: &MappingOptions, language: Language) -> anyhow::Result<u8> {
    let MappingCommand::Suggest { file } = &options.command;
    let mut head = Vec::new();
    let shown = shown(file);
    let opened = std::fs::File::open(file).complaining(|| {
        Words::new("kan inte öppna {shown}", "cannot open {shown}").with("shown", &shown)
    })?;
    opened
        .take(HEAD)
        .read_to_end(&mut head)
        .complaining(|| unreadable(&shown))?;
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
