//! The command line as its users meet it: exit codes, streams, refusals,
//! languages, configuration.
#![allow(
    clippy::unwrap_used,
    reason = "a test ends at once at what it did not expect"
)]

mod browser;
#[path = "../common/mod.rs"]
mod common;
mod configuration;
mod machine;
mod selection;

use std::path::Path;

use common::{audit, here, program, run};
use configuration::check_with;

fn notification(name: &str) -> String {
    here(&format!("fixtures/notifications/{name}"))
        .to_string_lossy()
        .into_owned()
}

fn code(arguments: &[&str]) -> i32 {
    run(arguments).status.code().unwrap()
}

fn stderr(arguments: &[&str]) -> String {
    String::from_utf8(run(arguments).stderr).unwrap()
}

fn stdout(arguments: &[&str]) -> String {
    String::from_utf8(run(arguments).stdout).unwrap()
}

#[test]
fn exit_codes_say_how_it_went() {
    let (clean, late, warned) = (
        notification("complete.json"),
        notification("D001-late.json"),
        notification("C004-thin.json"),
    );
    let unreadable = here("fixtures/unreadable").to_string_lossy().into_owned();
    assert_eq!(code(&["check", &clean]), 0);
    assert_eq!(code(&["check", &late]), 1);
    assert_eq!(code(&["check", &warned]), 0);
    assert_eq!(code(&["check", &warned, "--fail-on", "warning"]), 1);
    assert_eq!(code(&["check", &late, "--fail-on", "never"]), 0);
    assert_eq!(code(&["check", &late, "--ignore", "D001"]), 0);
    assert_eq!(code(&["check", &clean, &unreadable]), 3);
    assert_eq!(code(&["check", &late, &unreadable]), 3);
    assert_eq!(code(&["check", &unreadable]), 3);
    assert_eq!(code(&["check", &format!("{unreadable}/empty.txt")]), 2);
    let empty = tempfile::tempdir().unwrap();
    assert_eq!(code(&["check", &empty.path().to_string_lossy()]), 2);
    assert_eq!(code(&["check"]), 2);
    assert_eq!(code(&["chekc", &clean]), 2);
}

#[test]
fn wrong_usage_is_told_with_what_to_do() {
    let clean = notification("complete.json");
    assert!(stderr(&["check", "no/such/folder"]).contains("no/such/folder"));
    assert!(stderr(&["check", &clean, "--select", "C0x4"]).contains("did you mean"));
    assert!(stderr(&["check", &clean, "--policy", "gdpr34"]).contains("gdpr33"));
    assert!(stderr(&["audit", &clean, "--formats", "docx"]).contains("docx"));
    assert!(stderr(&["check", &clean, "--as-of", "soon"]).contains("soon"));
    assert!(stderr(&["explain", "Z999"]).contains("Z999"));
    for arguments in [
        ["check", clean.as_str(), "--select", "C0x4"],
        ["check", clean.as_str(), "--policy", "gdpr34"],
        ["audit", clean.as_str(), "--formats", "docx"],
        ["check", clean.as_str(), "--receipts", "no-such.csv"],
        ["audit", clean.as_str(), "--cross", "sector,nonsense"],
    ] {
        assert_eq!(code(&arguments), 2, "{arguments:?}");
    }
}

#[test]
fn an_identity_number_on_the_command_line_is_masked() {
    for language in ["sv_SE.UTF-8", "en_GB.UTF-8"] {
        for arguments in [
            "811218-9876.txt",
            "check --811218-9876",
            "audit --min-cell 811218-9876 a",
            "check --lang 811218-9876 a",
            "check no/811218-9876",
        ] {
            let output = program()
                .env("LANG", language)
                .args(arguments.split(' '))
                .output()
                .expect("the program runs");
            let told = String::from_utf8(output.stderr).unwrap();
            assert!(
                told.contains("******-****") && !told.contains("9876"),
                "{arguments}: {told}"
            );
            assert_eq!(output.status.code(), Some(2), "{arguments}");
        }
    }
}

