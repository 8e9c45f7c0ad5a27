//! Documents and mails made to be too much: each is refused with its reason, in little time
//! and memory, and harms no other input.
#![allow(
    clippy::unwrap_used,
    reason = "a test ends at once at what it did not expect"
)]

mod common;

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use common::{here, program, rows};

/// The most memory of a run, in KiB. A run over small files takes some 100 MiB.
const MOST_MEMORY: u64 = 1 << 20;
/// The longest that a run may take, without optimisation and beside other tests.
const MOST_TIME: Duration = Duration::from_mins(2);

/// A packed document of these parts.
fn packed(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    for (name, bytes) in parts {
        writer.start_file(*name, options).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// The most memory that a process took so far, in KiB; none where the system does not tell.
fn memory(process: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let number = line.and_then(|line| line.trim().split(' ').next()?.parse().ok());
    number.unwrap_or(0)
}

/// Runs over a folder with these files and a copy, within the bounds. The status and reason
/// of each file is that expected: a part of the reason, empty where the file is read.
fn assert_fates(files: &[(&str, Vec<u8>, &str)], more: &[&str]) {
    let room = tempfile::tempdir().unwrap();
    let set = room.path().join("set");
    fs::create_dir(&set).unwrap();
    for (name, bytes, _) in files {
        fs::write(set.join(name), bytes).unwrap();
    }
    fs::copy(here("fixtures/documents/anmalan.txt"), set.join("z.txt")).unwrap();
    let out = room.path().join("out");
    run(&set, &out, more);
    let rows = rows(&out.join("files.csv"));
    for (name, _, reason) in files {
        let own = |row: &&common::Row| row["source"].starts_with(&format!("set/{name}"));
        let row = rows.iter().find(own).unwrap();
        assert!(row["reason"].contains(reason), "{row:?}");
        assert_eq!(row["status"] == "read", reason.is_empty(), "{row:?}");
    }
    let good = rows.iter().find(|row| row["source"] == "set/z.txt");
    assert_eq!(good.unwrap()["status"], "read");
}

fn run(set: &Path, out: &Path, more: &[&str]) {
    let binary = program().get_program().to_owned();
    let started = Instant::now();
    let mut child = std::process::Command::new(binary)
        .args(["audit", "-q", "--no-progress", "--lang", "en", "-o"])
        .args([out, set])
        .args(more)
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let mut most = 0;
    while child.try_wait().unwrap().is_none() {
        most = most.max(memory(child.id()));
        std::thread::sleep(Duration::from_millis(20));
    }
    assert!(most < MOST_MEMORY, "{most} KiB");
    assert!(started.elapsed() < MOST_TIME, "{:?}", started.elapsed());
}

#[test]
fn documents_that_unpack_to_too_much() {
    let body = |content: &str| {
        format!("<w:document xmlns:w=\"w\"><w:body>{content}</w:body></w:document>").into_bytes()
    };
    let blanks = body(&" ".repeat(300 << 20));
    // Noise, so that it does not grow much, but more than a copy has.
    let mut state = 1_u64;
    let noise: String = (0..34 << 20)
        .map(|_| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            char::from(b'a' + (state >> 60) as u8)
        })
        .collect();
    let deep = body(&"<w:p>".repeat(100_000));
    let boxes = body(&"<w:p><w:txbxContent>".repeat(1_000));
    let word = |bytes: &[u8]| packed(&[("word/document.xml", bytes)]);
    let text = |bytes: &[u8]| {
        packed(&[
            ("mimetype", b"application/vnd.oasis.opendocument.text"),
            ("content.xml", bytes),
        ])
    };
    let too_much = "larger or deeper";
    assert_fates(
        &[
            ("bomb.docx", word(&blanks), "(--max-ratio)"),
            ("bomb.odt", text(&blanks), "(--max-ratio)"),
            ("long.docx", word(&body(&noise)), too_much),
            ("deep.docx", word(&deep), too_much),
            ("deep.odt", text(&deep), too_much),
            ("boxes.docx", word(&boxes), too_much),
            ("cut.docx", word(b"<w:document><w:p>"), "cannot be read"),
        ],
        &[],
    );
}

#[test]
fn pages_and_rich_text_that_are_too_much() {
    let page = |content: &str| format!("<!doctype html><body>{content}").into_bytes();
    let rich = |content: &str| format!("{{\\rtf1 {content}").into_bytes();
    let too_much = "larger or deeper";
    assert_fates(
        &[
            ("tags.html", page(&"<b></b>".repeat(1_000_000)), too_much),
            ("deep.html", page(&"<div>".repeat(100_000)), too_much),
            ("bold.html", page(&"<b><i><p>".repeat(30_000)), too_much),
            (
                "deep.rtf",
                rich(&"{\\b".repeat(100_000)),
                "without the form",
            ),
            (
                "escapes.rtf",
                rich(&"\\'z\\u-\\'4".repeat(100_000)),
                "without the form",
            ),
            ("binary.rtf", rich("\\bin4000000000 x"), "without the form"),
        ],
        &[],
    );
}

#[test]
fn mails_that_hold_too_many() {
    let within = |depth: usize| {
        let head = "Subject: x\nMIME-Version: 1.0\nContent-Type: message/rfc822\n\n";
        format!("{}Subject: y\n\nhej\n", head.repeat(depth)).into_bytes()
    };
    let parts = |count: usize| {
        let part = "--a\nContent-Type: text/plain\n\nhej\n".repeat(count);
        let head = "Subject: x\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=a\n\n";
        format!("{head}{part}--a--\n").into_bytes()
    };
    let too_much = "larger or deeper";
    assert_fates(
        &[
            ("deep.eml", within(1_000), too_much),
            ("deeper.eml", within(100_000), too_much),
            ("four.eml", within(8), "within one another"),
            ("parts.eml", parts(100_000), too_much),
        ],
        &[],
    );
}

#[test]
fn what_takes_too_long_is_told() {
    // Each attribute is held against all before it.
    let many: Vec<String> = (0..400_000).map(|number| format!(" a{number}")).collect();
    let many = many.concat();
    let page = format!("<!doctype html><body><p{many}>hej").into_bytes();
    assert_fates(
        &[("slow.html", page, "took too long: more than 1 seconds")],
        &["--max-seconds", "1"],
    );
}
