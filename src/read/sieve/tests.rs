use super::*;
use crate::decode::Charset;

/// The rows of a table with a key, a moment, a word, an amount, and one that is not
/// read, that are records; and what is told of the others.
fn through(rows: &[&str]) -> (Vec<String>, Vec<String>) {
    let names = ["Dnr", "Discovered", "Type", "People", "Remark"].map(str::to_owned);
    let roles = vec![
        Role::Key,
        Role::Moment,
        Role::Word,
        Role::Amount,
        Role::Unread,
    ];
    let keys = KeyColumns {
        reference: Some(0),
        ..KeyColumns::default()
    };
    let mut columns = Columns::new(&names, roles, keys, Charset::UTF_8);
    for row in rows {
        columns.learn(row.split(';').map(str::as_bytes));
    }
    let mut sieve = Sieve::new(&columns);
    let mut kept = Vec::new();
    for (line, row) in (2..).zip(rows) {
        let row = row.split(';').map(str::as_bytes);
        if row.clone().all(<[u8]>::is_empty) {
            sieve.blank(line);
        } else if sieve.keeps(&row, line, 0) {
            kept.push(String::from_utf8(row.clone().next().unwrap().to_vec()).unwrap());
        }
    }
    let (findings, last) = sieve.finish();
    if last == Last::Sum {
        kept.pop();
    }
    let told = findings.iter().map(|finding| {
        let facts = finding
            .facts
            .iter()
            .map(|(_, fact)| fact.show(crate::config::Language::En));
        format!(
            "{} {}: {}",
            finding.code,
            finding.line,
            facts.collect::<Vec<_>>().join(", ")
        )
    });
    (kept, told.collect())
}

const A: &str = "KS 2024/1;2024-01-09 08:15;loss;57;";
const B: &str = "KS 2024/2;2024-01-15;loss;3;";

/// What becomes of a row between two records.
fn between(row: &str) -> Option<String> {
    let (kept, told) = through(&[A, row, B]);
    if kept.len() == 3 {
        assert!(told.is_empty(), "{row}: {told:?}");
        return None;
    }
    assert_eq!(kept, ["KS 2024/1", "KS 2024/2"], "{row}");
    Some(told.join("; "))
}

