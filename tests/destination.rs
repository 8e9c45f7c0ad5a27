//! Nothing of the user's own is destroyed: what `-o` and `--force` may replace, for
//! every command that writes.
#![allow(
    clippy::unwrap_used,
    reason = "a test ends at once at what it did not expect"
)]

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use common::{bytes_below, here, program};
use tempfile::TempDir;

/// A folder `in` with two inputs, a list of receipts and a mapping beside it.
fn room() -> TempDir {
    let room = tempfile::tempdir().unwrap();
    fs::create_dir(room.path().join("in")).unwrap();
    for name in ["complete.json", "D001-late.json"] {
        fs::copy(
            here("fixtures/notifications").join(name),
            room.path().join("in").join(name),
        )
        .unwrap();
    }
    fs::copy(
        here("fixtures/receipts.csv"),
        room.path().join("receipts.csv"),
    )
    .unwrap();
    room
}

/// The exit code and what is told, of a command run in a folder.
fn run_in(folder: &Path, arguments: &[&str]) -> (i32, String) {
    let mut command = program();
    command.current_dir(folder).args(arguments);
    let output = command.output().unwrap();
    (
        output.status.code().unwrap(),
        String::from_utf8(output.stderr).unwrap(),
    )
}

fn audit_in(folder: &Path, arguments: &[&str]) -> (i32, String) {
    run_in(
        folder,
        &[
            &[
                "audit",
                "-q",
                "--as-of",
                common::AS_OF,
                "--fail-on",
                "never",
            ],
            arguments,
        ]
        .concat(),
    )
}

/// Everything in a folder: of a file its bytes, of a link where it leads.
fn state(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_symlink() {
            found.insert(
                path.clone(),
                fs::read_link(path)
                    .unwrap()
                    .into_os_string()
                    .into_encoded_bytes(),
            );
        } else if path.is_dir() {
            found.extend(state(&path));
            found.insert(path, Vec::new());
        } else {
            found.insert(path.clone(), fs::read(path).unwrap());
        }
    }
    found
}

/// Refused with these words, and every file as before.
fn refused(room: &TempDir, arguments: &[&str], told: &str) {
    let before = state(room.path());
    for force in [&[][..], &["--force"]] {
        let (code, text) = audit_in(room.path(), &[arguments, force].concat());
        assert!(
            code == 2 && text.contains(told),
            "{arguments:?} {force:?}: {code} {text}"
        );
    }
    assert!(state(room.path()) == before, "{arguments:?}");
}

#[test]
fn what_is_read_is_never_replaced() {
    let room = room();
    for out in ["in", "in/", "./in", "in/../in", "new/../in", ".", "in/.."] {
        refused(&room, &["in", "-o", out], "which is an input");
    }
    refused(
        &room,
        &["in/complete.json", "-o", "in"],
        "which is an input",
    );
    refused(
        &room,
        &["in/complete.json", "-o", "in/complete.json"],
        "is a file",
    );
    for (option, name) in [
        ("--receipts", "receipts.csv"),
        ("--mapping", "mapping.toml"),
        ("--config", "a.toml"),
    ] {
        fs::create_dir_all(room.path().join("kept")).unwrap();
        let file = room.path().join("kept").join(name);
        fs::write(&file, "").unwrap();
        refused(
            &room,
            &["in", option, &format!("kept/{name}"), "-o", "kept"],
            "which is",
        );
        fs::remove_file(file).unwrap();
    }
    fs::write(room.path().join("in.zip"), "PK").unwrap();
    refused(&room, &["in.zip", "-o", "in.zip"], "is a file");
    // A file of a name that we write may be an input, though its folder looks like ours.
    audit_in(room.path(), &["in", "-o", "report"]);
    refused(
        &room,
        &["report/records.csv", "-o", "report"],
        "which is an input",
    );
}

