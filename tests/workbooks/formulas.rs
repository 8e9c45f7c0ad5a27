//! Formulas of workbooks: their saved results are answers, and one that was never saved is no blank.

use std::io::Read as _;

use super::*;

/// What is read of each record of a workbook, and the codes of its findings.
pub(super) fn told(book: &Path) -> (Vec<[String; 3]>, Vec<String>) {
    let (records, _, findings) = read(book, MAPPING);
    let columns = ["reference", "discovered_earliest", "data_subjects_exact"];
    let told = records
        .iter()
        .map(|row| columns.map(|column| row[column].clone()));
    let codes = findings.iter().map(|one| one[..4].to_owned());
    (told.collect(), codes.collect())
}

#[test]
fn a_formula_without_a_saved_result_is_not_blank() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("register.xlsx");
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, name) in HEADINGS.iter().enumerate() {
        sheet.write(2, column as u16, *name).unwrap();
    }
    let moment = Format::new().set_num_format("yyyy-mm-dd hh:mm");
    for (row, name) in [(3, "R1"), (4, "R2"), (5, "R3"), (6, "R4")] {
        sheet.write(row, 0, name).unwrap();
        sheet.write(row, 2, "05/03/2024").unwrap();
        sheet.write(row, 3, "10:15").unwrap();
    }
    // The library writes a nought for what it did not work out, and says that it is to be worked
    // out when the workbook is opened.
    let formula = Formula::new("=DATE(2024,3,4)");
    sheet
        .write_formula_with_format(3, 1, formula, &moment)
        .unwrap();
    sheet.write_formula(3, 4, "=SUM(7,5)").unwrap();
    sheet.write(4, 1, "04/03/2024 09:30").unwrap();
    sheet
        .write_formula(4, 4, Formula::new("=6+6").set_result("12"))
        .unwrap();
    sheet.write(5, 1, "04/03/2024 09:30").unwrap();
    sheet.write_formula(5, 4, "=T(1)").unwrap();
    sheet.write_formula(6, 1, "=B6").unwrap();
    sheet.write_formula(6, 4, "=E6").unwrap();
    // A row of nothing but such is none.
    sheet.write_formula(7, 1, "=NOW()").unwrap();
    book.save(&path).unwrap();
    // An empty text is a result, and so a blank answer. Other programs write no result at all.
    edit(&path, "xl/worksheets/sheet1.xml", &|xml| {
        let nought = "<f>T(1)</f><v>0</v>";
        assert!(xml.contains(nought), "{xml}");
        xml.replace("<c r=\"E6\">", "<c r=\"E6\" t=\"str\">")
            .replace(nought, "<f>T(1)</f><v></v>")
            .replace("<f>B6</f><v>0</v>", "<f>B6</f>")
            .replace("<f>E6</f><v>0</v>", "<f>E6</f><v></v>")
    });
    let (found, told) = told(&path);
    let discovered = "2024-03-04T09:30+01:00";
    assert_eq!(
        found,
        [
            ["R1", "(undeterminable)", "(undeterminable)"],
            ["R2", discovered, "12"],
            ["R3", discovered, "(blank)"],
            ["R4", "(undeterminable)", "(undeterminable)"],
        ]
    );
    assert_eq!(told.iter().filter(|one| *one == "F003").count(), 4);
    assert!(told.iter().all(|one| one != "C002"), "{told:?}");
}

/// Writes a packed workbook anew with another text in one of its parts.
pub(super) fn edit(path: &Path, part: &str, change: &dyn Fn(&str) -> String) {
    let mut old = zip::ZipArchive::new(fs::File::open(path).unwrap()).unwrap();
    let mut new = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..old.len() {
        let mut entry = old.by_index(at).unwrap();
        let (name, mut text) = (entry.name().unwrap().into_owned(), String::new());
        entry.read_to_string(&mut text).unwrap();
        new.start_file(&name, zip::write::SimpleFileOptions::default())
            .unwrap();
        let text = if name == part { change(&text) } else { text };
        new.write_all(text.as_bytes()).unwrap();
    }
    fs::write(path, new.finish().unwrap().into_inner()).unwrap();
}

#[test]
fn a_formula_of_opendocument_without_a_result_is_not_blank() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("register.ods");
    let cell = |text: &str| {
        format!(
            "<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>"
        )
    };
    let row = |cells: [String; 5]| format!("<table:table-row>{}</table:table-row>", cells.concat());
    let formula = "<table:table-cell table:formula=\"of:=NOW()\"/>".to_owned();
    let saved = "<table:table-cell table:formula=\"of:=6+6\" office:value-type=\"float\" office:value=\"12\"/>";
    let [day, clock, moment] = ["05/03/2024", "10:15", "04/03/2024 09:30"].map(cell);
    let body = [
        row(HEADINGS.map(cell)),
        row([
            cell("R1"),
            formula.clone(),
            day.clone(),
            clock.clone(),
            formula,
        ]),
        row([cell("R2"), moment, day, clock, saved.to_owned()]),
    ];
    let content = format!(
        "<office:document-content xmlns:office=\"o\" xmlns:table=\"t\" xmlns:text=\"x\"><office:body>\
         <office:spreadsheet><table:table table:name=\"Register\">{}</table:table></office:spreadsheet>\
         </office:body></office:document-content>",
        body.concat()
    );
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let kind = "application/vnd.oasis.opendocument.spreadsheet";
    let manifest = "<manifest:manifest xmlns:manifest=\"m\"/>";
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
    fs::write(&path, archive.finish().unwrap().into_inner()).unwrap();
    let (found, told) = told(&path);
    assert_eq!(
        found,
        [
            ["R1", "(undeterminable)", "(undeterminable)"],
            ["R2", "2024-03-04T09:30+01:00", "12"],
        ]
    );
    assert_eq!(told.iter().filter(|one| *one == "F003").count(), 2);
}
