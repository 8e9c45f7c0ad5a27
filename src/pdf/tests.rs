//! Copies as PDF: their text in its order, their ticks, and what is refused.

use std::fmt::Write as _;
use std::io::Write as _;
use std::time::{Duration, Instant};

use flate2::Compression;
use flate2::write::ZlibEncoder;
use proptest::prelude::*;

use super::*;
use crate::synth;

mod hidden;
mod hostile;

fn extract(bytes: &[u8]) -> Result<Copy, Unreadable> {
    super::extract(bytes, Edition::default_edition(), Duration::from_mins(1)).copy
}

/// A PDF of these objects, numbered from 1; the first is the catalogue.
fn file(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut out = b"%PDF-1.7\n".to_vec();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (at, object) in objects.iter().enumerate() {
        let _ = writeln!(table, "{:010} 00000 n ", out.len());
        out.extend(format!("{} 0 obj\n", at + 1).bytes());
        out.extend(object);
        out.extend(b"\nendobj\n");
    }
    let start = out.len();
    out.extend(table.bytes());
    let trailer = format!("trailer << /Size {} /Root 1 0 R >>", objects.len() + 1);
    out.extend(format!("{trailer}\nstartxref\n{start}\n%%EOF\n").bytes());
    out
}

fn stream(entries: &str, data: &[u8]) -> Vec<u8> {
    let head = format!("<< /Length {} {entries} >> stream\n", data.len());
    [head.as_bytes(), data, b"\nendstream"].concat()
}

fn deflated(data: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(data).unwrap();
    encoder.finish().unwrap()
}

/// References to objects in a row.
fn references(first: usize, count: usize) -> String {
    (first..first + count)
        .map(|number| format!("{number} 0 R "))
        .collect::<Vec<_>>()
        .concat()
}

const FONT: &str = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica \
    /Encoding << /BaseEncoding /WinAnsiEncoding /Differences [1 /fi /fl] >> >>";
const SIGNS: &str = "<< /Type /Font /Subtype /Type1 /BaseFont /ZapfDingbats >>";

/// A document of one page with this content and further objects from 7 on.
fn document(content: Vec<u8>, page: &str, more: &[Vec<u8>]) -> Vec<u8> {
    let page = format!(
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R \
         /Resources << /Font << /F1 5 0 R /F2 6 0 R >> /XObject << /X 7 0 R >> >> {page} >>"
    );
    let objects: [Vec<u8>; 6] = [
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
        page.into_bytes(),
        content,
        FONT.into(),
        SIGNS.into(),
    ];
    file(&[&objects[..], more].concat())
}

fn page(content: &[u8]) -> Vec<u8> {
    document(stream("", content), "", &[])
}

fn text(bytes: &[u8]) -> String {
    extract(bytes).unwrap().text
}

/// The reason, and that it came soon: tests run unoptimised on a busy machine.
fn refused(bytes: &[u8]) -> Unreadable {
    let start = Instant::now();
    let reason = extract(bytes).unwrap_err();
    assert!(
        start.elapsed() < Duration::from_secs(40),
        "{reason:?} after {:?}",
        start.elapsed()
    );
    reason
}

#[test]
fn letters_and_ligatures_are_right() {
    let content =
        b"BT /F1 11 Tf 60 700 Td (\xC5tg\xE4rd p\xE5 \xF6rat) Tj 0 -14 Td (\x01ck \x02it) Tj ET";
    assert_eq!(text(&page(content)), "Åtgärd på örat\nfick flit\n");
}

#[test]
fn lines_follow_the_page_not_the_file() {
    let content =
        b"BT /F1 11 Tf 60 500 Td (tredje) Tj ET BT /F1 11 Tf 1 0 0 1 60 700 Tm (f\xF6rsta) Tj ET \
        BT /F1 11 Tf 1 0 0 1 60 600 Tm [(an) -20 (dra) -900 (raden)] TJ ET \
        q 0 1 -1 0 300 300 cm BT /F1 11 Tf (vattenm\xE4rke) Tj ET Q";
    assert_eq!(text(&page(content)), "första\nandra raden\ntredje\n");
}

#[test]
fn a_turned_page_is_read_upright() {
    let content = b"BT /F1 11 Tf 0 1 -1 0 100 100 Tm (p\xE5 tv\xE4ren) Tj ET";
    assert_eq!(
        text(&document(stream("", content), "/Rotate 90", &[])),
        "på tvären\n"
    );
}

