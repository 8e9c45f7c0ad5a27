//! PDF copies through the whole program: they are read like text copies, and
//! their findings tell the page.
#![allow(
    clippy::unwrap_used,
    reason = "a test ends at once at what it did not expect"
)]

mod common;

use common::{audit, here, program, rows};

#[test]
fn findings_tell_the_page() {
    let folder = tempfile::tempdir().unwrap();
    let corpus = folder.path().join("copies");
    let mut synth = program();
    synth
        .args(["synth", "--count", "12", "--seed", "3", "--format", "pdf"])
        .arg(&corpus)
        .assert()
        .success();
    let out = folder.path().join("report");
    audit(&[&corpus], &out, &[]);
    let files = rows(&out.join("files.csv"));
    assert_eq!(files.len(), 12);
    for file in files {
        assert_eq!(
            (file["format"].as_str(), file["encoding"].as_str()),
            ("pdf", "")
        );
        assert_eq!(file["status"], "read");
    }
    let mut pages = std::collections::BTreeSet::new();
    for finding in rows(&out.join("findings.csv")) {
        let page = finding["place"]
            .strip_prefix("page ")
            .unwrap()
            .parse::<u32>()
            .unwrap();
        assert!((1..=5).contains(&page), "{finding:?}");
        pages.insert(page);
    }
    assert!(pages.len() >= 3, "{pages:?}");
    // A page is called so in the language of the run.
    let out = folder.path().join("swedish");
    audit(&[&corpus], &out, &["--lang", "sv"]);
    let findings = rows(&out.join("findings.csv"));
    assert!(findings.iter().all(|row| row["place"].starts_with("sida ")));
}

#[test]
fn a_printed_form_is_one_notification_with_its_ticks() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("report");
    audit(&[&here("fixtures/pdf")], &out, &[]);
    let records = rows(&out.join("records.csv"));
    assert_eq!(records.len(), 2);
    for record in records {
        assert_eq!(record["subject_groups"], "children|pupils");
        assert_eq!(record["data_categories"], "health|identity-number|contact");
        assert_eq!(record["consequences"], "reputation");
        assert_eq!(record["organisation_number"], "212000-0142");
        assert_eq!(record["secrecy_claimed"], "no");
        assert_eq!(record["processors"], "2");
        assert_eq!(record["states"], "aaaaaaaaaaaanaaaaaaaaaauaauaaaanannab");
    }
}

#[test]
fn check_shows_the_lines_of_a_pdf() {
    let output = program()
        .args(["check", "--output-format", "full", "--as-of", common::AS_OF])
        .arg(here("fixtures/pdf/printed-check-boxes.pdf"))
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains("printed-check-boxes.pdf:"), "{text}");
    assert!(
        text.contains("11. När upptäckte ni incidenten?") || text.contains("2021-02-12"),
        "{text}"
    );
}

#[test]
fn the_proof_tells_the_pages_of_a_pdf() {
    let output = program()
        .args([
            "check",
            "--explain-deadline",
            "--as-of",
            common::AS_OF,
            "--lang",
            "en",
        ])
        .arg(here("fixtures/pdf/printed-check-boxes.pdf"))
        .output()
        .unwrap();
    let proof = String::from_utf8(output.stdout).unwrap();
    assert!(
        proof.contains("Declared discovery (question 11, page 2): 2021-02-12"),
        "{proof}"
    );
    assert!(
        proof.contains("Inferred from (question 30, page 5): 2021-04-08"),
        "{proof}"
    );
}

/// The one record of a file of `tests/data`, and the codes found in it.
fn record(path: &str) -> (common::Row, Vec<String>, String) {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("report");
    audit(
        &[&here("tests/data").join(path)],
        &out,
        &["--formats", "csv,md"],
    );
    let mut records = rows(&out.join("records.csv"));
    assert_eq!(records.len(), 1, "{path}");
    let codes = rows(&out.join("findings.csv"))
        .into_iter()
        .map(|finding| finding["code"].clone())
        .collect();
    let all = common::bytes_below(&out).into_values().flatten().collect();
    (records.remove(0), codes, String::from_utf8(all).unwrap())
}

#[test]
fn text_fields_are_read_by_value_and_appearance() {
    for name in [
        "with-appearance.pdf",
        "empty-appearance.pdf",
        "stale-needapp.pdf",
    ] {
        let (record, codes, _) = record(&format!("pdf-text-fields/{name}"));
        assert_eq!(record["controller"], "Exempelkommun", "{name}");
        assert_eq!(
            record["discovered_earliest"], "2024-03-04T09:30+01:00",
            "{name}"
        );
        assert_eq!(record["verdict"], "on-time", "{name}");
        assert_eq!(codes, [""; 0], "{name}");
    }
}

#[test]
fn a_field_that_contradicts_itself_is_undeterminable() {
    let folder = tempfile::tempdir().unwrap();
    let stale = std::fs::read(here("tests/data/pdf-text-fields/stale-needapp.pdf")).unwrap();
    let at = stale.windows(4).rposition(|word| word == b"true").unwrap();
    let stale = [&stale[..at], b"null", &stale[at + 4..]].concat();
    let input = folder.path().join("stale.pdf");
    std::fs::write(&input, stale).unwrap();
    let out = folder.path().join("report");
    audit(&[&input], &out, &[]);
    let record = rows(&out.join("records.csv")).remove(0);
    assert_eq!(record["verdict"], "no-discovery");
    let findings = rows(&out.join("findings.csv"));
    let found: Vec<&str> = findings
        .iter()
        .filter(|finding| {
            finding["code"] == "F003" && finding["message"].contains("shows one answer")
        })
        .map(|finding| finding["question"].as_str())
        .collect();
    assert_eq!(found, ["10", "11", "13", "30", "32"]);
}

#[test]
fn what_lies_under_a_drawing_reaches_no_output() {
    for name in ["black-rect.pdf", "redact-annot.pdf"] {
        let (record, codes, all) = record(&format!("pdf-masked-by-drawing/{name}"));
        assert_eq!(record["controller"], "(undeterminable)", "{name}");
        assert_eq!(record["reference"], "(undeterminable)", "{name}");
        assert_eq!(record["organisation_number"], "212000-0142", "{name}");
        assert!(
            codes.iter().filter(|code| *code == "F007").count() >= 3,
            "{name}: {codes:?}"
        );
        assert!(
            !all.contains("Exempelkommun") && !all.contains("KS 2024/1"),
            "{name}"
        );
    }
    let (record, codes, _) = record("pdf-masked-by-drawing/black-under.pdf");
    assert_eq!(
        (record["controller"].as_str(), record["verdict"].as_str()),
        ("Exempelkommun", "on-time")
    );
    assert_eq!(codes, [""; 0]);
}
