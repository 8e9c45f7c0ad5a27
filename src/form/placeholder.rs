//! What templates of word processors show where nobody has written: it asks for an answer and is
//! none, in whatever format it comes.

use std::sync::LazyLock;

use crate::form::{is_squashed, squash};

/// The longest of them, in bytes, with signs around it.
const MOST_BYTES: usize = 90;

/// Word's own words in both languages, of its versions, and those that people put into templates.
const PLACEHOLDERS: &[&str] = &[
    "Klicka eller tryck här för att ange text",
    "Klicka eller tryck här för att skriva text",
    "Klicka eller tryck här för att ange datum",
    "Klicka eller tryck här för att ange ett datum",
    "Klicka eller tryck för att ange ett datum",
    "Klicka eller tryck för att ange datum",
    "Klicka eller tryck om du vill ange ett datum",
    "Klicka eller tryck om du vill ange text",
    "Klicka här för att ange text",
    "Klicka här för att skriva text",
    "Klicka här för att ange datum",
    "Klicka här för att ange ett datum",
    "Klicka här om du vill ange text",
    "Klicka här om du vill ange datum",
    "Klicka här om du vill ange ett datum",
    "Klicka här och skriv",
    "Klicka här och skriv text",
    "Klicka för att lägga till text",
    "Klicka för att skriva text",
    "Klicka för att ange text",
    "Välj ett objekt",
    "Välj ett element",
    "Välj ett alternativ",
    "Välj alternativ",
    "Välj ett datum",
    "Välj datum",
    "Välj ett byggblock",
    "Välj i listan",
    "Välj i lista",
    "Ange text",
    "Ange text här",
    "Ange datum",
    "Ange ett datum",
    "Skriv här",
    "Skriv text",
    "Skriv text här",
    "Skriv din text här",
    "Skriv ditt svar här",
    "Skriv svaret här",
    "Skriv in text här",
    "Fyll i här",
    "Fyll i text här",
    "Platshållartext",
    "Click or tap here to enter text",
    "Click or tap here to insert text",
    "Click or tap to enter a date",
    "Click or tap here to enter a date",
    "Click here to enter text",
    "Click here to enter a date",
    "Click here to type",
    "Click to enter text",
    "Click to enter a date",
    "Click to add text",
    "Choose an item",
    "Choose a date",
    "Choose a building block",
    "Select an item",
    "Select a date",
    "Enter text",
    "Enter text here",
    "Enter your text here",
    "Enter a date",
    "Type here",
    "Type text",
    "Type text here",
    "Type your text here",
    "Type your answer here",
    "Write here",
    "Placeholder text",
];

static SQUASHED: LazyLock<Vec<String>> =
    LazyLock::new(|| PLACEHOLDERS.iter().map(|words| squash(words)).collect());

/// Their first bytes with the bit that lower case has, also in `ä`.
const BEGINNINGS: [[u8; 4]; 13] = [
    *b"ange",
    *b"choo",
    *b"clic",
    *b"ente",
    *b"fyll",
    *b"klic",
    *b"plac",
    *b"plat",
    *b"sele",
    *b"skri",
    *b"type",
    [b'v', 0xE3, 0xA4, b'l'],
    *b"writ",
];

/// Whether a text begins as some of them do, in either case, by its first letters: most answers do
/// not.
fn may_begin(text: &[u8]) -> bool {
    let Some(start) = text.first_chunk::<4>() else {
        return false;
    };
    BEGINNINGS.contains(&start.map(|byte| byte | 0x20))
}

/// Whether a text asks for an answer where none was written.
pub(crate) fn is_placeholder(text: &str) -> bool {
    if !(9..=MOST_BYTES).contains(&text.len()) {
        return false;
    }
    let is_bare = text.as_bytes()[0].is_ascii_alphanumeric();
    let bare = if is_bare {
        text
    } else {
        text.trim_start_matches(|c: char| !c.is_alphanumeric())
    };
    may_begin(bare.as_bytes()) && SQUASHED.iter().any(|words| is_squashed(text, words))
}

/// All of them, squashed.
pub(super) fn squashed<'a>() -> impl Iterator<Item = &'a str> {
    SQUASHED.iter().map(String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_known_by_its_beginning() {
        for words in PLACEHOLDERS {
            for words in [words.to_uppercase(), format!("[{words}]")] {
                assert!(is_placeholder(&words) || words.len() < 9, "{words}");
            }
        }
    }

    #[test]
    fn what_asks_for_an_answer_is_none() {
        for text in [
            "Klicka eller tryck här för att ange text.",
            "Click or tap here to enter text.",
            "KLICKA HÄR FÖR ATT ANGE TEXT",
            "<Skriv här>",
            "[Skriv text]",
            "Välj ett objekt.",
            "Choose an item.",
        ] {
            assert!(is_placeholder(text), "{text}");
        }
        for text in [
            "Klicka",
            "Välj",
            "Ange",
            "Klicka här för att ange text och datum",
            "Någon skrev här",
            "Text",
            "Skriv till oss",
        ] {
            assert!(!is_placeholder(text), "{text}");
        }
    }
}
