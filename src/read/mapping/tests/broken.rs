//! Mapping files with every mistake of shape: each is told by its key, never in the words of
//! the library that reads them.

use super::*;
use crate::testing::{broken, is_in_plain_words};

/// The blocks of the guide that are mappings.
fn worked() -> Vec<&'static str> {
    let blocks = include_str!("../../../docs/mapping.md").split("```");
    let blocks = blocks.filter_map(|block| block.strip_prefix("toml\n"));
    blocks
        .filter(|block| !block.contains("[[extra]]"))
        .collect()
}

#[test]
fn no_mistake_of_shape_is_told_in_words_of_a_library() {
    let worked = worked();
    assert!(worked.len() >= 6);
    for block in worked {
        // What is commented out is a key all the same.
        let block = block
            .replace("\n# ", "\n")
            .replace("[source]\nrecords", "records");
        let block: String = block
            .lines()
            .filter(|line| !line.starts_with('{'))
            .fold(String::new(), |all, line| all + line + "\n");
        for source in broken(&block) {
            if let Err(mistake) = load(&source) {
                is_in_plain_words(&mistake.message(), &source);
            }
        }
    }
}

/// The keys of the tables of a mapping, as the library lists them where one is not known.
fn keys(table: &str) -> Vec<String> {
    let Err(mistake) = load(&format!("{table}xyzzy = 1\n")) else {
        return Vec::new();
    };
    let told = mistake.message().get(Language::En);
    let (_, known) = told.split_once("here are ").unwrap();
    known.split(", ").map(str::to_owned).collect()
}

#[test]
fn every_key_has_a_worked_line_in_the_guide() {
    let guide = include_str!("../../../docs/mapping.md");
    for table in [
        "",
        "[source]\n",
        "[rows]\n",
        "[group]\n",
        "[values.x]\nmap = {}\n",
        "[[field]]\nto = \"received\"\nfrom = \"x\"\n",
        "[rows.until]\nfrom = \"x\"\n",
    ] {
        for key in keys(table) {
            let stands = |line: &str| {
                let mut words = line.split(|c: char| !c.is_alphanumeric() && c != '_');
                let is_code =
                    line.contains(" = ") || line.contains(" =\n") || line.starts_with('[');
                is_code && words.any(|word| word == key)
            };
            assert!(guide.lines().any(stands), "{key}");
        }
    }
    // Those of form files.
    for key in [
        "base",
        "title",
        "authority",
        "valid_from",
        "unknown",
        "field",
        "label",
        "multiple",
        "closed",
        "unknown_beside",
        "bands",
        "options",
        "code",
        "also",
        "name",
    ] {
        let line = format!("{key} = ");
        assert!(guide.contains(&line), "{key}");
    }
    for line in [
        "options = []",
        "no_time = [",
        "closed = true",
        "unknown_beside = true",
    ] {
        assert!(guide.contains(line), "{line}");
    }
}
