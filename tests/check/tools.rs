//! Formats for tools: notifications of one file are told apart, the question is named, paths
//! begin where the run began, SARIF keeps to its schema.

use crate::common::{here, program};
use crate::{check, check_lines, check_lines_in};

#[test]
fn formats_for_tools_tell_the_notifications_of_a_file_apart() {
    let table = "controller.organisation_number;incident.discovered.date\n\
                 212000-0142;2013-01-04\n212000-0142;2013-01-05\n";
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("table.csv");
    std::fs::write(&path, table).unwrap();
    for (format, told) in [
        (
            "junit",
            "name=\"T006 before-the-regulation #2\" line=\"3\">",
        ),
        ("junit", ">table.csv#2:3: "),
        (
            "github",
            "table.csv,line=3,title=T006 before-the-regulation #2::",
        ),
    ] {
        let more = [
            "--select",
            "T006",
            "--output-format",
            format,
            "--lang",
            "en",
        ];
        let text = check(&[path.to_str().unwrap()], &more);
        assert!(text.contains(told), "{told}\n{text}");
    }
    // A copy is one notification: nothing to tell apart.
    let copy = check(
        &["D001-late-text.txt"],
        &["--select", "D001", "--output-format", "github"],
    );
    assert!(copy.contains("title=D001 late-without-reason::"), "{copy}");
}

/// The findings of `check` in JSON as code, question and message; those about no
/// question left out.
pub(super) fn told(json: &str) -> Vec<(String, u64, String)> {
    let findings: Vec<serde_json::Value> = serde_json::from_str(json).unwrap();
    let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    let one = |finding: &serde_json::Value| {
        Some((
            text(&finding["code"]),
            finding["question"].as_u64()?,
            text(&finding["message"]),
        ))
    };
    findings.iter().filter_map(one).collect()
}

#[test]
fn a_rule_that_fires_at_several_questions_names_the_question() {
    let json = ["--output-format", "json"];
    let moments = r#"{"incident": {"occurred": {"date": "2042-03-04", "time": "kl 9"}, "discovered": {"date": "2025-03-30", "time": "02:30"}, "ended": {"date": "i går"}},
        "contact_address": {"postal_code": "1640"}, "controller": {"postal_address": {"postal_code": "06407"}},
        "communication": {"informed_at": {"date": "2042-03-05"}, "planned_at": {"date": "2025-10-26", "time": "02:30"}},
        "affected": {"data_subjects": {"exact": 1000, "range": "101-1000"}, "data_items": {"exact": 500, "range": "101-1000"}}}"#;
    let mut all = told(&check_lines(&moments.replace('\n', ""), &json));
    all.extend(told(&check(
        &["."],
        &[&json[..], &["--lang", "en"]].concat(),
    )));
    let mut questions: std::collections::BTreeMap<&str, std::collections::BTreeSet<u64>> =
        std::collections::BTreeMap::new();
    for (code, question, _) in &all {
        questions.entry(code).or_default().insert(*question);
    }
    for code in ["T007", "D011", "N003", "N004", "F003", "V003"] {
        assert!(
            questions[code].len() > 1,
            "{code} is to be seen at two questions"
        );
    }
    for (code, question, message) in &all {
        let named = message.contains(&format!("question {question}"));
        assert!(
            named || questions[code.as_str()].len() == 1,
            "{code} {question}: {message}"
        );
    }
    let swedish = check_lines_in("sv", &moments.replace('\n', ""), &json);
    assert!(
        swedish.contains("Tidpunkten (fråga 32) ligger efter körningens tidpunkt."),
        "{swedish}"
    );
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
    let log: serde_json::Value =
        serde_json::from_str(&check(&["."], &["--output-format", "sarif"])).unwrap();
    let broken = here("fixtures/unreadable/truncated.json");
    let output = program()
        .args(["check", "--output-format", "sarif"])
        .args([&here("fixtures/notifications/complete.json"), &broken])
        .output()
        .unwrap();
    let with_broken: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert!(validator.is_valid(&with_broken), "{with_broken}");
    assert_eq!(
        log["runs"][0]["invocations"][0]["executionSuccessful"],
        true
    );
    let errors: Vec<String> = validator
        .iter_errors(&log)
        .map(|error| error.to_string())
        .collect();
    assert!(errors.is_empty(), "{errors:?}");
    let results = log["runs"][0]["results"].as_array().unwrap();
    assert!(results.len() > 100);
}

#[test]
fn tools_that_open_files_get_a_path_from_where_the_run_began() {
    let folder = tempfile::tempdir().unwrap();
    let inner = folder.path().join("in/811218-9876");
    std::fs::create_dir_all(&inner).unwrap();
    for name in ["in/a b.json", "in/811218-9876/a.json"] {
        std::fs::copy(
            here("fixtures/notifications/C004-thin.json"),
            folder.path().join(name),
        )
        .unwrap();
    }
    let file = std::fs::File::create(folder.path().join("in/set.tar")).unwrap();
    let mut archive = tar::Builder::new(file);
    archive
        .append_path_with_name(here("fixtures/notifications/C004-thin.json"), "deep/m.json")
        .unwrap();
    archive
        .append_path_with_name(here("fixtures/unreadable/truncated.json"), "t.json")
        .unwrap();
    archive.into_inner().unwrap();
    std::fs::write(
        folder.path().join("r.csv"),
        "source,received\nnosuch.json,2024-03-05\n",
    )
    .unwrap();
    let check = |format: &str| {
        let output = program()
            .current_dir(folder.path())
            .args([
                "check",
                "./in/a b.json",
                "in/811218-9876",
                "in/set.tar",
                "--receipts",
                "./r.csv",
            ])
            .args([
                "--select",
                "C004,M009",
                "--output-format",
                format,
                "--lang",
                "en",
            ])
            .output()
            .unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    let commands = check("github");
    let lines: Vec<&str> = commands
        .lines()
        .map(|line| line.rsplit_once("::").unwrap().0)
        .collect();
    assert_eq!(
        lines,
        [
            "::warning file=in/******-****/a.json,line=1,title=C004 thin-description #1",
            "::warning file=in/a b.json,line=1,title=C004 thin-description #1",
            "::warning file=r.csv,line=2,title=M009 receipt-unmatched",
            "::warning file=in/set.tar,line=1,title=C004 thin-description #1 (set.tar!deep/m.json)",
            "::error file=in/set.tar",
        ]
    );
    assert!(commands.contains("::set.tar!t.json: "), "{commands}");
    let log: serde_json::Value = serde_json::from_str(&check("sarif")).unwrap();
    let results = log["runs"][0]["results"].as_array().unwrap();
    let told: Vec<[&str; 2]> = results
        .iter()
        .map(|result| {
            let file = &result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
            [file, &result["properties"]["source"]].map(|text| text.as_str().unwrap())
        })
        .collect();
    assert_eq!(told[1], ["in/a%20b.json", "a b.json"]);
    assert_eq!(told[3], ["in/set.tar", "set.tar!deep/m.json"]);
    // The other formats keep the name.
    assert!(
        check("concise").contains("\na b.json#1:1: warning"),
        "{}",
        check("concise")
    );
}
