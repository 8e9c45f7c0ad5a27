//! What stands before question 1: usually the form's own introduction. Some
//! exports put a case number, a receipt time or a channel there, or say that
//! the filing is a supplement.

use std::borrow::Cow;

use crate::form::{Key, initial, is_squashed, may_be, squash};
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

/// Whether a title line says that the filing is a supplement.
fn is_supplement(text: &str) -> bool {
    if !may_be(initial(text), "komplettering") {
        return false;
    }
    let squashed = squash(text);
    [
        "kompletteringavanmälan",
        "kompletteringav",
        "komplettering",
        "kompletterandeanmälan",
        "kompletterandeuppgifter",
    ]
    .iter()
    .any(|start| squashed.starts_with(start) && (squashed.len() < 90))
}

/// A case number of the authority within a line.
fn case_number(text: &str) -> Option<&str> {
    text.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '(' | ')'))
        .find(|word| ["PUI-", "DI-", "IMY-"].iter().any(|prefix| word.starts_with(prefix)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_supplement_names_its_notification() {
        assert!(is_supplement("Komplettering av anmälan PUI-2021-1654"));
        assert!(!is_supplement("Anmälan av personuppgiftsincident"));
        assert_eq!(case_number("Komplettering av anmälan (PUI-2021-1654)"), Some("PUI-2021-1654"));
    }
}
