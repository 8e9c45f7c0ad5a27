//! promises.csv: what became of the supplements that were promised, by year.

use std::collections::BTreeMap;

use crate::config::Words;
use crate::form::{Edition, Key as Field};
use crate::notification::State;
use crate::row::PromiseState;
use crate::statistics::counting::Counts;
use crate::statistics::dimension::one;
use crate::statistics::error::CountError;
use crate::statistics::labels::{Labels, Ranked};
use crate::statistics::names;
use crate::table::{Cell, Column, Key, Row, Table};

/// Its id.
pub(super) const ID: &str = "promises";

/// The columns that it is counted by, sorted.
const COLUMNS: [&str; 3] = ["supplement_intended", "supplement_state", "year"];

/// What may become of a promise, in the order of the columns.
const OUTCOMES: [&str; 5] = [
    PromiseState::Received.as_str(),
    PromiseState::ReceivedLate.as_str(),
    PromiseState::Missing.as_str(),
    PromiseState::Pending.as_str(),
    State::<()>::Undeterminable.word(),
];

/// How many promises came to each outcome.
type Outcomes = [u64; OUTCOMES.len()];

/// The columns that are counted together, if some edition asks what is promised.
pub(super) fn sets(editions: &[&'static Edition]) -> Option<Vec<&'static str>> {
    Edition::any_asks(editions, Field::SupplementIntended).then(|| COLUMNS.to_vec())
}

/// The table. It has the years in which something was promised, and their sum.
pub(super) fn table(
    counts: &Counts,
    editions: &[&'static Edition],
    labels: &Labels,
) -> Result<Table, CountError> {
    let year = one("year")?;
    let mut by_year: BTreeMap<Ranked, Outcomes> = BTreeMap::new();
    let mut total = Outcomes::default();
    let counted = sets(editions).map(|set| counts.of(&set)).transpose()?;
    for (texts, notifications) in counted.unwrap_or_default() {
        let outcome = OUTCOMES.iter().position(|own| *own == texts[1]);
        let Some(at) = outcome.filter(|_| texts[0] == "yes") else {
            continue;
        };
        total[at] += notifications;
        for key in labels.keys(year, &texts[2]) {
            by_year.entry(key).or_default()[at] += notifications;
        }
    }
    let years = by_year.into_iter().map(|(own, many)| row(own.key, many));
    let mut rows: Vec<Row> = years.collect();
    if !rows.is_empty() {
        rows.push(row(Key::Total, total));
    }
    let figures = [
        "promised",
        "received",
        "received_late",
        "missing",
        "pending",
        "undeterminable",
    ];
    let columns = [Column::key("year")]
        .into_iter()
        .chain(figures.map(Column::count));
    let mut table = Table::new(ID, names::title(ID), columns.collect(), rows);
    table.notes.push(DUE);
    Ok(table)
}

fn row(year: Key, outcomes: Outcomes) -> Row {
    let promised = Cell::Count(outcomes.iter().sum());
    let outcomes = outcomes.map(Cell::Count);
    [Cell::Key(year), promised]
        .into_iter()
        .chain(outcomes)
        .collect()
}

const DUE: Words = Words::new(
    "Anmälningar som lovar en komplettering (fråga 36). Den ska komma senast den 28:e dagen efter den dag då anmälan kom in. Det är IMY:s praxis, inte lag. {missing} är de som inte finns i materialet och säkert skulle ha kommit.",
    "Notifications that promise a supplement (question 36). It is due on the 28th day after the day of receipt. That is IMY's practice, not law. {missing} are those that are not in the set and were certainly due.",
);
