//! `mapping suggest`: a first mapping file for a foreign export.

use crate::config::{Language, Words};
use std::io::Read;
use std::path::PathBuf;

use clap::{Args, Subcommand};

use crate::cli::complaint::{Complaining as _, complaint};
use crate::cli::{print, shown};
use crate::read::mapping::suggest;

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
        /// The export: CSV, JSON or NDJSON
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
    opened.take(HEAD).read_to_end(&mut head).complaining(|| {
        Words::new("kan inte läsa {shown}", "cannot read {shown}").with("shown", &shown)
    })?;
    match suggest(&head, language) {
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
