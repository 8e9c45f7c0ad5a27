//! A municipality's own folder beside its register alone: all that it filed, judged, and no
//! difference, as a script that reads the workbook and the copies by itself found too.

use std::collections::BTreeMap;

use crate::common::{audit, here, rows};

const MUNICIPALITY: &str = "tests/data/municipality/Personuppgiftsincidenter";

#[test]
fn the_register_alone_judges_the_folder_and_agrees_with_it() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("report");
    let register = here(MUNICIPALITY).join("Incidentregister.xlsx");
    audit(
        &[&here(MUNICIPALITY)],
        &out,
        &["--register", register.to_str().unwrap()],
    );
    let answers = rows(&here("tests/data/municipality/answers.csv"));
    let expected: BTreeMap<&str, &str> = answers
        .iter()
        .map(|row| {
            let verdict = match row["verdict_by_register"].as_str() {
                "" => "(not shown)",
                verdict => verdict,
            };
            (row["reference"].as_str(), verdict)
        })
        .collect();
    let records = rows(&out.join("records.csv"));
    let counted = records.iter().filter(|row| {
        row["kind"] == "register" || row["kind"] == "initial" && row["copy_of"] == "none"
    });
    let found: BTreeMap<&str, &str> = counted
        .map(|row| (row["reference"].as_str(), row["verdict"].as_str()))
        .collect();
    assert_eq!(found, expected);
    let count = |verdict: &str| found.values().filter(|own| **own == verdict).count();
    assert_eq!(
        ["on-time", "late", "indeterminate", "(not shown)"].map(count),
        [20, 10, 4, 30]
    );
    let lines = rows(&out.join("tables/reconciliation.csv"));
    assert_eq!(lines.len(), 34);
    for (line, answer) in lines.iter().zip(&answers) {
        assert_eq!(line["reference"], answer["reference"]);
        assert_eq!(line["status"], "agrees", "{}", line["reference"]);
    }
    let register = rows(&out.join("tables/register.csv"));
    assert_eq!(register.len(), 64);
    let notified = register.iter().filter(|row| row["notified"] == "yes");
    assert_eq!(notified.count(), 34);
    let files = rows(&out.join("files.csv"));
    let own = files
        .iter()
        .find(|row| row["source"].ends_with("/Incidentregister.xlsx"));
    assert!(own.unwrap()["reason"].starts_with("used as register"));
    let notifications: u32 = files
        .iter()
        .filter_map(|row| row["notifications"].parse::<u32>().ok())
        .sum();
    assert_eq!(notifications as usize + 30, records.len());
}
