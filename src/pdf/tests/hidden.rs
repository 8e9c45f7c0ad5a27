//! What lies under something, and what fields say against what they show.

use super::*;

const LINE: &str = "BT /F1 10 Tf 0 g 1 0 0 1 60 700 Tm (Anna Andersson) Tj ET ";
const AFTER: &str = " BT 0 g /F1 10 Tf 1 0 0 1 60 600 Tm (Kista) Tj ET";
const HALF: &str =
    "/ExtGState << /Half << /ca 0.5 >> /Times << /BM /Multiply >> /None << /ca 0 >> >>";

/// What is read of a page that draws so, with annotations and other objects from 7 on.
fn read_of(content: &str, notes: &[&str]) -> String {
    let mut objects = vec![stream(
        "/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray \
        /BitsPerComponent 8",
        b"\x40",
    )];
    objects.extend(notes.iter().map(|note| note.as_bytes().to_vec()));
    let page = format!("/Annots [{}]", references(8, notes.len()));
    let bytes = document(stream("", content.as_bytes()), &page, &objects);
    let bytes = String::from_utf8_lossy(&bytes)
        .replace("/Resources << ", &format!("/Resources << {HALF} "));
    text(bytes.as_bytes())
}

fn over(drawing: &str) -> String {
    read_of(&format!("{LINE}{drawing}{AFTER}"), &[])
}

#[test]
fn text_under_opaque_drawing_is_masked() {
    for drawing in [
        "0 g 50 695 200 16 re f",
        "1 g 50 695 200 16 re f",
        "1 0 0 rg 50 695 200 16 re B",
        "0 g 50 695 m 250 695 l 250 711 l 50 711 l h f*",
        "0 G 14 w 50 703 m 250 703 l S",
        "0 g 50 695 20 16 re f 70 695 180 16 re f",
        "q 200 0 0 16 50 695 cm /X Do Q",
        "/Times gs 0 g 50 695 200 16 re f",
        "q 0 0 300 800 re W n 0 g 50 695 200 16 re f Q",
        "0 g 50 695 200 1 re 50 696 200 1 re 50 697 200 1 re 50 698 200 1 re 50 699 200 1 re \
         50 700 200 1 re 50 701 200 1 re 50 702 200 1 re 50 703 200 1 re 50 704 200 1 re \
         50 705 200 1 re 50 706 200 1 re f",
        "0 G 0.8 w 50 700.8 m 250 700.8 l S 50 701.6 m 250 701.6 l S 50 702.4 m 250 702.4 l S \
         50 703.2 m 250 703.2 l S 50 704 m 250 704 l S 50 704.8 m 250 704.8 l S",
        "q 200 0 0 1 50 700.5 cm /X Do Q q 200 0 0 1 50 701.5 cm /X Do Q \
         q 200 0 0 1 50 702.5 cm /X Do Q q 200 0 0 1 50 703.5 cm /X Do Q",
    ] {
        assert_eq!(over(drawing), "███\nKista\n", "{drawing}");
    }
}

#[test]
fn text_that_is_seen_is_read() {
    for drawing in [
        "0 g 50 650 200 16 re f",
        "/Half gs 0 g 50 695 200 16 re f",
        "/Times gs 1 1 0 rg 50 695 200 16 re f",
        "0 G 0.5 w 60 698 m 150 698 l S 60 703 m 150 703 l S",
        "0 G 1 w 50 695 200 16 re S",
        "q 0 0 30 800 re W n 0 g 50 695 200 16 re f Q",
        "q 595 0 0 842 0 0 cm /X Do Q",
    ] {
        assert_eq!(over(drawing), "Anna Andersson\nKista\n", "{drawing}");
    }
    let ground = "0 g 50 695 200 16 re f BT 1 g /F1 10 Tf 1 0 0 1 60 700 Tm (Anna Andersson) Tj ET";
    assert_eq!(read_of(ground, &[]), "Anna Andersson\n");
}

/// What is read where the name is drawn so, and the rest in black.
fn drawn(before: &str, letters: &str) -> String {
    let text = format!("BT /F1 10 Tf {letters} 1 0 0 1 60 700 Tm (Anna Andersson) Tj ET 0 g 0 Tr");
    read_of(
        &format!("q {before} Q q {text} Q{AFTER} BT /F1 10 Tf 60 580 Td (Box 1, Sverige) Tj ET"),
        &[],
    )
}

