//! Reports of single years, put together: the same tables as of one run over all of them, byte for
//! byte. What only one run can see, stats names.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use crate::common::{AS_OF, audit, program};
use crate::{stats, tables};

/// The year of a notification: of its receipt, else of its discovery.
fn year(line: &str) -> String {
    let notification: serde_json::Value = serde_json::from_str(line).unwrap();
    let dates = [
        &notification["received"],
        &notification["incident"]["discovered"]["date"],
    ];
    let year = |date: &&serde_json::Value| Some(date.as_str()?.get(..4)?.to_owned());
    let mut years = dates.iter().filter_map(year);
    let is_year = |year: &String| year.bytes().all(|byte| byte.is_ascii_digit());
    years.find(is_year).unwrap_or_else(|| "none".to_owned())
}

/// A report for each year of a synthetic corpus with copies, and one over all of it.
fn by_years(room: &Path, waves: &str) -> (Vec<PathBuf>, PathBuf) {
    let corpus = room.join("corpus");
    let mut synth = program();
    let args = [
        "synth", "--format", "ndjson", "--count", "600", "--seed", "11",
    ];
    synth.args(args).args(["--waves", waves, "--receipts"]);
    synth.arg(&corpus).assert().success();
    let text = fs::read_to_string(corpus.join("notifications.ndjson")).unwrap();
    let mut years: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for (at, line) in text.lines().enumerate() {
        let own = years.entry(year(line)).or_default();
        own.push(line);
        // A copy is in the folder of its year, as the one is that it copies.
        own.extend((at % 40 == 0).then_some(line));
    }
    assert!(years.len() > 4, "{:?}", years.keys());
    let receipts = fs::read_to_string(room.join("corpus.receipts.csv")).unwrap();
    let (head, receipts) = receipts.split_once('\n').unwrap();
    let all = room.join("years");
    let report = |inputs: &Path, receipts: &Path, name: &str| {
        let out = room.join(name);
        audit(&[inputs], &out, &["--receipts", receipts.to_str().unwrap()]);
        out
    };
    let mut reports = Vec::new();
    for (year, lines) in &years {
        let folder = all.join(year);
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join(format!("{year}.ndjson")), lines.join("\n")).unwrap();
        let is_own = |row: &&str| {
            let case = row.split(',').nth(1).unwrap();
            lines
                .iter()
                .any(|line| line.contains(&format!("\"case_number\":\"{case}\"")))
        };
        let own: Vec<&str> = receipts.lines().filter(is_own).collect();
        let list = room.join(format!("{year}.csv"));
        fs::write(&list, format!("{head}\n{}\n", own.join("\n"))).unwrap();
        reports.push(report(&folder, &list, &format!("report-{year}")));
    }
    let whole = report(&all, &room.join("corpus.receipts.csv"), "whole");
    (reports, whole)
}

fn differing(
    one: &BTreeMap<PathBuf, Vec<u8>>,
    other: &BTreeMap<PathBuf, Vec<u8>>,
) -> BTreeSet<String> {
    assert!(one.keys().eq(other.keys()));
    let differ = one.iter().filter(|(path, bytes)| other[*path] != **bytes);
    differ.map(|(path, _)| path.display().to_string()).collect()
}

#[test]
fn reports_of_single_years_give_the_tables_of_one_run() {
    let folder = tempfile::tempdir().unwrap();
    let (reports, whole) = by_years(folder.path(), "0");
    let reports: Vec<&Path> = reports.iter().map(PathBuf::as_path).collect();
    let together = stats(&reports, &folder.path().join("together"), &[]);
    let differing = differing(&tables(&whole), &together);
    // Receipts that fit no notification are told by a run, not by a record. Two controllers may by
    // chance notify what looks like one incident, which records of single years do not show.
    let may = ["rules.csv", "incidents.csv", "incident-size.csv"];
    let may: BTreeSet<String> = may.map(str::to_owned).into();
    assert!(differing.is_subset(&may), "{differing:?}");
    let copies = fs::read_to_string(whole.join("tables/kind.csv")).unwrap();
    assert!(copies.contains("copy"), "{copies}");
    // In another order, with the figures of controllers, and protected.
    let reversed: Vec<&Path> = reports.iter().rev().copied().collect();
    assert_eq!(
        stats(&reversed, &folder.path().join("reversed"), &[]),
        together
    );
}

#[test]
fn an_incident_over_new_year_is_said_to_be_counted_in_each_report() {
    let folder = tempfile::tempdir().unwrap();
    let room = folder.path();
    let (reports, whole) = by_years(room, "3");
    let paths: Vec<&Path> = reports.iter().map(PathBuf::as_path).collect();
    let out = room.join("together");
    let told = |paths: &[&Path]| {
        let mut run = program();
        run.arg("stats")
            .args(paths)
            .arg("-o")
            .arg(&out)
            .arg("--force");
        let output = run
            .args(["--as-of", AS_OF, "--lang", "en"])
            .output()
            .unwrap();
        assert!(output.status.success());
        String::from_utf8(output.stderr).unwrap()
    };
    assert!(told(&paths).contains("one that spans several reports is counted in each"));
    let differing = differing(&tables(&whole), &tables(&out));
    // Only what tells of incidents differs, all of which is found in the whole set of a run.
    let is_of_incidents = |name: &String| {
        let names = [
            "incident-size.csv",
            "incidents.csv",
            "processor.csv",
            "rules.csv",
        ];
        names.contains(&name.as_str()) || name.ends_with("-without-mass-incidents.csv")
    };
    assert!(differing.contains("incidents.csv"));
    assert!(differing.iter().all(is_of_incidents), "{differing:?}");
    assert!(!told(&[&whole]).contains("spans several reports"));
}
