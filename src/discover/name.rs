//! Names of sources: stable from one machine to the next, fit for a table, and
//! without a person's number.

use std::borrow::Cow;
use std::collections::HashSet;
use std::path::Path;

use super::Source;
use crate::value;

/// The name of the file at `path`, found at the path `root` that was given.
pub(super) fn of(root: &Path, path: &Path) -> String {
    let within = path.strip_prefix(root).unwrap_or(path).to_string_lossy();
    // `.`, `..` and `/` have no last component: the path within is the name.
    let first = root.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    let joined = match (first.is_empty(), within.is_empty()) {
        (true, true) => root.to_string_lossy(),
        (true, false) => within,
        (false, true) => first,
        (false, false) => Cow::Owned(format!("{first}/{within}")),
    };
    clean(&joined)
}

/// `name` with `/` between its components, without control characters, masked.
fn clean(name: &str) -> String {
    let name = if std::path::MAIN_SEPARATOR == '/' {
        Cow::Borrowed(name)
    } else {
        Cow::Owned(name.replace(std::path::MAIN_SEPARATOR, "/"))
    };
    if name.bytes().any(|byte| byte < 0x20 || byte == 0x7F || byte == 0xC2) {
        let name: String = name.chars().filter(|c| !c.is_control()).collect();
        return value::mask(&name).into_owned();
    }
    value::mask(&name).into_owned()
}

/// Gives equal names of the sorted `sources` the endings `~2`, `~3` in order
/// of path. Tells whether any name changed.
pub(super) fn make_unique(sources: &mut [Source]) -> bool {
    if sources.array_windows().all(|[a, b]| a.name != b.name) {
        return false;
    }
    let mut taken: HashSet<String> = sources.iter().map(|source| source.name.clone()).collect();
    let mut first = 0;
    for index in 1..sources.len() {
        if sources[index].name != sources[first].name {
            first = index;
            continue;
        }
        let mut ordinal = index - first + 1;
        let mut name = format!("{}~{ordinal}", sources[first].name);
        // A file may really be called `a~2`.
        while !taken.insert(name.clone()) {
            ordinal += 1;
            name = format!("{}~{ordinal}", sources[first].name);
        }
        sources[index].name = name;
    }
    true
}
