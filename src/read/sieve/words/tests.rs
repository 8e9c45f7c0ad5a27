use super::*;

#[test]
fn sums_are_told_by_their_words() {
    for text in [
        "Summa",
        "SUMMA:",
        "Totalt",
        "Total",
        "Grand Total",
        "Somme",
        "Sum",
        "Samtliga",
        "Summa januari 2024",
        "Totalt antal personer",
        "Delsumma Q1",
        "= Total =",
        "Σ",
        "Total général",
        "Medelvärde",
        "Antal: 3",
        "I alt",
        "Totalt i alt",
        "Mellomsum",
        "Zwischensumme",
        "Insgesamt 2024",
        "Mittelwert",
        "Gennemsnit",
        "Gjennomsnitt",
        "Yhteensä",
        "Subtotaal",
    ] {
        assert!(is_sum(text), "{text}");
    }
    for text in [
        "Summa AB",
        "Totalförsvarets forskningsinstitut",
        "Total Produktion AB",
        "Sumatra",
        "",
        "158",
        "Alla",
        "Alt",
        "I allmänhet",
        "Durchschnitt GmbH",
    ] {
        assert!(!is_sum(text), "{text}");
    }
}

#[test]
fn periods_are_told_by_their_words() {
    for text in [
        "Januari 2024",
        "Q1",
        "Kvartal 1 2024",
        "2024",
        "Vecka 12",
        "MAJ",
        "jan-mar 2024",
        "Q1 2024",
        "ht 2023",
    ] {
        assert!(is_period(text), "{text}");
    }
    for text in [
        "KS 2024/11",
        "12",
        "Majornas vårdcentral",
        "2024-01-09",
        "",
        "3055",
    ] {
        assert!(!is_period(text), "{text}");
    }
    assert!(is_part_of_year("Januari 2024") && !is_part_of_year("2024"));
}

#[test]
fn notes_are_told_by_their_beginnings() {
    assert!(
        is_named_note("Källa: IMY")
            && is_named_note("Source: us")
            && is_named_note("* preliminärt")
    );
    assert!(!is_named_note("Export AB") && !is_named_note("KS: 12"));
    assert!(
        begins_note("Uttag ur diariet 2024-06-01 av registrator", 2) && !begins_note("Export", 2)
    );
}

#[test]
fn dates_and_figures_are_told_by_their_look() {
    for (text, date, figure) in [
        ("2024-01-09 08:15", true, false),
        ("20240109", true, true),
        ("9/1", true, true),
        ("Januari 2024", false, false),
        ("158", false, true),
        ("3 st", false, true),
        ("1 234,5 %", true, true),
        ("-", false, false),
        ("Obehörigt röjande", false, false),
    ] {
        assert_eq!(
            (is_date(text.as_bytes()), is_figure(text)),
            (date, figure),
            "{text}"
        );
    }
    assert_eq!(whole("1\u{a0}234".as_bytes()), Some(1234));
    assert_eq!(
        (whole(b"3 st"), whole(b""), whole(b" ")),
        (None, None, None)
    );
}

#[test]
fn keys_have_a_look() {
    assert_eq!(shape("KS 2024/11"), "a 9/9");
    assert_eq!(shape("PUI-2024-0006"), "a-9-9");
    assert_eq!(shape("Januari 2024"), "a 9");
}
