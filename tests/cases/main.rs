//! Cases: what ties supplements and withdrawals to notifications, what a withdrawal takes back,
//! and what became of what was promised.
#![allow(
    clippy::unwrap_used,
    reason = "a test ends at once at what it did not expect"
)]

#[path = "../common/mod.rs"]
mod common;
mod filers;
mod many;
mod merged;
mod municipality;
mod same;

use std::fmt::Write as _;

use common::{Row, audit, here, overlay, program, rows};
use serde_json::{Value, json};

/// A report on filings, in their order.
struct Report {
    _folder: tempfile::TempDir,
    records: Vec<Row>,
    findings: Vec<Row>,
    out: std::path::PathBuf,
}

/// The report on filings: each is the complete notification with these fields changed. Of
/// `kind` other than the first only the head is kept.
fn report(filings: &[Value]) -> Report {
    report_with(filings, &[])
}

/// The same with these options.
fn report_with(filings: &[Value], options: &[&str]) -> Report {
    let complete = std::fs::read_to_string(here("fixtures/notifications/complete.json")).unwrap();
    let complete: Value = serde_json::from_str(&complete).unwrap();
    let mut lines = String::new();
    for change in filings {
        let mut filing = complete.clone();
        if change.get("kind").is_some() {
            filing = json!({"controller": complete["controller"]});
            filing["incident"]["discovered"] = complete["incident"]["discovered"].clone();
            filing["supplements"] = Value::Null;
        }
        overlay(&mut filing, change);
        writeln!(lines, "{filing}").unwrap();
    }
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("set.ndjson"), lines).unwrap();
    let out = folder.path().join("report");
    audit(&[&folder.path().join("set.ndjson")], &out, options);
    Report {
        records: rows(&out.join("records.csv")),
        findings: rows(&out.join("findings.csv")),
        _folder: folder,
        out,
    }
}

/// A notification of a case, received on a day of March.
fn notification(number: &str, day: u32) -> Value {
    json!({"case_number": number, "received": at(day)})
}

/// A later filing, received on a day of March.
fn later(kind: &str, about: &str, own: &str, day: u32) -> Value {
    json!({
        "kind": kind, "supplements": about, "case_number": own, "received": at(day),
        "controller": {"reference": null},
    })
}

fn at(day: u32) -> String {
    format!("2024-03-{day:02}T10:00:00+01:00")
}

impl Report {
    fn column(&self, name: &str) -> Vec<&str> {
        self.records.iter().map(|row| row[name].as_str()).collect()
    }

    /// The codes of family M of a filing, with the messages.
    fn told(&self, record: usize) -> Vec<(&str, &str)> {
        let is_own = |row: &&Row| row["record"] == record.to_string();
        let is_of_set = |row: &&Row| row["code"].starts_with('M');
        let own = self.findings.iter().filter(is_own).filter(is_of_set);
        own.map(|row| (row["code"].as_str(), row["message"].as_str()))
            .collect()
    }

    fn says(&self, record: usize, code: &str, words: &str) {
        let told = self.told(record);
        let is_told = |(own, message): &(&str, &str)| *own == code && message.contains(words);
        assert!(told.iter().any(is_told), "{record}: {told:?}");
    }

    /// How many notifications the tables count.
    fn counted(&self) -> u64 {
        let kinds = rows(&self.out.join("tables/kind.csv"));
        let initial = kinds.iter().find(|row| row["value"] == "initial");
        initial.map_or(0, |row| row["notifications"].parse().unwrap())
    }
}

