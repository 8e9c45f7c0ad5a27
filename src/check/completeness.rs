//! Family C: what a complete notification holds. Three tiers: the form's own
//! stars, the content that Art. 33(3) GDPR asks for, and conditional questions.
//! A supplement is not judged here: it says only what is new.

use crate::bind::{
    ANSWERED_THOUGH_NOT_SHOWN, MISSING_CONDITIONAL_ANSWER, MISSING_MANDATORY_ANSWER,
};
use crate::check::several::listed;
use crate::check::{Context, Rule, Run};
use crate::config::Words;
use crate::finding::{Code, Fact, Finding, Severity, Silent};
use crate::form::Key;
use crate::moment::Truth;
use crate::notification::{Chosen, Notification, State, Text};

mod catalogue;

pub(super) use catalogue::RULES;

const MISSING_DISCOVERY: Code = Code::new(*b"C002");
const MISSING_NATURE: Code = Code::new(*b"C003");
const THIN_DESCRIPTION: Code = Code::new(*b"C004");
const MISSING_NUMBER_OF_SUBJECTS: Code = Code::new(*b"C005");
const MISSING_NUMBER_OF_ITEMS: Code = Code::new(*b"C006");
const MISSING_SUBJECT_GROUPS: Code = Code::new(*b"C007");
const MISSING_DATA_CATEGORIES: Code = Code::new(*b"C008");
const MISSING_CONSEQUENCES: Code = Code::new(*b"C009");
const MISSING_SEVERITY: Code = Code::new(*b"C010");
const MISSING_MEASURES: Code = Code::new(*b"C011");
const MISSING_REASON_NOT_INFORMING: Code = Code::new(*b"C013");
const OTHER_WITHOUT_COMMENT: Code = Code::new(*b"C015");
const UNKNOWN_AND_NO_SUPPLEMENT: Code = Code::new(*b"C016");
const MISSING_ORGANISATION_NUMBER: Code = Code::new(*b"C017");
const MISSING_CONTACT_ROLE: Code = Code::new(*b"C018");
const MISSING_CLASSIFICATION: Code = Code::new(*b"C019");
const ACTION_INCOMPLETE: Code = Code::new(*b"C020");

type Found = Result<(), Silent>;

/// A finding where the question of a key is shown and wholly blank.
fn blank(
    n: &Notification,
    key: Key,
    code: Code,
    severity: Severity,
    out: &mut Vec<Finding>,
) -> Found {
    match n.is_blank(key) {
        Truth::Yes => {
            out.push(about(n, key, code, severity));
            Ok(())
        }
        Truth::No => Err(Silent::DoesNotApply),
        Truth::Unclear => Err(Silent::NotRunnable),
    }
}

/// A finding at a question, with its wording as a fact.
fn about(n: &Notification, key: Key, code: Code, severity: Severity) -> Finding {
    let finding = n.finding(key, code, severity);
    match n.question(key) {
        Some(question) => finding.with(
            "part",
            Fact::Words(Words::new(&question.label.sv, &question.label.en)),
        ),
        None => finding,
    }
}

/// An error, but a warning where a supplement is announced (Art. 33(4)).
fn unless_supplement_follows(n: &Notification) -> Severity {
    match n[Key::SupplementIntended].is(|chosen| chosen.has("yes")) {
        Truth::Yes => Severity::Warning,
        Truth::No | Truth::Unclear => Severity::Error,
    }
}

fn missing_discovery(n: &Notification, _: &Context, out: &mut Vec<Finding>) -> Found {
    let discovered = &n.discovered.moment;
    match discovered.state {
        State::Blank | State::Unknown => {
            out.push(discovered.finding(n.edition, MISSING_DISCOVERY, Severity::Error));
            Ok(())
        }
        _ => discovered.known().map(|_| ()),
    }
}

fn missing_nature(n: &Notification, _: &Context, out: &mut Vec<Finding>) -> Found {
    match n[Key::IncidentType]
        .is_blank()
        .and(n.description.is_blank())
    {
        Truth::Yes => out.push(
            n[Key::IncidentType]
                .finding(n.edition, MISSING_NATURE, Severity::Error)
                .with("type", n[Key::IncidentType].number(n.edition))
                .with("description", n.description.number(n.edition)),
        ),
        Truth::No => return Err(Silent::DoesNotApply),
        Truth::Unclear => return Err(Silent::NotRunnable),
    }
    Ok(())
}

