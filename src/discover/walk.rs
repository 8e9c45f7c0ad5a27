//! The walk through one folder. No file is opened, and no file is asked for its size.
//! The listing of the folder says what each entry is.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{self, BufReader};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use ignore::{DirEntry, Error, ParallelVisitor, ParallelVisitorBuilder, WalkBuilder, WalkState};
use serde::Deserialize;

use super::name::Namer;
use super::{SkipReason, Source, SourceKind, Trouble, join};
use crate::config::{CONFIG_FILE, PROGRAM};

/// Everything in the folder `root` that must be accounted for, in any order, without
/// what is in the folder `out`.
pub(super) fn walk(root: &Path, out: Option<PathBuf>) -> Vec<Source> {
    let found = Mutex::new(Vec::new());
    WalkBuilder::new(root)
        .standard_filters(false)
        .hidden(true)
        .follow_links(false)
        .filter_entry(move |entry| {
            let is_out = || out.as_deref() == Some(entry.path());
            !(entry.depth() > 0 && is_folder(entry) && (is_out() || is_own_report(entry.path())))
        })
        .build_parallel()
        .visit(&mut Collector {
            root,
            found: &found,
        });
    found.into_inner().unwrap_or_else(PoisonError::into_inner)
}

/// Makes one visitor for each thread. Each adds what it found when it is done.
struct Collector<'a> {
    root: &'a Path,
    found: &'a Mutex<Vec<Source>>,
}

impl<'a> ParallelVisitorBuilder<'a> for Collector<'a> {
    fn build(&mut self) -> Box<dyn ParallelVisitor + 'a> {
        Box::new(Visitor {
            root: self.root,
            namer: Namer::new(self.root),
            own: Vec::new(),
            found: self.found,
        })
    }
}

struct Visitor<'a> {
    root: &'a Path,
    namer: Namer<'a>,
    own: Vec<Source>,
    found: &'a Mutex<Vec<Source>>,
}

impl ParallelVisitor for Visitor<'_> {
    fn visit(&mut self, entry: Result<DirEntry, Error>) -> WalkState {
        let found = match entry {
            Ok(entry) if is_folder(&entry) => None,
            Ok(entry) => {
                let trouble = trouble(&entry);
                Some((entry.into_path(), trouble))
            }
            Err(error) => {
                let path = path_of(&error).unwrap_or(self.root).to_path_buf();
                Some((path, Some(Trouble::Unreadable(io_error(&error)))))
            }
        };
        self.own.extend(found.map(|(path, trouble)| Source {
            name: self.namer.name(&path).into(),
            path: path.into(),
            archive: None,
            kind: SourceKind::File,
            trouble,
        }));
        WalkState::Continue
    }
}

impl Drop for Visitor<'_> {
    fn drop(&mut self) {
        let mut found = self.found.lock().unwrap_or_else(PoisonError::into_inner);
        join(&mut found, std::mem::take(&mut self.own));
    }
}

/// Whether the entry is a folder that is walked (the root may be a link to one).
fn is_folder(entry: &DirEntry) -> bool {
    entry.file_type().is_some_and(|kind| kind.is_dir()) || entry.depth() == 0
}

fn trouble(entry: &DirEntry) -> Option<Trouble> {
    let kind = entry.file_type()?;
    if kind.is_symlink() {
        Some(Trouble::Skipped(SkipReason::Link))
    } else if kind.is_file() && entry.file_name() == CONFIG_FILE {
        Some(Trouble::Skipped(SkipReason::Configuration))
    } else if kind.is_file() {
        None
    } else {
        Some(Trouble::Skipped(SkipReason::NotRegular))
    }
}

/// The path that an error of the walk is about.
fn path_of(error: &Error) -> Option<&Path> {
    match error {
        Error::WithPath { path, .. } => Some(path),
        Error::WithDepth { err, .. } | Error::WithLineNumber { err, .. } => path_of(err),
        _ => None,
    }
}

/// The cause of an error of the walk, without its path. A path may hold a person's
/// number, and names are made elsewhere.
fn io_error(error: &Error) -> io::Error {
    let kind = error
        .io_error()
        .map_or(io::ErrorKind::Other, io::Error::kind);
    match error.io_error().and_then(io::Error::raw_os_error) {
        Some(code) => io::Error::from_raw_os_error(code),
        None => io::Error::from(kind),
    }
}

/// Whether an entry of this name is hidden.
pub(super) fn is_hidden(name: &OsStr) -> bool {
    name.as_encoded_bytes().first() == Some(&b'.')
}

/// Whether `folder` is a report folder that this program wrote.
pub(super) fn is_own_report(folder: &Path) -> bool {
    let path: PathBuf = folder.join("run.json");
    let Ok(file) = File::open(path) else {
        return false;
    };
    // The open file is asked, so that a pipe of that name does not block the run.
    if !file.metadata().is_ok_and(|metadata| metadata.is_file()) {
        return false;
    }
    is_own_run(BufReader::new(file))
}

/// Whether a run.json names this program.
pub(crate) fn is_own_run(run: impl io::Read) -> bool {
    #[derive(Deserialize)]
    struct Run {
        program: String,
    }
    serde_json::from_reader(run).is_ok_and(|run: Run| run.program == PROGRAM)
}
