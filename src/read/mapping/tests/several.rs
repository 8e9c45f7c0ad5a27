//! Lists of answers, and columns that each stand for one option: they add up, say yes, no
//! or neither, and are lost together.

use super::*;

#[test]
fn a_list_is_several_answers() {
    let mapping = mapping_of(&[
        "to = \"incident.sector\"\nfrom = \"sector\"",
        "to = \"affected.data_subjects\"\nfrom = \"people\"",
        "to = \"incident.description\"\nfrom = \"text\"",
    ]);
    let bound = |object: serde_json::Value| {
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
        let text = bound
            .notification
            .text(Key::IncidentDescription)
            .given()
            .map(ToString::to_string);
        (
            fields,
            bound.notification[Key::IncidentSector].state.word(),
            text,
        )
    };
    let several = serde_json::json!({"sector": ["public", "private"], "people": [5, 600], "text": ["a", "b"]});
    let (fields, sector, text) = bound(several);
    assert_eq!(
        fields,
        [Key::IncidentSector, Key::AffectedDataSubjectsExact]
    );
    assert_eq!((sector, text.as_deref()), ("(undeterminable)", Some("a b")));
    let one = serde_json::json!({"sector": ["public", null, ""], "people": [5], "text": []});
    assert_eq!(bound(one), (vec![], "", None));
}

#[test]
fn columns_of_options_add_up_and_are_lost_together() {
    let mapping = mapping_of(&[
        "to = \"affected.subject_groups\"\nfrom = \"Children\"\noption = \"children\"",
        "to = \"affected.subject_groups\"\nfrom = \"Staff\"\noption = \"employees\"",
        "to = \"incident.sector\"\nfrom = \"Public\"\noption = \"public\"",
        "to = \"incident.sector\"\nfrom = \"Private\"\noption = \"private\"",
    ]);
    let header = ["Children", "Staff", "Public", "Private"].map(str::to_owned);
    let plan = mapping.plan(&header).unwrap();
    let states = |cells: &'static [&'static str]| chosen(&plan, cells).0;
    assert_eq!(
        states(&["x", "x", "", "x"]),
        ["employees|children", "private"]
    );
    assert_eq!(states(&["", "", "", ""]), ["(blank)", "(blank)"]);
    assert_eq!(
        states(&["x", "", "x", "x"]),
        ["children", "(undeterminable)"]
    );
    assert_eq!(states(&["x", "", "x"]), ["children", "(undeterminable)"]);
    assert_eq!(
        states(&["x", "", "", "", "beyond"]),
        ["children", "(blank)"]
    );
    assert_eq!(states(&["x"]), ["(undeterminable)", "(undeterminable)"]);
    assert_eq!(states(&[""]), ["(undeterminable)", "(undeterminable)"]);
}

