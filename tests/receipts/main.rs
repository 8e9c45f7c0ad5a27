//! Lists of receipt times: which row is whose, and what is told of rows that are
//! of no use.
#![allow(
    clippy::unwrap_used,
    reason = "a test ends at once at what it did not expect"
)]

#[path = "../common/mod.rs"]
mod common;
mod days;
mod mails;
mod municipality;

use std::path::{Path, PathBuf};

use common::{audit, here, rows, run};

fn stdout(arguments: &[&str]) -> String {
    String::from_utf8(run(arguments).stdout).unwrap()
}

/// What a list of receipts gives for some JSON documents: of each record the receipt
/// time, and the codes, lines and messages of the findings about the list.
fn listed(documents: &[(&str, &str)], list: &str) -> (Vec<String>, Vec<[String; 3]>) {
    let folder = tempfile::tempdir().unwrap();
    let paths: Vec<PathBuf> = documents
        .iter()
        .map(|(name, text)| {
            let path = folder.path().join(name);
            std::fs::write(&path, text).unwrap();
            path
        })
        .collect();
    let paths: Vec<&Path> = paths.iter().map(PathBuf::as_path).collect();
    let (receipts, out) = (
        folder.path().join("receipts.csv"),
        folder.path().join("report"),
    );
    std::fs::write(&receipts, list).unwrap();
    audit(&paths, &out, &["--receipts", &receipts.to_string_lossy()]);
    let records = rows(&out.join("records.csv"));
    let received = records
        .iter()
        .map(|row| format!("{} {}", row["received_earliest"], row["verdict"]));
    let findings = rows(&out.join("findings.csv"));
    let told = findings.iter().filter(|row| row["record"] == "0");
    (
        received.collect(),
        told.map(|row| ["code", "line", "message"].map(|column| row[column].clone()))
            .collect(),
    )
}

/// A document with a reference and a moment of discovery.
fn document(reference: &str) -> String {
    format!(
        r#"{{"controller": {{"name": "Region Exempel", "reference": "{reference}"}}, "incident": {{"discovered": {{"date": "2024-03-01", "time": "08:00"}}}}}}"#
    )
}

#[test]
fn messages_name_the_headings_of_the_list() {
    let text = document("RK 1/2024");
    let documents = [("a.json", text.as_str()), ("b.json", text.as_str())];
    let list = "Dnr;Filnamn;Inkom;Kanal\n;a.json;igår;duva\n;;2024-03-02;\n";
    let (_, told) = listed(&documents[..1], list);
    let messages: Vec<&str> = told
        .iter()
        .map(|[_, _, message]| message.as_str())
        .collect();
    assert_eq!(
        messages,
        [
            "The value in the column \"Inkom\" is neither a date nor a date-time; the row was not used.",
            "The value in the column \"Kanal\" is no known channel (e-service, post, email); the channel was not used.",
            "Row 3 has no key (columns Filnamn, Dnr); it was not used.",
        ]
    );
    let other = text.replace("Region Exempel", "Region Annan");
    let documents = [documents[0], ("b.json", other.as_str())];
    let list = "Dnr;Filnamn;Inkom\nRK 1/2024;;2024-03-02\n";
    let (_, told) = listed(&documents, list);
    assert!(
        told[0][2].ends_with("Write the file name in the column Filnamn."),
        "{told:?}"
    );
}

#[test]
fn rows_that_contradict_each_other_are_both_left_out() {
    let text = document("RK 1/2024");
    for second in ["a.json,,2024-03-09T10:00", ",RK 1/2024,2024-03-09T10:00"] {
        let list = format!("source,reference,received\na.json,,2024-03-02T10:00\n{second}\n");
        let (received, told) = listed(&[("a.json", &text)], &list);
        assert_eq!(received, ["(undeterminable) no-receipt"], "{second}");
        let told: Vec<[&str; 3]> = told
            .iter()
            .map(|row| row.each_ref().map(|cell| &**cell))
            .collect();
        assert_eq!(
            told.iter().map(|row| [row[0], row[1]]).collect::<Vec<_>>(),
            [["M010", "2"], ["M010", "3"]]
        );
        assert!(
            told[0][2].contains("for a.json than row 3. Neither was used"),
            "{told:?}"
        );
    }
    // Neither do their order or copies of the notification bring one of them in.
    let list = "source,reference,received\n,RK 1/2024,2024-03-09\na.json,,2024-03-02\n";
    let (received, _) = listed(&[("a.json", &text), ("b.json", &text)], list);
    assert!(
        received
            .iter()
            .all(|row| row == "(undeterminable) no-receipt"),
        "{received:?}"
    );
}

