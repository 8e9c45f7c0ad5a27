//! Family D: the deadline of Art. 33(1) GDPR by the clock, against the declared
//! discovery. Discovery is a proxy for awareness; what is said never goes beyond
//! it, and a disputed reading is named as one.

use crate::check::Context;
use crate::check::several::{each, listed, together};
use crate::check::text::{is_stub, is_thin_reason, sentences};
use crate::config::Words;
use crate::deadline::{Inferred, Policy, Reading, Verdict, deciders, readings};
use crate::finding::{Code, Fact, Finding, Severity, Silent};
use crate::form::Key;
use crate::moment::{LocalTime, Moment, Passed, Precision};
use crate::notification::{Channel, Notification, State};

mod catalogue;

pub(super) use catalogue::RULES;

const LATE_WITHOUT_REASON: Code = Code::new(*b"D001");
const LATE_WITH_REASON: Code = Code::new(*b"D002");
const LATE_THIN_REASON: Code = Code::new(*b"D003");
const DEADLINE_INDETERMINATE: Code = Code::new(*b"D004");
const NO_RECEIPT_TIME: Code = Code::new(*b"D005");
const LATE_INFERRED: Code = Code::new(*b"D006");
const REASON_CLAIMS_ON_TIME: Code = Code::new(*b"D007");
const REASON_THOUGH_ON_TIME: Code = Code::new(*b"D008");
const LATE_ONLY_BY_THE_CLOCK: Code = Code::new(*b"D009");
const NO_DISCOVERY_TIME_OF_DAY: Code = Code::new(*b"D010");
const LOCAL_TIME: Code = Code::new(*b"D011");
const POSTAL_ALLOWANCE: Code = Code::new(*b"D012");
const REASONS_NOT_ASKED: Code = Code::new(*b"D013");

type Found = Result<(), Silent>;

/// The basis of a rule of this family under a policy; `None` where it is the
/// same under all.
pub(super) fn basis(code: Code, policy: &Policy) -> Option<Words> {
    match code {
        LATE_WITHOUT_REASON | LATE_WITH_REASON | LATE_THIN_REASON | REASONS_NOT_ASKED => {
            Some(policy.reasons)
        }
        DEADLINE_INDETERMINATE
        | NO_RECEIPT_TIME
        | LATE_INFERRED
        | REASON_THOUGH_ON_TIME
        | NO_DISCOVERY_TIME_OF_DAY => Some(policy.notification),
        REASON_CLAIMS_ON_TIME => Some(policy.awareness),
        _ => None,
    }
}

/// Fewest and most minutes if it was certainly late; without a verdict the question
/// cannot be put.
fn certainly_late(context: &Context) -> Result<(i64, i64), Silent> {
    match (context.judgement.verdict, context.judgement.elapsed) {
        (Verdict::Late, Some(elapsed)) => Ok(elapsed),
        (Verdict::OnTime, _) => Err(Silent::DoesNotApply),
        _ => Err(Silent::NotRunnable),
    }
}

fn late_without_reason(n: &Notification, context: &Context, out: &mut Vec<Finding>) -> Found {
    let elapsed = certainly_late(context)?;
    match n.delay_reason.state {
        State::Blank => {
            out.push(late(
                n,
                context,
                LATE_WITHOUT_REASON,
                Severity::Error,
                elapsed,
            ));
            Ok(())
        }
        _ => n.delay_reason.known().map(|_| ()),
    }
}

fn late_with_reason(n: &Notification, context: &Context, out: &mut Vec<Finding>) -> Found {
    let elapsed = certainly_late(context)?;
    if thin_reason(n, context)? {
        return Err(Silent::DoesNotApply);
    }
    out.push(late(
        n,
        context,
        LATE_WITH_REASON,
        Severity::Warning,
        elapsed,
    ));
    Ok(())
}

/// Whether the reasons given are thin: two rules ask.
fn thin_reason(n: &Notification, context: &Context) -> Result<bool, Silent> {
    let reason = n.delay_reason.known()?;
    Ok(*context.thin_reason.get_or_init(|| is_thin_reason(reason)))
}

