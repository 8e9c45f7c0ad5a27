//! What a case says as a whole: what a supplement answers lacks no more, and with
//! `--merge-supplements` its answers are counted.

use serde_json::{Value, json};

use crate::common::{program, rows};
use crate::{Report, later, notification, overlay, report, report_with};

/// A notification that knows neither the cause nor the number of persons, and two supplements of
/// it: what is filed last stands first.
fn case() -> [Value; 3] {
    let mut first = notification("PUI-2024-0720", 5);
    overlay(
        &mut first,
        &json!({
            "incident": {"cause": null},
            "affected": {"data_subjects": {"range": null}},
            "supplement": {"intended": "Ja"},
        }),
    );
    let supplement = |day: u32, persons: u32| {
        let mut filing = later("supplement", "PUI-2024-0720", "", day);
        overlay(
            &mut filing,
            &json!({
                "incident": {"cause": "Mänskliga faktorn: Annat"},
                "affected": {"data_subjects": {"exact": persons}},
                "supplement": {"intended": "Nej"},
            }),
        );
        filing
    };
    [supplement(20, 412), first, supplement(12, 300)]
}

/// The codes of family C of a filing, each with its question.
fn content(set: &Report, record: &str) -> Vec<String> {
    let own = set.findings.iter().filter(|row| row["record"] == record);
    let content = own.filter(|row| row["code"].starts_with('C'));
    content
        .map(|row| format!("{} {}", row["code"], row["question"]))
        .collect()
}

/// What a table counts of a value.
fn counted(set: &Report, table: &str, value: &str) -> String {
    let rows = rows(&set.out.join("tables").join(table));
    let row = rows.iter().find(|row| row["value"] == value);
    row.map_or_else(String::new, |row| row["notifications"].clone())
}

#[test]
fn what_a_supplement_answers_lacks_no_more() {
    let [last, first, before] = case();
    let alone = report(std::slice::from_ref(&first));
    assert_eq!(content(&alone, "1"), ["C019 18", "C005 23"]);
    let set = report(&[last, first, before]);
    assert_eq!(content(&set, "2"), Vec::<String>::new());
    // What is counted is what was filed first.
    assert_eq!(set.column("data_subjects_exact")[1], "(blank)");
    assert_eq!(counted(&set, "cause-group.csv", "(blank)"), "1");
}

#[test]
fn merged_answers_are_the_last_that_are_known() {
    let filings = case();
    let set = report_with(&filings, &["--merge-supplements"]);
    assert_eq!(set.column("data_subjects_exact")[1], "412");
    assert_eq!(set.column("cause")[1], set.column("cause")[0]);
    assert_eq!(counted(&set, "cause-group.csv", "(blank)"), "");
    // Promise and deadline are those of the first filing.
    assert_eq!(set.column("supplement_intended")[1], "yes");
    assert_eq!(set.column("supplement_state")[1], "received");
    assert_eq!(
        set.column("received_earliest")[1],
        crate::at(5).replace(":00+", "+")
    );
    let summary = std::fs::read_to_string(set.out.join("summary.md")).unwrap();
    assert!(
        summary.contains("Answers that supplements give are counted"),
        "{summary}"
    );

    // Records hold what was counted, so the same figures come of them.
    let again = set.out.with_file_name("again");
    let mut stats = program();
    stats.arg("stats").arg(&set.out).arg("-o").arg(&again);
    assert!(stats.output().unwrap().status.success());
    for table in ["cause-group.csv", "affected.csv", "answers.csv"] {
        let [own, other] =
            [&set.out, &again].map(|out| std::fs::read(out.join("tables").join(table)).unwrap());
        assert!(own == other, "{table}");
    }
    let summary = std::fs::read_to_string(again.join("summary.md")).unwrap();
    assert!(
        summary.contains("Answers that supplements give are counted"),
        "{summary}"
    );

    // What was counted in another way is not counted together, nor called what it is not.
    let first = report(&filings);
    for (reports, told) in [
        (
            &[&first.out][..],
            "make them again with audit --merge-supplements",
        ),
        (&[&first.out, &set.out], "make them again alike with audit"),
    ] {
        let mut stats = program();
        stats.args(["stats", "--merge-supplements"]).args(reports);
        let refused = stats.output().unwrap();
        assert_eq!(refused.status.code(), Some(2));
        let error = String::from_utf8(refused.stderr).unwrap();
        assert!(error.contains(told), "{error}");
    }
}
