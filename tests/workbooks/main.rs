//! Workbooks: their sheets are read as tables are, by what their cells are.
#![allow(
    clippy::unwrap_used,
    reason = "a test ends at once at what it did not expect"
)]

#[path = "../common/mod.rs"]
mod common;
mod errors;
mod formulas;

use std::fs;
use std::io::{Cursor, Write as _};
use std::path::Path;

use common::{audit, here, program, rows};
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook, Worksheet};

/// The headings that the mapping names, but for one.
const HEADINGS: [&str; 5] = ["Dnr", "Upptäckt", "Anmäld datum", "kl.", "Antal personer"];
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
    for (column, name) in HEADINGS.iter().enumerate() {
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

/// A record of a binary workbook.
fn record(kind: u16, body: &[&[u8]]) -> Vec<u8> {
    let body = body.concat();
    let mut out = match kind {
        0..0x80 => vec![kind as u8],
        _ => vec![(kind & 0x7F) as u8 | 0x80, (kind >> 7) as u8],
    };
    let mut length = body.len();
    while length >= 0x80 {
        out.push((length & 0x7F) as u8 | 0x80);
        length >>= 7;
    }
    out.push(length as u8);
    [out, body].concat()
}

fn wide(text: &str) -> Vec<u8> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let length = (units.len() as u32).to_le_bytes();
    let bytes = units.into_iter().flat_map(u16::to_le_bytes);
    length.into_iter().chain(bytes).collect()
}

/// A sheet of a binary workbook: rows of texts and numbers, some hidden, and merged ranges by
/// their first and last row and column.
fn binary_sheet(rows: &[&[&str]], hidden: &[u32], merged: &[[u32; 4]]) -> Vec<u8> {
    let mut out = [
        record(0x81, &[]),
        record(0x94, &[&[0; 16]]),
        record(0x91, &[]),
    ]
    .concat();
    for (at, row) in rows.iter().enumerate() {
        let at = at as u32;
        let flags = u8::from(hidden.contains(&at)) << 4;
        out.extend(record(
            0x00,
            &[&at.to_le_bytes(), &[0; 7], &[flags], &[0; 5]],
        ));
        for (column, text) in row.iter().enumerate().filter(|(_, text)| !text.is_empty()) {
            let place = [&(column as u32).to_le_bytes()[..], &[0; 4]].concat();
            let code = text
                .strip_prefix("#0x")
                .map(|code| u8::from_str_radix(code, 16).unwrap());
            out.extend(match text.parse::<f64>() {
                _ if let Some(code) = code => record(errors::kind(code), &[&place, &[code]]),
                Ok(number) => record(0x05, &[&place, &number.to_le_bytes()]),
                Err(_) => record(0x06, &[&place, &wide(text)]),
            });
        }
    }
    out.extend(record(0x92, &[]));
    for range in merged {
        let [first, last, left, right] = range.map(u32::to_le_bytes);
        out.extend(record(0xB0, &[&first, &last, &left, &right]));
    }
    out.extend(record(0x82, &[]));
    out
}