#[test]
fn of_a_day_and_a_time_of_it_the_time_is_taken() {
    let text = document("RK 1/2024");
    for rows in [
        ["2024-03-02", "2024-03-02T10:00"],
        ["2024-03-02T10:00", "2024-03-02"],
    ] {
        let list = format!("source,received\na.json,{}\na.json,{}\n", rows[0], rows[1]);
        let (received, told) = listed(&[("a.json", &text)], &list);
        assert_eq!(received, ["2024-03-02T10:00+01:00 on-time"]);
        assert!(told.is_empty(), "{told:?}");
    }
}

#[test]
fn a_cell_that_is_still_empty_is_no_mistake() {
    let text = document("RK 1/2024");
    let list = "source,received,channel\na.json,,\na.json,2024-03-02T10:00,\nother.json,,\n";
    let (received, told) = listed(&[("a.json", &text)], list);
    assert_eq!(received, ["2024-03-02T10:00+01:00 on-time"]);
    assert!(told.is_empty(), "{told:?}");
    let (received, told) = listed(&[("a.json", &text)], "source,received\na.json,\n");
    assert_eq!(received, ["(blank) no-receipt"]);
    assert!(told.is_empty(), "{told:?}");
}

#[test]
fn references_match_in_any_letter_case_and_with_any_blanks() {
    let (received, told) = listed(
        &[("a.json", &document("RK 1/2024"))],
        "reference,received\nrk\u{a0}  1/2024,2024-03-02T10:00\n",
    );
    assert_eq!(received, ["2024-03-02T10:00+01:00 on-time"]);
    assert!(told.is_empty(), "{told:?}");
}

#[test]
fn a_row_that_fits_several_is_told_what_would_tell_them_apart() {
    let advice = |references: [&str; 2], list: &str| {
        let documents = references.map(document).join("\n");
        let (_, told) = listed(&[("set.ndjson", &documents)], list);
        let [[code, _, message]] = &told[..] else {
            panic!("{told:?}");
        };
        assert_eq!(code, "M009");
        message.clone()
    };
    let list = "source,received\nset.ndjson,2024-03-02\n";
    let by_reference = advice(["RK 1/2024", "RK 2/2024"], list);
    assert!(
        by_reference.contains("in the column reference"),
        "{by_reference}"
    );
    let by_none = advice(["", ""], list);
    assert!(
        by_none.contains("Neither a case number nor a reference"),
        "{by_none}"
    );
}

#[test]
fn receipts_are_matched_or_told() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("report");
    let receipts = here("fixtures/receipts.csv").to_string_lossy().into_owned();
    audit(
        &[&here("fixtures/notifications")],
        &out,
        &["--receipts", &receipts],
    );
    let findings = rows(&out.join("findings.csv"));
    let of = |source: &str| -> Vec<&str> {
        let mut codes: Vec<&str> = findings
            .iter()
            .filter(|finding| finding["source"].ends_with(source))
            .map(|finding| finding["code"].as_str())
            .collect();
        codes.sort_unstable();
        codes
    };
    assert_eq!(
        of("imy-2021-text-copy.txt"),
        [
            "C016", "D002", "D007", "F005", "F005", "F005", "M014", "P002", "S002", "X004"
        ]
    );
    assert_eq!(of("/complete.json"), ["M010"]);
    assert_eq!(of("receipts.csv"), ["M009"]);
    let unmatched = findings
        .iter()
        .find(|finding| finding["code"] == "M009")
        .unwrap();
    assert_eq!(
        (unmatched["record"].as_str(), unmatched["line"].as_str()),
        ("0", "4")
    );
    let records = rows(&out.join("records.csv"));
    let copy = records
        .iter()
        .find(|row| row["source"].ends_with("imy-2021-text-copy.txt"))
        .unwrap();
    assert_eq!(
        (copy["verdict"].as_str(), copy["received_source"].as_str()),
        ("late", "receipts")
    );
}

