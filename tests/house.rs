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
    "deadline",
    "check",
    "discover",
    "destination",
    "decode",
    "pdf",
    "intake",
    "archive",
    "read",
    "bind",
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

/// A file of the library by its module path, with the paths that its code names.
struct File {
    own: Vec<String>,
    /// Every path that is used, from the root of the library on.
    uses: Vec<Vec<String>>,
    /// What others find here though it stands elsewhere: the name, and where it stands.
    shown: Vec<(String, Vec<String>)>,
}

/// The module path of a file: `src/read/text.rs` is `read::text`.
fn module_path(path: &Path) -> Vec<String> {
    let below = path.strip_prefix(here("src")).unwrap().with_extension("");
    below
        .iter()
        .map(|part| part.to_string_lossy().into_owned())
        .collect()
}

/// Code without its comments.
fn without_comments(code: &str) -> String {
    let bare = |line: &str| line.split(" // ").next().unwrap_or_default().to_owned() + "\n";
    code.lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .map(bare)
        .collect()
}

/// The paths of `a::{b, c::{d, self}}`, each in full, with the name that it has here.
fn expanded(tree: &str, before: &[&str], found: &mut Vec<(Vec<String>, String)>) {
    let tree = tree.trim();
    if let Some((head, rest)) = tree.split_once('{') {
        let heads = head
            .split("::")
            .map(str::trim)
            .filter(|part| !part.is_empty());
        let before: Vec<&str> = before.iter().copied().chain(heads).collect();
        let inner = rest.strip_suffix('}').unwrap_or(rest);
        let (mut depth, mut start) = (0, 0);
        for (at, char) in inner.char_indices() {
            match char {
                '{' => depth += 1,
                '}' => depth -= 1,
                ',' if depth == 0 => {
                    expanded(&inner[start..at], &before, found);
                    start = at + 1;
                }
                _ => {}
            }
        }
        expanded(&inner[start..], &before, found);
    } else if !tree.is_empty() {
        let (path, name) = tree.split_once(" as ").unwrap_or((tree, ""));
        let parts = path
            .split("::")
            .map(str::trim)
            .filter(|part| *part != "self");
        let path: Vec<String> = before
            .iter()
            .copied()
            .chain(parts)
            .map(str::to_owned)
            .collect();
        let last = path.last().cloned().unwrap_or_default();
        found.push((
            path,
            if name.is_empty() {
                last
            } else {
                name.trim().to_owned()
            },
        ));
    }
}

/// A path from the root of the library on; none for one of another library.
fn absolute(path: &[String], own: &[String], children: &[String]) -> Option<Vec<String>> {
    let up = path.iter().take_while(|part| *part == "super").count();
    let (base, rest) = match path.first()?.as_str() {
        "crate" | "breach_audit" => (&own[..0], &path[1..]),
        "super" => (&own[..own.len().checked_sub(up)?], &path[up..]),
        first if children.iter().any(|child| child == first) => (own, path),
        _ => return None,
    };
    Some([base, rest].concat())
}

/// The paths that stand in code outside of `use`: `super::super::finding::Code`.
fn inline(code: &str, children: &[String]) -> Vec<Vec<String>> {
    let is_of_path = |c: char| c.is_alphanumeric() || c == '_' || c == ':';
    let words = code
        .split(|c: char| !is_of_path(c))
        .filter(|word| word.contains("::"));
    let parted = words.map(|word| word.split("::").map(str::to_owned).collect::<Vec<_>>());
    let is_ours = |path: &Vec<String>| {
        let first = path[0].as_str();
        first == "crate" || first == "super" || children.iter().any(|child| child == first)
    };
    parted.filter(is_ours).collect()
}

fn file(path: &Path) -> File {
    let own = module_path(path);
    let code = without_comments(&code(path));
    let children = code.lines().filter_map(|line| {
        line.trim_start_matches("pub(crate) ")
            .trim_start_matches("pub(super) ")
            .trim_start_matches("pub ")
            .strip_prefix("mod ")?
            .strip_suffix(';')
    });
    let children: Vec<String> = children.map(str::to_owned).collect();
    let (mut uses, mut shown, mut rest) = (Vec::new(), Vec::new(), String::new());
    let mut statement: Option<String> = None;
    for line in code.lines() {
        let begins = [
            "use ",
            "pub use ",
            "pub(crate) use ",
            "pub(super) use ",
            "pub(in crate::read) use ",
        ]
        .iter()
        .any(|word| line.trim_start().starts_with(word));
        if begins || statement.is_some() {
            let text = statement.get_or_insert_default();
            text.push_str(line.trim());
            if text.ends_with(';') {
                let text = statement.take().unwrap_or_default();
                let (seen, tree) = text.trim_end_matches(';').split_once("use ").unwrap();
                let mut found = Vec::new();
                expanded(tree, &[], &mut found);
                for (path, name) in found {
                    let Some(path) = absolute(&path, &own, &children) else {
                        continue;
                    };
                    if seen.is_empty() {
                        uses.push(path);
                    } else {
                        shown.push((name, path));
                    }
                }
            }
        } else {
            rest.push_str(line);
            rest.push('\n');
        }
    }
    let inline = inline(&rest, &children);
    uses.extend(
        inline
            .iter()
            .filter_map(|path| absolute(path, &own, &children)),
    );
    File { own, uses, shown }
}

