//! Supplements in free form: letters and mails that complete a notification, as officers keep
//! them beside it.

#![allow(
    clippy::unwrap_used,
    reason = "a test ends at once at what it did not expect"
)]

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::json;

mod common;

use common::{audit, here, rows};

/// A folder with two notifications, and the report over it.
struct Folder {
    folder: tempfile::TempDir,
    options: Vec<String>,
}

type Row = BTreeMap<String, String>;

impl Folder {
    fn new() -> Self {
        let new = Self {
            folder: tempfile::tempdir().unwrap(),
            options: Vec::new(),
        };
        let one = |name: &str, case: Option<&str>, reference: &str| {
            new.write(name, notification(case, reference));
        };
        one("a.json", Some("IMY-2024-1001"), "KS 2024/21");
        one("b.json", Some("IMY-2024-1002"), "2024/1104");
        one("c.json", None, "45678");
        new
    }

    fn write(&self, name: &str, text: impl AsRef<[u8]>) -> &Self {
        let path = self.folder.path().join("set").join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
        self
    }

    fn beside(&mut self, option: &str, name: &str, text: &str) -> &Self {
        let path = self.folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        let path = path.to_str().unwrap().to_owned();
        self.options.extend([option.to_owned(), path]);
        self
    }

    fn report(&self) -> Report {
        let out = self.folder.path().join("report");
        let _ = std::fs::remove_dir_all(&out);
        let options: Vec<&str> = self.options.iter().map(String::as_str).collect();
        audit(&[&self.folder.path().join("set")], &out, &options);
        Report::of(&out)
    }
}

fn notification(case: Option<&str>, reference: &str) -> String {
    json!({
        "case_number": case,
        "controller": {"name": "Exempelnämnden, Björkviks kommun", "organisation_number": "212000-1777", "reference": reference},
        "incident": {"discovered": {"date": "2024-03-04", "time": "09:30"}, "description": reference},
        "received": "2024-03-05T10:15",
        "supplement": {"intended": "Ja"},
    })
    .to_string()
}

struct Report {
    records: Vec<Row>,
    findings: Vec<Row>,
    files: Vec<Row>,
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

    /// The supplements by their source, each with the notification that it belongs to.
    fn tied(&self) -> Vec<(String, String)> {
        let supplements = self
            .records
            .iter()
            .filter(|row| row["kind"] == "supplement");
        let tied = supplements.map(|row| (row["source"].clone(), row["case"].clone()));
        tied.map(|(source, case)| (short(&source), short(&case)))
            .collect()
    }

    /// What became of an input that gave no record.
    fn reason(&self, name: &str) -> String {
        let mut files = self.files.iter();
        let file = files.find(|row| short(&row["source"]) == name).unwrap();
        format!("{}: {}", file["status"], file["reason"])
    }

    /// Codes and sources of findings of a rule.
    fn told(&self, code: &str) -> Vec<String> {
        let findings = self.findings.iter().filter(|row| row["code"] == code);
        findings.map(|row| short(&row["source"])).collect()
    }
}

fn short(name: &str) -> String {
    name.trim_start_matches("set/").to_owned()
}

fn tied(name: &str, text: impl AsRef<[u8]>) -> Vec<(String, String)> {
    Folder::new().write(name, text).report().tied()
}

fn to(name: &str, notification: &str) -> Vec<(String, String)> {
    vec![(name.to_owned(), notification.to_owned())]
}

fn mail(from: &str, subject: &str, body: &str, attached: &[(&str, &str)]) -> String {
    let mut mail = format!(
        "From: {from}\nTo: imy@imy.example.se\nSubject: {subject}\nDate: Fri, 16 Aug 2024 10:00:00 +0200\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=\"x\"\n\n--x\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n{body}\n"
    );
    for (name, text) in attached {
        let part = format!(
            "--x\nContent-Type: application/octet-stream\nContent-Transfer-Encoding: 8bit\nContent-Disposition: attachment; filename=\"{name}\"\n\n{text}\n"
        );
        mail.push_str(&part);
    }
    mail + "--x--\n"
}

const DSO: &str = "dso@bjorkvik.example.se";

#[test]
fn a_letter_is_tied_by_number_or_by_reference_as_written() {
    for (text, notification) in [
        ("Komplettering\n\nÄrende IMY-2024-1001\n", "a.json#1"),
        (
            "Kompletterande uppgifter till anmälan IMY-2024-1002",
            "b.json#1",
        ),
        ("Komplettering – imy–2024–1001", "a.json#1"),
        (
            "Björkviks kommun\nTorggatan 1\n640 30 Björkvik\n2024-03-20\nKomplettering av anmälan om personuppgiftsincident, dnr KS 2024/21\n",
            "a.json#1",
        ),
        ("Komplettering\nVår referens: 2024/1104\n", "b.json#1"),
        (
            "Björkviks kommun\nKomplettering till anmälan 45678\n",
            "c.json#1",
        ),
        (
            "Org.nr 212000-1777\nKomplettering till anmälan 45678\n",
            "c.json#1",
        ),
        (
            "Komplettering av anmälan av personuppgiftsincident IMY-2024-1001\n",
            "a.json#1",
        ),
    ] {
        assert_eq!(
            tied("brev.txt", text),
            to("brev.txt", notification),
            "{text}"
        );
    }
}

