//! The wheel, installed into an environment of its own: the command is there, the main job gives
//! what the program gives that Cargo built, and the Python face reads it. Where
//! `tests/wheel/setup` was not run, this is reported as ignored.
#![allow(
    clippy::unwrap_used,
    reason = "a test ends at once at what it did not expect"
)]

mod common;
#[path = "common/outside.rs"]
mod outside;

use std::process::{Command, ExitCode};

use common::here;

fn main() -> ExitCode {
    let tests: [outside::Test; 1] = [(
        "the_wheel_installs_and_does_the_main_job",
        &the_wheel_installs_and_does_the_main_job,
    )];
    let is_set_up = here("tests/wheel/.venv/bin/breach-audit").exists();
    outside::run(&tests, is_set_up, "tests/wheel/setup")
}

fn the_wheel_installs_and_does_the_main_job() {
    let room = tempfile::tempdir().unwrap();
    let report = room.path().join("report");
    let made = Command::new(env!("CARGO_BIN_EXE_breach-audit"))
        .arg("audit")
        .arg(here("fixtures").join("notifications"))
        .arg("--receipts")
        .arg(here("fixtures/receipts.csv"))
        .args(["--as-of", "2026-01-01", "--lang", "en", "-q"])
        .args(["--fail-on", "never", "--out"])
        .arg(&report)
        .output()
        .unwrap();
    assert!(
        made.status.success(),
        "{}",
        String::from_utf8_lossy(&made.stderr)
    );
    let checked = Command::new(here("tests/wheel/.venv/bin/python"))
        .arg(here("tests/wheel/check.py"))
        .args([here("fixtures"), report])
        .env_remove("BREACH_AUDIT")
        .env("TMPDIR", room.path())
        .output()
        .unwrap();
    assert!(
        checked.status.success(),
        "{}\n{}",
        String::from_utf8_lossy(&checked.stdout),
        String::from_utf8_lossy(&checked.stderr)
    );
}
