//! A machine that fails, and one that is set up strangely: a run ends with a whole report or with
//! the old one, and says what was wrong.
#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    reason = "a test ends at once at what it did not expect"
)]

mod common;

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use common::{AS_OF, audit, bytes_below, here, program, rows};

/// A small corpus.
fn corpus(room: &Path) -> PathBuf {
    let corpus = room.join("in");
    let mut synth = program();
    synth.args(["synth", "--count", "60", "--seed", "3", "--format", "json"]);
    synth.arg(&corpus).assert().success();
    corpus
}

/// The program, ready to audit.
fn auditor(inputs: &Path, out: &Path, more: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_breach-audit"));
    command.arg("audit").arg(inputs).arg("-o").arg(out);
    command.args(["--as-of", AS_OF, "-q", "--lang", "en", "--fail-on", "never"]);
    command.args(more);
    command
}

fn told(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A run under a limit of the shell.
fn under(limit: &str, inputs: &Path, out: &Path, more: &[&str]) -> Output {
    let mut command = Command::new("sh");
    command.args(["-c", &format!("{limit}; exec \"$0\" \"$@\"")]);
    let audit = auditor(inputs, out, more);
    command.arg(audit.get_program()).args(audit.get_args());
    command.output().unwrap()
}

/// What a folder beside the report holds that a killed run left behind: the old report.
fn old_aside(room: &Path) -> Option<BTreeMap<PathBuf, Vec<u8>>> {
    let entries = fs::read_dir(room).unwrap().flatten();
    let mut folders = entries.map(|entry| entry.path().join("old"));
    folders
        .find(|old| old.is_dir())
        .map(|old| bytes_below(&old))
}

#[test]
fn a_run_that_is_killed_leaves_the_old_report_or_the_new_one() {
    let room = tempfile::tempdir().unwrap();
    let inputs = corpus(room.path());
    let made = |name: &str, more: &[&str]| {
        let out = room.path().join(name);
        audit(
            &[&inputs],
            &out,
            &[&["--lang", "en", "--fail-on", "never"], more].concat(),
        );
        bytes_below(&out)
    };
    let begun = Instant::now();
    let (old, new) = (made("one", &["--ignore", "D"]), made("two", &[]));
    let whole = begun.elapsed() / 2;
    assert_ne!(old, new);
    let out = room.path().join("report");
    let mut seen = [0; 3];
    for point in 0..24 {
        if !out.exists() {
            audit(
                &[&inputs],
                &out,
                &["--lang", "en", "--fail-on", "never", "--ignore", "D"],
            );
        }
        let mut run = auditor(&inputs, &out, &[])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(whole * point / 20);
        run.kill().unwrap();
        run.wait().unwrap();
        let found = out.exists().then(|| bytes_below(&out));
        match found {
            Some(found) if found == old => seen[0] += 1,
            Some(found) => {
                assert!(
                    found == new,
                    "a report that is neither the old nor the new one"
                );
                seen[1] += 1;
                fs::remove_dir_all(&out).unwrap();
            }
            // Killed between two renames: the old one stands beside it, and the next run says so.
            None => {
                assert_eq!(old_aside(room.path()).as_ref(), Some(&old));
                seen[2] += 1;
            }
        }
    }
    assert!(seen[0] > 0, "{seen:?}");
}

#[test]
fn two_runs_into_one_folder_leave_one_whole_report() {
    let room = tempfile::tempdir().unwrap();
    let inputs = corpus(room.path());
    let alone = |more: &[&str]| {
        let out = room.path().join(more.join("-") + "alone");
        auditor(&inputs, &out, more).output().unwrap();
        bytes_below(&out)
    };
    let expected = [alone(&[]), alone(&["--ignore", "D"])];
    let out = room.path().join("report");
    for _ in 0..4 {
        let runs = [&[][..], &["--ignore", "D"]].map(|more: &[&str]| {
            let mut run = auditor(&inputs, &out, more);
            run.stderr(Stdio::piped())
                .stdout(Stdio::null())
                .spawn()
                .unwrap()
        });
        let done = runs.map(|run| run.wait_with_output().unwrap());
        assert!(
            done.iter().any(|done| done.status.success()),
            "{}",
            told(&done[0])
        );
        for done in &done {
            assert!(matches!(done.status.code(), Some(0 | 2)), "{}", told(done));
            assert!(!told(done).contains("internal fault"), "{}", told(done));
        }
        assert!(expected.contains(&bytes_below(&out)));
    }
}

#[test]
fn a_full_disk_in_any_writer_is_told_and_leaves_the_old_report() {
    let room = tempfile::tempdir().unwrap();
    let few = corpus(room.path());
    // So many that a workbook writes its lists straight to files.
    let many = room.path().join("many");
    let mut synth = program();
    synth.args(["synth", "--count", "1010", "--format", "ndjson"]);
    synth.arg(&many).assert().success();
    for format in ["csv", "parquet", "md", "html", "xlsx", "svg", "png"] {
        let inputs = if format == "xlsx" { &many } else { &few };
        let out = room.path().join(format);
        assert_eq!(
            under("true", inputs, &out, &["--formats", format])
                .status
                .code(),
            Some(0)
        );
        let old = bytes_below(&out);
        // A file may have so many blocks of 512 bytes; the signal for it is none of ours.
        let done = under(
            "trap '' XFSZ; ulimit -f 4",
            inputs,
            &out,
            &["--formats", format, "--ignore", "D"],
        );
        assert_eq!(done.status.code(), Some(2), "{format}: {}", told(&done));
        assert!(!told(&done).contains("internal fault"), "{}", told(&done));
        assert_eq!(bytes_below(&out), old, "{format}");
    }
    let beside: Vec<_> = fs::read_dir(room.path())
        .unwrap()
        .flatten()
        .map(|entry| entry.file_name())
        .collect();
    // Two corpora with their truth, and a report of each format.
    assert_eq!(beside.len(), 11, "nothing half-written stays: {beside:?}");
}

#[test]
fn a_target_that_cannot_be_written_is_told() {
    let room = tempfile::tempdir().unwrap();
    let inputs = corpus(room.path());
    let done = auditor(&inputs, Path::new("/proc/report"), &[])
        .output()
        .unwrap();
    assert_eq!(done.status.code(), Some(2));
    assert!(told(&done).contains("/proc"), "{}", told(&done));
}

#[test]
fn few_handles_and_threads_are_enough_or_told() {
    let room = tempfile::tempdir().unwrap();
    let inputs = corpus(room.path());
    let whole = room.path().join("whole");
    auditor(&inputs, &whole, &[]).output().unwrap();
    for (at, limit) in ["ulimit -n 40", "ulimit -n 12"].into_iter().enumerate() {
        let out = room.path().join(format!("limited-{at}"));
        let done = under(limit, &inputs, &out, &["--threads", "2"]);
        assert!(
            !told(&done).contains("internal fault"),
            "{limit}: {}",
            told(&done)
        );
        match done.status.code() {
            Some(0) => assert!(bytes_below(&out) == bytes_below(&whole), "{limit}"),
            Some(3) => assert!(
                rows(&out.join("files.csv"))
                    .iter()
                    .any(|row| row["status"] == "unreadable")
            ),
            code => {
                assert_eq!(code, Some(2), "{limit}: {}", told(&done));
                assert!(!told(&done).is_empty() && !out.exists());
            }
        }
    }
}

#[test]
fn files_that_vanish_and_change_are_accounted_for() {
    let room = tempfile::tempdir().unwrap();
    let inputs = corpus(room.path());
    let files: Vec<PathBuf> = bytes_below(&inputs)
        .into_keys()
        .map(|name| inputs.join(name))
        .collect();
    let out = room.path().join("report");
    let mut run = auditor(&inputs, &out, &["--threads", "1"])
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    for (at, file) in files.iter().enumerate().rev() {
        match at % 3 {
            0 => drop(fs::remove_file(file)),
            1 => drop(fs::write(file, "{\"controller\": {")),
            _ => {}
        }
        std::thread::sleep(Duration::from_millis(1));
    }
    let code = run.wait().unwrap().code();
    assert!(matches!(code, Some(0 | 3)), "{code:?}");
    let found = rows(&out.join("files.csv"));
    let run: serde_json::Value =
        serde_json::from_slice(&fs::read(out.join("run.json")).unwrap()).unwrap();
    let counts = &run["counts"];
    let sum = ["read", "unreadable", "skipped"].map(|fate| counts[fate].as_u64().unwrap());
    assert_eq!(
        sum.iter().sum::<u64>(),
        counts["discovered"].as_u64().unwrap()
    );
    assert_eq!(found.len() as u64, counts["discovered"].as_u64().unwrap());
}

#[test]
fn the_environment_changes_no_byte() {
    let room = tempfile::tempdir().unwrap();
    let inputs = corpus(room.path());
    let usual = room.path().join("usual");
    auditor(&inputs, &usual, &[]).output().unwrap();
    let expected = bytes_below(&usual);
    let settings: [(&str, &[(&str, &str)]); 3] = [
        ("bare", &[]),
        (
            "c",
            &[
                ("LC_ALL", "C"),
                ("TZ", "Pacific/Kiritimati"),
                ("HOME", "/nowhere"),
            ],
        ),
        (
            "no-zones",
            &[
                ("TZDIR", "/nowhere"),
                ("TZ", ":broken"),
                ("TMPDIR", "/nowhere"),
            ],
        ),
    ];
    for (name, variables) in settings {
        let out = room.path().join(name);
        let mut run = auditor(&inputs, &out, &[]);
        run.env_clear().envs(variables.iter().copied());
        let done = run.output().unwrap();
        assert!(done.status.success(), "{name}: {}", told(&done));
        assert!(bytes_below(&out) == expected, "{name}");
    }
}

#[test]
fn names_that_are_no_text_are_read() {
    let room = tempfile::tempdir().unwrap();
    let inputs = room.path().join("in");
    fs::create_dir(&inputs).unwrap();
    let document = fs::read(here("fixtures").join("notifications/complete.json")).unwrap();
    for name in [&b"\xff\xfe.json"[..], b"\xff.json", b"a\nb.json"] {
        fs::write(inputs.join(OsStr::from_bytes(name)), &document).unwrap();
    }
    let out = room.path().join("report");
    let done = auditor(&inputs, &out, &[]).output().unwrap();
    assert!(done.status.success(), "{}", told(&done));
    let found = rows(&out.join("files.csv"));
    assert_eq!(found.len(), 3);
    assert!(
        found
            .iter()
            .all(|row| row["status"] == "read" && !row["source"].contains('\n'))
    );
}

#[test]
fn any_clock_is_taken_or_refused() {
    let room = tempfile::tempdir().unwrap();
    let inputs = corpus(room.path());
    for (at, clock) in [
        "1969-12-31",
        "1900-01-01",
        "2101-01-01",
        "9999-12-31",
        "2262-04-12",
    ]
    .into_iter()
    .enumerate()
    {
        let out = room.path().join(format!("report-{at}"));
        let mut run = program();
        run.arg("audit").arg(&inputs).arg("-o").arg(&out).args([
            "--as-of",
            clock,
            "-q",
            "--fail-on",
            "never",
        ]);
        let done = run.output().unwrap();
        assert!(
            !told(&done).contains("internal fault"),
            "{clock}: {}",
            told(&done)
        );
        match done.status.code() {
            Some(0) => assert!(out.join("run.json").exists()),
            code => {
                assert_eq!(code, Some(2), "{clock}");
                assert!(told(&done).contains("--as-of"), "{clock}: {}", told(&done));
            }
        }
    }
}
