//! Mails of the authority among the inputs: which of them give a receipt time, to which
//! notification, and what is said of the others.

use std::path::Path;

use crate::common::{audit, here, rows};

/// A folder of inputs, and the report over it.
struct Folder {
    folder: tempfile::TempDir,
    list: Option<&'static str>,
}

type Row = std::collections::BTreeMap<String, String>;

struct Report {
    records: Vec<Row>,
    findings: Vec<Row>,
    files: Vec<Row>,
}

impl Folder {
    /// One notification in a folder, discovered 2024-03-04 09:30.
    fn new(case: Option<&str>) -> Self {
        let new = Self {
            folder: tempfile::tempdir().unwrap(),
            list: None,
        };
        new.write("in/a.json", &notification(case, "KS 2024/1"))
    }

    fn write(self, name: &str, text: &str) -> Self {
        let path = self.folder.path().join("set").join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
        self
    }

    fn report(&self) -> Report {
        let out = self.folder.path().join("report");
        let list = self.folder.path().join("list.csv");
        let mut options = Vec::new();
        if let Some(text) = self.list {
            std::fs::write(&list, text).unwrap();
            options = vec!["--receipts", list.to_str().unwrap()];
        }
        audit(&[&self.folder.path().join("set")], &out, &options);
        Report::of(&out)
    }
}

impl Report {
    fn of(out: &Path) -> Self {
        let all = |name: &str| -> Vec<Row> {
            let rows = rows(&out.join(name)).into_iter();
            rows.map(|row| row.into_iter().collect()).collect()
        };
        Self {
            records: all("records.csv"),
            findings: all("findings.csv"),
            files: all("files.csv"),
        }
    }

    /// Receipt, its source, case number and verdict of the first notification.
    fn told(&self) -> [&str; 4] {
        let columns = [
            "received_earliest",
            "received_source",
            "case_number",
            "verdict",
        ];
        columns.map(|column| self.records[0][column].as_str())
    }

    fn reason(&self, name: &str) -> &str {
        let mut files = self.files.iter();
        &files.find(|row| row["source"].ends_with(name)).unwrap()["reason"]
    }

    fn messages(&self, code: &str) -> Vec<&str> {
        let findings = self.findings.iter().filter(|row| row["code"] == code);
        findings.map(|row| row["message"].as_str()).collect()
    }
}

fn notification(case: Option<&str>, reference: &str) -> String {
    serde_json::json!({
        "case_number": case,
        "controller": {"name": "A", "organisation_number": "212000-0142", "reference": reference},
        "incident": {"discovered": {"date": "2024-03-04", "time": "09:30"}},
    })
    .to_string()
}

fn mail(subject: &str, day: &str, body: &str) -> String {
    format!(
        "From: noreply@imy.se\nTo: a@b.example.se\nSubject: {subject}\nDate: {day} Mar 2024 10:00:00 +0100\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n{body}\n"
    )
}

const NONE: [&str; 4] = ["(blank)", "none", "(blank)", "no-receipt"];
const CAME: &str = "Vi har tagit emot er anmälan. Ärendenummer: IMY-2024-17";

#[test]
fn a_mail_that_is_no_confirmation_gives_no_verdict() {
    let used = Folder::new(None)
        .write("in/k.eml", &mail("Kvittens", "5", CAME))
        .report();
    let told = ["2024-03-05T10:00+01:00", "mail", "IMY-2024-17", "on-time"];
    assert_eq!(used.told(), told);
    let none = {
        let report = Folder::new(None).report();
        report.told().map(str::to_owned)
    };
    assert_eq!(none[3], NONE[3]);
    let probable = "a mail, probably the authority's confirmation";
    for (subject, body, reason) in [
        (
            "Fråga",
            "Vi har tagit emot er anmälan och har frågor. IMY-2024-17",
            probable,
        ),
        (
            "Autosvar",
            "Tack för ditt mejl. Vi har tagit emot ditt meddelande. IMY-2024-17",
            probable,
        ),
        (
            "Kvitto",
            "Vi har INTE tagit emot din anmälan. IMY-2024-17",
            "a mail of the authority, which says that the notification did not come in",
        ),
        (
            "Beslut",
            "Vi har tagit emot er anmälan. IMY-2024-17",
            probable,
        ),
    ] {
        let report = Folder::new(None)
            .write("in/k.eml", &mail(subject, "18", body))
            .report();
        assert_eq!(report.told(), none.each_ref().map(String::as_str), "{body}");
        assert!(
            report.reason("k.eml").starts_with(reason),
            "{}",
            report.reason("k.eml")
        );
    }
}

#[test]
fn a_later_mail_may_tell_the_day_of_receipt() {
    let body = "IMY har den 5 mars 2024 tagit emot en anmälan om personuppgiftsincident från er. Ärendet IMY-2024-17 avslutas 2024-03-20.";
    let report = Folder::new(None)
        .write("in/k.eml", &mail("Beslut", "20", body))
        .report();
    let told = ["2024-03-05T00:00+01:00", "mail", "IMY-2024-17", "on-time"];
    assert_eq!(report.told(), told);
}

