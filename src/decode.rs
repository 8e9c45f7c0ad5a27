//! Bytes to text: encoding, byte order mark, normal form; and what a file is by
//! its content. It never fails: text that is broken shows U+FFFD. It does not
//! know formats of notifications, only text from other matter.

use std::borrow::Cow;

mod charset;
mod coding;
mod guess;
mod mixed;
mod normal;
mod older;
mod sniff;
mod wide;

pub use charset::Charset;
pub(crate) use normal::normalised;
pub(crate) use sniff::{Content, sniff};

use coding::{Coding, DOUBLED};
use guess::eight_bit;

/// A text read from bytes, in normal form C, without byte order mark and ligatures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded<'a> {
    /// The text; borrowed when the bytes were already such a text.
    pub text: Cow<'a, str>,
    /// The encoding, as in files.csv: `utf-8`, `utf-16le`, `utf-16be`, `utf-32le`,
    /// `utf-32be`, `windows-1252` (also for ISO-8859-1) and its few neighbours, `macintosh`,
    /// `ibm850`, `ibm437`, `utf-8 (doubled)` for UTF-8 that was encoded twice, and
    /// `utf-8 (mixed)` for UTF-8 with words in an older encoding.
    pub encoding: &'static str,
}

impl Decoded<'_> {
    /// Whether its characters had two or four bytes, so that no cell of a table could be
    /// told before decoding.
    pub(crate) fn was_wide(&self) -> bool {
        self.encoding.starts_with("utf-16") || self.encoding.starts_with("utf-32")
    }
}

/// The name of UTF-8 with words in an older encoding.
const MIXED: &str = "utf-8 (mixed)";

/// Reads `bytes` as text: by byte order mark, as UTF-8, as UTF-16 or UTF-32 by their zero
/// bytes, else as the likeliest western encoding. Lines that end with CR alone
/// end with LF.
pub fn decode(bytes: &[u8]) -> Decoded<'_> {
    decode_as(bytes, None)
}

/// The same, in the encoding told; a byte order mark says more than that.
pub(crate) fn decode_as(bytes: &[u8], told: Option<Charset>) -> Decoded<'_> {
    let (text, encoding) = as_written(bytes, told.map(|Charset(coding)| coding));
    Decoded {
        text: with_line_feeds(normalised(text)),
        encoding,
    }
}

/// The text as it stands in the bytes, and the name of its encoding.
fn as_written(bytes: &[u8], told: Option<Coding>) -> (Cow<'_, str>, &'static str) {
    if let Some(rest) = bytes.strip_prefix(b"\xEF\xBB\xBF") {
        return utf_8(rest);
    }
    if let Some(coding) = wide::by_mark(bytes).map(Coding::from) {
        let (text, name) = (coding.decode(bytes), coding.name());
        return (without_mark(text), name);
    }
    if let Some(coding) = told
        .or_else(|| wide::of(bytes).map(Coding::from))
        .filter(|coding| *coding != Coding::Utf8)
    {
        return (coding.decode(bytes), coding.name());
    }
    if let Ok(text) = simdutf8::basic::from_utf8(bytes) {
        return single(text);
    }
    let is_cut = std::str::from_utf8(bytes).is_err_and(|error| error.error_len().is_none());
    if told.is_some() || is_cut || mixed::is_mostly_utf_8(bytes) {
        return utf_8(bytes);
    }
    let coding = eight_bit(bytes);
    (coding.decode(bytes), coding.name())
}

/// Text in UTF-8 and the name of that, which tells whether all of it is.
fn utf_8(bytes: &[u8]) -> (Cow<'_, str>, &'static str) {
    match std::str::from_utf8(bytes) {
        Ok(text) => single(text),
        Err(error) => {
            let name = if error.error_len().is_none() {
                Coding::Utf8.name()
            } else {
                MIXED
            };
            (Cow::Owned(mixed::decode(bytes)), name)
        }
    }
}

/// A text without the byte order mark that it begins with.
fn without_mark(text: Cow<'_, str>) -> Cow<'_, str> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.trim_start_matches('\u{feff}')),
        Cow::Owned(text) => match text.strip_prefix('\u{feff}') {
            Some(rest) => Cow::Owned(rest.to_owned()),
            None => Cow::Owned(text),
        },
    }
}

