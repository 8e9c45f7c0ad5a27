//! Family C in part: the content that Art. 33(3) GDPR asks of a notification. What the form itself
//! asks for stands in `completeness`.

use crate::check::law::{CONSEQUENCES, DEADLINE, FORM, IN_PHASES, MEASURES, NATURE};
use crate::check::rule::Basis::Is;
use crate::check::rule::Run::Each;
use crate::check::rule::{Rule, certain};
use crate::check::several::{each, listed};
use crate::config::Words;
use crate::finding::Severity::{self, Error, Info, Warning};
use crate::finding::{Code, Silent};
use crate::form::Key;
use crate::moment::Truth;
use crate::notification::{Notification, State};

const ANNOUNCED: Words = Words::new(
    "när fråga {supplement.intended} är besvarad med ja (artikel 33.4 tillåter uppgifter i omgångar)",
    "where question {supplement.intended} is answered yes (Article 33(4) allows information in phases)",
);

pub(super) const RULES: &[Rule] = &[
    Rule {
        code: Code::new(*b"C002"),
        name: "missing-discovery",
        title: Words::new("Datum för upptäckten saknas", "Date of discovery missing"),
        severity: Error,
        or: &[],
        message: Words::new(
            "{start.date} saknas; tidsfristen kan inte räknas.",
            "{start.date} is missing; the deadline cannot be computed.",
        ),
        why: Words::new(
            "Fristen om 72 timmar löper från vetskapen om incidenten. Datumet för upptäckten är den uppgift i formuläret som kommer närmast.",
            "The 72 hours run from awareness of the breach. The date of discovery is the nearest thing that the form asks for.",
        ),
        basis: DEADLINE,
        example: Words::new(
            "Fråga {incident.discovered.date} har en kommentar men inget datum.",
            "Question {incident.discovered.date} has a comment but no date.",
        ),
        run: Each(|n, _, out| {
            let discovered = &n.start().moment;
            match discovered.state {
                State::Blank | State::Unknown => out.at(discovered, []),
                _ => discovered.known().map(|_| ()),
            }
        }),
    },
    Rule {
        code: Code::new(*b"C003"),
        name: "missing-nature",
        title: Words::new("Incidentens art saknas", "Nature of the breach missing"),
        severity: Error,
        or: &[],
        message: Words::new(
            "Varken typ av incident (fråga {incident.type}) eller beskrivning (fråga {incident.description}) är angiven.",
            "Neither the type (question {incident.type}) nor a description (question {incident.description}) of the breach is given.",
        ),
        why: Words::new(
            "Anmälan ska åtminstone beskriva personuppgiftsincidentens art.",
            "The notification shall at least describe the nature of the personal data breach.",
        ),
        basis: NATURE,
        example: Words::new(
            "Fråga {incident.type} och {incident.description} är tomma.",
            "Questions {incident.type} and {incident.description} are blank.",
        ),
        run: Each(|n, _, out| {
            out.when(
                n[Key::IncidentType]
                    .is_blank()
                    .and(n.text(Key::IncidentDescription).is_blank()),
                &n[Key::IncidentType],
                [],
            )
        }),
    },
    Rule {
        code: Code::new(*b"C004"),
        name: "thin-description",
        title: Words::new("Knapphändig beskrivning", "Thin description"),
        severity: Warning,
        or: &[],
        message: Words::new(
            "Beskrivningen har {length} tecken, färre än {least}.",
            "The description has {length} characters, fewer than {least}.",
        ),
        why: Words::new(
            "Så få tecken beskriver sällan vad som har hänt. Myndigheten kan behöva fråga.",
            "So few characters seldom describe what happened. The authority may have to ask.",
        ),
        basis: NATURE,
        example: Words::new("”Se bilaga.”", "\"See annex.\""),
        run: Each(|n, context, out| {
            let description = n.text(Key::IncidentDescription).known()?.trim();
            let least = context.thresholds.thin_description;
            // A character takes four bytes at most.
            if description.len() >= 4 * least as usize {
                return Ok(());
            }
            let length = description.chars().count();
            if length >= least as usize {
                return Ok(());
            }
            out.at(
                n.text(Key::IncidentDescription),
                [("length", (length as i64).into()), ("least", least.into())],
            )
        }),
    },
    Rule {
        code: Code::new(*b"C005"),
        name: "missing-number-of-subjects",
        title: Words::new(
            "Antal registrerade saknas",
            "Number of data subjects missing",
        ),
        severity: Warning,
        or: &[],
        message: Words::new(
            "Antalet registrerade saknas, både exakt och som intervall.",
            "The number of data subjects is missing, both exact and as a band.",
        ),
        why: Words::new(
            "Anmälan ska om möjligt ange det ungefärliga antalet registrerade. Är det okänt kan det svaret ges.",
            "The notification shall where possible give the approximate number of data subjects. That it is unknown can be said.",
        ),
        basis: NATURE,
        example: Words::new(
            "Fråga {affected.data_subjects.exact} är tom.",
            "Question {affected.data_subjects.exact} is blank.",
        ),
        run: Each(|_, _, out| out.blank(Key::AffectedDataSubjectsExact)),
    },
    Rule {
        code: Code::new(*b"C006"),
        name: "missing-number-of-items",
        title: Words::new("Antal uppgifter saknas", "Number of data items missing"),
        severity: Warning,
        or: &[],
        message: Words::new(
            "Antalet uppgifter saknas, både exakt och som intervall.",
            "The number of data items is missing, both exact and as a band.",
        ),
        why: Words::new(
            "Anmälan ska om möjligt ange det ungefärliga antalet personuppgiftsposter. Är det okänt kan det svaret ges.",
            "The notification shall where possible give the approximate number of personal data records. That it is unknown can be said.",
        ),
        basis: NATURE,
        example: Words::new(
            "Fråga {affected.data_items.exact} är tom.",
            "Question {affected.data_items.exact} is blank.",
        ),
        run: Each(|_, _, out| out.blank(Key::AffectedDataItemsExact)),
    },
    Rule {
        code: Code::new(*b"C007"),
        name: "missing-subject-groups",
        title: Words::new(
            "Grupper av registrerade saknas",
            "Groups of data subjects missing",
        ),
        severity: Warning,
        or: &[],
        message: Words::new(
            "Ingen grupp av registrerade är angiven.",
            "No group of data subjects is given.",
        ),
        why: Words::new(
            "Anmälan ska om möjligt ange kategorierna av registrerade.",
            "The notification shall where possible give the categories of data subjects.",
        ),
        basis: NATURE,
        example: Words::new(
            "Inget kryss i fråga {affected.subject_groups}.",
            "Nothing ticked in question {affected.subject_groups}.",
        ),
        run: Each(|_, _, out| out.blank(Key::AffectedSubjectGroups)),
    },
    Rule {
        code: Code::new(*b"C008"),
        name: "missing-data-categories",
        title: Words::new(
            "Slag av personuppgifter saknas",
            "Categories of data missing",
        ),
        severity: Warning,
        or: &[],
        message: Words::new(
            "Inga slag av personuppgifter är angivna.",
            "No category of personal data is given.",
        ),
        why: Words::new(
            "Utan dem går det inte att se om känsliga uppgifter berörs.",
            "Without the categories of data it cannot be seen whether sensitive data are concerned.",
        ),
        basis: NATURE,
        example: Words::new(
            "Inget kryss i fråga {affected.data_categories}.",
            "Nothing ticked in question {affected.data_categories}.",
        ),
        run: Each(|_, _, out| out.blank(Key::AffectedDataCategories)),
    },
    Rule {
        code: Code::new(*b"C009"),
        name: "missing-consequences",
        title: Words::new(
            "Sannolika konsekvenser saknas",
            "Likely consequences missing",
        ),
        severity: Error,
        or: &[(Warning, ANNOUNCED)],
        message: Words::new(
            "Inga sannolika konsekvenser är angivna.",
            "No likely consequences are given.",
        ),
        why: Words::new(
            "Anmälan ska beskriva de sannolika konsekvenserna av personuppgiftsincidenten.",
            "The notification shall describe the likely consequences of the personal data breach.",
        ),
        basis: CONSEQUENCES,
        example: Words::new(
            "Inget kryss i fråga {consequences.kinds}.",
            "Nothing ticked in question {consequences.kinds}.",
        ),
        run: Each(|n, _, out| out.level(unless_announced(n)).blank(Key::ConsequencesKinds)),
    },
    Rule {
        code: Code::new(*b"C010"),
        name: "missing-severity",
        title: Words::new("Allvarlighetsgrad saknas", "Severity missing"),
        severity: Warning,
        or: &[],
        message: Words::new(
            "Allvarlighetsgraden är inte angiven.",
            "The severity of the breach is not given.",
        ),
        why: Words::new(
            "Allvarlighetsgraden visar hur den ansvarige ser på risken, och därmed om de registrerade bör informeras.",
            "The assessment shows how the controller sees the risk, and so whether the data subjects should be informed.",
        ),
        basis: FORM,
        example: Words::new(
            "Fråga {consequences.severity} är tom.",
            "Question {consequences.severity} is blank.",
        ),
        run: Each(|_, _, out| out.blank(Key::ConsequencesSeverity)),
    },
    Rule {
        code: Code::new(*b"C011"),
        name: "missing-measures",
        title: Words::new("Åtgärder saknas", "Measures missing"),
        severity: Error,
        or: &[(Warning, ANNOUNCED)],
        message: Words::new(
            "Ingen vidtagen eller föreslagen åtgärd är beskriven.",
            "No measure taken or proposed is described.",
        ),
        why: Words::new(
            "Anmälan ska beskriva de åtgärder som har vidtagits eller föreslagits.",
            "The notification shall describe the measures taken or proposed to be taken.",
        ),
        basis: MEASURES,
        example: Words::new(
            "Fråga {actions.action} har ett datum men ingen text.",
            "Question {actions.action} has a date but no text.",
        ),
        run: Each(|n, _, out| {
            listed(n, Key::ActionsDate, &n.actions)?;
            // Without a row it may still have an answer: a clock time and nothing else.
            let has_answer = matches!(n.state(Key::ActionsDate), State::Given(()) | State::Blank);
            let unless_listed = Truth::from(!n.actions.is_empty() || has_answer);
            let blanks = n.actions.iter().map(|action| action.what.is_blank());
            certain(blanks.fold(unless_listed, Truth::and))?;
            out.level(unless_announced(n)).question(Key::ActionsDate)
        }),
    },
    Rule {
        code: Code::new(*b"C013"),
        name: "missing-reason-not-informing",
        title: Words::new(
            "Skäl att inte informera saknas",
            "Reason for not informing missing",
        ),
        severity: Error,
        or: &[],
        message: Words::new(
            "De registrerade ska inte informeras, men inget skäl är angivet{at_question}.",
            "The data subjects will not be informed, but no reason is given{at_question}.",
        ),
        why: Words::new(
            "Den ansvarige ska kunna visa varför: att risken inte är hög, eller att ett undantag gäller.",
            "The controller must be able to show why: that the risk is not high, or that an exception applies.",
        ),
        basis: Is(Words::new(
            "Artikel 34.1, 34.3 och 5.2 dataskyddsförordningen",
            "Articles 34(1), 34(3) and 5(2) GDPR",
        )),
        example: Words::new(
            "Fråga {communication.will_inform}: nej. Fråga {communication.reason_not}: tom.",
            "Question {communication.will_inform}: no. Question {communication.reason_not}: blank.",
        ),
        run: Each(|n, _, out| {
            if !n[Key::CommunicationWillInform].known()?.has("no") {
                return Err(Silent::DoesNotApply);
            }
            out.blank(Key::CommunicationReasonNot)
        }),
    },
    Rule {
        code: Code::new(*b"C016"),
        name: "unknown-and-no-supplement",
        title: Words::new(
            "Okänt svar, ingen komplettering utlovad",
            "Answer unknown, no supplement promised",
        ),
        severity: Warning,
        or: &[(
            Info,
            Words::new(
                "för fråga {affected.data_items.exact}",
                "for question {affected.data_items.exact}",
            ),
        )],
        message: Words::new(
            "”{part}”{at_question} är okänt, och ingen komplettering är utlovad (fråga {supplement.intended}).",
            "\"{part}\"{at_question} is unknown, and no supplement is promised (question {supplement.intended}).",
        ),
        why: Words::new(
            "Uppgifter som saknas får lämnas senare, men de ska lämnas. Här utlovas ingen komplettering.",
            "What is missing may be given in phases, but is to be given. Here no further phase is promised.",
        ),
        basis: IN_PHASES,
        example: Words::new(
            "Fråga {affected.data_subjects.exact}: okänt. Fråga {supplement.intended}: nej.",
            "Question {affected.data_subjects.exact}: unknown. Question {supplement.intended}: no.",
        ),
        run: Each(|n, _, out| {
            let amounts = [
                (Key::AffectedDataSubjectsExact, Warning),
                (Key::AffectedDataItemsExact, Info),
            ];
            if amounts
                .iter()
                .any(|(key, _)| n.state(*key) == State::Unknown)
            {
                n[Key::SupplementIntended].known()?;
            }
            each(amounts, |(key, level)| match n.state(key) {
                State::Unknown if n[Key::SupplementIntended].known()?.has("no") => {
                    out.level(level).question(key)
                }
                State::Undeterminable | State::NotAsked => Err(Silent::NotRunnable),
                _ => Ok(()),
            })
        }),
    },
];

/// An error, but a warning where a supplement is announced (Art. 33(4)).
fn unless_announced(n: &Notification) -> Severity {
    match n[Key::SupplementIntended].is(|chosen| chosen.has("yes")) {
        Truth::Yes => Warning,
        Truth::No | Truth::Unclear => Error,
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{found, not_runnable};
    use serde_json::json;

    #[test]
    fn content_that_is_missing_is_told_with_its_level() {
        for (change, expected) in [
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
}
