//! Numbers that programs put before the items of lists by themselves. They are shown and are no
//! letters of the text. A heading of the form has its number so where its paragraph is an item;
//! before any other words the number is left out.

/// The signs that stand for the numbers, for private use: no text has them.
const FIRST: u32 = 0x10_F000;
/// The highest number.
const MOST: u32 = 999;

/// The sign that stands for a number.
pub(super) fn sign(number: u32) -> Option<char> {
    char::from_u32(FIRST + number).filter(|_| number <= MOST)
}

/// The number that a sign stands for.
fn number(sign: char) -> Option<u32> {
    u32::from(sign)
        .checked_sub(FIRST)
        .filter(|number| *number <= MOST)
}

/// A text whose lines have their numbers where `is_heading` says so of the number and the words
/// that follow, and where it does not, have none.
pub(crate) fn with_numbers(text: String, is_heading: impl Fn(u32, &str) -> bool) -> String {
    if !text.chars().any(|sign| number(sign).is_some()) {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let page = line.strip_prefix('\u{c}');
        out.extend(page.map(|_| '\u{c}'));
        let line = page.unwrap_or(line);
        let mut signs = line.chars();
        let Some(number) = signs.next().and_then(number) else {
            out.push_str(line);
            continue;
        };
        let words = signs.as_str();
        if is_heading(number, words.trim_end()) {
            out.extend([number.to_string().as_str(), ". "]);
        }
        out.push_str(words);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_have_their_numbers_and_other_words_none() {
        let sign = |at: u32| sign(at).unwrap();
        let text = format!(
            "Titel\n{}Namn\n\u{c}{}Ring\n{}Ort\n",
            sign(1),
            sign(2),
            sign(3)
        );
        let found = with_numbers(text, |number, words| {
            matches!((number, words), (1, "Namn") | (3, "Ort"))
        });
        assert_eq!(found, "Titel\n1. Namn\n\u{c}Ring\n3. Ort\n");
        assert_eq!(with_numbers("a\n".into(), |_, _| true), "a\n");
    }
}
