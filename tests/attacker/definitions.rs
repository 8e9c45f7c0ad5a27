//! The definitions of the tables (`src/docs/report.md`), as constraints.

use std::collections::{BTreeMap, BTreeSet};

use breach_audit::form::Key;
use breach_audit::statistics::Tells;

use super::{Published, System, Tables};

const NON_VALUES: [&str; 8] = [
    "(blank)",
    "(unknown)",
    "(undeterminable)",
    "(not shown)",
    "(not asked)",
    "no-receipt",
    "no-discovery",
    "invalid-order",
];
const MULTIPLE: [&str; 3] = ["subject-groups", "data-categories", "consequences"];
/// The questions whose answers a one-way table shows.
const QUESTIONS: [(&str, &str); 17] = [
    ("12", "ongoing"),
    ("15", "type"),
    ("17", "discovery"),
    ("18", "cause"),
    ("19", "sector"),
    ("20", "area"),
    ("21", "processor-involved"),
    ("23", "data-subjects"),
    ("24", "data-items"),
    ("25", "subject-groups"),
    ("26", "data-categories"),
    ("27", "encrypted"),
    ("28", "consequences"),
    ("29", "severity"),
    ("31", "informed"),
    ("33", "will-inform"),
    ("36", "supplement-intended"),
];

/// Every dimension whose definition is stated here, with what its counts tell of other
/// tables. `state` says so in constraints. Of one that is missing, or that tells something
/// else, nobody thought what its counts tell: add that to `state` before it is written here.
pub const DIMENSIONS: [(&str, Tells); 29] = [
    ("area", Tells::Answers(Key::IncidentArea)),
    ("area-group", Tells::Answers(Key::IncidentArea)),
    ("cause", Tells::Answers(Key::IncidentCause)),
    ("cause-group", Tells::Answers(Key::IncidentCause)),
    ("consequences", Tells::Answers(Key::ConsequencesKinds)),
    (
        "data-categories",
        Tells::Answers(Key::AffectedDataCategories),
    ),
    ("data-items", Tells::Answers(Key::AffectedDataItemsExact)),
    (
        "data-subjects",
        Tells::Answers(Key::AffectedDataSubjectsExact),
    ),
    (
        "delay-reason",
        Tells::WhetherAnswered(Key::IncidentDelayReason),
    ),
    ("discovery", Tells::Answers(Key::IncidentDiscovery)),
    ("encrypted", Tells::Answers(Key::AffectedEncrypted)),
    ("form", Tells::Itself),
    ("informed", Tells::Answers(Key::CommunicationInformed)),
    ("kind", Tells::Itself),
    ("month", Tells::Dates),
    ("ongoing", Tells::Answers(Key::IncidentOngoing)),
    (
        "processor-involved",
        Tells::Answers(Key::ProcessorsInvolved),
    ),
    ("quarter", Tells::Dates),
    ("reading", Tells::Delay),
    ("sector", Tells::Answers(Key::IncidentSector)),
    ("severity", Tells::Answers(Key::ConsequencesSeverity)),
    ("subject-groups", Tells::Answers(Key::AffectedSubjectGroups)),
    (
        "supplement-intended",
        Tells::Answers(Key::SupplementIntended),
    ),
    ("time-to-report", Tells::Delay),
    ("type", Tells::Answers(Key::IncidentType)),
    ("type-group", Tells::Answers(Key::IncidentType)),
    ("verdict", Tells::Delay),
    ("will-inform", Tells::Answers(Key::CommunicationWillInform)),
    ("year", Tells::Dates),
];

