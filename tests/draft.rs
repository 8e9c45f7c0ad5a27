//! Notifications on the draft of the common European template: its own moment, its own scales, its
//! own marks, beside those of the Swedish form and never added to them.
#![allow(
    clippy::unwrap_used,
    reason = "a test ends at once at what it did not expect"
)]

mod common;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use common::{Row, audit, files, here, program, rows, run};

const DRAFT: &str = "edpb-2026-draft";

fn draft(name: &str) -> PathBuf {
    here(&format!("fixtures/drafts/{DRAFT}-{name}.json"))
}

fn complete() -> PathBuf {
    here("fixtures/notifications").join("complete.json")
}

/// The counts of a one-way table, by value.
fn counts(folder: &Path, table: &str) -> BTreeMap<String, String> {
    let rows = rows(&folder.join(format!("tables/{table}.csv")));
    let count = |row: Row| (row["value"].clone(), row["notifications"].clone());
    rows.into_iter().map(count).collect()
}

fn records_of(inputs: &[&Path], more: &[&str]) -> (tempfile::TempDir, Vec<Row>) {
    let folder = tempfile::tempdir().unwrap();
    audit(inputs, &folder.path().join("report"), more);
    let records = rows(&folder.path().join("report/records.csv"));
    (folder, records)
}

#[test]
fn every_fixture_gives_what_stands_beside_it() {
    let fixtures = files(&here("fixtures/drafts")).into_iter();
    let fixtures = fixtures.filter(|file| file.extension().is_some_and(|own| own != "txt"));
    let fixtures: Vec<PathBuf> = fixtures.collect();
    assert!(fixtures.len() > 3);
    for fixture in fixtures {
        let (folder, _) = records_of(&[&fixture], &[]);
        let findings = rows(&folder.path().join("report/findings.csv")).into_iter();
        let of = |row: Row| format!("{} {}\n", row["code"], row["severity"][..1].to_uppercase());
        let mut found: Vec<String> = findings.map(of).collect();
        found.sort();
        let expected = std::fs::read_to_string(fixture.with_extension("txt")).unwrap();
        assert_eq!(found.concat(), expected, "{}", fixture.display());
    }
}

#[test]
fn the_time_limit_runs_from_awareness() {
    let (_folder, records) = records_of(&[&draft("silent"), &draft("late")], &[]);
    let of = |name: &str| {
        let source = format!("{DRAFT}-{name}.json");
        records.iter().find(|row| row["source"] == source).unwrap()
    };
    let (silent, late) = (of("silent"), of("late"));
    assert_eq!(silent["discovered_earliest"], "(not asked)");
    assert_eq!(silent["aware_earliest"], "2025-09-01T09:00+02:00");
    assert_eq!(silent["deadline_latest"], "2025-09-04T09:00+02:00");
    assert_eq!(
        (&*silent["verdict"], &*late["verdict"]),
        ("on-time", "late")
    );
}

#[test]
fn numbers_say_how_they_are_known() {
    let (_folder, records) = records_of(&[&draft("silent"), &draft("late")], &[]);
    let told = |row: &Row, of: &str| {
        let columns = ["_status", "", "_exact", "_min", "_max"];
        columns.map(|column| row[&format!("{of}{column}")].clone())
    };
    let exact = ["exact", "101-1000", "120", "120", "120"];
    let about = ["approximate", "1001-10000", "(unknown)", "1001", "10000"];
    assert_eq!(told(&records[1], "data_subjects"), exact);
    assert_eq!(told(&records[1], "data_items"), about);
    let none = |status| [status, "(unknown)", "(unknown)", "(unknown)", "(unknown)"];
    assert_eq!(told(&records[0], "data_subjects"), none("to-be-determined"));
    assert_eq!(
        told(&records[0], "data_items"),
        none("cannot-be-determined")
    );
}

