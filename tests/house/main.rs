//! The rules of the house: imports run one way, every file says what it is, no
//! network in the dependency tree, the documents tell the truth.
#![allow(
    clippy::unwrap_used,
    reason = "a test ends at once at what it did not expect"
)]

#[path = "../common/mod.rs"]
mod common;
mod dependencies;
mod documents;
mod imports;
mod paths;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use common::here;

/// The most lines of a file.
const MOST_LINES: usize = 500;

fn sources() -> Vec<PathBuf> {
    code_below("src")
}

/// The files of code below a folder of the package, sorted.
fn code_below(folder: &str) -> Vec<PathBuf> {
    files_below(folder, "rs")
}

/// The files below a folder with this ending.
fn files_below(folder: &str, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![here(folder)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|own| own == ending) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

#[test]
fn every_file_opens_by_saying_what_it_is() {
    for path in ["src", "tests", "benches"]
        .iter()
        .flat_map(|folder| code_below(folder))
    {
        let text = std::fs::read_to_string(&path).unwrap();
        let test = path.ends_with("tests.rs");
        assert!(
            test || text.starts_with("//! "),
            "{} has no first paragraph",
            path.display()
        );
        assert!(
            text.lines().count() <= MOST_LINES,
            "{} is a room with two purposes?",
            path.display()
        );
    }
}

#[test]
fn nothing_in_the_tree_speaks_to_a_network() {
    // The lock file also names what no feature turns on.
    let output = std::process::Command::new(env!("CARGO"))
        .args([
            "tree", "--edges", "all", "--prefix", "none", "--format", "{p}",
        ])
        .args(["--offline", "--locked", "--manifest-path"])
        .arg(here("Cargo.toml"))
        .output()
        .unwrap();
    let tree = String::from_utf8(output.stdout).unwrap();
    let names: BTreeSet<&str> = tree
        .lines()
        .filter_map(|line| line.split(' ').next())
        .collect();
    assert!(names.contains("polars"));
    for network in [
        "reqwest",
        "hyper",
        "ureq",
        "rustls",
        "native-tls",
        "openssl",
        "openssl-sys",
        "object_store",
        "curl",
        "h2",
        "quinn",
        "tungstenite",
    ] {
        assert!(
            !names.contains(network),
            "{network} is in the dependency tree"
        );
    }
}

fn read(path: impl AsRef<Path>) -> String {
    std::fs::read_to_string(path.as_ref()).unwrap()
}
