//! Typed answers of JSON inputs, read again for the full format: what can only
//! be a date, a number or the form's own word is shown, nothing else.

use serde_json::Value;

use crate::config::Language;
use crate::finding::Finding;
use crate::form::{Kind, Question};
use crate::moment::{parse_date, parse_time};
use crate::read::Format;
use crate::row::Row;
use crate::value::is_safe_label;

/// A source read again: one value for a JSON input, one a line for NDJSON.
pub(super) enum Values<'t> {
    One(Value),
    Lines(&'t [&'t str]),
    None,
}

impl<'t> Values<'t> {
    /// The values of a source of this format; `lines` are those of its text.
    pub(super) fn new(format: Format, text: &str, lines: &'t [&'t str]) -> Self {
        match format {
            Format::Json => serde_json::from_str(text).map_or(Self::None, Self::One),
            Format::Ndjson => Self::Lines(lines),
            _ => Self::None,
        }
    }

    /// The answer that a finding is at, as it may be shown.
    pub(super) fn shown(&self, row: &Row, finding: &Finding, language: Language) -> Option<String> {
        let (key, index) = finding.field?;
        let (question, part) = row.edition.place(key)?;
        let text = self.text(row, &key.pointer(index))?;
        // Where a person can be reached is nobody's business here.
        let of_contact = key.path().starts_with("contact");
        if of_contact || !is_safe_label(&text) { None } else { typed(&text, question, part.kind, language) }
    }

    /// What stands at a pointer of a notification: one text or number.
    fn text(&self, row: &Row, pointer: &str) -> Option<String> {
        match self {
            Self::One(Value::Array(all)) => scalar(all.get(row.record as usize - 1)?.pointer(pointer)?),
            Self::One(value) => scalar(value.pointer(pointer)?),
            Self::Lines(lines) => {
                let line = lines.get((row.line as usize).checked_sub(1)?)?;
                scalar(serde_json::from_str::<Value>(line).ok()?.pointer(pointer)?)
            }
            Self::None => None,
        }
    }
}

/// A text or a number; nothing else is an answer of one line.
fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_owned()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// The text if it can be nothing but a value of this kind; of an option the
/// form's own words.
fn typed(text: &str, question: &Question, kind: Kind, language: Language) -> Option<String> {
    let digits = |most: usize, others: &[char]| {
        text.len() <= most && text.chars().all(|c| c.is_ascii_digit() || others.contains(&c))
    };
    let is_value = match kind {
        Kind::Date => text.len() <= 10 && parse_date(text).is_some(),
        Kind::Time => text.len() <= 5 && parse_time(text).is_some(),
        // Too short for an identity number.
        Kind::Count => digits(8, &['-', '.', ',']),
        Kind::PostalCode => digits(7, &[' ', '-']),
        Kind::Choice | Kind::Choices | Kind::Band => {
            let option = question.find_option(text).filter(|_| question.closed)?;
            return Some(question.options[option].label(language).to_owned());
        }
        _ => false,
    };
    is_value.then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::{Edition, Key};

    #[test]
    fn only_what_can_be_nothing_else_is_shown() {
        let shown = |key: Key, text: &str| {
            let (question, part) = Edition::default_edition().place(key).unwrap();
            typed(text, question, part.kind, Language::En)
        };
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(shown(Key::AffectedDataSubjectsExact, "-3"), some("-3"));
        assert_eq!(shown(Key::AffectedDataSubjectsExact, "8112189876"), None);
        assert_eq!(shown(Key::AffectedDataSubjectsExact, "Ring Exempel"), None);
        assert_eq!(shown(Key::IncidentDiscoveredDate, "2024-03-04"), some("2024-03-04"));
        assert_eq!(shown(Key::ControllerPostalAddressPostalCode, "1640"), some("1640"));
        assert_eq!(shown(Key::ControllerPostalAddressPostalCode, "Kista"), None);
        assert_eq!(shown(Key::IncidentDescription, "3"), None);
        assert_eq!(
            shown(Key::ConsequencesSeverity, "3 enligt Exempel"),
            shown(Key::ConsequencesSeverity, "3")
        );
    }
}