#[test]
fn rows_that_are_no_records_are_named() {
    for (row, what) in [
        ("Januari 2024;;;;", "1 heading"),
        (";Januari 2024;;;", "1 heading"),
        ("Socialförvaltningen;;;;", "1 heading"),
        ("Avdelning 3;;;;", "1 heading"),
        (";;;;Region Norr", "1 heading"),
        ("2023;;;;", "1 heading"),
        ("2024-01;;;;", "1 heading"),
        ("Dnr;Discovered;Type;People;Remark", "1 repeated header row"),
        ("DNR;discovered;;People;", "1 repeated header row"),
        ("Summa;;;60;", "1 sum row"),
        ("Totalt antal:;;;60;2 st", "1 sum row"),
        (";;Total;60;", "1 sum row"),
        ("Januari 2024;;3 st;60;", "1 sum row"),
        ("Summa", "1 sum row"),
        ("Uttag ur diariet 2024-06-01 av registrator;;;;", "1 note"),
        ("Källa: IMY", "1 note"),
        ("Source: IMY, 2024-01-02;2024-01-02;;;", "1 note"),
        ("* preliminära uppgifter;;;;", "1 note"),
        ("# exported by X;;;;", "1 comment row"),
        ("#exported;by;X", "1 comment row"),
        ("# exported;2024-01-01;by;X;", "1 comment row"),
        ("// exported;;;;", "1 comment row"),
        ("---;---;---;---;---", "1 blank row"),
        (";;;;", "1 blank row"),
        (";;;;12", "1 row without any answer"),
        ("2024-01-01;;;;", "1 heading"),
        ("2024-02-01 00:00:00;;;;", "1 heading"),
        (";2024-02-01;;;", "1 heading"),
        (";2024-02-01T00:00;;;", "1 heading"),
        (";;1.2.2024;;", "1 heading"),
        (";;;;2024-02-01", "1 heading"),
        ("Utskriven;2024-06-01;;;", "1 note"),
        ("Senast uppdaterad;;;;2024-06-01 14:30", "1 note"),
        ("Hämtat;2024-06-01T14:30;;;", "1 note"),
        (";;;Uttag 2024-06-01;", "1 note"),
        (";;;Uttag ur diariet;", "1 note"),
        (";Uttag 2024-06-01;;;", "1 note"),
        (";;Uttag 2024-06-01;;", "1 note"),
        (";;;;Uttag 2024-06-01", "1 note"),
        ("Summa;2024-12-31;;60;", "1 sum row"),
        (";;Tot;60;", "1 sum row"),
        ("S:a;;;60;", "1 sum row"),
        ("Per 2024-06-01;;;47;", "1 sum row"),
        ("T.o.m. 2024-05-31;;2;60;", "1 sum row"),
        ("Den 1 6 2024;;;47;", "1 sum row"),
        ("%;;;33;", "1 sum row"),
        ("Max;;;57;", "1 sum row"),
        ("Lägsta värde;;;3;", "1 sum row"),
        ("Snitt per ärende;;;30;", "1 sum row"),
        ("- varav sena;1;;5;", "1 sum row"),
        (";;Varav sena;5;", "1 sum row"),
        ("Andel inom 72 tim;;;33 %;", "1 sum row"),
        (";;33 %;;", "1 sum row"),
        ("Sena;;;33,3 %;", "1 sum row"),
        ("Helår 2024;;;47;", "1 sum row"),
        ("Inga incidenter under maj;;;0;", "1 note"),
        ("Inga incidenter under maj;2024-05-31;;0;", "1 note"),
        (";;Ingen anmälan;0;", "1 note"),
        ("Juni: inga incidenter;;;0;", "1 note"),
        ("Juni;inga incidenter;;0;", "1 note"),
        ("Summa 2024;2024-12-31;;60;", "1 sum row"),
        ("Förra året;;;52;", "1 sum row"),
        ("I snitt;;;30;", "1 sum row"),
        (";ÅÅÅÅ-MM-DD tt:mm;val;antal;", "1 row of units"),
        ("Uttagsdatum: 2024-06-01;;;;", "1 note"),
        ("Exportdatum;2024-06-01;;;", "1 note"),
        ("Datum för uttag: 2024-06-01;;;;", "1 note"),
        (";(datum);fritext;(st);", "1 row of units"),
        (";ÅÅÅÅ-MM-DD;;antal;", "1 row of units"),
        ("KS 2024/1 Summa;;;57;", "1 sum row"),
        ("Summa KS 2024/1;;;57;", "1 sum row"),
        ("Sum of KS 2024/1;;;57;", "1 sum row"),
        ("KS 2024/1 Antal;;1;;", "1 sum row"),
        (";;loss Antal;1;", "1 sum row"),
        (";;Summa loss;57;", "1 sum row"),
        ("Totalt loss;;;57;", "1 sum row"),
        ("KS Summa;;;57;", "1 sum row"),
        (";2024-01-09 Summa;;57;", "1 sum row"),
        ("KS 2024/1 Summa;;loss;57;", "1 sum row"),
        ("Anmälda till IMY: 3;;;;", "1 sum row"),
        ("1:a halvåret;;;;", "1 heading"),
        ("2024-01 – 2024-03;;;;", "1 heading"),
        ("2024/2025;;;;", "1 heading"),
        ("Läsår 24/25;;;;", "1 heading"),
        ("VT24;;;;", "1 heading"),
        ("1/1–31/3;;;;", "1 heading"),
    ] {
        assert_eq!(between(row), Some(format!("F014 3: {what}")), "{row}");
    }
}

