//! Extra dimensions: what a form file adds to the form is read, restricted, counted and
//! never shows free text.

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::common::{self, audit, program, rows};
use crate::counted;

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

/// A form file with an extra number.
const NUMBERED: &str = "name = \"with-fine\"\nbase = \"imy-2021\"\n[[number]]\nname = \"fine\"\n\
    label = { sv = \"Avgift, kr\", en = \"Fine, SEK\" }\n";

/// A folder with [`NUMBERED`], a mapping by it and one export; the path of the mapping.
fn with_fine(export: &str, keys: &str) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let mapping = folder.path().join("m.toml");
    let source = format!(
        "form = \"f.toml\"\n[[field]]\nto = \"number.fine\"\n{keys}\n[[field]]\nto = \"incident.sector\"\nfrom = \"Sektor\"\n"
    );
    std::fs::write(&mapping, source).unwrap();
    std::fs::write(folder.path().join("f.toml"), NUMBERED).unwrap();
    std::fs::write(folder.path().join("a.csv"), export).unwrap();
    (folder, mapping)
}

const FINES: &str = "Avgift;Kostnad;Sektor\n10 000 kr;;public\n2,50;1;public\n;;private\n\
    många;;private\n400;;private\n1.234;;private\n8112189876;;private\n";

/// The rows of the table of fines, as texts.
fn fines(report: &std::path::Path) -> Vec<String> {
    let columns = [
        "sector",
        "notifications",
        "number_n",
        "sum",
        "minimum",
        "median",
        "p75",
        "p90",
        "maximum",
    ];
    let rows = rows(&report.join("tables/number-fine.csv")).into_iter();
    rows.map(|row| columns.map(|column| row[column].clone()).join(" "))
        .collect()
}

#[test]
fn an_extra_number_has_a_sum_and_quantiles() {
    let (folder, mapping) = with_fine(FINES, "from = \"Avgift\"\nunit = \"kr\"");
    let (input, out) = (folder.path().join("a.csv"), folder.path().join("report"));
    let mapping = mapping.to_str().unwrap();
    audit(
        &[&input],
        &out,
        &["--mapping", mapping, "--formats", "csv,parquet"],
    );
    let cells: Vec<String> = rows(&out.join("records.csv"))
        .into_iter()
        .map(|row| row["number.fine"].clone())
        .collect();
    let lost = "(undeterminable)";
    assert_eq!(
        cells,
        ["10000.00", "2.50", "(blank)", lost, "400.00", lost, lost]
    );
    let expected = [
        "public 2 2 10002.50 2.50 2.50 10000.00 10000.00 10000.00",
        "private 5 1 400.00 400.00 400.00 400.00 400.00 400.00",
        "(total) 7 3 10402.50 2.50 400.00 10000.00 10000.00 10000.00",
    ];
    assert_eq!(fines(&out), expected);
    let findings = rows(&out.join("findings.csv")).into_iter();
    let unread: Vec<String> = findings
        .filter(|finding| finding["code"] == "F003")
        .map(|finding| [finding["line"].as_str(), finding["place"].as_str()].join(" "))
        .collect();
    assert_eq!(unread, ["5 Avgift", "7 Avgift", "8 Avgift"]);

    // `stats` gives the same from either format.
    let form = folder.path().join("f.toml");
    for records in ["records.csv", "records.parquet"] {
        let again = folder.path().join(records.replace('.', "-"));
        let output = program()
            .args(["stats", "--form", form.to_str().unwrap(), "-o"])
            .args([&again, &out.join(records)])
            .output()
            .unwrap();
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        assert_eq!(fines(&again), expected);
    }
    for protected in [["--min-cell", "3"], ["--round-to", "5"]] {
        let options = [&["--mapping", mapping][..], &protected].concat();
        audit(&[&input], &out, &options);
        assert_eq!(fines(&out), ["(withheld)        "], "{protected:?}");
    }
}

