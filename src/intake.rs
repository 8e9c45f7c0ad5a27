//! The bytes of one source, whole or in blocks that end at lines, and its digest.
//! Nothing is mapped into memory, so a file that shrinks while it is read cannot end
//! the run. This module does not know what the bytes mean.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

mod failure;
mod kept;
mod shared;

pub(crate) use failure::Failure;
pub(crate) use kept::Kept;
pub(crate) use shared::Shared;

/// How much is read at first. It is enough for most notifications.
const FIRST: usize = 64 * 1024;
/// The size of one block of a long source.
const BLOCK: usize = 1024 * 1024;

/// A source that is open, with its first bytes.
pub(crate) struct Opened<'a> {
    stream: Box<dyn Read + 'a>,
    /// Whether everything was read.
    at_end: bool,
}

impl<'a> Opened<'a> {
    /// Opens a file and reads its beginning into `buffer`, which is emptied first.
    ///
    /// # Errors
    /// What the system says: the file vanished, or may not be opened.
    pub(crate) fn file(path: &Path, buffer: &mut Vec<u8>) -> io::Result<Self> {
        Self::new(Box::new(File::open(path)?), buffer)
    }

    /// Takes the standard input.
    ///
    /// # Errors
    /// What the system says.
    pub(crate) fn stdin(buffer: &mut Vec<u8>) -> io::Result<Self> {
        Self::new(Box::new(io::stdin()), buffer)
    }

    /// Takes a stream that is already open, such as a member of an archive.
    ///
    /// # Errors
    /// What the stream says.
    pub(crate) fn new(stream: Box<dyn Read + 'a>, buffer: &mut Vec<u8>) -> io::Result<Self> {
        buffer.clear();
        let mut opened = Self {
            stream,
            at_end: false,
        };
        opened.fill(buffer, FIRST)?;
        Ok(opened)
    }

    /// Whether the buffer holds all there is.
    pub(crate) fn is_complete(&self) -> bool {
        self.at_end
    }

    /// Reads the rest into `buffer`, up to `limit` bytes in all. Returns whether that
    /// was everything.
    ///
    /// # Errors
    /// What the system says.
    pub(crate) fn rest(&mut self, buffer: &mut Vec<u8>, limit: usize) -> io::Result<bool> {
        while !self.at_end && buffer.len() < limit {
            let wanted = (buffer.len() * 2).clamp(FIRST, limit);
            self.fill(buffer, wanted)?;
        }
        Ok(self.at_end)
    }

    /// The stream from the place that was reached.
    pub(crate) fn into_rest(self) -> Box<dyn Read + 'a> {
        self.stream
    }

    /// Reads to the next line end that is at least [`BLOCK`] bytes on. What was read
    /// beyond it begins the next block and is returned, in a spare buffer if there is
    /// one. `None` at the end.
    ///
    /// # Errors
    /// What the system says. `InvalidData` for a line longer than `limit`.
    pub(crate) fn block(
        &mut self,
        carried: Vec<u8>,
        limit: usize,
        spare: &mut Vec<Vec<u8>>,
    ) -> io::Result<Option<(Vec<u8>, Vec<u8>)>> {
        let mut block = carried;
        let mut wanted = BLOCK;
        loop {
            self.fill(&mut block, wanted)?;
            if self.at_end {
                return Ok((!block.is_empty()).then(|| (block, Vec::new())));
            }
            if let Some(end) = memchr::memrchr(b'\n', &block) {
                let mut rest = spare.pop().unwrap_or_default();
                rest.clear();
                rest.extend_from_slice(&block[end + 1..]);
                block.truncate(end + 1);
                return Ok(Some((block, rest)));
            }
            if block.len() >= limit {
                return Err(io::ErrorKind::InvalidData.into());
            }
            wanted = block.len() + BLOCK;
        }
    }

    /// The stream from its beginning; `head` was read from it already.
    pub(crate) fn again(self, head: Vec<u8>) -> Box<dyn Read + 'a> {
        Box::new(io::Cursor::new(head).chain(self.stream))
    }

    /// Hashes the rest without keeping it. Returns its length.
    ///
    /// # Errors
    /// What the system says.
    pub(crate) fn hash_rest(&mut self, hasher: &mut blake3::Hasher) -> io::Result<u64> {
        let mut total = 0;
        let mut buffer = Vec::new();
        while !self.at_end {
            buffer.clear();
            self.fill(&mut buffer, BLOCK)?;
            hasher.update(&buffer);
            total += buffer.len() as u64;
        }
        Ok(total)
    }

    /// Reads until the buffer holds `wanted` bytes or nothing comes any more.
    fn fill(&mut self, buffer: &mut Vec<u8>, wanted: usize) -> io::Result<()> {
        let missing = wanted.saturating_sub(buffer.len());
        if missing == 0 || self.at_end {
            return Ok(());
        }
        buffer.reserve(missing);
        let read = self
            .stream
            .by_ref()
            .take(missing as u64)
            .read_to_end(buffer)?;
        self.at_end = read < missing;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    #[test]
    fn blocks_end_at_lines_and_lose_nothing() {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        let line = format!("{}\n", "x".repeat(999));
        let text = line.repeat(10_000);
        file.write_all(text.as_bytes()).unwrap();
        let mut carried = Vec::new();
        let mut opened = Opened::file(file.path(), &mut carried).unwrap();
        let mut joined = Vec::new();
        while let Some((block, rest)) = opened.block(carried, 1 << 26, &mut Vec::new()).unwrap() {
            assert!(block.ends_with(b"\n"));
            joined.extend_from_slice(&block);
            carried = rest;
        }
        assert_eq!(joined, text.as_bytes());
    }

    #[test]
    fn a_small_file_is_complete_at_once() {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(b"abc").unwrap();
        let mut buffer = vec![1, 2, 3, 4];
        let opened = Opened::file(file.path(), &mut buffer).unwrap();
        assert!(opened.is_complete());
        assert_eq!(buffer, b"abc");
    }
}
