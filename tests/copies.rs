//! Text copies that tools have changed on the way say what they said before.
#![allow(
    clippy::unwrap_used,
    reason = "a test ends at once at what it did not expect"
)]

mod common;

use std::path::Path;

use common::{Row, audit, here, rows};

/// The sample copy.
fn sample() -> String {
    std::fs::read_to_string(here("fixtures/notifications/imy-2021-text-copy.txt")).unwrap()
}

/// Each line broken at blanks into lines of at most `width` characters.
fn wrapped(text: &str, width: usize) -> String {
    let mut out = String::new();
    for line in text.lines() {
        let mut column = 0;
        for word in line.split(' ') {
            let length = word.chars().count();
            if column > 0 && column + length > width {
                out.push('\n');
                column = 0;
            }
            out.extend([word, " "]);
            column += length + 1;
        }
        out.push('\n');
    }
    out
}

/// The rows of a table of a report but for what depends on the copy's place.
fn without_place(report: &Path, table: &str) -> Vec<Row> {
    let mut rows = rows(&report.join(table));
    for row in &mut rows {
        row.retain(|name, _| !matches!(name.as_str(), "source" | "line" | "record" | "case"));
    }
    rows
}

/// Every copy gives the record and the findings of the sample.
fn assert_same_as_sample(copies: &[(String, String)]) {
    let folder = tempfile::tempdir().unwrap();
    let read = |name: &str, text: &str| {
        let (path, out) = (
            folder.path().join(format!("{name}.txt")),
            folder.path().join(name),
        );
        std::fs::write(&path, text).unwrap();
        audit(&[&path], &out, &["--formats", "csv"]);
        (
            without_place(&out, "records.csv"),
            without_place(&out, "findings.csv"),
        )
    };
    let expected = read("sample", &sample());
    assert_eq!(expected.0.len(), 1);
    for (name, text) in copies {
        assert_eq!(read(name, text), expected, "{name}");
    }
}

#[test]
fn a_copy_may_be_wrapped_at_any_width() {
    let widths = [(60..=120).collect(), vec![38, 42, 48, 53, 57]].concat();
    let copies: Vec<_> = widths
        .into_iter()
        .map(|width| (format!("width-{width}"), wrapped(&sample(), width)))
        .collect();
    assert_same_as_sample(&copies);
}

#[test]
fn a_copy_may_quote_headings_that_come_later() {
    let (eleven, fifteen, seventeen, twenty, thirty_one) = (
        "11. När upptäckte ni incidenten?",
        "15. Vad har hänt vid incidenten?",
        "17. Hur upptäckte ni incidenten?",
        "20. Inom vilket verksamhetsområde inträffade incidenten?",
        "31. Har ni informerat de registrerade?",
    );
    let processor = "22. Organisationens namn och organisationsnummer";
    let copies: Vec<_> = [
        (seventeen, seventeen),
        (twenty, seventeen),
        (processor, seventeen),
        (fifteen, fifteen),
        (eleven, eleven),
        (
            thirty_one,
            "Klicka på \"Lägg till ny\" om du vill lägga till ytterligare åtgärd\n\nInformation till",
        ),
    ]
    .iter()
    .map(|(quoted, before)| {
        let text = sample();
        let at = text.find(before).unwrap();
        let quotation = format!("Vi hänvisar till svaret på fråga\n\n{quoted}\n\nEva ringde oss.\n\n");
        (format!("quoted-{}", &quoted[..2]), [&text[..at], &quotation, &text[at..]].concat())
    })
    .collect();
    assert_same_as_sample(&copies);
}

#[test]
fn a_copy_may_have_page_numbers_and_ligatures() {
    let text = sample();
    let ligatures = text
        .replace("ff", "\u{fb00}")
        .replace("fi", "\u{fb01}")
        .replace("fl", "\u{fb02}");
    let mut paged = String::new();
    for (index, line) in text.lines().enumerate() {
        paged.extend([line, "\n"]);
        if index % 60 == 59 {
            paged.extend([
                "\n                    ",
                &(index / 60 + 1).to_string(),
                "\n\u{c}",
            ]);
        }
    }
    assert_same_as_sample(&[
        ("ligatures".to_owned(), ligatures),
        ("paged".to_owned(), paged),
    ]);
}

#[test]
fn a_heading_may_have_one_slip_of_a_scan() {
    let copies: Vec<_> = [
        ("1. Org", "l. Org"),
        ("10. N", "lO. N"),
        ("15. V", "I5. V"),
        ("16. K", "18. K"),
        ("18. V", "1B, V"),
        ("20. I", "2O I"),
        ("Hur upptäckte ni", "Hur upptäckte nl"),
        ("27. Var personuppgifterna", "27. Var personuppgiftema"),
    ]
    .iter()
    .enumerate()
    .map(|(at, (printed, slip))| {
        let text = sample();
        assert!(text.contains(printed), "{printed}");
        (format!("slip-{at}"), text.replacen(printed, slip, 1))
    })
    .collect();
    assert_same_as_sample(&copies);
}

