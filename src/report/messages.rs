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

/// All findings, sorted by source, record, question, code, line.
pub fn listed<'r>(report: &'r Report<'r>) -> Vec<Listed<'r>> {
    let sources = &report.audit.scope.sources;
    let about_rows = report.rows.iter().flat_map(|row| {
        row.findings.iter().map(|finding| Listed {
            source: &sources[row.source as usize],
            row: Some(row),
            finding,
        })
    });
    let loose = report.audit.loose.iter().map(|(source, finding)| Listed { source, row: None, finding });
    let mut listed: Vec<Listed> = about_rows.chain(loose).collect();
    if !report.audit.loose.is_empty() {
        listed.sort_by(|a, b| key(a).cmp(&key(b)));
    }
    listed
}

fn key<'l>(listed: &'l Listed) -> (&'l str, u32, u8, crate::finding::Code, u32) {
    let record = listed.row.map_or(0, |row| row.record);
    (listed.source, record, listed.finding.question, listed.finding.code, listed.finding.line)
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
