//! Family C in part: what the form asks for. The stars and conditions of the form file are looked at
//! while binding, which raises C001, C012 and C014. A supplement is not judged here: it says only
//! what is new. What Art. 33(3) GDPR asks for stands in `content`.

use crate::check::law::{CONTACT, FORM, MEASURES};
use crate::check::rule::Basis::{self, Is};
use crate::check::rule::Run::{Declared, Each};
use crate::check::rule::{Rule, certain};
use crate::check::several::{each, listed};
use crate::config::Words;
use crate::finding::Code;
use crate::finding::Severity::{Error, Info, Warning};
use crate::finding::Silent;
use crate::form::Key;
use crate::notification::State;

const STARRED: Basis = Is(Words::new(
    "Formuläret (obligatorisk uppgift)",
    "The form (mandatory answer)",
));
pub(crate) const MISSING_MANDATORY_ANSWER: Rule = Rule {
    code: Code::new(*b"C001"),
    name: "missing-mandatory-answer",
    title: Words::new("Obligatorisk uppgift saknas", "Mandatory answer missing"),
    severity: Error,
    or: &[],
    message: Words::new(
        "Den obligatoriska uppgiften ”{part}”{at_question} är tom.",
        "The mandatory answer \"{part}\"{at_question} is blank.",
    ),
    why: Words::new(
        "E-tjänsten tar inte emot en anmälan utan de stjärnmärkta uppgifterna. Saknas en sådan är kopian ofullständig, eller så kom anmälan in på något annat sätt.",
        "The e-service accepts no notification without the starred answers. Where one is missing, the copy is incomplete or came some other way.",
    ),
    basis: STARRED,
    example: Words::new(
        "Fråga {contacts.email}, e-post, är tom.",
        "Question {contacts.email}, e-mail, is blank.",
    ),
    run: Declared,
};

pub(crate) const MISSING_CONDITIONAL_ANSWER: Rule = Rule {
    code: Code::new(*b"C012"),
    name: "missing-conditional-answer",
    title: Words::new("Följdfråga obesvarad", "Follow-up question blank"),
    severity: Warning,
    or: &[],
    message: Words::new(
        "”{part}”{at_question} ska besvaras med hänsyn till svaret på en tidigare fråga, men är tom.",
        "\"{part}\"{at_question} is to be answered, after the answer to an earlier question, but is blank.",
    ),
    why: Words::new(
        "Frågan ställs bara när svaret på en tidigare fråga kräver det. Utan svar är uppgiften ofullständig.",
        "The question is shown only where an earlier answer calls for it. Without an answer the information is half.",
    ),
    basis: FORM,
    example: Words::new(
        "Fråga {incident.ongoing}: nej, incidenten pågår inte. Fråga {incident.ended.date}, när den upphörde, är tom.",
        "Question {incident.ongoing}: no, the breach is not ongoing. Question {incident.ended.date}, when it ended, is blank.",
    ),
    run: Declared,
};

pub(crate) const ANSWERED_THOUGH_NOT_SHOWN: Rule = Rule {
    code: Code::new(*b"C014"),
    name: "answered-though-not-shown",
    title: Words::new(
        "Svar på en fråga som inte ska visas",
        "Answer to a question that is not shown",
    ),
    severity: Warning,
    or: &[(
        Error,
        Words::new(
            "för fråga {incident.ended.date} när fråga {incident.ongoing} är ja och fråga {processors.organisations.name} när fråga {processors.involved} är nej",
            "for question {incident.ended.date} where question {incident.ongoing} is yes and question {processors.organisations.name} where question {processors.involved} is no",
        ),
    )],
    message: Words::new(
        "”{part}”{at_question} är besvarad fast den inte ska visas efter svaret på fråga {decider}.",
        "\"{part}\"{at_question} is answered although the answer to question {decider} does not show it.",
    ),
    why: Words::new(
        "Svaren säger emot varandra, eller så ändrades det tidigare svaret i efterhand.",
        "The answers contradict each other, or the earlier one was changed after the later was given.",
    ),
    basis: FORM,
    example: Words::new(
        "Fråga {incident.ongoing}: ja, incidenten pågår. Fråga {incident.ended.date}: den upphörde den 4 mars.",
        "Question {incident.ongoing}: yes, the breach is ongoing. Question {incident.ended.date}: it ended on 4 March.",
    ),
    run: Declared,
};

