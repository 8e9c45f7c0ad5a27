//! The text of a mail around a copy: how it begins, and what ends it. None of it is an answer.

use std::ops::Range;

use crate::read::text::lines::Lines;

/// The line above the signature of a mail, without the blank that ends it.
const SIGNATURE: &str = "--";
/// A longer line closes no letter, in bytes.
const MOST_BYTES: usize = 200;
/// So many words the name behind a closing has at most.
const MOST_NAMES: usize = 4;
/// So many words the name and the address of who wrote have at most.
const MOST_SENDER: usize = 6;

/// Words with which letters close.
const CLOSINGS: &[&str] = &[
    "med vänlig hälsning",
    "med vänliga hälsningar",
    "med bästa hälsningar",
    "med hälsning",
    "vänlig hälsning",
    "vänliga hälsningar",
    "bästa hälsningar",
    "varma hälsningar",
    "hälsning",
    "hälsningar",
    "mvh",
    "m.v.h",
    "vh",
    "with kind regards",
    "kind regards",
    "best regards",
    "warm regards",
    "regards",
    "best wishes",
    "yours sincerely",
    "sincerely",
];

/// What programs write above a mail that is answered or sent on, between dashes.
const ANSWERED: &[&str] = &[
    "ursprungligt meddelande",
    "originalmeddelande",
    "vidarebefordrat meddelande",
    "vidarebefordrat brev",
    "original message",
    "forwarded message",
    "begin forwarded message",
];

/// What programs write below a mail.
const SENT_FROM: &[&str] = &[
    "skickat från min ",
    "skickat från mobil",
    "skickat från outlook",
    "skickat från e-post för",
    "skickat från yahoo",
    "skickat från proton",
    "skickat från samsung",
    "skickades från min ",
    "hämta outlook",
    "sent from my ",
    "sent from outlook",
    "sent from mail for",
    "sent from yahoo",
    "sent from proton",
    "get outlook for",
    "tänk på miljön innan",
    "please consider the environment",
];

/// Words with which letters begin.
const GREETINGS: &[&str] = &[
    "hej", "hejsan", "hallå", "goddag", "hi", "hello", "dear", "bäste", "bästa",
];

/// Labels at the head of a mail, as programs print them.
const MAIL_HEADERS: &[&str] = &[
    "från",
    "till",
    "kopia",
    "skickat",
    "ämne",
    "bilagor",
    "bifogade filer",
    "datum",
    "from",
    "to",
    "cc",
    "sent",
    "subject",
    "date",
    "attachments",
    "prioritet",
    "importance",
];

/// Whether a line is one of the head of a mail.
pub(super) fn is_mail_header(text: &str) -> bool {
    text.split_once(':')
        .is_some_and(|(label, _)| MAIL_HEADERS.contains(&label.to_lowercase().as_str()))
}

/// Where the text of a mail ends within some lines: at its closing, its signature, a mail that is
/// answered, or what programs write below. If it begins within them, too, there.
pub(super) fn around(lines: &Lines, mut places: Range<usize>) -> Option<usize> {
    let (start, last) = (places.start, places.end);
    let end = places.find(|at| ends_at(lines, *at, last))?;
    Some(beginning(lines, start..end).unwrap_or(end))
}

/// Where a letter begins within some lines that go on to its end: at a greeting, unless what
/// follows speaks of secrecy, as a claim does.
pub(super) fn beginning(lines: &Lines, mut places: Range<usize>) -> Option<usize> {
    let end = places.end;
    let start = places.find(|at| is_greeting(lines.text(*at)))?;
    let is_claim = (start..end).any(|at| speaks_of_secrecy(lines.text(at)));
    (!is_claim).then_some(start)
}

/// Whether a line speaks of what must not become known.
pub(super) fn speaks_of_secrecy(text: &str) -> bool {
    const WORDS: [&str; 11] = [
        "sekretess",
        "hemlig",
        "osl",
        "offentlig",
        "skydda",
        "konfident",
        "tystnadsplikt",
        "lämnas ut",
        "secre",
        "confident",
        "disclose",
    ];
    let text = text.to_lowercase();
    WORDS.iter().any(|word| text.contains(word))
}

/// Whether the text of a mail ends at a line.
fn ends_at(lines: &Lines, at: usize, end: usize) -> bool {
    let text = lines.text(at);
    let next = || (at + 1 < end).then(|| lines.text(at + 1));
    text == SIGNATURE
        || text.len() <= MOST_BYTES
            && (is_closing(text)
                || is_answered(text)
                || is_sent_from(text)
                || is_head_of_answer(text))
        || begins_head(text) && next().is_some_and(is_mail_header)
        || is_disclaimer(text, next().unwrap_or_default())
}

/// `Med vänlig hälsning`, `Mvh Anna Berg`.
fn is_closing(text: &str) -> bool {
    let all: Vec<&str> = words(text).collect();
    let begins = |closing: &&&str| {
        let mut of_closing = closing.split(' ');
        let mut of_text = all.iter();
        of_closing.all(|word| of_text.next().is_some_and(|own| own.to_lowercase() == word))
    };
    CLOSINGS.iter().filter(begins).any(|closing| {
        let names = &all[closing.split(' ').count()..];
        let is_name = |word: &&str| matches!(*word, "från" | "from") || is_capital(word);
        names.len() <= MOST_NAMES && names.iter().all(is_name)
    })
}

/// `-----Ursprungligt meddelande-----`
fn is_answered(text: &str) -> bool {
    let core = text.trim_matches(|c: char| !c.is_alphanumeric());
    core.len() < text.len() && ANSWERED.contains(&core.to_lowercase().as_str())
}

