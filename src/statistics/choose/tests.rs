//! What selections are understood, and what a refusal lists.

use super::*;

fn editions() -> Vec<&'static Edition> {
    let all = Edition::all().iter();
    all.filter(|edition| !edition.draft).collect()
}

fn told(field: &str, value: &str) -> String {
    match restriction(field, value, &editions()) {
        Ok(Restriction::Equal(field, value)) => format!("{field}={value}"),
        Ok(Restriction::Between(from, to)) => format!("{from}..{to}"),
        Ok(Restriction::IfHeld(.., refusal)) | Err(refusal) => refusal.wording().get(Language::En),
    }
}

#[test]
fn fields_and_values_are_known_in_both_languages() {
    for (field, value, expected) in [
        ("sector", "public", "sector=public"),
        ("Sektor", "offentlig sektor", "sector=public"),
        ("sector", "Private sector", "sector=private"),
        ("severity", "3", "severity=3"),
        ("Allvarlighetsgrad", "3. Betydande", "severity=3"),
        ("type-group", "disclosure", "type-group=disclosure"),
        ("type-group", "Obehörigt röjande", "type-group=disclosure"),
        ("verdict", "för sent", "verdict=late"),
        ("verdict", "late", "verdict=late"),
        ("informed", "nej", "informed=no"),
        ("encrypted", "Vet inte", "encrypted=(unknown)"),
        ("severity", "obesvarad", "severity=(blank)"),
        ("discovery", "(ej listad)", "discovery=(unlisted)"),
        ("discovery", "(unlisted)", "discovery=(unlisted)"),
        ("data_subjects", "11 - 100", "data_subjects=11-100"),
        ("data-subjects", "11–100", "data_subjects=11-100"),
        ("kind", "komplettering", "kind=supplement"),
        ("year", "2023", "2023-01-01..2023-12-31"),
        ("kvartal", "2023-Q2", "2023-04-01..2023-06-30"),
        ("sector", "Ideell sektor", "sector=Ideell sektor"),
        ("controller", "Region Exempel", "controller=Region Exempel"),
        ("errors", "0", "errors=0"),
        ("channel", "brev", "channel=post"),
        ("channel", "ställdes inte", "channel=(not asked)"),
        ("format", "PDF", "format=pdf"),
        ("elapsed_hours_min", "72,5", "elapsed_hours_min=72.50"),
        ("elapsed_hours_min", "72", "elapsed_hours_min=72.00"),
        ("data_subjects_max", "inf", "data_subjects_max=inf"),
        (
            "received_earliest",
            "2024-06-01T12:00+02:00",
            "received_earliest=2024-06-01T12:00+02:00",
        ),
        ("Weekday of the discovery", "onsdag", "weekday=wednesday"),
        (
            "data-categories",
            "none-of-these",
            "data_categories=none-of-these",
        ),
        (
            "data_categories",
            "Inget av dessa",
            "data_categories=none-of-these",
        ),
        ("year", "(blank)", "year=(blank)"),
        ("Månad", "ställdes inte", "month=(not asked)"),
        (
            "data-subjects",
            "Okänt/kan inte ange",
            "data_subjects=(unknown)",
        ),
        ("severity", "Vet inte", "severity=(unknown)"),
    ] {
        assert_eq!(told(field, value), expected, "{field}={value}");
    }
}

#[test]
fn what_cannot_be_is_refused_with_the_nearest() {
    for (field, value, nearest) in [
        ("sektorr", "public", "did you mean `sector`"),
        ("verdict", "lat", "did you mean `late`"),
        ("verdict", "för sen", "did you mean `late`"),
        ("severity", "5", "possible values: `1. Negligible`, "),
        ("informed", "maybe", "possible values: `Yes`, "),
        ("data_subjects", "many", "`data_subjects` cannot be `many`"),
        ("kind", "supplment", "did you mean `Supplement`"),
        ("year", "23", "write it as `2024`"),
        ("month", "2024-3", "did you mean `2024-03`"),
        ("quarter", "2024-3", "did you mean `2024-Q3`"),
        ("month", "2024-13", "write it as `2024-04`"),
        ("data_subjects", "55", "did you mean `11–100`"),
        ("data_subjects", "many", "possible values: `1–10`, "),
        (
            "reading",
            "late",
            "did you mean `late by the clock, on time",
        ),
        ("policy", "gdpr34", "did you mean `gdpr33`"),
        ("policy", "lag", "possible values: `gdpr33`, "),
        ("channel", "duva", "possible values: `e-service`, `post`, "),
        ("format", "xyz", "possible values: `text`, `pdf`, "),
        ("received_source", "x", "possible values: `document`, "),
        ("errors", "-1", "here stands a whole number"),
        ("elapsed_hours_min", "x", "here stands a number"),
        ("received_earliest", "2024-06-01", "2024-06-01T12:00+02:00"),
        ("data_subjects_max", "1e9", "here stands a whole number"),
        ("xyz", "public", "names are the columns of records.csv"),
        ("form", "imy-2020", "did you mean `imy-2021`"),
        ("errors", "none", "`errors` cannot be `none`"),
    ] {
        assert!(
            told(field, value).contains(nearest),
            "{field}={value}: {}",
            told(field, value)
        );
    }
    let Ok(Restriction::IfHeld(_, _, refused)) = restriction("severity", "9", &editions()) else {
        panic!("severity=9 is refused where no notification has it");
    };
    let told = refused.wording().get(Language::Sv);
    assert!(told.contains("möjliga värden: `1. Försumbar`, "), "{told}");
    assert_eq!(
        dimension_id("Allvarlighetsgrad", &editions()),
        Ok("severity")
    );
    assert_eq!(dimension_id("type_group", &editions()), Ok("type-group"));
    assert!(
        dimension_id("severty", &editions())
            .unwrap_err()
            .wording()
            .get(Language::Sv)
            .contains("menade du `severity`?")
    );
}

