//! Imports run one way, files stand in no circle, and the makers of test data share nothing
//! with what they test.

use std::collections::BTreeSet;
use std::path::Path;

use crate::common::here;
use crate::paths::{code, files, place};
use crate::sources;

/// The modules in the order of the road; each may use those before it.
const ROAD: [&str; 35] = [
    "bytes",
    "colour",
    "config",
    "moment",
    "memory",
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
    "shown",
    "mail",
    "intake",
    "archive",
    "read",
    "bind",
    "excerpt",
    "row",
    "across",
    "audit",
    "table",
    "dialect",
    "records",
    "statistics",
    "disclosure",
    "report",
    "compare",
    "synth",
    "trials",
    "cli",
];

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

/// The truth of a corpus tests the reading and judging code, so it may share none of it.
#[test]
fn synth_stands_apart_from_the_road() {
    for path in sources() {
        let (module, code) = (module(&path), code(&path));
        let uses: Vec<&str> = code.split("crate::").skip(1).collect();
        let may = [
            "synth",
            "form",
            "moment",
            "destination",
            "config::{Message, Words}",
        ];
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
