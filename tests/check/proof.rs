//! The deadline and its proof: evidence, readings, policies, what would decide.

use crate::common::here;
use crate::{check, check_lines, check_lines_in};

const LATE: &str = r#"{"received": "2024-03-12T10:00", "incident": {"discovered": {"date": "2024-03-08", "time": "09:30"}}}"#;

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
fn the_proof_shows_what_it_rests_on() {
    let inferred = r#"{"incident": {"discovered": {"date": "2024-03-04", "time": "09:30"}}, "actions": [{"date": "2024-03-05"}, {"date": "2024-03-20", "time": "10:00", "action": "Rutinen skrevs om."}]}"#;
    let proof = check_lines(inferred, &["--explain-deadline"]);
    assert!(
        proof.contains("Inferred from (question 30, /actions/1/date): 2024-03-20T10:00+01:00"),
        "{proof}"
    );
    let late = LATE.replace("{\"received\"", "{\"channel\": \"post\", \"received\"");
    let proof = check_lines(&late, &["--explain-deadline"]);
    assert!(
        proof.contains("Reasons for the delay (question 14, /incident/delay_reason): not given"),
        "{proof}"
    );
    assert!(proof.contains("postal allowance possible"), "{proof}");
    assert!(!check_lines(LATE, &["--explain-deadline"]).contains("postal"));
}

#[test]
fn what_would_decide_is_what_is_not_known() {
    let lines = concat!(
        r#"{"received": "2025-10-29T02:00", "incident": {"discovered": {"date": "2025-10-26", "time": "02:30"}}}"#,
        "\n",
        r#"{"received": "2024-03-20T10:00", "incident": {"discovered": {"date": "2024-03"}}}"#,
    );
    let proof = check_lines(lines, &["--explain-deadline"]);
    assert!(
        proof.contains("decide: which of the two hours the time given for the discovery means"),
        "{proof}"
    );
    assert!(
        proof.contains("decide: the day of the discovery"),
        "{proof}"
    );
    let findings = check_lines(lines, &["--select", "D004"]);
    assert!(
        findings.contains("depends on which of the two hours"),
        "{findings}"
    );
}

#[test]
fn the_basis_is_that_of_the_policy() {
    for (policy, basis) in [
        ("gdpr33", "Article 33(1), second sentence, GDPR"),
        (
            "brottsdatalag",
            "Chapter 3 section 12, third paragraph, of the Criminal Data Ordinance (2018:1202)",
        ),
        (
            "eprivacy",
            "Article 2(3), second subparagraph, Regulation (EU) No 611/2013",
        ),
    ] {
        let findings = check_lines(
            LATE,
            &[
                "--select",
                "D001",
                "--policy",
                policy,
                "--output-format",
                "json",
            ],
        );
        assert!(findings.contains(basis), "{findings}");
        assert!(
            policy == "gdpr33" || !findings.contains("GDPR"),
            "{findings}"
        );
    }
    let old = r#"{"incident": {"discovered": {"date": "2013-01-04"}}}"#;
    let findings = check_lines(
        old,
        &[
            "--select",
            "T006",
            "--policy",
            "brottsdatalag",
            "--output-format",
            "csv",
        ],
    );
    assert!(
        findings.contains("Commencement provision of the Criminal Data Act"),
        "{findings}"
    );
    let proof = check_lines(LATE, &["--explain-deadline", "--deadline-hours", "47"]);
    assert!(
        proof.contains("Limit: 47 hours (set with --deadline-hours); GDPR Article 33(1): in force"),
        "{proof}"
    );
}

#[test]
fn a_proposal_is_told_as_one_also_without_a_receipt() {
    let open = r#"{"incident": {"discovered": {"date": "2024-03-04"}}}"#;
    for (language, limit) in [
        (
            "en",
            "Limit: 96 hours; Proposal: 96 hours, COM(2025) 837: proposal, not law",
        ),
        (
            "sv",
            "Gräns: 96 timmar; Förslag: 96 timmar, COM(2025) 837: förslag, inte gällande rätt",
        ),
    ] {
        let proof = check_lines_in(
            language,
            open,
            &["--explain-deadline", "--policy", "proposal-96h"],
        );
        assert!(proof.contains(limit), "{proof}");
    }
}

