//! A second opinion: DuckDB counts records.parquet anew, in SQL that knows only
//! the contract, and must come to the figures of tables/*.csv. Skipped where
//! `tests/duckdb/setup` was not run.
#![allow(clippy::unwrap_used, reason = "a test ends at once at what it did not expect")]

mod common;

use std::io::Write as _;
use std::process::Command;

use common::{audit, here, program};

#[test]
fn duckdb_counts_the_same() {
    let python = here("tests/duckdb/.venv/bin/python");
    if !python.exists() {
        writeln!(std::io::stderr(), "skipped: no tests/duckdb/.venv; tests/duckdb/setup makes it").unwrap();
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let corpus = folder.path().join("corpus");
    let mut synth = program();
    synth.args(["synth", "--count", "6000", "--seed", "31", "--format", "ndjson", "--receipts"]);
    synth.arg(&corpus).assert().success();
    let report = folder.path().join("report");
    audit(&[&corpus], &report, &[]);
    let opinion =
        Command::new(python).arg(here("tests/duckdb/second_opinion.py")).arg(&report).output().unwrap();
    let said = String::from_utf8_lossy(&opinion.stdout).into_owned();
    assert!(opinion.status.success(), "{said}{}", String::from_utf8_lossy(&opinion.stderr));
    assert!(said.contains(" 0 differ"), "{said}");
}