#[test]
fn dates_postcodes_and_telephones_tie_no_letter() {
    for text in [
        "Komplettering\nBjörkvik den 2024-11-04\nHär kommer uppgifterna.\n",
        "Komplettering\nBjörkviks kommun\nBox 1, 456 78 Björkvik\n",
        "Komplettering\nBjörkviks kommun\n45678 Björkvik\n",
        "Komplettering\nTelefon 045678\n",
        "Komplettering till anmälan 45678\n",
        "Komplettering\ndnr KS 2024-21, KS 2024/211\n",
    ] {
        let folder = Folder::new();
        let report = folder.write("brev.txt", text).report();
        assert_eq!(report.tied(), [], "{text}");
        let reason = report.reason("brev.txt");
        assert!(
            reason.starts_with("skipped: a supplement that names no"),
            "{text}: {reason}"
        );
    }
}

#[test]
fn letters_that_fit_none_or_several_are_told() {
    for (text, told) in [
        ("Komplettering till IMY-2024-9999\n", &["brev.txt"][..]),
        (
            "Komplettering till IMY-2024-1001 och IMY-2024-1002\n",
            &["brev.txt"],
        ),
        ("Komplettering KS 2024/21 och 2024/1104\n", &["brev.txt"]),
        // The number contradicts the reference.
        (
            "Komplettering till IMY-2024-9999, vår KS 2024/21\n",
            &["brev.txt"],
        ),
        (
            "Komplettering till IMY-2024-1001, vår 2024/1104\n",
            &["brev.txt"],
        ),
    ] {
        let folder = Folder::new();
        let report = folder.write("brev.txt", text).report();
        assert_eq!(report.told("M004"), told, "{text}");
        assert_eq!(report.told("V006"), [""; 0], "{text}");
        assert_eq!(report.tied(), to("brev.txt", "brev.txt#1"), "{text}");
    }
}

#[test]
fn what_a_letter_supplements_is_a_case_number() {
    let about = |text: &str| {
        let folder = Folder::new();
        let report = folder.write("brev.txt", text).report();
        assert_eq!(report.told("V006"), [""; 0], "{text}");
        let mut records = report.records.into_iter();
        records.find(|row| row["kind"] == "supplement").unwrap()["supplements"].clone()
    };
    assert_eq!(about("Komplettering, KS 2024/21"), "IMY-2024-1001");
    assert_eq!(about("Björkviks kommun\nKomplettering 45678"), "(unknown)");
    assert_eq!(about("Komplettering IMY-2024-7, KS 2024/21"), "IMY-2024-7");
}

#[test]
fn requests_and_notes_are_no_supplements() {
    for text in [
        "Komplettering begärs i IMY-2024-1001\n",
        "Komplettering till IMY-2024-1001 saknas\n",
        "Komplettering senast 5 mars, IMY-2024-1001\n",
        "Supplement to IMY-2024-1001 needed\n",
        "Ärende\nIMY-2024-1001\nKomplettering\nNej\n",
    ] {
        assert_eq!(tied("brev.txt", text), [], "{text}");
    }
    let subject = "Komplettering IMY-2024-1001";
    let letter = "Komplettering till IMY-2024-1001\n";
    let sent = mail(
        "registrator@imy.se",
        subject,
        letter,
        &[("brev.txt", letter)],
    );
    assert_eq!(tied("mail.eml", sent), []);
}

#[test]
fn an_attached_letter_is_about_what_its_mail_names() {
    let letter = "Komplettering\n\nUtredningen visar att 46 registrerade berördes av det.\n";
    let attached = [("brev.txt", letter)];
    let subject = "SV: Komplettering IMY-2024-1001";
    let expected = to("mail.eml!brev.txt", "a.json#1");
    assert_eq!(
        tied("mail.eml", mail(DSO, subject, "Se bilaga.", &attached)),
        expected
    );
    let body = "Hej!\nHär kommer en komplettering i KS 2024/21.\n";
    assert_eq!(
        tied("mail.eml", mail(DSO, "Hej", body, &attached)),
        expected
    );
    let title = "Komplettering av anmälan av personuppgiftsincident\nSe nedan.\n";
    let attached = [("brev.txt", title)];
    assert_eq!(
        tied("mail.eml", mail(DSO, subject, "Se bilaga.", &attached)),
        expected
    );
    // Received when the mail was sent.
    let folder = Folder::new();
    let report = folder
        .write("mail.eml", mail(DSO, subject, "", &attached))
        .report();
    let mut records = report.records.into_iter();
    let record = records.find(|row| row["kind"] == "supplement").unwrap();
    assert_eq!(record["received_earliest"], "2024-08-16T10:00+02:00");
}

