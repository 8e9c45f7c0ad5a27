//! A second opinion. DuckDB counts records.parquet anew, in SQL that knows only the
//! meaning of the columns, and must come to the figures of tables/*.csv. Where
//! `tests/duckdb/setup` was not run, these tests are reported as ignored. The usual
//! harness cannot decide that at run time. With `CI` set they fail instead.
#![allow(
    clippy::unwrap_used,
    reason = "a test ends at once at what it did not expect"
)]

mod common;
#[path = "common/outside.rs"]
mod outside;

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use common::{audit, bytes_below, here, program};

fn main() -> ExitCode {
    let python = here("tests/duckdb/.venv/bin/python");
    let tests: [outside::Test; 2] = [
        ("duckdb_counts_the_same", &|| {
            duckdb_counts_the_same(&python);
        }),
        ("parts_that_duckdb_wrote_anew_give_the_same_tables", &|| {
            parts_that_duckdb_wrote_anew_give_the_same_tables(&python);
        }),
    ];
    outside::run(&tests, python.exists(), "tests/duckdb/setup")
}

/// A report on a synthetic corpus below `folder`.
fn report(folder: &Path, count: &str, seed: &str) -> PathBuf {
    let corpus = folder.join("corpus");
    let mut synth = program();
    synth.args([
        "synth",
        "--count",
        count,
        "--seed",
        seed,
        "--format",
        "ndjson",
        "--receipts",
    ]);
    synth.arg(&corpus).assert().success();
    let report = folder.join("report");
    audit(&[&corpus], &report, &[]);
    report
}

fn duckdb_counts_the_same(python: &Path) {
    let folder = tempfile::tempdir().unwrap();
    let report = report(folder.path(), "6000", "31");
    let opinion = Command::new(python)
        .arg(here("tests/duckdb/second_opinion.py"))
        .arg(&report)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&opinion.stdout).into_owned();
    assert!(
        opinion.status.success(),
        "{said}{}",
        String::from_utf8_lossy(&opinion.stderr)
    );
    assert!(said.contains(" 0 differ"), "{said}");
}

fn parts_that_duckdb_wrote_anew_give_the_same_tables(python: &Path) {
    let folder = tempfile::tempdir().unwrap();
    let report = report(folder.path(), "1000", "32");
    // Shuffled, parted by a column of its own, compressed in another way.
    let script = "import duckdb, sys; duckdb.sql(f\"copy (select *, year(received_earliest) as part \
                  from '{sys.argv[1]}/records.parquet' order by random()) to '{sys.argv[2]}' \
                  (format parquet, partition_by (part), compression snappy)\")";
    let parts = folder.path().join("parts");
    let written = Command::new(python)
        .args(["-c", script])
        .args([&report, &parts])
        .output()
        .unwrap();
    assert!(
        written.status.success(),
        "{}",
        String::from_utf8_lossy(&written.stderr)
    );
    let again = folder.path().join("again");
    program()
        .arg("stats")
        .arg(&parts)
        .arg("-o")
        .arg(&again)
        .arg("-q")
        .assert()
        .success();
    // Records alone hold no findings, and not what ties incidents together.
    let of_records = |folder: &Path| {
        let mut tables = bytes_below(&folder.join("tables"));
        for beside in [
            "rules.csv",
            "incidents.csv",
            "incident-size.csv",
            "processor.csv",
        ] {
            tables.remove(Path::new(beside));
        }
        tables
    };
    let (again, first) = (of_records(&again), of_records(&report));
    assert!(again.keys().eq(first.keys()));
    for (name, bytes) in again {
        let [own, others] = [&bytes, &first[&name]].map(|bytes| String::from_utf8_lossy(bytes));
        assert_eq!(own, others, "{}", name.display());
    }
}
