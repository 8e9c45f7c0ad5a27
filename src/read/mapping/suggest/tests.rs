use super::*;
use crate::config::Message;
use crate::read::mapping::Mapping;

/// The first mapping of an export, with comments in English.
fn suggest(head: &[u8]) -> Option<String> {
    super::suggest(head, Language::En)
}

const EXPORT: &str = "Incident-ID;Upptäcktsdatum;Sektor;Antal personer;Kategorier av personuppgifter;Registrerade informerade;Färg\n\
    A-1;24/12/2023 09:30;Offentlig sektor;1,200;Personnummer|Kontaktinformation;Ja;röd\n\
    A-2;03/01/2024 10:00;Privat sektor;Okänt;Hälsa;Nej, inte än;blå\n";

#[test]
fn a_mapping_is_suggested_and_can_be_loaded() {
    let suggested = suggest(EXPORT.as_bytes()).unwrap();
    for expected in [
        "delimiter = \";\"",
        "to = \"controller.reference\"\nfrom = \"Incident-ID\"",
        "to = \"incident.discovered\"\nfrom = \"Upptäcktsdatum\"\nformat = \"%d/%m/%Y %H:%M\"",
        "to = \"incident.sector\"\nfrom = \"Sektor\"",
        "to = \"affected.data_subjects\"\nfrom = \"Antal personer\"\nthousands = \",\"",
        "split = \"|\"",
        "# from = \"Färg\"",
    ] {
        assert!(suggested.contains(expected), "{expected}\n{suggested}");
    }
    Mapping::load(&suggested, |_| Err(Message::Same(String::new()))).unwrap();
}

#[test]
fn json_is_suggested_by_paths() {
    let suggested = suggest(
        br#"[{"breach":{"sector":"private","found":1},"organisation":"Exempelbolaget AB"}]"#,
    )
    .unwrap();
    assert!(suggested.contains("from = \"organisation\""), "{suggested}");
    assert!(suggested.contains("format = \"json\""));
    Mapping::load(&suggested, |_| Err(Message::Same(String::new()))).unwrap();
}

#[test]
fn the_one_list_of_a_document_is_found() {
    let wrapped =
        br#"{"count":2,"data":{"results":[{"sector":"a","place":"x"},{"sector":"b","place":"y"}]}}"#;
    let suggested = suggest(wrapped).unwrap();
    assert!(
        suggested.contains("records = \"data.results\""),
        "{suggested}"
    );
    assert!(suggested.contains("from = \"sector\""), "{suggested}");
    let one = br#"{"sector":"a","place":"x","why":"z","actions":[{"action":"b"}]}"#;
    assert!(!suggest(one).unwrap().contains("records"));
}

#[test]
fn no_name_and_no_free_text_of_the_data_is_shown() {
    let mut export =
        String::from("Handläggare;Sektor;Antal personer;anna.person@exempel.se;\"Två\nrader\"\n");
    for at in 0..4 {
        let sector = if at == 3 {
            "Anna Person bad om det"
        } else {
            "offentliga"
        };
        let _ = writeln!(export, "Anna Person;{sector};hos Anna Person;x;y");
    }
    let suggested = suggest(export.as_bytes()).unwrap();
    assert!(
        !suggested.contains("Anna") && !suggested.contains('@'),
        "{suggested}"
    );
    assert!(suggested.contains("offentliga"), "{suggested}");
    assert!(
        suggested.contains("# a single text") && suggested.contains("# ? 1 more value, which"),
        "{suggested}"
    );
    assert!(
        suggested.contains("# from = \"Två\\nrader\""),
        "{suggested}"
    );
    Mapping::load(&suggested, |_| Err(Message::Same(String::new()))).unwrap();
}

#[test]
fn a_name_that_is_only_alike_is_marked() {
    let suggested = suggest(b"Sektorerna;Orsak\na;b\n").unwrap();
    assert!(
        suggested.contains("to = \"incident.sector\"   # ?"),
        "{suggested}"
    );
    assert!(
        suggested.contains("to = \"incident.cause\"\n"),
        "{suggested}"
    );
}

#[test]
fn what_is_no_export_has_no_mapping() {
    assert_eq!(suggest(b"just a text"), None);
    assert_eq!(suggest(b""), None);
}

