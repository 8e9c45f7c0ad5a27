//! What stands behind the last answer of a copy in a file of a case: decisions and confirmations of
//! the authority, notes of the file, lines for a signature, letters that add to the notification or
//! withdraw it. None of it is an answer. A letter is told, since nobody reads it here.

use std::ops::Range;

use crate::check::form::{UNKNOWN_QUESTION, UNREADABLE_VALUE};
use crate::config::Words;
use crate::form::{Edition, Filing, Key, is_squashed};
use crate::read::text::lines::Lines;
use crate::read::text::{cover, letter, notice, sender};
use crate::read::{Record, Value};

/// The longest line that is the title of a document, in bytes.
const MOST_BYTES: usize = 120;

const LETTER: Words = Words::new(
    "Efter den sista frågan börjar ett brev som kompletterar eller återkallar en anmälan. Det lästes inte; lägg det i en egen fil eller läs det själv.",
    "Behind the last question a letter begins that adds to a notification or withdraws it. It was not read; put it into a file of its own, or read it yourself.",
);
const DOUBT: Words = Words::new(
    "Efter frågan börjar en annan handling, som talar om sekretess. Om anmälaren begär sekretess går inte att avgöra.",
    "Behind the question another document begins, which speaks of secrecy. Whether the filer claims secrecy cannot be determined.",
);

const SENDER: Words = Words::new(
    "Under frågan står bara ett namn med kontaktuppgifter. Om anmälaren begär sekretess går inte att avgöra.",
    "Below the question stands nothing but a name with contact data. Whether the filer claims secrecy cannot be determined.",
);

/// What documents of a file are called, as a line of its own.
const TITLES: &[&str] = &[
    "acknowledgement",
    "acknowledgment",
    "anteckning",
    "avslutsbeslut",
    "begäran om komplettering",
    "begäran om kompletterande uppgifter",
    "bekräftelse",
    "beslut",
    "confirmation",
    "cover letter",
    "decision",
    "delegationsbeslut",
    "delgivningskvitto",
    "file note",
    "följebrev",
    "föreläggande",
    "journalanteckning",
    "kvittens",
    "kvitto",
    "memo",
    "memorandum",
    "minnesanteckning",
    "minnesanteckningar",
    "minutes",
    "missiv",
    "mottagningsbekräftelse",
    "mottagningskvitto",
    "official note",
    "pm",
    "promemoria",
    "protokoll",
    "protokollsutdrag",
    "påminnelse",
    "receipt",
    "reminder",
    "skrivelse",
    "sändlista",
    "telefonanteckning",
    "tjänsteanteckning",
    "underrättelse",
    "yttrande",
];
/// Labels before the name of a document.
const KINDS: &[&str] = &[
    "dokument",
    "dokumenttyp",
    "document",
    "handling",
    "handlingstyp",
    "typ",
    "type",
];
/// How the titles of such documents begin where they say more.
const BEGINNINGS: &[&str] = &[
    "acknowledgement of receipt",
    "anteckning: ",
    "anmälan är inskickad",
    "anmälan har skickats",
    "din anmälan har ",
    "din anmälan är ",
    "er anmälan har ",
    "er anmälan är ",
    "tack för din anmälan",
    "tack för er anmälan",
    "thank you for your notification",
    "tjänsteanteckning: ",
    "your notification has been ",
    "begäran om komplettering ",
    "bekräftelse av ",
    "bekräftelse på ",
    "beslut efter ",
    "beslut i ärende",
    "beslut med anledning av ",
    "beslut om att avsluta",
    "beslut: ",
    "confirmation of ",
    "decision after ",
    "decision in ",
    "decision on ",
    "mottagningsbekräftelse ",
    "tjänsteanteckning ",
    "underrättelse om ",
    "vi har tagit emot er anmälan",
    "vi har tagit emot din anmälan",
    "we have received your notification",
];
/// The words of lines for a signature.
const SIGNATURE: &[&str] = &[
    "av",
    "befattning",
    "behörig",
    "date",
    "datum",
    "elektronisk",
    "firmatecknare",
    "firmatecknares",
    "name",
    "namn",
    "namnförtydligande",
    "namnteckning",
    "och",
    "ort",
    "place",
    "printed",
    "signatur",
    "signature",
    "signerat",
    "titel",
    "title",
    "underskrift",
    "underskrifter",
    "undertecknat",
];
/// Those of them that say what such a line is for.
const SIGNS: &[&str] = &[
    "namnförtydligande",
    "namnteckning",
    "signatur",
    "signature",
    "underskrift",
    "underskrifter",
];
/// How the authority is reached: no answer holds it.
const AUTHORITY: &[&str] = &["imy@imy.se", "08-657 61 00", "box 8114"];

