//! What rules ask of free text: its sentences. Nothing of it is ever shown.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use crate::form::is_squashed;

/// Whether a text is empty of sense: a dash, "se ovan", "ej aktuellt", or
/// fewer than 15 characters.
pub(super) fn is_stub(text: &str) -> bool {
    const LEAST: usize = 15;
    const EMPTY: [&str; 8] = [
        "seovan",
        "ejaktuellt",
        "inteaktuellt",
        "ejtillämpligt",
        "sebeskrivningen",
        "sebeskrivningovan",
        "sesvarovan",
        "sebifogathandling",
    ];
    text.trim().chars().take(LEAST).count() < LEAST
        || EMPTY.iter().any(|stub| is_squashed(text, stub))
}

/// Whether the reasons for a delay are a stub, or name nothing but a weekend,
/// holidays, leave or workload: every sentence names one of these, and no word
/// tells of something else that took time.
pub(super) fn is_thin_reason(text: &str) -> bool {
    static EXCUSES: LazyLock<[Finder; 15]> = LazyLock::new(|| {
        [
            "helg",
            "lördag",
            "söndag",
            "semester",
            "ledig",
            "röd dag",
            "röda dagar",
            "julen",
            "påsk",
            "midsommar",
            "nyår",
            "arbetsbelast",
            "belastning",
            "tidsbrist",
            "resursbrist",
        ]
        .map(Finder::new)
    });
    static SUBSTANCE: LazyLock<[Finder; 17]> = LazyLock::new(|| {
        [
            "utred",
            "oklar",
            "osäker",
            "leverantör",
            "biträde",
            "vetskap",
            "kännedom",
            "upptäck",
            "informer",
            "kontakt",
            "samla",
            "insaml",
            "omfatt",
            "tekni",
            "bedöm",
            "kartlägg",
            "polis",
        ]
        .map(Finder::new)
    });
    if is_stub(text) {
        return true;
    }
    let lower = lower(text);
    let names = |text: &str, stems: &[Finder]| {
        stems
            .iter()
            .any(|stem| stem.find(text.as_bytes()).is_some())
    };
    names(&lower, &*EXCUSES)
        && !names(&lower, &*SUBSTANCE)
        && sentences(&lower).all(|sentence| names(&sentence, &*EXCUSES))
}

/// A text in lower case: soon made where no letter beyond ASCII is a capital.
fn lower(text: &str) -> String {
    // What the small letters up to U+00FF are made of.
    let is_small = |byte: u8| byte.is_ascii() || matches!(byte, 0xC3 | 0xA0..=0xBF);
    if text.bytes().all(is_small) {
        text.to_ascii_lowercase()
    } else {
        text.to_lowercase()
    }
}

/// The sentences of a text, roughly: up to a full stop, question mark,
/// exclamation mark or semicolon before a blank, or an empty line. Line breaks
/// are blanks, since copies wrap.
pub(super) fn sentences(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split("\n\n").flat_map(|paragraph| {
        let joined = paragraph.replace(['\n', '\r', '\u{a0}'], " ");
        split(&joined)
    })
}

fn split(paragraph: &str) -> Vec<String> {
    let mut sentences = Vec::new();
    let mut start = 0;
    let mut characters = paragraph.char_indices().peekable();
    while let Some((at, c)) = characters.next() {
        let ends = matches!(c, '.' | '!' | '?' | ';')
            && characters.peek().is_none_or(|(_, next)| *next == ' ');
        if ends {
            sentences.push(paragraph[start..at].trim().to_owned());
            start = at + c.len_utf8();
        }
    }
    sentences.push(paragraph[start..].trim().to_owned());
    sentences.retain(|sentence| !sentence.is_empty());
    sentences
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stubs_and_thin_reasons() {
        for text in [
            "",
            "-",
            "Se ovan",
            "Ej aktuellt.",
            "se beskrivningen",
            "Långhelg.",
        ] {
            assert!(is_thin_reason(text), "{text}");
        }
        assert!(is_thin_reason(
            "Det var helg. Dessutom hade vi hög arbetsbelastning."
        ));
        for text in [
            "Det var helg, och utredningen tog tid.",
            "Det var helg. Vi fick ingen uppgift från systemets ägare.",
            "Uppgifterna fick hämtas från flera enheter.",
        ] {
            assert!(!is_thin_reason(text), "{text}");
        }
    }

    #[test]
    fn texts_are_made_lower_case() {
        for text in [
            "",
            "Är",
            "ÅNGSTRÖM é",
            "Sent, påsk",
            "\u{130}\u{1e9e}ß÷Ÿ – K",
        ] {
            assert_eq!(lower(text), text.to_lowercase());
        }
    }

    #[test]
    fn sentences_end_before_a_blank() {
        let text = "Se dnr 1.4.2-2881/2021. Ombudet fick\nveta det! Sent\n\nNytt stycke";
        let found: Vec<_> = sentences(text).collect();
        assert_eq!(
            found,
            [
                "Se dnr 1.4.2-2881/2021",
                "Ombudet fick veta det",
                "Sent",
                "Nytt stycke"
            ]
        );
    }
}
