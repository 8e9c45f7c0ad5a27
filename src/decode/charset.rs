//! The encoding of a text that is decoded piece by piece.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};

use super::coding::{Coding, DOUBLED};
use super::guess::eight_bit;
use super::normal::{is_surely_nfc, normalised};
use super::{mixed, older, wide};

/// The encoding of a text that is decoded piece by piece, such as the cells of
/// a table.
#[derive(Debug, Clone, Copy)]
pub struct Charset(pub(super) Coding);

impl Charset {
    /// The encoding of text that is decoded already.
    pub(crate) const UTF_8: Self = Self(Coding::Utf8);

    /// The encoding of a text, recognised by its beginning.
    pub fn of(head: &[u8]) -> Self {
        if let Some(rest) = head.strip_prefix(b"\xEF\xBB\xBF") {
            return std::str::from_utf8(rest).map_or(Self::UTF_8, Self::single);
        }
        if let Some(coding) = wide::of(head) {
            return Self(coding.into());
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

    /// The encoding with this label, as web standards define labels. Those of DOS and
    /// UTF-32 are known, too.
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

    /// Whether a character has two or four bytes. Then no cell can be recognised before the
    /// whole is decoded.
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

    /// Bytes that are text already, so that each piece of them is text, too: UTF-8 in
    /// normal form C.
    pub(crate) fn plain(self, bytes: &[u8]) -> Option<&str> {
        let is_plain = self.is_utf_8() && is_surely_nfc(bytes);
        is_plain.then(|| simdutf8::basic::from_utf8(bytes).ok())?
    }

    /// A piece as text, in normal form C.
    pub fn text(self, bytes: &[u8]) -> Cow<'_, str> {
        normalised(mixed::decoded(bytes, self.0))
    }
}
