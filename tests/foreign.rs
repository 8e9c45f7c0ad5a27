//! Files of other programs: each is read as what it shows, or named as what it is, with what
//! to do.
#![allow(
    clippy::unwrap_used,
    reason = "a test ends at once at what it did not expect"
)]

mod common;

use std::fs;
use std::io::{Cursor, Write};

use common::{audit, here, rows};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// A zip archive of these members.
fn zipped(members: &[(&str, &str)]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in members {
        archive
            .start_file(*name, SimpleFileOptions::default())
            .unwrap();
        archive.write_all(content.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// Paragraphs of a document of Word.
fn word(text: &str) -> Vec<u8> {
    let paragraph = |line: &str| ["<w:p><w:r><w:t>", line, "</w:t></w:r></w:p>"].concat();
    let body: String = text.lines().map(paragraph).collect();
    zipped(&[
        ("[Content_Types].xml", "<x/>"),
        ("word/document.xml", &body),
    ])
}

fn copy() -> String {
    fs::read_to_string(here("fixtures/notifications/imy-2021-text-copy.txt")).unwrap()
}

/// A compound file of old office programs that has these names in it.
fn old(names: &[&str]) -> Vec<u8> {
    let mut bytes = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    bytes.resize(2048, 0);
    bytes.extend(
        names
            .iter()
            .flat_map(|name| name.encode_utf16())
            .flat_map(u16::to_le_bytes),
    );
    bytes
}

const CONFIRMATION: &str = "From: noreply@imy.example.se\nTo: dso@kommun.example.se\n\
    Subject: Anmälan\nDate: Thu, 19 Jan 2023 09:00:00 +0100\n\nVi har tagit emot er\n\
    anmälan av personuppgiftsincident\nÄrendenummer: IMY-2023-3968\n";

#[test]
fn each_kind_has_its_fate_and_its_reason() {
    let folder = tempfile::tempdir().unwrap();
    let set = folder.path().join("set");
    fs::create_dir(&set).unwrap();
    fs::write(set.join("good.txt"), copy()).unwrap();
    let attached =
        CONFIRMATION.replace("\n\nVi", "\nContent-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: application/pdf\nContent-Disposition: attachment; filename=kopia.pdf\n\n%PDF-1.7 x\n--x--\nVi");
    let table = "<sst><si><t>controller.name</t></si></sst>";
    let rich = format!(
        "{{\\rtf1\\ansi {}}}",
        copy()
            .replace('\n', "\\par\n")
            .replace('å', "\\'e5")
            .replace('ä', "\\'e4")
            .replace('ö', "\\'f6")
    );
    let cases: [(&str, Vec<u8>, &str, &str); 18] = [
        ("a.docx", word(&copy()), "read", ""),
        (
            "b.docx",
            word("Rutin"),
            "skipped",
            "Word document without the form's headings",
        ),
        (
            "c.xlsx",
            zipped(&[("[Content_Types].xml", ""), ("xl/sharedStrings.xml", table)]),
            "unreadable",
            "a workbook, which cannot be read; open it and save it again",
        ),
        (
            "d.xlsx",
            zipped(&[("[Content_Types].xml", ""), ("xl/workbook.xml", "")]),
            "unreadable",
            "a workbook, which cannot be read",
        ),
        ("e.rtf", rich.into_bytes(), "read", ""),
        (
            "f.rtf",
            br"{\rtf1 Hej}".to_vec(),
            "skipped",
            "an RTF document without",
        ),
        (
            "g.odt",
            zipped(&[
                ("mimetype", "application/vnd.oasis.opendocument.text"),
                ("content.xml", "<text:p>Hej</text:p>"),
            ]),
            "skipped",
            "OpenDocument text",
        ),
        (
            "h.msg",
            old(&["__substg1.0_1000001F"]),
            "unreadable",
            "Outlook message",
        ),
        (
            "i.doc",
            old(&["WordDocument", "Anmälan av personuppgiftsincident"]),
            "unreadable",
            "old format (.doc)",
        ),
        (
            "j.doc",
            old(&["WordDocument"]),
            "skipped",
            "old format (.doc)",
        ),
        (
            "k.xlsx",
            old(&["EncryptedPackage"]),
            "unreadable",
            "protected by a password",
        ),
        (
            "l.eml",
            CONFIRMATION.into(),
            "skipped",
            "confirmation of receipt, used for",
        ),
        ("m.eml!kopia.pdf", attached.into(), "unreadable", "PDF"),
        (
            "n.html",
            b"<!DOCTYPE html>\n<html><p>Hej</p></html>".to_vec(),
            "skipped",
            "a web page (HTML)",
        ),
        (
            "o.pptx",
            zipped(&[("[Content_Types].xml", ""), ("ppt/presentation.xml", "")]),
            "skipped",
            "a presentation",
        ),
        ("Thumbs.db", old(&[]), "skipped", "left behind"),
        (
            "desktop.ini",
            b"[.ShellClassInfo]\r\nIconIndex=0\r\n".to_vec(),
            "skipped",
            "left behind",
        ),
        (
            "~$a.docx",
            b"\x05Karin\0\0".to_vec(),
            "skipped",
            "left behind",
        ),
    ];
    for (name, bytes, ..) in &cases {
        fs::write(set.join(name.split('!').next().unwrap()), bytes).unwrap();
    }
    let out = folder.path().join("report");
    assert_eq!(audit(&[&set], &out, &[]), 3);
    let files = rows(&out.join("files.csv"));
    for (name, _, status, reason) in cases {
        let row = files
            .iter()
            .find(|row| row["source"] == format!("set/{name}"))
            .unwrap_or_else(|| panic!("{name} is not among {files:?}"));
        assert_eq!(row["status"], status, "{name}: {}", row["reason"]);
        assert!(row["reason"].contains(reason), "{name}: {}", row["reason"]);
    }
    assert_eq!(rows(&out.join("records.csv")).len(), 3);
}

#[test]
fn members_of_archives_are_named_too() {
    let folder = tempfile::tempdir().unwrap();
    let inner = word(&copy());
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in [
        ("a.docx", &inner[..]),
        ("x/Thumbs.db", b"\0\x01"),
        ("b.txt", copy().as_bytes()),
    ] {
        archive
            .start_file(name, SimpleFileOptions::default())
            .unwrap();
        archive.write_all(bytes).unwrap();
    }
    let set = folder.path().join("set.zip");
    fs::write(&set, archive.finish().unwrap().into_inner()).unwrap();
    let out = folder.path().join("report");
    assert_eq!(audit(&[&set], &out, &[]), 0);
    let files = rows(&out.join("files.csv"));
    let told = |name: &str| {
        files
            .iter()
            .find(|row| row["source"].ends_with(name))
            .unwrap()["reason"]
            .clone()
    };
    assert_eq!(told("a.docx"), "");
    assert!(told("Thumbs.db").contains("left behind"));
}
