//! Cells with an error, also with one that the library that reads cells does not know.

use super::formulas::{edit, told};
use super::*;

/// Errors that spreadsheet programs write; the last three are those that every reader knows.
const ERRORS: [&str; 15] = [
    "#SPILL!",
    "#CALC!",
    "#FIELD!",
    "#BLOCKED!",
    "#UNKNOWN!",
    "#CONNECT!",
    "#BUSY!",
    "#GETTING_DATA",
    "#EXTERNAL!",
    "#PYTHON!",
    "#TIMEOUT!",
    "Err:502",
    "#N/A",
    "#REF!",
    "#VALUE!",
];

/// The kind of the record of a cell with such an error: every second one is that of a formula.
pub(super) fn kind(code: u8) -> u16 {
    if code.is_multiple_of(2) { 0x0B } else { 0x03 }
}

/// A workbook whose first row has its number of persons as this cell, and the third its discovery.
fn book(path: &Path, cell: &str, change: &dyn Fn(String) -> String) {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    headed(sheet);
    for (row, name) in [(3, "R1"), (4, "R2"), (5, "R3")] {
        sheet.write(row, 0, name).unwrap();
        sheet.write(row, 1, "04/03/2024 09:30").unwrap();
        sheet.write(row, 2, "05/03/2024").unwrap();
        sheet.write(row, 3, "10:15").unwrap();
        sheet.write(row, 4, 12 + row).unwrap();
    }
    sheet.write(3, 4, 4711).unwrap();
    sheet.write(5, 1, 4712).unwrap();
    book.save(path).unwrap();
    edit(path, "xl/worksheets/sheet1.xml", &|xml| {
        let with_cell = |xml: &str, number: &str| {
            let value = format!("><v>{number}.0</v>");
            assert!(xml.contains(&value), "{xml}");
            xml.replace(&value, &format!(" t=\"e\">{cell}"))
        };
        change(with_cell(&with_cell(xml, "4711"), "4712"))
    });
}

fn check(path: &Path, what: &str) {
    let (found, told) = told(path);
    let discovered = "2024-03-04T09:30+01:00";
    let right = [
        ["R1", discovered, "(undeterminable)"],
        ["R2", discovered, "16"],
        ["R3", "(undeterminable)", "17"],
    ];
    assert_eq!(found, right, "{what}");
    let failed = told.iter().filter(|one| *one == "F003").count();
    assert_eq!(failed, 2, "{what} {told:?}");
}

#[test]
fn a_cell_with_an_error_is_undeterminable_whatever_the_error_is_called() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("register.xlsx");
    for error in ERRORS {
        let formula = format!("<f>SEQUENCE(3)</f><v>{error}</v>");
        for cell in [format!("<v>{error}</v>"), formula] {
            book(&path, &cell, &|xml| xml);
            check(&path, &cell);
        }
    }
}

#[test]
fn cells_that_do_not_say_their_place_stand_behind_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("register.xlsx");
    let without_places = |xml: String| {
        let mut cells = xml.split("<c r=\"");
        let mut out = cells.next().unwrap_or_default().to_owned();
        for cell in cells {
            let (_, rest) = cell.split_once('"').unwrap();
            out.push_str("<c");
            out.push_str(rest);
        }
        out
    };
    book(&path, "<v>#SPILL!</v>", &without_places);
    check(&path, "without places");
}

#[test]
fn errors_of_binary_workbooks_are_no_blanks() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("register.xlsb");
    // Known codes and others, as values and as results of formulas.
    for code in ["#0x2A", "#0x17", "#0x2F", "#0x30"] {
        let row = |name, moment, persons| [name, moment, "05/03/2024", "10:15", persons];
        let moment = "04/03/2024 09:30";
        let rows = [
            HEADINGS,
            row("R1", moment, code),
            row("R2", moment, "16"),
            row("R3", code, "17"),
        ];
        let rows = rows.each_ref().map(<[&str; 5]>::as_slice);
        let sheet = binary_sheet(&rows, &[], &[]);
        fs::write(&path, binary_book(&[("Register", sheet)])).unwrap();
        check(&path, code);
    }
}
