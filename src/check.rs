//! The catalogue of rules and the running of them. A rule is one value in the file of its family:
//! code, level, texts in both languages and condition. Readers, binding and the audit raise some
//! rules themselves; their values stand here too. Words are made elsewhere.

use std::sync::OnceLock;

use crate::finding::{Code, Finding, Severity, Silent};
use crate::notification::{Filing, Notification};

mod actions;
pub(crate) mod cases;
mod completeness;
mod consistency;
mod content;
pub(crate) mod copies;
mod deadline;
mod filers;
pub(crate) mod form;
mod incidents;
mod informing;
mod law;
mod missing;
mod numbers;
mod parties;
mod privacy;
mod reasons;
mod receipts;
mod register;
mod repetition;
mod rule;
mod select;
mod several;
#[cfg(test)]
pub(crate) mod testing;
mod text;
mod timeline;
mod timings;
mod values;
pub(crate) use cases::{NEVER_CLOSED, NOT_STITCHED, PROMISE_LATE, PROMISE_MISSING, SUPPLEMENT_OF};
pub(crate) use completeness::{
    ANSWERED_THOUGH_NOT_SHOWN, MISSING_CONDITIONAL_ANSWER, MISSING_MANDATORY_ANSWER,
};
pub(crate) use copies::{COPY, OTHER_EVENT, SAME_REFERENCE, VERSIONS_DIFFER};
pub(crate) use filers::{DEFAULT_TIME, SEVERAL_NAMES};
pub(crate) use incidents::PART_OF_INCIDENT;
pub(crate) use missing::missed;
pub(crate) use privacy::{CONTACT_DATA_IN_TEXT, IDENTITY_NUMBER_IN_TEXT};
pub(crate) use receipts::{RECEIPT_CONFLICT, RECEIPT_FROM_MAIL, RECEIPT_UNMATCHED};
pub(crate) use register::{
    MISSING_EFFECTS, MISSING_FACTS, MISSING_MEASURES, NOT_NOTIFIED_WITHOUT_REASON,
    REGISTER_DIFFERS, REGISTER_GAP,
};
pub(crate) use rule::Run;
use rule::Sink;
pub use rule::{Context, Rule};
pub use select::{Renamed, Selected, UnknownRule, named};
pub use several::FreeTexts;
pub(crate) use timeline::PROMISE_OVERDUE;
pub(crate) use timings::{Stage, Timings, timed};
pub(crate) use values::ODD_NUMBER;

/// The letters of the families, in the order of the catalogue.
const FAMILIES: &[u8] = b"FCVDTNKSPXMR";

/// The files that rules stand in. The catalogue sorts them by family and code.
const FILES: &[&[Rule]] = &[
    form::RULES,
    completeness::RULES,
    content::RULES,
    values::RULES,
    deadline::RULES,
    reasons::RULES,
    timeline::RULES,
    actions::RULES,
    numbers::RULES,
    consistency::RULES,
    informing::RULES,
    parties::RULES,
    privacy::RULES,
    repetition::RULES,
    copies::RULES,
    cases::RULES,
    incidents::RULES,
    filers::RULES,
    receipts::RULES,
    register::RULES,
];

/// All rules, in the order of the catalogue. A rule's position is its bit in
/// sets of rules.
pub fn rules() -> &'static [&'static Rule] {
    static ALL: OnceLock<Vec<&'static Rule>> = OnceLock::new();
    ALL.get_or_init(|| {
        let mut all: Vec<&Rule> = FILES.iter().copied().flatten().collect();
        let family = |rule: &Rule| FAMILIES.iter().position(|own| *own == rule.code.family());
        all.sort_by_key(|rule| (family(rule), rule.code));
        all
    })
}

/// The rule of this code.
pub(crate) fn rule(code: Code) -> Option<&'static Rule> {
    position(code).map(|position| rules()[position])
}

/// Leaves only findings of the selected rules, at the levels that the configuration
/// sets by position of the rule.
pub(crate) fn settle(
    findings: &mut Vec<Finding>,
    levels: &[(usize, Severity)],
    selected: Selected,
) {
    findings.retain_mut(|finding| {
        let at = position(finding.code);
        if let Some((_, level)) = levels.iter().find(|(rule, _)| Some(*rule) == at) {
            finding.severity = *level;
        }
        at.is_some_and(|at| selected.has(at))
    });
}

