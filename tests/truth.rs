//! A run over a synthetic corpus yields exactly its truth, cell by cell and
//! finding by finding, in every format, with and without a receipts file.
#![allow(clippy::unwrap_used, reason = "a test ends at once at what it did not expect")]

mod common;

use std::collections::BTreeMap;
use std::path::Path;

use common::{audit, program, rows};

fn check(folder: &Path, format: &str, seed: &str, receipts: bool) {
    let corpus = folder.join(format!("{format}-{seed}"));
    let mut synth = program();
    synth.args(["synth", "--count", "2000", "--seed", seed, "--format", format, "--broken", "8"]);
    if receipts {
        synth.arg("--receipts");
    }
    synth.arg(&corpus).assert().success();
    let beside = |suffix: &str| corpus.with_file_name(format!("{format}-{seed}.{suffix}"));
    let out = beside("report");
    let table = beside("receipts.csv");
    let more = ["--receipts", table.to_str().unwrap()];
    let code = audit(&[&corpus], &out, if receipts { &more } else { &[] });
    assert_eq!(code, 3, "some files are broken on purpose");
    let mut codes: BTreeMap<(String, String), Vec<String>> = BTreeMap::new();
    for finding in rows(&out.join("findings.csv")) {
        let key = (finding["source"].clone(), finding["record"].clone());
        codes.entry(key).or_default().push(finding["code"].clone());
    }
    let records: BTreeMap<(String, String), common::Row> = rows(&out.join("records.csv"))
        .into_iter()
        .map(|row| ((row["source"].clone(), row["record"].clone()), row))
        .collect();
    let truth = rows(&beside("truth.csv"));
    assert_eq!((truth.len(), records.len()), (2000, 2000));
    for expected in truth {
        let key = (expected["source"].clone(), expected["record"].clone());
        let mut record = records.get(&key).unwrap_or_else(|| panic!("{key:?} was not read")).clone();
        let mut found = codes.remove(&key).unwrap_or_default();
        found.sort();
        record.insert("codes".to_owned(), found.join("|"));
        assert_eq!(record, expected, "{key:?}");
    }
    let files = rows(&out.join("files.csv"));
    let broken = files.iter().filter(|file| file["status"] != "read").count();
    assert_eq!(broken, 8);
}

#[test]
fn text_copies() {
    let folder = tempfile::tempdir().unwrap();
    check(folder.path(), "text", "11", false);
    check(folder.path(), "text", "12", true);
}

#[test]
fn json() {
    let folder = tempfile::tempdir().unwrap();
    check(folder.path(), "json", "13", false);
    check(folder.path(), "json", "14", true);
}

#[test]
fn csv() {
    let folder = tempfile::tempdir().unwrap();
    check(folder.path(), "csv", "17", false);
    check(folder.path(), "csv", "18", true);
}

#[test]
fn ndjson() {
    let folder = tempfile::tempdir().unwrap();
    check(folder.path(), "ndjson", "15", false);
    check(folder.path(), "ndjson", "16", true);
}
