//! One-way tables: values with counts, percent and base; what is no value in
//! rows of its own, outside the base; periods with the change.

use crate::config::Words;
use crate::statistics::counting::{Counts, count};
use crate::statistics::dimension::{Dimension, How};
use crate::statistics::labels::{Key, Labels};
use crate::table::{Column, Table, change_percent, percent};

pub(super) const UNIT: Words = Words::new(
    "Enhet: anmälningar (inte kompletteringar). Procent av dem som har ett värde; avrundade tal behöver inte bli 100.",
    "Unit: notifications (no supplements). Percent of those that have a value; rounded figures need not add up to 100.",
);
const MULTIPLE: Words = Words::new(
    "Flera svar är möjliga: antalen summerar till mer än basen.",
    "Several answers are possible: the counts sum to more than the base.",
);
const BY_DISCOVERY: Words = Words::new(
    "En anmälan utan tidpunkt då den inkom räknas till den period då incidenten upptäcktes.",
    "A notification without a receipt time is counted in the period of its discovery.",
);

/// What the period of a notification is taken from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dated {
    /// Its receipt, of all that have a period.
    ByReceipt,
    /// Of some, its discovery.
    AlsoByDiscovery,
}

/// The table of one dimension.
pub(super) fn table(counts: &Counts, dimension: &Dimension, dated: Dated, labels: &Labels) -> Table {
    let counted = count(counts, &[dimension], labels);
    let base = counted.bases.values().sum::<u64>();
    let mut cells: Vec<(Key, u64)> =
        counted.cells.into_iter().filter_map(|(mut keys, count)| Some((keys.pop()?, count))).collect();
    let is_period = dimension.how == How::Period;
    if is_period {
        fill_gaps(&mut cells, dimension, labels);
    }
    let mut columns: Vec<Column> = ["value", "label", "kind"].into_iter().map(Column::text).collect();
    columns.extend(["notifications", "percent", "base"].into_iter().map(Column::number));
    if is_period {
        columns.extend(["change", "change_percent"].into_iter().map(Column::number));
    }
    let mut before: Option<u64> = None;
    let rows = cells
        .iter()
        .map(|(key, notifications)| {
            let share = if key.is_value() { percent(*notifications, base) } else { String::new() };
            let mut row = vec![
                key.value.clone(),
                labels.label(dimension, key),
                key.kind().to_owned(),
                notifications.to_string(),
                share,
                base.to_string(),
            ];
            if is_period {
                let compared = before.filter(|_| key.is_value());
                row.push(
                    compared.map_or_else(String::new, |before| {
                        (*notifications as i64 - before as i64).to_string()
                    }),
                );
                row.push(compared.map_or_else(String::new, |before| change_percent(*notifications, before)));
                before = Some(*notifications);
            }
            row
        })
        .collect();
    let mut notes = vec![UNIT];
    let values = cells.iter().filter(|(key, _)| key.is_value()).map(|(_, notifications)| notifications);
    if dimension.is_multiple() || values.sum::<u64>() > base {
        notes.push(MULTIPLE);
    }
    if is_period && dated == Dated::AlsoByDiscovery {
        notes.push(BY_DISCOVERY);
    }
    Table { id: dimension.id.to_owned(), title: dimension.title.into(), columns, rows, notes }
}

/// Adds periods without a notification between the first and the last.
fn fill_gaps(cells: &mut Vec<(Key, u64)>, dimension: &Dimension, labels: &Labels) {
    let values = cells.iter().filter(|(key, _)| key.is_value()).map(|(key, _)| key.value.clone());
    let values: Vec<String> = values.collect();
    let (Some(first), Some(last)) = (values.first(), values.last()) else { return };
    let mut period = first.clone();
    // Two centuries of months: more than any true set of notifications spans.
    for _ in 0..2400 {
        if period >= *last {
            break;
        }
        period = next_period(&period);
        if !values.contains(&period)
            && let Some(key) = labels.keys(dimension, &period).pop()
        {
            cells.push((key, 0));
        }
    }
    cells.sort();
}

/// The period after one: `2021`, `2021-Q4`, `2021-12`.
fn next_period(period: &str) -> String {
    let year: i32 = period.get(..4).and_then(|year| year.parse().ok()).unwrap_or(0);
    match period.get(5..) {
        None => format!("{:04}", year + 1),
        Some("Q4") => format!("{:04}-Q1", year + 1),
        Some("12") => format!("{:04}-01", year + 1),
        Some(part) => match part.strip_prefix('Q') {
            Some(quarter) => format!("{year:04}-Q{}", quarter.parse::<u8>().unwrap_or(0) + 1),
            None => format!("{year:04}-{:02}", part.parse::<u8>().unwrap_or(0) + 1),
        },
    }
}
