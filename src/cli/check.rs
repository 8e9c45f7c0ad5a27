//! `check`: only the findings, to standard output, like a linter. Writes no file.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write as _;

use clap::Args;

use crate::cli::audit::Run;
use crate::cli::complaint::complaint;
use crate::cli::given::Common;
use crate::cli::groups::{Judging, Selection, named};
use crate::cli::options::Options;
use crate::cli::paths::Paths;
use crate::cli::{exit, print, target};
use crate::config::{OutputFormat, Words};
use crate::finding::Severity;
use crate::report::{
    ERRORS, Forms, NOTES, Report, Terminal, WARNINGS, diagnostics, grouped, kinds, proofs,
};

/// What `check` takes.
#[derive(Debug, Args)]
pub(super) struct CheckOptions {
    #[command(flatten)]
    inputs: Paths,
    #[command(flatten)]
    judging: Judging,
    #[command(flatten)]
    selection: Selection,
    /// How to print the findings [default: concise]
    #[arg(long, value_name = "FORMAT", value_parser = named(&OutputFormat::ALL))]
    output_format: Option<OutputFormat>,
    /// Print how often each rule fired instead of the findings
    #[arg(long)]
    statistics: bool,
    /// Print the proof of the verdict on the deadline for each notification
    #[arg(long, conflicts_with = "statistics")]
    explain_deadline: bool,
}

impl CheckOptions {
    /// These options, with the configuration file's way of printing where the
    /// command line says nothing of it.
    fn or_of_file(mut self, common: &Common) -> anyhow::Result<Self> {
        if self.output_format.is_none() && !self.statistics && !self.explain_deadline {
            let file = common.file()?.own;
            self.output_format = file.output_format;
            self.statistics = file.statistics;
            self.explain_deadline = file.explain_deadline;
        }
        Ok(self)
    }

    /// Statistics and proofs are text: another format is refused, not ignored.
    fn refuse_format(&self) -> anyhow::Result<()> {
        let option = match (self.statistics, self.explain_deadline) {
            (true, _) => "--statistics",
            (_, true) => "--explain-deadline",
            _ => return Ok(()),
        };
        if !self.output_format.is_none_or(OutputFormat::is_for_people) {
            return Err(complaint(
                Words::new(
                    "{option} skriver text: det går bara med --output-format full eller concise",
                    "{option} prints text: it goes only with --output-format full or concise",
                )
                .with("option", option),
            ));
        }
        Ok(())
    }
}

/// Runs the command.
pub(super) fn run(options: CheckOptions, common: &Common) -> anyhow::Result<u8> {
    let options = options.or_of_file(common)?;
    options.refuse_format()?;
    let screen = target::screen(false).filter(|_| options.output_format.is_none());
    let format = options.output_format.unwrap_or(OutputFormat::Concise);
    let given = Options {
        selection: options.selection,
        judging: options.judging,
        ..Options::default()
    };
    let mut config = given.resolve(common, options.inputs.resolve()?)?;
    config.manifest = options.inputs.manifest;
    config.keep_keys = false;
    config.excerpts = format == OutputFormat::Full;
    let Some(run) = Run::new(config, None)? else {
        return Ok(exit::INTERRUPTED);
    };
    if let Some(code) = run.refuse_empty()? {
        return Ok(code);
    }
    let report = run.report();
    let mut next = None;
    if options.explain_deadline {
        print(&proofs(&report))?;
    } else if options.statistics {
        print(&statistics(&report))?;
    } else if let Some(screen) = screen {
        let paints = report.config.color;
        let (text, step) = grouped(&report, Terminal { paints, ..screen });
        let blank = if text.is_empty() { "" } else { "\n" };
        next = step.filter(|_| report.config.verbosity >= 0);
        print(&(text + blank))?;
    } else {
        print(&diagnostics(&report, format)?)?;
    }
    if format.is_for_people() && !options.explain_deadline {
        let last: Vec<String> = counts(&report).into_iter().chain(next).collect();
        print(&(lines("- ", &refusals(&report), screen) + &lines("", &last, screen)))?;
    } else {
        // A closed standard error is no reason to stop.
        let refused = lines("", &refusals(&report), None);
        let _ = std::io::stderr().write_all(refused.as_bytes());
    }
    Ok(run.exit_code(&report))
}

/// How often each rule fired at each level, the most frequent first.
fn statistics(report: &Report) -> String {
    let language = report.language();
    let rules = crate::check::rules();
    let mut counts: BTreeMap<(usize, Reverse<Severity>), usize> = BTreeMap::new();
    for (code, severity) in report.findings() {
        if let Some(at) = crate::check::position(code) {
            *counts.entry((at, Reverse(severity))).or_default() += 1;
        }
    }
    let mut order: Vec<_> = counts.into_iter().collect();
    order.sort_by_key(|(_, count)| Reverse(*count));
    let mut out = String::new();
    for ((at, Reverse(severity)), count) in order {
        let (level, title) = (
            severity.words().get(language),
            rules[at].title.get(language),
        );
        let _ = writeln!(out, "{count:>8}  {}  {level:11}  {title}", rules[at].code);
    }
    out
}

/// Lines as they are; on a terminal each behind a sign, and broken between words.
fn lines(sign: &str, lines: &[String], screen: Option<Terminal>) -> String {
    let shown = lines.iter().map(|line| match screen {
        Some(screen) => screen.hanging(sign, line),
        None => format!("{line}\n"),
    });
    shown.collect()
}

/// The inputs that were not read, with the reasons.
fn refusals(report: &Report) -> Vec<String> {
    let refused = report.audit.inputs.iter().filter_map(|input| {
        let reason = &input.refusal.as_ref()?.reason;
        Some(format!(
            "{}: {}",
            input.name,
            reason.show(report.language())
        ))
    });
    refused.collect()
}

const CHECKED: Forms = Forms::new(
    Words::new("anmälan kontrollerad", "notification checked"),
    Words::new("anmälningar kontrollerade", "notifications checked"),
);

/// How many notifications were checked, and the findings by level. Filings that are no
/// notifications are told before, by name.
fn counts(report: &Report) -> Vec<String> {
    if report.config.verbosity < 0 {
        return Vec::new();
    }
    let language = report.language();
    let level = |forms: Forms, severity| {
        let findings = report.findings().filter(|(_, level)| *level == severity);
        forms.told(findings.count(), language)
    };
    let checked = format!(
        "{}: {}, {}, {}",
        CHECKED.counted(report.figures.initial, language),
        level(ERRORS, Severity::Error),
        level(WARNINGS, Severity::Warning),
        level(NOTES, Severity::Info)
    );
    kinds(report).into_iter().chain([checked]).collect()
}
