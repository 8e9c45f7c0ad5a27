//! Values without what stands around them: nothing is copied where nothing is.

use std::borrow::Cow;

/// Blanks at the ends of a name, of any width, and a byte order mark.
pub(super) fn is_margin(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{a0}' | '\u{feff}' | '\u{200b}')
}

/// What does not matter in keys: blanks of any width, and what is not seen.
pub(super) fn is_blank(c: char) -> bool {
    is_margin(c) || matches!(c, '\u{ad}' | '\u{200c}' | '\u{200d}' | '\u{2060}')
}

/// A text without what stands at its ends and does not belong to it.
pub(super) fn trimmed(text: Cow<'_, str>, is_around: fn(char) -> bool) -> Cow<'_, str> {
    let graphic = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_graphic);
    if graphic(text.as_bytes().first()) && graphic(text.as_bytes().last()) {
        return text;
    }
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.trim_matches(is_around)),
        Cow::Owned(text) => match text.trim_matches(is_around) {
            rest if rest.len() == text.len() => Cow::Owned(text),
            rest => Cow::Owned(rest.to_owned()),
        },
    }
}
