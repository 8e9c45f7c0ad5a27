//! The encoding of names in a zip archive whose members do not say that they are UTF-8. All
//! names have the same encoding. Which one it is, is decided by the letters that come out.

use encoding_rs::{Encoding, MACINTOSH, WINDOWS_1252};

/// An encoding of names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Names {
    /// UTF-8 that is not marked as such, as programs of other systems write it.
    Utf8,
    /// Code page 437 or 850. Both have the same Swedish letters, and the library reads it.
    Dos,
    /// Another one.
    Other(&'static Encoding),
}

/// The bytes of a name that is not plain ASCII. In ASCII all encodings agree.
pub(super) fn beyond_ascii(raw: &[u8]) -> Option<&[u8]> {
    (!raw.is_ascii()).then_some(raw)
}

/// Finds the encoding of all names of an archive.
pub(super) fn of_names<'n>(names: impl Iterator<Item = &'n [u8]> + Clone) -> Names {
    let others = names.filter(|raw| std::str::from_utf8(raw).is_err());
    let score = |letter: fn(u8) -> i32| -> i32 {
        others
            .clone()
            .flatten()
            .filter(|byte| !byte.is_ascii())
            .map(|byte| letter(*byte))
            .sum()
    };
    if others.clone().next().is_none() {
        return Names::Utf8;
    }
    let scores = [
        (score(dos), Names::Dos),
        (
            score(|byte| telling(WINDOWS_1252, byte)),
            Names::Other(WINDOWS_1252),
        ),
        (
            score(|byte| telling(MACINTOSH, byte)),
            Names::Other(MACINTOSH),
        ),
    ];
    // Of encodings that fit equally well the first is taken: that of the standard.
    let best = scores.into_iter().rev().max_by_key(|(score, _)| *score);
    best.map_or(Names::Dos, |(_, names)| names)
}

impl Names {
    /// A name in this encoding, or `None` if the library has read it right already. A name
    /// that is valid UTF-8 is read as UTF-8, whatever the others are.
    pub(super) fn read(self, raw: &[u8]) -> Option<String> {
        match (std::str::from_utf8(raw), self) {
            (Ok(name), _) => Some(name.to_owned()),
            (Err(_), Self::Utf8 | Self::Dos) => None,
            (Err(_), Self::Other(encoding)) => {
                Some(encoding.decode_without_bom_handling(raw).0.into_owned())
            }
        }
    }
}

/// How well a byte suits a Swedish name if it is read in an encoding.
fn telling(encoding: &'static Encoding, byte: u8) -> i32 {
    match encoding
        .decode_without_bom_handling(&[byte])
        .0
        .chars()
        .next()
    {
        Some('å' | 'ä' | 'ö' | 'Å' | 'Ä' | 'Ö') => 2,
        Some(letter) if letter.is_alphabetic() => 1,
        _ => -2,
    }
}

/// How well a byte suits a Swedish name in code page 437, which has letters first, then signs
/// and pieces of frames.
fn dos(byte: u8) -> i32 {
    match byte {
        0x86 | 0x84 | 0x94 | 0x8F | 0x8E | 0x99 => 2,
        0x80..=0x9A | 0xA0..=0xA5 => 1,
        _ => -2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_in_the_encoding_whose_letters_come_out() {
        let read = |raw: &[u8]| of_names([raw].into_iter()).read(raw);
        let (text, _, _) = WINDOWS_1252.encode("anmälan å Ö.txt");
        assert_eq!(read(&text).as_deref(), Some("anmälan å Ö.txt"));
        let (text, _, _) = MACINTOSH.encode("anmälan å.txt");
        assert_eq!(read(&text).as_deref(), Some("anmälan å.txt"));
        assert_eq!(
            read("anmälan å.txt".as_bytes()).as_deref(),
            Some("anmälan å.txt")
        );
        assert_eq!(
            of_names([&b"anm\x84lan \x86.txt"[..]].into_iter()),
            Names::Dos
        );
        assert_eq!(
            read(b"anm\x84lan \x86.txt"),
            None,
            "the library has read it"
        );
    }
}
