use super::*;

fn shown(page: &str) -> Result<String, Fault> {
    super::shown(page, Clock::default())
}

#[test]
fn signs_of_picture_fonts_are_boxes() {
    let page = "<html><body><p style=\"margin:0; font-family:'Calibri'\">\
        <span style='font-family:Wingdings;mso-x:y'>&thorn;</span>&nbsp;Ett</p>\
        <p><font face=Wingdings>&uml;</font> Tv\u{e5} &thorn;</p>";
    assert_eq!(shown(page).unwrap(), "☑\u{a0}Ett\n☐ Två þ\n");
}

#[test]
fn parts_of_pages_begin_as_pages() {
    for head in ["<div dir=ltr>a", "<TABLE><tr>", "\n<p>a", "<br/>"] {
        assert!(begins(head.as_bytes()), "{head}");
    }
    for head in ["<KS 2024/1> a", "<x>", "<p", "< div>", "div>", "<feed>"] {
        assert!(!begins(head.as_bytes()), "{head}");
    }
}

#[test]
fn names_are_in_order() {
    assert!(
        FIRST.is_sorted()
            && BLOCKS.is_sorted()
            && UNSEEN.is_sorted()
            && KEPT.is_sorted()
            && VALUES.is_sorted()
    );
}

#[test]
fn blocks_are_lines_and_blanks_are_folded() {
    let page = "<html><head><title>Titel</title></head><body><h1>Anmälan  av\n \
                <b>personuppgifts</b>incident</h1><div>1. Namn<br>Kommun &amp; bolag</div>\
                <table><tr><td>2. Nummer</td><td>212000-0142</td></tr></table>\
                <pre>en\n två</pre></body>";
    let text = "Anmälan av personuppgiftsincident\n1. Namn\nKommun & bolag\n2. Nummer\n\
                212000-0142\nen\n två\n";
    assert_eq!(shown(page).unwrap(), text);
}

#[test]
fn what_is_hidden_is_no_text() {
    let page = "<style>/* x */ @media print { .a { display: none } } .b, #c {display:none}\
                </style><p class=a>syns</p><p class=b>dold</p><p id=c>dold</p>\
                <p hidden>dold</p><p style='color:red; DISPLAY: none'>dold</p>\
                <script>dold()</script><del>dold</del><template><p>dold</p></template><!-- dold --><p>slut";
    assert_eq!(shown(page).unwrap(), "syns\nslut\n");
}

#[test]
fn the_state_of_boxes_stands_before_their_labels() {
    let page = "<p><input type=checkbox id=a checked><label for=a>Ett</label></p>\
                <p><label>Två <input type=radio></label></p>\
                <div role=checkbox aria-checked=true>Tre</div>\
                <p><label for=d>Fyra</label><input type=checkbox id=d></p>\
                <p><input type=checkbox> Fem</p>";
    assert_eq!(shown(page).unwrap(), "☒ Ett\n☐ Två\n☒ Tre\n☐ Fyra\n☐ Fem\n");
    let unsaved = "<p><input type=checkbox> Ett</p><p><input type=checkbox> Två</p>";
    assert_eq!(shown(unsaved).unwrap(), "Ett\nTvå\n");
}

#[test]
fn fields_show_what_they_hold() {
    let page = "<p>Namn <input value=Kommun></p><input type=hidden value=x>\
                <textarea>en\ntvå</textarea><select><option>Nej<option selected>Ja</select>\
                <input type=password value=x>";
    assert_eq!(shown(page).unwrap(), "Namn\nKommun\nen\ntvå\nJa\n");
}

#[test]
fn a_list_saved_without_its_state_has_no_answer() {
    let options = "<option value=0>Ja<option value=1>Nej<option value=2>Vet inte";
    for (list, text) in [
        (format!("<select>{options}</select>"), "⁉\n"),
        (
            format!("<select><optgroup label=Svar>{options}</select>"),
            "⁉\n",
        ),
        (format!("<select multiple>{options}</select>"), "⁉\n"),
        (
            format!("<select><option value=x selected>Delvis{options}</select>"),
            "Delvis\n",
        ),
        ("<select><option>Sverige</select>".to_owned(), "Sverige\n"),
        (format!("<select><option>{options}</select>"), ""),
        (format!("<select><option>-- Välj --{options}</select>"), ""),
        (
            format!("<select><option>Välj ett svar{options}</select>"),
            "",
        ),
        (
            format!("<select><option value=''>Svar{options}</select>"),
            "",
        ),
        (
            format!("<select><option disabled>Svar{options}</select>"),
            "",
        ),
        (
            format!("<select multiple>{options}</select><select><option selected>Ja</select>"),
            "Ja\n",
        ),
    ] {
        assert_eq!(shown(&list).unwrap(), text, "{list}");
    }
}

