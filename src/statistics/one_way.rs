//! One-way tables: values with counts, percent and base; what is no value in
//! rows of its own, outside the base; periods with the change.

use crate::config::Words;
use crate::statistics::counting::{Counts, count};
use crate::statistics::dimension::{Dimension, Tells};
use crate::statistics::error::CountError;
use crate::statistics::labels::{Labels, Ranked};
use crate::statistics::period::{self, Coverage};
use crate::table::{Cell, Column, Table, change_percent, percent};

const UNIT: Words = Words::new(
    "Enhet: anmälningar (inte kompletteringar eller återkallelser). Procenten räknas på dem som svarat; avrundade tal behöver inte bli 100.",
    "Unit: notifications (no supplements or withdrawals). Percentages are of those that have an answer; rounded figures need not add up to 100.",
);
/// The same where filings of all kinds are counted.
const FILINGS: Words = Words::new(
    "Enhet: handlingar av alla slag: anmälningar, kompletteringar, återkallelser och kopior. Procenten räknas på dem vars slag är känt; avrundade tal behöver inte bli 100.",
    "Unit: filings of every kind: notifications, supplements, withdrawals and copies. Percentages are of those whose kind is known; rounded figures need not add up to 100.",
);

/// What a table of these dimensions counts.
pub(super) fn unit(dimensions: &[&Dimension]) -> Words {
    if dimensions.iter().any(|own| own.is_kind()) {
        FILINGS
    } else {
        UNIT
    }
}

const MULTIPLE: Words = Words::new(
    "Flera svar är möjliga: antalen summerar till mer än basen.",
    "Several answers are possible: the counts sum to more than the base.",
);
const BY_DISCOVERY: Words = Words::new(
    "En anmälan utan mottagningstid räknas till den period då incidenten upptäcktes.",
    "A notification without a receipt time is counted in the period of its discovery.",
);

const CHANGES: Words = Words::new(
    "Förändringen i procent ges inte där något av de två antalen är under 30 eller någon av perioderna inte är hel.",
    "The change in percent is not given where either count is below 30 or either period is not whole.",
);

/// Counts below this give no change in percent: it would be chance.
pub(super) const LEAST_COMPARED: u64 = 30;

/// What the period of a notification is taken from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dated {
    /// Its receipt, of all that have a period.
    ByReceipt,
    /// Of some, its discovery.
    AlsoByDiscovery,
}

/// The table of one dimension.
pub(super) fn table(
    counts: &Counts,
    dimension: &Dimension,
    (dated, coverage): (Dated, &Coverage),
    labels: &Labels,
) -> Result<Table, CountError> {
    let counted = count(counts, &[dimension], labels)?;
    let base = counted.bases.values().sum::<u64>();
    let mut cells: Vec<(Ranked, u64)> = counted
        .cells
        .into_iter()
        .filter_map(|(mut keys, count)| Some((keys.pop()?, count)))
        .collect();
    let is_period = dimension.tells() == Tells::Dates;
    if is_period {
        fill_gaps(&mut cells, dimension, labels);
    }
    let columns = ["value", "label", "kind", "notifications", "percent", "base"];
    let mut columns = columns.map(Column::new).to_vec();
    if is_period {
        columns.extend(["change", "change_percent"].map(Column::new));
    }
    let mut before: Option<(&Ranked, u64)> = None;
    let rows = cells
        .iter()
        .map(|(key, notifications)| {
            let share = if key.is_value() {
                percent(*notifications, base)
            } else {
                Cell::Nothing
            };
            let mut row = vec![
                Cell::Key(key.key.clone()),
                Cell::Text(labels.label(dimension, &key.key)),
                Cell::text(key.key.kind()),
                Cell::Count(*notifications),
                share,
                Cell::Count(base),
            ];
            if is_period {
                row.extend(change(
                    before.filter(|_| key.is_value()),
                    (key, *notifications),
                    coverage,
                ));
                before = Some((key, *notifications));
            }
            row
        })
        .collect();
    let mut notes = vec![unit(&[dimension])];
    let values = cells
        .iter()
        .filter(|(key, _)| key.is_value())
        .map(|(_, notifications)| notifications);
    if dimension.is_multiple() || values.sum::<u64>() > base {
        notes.push(MULTIPLE);
    }
    if is_period && dated == Dated::AlsoByDiscovery {
        notes.push(BY_DISCOVERY);
    }
    if is_period {
        notes.push(CHANGES);
    }
    let mut table = Table::new(dimension.id, dimension.title, columns, rows);
    table.notes = notes;
    Ok(table)
}

/// The change against the period before, and the same in percent where it says
/// something.
fn change(
    before: Option<(&Ranked, u64)>,
    (key, now): (&Ranked, u64),
    coverage: &Coverage,
) -> [Cell; 2] {
    let Some((earlier, before)) = before else {
        return [Cell::Nothing, Cell::Nothing];
    };
    let is_partial = [earlier, key]
        .iter()
        .any(|own| coverage.is_partial(own.key.id()));
    let tells = now.min(before) >= LEAST_COMPARED && !is_partial;
    let share = if tells {
        change_percent(now, before)
    } else {
        Cell::Nothing
    };
    [Cell::Change(now as i64 - before as i64), share]
}

/// Adds periods without a notification between the first and the last.
fn fill_gaps(cells: &mut Vec<(Ranked, u64)>, dimension: &Dimension, labels: &Labels) {
    let values = cells
        .iter()
        .filter(|(key, _)| key.is_value())
        .map(|(key, _)| key.key.id().to_owned());
    let values: Vec<String> = values.collect();
    let (Some(first), Some(last)) = (values.first(), values.last()) else {
        return;
    };
    let mut period = first.clone();
    // Two centuries of months: more than any true set of notifications spans.
    for _ in 0..2400 {
        let Some(next) = period::next(&period).filter(|next| next < last) else {
            break;
        };
        period = next;
        if !values.contains(&period)
            && let Some(key) = labels.keys(dimension, &period).pop()
        {
            cells.push((key, 0));
        }
    }
    cells.sort();
}
