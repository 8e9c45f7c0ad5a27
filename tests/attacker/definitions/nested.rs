//! Values that are parts of others: a coarser period, a coarser group, what a sector
//! holds.

use std::collections::{BTreeMap, BTreeSet};

use super::super::{Published, System};
use super::{dimensions, is_value, name};

/// The coarser value of a finer one, where code or period tells it.
fn coarser(id: &str, value: &str) -> Option<(&'static str, String)> {
    let head = |value: &str| match value.split_once(": ") {
        Some((head, _)) => head.to_owned(),
        None => value.split(':').next().unwrap_or(value).to_owned(),
    };
    if !is_value(value) {
        return None;
    }
    Some(match id {
        "type" => ("type-group", head(value)),
        "cause" => ("cause-group", head(value)),
        "area" => ("area-group", head(value)),
        "quarter" => ("year", value[..4].to_owned()),
        "month" => {
            let quarter = value[5..7].parse::<u32>().ok()?.div_ceil(3);
            ("quarter", format!("{}-Q{quarter}", &value[..4]))
        }
        "reading" => (
            "verdict",
            if value.starts_with("late") {
                "late"
            } else {
                value
            }
            .to_owned(),
        ),
        _ => return None,
    })
}

/// Details within groups, periods within periods.
pub(super) fn nested(
    system: &mut System,
    values: &BTreeMap<String, Vec<String>>,
    crosses: &[(&String, &Published)],
) {
    for fine in ["type", "cause", "area", "quarter", "month", "reading"] {
        let Some(found) = values.get(fine) else {
            continue;
        };
        let mut sums: BTreeMap<(&str, String), Vec<&String>> = BTreeMap::new();
        for value in found {
            if let Some(key) = coarser(fine, value) {
                sums.entry(key).or_default().push(value);
            }
        }
        let periods = matches!(fine, "quarter" | "month");
        for ((coarse, group), parts) in &sums {
            if !values.contains_key(*coarse) {
                continue;
            }
            let mut suffixes: Vec<Vec<(String, String)>> = vec![Vec::new()];
            for (id, table) in crosses {
                let ids = dimensions(table);
                if let [a, b] = ids[..]
                    && (a == fine || b == fine)
                {
                    let other = if a == fine { b } else { a };
                    if crosses.iter().any(|(_, table)| {
                        let ids = dimensions(table);
                        ids.contains(coarse) && ids.contains(&other) && ids.len() == 2
                    }) {
                        suffixes.extend(
                            table
                                .rows
                                .iter()
                                .map(|row| row[usize::from(b == other) * 2].clone())
                                .collect::<BTreeSet<_>>()
                                .into_iter()
                                .map(|value| vec![(other.to_owned(), value)]),
                        );
                    }
                    let _ = id;
                }
            }
            for suffix in suffixes {
                let with = |id: &str, value: &str| {
                    let mut all: Vec<(&str, &str)> = vec![(id, value)];
                    all.extend(
                        suffix
                            .iter()
                            .map(|(id, value)| (id.as_str(), value.as_str())),
                    );
                    name(&all)
                };
                let mut terms = Vec::new();
                for part in parts {
                    if let Some(at) = system.has(&with(fine, part)) {
                        terms.push((at, 1.0));
                    }
                }
                let Some(whole) = system.has(&with(coarse, group)) else {
                    continue;
                };
                terms.push((whole, -1.0));
                let low = if periods { f64::NEG_INFINITY } else { 0.0 };
                system.between(terms, low, 0.0, format!("{fine} within {coarse}"));
            }
        }
        for (coarse, _) in sums.keys() {
            for word in [
                "(blank)",
                "(unknown)",
                "(not shown)",
                "(not asked)",
                "no-receipt",
                "no-discovery",
                "invalid-order",
            ] {
                if let (Some(a), Some(b)) = (
                    system.has(&name(&[(fine, word)])),
                    system.has(&name(&[(coarse, word)])),
                ) {
                    system.equal(
                        vec![(a, 1.0), (b, -1.0)],
                        0.0,
                        format!("{fine} and {coarse}: {word}"),
                    );
                }
            }
        }
    }
}

