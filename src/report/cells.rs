//! Text as it may stand in a cell: no control characters, nothing that a
//! spreadsheet takes for a formula.

use std::borrow::Cow;

use crate::value::looks_like_formula;

/// A text cell: control characters removed; one that begins like a formula
/// gets a leading apostrophe.
pub(super) fn text(cell: &str) -> Cow<'_, str> {
    let clean = clean(cell);
    if looks_like_formula(cell) || looks_like_formula(&clean) {
        Cow::Owned(format!("'{clean}"))
    } else {
        clean
    }
}

/// A text without control characters.
pub(super) fn clean(cell: &str) -> Cow<'_, str> {
    if seen(cell) & (CONTROL | MAYBE) != 0 && cell.contains(char::is_control) {
        Cow::Owned(cell.chars().filter(|c| !c.is_control()).collect::<String>())
    } else {
        Cow::Borrowed(cell)
    }
}

/// What the bytes of a text ask for. Few need anything: to look at all bytes is faster than to ask
/// after each whether to go on.
fn seen(cell: &str) -> u8 {
    cell.bytes()
        .fold(0, |seen, byte| seen | BYTES[usize::from(byte)])
}

/// What a text needs before it can stand in a CSV file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Care {
    /// Nothing.
    None,
    /// Quotes around it.
    Quotes,
    /// The same, and those within doubled.
    Doubled,
    /// To be cleaned or disarmed first.
    Much,
}

/// A byte that parts cells in files for programs.
const COMMA: u8 = 1;
/// One that does in files for spreadsheets.
const SEMICOLON: u8 = 16;
/// A byte that may begin a control character (see [`clean`]).
const MAYBE: u8 = 2;
/// A quote.
const QUOTE: u8 = 4;
/// A control character.
const CONTROL: u8 = 8;

/// What each byte asks for.
const BYTES: [u8; 256] = {
    let mut bytes = [0; 256];
    let mut byte = 0;
    while byte < bytes.len() {
        bytes[byte] = match byte as u8 {
            b',' => COMMA,
            b';' => SEMICOLON,
            0xC2 => MAYBE,
            b'"' => QUOTE,
            ..0x20 | 0x7F => CONTROL,
            _ => 0,
        };
        byte += 1;
    }
    bytes
};

/// The care that a text needs in a file with this delimiter.
pub(super) fn care(cell: &str, delimiter: u8) -> Care {
    let seen = seen(cell);
    let has = |kind| seen & kind != 0;
    if looks_like_formula(cell) || has(CONTROL) || has(MAYBE) && cell.contains(char::is_control) {
        Care::Much
    } else if has(QUOTE) {
        Care::Doubled
    } else if has(BYTES[usize::from(delimiter)]) {
        Care::Quotes
    } else {
        Care::None
    }
}

#[cfg(test)]
mod tests {
    use super::{Care, care, text};

    #[test]
    fn care_is_taken_where_it_is_needed() {
        for plain in ["", "10001-100000", "§ 5", "Räddningstjänst", "a;b"] {
            assert_eq!(care(plain, b','), Care::None, "{plain:?}");
        }
        assert_eq!(care("§ 5, 6", b','), Care::Quotes);
        assert_eq!(care("§ 5; 6", b';'), Care::Quotes);
        assert_eq!(care("say \"so\"", b','), Care::Doubled);
        for much in [
            "=1+1",
            "-",
            "\"\u{1}",
            "a\nb",
            "a\u{7f}",
            "a\u{85}",
            "\u{9f}§, 5",
        ] {
            assert_eq!(care(much, b','), Care::Much, "{much:?}");
        }
    }

    #[test]
    fn formulas_are_disarmed() {
        assert_eq!(text("=1+1"), "'=1+1");
        assert_eq!(text("\tx"), "'x");
        assert_eq!(text("\u{7}=1"), "'=1");
        assert_eq!(text("a\u{7}b"), "ab");
        assert_eq!(text("10001-100000"), "10001-100000");
    }
}
