//! Heads and feet of printed pages, wherever a copy keeps them, change no answer.

use crate::{data, here, read, read_text, without_place};

/// A copy cut into pages of so many lines, with a head and a foot.
fn paged(copy: &str, height: usize, [head, foot]: [&str; 2], page_break: &str) -> String {
    let lines: Vec<&str> = copy
        .lines()
        .filter(|line| !line.trim().is_empty())
        .collect();
    let pages = lines.chunks(height).count();
    let edge = |text: &str, page: usize| {
        text.replace('#', &page.to_string())
            .replace('%', &format!("{page:03}"))
            .replace('@', &pages.to_string())
    };
    let page = |(at, lines): (usize, &[&str])| {
        let parts = [edge(head, at + 1), lines.join("\n"), edge(foot, at + 1)];
        parts
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join("\n")
            + "\n"
    };
    lines
        .chunks(height)
        .enumerate()
        .map(page)
        .collect::<Vec<_>>()
        .join(page_break)
}

#[test]
fn heads_and_feet_of_pages_change_nothing() {
    let plain = data("help-texts/a-plain.txt");
    let expected = without_place(&read_text(&plain).0[0]);
    let folder = tempfile::tempdir().unwrap();
    let edges = [
        [
            "2024-03-05 10:02   Anmälan av personuppgiftsincident",
            "https://etjanst.example/a   #/@",
        ],
        [
            "2024-03-05, 10:02\nAnmälan av personuppgiftsincident",
            "https://etjanst.example/a\n#/@",
        ],
        [
            "Anmälan av personuppgiftsincident   https://etjanst.example/a",
            "# av @   2024-03-05 10:02",
        ],
        ["", "# av @\n2024-03-04"],
        ["", "05/03/2024\n#/@"],
        ["", "05/03/2024   #/@"],
        ["Inkom 2024-03-05", "Sida # (@)"],
        ["Exempelkommun\nKommunstyrelsen", "Page # of @"],
        ["", "12:00\n#/@"],
    ];
    for (at, edges) in edges.into_iter().enumerate() {
        for height in [12, 29, 41, 80] {
            for (name, page_break) in [("lines", ""), ("feeds", "\x0c")] {
                let path = folder.path().join(format!("{at}-{height}-{name}.txt"));
                std::fs::write(path, paged(&plain, height, edges, page_break)).unwrap();
            }
        }
    }
    let (records, _) = read(folder.path());
    assert_eq!(records.len(), 72);
    for record in records {
        assert_eq!(without_place(&record), expected, "{}", record["source"]);
    }
    // Where the page breaks are lost, what only returns is told by that alone.
    let returning = [
        ["", "#"],
        ["/home/kansli/anmalan.txt", "#"],
        ["5 mars 2024 kl. 10:02", "#"],
        ["5 mars 2024 kl. 10:02", ""],
        ["", "EXEMPEL00012%"],
        ["Kommunstyrelsens kopia", "Blad nr #"],
        ["# | Anmälan.docx", ""],
        ["Kommunstyrelsens kopia", ""],
        ["Kommunstyrelsens kopia\nArkivexemplar", "-#-"],
        ["Exempelkommun   Blad #", "Handläggare: dataskyddsombudet"],
        ["", "Utskrift 5 mars 2024 kl. 10:02 av kansliet, blad #"],
    ];
    for edges in returning {
        for height in [16, 23, 29] {
            let text = paged(&plain, height, edges, "");
            let record = &read_text(&text).0[0];
            assert_eq!(
                without_place(record),
                expected,
                "{edges:?} {height}\n{text}"
            );
        }
    }
    let (printed, findings) = read(&here("tests/data/kept-copies/page-furniture"));
    assert_eq!(printed.len(), 2);
    assert!(findings.is_empty(), "{findings:?}");
    assert!(
        printed
            .iter()
            .all(|record| without_place(record) == without_place(&printed[0]))
    );
}
