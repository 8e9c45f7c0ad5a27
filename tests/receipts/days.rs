//! Times in lists of receipts that only tell the day.

use crate::{document, listed};

#[test]
fn a_list_in_which_every_time_is_midnight_holds_days() {
    let documents = [("a.json", &*document("R1")), ("b.json", &*document("R2"))];
    for times in [
        ["2024-03-04 00:00:00", "2024-03-05 00:00:00"],
        ["2024-03-03T23:00:00Z", "2024-03-04T23:00:00Z"],
    ] {
        let list = format!("reference;received\nR1;{}\nR2;{}\n", times[0], times[1]);
        let (received, told) = listed(&documents, &list);
        assert_eq!(
            received,
            [
                "2024-03-04T00:00+01:00 indeterminate",
                "2024-03-05T00:00+01:00 late"
            ]
        );
        assert!(told.is_empty(), "{told:?}");
    }
    let list = "reference;Inkom (UTC)\nR1;2024-03-04 00:00\nR2;2024-03-04 06:30\n";
    let (received, _) = listed(&documents, list);
    assert_eq!(
        received,
        [
            "2024-03-04T01:00+01:00 on-time",
            "2024-03-04T07:30+01:00 on-time"
        ]
    );
}

#[test]
fn of_a_time_of_day_that_is_not_exact_the_day_counts() {
    let documents = [("a.json", &*document("R1"))];
    for (list, expected) in [
        (
            "reference;Inkom;Klockslag\nR1;2024-03-04;ca 07\n",
            "2024-03-04T00:00+01:00 indeterminate",
        ),
        // A column of another clock is no time of day that could be taken for ours.
        (
            "reference;Inkom;Klockslag (UTC)\nR1;2024-03-04;07:30\n",
            "2024-03-04T00:00+01:00 indeterminate",
        ),
        (
            "reference;Inkom;Klockslag\nR1;2024-03-04;07:30\n",
            "2024-03-04T07:30+01:00 on-time",
        ),
    ] {
        assert_eq!(listed(&documents, list).0, [expected], "{list}");
    }
    let list = "reference;Inkom;Klockslag\nR1;2024-03-04;på morgonen\n";
    assert!(listed(&documents, list).0[0].ends_with("no-receipt"));
}