/// UTF-8 as it was before it was encoded once more, if it was.
fn single(text: &str) -> (Cow<'_, str>, &'static str) {
    if older::may_be_doubled(text)
        && let Cow::Owned(text) = older::undoubled(text)
    {
        return (Cow::Owned(text), DOUBLED);
    }
    (Cow::Borrowed(text), Coding::Utf8.name())
}

/// What the lines of a text end with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LineEnd {
    /// LF.
    Lf,
    /// CR LF.
    CrLf,
    /// CR alone, as old systems wrote it.
    Cr,
}

impl LineEnd {
    /// The line end of a text, told by the first that stands in no quotes.
    pub(crate) fn of(head: &[u8]) -> Self {
        let mut is_quoted = false;
        for at in memchr::memchr3_iter(b'"', b'\n', b'\r', head) {
            match head[at] {
                b'"' => is_quoted ^= at == 0 || head[at - 1] != b'\\',
                _ if is_quoted => {}
                b'\r' if head.get(at + 1) == Some(&b'\n') => return Self::CrLf,
                b'\r' => return Self::Cr,
                _ => return Self::Lf,
            }
        }
        Self::Lf
    }

    /// The byte behind which the next line begins.
    pub(crate) fn last(self) -> u8 {
        if self == Self::Cr { b'\r' } else { b'\n' }
    }
}

