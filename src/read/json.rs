//! The reader of JSON and NDJSON: walks the document straight into raw answers,
//! guided by the tree of canonical keys. No tree of values is built, strings
//! are borrowed from the input, and what the keys do not know is told.

use std::borrow::Cow;
use std::fmt::{self, Write as _};

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::check::form::{UNKNOWN_QUESTION, UNREADABLE_VALUE};
use crate::config::Words;
use crate::decode::normalised;
use crate::finding::Fact;
use crate::form::{Edition, Key, Keys};
use crate::read::json::tree::{Node, Shape};
use crate::read::trimmed::trimmed;
use crate::read::{Item, Mark, Questions, Reason, Record, Refusal, Value};

mod tree;

/// Reads one JSON object that starts on `line`.
///
/// # Errors
/// Skipped when it is of another schema; unreadable when it is no JSON, ends
/// too early or is nested too deep.
pub fn read<'a>(
    text: &'a str,
    edition: &'static Edition,
    line: u32,
) -> Result<Record<'a>, Refusal> {
    let mut walk = Walk {
        record: Record::new(edition, line, Keys::NONE),
        line,
        notification: false,
        index: 0,
        seen: Keys::NONE,
    };
    walk.record.present = Questions::ALL;
    let mut deserializer = serde_json::Deserializer::from_str(text);
    At {
        node: tree::root(),
        walk: &mut walk,
    }
    .deserialize(&mut deserializer)
    .and_then(|()| deserializer.end())
    .map_err(|error| refusal(&error, line))?;
    if !walk.notification {
        return Err(Refusal::skipped(Reason::OtherSchema));
    }
    Ok(walk.finish())
}

/// Whether bytes begin as JSON does, behind a mark of their order.
pub(crate) fn begins(head: &[u8]) -> bool {
    let start = head
        .strip_prefix(b"\xEF\xBB\xBF")
        .unwrap_or(head)
        .trim_ascii_start();
    start.starts_with(b"{") || start.starts_with(b"[") && may_be_array(start)
}

/// The elements of a JSON array with the line on which each starts.
///
/// # Errors
/// Unreadable when the array itself is broken.
pub(crate) fn elements(text: &str) -> Result<Vec<(&str, u32)>, Refusal> {
    let raw: Vec<&serde_json::value::RawValue> =
        serde_json::from_str(text).map_err(|error| refusal(&error, 1))?;
    let (mut line, mut at) = (1, 0);
    let elements = raw.into_iter().map(|element| {
        let element = element.get();
        let start = element.as_ptr() as usize - text.as_ptr() as usize;
        line += memchr::memchr_iter(b'\n', &text.as_bytes()[at..start]).count() as u32;
        at = start;
        (element, line)
    });
    Ok(elements.collect())
}

/// Whether text that begins with a bracket may be a JSON array, whole or cut
/// short, by what follows the brackets: other text begins so too, such as the
/// `[table]` of a configuration.
pub(crate) fn may_be_array(text: &[u8]) -> bool {
    let first = text
        .iter()
        .position(|byte| *byte != b'[' && !byte.is_ascii_whitespace());
    let inner = &text[first.unwrap_or(text.len())..];
    let word = |word: &[u8]| inner.starts_with(word) || word.starts_with(inner);
    match inner.first() {
        None | Some(b'{' | b']' | b'"' | b'-' | b'0'..=b'9') => true,
        Some(_) => word(b"true") || word(b"false") || word(b"null"),
    }
}

/// What a parser's error means. Its message is not shown: it may quote data.
fn refusal(error: &serde_json::Error, line: u32) -> Refusal {
    let at = (
        line as usize + error.line().saturating_sub(1),
        error.column(),
    );
    Refusal::unreadable(if error.to_string().starts_with("recursion limit") {
        Reason::TooDeep
    } else if error.is_eof() {
        Reason::Truncated(at.0, at.1)
    } else {
        Reason::Invalid(at.0, at.1)
    })
}

/// The state of one walk.
struct Walk<'a> {
    record: Record<'a>,
    line: u32,
    /// Whether `controller` or `incident` was an object.
    notification: bool,
    /// Index in the list being walked.
    index: u16,
    /// The keys that something was read of.
    seen: Keys,
}

impl<'a> Walk<'a> {
    /// Adds a value. An object may have a field twice; which of two values counts nobody knows.
    fn push(&mut self, key: Key, value: Value<'a>) {
        let index = self.index;
        let mut answers = self.record.answers.iter_mut();
        if self.seen.has(key)
            && let Some(own) = answers.find(|own| own.key == key && own.index == index)
        {
            if own.value != value {
                own.value = Value::Malformed;
            }
            return;
        }
        self.seen.insert(key);
        self.record.push(key, index, self.line, value);
    }

