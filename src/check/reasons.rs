//! Family D in part: the reasons that Art. 33(1) GDPR asks for where a notification is late.

use crate::check::rule::Basis::By;
use crate::check::rule::Run::Each;
use crate::check::rule::{Context, Rule};
use crate::check::text::{is_stub, is_thin_reason, sentences};
use crate::config::Words;
use crate::deadline::{Inferred, Verdict};
use crate::finding::Severity::{Error, Info, Warning};
use crate::finding::{Code, Fact, Silent};
use crate::form::Key;
use crate::moment::{Passed, hours_in_words};
use crate::notification::{Notification, State};

pub(super) const RULES: &[Rule] = &[
    Rule {
        code: Code::new(*b"D001"),
        name: "late-without-reason",
        title: Words::new("För sent, skäl saknas", "Late, no reasons given"),
        severity: Error,
        or: &[],
        message: Words::new(
            "Anmälan kom in {passed} efter {start}, mer än {limit}, och inga skäl för förseningen är angivna.",
            "Received {passed} after {start}, more than {limit}, and no reasons for the delay are given.",
        ),
        why: Words::new(
            "En anmälan som inte görs inom tidsfristen (72 timmar) ska åtföljas av en motivering till förseningen.",
            "A notification not made within the period (72 hours) shall be accompanied by reasons for the delay.",
        ),
        basis: By(|policy| policy.reasons),
        example: Words::new(
            "Upptäckt 4 mars 09:00, anmälan kom in 8 mars 10:00, fråga {incident.delay_reason} är tom.",
            "Discovered 4 March 09:00, received 8 March 10:00, question {incident.delay_reason} blank.",
        ),
        run: Each(|n, context, out| {
            let passed = certainly_late(context)?;
            match n.text(Key::IncidentDelayReason).state {
                State::Blank => out.at(n.text(Key::IncidentDelayReason), timed(passed, context)),
                _ => n.text(Key::IncidentDelayReason).known().map(|_| ()),
            }
        }),
    },
    Rule {
        code: Code::new(*b"D002"),
        name: "late-with-reason",
        title: Words::new("För sent, skäl angivna", "Late, reasons given"),
        severity: Warning,
        or: &[],
        message: Words::new(
            "Anmälan kom in {passed} efter {start}, mer än {limit}; skäl för förseningen är angivna.",
            "Received {passed} after {start}, more than {limit}; reasons for the delay are given.",
        ),
        why: Words::new(
            "En anmälan får göras senare om skälen anges. Om skälen räcker avgör myndigheten, inte programmet.",
            "A delay is possible where reasons are given. Whether they suffice is for the authority, not the program.",
        ),
        basis: By(|policy| policy.reasons),
        example: Words::new(
            "Upptäckt 4 mars 09:00, anmälan kom in 8 mars 10:00, fråga {incident.delay_reason} är besvarad.",
            "Discovered 4 March 09:00, received 8 March 10:00, question {incident.delay_reason} answered.",
        ),
        run: Each(|n, context, out| {
            let passed = certainly_late(context)?;
            if thin_reason(n, context)? {
                return Err(Silent::DoesNotApply);
            }
            out.at(n.text(Key::IncidentDelayReason), timed(passed, context))
        }),
    },
    Rule {
        code: Code::new(*b"D003"),
        name: "late-thin-reason",
        title: Words::new("För sent, knapphändiga skäl", "Late, thin reasons"),
        severity: Warning,
        or: &[],
        message: Words::new(
            "Anmälan kom in {passed} efter {start}, mer än {limit}; skälen säger inget, eller nämner bara helg, ledighet eller arbetsbelastning.",
            "Received {passed} after {start}, more than {limit}; the reasons say nothing, or only name a weekend, holidays or workload.",
        ),
        why: Words::new(
            "Fristen räknas i timmar, även under helger. Sådana skäl förklarar sällan förseningen.",
            "The period is counted in hours, weekends included. Such reasons seldom explain the delay.",
        ),
        basis: By(|policy| policy.reasons),
        example: Words::new(
            "”Helg och hög arbetsbelastning.”",
            "\"Helg och hög arbetsbelastning.\" (Weekend and high workload.)",
        ),
        run: Each(|n, context, out| {
            let passed = certainly_late(context)?;
            if !thin_reason(n, context)? {
                return Err(Silent::DoesNotApply);
            }
            out.at(n.text(Key::IncidentDelayReason), timed(passed, context))
        }),
    },
    Rule {
        code: Code::new(*b"D007"),
        name: "reason-claims-on-time",
        title: Words::new(
            "Skälen hävdar att anmälan kom i tid",
            "Reasons claim it was on time",
        ),
        severity: Info,
        or: &[],
        message: Words::new(
            "Skälen säger att anmälan gjordes inom 72 timmar, medan datumen säger något annat: den anmälande kan räkna från en annan tidpunkt för vetskapen.",
            "The reasons say that it was notified within 72 hours while the dates say otherwise: another moment of awareness may be claimed.",
        ),
        why: Words::new(
            "Programmet räknar från upptäckten i fråga {incident.discovered.date}, lagen från vetskapen. Den anmälande kan mena att vetskapen kom senare; det bör prövas.",
            "The program counts from the discovery in question {incident.discovered.date}, the law from awareness. The filer may hold that awareness came later; that should be looked at.",
        ),
        basis: By(|policy| policy.awareness),
        example: Words::new(
            "”Ombudet fick veta det i går, så anmälan görs inom 72 timmar.”",
            "\"Ombudet fick veta det i går, så anmälan görs inom 72 timmar.\" (The officer heard of it yesterday, so this is within 72 hours.)",
        ),
        run: Each(|n, context, out| {
            let judgement = context.judgement;
            let least = match context.inferred {
                Inferred::Late { at_least, .. } => Some(at_least),
                _ if judgement.verdict == Verdict::Late => {
                    judgement.elapsed.map(|(shortest, _)| shortest)
                }
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
            let reason = n.text(Key::IncidentDelayReason).known()?;
            let claims = |sentence: String| sentence.contains("72") && claims_on_time(&sentence);
            if reason.contains("72") && sentences(reason).any(claims) {
                out.at(n.text(Key::IncidentDelayReason), [])?;
            }
            Ok(())
        }),
    },
    Rule {
        code: Code::new(*b"D008"),
        name: "reason-though-on-time",
        title: Words::new(
            "Skäl för försening fast anmälan kom i tid",
            "Reasons for a delay though on time",
        ),
        severity: Info,
        or: &[],
        message: Words::new(
            "Skäl för försening är angivna, fast anmälan kom in i tid.",
            "Reasons for a delay are given although the notification was received in time.",
        ),
        why: Words::new(
            "Den anmälande kan ha räknat fristen från en annan tidpunkt än {start}.",
            "The filer may have counted from another moment than {start}.",
        ),
        basis: By(|policy| policy.notification),
        example: Words::new(
            "Anmälan kom in efter 20 timmar, fråga {incident.delay_reason} är besvarad.",
            "Received after 20 hours, question {incident.delay_reason} answered.",
        ),
        run: Each(|n, context, out| {
            match context.judgement.verdict {
                Verdict::OnTime => {}
                Verdict::Late => return Err(Silent::DoesNotApply),
                _ => return Err(Silent::NotRunnable),
            }
            if is_stub(n.text(Key::IncidentDelayReason).known()?) {
                return Ok(());
            }
            out.at(n.text(Key::IncidentDelayReason), [])
        }),
    },
    // A source that never asked for reasons shows nothing of whether they were given. That the
    // notification was late is said all the same.
    Rule {
        code: Code::new(*b"D013"),
        name: "late-reasons-not-asked",
        title: Words::new(
            "För sent, skäl efterfrågades inte",
            "Late, reasons not asked for",
        ),
        severity: Warning,
        or: &[],
        message: Words::new(
            "Anmälan kom in {passed} efter {start}, mer än {limit}; källan har ingen uppgift om skäl för förseningen.",
            "Received {passed} after {start}, more than {limit}; the source never asked for reasons for the delay.",
        ),
        why: Words::new(
            "En anmälan som inte görs inom tidsfristen ska åtföljas av en motivering till förseningen. Källan saknar frågan; om skäl lämnades får sökas i anmälan själv.",
            "A notification not made within the period shall be accompanied by reasons for the delay. The source lacks the question; whether they were given is to be looked up in the notification itself.",
        ),
        basis: By(|policy| policy.reasons),
        example: Words::new(
            "Ett register med upptäckt 1 mars och anmälan 20 mars, utan kolumn för skäl.",
            "A register with discovery on 1 March and receipt on 20 March, without a column for reasons.",
        ),
        run: Each(|n, context, out| {
            let passed = certainly_late(context)?;
            match n.text(Key::IncidentDelayReason).state {
                State::NotAsked => out.at(n.text(Key::IncidentDelayReason), timed(passed, context)),
                _ => Err(Silent::DoesNotApply),
            }
        }),
    },
];

/// The time that passed if the notification was certainly late. Without a verdict the question
/// cannot be put.
pub(super) fn certainly_late(context: &Context) -> Result<Passed, Silent> {
    match (context.judgement.verdict, context.judgement.elapsed) {
        (Verdict::Late, Some((least, most))) => Ok(Passed::between(least, most)),
        (Verdict::OnTime, _) => Err(Silent::DoesNotApply),
        _ => Err(Silent::NotRunnable),
    }
}

/// The time that passed, held against the limit, as facts.
pub(super) fn timed(passed: Passed, context: &Context) -> [(&'static str, Fact); 2] {
    let limit = context.limit_hours;
    [
        ("passed", passed.against(limit).into()),
        (
            "limit",
            Fact::Counts([(limit, hours_in_words(limit))].into()),
        ),
    ]
}

/// Whether the reasons given are thin: two rules ask.
fn thin_reason(n: &Notification, context: &Context) -> Result<bool, Silent> {
    let reason = n.text(Key::IncidentDelayReason).known()?;
    Ok(*context.thin_reason.get_or_init(|| is_thin_reason(reason)))
}

/// What the reasons claim, in minutes: the 72 hours of Article 33(1) GDPR.
const CLAIMED_MINUTES: i64 = 72 * 60;

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
    use crate::check::testing::{found, not_runnable, received};
    use serde_json::json;

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