#[test]
fn text_that_runs_sideways_is_turned() {
    let content = b"BT /F1 11 Tf 60 700 Td (f\xF6rsta) Tj 0 -14 Td (andra) Tj ET";
    for angle in [90, 180, 270] {
        let found = text(&document(
            stream("", content),
            &format!("/Rotate {angle}"),
            &[],
        ));
        assert_eq!(found, "första\nandra\n", "{angle}");
    }
}

#[test]
fn ticks_as_signs_of_a_font() {
    let content = b"BT /F2 11 Tf 60 700 Td (4) Tj /F1 11 Tf 16 0 Td (Barn) Tj ET \
        BT /F2 11 Tf 60 680 Td (o) Tj /F1 11 Tf 16 0 Td (Patienter) Tj ET";
    assert_eq!(text(&page(content)), "✔ Barn\n☐ Patienter\n");
}

/// Options of the form.
const OPTIONS: [&str; 5] = ["Barn", "Patienter", "Kunder", "Studerande", "Medlemmar"];

#[test]
fn ticks_drawn_and_ticks_lost() {
    let boxes = |ticked: &[i32]| {
        let mut content = String::new();
        for row in 0..5 {
            let y = 700 - row * 14;
            let label = OPTIONS[row as usize];
            let _ = write!(
                content,
                "60 {y} 8 8 re S BT /F1 10 Tf 72 {y} Td ({label}) Tj ET "
            );
            if ticked.contains(&row) {
                let _ = write!(
                    content,
                    "61 {} m 67 {} l S 61 {1} m 67 {0} l S ",
                    y + 1,
                    y + 7
                );
            }
        }
        text(&page(content.as_bytes()))
    };
    assert_eq!(
        boxes(&[1, 3]),
        "☐ Barn\n☒ Patienter\n☐ Kunder\n☒ Studerande\n☐ Medlemmar\n"
    );
    assert_eq!(
        boxes(&[]),
        "Barn\nPatienter\nKunder\nStuderande\nMedlemmar\n"
    );
    assert_eq!(boxes(&[0, 1, 2, 3, 4]), boxes(&[]));
}

/// An empty box is filled with white and framed; a ticked one is a blue square.
#[test]
fn ticks_drawn_with_fewer_shapes_than_empty_boxes() {
    let mut content = String::new();
    for (row, label) in OPTIONS.iter().enumerate() {
        let y = 700 - row * 14;
        let shapes = match row {
            1 | 3 => format!("0 .4 .8 rg 60 {y} 8 8 re f"),
            _ => format!("1 1 1 rg 60 {y} 8 8 re f 0 0 0 rg 60 {y} 8 8 re S"),
        };
        let _ = write!(content, "{shapes} BT /F1 10 Tf 72 {y} Td ({label}) Tj ET ");
    }
    let found = text(&page(content.as_bytes()));
    assert_eq!(
        found,
        "☐ Barn\n☒ Patienter\n☐ Kunder\n☒ Studerande\n☐ Medlemmar\n"
    );
}

#[test]
fn ticks_as_fields_with_and_without_appearance() {
    let mut content = String::new();
    let mut fields = Vec::new();
    let states = [
        "/AS /Yes",
        "/AS /Off",
        "/V /Yes",
        "",
        "/V /Off",
        "/AS /Off /V /Off",
    ];
    for (row, state) in states.iter().enumerate() {
        let y = 700 - row * 14;
        let _ = write!(content, "BT /F1 10 Tf 72 {y} Td (val {row}) Tj ET ");
        let place = format!("/Rect [60 {y} 68 {}]", y + 8);
        fields.push(
            format!("<< /Type /Annot /Subtype /Widget /FT /Btn /T (v{row}) {place} {state} >>")
                .into_bytes(),
        );
    }
    let annotations = references(7, states.len());
    let annotations = format!("/Annots [{annotations}]");
    let found = text(&document(
        stream("", content.as_bytes()),
        &annotations,
        &fields,
    ));
    assert_eq!(
        found,
        "☒ val 0\n☐ val 1\n☒ val 2\n☐ val 3\n☐ val 4\n☐ val 5\n"
    );
    // A field that contradicts itself leaves all in doubt.
    fields[1] = String::from_utf8(fields[1].clone())
        .unwrap()
        .replace("/AS /Off", "/AS /Off /V /Yes")
        .into();
    let found = text(&document(
        stream("", content.as_bytes()),
        &annotations,
        &fields,
    ));
    assert!(!found.contains(['☒', '☐']), "{found}");
}

