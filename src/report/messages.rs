//! Findings in words: the catalogue's text filled with the finding's facts, in
//! the order of findings.csv.

use crate::check::rule;
use crate::config::Language;
use crate::finding::{Finding, fill};
use crate::read::Format;
use crate::report::Report;
use crate::row::Row;

/// A finding with the notification it is about.
#[derive(Debug)]
pub struct Listed<'r> {
    /// The name of the source.
    pub source: &'r str,
    /// The notification; none for a finding about an input.
    pub row: Option<&'r Row>,
    /// The finding.
    pub finding: &'r Finding,
}

/// The findings about one notification, or one about an input.
#[derive(Debug)]
pub(super) struct About<'r> {
    /// The name of the source.
    pub(super) source: &'r str,
    /// The notification; none for a finding about an input.
    pub(super) row: Option<&'r Row>,
    /// The findings, sorted.
    pub(super) findings: &'r [Finding],
}

/// All findings by what they are about, sorted by source and record.
pub(super) fn by_row<'r>(report: &'r Report<'r>) -> Vec<About<'r>> {
    let sources = &report.audit.scope.sources;
    let rows = report.rows.iter().filter(|row| !row.findings.is_empty());
    let about_rows = rows.map(|row| About {
        source: &sources[row.source as usize],
        row: Some(row),
        findings: &row.findings,
    });
    let loose = report.audit.loose.iter().map(|(source, finding)| About {
        source,
        row: None,
        findings: std::slice::from_ref(finding),
    });
    let mut by_row: Vec<About> = about_rows.chain(loose).collect();
    if !report.audit.loose.is_empty() {
        by_row.sort_by(|a, b| key(a).cmp(&key(b)));
    }
    by_row
}

/// What findings are sorted by; those of one notification are sorted already.
fn key<'a>(about: &'a About) -> (&'a str, u32, Option<(u8, crate::finding::Code, u32)>) {
    let record = about.row.map_or(0, |row| row.record);
    let first = about.findings.first().filter(|_| about.row.is_none());
    (about.source, record, first.map(|finding| (finding.question, finding.code, finding.line)))
}

/// All findings, sorted by source, record, question, code, line.
pub fn listed<'r>(report: &'r Report<'r>) -> Vec<Listed<'r>> {
    let one = |about: About<'r>| {
        let About { source, row, findings } = about;
        findings.iter().map(move |finding| Listed { source, row, finding })
    };
    by_row(report).into_iter().flat_map(one).collect()
}

/// The message of a finding.
pub fn message(finding: &Finding, language: Language) -> String {
    let mut out = String::new();
    write_message(finding, language, &mut out);
    out
}

/// Appends the message of a finding.
pub(super) fn write_message(finding: &Finding, language: Language, out: &mut String) {
    match finding.own_message().or_else(|| rule(finding.code).map(|rule| rule.message)) {
        Some(words) => fill(words.get(language), &finding.facts, language, out),
        None => out.push_str(finding.code.as_str()),
    }
}

/// The place of a finding in a format without lines: a JSON pointer, a column
/// of CSV, the page of a PDF.
pub(super) fn place(row: Option<&Row>, finding: &Finding) -> String {
    let Some(format) = row.map(|row| row.format).filter(|format| *format != Format::Text) else {
        return String::new();
    };
    match (&finding.place, finding.field.filter(|_| !format.is_copy())) {
        (Some(place), _) => place.to_string(),
        (None, Some((key, index))) if format == Format::Csv => key.csv_column(index),
        (None, Some((key, index))) => key.pointer(index),
        (None, None) => String::new(),
    }
}
