//! Long files, of which some records are read once more from where they begin.
#![allow(
    clippy::unwrap_used,
    reason = "a test ends at once at what it did not expect"
)]

mod common;

use std::fs;

use common::{audit, rows};

#[test]
fn copies_in_a_long_file_are_told_by_their_texts() {
    let room = tempfile::tempdir().unwrap();
    // The 120th is a copy of the 7th, the 121st a later version of the 9th by its text alone.
    let told = |at: usize| match at {
        120 => (7, "Brevet gick fel."),
        121 => (9, "Brevet gick rätt."),
        at => (at, "Brevet gick fel."),
    };
    let padding = "Å, ja. ".repeat(200);
    let line = |at| {
        let (number, text) = told(at);
        serde_json::json!({
            "case_number": format!("PUI-2024-{number:04}"),
            "received": "2024-03-05T10:00",
            "incident": {
                "discovered": { "date": "2024-03-04", "time": "09:30" },
                "description": format!("{padding}{text}"),
            },
        })
        .to_string()
    };
    let row = |at| {
        let (number, text) = told(at);
        format!(
            "initial;PUI-2024-{number:04};2024-03-05T10:00;2024-03-04;09:30;\"{padding}\n{text}\""
        )
    };
    let header = "kind;case_number;received;incident.discovered.date;incident.discovered.time;incident.description";
    let lines: Vec<String> = (1..=121).map(line).collect();
    let table: Vec<String> = std::iter::once(header.to_owned())
        .chain((1..=121).map(row))
        .collect();
    let files = [
        ("a.ndjson", format!("\u{feff}{}", lines.join("\r\n\n"))),
        ("b.csv", format!("\u{feff}{}", table.join("\r\n"))),
        ("c.csv", table.join("\r")),
    ];
    for (name, text) in files {
        let file = room.path().join(name);
        fs::write(&file, text).unwrap();
        let out = room.path().join(format!("out-{name}"));
        audit(&[&file], &out, &[]);
        let copies: Vec<(String, String)> = rows(&out.join("records.csv"))
            .into_iter()
            .filter(|row| row["copy_of"] != "none")
            .map(|row| (row["record"].clone(), row["copy_of"].clone()))
            .collect();
        let expected = [("120", 7), ("121", 9)]
            .map(|(record, counted)| (record.to_owned(), format!("{name}#{counted}")));
        assert_eq!(copies, expected);
        let findings = rows(&out.join("findings.csv")).into_iter();
        let mut told: Vec<(String, String)> = findings
            .map(|row| (row["source"].clone(), row["code"].clone()))
            .collect();
        // Equal texts without a controller may be of one incident, too.
        told.retain(|(_, code)| code.starts_with('M') && code != "M007");
        assert_eq!(
            told,
            ["M001", "M002"].map(|code| (name.to_owned(), code.to_owned()))
        );
    }
}