fn thin_description(n: &Notification, context: &Context, out: &mut Vec<Finding>) -> Found {
    let description = n.description.known()?.trim();
    let least = context.thresholds.thin_description;
    // A character takes four bytes at most.
    if description.len() >= 4 * least as usize {
        return Ok(());
    }
    let length = description.chars().count();
    if length < least as usize {
        let finding = n
            .description
            .finding(n.edition, THIN_DESCRIPTION, Severity::Warning);
        out.push(
            finding
                .with("length", Fact::Number(length as i64))
                .with("least", Fact::Number(i64::from(least))),
        );
    }
    Ok(())
}

fn missing_number_of_subjects(n: &Notification, _: &Context, out: &mut Vec<Finding>) -> Found {
    blank(
        n,
        Key::AffectedDataSubjectsExact,
        MISSING_NUMBER_OF_SUBJECTS,
        Severity::Warning,
        out,
    )
}

fn missing_number_of_items(n: &Notification, _: &Context, out: &mut Vec<Finding>) -> Found {
    blank(
        n,
        Key::AffectedDataItemsExact,
        MISSING_NUMBER_OF_ITEMS,
        Severity::Warning,
        out,
    )
}

fn missing_subject_groups(n: &Notification, _: &Context, out: &mut Vec<Finding>) -> Found {
    blank(
        n,
        Key::AffectedSubjectGroups,
        MISSING_SUBJECT_GROUPS,
        Severity::Warning,
        out,
    )
}

fn missing_data_categories(n: &Notification, _: &Context, out: &mut Vec<Finding>) -> Found {
    blank(
        n,
        Key::AffectedDataCategories,
        MISSING_DATA_CATEGORIES,
        Severity::Warning,
        out,
    )
}

fn missing_consequences(n: &Notification, _: &Context, out: &mut Vec<Finding>) -> Found {
    blank(
        n,
        Key::ConsequencesKinds,
        MISSING_CONSEQUENCES,
        unless_supplement_follows(n),
        out,
    )
}

fn missing_severity(n: &Notification, _: &Context, out: &mut Vec<Finding>) -> Found {
    blank(
        n,
        Key::ConsequencesSeverity,
        MISSING_SEVERITY,
        Severity::Warning,
        out,
    )
}

fn missing_measures(n: &Notification, _: &Context, out: &mut Vec<Finding>) -> Found {
    listed(n, Key::ActionsDate, &n.actions)?;
    // Without a row it may still have an answer: a clock time and nothing else.
    let unless_listed =
        Truth::from(!n.actions.is_empty() || matches!(n.state(Key::ActionsDate), b'a' | b'b'));
    let none = n.actions.iter().fold(unless_listed, |none, action| {
        none.and(action.what.is_blank())
    });
    match none {
        Truth::Yes => out.push(about(
            n,
            Key::ActionsDate,
            MISSING_MEASURES,
            unless_supplement_follows(n),
        )),
        Truth::No => return Err(Silent::DoesNotApply),
        Truth::Unclear => return Err(Silent::NotRunnable),
    }
    Ok(())
}

fn missing_reason_not_informing(n: &Notification, _: &Context, out: &mut Vec<Finding>) -> Found {
    if !n[Key::CommunicationWillInform].known()?.has("no") {
        return Err(Silent::DoesNotApply);
    }
    blank(
        n,
        Key::CommunicationReasonNot,
        MISSING_REASON_NOT_INFORMING,
        Severity::Error,
        out,
    )
}

fn other_without_comment(n: &Notification, _: &Context, out: &mut Vec<Finding>) -> Found {
    let asked: [(&Chosen, &Text); 5] = [
        (&n[Key::IncidentCause], &n.cause_comment),
        (&n[Key::IncidentArea], &n.area_comment),
        (&n[Key::AffectedSubjectGroups], &n.subject_groups_comment),
        (&n[Key::AffectedDataCategories], &n.data_categories_comment),
        (&n[Key::ConsequencesKinds], &n.consequences_comment),
    ];
    let mut lost = false;
    for (chosen, comment) in asked {
        match chosen
            .is(|chosen| chosen.has("other"))
            .and(comment.is_blank())
        {
            Truth::Yes => {
                out.push(about(
                    n,
                    chosen.key,
                    OTHER_WITHOUT_COMMENT,
                    Severity::Warning,
                ));
            }
            Truth::No => {}
            Truth::Unclear => lost = true,
        }
    }
    if lost {
        Err(Silent::NotRunnable)
    } else {
        Ok(())
    }
}

