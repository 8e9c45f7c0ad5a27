//! The command line as its users meet it: exit codes, streams, refusals,
//! languages, configuration.
#![allow(
    clippy::unwrap_used,
    reason = "a test ends at once at what it did not expect"
)]

mod common;

use std::path::Path;
use std::process::Stdio;

use common::{audit, here, program, rows, run};

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
    ] {
        let output = check_with(text, &["--lang", "sv"]);
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(
            output.status.code() == Some(2) && said.contains(told),
            "{text}: {said}"
        );
    }
}

#[cfg(target_os = "linux")]
#[test]
fn threads_that_do_not_start_end_the_run() {
    let folder = tempfile::tempdir().unwrap();
    let program = assert_cmd::cargo::cargo_bin("breach-audit");
    let notifications = here("fixtures/notifications");
    // First our own threads do not start, then those of the libraries, then all do.
    for limit in [
        600_000, 1_100_000, 1_540_000, 1_800_000, 2_000_000, 2_400_000,
    ] {
        let line = format!(
            "ulimit -v {limit}; exec timeout -s KILL 120 {} audit {} -q --threads 16 --fail-on never -o {}/report",
            program.display(),
            notifications.display(),
            folder.path().display()
        );
        let output = std::process::Command::new("sh")
            .args(["-c", &line])
            .output()
            .unwrap();
        let told = String::from_utf8_lossy(&output.stderr);
        match output.status.code() {
            Some(0) => assert!(limit > 1_100_000, "the limit had no effect"),
            code => {
                assert_eq!(code, Some(2), "{limit}: {told}");
                assert!(
                    told.contains("the system starts no more threads"),
                    "{limit}: {told}"
                );
            }
        }
    }
}

