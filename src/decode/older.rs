//! Encodings from before Unicode that Swedish text may still be in: those of DOS and of the old
//! Macintosh. Also UTF-8 that was taken for one of them and encoded once more.

use std::borrow::Cow;
use std::sync::OnceLock;

use encoding_rs::{Encoding, MACINTOSH};

/// A code page of DOS, given by the characters of its upper half.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Page {
    /// The code page of western Europe.
    Dos850,
    /// The first code page.
    Dos437,
}

const DOS_850: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{ad}±‗¾¶§÷¸°¨·¹³²■\u{a0}";
const DOS_437: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}";

impl Page {
    /// The characters of the upper half, in order.
    pub(super) fn upper(self) -> &'static [char] {
        static UPPER: [OnceLock<Vec<char>>; 2] = [OnceLock::new(), OnceLock::new()];
        let (at, text) = match self {
            Self::Dos850 => (0, DOS_850),
            Self::Dos437 => (1, DOS_437),
        };
        UPPER[at].get_or_init(|| text.chars().collect())
    }

    pub(super) fn decode(self, bytes: &[u8]) -> String {
        let upper = self.upper();
        let char = |byte: &u8| match byte {
            0..=0x7F => char::from(*byte),
            _ => upper[usize::from(byte - 0x80)],
        };
        bytes.iter().map(char).collect()
    }
}

/// Undoes a double encoding: UTF-8 that was taken for another encoding and written as UTF-8
/// once more, such as `Ã¥` for `å`. If only part of the text was encoded twice, it works piece
/// by piece.
pub(super) fn undoubled(text: &str) -> Cow<'_, str> {
    let Some(first) = Doubling::of(text) else {
        return Cow::Borrowed(text);
    };
    let mut text = first.undone(text);
    // Some texts have been through this more than once.
    for _ in 0..2 {
        match Doubling::of(&text) {
            Some(again) => text = again.undone(&text),
            None => break,
        }
    }
    Cow::Owned(text)
}

/// Whether a text may have been encoded twice, judged by its beginning.
#[inline]
pub(super) fn may_be_doubled(text: &str) -> bool {
    const HEAD: usize = 2048;
    let head = &text.as_bytes()[..text.len().min(HEAD)];
    let begins = |first: u8, second: u8| {
        u8::from(first == 0xC3) & (u8::from(second == 0x83) | u8::from(second == 0x8C))
            | u8::from(first == 0xE2) & (u8::from(second == 0x88) | u8::from(second == 0x94))
    };
    // Most texts have none of the possible second bytes, and searching for these is fast.
    let may_begin =
        memchr::memchr3(0x83, 0x88, 0x8C, head).is_some() || memchr::memchr(0x94, head).is_some();
    may_begin
        && head
            .array_windows()
            .fold(0, |any, [first, second]| any | begins(*first, *second))
            != 0
}

/// The encoding that UTF-8 was taken for.
#[derive(Debug, Clone, Copy)]
enum Doubling {
    /// Windows-1252 or ISO-8859-1.
    Windows,
    Macintosh,
    Dos(Page),
}

impl Doubling {
    /// The encoding that the text was taken for. The characters that the first byte of å, ä
    /// and ö became, followed by those that the second byte became, show it.
    fn of(text: &str) -> Option<Self> {
        if !may_be_doubled(text) {
            return None;
        }
        let all = [
            Self::Windows,
            Self::Macintosh,
            Self::Dos(Page::Dos850),
            Self::Dos(Page::Dos437),
        ];
        let signs = |doubling: &Self| {
            let lead = |char: char| matches!(doubling.byte(char), Some(0xC3 | 0xCC));
            let pairs = text.chars().zip(text.chars().skip(1));
            let second = |char: char| matches!(doubling.byte(char), Some(0x80..=0xBF));
            pairs
                .filter(|(first, next)| !first.is_ascii() && lead(*first) && second(*next))
                .count()
        };
        let best = all.iter().rev().max_by_key(|doubling| signs(doubling))?;
        (signs(best) > 0).then_some(*best)
    }

    /// The byte that became a character.
    fn byte(self, char: char) -> Option<u8> {
        match self {
            Self::Windows => windows_byte(char),
            Self::Macintosh => upper_byte(mac_upper(), char),
            Self::Dos(page) => upper_byte(page.upper(), char),
        }
    }

    fn undone(self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let (mut bytes, mut chars) = (Vec::new(), Vec::new());
        for char in text.chars() {
            if let Some(byte) = self.byte(char) {
                bytes.push(byte);
                chars.push(char);
            } else {
                take_back(&mut bytes, &mut chars, &mut out);
                out.push(char);
            }
        }
        take_back(&mut bytes, &mut chars, &mut out);
        out
    }
}

/// Adds bytes as UTF-8. If they are not valid UTF-8, it adds the characters that they had
/// become.
fn take_back(bytes: &mut Vec<u8>, chars: &mut Vec<char>, out: &mut String) {
    let mut at = 0;
    for chunk in bytes.utf8_chunks() {
        out.push_str(chunk.valid());
        at += chunk.valid().len();
        let end = at + chunk.invalid().len();
        out.extend(&chars[at..end]);
        at = end;
    }
    bytes.clear();
    chars.clear();
}

