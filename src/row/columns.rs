//! The columns of records.csv in their order, each with the function
//! that gives its cell.

use crate::deadline::{Bucket, Verdict};
use crate::finding::Severity;
use crate::moment::Instant;
use crate::notification::{Chosen, Notification, State};
use crate::row::{Cell, NumberCell, Row, Scope};

/// One column of records.csv.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// Its name.
    pub name: &'static str,
    /// Text or number.
    pub kind: ColumnKind,
    /// The cell of a row.
    pub cell: for<'r> fn(&'r Row, &'r Scope) -> Cell<'r>,
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
    ChoiceColumn {
        question: 12,
        of: |n| &n.ongoing,
    },
    ChoiceColumn {
        question: 15,
        of: |n| &n.breach_type,
    },
    ChoiceColumn {
        question: 17,
        of: |n| &n.discovery,
    },
    ChoiceColumn {
        question: 18,
        of: |n| &n.cause,
    },
    ChoiceColumn {
        question: 19,
        of: |n| &n.sector,
    },
    ChoiceColumn {
        question: 20,
        of: |n| &n.area,
    },
    ChoiceColumn {
        question: 21,
        of: |n| &n.processor_involved,
    },
    ChoiceColumn {
        question: 25,
        of: |n| &n.subject_groups,
    },
    ChoiceColumn {
        question: 26,
        of: |n| &n.data_categories,
    },
    ChoiceColumn {
        question: 27,
        of: |n| &n.encrypted,
    },
    ChoiceColumn {
        question: 28,
        of: |n| &n.consequences,
    },
    ChoiceColumn {
        question: 29,
        of: |n| &n.severity,
    },
    ChoiceColumn {
        question: 31,
        of: |n| &n.informed,
    },
    ChoiceColumn {
        question: 33,
        of: |n| &n.will_inform,
    },
    ChoiceColumn {
        question: 36,
        of: |n| &n.supplement_intended,
    },
];

