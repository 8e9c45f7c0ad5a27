//! Verdicts and classes of the time to report: together they tell how many are in no class for
//! certain. A few of those are as secret as any other few.

use std::fmt::Write as _;

use super::*;

/// A register with so many notifications that are late, and on time, and in no class for certain,
/// beside others in each class.
fn register(path: &Path, [late, on_time]: [usize; 2], within: [usize; 4]) {
    let times = [
        ("2023-03-06T15:00", "09:00"),
        ("2023-03-08T15:00", "09:00"),
        ("2023-03-10T15:00", "09:00"),
        ("2023-03-20T15:00", "09:00"),
    ];
    let certain = times.into_iter().zip(within);
    let unsure = [("2023-03-13T12:00", late), ("2023-03-07T12:00", on_time)];
    let unsure = unsure.map(|(received, count)| ((received, ""), count));
    let head = "case_number,received,controller.name,controller.reference,incident.discovered.date,incident.discovered.time,incident.delay_reason,incident.sector,affected.data_subjects.exact";
    let mut text = format!("{head}\n");
    let mut number = 0;
    for ((received, time), count) in certain.chain(unsure) {
        for _ in 0..count {
            number += 1;
            let filed = format!("PUI-2023-{number},{received},Kommunen {number},R {number}");
            writeln!(text, "{filed},2023-03-06,{time},,Offentlig sektor,40").unwrap();
        }
    }
    std::fs::write(path, text).unwrap();
}

#[test]
fn a_few_in_no_class_for_certain_are_kept() {
    let folder = tempfile::tempdir().unwrap();
    let crossed = ["--cross", "verdict,time-to-report"];
    let others: [&[&str]; 2] = [&[], &crossed];
    let mut told_late = 0;
    for (name, unsure, within) in [
        ("late", [3, 6], [20, 12, 8, 8]),
        ("on-time", [9, 2], [20, 12, 8, 8]),
        ("both", [4, 1], [20, 12, 40, 60]),
        ("none", [0, 0], [20, 12, 2, 9]),
        ("few", [2, 0], [20, 12, 3, 4]),
        ("many", [12, 9], [20, 12, 8, 8]),
    ] {
        let file = folder.path().join(format!("{name}.csv"));
        register(&file, unsure, within);
        for (at, more) in others.into_iter().enumerate() {
            let run = |kind: &str, protected: &[&str]| {
                let out = folder.path().join(format!("{name}-{at}-{kind}"));
                audit(&[&file], &out, &[more, protected].concat());
                read(&out)
            };
            let truth = run("truth", &[]);
            let small = |count: usize| (1..5).contains(&count);
            let public = run("public", &["--min-cell", "5"]);
            let (broken, _) = attack(&public, &truth, 5);
            assert_eq!(broken, Vec::<String>::new(), "{name} {more:?}");
            assert_eq!(small_counts(&public, 5), Vec::<String>::new(), "{name}");
            let times = &public["time-to-report"];
            let hides = times.rows.iter().any(|row| row[3] == ":c");
            let has_few = unsure.into_iter().chain(within).any(small);
            assert_eq!(hides || times.rows.is_empty(), has_few, "{name} {more:?}");
            let verdict = &public["verdict"];
            let is_late = |row: &&Vec<String>| row[0] == "late" && row[3] != ":c";
            told_late += verdict.rows.iter().filter(is_late).count();
        }
    }
    // What is asked for most is not lost to what is asked for less.
    assert_eq!(told_late, 12);
}

#[test]
fn a_few_by_sector_in_no_class_for_certain_are_kept() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("all.csv");
    register(&file, [3, 6], [20, 12, 8, 8]);
    let more = ["--cross", "time-to-report,sector", "--min-cell", "5"];
    let out = folder.path().join("small");
    audit(&[&file], &out, &more);
    assert!(read(&out)["time-to-report-by-sector"].rows.is_empty());
    register(&file, [12, 9], [20, 12, 8, 8]);
    let out = folder.path().join("large");
    audit(&[&file], &out, &more);
    assert!(!read(&out)["time-to-report-by-sector"].rows.is_empty());
}
