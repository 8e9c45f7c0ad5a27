use super::*;

fn shown(body: &str) -> Result<String, Fault> {
    super::shown(body, (None, None), Clock::default())
}

fn body(inner: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?><w:document xmlns:w=\"w\" xmlns:w14=\"w14\" xmlns:mc=\"mc\">\
         <w:body>{inner}</w:body></w:document>"
    )
}

#[test]
fn paragraphs_and_cells_are_lines() {
    let document = body(
        "<w:p><w:r><w:t>1. Namn &amp; mer</w:t></w:r><w:r><w:tab/><w:t>x</w:t></w:r></w:p>\
         <w:tbl><w:tr><w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r>\
         <w:t>b</w:t><w:br/><w:t>c</w:t></w:r></w:p></w:tc></w:tr></w:tbl>",
    );
    assert_eq!(shown(&document).unwrap(), "1. Namn & mer x\na\nb\nc\n");
}

#[test]
fn raised_digits_are_no_digits_of_a_number() {
    for (place, found) in [("superscript", "12¹ st\n"), ("subscript", "121 st\n")] {
        let document = body(&format!(
            "<w:p><w:r><w:t>12</w:t></w:r><w:r><w:rPr><w:vertAlign w:val=\"{place}\"/></w:rPr>\
             <w:t>1</w:t></w:r><w:r><w:t xml:space=\"preserve\"> st</w:t></w:r></w:p>"
        ));
        assert_eq!(shown(&document).unwrap(), found);
    }
}

#[test]
fn what_is_deleted_hidden_or_prompts_is_no_text() {
    let document = body(
        "<w:p><w:del><w:r><w:delText>bort</w:delText></w:r></w:del><w:ins><w:r><w:t>in</w:t>\
         </w:r></w:ins><w:r><w:rPr><w:vanish/></w:rPr><w:t>dold</w:t></w:r>\
         <w:r><w:rPr><w:vanish w:val=\"0\"/></w:rPr><w:t>syns</w:t></w:r></w:p>\
         <w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:p><w:r><w:t>Klicka</w:t>\
         </w:r></w:p></w:sdtContent></w:sdt><w:p><w:r><w:instrText>PAGE</w:instrText></w:r></w:p>",
    );
    assert_eq!(shown(&document).unwrap(), "insyns\n");
}

#[test]
fn boxes_are_marks() {
    let control = |value: &str, glyph: &str| {
        format!(
            "<w:p><w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val=\"{value}\"/>\
             </w14:checkbox></w:sdtPr><w:sdtContent><w:r><w:t>{glyph}</w:t></w:r>\
             </w:sdtContent></w:sdt><w:r><w:t xml:space=\"preserve\"> Ett</w:t></w:r></w:p>"
        )
    };
    let field = |inner: &str| {
        format!(
            "<w:p><w:r><w:fldChar w:fldCharType=\"begin\"><w:ffData><w:checkBox>{inner}\
             </w:checkBox></w:ffData></w:fldChar></w:r><w:r><w:t>Två</w:t></w:r></w:p>"
        )
    };
    let sign = "<w:p><w:r><w:sym w:font=\"Wingdings\" w:char=\"F0FE\"/></w:r>\
                <w:r><w:t>Tre</w:t></w:r></w:p>";
    let document = body(
        &[
            control("1", "X"),
            control("0", "o"),
            field("<w:default w:val=\"0\"/><w:checked/>"),
            field("<w:default w:val=\"1\"/><w:checked w:val=\"0\"/>"),
            field("<w:default w:val=\"1\"/>"),
            sign.to_owned(),
        ]
        .concat(),
    );
    let text = "☒ Ett\n☐ Ett\n☒ Två\n☐ Två\n☒ Två\n☑Tre\n";
    assert_eq!(shown(&document).unwrap(), text);
}

#[test]
fn a_text_box_is_read_once_after_its_paragraph() {
    let inner = "<w:txbxContent><w:p><w:r><w:t>i rutan</w:t></w:r></w:p></w:txbxContent>";
    let document = body(&format!(
        "<w:p><w:r><w:t>före </w:t></w:r><w:r><mc:AlternateContent><mc:Choice>{inner}\
         </mc:Choice><mc:Fallback>{inner}</mc:Fallback></mc:AlternateContent></w:r><w:r>\
         <w:t>efter</w:t></w:r></w:p>"
    ));
    assert_eq!(shown(&document).unwrap(), "före efter\ni rutan\n");
}