#[test]
fn what_to_know_of_the_policy_is_told_with_the_limit() {
    let proof = |language: &str, policy: &str, day: &str| {
        let line = format!(r#"{{"incident": {{"discovered": {{"date": "{day}"}}}}}}"#);
        check_lines_in(language, &line, &["--explain-deadline", "--policy", policy])
    };
    for (language, policy, told) in [
        (
            "en",
            "proposal-96h",
            "About the policy: proposal, not law (as of November 2026); notification only where the risk is high",
        ),
        (
            "sv",
            "eprivacy",
            "Om regelverket: 24 timmar från upptäckten där så är möjligt; anmäls till PTS",
        ),
    ] {
        let proof = proof(language, policy, "2024-03-04");
        assert!(
            proof.contains(told) && !proof.contains("did not apply"),
            "{proof}"
        );
    }
    for (language, day, told, applied) in [
        (
            "en",
            "2018-05-11",
            "About the policy: did not apply at the discovery",
            false,
        ),
        (
            "sv",
            "2018-05-11",
            "Om regelverket: gällde inte vid upptäckten",
            false,
        ),
        ("en", "2018-05-25", "did not apply at the discovery", true),
        ("en", "2018-05", "did not apply at the discovery", true),
    ] {
        let proof = proof(language, "gdpr33", day);
        assert_eq!(!proof.contains(told), applied, "{proof}");
    }
    let proposed = proof("en", "proposal-96h", "2024-03-04");
    assert!(!proposed.contains("did not apply"), "{proposed}");
}

#[test]
fn the_deadline_of_a_supplement_is_not_judged() {
    let supplement = LATE.replacen(
        '{',
        r#"{"kind": "supplement", "supplements": "PUI-2024-811218-9876", "#,
        1,
    );
    for (language, words) in [
        (
            "en",
            "  supplement to PUI-2024-******-****; the deadline is not judged\n",
        ),
        (
            "sv",
            "  komplettering till PUI-2024-******-****; tidsfristen bedöms inte\n",
        ),
    ] {
        let proof = check_lines_in(language, &supplement, &["--explain-deadline"]);
        assert_eq!(proof.trim_end().lines().count(), 2, "{proof}");
        assert!(proof.contains(words), "{proof}");
    }
}

#[test]
fn what_is_no_value_is_told_in_prose() {
    let supplement = LATE.replacen('{', r#"{"kind": "supplement", "#, 1);
    let unasked = LATE.replacen('{', r#"{"not_asked": [14], "#, 1);
    let masked = LATE.replace(
        "{\"discovered\"",
        "{\"delay_reason\": \"[maskerat]\", \"discovered\"",
    );
    let foreign = LATE.replacen(
        '{',
        r#"{"kind": "supplement", "supplements": "Ring 08-465 004 01", "#,
        1,
    );
    for (language, line, told) in [
        (
            "sv",
            &supplement,
            "komplettering (till vilken anmälan framgår inte); tidsfristen bedöms inte",
        ),
        (
            "en",
            &supplement,
            "supplement (to which notification is not told); the deadline is not judged",
        ),
        (
            "en",
            &foreign,
            "supplement (to a notification whose number is masked);",
        ),
        (
            "sv",
            &unasked,
            "Skäl för förseningen (fråga 14, /incident/delay_reason): ställdes inte\n",
        ),
        (
            "en",
            &unasked,
            "Reasons for the delay (question 14, /incident/delay_reason): not asked\n",
        ),
        (
            "sv",
            &masked,
            "Skäl för förseningen (fråga 14, /incident/delay_reason): går inte att avgöra\n",
        ),
    ] {
        let proof = check_lines_in(language, line, &["--explain-deadline"]);
        assert!(proof.contains(told), "{proof}");
        assert!(
            !["(blank)", "(not asked)", "(undeterminable)", "(masked)"]
                .iter()
                .any(|word| proof.contains(word))
        );
    }
}

#[test]
fn a_time_of_day_that_cannot_be_read_is_not_told_as_missing() {
    let line = r#"{"received": "2024-03-07T12:00", "incident": {"discovered": {"date": "2024-03-04", "time": "på morgonen"}}}"#;
    let finding = check_lines(line, &["--select", "D010"]);
    assert!(
        finding.contains("is not known") && !finding.contains("missing"),
        "{finding}"
    );
    let finding = check_lines_in("sv", line, &["--select", "D010"]);
    assert!(
        finding.contains("inte är känt") && !finding.contains("saknas"),
        "{finding}"
    );
    for (language, note) in [
        ("sv", "(datum; klockslaget är inte känt)"),
        ("en", "(a date; the time of day is not known)"),
    ] {
        let proof = check_lines_in(language, line, &["--explain-deadline"]);
        assert!(proof.contains(note), "{proof}");
    }
}

#[test]
fn the_proof_tells_the_place_that_the_format_has() {
    let folder = tempfile::tempdir().unwrap();
    let mut document: serde_json::Value = serde_json::from_str(LATE).unwrap();
    document["form"] = "imy-2021".into();
    let indented = serde_json::to_string_pretty(&document).unwrap();
    let table = "received,incident.discovered.date,incident.discovered.time\n2024-03-12T10:00,2024-03-08,09:30\n";
    for (name, text) in [("a.json", indented.as_str()), ("a.csv", table)] {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    let proof = |path: &str| check(&[path], &["--explain-deadline", "--lang", "en"]);
    let written = |name: &str| proof(folder.path().join(name).to_str().unwrap());
    for (proof, told) in [
        (
            written("a.json"),
            "(question 11, /incident/discovered/date)",
        ),
        (written("a.json"), "(question 14, /incident/delay_reason)"),
        (
            written("a.csv"),
            "(question 11, line 2, incident.discovered.date)",
        ),
        (proof("D001-late-text.txt"), "(question 14, line "),
        (
            proof("imy-2021-text-copy.txt"),
            "Inferred from (question 30, line 293)",
        ),
    ] {
        assert!(proof.contains(told), "{proof}");
    }
    // The columns of an export are not ours to name.
    let in_repository = |path: &str| here(path).to_str().unwrap().to_owned();
    let mapping = in_repository("fixtures/mappings/register.toml");
    let more = ["--explain-deadline", "--lang", "en", "--mapping", &mapping];
    let mapped = check(&[&in_repository("fixtures/exports/register.csv")], &more);
    assert!(
        mapped.contains("(question 11, line 4): 2024-01-09"),
        "{mapped}"
    );
}

#[test]
fn two_working_days_are_no_reading_of_a_day() {
    let late = r#"{"received": "2024-03-05T09:20", "incident": {"discovered": {"date": "2024-03-04", "time": "09:10"}}}"#;
    let findings = check_lines(late, &["--policy", "eprivacy", "--select", "D009"]);
    assert!(
        findings.contains("the hour rule") && !findings.contains("two working days"),
        "{findings}"
    );
    let proof = check_lines(late, &["--policy", "eprivacy", "--explain-deadline"]);
    let told = "two working days (Article 3(5), disputed for periods in hours): does not apply to limits under 48 hours";
    assert!(proof.contains(told), "{proof}");
}

#[test]
fn a_disputed_reading_is_named() {
    let name = "another reading: two working days (Article 3(5), disputed for periods in hours)";
    let findings = check_lines(LATE, &["--select", "D009"]);
    assert!(findings.contains(name), "{findings}");
    assert!(!findings.contains("1930:173"), "{findings}");
    let proof = check_lines(LATE, &["--explain-deadline"]);
    assert!(
        proof.contains("under a disputed reading: two working days (Article 3(5)"),
        "{proof}"
    );
    let sunday = LATE
        .replace("03-12T10:00", "03-11T10:00")
        .replace("03-08\"", "03-07\"");
    let findings = check_lines(&sunday, &["--select", "D009"]);
    assert!(
        findings.contains("1930:173) (disputed, arguable only for brottsdatalagen)"),
        "{findings}"
    );
}
