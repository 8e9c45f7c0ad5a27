//! Reports for spreadsheets: CSV files of style `sv` say the same as those for programs, and come
//! back as they were; report.xlsx has their values, typed, and nothing that is computed.
#![allow(
    clippy::unwrap_used,
    reason = "a test ends at once at what it did not expect"
)]

mod common;

use std::collections::BTreeMap;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use calamine::{Data, DataType as _, Reader as _, Xlsx, open_workbook};
use common::{audit, bytes_below, here, rows, run};

/// The fixtures of every format.
fn inputs() -> [PathBuf; 3] {
    [
        "fixtures/notifications",
        "fixtures/pdf",
        "fixtures/unreadable",
    ]
    .map(here)
}

/// The report of the fixtures with further options.
fn report(room: &Path, name: &str, more: &[&str]) -> PathBuf {
    let out = room.join(name);
    let inputs = inputs();
    let paths: Vec<&Path> = inputs.iter().map(PathBuf::as_path).collect();
    audit(&paths, &out, &[&["--formats", "csv"], more].concat());
    out
}

fn stats(records: &Path, out: &Path) {
    let [records, out] = [records, out].map(|path| path.to_str().unwrap());
    let made = run(&["stats", records, "-o", out, "-q", "--lang", "en"]);
    assert!(
        made.status.success(),
        "{}",
        String::from_utf8_lossy(&made.stderr)
    );
}

#[test]
fn csv_files_for_spreadsheets_come_back_as_they_were() {
    let room = tempfile::tempdir().unwrap();
    let standard = report(room.path(), "standard", &[]);
    let tables = room.path().join("tables");
    stats(&standard, &tables);
    for language in ["sv", "en"] {
        let style = ["--csv-style", "sv", "--lang", language];
        let own = report(room.path(), language, &style);
        for (path, bytes) in bytes_below(&own) {
            let is_csv = path.extension().is_some_and(|ending| ending == "csv");
            let text = String::from_utf8(bytes).unwrap();
            assert!(
                !is_csv || text.starts_with('\u{feff}'),
                "{}",
                path.display()
            );
            assert!(!is_csv || text.lines().count() == text.matches("\r\n").count());
        }
        let counted = room.path().join(format!("{language}-tables"));
        stats(&own, &counted);
        let tables_of = |folder: &Path| bytes_below(&folder.join("tables"));
        assert_eq!(tables_of(&counted), tables_of(&tables), "{language}");
        let [old, new] = [&standard, &own].map(|path| path.to_str().unwrap());
        let compared = run(&[
            "compare",
            old,
            new,
            "--output-format",
            "csv",
            "--lang",
            "en",
        ]);
        let text = String::from_utf8(compared.stdout).unwrap();
        let subjects: Vec<_> = text
            .lines()
            .skip(1)
            .map(|line| line.split(',').nth(2))
            .collect();
        let options = [Some("lang"), Some("csv_style")];
        assert!(subjects.iter().all(|one| options.contains(one)), "{text}");
    }
}

/// What Excel does to a file that it opens and saves: noughts behind the comma go, fields are
/// quoted where they need not be, and the last line may have no end.
#[test]
fn a_spreadsheet_may_save_the_file_again() {
    let room = tempfile::tempdir().unwrap();
    let own = report(room.path(), "own", &["--csv-style", "sv", "--lang", "sv"]);
    let tables = room.path().join("tables");
    stats(&own, &tables);
    let path = own.join("records.csv");
    let text = std::fs::read_to_string(&path).unwrap();
    let saved: Vec<String> = text
        .lines()
        .map(|line| {
            let cells = line.split(';').map(|cell| match cell.split_once(',') {
                Some((whole, "00")) => whole.to_owned(),
                Some((whole, part)) if part.len() == 2 && part.ends_with('0') => {
                    format!("{whole},{}", &part[..1])
                }
                _ => cell.to_owned(),
            });
            cells.collect::<Vec<_>>().join(";")
        })
        .collect();
    assert_ne!(saved.join("\r\n"), text.trim_end());
    std::fs::write(&path, saved.join("\r\n")).unwrap();
    let again = room.path().join("again");
    stats(&own, &again);
    let tables_of = |folder: &Path| bytes_below(&folder.join("tables"));
    assert_eq!(tables_of(&again), tables_of(&tables));
    // What it made a date of is refused, not guessed.
    std::fs::write(&path, text.replace(";1–10;", ";01-okt;")).unwrap();
    let refused = run(&["stats", own.to_str().unwrap()]);
    assert_eq!(refused.status.code(), Some(2));
    let told = String::from_utf8(refused.stderr).unwrap();
    assert!(told.contains("cannot have the value"), "{told}");
}

