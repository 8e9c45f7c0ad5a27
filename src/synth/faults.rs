//! Deliberate faults: each changes one thing in a plan. What follows from it is
//! not said here but worked out by the truth from the changed plan.

use fastrand::Rng;

use crate::synth::Format;
use crate::synth::draw::numbered;
use crate::synth::plan::{Action, Number, One, Plan, Size, When, Writing};
use crate::synth::words;

/// One fault: how many in a thousand notifications have it, and the change.
struct Fault {
    per_mille: u16,
    only: Only,
    change: fn(&mut Plan, &mut Rng),
}

/// The formats that can hold a fault.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Only {
    Any,
    Text,
    Json,
}

const fn any(per_mille: u16, change: fn(&mut Plan, &mut Rng)) -> Fault {
    Fault { per_mille, only: Only::Any, change }
}

const fn text(per_mille: u16, change: fn(&mut Plan, &mut Rng)) -> Fault {
    Fault { per_mille, only: Only::Text, change }
}

const fn json(per_mille: u16, change: fn(&mut Plan, &mut Rng)) -> Fault {
    Fault { per_mille, only: Only::Json, change }
}

const FAULTS: &[Fault] = &[
    // F: reading
    any(8, |plan, _| plan.quirks.unknown_field = true),
    json(8, |plan, _| {
        if !plan.ticks_lost() {
            plan.groups.chosen.push(&words::NEIGHBOURS);
        }
    }),
    any(8, |plan, _| plan.occurred.writing = Writing::Words),
    any(8, |plan, _| plan.discovered.writing = Writing::Short),
    text(8, |plan, _| plan.quirks.swapped = true),
    any(8, |plan, _| plan.cause = One::Masked),
    any(8, |plan, _| plan.categories.unknown = true),
    text(8, |plan, _| plan.quirks.lost_question = true),
    // C: completeness
    any(8, |plan, _| plan.controller = None),
    any(8, |plan, _| plan.postal_code = None),
    any(8, |plan, _| plan.contacts[0].email = None),
    any(12, |plan, _| plan.discovered = When { comment: plan.discovered.comment, ..When::default() }),
    any(5, |plan, _| {
        plan.breach_type = One::Blank;
        plan.description = None;
    }),
    any(8, |plan, _| plan.breach_type = One::Blank),
    any(8, |plan, _| plan.description = Some(words::THIN.to_owned())),
    any(8, |plan, _| plan.subjects = Size::Blank),
    any(8, |plan, _| plan.items = Size::Blank),
    any(8, |plan, _| plan.groups = super::plan::Many::default()),
    any(8, |plan, _| plan.categories = super::plan::Many::default()),
    any(8, |plan, _| plan.consequences = super::plan::Many::default()),
    any(8, |plan, _| plan.actions.clear()),
    any(8, |plan, _| plan.ended = When { comment: plan.ended.comment, ..When::default() }),
    any(8, |plan, _| {
        plan.ongoing = One::Of(&words::YES);
        plan.ended = plan.discovered;
        plan.ended.writing = Writing::Iso;
    }),
    any(8, |plan, _| {
        plan.informed = One::Of(&words::NO);
        plan.informed_at = When::default();
        plan.will_inform = One::Of(&words::NO);
        plan.planned_at = When::default();
        plan.reason_not = None;
    }),
    any(8, |plan, _| plan.reason_not = Some(words::REASONS_NOT[0])),
    any(6, |plan, _| plan.will_inform = One::Blank),
    any(8, |plan, _| plan.cause_comment = None),
    any(20, |plan, _| plan.groups.comment = None),
    any(15, |plan, _| plan.number = Number::Blank),
    any(12, |plan, _| plan.contacts[0].role = None),
    any(5, |plan, _| plan.discovery = One::Blank),
    any(5, |plan, _| plan.sector = One::Blank),
    any(5, |plan, _| plan.encrypted = One::Blank),
    any(5, |plan, _| plan.ongoing = One::Unknown("Vet inte")),
    any(8, |plan, _| plan.actions.push(Action { at: plan.discovered_or_receipt(), text: None })),
    any(8, |plan, _| {
        plan.actions.push(Action { at: When::default(), text: Some(words::ACTIONS[0]) });
    }),
    // V: values
    any(8, |plan, _| {
        if let Number::Good(number) = &plan.number {
            plan.number = Number::Wrong(wrong_check_digit(number));
        }
    }),
    any(8, |plan, _| {
        if let Number::Good(number) = &plan.number {
            plan.number = Number::Plain(number.replace('-', ""));
        }
    }),
    any(8, |plan, rng| {
        plan.number = Number::Person(["811218-9876", "640823-3234", "701063-2391"][rng.usize(..3)]);
    }),
    any(8, |plan, _| {
        if let Some((_, number)) = plan.processors.first_mut() {
            *number = Number::Wrong(wrong_check_digit(&numbered(556_900_001)));
        }
    }),
    any(8, |plan, _| plan.postal_code = Some("0640")),
    any(8, |plan, _| plan.contacts[0].email = Some("dso@example.se; registrator@example.se")),
    any(8, |plan, _| plan.contacts[0].email = Some("dataskydd.exempel@gmail.com")),
    any(8, |plan, _| plan.contacts[0].phone = "08-123"),
    json(8, |plan, _| plan.case_number = plan.case_number.take().map(|number| number.replace("PUI-", ""))),
    any(8, |plan, _| plan.subjects = Size::Exact(0)),
    any(8, |plan, _| plan.subjects = Size::Negative),
    any(8, |plan, _| plan.subjects = Size::About(250)),
    // D: the deadline
    any(20, |plan, _| plan.reason = None),
    any(20, |plan, _| plan.reason = Some(words::CLAIM)),
    // P and X
    any(10, |plan, _| {
        if let (Some((_, processor)), Number::Good(own)) = (plan.processors.first_mut(), &plan.number) {
            *processor = Number::Good(own.clone());
        }
    }),
    any(10, |plan, _| plan.quirks.repeated = plan.description.is_some()),
];

/// Lets each fault strike or not.
pub(super) fn strike(plan: &mut Plan, rng: &mut Rng, format: Format) {
    let own = if format == Format::Text { Only::Text } else { Only::Json };
    for fault in FAULTS {
        let strikes = rng.u16(..1000) < fault.per_mille;
        if strikes && (fault.only == Only::Any || fault.only == own) {
            (fault.change)(plan, rng);
        }
    }
}

fn wrong_check_digit(number: &str) -> String {
    let (head, digit) = number.split_at(number.len() - 1);
    let digit: u32 = digit.parse().unwrap_or(0);
    format!("{head}{}", (digit + 1) % 10)
}