#[test]
fn options_without_effect_are_refused() {
    let clean = notification("complete.json");
    for arguments in [
        &["check", "--min-cell", "5"][..],
        &["check", "--round-to", "5"],
        &["check", "--formats", "csv"],
        &["check", "--cross", "sector,severity"],
        &["check", "--with-records"],
        &["check", "--force"],
        &["audit", "--with-records", "-o", "no-such-report"],
        &["stats", "--formats", "csv"],
        &["stats", "--formats", "parquet", "-o", "no-such-report"],
        &["stats", "--force"],
        &["stats", "--timings"],
        &["compare", "--force", "a"],
        &["rules", "--timings"],
    ] {
        let arguments = [arguments, &[clean.as_str()]].concat();
        assert_eq!(code(&arguments), 2, "{arguments:?}");
    }
    assert!(!Path::new("no-such-report").exists());
}

#[test]
fn words_for_a_language_are_understood() {
    for (word, meant) in [
        ("svenska", "sv"),
        ("swedish", "sv"),
        ("se", "sv"),
        ("sv_SE", "sv"),
        ("engelska", "en"),
        ("English", "en"),
    ] {
        let told = stderr(&["rules", "--lang", word]);
        assert!(
            told.contains(&format!("exists: '{meant}'")),
            "{word}: {told}"
        );
    }
    assert!(!stderr(&["rules", "--lang", "de"]).contains("similar"));
}

#[test]
fn the_summary_begins_with_the_verdict_in_both_languages() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("report").to_string_lossy().into_owned();
    let fixtures = here("fixtures/notifications")
        .to_string_lossy()
        .into_owned();
    for (language, late, inputs) in [("sv", "för sent", "## Indata"), ("en", "late", "## Inputs")]
    {
        let text = stdout(&[
            "audit",
            &fixtures,
            "-o",
            &out,
            "--lang",
            language,
            "--as-of",
            common::AS_OF,
        ]);
        let verdict = text.lines().nth(2).unwrap();
        assert!(
            verdict.starts_with("**") && verdict.contains(late),
            "{verdict}"
        );
        assert!(text.contains(inputs), "{text}");
        let written = std::fs::read_to_string(Path::new(&out).join("summary.md")).unwrap();
        assert!(
            text.starts_with(&written),
            "the terminal shows what summary.md holds"
        );
    }
}

#[test]
fn the_summary_of_the_real_copy_is_as_before() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("report");
    let copy = here("fixtures/notifications/imy-2021-text-copy.txt");
    for language in ["sv", "en"] {
        audit(&[&copy], &out, &["--lang", language]);
        let summary = std::fs::read_to_string(out.join("summary.md")).unwrap();
        insta::assert_snapshot!(format!("summary-{language}"), summary);
    }
}

#[test]
fn every_rule_is_explained_in_both_languages() {
    for rule in breach_audit::check::rules() {
        let code = rule.code.to_string();
        let english = stdout(&["explain", &code, "--lang", "en"]);
        let swedish = stdout(&["explain", rule.name, "--lang", "sv"]);
        assert!(
            english.contains(rule.name) && english.contains(rule.usual_basis().en),
            "{english}"
        );
        assert!(
            swedish.contains(&code) && swedish.contains(rule.usual_basis().sv),
            "{swedish}"
        );
    }
}

#[test]
fn the_form_is_printed_and_its_schema_accepts_our_json() {
    assert!(stdout(&["form", "--lang", "sv"]).contains("När upptäckte ni incidenten?"));
    assert!(
        stdout(&["form", "--format", "markdown"]).contains("When did you discover the breach?")
    );
    let schema: serde_json::Value =
        serde_json::from_str(&stdout(&["form", "--format", "json-schema"])).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    for name in [
        "complete.json",
        "complete-by-code.json",
        "supplement.json",
        "D002-late-with-reasons.json",
    ] {
        let document = std::fs::read_to_string(notification(name)).unwrap();
        let document = serde_json::from_str(&document).unwrap();
        let errors: Vec<String> = validator
            .iter_errors(&document)
            .map(|error| error.to_string())
            .collect();
        assert!(errors.is_empty(), "{name}: {errors:?}");
    }
    assert_eq!(code(&["form", "imy-1999"]), 2);
}