#[test]
fn the_end_of_a_mail_below_a_copy_is_no_claim_of_secrecy() {
    let copies: Vec<_> = [
        "Med vänliga hälsningar\n\nAnna Berg",
        "-----Ursprungligt meddelande-----\nFrån: Bo Ek\n\nKan du skicka anmälan?",
        "Från: Bo Ek\nSkickat: den 5 mars 2024 09:00\nÄmne: anmälan\n\nKan du skicka anmälan?",
        "Den 5 mars 2024 kl. 09:00 skrev Bo Ek <bo@example.se>:\n\nKan du skicka anmälan?",
        "Skickat från min iPhone",
        "Detta meddelande är konfidentiellt och endast avsett för adressaten.",
    ]
    .iter()
    .enumerate()
    .map(|(at, end)| (format!("mail-{at}"), format!("{}\n\n{end}\n", sample())))
    .collect();
    assert_same_as_sample(&copies);
}

#[test]
fn what_stands_above_a_second_copy_is_no_claim_of_secrecy() {
    let title = "Anmälan av personuppgiftsincident";
    for (between, has_claim) in [
        ("2. Anmälan av personuppgiftsincident", false),
        ("Anmälan av personuppgiftsincident (kopia)", false),
        ("Anmälan av personuppgiftsincident – Exempelkommun", false),
        ("Anmälan av\npersonuppgiftsincident", false),
        (
            "*** NÄSTA ANMÄLAN ***\n\nAnmälan av personuppgiftsincident",
            false,
        ),
        ("Andra anmälan:\n\nAnmälan av personuppgiftsincident", false),
        (
            "Hej!\n\nHär kommer även den andra anmälan.\n\nMed vänlig hälsning\nAnna\n\n\
             Anmälan av personuppgiftsincident",
            false,
        ),
        (
            "Hej, se även denna:\n\nAnmälan av personuppgiftsincident",
            false,
        ),
        (
            "Hej!\nNamnen bör omfattas av sekretess.\n\nAnmälan av personuppgiftsincident",
            true,
        ),
        (
            "Namnen på barnen\n\n2. Anmälan av personuppgiftsincident",
            true,
        ),
        (
            "Namnen på barnen\nAnmälan av personuppgiftsincident (kopia)",
            true,
        ),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let (path, out) = (folder.path().join("two.txt"), folder.path().join("out"));
        let second = sample()
            .replacen(title, between, 1)
            .replace("RK 2021/251", "RK 2021/252");
        std::fs::write(&path, format!("{}\n\n{second}", sample())).unwrap();
        audit(&[&path], &out, &["--formats", "csv"]);
        assert_eq!(rows(&out.join("records.csv")).len(), 2, "{between}");
        let findings = rows(&out.join("findings.csv"));
        let claims = findings.iter().filter(|row| row["code"] == "X003").count();
        assert_eq!(claims, usize::from(has_claim), "{between}");
    }
}

#[test]
fn a_text_below_the_answer_to_a_choice_is_in_no_output() {
    let text = sample();
    let places: Vec<&str> = text
        .lines()
        .filter(|line| {
            let begins = [
                "12.", "15.", "17.", "18.", "19.", "20.", "27.", "29.", "31.", "36.",
            ];
            begins.iter().any(|number| line.starts_with(number))
        })
        .collect();
    assert!(places.len() > 6);
    let folder = tempfile::tempdir().unwrap();
    let (copies, out) = (folder.path().join("copies"), folder.path().join("out"));
    std::fs::create_dir(&copies).unwrap();
    let mut count = 0;
    for heading in places {
        let at = text.find(heading).unwrap() + heading.len();
        let rest = &text[at..];
        let answer = rest.trim_start().lines().next().unwrap();
        let after = rest.find(answer).unwrap() + answer.len();
        for gap in ["\n", "\n\n"] {
            for above in [answer, "Annat", "Övrigt:"] {
                let below = format!("Kalle Ek på lönekontoret{gap}slarvade med listan.");
                let copy = [
                    &text[..at],
                    "\n\n",
                    above,
                    gap,
                    &below,
                    "\n",
                    &rest[after..],
                ];
                count += 1;
                let copy = copy
                    .concat()
                    .replace("RK 2021/251", &format!("RK 2021/{count}"));
                std::fs::write(copies.join(format!("{count}.txt")), copy).unwrap();
            }
        }
    }
    audit(&[&copies], &out, &[]);
    assert_eq!(rows(&out.join("records.csv")).len(), count);
    for (file, bytes) in common::bytes_below(&out) {
        let shown = String::from_utf8_lossy(&bytes);
        let is_shown = shown.contains("Kalle Ek") || shown.contains("slarvade");
        assert!(!is_shown, "{}", file.display());
    }
}
