//! What the program is built of: licences that fit its own, one registry, no library that is not
//! used, and a reason for each in ARCHITECTURE.md.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::common::here;
use crate::paths::code;
use crate::{code_below, files_below};

/// Licences under which the program may be given on. An `OR` needs one of them, an `AND` all.
const ALLOWED: [&str; 14] = [
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "ISC",
    "MIT",
    "MIT-0",
    "MPL-2.0",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

/// The only place that code comes from.
const REGISTRY: &str = "registry+https://github.com/rust-lang/crates.io-index";

/// What Cargo knows of all packages, for all systems.
fn metadata() -> Value {
    let output = std::process::Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--offline", "--locked"])
        .arg("--manifest-path")
        .arg(here("Cargo.toml"))
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{told}");
    serde_json::from_slice(&output.stdout).unwrap()
}

fn packages(metadata: &Value) -> impl Iterator<Item = &Value> {
    metadata["packages"].as_array().unwrap().iter()
}

/// The libraries that Cargo.toml names.
fn named(metadata: &Value) -> BTreeSet<String> {
    let own = packages(metadata).find(|package| package["name"] == "breach-audit");
    let own = own.unwrap()["dependencies"].as_array().unwrap();
    let name = |one: &Value| one["name"].as_str().unwrap().to_owned();
    own.iter().map(name).collect()
}

/// Whether a term of licences allows to give the program on.
fn is_allowed(licence: &str) -> bool {
    // Older packages write `A/B` for `A OR B`. Brackets stand around an `OR` alone.
    let plain = licence.replace(['(', ')'], "").replace('/', " OR ");
    let all = plain.split(" AND ");
    all.into_iter().all(|term| {
        let mut any = term.split(" OR ").map(str::trim);
        any.any(|one| ALLOWED.contains(&one))
    })
}

#[test]
fn a_licence_is_read_as_it_is_written() {
    for licence in [
        "MIT",
        "GPL-3.0 OR MIT",
        "MIT/Apache-2.0",
        "(MIT OR GPL-2.0) AND ISC",
    ] {
        assert!(is_allowed(licence), "{licence}");
    }
    for licence in ["AGPL-3.0", "MIT AND GPL-2.0", "", "SSPL-1.0 OR AGPL-3.0"] {
        assert!(!is_allowed(licence), "{licence}");
    }
}

#[test]
fn licences_and_sources_are_those_that_are_allowed() {
    let metadata = metadata();
    for package in packages(&metadata) {
        let name = &package["name"];
        let licence = package["license"].as_str().unwrap_or_default();
        assert!(is_allowed(licence), "{name}: {licence}");
        let is_own = package["name"] == "breach-audit" && package["source"].is_null();
        assert!(
            is_own || package["source"] == REGISTRY,
            "{name} comes from {}",
            package["source"]
        );
    }
    assert!(packages(&metadata).count() > 200);
}

/// What the program holds that no library of the registry is: fonts, each with the text of its
/// licence beside it, which names them.
#[test]
fn fonts_have_their_licence_beside_them() {
    let mut fonts = 0;
    for ending in ["ttf", "otf"] {
        for path in files_below("src", ending) {
            let licence = std::fs::read_to_string(path.with_file_name("LICENSE")).unwrap();
            assert!(licence.contains("Permission is hereby granted, free of charge"));
            assert!(licence.contains("DejaVu Sans Condensed"));
            let size = std::fs::metadata(&path).unwrap().len();
            assert!(size < 50_000, "{}", path.display());
            fonts += 1;
        }
    }
    assert_eq!(fonts, 2);
}

#[test]
fn no_library_is_named_and_not_used() {
    let files = ["src", "tests", "benches"].into_iter();
    let files = files.flat_map(code_below);
    let texts: Vec<String> = files.map(|path| code(&path)).collect();
    let is_used = |name: &str| {
        let path = format!("{}::", name.replace('-', "_"));
        texts.iter().any(|text| {
            let mut found = text.match_indices(&path);
            // Also where another library hands it on.
            let is_part = |c: char| c.is_alphanumeric() || c == '_';
            found.any(|(at, _)| !text[..at].ends_with(is_part))
        })
    };
    let unused: Vec<String> = named(&metadata())
        .into_iter()
        .filter(|name| !is_used(name))
        .collect();
    assert_eq!(unused, [""; 0]);
}

#[test]
fn every_library_has_its_reason() {
    let text = std::fs::read_to_string(here("ARCHITECTURE.md")).unwrap();
    let section = text.split("## Libraries and their reasons").nth(1).unwrap();
    let section = section.split("\n## ").next().unwrap();
    let rows = section.lines().filter_map(|line| line.strip_prefix("| `"));
    let mut told = BTreeSet::new();
    for row in rows {
        let (names, reason) = row.split_once("` | ").unwrap();
        assert!(reason.trim_end_matches('|').trim().len() > 15, "{row}");
        told.extend(names.split("`, `").map(str::to_owned));
    }
    assert_eq!(told, named(&metadata()));
}