#[test]
fn what_may_be_a_record_is_one() {
    for row in [
        "KS 2024/9;;;;",
        "KS-2024-9;;;;",
        "2024-13;;;;",
        "SN 2024/7b;;;;",
        ";2024-01-09;;;",
        ";;loss;;",
        ";;;5;",
        "Summa AB;2024-01-09;loss;57;",
        "Total;2024-01-09;loss;57;",
        "Totalt;;stöld;57;",
        "#12;2024-01-09;loss;57;",
        "#12;;loss;57;",
        "KS 2024/9;okänd;okänd;okänd;",
        "okänt;okänt;;;",
        "KS 2024/9;i mars;loss;några;",
        "Summering pågår hos nämnden;2024-01-09;;;",
        ";;Rapport;57;",
        ";2024-02-01;loss;;",
        ";2024-02-01 08:15;;;",
        ";2024-02-02;;;",
        "KS 2024/9;2024-02-01;;;",
        "Rapport 12;2024-06-01;;;",
        "Rapport;2024-06-01;loss;;",
        ";;Rapport skickad till fel person 2024-06-01;;",
        ";;Rapport på avvägar;;",
        "Anna Ek;2024-06-01;;;",
        ";;Max;50;",
        ";;Max;;",
        ";;loss;57;Max",
        ";2024-01-09;;;Medel",
        "Total;2024-01-09;;;",
        ";2024-01-09;;;Inga tidigare incidenter",
        ";2024-01-09;;57;Inga tidigare incidenter",
        ";;;57;varav 3 barn",
        ";;Change of address;57;",
        "Inget ärendenummer;2024-01-09;;0;",
        "Inget ärende;2024-01-09;;0;",
        ";2024-01-09;Ingen anmälan;0;",
        "KS 2024/9;;33 %;;",
        "Per 2024-06-01;;loss;47;",
        "Ärende 2024-17;;;47;",
        ";2024-01-09;33 %;;",
        ";(okänd);(okänd);(okänt);",
        "okänt;;;0;",
        "Uttagsdatum;2024-06-01;loss;;",
        ";2024-01-09;loss Summa;57;",
        ";;Fel antal;57;",
        ";;;57;oklart antal",
        "KS 2024/9 komplettering;;;57;",
        "okänt;2;;;",
        "Muntlig;9;;;",
        "KS 2024/16: 3;;;;",
        "KS: 3;;;;",
        "12/24;;;;",
        "V24;;;;",
        "TBD;;theft;;",
        "Muntlig;vet ej;theft;;",
    ] {
        assert_eq!(between(row), None, "{row}");
    }
}

#[test]
fn a_table_below_is_none_of_ours() {
    let rows = [
        A,
        B,
        ";;;;",
        "Typ;Antal;;;",
        "loss;2;;;",
        "theft;0;;;",
        "KS 2024/3;2024-02-01;loss;1;",
    ];
    let (kept, told) = through(&rows);
    assert_eq!(kept, ["KS 2024/1", "KS 2024/2", "KS 2024/3"]);
    assert_eq!(told, ["F014 4: 3 rows of another table and 1 blank row"]);
    // A gap is no table.
    let (kept, _) = through(&[A, ";;;;", "okänt;vet ej;;;", B]);
    assert_eq!(kept.len(), 3);
}

#[test]
fn a_last_row_is_a_sum_if_it_adds_up() {
    let last = |row: &'static str| through(&[A, B, row]);
    for row in [
        ";;;60;",
        "Alles;;;60;",
        "2;;;60;",
        "2 st;;;60;",
        ";;2 ärenden;60;",
        ";;2;60;",
        ";;Totalt 2 st;60;",
        ";2 st;;60;",
        ";;;60,0;",
        ";;;60.00;2 rader",
    ] {
        assert_eq!(
            last(row),
            (
                vec!["KS 2024/1".into(), "KS 2024/2".into()],
                vec!["F014 4: 1 sum row".into()]
            ),
            "{row}"
        );
    }
    for row in [
        ";;;61;",
        "3;;;60;",
        ";;loss;60;",
        "KS 2024/3;;;60;",
        ";2024-03-01;;60;",
        "3 st;;;60;",
        ";;3 ärenden;60;",
        ";;2 brev;60;",
        "2 st;;2 st;60;",
        ";;;60,5;",
    ] {
        assert_eq!(last(row).0.len(), 3, "{row}");
    }
    assert_eq!(through(&[A, ";;;60;", B]).0.len(), 3, "not the last");
    assert_eq!(through(&[A, ";;;57;"]).0.len(), 2, "of one row");
    let rest = "KS 2024/3;2024-01-15;loss;okänt;";
    assert_eq!(through(&[A, B, rest, ";;;60;"]).0.len(), 3, "beside words");
    let rest = "KS 2024/3;2024-01-15;loss;1 till 3;";
    assert_eq!(through(&[A, B, rest, ";;;60;"]).0.len(), 4, "other figures");
}

