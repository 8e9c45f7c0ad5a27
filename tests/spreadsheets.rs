//! Reports for spreadsheets: CSV files of style `sv` say the same as those for programs, and come
//! back as they were.
#![allow(
    clippy::unwrap_used,
    reason = "a test ends at once at what it did not expect"
)]

mod common;

use std::path::{Path, PathBuf};

use common::{audit, bytes_below, here, run};

/// The fixtures of every format.
fn inputs() -> [PathBuf; 3] {
    [
        "fixtures/notifications",
        "fixtures/pdf",
        "fixtures/unreadable",
    ]
    .map(here)
}

/// The report of the fixtures with further options.
fn report(room: &Path, name: &str, more: &[&str]) -> PathBuf {
    let out = room.join(name);
    let inputs = inputs();
    let paths: Vec<&Path> = inputs.iter().map(PathBuf::as_path).collect();
    audit(&paths, &out, &[&["--formats", "csv"], more].concat());
    out
}

fn stats(records: &Path, out: &Path) {
    let [records, out] = [records, out].map(|path| path.to_str().unwrap());
    let made = run(&["stats", records, "-o", out, "-q", "--lang", "en"]);
    assert!(
        made.status.success(),
        "{}",
        String::from_utf8_lossy(&made.stderr)
    );
}

#[test]
fn csv_files_for_spreadsheets_come_back_as_they_were() {
    let room = tempfile::tempdir().unwrap();
    let standard = report(room.path(), "standard", &[]);
    let tables = room.path().join("tables");
    stats(&standard, &tables);
    for language in ["sv", "en"] {
        let style = ["--csv-style", "sv", "--lang", language];
        let own = report(room.path(), language, &style);
        for (path, bytes) in bytes_below(&own) {
            let is_csv = path.extension().is_some_and(|ending| ending == "csv");
            let text = String::from_utf8(bytes).unwrap();
            assert!(
                !is_csv || text.starts_with('\u{feff}'),
                "{}",
                path.display()
            );
            assert!(!is_csv || text.lines().count() == text.matches("\r\n").count());
        }
        let counted = room.path().join(format!("{language}-tables"));
        stats(&own, &counted);
        let tables_of = |folder: &Path| bytes_below(&folder.join("tables"));
        assert_eq!(tables_of(&counted), tables_of(&tables), "{language}");
        let [old, new] = [&standard, &own].map(|path| path.to_str().unwrap());
        let compared = run(&[
            "compare",
            old,
            new,
            "--output-format",
            "csv",
            "--lang",
            "en",
        ]);
        let text = String::from_utf8(compared.stdout).unwrap();
        let subjects: Vec<_> = text
            .lines()
            .skip(1)
            .map(|line| line.split(',').nth(2))
            .collect();
        let options = [Some("lang"), Some("csv_style")];
        assert!(subjects.iter().all(|one| options.contains(one)), "{text}");
    }
}

/// What Excel does to a file that it opens and saves: noughts behind the comma go, fields are
/// quoted where they need not be, and the last line may have no end.
#[test]
fn a_spreadsheet_may_save_the_file_again() {
    let room = tempfile::tempdir().unwrap();
    let own = report(room.path(), "own", &["--csv-style", "sv", "--lang", "sv"]);
    let tables = room.path().join("tables");
    stats(&own, &tables);
    let path = own.join("records.csv");
    let text = std::fs::read_to_string(&path).unwrap();
    let saved: Vec<String> = text
        .lines()
        .map(|line| {
            let cells = line.split(';').map(|cell| match cell.split_once(',') {
                Some((whole, "00")) => whole.to_owned(),
                Some((whole, part)) if part.len() == 2 && part.ends_with('0') => {
                    format!("{whole},{}", &part[..1])
                }
                _ => cell.to_owned(),
            });
            cells.collect::<Vec<_>>().join(";")
        })
        .collect();
    assert_ne!(saved.join("\r\n"), text.trim_end());
    std::fs::write(&path, saved.join("\r\n")).unwrap();
    let again = room.path().join("again");
    stats(&own, &again);
    let tables_of = |folder: &Path| bytes_below(&folder.join("tables"));
    assert_eq!(tables_of(&again), tables_of(&tables));
    // What it made a date of is refused, not guessed.
    std::fs::write(&path, text.replace(";1–10;", ";01-okt;")).unwrap();
    let refused = run(&["stats", own.to_str().unwrap()]);
    assert_eq!(refused.status.code(), Some(2));
    let told = String::from_utf8(refused.stderr).unwrap();
    assert!(told.contains("cannot have the value"), "{told}");
}
