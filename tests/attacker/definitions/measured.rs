//! The tables of measures: spans between moments, delays, how many were affected, and
//! answers.

use super::super::{Published, System};
use super::nested::of;
use super::{counts_several, is_of, is_value, name, percent};

/// The classes of time to report between which an interval may lie.
const SPANS: [[usize; 2]; 6] = [[0, 1], [1, 2], [2, 3], [0, 2], [1, 3], [0, 3]];

/// A verdict, the classes that have it, and the spans that do.
type Side = (Option<usize>, &'static [usize], Vec<(usize, f64)>);

/// The bounds of each class of time to report: what lies in it, and what may. A verdict without a
/// row is none, if the table of verdicts is told.
pub(super) fn spans(system: &mut System, table: &Published, verdicts_are_told: bool) {
    const ID: &str = "time-to-report";
    let names = [
        "least",
        "most",
        "percent_least",
        "percent_most",
        "base_judged",
    ];
    let [least, most, low, high, judged] = names.map(|name| table.at(name).expect("a column"));
    let spanning =
        SPANS.map(|[first, last]| system.unknown(&format!("times from class {first} to {last}")));
    let [v_on, v_late, v_open] = ["on-time", "late", "indeterminate"].map(|value| {
        let own = name(&[("verdict", value)]);
        if verdicts_are_told {
            system.has(&own)
        } else {
            Some(system.unknown(&own))
        }
    });
    let mut all: Option<usize> = None;
    let mut bounds: Vec<(usize, [usize; 2])> = Vec::new();
    let mut certain: [Option<usize>; 4] = [None; 4];
    for row in &table.rows {
        if row[judged].is_empty() {
            continue;
        }
        let base = system.cell("judged", &row[judged], ID);
        all = Some(base);
        let is_beyond = row[2] == "cumulative";
        let own = match (is_beyond, v_late) {
            (true, Some(late)) => {
                system.cell(&name(&[("verdict", "late")]), &row[3], ID);
                system.cell(&name(&[("verdict", "late")]), &row[least], ID);
                late
            }
            (true, None) => system.cell("late", &row[least], ID),
            (false, _) => system.cell(&name(&[(ID, &row[0])]), &row[least], ID),
        };
        // A suppressed bound is a derived figure: it is used, not attacked.
        let up = system.unknown(&format!("most {}", row[0]));
        system.known[up] = row[most].parse().ok();
        percent(system, &row[low], own, &[base], ID);
        percent(system, &row[high], up, &[base], ID);
        let mut terms = vec![(up, -1.0), (own, 1.0)];
        if is_beyond {
            terms.extend(v_open.map(|open| (open, 1.0)));
        } else {
            let class = ["<24h", "24-72h", "72h-1wk", ">1wk"]
                .iter()
                .position(|class| *class == row[0]);
            let class = class.expect("a class");
            certain[class] = Some(own);
            bounds.push((class, [own, up]));
            let over = SPANS
                .iter()
                .zip(spanning)
                .filter(|([first, last], _)| (*first..=*last).contains(&class));
            terms.extend(over.map(|(_, span)| (span, 1.0)));
        }
        system.equal(terms, 0.0, format!("{ID}: most {}", row[0]));
    }
    // The limit lies between the second and the third class.
    let within = |of: &dyn Fn(&[usize; 2]) -> bool| -> Vec<(usize, f64)> {
        let spans = SPANS.iter().zip(spanning).filter(|(span, _)| of(span));
        spans.map(|(_, span)| (span, 1.0)).collect()
    };
    let sides: [Side; 3] = [
        (v_on, &[0, 1], within(&|[_, last]| *last < 2)),
        (v_late, &[2, 3], within(&|[first, _]| *first > 1)),
        (
            v_open,
            &[],
            within(&|[first, last]| *first < 2 && *last > 1),
        ),
    ];
    for (verdict, classes, mut terms) in sides {
        terms.extend(
            classes
                .iter()
                .filter_map(|class| certain[*class])
                .map(|class| (class, 1.0)),
        );
        terms.extend(verdict.map(|verdict| (verdict, -1.0)));
        system.equal(terms, 0.0, format!("{ID}: classes and verdicts"));
    }
    if !table.rows.is_empty() {
        unsure(system, [v_on, v_late], certain, &bounds);
    }
    let mut terms: Vec<(usize, f64)> = [v_on, v_late, v_open]
        .into_iter()
        .flatten()
        .map(|at| (at, 1.0))
        .collect();
    if let Some(all) = all {
        terms.push((all, -1.0));
        system.equal(terms, 0.0, format!("{ID}: all that can be judged"));
    }
}

/// The counts that bounds and verdicts make up: those who may be in a class, and how many of them
/// have another verdict than it.
fn unsure(
    system: &mut System,
    verdicts: [Option<usize>; 2],
    certain: [Option<usize>; 4],
    bounds: &[(usize, [usize; 2])],
) {
    let rest = |side: usize| {
        let own = verdicts[side].map(|at| (at, 1.0));
        let classes = certain[2 * side..2 * side + 2].iter().flatten();
        let classes = classes.map(|at| (*at, -1.0));
        own.into_iter().chain(classes).collect::<Vec<_>>()
    };
    for (class, [least, most]) in bounds {
        let mut terms = vec![(*most, 1.0), (*least, -1.0)];
        system.follows(&format!("perhaps in class {class}"), terms.clone());
        terms.extend(
            rest(class / 2)
                .into_iter()
                .map(|(at, factor)| (at, -factor)),
        );
        let name = format!("perhaps in class {class}, of no certain verdict");
        system.follows(&name, terms);
    }
}

pub(super) fn delay(system: &mut System, table: &Published) {
    let at = |name: &str| table.at(name).expect("a column of delay.csv");
    for row in &table.rows {
        let sector = &row[0];
        let cell = |system: &mut System, column: &str| {
            system.cell(
                &format!("delay {column} {sector}"),
                &row[at(column)],
                "delay",
            )
        };
        let (n, open, late, most) = (
            cell(system, "n"),
            cell(system, "indeterminate"),
            cell(system, "late_min"),
            cell(system, "late_max"),
        );
        let [v_on, v_late, v_open] = ["on-time", "late", "indeterminate"]
            .map(|value| system.has(&of(sector, "verdict", value)));
        let mut judged = vec![(n, -1.0)];
        judged.extend(
            [v_on, v_late, v_open]
                .into_iter()
                .flatten()
                .map(|at| (at, 1.0)),
        );
        system.equal(judged, 0.0, "delay: n");
        for (own, verdict) in [(late, v_late), (open, v_open)] {
            let mut terms = vec![(own, -1.0)];
            terms.extend(verdict.map(|at| (at, 1.0)));
            system.equal(terms, 0.0, "delay: late and indeterminate");
        }
        system.equal(
            vec![(most, -1.0), (late, 1.0), (open, 1.0)],
            0.0,
            "delay: late_max",
        );
        percent(system, &row[at("late_percent_min")], late, &[n], "delay");
        percent(system, &row[at("late_percent_max")], most, &[n], "delay");
    }
    for column in ["n", "indeterminate", "late_min", "late_max"] {
        let mut terms = Vec::new();
        for row in &table.rows {
            let factor = if row[0] == "(total)" { -1.0 } else { 1.0 };
            terms.push((
                system.unknown(&format!("delay {column} {}", row[0])),
                factor,
            ));
        }
        system.equal(terms, 0.0, format!("delay: total of {column}"));
    }
}

/// Lowest and highest number of a band, as its code says.
fn band(value: &str) -> Option<(f64, f64)> {
    match value.split_once('-') {
        Some((low, "")) => Some((low.parse().ok()?, f64::INFINITY)),
        Some((low, high)) => Some((low.parse().ok()?, high.parse().ok()?)),
        None => value.parse().ok().map(|number| (number, number)),
    }
}

pub(super) fn affected(system: &mut System, table: &Published) {
    let at = |name: &str| table.at(name).expect("a column of affected.csv");
    let bands: Vec<String> = system
        .names
        .keys()
        .filter_map(|name| name.strip_prefix("data-subjects="))
        .filter(|value| !value.contains('\u{1f}') && band(value).is_some())
        .map(str::to_owned)
        .collect();
    for row in &table.rows {
        let sector = &row[0];
        if sector != "(total)" {
            system.cell(
                &name(&[("sector", sector)]),
                &row[at("notifications")],
                "affected",
            );
        }
        let cell = |system: &mut System, column: &str| {
            system.cell(
                &format!("affected {column} {sector}"),
                &row[at(column)],
                "affected",
            )
        };
        let (exact, bands_n, unknown) = (
            cell(system, "exact_n"),
            cell(system, "band_n"),
            cell(system, "unknown_n"),
        );
        let mut value_terms = vec![(exact, -1.0), (bands_n, -1.0)];
        let mut other_terms = vec![(unknown, -1.0)];
        let prefix = if sector == "(total)" {
            String::new()
        } else {
            format!("\u{1f}sector={sector}")
        };
        let cells: Vec<(String, usize)> = system
            .names
            .iter()
            .filter_map(|(name, at)| {
                let value = name.strip_prefix("data-subjects=")?.strip_suffix(&prefix)?;
                // Of all sectors together, each value is counted by itself.
                let is_own = sector != "(total)" || !counts_several(value);
                let is_own = is_own && !value.contains('\u{1f}') && value != "base";
                is_own.then(|| (value.to_owned(), *at))
            })
            .collect();
        for (value, at) in &cells {
            if is_value(value) {
                value_terms.push((*at, 1.0));
            } else {
                other_terms.push((*at, 1.0));
            }
        }
        system.equal(value_terms, 0.0, "affected: exact and bands");
        system.equal(other_terms, 0.0, "affected: unknown");
        sums(system, table, row, &bands, &cells, bands_n);
    }
    for column in ["exact_n", "band_n", "unknown_n"] {
        let mut terms = Vec::new();
        for row in &table.rows {
            let factor = if row[0] == "(total)" { -1.0 } else { 1.0 };
            terms.push((
                system.unknown(&format!("affected {column} {}", row[0])),
                factor,
            ));
        }
        system.equal(terms, 0.0, format!("affected: total of {column}"));
    }
}

/// The lower bound less the exact sum is the sum of the lower ends of the bands
/// answered.
pub(super) fn sums(
    system: &mut System,
    table: &Published,
    row: &[String],
    bands: &[String],
    cells: &[(String, usize)],
    bands_n: usize,
) {
    let number = |name: &str| row[table.at(name)?].parse::<f64>().ok();
    let (Some(exact), Some(lower)) = (number("exact_sum"), number("lower")) else {
        return;
    };
    let mut count = vec![(bands_n, -1.0)];
    let mut total = Vec::new();
    for (value, cell) in cells {
        let of: Vec<&String> = bands.iter().filter(|band| is_of(band, value)).collect();
        if of.is_empty() {
            continue;
        }
        let mut answers = vec![(*cell, -1.0)];
        for value in of {
            let answered = system.unknown(&format!("answered as a band {} {value}", row[0]));
            answers.push((answered, 1.0));
            count.push((answered, 1.0));
            total.push((answered, band(value).map_or(0.0, |(low, _)| low)));
        }
        system.between(answers, f64::NEG_INFINITY, 0.0, "bands are answers");
    }
    if !total.is_empty() {
        system.equal(count, 0.0, "affected: band_n");
        system.equal(total, lower - exact, "affected: lower");
    }
}

pub(super) fn answers(system: &mut System, table: &Published) {
    let states = [
        ("answered", "base"),
        ("blank", "(blank)"),
        ("unknown", "(unknown)"),
        ("undeterminable", "(undeterminable)"),
        ("not_shown", "(not shown)"),
        ("not_asked", "(not asked)"),
    ];
    for row in &table.rows {
        let mut questions = system.form.questions.iter();
        let dimension = questions
            .find(|(number, _)| *number == row[0])
            .map(|(_, id)| *id);
        let mut all = Vec::new();
        for (at, (state, value)) in states.iter().enumerate() {
            let shown = dimension.map(|id| name(&[(id, value)]));
            let cell = match shown.filter(|name| system.has(name).is_some()) {
                Some(shown) => system.cell(&shown, &row[at + 2], "answers"),
                None => system.cell(
                    &format!("question {} {state}", row[0]),
                    &row[at + 2],
                    "answers",
                ),
            };
            all.push((cell, 1.0));
        }
        let sum = system.all;
        system.equal(all, sum, format!("question {}: all states", row[0]));
    }
    let given = system.has(&name(&[("delay-reason", "given")]));
    let answered = format!("question {} answered", system.form.reasons);
    if let (Some(given), Some(answered)) = (given, system.has(&answered)) {
        system.equal(vec![(given, 1.0), (answered, -1.0)], 0.0, "reasons");
    }
}
