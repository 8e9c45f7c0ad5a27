//! The same inputs give the same bytes, whatever the threads, the order of the
//! paths, the time of day of the file system or the folder that is written to.
#![allow(
    clippy::unwrap_used,
    reason = "a test ends at once at what it did not expect"
)]

mod common;

use common::{audit, bytes_below, files, here, program, report_formats};

#[test]
fn threads_and_order_change_no_byte() {
    let folder = tempfile::tempdir().unwrap();
    let corpus = folder.path().join("corpus");
    program()
        .args(["synth", "--count", "3000", "--format", "ndjson"])
        .arg(&corpus)
        .assert()
        .success();
    let fixtures = here("fixtures/notifications");
    let receipts = here("fixtures/receipts.csv");
    let report = |name: &str, paths: &[&std::path::Path], threads: &str| {
        let out = folder.path().join(name);
        audit(
            paths,
            &out,
            &[
                "--threads",
                threads,
                "--receipts",
                receipts.to_str().unwrap(),
                "--formats",
                &report_formats(),
            ],
        );
        bytes_below(&out)
    };
    let first = report("a", &[&fixtures, &corpus], "1");
    assert!(first.len() > 30);
    assert_eq!(first, report("b", &[&fixtures, &corpus], "2"));
    assert_eq!(first, report("c", &[&corpus, &fixtures], "5"));
}

#[test]
fn files_named_one_by_one_count_as_their_folder_does() {
    let folder = tempfile::tempdir().unwrap();
    let fixtures = here("fixtures/notifications");
    let named = files(&fixtures);
    let mut reversed: Vec<&std::path::Path> =
        named.iter().map(std::path::PathBuf::as_path).collect();
    let one = folder.path().join("one");
    audit(&[&fixtures], &one, &[]);
    let other = folder.path().join("other");
    reversed.reverse();
    audit(&reversed, &other, &[]);
    let (one, other) = (bytes_below(&one), bytes_below(&other));
    for (name, bytes) in &one {
        if name.starts_with("tables") {
            assert_eq!(bytes, &other[name], "{}", name.display());
        }
    }
}

#[test]
fn the_language_changes_no_byte_of_records_and_files() {
    let folder = tempfile::tempdir().unwrap();
    let inputs = [here("fixtures/notifications"), here("fixtures/unreadable")];
    let inputs: Vec<&std::path::Path> = inputs.iter().map(std::path::PathBuf::as_path).collect();
    let [swedish, english] = ["sv", "en"].map(|language| {
        let out = folder.path().join(language);
        audit(&inputs, &out, &["--lang", language]);
        ["records.csv", "files.csv", "records.parquet"]
            .map(|file| std::fs::read(out.join(file)).unwrap())
    });
    assert!(swedish == english);
}
