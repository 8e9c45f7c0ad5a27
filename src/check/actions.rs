//! Family T in part: when actions were taken and data subjects informed, against the moments of
//! the breach and the receipt.

use crate::check::law::{INFORMING, MEASURES};
use crate::check::rule::Basis::By;
use crate::check::rule::Run::Each;
use crate::check::rule::{Rule, Sink};
use crate::check::several::{each, listed};
use crate::check::timeline::certainly_before;
use crate::config::Words;
use crate::finding::Severity::{Error, Info, Warning};
use crate::finding::{Code, Found};
use crate::form::Key;
use crate::moment::{Moment, Truth};
use crate::notification::{Answer, Notification};

pub(super) const RULES: &[Rule] = &[
    Rule {
        code: Code::new(*b"T009"),
        name: "action-before-occurred",
        title: Words::new("Åtgärd före händelsen", "Action before it occurred"),
        severity: Warning,
        or: &[],
        message: Words::new(
            "En åtgärd ({action}) ligger före incidenten.",
            "An action ({action}) lies before the breach.",
        ),
        why: Words::new(
            "En åtgärd före händelsen är antingen feldaterad eller ingen åtgärd med anledning av den.",
            "An action before the event is misdated, or no action because of it.",
        ),
        basis: MEASURES,
        example: Words::new(
            "Inträffade 4 mars, åtgärd 2 mars.",
            "Occurred 4 March, action 2 March.",
        ),
        run: Each(|n, _, out| actions(n, &n.occurred.moment, Moment::before, out)),
    },
    Rule {
        code: Code::new(*b"T010"),
        name: "action-before-discovered",
        title: Words::new("Åtgärd före upptäckten", "Action before discovery"),
        severity: Warning,
        or: &[],
        message: Words::new(
            "En åtgärd ({action}) ligger före den uppgivna upptäckten.",
            "An action ({action}) lies before the declared discovery.",
        ),
        why: Words::new(
            "Den som vidtar en åtgärd känner till incidenten. Åtgärden kan ha skett automatiskt; annars kan vetskapen ha kommit tidigare än uppgivet.",
            "Who acted knew. Automatic blocking is possible; otherwise awareness may have come earlier than declared.",
        ),
        basis: By(|policy| policy.notification),
        example: Words::new(
            "Upptäckt 4 mars 09:00, åtgärd 4 mars 08:00.",
            "Discovered 4 March 09:00, action 4 March 08:00.",
        ),
        run: Each(|n, _, out| actions(n, &n.discovered.moment, Moment::before, out)),
    },
    Rule {
        code: Code::new(*b"T011"),
        name: "planned-action",
        title: Words::new("Planerad åtgärd", "Planned action"),
        severity: Info,
        or: &[],
        message: Words::new(
            "En åtgärd ({action}) ligger efter att anmälan kom in: den var planerad.",
            "An action ({action}) lies after receipt: it was planned.",
        ),
        why: Words::new(
            "Föreslagna åtgärder får anges. Om de genomfördes framgår inte.",
            "Proposed measures may be given. Whether they were taken is not told.",
        ),
        basis: MEASURES,
        example: Words::new(
            "Anmälan kom in 5 mars, åtgärd 9 mars.",
            "Received 5 March, action 9 March.",
        ),
        run: Each(|n, _, out| actions(n, &n.received, Moment::after, out)),
    },
    Rule {
        code: Code::new(*b"T012"),
        name: "informed-before-discovered",
        title: Words::new("Information före upptäckten", "Informed before discovery"),
        severity: Warning,
        or: &[(
            Error,
            Words::new(
                "när det ligger före incidenten själv",
                "where it lies before the breach itself",
            ),
        )],
        message: Words::new(
            "De registrerade informerades innan incidenten {what}.",
            "The data subjects were informed before the breach {what}.",
        ),
        why: Words::new(
            "Den som informerar känner till incidenten. Vetskapen kan ha kommit tidigare än den uppgivna upptäckten.",
            "Who informs knew. Awareness may have come earlier than the declared discovery.",
        ),
        basis: INFORMING,
        example: Words::new(
            "Upptäckt 4 mars, informerade 3 mars.",
            "Discovered 4 March, informed 3 March.",
        ),
        run: Each(|n, _, out| {
            const OCCURRED: Words = Words::new("inträffade", "occurred");
            const DISCOVERED: Words = Words::new("upptäcktes", "was discovered");
            let informed = n.informed_at.moment.known()?;
            let before = |answer: &Answer<Moment>| {
                answer
                    .given()
                    .is_some_and(|moment| informed.before(moment).is_yes())
            };
            let (occurred, discovered) = (&n.occurred.moment, &n.discovered.moment);
            let (level, what) = match (before(occurred), before(discovered)) {
                (true, _) => (Error, OCCURRED),
                (_, true) => (Warning, DISCOVERED),
                _ => return each([occurred, discovered], |answer| answer.known().map(|_| ())),
            };
            out.level(level)
                .at(&n.informed_at.moment, [("what", what.into())])
        }),
    },
    Rule {
        code: Code::new(*b"T013"),
        name: "planned-information-in-the-past",
        title: Words::new(
            "Planerad information i förfluten tid",
            "Planned information in the past",
        ),
        severity: Warning,
        or: &[],
        message: Words::new(
            "De registrerade ska informeras en dag (senast {earlier}) som ligger före den dag då anmälan kom in ({later}).",
            "The data subjects are to be informed on a day ({earlier} at the latest) before receipt ({later}).",
        ),
        why: Words::new(
            "En plan ligger i framtiden. Antingen är dagen fel eller informationen redan lämnad.",
            "A plan lies ahead. Either the day is wrong or the information has been given.",
        ),
        basis: INFORMING,
        example: Words::new(
            "Anmälan kom in 5 mars, planerat 4 mars.",
            "Received 5 March, planned 4 March.",
        ),
        run: Each(|n, _, out| {
            certainly_before(&n.planned_at.moment, &n.received, &n.planned_at.moment, out)
        }),
    },
];

