//! `compare`: two report folders, what came and went between them.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use clap::Args;

use crate::cli::complaint::{Complaining as _, complaint};
use crate::cli::given::Common;
use crate::cli::groups::named;
use crate::cli::target::{screen, tell_leftovers};
use crate::cli::{exit, print, shown};
use crate::compare::{Format, RECORD_COLUMNS, Side, compare, render};
use crate::config::{Message, Words};
use crate::destination::{FileTarget, Force, Needed, Role};
use crate::records::Records;

/// What `compare` takes.
#[derive(Debug, Args)]
pub(super) struct CompareOptions {
    /// The older report folder
    old: PathBuf,
    /// The newer report folder
    new: PathBuf,
    /// How to write the comparison
    #[arg(long, value_name = "FORMAT", default_value = "text", value_parser = named(&Format::ALL))]
    output_format: Format,
    /// Write to a file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Replace the file if it exists
    #[arg(long, requires = "out")]
    force: bool,
}

/// Runs the command.
pub(super) fn run(options: &CompareOptions, common: &Common) -> anyhow::Result<u8> {
    let language = common.language()?;
    let target = options
        .out
        .as_deref()
        .map(|out| target(out, options, common))
        .transpose()?;
    let (old, new) = (side(&options.old)?, side(&options.new)?);
    let colour = common.colour(&common.file()?.own);
    let screen = screen(colour).filter(|_| target.is_none());
    let text = render(
        &compare(&old, &new),
        options.output_format,
        language,
        screen,
    )?;
    let Some(target) = target else {
        return print(&text);
    };
    target.put(text.as_bytes())?;
    Ok(exit::DONE)
}

/// The file to write to.
fn target(out: &Path, options: &CompareOptions, common: &Common) -> anyhow::Result<FileTarget> {
    let needed = Needed::default()
        .and(Role::Input, [&options.old, &options.new])
        .and(Role::Configuration, common.config_path());
    let target = FileTarget::new(out, Force::of(options.force), &needed)?;
    tell_leftovers(&target.leftovers(), common.language()?);
    Ok(target)
}

/// A file of a report folder, if it is there.
fn read(folder: &Path, path: &str) -> anyhow::Result<Option<Vec<u8>>> {
    match std::fs::read(folder.join(path)) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        bytes => bytes.complaining(|| cannot_read(folder, path)).map(Some),
    }
}

fn cannot_read(folder: &Path, path: &str) -> Message {
    Words::new(
        "kan inte läsa {path} i {folder}",
        "cannot read {path} of {folder}",
    )
    .with("path", path)
    .with("folder", shown(folder))
}

/// One report folder, read.
pub(super) fn side(folder: &Path) -> anyhow::Result<Side> {
    let name = folder
        .file_name()
        .map_or_else(|| shown(folder), |name| shown(Path::new(name)));
    if folder.is_file() {
        let words = Words::new(
            "{folder} är en fil; ange en rapportmapp",
            "{folder} is a file; name a report folder",
        );
        return Err(complaint(words.with("folder", shown(folder))));
    }
    std::fs::read_dir(folder).complaining(|| {
        let folder = shown(folder);
        Words::new(
            "kan inte läsa rapportmappen {folder}",
            "cannot read the report folder {folder}",
        )
        .with("folder", folder)
    })?;
    let mut side = Side::new(name, read(folder, "run.json")?.as_deref())?;
    let tables = match std::fs::read_dir(folder.join("tables")) {
        Err(error) if error.kind() == ErrorKind::NotFound => None,
        tables => Some(tables.complaining(|| cannot_read(folder, "tables"))?),
    };
    let names = tables.into_iter().flatten().filter_map(Result::ok);
    let names = names.filter_map(|entry| entry.file_name().into_string().ok());
    let mut paths: Vec<String> = names.map(|name| format!("tables/{name}")).collect();
    paths.sort();
    paths.extend(["records.csv", "findings.csv", "files.csv"].map(str::to_owned));
    for path in paths {
        if let Some(bytes) = read(folder, &path)? {
            side.file(&path, &bytes)?;
        }
    }
    let parquet = folder.join("records.parquet");
    if !side.has_records() && parquet.is_file() {
        side.records(&Records::open(&[parquet], &RECORD_COLUMNS)?)?;
    }
    Ok(side)
}
