//! Every fixture gives exactly the findings that stand beside it, alone as in
//! its folder; every rule has one that fires it and one on which it is silent.
#![allow(
    clippy::unwrap_used,
    reason = "a test ends at once at what it did not expect"
)]

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use common::{Row, audit, files, here, rows, rule_fixtures};

/// The findings that a fixture must give, as `C002 E`.
fn expected() -> BTreeMap<String, Vec<String>> {
    let whole = files(&here("fixtures/expectations"))
        .into_iter()
        .map(|path| {
            let text = std::fs::read_to_string(&path).unwrap();
            (
                stem(&path.file_name().unwrap().to_string_lossy()),
                text.lines().map(str::to_owned).collect(),
            )
        });
    let of_rules = rule_fixtures()
        .into_iter()
        .map(|(name, fixture)| (name, fixture.expect));
    whole.chain(of_rules).collect()
}

fn stem(name: &str) -> String {
    let name = name.rsplit('/').next().unwrap();
    name.rsplit_once('.')
        .map_or(name, |(stem, _)| stem)
        .to_owned()
}

fn codes(findings: &[Row]) -> BTreeMap<String, Vec<String>> {
    let mut codes: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for finding in findings {
        let level = finding["severity"][..1].to_uppercase();
        codes
            .entry(stem(&finding["source"]))
            .or_default()
            .push(format!("{} {level}", finding["code"]));
    }
    for codes in codes.values_mut() {
        codes.sort();
    }
    codes
}

#[test]
fn every_fixture_gives_what_stands_beside_it() {
    let report = tempfile::tempdir().unwrap();
    let out = report.path().join("report");
    audit(&[&here("fixtures/notifications")], &out, &[]);
    let found = codes(&rows(&out.join("findings.csv")));
    let expected = expected();
    assert!(expected.len() >= 40);
    for (name, codes) in &expected {
        assert_eq!(found.get(name).unwrap_or(&Vec::new()), codes, "{name}");
    }
    let read: BTreeSet<String> = rows(&out.join("files.csv"))
        .iter()
        .map(|row| stem(&row["source"]))
        .collect();
    assert_eq!(
        read,
        expected.keys().cloned().collect(),
        "a fixture without expectation, or the reverse"
    );
    assert!(
        rows(&out.join("files.csv"))
            .iter()
            .all(|row| row["status"] == "read")
    );
}

#[test]
fn every_rule_fires_on_one_fixture_and_is_silent_on_another() {
    // Found only with a receipts file, a register or a mapping; tests/receipts, tests/register,
    // tests/workbooks and tests/mapping have them; M007 in sets of many, tests/incidents.rs.
    let with_more = [
        "M007", "M008", "M009", "M010", "M011", "M012", "R001", "R002", "R003", "R004", "F012",
        "F013", "F015",
    ];
    let expected = expected();
    for rule in breach_audit::check::rules() {
        let code = rule.code.to_string();
        let fires = |codes: &Vec<String>| codes.iter().any(|found| found.starts_with(&code));
        if !with_more.contains(&code.as_str()) {
            assert!(expected.values().any(fires), "{code} fires on no fixture");
        }
        assert!(!expected.values().all(fires), "{code} is never silent");
    }
}

#[test]
fn a_file_alone_gives_what_it_gives_in_its_folder() {
    let report = tempfile::tempdir().unwrap();
    let whole = report.path().join("whole");
    let folder = here("fixtures/notifications");
    audit(&[&folder], &whole, &[]);
    let keep = |row: &Row| {
        let mut row = row.clone();
        // It names the source.
        row.remove("case");
        let source = row.insert("source".to_owned(), String::new()).unwrap();
        (source.rsplit('/').next().unwrap().to_owned(), row)
    };
    // What asks for supplements in the set, or belongs to another file's notification, or is of
    // what one controller filed.
    let whole_set = ["T014", "M003", "M004", "M013", "M014", "M015", "M016"];
    let findings = rows(&whole.join("findings.csv")).into_iter();
    let asks = findings.filter(|row| whole_set.contains(&row["code"].as_str()));
    let records = rows(&whole.join("records.csv")).into_iter();
    let belongs =
        records.filter(|row| row["copy_of"] != "none" || row["supplements_received"] != "0");
    let others: BTreeSet<String> = asks.chain(belongs).map(|row| keep(&row).0).collect();
    for table in ["records.csv", "findings.csv", "files.csv"] {
        let mut together: BTreeMap<String, Vec<Row>> = BTreeMap::new();
        for (source, row) in rows(&whole.join(table)).iter().map(keep) {
            together.entry(source).or_default().push(row);
        }
        // Every seventh alone: each is a start of the program.
        for path in files(&folder).iter().step_by(7) {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if others.contains(&name) {
                continue;
            }
            let alone = report.path().join(format!("{name}-alone"));
            if !alone.exists() {
                audit(&[path], &alone, &[]);
            }
            let alone: Vec<Row> = rows(&alone.join(table))
                .iter()
                .map(keep)
                .map(|(_, row)| row)
                .collect();
            assert_eq!(
                &alone,
                together.get(&name).unwrap_or(&Vec::new()),
                "{name} in {table}"
            );
        }
    }
}