type Sheets = BTreeMap<String, Vec<Vec<Data>>>;

/// The sheets of a workbook.
fn sheets(path: &Path) -> Sheets {
    let mut book: Xlsx<_> = open_workbook(path).unwrap();
    let all = book.worksheets().into_iter();
    all.map(|(name, range)| (name, range.rows().map(<[Data]>::to_vec).collect()))
        .collect()
}

/// The rows of a sheet below the row that has these headings, each with the cells of these.
fn below(sheet: &[Vec<Data>], headings: &[&str]) -> Vec<Vec<Data>> {
    let is = |row: &Vec<Data>, heading: &str| row.iter().position(|cell| cell == heading);
    let at = sheet
        .iter()
        .position(|row| headings.iter().all(|heading| is(row, heading).is_some()))
        .unwrap();
    let places: Vec<usize> = headings
        .iter()
        .map(|heading| is(&sheet[at], heading).unwrap())
        .collect();
    let cells = |row: &Vec<Data>| places.iter().map(|at| row[*at].clone()).collect();
    sheet[at + 1..].iter().map(cells).collect()
}

fn number(cell: &Data) -> f64 {
    match cell {
        Data::Float(number) => *number,
        Data::Int(number) => *number as f64,
        other => panic!("{other:?} is no number"),
    }
}

/// A workbook of the fixtures, beside its CSV files.
fn workbook(room: &Path, name: &str, more: &[&str]) -> PathBuf {
    let formats = ["--formats", "csv,xlsx", "--lang", "sv"];
    report(room, name, &[&formats, more].concat())
}

#[test]
fn a_workbook_has_the_values_of_the_csv_files() {
    let room = tempfile::tempdir().unwrap();
    let receipts = here("fixtures/receipts.csv");
    let out = workbook(
        room.path(),
        "out",
        &["--receipts", receipts.to_str().unwrap()],
    );
    let sheets = sheets(&out.join("report.xlsx"));
    let table = rows(&out.join("tables/sector.csv"));
    let sector = below(
        &sheets["Sektor"],
        &["Benämning", "Anmälningar", "Procent", "Bas"],
    );
    assert_eq!(sector.len(), table.len());
    for (cells, row) in sector.iter().zip(&table) {
        assert_eq!(cells[0].to_string(), row["label"]);
        assert_eq!(number(&cells[1]).to_string(), row["notifications"]);
        assert_eq!(number(&cells[3]).to_string(), row["base"]);
        match row["percent"].as_str() {
            "" => assert_eq!(cells[2], "–"),
            // Of so few a share is chance. The CSV has it.
            _ if number(&cells[3]) < 30.0 => assert_eq!(cells[2], "–"),
            percent => assert_eq!(format!("{:.1}", number(&cells[2]) * 100.0), percent),
        }
    }
    let delay = rows(&out.join("tables/delay.csv"));
    let median = below(
        &sheets["Tid från upptäckt till anmälan…"],
        &["Median minst (timmar)"],
    );
    assert_eq!(median.len(), delay.len());
    for (cells, row) in median.iter().zip(&delay) {
        // A median of few is no figure of a group.
        if row["n"].parse::<u64>().unwrap() < 30 {
            assert_eq!(cells[0], "–");
        } else {
            assert_eq!(format!("{:.2}", number(&cells[0])), row["median_min"]);
        }
    }
    let records = rows(&out.join("records.csv"));
    let shown = below(
        &sheets["Anmälningar"],
        &["Källa", "Post", "Timmar minst", "Upptäcktes", "Bedömning"],
    );
    assert_eq!(shown.len(), records.len());
    let mut dates = 0;
    for (cells, row) in shown.iter().zip(&records) {
        assert_eq!(cells[0].to_string(), row["source"]);
        // The number of a record says something where its file holds several.
        let is_own = |other: &&common::Row| other["source"] == row["source"];
        if records.iter().filter(is_own).count() > 1 {
            assert_eq!(number(&cells[1]).to_string(), row["record"]);
        } else {
            assert_eq!(cells[1], Data::Empty);
        }
        match row["elapsed_hours_min"].as_str() {
            "(undeterminable)" => assert_eq!(cells[2], "(går inte att avgöra)"),
            hours => assert_eq!(format!("{:.2}", number(&cells[2])), hours),
        }
        if let Data::DateTime(date) = &cells[3] {
            let (year, month, day, hour, minute, ..) = date.to_ymd_hms_milli();
            let date = format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}");
            assert_eq!(date, row["discovered_earliest"][..16]);
            dates += 1;
        }
    }
    assert!(dates > 20, "{dates}");
    assert!(shown.iter().any(|cells| cells[4] == "för sent"));
    assert_eq!(
        below(&sheets["Fynd"], &["Regel"]).len(),
        rows(&out.join("findings.csv")).len()
    );
    assert_eq!(
        below(&sheets["Filer"], &["Källa"]).len(),
        rows(&out.join("files.csv")).len()
    );
    let english = report(
        room.path(),
        "en",
        &["--formats", "csv,xlsx", "--lang", "en"],
    );
    let english = self::sheets(&english.join("report.xlsx"));
    for name in [
        "Read me",
        "Summary",
        "To do",
        "Notifications",
        "Findings",
        "Files",
        "Charts",
    ] {
        assert!(english.contains_key(name), "{name}");
    }
}

