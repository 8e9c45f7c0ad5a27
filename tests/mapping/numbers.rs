//! Numbers as registers write them: marks between thousands, and nouns behind.

use crate::common::{audit, here, rows};
use crate::values::{column, of, register, texts};

/// Names of records, and one more column.
fn amounts(thousands: &str) -> String {
    format!(
        "[[field]]\nto = \"controller.reference\"\nfrom = \"Id\"\n\
         [[field]]\nto = \"affected.data_subjects\"\nfrom = \"People\"\n{thousands}"
    )
}

#[test]
fn a_declared_mark_is_the_only_one() {
    let (records, findings) = register("thousands-dot-though-comma-declared", "m.toml");
    let lost = "(undeterminable)";
    assert_eq!(
        column(&records, "data_subjects_exact"),
        ["1234", lost, lost, lost, lost, lost]
    );
    assert_eq!(of(&findings, "F003").len(), 5);
    let table = "Id;People\na;1,234\nb;1.234\nc;1 234\nd;57\ne;Okänt\n".as_bytes();
    for (mark, read) in [(".", [lost, "1234", lost]), (" ", [lost, lost, "1234"])] {
        let (records, _) = texts(
            "a.csv",
            table,
            &amounts(&format!("thousands = \"{mark}\"\n")),
            &[],
        );
        let exact = column(&records, "data_subjects_exact");
        assert_eq!(
            (&exact[..3], &exact[3..]),
            (&read[..], &["57", "(unknown)"][..]),
            "{mark}"
        );
    }
}

#[test]
fn numbers_with_nouns_are_numbers_with_and_without_thousands() {
    let written = [
        ("3 patienter", "3", "3", "3"),
        ("12 brukare", "12", "12", "12"),
        ("ca 50 elever", "50", "50", "50"),
        ("ca 101", "101", "101", "101"),
        ("ett 50-tal", "(blank)", "45", "54"),
        ("ett hundratal barn", "(blank)", "50", "149"),
        ("minst 20 elever", "(blank)", "20", "inf"),
        (
            "ett par",
            "(undeterminable)",
            "(undeterminable)",
            "(undeterminable)",
        ),
        (
            "30 sekunder",
            "(undeterminable)",
            "(undeterminable)",
            "(undeterminable)",
        ),
    ];
    let lines: Vec<String> = written
        .iter()
        .map(|(text, ..)| format!("x;{text}\n"))
        .collect();
    let table = format!("Id;People\n{}", lines.concat());
    for thousands in ["", "thousands = \",\"\n", "thousands = \" \"\n"] {
        let (records, findings) = texts("a.csv", table.as_bytes(), &amounts(thousands), &[]);
        for (record, (text, exact, min, max)) in records.iter().zip(written) {
            let cells = [
                "data_subjects_exact",
                "data_subjects_min",
                "data_subjects_max",
            ];
            assert_eq!(
                cells.map(|cell| record[cell].as_str()),
                [exact, min, max],
                "{text} {thousands}"
            );
        }
        let about = of(&findings, "F004")
            .into_iter()
            .filter(|said| said[2].contains("approximate"));
        assert_eq!(
            about.map(|said| said[0]).collect::<Vec<_>>(),
            ["3", "4"],
            "{thousands}"
        );
    }
}

#[test]
fn numbers_with_nouns_are_the_same_in_our_own_formats() {
    let folder = tempfile::tempdir().unwrap();
    let set = folder.path().join("set");
    std::fs::create_dir(&set).unwrap();
    let json = |text: &str| {
        format!(
            r#"{{"controller": {{"name": "A"}}, "affected": {{"data_subjects": {{"exact": "{text}"}}}}}}"#
        )
    };
    std::fs::write(set.join("a.json"), json("ett 50-tal elever")).unwrap();
    std::fs::write(set.join("b.json"), json("ca 101 patienter")).unwrap();
    std::fs::write(
        set.join("c.csv"),
        "controller.name,affected.data_subjects.exact\nA,ett 50-tal\nA,12 brukare\n",
    )
    .unwrap();
    let copy = std::fs::read_to_string(here("fixtures/notifications/complete-marked.txt")).unwrap();
    let asked = "Exakt antal registrerade\n\n";
    assert_eq!(copy.matches(asked).count(), 1);
    std::fs::write(
        set.join("d.txt"),
        copy.replace(asked, &format!("{asked}ca 50 elever\n\n")),
    )
    .unwrap();
    let out = folder.path().join("report");
    audit(&[&set], &out, &["--lang", "en"]);
    let records = rows(&out.join("records.csv"));
    assert_eq!(
        column(&records, "data_subjects_min"),
        ["45", "101", "45", "12", "50"]
    );
    assert_eq!(
        column(&records, "data_subjects_max"),
        ["54", "101", "54", "12", "50"]
    );
    // The question is answered.
    assert_eq!(&records[0]["states"][22..23], "a");
    let findings = rows(&out.join("findings.csv"));
    assert_eq!(
        column(&records, "source"),
        [
            "set/a.json",
            "set/b.json",
            "set/c.csv",
            "set/c.csv",
            "set/d.txt"
        ]
    );
    assert_eq!(of(&findings, "F004").len(), records.len());
}
