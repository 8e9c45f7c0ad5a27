//! What of the incidents of a run its records do not tell: on what evidence each rests and how
//! many controllers it has in the whole set, and the names of processors. It stands beside the
//! records as `links.json`, for those who count the records again.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::{Value, json};

use crate::row::{Kinds, Part, Row, Scope};
use crate::value::is_safe_label;

/// The name of the file.
pub(crate) const LINKS: &str = "links.json";

/// What is known beside the records.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Links {
    /// By the id of an incident.
    pub(crate) incidents: BTreeMap<String, Link>,
    /// The names of legal persons, by organisation number.
    pub(crate) processors: BTreeMap<String, String>,
}

/// What is known of one incident.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Link {
    /// On what it rests.
    pub(crate) kinds: Kinds,
    /// Whether it is a mass incident in the whole set.
    pub(crate) is_mass: bool,
}

impl Links {
    /// Those of the rows of a run.
    pub(crate) fn of(
        rows: &[Box<Row>],
        scope: &Scope,
        processors: &BTreeMap<Box<str>, Box<str>>,
    ) -> Self {
        let mut parts: BTreeMap<(u32, u32), Link> = BTreeMap::new();
        for part in rows.iter().filter_map(|row| row.part()) {
            let link = parts.entry(part.incident).or_insert(Link {
                kinds: part.kinds,
                is_mass: false,
            });
            link.is_mass |= Part::is_mass(part);
        }
        let name =
            |(source, record): (u32, u32)| format!("{}#{record}", scope.sources[source as usize]);
        let own = |text: &str| text.to_owned();
        Self {
            incidents: parts
                .into_iter()
                .map(|(id, link)| (name(id), link))
                .collect(),
            processors: processors
                .iter()
                .map(|(number, name)| (own(number), own(name)))
                .collect(),
        }
    }

    /// As it is written.
    pub(crate) fn json(&self) -> Value {
        let incident = |(id, link): (&String, &Link)| {
            let told = json!({ "evidence": link.kinds.joined(), "mass": link.is_mass });
            (id.clone(), told)
        };
        json!({
            "program": "breach-audit",
            "incidents": self.incidents.iter().map(incident).collect::<serde_json::Map<_, _>>(),
            "processors": self.processors,
        })
    }

    /// What stands in a folder; nothing where there is no such file. Somebody may have written in
    /// it, so a name that no cell may hold is left out.
    pub(super) fn in_folder(folder: &Path) -> Self {
        let read = std::fs::read(folder.join(LINKS)).ok();
        let value: Option<Value> = read.and_then(|bytes| serde_json::from_slice(&bytes).ok());
        let Some(value) = value.filter(|value| value["program"] == "breach-audit") else {
            return Self::default();
        };
        let entries = |name: &str| value[name].as_object().cloned().unwrap_or_default();
        let incident = |(id, told): (String, Value)| {
            let link = Link {
                kinds: Kinds::of_joined(told["evidence"].as_str()?),
                is_mass: told["mass"].as_bool()?,
            };
            Some((id, link))
        };
        let processor = |(number, name): (String, Value)| {
            let name = name.as_str().filter(|name| is_safe_label(name))?;
            Some((number, name.to_owned()))
        };
        Self {
            incidents: entries("incidents")
                .into_iter()
                .filter_map(incident)
                .collect(),
            processors: entries("processors")
                .into_iter()
                .filter_map(processor)
                .collect(),
        }
    }
}
