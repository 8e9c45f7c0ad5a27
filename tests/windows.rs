//! The program for Windows, under Wine: the same bytes as here, and what Windows alone has (drive
//! letters, names of devices, files that others hold). Where `tests/windows/setup` was not run, this
//! is reported as ignored.
#![allow(
    clippy::unwrap_used,
    reason = "a test ends at once at what it did not expect"
)]

mod common;
#[path = "common/outside.rs"]
mod outside;

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitCode, Output, Stdio};
use std::time::{Duration, Instant};

use common::{AS_OF, bytes_below, here, program, rows};

const WINE: &str = "/usr/lib/wine/wine64";

fn main() -> ExitCode {
    let tests: [outside::Test; 7] = [
        (
            "every_file_has_the_bytes_of_linux",
            &every_file_has_the_bytes_of_linux,
        ),
        (
            "paths_and_receipts_may_have_backslashes_and_drive_letters",
            &paths_and_receipts_may_have_backslashes_and_drive_letters,
        ),
        (
            "long_paths_are_read_and_written",
            &long_paths_are_read_and_written,
        ),
        (
            "names_of_devices_are_accounted_for",
            &names_of_devices_are_accounted_for,
        ),
        ("what_is_said_is_utf_8", &what_is_said_is_utf_8),
        (
            "a_report_that_is_open_is_told_and_kept",
            &a_report_that_is_open_is_told_and_kept,
        ),
        (
            "ctrl_c_leaves_the_old_report",
            &ctrl_c_leaves_the_old_report,
        ),
    ];
    let is_set_up = Path::new(WINE).exists() && made("breach-audit.exe").exists();
    outside::run(&tests, is_set_up, "tests/windows/setup")
}

/// A program that the setup made.
fn made(name: &str) -> PathBuf {
    here("target/windows/x86_64-pc-windows-gnu/debug").join(name)
}

/// The path as Windows names it: Wine has the root of this machine as drive Z.
fn there(path: &Path) -> String {
    format!("Z:{}", path.to_str().unwrap().replace('/', "\\"))
}

/// A program under Wine.
fn wine(name: &str) -> Command {
    let mut command = Command::new(WINE);
    command
        .arg(made(name))
        .env("WINEPREFIX", here("target/windows/wine"))
        .env("WINEDEBUG", "-all")
        .env("LC_ALL", "C.UTF-8")
        .env_remove("DISPLAY")
        .stdin(Stdio::null());
    command
}

/// What every run here says, so that no clock and no language of the machine matters.
const FIXED: [&str; 8] = [
    "--as-of",
    AS_OF,
    "--lang",
    "en",
    "--fail-on",
    "never",
    "-q",
    "--no-progress",
];

/// An audit under Wine of `inputs` into `out`.
fn audit(inputs: &str, out: &str, more: &[&str]) -> Output {
    let mut command = wine("breach-audit.exe");
    command.args(["audit", inputs, "-o", out]).args(FIXED);
    command.args(more).output().unwrap()
}

fn told(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn is_done(output: &Output) {
    assert_eq!(output.status.code(), Some(0), "{}", told(output));
}

/// Small notifications, below the folder.
fn corpus(room: &Path, count: &str) -> PathBuf {
    let corpus = room.join("in");
    let mut synth = program();
    synth.args([
        "synth", "-q", "--count", count, "--seed", "3", "--format", "json",
    ]);
    synth.arg(&corpus).assert().success();
    corpus
}

fn every_file_has_the_bytes_of_linux() {
    let room = tempfile::tempdir().unwrap();
    let formats = ["--formats", "csv,parquet,md,html,xlsx", "--with-records"];
    let (inputs, receipts) = (
        here("fixtures/notifications"),
        here("fixtures/receipts.csv"),
    );
    let linux = room.path().join("linux");
    let mut command = program();
    command.arg("audit").arg(&inputs).arg("-o").arg(&linux);
    command
        .arg("--receipts")
        .arg(&receipts)
        .args(FIXED)
        .args(formats);
    command.assert().success();
    let windows = room.path().join("windows");
    let receipts = there(&receipts);
    let more = [&formats[..], &["--receipts", &receipts]].concat();
    is_done(&audit(&there(&inputs), &there(&windows), &more));
    let (expected, found) = (bytes_below(&linux), bytes_below(&windows));
    let names = |of: &BTreeMap<PathBuf, Vec<u8>>| of.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&found), names(&expected));
    for (name, bytes) in &expected {
        assert!(&found[name] == bytes, "{} differs", name.display());
    }
    assert!(expected.len() > 60, "{} files", expected.len());
}

fn paths_and_receipts_may_have_backslashes_and_drive_letters() {
    let room = tempfile::tempdir().unwrap();
    let inputs = room.path().join("Anmälningar 2024");
    let below = inputs.join("Socialförvaltningen");
    fs::create_dir_all(&below).unwrap();
    let text = here("fixtures/notifications/D005-no-receipt.txt");
    fs::copy(text, below.join("läckan.txt")).unwrap();
    let names = [
        "Socialförvaltningen\\läckan.txt".to_owned(),
        there(&below.join("läckan.txt")),
    ];
    for name in names {
        let receipts = room.path().join("kvitton.csv");
        fs::write(
            &receipts,
            format!("source,received\n{name},2024-03-08 10:00\n"),
        )
        .unwrap();
        let out = room.path().join("out");
        let output = audit(
            // The other slash, and one at the end, is what people paste too.
            &(there(&inputs).replace('\\', "/") + "/"),
            &there(&out),
            &["--receipts", &there(&receipts)],
        );
        is_done(&output);
        let records = rows(&out.join("records.csv"));
        assert_eq!(records.len(), 1);
        assert_eq!(records[0]["source"], "Socialförvaltningen/läckan.txt");
        assert_eq!(
            records[0]["received_source"],
            "receipts",
            "{name}: {}",
            told(&output)
        );
    }
}

