//! Text copies as they are kept: several in one file, with what pages and the form's
//! page have beside the answers, supplements, withdrawals; and what is none.
#![allow(
    clippy::unwrap_used,
    reason = "a test ends at once at what it did not expect"
)]

#[path = "../common/mod.rs"]
mod common;
mod encodings;
mod pages;

use std::path::Path;

use common::{Row, audit, here, rows, run};

/// The records and the findings of what is read at a path; that one is a copy of
/// another is not looked at here.
fn read(path: &Path) -> (Vec<Row>, Vec<Row>) {
    let out = tempfile::tempdir().unwrap();
    audit(&[path], out.path(), &["--formats", "csv", "--force"]);
    let mut findings = rows(&out.path().join("findings.csv"));
    findings.retain(|finding| finding["code"] != "M001");
    (rows(&out.path().join("records.csv")), findings)
}

/// The records and the findings of a text.
fn read_text(text: &str) -> (Vec<Row>, Vec<Row>) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("copy.txt");
    std::fs::write(&path, text).unwrap();
    read(&path)
}

/// A record without its place.
fn without_place(row: &Row) -> Row {
    let mut row = row.clone();
    row.retain(|name, _| {
        !matches!(
            name.as_str(),
            "source" | "record" | "line" | "format" | "copy_of" | "case" | "infos"
        )
    });
    row
}

fn data(name: &str) -> String {
    std::fs::read_to_string(here("tests/data/kept-copies").join(name)).unwrap()
}

/// The cells of some columns, row by row.
fn cells(rows: &[Row], columns: &[&str]) -> Vec<Vec<String>> {
    rows.iter()
        .map(|row| columns.iter().map(|column| row[*column].clone()).collect())
        .collect()
}

const TITLE: &str = "Anmälan av personuppgiftsincident";

/// The three copies of one file.
fn three() -> Vec<String> {
    let text = data("several-in-one-file/a-newline.txt");
    text.split(TITLE)
        .skip(1)
        .map(|copy| format!("{TITLE}{copy}"))
        .collect()
}

#[test]
fn each_notification_of_a_file_is_read_as_if_it_were_alone() {
    let alone: Vec<Row> = three()
        .iter()
        .map(|copy| without_place(&read_text(copy).0[0]))
        .collect();
    assert_eq!(alone[2]["case_number"], "PUI-2024-0008");
    for name in ["a-newline.txt", "b-formfeed.txt"] {
        let (records, findings) =
            read(&here("tests/data/kept-copies/several-in-one-file").join(name));
        assert_eq!(
            records.iter().map(without_place).collect::<Vec<_>>(),
            alone,
            "{name}"
        );
        assert_eq!(
            cells(&records, &["record"]).concat(),
            ["1", "2", "3"],
            "{name}"
        );
        // Lines are those of the file.
        let line: usize = findings.iter().find(|row| row["code"] == "D001").unwrap()["line"]
            .parse()
            .unwrap();
        assert!(
            data(&format!("several-in-one-file/{name}")).lines().count() > line && line > 600,
            "{line}"
        );
    }
    let separators = [
        "\n==========\n",
        "\n\x0c",
        "\n3 (3)\n",
        "\n==> kopia-2.txt <==\n",
        "\nBilaga 2\n",
        "\n* * *\n",
        "\nFrån: registrator@imy.example\nÄmne: Kopia\nSkickat: 2024-03-05\n\n",
        "\nUtlämnande av allmän handling\nÄrende 2 av 3\nDiarienummer: PUI-2024-0099\n\n",
        "\x0cUtlämnande av allmän handling\nHärmed översänds\nÄrende PUI-2024-0007\n\x0c",
    ];
    for separator in separators {
        let (records, _) = read_text(&three().join(separator));
        assert_eq!(
            records.iter().map(without_place).collect::<Vec<_>>(),
            alone,
            "{separator:?}"
        );
    }
    // Also without titles, where each is whole.
    let (records, _) = read_text(&three().concat().replace(TITLE, ""));
    assert_eq!(
        cells(&records, &["case_number"]).concat(),
        cells(&alone, &["case_number"]).concat()
    );
}

#[test]
fn a_form_quoted_in_a_free_text_is_no_notification() {
    let [own, other, last] = three().try_into().unwrap();
    for (question, next) in [(14, "15. "), (16, "17. ")] {
        let at = own.find(&format!("\n{next}")).unwrap();
        assert!(own.find(&format!("\n{question}. ")).unwrap() < at);
        // With a number of its own it may be the pages of two copies in turn.
        let mixed = format!("{}\n{other}\n{}", &own[..at], &own[at..]);
        assert_refused_as_mixed(&mixed);
        let bare: Vec<&str> = other
            .lines()
            .filter(|line| !line.contains("PUI-2024"))
            .collect();
        let quoting = format!("{}\n{}\n{}", &own[..at], bare.join("\n"), &own[at..]);
        assert_eq!(
            cells(&read_text(&quoting).0, &["case_number"]).concat(),
            ["PUI-2024-0006"],
            "{question}"
        );
        let and_another = format!("{quoting}\n{last}");
        let numbers = cells(&read_text(&and_another).0, &["case_number"]).concat();
        assert_eq!(numbers, ["PUI-2024-0006", "PUI-2024-0008"], "{question}");
    }
}

