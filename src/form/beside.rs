//! What an edition is beside others: whether they ask the same, which of them asks for a field
//! at all, and from which moment the time limit runs in each.

use super::{Edition, Key};

impl Edition {
    /// Whether it asks the same questions in the same order as another edition, whatever
    /// their words and options: then the states of both mean the same by their position.
    pub(crate) fn asks_as(&self, other: &Self) -> bool {
        let numbers = |edition: &Self| -> Vec<u8> {
            let questions = edition.questions.iter();
            questions.map(|question| question.number).collect()
        };
        std::ptr::eq(self, other) || self.places == other.places && numbers(self) == numbers(other)
    }

    /// Whether the default edition asks for a field, or one of these does. A field that only
    /// other editions ask for has no column and no table in a run without them.
    pub(crate) fn any_asks(editions: &[&'static Edition], key: Key) -> bool {
        let asks = |edition: &Edition| edition.places[key as usize].is_some();
        asks(Self::default_edition()) || editions.iter().any(|edition| asks(edition))
    }

    /// The date of the moment from which the time limit runs: when the controller became
    /// aware, where the edition asks for that, else the discovery.
    #[inline]
    pub(crate) fn start(&self) -> Key {
        match self.places[Key::IncidentAwareDate as usize] {
            Some(_) => Key::IncidentAwareDate,
            None => Key::IncidentDiscoveredDate,
        }
    }

    /// Whether another edition of the program has an option of this code for a field, though
    /// this one has none: a label off the list must not be taken for it.
    pub(crate) fn is_code_of_another(&self, key: Key, label: &str) -> bool {
        let has = |edition: &Edition| {
            let place = edition.place(key);
            place.is_some_and(|(question, _)| question.option(label).is_some())
        };
        !label.is_empty() && !has(self) && Self::all().iter().any(has)
    }

    /// Its name, digest, and whether it is a draft, as run.json says them.
    pub(crate) fn json(&self) -> serde_json::Value {
        let mut json = serde_json::json!({ "name": self.name, "digest": self.digest });
        if self.draft {
            json["draft"] = true.into();
        }
        json
    }
}
