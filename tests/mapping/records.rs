//! Rows of a table that are no notifications are named and not counted; keys that
//! repeat and tables without a header are told.

use std::fmt::Write as _;

use crate::columns::{Run, complaint};
use crate::common::{Row, audit, here, program, rows};

/// Findings about the input itself, as `F014 2: message`.
fn told(run: &Run) -> Vec<String> {
    let findings = run.rows("findings.csv");
    let of_input = findings.iter().filter(|row| row["record"] == "0");
    of_input
        .map(|row| format!("{} {}: {}", row["code"], row["line"], row["message"]))
        .collect()
}

#[test]
fn a_register_with_headings_and_sums() {
    let case = "rows-that-are-no-records";
    let run = Run::of_case(&format!("{case}/register.csv"), &format!("{case}/m.toml"));
    assert_eq!(
        run.column("reference"),
        ["KS 2024/11", "KS 2024/12", "KS 2024/23"]
    );
    assert_eq!(run.column("verdict"), ["on-time", "late", "on-time"]);
    assert_eq!(run.column("record"), ["1", "2", "3"]);
    assert_eq!(run.column("line"), ["3", "4", "7"]);
    let persons: u32 = run
        .column("data_subjects_exact")
        .iter()
        .map(|cell| cell.parse::<u32>().unwrap())
        .sum();
    assert_eq!(persons, 158);
    assert_eq!(run.rows("files.csv")[0]["notifications"], "3");
    assert_eq!(
        told(&run),
        [
            "F014 2: Rows of the table that are no notifications are not counted: 1 repeated header row, 2 headings, 1 sum row, 1 note and 1 blank row."
        ]
    );
}

#[test]
fn a_register_with_titles_and_totals() {
    let case = "registers/titles-and-totals";
    let run = Run::of_case(&format!("{case}/in.csv"), &format!("{case}/m.toml"));
    assert_eq!(run.column("data_subjects_exact"), ["10", "20"]);
    assert_eq!(
        told(&run),
        [
            "F014 7: Rows of the table that are no notifications are not counted: 1 sum row, 1 note and 1 blank row."
        ]
    );
    // Titles need not be counted out.
    let export =
        std::fs::read_to_string(here("tests/data/registers/titles-and-totals/in.csv")).unwrap();
    let mapping =
        std::fs::read_to_string(here("tests/data/registers/titles-and-totals/m.toml")).unwrap();
    let run = Run::of(&export, &mapping.replace("skip_lines=3", ""));
    assert_eq!(run.column("data_subjects_exact"), ["10", "20"]);
    assert_eq!(
        told(&run),
        [
            "F014 1: Rows of the table that are no notifications are not counted: 2 title rows, 1 sum row, 1 note and 1 blank row."
        ]
    );
}

#[test]
fn a_breach_over_several_rows_is_told() {
    let case = "registers/fan-out";
    let run = Run::of_case(&format!("{case}/in.csv"), &format!("{case}/m.toml"));
    assert_eq!(run.rows("files.csv")[0]["notifications"], "7");
    assert_eq!(
        told(&run),
        [
            "F011 3: 2 case numbers or references stand in several rows of the table, 6 rows in all. Each row was read by itself; rows with the same number are copies or versions of one notification (M001, M002) and count once, unless another number in them or the day of discovery differs."
        ]
    );
}

#[test]
fn our_own_columns_are_no_exception() {
    let folder = tempfile::tempdir().unwrap();
    let (input, out) = (folder.path().join("ours.csv"), folder.path().join("report"));
    let table = "Register 2024,,\n\ncontroller.reference,incident.discovered.date,affected.data_subjects.exact\n\
        KS 1,2024-01-02,5\ncontroller.reference,incident.discovered.date,affected.data_subjects.exact\n\
        KS 2,2024-01-03,6\nTotal,,11\n# exported by hand,,\n";
    std::fs::write(&input, table).unwrap();
    audit(&[&input], &out, &[]);
    let references: Vec<String> = rows(&out.join("records.csv"))
        .iter()
        .map(|row| row["reference"].clone())
        .collect();
    assert_eq!(references, ["KS 1", "KS 2"]);
    let of_input = |row: &&Row| row["record"] == "0";
    let findings = rows(&out.join("findings.csv"));
    let told: Vec<&str> = findings
        .iter()
        .filter(of_input)
        .map(|row| row["message"].as_str())
        .collect();
    assert_eq!(
        told,
        [
            "Rows of the table that are no notifications are not counted: 1 title row, 1 repeated header row, 1 sum row and 1 comment row."
        ]
    );
}

