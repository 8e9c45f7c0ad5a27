//! What people read in report.xlsx, on the page and in CSV files for spreadsheets: each thing by
//! one name, in their language, and nothing that is not there.
#![allow(
    clippy::unwrap_used,
    reason = "a test ends at once at what it did not expect"
)]

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use calamine::{Data, DataType as _, Reader as _, Xlsx, open_workbook};
use common::{audit, here, run};
use serde_json::Value;

type Sheets = BTreeMap<String, Vec<Vec<Data>>>;

fn sheets(report: &Path) -> Sheets {
    let mut book: Xlsx<_> = open_workbook(report.join("report.xlsx")).unwrap();
    let all = book.worksheets().into_iter();
    all.map(|(name, range)| (name, range.rows().map(<[Data]>::to_vec).collect()))
        .collect()
}

/// The texts of a row of a sheet.
fn texts(row: &[Data]) -> Vec<String> {
    row.iter().map(ToString::to_string).collect()
}

/// The row of a sheet with this text, and what stands below it.
fn below<'s>(sheet: &'s [Vec<Data>], text: &str) -> (Vec<String>, &'s [Vec<Data>]) {
    let at = sheet
        .iter()
        .position(|row| row.iter().any(|cell| cell == text));
    let at = at.unwrap_or_else(|| panic!("{text} in {sheet:?}"));
    (texts(&sheet[at]), &sheet[at + 1..])
}

/// What stands above the headings of a sheet.
fn notes(sheet: &[Vec<Data>]) -> String {
    let notes = sheet
        .iter()
        .take_while(|row| row.get(1).is_none_or(Data::is_empty));
    notes.map(|row| row[0].to_string() + "\n").collect()
}

/// Notifications of several years.
fn corpus(room: &Path) -> PathBuf {
    let corpus = room.join("corpus");
    let made = [
        "synth",
        "--count",
        "400",
        "--format",
        "ndjson",
        "-q",
        corpus.to_str().unwrap(),
    ];
    assert!(run(&made).status.success());
    corpus
}

/// A report of them in Swedish.
fn report(corpus: &Path, more: &[&str]) -> PathBuf {
    let out = corpus.with_file_name("out");
    let options = ["--lang", "sv", "--force", "--formats"];
    audit(&[corpus], &out, &[&options, more].concat());
    out
}

/// The parts of the workbook whose names begin so.
fn parts(report: &Path, begin: &str) -> Vec<String> {
    let file = fs::File::open(report.join("report.xlsx")).unwrap();
    let mut book = zip::ZipArchive::new(file).unwrap();
    let mut found = Vec::new();
    for at in 0..book.len() {
        let mut part = book.by_index(at).unwrap();
        if part.name().unwrap().starts_with(begin) {
            let mut text = String::new();
            part.read_to_string(&mut text).unwrap();
            found.push(text);
        }
    }
    found
}

/// A notification with these changes.
fn notification(path: &Path, change: impl FnOnce(&mut Value)) {
    let text = fs::read_to_string(here("fixtures/notifications/complete.json")).unwrap();
    let mut own: Value = serde_json::from_str(&text).unwrap();
    change(&mut own);
    fs::write(path, own.to_string()).unwrap();
}

#[test]
fn bars_run_from_the_left_in_the_order_of_their_table() {
    let room = tempfile::tempdir().unwrap();
    let out = report(&corpus(room.path()), &["xlsx"]);
    let charts = parts(&out, "xl/charts/chart");
    let bars = charts
        .iter()
        .filter(|chart| chart.contains("barDir val=\"bar\""));
    let mut count = 0;
    for chart in bars {
        let axis = |name: &str| {
            let begin = chart.split(&format!("<c:{name}>")).nth(1).unwrap();
            begin.split(&format!("</c:{name}>")).next().unwrap()
        };
        assert!(
            axis("catAx").contains("orientation val=\"maxMin\""),
            "{chart}"
        );
        assert!(
            axis("valAx").contains("orientation val=\"minMax\""),
            "{chart}"
        );
        assert!(axis("valAx").contains("crosses val=\"max\""), "{chart}");
        count += 1;
    }
    assert!(count >= 4, "{count}");
}

