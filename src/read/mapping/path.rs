//! A path of a mapping through JSON: keys parted by dots, `*` for every element of
//! a list, a number for one. A key may itself have dots: of a path the longest
//! beginning that is a key counts.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde_json::Value as Json;
use serde_json::value::RawValue;

use crate::decode::normalised;

/// A path as written.
#[derive(Debug, Default)]
pub(super) struct Path(String);

/// Where a path leads from a value.
enum Step<'v, 'p> {
    /// It has ended: the value is what it leads to.
    End,
    /// To one value by a key or a number, with the rest of the path.
    One(&'p str, &'v Json, &'p str),
    /// To every element of a list, with the rest of the path.
    Each(&'v [Json], &'p str),
    /// Nowhere; but a null or a longer list might have led further.
    Open,
    /// Nowhere.
    Nowhere,
}

impl Path {
    /// A path; a dot before it says nothing.
    pub(super) fn new(text: &str) -> Self {
        Self(text.trim_start_matches('.').to_owned())
    }

    /// Whether it leads to anything, be it null.
    pub(super) fn stands_in(&self, value: &Json) -> bool {
        stands(value, &self.0)
    }

    /// The texts to which it leads; `None` where an object stands in their place.
    pub(super) fn texts_in(&self, value: &Json) -> Option<Vec<String>> {
        texts(value, &self.0)
    }

    /// Where it leads as a JSON pointer, up to its first list of many.
    pub(super) fn pointer_in(&self, value: &Json) -> String {
        pointer(value, &self.0)
    }

    /// The part of a document to which it leads, as it stands there.
    pub(super) fn part_of<'t>(&self, document: &'t str) -> Option<&'t RawValue> {
        part(serde_json::from_str(document).ok()?, &self.0)
    }
}

/// The beginnings of a path that may be a key, the longest first, each with the
/// rest of the path.
fn beginnings(path: &str) -> impl Iterator<Item = (&str, &str)> {
    let shorter = path
        .rmatch_indices('.')
        .map(|(at, _)| (&path[..at], &path[at + 1..]));
    std::iter::once((path, "")).chain(shorter)
}

/// The first step of a path, and the rest.
fn first(path: &str) -> (&str, &str) {
    path.split_once('.').unwrap_or((path, ""))
}

fn step<'v, 'p>(value: &'v Json, path: &'p str) -> Step<'v, 'p> {
    if path.is_empty() {
        return Step::End;
    }
    match (value, first(path)) {
        (Json::Null, _) => Step::Open,
        (Json::Array(list), ("*", rest)) => Step::Each(list, rest),
        (Json::Array(list), (step, rest)) => match step.parse::<usize>().map(|at| list.get(at)) {
            Ok(Some(element)) => Step::One(step, element, rest),
            Ok(None) => Step::Open,
            Err(_) => Step::Nowhere,
        },
        (Json::Object(map), _) => beginnings(path)
            .find_map(|(key, rest)| Some(Step::One(key, map.get(key)?, rest)))
            .unwrap_or(Step::Nowhere),
        _ => Step::Nowhere,
    }
}

fn stands(value: &Json, path: &str) -> bool {
    match step(value, path) {
        Step::End | Step::Open => true,
        Step::One(_, value, rest) => stands(value, rest),
        Step::Each(list, rest) => {
            list.is_empty() || list.iter().any(|element| stands(element, rest))
        }
        Step::Nowhere => false,
    }
}

fn texts(value: &Json, path: &str) -> Option<Vec<String>> {
    let all = |list: &[Json], rest: &str| {
        list.iter().try_fold(Vec::new(), |mut all, element| {
            all.extend(texts(element, rest)?);
            Some(all)
        })
    };
    match (step(value, path), value) {
        (Step::End, Json::String(text)) => Some(vec![normalised(Cow::Borrowed(text)).into_owned()]),
        (Step::End, Json::Number(number)) => Some(vec![figures(number)]),
        (Step::End, Json::Bool(yes)) => Some(vec![if *yes { "yes" } else { "no" }.to_owned()]),
        (Step::End, Json::Array(list)) => all(list, ""),
        (Step::End, Json::Object(_)) => None,
        (Step::One(_, value, rest), _) => texts(value, rest),
        (Step::Each(list, rest), _) => all(list, rest),
        (Step::End | Step::Open | Step::Nowhere, _) => Some(Vec::new()),
    }
}

