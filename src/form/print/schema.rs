//! The JSON Schema (draft 2020-12) of the JSON input, made from an edition: what
//! a well-made export looks like. The program reads more than this - any case
//! and spacing of a label, unusual dates - and says so in findings.

use serde_json::{Map, Value, json};

use crate::form::{Edition, Key, Kind, Part, Question};

/// The schema of one notification in the wording of `edition`.
pub(crate) fn json_schema(edition: &Edition) -> Value {
    let mut tree = Tree::default();
    for key in Key::ALL.iter().filter(|key| key.is_envelope()) {
        tree.insert(*key, envelope(edition, *key));
    }
    for question in &edition.questions {
        for part in &question.parts {
            tree.insert(part.key, described(edition, question, part));
        }
    }
    let mut properties = tree.properties();
    properties.insert("not_asked".to_owned(), not_asked(edition));
    let one_of =
        |name: &str| json!({ "required": [name], "properties": { name: { "type": "object" } } });
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": format!("{} ({})", edition.title.en, edition.name),
        "description": "One notification of a personal data breach. Every field is optional but one of controller and \
            incident. Absent, null and [] alike mean blank. Choices may be given as code, Swedish or English label, in \
            any case and spacing. Times without an offset are Europe/Stockholm. Unknown fields are a finding (F001), \
            not a failure.",
        "type": "object",
        "properties": properties,
        "anyOf": [one_of("controller"), one_of("incident")],
        "additionalProperties": true,
    })
}

/// The fields of an object, by the parts of their keys.
#[derive(Default)]
struct Tree {
    children: Vec<(&'static str, Tree)>,
    is_list: bool,
    leaf: Option<Value>,
}

impl Tree {
    fn insert(&mut self, key: Key, leaf: Value) {
        let mut node = self;
        let mut end = 0;
        for name in key.path().split('.') {
            end += name.len();
            let index = node
                .children
                .iter()
                .position(|(known, _)| *known == name)
                .unwrap_or_else(|| {
                    node.children.push((name, Tree::default()));
                    node.children.len() - 1
                });
            node = &mut node.children[index].1;
            node.is_list |= key.list().is_some_and(|list| list.len() == end);
            end += 1;
        }
        node.leaf = Some(leaf);
    }

    fn properties(self) -> Map<String, Value> {
        self.children
            .into_iter()
            .map(|(name, child)| (name.to_owned(), child.schema()))
            .collect()
    }

