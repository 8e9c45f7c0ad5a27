//! Records in any number of parts and of any size: order and number change no byte, and
//! counts add up.

use std::fs;
use std::path::{Path, PathBuf};

use crate::common::{audit, bytes_below, files, rows};
use crate::{corpus, stats, tables, without_rules};

#[test]
fn the_order_and_the_number_of_parts_change_no_byte() {
    let folder = tempfile::tempdir().unwrap();
    let room = folder.path();
    let lines =
        fs::read_to_string(files(&corpus(room, "corpus", "900", "23"))[0].as_path()).unwrap();
    let lines: Vec<&str> = lines.lines().collect();
    let whole = room.join("in/whole");
    fs::create_dir_all(&whole).unwrap();
    fs::write(whole.join("all.ndjson"), lines.join("\n")).unwrap();
    let reports = room.join("reports");
    for (part, lines) in lines.chunks(250).enumerate() {
        let source = room.join(format!("in/part-{part}.ndjson"));
        fs::write(&source, lines.join("\n")).unwrap();
        audit(&[&source], &reports.join(part.to_string()), &[]);
    }
    let report = room.join("whole");
    audit(&[&whole], &report, &[]);
    let expected = without_rules(tables(&report));
    assert_eq!(
        without_rules(stats(&[&reports], &room.join("a"), &[])),
        expected,
        "a folder of reports"
    );
    let named: Vec<PathBuf> = (0..4)
        .rev()
        .map(|part| reports.join(part.to_string()))
        .collect();
    let named: Vec<&Path> = named.iter().map(PathBuf::as_path).collect();
    assert_eq!(
        without_rules(stats(&named, &room.join("b"), &[])),
        expected,
        "reports in another order"
    );
    // Partitioned output: one folder, some parts as Parquet, some as CSV.
    let parts = room.join("parts");
    for part in 0..4 {
        let extension = if part % 2 == 0 { "parquet" } else { "csv" };
        let to = parts.join(format!("half={}", part % 2));
        fs::create_dir_all(&to).unwrap();
        let from = reports.join(format!("{part}/records.{extension}"));
        fs::copy(from, to.join(format!("part-{part}.{extension}"))).unwrap();
    }
    fs::write(parts.join("_SUCCESS"), "").unwrap();
    assert_eq!(
        without_rules(stats(&[&parts], &room.join("c"), &[])),
        expected,
        "a folder of parts, without findings"
    );
}

#[test]
fn the_union_of_two_runs_is_the_run_of_the_union() {
    let folder = tempfile::tempdir().unwrap();
    let room = folder.path();
    let (one, other) = (
        corpus(room, "one", "700", "24"),
        corpus(room, "other", "500", "25"),
    );
    let reports = ["a", "b", "union"].map(|name| room.join(name));
    // Case numbers of their own: else some would be later versions of others.
    for (path, bytes) in bytes_below(&other) {
        let text = String::from_utf8(bytes).unwrap().replace("PUI-", "IMY-");
        fs::write(other.join(path), text).unwrap();
    }
    // T014 and the like look across notifications; here each rule looks at one.
    let more = ["--ignore", "T014"];
    audit(&[&one], &reports[0], &more);
    audit(&[&other], &reports[1], &more);
    audit(&[&one, &other], &reports[2], &more);
    let found = stats(&[&reports[0], &reports[1]], &room.join("again"), &[]);
    assert_eq!(found, tables(&reports[2]), "rules.csv included");
}

/// The columns of tables that hold counts; in the others stand shares,
/// quantiles and words.
const COUNTS: [&str; 35] = [
    "promised",
    "received",
    "received_late",
    "missing",
    "pending",
    "undeterminable",
    "notifications",
    "notifications_before",
    "base",
    "base_before",
    "base_within",
    "base_judged",
    "least",
    "most",
    "errors",
    "warnings",
    "infos",
    "change",
    "n",
    "indeterminate",
    "late_min",
    "late_max",
    "exact_sum",
    "exact_n",
    "lower",
    "upper",
    "band_n",
    "unknown_n",
    "answered",
    "blank",
    "unknown",
    "undeterminable",
    "not_shown",
    "not_asked",
    "findings",
];

#[test]
fn ten_times_the_corpus_is_ten_times_the_counts() {
    let folder = tempfile::tempdir().unwrap();
    let room = folder.path();
    let report = room.join("report");
    audit(&[&corpus(room, "corpus", "400", "26")], &report, &[]);
    let tenfold = room.join("tenfold");
    fs::create_dir(&tenfold).unwrap();
    // Keys of their own: else they would be copies of one another.
    for copy in 0..10 {
        let mut reader = csv::Reader::from_path(report.join("records.csv")).unwrap();
        let head = reader.headers().unwrap().clone();
        let mut writer = csv::Writer::from_path(tenfold.join(format!("{copy}.csv"))).unwrap();
        writer.write_record(&head).unwrap();
        for record in reader.records() {
            let record = record.unwrap();
            let cells = head.iter().zip(&record);
            let cells = cells.map(|(name, cell)| match name {
                "case_number" | "supplements" | "reference" if !cell.starts_with('(') => {
                    format!("{copy}{cell}")
                }
                _ => cell.to_owned(),
            });
            writer.write_record(cells).unwrap();
        }
    }
    let out = room.join("out");
    stats(&[&tenfold], &out, &[]);
    for path in files(&out.join("tables")) {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        // The same incident in ten files of one folder is one.
        if name.contains("incident") || name == "processor.csv" {
            continue;
        }
        let (once, ten) = (rows(&report.join("tables").join(&name)), rows(&path));
        assert_eq!(once.len(), ten.len(), "{name}");
        for (once, ten) in once.iter().zip(&ten) {
            // The three largest are other ones; what is compared is no longer few.
            let of_few = ["change_percent", "percent_before"];
            let compares = name == "year-on-year.csv";
            let differs = |column: &str| {
                column.starts_with("largest3")
                    || of_few.contains(&column)
                    || compares && column == "percent"
            };
            for (column, cell) in once.iter().filter(|(column, _)| !differs(column)) {
                let expected = match cell.parse::<i64>() {
                    Ok(count) if COUNTS.contains(&column.as_str()) => (count * 10).to_string(),
                    _ => cell.clone(),
                };
                assert_eq!(ten[column], expected, "{name} {column}");
            }
        }
    }
}
