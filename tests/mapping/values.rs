//! What is a value in a register, and what is none: midnights of a column that holds
//! dates, formats that contradict each other, zones, marks between thousands, numbers
//! with nouns, line breaks in references.

use std::path::Path;

use assert_cmd::Command;

use crate::common::{AS_OF, Row, audit, here, program, rows};

/// Records and findings of an input by a mapping.
pub(crate) fn read(input: &Path, mapping: &Path, more: &[&str]) -> (Vec<Row>, Vec<Row>) {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("report");
    audit(
        &[input],
        &out,
        &[
            &["--lang", "en", "--mapping", mapping.to_str().unwrap()],
            more,
        ]
        .concat(),
    );
    (
        rows(&out.join("records.csv")),
        rows(&out.join("findings.csv")),
    )
}

/// The same of a bundled register.
pub(crate) fn register(name: &str, mapping: &str) -> (Vec<Row>, Vec<Row>) {
    let folder = here("tests/data/registers").join(name);
    read(&folder.join("in.csv"), &folder.join(mapping), &[])
}

/// The same of texts.
pub(crate) fn texts(
    name: &str,
    content: &[u8],
    mapping: &str,
    more: &[&str],
) -> (Vec<Row>, Vec<Row>) {
    let folder = tempfile::tempdir().unwrap();
    let (input, file) = (folder.path().join(name), folder.path().join("m.toml"));
    std::fs::write(&input, content).unwrap();
    std::fs::write(&file, mapping).unwrap();
    read(&input, &file, more)
}

pub(crate) fn column<'r>(rows: &'r [Row], name: &str) -> Vec<&'r str> {
    rows.iter().map(|row| row[name].as_str()).collect()
}

/// Record, place and message of the findings of a rule.
pub(crate) fn of<'r>(findings: &'r [Row], code: &str) -> Vec<[&'r str; 3]> {
    let found = findings.iter().filter(|row| row["code"] == code);
    found
        .map(|row| ["record", "place", "message"].map(|name| row[name].as_str()))
        .collect()
}

const DATES: [&str; 5] = [
    "indeterminate",
    "late",
    "indeterminate",
    "indeterminate",
    "late",
];

const TIMES: [&str; 5] = ["on-time", "late", "on-time", "on-time", "late"];

/// Two columns of moments, in our own writing.
const MOMENTS: &str = "[[field]]\nto = \"incident.discovered\"\nfrom = \"Found\"\n\
    [[field]]\nto = \"received\"\nfrom = \"Received\"\n";

const PAIRS: [[&str; 2]; 5] = [
    ["2021-02-12", "2021-02-15"],
    ["2021-03-01", "2021-03-05"],
    ["2021-04-06", "2021-04-09"],
    ["2021-05-03", "2021-05-06"],
    ["2021-06-07", "2021-06-11"],
];

#[test]
fn a_column_of_midnights_holds_dates() {
    let (records, findings) = register("midnight-column", "m.toml");
    assert_eq!(column(&records, "verdict"), DATES);
    assert_eq!(records[0]["received_earliest"], "2021-02-15T00:00+01:00");
    assert_eq!(records[0]["received_latest"], "2021-02-15T23:59+01:00");
    let said = of(&findings, "F004");
    assert_eq!(
        (said.len(), said[0][..2].to_vec(), said[1][1]),
        (2, vec!["1", "Received"], "Discovered")
    );
    assert!(said[0][2].contains("(number of values: 5)"), "{said:?}");

    let (records, findings) = register("midnight-column", "m-no-time.toml");
    assert_eq!(
        (column(&records, "verdict"), of(&findings, "F004").len()),
        (DATES.to_vec(), 0)
    );

    let folder = here("tests/data/registers/midnight-column");
    let export = std::fs::read(folder.join("in.csv")).unwrap();
    let mapping = std::fs::read_to_string(folder.join("m-no-time.toml")).unwrap();
    let kept = mapping.replace("no_time=\"00:00:00\"", "no_time = []");
    let (records, findings) = texts("in.csv", &export, &kept, &[]);
    assert_eq!(
        (column(&records, "verdict"), of(&findings, "F004").len()),
        (TIMES.to_vec(), 0)
    );
}