#[cfg(unix)]
#[test]
fn links_hide_nothing() {
    use std::os::unix::fs::symlink;
    let room = room();
    let at = |name: &str| room.path().join(name);
    symlink("in", at("link")).unwrap();
    symlink("in/complete.json", at("one.json")).unwrap();
    symlink(".", at("here")).unwrap();
    refused(&room, &["in", "-o", "link"], "which is an input");
    refused(&room, &["link", "-o", "in"], "which is an input");
    refused(&room, &["one.json", "-o", "in"], "which is an input");
    refused(&room, &["in", "-o", "here/in"], "which is an input");
    refused(&room, &["here/in", "-o", "link"], "which is an input");
    // The folder that holds only the link.
    fs::create_dir(at("links")).unwrap();
    symlink("../in/complete.json", at("links/records.csv")).unwrap();
    refused(
        &room,
        &["links/records.csv", "-o", "links"],
        "which is an input",
    );
    symlink("nowhere", at("dead")).unwrap();
    refused(
        &room,
        &["in", "-o", "dead"],
        "link to something that does not exist",
    );
    // A link to a report is written through.
    fs::create_dir(at("real")).unwrap();
    symlink("real", at("report")).unwrap();
    assert_eq!(audit_in(room.path(), &["in", "-o", "report"]).0, 0);
    assert!(at("real/run.json").exists() && at("report").is_symlink());
    // Two names of one file, and a redirected one.
    fs::create_dir(at("hard")).unwrap();
    fs::hard_link(at("in/complete.json"), at("hard/b.json")).unwrap();
    refused(
        &room,
        &["in/complete.json", "-o", "hard"],
        "it does not write",
    );
}

#[test]
fn only_reports_of_ours_give_way() {
    let room = room();
    let at = |name: &str| room.path().join(name);
    assert_eq!(audit_in(room.path(), &["in", "-o", "report"]).0, 0);
    for litter in [
        "Thumbs.db",
        "desktop.ini",
        ".DS_Store",
        ".~lock.records.csv#",
        "~$report.xlsx",
        "tables/desktop.ini",
    ] {
        fs::write(at("report").join(litter), "litter").unwrap();
    }
    assert_eq!(
        audit_in(room.path(), &["in", "-o", "report", "--formats", "md"]).0,
        0
    );
    let left: Vec<PathBuf> = bytes_below(&at("report")).into_keys().collect();
    let names = [
        ".DS_Store",
        ".~lock.records.csv#",
        "Thumbs.db",
        "desktop.ini",
        "run.json",
        "summary.md",
        "tables/desktop.ini",
        "~$report.xlsx",
    ];
    assert_eq!(left, names.map(PathBuf::from));
    // A file of the user's own, anywhere in it.
    for own in [
        "notes.txt",
        "tables/notes.csv",
        "year.xlsx",
        "sub/records.csv",
    ] {
        let own = at("report").join(own);
        fs::create_dir_all(own.parent().unwrap()).unwrap();
        fs::write(&own, "mine").unwrap();
        refused(&room, &["in", "-o", "report"], "which it does not write");
        fs::remove_file(&own).unwrap();
    }
    fs::remove_dir(at("report/sub")).unwrap();
    // Without run.json only by force, which says what it replaces.
    fs::remove_file(at("report/run.json")).unwrap();
    assert_eq!(audit_in(room.path(), &["in", "-o", "report"]).0, 2);
    let (code, told) = audit_in(room.path(), &["in", "-o", "report", "--force"]);
    assert!(
        code == 0 && told.contains("are replaced: summary.md"),
        "{told}"
    );
}

/// Without run.json only its names tell a report.
#[test]
fn every_file_of_a_report_is_known_as_ours() {
    let room = room();
    let all = common::report_formats();
    let fixtures = here("fixtures/notifications");
    let inputs = fixtures.to_str().unwrap();
    let options = [inputs, "-o", "report", "--keep-keys", "--formats", &all];
    assert_eq!(audit_in(room.path(), &options).0, 0);
    let report = room.path().join("report");
    assert!(bytes_below(&report).len() > 60);
    fs::remove_file(report.join("run.json")).unwrap();
    let (code, told) = audit_in(room.path(), &[&options[..], &["--force"]].concat());
    assert_eq!(code, 0, "{told}");
}

#[test]
fn a_report_may_lie_among_its_inputs() {
    let room = room();
    let folder = room.path().join("in");
    let inputs = bytes_below(&folder);
    let mut reports: Vec<BTreeMap<PathBuf, Vec<u8>>> = Vec::new();
    for _ in 0..3 {
        assert_eq!(audit_in(&folder, &["."]), (0, String::new()));
        reports.push(bytes_below(&folder.join("breach-audit-report")));
    }
    assert!(reports.windows(2).all(|pair| pair[0] == pair[1]));
    for (name, bytes) in inputs {
        assert_eq!(fs::read(folder.join(name)).unwrap(), bytes);
    }
    // Litter in it is no input.
    fs::create_dir(folder.join("out")).unwrap();
    fs::write(folder.join("out/Thumbs.db"), "x").unwrap();
    assert_eq!(
        audit_in(&folder, &[".", "-o", "out", "--formats", "csv"]).0,
        0
    );
    let files = fs::read_to_string(folder.join("out/files.csv")).unwrap();
    assert!(
        !files.contains("Thumbs.db") && files.lines().count() == 3,
        "{files}"
    );
    // What has our names there may be an input.
    fs::create_dir(folder.join("exports")).unwrap();
    fs::write(folder.join("exports/records.csv"), "reference\nA\n").unwrap();
    refused(&room, &["in", "-o", "in/exports"], "lies among the inputs");
}

