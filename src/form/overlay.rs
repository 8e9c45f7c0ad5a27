//! Edition files of mapped exports: a base edition whose lists of options,
//! bands and labels are replaced, and further choice dimensions. The file is
//! laid over the base as data; what comes out is an edition like any other.

use serde::Deserialize;
use toml::{Spanned, Table, Value};

use crate::config::{Message, Words, toml_mistake};
use crate::form::{Edition, Key};

/// The edition that others are based on.
pub(super) const IMY_2021: &str = include_str!("imy-2021.toml");

/// An edition file that is laid over a base.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Overlay {
    name: String,
    base: Spanned<String>,
    title: Option<Value>,
    authority: Option<String>,
    valid_from: Option<String>,
    #[serde(default)]
    unknown: Vec<String>,
    #[serde(default, rename = "question")]
    questions: Vec<Changed>,
    #[serde(default, rename = "extra")]
    extras: Vec<Further>,
}

/// What an overlay changes of one question.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Changed {
    field: Spanned<String>,
    label: Option<Value>,
    multiple: Option<bool>,
    closed: Option<bool>,
    unknown_beside: Option<bool>,
    bands: Option<Vec<String>>,
    options: Option<Vec<Value>>,
}

/// A further choice dimension.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Further {
    name: Spanned<String>,
    label: Value,
    #[serde(default)]
    unknown_beside: bool,
    options: Vec<Value>,
}

impl Edition {
    /// Reads an edition file of either kind: whole, or laid over a base that
    /// it names (`base = "imy-2021"`).
    ///
    /// # Errors
    /// What is wrong in it, with the line where that can be told.
    pub fn load(source: &str) -> Result<Edition, Message> {
        let table: Table = toml::from_str(source).map_err(|error| mistake(&error, source))?;
        if !table.contains_key("base") {
            return Edition::parse(source);
        }
        let overlay: Overlay = toml::from_str(source).map_err(|error| mistake(&error, source))?;
        let mut edition = overlay.lay(source)?;
        let digest = blake3::hash([IMY_2021, source].concat().as_bytes());
        edition.digest = digest.to_hex().to_string();
        Ok(edition)
    }
}

impl Overlay {
    /// The base with everything that this file says.
    fn lay(self, source: &str) -> Result<Edition, Message> {
        let at = |span: std::ops::Range<usize>| line_of(source, span.start);
        if self.base.get_ref() != "imy-2021" {
            let base = self.base.get_ref();
            let unknown = Words::new(
                "det finns ingen formulärversion \"{base}\" att bygga på; det finns: imy-2021",
                "there is no edition \"{base}\" to base this one on; known: imy-2021",
            )
            .with("base", base);
            return Err(on_line(at(self.base.span()), &unknown));
        }
        let mut base: Table =
            toml::from_str(IMY_2021).map_err(|error| mistake(&error, IMY_2021))?;
        base.insert("name".to_owned(), Value::String(self.name));
        for (key, value) in [
            ("title", self.title),
            ("authority", self.authority.map(Value::String)),
            ("valid_from", self.valid_from.map(Value::String)),
        ] {
            if let Some(value) = value {
                base.insert(key.to_owned(), value);
            }
        }
        if let Some(Value::Array(words)) = base.get_mut("unknown") {
            words.extend(self.unknown.into_iter().map(Value::String));
        }
        let Some(Value::Array(questions)) = base.get_mut("question") else {
            return Err(Words::new(
                "den formulärversion som den bygger på har inga frågor",
                "the base edition has no questions",
            )
            .into());
        };
        for changed in self.questions {
            let line = at(changed.field.span());
            changed
                .lay(questions)
                .map_err(|error| on_line(line, &error))?;
        }
        drop_lost_conditions(questions);
        for further in &self.extras {
            let name = further.name.get_ref();
            let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
            if name.is_empty() || !name.chars().all(plain) {
                let odd = Words::new(
                    "namnet \"{name}\" på en extra dimension får bara innehålla a-z, 0-9 och -",
                    "the name \"{name}\" of an extra may hold a-z, 0-9 and - only",
                )
                .with("name", name);
                return Err(on_line(at(further.name.span()), &odd));
            }
        }
        let extras = self.extras.into_iter().map(Further::into_table).collect();
        base.insert("extra".to_owned(), Value::Array(extras));
        let file = base
            .try_into()
            .map_err(|error: toml::de::Error| mistake(&error, ""))?;
        Edition::from_file(file, source)
    }
}

