//! Archives: their members come out as the same files in a folder do; what is
//! hostile or broken is refused with its reason and harms no other.
#![allow(
    clippy::unwrap_used,
    reason = "a test ends at once at what it did not expect"
)]

#[path = "../common/mod.rs"]
mod common;
mod damaged;
mod limits;

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use common::{Row, audit, bytes_below, here, program, rows};

/// Files by their path.
type Files = BTreeMap<String, Vec<u8>>;

/// The bundled notifications and the unreadable fixtures, in folders.
fn corpus() -> Files {
    let mut files = Files::new();
    for folder in ["notifications", "unreadable"] {
        for (path, bytes) in bytes_below(&here(&format!("fixtures/{folder}"))) {
            files.insert(format!("{folder}/{}", path.to_str().unwrap()), bytes);
        }
    }
    files
}

fn one(name: &str) -> Vec<u8> {
    fs::read(here(&format!("fixtures/notifications/{name}"))).unwrap()
}

fn folder(root: &Path, files: &Files) {
    for (name, bytes) in files {
        let path = root.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
}

fn zipped<'f>(files: impl IntoIterator<Item = (&'f str, &'f [u8])>) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    for (name, bytes) in files {
        writer.start_file(name, options).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn zip_of(files: &Files) -> Vec<u8> {
    zipped(
        files
            .iter()
            .map(|(name, bytes)| (name.as_str(), bytes.as_slice())),
    )
}

/// A header with any name, also one that the library would not write.
fn header(name: &str, size: u64, kind: tar::EntryType) -> tar::Header {
    let mut header = tar::Header::new_gnu();
    header.as_old_mut().name[..name.len()].copy_from_slice(name.as_bytes());
    header.set_size(size);
    header.set_mode(0o644);
    header.set_entry_type(kind);
    header.set_cksum();
    header
}

fn tar_of(files: &Files) -> Vec<u8> {
    let mut builder = tar::Builder::new(Vec::new());
    for (name, bytes) in files {
        builder
            .append(
                &header(name, bytes.len() as u64, tar::EntryType::Regular),
                bytes.as_slice(),
            )
            .unwrap();
    }
    builder.into_inner().unwrap()
}

fn gz(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// Audits one file of this name; gives the report folder's files.csv, and the rest by name.
struct Outcome {
    code: i32,
    files: Vec<Row>,
    room: tempfile::TempDir,
}

fn outcome(name: &str, bytes: &[u8], more: &[&str]) -> Outcome {
    let room = tempfile::tempdir().unwrap();
    fs::create_dir(room.path().join("in")).unwrap();
    fs::write(room.path().join("in").join(name), bytes).unwrap();
    fs::write(room.path().join("in/zz.json"), one("complete.json")).unwrap();
    let code = audit(&[&room.path().join("in")], &room.path().join("out"), more);
    let files = rows(&room.path().join("out/files.csv"));
    accounted(&room.path().join("out"));
    Outcome { code, files, room }
}

impl Outcome {
    fn csv(&self, name: &str) -> Vec<Row> {
        rows(&self.room.path().join("out").join(name))
    }

    /// Status and reason of the input of this name.
    fn fate(&self, name: &str) -> (&str, &str) {
        let name = format!("in/{name}");
        let row = self.files.iter().find(|row| row["source"] == name);
        let row = row.unwrap_or_else(|| panic!("{name} is lost: {:?}", self.names()));
        (&row["status"], &row["reason"])
    }

    fn names(&self) -> Vec<&str> {
        self.files
            .iter()
            .map(|row| row["source"].as_str())
            .collect()
    }

    #[track_caller]
    fn refuses(&self, name: &str, reason: &str) {
        let (status, why) = self.fate(name);
        assert_eq!(status, "unreadable", "{name}: {why}");
        assert!(why.contains(reason), "{name}: {why}");
        assert_eq!(self.code, 3);
        assert_eq!(self.fate("zz.json").0, "read", "another input is harmed");
    }

    #[track_caller]
    fn skips(&self, name: &str, reason: &str) {
        let (status, why) = self.fate(name);
        assert_eq!(status, "skipped", "{name}: {why}");
        assert!(why.contains(reason), "{name}: {why}");
    }
}

/// discovered = read + unreadable + skipped, in run.json as in files.csv.
fn accounted(out: &Path) {
    let run: serde_json::Value =
        serde_json::from_slice(&fs::read(out.join("run.json")).unwrap()).unwrap();
    let count = |name: &str| run["counts"][name].as_u64().unwrap();
    assert_eq!(
        count("discovered"),
        count("read") + count("unreadable") + count("skipped"),
        "{run}"
    );
    assert_eq!(
        count("discovered") as usize,
        rows(&out.join("files.csv")).len()
    );
}

/// A CSV without the column that differs.
fn but_source(path: &Path) -> Vec<Row> {
    let mut rows = rows(path);
    for row in &mut rows {
        row.remove("source");
        row.remove("case");
        // Both name a source: of the copy, the one that counts.
        if let Some(place) = row.get_mut("copy_of") {
            *place = place
                .rsplit('/')
                .next()
                .unwrap()
                .rsplit('!')
                .next()
                .unwrap()
                .to_owned();
        }
        if row.get("code").is_some_and(|code| code.starts_with('M')) {
            row.remove("message");
        }
    }
    rows
}

#[test]
fn members_come_out_as_the_files_of_a_folder_do() {
    let room = tempfile::tempdir().unwrap();
    let files = corpus();
    folder(&room.path().join("set"), &files);
    fs::write(room.path().join("set.zip"), zip_of(&files)).unwrap();
    fs::write(room.path().join("set.tar"), tar_of(&files)).unwrap();
    fs::write(room.path().join("set.tar.gz"), gz(&tar_of(&files))).unwrap();
    fs::write(
        room.path().join("sets.zip"),
        zipped([("set.tgz", gz(&tar_of(&files)).as_slice())]),
    )
    .unwrap();
    let receipts = here("fixtures/receipts.csv");
    let report = |name: &str| {
        let out = room.path().join(format!("report of {name}"));
        audit(
            &[&room.path().join(name)],
            &out,
            &["--receipts", receipts.to_str().unwrap()],
        );
        accounted(&out);
        out
    };
    let plain = report("set");
    assert!(rows(&plain.join("records.csv")).len() > 20);
    for (name, prefix) in [
        ("set.zip", "set.zip!"),
        ("set.tar", "set.tar!"),
        ("set.tar.gz", "set.tar.gz!"),
        ("sets.zip", "sets.zip!set.tgz!"),
    ] {
        let archived = report(name);
        for csv in ["records.csv", "findings.csv", "files.csv"] {
            assert_eq!(
                but_source(&plain.join(csv)),
                but_source(&archived.join(csv)),
                "{name}: {csv}"
            );
        }
        assert_eq!(
            bytes_below(&plain.join("tables")),
            bytes_below(&archived.join("tables")),
            "{name}"
        );
        let run = |out: &Path| -> serde_json::Value {
            let mut run: serde_json::Value =
                serde_json::from_slice(&fs::read(out.join("run.json")).unwrap()).unwrap();
            // The digests of the outputs, which name the sources.
            run.as_object_mut().unwrap().remove("outputs");
            run
        };
        assert_eq!(run(&plain), run(&archived), "{name}");
        let sources = |out: &Path| -> Vec<String> {
            rows(&out.join("records.csv"))
                .into_iter()
                .map(|mut row| row.remove("source").unwrap())
                .collect()
        };
        let expected: Vec<String> = sources(&plain)
            .iter()
            .map(|source| source.replacen("set/", prefix, 1))
            .collect();
        assert_eq!(sources(&archived), expected);
    }
}

#[test]
fn threads_change_no_byte() {
    let room = tempfile::tempdir().unwrap();
    let mut files = Files::new();
    for at in 0..600 {
        files.insert(format!("{}/{at}.json", at % 7), one("complete.json"));
    }
    files.insert("large.ndjson".to_owned(), one("stream.ndjson").repeat(800));
    for (name, bytes) in [
        ("a.zip", zip_of(&files)),
        ("a.tar.gz", gz(&tar_of(&files))),
        ("b.tar", tar_of(&files)),
    ] {
        fs::write(room.path().join(name), bytes).unwrap();
    }
    let report = |name: &str, threads: &str| {
        let out = room.path().join("out").join(name);
        audit(
            &[
                room.path().join("a.zip").as_path(),
                &room.path().join("a.tar.gz"),
                &room.path().join("b.tar"),
            ],
            &out,
            &["--threads", threads],
        );
        bytes_below(&out)
    };
    let first = report("1", "1");
    assert_eq!(first, report("2", "2"));
    assert_eq!(first, report("5", "5"));
}

#[test]
fn a_compressed_file_is_read_as_its_member() {
    let done = outcome("a.json.gz", &gz(&one("complete.json")), &[]);
    assert_eq!(done.fate("a.json.gz!a.json").0, "read");
    assert_eq!(done.names(), ["in/a.json.gz!a.json", "in/zz.json"]);
    let within = outcome(
        "b.zip",
        &zipped([("x/a.json.gz", gz(&one("complete.json")).as_slice())]),
        &[],
    );
    assert_eq!(within.fate("b.zip!x/a.json.gz!a.json").0, "read");
    // In a stream: the beginning, and the whole of it far beyond a block.
    let lines = one("stream.ndjson");
    let count = lines
        .split(|byte| *byte == b'\n')
        .filter(|line| !line.is_empty())
        .count();
    let many = outcome("c.ndjson.gz", &gz(&lines.repeat(2000)), &[]);
    let row = many
        .files
        .iter()
        .find(|row| row["source"].ends_with("c.ndjson"))
        .unwrap();
    assert_eq!(
        (row["format"].as_str(), row["notifications"].as_str()),
        ("ndjson", (count * 2000).to_string().as_str())
    );
}

#[test]
fn a_long_table_within_is_read_as_a_stream() {
    let room = tempfile::tempdir().unwrap();
    let corpus = room.path().join("corpus");
    program()
        .args(["synth", "--count", "400", "--format", "csv"])
        .arg(&corpus)
        .assert()
        .success();
    let (path, bytes) = bytes_below(&corpus).pop_first().unwrap();
    assert!(
        bytes.len() > 64 * 1024,
        "{} is no long table",
        path.display()
    );
    let plain = outcome("t.csv", &bytes, &[]);
    let records = but_source(&plain.room.path().join("out/records.csv"));
    let files: Files = [("t.csv".to_owned(), bytes.clone())].into();
    let large: Files = [
        ("t.csv".to_owned(), bytes.clone()),
        ("u.csv".to_owned(), bytes.repeat(4)),
    ]
    .into();
    for (name, packed) in [
        ("t.csv.gz", gz(&bytes)),
        ("t.zip", zip_of(&files)),
        ("t.tgz", gz(&tar_of(&files))),
    ] {
        let done = outcome(name, &packed, &[]);
        assert_eq!(
            but_source(&done.room.path().join("out/records.csv")),
            records,
            "{name}"
        );
    }
    let in_zip = outcome("l.zip", &zip_of(&large), &[]);
    let in_tar = outcome("l.tgz", &gz(&tar_of(&large)), &[]);
    let records = |done: &Outcome| but_source(&done.room.path().join("out/records.csv"));
    assert!(records(&in_zip).len() > 1600);
    assert_eq!(records(&in_zip), records(&in_tar));
    // Cut in the middle: what came is kept, and the loss is told.
    let cut = gz(&bytes);
    let done = outcome("t.csv.gz", &cut[..cut.len() / 2], &[]);
    assert!(
        done.files
            .iter()
            .any(|row| row["reason"].contains("ends too early")),
        "{:?}",
        done.files
    );
    assert_eq!(done.code, 3);
}

#[test]
fn report_folders_within_are_passed_over() {
    let room = tempfile::tempdir().unwrap();
    let set = room.path().join("set");
    folder(&set, &[("a.json".to_owned(), one("complete.json"))].into());
    audit(&[&set], &set.join("report"), &[]);
    let files: Files = bytes_below(&set)
        .into_iter()
        .map(|(path, bytes): (PathBuf, _)| (path.to_str().unwrap().to_owned(), bytes))
        .collect();
    assert!(files.len() > 10);
    for (name, bytes) in [("s.zip", zip_of(&files)), ("s.tar.gz", gz(&tar_of(&files)))] {
        let done = outcome(name, &bytes, &[]);
        assert_eq!(
            done.names(),
            [format!("in/{name}!a.json"), "in/zz.json".to_owned()]
        );
    }
}

#[test]
fn receipts_find_members_by_their_name() {
    let room = tempfile::tempdir().unwrap();
    let receipts = room.path().join("receipts.csv");
    fs::write(
        &receipts,
        "source,received\nb/a.txt,2021-02-13T10:00\na.txt~2,2021-02-14T10:00\n",
    )
    .unwrap();
    let copy = one("imy-2021-text-copy.txt");
    // A notification of its own: a receipt is for all copies of one.
    let other = String::from_utf8(copy.clone())
        .unwrap()
        .replace("RK 2021/251", "RK 2021/252");
    let bytes = zipped([("b/a.txt", copy.as_slice()), ("c/a.txt", other.as_bytes())]);
    let done = outcome("z.zip", &bytes, &["--receipts", receipts.to_str().unwrap()]);
    let records = done.csv("records.csv");
    let received: Vec<&str> = records
        .iter()
        .map(|row| row["received_earliest"].as_str())
        .collect();
    assert_eq!(received[0], "2021-02-13T10:00+01:00");
    assert_ne!(received[1], received[0]);
}
