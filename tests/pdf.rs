//! PDF copies through the whole program: they are read like text copies, and
//! their findings tell the page.
#![allow(clippy::unwrap_used, reason = "a test ends at once at what it did not expect")]

mod common;

use common::{audit, here, program, rows};

#[test]
fn findings_tell_the_page() {
    let folder = tempfile::tempdir().unwrap();
    let corpus = folder.path().join("copies");
    let mut synth = program();
    synth.args(["synth", "--count", "12", "--seed", "3", "--format", "pdf"]).arg(&corpus).assert().success();
    let out = folder.path().join("report");
    audit(&[&corpus], &out, &[]);
    let files = rows(&out.join("files.csv"));
    assert_eq!(files.len(), 12);
    for file in files {
        assert_eq!((file["format"].as_str(), file["encoding"].as_str()), ("pdf", ""));
        assert_eq!(file["status"], "read");
    }
    let mut pages = std::collections::BTreeSet::new();
    for finding in rows(&out.join("findings.csv")) {
        let page = finding["place"].strip_prefix("page ").unwrap().parse::<u32>().unwrap();
        assert!((1..=5).contains(&page), "{finding:?}");
        pages.insert(page);
    }
    assert!(pages.len() >= 3, "{pages:?}");
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
    assert!(text.contains("11. När upptäckte ni incidenten?") || text.contains("2021-02-12"), "{text}");
}

#[test]
fn the_proof_tells_the_pages_of_a_pdf() {
    let output = program()
        .args(["check", "--explain-deadline", "--as-of", common::AS_OF, "--lang", "en"])
        .arg(here("fixtures/pdf/printed-check-boxes.pdf"))
        .output()
        .unwrap();
    let proof = String::from_utf8(output.stdout).unwrap();
    assert!(proof.contains("Declared discovery (question 11, page 2): 2021-02-12"), "{proof}");
    assert!(proof.contains("Inferred from (question 30, page 5): 2021-04-08"), "{proof}");
}
