//! The standard input, kept whole. It can be read only once, and a run may need it
//! again.

use std::io::{self, Read};
use std::sync::OnceLock;

use super::Opened;

/// The standard input, once it was asked for.
#[derive(Debug, Default)]
pub(crate) struct Kept(OnceLock<Result<Vec<u8>, io::ErrorKind>>);

impl Kept {
    /// Opens the standard input from its beginning.
    ///
    /// # Errors
    /// What the system says.
    pub(crate) fn open(&self, buffer: &mut Vec<u8>) -> io::Result<Opened<'_>> {
        let kept = self.0.get_or_init(|| {
            let mut bytes = Vec::new();
            let read = io::stdin().read_to_end(&mut bytes);
            read.map(|_| bytes).map_err(|error| error.kind())
        });
        match kept {
            Ok(bytes) => Opened::new(Box::new(bytes.as_slice()), buffer),
            Err(kind) => Err((*kind).into()),
        }
    }
}
