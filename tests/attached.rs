//! Files that a PDF carries are inputs, each by itself; a cover is none.
#![allow(
    clippy::unwrap_used,
    reason = "a test ends at once at what it did not expect"
)]

mod common;

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use common::{audit, here, rows};

/// A PDF that carries files.
#[derive(Default)]
struct Carrier<'a> {
    /// The lines of each page.
    pages: Vec<Vec<&'a str>>,
    /// Files in the list of the document.
    listed: Vec<(&'a str, Vec<u8>)>,
    /// Files pinned to the first page.
    pinned: Vec<(&'a str, Vec<u8>)>,
    /// More entries of the catalogue.
    catalogue: &'static str,
}

impl Carrier<'_> {
    fn bytes(&self) -> Vec<u8> {
        let mut objects: Vec<Vec<u8>> = vec![
            Vec::new(),
            Vec::new(),
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
                .to_vec(),
        ];
        let mut add = |object: Vec<u8>| {
            objects.push(object);
            objects.len()
        };
        let mut file = |name: &str, bytes: &[u8]| {
            let head = format!("<< /Type /EmbeddedFile /Length {} >> stream\n", bytes.len());
            let stream = add([head.as_bytes(), bytes, b"\nendstream"].concat());
            let told =
                format!("<< /Type /Filespec /F ({name}) /UF ({name}) /EF << /F {stream} 0 R >> >>");
            add(told.into_bytes())
        };
        let named =
            |(name, bytes): &(&str, Vec<u8>)| format!("({name}) {} 0 R ", file(name, bytes));
        let listed: String = self.listed.iter().map(named).collect();
        let pin = |(name, bytes): &(&str, Vec<u8>)| {
            let at = file(name, bytes);
            format!("<< /Type /Annot /Subtype /FileAttachment /Rect [1 1 9 9] /FS {at} 0 R >>")
        };
        let pinned: String = self.pinned.iter().map(pin).collect();
        let mut kids = String::new();
        for (at, lines) in self.pages.iter().enumerate() {
            let mut content = b"BT /F1 10 Tf 14 TL 60 800 Td\n".to_vec();
            for line in lines {
                content.push(b'(');
                let escaped = line.replace('(', "\\(").replace(')', "\\)");
                content.extend_from_slice(&encoding_rs::WINDOWS_1252.encode(&escaped).0);
                content.extend_from_slice(b") Tj T*\n");
            }
            content.extend_from_slice(b"ET");
            let head = format!("<< /Length {} >> stream\n", content.len());
            let content = add([head.as_bytes(), &content, b"\nendstream"].concat());
            let notes = if at == 0 { &pinned } else { "" };
            let page = format!(
                "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {content} 0 R \
                 /Annots [{notes}] /Resources << /Font << /F1 3 0 R >> >> >>"
            );
            write!(kids, "{} 0 R ", add(page.into_bytes())).unwrap();
        }
        objects[0] = format!(
            "<< /Type /Catalog /Pages 2 0 R /Names << /EmbeddedFiles << /Names [{listed}] >> >> {} >>",
            self.catalogue
        )
        .into_bytes();
        let count = self.pages.len();
        objects[1] = format!("<< /Type /Pages /Kids [{kids}] /Count {count} >>").into_bytes();
        written(&objects)
    }
}

/// A file of these objects.
fn written(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut out = b"%PDF-1.7\n".to_vec();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (at, object) in objects.iter().enumerate() {
        writeln!(table, "{:010} 00000 n ", out.len()).unwrap();
        out.extend(format!("{} 0 obj\n", at + 1).bytes());
        out.extend(object);
        out.extend(b"\nendobj\n");
    }
    let (start, size) = (out.len(), objects.len() + 1);
    out.extend(table.bytes());
    out.extend(
        format!("trailer << /Size {size} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n").bytes(),
    );
    out
}

/// What these files became: name, status, reason. A copy lies beside them, since a run that
/// reads nothing writes no report.
fn fates(room: &Path, files: &[(&str, Vec<u8>)]) -> Vec<(String, String, String)> {
    let set = room.join("set");
    fs::create_dir(&set).unwrap();
    for (name, bytes) in files {
        fs::write(set.join(name), bytes).unwrap();
    }
    fs::write(set.join("z.txt"), sample()).unwrap();
    let out = room.join("out");
    audit(&[&set], &out, &[]);
    let rows = rows(&out.join("files.csv"));
    let fate = |row: &common::Row| {
        let cell = |name: &str| row[name].clone();
        (cell("source"), cell("status"), cell("reason"))
    };
    rows.iter()
        .map(fate)
        .filter(|(source, _, _)| source != "set/z.txt")
        .collect()
}

