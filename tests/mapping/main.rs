//! Foreign exports are read by their mapping: the bundled register, exports with
//! oddities of their own, and (`cnil`) the open data of a foreign authority.
#![allow(
    clippy::unwrap_used,
    reason = "a test ends at once at what it did not expect"
)]

mod cnil;
mod columns;
#[path = "../common/mod.rs"]
mod common;
mod records;
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
                "a quote opened on line 11 is never closed"
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
            .any(|message| message.starts_with("Cell 3 has no column"))
    );
}

/// A form file with an extra dimension, and a closed list where its base has an open one.
const FORM: &str = r#"
name = "with-origin"
base = "imy-2021"
title = { sv = "Anmälan", en = "Notification" }

[[question]]
field = "incident.discovery"
closed = true
options = [{ code = "audit", sv = "Granskning", en = "Audit" }]

[[extra]]
name = "origin"
label = { sv = "Ursprung", en = "Origin" }
options = [{ code = "lost", sv = "Förlust", en = "Loss" }, { code = "other", sv = "Övrigt", en = "Other" }]
"#;

/// A folder with [`FORM`], a mapping by it and one export; the path of the mapping.
fn with_origin(export: &str) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let mapping = folder.path().join("m.toml");
    let fields = [
        ("extra.origin", "Ursprung"),
        ("incident.discovery", "Upptäckt"),
        ("incident.sector", "Sektor"),
    ];
    let fields = fields.map(|(to, from)| format!("[[field]]\nto = \"{to}\"\nfrom = \"{from}\"\n"));
    let split = "split = \"|\"\n";
    let source = format!(
        "form = \"f.toml\"\n{}{split}{}{}",
        fields[0], fields[1], fields[2]
    );
    std::fs::write(&mapping, source).unwrap();
    std::fs::write(folder.path().join("f.toml"), FORM).unwrap();
    std::fs::write(folder.path().join("a.csv"), export).unwrap();
    (folder, mapping)
}

const ORIGINS: &str = "Ursprung;Upptäckt;Sektor\nFörlust;Granskning;public\nStöld|Förlust;Granskning;Kyrklig\n\
    Stöld;Av en slump;private\nÖvrigt: Kalle 811218-9876, kalle@example.se;Granskning;private\n";

#[test]
fn extra_dimensions_restrict_a_run() {
    let (folder, mapping) = with_origin(ORIGINS);
    let (input, out) = (folder.path().join("a.csv"), folder.path().join("report"));
    let mapping = mapping.to_str().unwrap();
    let kept = |filter: &str| -> Vec<String> {
        audit(&[&input], &out, &["--mapping", mapping, "--where", filter]);
        rows(&out.join("records.csv"))
            .into_iter()
            .map(|row| row["line"].clone())
            .collect()
    };
    assert_eq!(kept("extra.origin=lost"), ["2", "3"]);
    assert_eq!(kept("extra.origin=Stöld"), ["3", "4"]);
    let refused = |arguments: &[&str]| {
        let output = program()
            .arg("audit")
            .arg(&input)
            .args(arguments)
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(2));
        String::from_utf8(output.stderr).unwrap()
    };
    let message = refused(&["--mapping", mapping, "--where", "extra.origin=(blank)"]);
    assert!(
        message.contains("no notification is in the selection"),
        "{message}"
    );
    let message = refused(&["--mapping", mapping, "--where", "extra.orgin=lost"]);
    assert!(
        message.contains("`extra.orgin`; there are: extra.origin"),
        "{message}"
    );
    let message = refused(&["--where", "extra.origin=lost"]);
    assert!(
        message.contains("--where: there is no extra dimension `extra.origin`"),
        "{message}"
    );

    audit(&[&input], &out, &["--mapping", mapping]);
    // Without its form the records would be counted by other lists.
    let output = program().arg("stats").arg(&out).output().unwrap();
    let message = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.code() == Some(2) && message.contains("name its file with --form"),
        "{message}"
    );
    let (again, form) = (folder.path().join("again"), folder.path().join("f.toml"));
    let output = program()
        .args([
            "stats",
            "--where",
            "extra.origin=lost",
            "--form",
            form.to_str().unwrap(),
            "-o",
        ])
        .args([&again, &out])
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    assert_eq!(
        counted(&again, "extra-origin"),
        BTreeMap::from([("lost".to_owned(), 2), ("Stöld".to_owned(), 1)])
    );
}