/// A finding for every action that is certainly before (or after) a moment.
fn actions(
    n: &Notification,
    other: &Answer<Moment>,
    is: impl Fn(&Moment, &Moment) -> Truth,
    out: &mut Sink,
) -> Found {
    let other = other.known()?;
    listed(n, Key::ActionsDate, &n.actions)?;
    each(&n.actions, |action| {
        let moment = action.moment.known()?;
        if is(moment, other) == Truth::Yes {
            out.at(&action.moment, [("action", (*moment).into())])?;
        }
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{found, not_runnable};
    use serde_json::{Value, json};

    fn at(date: &str, time: &str) -> Value {
        json!({"date": date, "time": time})
    }

    #[test]
    fn actions_and_informing_in_the_wrong_order() {
        for (change, expected) in [
            (
                json!({"actions": [{"date": "2024-03-04", "time": "07:00", "action": "Kontot spärrades av sig självt."}]}),
                vec!["T009 W", "T010 W"],
            ),
            (
                json!({"actions": [{"date": "2024-03-04", "time": "09:00", "action": "Kontot spärrades av sig självt."}]}),
                vec!["T010 W"],
            ),
            (
                json!({"actions": [{"date": "2024-03-09", "action": "Rutinen ska skrivas om då."}]}),
                vec!["T011 I"],
            ),
            (
                json!({"communication": {"informed_at": at("2024-03-04", "08:30")}}),
                vec!["T012 W"],
            ),
            (
                json!({"communication": {"informed_at": at("2024-03-03", "08:30")}}),
                vec!["T012 E"],
            ),
            (
                json!({"communication": {"informed": "no", "informed_at": null, "will_inform": "yes", "planned_at": at("2024-03-04", "11:00")}}),
                vec!["T013 W"],
            ),
        ] {
            assert_eq!(found(&change), expected, "{change}");
        }
    }

    #[test]
    fn actions_never_asked_for_cannot_be_judged() {
        let codes = not_runnable(&json!({"not_asked": [30], "actions": null}));
        for code in ["T009", "T010", "T011"] {
            assert!(codes.contains(&code.to_owned()), "{codes:?}");
        }
    }
}
