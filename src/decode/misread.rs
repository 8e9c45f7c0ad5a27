//! Text that a program once decoded as something else and wrote down so: Windows-1252 shown as
//! that of the Macintosh, a code page of DOS shown as Windows-1252, and so on. The words of the
//! form decide whether it was, and what it was.

use std::sync::OnceLock;

use encoding_rs::{
    Encoding, ISO_8859_2, ISO_8859_4, ISO_8859_5, ISO_8859_7, KOI8_R, MACINTOSH, WINDOWS_1250,
    WINDOWS_1251, WINDOWS_1252, WINDOWS_1253, WINDOWS_1254, WINDOWS_1257,
};

use super::guess::words_of_form;
use super::older::{Page, upper, windows_byte};

/// So many more words of the form must come out.
const MORE: usize = 5;
/// How much of a text is examined, in characters.
const MOST: usize = 64 << 10;

/// What texts are in, and what they may be taken for.
fn pages() -> &'static [Vec<char>] {
    static PAGES: OnceLock<Vec<Vec<char>>> = OnceLock::new();
    PAGES.get_or_init(|| {
        let web: [&'static Encoding; 12] = [
            WINDOWS_1252,
            MACINTOSH,
            WINDOWS_1250,
            WINDOWS_1251,
            WINDOWS_1253,
            WINDOWS_1254,
            WINDOWS_1257,
            ISO_8859_2,
            ISO_8859_4,
            ISO_8859_5,
            ISO_8859_7,
            KOI8_R,
        ];
        let dos = [Page::Dos850, Page::Dos437].map(|page| page.upper().to_vec());
        let (first, others) = web.split_at(2);
        let of = |pages: &[&'static Encoding]| pages.iter().map(|page| upper(page)).collect();
        let (mut pages, others): (Vec<Vec<char>>, Vec<Vec<char>>) = (of(first), of(others));
        pages.extend(dos);
        pages.extend(others);
        pages
    })
}

/// How many of the pages Swedish texts were ever written in.
const SWEDISH: usize = 4;
/// The page of Windows, whose gaps are those of ISO-8859-1.
const WINDOWS: usize = 0;

/// The text as it was before it was misread; None where nothing says that it was.
pub(super) fn undone(text: &str) -> Option<String> {
    if text.is_ascii() {
        return None;
    }
    let head = text
        .char_indices()
        .nth(MOST)
        .map_or(text, |(end, _)| &text[..end]);
    let mut best = (words_of_form(head) + MORE - 1, None);
    for shown in 0..pages().len() {
        for written in (0..SWEDISH).filter(|written| *written != shown) {
            let found = words_of_form(&again(head, shown, written));
            if found > best.0 {
                best = (found, Some((shown, written)));
            }
        }
    }
    let (shown, written) = best.1?;
    Some(again(text, shown, written))
}

/// A text that was shown by one page, read by another.
fn again(text: &str, shown: usize, written: usize) -> String {
    let (page, other) = (&pages()[shown], &pages()[written]);
    let byte = |char: char| match shown {
        WINDOWS => windows_byte(char),
        _ => page
            .iter()
            .position(|known| *known == char)
            .map(|at| at as u8 + 0x80),
    };
    let char = |char: char| {
        let byte = if char.is_ascii() { None } else { byte(char) };
        let known = byte.map(|byte| other[usize::from(byte - 0x80)]);
        known.filter(|known| *known != '\u{fffd}').unwrap_or(char)
    };
    text.chars().map(char).collect()
}

#[cfg(test)]
mod tests {
    use super::super::decode;
    use super::*;
    use crate::testing::COPY;

    #[test]
    fn a_copy_that_was_misread_once_is_as_it_was() {
        for shown in 0..pages().len() {
            for written in (0..SWEDISH).filter(|written| *written != shown) {
                let misread = again(COPY, written, shown);
                let found = decode(misread.as_bytes());
                let holds = words_of_form(COPY) - words_of_form(&found.text);
                assert!(holds <= 2, "{shown} {written}: {}", found.text);
                assert!(
                    misread == COPY || found.encoding != "utf-8",
                    "{shown} {written}"
                );
            }
        }
        assert_eq!(undone(COPY), None);
    }

    #[test]
    fn other_texts_are_left_alone() {
        for text in [
            "Anm‰lan av personuppgiftsincident",
            "Für „alle“ Fälle – Ärger",
        ] {
            assert_eq!(undone(text), None, "{text}");
        }
    }
}
