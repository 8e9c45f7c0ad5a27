//! Where the notifications of a JSON document stand: in a list, as the values of an object, in
//! lists within lists, as rows of a table. Each is told with what stands around it.

use std::fmt;
use std::sync::Arc;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::Value as Json;
use serde_json::value::RawValue;

use crate::read::mapping::document::document;
use crate::read::mapping::path::{Path, Placed, part};

/// One notification of a document, before it is read.
#[derive(Debug, Clone)]
pub(crate) struct Listed<'t> {
    /// Its text.
    pub(crate) text: &'t str,
    /// The line on which it begins.
    pub(crate) line: u32,
    key: Option<String>,
    around: Option<Arc<Placed>>,
    names: Option<Arc<[String]>>,
}

impl<'t> Listed<'t> {
    /// A text that stands by itself.
    pub(crate) fn alone(text: &'t str, line: u32) -> Self {
        Self {
            text,
            line,
            key: None,
            around: None,
            names: None,
        }
    }

    /// What it says; `None` where it is no JSON.
    pub(crate) fn read(&self) -> Option<Placed> {
        Some(Placed {
            value: document(self.text)?,
            key: self.key.clone(),
            around: self.around.clone(),
            names: self.names.clone(),
        })
    }
}

/// Where the notifications stand in a document, as a mapping says.
#[derive(Debug, Default)]
pub(super) struct Records {
    pub(super) path: Path,
    /// The path as written, empty where the document itself is the list.
    pub(super) name: String,
    /// The line of the mapping; 0 where it names none.
    pub(super) line: usize,
    /// Where the names of the columns stand, if rows are lists.
    pub(super) names: Option<Path>,
    /// How many rows of the list are its header.
    pub(super) header: usize,
    /// The line of the mapping that says so.
    pub(super) header_line: usize,
    /// Whether a field comes from what stands around a notification.
    pub(super) looks_around: bool,
}

/// The rows have no names of columns where a line of the mapping says that they stand.
pub(super) struct NoHeader(pub(super) usize);

impl Records {
    /// Whether the elements of a list do not stand each by itself.
    pub(super) fn leads_within(&self) -> bool {
        self.line > 0 || self.names.is_some() || self.header > 0 || self.looks_around
    }

    /// The notifications of a document in their order; `None` where the path leads to none.
    pub(super) fn listed<'t>(
        &self,
        document: &'t str,
    ) -> Result<Option<Vec<Listed<'t>>>, NoHeader> {
        let Ok(root) = serde_json::from_str::<&RawValue>(document) else {
            return Ok(None);
        };
        let mut found = None;
        let level = Level {
            value: root,
            place: Place::Document,
            key: None,
            around: None,
        };
        self.walk(&level, self.path.within(), &mut found);
        let Some(mut listed) = found else {
            return Ok(None);
        };
        let offset = |one: &Listed| one.text.as_ptr() as usize - document.as_ptr() as usize;
        listed.sort_by_key(offset);
        let (mut line, mut at) = (1, 0);
        for one in &mut listed {
            let (start, bytes) = (offset(one), document.as_bytes());
            line += memchr::memchr_iter(b'\n', &bytes[at..start]).count() as u32;
            (one.line, at) = (line, start);
        }
        self.name_columns(root, &mut listed)?;
        Ok(Some(listed))
    }

    /// Adds what a path leads to from one level.
    fn walk<'t>(&self, level: &Level<'t>, path: &str, found: &mut Option<Vec<Listed<'t>>>) {
        let (lead, rest) = up_to_star(path);
        let Some(target) = part(level.value, lead) else {
            return;
        };
        let around = self.looks_around && !(lead.is_empty() && rest.is_none());
        let around = around.then(|| Arc::new(level.without(lead)));
        let one = |key, value: &'t RawValue, around| Listed {
            key,
            around,
            ..Listed::alone(value.get(), 0)
        };
        let elements = match (target.get().as_bytes().first(), rest) {
            (Some(b'['), _) => list(target),
            (Some(b'{'), Some(_)) => entries(target),
            (Some(b'{'), None) => {
                found
                    .get_or_insert_default()
                    .push(one(None, target, around));
                return;
            }
            (Some(b'n') | None, _) => return,
            // What stands in place of a list within a list is no notification, and is told so.
            _ => {
                if level.place == Place::Element {
                    found.get_or_insert_default().push(one(None, target, None));
                }
                return;
            }
        };
        let all = found.get_or_insert_default();
        let Some(rest) = rest.filter(|rest| !rest.is_empty()) else {
            let each = elements.into_iter();
            return all.extend(each.map(|(key, value)| one(key, value, around.clone())));
        };
        for (key, value) in elements {
            let element = Level {
                value,
                place: Place::Element,
                key,
                around: around.clone(),
            };
            self.walk(&element, rest, found);
        }
    }

    /// Gives rows the names of their columns, and takes the header from the list.
    fn name_columns(&self, root: &RawValue, listed: &mut Vec<Listed>) -> Result<(), NoHeader> {
        let none = || NoHeader(self.header_line);
        let names: Vec<String> = if let Some(path) = &self.names {
            let (lead, rest) = up_to_star(path.within());
            let value = part(root, lead).and_then(|part| serde_json::from_str(part.get()).ok());
            let rest = rest.map_or_else(String::new, |rest| format!("*.{rest}"));
            let path = Path::new(rest.trim_end_matches('.'));
            let texts = value.and_then(|value| path.texts_in(&Placed::alone(value)));
            texts.filter(|texts| !texts.is_empty()).ok_or_else(none)?
        } else if self.header > 0 {
            let header = listed.drain(..self.header.min(listed.len()));
            let rows = header.map(|row| serde_json::from_str::<Vec<Json>>(row.text));
            joined(&rows.collect::<Result<Vec<_>, _>>().map_err(|_| none())?)
        } else {
            return Ok(());
        };
        let names: Arc<[String]> = names.into();
        for row in listed {
            row.names = Some(Arc::clone(&names));
        }
        Ok(())
    }
}

