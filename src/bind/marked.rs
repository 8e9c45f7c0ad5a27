//! Words in a reference or case number that say what the row is: people mark supplements and
//! withdrawals so in registers that have no column for it.

use crate::config::Words;

/// What such words begin with, in small letters.
const MARKS: [&str; 19] = [
    "komplettering",
    "kompletterande",
    "tillägg",
    "uppföljning",
    "återkall",
    "återtag",
    "makuler",
    "annuller",
    "utgår",
    "utgått",
    "ersatt",
    "dubblett",
    "dublett",
    "kopia",
    "supplement",
    "withdrawn",
    "withdrawal",
    "cancelled",
    "duplicate",
];

/// What F003 says of the kind of such a row.
pub(super) const MARKED: Words = Words::new(
    "Numret har ordet ”{word}”. Om raden är en anmälan går inte att avgöra; ange i mappningen vilken kolumn som säger vad den är (kind).",
    "The number has the word \"{word}\". Whether the row is a notification cannot be determined; say in the mapping which column tells what it is (kind).",
);

/// What such a word may stand before.
const MARKED_BY: [&str; 4] = ["anmälan", "ärende", "notification", "filing"];

/// The word of a number that says that it is no notification of its own: the mark that its last
/// word begins with, so that nothing else of the text is shown. A text behind a number that goes
/// on tells of the breach: `KS 2024/11 kopia av journal`.
pub(super) fn mark(number: &str) -> Option<&'static str> {
    let digit = number.find(|c: char| c.is_ascii_digit())?;
    let behind = number[digit..].to_lowercase();
    let words = behind.split(|c: char| !c.is_alphanumeric());
    let mut words =
        words.filter(|word| word.chars().count() > 1 && word.chars().all(char::is_alphabetic));
    let last = words.rfind(|word| !MARKED_BY.contains(word))?;
    if words.count() > 1 {
        return None;
    }
    MARKS.into_iter().find(|mark| last.starts_with(mark))
}

#[cfg(test)]
mod tests {
    use super::mark;

    #[test]
    fn a_word_behind_the_number_says_what_the_row_is() {
        for (number, word) in [
            ("KS 2024/11 komplettering", Some("komplettering")),
            ("KS 2024/14 (Makulerad)", Some("makuler")),
            ("2024-15 återkallad", Some("återkall")),
            ("KS 2024/11, dubblett", Some("dubblett")),
            ("KS 2024/11 se komplettering 2", Some("komplettering")),
            ("KS 2024/11 återkallad anmälan", Some("återkall")),
            ("KS 2024/11 kopia av journal", None),
            ("KS 2024/11 makulerade handlingar", None),
            ("KS 2024/11", None),
            ("Kompletteringsnämnden 2024/11", None),
            ("KS 2024/11 brev till fel mottagare", None),
        ] {
            assert_eq!(mark(number), word, "{number}");
        }
    }
}
