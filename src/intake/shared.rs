//! Bytes that several threads read at once, each at its own place: a file that is
//! opened once, or a part of memory. Nothing is mapped.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::Arc;

/// How much of a file is read at once.
const BUFFER: usize = 64 * 1024;

/// A reader with its own place. A clone reads the same bytes from another place.
#[derive(Debug)]
pub(crate) struct Shared<'a> {
    origin: Origin<'a>,
    length: u64,
    position: u64,
    /// Bytes read ahead, and where they begin.
    buffer: Vec<u8>,
    start: u64,
}

#[derive(Debug, Clone)]
enum Origin<'a> {
    File(Arc<File>),
    Bytes(&'a [u8]),
}

impl<'a> Shared<'a> {
    /// Opens a file.
    ///
    /// # Errors
    /// What the system says.
    pub(crate) fn file(path: &Path) -> io::Result<Self> {
        let file = File::open(path)?;
        let length = file.metadata()?.len();
        Ok(Self::new(Origin::File(Arc::new(file)), length))
    }

    /// Reads from memory.
    pub(crate) fn bytes(bytes: &'a [u8]) -> Self {
        Self::new(Origin::Bytes(bytes), bytes.len() as u64)
    }

    fn new(origin: Origin<'a>, length: u64) -> Self {
        Self {
            origin,
            length,
            position: 0,
            buffer: Vec::new(),
            start: 0,
        }
    }

    /// The number of bytes in all.
    pub(crate) fn length(&self) -> u64 {
        self.length
    }

    /// What is in the buffer from the current place on.
    fn ahead(&self) -> &[u8] {
        let offset = self
            .position
            .checked_sub(self.start)
            .and_then(|offset| usize::try_from(offset).ok());
        offset
            .and_then(|offset| self.buffer.get(offset..))
            .unwrap_or_default()
    }
}

impl Clone for Shared<'_> {
    fn clone(&self) -> Self {
        Self::new(self.origin.clone(), self.length)
    }
}

impl Read for Shared<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = match &self.origin {
            Origin::Bytes(bytes) => {
                let start = usize::try_from(self.position)
                    .unwrap_or(usize::MAX)
                    .min(bytes.len());
                (&bytes[start..]).read(into)?
            }
            Origin::File(file) if into.len() >= BUFFER => read_at(file, into, self.position)?,
            Origin::File(file) => {
                if self.ahead().is_empty() {
                    self.buffer.resize(BUFFER, 0);
                    // If reading fails, nothing in the buffer may count.
                    self.start = u64::MAX;
                    let read = read_at(file, &mut self.buffer, self.position)?;
                    self.buffer.truncate(read);
                    self.start = self.position;
                }
                self.ahead().read(into)?
            }
        };
        self.position += read as u64;
        Ok(read)
    }
}

impl Seek for Shared<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let position = match to {
            SeekFrom::Start(position) => Some(position),
            SeekFrom::Current(by) => self.position.checked_add_signed(by),
            SeekFrom::End(by) => self.length.checked_add_signed(by),
        };
        self.position = position.ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.position)
    }
}

#[cfg(unix)]
fn read_at(file: &File, into: &mut [u8], position: u64) -> io::Result<usize> {
    std::os::unix::fs::FileExt::read_at(file, into, position)
}

#[cfg(windows)]
fn read_at(file: &File, into: &mut [u8], position: u64) -> io::Result<usize> {
    std::os::windows::fs::FileExt::seek_read(file, into, position)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    #[test]
    fn a_file_and_memory_read_alike() {
        let bytes: Vec<u8> = (0..300_000_u32).map(|at| (at % 251) as u8).collect();
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(&bytes).unwrap();
        let mut of_file = Shared::file(file.path()).unwrap();
        let mut of_bytes = Shared::bytes(&bytes);
        assert_eq!(of_file.length(), of_bytes.length());
        for (place, length) in [
            (0, 10),
            (5, 100),
            (64_000, 3000),
            (3, 1),
            (200_000, 100_000),
            (299_999, 50),
            (400_000, 5),
        ] {
            let read = |shared: &mut Shared| {
                let mut out = vec![0; length];
                shared.seek(SeekFrom::Start(place)).unwrap();
                let read = shared.read(&mut out).unwrap();
                out.truncate(read);
                shared.read_to_end(&mut out).unwrap();
                out
            };
            assert_eq!(read(&mut of_file), read(&mut of_bytes), "{place} {length}");
        }
        let mut other = of_file.clone();
        other.seek(SeekFrom::End(-2)).unwrap();
        assert_eq!(other.read(&mut [0; 9]).unwrap(), 2);
        assert!(other.seek(SeekFrom::Current(-400_000)).is_err());
    }
}