#[test]
fn what_a_withdrawal_names_decides_what_leaves() {
    let promise = json!({"supplement": {"intended": "Ja"}});
    let mut first = notification("PUI-2024-0701", 5);
    overlay(&mut first, &promise);
    // A supplement is withdrawn: the notification stands, and its promise is open again.
    let supplement = later("supplement", "PUI-2024-0701", "K-701", 7);
    let of_supplement = later("withdrawal", "K-701", "Å-1", 8);
    let set = report(&[first.clone(), supplement.clone(), of_supplement]);
    assert_eq!(set.column("withdrawn"), ["no", "yes", "no"]);
    assert_eq!(set.column("supplement_state")[0], "missing");
    assert_eq!(
        (set.counted(), set.column("supplements_received")[0]),
        (1, "0")
    );
    set.says(3, "M003", "Withdraws set.ndjson#2");
    set.says(2, "M003", "was itself withdrawn");
    // A withdrawal is withdrawn: the notification stands.
    let withdrawal = later("withdrawal", "PUI-2024-0701", "Å-1", 8);
    let back = later("withdrawal", "Å-1", "Å-2", 9);
    let set = report(&[first.clone(), withdrawal.clone(), back.clone()]);
    assert_eq!(set.column("withdrawn"), ["no", "yes", "no"]);
    // And once more: it does not.
    let again = later("withdrawal", "Å-2", "Å-3", 10);
    let set = report(&[first.clone(), withdrawal.clone(), back, again]);
    assert_eq!(set.column("withdrawn"), ["yes", "yes", "yes", "yes"]);
    assert_eq!(set.counted(), 0);
    // By the case and the supplement's own reference, in either order of the files.
    let mut supplement = later("supplement", "PUI-2024-0701", "PUI-2024-0701", 7);
    supplement["controller"]["reference"] = "KS 2024/1-2".into();
    let mut of_supplement = later("withdrawal", "PUI-2024-0701", "PUI-2024-0701", 8);
    of_supplement["controller"]["reference"] = "KS 2024/1-2".into();
    let set = report(&[of_supplement, supplement, first.clone()]);
    assert_eq!(set.column("withdrawn"), ["no", "yes", "no"]);
    // Of several supplements with the number none is guessed.
    let two = later("supplement", "PUI-2024-0701", "K-701", 7);
    let other = json!({"incident": {"description": "Något annat hände också."}});
    let mut three = two.clone();
    overlay(&mut three, &other);
    let set = report(&[first, two, three, later("withdrawal", "K-701", "Å-1", 8)]);
    assert_eq!(set.column("withdrawn"), ["no"; 4]);
    set.says(4, "M004", "one of several filings that fit");
}

#[test]
fn a_title_says_what_a_withdrawal_takes_back() {
    let first = notification("PUI-2024-0720", 5);
    let number = "PUI-2024-0720";
    let supplement = |day: u32| {
        let mut filing = later("supplement", number, number, day);
        filing["incident"]["description"] = format!("Uppgift {day} kom till.").into();
        filing
    };
    let of_supplement = later("Återkallelse av komplettering", number, number, 8);
    let set = report(&[first.clone(), supplement(7), of_supplement.clone()]);
    assert_eq!(set.column("kind")[2], "withdrawal");
    assert_eq!(set.column("withdrawn"), ["no", "yes", "no"]);
    // One that came later is not meant.
    let filings = [
        first.clone(),
        supplement(7),
        of_supplement.clone(),
        supplement(9),
    ];
    assert_eq!(
        report(&filings).column("withdrawn"),
        ["no", "yes", "no", "no"]
    );
    let filings = [
        first.clone(),
        supplement(6),
        supplement(7),
        of_supplement.clone(),
    ];
    let set = report(&filings);
    assert_eq!(set.column("withdrawn"), ["no"; 4]);
    set.says(4, "M004", "one of several filings");
    let set = report(&[first.clone(), of_supplement]);
    assert_eq!(set.column("withdrawn"), ["no"; 2]);
    set.says(
        2,
        "M004",
        "is not in the set. The notification still stands",
    );
    let withdrawal = later("withdrawal", number, number, 7);
    let of_withdrawal = later("withdrawal of a withdrawal", number, number, 8);
    let set = report(&[first, withdrawal, of_withdrawal]);
    assert_eq!(set.column("withdrawn"), ["no", "yes", "no"]);
}

#[test]
fn a_withdrawal_of_a_number_that_a_supplement_has_does_not_go_by_the_reference() {
    // The reference is that of the notification, with and without a case number of its own.
    for own in [json!("PUI-2024-0702"), Value::Null] {
        let mut first = notification("PUI-2024-0702", 5);
        first["case_number"] = own;
        let mut supplement = later("supplement", "PUI-2024-0702", "K-702", 7);
        let mut withdrawal = later("withdrawal", "K-702", "", 8);
        for filing in [&mut supplement, &mut withdrawal] {
            filing["controller"]["reference"] = "KS 2024/1".into();
        }
        let set = report(&[first, supplement, withdrawal]);
        assert_eq!(set.column("withdrawn"), ["no", "yes", "no"]);
        assert_eq!(set.column("case"), ["set.ndjson#1"; 3]);
    }
}

