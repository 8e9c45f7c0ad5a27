use super::*;
use crate::row::COLUMNS;
use crate::table::{Column, Table};

const LANGUAGES: [Language; 2] = [Language::Sv, Language::En];

#[test]
fn every_column_has_a_heading_of_its_own_and_gets_its_name_back() {
    let names_of_records: Vec<&str> = COLUMNS.iter().map(|column| column.name).collect();
    for language in LANGUAGES {
        let said = headings(&names_of_records, language);
        assert_eq!(names(&said), names_of_records);
        let alike = said.iter().zip(&names_of_records);
        let same = alike.filter(|(said, name)| said == *name);
        assert_eq!(same.collect::<Vec<_>>(), [], "no heading is missing");
    }
    for header in [
        &[
            "value",
            "label",
            "kind",
            "notifications",
            "percent",
            "base",
            "change",
        ][..],
        &[
            "cause-group",
            "cause-group_label",
            "sector",
            "sector_label",
            "notifications",
        ],
        &["extra-site", "extra-site_label", "notifications"],
        &[
            "code",
            "name",
            "severity",
            "findings",
            "notifications",
            "errors",
        ],
    ] {
        for language in LANGUAGES {
            let said = headings(header, language);
            assert_eq!(names(&said), header, "{said:?}");
        }
    }
    assert_eq!(
        headings(
            &["code", "severity", "sector", "sector_label"],
            Language::Sv
        ),
        ["Regel", "Nivå", "Sektor (kod)", "Sektor"]
    );
    assert_eq!(
        names(&["source".to_owned(), "Nivå".to_owned()]),
        ["source", "severity"]
    );
}

#[test]
fn cells_are_told_and_come_back() {
    for (name, cell, said) in [
        ("sector", "public", "Offentlig sektor"),
        ("sector", "(blank)", "(obesvarad)"),
        ("sector", "Kyrkan", "Kyrkan"),
        ("sector", "Offentlig sektor", "'Offentlig sektor"),
        ("sector", "'Offentlig sektor", "''Offentlig sektor"),
        ("controller", "(obesvarad)", "'(obesvarad)"),
        (
            "subject_groups",
            "children|Grannar|(unknown)",
            "Barn|Grannar|(okänd)",
        ),
        ("data_subjects", "1-10", "1–10"),
        ("data_subjects", "1000001-", "1000001–"),
        ("data_subjects_max", "inf", "obegränsat"),
        ("elapsed_hours_min", "-0.50", "-0,50"),
        ("answered", "(not asked)", "(ställdes inte)"),
        (
            "received_earliest",
            "2021-02-12T09:05+01:00",
            "2021-02-12 09:05",
        ),
        (
            "received_earliest",
            "2021-10-31T02:30+01:00",
            "2021-10-31 02:30 +01:00",
        ),
        (
            "received_earliest",
            "2021-10-31T02:30+02:00",
            "2021-10-31 02:30 +02:00",
        ),
        ("verdict", "late", "för sent"),
        ("incident", "none", "ingen"),
    ] {
        let told = Told::of_record(name);
        assert_eq!(told.write(cell, Language::Sv), said, "{name}");
        assert_eq!(told.read(said), cell, "{name}");
        let english = told.write(cell, Language::En).into_owned();
        assert_eq!(told.read(&english), cell, "{name}: {english}");
    }
}

#[test]
fn what_a_spreadsheet_saved_again_is_read_where_it_is_sound() {
    for (name, said, cell) in [
        ("elapsed_hours_min", "12", "12.00"),
        ("elapsed_hours_min", "1 306,5", "1306.50"),
        ("data_subjects_min", "12\u{a0}276", "12276"),
        (
            "received_earliest",
            "2021-02-12 9:05:00",
            "2021-02-12T09:05+01:00",
        ),
        (
            "received_earliest",
            "2021-02-12T09:05+01:00",
            "2021-02-12T09:05+01:00",
        ),
        // Nobody can tell what these were.
        ("received_earliest", "2/12/2021 9:05", "2/12/2021 9:05"),
        ("received_earliest", "2021-10-31 02:30", "2021-10-31 02:30"),
        ("data_subjects_min", "1,5", "1,5"),
        ("data_subjects", "01-okt", "01-okt"),
    ] {
        assert_eq!(Told::of_record(name).read(said), cell, "{name}");
    }
}

