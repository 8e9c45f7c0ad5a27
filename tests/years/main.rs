//! This year beside the last: which two years are compared, what of them is counted, and that
//! `--period` restricts everything else.
#![allow(
    clippy::unwrap_used,
    reason = "a test ends at once at what it did not expect"
)]

#[path = "../common/mod.rs"]
mod common;
mod frequent;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use common::{AS_OF, Row, audit, bytes_below, program, rows, run};

const TABLE: &str = "tables/year-on-year.csv";

/// A synthetic corpus below `folder`.
fn corpus(folder: &Path, count: u32) -> PathBuf {
    let corpus = folder.join("corpus");
    let mut synth = program();
    synth.args(["synth", "--format", "ndjson", "--seed", "11", "--receipts"]);
    let count = count.to_string();
    synth.args(["--count", &count]).arg(&corpus);
    synth.assert().success();
    corpus
}

/// A report on a corpus, of these options.
fn report(corpus: &Path, name: &str, more: &[&str]) -> PathBuf {
    let out = corpus.with_file_name(name);
    audit(&[corpus], &out, more);
    out
}

/// The year of a row of the records by its receipt, else its discovery; none where it spans two.
fn year(row: &Row) -> Option<&str> {
    let of = |moment: &str| {
        let ends = ["earliest", "latest"].map(|end| &row[&format!("{moment}_{end}")]);
        (!ends[0].starts_with('(')).then(|| ends.map(|end| &end[..4]))
    };
    let [first, last] = of("received").or_else(|| of("discovered"))?;
    (first == last).then_some(first)
}

/// How many counted notifications of a year have each value in a column.
fn counts(records: &[Row], of: &str, column: &str) -> BTreeMap<String, u64> {
    let mut counts = BTreeMap::new();
    let own = records.iter().filter(|row| {
        row["kind"] == "initial" && row["copy_of"] == "none" && row["withdrawn"] != "yes"
    });
    for row in own.filter(|row| year(row) == Some(of)) {
        for value in row[column].split('|').collect::<BTreeSet<_>>() {
            *counts.entry(value.to_owned()).or_insert(0) += 1;
        }
    }
    counts
}

#[test]
fn both_years_are_counted_as_the_records_have_them() {
    let folder = tempfile::tempdir().unwrap();
    let corpus = corpus(folder.path(), 600);
    let whole = report(&corpus, "whole", &[]);
    let records = rows(&whole.join("records.csv"));
    for (name, options, now, before) in [
        ("period", vec!["--period", "2023"], "2023", "2022"),
        (
            "both",
            vec!["--period", "2021", "--against", "2023"],
            "2021",
            "2023",
        ),
        (
            "against",
            vec!["--against", "2020", "--to", "2023-12-31"],
            "2023",
            "2020",
        ),
    ] {
        let table = rows(&report(&corpus, name, &options).join(TABLE));
        assert_eq!(table[0]["value"], format!("{now}/{before}"));
        for (id, column) in [
            ("sector", "sector"),
            ("verdict", "verdict"),
            ("severity", "severity"),
            ("data-categories", "data_categories"),
        ] {
            let counted = [now, before].map(|year| counts(&records, year, column));
            let own = table.iter().filter(|row| row["table"] == id);
            let mut found: [BTreeMap<String, u64>; 2] = Default::default();
            for row in own {
                for (found, column) in found
                    .iter_mut()
                    .zip(["notifications", "notifications_before"])
                {
                    let count: u64 = row[column].parse().unwrap();
                    if count > 0 {
                        found.insert(row["value"].clone(), count);
                    }
                }
            }
            assert_eq!(found, counted, "{name} {id}");
        }
    }
}

#[test]
fn a_period_is_the_same_as_its_first_and_last_day() {
    let folder = tempfile::tempdir().unwrap();
    let corpus = corpus(folder.path(), 300);
    let period = report(&corpus, "period", &["--period", "2022"]);
    let dates = report(
        &corpus,
        "dates",
        &["--from", "2022-01-01", "--to", "2022-12-31"],
    );
    let [mut period, mut dates] = [period, dates].map(|report| bytes_below(&report));
    // The year before is not cut off by a period, and run.json says how it was asked for.
    for own in [TABLE, "run.json", "summary.md", "report.html"] {
        assert_ne!(
            period.remove(Path::new(own)),
            dates.remove(Path::new(own)),
            "{own}"
        );
    }
    let differing = period
        .iter()
        .filter(|(name, bytes)| dates.get(*name) != Some(bytes));
    assert_eq!(
        differing
            .map(|(name, _)| name.display().to_string())
            .collect::<Vec<_>>(),
        [""; 0]
    );
    assert_eq!(period.len(), dates.len());
}