fn unknown_and_no_supplement(n: &Notification, _: &Context, out: &mut Vec<Finding>) -> Found {
    let mut lost = false;
    for (key, severity) in [
        (Key::AffectedDataSubjectsExact, Severity::Warning),
        (Key::AffectedDataItemsExact, Severity::Info),
    ] {
        match n.state(key) {
            b'u' if n[Key::SupplementIntended].known()?.has("no") => {
                let finding = about(n, key, UNKNOWN_AND_NO_SUPPLEMENT, severity);
                out.push(finding.with("supplement", n[Key::SupplementIntended].number(n.edition)));
            }
            b'x' | b'q' => lost = true,
            _ => {}
        }
    }
    if lost {
        Err(Silent::NotRunnable)
    } else {
        Ok(())
    }
}

fn missing_organisation_number(n: &Notification, _: &Context, out: &mut Vec<Finding>) -> Found {
    blank(
        n,
        Key::ControllerOrganisationNumber,
        MISSING_ORGANISATION_NUMBER,
        Severity::Info,
        out,
    )
}

fn missing_contact_role(n: &Notification, _: &Context, out: &mut Vec<Finding>) -> Found {
    let mut lost = false;
    for contact in &n.contacts {
        match contact.role.is_blank() {
            Truth::Yes => out.push(contact.role.finding(
                n.edition,
                MISSING_CONTACT_ROLE,
                Severity::Info,
            )),
            Truth::No => {}
            Truth::Unclear => lost = true,
        }
    }
    if lost {
        Err(Silent::NotRunnable)
    } else {
        Ok(())
    }
}

fn missing_classification(n: &Notification, _: &Context, out: &mut Vec<Finding>) -> Found {
    let mut lost = false;
    for key in [
        Key::IncidentDiscovery,
        Key::IncidentCause,
        Key::IncidentSector,
        Key::IncidentArea,
        Key::AffectedEncrypted,
    ] {
        let silent = blank(n, key, MISSING_CLASSIFICATION, Severity::Warning, out);
        lost |= silent == Err(Silent::NotRunnable);
    }
    if lost {
        Err(Silent::NotRunnable)
    } else {
        Ok(())
    }
}

