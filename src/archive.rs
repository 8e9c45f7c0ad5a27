//! Archives as files hold them: which kind an archive is, what its members are called, how
//! large they may grow, and their bytes, one after the other. Nothing is written to disk. This
//! module does not know what the bytes of a member mean, nor that a member may be an archive
//! itself.

use std::fmt;
use std::io;

use crate::config::{Language, Message, Words};
use crate::decode::{Content, sniff};

mod encoding;
mod meter;
mod name;
mod zip;
pub(crate) use self::zip::{Entry, Zip};
pub(crate) use meter::{Meter, Metered, gunzip};
pub(crate) use name::{Named, Namer, without_gz};

/// Up to this size in bytes no member and no archive is refused as a bomb because of its ratio.
pub(crate) const HARMLESS: u64 = 1 << 20;
/// The length of a header of a tar archive, in bytes.
const TAR_HEADER: usize = 512;

/// The kinds of archives that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Members in any order, each compressed by itself.
    Zip,
    /// Members one after the other, not compressed.
    Tar,
    /// One compressed stream: a single member, or a tar archive.
    Gzip,
}

/// The kinds, by how they are called in what is said of a file's content.
const KINDS: [(&str, Kind); 3] = [("zip", Kind::Zip), ("gzip", Kind::Gzip), ("tar", Kind::Tar)];

/// Which kind of archive begins with `head`, if any. At least the first 512 bytes are needed.
/// Documents of office programs are zip archives too, but do not count.
pub(crate) fn kind(head: &[u8]) -> Option<Kind> {
    let tar = head.get(257..262) == Some(b"ustar");
    if !tar && !head.starts_with(b"PK") && !head.starts_with(b"\x1F\x8B") {
        return is_old_tar(head).then_some(Kind::Tar);
    }
    let found = sniff(head);
    let mut kinds = KINDS.into_iter();
    let own = kinds.find(|(name, _)| found == Content::Binary(name));
    own.map(|(_, kind)| kind)
}

/// Whether bytes begin like a tar archive of the time before such archives had a mark. The sum
/// over the header must be right.
fn is_old_tar(head: &[u8]) -> bool {
    let Some(header) = head.get(..TAR_HEADER) else {
        return false;
    };
    // Nearly every text is refused here, because it has no octal number followed by a zero
    // byte.
    if header[0] == 0 || !header[148..156].contains(&0) {
        return false;
    }
    let kept = header[..148].iter().chain(&header[156..]);
    let sum = kept.fold(8 * 32, |sum, byte| sum + u32::from(*byte));
    ::tar::Header::from_byte_slice(header)
        .cksum()
        .is_ok_and(|told| told == sum)
}

/// Why an archive, or a member of one, is refused. It travels within an [`io::Error`] where a
/// reader stands between.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The archive ends too early.
    Truncated,
    /// A checksum, a size or the structure is wrong.
    Damaged,
    /// It cannot be read without a password.
    Encrypted,
    /// It is compressed by a method that this program does not read.
    Method,
    /// It is one part of an archive that was split into several.
    Split,
    /// The member's name is absolute or empty, or leads out of the archive by `..`.
    EscapingName,
    /// It is an archive within an archive within an archive.
    TooDeep,
    /// A member is larger than this many bytes.
    MemberTooLarge(u64),
    /// All members together hold more than this many bytes.
    ArchiveTooLarge(u64),
    /// The archive has more members than this.
    TooMany(u64),
    /// It grows more than this many times when it is unpacked.
    Ratio(u64),
    /// Members share their bytes, or their bytes lie outside the archive.
    Overlap,
    /// Nothing in it could be an input. This is the only fault that does not mean that the
    /// archive is broken.
    Empty,
}

impl std::error::Error for Fault {}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message().get(Language::En))
    }
}

impl From<Fault> for io::Error {
    fn from(fault: Fault) -> Self {
        Self::other(fault)
    }
}

impl Fault {
    /// The fault behind an error of a reader: the one that the error carries, or else the
    /// one that its kind means. `None` for errors of the system, such as a file that may
    /// not be opened.
    pub fn of(error: &io::Error) -> Option<Self> {
        if let Some(fault) = error
            .get_ref()
            .and_then(|inner| inner.downcast_ref::<Self>())
        {
            return Some(*fault);
        }
        match error.kind() {
            io::ErrorKind::UnexpectedEof => Some(Self::Truncated),
            io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput => Some(Self::Damaged),
            // The readers of tar and zip archives say `other` where the content is wrong.
            io::ErrorKind::Other if error.raw_os_error().is_none() => Some(Self::Damaged),
            _ => None,
        }
    }

