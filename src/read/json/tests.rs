use super::*;

fn parse(text: &str) -> Result<Record<'_>, Refusal> {
    read(text, Edition::default_edition(), 1)
}

fn value<'r, 'a>(record: &'r Record<'a>, key: Key, index: u16) -> Option<&'r Value<'a>> {
    record
        .answers
        .iter()
        .find(|raw| raw.key == key && raw.index == index)
        .map(|raw| &raw.value)
}

#[test]
fn a_field_that_stands_twice_is_read_only_where_both_agree() {
    let record = parse(
        r#"{"received": "2024-03-05 10:00", "incident": {"cause": "other", "cause": "other"},
            "received": "2024-03-09 10:00", "actions": [{"date": "2024-03-01"}, {"date": "2024-03-02"}]}"#,
    );
    let record = record.unwrap();
    assert_eq!(value(&record, Key::Received, 0), Some(&Value::Malformed));
    let cause = Value::Text("other".into());
    assert_eq!(value(&record, Key::IncidentCause, 0), Some(&cause));
    let second = Value::Text("2024-03-02".into());
    assert_eq!(value(&record, Key::ActionsDate, 1), Some(&second));
    let many = record.answers.iter().filter(|raw| raw.key == Key::Received);
    assert_eq!(many.count(), 1);
}

#[test]
fn arrays_are_told_from_other_text_in_brackets() {
    for text in [
        "[",
        "[ ]",
        "[{\"a\"",
        "[[1]]",
        "[\n\"a\"]",
        "[-1]",
        "[tr",
        "[true]",
        "[null]",
        "[false,",
    ] {
        assert!(may_be_array(text.as_bytes()), "{text}");
    }
    for text in [
        "[levels]",
        "[thresholds]",
        "[[bin]]",
        "[name]",
        "[x] Ja",
        "[Section]",
    ] {
        assert!(!may_be_array(text.as_bytes()), "{text}");
    }
}

#[test]
fn answers_are_found_by_their_path() {
    let record = parse(
        r#"{"controller":{"name":" Kommun "},"contacts":[{"role":"A"},{"role":"B"}],
           "incident":{"discovered":{"date":"2021-02-12","time":null},"sector":"public"},
           "affected":{"data_subjects":{"exact":12},"subject_groups":["Barn"],"data_categories":[]},
           "not_asked":[5,6]}"#,
    )
    .unwrap();
    assert_eq!(
        value(&record, Key::ControllerName, 0),
        Some(&Value::Text("Kommun".into()))
    );
    assert_eq!(
        value(&record, Key::ContactsRole, 1),
        Some(&Value::Text("B".into()))
    );
    assert_eq!(
        value(&record, Key::IncidentDiscoveredTime, 0),
        Some(&Value::Blank)
    );
    assert_eq!(
        value(&record, Key::AffectedDataSubjectsExact, 0),
        Some(&Value::Text("12".into()))
    );
    let barn = Item {
        text: "Barn".into(),
        mark: Mark::Ticked,
    };
    assert_eq!(
        value(&record, Key::AffectedSubjectGroups, 0),
        Some(&Value::List(vec![barn]))
    );
    assert_eq!(
        value(&record, Key::AffectedDataCategories, 0),
        Some(&Value::Blank)
    );
    assert!(record.not_asked.has(5) && record.not_asked.has(6) && !record.not_asked.has(7));
    assert!(record.findings.is_empty());
}

#[test]
fn letters_written_with_escapes_are_the_same() {
    let record =
        parse(r#"{"incident": {"cause": "Ma\u030anga a\u030a", "sector": "O\u0308vrigt"}}"#)
            .unwrap();
    let text = |key| match value(&record, key, 0) {
        Some(Value::Text(text)) => text.to_string(),
        other => format!("{other:?}"),
    };
    assert_eq!(
        (text(Key::IncidentCause), text(Key::IncidentSector)),
        ("Många å".into(), "Övrigt".into())
    );
}

#[test]
fn unknown_fields_are_told_with_their_place() {
    let record = parse(r#"{"incident":{"colour":{"a":[1]}},"contacts":[{},{"fax":1}]}"#).unwrap();
    let places: Vec<_> = record
        .findings
        .iter()
        .filter_map(|finding| finding.place.as_deref())
        .collect();
    assert_eq!(places, ["/incident/colour", "/contacts/1/fax"]);
}

#[test]
fn an_edition_that_is_not_known_shows_itself() {
    let found = |form: &str| {
        let text = format!(r#"{{"form":{form},"incident":{{}}}}"#);
        let findings = parse(&text).unwrap().findings;
        findings
            .iter()
            .map(|finding| finding.code.to_string())
            .collect::<Vec<_>>()
    };
    assert_eq!(found(r#""imy-2099""#), ["F008"]);
    assert_eq!(found("5"), ["F008"]);
    assert_eq!(found("[]"), [""; 0]);
    assert_eq!(found(r#""imy-2021""#), [""; 0]);
}

#[test]
fn questions_never_asked_are_numbers() {
    let read = |list: &str| {
        let text = format!(r#"{{"not_asked":{list},"incident":{{}}}}"#);
        let record = parse(&text).unwrap();
        let findings = record.findings.iter();
        let told: Vec<_> = findings
            .map(|one| (one.code.to_string(), one.place.clone().unwrap()))
            .collect();
        (record.not_asked.len(), told)
    };
    let told = vec![("F003".to_owned(), "/not_asked".into())];
    assert_eq!(read(r#""5""#), (0, told.clone()));
    assert_eq!(read(r#"[5,"x",99]"#), (1, told));
    assert_eq!(read("[5,6]"), (2, vec![]));
    assert_eq!(read("null"), (0, vec![]));
}

#[test]
fn what_is_no_notification_is_refused_with_its_reason() {
    let reason = |text: &str| parse(text).unwrap_err().reason;
    assert_eq!(
        reason(r#"{"type":"FeatureCollection"}"#),
        Reason::OtherSchema
    );
    assert_eq!(reason(r#"{"controller":null}"#), Reason::OtherSchema);
    assert!(matches!(
        reason(r#"{"incident":{"a":"#),
        Reason::Truncated(1, _)
    ));
    assert!(matches!(
        reason(r#"{"incident":{"a":]}}"#),
        Reason::Invalid(1, _)
    ));
    let deep = format!("{{\"incident\":{{\"a\":{}", "[".repeat(100_000));
    assert_eq!(reason(&deep), Reason::TooDeep);
    assert_eq!(reason(&"[".repeat(100_000)), Reason::TooDeep);
}

#[test]
fn elements_of_an_array_know_their_line() {
    let text = "[\n{\"incident\":{}},\n\n{\"incident\":{}}]";
    let lines: Vec<u32> = elements(text)
        .unwrap()
        .into_iter()
        .map(|element| element.1)
        .collect();
    assert_eq!(lines, [2, 4]);
}
