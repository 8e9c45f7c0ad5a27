//! Paths become sources. Folders are walked, names are made, and everything that is
//! found is accounted for, in an order that depends on the names alone. Only `run.json`
//! is opened here, to recognise report folders. Archives are not unpacked.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::slice::ParallelSliceMut;

use crate::config::{Language, Message, Words};

mod name;
mod roots;
mod walk;
pub(crate) use name::{make_unique, member_name, shown_path};
pub(crate) use roots::Overlap;
use roots::Root;
pub(crate) use walk::is_own_run;

/// The path that stands for the standard input.
const STDIN: &str = "-";

/// One input of a run.
#[derive(Debug)]
pub struct Source {
    /// Its path: from the working directory, or within its archive.
    pub path: Arc<Path>,
    /// The archive that holds it.
    pub archive: Option<Arc<Path>>,
    /// Its name in every output: the last component of the given PATH, and the path
    /// within it. The separator is `/`. There are no control characters, and identity
    /// numbers are masked. Equal names get `~2`, `~3`.
    pub name: Arc<str>,
    /// Whether it is a file or the standard input.
    pub kind: SourceKind,
    /// Why it will not be read, if so.
    pub trouble: Option<Trouble>,
}

impl Source {
    /// The file to open for it. For a member that is its archive.
    pub(crate) fn file(&self) -> Arc<Path> {
        Arc::clone(self.archive.as_ref().unwrap_or(&self.path))
    }
}

/// Where the bytes of a source come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SourceKind {
    /// A file.
    File,
    /// The standard input: NDJSON.
    Stdin,
}

/// Why a source that was found cannot be an input.
#[derive(Debug)]
pub enum Trouble {
    /// It is no input: listed as skipped.
    Skipped(SkipReason),
    /// It could not be examined: listed as unreadable.
    Unreadable(io::Error),
}

/// Why something in a folder is no input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SkipReason {
    /// A link. Links within folders are not followed.
    Link,
    /// A device, socket or pipe.
    NotRegular,
    /// The configuration of this program, by its name.
    Configuration,
    /// The register that an option names.
    Register,
    /// A list of receipt times that an option names.
    Receipts,
}

/// What the paths of a run hold.
#[derive(Debug, Default)]
pub struct Discovered {
    /// The sources, sorted by name; no two have the same name.
    pub sources: Vec<Source>,
    /// Paths that were left out because another path covers them.
    pub notes: Vec<Overlap>,
}

/// Why a run cannot begin.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.wording().get(Language::En))]
pub enum DiscoverError {
    /// A named path does not exist (or is a link to nothing).
    Missing(PathBuf),
}

impl DiscoverError {
    /// The error in words that a person understands.
    pub(crate) fn wording(&self) -> Message {
        let Self::Missing(path) = self;
        Words::new(
            "{path}: ingen sådan fil eller mapp",
            "{path}: no such file or folder",
        )
        .with("path", path.display())
    }
}

/// Finds the sources at `paths`. Folders are walked without following links. Hidden
/// entries and report folders of this program are left out. A given path that is itself
/// a link is followed. Paths that overlap are read once.
pub fn discover(paths: &[PathBuf]) -> Result<Discovered, DiscoverError> {
    discover_beside(paths, None, Missing::Refused)
}

/// What becomes of a path that does not exist.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Missing {
    /// The run does not begin.
    Refused,
    /// It is an input that cannot be read.
    Unreadable,
}

/// The same without the real place `out`, where the report will be.
pub(crate) fn discover_beside(
    paths: &[PathBuf],
    out: Option<&Path>,
    missing: Missing,
) -> Result<Discovered, DiscoverError> {
    let named = paths.iter().filter(|path| !is_stdin(path));
    for path in named.filter(|_| missing == Missing::Refused) {
        if fs::metadata(path).is_err_and(|error| error.kind() == io::ErrorKind::NotFound) {
            return Err(DiscoverError::Missing(path.clone()));
        }
    }
    let (roots, notes) = roots::without_overlap(paths.iter().filter(|path| !is_stdin(path)));
    let mut sources: Vec<Source> = Vec::new();
    for root in &roots {
        join(&mut sources, sources_at(root, out));
    }
    if paths.iter().any(|path| is_stdin(path)) {
        sources.push(Source {
            path: Path::new(STDIN).into(),
            archive: None,
            name: STDIN.into(),
            kind: SourceKind::Stdin,
            trouble: None,
        });
    }
    sort(&mut sources);
    if make_unique(&mut sources, |source| &mut source.name) {
        sort(&mut sources);
    }
    Ok(Discovered { sources, notes })
}

/// Adds what was found to the rest. The first part may be large, so it is not copied.
fn join(all: &mut Vec<Source>, mut found: Vec<Source>) {
    if all.is_empty() {
        *all = found;
    } else {
        all.append(&mut found);
    }
}

fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == STDIN
}

fn sort(sources: &mut [Source]) {
    sources.par_sort_unstable_by(|a, b| a.name.cmp(&b.name).then_with(|| a.path.cmp(&b.path)));
}

/// The sources at one of the given paths, without those at `out`.
fn sources_at(root: &Root, out: Option<&Path>) -> Vec<Source> {
    let trouble = match fs::metadata(&root.path) {
        Ok(metadata) if metadata.is_dir() => {
            return walk::walk(&root.path, out.and_then(|out| root.way_to(out)));
        }
        Ok(metadata) if metadata.is_file() => None,
        Ok(_) => Some(Trouble::Skipped(SkipReason::NotRegular)),
        Err(error) => Some(Trouble::Unreadable(error)),
    };
    let name = name::Namer::new(&root.path).name(&root.path).into();
    vec![Source {
        path: root.path.as_path().into(),
        archive: None,
        name,
        kind: SourceKind::File,
        trouble,
    }]
}

#[cfg(test)]
mod tests;