#[test]
fn numbers_of_several_columns_are_added_as_the_mapping_says() {
    let keys =
        "from = [\"Avgift\", \"Kostnad\"]\ncombine = \"sum\"\nthousands = \" \"\nunit = \"kr\"";
    let (folder, mapping) = with_fine(FINES, keys);
    let out = folder.path().join("report");
    audit(
        &[&folder.path().join("a.csv")],
        &out,
        &["--mapping", mapping.to_str().unwrap()],
    );
    let cells: Vec<String> = rows(&out.join("records.csv"))
        .into_iter()
        .map(|row| row["number.fine"].clone())
        .collect();
    // A part that is blank is not 0.
    let lost = "(undeterminable)";
    assert_eq!(cells[..3], [lost, "3.50", "(blank)"]);
    assert_eq!(cells[5], lost);

    let refused = |keys: &str| {
        let (folder, mapping) = with_fine(FINES, keys);
        let output = program()
            .arg("audit")
            .arg(folder.path().join("a.csv"))
            .args(["--lang", "en", "--mapping", mapping.to_str().unwrap()])
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(2));
        String::from_utf8(output.stderr).unwrap()
    };
    for (keys, told) in [
        ("from = [\"Avgift\", \"Kostnad\"]", "cannot be read as one"),
        (
            "from = [\"Avgift\", \"Kostnad\"]\ncombine = \"span\"",
            "a number has no ends",
        ),
        (
            "from = \"Avgift\"\n[[field]]\nto = \"number.fine\"\nfrom = \"Kostnad\"",
            "is filled by an entry above",
        ),
        (
            "from = \"Avgift\"\n[[field]]\nto = \"number.days\"\nfrom = \"Kostnad\"",
            "has no extra number \"days\"",
        ),
    ] {
        let message = refused(keys);
        assert!(message.contains(told), "{message}");
    }
}

#[test]
fn units_that_the_mapping_does_not_name_and_numbers_of_any_size() {
    let export = "Avgift;Sektor\n20 000 000 000 kr;public\n500 euro;public\n2 veckor;public\n\
        SEK 1,50;public\n9 999 999 999 999 kr;public\n";
    let (folder, mapping) = with_fine(export, "from = \"Avgift\"\nunit = [\"kr\"]");
    let out = folder.path().join("report");
    audit(
        &[&folder.path().join("a.csv")],
        &out,
        &[
            "--mapping",
            mapping.to_str().unwrap(),
            "--formats",
            "csv,parquet",
        ],
    );
    let cells: Vec<String> = rows(&out.join("records.csv"))
        .into_iter()
        .map(|row| row["number.fine"].clone())
        .collect();
    let lost = "(undeterminable)";
    assert_eq!(cells, ["20000000000.00", lost, lost, "1.50", lost]);
    let findings = rows(&out.join("findings.csv")).into_iter();
    let unread: Vec<String> = findings
        .filter(|finding| finding["code"] == "F003")
        .map(|finding| finding["line"].clone())
        .collect();
    assert_eq!(unread, ["3", "4", "6"]);
    let total = "(total) 5 2 20000000001.50 1.50 1.50 20000000000.00 20000000000.00 20000000000.00";
    assert_eq!(fines(&out).pop().as_deref(), Some(total));
    // `stats` holds what `audit` held.
    let form = folder.path().join("f.toml");
    for records in ["records.csv", "records.parquet"] {
        let again = folder.path().join(records.replace('.', "-"));
        program()
            .args(["stats", "--form", form.to_str().unwrap(), "-o"])
            .args([&again, &out.join(records)])
            .assert()
            .success();
        assert_eq!(fines(&again).pop().as_deref(), Some(total), "{records}");
    }
}

#[test]
fn a_number_of_json_has_the_decimals_that_it_says() {
    let (folder, mapping) = with_fine("", "from = \"fine\"");
    let source = std::fs::read_to_string(&mapping)
        .unwrap()
        .replace("Sektor", "sector");
    std::fs::write(
        &mapping,
        source + "[[field]]\nto = \"controller.reference\"\nfrom = \"id\"\n",
    )
    .unwrap();
    let input = folder.path().join("a.json");
    let text = r#"[{"id": 1.234, "fine": 2.458, "sector": "public"}, {"id": "b", "fine": "2.458", "sector": "public"}]"#;
    std::fs::write(&input, text).unwrap();
    let out = folder.path().join("report");
    audit(&[&input], &out, &["--mapping", mapping.to_str().unwrap()]);
    let told: Vec<String> = rows(&out.join("records.csv"))
        .into_iter()
        .map(|row| [row["reference"].as_str(), row["number.fine"].as_str()].join(" "))
        .collect();
    assert_eq!(told, ["1.234 2.46", "b (undeterminable)"]);
}
