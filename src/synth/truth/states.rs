//! The state of every question, from the plan.

use crate::form::State;
use crate::synth::plan::{Many, Number, One, Plan, Size, When, Writing};
use crate::synth::words;

/// The state of each question.
pub(super) fn states(plan: &Plan, text: bool) -> [State; 37] {
    let given = |present: bool| {
        if present {
            State::Given(())
        } else {
            State::Blank
        }
    };
    let asked = |shown: bool, state: State| {
        if shown || matches!(state, State::Given(()) | State::Undeterminable) {
            state
        } else {
            State::NotShown
        }
    };
    let contacts =
        |any: &dyn Fn(&super::super::plan::Contact) -> bool| given(plan.contacts.iter().any(any));
    let mut states = [State::NotAsked; 37];
    for (at, state) in states.iter_mut().enumerate() {
        *state = match at + 1 {
            1 => given(plan.controller.is_some()),
            2 => given(plan.number != Number::Blank),
            4 => given(plan.reference.is_some()),
            6 => contacts(&|contact| contact.role.is_some()),
            7 => contacts(&|contact| contact.email.is_some()),
            3 | 5 | 8 | 9 => State::Given(()),
            10 => when(&plan.occurred),
            11 => when(&plan.discovered),
            12 => one(plan.ongoing),
            13 => asked(plan.ongoing == One::Of(&words::NO), when(&plan.ended)),
            14 => given(plan.reason.is_some()),
            15 => one(plan.breach_type),
            16 => given(plan.description.is_some()),
            17 => one(plan.discovery),
            18 => one(plan.cause),
            19 => one(plan.sector),
            20 => one(plan.area),
            21 => one(plan.involved),
            22 => asked(
                plan.involved == One::Of(&words::YES),
                given(!plan.processors.is_empty()),
            ),
            23 => size(plan.subjects),
            24 => size(plan.items),
            25 => many(plan, &plan.groups),
            26 => many(plan, &plan.categories),
            27 if text && plan.quirks.lost_question => State::Undeterminable,
            27 => one(plan.encrypted),
            28 => many(plan, &plan.consequences),
            29 => one(plan.severity),
            30 => given(
                plan.actions
                    .iter()
                    .any(|action| action.text.is_some() || action.at.date.is_some()),
            ),
            31 => one(plan.informed),
            32 => asked(
                plan.informed == One::Of(&words::YES),
                when(&plan.informed_at),
            ),
            33 => asked(plan.informed == One::Of(&words::NO), one(plan.will_inform)),
            34 => asked(
                plan.will_inform == One::Of(&words::YES),
                when(&plan.planned_at),
            ),
            35 => asked(
                plan.will_inform == One::Of(&words::NO),
                given(plan.reason_not.is_some()),
            ),
            36 => one(plan.intended),
            _ => given(plan.secrecy.is_some()),
        };
    }
    states
}

fn when(when: &When) -> State {
    match when.date {
        Some(_) if when.writing == Writing::Words && when.time.is_none() => State::Undeterminable,
        Some(_) => State::Given(()),
        None if when.time.is_some() => State::Given(()),
        None => State::Blank,
    }
}

fn one(answer: One) -> State {
    match answer {
        One::Of(_) => State::Given(()),
        One::Unknown(_) => State::Unknown,
        One::Masked => State::Undeterminable,
        One::Blank => State::Blank,
    }
}

fn size(size: Size) -> State {
    match size {
        Size::Exact(_) | Size::About(_) | Size::Band(_) | Size::Both(..) => State::Given(()),
        Size::Negative => State::Undeterminable,
        Size::Unknown => State::Unknown,
        Size::Blank => State::Blank,
    }
}

fn many(plan: &Plan, answer: &Many) -> State {
    match (plan.ticks_lost(), answer.chosen.is_empty(), answer.unknown) {
        (true, _, _) => State::Undeterminable,
        (_, false, _) => State::Given(()),
        (_, true, true) => State::Unknown,
        _ => State::Blank,
    }
}

pub(super) fn or_word(value: Option<&str>, state: State) -> String {
    value.unwrap_or_else(|| word(state)).to_owned()
}

/// The word for a question without a value; answered without one is blank.
pub(super) fn word(state: State) -> &'static str {
    match state {
        State::Given(()) => State::<()>::Blank.word(),
        state => state.word(),
    }
}
