//! The parts of a run, put together by `stats`, give the tables of one run byte for byte: whatever
//! their number, with copies, supplements, receipts and confirmations that lie in other parts.
#![allow(
    clippy::unwrap_used,
    reason = "a test ends at once at what it did not expect"
)]

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use common::{AS_OF, audit, bytes_below, here, program, rows};

/// A corpus and the options of its run.
struct Set {
    room: tempfile::TempDir,
    inputs: PathBuf,
    options: Vec<String>,
}

impl Set {
    fn new(inputs: impl FnOnce(&Path) -> PathBuf, options: &[&str]) -> Self {
        let room = tempfile::tempdir().unwrap();
        Self {
            inputs: inputs(room.path()),
            options: options.iter().map(|word| (*word).to_owned()).collect(),
            room,
        }
    }

    fn options(&self) -> Vec<&str> {
        self.options.iter().map(String::as_str).collect()
    }

    /// Runs one part.
    fn part(&self, part: usize, of: usize, parts: &Path) {
        let share = format!("{part}/{of}");
        let more = [&self.options()[..], &["--part", &share]].concat();
        audit(&[&self.inputs], &parts.join(part.to_string()), &more);
    }

    /// Runs so many parts; gives their folder.
    fn parts(&self, of: usize) -> PathBuf {
        let parts = self.room.path().join(format!("parts-{of}"));
        (1..=of).for_each(|part| self.part(part, of, &parts));
        parts
    }

    /// Puts parts together.
    fn stats(&self, parts: &Path, out: &str, more: &[&str]) -> Output {
        let list = self.room.path().join("list.txt");
        fs::write(&list, format!("\u{feff}{}\r\n", self.inputs.display())).unwrap();
        let mut command = program();
        command
            .arg("stats")
            .arg(parts)
            .args(["-q", "--as-of", AS_OF]);
        command.arg("-o").arg(self.room.path().join(out));
        command.arg("--manifest").arg(list);
        command.args(&self.options).args(more).output().unwrap()
    }

    /// Parts of these numbers give the tables of one run, also with options that shape tables.
    fn check(&self, numbers: &[usize], shaping: &[&[&str]]) {
        for (at, shape) in shaping.iter().enumerate() {
            let whole = self.room.path().join(format!("whole-{at}"));
            audit(
                &[&self.inputs],
                &whole,
                &[&self.options()[..], shape].concat(),
            );
            let expected = tables(&whole);
            assert!(expected.len() > 40 || expected.len() > 20 && !shape.is_empty());
            // Options that shape tables do not depend on the number of parts.
            let numbers = if at == 0 {
                numbers
            } else {
                &numbers[numbers.len() - 1..]
            };
            for of in numbers {
                let parts = self.room.path().join(format!("parts-{of}"));
                if !parts.exists() {
                    self.parts(*of);
                }
                let name = format!("stats-{at}-{of}");
                let done = self.stats(&parts, &name, shape);
                assert!(done.status.success(), "{}", told(&done));
                let found = tables(&self.room.path().join(name));
                for (table, bytes) in &expected {
                    let found = found.get(table).map(|bytes| String::from_utf8_lossy(bytes));
                    let expected = String::from_utf8_lossy(bytes);
                    assert_eq!(
                        found.unwrap_or_default(),
                        expected,
                        "{}, {of} parts",
                        table.display()
                    );
                }
                assert_eq!(found.len(), expected.len());
            }
        }
    }
}

fn tables(report: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    bytes_below(&report.join("tables"))
}