/// The names of columns over several rows, as one.
fn joined(rows: &[Vec<Json>]) -> Vec<String> {
    let width = rows.iter().map(Vec::len).max().unwrap_or(0);
    let name = |at: usize| {
        let names = rows.iter().filter_map(|row| row.get(at)?.as_str());
        let names: Vec<&str> = names
            .map(str::trim)
            .filter(|name| !name.is_empty())
            .collect();
        names.join(" ")
    };
    (0..width).map(name).collect()
}

/// A path up to its first `*`, and what follows that; `None` where there is none.
fn up_to_star(path: &str) -> (&str, Option<&str>) {
    let mut at = 0;
    for step in path.split('.') {
        if step == "*" {
            let lead = path[..at].trim_end_matches('.');
            return (lead, Some(path[at + 1..].trim_start_matches('.')));
        }
        at += step.len() + 1;
    }
    (path, None)
}

/// Where a value stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Document,
    Element,
}

/// A value that the path has reached.
struct Level<'t> {
    value: &'t RawValue,
    place: Place,
    key: Option<String>,
    around: Option<Arc<Placed>>,
}

impl Level<'_> {
    /// What stands around the elements that a path leads to: all but the way there.
    fn without(&self, lead: &str) -> Placed {
        let is_way = |key: &str| {
            lead.strip_prefix(key)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        let others = entries(self.value).into_iter().filter_map(|(key, value)| {
            let key = key.filter(|key| !lead.is_empty() && !is_way(key))?;
            Some((key, document(value.get())?))
        });
        Placed {
            value: Json::Object(others.collect()),
            key: self.key.clone(),
            around: self.around.clone(),
            names: None,
        }
    }
}

/// Values, each with its key if it has one.
type Elements<'t> = Vec<(Option<String>, &'t RawValue)>;

/// The elements of a list; none of what is no list.
fn list(value: &RawValue) -> Elements<'_> {
    let list: Vec<&RawValue> = serde_json::from_str(value.get()).unwrap_or_default();
    list.into_iter().map(|element| (None, element)).collect()
}

/// The entries of an object, also where a key stands twice; none of what is no object.
fn entries(value: &RawValue) -> Elements<'_> {
    let pairs = serde_json::from_str(value.get()).map(|Pairs(pairs)| pairs);
    let pairs = pairs.unwrap_or_default().into_iter();
    pairs.map(|(key, value)| (Some(key), value)).collect()
}

/// The entries of an object as they stand.
struct Pairs<'t>(Vec<(String, &'t RawValue)>);

impl<'t> Deserialize<'t> for Pairs<'t> {
    fn deserialize<D: Deserializer<'t>>(deserializer: D) -> Result<Self, D::Error> {
        struct Object;
        impl<'t> Visitor<'t> for Object {
            type Value = Pairs<'t>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'t>>(self, mut map: A) -> Result<Pairs<'t>, A::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    pairs.push(pair);
                }
                Ok(Pairs(pairs))
            }
        }
        deserializer.deserialize_map(Object)
    }
}
