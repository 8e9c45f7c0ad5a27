//! Findings in words: the catalogue's text filled with the finding's facts, in
//! the order of findings.csv.

use crate::check::rule;
use crate::config::Language;
use crate::finding::{Code, Finding, fill};
use crate::form::{Edition, Key};
use crate::read::Format;
use crate::report::Report;
use crate::row::{Row, Scope};

/// A finding with the notification it is about.
#[derive(Debug)]
pub(crate) struct Listed<'r> {
    /// The name of the source.
    pub source: &'r str,
    /// The notification; none for a finding about an input.
    pub row: Option<&'r Row>,
    /// The finding.
    pub finding: Finding,
}

/// What findings are about.
#[derive(Debug, Clone, Copy)]
pub(super) enum About<'r> {
    /// A notification, with all its findings, which are sorted.
    Row(&'r Row),
    /// An input, by its name, with one finding.
    Input(&'r str, &'r Finding),
}

impl<'r> About<'r> {
    /// The name of the source.
    pub(super) fn source(self, scope: &'r Scope) -> &'r str {
        match self {
            Self::Row(row) => &scope.sources[row.source as usize],
            Self::Input(name, _) => name,
        }
    }

    /// The notification, if it is one.
    pub(super) fn row(self) -> Option<&'r Row> {
        match self {
            Self::Row(row) => Some(row),
            Self::Input(..) => None,
        }
    }

    /// The findings.
    pub(super) fn findings(self) -> Vec<Finding> {
        match self {
            Self::Row(row) => row.findings.iter().collect(),
            Self::Input(_, finding) => vec![finding.clone()],
        }
    }

    /// The key by which findings are sorted. Those of one notification are sorted
    /// already.
    fn key(self, scope: &'r Scope) -> (&'r str, u32, Option<(u8, Code, u32)>) {
        match self {
            Self::Row(row) => (self.source(scope), row.record, None),
            Self::Input(name, finding) => (
                name,
                0,
                Some((finding.question, finding.code, finding.line)),
            ),
        }
    }
}

/// All findings by what they are about, sorted by source and record.
pub(super) fn by_row<'r>(report: &'r Report<'r>) -> Vec<About<'r>> {
    let rows = report.rows.iter().filter(|row| !row.findings.is_empty());
    let loose = report
        .audit
        .loose
        .iter()
        .map(|(source, finding)| About::Input(source, finding));
    let mut by_row: Vec<About> = rows.map(|row| About::Row(row)).chain(loose).collect();
    if !report.audit.loose.is_empty() {
        let scope = &report.audit.scope;
        by_row.sort_by(|a, b| a.key(scope).cmp(&b.key(scope)));
    }
    by_row
}

/// All findings, sorted by source, record, question, code, line.
pub(crate) fn listed<'r>(report: &'r Report<'r>) -> Vec<Listed<'r>> {
    let one = |about: About<'r>| {
        let (source, row) = (about.source(&report.audit.scope), about.row());
        about.findings().into_iter().map(move |finding| Listed {
            source,
            row,
            finding,
        })
    };
    by_row(report).into_iter().flat_map(one).collect()
}

/// The message of a finding.
pub(crate) fn message(row: Option<&Row>, finding: &Finding, language: Language) -> String {
    let mut out = String::new();
    write_message(row, finding, language, &mut out);
    out
}

/// Appends the message of a finding.
pub(super) fn write_message(
    row: Option<&Row>,
    finding: &Finding,
    language: Language,
    out: &mut String,
) {
    let edition = row.map_or_else(Edition::default_edition, |row| row.edition);
    match finding
        .own_message()
        .or_else(|| rule(finding.code).map(|rule| rule.message))
    {
        Some(words) => fill(words, finding, edition, language, out),
        None => out.push_str(finding.code.as_str()),
    }
}

/// The place of a finding in a format without lines: a JSON pointer, a column
/// of CSV, the page of a PDF.
pub(super) fn place(row: Option<&Row>, finding: &Finding, language: Language) -> String {
    let Some(row) = row else {
        return String::new();
    };
    match (&finding.place, finding.field) {
        (Some(place), _) => {
            let unit = row.format.about().unit;
            let counted = place
                .strip_prefix(unit.en)
                .filter(|rest| rest.starts_with(' '));
            counted.map_or_else(
                || place.to_string(),
                |rest| format!("{}{rest}", unit.get(language)),
            )
        }
        (None, Some(field)) => field_place(row.format, field).unwrap_or_default(),
        (None, None) => String::new(),
    }
}

/// The place of a field in a format that names its fields: a JSON pointer, or a
/// column of CSV.
pub(super) fn field_place(format: Format, (key, index): (Key, u16)) -> Option<String> {
    format.about().field.map(|name| name(key, index))
}
