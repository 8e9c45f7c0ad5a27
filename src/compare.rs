//! Two report folders side by side: which notifications, findings and inputs
//! came and went, which verdicts and counts changed. It takes the folders' files
//! as they were written, reads no document and judges nothing anew; what one of
//! the folders withholds is said to be incomparable, never guessed.

use std::collections::BTreeSet;

use crate::config::Words;
use crate::table::{Cell, Key};

mod basis;
mod counts;
mod inputs;
mod lead;
mod notifications;
mod render;
mod side;
mod tables;
mod words;
use lead::Lead;
pub(crate) use render::{Format, render};
pub(crate) use side::{RECORD_COLUMNS, Side, SideError};

/// What a difference is about; also the order in which they are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Section {
    /// How the runs were made: version, clock, policy, rules, options.
    Basis,
    /// The counts of run.json.
    Count,
    /// An input, by its digest, else its name.
    Input,
    /// A notification.
    Notification,
    /// The verdict of a notification in both.
    Verdict,
    /// What else became of one: its supplement came, it is a copy of another.
    State,
    /// A finding, by its notification.
    Finding,
    /// A count in a table.
    Table,
}

/// What became of something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Change {
    /// Only in the new report.
    Added,
    /// Only in the old report.
    Removed,
    /// In both, not alike.
    Changed,
    /// An input of the same bytes under another name.
    Renamed,
    /// Hidden in the new report alone, so that no difference can be told.
    Suppressed,
    /// Hidden in the old report alone, likewise.
    Shown,
}

impl Change {
    /// What became of a count, if one of the reports hides it.
    fn of_hidden(old: &Cell, new: &Cell) -> Option<Self> {
        match (old, new) {
            (Cell::Hidden, _) => Some(Self::Shown),
            (_, Cell::Hidden) => Some(Self::Suppressed),
            _ => None,
        }
    }
}

/// One difference: a row of the CSV.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Difference {
    /// What it is about.
    pub section: Section,
    /// What became of it.
    pub change: Change,
    /// The option, count, input, notification or table.
    pub subject: String,
    /// Within it: the code of a finding, the row of a table.
    pub item: String,
    /// What is compared: the question of a finding, the column of a table.
    pub measure: String,
    /// In the old report; nothing if it is not there.
    pub old: Cell,
    /// In the new report; nothing if it is not there.
    pub new: Cell,
    /// What the row of a table counts, key by key.
    keys: Vec<Named>,
}

/// One key of a row, with all that is known of what it is called.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Named {
    /// Its column.
    column: String,
    key: Key,
    /// Its label, in the language of its report.
    label: String,
}

impl Difference {
    /// New less old, where both are counts.
    pub(crate) fn by(&self) -> Option<i64> {
        let counts = self.old.count().zip(self.new.count());
        let (old, new) = counts.filter(|_| self.section > Section::Basis)?;
        Some(new as i64 - old as i64)
    }
}

/// What the comparison of two reports gave.
#[derive(Debug)]
pub(crate) struct Comparison<'s> {
    /// What is said first.
    lead: Lead<'s>,
    /// The names of the folders.
    pub names: [String; 2],
    /// What cannot be compared, and why.
    pub notes: Vec<(Words, Vec<String>)>,
    /// How many notifications are in both; `None` if that cannot be told.
    pub matched: Option<usize>,
    /// All differences, in the order of the sections.
    pub differences: Vec<Difference>,
}

impl Comparison<'_> {
    /// The differences of a section.
    pub(crate) fn of(&self, section: Section) -> impl Iterator<Item = &Difference> {
        self.differences
            .iter()
            .filter(move |difference| difference.section == section)
    }
}

/// Compares two reports.
pub(crate) fn compare<'s>(old: &'s Side, new: &'s Side) -> Comparison<'s> {
    let mut comparison = Comparison {
        lead: Lead {
            sides: [old, new],
            least: None,
        },
        names: [old.name.clone(), new.name.clone()],
        notes: missing(old, new),
        matched: None,
        differences: basis::differences(old, new),
    };
    let multiple = [old, new].into_iter().filter_map(basis::rounds_to).max();
    if multiple.is_some() {
        let words = Words::new(
            "tal är avrundade; skillnader mellan dem är ungefärliga",
            "counts are rounded; differences between them are approximate",
        );
        comparison.notes.push((words, Vec::new()));
    }
    let differences = &mut comparison.differences;
    if let (Some(old), Some(new)) = (&old.files, &new.files) {
        differences.extend(inputs::differences(old, new));
    }
    if let (Some(records), Some(others)) = (&old.records, &new.records) {
        let matches = notifications::Matches::of(records, others);
        comparison.matched = Some(matches.pairs.len());
        differences.extend(matches.differences());
        if let (Some(old), Some(new)) = (&old.findings, &new.findings) {
            differences.extend(matches.findings(old, new));
        }
    }
    differences.extend(tables::differences(old, new));
    let least = [old, new].into_iter().filter_map(basis::least).max();
    // Rounding alone moves a count by one multiple.
    let least = least.max(multiple.map(|multiple| multiple + 1));
    comparison.lead.least = least;
    protect(&mut comparison, least);
    comparison
}

