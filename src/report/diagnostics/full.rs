//! The full format: each finding with its line and a mark under it. The form's
//! own words and typed answers are shown; of everything else only the length.

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};

use crate::bind::{UNKNOWN_OPTION, UNREADABLE_VALUE};
use crate::config::Language;
use crate::finding::{Finding, Severity};
use crate::form::{Edition, Kind, is_squashed};
use crate::notification::Number;
use crate::report::Report;
use crate::report::diagnostics::Entry;
use crate::value::{OrganisationNumber, is_safe_label, mask};

/// The findings in order, with a blank line between.
pub(super) fn render(entries: &[Entry], report: &Report, text: &dyn Fn(&str) -> Option<String>) -> String {
    let renderer = if report.config.color { Renderer::styled() } else { Renderer::plain() };
    let mut out = String::new();
    for group in entries.chunk_by(|a, b| a.listed.source == b.listed.source) {
        let is_copy = group[0].listed.row.is_some_and(|row| row.format.is_copy());
        let source = if is_copy { text(group[0].listed.source) } else { None };
        let lines: Vec<&str> = source.as_deref().map(lines).unwrap_or_default();
        for entry in group {
            out.push_str(&one(entry, &lines, report.language(), &renderer));
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

fn one(entry: &Entry, lines: &[&str], language: Language, renderer: &Renderer) -> String {
    let finding = entry.listed.finding;
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Info => Level::INFO,
    };
    let level = level.with_name(finding.severity.words().get(language));
    let title = level.primary_title(entry.message.as_str()).id(finding.code.as_str());
    let edition = entry.listed.row.map_or_else(Edition::default_edition, |row| row.edition);
    let line = lines.get(finding.line as usize - usize::from(finding.line > 0));
    let shown = line.map_or_else(|| entry.place.clone(), |line| shown(line.trim(), finding, edition));
    let label = format!("{}; {}", entry.name, entry.basis);
    let start = shown.len() - shown.trim_start().len();
    let span = start..shown.trim_end().len().max(start);
    let path = match entry.listed.row.filter(|row| row.record > 1) {
        Some(row) => format!("{}#{}", entry.listed.source, row.record),
        None => entry.listed.source.to_owned(),
    };
    let snippet = Snippet::source(shown.as_str())
        .line_start(finding.line as usize)
        .path(path.as_str())
        .annotation(AnnotationKind::Primary.span(span).label(label.as_str()));
    renderer.render(&[title.element(snippet)])
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
