//! The pictures of a report: those of its page, alone and as PNG, with figures of the CSV files,
//! and with nothing that a text of an input could change.
#![allow(
    clippy::unwrap_used,
    reason = "a test ends at once at what it did not expect"
)]

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use common::{audit, bytes_below, here, program, rows};
use quick_xml::Reader;
use quick_xml::events::Event;

const MUNICIPALITY: &str = "tests/data/municipality/Personuppgiftsincidenter";
const DRAWN: [&str; 2] = ["--formats", "csv,html,svg,png"];

/// The names of the pictures of a report, each with its SVG.
fn pictures(report: &Path) -> BTreeMap<String, String> {
    let files = bytes_below(&report.join("pictures")).into_iter();
    let drawn = files.filter(|(path, _)| path.extension().unwrap() == "svg");
    drawn
        .map(|(path, bytes)| {
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            (name, String::from_utf8(bytes).unwrap())
        })
        .collect()
}

/// The letters of an SVG in their order, read as XML: elements by name, texts as they are.
fn read(svg: &str) -> (Vec<String>, Vec<String>) {
    let (mut elements, mut texts) = (Vec::new(), Vec::new());
    let mut reader = Reader::from_str(svg);
    let mut text = String::new();
    loop {
        match reader.read_event().unwrap() {
            Event::Start(start) | Event::Empty(start) => {
                elements.push(start.name().as_ref().to_owned());
                text.clear();
            }
            Event::Text(own) => text.push_str(&own.xml10_content()),
            Event::GeneralRef(own) => {
                let entity = format!("&{};", &*own);
                text.push_str(&quick_xml::escape::unescape(&entity).unwrap());
            }
            Event::End(end) if end.name().as_ref() == "text" => texts.push(text.clone()),
            Event::Eof => return (elements, texts),
            _ => {}
        }
    }
}

/// The size of a PNG, as its head says it.
fn size_of(png: &[u8]) -> [u32; 2] {
    assert_eq!(&png[..8], b"\x89PNG\r\n\x1a\n");
    [16, 20].map(|at| u32::from_be_bytes(png[at..at + 4].try_into().unwrap()))
}

#[test]
fn pictures_are_those_of_the_page_in_its_language() {
    let room = tempfile::tempdir().unwrap();
    let receipts = here("tests/data/municipality/kvittenser.csv");
    for (language, title) in [
        ("sv", "I tid och för sent per år"),
        ("en", "On time and late by year"),
    ] {
        let out = room.path().join(language);
        let options = ["--lang", language, "--receipts", receipts.to_str().unwrap()];
        audit(
            &[&here(MUNICIPALITY)],
            &out,
            &[&DRAWN[..], &options].concat(),
        );
        let page = fs::read_to_string(out.join("report.html")).unwrap();
        let pictures = pictures(&out);
        assert_eq!(pictures.len(), page.matches("<svg").count());
        assert!(pictures.len() >= 6, "{:?}", pictures.keys());
        for (name, svg) in &pictures {
            // On the page its table stands below, which its description says.
            let (drawn, below) = svg.trim_end().split_once("</desc>").unwrap();
            let (_, of_page) = page.split_once(drawn).unwrap();
            let (said, of_page) = of_page.split_once("</desc>").unwrap();
            assert!(said.ends_with('.') && said.len() > 20, "{name} {said}");
            assert!(of_page.starts_with(below), "{name}");
            let (_, texts) = read(svg);
            assert!(
                texts[1..]
                    .iter()
                    .any(|text| text.contains("breach-audit 0."))
            );
            let png = fs::read(out.join(format!("pictures/{name}.png"))).unwrap();
            let [width, height] = size_of(&png);
            for (side, points) in [("width", width), ("height", height)] {
                let (_, rest) = svg.split_once(&format!(" {side}=\"")).unwrap();
                let (drawn, _) = rest.split_once('"').unwrap();
                let drawn: u32 = drawn.parse().unwrap();
                assert_eq!(points, (3 * drawn).div_ceil(2), "{name} {side}");
            }
            // White paper alone would take far less.
            assert!(png.len() > 3000, "{name}");
        }
        assert!(read(&pictures["late-by-year"]).1[0].contains(title));
    }
}

/// Compares each bar of a picture of one dimension with its table, and says how many there are.
fn bars_are_those_of_the_table(svg: &str, table: &Path) -> usize {
    let (_, texts) = read(svg);
    let mut told = 0;
    for row in rows(table)
        .iter()
        .filter(|row| !row["value"].starts_with('('))
    {
        let count = row["notifications"].as_str();
        let at = texts.iter().position(|text| *text == row["label"]);
        // A long label stands on two lines.
        let Some(at) = at else { continue };
        let figure = texts[at + 1].replace('\u{a0}', "");
        let shown = figure.split(' ').next().unwrap().split('(').next().unwrap();
        assert_eq!(shown, count, "{} in {}", row["label"], table.display());
        told += 1;
    }
    told
}

