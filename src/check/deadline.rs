//! Family D in part: the deadline of Art. 33(1) GDPR by the clock, against the declared
//! discovery. Discovery is a proxy for awareness; what is said never goes beyond
//! it, and a disputed reading is named as one. The reasons for a delay stand in `reasons`.

use crate::check::reasons::{certainly_late, timed};
use crate::check::rule::Basis::{By, Is};
use crate::check::rule::Run::Each;
use crate::check::rule::{Context, Rule};
use crate::check::several::{each, listed, together};
use crate::config::Words;
use crate::deadline::{Inferred, Reading, Verdict, deciders, readings};
use crate::finding::Severity::{Info, Warning};
use crate::finding::{Code, Fact, Found, Silent};
use crate::form::Key;
use crate::moment::{LocalTime, Moment, Passed, Precision};
use crate::notification::{Channel, Notification};

pub(super) const RULES: &[Rule] = &[
    Rule {
        code: Code::new(*b"D004"),
        name: "deadline-indeterminate",
        title: Words::new("Tidsfristen går inte att avgöra", "Deadline indeterminate"),
        severity: Info,
        or: &[],
        message: Words::new(
            "Från {start} till dess att anmälan kom in gick det {passed}; om gränsen på {limit} hölls beror på {decider}.",
            "From {start} to receipt {passed} passed; whether the limit of {limit} was kept depends on {decider}.",
        ),
        why: Words::new(
            "Uppgifterna är förenliga med båda svaren. Programmet gissar inte; anmälan räknas för sig.",
            "What is known allows both answers. The program does not guess; the notification is counted apart.",
        ),
        basis: By(|policy| policy.notification),
        example: Words::new(
            "Upptäckt 4 mars, anmälan kom in 7 mars, båda utan klockslag.",
            "Discovered 4 March, received 7 March, both without a time.",
        ),
        run: Each(|n, context, out| {
            let (discovered, received, passed) = open_ends(n, context)?;
            if only_the_time_is_missing(discovered, received) {
                return Err(Silent::DoesNotApply);
            }
            let [passed, limit] = timed(passed, context);
            let deciders = Fact::List(deciders(discovered, received).into());
            out.at(&n.start().moment, [passed, limit, ("decider", deciders)])
        }),
    },
    // It also holds for a copy that never had a receipt time: that is its point.
    Rule {
        code: Code::new(*b"D005"),
        name: "no-receipt-time",
        title: Words::new("Mottagningstid saknas", "No receipt time"),
        severity: Info,
        or: &[],
        message: Words::new(
            "När anmälan kom in framgår inte; tidsfristen kan inte bedömas.",
            "When the notification was received is not known; the deadline cannot be judged.",
        ),
        why: Words::new(
            "Kopian av en anmälan säger inte när den kom in. Ange mottagningstiden med `--receipts`.",
            "The copy of a notification does not say when it was received. Give the receipt time with `--receipts`.",
        ),
        basis: By(|policy| policy.notification),
        example: Words::new(
            "En textkopia utan mottagningstid.",
            "A text copy without a receipt time.",
        ),
        run: Each(|n, _, out| match n.received.given() {
            Some(_) => Err(Silent::DoesNotApply),
            None => out.at(&n.received, []),
        }),
    },
    Rule {
        code: Code::new(*b"D006"),
        name: "late-inferred",
        title: Words::new(
            "För sent enligt anmälans egna datum (härlett)",
            "Late by its own dates (inferred)",
        ),
        severity: Info,
        or: &[],
        message: Words::new(
            "Mottagningstid saknas, men anmälan berättar om något som hände {passed} efter {start}, mer än {limit}. Härlett; gäller inte om det bara var planerat.",
            "No receipt time, but the notification tells of something {passed} after {start}, more than {limit}. Inferred; does not hold if that was only planned.",
        ),
        why: Words::new(
            "Den som berättar om en händelse kan inte ha anmält före den. Slutsatsen är härledd och räknas aldrig som försening.",
            "Who tells of an event cannot have notified before it. The conclusion is inferred and never counted as late.",
        ),
        basis: By(|policy| policy.notification),
        example: Words::new(
            "Upptäckt 12 februari; en åtgärd 8 april kl. 11.",
            "Discovered 12 February; an action on 8 April at 11.",
        ),
        run: Each(|n, context, out| match context.inferred {
            Inferred::Late { at_least, .. } => out.at(
                &n.start().moment,
                timed(Passed::at_least(at_least), context),
            ),
            _ => nothing_inferred(n),
        }),
    },
    Rule {
        code: Code::new(*b"D009"),
        name: "late-only-by-the-clock",
        title: Words::new("För sent bara enligt klockan", "Late only by the clock"),
        severity: Info,
        or: &[],
        message: Words::new(
            "För sent enligt klockan, men inte säkert enligt en annan tolkning: {readings}.",
            "Late by the clock, but not surely under another reading: {readings}.",
        ),
        why: Words::new(
            "Enligt förordning 1182/71 räknas inte den timme då händelsen inträffar; tolkningar med arbetsdagar är omtvistade för frister i timmar. Programmet går efter klockan, men den som ifrågasätter bedömningen kan hänvisa dit.",
            "Regulation 1182/71 does not count the hour of the event; readings by working days are disputed for periods in hours. The clock decides here, but whoever contests the verdict may point there.",
        ),
        basis: Is(Words::new(
            "Artikel 3.1 och 3.5 förordning (EEG, Euratom) nr 1182/71; 2 § lagen (1930:173)",
            "Article 3(1) and (5) Regulation (EEC, Euratom) No 1182/71; section 2 of the Act (1930:173)",
        )),
        example: Words::new(
            "Upptäckt 09:30, anmälan kom in 72 timmar och 20 minuter senare.",
            "Discovered 09:30, received 72 hours and 20 minutes later.",
        ),
        run: Each(|n, context, out| {
            certainly_late(context)?;
            let disputed = matches!(
                context.reading,
                Reading::LateByClockGraceHour
                    | Reading::LateByClockGracePossible
                    | Reading::LateWeekendDisputed
            );
            if !disputed {
                return Ok(());
            }
            let (discovered, received) = (n.start().moment.given(), n.received.given());
            let saving = readings(discovered, received, context.limit_hours)
                .saving(context.roll_over_arguable);
            out.at(&n.start().moment, [("readings", Fact::List(saving.into()))])
        }),
    },
    Rule {
        code: Code::new(*b"D010"),
        name: "no-discovery-time-of-day",
        title: Words::new(
            "Klockslaget för upptäckten är inte känt",
            "Time of day of the discovery not known",
        ),
        severity: Info,
        or: &[],
        message: Words::new(
            "Från {start.noun} till dess att anmälan kom in gick det {passed}; om gränsen på {limit} hölls beror bara på klockslaget för {start.noun}{at_question}, som inte är känt.",
            "From {start.noun} to receipt {passed} passed; whether the limit of {limit} was kept depends only on the time of day of {start.noun}{at_question}, which is not known.",
        ),
        why: Words::new(
            "Ett datum utan klockslag kan avse vilken tid som helst på dygnet. Ett enda svar från den anmälande skulle avgöra saken.",
            "A date without a time is a whole day. One answer from the filer would decide.",
        ),
        basis: By(|policy| policy.notification),
        example: Words::new(
            "Upptäckt 4 mars utan klockslag, anmälan kom in 7 mars 12:00.",
            "Discovered 4 March without a time, received 7 March 12:00.",
        ),
        run: Each(|n, context, out| {
            let (discovered, received, passed) = open_ends(n, context)?;
            if !only_the_time_is_missing(discovered, received) {
                return Err(Silent::DoesNotApply);
            }
            out.at(&n.start().moment, timed(passed, context))
        }),
    },
    Rule {
        code: Code::new(*b"D011"),
        name: "nonexistent-or-ambiguous-local-time",
        title: Words::new(
            "Klockslag vid omställning av klockan",
            "Time of day at a clock change",
        ),
        severity: Warning,
        or: &[],
        message: Words::new(
            "Klockslaget{at_question} {kind} vid omställningen till eller från sommartid; båda möjligheterna tas med.",
            "The time of day{at_question} {kind} at the change to or from summer time; both possibilities count.",
        ),
        why: Words::new(
            "En timme på våren finns inte, en på hösten finns två gånger. Är det nära gränsen kan bedömningen bero på vilken timme som avses.",
            "One hour in spring does not exist, one in autumn exists twice. Close to the limit the verdict may depend on which is meant.",
        ),
        basis: Is(Words::new(
            "Förordningen (2001:127) om sommartid",
            "Ordinance (2001:127) on summer time",
        )),
        example: Words::new("2025-03-30 02:30.", "2025-03-30 02:30."),
        run: Each(|n, _, out| {
            let asked = [
                &n.occurred,
                &n.discovered,
                &n.aware,
                &n.ended,
                &n.informed_at,
                &n.planned_at,
            ];
            let moments = asked.into_iter().map(|when| &when.moment);
            let all = moments
                .chain(n.actions.iter().map(|action| &action.moment))
                .chain([&n.received]);
            let seen = each(all, |answer| {
                let kind = match answer.known()?.local {
                    LocalTime::Nonexistent => Words::new("finns inte", "does not exist"),
                    LocalTime::Ambiguous => Words::new("finns två gånger", "exists twice"),
                    LocalTime::Plain => return Ok(()),
                };
                out.at(answer, [("kind", kind.into())])
            });
            together(seen, listed(n, Key::ActionsDate, &n.actions))
        }),
    },
    Rule {
        code: Code::new(*b"D012"),
        name: "postal-allowance-possible",
        title: Words::new(
            "Kom med post: posttid kan räknas av",
            "By post: an allowance is possible",
        ),
        severity: Info,
        or: &[],
        message: Words::new(
            "För sent, men anmälan kom med post: tid för postgången kan räknas av.",
            "Late, but sent by post: an allowance for postal time is possible.",
        ),
        why: Words::new(
            "IMY tar hänsyn till postgången när en anmälan skickas med post, till exempel vid avbrott i e-tjänsten. När brevet skickades framgår inte.",
            "IMY allows for postal time where a notification is sent by post, as during an outage of its e-service. When the letter was sent is not told.",
        ),
        basis: Is(Words::new(
            "IMY:s praxis vid avbrott i e-tjänsten",
            "IMY's practice during outages of its e-service",
        )),
        example: Words::new(
            "Anmälan kom in med brev efter 80 timmar.",
            "Received by letter after 80 hours.",
        ),
        run: Each(|n, context, out| {
            certainly_late(context)?;
            match n.channel.known()? {
                Channel::Post => out.at(&n.received, []),
                _ => Ok(()),
            }
        }),
    },
];

