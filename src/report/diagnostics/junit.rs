//! JUnit XML: a suite for each source, a failing case for each finding, one
//! passing case for a source without any; an input that could not be read is an
//! error, one that is no notification is skipped.

use std::fmt::Write as _;

use crate::config::Language;
use crate::read::{Fate, Refusal};
use crate::report::Report;
use crate::report::diagnostics::{Entry, refusals};

/// The document.
pub(super) fn xml(entries: &[Entry], report: &Report) -> String {
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let _ = writeln!(
        out,
        "<testsuites name=\"breach-audit\" tests=\"{}\" failures=\"{}\" errors=\"{}\">",
        entries.len() + passing(entries, report).count() + refusals(report).count(),
        entries.len(),
        report.inputs.unreadable
    );
    for group in entries.chunk_by(|a, b| a.listed.source == b.listed.source) {
        let source = escaped(group[0].listed.source);
        let _ = writeln!(
            out,
            "  <testsuite name=\"{source}\" tests=\"{0}\" failures=\"{0}\">",
            group.len()
        );
        for entry in group {
            case(entry, &source, &mut out);
        }
        out.push_str("  </testsuite>\n");
    }
    for source in passing(entries, report) {
        let source = escaped(source);
        let _ = writeln!(
            out,
            "  <testsuite name=\"{source}\" tests=\"1\" failures=\"0\">\n    <testcase classname=\"{source}\" name=\"breach-audit\"/>\n  </testsuite>"
        );
    }
    for (input, refusal) in refusals(report) {
        not_read(&escaped(&input.name), refusal, report.language(), &mut out);
    }
    out.push_str("</testsuites>\n");
    out
}

/// The suite of an input that was not read.
fn not_read(source: &str, refusal: &Refusal, language: Language, out: &mut String) {
    let (counted, element) = match refusal.fate {
        Fate::Unreadable => ("errors", "error"),
        Fate::Skipped => ("skipped", "skipped"),
    };
    let reason = escaped(&refusal.reason.show(language));
    let _ = writeln!(
        out,
        "  <testsuite name=\"{source}\" tests=\"1\" failures=\"0\" {counted}=\"1\">\n    <testcase classname=\"{source}\" name=\"breach-audit\">\n      <{element} message=\"{reason}\"/>\n    </testcase>\n  </testsuite>"
    );
}

fn case(entry: &Entry, source: &str, out: &mut String) {
    let finding = &entry.listed.finding;
    let message = escaped(&entry.message);
    let _ = writeln!(
        out,
        "    <testcase classname=\"{source}\" name=\"{}\" line=\"{}\">\n      <failure type=\"{}\" message=\"{message}\">{source}{}:{}: {message}</failure>\n    </testcase>",
        escaped(&entry.heading()),
        finding.line,
        finding.severity.as_str(),
        entry.mark(),
        finding.line
    );
}

/// The sources that were read and gave no finding.
fn passing<'e>(entries: &'e [Entry], report: &'e Report) -> impl Iterator<Item = &'e str> {
    let found: std::collections::BTreeSet<&str> =
        entries.iter().map(|entry| entry.listed.source).collect();
    let read = report
        .audit
        .inputs
        .iter()
        .filter(|input| input.refusal.is_none());
    read.map(|input| &*input.name)
        .filter(move |name| !found.contains(name))
}

/// Text as it may stand in XML.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