fn files() -> Vec<File> {
    let is_of_tests = |path: &PathBuf| {
        path.ends_with("tests.rs") || path.components().any(|part| part.as_os_str() == "tests")
    };
    let is_of_road = |path: &&PathBuf| !is_of_tests(path) && !path.ends_with("src/main.rs");
    sources()
        .iter()
        .filter(is_of_road)
        .map(|path| file(path))
        .collect()
}

/// The file in which what a path names stands, through the doors on the way.
fn place(files: &[File], path: &[String], depth: usize) -> Option<usize> {
    let of = |path: &[String]| files.iter().position(|file| file.own == path);
    let (end, at) = (1..=path.len())
        .rev()
        .find_map(|end| Some((end, of(&path[..end])?)))?;
    let through = files[at]
        .shown
        .iter()
        .find(|(name, _)| path.get(end) == Some(name));
    match through {
        Some((_, door)) if depth < 10 => {
            place(files, &[&door[..], &path[end + 1..]].concat(), depth + 1)
        }
        _ => Some(at),
    }
}

/// A module may use what stands before it on the road, wherever the path is written.
#[test]
fn imports_run_one_way() {
    let stand = |name: &str| ROAD.iter().position(|module| *module == name);
    for file in files() {
        let Some(own) = file.own.first().and_then(|own| stand(own)) else {
            continue;
        };
        let shown = file.shown.iter().map(|(_, path)| path);
        for path in file.uses.iter().chain(shown) {
            let used = path.first().and_then(|first| stand(first));
            assert!(
                used.is_none_or(|used| used <= own),
                "{:?} uses {path:?}",
                file.own
            );
        }
    }
}

/// Files stand in no circle. A file may use what its parents define: they are the room that
/// it stands in. A name that a file only shows (`pub use`) counts where it is defined.
#[test]
fn no_files_stand_in_a_circle() {
    let files = files();
    let uses: Vec<BTreeSet<usize>> = files
        .iter()
        .map(|file| {
            let used = file.uses.iter().filter_map(|path| place(&files, path, 0));
            used.filter(|at| !file.own.starts_with(&files[*at].own))
                .collect()
        })
        .collect();
    let reached = |from: usize| {
        let (mut found, mut next) = (BTreeSet::new(), vec![from]);
        while let Some(at) = next.pop() {
            next.extend(uses[at].iter().filter(|used| found.insert(**used)));
        }
        found
    };
    let reached: Vec<BTreeSet<usize>> = (0..files.len()).map(reached).collect();
    let is_in_circle = |at: &usize| reached[*at].contains(at);
    let circle: Vec<String> = (0..files.len())
        .filter(is_in_circle)
        .map(|at| files[at].own.join("::"))
        .collect();
    assert!(
        uses.iter().map(BTreeSet::len).sum::<usize>() > 1000,
        "the paths are seen"
    );
    assert!(circle.is_empty(), "in circles: {circle:?}");
}

/// The code of a file without its tests, which may look both ways.
fn code(path: &Path) -> String {
    let is_test = path.ends_with("tests.rs") || path.ends_with("testing.rs");
    let text = if is_test { String::new() } else { read(path) };
    text.split("#[cfg(test)]\nmod").next().unwrap().to_owned()
}

/// The truth of a corpus tests the reading and judging code, so it may share none of it.
#[test]
fn synth_stands_apart_from_the_road() {
    for path in sources() {
        let (module, code) = (module(&path), code(&path));
        let uses: Vec<&str> = code.split("crate::").skip(1).collect();
        let may = ["synth", "form", "moment", "destination"];
        let is_wrong = |used: &&&str| match module.as_str() {
            "synth" => !may.iter().any(|word| used.starts_with(word)),
            name => name != "cli" && used.starts_with("synth"),
        };
        let wrong = uses.iter().find(is_wrong);
        assert!(wrong.is_none(), "{}: {wrong:?}", path.display());
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

/// The pages that `guide` prints.
fn guide() -> Vec<PathBuf> {
    let pages = std::fs::read_dir(here("src/docs")).unwrap();
    let mut pages: Vec<PathBuf> = pages.map(|entry| entry.unwrap().path()).collect();
    pages.sort();
    pages
}

fn read(path: impl AsRef<Path>) -> String {
    std::fs::read_to_string(path.as_ref()).unwrap()
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

/// Names of files in the documents, between backticks: `src/check.rs`, `check/form.rs`.
fn is_rust(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|end| end == "rs")
}

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