#[test]
fn two_years_are_called_by_their_names_and_marked_where_they_are_not_whole() {
    let room = tempfile::tempdir().unwrap();
    let corpus = corpus(room.path());
    let years = ["--period", "2024", "--against", "2021"];
    let formats = ["csv,xlsx,md,svg,html", "--csv-style", "sv"];
    let out = report(&corpus, &[&formats[..], &years].concat());
    let csv = fs::read_to_string(out.join("tables/year-on-year.csv")).unwrap();
    let head = csv.lines().next().unwrap();
    assert!(
        head.contains(";Anmälningar 2024;Anmälningar 2021;"),
        "{head}"
    );
    let all = sheets(&out);
    let (heads, rows) = below(&all["År mot år"], "Tabell");
    assert_eq!(heads[2..4], ["Anmälningar 2024", "Anmälningar 2021"]);
    assert!(
        rows.iter()
            .any(|row| row[0] == "Verksamhetsområde, huvudgrupp")
    );
    let summary = fs::read_to_string(out.join("summary.md")).unwrap();
    assert!(summary.contains("| 2024 | 2021 |"), "{summary}");
    assert!(!head.contains("före") && !notes(&all["År mot år"]).contains("året före"));
    let (heads, rows) = below(&all["År"], "Benämning");
    assert_eq!(
        heads,
        ["Benämning", "Slag", "Anmälningar", "Procent", "Bas"]
    );
    assert_eq!(rows.len(), 1);

    let cut = corpus.with_file_name("cut");
    let [input, folder] = [&corpus, &cut].map(|path| path.to_str().unwrap());
    let own = ["audit", input, "-o", folder, "-q", "--lang", "sv"];
    let year = ["--period", "2024", "--as-of", "2024-09-01", "--formats"];
    let made = run(&[&own[..], &year, &formats].concat());
    assert!(cut.is_dir(), "{}", String::from_utf8_lossy(&made.stderr));
    let out = cut;
    let (all, part) = (sheets(&out), "2024 (del av året)");
    assert_eq!(below(&all["År"], "Benämning").1[0][0], part);
    let (heads, _) = below(&all["Sektor"], "Benämning");
    assert!(heads.contains(&part.to_owned()) && heads.contains(&"2023".to_owned()));
    let (heads, _) = below(&all["Bedömning av tidsfristen × År"], "Bedömning");
    assert_eq!(heads[1], part);
    for name in ["verdict-years", "sector-years"] {
        let picture = fs::read_to_string(out.join(format!("pictures/{name}.svg"))).unwrap();
        assert!(picture.contains(part), "{name}");
    }
    let summary = fs::read_to_string(out.join("summary.md")).unwrap();
    assert!(summary.contains(&format!("| {part} | 2023 |")), "{summary}");
    assert!(summary.contains(&format!("\n| {part} |")), "{summary}");
    // The tables of the page that list years mark them too.
    let page = fs::read_to_string(out.join("report.html")).unwrap();
    let (_, promises) = page.split_once("id=\"table-promises\"").unwrap();
    let (promises, _) = promises.split_once("</table>").unwrap();
    assert!(promises.contains(part), "{promises}");
}

#[test]
fn the_sheet_of_a_cross_has_what_its_notes_tell_of() {
    let room = tempfile::tempdir().unwrap();
    let corpus = corpus(room.path());
    let out = report(&corpus, &["xlsx"]);
    let all = sheets(&out);
    let sheet = &all["Sektor × Typ av incident…"];
    let notes_of = notes(sheet);
    assert!(notes_of.contains("”%” är andelen av ”Bas”"), "{notes_of}");
    assert!(!notes_of.contains("inom kolumnen"), "{notes_of}");
    let (heads, rows) = below(sheet, "Sektor");
    let place = |name: &str| heads.iter().position(|head| head == name).unwrap();
    let [count, base, share] = ["Felskick", "Bas", "Felskick, %"].map(place);
    let number = |row: &[Data], at: usize| row[at].get_float().unwrap();
    let (own, base) = (number(&rows[0], count), number(&rows[0], base));
    assert!((number(&rows[0], share) - (own / base * 1000.0).round() / 1000.0).abs() < 1e-9);
    let (_, rows) = below(&all["Slag av handling"], "Handlingar");
    assert!(!rows.is_empty());
    assert!(notes(&all["Slag av handling"]).contains("Enhet: handlingar av alla slag"));

    let out = report(&corpus, &["xlsx", "--min-cell", "5"]);
    let all = sheets(&out);
    let notes_of: String = all.values().map(|sheet| notes(sheet)).collect();
    assert!(notes_of.contains("Celler med ”..” är undertryckta"));
    assert!(!notes_of.contains(":c"));
}

