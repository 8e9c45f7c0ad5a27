//! Reports that kept their keys: put together they give the tables of one run over all inputs, byte
//! for byte, also where records alone do not show what belongs together.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::apart::{Set, corpus_with, kinds};
use crate::common::{AS_OF, audit, bytes_below, here, program, rows};
use crate::tables;

const KEEP: (&[&str], &[&str]) = (&[], &["--keep-keys"]);

fn kept(folders: &[Vec<String>]) -> Set {
    Set::at(folders, &[], KEEP)
}

/// Reports over folders as they are, and a folder for more.
fn reports(folders: &[&[(&str, &str)]], options: &[&str]) -> (tempfile::TempDir, Vec<PathBuf>) {
    let room = tempfile::tempdir().unwrap();
    let each = folders.iter().enumerate().map(|(at, files)| {
        let folder = room.path().join(format!("in/{}", 2023 + at));
        fs::create_dir_all(&folder).unwrap();
        for (name, content) in *files {
            fs::write(folder.join(name), content).unwrap();
        }
        let out = room.path().join(format!("report-{at}"));
        audit(&[&folder], &out, options);
        out
    });
    let each = each.collect();
    (room, each)
}

/// All tables of both folders are the same.
fn check(whole: &Path, together: &Path, about: &[&str]) {
    let (whole, together) = (tables(whole), tables(together));
    assert!(whole.keys().eq(together.keys()), "{about:?}");
    for (name, expected) in &whole {
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        let name_of = name.display();
        assert_eq!(text(&together[name]), text(expected), "{name_of} {about:?}");
    }
}

#[test]
fn kept_keys_give_the_tables_of_one_run() {
    let set = kept(&corpus_with(&["--waves", "3"]));
    let paths = set.paths();
    let reversed: Vec<&Path> = paths.iter().rev().copied().collect();
    for (paths, options) in [
        (&paths, &[][..]),
        (&reversed, &["--by-controller"]),
        (&paths, &["--merge-supplements"]),
        (&paths, &["--count-copies"]),
        (&paths, &["--where", "sector=public", "--period", "2023"]),
        (&paths, &["--min-cell", "5"]),
    ] {
        let whole = set.whole(options);
        let (together, told) = set.stats(paths, options);
        assert!(!told.contains("audit over all inputs"), "{told}");
        check(&whole, &together, options);
    }
    // Without the keys of one of them they are counted by their records, which is told with what
    // would help.
    let whole = set.whole(&[]);
    let incidents = rows(&whole.join("tables/incidents.csv"));
    fs::remove_file(set.reports[1].join("keys.parquet")).unwrap();
    let (together, told) = set.stats(&paths, &[]);
    assert!(told.contains("--keep-keys"), "{told}");
    let apart = rows(&together.join("tables/incidents.csv"));
    assert!(incidents.len() < apart.len(), "{incidents:?}");
    assert_eq!(kinds(&together), kinds(&whole));
}

#[test]
fn a_report_with_keys_says_what_one_without_says() {
    let room = tempfile::tempdir().unwrap();
    let fixtures = here("fixtures/notifications");
    let [with, without] = ["with", "without"].map(|name| room.path().join(name));
    audit(&[&fixtures], &with, &["--keep-keys"]);
    audit(&[&fixtures], &without, &[]);
    let files = |folder: &Path| {
        let mut files: BTreeMap<PathBuf, Vec<u8>> = bytes_below(folder);
        files.remove(Path::new("run.json"));
        files
    };
    let (mut with, without) = (files(&with), files(&without));
    assert!(with.remove(Path::new("keys.parquet")).is_some());
    assert_eq!(with, without);
}

