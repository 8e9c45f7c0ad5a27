//! A report folder as a destination.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::place::real;
use super::room::{Leftover, Room, left_in};
use super::standing::{RUN, Standing, Written, is_empty};
use super::{DestinationError, Force, Needed, Step, around};

/// A folder that a report is to be written to.
#[derive(Debug)]
pub(crate) struct FolderTarget {
    /// As named.
    given: PathBuf,
    /// Where that is.
    place: PathBuf,
    force: Force,
    needed: Needed,
    written: Written,
}

impl FolderTarget {
    /// The folder of this name. `written` knows the names of the files that a report
    /// has.
    ///
    /// # Errors
    /// A link to nothing, or a folder above that may not be read.
    pub(crate) fn new(
        given: &Path,
        force: Force,
        needed: Needed,
        written: Written,
    ) -> Result<Self, DestinationError> {
        Ok(Self {
            given: given.to_owned(),
            place: place(given)?,
            force,
            needed,
            written,
        })
    }

    /// As named.
    pub(crate) fn given(&self) -> &Path {
        &self.given
    }

    /// Where it is.
    pub(crate) fn place(&self) -> &Path {
        &self.place
    }

    /// Rooms that killed runs left where this one will write: beside the folder, and in
    /// it.
    pub(crate) fn leftovers(&self) -> Vec<Leftover> {
        let mut found = left_in(&around(&self.place));
        found.extend(left_in(&self.place));
        found
    }

    /// Whether it may be written. This is asked before the run, so that no run is in
    /// vain, and again before anything is moved. It gives the files that are replaced
    /// although nothing says that they are ours.
    ///
    /// # Errors
    /// What prevents it.
    pub(crate) fn look(&self) -> Result<Vec<String>, DestinationError> {
        Ok(match self.standing()? {
            Standing::Unsigned(names) => names,
            _ => Vec::new(),
        })
    }

    /// The files that are there and may be replaced.
    fn standing(&self) -> Result<Standing, DestinationError> {
        let shown = || self.given.display().to_string();
        let Ok(metadata) = fs::metadata(&self.place) else {
            return Ok(Standing::Empty);
        };
        if !metadata.is_dir() {
            return Err(DestinationError::File(shown()));
        }
        if let Some((role, path)) = self.needed.held_by(&self.place) {
            return Err(DestinationError::Needed(
                shown(),
                *role,
                path.display().to_string(),
            ));
        }
        let standing =
            Standing::of(&self.place, self.written).map_err(Step::Look.failed(&self.given))?;
        match (standing, self.force) {
            (Standing::Foreign(name), _) => Err(DestinationError::Foreign(shown(), name)),
            (Standing::Unsigned(_), _) if self.needed.is_among_inputs(&self.place) => {
                Err(DestinationError::Among(shown()))
            }
            (Standing::Unsigned(_), Force::No) => Err(DestinationError::Unsigned(shown())),
            (fit, _) => Ok(fit),
        }
    }

    /// Has a folder filled, and puts it in its place.
    ///
    /// # Errors
    /// What failed. Everything that was there is still there.
    pub(crate) fn put(
        &self,
        fill: impl FnOnce(&Path) -> io::Result<()>,
    ) -> Result<(), DestinationError> {
        self.look()?;
        let stands = self.place.is_dir();
        let room = if stands {
            Room::to_replace(&self.place)?
        } else {
            let parent = around(&self.place);
            fs::create_dir_all(&parent).map_err(Step::Create.failed(&parent))?;
            Room::within(&parent)?
        };
        let new = room.at("new");
        fs::create_dir(&new)
            .and_then(|()| fill(&new))
            .map_err(Step::Write.failed(&self.given))?;
        // Somebody may have put something there in the meantime.
        let old = self.standing()?.files();
        if stands {
            return room.replace(&self.place, &old, RUN);
        }
        fs::rename(&new, &self.place).map_err(Step::Move.failed(&self.given))
    }
}

/// Where a path leads. A link to nothing is an error, and so is a file where a folder above
/// the place should be.
pub(super) fn place(given: &Path) -> Result<PathBuf, DestinationError> {
    let shown = || given.display().to_string();
    let place = real(given).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => DestinationError::Dangling(shown()),
        _ => Step::Look.failed(given)(error),
    })?;
    let mut above = place.ancestors().skip(1);
    match above
        .find(|part| part.exists())
        .filter(|part| !part.is_dir())
    {
        Some(file) => Err(DestinationError::Part(shown(), file.display().to_string())),
        None => Ok(place),
    }
}

/// Makes a folder. It must not exist, or hold nothing but litter. Gives its place.
///
/// # Errors
/// It holds something, or cannot be made.
pub(crate) fn new_folder(given: &Path) -> Result<PathBuf, DestinationError> {
    let place = place(given)?;
    if place.is_file() {
        return Err(DestinationError::File(given.display().to_string()));
    }
    if place.exists() && !is_empty(&place).map_err(Step::Look.failed(given))? {
        return Err(DestinationError::Full(given.display().to_string()));
    }
    fs::create_dir_all(&place).map_err(Step::Create.failed(given))?;
    Ok(place)
}
