//! `check`: what it tells of findings in every format, the proof of a verdict, and
//! the configuration of rules.

#![allow(
    clippy::unwrap_used,
    reason = "a test ends at once at what it did not expect"
)]

#[path = "../common/mod.rs"]
mod common;
mod configured;
mod proof;
mod tools;
mod words;

use common::{here, program};

/// The output of `check` over some fixtures.
fn check(fixtures: &[&str], more: &[&str]) -> String {
    let output = program()
        .current_dir(here("fixtures/notifications"))
        .arg("check")
        .args(fixtures)
        .args(["--as-of", common::AS_OF, "--color", "never"])
        .args(more)
        .output()
        .unwrap();
    assert!(
        output.stderr.is_empty(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap()
}

/// The output of `check` over NDJSON on standard input.
fn check_lines(lines: &str, more: &[&str]) -> String {
    check_lines_in("en", lines, more)
}

fn check_lines_in(language: &str, lines: &str, more: &[&str]) -> String {
    let output = program()
        .args([
            "check",
            "-",
            "--as-of",
            common::AS_OF,
            "--color",
            "never",
            "--lang",
            language,
        ])
        .args(more)
        .write_stdin(lines)
        .output()
        .unwrap();
    String::from_utf8(output.stdout).unwrap()
}

const SOME: [&str; 4] = [
    "imy-2021-text-copy.txt",
    "V001-check-digit.json",
    "D001-late-text.txt",
    "complete.json",
];

#[test]
fn one_of_something_is_told_in_the_singular() {
    let text = check(&["V001-check-digit.json", "--lang", "sv"], &[]);
    assert!(text.contains("1 anmälan kontrollerad: 1 fel, "), "{text}");
}

#[test]
fn timings_tell_what_stages_and_rules_cost() {
    let output = program()
        .args([
            "check",
            here("fixtures/notifications").to_str().unwrap(),
            "--timings",
            "--no-progress",
        ])
        .output()
        .unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    for word in ["read", "bind", "X004"] {
        assert!(told.contains(word), "{word}\n{told}");
    }
}

#[test]
fn every_format_is_as_before() {
    for format in [
        "full", "concise", "json", "ndjson", "csv", "junit", "github",
    ] {
        insta::assert_snapshot!(
            format!("check-{format}"),
            check(&SOME, &["--output-format", format, "--lang", "en"])
        );
    }
    let sarif = check(&SOME, &["--output-format", "sarif", "--lang", "en"]);
    // The catalogue has a page of its own; the version moves.
    let mut log: serde_json::Value = serde_json::from_str(&sarif).unwrap();
    log["runs"][0]["tool"]["driver"]["rules"] = "(the catalogue)".into();
    log["runs"][0]["tool"]["driver"]["version"] = "(version)".into();
    insta::assert_snapshot!("check-sarif", serde_json::to_string_pretty(&log).unwrap());
    insta::assert_snapshot!(
        "check-full-sv",
        check(&SOME, &["--output-format", "full", "--lang", "sv"])
    );
}

#[test]
fn no_format_shows_free_text_or_contact_data() {
    for format in [
        "full", "concise", "json", "ndjson", "csv", "sarif", "junit", "github",
    ] {
        let text = check(&["."], &["--output-format", format, "--lang", "sv"]);
        for personal in [
            "Exempelsson",
            "example.se",
            "465 004",
            "811218-9876",
            "640823-3234",
            "8112189876",
            "811218\u{ad}9876",
            "0701234567",
            "Provs",
            "lades i fel kuvert",
        ] {
            assert!(!text.contains(personal), "{personal} in {format}");
        }
    }
}

#[test]
fn a_supplement_is_found_whatever_the_case_of_its_number() {
    let promise = r#"{"case_number": "PUI-2024-0002", "incident": {"discovered": {"date": "2024-03-04"}}, "communication": {"informed": "no", "will_inform": "yes", "planned_at": {"date": "2024-04-01"}}, "supplement": {"intended": "yes"}}"#;
    let supplement = |number: &str| {
        format!(r#"{{"kind": "supplement", "supplements": "{number}", "incident": {{}}}}"#)
    };
    let found = |number: &str| {
        check_lines(
            &format!("{promise}\n{}", supplement(number)),
            &["--select", "T014"],
        )
        .contains("T014")
    };
    assert!(found("PUI-2024-0003") && !found("pui-2024-0002"));
}

#[test]
fn what_data_subjects_were_informed_before_is_told() {
    let informed = |discovered: &str| {
        let incident =
            format!(r#"{{"occurred": {{"date": "2024-03-04"}}, "discovered": {discovered}}}"#);
        let communication =
            r#"{"informed": "yes", "informed_at": {"date": "2024-03-03", "time": "08:00"}}"#;
        format!(r#"{{"incident": {incident}, "communication": {communication}}}"#)
    };
    let blank = informed("null");
    let later = informed(r#"{"date": "2024-03-06"}"#).replace("2024-03-03", "2024-03-05");
    for (language, line, told) in [
        (
            "en",
            &blank,
            "error T012 The data subjects were informed before the breach occurred.",
        ),
        (
            "en",
            &later,
            "warning T012 The data subjects were informed before the breach was discovered.",
        ),
        (
            "sv",
            &blank,
            "fel T012 De registrerade informerades innan incidenten inträffade.",
        ),
        (
            "sv",
            &later,
            "varning T012 De registrerade informerades innan incidenten upptäcktes.",
        ),
    ] {
        let findings = check_lines_in(language, line, &["--select", "T012"]);
        assert!(findings.contains(told), "{findings}");
    }
}

#[test]
fn a_long_exposure_is_told_by_the_days_of_which_it_was_more() {
    for (discovered, days) in [
        (
            r#"{"date": "2023-03-04", "time": "08:01"}"#,
            Some("More than 365 days"),
        ),
        (
            r#"{"date": "2023-03-05", "time": "08:00"}"#,
            Some("More than 365 days"),
        ),
        (
            r#"{"date": "2023-03-05", "time": "08:01"}"#,
            Some("More than 366 days"),
        ),
        (r#"{"date": "2023-03-04", "time": "08:00"}"#, None),
    ] {
        let occurred = r#"{"date": "2022-03-04", "time": "08:00"}"#;
        let line =
            format!(r#"{{"incident": {{"occurred": {occurred}, "discovered": {discovered}}}}}"#);
        let findings = check_lines(&line, &["--select", "T008"]);
        let told = days
            .map(|days| format!("{days} passed from occurrence to discovery (threshold: 365)."));
        match told {
            Some(told) => assert!(findings.contains(&told), "{findings}"),
            None => assert!(!findings.contains("T008"), "{findings}"),
        }
    }
}

#[test]
fn one_number_in_a_text_is_told_as_well_as_several() {
    let line =
        r#"{"incident": {"description": "Gällde 811218-9876. Svar till exempel@example.se."}}"#;
    for (language, told) in [
        (
            "sv",
            "fråga 16 står person- eller samordningsnummer: 1. Sådana",
        ),
        ("sv", "fråga 16 står e-postadresser eller telefonnummer: 1."),
        (
            "en",
            "question 16 holds personal identity or coordination numbers: 1. Such",
        ),
        (
            "en",
            "question 16 holds e-mail addresses or telephone numbers: 1.",
        ),
    ] {
        let findings = check_lines_in(language, line, &["--select", "X"]);
        assert!(findings.contains(told), "{findings}");
    }
}

#[test]
fn statistics_count_by_rule() {
    let text = check(
        &["D001-late.json", "D001-late-text.txt", "C004-thin.json"],
        &["--statistics", "--lang", "en"],
    );
    assert!(text.starts_with("       2  D001  error"), "{text}");
}

#[test]
fn statistics_count_levels_as_found_and_come_as_text_only() {
    let processor = r#"{"processors": {"involved": "yes", "organisations": [{"name": "Exempelbolaget", "organisation_number": "556329-7134"}]}, "controller": {"name": "Exempelkommun"}}"#;
    let text = check_lines(processor, &["--statistics", "--select", "V001"]);
    assert!(text.starts_with("       1  V001  warning"), "{text}");
    for option in ["--statistics", "--explain-deadline"] {
        let output = program()
            .args(["check", "-", option, "--output-format", "json"])
            .write_stdin(processor)
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(2));
        assert!(String::from_utf8(output.stderr).unwrap().contains(option));
    }
}

#[test]
fn every_format_names_what_was_not_read() {
    for format in [
        "json", "ndjson", "csv", "sarif", "junit", "github", "concise", "full",
    ] {
        let output = program()
            .args(["check", "--output-format", format, "--as-of", common::AS_OF])
            .args([
                here("fixtures/notifications/complete.json"),
                here("fixtures/unreadable/truncated.json"),
            ])
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(3));
        let [text, told] =
            [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap());
        match format {
            "concise" | "full" => assert!(
                text.contains("truncated.json: ") && told.is_empty(),
                "{told}"
            ),
            _ => assert_eq!(
                told.matches("truncated.json: ").count(),
                1,
                "{format}: {told}"
            ),
        }
        let inside = match format {
            "sarif" => "\"executionSuccessful\": false",
            "junit" => "<error message=",
            "github" => "fixtures/unreadable/truncated.json::",
            _ => "",
        };
        assert!(text.contains(inside), "{format}: {text}");
    }
}

#[test]
fn the_line_of_a_number_in_text_is_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let copy = std::fs::read_to_string(here("fixtures/notifications/D005-no-receipt.txt")).unwrap();
    let at = copy.find("\n16. ").unwrap();
    let answer = at + 1 + copy[at + 1..].find('\n').unwrap() + 1;
    let five = "Första raden\nAndra raden\n\nFjärde raden\nGällde 811218-9876 enligt brevet\n";
    let copy = format!("{}{five}{}", &copy[..answer], &copy[answer..]);
    let line = copy[..copy.find("Gällde").unwrap()].matches('\n').count() + 1;
    std::fs::write(folder.path().join("copy.txt"), &copy).unwrap();
    let output = program()
        .current_dir(folder.path())
        .args([
            "check",
            "copy.txt",
            "--select",
            "X001",
            "--output-format",
            "full",
            "--lang",
            "en",
        ])
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains(&format!("copy.txt:{line}:8")), "{text}");
    let mark = text.lines().find(|line| line.contains('^')).unwrap();
    assert_eq!(mark.matches('^').count(), 11, "{text}");
    assert!(mark.contains("; question 16; "), "{text}");
}

#[test]
fn the_full_format_shows_typed_answers_and_names_places() {
    let full = |paths: &[&str]| check(paths, &["--output-format", "full", "--lang", "en"]);
    let text = full(&["V008-negative.json"]);
    assert!(
        text.contains("| -5 (/affected/data_items/exact)\n"),
        "{text}"
    );
    let folder = tempfile::tempdir().unwrap();
    let file = std::fs::File::create(folder.path().join("copies.tar")).unwrap();
    let mut archive = tar::Builder::new(file);
    archive
        .append_path_with_name(
            here("fixtures/notifications/D005-no-receipt.txt"),
            "copy.txt",
        )
        .unwrap();
    archive.into_inner().unwrap();
    let text = full(&[folder.path().join("copies.tar").to_str().unwrap()]);
    assert!(
        text.contains("1 | Anmälan av personuppgiftsincident\n"),
        "{text}"
    );
}

/// Findings about answers of every kind, in the full format, of a notification
/// on the standard input.
#[test]
fn the_full_format_shows_answers_of_every_source() {
    let document = r#"{"controller": {"organisation_number": "556329-7134"}, "incident": {"discovered": {"date": "2013-01-04"}},
        "affected": {"encrypted": "partly", "subject_groups": ["Barn", "Ring Exempel"]}}"#;
    let lines = check_lines(&document.replace('\n', ""), &["--output-format", "full"]);
    for shown in [
        "1 | 556329-7134 (/controller/organisation_number)\n  | ^^^^^^^^^^^ Invalid organisation number",
        "1 | 2013-01-04 (/incident/discovered/date)\n  | ^^^^^^^^^^ ",
        "1 | Children | ···· ······· (/affected/subject_groups)\n",
    ] {
        assert!(lines.contains(shown), "{shown}\n{lines}");
    }
    let table = "controller.organisation_number;incident.discovered.date;affected.subject_groups\n\
                 212000-0142;2021-02-12;Barn\n811218-9877;2013-01-04;Barn|Exempel\n";
    let folder = tempfile::tempdir().unwrap();
    let file = std::fs::File::create(folder.path().join("tables.tar")).unwrap();
    let mut archive = tar::Builder::new(file);
    let mut header = tar::Header::new_gnu();
    header.set_size(table.len() as u64);
    header.set_cksum();
    archive
        .append_data(&mut header, "table.csv", table.as_bytes())
        .unwrap();
    archive.into_inner().unwrap();
    let full = ["--output-format", "full", "--lang", "en"];
    let text = check(&[folder.path().join("tables.tar").to_str().unwrap()], &full);
    for shown in [
        "tables.tar!table.csv#2:3:1\n",
        "3 | 2013-01-04 (incident.discovered.date)\n",
        "3 | Children | ······· (affected.subject_groups)\n",
        "3 | controller.organisation_number\n",
    ] {
        assert!(text.contains(shown), "{shown}\n{text}");
    }
    assert!(!text.contains("811218"), "{text}");
}

#[test]
fn standard_input_is_ndjson() {
    let lines = std::fs::read(here("fixtures/notifications/stream.ndjson")).unwrap();
    let output = program()
        .args([
            "check",
            "-",
            "--as-of",
            common::AS_OF,
            "--output-format",
            "concise",
            "--lang",
            "en",
        ])
        .write_stdin(lines)
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(
        text.contains("C003") && text.contains("C007") && text.contains("3 notifications checked"),
        "{text}"
    );
}
