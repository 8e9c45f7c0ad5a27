//! The configuration file and the form file: what they may say, and which mistakes are
//! reported with their place.

use crate::common::program;
use crate::{notification, stderr};

#[test]
fn mistakes_in_the_configuration_are_told_in_the_language() {
    for (text, told) in [
        (
            "polciy = \"x\"",
            "rad 1: det finns ingen nyckel `polciy`; menade du `policy`?",
        ),
        (
            "\nmin-cell = \"fem\"",
            "rad 2: `min-cell`: texten \"fem\" går inte; här ska stå ett heltal",
        ),
        ("quiet = \"x\"", "`true`, eller hur många gånger"),
        ("as-of = 5", "här ska stå ett datum"),
        ("max-member-size = \"x\"", "en storlek, som 512M eller 2G"),
        ("[levels]\nD = \"warn\"", "rad 2: `D`: `warn` går inte"),
        ("lang = svenska", "rad 1: går inte att läsa"),
        (
            "receipts = 5",
            "rad 1: `receipts`: heltalet `5` går inte; här ska stå text inom citattecken",
        ),
        ("threads = 5000", "rad 1: --threads: 5000 är inte mellan"),
        ("\nselect = [\n\"zz\"]", "rad 3: --select: ingen regel har"),
        (
            "[per-path-ignores]\n\"a[\" = [\"D\"]",
            "rad 2: per-path-ignores: mönstret `a[`: `[` saknar sin `]`",
        ),
        ("mapping = \"no.toml\"", "rad 1: --mapping: kan inte läsa"),
    ] {
        let english = check_with(text, &["--lang", "en"]).stderr;
        let english = String::from_utf8(english).unwrap();
        assert!(
            english.lines().count() == 1 && english.contains(".toml, line "),
            "{english}"
        );
        let output = check_with(text, &["--lang", "sv"]);
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(
            output.status.code() == Some(2) && said.contains(told),
            "{text}: {said}"
        );
    }
}

#[test]
fn a_configuration_file_is_found_and_the_command_line_wins() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(
        folder.path().join("breach-audit.toml"),
        "lang = \"sv\"\nignore = [\"D001\"]\n",
    )
    .unwrap();
    let below = folder.path().join("a/b");
    std::fs::create_dir_all(&below).unwrap();
    let late = notification("D001-late.json");
    let check = |more: &[&str]| {
        let output = program()
            .current_dir(&below)
            .args(["check", &late])
            .args(more)
            .output()
            .unwrap();
        (
            output.status.code().unwrap(),
            String::from_utf8(output.stdout).unwrap(),
        )
    };
    let (code, text) = check(&[]);
    assert!(code == 0 && text.contains("kontrollera"), "{code} {text}");
    let (code, text) = check(&["--lang", "en", "--ignore", "C001"]);
    assert!(code == 1 && text.contains("checked"), "{code} {text}");
    std::fs::write(folder.path().join("breach-audit.toml"), "langg = \"sv\"\n").unwrap();
    let output = program()
        .current_dir(&below)
        .args(["check", &late])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("langg"));
}

/// What `check` gives over the thin description with a configuration.
pub(super) fn check_with(configuration: &str, more: &[&str]) -> std::process::Output {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("breach-audit.toml"), configuration).unwrap();
    let mut program = program();
    program
        .current_dir(folder.path())
        .args(["check", &notification("C004-thin.json")])
        .args(more);
    program.output().unwrap()
}

#[test]
fn the_configuration_takes_the_keys_of_the_options() {
    let keys = "color = \"never\"\nno-progress = true\nquiet = true\nverbose = 0\nforce = false\n\
        timings = false\noutput-format = \"json\"\nstatistics = false\nas-of = 2024-01-01\nfrom = 2000-01-01\n\
        to = 2030-12-31\n";
    let output = check_with(keys, &[]);
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(
        text.starts_with('[') && text.contains("C004"),
        "{text} {:?}",
        output.stderr
    );
    let concise = check_with(keys, &["--output-format", "concise"]);
    assert!(!concise.stdout.starts_with(b"["), "the command line wins");
    assert!(
        !String::from_utf8(concise.stdout)
            .unwrap()
            .contains("checked"),
        "quiet"
    );
    let verbose = check_with(keys, &["--output-format", "concise", "-v"]);
    assert!(
        String::from_utf8(verbose.stdout)
            .unwrap()
            .contains("checked"),
        "the command line wins"
    );
}

#[test]
fn the_level_of_a_code_wins_over_that_of_its_family() {
    for (family, code, exit) in [("error", "info", 0), ("info", "error", 1)] {
        for lines in [
            format!("C = \"{family}\"\nC004 = \"{code}\""),
            format!("C004 = \"{code}\"\nC = \"{family}\""),
        ] {
            let output = check_with(&format!("[levels]\n{lines}\n"), &["--select", "C004"]);
            assert_eq!(output.status.code(), Some(exit), "{lines}");
        }
    }
    let output = check_with(
        "[levels]\nC = \"error\"\nthin-description = \"info\"\n",
        &["--select", "C004"],
    );
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn mistakes_in_a_form_file_are_told_in_the_language() {
    let folder = tempfile::tempdir().unwrap();
    let form = folder.path().join("form.toml");
    let form_text = form.to_string_lossy().into_owned();
    let clean = notification("complete.json");
    let told = |source: &str, language: &str| {
        std::fs::write(&form, source).unwrap();
        stderr(&["check", &clean, "--form", &form_text, "--lang", language])
    };
    let changed = |question: &str| format!("name = \"x\"\nbase = \"imy-2021\"\n{question}");
    for (source, sv, en) in [
        (
            "name = \"x\"\nbase = \"imy-1999\"\n".to_owned(),
            "rad 2: det finns ingen formulärversion \"imy-1999\"",
            "line 2: there is no edition \"imy-1999\"",
        ),
        (
            changed("[[question]]\nfield = \"incident.x\"\n"),
            "rad 4: det finns inget fält \"incident.x\"",
            "line 4: there is no field \"incident.x\"",
        ),
        (
            changed("[[question]]\nfield = \"kind\"\n"),
            "\"kind\" är inget svar på en fråga",
            "\"kind\" answers no question",
        ),
        (
            changed(
                "[[extra]]\nname = \"A B\"\nlabel = { sv = \"x\", en = \"x\" }\noptions = []\n",
            ),
            "namnet \"A B\" på en extra dimension",
            "the name \"A B\" of an extra",
        ),
    ] {
        assert!(told(&source, "sv").contains(sv), "{}", told(&source, "sv"));
        assert!(told(&source, "en").contains(en), "{}", told(&source, "en"));
    }
}
