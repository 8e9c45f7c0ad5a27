//! `--open`: only where the page is written, and said where nothing can open it. No test has a
//! browser to open.

use crate::common::{here, program};
use crate::{code, stderr};

#[test]
fn nothing_is_opened_that_is_not_written() {
    let clean = here("fixtures/notifications/complete.json");
    let clean = clean.to_str().unwrap();
    let room = tempfile::tempdir().unwrap();
    let out = room.path().join("out");
    let out = out.to_str().unwrap();
    let no_page = ["audit", clean, "-o", out, "--open", "--formats", "csv"];
    assert_eq!(code(&no_page), 2);
    assert!(stderr(&no_page).contains("add html to --formats"));
    assert!(!std::path::Path::new(out).exists());
    assert_eq!(code(&["stats", out, "--open"]), 2);
    let part = [
        "audit",
        clean,
        "-o",
        out,
        "--open",
        "--part",
        "1/2",
        "--as-of",
        "2025-01-01",
    ];
    assert_eq!(code(&part), 2);
    let said = stderr(&part);
    assert!(said.contains("a part (--part) writes no page") && !said.contains("add html"));
}

#[cfg(target_os = "linux")]
#[test]
fn a_page_that_cannot_be_opened_is_named() {
    let room = tempfile::tempdir().unwrap();
    let with = |arguments: &[&str]| {
        let mut command = program();
        command.args(arguments).env("PATH", room.path());
        command.current_dir(room.path()).output().unwrap()
    };
    let clean = here("fixtures/notifications/complete.json");
    let clean = clean.to_str().unwrap();
    for arguments in [
        &["audit", clean, "-o", "out", "--open", "--lang", "en"][..],
        &["stats", "out", "-o", "again", "--open", "--lang", "en"],
        &["demo", "shown", "--open", "--lang", "en"],
    ] {
        let output = with(arguments);
        assert_eq!(output.status.code(), Some(0), "{arguments:?}");
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(
            said.contains("no browser could be started; open "),
            "{said}"
        );
        assert!(said.contains("report.html yourself"), "{said}");
    }
    let output = with(&["audit", clean, "-o", "quiet"]);
    assert!(
        !String::from_utf8(output.stderr)
            .unwrap()
            .contains("browser")
    );
}