    /// F001 for a field that the schema lacks. Its name is shown only if it
    /// can hold nothing personal.
    fn unknown(&mut self, parent: &'static str, field: &str) {
        let field = if crate::value::is_safe_label(field) {
            field
        } else {
            "(unlisted)"
        };
        let mut place = String::new();
        for step in parent.split('.').filter(|step| !step.is_empty()) {
            place.push('/');
            place.push_str(step);
        }
        if matches!(parent, "contacts" | "actions" | "processors.organisations") {
            let _ = write!(place, "/{}", self.index);
        }
        place.push('/');
        place.push_str(&field.replace('~', "~0").replace('/', "~1"));
        let mut finding = UNKNOWN_QUESTION
            .finding(0, self.line)
            .with("field", Fact::Value(field.into()));
        finding.place = Some(place.into());
        self.record.findings.push(finding);
    }

    /// What stands at an object is none: one answer below it is malformed, for
    /// its finding, and with it all others are lost.
    fn malformed(&mut self, node: &'static Node) {
        let Some(first) = node.first_key() else {
            return;
        };
        self.push(first, Value::Malformed);
        self.lost(node, Some(first));
    }

    /// All answers below a position are lost, but for one.
    fn lost(&mut self, node: &'static Node, but: Option<Key>) {
        match node.shape {
            Shape::Leaf(key) if Some(key) != but => self.push(key, Value::Lost),
            _ => node
                .children
                .iter()
                .for_each(|(_, child)| self.lost(child, but)),
        }
    }

    /// F003 for a list of questions never asked that is none.
    fn unreadable_not_asked(&mut self) {
        let words = Words::new(
            "frågor som källan aldrig haft",
            "questions that the source never had",
        );
        let mut finding = UNREADABLE_VALUE.finding(0, self.line).with("part", words);
        finding.place = Some("/not_asked".into());
        self.record.findings.push(finding);
    }

    /// Chooses the edition that the document names.
    fn finish(mut self) -> Record<'a> {
        self.record.settle_edition();
        self.record.lines.fill(self.line);
        self.record
    }
}

/// One position in the tree of keys, ready to take what stands there.
struct At<'w, 'a> {
    node: &'static Node,
    walk: &'w mut Walk<'a>,
}

impl<'a> DeserializeSeed<'a> for At<'_, 'a> {
    type Value = ();

    fn deserialize<D: Deserializer<'a>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'a> At<'_, 'a> {
    /// A scalar: an answer at a leaf, a malformed one at an object.
    fn scalar(self, value: Value<'a>) {
        match self.node.shape {
            Shape::Leaf(key) => self.walk.push(key, value),
            _ if value == Value::Blank => {}
            Shape::Object | Shape::List if value == Value::Lost => self.walk.lost(self.node, None),
            Shape::Object | Shape::List => self.walk.malformed(self.node),
            Shape::NotAsked => self.walk.unreadable_not_asked(),
            Shape::Root => {}
        }
    }

    fn text(self, text: Cow<'a, str>) {
        let text = trimmed(text, char::is_whitespace);
        let lost = text == "undeterminable" && self.node.shape != Shape::NotAsked;
        self.scalar(match text.as_ref() {
            "" => Value::Blank,
            _ if lost => Value::Lost,
            _ => Value::Text(text),
        });
    }

    /// The strings of a list at a leaf.
    fn list<A: SeqAccess<'a>>(self, key: Key, mut sequence: A) -> Result<(), A::Error> {
        let mut items = Vec::new();
        let mut malformed = false;
        while let Some(scalar) = sequence.next_element::<Scalar<'a>>()? {
            match scalar {
                Scalar::Text(text) => match trimmed(text, char::is_whitespace) {
                    text if text.is_empty() => {}
                    text => items.push(Item {
                        text,
                        mark: Mark::Ticked,
                    }),
                },
                Scalar::Null => {}
                Scalar::Other => malformed = true,
            }
        }
        let value = match (malformed, items.is_empty()) {
            (true, _) => Value::Malformed,
            (false, true) => Value::Blank,
            (false, false) => Value::List(items),
        };
        self.walk.push(key, value);
        Ok(())
    }
}

