//! `mapping check` shows what an audit makes of an export, and nothing personal.

use std::path::Path;
use std::process::Output;

use crate::common::program;

const MAPPING: &str = r#"
[[field]]
to = "case_number"
from = "Case"
[[field]]
to = "received"
from = "Received"
format = "%d/%m/%Y"
[[field]]
to = "affected.data_subjects"
from = "People"
[[field]]
to = "incident.cause"
from = "Cause"
[field.values]
"Mistake" = "technical-error"
[[field]]
to = "contacts.1.name"
from = "Officer"
[[field]]
to = "incident.description"
from = "Story"
"#;

const ROWS: [[&str; 6]; 4] = [
    ["Case", "Received", "People", "Cause", "Officer", "Story"],
    [
        "IMY-2024-1",
        "25/03/2024",
        "12",
        "Mistake",
        "Anna Person",
        "Bo Person fick brevet",
    ],
    [
        "IMY-2024-2",
        "2024-03-25",
        "hos Anna Person",
        "Sabotage",
        "Anna Person",
        "",
    ],
    ["IMY-2024-3", "31/12/2024", "10 to 99", "Mistake", "", "x"],
];

fn check(folder: &Path, mapping: &str, data: &Path, language: &str) -> Output {
    let file = folder.join("m.toml");
    std::fs::write(&file, mapping).unwrap();
    program()
        .args(["mapping", "check", "--lang", language])
        .args([&file, data])
        .output()
        .unwrap()
}

fn text(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn csv() -> String {
    ROWS.iter().map(|row| row.join(";") + "\n").collect()
}

fn ndjson() -> String {
    let object = |row: &[&str; 6]| {
        let cells = ROWS[0].iter().zip(row);
        let cells = cells.map(|(name, cell)| format!("\"{name}\":\"{cell}\""));
        format!("{{{}}}\n", cells.collect::<Vec<_>>().join(","))
    };
    ROWS[1..].iter().map(object).collect()
}

fn workbook(path: &Path) {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (at, row) in ROWS.iter().enumerate() {
        for (column, cell) in row.iter().enumerate() {
            sheet.write_string(at as u32, column as u16, *cell).unwrap();
        }
    }
    book.save(path).unwrap();
}

#[test]
fn every_format_shows_what_was_read_and_what_failed() {
    let folder = tempfile::tempdir().unwrap();
    let within = |name: &str| folder.path().join(name);
    std::fs::write(within("a.csv"), csv()).unwrap();
    std::fs::write(within("a.ndjson"), ndjson()).unwrap();
    let list = format!("[{}]", ndjson().trim_end().replace('\n', ","));
    std::fs::write(within("a.json"), list).unwrap();
    workbook(&within("a.xlsx"));
    for name in ["a.csv", "a.ndjson", "a.json", "a.xlsx"] {
        let output = check(folder.path(), MAPPING, &within(name), "en");
        let text = text(&output);
        assert_eq!(output.status.code(), Some(1), "{name}\n{text}");
        for expected in [
            "3 notifications read",
            "case_number ← \"Case\"\n  read: 3, without a value: 0, failed: 0",
            "\"IMY-2024-1\" → IMY-2024-1",
            "\"25/03/2024\" → 2024-03-25T00:00+01:00 – 2024-03-25T23:59+01:00",
            "read: 2, without a value: 0, failed: 1",
            "\"2024-03-25\" → (undeterminable)",
            "\"12\" → 12",
            "\"10 to 99\" → 10-99",
            "\"··· ···· ······\" → (undeterminable)",
            "\"Mistake\" → technical-error",
            "labels that no value map knows (1):\n    \"Sabotage\" (1)",
            "contacts.name ← \"Officer\"\n  read: 2, without a value: 1, failed: 0\n  The values are not shown",
        ] {
            assert!(text.contains(expected), "{name}: {expected}\n{text}");
        }
        assert!(!text.contains("Person"), "{name}\n{text}");
    }
}

#[test]
fn the_row_of_a_failure_is_named_in_the_language_of_the_run() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("a.csv");
    std::fs::write(&data, csv()).unwrap();
    let text = text(&check(folder.path(), MAPPING, &data, "sv"));
    assert!(
        text.contains("  oläsliga:\n    rad 3: \"2024-03-25\" → (undeterminable)"),
        "{text}"
    );
}

#[test]
fn only_ten_of_many_failures_are_shown() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("a.csv");
    let rows: String = (0..30).fold(String::new(), |rows, at| {
        rows + &at.to_string() + ";manga\n"
    });
    std::fs::write(&data, format!("Id;People\n{rows}")).unwrap();
    let mapping = "[[field]]\nto = \"affected.data_subjects\"\nfrom = \"People\"\n";
    let first = check(folder.path(), mapping, &data, "en");
    let shown = text(&first);
    assert!(shown.contains("failed: 30"), "{shown}");
    assert_eq!(shown.matches("→ (undeterminable)").count(), 10, "{shown}");
    assert!(shown.contains("    and 20 more\n"), "{shown}");
    let again = check(folder.path(), mapping, &data, "en");
    assert_eq!(first.stdout, again.stdout);
}

#[test]
fn the_exit_code_tells_whether_something_failed() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("a.csv");
    std::fs::write(&data, "Id;People\n1;10\n").unwrap();
    let people = "[[field]]\nto = \"affected.data_subjects\"\nfrom = \"People\"\n";
    let code = |mapping: &str, data: &Path| check(folder.path(), mapping, data, "en").status.code();
    assert_eq!(code(people, &data), Some(0));
    assert_eq!(
        code(&people.replace("People\"", "Persons\""), &data),
        Some(1)
    );
    assert_eq!(code("[[field]]\nto = \"x\"\n", &data), Some(2));
    assert_eq!(code(people, &folder.path().join("none.csv")), Some(2));
}