#[test]
fn labels_off_the_list_of_an_extra_dimension_are_unlisted() {
    let (folder, mapping) = with_origin(ORIGINS);
    let (input, out) = (folder.path().join("a.csv"), folder.path().join("report"));
    let unlisted = |more: &[&str]| -> Vec<String> {
        audit(
            &[&input],
            &out,
            &[&["--mapping", mapping.to_str().unwrap()], more].concat(),
        );
        let rows = rows(&out.join("tables/unlisted.csv")).into_iter();
        rows.map(|row| [&*row["question"], &*row["label"], &*row["notifications"]].join(" "))
            .collect()
    };
    // What is off a closed list is a finding, and no unlisted label.
    assert_eq!(unlisted(&[]), ["19 Kyrklig 1", "extra-origin Stöld 2"]);
    let findings = rows(&out.join("findings.csv"));
    assert!(
        findings
            .iter()
            .any(|finding| finding["code"] == "F002" && finding["line"] == "4")
    );
    assert!(
        unlisted(&["--min-cell", "3"])
            .iter()
            .all(|row| !row.ends_with(char::is_numeric))
    );
}

#[test]
fn text_behind_other_in_an_extra_dimension_is_looked_at_and_never_kept() {
    let (folder, mapping) = with_origin(ORIGINS);
    let (input, out) = (folder.path().join("a.csv"), folder.path().join("report"));
    for (language, message) in [
        (
            "en",
            "The answer to question Origin holds personal identity",
        ),
        ("sv", "I svaret på fråga Ursprung står person- eller"),
    ] {
        audit(
            &[&input],
            &out,
            &["--mapping", mapping.to_str().unwrap(), "--lang", language],
        );
        let findings = rows(&out.join("findings.csv"));
        let found = |code: &str| {
            findings
                .iter()
                .find(|finding| finding["code"] == code)
                .unwrap()
        };
        assert!(
            found("X001")["message"].starts_with(message),
            "{}",
            found("X001")["message"]
        );
        for code in ["X001", "X002"] {
            let place = ["line", "place", "question"].map(|column| found(code)[column].as_str());
            assert_eq!(place, ["5", "Ursprung", ""]);
        }
    }
    for (path, bytes) in common::bytes_below(&out) {
        assert!(
            memchr::memmem::find(&bytes, b"9876").is_none(),
            "{}",
            path.display()
        );
    }
}

#[test]
fn columns_of_an_extra_dimension_add_up() {
    let (folder, mapping) = with_origin("A;B\nx;x\nx;\n;\nx\n");
    let option = |from: &str, option: &str| {
        format!("[[field]]\nto = \"extra.origin\"\nfrom = \"{from}\"\noption = \"{option}\"\n")
    };
    std::fs::write(
        &mapping,
        [
            "form = \"f.toml\"\n",
            &option("A", "lost"),
            &option("B", "other"),
        ]
        .concat(),
    )
    .unwrap();
    let out = folder.path().join("report");
    audit(
        &[&folder.path().join("a.csv")],
        &out,
        &["--mapping", mapping.to_str().unwrap()],
    );
    let records = rows(&out.join("records.csv"));
    let origins: Vec<&str> = records
        .iter()
        .map(|row| row["extra.origin"].as_str())
        .collect();
    assert_eq!(origins, ["lost|other", "lost", "(undeterminable)"]);
    let findings = rows(&out.join("findings.csv"));
    assert!(
        findings
            .iter()
            .any(|finding| finding["code"] == "F003" && finding["line"] == "5")
    );
}