#[test]
fn what_is_filed_again_after_a_withdrawal_counts() {
    let more = json!({"affected": {"data_subjects": {"range": "101 - 1 000"}}});
    let corrected = |day: u32| {
        let mut filing = notification("PUI-2024-0703", day);
        overlay(&mut filing, &more);
        filing
    };
    let first = notification("PUI-2024-0703", 5);
    let withdrawal = later("withdrawal", "PUI-2024-0703", "", 7);
    let set = report(&[first.clone(), withdrawal.clone(), corrected(8)]);
    assert_eq!(set.column("withdrawn"), ["yes", "yes", "no"]);
    assert_eq!(set.column("copy_of"), ["none"; 3]);
    assert_eq!(
        set.column("case"),
        ["set.ndjson#1", "set.ndjson#1", "set.ndjson#3"]
    );
    assert_eq!(set.counted(), 1);
    set.says(3, "M002", "set.ndjson#1 was withdrawn and filed again; this one counts. Other answers to question: 23");
    // Unchanged, with copies and a supplement that names the case.
    let again = notification("PUI-2024-0703", 8);
    let supplement = later("supplement", "PUI-2024-0703", "", 9);
    let filings = [
        first.clone(),
        withdrawal.clone(),
        again.clone(),
        again,
        supplement,
    ];
    let set = report(&filings);
    assert_eq!(set.column("withdrawn"), ["yes", "yes", "no", "no", "no"]);
    assert_eq!(set.column("copy_of")[3], "set.ndjson#3");
    assert_eq!(
        set.column("supplements_received")[..3],
        ["0", "(not shown)", "1"]
    );
    assert_eq!(set.counted(), 1);
    set.says(3, "M002", "with the same answers");
    set.says(4, "M001", "set.ndjson#3, which counts");
    // Withdrawn a second time, and filed a third.
    let second = later("withdrawal", "PUI-2024-0703", "Å-2", 10);
    let filings = [first.clone(), withdrawal.clone(), corrected(8), second];
    let set = report(&filings);
    assert_eq!(set.column("withdrawn"), ["yes"; 4]);
    set.says(3, "M002", "neither counts");
    assert_eq!(set.counted(), 0);
    let third = notification("PUI-2024-0703", 12);
    let set = report(&[&filings[..], &[third]].concat());
    assert_eq!(set.column("withdrawn"), ["yes", "yes", "yes", "yes", "no"]);
    assert_eq!(set.counted(), 1);
    // Without a time it may have been filed before the withdrawal.
    let mut unknown = corrected(8);
    unknown["received"] = Value::Null;
    let set = report(&[first, withdrawal, unknown]);
    assert_eq!(
        (set.counted(), set.column("withdrawn")),
        (0, vec!["yes"; 3])
    );
    set.says(3, "M002", "was withdrawn; neither counts");
    assert!(!set.told(3)[0].1.contains("which counts"));
}

#[test]
fn what_came_before_the_notification_neither_supplements_nor_withdraws_it() {
    let mut first = notification("PUI-2024-0704", 10);
    first["supplement"] = json!({"intended": "Ja"});
    let early = later("supplement", "PUI-2024-0704", "", 5);
    let withdrawal = later("withdrawal", "PUI-2024-0704", "", 6);
    let set = report(&[early, withdrawal, first]);
    assert_eq!(set.column("withdrawn"), ["no"; 3]);
    assert_eq!(set.column("supplement_state")[2], "missing");
    assert_eq!(set.column("supplements_received")[2], "0");
    set.says(1, "M003", "received before it. It does not count");
    set.says(2, "M003", "It withdraws nothing");
}

#[test]
fn however_many_fit_none_is_guessed() {
    let many = 100;
    let mut filings: Vec<Value> = (0..many)
        .map(|at| notification(&format!("PUI-2024-{}", 2000 + at), 5))
        .collect();
    for (own, name) in [("", "M004"), ("PUI-2024-2099", "M003")] {
        let mut supplement = later("supplement", own, "", 9);
        supplement["controller"]["reference"] = "KS 2024/1".into();
        filings.push(supplement);
        let set = report(&filings);
        assert_eq!(set.told(filings.len())[0].0, name, "{own}");
    }
    // The only one that the number fits has another reference, which many have.
    filings.truncate(many);
    let mut other = notification("PUI-2024-3000", 5);
    other["controller"]["reference"] = "KS 2024/9".into();
    let mut supplement = later("supplement", "PUI-2024-3000", "", 9);
    supplement["controller"]["reference"] = "KS 2024/1".into();
    filings.extend([other, supplement]);
    let set = report(&filings);
    set.says(
        many + 2,
        "M004",
        "The case number fits set.ndjson#101 but the reference fits set.ndjson#1.",
    );
}