/// Leaves out the differences of counts that are smaller than the least count
/// that a report publishes: who takes one report from the other learns of so few
/// notifications; and small counts that only the other report shows.
fn protect(comparison: &mut Comparison, least: Option<u64>) {
    let Some(least) = least else { return };
    let is_count = |one: &Difference| matches!(one.section, Section::Count | Section::Table);
    // Nor does anyone need to take the sum or the median of one report from that of the other.
    let is_number = |one: &Difference| {
        let cells = [&one.old, &one.new];
        cells.iter().any(|cell| matches!(cell, Cell::Hours(_)))
    };
    let before = comparison.differences.len();
    comparison.differences.retain(|one| {
        let by = one.by().map_or(0, i64::unsigned_abs);
        !(is_count(one) && (is_number(one) || (1..least).contains(&by)))
    });
    let left_out = before - comparison.differences.len();
    for one in comparison
        .differences
        .iter_mut()
        .filter(|one| is_count(one))
    {
        for cell in [&mut one.old, &mut one.new] {
            let hides = matches!(one.change, Change::Suppressed | Change::Shown);
            if hides && cell.is_small(least) {
                *cell = Cell::Hidden;
            }
        }
    }
    if left_out > 0 {
        let words = Words::new(
            "små skillnader mellan skyddade tal visas inte; antal som utelämnats:",
            "small differences between protected counts are not shown; left out:",
        );
        comparison.notes.push((words, vec![left_out.to_string()]));
    }
}

/// What a folder lacks, so that it cannot be compared.
fn missing(old: &Side, new: &Side) -> Vec<(Words, Vec<String>)> {
    let lacks = |of: fn(&Side) -> bool, file: &str| {
        [old, new]
            .into_iter()
            .filter(|side| !of(side))
            .map(|side| format!("{}/{file}", side.name))
            .collect::<Vec<_>>()
    };
    let mut notes = Vec::new();
    let mut note = |sv, en, lacking: Vec<String>| {
        if !lacking.is_empty() {
            notes.push((Words::new(sv, en), lacking));
        }
    };
    note(
        "anmälningar, bedömningar och fynd kan inte jämföras, eftersom det här saknas:",
        "notifications, verdicts and findings cannot be compared, because this is missing:",
        lacks(|side| side.records.is_some(), "records.csv"),
    );
    note(
        "fynd kan inte jämföras, eftersom det här saknas:",
        "findings cannot be compared, because this is missing:",
        lacks(|side| side.findings.is_some(), "findings.csv"),
    );
    note(
        "indata kan inte jämföras, eftersom det här saknas:",
        "inputs cannot be compared, because this is missing:",
        lacks(|side| side.files.is_some(), "files.csv"),
    );
    note(
        "dessa tabeller redovisas inte och kan därför inte jämföras:",
        "these tables are withheld and cannot be compared:",
        withheld(old, new),
    );
    note(
        "dessa tabeller är grupperade på olika sätt och kan därför inte jämföras:",
        "these tables are grouped in different ways and cannot be compared:",
        tables::regrouped(old, new),
    );
    note(
        "tabeller kan inte jämföras, eftersom det här saknas:",
        "tables cannot be compared, because this is missing:",
        lacks(|side| !side.tables.is_empty(), "tables"),
    );
    notes
}

/// The tables that a report withholds, each named once: with its folder, if the other tells it.
fn withheld(old: &Side, new: &Side) -> Vec<String> {
    let [old_ids, new_ids] = [old, new].map(|side| side.withheld().collect::<BTreeSet<&str>>());
    let named = |id: &&str| match (old_ids.contains(id), new_ids.contains(id)) {
        (true, true) => format!("tables/{id}.csv"),
        (true, false) => format!("{}/tables/{id}.csv", old.name),
        _ => format!("{}/tables/{id}.csv", new.name),
    };
    old_ids.union(&new_ids).map(named).collect()
}

/// The part of a source's name within the folder or archive that was named.
fn within(source: &str) -> &str {
    source
        .split_once(['/', '!'])
        .map_or(source, |(_, within)| within)
}

#[cfg(test)]
mod tests;
