//! A JSON document as a mapping looks into it. An object may have a key twice; which of two values
//! counts nobody knows, so neither does.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value as Json};

use crate::read::workbook::ERROR;

/// The values of a document; [`ERROR`] stands for one that an object says twice, differently.
pub(super) struct Document(pub(super) Json);

/// A document of a text; nothing where it is no JSON.
pub(super) fn document(text: &str) -> Option<Json> {
    let Document(value) = serde_json::from_str(text).ok()?;
    Some(value)
}

impl<'t> Deserialize<'t> for Document {
    fn deserialize<D: Deserializer<'t>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyValue).map(Self)
    }
}

struct AnyValue;

impl<'t> Visitor<'t> for AnyValue {
    type Value = Json;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_bool<E>(self, yes: bool) -> Result<Json, E> {
        Ok(Json::Bool(yes))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Json, E> {
        Ok(Json::Number(number.into()))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Json, E> {
        Ok(Json::Number(number.into()))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Json, E> {
        Ok(Number::from_f64(number).map_or(Json::Null, Json::Number))
    }

    fn visit_str<E>(self, text: &str) -> Result<Json, E> {
        Ok(Json::String(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Json, E> {
        Ok(Json::String(text))
    }

    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_seq<A: SeqAccess<'t>>(self, mut list: A) -> Result<Json, A::Error> {
        let mut all = Vec::new();
        while let Some(Document(value)) = list.next_element()? {
            all.push(value);
        }
        Ok(Json::Array(all))
    }

    fn visit_map<A: MapAccess<'t>>(self, mut object: A) -> Result<Json, A::Error> {
        let mut all = Map::new();
        while let Some((key, Document(value))) = object.next_entry::<String, _>()? {
            match all.get_mut(&key) {
                Some(known) if *known != value => *known = Json::String(ERROR.to_owned()),
                Some(_) => {}
                None => _ = all.insert(key, value),
            }
        }
        Ok(Json::Object(all))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_that_stands_twice_says_nothing_where_its_values_differ() {
        let read = |text: &str| document(text).map(|value| value.to_string());
        let twice = format!(r#"{{"a":"{ERROR}","b":[1,null,{{"c":true}}]}}"#);
        let text = r#"{"a": 5, "a": 7, "b": [1, null, {"c": true}]}"#;
        assert_eq!(read(text), Some(twice));
        assert_eq!(
            read(r#"{"a": 5, "a": 5.0}"#),
            Some(format!(r#"{{"a":"{ERROR}"}}"#))
        );
        assert_eq!(
            read(r#"{"a": "x", "a": "x"}"#).as_deref(),
            Some(r#"{"a":"x"}"#)
        );
        assert_eq!(read("{"), None);
    }
}
