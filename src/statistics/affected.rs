//! affected.csv: how many data subjects, by sector. Exact numbers and bands are
//! different knowledge: an exact sum, and bounds with the bands; no midpoint.

use std::collections::BTreeMap;

use crate::config::Words;
use crate::statistics::dimension::one;
use crate::statistics::error::CountError;
use crate::statistics::frame::{Frame, INFINITE};
use crate::statistics::labels::{Labels, Ranked};
use crate::statistics::names;
use crate::table::{Cell, Column, Key, Row, Table, percent};

/// What is known of one sector's data subjects.
#[derive(Debug, Default, Clone, Copy)]
struct Affected {
    notifications: u64,
    exact_sum: u128,
    exact: u64,
    lower: u128,
    /// `None` once an open band is among them.
    upper: Option<u128>,
    bands: u64,
    unknown: u64,
    /// The largest lower bounds of single notifications, largest first.
    largest: [u128; LARGEST],
}

/// How many of the largest numbers are told of: one that cannot be true weighs
/// more than all that are.
const LARGEST: usize = 3;

/// From which share of a sum on its largest numbers are what it tells, in tenths of a percent.
pub(crate) const MUCH: i64 = 500;

impl Affected {
    fn add(&mut self, exact: Option<i64>, min: Option<i64>, max: Option<i64>) {
        let number = |number: i64| number.max(0) as u128;
        if self.notifications == 0 {
            self.upper = Some(0);
        }
        self.notifications += 1;
        match (exact, min, max) {
            (Some(exact), ..) => {
                self.exact += 1;
                self.exact_sum += number(exact);
                self.raise(number(exact));
                self.upper = self.upper.map(|upper| upper + number(exact));
            }
            (None, Some(min), Some(max)) => {
                self.bands += 1;
                self.raise(number(min));
                self.upper = self
                    .upper
                    .filter(|_| max != INFINITE)
                    .map(|upper| upper + number(max));
            }
            _ => self.unknown += 1,
        }
    }

    /// Adds one notification's lower bound.
    fn raise(&mut self, lower: u128) {
        self.lower += lower;
        let at = self.largest.partition_point(|larger| *larger >= lower);
        if at < LARGEST {
            self.largest[at..].rotate_right(1);
            self.largest[at] = lower;
        }
    }

    fn row(self, key: Key, label: String) -> Result<Row, CountError> {
        // What no notification gives has no upper bound beyond 0.
        let upper = self.upper.or((self.notifications == 0).then_some(0));
        let [exact_sum, lower, largest] = [
            whole(self.exact_sum)?,
            whole(self.lower)?,
            whole(self.largest.iter().sum())?,
        ];
        Ok(vec![
            Cell::Key(key),
            Cell::Text(label),
            Cell::Count(self.notifications),
            Cell::Count(exact_sum),
            Cell::Count(self.exact),
            Cell::Count(lower),
            upper.map_or(Ok(Cell::Unbounded), |upper| whole(upper).map(Cell::Count))?,
            Cell::Count(self.bands),
            Cell::Count(self.unknown),
            Cell::Count(largest),
            percent(largest, lower),
        ])
    }
}

/// A sum of persons as a count.
fn whole(sum: u128) -> Result<u64, CountError> {
    u64::try_from(sum).map_err(|_| CountError::Column("data_subjects".to_owned()))
}

/// The table.
pub(super) fn table(frame: &Frame, labels: &Labels) -> Result<Table, CountError> {
    let mut by_sector: BTreeMap<Ranked, Affected> = BTreeMap::new();
    let mut total = Affected::default();
    let sector = one("sector")?;
    let keys: Vec<Vec<Ranked>> = frame
        .categories_of("sector")
        .iter()
        .map(|cell| labels.keys(sector, cell))
        .collect();
    let exact = frame.numbers("data_subjects_exact")?;
    let bounds = frame
        .numbers("data_subjects_min")?
        .zip(frame.numbers("data_subjects_max")?);
    for ((cell, exact), (min, max)) in frame.texts("sector")?.into_iter().zip(exact).zip(bounds) {
        total.add(exact, min, max);
        for key in &keys[cell as usize] {
            match by_sector.get_mut(key) {
                Some(affected) => affected.add(exact, min, max),
                None => by_sector
                    .entry(key.clone())
                    .or_default()
                    .add(exact, min, max),
            }
        }
    }
    let mut rows = Vec::with_capacity(by_sector.len() + 1);
    for (Ranked { key, .. }, affected) in by_sector {
        let label = labels.label(sector, &key);
        rows.push(affected.row(key, label)?);
    }
    rows.push(total.row(Key::Total, labels.total())?);
    let figures = [
        "notifications",
        "exact_sum",
        "exact_n",
        "lower",
        "upper",
        "band_n",
        "unknown_n",
        "largest3",
        "largest3_percent",
    ];
    let columns = Column::pair("sector")
        .into_iter()
        .chain(figures.map(Column::new));
    let mut table = Table::new(
        "affected",
        names::title("affected"),
        columns.collect(),
        rows,
    );
    table.notes = vec![BOUNDS, LARGE];
    Ok(table)
}

const BOUNDS: Words = Words::new(
    "Exakta antal och intervall hålls isär: exakt summa, och undre och övre gräns med intervallen. En registrerad kan räknas flera gånger.",
    "Exact numbers and bands are kept apart: exact sum, and lower and upper bound with the bands. A data subject may be counted several times.",
);
const LARGE: Words = Words::new(
    "{largest3} är vad de tre största anmälningarna ger den undre gränsen, {largest3_percent} hur stor del av den: ett orimligt antal väger tyngre än alla andra.",
    "{largest3} is what the three largest notifications give to the lower bound, {largest3_percent} how much of it: one number that cannot be true weighs more than all others.",
);
