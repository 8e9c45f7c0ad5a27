use super::*;

fn glyphs(x: f64, y: f64, text: &str) -> impl Iterator<Item = Glyph> {
    let place = move |at: usize| x + at as f64 * 5.0;
    text.chars().enumerate().map(move |(at, char)| Glyph {
        char,
        x: place(at),
        end: place(at + 1),
        y,
        size: 10.0,
    })
}

/// Lines of pieces of text, each at its place from the left.
fn page(lines: &[&[(f64, &str)]]) -> Vec<Vec<Glyph>> {
    let heights = (0..lines.len()).map(|line| line as f64 * 14.0);
    let line = |(y, pieces): (f64, &&[(f64, &str)])| {
        pieces
            .iter()
            .flat_map(|(x, text)| glyphs(*x, y, text))
            .collect()
    };
    heights.zip(lines).map(line).collect()
}

fn read(pages: &[Vec<Vec<Glyph>>]) -> Result<Vec<String>, Unreadable> {
    let edition = Edition::default_edition();
    let columns = Columns::of(pages, edition);
    let mut texts = Vec::new();
    for page in pages {
        let lines = columns.in_order(page, edition)?;
        texts.extend(
            lines
                .iter()
                .map(|line| line.iter().map(|glyph| glyph.char).collect::<String>()),
        );
    }
    texts.retain(|text| !text.is_empty());
    Ok(texts)
}

const L: f64 = 20.0;
const R: f64 = 300.0;

#[test]
fn columns_are_read_one_after_the_other() {
    let first = page(&[
        &[
            (L, "Anmälan av personuppgiftsincident"),
            (R, "15. Vad har hänt vid incidenten?"),
        ],
        &[(L, "4. Er organisations interna referensnummer")],
        &[(L, "KS 2021/7"), (R, "16. Kort beskrivning av incidenten")],
        &[
            (L, "12. Pågår incidenten fortfarande?"),
            (R, "Karin Ek läste journaler"),
        ],
    ]);
    // The second page tells of no columns by itself.
    let second = page(&[
        &[(L, "Nej"), (R, "och skvallrade")],
        &[(L, "eller"), (R, "länge")],
    ]);
    let texts = read(&[first, second]).unwrap();
    assert_eq!(
        texts[2..5],
        [
            "KS 2021/7",
            "12. Pågår incidenten fortfarande?",
            "15. Vad har hänt vid incidenten?"
        ]
    );
    assert_eq!(
        texts[5..],
        [
            "16. Kort beskrivning av incidenten",
            "Karin Ek läste journaler",
            "Nej",
            "eller",
            "och skvallrade",
            "länge"
        ]
    );
}

#[test]
fn columns_whose_lines_do_not_meet_are_told_by_their_headings() {
    let texts = read(&[page(&[
        &[(L, "4. Er organisations interna referensnummer")],
        &[(R - 12.0, "\u{2610} Patienter")],
        &[(L, "KS 2021/7")],
        &[(R, "26. Vilken sorts personuppgifter har incidenten")],
        &[(L, "12. Pågår incidenten fortfarande?")],
    ])])
    .unwrap();
    assert_eq!(
        texts[1..3],
        ["KS 2021/7", "12. Pågår incidenten fortfarande?"]
    );
}

#[test]
fn a_line_across_parts_the_columns() {
    let across = "Uppgifterna nedan rör alla de registrerade som har påverkats av incidenten";
    let texts = read(&[page(&[
        &[
            (L, "1. Organisationens namn *"),
            (R, "2. Organisationsnummer"),
        ],
        &[(L, "Exempelkommun"), (R, "212000-0142")],
        &[(L, across)],
        &[(L, "Adress"), (R, "Box 1")],
    ])])
    .unwrap();
    let expected = [
        "1. Organisationens namn *",
        "Exempelkommun",
        "2. Organisationsnummer",
        "212000-0142",
        across,
        "Adress",
        "Box 1",
    ];
    assert_eq!(texts, expected);
}

#[test]
fn headings_in_order_across_the_page_are_refused() {
    let grid = page(&[
        &[
            (L, "1. Organisationens namn *"),
            (R, "2. Organisationsnummer"),
        ],
        &[(L, "Exempelkommun"), (R, "212000-0142")],
        &[
            (L, "11. När upptäckte ni incidenten?"),
            (R, "12. Pågår incidenten fortfarande?"),
        ],
        &[(L, "2021-02-12"), (R, "Ja")],
    ]);
    assert_eq!(read(&[grid]), Err(Unreadable::Columns));
}

#[test]
fn headings_out_of_order_in_columns_are_refused() {
    // What stands below the short line across belongs to another pair of columns.
    let hidden = page(&[
        &[
            (L, "1. Organisationens namn *"),
            (R, "11. När upptäckte ni incidenten?"),
        ],
        &[(L, "Ja")],
        &[
            (L, "2. Organisationsnummer"),
            (R, "12. Pågår incidenten fortfarande?"),
        ],
        &[(L, "Ja")],
        &[
            (L, "15. Vad har hänt vid incidenten?"),
            (R, "16. Kort beskrivning av incidenten"),
        ],
    ]);
    assert_eq!(read(&[hidden]), Err(Unreadable::Columns));
}

#[test]
fn heads_and_feet_stay_at_their_ends() {
    let sheet = |left: &'static str, right: &'static str, number: &'static str| {
        page(&[
            &[(L, left), (R, right)],
            &[(L, "Ja"), (R, "Nej")],
            &[(L, "file:///kopia"), (R + 100.0, number)],
        ])
    };
    let pages = [
        sheet(
            "12. Pågår incidenten fortfarande?",
            "21. Gäller incidenten en",
            "1/2",
        ),
        sheet(
            "27. Var personuppgifterna krypterade?",
            "31. Har ni informerat de registrerade?",
            "2/2",
        ),
    ];
    let texts = read(&pages).unwrap();
    assert_eq!(
        (texts[1].as_str(), texts[4].as_str(), texts[9].as_str()),
        ("Ja", "file:///kopia1/2", "file:///kopia2/2")
    );
}

#[test]
fn other_text_side_by_side_is_no_column() {
    let lines = page(&[
        &[(L, "25. Vilka grupper tillhör de registrerade?")],
        &[(L, "\u{2610} Barn"), (R, "\u{2612} Patienter")],
        &[(L + 40.0, "12. Pågår incidenten fortfarande?")],
        &[(L, "Ja"), (R, "se även fråga 16. Kort beskrivning")],
    ]);
    assert_eq!(
        read(&[lines]).unwrap()[1],
        "\u{2610} Barn\u{2612} Patienter"
    );
}
