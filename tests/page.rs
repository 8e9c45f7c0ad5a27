//! The page of a report, parsed as a browser parses it: it asks for nothing from elsewhere, its
//! figures are those of the CSV files, its parts name each other truly, and no text becomes
//! markup.
#![allow(
    clippy::unwrap_used,
    reason = "a test ends at once at what it did not expect"
)]

mod common;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use common::{Row, audit, here, program, rows};
use scraper::{ElementRef, Html, Selector};

const MUNICIPALITY: &str = "tests/data/municipality/Personuppgiftsincidenter";

fn all<'h>(page: &'h Html, selector: &str) -> Vec<ElementRef<'h>> {
    page.select(&Selector::parse(selector).unwrap()).collect()
}

fn within<'h>(element: ElementRef<'h>, selector: &str) -> Vec<ElementRef<'h>> {
    element
        .select(&Selector::parse(selector).unwrap())
        .collect()
}

fn text(element: ElementRef) -> String {
    element.text().collect::<String>().trim().to_owned()
}

fn page_of(report: &Path) -> Html {
    Html::parse_document(&fs::read_to_string(report.join("report.html")).unwrap())
}

/// A report of the folder of a municipality, and its page.
fn municipality(out: &Path, more: &[&str]) -> Html {
    let receipts = here("tests/data/municipality/kvittenser.csv");
    let mut options = vec!["--receipts", receipts.to_str().unwrap()];
    options.extend(more);
    audit(&[&here(MUNICIPALITY)], out, &options);
    page_of(out)
}

#[test]
fn the_page_asks_for_nothing_and_names_its_parts_truly() {
    let room = tempfile::tempdir().unwrap();
    let page = municipality(&room.path().join("out"), &["--lang", "sv"]);
    let policy = all(&page, "meta[http-equiv='Content-Security-Policy']");
    let policy = policy[0].attr("content").unwrap();
    assert!(policy.starts_with("default-src 'none';"), "{policy}");
    let nonces: BTreeSet<_> = all(&page, "style, script")
        .iter()
        .map(|own| own.attr("nonce").unwrap())
        .collect();
    assert_eq!(nonces.len(), 1);
    let nonce = nonces.first().unwrap();
    assert_eq!(policy.matches(&format!("'nonce-{nonce}'")).count(), 2);
    let mut ids = BTreeSet::new();
    for element in all(&page, "[id]") {
        let id = element.attr("id").unwrap();
        assert!(ids.insert(id), "{id} twice");
    }
    for element in all(&page, "*") {
        for (name, value) in element.value().attrs() {
            assert!(!name.starts_with("on") && name != "style", "{name}");
            let named: Vec<&str> = match name {
                "href" | "src" if value == "data:," => Vec::new(),
                "href" => vec![value.strip_prefix('#').unwrap()],
                "src" => panic!("{value}"),
                "aria-labelledby" => value.split(' ').collect(),
                "data-saves" => vec![value],
                "fill" if value.starts_with("url(") => {
                    let address = value.strip_prefix("url(#").unwrap();
                    vec![address.strip_suffix(')').unwrap()]
                }
                _ => Vec::new(),
            };
            for id in named {
                assert!(ids.contains(id), "{name} {id}");
            }
        }
    }
    let style = text(all(&page, "style")[0]);
    assert!(!style.contains("url(") && !style.contains("@import"));
    assert_eq!(page.root_element().attr("lang"), Some("sv"));
    let headings: Vec<String> = all(&page, "section > h2").into_iter().map(text).collect();
    assert_eq!(
        headings[..4],
        [
            "Kort sagt",
            "Att göra nu",
            "I tid per år",
            "Sena anmälningar"
        ]
    );
    assert_eq!(headings.last().unwrap(), "Så räknade vi");
    let linked: Vec<String> = all(&page, "nav a").into_iter().map(text).collect();
    assert_eq!(linked, headings);
    for chart in all(&page, "svg") {
        assert_eq!(within(chart, "title").len(), 1);
        assert_eq!(within(chart, "desc").len(), 1);
    }
    assert!(all(&page, "th:not([scope])").is_empty());
}

/// A figure of the page as the CSV has it.
fn figure(shown: &str) -> String {
    let plain = shown.replace('\u{a0}', "").replace(',', ".");
    match plain.as_str() {
        ".." => ":c".to_owned(),
        _ => plain.replace('−', "-").replace('+', ""),
    }
}

