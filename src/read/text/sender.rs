//! What stands below the last answer of a copy and says who sent it, when, and whom to ask: lines of
//! contacts, of the system that printed the copy, and the name of the sender above an address.

use std::ops::Range;

use crate::read::text::letter;
use crate::read::text::lines::Lines;
use crate::value::contact_data;

/// The longest of these lines, in bytes.
const MOST_BYTES: usize = 160;
/// So many lines the name and the addresses of a sender take at most.
const MOST_LINES: usize = 8;
/// So many words such a line has at most.
const MOST_WORDS: usize = 8;

/// How lines begin that say whom to ask.
const CONTACTS: &[&str] = &[
    "vid frågor",
    "vid eventuella frågor",
    "för frågor",
    "frågor besvaras av",
    "har du frågor",
    "har ni frågor",
    "om du har frågor",
    "om ni har frågor",
    "kontakta gärna",
    "kontaktperson:",
    "kontakt:",
    "du når mig",
    "ni når mig",
    "for questions",
    "for any questions",
    "if you have questions",
    "if you have any questions",
    "please contact",
    "contact person:",
    "contact:",
];

/// What systems print before a time or a number of their own.
const PRINTED: &[&str] = &[
    "created",
    "diarieförd",
    "diariefört",
    "formulär-id",
    "formulärid",
    "inskickad",
    "inskickat",
    "insänd",
    "insänt",
    "kvittensnummer",
    "kvittonummer",
    "printed",
    "ref",
    "reference",
    "referens",
    "referensnummer",
    "registered",
    "registrerad",
    "registrerat",
    "saved",
    "sent",
    "signed",
    "signerad",
    "signerat",
    "skapad",
    "skapat",
    "skickad",
    "skickat",
    "sparad",
    "submitted",
    "utskriften",
    "utskriftsdatum",
    "utskriven",
    "utskrivet",
    "ärende-id",
    "ärendeid",
];
/// What else may stand in such a line, in lower case.
const BESIDE: &[&str] = &[
    "at",
    "av",
    "by",
    "bankid",
    "den",
    "e-legitimation",
    "e-tjänst",
    "e-tjänsten",
    "eid",
    "från",
    "from",
    "kl",
    "med",
    "on",
    "the",
    "via",
    "with",
];

/// Whether a line says whom to ask, or when and under which number the copy was sent.
pub(super) fn is_about_sending(text: &str) -> bool {
    if text.len() > MOST_BYTES {
        return false;
    }
    let lower = text.to_lowercase();
    CONTACTS.iter().any(|words| lower.starts_with(words)) || is_printed(text)
}

/// `Skickat: 2024-03-05 10:12`, `Signerad av Anna Berg med BankID 2024-03-05`.
fn is_printed(text: &str) -> bool {
    let has_digit = |word: &str| word.contains(|c: char| c.is_ascii_digit());
    let mut words = text
        .split_whitespace()
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()));
    let is_label = words
        .next()
        .is_some_and(|word| PRINTED.contains(&word.to_lowercase().as_str()));
    let may_stand = |word: &str| {
        word.is_empty()
            || has_digit(word)
            || word.starts_with(char::is_uppercase)
            || BESIDE.contains(&word.to_lowercase().as_str())
    };
    is_label && has_digit(text) && words.all(may_stand)
}

/// Where the name and the addresses of a sender begin, if some lines end with these.
pub(super) fn block(lines: &Lines, places: Range<usize>) -> Option<usize> {
    let first = places.end.saturating_sub(MOST_LINES).max(places.start);
    let is_block = |start: &usize| {
        let rest = || (start + 1..places.end).map(|at| lines.text(at));
        is_name(lines.text(*start))
            && rest().all(may_belong)
            && rest().any(|text| contact_data(text).next().is_some())
    };
    (first..places.end).find(is_block)
}

/// `Anna Berg`, `Anna Berg, dataskyddsombud`.
fn is_name(text: &str) -> bool {
    let name = text.split(',').next().unwrap_or(text);
    let words: Vec<&str> = name.split_whitespace().collect();
    let is_part = |word: &&str| {
        word.starts_with(char::is_uppercase)
            && word.chars().all(|sign| sign.is_alphabetic() || sign == '-')
            && word.chars().any(char::is_lowercase)
    };
    (2..=4).contains(&words.len()) && words.iter().all(is_part) && may_belong(text)
}

/// Whether a line may stand below the name of a sender: it is short and no sentence.
fn may_belong(text: &str) -> bool {
    text.len() <= MOST_BYTES
        && !text.ends_with('.')
        && text.split_whitespace().count() <= MOST_WORDS
        && !letter::speaks_of_secrecy(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::Edition;

    #[test]
    fn lines_about_sending_are_known() {
        for text in [
            "Vid frågor, kontakta Anna Andersson, 08-123 45 67",
            "Har ni frågor? Ring registrator.",
            "Kontaktperson: Anna Andersson",
            "Skickat: 2024-03-05 10:12",
            "Inskickad 2024-03-05 kl. 10:12",
            "Signerad av Anna Berg med BankID 2024-03-05 10:12",
            "Ref: 12345",
            "Submitted on 2024-03-05",
        ] {
            assert!(is_about_sending(text), "{text}");
        }
        for text in [
            "Kontaktuppgifter till de drabbade",
            "Frågor om hälsa i bilaga 2",
            "Skickat brev till patienterna 2024-03-05",
            "Referenser",
            "Ref: 21 kap. 7 §",
            "Registrerade uppgifter om 12 barn",
            "Namnen på eleverna",
            "",
        ] {
            assert!(!is_about_sending(text), "{text}");
        }
    }

    #[test]
    fn a_sender_is_a_name_above_an_address() {
        let edition = Edition::default_edition();
        let found = |text: &str| {
            let lines = Lines::whole(text, edition, 1);
            block(&lines, 0..lines.all.len())
        };
        for sender in [
            "Anna Berg\nanna.berg@exempel.se",
            "Anna Berg\nDataskyddsombud\nExempelkommun\n08-123 45 67",
            "Anna-Karin Berg, dataskyddsombud\nTel 08-123 45 67",
        ] {
            assert_eq!(found(sender), Some(0), "{sender}");
            assert_eq!(found(&format!("Namnen på eleverna\n{sender}")), Some(1));
        }
        for none in [
            "Anna Berg",
            "Namn och telefonnummer\nanna.berg@exempel.se",
            "Anna Berg\nHennes telefonnummer 08-123 45 67 är hemligt",
            "Anna Berg\nRing henne på 08-123 45 67.",
            "Anna Berg\nDataskyddsombud",
        ] {
            assert_eq!(found(none), None, "{none}");
        }
    }
}
