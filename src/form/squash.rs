//! Squashing: the form of a label in which spacing, case, punctuation, line
//! breaks and hyphenation no longer matter. Two labels are the same when they
//! are equal squashed.

/// The letters and digits of `text`, in lower case, nothing else.
pub fn squash(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    squash_into(text, &mut out);
    out
}

/// Appends the squashed `text` to `out`.
pub fn squash_into(text: &str, out: &mut String) {
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

/// Where a text stands against a squashed label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Follow<'s> {
    /// It is another text.
    Mismatch,
    /// It agrees to its end; this much of the label is still to come.
    Rest(&'s str),
    /// It goes on with a letter or digit at this byte after the whole label.
    Beyond(usize),
}

/// Follows a text along a squashed label without squashing the text: most
/// texts differ at once.
pub fn follow<'s>(text: &str, squashed: &'s str) -> Follow<'s> {
    let bytes = text.as_bytes();
    let (mut rest, mut at) = (squashed, 0);
    while let Some(byte) = bytes.get(at).copied() {
        if byte.is_ascii() {
            if byte.is_ascii_alphanumeric() {
                match rest.as_bytes().first() {
                    Some(wanted) if *wanted == byte.to_ascii_lowercase() => rest = &rest[1..],
                    Some(_) => return Follow::Mismatch,
                    None => return Follow::Beyond(at),
                }
            }
            at += 1;
            continue;
        }
        let Some(character) = text[at..].chars().next() else { break };
        if character.is_alphanumeric() {
            if rest.is_empty() {
                return Follow::Beyond(at);
            }
            match without_lower(rest, character) {
                Some(after) => rest = after,
                None => return Follow::Mismatch,
            }
        }
        at += character.len_utf8();
    }
    Follow::Rest(rest)
}

/// Whether a text is a label but for spacing, case and punctuation.
pub fn is_squashed(text: &str, squashed: &str) -> bool {
    if let (Some(first), Some(wanted)) = (text.as_bytes().first(), squashed.as_bytes().first())
        && first.is_ascii_alphanumeric()
        && first.to_ascii_lowercase() != *wanted
    {
        return false;
    }
    follow(text, squashed) == Follow::Rest("")
}

/// `rest` after a character in lower case.
fn without_lower(rest: &str, character: char) -> Option<&str> {
    rest.strip_prefix(character)
        .or_else(|| character.to_lowercase().try_fold(rest, |rest, lower| rest.strip_prefix(lower)))
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
        assert_eq!(squash("När upp-\ntäckte\u{a0}ni"), squash("NÄR UPPTÄCKTE NI?"));
    }
}
