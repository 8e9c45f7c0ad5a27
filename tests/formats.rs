//! What a file is, is told by its content: other line ends, other encodings, and
//! lines that others put before it change neither what is read nor what is told.
#![allow(
    clippy::unwrap_used,
    reason = "a test ends at once at what it did not expect"
)]

mod common;

use std::path::Path;

use common::{AS_OF, Row, audit, here, program, rows};

/// What `audit` told of one file: its row of files.csv, and the records.
fn read(name: &str, bytes: &[u8], more: &[&str]) -> (Row, Vec<Row>) {
    let folder = tempfile::tempdir().unwrap();
    let input = folder.path().join(name);
    std::fs::write(&input, bytes).unwrap();
    let out = folder.path().join("report");
    audit(&[&input], &out, more);
    told(&out)
}

fn told(out: &Path) -> (Row, Vec<Row>) {
    let mut files = rows(&out.join("files.csv"));
    assert_eq!(files.len(), 1, "{files:?}");
    (files.remove(0), rows(&out.join("records.csv")))
}

fn lines(records: &[Row]) -> Vec<&str> {
    records
        .iter()
        .map(|record| record["line"].as_str())
        .collect()
}

/// NDJSON of so many notifications, a line each.
fn ndjson(count: usize) -> String {
    let one: serde_json::Value = serde_json::from_slice(
        &std::fs::read(here("fixtures/notifications/complete.json")).unwrap(),
    )
    .unwrap();
    format!("{one}\n").repeat(count)
}

#[test]
fn a_copy_below_a_line_of_json_is_a_copy() {
    let copy = std::fs::read_to_string(here("fixtures/notifications/complete-marked.txt")).unwrap();
    let long = format!("{copy}\n{}", "and so on\n".repeat(20_000));
    for text in [copy, long] {
        for name in ["a.txt", "a.ndjson"] {
            for above in ["{\"a\": 1}\n\n", "{\"a\": 1}\n{\"b\": 2}\n"] {
                let (file, records) = read(name, format!("{above}{text}").as_bytes(), &[]);
                assert_eq!((file["format"].as_str(), records.len()), ("text", 1));
            }
        }
    }
}

#[test]
fn a_broken_line_does_not_make_a_copy_of_ndjson() {
    for count in [2, 100] {
        let text = ndjson(1) + "1. broken\n" + &ndjson(count);
        let folder = tempfile::tempdir().unwrap();
        let (input, out) = (folder.path().join("a.txt"), folder.path().join("report"));
        std::fs::write(&input, text).unwrap();
        assert_eq!(audit(&[&input], &out, &[]), 3);
        let files = rows(&out.join("files.csv"));
        assert_eq!(
            (files[0]["notifications"].clone(), files.len()),
            ((count + 1).to_string(), 2)
        );
    }
}

#[test]
fn a_stream_tells_its_encoding_and_its_size() {
    let text = ndjson(200);
    let (windows, _, _) = encoding_rs::WINDOWS_1252.encode(&text);
    let marked = ["\u{feff}", &text].concat();
    for (bytes, encoding) in [
        (text.as_bytes(), "utf-8"),
        (marked.as_bytes(), "utf-8"),
        (windows.as_ref(), "windows-1252"),
    ] {
        assert!(bytes.len() > 1 << 17);
        let (of_file, _) = read("a.ndjson", bytes, &[]);
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("report");
        let arguments = ["audit", "-", "--as-of", AS_OF, "-q", "-o"];
        program()
            .args(arguments)
            .arg(&out)
            .write_stdin(bytes)
            .output()
            .unwrap();
        let (of_stdin, _) = told(&out);
        for file in [of_file, of_stdin] {
            assert_eq!(file["encoding"], encoding);
            assert_eq!(file["bytes"], bytes.len().to_string());
            assert_eq!(file["digest"], blake3::hash(bytes).to_hex().to_string());
            assert_eq!(file["notifications"], "200");
        }
    }
}

#[test]
fn the_standard_input_can_be_judged_again() {
    // A receipt that fits two notifications is taken from both, once both are known.
    let folder = tempfile::tempdir().unwrap();
    let (receipts, out) = (folder.path().join("r.csv"), folder.path().join("report"));
    let line = |case: &str| {
        format!("{{\"controller\": {{\"reference\": \"KS 1\"}}, \"case_number\": \"{case}\"}}\n")
    };
    std::fs::write(&receipts, "reference,received\nKS 1,2024-03-05\n").unwrap();
    let arguments = ["audit", "-", "--as-of", AS_OF, "-q", "-o"];
    let input = line("PUI-2024-1") + &line("PUI-2024-2");
    program()
        .args(arguments)
        .arg(&out)
        .arg("--receipts")
        .arg(&receipts)
        .write_stdin(input)
        .output()
        .unwrap();
    let records = rows(&out.join("records.csv"));
    assert_eq!(
        records
            .iter()
            .map(|row| row["received_source"].as_str())
            .collect::<Vec<_>>(),
        ["none"; 2]
    );
}

