//! Archives: their members come out as the same files in a folder do; what is
//! hostile or broken is refused with its reason and harms no other.
#![allow(
    clippy::unwrap_used,
    reason = "a test ends at once at what it did not expect"
)]

mod common;

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
        if row.get("code").is_some_and(|code| code.starts_with("M00")) {
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
fn limits_refuse_members_and_archives() {
    let zeros = vec![b' '; 5 << 20];
    let good = one("complete.json");
    let bomb = zipped([("a.json", good.as_slice()), ("b.txt", &zeros)]);
    outcome("z.zip", &bomb, &["--max-ratio", "100"]).refuses("z.zip!b.txt", "100 (--max-ratio)");
    let done = outcome(
        "z.zip",
        &bomb,
        &["--max-member-size", "1M", "--max-ratio", "9999"],
    );
    done.refuses("z.zip!b.txt", "1 MiB (--max-member-size)");
    assert_eq!(done.fate("z.zip!a.json").0, "read");
    let done = outcome(
        "z.zip",
        &bomb,
        &["--max-archive-size", "2M", "--max-ratio", "9999"],
    );
    done.refuses("z.zip!b.txt", "2 MiB (--max-archive-size)");
    outcome("z.zip", &bomb, &["--max-members", "1"]).refuses("z.zip", "(--max-members)");
    let files: Files = [
        ("a.json".to_owned(), good),
        ("b.txt".to_owned(), zeros.clone()),
    ]
    .into();
    let packed = gz(&tar_of(&files));
    let done = outcome("z.tgz", &packed, &["--max-ratio", "100"]);
    done.refuses("z.tgz", "100 (--max-ratio)");
    assert_eq!(done.fate("z.tgz!a.json").0, "read");
    let done = outcome(
        "z.tgz",
        &packed,
        &["--max-member-size", "1000000", "--max-ratio", "9999"],
    );
    done.refuses("z.tgz!b.txt", "1000000 B (--max-member-size)");
    assert_eq!(done.fate("z.tgz!a.json").0, "read");
    outcome(
        "z.tgz",
        &packed,
        &["--max-archive-size", "2M", "--max-ratio", "9999"],
    )
    .refuses("z.tgz", "(--max-archive-size)");
    let done = outcome("z.tar", &tar_of(&files), &["--max-members", "1"]);
    done.refuses("z.tar", "(--max-members)");
    assert_eq!(done.fate("z.tar!a.json").0, "read");
    let packed = gz(&zeros);
    outcome("z.txt.gz", &packed, &["--max-ratio", "100"])
        .refuses("z.txt.gz!z.txt", "(--max-ratio)");
    outcome(
        "z.txt.gz",
        &packed,
        &["--max-member-size", "1M", "--max-ratio", "9999"],
    )
    .refuses("z.txt.gz!z.txt", "(--max-member-size)");
    // A member that is an archive may not multiply the ratio of its own.
    let inner = zipped([("big.txt", vec![b'x'; 40 << 20].as_slice())]);
    let nested = zipped([("inner.zip", inner.as_slice())]);
    outcome("n.zip", &nested, &["--max-ratio", "2000"])
        .refuses("n.zip!inner.zip!big.txt", "(--max-ratio)");
    outcome("n.zip", &nested, &["--max-ratio", "999999"])
        .skips("n.zip!inner.zip!big.txt", "no notification");
    outcome("n.zip", &gz(&nested), &["--max-ratio", "200"])
        .refuses("n.zip!n.zip!inner.zip", "one level");
}

#[test]
fn limits_stand_in_the_configuration_file() {
    let room = tempfile::tempdir().unwrap();
    let config = room.path().join("breach-audit.toml");
    fs::write(
        &config,
        "max-member-size = \"1K\"\nmax-ratio = 300\nmax-members = 9\nmax-archive-size = 100000\n",
    )
    .unwrap();
    let bytes = zipped([("a.json", one("complete.json").as_slice())]);
    let done = outcome("z.zip", &bytes, &["--config", config.to_str().unwrap()]);
    done.refuses("z.zip!a.json", "1 KiB (--max-member-size)");
    let run = fs::read_to_string(done.room.path().join("out/run.json")).unwrap();
    assert!(
        run.contains("\"member-bytes\": 1024") && run.contains("\"ratio\": 300"),
        "{run}"
    );
    fs::write(&config, "max-member-size = \"much\"\n").unwrap();
    let output = program()
        .args(["audit", "--config"])
        .arg(&config)
        .arg(room.path())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn names_that_lead_out_hidden_ones_and_doubles() {
    let good = one("complete.json");
    let mut builder = tar::Builder::new(Vec::new());
    for name in [
        "/etc/a.json",
        "../b.json",
        "c/../../d.json",
        "ok/e.json",
        "ok/e.json",
        ".hidden/f.json",
        "./g.json",
    ] {
        let kind = tar::EntryType::Regular;
        builder
            .append(&header(name, good.len() as u64, kind), good.as_slice())
            .unwrap();
    }
    builder
        .append(&header("caf.json", 0, tar::EntryType::Symlink), &[][..])
        .unwrap();
    builder
        .append(&header("pipe", 0, tar::EntryType::Fifo), &[][..])
        .unwrap();
    builder
        .append(&header("ok", 0, tar::EntryType::Directory), &[][..])
        .unwrap();
    let done = outcome("a.tar", &builder.into_inner().unwrap(), &[]);
    for name in [
        "a.tar!/etc/a.json",
        "a.tar!../b.json",
        "a.tar!c/../../d.json",
    ] {
        done.refuses(name, "leads out of the archive");
    }
    done.skips("a.tar!caf.json", "a link");
    done.skips("a.tar!pipe", "no regular file");
    for name in ["a.tar!ok/e.json", "a.tar!ok/e.json~2", "a.tar!g.json"] {
        assert_eq!(done.fate(name).0, "read", "{name}");
    }
    assert_eq!(done.names().len(), 9, "{:?}", done.names());

    let mut bytes = zipped([
        ("xx/evil.json", good.as_slice()),
        ("x1.json", &good),
        ("x2.json", &good),
    ]);
    patch(&mut bytes, b"xx/evil", b"../evil");
    patch(&mut bytes, b"x2.json", b"x1.json");
    let done = outcome("b.zip", &bytes, &[]);
    done.refuses("b.zip!../evil.json", "leads out of the archive");
    assert_eq!(
        (done.fate("b.zip!x1.json").0, done.fate("b.zip!x1.json~2").0),
        ("read", "read")
    );
    // A name in another encoding, and one with a person's number in it.
    let mut bytes = zipped([("cafe.json", good.as_slice()), ("811218-9876.json", &good)]);
    patch(&mut bytes, b"cafe", b"caf\x82");
    let done = outcome("c.zip", &bytes, &[]);
    assert_eq!(done.fate("c.zip!café.json").0, "read");
    assert!(
        done.names()
            .iter()
            .all(|name| !name.contains("811218-9876"))
    );
}

/// Replaces every occurrence of `from`.
fn patch(bytes: &mut [u8], from: &[u8], to: &[u8]) {
    let places: Vec<usize> = (0..=bytes.len() - from.len())
        .filter(|at| bytes[*at..].starts_with(from))
        .collect();
    assert!(!places.is_empty());
    for at in places {
        bytes[at..at + to.len()].copy_from_slice(to);
    }
}

/// Changes bytes of the directory entry of the first member.
fn in_directory(bytes: &mut [u8], offset: usize, change: impl Fn(&mut [u8])) {
    let at = (0..bytes.len())
        .find(|at| bytes[*at..].starts_with(b"PK\x01\x02"))
        .unwrap();
    change(&mut bytes[at + offset..]);
}

#[test]
fn encrypted_damaged_and_odd_members() {
    let good = one("complete.json");
    let bytes = zipped([("a.json", good.as_slice()), ("b.json", &good)]);
    let changed = |offset: usize, change: &dyn Fn(&mut [u8])| {
        let mut bytes = bytes.clone();
        in_directory(&mut bytes, offset, change);
        let done = outcome("z.zip", &bytes, &[]);
        assert_eq!(done.fate("z.zip!b.json").0, "read");
        done
    };
    changed(8, &|flags| flags[0] |= 1).refuses("z.zip!a.json", "encrypted");
    changed(10, &|method| method[0] = 12).refuses("z.zip!a.json", "method that is not read");
    changed(16, &|crc| crc[0] ^= 1).refuses("z.zip!a.json", "damaged");
    changed(24, &|size| size[0] ^= 1).refuses("z.zip!a.json", "damaged");
    let mut overlapping = bytes.clone();
    in_directory(&mut overlapping, 20, |size| size[2] = 9);
    outcome("z.zip", &overlapping, &[]).refuses("z.zip", "overlap");
    let mut packed = gz(&good);
    let crc = packed.len() - 7;
    packed[crc] ^= 1;
    outcome("z.json.gz", &packed, &[]).refuses("z.json.gz!z.json", "damaged");
    let files: Files = [("a.json".to_owned(), good.clone())].into();
    let mut packed = gz(&tar_of(&files));
    let crc = packed.len() - 7;
    packed[crc] ^= 1;
    let done = outcome("z.tgz", &packed, &[]);
    done.refuses("z.tgz", "damaged");
    assert_eq!(done.fate("z.tgz!a.json").0, "read");
    // What is no archive to us, and one that holds nothing.
    outcome(
        "d.docx",
        &zipped([("x.xml", &b"<x/>"[..]), ("[Content_Types].xml", b"<x/>")]),
        &[],
    )
    .skips("d.docx", "office document");
    outcome("e.zip", &zipped([]), &[]).skips("e.zip", "without files");
    outcome("f.zip", &zipped([(".a", &b"x"[..])]), &[]).skips("f.zip", "without files");
    let text = outcome("wrong.zip", &good, &[]);
    assert_eq!(text.fate("wrong.zip").0, "read");
    let named = outcome("archive.txt", &bytes, &[]);
    assert_eq!(named.fate("archive.txt!a.json").0, "read");
}

/// Text that hardly gets smaller when it is packed.
fn noise(length: usize) -> Vec<u8> {
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        b' ' + (state >> 58) as u8
    };
    (0..length).map(|_| next()).collect()
}

#[test]
fn one_level_of_nesting_is_read() {
    let good = one("complete.json");
    let inner = zipped([("c.json", good.as_slice())]);
    let middle: Files = [
        ("b.zip".to_owned(), inner),
        ("d.json".to_owned(), good.clone()),
    ]
    .into();
    let outer = zipped([
        ("a.tar", tar_of(&middle).as_slice()),
        ("z.json.gz", &gz(&good)),
    ]);
    let done = outcome("o.zip", &outer, &[]);
    assert_eq!(done.fate("o.zip!a.tar!d.json").0, "read");
    assert_eq!(done.fate("o.zip!z.json.gz!z.json").0, "read");
    done.refuses("o.zip!a.tar!b.zip", "one level is read");
    // A large archive within a stream, and a broken one.
    let mut large = Files::new();
    let letter = noise(3_000_000);
    large.insert("letter.txt".to_owned(), letter);
    large.insert("q.json".to_owned(), good);
    let packed = [
        ("l.zip", zip_of(&large)),
        ("l.tgz", gz(&tar_of(&large))),
        ("t.zip", zip_of(&large)[..900_000].to_vec()),
    ];
    let files: Files = packed
        .into_iter()
        .map(|(name, bytes)| (name.to_owned(), bytes))
        .collect();
    let done = outcome("p.tar", &tar_of(&files), &[]);
    assert_eq!(
        (
            done.fate("p.tar!l.zip!q.json").0,
            done.fate("p.tar!l.tgz!q.json").0
        ),
        ("read", "read")
    );
    done.skips("p.tar!l.tgz!letter.txt", "no notification");
    done.refuses("p.tar!t.zip", "damaged");
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

#[test]
fn archives_cut_anywhere_are_read_or_refused() {
    let mut files = Files::new();
    for at in 0..3 {
        files.insert(format!("{at}.json"), one("complete.json"));
    }
    files.insert("large.txt".to_owned(), vec![b'x'; 1_500_000]);
    let tar = tar_of(&files);
    for (name, bytes) in [
        ("z.zip", zip_of(&files)),
        ("z.tar", tar.clone()),
        ("z.tgz", gz(&tar)),
    ] {
        for part in 0..40 {
            let end = bytes.len() * part / 40;
            let room = tempfile::tempdir().unwrap();
            let path = room.path().join(name);
            fs::write(&path, &bytes[..end]).unwrap();
            let inputs = inputs_of(&path);
            let told = inputs.iter().any(|(_, refusal)| refusal.is_some());
            assert!(
                told,
                "{name} cut at {end} of {} passes for whole",
                bytes.len()
            );
        }
    }
}

/// The inputs of a run within this process: names, and reasons if any.
fn inputs_of(path: &Path) -> Vec<(String, Option<breach_audit::read::Reason>)> {
    let discovered = breach_audit::discover::discover(&[path.to_owned()]).unwrap();
    let watch = breach_audit::audit::Watch::default();
    let audit = breach_audit::audit::audit(discovered, &[], &settings(), &watch).unwrap();
    audit
        .inputs
        .into_iter()
        .map(|input| {
            let reason = input.refusal.map(|refusal| refusal.reason);
            assert_ne!(
                reason,
                Some(breach_audit::read::Reason::Internal),
                "{}",
                input.name
            );
            (input.name.to_string(), reason)
        })
        .collect()
}

fn settings() -> breach_audit::audit::Settings {
    breach_audit::audit::Settings {
        edition: breach_audit::form::Edition::default_edition(),
        candidates: breach_audit::form::Candidates::in_use().clone(),
        as_of: breach_audit::moment::Instant::from_timestamp(
            "2026-01-01T00:00:00Z".parse().unwrap(),
        ),
        policy: "gdpr33".to_owned(),
        valid_from: None,
        limit_hours: 72,
        selected: breach_audit::check::Selected::ALL,
        names: breach_audit::row::Names::Mask,
        levels: Vec::new(),
        thresholds: breach_audit::config::Thresholds::default(),
        archives: breach_audit::config::ArchiveLimits::default(),
        mapping: None,
        ignores: breach_audit::audit::Ignores::default(),
        timings: None,
        excerpts: None,
        receipts_name: String::new(),
        copies: breach_audit::config::Copies::Aside,
    }
}

mod any_change {
    //! No change of an archive's bytes makes the program fail.

    use proptest::prelude::*;

    use super::{Files, gz, inputs_of, one, tar_of, zip_of};

    fn archives() -> Vec<Vec<u8>> {
        let files: Files = [
            ("a.json".to_owned(), one("complete.json")),
            ("b/c.json".to_owned(), one("D001-late.json")),
        ]
        .into();
        vec![zip_of(&files), tar_of(&files), gz(&tar_of(&files))]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(150))]

        #[test]
        fn never_panics(
            which in 0_usize..3,
            changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        ) {
            let mut bytes = archives().swap_remove(which);
            for (at, byte) in changes {
                let at = at.index(bytes.len());
                bytes[at] = byte;
            }
            let file = tempfile::Builder::new().suffix(".zip").tempfile().unwrap();
            std::fs::write(file.path(), &bytes).unwrap();
            prop_assert!(!inputs_of(file.path()).is_empty());
        }
    }
}
