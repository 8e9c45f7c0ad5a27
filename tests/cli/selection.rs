//! What `--where` and `--cross` choose: what lies outside is left out and counted, and a
//! name that means nothing is refused.

use crate::common::{self, audit, here, program, rows, run};
use crate::{code, stderr};

#[test]
fn a_restriction_leaves_out_what_lies_outside_and_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("report");
    let fixtures = here("fixtures/notifications");
    audit(
        &[&fixtures],
        &out,
        &["--from", "2025-01-01", "--to", "2025-12-31"],
    );
    assert_eq!(rows(&out.join("records.csv")).len(), 1);
    assert!(
        rows(&out.join("files.csv")).len() > 100,
        "all inputs stay accounted for"
    );
    let run: serde_json::Value =
        serde_json::from_slice(&std::fs::read(out.join("run.json")).unwrap()).unwrap();
    assert!(run.to_string().contains("2025-01-01"));
    audit(&[&fixtures], &out, &["--where", "sector=private"]);
    assert_eq!(rows(&out.join("records.csv")).len(), 16);
}

#[test]
fn a_cross_table_names_no_dimension_twice() {
    let fixtures = here("fixtures/notifications");
    let output = program()
        .args(["audit", "--cross", "sector,sector"])
        .arg(fixtures)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("names `sector` twice"));
}

