//! The room where something is written before it has its place: a hidden folder
//! on the same disk, gone when all is done.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::standing::TABLES;
use super::{DestinationError, Step};

/// How the name of a room begins.
pub(super) const PREFIX: &str = ".breach-audit-";

/// A hidden folder for what is not yet in its place.
#[derive(Debug)]
pub(super) struct Room(TempDir);

impl Room {
    /// Makes one in a folder.
    pub(super) fn within(folder: &Path) -> Result<Self, DestinationError> {
        let made = tempfile::Builder::new().prefix(PREFIX).tempdir_in(folder);
        made.map(Self).map_err(Step::MakeRoom.failed(folder))
    }

    /// A path in it.
    pub(super) fn at(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Moves the files `old` of `target` away into the room and those of the folder
    /// `new`, which is in the room, into their place; `last` closes it. The folder
    /// itself is not moved: somebody may stand in it, or a disk hang on it. If
    /// anything fails all is as before.
    pub(super) fn exchange(
        self,
        target: &Path,
        old: &[String],
        new: &[String],
        last: &str,
    ) -> Result<(), DestinationError> {
        let (aside, made) = (self.at("old"), self.at("new"));
        let away = old.iter().filter(|name| *name != last).map(|name| (target.join(name), aside.join(name)));
        let into = new.iter().filter(|name| *name != last).map(|name| (made.join(name), target.join(name)));
        // Until this last step the folder is told by the old one.
        let close = std::iter::once((made.join(last), target.join(last)));
        let mut done: Vec<(PathBuf, PathBuf)> = Vec::with_capacity(old.len() + new.len());
        for (from, to) in away.chain(into).chain(close) {
            match relocate(&from, &to) {
                Ok(()) => done.push((from, to)),
                Err(error) => return Err(self.undo(target, &done, error)),
            }
        }
        // Gone if no table is left in it.
        let _ = fs::remove_dir(target.join(TABLES));
        Ok(())
    }

    /// Takes the moves back. If that fails too the room stays, and is told.
    fn undo(self, target: &Path, done: &[(PathBuf, PathBuf)], error: io::Error) -> DestinationError {
        let back = done.iter().rev().try_for_each(|(from, to)| relocate(to, from));
        if back.is_ok() {
            return Step::Move.failed(target)(error);
        }
        let old = self.0.keep().join("old");
        DestinationError::Stranded(target.display().to_string(), old.display().to_string(), error)
    }
}

/// Renames a file; the folder around its new name is made if there is none.
fn relocate(from: &Path, to: &Path) -> io::Result<()> {
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::rename(from, to)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A folder with an old report, and a room in it with a new one.
    fn exchange(new: &[&str], hinder: impl Fn(&Room)) -> (TempDir, Result<(), DestinationError>) {
        let target = tempfile::tempdir().unwrap();
        fs::create_dir(target.path().join("tables")).unwrap();
        for name in ["run.json", "summary.md", "tables/a.csv", "tables/desktop.ini"] {
            fs::write(target.path().join(name), "old").unwrap();
        }
        let room = Room::within(target.path()).unwrap();
        fs::create_dir_all(room.at("new/tables")).unwrap();
        for name in new {
            fs::write(room.at("new").join(name), "new").unwrap();
        }
        hinder(&room);
        let old = ["run.json", "summary.md", "tables/a.csv"].map(str::to_owned);
        let new: Vec<String> = new.iter().map(|name| (*name).to_owned()).collect();
        let outcome = room.exchange(target.path(), &old, &new, "run.json");
        (target, outcome)
    }

    fn read(folder: &TempDir, name: &str) -> Option<String> {
        fs::read_to_string(folder.path().join(name)).ok()
    }

    #[test]
    fn the_new_takes_the_place_of_the_old_and_litter_stays() {
        let (target, outcome) = exchange(&["run.json", "report.html"], |_| ());
        outcome.unwrap();
        assert_eq!(read(&target, "run.json").as_deref(), Some("new"));
        assert_eq!(read(&target, "report.html").as_deref(), Some("new"));
        assert_eq!(read(&target, "summary.md"), None);
        assert_eq!(read(&target, "tables/a.csv"), None);
        assert_eq!(read(&target, "tables/desktop.ini").as_deref(), Some("old"));
        assert_eq!(fs::read_dir(target.path()).unwrap().count(), 3);
    }

    #[test]
    fn the_old_comes_back_if_the_new_cannot_be_moved() {
        for missing in ["tables/b.csv", "run.json"] {
            let new = ["run.json", "summary.md", "tables/b.csv"];
            let (target, outcome) =
                exchange(&new, |room| fs::remove_file(room.at("new").join(missing)).unwrap());
            assert!(matches!(outcome, Err(DestinationError::Failed(Step::Move, ..))), "{missing}");
            for name in ["run.json", "summary.md", "tables/a.csv", "tables/desktop.ini"] {
                assert_eq!(read(&target, name).as_deref(), Some("old"), "{missing}: {name}");
            }
            assert_eq!(read(&target, "tables/b.csv"), None);
        }
    }
}
