//! Whether a mapping fits an export: what is lacking, what fits nowhere, records that are
//! not found, the encoding.

use std::path::Path;

use crate::common::{Row, audit, here, program, rows};

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
        together[3]["reason"].starts_with("a table without the column \"sector\""),
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