pub(super) const RULES: &[Rule] = &[
    MISSING_MANDATORY_ANSWER,
    MISSING_CONDITIONAL_ANSWER,
    ANSWERED_THOUGH_NOT_SHOWN,
    Rule {
        code: Code::new(*b"C015"),
        name: "other-without-comment",
        title: Words::new("”Övrigt” utan kommentar", "“Other” without a comment"),
        severity: Warning,
        or: &[],
        message: Words::new(
            "I ”{part}”{at_question} är ”Övrigt” valt utan kommentar.",
            "In \"{part}\"{at_question} \"Other\" is chosen without a comment.",
        ),
        why: Words::new(
            "Formuläret ber om en kommentar vid ”Övrigt”; utan den säger svaret inget.",
            "The form asks for a comment at \"Other\"; without it the answer says nothing.",
        ),
        basis: FORM,
        example: Words::new(
            "Fråga {incident.cause}: ”Övrigt”, kommentaren tom.",
            "Question {incident.cause}: \"Other\", comment blank.",
        ),
        run: Each(|n, _, out| {
            let asked = [
                (&n[Key::IncidentCause], n.text(Key::IncidentCauseComment)),
                (&n[Key::IncidentArea], n.text(Key::IncidentAreaComment)),
                (
                    &n[Key::AffectedSubjectGroups],
                    n.text(Key::AffectedSubjectGroupsComment),
                ),
                (
                    &n[Key::AffectedDataCategories],
                    n.text(Key::AffectedDataCategoriesComment),
                ),
                (&n[Key::ConsequencesKinds], n.text(Key::ConsequencesComment)),
            ];
            each(asked, |(chosen, comment)| {
                certain(
                    chosen
                        .is(|chosen| chosen.has("other"))
                        .and(comment.is_blank()),
                )?;
                out.question(chosen.key)
            })
        }),
    },
    Rule {
        code: Code::new(*b"C017"),
        name: "missing-organisation-number",
        title: Words::new("Organisationsnummer saknas", "Organisation number missing"),
        severity: Info,
        or: &[],
        message: Words::new(
            "Organisationsnummer saknas.",
            "The organisation number is missing.",
        ),
        why: Words::new(
            "En enskild näringsidkare får lämna fältet tomt, men anmälningar från samma organisation kan då inte föras samman.",
            "A sole trader may leave it blank, but filings of one organisation then cannot be brought together.",
        ),
        basis: FORM,
        example: Words::new(
            "Fråga {controller.organisation_number} är tom.",
            "Question {controller.organisation_number} is blank.",
        ),
        run: Each(|_, _, out| out.blank(Key::ControllerOrganisationNumber)),
    },
    Rule {
        code: Code::new(*b"C018"),
        name: "missing-contact-role",
        title: Words::new(
            "Kontaktpersonens roll saknas",
            "Role of the contact person missing",
        ),
        severity: Info,
        or: &[],
        message: Words::new(
            "Kontaktpersonens roll är inte angiven.",
            "The role of the contact person is not given.",
        ),
        why: Words::new(
            "Anmälan ska innehålla namn på och kontaktuppgifter för dataskyddsombudet eller en annan kontaktpunkt; rollen visar vilket det är.",
            "The notification shall name the data protection officer or another contact point; the role tells which.",
        ),
        basis: CONTACT,
        example: Words::new(
            "Fråga {contacts.role} är tom.",
            "Question {contacts.role} is blank.",
        ),
        run: Each(|n, _, out| {
            each(&n.contacts, |contact| {
                out.when(contact.role.is_blank(), &contact.role, [])
            })
        }),
    },
    Rule {
        code: Code::new(*b"C019"),
        name: "missing-classification",
        title: Words::new(
            "Uppgift för statistiken saknas",
            "Answer for the statistics missing",
        ),
        severity: Warning,
        or: &[],
        message: Words::new(
            "”{part}”{at_question} är inte besvarad.",
            "\"{part}\"{at_question} is not answered.",
        ),
        why: Words::new(
            "Statistiken bygger på frågorna om upptäckt, orsak, sektor, verksamhetsområde och kryptering. Varje obesvarad fråga gör underlaget mindre.",
            "Discovery, cause, sector, area and encryption carry the statistics. A question left open makes their base smaller.",
        ),
        basis: FORM,
        example: Words::new(
            "Fråga {incident.cause}, orsak, är tom.",
            "Question {incident.cause}, cause, is blank.",
        ),
        run: Each(|_, _, out| {
            let classes = [
                Key::IncidentDiscovery,
                Key::IncidentCause,
                Key::IncidentSector,
                Key::IncidentArea,
                Key::AffectedEncrypted,
            ];
            each(classes, |key| out.blank(key))
        }),
    },
    Rule {
        code: Code::new(*b"C020"),
        name: "action-incomplete",
        title: Words::new("Ofullständig åtgärd", "Incomplete action"),
        severity: Warning,
        or: &[],
        message: Words::new(
            "En åtgärd har {given} men saknar {missing}.",
            "An action has {given} but lacks {missing}.",
        ),
        why: Words::new(
            "En åtgärd utan datum kan inte jämföras med upptäckten; ett datum utan text säger inte vad som gjordes.",
            "An action without a date cannot be set against the discovery; a date without a text does not say what was done.",
        ),
        basis: MEASURES,
        example: Words::new(
            "Datum 2024-03-04, åtgärd tom.",
            "Date 2024-03-04, action blank.",
        ),
        run: Each(|n, _, out| {
            const DATE: Words = Words::new("datum", "a date");
            const TEXT: Words = Words::new("text", "a text");
            listed(n, Key::ActionsDate, &n.actions)?;
            each(&n.actions, |action| {
                let (given, missing) = match (&action.moment.state, &action.what.state) {
                    (State::Given(_), State::Blank) => (DATE, TEXT),
                    (State::Blank, State::Given(_)) => (TEXT, DATE),
                    (State::Undeterminable | State::NotAsked, _)
                    | (_, State::Undeterminable | State::NotAsked) => {
                        return Err(Silent::NotRunnable);
                    }
                    _ => return Ok(()),
                };
                out.at(
                    &action.what,
                    [("given", given.into()), ("missing", missing.into())],
                )
            })
        }),
    },
];

#[cfg(test)]
mod tests {
    use crate::check::testing::found;
    use serde_json::json;

    #[test]
    fn what_the_form_asks_for_is_missed() {
        for (change, expected) in [
            (json!({"controller": {"name": null}}), vec!["C001 E"]),
            (
                json!({"contacts": [{"name": "A B", "role": "DSO"}]}),
                vec!["C001 E", "C001 E"],
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
    fn a_contact_without_a_role_is_told() {
        let contact =
            json!({"name": "A B", "email": "a@kommun.example.se", "phone": "08-465 004 01"});
        assert_eq!(found(&json!({"contacts": [contact]})), ["C018 I"]);
    }

    #[test]
    fn a_supplement_says_only_what_is_new() {
        let change =
            json!({"kind": "supplement", "incident": {"discovered": null}, "actions": null});
        assert_eq!(found(&change), [""; 0]);
    }
}
