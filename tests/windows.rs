//! The program for Windows, under Wine: the same bytes as here, and paths as Windows writes them.
//! Where `tests/windows/setup` was not run, this is reported as ignored. Wine moves folders in which
//! a file is open, and resolves no path of more than 260 characters: these are for real Windows.
//! Files that another program has open are shown where the report is the working directory, long
//! paths where they are read.
#![allow(
    clippy::unwrap_used,
    reason = "a test ends at once at what it did not expect"
)]

mod common;
#[path = "common/outside.rs"]
mod outside;

use std::collections::BTreeMap;
use std::fs;
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Output, Stdio};

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
        ("what_is_said_is_utf_8", &what_is_said_is_utf_8),
        (
            "what_another_program_has_open_is_told_and_kept",
            &what_another_program_has_open_is_told_and_kept,
        ),
        (
            "names_that_windows_reserves_are_told",
            &names_that_windows_reserves_are_told,
        ),
        ("deep_folders_are_read", &deep_folders_are_read),
        (
            "ctrl_c_ends_a_run_and_leaves_nothing",
            &ctrl_c_ends_a_run_and_leaves_nothing,
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

fn every_file_has_the_bytes_of_linux() {
    let room = tempfile::tempdir().unwrap();
    let formats = ["--formats", "csv,parquet,md,html,xlsx"];
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
    // The archive of a workbook names the system that made it, and run.json has its digest.
    let differs = |name: &&PathBuf| found[*name] != expected[*name];
    let differing: Vec<&PathBuf> = expected.keys().filter(differs).collect();
    let may = ["report.xlsx", "run.json"].map(PathBuf::from);
    assert!(
        differing.iter().all(|name| may.contains(name)),
        "{differing:?}"
    );
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
        "Anmälningar 2024\\Socialförvaltningen\\läckan.txt",
        "Anmälningar 2024/Socialförvaltningen/läckan.txt",
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
        assert_eq!(
            records[0]["source"],
            "Anmälningar 2024/Socialförvaltningen/läckan.txt"
        );
        assert_eq!(
            records[0]["received_source"],
            "receipts",
            "{name}: {}",
            told(&output)
        );
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

/// A file that another program has open, until this is dropped.
struct Held {
    told: PathBuf,
    holder: std::process::Child,
}

impl Held {
    /// `told` is made when the file is held.
    fn new(file: &Path, told: PathBuf) -> Self {
        let mut hold = wine("hold.exe");
        hold.arg(there(file)).arg(there(&told));
        let held = Self {
            told,
            holder: hold.spawn().unwrap(),
        };
        for _ in 0..600 {
            if held.told.exists() {
                return held;
            }
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
        panic!("{} is not held", file.display());
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.told);
        let _ = self.holder.wait();
    }
}

fn what_another_program_has_open_is_told_and_kept() {
    let room = tempfile::tempdir().unwrap();
    let inputs = there(&here("fixtures/notifications/D005-no-receipt.txt"));
    // A single file, and a file of a report that is the working directory.
    let list = room.path().join("saknas.xlsx");
    let make = |more: &[&str]| {
        let mut receipts = wine("breach-audit.exe");
        receipts.args(["receipts", &inputs, "-o", &there(&list), "--lang", "en"]);
        receipts.args(more).output().unwrap()
    };
    is_done(&make(&[]));
    let report = room.path().join("rapport");
    fs::create_dir(&report).unwrap();
    let made = |options: &[&str]| {
        let mut audit = wine("breach-audit.exe");
        audit
            .current_dir(&report)
            .args(["audit", &inputs, "-o", "."]);
        audit.args(FIXED).args(["--formats", "csv,xlsx"]);
        audit.args(options).output().unwrap()
    };
    is_done(&made(&[]));
    let old = bytes_below(&report);
    for (file, run) in [
        (
            list.clone(),
            &(|| make(&["--force"])) as &dyn Fn() -> Output,
        ),
        (report.join("report.xlsx"), &|| made(&["--ignore", "D"])),
    ] {
        let before = fs::read(&file).unwrap();
        let held = Held::new(&file, room.path().join("held"));
        let output = run();
        assert_eq!(output.status.code(), Some(2), "{}", told(&output));
        let said = told(&output);
        let name = file.file_name().unwrap().to_str().unwrap();
        assert!(
            said.contains(name) && said.contains("another program has it open"),
            "{said}"
        );
        assert_eq!(fs::read(&file).unwrap(), before);
        drop(held);
        assert_eq!(bytes_below(&report), old);
        is_done(&run());
    }
}

fn names_that_windows_reserves_are_told() {
    let room = tempfile::tempdir().unwrap();
    let inputs = there(&here("fixtures/notifications/D005-no-receipt.txt"));
    for name in ["CON", "NUL", "aux", "COM1"] {
        let out = there(&room.path().join(name));
        let output = audit(&inputs, &out, &[]);
        let said = told(&output);
        if output.status.code() == Some(2) {
            assert!(said.contains(name), "{said}");
        } else {
            // Windows 11 takes some of them for folders.
            is_done(&output);
            assert!(
                room.path().join(name).join("run.json").exists(),
                "{name}: {said}"
            );
        }
    }
    // A device is no input.
    let output = audit("NUL", &there(&room.path().join("ut")), &[]);
    assert_eq!(output.status.code(), Some(3), "{}", told(&output));
    assert!(told(&output).contains("NUL: cannot be read"));
}

/// Windows knows paths of more than 260 characters by a mark before them alone.
fn deep_folders_are_read() {
    let room = tempfile::tempdir().unwrap();
    let inputs = room.path().join("in");
    let deep = (0..4).fold(inputs.clone(), |folder, _| {
        folder.join("Ärenden ".repeat(11).trim())
    });
    assert!(deep.as_os_str().len() > 300);
    fs::create_dir_all(&deep).unwrap();
    let text = here("fixtures/notifications/D005-no-receipt.txt");
    fs::copy(text, deep.join("läckan.txt")).unwrap();
    let out = room.path().join("ut");
    is_done(&audit(&there(&inputs), &there(&out), &[]));
    let records = rows(&out.join("records.csv"));
    assert_eq!(records.len(), 1);
    assert!(records[0]["source"].ends_with("/läckan.txt"));
}

/// Ctrl-C as a terminal sends it: `script` is one.
fn ctrl_c_ends_a_run_and_leaves_nothing() {
    let room = tempfile::tempdir().unwrap();
    let corpus = room.path().join("in");
    let mut synth = program();
    synth.args(["synth", "--count", "6000", "-q"]);
    synth.arg(&corpus).assert().success();
    let out = room.path().join("out");
    let run = format!(
        "'{WINE}' '{}' audit '{}' -v --no-progress --lang en -o '{}'",
        made("breach-audit.exe").display(),
        there(&corpus),
        there(&out)
    );
    let mut terminal = Command::new("script");
    terminal.args(["-q", "-e", "-c", &run, "/dev/null"]);
    terminal.env("WINEPREFIX", here("target/windows/wine"));
    terminal.env("WINEDEBUG", "-all").env_remove("DISPLAY");
    let mut terminal = terminal
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut keys = terminal.stdin.take().unwrap();
    let mut screen = terminal.stdout.take().unwrap();
    // What is found is said before anything is read.
    let (mut said, mut some) = (String::new(), [0; 4096]);
    while !said.contains("found") {
        let count = screen.read(&mut some).unwrap();
        assert!(count > 0, "{said}");
        said.push_str(&String::from_utf8_lossy(&some[..count]));
    }
    std::thread::sleep(std::time::Duration::from_secs(1));
    keys.write_all(&[3]).unwrap();
    keys.flush().unwrap();
    screen.read_to_end(&mut Vec::new()).unwrap();
    let code = terminal.wait().unwrap().code();
    assert_eq!(code, Some(130), "{said}");
    assert!(!out.exists());
    let left = fs::read_dir(room.path()).unwrap().flatten();
    let left: Vec<_> = left.map(|entry| entry.file_name()).collect();
    assert_eq!(left.len(), 2, "the corpus and its truth: {left:?}");
}
