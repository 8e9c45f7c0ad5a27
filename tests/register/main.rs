//! The register of Article 33(5): what of it is read, how it is held against the notifications,
//! and that it is never destroyed, published or counted twice.
#![allow(
    clippy::unwrap_used,
    reason = "a test ends at once at what it did not expect"
)]

#[path = "../common/mod.rs"]
mod common;
mod municipality;
mod written;

use std::path::{Path, PathBuf};

use common::{Row, audit, rows, run};

/// Notifications by name, and a register, in a folder of their own.
struct Set {
    room: tempfile::TempDir,
    register: PathBuf,
}

/// A notification with a case number, a reference, the day of its discovery and a number of
/// persons.
fn notification(case_number: &str, reference: &str, discovered: &str, persons: u32) -> String {
    serde_json::json!({
        "case_number": case_number,
        "controller": {"name": "Exempels kommun", "organisation_number": "212000-0142", "reference": reference},
        "incident": {"discovered": {"date": discovered, "time": "09:00"}, "description": "Ett brev till fel mottagare."},
        "affected": {"data_subjects": {"exact": persons}},
        "communication": {"informed": "yes"},
    })
    .to_string()
}

const HEAD: &str = "Dnr;Nämnd;Vad hände?;Konsekvenser;Åtgärder;Upptäckt;Kl;Anmäld till IMY;Anmäld datum;IMY:s ärendenr;Antal registrerade;Registrerade informerade;Riskbedömning\n";

impl Set {
    fn new(notifications: &[String], register: &[u8], name: &str) -> Self {
        let room = tempfile::tempdir().unwrap();
        std::fs::create_dir(room.path().join("in")).unwrap();
        for (at, text) in notifications.iter().enumerate() {
            std::fs::write(room.path().join(format!("in/{at}.json")), text).unwrap();
        }
        let path = room.path().join(name);
        std::fs::write(&path, register).unwrap();
        Self {
            register: path,
            room,
        }
    }

    fn out(&self) -> PathBuf {
        self.room.path().join("report")
    }

    fn audit(&self, more: &[&str]) -> i32 {
        let register = self.register.to_string_lossy().into_owned();
        let more: Vec<&str> = ["--register", &register]
            .iter()
            .chain(more)
            .copied()
            .collect();
        audit(&[&self.room.path().join("in")], &self.out(), &more)
    }

    fn rows(&self, file: &str) -> Vec<Row> {
        rows(&self.out().join(file))
    }

    /// Status, field and both values of each line of reconciliation.csv.
    fn lines(&self) -> Vec<[String; 4]> {
        let lines = self.rows("tables/reconciliation.csv").into_iter();
        let columns = ["status", "field", "in_register", "in_folder"];
        lines
            .map(|row| columns.map(|column| row[column].clone()))
            .collect()
    }

    /// The codes of the findings of M and R, with their lines.
    fn codes(&self) -> Vec<(String, String)> {
        let findings = self.rows("findings.csv").into_iter();
        let found = findings.map(|row| (row["code"].clone(), row["line"].clone()));
        found
            .filter(|(code, _)| ["M", "R"].iter().any(|own| code.starts_with(own)))
            .collect()
    }
}

/// What one row of a register gives beside one notification.
fn beside(row: &str) -> Set {
    let one = notification("IMY-2024-1200", "KS 2024/1", "2024-03-04", 34);
    let set = Set::new(&[one], format!("{HEAD}{row}\n").as_bytes(), "register.csv");
    set.audit(&[]);
    set
}

fn lines(row: &str) -> Vec<[String; 4]> {
    beside(row).lines()
}

const AGREES: [&str; 4] = ["agrees", "", "", ""];

#[test]
fn a_row_that_agrees_gives_no_finding_and_the_receipt_time() {
    let set = beside(
        "KS 2024/1;KS;Brev;Inga;Tagit tillbaka;2024-03-04;09:00;Ja;2024-03-05 10:00;IMY-2024-1200;34;Ja;Risk",
    );
    assert_eq!(set.lines(), [AGREES]);
    assert_eq!(set.codes(), []);
    let record = &set.rows("records.csv")[0];
    let told = ["received_source", "verdict", "notified"].map(|column| record[column].as_str());
    assert_eq!(told, ["register", "on-time", "yes"]);
}

