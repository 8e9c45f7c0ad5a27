//! run.json: how the figures came about, enough to repeat the run. No
//! duration, no host name, no absolute path.

use serde_json::{Value, json};

use crate::check::rules;
use crate::config::CellRule;
use crate::disclosure::Figure;
use crate::form::Edition;
use crate::moment::Instant;
use crate::report::Report;

/// The content of run.json.
pub(super) fn run(report: &Report) -> Value {
    let config = report.config;
    let figures = report.figures();
    json!({
        "program": "breach-audit",
        "version": env!("CARGO_PKG_VERSION"),
        "as_of": Instant::from_timestamp(config.as_of).to_string(),
        "policy": { "key": config.policy, "limit_hours": report.limit_hours },
        "options": options(report),
        "forms": Edition::all().iter().map(|edition| json!({ "name": edition.name, "digest": edition.digest })).collect::<Vec<_>>(),
        "rules": {
            "run": codes(report, true),
            "ignored": codes(report, false),
            "not_runnable": not_runnable(report),
        },
        "counts": {
            "discovered": figures.discovered.json(),
            "read": figures.read.json(),
            "unreadable": figures.unreadable.json(),
            "skipped": figures.skipped.json(),
            "notifications": figures.notifications.json(),
            "reported": figures.reported.json(),
            "undated": figures.undated.json(),
            "findings": {
                "error": figures.findings[0].json(),
                "warning": figures.findings[1].json(),
                "info": figures.findings[2].json(),
            },
        },
        "suppressed": suppressed(report),
        "input_digest": input_digest(report),
        "tables": report.tables.iter().map(|table| table.id.clone()).collect::<Vec<_>>(),
    })
}

/// The options that shape figures or texts.
fn options(report: &Report) -> Value {
    let config = report.config;
    let filter = &config.filter;
    json!({
        "lang": config.language.code(),
        "form": config.form,
        "receipts": report.receipts.as_ref().map(|(name, digest)| json!({ "name": name, "digest": digest })),
        "deadline_hours": config.deadline_hours,
        "select": config.select,
        "ignore": config.ignore,
        "levels": config.levels.iter().map(|(rule, level)| format!("{rule}={level}")).collect::<Vec<_>>(),
        "thresholds": config.thresholds,
        "per_path_ignores": config.per_path_ignores.iter().map(|(pattern, rules)| json!({ "pattern": crate::value::mask(pattern), "rules": rules })).collect::<Vec<_>>(),
        "from": filter.from.map(|date| date.to_string()),
        "to": filter.to.map(|date| date.to_string()),
        "organisation": filter.organisation.as_deref().map(crate::value::mask),
        "where": filter.equal.iter().map(|(column, value)| format!("{column}={}", crate::value::mask(value))).collect::<Vec<_>>(),
        "cross": config.cross.iter().map(|dimensions| dimensions.join(",")).collect::<Vec<_>>(),
        "min_cell": match config.disclosure.cells { CellRule::AtLeast(least) => Some(least), _ => None },
        "round_to": match config.disclosure.cells { CellRule::RoundTo(multiple) => Some(multiple), _ => None },
        "with_records": config.disclosure.with_records,
        "keep_names": config.keep_names,
    })
}

fn codes(report: &Report, run: bool) -> Vec<String> {
    let all = rules().iter().enumerate();
    all.filter(|(at, _)| report.selected.has(*at) == run).map(|(_, rule)| rule.code.to_string()).collect()
}

/// For each rule that some notification's lost answers kept from running: how often.
fn not_runnable(report: &Report) -> Value {
    let Some(table) = report.tables.iter().find(|table| table.id == "rules") else { return Value::Null };
    let (Some(code), Some(lost)) = (table.column("code"), table.column("not_runnable")) else {
        return Value::Null;
    };
    let rows = table.rows.iter().filter(|row| row[lost] != "0");
    let entries = rows.map(|row| {
        let count = Figure::of_cell(&row[lost]).json();
        (row[code].clone(), json!({ "notifications": count, "why": "an answer it needs was lost, unreadable or never asked" }))
    });
    Value::Object(entries.collect())
}

/// What was suppressed in which table, and which tables are withheld.
fn suppressed(report: &Report) -> Value {
    if !report.config.disclosure.is_on() {
        return Value::Null;
    }
    let tables = report.hidden.by_table.iter().map(|(table, tally)| {
        (table.clone(), json!({ "primary": tally.primary, "secondary": tally.secondary }))
    });
    json!({ "tables": Value::Object(tables.collect()), "withheld": report.hidden.withheld })
}

/// BLAKE3 over the sorted raw digests of the files read, without names.
fn input_digest(report: &Report) -> String {
    let read = report.audit.inputs.iter().filter(|input| input.refusal.is_none());
    let mut digests: Vec<[u8; 32]> =
        read.filter_map(|input| input.digest).map(|digest| *digest.as_bytes()).collect();
    digests.sort_unstable();
    let mut hasher = blake3::Hasher::new();
    for digest in digests {
        hasher.update(&digest);
    }
    hasher.finalize().to_hex().to_string()
}