/// A number as text; a whole one without the decimals that some programs write.
fn figures(number: &serde_json::Number) -> String {
    let text = number.to_string();
    text.strip_suffix(".0").map(str::to_owned).unwrap_or(text)
}

fn pointer(value: &Json, path: &str) -> String {
    match step(value, path) {
        Step::End | Step::Each(..) => String::new(),
        Step::One(key, value, rest) => token(key) + &pointer(value, rest),
        // What is not there would be at the keys between the dots.
        Step::Open | Step::Nowhere => path
            .split('.')
            .take_while(|step| *step != "*")
            .map(token)
            .collect::<String>(),
    }
}

/// A key as a part of a JSON pointer.
fn token(key: &str) -> String {
    format!("/{}", key.replace('~', "~0").replace('/', "~1"))
}

fn part<'t>(value: &'t RawValue, path: &str) -> Option<&'t RawValue> {
    if path.is_empty() {
        return Some(value);
    }
    if value.get().starts_with('[') {
        let (step, rest) = first(path);
        let list: Vec<&'t RawValue> = serde_json::from_str(value.get()).ok()?;
        return part(list.get(step.parse::<usize>().ok()?)?, rest);
    }
    let object: BTreeMap<Cow<'t, str>, &'t RawValue> = serde_json::from_str(value.get()).ok()?;
    let (value, rest) = beginnings(path).find_map(|(key, rest)| Some((*object.get(key)?, rest)))?;
    part(value, rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_with_dots_are_found() {
        let value = serde_json::json!({"a.b": {"c.": 1}, "a": {"b": 2, "d.e": [3, 4]}, "f/g": [{"h.i": "x"}]});
        let texts = |path: &str| {
            Path::new(path)
                .texts_in(&value)
                .map(|texts| texts.join("|"))
        };
        for (path, told, pointer) in [
            ("a.b.c.", "1", "/a.b/c."),
            ("a.d.e", "3|4", "/a/d.e"),
            ("a.d.e.1", "4", "/a/d.e/1"),
            ("f/g.*.h.i", "x", "/f~1g"),
            (".f/g.0.h.i", "x", "/f~1g/0/h.i"),
            ("a.x.*.y", "", "/a/x"),
        ] {
            assert_eq!(texts(path).as_deref(), Some(told), "{path}");
            assert_eq!(Path::new(path).pointer_in(&value), pointer, "{path}");
            assert_eq!(
                Path::new(path).stands_in(&value),
                !told.is_empty(),
                "{path}"
            );
        }
    }

    #[test]
    fn an_object_is_no_text() {
        let value = serde_json::json!({"a": {"b": 1}, "list": [1, {"b": 2}, null]});
        assert_eq!(Path::new("a").texts_in(&value), None);
        assert_eq!(Path::new("list").texts_in(&value), None);
        assert_eq!(
            Path::new("list.*.b").texts_in(&value),
            Some(vec!["2".to_owned()])
        );
    }

    #[test]
    fn parts_are_found_through_lists_and_keys_with_dots() {
        let document = r#"{"result": [{"the.items": [1, 2]}], "\u0061": 3}"#;
        let part = |path: &str| Path::new(path).part_of(document).map(RawValue::get);
        assert_eq!(part("result.0.the.items"), Some("[1, 2]"));
        assert_eq!(part("a"), Some("3"));
        assert_eq!(part("result.1.the.items"), None);
        assert_eq!(part("result.items"), None);
        assert_eq!(part(""), Some(document));
    }
}