/// The byte of Windows-1252 that is a character; in its gaps those of ISO-8859-1.
pub(super) fn windows_byte(char: char) -> Option<u8> {
    static UPPER: OnceLock<Vec<char>> = OnceLock::new();
    match char {
        '\u{80}'..='\u{ff}' => u8::try_from(char).ok(),
        '\0'..='\u{7f}' => None,
        _ => upper_byte(UPPER.get_or_init(|| upper(encoding_rs::WINDOWS_1252)), char),
    }
}

fn mac_upper() -> &'static [char] {
    static UPPER: OnceLock<Vec<char>> = OnceLock::new();
    UPPER.get_or_init(|| upper(MACINTOSH))
}

/// The upper half of an encoding with one byte for each character.
pub(super) fn upper(encoding: &'static Encoding) -> Vec<char> {
    let bytes: Vec<u8> = (0x80..=0xFF).collect();
    encoding
        .decode_without_bom_handling(&bytes)
        .0
        .chars()
        .collect()
}

fn upper_byte(upper: &[char], char: char) -> Option<u8> {
    if char.is_ascii() {
        return None;
    }
    upper
        .iter()
        .position(|other| *other == char)
        .map(|at| at as u8 + 0x80)
}

/// A text in the encoding of the old Macintosh, for tests.
#[cfg(test)]
pub(super) fn macintosh(text: &str) -> Vec<u8> {
    written(text, mac_upper())
}

/// A text in an encoding with these characters from 0x80 on.
#[cfg(test)]
fn written(text: &str, upper: &[char]) -> Vec<u8> {
    let byte = |char: char| {
        if char.is_ascii() {
            Some(char as u8)
        } else {
            upper_byte(upper, char)
        }
    };
    text.chars().filter_map(byte).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decode::{Charset, decode};
    use crate::testing::COPY;

    #[test]
    fn pages_have_all_their_characters() {
        for page in [Page::Dos850, Page::Dos437] {
            assert_eq!(page.upper().len(), 128);
        }
        assert_eq!(
            Page::Dos850.decode(b"\x86\x84\x94 \x8F\x8E\x99 \xF5"),
            "åäö ÅÄÖ §"
        );
        assert_eq!(mac_upper().len(), 128);
    }

    #[test]
    fn a_copy_is_the_same_in_every_encoding() {
        let windows = upper(encoding_rs::WINDOWS_1252);
        let twice = |upper: &[char]| -> Vec<u8> {
            let char = |byte: u8| {
                if byte < 0x80 {
                    char::from(byte)
                } else {
                    upper[usize::from(byte - 0x80)]
                }
            };
            COPY.bytes().map(char).collect::<String>().into_bytes()
        };
        let latin: Vec<char> = ('\u{80}'..='\u{ff}').collect();
        for (bytes, encoding) in [
            (written(COPY, mac_upper()), "macintosh"),
            (written(COPY, Page::Dos850.upper()), "ibm850"),
            (written(COPY, &windows), "windows-1252"),
            (twice(&windows), "utf-8 (doubled)"),
            (twice(&latin), "utf-8 (doubled)"),
            (twice(mac_upper()), "utf-8 (doubled)"),
            (twice(Page::Dos850.upper()), "utf-8 (doubled)"),
            (twice(Page::Dos437.upper()), "utf-8 (doubled)"),
        ] {
            let found = decode(&bytes);
            assert_eq!((&*found.text, found.encoding), (COPY, encoding));
            // The result is the same if the text is read cell by cell.
            let charset = Charset::of(&bytes[..2000]);
            assert_eq!((&*charset.text(&bytes), charset.name()), (COPY, encoding));
            assert_eq!(Charset::named(encoding).map(Charset::name), Some(encoding));
        }
    }

    #[test]
    fn tables_without_words_of_the_form_are_told_by_their_letters() {
        let table = "namn;ort\nRöda Hästen;Malmö\nÄnglar;Öland\n";
        for (upper, encoding) in [(mac_upper(), "macintosh"), (Page::Dos850.upper(), "ibm850")] {
            assert_eq!(decode(&written(table, upper)).encoding, encoding);
        }
        let german = "Grün, Straße, Ärger, Übung";
        assert_eq!(
            decode(&written(german, &upper(encoding_rs::WINDOWS_1252))).text,
            german
        );
    }

    #[test]
    fn text_written_as_utf_8_twice_is_taken_back() {
        for (twice, once) in [
            ("AnmÃ¤lan pÃ¥ fÃ¶rskola", "Anmälan på förskola"),
            ("Ã…re Ã„lmhult Ã–rebro", "Åre Älmhult Örebro"),
            ("\u{c3}\u{85}re", "Åre"),
            ("Anm√§lan p√• f√∂rskola", "Anmälan på förskola"),
            ("Anm├ñlan p├Ñ", "Anmälan på"),
            ("AnmÃƒÂ¤lan", "Anmälan"),
            ("AnmÃ¤lan och rättelse â€“ så", "Anmälan och rättelse – så"),
        ] {
            assert_eq!(undoubled(twice), once);
        }
        for text in ["Anmälan på förskola – §§ ÅÄÖ", "√16 = 4", "São Paulo, Ãgua"] {
            assert!(
                matches!(undoubled(text), Cow::Borrowed(_)) || undoubled(text) == text,
                "{text}"
            );
        }
    }
}
