//! `stats`: from the records of earlier runs, in either format and however they
//! are parted, come the tables of the run that wrote them.
#![allow(
    clippy::unwrap_used,
    reason = "a test ends at once at what it did not expect"
)]

mod apart;
#[path = "../common/mod.rs"]
mod common;
mod edited;
mod kept;
mod parts;
mod taken;
mod years;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use common::{AS_OF, Row, audit, bytes_below, here, program, rows};

/// A synthetic corpus of `count` notifications below `folder`.
fn corpus(folder: &Path, name: &str, count: &str, seed: &str) -> PathBuf {
    let corpus = folder.join(name);
    let mut synth = program();
    synth.args([
        "synth",
        "--count",
        count,
        "--seed",
        seed,
        "--format",
        "ndjson",
        "--receipts",
    ]);
    synth.arg(&corpus).assert().success();
    corpus
}

/// `stats` over `records` into `out`; gives its tables.
fn stats(records: &[&Path], out: &Path, more: &[&str]) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut command = program();
    command
        .arg("stats")
        .args(records)
        .arg("-o")
        .arg(out)
        .args(["--as-of", AS_OF, "-q"])
        .args(more);
    command.assert().success();
    tables(out)
}

fn tables(report: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    bytes_below(&report.join("tables"))
}

/// The tables that records alone can give. Incidents are found in the whole set of a run, and names
/// of processors stand beside the records.
fn without_rules(mut tables: BTreeMap<PathBuf, Vec<u8>>) -> BTreeMap<PathBuf, Vec<u8>> {
    tables.remove(Path::new("rules.csv"));
    tables.retain(|path, _| {
        let name = path.to_string_lossy();
        !name.contains("incident") && name != "processor.csv"
    });
    tables
}

/// The tables of 50 000 synthetic notifications count what their truth says.
#[test]
fn known_totals() {
    let folder = tempfile::tempdir().unwrap();
    let corpus = folder.path().join("corpus");
    program()
        .args([
            "synth", "--count", "50000", "--seed", "77", "--format", "ndjson",
        ])
        .arg(&corpus)
        .assert()
        .success();
    let out = folder.path().join("report");
    audit(&[&corpus], &out, &["--formats", "csv"]);
    let truth = rows(&corpus.with_file_name("corpus.truth.csv"));
    assert_eq!(truth.len(), 50_000);
    for (table, column) in [
        ("sector", "sector"),
        ("area", "area"),
        ("type", "type"),
        ("cause", "cause"),
        ("severity", "severity"),
        ("data-subjects", "data_subjects"),
        ("subject-groups", "subject_groups"),
        ("data-categories", "data_categories"),
        ("informed", "informed"),
        ("verdict", "verdict"),
        ("reading", "reading"),
        ("time-to-report", "time_to_report"),
    ] {
        let mut expected: BTreeMap<String, u64> = BTreeMap::new();
        let is_counted = |row: &&Row| row["kind"] == "initial" && row["withdrawn"] != "yes";
        for row in truth.iter().filter(is_counted) {
            for value in row[column].split('|') {
                *expected.entry(value.to_owned()).or_default() += 1;
            }
        }
        let counted: BTreeMap<String, u64> = rows(&out.join(format!("tables/{table}.csv")))
            .into_iter()
            .filter(|row| row["kind"] != "cumulative")
            .map(|row| (row["value"].clone(), row["notifications"].parse().unwrap()))
            .filter(|(_, count)| *count > 0)
            .collect();
        assert_eq!(counted, expected, "{table}");
    }
}

#[test]
fn both_formats_give_the_tables_of_the_run() {
    let folder = tempfile::tempdir().unwrap();
    let room = folder.path();
    let corpus = corpus(room, "corpus", "1500", "21");
    let report = room.join("report");
    let fixtures = here("fixtures/notifications");
    audit(
        &[&corpus, &fixtures],
        &report,
        &[
            "--cross",
            "sector,kind",
            "--cross",
            "subject-groups,year,type",
        ],
    );
    let expected = tables(&report);
    assert!(expected.len() > 45, "{}", expected.len());
    let cross = [
        "--cross",
        "sector,kind",
        "--cross",
        "subject-groups,year,type",
    ];
    let parquet = stats(&[&report], &room.join("a"), &cross);
    assert_eq!(parquet, expected);
    fs::remove_file(report.join("records.parquet")).unwrap();
    assert_eq!(stats(&[&report], &room.join("b"), &cross), expected);
    assert_eq!(
        stats(&[&report.join("records.csv")], &room.join("c"), &cross),
        expected
    );
    let one = stats(
        &[&report],
        &room.join("d"),
        &[&cross[..], &["--threads", "1"]].concat(),
    );
    assert_eq!(one, expected);
    assert_eq!(
        bytes_below(&room.join("d")),
        bytes_below(&room.join("b")),
        "threads change no byte"
    );
}

