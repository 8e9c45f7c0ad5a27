//! Squashing: the form of a label in which spacing, case, punctuation, line
//! breaks and hyphenation no longer matter. Two labels are the same when they
//! are equal squashed.

/// What squashing makes of each byte: a letter or digit in lower case,
/// [`NOTHING`], or [`WIDE`].
const LOWER: [u8; 256] = {
    let mut table = [WIDE; 256];
    let mut byte = 0;
    while byte < 128 {
        let ascii = byte as u8;
        table[byte] = if ascii.is_ascii_alphanumeric() {
            ascii.to_ascii_lowercase()
        } else {
            NOTHING
        };
        byte += 1;
    }
    table
};
/// A byte that is left out.
const NOTHING: u8 = 0;
/// A byte of a character beyond ASCII.
const WIDE: u8 = 0x80;
/// The first byte of U+00C0 to U+00FF, where the Swedish letters are.
const LATIN: u8 = 0xC3;

/// The letters and digits of `text`, in lower case, nothing else.
pub(crate) fn squash(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    squash_into(text, &mut out);
    out
}

/// Appends the squashed `text` to `out`.
pub(crate) fn squash_into(text: &str, out: &mut String) {
    for character in text.chars() {
        if character.is_ascii() {
            if character.is_ascii_alphanumeric() {
                out.push(character.to_ascii_lowercase());
            }
        } else if character.is_alphanumeric() {
            out.extend(character.to_lowercase());
        }
    }
}

/// A case number or reference squashed, in room that is used again, if it can distinguish one
/// notification from others. Words such as "saknas" and dashes cannot, nor can fewer than three
/// signs, nor a value that is partly masked.
pub(crate) fn key_into<'k>(text: &str, room: &'k mut String) -> Option<&'k str> {
    let tells = text.bytes().any(|byte| matches!(byte, b'1'..=b'9')) && !text.contains('*');
    if tells {
        room.clear();
        squash_into(text, room);
    }
    (tells && room.len() > 2).then_some(room)
}

/// Where a text stands against a squashed label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Follow<'s> {
    /// It is another text.
    Mismatch,
    /// It agrees to its end; this much of the label is still to come.
    Rest(&'s str),
    /// It goes on with a letter or digit at this byte after the whole label.
    Beyond(usize),
}

/// Follows a text along a squashed label without squashing the text: most
/// texts differ at once.
pub(crate) fn follow<'s>(text: &str, squashed: &'s str) -> Follow<'s> {
    let (bytes, wanted) = (text.as_bytes(), squashed.as_bytes());
    let (mut at, mut done) = (0, 0);
    while let Some(byte) = bytes.get(at).copied() {
        match LOWER[usize::from(byte)] {
            NOTHING => at += 1,
            WIDE => match follow_wide(text, at, &squashed[done..]) {
                Ok((width, agreed)) => (at, done) = (at + width, done + agreed),
                Err(outcome) => return outcome,
            },
            lower => match wanted.get(done) {
                Some(next) if *next == lower => (at, done) = (at + 1, done + 1),
                Some(_) => return Follow::Mismatch,
                None => return Follow::Beyond(at),
            },
        }
    }
    Follow::Rest(&squashed[done..])
}

/// Follows the character beyond ASCII at byte `at`: its width in bytes and how
/// much of the label agrees with it, or how the text ends.
fn follow_wide(text: &str, at: usize, rest: &str) -> Result<(usize, usize), Follow<'static>> {
    if let [LATIN, second, ..] = text.as_bytes()[at..] {
        let Some(lower) = latin_lower(second) else {
            return Ok((2, 0));
        };
        return match rest.as_bytes() {
            [LATIN, wanted, ..] if *wanted == lower => Ok((2, 2)),
            [] => Err(Follow::Beyond(at)),
            _ => Err(Follow::Mismatch),
        };
    }
    let character = text[at..].chars().next().unwrap_or_default();
    let width = character.len_utf8();
    if !character.is_alphanumeric() {
        return Ok((width, 0));
    }
    if rest.is_empty() {
        return Err(Follow::Beyond(at));
    }
    let after = without_lower(rest, character).ok_or(Follow::Mismatch)?;
    Ok((width, rest.len() - after.len()))
}

