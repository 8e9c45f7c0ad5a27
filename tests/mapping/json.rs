//! The shapes in which JSON holds notifications, and which of them count.

use super::columns::Run;

/// A run over JSON by its mapping.
fn run(name: &str, document: &str, mapping: &str) -> Run {
    Run::of_named(name, document, mapping)
}

/// An entry of a mapping.
fn field(to: &str, from: &str) -> String {
    format!("[[field]]\nto = \"{to}\"\nfrom = \"{from}\"\n")
}

const WRAPPED: &str = r#"{
  "country": "Sverige",
  "organisations": {
    "212000-0142": {
      "name": "Alfa kommun",
      "incidents": [
        {"id": "A/1", "area": "Skola", "found": 1629562560, "reported": 1629635400123},
        {"id": "A/2", "area": "Vård", "found": 1629562560, "reported": null}
      ]
    },
    "212000-1355": {"name": "Beta kommun", "incidents": []},
    "212000-2643": {"name": "Gamma kommun", "incidents": {"x": {"id": "G/1", "area": "Vatten"}}},
    "212000-1439": {"name": "Delta kommun", "incidents": null},
    "212000-1124": {"name": "Epsilon kommun", "incidents": "se pärmen"}
  }
}"#;

#[test]
fn lists_within_lists_have_the_fields_around_them() {
    let mapping = [
        "[source]\nrecords = \"organisations.*.incidents.*\"\n".to_owned(),
        field("controller.name", "^.name"),
        field("incident.description", "^.^.country"),
        field("controller.organisation_number", "^.@key"),
        field("controller.reference", "id"),
        field("incident.area", "area"),
        field("incident.discovered", "found") + "format = \"epoch\"\n",
        field("received", "reported") + "format = \"epoch-ms\"\n",
    ];
    let run = run("in.json", WRAPPED, &mapping.concat());
    assert_eq!(
        run.column("controller"),
        ["Alfa kommun", "Alfa kommun", "Gamma kommun"]
    );
    assert_eq!(
        run.column("organisation_number"),
        ["212000-0142", "212000-0142", "212000-2643"]
    );
    assert_eq!(run.column("reference"), ["A/1", "A/2", "G/1"]);
    assert_eq!(run.column("area"), ["Skola", "Vård", "Vatten"]);
    assert_eq!(run.column("line"), ["7", "8", "12"]);
    assert_eq!(run.column("record"), ["1", "2", "3"]);
    assert_eq!(
        run.column("discovered_earliest"),
        [
            "2021-08-21T18:16+02:00",
            "2021-08-21T18:16+02:00",
            "(blank)"
        ]
    );
    assert_eq!(run.column("received_latest")[0], "2021-08-22T14:30+02:00");
    let files = run.rows("files.csv");
    assert_eq!(files[1]["status"], "skipped", "{files:?}");
    assert!(
        files[1]["source"].ends_with("#4"),
        "a text in place of a list is told"
    );
}

#[test]
fn objects_keyed_by_number_are_notifications() {
    let document =
        r#"{"IMY-2024-1": {"area": "Skola"}, "IMY-2024-2": {"area": "Vård"}, "version": 3}"#;
    let mapping = [
        "[source]\nrecords = \"*\"\n".to_owned(),
        field("case_number", "@key"),
        field("incident.area", "area"),
    ];
    let run = run("in.json", document, &mapping.concat());
    assert_eq!(run.column("case_number"), ["IMY-2024-1", "IMY-2024-2"]);
    assert_eq!(run.column("area"), ["Skola", "Vård"]);
    assert_eq!(
        run.rows("files.csv")[1]["status"],
        "skipped",
        "a number is no notification"
    );
}

#[test]
fn an_object_without_lists_is_told() {
    let mapping = "[source]\nrecords = \"a.*.b\"\n".to_owned() + &field("incident.area", "area");
    let told = super::columns::told_of("in.json", r#"{"c": [1]}"#, Some(&mapping), 2);
    assert!(told.contains("a.*.b"), "{told}");
}

#[test]
fn rows_that_are_lists_have_columns() {
    let area = field("incident.area", "Area");
    let people = field("affected.data_subjects", "[2]");
    let header = r#"{"data": [["Area", "People"], ["Skola", 3], ["Vård", 4], ["Vatten"]]}"#;
    let apart = r#"{"meta": {"columns": [{"name": "Area"}, {"name": "People"}]},
        "data": [["Skola", 3], ["Vård", 4], ["Vatten"]]}"#;
    for (document, how) in [
        (header, "[source]\nrecords = \"data\"\n[rows]\nheader = 1\n"),
        (
            apart,
            "[source]\nrecords = \"data\"\nnames = \"meta.columns.*.name\"\n",
        ),
    ] {
        let run = run("in.json", document, &[how, &area, &people].concat());
        assert_eq!(run.column("area"), ["Skola", "Vård", "Vatten"]);
        assert_eq!(
            run.column("data_subjects_exact"),
            ["3", "4", "(undeterminable)"],
            "the last row ends before the column"
        );
    }
    let bare = r#"[["Skola", 3], ["Vård", 4]]"#;
    let run = run(
        "in.json",
        bare,
        &[field("incident.area", "[1]"), people].concat(),
    );
    assert_eq!(run.column("area"), ["Skola", "Vård"]);
}

