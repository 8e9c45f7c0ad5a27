use super::*;

fn shown(document: &[u8]) -> String {
    super::shown(document, Clock::default()).unwrap()
}

#[test]
fn names_are_in_order() {
    assert!(UNSEEN.is_sorted() && SIGNS.is_sorted());
}

#[test]
fn the_text_is_what_is_shown() {
    let document = br"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}{\f1\fcharset2 Wingdings;}}
{\*\generator x;}{\header huvud\par}\pard Anm\'e4lan \u229\'e5r \uc0\u228 \uc1{\v dold}\par
\b Nej\b0\par{\f1 \'fe} Ja\cell x\row{\deleted bort}\u-10179?\u-8704? slut\line a\~b
{\upr{ansi}{\*\ud{\u337?}}}}";
    let text = "Anmälan år ä\nNej\n☑ Ja\nx\n😀 slut\na bő\n";
    assert_eq!(shown(document), text);
}

#[test]
fn heads_of_pages_are_apart() {
    let document =
        br"{\rtf1{\header Exempel{\v dold}{\shp{\shptxt i ruta\par}}kommun\par Kompl\page ettering}
{\headerf {\footnote not}\'e5r\par}{\footer fot\par}Text\par}";
    let (text, heads) = with_heads(document, Clock::default()).unwrap();
    assert_eq!(text, "Text\n");
    assert_eq!(heads, "Exempel\ni ruta\nkommun\nKomplettering\når\n");
}

#[test]
fn form_fields_show_their_state() {
    let field = |inner: &str, word: &str| {
        format!(
            r"{{\field{{\*\fldinst FORM {{\*\formfield{{{inner}}}}}}}{{\fldrslt }}}}{word}\par "
        )
    };
    let document = [
        field(r"\fftype1\ffres1\ffdefres0", " Ett"),
        field(r"\fftype1\ffres25\ffdefres0", " Två"),
        field(r"\fftype2\ffres1{\*\ffl Nej}{\*\ffl Ja}", ""),
    ]
    .concat();
    assert_eq!(
        shown(document.replace('å', r"\'e5").as_bytes()),
        "☒ Ett\n☐ Två\nJa\n"
    );
}

#[test]
fn any_bytes_end() {
    for text in [
        "{\\rtf1 \\",
        "{\\rtf1 \\'",
        "{\\rtf1 \\u",
        "}}}}{\\u1",
        "{\\bin99999999999 x",
    ] {
        let _ = shown(text.as_bytes());
    }
    let _ = shown(&b"{".repeat(500_000));
    let _ = shown(br"{\rtf \'zz a\u-5\'\uc-3\u5 \bin-1 x");
}

#[test]
fn raised_digits_are_no_digits_of_a_number() {
    for (part, found) in [
        (r"12{\super 1}", "12¹"),
        (r"12\super 1\nosupersub  st", "12¹ st"),
        (r"12\up6 10\up0 , 5", "12¹⁰, 5"),
        (r"12\super 1\plain 2", "12¹2"),
        (r"CO{\sub 2}", "CO2"),
    ] {
        let document = format!(r"{{\rtf1\ansi\pard {part}}}");
        assert_eq!(shown(document.as_bytes()).trim_end(), found, "{part}");
    }
}

#[test]
fn letters_in_the_colour_of_their_ground_are_masked() {
    let colours = r"{\colortbl;\red0\green0\blue0;\red255\green255\blue255;\red0\green0\blue128;}";
    for (part, found) in [
        (r"\pard a {\cf2 dold}", "a ███"),
        (r"\pard {\cf1\chcbpat1 dold} b", "███ b"),
        (r"\pard {\cf1\cb1 dold}", "███"),
        (r"\pard {\cf1\highlight1 dold\'e5}", "███"),
        (r"\pard {\cf3\chshdng10000\chcfpat3 dold}", "███"),
        (r"\pard\cbpat3 {\cf3 dold}{\cf2  vit}", "███ vit"),
        (r"\pard\cbpat3 a\par\pard {\cf2 dold}", "a\n███"),
        (r"\pard\cf2 dold\plain  syns", "███ syns"),
        (r"\pard {\cf0\chcbpat1 syns}", "syns"),
        (r"\pard {\cf9\chcbpat1 syns}", "syns"),
        (r"\pard {\cf2\chcbpat1 vit}", "vit"),
        (r"\pard {\cf3\chshdng5000\chcfpat3\chcbpat3 syns}", "syns"),
        (
            r"\trowd\clcbpat3\cellx100\cellx200\pard\intbl {\cf2 vit}\cell {\cf2 dold}\cell\row\pard a",
            "vit\n███\na",
        ),
        (r"{\shptxt\pard {\cf2 vit}\par}", "vit"),
    ] {
        let document = format!(r"{{\rtf1\ansi{colours}{part}}}");
        assert_eq!(shown(document.as_bytes()).trim_end(), found, "{part}");
    }
}