/// The codes or the state of subject groups and sector in rows of a mapping, and
/// how many of their values could not be read.
fn chosen(plan: &Plan<'static>, cells: &'static [&'static str]) -> ([String; 2], usize) {
    let mut record = plan.record(2, |at| cells.get(at).map(|cell| Cow::Borrowed(*cell)));
    record.present = Questions::ALL;
    let bound = crate::bind::bind(record);
    let shown = |chosen: &crate::notification::Chosen| match chosen.given() {
        Some(selection) => selection.codes().collect::<Vec<_>>().join("|"),
        None => chosen.state.word().to_owned(),
    };
    let unreadable = bound
        .findings
        .iter()
        .filter(|one| one.code == crate::check::form::UNREADABLE_VALUE.code);
    (
        [
            shown(&bound.notification[Key::AffectedSubjectGroups]),
            shown(&bound.notification[Key::IncidentSector]),
        ],
        unreadable.count(),
    )
}

#[test]
fn columns_of_options_say_yes_no_or_neither() {
    let values = "values = { \"Ikryssad\" = \"yes\", \"Tom\" = \"no\", \"?\" = \"(unknown)\", \"borta\" = \"(undeterminable)\" }";
    let option = |to: &str, from: &str, option: &str| {
        format!("to = \"{to}\"\nfrom = \"{from}\"\noption = \"{option}\"\n{values}")
    };
    let entries = [
        option("affected.subject_groups", "Children", "children"),
        option("affected.subject_groups", "Staff", "employees"),
        option("incident.sector", "Public", "public"),
        option("incident.sector", "Private", "private"),
    ];
    let mapping = mapping_of(&entries.each_ref().map(String::as_str));
    let plan = mapping
        .plan(&["Children", "Staff", "Public", "Private"].map(str::to_owned))
        .unwrap();
    for (cells, told, unreadable) in [
        (
            &["Ikryssad", "✓", "Tom", "☒"],
            ["employees|children", "private"],
            0,
        ),
        (&["Tom", "-", "☐", ""], ["(blank)", "(blank)"], 0),
        (&["?", "Vet inte", "?", "?"], ["(unknown)", "(unknown)"], 0),
        (&["Tom", "?", "?", "Tom"], ["(unknown)", "(unknown)"], 0),
        (&["ja", "?", "?", "ja"], ["children", "private"], 0),
        (
            &["Ikryssad", "kanske", "ja", "delvis"],
            ["(undeterminable)", "(undeterminable)"],
            2,
        ),
        (
            &["borta", "ja", "nej", "ja"],
            ["(undeterminable)", "private"],
            0,
        ),
    ] {
        assert_eq!(
            chosen(&plan, cells),
            (told.map(str::to_owned), unreadable),
            "{cells:?}"
        );
    }
    let wrong = load(&format!(
        "[[field]]\n{}",
        entries[0].replace("\"no\"", "\"children\"")
    ))
    .unwrap_err();
    assert_eq!(wrong.line, 5);
    assert!(
        wrong
            .message
            .get(Language::En)
            .contains("yes, no, (unknown) or (undeterminable), not \"children\""),
        "{wrong:?}"
    );
}

#[test]
fn what_stands_for_nothing_is_left_out_of_joined_columns() {
    let source = "[source]\nblank = [\"-\"]\nunknown = [\"vet ej\"]\n\
        [[field]]\nto = \"incident.discovered\"\nfrom = [\"D\", \"T\"]\nformat = \"%Y-%m-%d %H:%M\"\n\
        [[field]]\nto = \"incident.description\"\nfrom = [\"What\", \"More\"]\njoin = \"; \"\n";
    let mapping: &'static Mapping = Box::leak(Box::new(load(source).unwrap()));
    let plan = mapping
        .plan(&["D", "T", "What", "More"].map(str::to_owned))
        .unwrap();
    let values = |cells: [&'static str; 4]| {
        let mut record = plan.record(2, |at| Some(Cow::Borrowed(cells[at])));
        let mut take = |key| {
            let at = record
                .answers
                .iter()
                .position(|raw| raw.key == key)
                .unwrap();
            record.answers.swap_remove(at).value
        };
        (
            take(Key::IncidentDiscoveredDate),
            take(Key::IncidentDescription),
        )
    };
    let text = |text: &'static str| Value::Text(text.into());
    assert_eq!(
        values(["2021-02-03", "-", "a", "b"]),
        (text("2021-02-03"), text("a; b"))
    );
    assert_eq!(values(["-", "-", "-", "b"]), (Value::Blank, text("b")));
    assert_eq!(
        values(["vet ej", "vet ej", "vet ej", "-"]),
        (Value::Unknown, Value::Unknown)
    );
    assert_eq!(
        values(["2021-02-03", "vet ej", "a", "vet ej"]),
        (text("2021-02-03"), text("a"))
    );
    assert_eq!(
        values(["2021-02-03", "09:30", "", ""]),
        (text("2021-02-03"), Value::Blank)
    );
}

#[test]
fn columns_that_a_program_numbered_are_those_of_one_name() {
    let field = |to: &str, from: &str| mapping_of(&[&format!("to = \"{to}\"\nfrom = \"{from}\"")]);
    let groups = field("affected.subject_groups", "Groups");
    let read = |names: &str| {
        let names: Vec<String> = names.split(',').map(str::to_owned).collect();
        let plan = groups.plan_of_text(&names).unwrap();
        let cells = ["r", "children", "patients", "employees"];
        let record = plan.record(2, |at| cells.get(at).map(|cell| Cow::Borrowed(*cell)));
        match &record.answers[0].value {
            Value::List(items) => items.len(),
            _ => 1,
        }
    };
    for (names, count) in [
        ("Ref,Groups,Groups.1,Groups.2", 3),
        ("Ref,Groups,Groups_1,Groups_2", 3),
        ("Ref,Groups,Groups2,Groups3", 3),
        ("Ref,Groups,,", 3),
        ("Ref,Groups,,Sector", 2),
        ("Ref,Groups,Groups5,", 1),
        ("Ref,Groups,Sector,Groups2", 1),
    ] {
        assert_eq!(read(names), count, "{names}");
    }
    // Of an answer with one value only what two columns of one name are called for certain.
    let sector = field("incident.sector", "Sector");
    let header = |names: [&str; 2]| names.map(str::to_owned);
    assert_eq!(
        sector
            .plan(&header(["Sector", "Sector.1"]))
            .unwrap_err()
            .reason,
        Reason::RepeatedColumn("Sector".to_owned(), 2, 3)
    );
    assert!(sector.plan(&header(["Sector", "Sector2"])).is_ok());
    let both = mapping_of(&[
        "to = \"incident.sector\"\nfrom = \"Sector\"",
        "to = \"controller.name\"\nfrom = \"Sector.1\"",
    ]);
    assert!(both.plan(&header(["Sector", "Sector.1"])).is_ok());
}
