//! The room in which something is written before it has its place: a hidden folder on
//! the same disk that disappears when all is done.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::unfinished::{OLD, Standing};
use super::{DestinationError, Step, around};

/// The folders within a report, each with the endings of the files in it.
pub(super) const FOLDERS: [(&str, &[&str]); 2] =
    [("tables", &["csv"]), ("pictures", &["svg", "png"])];

/// How the name of a room begins.
pub(super) const PREFIX: &str = ".breach-audit-";

/// A room that a run left behind because it was killed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Leftover {
    /// What it wrote and never finished.
    Unfinished(PathBuf),
    /// Also what it was about to replace.
    WithOld(PathBuf),
}

/// The rooms that stand in a folder, in order.
pub(super) fn left_in(folder: &Path) -> Vec<Leftover> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut rooms: Vec<PathBuf> = entries
        .filter(|entry| {
            entry
                .file_name()
                .as_encoded_bytes()
                .starts_with(PREFIX.as_bytes())
        })
        .filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()))
        .map(|entry| entry.path())
        .collect();
    rooms.sort();
    let leftover = |room: PathBuf| {
        if room.join(OLD).exists() {
            Leftover::WithOld(room)
        } else {
            Leftover::Unfinished(room)
        }
    };
    rooms.into_iter().map(leftover).collect()
}

/// A hidden folder for what is not yet in its place.
#[derive(Debug)]
pub(super) struct Room(
    TempDir,
    #[expect(dead_code, reason = "it is there to be dropped")] Standing,
);

impl Room {
    /// Makes one in a folder.
    pub(super) fn within(folder: &Path) -> Result<Self, DestinationError> {
        let made = tempfile::Builder::new().prefix(PREFIX).tempdir_in(folder);
        let made = made.map_err(Step::MakeRoom.failed(folder))?;
        let standing = Standing::of(made.path());
        Ok(Self(made, standing))
    }