#[test]
fn letters_in_the_colour_of_their_ground_are_covered() {
    let document = body(
        "<w:p><w:r><w:rPr><w:color w:val=\"000000\"/><w:highlight w:val=\"black\"/></w:rPr>\
         <w:t>ab c</w:t></w:r><w:r><w:rPr><w:color w:val=\"FFFFFF\"/><w:shd w:fill=\"000000\"/>\
         </w:rPr><w:t> vit</w:t></w:r></w:p>",
    );
    assert_eq!(shown(&document).unwrap(), "███ vit\n");
}

#[test]
fn styles_cells_and_shapes_say_how_letters_look() {
    let run =
        |about: &str, words: &str| format!("<w:r><w:rPr>{about}</w:rPr><w:t>{words}</w:t></w:r>");
    let white = "<w:color w:val=\"FFFFFF\"/>";
    let navy = "<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"000080\"/>";
    let clear = "<w14:textFill><w14:noFill/></w14:textFill>";
    let outline = "<w14:textOutline><w14:noFill/></w14:textOutline>";
    let changed = format!("<w:rPrChange><w:rPr>{white}</w:rPr></w:rPrChange>");
    let automatic = "<w:shd w:val=\"clear\" w:fill=\"000000\"/>";
    let paragraph = |about: &str, runs: &str| {
        format!("<w:p><w:pPr>{about}<w:rPr>{white}</w:rPr></w:pPr>{runs}</w:p>")
    };
    let table = |about: &str, of_cell: &str| {
        let cell = paragraph("", &run(white, "vit"));
        format!(
            "<w:tbl><w:tblPr>{about}</w:tblPr><w:tr><w:tc><w:tcPr>{of_cell}</w:tcPr>{cell}\
             </w:tc></w:tr></w:tbl>"
        )
    };
    let shape = |fill: &str| {
        format!(
            "<w:p><w:r><wps:wsp><wps:spPr>{fill}<a:ln><a:noFill/></a:ln></wps:spPr><wps:txbx>\
             <w:txbxContent>{}</w:txbxContent></wps:txbx></wps:wsp></w:r></w:p>",
            paragraph("", &run(white, "vit"))
        )
    };
    let styles = format!(
        "<w:styles><w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"/>\
         <w:style w:type=\"character\" w:styleId=\"Vit\"><w:rPr>{white}</w:rPr></w:style>\
         <w:style w:type=\"character\" w:styleId=\"Vitare\"><w:basedOn w:val=\"Vit\"/></w:style>\
         <w:style w:type=\"character\" w:styleId=\"Dold\"><w:rPr><w:vanish/></w:rPr></w:style>\
         <w:style w:type=\"table\" w:styleId=\"Rand\"><w:tblStylePr><w:tcPr>{navy}</w:tcPr>\
         </w:tblStylePr></w:style></w:styles>"
    );
    for (part, found) in [
        (paragraph("", &run("", "syns")), "syns"),
        (paragraph("", &run(white, "dold")), "███"),
        (paragraph(navy, &run(white, "vit")), "vit"),
        (
            paragraph(navy, &run("<w:color w:val=\"000080\"/>", "dold")),
            "███",
        ),
        (
            paragraph("", &run("<w:rStyle w:val=\"Vitare\"/>", "dold")),
            "███",
        ),
        (
            paragraph("", &run("<w:rStyle w:val=\"Dold\"/>", "dold")),
            "",
        ),
        (paragraph("", &run(clear, "dold")), "███"),
        (paragraph("", &run(outline, "syns")), "syns"),
        (paragraph("", &run(&changed, "syns")), "syns"),
        (paragraph("", &run(automatic, "syns")), "syns"),
        (table("", ""), "███"),
        (table("", navy), "vit"),
        (table("<w:tblStyle w:val=\"Rand\"/>", ""), "vit"),
        (shape(""), "vit"),
        (shape("<a:noFill/>"), "███"),
        (
            shape("<a:solidFill><a:srgbClr w:val=\"FFFFFF\"/></a:solidFill>"),
            "███",
        ),
        (
            shape("<a:solidFill><a:schemeClr w:val=\"accent1\"/></a:solidFill>"),
            "vit",
        ),
    ] {
        let text = super::shown(&body(&part), (Some(&styles), None), Clock::default()).unwrap();
        assert_eq!(text.trim(), found, "{part}");
    }
}

#[test]
fn broken_documents_are_told() {
    for document in [
        "<w:p><w:t>x",
        "<w:p></w:t>",
        "<w:p>&nosuch;</w:p>",
        "<",
        "<w:p a=>",
    ] {
        let _ = shown(document);
    }
    let deep = "<w:txbxContent>".repeat(1_000);
    assert!(shown(&deep).is_err());
}
