//! The answers that rules of completeness call missing. The form requires some of them only in
//! part, or not at all: the law or the statistics do.

use crate::form::Key;

/// The codes of rules that say that an answer is missing, each with the answers that are then
/// blank. What the form itself requires (C001, C012) stands in its file.
const MISSING: [(&str, &[Key]); 12] = [
    ("C002", &[Key::IncidentDiscoveredDate]),
    ("C003", &[Key::IncidentType, Key::IncidentDescription]),
    ("C005", &[Key::AffectedDataSubjectsExact]),
    ("C006", &[Key::AffectedDataItemsExact]),
    ("C007", &[Key::AffectedSubjectGroups]),
    ("C008", &[Key::AffectedDataCategories]),
    ("C009", &[Key::ConsequencesKinds]),
    ("C010", &[Key::ConsequencesSeverity]),
    ("C011", &[Key::ActionsDate]),
    ("C017", &[Key::ControllerOrganisationNumber]),
    ("C018", &[Key::ContactsRole]),
    (
        "C019",
        &[
            Key::IncidentDiscovery,
            Key::IncidentCause,
            Key::IncidentSector,
            Key::IncidentArea,
            Key::AffectedEncrypted,
        ],
    ),
];

/// The answers that a rule calls missing where they are blank.
pub(crate) fn missed() -> impl Iterator<Item = Key> {
    MISSING.iter().flat_map(|(_, keys)| keys.iter().copied())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::check::rules;
    use crate::check::testing::found;

    /// Rules that are called so of what the form requires, or of what it shows after an answer.
    const OF_FORM: [&str; 3] = ["C001", "C012", "C013"];

    #[test]
    fn every_rule_of_completeness_that_calls_an_answer_missing_is_listed() {
        let is_such =
            |code: &str, name: &str| code.starts_with('C') && name.starts_with("missing-");
        let named = rules()
            .iter()
            .filter(|rule| is_such(rule.code.as_str(), rule.name));
        let mut named: Vec<&str> = named.map(|rule| rule.code.as_str()).collect();
        let listed = MISSING.iter().map(|(code, _)| *code);
        let mut listed: Vec<&str> = listed.chain(OF_FORM).collect();
        listed.sort_unstable();
        named.sort_unstable();
        assert_eq!(named, listed);
    }

    #[test]
    fn a_notification_without_these_answers_gives_these_findings() {
        let codes = found(&json!({
            "controller": {"organisation_number": null},
            "contacts": [{"name": "Test Person", "email": "test@kommun.example", "phone": "08-123 456 78"}],
            "incident": {
                "discovered": null, "type": null, "description": null, "discovery": null,
                "cause": null, "sector": null, "area": null
            },
            "affected": {
                "data_subjects": null, "data_items": null, "subject_groups": null,
                "data_categories": null, "encrypted": null
            },
            "consequences": null,
            "actions": null
        }));
        for (code, keys) in MISSING {
            let own = codes.iter().filter(|found| found.starts_with(code)).count();
            // Two of one rule may be missing together, or each by itself.
            assert!(own == 1 || own == keys.len(), "{code}: {codes:?}");
        }
    }
}
