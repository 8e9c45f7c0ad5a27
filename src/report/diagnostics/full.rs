//! The full format: each finding with its line and a mark under it. The form's
//! own words and typed answers are shown; of everything else only the length.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};

use crate::bind::{UNKNOWN_OPTION, UNREADABLE_VALUE};
use crate::check::{CONTACT_DATA_IN_TEXT, IDENTITY_NUMBER_IN_TEXT};
use crate::config::{Language, Words};
use crate::finding::{Finding, Severity};
use crate::form::{Edition, Kind, is_squashed};
use crate::notification::Number;
use crate::read::Format;
use crate::report::Report;
use crate::report::diagnostics::Entry;
use crate::report::diagnostics::value::Values;
use crate::value::{OrganisationNumber, contact_data, identity_numbers, is_safe_label, mask};

/// A source read again: what is shown of it.
enum Source<'t> {
    /// The lines of a copy; none where it cannot be read again, as in an archive.
    Lines(&'t [&'t str]),
    /// The answers of a format without lines.
    Values(Values<'t>),
}

/// The findings in order, with a blank line between.
pub(super) fn render(entries: &[Entry], report: &Report, text: &dyn Fn(&str) -> Option<String>) -> String {
    let renderer = if report.config.color { Renderer::styled() } else { Renderer::plain() };
    let mut out = String::new();
    for group in entries.chunk_by(|a, b| a.listed.source == b.listed.source) {
        let row = group[0].listed.row.filter(|row| row.format != Format::Csv);
        let text = row.and_then(|_| text(group[0].listed.source)).unwrap_or_default();
        let lines = if text.is_empty() { Vec::new() } else { lines(&text) };
        let source = match row {
            Some(row) if !row.format.is_copy() => Source::Values(Values::new(row.format, &text, &lines)),
            _ => Source::Lines(&lines),
        };
        for entry in group {
            out.push_str(&one(entry, &source, report.language(), &renderer));
            out.push_str("\n\n");
        }
    }
    out
}

/// The lines of a text, counted as the reader counts them.
fn lines(text: &str) -> Vec<&str> {
    let mut lines = Vec::new();
    let mut rest = text;
    while let Some(end) = rest.find(['\n', '\r']) {
        lines.push(&rest[..end]);
        let pair = rest[end..].starts_with("\r\n");
        rest = &rest[end + if pair { 2 } else { 1 }..];
    }
    lines.push(rest);
    lines
}

fn one(entry: &Entry, source: &Source, language: Language, renderer: &Renderer) -> String {
    let finding = entry.listed.finding;
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Info => Level::INFO,
    };
    let level = level.with_name(finding.severity.words().get(language));
    let title = level.primary_title(entry.message.as_str()).id(finding.code.as_str());
    let (shown, marks) = shown_at(entry, source, language);
    let label = label(entry, language);
    let path = match entry.listed.row.filter(|row| row.record > 1) {
        Some(row) => format!("{}#{}", entry.listed.source, row.record),
        None => entry.listed.source.to_owned(),
    };
    let snippet = Snippet::source(shown.as_str())
        .line_start(finding.line as usize)
        .path(path.as_str())
        .annotations(marks.into_iter().enumerate().map(|(at, span)| {
            let mark = AnnotationKind::Primary.span(span);
            if at == 0 { mark.label(label.as_str()) } else { mark }
        }));
    renderer.render(&[title.element(snippet)])
}

/// The rule's name, the question and the basis, as they stand beside the mark.
fn label(entry: &Entry, language: Language) -> String {
    let word = Words::new("fråga", "question").get(language);
    match entry.listed.finding.question {
        0 => format!("{}; {}", entry.name, entry.basis),
        question => format!("{}; {word} {question}; {}", entry.name, entry.basis),
    }
}

/// The text shown for a finding and what is marked in it: the line of a copy,
/// else the place, with the answer where it is a typed one.
fn shown_at(entry: &Entry, source: &Source, language: Language) -> (String, Vec<Range<usize>>) {
    let finding = entry.listed.finding;
    let edition = entry.listed.row.map_or_else(Edition::default_edition, |row| row.edition);
    if let Source::Lines(lines) = source
        && let Some(line) = lines.get(finding.line as usize - usize::from(finding.line > 0))
        && !line.trim().is_empty()
    {
        let line = line.trim();
        let shown = shown(line, finding, edition);
        let marks = marks(line, &shown, finding);
        return (shown, marks);
    }
    let value = match (source, entry.listed.row) {
        (Source::Values(values), Some(row)) => values.shown(row, finding, language),
        _ => None,
    };
    let place = match (entry.place.as_str(), value) {
        ("", _) => format!("{} {}", Words::new("rad", "line").get(language), finding.line),
        (place, Some(value)) => format!("{place}: {value}"),
        (place, None) => place.to_owned(),
    };
    let all = 0..place.len();
    (place, vec![all])
}

