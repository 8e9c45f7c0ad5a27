//! Two years beside a one-way table, as year-on-year.csv has them.

use std::collections::BTreeMap;

use crate::config::{Language, Words};
use crate::report::partial;
use crate::report::summary::SMALL_BASE;
use crate::report::workbook::cell::{Datum, NO_FIGURE};
use crate::report::workbook::pen::Head;
use crate::report::workbook::tables::figure;
use crate::statistics::write_years;
use crate::table::{Cell, Key, Other, Row, Table};

/// The columns that stand beside a table.
const BESIDE: [(&str, Words); 8] = [
    ("notifications", Words::new("{now}", "{now}")),
    ("notifications_before", Words::new("{before}", "{before}")),
    ("change", Words::new("Förändring", "Change")),
    (
        "change_percent",
        Words::new("Förändring i procent", "Change in percent"),
    ),
    ("percent", Words::new("Procent {now}", "Percent {now}")),
    (
        "percent_before",
        Words::new("Procent {before}", "Percent {before}"),
    ),
    ("base", Words::new("Bas {now}", "Base {now}")),
    ("base_before", Words::new("Bas {before}", "Base {before}")),
];

/// The figures of two years by value.
pub(super) struct Beside<'t> {
    /// What people call the years.
    names: [String; 2],
    columns: [usize; BESIDE.len()],
    rows: BTreeMap<&'t str, &'t Row>,
}

impl<'t> Beside<'t> {
    /// Those of a table, if it is among those that are compared.
    pub(super) fn of(years: &'t Table, table: &Table, language: Language) -> Option<Self> {
        let columns = years.places(BESIDE.map(|(name, _)| name)).ok()?;
        let own = years.rows.iter().filter(|row| row[0].is(&table.id));
        let own = own.filter_map(|row| Some((row[1].key()?.id(), row)));
        let rows: BTreeMap<&str, &Row> = own.collect();
        // The row of the years themselves is of no value of theirs.
        let is_one = |row: &Row| row[0].key().is_some_and(|key| rows.contains_key(key.id()));
        if !table.rows.iter().any(is_one) {
            return None;
        }
        Some(Self {
            names: partial::pair(years, language)?,
            columns,
            rows,
        })
    }

    /// The heads of the columns.
    pub(super) fn heads(&self, language: Language) -> impl Iterator<Item = Head> {
        let [now, before] = &self.names;
        let name = |(_, words): (&str, Words)| {
            let words = words.with("now", now).with("before", before);
            words.get(language)
        };
        let names = BESIDE.map(name).into_iter();
        names.map(|name| Head { name, width: 13.0 })
    }

    /// The cells beside a row of the table.
    pub(super) fn of_row(&self, row: &Row) -> Vec<Datum<'static>> {
        let none = || BESIDE.map(|_| Datum::Mark(NO_FIGURE)).to_vec();
        let Some(key) = row[0].key() else {
            return none();
        };
        let nobody = || self.nobody(key);
        let found = self.rows.get(key.id()).map(|row| (*row).clone());
        let Some(found) = found.or_else(nobody) else {
            return none();
        };
        let cell = |(name, _): (&str, Words), at: usize| {
            let base = match name {
                "percent" => "base",
                "percent_before" => "base_before",
                _ => return figure(&found[at]),
            };
            let base = BESIDE.iter().position(|(own, _)| *own == base);
            let base = base.and_then(|base| found[self.columns[base]].count());
            // Of so few a share is chance.
            match base {
                Some(base) if base < SMALL_BASE => Datum::Mark(NO_FIGURE),
                _ => figure(&found[at]),
            }
        };
        let columns = BESIDE.into_iter().zip(self.columns);
        columns.map(|(column, at)| cell(column, at)).collect()
    }

    /// The row of a value that neither year has: nobody was counted.
    fn nobody(&self, key: &Key) -> Option<Row> {
        match key {
            Key::Value(_) => {}
            Key::Other(other) if *other != Other::Merged => {}
            _ => return None,
        }
        let any = *self.rows.values().next()?;
        let [.., base, base_before] = self.columns.map(|at| any[at].clone());
        let mut row = any.clone();
        row[1] = Cell::Key(key.clone());
        let sides = [base, base_before].map(|base| [Cell::Count(0), base]);
        write_years(&mut row, sides);
        Some(row)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(id: &str, header: &[&str], rows: &[Vec<&str>]) -> Table {
        let own =
            |cells: &[&str]| -> Vec<String> { cells.iter().map(|&cell| cell.to_owned()).collect() };
        let rows: Vec<Vec<String>> = rows.iter().map(|row| own(row)).collect();
        Table::read(id, &own(header), rows.iter().map(Vec::as_slice))
    }

    #[test]
    fn a_value_that_neither_year_has_counts_nobody() {
        let header = [
            "table",
            "value",
            "label",
            "notifications",
            "notifications_before",
            "change",
            "change_percent",
            "percent",
            "percent_before",
            "base",
            "base_before",
            "partial",
        ];
        let years = read(
            "year-on-year",
            &header,
            &[
                "year,2024/2020,,50,20,30,,,,,,none".split(',').collect(),
                "sector,a,A,50,20,30,,100.0,,50,20,none"
                    .split(',')
                    .collect(),
            ],
        );
        let header = ["value", "label", "kind", "notifications", "percent", "base"];
        let table = read(
            "sector",
            &header,
            &[
                "a,A,value,70,70.0,100".split(',').collect(),
                "b,B,value,30,30.0,100".split(',').collect(),
                "(blank),blank,blank,3,,100".split(',').collect(),
                "over,x,cumulative,3,,100".split(',').collect(),
            ],
        );
        let beside = Beside::of(&years, &table, Language::Sv).unwrap();
        let heads: Vec<String> = beside.heads(Language::Sv).map(|head| head.name).collect();
        assert_eq!(heads[..2], ["2024", "2020"]);
        let (zero, none) = (Datum::Count(0.0), Datum::Mark(NO_FIGURE));
        let b = beside.of_row(&table.rows[1]);
        assert_eq!(b[..2], [zero.clone(), zero.clone()]);
        assert_eq!(b[4..6], [Datum::Percent(0), none.clone()]);
        let blank = beside.of_row(&table.rows[2]);
        assert_eq!(blank[..2], [zero.clone(), zero]);
        assert_eq!(blank[4], none);
        assert!(
            beside
                .of_row(&table.rows[3])
                .iter()
                .all(|cell| *cell == none)
        );
        let year = read(
            "year",
            &header,
            &["2024,2024,value,50,,".split(',').collect()],
        );
        assert!(Beside::of(&years, &year, Language::Sv).is_none());
    }
}
