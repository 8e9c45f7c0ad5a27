//! Text whose characters have two or four bytes: UTF-16 and UTF-32. It is recognised by the
//! mark at its beginning or by its zero bytes. Where files were joined, such text may begin or
//! end in the midst of a file.

use std::ops::Range;

/// How many bytes of a text are examined.
const HEAD: usize = 1024;

/// How many bytes are examined to see what goes on at a place.
const AHEAD: usize = 64;

/// Which byte of a character comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    /// The lowest byte comes first.
    Little,
    /// The highest byte comes first.
    Big,
}

/// An encoding of wide text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wide {
    /// Two bytes for nearly every character.
    Utf16(Order),
    /// Four bytes for every character.
    Utf32(Order),
}

impl Wide {
    /// How many bytes a character has at least.
    pub(super) fn width(self) -> usize {
        match self {
            Self::Utf16(_) => 2,
            Self::Utf32(_) => 4,
        }
    }

    /// Whether bytes begin with a character that texts of the west have, and that no text of
    /// another encoding looks like.
    fn is_usual(self, bytes: &[u8]) -> bool {
        match (self, bytes) {
            (Self::Utf16(Order::Little), [low, high, ..])
            | (Self::Utf16(Order::Big), [high, low, ..]) => {
                *low != 0 && (*high <= 5 || *high == 0x20 && (0x10..0x20).contains(low))
            }
            (Self::Utf32(Order::Little), [first, second, third, high, ..])
            | (Self::Utf32(Order::Big), [high, third, second, first, ..]) => {
                *high == 0 && *third <= 0x10 && (*first != 0 || *second != 0)
            }
            _ => false,
        }
    }
}

/// The encoding of wide text, recognised by its mark or by its zero bytes.
pub(super) fn of(bytes: &[u8]) -> Option<Wide> {
    by_mark(bytes).or_else(|| by_zeros(&bytes[..bytes.len().min(HEAD)]))
}

/// The encoding that a byte order mark names.
pub(super) fn by_mark(bytes: &[u8]) -> Option<Wide> {
    match bytes {
        [0xFF, 0xFE, 0, 0, ..] => Some(Wide::Utf32(Order::Little)),
        [0, 0, 0xFE, 0xFF, ..] => Some(Wide::Utf32(Order::Big)),
        [0xFF, 0xFE, ..] => Some(Wide::Utf16(Order::Little)),
        [0xFE, 0xFF, ..] => Some(Wide::Utf16(Order::Big)),
        _ => None,
    }
}

/// The encoding as zero bytes show it. Western text has one in nearly every character, always
/// on the same side.
fn by_zeros(head: &[u8]) -> Option<Wide> {
    memchr::memchr(0, head)?;
    let (fours, _) = head.as_chunks::<4>();
    // The highest character of Unicode is U+10FFFF.
    let is_wide = |high: u8, second: u8| high == 0 && second <= 0x10;
    let is_text = fours.len() >= 2 && fours.iter().all(|four| *four != [0; 4]);
    if is_text && fours.iter().all(|four| is_wide(four[3], four[2])) {
        return Some(Wide::Utf32(Order::Little));
    }
    if is_text && fours.iter().all(|four| is_wide(four[0], four[1])) {
        return Some(Wide::Utf32(Order::Big));
    }
    let (pairs, _) = head.as_chunks::<2>();
    if pairs.len() < 2 {
        return None;
    }
    let zeros = |position: usize| pairs.iter().filter(|pair| pair[position] == 0).count();
    let (most, few) = (pairs.len() * 7 / 10, pairs.len() / 20);
    match (zeros(0), zeros(1)) {
        (first, second) if second > most && first <= few => Some(Wide::Utf16(Order::Little)),
        (first, second) if first > most && second <= few => Some(Wide::Utf16(Order::Big)),
        _ => None,
    }
}

/// A part of a text, and its encoding where that is wide. Marks belong to no part.
pub(super) type Run = (Range<usize>, Option<Wide>);

/// The parts of a text in order: where files in several encodings were joined, each is one.
pub(super) fn runs(bytes: &[u8]) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut next = beginning(bytes);
    let mut at = next.map_or(0, |next| next.at);
    loop {
        let (wide, from) = (next.map(|next| next.wide), at);
        let after = match wide {
            Some(wide) => other_after(wide, bytes, from),
            None => wide_after(bytes, from).map(Next::Wide),
        };
        let end = after.as_ref().map_or(bytes.len(), Next::end);
        if end > from {
            runs.push((from..end, wide));
        }
        match after {
            None => return runs,
            Some(Next::Wide(begin)) => (next, at) = (Some(begin), begin.at),
            Some(Next::Narrow(start)) => (next, at) = (None, start),
            Some(Next::Stray(stray, begin)) => {
                runs.push((stray..stray + 1, None));
                (next, at) = (Some(begin), begin.at);
            }
        }
    }
}

