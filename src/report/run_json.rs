//! run.json: how the figures came about, enough to repeat the run. No
//! duration, no host name, no absolute path.

use serde_json::{Value, json};

use crate::audit::Book;
use crate::check::{Run, rules};
use crate::config::{Answers, CellRule, Config, Copies, FreeText, VERSION};
use crate::disclosure::{Figure, Hidden};
use crate::moment::Instant;
use crate::notification::MASKED;
use crate::report::Report;
use crate::table::{Cell, MARK, Table};
use crate::value::impersonal;

/// Why the rule of this code could not be run.
pub(super) fn why_not_runnable(code: &str) -> &'static str {
    let across = rules()
        .iter()
        .any(|rule| rule.code.as_str() == code && matches!(rule.run, Run::Across));
    if across {
        "the set holds no supplement, or the notification has no case number to find one by"
    } else {
        "an answer it needs was lost, unreadable or never asked"
    }
}

/// The content of run.json; `outputs` are the digests of the other files.
pub(super) fn run(report: &Report, outputs: &Value) -> Value {
    let config = report.config;
    let provenance = report.provenance();
    let figures = report.figures;
    let mut run = json!({
        "program": "breach-audit",
        "version": VERSION,
        "as_of": Instant::from_timestamp(config.as_of).to_string(),
        "policy": { "key": config.policy, "limit_hours": report.limit_hours },
        "options": options(config, report.audit.scope.mapping_digest.as_deref(), &report.receipts),
        "forms": report.audit.scope.editions.iter().map(|edition| edition.json()).collect::<Vec<_>>(),
        "rules": {
            "run": codes(report, true),
            "ignored": codes(report, false),
            "not_runnable": not_runnable(report),
            "levels": levels(report),
        },
        "counts": {
            "discovered": figures.discovered.json(),
            "read": figures.read.json(),
            "unreadable": figures.unreadable.json(),
            "skipped": figures.skipped.json(),
            "notifications": figures.notifications.json(),
            "reported": figures.reported.json(),
            "copies": figures.copies.json(),
            "withdrawn": figures.withdrawn.json(),
            "undated": figures.undated.json(),
            "findings": {
                "error": figures.findings[0].json(),
                "warning": figures.findings[1].json(),
                "info": figures.findings[2].json(),
            },
        },
        "suppressed": suppressed(config, report.hidden),
        "input_digest": provenance.digest,
        "period": provenance.period_json(),
        "tables": report.tables.iter().map(|table| table.id.clone()).collect::<Vec<_>>(),
        "about_tables": provenance.tables_json(),
        "outputs": outputs,
    });
    if let Some(registered) = &report.audit.register {
        run["options"]["register"] = register(&registered.book, config);
    }
    if let Some(part) = config.part {
        run["part"] = part.to_string().into();
    }
    run
}

/// The options that shape figures or texts, with the digests of the files among them.
pub(crate) fn options(
    config: &Config,
    mapping_digest: Option<&str>,
    lists: &[(String, String)],
) -> Value {
    let mut options = json!({
        "formats": config.formats.iter().map(|format| format.about().name).collect::<Vec<_>>(),
        "form": config.form.as_deref().map(file_name),
        "mapping": config.mapping.as_ref().map(|path| json!({
            "name": file_name(&path.to_string_lossy()),
            "digest": mapping_digest,
        })),
        "receipts": receipts(lists),
        "deadline_hours": config.deadline_hours,
        "select": config.select,
        "ignore": config.ignore,
        "levels": config.levels.iter().map(|(rule, level)| format!("{rule}={}", level.as_str())).collect::<Vec<_>>(),
        "thresholds": config.thresholds,
        "per_path_ignores": config.per_path_ignores.iter().map(|(pattern, rules)| json!({ "pattern": crate::value::mask_name(pattern), "rules": rules })).collect::<Vec<_>>(),
        "archives": config.archives,
        "keep_names": config.keep_names,
    });
    if let (Value::Object(options), Value::Object(selection)) = (&mut options, selection(config)) {
        options.extend(selection);
    }
    options
}

/// The register, with the digests of its files.
fn register(book: &Book, config: &Config) -> Value {
    let (name, digest) = book.told();
    let mapping = config.register_mapping.as_ref();
    json!({
        "name": name,
        "digest": digest,
        "mapping": mapping.map(|path| json!({
            "name": file_name(&path.to_string_lossy()),
            "digest": book.naming(),
        })),
        "with_free_text": config.free_text == FreeText::Written,
    })
}

