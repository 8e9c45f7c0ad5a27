//! Texts in several encodings in one file, as they come about where files are joined: each is
//! read in its own. UTF-16 and UTF-32 are told by their zero bytes. Of others the words of the
//! form decide, title by title.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::coding::Coding;
use super::guess::{eight_bit, words_of_form};
use super::mixed::{self, is_mostly_utf_8};
use super::{JOINED, as_written, utf_8, wide};

/// A text and the name of its encoding.
type Read<'a> = (Cow<'a, str>, &'static str);

/// Reads bytes that may hold wide text: all of them, or a part. Zero bytes that are no part of
/// a character end a line: a text was filled up with them.
pub(super) fn decode(bytes: &[u8]) -> Read<'_> {
    let parts = wide::runs(bytes).into_iter().map(|(range, wide)| {
        let bytes = &bytes[range];
        let Some(coding) = wide.map(|wide| (Coding::from(wide), wide.width())) else {
            return without_zeros(bytes);
        };
        let (coding, width) = coding;
        // What is left over is part of no character.
        let whole = bytes.len() - bytes.len() % width;
        (without(coding.decode(&bytes[..whole]), '\0'), coding.name())
    });
    together(parts.collect())
}

/// Reads text with one byte for most characters, as it is between zero bytes.
fn without_zeros(bytes: &[u8]) -> Read<'_> {
    let begin = bytes.iter().position(|byte| *byte != 0);
    let end = bytes.iter().rposition(|byte| *byte != 0);
    let (Some(begin), Some(end)) = (begin, end) else {
        return (Cow::Borrowed(""), Coding::Utf8.name());
    };
    let bytes = &bytes[begin..=end];
    if memchr::memchr(0, bytes).is_none() {
        return as_written(bytes, None);
    }
    let mut rest = Vec::with_capacity(bytes.len());
    for part in bytes
        .split(|byte| *byte == 0)
        .filter(|part| !part.is_empty())
    {
        if rest
            .last()
            .is_some_and(|last| !matches!(last, b'\n' | b'\r'))
        {
            rest.push(b'\n');
        }
        rest.extend_from_slice(part);
    }
    let (text, name) = as_written(&rest, None);
    (Cow::Owned(text.into_owned()), name)
}