#[test]
fn the_encoding_told_is_the_one_that_was_used() {
    // Wide characters without a mark, in a source longer than its beginning.
    let wide: Vec<u8> = ndjson(1500)
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let (file, records) = read("a.ndjson", &wide, &[]);
    assert_eq!(
        (file["encoding"].as_str(), records.len()),
        ("utf-16le", 1500)
    );
    // A table that turns out late not to be UTF-8 throughout.
    let header = "reference,controller.name,incident.discovered.date\n".to_owned();
    let lines = (0..5000).map(|number| format!("A{number},Exempelkommun,2024-03-04\n"));
    let table: String = std::iter::once(header).chain(lines).collect();
    assert_eq!(read("a.csv", table.as_bytes(), &[]).0["encoding"], "utf-8");
    let late = [table.as_bytes(), b"B,\xc5re,2024-03-04\n"].concat();
    let (file, records) = read("a.csv", &late, &[]);
    assert_eq!(
        (file["encoding"].as_str(), records.len()),
        ("windows-1252", 5001)
    );
}

#[test]
fn lines_that_end_with_cr_alone_are_counted() {
    for count in [3, 200] {
        let text = ndjson(count).replace('\n', "\r");
        for name in ["a.ndjson", "a.txt"] {
            let (file, records) = read(name, text.as_bytes(), &[]);
            assert_eq!(
                (file["format"].as_str(), file["bytes"].clone()),
                ("ndjson", text.len().to_string())
            );
            assert_eq!(records.len(), count);
            assert_eq!(records[2]["line"], "3");
        }
        let array = format!("[\r{}]", ndjson(count).trim_end().replace('\n', ",\r"));
        assert_eq!(
            lines(&read("a.json", array.as_bytes(), &[]).1)[..3],
            ["2", "3", "4"]
        );
        let table = "controller.name,incident.description\rA,\"two\rlines\"\r\rB,x\r".to_owned()
            + &"C,y\r".repeat(count * 100);
        let (file, records) = read("a.csv", table.as_bytes(), &[]);
        assert_eq!(lines(&records)[..3], ["2", "5", "6"]);
        assert_eq!(
            file["digest"],
            blake3::hash(table.as_bytes()).to_hex().to_string()
        );
    }
}

#[test]
fn a_line_that_names_the_delimiter_is_no_header() {
    for (line, delimiter) in [
        ("sep=;", ";"),
        ("\"sep=,\"", ","),
        ("SEP=|", "|"),
        ("sep=\t", "\t"),
    ] {
        for end in ["\n", "\r\n", "\r"] {
            for mark in ["", "\u{feff}"] {
                let row = |cells: [&str; 2]| cells.join(delimiter) + end;
                let text = [
                    mark.to_owned() + line + end,
                    row(["controller.name", "incident.sector"]),
                    row(["A", "public"]),
                    row(["B", "private"]),
                ];
                let (file, records) = read("a.csv", text.concat().as_bytes(), &[]);
                assert_eq!(
                    (file["format"].as_str(), lines(&records)),
                    ("csv", vec!["3", "4"]),
                    "{text:?}"
                );
                assert_eq!(records[1]["sector"], "private");
            }
        }
    }
}

#[test]
fn lines_that_a_mapping_leaves_out_are_left_out_whole() {
    let folder = tempfile::tempdir().unwrap();
    let mapping = folder.path().join("m.toml");
    for (skip_lines, above) in [
        (0, "sep=;\n"),
        (1, "sep=;\n"),
        (2, "sep=;\nExport\n"),
        (1, "Export\n"),
    ] {
        let field = "[[field]]\nto = \"controller.name\"\nfrom = \"Namn\"\n";
        std::fs::write(
            &mapping,
            format!("[source]\nskip_lines = {skip_lines}\n{field}"),
        )
        .unwrap();
        for mark in ["", "\u{feff}"] {
            let text = format!("{mark}{above}Namn;Ort\nA;B\n");
            let (_, records) = read(
                "a.csv",
                text.as_bytes(),
                &["--mapping", mapping.to_str().unwrap()],
            );
            let line = above.lines().count() + 2;
            assert_eq!(lines(&records), [line.to_string()], "{text:?} {skip_lines}");
        }
    }
}

#[test]
fn a_table_may_have_one_column() {
    for text in [
        "controller.name\nA\nB\n",
        "\"controller.name\"\r\n\"A\"\r\n\"B\"\r\n",
    ] {
        let (file, records) = read("a.csv", text.as_bytes(), &[]);
        assert_eq!(
            (file["format"].as_str(), lines(&records)),
            ("csv", vec!["2", "3"])
        );
    }
}

#[test]
fn a_line_end_within_a_cell_does_not_tell_that_of_the_lines() {
    // It is a line of its own in an editor, and so here.
    let table = b"controller.name,incident.sector,incident.cause\rA,\"x\ny\",z\rB,q,\rC,q,r\r";
    let (file, records) = read("mac.csv", table, &[]);
    assert_eq!(
        (file["status"].as_str(), lines(&records).join(" ")),
        ("read", "2 4 5".to_owned())
    );
}

#[test]
fn blank_lines_above_a_header_are_passed_over() {
    for before in ["\n", "\r\n \r\n", "\n\n\n"] {
        let table = format!("{before}controller.name,incident.discovered.date\nA,2021-02-03\n");
        let (file, records) = read("a.csv", table.as_bytes(), &[]);
        let line = (before.matches('\n').count() + 2).to_string();
        assert_eq!(
            (file["status"].as_str(), lines(&records)),
            ("read", vec![line.as_str()]),
            "{before:?}"
        );
    }
}
