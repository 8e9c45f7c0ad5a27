//! Findings for a terminal: file by file, with the title of each rule in the language. What nobody
//! can mend is one line at the end, and so is the next step.

use std::fmt::Write as _;

use super::{Entry, painted};
use crate::config::Words;
use crate::report::Report;
use crate::report::counted::FINDINGS;
use crate::report::terminal::{Terminal, broken};
use crate::report::unreceived;

/// The rules whose findings the reader of a copy can do nothing about: its ticks are lost.
const FOLDED: &str = "F005";
/// The rule that a list of receipt times answers.
const NO_RECEIPT: &str = "D005";

/// The findings below the names of their files.
pub(super) fn render(entries: &[Entry], report: &Report, terminal: Terminal) -> String {
    let language = report.language();
    let (folded, told): (Vec<&Entry>, Vec<&Entry>) = entries
        .iter()
        .partition(|entry| entry.listed.finding.code.as_str() == FOLDED);
    let mut out = String::new();
    let mut last = None;
    for entry in &told {
        let (finding, source) = (&entry.listed.finding, entry.listed.source);
        let of = Some((source, entry.mark()));
        if last != of {
            let blank = if last.is_some() { "\n" } else { "" };
            let name = format!("{source}{}", entry.mark());
            out += blank;
            for line in broken(&name, terminal.width) {
                let _ = if terminal.paints {
                    writeln!(out, "\x1b[1m{line}\x1b[0m")
                } else {
                    writeln!(out, "{line}")
                };
            }
            last = of;
        }
        let level = finding.severity.words().get(language);
        let pad = " ".repeat(10usize.saturating_sub(level.chars().count()));
        let level = if terminal.paints {
            painted(finding.severity, level)
        } else {
            level.to_owned()
        };
        let _ = writeln!(out, "  {level}{pad}  {}  {}", finding.code, entry.title);
        for line in broken(&entry.message, terminal.width.clamp(30, 110) - 6) {
            let _ = writeln!(out, "      {line}");
        }
    }
    if let Some(first) = folded.first() {
        let words = Words::new(
            "{code} {title}: {many}. Det går inte att rätta i en kopia; be om originalet i JSON eller PDF.",
            "{code} {title}: {many}. A copy cannot be mended; ask for the original as JSON or PDF.",
        );
        let words = words
            .with("code", FOLDED)
            .with("title", first.title)
            .with("many", FINDINGS.told(folded.len(), language));
        let blank = if told.is_empty() { "" } else { "\n" };
        out += blank;
        for line in broken(&words.get(language), terminal.width.clamp(30, 110)) {
            let _ = writeln!(out, "{line}");
        }
    }
    out
}

/// What to do next, if anything.
pub(super) fn next(entries: &[Entry], report: &Report) -> Option<String> {
    let is = |entry: &&Entry, code: &str| entry.listed.finding.code.as_str() == code;
    // The list names what counts, and not its copies.
    let is_listed = |entry: &Entry| {
        is(&entry, NO_RECEIPT) && entry.listed.row.is_some_and(unreceived::is_missing)
    };
    let words = if entries.iter().any(is_listed) {
        let words = Words::new(
            "Nästa steg: breach-audit receipts SÖKVÄG -o mottagna.xlsx ger listan över mottagningstider att fylla i.",
            "Next: breach-audit receipts PATH -o received.xlsx writes the list of receipt times to fill in.",
        );
        words.into()
    } else {
        let gravest = entries.iter().filter(|entry| !is(entry, FOLDED));
        let gravest = gravest.max_by_key(|entry| entry.listed.finding.severity)?;
        let words = Words::new(
            "Nästa steg: breach-audit explain {code} säger varför, och vad som kan göras.",
            "Next: breach-audit explain {code} says why, and what can be done.",
        );
        words.with("code", gravest.listed.finding.code)
    };
    Some(words.get(report.language()))
}
