//! Foreign exports are read by their mapping: the bundled register, exports with
//! oddities of their own, and (`cnil`) the open data of a foreign authority.
#![allow(
    clippy::unwrap_used,
    reason = "a test ends at once at what it did not expect"
)]

mod check;
mod cnil;
mod columns;
#[path = "../common/mod.rs"]
mod common;
mod doubt;
mod extra;
mod fit;
mod json;
mod numbers;
mod patterns;
mod periods;
mod records;
mod rows;
mod suggest;
mod values;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use common::{Row, audit, here, program, rows};

fn run(input: &Path, mapping: &str, out: &Path) -> Vec<Row> {
    let mapping = here(mapping);
    audit(&[input], out, &["--mapping", mapping.to_str().unwrap()]);
    rows(&out.join("records.csv"))
}

#[test]
fn a_register_is_read_by_its_mapping() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("report");
    let records = run(
        &here("fixtures/exports/register.csv"),
        "fixtures/mappings/register.toml",
        &out,
    );
    let column = |name: &str| {
        records
            .iter()
            .map(|row| row[name].clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(column("line"), ["4", "5", "6", "7"]);
    assert_eq!(column("reference")[0], "KS 2024/11");
    assert_eq!(column("controller")[0], "Exempelkommun");
    assert_eq!(
        column("verdict"),
        ["on-time", "late", "on-time", "no-receipt"]
    );
    assert_eq!(
        column("area")[..3],
        [
            "school:preschool-to-upper-secondary",
            "Socialförvaltningen",
            "(unknown)"
        ]
    );
    assert_eq!(
        column("cause"),
        [
            "Handhavandefel",
            "attack:external",
            "Handhavandefel",
            "attack:external"
        ]
    );
    assert_eq!(
        column("data_subjects"),
        ["11-100", "11-100", "(unknown)", "1001-10000"]
    );
    assert_eq!(
        column("data_subjects_exact"),
        ["57", "(blank)", "(unknown)", "2300"]
    );
    assert_eq!(
        column("data_categories"),
        [
            "identity-number",
            "health|identity-number",
            "(blank)",
            "health|identity-number"
        ]
    );
    // The last row ends before its last column.
    assert_eq!(
        column("informed"),
        ["yes", "no", "(unknown)", "(undeterminable)"]
    );
    assert_eq!(column("severity"), ["(not asked)"; 4]);
    let findings = rows(&out.join("findings.csv"));
    assert!(
        findings
            .iter()
            .any(|finding| finding["code"] == "F003" && finding["record"] == "4")
    );
    assert!(
        !findings.iter().any(|finding| finding["code"] == "C001"),
        "what was never asked is not missing"
    );
    let file = &rows(&out.join("files.csv"))[0];
    assert_eq!(
        (file["format"].as_str(), file["encoding"].as_str()),
        ("csv", "windows-1252")
    );
}

#[test]
fn the_mapping_in_the_guide_is_one() {
    let guide = std::fs::read_to_string(here("src/docs/mapping.md")).unwrap();
    let (_, block) = guide.split_once("```toml\n").unwrap();
    let folder = tempfile::tempdir().unwrap();
    let (mapping, export) = (
        folder.path().join("mapping.toml"),
        folder.path().join("export.csv"),
    );
    std::fs::write(&mapping, block.split_once("```").unwrap().0).unwrap();
    let cells = "Oui;04/23/2024;12:00:00 AM;Hälsa,Namn;x";
    let lines = format!("En rad före\nInformation des personnes;Day;Hour;Data;Children\n{cells}\n");
    std::fs::write(&export, encoding_rs::WINDOWS_1252.encode(&lines).0).unwrap();
    let record = &run(
        &export,
        mapping.to_str().unwrap(),
        &folder.path().join("report"),
    )[0];
    let cells = [
        "sector",
        "informed",
        "discovered_earliest",
        "subject_groups",
    ];
    let told = ["public", "yes", "2024-04-23T00:00+02:00", "children"];
    assert_eq!(cells.map(|cell| record[cell].as_str()), told);
}

#[test]
fn a_mapping_with_a_mistake_ends_the_run_with_its_line() {
    let folder = tempfile::tempdir().unwrap();
    let mapping = folder.path().join("wrong.toml");
    std::fs::write(
        &mapping,
        "[[field]]\nto = \"incident.sektor\"\nfrom = \"Sektor\"\n",
    )
    .unwrap();
    let output = program()
        .args([
            "audit",
            here("fixtures/exports").to_str().unwrap(),
            "--mapping",
            mapping.to_str().unwrap(),
        ])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    let message = String::from_utf8(output.stderr).unwrap();
    assert!(
        message.contains("line 2") && message.contains("did you mean \"incident.sector\""),
        "{message}"
    );
    let output = program()
        .args([
            "audit",
            here("fixtures/exports").to_str().unwrap(),
            "--lang",
            "sv",
        ])
        .args(["--mapping", mapping.to_str().unwrap()])
        .output()
        .unwrap();
    let message = String::from_utf8(output.stderr).unwrap();
    assert!(
        message.ends_with(
            "rad 2: det finns inget fält \"incident.sektor\"; menade du \"incident.sector\"?\n"
        ),
        "{message}"
    );
}

#[test]
fn a_file_that_lacks_a_column_is_unreadable_with_that_reason() {
    let folder = tempfile::tempdir().unwrap();
    let input = folder.path().join("other.csv");
    std::fs::write(&input, "Dnr;Förvaltning;Typ\n1;2;3\n").unwrap();
    let out = folder.path().join("report");
    let register = here("fixtures/exports/register.csv");
    let mapping = here("fixtures/mappings/register.toml");
    audit(
        &[&input, &register],
        &out,
        &["--mapping", mapping.to_str().unwrap()],
    );
    let file = rows(&out.join("files.csv"))
        .into_iter()
        .find(|file| file["source"] == "other.csv")
        .unwrap();
    assert_eq!(file["status"], "skipped");
}

#[test]
fn without_a_mapping_other_columns_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("report");
    audit(
        &[
            &here("fixtures/exports/register.csv"),
            &here("fixtures/notifications"),
        ],
        &out,
        &[],
    );
    let files = rows(&out.join("files.csv"));
    let file = files
        .iter()
        .find(|file| file["source"] == "register.csv")
        .unwrap();
    assert_eq!(file["status"], "skipped");
    assert!(file["reason"].contains("--mapping"), "{}", file["reason"]);
}