/// Where wide text begins.
#[derive(Debug, Clone, Copy)]
struct Begin {
    wide: Wide,
    /// Where its mark stands, or its first character.
    mark: usize,
    /// Its first character.
    at: usize,
}

/// What comes after a part.
enum Next {
    /// Wide text.
    Wide(Begin),
    /// Text with one byte for most characters.
    Narrow(usize),
    /// A single byte that belongs to no character, and wide text after it.
    Stray(usize, Begin),
}

impl Next {
    fn end(&self) -> usize {
        match self {
            Self::Wide(begin) => begin.mark,
            Self::Narrow(at) | Self::Stray(at, _) => *at,
        }
    }
}

/// The wide text that a text begins with.
fn beginning(bytes: &[u8]) -> Option<Begin> {
    if let Some(wide) = by_mark(bytes) {
        let at = wide.width();
        return Some(Begin { wide, mark: 0, at });
    }
    let wide = by_zeros(&bytes[..bytes.len().min(HEAD)])?;
    // A single byte before the text makes one order of bytes look like the other.
    wide.is_usual(bytes).then_some(Begin {
        wide,
        mark: 0,
        at: 0,
    })
}

/// The wide text that begins at a place, by its mark or its zero bytes.
fn begins(bytes: &[u8], at: usize) -> Option<Begin> {
    let rest = bytes.get(at..)?;
    if let Some(wide) = by_mark(rest) {
        let first = at + wide.width();
        let goes_on = wide.is_usual(&bytes[first..]);
        return goes_on.then_some(Begin {
            wide,
            mark: at,
            at: first,
        });
    }
    let wide = by_zeros(&rest[..rest.len().min(AHEAD)])?;
    wide.is_usual(rest).then_some(Begin { wide, mark: at, at })
}

/// The next wide text after a place where none is.
fn wide_after(bytes: &[u8], from: usize) -> Option<Begin> {
    let mut at = from;
    while let Some(found) = memchr::memchr(0, &bytes[at..]) {
        let zero = at + found;
        let zeros = bytes[zero..].iter().take_while(|byte| **byte == 0).count();
        let last = zero + zeros - 1;
        // The line end before it belongs to the text before. So does any other byte before a
        // zero, unless it begins a line.
        let may_begin =
            |first: usize| first == from || matches!(bytes[first - 1], b'\n' | b'\r' | 0);
        let is_end = |at: usize| matches!(bytes[at], b'\n' | b'\r') && at > from;
        let marks = [zero.checked_sub(3), zero.checked_sub(2), Some(zero)];
        let of_mark = marks
            .into_iter()
            .flatten()
            .find(|at| *at >= from && by_mark(&bytes[*at..]).is_some());
        let before = zero
            .checked_sub(1)
            .filter(|before| *before >= from && may_begin(*before) && !is_end(*before));
        let candidates = [of_mark, before, Some(zero), Some(last), Some(last + 1)];
        let begin = candidates
            .into_iter()
            .flatten()
            .find_map(|at| begins(bytes, at));
        if begin.is_some() {
            return begin;
        }
        at = last + 1;
    }
    None
}

/// What comes after the wide text that goes on at a place.
fn other_after(wide: Wide, bytes: &[u8], from: usize) -> Option<Next> {
    let width = wide.width();
    let mut at = from;
    while at < bytes.len() {
        if !wide.is_usual(&bytes[at..])
            && let Some(next) = other_at(wide, bytes, at)
        {
            return Some(next);
        }
        at += width;
    }
    None
}

/// What begins at a place within wide text, if it is something else.
fn other_at(wide: Wide, bytes: &[u8], at: usize) -> Option<Next> {
    if let Some(begin) = begins(bytes, at)
        && (begin.wide != wide || begin.at > at)
    {
        return Some(Next::Wide(begin));
    }
    if is_narrow(&bytes[at..]) {
        return Some(Next::Narrow(at));
    }
    // After a single byte too many nothing is usual any more.
    let goes_on = bytes
        .get(at + wide.width()..)
        .is_some_and(|rest| wide.is_usual(rest));
    let begin = begins(bytes, at + 1).filter(|_| !goes_on)?;
    Some(Next::Stray(at, begin))
}

