//! `mapping check`: what an audit makes of an export by a mapping, field by field. The export
//! is audited twice: the first run tells which rows are worth a look, the second keeps what
//! the cells of these rows say.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::PathBuf;

use clap::Args;

use crate::audit::{Audit, Settings, Watch, audit};
use crate::check::Selected;
use crate::check::form::{SEVERAL_FORMATS_FIT, UNKNOWN_OPTION, UNREADABLE_VALUE};
use crate::cli::complaint::complaint;
use crate::cli::given::Common;
use crate::cli::options::Options;
use crate::cli::{exit, print, shown, sources};
use crate::config::{Language, Message, Words};
use crate::discover::discover;
use crate::finding::Finding;
use crate::form::{ExtraNumber, Key};
use crate::read::mapping::{Entry, Mapping, Place, Shows};
use crate::report::Forms;
use crate::row::{COLUMNS, Cell, Column, Row};

/// How many values of a field are shown, and how many that failed.
const SHOWN: usize = 10;
/// How many labels are shown that no value map knows.
const LABELS: usize = 40;

/// What `mapping check` takes.
#[derive(Debug, Args)]
pub(super) struct CheckOptions {
    /// The mapping file
    mapping: PathBuf,
    /// The export: CSV, JSON, NDJSON or a workbook
    data: PathBuf,
}

/// What was read for one entry.
#[derive(Debug, Default)]
struct Seen {
    read: usize,
    silent: usize,
    failed: usize,
    /// Rows with different values, and rows that failed.
    examples: Vec<Example>,
    failures: Vec<Example>,
    /// Different values so far.
    values: BTreeSet<String>,
    /// How often each label stands that is no option.
    labels: BTreeMap<String, usize>,
}

/// A row with what became of its cell.
#[derive(Debug)]
struct Example {
    place: Place,
    line: u32,
    value: String,
}

/// Runs the command.
pub(super) fn run(options: &CheckOptions, common: &Common) -> anyhow::Result<u8> {
    let mapping = sources::mapping(&options.mapping)?;
    let config = Options::default().resolve(common, vec![options.data.clone()])?;
    let mut settings = Settings::new(&config, Selected(u128::MAX), 72);
    settings.mapping = Some(mapping);
    let first = audited(options, &settings)?;
    let Some(mapping) = &mut settings.mapping else {
        return Ok(exit::USAGE);
    };
    let seen: Vec<Seen> = mapping
        .entries()
        .map(|entry| Seen::of(&first, &entry))
        .collect();
    let examples = seen
        .iter()
        .flat_map(|seen| seen.examples.iter().chain(&seen.failures));
    mapping.watch(examples.map(|example| example.place.clone()).collect());
    audited(options, &settings)?;
    let language = config.language;
    let mut out = String::new();
    let refused = refused(&mut out, &first, language);
    if let Some(mapping) = &settings.mapping {
        told(&mut out, mapping, &seen, &first, language);
    }
    print(&out)?;
    let failed = refused || seen.iter().any(|seen| seen.failed > 0);
    Ok(if failed { exit::FINDINGS } else { exit::DONE })
}

/// The export as an audit reads it.
fn audited(options: &CheckOptions, settings: &Settings) -> anyhow::Result<Audit> {
    let discovered = discover(std::slice::from_ref(&options.data))?;
    if discovered.sources.is_empty() {
        let words = Words::new("{data} innehåller ingen fil", "{data} holds no file");
        return Err(complaint(words.with("data", shown(&options.data))));
    }
    Ok(audit(discovered, &[], settings, &Watch::default())?)
}

impl Seen {
    fn of(audit: &Audit, entry: &Entry) -> Self {
        let mut seen = Self::default();
        let columns = columns(entry);
        for row in &audit.rows {
            let value = value(row, audit, entry, &columns);
            if entry.shows == Shows::Labels {
                for label in unlisted(row, entry, &value) {
                    *seen.labels.entry(label.to_owned()).or_default() += 1;
                }
            }
            let example = |value: &str| Example {
                place: (
                    audit.scope.sources[row.source as usize].to_string(),
                    row.record,
                ),
                line: row.line,
                value: value.to_owned(),
            };
            if row
                .findings
                .iter()
                .any(|finding| is_failure(&finding, entry))
            {
                seen.failed += 1;
                if seen.failures.len() < SHOWN {
                    seen.failures.push(example(&value));
                }
                continue;
            }
            if value.starts_with('(') {
                seen.silent += 1;
            } else {
                seen.read += 1;
            }
            if seen.values.len() < SHOWN && seen.values.insert(value.clone()) {
                seen.examples.push(example(&value));
            }
        }
        seen
    }
}