#[test]
fn a_mail_with_the_copy_of_the_notification_is_no_letter() {
    let copy = notification(Some("IMY-2024-1001"), "KS 2024/21");
    let text = mail(
        DSO,
        "Komplettering IMY-2024-1001",
        "Se bilaga.",
        &[("a.json", &copy)],
    );
    let folder = Folder::new();
    let report = folder.write("mail.eml", text).report();
    assert_eq!(report.tied(), []);
    let copies = report.records.iter().filter(|row| row["copy_of"] != "none");
    assert_eq!(copies.count(), 1);
}

#[test]
fn the_same_letter_twice_is_a_copy() {
    let text = "Komplettering till IMY-2024-1001\nAntal: 14\n";
    let folder = Folder::new();
    folder
        .write("brev.txt", text)
        .write("brev (1).txt", text.replace('\n', "\r\n\r\n"));
    let report = folder.report();
    assert_eq!(report.told("M001"), ["brev.txt"]);
}

#[test]
fn letters_of_many_formats_are_read() {
    let rich = "{\\rtf1\\ansi Komplettering till \\'e4rende IMY-2024-1001\\par Hej.}";
    let page = "<html><body><h1>Komplettering</h1><p>IMY-2024-1001</p></body></html>";
    for (name, text) in [("brev.rtf", rich), ("brev.html", page)] {
        assert_eq!(tied(name, text), to(name, "a.json#1"), "{name}");
    }
    let subject = "Sv: Komplettering";
    let plain = mail(DSO, subject, "Gäller IMY-2024-1002.\n", &[]);
    assert_eq!(tied("brev.eml", plain), to("brev.eml", "b.json#1"));
}

#[test]
fn the_name_of_the_file_names_the_case_where_the_letter_does_not() {
    let text = "Komplettering\nUppgifterna har inte läckt, enligt leverantören.\n";
    let name = "Komplettering IMY-2024-1001.txt";
    assert_eq!(tied(name, text), to(name, "a.json#1"));
}

#[test]
fn a_row_of_the_list_gives_a_letter_its_time() {
    let mut folder = Folder::new();
    folder.write("brev.txt", "Komplettering till IMY-2024-1001\n");
    folder.beside(
        "--receipts",
        "list.csv",
        "fil;inkom\nbrev.txt;2024-04-01 10:00\n",
    );
    let report = folder.report();
    assert_eq!(report.told("M009"), [""; 0]);
    let mut records = report.records.iter();
    let record = records.find(|row| row["kind"] == "supplement").unwrap();
    assert_eq!(record["received_earliest"], "2024-04-01T10:00+02:00");
    assert_eq!(record["received_source"], "receipts");
}

#[test]
fn a_number_of_the_register_ties_a_letter_beside_a_list() {
    let mut folder = Folder::new();
    folder.write("d.json", notification(None, "SN 2024/7"));
    folder.write("brev.txt", "Komplettering till IMY-2024-1007\n");
    folder.beside(
        "--receipts",
        "list.csv",
        "dnr;inkom\nSN 2024/7;2024-03-05 10:15\n",
    );
    let register = "Dnr;IMY:s ärendenr;Upptäckt;Vad hände;Anmäld till IMY\nSN 2024/7;IMY-2024-1007;2024-03-04;Brev;Ja\n";
    folder.beside("--register", "register.csv", register);
    assert_eq!(folder.report().tied(), to("brev.txt", "d.json#1"));
}

#[test]
fn a_confirmation_gives_its_number_where_a_list_has_the_time() {
    let mut folder = Folder::new();
    folder.write("d.json", notification(None, "SN 2024/7"));
    let body = "Vi har tagit emot er anmälan 2024-03-05 10:15.\nEr referens: SN 2024/7\n";
    folder.write(
        "kvitto.eml",
        mail("noreply@imy.se", "Kvittens IMY-2024-1007", body, &[]),
    );
    folder.beside(
        "--receipts",
        "list.csv",
        "dnr;inkom\nSN 2024/7;2024-03-05 10:15\n",
    );
    let report = folder.report();
    let mut records = report.records.iter();
    let record = records
        .find(|row| row["source"].ends_with("d.json"))
        .unwrap();
    assert_eq!(record["case_number"], "IMY-2024-1007");
    let reason = report.reason("kvitto.eml");
    assert_eq!(
        reason,
        "skipped: confirmation of receipt for set/d.json#1; the receipt time in the list (--receipts) was kept"
    );
}

#[test]
fn a_list_beside_the_register_changes_no_promise_of_a_municipality() {
    let municipality = here("tests/data/municipality");
    let set = municipality.join("Personuppgiftsincidenter");
    let register = set.join("Incidentregister.xlsx");
    let list = municipality.join("kvittenser.csv");
    let folder = tempfile::tempdir().unwrap();
    let register = ["--register", register.to_str().unwrap()];
    let list = ["--receipts", list.to_str().unwrap()];
    for more in [register.to_vec(), [register, list].concat()] {
        let out = folder.path().join("report");
        let _ = std::fs::remove_dir_all(&out);
        audit(&[&set], &out, &more);
        let promises = rows(&out.join("tables/promises.csv"));
        let total = promises.last().unwrap();
        let counts = ["promised", "received", "missing"].map(|column| total[column].as_str());
        assert_eq!(counts, ["13", "5", "8"], "{more:?}");
    }
}
