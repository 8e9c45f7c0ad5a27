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
    if may_be_unclean(cell.as_bytes()) && cell.contains(char::is_control) {
        Cow::Owned(cell.chars().filter(|c| !c.is_control()).collect::<String>())
    } else {
        Cow::Borrowed(cell)
    }
}

/// Whether UTF-8 text may hold control characters; false is certain.
pub(super) fn may_be_unclean(text: &[u8]) -> bool {
    // 0xC2 leads the control characters beyond ASCII, among others.
    let odd = |byte: &u8| u8::from(*byte < 0x20) | u8::from(*byte == 0x7F) | u8::from(*byte == 0xC2);
    text.iter().fold(0, |any, byte| any | odd(byte)) != 0
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
