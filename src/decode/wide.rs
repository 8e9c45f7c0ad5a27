//! Text whose characters have two or four bytes: UTF-16 and UTF-32. It is recognised by the
//! mark at its beginning or by its zero bytes.

/// How many bytes of a text are examined.
const HEAD: usize = 1024;

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
    if fours.len() >= 2 && fours.iter().all(|four| is_wide(four[3], four[2])) {
        return Some(Wide::Utf32(Order::Little));
    }
    if fours.len() >= 2 && fours.iter().all(|four| is_wide(four[0], four[1])) {
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

/// UTF-32 as text. Numbers that are no character become U+FFFD.
pub(super) fn utf_32(bytes: &[u8], order: Order) -> String {
    let (fours, rest) = bytes.as_chunks::<4>();
    let number = |four: &[u8; 4]| match order {
        Order::Little => u32::from_le_bytes(*four),
        Order::Big => u32::from_be_bytes(*four),
    };
    let chars = fours
        .iter()
        .map(|four| char::from_u32(number(four)).unwrap_or('\u{fffd}'));
    let mut text: String = chars.collect();
    if !rest.is_empty() {
        text.push('\u{fffd}');
    }
    text
}