#[test]
fn a_header_that_is_none_is_told() {
    for (how, document) in [
        ("[rows]\nheader = 1\n", r#"[{"Area": "x"}, {"Area": "y"}]"#),
        ("[source]\nnames = \"columns\"\n", r#"[["x"], ["y"]]"#),
    ] {
        let mapping = how.to_owned() + &field("incident.area", "Area");
        let told = super::columns::complaint_of("in.json", document, &mapping);
        assert!(told.contains("line 2 of the mapping"), "{told}");
    }
    let both = "[source]\nnames = \"columns\"\n[rows]\nheader = 1\n".to_owned()
        + &field("incident.area", "Area");
    let told = super::rows::mistake(&both);
    assert!(told.contains("line 2: names or header, not both"), "{told}");
}

#[test]
fn objects_count_as_the_rules_for_rows_say() {
    let objects = [
        r#"{"made": "today"}"#,
        r#"{"id": 1, "type": "Breach", "tags": ["a", "b"]}"#,
        r#"{"id": 2, "type": "Question", "tags": []}"#,
        r#"{"id": null, "type": "Breach"}"#,
        r#"{"id": 4, "type": "breach", "tags": ["test"]}"#,
        r#"{"id": 5, "type": "BREACH"}"#,
        r#"{"id": 6, "type": "end"}"#,
        r#"{"id": 7, "type": "Breach"}"#,
        "{broken",
    ];
    let mapping = "[rows]\nskip = 1\nrequired = \"id\"\n\
        where = [{ from = \"type\", is = [\"breach\"] }, { from = \"tags\", is_not = \"test\" }]\n\
        until = { from = \"type\", is = \"end\" }\n"
        .to_owned()
        + &field("controller.reference", "id")
        + &field("incident.area", "type");
    let list = format!("[{}]", objects[..8].join(",\n"));
    for (name, document) in [
        ("in.ndjson", objects.join("\n")),
        ("in.json", list.clone()),
        ("wrapped.json", list),
    ] {
        let (document, mapping) = if name == "wrapped.json" {
            (
                format!("{{\"all\": {document}}}"),
                format!("[source]\nrecords = \"all\"\n{mapping}"),
            )
        } else {
            (document, mapping.clone())
        };
        let run = run(name, &document, &mapping);
        assert_eq!(run.column("reference"), ["1", "5"], "{name}");
        assert_eq!(run.column("record"), ["2", "6"], "{name}");
        let findings = run.rows("findings.csv");
        let told = findings.iter().find(|row| row["code"] == "F014").unwrap();
        let below = if name == "in.ndjson" { 3 } else { 2 };
        assert_eq!(
            told["message"],
            format!(
                "Rows of the table that are no notifications are not counted: 1 row passed over (skip), \
                 2 rows that do not meet the conditions (where), 1 row that lacks what is required (required) \
                 and {below} rows after the end of the table (until)."
            )
        );
        assert_eq!(
            run.rows("files.csv").len(),
            1,
            "what is left out is no file"
        );
    }
}

#[test]
fn a_condition_on_nothing_is_told() {
    let mapping = "[rows]\nwhere = [{ from = \"typ\", is = \"x\" }]\n".to_owned()
        + &field("incident.area", "area");
    let told =
        super::columns::complaint_of("in.json", r#"[{"area": "a"}, {"area": "b"}]"#, &mapping);
    assert!(told.contains("\"typ\""), "{told}");
}

#[test]
fn what_only_tables_take_is_refused() {
    for key in [
        "[rows]\nfill_down = \"a\"",
        "[rows]\nweight = \"a\"",
        "[group]\nby = \"a\"",
    ] {
        let mapping = format!("{key}\n{}", field("incident.area", "area"));
        let told = super::columns::complaint_of("in.json", r#"[{"area": "a"}]"#, &mapping);
        assert!(told.contains("for tables only"), "{told}");
        let mapping = format!("[source]\nformat = \"json\"\n{mapping}");
        assert!(super::rows::mistake(&mapping).contains("does nothing for json"));
    }
}