/// A letter names a reference alone, a version differs in free text alone, and a list has a row
/// that fits nothing.
#[test]
fn what_records_do_not_show_is_found_by_keys() {
    let complete = fs::read_to_string(here("fixtures/notifications/complete.json")).unwrap();
    let mut notification: serde_json::Value = serde_json::from_str(&complete).unwrap();
    notification["controller"]["reference"] = "KS 2024/4711".into();
    notification["case_number"] = "PUI-2024-0701".into();
    let first = notification.to_string();
    notification["incident"]["description"] = "Brevet låg kvar i skrivaren hela helgen.".into();
    let version = notification.to_string();
    let letter =
        "Komplettering av anmälan\n\nVår beteckning: KS 2024/4711\n\nAntalet berörda är 14.\n";
    let list = "case_number,received_at\nPUI-2024-0701,2024-03-07T10:00+01:00\nPUI-2024-9999,2024-03-07T10:00+01:00\n";
    let folders: [&[(&str, &str)]; 2] = [
        &[("anmalan.json", &first)],
        &[("senare.json", &version), ("brev.txt", letter)],
    ];
    let lists = tempfile::tempdir().unwrap();
    let list_at = lists.path().join("list.csv");
    fs::write(&list_at, list).unwrap();
    let receipts = ["--receipts", list_at.to_str().unwrap()];
    let (room, made) = reports(&folders, &["--keep-keys"]);
    let whole = room.path().join("whole");
    audit(&[&room.path().join("in")], &whole, &[]);
    let stats = |records: &[PathBuf], more: &[&str]| {
        let out = room.path().join("together");
        let mut stats = program();
        stats.arg("stats").args(records).arg("-o").arg(&out);
        let output = stats
            .args(["--force", "--as-of", AS_OF])
            .args(more)
            .output();
        let output = output.unwrap();
        let told = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.success(), "{told}");
        (out, told)
    };
    let (together, _) = stats(&made, &[]);
    check(&whole, &together, &[]);
    let found = |report: &Path, code: &str| {
        let rules = rows(&report.join("tables/rules.csv"));
        let row = rules.iter().find(|row| row["code"] == code).unwrap();
        row["findings"].clone()
    };
    assert_eq!(
        (&*found(&together, "M001"), &*found(&together, "M002")),
        ("0", "1")
    );
    assert_eq!(kinds(&together)["supplement"], 1);
    // What is told of a list stays told, once for each report.
    let (room, made) = reports(&folders, &[&["--keep-keys"], &receipts[..]].concat());
    let out = room.path().join("together");
    let mut stats = program();
    stats.arg("stats").args(&made).arg("-o").arg(&out);
    stats.args(["--as-of", AS_OF]).assert().success();
    assert_eq!(found(&out, "M009"), "2");
}

#[test]
fn keys_of_runs_that_were_judged_otherwise_are_not_used_and_that_is_told() {
    let corpus = corpus_with(&[]);
    let set = Set::at(&corpus, &[], (&["--ignore", "T014"], &["--keep-keys"]));
    let (_, told) = set.stats(&set.paths(), &[]);
    assert!(
        told.contains("was made with another value of ignore"),
        "{told}"
    );
    let whole = set.whole(&[]);
    let (together, told) = set.stats(&set.paths(), &["--ignore", "T014"]);
    assert!(!told.contains("another value"), "{told}");
    check(&whole, &together, &[]);
    // What would change nothing is refused.
    for options in [&["--mapping", "form.toml"][..], &["--receipts", "list.csv"]] {
        let mut stats = program();
        stats.arg("stats").args(set.paths()).args(options);
        let output = stats.args(["--ignore", "T014"]).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{options:?}");
    }
    // Records that are not those of the run, and keys that are none.
    let records = set.reports[0].join("records.parquet");
    fs::remove_file(&records).unwrap();
    let csv = set.reports[0].join("records.csv");
    let text = fs::read_to_string(&csv).unwrap();
    fs::write(&csv, text.trim_end()).unwrap();
    let output = program().arg("stats").args(set.paths()).output().unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(
        output.status.success() && told.contains("another report"),
        "{told}"
    );
    let mended = Set::at(&corpus[..], &[], KEEP);
    fs::write(mended.reports[0].join("keys.parquet"), "PAR1").unwrap();
    let output = program()
        .arg("stats")
        .args(mended.paths())
        .output()
        .unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{told}");
    assert!(told.contains("keys.parquet"), "{told}");
}

#[test]
fn reports_made_at_other_times_go_by_the_clock_of_this_run() {
    let corpus = corpus_with(&["--waves", "2"]);
    let set = Set::at(&corpus, &["2025-06-01", "2026-06-01"], KEEP);
    let whole = set.whole(&[]);
    let (together, _) = set.stats(&set.paths(), &[]);
    check(&whole, &together, &[]);
}

#[test]
fn keys_do_not_go_with_what_is_published_or_selected() {
    let clean = here("fixtures/notifications/complete.json");
    for options in [
        &["--min-cell", "5"][..],
        &["--round-to", "5"],
        &["--from", "2024-01-01"],
        &["--where", "sector=public"],
        &["--part", "1/2"],
        &["--register", "register.csv"],
    ] {
        let mut audit = program();
        audit
            .arg("audit")
            .arg(&clean)
            .args(["-o", "no-such-report"]);
        let output = audit.arg("--keep-keys").args(options).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{options:?}");
        let told = String::from_utf8(output.stderr).unwrap();
        assert!(told.contains("--keep-keys"), "{told}");
    }
    assert!(!Path::new("no-such-report").exists());
}
