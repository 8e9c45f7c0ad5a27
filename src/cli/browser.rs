//! `--open`: the page of a report in the browser of whoever runs the program. A page that cannot
//! be opened is said to be there; the run is done all the same.

use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use crate::cli::complaint::{complaint, remark};
use crate::cli::shown;
use crate::config::{Config, ReportFormat, Words};
use crate::destination::FolderTarget;

/// How long something that opens pages may take to fail.
const PATIENCE: Duration = Duration::from_secs(2);
const PAUSE: Duration = Duration::from_millis(50);

/// Refuses to open what is not written.
///
/// # Errors
/// `--open` without the page.
pub(super) fn refuse_without_page(config: &Config) -> anyhow::Result<()> {
    if config.open && config.part.is_some() {
        return Err(complaint(Words::new(
            "--open: en del (--part) skriver ingen sida; stats skriver den av alla delar, med --open där",
            "--open: a part (--part) writes no page; stats writes it of all parts, with --open there",
        )));
    }
    if config.open && !config.formats.contains(&ReportFormat::Html) {
        return Err(complaint(Words::new(
            "--open öppnar report.html, som inte skrivs; lägg till html i --formats",
            "--open opens report.html, which is not written; add html to --formats",
        )));
    }
    Ok(())
}

/// Opens the page of a report, if that was asked for.
pub(super) fn open_page(config: &Config, target: &FolderTarget) {
    if !config.open {
        return;
    }
    let page = target.place().join("report.html");
    let is_open = open::commands(&page).into_iter().any(has_started);
    if !is_open {
        let words = Words::new(
            "ingen webbläsare kunde startas; öppna {page} själv",
            "no browser could be started; open {page} yourself",
        );
        let message = words.with("page", shown(&page));
        remark(&message.get(config.language));
    }
}

/// Whether a command runs and does not fail at once. It may be the browser itself, so nobody waits
/// for its end.
fn has_started(mut command: Command) -> bool {
    let quiet = command.stdin(Stdio::null()).stdout(Stdio::null());
    let Ok(mut child) = quiet.stderr(Stdio::null()).spawn() else {
        return false;
    };
    for _ in 0..PATIENCE.as_millis() / PAUSE.as_millis() {
        match child.try_wait() {
            Ok(None) => sleep(PAUSE),
            Ok(Some(status)) => return status.success(),
            Err(_) => return false,
        }
    }
    true
}
