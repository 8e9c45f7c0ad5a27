//! Copies that people hold as documents and mails: each is read as its twin in text.
#![allow(
    clippy::unwrap_used,
    reason = "a test ends at once at what it did not expect"
)]

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use common::{Row, audit, here, rows};

/// A report over these paths.
fn report(room: &Path, name: &str, paths: &[&Path], more: &[&str]) -> PathBuf {
    let out = room.join(name);
    audit(paths, &out, more);
    out
}

/// How many filings of a kind a report counts.
fn kind(report: &Path, kind: &str) -> u64 {
    let rows = rows(&report.join("tables/kind.csv"));
    rows.iter()
        .find(|row| row["value"] == kind)
        .map_or(0, |row| row["notifications"].parse().unwrap())
}

/// The one record of a file, but for what tells where it came from.
fn record(room: &Path, name: &str, path: &Path) -> Row {
    let out = report(room, name, &[path], &[]);
    let mut records = rows(&out.join("records.csv"));
    assert_eq!(records.len(), 1, "{}", path.display());
    let mut record = records.remove(0);
    for column in ["source", "line", "format", "copy_of", "case"] {
        record.remove(column);
    }
    record
}

/// What is found in a file, but for its place.
fn codes(report: &Path) -> Vec<(String, String)> {
    let findings = rows(&report.join("findings.csv")).into_iter();
    findings
        .map(|row| (row["code"].clone(), row["message"].clone()))
        .collect()
}

#[test]
fn documents_and_mails_say_what_their_text_says() {
    let room = tempfile::tempdir().unwrap();
    let data = here("fixtures/documents");
    let twin = record(room.path(), "text", &data.join("anmalan.txt"));
    assert_eq!(twin["case_number"], "PUI-2024-0006");
    assert_eq!(twin["verdict"], "on-time");
    let expected = codes(&room.path().join("text"));
    for (name, format) in [
        ("anmalan.docx", "docx"),
        ("anmalan.html", "html"),
        ("anmalan.mhtml", "mhtml"),
        ("anmalan.odt", "odt"),
        ("anmalan.rtf", "rtf"),
        ("saved-lines-plain.html", "html"),
        ("a-attachment.eml", "text"),
        ("b-quoted-printable.eml", "text"),
    ] {
        assert_eq!(record(room.path(), name, &data.join(name)), twin, "{name}");
        let out = room.path().join(name);
        assert_eq!(codes(&out), expected, "{name}");
        assert_eq!(rows(&out.join("records.csv"))[0]["format"], format);
    }
}

/// The lines of a copy with options that stand two by two, parted by these blanks.
fn in_pairs(text: &str, blanks: &str) -> String {
    let is_option = |line: &str| line.starts_with(['☐', '☒']);
    let (mut out, mut open) = (String::new(), false);
    for line in text.lines() {
        let goes_on = open && is_option(line);
        out.push_str(if goes_on { blanks } else { "\n" });
        out.push_str(line);
        open = is_option(line) && !goes_on;
    }
    out
}

#[test]
fn options_side_by_side_say_what_they_say_below_each_other() {
    let room = tempfile::tempdir().unwrap();
    let text = fs::read_to_string(here("fixtures/documents/anmalan.txt")).unwrap();
    let heading = "27. Var personuppgifterna krypterade?\n";
    assert!(text.contains(&format!("{heading}Nej\n")));
    let kept = |name: &str, ending: &str, text: &str| {
        let path = room.path().join(format!("{name}.{ending}"));
        fs::write(&path, text).unwrap();
        record(room.path(), name, &path)
    };
    let twin = kept("twin", "txt", &text);
    for (name, blanks) in [("tab", "\t"), ("wide", "          "), ("near", " ")] {
        assert_eq!(kept(name, "txt", &in_pairs(&text, blanks)), twin, "{name}");
    }
    let answered =
        |answer: &str| text.replace(&format!("{heading}Nej\n"), &format!("{heading}{answer}\n"));
    for (name, answer) in [
        ("row", "☐ Ja ☒ Nej ☐ Delvis ☐ Vet inte"),
        ("cells", "☐\nJa\n☒\nNej"),
        ("circles", "( ) Ja (x) Nej ( ) Delvis"),
        ("below", "☐ Ja\n☒ Nej"),
    ] {
        assert_eq!(kept(name, "txt", &answered(answer)), twin, "{name}");
    }
    let radio = |tick: &str| format!("<input type=radio>Ja <input type=radio {tick}>Nej");
    let page = |answer: &str| {
        let lines = text
            .replace('&', "&amp;")
            .replace(&format!("{heading}Nej\n"), &format!("{heading}{answer}\n"));
        let lines: Vec<String> = lines.lines().map(|line| format!("<p>{line}</p>")).collect();
        format!(
            "<html><meta charset=utf-8><body>{}</body></html>",
            lines.join("\n")
        )
    };
    assert_eq!(kept("page", "html", &page(&radio("checked"))), twin);
    for (name, answer) in [
        ("behind", "Ja ☐ Nej ☒"),
        ("bare", "Ja\nNej\nDelvis"),
        ("bare-row", "Ja    Nej    Delvis    Vet inte"),
    ] {
        let record = kept(name, "txt", &answered(answer));
        assert_eq!(record["encrypted"], "(undeterminable)", "{name}");
        let told = codes(&room.path().join(name));
        assert_eq!(
            told.iter().filter(|(code, _)| code == "F005").count(),
            1,
            "{name}"
        );
    }
}

