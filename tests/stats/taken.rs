//! What tables print is taken by `--where`, and selects what they counted.

use super::{audit, fs, program, rows};

/// Not all, so that the test ends soon: those whose values are no codes of the form.
const TABLES: [&str; 5] = ["kind", "year", "data-categories", "data-subjects", "area"];

#[test]
fn values_of_tables_select_what_they_count() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let own = "case_number,controller.name,incident.discovered.date,received,incident.area,affected.data_subjects.range\n\
        PUI-2024-1,A kommun,,,Hälso- och sjukvård,11-100\n\
        PUI-2024-2,B kommun,2024-01-05,2024-01-06,Socialtjänst,Okänt/kan inte ange\n\
        PUI-2024-2,B kommun,2024-01-05,2024-01-06,Socialtjänst,Okänt/kan inte ange\n";
    fs::write(at("own.csv"), own).unwrap();
    let withdrawn = "{\"case_number\":\"PUI-2024-3\",\"received\":\"2024-02-01T10:00\"}\n{\"kind\":\"withdrawal\",\"supplements\":\"PUI-2024-3\",\"received\":\"2024-02-02T10:00\"}\n";
    fs::write(at("withdrawn.ndjson"), withdrawn).unwrap();
    audit(
        &[&at("own.csv"), &at("withdrawn.ndjson")],
        &at("report"),
        &[],
    );
    check(&at("report"), &at("selected"));
    let mapping = "[[field]]\nto=\"controller.reference\"\nfrom=\"Id\"\n[[field]]\nto=\"affected.data_categories\"\nfrom=\"A\"\noption=\"health\"\n[[field]]\nto=\"affected.data_categories\"\nfrom=\"B\"\noption=\"contact\"\n";
    fs::write(at("m.toml"), mapping).unwrap();
    fs::write(at("options.csv"), "Id,A,B\nR1,No,No\nR2,Yes,No\nR3,No,No\n").unwrap();
    let more = ["--mapping", at("m.toml").to_str().unwrap()].map(str::to_owned);
    audit(&[&at("options.csv")], &at("options"), &[&more[0], &more[1]]);
    check(&at("options"), &at("selected"));
}

/// Each value and label of the tables, once as a selection.
fn check(report: &std::path::Path, out: &std::path::Path) {
    let mut seen = 0;
    for table in TABLES {
        let name = format!("tables/{table}.csv");
        if !report.join(&name).exists() {
            continue;
        }
        for row in rows(&report.join(&name)) {
            if row["notifications"] == "0" {
                continue;
            }
            for value in [&row["value"], &row["label"]] {
                let selected = program()
                    .arg("stats")
                    .arg(report)
                    .args(["--as-of", super::AS_OF, "-q", "--force", "--formats", "csv"])
                    .args(["--where", &format!("{table}={value}"), "-o"])
                    .arg(out)
                    .output()
                    .unwrap();
                let told = String::from_utf8_lossy(&selected.stderr);
                assert_eq!(selected.status.code(), Some(0), "{table}={value}: {told}");
                let counted = rows(&out.join(&name));
                let own = counted.iter().find(|other| other["value"] == row["value"]);
                let count = own.map(|own| own["notifications"].as_str());
                assert_eq!(
                    count,
                    Some(row["notifications"].as_str()),
                    "{table}={value}"
                );
                seen += 1;
            }
        }
    }
    assert!(seen > 1);
}
