//! Finds the likeliest of the encodings that have one byte for each character. No text says
//! which of them it is in. So the decision rests on the words that come out: first the words of
//! the form, then letters in places where letters are expected.

use std::collections::HashSet;
use std::sync::OnceLock;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, MACINTOSH, WINDOWS_1252};

use super::coding::{Coding, name};
use super::older::Page;
use crate::form::Edition;

/// How many bytes of a text are examined.
const ENOUGH: usize = 64 << 10;

/// The likeliest encoding with one byte for each character.
pub(super) fn eight_bit(bytes: &[u8]) -> Coding {
    // In Windows-1252 these bytes are å and Å. Every longer Swedish text has them, and
    // other alphabets seldom need them. If they occur, there is nothing to guess.
    if bytes.iter().any(|byte| matches!(byte, 0xE5 | 0xC5)) {
        return Coding::Web(WINDOWS_1252);
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let guess = detector.guess(Some(b"se"), Utf8Detection::Deny);
    let usual = if name(guess) == "windows-1252" {
        WINDOWS_1252
    } else {
        guess
    };
    likeliest(bytes, usual)
}

/// The likeliest coding of a text that has one byte for each character and no å as Windows
/// writes it. It is the usual one, unless another makes more sense of the text.
fn likeliest(bytes: &[u8], usual: &'static Encoding) -> Coding {
    let head = &bytes[..bytes.len().min(ENOUGH)];
    let mut best = (Coding::Web(usual), sense(&Coding::Web(usual).decode(head)));
    let others = [
        Coding::Web(MACINTOSH),
        Coding::Dos(Page::Dos850),
        Coding::Dos(Page::Dos437),
    ];
    let readings = [(Coding::Utf8, String::from_utf8_lossy(head))]
        .into_iter()
        .chain(others.map(|other| (other, other.decode(head))));
    for (other, reading) in readings {
        let found = sense(&reading);
        if found > best.1 {
            best = (other, found);
        }
    }
    best.0
}

/// How much sense a text makes: how many words of the form with å, ä or ö it has, and how many
/// more letters than signs its words hold.
fn sense(text: &str) -> (usize, isize) {
    let (mut words, mut letters) = (0, 0);
    for word in text.split(|char: char| char.is_ascii() && !char.is_ascii_alphabetic()) {
        if word.is_ascii() {
            continue;
        }
        words += usize::from(is_of_form(word));
        letters += word.chars().map(worth).sum::<isize>();
    }
    (words, letters)
}

/// What one character of a word says for or against the reading.
fn worth(char: char) -> isize {
    match char {
        'å' | 'ä' | 'ö' | 'Å' | 'Ä' | 'Ö' | 'é' | 'É' | 'ü' | 'Ü' => 2,
        '\u{a0}' | '–' | '—' | '’' | '‘' | '”' | '“' | '…' | '•' | '§' | '°' | '½' | '´' => {
            0
        }
        char if char.is_ascii() => 0,
        char if char.is_lowercase() => 0,
        _ => -1,
    }
}

/// How many words of the form with letters outside of ASCII a text has.
pub(super) fn words_of_form(text: &str) -> usize {
    text.split(|char: char| char.is_ascii() && !char.is_ascii_alphabetic())
        .filter(|word| !word.is_ascii() && is_of_form(word))
        .count()
}

fn is_of_form(word: &str) -> bool {
    static WORDS: OnceLock<HashSet<String>> = OnceLock::new();
    WORDS.get_or_init(form_words).contains(&word.to_lowercase())
}

/// The words of the form that have letters outside of ASCII.
fn form_words() -> HashSet<String> {
    let in_use = Edition::all().iter().filter(|edition| !edition.draft);
    let texts = in_use.flat_map(Edition::texts);
    let words = texts.flat_map(|text| {
        let words = text.split(|char: char| !char.is_alphabetic());
        let words = words.filter(|word| !word.is_ascii());
        words.map(str::to_lowercase).collect::<Vec<_>>()
    });
    words.collect()
}