/// Whether text with one byte for most characters goes on here: as far as one looks, to the
/// end, or to the mark of the next text.
fn is_narrow(rest: &[u8]) -> bool {
    let head = &rest[..rest.len().min(AHEAD)];
    let ends = |byte: &u8| matches!(byte, 0 | 0xFE | 0xFF);
    let length = head.iter().position(ends).unwrap_or(head.len());
    let (text, after) = (&head[..length], &rest[length..]);
    let is_blank = |byte: &u8| byte.is_ascii_whitespace() || *byte == 0x1A;
    let is_end = length == rest.len() || by_mark(after).is_some();
    if length > 0 && is_end && text.iter().all(is_blank) {
        return true;
    }
    // Two letters of ASCII may be one of another script. Many are none, and other scripts have
    // bytes of control characters.
    let shown = text.iter().filter(|byte| byte.is_ascii()).count();
    let is_utf_8 = || {
        std::str::from_utf8(text).is_ok_and(|text| !text.is_empty())
            || std::str::from_utf8(text)
                .is_err_and(|error| error.error_len().is_none() && error.valid_up_to() > 0)
    };
    (length >= LEAST || length >= LEAST / 2 && is_end)
        && text.iter().any(is_blank)
        && !text
            .iter()
            .any(|byte| byte.is_ascii_control() && !is_blank(byte))
        && (shown * 20 >= length * 17 || is_utf_8())
}

/// So many bytes tell that text with one byte for most characters goes on.
const LEAST: usize = 24;

/// UTF-32 as text. Numbers that are no character become U+FFFD.
pub(super) fn utf_32(bytes: &[u8], order: Order) -> String {
    let (fours, _) = bytes.as_chunks::<4>();
    let number = |four: &[u8; 4]| match order {
        Order::Little => u32::from_le_bytes(*four),
        Order::Big => u32::from_be_bytes(*four),
    };
    let chars = fours
        .iter()
        .map(|four| char::from_u32(number(four)).unwrap_or('\u{fffd}'));
    chars.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wide(text: &str, order: Order) -> Vec<u8> {
        let units = text.encode_utf16();
        let bytes = units.flat_map(|unit| match order {
            Order::Little => unit.to_le_bytes(),
            Order::Big => unit.to_be_bytes(),
        });
        bytes.collect()
    }

    /// The parts of bytes, each as its length and encoding.
    fn parts(bytes: &[u8]) -> Vec<(usize, Option<Wide>)> {
        let runs = runs(bytes).into_iter();
        runs.map(|(range, wide)| (range.len(), wide)).collect()
    }

    #[test]
    fn joined_texts_are_parted_where_the_encoding_changes() {
        let text = "Anmälan – en rad\nJa, ”så”: 中文 och mer\n".repeat(4);
        let (little, big) = (Order::Little, Order::Big);
        let (le, be) = (Some(Wide::Utf16(little)), Some(Wide::Utf16(big)));
        let size = wide(&text, little).len();
        for (pieces, expected) in [
            (vec![wide(&text, little)], vec![(size, le)]),
            (vec![wide(&text, big)], vec![(size, be)]),
            (
                vec![wide(&text, little), text.as_bytes().to_vec()],
                vec![(size, le), (text.len(), None)],
            ),
            (
                vec![text.as_bytes().to_vec(), wide(&text, little)],
                vec![(text.len(), None), (size, le)],
            ),
            (
                vec![text.as_bytes().to_vec(), wide(&text, big)],
                vec![(text.len(), None), (size, be)],
            ),
            (
                vec![wide(&text, little), wide(&text, big)],
                vec![(size, le), (size, be)],
            ),
            (
                vec![wide(&text, big), b"\xFF\xFE".to_vec(), wide(&text, little)],
                vec![(size, be), (size, le)],
            ),
            (
                vec![wide(&text, little), b"\n".to_vec(), wide(&text, little)],
                vec![(size, le), (1, None), (size, le)],
            ),
            (
                vec![b"\n".to_vec(), wide(&text, little)],
                vec![(1, None), (size, le)],
            ),
            (
                vec![wide(&text, little), b"\r\n".to_vec()],
                vec![(size, le), (2, None)],
            ),
            (
                vec![b"\xFF\xFE".to_vec(), wide(&text, little), b"\n".to_vec()],
                vec![(size, le), (1, None)],
            ),
            (
                vec![text.as_bytes().to_vec(), vec![0; 99]],
                vec![(text.len() + 99, None)],
            ),
        ] {
            let bytes = pieces.concat();
            assert_eq!(parts(&bytes), expected, "{pieces:?}");
        }
    }

    #[test]
    fn other_scripts_stay_in_their_text() {
        let text = "Namn: 北京市朝阳区建国门外大街甲六号华熙国际中心 😀😀😀 ok\nmed fler ord, så att de flesta \
            tecken är västerländska; annars känns ingen text utan märke igen\n";
        for order in [Order::Little, Order::Big] {
            let bytes = wide(text, order);
            assert_eq!(parts(&bytes), [(bytes.len(), Some(Wide::Utf16(order)))]);
        }
    }
}
