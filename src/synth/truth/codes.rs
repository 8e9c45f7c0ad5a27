//! The findings that a run must have for a plan, each code with its level.

use crate::form::State;
use crate::synth::plan::{Many, Number, One, Size, When, Writing};
use crate::synth::truth::{Case, Facts, Place};
use crate::synth::words;

/// Codes with their level, E, W or I. What a filing lacks, its case may have.
pub(super) fn codes(facts: &Facts, place: &Place) -> Vec<(&'static str, char)> {
    let case = Some(&place.case).filter(|_| place.copy_of.is_none());
    let mut found = Vec::new();
    reading(facts, &mut found);
    values(facts, &mut found);
    if facts.plan.quirks.repeated && facts.plan.description.is_some() {
        found.push(("X004", 'I'));
    }
    if facts.plan.later.is_none() {
        completeness(facts, case, &mut found);
        conditional(facts, case, &mut found);
        deadline(facts, &mut found);
        parties(facts, &mut found);
    }
    found
}

type Found = Vec<(&'static str, char)>;

fn times<'p>(facts: &Facts<'p>) -> impl Iterator<Item = &'p When> {
    let plan = facts.plan;
    [
        &plan.occurred,
        &plan.discovered,
        &plan.ended,
        &plan.informed_at,
        &plan.planned_at,
    ]
    .into_iter()
    .chain(plan.actions.iter().map(|action| &action.at))
}

fn reading(facts: &Facts, found: &mut Found) {
    let plan = facts.plan;
    let mut add =
        |times: usize, code, level| found.extend(std::iter::repeat_n((code, level), times));
    let choices = [&plan.groups, &plan.categories, &plan.consequences];
    let written = |writing: Writing| {
        times(facts).filter(move |when| when.date.is_some() && when.writing == writing)
    };
    add(plan.quirks.unknown_field.into(), "F001", 'W');
    if plan.ticks_lost() {
        add(3, "F005", 'I');
    } else {
        let strangers = |many: &&Many| many.chosen.contains(&&words::NEIGHBOURS);
        add(
            choices.iter().filter(|many| strangers(many)).count(),
            "F002",
            'W',
        );
        add(
            choices
                .iter()
                .filter(|many| many.unknown && !many.chosen.is_empty())
                .count(),
            "F009",
            'W',
        );
    }
    add(written(Writing::Words).count(), "F003", 'W');
    add(written(Writing::Short).count(), "F004", 'I');
    add(matches!(plan.number, Number::Plain(_)).into(), "F004", 'I');
    add(matches!(plan.subjects, Size::About(_)).into(), "F004", 'I');
    add(plan.quirks.swapped.into(), "F006", 'W');
    add((plan.cause == One::Masked).into(), "F007", 'I');
    if plan.later.is_none() {
        add(
            (facts.text && plan.quirks.lost_question).into(),
            "F010",
            'I',
        );
    }
}

fn completeness(facts: &Facts, case: Option<&Case>, found: &mut Found) {
    let plan = facts.plan;
    let lacks = |question: usize| !case.is_some_and(|case| case.answers(question));
    let blank = |question: usize| facts.states[question - 1] == State::Blank && lacks(question);
    let stays = |question: usize| {
        usize::from(facts.states[question - 1] != State::Blank || lacks(question))
    };
    let unless_announced = if plan.intended == One::Of(&words::YES) {
        'W'
    } else {
        'E'
    };
    let mut add =
        |times: usize, code, level| found.extend(std::iter::repeat_n((code, level), times));
    let contacts = plan.contacts.iter();
    add(
        usize::from(plan.controller.is_none())
            + usize::from(plan.postal_code.is_none())
            + contacts
                .clone()
                .filter(|contact| contact.email.is_none())
                .count()
                * stays(7),
        "C001",
        'E',
    );
    add(plan.discovered.date.is_none().into(), "C002", 'E');
    add((blank(15) && blank(16)).into(), "C003", 'E');
    let length = |text: &String| {
        super::super::text::full_description(plan, text)
            .chars()
            .count()
    };
    add(
        plan.description
            .as_ref()
            .is_some_and(|text| length(text) < 30)
            .into(),
        "C004",
        'W',
    );
    add(blank(23).into(), "C005", 'W');
    add(blank(24).into(), "C006", 'W');
    add(blank(25).into(), "C007", 'W');
    add(blank(26).into(), "C008", 'W');
    add(blank(28).into(), "C009", unless_announced);
    add(blank(29).into(), "C010", 'W');
    add(
        (plan.actions.iter().all(|action| action.text.is_none()) && lacks(30)).into(),
        "C011",
        unless_announced,
    );
    let other = |many: &Many| {
        many.chosen.iter().any(|option| option.truth == "other") && many.comment.is_none()
    };
    add(
        (plan.cause.is("other") && plan.cause_comment.is_none()).into(),
        "C015",
        'W',
    );
    add(
        (plan.area.is("other") && plan.area_comment.is_none()).into(),
        "C015",
        'W',
    );
    if !plan.ticks_lost() {
        let many = [&plan.groups, &plan.categories, &plan.consequences];
        add(
            many.into_iter().filter(|many| other(many)).count(),
            "C015",
            'W',
        );
    }
    if plan.intended == One::Of(&words::NO) {
        add(
            (plan.subjects == Size::Unknown && lacks(23)).into(),
            "C016",
            'W',
        );
        add(
            (plan.items == Size::Unknown && lacks(24)).into(),
            "C016",
            'I',
        );
    }
    add(blank(2).into(), "C017", 'I');
    add(
        contacts.filter(|contact| contact.role.is_none()).count() * stays(6),
        "C018",
        'I',
    );
    add(
        [17, 18, 19, 20, 27]
            .into_iter()
            .filter(|question| blank(*question))
            .count(),
        "C019",
        'W',
    );
    let half =
        |action: &&super::super::plan::Action| action.at.date.is_some() != action.text.is_some();
    add(plan.actions.iter().filter(half).count(), "C020", 'W');
}