/// Root may start any number of processes, so the program runs as another user.
#[cfg(target_os = "linux")]
#[test]
fn few_processes_end_the_run_or_leave_it_whole() {
    let folder = tempfile::tempdir().unwrap();
    let program = assert_cmd::cargo::cargo_bin("breach-audit");
    let report = folder.path().join("report");
    let limited = |processes: u32, arguments: &[&str]| {
        std::process::Command::new("setpriv")
            .args([
                "--reuid=64321",
                "--regid=64321",
                "--clear-groups",
                "timeout",
                "120",
            ])
            .args(["prlimit", &format!("--nproc={processes}")])
            .arg(&program)
            .args(arguments)
            .current_dir("/")
            .output()
    };
    if !limited(100, &["rules"]).is_ok_and(|output| output.status.success()) {
        return common::skipped("setpriv and prlimit may not run the program as another user");
    }
    std::fs::set_permissions(
        folder.path(),
        std::os::unix::fs::PermissionsExt::from_mode(0o777),
    )
    .unwrap();
    for (processes, threads, may_end) in
        [(2, 8, false), (4, 2, false), (60, 8, true), (12, 1, true)]
    {
        let (notifications, pdfs) = (here("fixtures/notifications"), here("fixtures/pdf"));
        let arguments = [
            "audit",
            notifications.to_str().unwrap(),
            pdfs.to_str().unwrap(),
            "-q",
            "--force",
            "--fail-on=never",
            &format!("--threads={threads}"),
            "-o",
            report.to_str().unwrap(),
        ];
        let output = limited(processes, &arguments).unwrap();
        let told = String::from_utf8_lossy(&output.stderr);
        let (code, is_told) = (
            output.status.code(),
            told.contains("the system starts no more threads"),
        );
        let is_whole = code == Some(0) && report.join("run.json").exists();
        assert!(
            code == Some(2) && is_told || may_end && is_whole,
            "{processes}: {code:?} {told}"
        );
    }
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
fn check_with(configuration: &str, more: &[&str]) -> std::process::Output {
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
    assert_eq!(told.matches("glob").count(), 1, "{told}");
}

#[test]
fn a_restriction_leaves_out_what_lies_outside_and_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("report");
    let fixtures = here("fixtures/notifications");
    audit(
        &[&fixtures],
        &out,
        &["--from", "2025-01-01", "--to", "2025-12-31"],
    );
    assert_eq!(rows(&out.join("records.csv")).len(), 1);
    assert!(
        rows(&out.join("files.csv")).len() > 100,
        "all inputs stay accounted for"
    );
    let run: serde_json::Value =
        serde_json::from_slice(&std::fs::read(out.join("run.json")).unwrap()).unwrap();
    assert!(run.to_string().contains("2025-01-01"));
    audit(&[&fixtures], &out, &["--where", "sector=private"]);
    assert_eq!(rows(&out.join("records.csv")).len(), 2);
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let mut child = std::process::Command::new(assert_cmd::cargo::cargo_bin("breach-audit"))
        .args(["rules", "--format", "md"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{output:?}");
    assert!(output.stderr.is_empty());
}

#[cfg(unix)]
#[test]
fn an_interrupted_run_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let corpus = folder.path().join("corpus");
    program()
        .args(["synth", "--count", "60000", "--format", "ndjson"])
        .arg(&corpus)
        .assert()
        .success();
    let out = folder.path().join("report");
    let mut child = std::process::Command::new(assert_cmd::cargo::cargo_bin("breach-audit"))
        .args(["audit", "-q", "--no-progress", "--threads", "1", "-o"])
        .args([&out, &corpus])
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    std::thread::sleep(std::time::Duration::from_millis(400));
    let id = child.id().to_string();
    std::process::Command::new("kill")
        .args(["-INT", &id])
        .status()
        .unwrap();
    let status = child.wait().unwrap();
    assert_eq!(status.code(), Some(130));
    assert!(!out.exists());
    let left = std::fs::read_dir(folder.path()).unwrap().count();
    assert_eq!(left, 2, "the corpus and its truth, nothing half-written");
}

#[test]
fn a_cross_table_names_no_dimension_twice() {
    let fixtures = here("fixtures/notifications");
    let output = program()
        .args(["audit", "--cross", "sector,sector"])
        .arg(fixtures)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("names `sector` twice"));
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
fn a_selection_is_taken_in_either_language_and_never_empty_in_silence() {
    let folder = tempfile::tempdir().unwrap();
    let notifications = here("fixtures/notifications");
    let path = notifications.to_str().unwrap();
    let select = |selection: &[&str], out: &str| {
        let out = folder.path().join(out);
        let fixed = [
            "audit",
            path,
            "-o",
            out.to_str().unwrap(),
            "--as-of",
            "2026-01-01",
            "--formats",
            "csv",
            "-q",
        ];
        run(&[&fixed[..], selection].concat())
    };
    let told = |selection: &[&str]| {
        let output = select(selection, "refused");
        assert_eq!(output.status.code(), Some(2), "{selection:?}");
        assert!(!folder.path().join("refused").exists());
        String::from_utf8(output.stderr).unwrap()
    };
    assert!(told(&["--where", "severity=9"]).contains("`severity` cannot be `9`"));
    assert!(
        told(&["--where", "sector=Inget sådant"]).contains("no notification is in the selection")
    );
    assert!(
        told(&["--from", "1999-01-01", "--to", "1999-12-31"])
            .contains("no notification is in the selection")
    );
    assert!(told(&["--where", "year=1999", "--from", "2020-01-01"]).contains("no day in common"));
    assert!(told(&["--cross", "sektor,sector"]).contains("twice"));
    assert!(told(&["--cross", "sektor,allvar"]).contains("no dimension `allvar`"));
    let tables = |selection: &[&str], out: &str| {
        let output = select(selection, out);
        assert!(
            matches!(output.status.code(), Some(0 | 1 | 3)),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        common::bytes_below(&folder.path().join(out).join("tables"))
    };
    let codes = tables(
        &["--where", "sector=public", "--cross", "severity,informed"],
        "a",
    );
    let labels = [
        "--where",
        "Sektor=Offentlig sektor",
        "--cross",
        "Allvarlighetsgrad,De registrerade informerade",
    ];
    assert_eq!(codes, tables(&labels, "b"));
    let group = tables(&["--where", "type-group=Obehörigt röjande"], "c");
    let rows = rows(&folder.path().join("c/tables/type-group.csv"));
    assert!(rows.iter().all(|row| row["value"] == "disclosure") && !group.is_empty());
    let stats = |selection: &[&str]| {
        let report = folder.path().join("a");
        run(&[&["stats", report.to_str().unwrap()], selection].concat())
    };
    let refused = stats(&["--where", "sector=private"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(
        String::from_utf8(refused.stderr)
            .unwrap()
            .contains("no notification is in the selection")
    );
    assert_eq!(
        stats(&["--where", "Sektor=offentlig sektor"]).status.code(),
        Some(0)
    );
}

#[test]
fn an_empty_selection_says_what_may_have_been_meant() {
    let fixtures = here("fixtures/notifications");
    let fixtures = fixtures.to_string_lossy();
    let told = |pair: &str, language: &str| {
        let arguments = ["check", &fixtures, "--where", pair, "--lang", language];
        assert_eq!(code(&arguments), 2, "{pair}");
        stderr(&arguments)
    };
    assert!(told("sector=publik", "sv").contains("menade du `Offentlig sektor`?"));
    assert!(told("sector=publik", "en").contains("did you mean `Public sector`?"));
    assert!(told("area=Skola", "sv").contains("menade du `area-group=Skola`?"));
    let severity = told("severity=9", "sv");
    assert!(severity.contains("`1. Försumbar`") && !severity.contains("Negligible"));
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
