//! The columns of records.csv in the contract's order, each with the function
//! that writes its cell.

use std::fmt::Write as _;

use crate::deadline::Bucket;
use crate::finding::Severity;
use crate::moment::{Instant, write_hours};
use crate::notification::{Chosen, Notification, State};
use crate::row::{NumberCell, Row, Scope};

/// One column of records.csv.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// Its name.
    pub name: &'static str,
    /// Text or number.
    pub kind: ColumnKind,
    /// Writes the cell of a row.
    pub write: fn(&Row, &Scope, &mut String),
}

/// Whether a column's cells are text: then a spreadsheet must not take them
/// for formulas.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnKind {
    /// Text.
    Text,
    /// Our own words and instants, which need no care.
    Plain,
    /// Numbers, or words in brackets.
    Number,
}

/// A choice question that has a column.
pub(crate) struct ChoiceColumn {
    /// Number of the question.
    pub(crate) question: u8,
    /// Its answer.
    pub(crate) of: for<'n, 'a> fn(&'n Notification<'a>) -> &'n Chosen<'a>,
}

/// The choice questions, in the order of the form.
pub(crate) const CHOICES: &[ChoiceColumn] = &[
    ChoiceColumn { question: 12, of: |n| &n.ongoing },
    ChoiceColumn { question: 15, of: |n| &n.breach_type },
    ChoiceColumn { question: 17, of: |n| &n.discovery },
    ChoiceColumn { question: 18, of: |n| &n.cause },
    ChoiceColumn { question: 19, of: |n| &n.sector },
    ChoiceColumn { question: 20, of: |n| &n.area },
    ChoiceColumn { question: 21, of: |n| &n.processor_involved },
    ChoiceColumn { question: 25, of: |n| &n.subject_groups },
    ChoiceColumn { question: 26, of: |n| &n.data_categories },
    ChoiceColumn { question: 27, of: |n| &n.encrypted },
    ChoiceColumn { question: 28, of: |n| &n.consequences },
    ChoiceColumn { question: 29, of: |n| &n.severity },
    ChoiceColumn { question: 31, of: |n| &n.informed },
    ChoiceColumn { question: 33, of: |n| &n.will_inform },
    ChoiceColumn { question: 36, of: |n| &n.supplement_intended },
];

