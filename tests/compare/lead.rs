//! What a comparison says first: the figures of both reports, in the words of the reader.

use std::fs;
use std::path::Path;

use super::common::{audit, program, rows, run};
use super::{compared, halves};

/// The one cell of a table of a report, by the id of its row.
fn cell(report: &Path, table: &str, key: &str, column: &str) -> String {
    let all = rows(&report.join("tables").join(table));
    let row = all.iter().find(|row| row["value"] == key);
    row.unwrap()[column].clone()
}

/// The rows of a table in what is said first, by its heading, without blanks.
fn led(text: &str, heading: &str) -> Vec<String> {
    let from = text.find(&format!("\n{heading}\n")).unwrap();
    let lines = text[from..].lines().skip(4);
    let rows = lines.take_while(|line| !line.is_empty());
    rows.map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect()
}

#[test]
fn what_is_said_first_repeats_the_figures_of_the_reports() {
    let room = tempfile::tempdir().unwrap();
    let path = room.path();
    halves(path, &["--lang", "en"]);
    let text = compared(path, &["--lang", "sv"]);
    // The time to report has its intervals, and its shares are of those that can be judged.
    let rows = led(&text, "Tid till anmälan");
    let over = rows.iter().find(|row| row.starts_with("Mer än en vecka"));
    let over = over.unwrap_or_else(|| panic!("{text}"));
    for report in ["report-1", "report-2"] {
        let of = |column| cell(&path.join(report), "time-to-report.csv", ">1wk", column);
        let counts = ["least", "most"].map(of);
        let shares = ["percent_least", "percent_most"].map(|name| of(name).replace('.', ","));
        for ends in [counts, shares] {
            let ends = if ends[0] == ends[1] {
                ends[0].clone()
            } else {
                ends.join("–")
            };
            assert!(over.split(' ').any(|word| word == ends), "{ends} in {over}");
        }
        let base = of("base_judged");
        assert!(
            text.contains(&format!("{base} nu, som")) || text.contains(&format!("Bas: {base} då"))
        );
    }
    // Whatever the language of the reports, it is that of the reader.
    for word in ["Public sector", "on time", "technical-error", "cause-group"] {
        assert!(!text.contains(word), "{word} in {text}");
    }
    assert!(text.contains("Offentlig"), "{text}");
    // A heading counts what stands below it.
    let mut heading = None;
    for line in text.lines() {
        if let Some((_, counts)) = line
            .strip_prefix("Fler ändringar i tabeller")
            .map(|rest| ("", rest))
        {
            let digits = counts.chars().filter(char::is_ascii_digit);
            heading = digits.collect::<String>().parse::<usize>().ok();
        }
    }
    let tables = &text[text.find("Fler ändringar i tabeller").unwrap()..];
    let section = tables.split("\n\n").next().unwrap();
    let listed = section
        .lines()
        .filter(|line| line.starts_with("  ~"))
        .count();
    let more: String = section
        .lines()
        .filter_map(|line| line.strip_prefix("  … och "))
        .flat_map(|line| line.chars().take_while(|c| !c.is_alphabetic()))
        .filter(char::is_ascii_digit)
        .collect();
    assert_eq!(heading, Some(listed + more.parse::<usize>().unwrap_or(0)));
}

#[test]
fn rounded_reports_give_no_share_that_they_do_not_publish() {
    let room = tempfile::tempdir().unwrap();
    let path = room.path();
    halves(path, &["--round-to", "10", "--lang", "sv"]);
    let text = compared(path, &["--lang", "sv"]);
    for (heading, table) in [
        ("Sektor", "sector"),
        ("Typ av incident (grupp)", "type-group"),
    ] {
        if !text.contains(&format!("\n{heading}\n")) {
            continue;
        }
        let told = rows(&path.join(format!("report-2/tables/{table}.csv")));
        for row in led(&text, heading) {
            let own = told.iter().find(|own| row.starts_with(&own["label"]));
            let own = own.unwrap();
            let share = own["percent"].replace('.', ",");
            assert!(
                share.is_empty() || row.split(' ').next_back() == Some(&share),
                "{row} {own:?}"
            );
            let last = row.split(' ').next_back().unwrap();
            assert!(!share.is_empty() || !last.contains(','), "{row}");
        }
    }
    let first = text.split("\nFler ändringar").next().unwrap();
    assert!(!first.contains("\u{a0}%)"), "{first}");
}

#[test]
fn incidents_are_those_of_each_summary() {
    let room = tempfile::tempdir().unwrap();
    let path = room.path();
    for (waves, report) in [("1", "report-1"), ("2", "report-2")] {
        let corpus = path.join(format!("waves-{waves}"));
        let mut synth = program();
        let args = [
            "synth", "--format", "ndjson", "--count", "300", "--seed", "7",
        ];
        synth.args(args).args(["--waves", waves]).arg(&corpus);
        synth.assert().success();
        audit(&[&corpus], &path.join(report), &["--lang", "en"]);
    }
    let text = compared(path, &[]);
    let told = |report: &str| {
        let summary = fs::read_to_string(path.join(report).join("summary.md")).unwrap();
        let line = summary
            .lines()
            .find(|line| line.contains("The notifications tell of "));
        let line = line.unwrap_or_else(|| panic!("{summary}"));
        let ends = line
            .split("tell of ")
            .nth(1)
            .unwrap()
            .split(" incident")
            .next()
            .unwrap();
        ends.replace(" to ", "–")
    };
    let [before, now] = ["report-1", "report-2"].map(told);
    let line = format!("Incidents behind the notifications: {before} then, {now} now.");
    assert!(text.contains(&line), "{line} {text}");
}

#[test]
fn there_is_no_page_to_open() {
    let output = run(&["compare", "a", "b", "--open"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8(output.stderr).unwrap().contains("--open"));
}

#[test]
fn what_both_reports_withhold_is_named_once() {
    let room = tempfile::tempdir().unwrap();
    let path = room.path();
    halves(path, &["--min-cell", "10", "--lang", "en"]);
    let text = compared(path, &["--output-format", "md"]);
    let listed = text
        .lines()
        .find(|line| line.contains("are withheld and cannot be compared"));
    let listed = listed.unwrap_or_else(|| panic!("{text}"));
    let names: Vec<&str> = listed
        .split(['/', ' '])
        .filter(|part| part.contains(".csv"))
        .collect();
    let mut once = names.clone();
    once.sort_unstable();
    once.dedup();
    assert_eq!(once.len(), names.len(), "{listed}");
}