#[test]
fn a_receipt_of_a_name_that_two_files_have_goes_to_neither() {
    let folder = tempfile::tempdir().unwrap();
    let copy = here("fixtures/notifications/imy-2021-text-copy.txt");
    let [one, other, _] = ["one/a.txt", "other/a.txt", "other/sub/a.txt"].map(|name| {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        // Each its own notification: a receipt of one that has copies is for all of them.
        let text = std::fs::read_to_string(&copy)
            .unwrap()
            .replace("RK 2021/251", &format!("RK 2021/{name}"));
        std::fs::write(&path, text).unwrap();
        path
    });
    let (receipts, out) = (
        folder.path().join("receipts.csv"),
        folder.path().join("report"),
    );
    let received = |inputs: &[&Path], keys: &[&str]| -> Vec<String> {
        let lines: Vec<String> = keys
            .iter()
            .map(|key| format!("2021-02-13T12:00,{key}\n"))
            .collect();
        std::fs::write(&receipts, format!("received,source\n{}", lines.concat())).unwrap();
        audit(inputs, &out, &["--receipts", &receipts.to_string_lossy()]);
        let unmatched = rows(&out.join("findings.csv"))
            .iter()
            .filter(|row| row["code"] == "M009")
            .count();
        let records = rows(&out.join("records.csv"));
        let found = records
            .iter()
            .map(|row| format!("{} {}", row["source"], row["received_source"]));
        found.chain([unmatched.to_string()]).collect()
    };
    let of_two = received(&[&one, &other], &["a.txt"]);
    assert_eq!(of_two, ["a.txt none", "a.txt~2 none", "1"]);
    assert_eq!(
        received(&[&one, &other], &["a.txt~2"]),
        ["a.txt none", "a.txt~2 receipts", "0"]
    );
    // The whole name tells a file from one deeper down.
    let of_paths = received(
        &[&one, &folder.path().join("other/sub")],
        &["a.txt", "sub/a.txt"],
    );
    assert_eq!(of_paths, ["a.txt receipts", "sub/a.txt receipts", "0"]);
}

#[test]
fn a_receipt_that_cannot_be_read_keeps_no_other_away() {
    let folder = tempfile::tempdir().unwrap();
    let (receipts, out) = (
        folder.path().join("receipts.csv"),
        folder.path().join("report"),
    );
    let source = "complete.json";
    std::fs::write(
        &receipts,
        format!("received,source\nigår,{source}\n2024-03-06T12:00,{source}\n"),
    )
    .unwrap();
    let complete = here("fixtures/notifications/complete.json");
    audit(
        &[&complete],
        &out,
        &["--receipts", &receipts.to_string_lossy()],
    );
    assert_eq!(
        rows(&out.join("records.csv"))[0]["received_source"],
        "receipts"
    );
    let findings = rows(&out.join("findings.csv"));
    let mut told: Vec<(&str, &str)> = findings
        .iter()
        .filter(|finding| finding["record"] == "0")
        .map(|finding| (finding["code"].as_str(), finding["line"].as_str()))
        .collect();
    told.sort_unstable();
    assert_eq!(told, [("F003", "2"), ("M009", "2")]);
}

#[test]
fn receipts_are_quoted_as_they_are_written() {
    let folder = tempfile::tempdir().unwrap();
    let receipts = folder.path().join("receipts.csv");
    std::fs::write(
        &receipts,
        "source,received,channel\ncomplete.json,2024-03-06,duva\n",
    )
    .unwrap();
    let out = folder.path().join("report");
    let complete = here("fixtures/notifications/complete.json");
    audit(
        &[&complete],
        &out,
        &["--receipts", &receipts.to_string_lossy()],
    );
    let findings = rows(&out.join("findings.csv"));
    let message = |code: &str| {
        let finding = findings
            .iter()
            .find(|finding| finding["code"] == code)
            .unwrap();
        (
            finding["source"].as_str(),
            finding["line"].as_str(),
            finding["message"].as_str(),
        )
    };
    assert!(
        message("M010").2.contains("the receipts file 2024-03-06;"),
        "{}",
        message("M010").2
    );
    let (source, line, text) = message("F003");
    assert_eq!((source, line), ("receipts.csv", "2"));
    assert!(text.contains("\"channel\" is no known channel"), "{text}");
}

