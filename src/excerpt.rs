//! What a report may show of an input beside a finding: the form's own words and typed
//! answers. Of everything else it shows only the length. The excerpt is taken while the
//! input is at hand, so that a member of an archive, a row of a table and the standard
//! input need not be read a second time.

use std::ops::Range;

use crate::check::form::{UNKNOWN_OPTION, UNREADABLE_VALUE};
use crate::check::{CONTACT_DATA_IN_TEXT, IDENTITY_NUMBER_IN_TEXT};
use crate::config::Language;
use crate::finding::{Excerpt, Finding};
use crate::form::{Edition, Key, Kind, Question, is_squashed, squash};
use crate::moment::{parse_date, parse_time};
use crate::notification::Number;
use crate::read::{Item, Mark, Record, Value};
use crate::value::{OrganisationNumber, contact_data, identity_numbers, is_safe_label, mask};

/// The sign for a character that is not shown.
const DOT: &str = "·";

/// The typed answers of a record that is no copy, as they may be shown. Each can only
/// be a date, a number or the form's own word.
#[derive(Debug)]
pub(crate) struct Answers(Vec<((Key, u16), Box<str>)>);

impl Answers {
    /// The answers of a record. Options have their labels in `language`.
    pub(crate) fn of(record: &Record, language: Language) -> Self {
        let shown = record.answers.iter().filter_map(|raw| {
            let (question, part) = record.edition.place(raw.key)?;
            // Contact data are never shown.
            let of_contact = raw.key.path().starts_with("contact");
            let text = if of_contact {
                None
            } else {
                answer(&raw.value, question, part.kind, language)
            };
            Some(((raw.key, raw.index), text?.into()))
        });
        Self(shown.collect())
    }

    /// Gives each finding at one of these answers its excerpt.
    pub(crate) fn give(&self, findings: &mut [Finding]) {
        for finding in findings {
            let answer = self
                .0
                .iter()
                .find(|(field, _)| Some(*field) == finding.field);
            finding.excerpt = answer.map(|(_, text)| Box::new(Excerpt::whole(text.clone())));
        }
    }
}

/// The lines of a copy, counted as its reader counts them.
#[derive(Debug)]
pub(crate) struct Lines<'t>(Vec<&'t str>);

impl<'t> Lines<'t> {
    /// The lines of a text.
    pub(crate) fn of(text: &'t str) -> Self {
        let mut lines = Vec::new();
        let mut rest = text;
        while let Some(end) = rest.find(['\n', '\r']) {
            lines.push(&rest[..end]);
            let pair = rest[end..].starts_with("\r\n");
            rest = &rest[end + if pair { 2 } else { 1 }..];
        }
        lines.push(rest);
        Self(lines)
    }

    /// Gives each finding its line.
    pub(crate) fn give(&self, findings: &mut [Finding], edition: &Edition) {
        for finding in findings {
            let line = (finding.line as usize)
                .checked_sub(1)
                .and_then(|at| self.0.get(at));
            let line = line.map(|line| line.trim()).filter(|line| !line.is_empty());
            finding.excerpt = line.map(|line| Box::new(excerpt(line, finding, edition)));
        }
    }
}

/// An answer of a fixed kind as it may be shown.
fn answer(value: &Value, question: &Question, kind: Kind, language: Language) -> Option<String> {
    match value {
        Value::Text(text) if is_safe_label(text) => typed(text, question, kind, language),
        Value::List(items) => chosen(items, question, language),
        _ => None,
    }
}

/// The text if it can only be a value of this kind. For an option it is the form's own
/// words.
fn typed(text: &str, question: &Question, kind: Kind, language: Language) -> Option<String> {
    let digits = |most: usize, others: &[char]| {
        text.len() <= most
            && text
                .chars()
                .all(|c| c.is_ascii_digit() || others.contains(&c))
    };
    let is_value = match kind {
        Kind::Date => text.len() <= 10 && parse_date(text).is_some(),
        Kind::Time => text.len() <= 5 && parse_time(text).is_some(),
        // Too short for an identity number.
        Kind::Count => digits(8, &['-', '.', ',']),
        Kind::PostalCode => digits(7, &[' ', '-']),
        Kind::OrganisationNumber => !may_be_personal(text),
        Kind::Choice | Kind::Choices | Kind::Band => return label(text, question, language),
        Kind::Line | Kind::Prose | Kind::Email | Kind::Phone => false,
    };
    is_value.then(|| text.to_owned())
}

