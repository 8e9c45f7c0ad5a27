//! Workbooks: their sheets are read as tables are, by what their cells are.
#![allow(
    clippy::unwrap_used,
    reason = "a test ends at once at what it did not expect"
)]

mod common;

use std::fs;
use std::path::Path;

use common::{audit, here, program, rows};
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook, Worksheet};

const MAPPING: &str = r#"
form = "imy-2021"
asked = ["4", "11", "15", "23"]
[[field]]
to = "controller.reference"
from = "Dnr"
[[field]]
to = "incident.discovered"
from = "Upptäckt"
format = "%d/%m/%Y %H:%M"
[[field]]
to = "received"
from = ["Anmäld datum", "kl."]
join = " "
format = "%d/%m/%Y %H:%M"
[[field]]
to = "incident.type"
from = "Typ"
optional = true
[[field]]
to = "affected.data_subjects"
from = "Antal personer"
optional = true
"#;

/// The records and the inputs that a workbook gives, and the findings as `CODE line`.
type Read = (Vec<common::Row>, Vec<common::Row>, Vec<String>);

fn read(book: &Path, mapping: &str) -> Read {
    let folder = tempfile::tempdir().unwrap();
    let (toml, out) = (folder.path().join("m.toml"), folder.path().join("out"));
    fs::write(&toml, mapping).unwrap();
    audit(&[book], &out, &["--mapping", toml.to_str().unwrap()]);
    let told = rows(&out.join("findings.csv"));
    let told = told
        .iter()
        .map(|row| format!("{} {}", row["code"], row["line"]));
    (
        rows(&out.join("records.csv")),
        rows(&out.join("files.csv")),
        told.collect(),
    )
}

fn at(text: &str) -> ExcelDateTime {
    ExcelDateTime::parse_from_str(text).unwrap()
}

/// A title over two merged cells, the headings of the mapping two rows below.
fn headed(sheet: &mut Worksheet) {
    sheet
        .merge_range(0, 0, 0, 4, "Incidenter", &Format::new())
        .unwrap();
    for (column, name) in ["Dnr", "Upptäckt", "Anmäld datum", "kl.", "Antal personer"]
        .iter()
        .enumerate()
    {
        sheet.write(2, column as u16, *name).unwrap();
    }
}

#[test]
fn sheets_are_tables_with_the_rows_that_excel_shows() {
    let case = here("tests/data/spreadsheet");
    let mapping = fs::read_to_string(case.join("m.toml")).unwrap();
    let (records, files, told) = read(&case.join("register.xlsx"), &mapping);
    let found: Vec<_> = records
        .iter()
        .map(|row| {
            [
                &row["source"],
                &row["line"],
                &row["reference"],
                &row["verdict"],
            ]
            .map(String::as_str)
        })
        .collect();
    assert_eq!(
        found,
        [
            ["register.xlsx!2023", "2", "KS 2023/90", "on-time"],
            ["register.xlsx!2024", "2", "KS 2024/11", "on-time"],
            ["register.xlsx!2024", "3", "KS 2024/12", "late"],
        ]
    );
    assert!(
        files
            .iter()
            .all(|file| file["format"] == "workbook" && file["status"] == "read")
    );
    assert_eq!(told, ["D013 3"]);
}