#[test]
fn letters_in_the_colour_of_their_ground_are_masked() {
    let rest = "Kista\nBox 1, Sverige\n";
    let page = "0.1 g 0 0 595 842 re f 1 g";
    for (before, letters, is_seen) in [
        ("", "1 g", false),
        ("", "1 1 1 rg", false),
        ("", "0 0 0 0 k", false),
        ("", "0 g 3 Tr", false),
        ("", "/None gs", false),
        ("", "/Times gs 1 g", false),
        ("0 g 50 695 200 16 re f", "0 g", false),
        ("0 0 1 rg 50 695 200 16 re f", "0 0 1 rg", false),
        ("/Half gs 1 g 50 695 200 16 re f", "1 g", false),
        ("0 0 1 rg 50 695 200 16 re f", "1 g", true),
        ("0 g 50 695 200 16 re f", "1 g", true),
        ("/Half gs 0 g 50 695 200 16 re f", "1 g", true),
        ("q 200 0 0 16 50 695 cm /X Do Q", "1 g", true),
        ("q 200 0 0 16 50 695 cm /X Do Q", "0 g 3 Tr", true),
        ("q 595 0 0 842 0 0 cm /X Do Q", "0 g 3 Tr", true),
        ("", "1 g 0 G 1 Tr", true),
        ("", "1 g 0 G 2 Tr", true),
        ("", "0 1 0 rg", true),
        ("", "/Half gs 0 g", true),
    ] {
        let name = if is_seen {
            "Anna Andersson"
        } else {
            "███"
        };
        assert_eq!(
            drawn(before, letters),
            format!("{name}\n{rest}"),
            "{before} {letters}"
        );
    }
    let dark = read_of(&format!("{page} {}", LINE.replace("0 g", "1 g")), &[]);
    assert_eq!(dark, "Anna Andersson\n");
    // A scan with its text layer, in any colour.
    let scan = "q 595 0 0 842 0 0 cm /X Do Q";
    let layer = "BT /F1 10 Tf 3 Tr 60 700 Td (Anna Andersson) Tj ET";
    let white = "BT /F1 10 Tf 1 g 60 700 Td (Anna Andersson) Tj ET";
    for content in [
        format!("{layer} {scan}"),
        format!("{scan} {layer}"),
        layer.to_owned(),
        format!("{white} {scan}"),
    ] {
        assert_eq!(read_of(&content, &[]), "Anna Andersson\n", "{content}");
    }
}

#[test]
fn a_word_covered_in_part_is_masked_whole() {
    assert_eq!(over("0 g 50 695 15 16 re f"), "███ Andersson\nKista\n");
    // A number written upon the cover is not what it covers.
    let upon = "0 g 50 695 200 16 re f BT 1 g /F1 10 Tf 1 0 0 1 90 700 Tm (21 kap. 1) Tj ET";
    assert_eq!(over(upon), "███\nKista\n");
}

#[test]
fn text_that_is_cut_off_is_masked() {
    assert_eq!(
        read_of(&format!("q 0 650 300 20 re W n {LINE}Q{AFTER}"), &[]),
        "███\nKista\n"
    );
    assert_eq!(
        read_of(&format!("q 0 690 300 20 re W n {LINE}Q{AFTER}"), &[]),
        "Anna Andersson\nKista\n"
    );
}

#[test]
fn a_new_page_over_an_old_one_replaces_it() {
    let new = format!("{LINE}1 g 0 0 595 842 re f 0 g BT /F1 10 Tf 60 700 Td (Ny text) Tj ET");
    assert_eq!(read_of(&new, &[]), "Ny text\n");
}

