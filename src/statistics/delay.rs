//! delay.csv: how long reporting took, by sector. Quantiles and late shares are
//! pairs: nearest rank over the lower ends and over the upper ends; certain,
//! and certain with indeterminate. No resampling, no midpoint.

use std::collections::BTreeMap;

use crate::config::Words;
use crate::statistics::dimension::one;
use crate::statistics::error::CountError;
use crate::statistics::frame::Frame;
use crate::statistics::labels::{Labels, Ranked};
use crate::statistics::names;
use crate::table::{Cell, Column, HOURS, Key, Row, Table, percent};

/// The quantiles of the columns, as numerator over 100.
const QUANTILES: [u64; 4] = [50, 75, 90, 100];

/// The columns of quantiles, each with how many of so many notifications have that time or a
/// longer one: the largest is that of one alone.
pub(crate) fn beyond(n: u64) -> impl Iterator<Item = (&'static str, u64)> {
    let pairs = HOURS.chunks(2).zip(QUANTILES);
    pairs.flat_map(move |(names, share)| {
        let beyond = (n + 1).saturating_sub(rank(n, share));
        names.iter().map(move |name| (*name, beyond))
    })
}

/// The nearest rank ceil(p n) of a quantile.
fn rank(n: u64, share: u64) -> u64 {
    (share * n).div_ceil(100).max(1)
}

/// What is known of one sector's delays.
#[derive(Debug, Default, Clone)]
pub(super) struct Delays {
    /// The lower ends of times, in hundredths of an hour, and the upper ones.
    pub(super) lower: Vec<i64>,
    pub(super) upper: Vec<i64>,
    /// Those certainly late, and those that may be.
    pub(super) late: u64,
    pub(super) indeterminate: u64,
}

impl Delays {
    /// None yet, with room for so many.
    fn with_capacity(notifications: usize) -> Self {
        Self {
            lower: Vec::with_capacity(notifications),
            upper: Vec::with_capacity(notifications),
            ..Self::default()
        }
    }

    /// Adds a notification that can be judged.
    pub(super) fn add(&mut self, lower: i64, upper: i64, verdict: &str) {
        self.lower.push(lower);
        self.upper.push(upper);
        self.late += u64::from(verdict == "late");
        self.indeterminate += u64::from(verdict == "indeterminate");
    }

    fn join(&mut self, other: &Self) {
        self.lower.extend_from_slice(&other.lower);
        self.upper.extend_from_slice(&other.upper);
        self.late += other.late;
        self.indeterminate += other.indeterminate;
    }

    /// Joins what is needed no more: of a large run the times are no small thing to copy.
    fn take(&mut self, other: Self) {
        if self.lower.is_empty() {
            *self = other;
        } else {
            self.join(&other);
        }
    }
}

/// What the times of all notifications that can be judged tell together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Judged {
    /// How many they are.
    pub(super) n: u64,
    /// Those that are certainly late.
    pub(super) late: u64,
    /// Those that may be.
    pub(super) indeterminate: u64,
    /// For each class of time to report, those certainly in it.
    pub(super) least: [u64; 4],
    /// And those that may be.
    pub(super) most: [u64; 4],
}

impl Judged {
    fn of(delays: &Delays) -> Self {
        let mut judged = Self {
            n: delays.lower.len() as u64,
            late: delays.late,
            indeterminate: delays.indeterminate,
            ..Self::default()
        };
        for (lower, upper) in delays.lower.iter().zip(&delays.upper) {
            let (first, last) = (class(*lower), class(*upper));
            judged.least[first] += u64::from(first == last);
            judged
                .most
                .iter_mut()
                .take(last + 1)
                .skip(first)
                .for_each(|most| *most += 1);
        }
        judged
    }
}

/// The class of so many hundredths of an hour, as `Bucket` has them.
fn class(hundredths: i64) -> usize {
    match hundredths {
        ..2_400 => 0,
        2_400..=7_200 => 1,
        7_201..=16_800 => 2,
        _ => 3,
    }
}