/// All columns, in order.
pub const COLUMNS: &[Column] = &[
    Column {
        name: "source",
        kind: ColumnKind::Text,
        cell: |row, scope| Cell::Text(&scope.sources[row.source as usize]),
    },
    Column {
        name: "record",
        kind: ColumnKind::Number,
        cell: |row, _| Cell::Count(u64::from(row.record)),
    },
    Column {
        name: "line",
        kind: ColumnKind::Number,
        cell: |row, _| Cell::Count(u64::from(row.line)),
    },
    Column {
        name: "format",
        kind: ColumnKind::Plain,
        cell: |row, _| Cell::Text(row.format.as_str()),
    },
    Column {
        name: "form",
        kind: ColumnKind::Text,
        cell: |row, _| Cell::Text(&row.edition.name),
    },
    Column {
        name: "language",
        kind: ColumnKind::Plain,
        cell: |_, _| Cell::Text("sv"),
    },
    Column {
        name: "kind",
        kind: ColumnKind::Plain,
        cell: |row, _| Cell::Text(row.filing.as_str()),
    },
    Column {
        name: "supplements",
        kind: ColumnKind::Text,
        cell: |row, _| Cell::Text(row.supplements.as_str()),
    },
    Column {
        name: "case_number",
        kind: ColumnKind::Text,
        cell: |row, _| Cell::Text(row.case_number.as_str()),
    },
    Column {
        name: "reference",
        kind: ColumnKind::Text,
        cell: |row, _| Cell::Text(row.reference.as_str()),
    },
    Column {
        name: "controller",
        kind: ColumnKind::Text,
        cell: |row, _| Cell::Text(row.controller.as_str()),
    },
    Column {
        name: "organisation_number",
        kind: ColumnKind::Text,
        cell: |row, _| Cell::Text(row.organisation_number.as_str()),
    },
    Column {
        name: "channel",
        kind: ColumnKind::Plain,
        cell: |row, _| Cell::Text(channel(row)),
    },
    Column {
        name: "policy",
        kind: ColumnKind::Text,
        cell: |_, scope| Cell::Text(&scope.policy),
    },
    Column {
        name: "limit_hours",
        kind: ColumnKind::Number,
        cell: |_, scope| Cell::Count(u64::from(scope.limit_hours)),
    },
    Column {
        name: "occurred_earliest",
        kind: ColumnKind::Plain,
        cell: |row, _| row.occurred.earliest(),
    },
    Column {
        name: "occurred_latest",
        kind: ColumnKind::Plain,
        cell: |row, _| row.occurred.latest(),
    },
    Column {
        name: "discovered_earliest",
        kind: ColumnKind::Plain,
        cell: |row, _| row.discovered.earliest(),
    },
    Column {
        name: "discovered_latest",
        kind: ColumnKind::Plain,
        cell: |row, _| row.discovered.latest(),
    },
    Column {
        name: "received_earliest",
        kind: ColumnKind::Plain,
        cell: |row, _| row.received.earliest(),
    },
    Column {
        name: "received_latest",
        kind: ColumnKind::Plain,
        cell: |row, _| row.received.latest(),
    },
    Column {
        name: "received_source",
        kind: ColumnKind::Plain,
        cell: |row, _| Cell::Text(row.received_source.as_str()),
    },
    Column {
        name: "elapsed_hours_min",
        kind: ColumnKind::Number,
        cell: |row, _| elapsed(row.elapsed.map(|ends| ends.0)),
    },
    Column {
        name: "elapsed_hours_max",
        kind: ColumnKind::Number,
        cell: |row, _| elapsed(row.elapsed.map(|ends| ends.1)),
    },
    Column {
        name: "deadline_earliest",
        kind: ColumnKind::Plain,
        cell: |row, scope| instant(row.deadline(scope.limit_hours).map(|ends| ends.0)),
    },
    Column {
        name: "deadline_latest",
        kind: ColumnKind::Plain,
        cell: |row, scope| instant(row.deadline(scope.limit_hours).map(|ends| ends.1)),
    },
    Column {
        name: "verdict",
        kind: ColumnKind::Plain,
        cell: |row, _| Cell::Text(row.verdict.as_str()),
    },
    Column {
        name: "reading",
        kind: ColumnKind::Plain,
        cell: |row, _| Cell::Text(row.reading.as_str()),
    },
    Column {
        name: "inferred_verdict",
        kind: ColumnKind::Plain,
        cell: |row, _| Cell::Text(row.inferred.map_or("none", Verdict::as_str)),
    },
    Column {
        name: "time_to_report",
        kind: ColumnKind::Plain,
        cell: |row, _| Cell::Text(row.bucket.map_or("(undeterminable)", Bucket::as_str)),
    },
    Column {
        name: "delay_reason",
        kind: ColumnKind::Plain,
        cell: |row, _| Cell::Text(row.delay_reason.word("given", "none")),
    },
    Column {
        name: "ongoing",
        kind: ColumnKind::Text,
        cell: |row, _| choice(row, 0),
    },
    Column {
        name: "type",
        kind: ColumnKind::Text,
        cell: |row, _| choice(row, 1),
    },
    Column {
        name: "discovery",
        kind: ColumnKind::Text,
        cell: |row, _| choice(row, 2),
    },
    Column {
        name: "cause",
        kind: ColumnKind::Text,
        cell: |row, _| choice(row, 3),
    },
    Column {
        name: "sector",
        kind: ColumnKind::Text,
        cell: |row, _| choice(row, 4),
    },
    Column {
        name: "area",
        kind: ColumnKind::Text,
        cell: |row, _| choice(row, 5),
    },
    Column {
        name: "processor_involved",
        kind: ColumnKind::Text,
        cell: |row, _| choice(row, 6),
    },
    Column {
        name: "processors",
        kind: ColumnKind::Number,
        cell: |row, _| counted(row.processors),
    },
    Column {
        name: "processor_numbers",
        kind: ColumnKind::Text,
        cell: |row, _| Cell::Text(row.processor_numbers.as_str()),
    },
    Column {
        name: "data_subjects",
        kind: ColumnKind::Text,
        cell: |row, _| row.data_subjects.band(row.question(23)),
    },
    Column {
        name: "data_subjects_exact",
        kind: ColumnKind::Number,
        cell: |row, _| row.data_subjects.exact(),
    },
    Column {
        name: "data_subjects_min",
        kind: ColumnKind::Number,
        cell: |row, _| row.data_subjects.min(),
    },
    Column {
        name: "data_subjects_max",
        kind: ColumnKind::Number,
        cell: |row, _| row.data_subjects.max(),
    },
    Column {
        name: "data_items",
        kind: ColumnKind::Text,
        cell: |row, _| row.data_items.band(row.question(24)),
    },
    Column {
        name: "data_items_exact",
        kind: ColumnKind::Number,
        cell: |row, _| row.data_items.exact(),
    },
    Column {
        name: "data_items_min",
        kind: ColumnKind::Number,
        cell: |row, _| row.data_items.min(),
    },
    Column {
        name: "data_items_max",
        kind: ColumnKind::Number,
        cell: |row, _| row.data_items.max(),
    },
    Column {
        name: "subject_groups",
        kind: ColumnKind::Text,
        cell: |row, _| choice(row, 7),
    },
    Column {
        name: "data_categories",
        kind: ColumnKind::Text,
        cell: |row, _| choice(row, 8),
    },
    Column {
        name: "encrypted",
        kind: ColumnKind::Text,
        cell: |row, _| choice(row, 9),
    },
    Column {
        name: "consequences",
        kind: ColumnKind::Text,
        cell: |row, _| choice(row, 10),
    },
    Column {
        name: "severity",
        kind: ColumnKind::Text,
        cell: |row, _| choice(row, 11),
    },
    Column {
        name: "actions",
        kind: ColumnKind::Number,
        cell: |row, _| counted(row.actions),
    },
    Column {
        name: "informed",
        kind: ColumnKind::Text,
        cell: |row, _| choice(row, 12),
    },
    Column {
        name: "will_inform",
        kind: ColumnKind::Text,
        cell: |row, _| choice(row, 13),
    },
    Column {
        name: "supplement_intended",
        kind: ColumnKind::Text,
        cell: |row, _| choice(row, 14),
    },
    Column {
        name: "secrecy_claimed",
        kind: ColumnKind::Plain,
        cell: |row, _| Cell::Text(row.secrecy.word("yes", "no")),
    },
    Column {
        name: "ended_earliest",
        kind: ColumnKind::Plain,
        cell: |row, _| row.ended.earliest(),
    },
    Column {
        name: "ended_latest",
        kind: ColumnKind::Plain,
        cell: |row, _| row.ended.latest(),
    },
    Column {
        name: "informed_earliest",
        kind: ColumnKind::Plain,
        cell: |row, _| row.informed_at.earliest(),
    },
    Column {
        name: "informed_latest",
        kind: ColumnKind::Plain,
        cell: |row, _| row.informed_at.latest(),
    },
    Column {
        name: "planned_earliest",
        kind: ColumnKind::Plain,
        cell: |row, _| row.planned_at.earliest(),
    },
    Column {
        name: "planned_latest",
        kind: ColumnKind::Plain,
        cell: |row, _| row.planned_at.latest(),
    },
    Column {
        name: "last_action_earliest",
        kind: ColumnKind::Plain,
        cell: |row, _| row.last_action.earliest(),
    },
    Column {
        name: "last_action_latest",
        kind: ColumnKind::Plain,
        cell: |row, _| row.last_action.latest(),
    },
    Column {
        name: "answered",
        kind: ColumnKind::Number,
        cell: |row, _| row.answered(),
    },
    Column {
        name: "states",
        kind: ColumnKind::Plain,
        cell: |row, _| Cell::Text(std::str::from_utf8(&row.states.0).unwrap_or_default()),
    },
    Column {
        name: "errors",
        kind: ColumnKind::Number,
        cell: |row, _| Cell::Count(row.count(Severity::Error) as u64),
    },
    Column {
        name: "warnings",
        kind: ColumnKind::Number,
        cell: |row, _| Cell::Count(row.count(Severity::Warning) as u64),
    },
    Column {
        name: "infos",
        kind: ColumnKind::Number,
        cell: |row, _| Cell::Count(row.count(Severity::Info) as u64),
    },
    Column {
        name: "incident",
        kind: ColumnKind::Plain,
        cell: |_, _| Cell::Text("none"),
    },
    Column {
        name: "copy_of",
        kind: ColumnKind::Text,
        cell: |row, scope| match row.copy_of {
            Some((source, record)) => Cell::Place(&scope.sources[source as usize], record),
            None => Cell::Text("none"),
        },
    },
];

