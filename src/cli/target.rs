//! The places that a run is to write, kept off everything that the run reads.

use std::io::IsTerminal as _;

use crate::cli::complaint::remark;
use crate::cli::given::Common;
use crate::cli::{exit, print, shown};
use crate::config::{Config, Language, Words};
use crate::destination::{FolderTarget, Leftover, Needed, Role};
use crate::report;
use crate::report::{Block, Reader, Terminal, markdown, terminal};

/// The report folder of a configuration, examined before anything is read. The user
/// learns what is replaced only because of `--force`, and what a killed run left
/// behind.
///
/// # Errors
/// What prevents it.
pub(super) fn folder(config: &Config, common: &Common) -> anyhow::Result<FolderTarget> {
    let target = report::target(config, needed(config, common))?;
    let replaced = target.look()?;
    if !replaced.is_empty() {
        let (folder, files) = (shown(target.given()), replaced.join(", "));
        remark(
            &Words::new(
                "--force: dessa filer i {folder} ersätts: {files}",
                "--force: these files in {folder} are replaced: {files}",
            )
            .with("folder", folder)
            .with("files", files)
            .get(config.language),
        );
    }
    if config.verbosity > -2 {
        tell_leftovers(&target.leftovers(), config.language);
    }
    Ok(target)
}

/// Prints the summary and where the rest of it was written.
pub(super) fn tell_written(
    config: &Config,
    summary: &[Block],
    target: &FolderTarget,
    where_it_is: Words,
) -> anyhow::Result<u8> {
    if config.verbosity < 0 {
        return Ok(exit::DONE);
    }
    let place = shown(target.given());
    let summary = page(config, summary);
    print(&format!(
        "{summary}{} {place}\n",
        where_it_is.get(config.language)
    ))
}

/// Blocks as they are printed: laid out on a terminal, as Markdown to a file or a pipe.
pub(super) fn page(config: &Config, blocks: &[Block]) -> String {
    match screen(config.color) {
        Some(screen) => terminal(blocks, config.language, screen) + "\n",
        None => markdown(blocks, config.language, Reader::Text),
    }
}

/// The terminal that standard output is, if it is one.
pub(super) fn screen(paints: bool) -> Option<Terminal> {
    if !std::io::stdout().is_terminal() {
        return None;
    }
    let size = terminal_size::terminal_size();
    let width = size.map_or(80, |(width, _)| usize::from(width.0));
    Some(Terminal { width, paints })
}

const UNFINISHED: Words = Words::new(
    "{room} är rester av en körning som avbröts. Mappen kan tas bort om ingen annan körning pågår.",
    "{room} is what a run left behind that was cut off. The folder may be deleted if no other run is going on.",
);
const WITH_OLD: Words = Words::new(
    "{room} är rester av en körning som avbröts. Mappen old i den är det som skulle ersättas: flytta tillbaka det som saknas. Resten kan tas bort om ingen annan körning pågår.",
    "{room} is what a run left behind that was cut off. The folder old in it is what was to be replaced: move back what is missing. The rest may be deleted if no other run is going on.",
);

/// Says what killed runs left behind, and what may be done with it.
pub(super) fn tell_leftovers(leftovers: &[Leftover], language: Language) {
    for leftover in leftovers {
        let (words, room) = match leftover {
            Leftover::Unfinished(room) => (UNFINISHED, room),
            Leftover::WithOld(room) => (WITH_OLD, room),
        };
        remark(&words.with("room", shown(room)).get(language));
    }
}

/// What the run reads.
pub(super) fn needed(config: &Config, common: &Common) -> Needed {
    Needed::default()
        .and(Role::Input, &config.paths)
        .and(Role::Input, &config.manifest)
        .and(Role::Receipts, &config.receipts)
        .and(Role::Register, &config.register)
        .and(Role::Mapping, &config.register_mapping)
        .and(Role::Mapping, &config.mapping)
        .and(Role::Form, &config.form)
        .and(Role::Previous, &config.previous)
        .and(Role::Configuration, common.config_path())
}
