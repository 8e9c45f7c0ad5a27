//! The paths that a command reads: named one by one, or in a list.

use std::path::{Path, PathBuf};

use clap::Args;

use crate::cli::complaint::complaint;
use crate::cli::file::text;
use crate::cli::shown;
use crate::config::{Message, Words};

/// What is read.
#[derive(Debug, Args)]
pub(super) struct Paths {
    /// Files, folders, archives, or - for NDJSON on standard input
    #[arg(required_unless_present = "manifest", value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,
    /// A file that lists the paths, one a line, relative to its folder
    #[arg(long, value_name = "FILE", conflicts_with = "paths")]
    pub(super) manifest: Option<PathBuf>,
}

impl Paths {
    /// The paths: as given, or from the list.
    ///
    /// # Errors
    /// A list that cannot be read, or names nothing.
    pub(super) fn resolve(&self) -> anyhow::Result<Vec<PathBuf>> {
        let Some(list) = &self.manifest else {
            return Ok(self.paths.clone());
        };
        let wrong = |why: Message| {
            let words = Words::new("--manifest {path}: {why}", "--manifest {path}: {why}");
            complaint(words.with("path", shown(list)).within("why", why))
        };
        let text = text(list).map_err(wrong)?;
        let lines = text.trim_start_matches('\u{feff}').lines();
        let folder = list
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty());
        let folder = folder.unwrap_or(Path::new("."));
        let named = lines.filter(|line| !line.is_empty());
        let paths: Vec<PathBuf> = named.map(|line| folder.join(line)).collect();
        if paths.is_empty() {
            let none = Words::new("den nämner ingen sökväg", "it names no path");
            return Err(wrong(none.into()));
        }
        Ok(paths)
    }
}
