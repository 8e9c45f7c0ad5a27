//! Family T: moments against each other. Every comparison is of intervals and
//! says something only where it is certain.

use crate::check::several::{each, listed};
use crate::check::{Context, Rule, Run};
use crate::config::Words;
use crate::deadline::{POLICIES, Policy};
use crate::finding::{Code, Fact, Finding, Severity, Silent};
use crate::form::Key;
use crate::moment::{CivilDay, Moment, Truth};
use crate::notification::{Answer, Notification};

mod catalogue;

pub(super) use catalogue::RULES;

const DISCOVERED_BEFORE_OCCURRED: Code = Code::new(*b"T001");
const RECEIVED_BEFORE_DISCOVERED: Code = Code::new(*b"T002");
const OCCURRED_AFTER_RECEIVED: Code = Code::new(*b"T003");
const ENDED_BEFORE_OCCURRED: Code = Code::new(*b"T004");
const ENDED_AFTER_RECEIVED: Code = Code::new(*b"T005");
const BEFORE_THE_REGULATION: Code = Code::new(*b"T006");
const IN_THE_FUTURE: Code = Code::new(*b"T007");
const LONG_EXPOSURE: Code = Code::new(*b"T008");
const ACTION_BEFORE_OCCURRED: Code = Code::new(*b"T009");
const ACTION_BEFORE_DISCOVERED: Code = Code::new(*b"T010");
const PLANNED_ACTION: Code = Code::new(*b"T011");
const INFORMED_BEFORE_DISCOVERED: Code = Code::new(*b"T012");
const PLANNED_INFORMATION_IN_THE_PAST: Code = Code::new(*b"T013");

/// The basis of a rule of this family under a policy; `None` where it is the
/// same under all.
pub(super) fn basis(code: Code, policy: &Policy) -> Option<Words> {
    match code {
        BEFORE_THE_REGULATION => Some(policy.start),
        RECEIVED_BEFORE_DISCOVERED | ACTION_BEFORE_DISCOVERED => Some(policy.notification),
        _ => None,
    }
}

/// T014: the data subjects were to be informed by now, a supplement was
/// promised, and none is in the set.
pub(crate) const PROMISE_OVERDUE: Code = Code::new(*b"T014");

type Found = Result<(), Silent>;

/// A finding at `one` where it is certainly before `other`.
fn certainly_before(
    n: &Notification,
    one: &Answer<Moment>,
    other: &Answer<Moment>,
    code: Code,
    out: &mut Vec<Finding>,
) -> Found {
    let (earlier, later) = (one.known()?, other.known()?);
    if earlier.before(later) == Truth::Yes {
        out.push(dated(n, one, code, Severity::Error, earlier, later));
    }
    Ok(())
}

/// A finding with both moments as facts.
fn dated(
    n: &Notification,
    at: &Answer<Moment>,
    code: Code,
    severity: Severity,
    earlier: &Moment,
    later: &Moment,
) -> Finding {
    at.finding(n.edition, code, severity)
        .with("earlier", Fact::Instant(earlier.latest))
        .with("later", Fact::Instant(later.earliest))
}

fn discovered_before_occurred(n: &Notification, _: &Context, out: &mut Vec<Finding>) -> Found {
    certainly_before(
        n,
        &n.discovered.moment,
        &n.occurred.moment,
        DISCOVERED_BEFORE_OCCURRED,
        out,
    )
}

fn received_before_discovered(n: &Notification, _: &Context, out: &mut Vec<Finding>) -> Found {
    let (received, discovered) = (n.received.known()?, n.discovered.moment.known()?);
    if received.before(discovered) == Truth::Yes {
        let at = &n.discovered.moment;
        out.push(dated(
            n,
            at,
            RECEIVED_BEFORE_DISCOVERED,
            Severity::Error,
            received,
            discovered,
        ));
    }
    Ok(())
}

fn occurred_after_received(n: &Notification, _: &Context, out: &mut Vec<Finding>) -> Found {
    let (received, occurred) = (n.received.known()?, n.occurred.moment.known()?);
    if received.before(occurred) == Truth::Yes {
        let at = &n.occurred.moment;
        out.push(dated(
            n,
            at,
            OCCURRED_AFTER_RECEIVED,
            Severity::Error,
            received,
            occurred,
        ));
    }
    Ok(())
}

fn ended_before_occurred(n: &Notification, _: &Context, out: &mut Vec<Finding>) -> Found {
    certainly_before(
        n,
        &n.ended.moment,
        &n.occurred.moment,
        ENDED_BEFORE_OCCURRED,
        out,
    )
}

fn ended_after_received(n: &Notification, _: &Context, out: &mut Vec<Finding>) -> Found {
    let (received, ended) = (n.received.known()?, n.ended.moment.known()?);
    if received.before(ended) == Truth::Yes {
        out.push(dated(
            n,
            &n.ended.moment,
            ENDED_AFTER_RECEIVED,
            Severity::Error,
            received,
            ended,
        ));
    }
    Ok(())
}

fn before_the_regulation(n: &Notification, context: &Context, out: &mut Vec<Finding>) -> Found {
    let valid_from = context.valid_from.ok_or(Silent::DoesNotApply)?;
    let discovered = n.discovered.moment.known()?;
    if discovered.latest < valid_from {
        let finding =
            n.discovered
                .moment
                .finding(n.edition, BEFORE_THE_REGULATION, Severity::Warning);
        out.push(finding.with("from", Fact::Instant(valid_from)));
    }
    Ok(())
}