#[test]
fn a_mapping_is_suggested_for_the_register() {
    let output = program()
        .args([
            "mapping",
            "suggest",
            here("fixtures/exports/register.csv").to_str().unwrap(),
        ])
        .output()
        .unwrap();
    let suggested = String::from_utf8(output.stdout).unwrap();
    for to in [
        "incident.discovered",
        "incident.type",
        "incident.cause",
        "affected.data_subjects",
        "communication.informed",
    ] {
        assert!(
            suggested.contains(&format!("to = \"{to}\"")),
            "{to}\n{suggested}"
        );
    }
}

/// value -> count of a table of ours.
fn counted(report: &Path, table: &str) -> BTreeMap<String, u64> {
    let rows = rows(&report.join(format!("tables/{table}.csv")));
    rows.into_iter()
        .map(|row| (row["value"].clone(), row["notifications"].parse().unwrap()))
        .collect()
}

/// What `audit` wrote of one file.
fn written(
    name: &str,
    content: &str,
    options: &[&str],
) -> (tempfile::TempDir, PathBuf, Option<i32>) {
    let folder = tempfile::tempdir().unwrap();
    let input = folder.path().join(name);
    std::fs::write(&input, content).unwrap();
    let out = folder.path().join("report");
    let output = program()
        .arg("audit")
        .arg(&input)
        .arg("--out")
        .arg(&out)
        .args(options)
        .output()
        .unwrap();
    (folder, out, output.status.code())
}

