//! What only the whole set can tell: copies and later versions, which receipt goes
//! where, names of files however they are written.
#![allow(
    clippy::unwrap_used,
    reason = "a test ends at once at what it did not expect"
)]

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use common::{Row, audit, bytes_below, here, program, rows};

/// A report on these paths.
fn report(room: &Path, name: &str, paths: &[&Path], more: &[&str]) -> PathBuf {
    let out = room.join(name);
    audit(paths, &out, more);
    out
}

/// The records of a report by file name.
fn records(report: &Path) -> BTreeMap<String, Row> {
    let name = |row: &Row| row["source"].rsplit(['/', '!']).next().unwrap().to_owned();
    rows(&report.join("records.csv"))
        .into_iter()
        .map(|row| (name(&row), row))
        .collect()
}

/// How many filings of a kind a report counts.
fn kind(report: &Path, kind: &str) -> u64 {
    let rows = rows(&report.join("tables/kind.csv"));
    rows.iter()
        .find(|row| row["value"] == kind)
        .map_or(0, |row| row["notifications"].parse().unwrap())
}

fn codes(report: &Path) -> Vec<(String, String)> {
    let findings = rows(&report.join("findings.csv")).into_iter();
    findings
        .map(|row| (row["source"].clone(), row["code"].clone()))
        .collect()
}

fn copy() -> String {
    fs::read_to_string(here("tests/data/copies/anmalan.txt")).unwrap()
}

