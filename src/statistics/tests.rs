//! Small frames with known figures.
use super::*;
use crate::config::Copies;
use crate::row::Cell;
use crate::statistics::frame::CellOf;

mod read_back;

/// A frame whose cells come from a list of (column, cells); others are blank.
fn frame(columns: &'static [(&'static str, &'static [&'static str])]) -> Frame {
    let len = columns[0].1.len();
    let terms = (Copies::Aside, &[Edition::default_edition()][..]);
    Frame::build(len, &[], terms, |name| -> CellOf<'static> {
        let cells = columns
            .iter()
            .find(|(column, _)| *column == name)
            .map(|(_, cells)| *cells);
        Box::new(move |row| {
            Cell::Text(match (cells, name) {
                (Some(cells), _) => cells[row],
                (None, "kind") => "initial",
                (None, "copy_of") => "none",
                (None, "withdrawn") => "no",
                (None, "states") => "bbbbbbbbbbb",
                (None, _) => "(blank)",
            })
        })
    })
    .unwrap()
}

fn table(frame: &Frame, id: &str) -> Vec<String> {
    let cross = vec![vec![
        "sector".to_owned(),
        "severity".to_owned(),
        "informed".to_owned(),
    ]];
    let terms = Terms {
        filter: &Filter::default(),
        by_controller: false,
        years: Coverage::default(),
        language: Language::En,
        cross: &cross,
        cells: CellRule::AsCounted,
        editions: &[Edition::default_edition()],
        limits: &[72],
        coverage: Coverage::default(),
    };
    let tables = tables(frame, None, &terms).unwrap();
    let table = tables.into_iter().find(|table| table.id == id).unwrap();
    table
        .written()
        .1
        .into_iter()
        .map(|row| row.join(","))
        .collect()
}

#[test]
fn non_values_stand_outside_the_base() {
    let frame = frame(&[(
        "sector",
        &[
            "public",
            "private",
            "public",
            "(blank)",
            "(unknown)",
            "Ideell sektor",
        ],
    )]);
    assert_eq!(
        table(&frame, "sector"),
        [
            "public,Public sector,value,2,50.0,4",
            "private,Private sector,value,1,25.0,4",
            "Ideell sektor,Non-profit sector,value,1,25.0,4",
            "(blank),blank,blank,1,,4",
            "(unknown),unknown,unknown,1,,4",
        ]
    );
}

#[test]
fn a_multiple_choice_counts_once_per_value_and_once_in_the_base() {
    let frame = frame(&[(
        "subject_groups",
        &["children|patients", "children", "(undeterminable)"],
    )]);
    assert_eq!(
        table(&frame, "subject-groups"),
        [
            "patients,Patients,value,1,50.0,2",
            "children,Children,value,2,100.0,2",
            "(undeterminable),undeterminable,undeterminable,1,,2",
        ]
    );
}

#[test]
fn supplements_count_only_in_kind() {
    let frame = frame(&[
        ("kind", &["initial", "supplement"]),
        ("sector", &["public", "public"]),
    ]);
    assert_eq!(
        table(&frame, "sector"),
        ["public,Public sector,value,1,100.0,1"]
    );
    assert_eq!(
        table(&frame, "kind"),
        [
            "initial,Notification,value,1,50.0,2",
            "supplement,Supplement,value,1,50.0,2"
        ]
    );
}

#[test]
fn copies_and_what_was_withdrawn_count_only_in_kind() {
    const KINDS: &[&str] = &["initial", "initial", "supplement", "supplement", "initial"];
    let frame = frame(&[
        ("kind", KINDS),
        ("withdrawn", &["no", "no", "no", "no", "yes"]),
        ("copy_of", &["none", "a#1", "none", "c#1", "none"]),
        ("sector", &["public"; 5]),
    ]);
    assert_eq!(
        table(&frame, "sector"),
        ["public,Public sector,value,1,100.0,1"]
    );
    assert_eq!(
        table(&frame, "kind"),
        [
            "initial,Notification,value,1,20.0,5",
            "copy,Copy or later version,value,2,40.0,5",
            "withdrawn,Withdrawn notification,value,1,20.0,5",
            "supplement,Supplement,value,1,20.0,5"
        ]
    );
    let counted = [frame.notifications(), frame.copies(), frame.withdrawn()];
    assert_eq!((counted, frame.filings()), ([1, 2, 1], 5));
}