/// The sources that were read.
fn read(fates: &[(String, String, String)]) -> Vec<&str> {
    let read = fates.iter().filter(|(_, status, _)| status == "read");
    read.map(|(source, _, _)| source.as_str()).collect()
}

fn sample() -> Vec<u8> {
    fs::read(here("fixtures/documents/anmalan.txt")).unwrap()
}

#[test]
fn the_members_of_a_portfolio_are_the_inputs() {
    let room = tempfile::tempdir().unwrap();
    let word = fs::read(here("fixtures/documents/anmalan.docx")).unwrap();
    let inner = Carrier {
        pages: vec![vec!["Se bilagan"]],
        pinned: vec![("../kopia!.txt", sample())],
        ..Carrier::default()
    };
    let portfolio = Carrier {
        pages: vec![vec!["Open this portfolio in a newer reader."]],
        listed: vec![
            ("anmalan.docx", word),
            ("inre.pdf", inner.bytes()),
            ("faktura.xml", b"<faktura/>".to_vec()),
        ],
        catalogue: "/Collection << /View /D >>",
        ..Carrier::default()
    };
    let fates = fates(room.path(), &[("p.pdf", portfolio.bytes())]);
    assert_eq!(
        read(&fates),
        ["set/p.pdf!anmalan.docx", "set/p.pdf!inre.pdf!kopia_.txt"]
    );
    // The cover is no input; what else is attached is told.
    assert_eq!(fates.len(), 3, "{fates:?}");
}

#[test]
fn a_portfolio_without_files_is_told() {
    let room = tempfile::tempdir().unwrap();
    let empty = Carrier {
        pages: vec![vec!["Open this portfolio in a newer reader."]],
        catalogue: "/Collection << /View /D >>",
        ..Carrier::default()
    };
    let fates = fates(room.path(), &[("p.pdf", empty.bytes())]);
    assert_eq!(fates[0].1, "unreadable");
    assert!(fates[0].2.contains("portfolio"), "{fates:?}");
}

#[test]
fn a_copy_is_read_with_what_is_attached_to_it() {
    let room = tempfile::tempdir().unwrap();
    let text = String::from_utf8(sample()).unwrap();
    let other = text.replace("PUI-2024-0006", "PUI-2024-0007");
    let lines: Vec<&str> = text.lines().collect();
    let copy = Carrier {
        pages: lines.chunks(50).map(<[&str]>::to_vec).collect(),
        listed: vec![("komplettering.txt", other.clone().into_bytes())],
        ..Carrier::default()
    };
    // Two notifications in one PDF are parted.
    let both = format!("{text}\n{}", other.replace("2024-0007", "2024-0008"));
    let both = both.replace("2024-0006", "2024-0009");
    let lines: Vec<&str> = both.lines().collect();
    let several = Carrier {
        pages: lines.chunks(50).map(<[&str]>::to_vec).collect(),
        ..Carrier::default()
    };
    let files = [("a.pdf", copy.bytes()), ("b.pdf", several.bytes())];
    let fates = fates(room.path(), &files);
    let expected = ["set/a.pdf", "set/a.pdf!komplettering.txt", "set/b.pdf"];
    assert_eq!(read(&fates), expected);
    let records = rows(&room.path().join("out/records.csv"));
    assert_eq!(records.len(), 5);
}

#[test]
fn pdfs_in_pdfs_end() {
    let room = tempfile::tempdir().unwrap();
    let mut bytes = sample();
    for _ in 0..8 {
        let around = Carrier {
            pages: vec![vec!["Se bilagan"]],
            listed: vec![("nasta.pdf", bytes)],
            ..Carrier::default()
        };
        bytes = around.bytes();
    }
    let fates = fates(room.path(), &[("djup.pdf", bytes)]);
    assert_eq!(read(&fates), [""; 0]);
    let told = fates.iter().find(|(_, status, _)| status == "unreadable");
    assert!(told.unwrap().2.contains("within one another"), "{fates:?}");
}

#[test]
fn a_list_that_names_its_nodes_many_times_over_ends() {
    let room = tempfile::tempdir().unwrap();
    let kids = |of: &str| format!("<< /Kids [{}] >>", of.repeat(900)).into_bytes();
    let objects = [
        b"<< /Type /Catalog /Pages 2 0 R /Names << /EmbeddedFiles 4 0 R >> >>".to_vec(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>".to_vec(),
        kids("5 0 R "),
        kids("6 0 R "),
        kids("7 0 R "),
        // The last one leads back to the first.
        kids("4 0 R "),
    ];
    let fates = fates(room.path(), &[("a.pdf", written(&objects))]);
    assert_eq!(fates[0].1, "unreadable");
    assert!(fates[0].2.contains("limits"), "{fates:?}");
}