#[test]
fn figures_are_those_of_the_tables_and_hidden_ones_are_not_drawn() {
    let room = tempfile::tempdir().unwrap();
    let set = room.path().join("set");
    let made = program()
        .args(["synth", "--count", "800", "--seed", "7"])
        .arg(&set)
        .output()
        .unwrap();
    assert!(made.status.success());
    let one_way = [
        "type-group",
        "cause-group",
        "sector",
        "area",
        "severity",
        "data-subjects",
    ];
    let mut told = Vec::new();
    for (name, more) in [("open", &[][..]), ("closed", &["--min-cell", "8"])] {
        let out = room.path().join(name);
        audit(&[&set], &out, &[&DRAWN[..], more].concat());
        let pictures = pictures(&out);
        let of_tables = one_way.iter().filter_map(|id| {
            let table = out.join(format!("tables/{id}.csv"));
            Some(bars_are_those_of_the_table(pictures.get(*id)?, &table))
        });
        told.push(of_tables.sum::<usize>());
        for id in one_way {
            let table = fs::read_to_string(out.join(format!("tables/{id}.csv"))).unwrap();
            assert!(
                !(table.contains(",:c,") && pictures.contains_key(id)),
                "{id}"
            );
        }
    }
    assert!(told[0] > 20 && told[1] > 0, "{told:?}");
}

/// Every picture that may be drawn.
const ALL: [&str; 17] = [
    "area",
    "area-by-cause-group",
    "area-years",
    "cause-group",
    "cause-group-years",
    "data-subjects",
    "forgotten",
    "incident-size",
    "late-by-area",
    "late-by-sector",
    "late-by-year",
    "sector",
    "sector-years",
    "severity",
    "type-group",
    "type-group-years",
    "verdict-years",
];

#[test]
fn every_picture_is_drawn_and_known_as_one_of_a_report() {
    let room = tempfile::tempdir().unwrap();
    let set = room.path().join("set");
    let mut synth = program();
    synth.args(["synth", "--count", "900", "--seed", "7", "--waves", "2"]);
    synth
        .args(["--format", "ndjson"])
        .arg(&set)
        .assert()
        .success();
    let mut drawn: Vec<String> = Vec::new();
    for (name, more) in [("all", &[][..]), ("year", &["--period", "2023"])] {
        let out = room.path().join(name);
        let options = [&DRAWN[..], more].concat();
        audit(&[&set], &out, &options);
        drawn.extend(pictures(&out).into_keys());
        // Without run.json a folder is replaced only if all its names are known.
        fs::remove_file(out.join("run.json")).unwrap();
        audit(&[&set], &out, &[&options[..], &["--force"]].concat());
        assert!(out.join("run.json").exists());
    }
    drawn.sort();
    drawn.dedup();
    assert_eq!(drawn, ALL);
}

#[test]
fn no_text_of_an_input_changes_a_picture() {
    let evil = "<image href='x'/>]]>&lt;&#0;\u{202e}\u{7}\u{ffff}😀";
    let room = tempfile::tempdir().unwrap();
    let set = room.path().join("set");
    fs::create_dir(&set).unwrap();
    let source = fs::read_to_string(here("fixtures/notifications/complete.json")).unwrap();
    for (at, area) in [evil, "=1+1", "</svg><script>alert(2)</script>", "Skola"]
        .iter()
        .enumerate()
    {
        let mut document: serde_json::Value = serde_json::from_str(&source).unwrap();
        for (field, text) in [
            ("/controller/reference", evil),
            ("/incident/type", area),
            ("/incident/area", area),
        ] {
            *document.pointer_mut(field).unwrap() = text.to_string().into();
        }
        document["case_number"] = format!("IMY-2025-{at}").into();
        fs::write(set.join(format!("<b>&{at}.json")), document.to_string()).unwrap();
    }
    let out = room.path().join("out");
    audit(&[&set], &out, &DRAWN);
    let pictures = pictures(&out);
    for (name, svg) in &pictures {
        let (elements, texts) = read(svg);
        for element in elements {
            let known = [
                "svg", "title", "desc", "defs", "pattern", "rect", "line", "text",
            ];
            assert!(known.contains(&element.as_str()), "{element} in {name}");
        }
        let all = texts.concat();
        assert!(!all.contains(['\u{202e}', '\u{7}', '\u{ffff}']), "{name}");
        size_of(&fs::read(out.join(format!("pictures/{name}.png"))).unwrap());
    }
    assert!(!pictures.is_empty());
}

#[test]
fn records_give_the_same_pictures_and_no_others_stay() {
    let room = tempfile::tempdir().unwrap();
    let (out, again) = (room.path().join("out"), room.path().join("again"));
    audit(&[&here(MUNICIPALITY)], &out, &["--formats", "csv,svg"]);
    let mut command = program();
    command.arg("stats").arg(out.join("records.csv"));
    command.args(["-q", "--formats", "svg", "-o"]).arg(&again);
    assert!(command.output().unwrap().status.success());
    assert_eq!(pictures(&out), pictures(&again));
    // The next report of the same place has no pictures of the last one.
    audit(&[&here(MUNICIPALITY)], &out, &["--formats", "csv"]);
    assert!(!out.join("pictures").exists());
    audit(&[&here(MUNICIPALITY)], &out, &["--formats", "svg"]);
    fs::write(out.join("pictures/holiday.png"), "").unwrap();
    let mut command = program();
    command
        .arg("audit")
        .arg(here(MUNICIPALITY))
        .arg("-o")
        .arg(&out);
    let output = command.args(["-q", "--force"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("pictures/holiday.png"), "{said}");
}