/// All columns, in order.
pub const COLUMNS: &[Column] = &[
    Column {
        name: "source",
        kind: ColumnKind::Text,
        write: |row, scope, out| out.push_str(&scope.sources[row.source as usize]),
    },
    Column { name: "record", kind: ColumnKind::Number, write: |row, _, out| number(row.record, out) },
    Column { name: "line", kind: ColumnKind::Number, write: |row, _, out| number(row.line, out) },
    Column {
        name: "format",
        kind: ColumnKind::Plain,
        write: |row, _, out| out.push_str(row.format.as_str()),
    },
    Column { name: "form", kind: ColumnKind::Text, write: |row, _, out| out.push_str(&row.edition.name) },
    Column { name: "language", kind: ColumnKind::Plain, write: |_, _, out| out.push_str("sv") },
    Column { name: "kind", kind: ColumnKind::Plain, write: |row, _, out| out.push_str(row.filing.as_str()) },
    Column {
        name: "supplements",
        kind: ColumnKind::Text,
        write: |row, _, out| out.push_str(row.supplements.as_str()),
    },
    Column {
        name: "case_number",
        kind: ColumnKind::Text,
        write: |row, _, out| out.push_str(row.case_number.as_str()),
    },
    Column {
        name: "reference",
        kind: ColumnKind::Text,
        write: |row, _, out| out.push_str(row.reference.as_str()),
    },
    Column {
        name: "controller",
        kind: ColumnKind::Text,
        write: |row, _, out| out.push_str(row.controller.as_str()),
    },
    Column {
        name: "organisation_number",
        kind: ColumnKind::Text,
        write: |row, _, out| out.push_str(row.organisation_number.as_str()),
    },
    Column { name: "channel", kind: ColumnKind::Plain, write: |row, _, out| channel(row, out) },
    Column { name: "policy", kind: ColumnKind::Text, write: |_, scope, out| out.push_str(&scope.policy) },
    Column {
        name: "limit_hours",
        kind: ColumnKind::Number,
        write: |_, scope, out| number(scope.limit_hours, out),
    },
    Column {
        name: "occurred_earliest",
        kind: ColumnKind::Plain,
        write: |row, _, out| row.occurred.earliest(out),
    },
    Column {
        name: "occurred_latest",
        kind: ColumnKind::Plain,
        write: |row, _, out| row.occurred.latest(out),
    },
    Column {
        name: "discovered_earliest",
        kind: ColumnKind::Plain,
        write: |row, _, out| row.discovered.earliest(out),
    },
    Column {
        name: "discovered_latest",
        kind: ColumnKind::Plain,
        write: |row, _, out| row.discovered.latest(out),
    },
    Column {
        name: "received_earliest",
        kind: ColumnKind::Plain,
        write: |row, _, out| row.received.earliest(out),
    },
    Column {
        name: "received_latest",
        kind: ColumnKind::Plain,
        write: |row, _, out| row.received.latest(out),
    },
    Column {
        name: "received_source",
        kind: ColumnKind::Plain,
        write: |row, _, out| out.push_str(row.received_source.as_str()),
    },
    Column {
        name: "elapsed_hours_min",
        kind: ColumnKind::Number,
        write: |row, _, out| elapsed(row.elapsed.map(|ends| ends.0), out),
    },
    Column {
        name: "elapsed_hours_max",
        kind: ColumnKind::Number,
        write: |row, _, out| elapsed(row.elapsed.map(|ends| ends.1), out),
    },
    Column {
        name: "deadline_earliest",
        kind: ColumnKind::Plain,
        write: |row, _, out| instant(row.deadline.map(|ends| ends.0), out),
    },
    Column {
        name: "deadline_latest",
        kind: ColumnKind::Plain,
        write: |row, _, out| instant(row.deadline.map(|ends| ends.1), out),
    },
    Column {
        name: "verdict",
        kind: ColumnKind::Plain,
        write: |row, _, out| out.push_str(row.verdict.as_str()),
    },
    Column { name: "reading", kind: ColumnKind::Plain, write: |row, _, out| out.push_str(row.reading) },
    Column {
        name: "inferred_verdict",
        kind: ColumnKind::Plain,
        write: |row, _, out| out.push_str(row.inferred),
    },
    Column {
        name: "time_to_report",
        kind: ColumnKind::Plain,
        write: |row, _, out| out.push_str(row.bucket.map_or("(undeterminable)", Bucket::as_str)),
    },
    Column {
        name: "delay_reason",
        kind: ColumnKind::Plain,
        write: |row, _, out| out.push_str(row.delay_reason),
    },
    Column { name: "ongoing", kind: ColumnKind::Text, write: |row, _, out| choice(row, 0, out) },
    Column { name: "type", kind: ColumnKind::Text, write: |row, _, out| choice(row, 1, out) },
    Column { name: "discovery", kind: ColumnKind::Text, write: |row, _, out| choice(row, 2, out) },
    Column { name: "cause", kind: ColumnKind::Text, write: |row, _, out| choice(row, 3, out) },
    Column { name: "sector", kind: ColumnKind::Text, write: |row, _, out| choice(row, 4, out) },
    Column { name: "area", kind: ColumnKind::Text, write: |row, _, out| choice(row, 5, out) },
    Column { name: "processor_involved", kind: ColumnKind::Text, write: |row, _, out| choice(row, 6, out) },
    Column {
        name: "processors",
        kind: ColumnKind::Number,
        write: |row, _, out| counted(row.processors, out),
    },
    Column {
        name: "processor_numbers",
        kind: ColumnKind::Text,
        write: |row, _, out| out.push_str(row.processor_numbers.as_str()),
    },
    Column {
        name: "data_subjects",
        kind: ColumnKind::Text,
        write: |row, _, out| out.push_str(row.data_subjects.band.as_str()),
    },
    Column {
        name: "data_subjects_exact",
        kind: ColumnKind::Number,
        write: |row, _, out| row.data_subjects.write_exact(out),
    },
    Column {
        name: "data_subjects_min",
        kind: ColumnKind::Number,
        write: |row, _, out| row.data_subjects.write_min(out),
    },
    Column {
        name: "data_subjects_max",
        kind: ColumnKind::Number,
        write: |row, _, out| row.data_subjects.write_max(out),
    },
    Column {
        name: "data_items",
        kind: ColumnKind::Text,
        write: |row, _, out| out.push_str(row.data_items.band.as_str()),
    },
    Column {
        name: "data_items_exact",
        kind: ColumnKind::Number,
        write: |row, _, out| row.data_items.write_exact(out),
    },
    Column {
        name: "data_items_min",
        kind: ColumnKind::Number,
        write: |row, _, out| row.data_items.write_min(out),
    },
    Column {
        name: "data_items_max",
        kind: ColumnKind::Number,
        write: |row, _, out| row.data_items.write_max(out),
    },
    Column { name: "subject_groups", kind: ColumnKind::Text, write: |row, _, out| choice(row, 7, out) },
    Column { name: "data_categories", kind: ColumnKind::Text, write: |row, _, out| choice(row, 8, out) },
    Column { name: "encrypted", kind: ColumnKind::Text, write: |row, _, out| choice(row, 9, out) },
    Column { name: "consequences", kind: ColumnKind::Text, write: |row, _, out| choice(row, 10, out) },
    Column { name: "severity", kind: ColumnKind::Text, write: |row, _, out| choice(row, 11, out) },
    Column { name: "actions", kind: ColumnKind::Number, write: |row, _, out| counted(row.actions, out) },
    Column { name: "informed", kind: ColumnKind::Text, write: |row, _, out| choice(row, 12, out) },
    Column { name: "will_inform", kind: ColumnKind::Text, write: |row, _, out| choice(row, 13, out) },
    Column { name: "supplement_intended", kind: ColumnKind::Text, write: |row, _, out| choice(row, 14, out) },
    Column {
        name: "secrecy_claimed",
        kind: ColumnKind::Plain,
        write: |row, _, out| out.push_str(row.secrecy),
    },
    Column { name: "ended_earliest", kind: ColumnKind::Plain, write: |row, _, out| row.ended.earliest(out) },
    Column { name: "ended_latest", kind: ColumnKind::Plain, write: |row, _, out| row.ended.latest(out) },
    Column {
        name: "informed_earliest",
        kind: ColumnKind::Plain,
        write: |row, _, out| row.informed_at.earliest(out),
    },
    Column {
        name: "informed_latest",
        kind: ColumnKind::Plain,
        write: |row, _, out| row.informed_at.latest(out),
    },
    Column {
        name: "planned_earliest",
        kind: ColumnKind::Plain,
        write: |row, _, out| row.planned_at.earliest(out),
    },
    Column {
        name: "planned_latest",
        kind: ColumnKind::Plain,
        write: |row, _, out| row.planned_at.latest(out),
    },
    Column {
        name: "last_action_earliest",
        kind: ColumnKind::Plain,
        write: |row, _, out| row.last_action.earliest(out),
    },
    Column {
        name: "last_action_latest",
        kind: ColumnKind::Plain,
        write: |row, _, out| row.last_action.latest(out),
    },
    Column { name: "answered", kind: ColumnKind::Number, write: |row, _, out| row.answered(out) },
    Column {
        name: "states",
        kind: ColumnKind::Plain,
        write: |row, _, out| out.push_str(std::str::from_utf8(&row.states.0).unwrap_or_default()),
    },
    Column {
        name: "errors",
        kind: ColumnKind::Number,
        write: |row, _, out| number(row.count(Severity::Error) as u32, out),
    },
    Column {
        name: "warnings",
        kind: ColumnKind::Number,
        write: |row, _, out| number(row.count(Severity::Warning) as u32, out),
    },
    Column {
        name: "infos",
        kind: ColumnKind::Number,
        write: |row, _, out| number(row.count(Severity::Info) as u32, out),
    },
    Column { name: "incident", kind: ColumnKind::Plain, write: |_, _, out| out.push_str("none") },
];

