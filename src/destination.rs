//! Where something is written: what is there, whether it may be replaced, and how the
//! new takes its place. Nothing of the user's own is ever replaced, neither what a run
//! reads nor a file that this program does not write.

use std::io;
use std::path::{Path, PathBuf};

use crate::config::{Language, Message, Words};

mod file;
mod folder;
mod needed;
mod place;
mod room;
mod standing;
mod unfinished;

pub(crate) use file::{FileTarget, Sibling};
pub(crate) use folder::{FolderTarget, new_folder};
pub(crate) use needed::{Needed, Role};
pub(crate) use place::is_same_file;
pub(crate) use room::Leftover;
pub(crate) use unfinished::take_away;

/// Whether the program may replace files that it cannot recognise as its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Force {
    /// Only what is certainly ours is replaced.
    No,
    /// `--force`: also what has the names that we write.
    Yes,
}

impl Force {
    /// By the option.
    pub(crate) fn of(option: bool) -> Self {
        if option { Self::Yes } else { Self::No }
    }
}

/// Why something cannot be written where it should be.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.wording().get(Language::En))]
pub(crate) enum DestinationError {
    /// It is, or holds, something that the run reads: the destination, and what that
    /// is.
    Needed(String, Role, String),
    /// A folder that holds a file that this program does not write.
    Foreign(String, String),
    /// A folder without a run.json of this program.
    Unsigned(String),
    /// The same within a folder of inputs. `--force` does not help there.
    Among(String),
    /// A folder that must be new or empty and is not.
    Full(String),
    /// A file where a folder should be.
    File(String),
    /// A file where a folder above it should be: the destination, and the file.
    Part(String, String),
    /// A folder where a file should be.
    Folder(String),
    /// A file that is there already.
    Exists(String),
    /// A link to nothing.
    Dangling(String),
    /// A step that failed, with the destination.
    Failed(Step, String, #[source] io::Error),
    /// The old files could not be put back: the destination, and where they are.
    Stranded(String, String, #[source] io::Error),
}

/// What is done to write something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    /// The place is examined.
    Look,
    /// The folder around it is created.
    Create,
    /// A temporary folder is made beside it, or in it.
    MakeRoom,
    /// It is written.
    Write,
    /// It is moved to its place.
    Move,
}

impl Step {
    const fn words(self) -> Words {
        match self {
            Self::Look => Words::new("kan inte läsa", "cannot read"),
            Self::Create => Words::new("kan inte skapa mappen", "cannot create the folder"),
            Self::MakeRoom => Words::new("kan inte skriva i mappen", "cannot write in the folder"),
            Self::Write => Words::new("kan inte skriva", "cannot write"),
            Self::Move => Words::new(
                "kan inte flytta det som skrevs till",
                "cannot move what was written to",
            ),
        }
    }

    /// The error of this step at a path.
    fn failed(self, path: &Path) -> impl Fn(io::Error) -> DestinationError {
        let path = path.to_owned();
        move |error| {
            let error = self.cause(held(&path, error));
            DestinationError::Failed(self, shown(&path), error)
        }
    }

    /// The error of this step. A file system like `/proc`, where nothing can be made, says that
    /// the new name does not exist.
    fn cause(self, error: io::Error) -> io::Error {
        let makes = matches!(self, Self::Create | Self::MakeRoom);
        if makes && error.kind() == io::ErrorKind::NotFound {
            io::ErrorKind::Unsupported.into()
        } else {
            error
        }
    }
}

/// A path as people write it. Where Windows resolves one, it puts a mark before it.
fn shown(path: &Path) -> String {
    let path = path.display().to_string();
    match path.strip_prefix(r"\\?\") {
        Some(plain) if cfg!(windows) && !plain.starts_with("UNC") => plain.to_owned(),
        _ => path,
    }
}

/// The error of a file that could not be replaced. Windows denies access also where another program
/// has it open, and says so only to who opens it.
fn held(path: &Path, error: io::Error) -> io::Error {
    if !cfg!(windows) || error.kind() != io::ErrorKind::PermissionDenied || !path.is_file() {
        return error;
    }
    let opened = std::fs::File::options().append(true).open(path);
    let is_denied = |own: &io::Error| own.kind() == io::ErrorKind::PermissionDenied;
    opened.err().filter(|own| !is_denied(own)).unwrap_or(error)
}

impl DestinationError {
    /// The error in words that a person understands. The cause is printed beside it.
    pub(crate) fn wording(&self) -> Message {
        match self {
            Self::Needed(target, role, path) => {
                let what = role.words();
                Words::new(
"{target} skulle ersätta {path}, {what}; välj en annan plats med --out (--force hjälper inte)",
"{target} would replace {path}, {what}; choose another place with --out (--force does not help)",
).with("target", target).with("path", path).within("what", what)
            }
            Self::Foreign(folder, name) => Words::new(
"{folder} finns och är inte skriven av detta program (den innehåller {name}, som det inte skriver); välj en annan mapp med --out eller flytta filen (--force hjälper inte)",
"{folder} exists and was not written by this program (it holds {name}, which it does not write); choose another folder with --out, or move the file (--force does not help)",
).with("folder", folder).with("name", name),
            Self::Unsigned(folder) => Words::new(
"{folder} finns och är inte skriven av detta program (den har ingen run.json från det); välj en annan mapp med --out, eller --force för att ersätta den",
"{folder} exists and was not written by this program (it has no run.json of it); choose another folder with --out, or --force to replace it",
).with("folder", folder),
            Self::Among(folder) => Words::new(
"{folder} ligger bland indata och har ingen run.json från detta program; välj en annan mapp med --out (--force hjälper inte)",
"{folder} lies among the inputs and has no run.json of this program; choose another folder with --out (--force does not help)",
).with("folder", folder),
            Self::Full(folder) => Words::new(
"{folder} är inte tom; ange en mapp som inte finns än",
"{folder} is not empty; name a folder that does not exist yet",
).with("folder", folder),
            Self::File(path) => Words::new(
"{path} är en fil; ange en mapp",
"{path} is a file; name a folder",
).with("path", path),
            Self::Part(path, file) => Words::new(
"{path} går inte att skapa: {file} är en fil och ingen mapp",
"{path} cannot be made: {file} is a file and no folder",
).with("path", path).with("file", file),
            Self::Folder(path) => Words::new(
"{path} är en mapp; ange en fil",
"{path} is a folder; name a file",
).with("path", path),
            Self::Exists(path) => Words::new(
"{path} finns redan; välj ett annat namn, eller --force för att ersätta den",
"{path} exists already; choose another name, or --force to replace it",
).with("path", path),
            Self::Dangling(path) => Words::new(
"{path} är en länk till något som inte finns",
"{path} is a link to something that does not exist",
).with("path", path),
            Self::Failed(step, path, _) => {
                let what = step.words();
                Words::new(
"{what} {path}",
"{what} {path}",
).within("what", what).with("path", path)
            }
            Self::Stranded(path, old, _) => Words::new(
"kan inte skriva till {path}; det som låg där finns nu i {old}",
"cannot write to {path}; what was there is now in {old}",
).with("path", path).with("old", old),
        }
    }
}

/// The nearest folder around a place.
fn around(place: &Path) -> PathBuf {
    place.parent().unwrap_or(Path::new("/")).to_owned()
}