/// Every column of numbers that is attacked, or is known to tell no count that
/// the others do not (the last line: hours, sums of persons and their shares).
pub const COLUMNS: [&str; 44] = [
    "notifications",
    "percent",
    "base",
    "change",
    "change_percent",
    "percent_within",
    "base_within",
    "least",
    "most",
    "percent_least",
    "percent_most",
    "base_judged",
    "n",
    "indeterminate",
    "late_min",
    "late_max",
    "late_percent_min",
    "late_percent_max",
    "exact_n",
    "band_n",
    "unknown_n",
    "exact_sum",
    "lower",
    "question",
    "answered",
    "blank",
    "unknown",
    "undeterminable",
    "not_shown",
    "not_asked",
    "findings",
    "not_runnable",
    "errors",
    "warnings",
    "infos",
    "median_min",
    "median_max",
    "p75_min",
    "p75_max",
    "p90_min",
    "p90_max",
    "max_min",
    "max_max",
    "upper",
];

fn is_value(value: &str) -> bool {
    !NON_VALUES.contains(&value)
}

/// The name of a count.
pub(super) fn name(parts: &[(&str, &str)]) -> String {
    let mut parts: Vec<String> = parts
        .iter()
        .map(|(id, value)| format!("{id}={value}"))
        .collect();
    parts.sort();
    parts.join("\u{1f}")
}

/// States all of it.
pub(super) fn state(system: &mut System, tables: &Tables) {
    let mut values: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (id, table) in tables {
        if table.at("value") == Some(0) && table.at("base").is_some() && !table.rows.is_empty() {
            let rows = table.rows.iter().filter(|row| row[2] != "cumulative");
            values.insert(id.clone(), rows.map(|row| row[0].clone()).collect());
            one_way(system, id, table);
        }
    }
    let crosses: Vec<(&String, &Published)> = tables
        .iter()
        .filter(|(id, table)| id.contains("-by-") && !table.rows.is_empty())
        .collect();
    for (id, table) in &crosses {
        cross(system, id, table, &values);
    }
    if let Some(table) = tables.get("time-to-report") {
        spans(system, table);
    }
    nested(system, &values, &crosses);
    related(system, &values);
    if let Some(table) = tables.get("delay") {
        delay(system, table);
    }
    if let Some(table) = tables.get("affected") {
        affected(system, table);
    }
    if let Some(table) = tables.get("answers") {
        answers(system, table);
    }
    if let Some(table) = tables.get("unlisted") {
        for row in &table.rows {
            let id = QUESTIONS
                .iter()
                .find(|(number, _)| *number == row[0])
                .expect("a question")
                .1;
            system.cell(&name(&[(id, &row[1])]), &row[2], "unlisted");
        }
    }
    if let Some(table) = tables.get("rules") {
        for row in &table.rows {
            let findings = system.cell(&format!("findings of {}", row[0]), &row[3], "rules");
            let notifications =
                system.cell(&format!("notifications of {}", row[0]), &row[4], "rules");
            system.cell(&format!("not runnable {}", row[0]), &row[5], "rules");
            let mut levels = vec![(findings, -1.0)];
            for (at, level) in ["errors", "warnings", "infos"].iter().enumerate() {
                levels.push((
                    system.cell(&format!("{level} of {}", row[0]), &row[6 + at], "rules"),
                    1.0,
                ));
            }
            system.equal(levels, 0.0, format!("{}: levels make the findings", row[0]));
            system.between(
                vec![(findings, 1.0), (notifications, -1.0)],
                0.0,
                f64::INFINITY,
                format!("{}: every notification has a finding", row[0]),
            );
        }
        rules(system);
    }
}

/// What rules count that other tables count too.
fn rules(system: &mut System) {
    let late = system.unknown(&name(&[("verdict", "late")]));
    let mut terms = vec![(late, -1.0)];
    for code in ["D001", "D002", "D003"] {
        terms.push((system.unknown(&format!("notifications of {code}")), 1.0));
    }
    system.equal(terms, 0.0, "rules: who was late");
}

