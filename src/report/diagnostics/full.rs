//! The full format: each finding with the text at its place and a mark under it.
//! `excerpt` decides what may be shown of an input.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};

use crate::config::{Language, Words};
use crate::finding::Severity;
use crate::report::Report;
use crate::report::diagnostics::Entry;

/// The findings in order, with a blank line between.
pub(super) fn render(entries: &[Entry], report: &Report) -> String {
    let renderer = if report.config.color {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    entries
        .iter()
        .map(|entry| one(entry, report.language(), &renderer) + "\n\n")
        .collect()
}

fn one(entry: &Entry, language: Language, renderer: &Renderer) -> String {
    let finding = entry.listed.finding;
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Info => Level::INFO,
    };
    let level = level.with_name(finding.severity.words().get(language));
    let title = level
        .primary_title(entry.message.as_str())
        .id(finding.code.as_str());
    let (shown, marks) = shown_at(entry, language);
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
            if at == 0 {
                mark.label(label.as_str())
            } else {
                mark
            }
        }));
    renderer.render(&[title.element(snippet)])
}

/// The rule's title, the question and the basis, as they stand beside the mark.
fn label(entry: &Entry, language: Language) -> String {
    let word = Words::new("fråga", "question").get(language);
    match entry.listed.finding.question {
        0 => format!("{}; {}", entry.title, entry.basis),
        question => format!("{}; {word} {question}; {}", entry.title, entry.basis),
    }
}

/// The text shown for a finding and what is marked in it: the line of a copy,
/// the answer with its place, or the place alone.
fn shown_at(entry: &Entry, language: Language) -> (String, Vec<Range<usize>>) {
    let finding = entry.listed.finding;
    let is_copy = entry.listed.row.is_some_and(|row| row.format.is_copy());
    match &finding.excerpt {
        Some(excerpt) if is_copy => (excerpt.text.to_string(), excerpt.marks.to_vec()),
        // The answer stands first, so that the column told is none that the source lacks.
        Some(excerpt) => (
            format!("{} ({})", excerpt.text, entry.place),
            excerpt.marks.to_vec(),
        ),
        None => {
            let line = || {
                format!(
                    "{} {}",
                    Words::new("rad", "line").get(language),
                    finding.line
                )
            };
            let place = Some(&entry.place)
                .filter(|place| !place.is_empty())
                .map_or_else(line, String::clone);
            let all = 0..place.len();
            (place, vec![all])
        }
    }
}
