//! `check`: only the findings, to standard output, like a linter. Writes no file.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use clap::Args;

use crate::cli::audit::Run;
use crate::cli::options::{Common, Options};
use crate::cli::{exit, print};
use crate::config::{Config, Language};
use crate::finding::Severity;
use crate::report::{Listed, Report, listed, message};

/// What `check` takes.
#[derive(Debug, Args)]
pub(super) struct CheckOptions {
    /// Files, folders, or - for NDJSON on standard input
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    options: Options,
}

/// Runs the command.
pub(super) fn run(options: CheckOptions, common: &Common) -> anyhow::Result<u8> {
    let config = options.options.resolve(common, options.paths, Path::new("breach-audit-report"))?;
    let Some(run) = Run::new(config)? else { return Ok(exit::INTERRUPTED) };
    if let Some(code) = run.refuse_empty()? {
        return Ok(code);
    }
    let report = run.report();
    print(&text(&report, &run.config))?;
    Ok(run.exit_code(&report))
}

/// The findings, a line each, the inputs that were not read, and a count.
fn text(report: &Report, config: &Config) -> String {
    let language = config.language;
    let mut out = String::new();
    for Listed { source, row, finding } in listed(report) {
        let record = row.filter(|row| row.record > 1 || row.format != crate::read::Format::Text);
        let record = record.map(|row| format!("#{}", row.record)).unwrap_or_default();
        let level = paint(finding.severity, config.color, finding.severity.words().get(language));
        let name = crate::check::rule(finding.code).map_or("", |rule| rule.name);
        let _ = writeln!(
            out,
            "{source}{record}:{}: {level} {} {} ({name})",
            finding.line,
            finding.code,
            message(finding, language)
        );
    }
    for input in &report.audit.inputs {
        if let Some(refusal) = &input.refusal {
            let _ = writeln!(out, "{}: {}", input.name, refusal.reason.show(language));
        }
    }
    if config.verbosity > -1 {
        let count = |severity| report.findings().filter(|finding| finding.severity == severity).count();
        let (errors, warnings, infos) =
            (count(Severity::Error), count(Severity::Warning), count(Severity::Info));
        let _ = match language {
            Language::Sv => writeln!(
                out,
                "{} anmälningar kontrollerade: {errors} fel, {warnings} varningar, {infos} upplysningar",
                report.rows.len()
            ),
            Language::En => writeln!(
                out,
                "{} notifications checked: {errors} errors, {warnings} warnings, {infos} infos",
                report.rows.len()
            ),
        };
    }
    out
}

/// A level in its colour.
fn paint(severity: Severity, color: bool, text: &str) -> String {
    let code = match severity {
        Severity::Error => "31",
        Severity::Warning => "33",
        Severity::Info => "36",
    };
    if color { format!("\x1b[1;{code}m{text}\x1b[0m") } else { text.to_owned() }
}
