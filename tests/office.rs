//! One notification in the files that Chromium, LibreOffice and python-docx make of it says in
//! each what its text says. What the program writes for spreadsheets opens in LibreOffice. Where `tests/office/setup` was not run, this is reported as ignored.
#![allow(
    clippy::unwrap_used,
    reason = "a test ends at once at what it did not expect"
)]

mod common;
#[path = "common/outside.rs"]
mod outside;

use std::path::Path;
use std::process::{Command, ExitCode};

use calamine::{Data, Reader as _, Xlsx, open_workbook};
use common::{Row, audit, here, rows};

/// The files that are made, but for one of the old format of Word.
const MADE: [&str; 11] = [
    "chromium-complete.html",
    "chromium-dom.html",
    "chromium.mhtml",
    "chromium.pdf",
    "libreoffice.docx",
    "libreoffice.html",
    "libreoffice.odt",
    "libreoffice.pdf",
    "libreoffice.rtf",
    "python-docx.docx",
    "twin.txt",
];

fn main() -> ExitCode {
    let python = here("tests/office/.venv/bin/python");
    let is_set_up =
        python.exists() && is_there("CHROMIUM", "chromium") && is_there("SOFFICE", "soffice");
    let files = || files_of_real_programs_say_what_the_text_says(&python);
    let tests: [outside::Test; 2] = [
        ("files_of_real_programs_say_what_the_text_says", &files),
        (
            "a_spreadsheet_opens_the_report",
            &a_spreadsheet_opens_the_report,
        ),
    ];
    outside::run(&tests, is_set_up, "tests/office/setup")
}

/// Whether a program is there that a variable names, or else its usual name.
fn is_there(variable: &str, usual: &str) -> bool {
    let name = std::env::var(variable).unwrap_or_else(|_| usual.to_owned());
    let tried = Command::new("sh")
        .args(["-c", "command -v \"$0\" >/dev/null", &name])
        .status();
    tried.is_ok_and(|status| status.success())
}

fn files_of_real_programs_say_what_the_text_says(python: &Path) {
    let room = tempfile::tempdir().unwrap();
    let (set, text) = (
        room.path().join("set"),
        here("fixtures/documents/anmalan.txt"),
    );
    let made = Command::new(python)
        .arg(here("tests/office/make.py"))
        .args([&text, &set])
        .status();
    assert!(made.unwrap().success(), "make.py failed");
    std::fs::copy(&text, set.join("twin.txt")).unwrap();
    let out = room.path().join("out");
    audit(&[&set], &out, &["--count-copies"]);
    let mut records = rows(&out.join("records.csv"));
    let names: Vec<String> = records
        .iter()
        .map(|row| row["source"].replace("set/", ""))
        .collect();
    assert_eq!(names, MADE);
    for row in &mut records {
        for place in ["source", "line", "format", "copy_of", "case", "infos"] {
            row.remove(place);
        }
    }
    let twin: Row = records.last().unwrap().clone();
    for (name, record) in names.iter().zip(&records) {
        assert_eq!(*record, twin, "{name}");
    }
    let files = rows(&out.join("files.csv"));
    let old = files
        .iter()
        .find(|row| row["source"] == "set/libreoffice.doc");
    assert_eq!(old.unwrap()["status"], "unreadable");
}

/// What LibreOffice makes of a file, in a folder of its own.
fn converted(file: &Path, folder: &Path, more: &[&str]) {
    let soffice = std::env::var("SOFFICE").unwrap_or_else(|_| "soffice".to_owned());
    let home = format!(
        "-env:UserInstallation=file://{}",
        folder.join("home").display()
    );
    let done = Command::new(soffice)
        .args(["--headless", home.as_str()])
        .args(more)
        .args(["--convert-to", "xlsx", "--outdir"])
        .arg(folder)
        .arg(file)
        .output()
        .unwrap();
    assert!(
        done.status.success(),
        "{}",
        String::from_utf8_lossy(&done.stderr)
    );
}

fn cells(path: &Path, sheet: Option<&str>) -> Vec<Vec<Data>> {
    let mut book: Xlsx<_> = open_workbook(path).unwrap();
    let range = match sheet {
        Some(name) => book.worksheet_range(name).unwrap(),
        None => book.worksheets().remove(0).1,
    };
    range.rows().map(<[Data]>::to_vec).collect()
}

fn a_spreadsheet_opens_the_report() {
    let room = tempfile::tempdir().unwrap();
    let (out, again) = (room.path().join("out"), room.path().join("again"));
    let formats = ["--formats", "csv,xlsx", "--csv-style", "sv", "--lang", "sv"];
    audit(&[&here("fixtures/notifications")], &out, &formats);
    // LibreOffice reads the workbook and writes it anew: nothing is lost or repaired.
    converted(&out.join("report.xlsx"), &again, &[]);
    for sheet in ["Sektor", "Anmälningar", "Fynd"] {
        let [ours, theirs] = [&out, &again].map(|folder| {
            let text = |cell: &Data| match cell {
                Data::DateTime(moment) => format!("{:.6}", moment.as_f64()),
                Data::Float(number) => format!("{number:.6}"),
                other => other.to_string(),
            };
            let rows = cells(&folder.join("report.xlsx"), Some(sheet)).into_iter();
            rows.map(|row| row.iter().map(text).collect::<Vec<_>>())
                .collect::<Vec<_>>()
        });
        assert!(ours == theirs, "{sheet}");
    }
    // Opened with the settings of Sweden, numbers of the CSV are numbers and dates dates.
    let swedish = "--infilter=CSV:59,34,76,1,,1053,false,true";
    let csv = out.join("records.csv");
    converted(&csv, &again, &[swedish]);
    let records = cells(&again.join("records.xlsx"), None);
    let column = |heading: &str| records[0].iter().position(|cell| cell == heading).unwrap();
    let any = |heading: &str, is: fn(&Data) -> bool| {
        let at = column(heading);
        assert!(records[1..].iter().any(|row| is(&row[at])), "{heading}");
        records[1..]
            .iter()
            .map(|row| row[at].clone())
            .collect::<Vec<_>>()
    };
    let hours = any("Timmar minst", |cell| matches!(cell, Data::Float(_)));
    assert!(hours.iter().all(|cell| !cell.to_string().contains(',')));
    any("Inkom tidigast", |cell| matches!(cell, Data::DateTime(_)));
    let bands = any("Antal registrerade", |cell| *cell == "1–10");
    assert!(!bands.iter().any(|cell| matches!(cell, Data::DateTime(_))));
    any("Orsak", |cell| *cell == "Mänskliga faktorn");
}