#[test]
fn a_number_that_no_notification_has_is_not_tied_by_the_day() {
    for kind in ["supplement", "withdrawal"] {
        let mut first = notification("", 5);
        first["case_number"] = Value::Null;
        first["controller"]["reference"] = Value::Null;
        let set = report(&[first.clone(), later(kind, "PUI-2024-0705", "", 9)]);
        set.says(
            2,
            "M004",
            "set.ndjson#1 has the same controller and day of discovery",
        );
        assert_eq!(set.column("withdrawn"), ["no"; 2]);
        // Without a number the day ties it.
        let set = report(&[first, later(kind, "", "", 9)]);
        set.says(2, "M003", "by the controller and the day of discovery");
    }
}

#[test]
fn the_reason_is_what_differs() {
    let first = notification("PUI-2024-0706", 5);
    let mut other = later("supplement", "PUI-2024-0706", "", 9);
    other["controller"]["organisation_number"] = "212000-1777".into();
    other["controller"]["reference"] = "KS 2024/1".into();
    let mut by_reference = other.clone();
    by_reference["supplements"] = Value::Null;
    by_reference["incident"]["description"] = "Något annat hände också.".into();
    let mut number = other.clone();
    number["controller"]["organisation_number"] = "212000-0142".into();
    number["supplements"] = "PUI-2024-9906".into();
    let set = report(&[first, other, by_reference, number]);
    set.says(
        2,
        "M004",
        "The case number fits set.ndjson#1, which has another organisation number",
    );
    set.says(
        3,
        "M004",
        "The reference fits set.ndjson#1, which has another organisation number",
    );
    set.says(
        4,
        "M004",
        "The reference fits set.ndjson#1, which has another case number",
    );
}

#[test]
fn a_number_that_is_nearly_right_is_told() {
    let first = notification("PUI-2024-0712", 5);
    for (number, is_near) in [
        ("PUI-2024-0713", true),
        ("PUI-2024-0721", true),
        ("PUI 2024 0702", true),
        ("PUI-2024-0703", false),
        ("PUI-2024-07120", false),
    ] {
        let set = report(&[first.clone(), later("supplement", number, "", 9)]);
        let (code, message) = set.told(2)[0];
        assert_eq!(code, "M004", "{number}");
        assert_eq!(
            message.contains("a digit is another"),
            is_near,
            "{number}: {message}"
        );
    }
    // Of two that are near neither is named.
    let second = notification("PUI-2024-0714", 5);
    let set = report(&[first, second, later("supplement", "PUI-2024-0713", "", 9)]);
    assert!(!set.told(3)[0].1.contains("a digit is another"));
}

#[test]
fn a_promise_that_was_kept_is_not_overdue() {
    let mut first = notification("PUI-2024-0707", 5);
    let plan = json!({
        "communication": {
            "informed_at": null, "informed": "Nej", "will_inform": "Ja",
            "planned_at": {"date": "2024-03-08", "time": "11:00"},
        },
        "supplement": {"intended": "Ja"},
    });
    overlay(&mut first, &plan);
    let has = |set: &Report| set.findings.iter().any(|row| row["code"] == "T014");
    // By its reference, which names no case number.
    let mut supplement = later("supplement", "", "", 9);
    supplement["controller"]["reference"] = "KS 2024/1".into();
    let other = later("supplement", "PUI-2024-8888", "", 9);
    let set = report(&[first.clone(), supplement, other.clone()]);
    assert_eq!(set.column("supplement_state")[0], "received");
    assert!(!has(&set));
    let set = report(&[first, other]);
    assert_eq!(set.column("supplement_state")[0], "missing");
    assert!(has(&set));
}

#[test]
fn cases_that_lie_in_two_reports_are_tied_and_told() {
    let first = report(&[notification("PUI-2024-0710", 5)]);
    let second = report(&[
        notification("PUI-2024-0711", 5),
        later("supplement", "PUI-2024-0710", "", 9),
        later("supplement", "PUI-2024-0711", "", 9),
    ]);
    for name in ["records.csv", "records.parquet"] {
        let mut stats = program();
        stats
            .arg("stats")
            .args([first.out.join(name), second.out.join(name)]);
        let told = String::from_utf8(stats.output().unwrap().stderr).unwrap();
        assert!(
            told.contains("a notification in another report: 1."),
            "{told}"
        );
    }
    let told = program().arg("stats").arg(&second.out).output().unwrap();
    let told = String::from_utf8(told.stderr).unwrap();
    assert!(!told.contains("another report"));
}
