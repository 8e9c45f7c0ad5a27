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
    let words = if config.disclosure.is_on() {
        Words::new(
            "--keep-keys går inte ihop med --min-cell och --round-to: nycklarna får inte publiceras; ange skyddet för stats, som lägger ihop rapporterna",
            "--keep-keys does not go with --min-cell and --round-to: the keys are not for publication; give these to stats, which puts the reports together",
        )
    } else if !config.filter.is_empty() {
        Words::new(
            "--keep-keys går inte ihop med --from, --to, --period, --organisation och --where: nycklarna gäller alla anmälningar; ange urvalet för stats, som lägger ihop rapporterna",
            "--keep-keys does not go with --from, --to, --period, --organisation and --where: the keys are of all notifications; give the selection to stats, which puts the reports together",
        )
    } else if config.register.is_some() {
        Words::new(
            "--keep-keys går inte ihop med --register: registret ställs mot anmälningarna i en enda körning",
            "--keep-keys does not go with --register: the register is held against the notifications of one run",
        )
    } else {
        return Ok(());
    };
    Err(complaint(words))
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