    fn schema(self) -> Value {
        let is_list = self.is_list;
        match self.leaf {
            Some(leaf) => leaf,
            None if is_list => list(
                &json!({ "type": "object", "properties": self.properties(), "additionalProperties": true }),
            ),
            None => {
                json!({ "type": ["object", "null"], "properties": self.properties(), "additionalProperties": true })
            }
        }
    }
}

/// A list of `items`, or the word for a list that the export lost.
fn list(items: &Value) -> Value {
    let array = json!({ "type": "array", "items": items });
    json!({ "anyOf": [array, { "const": "undeterminable" }, { "type": "null" }] })
}

/// What tells of the filing rather than answers a question.
fn envelope(edition: &Edition, key: Key) -> Value {
    let (description, values): (&str, &[&str]) = match key {
        Key::Form => (
            "Name of the form edition; detected when absent.",
            &[&edition.name],
        ),
        Key::Kind => (
            "First notification, supplement (GDPR Art. 33(4)) or withdrawal.",
            &["initial", "supplement"],
        ),
        Key::CaseNumber => ("The authority's case number.", &["PUI-2021-0001"]),
        Key::Supplements => (
            "Case number of the notification that this one supplements.",
            &["PUI-2021-0001"],
        ),
        Key::Received => (
            "When the authority received it: a date or a date-time.",
            &["2021-04-08T13:05:00+02:00", "2021-04-08"],
        ),
        _ => ("How it was filed.", &["e-service", "post", "email"]),
    };
    let mut schema = match key {
        Key::Kind if edition.draft => json!({ "enum": [
            "initial", "supplement", "withdrawal",
            "New Notification", "Follow-Up Notification", "Withdraw", null,
        ] }),
        Key::Kind => json!({ "enum": ["initial", "supplement", "withdrawal", null] }),
        _ => json!({ "type": ["string", "null"], "examples": values }),
    };
    schema["description"] = json!(description);
    schema
}

/// The field of one part, described by the question's wording.
fn described(edition: &Edition, question: &Question, part: &Part) -> Value {
    let mut schema = field(edition, question, part.kind);
    let label = |of: fn(&crate::form::Label) -> &str| match &part.label {
        Some(own) => format!("{} - {}", of(&question.label), of(own)),
        None => of(&question.label).to_owned(),
    };
    let (english, swedish) = (label(|label| &label.en), label(|label| &label.sv));
    schema["description"] = json!(format!("{}. {english} ({swedish})", question.number));
    schema
}

fn field(edition: &Edition, question: &Question, kind: Kind) -> Value {
    let example = |examples: &[&str]| json!({ "type": ["string", "null"], "examples": examples });
    match kind {
        Kind::Line | Kind::Prose | Kind::Email => json!({ "type": ["string", "null"] }),
        Kind::OrganisationNumber => example(&["212000-0142"]),
        Kind::PostalCode => example(&["164 07"]),
        Kind::Phone => example(&["08-123 456 78"]),
        Kind::Date => example(&["2021-02-12"]),
        Kind::Time => example(&["09:30"]),
        // A negative or fractional number is a finding, so the schema takes whole numbers of any sign.
        Kind::Count => json!({ "type": ["integer", "string", "null"], "examples": [250, "250"] }),
        Kind::Band => {
            json!({ "type": ["string", "null"], "examples": question.bands.iter().chain(edition.unknown_words.first()).collect::<Vec<_>>() })
        }
        Kind::Choice => {
            let mut any_of = vec![one_option(edition, question), json!({ "type": "null" })];
            if question.is_graded() {
                any_of.insert(1, json!({ "type": "integer" }));
            }
            json!({ "anyOf": any_of })
        }
        Kind::Choices => list(&one_option(edition, question)),
    }
}

/// One option by code or label; on an open list any other text too.
fn one_option(edition: &Edition, question: &Question) -> Value {
    let options = question
        .options
        .iter()
        .flat_map(|option| [&option.code, &option.sv, &option.en]);
    let mut known: Vec<&str> = Vec::new();
    for word in options.chain(&edition.unknown_words).map(String::as_str) {
        if !word.is_empty() && !known.contains(&word) {
            known.push(word);
        }
    }
    let known = json!({
        "enum": known,
        "description": "The usual writings. Another case or spacing, a final colon and a comment behind it are read as well.",
    });
    if question.closed {
        known
    } else {
        json!({ "anyOf": [known, { "type": "string" }] })
    }
}

fn not_asked(edition: &Edition) -> Value {
    json!({
        "type": ["array", "null"],
        "items": { "type": "integer", "minimum": 1, "maximum": edition.last() },
        "description": "Numbers of the questions that the source never had.",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A notification with something in every part of the form.
    fn example() -> Value {
        json!({
            "form": "imy-2021", "kind": "initial", "case_number": "PUI-2021-0001", "supplements": null,
            "received": "2021-04-08T13:05:00+02:00", "channel": "e-service",
            "controller": {"name": "...", "organisation_number": "212000-0142", "reference": "...",
                "postal_address": {"street": "...", "postal_code": "16407", "city": "Kista", "country": "Sverige"}},
            "contacts": [{"name": "...", "role": "...", "email": "...", "phone": "..."}],
            "contact_address": {"street": "...", "postal_code": "...", "city": "...", "country": "..."},
            "incident": {
                "occurred": {"date": "2021-02-12", "time": null, "comment": "..."},
                "discovered": {"date": "2021-02-12", "time": "09:30", "comment": null},
                "ongoing": "yes", "ended": null, "delay_reason": "...",
                "type": "Obehörigt röjande: Övrigt", "description": "...", "discovery": "...",
                "cause": "Antagonistiskt angrepp: angrepp utifrån", "cause_comment": null,
                "sector": "Offentlig sektor", "area": "Skola: Förskola, grundskola, gymnasium", "area_comment": null},
            "processors": {"involved": "yes",
                "organisations": [{"name": "...", "organisation_number": "556329-7133"}]},
            "affected": {
                "data_subjects": {"exact": null, "range": "10 001 - 100 000"},
                "data_items": {"exact": null, "range": "Okänt/kan inte ange"},
                "subject_groups": ["Barn"], "subject_groups_comment": null,
                "data_categories": ["Personnummer", "Kontaktinformation"], "data_categories_comment": null,
                "encrypted": "Vet inte"},
            "consequences": {"kinds": ["Skadat anseende"], "comment": null, "severity": "3. Betydande"},
            "actions": [{"date": "2021-04-07", "time": "15:00", "action": "..."}],
            "communication": {"informed": "no", "informed_at": null, "will_inform": "undecided",
                "planned_at": null, "reason_not": null},
            "supplement": {"intended": "no"}, "secrecy": null
        })
    }

    fn validator() -> jsonschema::Validator {
        let schema = json_schema(Edition::default_edition());
        jsonschema::meta::validate(&schema).expect("the schema is a schema");
        jsonschema::validator_for(&schema).expect("the schema compiles")
    }

    /// The example with another value at a pointer.
    fn with(pointer: &str, value: Value) -> Value {
        let mut example = example();
        *example.pointer_mut(pointer).expect("the pointer is right") = value;
        example
    }

    #[test]
    fn the_example_and_its_like_validate() {
        let validator = validator();
        let errors: Vec<String> = validator
            .iter_errors(&example())
            .map(|error| error.to_string())
            .collect();
        assert!(errors.is_empty(), "{errors:?}");
        for good in [
            json!({ "incident": {} }),
            json!({ "controller": {}, "not_asked": [5, 6, 7, 8, 9], "own_field": 1 }),
            with("/consequences/severity", json!(3)),
            with("/affected/data_subjects/exact", json!(57)),
            with("/affected/data_subjects/exact", json!("ca 50")),
            with("/affected/subject_groups", json!("undeterminable")),
            with(
                "/affected/subject_groups",
                json!(["children", "Other", "Kan inte ange för närvarande"]),
            ),
            with("/affected/data_categories", json!([])),
            with("/actions", json!("undeterminable")),
            with("/incident/area", json!("Kommun: Socialtjänst")),
        ] {
            assert!(validator.is_valid(&good), "{good}");
        }
    }

    #[test]
    fn the_fixtures_of_a_draft_validate() {
        let schema = json_schema(Edition::named("edpb-2026-draft").unwrap());
        let validator = jsonschema::validator_for(&schema).unwrap();
        for name in ["silent", "late", "withdrawal"] {
            let root = env!("CARGO_MANIFEST_DIR");
            let path = format!("{root}/fixtures/drafts/edpb-2026-draft-{name}.json");
            let text = std::fs::read_to_string(path).unwrap();
            let document: Value = serde_json::from_str(&text).unwrap();
            let errors = validator.iter_errors(&document);
            let errors: Vec<String> = errors.map(|error| error.to_string()).collect();
            assert!(errors.is_empty(), "{name}: {errors:?}");
        }
        let mut four_steps: Value = json!({ "consequences": { "impact": "4" }, "incident": {} });
        assert!(!validator.is_valid(&four_steps));
        four_steps["consequences"]["impact"] = "Severe".into();
        assert!(validator.is_valid(&four_steps));
    }

    #[test]
    fn what_is_wrong_does_not_validate() {
        let validator = validator();
        for wrong in [
            json!({}),
            json!([]),
            json!({ "controller": null }),
            json!({ "incident": "yes" }),
            with("/affected/subject_groups", json!(["Martians"])),
            with("/affected/subject_groups", json!("Barn")),
            with("/consequences/severity", json!(true)),
            with("/affected/data_subjects/exact", json!(1.5)),
            with("/contacts", json!({})),
            with("/kind", json!("other")),
            with("/incident/occurred", json!("2021-02-12")),
            json!({ "controller": {}, "not_asked": [0] }),
        ] {
            assert!(!validator.is_valid(&wrong), "{wrong}");
        }
    }

    #[test]
    fn every_key_has_its_place() {
        let schemas: Vec<Value> = Edition::all().iter().map(json_schema).collect();
        for key in Key::ALL {
            let place = match key.list() {
                Some(list) => format!(
                    "/properties/{}/anyOf/0/items/properties/{}",
                    list.replace('.', "/properties/"),
                    &key.path()[list.len() + 1..]
                ),
                None => format!("/properties/{}", key.path().replace('.', "/properties/")),
            };
            let has = |schema: &Value| schema.pointer(&place).is_some();
            assert!(schemas.iter().any(has), "no edition asks for {place}");
        }
    }
}
