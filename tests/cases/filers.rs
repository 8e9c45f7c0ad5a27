//! What one controller gives in several notifications: names that do not go with one number
//! (M013), and the same time of day again and again (M015).

use serde_json::{Value, json};

use crate::common::rows;
use crate::{Report, later, overlay, report, report_with};

/// The number of a company, and those of others.
const COMPANY: &str = "556112-4008";
const OTHERS: [&str; 2] = ["556112-4107", "556112-4206"];

/// A notification of a controller, which has a case number and a day of its own.
fn filing(at: usize, name: &str, number: &str) -> Value {
    json!({
        "case_number": format!("PUI-2024-{}", 7000 + at), "received": day(at) + "T23:00",
        "controller": {"name": name, "organisation_number": number, "reference": format!("KS 2024/{at}")},
        "incident": {"occurred": {"date": day(at), "time": null}, "discovered": {"date": day(at), "time": null}},
    })
}

fn day(at: usize) -> String {
    format!("2024-{:02}-{:02}", 1 + at / 28, 1 + at % 28)
}

/// The same with times of day.
fn timed(at: usize, occurred: &str, discovered: &str) -> Value {
    let mut filing = filing(at, "Exempelbutiken AB", COMPANY);
    let time = |text: &str| match text {
        "" => Value::Null,
        text => text.into(),
    };
    overlay(
        &mut filing["incident"],
        &json!({"occurred": {"time": time(occurred)}, "discovered": {"time": time(discovered)}}),
    );
    filing
}

/// The withdrawal of one of them.
fn withdrawal(at: usize) -> Value {
    let mut filing = later("withdrawal", &format!("PUI-2024-{}", 7000 + at), "Å-1", 28);
    overlay(
        &mut filing["controller"],
        &json!({"organisation_number": COMPANY}),
    );
    filing
}

/// Filings of which so many have this time, and the others times of their own.
fn habit(same: usize, all: usize) -> Vec<Value> {
    let own = |at: usize| format!("{:02}:{:02}", 7 + at / 50, at % 50);
    let at_midnight = (0..same).map(|at| timed(at, "00:00", ""));
    at_midnight
        .chain((same..all).map(|at| timed(at, "", &own(at))))
        .collect()
}

impl Report {
    /// The records with a finding of a rule.
    fn with(&self, code: &str) -> Vec<usize> {
        let own = self.findings.iter().filter(|row| row["code"] == code);
        own.map(|row| row["record"].parse().unwrap()).collect()
    }

    /// In how many notifications a rule could not be run.
    fn not_runnable(&self, code: &str) -> u64 {
        let rules = rows(&self.out.join("tables/rules.csv"));
        let rule = rules.iter().find(|row| row["code"] == code).unwrap();
        rule["not_runnable"].parse().unwrap()
    }
}

#[test]
fn a_time_in_more_than_half_of_ten_answers_is_suspected_once() {
    let set = report(&habit(6, 10));
    assert_eq!(set.with("M015"), [1]);
    set.says(1, "M015", "The time 00:00 stands in 6 of 10 answers");
    let finding = set.findings.iter().find(|row| row["code"] == "M015");
    assert_eq!(finding.unwrap()["question"], "10");
    assert!(report(&habit(5, 10)).with("M015").is_empty(), "half");
    assert!(report(&habit(9, 9)).with("M015").is_empty(), "nine");
    // It stands where that time comes first, and both questions count.
    let mut filings = vec![timed(20, "09:10", "")];
    filings.extend((0..5).map(|at| timed(at, "", "08:00")));
    filings.extend((5..9).map(|at| timed(at, "08:00", "08:00")));
    let set = report(&filings);
    assert_eq!(set.with("M015"), [2]);
    set.says(2, "M015", "The time 08:00 stands in 13 of 14 answers");
}

#[test]
fn a_default_in_one_question_is_told_of_that_one() {
    let own = |at: usize| format!("{:02}:{:02}", 7 + at / 50, at % 50);
    let of = |times: &dyn Fn(usize) -> [String; 2], all: usize| {
        let filings = (0..all).map(|at| {
            let [occurred, discovered] = times(at);
            timed(at, &occurred, &discovered)
        });
        report(&filings.collect::<Vec<_>>())
    };
    let midnight = || "00:00".to_owned();
    let set = of(&|at| [own(at), midnight()], 10);
    set.says(1, "M015", "in 10 of 10 answers in which the controller gave a time of day for when a breach was discovered.");
    let set = of(&|at| [midnight(), own(at)], 10);
    set.says(1, "M015", "for when a breach occurred.");
    assert!(of(&|at| [midnight(), own(at)], 9).with("M015").is_empty());
    // One in each: two findings.
    let set = of(&|_| [midnight(), "12:00".to_owned()], 12);
    assert_eq!(set.with("M015"), [1, 1]);
}

#[test]
fn only_times_of_day_of_notifications_that_count_are_looked_at() {
    // Dates alone are no midnight, and do not thin out the others.
    let dates = (50..90).map(|at| timed(at, "", ""));
    let set = report(&habit(6, 10).into_iter().chain(dates).collect::<Vec<_>>());
    assert_eq!(set.with("M015"), [1]);
    let nine = || habit(9, 9);
    let with = |more: Value| report(&nine().into_iter().chain([more]).collect::<Vec<_>>());
    assert_eq!(with(timed(9, "00:00", "")).with("M015"), [1]);
    // A copy, a later version and a supplement do not count.
    assert!(with(timed(8, "00:00", "")).with("M015").is_empty());
    assert!(with(timed(8, "00:00", "00:00")).with("M015").is_empty());
    let mut supplement = timed(9, "00:00", "");
    overlay(
        &mut supplement,
        &json!({"kind": "supplement", "supplements": "PUI-2024-7000"}),
    );
    assert!(with(supplement).with("M015").is_empty());
    // Neither does what was withdrawn.
    let mut filings = nine();
    filings.extend([timed(9, "00:00", ""), withdrawal(9)]);
    assert_eq!(report(&filings).with("M015"), [0; 0]);
}

