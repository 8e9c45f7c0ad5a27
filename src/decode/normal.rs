//! Text in one normal form, so that words that look alike are alike, and without the
//! ligatures of typesetting.

use std::borrow::Cow;

use memchr::memmem;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// What the Latin ligatures U+FB00 to U+FB06 begin with.
const LIGATURE: &[u8] = b"\xEF\xAC";

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
pub(super) fn is_surely_nfc(bytes: &[u8]) -> bool {
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