/// The second byte of a letter from U+00C0 to U+00FF in lower case; the two
/// signs among them are no letters.
fn latin_lower(second: u8) -> Option<u8> {
    match second {
        0x97 | 0xB7 => None,
        0x80..=0x9E => Some(second | 0x20),
        _ => Some(second),
    }
}

/// What a text begins with when squashed, in one byte; 0 if that cannot be
/// said so shortly. Texts whose initials are known and differ are different
/// labels, which is soon asked.
pub(crate) fn initial(text: &str) -> u8 {
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        match (LOWER[usize::from(*first)], after) {
            (NOTHING, _) => rest = after,
            (WIDE, [second, ..]) if *first == LATIN => return latin_lower(*second).unwrap_or(0),
            // General punctuation, and boxes among the symbols: bullets, dashes, marks.
            (WIDE, [0x80 | 0x98, _, after @ ..]) if *first == 0xE2 => rest = after,
            (WIDE, _) => return 0,
            (lower, _) => return lower,
        }
    }
    0
}

/// Whether a text with this initial may be the squashed label.
pub(crate) fn may_be(initial_of_text: u8, squashed: &str) -> bool {
    let wanted = initial(squashed);
    initial_of_text == wanted || initial_of_text == 0 || wanted == 0
}

/// The initials of several labels: one look tells that a text is none of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Initials([u64; 4]);

impl Default for Initials {
    /// No label; only a text whose initial is unknown passes.
    fn default() -> Self {
        Self([1, 0, 0, 0])
    }
}

impl Initials {
    /// Adds the initial of a squashed label.
    pub(crate) fn insert(&mut self, squashed: &str) {
        match initial(squashed) {
            0 => self.0 = [u64::MAX; 4],
            known => self.0[usize::from(known / 64)] |= 1 << (known % 64),
        }
    }

    /// Whether a text with this initial may be one of the labels.
    pub(crate) fn has(&self, initial: u8) -> bool {
        self.0[usize::from(initial / 64)] >> (initial % 64) & 1 == 1
    }
}

/// Whether a text is a label but for spacing, case and punctuation.
pub(crate) fn is_squashed(text: &str, squashed: &str) -> bool {
    may_be(initial(text), squashed) && follow(text, squashed) == Follow::Rest("")
}

/// `rest` after a character in lower case.
fn without_lower(rest: &str, character: char) -> Option<&str> {
    rest.strip_prefix(character).or_else(|| {
        character
            .to_lowercase()
            .try_fold(rest, |rest, lower| rest.strip_prefix(lower))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn following_is_squashing(text in "[ A-Zå\u{c4}ö\u{130}ß.:0-9-]{0,12}", label in "[ A-Zå\u{c4}ö\u{130}ß.:0-9-]{0,12}") {
            let (short, long) = (squash(&text), squash(&label));
            prop_assert_eq!(is_squashed(&text, &long), short == long);
            prop_assert!(may_be(initial(&text), &long) || short != long);
            match follow(&text, &long) {
                Follow::Rest(rest) => prop_assert_eq!(short + rest, long),
                Follow::Beyond(at) => prop_assert_eq!(squash(&text[..at]), long),
                Follow::Mismatch => prop_assert_ne!(short, long),
            }
        }
    }

    #[test]
    fn spacing_case_and_punctuation_do_not_matter() {
        assert_eq!(squash("3. Ort *"), "3ort");
        assert_eq!(
            squash("När upp-\ntäckte\u{a0}ni"),
            squash("NÄR UPPTÄCKTE NI?")
        );
    }
}
