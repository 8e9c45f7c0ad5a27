//! What is in a folder before it is written: files of ours, litter that the system
//! leaves, and files that belong to somebody else.

use crate::config::PROGRAM;
use std::fs::{self, DirEntry};
use std::io;
use std::path::Path;

use super::room::{FOLDERS, PREFIX};

/// Whether a path within a report folder is one that we write.
pub(crate) type Written = fn(&str) -> bool;

/// What is in a folder.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// Nothing, or litter only.
    Empty,
    /// A report of ours: its files, by their paths within.
    Ours(Vec<String>),
    /// Files of the names that we write, without a run.json that says so.
    Unsigned(Vec<String>),
    /// Something that we do not write.
    Foreign(String),
}

impl Standing {
    /// Looks at a folder.
    pub(super) fn of(folder: &Path, written: Written) -> io::Result<Self> {
        let mut own = Vec::new();
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            let name = name(&entry);
            if is_left(&name) {
                continue;
            }
            let is_ours = FOLDERS.iter().any(|(folder, _)| *folder == name);
            if is_ours && entry.file_type()?.is_dir() {
                for file in fs::read_dir(entry.path())? {
                    let file = file?;
                    let within = self::name(&file);
                    if !is_litter(&within) {
                        own.push((format!("{name}/{within}"), file.file_type()?.is_file()));
                    }
                }
            } else {
                own.push((name, entry.file_type()?.is_file()));
            }
        }
        own.sort();
        let signature = Signature::of(folder);
        // A link is never ours, whatever its name.
        let is_ours = |name: &str| written(name) || signature.names(name);
        if let Some((foreign, _)) = own
            .iter()
            .find(|(name, is_file)| !is_file || !is_ours(name))
        {
            return Ok(Self::Foreign(foreign.clone()));
        }
        let names: Vec<String> = own.into_iter().map(|(name, _)| name).collect();
        Ok(match signature {
            Signature::Other => Self::Foreign(RUN.to_owned()),
            Signature::Ours(_) => Self::Ours(names),
            Signature::None if names.is_empty() => Self::Empty,
            Signature::None => Self::Unsigned(names),
        })
    }

    /// The files that are replaced.
    pub(super) fn files(self) -> Vec<String> {
        match self {
            Self::Ours(names) | Self::Unsigned(names) => names,
            Self::Empty | Self::Foreign(_) => Vec::new(),
        }
    }
}

/// Whose a folder is, by its run.json.
enum Signature {
    /// It has none, or one that cannot be read.
    None,
    /// Of this program, with the tables and pictures that it says it wrote.
    Ours(Vec<String>),
    /// Of another program.
    Other,
}

impl Signature {
    fn of(folder: &Path) -> Self {
        let run = fs::read(folder.join(RUN)).ok();
        let run = run.and_then(|bytes| serde_json::from_slice::<serde_json::Value>(&bytes).ok());
        let program = run.as_ref().and_then(|run| run["program"].as_str());
        match (
            run.as_ref().and_then(|run| run["outputs"].as_object()),
            program,
        ) {
            (outputs, Some(PROGRAM)) => {
                let names = outputs
                    .into_iter()
                    .flat_map(|outputs| outputs.keys().cloned());
                Self::Ours(names.filter(|name| is_within(name)).collect())
            }
            (_, Some(_)) => Self::Other,
            (_, None) => Self::None,
        }
    }

    /// Whether run.json names the file. Another version may write tables and pictures that this
    /// one does not.
    fn names(&self, name: &str) -> bool {
        matches!(self, Self::Ours(names) if names.iter().any(|named| named == name))
    }
}

/// Whether a path within a report is that of a table or a picture.
fn is_within(name: &str) -> bool {
    let name = Path::new(name);
    let is_of = |own: &str| name.extension().is_some_and(|ending| ending == own);
    FOLDERS.iter().any(|(folder, endings)| {
        name.parent() == Some(Path::new(folder)) && endings.iter().any(|own| is_of(own))
    })
}

/// The file of a report that describes all others.
pub(super) const RUN: &str = "run.json";

/// Whether a folder holds nothing but litter.
pub(super) fn is_empty(folder: &Path) -> io::Result<bool> {
    for entry in fs::read_dir(folder)? {
        if !is_left(&name(&entry?)) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Whether a file is left behind by the system or an office program, and so hinders
/// nothing, or is the room of a run that was ended.
fn is_left(name: &str) -> bool {
    is_litter(name) || name.starts_with(PREFIX)
}

/// Whether a file is left behind by the system or an office program.
fn is_litter(name: &str) -> bool {
    let is = |litter: &str| name.eq_ignore_ascii_case(litter);
    is("Thumbs.db")
        || is("desktop.ini")
        || is(".DS_Store")
        || (name.starts_with(".~lock.") && name.ends_with('#'))
        || name.starts_with("~$")
}

fn name(entry: &DirEntry) -> String {
    entry.file_name().to_string_lossy().into_owned()
}