#[test]
fn one_event_that_is_notified_many_times_shows_no_habit() {
    let of_one_event = (0..30).map(|at| {
        let mut filing = timed(at, "09:10", "09:10");
        for moment in ["occurred", "discovered"] {
            filing["incident"][moment]["date"] = "2024-01-01".into();
        }
        filing
    });
    let set = report(&of_one_event.collect::<Vec<_>>());
    assert_eq!((set.with("M015"), set.counted()), (vec![], 30));
}

#[test]
fn a_controller_is_known_by_its_number_or_its_name() {
    let named = |number: &dyn Fn(usize) -> Value, name: &dyn Fn(usize) -> String| {
        let mut filings = habit(10, 10);
        for (at, filing) in filings.iter_mut().enumerate() {
            filing["controller"]["organisation_number"] = number(at);
            filing["controller"]["name"] = name(at).into();
        }
        report(&filings).with("M015")
    };
    let same = |_| "Exempelbutiken AB".to_owned();
    let other = |at| format!("Butik {}", ["a", "b", "c"][at % 3]);
    assert_eq!(named(&|_| COMPANY.into(), &other), [1]);
    assert_eq!(named(&|_| Value::Null, &same), [1]);
    // Some give no number, and have the name of those who do.
    let sometimes = |at| match at % 2 {
        0 => COMPANY.into(),
        _ => Value::Null,
    };
    assert_eq!(named(&sometimes, &same), [1]);
    assert!(named(&|at| OTHERS[at % 2].into(), &same).is_empty());
    assert!(named(&|_| Value::Null, &other).is_empty());
}

#[test]
fn names_that_differ_are_told_once_for_each_number() {
    let set = report(&[
        filing(0, "Exempeldrift AB", COMPANY),
        filing(1, "EXEMPEL-DRIFT Aktiebolag (publ)", COMPANY),
        filing(2, "Provkonsult AB", COMPANY),
        filing(3, "Provkonsult", COMPANY),
        filing(4, "Exempelkiosken", OTHERS[0]),
        filing(5, "Exempelkiosken, 08-465 004 01", OTHERS[0]),
    ]);
    assert_eq!(set.with("M013"), [1]);
    set.says(
        1,
        "M013",
        "The organisation number 556112-4008 stands in 4 notifications with 2 different names",
    );
    set.says(1, "M013", "in set.ndjson#3.");
    let many = (0..9).map(|at| filing(at, &format!("Bolag {at} AB"), OTHERS[1]));
    let set = report(&many.collect::<Vec<_>>());
    assert_eq!(set.with("M013"), [1]);
    set.says(1, "M013", "set.ndjson#6 and ….");
}

#[test]
fn numbers_of_public_bodies_and_persons_and_mistyped_ones_have_any_names() {
    for number in ["212000-0142", "811218-9876", "556112-4009", ""] {
        let set = report(&[filing(0, "Ett AB", number), filing(1, "Två AB", number)]);
        assert_eq!(set.with("M013"), [0; 0], "{number}");
    }
    // A parish is no public body.
    let parish = [0, 1].map(|at| filing(at, ["Ett", "Två"][at], "252002-6135"));
    assert_eq!(report(&parish).with("M013"), [1]);
}

#[test]
fn copies_and_withdrawn_notifications_have_no_name_to_compare() {
    let [one, other] = [(0, "Exempeldrift AB"), (1, "Provkonsult AB")];
    let of = |(at, name): (usize, &str)| filing(at, name, COMPANY);
    let set = report(&[of(one), of(other), withdrawal(1)]);
    assert_eq!(set.with("M013"), [0; 0]);
    let set = report(&[of(one), of((0, other.1))]);
    assert_eq!((set.with("M002"), set.with("M013")), (vec![2], vec![]));
}

#[test]
fn what_was_never_asked_could_not_be_run() {
    let mut unasked = filing(0, "Exempeldrift AB", COMPANY);
    unasked["not_asked"] = json!([2]);
    unasked["controller"]["organisation_number"] = Value::Null;
    let mut undated = filing(1, "Exempeldrift AB", COMPANY);
    undated["not_asked"] = json!([10, 11]);
    undated["incident"]["occurred"] = Value::Null;
    undated["incident"]["discovered"] = Value::Null;
    let set = report(&[unasked, undated, filing(2, "Exempeldrift AB", COMPANY)]);
    assert_eq!((set.not_runnable("M013"), set.not_runnable("M015")), (1, 1));
}

#[test]
fn both_rules_are_chosen_and_given_levels_as_others_are() {
    let mut filings = habit(10, 10);
    filings.push(filing(10, "Provkonsult AB", COMPANY));
    let set = report(&filings);
    assert_eq!((set.with("M013"), set.with("M015")), (vec![1], vec![1]));
    let set = report_with(&filings, &["--ignore", "M013,default-time-suspected"]);
    assert_eq!((set.with("M013"), set.with("M015")), (vec![], vec![]));
    let set = report_with(&filings, &["--select", "M015"]);
    assert_eq!((set.with("M013"), set.with("M015")), (vec![], vec![1]));
    // They look at the whole set, and are told of what is chosen.
    let set = report_with(&filings, &["--from", "2024-01-05"]);
    assert_eq!((set.with("M013"), set.with("M015")), (vec![], vec![]));
}
