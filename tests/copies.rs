//! Text copies that tools have changed on the way say what they said before.
#![allow(
    clippy::unwrap_used,
    reason = "a test ends at once at what it did not expect"
)]

mod common;

use std::path::Path;

use common::{Row, audit, here, rows};

/// The sample copy.
fn sample() -> String {
    std::fs::read_to_string(here("fixtures/notifications/imy-2021-text-copy.txt")).unwrap()
}

/// Each line broken at blanks into lines of at most `width` characters.
fn wrapped(text: &str, width: usize) -> String {
    let mut out = String::new();
    for line in text.lines() {
        let mut column = 0;
        for word in line.split(' ') {
            let length = word.chars().count();
            if column > 0 && column + length > width {
                out.push('\n');
                column = 0;
            }
            out.extend([word, " "]);
            column += length + 1;
        }
        out.push('\n');
    }
    out
}

/// The rows of a table of a report but for what depends on the copy's place.
fn without_place(report: &Path, table: &str) -> Vec<Row> {
    let mut rows = rows(&report.join(table));
    for row in &mut rows {
        row.retain(|name, _| !matches!(name.as_str(), "source" | "line" | "record" | "case"));
    }
    rows
}

/// Every copy gives the record and the findings of the sample.
fn assert_same_as_sample(copies: &[(String, String)]) {
    let folder = tempfile::tempdir().unwrap();
    let read = |name: &str, text: &str| {
        let (path, out) = (
            folder.path().join(format!("{name}.txt")),
            folder.path().join(name),
        );
        std::fs::write(&path, text).unwrap();
        audit(&[&path], &out, &["--formats", "csv"]);
        (
            without_place(&out, "records.csv"),
            without_place(&out, "findings.csv"),
        )
    };
    let expected = read("sample", &sample());
    assert_eq!(expected.0.len(), 1);
    for (name, text) in copies {
        assert_eq!(read(name, text), expected, "{name}");
    }
}

#[test]
fn a_copy_may_be_wrapped_at_any_width() {
    let widths = [(60..=120).collect(), vec![38, 42, 48, 53, 57]].concat();
    let copies: Vec<_> = widths
        .into_iter()
        .map(|width| (format!("width-{width}"), wrapped(&sample(), width)))
        .collect();
    assert_same_as_sample(&copies);
}

#[test]
fn a_copy_may_quote_headings_that_come_later() {
    let (eleven, fifteen, seventeen, twenty, thirty_one) = (
        "11. När upptäckte ni incidenten?",
        "15. Vad har hänt vid incidenten?",
        "17. Hur upptäckte ni incidenten?",
        "20. Inom vilket verksamhetsområde inträffade incidenten?",
        "31. Har ni informerat de registrerade?",
    );
    let processor = "22. Organisationens namn och organisationsnummer";
    let copies: Vec<_> = [
        (seventeen, seventeen),
        (twenty, seventeen),
        (processor, seventeen),
        (fifteen, fifteen),
        (eleven, eleven),
        (
            thirty_one,
            "Klicka på \"Lägg till ny\" om du vill lägga till ytterligare åtgärd\n\nInformation till",
        ),
    ]
    .iter()
    .map(|(quoted, before)| {
        let text = sample();
        let at = text.find(before).unwrap();
        let quotation = format!("Vi hänvisar till svaret på fråga\n\n{quoted}\n\nEva ringde oss.\n\n");
        (format!("quoted-{}", &quoted[..2]), [&text[..at], &quotation, &text[at..]].concat())
    })
    .collect();
    assert_same_as_sample(&copies);
}

#[test]
fn a_copy_may_have_page_numbers_and_ligatures() {
    let text = sample();
    let ligatures = text
        .replace("ff", "\u{fb00}")
        .replace("fi", "\u{fb01}")
        .replace("fl", "\u{fb02}");
    let mut paged = String::new();
    for (index, line) in text.lines().enumerate() {
        paged.extend([line, "\n"]);
        if index % 60 == 59 {
            paged.extend([
                "\n                    ",
                &(index / 60 + 1).to_string(),
                "\n\u{c}",
            ]);
        }
    }
    assert_same_as_sample(&[
        ("ligatures".to_owned(), ligatures),
        ("paged".to_owned(), paged),
    ]);
}
