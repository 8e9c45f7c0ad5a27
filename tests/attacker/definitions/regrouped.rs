//! What is counted together in tables that are regrouped: all that is not shown by itself, and
//! bands or years. Each such key is named by what it counts, so that equal sets in two tables
//! are the same unknown.

use std::collections::{BTreeMap, BTreeSet};

use super::super::{Published, System, Tables};
use super::{MERGED, name};

const REST: &str = "(rest";
const SPAN: &str = "[span";
const BETWEEN: char = '\u{1e}';

/// Whether a named key is what is not shown by itself.
pub(super) fn is_rest(value: &str) -> bool {
    value.starts_with(REST)
}

/// Whether what is not shown by itself has values among it.
pub(super) fn rest_has_values(value: &str) -> bool {
    is_rest(value) && value.split(BETWEEN).skip(1).any(super::is_value)
}

/// Whether a named key counts several values.
pub(super) fn counts_several(value: &str) -> bool {
    value.contains(BETWEEN)
}

/// Whether a value is a named key, or one of the values that it counts.
pub(super) fn is_of(value: &str, key: &str) -> bool {
    value == key || key.split(BETWEEN).skip(1).any(|member| member == value)
}

/// The columns that name a dimension, with its id.
fn columns(id: &str, table: &Published) -> Vec<(usize, String)> {
    if matches!(id, "delay" | "affected") {
        return vec![(0, "sector".to_owned())];
    }
    if !id.contains("-by-") {
        return Vec::new();
    }
    let count = table.at("notifications").unwrap_or(0);
    (0..count)
        .step_by(2)
        .map(|at| (at, table.header[at].clone()))
        .collect()
}

/// The least and the greatest number of a band or a span of years.
fn ends(value: &str) -> Option<(u64, u64)> {
    let (min, max) = value.split_once('-').unwrap_or((value, value));
    let max = if max.is_empty() {
        u64::MAX
    } else {
        max.parse().ok()?
    };
    Some((min.parse().ok()?, max))
}

/// The tables with the keys that count several values named by what they count.
pub(super) fn named(tables: &Tables) -> Tables {
    let mut out = tables.clone();
    for (id, table) in &mut out {
        for (at, dimension) in columns(id, table) {
            let Some(one_way) = tables.get(&dimension).filter(|own| !own.rows.is_empty()) else {
                continue;
            };
            let of_kind = one_way.rows.iter().filter(|row| row[2] != "cumulative");
            let all: BTreeSet<&String> = of_kind.map(|row| &row[0]).collect();
            let own: BTreeSet<String> = table.rows.iter().map(|row| row[at].clone()).collect();
            let banded = !matches!(dimension.as_str(), "severity" | "impact");
            let spans: Vec<(&String, (u64, u64))> = own
                .iter()
                .filter(|value| banded && !all.contains(value))
                .filter_map(|value| Some((value, ends(value)?)))
                .collect();
            let mut names: BTreeMap<String, Vec<&str>> = BTreeMap::new();
            for value in all.iter().filter(|value| !own.contains(**value)) {
                let within = |(low, high): (u64, u64)| {
                    ends(value).is_some_and(|(least, most)| low <= least && most <= high)
                };
                let key = spans.iter().find(|(_, ends)| within(*ends));
                let key = key.map_or(MERGED, |(key, _)| key.as_str());
                names.entry(key.to_owned()).or_default().push(value);
            }
            for row in &mut table.rows {
                if let Some(members) = names.get(&row[at]) {
                    let word = if row[at] == MERGED { REST } else { SPAN };
                    row[at] = format!("{word}{BETWEEN}{}", members.join(&BETWEEN.to_string()));
                }
            }
        }
    }
    out
}

/// What is counted together is what the table of one dimension counts apart.
pub(super) fn sums(system: &mut System, values: &BTreeMap<String, Vec<String>>) {
    for id in values.keys() {
        let prefixes = [REST, SPAN].map(|word| format!("{id}={word}{BETWEEN}"));
        let keys: Vec<String> = system
            .named()
            .filter(|own| prefixes.iter().any(|prefix| own.starts_with(prefix)))
            .filter(|own| !own.contains('\u{1f}'))
            .map(str::to_owned)
            .collect();
        for key in keys {
            let whole = system.unknown(&key);
            let mut terms = vec![(whole, -1.0)];
            for member in key.split(BETWEEN).skip(1) {
                terms.push((system.unknown(&name(&[(id, member)])), 1.0));
            }
            system.equal(terms, 0.0, format!("{id}: counted together"));
        }
    }
}

/// The names of what a name counts together; `None` if it counts one thing, or a base.
pub fn counted(whole: &str) -> Option<Vec<String>> {
    if !whole.contains(BETWEEN) || whole.contains("base without") {
        return None;
    }
    // A figure of a row that is named by its sector.
    if let Some((figure, rest)) = whole.split_once(REST).filter(|_| !whole.contains('=')) {
        let members = rest.split(BETWEEN).skip(1);
        return Some(members.map(|member| format!("{figure}{member}")).collect());
    }
    let mut all: Vec<Vec<(&str, &str)>> = vec![Vec::new()];
    for part in whole.split('\u{1f}') {
        let (id, value) = part.split_once('=')?;
        let members: Vec<&str> = match value.split_once(BETWEEN) {
            Some((_, members)) => members.split(BETWEEN).collect(),
            None => vec![value],
        };
        let mut longer = Vec::new();
        for parts in &all {
            longer.extend(
                members
                    .iter()
                    .map(|member| [parts.as_slice(), &[(id, *member)]].concat()),
            );
        }
        all = longer;
    }
    Some(all.iter().map(|parts| name(parts)).collect())
}
