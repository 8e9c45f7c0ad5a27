//! What a mapping makes of rows and objects, and how its mistakes are told.

use super::*;

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
    Mapping::load(source, |name| Err(format!("no edition {name}")))
}

fn header() -> Vec<String> {
    ["date.reçue", "Found", "People", "Data", "Children", "Staff", "Told", "What", "More"]
        .map(str::to_owned)
        .to_vec()
}

fn value(cells: [&'static str; 9], key: Key) -> Value<'static> {
    let mapping: &'static Mapping = Box::leak(Box::new(load(MAPPING).unwrap()));
    let plan = mapping.plan(&header()).unwrap();
    let mut record = plan.record(2, |at| Some(Cow::Borrowed(cells[at])));
    let at = record.answers.iter().position(|raw| raw.key == key).unwrap();
    record.answers.swap_remove(at).value
}

const ROW: [&str; 9] =
    ["2018-06", "03/04/2021 12:00:00 AM", "100k and above", "a, b,c", "x", "", "oui, donc", "it''s", "gone"];

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
    let Value::List(items) = value(ROW, Key::AffectedDataCategories) else { panic!() };
    assert_eq!(items.iter().map(|item| item.text.as_ref()).collect::<Vec<_>>(), ["a, b", "c"]);
    let Value::List(items) = value(ROW, Key::AffectedSubjectGroups) else { panic!() };
    assert_eq!(items[0].text, "children");
    assert_eq!(items.len(), 1);
}

#[test]
fn what_is_not_asked_is_not_blank() {
    let mapping = load(MAPPING).unwrap();
    assert!(mapping.not_asked.has(19) && !mapping.not_asked.has(11) && !mapping.not_asked.has(25));
    assert!(mapping.absent.has(Key::ControllerName) && !mapping.absent.has(Key::Received));
    let asked = MAPPING.replacen('\n', "\nasked = [\"incident.discovered\", \"19\"]\n", 1);
    let mapping = load(&asked).unwrap();
    assert!(!mapping.not_asked.has(19) && !mapping.not_asked.has(11) && mapping.not_asked.has(25));
}

#[test]
fn mistakes_are_told_with_their_line() {
    let error = |from: &str, to: &str| load(&MAPPING.replacen(from, to, 1)).unwrap_err();
    let found = error("\"incident.discovered\"", "\"incident.dicovered.date\"");
    assert_eq!(found.line, 20);
    assert!(found.message.contains("did you mean \"incident.discovered.date\""), "{found}");
    assert!(error("values = \"told\"", "values = \"tald\"").message.contains("[values.tald]"));
    let unused = error("values = \"told\"\n", "");
    assert_eq!((unused.line, unused.message.contains("no field uses")), (10, true));
    assert!(error("\"children\"", "\"childs\"").message.contains("did you mean \"children\""));
    assert!(error("\"yes\"", "\"yep\"").message.contains("\"yep\""));
    assert!(error(",(?!", ",(?!(").message.contains("split_pattern"));
    assert!(error("format = \"csv\"", "format = \"xls\"").message.contains("csv, json or ndjson"));
    assert!(error("from = \"Found\"", "form = \"Found\"").message.contains("form"));
}

#[test]
fn a_column_that_the_file_lacks_is_named() {
    let mapping = load(MAPPING).unwrap();
    let mut header = header();
    header.remove(3);
    let missing = mapping.plan(&header).unwrap_err();
    assert_eq!((missing.column.as_str(), missing.line, missing.found), ("Data", 32, 8));
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
    let document = serde_json::json!({"data": {"items": [
        {"breach": {"kind": "lost", "data": [{"label": "a"}, {"label": "b"}]}, "partners": ["x", "y"]}, {"other": 1}]}});
    let objects = mapping.notifications(document).unwrap();
    let record = mapping.object(&objects[0], 1).unwrap();
    let value = |key| &record.answers.iter().find(|raw| raw.key == key).unwrap().value;
    assert_eq!(value(Key::IncidentType), &Value::Text("lost".into()));
    assert!(matches!(value(Key::AffectedDataCategories), Value::List(items) if items.len() == 2));
    assert_eq!(value(Key::ProcessorsOrganisationsName), &Value::Text("y".into()));
    assert!(mapping.object(&objects[1], 1).is_none());
}