fn in_the_future(n: &Notification, context: &Context, out: &mut Vec<Finding>) -> Found {
    const RECEIVED: Words = Words::new(
        "Anmälan kom in {received}, efter körningens tidpunkt.",
        "The notification was received {received}, after the run's clock.",
    );
    const LATER: Words = Words::new("efter körningens tidpunkt", "after the run's clock");
    const EARLIER: Words = Words::new("före år 1990", "before the year 1990");
    let long_ago = CivilDay::from_ymd(1990, 1, 1).start();
    if let Some(received) = n
        .received
        .given()
        .filter(|received| received.earliest > context.as_of)
    {
        let finding = n
            .received
            .finding(n.edition, IN_THE_FUTURE, Severity::Error);
        out.push(
            finding
                .with("received", Fact::Moment(*received))
                .saying(RECEIVED),
        );
    }
    let asked = [
        &n.occurred.moment,
        &n.discovered.moment,
        &n.ended.moment,
        &n.informed_at.moment,
    ];
    each(asked, |answer| {
        let moment = answer.known()?;
        let when = match (moment.earliest > context.as_of, moment.latest < long_ago) {
            (true, _) => LATER,
            (_, true) => EARLIER,
            _ => return Ok(()),
        };
        out.push(
            answer
                .finding(n.edition, IN_THE_FUTURE, Severity::Error)
                .with("when", Fact::Words(when)),
        );
        Ok(())
    })
}

fn long_exposure(n: &Notification, context: &Context, out: &mut Vec<Finding>) -> Found {
    let (occurred, discovered) = (n.occurred.moment.known()?, n.discovered.moment.known()?);
    let (least, _) = occurred.minutes_until(discovered);
    let most = i64::from(context.thresholds.exposure_days);
    // The days of which it certainly was more: whole ones, less than passed.
    let days = (least - 1).div_euclid(24 * 60);
    if days >= most {
        let finding = n
            .occurred
            .moment
            .finding(n.edition, LONG_EXPOSURE, Severity::Info);
        out.push(
            finding
                .with("days", Fact::Number(days))
                .with("most", Fact::Number(most)),
        );
    }
    Ok(())
}

/// A finding for every action that is certainly before (or after) a moment.
fn actions(
    n: &Notification,
    other: &Answer<Moment>,
    code: Code,
    severity: Severity,
    is: impl Fn(&Moment, &Moment) -> Truth,
    out: &mut Vec<Finding>,
) -> Found {
    let other = other.known()?;
    listed(n, Key::ActionsDate, &n.actions)?;
    each(&n.actions, |action| {
        let moment = action.moment.known()?;
        if is(moment, other) == Truth::Yes {
            let finding = action.moment.finding(n.edition, code, severity);
            out.push(finding.with("action", Fact::Moment(*moment)));
        }
        Ok(())
    })
}

fn action_before_occurred(n: &Notification, _: &Context, out: &mut Vec<Finding>) -> Found {
    actions(
        n,
        &n.occurred.moment,
        ACTION_BEFORE_OCCURRED,
        Severity::Warning,
        Moment::before,
        out,
    )
}

fn action_before_discovered(n: &Notification, _: &Context, out: &mut Vec<Finding>) -> Found {
    actions(
        n,
        &n.discovered.moment,
        ACTION_BEFORE_DISCOVERED,
        Severity::Warning,
        Moment::before,
        out,
    )
}

fn planned_action(n: &Notification, _: &Context, out: &mut Vec<Finding>) -> Found {
    actions(
        n,
        &n.received,
        PLANNED_ACTION,
        Severity::Info,
        Moment::after,
        out,
    )
}

fn informed_before_discovered(n: &Notification, _: &Context, out: &mut Vec<Finding>) -> Found {
    const OCCURRED: Words = Words::new("inträffade", "occurred");
    const DISCOVERED: Words = Words::new("upptäcktes", "was discovered");
    let informed = n.informed_at.moment.known()?;
    let before = |answer: &Answer<Moment>| {
        answer
            .given()
            .is_some_and(|moment| informed.before(moment).is_yes())
    };
    let (severity, what) = match (before(&n.occurred.moment), before(&n.discovered.moment)) {
        (true, _) => (Severity::Error, OCCURRED),
        (_, true) => (Severity::Warning, DISCOVERED),
        _ => {
            return each([&n.occurred.moment, &n.discovered.moment], |answer| {
                answer.known().map(|_| ())
            });
        }
    };
    let finding = n
        .informed_at
        .moment
        .finding(n.edition, INFORMED_BEFORE_DISCOVERED, severity);
    out.push(finding.with("what", Fact::Words(what)));
    Ok(())
}

fn planned_information_in_the_past(n: &Notification, _: &Context, out: &mut Vec<Finding>) -> Found {
    let (planned, received) = (n.planned_at.moment.known()?, n.received.known()?);
    if planned.before(received) == Truth::Yes {
        let at = &n.planned_at.moment;
        let code = PLANNED_INFORMATION_IN_THE_PAST;
        out.push(dated(n, at, code, Severity::Warning, planned, received));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{found, not_runnable};
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
