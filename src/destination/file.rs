//! A single file as a destination.

use std::ffi::OsString;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

use super::folder::place;
use super::room::{Leftover, Room, left_in};
use super::{DestinationError, Force, Needed, Step, around};

/// A file that is to be written.
#[derive(Debug)]
pub(crate) struct FileTarget {
    /// As named.
    given: PathBuf,
    /// Where that is.
    place: PathBuf,
}

impl FileTarget {
    /// The file of this name. It must not exist, except with `--force`. It must never
    /// be one that the run reads.
    ///
    /// # Errors
    /// What prevents it.
    pub(crate) fn new(
        given: &Path,
        force: Force,
        needed: &Needed,
    ) -> Result<Self, DestinationError> {
        let shown = given.display().to_string();
        // A pipe or a device takes whatever comes. It has no place among files.
        let is_stream =
            fs::metadata(given).is_ok_and(|metadata| !metadata.is_file() && !metadata.is_dir());
        let place = if is_stream {
            given.to_owned()
        } else {
            place(given)?
        };
        if place.is_dir() {
            return Err(DestinationError::Folder(shown));
        }
        if place.is_file() {
            if let Some((role, path)) = needed.held_by(&place) {
                return Err(DestinationError::Needed(
                    shown,
                    *role,
                    path.display().to_string(),
                ));
            }
            if needed.is_among_inputs(&place) {
                return Err(DestinationError::Needed(
                    shown.clone(),
                    super::Role::Input,
                    shown,
                ));
            }
            if force == Force::No {
                return Err(DestinationError::Exists(shown));
            }
        }
        Ok(Self {
            given: given.to_owned(),
            place,
        })
    }

    /// Rooms that killed runs left beside it.
    pub(crate) fn leftovers(&self) -> Vec<Leftover> {
        left_in(&around(&self.place))
    }

    /// Writes it, completely or not at all.
    ///
    /// # Errors
    /// What failed. The old file is still there.
    pub(crate) fn put(&self, bytes: &[u8]) -> Result<(), DestinationError> {
        if self.place.exists() && !self.place.is_file() {
            return fs::write(&self.place, bytes).map_err(Step::Write.failed(&self.given));
        }
        let sibling = Sibling::of(&self.place)?;
        fs::write(&sibling.path, bytes).map_err(Step::Write.failed(&self.given))?;
        sibling.put()
    }
}

/// A file that is written out of sight and then moved to its place.
#[derive(Debug)]
pub(crate) struct Sibling {
    room: Room,
    /// Where it is written.
    pub(crate) path: PathBuf,
    place: PathBuf,
}

impl Sibling {
    /// Of a place.
    fn of(place: &Path) -> Result<Self, DestinationError> {
        let room = Room::within(&around(place))?;
        Ok(Self {
            path: room.at("new"),
            room,
            place: place.to_owned(),
        })
    }

    /// A file beside a folder, with the folder's name and this ending. It replaces one
    /// only with `--force`.
    ///
    /// # Errors
    /// What prevents it.
    pub(crate) fn beside(
        folder: &Path,
        ending: &str,
        force: Force,
    ) -> Result<Self, DestinationError> {
        let mut name = folder
            .file_name()
            .map_or_else(|| OsString::from("corpus"), OsString::from);
        name.push(ending);
        let target = FileTarget::new(&around(folder).join(name), force, &Needed::default())?;
        Self::of(&target.place)
    }

    /// Creates the file.
    ///
    /// # Errors
    /// What the system says.
    pub(crate) fn create(&self) -> Result<File, DestinationError> {
        File::create(&self.path).map_err(Step::Write.failed(&self.place))
    }

    /// Moves it to its place.
    ///
    /// # Errors
    /// What the system says.
    pub(crate) fn put(self) -> Result<(), DestinationError> {
        fs::rename(&self.path, &self.place).map_err(Step::Move.failed(&self.place))?;
        drop(self.room);
        Ok(())
    }
}