fn is_sent_from(text: &str) -> bool {
    let text = text.to_lowercase();
    SENT_FROM.iter().any(|words| text.starts_with(words))
}

/// `Den 5 mars 2024 kl. 10:02 skrev Anna Berg <anna@exempel.se>:`
fn is_head_of_answer(text: &str) -> bool {
    let sets_off = text.ends_with([':', '<', '>']) || text.contains('@');
    if !sets_off || !text.contains(|c: char| c.is_ascii_digit()) {
        return false;
    }
    let all: Vec<&str> = text.split_whitespace().collect();
    let verb = all.iter().position(|word| {
        let word = word.trim_end_matches(':');
        matches!(word, "skrev" | "wrote")
    });
    verb.is_some_and(|verb| {
        let has_digit = |word: &&str| word.contains(|c: char| c.is_ascii_digit());
        let sender = &all[verb + 1..];
        let is_sender = |word: &&str| word.contains(['@', '<', '(']) || is_capital(word);
        all[..verb].iter().any(has_digit)
            && sender.len() <= MOST_SENDER
            && sender.iter().all(is_sender)
    })
}

/// Whether a line is the first of the head of a mail.
fn begins_head(text: &str) -> bool {
    is_mail_header(text) && text.starts_with(['F', 'f'])
}

/// `Detta meddelande är konfidentiellt och endast avsett för adressaten.`
fn is_disclaimer(text: &str, next: &str) -> bool {
    const ABOUT: [&str; 8] = [
        "meddelande",
        "e-post",
        "e-postmeddelande",
        "mejl",
        "mail",
        "message",
        "e-mail",
        "email",
    ];
    const WHOM: [&str; 8] = [
        "adressat",
        "mottagare",
        "avsett för",
        "avsedd för",
        "av misstag",
        "recipient",
        "addressee",
        "in error",
    ];
    let first: Vec<String> = words(text).take(7).map(str::to_lowercase).collect();
    let is_about = |[this, what]: &[String; 2]| {
        matches!(this.as_str(), "detta" | "denna" | "this") && ABOUT.contains(&what.as_str())
    };
    first.array_windows().any(is_about) && {
        let both = format!("{text} {next}").to_lowercase();
        WHOM.iter().any(|word| both.contains(word))
    }
}

/// `Hej!`, `Hej Anna, här kommer den andra anmälan`, `God morgon`
fn is_greeting(text: &str) -> bool {
    let mut words = words(text).map(str::to_lowercase);
    let Some(first) = words.next() else {
        return false;
    };
    GREETINGS.contains(&first.as_str())
        || first == "god"
            && words
                .next()
                .is_some_and(|next| matches!(next.as_str(), "dag" | "morgon" | "middag" | "kväll"))
}

/// The words of a line without the signs around them.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split_whitespace();
    let bare = words.map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()));
    bare.filter(|word| !word.is_empty())
}

fn is_capital(word: &str) -> bool {
    let first = word.chars().find(|c| c.is_alphanumeric());
    first.is_some_and(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::Edition;

    /// Where a mail ends in a text.
    fn end(text: &str) -> Option<usize> {
        let lines = Lines::whole(text, Edition::default_edition(), 1);
        around(&lines, 0..lines.all.len())
    }

    #[test]
    fn the_end_of_a_mail_is_known() {
        for ending in [
            "-- ",
            "Med vänliga hälsningar",
            "Med vänlig hälsning,",
            "MVH",
            "Mvh Anna Berg",
            "Hälsningar från Anna",
            "M.v.h.",
            "Best regards,",
            "-----Ursprungligt meddelande-----",
            "---------- Forwarded message ---------",
            "Begin forwarded message:",
            "Den 5 mars 2024 kl. 10:02 skrev Anna Berg <anna@kommun.example.se>:",
            "Den tis 5 mars 2024 kl 10:02 skrev Anna Berg <",
            "5 mars 2024 kl. 10:02 skrev Anna Berg:",
            "On Tue, 5 Mar 2024 at 10:02, Anna Berg <anna@kommun.example.se> wrote:",
            "Från: Anna Berg\nSkickat: den 5 mars 2024 10:02",
            "Skickat från min iPhone",
            "Hämta Outlook för iOS",
            "Sent from Outlook for Android",
            "Detta meddelande är konfidentiellt och endast avsett för adressaten.",
            "Detta e-postmeddelande kan innehålla sekretess och är\nendast avsett för mottagaren.",
            "This e-mail is intended for the named recipient only.",
            "Informationen i detta mejl är endast avsedd för mottagaren.",
        ] {
            let text = format!("Namnen på de drabbade\n{ending}\nAnna Berg");
            assert_eq!(end(&text), Some(1), "{ending}");
        }
        let letter = "OSL 21:7\nHej!\nSe anmälan ovan.\nMvh Anna";
        assert_eq!(end(letter), Some(1), "the letter begins above its closing");
        let claim = "Hej!\nNamnen bör skyddas.\nMvh Anna";
        assert_eq!(end(claim), Some(2), "the claim is in it");
    }

    #[test]
    fn a_claim_is_no_end_of_a_mail() {
        for claim in [
            "Detta meddelande är konfidentiellt enligt OSL 21:7",
            "Denna anmälan är konfidentiell och endast avsedd för myndigheten",
            "Hälsningar som skickades till patienterna",
            "Skickat från fel konto, se bilaga",
            "Den 5 mars skrev vi till de drabbade om följande:",
            "Den 5 mars 2024 skrev Anna Berg ett mejl som bör omfattas av sekretess",
            "Vänliga personer har vittnat",
            "Från: och med den 5 mars",
            "Ursprungligt meddelande",
            "Regarding health data",
        ] {
            assert_eq!(end(claim), None, "{claim}");
        }
    }
}