#[test]
fn groups_join_by_code_and_by_label() {
    let frame = frame(&[(
        "type",
        &[
            "disclosure:other",
            "Obehörigt röjande: brev",
            "Felskick: mejl",
            "Felskick: brev",
        ],
    )]);
    assert_eq!(
        table(&frame, "type-group"),
        [
            "disclosure,Unauthorised disclosure,value,2,50.0,4",
            "Felskick,Misdirected,value,2,50.0,4"
        ]
    );
}

#[test]
fn what_was_not_judged_is_named_outside_the_base() {
    let frame = frame(&[(
        "verdict",
        &["late", "no-receipt", "on-time", "indeterminate"],
    )]);
    assert_eq!(
        table(&frame, "verdict"),
        [
            "on-time,on time,value,1,33.3,3",
            "late,late,value,1,33.3,3",
            "indeterminate,indeterminate,value,1,33.3,3",
            "no-receipt,no receipt time,undeterminable,1,,3",
        ]
    );
}

#[test]
fn crosses_write_zeros_between_observed_values() {
    let frame = frame(&[
        ("sector", &["public", "private", "public", "public"]),
        ("severity", &["1", "3", "(blank)", "1"]),
    ]);
    assert_eq!(
        table(&frame, "sector-by-severity"),
        [
            "public,Public sector,1,1. Negligible,2,100.0,2,100.0,2",
            "public,Public sector,3,3. Significant,0,0.0,2,0.0,1",
            "public,Public sector,(blank),blank,1,,,,",
            "private,Private sector,1,1. Negligible,0,0.0,1,0.0,2",
            "private,Private sector,3,3. Significant,1,100.0,1,100.0,1",
        ]
    );
    assert_eq!(table(&frame, "sector-by-severity-by-informed").len(), 3);
}

#[test]
fn periods_have_no_gaps_and_tell_the_change() {
    let frame = frame(&[
        (
            "received_earliest",
            &[
                "2020-12-31T10:00+01:00",
                "2021-02-01T00:00+01:00",
                "(blank)",
                "2020-12-31T00:00+01:00",
            ],
        ),
        (
            "received_latest",
            &[
                "2020-12-31T10:00+01:00",
                "2021-02-01T23:59+01:00",
                "(blank)",
                "2021-01-01T00:00+01:00",
            ],
        ),
        (
            "discovered_earliest",
            &["(blank)", "(blank)", "2021-02-03T10:00+01:00", "(blank)"],
        ),
        (
            "discovered_latest",
            &["(blank)", "(blank)", "2021-02-03T10:00+01:00", "(blank)"],
        ),
    ]);
    assert_eq!(
        table(&frame, "month"),
        [
            "2020-12,2020-12,value,1,33.3,3,,",
            "2021-01,2021-01,value,0,0.0,3,-1,",
            "2021-02,2021-02,value,2,66.7,3,2,",
            "(undeterminable),undeterminable,undeterminable,1,,3,,",
        ]
    );
}

#[test]
fn quarters_and_years_are_compared_across_gaps() {
    let frame = frame(&[
        (
            "received_earliest",
            &[
                "2019-11-30T10:00+01:00",
                "2019-10-01T00:00+02:00",
                "2020-07-01T00:00+02:00",
                "2022-01-01T00:00+01:00",
            ],
        ),
        (
            "received_latest",
            &[
                "2019-11-30T10:00+01:00",
                "2019-12-31T23:59+01:00",
                "2020-07-01T00:00+02:00",
                "2022-01-01T00:00+01:00",
            ],
        ),
    ]);
    assert_eq!(
        table(&frame, "year"),
        [
            "2019,2019,value,2,50.0,4,,",
            "2020,2020,value,1,25.0,4,-1,",
            "2021,2021,value,0,0.0,4,-1,",
            "2022,2022,value,1,25.0,4,1,",
        ]
    );
    let quarters = table(&frame, "quarter");
    assert_eq!(quarters.len(), 10);
    assert_eq!(quarters[0], "2019-Q4,2019-Q4,value,2,50.0,4,,");
    assert_eq!(quarters[1], "2020-Q1,2020-Q1,value,0,0.0,4,-2,");
    assert_eq!(quarters[9], "2022-Q1,2022-Q1,value,1,25.0,4,1,");
}

