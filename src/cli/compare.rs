//! `compare`: two report folders, what came and went between them.

use crate::config::Words;
use std::path::{Path, PathBuf};

use clap::Args;

use crate::cli::complaint::Complaining as _;
use crate::cli::given::Common;
use crate::cli::groups::{Output, named};
use crate::cli::target::tell_leftovers;
use crate::cli::{exit, print, shown};
use crate::compare::{Format, RECORD_COLUMNS, Side, compare, render};
use crate::destination::{FileTarget, Force, Needed, Role};
use crate::records::Records;

/// What `compare` takes.
#[derive(Debug, Args)]
#[command(
    mut_arg("out", |arg| arg.value_name("FILE").help("Write to a file instead of standard output")),
    mut_arg("force", |arg| arg.requires("out").help("Replace the file if it exists"))
)]
pub(super) struct CompareOptions {
    /// The older report folder
    old: PathBuf,
    /// The newer report folder
    new: PathBuf,
    /// How to write the comparison
    #[arg(long, value_name = "FORMAT", default_value = "text", value_parser = named(&Format::ALL))]
    output_format: Format,
    #[command(flatten)]
    output: Output,
}

/// Runs the command.
pub(super) fn run(options: &CompareOptions, common: &Common) -> anyhow::Result<u8> {
    let language = common.language()?;
    let target = options
        .output
        .out
        .as_deref()
        .map(|out| target(out, options, common))
        .transpose()?;
    let (old, new) = (side(&options.old)?, side(&options.new)?);
    let text = render(&compare(&old, &new), options.output_format, language)?;
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
    let target = FileTarget::new(out, Force::of(options.output.force), &needed)?;
    tell_leftovers(&target.leftovers(), common.language()?);
    Ok(target)
}

/// One report folder, read.
fn side(folder: &Path) -> anyhow::Result<Side> {
    let name = folder
        .file_name()
        .map_or_else(|| shown(folder), |name| shown(Path::new(name)));
    let mut side = Side::new(name, std::fs::read(folder.join("run.json")).ok().as_deref())?;
    let tables = folder.join("tables");
    let mut paths: Vec<String> = std::fs::read_dir(&tables)
        .into_iter()
        .flatten()
        .filter_map(Result::ok)
        .filter_map(|entry| entry.file_name().into_string().ok())
        .map(|name| format!("tables/{name}"))
        .collect();
    paths.sort();
    paths.extend(["records.csv", "findings.csv", "files.csv"].map(str::to_owned));
    for path in paths {
        match std::fs::read(folder.join(&path)) {
            Ok(bytes) => side.file(&path, &bytes)?,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => {
                let folder = shown(folder);
                return Err(error).complaining(|| {
                    Words::new(
                        "kan inte läsa {path} i {folder}",
                        "cannot read {path} of {folder}",
                    )
                    .with("path", path)
                    .with("folder", folder)
                });
            }
        }
    }
    let parquet = folder.join("records.parquet");
    if !side.has_records() && parquet.is_file() {
        side.records(&Records::open(&[parquet], &RECORD_COLUMNS)?)?;
    }
    Ok(side)
}
