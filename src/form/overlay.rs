//! Edition files of mapped exports: a base edition whose lists of options,
//! bands and labels are replaced, and further choice dimensions. The file is
//! laid over the base as data; what comes out is an edition like any other.

use serde::Deserialize;
use toml::{Spanned, Table};

use super::sense::{check, line_of, mistake, on_line};
use super::{Choice, Edition, EditionFile, Extra, Key, Kind, Label, Presence, Question};
use crate::config::{Message, Words};

/// The edition that others are based on.
pub(super) const IMY_2021: &str = include_str!("imy-2021.toml");

/// An edition file that is laid over a base.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Overlay {
    name: String,
    base: Spanned<String>,
    title: Option<Label>,
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
    label: Option<Label>,
    multiple: Option<bool>,
    closed: Option<bool>,
    unknown_beside: Option<bool>,
    bands: Option<Vec<String>>,
    options: Option<Vec<Choice>>,
}

/// A further choice dimension.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Further {
    name: Spanned<String>,
    label: Label,
    #[serde(default)]
    unknown_beside: bool,
    options: Vec<Choice>,
}

impl Edition {
    /// Reads an edition file of either kind: whole, or laid over a base that
    /// it names (`base = "imy-2021"`).
    ///
    /// # Errors
    /// What is wrong in it, with the line.
    pub fn load(source: &str) -> Result<Edition, Message> {
        let built_in = Edition::all().iter().map(|edition| edition.name.as_str());
        Self::load_beside(source, &built_in.collect::<Vec<_>>())
    }

    /// The same beside editions of these names, which it may not have.
    ///
    /// # Errors
    /// Those of [`Self::load`].
    pub(super) fn load_beside(source: &str, others: &[&str]) -> Result<Edition, Message> {
        let table: Table = toml::from_str(source).map_err(|error| mistake(&error, source))?;
        check(source, others)?;
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
        let mut base: EditionFile =
            toml::from_str(IMY_2021).map_err(|error| mistake(&error, IMY_2021))?;
        base.name = self.name;
        base.title = self.title.unwrap_or(base.title);
        base.authority = self.authority.unwrap_or(base.authority);
        base.valid_from = self.valid_from.unwrap_or(base.valid_from);
        base.unknown.extend(self.unknown);
        for changed in self.questions {
            let line = at(changed.field.span());
            changed
                .lay(&mut base.questions)
                .map_err(|error| on_line(line, &error))?;
        }
        drop_lost_conditions(&mut base.questions);
        for further in self.extras {
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
            base.extras.push(further.into());
        }
        Edition::from_file(base, source)
    }
}

impl Changed {
    fn lay(self, questions: &mut [Question]) -> Result<(), Message> {
        let field = self.field.get_ref();
        let Some(key) = Key::from_path(field) else {
            return Err(Words::new(
                "det finns inget fält \"{field}\"",
                "there is no field \"{field}\"",
            )
            .with("field", field));
        };
        let has_field =
            |question: &&mut Question| question.parts.iter().any(|part| part.key == key);
        let Some(question) = questions.iter_mut().find(has_field) else {
            return Err(Words::new(
                "\"{field}\" är inget svar på en fråga i formuläret",
                "\"{field}\" answers no question of the form",
            )
            .with("field", field));
        };
        set(&mut question.label, self.label);
        set(&mut question.closed, self.closed);
        set(&mut question.unknown_beside, self.unknown_beside);
        set(&mut question.bands, self.bands);
        set(&mut question.options, self.options);
        if let Some(multiple) = self.multiple {
            let choices = question
                .parts
                .iter_mut()
                .filter(|part| part.kind.is_choice());
            let kind = if multiple {
                Kind::Choices
            } else {
                Kind::Choice
            };
            choices.for_each(|part| part.kind = kind);
        }
        Ok(())
    }
}

/// Puts a value in its place, if there is one.
fn set<T>(place: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *place = value;
    }
}

impl From<Further> for Extra {
    fn from(further: Further) -> Self {
        Self {
            name: further.name.into_inner(),
            question: Question {
                label: further.label,
                unknown_beside: further.unknown_beside,
                options: further.options,
                ..Question::default()
            },
            column: String::new(),
            id: String::new(),
        }
    }
}

/// Conditions hang on answers; where a list lost all the answers that show a
/// question, the question is simply optional.
fn drop_lost_conditions(questions: &mut [Question]) {
    let codes: Vec<(u8, Vec<String>)> = questions
        .iter()
        .map(|question| {
            let codes = question.options.iter().map(|option| option.code.clone());
            (question.number, codes.collect())
        })
        .collect();
    for question in questions {
        let Presence::When(when) = &mut question.presence else {
            continue;
        };
        let decider = codes.iter().find(|(number, _)| *number == when.question);
        let known = decider.map_or(&[][..], |(_, codes)| codes);
        when.any_of.retain(|code| known.contains(code));
        if when.any_of.is_empty() {
            question.presence = Presence::Optional;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Language;

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
        assert!(matches!(presence, Presence::Optional));
    }

    #[test]
    fn no_mistake_of_shape_is_told_in_words_of_a_library() {
        let guide = include_str!("../docs/mapping.md");
        let block = guide.split("```").find(|block| block.contains("[[extra]]"));
        let worked = block
            .and_then(|block| block.strip_prefix("toml\n"))
            .unwrap();
        Edition::load(worked).unwrap();
        for source in crate::testing::broken(worked) {
            if let Err(mistake) = Edition::load(&source) {
                crate::testing::is_in_plain_words(&mistake, &source);
            }
        }
    }
}
