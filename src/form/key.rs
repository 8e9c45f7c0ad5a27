//! Keys: the canonical names of everything a notification can say. A key is a
//! path in the JSON input, a column in the CSV input, and the place that a
//! finding names. Editions map their questions to keys; the keys are the rows of
//! the schema.

use std::fmt::Write as _;
use std::sync::LazyLock;

use serde::{Deserialize, Deserializer, de::Error as _};

use crate::form::Kind;
pub use crate::form::schema::Key;
use crate::form::schema::{FIELDS, Field, NUMBERS};

impl<'de> Deserialize<'de> for Key {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let path = String::deserialize(deserializer)?;
        Self::from_path(&path).ok_or_else(|| D::Error::unknown_variant(&path, Self::PATHS))
    }
}

/// The free texts that stand by themselves, in the order of the form: neither the comment of a
/// moment nor part of a list.
pub(crate) static TEXTS: LazyLock<Vec<Key>> = LazyLock::new(|| {
    let stands_alone = |field: &&Field| {
        let group = field.path.rsplit_once('.').map_or("", |(group, _)| group);
        field.kind == Kind::Prose && Key::from_path(&format!("{group}.date")).is_none()
    };
    FIELDS
        .iter()
        .filter(stands_alone)
        .map(|field| field.key)
        .collect()
});

/// A set of keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Keys(u128);

impl Keys {
    /// The set without keys.
    pub(crate) const NONE: Self = Self(0);

    /// Case number, receipt and the like, which no question asks for.
    pub(crate) const ENVELOPE: Self = {
        let (mut bits, mut at) = (0u128, 0);
        while at <= Key::Channel as u32 {
            bits |= 1 << at;
            at += 1;
        }
        Self(bits)
    };

    /// All keys.
    pub const ALL: Self = Self((1 << Key::COUNT) - 1);

    /// Puts a key in.
    pub(crate) fn insert(&mut self, key: Key) {
        self.0 |= 1 << key as u32;
    }

    /// Takes a key out.
    pub(crate) fn remove(&mut self, key: Key) {
        self.0 &= !(1 << key as u32);
    }

    /// Whether the key is in the set.
    pub(crate) fn has(self, key: Key) -> bool {
        self.0 >> (key as u32) & 1 == 1
    }
}

impl Key {
    /// How many keys there are.
    pub(crate) const COUNT: usize = Self::ALL.len();

    /// Its row of the schema.
    #[inline]
    pub(crate) const fn field(self) -> &'static Field {
        &FIELDS[self as usize]
    }

    /// The path, parts joined by dots.
    pub(crate) const fn path(self) -> &'static str {
        self.field().path
    }

    /// The key of this path.
    pub fn from_path(path: &str) -> Option<Key> {
        Self::ALL.iter().copied().find(|key| key.path() == path)
    }

    /// The place of a number of persons or things among all such numbers, by the key of the
    /// exact one.
    pub(crate) fn amount(self) -> Option<usize> {
        NUMBERS.iter().position(|[exact, _]| *exact == self)
    }

    /// Whether it tells of the filing rather than answers a question.
    pub(crate) fn is_envelope(self) -> bool {
        self <= Self::Channel
    }

    /// Whether it is the comment beside an answer.
    pub(crate) fn is_comment(self) -> bool {
        self.path().ends_with("comment")
    }

    /// The path of the list that it is repeated in, if it is.
    pub(crate) fn list(self) -> Option<&'static str> {
        ["contacts", "processors.organisations", "actions"]
            .into_iter()
            .find(|list| {
                self.path()
                    .strip_prefix(list)
                    .is_some_and(|rest| rest.starts_with('.'))
            })
    }

    /// The place of the key in JSON, RFC 6901; `index` counts repetitions from 0.
    pub(crate) fn pointer(self, index: u16) -> String {
        let path = self.path();
        let mut out = String::with_capacity(path.len() + 8);
        out.push('/');
        match self.list() {
            Some(list) => {
                let _ = write!(out, "{list}/{index}{}", &path[list.len()..]);
            }
            None => out.push_str(path),
        }
        out.replace('.', "/")
    }

    /// The canonical CSV column of the key; `index` counts repetitions from 0,
    /// columns from 1.
    pub(crate) fn csv_column(self, index: u16) -> String {
        match self.list() {
            Some(list) => format!("{list}.{}{}", index + 1, &self.path()[list.len()..]),
            None => self.path().to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Key;

    #[test]
    fn keys_know_their_place() {
        assert_eq!(
            Key::IncidentDiscoveredDate.pointer(0),
            "/incident/discovered/date"
        );
        assert_eq!(
            Key::ProcessorsOrganisationsName.pointer(1),
            "/processors/organisations/1/name"
        );
        assert_eq!(Key::from_path("actions.time"), Some(Key::ActionsTime));
        assert!(
            Key::ALL
                .iter()
                .enumerate()
                .all(|(index, key)| *key as usize == index)
        );
    }
}