impl<'a> Visitor<'a> for At<'_, 'a> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON value")
    }

    fn visit_map<A: MapAccess<'a>>(self, mut map: A) -> Result<(), A::Error> {
        let Self { node, walk } = self;
        if let Shape::Leaf(key) = node.shape {
            walk.push(key, Value::Malformed);
        }
        walk.notification |= matches!(node.path, "controller" | "incident");
        while let Some(Scalar::Text(name)) = map.next_key::<Scalar<'a>>()? {
            if let Some(child) = node.child(&name) {
                map.next_value_seed(At { node: child, walk })?;
            } else {
                if !matches!(node.shape, Shape::Leaf(_)) {
                    walk.unknown(node.path, &name);
                }
                map.next_value_seed(Ignored)?;
            }
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'a>>(self, mut sequence: A) -> Result<(), A::Error> {
        match self.node.shape {
            Shape::Leaf(key) => self.list(key, sequence),
            Shape::List => {
                let Self { node, walk } = self;
                while sequence
                    .next_element_seed(At {
                        node: &node.children[0].1,
                        walk,
                    })?
                    .is_some()
                {
                    walk.index = walk.index.saturating_add(1);
                }
                walk.index = 0;
                Ok(())
            }
            Shape::NotAsked => {
                let walk = self.walk;
                let mut readable = true;
                while let Some(element) = sequence.next_element::<Scalar<'a>>()? {
                    let number = if let Scalar::Text(number) = &element {
                        number.parse().ok()
                    } else {
                        None
                    };
                    match number.filter(|number| walk.record.edition.question(*number).is_some()) {
                        Some(number) => walk.record.not_asked.insert(number),
                        None => readable = false,
                    }
                }
                if !readable {
                    walk.unreadable_not_asked();
                }
                Ok(())
            }
            Shape::Object | Shape::Root => {
                while sequence.next_element_seed(Ignored)?.is_some() {}
                self.scalar(Value::Malformed);
                Ok(())
            }
        }
    }

    fn visit_borrowed_str<E>(self, text: &'a str) -> Result<(), E> {
        self.text(Cow::Borrowed(text));
        Ok(())
    }

    fn visit_str<E>(self, text: &str) -> Result<(), E> {
        self.text(unescaped(text));
        Ok(())
    }

    fn visit_bool<E>(self, value: bool) -> Result<(), E> {
        self.scalar(Value::Text(Cow::Borrowed(if value { "yes" } else { "no" })));
        Ok(())
    }

    fn visit_u64<E>(self, value: u64) -> Result<(), E> {
        self.scalar(Value::Text(Cow::Owned(value.to_string())));
        Ok(())
    }

    fn visit_i64<E>(self, value: i64) -> Result<(), E> {
        self.scalar(Value::Text(Cow::Owned(value.to_string())));
        Ok(())
    }

    fn visit_f64<E>(self, value: f64) -> Result<(), E> {
        let text = self.node.number(value);
        self.scalar(Value::Text(text.into()));
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        self.scalar(Value::Blank);
        Ok(())
    }
}

/// A string that was written with escapes: they may have hidden letters from the
/// normal form that the document is in.
fn unescaped<'a>(text: &str) -> Cow<'a, str> {
    Cow::Owned(normalised(Cow::Borrowed(text)).into_owned())
}

/// A value that is thrown away, but walked by recursion, so that the parser's
/// own limit on depth holds for it too.
struct Ignored;

impl<'a> DeserializeSeed<'a> for Ignored {
    type Value = ();

    fn deserialize<D: Deserializer<'a>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'a> Visitor<'a> for Ignored {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON value")
    }

    fn visit_map<A: MapAccess<'a>>(self, mut map: A) -> Result<(), A::Error> {
        while map.next_key::<IgnoredAny>()?.is_some() {
            map.next_value_seed(Self)?;
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'a>>(self, mut sequence: A) -> Result<(), A::Error> {
        while sequence.next_element_seed(Self)?.is_some() {}
        Ok(())
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
}

/// A key, or one element of a list of options.
enum Scalar<'a> {
    Text(Cow<'a, str>),
    Null,
    Other,
}

impl<'de> serde::Deserialize<'de> for Scalar<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ScalarVisitor)
    }
}

struct ScalarVisitor;

impl<'de> Visitor<'de> for ScalarVisitor {
    type Value = Scalar<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON value")
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Scalar::Text(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Scalar::Text(unescaped(text)))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Self::Value, E> {
        Ok(Scalar::Text(Cow::Owned(value.to_string())))
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Scalar::Null)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
        Ok(Scalar::Other)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Self::Value, E> {
        Ok(Scalar::Other)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Self::Value, E> {
        Ok(Scalar::Other)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        Ignored.visit_map(map)?;
        Ok(Scalar::Other)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, sequence: A) -> Result<Self::Value, A::Error> {
        Ignored.visit_seq(sequence)?;
        Ok(Scalar::Other)
    }
}

#[cfg(test)]
mod tests;
