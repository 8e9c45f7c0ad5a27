//! How characters are written as bytes: the encodings that are read, their names in
//! files.csv, and which of them bytes are likeliest in.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::normal::{is_surely_nfc, normalised};
use super::{mixed, older, wide};

/// The name of UTF-8 that was encoded twice.
pub(super) const DOUBLED: &str = "utf-8 (doubled)";

/// How characters are written as bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Coding {
    /// UTF-8, also where single characters are in an older encoding.
    Utf8,
    /// Another encoding that the web knows.
    Web(&'static Encoding),
    /// Four bytes a character.
    Utf32(wide::Order),
    /// A code page of DOS.
    Dos(older::Page),
    /// UTF-8 that was encoded twice.
    Doubled,
}

impl Coding {
    pub(super) fn decode(self, bytes: &[u8]) -> Cow<'_, str> {
        match self {
            Self::Utf8 => std::str::from_utf8(bytes)
                .map_or_else(|_| Cow::Owned(mixed::decode(bytes)), Cow::Borrowed),
            Self::Web(encoding) => encoding.decode_without_bom_handling(bytes).0,
            Self::Utf32(order) => Cow::Owned(wide::utf_32(bytes, order)),
            Self::Dos(page) => Cow::Owned(page.decode(bytes)),
            Self::Doubled => {
                Cow::Owned(older::undoubled(&String::from_utf8_lossy(bytes)).into_owned())
            }
        }
    }

    /// The name as in files.csv.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Web(encoding) => name(encoding),
            Self::Utf32(wide::Order::Little) => "utf-32le",
            Self::Utf32(wide::Order::Big) => "utf-32be",
            Self::Dos(older::Page::Dos850) => "ibm850",
            Self::Dos(older::Page::Dos437) => "ibm437",
            Self::Doubled => DOUBLED,
        }
    }
}

impl From<&'static Encoding> for Coding {
    fn from(encoding: &'static Encoding) -> Self {
        if encoding == encoding_rs::UTF_8 {
            Self::Utf8
        } else {
            Self::Web(encoding)
        }
    }
}

/// The encoding of a text that is decoded piece by piece, such as the cells of
/// a table.
#[derive(Debug, Clone, Copy)]
pub struct Charset(pub(super) Coding);

impl Charset {
    /// That of text which is decoded already.
    pub(crate) const UTF_8: Self = Self(Coding::Utf8);

    /// The encoding of a text, told by its beginning.
    pub fn of(head: &[u8]) -> Self {
        if let Some(rest) = head.strip_prefix(b"\xEF\xBB\xBF") {
            return std::str::from_utf8(rest).map_or(Self::UTF_8, Self::single);
        }
        if let Some(coding) = wide::of(head) {
            return Self(coding);
        }
        match std::str::from_utf8(head) {
            Ok(text) => Self::single(text),
            Err(error) if error.error_len().is_none() => {
                Self::single(std::str::from_utf8(&head[..error.valid_up_to()]).unwrap_or_default())
            }
            Err(_) if mixed::is_mostly_utf_8(head) => Self::UTF_8,
            Err(_) => Self(eight_bit(head)),
        }
    }

    fn single(text: &str) -> Self {
        let is_doubled =
            older::may_be_doubled(text) && matches!(older::undoubled(text), Cow::Owned(_));
        if is_doubled {
            Self(Coding::Doubled)
        } else {
            Self::UTF_8
        }
    }

    /// The encoding of this label, as the web knows labels; also those of DOS and UTF-32.
    pub(crate) fn named(label: &str) -> Option<Self> {
        Some(Self(match label.trim().to_ascii_lowercase().as_str() {
            "ibm850" | "cp850" | "850" => Coding::Dos(older::Page::Dos850),
            "ibm437" | "cp437" | "437" => Coding::Dos(older::Page::Dos437),
            "utf-32" | "utf-32le" => Coding::Utf32(wide::Order::Little),
            "utf-32be" => Coding::Utf32(wide::Order::Big),
            DOUBLED => Coding::Doubled,
            _ => Encoding::for_label(label.as_bytes())?.into(),
        }))
    }

    /// Whether a character has two or four bytes, so that no cell can be told without
    /// decoding the whole.
    pub(crate) fn is_wide(self) -> bool {
        match self.0 {
            Coding::Utf32(_) => true,
            Coding::Web(encoding) => encoding == UTF_16LE || encoding == UTF_16BE,
            Coding::Utf8 | Coding::Dos(_) | Coding::Doubled => false,
        }
    }

    /// The name as in files.csv.
    pub(crate) fn name(self) -> &'static str {
        self.0.name()
    }

    /// Whether it is UTF-8.
    pub(crate) fn is_utf_8(self) -> bool {
        self.0 == Coding::Utf8
    }

    /// Bytes that are text as they stand, so that each piece of them is too: UTF-8 in
    /// normal form C.
    pub(crate) fn plain(self, bytes: &[u8]) -> Option<&str> {
        let is_plain = self.is_utf_8() && is_surely_nfc(bytes);
        is_plain.then(|| simdutf8::basic::from_utf8(bytes).ok())?
    }

    /// A piece as text, in normal form C.
    pub fn text(self, bytes: &[u8]) -> Cow<'_, str> {
        normalised(self.0.decode(bytes))
    }
}

/// The name of an encoding in lower case.
fn name(encoding: &'static Encoding) -> &'static str {
    match encoding.name() {
        "UTF-16LE" => "utf-16le",
        "UTF-16BE" => "utf-16be",
        "windows-1250" => "windows-1250",
        "windows-1257" => "windows-1257",
        "ISO-8859-2" => "iso-8859-2",
        "ISO-8859-4" => "iso-8859-4",
        "macintosh" => "macintosh",
        _ => "windows-1252",
    }
}

/// The likeliest encoding of one byte a character.
pub(super) fn eight_bit(bytes: &[u8]) -> Coding {
    // In Windows-1252 these are å and Å, which no Swedish text of any length lacks
    // and which other alphabets seldom need; with them no guess is made.
    if bytes.iter().any(|byte| matches!(byte, 0xE5 | 0xC5)) {
        return Coding::Web(WINDOWS_1252);
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let guess = detector.guess(Some(b"se"), Utf8Detection::Deny);
    let usual = if name(guess) == "windows-1252" {
        WINDOWS_1252
    } else {
        guess
    };
    older::likeliest(bytes, usual)
}