#[test]
fn buttons_that_share_a_value_and_name_no_states_tell_nothing() {
    let content = b"BT /F1 10 Tf 72 700 Td (Barn) Tj 0 -14 Td (Kunder) Tj ET";
    let kid = |y: i32| {
        format!(
            "<< /Subtype /Widget /Parent 7 0 R /Rect [60 {y} 68 {}] >>",
            y + 8
        )
        .into_bytes()
    };
    let objects = |value: &str| {
        let parent = format!("<< /FT /Btn /V /{value} /Kids [8 0 R 9 0 R] >>").into_bytes();
        text(&document(
            stream("", content),
            "/Annots [8 0 R 9 0 R]",
            &[parent, kid(700), kid(686)],
        ))
    };
    assert_eq!(objects("3"), "Barn\nKunder\n");
    assert_eq!(objects("Off"), "☐ Barn\n☐ Kunder\n");
}

#[test]
fn the_page_of_a_line_is_known() {
    let copy = written(&[vec!["a".into(), "b".into()], Vec::new(), vec!["c".into()]]);
    assert_eq!(copy.text, "a\nb\n\u{c}\u{c}c\n");
    assert_eq!([1, 2, 3, 9].map(|line| copy.page(line)), [1, 1, 3, 3]);
}

#[test]
fn encrypted_and_scanned_files_are_told() {
    let good = page(b"BT /F1 11 Tf 60 700 Td (Barn) Tj ET");
    let at = memchr::memmem::find(&good, b"/Root").unwrap();
    let encrypted = [
        &good[..at],
        b"/Encrypt << /Filter /Standard /V 1 /R 2 /O (o) /U (u) /P -4 >> ",
        &good[at..],
    ];
    assert_eq!(refused(&encrypted.concat()), Unreadable::Encrypted);
    // The streams of this one are really encrypted and come before the trailer.
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/unreadable");
    let whole = std::fs::read(format!("{folder}/encrypted.pdf")).unwrap();
    assert!(memchr::memmem::find(&whole, b"FlateDecode").is_some());
    assert_eq!(refused(&whole), Unreadable::Encrypted);
    let picture = stream(
        "/Type /XObject /Subtype /Image /Width 2 /Height 2 /ColorSpace /DeviceGray /BitsPerComponent 8",
        &[0, 255, 255, 0],
    );
    let scanned = document(stream("", b"q 595 0 0 842 0 0 cm /X Do Q"), "", &[picture]);
    assert_eq!(refused(&scanned), Unreadable::Scanned);
    assert_eq!(refused(&page(b"")), Unreadable::Scanned);
}

#[test]
fn pages_that_are_missing_are_missed() {
    let good = page(b"BT /F1 11 Tf 60 700 Td (Barn) Tj ET");
    let text = String::from_utf8(good).unwrap();
    assert_eq!(
        refused(text.replace("/Count 1", "/Count 2").as_bytes()),
        Unreadable::Damaged
    );
    assert_eq!(
        refused(text.replace("/Kids [3 0 R]", "/Kids [9 0 R]").as_bytes()),
        Unreadable::Damaged
    );
    assert_eq!(
        refused(text.replace("/Pages 2", "/Pages 9").as_bytes()),
        Unreadable::Damaged
    );
}