/// Compares each table of the page that has columns of a CSV file with it.
fn tables_are_those_of_the_files(page: &Html, report: &Path) -> usize {
    let mut compared = 0;
    for table in all(page, "table[data-table]") {
        let columns: Vec<_> = within(table, "thead th")
            .iter()
            .map(|head| head.attr("data-column"))
            .collect();
        let path = report.join(format!("tables/{}.csv", table.attr("data-table").unwrap()));
        if columns.iter().any(|name| name.is_none_or(str::is_empty)) || !path.exists() {
            continue;
        }
        let written = rows(&path);
        let lines = within(table, "tbody tr");
        let lines = lines
            .iter()
            .filter(|line| line.attr("class") != Some("part"));
        let mut count = 0;
        for line in lines {
            let cells: Vec<String> = within(*line, "th, td").into_iter().map(text).collect();
            let label = match line.attr("class") {
                Some("aside") => cells[0].trim_matches(['(', ')']),
                _ => &cells[0],
            };
            // The page leaves out what would turn the direction of writing.
            let first = |row: &Row| row[columns[0].unwrap()].replace('\u{202e}', "");
            let is_total = |row: &Row| first(row) == "(total)" && label.starts_with("total");
            let found = written
                .iter()
                .find(|row| first(row) == label || is_total(row));
            let found = found.unwrap_or_else(|| panic!("{label} in {}", path.display()));
            for (cell, column) in cells.iter().zip(&columns).skip(1) {
                // Of a few, a share says nothing.
                let base = found.get("base").map_or("", String::as_str);
                let is_small = base.parse::<u32>().is_ok_and(|base| base < 30);
                if !(cell.is_empty() && is_small && *column == Some("percent")) {
                    assert_eq!(figure(cell), found[column.unwrap()], "{label} {column:?}");
                }
            }
            count += 1;
        }
        assert_eq!(count, written.len(), "{}", path.display());
        compared += 1;
    }
    compared
}

#[test]
fn the_figures_are_those_of_the_csv_files() {
    let room = tempfile::tempdir().unwrap();
    let out = room.path().join("out");
    for language in ["sv", "en"] {
        let page = municipality(&out, &["--lang", language, "--force"]);
        assert!(tables_are_those_of_the_files(&page, &out) >= 6);
        let late = all(&page, "#table-late tbody tr").len();
        let counted = rows(&out.join("tables/verdict.csv"));
        let counted = counted.iter().find(|row| row["value"] == "late").unwrap();
        assert_eq!(late.to_string(), counted["notifications"]);
        let found = rows(&out.join("findings.csv"));
        let shown: usize = (all(&page, "table[id^='table-findings-'] tbody tr")).len();
        assert_eq!(shown, found.len());
    }
}

#[test]
fn records_give_the_lists_and_figures_of_the_run() {
    let room = tempfile::tempdir().unwrap();
    let (out, again) = (room.path().join("out"), room.path().join("again"));
    let page = municipality(&out, &[]);
    for records in ["records.parquet", "records.csv"] {
        let mut command = program();
        command.arg("stats").arg(out.join(records));
        command.args(["-q", "--force", "-o"]).arg(&again);
        assert!(command.output().unwrap().status.success());
        let other = page_of(&again);
        assert!(tables_are_those_of_the_files(&other, &again) >= 6);
        let ids = [
            "#table-late",
            "#table-to-do-no-reason",
            "#table-cause-group",
            "#chart-type-group",
        ];
        for id in ids {
            let [one, two] = [&page, &other].map(|page| {
                all(page, id)
                    .into_iter()
                    .map(|own| own.html())
                    .collect::<Vec<_>>()
            });
            assert_eq!(one.len(), 1, "{id}");
            assert_eq!(one, two, "{records} {id}");
        }
    }
}

#[test]
fn a_protected_page_lists_nobody() {
    let room = tempfile::tempdir().unwrap();
    for option in [["--min-cell", "5"], ["--round-to", "10"]] {
        let out = room.path().join(option[1]);
        let page = municipality(&out, &option);
        assert!(tables_are_those_of_the_files(&page, &out) >= 1);
        let html = page.html();
        for listed in ["Personuppgiftsincidenter", "BUN 20", "Björkvik", "IMY-20"] {
            assert!(!html.contains(listed), "{listed}");
        }
        assert!(html.contains("Notifications, findings and files are not listed"));
    }
}

/// The base of a picture is published as it is, also where counts are rounded and do not add up.
#[test]
fn a_picture_of_areas_has_the_base_of_its_table() {
    let room = tempfile::tempdir().unwrap();
    for option in [&[][..], &["--round-to", "5"]] {
        let out = room.path().join(option.len().to_string());
        let page = municipality(&out, option);
        let rows = rows(&out.join("tables/verdict.csv"));
        let base = format!(
            "Base: {} notifications that can be judged.",
            rows[0]["base"]
        );
        let note = all(&page, ".wide:has(#table-late-by-area) + p.note");
        assert!(text(note[0]).contains(&base), "{base} {}", text(note[0]));
    }
}