/// Nothing can be drawn of verdicts then, and the list of receipt times is what people need.
#[test]
fn a_workbook_of_notifications_without_receipts_is_written() {
    let room = tempfile::tempdir().unwrap();
    let out = room.path().join("out");
    let input = here("fixtures/notifications/D005-no-receipt.txt");
    audit(&[&input], &out, &["--formats", "csv,xlsx", "--lang", "sv"]);
    let sheets = sheets(&out.join("report.xlsx"));
    assert!(sheets.contains_key("Mottagningstider"));
    assert!(sheets.contains_key("Figurer"));
}

/// Long lists go straight to a file while they are written.
#[test]
fn long_lists_of_a_workbook_are_whole() {
    let room = tempfile::tempdir().unwrap();
    let corpus = room.path().join("corpus");
    let corpus = corpus.to_str().unwrap();
    let made = [
        "synth", "--count", "1300", "--format", "ndjson", "-q", corpus,
    ];
    assert!(run(&made).status.success());
    let out = room.path().join("out");
    audit(
        &[Path::new(corpus)],
        &out,
        &["--formats", "csv,xlsx", "--lang", "en"],
    );
    let sheets = sheets(&out.join("report.xlsx"));
    for (sheet, file, columns) in [
        (
            "Notifications",
            "records.csv",
            [("Source", "source"), ("Case number", "case_number")],
        ),
        (
            "Findings",
            "findings.csv",
            [("Rule", "code"), ("Message", "message")],
        ),
    ] {
        let shown = below(&sheets[sheet], &columns.map(|(heading, _)| heading));
        let expected = rows(&out.join(file));
        assert_eq!(shown.len(), expected.len(), "{sheet}");
        assert!(expected.len() > 1000, "{sheet}");
        for (cells, row) in shown.iter().zip(&expected) {
            for (cell, (_, column)) in cells.iter().zip(columns) {
                assert_eq!(cell.to_string(), row[column], "{sheet}");
            }
        }
    }
    // Their headings have filters, and no cell of them is text that Excel would count as wrong.
    let file = std::fs::File::open(out.join("report.xlsx")).unwrap();
    let mut book = zip::ZipArchive::new(file).unwrap();
    let mut filtered = 0;
    for at in 0..book.len() {
        let mut part = book.by_index(at).unwrap();
        if part.name().unwrap().starts_with("xl/worksheets/sheet") {
            let mut text = String::new();
            part.read_to_string(&mut text).unwrap();
            filtered += usize::from(text.contains("<autoFilter ref=\"A1:"));
        }
    }
    assert!(filtered >= 2, "{filtered}");
}

#[test]
fn nothing_in_a_workbook_is_computed() {
    let room = tempfile::tempdir().unwrap();
    let text = std::fs::read_to_string(here("fixtures/notifications/complete.json")).unwrap();
    let mut notification: serde_json::Value = serde_json::from_str(&text).unwrap();
    notification["controller"]["reference"] = "=HYPERLINK(\"http://x\")".into();
    notification["case_number"] = "@SUM(1)".into();
    notification["incident"]["type"] = "+1+1".into();
    let input = room.path().join("=cmd'[1]<b>.json");
    std::fs::write(&input, notification.to_string()).unwrap();
    let out = room.path().join("out");
    audit(&[&input], &out, &["--formats", "xlsx", "--lang", "sv"]);
    let shown = below(
        &sheets(&out.join("report.xlsx"))["Anmälningar"],
        &["Internt referensnummer", "Typ av incident", "Källa"],
    );
    let cells: Vec<String> = shown[0].iter().map(ToString::to_string).collect();
    assert_eq!(
        cells,
        ["=HYPERLINK(\"http://x\")", "+1+1", "=cmd'[1]<b>.json"]
    );
    let file = std::fs::File::open(out.join("report.xlsx")).unwrap();
    let mut zip = zip::ZipArchive::new(file).unwrap();
    for at in 0..zip.len() {
        let mut member = zip.by_index(at).unwrap();
        let mut text = String::new();
        member.read_to_string(&mut text).unwrap();
        let name = member.name().unwrap().into_owned();
        let is_sheet = name.starts_with("xl/worksheets/");
        assert!(!is_sheet || !text.contains("<f>"), "{name}");
        assert!(!text.contains("TargetMode=\"External\""), "{name}");
    }
}