/// `share` is `part` of `whole` in percent, rounded to one decimal.
fn percent(system: &mut System, share: &str, part: usize, whole: &[usize], why: &str) {
    let Ok(share) = share.parse::<f64>() else {
        return;
    };
    for (bound, low, high) in [
        (share - 0.05, -1e-9, f64::INFINITY),
        (share + 0.05, f64::NEG_INFINITY, 1e-9),
    ] {
        let mut terms = vec![(part, 100.0)];
        terms.extend(whole.iter().map(|at| (*at, -bound)));
        system.between(terms, low, high, format!("percent in {why}"));
    }
}

fn one_way(system: &mut System, id: &str, table: &Published) {
    let base = system.cell(&name(&[(id, "base")]), &table.rows[0][5], id);
    let multiple = MULTIPLE.contains(&id);
    let mut sum = vec![(base, -1.0)];
    let mut all = vec![(base, 1.0)];
    let mut before: Option<usize> = None;
    for row in table.rows.iter().filter(|row| row[2] != "cumulative") {
        let cell = system.cell(&name(&[(id, &row[0])]), &row[3], id);
        // Only a period between others is written although it counts nothing.
        if !matches!(id, "year" | "quarter" | "month") || !is_value(&row[0]) {
            system.positive.insert(cell);
        }
        if is_value(&row[0]) {
            sum.push((cell, 1.0));
            percent(system, &row[4], cell, &[base], id);
            system.between(
                vec![(base, 1.0), (cell, -1.0)],
                0.0,
                f64::INFINITY,
                format!("{id}: part of base"),
            );
        } else {
            all.push((cell, 1.0));
        }
        let changes = table
            .at("change")
            .and_then(|at| Some((row.get(at)?, row.get(at + 1)?)));
        if let (Some(before), Some((change, share))) = (before, changes) {
            if let Ok(change) = change.parse::<f64>() {
                system.equal(
                    vec![(cell, 1.0), (before, -1.0)],
                    change,
                    format!("{id}: change"),
                );
            }
            if let Ok(share) = share.parse::<f64>() {
                for (bound, low, high) in [
                    (share - 0.05, -1e-9, f64::INFINITY),
                    (share + 0.05, f64::NEG_INFINITY, 1e-9),
                ] {
                    let terms = vec![(cell, 100.0), (before, -100.0 - bound)];
                    system.between(terms, low, high, format!("{id}: change in percent"));
                }
            }
        }
        before = Some(cell);
    }
    if multiple {
        system.between(
            sum,
            0.0,
            f64::INFINITY,
            format!("{id}: at least one value each"),
        );
    } else {
        system.equal(sum, 0.0, format!("{id}: values make the base"));
    }
    if id == "kind" {
        let initial = system.unknown(&name(&[(id, "initial")]));
        system.equal(vec![(initial, 1.0)], system.all, "kind: notifications");
    } else {
        system.equal(all, system.all, format!("{id}: base and others make all"));
    }
}

/// The dimensions of a cross table.
fn dimensions(table: &Published) -> Vec<&str> {
    let count = table.at("notifications").expect("a count");
    table.header[..count]
        .iter()
        .step_by(2)
        .map(String::as_str)
        .collect()
}