/// The form's own words for an option.
fn label(text: &str, question: &Question, language: Language) -> Option<String> {
    question
        .find_option(text)
        .map(|option| question.options[option].label(language).to_owned())
}

/// The chosen options of a list. An option that the form does not have becomes dots.
fn chosen(items: &[Item], question: &Question, language: Language) -> Option<String> {
    let chosen = items.iter().filter(|item| item.mark != Mark::Empty);
    let labels: Vec<String> = chosen
        .map(|item| label(&item.text, question, language).unwrap_or_else(|| dotted(&item.text)))
        .collect();
    (!labels.is_empty()).then(|| labels.join(" | "))
}

/// Whether a text at the place of an organisation number may be a person's.
fn may_be_personal(text: &str) -> bool {
    Number {
        text: text.into(),
        read: OrganisationNumber::parse(text),
    }
    .may_be_personal()
}

/// Dots, as many as the text has characters.
fn dotted(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_whitespace() { " " } else { DOT })
        .collect()
}

/// A line as it may be shown, with the place that the finding is about.
fn excerpt(line: &str, finding: &Finding, edition: &Edition) -> Excerpt {
    let shown = shown(line, finding, edition);
    let marks = marks(line, &shown, finding);
    if marks.is_empty() {
        Excerpt::whole(shown.into())
    } else {
        Excerpt {
            text: shown.into(),
            marks,
        }
    }
}

/// The numbers and addresses in a line that a finding is about.
fn marks(line: &str, shown: &str, finding: &Finding) -> Box<[Range<usize>]> {
    let hits: Vec<Range<usize>> = if finding.code == IDENTITY_NUMBER_IN_TEXT.code {
        identity_numbers(line)
            .map(|hit| hit.start..hit.end)
            .collect()
    } else if finding.code == CONTACT_DATA_IN_TEXT.code {
        contact_data(line).map(|hit| hit.start..hit.end).collect()
    } else {
        Vec::new()
    };
    // The dots are as many as the characters of the line, so they take more bytes.
    let place = |at: usize| {
        let before = line[..at].chars().count();
        shown
            .char_indices()
            .nth(before)
            .map_or(shown.len(), |(place, _)| place)
    };
    hits.into_iter()
        .map(|hit| place(hit.start)..place(hit.end))
        .collect()
}

/// A line as it may be shown. The form's own words and typed answers stay. Every other
/// character becomes a dot.
fn shown(line: &str, finding: &Finding, edition: &Edition) -> String {
    if is_form_text(line, edition) || (is_typed(line, finding, edition) && is_safe_label(line)) {
        return mask(line).into_owned();
    }
    dotted(line)
}

/// Whether the finding is at an answer of a fixed kind that could be read and that can
/// be no person's number.
fn is_typed(line: &str, finding: &Finding, edition: &Edition) -> bool {
    let kind = finding
        .field
        .and_then(|(key, _)| edition.place(key))
        .map(|(_, part)| part.kind);
    let typed = match kind {
        Some(Kind::Date | Kind::Time | Kind::Count | Kind::Band | Kind::Choice) => true,
        // A line may hold a label before its number. It is then neither a label nor a
        // number.
        Some(Kind::OrganisationNumber) => !may_be_personal(line),
        _ => false,
    };
    typed && finding.code != UNREADABLE_VALUE.code && finding.code != UNKNOWN_OPTION.code
}