#[test]
fn a_selection_is_that_of_the_run() {
    let folder = tempfile::tempdir().unwrap();
    let room = folder.path();
    let corpus = corpus(room, "corpus", "1200", "22");
    let (whole, part) = (room.join("whole"), room.join("part"));
    let selection = [
        "--from",
        "2021-03-15",
        "--to",
        "2023-01-31",
        "--where",
        "sector=public",
    ];
    audit(&[&corpus], &whole, &[]);
    audit(&[&corpus], &part, &selection);
    let (expected, found) = (tables(&part), stats(&[&whole], &room.join("a"), &selection));
    assert_eq!(without_rules(found), without_rules(expected));
    // Rules are counted for the selection too, but in how many they could not
    // be run is known for the whole only.
    let counts = |report: &Path| -> Vec<[String; 3]> {
        let rows = rows(&report.join("tables/rules.csv"));
        rows.into_iter()
            .map(|mut row| {
                ["code", "findings", "notifications"].map(|name| row.remove(name).unwrap())
            })
            .collect()
    };
    assert_eq!(counts(&room.join("a")), counts(&part));
    let run = |report: &Path| -> serde_json::Value {
        serde_json::from_slice(&fs::read(report.join("run.json")).unwrap()).unwrap()
    };
    for key in ["undated", "reported", "findings", "notifications"] {
        assert_eq!(
            run(&room.join("a"))["counts"][key],
            run(&part)["counts"][key],
            "{key}"
        );
    }
    assert_eq!(run(&room.join("a"))["period"], run(&part)["period"]);
}

#[test]
fn levels_that_are_configured_stand_in_the_table_of_rules() {
    let folder = tempfile::tempdir().unwrap();
    let corpus = corpus(folder.path(), "corpus", "60", "5");
    let (config, out) = (folder.path().join("own.toml"), folder.path().join("report"));
    fs::write(&config, "[levels]\nD001 = \"info\"\nC = \"warning\"\n").unwrap();
    audit(&[&corpus], &out, &["--config", &config.to_string_lossy()]);
    let levels = |code: &str| {
        let rules = rows(&out.join("tables/rules.csv"));
        let rule = rules.iter().find(|rule| rule["code"] == code).unwrap();
        (rule["severity"].clone(), rule["findings"].clone())
    };
    assert_eq!(
        (levels("D001").0, levels("C001").0, levels("D002").0),
        ("info".into(), "warning".into(), "warning".into())
    );
    let found = rows(&out.join("findings.csv"));
    assert!(
        found
            .iter()
            .filter(|finding| finding["code"] == "D001")
            .all(|finding| finding["severity"] == "info")
    );
    assert!(levels("D001").1 != "0");
    let again = stats(&[&out], &folder.path().join("again"), &[]);
    assert_eq!(again, tables(&out));
}

