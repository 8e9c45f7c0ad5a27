//! Text in one normal form, so that words that look alike are alike, and without the
//! ligatures of typesetting.

use std::borrow::Cow;

use memchr::memmem;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// What the Latin ligatures U+FB00 to U+FB06 begin with.
const LIGATURE: &[u8] = b"\xEF\xAC";

/// `text` in normal form C, so that `a` with a ring above equals `å`, and without ligatures.
/// Those come from typesetting and not from the person who wrote the text. A string that was
/// written with escapes must go through this once more after they are read.
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

/// Whether UTF-8 text is in normal form C, judged by its lead bytes alone. Everything below
/// 0xCC (U+0300) is. 0xE2 leads dashes, quotes and bullets. They are common and harmless,
/// except for a few blocks that are examined one by one.
pub(super) fn is_surely_nfc(bytes: &[u8]) -> bool {
    let rare = bytes.iter().fold(0_u8, |any, byte| {
        any | (u8::from(*byte >= 0xCC) & u8::from(*byte != 0xE2))
    });
    rare == 0
        && memchr::memchr_iter(0xE2, bytes).all(|at| match bytes.get(at + 1) {
            // U+2000 and U+2001 are duplicates of other characters.
            Some(0x80) => !matches!(bytes.get(at + 2), Some(0x80 | 0x81)),
            // These are combining marks, ohm, kelvin and ångström, angle brackets,
            // and forking.
            Some(0x83 | 0x84 | 0x8C | 0xAB) => false,
            _ => true,
        })
}