/// A binary workbook of these sheets, the second of which is hidden.
fn binary_book(sheets: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut book = [
        record(0x83, &[]),
        record(0x99, &[&[0; 12]]),
        record(0x8F, &[]),
    ]
    .concat();
    let mut paths: Vec<String> = Vec::new();
    for (at, (name, _)) in sheets.iter().enumerate() {
        let (id, state) = (format!("rId{at}"), [u8::from(at == 1), 0, 0, 0]);
        let number = (at as u32 + 1).to_le_bytes();
        book.extend(record(0x9C, &[&state, &number, &wide(&id), &wide(name)]));
        paths.push(format!(
            "<Relationship Id=\"{id}\" Target=\"worksheets/sheet{at}.bin\"/>"
        ));
    }
    book.extend(
        [
            record(0x90, &[]),
            record(0x9D, &[&[0; 26]]),
            record(0x84, &[]),
        ]
        .concat(),
    );
    let types = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>";
    let paths = format!("<Relationships>{}</Relationships>", paths.concat());
    let mut parts = vec![
        ("[Content_Types].xml".to_owned(), types.as_bytes().to_vec()),
        ("xl/_rels/workbook.bin.rels".to_owned(), paths.into_bytes()),
        ("xl/workbook.bin".to_owned(), book),
    ];
    let sheets = sheets.iter().enumerate();
    parts.extend(
        sheets.map(|(at, (_, sheet))| (format!("xl/worksheets/sheet{at}.bin"), sheet.clone())),
    );
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        archive
            .start_file(name, zip::write::SimpleFileOptions::default())
            .unwrap();
        archive.write_all(&bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// The rows of [`GROUPED`] in a workbook: a title, headings of which one stands over two
/// columns, and a group whose discovery stands once for two rows, the second of which is hidden.
const GROUPED: [&[&str]; 5] = [
    &["Incidenter 2024"],
    &["Dnr", "Upptäckt", "Anmäld datum", "kl.", "Antal personer"],
    &["A 1", "04/03/2024 09:30", "45356", "0.4270833333", "12"],
    &["A 2", "", "05/03/2024", "10:15", "7"],
    &["A 3", "04/03/2024 09:30", "09/03/2024", "10:15", "3"],
];
/// Its merged ranges: the title over the whole width, and the discovery.
const MERGED: [[u32; 4]; 2] = [[0, 0, 0, 4], [2, 3, 1, 1]];

fn check_grouped(path: &Path) {
    let (records, files, told) = read(path, MAPPING);
    let columns = [
        "line",
        "reference",
        "discovered_earliest",
        "verdict",
        "data_subjects_exact",
    ];
    let found: Vec<_> = records
        .iter()
        .map(|row| columns.map(|column| row[column].as_str()))
        .collect();
    let discovered = "2024-03-04T09:30+01:00";
    let name = path.display();
    assert_eq!(
        found,
        [
            ["3", "A 1", discovered, "on-time", "12"],
            ["4", "A 2", discovered, "on-time", "7"],
            ["5", "A 3", discovered, "late", "3"]
        ],
        "{name}"
    );
    let hidden: Vec<&String> = told.iter().filter(|one| one.starts_with("F015")).collect();
    assert_eq!(hidden, ["F015 1"], "{name}");
    let skipped = files.iter().filter(|file| file["status"] == "skipped");
    let skipped: Vec<&str> = skipped.map(|file| file["source"].as_str()).collect();
    assert!(
        skipped.len() == 1 && skipped[0].ends_with("!Dold"),
        "{name} {skipped:?}"
    );
}

#[test]
fn a_binary_workbook_is_read_as_others_are() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("register.xlsb");
    let sheet = binary_sheet(&GROUPED, &[3], &MERGED);
    let other = binary_sheet(&[&["Dnr"], &["B 1"]], &[], &[]);
    fs::write(&path, binary_book(&[("Register", sheet), ("Dold", other)])).unwrap();
    check_grouped(&path);
}

/// The same sheets as an OpenDocument workbook.
fn open_book() -> Vec<u8> {
    let mut body: Vec<String> = Vec::new();
    for (at, row) in GROUPED.iter().enumerate() {
        let hidden = if at == 3 {
            " table:visibility=\"filter\""
        } else {
            ""
        };
        body.push(format!("<table:table-row{hidden}>"));
        for (column, text) in row.iter().enumerate() {
            let range = MERGED
                .iter()
                .find(|range| [range[0], range[2]] == [at as u32, column as u32]);
            let spans = range.map_or_else(String::new, |[first, last, left, right]| {
                format!(
                    " table:number-rows-spanned=\"{}\" table:number-columns-spanned=\"{}\"",
                    last - first + 1,
                    right - left + 1
                )
            });
            body.push(match text.parse::<f64>() {
                _ if text.is_empty() => "<table:covered-table-cell/>".to_owned(),
                Ok(number) => format!(
                    "<table:table-cell office:value-type=\"float\" office:value=\"{number}\"{spans}/>"
                ),
                Err(_) => format!(
                    "<table:table-cell office:value-type=\"string\"{spans}><text:p>{text}</text:p></table:table-cell>"
                ),
            });
        }
        body.push("</table:table-row>".to_owned());
    }
    let body = body.concat();
    let content = format!(
        "<office:document-content xmlns:office=\"o\" xmlns:table=\"t\" xmlns:text=\"x\" xmlns:style=\"s\">\
         <office:automatic-styles><style:style style:name=\"ta2\" style:family=\"table\">\
         <style:table-properties table:display=\"false\"/></style:style></office:automatic-styles>\
         <office:body><office:spreadsheet><table:table table:name=\"Register\">{body}</table:table>\
         <table:table table:name=\"Dold\" table:style-name=\"ta2\"><table:table-row><table:table-cell office:value-type=\"string\">\
         <text:p>Dnr</text:p></table:table-cell></table:table-row></table:table>\
         </office:spreadsheet></office:body></office:document-content>"
    );
    let kind = "application/vnd.oasis.opendocument.spreadsheet";
    let manifest = "<manifest:manifest xmlns:manifest=\"m\"/>";
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in [
        ("mimetype", kind),
        ("content.xml", &content),
        ("META-INF/manifest.xml", manifest),
    ] {
        let options = zip::write::SimpleFileOptions::default()
            .compression_method(zip::CompressionMethod::Stored);
        archive.start_file(name, options).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

#[test]
fn merged_cells_and_hidden_rows_of_opendocument_are_known() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("register.ods");
    fs::write(&path, open_book()).unwrap();
    check_grouped(&path);
}
