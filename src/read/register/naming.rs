//! A file that names the columns of a register, for one whose headings are not known: entries as
//! those of a mapping, of which each names a field and its column.

use serde::Deserialize;
use toml::Spanned;

use super::names;
use crate::config::suggestion::instead;
use crate::config::{Language, Message, Words, toml_mistake};
use crate::form::line_of;

/// The names of the keys, which lists of receipt times have too.
const KEYS: [&str; 5] = [
    "received",
    "received_time",
    "case_number",
    "reference",
    "channel",
];

/// Which heading each column has.
#[derive(Debug)]
pub(crate) struct Naming {
    named: Vec<(String, String)>,
    /// The digest of the file.
    pub digest: String,
}

/// What is wrong in the file.
#[derive(Debug, thiserror::Error)]
#[error("{}", .0.get(Language::En))]
pub(crate) struct NamingError(pub Message);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default, rename = "field")]
    fields: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    field: Spanned<String>,
    column: String,
}

impl Naming {
    /// Reads the file.
    ///
    /// # Errors
    /// The first mistake, with its line.
    pub(crate) fn load(source: &str) -> Result<Self, NamingError> {
        let at = |line: usize, mistake: Message| {
            let words = Words::new("rad {line}: {mistake}", "line {line}: {mistake}");
            NamingError(words.with("line", line).within("mistake", mistake))
        };
        let file: File = toml::from_str(source).map_err(|error| {
            let (line, mistake) = toml_mistake(&error, source);
            at(line, mistake)
        })?;
        let known: Vec<&str> = KEYS.into_iter().chain(names()).collect();
        for entry in &file.fields {
            let field = entry.field.get_ref().as_str();
            if !known.contains(&field) {
                let words = Words::new(
                    "registret har inget fält `{field}`; {instead}",
                    "a register has no field `{field}`; {instead}",
                );
                let message = words.with("field", field);
                let message = message.within("instead", instead(field, &known));
                return Err(at(line_of(source, entry.field.span().start), message));
            }
        }
        let fields = file.fields.into_iter();
        Ok(Self {
            named: fields
                .map(|entry| (entry.field.into_inner(), entry.column))
                .collect(),
            digest: blake3::hash(source.as_bytes()).to_hex().to_string(),
        })
    }

    /// The headings with those of the keys as lists of receipt times have them, and all others
    /// taken away.
    ///
    /// # Errors
    /// A heading that is named and is not there.
    pub(super) fn renamed(&self, names: &[String]) -> Result<Vec<String>, String> {
        let mut renamed = vec![String::new(); names.len()];
        for (field, heading) in &self.named {
            let at = place(names, heading).ok_or_else(|| heading.clone())?;
            if KEYS.contains(&field.as_str()) {
                renamed[at].clone_from(field);
            }
        }
        Ok(renamed)
    }

    /// The position of the column of a field.
    pub(super) fn place_of(&self, field: &str, names: &[String]) -> Option<usize> {
        let (_, heading) = self.named.iter().find(|(own, _)| own == field)?;
        place(names, heading)
    }
}

fn place(names: &[String], heading: &str) -> Option<usize> {
    names.iter().position(|name| name.trim() == heading.trim())
}