#[test]
fn a_table_without_a_header_is_told() {
    let mapping = "[[field]]\nto = \"controller.reference\"\nfrom = \"Dnr\"\n[[field]]\nto = \"incident.discovered\"\nfrom = \"Upptäckt\"\n";
    let export = "KS 2024/1;2024-01-02;5\nKS 2024/2;2024-01-03;6\n";
    let message = complaint(export, Some(mapping));
    assert!(message.contains("without a header row"), "{message}");
    let folder = tempfile::tempdir().unwrap();
    let (headless, whole) = (folder.path().join("a.csv"), folder.path().join("b.csv"));
    std::fs::write(&headless, export).unwrap();
    std::fs::write(&whole, format!("Dnr;Upptäckt;Antal\n{export}")).unwrap();
    std::fs::write(folder.path().join("m.toml"), mapping).unwrap();
    let out = folder.path().join("report");
    let mapping = folder.path().join("m.toml");
    assert_eq!(
        audit(
            &[&headless, &whole],
            &out,
            &["--mapping", mapping.to_str().unwrap()]
        ),
        3
    );
    let findings = rows(&out.join("findings.csv"));
    let found = findings.iter().find(|row| row["code"] == "F013").unwrap();
    assert_eq!(
        ["source", "record", "line"].map(|name| found[name].as_str()),
        ["a.csv", "0", "1"]
    );
}

#[test]
fn findings_about_an_input_go_by_the_configuration() {
    let case = here("tests/data/rows-that-are-no-records");
    let check_as = |format: &str, more: &[&str]| {
        let output = program()
            .args([
                "check",
                "--as-of",
                "2026-01-01",
                "--output-format",
                format,
                "--mapping",
            ])
            .arg(case.join("m.toml"))
            .args(more)
            .arg(case.join("register.csv"))
            .output()
            .unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    let check = |more: &[&str]| check_as("concise", more);
    assert!(
        check(&[]).contains("register.csv:2: note F014"),
        "{}",
        check(&[])
    );
    assert!(
        check(&["--lang", "sv"]).contains("2 mellanrubriker"),
        "{}",
        check(&["--lang", "sv"])
    );
    assert!(!check(&["--ignore", "F014"]).contains("F014"));
    assert!(check_as("sarif", &["--select", "F014"]).contains("\"F014\""));
}

/// Blocks and threads make no difference, also where rows are left out all over.
#[test]
fn a_long_table_is_the_same_on_any_number_of_threads() {
    let mut export = String::from("Dnr;Upptäckt;Antal\n");
    for row in 0..30_000 {
        writeln!(export, "KS 2024/{row};2024-01-02;1").unwrap();
        if row % 1000 == 999 {
            writeln!(export, "Summa;;{}\n;;\nDnr;Upptäckt;Antal", row + 1).unwrap();
        }
    }
    export += ";;30000\n";
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    std::fs::write(path("in.csv"), export).unwrap();
    let mapping = "[[field]]\nto = \"controller.reference\"\nfrom = \"Dnr\"\n[[field]]\nto = \"incident.discovered\"\nfrom = \"Upptäckt\"\n[[field]]\nto = \"affected.data_subjects\"\nfrom = \"Antal\"\n";
    std::fs::write(path("m.toml"), mapping).unwrap();
    let run = |threads: &str| {
        let out = path(threads);
        let mapping = path("m.toml");
        audit(
            &[&path("in.csv")],
            &out,
            &[
                "--threads",
                threads,
                "--select",
                "F",
                "--mapping",
                mapping.to_str().unwrap(),
            ],
        );
        let findings = std::fs::read_to_string(out.join("findings.csv")).unwrap();
        let notifications = rows(&out.join("files.csv"))[0]["notifications"].clone();
        (findings, notifications)
    };
    let (one, four) = (run("1"), run("4"));
    assert_eq!(one, four);
    assert_eq!(one.1, "30000");
    assert!(
        one.0
            .contains("30 repeated header rows, 31 sum rows and 30 blank rows"),
        "{}",
        one.0
    );
}