fn late_thin_reason(n: &Notification, context: &Context, out: &mut Vec<Finding>) -> Found {
    let elapsed = certainly_late(context)?;
    if !thin_reason(n, context)? {
        return Err(Silent::DoesNotApply);
    }
    out.push(late(
        n,
        context,
        LATE_THIN_REASON,
        Severity::Warning,
        elapsed,
    ));
    Ok(())
}

/// A source that never asked for reasons shows nothing of whether they were given:
/// that it was late is told all the same.
fn reasons_not_asked(n: &Notification, context: &Context, out: &mut Vec<Finding>) -> Found {
    let elapsed = certainly_late(context)?;
    if n.delay_reason.state != State::NotAsked {
        return Err(Silent::DoesNotApply);
    }
    out.push(late(
        n,
        context,
        REASONS_NOT_ASKED,
        Severity::Warning,
        elapsed,
    ));
    Ok(())
}

fn reason_though_on_time(n: &Notification, context: &Context, out: &mut Vec<Finding>) -> Found {
    match context.judgement.verdict {
        Verdict::OnTime => {}
        Verdict::Late => return Err(Silent::DoesNotApply),
        _ => return Err(Silent::NotRunnable),
    }
    if !is_stub(n.delay_reason.known()?) {
        out.push(
            n.delay_reason
                .finding(n.edition, REASON_THOUGH_ON_TIME, Severity::Info),
        );
    }
    Ok(())
}

fn late_only_by_the_clock(n: &Notification, context: &Context, out: &mut Vec<Finding>) -> Found {
    certainly_late(context)?;
    let disputed = matches!(
        context.reading,
        Reading::LateByClockGraceHour
            | Reading::LateByClockGracePossible
            | Reading::LateWeekendDisputed
    );
    if disputed {
        let finding =
            n.discovered
                .moment
                .finding(n.edition, LATE_ONLY_BY_THE_CLOCK, Severity::Info);
        let (discovered, received) = (n.discovered.moment.given(), n.received.given());
        let saving =
            readings(discovered, received, context.limit_hours).saving(context.roll_over_arguable);
        out.push(finding.with("readings", Fact::List(saving.into())));
    }
    Ok(())
}

fn local_time(n: &Notification, _: &Context, out: &mut Vec<Finding>) -> Found {
    let asked = [
        &n.occurred,
        &n.discovered,
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
        out.push(
            answer
                .finding(n.edition, LOCAL_TIME, Severity::Warning)
                .with("kind", Fact::Words(kind)),
        );
        Ok(())
    });
    together(seen, listed(n, Key::ActionsDate, &n.actions))
}

fn postal_allowance(n: &Notification, context: &Context, out: &mut Vec<Finding>) -> Found {
    certainly_late(context)?;
    if *n.channel.known()? == Channel::Post {
        out.push(
            n.received
                .finding(n.edition, POSTAL_ALLOWANCE, Severity::Info),
        );
    }
    Ok(())
}

/// A finding at the reasons for the delay, with the time that passed and the limit.
fn late(
    n: &Notification,
    context: &Context,
    code: Code,
    severity: Severity,
    (least, most): (i64, i64),
) -> Finding {
    let passed = Passed::between(least, most);
    timed(
        n.delay_reason.finding(n.edition, code, severity),
        passed,
        context,
    )
}

/// The finding with the time that passed, held against the limit.
fn timed(finding: Finding, passed: Passed, context: &Context) -> Finding {
    finding
        .with("passed", Fact::Passed(passed.against(context.limit_hours)))
        .with("limit", Fact::Number(i64::from(context.limit_hours)))
}

fn deadline_indeterminate(n: &Notification, context: &Context, out: &mut Vec<Finding>) -> Found {
    let (discovered, received, elapsed) = open_ends(n, context)?;
    if only_the_time_is_missing(discovered, received) {
        return Err(Silent::DoesNotApply);
    }
    let deciders = Fact::List(deciders(discovered, received).into());
    out.push(open(n, context, DEADLINE_INDETERMINATE, elapsed).with("decider", deciders));
    Ok(())
}

