//! The findings that a run must have because answers, moments and numbers contradict
//! each other (families T, N, K, S, P and X in part).

use std::collections::HashSet;

use jiff::civil::{Time, date};

use crate::form::State;
use crate::synth::plan::{Number, One, Plan, Size, When};
use crate::synth::truth::Facts;
use crate::synth::truth::instants::{Interval, instants, interval};
use crate::synth::words::{self, Option as Choice};

type Found = Vec<(&'static str, char)>;

/// Codes with their level.
pub(super) fn codes(facts: &Facts, supplemented: &HashSet<String>) -> Found {
    let mut found = Vec::new();
    timeline(facts, &mut found);
    privacy(facts.plan, &mut found);
    if facts.plan.later.is_none() {
        local_times(facts, &mut found);
        overdue(facts, supplemented, &mut found);
        numbers(facts.plan, &mut found);
        answers(facts, &mut found);
        informing(facts, &mut found);
        parties(facts, &mut found);
    }
    found
}

fn before(one: Option<Interval>, other: Option<Interval>) -> bool {
    matches!((one, other), (Some(one), Some(other)) if one.1 < other.0)
}

fn timeline(facts: &Facts, found: &mut Found) {
    let plan = facts.plan;
    let (occurred, discovered, received) =
        (interval(&plan.occurred), facts.discovered, facts.received);
    let (ended, informed) = (interval(&plan.ended), interval(&plan.informed_at));
    let mut when = |holds: bool, code, level| {
        if holds {
            found.push((code, level));
        }
    };
    when(before(discovered, occurred), "T001", 'E');
    when(before(received, discovered), "T002", 'E');
    when(before(received, occurred), "T003", 'E');
    when(before(ended, occurred), "T004", 'E');
    when(before(received, ended), "T005", 'E');
    when(
        before(
            discovered,
            Some(instants(date(2018, 5, 25), Time::midnight())),
        ),
        "T006",
        'W',
    );
    for moment in [occurred, discovered, ended, informed] {
        when(
            before(moment, Some(instants(date(1990, 1, 1), Time::midnight()))),
            "T007",
            'E',
        );
        when(
            before(Some(instants(date(2040, 1, 1), Time::midnight())), moment),
            "T007",
            'E',
        );
    }
    let exposed = occurred
        .zip(discovered)
        .is_some_and(|(from, to)| to.0 - from.1 > 365 * 24 * 60);
    when(exposed, "T008", 'I');
    for action in &plan.actions {
        let at = interval(&action.at);
        when(before(at, occurred), "T009", 'W');
        when(before(at, discovered), "T010", 'W');
        when(before(received, at), "T011", 'I');
    }
    let sooner = before(informed, occurred);
    when(sooner, "T012", 'E');
    when(!sooner && before(informed, discovered), "T012", 'W');
    when(before(interval(&plan.planned_at), received), "T013", 'W');
}

/// D011, for every moment that the change of the clocks skips or repeats.
fn local_times(facts: &Facts, found: &mut Found) {
    let plan = facts.plan;
    let asked = [
        &plan.occurred,
        &plan.discovered,
        &plan.ended,
        &plan.informed_at,
        &plan.planned_at,
    ];
    let all = asked
        .into_iter()
        .chain(plan.actions.iter().map(|action| &action.at));
    let is_odd =
        |when: &&When| when.time.is_some() && interval(when).is_some_and(|(from, to)| from != to);
    found.extend(all.filter(is_odd).map(|_| ("D011", 'W')));
}

/// T014. A set without supplements cannot show it.
fn overdue(facts: &Facts, supplemented: &HashSet<String>, found: &mut Found) {
    let plan = facts.plan;
    let known = plan
        .case_number
        .as_ref()
        .is_some_and(|number| !supplemented.contains(number));
    let promised = plan.intended == One::Of(&words::YES) && interval(&plan.planned_at).is_some();
    if promised && known && !supplemented.is_empty() {
        found.push(("T014", 'I'));
    }
}

fn exact(size: Size) -> Option<u64> {
    match size {
        Size::Exact(count) | Size::About(count) | Size::Both(count, _) => Some(count),
        _ => None,
    }
}

/// Fewest and most, for what is a number.
fn bounds(size: Size) -> Option<(u64, u64)> {
    match (exact(size), size) {
        (Some(count), _) => Some((count, count)),
        (None, Size::Band(band)) => Some((band.min, band.max.unwrap_or(u64::MAX))),
        _ => None,
    }
}

fn numbers(plan: &Plan, found: &mut Found) {
    for size in [plan.subjects, plan.items] {
        if let Size::Both(count, band) = size {
            let holds = band.min <= count && band.max.is_none_or(|max| count <= max);
            found.push(if holds { ("N003", 'I') } else { ("N001", 'E') });
        }
        if exact(size).is_some_and(is_heaped) {
            found.push(("N004", 'I'));
        }
    }
    if let (Some((fewest, _)), Some((_, most))) = (bounds(plan.subjects), bounds(plan.items))
        && fewest > most
    {
        found.push(("N002", 'W'));
    }
}

/// Whether a number looks like a placeholder: nines, or a one or five before noughts.
fn is_heaped(count: u64) -> bool {
    let digits = count.to_string();
    let noughts = digits[1..].bytes().all(|digit| digit == b'0');
    let nines = digits.bytes().all(|digit| digit == b'9');
    count == 501
        || (digits.len() >= 3 && (nines || (noughts && digits.starts_with('5'))))
        || (digits.len() >= 4 && noughts && digits.starts_with('1'))
}

fn label(answer: One) -> &'static str {
    match answer {
        One::Of(option) => option.label,
        _ => "",
    }
}