    /// A path in it.
    pub(super) fn at(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Makes a room for something that takes the place of a folder. It is beside the
    /// folder, so that the whole folder can be changed at once. It is in the folder if
    /// a program has that folder open, or if nothing may be made beside it.
    pub(super) fn to_replace(target: &Path) -> Result<Self, DestinationError> {
        let here = std::env::current_dir().and_then(|here| here.canonicalize());
        match target.parent() {
            Some(parent) if !here.is_ok_and(|here| here.starts_with(target)) => {
                Self::within(parent).or_else(|_| Self::within(target))
            }
            _ => Self::within(target),
        }
    }

    /// Puts the folder `new` of the room in the place of `target`. The files `old` in
    /// it are replaced, and all others are kept. If the folder itself cannot be moved,
    /// because it is the root of a disk or a program has it open, the files are moved
    /// one by one, with `last` to close the change. If anything fails, all is as
    /// before.
    pub(super) fn replace(
        self,
        target: &Path,
        old: &[String],
        last: &str,
    ) -> Result<(), DestinationError> {
        let room = if self.0.path().parent() == Some(target) {
            self
        } else if fs::rename(target, self.at(OLD)).is_ok() {
            return self.swap(target, old);
        } else {
            self.carried_into(target)?
        };
        let new = files(&room.at("new")).map_err(Step::Move.failed(target))?;
        room.exchange(target, old, &new, last)
    }

    /// Closes the change of a whole folder. The old one is in the room by now.
    fn swap(self, target: &Path, old: &[String]) -> Result<(), DestinationError> {
        let (aside, made) = (self.at(OLD), self.at("new"));
        let done = vec![(target.to_owned(), aside.clone())];
        let found = match files(&aside) {
            Ok(found) => found,
            Err(error) => return Err(self.undo((target, target), &done, error)),
        };
        let kept = found
            .into_iter()
            .filter(|file| !old.iter().any(|name| Path::new(name) == file));
        let kept = kept.map(|file| (aside.join(&file), target.join(&file)));
        let moves = std::iter::once((made, target.to_owned())).chain(kept);
        // Whoever could use the old folder may use the new one. If this fails, the
        // report is still good.
        let rights = fs::metadata(&aside).map(|old| old.permissions());
        let room = self.relocate_all(target, done, moves)?;
        let _ = rights.and_then(|rights| fs::set_permissions(target, rights));
        drop(room);
        Ok(())
    }

    /// A room in the folder with a copy of the new files. It is on the folder's disk,
    /// wherever this one is.
    fn carried_into(self, target: &Path) -> Result<Self, DestinationError> {
        let (made, room) = (self.at("new"), Self::within(target)?);
        let copy = |file: PathBuf| {
            let to = room.at("new").join(&file);
            fs::create_dir_all(around(&to))?;
            fs::copy(made.join(&file), to).map(|_| ())
        };
        let copied = files(&made).and_then(|files| files.into_iter().try_for_each(copy));
        copied.map_err(Step::Write.failed(target))?;
        Ok(room)
    }

    /// Moves the files `old` of `target` into the room, and the files of the folder
    /// `new`, which is in the room, into their place. `last` closes the change. If
    /// anything fails, all is as before.
    fn exchange(
        self,
        target: &Path,
        old: &[String],
        new: &[PathBuf],
        last: &str,
    ) -> Result<(), DestinationError> {
        let (aside, made) = (self.at(OLD), self.at("new"));
        let away = old
            .iter()
            .filter(|name| *name != last)
            .map(|name| (target.join(name), aside.join(name)));
        let into = new.iter().filter(|name| *name != Path::new(last));
        let into = into.map(|name| (made.join(name), target.join(name)));
        // Until this last step the old run.json describes the folder.
        let close = std::iter::once((made.join(last), target.join(last)));
        let _room = self.relocate_all(target, Vec::new(), away.chain(into).chain(close))?;
        // A folder disappears if no file is left in it.
        for (folder, _) in FOLDERS {
            let _ = fs::remove_dir(target.join(folder));
        }
        Ok(())
    }

    /// Makes the moves that remain. If one fails, all are taken back.
    fn relocate_all(
        self,
        target: &Path,
        mut done: Vec<(PathBuf, PathBuf)>,
        moves: impl Iterator<Item = (PathBuf, PathBuf)>,
    ) -> Result<Self, DestinationError> {
        for (from, to) in moves {
            match relocate(&from, &to) {
                Ok(()) => done.push((from, to)),
                Err(error) => {
                    // What the user knows of is the file outside of the room.
                    let is_new = from.starts_with(self.0.path());
                    let known = if is_new { &to } else { &from };
                    return Err(self.undo((target, known), &done, error));
                }
            }
        }
        Ok(self)
    }

    /// Takes the moves back, since one of `known` failed. If that fails too, the room stays, and
    /// the user learns where it is.
    fn undo(
        self,
        (target, known): (&Path, &Path),
        done: &[(PathBuf, PathBuf)],
        error: io::Error,
    ) -> DestinationError {
        let back = done
            .iter()
            .rev()
            .try_for_each(|(from, to)| relocate(to, from));
        if back.is_ok() {
            return Step::Move.failed(known)(error);
        }
        let old = self.0.keep().join(OLD);
        DestinationError::Stranded(
            target.display().to_string(),
            old.display().to_string(),
            error,
        )
    }
}

/// The files of a folder and of those in it, by their paths within.
fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = PathBuf::from(entry.file_name());
        if entry.file_type()?.is_dir() {
            found.extend(
                files(&entry.path())?
                    .into_iter()
                    .map(|within| name.join(within)),
            );
        } else {
            found.push(name);
        }
    }
    found.sort();
    Ok(found)
}