/// The last component of a path. A report does not say where files are.
fn file_name(path: &str) -> String {
    let name = std::path::Path::new(path)
        .file_name()
        .map(|name| name.to_string_lossy().into_owned());
    crate::value::mask_name(&name.unwrap_or_default()).into_owned()
}

/// The options that shape tables, also those of `stats`.
pub(crate) fn selection(config: &Config) -> Value {
    let filter = &config.filter;
    let (from, to) = filter.bounds();
    let mut selection = json!({
        "lang": config.language.code(),
        "csv_style": config.csv_style.name(),
        "from": from.map(|date| date.to_string()),
        "to": to.map(|date| date.to_string()),
        "period": filter.period,
        "against": filter.against,
        "organisation": filter.organisation.as_deref().map(crate::value::mask),
        "where": filter.equal.iter().map(|(column, value)| format!("{column}={}", impersonal(value, MASKED))).collect::<Vec<_>>(),
        "cross": config.cross.iter().map(|dimensions| dimensions.join(",")).collect::<Vec<_>>(),
        "by_controller": config.by_controller,
        "min_cell": match config.disclosure.cells { CellRule::AtLeast(least) => Some(least), _ => None },
        "round_to": match config.disclosure.cells { CellRule::RoundTo(multiple) => Some(multiple), _ => None },
        "with_records": config.disclosure.with_records,
        "count_copies": config.copies == Copies::Counted,
    });
    if config.answers == Answers::Merged {
        selection["merge_supplements"] = true.into();
    }
    if let Some(previous) = &config.previous {
        selection["previous"] = file_name(&previous.to_string_lossy()).into();
    }
    selection
}

fn codes(report: &Report, run: bool) -> Vec<String> {
    let all = rules().iter().enumerate();
    all.filter(|(at, _)| report.selected.has(*at) == run)
        .map(|(_, rule)| rule.code.to_string())
        .collect()
}

/// The level of each rule to which the configuration gives one.
fn levels(report: &Report) -> Value {
    let levels = &report.audit.scope.levels;
    levels
        .iter()
        .map(|(at, level)| (rules()[*at].code.to_string(), Value::from(level.as_str())))
        .collect()
}

/// For each rule that some notification's lost answers kept from running: how often.
fn not_runnable(report: &Report) -> Value {
    if report.hidden.withheld.iter().any(|id| id == "rules") {
        return MARK.into();
    }
    let Some(table) = report.tables.iter().find(|table| table.id == "rules") else {
        return Value::Null;
    };
    not_runnable_of(table)
}

/// The same for the table of rules.
pub(super) fn not_runnable_of(table: &Table) -> Value {
    let Ok([code, lost]) = table.places(["code", "not_runnable"]) else {
        return Value::Null;
    };
    let is_zero = |cell: &Cell| matches!(cell, Cell::Count(0) | Cell::Nothing);
    let entries = table
        .rows
        .iter()
        .filter(|row| !is_zero(&row[lost]))
        .map(|row| {
            let (code, count) = (row[code].to_string(), Figure::of_cell(&row[lost]).json());
            let why = why_not_runnable(&code);
            (code, json!({ "notifications": count, "why": why }))
        });
    Value::Object(entries.collect())
}

/// What was suppressed in which table, and which tables are withheld.
pub(super) fn suppressed(config: &Config, hidden: &Hidden) -> Value {
    if !config.disclosure.is_on() {
        return Value::Null;
    }
    let tables = hidden
        .by_table
        .iter()
        .map(|(table, count)| (table.clone(), json!(count)));
    json!({ "tables": Value::Object(tables.collect()), "withheld": hidden.withheld })
}

/// The lists of receipt times: nothing, the one, or all of them.
fn receipts(lists: &[(String, String)]) -> Value {
    let list = |(name, digest): &(String, String)| json!({ "name": name, "digest": digest });
    match lists {
        [] => Value::Null,
        [only] => list(only),
        lists => lists.iter().map(list).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_over_the_set_has_a_reason_of_its_own() {
        assert!(why_not_runnable("T014").contains("no supplement"));
        assert!(why_not_runnable("D001").contains("an answer"));
    }
}