#[test]
fn small_bases_and_partial_years_give_no_percent() {
    let folder = tempfile::tempdir().unwrap();
    let corpus = corpus(folder.path(), 600);
    let out = folder.path().join("report");
    let cut = [
        "--as-of",
        "2024-06-30",
        "--period",
        "2024",
        "--fail-on",
        "never",
    ];
    program()
        .arg("audit")
        .arg(&corpus)
        .arg("-o")
        .arg(&out)
        .args(cut)
        .assert()
        .success();
    let table = rows(&out.join(TABLE));
    assert_eq!(table[0]["value"], "2024/2023");
    let count = |row: &Row, column: &str| row[column].parse::<u64>().unwrap();
    assert!(count(&table[0], "notifications") >= 30);
    for row in &table {
        assert_eq!((&*row["partial"], &*row["change_percent"]), ("2024", ""));
    }
    let whole = rows(&report(&corpus, "whole", &["--period", "2023"]).join(TABLE));
    let mut told = 0;
    for row in &whole {
        let counts = ["notifications", "notifications_before"].map(|column| count(row, column));
        assert_eq!(row["partial"], "none");
        assert_eq!(
            row["change_percent"].is_empty(),
            counts.into_iter().any(|count| count < 30)
        );
        told += usize::from(!row["change_percent"].is_empty());
        for (share, base) in [("percent", "base"), ("percent_before", "base_before")] {
            let has_base = row[base].parse().is_ok_and(|base: u64| base >= 30);
            let is_value = row["table"] != "year" && !row["value"].starts_with('(');
            let is_judged = !row["value"].starts_with("no-") && row["value"] != "invalid-order";
            assert_eq!(
                !row[share].is_empty(),
                has_base && is_value && is_judged,
                "{row:?}"
            );
        }
        let change = counts[0].cast_signed() - counts[1].cast_signed();
        assert_eq!(row["change"], change.to_string());
    }
    assert!(told > 10);
}

#[test]
fn the_pair_is_the_last_whole_year_and_the_one_before() {
    let folder = tempfile::tempdir().unwrap();
    let corpus = corpus(folder.path(), 200);
    for (as_of, pair) in [
        ("2024-06-30", "2023/2022"),
        ("2024-01-01", "2023/2022"),
        ("2023-12-31", "2022/2021"),
    ] {
        let out = folder.path().join(as_of);
        let options = ["--as-of", as_of, "--fail-on", "never"];
        program()
            .arg("audit")
            .arg(&corpus)
            .arg("-o")
            .arg(&out)
            .args(options)
            .assert()
            .success();
        assert_eq!(rows(&out.join(TABLE))[0]["value"], pair, "{as_of}");
    }
}

#[test]
fn records_give_the_same_comparison_whatever_is_asked() {
    let folder = tempfile::tempdir().unwrap();
    let corpus = corpus(folder.path(), 400);
    let whole = report(&corpus, "whole", &[]);
    for (at, options) in [
        vec!["--period", "2023"],
        vec![
            "--period",
            "2023",
            "--against",
            "2021",
            "--where",
            "sector=public",
        ],
        vec!["--period", "2022", "--min-cell", "5"],
        vec!["--min-cell", "5"],
        vec!["--round-to", "10", "--period", "2022"],
        vec!["--from", "2022-03-01"],
        vec!["--by-controller"],
        vec![
            "--by-controller",
            "--round-to",
            "5",
            "--where",
            "sector=public",
        ],
    ]
    .iter()
    .enumerate()
    {
        let audited = report(&corpus, &format!("audit-{at}"), options);
        let again = folder.path().join(format!("stats-{at}"));
        let mut stats = program();
        stats.arg("stats").arg(&whole).arg("-o").arg(&again);
        stats.args(["--as-of", AS_OF, "-q"]).args(options);
        stats.assert().success();
        let [mut audited, mut again] =
            [audited, again].map(|report| bytes_below(&report.join("tables")));
        // Findings about no notification are of the run, not of the records.
        audited.remove(Path::new("rules.csv"));
        again.remove(Path::new("rules.csv"));
        assert_eq!(audited, again, "{options:?}");
    }
}

