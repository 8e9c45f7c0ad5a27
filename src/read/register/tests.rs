//! Which columns of a register are what.

use super::{Notified, parse};

/// What the headings of a register are taken for.
fn taken(register: &str) -> Vec<String> {
    let read = parse(register.as_bytes(), None).unwrap();
    let columns = read.sheets[0].taken.iter();
    columns
        .map(|(own, name)| format!("{own} = {name}"))
        .collect()
}

#[test]
fn whether_and_when_a_breach_was_notified_is_known_by_words_anywhere_in_a_heading() {
    for (register, expected) in [
        (
            "Dnr;Polisanmäld;Upptäckt;Rapporterad till myndigheten;Anmälan inskickad;Händelse\n\
             KS 1;Nej;2024-03-04;Ja;2024-03-05;Brev\n",
            [
                "received = Anmälan inskickad",
                "notified = Rapporterad till myndigheten",
            ],
        ),
        (
            "Ref;Upptäckt;IMY-anmälan (J/N);Ingiven till IMY;Beskrivning\n\
             KS 1;2024-03-04;J;2024-03-05 10:15;Brev\n",
            [
                "received = Ingiven till IMY",
                "notified = IMY-anmälan (J/N)",
            ],
        ),
    ] {
        let taken = taken(register);
        for column in expected {
            assert!(taken.iter().any(|own| own == column), "{column}: {taken:?}");
        }
        let read = parse(register.as_bytes(), None).unwrap();
        assert!(
            read.sheets[0]
                .entries
                .iter()
                .all(|entry| entry.notified == Notified::Yes)
        );
    }
}
