//! `audit --part K/N` and `--keep-keys`: what a run keeps for those who put it together with
//! others, as far as it can.

use crate::cli::complaint::complaint;
use crate::config::share::only_whole;
use crate::config::{CellRule, Config, ReportFormat, Share, Words};

/// Why a run in parts has no register.
pub(super) const WITH_REGISTER: Words = Words::new(
    "en körning i delar går inte ihop med --register: registret måste ställas mot alla anmälningar i en enda körning",
    "a run in parts does not go with --register: the register must be held against all notifications in one run",
);

/// Refuses keys beside what says that the report is for publication or holds but a selection,
/// and beside a register, which belongs to one run.
///
/// # Errors
/// Such an option is given.
pub(super) fn refuse_beside_keys(config: &Config) -> anyhow::Result<()> {
    let option = if config.disclosure.is_on() {
        "--min-cell, --round-to"
    } else if !config.filter.is_empty() {
        "--from, --to, --period, --organisation, --where"
    } else if config.register.is_some() {
        "--register"
    } else {
        return Ok(());
    };
    let words = Words::new(
        "--keep-keys går inte ihop med {option}: nycklarna gäller alla anmälningar och får inte publiceras; ange {option} för stats i stället, om det går",
        "--keep-keys does not go with {option}: the keys are of all notifications and not for publication; give {option} to stats instead, where it takes it",
    );
    Err(complaint(words.with("option", option)))
}

/// Makes a run one part of a run.
///
/// # Errors
/// What only a whole run can do, or an own clock for each part.
pub(super) fn take_part(config: &mut Config, part: Share, clock_given: bool) -> anyhow::Result<()> {
    if config.disclosure.cells != CellRule::AsCounted {
        return Err(complaint(only_whole("--min-cell, --round-to")));
    }
    if !config.filter.is_empty() {
        return Err(complaint(only_whole(
            "--from, --to, --organisation, --where",
        )));
    }
    if config.register.is_some() {
        return Err(complaint(WITH_REGISTER));
    }
    if !clock_given {
        return Err(complaint(Words::new(
            "--part kräver --as-of, så att alla delar har samma klocka",
            "--part needs --as-of, so that all parts have the same clock",
        )));
    }
    if config.paths.iter().any(|path| path.as_os_str() == "-") {
        return Err(complaint(Words::new(
            "--part kan inte läsa standard in: varje del läser namnen på alla indata",
            "--part cannot read standard input: every part reads the names of all inputs",
        )));
    }
    config.part = Some(part);
    // Tables and summary are of the whole.
    let formats = &mut config.formats;
    formats.retain(|format| matches!(format, ReportFormat::Csv | ReportFormat::Parquet));
    if formats.is_empty() {
        formats.push(ReportFormat::Parquet);
    }
    Ok(())
}
