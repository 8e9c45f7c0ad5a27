//! Any text as a mapping and any bytes as an export: neither ever panics, and a mapping that is
//! suggested is one.

use proptest::prelude::*;
use proptest::strategy::ValueTree as _;

use super::super::*;
use crate::bind::bind;
use crate::config::{Language, Message};
use crate::read::csv::{Found, detect, reader};

/// Targets of entries, right and wrong ones.
const TO: [&str; 10] = [
    "case_number",
    "received",
    "incident.discovered",
    "incident.cause",
    "incident.occurred.time",
    "affected.data_subjects",
    "affected.data_subjects.range",
    "affected.data_categories",
    "processors.organisations.2.name",
    "affected.nothing",
];

/// Lines of an entry, most of which fit some targets only.
const LINES: [&str; 22] = [
    "from = \"A\"",
    "from = [\"A\", \"B\"]",
    "from = \"[2]\"",
    "from = \"A[2]\"",
    "from = \"a.b.*.c\"",
    "from = \"\"",
    "constant = \"x\"",
    "optional = true",
    "format = \"%d/%m/%Y %H:%M\"",
    "format = [\"%Y\", \"%Y Qtr %q\", \"%s\", \"%\"]",
    "format = \"%d %B %Y%Z\"",
    "no_time = []",
    "combine = \"sum\"",
    "combine = \"span\"",
    "join = \"-\"",
    "split = \"|\"",
    "split_pattern = '(a*)*$'",
    "option = \"health\"",
    "thousands = \",\"",
    "fiscal_year = \"02-30\"",
    "time_zone = \"America/New_York\"",
    "values = { \"x\" = \"(unknown)\", \"y\" = [\"health\"] }",
];

/// What stands before the entries.
const HEADS: [&str; 11] = [
    "[source]\nformat = \"csv\"\n",
    "[source]\nformat = \"json\"\nrecords = \"a.b\"\n",
    "[source]\nencoding = \"utf-16le\"\nskip_lines = 3\n",
    "[source]\ndelimiter = \"|\"\n",
    "[source]\nskip_lines = 18446744073709551615\n",
    "[rows]\nheader = 0\n",
    "[rows]\nheader = 3\nskip = 9\nfill_down = \"A\"\n",
    "[rows]\nweight = \"B\"\nuntil = { from = \"A\", is = \"1\" }\n",
    "[group]\nby = [\"A\"]\n",
    "[constants]\n\"channel\" = \"post\"\n",
    "",
];

/// A mapping in the making: often one that loads, now and then with any text in it.
fn mapping() -> impl Strategy<Value = String> {
    let lines = prop::collection::vec(prop::sample::select(&LINES[..]), 0..3);
    let source = prop::sample::select(&LINES[..5]);
    let entry = (prop::sample::select(&TO[..]), source, lines);
    let entries = prop::collection::vec(entry, 1..4);
    let heads = prop::collection::vec(prop::sample::select(&HEADS[..]), 0..2);
    (
        heads,
        entries,
        prop_oneof![4 => Just(String::new()), 1 => any::<String>()],
    )
        .prop_map(|(heads, entries, rest)| {
            let entries = entries.into_iter().map(|(to, source, lines)| {
                format!("[[field]]\nto = \"{to}\"\n{source}\n{}\n", lines.join("\n"))
            });
            heads.concat() + &entries.collect::<String>() + &rest
        })
}

/// Tables, JSON and any bytes.
fn export() -> impl Strategy<Value = Vec<u8>> {
    let cell = "[-0-9/.:|, %A-Ca-zå\"\u{fdd0}\u{fdd2}]{0,12}";
    let row = prop::collection::vec(cell, 1..5).prop_map(|cells| cells.join(";"));
    let table = prop::collection::vec(row, 0..6);
    prop_oneof![
        table.prop_map(|rows| format!("A;B;A\n{}\n", rows.join("\n")).into_bytes()),
        "[\\[\\]{}:,\"AB0-9e.-]{0,40}".prop_map(String::into_bytes),
        cell.prop_map(|text| {
            serde_json::json!([{ "A": text, "B": [text, 1e300, null], "a": { "b": [{ "c": text }] } }])
                .to_string()
                .into_bytes()
        }),
        any::<Vec<u8>>(),
    ]
}

/// Reads an export by a mapping as an audit does, up to the typed notification.
fn read(mapping: &Mapping, bytes: &[u8]) {
    if let Found::Rows(layout) = detect(bytes, mapping.charset, mapping.edition, Some(mapping)) {
        let rows = reader(
            &bytes[layout.skip_bytes.min(bytes.len())..],
            layout.delimiter,
        );
        for row in rows.into_byte_records().map_while(Result::ok) {
            if let Some(record) = layout.read(layout.cells(&row), 1) {
                let _ = bind(record);
            }
        }
    }
    let text = String::from_utf8_lossy(bytes);
    for listed in mapping.notifications(&text).unwrap_or_default() {
        let object = listed.read().unwrap_or_default();
        if let Ok(record) = mapping.object(&object, listed.line, 0) {
            let _ = bind(record);
        }
    }
}

fn load(text: &str) -> Option<Mapping> {
    Mapping::load(text, |_| Err(Message::Same(String::new()))).ok()
}

proptest! {
    #[test]
    fn no_mapping_and_no_export_panics(text in mapping(), bytes in export()) {
        if let Some(mapping) = load(&text) {
            read(&mapping, &bytes);
        }
    }

    #[test]
    fn no_text_panics_as_a_mapping(text in any::<String>()) {
        let _ = load(&text);
    }

    #[test]
    fn what_is_suggested_is_a_mapping(bytes in export()) {
        if let Some(text) = suggest(&bytes, Language::En) {
            prop_assert!(!text.contains("\n[[field]]") || load(&text).is_some(), "{text}");
        }
    }
}

#[test]
fn many_of_the_mappings_are_loaded() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let drawn = (0..200).filter_map(|_| mapping().new_tree(&mut runner).ok());
    let loaded = drawn.filter(|tree| load(&tree.current()).is_some()).count();
    assert!(loaded >= 20, "{loaded} of 200");
}
