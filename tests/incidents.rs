//! Incidents of several controllers: how often they are right over corpora whose truth is known,
//! what must never make one, and that records give the same tables again.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test ends at once at what it did not expect, and shows what it measured"
)]

mod common;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use common::{audit, here, program, rows};
use serde_json::json;

/// What a row says of its incident, or the truth.
type Told = BTreeMap<(String, String), (String, String)>;

fn corpus(folder: &Path, count: u32, waves: u32) -> PathBuf {
    let corpus = folder.join("waves");
    let (count, waves) = (count.to_string(), waves.to_string());
    program()
        .args(["synth", "--count", &count, "--seed", "7", "--waves", &waves])
        .args(["--format", "ndjson"])
        .arg(&corpus)
        .assert()
        .success();
    corpus
}

fn told(file: &Path) -> Told {
    let key = |row: &common::Row| (row["source"].clone(), row["record"].clone());
    let told = |row: &common::Row| (row["incident"].clone(), row["incident_certainty"].clone());
    let rows = rows(file);
    rows.iter().map(|row| (key(row), told(row))).collect()
}

/// Pairs of notifications that one side puts together, and how many of them the other does.
fn pairs(one: &Told, other: &Told, certainties: &[&str]) -> (u64, u64) {
    let mut groups: BTreeMap<&str, BTreeMap<&str, u64>> = BTreeMap::new();
    for (key, (incident, certainty)) in one {
        if certainties.contains(&certainty.as_str()) {
            let others = other.get(key).map_or("none", |(incident, _)| incident);
            *groups
                .entry(incident)
                .or_default()
                .entry(others)
                .or_default() += 1;
        }
    }
    let pairs = |count: u64| count * count.saturating_sub(1) / 2;
    let all = groups.values().map(|group| pairs(group.values().sum()));
    let same = groups
        .values()
        .flatten()
        .filter(|(other, _)| **other != "none");
    let same = same.map(|(_, count)| pairs(*count));
    (same.sum(), all.sum())
}

fn share((part, whole): (u64, u64)) -> f64 {
    part as f64 / whole.max(1) as f64
}

/// Of the size that the aims name, the same is measured by hand: `INCIDENTS=50000`.
#[test]
fn waves_are_found_and_little_else() {
    let folder = tempfile::tempdir().unwrap();
    let count = std::env::var("INCIDENTS")
        .ok()
        .and_then(|count| count.parse().ok());
    let count = count.unwrap_or(6000);
    let corpus = corpus(folder.path(), count, 10 + count / 5000);
    let out = folder.path().join("report");
    audit(&[&corpus], &out, &[]);
    let truth = told(&corpus.with_file_name("waves.truth.csv"));
    let found = told(&out.join("records.csv"));
    let strong = share(pairs(&found, &truth, &["strong"]));
    let possible = share(pairs(&found, &truth, &["possible"]));
    let recalled = Told::from_iter(found.clone());
    let recall = share(pairs(&truth, &recalled, &["strong"]));
    println!("precision {strong:.4}, of possible {possible:.4}, recall {recall:.4}");
    assert!(strong >= 0.995 && recall >= 0.97, "{strong} {recall}");
    let (_, many) = pairs(&found, &truth, &["possible"]);
    assert!(many == 0 || possible >= 0.8, "{possible} of {many}");
    agrees_with_python(&corpus, &found, folder.path());
    counted_again(&out, folder.path());
}