fn conditional(facts: &Facts, case: Option<&Case>, found: &mut Found) {
    let plan = facts.plan;
    let state = |question: usize| facts.states[question - 1];
    let lacks = |question: usize| !case.is_some_and(|case| case.answers(question));
    for question in [13, 32, 33, 34] {
        if state(question) == State::Blank && lacks(question) {
            found.push(("C012", 'W'));
        }
    }
    if plan.will_inform == One::Of(&words::NO) && state(35) == State::Blank && lacks(35) {
        found.push(("C013", 'E'));
    }
    let ended = plan.ended.date.is_some() && state(13) != State::Undeterminable;
    if ended && plan.ongoing != One::Of(&words::NO) {
        found.push((
            "C014",
            if plan.ongoing == One::Of(&words::YES) {
                'E'
            } else {
                'W'
            },
        ));
    }
    if !plan.processors.is_empty() && plan.involved != One::Of(&words::YES) {
        found.push((
            "C014",
            if plan.involved == One::Of(&words::NO) {
                'E'
            } else {
                'W'
            },
        ));
    }
    let answered = [
        (
            plan.informed_at.date.is_some(),
            plan.informed == One::Of(&words::YES),
        ),
        (
            plan.will_inform != One::Blank,
            plan.informed == One::Of(&words::NO),
        ),
        (
            plan.planned_at.date.is_some(),
            plan.will_inform == One::Of(&words::YES),
        ),
        (
            plan.reason_not.is_some(),
            plan.will_inform == One::Of(&words::NO),
        ),
    ];
    for (answered, shown) in answered {
        if answered && !shown {
            found.push(("C014", 'W'));
        }
    }
}

fn values(facts: &Facts, found: &mut Found) {
    let plan = facts.plan;
    let mut add =
        |times: usize, code, level| found.extend(std::iter::repeat_n((code, level), times));
    // In every plan the country is Sweden or blank.
    add(matches!(plan.number, Number::Wrong(_)).into(), "V001", 'E');
    let processors = plan.processors.iter();
    add(
        processors
            .clone()
            .filter(|(_, number)| matches!(number, Number::Wrong(_)))
            .count(),
        "V001",
        'W',
    );
    add(matches!(plan.number, Number::Person(_)).into(), "V002", 'W');
    add(
        plan.postal_code.is_some_and(|code| code.len() < 5).into(),
        "V003",
        'W',
    );
    let contacts = plan.contacts.iter();
    let email = |part: &'static str| {
        contacts
            .clone()
            .filter(move |contact| contact.email.is_some_and(|email| email.contains(part)))
            .count()
    };
    add(email(";"), "V004", 'W');
    add(email("gmail"), "V007", 'I');
    add(
        contacts
            .clone()
            .filter(|contact| contact.phone.len() < 8)
            .count(),
        "V005",
        'W',
    );
    let odd_case = |number: &Option<String>| {
        number
            .as_ref()
            .is_some_and(|number| !number.starts_with("PUI-"))
    };
    let told = !facts.text || plan.tells_receipt;
    let numbers = [&plan.case_number, &plan.supplements];
    let odd = numbers.into_iter().filter(|number| odd_case(number));
    add(odd.filter(|_| told).count(), "V006", 'I');
    add(
        matches!(plan.subjects, Size::Negative | Size::Exact(0)).into(),
        "V008",
        'W',
    );
}

fn deadline(facts: &Facts, found: &mut Found) {
    let plan = facts.plan;
    let late = facts.verdict == "late";
    if late {
        found.push(match plan.reason {
            None => ("D001", 'E'),
            Some(words::STUB | words::EXCUSE) => ("D003", 'W'),
            Some(_) => ("D002", 'W'),
        });
        if matches!(
            facts.reading,
            "late-by-clock-grace-hour" | "late-by-clock-grace-possible" | "late-weekend-disputed"
        ) {
            found.push(("D009", 'I'));
        }
        if facts.channel() == Some("post") {
            found.push(("D012", 'I'));
        }
    }
    if facts.verdict == "on-time" && plan.reason.is_some_and(|reason| reason != words::STUB) {
        found.push(("D008", 'I'));
    }
    if facts.verdict == "indeterminate" {
        let only_time = plan.discovered.time.is_none() && plan.receipt.time.is_some();
        found.push((if only_time { "D010" } else { "D004" }, 'I'));
    }
    if facts.received.is_none() {
        found.push(("D005", 'I'));
    }
    if facts.inferred == "late" {
        found.push(("D006", 'I'));
    }
    if plan.reason == Some(words::CLAIM) && (late || facts.inferred == "late") {
        found.push(("D007", 'I'));
    }
}

fn parties(facts: &Facts, found: &mut Found) {
    let plan = facts.plan;
    let severe = plan.severity.is("3") || plan.severity.is("4");
    let undecided = plan.will_inform == One::Of(&words::UNDECIDED);
    if severe && undecided && plan.intended == One::Of(&words::NO) {
        found.push(("S002", 'W'));
    }
    let (Number::Good(own) | Number::Plain(own)) = &plan.number else {
        return;
    };
    let own: String = own.chars().filter(char::is_ascii_digit).collect();
    let is_own = |number: &Number| match number {
        Number::Good(number) => number.chars().filter(char::is_ascii_digit).eq(own.chars()),
        _ => false,
    };
    let level = if own.starts_with('2') { 'I' } else { 'W' };
    found.extend(
        plan.processors
            .iter()
            .filter(|(_, number)| is_own(number))
            .map(|_| ("P002", level)),
    );
}
