//! Deliberate faults. Each changes one thing in a plan. The truth works out what
//! follows from the changed plan; this file does not say it.

use fastrand::Rng;
use jiff::ToSpan;
use jiff::civil::{Date, Time, date};

use crate::synth::Format;
use crate::synth::plan::{Action, Number, One, Plan, Size, Stamp, When, Writing, numbered};
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
    Fault {
        per_mille,
        only: Only::Any,
        change,
    }
}

const fn text(per_mille: u16, change: fn(&mut Plan, &mut Rng)) -> Fault {
    Fault {
        per_mille,
        only: Only::Text,
        change,
    }
}

const fn json(per_mille: u16, change: fn(&mut Plan, &mut Rng)) -> Fault {
    Fault {
        per_mille,
        only: Only::Json,
        change,
    }
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
    any(12, |plan, _| {
        plan.discovered = When {
            comment: plan.discovered.comment,
            ..When::default()
        }
    }),
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
    any(8, |plan, _| {
        plan.consequences = super::plan::Many::default();
    }),
    any(8, |plan, _| plan.actions.clear()),
    any(8, |plan, _| {
        plan.ended = When {
            comment: plan.ended.comment,
            ..When::default()
        }
    }),
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
    any(8, |plan, _| {
        plan.actions.push(Action {
            at: plan.discovered_or_receipt(),
            text: None,
        });
    }),
    any(8, |plan, _| {
        plan.actions.push(Action {
            at: When::default(),
            text: Some(words::ACTIONS[0]),
        });
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
    any(8, |plan, _| {
        plan.contacts[0].email = Some("dso@example.se; registrator@example.se");
    }),
    any(8, |plan, _| {
        plan.contacts[0].email = Some("dataskydd.exempel@gmail.com");
    }),
    any(8, |plan, _| plan.contacts[0].phone = "08-123"),
    json(8, |plan, _| {
        plan.case_number = plan
            .case_number
            .take()
            .map(|number| number.replace("PUI-", ""));
    }),
    any(8, |plan, _| plan.subjects = Size::Exact(0)),
    any(8, |plan, _| plan.subjects = Size::Negative),
    any(8, |plan, _| plan.subjects = Size::About(250)),
    // D: the deadline
    any(20, |plan, _| plan.reason = None),
    any(20, |plan, _| plan.reason = Some(words::CLAIM)),
    any(12, |plan, _| plan.reason = Some(words::STUB)),
    any(12, |plan, _| plan.reason = Some(words::EXCUSE)),
    any(10, |plan, _| plan.occurred = at(date(2019, 3, 31), 2, 30)),
    any(10, |plan, _| {
        plan.discovered = at(date(2021, 10, 31), 2, 30);
    }),
    // T: time
    any(8, |plan, rng| {
        plan.occurred = shifted(plan.discovered, rng.i64(1..40));
    }),
    any(8, |plan, _| {
        plan.discovered = shifted(plan.receipt_as_when(), 5);
    }),
    any(8, |plan, _| {
        plan.occurred = shifted(plan.receipt_as_when(), 3);
    }),
    any(8, |plan, _| plan.ended = shifted(plan.occurred, -4)),
    any(8, |plan, _| plan.ended = shifted(plan.receipt_as_when(), 4)),
    any(5, |plan, _| plan.discovered = at(date(2018, 5, 20), 10, 0)),
    any(5, |plan, _| plan.ended = at(date(2042, 3, 4), 10, 0)),
    any(5, |plan, _| plan.occurred = at(date(1924, 3, 4), 10, 0)),
    any(8, |plan, _| plan.occurred = shifted(plan.discovered, -800)),
    any(8, |plan, _| {
        plan.actions.push(Action {
            at: shifted(plan.occurred, -3),
            text: Some(words::ACTIONS[1]),
        });
    }),
    any(8, |plan, _| {
        plan.actions.push(Action {
            at: shifted(plan.discovered, -1),
            text: Some(words::ACTIONS[1]),
        });
    }),
    any(8, |plan, _| {
        plan.actions.push(Action {
            at: shifted(plan.receipt_as_when(), 9),
            text: Some(words::ACTIONS[2]),
        });
    }),
    any(8, |plan, _| plan.informed_at = shifted(plan.discovered, -2)),
    any(8, |plan, _| {
        plan.planned_at = shifted(plan.receipt_as_when(), -3);
    }),
    // N: numbers
    any(8, |plan, _| {
        plan.subjects = Size::Both(170, &words::BANDS[2].1);
    }),
    any(8, |plan, _| plan.items = Size::Both(17, &words::BANDS[2].1)),
    any(8, |plan, _| plan.subjects = Size::Band(&words::BANDS[5].1)),
    any(8, |plan, rng| {
        plan.items = Size::Exact([500, 501, 999, 1000, 9999, 50_000][rng.usize(..6)]);
    }),
    // K: answers against each other
    any(10, |plan, _| {
        plan.categories.chosen = vec![&words::CATEGORIES[6]];
        plan.severity = One::Of(&words::SEVERITIES[0].1);
    }),
    any(10, |plan, _| {
        plan.consequences.chosen = vec![&words::CONSEQUENCES[4]];
        plan.severity = One::Of(&words::SEVERITIES[0].1);
    }),
    any(8, |plan, _| plan.encrypted = One::Of(&words::YES)),
    any(8, |plan, _| plan.cause = One::Of(&words::CAUSES[2].1)),
    any(8, |plan, _| plan.groups.chosen = vec![&words::GROUPS[6]]),
    any(8, |plan, _| plan.sector = One::Of(&words::SECTORS[1].1)),
    any(8, |plan, _| plan.sector = One::Of(&words::SECTORS[0].1)),
    any(8, |plan, _| {
        plan.discovery = One::Of(&words::DISCOVERIES[2].1);
    }),
    any(8, |plan, _| plan.area = One::Of(&words::AREAS[1][1].1)),
    any(8, |plan, _| plan.area = One::Of(&words::AREAS[0][3].1)),
    // S: informing
    any(8, |plan, _| {
        plan.severity = One::Of(&words::SEVERITIES[3].1);
        plan.informed = One::Of(&words::NO);
        plan.will_inform = One::Of(&words::NO);
    }),
    any(8, |plan, _| plan.reason_not = Some(words::ENCRYPTED_DISK)),
    any(8, |plan, _| {
        plan.informed = One::Of(&words::NO);
        plan.subjects = Size::Exact(1234);
        plan.categories.chosen = vec![&words::CATEGORIES[9]];
    }),
    // P and X
    any(8, |plan, _| plan.processors.clear()),
    any(8, |plan, _| {
        if let Some(first) = plan.processors.first().cloned() {
            plan.processors.push(first);
        }
    }),
    any(8, |plan, _| plan.controller = Some("Tullverket".to_owned())),
    any(6, |plan, _| {
        plan.description = Some(words::WITH_SECURITY.to_owned());
    }),
    any(6, |plan, _| {
        plan.description = Some(words::WITH_PERSON.to_owned());
    }),
    any(6, |plan, _| {
        plan.description = Some(words::WITH_DIGITS.to_owned());
    }),
    any(6, |plan, _| {
        plan.description = Some(words::WITH_ADDRESS.to_owned());
    }),
    any(10, |plan, _| {
        if let (Some((_, processor)), Number::Good(own)) =
            (plan.processors.first_mut(), &plan.number)
        {
            *processor = Number::Good(own.clone());
        }
    }),
    any(10, |plan, _| {
        plan.quirks.repeated = plan.description.is_some();
    }),
    // D in part: late by the clock but not under every reading
    any(10, |plan, rng| {
        let (discovered, received) = late_by_the_clock(rng);
        plan.discovered = discovered;
        plan.receipt = received;
    }),
];

/// A discovery and a receipt that another reading saves, or may save: within the hour,
/// on a day without a time, before the end of the second working day, or with a limit
/// that runs out on a Saturday or a Midsummer Eve.
fn late_by_the_clock(rng: &mut Rng) -> (When, Stamp) {
    let received = |date: Date, hour: i8, minute: i8| Stamp {
        date,
        time: Some(Time::constant(hour, minute, 0, 0)),
    };
    match rng.u8(..5) {
        0 => (
            at(date(2023, 3, 14), 9, 10),
            received(date(2023, 3, 17), 9, 40),
        ),
        1 => (
            When {
                time: None,
                ..at(date(2023, 3, 14), 0, 0)
            },
            received(date(2023, 3, 18), 0, 0),
        ),
        2 => (
            at(date(2024, 3, 28), 15, 0),
            received(date(2024, 4, 2), 9, 0),
        ),
        3 => (
            at(date(2024, 3, 6), 10, 0),
            received(date(2024, 3, 11), 8, 0),
        ),
        _ => (
            at(date(2022, 6, 21), 14, 0),
            received(date(2022, 6, 27), 16, 0),
        ),
    }
}

/// Draws for each fault whether the plan gets it.
pub(super) fn strike(plan: &mut Plan, rng: &mut Rng, format: Format) {
    let own = match format {
        Format::Mixed => Only::Any,
        copy if copy.is_copy() => Only::Text,
        _ => Only::Json,
    };
    for fault in FAULTS {
        let strikes = rng.u16(..1000) < fault.per_mille;
        if strikes && (fault.only == Only::Any || fault.only == own) {
            (fault.change)(plan, rng);
        }
    }
    // Where one controller leaves the time that its system fills in.
    if plan.number == Number::Good(numbered(HABITUAL)) && plan.occurred.date.is_some() {
        plan.occurred.time = Some(Time::constant(7, 0, 0, 0));
    }
}

/// The number of that controller, a municipality, without its check digit. Nothing of the
/// everyday is earlier in the day, so that moments stay in their order.
const HABITUAL: u64 = 212_000_003;

/// A moment on a day, to the minute.
fn at(date: Date, hour: i8, minute: i8) -> When {
    When {
        date: Some(date),
        time: Some(Time::constant(hour, minute, 0, 0)),
        ..When::default()
    }
}

/// The same some days later, or earlier.
fn shifted(when: When, days: i64) -> When {
    let date = when
        .date
        .and_then(|date| date.checked_add(days.days()).ok());
    When {
        date,
        writing: Writing::Iso,
        comment: None,
        ..when
    }
}

fn wrong_check_digit(number: &str) -> String {
    let (head, digit) = number.split_at(number.len() - 1);
    let digit: u32 = digit.parse().unwrap_or(0);
    format!("{head}{}", (digit + 1) % 10)
}