fn no_discovery_time_of_day(n: &Notification, context: &Context, out: &mut Vec<Finding>) -> Found {
    let (discovered, received, elapsed) = open_ends(n, context)?;
    if !only_the_time_is_missing(discovered, received) {
        return Err(Silent::DoesNotApply);
    }
    out.push(open(n, context, NO_DISCOVERY_TIME_OF_DAY, elapsed));
    Ok(())
}

/// Discovery and receipt of an indeterminate verdict.
type Ends<'n> = (&'n Moment, &'n Moment, (i64, i64));

/// Those ends, with fewest and most minutes between them.
fn open_ends<'n>(n: &'n Notification, context: &Context) -> Result<Ends<'n>, Silent> {
    match (context.judgement.verdict, context.judgement.elapsed) {
        (Verdict::Indeterminate, Some(elapsed)) => {
            Ok((n.discovered.moment.known()?, n.received.known()?, elapsed))
        }
        (Verdict::OnTime | Verdict::Late, _) => Err(Silent::DoesNotApply),
        _ => Err(Silent::NotRunnable),
    }
}

/// A finding at the discovery, with the time that may have passed.
fn open(n: &Notification, context: &Context, code: Code, (from, to): (i64, i64)) -> Finding {
    let finding = n.discovered.moment.finding(n.edition, code, Severity::Info);
    timed(finding, Passed::between(from, to), context)
}

fn is_exact(moment: &Moment) -> bool {
    moment.precision == Precision::Minute && moment.local == LocalTime::Plain
}

/// Whether the time of day of question 11 is all that is not known.
fn only_the_time_is_missing(discovered: &Moment, received: &Moment) -> bool {
    discovered.precision == Precision::Day && is_exact(received)
}

/// D005 also holds for a copy that never had a receipt time: that is its point.
fn no_receipt_time(n: &Notification, _: &Context, out: &mut Vec<Finding>) -> Found {
    if n.received.given().is_some() {
        return Err(Silent::DoesNotApply);
    }
    out.push(
        n.received
            .finding(n.edition, NO_RECEIPT_TIME, Severity::Info),
    );
    Ok(())
}

fn late_inferred(n: &Notification, context: &Context, out: &mut Vec<Finding>) -> Found {
    let Inferred::Late { at_least, .. } = context.inferred else {
        return nothing_inferred(n);
    };
    let finding = n
        .discovered
        .moment
        .finding(n.edition, LATE_INFERRED, Severity::Info);
    out.push(timed(finding, Passed::at_least(at_least), context));
    Ok(())
}

/// Without an inference: whether one of the moments that it goes by was lost.
fn nothing_inferred(n: &Notification) -> Found {
    if n.received.given().is_some() {
        return Err(Silent::DoesNotApply);
    }
    n.discovered.moment.known()?;
    let told = n
        .actions
        .iter()
        .map(|action| &action.moment)
        .chain([&n.informed_at.moment]);
    each(told, |answer| answer.known().map(|_| ()))
}

/// What the reasons claim, in minutes: the 72 hours of Article 33(1) GDPR.
const CLAIMED_MINUTES: i64 = 72 * 60;

fn reason_claims_on_time(n: &Notification, context: &Context, out: &mut Vec<Finding>) -> Found {
    let judgement = context.judgement;
    let least = match context.inferred {
        Inferred::Late { at_least, .. } => Some(at_least),
        _ if judgement.verdict == Verdict::Late => judgement.elapsed.map(|(shortest, _)| shortest),
        _ => None,
    };
    let Some(least) = least else {
        return match judgement.verdict {
            Verdict::OnTime => Err(Silent::DoesNotApply),
            _ => Err(Silent::NotRunnable),
        };
    };
    // Under a shorter limit than 72 hours the reasons may be true.
    if least <= CLAIMED_MINUTES {
        return Err(Silent::DoesNotApply);
    }
    let reason = n.delay_reason.known()?;
    let names_limit = |sentence: &String| sentence.contains("72");
    if reason.contains("72")
        && sentences(reason)
            .filter(names_limit)
            .any(|sentence| claims_on_time(&sentence))
    {
        out.push(
            n.delay_reason
                .finding(n.edition, REASON_CLAIMS_ON_TIME, Severity::Info),
        );
    }
    Ok(())
}

