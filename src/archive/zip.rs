//! Zip archives. The list of members comes from the archive's own directory. Each member is
//! read by itself, so as many threads as there are can share them. The sizes that the directory
//! declares decide what is refused, before anything is unpacked.

use std::io::{self, Read};

use zip::read::{Config, OwnedZipFileEntry};
use zip::result::ZipError;
use zip::unstable::read::ZipIterable;
use zip::{CompressionMethod, ZipReadOptions};

use super::{Fault, HARMLESS, encoding};
use crate::config::ArchiveLimits;
use crate::intake::Shared;

/// The directory of a zip archive.
#[derive(Debug)]
pub(crate) struct Zip<'a> {
    shared: Shared<'a>,
    /// The members, in the order of the directory. If several have the same name, all of
    /// them are listed.
    pub entries: Vec<Entry>,
}

/// One member as the directory declares it.
#[derive(Debug)]
pub(crate) struct Entry {
    inner: OwnedZipFileEntry,
    /// Its name as found, read in the encoding that the names of this archive have.
    pub name: String,
}

impl<'a> Zip<'a> {
    /// Reads the directory.
    ///
    /// # Errors
    /// A [`Fault`], or an error of the system.
    pub(crate) fn open(shared: Shared<'a>, limits: &ArchiveLimits) -> io::Result<Self> {
        let length = shared.length();
        let mut listing = ZipIterable::try_new(shared.clone(), Config::default()).map_err(error)?;
        if listing.len() as u64 > limits.members {
            return Err(Fault::TooMany(limits.members).into());
        }
        let mut entries = Vec::with_capacity(listing.len());
        let mut encoded: Vec<(usize, Vec<u8>)> = Vec::new();
        let mut packed = 0_u64;
        for entry in listing.files().map_err(error)? {
            let inner = OwnedZipFileEntry::from(entry.map_err(error)?);
            let name = inner.name().map_err(error)?.into_owned();
            encoded.extend(
                encoding::beyond_ascii(inner.name_raw()).map(|raw| (entries.len(), raw.to_owned())),
            );
            packed = packed.saturating_add(inner.compressed_size());
            entries.push(Entry { inner, name });
        }
        let encoding = encoding::of_names(encoded.iter().map(|(_, raw)| raw.as_slice()));
        for (at, raw) in &encoded {
            if let Some(name) = encoding.read(raw) {
                entries[*at].name = name;
            }
        }
        // Members that share their bytes could unpack to far more than the archive can
        // hold.
        if packed > length {
            return Err(Fault::Overlap.into());
        }
        Ok(Self { shared, entries })
    }

    /// Whether it is a document of an office program, whichever member comes first.
    pub(crate) fn is_office(&self) -> bool {
        self.entries
            .iter()
            .any(|entry| entry.name == "[Content_Types].xml")
            || self
                .entries
                .first()
                .is_some_and(|entry| entry.name == "mimetype")
    }

    /// A reader of the archive for one thread.
    pub(crate) fn reader(&self) -> Shared<'a> {
        self.shared.clone()
    }
}

impl Entry {
    /// Whether it is a folder.
    pub(crate) fn is_folder(&self) -> bool {
        self.inner.is_dir()
    }

    /// Whether it is a link.
    pub(crate) fn is_link(&self) -> bool {
        self.inner.is_symlink()
    }

    /// Its declared size in bytes when unpacked. A member that gives more is an error.
    pub(crate) fn size(&self) -> u64 {
        self.inner.size()
    }

    /// Its size in the archive, in bytes.
    pub(crate) fn packed(&self) -> u64 {
        self.inner.compressed_size()
    }

    /// Why it must not be unpacked, if so.
    pub(crate) fn fault(&self, limits: &ArchiveLimits) -> Option<Fault> {
        let method = self.inner.compression();
        if self.inner.encrypted() {
            Some(Fault::Encrypted)
        } else if method != CompressionMethod::Stored && method != CompressionMethod::Deflated {
            Some(Fault::Method)
        } else if self.size() > limits.member_bytes {
            Some(Fault::MemberTooLarge(limits.member_bytes))
        } else if self.size() > HARMLESS && self.size() > self.packed().saturating_mul(limits.ratio)
        {
            Some(Fault::Ratio(limits.ratio))
        } else {
            None
        }
    }

    /// Its bytes, unpacked while they are read. A wrong checksum is reported as an error at
    /// the end.
    ///
    /// # Errors
    /// A [`Fault`], or an error of the system.
    pub(crate) fn open<'r>(&'r self, reader: &'r mut Shared<'_>) -> io::Result<impl Read + 'r> {
        let file = self
            .inner
            .as_ref()
            .with_reader(reader, ZipReadOptions::new())
            .map_err(error)?;
        Ok(Unpacked(file))
    }
}

/// A reader that turns its errors into faults.
struct Unpacked<R>(R);

impl<R: Read> Read for Unpacked<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.0.read(into).map_err(faulty)
    }

    fn read_to_end(&mut self, into: &mut Vec<u8>) -> io::Result<usize> {
        self.0.read_to_end(into).map_err(faulty)
    }
}

fn faulty(error: io::Error) -> io::Error {
    Fault::of(&error).map_or(error, io::Error::from)
}

/// The fault that an error of the zip library means.
fn error(error: ZipError) -> io::Error {
    match error {
        ZipError::Io(error) => faulty(error),
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => Fault::Encrypted.into(),
        ZipError::UnsupportedArchive(_) => Fault::Split.into(),
        ZipError::CompressionMethodNotSupported(_) => Fault::Method.into(),
        _ => Fault::Damaged.into(),
    }
}
