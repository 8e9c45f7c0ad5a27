//! The rules of the house: imports run one way, every file says what it is, no
//! network in the dependency tree, the documents tell the truth.
#![allow(
    clippy::unwrap_used,
    reason = "a test ends at once at what it did not expect"
)]

mod common;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use common::{here, program};

/// The modules in the order of the road; each may use those before it.
const ROAD: [&str; 29] = [
    "bytes",
    "config",
    "moment",
    "form",
    "finding",
    "value",
    "notification",
    "discover",
    "destination",
    "decode",
    "pdf",
    "intake",
    "archive",
    "read",
    "bind",
    "deadline",
    "check",
    "excerpt",
    "row",
    "across",
    "audit",
    "records",
    "table",
    "statistics",
    "disclosure",
    "report",
    "compare",
    "synth",
    "cli",
];

fn sources() -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![here("src")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// The module of the road that a file belongs to.
fn module(path: &Path) -> String {
    let below = path.strip_prefix(here("src")).unwrap();
    let first = below
        .components()
        .next()
        .unwrap()
        .as_os_str()
        .to_string_lossy()
        .into_owned();
    first.trim_end_matches(".rs").to_owned()
}

#[test]
fn imports_run_one_way() {
    let place = |name: &str| ROAD.iter().position(|module| *module == name);
    for path in sources() {
        let Some(own) = place(&module(&path)) else {
            continue;
        };
        let text = std::fs::read_to_string(&path).unwrap();
        // Tests may look both ways.
        let code = text.split("#[cfg(test)]\nmod").next().unwrap();
        if path.ends_with("tests.rs") || path.ends_with("testing.rs") {
            continue;
        }
        for (at, _) in code.match_indices("crate::") {
            let name: String = code[at + 7..]
                .chars()
                .take_while(|c| c.is_ascii_lowercase() || *c == '_')
                .collect();
            let Some(used) = place(&name) else { continue };
            assert!(
                used <= own,
                "{} uses {name}, which comes after it",
                path.display()
            );
        }
    }
}

#[test]
fn every_module_is_on_the_road() {
    let library = std::fs::read_to_string(here("src/lib.rs")).unwrap();
    let named: BTreeSet<&str> = library
        .lines()
        .filter_map(|line| {
            line.trim_start_matches("pub(crate) ")
                .trim_start_matches("pub ")
                .strip_prefix("mod ")?
                .strip_suffix(';')
        })
        .collect();
    let road = ROAD.into_iter().chain(["testing"]).collect();
    assert_eq!(named, road);
}

#[test]
fn every_file_opens_by_saying_what_it_is() {
    for path in sources() {
        let text = std::fs::read_to_string(&path).unwrap();
        let test = path.ends_with("tests.rs");
        assert!(
            test || text.starts_with("//! "),
            "{} has no first paragraph",
            path.display()
        );
        assert!(
            text.lines().count() <= 750,
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

#[test]
fn the_rule_catalogue_in_the_repository_is_current() {
    let output = program()
        .args(["rules", "--format", "md", "--lang", "en"])
        .output()
        .unwrap();
    let current = String::from_utf8(output.stdout).unwrap();
    let written = std::fs::read_to_string(here("RULES.md")).unwrap();
    assert!(
        written == current,
        "RULES.md: write it anew with `breach-audit rules --format md --lang en`"
    );
}

/// "Inkomst" is income: when the authority got a notification is "mottagningstid", or
/// when it "kom in". Only words that inputs may hold stand apart.
#[test]
fn no_text_of_ours_says_income_for_receipt() {
    let of_inputs = [
        here("src/read/text/preamble.rs"),
        here("src/read/mapping/suggest/names.rs"),
    ];
    let texts = sources()
        .into_iter()
        .filter(|path| !of_inputs.contains(path));
    for path in texts.chain([
        here("README.md"),
        here("RULES.md"),
        here("src/form/imy-2021.toml"),
    ]) {
        let text = std::fs::read_to_string(&path).unwrap().to_lowercase();
        assert!(!text.contains("inkomst"), "{}", path.display());
    }
}

#[test]
fn the_readme_opens_with_commands_that_work() {
    let readme = std::fs::read_to_string(here("README.md")).unwrap();
    let commands: Vec<&str> = readme
        .split("```sh\n")
        .skip(1)
        .filter_map(|block| block.split("```").next())
        .flat_map(str::lines)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .collect();
    assert!(
        commands[0].starts_with("cargo run --release --"),
        "{}",
        commands[0]
    );
    assert_eq!(commands[1], "cargo test");
    let arguments = commands[0].split(" -- ").nth(1).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let status = program()
        .args(arguments.split(' '))
        .args(["-o", folder.path().join("report").to_str().unwrap(), "-q"])
        .current_dir(here(""))
        .output()
        .unwrap()
        .status;
    assert_eq!(status.code(), Some(0), "{arguments}");
    let ci = std::fs::read_to_string(here(".ci/run")).unwrap();
    assert!(
        ci.contains(commands[1]),
        "CI runs the README's test command"
    );
}

#[test]
fn the_row_groups_in_the_readme_are_those_written() {
    let readme = std::fs::read_to_string(here("README.md")).unwrap();
    let rows = breach_audit::report::ROW_GROUP.to_string();
    let (thousands, rest) = rows.split_at(rows.len() - 3);
    let told = format!("row group has {thousands} {rest} rows");
    assert!(readme.contains(&told), "the README does not say: {told}");
}

#[test]
fn every_option_is_in_the_readme() {
    let help = program().args(["audit", "--help"]).output().unwrap();
    let help = String::from_utf8(help.stdout).unwrap();
    let readme = std::fs::read_to_string(here("README.md")).unwrap();
    for option in help
        .split_whitespace()
        .filter(|word| word.starts_with("--"))
    {
        let option = option.trim_end_matches([',', '.', ')', ']', ';']);
        if !matches!(option, "--help" | "--version") {
            assert!(readme.contains(option), "{option} is not in the README");
        }
    }
}
