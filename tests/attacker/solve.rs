//! The bounds of the suppressed cells by linear programs, one for each group of
//! unknowns that constraints tie together. A value that some solution has shown
//! possible is not asked for again.

use std::collections::BTreeMap;

use microlp::{ComparisonOp, OptimizationDirection, Problem, Variable};

use super::System;

/// A constraint over unknowns alone.
struct Row {
    terms: Vec<(usize, f64)>,
    low: f64,
    high: f64,
}

/// Lowest and highest value of each target, as far as needed to see whether
/// `least` values are possible.
pub(super) fn bounds(system: &System, least: u64) -> BTreeMap<usize, (f64, f64)> {
    let rows = unknown_rows(system);
    let group = groups(system, &rows);
    let mut by_group: BTreeMap<usize, (Vec<usize>, Vec<&Row>)> = BTreeMap::new();
    for at in (0..system.known.len()).filter(|at| system.known[*at].is_none()) {
        by_group.entry(group[at]).or_default().0.push(at);
    }
    for row in &rows {
        by_group
            .entry(group[row.terms[0].0])
            .or_default()
            .1
            .push(row);
    }
    let mut found: BTreeMap<usize, (f64, f64)> = BTreeMap::new();
    for at in system.targets.keys() {
        // Suppressed in one table, told in another: determined.
        if let Some(value) = system.known[*at] {
            found.insert(*at, (value, value));
        }
    }
    for (unknowns, rows) in by_group.values() {
        if unknowns.iter().any(|at| system.targets.contains_key(at)) {
            attack_group(system, unknowns, rows, least, &mut found);
        }
    }
    found
}

/// The constraints with known values put in.
fn unknown_rows(system: &System) -> Vec<Row> {
    let mut rows = Vec::new();
    for constraint in &system.constraints {
        let mut sums: BTreeMap<usize, f64> = BTreeMap::new();
        let mut known = 0.0;
        for (at, factor) in &constraint.terms {
            match system.known[*at] {
                Some(value) => known += value * factor,
                None => *sums.entry(*at).or_default() += factor,
            }
        }
        let terms: Vec<(usize, f64)> = sums
            .into_iter()
            .filter(|(_, factor)| *factor != 0.0)
            .collect();
        if !terms.is_empty() {
            rows.push(Row {
                terms,
                low: constraint.low - known,
                high: constraint.high - known,
            });
        }
    }
    rows
}

/// The group of each unknown.
fn groups(system: &System, rows: &[Row]) -> Vec<usize> {
    fn root(parent: &mut [usize], mut at: usize) -> usize {
        while parent[at] != at {
            parent[at] = parent[parent[at]];
            at = parent[at];
        }
        at
    }
    let mut parent: Vec<usize> = (0..system.known.len()).collect();
    for row in rows {
        let first = root(&mut parent, row.terms[0].0);
        for (at, _) in &row.terms[1..] {
            let other = root(&mut parent, *at);
            parent[other] = first;
        }
    }
    (0..parent.len()).map(|at| root(&mut parent, at)).collect()
}

fn attack_group(
    system: &System,
    unknowns: &[usize],
    rows: &[&Row],
    least: u64,
    found: &mut BTreeMap<usize, (f64, f64)>,
) {
    let mut seen: BTreeMap<usize, (f64, f64)> = BTreeMap::new();
    let wide = |(low, high): (f64, f64)| (high - low) >= (least - 1) as f64 + 1e-3;
    for target in unknowns.iter().filter(|at| system.targets.contains_key(at)) {
        for direction in [
            OptimizationDirection::Maximize,
            OptimizationDirection::Minimize,
        ] {
            if seen.get(target).is_some_and(|range| wide(*range)) {
                continue;
            }
            let solution = solve(system, unknowns, rows, *target, direction);
            for (at, value) in solution {
                let range = seen.entry(at).or_insert((value, value));
                *range = (range.0.min(value), range.1.max(value));
            }
        }
        let range = seen
            .get(target)
            .copied()
            .expect("a solution: the truth is one");
        found.insert(*target, range);
    }
}

/// One extreme solution.
fn solve(
    system: &System,
    unknowns: &[usize],
    rows: &[&Row],
    target: usize,
    direction: OptimizationDirection,
) -> Vec<(usize, f64)> {
    let mut problem = Problem::new(direction);
    let variables: BTreeMap<usize, Variable> = unknowns
        .iter()
        .map(|at| {
            let most = if system.targets.contains_key(at) {
                system.all * 4.0
            } else {
                f64::INFINITY
            };
            let least = if system.positive.contains(at) {
                1.0
            } else {
                0.0
            };
            (
                *at,
                problem.add_var(if *at == target { 1.0 } else { 0.0 }, (least, most)),
            )
        })
        .collect();
    for row in rows {
        let terms: Vec<(Variable, f64)> = row
            .terms
            .iter()
            .map(|(at, factor)| (variables[at], *factor))
            .collect();
        if (row.high - row.low).abs() < 1e-9 {
            problem.add_constraint(&terms[..], ComparisonOp::Eq, row.low);
            continue;
        }
        if row.low.is_finite() {
            problem.add_constraint(&terms[..], ComparisonOp::Ge, row.low);
        }
        if row.high.is_finite() {
            problem.add_constraint(&terms[..], ComparisonOp::Le, row.high);
        }
    }
    let outcome = problem.solve().expect("the truth is a solution");
    let solution = outcome.into_solution().expect("no time limit");
    variables
        .iter()
        .map(|(at, variable)| (*at, solution.var_value(*variable)))
        .collect()
}
