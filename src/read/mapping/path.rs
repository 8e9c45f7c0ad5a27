//! A path of a mapping through JSON: keys parted by dots, `*` for every element of
//! a list or every value of an object, a number for one. A key may itself have dots: of a
//! path the longest beginning that is a key counts. `^` before it leads to what stands
//! around a notification, and `@key` is the key under which it stands.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value as Json;
use serde_json::value::RawValue;

use crate::read::workbook::{ERROR, TYPED};
use crate::value::may_be_thousands;

use crate::decode::normalised;

/// A value of a document with what stands around it.
#[derive(Debug, Default)]
pub(crate) struct Placed {
    /// The value.
    pub(super) value: Json,
    /// The key under which it stands in an object.
    pub(super) key: Option<String>,
    /// What the `*` before leads to: the document, or an element of a list around.
    pub(super) around: Option<Arc<Placed>>,
    /// The names of its columns, where it is a row.
    pub(super) names: Option<Arc<[String]>>,
}

impl Placed {
    /// A value that stands by itself.
    pub(crate) fn alone(value: Json) -> Self {
        Self {
            value,
            ..Self::default()
        }
    }

    /// The positions of the columns of this name.
    pub(super) fn columns_called(&self, name: &str) -> impl Iterator<Item = usize> {
        let names = self.names.as_deref().unwrap_or_default().iter();
        let columns = names.enumerate().filter(move |(_, own)| *own == name);
        columns.map(|(at, _)| at)
    }
}

/// A path, taken apart as far as it leads around the notification.
#[derive(Debug, Default)]
pub(super) struct Path {
    /// How many levels it goes up first.
    up: usize,
    what: What,
}

/// What a path names there.
#[derive(Debug)]
enum What {
    /// The key under which the value stands.
    Key,
    /// A value within, by its path; the value itself where that is empty.
    Within(String),
}

impl Default for What {
    fn default() -> Self {
        Self::Within(String::new())
    }
}

/// Where a path leads from a value.
enum Step<'v, 'p> {
    /// It has ended: the value is what it leads to.
    End,
    /// To one value by a key or a number, with the rest of the path.
    One(&'p str, &'v Json, &'p str),
    /// To every element of a list or value of an object, with the rest of the path.
    Each(Vec<&'v Json>, &'p str),
    /// Nowhere; but a null or a longer list might have led further.
    Open,
    /// Nowhere.
    Nowhere,
}

/// The values from which a path leads on, each with the rest of it; `None` where a row of a
/// table ends before its column.
type Starts<'v, 'p> = Vec<Option<(&'v Json, &'p str)>>;

impl Path {
    /// A path; a dot before it says nothing.
    pub(super) fn new(text: &str) -> Self {
        let (mut up, mut rest) = (0, text.trim_start_matches('.'));
        while let Some(inner) = rest.strip_prefix('^')
            && (inner.is_empty() || inner.starts_with('.'))
        {
            (up, rest) = (up + 1, inner.trim_start_matches('.'));
        }
        let what = match rest {
            "@key" => What::Key,
            rest => What::Within(rest.to_owned()),
        };
        Self { up, what }
    }

    /// How many levels around a notification it needs.
    pub(super) fn levels(&self) -> usize {
        self.up
    }

    /// Whether it leads to a part of the notification itself.
    pub(super) fn is_own(&self) -> bool {
        self.up == 0 && matches!(self.what, What::Within(_))
    }

    /// The path within the document, if it is one.
    pub(super) fn within(&self) -> &str {
        match &self.what {
            What::Key => "",
            What::Within(path) => path,
        }
    }

    /// What stands so many levels above.
    fn around<'v>(&self, placed: &'v Placed) -> Option<&'v Placed> {
        (0..self.up).try_fold(placed, |inner, _| inner.around.as_deref())
    }

    /// Where a path within a value begins. A row that is a list has its columns by name or
    /// place, as a table has.
    fn starts<'v, 'p>(placed: &'v Placed, path: &'p str) -> Starts<'v, 'p> {
        let Json::Array(cells) = &placed.value else {
            return vec![Some((&placed.value, path))];
        };
        let cell = |at: usize, rest: &'p str| cells.get(at).map(|cell| (cell, rest));
        let (step, rest) = first(path);
        if let Some(at) = column(step) {
            return vec![cell(at, rest)];
        }
        let named = beginnings(path).find_map(|(name, rest)| {
            let columns = placed.columns_called(name);
            let starts: Starts = columns.map(|at| cell(at, rest)).collect();
            (!starts.is_empty()).then_some(starts)
        });
        named.unwrap_or_else(|| vec![Some((&placed.value, path))])
    }

    /// Whether it leads to anything, be it null.
    pub(super) fn stands_in(&self, placed: &Placed) -> bool {
        let (Some(placed), what) = (self.around(placed), &self.what) else {
            return false;
        };
        match what {
            What::Key => placed.key.is_some(),
            What::Within(path) => Self::starts(placed, path)
                .into_iter()
                .any(|start| start.is_none_or(|(value, rest)| stands(value, rest))),
        }
    }

    /// The texts to which it leads; `None` where an object stands in their place, or the row
    /// ends before them.
    pub(super) fn texts_in(&self, placed: &Placed) -> Option<Vec<String>> {
        let Some(placed) = self.around(placed) else {
            return Some(Vec::new());
        };
        let path = match &self.what {
            What::Key => return Some(placed.key.iter().cloned().collect()),
            What::Within(path) => path,
        };
        let mut all = Vec::new();
        for start in Self::starts(placed, path) {
            let (value, rest) = start?;
            all.extend(texts(value, rest)?);
        }
        Some(all)
    }

    /// Where it leads as a JSON pointer, up to its first list of many.
    pub(super) fn pointer_in(&self, placed: &Placed) -> String {
        let up = "^/".repeat(self.up);
        match (&self.what, self.around(placed)) {
            (What::Key, _) => up + "@key",
            (What::Within(path), Some(placed)) if self.up == 0 => pointer(&placed.value, path),
            (What::Within(path), at) => {
                let at = at.map_or(&Json::Null, |placed| &placed.value);
                up + pointer(at, path).trim_start_matches('/')
            }
        }
    }
}