#[test]
fn the_register_is_told_in_words_dates_and_numbers() {
    let room = tempfile::tempdir().unwrap();
    let (input, out) = (room.path().join("in"), room.path().join("out"));
    fs::create_dir(&input).unwrap();
    notification(&input.join("a.json"), |own| {
        own["case_number"] = "IMY-2024-1".into();
        own["received"] = "2024-04-08T13:05:00+02:00".into();
        own["incident"]["occurred"] = serde_json::json!({ "date": "2024-04-01" });
        let discovered = serde_json::json!({ "date": "2024-04-07", "time": "09:30" });
        own["incident"]["discovered"] = discovered;
        own["affected"]["data_subjects"] = serde_json::json!({ "exact": 34 });
    });
    let register = room.path().join("register.csv");
    fs::write(
        &register,
        "Dnr;Diarienummer IMY;Upptäcktes;Vad hände?;Anmäld till IMY?;Antal registrerade\nA 1;IMY-2024-1;2024-04-06;x;Ja;12\n",
    )
    .unwrap();
    let register = register.to_str().unwrap();
    let options = ["--lang", "sv", "--csv-style", "sv", "--register", register];
    let formats = ["--formats", "csv,xlsx,html"];
    audit(&[&input], &out, &[&options[..], &formats].concat());
    let csv = fs::read_to_string(out.join("tables/register.csv")).unwrap();
    assert!(
        csv.contains(";2024-04-01;2024-04-07 09:30;ja;2024-04-08 13:05;"),
        "{csv}"
    );
    let csv = fs::read_to_string(out.join("tables/reconciliation.csv")).unwrap();
    assert!(
        csv.contains("skiljer sig;upptäckt;2024-04-06;2024-04-07 09:30;"),
        "{csv}"
    );
    let all = sheets(&out);
    let (heads, rows) = below(&all["Register art. 33.5"], "Inträffade");
    let cell = |name: &str| &rows[0][heads.iter().position(|head| head == name).unwrap()];
    for name in ["Inträffade", "Upptäcktes", "Inkom"] {
        assert!(cell(name).is_datetime(), "{name}: {:?}", cell(name));
    }
    assert_eq!(cell("Antal registrerade").get_float(), Some(34.0));
    assert!(
        notes(&all["Register art. 33.5"]).contains("”Omständigheter”, ”Effekter” och ”Åtgärder”")
    );
    let (_, rows) = below(&all["Avstämning"], "I registret");
    assert!(
        rows.iter().any(|row| row[4].get_float() == Some(12.0)),
        "{rows:?}"
    );
    let page = fs::read_to_string(out.join("report.html")).unwrap();
    assert!(page.contains(">2024-04-08 13:05<"));
}

#[test]
fn no_apostrophe_stands_before_a_text_that_people_read() {
    let room = tempfile::tempdir().unwrap();
    let (input, out) = (room.path().join("a.json"), room.path().join("out"));
    notification(&input, |own| {
        own["controller"]["name"] = "@Work AB".into();
        own["controller"]["reference"] = "-2024/15".into();
        own["incident"]["cause"] = "- annat".into();
    });
    let options = ["--formats", "csv,xlsx,html,md", "--lang", "sv"];
    audit(
        &[&input],
        &out,
        &[&options[..], &["--by-controller"]].concat(),
    );
    let page = fs::read_to_string(out.join("report.html")).unwrap();
    assert!(page.contains(">@Work AB<") && page.contains(">- annat<"));
    assert!(!page.contains("&#39;@") && !page.contains("&#39;-"));
    let all = sheets(&out);
    let cells = all.values().flatten().flatten().map(ToString::to_string);
    let cells: Vec<String> = cells.collect();
    assert!(cells.contains(&"@Work AB".to_owned()));
    assert!(!cells.iter().any(|cell| cell.starts_with('\'')));
    let csv = fs::read_to_string(out.join("tables/controller.csv")).unwrap();
    assert!(csv.contains("\n'@Work AB,"), "{csv}");
}
