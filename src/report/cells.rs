//! Text as it may stand in a cell: no control characters, nothing that a
//! spreadsheet takes for a formula.

use std::borrow::Cow;

/// A text cell: control characters removed; one that begins like a formula
/// gets a leading apostrophe.
pub(super) fn text(cell: &str) -> Cow<'_, str> {
    let clean = clean(cell);
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { Cow::Owned(format!("'{clean}")) } else { clean }
}

/// A text without control characters.
pub(super) fn clean(cell: &str) -> Cow<'_, str> {
    // 0xC2 leads the control characters beyond ASCII, among others.
    let odd = cell
        .bytes()
        .map(|byte| u8::from(byte < 0x20) | u8::from(byte == 0x7F) | u8::from(byte == 0xC2))
        .fold(0, std::ops::BitOr::bitor)
        != 0;
    if odd && cell.contains(char::is_control) {
        Cow::Owned(cell.chars().filter(|c| !c.is_control()).collect::<String>())
    } else {
        Cow::Borrowed(cell)
    }
}

#[cfg(test)]
mod tests {
    use super::text;

    #[test]
    fn formulas_are_disarmed() {
        assert_eq!(text("=1+1"), "'=1+1");
        assert_eq!(text("\tx"), "'x");
        assert_eq!(text("a\u{7}b"), "ab");
        assert_eq!(text("10001-100000"), "10001-100000");
    }
}
