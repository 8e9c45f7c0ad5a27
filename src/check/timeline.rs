//! Family T in part: the moments of the breach against each other, against the receipt and against
//! the clock. Every comparison is of intervals and says something only where it is certain. Actions
//! and informing stand in `actions`; T014 is found over the whole set, by `across`.

use crate::check::rule::Basis::{self, By, Is};
use crate::check::rule::Run::{Across, Each};
use crate::check::rule::{Rule, Sink};
use crate::check::several::each;
use crate::config::Words;
use crate::finding::Severity::{Error, Info, Warning};
use crate::finding::{Code, Found, Silent, saying};
use crate::moment::{CivilDay, Moment, Truth};
use crate::notification::Answer;

const ORDER: Basis = Is(Words::new(
    "Tidsordningen mellan formulärets uppgifter",
    "The order in time of the form's answers",
));
const CONTRADICTION: Words = Words::new(
    "En av tidpunkterna måste vara fel. Då är bedömningar som bygger på den också fel.",
    "One of the times must be wrong, and so is whatever is judged by it.",
);

pub(crate) const PROMISE_OVERDUE: Rule = Rule {
    code: Code::new(*b"T014"),
    name: "promise-overdue",
    title: Words::new(
        "Utlovad komplettering saknas",
        "Promised supplement overdue",
    ),
    severity: Info,
    or: &[],
    message: Words::new(
        "De registrerade skulle ha informerats senast {planned} och en komplettering är utlovad, men ingen finns i materialet.",
        "The data subjects were to be informed by {planned} and a supplement is promised, but the set holds none.",
    ),
    why: Words::new(
        "IMY väntar på kompletteringen i fyra veckor från den dag då anmälan kom in och beslutar sedan på det underlag som finns, vilket kan leda till tillsyn. Det är praxis, inte lag. Kompletteringen kan finnas utanför materialet.",
        "IMY waits for the supplement for four weeks from the day on which it received the notification, then decides on what it has, which may lead to supervision. That is practice, not law. The supplement may exist outside the set.",
    ),
    basis: Is(Words::new(
        "Artikel 33.4 och 34.1 dataskyddsförordningen; IMY:s praxis (fyra veckor)",
        "Articles 33(4) and 34(1) GDPR; IMY's practice (four weeks)",
    )),
    example: Words::new(
        "Fråga {communication.planned_at.date}: 10 mars. Fråga {supplement.intended}: Ja. Ingen komplettering i juni.",
        "Question {communication.planned_at.date}: 10 March. Question {supplement.intended}: Yes. No supplement in June.",
    ),
    run: Across,
};