#[test]
fn sums_between_rows_that_have_keys_or_dates() {
    let c = "KS 2024/3;2024-02-15;loss;98;";
    let rows = [
        "Januari;;;;",
        A,
        B,
        ";;;60;",
        "Februari;;;;",
        c,
        ";;;98;",
        ";;;158;",
        "Uttag 2024-06-01;;;;",
    ];
    let (kept, told) = through(&rows);
    assert_eq!(kept, ["KS 2024/1", "KS 2024/2", "KS 2024/3"]);
    assert_eq!(told, ["F014 2: 2 headings, 3 sum rows and 1 note"]);
    for (rows, count) in [
        // A sum of some that no heading begins is that of all before it.
        (vec![A, B, "2 st;;;60;", c], 3),
        (vec![A, B, ";;;60;", c, "1 st;;;98;"], 3),
        // Another number, more than a number, of one row.
        (vec![A, B, ";;;61;", c], 4),
        (vec![A, B, ";;loss;60;", c], 4),
        (vec![A, ";;;57;", B], 3),
        (vec!["Januari;;;;", A, "KS 2024/4;;;57;", B], 3),
        // Where a record has neither key nor date another may, too.
        (vec![A, ";;;3;", ";;;60;", c], 4),
    ] {
        assert_eq!(through(&rows).0.len(), count, "{rows:?}");
    }
}

#[test]
fn extremes_and_whole_years_count_by_their_figures() {
    let year = "2024;;;60;";
    let (kept, told) = through(&[A, B, year]);
    assert_eq!(kept, ["KS 2024/1", "KS 2024/2"]);
    assert_eq!(told, ["F014 4: 1 sum row"]);
    assert_eq!(through(&[A, B, "2024;;;61;"]).0.len(), 3);
    for (row, count) in [
        (";;Max;57;", 2),
        (";;Min;3;", 2),
        (";;Max;58;", 3),
        (";;loss;57;", 3),
    ] {
        assert_eq!(through(&[A, B, row]).0.len(), count, "{row}");
    }
}

#[test]
fn a_reference_without_its_controller_shows_no_copies() {
    let told = |is_of_one, rows: &[&str]| {
        let keys = KeyColumns {
            reference: Some(0),
            controller: if is_of_one { vec![] } else { vec![2] },
            is_of_one,
            ..KeyColumns::default()
        };
        let names = ["Dnr", "Discovered", "Controller"].map(str::to_owned);
        let roles = vec![Role::Key, Role::Moment, Role::Word];
        let columns = Columns::new(&names, roles, keys, Charset::UTF_8);
        let mut sieve = Sieve::new(&columns);
        for (line, row) in (2..).zip(rows) {
            sieve.keeps(&row.split(';').map(str::as_bytes), line, 0);
        }
        let (findings, _) = sieve.finish();
        let message = |found: &crate::finding::Finding| {
            let (_, said) = found.facts.last().unwrap();
            said.show(crate::config::Language::En)
        };
        findings.first().map(message)
    };
    let [one, other] = ["KS 2024/1;2024-01-09;A", "ks\u{a0}2024/1;2024-01-10;a"];
    assert!(told(false, &[one, other]).unwrap().contains("count once"));
    let [bare, again] = ["KS 2024/1;2024-01-09;", "KS\u{2009}2024/1;2024-01-10;"];
    assert!(told(true, &[bare, again]).unwrap().contains("count once"));
    let alone = told(false, &[bare, again]).unwrap();
    assert!(alone.contains("a notification of its own"), "{alone}");
    let both = told(false, &[one, other, bare, again]).unwrap();
    assert!(both.contains("count as a notification each"), "{both}");
    assert_eq!(told(false, &[one, bare]), None);
}

#[test]
fn keys_that_repeat_are_told_once() {
    let (kept, told) = through(&[
        A,
        B,
        "ks  2024/1;2024-03-01;;5;",
        A,
        "KS 2024/4;2024-03-01;;5;",
        "-;2024-03-02;;;",
        "-;2024-03-02;;;",
    ]);
    assert_eq!(kept.len(), 7);
    let [told] = told.as_slice() else {
        panic!("{told:?}");
    };
    assert!(
        told.starts_with("F011 4: 3, 1, The same case number or reference"),
        "{told}"
    );
}

