//! UTF-8 in which single words are in an older encoding. This happens where several programs
//! write to the same file. Each broken sequence is read by itself.

use std::borrow::Cow;

use super::coding::Coding;
use super::guess::eight_bit;

/// Whether text that is not valid UTF-8 is mostly UTF-8 all the same. Characters of several
/// bytes hardly ever come about by chance in another encoding.
pub(super) fn is_mostly_utf_8(bytes: &[u8]) -> bool {
    // Text with one byte for each character seldom has even the beginning of such a
    // character.
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
    good > bad || swedish(bytes) >= SURE
}

/// So many Swedish letters of two bytes are UTF-8, however much else there is: in no other
/// encoding do these bytes follow each other in words.
const SURE: usize = 4;

/// How many letters å, ä and ö of UTF-8 there are.
fn swedish(bytes: &[u8]) -> usize {
    let is_letter = |second: u8| matches!(second, 0x84 | 0x85 | 0x96 | 0xA4 | 0xA5 | 0xB6);
    bytes
        .array_windows()
        .filter(|[first, second]| *first == 0xC3 && is_letter(*second))
        .count()
}

/// A piece of text in a coding. Within UTF-8, words in an older encoding are read by
/// themselves.
pub(super) fn decoded(bytes: &[u8], coding: Coding) -> Cow<'_, str> {
    if coding != Coding::Utf8 {
        return coding.decode(bytes);
    }
    std::str::from_utf8(bytes).map_or_else(|_| Cow::Owned(decode(bytes)), Cow::Borrowed)
}

/// Reads text that is mostly UTF-8. The rest is read in the encoding that makes most sense of
/// it. A character that was cut in two becomes U+FFFD.
pub(super) fn decode(bytes: &[u8]) -> String {
    let coding = coding_of_strays(bytes);
    let mut text = String::with_capacity(bytes.len());
    let mut chunks = bytes.utf8_chunks().peekable();
    while let Some(chunk) = chunks.next() {
        text.push_str(chunk.valid());
        let stray = chunk.invalid();
        if is_cut(stray, chunks.peek().is_none()) {
            text.push('\u{fffd}');
        } else {
            text.push_str(&coding.decode(stray));
        }
    }
    text
}

/// The likeliest encoding of what is not UTF-8, judged by the words around it.
fn coding_of_strays(bytes: &[u8]) -> Coding {
    let mut words = Vec::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        let plain = |byte: u8| if byte.is_ascii() { byte } else { b' ' };
        words.extend(chunk.valid().bytes().map(plain));
        words.extend(chunk.invalid());
    }
    match eight_bit(&words) {
        Coding::Utf8 => Coding::Web(encoding_rs::WINDOWS_1252),
        coding => coding,
    }
}

/// Whether bytes are part of a UTF-8 character rather than a character of another encoding.
/// They are if they begin one at the end of the text, or if no Swedish text has them.
fn is_cut(stray: &[u8], is_last: bool) -> bool {
    let is_beginning =
        || std::str::from_utf8(stray).is_err_and(|error| error.error_len().is_none());
    match stray {
        [] => false,
        [0xC2 | 0xC3] | [0xE2 | 0xEF | 0xF0, _, ..] => true,
        _ => is_last && is_beginning(),
    }
}
