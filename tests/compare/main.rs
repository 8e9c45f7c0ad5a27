//! Two report folders compared, in every format and both languages.
#![allow(
    clippy::unwrap_used,
    reason = "a test ends at once at what it did not expect"
)]

#[path = "../common/mod.rs"]
mod common;
mod lead;

use std::fs;
use std::path::Path;

use common::{audit, here, program, run};

/// Two reports over much the same notifications: one went, one came, one was
/// answered better, one was renamed, and receipts are known now.
fn reports(room: &Path) {
    let copy = |set: &str, from: &str, to: &str| {
        fs::create_dir_all(room.join(set)).unwrap();
        fs::copy(
            here("fixtures/notifications").join(from),
            room.join(set).join(to),
        )
        .unwrap();
    };
    for set in ["old", "new"] {
        copy(set, "complete.json", "complete.json");
        copy(set, "stream.ndjson", "stream.ndjson");
    }
    copy("old", "D001-late.json", "late.json");
    copy("old", "C004-thin.json", "thin.json");
    copy("old", "C010-no-severity.json", "a.json");
    copy("new", "C010-no-severity.json", "b.json");
    copy("new", "K001-health-negligible.json", "health.json");
    let changed = |name: &str, path: [&str; 2], value: &str| {
        let file = room.join("new").join(name);
        let mut notification: serde_json::Value =
            serde_json::from_slice(&fs::read(&file).unwrap()).unwrap();
        let place = if path[1].is_empty() {
            &mut notification[path[0]]
        } else {
            &mut notification[path[0]][path[1]]
        };
        *place = value.into();
        fs::write(file, notification.to_string()).unwrap();
    };
    copy("new", "D001-late.json", "late.json");
    changed(
        "late.json",
        ["incident", "delay_reason"],
        "Utredningen av vilka som berördes tog längre tid än väntat, då loggarna fick begäras från leverantören.",
    );
    changed("complete.json", ["received", ""], "2025-06-01T12:00+02:00");
    audit(
        &[&room.join("old")],
        &room.join("report-1"),
        &["--lang", "en"],
    );
    audit(
        &[&room.join("new")],
        &room.join("report-2"),
        &["--lang", "en", "--ignore", "C004"],
    );
}