#[test]
fn two_mails_of_one_case_are_about_one_notification() {
    let first = mail("Bekräftelse", "5", CAME);
    let told = ["2024-03-05T10:00+01:00", "mail", "IMY-2024-17", "on-time"];
    for (subject, body, reason) in [
        (
            "Fråga",
            "Vi har tagit emot er anmälan. Vi har en fråga. IMY-2024-17",
            "a mail, probably",
        ),
        ("Kvittens", CAME, "confirmation of receipt for"),
    ] {
        let report = Folder::new(None)
            .write("in/k.eml", &first)
            .write("in/l.eml", &mail(subject, "18", body))
            .report();
        assert_eq!(report.told(), told, "{subject}");
        assert_eq!(report.messages("M009"), [""; 0], "{subject}");
        assert!(report.reason("/k.eml").contains("used for"), "{subject}");
        assert!(report.reason("/l.eml").starts_with(reason), "{subject}");
    }
    // Two that tell different times: neither counts, and the number is certain.
    let report = Folder::new(None)
        .write(
            "in/k.eml",
            &mail(
                "Kvittens",
                "5",
                "Er anmälan mottogs 2024-03-05 09:00. IMY-2024-17",
            ),
        )
        .write(
            "in/l.eml",
            &mail(
                "Kvittens",
                "8",
                "Er anmälan mottogs 2024-03-08 09:00. IMY-2024-17",
            ),
        )
        .report();
    assert_eq!(
        (report.told()[2], report.told()[3]),
        ("IMY-2024-17", "no-receipt")
    );
    let told = report.messages("M010");
    assert_eq!(told.len(), 2);
    assert!(
        told[0].contains("than the confirmation") && told[0].contains("l.eml"),
        "{told:?}"
    );
    // Of two cases none is meant.
    let report = Folder::new(None)
        .write("in/k.eml", &first)
        .write("in/l.eml", &first.replace("-17", "-18"))
        .report();
    assert_eq!(report.messages("M009").len(), 2);
}

#[test]
fn a_list_is_kept_where_a_mail_was_only_sent_later() {
    let mut folder = Folder::new(None).write("in/k.eml", &mail("Kvittens", "5", CAME));
    folder.list = Some("source,received\na.json,2024-03-05T09:58\n");
    let report = folder.report();
    assert_eq!(
        report.told(),
        [
            "2024-03-05T09:58+01:00",
            "receipts",
            "IMY-2024-17",
            "on-time"
        ]
    );
    assert_eq!(report.messages("M010"), [""; 0]);
    // What came in after the mail was sent contradicts it.
    folder.list = Some("source,received\na.json,2024-03-06T09:58\n");
    let report = folder.report();
    assert_eq!(report.told()[3], "no-receipt");
    let told = report.messages("M010");
    assert!(
        told.iter()
            .any(|told| told.contains("than row 2 of the list")),
        "{told:?}"
    );
}

#[test]
fn a_mail_of_another_case_is_not_about_what_lies_beside_it() {
    let report = Folder::new(Some("IMY-2024-99"))
        .write("in/k.eml", &mail("Kvittens", "5", CAME))
        .report();
    assert_eq!(
        (report.told()[2], report.told()[3]),
        ("IMY-2024-99", "no-receipt")
    );
    assert_eq!(report.messages("M009").len(), 1);
    // Its reference goes before its folder.
    let report = Folder::new(None)
        .write("z/b.json", &notification(None, "KS 2024/2"))
        .write(
            "in/k.eml",
            &mail("Kvittens", "5", &format!("{CAME}\nEr referens: KS 2024/2")),
        )
        .report();
    assert_eq!(report.told()[3], "no-receipt");
    assert_eq!(report.records[1]["case_number"], "IMY-2024-17");
}

#[test]
fn a_confirmation_may_carry_the_copy() {
    let copy =
        std::fs::read_to_string(here("fixtures/notifications/imy-2021-text-copy.txt")).unwrap();
    let number = "IMY-2024-17";
    let attached = format!(
        "From: noreply@imy.se\nTo: a@b.example.se\nSubject: Kvitto\nDate: Tue, 5 Mar 2024 10:00:00 +0100\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n{CAME}\n--x\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\nContent-Disposition: attachment; filename=anmalan.txt\n\n{copy}\n--x--\n"
    );
    let below = mail("Kvitto", "5", &format!("{CAME}\n\nKopia:\n\n{copy}"));
    for (text, part) in [(attached, "anmalan.txt"), (below, "")] {
        let folder = Folder::new(None).write("k.eml", &text);
        let report = folder.report();
        let mut records = report.records.iter();
        let record = records
            .find(|row| row["source"].contains("k.eml!"))
            .unwrap();
        assert!(record["source"].ends_with(part), "{}", record["source"]);
        assert_eq!(record["received_source"], "mail", "{part}");
        assert_eq!(
            record["received_earliest"], "2024-03-05T10:00+01:00",
            "{part}"
        );
        assert_eq!(report.messages("M011").len(), 1, "{part}");
        assert!(
            report
                .reason("/k.eml")
                .starts_with("confirmation of receipt, used for")
        );
        assert!(!record["case_number"].is_empty() && number.starts_with("IMY"));
    }
}