#[test]
fn a_workbook_has_the_same_bytes_whatever_the_threads() {
    let room = tempfile::tempdir().unwrap();
    let bytes = |name: &str, threads: &str| {
        let out = workbook(room.path(), name, &["--threads", threads]);
        std::fs::read(out.join("report.xlsx")).unwrap()
    };
    assert!(bytes("one", "1") == bytes("four", "4"));
}

#[test]
fn a_protected_workbook_lists_nothing() {
    let room = tempfile::tempdir().unwrap();
    let out = workbook(room.path(), "out", &["--min-cell", "5"]);
    let all = sheets(&out.join("report.xlsx"));
    for name in [
        "Att göra",
        "Anmälningar",
        "Mottagningstider",
        "Fynd",
        "Filer",
    ] {
        assert!(!all.contains_key(name), "{name}");
    }
    let hidden = all
        .values()
        .flatten()
        .flatten()
        .filter(|cell| **cell == "..");
    assert!(hidden.count() > 0);
    // What stats counts again is the same.
    let open = workbook(room.path(), "open", &[]);
    let again = room.path().join("again");
    let [records, out] = [&open, &again].map(|path| path.to_str().unwrap());
    let made = run(&[
        "stats",
        records,
        "-o",
        out,
        "-q",
        "--lang",
        "sv",
        "--formats",
        "xlsx",
    ]);
    assert!(made.status.success());
    let [counted, first] = [&again, &open].map(|out| sheets(&out.join("report.xlsx")));
    for name in ["Sektor", "Bedömning av tidsfristen", "Orsak"] {
        assert_eq!(counted[name], first[name], "{name}");
    }
}

#[test]
fn the_list_of_receipt_times_is_read_back_from_the_workbook() {
    let room = tempfile::tempdir().unwrap();
    let made = |name: &str, more: &[&str]| {
        let out = room.path().join(name);
        let formats = ["--formats", "xlsx", "--lang", "sv"];
        audit(
            &[&here("tests/data/municipality")],
            &out,
            &[&formats, more].concat(),
        );
        out.join("report.xlsx")
    };
    let path = made("out", &[]);
    let list = sheets(&path)["Mottagningstider"].clone();
    assert!(list.len() > 10);
    let days = list[1..].iter().map(|row| &row[3]);
    assert!(days.clone().any(Data::is_datetime));
    assert!(
        days.into_iter()
            .all(|day| day.is_datetime() || day.is_empty())
    );
    let mut book = rust_xlsxwriter::Workbook::new();
    // The other sheets are no lists, though they have such columns.
    let sheet = book.add_worksheet();
    sheet.set_name("Anmälningar").unwrap();
    for (column, text) in (0..).zip(["Källa", "Inkom"]) {
        sheet.write_string(0, column, text).unwrap();
        sheet.write_string(1, column, "(ställdes inte)").unwrap();
    }
    let sheet = book.add_worksheet();
    sheet.set_name("Mottagningstider").unwrap();
    let date = rust_xlsxwriter::Format::new().set_num_format("yyyy-mm-dd hh:mm");
    for (row, cells) in (0..).zip(&list) {
        for (column, cell) in (0..).zip(cells) {
            if let Data::DateTime(date_time) = cell {
                let days = date_time.as_f64();
                sheet
                    .write_number_with_format(row, column, days, &date)
                    .unwrap();
                continue;
            }
            let text = match (row, column) {
                (1.., 4) => "2026-10-01 10:00".to_owned(),
                _ => cell.to_string(),
            };
            sheet.write_string(row, column, text).unwrap();
        }
    }
    let filled = room.path().join("filled.xlsx");
    book.save(&filled).unwrap();
    let again = made("again", &["--receipts", filled.to_str().unwrap()]);
    let left = sheets(&again).remove("Mottagningstider");
    let left = left.map_or(0, |sheet| sheet.len());
    assert!(left < list.len() / 2, "{left} of {}", list.len());
}