/// What files.csv says of each of these files alone and of all in one folder, by a
/// mapping of `sector` and `text`, and standard error of the latter.
fn told_of(files: &[(&str, &str)]) -> (Vec<Row>, Vec<Row>, String) {
    let folder = tempfile::tempdir().unwrap();
    let (set, mapping) = (folder.path().join("set"), folder.path().join("m.toml"));
    std::fs::create_dir(&set).unwrap();
    let field = |to: &str, from: &str| format!("[[field]]\nto = \"{to}\"\nfrom = \"{from}\"\n");
    std::fs::write(
        &mapping,
        field("incident.sector", "sector") + &field("incident.description", "text"),
    )
    .unwrap();
    for (name, content) in files {
        std::fs::write(set.join(name), content).unwrap();
    }
    let report = |input: &Path| {
        let out = folder.path().join("report");
        let output = program()
            .args(["audit", "--force", "--lang", "en", "--mapping"])
            .args([&mapping, input, Path::new("--out"), &out])
            .output()
            .unwrap();
        let files = if output.status.code() == Some(2) {
            Vec::new()
        } else {
            rows(&out.join("files.csv"))
        };
        (files, String::from_utf8(output.stderr).unwrap())
    };
    let alone = files
        .iter()
        .flat_map(|(name, _)| report(&set.join(name)).0)
        .collect();
    let (together, remarks) = report(&set);
    (alone, together, remarks)
}

/// Status and number of notifications of each file.
fn fates(files: &[Row]) -> Vec<(&str, &str)> {
    files
        .iter()
        .map(|file| (file["status"].as_str(), file["notifications"].as_str()))
        .collect()
}

#[test]
fn what_one_object_lacks_is_blank_in_a_file_of_its_own_and_beside_others() {
    let (whole, part) = (
        r#"{"sector": "public", "text": "a"}"#,
        r#"{"sector": "private"}"#,
    );
    let (alone, together, remarks) = told_of(&[("a.json", whole), ("b.json", part)]);
    assert_eq!(fates(&alone), [("read", "1"), ("read", "1")]);
    assert_eq!(fates(&together), fates(&alone));
    assert!(!remarks.contains("no object"), "{remarks}");
    // What no object has may be a mistake in the mapping: a remark that changes nothing.
    let (alone, together, remarks) = told_of(&[("a.json", part), ("b.json", part)]);
    assert_eq!(fates(&alone), [("read", "1"), ("read", "1")]);
    assert_eq!(fates(&together), fates(&alone));
    assert_eq!(
        remarks
            .matches("no object has \"text\", which the mapping names on line 6")
            .count(),
        1,
        "{remarks}"
    );
    assert!(remarks.contains("optional = true"), "{remarks}");
    // A file of many objects is an export of its own.
    let (_, together, _) = told_of(&[("a.json", whole), ("b.json", &format!("[{part}, {part}]"))]);
    assert_eq!(fates(&together), [("read", "1"), ("unreadable", "0")]);
}

