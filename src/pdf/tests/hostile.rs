//! Files that would eat memory or time: bombs, trees and forms without end. Each is refused
//! soon.

use super::*;

#[test]
fn page_trees_that_eat_themselves_end() {
    let good = String::from_utf8(page(b"BT /F1 11 Tf 60 700 Td (Barn) Tj ET")).unwrap();
    refused(good.replace("/Kids [3 0 R]", "/Kids [2 0 R]").as_bytes());
    let twice = good.replace("/Kids [3 0 R]", "/Kids [3 0 R 2 0 R 3 0 R]");
    assert_eq!(text(twice.as_bytes()), "Barn\n");
}

#[test]
fn thousands_of_pages_are_too_many() {
    let mut objects = vec![
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        Vec::new(),
        stream("", b"BT (Barn) Tj ET"),
    ];
    let kids = references(4, 5000);
    objects[1] = format!("<< /Type /Pages /Kids [{kids}] /Count 5000 >>").into_bytes();
    objects.extend((0..5000).map(|_| {
        b"<< /Type /Page /Parent 2 0 R /Contents 3 0 R /Resources << /Font << /F 1 0 R >> >> >>"
            .to_vec()
    }));
    assert_eq!(refused(&file(&objects)), Unreadable::Limits);
}

#[test]
fn bombs_do_not_go_off() {
    let zeros = deflated(&vec![b' '; 8 << 20]);
    let limits = |content| assert_eq!(refused(&document(content, "", &[])), Unreadable::Limits);
    limits(stream("/Filter /FlateDecode", &zeros));
    limits(stream(
        "/Filter [/FlateDecode /FlateDecode]",
        &deflated(&zeros),
    ));
    limits(stream("/Filter /LZWDecode", b"\x80\x0b\x60\x50"));
    limits(stream("/Filter 5 0 R", &zeros));
    let hex = zeros
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect::<Vec<_>>()
        .concat();
    limits(stream(
        "/Filter [/ASCIIHexDecode /FlateDecode]",
        hex.as_bytes(),
    ));
    limits(stream(
        "/Filter /FlateDecode /DecodeParms << /Predictor 2 /Columns 99999999999999 >>",
        &zeros,
    ));
    // One harmless part, named many times.
    let part = stream("/Filter /FlateDecode", &deflated(&vec![b' '; 2 << 20]));
    let parts = format!("[{}]", "7 0 R ".repeat(1000));
    assert_eq!(
        refused(&document(parts.into_bytes(), "", &[part])),
        Unreadable::Limits
    );
}

#[test]
fn soft_masks_do_not_pile_up() {
    let state = b"<< /SMask << /S /Alpha /G 8 0 R >> >>".to_vec();
    let group = stream(
        "/Subtype /Form /BBox [0 0 9 9] /Group << /S /Transparency >> /Filter /FlateDecode",
        &deflated(&vec![b' '; 2 << 20]),
    );
    let content = |uses: usize| {
        let content = format!(
            "BT /F1 11 Tf 60 700 Td (Barn) Tj ET {}",
            "q /G gs ".repeat(uses)
        );
        let resources = "/ExtGState << /G 7 0 R >>";
        let page = format!(
            "<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> {resources} >> >>"
        );
        let objects = [
            b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
            page.into_bytes(),
            stream("/Filter /FlateDecode", &deflated(content.as_bytes())),
            FONT.into(),
            SIGNS.into(),
            state.clone(),
            group.clone(),
        ];
        file(&objects)
    };
    assert_eq!(text(&content(3)), "Barn\n");
    assert_eq!(refused(&content(5000)), Unreadable::Limits);
}

#[test]
fn forms_that_nest_end() {
    let form = |next: usize, times: usize| {
        let entries = format!(
            "/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X {next} 0 R >> >>"
        );
        stream(&entries, "/X Do ".repeat(times).as_bytes())
    };
    // A form that draws itself is cut off where nesting ends.
    let content = b"BT /F1 11 Tf 60 700 Td (Barn) Tj ET /X Do";
    assert_eq!(
        text(&document(stream("", content), "", &[form(7, 1)])),
        "Barn\n"
    );
    let doubling: Vec<Vec<u8>> = (0..45).map(|at| form(at + 8, 2)).collect();
    assert_eq!(
        refused(&document(stream("", content), "", &doubling)),
        Unreadable::Limits
    );
}

#[test]
fn deep_objects_end() {
    for (open, close) in [("[", "]"), ("<< /A ", ">>")] {
        let deep = [open.repeat(100_000), close.repeat(100_000)].concat();
        let bytes = document(
            stream("", b"BT /F1 11 Tf 60 700 Td (Barn) Tj ET"),
            &format!("/Deep {deep}"),
            &[],
        );
        assert_eq!(refused(&bytes), Unreadable::Limits);
        let _ = extract(&page(deep.as_bytes()));
    }
}