#[test]
fn what_cannot_be_parted_is_unreadable() {
    let copies = three();
    let lines = |copy: &str| {
        copy.lines()
            .filter(|line| !line.trim().is_empty())
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let mixed: Vec<String> = lines(&copies[0])
        .into_iter()
        .zip(lines(&copies[1]))
        .flat_map(|(one, other)| [one, other])
        .collect();
    assert_refused_as_mixed(&mixed.join("\n"));
}

/// The parts of a text cannot be told apart, and that is said.
fn assert_refused_as_mixed(text: &str) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("mixed.txt");
    std::fs::write(&path, text).unwrap();
    let output = run(&["check", path.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(3));
    let told = String::from_utf8_lossy(&output.stdout).into_owned()
        + &String::from_utf8_lossy(&output.stderr);
    assert!(told.contains("save each in a file of its own"), "{told}");
}

#[test]
fn supplements_and_withdrawals_between_notifications_stay_apart() {
    let copies = three();
    let short = "Komplettering av anmälan PUI-2024-0006\n\nInkom: 2024-03-20 10:00\n\n\
        16. Kort beskrivning av incidenten\n\nMer text.\n\n";
    let withdrawn = copies[1].replace(TITLE, "Återkallelse av anmälan PUI-2024-0007");
    let (records, _) = read_text(&[&copies[0], short, &withdrawn].join("\n"));
    assert_eq!(
        cells(&records, &["kind"]).concat(),
        ["initial", "supplement", "withdrawal"]
    );
    assert_eq!(records[1]["supplements"], "PUI-2024-0006");
    let (supplement, findings) = read(&here(
        "tests/data/kept-copies/supplement-titles/1-blankett.txt",
    ));
    assert_eq!(supplement[0]["kind"], "supplement");
    assert!(
        findings
            .iter()
            .all(|finding| !finding["code"].starts_with('C')),
        "{findings:?}"
    );
}

#[test]
fn the_kinds_of_filing_stand_apart_in_the_figures() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("kinds.csv");
    let kinds = [
        "initial",
        "komplettering",
        "withdrawal",
        "Återkallelse",
        "rättelse",
    ];
    let body = kinds.map(|kind| format!("{kind},Exempelkommun\n")).concat();
    std::fs::write(&path, format!("kind,controller.name\n{body}")).unwrap();
    let out = folder.path().join("out");
    audit(&[&path], &out, &["--formats", "csv,md"]);
    let kinds = rows(&out.join("tables/kind.csv"));
    assert_eq!(
        cells(&kinds, &["value", "kind", "notifications", "base"]),
        [
            ["initial", "value", "1", "4"],
            ["supplement", "value", "1", "4"],
            ["withdrawal", "value", "2", "4"],
            ["(undeterminable)", "undeterminable", "1", "4"],
        ]
    );
    let sectors = rows(&out.join("tables/sector.csv"));
    assert_eq!(cells(&sectors, &["notifications"]).concat(), ["1"]);
    let summary = std::fs::read_to_string(out.join("summary.md")).unwrap();
    let told =
        "1 notification, 1 supplement, 2 withdrawals and 1 filing whose kind cannot be determined.";
    assert!(summary.contains(told), "{summary}");
    let findings = rows(&out.join("findings.csv"));
    let of_others = findings
        .iter()
        .filter(|row| row["record"] != "1" && row["code"].starts_with('C'));
    assert_eq!(of_others.count(), 0);
}

#[test]
fn help_and_counters_are_no_answers() {
    let (records, findings) = read(&here("tests/data/kept-copies/help-texts"));
    assert_eq!(records.len(), 3);
    assert!(
        records
            .iter()
            .all(|record| without_place(record) == without_place(&records[0]))
    );
    assert_eq!(
        cells(
            &records[..1],
            &["reference", "severity", "delay_reason", "secrecy_claimed"]
        ),
        [["KS 2024/1", "2", "none", "no"]]
    );
    assert!(findings.is_empty(), "{findings:?}");
    let plain = data("help-texts/a-plain.txt");
    for counter in [
        "Tecken kvar: 4000",
        "0/4000",
        "Max 4000 tecken",
        "Tecken kvar\n\n3 950",
        "4000 characters left",
    ] {
        let text = format!(
            "{}\n\n{counter}\n",
            plain.replace("\n\n15. ", &format!("\n\n{counter}\n\n15. "))
        );
        assert_eq!(
            without_place(&read_text(&text).0[0]),
            without_place(&records[0]),
            "{counter}"
        );
    }
}

