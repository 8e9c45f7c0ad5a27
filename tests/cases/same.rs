//! Filings that say the same where both can be determined are copies, however they are written.

use super::{audit, here, rows};

/// What the second of two files is told to be, and of what.
fn second(first: (&str, &str), second: (&str, &str)) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in [first, second] {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    let out = folder.path().join("report");
    let inputs = [first.0, second.0].map(|name| folder.path().join(name));
    audit(&[&inputs[0], &inputs[1]], &out, &[]);
    let findings = rows(&out.join("findings.csv"));
    let several = findings.iter().filter(|row| row["code"].starts_with("M00"));
    several
        .map(|row| format!("{} {}", row["code"], row["message"]))
        .collect()
}

fn sample() -> String {
    std::fs::read_to_string(here("fixtures/notifications/imy-2021-text-copy.txt")).unwrap()
}

#[test]
fn numbers_are_compared_without_case_and_blanks() {
    let text = sample();
    let number = text.lines().find(|line| line.starts_with("RK ")).unwrap();
    let with = |other: &str| second(("a.txt", &text), ("b.txt", &text.replace(number, other)));
    for other in [
        number.to_lowercase(),
        number.replace(' ', "  "),
        number.replace(' ', "\u{2007}"),
    ] {
        let told = with(&other);
        assert!(told.len() == 1 && told[0].starts_with("M001"), "{told:?}");
    }
    let (year, _) = number.rsplit_once('/').unwrap();
    assert!(with(&format!("{year}/98765")).is_empty(), "another number");
}

#[test]
fn what_a_table_never_asks_is_no_difference() {
    let text = "case_number,controller.name,controller.organisation_number,controller.reference,received,incident.discovered.date,incident.discovered.time,incident.ended.date,incident.ended.time,processors.involved,processors.organisations.1.name,processors.organisations.1.organisation_number,actions.1.date,actions.1.action,consequences.severity\nPUI-2024-6,Exempelkommun,212000-0142,KS 2024/1,2024-03-05 10:00,2024-03-04,09:30,2024-03-04,12:00,yes,Exempelbolaget AB,556329-7133,2024-03-04,Brevet hämtades.,2\n";
    let mut csv = text.lines().map(|line| line.split(',').collect::<Vec<_>>());
    let [names, cells] = [csv.next().unwrap(), csv.next().unwrap()];
    let only = |kept: &dyn Fn(&str) -> bool| {
        let line = |row: &[&str]| {
            let own = row.iter().zip(&names).filter(|(_, name)| kept(name));
            own.map(|(cell, _)| *cell).collect::<Vec<_>>().join(",")
        };
        format!("{}\n{}\n", line(&names), line(&cells))
    };
    let is_head = |name: &str| name.starts_with('c') && !name.starts_with("consequences");
    for kept in [
        only(&is_head),
        only(&|name| is_head(name) || name == "consequences.severity"),
        only(&|name| name.rsplit('.').next() != Some("time")),
        only(&|name| !name.ends_with("1.organisation_number")),
        only(&|name| !name.starts_with("actions")),
        only(&|name| !name.starts_with("processors")),
    ] {
        for files in [
            [("a.csv", text), ("b.csv", &kept)],
            [("a.csv", &kept), ("b.csv", text)],
        ] {
            let told = second(files[0], files[1]);
            assert!(
                told.len() == 1 && told[0].starts_with("M001"),
                "{kept} {told:?}"
            );
        }
    }
    // What was asked and left blank is an answer, and so is another day.
    for (is, becomes, question) in [
        (",12:00,", ",,", "13"),
        (",Brevet hämtades.,", ",Brevet lästes.,", "30"),
        ("556329-7133", "556036-0793", "22"),
    ] {
        let told = second(("a.csv", text), ("b.csv", &text.replace(is, becomes)));
        assert!(
            told.len() == 1 && told[0].contains(&format!("question: {question}.")),
            "{becomes} {told:?}"
        );
    }
    let other_day = only(&|name| name != "incident.ended.time").replace("03-04,yes", "03-03,yes");
    let told = second(("a.csv", text), ("b.csv", &other_day));
    assert!(told[0].contains("question: 13."), "{told:?}");
}