/// A corpus of a few controllers: the same notifications, of which every fourth is of one.
fn of_few(folder: &Path, count: u32) -> PathBuf {
    let corpus = corpus(folder, count);
    let boards = ["Socialnämnden", "Övrigt", "Skolnämnden", "Kommunstyrelsen"];
    let file = common::files(&corpus)
        .into_iter()
        .find(|file| file.extension().is_some_and(|end| end == "ndjson"));
    let text = std::fs::read_to_string(file.unwrap()).unwrap();
    let lines = text.lines().enumerate().map(|(at, line)| {
        let mut one: serde_json::Value = serde_json::from_str(line).unwrap();
        one["controller"]["name"] = boards[at % boards.len().min(1 + at % 7)].into();
        format!("{one}\n")
    });
    let few = folder.join("few.ndjson");
    std::fs::write(&few, lines.collect::<String>()).unwrap();
    few
}

#[test]
fn controllers_are_counted_as_the_records_have_them() {
    let folder = tempfile::tempdir().unwrap();
    let corpus = of_few(folder.path(), 400);
    let out = report(&corpus, "report", &["--by-controller"]);
    let records = rows(&out.join("records.csv"));
    let table = rows(&out.join("tables/controller.csv"));
    let names: Vec<&str> = table.iter().map(|row| &*row["controller"]).collect();
    assert!(names.len() >= 4 && names[0] == "Socialnämnden", "{names:?}");
    let last = names.iter().rfind(|name| !name.starts_with('('));
    assert_eq!(last, Some(&"Övrigt"));
    for row in &table {
        let own = records.iter().filter(|own| {
            own["kind"] == "initial" && own["copy_of"] == "none" && own["withdrawn"] != "yes"
        });
        let own: Vec<&Row> = own
            .filter(|own| own["controller"] == row["controller"])
            .collect();
        let many =
            |fits: &dyn Fn(&Row) -> bool| own.iter().filter(|own| fits(own)).count().to_string();
        assert_eq!(row["notifications"], own.len().to_string());
        assert_eq!(row["on_time"], many(&|own| own["verdict"] == "on-time"));
        assert_eq!(row["late"], many(&|own| own["verdict"] == "late"));
        assert_eq!(
            row["indeterminate"],
            many(&|own| own["verdict"] == "indeterminate")
        );
        let reasons = many(&|own| own["verdict"] == "late" && own["delay_reason"] == "given");
        assert_eq!(row["reasons_given"], reasons);
        assert_eq!(
            row["promised"],
            many(&|own| own["supplement_intended"] == "yes")
        );
        for (column, hours) in [
            ("median_min", "elapsed_hours_min"),
            ("median_max", "elapsed_hours_max"),
        ] {
            let judged = own
                .iter()
                .filter(|own| ["on-time", "late", "indeterminate"].contains(&&*own["verdict"]));
            let mut hours: Vec<f64> = judged.map(|own| own[hours].parse().unwrap()).collect();
            hours.sort_by(f64::total_cmp);
            let median = hours
                .len()
                .div_ceil(2)
                .checked_sub(1)
                .map(|at| format!("{:.2}", hours[at]));
            assert_eq!(
                row[column],
                median.unwrap_or_default(),
                "{}",
                row["controller"]
            );
        }
    }
    // The years of all add up, and so do those of each controller.
    let history = rows(&out.join("tables/history.csv"));
    for row in &table {
        let own = history
            .iter()
            .filter(|own| own["controller"] == row["controller"]);
        let sum: u64 = own
            .map(|own| own["notifications"].parse::<u64>().unwrap())
            .sum();
        assert_eq!(sum.to_string(), row["notifications"]);
    }
    let years = history.iter().map(|row| &row["year"]);
    let years: Vec<&String> = years.filter(|year| year.parse::<i32>().is_ok()).collect();
    // Each year stands beside the year before. The first year of all has none.
    for row in history
        .iter()
        .filter(|row| row["year"].parse::<i32>().is_ok())
    {
        let year = (row["year"].parse::<i32>().unwrap() - 1).to_string();
        let mut own = history
            .iter()
            .filter(|own| own["controller"] == row["controller"]);
        let before = own.find(|own| own["year"] == year);
        let is_first = years.iter().min() == Some(&&row["year"]);
        for name in ["notifications", "late", "indeterminate"] {
            let told = &row[&format!("{name}_before")];
            match before {
                Some(before) => assert_eq!(*told, before[name], "{row:?}"),
                None if is_first => assert!(told.is_empty(), "{row:?}"),
                None => assert_eq!(told, "0", "{row:?}"),
            }
        }
        if let Some(before) = before {
            let many = |own: &str| own.parse::<i64>().unwrap();
            let [now, before] = [row, before].map(|own| many(&own["notifications"]));
            assert_eq!(row["change"], (now - before).to_string());
            let is_given = now.min(before) >= 30 && row["partial"] == "none";
            assert!(is_given || row["change_percent"].is_empty(), "{row:?}");
        }
    }
    frequent::findings_are_those_of_the_records(&out);
    let summary = std::fs::read_to_string(out.join("summary.md")).unwrap();
    assert!(summary.contains("Socialnämnden") && summary.contains("## By controller"));
}

