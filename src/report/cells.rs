//! Text as it may stand in a cell: no control characters, nothing that a
//! spreadsheet takes for a formula.

use std::borrow::Cow;

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

/// Whether a spreadsheet might take a cell for a formula.
pub(super) fn looks_like_formula(cell: &str) -> bool {
    matches!(cell.as_bytes().first(), Some(b'=' | b'+' | b'-' | b'@' | b'\t' | b'\r'))
}

/// A text without control characters.
pub(super) fn clean(cell: &str) -> Cow<'_, str> {
    // 0xC2 leads the control characters beyond ASCII, among others.
    let may_be_control = |byte| byte < 0x20 || matches!(byte, 0x7F | 0xC2);
    if cell.bytes().any(may_be_control) && cell.contains(char::is_control) {
        Cow::Owned(cell.chars().filter(|c| !c.is_control()).collect::<String>())
    } else {
        Cow::Borrowed(cell)
    }
}

/// Bytes of cells that cannot go to a CSV file as they are, or perhaps cannot:
/// what parts and quotes cells, control characters, and 0xC2 (see [`clean`]).
const CAREFUL: [bool; 256] = {
    let mut careful = [false; 256];
    let mut byte = 0;
    while byte < careful.len() {
        careful[byte] = byte < 0x20 || matches!(byte as u8, b',' | b'"' | 0x7F | 0xC2);
        byte += 1;
    }
    careful
};

/// Whether a text may have to be cleaned, disarmed or quoted; false is certain.
pub(super) fn needs_care(cell: &str) -> bool {
    // Few cells do: to look at all bytes is faster than to ask after each whether to go on.
    looks_like_formula(cell) || cell.bytes().fold(false, |any, byte| any | CAREFUL[usize::from(byte)])
}

#[cfg(test)]
mod tests {
    use super::text;

    #[test]
    fn formulas_are_disarmed() {
        assert_eq!(text("=1+1"), "'=1+1");
        assert_eq!(text("\tx"), "'x");
        assert_eq!(text("\u{7}=1"), "'=1");
        assert_eq!(text("a\u{7}b"), "ab");
        assert_eq!(text("10001-100000"), "10001-100000");
    }
}