#[test]
fn errors_speak_the_language_asked_for() {
    assert_eq!(
        stderr(&["check", "nosuch", "--lang", "sv"]),
        "fel: nosuch: ingen sådan fil eller mapp\n"
    );
    let output = check_with("lang = \"sv\"\n", &["nosuch"]);
    assert_eq!(
        String::from_utf8(output.stderr).unwrap(),
        "fel: nosuch: ingen sådan fil eller mapp\n"
    );
    let output = check_with("[per-path-ignores]\n\"[\" = [\"C\"]\n", &[]);
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!(told.matches("the pattern `[`").count(), 1, "{told}");
}

#[test]
fn what_keeps_a_run_from_beginning_is_told_in_the_language() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.json"), r#"{"incident": {}}"#).unwrap();
    std::fs::write(folder.path().join("receipts.csv"), "source\na.json\n").unwrap();
    std::fs::create_dir_all(folder.path().join("letters/more")).unwrap();
    let told = |arguments: &str, language: &[&str]| {
        let output = program()
            .current_dir(folder.path())
            .env_remove("LC_ALL")
            .env_remove("LANG")
            .args(arguments.split(' '))
            .args(language)
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(2), "{arguments}");
        String::from_utf8(output.stderr).unwrap()
    };
    for (arguments, sv, en) in [
        (
            "check a.json --policy x",
            "det finns inget regelverk `x`; det finns gdpr33",
            "there is no policy `x`",
        ),
        (
            "check a.json --select zz",
            "ingen regel har koden",
            "no rule has the code",
        ),
        (
            "check a.json --where a",
            "`a` är inte FÄLT=VÄRDE",
            "`a` is not FIELD=VALUE",
        ),
        (
            "check a.json --receipts receipts.csv",
            "ingen kolumn `received`",
            "no column `received`",
        ),
        (
            "check a.json --receipts x.csv",
            "kan inte läsa x.csv: finns inte",
            "cannot read x.csv: it does not exist",
        ),
        (
            "check a.json --form x",
            "ingen formulärversion `x`",
            "no form edition `x`",
        ),
        (
            "stats letters",
            "innehåller inga poster",
            "holds no records",
        ),
        (
            "stats x",
            "x: ingen sådan fil eller mapp",
            "x: no such file or folder",
        ),
        (
            "compare letters letters",
            "är ingen rapportmapp: den har ingen run.json",
            "is not a report folder",
        ),
        (
            "audit a.json --out letters",
            "finns och är inte skriven av detta program",
            "was not written by",
        ),
        (
            "audit a.json --out a.json",
            "a.json är en fil",
            "a.json is a file",
        ),
        (
            "explain D",
            "står för flera regler",
            "stands for several rules",
        ),
        (
            "check",
            "dessa argument saknas:",
            "required arguments were not provided",
        ),
        (
            "check a.json --polcy x",
            "Användning: breach-audit check",
            "Usage: breach-audit check",
        ),
    ] {
        let (swedish, english) = (told(arguments, &["--lang", "sv"]), told(arguments, &[]));
        assert!(
            swedish.starts_with("fel: ") && swedish.contains(sv),
            "{arguments}: {swedish}"
        );
        assert!(
            english.starts_with("error: ") && english.contains(en),
            "{arguments}: {english}"
        );
    }
    std::fs::write(folder.path().join("breach-audit.toml"), "lang = \"sv\"\n").unwrap();
    assert!(told("check a.json --polcy x", &[]).starts_with("fel: okänt argument '--polcy'"));
    assert!(told("check a.json --polcy x", &["--lang=en"]).starts_with("error: "));
}

#[test]
fn colour_of_errors_is_that_asked_for() {
    let words = |arguments: &[&str]| stderr(arguments);
    for command in [
        &["stats", "no-such"][..],
        &["audit", "--no-such"],
        &["explain", "Z1"],
    ] {
        let asked = |when: &str| words(&[command, &["--color", when]].concat());
        assert!(asked("always").contains("\x1b["), "{command:?}");
        assert!(!asked("never").contains('\x1b'), "{command:?}");
        let swedish = words(&[command, &["--color=always", "--lang", "sv"]].concat());
        assert!(swedish.starts_with("\x1b[1;31mfel\x1b[0m: "), "{swedish}");
    }
}