/// A folder with these files.
fn folder(room: &Path, name: &str, files: &[(&str, &str)]) -> PathBuf {
    let folder = room.join(name);
    for (name, text) in files {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

#[test]
fn a_second_download_is_named_and_not_counted() {
    let room = tempfile::tempdir().unwrap();
    let out = report(room.path(), "out", &[&here("tests/data/copies")], &[]);
    assert_eq!((kind(&out, "initial"), kind(&out, "copy")), (1, 1));
    let records = records(&out);
    assert_eq!(
        records["anmalan.txt"]["copy_of"],
        "copies/anmalan (1).txt#1"
    );
    assert_eq!(records["anmalan.txt"]["kind"], "initial");
    assert_eq!(records["anmalan (1).txt"]["copy_of"], "none");
    assert_eq!(
        codes(&out),
        [("copies/anmalan.txt".to_owned(), "M001".to_owned())]
    );
    let summary = fs::read_to_string(out.join("summary.md")).unwrap();
    assert!(
        summary
            .contains("1 notification and 0 supplements. 1 copy or later version is not counted")
    );
    let counted = report(
        room.path(),
        "counted",
        &[&here("tests/data/copies")],
        &["--count-copies"],
    );
    assert_eq!((kind(&counted, "initial"), kind(&counted, "copy")), (2, 0));
    assert!(counted.join("records.csv").exists() && codes(&counted).len() == 1);
}

#[test]
fn rules_are_counted_once_for_a_notification_and_its_copies() {
    let room = tempfile::tempdir().unwrap();
    let text = copy().replace("Inkom: 2024-03-05 10:00", "Inkom: 2024-03-15 10:00");
    let set = folder(
        room.path(),
        "set",
        &[("a.txt", &text), ("sub/b.txt", &text)],
    );
    let out = report(room.path(), "out", &[&set], &[]);
    let rules = rows(&out.join("tables/rules.csv"));
    let of = |code: &str| rules.iter().find(|row| row["code"] == code).unwrap();
    assert_eq!(
        (
            of("D001")["findings"].as_str(),
            of("D001")["notifications"].as_str()
        ),
        ("1", "1")
    );
    assert_eq!(of("M001")["findings"], "1");
    for source in ["records.csv", "records.parquet"] {
        let again = room.path().join(source);
        program()
            .arg("stats")
            .arg(out.join(source))
            .arg("-o")
            .arg(&again)
            .arg("-q")
            .assert()
            .success();
        assert_eq!(
            bytes_below(&again.join("tables")),
            bytes_below(&out.join("tables")),
            "{source}"
        );
    }
}

#[test]
fn another_controller_or_reference_is_another_notification() {
    let room = tempfile::tempdir().unwrap();
    let text = copy();
    let lacking = text.replace("Diarienummer: PUI-2024-0006\n", "");
    let files = [
        ("a.txt", text.clone()),
        (
            "controller.txt",
            text.replace("Exempelkommun", "Provkommun")
                .replace("212000-0142", "212000-1777"),
        ),
        ("reference.txt", text.replace("KS 2024/1", "KS 2024/2")),
        ("case.txt", text.replace("PUI-2024-0006", "PUI-2024-0007")),
        (
            "lacking/controller.txt",
            lacking.replace("212000-0142", "202100-3484"),
        ),
        (
            "lacking/reference.txt",
            lacking.replace("KS 2024/1", "KS 2024/3"),
        ),
    ];
    let files: Vec<(&str, &str)> = files
        .iter()
        .map(|(name, text)| (*name, text.as_str()))
        .collect();
    let out = report(
        room.path(),
        "out",
        &[&folder(room.path(), "set", &files)],
        &[],
    );
    assert_eq!((kind(&out, "initial"), kind(&out, "copy")), (6, 0));
}

#[test]
fn a_copy_may_lack_what_another_has() {
    let room = tempfile::tempdir().unwrap();
    let text = copy();
    let files = [
        ("a/lacking.txt", text.replace("☒ ", "").replace("☐ ", "")),
        ("b/whole.txt", text.clone()),
        (
            "c/wrapped.txt",
            text.replace(
                "uppgifter om flera personer",
                "uppgifter om\nflera personer",
            ),
        ),
        (
            "d/no-case.txt",
            text.replace("Diarienummer: PUI-2024-0006\n", "")
                .replace("\n\n", "\n"),
        ),
    ];
    let files: Vec<(&str, &str)> = files
        .iter()
        .map(|(name, text)| (*name, text.as_str()))
        .collect();
    let out = report(
        room.path(),
        "out",
        &[&folder(room.path(), "set", &files)],
        &[],
    );
    assert_eq!(
        (kind(&out, "initial"), kind(&out, "copy")),
        (1, 3),
        "{:?}",
        codes(&out)
    );
    let records = records(&out);
    assert_eq!(
        records["whole.txt"]["copy_of"], "none",
        "it has the most answers"
    );
    assert!(codes(&out).iter().all(|(_, code)| code != "M002"));
}

#[test]
fn of_later_versions_the_first_received_counts() {
    let room = tempfile::tempdir().unwrap();
    let text = copy();
    let later = text
        .replace("11 - 100", "101 - 1 000")
        .replace("Inkom: 2024-03-05", "Inkom: 2024-03-08");
    let set = folder(room.path(), "set", &[("a.txt", &later), ("b.txt", &text)]);
    let out = report(room.path(), "out", &[&set], &[]);
    let told = rows(&out.join("findings.csv"))
        .into_iter()
        .find(|row| row["code"] == "M002")
        .unwrap();
    assert_eq!(
        (told["source"].as_str(), told["severity"].as_str()),
        ("set/a.txt", "warning")
    );
    assert!(
        told["message"].contains("set/b.txt#1") && told["message"].contains("question: 23"),
        "{told:?}"
    );
    assert!(told["message"].contains("received first counts"));
    assert_eq!((kind(&out, "initial"), kind(&out, "copy")), (1, 1));
    // Without a receipt the order is unknown; the one that promises a supplement counts.
    let [text, later] = [text, later].map(|text| {
        let (before, after) = text.split_once("Inkom: ").unwrap();
        format!("{before}{}", after.split_once('\n').unwrap().1)
    });
    let (before, after) = text.rsplit_once("\nNej\n").unwrap();
    let promising = format!("{before}\nJa\n{after}");
    let set = folder(
        room.path(),
        "open",
        &[("a.txt", &later), ("b.txt", &promising)],
    );
    let out = report(room.path(), "out-open", &[&set], &[]);
    let told = rows(&out.join("findings.csv"))
        .into_iter()
        .find(|row| row["code"] == "M002")
        .unwrap();
    assert_eq!(told["source"], "open/a.txt");
    assert!(
        told["message"].contains("unknown; the one that promises a supplement counts"),
        "{told:?}"
    );
}

#[test]
fn versions_received_at_the_same_time_are_told_as_such() {
    let room = tempfile::tempdir().unwrap();
    let text = copy();
    let later = text.replace("11 - 100", "101 - 1 000");
    let set = folder(room.path(), "set", &[("a.txt", &later), ("b.txt", &text)]);
    let out = report(room.path(), "out", &[&set], &[]);
    let findings = rows(&out.join("findings.csv"));
    let told = findings.iter().find(|row| row["code"] == "M002").unwrap();
    let message = &told["message"];
    assert!(
        message.contains("All have the same receipt time; "),
        "{message}"
    );
    assert!(!message.contains("unknown"), "{message}");
}

#[test]
fn many_copies_take_bounded_time_and_rows_without_a_key_are_none() {
    let room = tempfile::tempdir().unwrap();
    let line = fs::read_to_string(here("fixtures/notifications/complete.json")).unwrap();
    let line: serde_json::Value = serde_json::from_str(&line).unwrap();
    let copies = format!("{line}\n").repeat(10_000);
    let mut bare = line.clone();
    bare["case_number"] = serde_json::Value::Null;
    bare["controller"]["reference"] = "saknas".into();
    let bare = format!("{bare}\n").repeat(300);
    let started = std::time::Instant::now();
    let set = folder(
        room.path(),
        "set",
        &[("copies.ndjson", &copies), ("bare.ndjson", &bare)],
    );
    let out = report(room.path(), "out", &[&set], &[]);
    assert_eq!((kind(&out, "initial"), kind(&out, "copy")), (301, 9_999));
    assert!(started.elapsed().as_secs() < 120, "{:?}", started.elapsed());
    let twice = folder(
        room.path(),
        "twice",
        &[("a.ndjson", &bare), ("b.ndjson", &bare)],
    );
    let out = report(room.path(), "out-twice", &[&twice], &[]);
    assert_eq!(
        (kind(&out, "initial"), kind(&out, "copy")),
        (300, 300),
        "equal bytes, record by record"
    );
}

#[test]
fn a_notification_in_two_reports_is_counted_once() {
    let room = tempfile::tempdir().unwrap();
    let text = copy();
    let first = folder(room.path(), "first", &[("a.txt", &text)]);
    let second = folder(room.path(), "second", &[("b.txt", &text)]);
    let first = report(room.path(), "one", &[&first], &[]);
    let second = report(room.path(), "two", &[&second], &[]);
    let output = program()
        .arg("stats")
        .args([&first, &second])
        .arg("-o")
        .arg(room.path().join("together"))
        .output()
        .unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(told.contains("so are counted once: 1."), "{told}");
    let out = room.path().join("together");
    assert_eq!((kind(&out, "initial"), kind(&out, "copy")), (1, 1));
}

#[test]
fn a_receipt_by_reference_is_the_notifications_and_not_its_supplements() {
    let room = tempfile::tempdir().unwrap();
    let set = here("tests/data/promised-supplement/t14");
    for (name, case) in [("t14", "IMY-2021-1719"), ("reference-only", "(not asked)")] {
        let receipts = here(&format!("tests/data/promised-supplement/{name}.csv"));
        let out = report(
            room.path(),
            name,
            &[&set],
            &["--receipts", receipts.to_str().unwrap()],
        );
        let records = records(&out);
        assert_eq!(
            records["a.txt"]["received_earliest"], "2021-04-16T10:00+02:00",
            "{name}"
        );
        assert_eq!(records["a.txt"]["case_number"], case, "{name}");
        assert_eq!(records["a-komplettering.txt"]["received_source"], "none");
        assert!(codes(&out).iter().all(|(_, code)| code != "M009"), "{name}");
    }
}

#[test]
fn a_receipt_reaches_the_notification_that_counts() {
    let room = tempfile::tempdir().unwrap();
    let text = copy()
        .replace("Diarienummer: PUI-2024-0006\n", "")
        .replace("Inkom: 2024-03-05 10:00\n", "");
    let lacking = text.replace("☒ ", "").replace("☐ ", "");
    let set = folder(
        room.path(),
        "set",
        &[("a/whole.txt", &text), ("b/lacking.txt", &lacking)],
    );
    for (name, row) in [("copy", "lacking.txt,,"), ("reference", ",,KS 2024/1")] {
        let list = room.path().join(format!("{name}.csv"));
        fs::write(
            &list,
            format!("source,case_number,reference,received\n{row},2024-03-05 10:00\n"),
        )
        .unwrap();
        let out = report(
            room.path(),
            name,
            &[&set],
            &["--receipts", list.to_str().unwrap()],
        );
        let records = records(&out);
        assert_eq!(records["whole.txt"]["copy_of"], "none", "{name}");
        assert_eq!(records["whole.txt"]["verdict"], "on-time", "{name}");
        assert_eq!(
            records["lacking.txt"]["received_source"], "receipts",
            "{name}"
        );
        assert!(codes(&out).iter().all(|(_, code)| code != "M009"), "{name}");
    }
}

#[test]
fn a_receipt_that_fits_several_names_them() {
    let room = tempfile::tempdir().unwrap();
    let text = copy().replace("Diarienummer: PUI-2024-0006\n", "");
    let other = text
        .replace("Exempelkommun", "Provkommun")
        .replace("212000-0142", "212000-1777");
    let set = folder(room.path(), "set", &[("a.txt", &text), ("b.txt", &other)]);
    let list = room.path().join("list.csv");
    fs::write(
        &list,
        "reference,received\nKS 2024/1,2024-03-05 10:00\nKS 2024/9,2024-03-05 10:00\n",
    )
    .unwrap();
    let more = ["--receipts", list.to_str().unwrap(), "--lang", "sv"];
    let out = report(room.path(), "out", &[&set], &more);
    let told: Vec<String> = rows(&out.join("findings.csv"))
        .into_iter()
        .filter(|row| row["code"] == "M009")
        .map(|row| row["message"].clone())
        .collect();
    assert_eq!(
        told,
        [
            "Rad 2 (KS 2024/1) passar två filer: set/a.txt och set/b.txt. Skriv filnamnet i kolumnen source.",
            "Rad 3 (KS 2024/9) passar ingen anmälan; den användes inte."
        ]
    );
}

#[test]
fn a_receipt_after_the_runs_clock_is_told() {
    let room = tempfile::tempdir().unwrap();
    let text = copy().replace("Inkom: 2024-03-05", "Inkom: 2030-03-05");
    let set = folder(room.path(), "set", &[("a.txt", &text)]);
    let out = report(room.path(), "out", &[&set], &[]);
    let told = rows(&out.join("findings.csv"))
        .into_iter()
        .find(|row| row["code"] == "T007")
        .unwrap();
    assert!(
        told["message"].contains("received 2030-03-05 10:00, after the run's clock"),
        "{told:?}"
    );
}

#[test]
fn names_of_files_compare_composed() {
    let room = tempfile::tempdir().unwrap();
    let data = here("tests/data/decomposed-names");
    for list in ["receipts.csv", "receipts-nfc.csv", "receipts-nfd.csv"] {
        for input in ["nfd", "b-mac-utf8-no-flag.zip"] {
            let list = data.join(list);
            let more = ["--receipts", list.to_str().unwrap()];
            let out = report(room.path(), "out", &[&data.join(input)], &more);
            let row = &rows(&out.join("records.csv"))[0];
            assert_eq!(
                row["received_earliest"], "2024-03-09T10:00+01:00",
                "{input}"
            );
            assert!(row["source"].ends_with("anmälan å.txt"), "{input}");
        }
    }
}
