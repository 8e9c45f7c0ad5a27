//! The rooms of this process that still stand. A process that must end in the midst of its work
//! takes them away, so that nothing of it stays behind.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// Where a room keeps what is replaced.
pub(super) const OLD: &str = "old";

static STANDING: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

/// How often it is tried to take a room away: other threads may still write to it.
const TRIES: u32 = 20;

/// A room that stands as long as this does.
#[derive(Debug)]
pub(super) struct Standing(PathBuf);

impl Standing {
    /// Takes note of a room.
    pub(super) fn of(path: &Path) -> Self {
        let mut standing = STANDING.lock().unwrap_or_else(PoisonError::into_inner);
        standing.push(path.to_owned());
        Self(path.to_owned())
    }
}

impl Drop for Standing {
    fn drop(&mut self) {
        let mut standing = STANDING.lock().unwrap_or_else(PoisonError::into_inner);
        standing.retain(|path| *path != self.0);
    }
}

/// Takes away what this process has begun to write, since it ends now. What holds the old files
/// of a change that is under way stays: the next run tells of it.
pub(crate) fn take_away() {
    let rooms = STANDING.lock().map_or_else(
        |poisoned| poisoned.into_inner().clone(),
        |rooms| rooms.clone(),
    );
    for room in rooms.iter().filter(|room| !room.join(OLD).exists()) {
        for _ in 0..TRIES {
            if fs::remove_dir_all(room).is_ok() || !room.exists() {
                break;
            }
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_begun_is_taken_away_and_what_is_old_stays() {
        let folder = tempfile::tempdir().unwrap();
        let (begun, changing, done) = (
            folder.path().join("a"),
            folder.path().join("b"),
            folder.path().join("c"),
        );
        fs::create_dir_all(begun.join("new/tables")).unwrap();
        fs::create_dir_all(changing.join(OLD)).unwrap();
        fs::create_dir_all(&done).unwrap();
        let _rooms = [Standing::of(&begun), Standing::of(&changing)];
        drop(Standing::of(&done));
        take_away();
        assert!(!begun.exists() && changing.exists() && done.exists());
    }
}