#[test]
fn a_page_is_the_same_whatever_it_is_called_and_saved_as() {
    let room = tempfile::tempdir().unwrap();
    let data = here("fixtures/documents");
    let twin = record(room.path(), "text", &data.join("anmalan.txt"));
    let page = fs::read_to_string(data.join("anmalan.html")).unwrap();
    let whole = format!(
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://example.se/\r\n\
         MIME-Version: 1.0\r\nContent-Type: multipart/related; type=\"text/html\"; \
         boundary=\"x\"\r\n\r\n--x\r\nContent-Type: text/html; charset=utf-8\r\n\
         Content-Transfer-Encoding: 8bit\r\n\r\n{page}\r\n--x--\r\n"
    );
    let latin = encoding_rs::WINDOWS_1252.encode(&page).0.into_owned();
    let wide: Vec<u8> = [0xFEFF]
        .into_iter()
        .chain(page.encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    for (name, bytes) in [
        ("a.txt", page.into_bytes()),
        ("b.mhtml", whole.into_bytes()),
        ("c.htm", latin),
        ("d.html", wide),
    ] {
        let path = room.path().join(name);
        fs::write(&path, bytes).unwrap();
        let record = record(room.path(), &format!("{name}.report"), &path);
        assert_eq!(record, twin, "{name}");
    }
}

/// Lines of the copy as an element each, with the box of an option as `mark` writes it.
fn elements(
    copy: &str,
    mark: impl Fn(bool) -> String,
    element: impl Fn(String) -> String,
) -> String {
    let one = |line: &str| {
        let (state, words) = match (line.strip_prefix("☒ "), line.strip_prefix("☐ ")) {
            (Some(words), _) => (Some(true), words),
            (_, Some(words)) => (Some(false), words),
            _ => (None, line),
        };
        element(state.map(&mark).unwrap_or_default() + words)
    };
    copy.trim_start_matches('\u{feff}')
        .lines()
        .map(one)
        .collect()
}

/// Mails as Outlook and other programs send them, with the copy in the page of the mail, in a
/// table, or quoted.
#[test]
fn copies_in_the_manners_of_mail_programs() {
    let room = tempfile::tempdir().unwrap();
    let data = here("fixtures/documents");
    let twin = record(room.path(), "text", &data.join("anmalan.txt"));
    let copy = fs::read_to_string(data.join("anmalan.txt")).unwrap();
    let picture = |is_ticked| {
        let sign = if is_ticked { "&thorn;" } else { "&uml;" };
        format!("<span style='font-family:Wingdings;color:black'>{sign}</span>&nbsp;")
    };
    let normal =
        |words: String| format!("<p class=MsoNormal><span lang=SV>{words}<o:p></o:p></span></p>\n");
    let outlook = format!(
        "<html xmlns:o=\"urn:schemas-microsoft-com:office:office\"><head><!--[if gte mso 9]><xml>\
         <o:shapedefaults/></xml><![endif]--><style><!-- p.MsoNormal {{margin:0cm}} --></style>\
         </head><body lang=SV><div class=WordSection1><p class=MsoNormal>Hej,<o:p></o:p></p>\
         <p class=MsoNormal><o:p>&nbsp;</o:p></p>{}</div></body></html>",
        elements(&copy, picture, normal)
    );
    let input = |is_ticked| {
        let state = if is_ticked { "checked" } else { "" };
        format!("<input type=checkbox {state}> ")
    };
    let row = |words: String| format!("<tr><td>{words}</td></tr>");
    let table = format!(
        "<table><tr><td><table>{}</table></td></tr></table>",
        elements(&copy, input, row)
    );
    let sign = |is_ticked| {
        if is_ticked {
            "☒ ".to_owned()
        } else {
            "☐ ".to_owned()
        }
    };
    let division = format!(
        "<div dir=\"ltr\">{}</div>",
        elements(&copy, sign, |words| words + "<br>")
    );
    let quoted = format!(
        "Hej!\n\nDen 5 mars skrev IMY:\n{}\n/Anna\n",
        elements(&copy, sign, |words| format!("> {words}\n"))
    );
    for (name, kind, body) in [
        ("outlook.eml", "html", outlook),
        ("table.eml", "html", table),
        ("division.eml", "html", division),
        ("quoted.eml", "plain", quoted),
    ] {
        let path = room.path().join(name);
        let mail = format!(
            "From: a@kommun.example.se\nTo: b@kommun.example.se\nSubject: VB: Kopia\n\
             Message-ID: <1@kommun.example.se>\nMIME-Version: 1.0\n\
             Content-Type: text/{kind}; charset=utf-8\n\n{body}\n"
        );
        fs::write(&path, mail).unwrap();
        let record = record(room.path(), &format!("{name}.report"), &path);
        assert_eq!(record, twin, "{name}");
    }
}

#[test]
fn mails_are_taken_apart_as_deep_as_archives() {
    let room = tempfile::tempdir().unwrap();
    let copy = fs::read_to_string(here("fixtures/documents/anmalan.txt")).unwrap();
    let plain = |subject: &str, body: &str| {
        format!(
            "From: a@kommun.example.se\nTo: b@kommun.example.se\nSubject: {subject}\n\
             Message-ID: <1@kommun.example.se>\nMIME-Version: 1.0\n\
             Content-Type: text/plain; charset=utf-8\n\n{body}\n"
        )
    };
    let around = |inner: &str| {
        format!(
            "From: a@kommun.example.se\nSubject: VB\nMIME-Version: 1.0\n\
             Content-Type: multipart/mixed; boundary=\"y\"\n\n--y\n\
             Content-Type: message/rfc822\n\n{inner}\n--y--\n"
        )
    };
    let other = copy.replace("PUI-2024-0006", "PUI-2024-0007");
    let folder = room.path().join("set");
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("1.eml"), around(&plain("kopia", &copy))).unwrap();
    let box_of_mails = format!(
        "From a@b Mon Mar  4 10:00:00 2024\n{}\nFrom a@b Tue Mar  5 10:00:00 2024\n{}",
        plain("lunch", "Ska vi äta?"),
        plain("kopia", &other)
    );
    fs::write(folder.join("2.mbox"), box_of_mails).unwrap();
    fs::write(folder.join("3.eml"), plain("lunch", "Ska vi äta?")).unwrap();
    let out = report(room.path(), "out", &[&folder], &[]);
    let sources: Vec<String> = rows(&out.join("records.csv"))
        .iter()
        .map(|row| row["source"].clone())
        .collect();
    assert_eq!(
        sources,
        [
            "set/1.eml!attachment-1.eml!body.txt",
            "set/2.mbox!2.eml!body.txt"
        ]
    );
    let files = rows(&out.join("files.csv"));
    let reason = |name: &str| {
        let row = files.iter().find(|row| row["source"] == name).unwrap();
        (row["status"].as_str(), row["reason"].as_str())
    };
    let without = (
        "skipped",
        "the source of a mail without a copy of a notification",
    );
    assert_eq!(reason("set/3.eml"), without);
    assert_eq!(reason("set/2.mbox!1.eml"), without);
    assert_eq!(files.len(), 4);
}