#[test]
fn midnights_are_dates_in_every_format_and_only_as_written() {
    let object = |pair: &[&str; 2]| {
        format!(
            "{{\"Found\": \"{}T00:00:00Z\", \"Received\": \"{} 00:00\"}}",
            pair[0], pair[1]
        )
    };
    let objects = PAIRS.iter().map(object).collect::<Vec<_>>();
    for (name, text) in [
        ("a.json", format!("[{}]", objects.join(","))),
        ("a.ndjson", objects.join("\n")),
    ] {
        let (records, findings) = texts(name, text.as_bytes(), MOMENTS, &[]);
        assert_eq!(column(&records, "verdict"), DATES, "{name}");
        assert_eq!(records[0]["discovered_latest"], "2021-02-12T23:59+01:00");
        assert_eq!(
            of(&findings, "F004")
                .iter()
                .map(|said| said[1])
                .collect::<Vec<_>>(),
            ["/Received", "/Found"]
        );
    }
    // One time of day in the column, and midnights are what they say; so they are in our own columns.
    let table = |pairs: &[[&str; 2]], last: &str| {
        let rows = pairs.iter().map(|[a, b]| format!("{a} 00:00;{b} 00:00\n"));
        format!("Found;Received\n{}{last}", rows.collect::<String>())
    };
    let (records, findings) = texts(
        "a.csv",
        table(&PAIRS, "2021-07-01 09:30;2021-07-02 00:00:01\n").as_bytes(),
        MOMENTS,
        &[],
    );
    assert_eq!(
        (
            &column(&records, "verdict")[..5],
            of(&findings, "F004").len()
        ),
        (&TIMES[..], 0)
    );
    // A date alone and what cannot be read say nothing of times.
    let (records, _) = texts(
        "a.csv",
        table(&PAIRS, "2021-07-01;snart\n").as_bytes(),
        MOMENTS,
        &[],
    );
    assert_eq!(&column(&records, "verdict")[..5], DATES);
    let canonical =
        table(&PAIRS, "").replace("Found;Received", "incident.discovered.date;received");
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.csv"), canonical).unwrap();
    let out = folder.path().join("report");
    audit(&[&folder.path().join("a.csv")], &out, &[]);
    assert_eq!(column(&rows(&out.join("records.csv")), "verdict"), TIMES);
}

/// Every file of a report but for run.json's digest of it.
pub(crate) fn report(inputs: &Path, mapping: &Path, more: &[&str]) -> Vec<Vec<u8>> {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("report");
    audit(
        &[inputs],
        &out,
        &[
            &["--lang", "en", "--mapping", mapping.to_str().unwrap()],
            more,
        ]
        .concat(),
    );
    ["records.csv", "findings.csv", "files.csv"]
        .map(|name| std::fs::read(out.join(name)).unwrap())
        .into()
}