#[test]
fn a_value_off_an_open_list_is_explained_where_nothing_has_it() {
    let hint = |column, value| unlisted(column, value, &editions());
    let sv = |column, value| hint(column, value).unwrap().get(Language::Sv);
    assert!(sv("sector", "publik").ends_with("menade du `Offentlig sektor`?"));
    assert!(sv("sector", "offentlig").ends_with("menade du `Offentlig sektor`?"));
    assert!(sv("area", "Skola").ends_with("menade du `area-group=Skola`?"));
    assert!(
        hint("type", "disclosure")
            .unwrap()
            .get(Language::En)
            .contains("`type-group=disclosure`")
    );
    let told = sv("cause", "x");
    assert!(!told.contains("menade du"), "{told}");
    assert!(!sv("area", "mjölk").contains("menade du"));
    for (column, value) in [
        ("sector", "public"),
        ("sector", "(blank)"),
        ("controller", "Region X"),
        ("verdict", "late"),
    ] {
        assert_eq!(hint(column, value), None, "{column}={value}");
    }
}

#[test]
fn a_value_off_a_closed_list_is_taken_where_it_is_held_and_no_other_is() {
    for (field, value, column) in [
        ("severity", "Allvarlig", "severity"),
        ("Allvarlighetsgrad", "Betydnde", "severity"),
        ("ongoing", "kanske", "ongoing"),
    ] {
        let found = restriction(field, value, &editions());
        let is_such = matches!(&found, Ok(Restriction::IfHeld(own, held, refusal))
            if own == column && held == value && matches!(refusal, Refusal::Value(..)));
        assert!(is_such, "{field}={value}: {found:?}");
    }
    for (field, value) in [
        ("verdict", "lat"),
        ("kind", "supplment"),
        ("time-to-report", "72h"),
        ("data_subjects", "many"),
        ("form", "imy-2020"),
    ] {
        let found = restriction(field, value, &editions());
        assert!(found.is_err(), "{field}={value}: {found:?}");
    }
}

#[test]
fn rows_that_are_sums_say_what_does_the_same() {
    for value in [
        "over-72h",
        "over-24h",
        "over-limit",
        "Mer än 72 timmar (för sent)",
        "more than 72 hours (late)",
        "Över den egna fristen (för sent)",
    ] {
        let told = told("time-to-report", value);
        assert!(told.ends_with("did you mean `verdict=late`?"), "{told}");
    }
    for (field, value) in [
        ("sector", "(total)"),
        ("severity", "total"),
        ("year", "totalt"),
        ("verdict", "Total"),
    ] {
        let told = told(field, value);
        assert!(told.contains("the row over all"), "{field}={value}: {told}");
    }
    for value in ["over", "72h", "Mer än 72 timmar"] {
        let told = told("time-to-report", value);
        assert!(!told.contains("verdict"), "{told}");
    }
}

#[test]
fn a_value_of_several_editions_is_listed_once() {
    let twice = [editions(), editions()].concat();
    let Ok(Restriction::IfHeld(_, _, refused)) = restriction("informed", "kanske", &twice) else {
        panic!("informed=kanske is refused where no notification has it");
    };
    let told = refused.wording().get(Language::Sv);
    assert_eq!(told.matches("`Ja`").count(), 1, "{told}");
    let pair = |sv: &str| Message::Pair(sv.to_owned(), "Public sector".to_owned());
    let both = [pair("Offentlig sektor"), pair("Offentlig verksamhet")];
    let told = quoted(&both, Words::new(" eller ", " or "));
    assert_eq!(told.get(Language::En), "`Public sector`");
    let sv = told.get(Language::Sv);
    assert_eq!(sv, "`Offentlig sektor` eller `Offentlig verksamhet`");
}