#[test]
fn annotations_cover_too() {
    let note = |about: &str| {
        read_of(
            &format!("{LINE}{AFTER}"),
            &[&format!(
                "<< /Type /Annot /Rect [50 695 250 711] {about} >>"
            )],
        )
    };
    for covering in [
        "/Subtype /Redact",
        "/Subtype /Redact /F 2",
        "/Subtype /Square /IC [0 0 0]",
        "/Subtype /Circle /IC [1]",
        "/Subtype /FreeText /C [1 1 1]",
        "/Subtype /Highlight /C [0 0 0]",
        "/Subtype /Ink /InkList [[50 703 150 704 250 703]] /BS << /W 14 >>",
        "/Subtype /Line /L [50 703 250 703] /Border [0 0 14]",
        "/Subtype /PolyLine /Vertices [50 703 150 703 250 703] /BS << /W 14 >> /C [0]",
        "/Subtype /Stamp /Name /Approved",
    ] {
        assert_eq!(note(covering), "███\nKista\n", "{covering}");
    }
    for other in [
        "/Subtype /Square",
        "/Subtype /Ink /InkList [[50 703 150 704 250 703]]",
        "/Subtype /Ink /InkList [[50 703 250 703]] /BS << /W 14 >> /CA 0.4",
        "/Subtype /Line /L [50 720 250 720] /Border [0 0 14]",
        "/Subtype /Line /L [50 703 250 703] /Border [0 0 14] /C []",
        "/Subtype /Square /IC [0 0 0] /CA 0.3",
        "/Subtype /Square /IC [0 0 0] /F 2",
        "/Subtype /Highlight /C [1 1 0]",
        "/Subtype /Link",
    ] {
        assert_eq!(note(other), "Anna Andersson\nKista\n", "{other}");
    }
}

/// What is read of a text field about which this is said, with what it draws.
fn field(about: &str, draws: &str) -> String {
    let look = String::from_utf8(stream(
        "/Type /XObject /Subtype /Form /BBox [0 0 200 14] /Resources << /Font << /F1 5 0 R >> >>",
        draws.as_bytes(),
    ));
    let note = format!(
        "<< /Type /Annot /Subtype /Widget /Rect [60 690 260 704] /AP << /N 9 0 R >> {about} >>"
    );
    read_of(
        "BT /F1 10 Tf 60 710 Td (Ort) Tj ET",
        &[&note, &look.unwrap()],
    )
}

#[test]
fn fields_say_what_both_value_and_appearance_do() {
    let shows = "/Tx BMC q BT /F1 10 Tf 2 3 Td (Kista) Tj ET Q EMC";
    for (about, draws, said) in [
        ("/FT /Tx /V (Kista)", shows, "Ort\nKista\n"),
        ("/FT /Tx /V (Kista)", "/Tx BMC EMC", "Ort\nKista\n"),
        ("/FT /Tx /V /Kista", "/Tx BMC EMC", "Ort\nKista\n"),
        ("/FT /Tx /RV (<p>Kista</p>)", "/Tx BMC EMC", "Ort\nKista\n"),
        ("/FT /Tx", shows, "Ort\nKista\n"),
        ("/FT /Tx /V (Solna)", shows, "Ort\n⁇\n"),
        ("/FT /Tx /V (Solna) /F 2", shows, "Ort\n"),
        (
            "/FT /Ch /Ff 131072 /V (k) /Opt [[(k) (Kista)] [(s) (Solna)]]",
            shows,
            "Ort\nKista\n",
        ),
        (
            "/FT /Ch /Ff 131072 /V (s) /Opt [[(k) (Kista)] [(s) (Solna)]]",
            shows,
            "Ort\n⁇\n",
        ),
        (
            "/FT /Ch /V [(s)] /Opt [[(k) (Kista)] [(s) (Solna)]]",
            shows,
            "Ort\nSolna\n",
        ),
    ] {
        assert_eq!(field(about, draws), said, "{about}");
    }
    for (colours, said) in [
        ("1 g", "Ort\n███\n"),
        ("0 g 0 0 200 14 re f", "Ort\n███\n"),
        ("0 g 0 0 200 14 re f 1 g", "Ort\nKista\n"),
    ] {
        let draws = format!("{colours} {shows}");
        assert_eq!(field("/FT /Tx /V (Kista)", &draws), said, "{colours}");
    }
}