/// Whether a finding says that the value of an entry could not be read.
fn is_failure(finding: &Finding, entry: &Entry) -> bool {
    let codes = [&UNREADABLE_VALUE, &UNKNOWN_OPTION, &SEVERAL_FORMATS_FIT];
    codes.iter().any(|rule| rule.code == finding.code)
        && finding.field.is_some_and(|field| {
            entry.keys.contains(&field.0) || entry.number.map(ExtraNumber::field) == Some(field)
        })
}

/// The columns of the records that hold what an entry fills.
fn columns(entry: &Entry) -> Vec<&'static Column> {
    let holds = |column: &&Column, key: Key| {
        let rest = column.name.strip_prefix(key.path());
        column.answers == Some(key) || matches!(rest, Some("" | "_earliest" | "_latest"))
    };
    let all = COLUMNS.iter();
    all.filter(|column| entry.keys.iter().any(|key| holds(column, *key)))
        .collect()
}

/// What stands in the records for an entry: the word for no value, the value, or the ends of a span. A
/// field without a column shows its state.
fn value(row: &Row, audit: &Audit, entry: &Entry, columns: &[&Column]) -> String {
    let written = |cell: Cell| {
        let mut text = String::new();
        cell.write(&mut text);
        text
    };
    if let Some(extra) = entry.extra {
        let extra = row.edition.extras.get(usize::from(extra));
        return extra.map_or_else(String::new, |extra| written(row.extra(&extra.name)));
    }
    if let Some(number) = entry.number {
        let number = row.edition.numbers.get(usize::from(number));
        return number.map_or_else(String::new, |number| written(row.number(&number.name)));
    }
    let cells = columns
        .iter()
        .map(|column| written(column.cell(row, &audit.scope)));
    let cells: Vec<String> = cells.collect();
    let mut told: Vec<&str> = Vec::new();
    for cell in cells.iter().filter(|cell| !cell.starts_with('(')) {
        if !told.contains(&cell.as_str()) {
            told.push(cell);
        }
    }
    let word = || {
        let state = entry.keys.first().map(|key| row.state(*key).word());
        cells
            .first()
            .map_or(state.unwrap_or_default(), String::as_str)
    };
    match told.as_slice() {
        [] => word().to_owned(),
        // Of a number the records hold its band, too.
        [_, exact] if entry.keys.iter().any(|key| key.amount().is_some()) => (*exact).to_owned(),
        told => told.join(" – "),
    }
}

/// The labels of a value that are no option of the question.
fn unlisted<'v>(row: &Row, entry: &Entry, value: &'v str) -> Vec<&'v str> {
    let question = match entry.extra {
        Some(at) => row
            .edition
            .extras
            .get(usize::from(at))
            .map(|extra| &extra.question),
        None => entry
            .keys
            .first()
            .and_then(|key| row.edition.place(*key))
            .map(|(question, _)| question),
    };
    let is_option = |label: &str| {
        question.is_none_or(|question| question.options.iter().any(|option| option.code == label))
    };
    let labels = value.split('|').filter(|label| !label.starts_with('('));
    labels.filter(|label| !is_option(label)).collect()
}

const ROWS: Forms = Forms::new(
    Words::new("anmälan läst", "notification read"),
    Words::new("anmälningar lästa", "notifications read"),
);
const COUNTS: Words = Words::new(
    "  lästa: {read}, utan värde: {silent}, oläsliga: {failed}\n",
    "  read: {read}, without a value: {silent}, failed: {failed}\n",
);
const HIDDEN: Words = Words::new(
    "  Värdena visas inte: fältet kan innehålla personuppgifter.\n",
    "  The values are not shown: the field may hold personal data.\n",
);
const FAILED: Words = Words::new("  oläsliga:\n", "  failed:\n");
const UNMAPPED: Words = Words::new(
    "  etiketter som ingen tabell med värden känner ({count}):\n",
    "  labels that no value map knows ({count}):\n",
);
const MORE: Words = Words::new("    och {count} till\n", "    and {count} more\n");
const LINE: Words = Words::new("rad {line}", "row {line}");
const NO_COLUMN: Words = Words::new("(fast värde)", "(constant)");