#[test]
fn tables_are_told_with_codes_beside_labels() {
    let of = |name: &str| Told::of_table(&Column::new(name));
    for (name, cell, said) in [
        ("value", "public", "public"),
        ("value", "(total)", "(totalt)"),
        ("value", "2021-04", "2021M04"),
        ("value", "11-100", "11–100"),
        ("label", "2021-04", "2021M04"),
        ("label", "11–100", "11–100"),
        ("kind", "not shown", "visas inte"),
        ("notifications", ":c", ".."),
        ("percent", "-33.3", "-33,3"),
        ("median_min", "45.23", "45,23"),
        ("severity", "error", "fel"),
        ("partial", "none", "inget"),
        ("partial", "2024", "2024"),
        ("discovered", "2024-04-07T09:30+02:00", "2024-04-07 09:30"),
        ("discovered", "2024-04-07", "2024-04-07"),
        (
            "occurred",
            "2024-02-01/2024-02-29",
            "2024-02-01 – 2024-02-29",
        ),
        ("received", "(not shown)", "(visas inte)"),
        ("reasons", "given", "angivet"),
        ("informed", "yes", "Ja"),
        ("data_subjects", "1-10", "1–10"),
        ("data_subjects", "~100", "~100"),
        ("field", "received", "inkom"),
        ("in_register", "2024-04-07T09:30+02:00", "2024-04-07 09:30"),
        ("in_register", "IMY-2024-1", "IMY-2024-1"),
        ("in_folder", "11-100", "11–100"),
        ("in_folder", "yes", "ja"),
        ("in_folder", "ja", "'ja"),
    ] {
        assert_eq!(of(name).write(cell, Language::Sv), said, "{name}");
        assert_eq!(of(name).read(said), cell, "{name}");
    }
    let columns = Table::read("x", &["sector", "sector_label"].map(str::to_owned), []).columns;
    assert_eq!(
        Told::of_table(&columns[0]).write("public", Language::Sv),
        "public"
    );
}

#[test]
fn headings_of_two_years_name_them_and_come_back() {
    let own = [
        "label",
        "notifications",
        "notifications_before",
        "change",
        "base",
        "base_before",
    ];
    for language in LANGUAGES {
        let said = headings_of_years(&own, ["2024", "2020"], language);
        assert_eq!(names(&said), own);
    }
    let said = headings_of_years(&own, ["2024", "2020"], Language::Sv);
    assert_eq!(said[1..3], ["Anmälningar 2024", "Anmälningar 2020"]);
    // Columns of others may end in a year.
    for other in [
        ["Budget 2024", "Budget 2025"],
        ["Bas 2024", "Anmälningar 2023"],
    ] {
        let other = other.map(str::to_owned);
        assert_eq!(names(&other), other);
    }
}

#[test]
fn what_people_read_has_no_apostrophe_in_front() {
    let told = Told::of_record("controller");
    assert_eq!(told.say("(obesvarad)", Language::Sv), "(obesvarad)");
    assert_eq!(told.say("(blank)", Language::Sv), "(obesvarad)");
    assert_eq!(told.say("@Work AB", Language::Sv), "@Work AB");
}

#[test]
fn a_heading_says_what_the_column_is_beside_the_others() {
    for (names, sv, en) in [
        (
            ["question", "answered", "blank"],
            ["Fråga", "Besvarad", "Obesvarad"],
            ["Question", "Answered", "Blank"],
        ),
        (
            ["source", "answered", "states"],
            ["Källa", "Andel besvarade frågor", "Svarens tillstånd"],
            ["Source", "Share answered", "States"],
        ),
        (
            ["promised", "pending", "undeterminable"],
            ["Utlovade", "Väntas", "Kan inte avgöras"],
            ["Promised", "Pending", "Cannot be determined"],
        ),
        (
            ["code", "severity", "findings"],
            ["Regel", "Nivå", "Fynd"],
            ["Rule", "Level", "Findings"],
        ),
    ] {
        for (language, said) in [(Language::Sv, sv), (Language::En, en)] {
            let all = headings(&names, language);
            assert_eq!(all, said);
            assert_eq!(super::names(&all), names);
        }
    }
}

#[test]
fn the_style_of_a_file_is_seen_from_its_first_line() {
    assert_eq!(Sheet::delimiter(b"source,record\n;;;;\n"), b',');
    assert_eq!(
        Sheet::delimiter("\u{feff}Källa;Bas, alla;Rad\r\n".as_bytes()),
        b';'
    );
    assert_eq!(Sheet::delimiter(b""), b',');
}
