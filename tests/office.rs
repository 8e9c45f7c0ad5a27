//! One notification in the files that Chromium, LibreOffice and python-docx make of it says in
//! each what its text says. Where `tests/office/setup` was not run, this is reported as ignored.
#![allow(
    clippy::unwrap_used,
    reason = "a test ends at once at what it did not expect"
)]

mod common;
#[path = "common/outside.rs"]
mod outside;

use std::path::Path;
use std::process::{Command, ExitCode};

use common::{Row, audit, here, rows};

/// The files that are made, but for one of the old format of Word.
const MADE: [&str; 11] = [
    "chromium-complete.html",
    "chromium-dom.html",
    "chromium.mhtml",
    "chromium.pdf",
    "libreoffice.docx",
    "libreoffice.html",
    "libreoffice.odt",
    "libreoffice.pdf",
    "libreoffice.rtf",
    "python-docx.docx",
    "twin.txt",
];

fn main() -> ExitCode {
    let python = here("tests/office/.venv/bin/python");
    let is_set_up =
        python.exists() && is_there("CHROMIUM", "chromium") && is_there("SOFFICE", "soffice");
    let files = || files_of_real_programs_say_what_the_text_says(&python);
    let tests: [outside::Test; 1] = [("files_of_real_programs_say_what_the_text_says", &files)];
    outside::run(&tests, is_set_up, "tests/office/setup")
}

/// Whether a program is there that a variable names, or else its usual name.
fn is_there(variable: &str, usual: &str) -> bool {
    let name = std::env::var(variable).unwrap_or_else(|_| usual.to_owned());
    let tried = Command::new("sh")
        .args(["-c", "command -v \"$0\" >/dev/null", &name])
        .status();
    tried.is_ok_and(|status| status.success())
}

fn files_of_real_programs_say_what_the_text_says(python: &Path) {
    let room = tempfile::tempdir().unwrap();
    let (set, text) = (
        room.path().join("set"),
        here("fixtures/documents/anmalan.txt"),
    );
    let made = Command::new(python)
        .arg(here("tests/office/make.py"))
        .args([&text, &set])
        .status();
    assert!(made.unwrap().success(), "make.py failed");
    std::fs::copy(&text, set.join("twin.txt")).unwrap();
    let out = room.path().join("out");
    audit(&[&set], &out, &["--count-copies"]);
    let mut records = rows(&out.join("records.csv"));
    let names: Vec<String> = records
        .iter()
        .map(|row| row["source"].replace("set/", ""))
        .collect();
    assert_eq!(names, MADE);
    for row in &mut records {
        for place in ["source", "line", "format", "copy_of", "case", "infos"] {
            row.remove(place);
        }
    }
    let twin: Row = records.last().unwrap().clone();
    for (name, record) in names.iter().zip(&records) {
        assert_eq!(*record, twin, "{name}");
    }
    let files = rows(&out.join("files.csv"));
    let old = files
        .iter()
        .find(|row| row["source"] == "set/libreoffice.doc");
    assert_eq!(old.unwrap()["status"], "unreadable");
}
