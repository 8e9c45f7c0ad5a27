//! Bytes to text: encoding, byte order mark, normal form; and what a file is by
//! its content. It never fails: text that is broken shows U+FFFD. It does not
//! know formats of notifications, only text from other matter.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_16BE, UTF_16LE, WINDOWS_1252};
use memchr::memmem;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// What the Latin ligatures U+FB00 to U+FB06 begin with.
const LIGATURE: &[u8] = b"\xEF\xAC";

mod older;
mod sniff;
pub(crate) use sniff::{Content, sniff};

/// A text read from bytes, in normal form C, without byte order mark and ligatures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded<'a> {
    /// The text; borrowed when the bytes were already such a text.
    pub text: Cow<'a, str>,
    /// The encoding, as in files.csv: `utf-8`, `utf-16le`, `utf-16be`,
    /// `windows-1252` (also for ISO-8859-1) and its few neighbours, `macintosh`,
    /// `ibm850`, `ibm437`, and `utf-8 (doubled)` for UTF-8 that was encoded twice.
    pub encoding: &'static str,
}

/// Reads `bytes` as text: by byte order mark, as UTF-8, as UTF-16 by its zero
/// bytes, else as the likeliest western encoding. Lines that end with CR alone
/// end with LF.
pub fn decode(bytes: &[u8]) -> Decoded<'_> {
    decode_as(bytes, None)
}

/// The same, in the encoding told; a byte order mark says more than that.
pub(crate) fn decode_as(bytes: &[u8], told: Option<Charset>) -> Decoded<'_> {
    let (text, encoding) = match told {
        Some(Charset(coding)) => coded(bytes, coding),
        None => as_written(bytes),
    };
    Decoded {
        text: with_line_feeds(normalised(text)),
        encoding,
    }
}

/// The text as it stands in the bytes, and the name of its encoding.
fn as_written(bytes: &[u8]) -> (Cow<'_, str>, &'static str) {
    if let Some(rest) = bytes.strip_prefix(b"\xEF\xBB\xBF") {
        return match std::str::from_utf8(rest) {
            Ok(text) => single(text),
            Err(_) => (String::from_utf8_lossy(rest), "utf-8"),
        };
    }
    if let Some(order) = utf_16(bytes) {
        return with_encoding(bytes, order);
    }
    if let Ok(text) = simdutf8::basic::from_utf8(bytes) {
        return single(text);
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => single(text),
        Err(error) if error.error_len().is_none() || is_mostly_utf_8(bytes) => {
            (String::from_utf8_lossy(bytes), "utf-8")
        }
        Err(_) => coded(bytes, eight_bit(bytes)),
    }
}

/// UTF-8 as it was before it was encoded once more, if it was.
fn single(text: &str) -> (Cow<'_, str>, &'static str) {
    if older::may_be_doubled(text)
        && let Cow::Owned(text) = older::undoubled(text)
    {
        return (Cow::Owned(text), DOUBLED);
    }
    (Cow::Borrowed(text), "utf-8")
}

/// Text in a coding, and the name of what it was really in: a byte order mark says
/// more than what was told.
fn coded(bytes: &[u8], coding: Coding) -> (Cow<'_, str>, &'static str) {
    match coding {
        Coding::Web(encoding) => with_encoding(bytes, encoding),
        other => (other.decode(bytes), other.name()),
    }
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

/// The name of UTF-8 that was encoded twice.
const DOUBLED: &str = "utf-8 (doubled)";

/// How characters are written as bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Coding {
    /// An encoding that the web knows.
    Web(&'static Encoding),
    /// A code page of DOS.
    Dos(older::Page),
    /// UTF-8 that was encoded twice.
    Doubled,
}

impl Coding {
    fn decode(self, bytes: &[u8]) -> Cow<'_, str> {
        match self {
            Self::Web(encoding) => encoding.decode_without_bom_handling(bytes).0,
            Self::Dos(page) => Cow::Owned(page.decode(bytes)),
            Self::Doubled => {
                Cow::Owned(older::undoubled(&String::from_utf8_lossy(bytes)).into_owned())
            }
        }
    }

    /// The name as in files.csv.
    fn name(self) -> &'static str {
        match self {
            Self::Web(encoding) => name(encoding),
            Self::Dos(older::Page::Dos850) => "ibm850",
            Self::Dos(older::Page::Dos437) => "ibm437",
            Self::Doubled => DOUBLED,
        }
    }
}