#[test]
fn raised_digits_are_no_digits_of_a_number() {
    for (part, found) in [
        ("12<sup>1</sup>", "12¹"),
        ("12<sup><a href=#n>1</a></sup> st", "12¹ st"),
        ("12 <sup>1, 2</sup>", "12 ¹, ²"),
        ("12<span style='vertical-align: super'>1</span>", "12¹"),
        ("12<span class=n>1</span>", "12¹"),
        ("CO<sub>2</sub> i 30 m<sup>2</sup>", "CO2 i 30 m²"),
        ("<sup>1</sup>12", "¹12"),
        ("<sup>12</sup>", "12"),
        ("den 1<sup>a</sup>", "den 1a"),
        ("<sup>1</sup> Se bilaga", "¹ Se bilaga"),
    ] {
        let page = format!("<style>.n {{ vertical-align: super }}</style><p>{part}");
        assert_eq!(shown(&page).unwrap().trim(), found, "{part}");
    }
}

#[test]
fn hostile_pages_end() {
    let many: String = (0..60_000)
        .flat_map(|at| ["<b id=".to_owned(), at.to_string(), ">".to_owned()])
        .collect();
    assert_eq!(
        shown(&format!("{many}{}", "<p>x".repeat(100_000))),
        Err(Fault::Limits)
    );
    assert_eq!(shown(&"<a>".repeat(1_000_000)), Err(Fault::Limits));
    assert_eq!(shown(&"<div>".repeat(90_000)), Err(Fault::Limits));
    for page in ["", "<", "<p", "<!--", "&#x", "<table><p>x", "\u{0}<\u{0}"] {
        assert!(shown(page).is_ok());
    }
}

#[test]
fn letters_in_the_colour_of_their_ground_are_masked() {
    for part in [
        "<span style=color:white>dold</span>",
        "<span style='COLOR: #FFFFFF !important'>dold</span>",
        "<font color=fefefe>dold</font>",
        "<span style='color:black;background-color:#000'>dold</span>",
        "<span style='color:#111;background:black none'>dold</span>",
        "<span style='background:currentColor'>dold</span>",
        "<font color='#000000'><span style='background: rgb(0,0,0)'>dold</span></font>",
        "<span class=m>dold</span>",
        "<span class=n><b>dold</b></span>",
        "<table><tr><td bgcolor=black>dold</td></tr></table>",
        "<table bgcolor=navy><tr><td><font color=navy>dold</font></td></tr></table>",
        "<table class=t><tr><td style=color:navy>dold</td></tr></table>",
        "<span style='color:transparent'>dold</span>",
        "<span style='color:rgba(0,0,0,0)'>dold</span>",
        "<span style='-webkit-text-fill-color: transparent'>dold</span>",
        "<span style='opacity:0'>dold</span>",
        "<div style='opacity:0'><p>dold</p></div>",
        "<span style='font-size:0'>dold</span>",
        "<span style='font:0/0 a'>dold</span>",
        "<input style=color:white value=dold>",
        "<textarea class=m>dold</textarea>",
    ] {
        let style = "<style>p { color: black } @media screen { .m{color:#000;background:#000} }\
                     .n, .x > .y { color: #fff } .t td { background: navy }</style>";
        let page = format!("{style}<p>före {part}");
        assert_eq!(
            shown(&page).unwrap().replace('\n', " ").trim(),
            "före ███",
            "{part}"
        );
    }
}

#[test]
fn letters_that_are_seen_are_read() {
    for part in [
        "<span style='color:white;background:black'>syns</span>",
        "<span style='background:#000'><font color=#fff>syns</font></span>",
        "<div style='background:black'><p style='color:white'>syns</p></div>",
        "<div style='background:url(x.png)'><p style='color:white'>syns</p></div>",
        "<div style='background-image:linear-gradient(red,blue)'><i style='color:white'>syns</i></div>",
        "<table><tr><td bgcolor=navy><font color=white>syns</font></table>",
        "<div style='color:white'><span style='color:black'>syns</span></div>",
        "<div style='font-size:0'><span style='font-size:12px'>syns</span></div>",
        "<div style='color:white'><a href=x>syns</a></div>",
        "<div style='color:white'><input value=syns></div>",
        "<span style='color:yellow'>syns</span>",
        "<span style='color:#bbb'>syns</span>",
        "<span style='color:windowtext'>syns</span>",
        "<span style='color:var(--x);background:var(--y)'>syns</span>",
        "<span style='color:white;text-shadow:0 0 2px black'>syns</span>",
        "<span style='color:transparent;background:red;-webkit-background-clip:text'>syns</span>",
        "<span class=a>syns</span>",
        "<span class='b c'>syns</span>",
        "<span class=d>syns</span>",
        "<span style='opacity:0.5'>syns</span>",
        "<span style='background:rgba(0,0,0,.1)'>syns</span>",
        "<span style='border-color:white;background-color:transparent'>syns</span>",
    ] {
        let style = "<style>@media print { .a { color:white } } .b { color:white }\
                     .c { color:black } .b:hover { color: white } #x .d { color:white }</style>";
        let page = format!("{style}<p>{part}");
        assert_eq!(shown(&page).unwrap(), "syns\n", "{part}");
    }
    let dark = "<body style='background:#222;color:#eee'><p>syns<p style='color:#222'>dold";
    assert_eq!(shown(dark).unwrap(), "syns\n███\n");
    let dark = "<body bgcolor=black text=white><p>syns";
    assert_eq!(shown(dark).unwrap(), "syns\n");
}