#[test]
fn delays_and_affected_are_bounds() {
    let frame = frame(&[
        ("sector", &["public", "public", "private"]),
        ("verdict", &["on-time", "indeterminate", "no-receipt"]),
        ("elapsed_hours_min", &["10.00", "70.02", "(undeterminable)"]),
        ("elapsed_hours_max", &["10.00", "94.00", "(undeterminable)"]),
        ("data_subjects_exact", &["7", "(blank)", "(unknown)"]),
        ("data_subjects_min", &["7", "1000001", "(unknown)"]),
        ("data_subjects_max", &["7", "inf", "(unknown)"]),
    ]);
    assert_eq!(
        table(&frame, "delay"),
        [
            "public,Public sector,2,1,10.00,10.00,70.02,94.00,70.02,94.00,70.02,94.00,0,1,0.0,50.0",
            "(total),total,2,1,10.00,10.00,70.02,94.00,70.02,94.00,70.02,94.00,0,1,0.0,50.0",
        ]
    );
    assert_eq!(
        table(&frame, "affected"),
        [
            "public,Public sector,2,7,1,1000008,inf,1,0,1000008,100.0",
            "private,Private sector,1,0,0,0,0,0,1,0,",
            "(total),total,3,7,1,1000008,inf,1,1,1000008,100.0",
        ]
    );
}

#[test]
fn labels_off_open_lists_are_listed() {
    let frame = frame(&[("sector", &["public", "Ideell sektor", "(blank)"])]);
    assert_eq!(table(&frame, "unlisted"), ["19,Ideell sektor,1"]);
}

#[test]
fn a_band_that_no_edition_has_stands_after_those_it_has() {
    let frame = frame(&[("data_subjects", &["6-50", "11-100", "(blank)", "1-10"])]);
    let values: Vec<String> = table(&frame, "data-subjects")
        .iter()
        .filter_map(|row| Some(row.split(',').next()?.to_owned()))
        .collect();
    assert_eq!(values, ["1-10", "11-100", "6-50", "(blank)"]);
}

#[test]
fn a_share_within_counts_a_notification_of_several_values_once() {
    let frame = frame(&[
        (
            "subject_groups",
            &["children|patients", "children", "(blank)"],
        ),
        ("sector", &["public", "public", "public"]),
    ]);
    let cross = vec![vec!["subject-groups".to_owned(), "sector".to_owned()]];
    let terms = Terms {
        filter: &Filter::default(),
        by_controller: false,
        years: Coverage::default(),
        language: Language::En,
        cross: &cross,
        cells: CellRule::AsCounted,
        editions: &[Edition::default_edition()],
        limits: &[72],
        coverage: Coverage::default(),
    };
    let tables = tables(&frame, None, &terms).unwrap();
    let table = tables
        .into_iter()
        .find(|table| table.id == "subject-groups-by-sector")
        .unwrap();
    let rows: Vec<String> = table
        .written()
        .1
        .into_iter()
        .map(|row| row.join(","))
        .collect();
    assert_eq!(
        rows,
        [
            "patients,Patients,public,Public sector,1,100.0,1,50.0,2",
            "children,Children,public,Public sector,2,100.0,2,100.0,2",
            "(blank),blank,public,Public sector,1,,,,",
        ]
    );
}