#[test]
fn a_line_break_in_a_reference_is_a_blank() {
    let folder = here("tests/data/kept-copies/masked-references");
    let out = tempfile::tempdir().unwrap();
    let mapping = folder.join("m.toml");
    audit(
        &[&folder.join("in.csv")],
        out.path(),
        &["--force", "--mapping", mapping.to_str().unwrap()],
    );
    let records = rows(&out.path().join("records.csv"));
    assert_eq!(
        cells(&records[2..4], &["case_number", "reference"]),
        [["2024- 1000", "2024- 1000"], ["A-17 B", "A-17 B"]]
    );
    let json = out.path().join("a.json");
    std::fs::write(&json, r#"{"controller": {"reference": "KS\r\n2024/1"}}"#).unwrap();
    assert_eq!(read(&json).0[0]["reference"], "KS 2024/1");
}

/// A whole copy, as another program keeps it.
fn whole() -> String {
    std::fs::read_to_string(here("fixtures/notifications/imy-2021-text-copy.txt")).unwrap()
}

#[test]
fn a_copy_that_a_mail_quotes_is_read_as_it_was() {
    let (records, findings) = read_text(&whole());
    let quoted: String = whole()
        .lines()
        .flat_map(|line| ["> ", line, "\n"])
        .collect();
    let mail = format!("Den 5 mars skrev Anna:\n{quoted}\nMed vänlig hälsning\nBo\n");
    for text in [&quoted, &mail] {
        let (of_quoted, its_findings) = read_text(text);
        assert_eq!(without_place(&of_quoted[0]), without_place(&records[0]));
        assert_eq!(its_findings.len(), findings.len());
    }
}

#[test]
fn a_copy_of_which_a_mail_quotes_only_some_lines_says_so() {
    let quoted = |(at, line): (usize, &str)| match at % 7 {
        3 => format!("{line}\n"),
        _ => format!("> {line}\n"),
    };
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("copy.txt");
    let text: String = whole().lines().enumerate().map(quoted).collect();
    std::fs::write(&path, text).unwrap();
    std::fs::write(folder.path().join("whole.txt"), whole()).unwrap();
    let out = tempfile::tempdir().unwrap();
    audit(
        &[folder.path()],
        out.path(),
        &["--formats", "csv", "--force", "--lang", "en"],
    );
    let file = rows(&out.path().join("files.csv")).remove(0);
    assert!(
        file["reason"].contains("not every line begins with >"),
        "{file:?}"
    );
}

#[test]
fn utf_32_and_words_in_an_older_encoding_are_read() {
    let folder = tempfile::tempdir().unwrap();
    let text = whole();
    let (records, _) = read_text(&text);
    let wide: Vec<u8> = text
        .chars()
        .flat_map(|char| u32::from(char).to_le_bytes())
        .collect();
    let at = text.rfind('ä').unwrap();
    let mixed = [&text.as_bytes()[..at], b"\xE4", &text.as_bytes()[at + 2..]].concat();
    for (bytes, encoding) in [(wide, "utf-32le"), (mixed, "utf-8 (mixed)")] {
        let path = folder.path().join("copy.txt");
        std::fs::write(&path, bytes).unwrap();
        let out = tempfile::tempdir().unwrap();
        audit(&[&path], out.path(), &["--formats", "csv", "--force"]);
        let found = rows(&out.path().join("records.csv"));
        assert_eq!(
            without_place(&found[0]),
            without_place(&records[0]),
            "{encoding}"
        );
        assert_eq!(rows(&out.path().join("files.csv"))[0]["encoding"], encoding);
    }
}

#[test]
fn a_stamp_or_a_lone_counter_within_a_copy_is_no_answer() {
    let (records, findings) = read_text(&whole());
    let edition = whole();
    let answers: Vec<&str> = edition.lines().collect();
    let is_prose = |line: &&str| line.starts_with("Stadsdelsförvaltningens dataskyddsombud");
    let prose = answers.iter().position(is_prose).unwrap();
    for beside in [
        "Inkom 2026-01-02 Dnr KS 2026/12",
        "0/4000",
        "4000",
        "Utskriven 2026-01-02 10:02",
    ] {
        let mut lines = answers.clone();
        lines.insert(prose + 1, beside);
        let (found, its_findings) = read_text(&lines.join("\n"));
        let without = |row: &Row| {
            let mut row = without_place(row);
            row.retain(|name, _| !name.contains("line"));
            row
        };
        assert_eq!(without(&found[0]), without(&records[0]), "{beside}");
        assert_eq!(its_findings.len(), findings.len(), "{beside}");
    }
}

#[test]
fn blanks_and_ends_of_other_programs_change_nothing() {
    let copy = std::fs::read_to_string(here("tests/data/copies/anmalan.txt")).unwrap();
    let (records, findings) = read_text(&copy);
    assert_eq!(records[0]["received_source"], "document");
    for text in [
        copy.replace(' ', "\u{a0}"),
        format!("{copy}\u{1a}"),
        copy.replace("Inkom: ", "Inkom:\u{200b} "),
        copy.replace('\n', "\u{b}"),
        copy.replace('\n', "\u{85}"),
        copy.replace('\n', "\u{2028}"),
        copy.replace('\n', "\u{2029}"),
    ] {
        let (found, its_findings) = read_text(&text);
        assert_eq!(without_place(&found[0]), without_place(&records[0]));
        // A moment with another blank is noted as written in an unusual way.
        let others = its_findings.iter().filter(|row| row["code"] != "F004");
        assert_eq!(others.count(), findings.len());
    }
}
