//! The paths that the code of a file names, and the file in which each of them ends.

use std::path::{Path, PathBuf};

use crate::common::here;
use crate::{read, sources};

/// A file of the library by its module path, with the paths that its code names.
pub(super) struct File {
    pub(super) own: Vec<String>,
    /// Every path that is used, from the root of the library on.
    pub(super) uses: Vec<Vec<String>>,
    /// What others find here though it stands elsewhere: the name, and where it stands.
    pub(super) shown: Vec<(String, Vec<String>)>,
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

pub(super) fn file(path: &Path) -> File {
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

pub(super) fn files() -> Vec<File> {
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
pub(super) fn place(files: &[File], path: &[String], depth: usize) -> Option<usize> {
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

/// The code of a file without its tests, which may look both ways.
pub(super) fn code(path: &Path) -> String {
    let is_test = path.ends_with("tests.rs") || path.ends_with("testing.rs");
    let text = if is_test { String::new() } else { read(path) };
    text.split("#[cfg(test)]\nmod").next().unwrap().to_owned()
}
