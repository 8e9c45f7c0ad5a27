//! Findings as `check` prints them: for people, for spreadsheets, for the tools
//! that other linters speak to. Nothing of free text or contact data is shown.

use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::audit::Input;
use crate::check::rule;
use crate::config::OutputFormat;
use crate::discover::shown_path;
use crate::finding::Severity;
use crate::read::{Fate, Refusal};
use crate::report::messages::{Listed, listed, message, place};
use crate::report::terminal::Terminal;
use crate::report::{Report, csv};

mod files;
mod full;
mod grouped;
mod junit;
mod sarif;

use files::Files;

/// The findings of a run in a format.
///
/// # Errors
/// What the CSV or JSON writer says.
pub(crate) fn diagnostics(report: &Report, format: OutputFormat) -> anyhow::Result<String> {
    let entries: Vec<Entry> = listed(report)
        .into_iter()
        .map(|listed| Entry::new(listed, report))
        .collect();
    Ok(match format {
        OutputFormat::Full => full::render(&entries, report),
        OutputFormat::Concise => entries.iter().map(|entry| entry.line(report)).collect(),
        OutputFormat::Json => {
            let all: Vec<Value> = entries.iter().map(Entry::json).collect();
            serde_json::to_string_pretty(&all)? + "\n"
        }
        OutputFormat::Ndjson => {
            let mut out = String::new();
            for entry in &entries {
                let _ = writeln!(out, "{}", entry.json());
            }
            out
        }
        OutputFormat::Csv => {
            let mut out = Vec::new();
            csv::findings(&mut out, None, report)?;
            String::from_utf8(out)?
        }
        OutputFormat::Sarif => serde_json::to_string_pretty(&sarif::log(&entries, report))? + "\n",
        OutputFormat::Junit => junit::xml(&entries, report),
        OutputFormat::Github => {
            let files = Files::of(report);
            let not_read = refusals(report).map(|(input, refusal)| {
                let command = if refusal.fate == Fate::Unreadable {
                    "error"
                } else {
                    "notice"
                };
                let reason = refusal.reason.show(report.language());
                let told = if input.is_member {
                    format!("{}: {reason}", input.name)
                } else {
                    reason
                };
                format!(
                    "::{command} file={}::{}\n",
                    property(&shown_path(&input.file)),
                    data(&told)
                )
            });
            entries
                .iter()
                .map(|entry| entry.workflow_command(&files))
                .chain(not_read)
                .collect()
        }
    })
}

/// The findings of a run for a terminal, file by file, and what to do next.
pub(crate) fn grouped(report: &Report, terminal: Terminal) -> (String, Option<String>) {
    let entries = listed(report).into_iter();
    let entries: Vec<Entry> = entries.map(|listed| Entry::new(listed, report)).collect();
    (
        grouped::render(&entries, report, terminal),
        grouped::next(&entries, report),
    )
}

/// The inputs that were not read.
fn refusals<'r>(report: &'r Report) -> impl Iterator<Item = (&'r Input, &'r Refusal)> {
    report
        .audit
        .inputs
        .iter()
        .filter_map(|input| Some((input, input.refusal.as_deref()?)))
}

/// Text as the data of a workflow command.
fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// Text as a property of one.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

/// One finding with its words.
struct Entry<'r> {
    listed: Listed<'r>,
    name: &'static str,
    /// What people read instead of the name.
    title: &'static str,
    message: String,
    basis: &'static str,
    place: String,
}

impl<'r> Entry<'r> {
    fn new(listed: Listed<'r>, report: &Report) -> Self {
        let language = report.language();
        let rule = rule(listed.finding.code);
        Self {
            name: rule.map_or("", |rule| rule.name),
            title: rule.map_or("", |rule| rule.title.get(language)),
            basis: rule.map_or("", |rule| rule.basis.under(report.policy()).get(language)),
            message: message(listed.row, &listed.finding, language),
            place: place(listed.row, &listed.finding, language),
            listed,
        }
    }

    fn record(&self) -> u32 {
        self.listed.row.map_or(0, |row| row.record)
    }

    /// `#record`, which tells the notifications of a source apart; nothing where a
    /// copy is the only one.
    fn mark(&self) -> String {
        let row = self
            .listed
            .row
            .filter(|row| row.record > 1 || !row.format.is_copy());
        row.map(|row| format!("#{}", row.record))
            .unwrap_or_default()
    }

    /// The rule's code and name, and which notification it is about.
    fn heading(&self) -> String {
        let mark = self.mark();
        let blank = if mark.is_empty() { "" } else { " " };
        format!("{} {}{blank}{mark}", self.listed.finding.code, self.name)
    }

    /// `file:line: level CODE message (title)`.
    fn line(&self, report: &Report) -> String {
        let (finding, mark) = (&self.listed.finding, self.mark());
        let level = finding.severity.words().get(report.language());
        let level = if report.config.color {
            painted(finding.severity, level)
        } else {
            level.to_owned()
        };
        let (source, line, code) = (self.listed.source, finding.line, finding.code);
        format!(
            "{source}{mark}:{line}: {level} {code} {} ({})\n",
            self.message, self.title
        )
    }

    fn json(&self) -> Value {
        let finding = &self.listed.finding;
        json!({
            "source": self.listed.source,
            "record": self.record(),
            "line": finding.line,
            "place": self.place,
            "code": finding.code.as_str(),
            "name": self.name,
            "severity": finding.severity.as_str(),
            "question": (finding.question > 0).then_some(finding.question),
            "message": self.message,
            "basis": self.basis,
        })
    }

    /// A workflow command of GitHub Actions.
    fn workflow_command(&self, files: &Files) -> String {
        let finding = &self.listed.finding;
        let command = match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "notice",
        };
        let member = files
            .member(&self.listed)
            .map(|name| format!(" ({name})"))
            .unwrap_or_default();
        format!(
            "::{command} file={},line={},title={}::{}\n",
            property(&files.path(&self.listed)),
            finding.line,
            property(&format!("{}{member}", self.heading())),
            data(&self.message)
        )
    }
}

/// A level in its colour.
fn painted(severity: Severity, text: &str) -> String {
    let code = match severity {
        Severity::Error => "31",
        Severity::Warning => "33",
        Severity::Info => "36",
    };
    format!("\x1b[1;{code}m{text}\x1b[0m")
}
