//! What stands between the notifications of a case file, or below a copy, and is part of none:
//! titles, stamps, numbers, heads of mails, names of files, and the text of mails around them.

use crate::form::{Edition, cells};
use crate::read::text::lines::Lines;
use crate::read::text::looks::case_number;
use crate::read::text::page_number::PageNumber;
use crate::read::text::{letter, made, preamble};

/// Whether a line stands between notifications rather than in one: all that is parted in it by
/// gaps does.
pub(super) fn is_cover(text: &str, edition: &Edition) -> bool {
    is_one(text, edition) || {
        let mut cells = cells(text).peekable();
        cells.peek() != Some(&text) && cells.all(|cell| is_one(cell, edition))
    }
}

fn is_one(text: &str, edition: &Edition) -> bool {
    !text.contains(char::is_alphanumeric)
        || edition.titles.beside(text).is_some()
        || preamble::stamp(text).is_some()
        || case_number(text).is_some_and(|number| number.len() + 24 >= text.len())
        || PageNumber::of(text).is_some()
        || made::is_furniture(text, edition)
        || letter::is_mail_header(text)
        || is_file_name(text)
        || is_counted_document(text)
        || is_titled_document(text, edition)
        || is_stamp_of(text, edition)
}

/// Whether a line is a stamp with the name of who has stamped: `Inkom 2024-03-05 Exempelkommun`.
fn is_stamp_of(text: &str, edition: &Edition) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let is_name = |word: &&str| word.chars().next().is_some_and(char::is_uppercase);
    let names = words.iter().rev().take_while(|word| is_name(word)).count();
    let stamp = words[..words.len() - names].join(" ");
    let made = made::made(&stamp, edition);
    (1..=MOST_NAMES).contains(&names) && made.has_stamp && made.has_date && !made.has_words
}

/// Whether a line parts notifications by its words: `*** NÄSTA ANMÄLAN ***`, `Andra anmälan:`.
/// In an answer such a line may be anything else.
pub(super) fn is_divider(text: &str) -> bool {
    const ORDINALS: &[&str] = &[
        "nästa",
        "följande",
        "andra",
        "tredje",
        "fjärde",
        "ny",
        "next",
        "second",
        "third",
        "new",
    ];
    const MOST_BYTES: usize = 80;
    if text.len() > MOST_BYTES || letter::speaks_of_secrecy(text) {
        return false;
    }
    let bare = text.trim_matches(|c: char| c.is_ascii_punctuation() || c == ' ');
    let is_set_off = |sign: char| {
        let run = [sign; 3].iter().collect::<String>();
        text.starts_with(&run) && text.ends_with(&run)
    };
    if !bare.is_empty()
        && ['*', '-', '=', '_', '#', '~', '+']
            .into_iter()
            .any(is_set_off)
    {
        return true;
    }
    let words: Vec<String> = bare.split(' ').map(str::to_lowercase).collect();
    let is_ordinal = |word: &String| ORDINALS.contains(&word.as_str());
    let is_name = |word: &String| NAMES.contains(&word.as_str());
    words.iter().any(is_ordinal)
        && words.iter().any(is_name)
        && words.iter().all(|word| is_ordinal(word) || is_name(word))
}

/// Whether a line begins a filing with its title.
pub(super) fn is_title(text: &str, edition: &Edition) -> bool {
    edition.titles.beside(text).is_some() || is_titled_document(text, edition)
}

/// The end of the answer to the last question of a copy: without the end of a mail, and without
/// what stands between notifications, if that is all, or a title begins it.
pub(super) fn end_of_last(lines: &Lines, edition: &Edition, first: usize, end: usize) -> usize {
    let end = letter::around(lines, first..end).unwrap_or(end);
    // What is secret may be in an appendix or a file that the answer names.
    let is_named = |at: usize| is_counted_document(lines.text(at)) || is_file_name(lines.text(at));
    let is_cover = |at: &usize| is_cover(lines.text(*at), edition) && !is_named(*at);
    let covers = (first..end).rev().take_while(is_cover).count();
    let from = end - covers;
    let title = (from..end).find(|at| is_title(lines.text(*at), edition));
    let mut end = if from == first {
        first
    } else {
        title.unwrap_or(end)
    };
    // Above a title they name the filing that it begins.
    while title.is_some() && end > first && is_named(end - 1) {
        end -= 1;
    }
    end
}