/// The folder of a municipality, with the receipt times as she typed them. Its
/// filings are text, PDF and a Word document.
#[test]
fn a_municipalitys_own_folder() {
    let room = tempfile::tempdir().unwrap();
    let data = here("tests/data/municipality");
    let list = data.join("kvittenser.csv");
    let more = ["--receipts", list.to_str().unwrap()];
    let out = report(
        room.path(),
        "out",
        &[&data.join("Personuppgiftsincidenter")],
        &more,
    );
    assert_eq!((kind(&out, "initial"), kind(&out, "copy")), (34, 4));
    let answers = rows(&data.join("answers.csv"));
    let answers: BTreeMap<&str, &Row> = answers
        .iter()
        .map(|row| (row["reference"].as_str(), row))
        .collect();
    let records = rows(&out.join("records.csv"));
    let counted: Vec<&Row> = records
        .iter()
        .filter(|row| row["kind"] == "initial" && row["copy_of"] == "none")
        .collect();
    assert_eq!(counted.len(), 34);
    for row in counted {
        let source = &row["source"];
        assert!(
            !source.contains("Komplettering") && !source.contains("(2)"),
            "{source}"
        );
        let answer = answers[row["reference"].as_str()];
        assert_eq!(row["verdict"], answer["verdict_by_register"], "{source}");
        let hours = |row: &Row, name: &str| row[name].parse::<f64>().ok();
        let least = hours(row, "elapsed_hours_min").zip(hours(answer, "hours_min"));
        let most = hours(row, "elapsed_hours_max").zip(hours(answer, "hours_max"));
        if row["received_source"] == "mail" {
            // The confirmation says the time of a day that the list only names.
            assert!(
                least.is_some_and(|(ours, theirs)| ours >= theirs),
                "{source}"
            );
            assert!(
                most.is_some_and(|(ours, theirs)| ours <= theirs),
                "{source}"
            );
        } else {
            assert_eq!(row["elapsed_hours_min"], answer["hours_min"], "{source}");
            assert_eq!(row["elapsed_hours_max"], answer["hours_max"], "{source}");
        }
    }
}