/// A text without byte order marks and zeros.
fn without(text: Cow<'_, str>, zero: char) -> Cow<'_, str> {
    if text.contains([zero, '\u{feff}']) {
        Cow::Owned(text.replace([zero, '\u{feff}'], ""))
    } else {
        text
    }
}

/// Several texts as one. Where the next one begins within a line, that line ends: no text
/// changes its encoding there.
fn together(mut parts: Vec<Read<'_>>) -> Read<'_> {
    let is_blank = |text: &str| text.trim().is_empty();
    if parts.iter().filter(|(text, _)| !is_blank(text)).count() > 0 {
        parts.retain(|(text, _)| !is_blank(text));
    }
    let name = match parts.as_slice() {
        [] => Coding::Utf8.name(),
        [(_, first), rest @ ..] if rest.iter().all(|(_, name)| name == first) => first,
        _ => JOINED,
    };
    let mut parts = parts.into_iter();
    let mut text = parts.next().unwrap_or_default().0;
    for (part, _) in parts {
        let text = text.to_mut();
        if !text.ends_with(['\n', '\r']) {
            text.push('\n');
        }
        text.push_str(&part);
    }
    (text, name)
}

/// The word that every title of a notification ends with, as all encodings write it.
const TITLE: &[u8] = b"ersonuppgiftsincident";
/// The first heading of the form.
const FIRST: &[u8] = b"1. Organisationens namn";
/// Both are looked for in every text.
static TITLES: LazyLock<Finder> = LazyLock::new(|| Finder::new(TITLE));
static FIRSTS: LazyLock<Finder> = LazyLock::new(|| Finder::new(FIRST));
/// The longest line that is a title, in bytes.
const MOST_TITLE: usize = 120;
/// So many bytes after a title the heading of the first question belongs to it.
const NEAR: usize = 2000;
/// So many more words of the form make an encoding certain.
const MORE: usize = 3;

/// Reads text that is not valid UTF-8, where the notifications in it are in several encodings.
/// None where one encoding is that of all, as nearly always.
pub(super) fn of_titles(bytes: &[u8]) -> Option<Read<'_>> {
    // Each piece is in the encoding of the text before it, unless its own words say otherwise.
    let mut parts: Vec<(Range<usize>, Option<Coding>)> = Vec::new();
    for place in pieces(bytes) {
        let piece = &bytes[place.clone()];
        let own = (!piece.is_ascii()).then(|| coding_of(piece));
        match (parts.last_mut(), own) {
            (Some((_, Some(coding))), Some(own)) if is_other(piece, *coding, own) => {
                parts.push((place, Some(own)));
            }
            (Some((before, coding)), own) => {
                before.end = place.end;
                *coding = coding.or(own);
            }
            (None, own) => parts.push((place, own)),
        }
    }
    let read = |(range, coding): (Range<usize>, Option<Coding>)| {
        let part = &bytes[range];
        match coding {
            None | Some(Coding::Utf8) => utf_8(part),
            Some(coding) => (coding.decode(part), coding.name()),
        }
    };
    (parts.len() > 1).then(|| together(parts.into_iter().map(read).collect()))
}

/// The pieces of a text, each with one notification at most, as far as titles tell.
pub(super) fn pieces(bytes: &[u8]) -> impl Iterator<Item = Range<usize>> {
    let mut ends = starts(bytes);
    ends.push(bytes.len());
    let mut from = 0;
    ends.into_iter()
        .map(move |to| std::mem::replace(&mut from, to)..to)
}

/// Whether bytes have words of the form that every encoding writes alike.
pub(super) fn has_words(bytes: &[u8]) -> bool {
    TITLES.find(bytes).is_some() || FIRSTS.find(bytes).is_some()
}

/// The same, where a title begins a piece only if the first question follows: what else has
/// a title belongs to the notification before it.
pub(super) fn notifications(bytes: &[u8]) -> Vec<Range<usize>> {
    let mut found: Vec<(Range<usize>, bool)> = Vec::new();
    for place in pieces(bytes) {
        let begins = FIRSTS.find(&bytes[place.clone()]).is_some();
        match found.last_mut() {
            Some((last, has_begun)) if !(begins && *has_begun) => {
                last.end = place.end;
                *has_begun |= begins;
            }
            _ => found.push((place, begins)),
        }
    }
    found.into_iter().map(|(place, _)| place).collect()
}

/// The encoding of a piece by itself.
fn coding_of(piece: &[u8]) -> Coding {
    if std::str::from_utf8(piece).is_ok() || is_mostly_utf_8(piece) {
        Coding::Utf8
    } else {
        eight_bit(piece)
    }
}

/// Whether a piece is surely in its own encoding, and not in that of the text before it.
fn is_other(piece: &[u8], before: Coding, own: Coding) -> bool {
    if own == before {
        return false;
    }
    let words = |coding| words_of_form(&mixed::decoded(piece, coding));
    // As UTF-8 any text reads well, word by word.
    let beside = if before == Coding::Utf8 {
        0
    } else {
        words(before)
    };
    words(own) >= beside + MORE
}

/// Where notifications begin after the first one, as far as bytes tell: at a title, or at the
/// first heading.
fn starts(bytes: &[u8]) -> Vec<usize> {
    // What is farther away is not looked at: a line may be a whole file.
    let line_start = |at: usize| {
        let from = at.saturating_sub(MOST_TITLE);
        let end = memchr::memrchr2(b'\n', b'\r', &bytes[from..at]);
        end.map(|end| from + end + 1).or((from == 0).then_some(0))
    };
    let is_title = |at: usize| {
        let rest = &bytes[at..bytes.len().min(at + MOST_TITLE)];
        // In the midst of a sentence the word goes on.
        !rest[TITLE.len()..].starts_with(b"en")
            && (memchr::memchr2(b'\n', b'\r', rest).is_some() || at + rest.len() == bytes.len())
    };
    let titles = TITLES
        .find_iter(bytes)
        .filter(|at| is_title(*at))
        .filter_map(line_start);
    let firsts = FIRSTS.find_iter(bytes).filter_map(line_start);
    let mut starts: Vec<(usize, bool)> = titles
        .map(|at| (at, true))
        .chain(firsts.map(|at| (at, false)))
        .collect();
    starts.sort_unstable();
    let mut title = None;
    starts.retain(|(at, is_title)| {
        if *is_title {
            title = Some(*at);
            return true;
        }
        title.is_none_or(|title: usize| at - title > NEAR)
    });
    let mut places: Vec<usize> = starts.into_iter().map(|(at, _)| at).collect();
    places.dedup();
    places.retain(|at| *at > 0);
    places
}

#[cfg(test)]
mod tests {
    use super::super::decode;
    use super::super::older::macintosh;
    use crate::testing::COPY;

    /// A copy in Windows-1252.
    fn windows(text: &str) -> Vec<u8> {
        encoding_rs::WINDOWS_1252.encode(text).0.into_owned()
    }

    fn utf_16(text: &str, mark: &[u8]) -> Vec<u8> {
        let units = text.encode_utf16();
        let bytes = units.flat_map(|unit| match mark {
            [0xFE, ..] => unit.to_be_bytes(),
            _ => unit.to_le_bytes(),
        });
        mark.iter().copied().chain(bytes).collect()
    }

    #[test]
    fn each_of_joined_texts_is_read_in_its_own_encoding() {
        let (one, other) = (&format!("{COPY}\n"), COPY.replace("RK 2021", "BN 2025"));
        let both = format!("{one}{other}");
        let le = |text: &str| utf_16(text, b"\xFF\xFE");
        let be = |text: &str| utf_16(text, b"\xFE\xFF");
        for (bytes, name) in [
            ([windows(one), other.clone().into_bytes()], "mixed"),
            ([one.as_bytes().to_vec(), windows(&other)], "mixed"),
            ([macintosh(one), other.clone().into_bytes()], "mixed"),
            ([macintosh(one), windows(&other)], "mixed"),
            ([windows(one), macintosh(&other)], "mixed"),
            ([le(one), other.clone().into_bytes()], "mixed"),
            ([one.as_bytes().to_vec(), le(&other)], "mixed"),
            ([le(one), windows(&other)], "mixed"),
            ([le(one), be(&other)], "mixed"),
            ([le(one), le(&other)], "utf-16le"),
            ([windows(one), windows(&other)], "windows-1252"),
            ([macintosh(one), macintosh(&other)], "macintosh"),
        ] {
            let bytes = bytes.concat();
            let found = decode(&bytes);
            let differs = found
                .text
                .lines()
                .zip(both.lines())
                .find(|(one, other)| one != other);
            assert_eq!(differs, None, "{name}");
            assert_eq!((found.text.len(), found.encoding), (both.len(), name));
        }
    }

    #[test]
    fn what_is_no_part_of_a_character_is_no_part_of_the_text() {
        let odd = |before: &[u8], bytes: Vec<u8>, after: &[u8]| [before, &bytes, after].concat();
        for mark in [&b"\xFF\xFE"[..], b"\xFE\xFF", b""] {
            for bytes in [
                odd(b"", utf_16(COPY, mark), b"\n"),
                odd(b"", utf_16(COPY, mark), b"\0"),
                odd(b"", utf_16(COPY, mark), b"\0\0\0"),
                odd(b"\n", utf_16(COPY, mark), b""),
                odd(b"", utf_16(COPY, mark), b"\r\n"),
            ] {
                let found = decode(&bytes);
                assert_eq!(found.text.trim(), COPY.trim(), "{mark:?}");
            }
        }
        let padded = [COPY.as_bytes(), &[0; 512], COPY.as_bytes(), &[0; 3]].concat();
        assert_eq!(decode(&padded).text, format!("{COPY}\n{COPY}"));
        let lines = COPY.replace('\n', "\n\0");
        assert_eq!(
            decode(lines.as_bytes()).text.replace("\n\n", "\n"),
            COPY.replace("\n\n", "\n")
        );
    }
}