fn cross(system: &mut System, id: &str, table: &Published, values: &BTreeMap<String, Vec<String>>) {
    let ids = dimensions(table);
    let width = ids.len();
    let count = width * 2;
    let mut written: BTreeSet<Vec<String>> = BTreeSet::new();
    for row in &table.rows {
        let parts: Vec<(&str, &str)> = ids
            .iter()
            .zip(row.iter().step_by(2))
            .map(|(id, v)| (*id, v.as_str()))
            .collect();
        let cell = system.cell(&name(&parts), &row[count], id);
        // Between values a zero is written; else the row is there for its count.
        if !parts.iter().all(|(_, value)| is_value(value)) {
            system.positive.insert(cell);
        }
        written.insert(row[..count].iter().step_by(2).cloned().collect());
    }
    // Shares of the row's notifications with a value in the last dimension.
    for row in &table.rows {
        let parts: Vec<(&str, &str)> = ids
            .iter()
            .zip(row.iter().step_by(2))
            .map(|(id, v)| (*id, v.as_str()))
            .collect();
        if MULTIPLE.contains(&ids[width - 1]) {
            continue;
        }
        let same = written.iter().filter(|other| {
            other[..width - 1]
                == parts[..width - 1]
                    .iter()
                    .map(|(_, v)| (*v).to_owned())
                    .collect::<Vec<_>>()[..]
                && is_value(&other[width - 1])
        });
        let whole: Vec<usize> = same
            .map(|other| {
                let parts: Vec<(&str, &str)> = ids
                    .iter()
                    .zip(other)
                    .map(|(id, value)| (*id, value.as_str()))
                    .collect();
                system.has(&name(&parts)).expect("a written cell")
            })
            .collect();
        let cell = system.has(&name(&parts)).expect("a written cell");
        percent(system, &row[count + 1], cell, &whole, id);
    }
    both_ways(system, id, table, &ids, &written);
    // Sums over each dimension.
    for over in 0..width {
        if MULTIPLE.contains(&ids[over]) {
            continue;
        }
        let mut sums: BTreeMap<Vec<(String, String)>, Vec<usize>> = BTreeMap::new();
        for cell in &written {
            let parts: Vec<(&str, &str)> = ids
                .iter()
                .zip(cell)
                .map(|(id, v)| (*id, v.as_str()))
                .collect();
            let at = system.has(&name(&parts)).expect("a written cell");
            if parts[over] == ("kind", "supplement") || parts[over] == ("kind", "copy") {
                continue;
            }
            let mut rest: Vec<(String, String)> = parts
                .iter()
                .map(|(id, v)| ((*id).to_owned(), (*v).to_owned()))
                .collect();
            rest.remove(over);
            sums.entry(rest).or_default().push(at);
        }
        for (rest, cells) in sums {
            let parts: Vec<(&str, &str)> = rest
                .iter()
                .map(|(id, v)| (id.as_str(), v.as_str()))
                .collect();
            let known = parts.len() > 1 || values.contains_key(parts[0].0);
            if !known {
                continue;
            }
            let whole = system.unknown(&name(&parts));
            let mut terms: Vec<(usize, f64)> = cells.into_iter().map(|at| (at, 1.0)).collect();
            terms.push((whole, -1.0));
            system.equal(terms, 0.0, format!("{id}: sums over {}", ids[over]));
        }
    }
}

/// The bases of a two-way table, and the shares within its second dimension.
fn both_ways(
    system: &mut System,
    id: &str,
    table: &Published,
    ids: &[&str],
    written: &BTreeSet<Vec<String>>,
) {
    let places = ["base", "percent_within", "base_within"].map(|name| table.at(name));
    let [Some(base), Some(share), Some(within)] = places else {
        return;
    };
    for row in table.rows.iter().filter(|row| !row[base].is_empty()) {
        // Of a dimension with several values each, a base is no sum.
        for (own, over, column) in [(0, 1, base), (1, 0, within)] {
            let value = &row[own * 2];
            let whole = name(&[(ids[own], value), (ids[over], "base")]);
            let whole = system.cell(&whole, &row[column], id);
            if MULTIPLE.contains(&ids[over]) {
                continue;
            }
            let mut terms = vec![(whole, -1.0)];
            for cell in written
                .iter()
                .filter(|cell| cell[own] == *value && is_value(&cell[over]))
            {
                let cell = system.has(&name(&[(ids[0], &cell[0]), (ids[1], &cell[1])]));
                terms.push((cell.expect("a written cell"), 1.0));
            }
            system.equal(terms, 0.0, format!("{id}: base over {}", ids[over]));
        }
        let cell = system
            .has(&name(&[(ids[0], &row[0]), (ids[1], &row[2])]))
            .expect("a written cell");
        let whole = system.unknown(&name(&[(ids[1], &row[2]), (ids[0], "base")]));
        percent(system, &row[share], cell, &[whole], id);
    }
}