/// Two lists without a column for the controller, each with a row that the other does not have.
/// What is told of the first rows, from both sides.
fn lists(one: &str, other: &str) -> Vec<String> {
    let heads = "controller.reference,received,incident.discovered.date,\
                 incident.discovered.time,consequences.severity,incident.description";
    let list = |row: &str, number: u8| {
        format!(
            "{heads}\n{row}\nKS 2024/9{number},2024-04-0{number} 10:00,2024-04-01,09:30,1,Ett brev.\n"
        )
    };
    let told = second(("a.csv", &list(one, 1)), ("b.csv", &list(other, 2)));
    let turned = second(("a.csv", &list(other, 2)), ("b.csv", &list(one, 1)));
    assert_eq!(told, turned, "{one} {other}");
    told
}

#[test]
fn equal_rows_of_two_lists_without_a_controller_are_one_notification() {
    let row = "KS 2024/11,2024-03-05 10:00,2024-03-04,09:30,2,Ett brev till fel adress.";
    for (one, other) in [
        (row.to_owned(), row.to_owned()),
        (row.replace("09:30", ""), row.replace("09:30", "")),
        (
            row.replace("2024-03-05 10:00", ""),
            row.replace("2024-03-05 10:00", ""),
        ),
    ] {
        let told = lists(&one, &other);
        assert!(
            told.len() == 1 && told[0].starts_with("M001"),
            "{one} {told:?}"
        );
    }
    for (is, becomes) in [
        ("fel adress", "rätt adress"),
        ("fel adress.", ""),
        ("10:00", "10:01"),
        ("2024-03-05 10:00", ""),
        ("09:30", "09:31"),
        (",2,", ",3,"),
        (",2,", ",,"),
        ("2024/11", "2024/12"),
    ] {
        let told = lists(row, &row.replace(is, becomes));
        assert!(told.is_empty(), "{is} {becomes} {told:?}");
    }
    for (is, becomes) in [
        ("KS 2024/11", ""),
        ("KS 2024/11", "saknas"),
        ("2024-03-04,09:30", ","),
    ] {
        let other = row.replace(is, becomes);
        assert!(lists(&other, &other).is_empty(), "{other}");
    }
}

#[test]
fn equal_rows_are_two_where_one_names_the_controller_or_both_stand_in_one_list() {
    let heads = "controller.reference,controller.name,received,incident.discovered.date";
    let row = |name: &str| format!("KS 2024/11,{name},2024-03-05 10:00,2024-03-04\n");
    let list = |rows: &[&str]| {
        let rows: String = rows.iter().map(|name| row(name)).collect();
        format!("{heads}\n{rows}")
    };
    let more = list(&["", ""]) + "KS 2024/12,,2024-04-05 10:00,2024-04-04\n";
    for (one, other, copies) in [
        (list(&["Exempelkommun"]), list(&[""]), 0),
        (list(&["", ""]), "reference\n".to_owned(), 0),
        (list(&["", ""]), more, 2),
    ] {
        let told = second(("a.csv", &one), ("b.csv", &other));
        let told = told.iter().filter(|one| one.starts_with("M00"));
        assert_eq!(told.count(), copies, "{one} {other}");
    }
}

#[test]
fn equal_rows_of_two_sheets_are_one_notification() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("register.xlsx");
    let mut book = rust_xlsxwriter::Workbook::new();
    let heads = [
        "controller.reference",
        "received",
        "incident.discovered.date",
    ];
    for (name, own) in [("2023", "KS 2023/8"), ("2024", "KS 2024/9")] {
        let sheet = book.add_worksheet();
        sheet.set_name(name).unwrap();
        let rows = [
            heads,
            [own, "2024-01-05 10:00", "2024-01-04"],
            ["KS 2023/11", "2024-01-03 10:00", "2023-12-31"],
        ];
        for (at, row) in rows.iter().enumerate() {
            for (column, text) in row.iter().enumerate() {
                sheet.write(at as u32, column as u16, *text).unwrap();
            }
        }
    }
    book.save(&path).unwrap();
    let out = folder.path().join("report");
    audit(&[&path], &out, &[]);
    let records = rows(&out.join("records.csv"));
    let copies: Vec<_> = records
        .iter()
        .filter(|row| row["copy_of"] != "none")
        .collect();
    assert_eq!((records.len(), copies.len()), (4, 1));
    assert_eq!(copies[0]["copy_of"], "register.xlsx!2023#2");
    assert_eq!(copies[0]["source"], "register.xlsx!2024");
}