/// What is marked in a line: the numbers and addresses that a finding is about,
/// else all of it.
fn marks(line: &str, shown: &str, finding: &Finding) -> Vec<Range<usize>> {
    let hits: Vec<Range<usize>> = match finding.code {
        IDENTITY_NUMBER_IN_TEXT => identity_numbers(line).map(|hit| hit.start..hit.end).collect(),
        CONTACT_DATA_IN_TEXT => contact_data(line).map(|hit| hit.start..hit.end).collect(),
        _ => Vec::new(),
    };
    // As long as the line in characters, but not in bytes: the dots are longer.
    let place = |at: usize| {
        let before = line[..at].chars().count();
        shown.char_indices().nth(before).map_or(shown.len(), |(place, _)| place)
    };
    let marks: Vec<Range<usize>> = hits.into_iter().map(|hit| place(hit.start)..place(hit.end)).collect();
    let all = 0..shown.len();
    if marks.is_empty() { vec![all] } else { marks }
}

/// A line as it may be shown: the form's own words and typed answers as they
/// are, every character of anything else as a dot.
fn shown(line: &str, finding: &Finding, edition: &Edition) -> String {
    if is_form_text(line, edition) || (is_typed(line, finding, edition) && is_safe_label(line)) {
        return mask(line).into_owned();
    }
    line.chars().map(|c| if c.is_whitespace() { ' ' } else { '·' }).collect()
}

/// Whether the finding is at an answer of a fixed kind that could be read and
/// can be no person's number.
fn is_typed(line: &str, finding: &Finding, edition: &Edition) -> bool {
    let kind = finding.field.and_then(|(key, _)| edition.place(key)).map(|(_, part)| part.kind);
    let typed = match kind {
        Some(Kind::Date | Kind::Time | Kind::Count | Kind::Band | Kind::Choice) => true,
        // A line may hold a label before its number, which is then read as neither.
        Some(Kind::OrganisationNumber) => {
            let number = Number { text: line.into(), read: OrganisationNumber::parse(line) };
            !number.may_be_personal()
        }
        _ => false,
    };
    typed && finding.code != UNREADABLE_VALUE && finding.code != UNKNOWN_OPTION
}

/// Whether a line is a heading, a label or an option of the form.
fn is_form_text(line: &str, edition: &Edition) -> bool {
    let bare = line.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '?' | '.' | ' ' | '-'));
    edition.questions.iter().any(|question| {
        is_squashed(bare, &question.squashed)
            || question
                .parts
                .iter()
                .any(|part| !part.squashed.is_empty() && is_squashed(bare, &part.squashed))
            || question.options.iter().any(|option| is_squashed(bare, &option.squashed[0]))
    }) || is_squashed(line, &crate::form::squash(&edition.title.sv))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Code;
    use crate::form::Key;

    #[test]
    fn only_the_number_is_marked() {
        let edition = Edition::default_edition();
        let finding = Finding::new(IDENTITY_NUMBER_IN_TEXT, Severity::Warning, 16, 1);
        let line = "Får 811218-9876 gå?";
        let shown = shown(line, &finding, edition);
        let marks = marks(line, &shown, &finding);
        let marked: Vec<usize> = marks.iter().map(|mark| shown[mark.clone()].chars().count()).collect();
        assert_eq!((marked, shown[..marks[0].start].chars().count()), (vec![11], 4));
        assert!(!shown.contains("811218"));
    }

    #[test]
    fn only_the_form_and_typed_answers_are_shown() {
        let edition = Edition::default_edition();
        let at = |key| Finding::new(Code::new(b"D010"), Severity::Info, 11, 1).at(key, 0);
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
        for personal in ["811218-9876", "SE811218987601", "811218-98 76", "811218-9877", "19811218-9876 AB"] {
            assert!(!shown(personal, &number, edition).contains(|c: char| c.is_ascii_digit()), "{personal}");
        }
        assert_eq!(lines("a\r\nb\rc\n\nd"), ["a", "b", "c", "", "d"]);
    }
}