/// The position of a rule in the catalogue.
pub(crate) fn position(code: Code) -> Option<usize> {
    static PLACES: OnceLock<[u8; 32 * 32]> = OnceLock::new();
    let places = PLACES.get_or_init(|| {
        let mut places = [u8::MAX; 32 * 32];
        for (position, rule) in rules().iter().enumerate() {
            places[place(rule.code)] = position as u8;
        }
        places
    });
    let position = usize::from(places[place(code)]);
    rules()
        .get(position)
        .is_some_and(|rule| rule.code == code)
        .then_some(position)
}

/// The place of a code in a table: a row of 32 for each family, no two of whose
/// rules have the same.
fn place(code: Code) -> usize {
    let [family, _, tens, ones] = code.bytes().map(usize::from);
    family % 32 * 32 + (10 * tens + ones) % 32
}

/// The rules that are run over each notification of a kind, bit i for rule i. A
/// later filing says only what is new: it is judged by families F, V, X and T, as is
/// one of which it is not known.
fn run_over(filing: Filing) -> u128 {
    static SETS: OnceLock<[u128; 2]> = OnceLock::new();
    let [initial, later] = SETS.get_or_init(|| {
        let set = |is_judged: fn(&Rule) -> bool| {
            let run = |rule: &Rule| matches!(rule.run, Run::Each(_)) && is_judged(rule);
            let all = rules().iter().enumerate().filter(|(_, rule)| run(rule));
            all.fold(0, |set, (position, _)| set | 1 << position)
        };
        [
            set(|_| true),
            set(|rule| matches!(rule.code.family(), b'F' | b'V' | b'X' | b'T')),
        ]
    });
    if filing.is_notification() {
        *initial
    } else {
        *later
    }
}

/// The members of a set of rules, in the order of the catalogue.
fn members(mut set: u128) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let position = (set != 0).then(|| set.trailing_zeros())?;
        set &= set - 1;
        Some(position as usize)
    })
}

/// Runs the selected rules over one notification. Adds to `findings` what was
/// found before (by reader and form file), keeps only the selected, and gives
/// the set of rules that could not be run, bit i for rule i.
pub fn check(
    notification: &Notification,
    context: &Context,
    selected: &Selected,
    findings: &mut Vec<Finding>,
    not_runnable: &[Code],
) -> u128 {
    let mut set: u128 = 0;
    for position in not_runnable.iter().filter_map(|code| position(*code)) {
        set |= 1 << position;
    }
    let mut laps = context.timings.and_then(Timings::laps);
    let rules = rules();
    for position in members(selected.0 & run_over(notification.filing)) {
        let Run::Each(run) = rules[position].run else {
            continue;
        };
        let mut out = Sink::of(rules[position], notification, findings);
        if let Err(Silent::NotRunnable | Silent::NotAsked) = run(notification, context, &mut out) {
            set |= 1 << position;
        }
        if let Some(laps) = &mut laps {
            laps.rule(position);
        }
    }
    drop(laps);
    findings
        .retain(|finding| position(finding.code).is_some_and(|position| selected.has(position)));
    for position in findings.iter().filter_map(|finding| position(finding.code)) {
        set &= !(1 << position);
    }
    set & selected.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_names_are_unique_and_fit_the_set() {
        let mut codes: Vec<_> = rules().iter().map(|rule| rule.code).collect();
        let mut names: Vec<_> = rules().iter().map(|rule| rule.name).collect();
        codes.sort_unstable();
        names.sort_unstable();
        assert!(codes.windows(2).all(|pair| pair[0] != pair[1]));
        assert!(
            rules()
                .iter()
                .enumerate()
                .all(|(at, rule)| position(rule.code) == Some(at))
        );
        assert_eq!(position(Code::new(*b"Z999")), None);
        assert!(names.windows(2).all(|pair| pair[0] != pair[1]));
        assert!(codes.len() <= 128);
    }

    #[test]
    fn no_level_of_a_rule_is_told_twice() {
        for rule in rules() {
            let others = rule.or.iter().map(|(severity, _)| *severity);
            let mut levels: Vec<Severity> = others.chain([rule.severity]).collect();
            levels.sort_unstable();
            assert!(
                levels.windows(2).all(|pair| pair[0] != pair[1]),
                "{}",
                rule.code
            );
        }
    }

    #[test]
    fn every_text_stands_in_both_languages() {
        for rule in rules() {
            for words in [
                rule.title,
                rule.message,
                rule.why,
                rule.example,
                rule.usual_basis(),
            ] {
                assert!(
                    !words.sv.is_empty() && !words.en.is_empty(),
                    "{}",
                    rule.code
                );
                assert!(
                    !words.en.contains("violation") && !words.sv.contains("överträdelse"),
                    "{}",
                    rule.code
                );
            }
            assert_ne!(rule.message.sv, rule.message.en, "{}", rule.code);
        }
    }
}