/// Whether a sentence says `inom` before `72` and hours, without a negation or
/// an admission that it was longer.
fn claims_on_time(sentence: &str) -> bool {
    const DENIALS: [&str; 8] = [
        "inte", "ej", "icke", "utan", "senare", "mer än", "över", "efter",
    ];
    let lower = sentence.to_lowercase();
    let words: Vec<&str> = lower
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let Some(within) = words.iter().position(|word| *word == "inom") else {
        return false;
    };
    let hours = |word: &str| word.starts_with("tim") || word == "h" || word == "t";
    let limit =
        words[within + 1..]
            .iter()
            .enumerate()
            .any(|(at, word)| match word.strip_prefix("72") {
                Some("") => words.get(within + 2 + at).is_some_and(|next| hours(next)),
                Some(unit) => hours(unit),
                None => false,
            });
    limit
        && !DENIALS.iter().any(|denial| match denial.split_once(' ') {
            Some((first, second)) => words
                .windows(2)
                .any(|pair| pair[0] == first && pair[1] == second),
            None => words.contains(denial),
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::testing::{found, not_runnable};
    use serde_json::{Value, json};

    fn received(received: &str, discovered: &Value, reason: Option<&str>) -> Vec<String> {
        found(&json!({
            "received": received,
            "incident": {"discovered": discovered, "delay_reason": reason},
            "actions": [{"date": "2024-03-05", "time": "15:00", "action": "Brevet hämtades tillbaka."}],
        }))
    }

    fn day() -> Value {
        json!({"date": "2024-03-04", "time": null})
    }

    #[test]
    fn late_with_and_without_reasons() {
        let reason = Some("Utredningen av vad som hade hänt tog flera dagar att slutföra.");
        assert_eq!(received("2024-03-08T10:00", &json!({}), None), ["D001 E"]);
        assert_eq!(received("2024-03-08T10:00", &json!({}), reason), ["D002 W"]);
        assert_eq!(received("2024-03-07T09:30", &json!({}), None), [""; 0]);
    }

    #[test]
    fn reasons_that_say_little_or_too_much() {
        for thin in [
            "-",
            "Se ovan.",
            "Ej aktuellt",
            "Helg emellan.",
            "Det var långhelg och hög arbetsbelastning på enheten.",
        ] {
            assert_eq!(
                received("2024-03-08T10:00", &json!({}), Some(thin)),
                ["D003 W"],
                "{thin}"
            );
        }
        let reason = Some("Det var oklart om händelsen skulle anmälas.");
        assert_eq!(received("2024-03-07T09:00", &json!({}), reason), ["D008 I"]);
        assert_eq!(received("2024-03-07T09:00", &json!({}), Some("-")), [""; 0]);
    }

    #[test]
    fn late_in_a_source_that_never_asked_for_reasons() {
        let late = |received: &str| {
            let notification = json!({"received": received, "not_asked": [14]});
            (found(&notification), not_runnable(&notification))
        };
        let (found, unable) = late("2024-03-08T10:00");
        assert_eq!(found, ["D013 W"]);
        assert_eq!(unable, ["D001", "D002", "D003", "D007"]);
        assert_eq!(late("2024-03-07T09:00").0, [""; 0]);
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

    #[test]
    fn a_claim_to_be_on_time() {
        let claim =
            Some("Ombudet fick veta det 2024-03-07 och anmälan görs därmed inom 72 timmar.");
        assert_eq!(
            received("2024-03-08T10:00", &json!({}), claim),
            ["D002 W", "D007 I"]
        );
        assert_eq!(received("2024-03-07T09:00", &json!({}), claim), ["D008 I"]);
    }

    #[test]
    fn claims_are_told_from_admissions() {
        for text in [
            "sdf är således inom satt tidsram på 72h för anmälan",
            "Inom 72 tim",
            "inom 72 timmar",
        ] {
            assert!(claims_on_time(text), "{text}");
        }
        for text in [
            "Det gick inte att anmäla inom 72 timmar",
            "72 timmar, inom kort",
            "inom 72 dagar",
            "anmäls efter men nästan inom 72 timmar",
            "mer än 72 h, ej inom 72 h",
        ] {
            assert!(!claims_on_time(text), "{text}");
        }
    }
}