/// What begins at a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum What {
    Document,
    /// A supplement or a withdrawal in words of its own.
    Letter,
    Signature,
    /// Whom to ask, and when the copy was sent.
    Sending,
}

/// The end of the answer to the last question, whose lines these are at most: where another
/// document begins.
pub(super) fn end(record: &mut Record, lines: &Lines, places: Range<usize>) -> Range<usize> {
    let edition = record.edition;
    let found = places
        .clone()
        .find_map(|at| Some((at, what(lines, edition, at, places.end)?)));
    let Some((at, what)) = found else {
        let sender = sender::block(lines, places.clone());
        return places.start..sender.unwrap_or(places.end);
    };
    let start = above(record, lines, places.start, at);
    if what == What::Letter {
        let letter = notice(&UNKNOWN_QUESTION, 0, lines, at).saying(LETTER);
        record.findings.push(letter);
    }
    places.start..start
}

/// Leaves open whether secrecy is claimed where nothing stands before another document, and that
/// speaks of secrecy.
pub(super) fn doubt(record: &mut Record, lines: &Lines, answer: &Range<usize>, end: usize) {
    // The end of a mail may say that it is confidential: that is no document.
    let edition = record.edition;
    let begins = (answer.end..end).find(|at| what(lines, edition, *at, end).is_some());
    let speaks = |at: usize| letter::speaks_of_secrecy(lines.text(at));
    let is_sender = || sender::block(lines, answer.end..end) == Some(answer.end);
    let why = match begins {
        Some(at) if (at..end).any(speaks) => DOUBT,
        None if is_sender() => SENDER,
        _ => return,
    };
    if !answer.is_empty() {
        return;
    }
    let answers = &mut record.answers;
    let Some(raw) = answers.iter_mut().rfind(|raw| raw.key == Key::Secrecy) else {
        return;
    };
    if raw.value != Value::Blank {
        return;
    }
    raw.value = Value::Lost;
    let number = record.edition.number(Key::Secrecy);
    let finding = notice(&UNREADABLE_VALUE, number, lines, answer.end);
    record
        .findings
        .push(finding.at(Key::Secrecy, 0).saying(why));
}

/// What begins at a line, if another document does.
fn what(lines: &Lines, edition: &Edition, at: usize, end: usize) -> Option<What> {
    let text = lines.text(at);
    if text.len() > MOST_BYTES || letter::speaks_of_secrecy(text) {
        return None;
    }
    if is_signature(text) {
        return Some(What::Signature);
    }
    if sender::is_about_sending(text) {
        return Some(What::Sending);
    }
    // A name alone may be what the answer speaks of.
    let follows = (at + 1..end).any(|at| !cover::is_cover(lines.text(at), edition));
    if !follows {
        return None;
    }
    match edition.titles.kind(text) {
        Some(Filing::Initial) | None => {}
        Some(_) => return Some(What::Letter),
    }
    is_document(text, edition).then_some(What::Document)
}