#[test]
fn the_working_directory_can_be_the_report() {
    let room = room();
    let here = room.path().join("empty");
    fs::create_dir(&here).unwrap();
    let before = fs::metadata(&here).unwrap();
    for _ in 0..2 {
        assert_eq!(audit_in(&here, &["../in", "-o", "."]), (0, String::new()));
    }
    assert!(here.join("run.json").exists() && here.join("tables/year.csv").exists());
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        assert_eq!(
            before.ino(),
            fs::metadata(&here).unwrap().ino(),
            "whoever stands in it still does"
        );
    }
    assert!(before.is_dir());
    let hidden = fs::read_dir(&here).unwrap().filter(|entry| {
        entry
            .as_ref()
            .unwrap()
            .file_name()
            .to_string_lossy()
            .starts_with('.')
    });
    assert_eq!(hidden.count(), 0);
}

#[test]
fn stats_and_compare_keep_what_they_read() {
    let room = room();
    let at = |name: &str| room.path().join(name);
    for report in ["parts/a", "parts/b"] {
        assert_eq!(audit_in(room.path(), &["in", "-o", report]).0, 0);
    }
    let before = bytes_below(&at("parts"));
    let stats = |more: &[&str]| run_in(room.path(), &[&["stats", "-qq"], more].concat());
    for arguments in [
        ["parts/a", "-o", "parts/a", "--force"],
        ["parts/a", "-o", "parts", "--force"],
        ["parts/a/records.csv", "-o", "parts/a", "--force"],
    ] {
        let (code, told) = stats(&arguments);
        assert!(
            code == 2 && told.contains("which is an input"),
            "{arguments:?}: {told}"
        );
    }
    // The sum of parts may lie among them, also the second time.
    for _ in 0..2 {
        assert_eq!(stats(&["parts", "-o", "parts/sum"]), (0, String::new()));
    }
    fs::remove_dir_all(at("parts/sum")).unwrap();

    let compare = |more: &[&str]| {
        run_in(
            room.path(),
            &[&["compare", "parts/a", "parts/b"], more].concat(),
        )
    };
    assert_eq!(compare(&["-o", "difference.txt"]), (0, String::new()));
    fs::write(at("difference.txt"), "mine").unwrap();
    let (code, told) = compare(&["-o", "difference.txt"]);
    assert!(code == 2 && told.contains("--force"), "{told}");
    assert_eq!(fs::read_to_string(at("difference.txt")).unwrap(), "mine");
    assert_eq!(compare(&["-o", "difference.txt", "--force"]).0, 0);
    assert_ne!(fs::read_to_string(at("difference.txt")).unwrap(), "mine");
    for out in ["parts/a/records.csv", "parts/b/../a/run.json", "parts/a"] {
        assert_eq!(compare(&["-o", out, "--force"]).0, 2, "{out}");
    }
    assert!(bytes_below(&at("parts")) == before);
}

#[test]
fn synth_replaces_nothing() {
    let room = tempfile::tempdir().unwrap();
    let at = |name: &str| room.path().join(name);
    let synth = |more: &[&str]| {
        run_in(
            room.path(),
            &[&["synth", "--count", "3", "-q"], more].concat(),
        )
    };
    fs::write(at("new.truth.csv"), "mine").unwrap();
    for dir in ["new", "new/"] {
        let (code, told) = synth(&[dir]);
        assert!(code == 2 && told.contains("new.truth.csv"), "{told}");
        assert_eq!(fs::read_to_string(at("new.truth.csv")).unwrap(), "mine");
    }
    assert_eq!(synth(&["new/", "--force"]), (0, String::new()));
    assert!(
        fs::read_to_string(at("new.truth.csv"))
            .unwrap()
            .lines()
            .count()
            == 4
    );
    let (code, told) = synth(&["new", "--force"]);
    assert!(code == 2 && told.contains("not empty"), "{told}");
    fs::create_dir(at("here")).unwrap();
    assert_eq!(run_in(&at("here"), &["synth", "--count", "2", "."]).0, 0);
    assert!(at("here.truth.csv").exists());
    let (code, told) = run_in(room.path(), &["synth", "--lang", "sv", "new"]);
    assert!(code == 2 && told.contains("är inte tom"), "{told}");
}