    /// The fault in words for a user.
    pub(crate) fn message(self) -> Message {
        let words = match self {
            Self::Truncated => Words::new(
                "arkivet tar slut för tidigt; hämta det på nytt, det kom inte helt",
                "the archive ends too early; fetch it again, since it did not come whole",
            ),
            Self::Damaged => Words::new(
                "arkivet är skadat: kontrollsumma, storlek eller struktur stämmer inte; hämta det på nytt",
                "the archive is damaged: a checksum, size or structure is wrong; fetch it again",
            ),
            Self::Encrypted => Words::new(
                "krypterad: ett lösenord krävs; packa upp arkivet med det och lägg filerna i mappen",
                "encrypted: a password is needed; unpack the archive with it and put the files into the folder",
            ),
            Self::Method => Words::new(
                "packad med en metod som programmet inte kan läsa; packa upp arkivet och lägg filerna i mappen",
                "compressed by a method that is not read; unpack the archive and put the files into the folder",
            ),
            Self::Split => Words::new(
                "en del av ett delat arkiv; packa upp delarna tillsammans och lägg filerna i mappen",
                "one part of a split archive; unpack the parts together and put the files into the folder",
            ),
            Self::EscapingName => Words::new(
                "namnet är tomt, absolut eller leder ut ur arkivet; spara filen för sig under ett eget namn",
                "its name is empty, absolute or leads out of the archive; save the file by itself under a name of its own",
            ),
            Self::TooDeep => Words::new(
                "ett arkiv i ett arkiv i ett arkiv: en nivå läses; packa upp det yttersta",
                "an archive within an archive within an archive: one level is read; unpack the outermost",
            ),
            Self::Overlap => Words::new(
                "arkivets filer överlappar varandra; be om ett nytt arkiv, eller om filerna var för sig",
                "the members of the archive overlap each other; ask for a new archive, or for its files one by one",
            ),
            Self::Empty => Words::new(
                "ett arkiv utan filer att läsa",
                "an archive without files to read",
            ),
            Self::MemberTooLarge(_)
            | Self::ArchiveTooLarge(_)
            | Self::TooMany(_)
            | Self::Ratio(_) => {
                return self.limit();
            }
        };
        words.into()
    }

    /// A limit that was passed, with the option that sets it.
    fn limit(self) -> Message {
        let (words, number, option) = match self {
            Self::MemberTooLarge(limit) => (
                Words::new(
                    "större uppackad än gränsen",
                    "larger unpacked than the limit",
                ),
                size(limit),
                "--max-member-size",
            ),
            Self::ArchiveTooLarge(limit) => (
                Words::new(
                    "arkivet är större uppackat än gränsen",
                    "the archive is larger unpacked than the limit",
                ),
                size(limit),
                "--max-archive-size",
            ),
            Self::TooMany(limit) => (
                Words::new(
                    "arkivet har fler filer än gränsen",
                    "the archive has more files than the limit",
                ),
                limit.to_string(),
                "--max-members",
            ),
            Self::Ratio(limit) => (
                Words::new(
                    "växer mer vid uppackning än gränsen tillåter",
                    "grows more times unpacked than the limit",
                ),
                limit.to_string(),
                "--max-ratio",
            ),
            _ => return self.message(),
        };
        let told = Words::new(
            "{words}, {number} ({option}); höj gränsen, eller packa upp arkivet och lägg filerna i mappen",
            "{words}, {number} ({option}); raise the limit, or unpack the archive and put the files into the folder",
        );
        told.within("words", words)
            .with("number", number)
            .with("option", option)
    }
}

/// A number of bytes, in the largest unit in which it is a whole number.
fn size(bytes: u64) -> String {
    let units = [(30, "GiB"), (20, "MiB"), (10, "KiB")];
    match units
        .into_iter()
        .find(|(shift, _)| bytes > 0 && bytes.trailing_zeros() >= *shift)
    {
        Some((shift, unit)) => format!("{} {unit}", bytes >> shift),
        None => format!("{bytes} B"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_known_by_content() {
        let mut old = ::tar::Header::new_old();
        old.set_path("a.txt").unwrap();
        old.set_size(3);
        old.set_cksum();
        let mut ustar = ::tar::Header::new_ustar();
        ustar.set_path("a.txt").unwrap();
        ustar.set_cksum();
        assert_eq!(kind(old.as_bytes()), Some(Kind::Tar));
        assert_eq!(kind(ustar.as_bytes()), Some(Kind::Tar));
        assert_eq!(kind(b"\x1F\x8B\x08\0\0\0\0\0"), Some(Kind::Gzip));
        assert_eq!(kind(b"PK\x05\x06\0\0\0\0"), Some(Kind::Zip));
        assert_eq!(kind(b"PK sade att han inte mindes"), None);
        assert_eq!(kind(&[b'7'; 1024]), None);
        assert_eq!(kind(&[0; 1024]), None);
        assert_eq!(kind(b""), None);
    }

    #[test]
    fn limits_are_told_with_their_option() {
        let told = Fault::MemberTooLarge(3 << 20).message().get(Language::En);
        assert_eq!(
            told,
            "larger unpacked than the limit, 3 MiB (--max-member-size); raise the limit, or unpack the archive and put the files into the folder"
        );
        assert_eq!(size(1500), "1500 B");
        assert!(
            Fault::Ratio(200)
                .message()
                .get(Language::Sv)
                .contains("200")
        );
    }

    #[test]
    fn faults_travel_within_errors() {
        assert_eq!(Fault::of(&Fault::Encrypted.into()), Some(Fault::Encrypted));
        assert_eq!(
            Fault::of(&io::ErrorKind::UnexpectedEof.into()),
            Some(Fault::Truncated)
        );
        assert_eq!(Fault::of(&io::ErrorKind::PermissionDenied.into()), None);
    }
}