fn compared(room: &Path, more: &[&str]) -> String {
    let output = program()
        .arg("compare")
        .args(["report-1", "report-2"])
        .args(more)
        .current_dir(room)
        .output()
        .unwrap();
    assert_eq!(
        output.status.code(),
        Some(0),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap()
}

/// The digest of the set of inputs is not what these tests are about.
fn without_digest(text: &str) -> String {
    text.lines()
        .filter(|line| {
            ![
                "input_digest",
                "digest of the inputs",
                "kontrollsumma för indata",
            ]
            .iter()
            .any(|name| line.contains(name))
        })
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn two_reports_side_by_side() {
    let room = tempfile::tempdir().unwrap();
    reports(room.path());
    insta::assert_snapshot!("compare-text", without_digest(&compared(room.path(), &[])));
    insta::assert_snapshot!(
        "compare-text-sv",
        without_digest(&compared(room.path(), &["--lang", "sv"]))
    );
    let csv = compared(room.path(), &["--output-format", "csv"]);
    insta::assert_snapshot!("compare-csv", without_digest(&csv));
    let markdown = compared(
        room.path(),
        &["--output-format", "md", "-o", "comparison.md"],
    );
    assert_eq!(markdown, "");
    let markdown = fs::read_to_string(room.path().join("comparison.md")).unwrap();
    assert!(markdown.starts_with("# report-1 compared with report-2\n"));
    let place = |heading: &str| markdown.find(heading).unwrap();
    assert!(place("## In short") < place("## Findings"), "{markdown}");
    let rows = csv::Reader::from_reader(csv.as_bytes()).records().count();
    // All differences stand below what is said first.
    let markdown = &markdown[markdown.find("## Tables: ").unwrap()..];
    assert_eq!(
        markdown
            .lines()
            .filter(|line| line.starts_with("| "))
            .count(),
        rows + sections(markdown)
    );
}

fn sections(markdown: &str) -> usize {
    markdown
        .lines()
        .filter(|line| line.starts_with("## "))
        .count()
}

/// Two reports on a synthetic corpus, and on its first half.
fn halves(path: &Path, more: &[&str]) {
    let corpus = path.join("all");
    let mut synth = program();
    let args = [
        "synth", "--format", "ndjson", "--count", "1000", "--seed", "5",
    ];
    synth.args(args).arg(&corpus).assert().success();
    let text = fs::read_to_string(corpus.join("notifications.ndjson")).unwrap();
    let half: Vec<&str> = text.lines().take(500).collect();
    fs::create_dir(path.join("half")).unwrap();
    fs::write(path.join("half/notifications.ndjson"), half.join("\n")).unwrap();
    for (set, report) in [("half", "report-1"), ("all", "report-2")] {
        audit(&[&path.join(set)], &path.join(report), more);
    }
}

#[test]
fn what_matters_is_said_first() {
    let room = tempfile::tempdir().unwrap();
    halves(room.path(), &["--lang", "sv"]);
    let text = compared(room.path(), &["--lang", "sv"]);
    let places = [
        "Kort sagt",
        "Anmälningar: ",
        "För sent: ",
        "\nÅr\n",
        "\nSektor\n",
        "Fynd: ",
    ];
    let places: Vec<usize> = places
        .iter()
        .map(|words| text.find(words).unwrap())
        .collect();
    assert!(places.is_sorted(), "{text}");
    // The counts, the late share and the change are those of the reports.
    let cell = |report: &str, table: &str, key: &str, column: &str| {
        let path = room.path().join(report).join("tables").join(table);
        let mut reader = csv::Reader::from_path(path).unwrap();
        let at = reader
            .headers()
            .unwrap()
            .iter()
            .position(|name| name == column);
        let mut rows = reader.records().map(Result::unwrap);
        rows.find(|row| &row[0] == key).unwrap()[at.unwrap()].to_owned()
    };
    let initial = |report| cell(report, "kind.csv", "initial", "notifications");
    let [before, now] = ["report-1", "report-2"].map(initial);
    let by = now.parse::<u64>().unwrap() - before.parse::<u64>().unwrap();
    let line = format!("Anmälningar: {before} då, {now} nu (+{by}, +");
    assert!(text.contains(&line), "{text}");
    let late = |report| {
        let ends = ["late_percent_min", "late_percent_max"];
        let ends = ends.map(|end| cell(report, "delay.csv", "(total)", end).replace('.', ","));
        format!("{}\u{a0}% av ", ends.join("–"))
    };
    for share in ["report-1", "report-2"].map(late) {
        assert!(text.contains(&share), "{share} {text}");
    }
    let lines = text.lines().filter(|line| !line.contains("digest"));
    let wide = lines.map(|line| line.chars().count()).max();
    assert!(wide <= Some(130), "{text}");
}

#[test]
fn a_year_that_is_not_whole_is_marked_and_gives_no_percentage() {
    let room = tempfile::tempdir().unwrap();
    halves(room.path(), &["--to", "2024-06-30", "--lang", "en"]);
    let text = compared(room.path(), &[]);
    assert!(
        text.contains("2024 (part of the year)") && text.contains("no change is given in percent")
    );
    let first = text.split_once("\nFurther changes in tables: ").unwrap().0;
    let is_change =
        |line: &str| line.contains('+') && line.split('+').nth(1).unwrap().contains('%');
    assert!(!first.lines().any(is_change), "{first}");
}

#[test]
fn a_withheld_report_says_nothing_small_first() {
    let room = tempfile::tempdir().unwrap();
    let path = room.path();
    halves(path, &["--min-cell", "10", "--lang", "en"]);
    let text = compared(path, &[]);
    let first = text.split_once("\nFurther changes in tables: ").unwrap().0;
    let changes = first.lines().filter_map(|line| {
        let (_, change) = line.split_once('+')?;
        let digits: String = change.chars().take_while(char::is_ascii_digit).collect();
        digits.parse::<u64>().ok()
    });
    let changes: Vec<u64> = changes.collect();
    assert!(
        !changes.is_empty() && changes.iter().all(|by| *by >= 10),
        "{first}"
    );
}

#[test]
fn cases_that_changed_state_are_named() {
    let room = tempfile::tempdir().unwrap();
    let path = room.path();
    let case = here("tests/data/promised-supplement");
    for (set, files) in [
        ("old", &["a.txt", "b.txt"][..]),
        ("new", &["a.txt", "b.txt", "a-komplettering.txt"]),
    ] {
        fs::create_dir(path.join(set)).unwrap();
        for file in files {
            fs::copy(case.join("t14").join(file), path.join(set).join(file)).unwrap();
        }
    }
    let receipts = case.join("t14.csv").display().to_string();
    for (set, report) in [("old", "report-1"), ("new", "report-2")] {
        audit(
            &[&path.join(set)],
            &path.join(report),
            &["--receipts", &receipts],
        );
    }
    let text = compared(path, &[]);
    assert!(text.contains("\nCases that changed: 1 changed\n"), "{text}");
    assert!(
        text.contains("a.txt#1) (supplement): missing -> received"),
        "{text}"
    );
}

#[test]
fn what_a_report_withholds_is_said() {
    let room = tempfile::tempdir().unwrap();
    reports(room.path());
    for file in [
        "records.csv",
        "records.parquet",
        "findings.csv",
        "files.csv",
    ] {
        fs::remove_file(room.path().join("report-2").join(file)).unwrap();
    }
    let text = compared(room.path(), &[]);
    assert!(
        text.contains("verdicts and findings cannot be compared, because this is missing: report-2/records.csv"),
        "{text}"
    );
    assert!(
        text.contains("inputs cannot be compared, because this is missing: report-2/files.csv"),
        "{text}"
    );
    assert!(text.contains("\nFurther changes in tables: "), "{text}");
    assert!(!text.contains("notifications are in both"), "{text}");
}

#[test]
fn equal_reports_and_what_is_none() {
    let room = tempfile::tempdir().unwrap();
    reports(room.path());
    let one = room.path().join("report-1");
    let same = run(&["compare", one.to_str().unwrap(), one.to_str().unwrap()]);
    assert_eq!(same.status.code(), Some(0));
    assert!(
        String::from_utf8(same.stdout)
            .unwrap()
            .contains("no difference in what can be compared")
    );
    let old = room.path().join("old");
    let output = run(&["compare", one.to_str().unwrap(), old.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(2));
    let error = String::from_utf8(output.stderr).unwrap();
    assert!(
        error.contains("old is not a report folder: it has no run.json"),
        "{error}"
    );
}

#[test]
fn reports_that_hold_only_parquet_are_compared() {
    let room = tempfile::tempdir().unwrap();
    reports(room.path());
    let records = |text: &str| -> Vec<String> {
        let rows = text
            .lines()
            .filter(|line| line.starts_with("notification,") || line.starts_with("verdict,"));
        rows.map(str::to_owned).collect()
    };
    let expected = records(&compared(room.path(), &["--output-format", "csv"]));
    assert!(expected.len() == 3, "{expected:?}");
    for report in ["report-1", "report-2"] {
        let report = room.path().join(report);
        fs::remove_dir_all(report.join("tables")).unwrap();
        for file in ["records.csv", "findings.csv", "files.csv", "summary.md"] {
            fs::remove_file(report.join(file)).unwrap();
        }
    }
    assert_eq!(
        records(&compared(room.path(), &["--output-format", "csv"])),
        expected
    );
}

#[test]
fn protected_reports_tell_no_small_difference() {
    let room = tempfile::tempdir().unwrap();
    let path = room.path();
    for (count, report) in [("400", "report-1"), ("403", "report-2")] {
        let corpus = path.join(count);
        let mut synth = program();
        synth
            .args([
                "synth", "--format", "ndjson", "--count", count, "--seed", "9",
            ])
            .arg(&corpus);
        synth.assert().success();
        audit(&[&corpus], &path.join(report), &["--min-cell", "5"]);
    }
    let csv = compared(path, &["--output-format", "csv"]);
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    for row in reader.records().map(Result::unwrap) {
        let by = row[7].parse::<i64>().map_or(0, i64::abs);
        assert!(!(1..5).contains(&by), "{row:?}");
        assert!(
            !row.iter()
                .skip(5)
                .any(|cell| matches!(cell, "1" | "2" | "3" | "4")),
            "{row:?}"
        );
    }
    let text = compared(path, &[]);
    assert!(
        text.contains("small differences between protected counts are not shown"),
        "{text}"
    );
    assert!(
        text.contains("these tables are withheld and cannot be compared:"),
        "{text}"
    );
}

#[test]
fn what_keeps_a_folder_from_being_compared_is_said() {
    let room = tempfile::tempdir().unwrap();
    let one = here("fixtures/notifications/complete.json");
    let report = room.path().join("report");
    audit(&[&one], &report, &[]);
    fs::write(room.path().join("file"), "x").unwrap();
    fs::create_dir(room.path().join("empty")).unwrap();
    let told = |folder: &str| {
        let output = program()
            .current_dir(room.path())
            .args(["compare", "report", folder, "--lang", "sv"])
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(2));
        String::from_utf8(output.stderr).unwrap()
    };
    for (folder, why) in [
        ("nope", "kan inte läsa rapportmappen nope: finns inte"),
        ("file", "file är en fil; ange en rapportmapp"),
        (
            "empty",
            "empty är ingen rapportmapp: den har ingen run.json",
        ),
    ] {
        assert_eq!(told(folder), format!("fel: {why}\n"));
    }
    let broken = fs::read_to_string(report.join("tables/verdict.csv")).unwrap() + "a,b\n";
    fs::write(report.join("tables/verdict.csv"), broken).unwrap();
    let told = told("report");
    assert!(
        told.contains("report/tables/verdict.csv kan inte läsas: rad ")
            && told.contains(
                "ett annat antal celler (2) än rubrikraden (6); gör om rapporten med audit"
            ),
        "{told}"
    );
}
