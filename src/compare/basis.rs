//! How the two runs were made: what differs in run.json, before any figure is
//! compared. What an option means is not known here.

use serde_json::Value;

use super::{Change, Difference, Section, Side};
use crate::table::{Cell, MARK};

/// The longest value that is shown, in characters.
const LONGEST: usize = 120;

/// How much of a digest is shown, in characters: enough to tell two apart.
pub(super) const SHOWN_OF_DIGEST: usize = 12;

/// The differences of the runs themselves, and of their counts.
pub(super) fn differences(old: &Side, new: &Side) -> Vec<Difference> {
    let mut found = Vec::new();
    for key in ["version", "as_of", "policy", "forms", "input_digest"] {
        walk(
            key,
            &old.run[key],
            &new.run[key],
            Section::Basis,
            &mut found,
        );
    }
    walk(
        "",
        &old.run["options"],
        &new.run["options"],
        Section::Basis,
        &mut found,
    );
    for key in ["run", "ignored"] {
        rules(
            key,
            &old.run["rules"][key],
            &new.run["rules"][key],
            &mut found,
        );
    }
    walk(
        "",
        &old.run["counts"],
        &new.run["counts"],
        Section::Count,
        &mut found,
    );
    found
}

/// A number among a report's options.
fn option(side: &Side, names: [&str; 2]) -> Option<u64> {
    let options = &side.run["options"];
    names.iter().find_map(|key| options[*key].as_u64())
}

/// The multiple that a report's counts are rounded to.
pub(super) fn rounds_to(side: &Side) -> Option<u64> {
    option(side, ["round_to", "round-to"]).filter(|multiple| *multiple > 1)
}

/// The least count that a report publishes.
pub(super) fn least(side: &Side) -> Option<u64> {
    option(side, ["min_cell", "min-cell"])
}

/// The differences of two values: of objects, those of each key.
fn walk(path: &str, old: &Value, new: &Value, section: Section, found: &mut Vec<Difference>) {
    if old == new {
        return;
    }
    if let (Value::Object(before), Value::Object(after)) = (old, new) {
        let further = after.keys().filter(|key| !before.contains_key(*key));
        for key in before.keys().chain(further) {
            let path = if path.is_empty() {
                key.clone()
            } else {
                format!("{path}.{key}")
            };
            walk(&path, &old[key], &new[key], section, found);
        }
        return;
    }
    let (old, new) = (cell(old), cell(new));
    let change = Change::of_hidden(&old, &new).unwrap_or(match (&old, &new) {
        (Cell::Nothing, _) => Change::Added,
        (_, Cell::Nothing) => Change::Removed,
        _ => Change::Changed,
    });
    found.push(difference(section, change, path, old, new));
}

/// Rules that are in one list and not in the other.
fn rules(key: &str, old: &Value, new: &Value, found: &mut Vec<Difference>) {
    let listed = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let (old, new) = (listed(old), listed(new));
    let but = |some: &[Value], others: &[Value]| -> String {
        let codes = some
            .iter()
            .filter(|code| !others.contains(code))
            .filter_map(Value::as_str);
        codes.collect::<Vec<_>>().join(" ")
    };
    let (gone, come) = (but(&old, &new), but(&new, &old));
    if !gone.is_empty() || !come.is_empty() {
        found.push(difference(
            Section::Basis,
            Change::Changed,
            &format!("rules.{key}"),
            Cell::words(gone),
            Cell::words(come),
        ));
    }
}

fn difference(section: Section, change: Change, subject: &str, old: Cell, new: Cell) -> Difference {
    Difference {
        section,
        change,
        subject: subject.to_owned(),
        item: String::new(),
        measure: String::new(),
        old,
        new,
        keys: Vec::new(),
    }
}

/// A value in one line: of a list its items, of a form or a file its name and the beginning
/// of its digest.
fn plain(value: &Value) -> String {
    let joined = |parts: Vec<String>, between: &str| parts.join(between);
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(items) => joined(items.iter().map(plain).collect(), ", "),
        Value::Object(members) => {
            let member = |(key, value): (&String, &Value)| match (key.as_str(), value) {
                ("digest", Value::String(digest)) => digest.chars().take(SHOWN_OF_DIGEST).collect(),
                // Without its name, what is true or false tells nothing.
                (_, Value::Bool(_)) => String::new(),
                _ => plain(value),
            };
            // A name comes before what is said of it.
            let mut members: Vec<_> = members.iter().collect();
            members.sort_by_key(|(key, _)| !["name", "pattern"].contains(&key.as_str()));
            let mut members: Vec<String> = members.into_iter().map(member).collect();
            members.retain(|member| !member.is_empty());
            joined(members, " ")
        }
        other => other.to_string(),
    }
}

/// A value as a cell, texts in one line.
fn cell(value: &Value) -> Cell {
    let text = match value {
        Value::Null => return Cell::Nothing,
        Value::String(text) if text == MARK => return Cell::Hidden,
        other => match other.as_u64() {
            Some(count) => return Cell::Count(count),
            None => plain(other),
        },
    };
    if text.is_empty() {
        return Cell::Nothing;
    }
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => Cell::Text(format!("{}…", &text[..end])),
        None => Cell::Text(text),
    }
}
