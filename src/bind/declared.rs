//! The rules that follow from the form file alone: starred answers (C001),
//! conditional questions (C012, C014), questions lost in the copy (F010).

use crate::bind::{Binder, Part, Shown, Site};
use crate::check::form::QUESTION_LOST;
use crate::check::{
    ANSWERED_THOUGH_NOT_SHOWN, MISSING_CONDITIONAL_ANSWER, MISSING_MANDATORY_ANSWER, Rule,
};
use crate::finding::{Finding, Severity};
use crate::form::{Presence, Question};
use crate::notification::State;

/// Adds the declared findings of a bound record.
pub(super) fn check(binder: &mut Binder) {
    if !binder.filing.is_notification() {
        return;
    }
    for part in std::mem::take(&mut binder.parts) {
        mandatory(binder, part);
    }
    let edition = binder.edition;
    for question in &edition.questions {
        lost(binder, question);
        conditional(binder, question);
    }
}

/// C001 for a starred part that is blank.
fn mandatory(binder: &mut Binder, part: Part) {
    let Some((question, field)) = binder.edition.place(part.key) else {
        return;
    };
    let starred = matches!(field.presence, Presence::Required)
        || matches!(question.presence, Presence::Required);
    if !starred {
        return;
    }
    match part.state {
        State::Blank => {
            let site = Site {
                key: part.key,
                index: part.index,
                line: part.line,
                number: question.number,
            };
            binder.find(site, &MISSING_MANDATORY_ANSWER);
        }
        _ if part.state.is_open() => binder.not_runnable.push(MISSING_MANDATORY_ANSWER.code),
        _ => {}
    }
}

/// F010 for a question that should be there.
fn lost(binder: &mut Binder, question: &'static Question) {
    let present = binder.record.present.has(question.number);
    if !present && binder.shown(question.number) == Shown::Yes {
        let finding = at_question(binder, question, &QUESTION_LOST);
        binder.findings.push(finding);
    }
}

/// C012 and C014 for a question with a condition.
fn conditional(binder: &mut Binder, question: &'static Question) {
    let Presence::When(condition) = &question.presence else {
        return;
    };
    let state = binder.state(question.number);
    match (binder.shown(question.number), state) {
        (Shown::Yes, State::Blank) if condition.blank.is_none() => {
            let finding = at_question(binder, question, &MISSING_CONDITIONAL_ANSWER);
            binder.findings.push(finding);
        }
        (Shown::No, State::Given(()) | State::Unknown) => {
            let denied = binder.decided.iter().any(|(number, state)| {
                *number == condition.question && matches!(state, State::Given(_))
            });
            let mut finding = at_question(binder, question, &ANSWERED_THOUGH_NOT_SHOWN)
                .with("decider", u32::from(condition.question));
            if condition.contradiction && denied {
                finding.severity = Severity::Error;
            }
            binder.findings.push(finding);
        }
        _ if state.is_open() => {
            binder.not_runnable.push(ANSWERED_THOUGH_NOT_SHOWN.code);
            if condition.blank.is_none() {
                binder.not_runnable.push(MISSING_CONDITIONAL_ANSWER.code);
            }
        }
        _ => {}
    }
}

/// A finding at a question as a whole.
fn at_question(binder: &Binder, question: &'static Question, rule: &Rule) -> Finding {
    let label = crate::config::Words::new(&question.label.sv, &question.label.en);
    rule.finding(question.number, binder.question_line(question.number))
        .at(question.parts[0].key, 0)
        .with("part", label)
}