#[test]
fn what_differs_is_told_with_both_values() {
    let row = "KS 2024/1;KS;Brev;Inga;x;2024-03-02;09:00;Ja;2024-03-05;IMY-2024-1200;12;Nej;Risk";
    let set = beside(row);
    assert_eq!(
        set.lines(),
        [
            [
                "differs",
                "discovered",
                "2024-03-02T09:00+01:00",
                "2024-03-04T09:00+01:00"
            ],
            ["differs", "data_subjects", "12", "34"],
            ["differs", "informed", "no", "yes"],
        ]
    );
    assert_eq!(set.codes(), [("M008".to_owned(), "1".to_owned())]);
}

#[test]
fn an_interval_that_holds_the_value_of_the_other_does_not_differ() {
    for (day, persons) in [
        ("2024-03-04;", "11-100"),
        ("mars 2024;", "ca 40"),
        (";", "oklart"),
    ] {
        let row = format!("KS 2024/1;KS;Brev;Inga;x;{day};Ja;2024-03-05;;{persons};Ja;Risk");
        assert_eq!(lines(&row), [AGREES], "{row}");
    }
    let row = "KS 2024/1;KS;Brev;Inga;x;2024-03-04;;Ja;2024-03-05;;101-1000;Ja;Risk";
    assert_eq!(lines(row), [["differs", "data_subjects", "101-1000", "34"]]);
}

#[test]
fn rows_are_tied_by_case_number_reference_or_days() {
    for row in [
        ";KS;Brev;Inga;x;2024-03-04;;Ja;2024-03-05;imy-2024-1200;34;Ja;Risk",
        "ks  2024/1;KS;Brev;Inga;x;2024-03-04;;Ja;2024-03-05;;34;Ja;Risk",
        ";Exempels kommun;Brev;Inga;x;2024-03-04;;Ja;2024-03-05;;34;Ja;Risk",
    ] {
        assert_eq!(lines(row), [AGREES], "{row}");
    }
    let other = ";Annan kommun;Brev;Inga;x;2024-03-04;;Ja;2024-03-05;;34;Ja;Risk";
    let statuses: Vec<String> = lines(other)
        .into_iter()
        .map(|[status, ..]| status)
        .collect();
    assert_eq!(statuses, ["register-only", "folder-only"]);
}

#[test]
fn a_number_wrong_by_one_digit_is_near_and_not_tied() {
    let set = beside(";KS;Brev;Inga;x;2024-03-04;;Ja;2024-03-05;IMY-2024-1290;34;Ja;Risk");
    assert_eq!(
        set.lines(),
        [
            ["near", "case_number", "IMY-2024-1290", "IMY-2024-1200"],
            ["folder-only", "", "", ""],
        ]
    );
    let told: Vec<String> = set
        .rows("findings.csv")
        .into_iter()
        .filter(|row| row["code"] == "M012")
        .map(|row| row["message"].clone())
        .collect();
    assert_eq!(told.len(), 2);
    assert!(
        told.iter()
            .any(|message| message.contains("two that changed places (IMY-2024-1200)")),
        "{told:?}"
    );
    let record = &set.rows("records.csv")[0];
    assert_eq!(record["received_source"], "none");
}

#[test]
fn double_rows_sums_headings_and_other_years_are_told_and_not_counted() {
    let row = "KS 2024/1;KS;Brev;Inga;x;2024-03-04;09:00;Ja;2024-03-05;IMY-2024-1200;34;Ja;Risk\n";
    let never = "KS 2024/2;KS;Mobil;Inga;Spärrad;2024-05-02;;Nej;;;1;Nej;Osannolik\n";
    let earlier = "KS 2019/4;KS;Brev;Inga;x;2019-05-02;;Ja;2019-05-03;IMY-2019-7;1;Nej;Risk\n";
    let register = format!(
        "{HEAD}{row}{row}2024;;;;;;;;;;;;\n{never}{never}{earlier}{HEAD}Summa;;;;;;;;;;70;;\n;;;;;;;;;;;;\n"
    );
    let one = notification("IMY-2024-1200", "KS 2024/1", "2024-03-04", 34);
    let set = Set::new(&[one], register.as_bytes(), "register.csv");
    set.audit(&[]);
    let statuses: Vec<String> = set.lines().into_iter().map(|[status, ..]| status).collect();
    assert_eq!(statuses, ["agrees", "double", "double", "other-year"]);
    let kinds: Vec<String> = set
        .rows("records.csv")
        .iter()
        .map(|row| row["kind"].clone())
        .collect();
    assert_eq!(kinds, ["initial", "register"]);
    let findings = set.rows("findings.csv");
    let message = |code: &str| {
        let mut told = findings
            .iter()
            .filter(|row| row["code"] == code && row["source"] == "register.csv");
        told.next()
            .map(|row| row["message"].clone())
            .unwrap_or_default()
    };
    assert!(
        message("F011").starts_with("2 rows of the register repeat"),
        "{}",
        message("F011")
    );
    for kind in ["1 repeated header row", "1 heading", "1 sum row"] {
        assert!(message("F014").contains(kind), "{}", message("F014"));
    }
    assert_eq!(message("M012"), "");
}