fn long_paths_are_read_and_written() {
    let room = tempfile::tempdir().unwrap();
    let part = "en mycket lång mapp som någon har döpt";
    let deep = (0..8).fold(room.path().to_owned(), |path, _| path.join(part));
    assert!(deep.as_os_str().len() > 300);
    fs::create_dir_all(&deep).unwrap();
    let text = here("fixtures/notifications/D005-no-receipt.txt");
    fs::copy(text, deep.join("anmälan.txt")).unwrap();
    let out = deep.with_file_name("rapporten");
    is_done(&audit(&there(room.path()), &there(&out), &[]));
    assert_eq!(rows(&out.join("records.csv")).len(), 1);
}

fn names_of_devices_are_accounted_for() {
    let room = tempfile::tempdir().unwrap();
    let inputs = room.path().join("in");
    fs::create_dir_all(&inputs).unwrap();
    let text = here("fixtures/notifications/D005-no-receipt.txt");
    let names = [
        "anmälan.txt",
        "aux.txt",
        "con.txt",
        "nul.txt",
        "com1.json",
        "prn",
    ];
    for name in names {
        fs::copy(&text, inputs.join(name)).unwrap();
    }
    let out = room.path().join("out");
    let output = audit(&there(&inputs), &there(&out), &[]);
    assert!(
        matches!(output.status.code(), Some(0 | 3)),
        "{}",
        told(&output)
    );
    let files = rows(&out.join("files.csv"));
    let found: Vec<&str> = files.iter().map(|row| row["source"].as_str()).collect();
    for name in names {
        assert!(
            found.contains(&name),
            "{name} is not in files.csv: {found:?}"
        );
    }
    for device in ["NUL", "CON", "aux"] {
        let output = audit(&there(&inputs), &there(&room.path().join(device)), &[]);
        // Either it is a folder like any other, as on Windows 11, or the message names it.
        let code = output.status.code();
        let is_there = room.path().join(device).join("run.json").exists();
        let is_told = code == Some(2) && told(&output).contains(device);
        assert!(is_told || is_there, "{device}: {code:?} {}", told(&output));
    }
}

fn what_is_said_is_utf_8() {
    let output = wine("breach-audit.exe")
        .args(["explain", "D001", "--lang", "sv"])
        .output()
        .unwrap();
    is_done(&output);
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(
        text.contains("anmälan") || text.contains("Anmälan"),
        "{text}"
    );
    let output = wine("breach-audit.exe")
        .args(["audit", "Z:\\finns\\inte\\åäö", "--lang", "sv"])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(told(&output).contains("åäö"), "{}", told(&output));
}

/// Holds the file as Excel does, until the child's input is closed.
fn held(path: &Path) -> Child {
    let mut child = wine("hold.exe")
        .arg(there(path))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    assert_eq!(line.trim(), "held");
    child
}

fn a_report_that_is_open_is_told_and_kept() {
    let room = tempfile::tempdir().unwrap();
    let (inputs, out) = (corpus(room.path(), "12"), room.path().join("out"));
    let formats = ["--formats", "csv,xlsx"];
    is_done(&audit(&there(&inputs), &there(&out), &formats));
    let before = bytes_below(&out);
    for name in ["report.xlsx", "tables/sector.csv"] {
        let mut holder = held(&out.join(name));
        let output = audit(
            &there(&inputs),
            &there(&out),
            &["--formats", "csv,xlsx", "--ignore", "D"],
        );
        drop(holder.stdin.take());
        holder.wait().unwrap();
        assert_eq!(output.status.code(), Some(2), "{name}: {}", told(&output));
        assert!(told(&output).contains("open"), "{name}: {}", told(&output));
        assert!(
            bytes_below(&out) == before,
            "{name}: the old report is not whole"
        );
        let beside: Vec<_> = fs::read_dir(room.path())
            .unwrap()
            .map(|e| e.unwrap().file_name())
            .collect();
        assert_eq!(beside.len(), 3, "something is left beside it: {beside:?}");
    }
    is_done(&audit(
        &there(&inputs),
        &there(&out),
        &["--formats", "csv,xlsx", "--ignore", "D"],
    ));
    assert!(bytes_below(&out) != before);
}

fn ctrl_c_leaves_the_old_report() {
    let room = tempfile::tempdir().unwrap();
    let (inputs, out) = (corpus(room.path(), "1500"), room.path().join("out"));
    let begun = Instant::now();
    is_done(&audit(&there(&inputs), &there(&out), &[]));
    let whole = begun.elapsed().max(Duration::from_millis(40));
    let before = bytes_below(&out);
    let mut command = wine("stop.exe");
    command
        .arg((whole / 3).as_millis().to_string())
        .arg(there(&made("breach-audit.exe")));
    command
        .args([
            "audit",
            &there(&inputs),
            "-o",
            &there(&out),
            "--ignore",
            "D",
        ])
        .args(FIXED);
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(130), "{}", told(&output));
    assert!(bytes_below(&out) == before, "the old report is not whole");
}