#[test]
fn a_quote_that_is_never_closed_is_told_with_its_line() {
    for line_end in ["\n", "\r\n"] {
        for last in ["", line_end] {
            let mut lines = vec!["controller.name,incident.description,incident.sector".to_owned()];
            lines.extend((2..=20).map(|line| format!("Kommun {line},det hände,public")));
            lines[4] = "Kommun 5,\"två\nrader\",public".to_owned();
            lines[9] = "Kommun,\"öppet,public".to_owned();
            let (_folder, out, code) =
                written("a.csv", &(lines.join(line_end) + last), &["--lang", "en"]);
            assert_eq!(code, Some(3));
            let records = rows(&out.join("records.csv"));
            assert_eq!(records.last().unwrap()["line"], "10");
            assert_eq!(records.len(), 8);
            let files = rows(&out.join("files.csv"));
            assert_eq!(files.len(), 2);
            assert_eq!(files[1]["source"], "a.csv#9");
            assert_eq!(
                files[1]["reason"],
                "a quote opened on line 11 is never closed; mend the line, or export the table again"
            );
            lines[9] = "Kommun,stängt,public".to_owned();
            let (_folder, out, _) = written("a.csv", &(lines.join(line_end) + last), &[]);
            let records = rows(&out.join("records.csv"));
            assert_eq!((records.len(), records[18]["line"].as_str()), (19, "21"));
        }
    }
}

#[test]
fn findings_of_mapped_exports_are_placed_in_the_export() {
    let folder = tempfile::tempdir().unwrap();
    let mapping = folder.path().join("m.toml");
    let source = "[source]\nrecords = \"all\"\n[[field]]\nto = \"incident.discovered\"\nfrom = \"breach.found\"\n\
        [[field]]\nto = \"affected.data_subjects\"\nfrom = \"breach.people\"\n";
    std::fs::write(&mapping, source).unwrap();
    let options = ["--mapping", mapping.to_str().unwrap()];
    let json = "{\"all\": [\n{\"breach\": {\"found\": \"soon\", \"people\": \"3 av 10 skolor\"}},\n\
        {\"breach\": {\"found\": \"later\", \"people\": \"12.50\"}}]}";
    let (_folder, out, _) = written("a.json", json, &options);
    let findings = rows(&out.join("findings.csv"));
    let places = |code: &str, record: &str| -> Vec<(String, String)> {
        let found = findings
            .iter()
            .filter(|row| row["code"] == code && row["record"] == record);
        found
            .map(|row| (row["line"].clone(), row["place"].clone()))
            .collect()
    };
    let at = |line: &str, place: &str| (line.to_owned(), place.to_owned());
    assert_eq!(
        places("F003", "1"),
        [at("2", "/breach/found"), at("2", "/breach/people")]
    );
    assert_eq!(places("V008", "2"), [at("3", "/breach/people")]);
    let lacking = "{\"breach\": {\"found\": 1}}";
    let (_folder, out, code) = written(
        "a.json",
        &format!("{{\"all\": [{lacking}, {lacking}]}}"),
        &options,
    );
    assert_eq!(code, Some(3));
    assert!(!out.join("records.csv").exists());

    std::fs::write(&mapping, source.replace("breach.", "Breach ")).unwrap();
    let (_folder, out, _) = written(
        "a.csv",
        "Breach found;Breach people\nsoon;12 of 500\n",
        &options,
    );
    let findings = rows(&out.join("findings.csv"));
    let places: Vec<&str> = findings
        .iter()
        .filter(|row| row["code"] == "F003")
        .map(|row| row["place"].as_str())
        .collect();
    assert_eq!(places, ["Breach found", "Breach people"]);
}

#[test]
fn a_blank_number_is_blank_in_every_column() {
    let text = "controller.name,affected.data_subjects.exact\nKommun,\n";
    let (_folder, out, _) = written("a.csv", text, &[]);
    let record = &rows(&out.join("records.csv"))[0];
    assert_eq!(
        (
            record["data_subjects"].as_str(),
            record["data_subjects_exact"].as_str()
        ),
        ("(blank)", "(blank)")
    );
}

#[test]
fn ragged_rows_are_told_in_words_of_their_own() {
    let text = "controller.name,incident.sector\nKommun\nKommun,public,x\n";
    let (_folder, out, _) = written("a.csv", text, &["--lang", "en"]);
    let messages: Vec<String> = rows(&out.join("findings.csv"))
        .into_iter()
        .map(|row| row["message"].clone())
        .collect();
    assert!(
        messages
            .iter()
            .any(|message| message.starts_with("The row has fewer cells than the header"))
    );
    assert!(
        messages
            .iter()
            .any(|message| message.starts_with("The row has more cells"))
    );
}
