//! What stands before question 1: usually the form's own introduction. Some
//! exports put a case number, a receipt time or a channel there, or say that
//! the filing is a supplement.

use std::borrow::Cow;

use crate::form::{Key, initial, is_squashed, may_be};
use crate::read::text::lines::Lines;
use crate::read::{Record, Value};

/// Labels of stamps before question 1, squashed.
const STAMPS: &[(&str, Key)] = &[
    ("diarienummer", Key::CaseNumber),
    ("ärendenummer", Key::CaseNumber),
    ("inkom", Key::Received),
    ("inkommen", Key::Received),
    ("inkomstdatum", Key::Received),
    ("ankomstdatum", Key::Received),
    ("mottagen", Key::Received),
    ("kanal", Key::Channel),
    ("inkommetod", Key::Channel),
];

/// Reads stamps and the kind of filing from the lines before `end`.
pub(super) fn read<'a>(record: &mut Record<'a>, lines: &Lines<'a>, end: usize) {
    for line in lines.all[..end].iter().filter(|line| line.text.len() <= 100) {
        let text = line.text;
        if let Some((label, value)) = text.split_once(':')
            && let Some((_, key)) = STAMPS.iter().find(|(stamp, _)| is_squashed(label, stamp))
            && !value.trim().is_empty()
        {
            record.push(*key, 0, line.number, Value::Text(Cow::Borrowed(value.trim())));
        } else if is_supplement(text) {
            record.push(Key::Kind, 0, line.number, Value::Text(Cow::Borrowed("supplement")));
            if let Some(number) = case_number(text) {
                record.push(Key::Supplements, 0, line.number, Value::Text(Cow::Borrowed(number)));
            }
        }
    }
}

/// Words of the title of a supplement after the first, in lower case. Running
/// text that begins a line with the same first word soon has another.
const TITLE_WORDS: &[&str] = &[
    "av",
    "till",
    "tidigare",
    "anmälan",
    "uppgifter",
    "personuppgiftsincident",
    "ärende",
    "diarienummer",
    "dnr",
];

/// Whether a line is a title, and nothing more, that says that the filing is a
/// supplement: `Komplettering av anmälan PUI-2021-1654`.
fn is_supplement(text: &str) -> bool {
    if !may_be(initial(text), "komplettering") || !text.starts_with('K') {
        return false;
    }
    let mut words = text.split(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '/')));
    let is_stem = match words.next().map(str::to_lowercase).as_deref() {
        Some("komplettering") => true,
        Some("kompletterande") => {
            words.next().is_some_and(|word| ["anmälan", "uppgifter"].contains(&word.to_lowercase().as_str()))
        }
        _ => false,
    };
    let is_title_word = |word: &str| {
        word.is_empty()
            || word.contains(|c: char| c.is_ascii_digit())
            || TITLE_WORDS.contains(&word.to_lowercase().as_str())
    };
    is_stem && words.all(is_title_word)
}

/// A case number of the authority within a line.
fn case_number(text: &str) -> Option<&str> {
    text.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '(' | ')'))
        .find(|word| ["PUI-", "DI-", "IMY-"].iter().any(|prefix| word.starts_with(prefix)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::{Edition, Keys};

    #[test]
    fn a_supplement_names_its_notification() {
        for title in [
            "Komplettering",
            "KOMPLETTERING AV ANMÄLAN",
            "Komplettering av anmälan PUI-2021-1654",
            "Komplettering till anmälan (DI-2020-1, dnr 12/2021)",
            "Kompletterande anmälan av personuppgiftsincident",
            "Kompletterande uppgifter till ärende IMY-2023-12",
        ] {
            assert!(is_supplement(title), "{title}");
        }
        assert_eq!(case_number("Komplettering av anmälan (PUI-2021-1654)"), Some("PUI-2021-1654"));
    }

    #[test]
    fn running_text_is_no_title() {
        for text in [
            "Anmälan av personuppgiftsincident",
            "kompletterande uppgifter i efterhand, men det är viktigt att",
            "kompletterande uppgifter",
            "Kompletterande",
            "Kompletterande uppgifter kan lämnas i efterhand.",
            "Komplettering/eventuell sekretess",
        ] {
            assert!(!is_supplement(text), "{text}");
        }
    }

    #[test]
    fn the_introduction_makes_no_supplement_however_it_is_wrapped() {
        let introduction = "Här anmäler du en personuppgiftsincident till Integritetsskyddsmyndigheten. Fält med \
            asterisk (*) är obligatoriska. Det är möjligt att lämna in kompletterande uppgifter i efterhand, men det \
            är viktigt att Integritetsskyddsmyndigheten får in informationen så fort som möjligt.";
        let edition = Edition::default_edition();
        for width in 20..=160 {
            let text = wrapped(introduction, width);
            let lines = Lines::split(&text, edition);
            let mut record = Record::new(edition, 1, Keys::ENVELOPE);
            read(&mut record, &lines, lines.all.len());
            assert!(record.answers.is_empty(), "{text}");
        }
    }

    /// A text with lines of at most `width` characters, as far as words allow.
    fn wrapped(text: &str, width: usize) -> String {
        let (mut out, mut column) = (String::new(), 0);
        for word in text.split(' ') {
            let length = word.chars().count();
            if column > 0 && column + length >= width {
                out.push('\n');
                column = 0;
            }
            out.extend([word, " "]);
            column += length + 1;
        }
        out
    }
}
