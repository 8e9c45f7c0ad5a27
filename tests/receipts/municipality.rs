//! Receipt times of a municipality's own folder: from its register, from the confirmations
//! among its mails, and from the list that it filled in.

use crate::common::{audit, here, rows, run};

const MUNICIPALITY: &str = "tests/data/municipality/Personuppgiftsincidenter";

/// The counted notifications of the folder by their reference, with one column.
fn of_municipality(more: &[&str], column: &str) -> Vec<(String, String)> {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("report");
    audit(&[&here(MUNICIPALITY)], &out, more);
    let records = rows(&out.join("records.csv")).into_iter();
    let counted = records.filter(|row| row["kind"] == "initial" && row["copy_of"] == "none");
    let mut found: Vec<_> = counted
        .map(|row| (row["reference"].clone(), row[column].clone()))
        .collect();
    found.sort();
    found
}

#[test]
fn the_register_of_a_municipality_judges_all_of_its_notifications() {
    let register = here(MUNICIPALITY).join("Incidentregister.xlsx");
    let found = of_municipality(&["--receipts", register.to_str().unwrap()], "verdict");
    let answers = rows(&here("tests/data/municipality/answers.csv")).into_iter();
    let mut expected: Vec<_> = answers
        .filter(|row| row["notified"] == "Ja")
        .map(|row| (row["reference"].clone(), row["verdict_by_register"].clone()))
        .collect();
    expected.sort();
    assert_eq!(found.len(), 34);
    assert_eq!(found, expected);
    let count = |verdict: &str| found.iter().filter(|(_, own)| own == verdict).count();
    assert_eq!(["on-time", "late", "indeterminate"].map(count), [20, 10, 4]);
}

/// The same workbook as LibreOffice keeps it in two other formats.
#[test]
fn the_register_may_be_kept_in_other_formats() {
    let judged = |register: &str| {
        let register = here(register);
        of_municipality(
            &["--receipts", register.to_str().unwrap()],
            "elapsed_hours_max",
        )
    };
    let expected = judged(&format!("{MUNICIPALITY}/Incidentregister.xlsx"));
    for register in ["register.ods", "register.xls"] {
        let found = judged(&format!("tests/data/workbooks/{register}"));
        assert_eq!(found, expected, "{register}");
    }
}

#[test]
fn confirmations_among_the_inputs_judge_the_nine_that_have_one() {
    let by_mail = |verdict: bool| {
        let found = of_municipality(&[], "received_source");
        found
            .iter()
            .filter(|(_, source)| (source == "mail") == verdict)
            .count()
    };
    assert_eq!((by_mail(true), by_mail(false)), (9, 25));
    let answers = rows(&here("tests/data/municipality/answers.csv"));
    let told = of_municipality(&[], "received_earliest");
    for (reference, received) in told
        .iter()
        .filter(|(_, received)| received.starts_with('2'))
    {
        let answer = answers
            .iter()
            .find(|row| row["reference"] == *reference)
            .unwrap();
        assert!(
            received.replace('T', " ").starts_with(&answer["received"]),
            "{reference}"
        );
    }
}

#[test]
fn confirmations_may_be_named_too() {
    let text = |reference: &str| {
        serde_json::json!({"controller": {"name": "A", "reference": reference}, "incident": {"discovered": {"date": "2024-03-04", "time": "09:30"}}}).to_string()
    };
    let folder = tempfile::tempdir().unwrap();
    let (notification, mails) = (folder.path().join("a.json"), folder.path().join("mails"));
    std::fs::write(&notification, text("KS 2024/1")).unwrap();
    std::fs::create_dir(&mails).unwrap();
    let mail = |from: &str, reference: &str| {
        format!(
            "From: {from}\nTo: a@b.example.se\nSubject: Kvittens\nDate: Tue, 5 Mar 2024 10:15:00 +0100\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\nVi har tagit emot er anmälan.\nEr referens: {reference}\n"
        )
    };
    std::fs::write(mails.join("1.eml"), mail("noreply@imy.se", "ks 2024/1")).unwrap();
    std::fs::write(mails.join("2.eml"), mail("noreply@imy.se", "KS 2024/2")).unwrap();
    std::fs::write(mails.join("3.eml"), mail("chef@b.example.se", "KS 2024/3")).unwrap();
    let out = folder.path().join("report");
    audit(
        &[&notification],
        &out,
        &["--receipts", mails.to_str().unwrap()],
    );
    let record = &rows(&out.join("records.csv"))[0];
    assert_eq!(
        (
            record["received_source"].as_str(),
            record["verdict"].as_str()
        ),
        ("mail", "on-time")
    );
    let told: Vec<_> = rows(&out.join("findings.csv"))
        .into_iter()
        .filter(|row| row["code"].starts_with('M'))
        .map(|row| (row["code"].clone(), row["source"].clone()))
        .collect();
    let pair = |code: &str, source: &str| (code.to_owned(), source.to_owned());
    assert_eq!(told, [pair("M011", "a.json"), pair("M009", "mails/2.eml")]);
}

#[test]
fn the_list_to_fill_in_is_read_back() {
    let folder = tempfile::tempdir().unwrap();
    let documents = here("fixtures/notifications/complete.json");
    for ending in ["xlsx", "csv"] {
        let write = |name: &str| {
            let list = folder.path().join(format!("{name}.{ending}"));
            let output = run(&[
                "receipts",
                here(MUNICIPALITY).to_str().unwrap(),
                "-o",
                list.to_str().unwrap(),
            ]);
            assert_eq!(
                output.status.code(),
                Some(3),
                "{}",
                String::from_utf8_lossy(&output.stderr)
            );
            list
        };
        let (first, second) = (write("a"), write("b"));
        assert_eq!(
            std::fs::read(&first).unwrap(),
            std::fs::read(&second).unwrap()
        );
        let again = run(&[
            "receipts",
            documents.to_str().unwrap(),
            "-o",
            first.to_str().unwrap(),
        ]);
        assert_eq!(again.status.code(), Some(2), "a file is not replaced");
        // Nothing is filled in yet: nothing is found, and nothing else changes.
        let unfilled = of_municipality(&["--receipts", first.to_str().unwrap()], "verdict");
        assert_eq!(unfilled, of_municipality(&[], "verdict"));
    }
    let csv = std::fs::read_to_string(folder.path().join("a.csv")).unwrap();
    let filled: Vec<String> = csv
        .lines()
        .enumerate()
        .map(|(at, line)| {
            if at == 0 {
                line.to_owned()
            } else {
                line.replacen(",,,", ",2025-12-31,,", 1)
                    .replace(",,,", ",2025-12-31,,")
            }
        })
        .collect();
    let list = folder.path().join("filled.csv");
    std::fs::write(&list, filled.join("\n")).unwrap();
    let judged = of_municipality(&["--receipts", list.to_str().unwrap()], "verdict");
    assert!(
        judged.iter().all(|(_, verdict)| verdict != "no-receipt"),
        "{judged:?}"
    );
    let out = run(&["receipts", documents.to_str().unwrap(), "-o", "list.txt"]);
    assert_eq!(out.status.code(), Some(2));
}