/// An independent clustering with plain sets comes to the same.
fn agrees_with_python(corpus: &Path, found: &Told, folder: &Path) {
    let out = folder.join("python.csv");
    let ran = Command::new("python3")
        .arg(here("tests/data/incidents.py"))
        .arg(corpus.join("notifications.ndjson"))
        .arg(&out)
        .status();
    match ran {
        Ok(status) => assert!(status.success(), "{status}"),
        Err(error) => {
            println!("skipped: no python3 ({error})");
            return;
        }
    }
    let groups: BTreeMap<String, String> = rows(&out)
        .into_iter()
        .map(|row| (row["record"].clone(), row["group"].clone()))
        .collect();
    let other: Told = found
        .keys()
        .map(|key| {
            let group = groups.get(&key.1).cloned();
            let certainty = if group.is_some() { "strong" } else { "none" };
            let group = group.unwrap_or_else(|| "none".to_owned());
            (key.clone(), (group, certainty.to_owned()))
        })
        .collect();
    let agreed = [
        share(pairs(found, &other, &["strong"])),
        share(pairs(&other, found, &["strong"])),
    ];
    println!("agreement with plain sets {agreed:.4?}");
    assert!(agreed.iter().all(|share| *share >= 0.95), "{agreed:?}");
}

/// `stats` gives the same tables from the records.
fn counted_again(report: &Path, folder: &Path) {
    let again = folder.join("again");
    program()
        .args(["stats", "--quiet", "-o"])
        .arg(&again)
        .arg(report)
        .assert()
        .success();
    let mut seen = 0;
    for entry in std::fs::read_dir(report.join("tables")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap();
        let twin = std::fs::read_to_string(again.join("tables").join(name)).unwrap();
        assert_eq!(
            std::fs::read_to_string(&path).unwrap(),
            twin,
            "{}",
            path.display()
        );
        seen += 1;
    }
    assert!(seen > 40);
}

/// One notification of a made set.
struct Filed<'f> {
    controller: Option<usize>,
    /// Days since the first of January 2023.
    day: usize,
    processor: Option<&'f str>,
    text: String,
}

fn date(day: usize) -> String {
    let (year, rest) = (2023 + day / 336, day % 336);
    format!("{year}-{:02}-{:02}", rest / 28 + 1, rest % 28 + 1)
}

/// The rows of a set: incident and certainty, in order.
fn found(filed: &[Filed], more: &[&str]) -> Vec<(String, String)> {
    let folder = tempfile::tempdir().unwrap();
    let mut lines = String::new();
    for (at, filed) in filed.iter().enumerate() {
        let day = date(filed.day);
        let controller = filed.controller.map_or(json!({}), |at| {
            let number = format!("212000-{at:04}");
            json!({ "name": format!("Exempelkommun {}", "abcdefghij".repeat(at % 3 + 1)), "organisation_number": number, "reference": format!("K {at}") })
        });
        let organisations: Vec<serde_json::Value> = filed
            .processor
            .iter()
            .map(|name| json!({ "name": name }))
            .collect();
        let line = json!({
            "case_number": format!("PUI-2023-{}", at + 1),
            "controller": controller,
            "incident": {
                "occurred": { "date": day }, "discovered": { "date": day },
                "description": filed.text,
            },
            "processors": { "involved": "yes", "organisations": organisations },
        });
        writeln!(lines, "{line}").unwrap();
    }
    let file = folder.path().join("set.ndjson");
    std::fs::write(&file, lines).unwrap();
    let out = folder.path().join("report");
    audit(&[&file], &out, more);
    let records = rows(&out.join("records.csv"));
    let told = |row: &common::Row| (row["incident"].clone(), row["incident_certainty"].clone());
    records.iter().map(told).collect()
}

fn certainties(found: &[(String, String)]) -> BTreeMap<&str, usize> {
    let mut counts = BTreeMap::new();
    for (_, certainty) in found {
        *counts.entry(certainty.as_str()).or_default() += 1;
    }
    counts
}

const LETTER: [&str; 6] = [
    "Leverantören av Lonia har meddelat att obehöriga tagit sig in i en server och kopierat filer med löneuppgifter.",
    "Intrånget upptäcktes när övervakningen larmade tidigt på morgonen och systemet stängdes då genast av.",
    "Vi väntar på en lista över vilka av våra anställda som berörs och på en fullständig rapport.",
    "En polisanmälan är gjord av leverantören som också har tagit hjälp av externa specialister.",
    "Säkerhetskopiorna är intakta och återställningen sker kund för kund under de närmaste dagarna.",
    "Uppgifterna rör namn, personnummer, lön och frånvaro för såväl nuvarande som tidigare anställda.",
];