#[test]
fn comments_are_in_the_language_of_the_reader() {
    let mut export = String::from("Sektorerna;Orsak;Färg\n");
    export.push_str("a;fel;röd\n");
    let swedish = super::suggest(export.as_bytes(), Language::Sv).unwrap();
    for comment in [
        "# En första mappning, gissad",
        "# ? namnet är bara likt\n",
        "# ? ett värde till, som inte visas\n",
        "# alternativ: attack:external",
        "# en enda text\n",
    ] {
        assert!(swedish.contains(comment), "{comment}\n{swedish}");
    }
    let plain = |text: &str| -> Vec<String> {
        let toml = text
            .lines()
            .map(|line| line.split('#').next().unwrap_or(""));
        toml.map(|line| line.trim_end().to_owned())
            .filter(|line| !line.is_empty())
            .collect()
    };
    assert_eq!(plain(&swedish), plain(&suggest(export.as_bytes()).unwrap()));
}

#[test]
fn a_format_without_a_mark_reads_every_value_in_one_way() {
    let of = |values: &[&str]| {
        let mut rows = String::new();
        for value in values {
            let _ = writeln!(rows, "x;{value};z");
        }
        suggest(format!("Id;Received;Other\n{rows}").as_bytes()).unwrap()
    };
    let sure = of(&["21/08/2026 10:05", "03/04/2026 11:00"]);
    assert!(sure.contains("\nformat = \"%d/%m/%Y %H:%M\"\n\n"), "{sure}");
    let unclear = of(&["03/04/2026", "05/06/2026"]);
    assert!(
        unclear.contains("# ? day and month may be the other way round: \"%m/%d/%Y\""),
        "{unclear}"
    );
    assert!(
        unclear.contains("may be read in several ways (2 different): \"03/04/2026\""),
        "{unclear}"
    );
    let mixed = of(&["03/25/2021", "25/03/2021", "03/04/2021"]);
    assert!(!mixed.contains("\nformat = ["), "{mixed}");
    assert!(
        mixed.contains("# format = [\"%d/%m/%Y\", \"%m/%d/%Y\"]"),
        "{mixed}"
    );
    assert!(
        mixed.contains("several ways (1 different): \"03/04/2021\""),
        "{mixed}"
    );
    let odd = of(&["2021-03-25", "around Easter, says Anna"]);
    assert!(
        odd.contains("# format = \"%Y-%m-%d\"\n# ? not read (1 different): \n"),
        "{odd}"
    );
    let several = of(&["2021-03-25", "25/03/2021", "2021-03-25 10:00"]);
    assert!(
        several.contains("\nformat = [\"%Y-%m-%d\", \"%Y-%m-%d %H:%M\", \"%d/%m/%Y\"]"),
        "{several}"
    );
}

#[test]
fn values_decide_beside_names() {
    let suggested = suggest(
        "Ref;Anmäld till IMY;Antal personer;Orsak\n1;Ja;Handhavandefel;2021-01-01\n2;Nej;Angrepp;2021-01-02\n".as_bytes(),
    )
    .unwrap();
    for field in ["received", "affected.data_subjects", "incident.cause"] {
        assert!(
            !suggested.contains(&format!("to = \"{field}\"")),
            "{suggested}"
        );
    }
}

#[test]
fn words_are_no_numbers_and_numbers_of_cases_are_no_dates() {
    let suggested = suggest(
        b"Registered,Data Subjects,Data items,X\nIMY-2024-11,Customers,Health,Fri\nIMY-2024-12,Staff,Names,Sat\n",
    )
    .unwrap();
    assert!(
        suggested.contains("to = \"case_number\"\nfrom = \"Registered\""),
        "{suggested}"
    );
    for field in ["received", "affected.data_subjects", "affected.data_items"] {
        assert!(
            !suggested.contains(&format!("to = \"{field}\"")),
            "{suggested}"
        );
    }
}

#[test]
fn the_only_column_of_dates_may_be_the_receipt() {
    let one = suggest(b"Id;R\n1;2024-01-31\n2;2024-02-01\n").unwrap();
    assert!(
        one.contains("to = \"received\"   # ? only a guess"),
        "{one}"
    );
    let two = suggest(b"Q;R\n2024-01-30;2024-01-31\n2024-01-31;2024-02-01\n").unwrap();
    assert!(!two.contains("to = \"received\""), "{two}");
}

#[test]
fn numbers_of_the_authority_outdo_names_and_a_clock_is_no_date() {
    let suggested = suggest(
        "Dnr;IMY;Inkom kl.;X\nKS 2024/1;IMY-2024-7;10:05;a\nKS 2024/2;IMY-2024-9;11:40;b\n"
            .as_bytes(),
    )
    .unwrap();
    for expected in [
        "to = \"controller.reference\"\nfrom = \"Dnr\"",
        "to = \"case_number\"\nfrom = \"IMY\"",
        "# from = \"Inkom kl.\"",
    ] {
        assert!(suggested.contains(expected), "{expected}\n{suggested}");
    }
}
