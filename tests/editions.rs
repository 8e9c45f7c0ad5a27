//! Notifications of an edition with other questions beside those of the default one: nothing
//! is mixed, and a draft is marked wherever it shows.
#![allow(
    clippy::unwrap_used,
    reason = "a test ends at once at what it did not expect"
)]

mod common;

use common::{audit, here, rows, run};

const DRAFT: &str = "edpb-2026-draft";

/// A fixture of the draft edition, or one of the edition in use.
fn fixture(name: &str) -> std::path::PathBuf {
    let folder = if name.starts_with(DRAFT) {
        "fixtures/editions"
    } else {
        "fixtures/notifications"
    };
    here(folder).join(name)
}

/// The clean notification of the draft, as a table with one row.
const TABLE: &str = "form,received,controller.name,incident.aware.date,incident.aware.time,incident.type,affected.data_subjects.exact,affected.data_items.exact,consequences.severity\n\
edpb-2026-draft,2025-10-05T10:00:00+02:00,Exempelbolaget AB,2025-10-03,09:30,confidentiality|integrity,120,To be determined,Moderate (draft common template)\n\
,2025-10-05T10:00:00+02:00,Exempelkommun,,,,,,2\n";

#[test]
fn severities_of_two_editions_are_counted_apart() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("report");
    let inputs = ["edpb-2026-draft-silent.json", "D001-late.json"].map(fixture);
    audit(&[&inputs[0], &inputs[1]], &out, &[]);
    let severities = rows(&out.join("tables/severity.csv"));
    let count = |key: &str| {
        let is = |row: &&common::Row| row["value"] == key;
        severities
            .iter()
            .find(is)
            .map(|row| row["notifications"].clone())
    };
    assert_eq!(count("2").as_deref(), Some("1"));
    assert_eq!(count("template-moderate").as_deref(), Some("1"));
    let answers = rows(&out.join("tables/answers.csv"));
    for row in &answers {
        let counts = row
            .iter()
            .filter(|(name, _)| !["question", "label"].contains(&name.as_str()));
        let total: u64 = counts.map(|(_, count)| count.parse::<u64>().unwrap()).sum();
        assert_eq!(total, 2, "{row:?}");
    }
    let question = |number: &str| {
        answers
            .iter()
            .find(|row| row["question"] == number)
            .unwrap()
    };
    // The draft asks neither for the sector nor for the area of activity.
    assert_eq!(question("19")["not_asked"], "1");
    assert_eq!(question("11")["answered"], "2");
}

#[test]
fn a_table_gives_what_the_object_gives_and_only_rows_that_name_the_draft_are_of_it() {
    let folder = tempfile::tempdir().unwrap();
    let (table, out) = (
        folder.path().join("table.csv"),
        folder.path().join("report"),
    );
    std::fs::write(&table, TABLE).unwrap();
    let object = fixture("edpb-2026-draft-silent.json");
    audit(&[&table, &object], &out, &[]);
    let records = rows(&out.join("records.csv"));
    let forms: Vec<&str> = records.iter().map(|row| row["form"].as_str()).collect();
    assert_eq!(forms, [DRAFT, DRAFT, "imy-2021"]);
    for column in [
        "verdict",
        "discovered_earliest",
        "elapsed_hours_max",
        "type",
        "severity",
        "data_subjects_exact",
        "data_items",
    ] {
        assert_eq!(records[0][column], records[1][column], "{column}");
    }
    assert_eq!(records[0]["verdict"], "on-time");
    assert_eq!(records[0]["severity"], "template-moderate");
    assert_eq!(records[0]["sector"], "(not asked)");
    assert_eq!(records[0]["data_items"], "(unknown)");
    assert_eq!(records[2]["severity"], "2");
}

#[test]
fn a_draft_is_marked_wherever_it_shows_and_nowhere_else() {
    let folder = tempfile::tempdir().unwrap();
    let marks = |name: &str| {
        let out = folder.path().join(name);
        audit(&[&fixture(name)], &out, &[]);
        let run = std::fs::read_to_string(out.join("run.json")).unwrap();
        let run: serde_json::Value = serde_json::from_str(&run).unwrap();
        let is_draft = |form: &serde_json::Value| form["draft"] == true;
        let summary = std::fs::read_to_string(out.join("summary.md")).unwrap();
        (
            run["forms"].as_array().unwrap().iter().any(is_draft),
            summary.contains("DRAFT"),
        )
    };
    assert_eq!(marks("edpb-2026-draft-silent.json"), (true, true));
    assert_eq!(marks("D001-late.json"), (false, false));
    let printed = |arguments: &[&str]| String::from_utf8(run(arguments).stdout).unwrap();
    let draft = printed(&["form", DRAFT]);
    assert!(draft.contains("DRAFT: no authority") && draft.contains("[own]"));
    let default = printed(&["form"]);
    assert!(default.starts_with("imy-2021") && !default.contains("DRAFT"));
}
