//! The marks of lists: before, behind and between labels.

use super::*;
use crate::form::Edition;

#[test]
fn marks_are_taken_off() {
    for (line, mark, text) in [
        ("- Barn", Mark::None, "Barn"),
        ("[x] Barn", Mark::Ticked, "Barn"),
        ("- [ ] Barn", Mark::Empty, "Barn"),
        ("☒ Barn", Mark::Ticked, "Barn"),
        ("x Barn", Mark::Ticked, "Barn"),
        ("Xylofon", Mark::None, "Xylofon"),
        ("[ X ] Barn", Mark::Ticked, "Barn"),
        ("[✔] Barn", Mark::Ticked, "Barn"),
        ("(•) Barn", Mark::Ticked, "Barn"),
        ("(   ) Barn", Mark::Empty, "Barn"),
        ("(o) Barn", Mark::None, "Barn"),
        ("(se bilaga) Barn", Mark::None, "(se bilaga) Barn"),
        ("[", Mark::None, "["),
    ] {
        let (found, _, rest) = split_mark(line);
        assert_eq!((found.mark(), rest), (mark, text), "{line}");
    }
}

fn read(question: u8, text: &str) -> Vec<(Mark, String)> {
    let edition = Edition::default_edition();
    let lines = Lines::split(text, edition, 1);
    items(
        &lines,
        edition.question(question).unwrap(),
        0..lines.all.len(),
    )
    .into_iter()
    .map(|item| (item.mark, item.text.into_owned()))
    .collect()
}

#[test]
fn crosses_say_no_beside_ticks() {
    assert_eq!(marks("✘ Barn\n✗ Patienter"), [Mark::Ticked, Mark::Ticked]);
    assert_eq!(marks("✘ Barn\n☐ Patienter"), [Mark::Ticked, Mark::Empty]);
    for tick in ["✔", "✓", "☑", "☒", "[x]"] {
        let text = format!("- ✘ Barn\n- {tick} Patienter\n- ✗ Medlemmar");
        assert_eq!(
            marks(&text),
            [Mark::Empty, Mark::Ticked, Mark::Empty],
            "{tick}"
        );
    }
}

fn marks(text: &str) -> Vec<Mark> {
    read(25, text).into_iter().map(|item| item.0).collect()
}

#[test]
fn every_sign_is_a_tick_beside_an_empty_box() {
    for tick in [
        "[V]", "[✔]", "[■]", "(•)", "✖", "✕", "🗹", "🗷", "■", "⬛", "\u{f0fe}",
    ] {
        for empty in ["[ ]", "□", "☐"] {
            let text = format!("{tick} Barn\n{empty} Patienter");
            assert_eq!(marks(&text), [Mark::Ticked, Mark::Empty], "{tick} {empty}");
        }
    }
    assert_eq!(marks("⬛ Barn\n⬜ Patienter"), [Mark::Ticked, Mark::Empty]);
    assert_eq!(marks("✔ Barn\n○ Patienter"), [Mark::Ticked, Mark::Empty]);
}

#[test]
fn what_may_be_a_bullet_is_one_where_nothing_else_is_seen() {
    for bullet in ["■", "○", "❏"] {
        assert_eq!(
            marks(&format!("{bullet} Barn\n{bullet} Patienter")),
            [Mark::None; 2],
            "{bullet}"
        );
    }
}

#[test]
fn what_is_not_known_beside_boxes_leaves_the_list_in_doubt() {
    for strange in ["[*]", "[+]", "[?]", "(*)", "(o)", "★", "?", "*", "-", ""] {
        for empty in ["[ ]", "□"] {
            assert_eq!(
                marks(&format!("{empty} Barn\n{strange} Patienter")),
                [Mark::None; 2],
                "{strange}"
            );
        }
    }
    // A label without a box beside ticks and boxes is not ticked.
    assert_eq!(
        marks("[x] Barn\n[ ] Kunder\n- Patienter"),
        [Mark::Ticked, Mark::Empty, Mark::None]
    );
    assert_eq!(marks("[X] Barn\n[-] Patienter"), [Mark::Ticked, Mark::None]);
    assert_eq!(marks("[ ] Barn\n\"Övrigt\""), [Mark::Empty, Mark::None]);
}

#[test]
fn a_checked_box_and_a_crossed_one_tell_nothing_without_an_empty_one() {
    assert_eq!(marks("☑ Barn\n☒ Patienter"), [Mark::None; 2]);
    assert_eq!(
        marks("☑ Barn\n☒ Patienter\n☐ Kunder"),
        [Mark::Ticked, Mark::Ticked, Mark::Empty]
    );
    assert_eq!(marks("☑ Barn\n☑ Patienter"), [Mark::Ticked; 2]);
}

#[test]
fn what_stands_below_a_ticked_other_is_its_comment() {
    for head in ["[x] Övrigt:", "[x] Övrigt", "- ☒ Övrigt: ett"] {
        let found = read(26, &format!("[ ] Hälsa\n{head}\ntvå\ntre"));
        let whole = if head.ends_with("ett") {
            "Övrigt: ett två tre"
        } else {
            "Övrigt: två tre"
        };
        assert_eq!(
            found,
            [(Mark::Empty, "Hälsa".into()), (Mark::Ticked, whole.into())]
        );
    }
    assert_eq!(read(26, "[ ] Övrigt:\ntvå").len(), 2);
    assert_eq!(read(26, "[x] Övrigt:\nHälsa").len(), 2);
}