pub(super) const RULES: &[Rule] = &[
    Rule {
        code: Code::new(*b"T001"),
        name: "discovered-before-occurred",
        title: Words::new("Upptäckt före händelsen", "Discovered before it occurred"),
        severity: Error,
        or: &[],
        message: Words::new(
            "Incidenten upptäcktes (senast {earlier}) innan den inträffade (tidigast {later}).",
            "The breach was discovered ({earlier} at the latest) before it occurred ({later} at the earliest).",
        ),
        why: CONTRADICTION,
        basis: ORDER,
        example: Words::new(
            "Fråga {incident.occurred.date}: 5 mars. Fråga {incident.discovered.date}: 4 mars.",
            "Question {incident.occurred.date}: 5 March. Question {incident.discovered.date}: 4 March.",
        ),
        run: Each(|n, _, out| {
            let (discovered, occurred) = (&n.discovered.moment, &n.occurred.moment);
            certainly_before(discovered, occurred, discovered, out)
        }),
    },
    Rule {
        code: Code::new(*b"T002"),
        name: "received-before-discovered",
        title: Words::new("Mottagen före upptäckten", "Received before discovered"),
        severity: Error,
        or: &[],
        message: Words::new(
            "Anmälan kom in (senast {earlier}) innan {start.clause} (tidigast {later}).",
            "The notification was received ({earlier} at the latest) before {start.clause} ({later} at the earliest).",
        ),
        why: CONTRADICTION,
        basis: By(|policy| policy.notification),
        example: Words::new(
            "Upptäckt 5 mars, anmälan kom in 4 mars.",
            "Discovered 5 March, received 4 March.",
        ),
        run: Each(|n, _, out| {
            certainly_before(&n.received, &n.start().moment, &n.start().moment, out)
        }),
    },
    Rule {
        code: Code::new(*b"T003"),
        name: "occurred-after-received",
        title: Words::new(
            "Inträffad efter att anmälan kom in",
            "Occurred after receipt",
        ),
        severity: Error,
        or: &[],
        message: Words::new(
            "Incidenten inträffade (tidigast {later}) efter att anmälan kom in (senast {earlier}).",
            "The breach occurred ({later} at the earliest) after the notification was received ({earlier} at the latest).",
        ),
        why: CONTRADICTION,
        basis: ORDER,
        example: Words::new(
            "Anmälan kom in 4 mars, incidenten inträffade 6 mars.",
            "Received 4 March, occurred 6 March.",
        ),
        run: Each(|n, _, out| {
            certainly_before(&n.received, &n.occurred.moment, &n.occurred.moment, out)
        }),
    },
    Rule {
        code: Code::new(*b"T004"),
        name: "ended-before-occurred",
        title: Words::new("Upphörde före händelsen", "Ended before it occurred"),
        severity: Error,
        or: &[],
        message: Words::new(
            "Incidenten upphörde (senast {earlier}) innan den inträffade (tidigast {later}).",
            "The breach ended ({earlier} at the latest) before it occurred ({later} at the earliest).",
        ),
        why: CONTRADICTION,
        basis: ORDER,
        example: Words::new(
            "Fråga {incident.occurred.date}: 4 mars. Fråga {incident.ended.date}: 3 mars.",
            "Question {incident.occurred.date}: 4 March. Question {incident.ended.date}: 3 March.",
        ),
        run: Each(|n, _, out| {
            certainly_before(&n.ended.moment, &n.occurred.moment, &n.ended.moment, out)
        }),
    },
    Rule {
        code: Code::new(*b"T005"),
        name: "ended-after-received",
        title: Words::new("Upphörde efter att anmälan kom in", "Ended after receipt"),
        severity: Error,
        or: &[],
        message: Words::new(
            "Incidenten upphörde (tidigast {later}) efter att anmälan kom in (senast {earlier}), fast den då anges ha upphört.",
            "The breach ended ({later} at the earliest) after the notification was received ({earlier} at the latest), though it is said to have ended.",
        ),
        why: CONTRADICTION,
        basis: ORDER,
        example: Words::new(
            "Anmälan kom in 4 mars, incidenten upphörde 6 mars.",
            "Received 4 March, ended 6 March.",
        ),
        run: Each(|n, _, out| certainly_before(&n.received, &n.ended.moment, &n.ended.moment, out)),
    },
    Rule {
        code: Code::new(*b"T006"),
        name: "before-the-regulation",
        title: Words::new("Före regelverkets tillämpning", "Before the rules applied"),
        severity: Warning,
        or: &[],
        message: Words::new(
            "Incidenten upptäcktes innan regelverket började tillämpas ({from}).",
            "The breach was discovered before the rules applied ({from}).",
        ),
        why: Words::new(
            "Före den dagen fanns ingen anmälningsskyldighet enligt det valda regelverket.",
            "Before that day there was no duty to notify under the policy chosen.",
        ),
        basis: By(|policy| policy.start),
        example: Words::new("Upptäckt 24 maj 2018.", "Discovered 24 May 2018."),
        run: Each(|n, context, out| {
            let valid_from = context.valid_from.ok_or(Silent::DoesNotApply)?;
            if n.discovered.moment.known()?.latest < valid_from {
                out.at(&n.discovered.moment, [("from", valid_from.into())])?;
            }
            Ok(())
        }),
    },
    Rule {
        code: Code::new(*b"T007"),
        name: "in-the-future",
        title: Words::new(
            "Tidpunkt i framtiden eller före 1990",
            "Moment in the future or before 1990",
        ),
        severity: Error,
        or: &[],
        message: Words::new(
            "Tidpunkten{at_question} ligger {when}.",
            "The moment{at_question} lies {when}.",
        ),
        why: Words::new(
            "Något som har hänt kan inte ligga i framtiden; ett årtal före 1990 är ett skrivfel.",
            "What has happened cannot lie in the future; a year before 1990 is a slip of the pen.",
        ),
        basis: ORDER,
        example: Words::new("Upptäckt 2042-03-04.", "Discovered 2042-03-04."),
        run: Each(|n, context, out| {
            const RECEIVED: Words = Words::new(
                "Anmälan kom in {received}, efter körningens tidpunkt.",
                "The notification was received {received}, after the run's clock.",
            );
            const LATER: Words = Words::new("efter körningens tidpunkt", "after the run's clock");
            const EARLIER: Words = Words::new("före år 1990", "before the year 1990");
            let long_ago = CivilDay::from_ymd(1990, 1, 1).start();
            let received = n.received.given();
            if let Some(received) = received.filter(|received| received.earliest > context.as_of) {
                out.at(
                    &n.received,
                    [("received", (*received).into()), saying(RECEIVED)],
                )?;
            }
            each(
                [
                    &n.occurred,
                    &n.discovered,
                    &n.aware,
                    &n.ended,
                    &n.informed_at,
                ],
                |asked| {
                    let moment = asked.moment.known()?;
                    let when = match (moment.earliest > context.as_of, moment.latest < long_ago) {
                        (true, _) => LATER,
                        (_, true) => EARLIER,
                        _ => return Ok(()),
                    };
                    out.at(&asked.moment, [("when", when.into())])
                },
            )
        }),
    },
    Rule {
        code: Code::new(*b"T008"),
        name: "long-exposure",
        title: Words::new("Lång tid till upptäckt", "Long time to discovery"),
        severity: Info,
        or: &[],
        message: Words::new(
            "Det gick mer än {days} dagar från att incidenten inträffade till att den upptäcktes (gräns: {most}).",
            "More than {days} days passed from occurrence to discovery (threshold: {most}).",
        ),
        why: Words::new(
            "Det kan stämma, och är då viktigt: uppgifterna var åtkomliga länge. Det kan också vara fel årtal.",
            "It may be right, and then matters: the data lay open for long. It may also be a wrong year.",
        ),
        basis: Is(Words::new(
            "Artikel 32.1 d dataskyddsförordningen; rimlighet",
            "Article 32(1)(d) GDPR; plausibility",
        )),
        example: Words::new(
            "Inträffade 2021, upptäcktes 2024.",
            "Occurred in 2021, discovered in 2024.",
        ),
        run: Each(|n, context, out| {
            let (occurred, discovered) = (n.occurred.moment.known()?, n.discovered.moment.known()?);
            let (least, _) = occurred.minutes_until(discovered);
            let most = context.thresholds.exposure_days;
            // The days of which it certainly was more: whole ones, less than passed.
            let days = (least - 1).div_euclid(24 * 60);
            if days >= i64::from(most) {
                out.at(
                    &n.occurred.moment,
                    [("days", days.into()), ("most", most.into())],
                )?;
            }
            Ok(())
        }),
    },
    PROMISE_OVERDUE,
];