#[test]
fn broken_documents_have_a_reason_each() {
    let room = tempfile::tempdir().unwrap();
    let set = room.path().join("set");
    fs::create_dir(&set).unwrap();
    let mut state = 7_u64;
    let mut random = |below: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below
    };
    for path in common::files(&here("fixtures/documents")) {
        let whole = fs::read(&path).unwrap();
        let name = path.file_name().unwrap().to_str().unwrap();
        for number in 0..12 {
            let mut bytes = whole.clone();
            let at = random(bytes.len());
            match number % 3 {
                0 => bytes.truncate(at),
                1 => (0..20).for_each(|_| bytes[random(whole.len())] = random(256) as u8),
                _ => drop(bytes.drain(at..(at + random(2000)).min(whole.len()))),
            }
            fs::write(set.join(format!("{number}-{name}")), bytes).unwrap();
        }
    }
    let out = report(room.path(), "out", &[&set], &[]);
    let files = rows(&out.join("files.csv"));
    assert!(files.len() >= 12 * 9, "{}", files.len());
    for file in files {
        assert!(!file["reason"].contains("internal"), "{file:?}");
        assert_eq!(
            file["reason"].is_empty(),
            file["status"] == "read",
            "{file:?}"
        );
    }
}

#[test]
fn a_damaged_document_is_named_as_what_its_writer_calls_it() {
    let room = tempfile::tempdir().unwrap();
    let set = room.path().join("set");
    fs::create_dir(&set).unwrap();
    let data = here("fixtures/documents");
    fs::copy(data.join("anmalan.txt"), set.join("anmalan.txt")).unwrap();
    for name in ["anmalan.docx", "anmalan.odt"] {
        let whole = fs::read(data.join(name)).unwrap();
        fs::write(set.join(name), &whole[..whole.len() / 2]).unwrap();
    }
    let out = report(room.path(), "out", &[&set], &[]);
    let files = rows(&out.join("files.csv"));
    for (name, told) in [
        ("anmalan.docx", "a Word document, which cannot be read"),
        (
            "anmalan.odt",
            "an OpenDocument text (.odt), which cannot be read",
        ),
    ] {
        let row = files
            .iter()
            .find(|row| row["source"].ends_with(name))
            .unwrap();
        assert_eq!(row["status"], "unreadable");
        assert!(row["reason"].starts_with(told), "{}", row["reason"]);
    }
}