impl Changed {
    fn lay(self, questions: &mut [Value]) -> Result<(), Message> {
        let field = self.field.get_ref();
        if Key::from_path(field).is_none() {
            return Err(Words::new(
                "det finns inget fält \"{field}\"",
                "there is no field \"{field}\"",
            )
            .with("field", field));
        }
        let has_field =
            |question: &&mut Value| parts(question).any(|part| key_of(part) == Some(field));
        let Some(question) = questions.iter_mut().find(has_field) else {
            return Err(Words::new(
                "\"{field}\" är inget svar på en fråga i formuläret",
                "\"{field}\" answers no question of the form",
            )
            .with("field", field));
        };
        let multiple = self.multiple;
        let Value::Table(table) = question else {
            return Ok(());
        };
        for (key, value) in [
            ("label", self.label),
            ("closed", self.closed.map(Value::Boolean)),
            ("unknown_beside", self.unknown_beside.map(Value::Boolean)),
            (
                "bands",
                self.bands
                    .map(|bands| Value::Array(bands.into_iter().map(Value::String).collect())),
            ),
            ("option", self.options.map(Value::Array)),
        ] {
            if let Some(value) = value {
                table.insert(key.to_owned(), value);
            }
        }
        let Some(Value::Array(parts)) = table.get_mut("part") else {
            return Ok(());
        };
        for part in parts.iter_mut().filter_map(Value::as_table_mut) {
            let is_choice = part
                .get("kind")
                .and_then(Value::as_str)
                .is_some_and(|kind| matches!(kind, "choice" | "choices"));
            match multiple {
                Some(multiple) if is_choice => {
                    let kind = if multiple { "choices" } else { "choice" };
                    part.insert("kind".to_owned(), Value::String(kind.to_owned()));
                }
                _ => {}
            }
        }
        Ok(())
    }
}

impl Further {
    fn into_table(self) -> Value {
        let mut question = Table::new();
        question.insert("number".to_owned(), Value::Integer(0));
        question.insert("label".to_owned(), self.label);
        question.insert(
            "unknown_beside".to_owned(),
            Value::Boolean(self.unknown_beside),
        );
        question.insert("option".to_owned(), Value::Array(self.options));
        let mut extra = Table::new();
        extra.insert("name".to_owned(), Value::String(self.name.into_inner()));
        extra.insert("question".to_owned(), Value::Table(question));
        Value::Table(extra)
    }
}

/// Conditions hang on answers; where a list lost all the answers that show a
/// question, the question is simply optional.
fn drop_lost_conditions(questions: &mut [Value]) {
    let codes: Vec<Vec<String>> = questions.iter().map(codes_of).collect();
    for question in questions.iter_mut().filter_map(Value::as_table_mut) {
        let Some(when) = question
            .get_mut("presence")
            .and_then(|presence| presence.get_mut("when"))
        else {
            continue;
        };
        let decider = when.get("question").and_then(Value::as_integer);
        let at = decider.and_then(|decider| usize::try_from(decider - 1).ok());
        let Some(known) = at.and_then(|at| codes.get(at)) else {
            continue;
        };
        let Some(Value::Array(any_of)) = when.get_mut("any_of") else {
            continue;
        };
        any_of.retain(|code| {
            code.as_str()
                .is_some_and(|code| known.iter().any(|known| known == code))
        });
        if any_of.is_empty() {
            question.remove("presence");
        }
    }
}

fn codes_of(question: &Value) -> Vec<String> {
    let options = question
        .get("option")
        .and_then(Value::as_array)
        .map(Vec::as_slice)
        .unwrap_or_default();
    let code = |option: &Value| {
        option
            .get("code")
            .and_then(Value::as_str)
            .map(str::to_owned)
    };
    options.iter().filter_map(code).collect()
}

