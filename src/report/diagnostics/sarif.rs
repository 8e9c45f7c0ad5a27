//! SARIF 2.1.0 (OASIS), in the form that code scanning services accept.

use crate::config::VERSION;
use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::check::rules;
use crate::discover::shown_path;
use crate::finding::{Severity, numbered, unfilled};
use crate::read::Fate;
use crate::report::Report;
use crate::report::diagnostics::files::Files;
use crate::report::diagnostics::{Entry, refusals};

/// The log of a run: all rules of the catalogue, a result for each finding.
pub(super) fn log(entries: &[Entry], report: &Report) -> Value {
    let (language, files) = (report.language(), Files::of(report));
    let rules: Vec<Value> = rules()
        .iter()
        .map(|rule| {
            json!({
                "id": rule.code.as_str(),
                "name": rule.name,
                "shortDescription": { "text": rule.title.get(language) },
                "fullDescription": { "text": format!("{} {}", unfilled(rule.message, language), numbered(rule.why, language)) },
                "help": { "text": format!("{}\n{}", rule.usual_basis().get(language), numbered(rule.example, language)) },
                "defaultConfiguration": { "level": level(rule.severity) },
            })
        })
        .collect();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "breach-audit",
                "version": VERSION,
                "rules": rules,
            }},
            "invocations": [invocation(report)],
            "results": entries.iter().map(|entry| result(entry, &files)).collect::<Vec<_>>(),
        }],
    })
}

/// What became of the run: each input that was not read, with the reason.
fn invocation(report: &Report) -> Value {
    let notifications = refusals(report).map(|(input, refusal)| {
        json!({
            "level": if refusal.fate == Fate::Unreadable { "error" } else { "note" },
            "message": { "text": refusal.reason.show(report.language()) },
            "locations": [{ "physicalLocation": { "artifactLocation": { "uri": uri(&shown_path(&input.file)) } } }],
            "properties": { "source": &*input.name },
        })
    });
    json!({
        "executionSuccessful": report.inputs.unreadable == 0,
        "toolExecutionNotifications": notifications.collect::<Vec<_>>(),
    })
}

fn result(entry: &Entry, files: &Files) -> Value {
    let finding = &entry.listed.finding;
    let mut location = json!({
        "physicalLocation": {
            "artifactLocation": { "uri": uri(&files.path(&entry.listed)) },
            "region": { "startLine": finding.line.max(1) },
        },
    });
    if !entry.place.is_empty() {
        location["logicalLocations"] = json!([{ "fullyQualifiedName": entry.place }]);
    }
    json!({
        "ruleId": finding.code.as_str(),
        "level": level(finding.severity),
        "message": { "text": entry.message },
        "locations": [location],
        "properties": {
            "source": entry.listed.source,
            "record": entry.record(),
            "question": finding.question,
            "basis": entry.basis,
        },
    })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

/// A path as a relative reference (RFC 3986).
fn uri(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                out.push(byte as char);
            }
            other => {
                let _ = write!(out, "%{other:02X}");
            }
        }
    }
    out
}