#[test]
fn times_to_report_are_bounds_and_end_with_the_share_late_of_delay() {
    let frame = frame(&[
        (
            "verdict",
            &["on-time", "indeterminate", "late", "late", "no-receipt"],
        ),
        (
            "time_to_report",
            &[
                "<24h",
                "(undeterminable)",
                "72h-1wk",
                "(undeterminable)",
                "(undeterminable)",
            ],
        ),
        (
            "elapsed_hours_min",
            &["10.00", "23.98", "72.02", "150.00", "(undeterminable)"],
        ),
        (
            "elapsed_hours_max",
            &["10.00", "72.02", "168.00", "168.02", "(undeterminable)"],
        ),
    ]);
    assert_eq!(
        table(&frame, "time-to-report"),
        [
            "<24h,Less than 24 hours,value,1,50.0,2,1,2,25.0,50.0,4",
            "72h-1wk,\"More than 72 hours, at most a week\",value,1,50.0,2,1,3,25.0,75.0,4",
            "(undeterminable),undeterminable,undeterminable,3,,2,,,,,",
            "over-72h,More than 72 hours (late),cumulative,2,,2,2,3,50.0,75.0,4",
        ]
        .map(|row| row.replace('"', ""))
    );
    let delay = table(&frame, "delay");
    assert!(delay.last().unwrap().starts_with("(total),total,4,1,"));
    assert!(
        delay.last().unwrap().ends_with(",2,3,50.0,75.0"),
        "{delay:?}"
    );
}

/// What takes 60 notifications of each of two months.
fn two_months(terms: impl Fn() -> Coverage) -> Vec<String> {
    const FIRST: &[&str] = &["2021-01-05T10:00+01:00"; 40];
    const ALL: [&str; 90] = {
        let mut all = ["2021-02-05T10:00+01:00"; 90];
        let mut at = 0;
        while at < FIRST.len() {
            all[at] = FIRST[at];
            at += 1;
        }
        all
    };
    let frame = frame(&[("received_earliest", &ALL), ("received_latest", &ALL)]);
    let terms = Terms {
        filter: &Filter::default(),
        by_controller: false,
        years: Coverage::default(),
        language: Language::En,
        cross: &[],
        cells: CellRule::AsCounted,
        editions: &[Edition::default_edition()],
        limits: &[72],
        coverage: terms(),
    };
    let tables = tables(&frame, None, &terms).unwrap();
    let months = tables
        .into_iter()
        .find(|table| table.id == "month")
        .unwrap();
    months
        .written()
        .1
        .into_iter()
        .map(|row| row[6..].join(","))
        .collect()
}

#[test]
fn a_change_in_percent_is_of_whole_periods() {
    use jiff::civil::date;
    let at = |as_of| two_months(|| Coverage::new(as_of, (None, None), &[]));
    assert_eq!(at(date(2021, 3, 1)), [",", "10,25.0"]);
    assert_eq!(at(date(2021, 2, 20)), [",", "10,"], "February is not over");
    let cut = |from, to| two_months(|| Coverage::new(date(2022, 1, 1), (from, to), &[]));
    assert_eq!(
        cut(Some(date(2021, 1, 4)), None),
        [",", "10,"],
        "January is cut"
    );
    assert_eq!(
        cut(None, Some(date(2021, 2, 27))),
        [",", "10,"],
        "February is cut"
    );
    assert_eq!(
        cut(Some(date(2021, 1, 1)), Some(date(2021, 2, 28))),
        [",", "10,25.0"]
    );
}

#[test]
fn a_derived_dimension_is_counted_like_any_other() {
    let frame = frame(&[
        (
            "discovered_earliest",
            &[
                "2021-02-03T10:00+01:00",
                "2021-02-10T00:00+01:00",
                "2021-02-03T23:30+01:00",
                "(blank)",
            ],
        ),
        (
            "discovered_latest",
            &[
                "2021-02-03T10:00+01:00",
                "2021-02-10T23:59+01:00",
                "2021-02-04T00:30+01:00",
                "(blank)",
            ],
        ),
    ]);
    assert_eq!(
        table(&frame, "weekday"),
        [
            "wednesday,Wednesday,value,2,100.0,2",
            "(blank),blank,blank,1,,2",
            "(undeterminable),undeterminable,undeterminable,1,,2",
        ]
    );
}