#[test]
fn what_is_wrong_with_a_row_is_said_of_the_row() {
    let folder = tempfile::tempdir().unwrap();
    let text = document("RK 1/2024");
    let [document, receipts] = ["a.json", "r.csv"].map(|name| folder.path().join(name));
    std::fs::write(&document, text).unwrap();
    let list = "source,received,channel\na.json,i går,\na.json,i går,duva\n,2024-03-02,\n";
    std::fs::write(&receipts, list).unwrap();
    let [document, receipts] = [document, receipts].map(|path| path.to_string_lossy().into_owned());
    let told = |language: &str| {
        stdout(&[
            "check",
            &document,
            "--receipts",
            &receipts,
            "--lang",
            language,
        ])
    };
    let (swedish, english) = (told("sv"), told("en"));
    for part in [
        "r.csv:2: varning F003 Värdet i kolumnen ”received” är varken datum eller tidpunkt; raden användes inte.",
        "r.csv:3: varning F003 Värdet i kolumnen ”channel” är ingen känd kanal (e-service, post, email); kanalen användes inte.",
        "r.csv:4: varning M009 Rad 4 har ingen nyckel (source, case_number eller reference); den användes inte.",
    ] {
        assert!(swedish.contains(part), "{swedish}");
    }
    for part in [
        "neither a date nor a date-time; the row was not used.",
        "Row 4 has no key (source, case_number or reference); it was not used.",
    ] {
        assert!(english.contains(part), "{english}");
    }
    // The summary does not ask for a list where one was given.
    let out = folder.path().join("out").to_string_lossy().into_owned();
    let summary = stdout(&["audit", &document, "-o", &out, "--receipts", &receipts]);
    assert!(summary.contains("complete the list"), "{summary}");
    assert!(!summary.contains("Add a list"), "{summary}");
}

#[test]
fn a_day_and_a_time_of_it_do_not_disagree() {
    let folder = tempfile::tempdir().unwrap();
    let document = folder.path().join("a.json");
    let receipts = folder.path().join("receipts.csv");
    let conflicts = |told: &str, listed: &str| {
        std::fs::write(
            &document,
            format!(r#"{{"received": "{told}", "controller": {{"name": "X"}}}}"#),
        )
        .unwrap();
        std::fs::write(&receipts, format!("source,received\na.json,{listed}\n")).unwrap();
        let [document, receipts] =
            [&document, &receipts].map(|path| path.to_string_lossy().into_owned());
        stdout(&[
            "check",
            &document,
            "--receipts",
            &receipts,
            "--select",
            "M010",
            "--as-of",
            common::AS_OF,
        ])
        .contains("M010")
    };
    assert!(
        !conflicts("2024-03-05", "2024-03-05T10:00") && !conflicts("2024-03-05T10:00", "2024-03")
    );
    assert!(
        conflicts("2024-03-05", "2024-03-06T00:00") && conflicts("2024-03-05T10:00", "2024-03-04")
    );
}

#[test]
fn no_cell_of_the_list_to_fill_in_is_a_formula() {
    let folder = tempfile::tempdir().unwrap();
    let (copy, list) = (
        folder.path().join("=copy.json"),
        folder.path().join("list.csv"),
    );
    std::fs::write(&copy, document("=HYPERLINK(1) KS 1")).unwrap();
    let arguments = [copy.to_str().unwrap(), "-o", list.to_str().unwrap()];
    let output = run(&[&["receipts"], &arguments[..], &["--lang", "sv"]].concat());
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(told.starts_with("1 anmälan utan"), "{told}");
    let written = std::fs::read_to_string(&list).unwrap();
    assert!(
        written.contains("'=copy.json,'=HYPERLINK(1) KS 1,"),
        "{written}"
    );
    // Filled in and read back, both keys are found again.
    let filled = written.replace(",,,\n", ",2024-03-02 08:00,,\n");
    for filled in [
        filled.clone(),
        filled.replace("'=copy.json", ""),
        filled.replace("'=HYPERLINK(1) KS 1", ""),
    ] {
        std::fs::write(&list, filled).unwrap();
        let out = folder.path().join("report");
        audit(
            &[&copy],
            &out,
            &["--force", "--receipts", list.to_str().unwrap()],
        );
        let records = rows(&out.join("records.csv"));
        assert_eq!(records[0]["verdict"], "on-time");
    }
}
