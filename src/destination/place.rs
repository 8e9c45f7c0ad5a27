//! Where a path leads: without links, `.` and `..`, as far as it exists. Also whether
//! two paths lead to the same place, however they are written.

use std::fs::{self, Metadata};
use std::io;
use std::path::{Component, Path, PathBuf};

/// The real place of a path. The part that does not exist stays as it is written.
///
/// # Errors
/// A link to nothing, or a folder that may not be read.
pub(super) fn real(path: &Path) -> io::Result<PathBuf> {
    let mut place = std::env::current_dir()?;
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => {
                place.pop();
            }
            other => {
                place.push(other);
                if fs::symlink_metadata(&place).is_ok() {
                    place = place.canonicalize()?;
                }
            }
        }
    }
    Ok(place)
}

/// Whether two paths lead to the same file that exists.
pub(crate) fn is_same_file(one: &Path, other: &Path) -> bool {
    Identity::at(one).is_some_and(|own| Identity::at(other) == Some(own))
}

/// What distinguishes a place from every other.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Identity {
    /// The number of the device and that of the file on it.
    #[cfg(unix)]
    File(u64, u64),
    /// The path, whatever the case of its letters.
    #[cfg(not(unix))]
    Path(String),
}

impl Identity {
    /// Of what exists.
    #[cfg(unix)]
    pub(super) fn of(_place: &Path, metadata: &Metadata) -> Self {
        use std::os::unix::fs::MetadataExt as _;
        Self::File(metadata.dev(), metadata.ino())
    }

    /// Of what exists.
    #[cfg(not(unix))]
    pub(super) fn of(place: &Path, _metadata: &Metadata) -> Self {
        let place = place.canonicalize().unwrap_or_else(|_| place.to_owned());
        Self::Path(place.to_string_lossy().to_lowercase())
    }

    /// Of a place, if it exists.
    pub(super) fn at(place: &Path) -> Option<Self> {
        Some(Self::of(place, &fs::metadata(place).ok()?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn however_a_path_is_written_its_place_is_the_same() {
        let room = tempfile::tempdir().unwrap();
        let room = room.path().canonicalize().unwrap();
        fs::create_dir_all(room.join("a/b")).unwrap();
        let b = room.join("a/b");
        for written in ["a/b", "a/b/", "a/./b", "a/../a/b", "a/new/../b", "x/../a/b"] {
            assert_eq!(real(&room.join(written)).unwrap(), b, "{written}");
        }
        assert_eq!(
            real(&room.join("a/new/sub/")).unwrap(),
            room.join("a/new/sub")
        );
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink("a/b", room.join("link")).unwrap();
            std::os::unix::fs::symlink("nowhere", room.join("dead")).unwrap();
            assert_eq!(real(&room.join("link")).unwrap(), b);
            // The `..` of a link is that of the place where it leads.
            assert_eq!(real(&room.join("link/..")).unwrap(), room.join("a"));
            assert!(real(&room.join("dead")).is_err());
            assert_eq!(Identity::at(&room.join("link")), Identity::at(&b));
        }
        assert_ne!(Identity::at(&b), Identity::at(&room));
    }
}
