//! Records that were edited, or never were ours: what may be personal is in no table, what a
//! column cannot hold is refused with its place, and the same file is named on every run.

use std::fs;
use std::path::{Path, PathBuf};

use crate::common::{audit, here, program};

/// Records of the fixtures, as lines of cells.
fn records(room: &Path) -> (PathBuf, Vec<Vec<String>>) {
    let report = room.join("report");
    audit(
        &[&here("fixtures/notifications")],
        &report,
        &["--formats", "csv"],
    );
    let path = report.join("records.csv");
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_path(&path)
        .unwrap();
    let lines = reader.records().map(|line| {
        let line = line.unwrap();
        line.iter().map(str::to_owned).collect()
    });
    (path, lines.collect())
}

/// Writes the records with another cell in a line of the file.
fn edit(path: &Path, lines: &[Vec<String>], line: usize, column: &str, cell: &str) {
    let at = lines[0].iter().position(|own| own == column).unwrap();
    let mut lines = lines.to_vec();
    cell.clone_into(&mut lines[line - 1][at]);
    let mut writer = csv::Writer::from_path(path).unwrap();
    for line in &lines {
        writer.write_record(line).unwrap();
    }
    writer.flush().unwrap();
}

/// The exit code of `stats` with everything that it printed.
fn stats(paths: &[&Path], lang: &str, more: &[&str]) -> (Option<i32>, String) {
    let output = program()
        .arg("stats")
        .args(paths)
        .args(["--lang", lang])
        .args(more)
        .output()
        .unwrap();
    let told = [output.stdout, output.stderr].concat();
    (output.status.code(), String::from_utf8(told).unwrap())
}

#[test]
fn labels_that_may_be_personal_are_unlisted() {
    let room = tempfile::tempdir().unwrap();
    let (path, lines) = records(room.path());
    for text in [
        "Anna Ek 811218-9876",
        "Anna Ek 811218-9875",
        "ring anna.ek@exempel.se",
        "ring 070-123 45 67",
        "Anna Ek\nringde om sin journal",
    ] {
        for column in ["area", "subject_groups"] {
            edit(&path, &lines, 2, column, text);
            let out = room.path().join("out");
            let (code, told) = stats(&[&path], "sv", &["-o", out.to_str().unwrap()]);
            assert_eq!(code, Some(0), "{told}");
            let file = out.join(format!("tables/{}.csv", column.replace('_', "-")));
            let table = fs::read_to_string(file).unwrap();
            assert!(table.contains("\n(unlisted),"), "{table}");
            for file in crate::common::bytes_below(&out).values() {
                let file = String::from_utf8_lossy(file);
                assert!(
                    !file.contains("Anna") && !file.contains("anna.ek"),
                    "{file}"
                );
                assert!(!file.contains("9876") && !file.contains("45 67"), "{file}");
            }
        }
    }
}

#[test]
fn what_a_closed_column_cannot_hold_is_refused_with_its_place() {
    let room = tempfile::tempdir().unwrap();
    let (path, lines) = records(room.path());
    for (column, cell, allowed) in [
        ("kind", "Anna Ek", "initial, supplement, withdrawal"),
        ("verdict", "sen", "on-time, late, indeterminate"),
        ("reading", "", "late-weekend-disputed"),
        ("policy", "811218-9876", "gdpr33, "),
        ("time_to_report", "3 dagar", "24-72h"),
        ("delay_reason", "Anna var sjuk", "given, none"),
        ("data_subjects", "nov-00", "11-100"),
        ("area", "", "etikett"),
    ] {
        edit(&path, &lines, 4, column, cell);
        let (code, told) = stats(&[&path], "sv", &[]);
        assert_eq!(code, Some(2), "{column}: {told}");
        let place = format!("records.csv, rad 4: `{column}` ");
        assert!(told.contains(&place) && told.contains(allowed), "{told}");
        assert!(!told.contains("Anna") && !told.contains("811218"), "{told}");
    }
    edit(&path, &lines, 3, "form", "Anna Ek 811218-9876");
    let (code, told) = stats(&[&path], "en", &[]);
    assert_eq!(code, Some(2), "{told}");
    assert!(told.contains("records.csv, line 3: `form`"), "{told}");
    assert!(!told.contains("Anna"), "{told}");
}

#[test]
fn the_first_wrong_file_is_named_on_every_run() {
    let room = tempfile::tempdir().unwrap();
    let parts = room.path().join("parts");
    fs::create_dir(&parts).unwrap();
    for name in ["a.csv", "b.csv", "c.csv", "d.csv", "e.csv", "f.csv"] {
        fs::write(parts.join(name), [0x50, 0x4B, 3, 4, 0, 0xFF, b'\n']).unwrap();
    }
    fs::write(parts.join("g.parquet"), "PAR1 och inget mer").unwrap();
    for _ in 0..12 {
        let (code, told) = stats(&[&parts], "sv", &[]);
        assert_eq!(code, Some(2));
        assert!(
            told.contains("a.csv kan inte läsas: det är ingen CSV"),
            "{told}"
        );
    }
    let (_, told) = stats(&[&parts.join("g.parquet")], "sv", &[]);
    assert!(told.contains("det är ingen Parquetfil"), "{told}");
    fs::write(parts.join("a.csv"), "source;record;kind\nx;1;initial\n").unwrap();
    let (_, told) = stats(&[&parts], "sv", &[]);
    // Semicolons are read, too; this file holds no records.
    assert!(told.contains("a.csv innehåller inga poster"), "{told}");
}

#[test]
fn of_the_run_before_only_facts_are_told() {
    let room = tempfile::tempdir().unwrap();
    let (path, _) = records(room.path());
    let run = path.with_file_name("run.json");
    let text = fs::read_to_string(&run).unwrap();
    let (before, _) = text.split_once("\"counts\": {").unwrap();
    let edited = text.replace(
        "\"counts\": {",
        "\"counts\": {\"Anna Ek\": 1, \"read\": \"Anna\",",
    );
    assert!(before.contains("\"version\""));
    let edited = edited.replace("\"version\": \"", "\"version\": \"Anna Ek ");
    fs::write(&run, edited).unwrap();
    let out = room.path().join("out");
    let (code, told) = stats(
        &[path.parent().unwrap()],
        "sv",
        &["-o", out.to_str().unwrap()],
    );
    assert_eq!(code, Some(0), "{told}");
    let again = fs::read_to_string(out.join("run.json")).unwrap();
    assert!(!again.contains("Anna"), "{again}");
    assert!(again.contains("\"runs\": [\n"), "{again}");
}

#[test]
fn what_errors_quote_is_masked() {
    for value in [
        "811218-9876",
        "811218-9875",
        "anna.ek@exempel.se",
        "070-123 45 67",
    ] {
        for lang in ["sv", "en"] {
            let pair = format!("verdict={value}");
            let (code, told) = stats(&[Path::new("x")], lang, &["--where", &pair]);
            assert_eq!(code, Some(2));
            assert!(!told.contains(value), "{told}");
            let (_, told) = stats(&[Path::new("x")], lang, &["--min-cell", value]);
            assert!(!told.contains(value), "{told}");
        }
    }
}