/// The table, and what it tells over all sectors.
pub(super) fn table(frame: &Frame, labels: &Labels) -> Result<(Table, Judged), CountError> {
    let sector = one("sector")?;
    let cells = frame.categories_of("sector");
    let mut by_cell = vec![Delays::default(); cells.len()];
    let verdicts = frame.categories_of("verdict");
    let ends = frame
        .numbers("elapsed_hours_min")?
        .zip(frame.numbers("elapsed_hours_max")?);
    for ((cell, verdict), ends) in frame
        .texts("sector")?
        .into_iter()
        .zip(frame.texts("verdict")?)
        .zip(ends)
    {
        let verdict = &*verdicts[verdict as usize];
        if let ((Some(lower), Some(upper)), "on-time" | "late" | "indeterminate") = (ends, verdict)
        {
            by_cell[cell as usize].add(lower, upper, verdict);
        }
    }
    let mut by_sector: BTreeMap<Ranked, Delays> = BTreeMap::new();
    let mut total = Delays::with_capacity(by_cell.iter().map(|own| own.lower.len()).sum());
    for (cell, delays) in cells
        .iter()
        .zip(by_cell)
        .filter(|(_, delays)| !delays.lower.is_empty())
    {
        total.join(&delays);
        let mut keys = labels.keys(sector, cell);
        let last = keys.pop();
        for key in keys {
            by_sector.entry(key).or_default().join(&delays);
        }
        if let Some(key) = last {
            by_sector.entry(key).or_default().take(delays);
        }
    }
    let judged = Judged::of(&total);
    let mut rows: Vec<Row> = by_sector
        .into_iter()
        .map(|(Ranked { key, .. }, delays)| {
            let label = labels.label(sector, &key);
            row(key, label, delays)
        })
        .collect();
    rows.push(row(Key::Total, labels.total(), total));
    Ok((with_rows(rows), judged))
}

/// One sector's row.
fn row(key: Key, label: String, mut delays: Delays) -> Row {
    delays.lower.sort_unstable();
    delays.upper.sort_unstable();
    let n = delays.lower.len() as u64;
    let mut row = vec![
        Cell::Key(key),
        Cell::Text(label),
        Cell::Count(n),
        Cell::Count(delays.indeterminate),
    ];
    for share in QUANTILES {
        row.push(quantile(&delays.lower, share));
        row.push(quantile(&delays.upper, share));
    }
    let most = delays.late + delays.indeterminate;
    row.extend([Cell::Count(delays.late), Cell::Count(most)]);
    row.extend([percent(delays.late, n), percent(most, n)]);
    row
}

/// The value of nearest rank ceil(p n); nothing without values.
pub(super) fn quantile(sorted: &[i64], share: u64) -> Cell {
    let rank = rank(sorted.len() as u64, share) as usize;
    sorted
        .get(rank - 1)
        .map_or(Cell::Nothing, |hundredths| Cell::Hours(*hundredths))
}

/// The table of these rows.
fn with_rows(rows: Vec<Row>) -> Table {
    let late = [
        "late_min",
        "late_max",
        "late_percent_min",
        "late_percent_max",
    ];
    let figures = ["n", "indeterminate"].into_iter().chain(HOURS).chain(late);
    let columns = Column::pair("sector")
        .into_iter()
        .chain(figures.map(Column::new));
    let mut table = Table::new("delay", names::title("delay"), columns.collect(), rows);
    table.notes.push(Words::new(
        "Bas: anmälningar som kan bedömas (i tid, för sent, går inte att avgöra). Undre och övre gräns där klockslag saknas.",
        "Base: notifications that can be judged (on time, late or indeterminate). Lower and upper bound where times of day are missing.",
    ));
    table
}

#[cfg(test)]
mod tests {
    use super::{beyond, class, quantile};

    #[test]
    fn classes_are_those_of_the_verdict_to_the_minute() {
        let hours = |minutes: i64| (minutes * 10 + 3) / 6;
        let minutes = [0, 1439, 1440, 4320, 4321, 10080, 10081];
        let expected = [0, 0, 1, 1, 2, 2, 3];
        assert_eq!(
            minutes.map(|minutes| class(hours(minutes * 10) / 10)),
            expected
        );
    }

    #[test]
    fn the_largest_is_of_one_and_the_median_of_half() {
        let told: Vec<_> = beyond(41)
            .filter(|(name, _)| name.ends_with("_min"))
            .collect();
        let expected = [
            ("median_min", 21),
            ("p75_min", 11),
            ("p90_min", 5),
            ("max_min", 1),
        ];
        assert_eq!(told, expected);
    }

    #[test]
    fn quantiles_are_nearest_rank() {
        let sorted = [100, 200, 300, 400];
        let told = |sorted: &[i64], share| quantile(sorted, share).to_string();
        assert_eq!(told(&sorted, 50), "2.00");
        assert_eq!(told(&sorted, 75), "3.00");
        assert_eq!(told(&sorted, 90), "4.00");
        assert_eq!(told(&[-102], 50), "-1.02");
        assert_eq!(told(&[], 50), "");
    }
}