/// The letters of `text` in names, labels and references are text on the page.
#[test]
fn no_text_of_an_input_becomes_markup() {
    let evil = "<img src=x onerror=alert(1)>\u{202e}\u{7}";
    let room = tempfile::tempdir().unwrap();
    let set = room.path().join("set");
    fs::create_dir(&set).unwrap();
    let source = fs::read_to_string(here("fixtures/notifications/complete.json")).unwrap();
    let mut document: serde_json::Value = serde_json::from_str(&source).unwrap();
    for (field, text) in [
        ("/controller/name", "=cmd|'/c calc'!A1"),
        ("/controller/reference", evil),
        ("/incident/type", evil),
        ("/incident/area", "</table><script>alert(2)</script>"),
    ] {
        *document.pointer_mut(field).unwrap() = text.into();
    }
    document["received"] = "2031-01-01T10:00".into();
    fs::write(set.join("<b>&\"x\".json"), document.to_string()).unwrap();
    fs::write(set.join("<i>.pdf"), "no").unwrap();
    let out = room.path().join("out");
    audit(&[&set], &out, &["--lang", "sv"]);
    let page = page_of(&out);
    assert!(all(&page, "img, b, i, iframe").is_empty());
    assert_eq!(all(&page, "script").len(), 1);
    let raw = fs::read_to_string(out.join("report.html")).unwrap();
    assert!(!raw.contains(['\u{202e}', '\u{7}']));
    let shown = text(all(&page, "main")[0]);
    for expected in [
        "<b>&\"x\".json",
        "<i>.pdf",
        "=cmd",
        "<script>alert(2)</script>",
    ] {
        assert!(shown.contains(expected), "{expected}");
    }
    // The apostrophe is one of CSV files.
    assert!(!shown.contains("'=cmd"));
    assert!(tables_are_those_of_the_files(&page, &out) >= 1);
    let summary = fs::read_to_string(out.join("summary.md")).unwrap();
    // What stands in a block of code is no markup.
    let summary: String = summary.split("```").step_by(2).collect();
    assert!(!summary.contains("<s") && !summary.contains("<i") && !summary.contains("<b"));
    assert!(
        summary.contains("&lt;script>alert(2)&lt;/script>"),
        "{summary}"
    );
}

/// What rows are sorted by stands in their cells where their texts do not tell it.
#[test]
fn durations_bands_and_classes_are_sorted_by_numbers() {
    let room = tempfile::tempdir().unwrap();
    let page = municipality(&room.path().join("out"), &["--lang", "sv"]);
    let keys = |table: &str, cell: &str| -> Vec<Option<i64>> {
        let cells = all(
            &page,
            &format!("#table-{table} tbody tr:not(.aside) {cell}"),
        );
        let key = |cell: &ElementRef| cell.attr("data-key").map(|key| key.parse().unwrap());
        cells.iter().map(key).collect()
    };
    let late = keys("late", "td:nth-child(5)");
    assert!(
        late.len() > 5 && late.iter().all(Option::is_some),
        "{late:?}"
    );
    assert!(late.is_sorted_by(|one, other| one >= other), "{late:?}");
    for table in ["data-subjects", "time-to-report"] {
        let rows = keys(table, "th");
        assert!(
            rows.len() > 2 && rows.iter().all(Option::is_some),
            "{rows:?}"
        );
        assert!(rows.is_sorted(), "{rows:?}");
    }
    assert_eq!(keys("type-group", "th").into_iter().flatten().count(), 0);
}

/// A question is forgotten if the form requires its answer or a rule says that it is missing.
#[test]
fn what_is_forgotten_is_what_rules_call_missing() {
    let room = tempfile::tempdir().unwrap();
    let set = room.path().join("set");
    fs::create_dir(&set).unwrap();
    let source = fs::read_to_string(here("fixtures/notifications/complete.json")).unwrap();
    let mut document: serde_json::Value = serde_json::from_str(&source).unwrap();
    document["incident"]["type"] = serde_json::Value::Null;
    document["affected"]["data_subjects"] = serde_json::Value::Null;
    document["consequences"]["severity"] = serde_json::Value::Null;
    document["controller"]["postal_address"]["city"] = serde_json::Value::Null;
    document["incident"]["delay_reason"] = serde_json::Value::Null;
    fs::write(set.join("a.json"), document.to_string()).unwrap();
    let out = room.path().join("out");
    audit(&[&set], &out, &["--lang", "sv"]);
    let page = page_of(&out);
    let rows = all(&page, "#forgotten tbody th");
    let questions: BTreeSet<String> = rows
        .iter()
        .map(|row| text(*row).split('.').next().unwrap().to_owned())
        .collect();
    for question in ["15", "23", "29"] {
        assert!(questions.contains(question), "{question}: {questions:?}");
    }
    // Reasons for a delay are missing only where there is one.
    assert!(!questions.contains("14"), "{questions:?}");
}