#[test]
fn nothing_of_the_draft_is_added_to_the_swedish_form() {
    let (folder, _) = records_of(&[&draft("silent"), &complete()], &[]);
    let report = folder.path().join("report");
    let one = |value: &str| (value.to_owned(), "1".to_owned());
    let not_asked = one("(not asked)");
    assert_eq!(
        counts(&report, "severity"),
        [one("2"), not_asked.clone()].into()
    );
    assert_eq!(
        counts(&report, "impact"),
        [one("moderate"), not_asked.clone()].into()
    );
    let natures = [
        one("confidentiality"),
        one("availability"),
        not_asked.clone(),
    ];
    assert_eq!(counts(&report, "nature"), natures.into());
    assert_eq!(
        counts(&report, "risk"),
        [one("high-risk"), not_asked].into()
    );
    // The same from the records alone.
    for records in ["records.csv", "records.parquet"] {
        let again = folder.path().join(records);
        let mut stats = program();
        stats
            .args(["stats", "-q", "--as-of", common::AS_OF, "-o"])
            .arg(&again);
        stats.arg(report.join(records)).assert().success();
        for table in ["impact", "nature", "year", "answers", "form", "delay"] {
            let table = format!("tables/{table}.csv");
            let [one, other] = [&report, &again].map(|at| std::fs::read(at.join(&table)).unwrap());
            assert!(one == other, "{records}: {table}");
        }
    }
}

#[test]
fn a_draft_shows_only_where_it_is_named_and_is_marked_there() {
    let (folder, records) = records_of(&[&complete()], &[]);
    let report = folder.path().join("report");
    assert!(!records[0].contains_key("impact") && !records[0].contains_key("aware_earliest"));
    assert!(!report.join("tables/impact.csv").exists());
    let read = |folder: &Path, file: &str| std::fs::read_to_string(folder.join(file)).unwrap();
    assert!(!read(&report, "run.json").contains(DRAFT));
    let (folder, records) = records_of(&[&draft("silent")], &["--lang", "en"]);
    let report = folder.path().join("report");
    assert_eq!(records[0]["form"], DRAFT);
    let run_json: serde_json::Value = serde_json::from_str(&read(&report, "run.json")).unwrap();
    let forms = run_json["forms"].as_array().unwrap();
    assert!(
        forms
            .iter()
            .any(|form| form["name"] == DRAFT && form["draft"] == true)
    );
    assert!(read(&report, "summary.md").contains("DRAFT: no authority uses"));
    assert!(read(&report, "tables/form.csv").contains("edpb-2026-draft (draft)"));
    assert!(read(&report, "tables/answers.csv").contains("edpb-2026-draft:87"));
    let printed = |arguments: &[&str]| String::from_utf8(run(arguments).stdout).unwrap();
    let form = printed(&["form", DRAFT, "--lang", "sv"]);
    assert!(form.contains("UTKAST") && form.contains("[own]"));
    assert!(printed(&["form"]).starts_with("imy-2021"));
}

#[test]
fn a_row_of_a_table_gives_what_the_object_gives() {
    let folder = tempfile::tempdir().unwrap();
    let table = folder.path().join("table.csv");
    let text = "form,kind,received,filing.status,controller.name,incident.aware.date,incident.aware.time,incident.nature,consequences.impact,affected.data_subjects.status,affected.data_subjects.exact\n\
        edpb-2026-draft,New Notification,2025-09-03T10:00:00+02:00,Complete,Exempelbolaget AB,2025-09-01,09:00,confidentiality|availability,Moderate,Exact number,120\n\
        imy-2021,,2025-09-03T10:00:00+02:00,,Exempelkommun,,,,,,\n";
    std::fs::write(&table, text).unwrap();
    let (_folder, records) = records_of(&[&table, &draft("silent")], &[]);
    for column in [
        "verdict",
        "aware_latest",
        "nature",
        "impact",
        "data_subjects_exact",
    ] {
        assert_eq!(records[0][column], records[1][column], "{column}");
    }
    assert_eq!(records[2]["impact"], "(not asked)");
}

#[test]
fn a_withdrawal_is_one_and_contradicts_a_first_notification() {
    let (_folder, records) = records_of(&[&draft("withdrawal")], &[]);
    assert_eq!(records[0]["kind"], "withdrawal");
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("one.json");
    let odd = r#"{"form": "edpb-2026-draft", "kind": "New Notification", "filing": {"status": "Withdraw"}, "controller": {"name": "A"}}"#;
    std::fs::write(&file, odd).unwrap();
    let (folder, records) = records_of(&[&file], &[]);
    assert_eq!(records[0]["kind"], "(undeterminable)");
    let findings = rows(&folder.path().join("report/findings.csv"));
    assert!(findings.iter().any(|row| row["code"] == "F003"));
}

#[test]
fn a_label_off_the_list_is_not_taken_for_a_code_of_another_edition() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("one.json");
    std::fs::write(
        &file,
        r#"{"controller": {"name": "A"}, "incident": {"discovery": "press"}}"#,
    )
    .unwrap();
    let (_folder, records) = records_of(&[&file], &[]);
    assert_eq!(records[0]["discovery"], "(unlisted)");
}