/// Whether a line is a heading, a label or an option of the form.
fn is_form_text(line: &str, edition: &Edition) -> bool {
    let bare =
        line.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '?' | '.' | ' ' | '-'));
    edition.questions.iter().any(|question| {
        is_squashed(bare, &question.squashed)
            || question
                .parts
                .iter()
                .any(|part| !part.squashed.is_empty() && is_squashed(bare, &part.squashed))
            || question
                .options
                .iter()
                .any(|option| is_squashed(bare, &option.squashed[0]))
    }) || is_squashed(line, &squash(&edition.title.sv))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::{Code, Severity};
    use crate::read::json;

    #[test]
    fn only_the_number_is_marked() {
        let edition = Edition::default_edition();
        let finding = IDENTITY_NUMBER_IN_TEXT.finding(16, 1);
        let Excerpt { text, marks } = excerpt("Får 811218-9876 gå?", &finding, edition);
        let marked: Vec<usize> = marks
            .iter()
            .map(|mark| text[mark.clone()].chars().count())
            .collect();
        assert_eq!(
            (marked, text[..marks[0].start].chars().count()),
            (vec![11], 4)
        );
        assert!(!text.contains("811218"));
    }

    #[test]
    fn of_lines_only_the_form_and_typed_answers_are_shown() {
        let edition = Edition::default_edition();
        let at = |key| Finding::new(Code::new(*b"D010"), Severity::Info, 11, 1).at(key, 0);
        let date = at(Key::IncidentDiscoveredDate);
        assert_eq!(shown("2021-02-12", &date, edition), "2021-02-12");
        assert_eq!(
            shown("? 11. När upptäckte ni incidenten?", &date, edition),
            "? 11. När upptäckte ni incidenten?"
        );
        let reason = at(Key::IncidentDelayReason);
        assert_eq!(shown("Ring Exempel", &reason, edition), "···· ·······");
        let number = at(Key::ControllerOrganisationNumber);
        assert_eq!(shown("212000-0143", &number, edition), "212000-0143");
        for personal in [
            "811218-9876",
            "SE811218987601",
            "811218-98 76",
            "811218-9877",
            "19811218-9876 AB",
        ] {
            assert!(
                !shown(personal, &number, edition).contains(|c: char| c.is_ascii_digit()),
                "{personal}"
            );
        }
    }

    #[test]
    fn a_line_is_found_by_its_number() {
        assert_eq!(Lines::of("a\r\nb\rc\n\nd").0, ["a", "b", "c", "", "d"]);
        let given = |line| {
            let mut findings = [Finding::new(Code::new(*b"D010"), Severity::Info, 11, line)];
            Lines::of("Ring\n\nExempel").give(&mut findings, Edition::default_edition());
            let [finding] = findings;
            finding.excerpt.map(|excerpt| excerpt.text.to_string())
        };
        assert_eq!(
            [0, 1, 2, 3, 4].map(given),
            [
                None,
                Some("····".into()),
                None,
                Some("·······".into()),
                None
            ]
        );
    }

    #[test]
    fn of_answers_only_what_can_be_nothing_else_is_shown() {
        let shown = |key: Key, text: &str| {
            let (question, part) = Edition::default_edition().place(key).unwrap();
            answer(&Value::Text(text.into()), question, part.kind, Language::En)
        };
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(shown(Key::AffectedDataSubjectsExact, "-3"), some("-3"));
        assert_eq!(shown(Key::AffectedDataSubjectsExact, "8112189876"), None);
        assert_eq!(shown(Key::AffectedDataSubjectsExact, "Ring Exempel"), None);
        assert_eq!(
            shown(Key::IncidentDiscoveredDate, "2024-03-04"),
            some("2024-03-04")
        );
        assert_eq!(
            shown(Key::ControllerPostalAddressPostalCode, "1640"),
            some("1640")
        );
        assert_eq!(shown(Key::ControllerPostalAddressPostalCode, "Kista"), None);
        assert_eq!(shown(Key::IncidentDescription, "3"), None);
        assert_eq!(
            shown(Key::ConsequencesSeverity, "3. Enligt Exempel"),
            shown(Key::ConsequencesSeverity, "3")
        );
        assert_eq!(
            shown(Key::ControllerOrganisationNumber, "212000-0143"),
            some("212000-0143")
        );
        for personal in [
            "811218-9876",
            "SE811218987601",
            "811218-9877",
            "08-123 45 67",
            "Exempel AB",
        ] {
            assert_eq!(
                shown(Key::ControllerOrganisationNumber, personal),
                None,
                "{personal}"
            );
        }
    }

    #[test]
    fn of_a_list_the_options_of_the_form_are_shown() {
        let document = r#"{"controller": {"reference": "A"}, "contacts": [{"email": "a@example.org"}],
            "affected": {"subject_groups": ["Barn", "Ring Exempel", "military"]}}"#;
        let record = json::read(document, Edition::default_edition(), 1).unwrap();
        let mut findings = [
            Key::AffectedSubjectGroups,
            Key::ControllerReference,
            Key::ContactsEmail,
        ]
        .map(|key| Finding::new(Code::new(*b"N001"), Severity::Info, 25, 1).at(key, 0));
        Answers::of(&record, Language::En).give(&mut findings);
        let shown = findings.map(|finding| finding.excerpt.map(|excerpt| excerpt.text.to_string()));
        assert_eq!(
            shown,
            [
                Some(
                    "Children | ···· ······· | Military, that is persons employed within the total defence"
                        .to_owned()
                ),
                None,
                None
            ]
        );
    }
}