fn is_document(text: &str, edition: &Edition) -> bool {
    let lower = text.to_lowercase();
    let bare = lower.trim_matches(|c: char| !c.is_alphanumeric());
    let named = match bare.split_once(':') {
        Some((kind, name)) if KINDS.contains(&kind.trim()) => name,
        _ => bare,
    };
    // A date or a number may stand behind the name.
    let is_number = |word: &&str| word.contains(|c: char| c.is_ascii_digit()) || *word == "dnr";
    let words: Vec<&str> = named.split_whitespace().collect();
    let numbers = words
        .iter()
        .rev()
        .take_while(|word| is_number(word))
        .count();
    TITLES.contains(&words[..words.len() - numbers].join(" ").as_str())
        || BEGINNINGS.iter().any(|words| bare.starts_with(words))
        || AUTHORITY.iter().any(|words| lower.contains(words))
        || text.trim_end_matches(" (IMY)") == edition.authority
}

/// `Underskrift`, `Ort och datum: ______  Namnteckning: ______`.
fn is_signature(text: &str) -> bool {
    let lower = text.to_lowercase();
    let mut words = lower
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .peekable();
    let is_date = |word: &str| word.bytes().all(|byte| byte.is_ascii_digit());
    is_place_and_date(&lower)
        || words.peek().is_some()
            && words
                .clone()
                .all(|word| SIGNATURE.contains(&word) || is_date(word))
            && words.clone().any(|word| SIGNS.contains(&word))
}

fn is_place_and_date(lower: &str) -> bool {
    lower.starts_with("ort och datum") || lower.starts_with("place and date")
}

/// The first of the lines right above a document that belong to its head: the name of who wrote
/// it, dates and numbers.
fn above(record: &Record, lines: &Lines, first: usize, at: usize) -> usize {
    let edition = record.edition;
    let named = record
        .answers
        .iter()
        .find(|raw| raw.key == Key::ControllerName);
    let name = match named.map(|raw| &raw.value) {
        Some(Value::Text(name)) => crate::form::squash(name),
        _ => String::new(),
    };
    let belongs = |at: usize| {
        let text = lines.text(at);
        cover::is_cover(text, edition)
            || text == edition.authority
            || !name.is_empty() && is_squashed(text, &name)
    };
    let mut start = at;
    while start > first && belongs(start - 1) {
        start -= 1;
    }
    start
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::Keys;

    /// How many lines of an answer are left, and how many findings there are.
    fn left(text: &str) -> (usize, usize) {
        let edition = Edition::default_edition();
        let lines = Lines::whole(text, edition, 1);
        let mut record = Record::new(edition, 1, Keys::ENVELOPE);
        let answer = end(&mut record, &lines, 0..lines.all.len());
        (answer.end, record.findings.len())
    }

    #[test]
    fn other_documents_are_no_answer() {
        for (document, told) in [
            ("Integritetsskyddsmyndigheten\nBeslut\nÄrendet avslutas.", 0),
            (
                "Beslut efter anmälan om personuppgiftsincident\nÄrendet avslutas.",
                0,
            ),
            ("Tjänsteanteckning\n2024-03-11\nRingde IMY.", 0),
            ("Bekräftelse\nVi har tagit emot er anmälan.", 0),
            (
                "Komplettering till anmälan PUI-2024-0047\nAntalet är 57.",
                1,
            ),
            (
                "Återkallelse av anmälan PUI-2024-0048\nVi återkallar den.",
                1,
            ),
            ("Underskrift\n____\nNamnförtydligande", 0),
            ("Ort och datum\n\n____", 0),
        ] {
            assert_eq!(left(document), (0, told), "{document}");
            let answer = format!("Namnen på de drabbade\n{document}");
            assert_eq!(left(&answer), (1, told), "{document}");
        }
    }

    #[test]
    fn a_claim_of_secrecy_stays_whole() {
        for claim in [
            "Protokoll",
            "Beslut",
            "Beslut och namn på eleverna\nenligt OSL 23:2",
            "Tjänsteanteckning i bilaga 2 bör vara hemlig\nenligt OSL",
            "Namn\nPersonnummer\nTelefon",
            "Uppgifterna i incidentrapporten\noch i loggen",
            "Komplettering av anmälan",
        ] {
            assert_eq!(left(claim).0, claim.lines().count(), "{claim}");
        }
    }
}
