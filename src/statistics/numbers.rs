//! number-NAME.csv: what an extra number of a mapped export adds up to, by sector, with the
//! quantiles of single notifications. Numbers that are not known are counted, never guessed.

use std::collections::BTreeMap;

use crate::config::Words;
use crate::form::ExtraNumber;
use crate::statistics::delay::quantile;
use crate::statistics::dimension::one;
use crate::statistics::error::CountError;
use crate::statistics::frame::Frame;
use crate::statistics::labels::{Labels, Ranked};
use crate::table::{Cell, Column, Key, NUMBERS, Row, Table};

/// What the ids of these tables begin with.
pub(crate) const PREFIX: &str = "number-";
/// The quantiles of the columns behind the sum, as numerator over 100; 0 is the least.
const QUANTILES: [u64; 5] = [0, 50, 75, 90, 100];

/// What is known of the numbers of one sector.
#[derive(Debug, Default)]
struct Known {
    notifications: u64,
    numbers: Vec<i64>,
}

impl Known {
    fn add(&mut self, number: Option<i64>) {
        self.notifications += 1;
        self.numbers.extend(number);
    }

    fn row(mut self, (key, label): (Key, String), column: &str) -> Result<Row, CountError> {
        self.numbers.sort_unstable();
        let sum: i128 = self.numbers.iter().copied().map(i128::from).sum();
        let sum = i64::try_from(sum).map_err(|_| CountError::Column(column.to_owned()))?;
        let n = self.numbers.len() as u64;
        let mut row = vec![
            Cell::Key(key),
            Cell::Text(label),
            Cell::Count(self.notifications),
            Cell::Count(n),
            Cell::Hours(sum),
        ];
        row.extend(QUANTILES.map(|share| quantile(&self.numbers, share)));
        Ok(row)
    }
}

/// The table of a number.
pub(super) fn table(
    frame: &Frame,
    number: &'static ExtraNumber,
    labels: &Labels,
) -> Result<Table, CountError> {
    let sector = one("sector")?;
    let of_cell = frame.categories_of("sector").iter();
    let keys: Vec<Vec<Ranked>> = of_cell.map(|cell| labels.keys(sector, cell)).collect();
    let mut by_sector: BTreeMap<Ranked, Known> = BTreeMap::new();
    let mut total = Known::default();
    let numbers = frame.numbers(&number.column)?;
    for (cell, own) in frame.texts("sector")?.into_iter().zip(numbers) {
        total.add(own);
        for key in &keys[cell as usize] {
            by_sector.entry(key.clone()).or_default().add(own);
        }
    }
    let mut rows = Vec::with_capacity(by_sector.len() + 1);
    for (Ranked { key, .. }, known) in by_sector {
        let label = labels.label(sector, &key);
        rows.push(known.row((key, label), &number.column)?);
    }
    rows.push(total.row((Key::Total, labels.total()), &number.column)?);
    let columns = Column::pair("sector").into_iter();
    let columns = columns.chain(
        ["notifications", "number_n"]
            .into_iter()
            .chain(NUMBERS)
            .map(Column::new),
    );
    let title = Words::new(&number.label.sv, &number.label.en);
    let mut table = Table::new(&number.id, title, columns.collect(), rows);
    table.notes.push(NOTE);
    Ok(table)
}

const NOTE: Words = Words::new(
    "Summa, minsta, kvantiler (närmaste rang) och största av de {number_n} anmälningar som har ett tal; övriga räknas bara i {notifications}.",
    "Sum, least, quantiles (nearest rank) and largest of the {number_n} notifications that have a number; all others count in {notifications} only.",
);
