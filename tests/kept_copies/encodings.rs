//! Copies in the encodings of several programs: joined in one file, with what is no part of a
//! character, decoded wrongly once, or without the letters that were lost.

use encoding_rs::{Encoding, MACINTOSH, WINDOWS_1252};

use crate::{Row, audit, read_text, rows, run, three, without_place};

/// The copies, with marks that every encoding has.
fn copies() -> Vec<String> {
    let plain = |copy: &String| {
        copy.replace('☒', "[x]")
            .replace('☐', "[ ]")
            .replace('–', "-")
    };
    three().iter().map(plain).collect()
}

/// The records, the findings and the encoding of bytes.
fn read_bytes(bytes: &[u8]) -> (Vec<Row>, Vec<Row>, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("copy.txt");
    std::fs::write(&path, bytes).unwrap();
    let out = tempfile::tempdir().unwrap();
    audit(&[&path], out.path(), &["--formats", "csv", "--force"]);
    let read = |name| rows(&out.path().join(name));
    let encoding = read("files.csv")[0]["encoding"].clone();
    (read("records.csv"), read("findings.csv"), encoding)
}

fn older(text: &str, encoding: &'static Encoding) -> Vec<u8> {
    encoding.encode(text).0.into_owned()
}

/// UTF-16 with this mark, or without one.
fn utf_16(text: &str, mark: &[u8], big: bool) -> Vec<u8> {
    let units = text.encode_utf16();
    let bytes = units.flat_map(|unit| {
        if big {
            unit.to_be_bytes()
        } else {
            unit.to_le_bytes()
        }
    });
    mark.iter().copied().chain(bytes).collect()
}

/// A text that was written in one encoding and shown in another.
fn misread(text: &str, written: &'static Encoding, shown: &'static Encoding) -> String {
    let bytes = older(text, written);
    shown.decode_without_bom_handling(&bytes).0.into_owned()
}

/// A text with something else in place of å, ä, ö, Å, Ä and Ö.
fn by_letter(text: &str, others: [&str; 6]) -> String {
    let change = |char: char| match "åäöÅÄÖ".chars().position(|letter| letter == char) {
        Some(at) => others[at].to_owned(),
        None => char.to_string(),
    };
    text.chars().map(change).collect()
}

/// A record without what counts lines.
fn answers(row: &Row) -> Row {
    let mut row = without_place(row);
    row.retain(|name, _| !name.contains("line"));
    row
}

#[test]
fn each_of_joined_copies_is_read_in_its_own_encoding() {
    let copies = copies();
    let (one, other) = (copies[0].as_str(), copies[1].as_str());
    let alone: Vec<Row> = [one, other]
        .iter()
        .map(|copy| answers(&read_text(copy).0[0]))
        .collect();
    let plain = |text: &str| text.as_bytes().to_vec();
    let (mac, windows) = (
        |text: &str| older(text, MACINTOSH),
        |text: &str| older(text, WINDOWS_1252),
    );
    let le = |text: &str| utf_16(text, b"\xFF\xFE", false);
    let be = |text: &str| utf_16(text, b"\xFE\xFF", true);
    for (what, parts) in [
        ("windows, utf-8", [windows(one), plain(other)]),
        ("utf-8, windows", [plain(one), windows(other)]),
        ("mac, utf-8", [mac(one), plain(other)]),
        ("utf-8, mac", [plain(one), mac(other)]),
        ("mac, windows", [mac(one), windows(other)]),
        ("utf-16, utf-8", [le(one), plain(other)]),
        ("utf-8, utf-16", [plain(one), le(other)]),
        ("utf-16, windows", [be(one), windows(other)]),
        ("utf-16 of both orders", [le(one), be(other)]),
        (
            "utf-16 without marks",
            [utf_16(one, b"", false), utf_16(other, b"", true)],
        ),
    ] {
        let (records, _, encoding) = read_bytes(&parts.concat());
        let found: Vec<Row> = records.iter().map(answers).collect();
        assert_eq!(found, alone, "{what}");
        assert_eq!(encoding, "mixed", "{what}");
    }
}