/// `text` with LF at its line ends where it has CR alone, so that whoever counts
/// lines counts them too.
fn with_line_feeds(text: Cow<'_, str>) -> Cow<'_, str> {
    if LineEnd::of(text.as_bytes()) == LineEnd::Cr {
        Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n"))
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use encoding_rs::WINDOWS_1252;
    use proptest::prelude::*;
    use unicode_normalization::UnicodeNormalization;

    use super::*;

    const TEXT: &str = "1. Organisationens namn *\r\nÅre kommun – så här\r\n";

    fn utf_16_bytes(text: &str, little: bool) -> Vec<u8> {
        text.encode_utf16()
            .flat_map(|unit| {
                if little {
                    unit.to_le_bytes()
                } else {
                    unit.to_be_bytes()
                }
            })
            .collect()
    }

    fn utf_32_bytes(text: &str, bytes: fn(u32) -> [u8; 4]) -> Vec<u8> {
        text.chars()
            .flat_map(|char| bytes(u32::from(char)))
            .collect()
    }

    #[test]
    fn the_same_text_in_every_encoding() {
        let (windows, _, _) = WINDOWS_1252.encode(TEXT);
        let with_mark = |mark: &[u8], rest: &[u8]| [mark, rest].concat();
        for (bytes, encoding) in [
            (TEXT.as_bytes().to_vec(), "utf-8"),
            (with_mark(b"\xEF\xBB\xBF", TEXT.as_bytes()), "utf-8"),
            (
                with_mark(b"\xFF\xFE", &utf_16_bytes(TEXT, true)),
                "utf-16le",
            ),
            (
                with_mark(b"\xFE\xFF", &utf_16_bytes(TEXT, false)),
                "utf-16be",
            ),
            (utf_16_bytes(TEXT, true), "utf-16le"),
            (utf_16_bytes(TEXT, false), "utf-16be"),
            (
                with_mark(b"\xFF\xFE\0\0", &utf_32_bytes(TEXT, u32::to_le_bytes)),
                "utf-32le",
            ),
            (
                with_mark(b"\0\0\xFE\xFF", &utf_32_bytes(TEXT, u32::to_be_bytes)),
                "utf-32be",
            ),
            (utf_32_bytes(TEXT, u32::to_le_bytes), "utf-32le"),
            (utf_32_bytes(TEXT, u32::to_be_bytes), "utf-32be"),
            (windows.to_vec(), "windows-1252"),
            (TEXT.nfd().collect::<String>().into_bytes(), "utf-8"),
        ] {
            let decoded = decode(&bytes);
            assert_eq!((&*decoded.text, decoded.encoding), (TEXT, encoding));
            assert_eq!(sniff(&bytes), Content::Text);
            assert_eq!(Charset::of(&bytes).name(), encoding);
        }
        for mark in [&b"\xFF\xFE\0\0"[..], b"\0\0\xFE\xFF", b"\xFE\xFF"] {
            assert_eq!(sniff(mark), Content::Empty);
        }
    }

    #[test]
    fn lines_that_end_with_cr_alone_end_with_lf() {
        assert_eq!(decode(b"one\rtwo\r").text, "one\ntwo\n");
        assert_eq!(decode(b"one\rtwo\r\nthree").text, "one\ntwo\nthree");
        for (text, end) in [
            ("a\nb\r", LineEnd::Lf),
            ("a\r\nb", LineEnd::CrLf),
            ("a\rb", LineEnd::Cr),
            ("a", LineEnd::Lf),
        ] {
            assert_eq!(LineEnd::of(text.as_bytes()), end, "{text:?}");
        }
        assert_eq!(
            LineEnd::of(b"\"a\nb\",c\rd"),
            LineEnd::Cr,
            "a line end within a cell"
        );
        assert_eq!(LineEnd::of(br#"{"a": "\"b"}"#), LineEnd::Lf);
        assert_eq!(
            LineEnd::of(b"{\"a\": \"\\\"\"}\rb\r\n"),
            LineEnd::Cr,
            "an escaped quote"
        );
    }

    #[test]
    fn utf_8_is_borrowed() {
        let text = "Rättelse – ”så här” • 10 €\u{a0}kr ☒";
        assert!(matches!(decode(text.as_bytes()).text, Cow::Borrowed(_)));
        assert!(matches!(
            decode("Ελληνικά 😀".as_bytes()).text,
            Cow::Borrowed(_)
        ));
    }

    #[test]
    fn broken_utf_8_stays_utf_8() {
        let cut = &"Åtgärder på området å".as_bytes()[.."Åtgärder på området å".len() - 1];
        assert_eq!(decode(cut).encoding, "utf-8");
        assert!(decode(cut).text.ends_with('\u{fffd}'));
        let cut_within = [TEXT.as_bytes(), b"\xC3 \xE2\x80."].concat();
        assert!(decode(&cut_within).text.ends_with("\u{fffd} \u{fffd}."));
    }

    #[test]
    fn words_in_an_older_encoding_are_read_by_themselves() {
        for word in [
            &b"Vilka \xE5tg\xE4rder"[..],
            b"Vilka \x86tg\x84rder",
            b"Vilka \x8Ctg\x8Arder",
        ] {
            let bytes = [TEXT.as_bytes(), word, "\nRättelse på så vis".as_bytes()].concat();
            let expected = format!("{TEXT}Vilka åtgärder\nRättelse på så vis");
            let decoded = decode(&bytes);
            assert_eq!(
                (&*decoded.text, decoded.encoding),
                (&*expected, "utf-8 (mixed)")
            );
            let with_mark = [b"\xEF\xBB\xBF", &bytes[..]].concat();
            assert_eq!(decode(&with_mark), decoded);
            // The same where it is read cell by cell.
            assert_eq!(Charset::of(&bytes).text(&bytes), expected);
            assert_eq!(Charset::UTF_8.text(word), "Vilka åtgärder");
        }
    }

    #[test]
    fn short_western_text_is_windows_1252() {
        for bytes in [&b"Sm\xF6rg\xE5s"[..], b"\xD6vrigt", b"H\xE4lsa \x96 ja"] {
            assert_eq!(decode(bytes).encoding, "windows-1252");
        }
        assert_eq!(decode(b"\xD6vrigt").text, "Övrigt");
    }

    #[test]
    fn doubles_of_characters_are_unified() {
        assert_eq!(
            decode("\u{212b}re, 3 k\u{2126}".as_bytes()).text,
            "Åre, 3 kΩ"
        );
    }

    #[test]
    fn ligatures_are_written_out() {
        assert_eq!(
            decode("När inträ\u{fb00}ade, o\u{fb03}ciell \u{fb01}l".as_bytes()).text,
            "När inträffade, officiell fil"
        );
        // What combines with the end of a ligature combines with its letter.
        assert_eq!(decode("\u{fb01}\u{301}".as_bytes()).text, "fí");
    }

    proptest! {
        #[test]
        fn any_bytes_decode_to_normal_form(bytes in any::<Vec<u8>>()) {
            let decoded = decode(&bytes);
            prop_assert!(unicode_normalization::is_nfc(&decoded.text));
            let _ = sniff(&bytes);
        }

        #[test]
        fn any_text_survives(text in "[ -~åäöÅÄÖé–\u{0300}-\u{0330}\u{2000}-\u{212f}\u{2329}]{0,40}") {
            let decoded = decode(text.as_bytes());
            prop_assert_eq!(&*decoded.text, &*text.nfc().collect::<String>());
        }
    }
}