fn action_incomplete(n: &Notification, _: &Context, out: &mut Vec<Finding>) -> Found {
    const DATE: Words = Words::new("datum", "a date");
    const TEXT: Words = Words::new("text", "a text");
    listed(n, Key::ActionsDate, &n.actions)?;
    let mut lost = false;
    for action in &n.actions {
        let (given, missing, absent) = match (&action.moment.state, &action.what.state) {
            (State::Given(_), State::Blank) => (DATE, TEXT, true),
            (State::Blank, State::Given(_)) => (TEXT, DATE, true),
            (State::Undeterminable | State::NotAsked, _)
            | (_, State::Undeterminable | State::NotAsked) => {
                lost = true;
                (DATE, TEXT, false)
            }
            _ => (DATE, TEXT, false),
        };
        if absent {
            let finding = action
                .what
                .finding(n.edition, ACTION_INCOMPLETE, Severity::Warning);
            out.push(
                finding
                    .with("given", Fact::Words(given))
                    .with("missing", Fact::Words(missing)),
            );
        }
    }
    if lost {
        Err(Silent::NotRunnable)
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{found, not_runnable};
    use serde_json::json;

    #[test]
    fn what_is_missing_is_told_with_its_level() {
        for (change, expected) in [
            (json!({"controller": {"name": null}}), vec!["C001 E"]),
            (
                json!({"contacts": [{"name": "A B", "role": "DSO"}]}),
                vec!["C001 E", "C001 E"],
            ),
            (json!({"incident": {"discovered": null}}), vec!["C002 E"]),
            (
                json!({"incident": {"discovered": {"date": null}}}),
                vec!["C002 E"],
            ),
            (
                json!({"incident": {"type": null, "description": null}}),
                vec!["C003 E"],
            ),
            (json!({"incident": {"type": null}}), vec![]),
            (
                json!({"incident": {"description": "Brev till fel mottagare."}}),
                vec!["C004 W"],
            ),
            (json!({"affected": {"data_subjects": null}}), vec!["C005 W"]),
            (
                json!({"affected": {"data_items": {"range": null}}}),
                vec!["C006 W"],
            ),
            (json!({"affected": {"subject_groups": []}}), vec!["C007 W"]),
            (
                json!({"affected": {"data_categories": null}}),
                vec!["C008 W"],
            ),
            (json!({"consequences": {"kinds": null}}), vec!["C009 E"]),
            (
                json!({"consequences": {"kinds": null}, "supplement": {"intended": "yes"}}),
                vec!["C009 W"],
            ),
            (json!({"consequences": {"severity": null}}), vec!["C010 W"]),
            (json!({"actions": []}), vec!["C011 E"]),
            (json!({"actions": [{"time": "15:00"}]}), vec!["C011 E"]),
            (
                json!({"actions": [], "supplement": {"intended": "yes"}}),
                vec!["C011 W"],
            ),
            (json!({"incident": {"ended": null}}), vec!["C012 W"]),
            (json!({"incident": {"ongoing": "yes"}}), vec!["C014 E"]),
            (
                json!({"communication": {"reason_not": "Uppgifterna är återlämnade."}}),
                vec!["C014 W"],
            ),
            (json!({"incident": {"cause": "other"}}), vec!["C015 W"]),
            (
                json!({"incident": {"cause": "other", "cause_comment": "Ett okänt skäl."}}),
                vec![],
            ),
            (json!({"incident": {"type": "disclosure:other"}}), vec![]),
            (
                json!({"affected": {"data_subjects": {"range": "Okänt/kan inte ange"}}}),
                vec!["C016 W"],
            ),
            (
                json!({"affected": {"data_items": {"range": "Okänt/kan inte ange"}}}),
                vec!["C016 I"],
            ),
            (
                json!({"affected": {"data_items": {"range": "Okänt"}}, "supplement": {"intended": "yes"}}),
                vec![],
            ),
            (
                json!({"controller": {"organisation_number": null}}),
                vec!["C017 I"],
            ),
            (
                json!({"incident": {"sector": null, "cause": null}}),
                vec!["C019 W", "C019 W"],
            ),
            (json!({"affected": {"encrypted": null}}), vec!["C019 W"]),
            (
                json!({"actions": [{"date": "2024-03-04"}, {"action": "Brevet återlämnades."}]}),
                vec!["C020 W", "C020 W"],
            ),
        ] {
            assert_eq!(found(&change), expected, "{change}");
        }
    }

    #[test]
    fn a_reason_for_not_informing_is_owed_where_none_will_be() {
        let will = |fields: serde_json::Value| {
            let mut change = json!({"communication": {"informed": "no", "informed_at": null}});
            change["communication"]
                .as_object_mut()
                .unwrap()
                .extend(fields.as_object().unwrap().clone());
            found(&change)
        };
        assert_eq!(will(json!({"will_inform": "no"})), ["C013 E"]);
        assert_eq!(
            will(json!({"will_inform": "no", "reason_not": "Uppgifterna återlämnades."})),
            [""; 0]
        );
        assert_eq!(will(json!({"will_inform": "yes"})), ["C012 W"]);
        assert_eq!(will(json!({})), ["C012 W"]);
    }

    #[test]
    fn a_contact_without_a_role_is_told() {
        let contact =
            json!({"name": "A B", "email": "a@kommun.example.se", "phone": "08-465 004 01"});
        assert_eq!(found(&json!({"contacts": [contact]})), ["C018 I"]);
    }

    #[test]
    fn what_was_never_asked_is_not_missing() {
        let change = json!({"not_asked": [23, 28], "affected": {"data_subjects": null}, "consequences": {"kinds": null}});
        assert_eq!(found(&change), [""; 0]);
        let codes = not_runnable(&change);
        assert!(
            codes.contains(&"C005".to_owned()) && codes.contains(&"C009".to_owned()),
            "{codes:?}"
        );
    }

    #[test]
    fn what_cannot_be_read_is_not_missing() {
        for actions in [json!("Vi ringde"), json!(["Vi ringde"]), json!([5])] {
            let change = json!({"actions": actions});
            assert_eq!(found(&change), ["F003 W"], "{change}");
            assert!(not_runnable(&change).contains(&"C011".to_owned()));
        }
        assert_eq!(found(&json!({"actions": "undeterminable"})), [""; 0]);
        assert_eq!(
            found(&json!({"contacts": "Exempel Exempelsson"})),
            ["F003 W"]
        );
        assert_eq!(
            found(&json!({"processors": {"organisations": ["Exempelbolaget AB"]}})),
            ["F003 W"]
        );
    }

    #[test]
    fn a_supplement_says_only_what_is_new() {
        let change =
            json!({"kind": "supplement", "incident": {"discovered": null}, "actions": null});
        assert_eq!(found(&change), [""; 0]);
    }
}
