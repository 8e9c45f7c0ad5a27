//! A run on an Apache Spark cluster of two workers: the tables of one run, also when a worker is
//! killed. Where `tests/spark/setup` was not run, this is reported as ignored.
#![allow(
    clippy::unwrap_used,
    reason = "a test ends at once at what it did not expect"
)]

mod common;
#[path = "common/outside.rs"]
mod outside;

use std::process::{Command, ExitCode};

use common::here;

fn main() -> ExitCode {
    let tests: [outside::Test; 1] = [(
        "a_cluster_gives_the_tables_of_one_run",
        &a_cluster_gives_the_tables_of_one_run,
    )];
    let java = Command::new("java").arg("-version").output();
    let is_set_up = here("tests/spark/.venv/bin/python").exists()
        && java.is_ok_and(|told| told.status.success());
    outside::run(&tests, is_set_up, "tests/spark/setup")
}

fn a_cluster_gives_the_tables_of_one_run() {
    let program = env!("CARGO_BIN_EXE_breach-audit");
    let room = tempfile::tempdir().unwrap();
    let at = |name: &str| room.path().join(name);
    let make = |count: &str, seed: &str, format: &str, folder: &str| {
        let made = Command::new(program)
            .args(["synth", "-q", "--count", count, "--seed", seed])
            .args(["--format", format, "--receipts", "--broken", "4"])
            .arg(at(folder))
            .status();
        assert!(made.unwrap().success());
    };
    // 20 000 notifications. A table is never split, so the bulk lies in forty of them.
    make("240", "5", "text", "corpus");
    make("19760", "6", "ndjson", "bulk");
    let bulk = std::fs::read_to_string(at("bulk/notifications.ndjson")).unwrap();
    let lines: Vec<&str> = bulk.lines().collect();
    for (number, some) in lines.chunks(494).enumerate() {
        let file = at("corpus").join(format!("bulk-{number:02}.ndjson"));
        std::fs::write(file, some.join("\n")).unwrap();
    }
    // Poison: an archive that is none, and JSON that is nested without an end.
    std::fs::write(at("corpus/poison.zip"), b"PK\x03\x04 no archive").unwrap();
    std::fs::write(at("corpus/poison.json"), "[".repeat(100_000)).unwrap();
    let whole = Command::new(program)
        .arg("audit")
        .arg(at("corpus"))
        .args(["--as-of", "2026-11-01", "--lang", "en", "-q", "--receipts"])
        .arg(at("corpus.receipts.csv"))
        .arg("--out")
        .arg(at("whole"))
        .output()
        .unwrap();
    assert_eq!(whole.status.code(), Some(3));
    let python = here("tests/spark/.venv/bin/python");
    let checked = Command::new(&python)
        .arg(here("tests/spark/check.py"))
        .args([at("corpus"), at("corpus.receipts.csv"), at("whole")])
        .arg(room.path())
        .env("BREACH_AUDIT", program)
        .env("PYTHONPATH", here("src/python"))
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .env("PYSPARK_PYTHON", &python)
        .env("SPARK_LOCAL_IP", "127.0.0.1")
        .current_dir(room.path())
        .output()
        .unwrap();
    let told = [&checked.stdout, &checked.stderr].map(|text| String::from_utf8_lossy(text));
    assert!(checked.status.success(), "{}\n{}", told[0], told[1]);
}