fn parts(question: &Value) -> impl Iterator<Item = &Value> {
    question
        .get("part")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
}

fn key_of(part: &Value) -> Option<&str> {
    part.get("key").and_then(Value::as_str)
}

/// A mistake on a line of the file.
fn on_line(line: usize, mistake: &Message) -> Message {
    Words::new("rad {line}: {mistake}", "line {line}: {mistake}")
        .with("line", line)
        .within("mistake", mistake)
}

/// A mistake that keeps an edition file from being read at all.
pub(super) fn mistake(error: &toml::de::Error, source: &str) -> Message {
    match toml_mistake(error, source) {
        (0, mistake) => mistake,
        (line, mistake) => on_line(line, &mistake),
    }
}

/// The 1-based line of a byte offset, for messages.
pub(crate) fn line_of(source: &str, offset: usize) -> usize {
    1 + memchr::memchr_iter(b'\n', &source.as_bytes()[..offset.min(source.len())]).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Language;
    use crate::form::Kind;

    const FILE: &str = r#"
name = "test-form"
base = "imy-2021"
unknown = ["Inconnu"]

[[question]]
field = "incident.cause"
multiple = true
closed = true
unknown_beside = true
options = [
  { code = "outside", sv = "Angrepp", en = "Attack", also = ["Acte externe malveillant"] },
  { unknown = true, sv = "Okänd orsak", en = "Unknown cause" },
]

[[extra]]
name = "origin"
label = { sv = "Ursprung", en = "Origin" }
options = [{ code = "lost", sv = "Förlust", en = "Loss" }]
"#;

    #[test]
    fn an_overlay_replaces_lists_and_adds_dimensions() {
        let edition = Edition::load(FILE).unwrap();
        assert_eq!(
            (edition.name.as_str(), edition.questions.len()),
            ("test-form", 37)
        );
        let (cause, part) = edition.place(Key::IncidentCause).unwrap();
        assert_eq!(part.kind, Kind::Choices);
        assert!(cause.closed && cause.unknown_beside);
        assert_eq!(cause.find_option("acte externe  malveillant"), Some(0));
        assert!(edition.is_unknown("inconnu"));
        assert_eq!(edition.extras[0].name, "origin");
        assert_eq!(edition.extras[0].question.find_option("Loss"), Some(0));
        assert_ne!(edition.digest, Edition::default_edition().digest);
    }

    #[test]
    fn what_is_wrong_is_told_with_its_line() {
        let told = |from: &str, to: &str| Edition::load(&FILE.replace(from, to)).unwrap_err();
        let error = |from: &str, to: &str| told(from, to).get(Language::En);
        assert!(
            error("incident.cause", "incident.reason").starts_with("line 7: there is no field")
        );
        assert!(error("imy-2021", "imy-2031").starts_with("line 3: there is no edition"));
        assert!(error("\"origin\"", "\"Origin x\"").contains("a-z"));
        assert!(error("multiple = true", "multipel = true").contains("multipel"));
        let swedish = |from: &str, to: &str| told(from, to).get(Language::Sv);
        assert!(
            swedish("incident.cause", "incident.reason").starts_with("rad 7: det finns inget fält")
        );
        assert!(swedish("imy-2021", "imy-2031").starts_with("rad 3: det finns ingen formulär"));
        let unknown = swedish("multiple = true", "multipel = true");
        assert!(
            unknown.contains("ingen nyckel `multipel`; menade du `multiple`? Det finns"),
            "{unknown}"
        );
    }

    #[test]
    fn a_condition_whose_answers_are_gone_makes_its_question_optional() {
        let file = FILE
            .replace("incident.cause", "communication.informed")
            .replace("\"outside\"", "\"told\"");
        let edition = Edition::load(&file).unwrap();
        let presence = &edition.question(32).unwrap().presence;
        assert!(matches!(presence, crate::form::Presence::Optional));
    }
}