#[test]
fn causes_come_back_three_times_within_twelve_months() {
    let folder = tempfile::tempdir().unwrap();
    let out = report(&of_few(folder.path(), 400), "report", &["--by-controller"]);
    let table = rows(&out.join("tables/repeated-causes.csv"));
    assert!(!table.is_empty());
    let records = rows(&out.join("records.csv"));
    let month =
        |text: &str| text[..4].parse::<i32>().unwrap() * 12 + text[5..7].parse::<i32>().unwrap();
    for row in &table {
        let (first, last) = (month(&row["first"]), month(&row["last"]));
        assert!(last - first < 12);
        let group = &row["cause-group_label"];
        let own = records.iter().filter(|own| {
            let cause = own["cause"]
                .replace("attack", "Antagonistiskt angrepp")
                .replace("technical-error", "Tekniskt fel")
                .replace("other", "Övrigt");
            let is_own = own["controller"] == row["controller"] && own["area"] == row["area"];
            let moment = if own["received_earliest"].starts_with('(') {
                "discovered"
            } else {
                "received"
            };
            let ends = ["earliest", "latest"].map(|end| own[&format!("{moment}_{end}")].clone());
            let is_initial =
                own["kind"] == "initial" && own["copy_of"] == "none" && own["withdrawn"] != "yes";
            is_initial
                && is_own
                && (cause.split(':').next() == Some(group)
                    || row["cause-group"] == own["cause"].split(':').next().unwrap())
                && ends
                    .iter()
                    .all(|end| !end.starts_with('(') && (first..=last).contains(&month(end)))
                && ends[0][..7] == ends[1][..7]
        });
        assert_eq!(own.count().to_string(), row["notifications"], "{row:?}");
    }
}

#[test]
fn no_text_names_a_file_that_is_not_written() {
    let folder = tempfile::tempdir().unwrap();
    let corpus = of_few(folder.path(), 400);
    let options = ["--by-controller", "--period", "2023", "--lang", "en"];
    for (name, formats, is_named) in [("all", "csv,md,html", true), ("few", "md,html", false)] {
        let formats = ["--formats", formats];
        let out = report(&corpus, name, &[&options[..], &formats].concat());
        for file in ["summary.md", "report.html"] {
            let text = std::fs::read_to_string(out.join(file)).unwrap();
            let names = ["tables/", "records.csv", "findings.csv", "files.csv"];
            let told = names.iter().any(|name| text.contains(name));
            assert_eq!(told, is_named, "{file} of {name}");
        }
    }
}

#[test]
fn controllers_are_withheld_from_publication() {
    let folder = tempfile::tempdir().unwrap();
    let out = report(
        &of_few(folder.path(), 200),
        "report",
        &["--by-controller", "--min-cell", "5"],
    );
    for id in [
        "controller",
        "history",
        "repeated-causes",
        "frequent-findings",
    ] {
        let table = std::fs::read_to_string(out.join(format!("tables/{id}.csv"))).unwrap();
        assert_eq!(table.lines().count(), 2);
        assert!(table.contains("(withheld)"), "{id}");
    }
    let summary = std::fs::read_to_string(out.join("summary.md")).unwrap();
    assert!(!summary.contains("Socialnämnden"));
}

#[test]
fn what_makes_no_sense_is_refused() {
    for (options, word) in [
        (vec!["--period", "2023", "--from", "2023-01-01"], "--from"),
        (vec!["--period", "2023", "--against", "2023"], "--against"),
        (vec!["--period", "23"], "23 is not within 1900 to 2200"),
        (
            vec!["--period", "2023", "--where", "month=2024-01"],
            "--period",
        ),
    ] {
        let output = run(&[&["audit", "fixtures/notifications"][..], &options].concat());
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{options:?}: {said}");
        assert!(said.contains(word), "{options:?}: {said}");
    }
}