/// The options of question 25 in these lines, each with its mark.
fn told(text: &str) -> Vec<(Mark, String)> {
    read(25, text)
}

#[test]
fn options_side_by_side_are_read_as_those_below_each_other() {
    for text in [
        "☐ Barn\n☒ Patienter",
        "☐ Barn ☒ Patienter",
        "☐ Barn\t☒ Patienter",
        "☐Barn   ☒Patienter",
        "[ ] Barn / [x] Patienter",
        "( ) Barn (x) Patienter",
        "□ Barn ■ Patienter",
        "✘ Barn ✓ Patienter",
        "☐\nBarn\n☒\nPatienter",
        "Vilka: ☐ Barn ☒ Patienter",
    ] {
        let expected = [
            (Mark::Empty, "Barn".into()),
            (Mark::Ticked, "Patienter".into()),
        ];
        assert_eq!(told(text), expected, "{text}");
    }
    assert_eq!(
        marks("☐ Barn ☐ Patienter\n☒ Kunder hos den personuppgiftsansvarige ☐ Övrigt:"),
        [Mark::Empty, Mark::Empty, Mark::Ticked, Mark::Empty]
    );
}

#[test]
fn a_mark_that_may_belong_to_either_label_belongs_to_none() {
    for text in [
        "Barn ☐ Patienter ☒",
        "Barn ☒\nPatienter ☐",
        "Barn ☐ Patienter",
        "☐ Barn ☒ Patienter ☐",
        "[ ] Barn [*] Patienter",
        "Barn\n☐\nPatienter\n☒",
        "☐\n☒\nBarn\nPatienter",
        "■ Barn ■ Patienter",
    ] {
        let marks = marks(text);
        assert!(marks.len() > 1, "{text}");
        assert!(marks.iter().all(|mark| *mark == Mark::None), "{text}");
    }
    for text in ["Barn ☒", "Barn [x]", "Barn\n☒"] {
        assert_eq!(told(text), [(Mark::Ticked, "Barn".into())], "{text}");
    }
}

#[test]
fn labels_that_are_wrapped_in_columns_are_put_together() {
    let military = "Militär, det vill säga anställda inom totalförsvaret";
    let pupils = "Skolelever i förskola, grundskola eller gymnasium";
    let found = told(
        "☒ Militär, det vill säga        ☐ Skolelever i förskola,\n\
         anställda inom totalförsvaret   grundskola eller gymnasium",
    );
    assert_eq!(
        found,
        [
            (Mark::Ticked, military.into()),
            (Mark::Empty, pupils.into())
        ]
    );
    let found =
        told("☒ Militär, det vill säga        ☐ Barn\nanställda inom totalförsvaret   ☐ Patienter");
    let [barn, patienter] = ["Barn", "Patienter"].map(|text| (Mark::Empty, text.to_owned()));
    assert_eq!(found, [(Mark::Ticked, military.into()), barn, patienter]);
    let found = told("☒ Övrigt:\t☐ Barn\ngrannar");
    let other = (Mark::Ticked, "Övrigt: grannar".to_owned());
    assert_eq!(found, [other, (Mark::Empty, "Barn".into())]);
}

#[test]
fn what_is_said_of_marks_is_no_list() {
    assert_eq!(
        marks("Markera med ☒ det som gäller\n☒ Barn\n☐ Patienter\n☐"),
        [Mark::None, Mark::Ticked, Mark::Empty]
    );
    assert_eq!(
        told("☒ Övrigt: grannar\nkunder ✓ klara"),
        [(Mark::Ticked, "Övrigt: grannar kunder ✓ klara".into())]
    );
}

#[test]
fn a_list_is_known_where_one_option_is_asked_for() {
    let edition = Edition::default_edition();
    let listed = |question: u8, text: &str| {
        let lines = Lines::split(text, edition, 1);
        let question = edition.question(question).unwrap();
        let items = listed(&lines, question, 0..lines.all.len());
        items.map(|items| items.iter().map(|item| item.mark).collect::<Vec<_>>())
    };
    for (number, text, marks) in [
        (31, "Ja\nNej", vec![Mark::None; 2]),
        (
            17,
            "Vi själva\nEn utomstående eller registrerad informerade oss\nPå annat sätt",
            vec![Mark::None; 3],
        ),
        (31, "Ja ☐ Nej ☒", vec![Mark::None; 2]),
        (31, "☐ Ja ☒ Nej", vec![Mark::Empty, Mark::Ticked]),
        (31, "Ja ✓", vec![Mark::Ticked]),
        (31, "☐", vec![]),
        (23, "☒ 1 - 10 ☐ 11 - 100", vec![Mark::Ticked, Mark::Empty]),
        (29, "1 ☐ 2 ☐ 3 ☒ 4 ☐", vec![Mark::None; 4]),
    ] {
        assert_eq!(listed(number, text), Some(marks), "{text}");
    }
    for (number, text) in [
        (31, "Ja"),
        (31, "■ Ja"),
        (31, "Nej, inte än\nvi väntar"),
        (31, "Nej\nvi väntar\nSe bilaga"),
        (20, "Skola: Förskola,\ngrundskola, gymnasium"),
        (18, "Annat sätt ✓ klart"),
        (29, "2. Begränsad"),
    ] {
        assert_eq!(listed(number, text), None, "{text}");
    }
}