#[test]
fn wrong_files_are_told_by_what_they_lack() {
    let folder = tempfile::tempdir().unwrap();
    let room = folder.path();
    let report = room.join("report");
    audit(&[&here("fixtures/notifications")], &report, &[]);
    let says = |paths: &[&Path], words: &str| {
        let output = program().arg("stats").args(paths).output().unwrap();
        let error = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{error}");
        assert!(error.contains(words), "{error}");
    };
    says(&[&report.join("findings.csv")], "has no column `area`");
    says(
        &[&report.join("tables/sector.csv")],
        "holds no records of breach-audit",
    );
    says(&[&room.join("gone.parquet")], "no such file or folder");
    says(&[&report, &report.join("records.parquet")], "named twice");
    let cut = room.join("cut.parquet");
    let bytes = fs::read(report.join("records.parquet")).unwrap();
    fs::write(&cut, &bytes[..bytes.len() / 2]).unwrap();
    says(&[&cut], "no Parquet file, or a cut one");
    fs::write(
        &cut,
        [&bytes[..1000], &vec![0xFF; 2000], &bytes[3000..]].concat(),
    )
    .unwrap();
    let output = program().arg("stats").arg(&cut).output().unwrap();
    assert!(
        matches!(output.status.code(), Some(0 | 2)),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let again = room.join("again");
    stats(&[&report], &again, &[]);
    says(&[&again], "is a report without records");
    fs::create_dir(room.join("empty")).unwrap();
    says(&[&room.join("empty")], "holds no records");
}

#[test]
fn the_summary_and_run_json_say_where_figures_come_from() {
    let folder = tempfile::tempdir().unwrap();
    let report = folder.path().join("report");
    audit(&[&here("fixtures/notifications")], &report, &[]);
    let run: serde_json::Value =
        serde_json::from_slice(&fs::read(report.join("run.json")).unwrap()).unwrap();
    let outputs = run["outputs"].as_object().unwrap();
    let written = bytes_below(&report);
    assert_eq!(
        outputs.len() + 1,
        written.len(),
        "every file but run.json itself"
    );
    for (name, digest) in outputs {
        assert_eq!(
            *digest,
            blake3::hash(&written[Path::new(name)]).to_hex().to_string(),
            "{name}"
        );
    }
    let tables = run["about_tables"].as_array().unwrap();
    assert_eq!(tables.len(), run["tables"].as_array().unwrap().len());
    for table in tables {
        assert!(
            table["unit"].is_string() && table["notes"].is_array(),
            "{table}"
        );
    }
    let summary = fs::read_to_string(report.join("summary.md")).unwrap();
    for words in [
        "Unit: notifications",
        "Period: ",
        "As of 2026-01-01",
        run["input_digest"].as_str().unwrap(),
    ] {
        assert!(summary.contains(words), "{words}");
    }
    let output = program()
        .arg("stats")
        .arg(&report)
        .args(["--lang", "sv"])
        .output()
        .unwrap();
    let printed = String::from_utf8(output.stdout).unwrap();
    assert!(
        printed.contains("# Statistik över personuppgiftsincidenter")
            && printed.contains("Per 2026-01-01")
    );
}

/// A blank receipt has one name in the records and the periods, whichever records
/// the tables are made from.
#[test]
fn blank_receipts_have_one_name() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::write(
        at("r.csv"),
        "Ref,Inkom,Sektor\nA-1,2024-03-05,x\nA-2,,x\nA-3,2024-04-01,x\n",
    )
    .unwrap();
    let field = |to: &str, from: &str, more: &str| {
        format!("[[field]]\nto = \"{to}\"\nfrom = \"{from}\"\n{more}")
    };
    let sector = field("incident.sector", "Sektor", "");
    let received = field("received", "Inkom", "format = \"%Y-%m-%d\"\n");
    let reference = field("controller.reference", "Ref", "");
    for (name, mapping, word, count) in [
        (
            "with",
            format!("{reference}{received}{sector}"),
            "(blank)",
            "1",
        ),
        (
            "without",
            format!("{reference}{sector}"),
            "(not asked)",
            "3",
        ),
    ] {
        let (map, out) = (at(&format!("{name}.toml")), at(name));
        fs::write(&map, mapping).unwrap();
        audit(&[&at("r.csv")], &out, &["--mapping", map.to_str().unwrap()]);
        assert_eq!(rows(&out.join("records.csv"))[1]["received_earliest"], word);
        for table in ["year", "quarter", "month"] {
            let table = rows(&out.join(format!("tables/{table}.csv")));
            let last = table.last().unwrap();
            assert_eq!(
                (last["value"].as_str(), last["notifications"].as_str()),
                (word, count)
            );
        }
        for records in ["records.csv", "records.parquet"] {
            let again = stats(
                &[&out.join(records)],
                &at(&format!("{name}-{records}")),
                &[],
            );
            assert_eq!(
                without_rules(again),
                without_rules(tables(&out)),
                "{records}"
            );
        }
    }
}

/// What says how documents are judged would change nothing: the records are judged already.
#[test]
fn options_that_would_change_nothing_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let report = folder.path().join("report");
    audit(
        &[&here("fixtures/notifications/complete.json")],
        &report,
        &[],
    );
    for option in [
        ["--receipts", "none.csv"],
        ["--register", "none.xlsx"],
        ["--manifest", "none.txt"],
        ["--policy", "eprivacy"],
        ["--select", "D001"],
        ["--fail-on", "never"],
    ] {
        for (language, words) in [("sv", "redan bedömda"), ("en", "judged already")] {
            let refused = program()
                .arg("stats")
                .arg(&report)
                .args(option)
                .args(["--lang", language])
                .assert()
                .code(2);
            let said = String::from_utf8_lossy(&refused.get_output().stderr).into_owned();
            assert!(said.contains(option[0]) && said.contains(words), "{said}");
        }
    }
}
