//! What a run reads. Nothing may replace it.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::place::{Identity, real};
use crate::config::Words;

/// The purpose for which a run reads a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// An input: a file, or a folder with all it holds.
    Input,
    /// The list of receipt times.
    Receipts,
    /// The register.
    Register,
    /// A mapping.
    Mapping,
    /// A form file.
    Form,
    /// The report that was published before.
    Previous,
    /// The configuration file.
    Configuration,
}

impl Role {
    pub(super) const fn words(self) -> Words {
        match self {
            Self::Input => Words::new("som är indata", "which is an input"),
            Self::Receipts => Words::new(
                "som är listan över mottagningstider",
                "which is the list of receipt times",
            ),
            Self::Register => Words::new("som är registret", "which is the register"),
            Self::Mapping => Words::new("som är mappningen", "which is the mapping"),
            Self::Form => Words::new("som är formulärfilen", "which is the form file"),
            Self::Previous => Words::new(
                "som är den förra redovisningen",
                "which is the report before",
            ),
            Self::Configuration => Words::new(
                "som är konfigurationsfilen",
                "which is the configuration file",
            ),
        }
    }
}

/// The paths that a run reads.
#[derive(Debug, Default)]
pub(crate) struct Needed(Vec<(Role, PathBuf)>);

impl Needed {
    /// Adds paths.
    pub(crate) fn and<P: Into<PathBuf>>(
        mut self,
        role: Role,
        paths: impl IntoIterator<Item = P>,
    ) -> Self {
        self.0
            .extend(paths.into_iter().map(|path| (role, path.into())));
        self
    }

    /// The first path that is at the place, or in it. `place` exists.
    pub(super) fn held_by(&self, place: &Path) -> Option<&(Role, PathBuf)> {
        let own = Identity::at(place)?;
        // Many inputs are in one folder, so each folder above is asked for once.
        let mut outside = HashSet::new();
        self.0
            .iter()
            .find(|(_, path)| ways(path).any(|way| lies_in(&way, &own, &mut outside)))
    }

    /// Whether the place is an input, or is in a folder that is one.
    pub(super) fn is_among_inputs(&self, place: &Path) -> bool {
        let above: HashSet<Identity> = place.ancestors().filter_map(Identity::at).collect();
        let inputs = self.0.iter().filter(|(role, _)| *role == Role::Input);
        inputs
            .filter_map(|(_, path)| Identity::at(path))
            .any(|input| above.contains(&input))
    }
}

/// The places of a path: where it leads, and where it is itself. For a link the two
/// differ.
fn ways(path: &Path) -> impl Iterator<Item = PathBuf> {
    let path = if path.as_os_str() == "-" {
        Path::new("/dev/stdin")
    } else {
        path
    };
    let leads = real(path).ok();
    let is_link = fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_symlink());
    let stands = path.file_name().filter(|_| is_link).and_then(|name| {
        let folder = path
            .parent()
            .map_or_else(|| real(Path::new("")), real)
            .ok()?;
        Some(folder.join(name))
    });
    leads.into_iter().chain(stands)
}

/// Whether a place is, or lies in, the one of this identity.
fn lies_in(place: &Path, own: &Identity, outside: &mut HashSet<PathBuf>) -> bool {
    let mut passed = Vec::new();
    for above in place.ancestors() {
        if outside.contains(above) {
            break;
        }
        if Identity::at(above).as_ref() == Some(own) {
            return true;
        }
        passed.push(above.to_owned());
    }
    outside.extend(passed);
    false
}