/// The name on a stamp has so many words at most.
const MOST_NAMES: usize = 3;

/// Whether a line is the name of a file and nothing more, as lists of files print it.
fn is_file_name(text: &str) -> bool {
    let name = text.trim_matches(|c: char| !c.is_alphanumeric());
    let extension = name
        .rsplit_once('.')
        .map(|(_, extension)| extension.to_ascii_lowercase());
    name.len() <= 120
        && extension.is_some_and(|extension| {
            [
                "txt", "pdf", "doc", "docx", "odt", "rtf", "eml", "msg", "html", "htm",
            ]
            .contains(&extension.as_str())
        })
}

/// Whether a line counts documents and says what the next one is: `Bilaga 2: Anmälan av …`.
fn is_titled_document(text: &str, edition: &Edition) -> bool {
    text.split_once([':', '–', '-'])
        .is_some_and(|(counted, title)| {
            is_counted_document(counted) && edition.titles.kind(title.trim()).is_some()
        })
}

/// What documents are called where they are counted.
const NAMES: &[&str] = &[
    "ärende",
    "anmälan",
    "bilaga",
    "handling",
    "dokument",
    "fil",
    "case",
    "notification",
    "appendix",
    "document",
    "file",
    "nr",
    "no",
];

/// Whether a line counts documents: `Ärende 2 av 3`, `Bilaga 2`, `Handling nr 2 i ärende KS 2024/7`.
fn is_counted_document(text: &str) -> bool {
    let mut words = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty());
    let is_name = words
        .next()
        .is_some_and(|word| NAMES.contains(&word.to_lowercase().as_str()));
    let mut numbers = 0;
    let is_rest = words.all(|word| {
        let is_number = word.bytes().all(|byte| byte.is_ascii_digit());
        numbers += usize::from(is_number);
        let is_series = word.len() <= 6 && word.chars().all(char::is_uppercase);
        is_number
            || is_series
            || matches!(word, "av" | "of" | "nr" | "no" | "i" | "in" | "till")
            || NAMES.contains(&word)
    });
    is_name && is_rest && numbers > 0
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The lines of the answer to the last question that are left of a text.
    fn left(text: &str) -> usize {
        let edition = Edition::default_edition();
        let lines = Lines::whole(text, edition, 1);
        end_of_last(&lines, edition, 0, lines.all.len())
    }

    #[test]
    fn what_stands_below_a_copy_is_no_claim_of_secrecy() {
        for below in [
            "",
            "05.03.2024",
            "10:02",
            "Sida 5 av 5",
            "-- \nExempel Exempelsson\nExempelkommun",
            "Bilaga 2: Anmälan av personuppgiftsincident\nDiarienummer: PUI-2024-0007\nInkom: 2024-03-05 10:00",
            "Handling nr 2 i ärende KS 2024/7\nAnmälan av personuppgiftsincident",
            "Komplettering av personuppgiftsincidentsanmälan     Sida 1 av 5",
            "Sida 1 av 1\nDnr KS 2024/7\nInkom 2024-03-05 Exempelkommun",
            "Anmälan av\u{a0}personuppgiftsincident\nDiarienummer: PUI-2024-0007",
        ] {
            assert_eq!(left(below), 0, "{below}");
            let answer = format!("Namnen på de drabbade, OSL 21:7\n{below}");
            let is_title =
                below.contains(['B', 'H', 'K', 'A', 'x']) && !below.starts_with("Sida 1");
            assert!(left(&answer) == 1 || !is_title, "{answer}");
        }
    }

    #[test]
    fn a_claim_of_secrecy_stays_whole() {
        for claim in [
            "OSL 2009:400",
            "21:7 OSL",
            "Ja",
            "Bilaga 2",
            "incidentrapport.pdf",
            "Enligt 18 kap. 8 § OSL",
            "Namnen på de drabbade\n2024-03-05",
            "Uppgifter i bilaga 2 – se dnr KS 2024/7",
            "Inkommen handling 2024-03-05 innehåller uppgifter om hälsa",
        ] {
            assert_eq!(left(claim), claim.lines().count(), "{claim}");
        }
    }
}