#[test]
fn what_the_mapping_fits_nowhere_is_refused_with_what_it_names() {
    let (_, together, _) = told_of(&[
        ("a.json", r#"{"sector": "public", "text": "a"}"#),
        ("b.json", r#"{"sektor": "public"}"#),
        ("c.json", r#"[{"sektor": "public"}, {"sektor": "private"}]"#),
        ("d.csv", "Sektor;Ord;Dag\n1;2;3\n"),
    ]);
    assert_eq!(
        fates(&together),
        [
            ("read", "1"),
            ("skipped", "0"),
            ("skipped", "0"),
            ("skipped", "0")
        ]
    );
    for file in &together[1..3] {
        assert!(
            file["reason"].contains("the first of which is \"sector\" on line 3"),
            "{}",
            file["reason"]
        );
    }
    assert!(
        together[3]["reason"].starts_with("CSV without the column \"sector\""),
        "{}",
        together[3]["reason"]
    );
}

#[test]
fn records_are_found_through_lists_or_missed_by_their_path() {
    let folder = tempfile::tempdir().unwrap();
    let mapping = folder.path().join("m.toml");
    let fates_of = |records: &str, json: &str| {
        let source = format!(
            "[source]\nrecords = \"{records}\"\n[[field]]\nto = \"incident.sector\"\nfrom = \"s.k\"\n"
        );
        std::fs::write(&mapping, source).unwrap();
        let input = folder.path().join("a.json");
        std::fs::write(&input, json).unwrap();
        let out = folder.path().join("report");
        let options = ["--mapping", mapping.to_str().unwrap(), "--force"];
        audit(
            &[
                &input,
                &here("fixtures/notifications/C001-no-controller.json"),
            ],
            &out,
            &options,
        );
        let file = rows(&out.join("files.csv"))
            .into_iter()
            .find(|file| file["source"] == "a.json")
            .unwrap();
        (file["notifications"].clone(), file["reason"].clone())
    };
    let objects = r#"[{"s.k": "public"}, {"s.k": "private"}]"#;
    assert_eq!(
        fates_of(
            "result.0.items",
            &format!(r#"{{"result": [{{"items": {objects}}}]}}"#)
        )
        .0,
        "2"
    );
    assert_eq!(
        fates_of("1.items", &format!(r#"[0, {{"items": {objects}}}]"#)).0,
        "2"
    );
    let (count, reason) = fates_of(
        "result.items",
        &format!(r#"{{"result": [{{"items": {objects}}}]}}"#),
    );
    assert_eq!(count, "0");
    assert!(
        reason.contains(
            "without a list at \"result.items\", which the mapping names as records on line 2"
        ),
        "{reason}"
    );
}

#[test]
fn the_encoding_that_a_mapping_names_is_the_one_to_read_by() {
    let folder = tempfile::tempdir().unwrap();
    let (mapping, out) = (folder.path().join("m.toml"), folder.path().join("report"));
    let utf_16 = |text: &str| {
        text.encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect::<Vec<u8>>()
    };
    let table = "area;Dag;Dnr\nSjukvård;1;2\nSjukvård;3;4\n";
    let objects = "[{\"area\": \"Sjukvård\"},\n{\"area\": \"Sjukvård\"}]";
    let lines = "{\"area\": \"Область\"}\n{\"area\": \"Область\"}\n";
    for (encoding, name, bytes, area) in [
        (
            "utf-16le",
            "a.csv",
            [&b"\xFF\xFE"[..], &utf_16(table)].concat(),
            "Sjukvård",
        ),
        ("utf-16", "a.csv", utf_16(table), "Sjukvård"),
        ("utf-16", "a.json", utf_16(objects), "Sjukvård"),
        // Read by the letters that are likeliest here it would be another word.
        (
            "koi8-r",
            "a.ndjson",
            encoding_rs::KOI8_R.encode(lines).0.into_owned(),
            "Область",
        ),
    ] {
        let field = "[[field]]\nto = \"incident.area\"\nfrom = \"area\"\n";
        std::fs::write(
            &mapping,
            format!("[source]\nencoding = \"{encoding}\"\n{field}"),
        )
        .unwrap();
        let input = folder.path().join(name);
        std::fs::write(&input, bytes).unwrap();
        audit(
            &[&input],
            &out,
            &["--mapping", mapping.to_str().unwrap(), "--force"],
        );
        let records = rows(&out.join("records.csv"));
        let areas: Vec<&str> = records.iter().map(|row| row["area"].as_str()).collect();
        assert_eq!(areas, [area, area], "{encoding} {name}");
    }
}
