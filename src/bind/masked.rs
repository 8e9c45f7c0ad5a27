//! Answers masked before a copy was disclosed: a whole answer of black boxes,
//! crosses, or a word in brackets that says so.

use memchr::memchr;

/// The longest text of which a part may be masked, in bytes.
const MOST: usize = 120;

/// Whether an answer may be masked, or contradict itself, by its bytes: most cannot.
#[inline]
pub(super) fn may_be_masked(text: &str) -> bool {
    may_be_mask(text.as_bytes()) || text.len() <= MOST && !text.is_ascii()
}

/// Whether a whole answer is a mask.
pub(super) fn is_masked(text: &str) -> bool {
    may_be_mask(text.as_bytes()) && is_mask(text)
}

/// Whether a part of a short text is masked by what a reader of PDF puts for covered words.
pub(super) fn is_partly_masked(text: &str) -> bool {
    // Few signs begin with this byte, and no Swedish letter.
    let first = memchr(0xE2, text.as_bytes()).filter(|_| text.len() <= MOST);
    first.is_some_and(|first| text[first..].contains("███"))
}

/// Whether a text begins as masks do: with a sign, with an `x`, or with one of the
/// words that may stand without brackets.
#[inline]
fn may_be_mask(text: &[u8]) -> bool {
    match text {
        [b'x' | b'X', ..] => true,
        [b'm' | b'M', second, ..] => second.eq_ignore_ascii_case(&b'a'),
        [b's' | b'S', second, ..] => second.eq_ignore_ascii_case(&b'e'),
        [first, ..] => !first.is_ascii_alphanumeric(),
        [] => false,
    }
}

fn is_mask(text: &str) -> bool {
    let Some(first) = text.chars().next() else {
        return false;
    };
    if first.is_alphanumeric() && !first.is_ascii() {
        return false;
    }
    is_filler(text) || (text.len() <= 400 && may_be_word(text) && is_word(text))
}

/// Three or more of one filling character, blanks and separators aside.
fn is_filler(text: &str) -> bool {
    let mut count = 0;
    for character in text.chars() {
        match character {
            '█' | '■' | '▇' | '▓' | '▒' | '░' | '●' | 'x' | 'X' | '*' | '_' => {
                count += 1;
            }
            '-' | '.' | '@' | '/' => {}
            character if character.is_whitespace() => {}
            _ => return false,
        }
    }
    count >= 3
}

/// Whether the first two letters are those of a word below, or not plain.
fn may_be_word(text: &str) -> bool {
    let inner = text.trim_start_matches(['[', '(', '<', '*', '.', ' ', ']', ')', '>']);
    match inner.as_bytes() {
        [first, second, ..] if first.is_ascii() && second.is_ascii() => {
            let start = [first.to_ascii_lowercase(), second.to_ascii_lowercase()];
            matches!(&start, b"ma" | b"se" | b"bo" | b"re")
        }
        _ => true,
    }
}

/// `[maskerat]`, `(sekretess)`, `Sekretessbelagt`, `Maskerad uppgift`.
fn is_word(text: &str) -> bool {
    let inner = text
        .trim_matches(['[', ']', '(', ')', '<', '>', '*', '.', ' '])
        .to_lowercase();
    let bracketed = !text.starts_with(char::is_alphabetic);
    let mask = [
        "maskerat",
        "maskerad",
        "maskerade uppgifter",
        "maskerad uppgift",
        "sekretessbelagt",
        "sekretessbelagd",
    ];
    mask.contains(&inner.as_str())
        || (bracketed
            && [
                "sekretess",
                "maskning",
                "överstruket",
                "borttaget",
                "redacted",
                "masked",
            ]
            .iter()
            .any(|word| inner.starts_with(word) && inner.len() < 60))
        || inner == "sekretess"
}

#[cfg(test)]
mod tests {
    use super::{is_masked, is_partly_masked};

    #[test]
    fn whole_masks_only() {
        for text in [
            "███",
            "xxxx",
            "XXXXXX-XXXX",
            "[maskerat]",
            "[sekretess]",
            "(Sekretess 21 kap. 3 § OSL)",
            "Sekretess",
        ] {
            assert!(is_masked(text), "{text}");
        }
        for text in [
            "-",
            "xx",
            "Max",
            "Sekretessavdelningen",
            "███ ringde oss",
            "2021-02-12",
            "Ja",
            "",
            "...",
            "--",
        ] {
            assert!(!is_masked(text), "{text}");
        }
        assert!(is_partly_masked("KS ███/12") && !is_partly_masked("KS 2024/12"));
    }
}
