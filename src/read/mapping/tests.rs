//! What a mapping makes of rows and objects, and how its mistakes are told.

use super::file::MappingError;
use super::*;
use crate::config::{Language, Words};
use crate::finding::{Code, Severity};
use crate::form::Key;

mod any;
mod broken;
mod several;

const MAPPING: &str = r#"
[source]
format = "csv"
unescape = { "''" = "'" }
unknown = ["Inconnu"]

[constants]
"channel" = "post"

[values.told]
compare = "prefix"
map = { "Oui" = "yes", "Non" = "no", "?" = "(unknown)" }

[[field]]
to = "received"
from = "Date reçue"
format = "%Y-%m"

[[field]]
to = "incident.discovered"
from = "Found"
format = ["%m/%d/%Y %I:%M:%S %p"]
no_time = "12:00:00 AM"

[[field]]
to = "affected.data_subjects"
from = "People"
thousands = ","

[[field]]
to = "affected.data_categories"
from = "Data"
split_pattern = ',(?!\s)'

[[field]]
to = "affected.subject_groups"
from = "Children"
option = "children"

[[field]]
to = "affected.subject_groups"
from = "Staff"
option = "employees"

[[field]]
to = "communication.informed"
from = "Told"
values = "told"

[[field]]
to = "incident.description"
from = ["What", "More"]
join = "; "
"#;

fn load(source: &str) -> Result<Mapping, MappingError> {
    Mapping::load(source, |name| {
        Err(Words::new("", "no edition {name}").with("name", name))
    })
}

fn header() -> Vec<String> {
    [
        "date.reçue",
        "Found",
        "People",
        "Data",
        "Children",
        "Staff",
        "Told",
        "What",
        "More",
    ]
    .map(str::to_owned)
    .to_vec()
}