#[cfg(unix)]
#[test]
fn a_report_that_cannot_be_written_leaves_the_old_one() {
    use std::os::unix::fs::PermissionsExt as _;
    let room = room();
    let report = room.path().join("report");
    assert_eq!(audit_in(room.path(), &["in", "-o", "report"]).0, 0);
    let before = bytes_below(&report);
    // No room for a file of the new one: the limit of a file's size is reached.
    let limited = format!(
        "ulimit -f 8; exec {} audit in -o report -q --as-of 2026-02-02 --lang sv",
        assert_cmd::cargo::cargo_bin("breach-audit").display()
    );
    let output = std::process::Command::new("sh")
        .args(["-c", &format!("trap '' XFSZ; {limited}")])
        .current_dir(room.path())
        .output()
        .unwrap();
    assert_eq!(
        output.status.code(),
        Some(2),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    assert!(bytes_below(&report) == before);
    // A folder that may not be written (which does not keep the superuser off).
    fs::set_permissions(&report, fs::Permissions::from_mode(0o555)).unwrap();
    let (code, told) = audit_in(room.path(), &["in", "-o", "report"]);
    fs::set_permissions(&report, fs::Permissions::from_mode(0o755)).unwrap();
    assert!(code == 0 || bytes_below(&report) == before, "{told}");
}

#[test]
fn what_a_killed_run_left_behind_is_told_by_the_next_one() {
    let room = room();
    fs::create_dir_all(room.path().join(".breach-audit-x1/new")).unwrap();
    let (code, told) = audit_in(room.path(), &["in", "-o", "report"]);
    assert_eq!(code, 0, "{told}");
    assert!(
        told.contains(".breach-audit-x1 is what a run left behind"),
        "{told}"
    );
    assert!(told.contains("may be deleted"), "{told}");
    assert!(room.path().join(".breach-audit-x1").exists());
    // Killed between the two moves: the report that was to be replaced is in the room.
    fs::rename(
        room.path().join("report"),
        room.path().join(".breach-audit-x1/old"),
    )
    .unwrap();
    let (_, told) = audit_in(room.path(), &["in", "-o", "report", "--lang", "sv"]);
    assert!(
        told.contains("Mappen old i den är det som skulle ersättas"),
        "{told}"
    );
    let (_, told) = audit_in(room.path(), &["in", "-o", "report", "-q"]);
    assert!(!told.contains(".breach-audit-x1"), "{told}");
    let (_, told) = run_in(room.path(), &["compare", "report", "report", "-o", "c.md"]);
    assert!(told.contains(".breach-audit-x1"), "{told}");
}

/// What cannot be written is told in words, without the name of a temporary file.
#[cfg(target_os = "linux")]
#[test]
fn a_place_that_cannot_be_written_is_told_in_words() {
    let room = room();
    audit_in(room.path(), &["in", "-o", "report"]);
    fs::write(room.path().join("file"), "").unwrap();
    let commands: [&[&str]; 5] = [
        &["audit", "in", "-q", "-o"],
        &["stats", "report", "-o"],
        &["compare", "report", "report", "-o"],
        &["synth", "--count", "2", "--format", "json"],
        &["synth", "--count", "2", "--format", "ndjson"],
    ];
    for command in commands {
        for (out, words, lang) in [
            ("/proc/x", "filsystemet tillåter det inte där", "sv"),
            ("/proc/x", "the file system does not allow it there", "en"),
            ("file/x", "/file är en fil och ingen mapp", "sv"),
            ("file/x/y", "/file is a file and no folder", "en"),
            ("/dev/null/x", "/dev/null är en fil och ingen mapp", "sv"),
        ] {
            let (code, told) = run_in(room.path(), &[command, &[out, "--lang", lang]].concat());
            assert_eq!(code, 2, "{command:?} {out}: {told}");
            assert!(told.contains(words), "{command:?} {out}: {told}");
            assert!(
                !told.contains(".breach-audit-") && !told.contains("os error"),
                "{told}"
            );
        }
    }
}