/// Renames a file or a folder. The folder around its new name is made if it does not
/// exist.
fn relocate(from: &Path, to: &Path) -> io::Result<()> {
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::rename(from, to)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rooms_of_killed_runs_are_found() {
        let folder = tempfile::tempdir().unwrap();
        let room = |name: &str| folder.path().join(name);
        fs::create_dir_all(room(".breach-audit-b/old")).unwrap();
        fs::create_dir_all(room(".breach-audit-a/new")).unwrap();
        fs::create_dir_all(room("report")).unwrap();
        fs::write(room(".breach-audit-c"), "").unwrap();
        let expected = [
            Leftover::Unfinished(room(".breach-audit-a")),
            Leftover::WithOld(room(".breach-audit-b")),
        ];
        assert_eq!(left_in(folder.path()), expected);
    }

    /// A folder with an old report, and a room in it with a new one.
    fn exchange(new: &[&str], hinder: impl Fn(&Room)) -> (TempDir, Result<(), DestinationError>) {
        let target = tempfile::tempdir().unwrap();
        fs::create_dir(target.path().join("tables")).unwrap();
        for name in [
            "run.json",
            "summary.md",
            "tables/a.csv",
            "tables/desktop.ini",
        ] {
            fs::write(target.path().join(name), "old").unwrap();
        }
        let room = Room::within(target.path()).unwrap();
        fs::create_dir_all(room.at("new/tables")).unwrap();
        for name in new {
            fs::write(room.at("new").join(name), "new").unwrap();
        }
        hinder(&room);
        let old = ["run.json", "summary.md", "tables/a.csv"].map(str::to_owned);
        let new: Vec<PathBuf> = new.iter().map(PathBuf::from).collect();
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
            let (target, outcome) = exchange(&new, |room| {
                fs::remove_file(room.at("new").join(missing)).unwrap();
            });
            let Err(DestinationError::Failed(Step::Move, told, _)) = outcome else {
                panic!("{missing}: {outcome:?}")
            };
            assert_eq!(Path::new(&told), target.path().join(missing));
            for name in [
                "run.json",
                "summary.md",
                "tables/a.csv",
                "tables/desktop.ini",
            ] {
                assert_eq!(
                    read(&target, name).as_deref(),
                    Some("old"),
                    "{missing}: {name}"
                );
            }
            assert_eq!(read(&target, "tables/b.csv"), None);
        }
    }

    /// A folder with an old report and litter, and a room beside it with a new one.
    fn replace(hinder: impl Fn(&Path, &Room)) -> (TempDir, Result<(), DestinationError>) {
        let around = tempfile::tempdir().unwrap();
        let target = around.path().join("report");
        fs::create_dir_all(target.join("tables")).unwrap();
        for name in [
            "run.json",
            "summary.md",
            "Thumbs.db",
            "tables/a.csv",
            "tables/desktop.ini",
        ] {
            fs::write(target.join(name), "old").unwrap();
        }
        let room = Room::to_replace(&target).unwrap();
        assert_eq!(room.0.path().parent(), Some(around.path()));
        fs::create_dir_all(room.at("new")).unwrap();
        for name in ["run.json", "report.html"] {
            fs::write(room.at("new").join(name), "new").unwrap();
        }
        hinder(&target, &room);
        let old = ["run.json", "summary.md", "tables/a.csv"].map(str::to_owned);
        let outcome = room.replace(&target, &old, "run.json");
        (around, outcome)
    }

    fn tree(folder: &TempDir) -> Vec<String> {
        let found = files(folder.path()).unwrap();
        let tell = |file: PathBuf| {
            let text = fs::read_to_string(folder.path().join(&file)).unwrap();
            format!("{} {text}", file.display()).replace('\\', "/")
        };
        found.into_iter().map(tell).collect()
    }

    const NEW: [&str; 4] = [
        "report/Thumbs.db old",
        "report/report.html new",
        "report/run.json new",
        "report/tables/desktop.ini old",
    ];

    #[test]
    fn a_whole_folder_is_changed_at_once_and_litter_stays() {
        let (around, outcome) = replace(|_, _| ());
        outcome.unwrap();
        assert_eq!(tree(&around), NEW);
    }

    #[test]
    fn a_folder_that_cannot_be_moved_is_changed_file_by_file() {
        // What stands in the way of the move is no folder.
        let (around, outcome) = replace(|_, room| fs::write(room.at("old"), "").unwrap());
        outcome.unwrap();
        assert_eq!(tree(&around), NEW);
    }

    #[test]
    fn a_whole_folder_comes_back_if_the_new_or_the_litter_cannot_be_moved() {
        let gone: fn(&Path, &Room) = |_, room| fs::remove_dir_all(room.at("new")).unwrap();
        let in_the_way: fn(&Path, &Room) =
            |_, room| fs::create_dir(room.at("new/Thumbs.db")).unwrap();
        for hinder in [gone, in_the_way] {
            let (around, outcome) = replace(hinder);
            assert!(matches!(
                outcome,
                Err(DestinationError::Failed(Step::Move, ..))
            ));
            let old = [
                "Thumbs.db",
                "run.json",
                "summary.md",
                "tables/a.csv",
                "tables/desktop.ini",
            ];
            assert_eq!(tree(&around), old.map(|name| format!("report/{name} old")));
        }
    }
}