/// What the definitions of different answers say of each other.
pub(super) fn related(system: &mut System, values: &BTreeMap<String, Vec<String>>) {
    let within = |system: &mut System, parts: &[&str], verdict: &str| {
        let mut terms: Vec<(usize, f64)> = parts
            .iter()
            .filter_map(|part| Some((system.has(&name(&[("time-to-report", part)]))?, 1.0)))
            .collect();
        if let Some(whole) = system.has(&name(&[("verdict", verdict)])) {
            // Those of the verdict that are in no class for certain.
            let mut rest: Vec<_> = terms.iter().map(|(at, factor)| (*at, -factor)).collect();
            rest.push((whole, 1.0));
            if values.contains_key("time-to-report") {
                system.follows(&format!("{verdict}, in no class for certain"), rest);
            }
            terms.push((whole, -1.0));
            system.between(terms, f64::NEG_INFINITY, 0.0, "times to report by verdict");
        }
    };
    if values.contains_key("verdict") {
        within(system, &["<24h", "24-72h"], "on-time");
        within(system, &["72h-1wk", ">1wk"], "late");
    }
    for [shown, decider, answer] in system.form.conditions {
        if let (Some(answered), Some(hidden)) = (
            system.has(&name(&[(decider, answer)])),
            system.has(&name(&[(shown, "(not shown)")])),
        ) {
            let all = system.all;
            system.equal(
                vec![(answered, 1.0), (hidden, 1.0)],
                all,
                format!("{shown} is shown after {decider}: {answer}"),
            );
        }
    }
}

/// What verdicts and classes of the time to report say of each other, and with them both by
/// something else: nobody is in a class and has a verdict that it excludes.
pub(super) fn excluded(system: &mut System, crosses: &[(&String, &Published)]) {
    const TIME: &str = "time-to-report";
    const SIDES: [(&str, [&str; 2]); 2] = [
        ("on-time", ["<24h", "24-72h"]),
        ("late", ["72h-1wk", ">1wk"]),
    ];
    for (id, table) in crosses {
        let ids = dimensions(table);
        let &[a, b] = ids.as_slice() else { continue };
        let (time, other) = match (a == TIME, b == TIME) {
            (true, false) => (0, b),
            (false, true) => (1, a),
            _ => continue,
        };
        if matches!(other, "verdict" | "reading") {
            for row in &table.rows {
                let (class, verdict) = (&row[time * 2], &row[(1 - time) * 2]);
                let told = SIDES.iter().find(|(_, own)| own.contains(&class.as_str()));
                let cell = system.has(&name(&[(TIME, class), (other, verdict)]));
                if let (Some((told, _)), Some(cell), true) = (told, cell, is_value(verdict))
                    && !verdict.starts_with(told)
                {
                    system.equal(vec![(cell, 1.0)], 0.0, format!("{id}: {verdict}, {class}"));
                }
            }
            continue;
        }
        let values: BTreeSet<&String> = table.rows.iter().map(|row| &row[(1 - time) * 2]).collect();
        for value in values {
            for (verdict, classes) in SIDES {
                let whole = system.has(&name(&[("verdict", verdict), (other, value)]));
                let parts =
                    classes.map(|class| system.has(&name(&[(TIME, class), (other, value)])));
                if let (Some(whole), [Some(one), Some(two)]) = (whole, parts) {
                    let terms = vec![(whole, 1.0), (one, -1.0), (two, -1.0)];
                    let rest = format!("{verdict}, in no class for certain, {other}={value}");
                    system.follows(&rest, terms);
                }
            }
        }
    }
}

/// What answers to one question say of questions without a table, and of exact numbers.
pub(super) fn told_by_answers(system: &mut System) {
    let all = system.all;
    for (question, decider, answers) in system.form.shown_after {
        let Some(hidden) = system.has(&format!("question {question} not_shown")) else {
            continue;
        };
        let mut terms = vec![(hidden, 1.0)];
        for answer in *answers {
            terms.extend(system.has(&name(&[(decider, answer)])).map(|at| (at, 1.0)));
        }
        system.equal(terms, all, format!("{question} is shown after {decider}"));
    }
    if let Some((dimension, answers)) = system.form.inexact {
        let Some(exact) = system.has("affected exact_n (total)") else {
            return;
        };
        let mut terms = vec![(exact, 1.0)];
        for answer in answers {
            terms.extend(
                system
                    .has(&name(&[(dimension, answer)]))
                    .map(|at| (at, 1.0)),
            );
        }
        let why = "an exact number is not approximate".to_owned();
        system.between(terms, 0.0, all, why);
    }
}

/// The parts of a sector's row, or of the row over all.
pub(super) fn of<'p>(sector: &'p str, id: &'p str, value: &'p str) -> String {
    if sector == "(total)" {
        name(&[(id, value)])
    } else {
        name(&[("sector", sector), (id, value)])
    }
}