#[test]
fn cells_count_by_their_type() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("register.xlsx");
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    headed(sheet);
    let [moment, day, clock] = ["yyyy-mm-dd hh:mm", "yyyy-mm-dd", "hh:mm"]
        .map(|format| Format::new().set_num_format(format));
    // By type; as a serial number without a format; as text by the format of the mapping.
    sheet.write(3, 0, "R\n1").unwrap();
    sheet
        .write_with_format(3, 1, at("2024-03-04 09:30"), &moment)
        .unwrap();
    sheet
        .write_with_format(3, 2, at("2024-03-05"), &day)
        .unwrap();
    sheet.write_with_format(3, 3, at("10:15"), &clock).unwrap();
    sheet.write(3, 4, 12).unwrap();
    sheet.write(4, 0, "R2").unwrap();
    sheet.write(4, 1, 45_355.395_833_333_3).unwrap();
    sheet.write(4, 2, 45356).unwrap();
    sheet.write(4, 3, 0.427_083_333_3).unwrap();
    sheet.write(4, 4, 1234.0).unwrap();
    sheet.write(5, 0, "R3").unwrap();
    sheet.write(5, 1, "04/03/2024 09:30").unwrap();
    sheet.write(5, 2, "05/03/2024").unwrap();
    sheet.write(5, 3, "10:15").unwrap();
    sheet
        .write_formula(5, 4, Formula::new("=6+6").set_result("12"))
        .unwrap();
    sheet.write(7, 0, "R4").unwrap();
    sheet
        .write_formula(7, 1, Formula::new("=NA()").set_result("#N/A"))
        .unwrap();
    sheet
        .write_with_format(7, 2, at("2024-03-05"), &day)
        .unwrap();
    sheet
        .write_formula(7, 4, Formula::new("=1/0").set_result("#DIV/0!"))
        .unwrap();
    sheet.set_row_hidden(5).unwrap();
    book.add_worksheet()
        .set_name("Dold")
        .unwrap()
        .set_hidden(true)
        .write(0, 0, "x")
        .unwrap();
    book.add_worksheet().set_name("Tom").unwrap();
    book.save(&path).unwrap();

    let (records, files, told) = read(&path, MAPPING);
    let found: Vec<_> = records
        .iter()
        .map(|row| {
            [
                "line",
                "reference",
                "discovered_earliest",
                "received_earliest",
            ]
            .map(|column| row[column].as_str())
        })
        .collect();
    let (discovered, received) = ("2024-03-04T09:30+01:00", "2024-03-05T10:15+01:00");
    assert_eq!(found[0], ["4", "R 1", discovered, received]);
    assert_eq!(found[1], ["5", "R2", discovered, received]);
    assert_eq!(found[2], ["6", "R3", discovered, received]);
    assert_eq!(found[3][..3], ["8", "R4", "(undeterminable)"]);
    let of_cells: Vec<&String> = told.iter().filter(|one| one.starts_with('F')).collect();
    assert_eq!(of_cells, ["F014 1", "F015 1", "F003 8", "F003 8"]);
    let fates: Vec<_> = files
        .iter()
        .map(|file| (file["source"].as_str(), file["status"].as_str()))
        .collect();
    assert_eq!(
        fates,
        [
            ("register.xlsx!Dold", "skipped"),
            ("register.xlsx!Sheet1", "read"),
            ("register.xlsx!Tom", "skipped")
        ]
    );
}

#[test]
fn merged_cells_are_filled() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("register.xlsx");
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    headed(sheet);
    sheet
        .merge_range(3, 1, 4, 1, "04/03/2024 09:30", &Format::new())
        .unwrap();
    for (row, name) in [(3, "A 1"), (4, "A 2")] {
        sheet.write(row, 0, name).unwrap();
        sheet.write(row, 2, "05/03/2024").unwrap();
        sheet.write(row, 3, "10:15").unwrap();
    }
    book.save(&path).unwrap();
    let (records, ..) = read(&path, MAPPING);
    let verdicts: Vec<_> = records
        .iter()
        .map(|row| (row["reference"].as_str(), row["verdict"].as_str()))
        .collect();
    assert_eq!(verdicts, [("A 1", "on-time"), ("A 2", "on-time")]);
}

#[test]
fn a_mapping_is_suggested_for_a_workbook() {
    let book = here("tests/data/spreadsheet/register.xlsx");
    let output = program()
        .args(["mapping", "suggest"])
        .arg(&book)
        .output()
        .unwrap();
    let words = String::from_utf8(output.stdout).unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    assert!(
        words.contains("from = \"Dnr\"") && words.contains("to = \"incident.discovered\""),
        "{words}"
    );
}

#[test]
fn a_sheet_of_many_rows_and_columns_is_bounded() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("wide.xlsx");
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    headed(sheet);
    sheet.write(3, 0, "R1").unwrap();
    for row in (4..200_000).step_by(2) {
        sheet.write(row, 0, "x").unwrap();
    }
    sheet.write(1, 16_383, "y").unwrap();
    book.save(&path).unwrap();
    // Alone it would give no report.
    fs::copy(
        here("fixtures/notifications/imy-2021-text-copy.txt"),
        folder.path().join("good.txt"),
    )
    .unwrap();
    let (records, files, _) = read(folder.path(), MAPPING);
    let wide = files
        .iter()
        .find(|file| file["source"].contains("wide.xlsx"));
    let wide = wide.expect("every input is accounted for");
    assert_eq!((records.len(), wide["status"].as_str()), (1, "unreadable"));
    assert!(wide["reason"].contains("larger"), "{}", wide["reason"]);
}