#[test]
fn long_tables_streams_and_archives_are_settled_alike() {
    const ROWS: usize = 12_000;
    let folder = tempfile::tempdir().unwrap();
    let mapping = folder.path().join("m.toml");
    std::fs::write(&mapping, MOMENTS).unwrap();
    let row = |at: usize, end: &str| {
        format!(
            "{} 00:00:00;{} 00:00:00{end}\n",
            PAIRS[at % 5][0],
            PAIRS[at % 5][1]
        )
    };
    let table = |last: &str| {
        "Found;Received\n".to_owned() + &(0..ROWS).map(|at| row(at, "")).collect::<String>() + last
    };
    let set = folder.path().join("set");
    std::fs::create_dir(&set).unwrap();
    std::fs::write(set.join("a.csv"), table("")).unwrap();
    std::fs::write(
        set.join("b.csv"),
        table("2021-07-01 09:30;2021-07-02 10:00\n"),
    )
    .unwrap();
    let one = report(&set, &mapping, &["--threads", "1"]);
    assert!(one == report(&set, &mapping, &["--threads", "3"]));
    let (records, findings) = read(&set, &mapping, &[]);
    let verdicts = column(&records, "verdict");
    assert_eq!(
        (&verdicts[..5], &verdicts[ROWS..ROWS + 5]),
        (&DATES[..], &TIMES[..])
    );
    let said = of(&findings, "F004");
    assert_eq!(said.len(), 2);
    assert!(said[0][2].contains(&format!("(number of values: {ROWS})")));

    let packed = folder.path().join("a.csv.gz");
    let mut gz = flate2::write::GzEncoder::new(
        std::fs::File::create(&packed).unwrap(),
        flate2::Compression::fast(),
    );
    std::io::Write::write_all(&mut gz, table("").as_bytes()).unwrap();
    gz.finish().unwrap();
    assert_eq!(
        column(&read(&packed, &mapping, &[]).0, "verdict")[..5],
        DATES
    );

    // The standard input can be read only once.
    let out = folder.path().join("report");
    let mut command: Command = program();
    let arguments = ["audit", "-", "--as-of", AS_OF, "-q", "--mapping"];
    command
        .args(arguments)
        .arg(&mapping)
        .arg("-o")
        .arg(&out)
        .write_stdin(table(""))
        .output()
        .unwrap();
    let records = rows(&out.join("records.csv"));
    assert_eq!(
        (records.len(), &column(&records, "verdict")[..5]),
        (ROWS, &DATES[..])
    );
}

#[test]
fn formats_that_both_fit_decide_nothing() {
    let (records, findings) = register("two-formats-both-fit", "m.toml");
    let received = [
        "(undeterminable)",
        "2021-03-25T00:00+01:00",
        "2021-03-25T00:00+01:00",
    ];
    assert_eq!(column(&records, "received_earliest"), received);
    let said = of(&findings, "F012");
    assert_eq!((said.len(), &said[0][..2]), (1, &["1", "Received"][..]));
    assert!(said[0][2].contains("(number: 1)"), "{said:?}");

    let field = |more: &str| {
        let formats = "format = [\"%d/%m/%Y\", \"%m/%d/%Y\"]";
        format!("[[field]]\nto = \"incident.discovered\"\nfrom = \"D\"\n{formats}\n{more}")
    };
    let table = b"D\n03/04/2021\n05/05/2021\n04/03/2021\n2021-03-04\n";
    let (records, findings) = texts("a.csv", table, &field(""), &[]);
    let read = [
        "(undeterminable)",
        "2021-05-05T00:00+02:00",
        "(undeterminable)",
        "(undeterminable)",
    ];
    assert_eq!(column(&records, "discovered_earliest"), read);
    let said = of(&findings, "F012");
    assert_eq!(said.len(), 1);
    assert!(said[0][2].contains("(number: 2)"), "{said:?}");
    // A date that none of the formats reads is not read at all.
    assert_eq!(
        of(&findings, "F003")
            .iter()
            .map(|said| said[0])
            .collect::<Vec<_>>(),
        ["4"]
    );
    let (records, findings) = texts("a.csv", table, &field("prefer = \"first\"\n"), &[]);
    assert_eq!(
        column(&records, "discovered_earliest")[0],
        "2021-04-03T00:00+02:00"
    );
    assert!(of(&findings, "F012").is_empty());
    let (records, findings) = texts("a.csv", table, &field(""), &["--ignore", "F012"]);
    assert_eq!(
        (
            records[0]["discovered_earliest"].as_str(),
            of(&findings, "F012").len()
        ),
        (read[0], 0)
    );
}

