//! Compares the deadline with worked cases: a small set kept here, and a larger table
//! if it lies beside the project.

use super::{Bucket, Verdict, judge, reading, readings};
use crate::moment::{Instant, LocalTime, Moment, Precision, hundredths_of_hours, parse_stamp};

/// One row: discovered, received, verdict by the clock, hour rule, two working
/// days, roll-over, reading.
const CASES: &[[&str; 7]] = &[
    [
        "2024-03-04T09:00",
        "2024-03-07T09:00",
        "on-time",
        "on-time",
        "on-time",
        "on-time",
        "on-time",
    ],
    [
        "2024-03-04T09:00",
        "2024-03-07T10:00",
        "late",
        "on-time",
        "on-time",
        "late",
        "late-by-clock-grace-hour",
    ],
    [
        "2024-03-04T09:00",
        "2024-03-07T10:01",
        "late",
        "late",
        "late",
        "late",
        "late-all-readings",
    ],
    [
        "2024-03-06T10:00",
        "2024-03-11T08:00",
        "late",
        "late",
        "late",
        "on-time",
        "late-weekend-disputed",
    ],
    [
        "2024-03-28T15:00",
        "2024-04-02T09:00",
        "late",
        "late",
        "on-time",
        "on-time",
        "late-weekend-disputed",
    ],
    [
        "2024-12-23T14:00",
        "2024-12-27T10:00",
        "late",
        "late",
        "on-time",
        "on-time",
        "late-weekend-disputed",
    ],
    [
        "2024-03-04",
        "2024-03-08T00:00",
        "late",
        "indeterminate",
        "indeterminate",
        "late",
        "late-by-clock-grace-possible",
    ],
    [
        "2025-10-26T02:30",
        "2025-10-29T02:00",
        "indeterminate",
        "on-time",
        "on-time",
        "indeterminate",
        "indeterminate",
    ],
    // The end of Sunday rolls over, the first minute of Monday does not.
    [
        "2024-03-08",
        "2024-03-11T12:00",
        "indeterminate",
        "indeterminate",
        "on-time",
        "indeterminate",
        "indeterminate",
    ],
    [
        "2024-03-08",
        "2024-03-12T00:01",
        "late",
        "late",
        "on-time",
        "late",
        "late-weekend-disputed",
    ],
    [
        "2024-03-05",
        "2024-03-04",
        "invalid-order",
        "invalid-order",
        "invalid-order",
        "invalid-order",
        "invalid-order",
    ],
];

#[test]
fn worked_cases() {
    for case in CASES {
        let [discovered, received] =
            [case[0], case[1]].map(|text| parse_stamp(text).unwrap().value);
        let judgement = judge(Some(&discovered), Some(&received), 72);
        let others = readings(Some(&discovered), Some(&received), 72);
        let outcomes = [others.hour_rule, others.two_working_days, others.roll_over];
        let verdicts = outcomes.map(|outcome| outcome.unwrap().verdict.as_str());
        assert_eq!(
            (judgement.verdict.as_str(), verdicts),
            (case[2], [case[3], case[4], case[5]]),
            "{case:?}"
        );
        assert_eq!(others.reading.as_str(), case[6], "{case:?}");
        assert_eq!(
            reading(&judgement, Some(&discovered), Some(&received), 72),
            others.reading
        );
    }
}

#[test]
fn the_table_of_worked_cases() {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../shared/data/deadline_vectors.csv"
    );
    let Ok(mut table) = csv::Reader::from_path(path) else {
        crate::testing::skipped("../shared/data/deadline_vectors.csv is absent");
        return;
    };
    let headers = table.headers().unwrap().clone();
    let mut rows = 0;
    for record in table.records() {
        let record = record.unwrap();
        let cell = |name: &str| {
            let column = headers.iter().position(|header| header == name).unwrap();
            record.get(column).unwrap().to_owned()
        };
        check(&cell);
        rows += 1;
    }
    assert_eq!(rows, 83);
}

