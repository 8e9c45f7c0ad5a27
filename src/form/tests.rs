//! The editions as they are loaded: their questions, their lists, their options.

use super::*;
use crate::config::Language;

fn edition() -> &'static Edition {
    Edition::default_edition()
}

#[test]
fn the_first_edition_has_its_questions_and_every_key_an_edition() {
    assert_eq!(edition().questions.len(), 37);
    for key in Key::ALL.iter().filter(|key| !key.is_envelope()) {
        let asks = |edition: &Edition| edition.place(*key).is_some();
        assert!(Edition::all().iter().any(asks), "{}", key.path());
    }
}

#[test]
fn closed_lists_are_complete() {
    let sizes: Vec<_> = edition()
        .questions
        .iter()
        .filter(|q| q.closed)
        .map(|q| (q.number, q.options.len()))
        .collect();
    assert_eq!(sizes, [(25, 14), (26, 19), (28, 10)]);
}

#[test]
fn options_are_found_by_code_and_by_either_label() {
    let sector = edition().question(19).unwrap();
    for text in [
        "public",
        "Offentlig sektor",
        "offentlig  SEKTOR",
        "Public sector",
    ] {
        assert_eq!(sector.find_option(text), Some(0), "{text}");
    }
    let severity = edition().question(29).unwrap();
    for text in ["3", "3.", "3. Betydande", "3. Allvarlig"] {
        assert_eq!(severity.find_option(text), severity.option("3"), "{text}");
    }
    assert_eq!(severity.find_option("33"), None);
    assert_eq!(
        edition().question(25).unwrap().find_option("Övrigt:"),
        Some(13)
    );
}

#[test]
fn questions_may_have_any_numbers_that_ascend() {
    let with = |number: u8| {
        let one_more = format!(
            "\n[[question]]\nnumber = {number}\nlabel = {{ sv = \"Mer\", en = \"More\" }}\n"
        );
        Edition::parse(&format!("{}{one_more}", overlay::IMY_2021))
    };
    let more = with(90).unwrap();
    assert_eq!(more.question(90).map(|question| question.number), Some(90));
    assert!(more.question(38).is_none());
    for wrong in [37, 128] {
        assert!(
            with(wrong)
                .unwrap_err()
                .get(Language::En)
                .contains("cannot stand behind"),
            "{wrong}"
        );
    }
}

#[test]
fn unknown_is_recognised() {
    assert!(edition().is_unknown("Okänt/kan inte ange"));
    assert!(!edition().is_unknown("10 001 - 100 000"));
}

/// A fixture that is read by an edition begins with its name, as in `imy-2021-text-copy.txt`.
#[test]
fn each_edition_has_a_fixture() {
    let names_in = |folder: &str| -> Vec<String> {
        let folder = format!("{}/fixtures/{folder}", env!("CARGO_MANIFEST_DIR"));
        let names = std::fs::read_dir(folder).unwrap();
        names
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect()
    };
    for edition in Edition::all() {
        let names = names_in(if edition.draft {
            "drafts"
        } else {
            "notifications"
        });
        let is_of = |name: &String| name.starts_with(&format!("{}-", edition.name));
        assert!(names.iter().any(is_of), "no fixture of {}", edition.name);
    }
}