/// The column of this name.
pub fn column(name: &str) -> Option<&'static Column> {
    COLUMNS.iter().find(|column| column.name == name)
}

fn number(number: u32, out: &mut String) {
    let _ = write!(out, "{number}");
}

fn counted(cell: NumberCell, out: &mut String) {
    match cell {
        NumberCell::Word(word) => out.push_str(word.as_str()),
        NumberCell::Count(count) => number(count, out),
    }
}

fn channel(row: &Row, out: &mut String) {
    out.push_str(match &row.channel {
        State::Given(channel) => channel.as_str(),
        other => other.word(),
    });
}

fn elapsed(minutes: Option<i32>, out: &mut String) {
    match minutes {
        Some(minutes) => write_hours(i64::from(minutes), out),
        None => out.push_str("(undeterminable)"),
    }
}

fn instant(instant: Option<Instant>, out: &mut String) {
    match instant {
        Some(instant) => instant.write_to(out),
        None => out.push_str("(undeterminable)"),
    }
}

fn choice(row: &Row, position: usize, out: &mut String) {
    row.choices[position].write(row.question(CHOICES[position].question), out);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_unique_and_in_the_contract_order() {
        let names: Vec<_> = COLUMNS.iter().map(|column| column.name).collect();
        let mut unique = names.clone();
        unique.sort_unstable();
        unique.dedup();
        assert_eq!(unique.len(), names.len());
        assert_eq!((names[0], names[names.len() - 1]), ("source", "incident"));
    }
}
