//! The cases of a municipality's own folder, beside the answers worked out from its register:
//! of each notification the number, the receipt, the verdict, the promise and what came of it.

use std::collections::BTreeMap;

use crate::common::{Row, audit, here, rows};

const MUNICIPALITY: &str = "tests/data/municipality/Personuppgiftsincidenter";

/// Each notification to which something belongs that does not count: its kind, how its file
/// begins, and the rule that says so.
const BELONGS: [(&str, &str, &str, &str); 8] = [
    ("BUN 2021/102", "supplement", "Komplettering.txt", "M003"),
    (
        "BUN 2022/41",
        "initial",
        "Komplettering 2022-03-04.txt",
        "M002",
    ),
    (
        "SN 2022/112",
        "supplement",
        "Komplettering till IMY.txt",
        "M003",
    ),
    (
        "SN 2023/58",
        "initial",
        "2023-03-15 Anmälan IMY SN 2023-58.txt",
        "M001",
    ),
    ("KS 2023/90", "supplement", "SV Komplettering.eml", "M003"),
    (
        "KS 2024/21",
        "supplement",
        "Komplettering IMY-2024-5179.docx",
        "M003",
    ),
    ("BUN 2024/44", "initial", "Anmälan (2).txt", "M001"),
    (
        "SN 2025/9",
        "initial",
        "Anmälan från handläggare.txt",
        "M001",
    ),
];

#[test]
fn each_case_of_a_municipality_is_what_its_register_says() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("report");
    let register = here(MUNICIPALITY).join("Incidentregister.xlsx");
    audit(
        &[&here(MUNICIPALITY)],
        &out,
        &["--register", register.to_str().unwrap()],
    );
    let records = rows(&out.join("records.csv"));
    let id = |row: &Row| format!("{}#{}", row["source"], row["record"]);
    let counts = |row: &&Row| row["kind"] == "initial" && row["copy_of"] == "none";
    let counted: BTreeMap<&str, &Row> = records
        .iter()
        .filter(counts)
        .map(|row| (row["reference"].as_str(), row))
        .collect();
    let came = |reference: &str| {
        let mut belongs = BELONGS.iter();
        belongs.any(|(own, _, _, code)| *own == reference && *code != "M001")
    };
    let answers = rows(&here("tests/data/municipality/answers.csv"));
    let notified: Vec<&Row> = answers
        .iter()
        .filter(|row| row["notified"] == "Ja")
        .collect();
    assert_eq!((notified.len(), counted.len()), (34, 34));
    for answer in notified {
        let reference = answer["reference"].as_str();
        let own = counted[reference];
        if !answer["case_number"].is_empty() {
            assert_eq!(own["case_number"], answer["case_number"], "{reference}");
        }
        let received = own["received_earliest"].replace('T', " ");
        assert!(received.starts_with(&answer["received"]), "{reference}");
        assert_eq!(own["verdict"], answer["verdict_by_register"], "{reference}");
        assert_eq!((&own["case"], own["withdrawn"].as_str()), (&id(own), "no"));
        let (state, many) = match (answer["supplement_promised"].as_str(), came(reference)) {
            ("Ja", true) => ("received", "1"),
            ("Ja", false) => ("missing", "0"),
            (_, came) => {
                assert!(!came, "{reference}");
                ("not-promised", "0")
            }
        };
        assert_eq!(own["supplement_state"], state, "{reference}");
        assert_eq!(own["supplements_received"], many, "{reference}");
    }
    let findings = rows(&out.join("findings.csv"));
    let others: Vec<&Row> = records
        .iter()
        .filter(|row| row["kind"] != "register" && !counts(row))
        .collect();
    assert_eq!(others.len(), BELONGS.len());
    for (reference, kind, name, code) in BELONGS {
        let is_it = |row: &&&Row| {
            row["source"].rsplit(['/', '!']).next() == Some(name)
                && row["case"] == id(counted[reference])
        };
        let own = others.iter().find(is_it).unwrap();
        assert_eq!(own["kind"], kind, "{name}");
        let told = findings
            .iter()
            .find(|row| row["source"] == own["source"] && row["code"].starts_with("M00"));
        let told = told.unwrap();
        assert_eq!(told["code"], code, "{name}");
        assert!(
            told["message"].contains(&own["case"]),
            "{}",
            told["message"]
        );
    }
    let promises = rows(&out.join("tables/promises.csv"));
    let total = promises.last().unwrap();
    let figures = [
        "promised",
        "received",
        "received_late",
        "missing",
        "pending",
        "undeterminable",
    ];
    assert_eq!(
        figures.map(|figure| total[figure].as_str()),
        ["13", "5", "0", "8", "0", "0"]
    );
}
