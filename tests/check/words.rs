//! What people read: rule titles and durations in the language of the run, no
//! Swedish word that means something else.

use crate::common::{files, here, program};
use crate::{check, check_lines_in};

const CASE: &str = "tests/data/late-without-question-14";

/// A register that never asked for reasons still tells what came late.
#[test]
fn a_late_row_of_a_source_without_question_14_is_told() {
    let told = |language: &str| {
        let output = program()
            .current_dir(here(CASE))
            .args([
                "check",
                "r.csv",
                "--mapping",
                "r.toml",
                "--fail-on",
                "warning",
            ])
            .args([
                "--select",
                "D",
                "--output-format",
                "concise",
                "--color",
                "never",
                "--lang",
                language,
            ])
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(1));
        String::from_utf8(output.stdout).unwrap()
    };
    let english = told("en");
    assert!(
        english.starts_with("r.csv#1:2: warning D013 Received 19.0 days after"),
        "{english}"
    );
    assert!(
        english.contains("(Late, reasons not asked for)\n"),
        "{english}"
    );
    assert!(
        told("sv").contains(": varning D013 Anmälan kom in 19,0 dygn efter"),
        "{}",
        told("sv")
    );
    assert_eq!(english.matches(" D0").count(), 1, "{english}");
}

const BOUND: &str =
    r#"{"received": "2024-03-08T00:00", "incident": {"discovered": {"date": "2024-03-04"}}}"#;
const WEEKS: &str =
    r#"{"received": "2024-04-20T10:00", "incident": {"discovered": {"date": "2024-03-04"}}}"#;

#[test]
fn a_lower_bound_is_told_as_one_and_weeks_in_days() {
    let told =
        |language: &str, lines: &str| check_lines_in(language, lines, &["--select", "D001,D002"]);
    let english = told("en", BOUND);
    assert!(
        english.contains("Received at least 72.02 hours (up to 96.00) after"),
        "{english}"
    );
    assert!(english.contains("more than 72 hours"), "{english}");
    assert!(told("sv", BOUND).contains("Anmälan kom in minst 72,02 timmar (högst 96,00) efter"));
    assert!(told("sv", WEEKS).contains("Anmälan kom in minst 46 dygn (högst 48) efter"));
    let proof = |language: &str| check_lines_in(language, WEEKS, &["--explain-deadline"]);
    assert!(proof("sv").contains("46–48 dygn\n"), "{}", proof("sv"));
    assert!(proof("en").contains("46 to 48 days\n"), "{}", proof("en"));
}

/// Under a limit of weeks, days would blur what is more.
#[test]
fn a_duration_near_its_limit_is_told_in_hours() {
    let late = r#"{"received": "2024-03-08T10:01", "incident": {"discovered": {"date": "2024-03-04", "time": "10:00"}}}"#;
    let told = check_lines_in(
        "en",
        late,
        &["--select", "D001", "--policy", "proposal-96h"],
    );
    assert!(
        told.contains("Received 96.02 hours after the declared discovery, more than 96 hours"),
        "{told}"
    );
}

#[test]
fn the_security_service_is_told_of_more_mildly() {
    let told = check(
        &["P004-security-service.json", "P004-customs.json"],
        &["--select", "P004", "--lang", "sv"],
    );
    assert!(told.contains("lagen (2019:1182)"), "{told}");
    assert!(
        told.contains("brottsdatalagen kan gälla i stället för"),
        "{told}"
    );
    assert_eq!(told.matches("i stället för").count(), 1, "{told}");
}

/// Everything that is printed of all fixtures and of the catalogue, in Swedish.
fn swedish() -> String {
    let names: Vec<String> = files(&here("fixtures/notifications"))
        .iter()
        .map(|path| path.file_name().unwrap().to_string_lossy().into_owned())
        .collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let findings = check(&names, &["--lang", "sv", "--output-format", "json"]);
    let proofs = check(&names, &["--lang", "sv", "--explain-deadline"]);
    let catalogue = program()
        .args(["rules", "--format", "md", "--lang", "sv"])
        .output()
        .unwrap()
        .stdout;
    [findings, proofs, String::from_utf8(catalogue).unwrap()].concat()
}

/// "Inkomst" is income; a decimal point is no Swedish sign.
#[test]
fn swedish_is_what_an_officer_would_write() {
    let all = swedish();
    let lower = all.to_lowercase();
    for word in [
        "inkomst",
        "allvaret",
        "överträdelse",
        "vetskapen står",
        "menades",
    ] {
        assert!(!lower.contains(word), "{word}");
    }
    let bytes = all.as_bytes();
    for (at, _) in all.match_indices(" timmar") {
        let number: Vec<u8> = bytes[..at]
            .iter()
            .rev()
            .copied()
            .take_while(|byte| *byte != b' ')
            .collect();
        assert!(
            !number.contains(&b'.'),
            "{}",
            String::from_utf8_lossy(&bytes[at - 40..at])
        );
    }
}

#[test]
fn titles_stand_where_people_read_and_names_where_programs_do() {
    let fixture = ["C016-unknown-subjects.json"];
    let shown = |format: &str, language: &str| {
        check(
            &fixture,
            &[
                "--select",
                "C016",
                "--output-format",
                format,
                "--lang",
                language,
            ],
        )
    };
    for format in ["full", "concise"] {
        assert!(
            shown(format, "sv").contains("Okänt svar, ingen komplettering utlovad"),
            "{format}"
        );
        assert!(
            shown(format, "en").contains("Answer unknown, no supplement promised"),
            "{format}"
        );
    }
    for format in ["csv", "json", "ndjson"] {
        assert!(
            shown(format, "sv").contains("unknown-and-no-supplement"),
            "{format}"
        );
    }
}