/// The classes of time to report between which an interval may lie.
const SPANS: [[usize; 2]; 6] = [[0, 1], [1, 2], [2, 3], [0, 2], [1, 3], [0, 3]];

/// A verdict, the classes that have it, and the spans that do.
type Side = (Option<usize>, &'static [usize], Vec<(usize, f64)>);

/// The bounds of each class of time to report: what lies in it, and what may.
fn spans(system: &mut System, table: &Published) {
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
    let [v_on, v_late, v_open] =
        ["on-time", "late", "indeterminate"].map(|value| system.has(&name(&[("verdict", value)])));
    let mut all: Option<usize> = None;
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
    let mut terms: Vec<(usize, f64)> = [v_on, v_late, v_open]
        .into_iter()
        .flatten()
        .map(|at| (at, 1.0))
        .collect();
    terms.extend(all.map(|all| (all, -1.0)));
    system.equal(terms, 0.0, format!("{ID}: all that can be judged"));
}

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
fn nested(
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
                            values[other]
                                .iter()
                                .map(|value| vec![(other.to_owned(), value.clone())]),
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
fn related(system: &mut System, values: &BTreeMap<String, Vec<String>>) {
    let within = |system: &mut System, parts: &[&str], verdict: &str| {
        let mut terms: Vec<(usize, f64)> = parts
            .iter()
            .filter_map(|part| Some((system.has(&name(&[("time-to-report", part)]))?, 1.0)))
            .collect();
        if let Some(whole) = system.has(&name(&[("verdict", verdict)])) {
            terms.push((whole, -1.0));
            system.between(terms, f64::NEG_INFINITY, 0.0, "times to report by verdict");
        }
    };
    if values.contains_key("verdict") {
        within(system, &["<24h", "24-72h"], "on-time");
        within(system, &["72h-1wk", ">1wk"], "late");
    }
    if let (Some(no), Some(hidden)) = (
        system.has(&name(&[("informed", "no")])),
        system.has(&name(&[("will-inform", "(not shown)")])),
    ) {
        let all = system.all;
        system.equal(
            vec![(no, 1.0), (hidden, 1.0)],
            all,
            "question 33 is shown after a no to 31",
        );
    }
}

/// The parts of a sector's row, or of the row over all.
fn of<'p>(sector: &'p str, id: &'p str, value: &'p str) -> String {
    if sector == "(total)" {
        name(&[(id, value)])
    } else {
        name(&[("sector", sector), (id, value)])
    }
}

fn delay(system: &mut System, table: &Published) {
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

fn affected(system: &mut System, table: &Published) {
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
                (!value.contains('\u{1f}') && value != "base").then(|| (value.to_owned(), *at))
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
fn sums(
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
    for value in bands {
        let Some((_, cell)) = cells.iter().find(|(other, _)| other == value) else {
            continue;
        };
        let answered = system.unknown(&format!("answered as a band {} {value}", row[0]));
        system.between(
            vec![(answered, 1.0), (*cell, -1.0)],
            f64::NEG_INFINITY,
            0.0,
            "bands are answers",
        );
        count.push((answered, 1.0));
        total.push((answered, band(value).map_or(0.0, |(low, _)| low)));
    }
    if !total.is_empty() {
        system.equal(count, 0.0, "affected: band_n");
        system.equal(total, lower - exact, "affected: lower");
    }
}

fn answers(system: &mut System, table: &Published) {
    let states = [
        ("answered", "base"),
        ("blank", "(blank)"),
        ("unknown", "(unknown)"),
        ("undeterminable", "(undeterminable)"),
        ("not_shown", "(not shown)"),
        ("not_asked", "(not asked)"),
    ];
    for row in &table.rows {
        let dimension = QUESTIONS
            .iter()
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
    if let (Some(given), Some(answered)) = (given, system.has("question 14 answered")) {
        system.equal(vec![(given, 1.0), (answered, -1.0)], 0.0, "question 14");
    }
}