/// Whether the data were encrypted, if the copy still shows it.
fn encrypted(facts: &Facts, answer: &'static Choice) -> bool {
    facts.states[26] == State::Given(()) && facts.plan.encrypted == One::Of(answer)
}

fn answers(facts: &Facts, found: &mut Found) {
    let plan = facts.plan;
    let ticked = |chosen: &[&'static Choice], codes: &[&str]| {
        !plan.ticks_lost() && chosen.iter().any(|option| codes.contains(&option.truth))
    };
    let lowest = plan.severity.is("1");
    let severe = plan.severity.is("3") || plan.severity.is("4");
    let encrypted = encrypted(facts, &words::YES);
    let (kind, misdirected) = (
        label(plan.breach_type),
        label(plan.breach_type).starts_with("Felskick"),
    );
    let categories = &plan.categories.chosen;
    let sensitive: Vec<&str> = words::CATEGORIES[..9]
        .iter()
        .map(|option| option.truth)
        .collect();
    let mut when = |holds: bool, code, level| {
        if holds {
            found.push((code, level));
        }
    };
    when(lowest && ticked(categories, &sensitive), "K001", 'I');
    when(
        lowest
            && ticked(
                &plan.consequences.chosen,
                &["identity-theft", "financial-loss"],
            ),
        "K002",
        'I',
    );
    when(encrypted && severe && kind.contains("röjande"), "K003", 'I');
    when(misdirected && plan.cause.is("attack:external"), "K004", 'W');
    when(encrypted && kind == "Felskick: Brev", "K005", 'W');
    let without_health = !categories.is_empty() && !ticked(categories, &["health"]);
    when(
        ticked(&plan.groups.chosen, &["patients"]) && without_health,
        "K006",
        'I',
    );
    if let Number::Good(number) | Number::Plain(number) = &plan.number {
        when(
            plan.sector.is("private") && number.starts_with('2'),
            "K007",
            'W',
        );
        when(
            plan.sector.is("public") && !number.starts_with('2'),
            "K007",
            'I',
        );
    }
    let told = label(plan.discovery).contains("biträde");
    when(told && plan.involved == One::Of(&words::NO), "K008", 'W');
    let area = label(plan.area);
    let crossed = (area.starts_with("Statlig") && plan.sector.is("private"))
        || (area.starts_with("Näringsliv") && plan.sector.is("public"));
    when(crossed, "K009", 'I');
}

fn informing(facts: &Facts, found: &mut Found) {
    let plan = facts.plan;
    let not_informed = plan.informed == One::Of(&words::NO);
    if plan.severity.is("4") && not_informed && plan.will_inform == One::Of(&words::NO) {
        found.push(("S001", 'W'));
    }
    if plan.reason_not == Some(words::ENCRYPTED_DISK) && encrypted(facts, &words::NO) {
        found.push(("S003", 'W'));
    }
    let kinds = plan
        .categories
        .chosen
        .iter()
        .any(|option| ["identity-number", "offences"].contains(&option.truth));
    let protected = plan
        .groups
        .chosen
        .iter()
        .any(|option| option.truth == "vulnerable");
    let many = bounds(plan.subjects).is_some_and(|(fewest, _)| fewest > 1000);
    if (kinds || protected) && !plan.ticks_lost() && many && not_informed {
        found.push(("S004", 'I'));
    }
}

fn parties(facts: &Facts, found: &mut Found) {
    let plan = facts.plan;
    if plan.involved == One::Of(&words::YES) && plan.processors.is_empty() {
        found.push(("P001", 'W'));
    }
    let key = |(name, number): &(String, Number)| match number {
        Number::Good(number) => number.clone(),
        _ => name.clone(),
    };
    let distinct: HashSet<String> = plan.processors.iter().map(key).collect();
    found.extend((distinct.len()..plan.processors.len()).map(|_| ("P003", 'W')));
    if plan.controller.as_deref() == Some("Tullverket") {
        found.push(("P004", 'I'));
    }
    if plan.description.as_deref() == Some(words::WITH_SECURITY) {
        found.push(("P005", 'I'));
    }
}

fn privacy(plan: &Plan, found: &mut Found) {
    match plan.description.as_deref() {
        Some(words::WITH_PERSON) => found.push(("X001", 'W')),
        Some(words::WITH_DIGITS) => found.push(("X001", 'I')),
        Some(words::WITH_ADDRESS) => found.push(("X002", 'I')),
        _ => {}
    }
    if plan.secrecy.is_some() {
        found.push(("X003", 'I'));
    }
}