/// The encoding of a text that is decoded piece by piece, such as the cells of
/// a table.
#[derive(Debug, Clone, Copy)]
pub struct Charset(Coding);

impl Charset {
    /// That of text which is decoded already.
    pub(crate) const UTF_8: Self = Self(Coding::Web(encoding_rs::UTF_8));

    /// The encoding of a text, told by its beginning.
    pub fn of(head: &[u8]) -> Self {
        let (head, has_mark) = match head.strip_prefix(b"\xEF\xBB\xBF") {
            Some(rest) => (rest, true),
            None => (head, false),
        };
        if let Some(order) = utf_16(head).filter(|_| !has_mark) {
            return Self(Coding::Web(order));
        }
        match std::str::from_utf8(head) {
            Ok(text) => Self::single(text),
            Err(error) if error.error_len().is_none() => {
                Self::single(std::str::from_utf8(&head[..error.valid_up_to()]).unwrap_or_default())
            }
            Err(_) if has_mark || is_mostly_utf_8(head) => Self::UTF_8,
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

    /// The encoding of this label, as the web knows labels; also those of DOS.
    pub(crate) fn named(label: &str) -> Option<Self> {
        match label.trim().to_ascii_lowercase().as_str() {
            "ibm850" | "cp850" | "850" => Some(Self(Coding::Dos(older::Page::Dos850))),
            "ibm437" | "cp437" | "437" => Some(Self(Coding::Dos(older::Page::Dos437))),
            DOUBLED => Some(Self(Coding::Doubled)),
            _ => Encoding::for_label(label.as_bytes()).map(|encoding| Self(Coding::Web(encoding))),
        }
    }

    /// Whether a character has two bytes, so that no cell can be told without
    /// decoding the whole.
    pub(crate) fn is_wide(self) -> bool {
        matches!(self.0, Coding::Web(encoding) if encoding == UTF_16LE || encoding == UTF_16BE)
    }

    /// The name as in files.csv.
    pub(crate) fn name(self) -> &'static str {
        self.0.name()
    }

    /// Whether it is UTF-8.
    pub(crate) fn is_utf_8(self) -> bool {
        self.0 == Self::UTF_8.0
    }

    /// Bytes that are text as they stand, so that each piece of them is too: UTF-8 in
    /// normal form C.
    pub(crate) fn plain(self, bytes: &[u8]) -> Option<&str> {
        let is_plain = self.is_utf_8() && is_surely_nfc(bytes);
        is_plain.then(|| simdutf8::basic::from_utf8(bytes).ok())?
    }

    /// A piece as text, in normal form C. What is not UTF-8 in a text whose
    /// beginning was is taken for windows-1252.
    pub fn text(self, bytes: &[u8]) -> Cow<'_, str> {
        let text = if self.is_utf_8() {
            match std::str::from_utf8(bytes) {
                Ok(text) => Cow::Borrowed(text),
                Err(_) => WINDOWS_1252.decode_without_bom_handling(bytes).0,
            }
        } else {
            self.0.decode(bytes)
        };
        normalised(text)
    }
}

fn with_encoding<'a>(bytes: &'a [u8], encoding: &'static Encoding) -> (Cow<'a, str>, &'static str) {
    let (text, encoding, _) = encoding.decode(bytes);
    (text, name(encoding))
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

/// The name of an encoding in lower case.
fn name(encoding: &'static Encoding) -> &'static str {
    match encoding.name() {
        "UTF-16LE" => "utf-16le",
        "UTF-16BE" => "utf-16be",
        "windows-1250" => "windows-1250",
        "windows-1257" => "windows-1257",
        "ISO-8859-2" => "iso-8859-2",
        "ISO-8859-4" => "iso-8859-4",
        "UTF-8" => "utf-8",
        "macintosh" => "macintosh",
        _ => "windows-1252",
    }
}

/// The byte order of UTF-16 text, by its mark or by where zero bytes stand.
fn utf_16(bytes: &[u8]) -> Option<&'static Encoding> {
    match bytes {
        [0xFF, 0xFE, ..] => return Some(UTF_16LE),
        [0xFE, 0xFF, ..] => return Some(UTF_16BE),
        _ => {}
    }
    let head = &bytes[..bytes.len().min(1024)];
    memchr::memchr(0, head)?;
    let (pairs, _) = head.as_chunks::<2>();
    if pairs.len() < 2 {
        return None;
    }
    let zeros = |position: usize| pairs.iter().filter(|pair| pair[position] == 0).count();
    let (first, second) = (zeros(0), zeros(1));
    // Western text in UTF-16 has a zero in nearly every pair, always on the same side.
    let (most, few) = (pairs.len() * 7 / 10, pairs.len() / 20);
    match (first, second) {
        _ if second > most && first <= few => Some(UTF_16LE),
        _ if first > most && second <= few => Some(UTF_16BE),
        _ => None,
    }
}

