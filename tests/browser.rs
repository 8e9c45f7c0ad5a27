//! The page of a report in Chromium, as people use it: sorted, filtered, by keyboard, in a narrow
//! window, in print, and by the rules of accessibility. Where `tests/browser/setup` was not run,
//! this is reported as ignored.
#![allow(
    clippy::unwrap_used,
    reason = "a test ends at once at what it did not expect"
)]

mod common;
#[path = "common/outside.rs"]
mod outside;

use std::path::Path;
use std::process::{Command, ExitCode};

use common::{audit, here, run};

fn main() -> ExitCode {
    let packages = here("tests/browser/node_modules/axe-core").exists();
    let is_set_up = packages && is_there("node") && is_there(&browser());
    let tests: [outside::Test; 2] = [
        ("a_municipality_reads_its_page", &municipality),
        ("an_authority_reads_its_page", &authority),
    ];
    outside::run(&tests, is_set_up, "tests/browser/setup")
}

/// The browser that a variable names, or else the usual one.
fn browser() -> String {
    std::env::var("CHROMIUM").unwrap_or_else(|_| "chromium".to_owned())
}

fn is_there(name: &str) -> bool {
    let tried = Command::new("sh")
        .args(["-c", "command -v \"$0\" >/dev/null", name])
        .status();
    tried.is_ok_and(|status| status.success())
}

/// Opens the page of a report; what is wrong with it is in the message.
fn opens(report: &Path) {
    let output = Command::new("node")
        .arg(here("tests/browser/check.mjs"))
        .arg(report.join("report.html"))
        .output()
        .unwrap();
    let told =
        [output.stdout, output.stderr].map(|text| String::from_utf8_lossy(&text).into_owned());
    assert!(output.status.success(), "{}", told.concat());
}

fn municipality() {
    let room = tempfile::tempdir().unwrap();
    let set = here("tests/data/municipality/Personuppgiftsincidenter");
    for language in ["sv", "en"] {
        let out = room.path().join(language);
        audit(&[&set], &out, &["--lang", language]);
        opens(&out);
    }
}

fn authority() {
    let room = tempfile::tempdir().unwrap();
    let set = room.path().join("set");
    let made = run(&[
        "synth",
        set.to_str().unwrap(),
        "--count",
        "600",
        "--seed",
        "7",
    ]);
    assert!(made.status.success());
    let out = room.path().join("out");
    audit(&[&set], &out, &["--lang", "sv"]);
    opens(&out);
}