#[test]
fn what_fits_several_is_ambiguous_and_not_tied() {
    let two =
        [1, 2].map(|at| notification(&format!("IMY-2024-{at}"), "KS 2024/1", "2024-03-04", at));
    let register = format!("{HEAD}KS 2024/1;KS;Brev;Inga;x;2024-03-04;;Ja;2024-03-05;;;Ja;Risk\n");
    let set = Set::new(&two, register.as_bytes(), "register.csv");
    set.audit(&[]);
    assert_eq!(set.lines(), [["ambiguous", "", "", ""]]);
}

#[test]
fn a_breach_never_notified_is_a_record_outside_all_counts() {
    let one = notification("IMY-2024-1200", "KS 2024/1", "2024-03-04", 34);
    let register = format!("{HEAD}KS 2024/2;KS;;;;2024-05-02;;Nej;;;3;Nej;\n");
    let set = Set::new(&[one], register.as_bytes(), "register.csv");
    set.audit(&[]);
    let records = set.rows("records.csv");
    let own = records
        .iter()
        .find(|row| row["kind"] == "register")
        .unwrap();
    for (column, cell) in [
        ("source", "register.csv"),
        ("line", "2"),
        ("reference", "KS 2024/2"),
        ("verdict", "(not shown)"),
        ("data_subjects_exact", "3"),
        ("informed", "no"),
        ("cause", "(not asked)"),
        ("notified", "no"),
    ] {
        assert_eq!(own[column], cell, "{column}");
    }
    let kind = set.rows("tables/kind.csv");
    let count = |value: &str| {
        kind.iter()
            .find(|row| row["value"] == value)
            .map(|row| row["notifications"].clone())
    };
    assert_eq!(count("register").as_deref(), Some("1"));
    for table in ["verdict", "year", "sector", "data-subjects"] {
        let rows = set.rows(&format!("tables/{table}.csv"));
        let sum: u32 = rows
            .iter()
            .map(|row| row["notifications"].parse::<u32>().unwrap())
            .sum();
        assert_eq!(sum, 1, "{table}");
    }
    let codes: Vec<String> = set.codes().into_iter().map(|(code, _)| code).collect();
    assert_eq!(codes, ["M012", "R001", "R002", "R003", "R004"]);
    let files = set.rows("files.csv");
    assert_eq!(files.len(), 1);
    // The tables are the same from the records alone.
    let again = set.room.path().join("again");
    let stats = run(&[
        "stats",
        set.out().to_str().unwrap(),
        "-o",
        again.to_str().unwrap(),
    ]);
    assert_eq!(stats.status.code(), Some(0));
    assert!(String::from_utf8_lossy(&stats.stderr).contains("need the register itself"));
    for table in ["kind", "verdict", "answers", "rules"] {
        let of = |folder: &Path| std::fs::read(folder.join(format!("tables/{table}.csv"))).unwrap();
        assert_eq!(of(&again), of(&set.out()), "{table}");
    }
    // It is no supplement, whoever counts.
    for folder in [set.out(), again] {
        let summary = std::fs::read_to_string(folder.join("summary.md")).unwrap();
        let told =
            "1 notification, 0 supplements and 1 breach of the register that was never notified.";
        assert!(summary.contains(told), "{summary}");
        let run = std::fs::read_to_string(folder.join("run.json")).unwrap();
        let run: serde_json::Value = serde_json::from_str(&run).unwrap();
        assert_eq!(run["counts"]["notifications"], 1);
        assert_eq!(run["counts"]["reported"], 1);
    }
}