fn value(cells: [&'static str; 9], key: Key) -> Value<'static> {
    let mapping: &'static Mapping = Box::leak(Box::new(load(MAPPING).unwrap()));
    let plan = mapping.plan(&header()).unwrap();
    let mut record = plan.record(2, |at| Some(Cow::Borrowed(cells[at])));
    let at = record
        .answers
        .iter()
        .position(|raw| raw.key == key)
        .unwrap();
    record.answers.swap_remove(at).value
}

const ROW: [&str; 9] = [
    "2018-06",
    "03/04/2021 12:00:00 AM",
    "100k and above",
    "a, b,c",
    "x",
    "",
    "oui, donc",
    "it''s",
    "gone",
];

#[test]
fn a_row_is_read_by_its_mapping() {
    let text = |key| match value(ROW, key) {
        Value::Text(text) => text.into_owned(),
        other => format!("{other:?}"),
    };
    assert_eq!(text(Key::Received), "2018-06");
    assert_eq!(text(Key::IncidentDiscoveredDate), "2021-03-04");
    assert_eq!(value(ROW, Key::IncidentDiscoveredTime), Value::Blank);
    assert_eq!(text(Key::AffectedDataSubjectsRange), "100000-");
    assert_eq!(value(ROW, Key::AffectedDataSubjectsExact), Value::Blank);
    assert_eq!(text(Key::Channel), "post");
    assert_eq!(text(Key::CommunicationInformed), "yes");
    assert_eq!(text(Key::IncidentDescription), "it's; gone");
    let Value::List(items) = value(ROW, Key::AffectedDataCategories) else {
        panic!()
    };
    assert_eq!(
        items
            .iter()
            .map(|item| item.text.as_ref())
            .collect::<Vec<_>>(),
        ["a, b", "c"]
    );
    let Value::List(items) = value(ROW, Key::AffectedSubjectGroups) else {
        panic!()
    };
    assert_eq!(items[0].text, "children");
    assert_eq!(items.len(), 1);
}

#[test]
fn what_is_not_asked_is_not_blank() {
    let mapping = load(MAPPING).unwrap();
    assert!(mapping.not_asked.has(19) && !mapping.not_asked.has(11) && !mapping.not_asked.has(25));
    assert!(mapping.absent.has(Key::ControllerName) && !mapping.absent.has(Key::Received));
    let asked = |list: &str| load(&MAPPING.replacen('\n', &format!("\nasked = {list}\n"), 1));
    let numbers: Vec<u8> = [
        "incident.description",
        "affected.data_subjects",
        "affected.subject_groups",
        "affected.data_categories",
        "communication.informed",
    ]
    .iter()
    .filter_map(|path| Key::ALL.iter().find(|key| key.path().starts_with(path)))
    .map(|key| mapping.edition.number(*key))
    .collect();
    assert!(numbers.iter().all(|number| *number > 0));
    let listed: Vec<String> = numbers
        .iter()
        .map(|number| format!("\"{number}\""))
        .collect();
    let listed = format!("[\"incident.discovered\", \"19\", {}]", listed.join(", "));
    let mapping = asked(&listed).unwrap();
    assert!(!mapping.not_asked.has(19) && !mapping.not_asked.has(11) && mapping.not_asked.has(24));
    assert!(
        !mapping.absent.has(Key::IncidentSector)
            && !mapping.absent.has(Key::IncidentDiscoveredComment)
    );
    let unlisted = asked("[\"19\"]").unwrap_err();
    assert_eq!(unlisted.line, 21);
    assert!(
        unlisted
            .message
            .get(Language::En)
            .contains("question 11, which is not in asked"),
        "{unlisted:?}"
    );
}

#[test]
fn mistakes_are_told_with_their_line() {
    let error = |from: &str, to: &str| load(&MAPPING.replacen(from, to, 1)).unwrap_err();
    let found = error("\"incident.discovered\"", "\"incident.dicovered.date\"");
    assert_eq!(found.line, 20);
    assert!(
        found
            .message
            .get(Language::En)
            .contains("did you mean \"incident.discovered.date\""),
        "{found:?}"
    );
    assert!(
        error("values = \"told\"", "values = \"tald\"")
            .message
            .get(Language::En)
            .contains("[values.tald]")
    );
    let unused = error("values = \"told\"\n", "");
    assert_eq!(
        (
            unused.line,
            unused.message.get(Language::En).contains("no field uses")
        ),
        (10, true)
    );
    assert!(
        error("\"children\"", "\"childs\"")
            .message
            .get(Language::En)
            .contains("did you mean \"children\"")
    );
    assert!(
        error("\"yes\"", "\"yep\"")
            .message
            .get(Language::En)
            .contains("\"yep\"")
    );
    assert!(
        error(",(?!", ",(?!(")
            .message
            .get(Language::En)
            .contains("split_pattern")
    );
    assert!(
        error("format = \"csv\"", "format = \"xls\"")
            .message
            .get(Language::En)
            .contains("csv, json or ndjson")
    );
    assert!(
        error("from = \"Found\"", "form = \"Found\"")
            .message
            .get(Language::En)
            .contains("form")
    );
}

#[test]
fn what_would_do_nothing_is_a_mistake() {
    let error = |field: &str| {
        let error = load(&format!("[[field]]\nto = \"{field}")).unwrap_err();
        (error.line, error.message.get(Language::En))
    };
    for (field, line, message) in [
        (
            "received\"\nfrom = \"a\"\nvalues = { \"a\" = \"b\" }",
            4,
            "values does nothing for a moment",
        ),
        (
            "incident.sector\"\nfrom = \"a\"\nsplit = \",\"",
            4,
            "split does nothing for a choice",
        ),
        (
            "incident.description\"\nfrom = \"a\"\nformat = \"%Y\"",
            4,
            "format does nothing for a text",
        ),
        (
            "controller.name\"\nfrom = \"a\"\noption = \"x\"",
            4,
            "option does nothing",
        ),
        (
            "received\"\nfrom = \"a\"\nformat = \"%d %B\"",
            4,
            "of no use",
        ),
        (
            "received\"\nfrom = \"a\"\nformat = [\"%Y-%m-%d\", \"%Q%!\"]",
            4,
            "of no use",
        ),
        (
            "received\"\nfrom = \"a\"\nformat = \"%H:%M\"",
            4,
            "no year and month",
        ),
        (
            "received\"\nfrom = \"a\"\n[constants]\n\"incident.sector\" = \"pubic\"",
            5,
            "did you mean \"public\"",
        ),
        (
            "received\"\nfrom = \"a\"\n[constants]\n\"incident.ended\" = \"soon\"",
            5,
            "is not a moment",
        ),
        (
            "received\"\nfrom = \"a\"\n[constants]\nkind = \"followup\"",
            5,
            "not a kind of filing",
        ),
        (
            "received\"\nfrom = \"a\"\n[constants]\nchannel = \"fax\"",
            5,
            "not a channel (e-service",
        ),
        (
            "received\"\nfrom = \"a\"\n[[field]]\nto = \"received\"\nfrom = \"b\"",
            5,
            "filled by an entry above",
        ),
        (
            "incident.ended\"\nfrom = \"a\"\n[[field]]\nto = \"incident.ended.time\"\nfrom = \"b\"",
            5,
            "filled by",
        ),
        (
            "incident.sector\"\nfrom = \"a\"\nvalues = { compare = \"prefix\", map = { \"a\" = \"public\" } }",
            4,
            "[values.NAME]",
        ),
    ] {
        let (found, told) = error(field);
        assert!(
            found == line && told.contains(message),
            "{field}: {found} {told}"
        );
    }
}

#[test]
fn keys_of_another_format_are_a_mistake() {
    for (format, key) in [
        ("json", "delimiter = \";\""),
        ("ndjson", "skip_lines = 1"),
        ("csv", "records = \"data\""),
    ] {
        let field = "[[field]]\nto = \"received\"\nfrom = \"a\"\n";
        let found = load(&format!("[source]\nformat = \"{format}\"\n{key}\n{field}")).unwrap_err();
        let name = key.split(' ').next().unwrap();
        assert_eq!(found.line, 3);
        assert!(
            found
                .message
                .get(Language::En)
                .starts_with(&format!("{name} does nothing for {format}")),
            "{found:?}"
        );
        assert!(load(&format!("[source]\n{key}\n{field}")).is_ok());
    }
}

#[test]
fn a_moment_with_an_offset_stays_that_moment() {
    let source = "[[field]]\nto = \"incident.discovered\"\nfrom = \"Found\"\nformat = \"%Y-%m-%dT%H:%M:%S%:z\"\n";
    let mapping = load(source).unwrap();
    let plan = mapping.plan(&["Found".to_owned()]).unwrap();
    let bound = |text: &'static str| {
        let bound = crate::bind::bind(plan.record(2, |_| Some(Cow::Borrowed(text))));
        let moment = bound
            .notification
            .discovered
            .moment
            .given()
            .map(|moment| moment.earliest.to_string());
        let found = |code| bound.findings.iter().any(|finding| finding.code == code);
        (
            moment,
            found(crate::check::form::READ_LENIENTLY.code),
            found(crate::check::form::UNREADABLE_VALUE.code),
        )
    };
    let early = Some("2024-01-03T05:30+01:00".to_owned());
    assert_eq!(bound("2024-01-03T09:30:00+05:00"), (early, false, false));
    // What the format does not read is not read another way.
    assert_eq!(bound("2024-01-03 05:30"), (None, false, true));
    assert_eq!(bound("Vet inte"), (None, false, false));
}

#[test]
fn a_column_that_the_file_lacks_is_named() {
    let mapping = load(MAPPING).unwrap();
    let mut header = header();
    header.remove(3);
    let missing = mapping.plan(&header).unwrap_err();
    assert_eq!(
        (missing.reason, missing.found),
        (Reason::LacksColumn("Data".to_owned(), 32), 8)
    );
}

#[test]
fn objects_are_read_by_paths() {
    let source = r#"
[source]
format = "json"
records = "data.items"
[[field]]
to = "incident.type"
from = "breach.kind"
[[field]]
to = "affected.data_categories"
from = "breach.data.*.label"
[[field]]
to = "processors.organisations.2.name"
from = "partners.1"
"#;
    let mapping = load(source).unwrap();
    let document = r#"{"data": {"items": [
        {"breach": {"kind": "lost", "data": [{"label": "a"}, {"label": "b"}]}, "partners": ["x", "y"]},
        {"other": 1}]}}"#;
    let read = mapping.notifications(document).unwrap();
    assert_eq!(read.iter().map(|one| one.line).collect::<Vec<_>>(), [2, 3]);
    let objects: Vec<Placed> = read.iter().map(|one| one.read().unwrap()).collect();
    let record = mapping.object(&objects[0], 1, 0).unwrap();
    let value = |key| {
        &record
            .answers
            .iter()
            .find(|raw| raw.key == key)
            .unwrap()
            .value
    };
    assert_eq!(value(Key::IncidentType), &Value::Text("lost".into()));
    assert!(matches!(value(Key::AffectedDataCategories), Value::List(items) if items.len() == 2));
    assert_eq!(
        value(Key::ProcessorsOrganisationsName),
        &Value::Text("y".into())
    );
    let refusal = mapping.object(&objects[1], 1, 0).unwrap_err();
    assert_eq!(
        refusal.reason,
        Reason::LacksPaths("breach.kind".to_owned(), 7)
    );
    assert_eq!(mapping.lacking(mapping.found(&objects[0])).next(), None);
    let refusal = mapping.notifications(r#"{"data": {}}"#).unwrap_err();
    assert_eq!(
        refusal.reason,
        Reason::NoRecords("data.items".to_owned(), 4)
    );
    let found = mapping.found(&Placed::alone(
        serde_json::json!({"breach": {"kind": 1}, "partners": []}),
    ));
    let lacking: Vec<Reason> = mapping.lacking(found).collect();
    assert_eq!(
        lacking,
        [Reason::LacksPath("breach.data.*.label".to_owned(), 10)]
    );
    let mut findings = [Finding::new(Code::new(*b"F003"), Severity::Warning, 0, 1)
        .at(Key::AffectedDataCategories, 0)];
    mapping.place(&mut findings, &objects[0]);
    assert_eq!(findings[0].place.as_deref(), Some("/breach/data"));
}