/// A finding at an answer where `one` is certainly before `other`.
pub(super) fn certainly_before(
    one: &Answer<Moment>,
    other: &Answer<Moment>,
    at: &Answer<Moment>,
    out: &mut Sink,
) -> Found {
    let (one, other) = (one.known()?, other.known()?);
    if one.before(other) == Truth::Yes {
        out.at(
            at,
            [
                ("earlier", one.latest.into()),
                ("later", other.earliest.into()),
            ],
        )?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::check::testing::found;
    use serde_json::{Value, json};

    fn at(date: &str, time: &str) -> Value {
        json!({"date": date, "time": time})
    }

    #[test]
    fn moments_in_the_wrong_order() {
        for (change, expected) in [
            (
                json!({"incident": {"occurred": at("2024-03-04", "10:00")}}),
                vec!["T001 E"],
            ),
            (
                json!({"incident": {"occurred": {"date": "2024-03-04", "time": null}}}),
                vec![],
            ),
            (
                json!({"received": "2024-03-04T09:00"}),
                vec!["T002 E", "T005 E", "T011 I"],
            ),
            (
                json!({"incident": {"ended": at("2024-03-03", "12:00")}}),
                vec!["T004 E"],
            ),
            (
                json!({"incident": {"ended": at("2024-03-06", "12:00")}}),
                vec!["T005 E"],
            ),
            (
                json!({"incident": {"occurred": at("2022-03-04", "08:00")}}),
                vec!["T008 I"],
            ),
            (
                json!({"incident": {"occurred": at("2023-03-06", "08:00")}}),
                vec![],
            ),
        ] {
            assert_eq!(found(&change), expected, "{change}");
        }
    }

    #[test]
    fn impossible_years() {
        let occurred = |date: &str| found(&json!({"incident": {"occurred": at(date, "08:00")}}));
        assert_eq!(occurred("1924-03-04"), ["T007 E", "T008 I"]);
        assert_eq!(
            found(&json!({"incident": {"ended": at("2042-03-04", "12:00")}})),
            ["T005 E", "T007 E"]
        );
    }

    #[test]
    fn before_the_regulation_applied() {
        let change = json!({
            "received": "2018-05-24T20:00",
            "incident": {"occurred": at("2018-05-24", "08:00"), "discovered": at("2018-05-24", "09:00"), "ended": at("2018-05-24", "12:00")},
            "actions": [{"date": "2018-05-24", "time": "15:00", "action": "Mottagaren ombads att skicka tillbaka brevet."}],
            "communication": {"informed_at": at("2018-05-24", "16:00")},
        });
        assert_eq!(found(&change), ["T006 W"]);
    }
}