/// Says what could not be read as a whole, and whether there is any.
fn refused(out: &mut String, audit: &Audit, language: Language) -> bool {
    let mut any = false;
    for input in &audit.inputs {
        if let Some(refusal) = &input.refusal {
            any = true;
            let _ = writeln!(out, "{}: {}", input.name, refusal.reason.show(language));
        }
    }
    for remark in &audit.remarks {
        let _ = writeln!(out, "{}", remark.show(language));
    }
    any
}

/// What was read, entry by entry.
fn told(out: &mut String, mapping: &Mapping, seen: &[Seen], audit: &Audit, language: Language) {
    let _ = writeln!(out, "{}", ROWS.told(audit.rows.len(), language));
    let texts = mapping.seen();
    let names_sources = audit.scope.sources.len() > 1;
    for (at, (entry, seen)) in mapping.entries().zip(seen).enumerate() {
        let from = match entry.from.as_slice() {
            [] => NO_COLUMN.get(language).to_owned(),
            from => from
                .iter()
                .map(|name| format!("\"{name}\""))
                .collect::<Vec<_>>()
                .join(", "),
        };
        let _ = writeln!(out, "\n{} ← {from}", name(&entry, mapping));
        say(
            out,
            COUNTS
                .with("read", seen.read)
                .with("silent", seen.silent)
                .with("failed", seen.failed),
            language,
        );
        if entry.shows == Shows::Counts {
            say(out, HIDDEN, language);
            continue;
        }
        let example = |example: &Example, is_read: bool| {
            let text = texts
                .get(&example.place)
                .and_then(|texts| texts.get(&(at as u16)));
            let text = text.map_or_else(
                || "—".to_owned(),
                |text| format!("\"{}\"", entry.shows.shown(text, is_read)),
            );
            let line = LINE.with("line", example.line).get(language);
            let source = if names_sources {
                format!("{} ", example.place.0)
            } else {
                String::new()
            };
            format!("    {source}{line}: {text} → {}\n", example.value)
        };
        let examples: String = seen.examples.iter().map(|row| example(row, true)).collect();
        let failures: String = seen
            .failures
            .iter()
            .map(|row| example(row, false))
            .collect();
        out.push_str(&examples);
        if seen.failed > 0 {
            say(out, FAILED, language);
            out.push_str(&failures);
            more(out, seen.failed, seen.failures.len(), language);
        }
        labels(out, seen, language);
    }
}

/// The labels that are no option, the most frequent first.
fn labels(out: &mut String, seen: &Seen, language: Language) {
    if seen.labels.is_empty() {
        return;
    }
    say(out, UNMAPPED.with("count", seen.labels.len()), language);
    let mut labels: Vec<(&String, &usize)> = seen.labels.iter().collect();
    labels.sort_by(|a, b| b.1.cmp(a.1).then(a.0.cmp(b.0)));
    for (label, count) in labels.iter().take(LABELS) {
        let _ = writeln!(out, "    \"{label}\" ({count})");
    }
    more(out, labels.len(), LABELS, language);
}

/// Says how many of `all` are not shown.
fn more(out: &mut String, all: usize, shown: usize, language: Language) {
    if all > shown {
        say(out, MORE.with("count", all - shown), language);
    }
}

fn say(out: &mut String, message: impl Into<Message>, language: Language) {
    out.push_str(&message.into().get(language));
}

/// What a mapping calls what an entry fills.
fn name(entry: &Entry, mapping: &Mapping) -> String {
    let extra = entry
        .extra
        .and_then(|at| mapping.edition.extras.get(usize::from(at)));
    if let Some(extra) = extra {
        return format!("extra.{}", extra.name);
    }
    let number = entry
        .number
        .and_then(|at| mapping.edition.numbers.get(usize::from(at)));
    if let Some(number) = number {
        return number.column.clone();
    }
    let column = entry.keys.first().map(|key| key.path()).unwrap_or_default();
    let whole = match entry.keys.as_slice() {
        [_, _] => column
            .strip_suffix(".date")
            .or_else(|| column.strip_suffix(".exact")),
        _ => None,
    };
    whole.unwrap_or(column).to_owned()
}
