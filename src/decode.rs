//! Turns bytes into text: encoding, byte order mark, normal form. It also says what a file is
//! by its content. It never fails, because broken text shows U+FFFD in its place. It does not
//! know the formats of notifications. It only knows text from other content.

use std::borrow::Cow;

mod charset;
mod coding;
mod guess;
mod joined;
mod lost;
mod misread;
mod mixed;
mod normal;
mod older;
mod sniff;
mod wide;

pub use charset::Charset;
pub(crate) use normal::normalised;
pub(crate) use sniff::{Content, is_pdf, sniff, without_padding};

use coding::{Coding, DOUBLED};
use guess::eight_bit;

/// A text read from bytes, in normal form C, without byte order mark and ligatures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded<'a> {
    /// The text. It is borrowed if the bytes were such a text already.
    pub text: Cow<'a, str>,
    /// The encoding, as in files.csv: `utf-8`, `utf-16le`, `utf-16be`, `utf-32le`,
    /// `utf-32be`, `windows-1252` (also for ISO-8859-1) and its few neighbours, `macintosh`,
    /// `ibm850`, `ibm437`, `utf-8 (doubled)` for UTF-8 that was encoded twice,
    /// `utf-8 (mixed)` for UTF-8 with words in an older encoding, `mixed` for joined texts
    /// in several encodings, `misread` for a text that was decoded wrongly once, and
    /// `letters lost` for one whose letters outside of ASCII are gone.
    pub encoding: &'static str,
}

impl Decoded<'_> {
    /// Whether its characters had two or four bytes, so that no cell of a table could be
    /// told before decoding.
    pub(crate) fn was_wide(&self) -> bool {
        self.encoding.starts_with("utf-16") || self.encoding.starts_with("utf-32")
    }
}

/// The name of UTF-8 that holds words in an older encoding.
const MIXED: &str = "utf-8 (mixed)";
/// The name of texts in several encodings, one after another.
const JOINED: &str = "mixed";
/// The name of a text that a program once decoded as something else.
const MISREAD: &str = "misread";
/// The name of a text that lost its letters outside of ASCII.
const LOST: &str = "letters lost";

/// Reads `bytes` as text. The byte order mark decides the encoding, or the text is valid UTF-8,
/// or its zero bytes show UTF-16 or UTF-32. Else the likeliest western encoding is taken. Where
/// texts in several encodings were joined, each is read in its own. A copy of the form whose
/// letters were garbled has those of the form's words again. Line ends that are CR alone become
/// LF.
pub fn decode(bytes: &[u8]) -> Decoded<'_> {
    decode_as(bytes, None)
}

/// Reads `bytes` as text in the given encoding. A byte order mark overrules it.
pub(crate) fn decode_as(bytes: &[u8], told: Option<Charset>) -> Decoded<'_> {
    let (text, encoding) = as_written(bytes, told.map(|Charset(coding)| coding));
    let (text, encoding) = with_letters(normalised(text), encoding);
    Decoded {
        text: with_line_feeds(text),
        encoding,
    }
}

/// The text with the letters that a copy of the form lost, as far as the words of the form tell
/// them, and the name of its encoding. Each of joined copies is looked at by itself.
fn with_letters<'t>(text: Cow<'t, str>, encoding: &'static str) -> (Cow<'t, str>, &'static str) {
    let pieces = joined::notifications(text.as_bytes())
        .into_iter()
        .map(|place| &text[place]);
    let mended: Vec<(&str, Option<Mended>)> = pieces.map(|piece| (piece, mended(piece))).collect();
    if mended.iter().all(|(_, mended)| mended.is_none()) {
        return (text, encoding);
    }
    let names = mended
        .iter()
        .map(|(_, mended)| mended.as_ref().map_or(encoding, |(_, name)| *name));
    let name = names
        .clone()
        .reduce(|all, name| if all == name { all } else { JOINED });
    let name = name.unwrap_or(encoding);
    let texts = mended
        .iter()
        .map(|(piece, mended)| mended.as_ref().map_or(*piece, |(text, _)| text.as_str()));
    (normalised(Cow::Owned(texts.collect())), name)
}

/// A text that was mended, and the name of what it was.
type Mended = (String, &'static str);

/// A copy of the form with its letters, if it lacked some.
fn mended(text: &str) -> Option<Mended> {
    if older::may_be_doubled(text)
        && let Cow::Owned(text) = older::undoubled(text)
    {
        return Some((text, DOUBLED));
    }
    let loss = lost::Loss::of(text)?;
    let misread = misread::undone(text);
    let filled = lost::filled(misread.as_deref().unwrap_or(text), loss);
    match (misread, filled) {
        (None, None) => None,
        (None, Some(filled)) => Some((filled, LOST)),
        (Some(misread), filled) => Some((filled.unwrap_or(misread), MISREAD)),
    }
}

/// The text as the bytes hold it, and the name of its encoding.
fn as_written(bytes: &[u8], told: Option<Coding>) -> (Cow<'_, str>, &'static str) {
    let may_be_wide = wide::by_mark(bytes).is_some() || memchr::memchr(0, bytes).is_some();
    if told.is_none() && may_be_wide {
        return joined::decode(bytes);
    }
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
    if told.is_some() || is_cut {
        return utf_8(bytes);
    }
    joined::of_titles(bytes).unwrap_or_else(|| narrow(bytes))
}

/// Text with one byte for most characters that is not valid UTF-8.
fn narrow(bytes: &[u8]) -> (Cow<'_, str>, &'static str) {
    if mixed::is_mostly_utf_8(bytes) {
        return utf_8(bytes);
    }
    let coding = eight_bit(bytes);
    (coding.decode(bytes), coding.name())
}

/// The text as UTF-8 with the name of that, if all of it is UTF-8.
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

/// A text without the byte order mark at its beginning.
fn without_mark(text: Cow<'_, str>) -> Cow<'_, str> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.trim_start_matches('\u{feff}')),
        Cow::Owned(text) => match text.strip_prefix('\u{feff}') {
            Some(rest) => Cow::Owned(rest.to_owned()),
            None => Cow::Owned(text),
        },
    }
}

/// The UTF-8 from before the text was encoded once more, if it was.
fn single(text: &str) -> (Cow<'_, str>, &'static str) {
    if older::may_be_doubled(text)
        && let Cow::Owned(text) = older::undoubled(text)
    {
        return (Cow::Owned(text), DOUBLED);
    }
    (Cow::Borrowed(text), Coding::Utf8.name())
}

/// How the lines of a text end.
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
    /// The line end of a text. The first one outside of quotes decides.
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

    /// The last byte of the line end: the next line begins after it.
    pub(crate) fn last(self) -> u8 {
        if self == Self::Cr { b'\r' } else { b'\n' }
    }
}

/// `text` with LF in place of each CR, if its lines end with CR alone. Then whoever counts LF
/// counts its lines.
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
            // The result is the same if the text is read cell by cell.
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
        // A mark that combines with the end of a ligature combines with its last
        // letter.
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
