//! The mark and the bullet of an option, taken off its label. What a mark means beside others is
//! asked elsewhere.

use crate::form::{Sign, sign};
use crate::read::Mark;
use crate::read::text::lines::after_blank;

/// What stands where the mark of an option stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stands {
    Nothing,
    Sign(Sign),
    /// Something in brackets that is no known sign.
    Strange,
}

impl Stands {
    /// The mark, as long as nothing else of the list speaks against it.
    pub(super) fn mark(self) -> Mark {
        match self {
            Self::Sign(Sign::Tick | Sign::Cross) => Mark::Ticked,
            Self::Sign(Sign::Box) => Mark::Empty,
            Self::Sign(Sign::PerhapsTick | Sign::PerhapsBox) | Self::Nothing | Self::Strange => {
                Mark::None
            }
        }
    }
}

/// Whether a line begins a list entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Bullet {
    Dash,
    None,
}

/// Whether a text begins with a letter.
pub(super) fn starts_with_letter(text: &str) -> bool {
    match text.as_bytes() {
        [first, ..] if first.is_ascii() => first.is_ascii_alphabetic(),
        // U+00C0 to U+00FF, less the signs of multiplication and division.
        [0xC3, second, ..] => !matches!(second, 0x97 | 0xB7),
        _ => text.starts_with(char::is_alphabetic),
    }
}

/// Takes the bullet off a line.
fn without_bullet(text: &str) -> (Bullet, &str) {
    if text
        .as_bytes()
        .first()
        .is_some_and(u8::is_ascii_alphanumeric)
    {
        return (Bullet::None, text);
    }
    match text.strip_prefix(['-', '•', '*', '–', '·']) {
        Some(rest) => (Bullet::Dash, after_blank(rest)),
        None => (Bullet::None, text),
    }
}

/// Takes bullet and mark off an option: `- [x] Barn`, `☒ Barn`, `x Barn`.
pub(super) fn split_mark(text: &str) -> (Stands, Bullet, &str) {
    if let Some(split) = split_usual(text) {
        return split;
    }
    let (bullet, text) = without_bullet(text);
    if starts_with_letter(text) && !text.starts_with(['x', 'X']) {
        return (Stands::Nothing, bullet, text);
    }
    match without_mark(text) {
        Some((stands, rest)) => (stands, bullet, after_blank(rest)),
        None => (Stands::Nothing, bullet, text),
    }
}

/// The same for what most options are: a dash or a box, a blank, a letter.
fn split_usual(text: &str) -> Option<(Stands, Bullet, &str)> {
    let (stands, bullet, at) = match text.as_bytes() {
        [b'-', b' ', ..] => (Stands::Nothing, Bullet::Dash, 2),
        // `[ ]`, ☐
        [b'[', b' ', b']', b' ', ..] | [0xE2, 0x98, 0x90, b' ', ..] => {
            (Stands::Sign(Sign::Box), Bullet::None, 4)
        }
        // `[x]`, ☒
        [b'[', b'x', b']', b' ', ..] | [0xE2, 0x98, 0x92, b' ', ..] => {
            (Stands::Sign(Sign::Tick), Bullet::None, 4)
        }
        _ => return None,
    };
    let first = *text.as_bytes().get(at)?;
    // After a dash, an x may be a mark.
    let is_letter = first.is_ascii_alphabetic() && (bullet == Bullet::None || first | 0x20 != b'x');
    is_letter.then(|| (stands, bullet, &text[at..]))
}

/// Takes the mark off an option.
fn without_mark(text: &str) -> Option<(Stands, &str)> {
    let first = text.chars().next()?;
    match first {
        'x' | 'X' => text[1..]
            .starts_with(' ')
            .then(|| (Stands::Sign(Sign::Tick), &text[2..])),
        '[' => in_brackets(&text[1..], ']'),
        '(' => in_brackets(&text[1..], ')'),
        _ => sign(first).map(|sign| (Stands::Sign(sign), &text[first.len_utf8()..])),
    }
}

/// What stands in brackets, if it is one character or none, and what follows.
pub(super) fn in_brackets(text: &str, close: char) -> Option<(Stands, &str)> {
    let inside = text.trim_start_matches(' ');
    if let Some(rest) = inside.strip_prefix(close) {
        return Some((Stands::Sign(Sign::Box), rest));
    }
    let within = inside.chars().next()?;
    let rest = inside[within.len_utf8()..]
        .trim_start_matches(' ')
        .strip_prefix(close)?;
    let stands = match (within, close) {
        // In parentheses this may be the number of an entry.
        ('v' | 'V', ')') => Stands::Strange,
        ('x' | 'X' | 'v' | 'V' | '•' | '●', _) => Stands::Sign(Sign::Tick),
        (other, _) => sign(other).map_or(Stands::Strange, Stands::Sign),
    };
    Some((stands, rest))
}