#[test]
fn a_field_under_something_is_masked() {
    let note = "<< /Type /Annot /Subtype /Widget /FT /Tx /V (Kista) /Rect [60 690 260 704] >>";
    let square = "<< /Type /Annot /Subtype /Square /IC [0 0 0] /Rect [55 688 265 706] >>";
    let content = "BT /F1 10 Tf 60 710 Td (Ort) Tj ET";
    assert_eq!(read_of(content, &[note]), "Ort\nKista\n");
    assert_eq!(read_of(content, &[note, square]), "Ort\n███\n");
    let button = "<< /Type /Annot /Subtype /Widget /FT /Btn /AS /Yes /Rect [60 690 68 698] >>";
    let labelled = "BT /F1 10 Tf 72 691 Td (Barn) Tj ET";
    assert_eq!(read_of(labelled, &[button]), "☒ Barn\n");
    let small = "<< /Type /Annot /Subtype /Square /IC [0 0 0] /Rect [55 685 71 702] >>";
    assert_eq!(read_of(labelled, &[button, small]), "Barn\n");
}

/// The reason why the pages of a file with this catalogue are not the document.
fn shell(catalogue: &str) -> Option<Unreadable> {
    shell_saying(catalogue, "Please wait...")
}

fn shell_saying(catalogue: &str, words: &str) -> Option<Unreadable> {
    let page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R \
        /Resources << /Font << /F1 5 0 R >> >> >>";
    let objects: [Vec<u8>; 5] = [
        format!("<< /Type /Catalog /Pages 2 0 R {catalogue} >>").into_bytes(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
        page.to_vec(),
        stream(
            "",
            format!("BT /F1 10 Tf 60 700 Td ({words}) Tj ET").as_bytes(),
        ),
        FONT.into(),
    ];
    extract(&file(&objects)).unwrap().shell
}

#[test]
fn shells_are_known() {
    assert_eq!(shell(""), None);
    assert_eq!(
        shell("/AcroForm << /XFA (x) /Fields [] >>"),
        Some(Unreadable::Xfa)
    );
    assert_eq!(shell("/AcroForm << /Fields [] >>"), None);
    assert_eq!(
        shell("/Collection << /View /D >>"),
        Some(Unreadable::Portfolio)
    );
    // What was printed has its words alone.
    let printed = |words: &str| shell_saying("", words);
    assert_eq!(
        printed("If this message is not eventually replaced with the document"),
        Some(Unreadable::Xfa)
    );
    assert_eq!(
        printed("For the best experience, open this PDF portfolio in Acrobat X"),
        Some(Unreadable::Portfolio)
    );
}

#[test]
fn a_heading_under_something_is_put_back_and_told() {
    let heading =
        |text: &str, y: u32| format!("BT /F1 10 Tf 0 g 1 0 0 1 60 {y} Tm ({text}) Tj ET ");
    let content = heading("4. Er organisations interna referensnummer", 700)
        + &heading("Anna Andersson", 680)
        + "0 g 50 675 300 40 re f "
        + &heading("KS 2024/12", 600);
    let bytes = document(stream("", content.as_bytes()), "", &[]);
    let copy = extract(&bytes).unwrap();
    assert_eq!(
        copy.text,
        "4. Er organisations interna referensnummer\n███\nKS 2024/12\n"
    );
    assert_eq!(copy.masked, [4]);
}

#[test]
fn text_that_the_edge_of_the_page_cuts_is_masked() {
    let at = |x: i32, text: &str| format!("BT /F1 10 Tf 0 g 1 0 0 1 {x} 700 Tm ({text}) Tj ET");
    let read = |content: &str| read_of(&format!("{content}{AFTER}"), &[]);
    // The page is 595 points wide.
    let cut = "███\nKista\n";
    assert_eq!(read(&at(580, "Andersson")), cut);
    assert_eq!(read(&at(560, "Anna Andersson")), "Anna ███\nKista\n");
    assert_eq!(read(&at(-20, "Andersson")), cut);
    assert_eq!(read(&at(-35, "Andersson Anna")), "███ Anna\nKista\n");
    // What ends at the edge is whole, and what lies apart from the page is none of it.
    assert_eq!(read(&at(545, "Andersson")), "Andersson\nKista\n");
    let apart = format!("{LINE}{}", at(640, "Bo Berg"));
    assert_eq!(read(&apart), "Anna Andersson\nKista\n");
}