/// The letter without one sentence, and with words of one's own.
fn varied(at: usize) -> String {
    let kept = LETTER
        .iter()
        .enumerate()
        .filter(|(line, _)| *line != at % 6);
    let kept: Vec<&str> = kept.map(|(_, line)| *line).collect();
    format!(
        "{} Hos oss har ärendet nummer {at} lagts upp.",
        kept.join(" ")
    )
}

#[test]
fn municipal_filings_about_one_supplier_are_one_incident() {
    let filed = |at: usize| Filed {
        controller: Some(at),
        day: 100 + at % 15,
        processor: (!at.is_multiple_of(9)).then_some("Lonia Sverige AB"),
        text: varied(at),
    };
    let all: Vec<Filed> = (0..200).map(filed).collect();
    let found = found(&all, &[]);
    assert_eq!(certainties(&found), BTreeMap::from([("strong", 200)]));
    assert!(found.iter().all(|(incident, _)| incident == "set.ndjson#1"));
}

#[test]
fn an_everyday_processor_and_a_standing_phrase_are_no_evidence() {
    let phrase = "Ett brev med uppgifter om ett ärende skickades till fel mottagare, som hörde av sig till oss och lämnade tillbaka brevet oläst samma dag.";
    let filed = |at: usize| Filed {
        controller: Some(at % 997),
        day: at * 3360 / 3000,
        processor: Some("Vardagstjänster AB"),
        text: if at.is_multiple_of(2) {
            phrase.to_owned()
        } else {
            String::new()
        },
    };
    let all: Vec<Filed> = (0..3000).map(filed).collect();
    assert_eq!(
        certainties(&found(&all, &[])),
        BTreeMap::from([("none", 3000)])
    );
}

#[test]
fn look_alikes_are_not_put_together() {
    let filed = |controller, day, processor, text: &str| Filed {
        controller: Some(controller),
        day,
        processor,
        text: text.to_owned(),
    };
    let mut all = vec![
        // The same text, half a year apart, and at the same time for another supplier.
        filed(1, 10, Some("Lonia Sverige AB"), &varied(1)),
        filed(2, 190, Some("Lonia Sverige AB"), &varied(1)),
        filed(3, 192, Some("Annat Bolag AB"), &varied(1)),
        // The same controller again.
        filed(4, 400, None, &varied(2).replace("Lonia", "Falia")),
        filed(4, 401, None, &varied(2).replace("Lonia", "Falia")),
    ];
    all.extend((0..40).map(|at| filed(10 + at, at * 15, None, "")));
    assert_eq!(
        certainties(&found(&all, &[])),
        BTreeMap::from([("none", 45)])
    );
}

#[test]
fn without_a_named_controller_an_incident_is_possible_at_most() {
    let filed = |at: usize| Filed {
        controller: at.is_multiple_of(2).then_some(at),
        day: 100 + at % 3,
        processor: Some("Lonia Sverige AB"),
        text: varied(1),
    };
    let all: Vec<Filed> = (0..40).map(filed).collect();
    let found = found(&all, &[]);
    let expected = BTreeMap::from([("possible", 20), ("strong", 20)]);
    assert_eq!(certainties(&found), expected);
    let nameless = |at: usize| Filed {
        controller: None,
        day: 5,
        processor: None,
        text: if at < 6 { varied(1) } else { String::new() },
    };
    let all: Vec<Filed> = (0..12).map(nameless).collect();
    let found = self::found(&all, &[]);
    assert!(!certainties(&found).contains_key("strong"), "{found:?}");
}

#[test]
fn threads_make_no_difference() {
    let filed = |at: usize| Filed {
        controller: Some(at),
        day: 100 + at % 40,
        processor: at.is_multiple_of(3).then_some("Lonia Sverige AB"),
        text: varied(at / 7),
    };
    let all: Vec<Filed> = (0..300).map(filed).collect();
    assert_eq!(
        found(&all, &["--threads", "1"]),
        found(&all, &["--threads", "3"])
    );
}