/// Discovery and receipt of an indeterminate verdict, with the time that may have passed.
fn open_ends<'n>(
    n: &'n Notification,
    context: &Context,
) -> Result<(&'n Moment, &'n Moment, Passed), Silent> {
    match (context.judgement.verdict, context.judgement.elapsed) {
        (Verdict::Indeterminate, Some((least, most))) => {
            let passed = Passed::between(least, most);
            Ok((n.start().moment.known()?, n.received.known()?, passed))
        }
        (Verdict::OnTime | Verdict::Late, _) => Err(Silent::DoesNotApply),
        _ => Err(Silent::NotRunnable),
    }
}

fn is_exact(moment: &Moment) -> bool {
    moment.precision == Precision::Minute && moment.local == LocalTime::Plain
}

/// Whether the time of day of the discovery is all that is not known.
fn only_the_time_is_missing(discovered: &Moment, received: &Moment) -> bool {
    discovered.precision == Precision::Day && is_exact(received)
}

/// Without an inference: whether one of the moments that it goes by was lost.
fn nothing_inferred(n: &Notification) -> Found {
    if n.received.given().is_some() {
        return Err(Silent::DoesNotApply);
    }
    n.start().moment.known()?;
    let told = n
        .actions
        .iter()
        .map(|action| &action.moment)
        .chain([&n.informed_at.moment]);
    each(told, |answer| answer.known().map(|_| ()))
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{found, not_runnable, received};
    use serde_json::{Value, json};

    fn day() -> Value {
        json!({"date": "2024-03-04", "time": null})
    }

    #[test]
    fn late_only_by_the_clock_and_by_post() {
        assert_eq!(
            received("2024-03-07T09:50", &json!({}), None),
            ["D001 E", "D009 I"]
        );
        let friday = json!({
            "received": "2024-03-12T11:00", "channel": "post",
            "incident": {"occurred": {"date": "2024-03-08", "time": "09:00"}, "discovered": {"date": "2024-03-08", "time": "10:00"}, "ended": {"date": "2024-03-08", "time": "12:00"}},
            "actions": [{"date": "2024-03-08", "time": "15:00", "action": "Brevet hämtades tillbaka."}],
            "communication": {"informed_at": {"date": "2024-03-08", "time": "16:00"}},
        });
        assert_eq!(found(&friday), ["D001 E", "D009 I", "D012 I"]);
    }

    #[test]
    fn times_that_do_not_exist_once() {
        let change = json!({
            "received": "2024-04-01T10:00",
            "incident": {"occurred": {"date": "2024-03-31", "time": "02:30"}, "discovered": {"date": "2024-03-31", "time": "09:00"}, "ended": {"date": "2024-03-31", "time": "12:00"}},
            "actions": [{"date": "2024-03-31", "time": "15:00", "action": "Brevet hämtades tillbaka."}],
            "communication": {"informed_at": {"date": "2024-03-31", "time": "16:00"}},
        });
        assert_eq!(found(&change), ["D011 W"]);
    }

    #[test]
    fn what_cannot_be_told_is_told_with_what_would_decide() {
        assert_eq!(received("2024-03-07T12:00", &day(), None), ["D010 I"]);
        assert_eq!(received("2024-03-07", &day(), None), ["D004 I"]);
        assert_eq!(received("2024-03-07", &json!({}), None), ["D004 I"]);
        assert_eq!(
            received(
                "2024-03-09T12:00",
                &json!({"date": "2024-03", "time": null}),
                None
            ),
            ["D004 I"]
        );
        assert_eq!(received("2024-03-06T12:00", &day(), None), [""; 0]);
    }

    #[test]
    fn without_a_receipt_time() {
        assert_eq!(found(&json!({"received": null})), ["D005 I"]);
        let later = json!({"received": null, "actions": [{"date": "2024-03-20", "time": "10:00", "action": "Rutinen skrevs om."}]});
        assert_eq!(found(&later), ["D005 I", "D006 I"]);
        assert!(not_runnable(&json!({"received": null})).contains(&"D001".to_owned()));
    }
}