fn told(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// The files below a folder, sorted.
fn files(folder: &Path) -> Vec<PathBuf> {
    let names = bytes_below(folder).into_keys();
    names.map(|name| folder.join(name)).collect()
}

/// A synthetic corpus.
fn synth(folder: &Path, format: &str, more: &[&str]) -> PathBuf {
    let corpus = folder.join("in");
    let mut synth = program();
    synth.args(["synth", "--count", "90", "--seed", "7", "--format", format]);
    synth.args(more).arg(&corpus).assert().success();
    corpus
}

#[test]
fn copies_in_other_parts_are_found() {
    let set = Set::new(
        |room| {
            let corpus = synth(room, "mixed", &[]);
            // The same documents again, as they are and with their answers in another order.
            let again = corpus.join("again");
            fs::create_dir_all(&again).unwrap();
            for (at, path) in files(&corpus).iter().step_by(2).enumerate() {
                let name = path.file_name().unwrap().to_string_lossy();
                if at % 2 == 0 {
                    fs::copy(path, again.join(format!("copy of {name}"))).unwrap();
                } else if let Ok(text) = fs::read_to_string(path) {
                    fs::write(again.join(format!("later {name}")), text + "\n").unwrap();
                }
            }
            corpus
        },
        &[],
    );
    set.check(
        &[1, 2, 3, 7],
        &[
            &[],
            &["--min-cell", "5"],
            &[
                "--where",
                "sector=public",
                "--cross",
                "sector,ongoing",
                "--lang",
                "sv",
            ],
            &["--count-copies"],
        ],
    );
    let kinds = rows(&set.room.path().join("whole-0/tables/rules.csv"));
    let copies = kinds.iter().find(|row| row["code"] == "M001").unwrap();
    assert!(
        copies["findings"].parse::<u32>().unwrap() > 10,
        "{copies:?}"
    );
}

#[test]
fn receipts_are_tied_over_all_parts() {
    let receipts = tempfile::tempdir().unwrap();
    let list = receipts.path().join("receipts.csv");
    let option = list.display().to_string();
    let set = Set::new(
        |room| {
            let corpus = synth(room, "text", &["--receipts"]);
            let own = fs::read_to_string(room.join("in.receipts.csv")).unwrap();
            // Two files of one name, a row that fits both, one that contradicts, one of nobody.
            let first = files(&corpus)[0].clone();
            let name = first.file_name().unwrap().to_string_lossy().into_owned();
            fs::create_dir(corpus.join("other")).unwrap();
            let other = fs::read_to_string(&files(&corpus)[5]).unwrap();
            fs::write(corpus.join("other").join(&name), other).unwrap();
            fs::copy(&files(&corpus)[7], corpus.join("a copy.txt")).unwrap();
            let lines: Vec<&str> = own.lines().collect();
            let twice = lines[3].replacen("20", "19", 1);
            let nobody = lines[4].replacen(".txt", "-gone.txt", 1);
            fs::write(&list, format!("{own}{twice}\n{nobody}\n")).unwrap();
            corpus
        },
        &["--receipts", &option],
    );
    set.check(&[1, 2, 5], &[&[]]);
    // Without the documents nothing is guessed.
    let parts = set.room.path().join("parts-5");
    let mut command = program();
    command
        .arg("stats")
        .arg(&parts)
        .args(["--as-of", AS_OF, "--receipts"])
        .arg(&option);
    let done = command.output().unwrap();
    assert_eq!(done.status.code(), Some(2));
    assert!(told(&done).contains("--manifest"), "{}", told(&done));
}

#[test]
fn confirmations_in_other_parts_give_their_times() {
    let set = Set::new(|_| here("tests/data/municipality"), &[]);
    set.check(&[2, 4], &[&[]]);
}

#[test]
fn fixtures_archives_and_mapped_exports_come_together() {
    let set = Set::new(
        |_| here("fixtures"),
        &[
            "--receipts",
            &here("fixtures/receipts.csv").display().to_string(),
        ],
    );
    set.check(&[3], &[&[], &["--merge-supplements"]]);
    let mapping = here("fixtures/mappings/register.toml")
        .display()
        .to_string();
    let set = Set::new(|_| here("fixtures/exports"), &["--mapping", &mapping]);
    set.check(&[3], &[&[]]);
}

#[test]
fn supplements_in_other_parts_complete_their_notification() {
    let set = Set::new(
        |room| {
            let corpus = room.join("in");
            let mut synth = program();
            synth.args(["synth", "--count", "900", "--seed", "7", "--format", "json"]);
            synth.arg(&corpus).assert().success();
            corpus
        },
        &[],
    );
    set.check(&[3], &[&[], &["--merge-supplements"]]);
    let [first, merged] = [0, 1].map(|at| {
        let report = set.room.path().join(format!("whole-{at}"));
        fs::read(report.join("tables/cause-group.csv")).unwrap()
    });
    assert!(first != merged, "no supplement of the corpus has an answer");
}

#[test]
fn parts_hold_all_inputs_once() {
    let set = Set::new(|room| synth(room, "json", &["--broken", "5"]), &[]);
    let whole = set.room.path().join("whole");
    audit(&[&set.inputs], &whole, &[]);
    let parts = set.parts(4);
    let sorted = |mut rows: Vec<common::Row>| {
        rows.sort();
        rows
    };
    let all: Vec<common::Row> = (1..=4)
        .flat_map(|part| rows(&parts.join(part.to_string()).join("files.csv")))
        .collect();
    assert_eq!(sorted(all), sorted(rows(&whole.join("files.csv"))));
    for part in 1..=4 {
        let names: Vec<PathBuf> = bytes_below(&parts.join(part.to_string()))
            .into_keys()
            .collect();
        let expected = ["files.csv", "findings.csv", "keys.parquet"];
        let expected = [
            &expected[..],
            &["records.csv", "records.parquet", "run.json"],
        ]
        .concat();
        assert_eq!(
            names,
            expected.iter().map(PathBuf::from).collect::<Vec<_>>()
        );
    }
}

#[test]
fn what_does_not_belong_together_is_refused() {
    let set = Set::new(|room| synth(room, "json", &[]), &["--policy", "gdpr33"]);
    let parts = set.parts(3);
    let refused = |more: &[&str], wanted: &str| {
        let done = set.stats(&parts, "out", more);
        assert_eq!(done.status.code(), Some(2), "{wanted}");
        assert!(told(&done).contains(wanted), "{}", told(&done));
        assert!(!set.room.path().join("out").exists());
    };
    refused(&["--ignore", "D"], "ignore");
    refused(&["--deadline-hours", "96"], "deadline-hours");
    let moved = set.room.path().join("moved");
    fs::rename(parts.join("2"), &moved).unwrap();
    refused(&[], "part 2 of 3 is missing");
    fs::rename(&moved, parts.join("2")).unwrap();
    fs::write(parts.join("2/keys.parquet"), "PAR1").unwrap();
    refused(&[], "keys.parquet");
    fs::remove_dir_all(parts.join("2")).unwrap();
    audit(&[&set.inputs], &parts.join("2"), &[]);
    refused(&[], "parts of a run");

    let refused = |more: &[&str], wanted: &str| {
        let mut command = program();
        command
            .arg("audit")
            .arg(&set.inputs)
            .arg("-o")
            .arg(set.room.path().join("no"));
        let done = command.args(more).output().unwrap();
        assert_eq!(done.status.code(), Some(2), "{wanted}");
        assert!(told(&done).contains(wanted), "{}", told(&done));
    };
    refused(&["--part", "1/2"], "--as-of");
    refused(&["--part", "3/2", "--as-of", AS_OF], "K/N");
    refused(
        &["--part", "1/2", "--as-of", AS_OF, "--min-cell", "5"],
        "--min-cell",
    );
    refused(
        &["--part", "1/2", "--as-of", AS_OF, "--from", "2024-01-01"],
        "--from",
    );
}

#[test]
fn a_list_stands_for_paths() {
    let room = tempfile::tempdir().unwrap();
    let inputs = synth(room.path(), "text", &[]);
    let listed = files(&inputs);
    let lines: Vec<String> = listed[..20]
        .iter()
        .map(|path| {
            path.strip_prefix(room.path())
                .unwrap()
                .display()
                .to_string()
        })
        .collect();
    let list = room.path().join("list.txt");
    fs::write(&list, format!("{}\n\nin/gone.txt\n", lines.join("\n"))).unwrap();
    let run = |arguments: &[&str], out: &str| {
        let mut command = program();
        command
            .arg("audit")
            .args(arguments)
            .args(["--as-of", AS_OF, "-q", "-o"]);
        command
            .arg(room.path().join(out))
            .args(["--fail-on", "never"])
            .output()
            .unwrap()
    };
    let text = list.display().to_string();
    let done = run(&["--manifest", &text], "listed");
    assert_eq!(done.status.code(), Some(3), "{}", told(&done));
    let files_csv = rows(&room.path().join("listed/files.csv"));
    assert_eq!(files_csv.len(), 21);
    let gone: Vec<_> = files_csv
        .iter()
        .filter(|row| row["status"] == "unreadable")
        .collect();
    assert_eq!((gone.len(), &*gone[0]["source"]), (1, "gone.txt"));
    let named: Vec<String> = listed[..20]
        .iter()
        .map(|path| path.display().to_string())
        .collect();
    let named: Vec<&str> = named.iter().map(String::as_str).collect();
    run(&named, "named");
    let report = |name: &str| fs::read(room.path().join(name).join("records.csv")).unwrap();
    assert_eq!(report("listed"), report("named"));

    assert_eq!(
        run(&["--manifest", &text, "in"], "both").status.code(),
        Some(2)
    );
    fs::write(&list, "\n").unwrap();
    assert!(told(&run(&["--manifest", &text], "empty")).contains("names no path"));
    fs::write(&list, [0xFF, 0xFE, b'a', 0]).unwrap();
    assert!(told(&run(&["--manifest", &text], "bytes")).contains("UTF-8"));
}

#[test]
fn keys_hold_no_text_of_a_person() {
    let room = tempfile::tempdir().unwrap();
    let document = r#"{"case_number": "PUI-2024-0077",
        "controller": {"name": "Exempelkommun", "organisation_number": "212000-0142", "reference": "KS 2024/1"},
        "contacts": [{"name": "Vilgot Hemligsson", "email": "vilgot@hemlig.example", "phone": "070-123 45 67"}],
        "incident": {"description": "Brevet till Alfhild Okänd hamnade fel.", "discovered": {"date": "2024-03-04"}}}"#;
    let input = room.path().join("a.json");
    fs::write(&input, document).unwrap();
    for options in [&["--part", "1/1"][..], &["--keep-keys"]] {
        let out = room.path().join(options[0]);
        audit(&[&input], &out, options);
        let stats = program()
            .arg("stats")
            .arg(&out)
            .args(["--as-of", AS_OF])
            .output()
            .unwrap();
        assert!(stats.status.success());
        // zstd hides texts from a search of the bytes: what is kept is looked at as it is read.
        let keys = keys_of(&out.join("keys.parquet"));
        assert!(keys.contains("fingerprint"));
        for secret in ["Vilgot", "hemlig.example", "070-123", "Alfhild", "Brevet"] {
            assert!(!keys.contains(secret), "{secret}: {keys}");
        }
    }
}

/// The texts of keys.parquet.
fn keys_of(path: &Path) -> String {
    use polars::prelude::*;
    let frame = ParquetReader::new(fs::File::open(path).unwrap())
        .finish()
        .unwrap();
    let keys = frame.column("key").unwrap().str().unwrap().clone();
    keys.iter().flatten().collect::<Vec<_>>().join("\n")
}
