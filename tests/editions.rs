//! Notifications of an edition with other questions beside those of the default one: nothing
//! is mixed, nothing is lost without a word.
#![allow(
    clippy::unwrap_used,
    reason = "a test ends at once at what it did not expect"
)]

mod common;

use common::{OTHER_EDITION, audit, here, on_other_edition, program, rows};
use serde_json::Value;
use std::path::{Path, PathBuf};

/// Notifications on the other edition, some more that name the default one, and what more is
/// given.
fn corpus(folder: &Path, more: &[&str]) -> PathBuf {
    let file = folder.join("corpus.ndjson");
    let complete = std::fs::read(here("fixtures/notifications").join("complete.json")).unwrap();
    let mut complete: Value = serde_json::from_slice(&complete).unwrap();
    complete["form"] = "imy-2021".into();
    let mut text = on_other_edition(40);
    for at in 0..9 {
        complete["case_number"] = format!("PUI-2024-{at:04}").into();
        complete["controller"]["reference"] = format!("KS 2024/{at}").into();
        text += &complete.to_string();
        text.push('\n');
    }
    std::fs::write(&file, text + &more.join("\n")).unwrap();
    file
}

fn form() -> String {
    here(OTHER_EDITION).to_str().unwrap().to_owned()
}

#[test]
fn every_question_counts_the_notifications_that_were_asked_it() {
    let folder = tempfile::tempdir().unwrap();
    let (form, out) = (form(), folder.path().join("report"));
    let row = |folder: &Path, question: &str, column: &str| -> u64 {
        let answers = rows(&folder.join("tables/answers.csv"));
        let row = answers.iter().find(|row| row["question"] == question);
        row.unwrap()[column].parse().unwrap()
    };
    audit(
        &[&corpus(folder.path(), &[])],
        &out,
        &["--form", &form, "--count-copies"],
    );
    let answers = rows(&out.join("tables/answers.csv"));
    let states = [
        "answered",
        "blank",
        "unknown",
        "undeterminable",
        "not_shown",
        "not_asked",
    ];
    for row in &answers {
        let total: u64 = states
            .iter()
            .map(|state| row[*state].parse::<u64>().unwrap())
            .sum();
        assert_eq!(total, 49, "{row:?}");
    }
    assert_eq!(answers.len(), 37 + 6);
    assert_eq!(row(&out, "11", "answered"), 9);
    assert_eq!(row(&out, "11", "not_asked"), 40);
    assert_eq!(row(&out, "other-2027:6", "answered"), 40);
    assert_eq!(row(&out, "other-2027:6", "not_asked"), 9);
    let blank = row(&out, "other-2027:2", "blank");
    assert!(blank > 0);
    // Neither received nor discovered: the discovery is sought where its edition has it.
    let years = rows(&out.join("tables/year.csv"));
    let of_year = |value: &str| years.iter().find(|row| row["value"] == value);
    assert_eq!(
        of_year("(blank)").unwrap()["notifications"],
        blank.to_string()
    );
    assert!(of_year("(undeterminable)").is_none());
    let again = folder.path().join("again");
    let stats = program()
        .args(["stats", "-q", "--count-copies", "--form", &form, "-o"])
        .arg(&again)
        .arg(&out)
        .output()
        .unwrap();
    assert!(
        stats.status.success(),
        "{}",
        String::from_utf8_lossy(&stats.stderr)
    );
    for table in ["answers", "unlisted", "year", "sector"] {
        let table = format!("tables/{table}.csv");
        let [one, other] = [&out, &again].map(|folder| std::fs::read(folder.join(&table)).unwrap());
        assert!(one == other, "{table}");
    }
}

#[test]
fn a_label_off_the_list_is_told_of_the_edition_whose_list_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let odd = |form: &str| {
        format!(
            r#"{{"form": "{form}", "controller": {{"name": "A"}}, "incident": {{"sector": "Mitt emellan"}}}}"#
        )
    };
    let out = folder.path().join("report");
    let (of_other, of_default) = (odd("other-2027"), odd("imy-2021"));
    let corpus = corpus(folder.path(), &[&of_other, &of_other, &of_default]);
    audit(&[&corpus], &out, &["--form", &form(), "--count-copies"]);
    let unlisted = rows(&out.join("tables/unlisted.csv"));
    let told: Vec<[&str; 3]> = unlisted
        .iter()
        .map(|row| ["question", "label", "notifications"].map(|column| row[column].as_str()))
        .collect();
    assert_eq!(
        told,
        [
            ["19", "Mitt emellan", "1"],
            ["other-2027:6", "Mitt emellan", "2"]
        ]
    );
}

#[test]
fn an_answer_that_the_edition_does_not_ask_for_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("one.json");
    let document = r#"{"controller": {"name": "A", "organisation_number": null},
        "incident": {"discovered": {"date": "2027-03-01"}, "cause": "Tekniskt fel"}}"#;
    std::fs::write(&file, document).unwrap();
    let found = |more: &[&str]| {
        let out = folder.path().join("report");
        audit(&[&file], &out, more);
        let findings = rows(&out.join("findings.csv")).into_iter();
        let unknown = findings.filter(|row| row["code"] == "F001");
        unknown
            .map(|row| row["message"].clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(found(&[]), Vec::<String>::new());
    let [message] = &found(&["--form", &form()])[..] else {
        panic!("one finding")
    };
    assert!(message.contains("incident.cause"), "{message}");
}

#[test]
fn small_counts_are_published_for_one_way_of_asking_at_a_time() {
    let folder = tempfile::tempdir().unwrap();
    let corpus = corpus(folder.path(), &[]);
    let audit = |more: &[&str]| {
        let mut command = program();
        command.args([
            "audit",
            "-q",
            "--form",
            &form(),
            "--min-cell",
            "5",
            "--force",
            "-o",
        ]);
        command
            .arg(folder.path().join("report"))
            .args(more)
            .arg(&corpus);
        let output = command.output().unwrap();
        (
            output.status.code(),
            String::from_utf8(output.stderr).unwrap(),
        )
    };
    let (code, told) = audit(&[]);
    assert_eq!(code, Some(2));
    assert!(
        told.contains("--where form=NAME") && told.contains("imy-2021, other-2027"),
        "{told}"
    );
    for name in ["imy-2021", "other-2027"] {
        let (code, told) = audit(&["--where", &format!("form={name}")]);
        assert!(matches!(code, Some(0 | 1)), "{name}: {told}");
    }
}

#[test]
fn a_mapping_to_a_field_that_the_edition_does_not_ask_for_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let (table, mapping) = (folder.path().join("t.csv"), folder.path().join("m.toml"));
    std::fs::write(&table, "Name,Cause\nA,b\n").unwrap();
    let entries = "[[field]]\nto = \"controller.name\"\nfrom = \"Name\"\n\n[[field]]\nto = \"incident.cause\"\nfrom = \"Cause\"\n";
    std::fs::write(&mapping, format!("form = \"{}\"\n\n{entries}", form())).unwrap();
    let output = program()
        .args(["check", "-q", "--mapping"])
        .args([&mapping, &table])
        .output()
        .unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{told}");
    assert!(
        told.contains("does not ask for \"incident.cause\""),
        "{told}"
    );
}
