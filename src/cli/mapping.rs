//! `mapping suggest`: a first mapping file for a foreign export.

use std::io::Read;
use std::path::PathBuf;

use anyhow::{Context as _, bail};
use clap::{Args, Subcommand};

use crate::cli::{print, shown};
use crate::config::Language;
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
    let opened = std::fs::File::open(file).with_context(|| format!("cannot open {}", shown(file)))?;
    opened.take(HEAD).read_to_end(&mut head).with_context(|| format!("cannot read {}", shown(file)))?;
    match suggest(&head) {
        Some(mapping) => print(&mapping),
        None => match language {
            Language::Sv => bail!("{} är varken en tabell med kolumner eller JSON", shown(file)),
            Language::En => bail!("{} is neither a table with columns nor JSON", shown(file)),
        },
    }
}