/// A mapping of these entries, each as `to = "..."` and what follows, for as long as the test.
fn mapping_of(entries: &[&str]) -> &'static Mapping {
    let source = format!("[[field]]\n{}\n", entries.join("\n[[field]]\n"));
    Box::leak(Box::new(load(&source).unwrap()))
}

#[test]
fn an_object_where_a_value_is_due_is_unreadable() {
    let mapping = mapping_of(&[
        "to = \"incident.sector\"\nfrom = \"sector\"",
        "to = \"incident.discovered\"\nfrom = \"found\"",
        "to = \"affected.data_subjects\"\nfrom = \"people\"",
        "to = \"incident.description\"\nfrom = [\"text\", \"sector\"]",
    ]);
    let object =
        serde_json::json!({"sector": {"code": 1}, "found": [{}], "people": {}, "text": "a"});
    let object = Placed::alone(object);
    let bound = crate::bind::bind(mapping.object(&object, 1, 0).unwrap());
    let unreadable = bound
        .findings
        .iter()
        .filter(|one| one.code == crate::check::form::UNREADABLE_VALUE.code);
    let fields: Vec<Key> = unreadable
        .filter_map(|one| one.field)
        .map(|(key, _)| key)
        .collect();
    for key in [
        Key::IncidentSector,
        Key::IncidentDiscoveredDate,
        Key::AffectedDataSubjectsExact,
        Key::IncidentDescription,
    ] {
        assert!(fields.contains(&key), "{key:?} {fields:?}");
    }
    assert_eq!(fields.len(), 4, "each is told once: {fields:?}");
}
