//! Circles, long chains and very many later filings.

use std::time::{Duration, Instant};

use crate::{later, notification, report};

#[test]
fn circles_and_chains_come_to_an_end() {
    let first = notification("PUI-2024-0708", 5);
    let one = later("supplement", "K-1001", "K-1002", 7);
    let other = later("supplement", "K-1002", "K-1001", 7);
    let own = later("supplement", "K-1003", "K-1003", 7);
    let set = report(&[first.clone(), one, other, own]);
    assert_eq!(set.column("supplements_received")[0], "0");
    for record in 2..5 {
        assert_eq!(set.told(record)[0].0, "M004", "{record}");
    }
    let chain = (1000..3000).map(|at| {
        let about = if at == 1000 {
            "PUI-2024-0708".to_owned()
        } else {
            format!("K-{}", at - 1)
        };
        later("supplement", &about, &format!("K-{at}"), 9)
    });
    let set = report(&std::iter::once(first).chain(chain).collect::<Vec<_>>());
    assert_eq!(set.column("supplements_received")[0], "2000");
}

#[test]
fn many_later_filings_of_one_key_take_time_by_their_number() {
    let first = notification("PUI-2024-0709", 5);
    let supplement = |at: usize| {
        let mut filing = later("supplement", "PUI-2024-0709", "", 9);
        filing["incident"]["description"] = format!("Uppgift {at} kom till.").into();
        filing
    };
    let filings = std::iter::once(first).chain((0..10_000).map(supplement));
    let started = Instant::now();
    let set = report(&filings.collect::<Vec<_>>());
    assert_eq!(set.column("supplements_received")[0], "10000");
    // One reference of very many notifications and supplements.
    let notifications = (0..5_000).map(|at| notification(&format!("PUI-2024-{}", 10_000 + at), 5));
    let supplements = (0..5_000).map(|at| {
        let about = if at % 2 == 0 {
            format!("PUI-2024-{}", 10_000 + at)
        } else {
            String::new()
        };
        let mut filing = later("supplement", &about, "", 9);
        filing["controller"]["reference"] = "KS 2024/1".into();
        filing["incident"]["description"] = format!("Uppgift {at} kom till.").into();
        filing
    });
    let set = report(&notifications.chain(supplements).collect::<Vec<_>>());
    let many = |code: &str| {
        set.findings
            .iter()
            .filter(|row| row["code"] == code)
            .count()
    };
    assert_eq!((many("M003"), many("M004")), (2_500, 2_500));
    assert!(
        started.elapsed() < Duration::from_mins(2),
        "{:?}",
        started.elapsed()
    );
}