#[test]
fn what_is_no_part_of_a_character_is_no_answer() {
    let copy = copies().swap_remove(0);
    let alone = answers(&read_text(&copy).0[0]);
    let le = utf_16(&copy, b"\xFF\xFE", false);
    for (what, bytes) in [
        ("one byte after it", [&le[..], b"\n"].concat()),
        ("one byte before it", [b"\n", &le[..]].concat()),
        ("half a character", [&le[..], b"\0"].concat()),
        (
            "half a character, no mark",
            [&utf_16(&copy, b"", true)[..], b"\0"].concat(),
        ),
        ("zero bytes after it", [copy.as_bytes(), &[0; 512]].concat()),
        ("zero bytes before it", [&[0; 64], copy.as_bytes()].concat()),
        ("half of a letter", [copy.as_bytes(), b"\xC3"].concat()),
    ] {
        let (records, _, _) = read_bytes(&bytes);
        let found: Vec<Row> = records.iter().map(answers).collect();
        assert_eq!(found, std::slice::from_ref(&alone), "{what}");
    }
}

#[test]
fn a_copy_that_was_misread_once_is_read() {
    let copy = copies().swap_remove(0);
    let alone = answers(&read_text(&copy).0[0]);
    for text in [
        misread(&copy, WINDOWS_1252, MACINTOSH),
        misread(&copy, MACINTOSH, WINDOWS_1252),
        misread(&copy, WINDOWS_1252, encoding_rs::WINDOWS_1251),
        misread(&copy, WINDOWS_1252, encoding_rs::ISO_8859_2),
        // Code page 850 shown as Windows-1252, and the other way round.
        by_letter(&copy, ["†", "„", "”", "\u{8f}", "Ž", "™"]),
        by_letter(&copy, ["Õ", "õ", "÷", "┼", "─", "Í"]),
    ] {
        let (records, _, encoding) = read_bytes(text.as_bytes());
        let found: Vec<Row> = records.iter().map(answers).collect();
        assert_eq!(found, std::slice::from_ref(&alone), "{text}");
        assert_eq!(encoding, "misread");
    }
}

#[test]
fn headings_are_known_without_their_letters() {
    let copy = copies().swap_remove(0);
    let alone = answers(&read_text(&copy).0[0]);
    let lost = |others| by_letter(&copy, others);
    for (what, text) in [
        ("U+FFFD", lost(["\u{fffd}"; 6])),
        ("?", lost(["?"; 6])),
        ("two signs", lost(["??"; 6])),
        ("_", lost(["_"; 6])),
        ("nothing", lost([""; 6])),
        ("plain letters", lost(["a", "a", "o", "A", "A", "O"])),
        (
            "two plain letters",
            lost(["aa", "ae", "oe", "Aa", "Ae", "Oe"]),
        ),
        ("small ones alone", lost(["?", "?", "?", "Å", "Ä", "Ö"])),
        ("one letter alone", lost(["?", "ä", "ö", "Å", "Ä", "Ö"])),
        (
            "letters of an unknown page",
            lost(["Ô", "Ì", "Î", "Ð", "Ø", "Ú"]),
        ),
    ] {
        let (records, findings, encoding) = read_bytes(text.as_bytes());
        assert_eq!(records.len(), 1, "{what}");
        assert_eq!(encoding, "letters lost", "{what}");
        let found = answers(&records[0]);
        for column in [
            "reference",
            "received_earliest",
            "discovered_earliest",
            "verdict",
            "ongoing",
            "encrypted",
            "informed",
            "will_inform",
            "secrecy_claimed",
            "states",
        ] {
            assert_eq!(found[column], alone[column], "{what}: {column}");
        }
        let codes: Vec<&str> = findings.iter().map(|row| row["code"].as_str()).collect();
        assert!(
            !codes.contains(&"F001") && !codes.contains(&"F008") && !codes.contains(&"F010"),
            "{what}: {codes:?}"
        );
    }
}

#[test]
fn findings_of_a_further_copy_are_told_where_it_begins() {
    let copies = copies();
    let short: Vec<&str> = copies[1].lines().take(60).collect();
    let (_, findings, _) = read_bytes(format!("{}{}", copies[0], short.join("\n")).as_bytes());
    let uncertain = findings.iter().find(|row| row["code"] == "F008").unwrap();
    assert_eq!(uncertain["record"], "2");
    let line = 1 + copies[0].lines().count();
    assert_eq!(uncertain["line"], line.to_string());
}

#[test]
fn what_has_unknown_letters_in_its_headings_is_unreadable() {
    let text = by_letter(
        &copies()[0],
        ["+AOU-", "+AOQ-", "+APY-", "+AMU-", "+AMQ-", "+ANY-"],
    );
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("copy.txt");
    std::fs::write(&path, text).unwrap();
    let output = run(&["check", path.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(3));
    let told = String::from_utf8_lossy(&output.stdout).into_owned()
        + &String::from_utf8_lossy(&output.stderr);
    assert!(told.contains("save the copy anew as UTF-8"), "{told}");
}