/// Copies of the form printed by a browser, with its check boxes and with boxes
/// drawn in the page; the texts are those of the text copy.
#[test]
fn copies_printed_by_a_browser_are_read_whole() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/pdf");
    let ticked = [
        "Barn",
        "Skolelever i förskola, grundskola eller gymnasium",
        "Hälsa",
        "Personnummer",
        "Kontaktinformation",
        "Skadat anseende",
    ];
    for name in ["printed-check-boxes.pdf", "printed-drawn-boxes.pdf"] {
        let copy = extract(&std::fs::read(format!("{folder}/{name}")).unwrap()).unwrap();
        let found: Vec<&str> = copy
            .text
            .lines()
            .filter_map(|line| line.strip_prefix("☒ "))
            .collect();
        assert_eq!(found, ticked, "{name}");
        assert_eq!(
            copy.text
                .lines()
                .filter(|line| line.starts_with("☐ "))
                .count(),
            37,
            "{name}"
        );
        for line in [
            "1. Organisationens namn *",
            "Rinkeby-Kista Stadsdelsförvaltning",
            "? 29. Hur allvarlig bedömer ni att incidenten är?",
            "Sida 5 av 5",
        ] {
            assert!(
                copy.text.lines().any(|found| found == line),
                "{line} in {name}"
            );
        }
        let record = crate::read::text::read(&copy.text, Edition::default_edition())
            .unwrap()
            .remove(0);
        assert_eq!(record.present.len(), 33, "{name}");
        assert!(record.findings.is_empty(), "{name}: {:?}", record.findings);
        let last = record
            .answers
            .iter()
            .rfind(|raw| raw.key == crate::form::Key::Secrecy)
            .unwrap();
        assert_eq!(
            last.value,
            crate::read::Value::Blank,
            "the foot of the last page is no answer"
        );
    }
}

/// Some synthetic copies, of every kind of tick.
fn copies() -> Vec<Vec<u8>> {
    let folder = tempfile::tempdir().unwrap();
    let options = synth::Options {
        count: 6,
        seed: 5,
        format: synth::Format::Pdf,
        ..synth::Options::default()
    };
    let dir = folder.path().join("c");
    synth::write(&options, &dir, crate::destination::Force::No).unwrap();
    (0..6)
        .map(|at| std::fs::read(dir.join(format!("0000/{at:05}.pdf"))).unwrap())
        .collect()
}

#[test]
fn a_copy_that_is_cut_anywhere_is_refused() {
    let copy = &copies()[0];
    for end in (0..copy.len() - 6).step_by(997) {
        assert_eq!(refused(&copy[..end]), Unreadable::Truncated, "at {end}");
    }
}

#[test]
fn a_copy_with_a_flipped_bit_is_refused_or_nearly_the_same() {
    let copy = &copies()[1];
    let whole = extract(copy).unwrap();
    let mut poorer = Vec::new();
    for at in (0..copy.len()).step_by(copy.len() / 150) {
        let mut bytes = copy.clone();
        bytes[at] ^= 1 << (at % 8);
        if let Ok(read) = extract(&bytes) {
            let (lines, all) = (read.text.lines().count(), whole.text.lines().count());
            if lines * 10 < all * 9 {
                poorer.push((at, lines, all));
            }
        }
    }
    assert_eq!(poorer, []);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_bytes_are_answered(bytes in proptest::collection::vec(any::<u8>(), 0..3000)) {
        let _ = extract(&bytes);
        let _ = extract(&[b"%PDF-1.4\n", &bytes[..], b"\n%%EOF"].concat());
    }

    #[test]
    fn any_content_is_answered(
        words in proptest::collection::vec(
            proptest::sample::select(vec![
                "BT", "ET", "/F1", "/F2", "9", "-1", "1e9", "Tf", "Td", "(x)", "Tj", "[(a) 9]", "TJ", "q", "Q",
                "cm", "re", "S", "f", "W", "n", "m", "l", "0", "Tm", "BI", "ID", "EI", "/X", "Do", "gs", "sh", "\"", "'",
            ]),
            0..200,
        ),
    ) {
        let _ = extract(&page(words.join(" ").as_bytes()));
    }
}

#[test]
fn columns_are_read_one_by_one_or_refused() {
    let columns = |left: [&str; 2], right: [&str; 2]| {
        let mut content = String::new();
        for (x, lines) in [(40, left), (320, right)] {
            for (at, line) in lines.iter().enumerate() {
                let _ = write!(
                    content,
                    "BT /F1 10 Tf {x} {} Td ({line}) Tj ET ",
                    700 - 14 * at
                );
            }
        }
        page(content.as_bytes())
    };
    let reference = ["4. Er organisations interna referensnummer", "KS 2021/7"];
    let description = [
        "16. Kort beskrivning av incidenten",
        "Karin Ek stal journaler",
    ];
    let [first, second, third, fourth] = [reference, description].concat()[..] else {
        unreachable!()
    };
    assert_eq!(
        text(&columns(reference, description)),
        format!("{first}\n{second}\n{third}\n{fourth}\n")
    );
    let grid = columns(
        [reference[0], description[0]],
        ["5. Kontaktpersonens namn", "17. Hur uppt"],
    );
    assert_eq!(refused(&grid), Unreadable::Columns);
}