#[test]
fn a_selection_is_taken_in_either_language_and_never_empty_in_silence() {
    let folder = tempfile::tempdir().unwrap();
    let notifications = here("fixtures/notifications");
    let path = notifications.to_str().unwrap();
    let select = |selection: &[&str], out: &str| {
        let out = folder.path().join(out);
        let fixed = [
            "audit",
            path,
            "-o",
            out.to_str().unwrap(),
            "--as-of",
            "2026-01-01",
            "--formats",
            "csv",
            "-q",
        ];
        run(&[&fixed[..], selection].concat())
    };
    let told = |selection: &[&str]| {
        let output = select(selection, "refused");
        assert_eq!(output.status.code(), Some(2), "{selection:?}");
        assert!(!folder.path().join("refused").exists());
        String::from_utf8(output.stderr).unwrap()
    };
    assert!(told(&["--where", "severity=9"]).contains("`severity` cannot be `9`"));
    assert!(
        told(&["--where", "sector=Inget sådant"]).contains("no notification is in the selection")
    );
    assert!(
        told(&["--from", "1999-01-01", "--to", "1999-12-31"])
            .contains("no notification is in the selection")
    );
    assert!(told(&["--where", "year=1999", "--from", "2020-01-01"]).contains("no day in common"));
    assert!(told(&["--cross", "sektor,sector"]).contains("twice"));
    assert!(told(&["--cross", "sektor,allvar"]).contains("no dimension `allvar`"));
    let tables = |selection: &[&str], out: &str| {
        let output = select(selection, out);
        assert!(
            matches!(output.status.code(), Some(0 | 1 | 3)),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        common::bytes_below(&folder.path().join(out).join("tables"))
    };
    let codes = tables(
        &["--where", "sector=public", "--cross", "severity,informed"],
        "a",
    );
    let labels = [
        "--where",
        "Sektor=Offentlig sektor",
        "--cross",
        "Allvarlighetsgrad,De registrerade informerade",
    ];
    assert_eq!(codes, tables(&labels, "b"));
    let group = tables(&["--where", "type-group=Obehörigt röjande"], "c");
    let rows = rows(&folder.path().join("c/tables/type-group.csv"));
    assert!(rows.iter().all(|row| row["value"] == "disclosure") && !group.is_empty());
    let stats = |selection: &[&str]| {
        let report = folder.path().join("a");
        run(&[&["stats", report.to_str().unwrap()], selection].concat())
    };
    let refused = stats(&["--where", "sector=private"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(
        String::from_utf8(refused.stderr)
            .unwrap()
            .contains("no notification is in the selection")
    );
    assert_eq!(
        stats(&["--where", "Sektor=offentlig sektor"]).status.code(),
        Some(0)
    );
}

#[test]
fn an_empty_selection_says_what_may_have_been_meant() {
    let fixtures = here("fixtures/notifications");
    let fixtures = fixtures.to_string_lossy();
    let told = |pair: &str, language: &str| {
        let arguments = ["check", &fixtures, "--where", pair, "--lang", language];
        assert_eq!(code(&arguments), 2, "{pair}");
        stderr(&arguments)
    };
    assert!(told("sector=publik", "sv").contains("menade du `Offentlig sektor`?"));
    assert!(told("sector=publik", "en").contains("did you mean `Public sector`?"));
    assert!(told("area=Skola", "sv").contains("menade du `area-group=Skola`?"));
    let severity = told("severity=9", "sv");
    assert!(severity.contains("`1. Försumbar`") && !severity.contains("Negligible"));
}

#[test]
fn an_answer_off_a_closed_list_is_selected_where_a_notification_has_it() {
    let folder = tempfile::tempdir().unwrap();
    let of = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (table, mapping, report) = (of("r.csv"), of("m.toml"), of("report"));
    let mapped = [
        ("controller.reference", "Dnr"),
        ("incident.discovered", "Upptäckt"),
        ("consequences.severity", "Allvar"),
        ("incident.ongoing", "Pågår"),
    ];
    let fields = mapped.map(|(to, from)| format!("[[field]]\nto = \"{to}\"\nfrom = \"{from}\"\n"));
    let head = "form = \"imy-2021\"\nasked = [\"4\", \"11\", \"12\", \"29\"]\n";
    std::fs::write(&mapping, head.to_owned() + &fields.concat()).unwrap();
    let rows_of = "Dnr;Upptäckt;Allvar;Pågår\nA 1;2024-03-04 09:30;Allvarlig;Kanske\n\
                   A 2;2024-03-05 09:30;Betydande;Nej\nA 3;2024-03-06 09:30;Allvarlig;Ja\n";
    std::fs::write(&table, rows_of).unwrap();
    let fixed = ["--as-of", "2026-01-01", "--formats", "csv", "-q"];
    let audit = |out: &str, selection: &[&str]| {
        let named = ["audit", &table, "--mapping", &mapping, "-o", out];
        run(&[&named[..], &fixed, selection].concat())
    };
    let made = audit(&report, &[]);
    assert!(matches!(made.status.code(), Some(0 | 1)), "{made:?}");
    for (pair, kept) in [
        ("severity=Allvarlig", 2),
        ("Allvarlighetsgrad=Betydande", 1),
        ("ongoing=Kanske", 1),
    ] {
        let out = of(&pair.replace('=', "-"));
        assert!(matches!(
            audit(&out, &["--where", pair]).status.code(),
            Some(0 | 1)
        ));
        let records = rows(&std::path::Path::new(&out).join("records.csv"));
        assert_eq!(records.len(), kept, "{pair}");
        let again = run(&["stats", &report, "--where", pair]);
        assert_eq!(again.status.code(), Some(0), "{pair}");
    }
    for (pair, meant) in [
        ("severity=Allvarligt", "möjliga värden: `1. Försumbar`"),
        ("severity=Betydnde", "menade du `3. Betydande`?"),
        ("ongoing=ka", "möjliga värden: `Ja`"),
        ("time-to-report=over-72h", "menade du `verdict=late`?"),
    ] {
        let stats = run(&["stats", &report, "--where", pair, "--lang", "sv"]);
        let out = of("refused");
        let audit = audit(&out, &["--where", pair, "--lang", "sv"]);
        for output in [stats, audit] {
            assert_eq!(output.status.code(), Some(2), "{pair}");
            let told = String::from_utf8_lossy(&output.stderr).into_owned();
            assert!(told.contains(meant), "{pair}: {told}");
            assert!(told.contains(" kan inte vara "), "{told}");
        }
        assert!(!std::path::Path::new(&out).exists(), "{pair}");
    }
}
