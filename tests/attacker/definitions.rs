//! The definitions of the tables (`src/docs/report.md`), as constraints.

use std::collections::BTreeMap;

use breach_audit::form::Key;
use breach_audit::statistics::Tells;

use super::{Published, System, Tables};
use compared::compared;
use crossed::cross;
use measured::{affected, answers, delay, spans};
use nested::{excluded, nested, related, told_by_answers};
pub use regrouped::counted;
use regrouped::{counts_several, is_of, is_rest, named, rest_has_values, sums};

mod compared;
mod crossed;
mod measured;
mod nested;
mod regrouped;

/// What counts all that is no value together, where tables are regrouped.
const MERGED: &str = "(cannot be judged)";

const NON_VALUES: [&str; 9] = [
    "(blank)",
    "(unknown)",
    "(undeterminable)",
    "(not shown)",
    "(not asked)",
    "no-receipt",
    "no-discovery",
    "invalid-order",
    MERGED,
];

/// What the attacker knows of the form that notifications are made on.
#[derive(Debug, Clone, Copy)]
pub struct Form {
    /// The dimensions in which a notification may have several values.
    pub multiple: &'static [&'static str],
    /// The questions whose answers a one-way table shows.
    pub questions: &'static [(&'static str, &'static str)],
    /// The dimensions whose question is shown after one answer to another: the dimension,
    /// the other, and the answer.
    pub conditions: &'static [[&'static str; 3]],
    /// The questions without a table that are shown after some answers to another: the question,
    /// the dimension of the other, and the answers.
    pub shown_after: &'static [(&'static str, &'static str, &'static [&'static str])],
    /// The dimension that says how a number of data subjects is known, and its answers that go
    /// with no exact number.
    pub inexact: Option<(&'static str, &'static [&'static str])>,
    /// The question for the reasons of a delay.
    pub reasons: &'static str,
}

/// The form of the default edition.
pub const IMY: Form = Form {
    multiple: &["subject-groups", "data-categories", "consequences"],
    questions: &[
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
    ],
    conditions: &[["will-inform", "informed", "no"]],
    shown_after: &[],
    inexact: None,
    reasons: "14",
};

/// The form of the draft of the common template.
pub const DRAFT: Form = Form {
    multiple: &[
        "nature",
        "subject-groups",
        "data-categories",
        "consequences",
    ],
    questions: &[
        ("edpb-2026-draft:4", "filing-status"),
        ("edpb-2026-draft:14", "sector"),
        ("edpb-2026-draft:44", "occurrence"),
        ("edpb-2026-draft:50", "discovery"),
        ("edpb-2026-draft:55", "nature"),
        ("edpb-2026-draft:60", "event"),
        ("edpb-2026-draft:61", "origin"),
        ("edpb-2026-draft:65", "subject-groups"),
        ("edpb-2026-draft:67", "data-subjects-status"),
        ("edpb-2026-draft:68", "data-subjects"),
        ("edpb-2026-draft:70", "data-categories"),
        ("edpb-2026-draft:72", "data-items-status"),
        ("edpb-2026-draft:73", "data-items"),
        ("edpb-2026-draft:85", "consequences"),
        ("edpb-2026-draft:87", "impact"),
        ("edpb-2026-draft:89", "risk"),
        ("edpb-2026-draft:97", "communication"),
    ],
    conditions: &[],
    shown_after: &[
        ("edpb-2026-draft:5", "filing-status", &["withdraw"]),
        (
            "edpb-2026-draft:47",
            "occurrence",
            &["specific-day", "period"],
        ),
        ("edpb-2026-draft:86", "consequences", &["other"]),
        ("edpb-2026-draft:98", "communication", &["informed"]),
        ("edpb-2026-draft:99", "communication", &["planned"]),
        ("edpb-2026-draft:101", "communication", &["exempt"]),
    ],
    inexact: Some((
        "data-subjects-status",
        &["approximate", "cannot-be-determined", "to-be-determined"],
    )),
    reasons: "edpb-2026-draft:49",
};

/// The form of `tests/data/editions/other-questions.toml`.
pub const OTHER: Form = Form {
    multiple: &[],
    questions: &[
        ("other-2027:3", "ongoing"),
        ("other-2027:4", "encrypted"),
        ("other-2027:6", "sector"),
        ("other-2027:8", "consequences"),
    ],
    conditions: &[["encrypted", "ongoing", "yes"]],
    shown_after: &[],
    inexact: None,
    reasons: "none",
};

impl Default for Form {
    fn default() -> Self {
        IMY
    }
}

/// Every dimension whose definition is stated here, with what its counts tell of other
/// tables. `state` says so in constraints. Of one that is missing, or that tells something
/// else, nobody thought what its counts tell: add that to `state` before it is written here.
pub const DIMENSIONS: [(&str, Tells); 40] = [
    ("supplement-state", Tells::Cases),
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
    ("communication", Tells::Answers(Key::CommunicationDecision)),
    (
        "data-items-status",
        Tells::Answers(Key::AffectedDataItemsStatus),
    ),
    (
        "data-subjects-status",
        Tells::Answers(Key::AffectedDataSubjectsStatus),
    ),
    ("event", Tells::Answers(Key::IncidentEvent)),
    ("filing-status", Tells::Answers(Key::FilingStatus)),
    ("impact", Tells::Answers(Key::ConsequencesImpact)),
    ("nature", Tells::Answers(Key::IncidentNature)),
    ("occurrence", Tells::Answers(Key::IncidentOccurrence)),
    ("origin", Tells::Answers(Key::IncidentOrigin)),
    ("risk", Tells::Answers(Key::ConsequencesRisk)),
];

/// The columns of tables that are withheld as a whole where counts are suppressed.
pub const WITHHELD: [&str; 24] = [
    "year",
    "promised",
    "received",
    "received_late",
    "missing",
    "pending",
    "undeterminable",
    "incident",
    "certainty",
    "controllers",
    "processor_number",
    "discovered_earliest",
    "discovered_latest",
    "received_earliest",
    "received_latest",
    "data_subjects_lower",
    "data_subjects_upper",
    "evidence",
    "incidents",
    "number",
    "name",
    "incidents_min",
    "incidents_max",
    "notifications",
];

/// Every column of numbers that is attacked, or is known to tell no count that
/// the others do not (the last line: hours, sums of persons and their shares).
pub const COLUMNS: [&str; 48] = [
    "notifications",
    "notifications_before",
    "percent_before",
    "base_before",
    "partial",
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
    !NON_VALUES.contains(&value) && !is_rest(value)
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
    let tables = &named(tables);
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
    let spanned = tables.get("time-to-report");
    if let Some(table) = spanned.filter(|table| table.at("least").is_some()) {
        spans(system, table, values.contains_key("verdict"));
    }
    nested(system, &values, &crosses);
    excluded(system, &crosses);
    sums(system, &values);
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
    told_by_answers(system);
    if let Some(table) = tables.get("year-on-year") {
        compared(system, table, &values);
    }
    if let Some(table) = tables.get("unlisted") {
        for row in &table.rows {
            let mut questions = system.form.questions.iter();
            let id = questions
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
    let multiple = system.form.multiple.contains(&id);
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