#[test]
fn zones_count_in_formats_and_for_a_source() {
    let (records, _) = register("zone-name-literal", "m.toml");
    assert_eq!(
        column(&records, "received_earliest"),
        ["2026-08-21T18:16+02:00"]
    );
    let zone = "[source]\ntime_zone = \"America/New_York\"\n";
    let table =
        b"Found;Received\n2021-02-12;2021-02-12 12:00\n2021-02-12 12:00+01:00;2021-02-12 09:30\n";
    let (records, _) = texts("a.csv", table, &(zone.to_owned() + MOMENTS), &[]);
    assert_eq!(
        column(&records, "received_earliest"),
        ["2021-02-12T18:00+01:00", "2021-02-12T15:30+01:00"]
    );
    assert_eq!(
        column(&records, "discovered_earliest"),
        ["2021-02-12T06:00+01:00", "2021-02-12T12:00+01:00"]
    );
    assert_eq!(records[0]["discovered_latest"], "2021-02-13T05:59+01:00");
    // A word that may be a zone, beside the zone that it is.
    let london = "[[field]]\nto = \"received\"\nfrom = \"Received\"\nformat = \"%Y-%m-%d %H:%M BST\"\ntime_zone = \"Europe/London\"\n";
    let table = b"Ref;Received\nA1;2021-07-12 09:30 BST\n";
    let (records, _) = texts("a.csv", table, london, &[]);
    assert_eq!(
        column(&records, "received_earliest"),
        ["2021-07-12T10:30+02:00"]
    );
}

#[test]
fn a_line_break_in_a_reference_is_a_blank() {
    let (records, _) = register("masked-references", "m.toml");
    for name in ["case_number", "reference"] {
        let cells = column(&records, name);
        assert_eq!(
            cells[..5],
            [
                "2024-1000",
                "2024- 1000",
                "2024- 1000",
                "A-17 B",
                "2024 1000 22"
            ],
            "{name}"
        );
        // A telephone number, and so it stays.
        assert_eq!(cells.iter().filter(|cell| **cell == "(masked)").count(), 1);
    }
    let folder = tempfile::tempdir().unwrap();
    let (input, receipts) = (folder.path().join("a.json"), folder.path().join("r.csv"));
    std::fs::write(
        &input,
        "{\"controller\": {\"reference\": \"KS\\r\\n2024/1\"}}",
    )
    .unwrap();
    std::fs::write(
        &receipts,
        "reference,received\nKS 2024/1,2024-03-05 10:00\n",
    )
    .unwrap();
    let out = folder.path().join("report");
    audit(&[&input], &out, &["--receipts", receipts.to_str().unwrap()]);
    let record = &rows(&out.join("records.csv"))[0];
    assert_eq!(
        [&record["reference"], &record["received_source"]],
        ["KS 2024/1", "receipts"]
    );
}

#[test]
fn mistakes_in_how_moments_are_written_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let mapping = folder.path().join("m.toml");
    let error = |source: &str| {
        std::fs::write(&mapping, source).unwrap();
        let output = program()
            .args([
                "audit",
                here("tests/data/registers").to_str().unwrap(),
                "--lang",
                "en",
                "--mapping",
            ])
            .arg(&mapping)
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(2));
        String::from_utf8(output.stderr).unwrap()
    };
    let field = |to: &str, more: &str| format!("[[field]]\nto = \"{to}\"\nfrom = \"a\"\n{more}\n");
    let told = error(&field("received", "time_zone = \"Europe/Stokholm\""));
    assert!(
        told.contains("line 4") && told.contains("no time zone"),
        "{told}"
    );
    let told = error(
        &(field("incident.discovered.date", "")
            + &field("incident.discovered.time", "time_zone = \"Asia/Tokyo\"")),
    );
    assert!(told.contains("does nothing for a time of day"), "{told}");
    let told = error(
        &("[source]\ntime_zone = \"Asia/Tokyo\"\n".to_owned()
            + &field("incident.discovered.time", "")),
    );
    assert!(
        told.contains("line 2") && told.contains("needed together"),
        "{told}"
    );
    let told = error(&field("received", "format = \"%Y-%m-%d %H:%M BST\""));
    assert!(
        told.contains("line 4") && told.contains("time_zone = \"Europe/London\""),
        "{told}"
    );
    let told = error(&field("received", "prefer = \"last\""));
    assert!(told.contains("line 4"), "{told}");
    let told = error(&field("controller.name", "prefer = \"first\""));
    assert!(told.contains("prefer does nothing for a text"), "{told}");
}
