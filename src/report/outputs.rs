//! The files of a report folder as they are written: each is hashed on its way
//! to the disk, so that run.json tells its digest without reading it again.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use serde_json::Value;

/// A folder that is being filled, and the digests of its files so far.
#[derive(Debug)]
pub(super) struct Outputs<'f> {
    folder: &'f Path,
    /// By path within the folder.
    digests: Mutex<BTreeMap<String, blake3::Hash>>,
}

impl<'f> Outputs<'f> {
    pub(super) fn new(folder: &'f Path) -> Self {
        Self {
            folder,
            digests: Mutex::default(),
        }
    }

    /// Writes one file; `name` is its path within the folder, `fill` gives its content.
    pub(super) fn write(
        &self,
        name: &str,
        fill: impl FnOnce(&mut BufWriter<Output>) -> io::Result<()>,
    ) -> io::Result<()> {
        let file = File::create(self.folder.join(name))?;
        let mut out = BufWriter::new(Output {
            file,
            hasher: blake3::Hasher::new(),
        });
        fill(&mut out)?;
        let digest = out.into_inner()?.hasher.finalize();
        self.digests
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(name.to_owned(), digest);
        Ok(())
    }

    /// Makes a folder within, if it is not there yet.
    pub(super) fn folder(&self, name: &str) -> io::Result<()> {
        fs::create_dir_all(self.folder.join(name))
    }

    /// Writes the file that tells of all others: `content` is given their digests.
    pub(super) fn conclude(
        self,
        name: &str,
        content: impl FnOnce(&Value) -> Value,
    ) -> io::Result<()> {
        let digests = self
            .digests
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner);
        let digests = digests
            .into_iter()
            .map(|(name, digest)| (name, digest.to_hex().as_str().into()));
        let content = content(&Value::Object(digests.collect()));
        let text = serde_json::to_string_pretty(&content).map_err(io::Error::other)?;
        fs::write(self.folder.join(name), text + "\n")
    }
}

/// A file that is hashed as it is written.
#[derive(Debug)]
pub(super) struct Output {
    file: File,
    hasher: blake3::Hasher,
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.hasher.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digests_are_those_of_the_files() {
        let room = tempfile::tempdir().unwrap();
        let outputs = Outputs::new(room.path());
        outputs.folder("tables").unwrap();
        for name in ["tables/b.csv", "a.md"] {
            outputs
                .write(name, |out| out.write_all(name.repeat(10_000).as_bytes()))
                .unwrap();
        }
        outputs.conclude("run.json", Value::clone).unwrap();
        let run = fs::read(room.path().join("run.json")).unwrap();
        let run: BTreeMap<String, String> = serde_json::from_slice(&run).unwrap();
        assert_eq!(run.len(), 2);
        for (name, digest) in run {
            let bytes = fs::read(room.path().join(name)).unwrap();
            assert_eq!(blake3::hash(&bytes).to_hex().as_str(), digest);
        }
    }
}