/// The column of this name.
pub fn column(name: &str) -> Option<&'static Column> {
    COLUMNS.iter().find(|column| column.name == name)
}

fn counted(cell: NumberCell) -> Cell<'static> {
    match cell {
        NumberCell::Word(word) => Cell::Text(word.as_str()),
        NumberCell::Count(count) => Cell::Count(u64::from(count)),
    }
}

fn channel(row: &Row) -> &str {
    match &row.channel {
        State::Given(channel) => channel.as_str(),
        other => other.word(),
    }
}

fn elapsed(minutes: Option<i32>) -> Cell<'static> {
    minutes.map_or(Cell::Text("(undeterminable)"), Cell::Hours)
}

fn instant(instant: Option<Instant>) -> Cell<'static> {
    instant.map_or(Cell::Text("(undeterminable)"), Cell::Instant)
}

fn choice(row: &Row, position: usize) -> Cell<'_> {
    let cell = row
        .choices
        .cell(position, row.question(CHOICES[position].question));
    cell.unwrap_or(Cell::Text(""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_unique_and_in_their_order() {
        let names: Vec<_> = COLUMNS.iter().map(|column| column.name).collect();
        let mut unique = names.clone();
        unique.sort_unstable();
        unique.dedup();
        assert_eq!(unique.len(), names.len());
        assert_eq!((names[0], names[names.len() - 1]), ("source", "copy_of"));
    }
}