/// Of `[3]` the position from 0, as columns of a table are named by their place.
fn column(step: &str) -> Option<usize> {
    let number = step.strip_prefix('[')?.strip_suffix(']')?;
    number.parse::<usize>().ok()?.checked_sub(1)
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
        (Json::Array(list), ("*", rest)) => Step::Each(list.iter().collect(), rest),
        (Json::Array(list), (step, rest)) => match step.parse::<usize>().map(|at| list.get(at)) {
            Ok(Some(element)) => Step::One(step, element, rest),
            Ok(None) => Step::Open,
            Err(_) => Step::Nowhere,
        },
        (Json::Object(map), (step, after)) => beginnings(path)
            .find_map(|(key, rest)| Some(Step::One(key, map.get(key)?, rest)))
            .unwrap_or_else(|| match step {
                "*" => Step::Each(map.values().collect(), after),
                _ => Step::Nowhere,
            }),
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
    let all = |list: &[&Json], rest: &str| {
        list.iter().try_fold(Vec::new(), |mut all, element| {
            all.extend(texts(element, rest)?);
            Some(all)
        })
    };
    match (step(value, path), value) {
        (_, Json::String(text)) if text == ERROR => None,
        (Step::End, Json::String(text)) => Some(vec![normalised(Cow::Borrowed(text)).into_owned()]),
        (Step::End, Json::Number(number)) => Some(vec![figures(number)]),
        (Step::End, Json::Bool(yes)) => Some(vec![if *yes { "yes" } else { "no" }.to_owned()]),
        (Step::End, Json::Array(list)) => all(&list.iter().collect::<Vec<_>>(), ""),
        (Step::End, Json::Object(_)) => None,
        (Step::One(_, value, rest), _) => texts(value, rest),
        (Step::Each(list, rest), _) => all(&list, rest),
        (Step::End | Step::Open | Step::Nowhere, _) => Some(Vec::new()),
    }
}

/// A number as text; a whole one without the decimals that some programs write.
fn figures(number: &serde_json::Number) -> String {
    let text = number.to_string();
    if may_be_thousands(&text) {
        return format!("{TYPED}{text}");
    }
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

/// The part of a document to which a path leads, as it stands there.
pub(super) fn part<'t>(value: &'t RawValue, path: &str) -> Option<&'t RawValue> {
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
        let value = Placed::alone(value);
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
        let value = Placed::alone(value);
        assert_eq!(Path::new("a").texts_in(&value), None);
        assert_eq!(Path::new("list").texts_in(&value), None);
        assert_eq!(
            Path::new("list.*.b").texts_in(&value),
            Some(vec!["2".to_owned()])
        );
    }

    #[test]
    fn values_of_objects_and_what_stands_around_are_found() {
        let around = Placed {
            key: Some("org-1".to_owned()),
            ..Placed::alone(serde_json::json!({"name": "A", "tags": {"x": "1", "y": "2"}}))
        };
        let placed = Placed {
            key: Some("id-7".to_owned()),
            around: Some(Arc::new(around)),
            ..Placed::alone(serde_json::json!({"kind": "lost", "^x": "up"}))
        };
        for (path, told, pointer) in [
            ("@key", "id-7", "@key"),
            ("^.@key", "org-1", "^/@key"),
            ("^.name", "A", "^/name"),
            ("^.tags.*", "1|2", "^/tags"),
            ("^.^.name", "", "^/^/name"),
            ("kind", "lost", "/kind"),
            ("^x", "up", "/^x"),
        ] {
            let path = Path::new(path);
            assert_eq!(path.texts_in(&placed).unwrap().join("|"), told);
            assert_eq!(path.pointer_in(&placed), pointer);
            assert_eq!(path.stands_in(&placed), !told.is_empty(), "{pointer}");
        }
    }

    #[test]
    fn columns_of_a_row_have_names_and_places() {
        let names: Vec<String> = ["Area", "Data", "Data"].map(str::to_owned).into();
        let placed = |row| Placed {
            names: Some(names.clone().into()),
            ..Placed::alone(row)
        };
        let row = placed(serde_json::json!(["x", "a", "b"]));
        for (path, told) in [
            ("Area", "x"),
            ("[2]", "a"),
            ("1", "a"),
            ("Data", "a|b"),
            ("Other", ""),
        ] {
            let path = Path::new(path);
            assert_eq!(path.texts_in(&row).unwrap().join("|"), told);
            assert_eq!(path.stands_in(&row), !told.is_empty());
        }
        let short = placed(serde_json::json!(["x"]));
        assert_eq!(Path::new("Data").texts_in(&short), None);
        assert_eq!(Path::new("[2]").texts_in(&short), None);
    }

    #[test]
    fn parts_are_found_through_lists_and_keys_with_dots() {
        let document = r#"{"result": [{"the.items": [1, 2]}], "\u0061": 3}"#;
        let part = |path: &str| {
            let document = serde_json::from_str(document).unwrap();
            part(document, path).map(RawValue::get)
        };
        assert_eq!(part("result.0.the.items"), Some("[1, 2]"));
        assert_eq!(part("a"), Some("3"));
        assert_eq!(part("result.1.the.items"), None);
        assert_eq!(part("result.items"), None);
        assert_eq!(part(""), Some(document));
    }
}
