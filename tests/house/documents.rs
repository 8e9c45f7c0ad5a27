//! The documents tell the truth: commands, options, pages, outputs and the files they name.

use std::path::{Path, PathBuf};

use crate::common::{here, program};
use crate::{read, sources};

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

/// The pages that `guide` prints.
fn guide() -> Vec<PathBuf> {
    let pages = std::fs::read_dir(here("src/docs")).unwrap();
    let mut pages: Vec<PathBuf> = pages.map(|entry| entry.unwrap().path()).collect();
    pages.sort();
    pages
}

/// "Inkomst" is income: when the authority got a notification is "mottagningstid", or
/// when it "kom in". Only words that inputs may hold stand apart.
#[test]
fn no_text_of_ours_says_income_for_receipt() {
    let of_inputs = [
        here("src/read/text/preamble.rs"),
        here("src/form/schema.rs"),
    ];
    let ours = ["README.md", "RULES.md", "src/form/imy-2021.toml"].map(here);
    for path in sources().into_iter().chain(guide()).chain(ours) {
        let text = read(&path).to_lowercase();
        let says = text.contains("inkomst") && !of_inputs.contains(&path);
        assert!(!says, "{}", path.display());
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

/// Each block `console` of the README is a command and what it prints; a line `...`
/// stands for any number of lines.
#[test]
fn the_readme_shows_what_the_program_prints() {
    let readme = read(here("README.md"));
    let blocks: Vec<&str> = readme
        .split("```console\n$ breach-audit ")
        .skip(1)
        .collect();
    assert!(blocks.len() >= 4);
    for block in blocks {
        let (command, shown) = block.split_once("```").unwrap().0.split_once('\n').unwrap();
        let folder = tempfile::tempdir().unwrap();
        let mut program = program();
        program.args(command.split(' ')).current_dir(here(""));
        if command.starts_with("audit") {
            program.arg("-o").arg(folder.path().join("report"));
        }
        let printed = String::from_utf8(program.output().unwrap().stdout).unwrap();
        let mut rest = printed.as_str();
        for part in shown.split("...\n") {
            let at = rest.find(part);
            let at = at.unwrap_or_else(|| panic!("{command} does not print\n{part}but\n{printed}"));
            rest = &rest[at + part.len()..];
        }
    }
}

#[test]
fn the_guide_prints_the_pages_that_the_readme_names() {
    let readme = read(here("README.md"));
    assert!(guide().len() >= 4);
    for path in guide() {
        let (file, page) = (path.file_name().unwrap(), path.file_stem().unwrap());
        let link = format!("](src/docs/{})", file.to_str().unwrap());
        assert!(readme.contains(&link), "the README does not name {link}");
        let printed = program().arg("guide").arg(page).output().unwrap().stdout;
        assert_eq!(String::from_utf8(printed).unwrap(), read(&path));
    }
}

fn is_rust(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|end| end == "rs")
}

/// Names of files in the documents, between backticks: `src/check.rs`, `check/form.rs`.
#[test]
fn the_files_that_the_documents_name_exist() {
    let documents = ["README.md", "ARCHITECTURE.md"].map(here);
    for document in documents.into_iter().chain(guide()) {
        let text = read(&document);
        for name in text.split('`').skip(1).step_by(2) {
            let first = name.split('/').next().unwrap();
            let is_ours = matches!(first, "src" | "tests" | "fixtures" | "benches");
            if !is_ours && !is_rust(name) || name.contains(['<', '*', ' ']) {
                continue;
            }
            let name = name.split("::").next().unwrap();
            let found = here(name).exists() || here("src").join(name).exists();
            assert!(found, "{} names {name}", document.display());
        }
    }
}

#[test]
fn the_row_groups_in_the_guide_are_those_written() {
    let guide = read(here("src/docs/report.md"));
    let rows = breach_audit::report::ROW_GROUP.to_string();
    let (thousands, rest) = rows.split_at(rows.len() - 3);
    let told = format!("row group has {thousands} {rest} rows");
    assert!(guide.contains(&told), "the guide does not say: {told}");
}

#[test]
fn every_option_is_in_the_guide() {
    let help = program().args(["audit", "--help"]).output().unwrap();
    let help = String::from_utf8(help.stdout).unwrap();
    let guide = read(here("src/docs/options.md"));
    for option in help
        .split_whitespace()
        .filter(|word| word.starts_with("--"))
    {
        let option = option.trim_end_matches([',', '.', ')', ']', ';']);
        if !matches!(option, "--help" | "--version") {
            assert!(guide.contains(option), "{option} is not in the guide");
        }
    }
}