fn check(cell: &dyn Fn(&str) -> String) {
    let id = cell("id");
    let [discovered, received] = ["discovered", "received"].map(|name| stamp(&cell(name)));
    let limit = cell("limit_h").parse().unwrap();
    let judgement = judge(discovered.as_ref(), received.as_ref(), limit);
    let others = readings(discovered.as_ref(), received.as_ref(), limit);

    assert_eq!(ours(judgement.verdict), cell("verdict_clock"), "{id}");
    assert_eq!(judgement.deadline, ends(&cell("deadline_clock")), "{id}");
    let number = |minutes: i64| hundredths_of_hours(minutes) as f64 / 100.0;
    let expected = ["elapsed_h_min", "elapsed_h_max"].map(|name| cell(name).parse::<f64>().ok());
    let elapsed = judgement
        .elapsed
        .map_or([None; 2], |(min, max)| [min, max].map(|m| Some(number(m))));
    assert_eq!(elapsed, expected, "{id}");
    let bucket = Some(cell("bucket")).filter(|bucket| !bucket.is_empty() && !bucket.contains(".."));
    assert_eq!(
        judgement.time_to_report.map(Bucket::as_str),
        bucket.as_deref(),
        "{id}"
    );

    let columns = [
        ("reg1182", others.hour_rule),
        // If two working days do not apply, the table repeats the hour rule.
        ("reg1182_2wd", others.two_working_days.or(others.hour_rule)),
        ("se1930", others.roll_over),
    ];
    for (column, outcome) in columns {
        let verdict = outcome.map_or(Verdict::NoDiscovery, |outcome| outcome.verdict);
        assert_eq!(
            ours(verdict),
            cell(&format!("verdict_{column}")),
            "{id} {column}"
        );
        let deadline = outcome.map(|outcome| outcome.deadline);
        assert_eq!(
            deadline,
            ends(&cell(&format!("deadline_{column}"))),
            "{id} {column}"
        );
    }
    let assessment = cell("assessment").to_lowercase().replace('_', "-");
    assert_eq!(others.reading.as_str(), assessment, "{id}");
    assert_eq!(
        reading(&judgement, discovered.as_ref(), received.as_ref(), limit),
        others.reading,
        "{id}"
    );
    assert_eq!(flags(discovered, received), cell("flags"), "{id}");
}

/// Our name in the table's capitals.
fn ours(verdict: Verdict) -> String {
    verdict.as_str().to_uppercase().replace('-', "_")
}

fn stamp(text: &str) -> Option<Moment> {
    (!text.is_empty()).then(|| parse_stamp(text).unwrap().value)
}

/// `A` for both ends, or `A / B`.
fn ends(text: &str) -> Option<(Instant, Instant)> {
    let (first, last) = text.split_once(" / ").unwrap_or((text, text));
    Some((stamp(first)?.earliest, stamp(last)?.latest))
}

fn flags(discovered: Option<Moment>, received: Option<Moment>) -> String {
    let flag = |name: &str, moment: Option<Moment>| {
        let moment = moment?;
        let flag = match (moment.precision, moment.local) {
            (Precision::Day, _) => "date-only",
            (_, LocalTime::Nonexistent) => "nonexistent-local-time",
            (_, LocalTime::Ambiguous) => "ambiguous-local-time",
            _ => return None,
        };
        Some(format!("{name}:{flag}"))
    };
    let flags = [flag("disc", discovered), flag("recv", received)];
    flags.into_iter().flatten().collect::<Vec<_>>().join(";")
}

#[test]
fn two_working_days_are_named_only_where_they_add_something() {
    let saving = |discovered: &str, received: &str, limit: u32| {
        let [discovered, received] =
            [discovered, received].map(|text| parse_stamp(text).unwrap().value);
        let others = readings(Some(&discovered), Some(&received), limit);
        others
            .saving(false)
            .iter()
            .map(|words| words.en.split(" (").next().unwrap())
            .collect::<Vec<_>>()
    };
    // 24 hours are no period of two days.
    assert_eq!(
        saving("2024-03-04T09:10", "2024-03-05T09:20", 24),
        ["the hour rule"]
    );
    // From Monday to Thursday the second full working day ends before the hour rule does.
    assert_eq!(
        saving("2024-03-04T09:00", "2024-03-07T10:00", 72),
        ["the hour rule"]
    );
    let both = ["two working days", "section 2 of the Act"];
    assert_eq!(saving("2024-03-28T15:00", "2024-04-02T09:00", 72), both);
}
