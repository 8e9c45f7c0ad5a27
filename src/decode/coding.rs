//! How characters are written as bytes: the encodings that are read, and their names in
//! files.csv.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};

use super::older;
use super::wide::{self, Order, Wide};

/// The name of UTF-8 that was encoded twice.
pub(super) const DOUBLED: &str = "utf-8 (doubled)";

/// How characters are written as bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Coding {
    /// UTF-8.
    Utf8,
    /// Another encoding of the web standards.
    Web(&'static Encoding),
    /// Four bytes a character.
    Utf32(Order),
    /// A code page of DOS.
    Dos(older::Page),
    /// UTF-8 that was encoded twice.
    Doubled,
}

impl Coding {
    pub(super) fn decode(self, bytes: &[u8]) -> Cow<'_, str> {
        match self {
            Self::Utf8 => String::from_utf8_lossy(bytes),
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
            Self::Utf32(Order::Little) => "utf-32le",
            Self::Utf32(Order::Big) => "utf-32be",
            Self::Dos(older::Page::Dos850) => "ibm850",
            Self::Dos(older::Page::Dos437) => "ibm437",
            Self::Doubled => DOUBLED,
        }
    }
}

impl From<Wide> for Coding {
    fn from(wide: Wide) -> Self {
        match wide {
            Wide::Utf16(Order::Little) => Self::Web(UTF_16LE),
            Wide::Utf16(Order::Big) => Self::Web(UTF_16BE),
            Wide::Utf32(order) => Self::Utf32(order),
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

/// The name of an encoding in lower case.
pub(super) fn name(encoding: &'static Encoding) -> &'static str {
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