/// Whether text that is not UTF-8 throughout is so for the most part: characters
/// of several bytes hardly come about by chance in another encoding.
fn is_mostly_utf_8(bytes: &[u8]) -> bool {
    // Text of one byte a character seldom has even the beginning of such a character.
    let begins = |first: u8, second: u8| u8::from(first >= 0xC2) & u8::from(second & 0xC0 == 0x80);
    if bytes
        .array_windows()
        .fold(0, |any, [first, second]| any | begins(*first, *second))
        == 0
    {
        return false;
    }
    let (mut good, mut bad) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().bytes().filter(|byte| *byte >= 0xC2).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good > 4 * bad
}

/// The likeliest encoding of one byte a character.
fn eight_bit(bytes: &[u8]) -> Coding {
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

/// `text` in normal form C, so that `a` and a ring above equals `å`, and without
/// ligatures, which come from typesetting and not from who wrote it. A string that
/// was written with escapes is to be put through it once more.
pub(crate) fn normalised(text: Cow<'_, str>) -> Cow<'_, str> {
    if is_surely_nfc(text.as_bytes()) {
        return text;
    }
    let text = without_ligatures(text);
    // Characters below U+0300 neither combine nor decompose into another form.
    match is_nfc_quick(text.chars().filter(|c| *c >= '\u{300}')) {
        IsNormalized::Yes => text,
        IsNormalized::No | IsNormalized::Maybe => Cow::Owned(text.nfc().collect()),
    }
}

/// `text` with each Latin ligature written out.
fn without_ligatures(text: Cow<'_, str>) -> Cow<'_, str> {
    if memmem::find(text.as_bytes(), LIGATURE).is_none() {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\u{fb00}' => out.push_str("ff"),
            '\u{fb01}' => out.push_str("fi"),
            '\u{fb02}' => out.push_str("fl"),
            '\u{fb03}' => out.push_str("ffi"),
            '\u{fb04}' => out.push_str("ffl"),
            '\u{fb05}' | '\u{fb06}' => out.push_str("st"),
            other => out.push(other),
        }
    }
    Cow::Owned(out)
}

/// Whether UTF-8 text is in normal form C by its lead bytes alone. Below 0xCC
/// (U+0300) everything is. 0xE2 leads dashes, quotes and bullets, which are
/// common and harmless but for a few blocks that are looked at one by one.
fn is_surely_nfc(bytes: &[u8]) -> bool {
    let rare = bytes.iter().fold(0_u8, |any, byte| {
        any | (u8::from(*byte >= 0xCC) & u8::from(*byte != 0xE2))
    });
    rare == 0
        && memchr::memchr_iter(0xE2, bytes).all(|at| match bytes.get(at + 1) {
            // U+2000 and U+2001 are other characters' doubles.
            Some(0x80) => !matches!(bytes.get(at + 2), Some(0x80 | 0x81)),
            // Combining marks; ohm, kelvin and ångström; angle brackets; forking.
            Some(0x83 | 0x84 | 0x8C | 0xAB) => false,
            _ => true,
        })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

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
            (windows.to_vec(), "windows-1252"),
            (TEXT.nfd().collect::<String>().into_bytes(), "utf-8"),
        ] {
            let decoded = decode(&bytes);
            assert_eq!((&*decoded.text, decoded.encoding), (TEXT, encoding));
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
        let stray = [TEXT.as_bytes(), b"\xE5", "öäå".as_bytes()].concat();
        assert_eq!(decode(&stray).encoding, "utf-8");
        assert!(decode(&stray).text.contains('\u{fffd}'));
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