#[test]
fn the_real_copy_gives_what_its_description_says() {
    let report = tempfile::tempdir().unwrap();
    let out = report.path().join("report");
    audit(
        &[&here("fixtures/notifications/imy-2021-text-copy.txt")],
        &out,
        &[],
    );
    let records = rows(&out.join("records.csv"));
    let record = &records[0];
    for (column, value) in [
        ("verdict", "no-receipt"),
        ("reading", "no-receipt"),
        ("inferred_verdict", "late"),
        ("processors", "2"),
        ("processor_numbers", "556329-7133|212000-0142"),
        ("actions", "2"),
        ("data_subjects", "10001-100000"),
        ("data_subjects_exact", "(blank)"),
        ("data_subjects_min", "10001"),
        ("data_subjects_max", "100000"),
        ("data_items", "(unknown)"),
        ("subject_groups", "(undeterminable)"),
        ("data_categories", "(undeterminable)"),
        ("consequences", "(undeterminable)"),
        ("severity", "3"),
        ("case_number", "(not asked)"),
        ("received_earliest", "(not asked)"),
        ("discovered_earliest", "2021-02-12T00:00+01:00"),
        ("discovered_latest", "2021-02-12T23:59+01:00"),
        ("ended_earliest", "(not shown)"),
        ("states", "aaaaaaaaaaaanaaaaaaaaaauxxuxaaanannab"),
    ] {
        assert_eq!(record[column], value, "{column}");
    }
    let findings = rows(&out.join("findings.csv"));
    let inferred = findings
        .iter()
        .find(|finding| finding["code"] == "D006")
        .unwrap();
    assert!(
        inferred["message"].contains("at least 54 days after"),
        "{}",
        inferred["message"]
    );
}

/// All texts of a file of records, which are compressed in it.
fn parquet_texts(path: &Path) -> String {
    use breach_audit::records::{Cells, Records};
    let columns: Vec<&str> = breach_audit::row::COLUMNS
        .iter()
        .map(|column| column.name)
        .collect();
    let records = Records::open(&[path.to_owned()], &columns).unwrap();
    let mut all = Vec::new();
    for column in columns {
        if let Cells::Text(texts) = records.cells(column).unwrap() {
            all.extend(texts.texts().into_iter().map(str::to_owned));
        }
    }
    assert!(all.iter().any(|text| text == "public"), "texts are read");
    all.join("\n")
}

/// The texts of a packed file.
fn unpacked(bytes: Vec<u8>) -> String {
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut all = String::new();
    for at in 0..zip.len() {
        std::io::Read::read_to_string(&mut zip.by_index(at).unwrap(), &mut all).unwrap();
    }
    assert!(all.contains("Offentlig sektor"), "texts are read");
    all
}

#[test]
fn nothing_personal_reaches_an_output() {
    let report = tempfile::tempdir().unwrap();
    let out = report.path().join("report");
    let formats = [
        "--lang",
        "sv",
        "--formats",
        "csv,parquet,md,html,xlsx,svg,png",
    ];
    audit(&[&here("fixtures/notifications")], &out, &formats);
    let spoken = report.path().join("spoken");
    let style = ["--lang", "sv", "--formats", "csv", "--csv-style", "sv"];
    audit(&[&here("fixtures/notifications")], &spoken, &style);
    let spoken = common::bytes_below(&spoken).into_iter();
    for (path, bytes) in common::bytes_below(&out).into_iter().chain(spoken) {
        let ending = path.extension().unwrap_or_default().to_string_lossy();
        let text = match &*ending {
            "parquet" => parquet_texts(&out.join(&path)),
            "xlsx" => unpacked(bytes),
            // Drawn from the SVG beside it.
            "png" => continue,
            _ => String::from_utf8(bytes).unwrap(),
        };
        for personal in [
            "Exempelsson",
            "Testsson",
            "example.se",
            "gmail",
            "465 004",
            "0846500401",
            "811218-9876",
            "640823-3234",
            "8112189876",
            "811218\u{ad}9876",
            "0701234567",
            "Provs Bageri",
            "Ett brev med uppgifter",
            "stadsdelsförvaltningens dataskyddsombud meddelades",
        ] {
            assert!(!text.contains(personal), "{personal} in {}", path.display());
        }
    }
}
