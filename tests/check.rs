//! `check` in every format, the proof of a verdict, and the configuration of
//! rules.

#![allow(clippy::unwrap_used, reason = "a test ends at once at what it did not expect")]

mod common;

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
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

const SOME: [&str; 4] =
    ["imy-2021-text-copy.txt", "V001-check-digit.json", "D001-late-text.txt", "complete.json"];

#[test]
fn timings_tell_what_stages_and_rules_cost() {
    let output = program()
        .args(["check", here("fixtures/notifications").to_str().unwrap(), "--timings", "--no-progress"])
        .output()
        .unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    for word in ["read", "bind", "X004"] {
        assert!(told.contains(word), "{word}\n{told}");
    }
}

#[test]
fn every_format_is_as_before() {
    for format in ["full", "concise", "json", "ndjson", "csv", "junit", "github"] {
        insta::assert_snapshot!(
            format!("check-{format}"),
            check(&SOME, &["--output-format", format, "--lang", "en"])
        );
    }
    insta::assert_snapshot!("check-full-sv", check(&SOME, &["--output-format", "full", "--lang", "sv"]));
}

#[test]
fn sarif_keeps_to_its_schema() {
    let schema = std::fs::read_to_string(here("tests/data/sarif-2.1.0.schema.json")).unwrap();
    let mut schema: serde_json::Value = serde_json::from_str(&schema).unwrap();
    // As published this pattern is no regular expression; nothing here uses it.
    for holder in ["run", "toolComponent"] {
        let language = &mut schema["definitions"][holder]["properties"]["language"];
        language.as_object_mut().unwrap().remove("pattern");
    }
    let validator = jsonschema::validator_for(&schema).unwrap();
    let log: serde_json::Value = serde_json::from_str(&check(&["."], &["--output-format", "sarif"])).unwrap();
    let errors: Vec<String> = validator.iter_errors(&log).map(|error| error.to_string()).collect();
    assert!(errors.is_empty(), "{errors:?}");
    let results = log["runs"][0]["results"].as_array().unwrap();
    assert!(results.len() > 100);
}

#[test]
fn no_format_shows_free_text_or_contact_data() {
    for format in ["full", "concise", "json", "ndjson", "csv", "sarif", "junit", "github"] {
        let text = check(&["."], &["--output-format", format, "--lang", "sv"]);
        for personal in [
            "Exempelsson",
            "example.se",
            "465 004",
            "811218-9876",
            "640823-3234",
            "Provs",
            "lades i fel kuvert",
        ] {
            assert!(!text.contains(personal), "{personal} in {format}");
        }
    }
}

#[test]
fn the_proof_shows_evidence_readings_and_what_would_decide() {
    for language in ["sv", "en"] {
        let proof = check(
            &[
                "imy-2021-text-copy.txt",
                "D009-within-the-hour.json",
                "D010-time-of-discovery.json",
                "D002-exactly-72-hours-silent.json",
            ],
            &["--explain-deadline", "--lang", language],
        );
        insta::assert_snapshot!(format!("proof-{language}"), proof);
    }
}

#[test]
fn statistics_count_by_rule() {
    let text =
        check(&["D001-late.json", "D001-late-text.txt", "C004-thin.json"], &["--statistics", "--lang", "en"]);
    assert!(text.starts_with("       2  D001  error"), "{text}");
}

#[test]
fn standard_input_is_ndjson() {
    let lines = std::fs::read(here("fixtures/notifications/stream.ndjson")).unwrap();
    let output = program()
        .args(["check", "-", "--as-of", common::AS_OF, "--output-format", "concise", "--lang", "en"])
        .write_stdin(lines)
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(
        text.contains("C003") && text.contains("C007") && text.contains("3 notifications checked"),
        "{text}"
    );
}

#[test]
fn levels_thresholds_and_paths_are_configured() {
    let folder = tempfile::tempdir().unwrap();
    let config = folder.path().join("breach-audit.toml");
    let check = |toml: &str| {
        std::fs::write(&config, toml).unwrap();
        let output = program()
            .current_dir(folder.path())
            .args(["check", "--lang", "en", "--as-of", common::AS_OF])
            .args([
                here("fixtures/notifications/C016-unknown-items.json"),
                here("fixtures/notifications/C004-thin.json"),
            ])
            .output()
            .unwrap();
        (
            output.status.code().unwrap(),
            String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap(),
        )
    };
    assert_eq!(check("").0, 0);
    let (code, text) = check("[levels]\nC016 = \"error\"\n");
    assert!(code == 1 && text.contains("error C016"), "{text}");
    let (_, text) = check("[thresholds]\nthin-description = 10\n");
    assert!(!text.contains("C004"), "{text}");
    let (_, text) = check("[per-path-ignores]\n\"C004*\" = [\"thin-description\"]\n");
    assert!(!text.contains("C004 The"), "{text}");
    let (code, text) = check("[levels]\nC99 = \"error\"\n");
    assert!(code == 2 && text.contains("did you mean"), "{text}");
    let (code, text) = check("[thresholds]\nthin = 3\n");
    assert!(code == 2 && text.contains("thin-description"), "{text}");
}