#[test]
fn a_first_row_of_data_is_no_header() {
    let row = |text: &str| text.split(';').map(str::to_owned).collect::<Vec<_>>();
    assert!(is_data(
        &row("KS 2024/1;2024-01-09;loss"),
        &row("KS 2024/2;2024-01-10;loss")
    ));
    assert!(is_data(&row("A;loss;57"), &row("B;loss;3")));
    assert!(!is_data(&row("Dnr;Typ;Antal"), &row("A;loss;57")));
    assert!(!is_data(&row("Typ;2023;2024"), &row("loss;57;3")));
    // Where the mapping names places alone, what stands in both rows must be written alike.
    assert!(is_alike(&row("KS 1/1;loss"), &row("KS 24/12;theft")));
    assert!(is_alike(&row("A;57"), &row("B;3")));
    assert!(!is_alike(&row("15.1 Datum;72 tim"), &row("2024-01-09;57")));
    assert!(!is_alike(&row("Typ;2023;2024-01"), &row("loss;57;3")));
}

#[test]
fn a_table_below_may_begin_with_the_keys_of_the_first() {
    let notes = [
        "Dnr;Kommentar;;;",
        "KS 2024/1;se akt;;;",
        "KS 2024/2;avslutat;;;",
    ];
    let (kept, told) = through(&[&[A, B, ";;;;"], &notes[..]].concat());
    assert_eq!(kept, ["KS 2024/1", "KS 2024/2"]);
    assert_eq!(told, ["F014 4: 3 rows of another table and 1 blank row"]);
    // A row with a date, or that says it is not known, is a record of the first again.
    for back in [
        "KS 2024/3;2024-02-01;loss;4;",
        "KS 2024/3;okänt;loss;4;",
        "KS 2024/3;;loss;4;",
    ] {
        let (kept, _) = through(&[&[A, B, ";;;;"], &notes[..], &[back]].concat());
        assert_eq!(kept, ["KS 2024/1", "KS 2024/2", "KS 2024/3"], "{back}");
    }
}

#[test]
fn figures_below_a_table_are_none_of_its_records() {
    let c = "KS 2024/3;2024-02-15;theft;98;";
    for block in [
        &[";;;;", "I tid;2;;;", "För sent;1;;;"][..],
        &["Statistik;;;;", "KS;;;2;", "BUN;;;1;"],
        &[";;loss;60;", ";;theft;98;", ";;Totalt;158;"],
        &[";;;;", ";;loss;2;", ";;theft;1;"],
        &["2024;;3;158;"],
        &["2023–2024;;;158;"],
    ] {
        let (kept, _) = through(&[&[A, B, c], block].concat());
        assert_eq!(kept, ["KS 2024/1", "KS 2024/2", "KS 2024/3"], "{block:?}");
    }
    for (block, count) in [
        (&[";;;;", "Muntlig;;;2;", "TBD;;theft;;"][..], 5),
        (&[";;theft;98;"], 4),
        (&[";;;;", ";;theft;1;"], 4),
        (&["Mars;;;;", ";;theft;98;"], 4),
        (&["Mars;;;;", "Muntlig;5;theft;2;"], 4),
        (&[";;;;", "Brev;5;theft;2;"], 4),
        (&["Statistik;;;;", ";2024-02-20;;2;"], 4),
        (&["2024;;4;158;"], 4),
    ] {
        let (kept, _) = through(&[&[A, B, c], block].concat());
        assert_eq!(kept.len(), count, "{block:?}");
    }
}

#[test]
fn numbers_in_advance_count_and_are_told() {
    let rows = [A, B, "KS 2024/3;;;;", "KS 2024/4;;;;"];
    let (kept, told) = through(&rows);
    assert!(
        kept.len() == 4 && told[0].starts_with("F014 4: The last"),
        "{told:?}"
    );
    for others in [
        &[A, "KS 2024/3;;;;", "KS 2024/4;;;;", B][..],
        &[A, B, "KS 2024/3;;;;"],
        &[A, B, "KS 2024/3;;;;", "KS 2024/9;;;;"],
        &[A, "KS 2024/2;;loss;;", "KS 2024/3;;;;", "KS 2024/4;;;;"],
    ] {
        assert!(through(others).1.is_empty(), "{others:?}");
    }
}
