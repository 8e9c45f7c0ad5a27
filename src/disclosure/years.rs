//! year-on-year.csv under a least count. Its figures are written anew, each from a figure that is
//! published elsewhere and by arithmetic that anyone can do, so it tells nothing beside. Where
//! the tables are of all years, its counts are those of the cross tables by year. Where they are
//! of one year, they are those of the tables of one dimension; those of the year before, whose
//! notifications are others, are protected by themselves. What has no such table is left out.

use crate::config::Words;
use crate::disclosure::ladder::MERGED;
use crate::disclosure::{Hidden, WITHHELD};
use crate::statistics::{YEAR, YEAR_ON_YEAR, compared_years, write_years};
use crate::table::{Cell, Key, Row, Table};

const FEWER: Words = Words::new(
    "Med --min-cell jämförs bara tabeller som också redovisas per år; med --period jämförs alla.",
    "With --min-cell only tables that are published by year, too, are compared; with --period all are.",
);

/// Where the counts of a year are published.
struct Published<'t> {
    tables: &'t [Table],
    year: &'t str,
    /// Whether they are of all years, of which a column tells one.
    is_crossed: bool,
}

impl Published<'_> {
    /// The count of a value of a dimension, and the base; `None` where neither is published.
    fn figures(&self, dimension: &str, value: &Key) -> Option<[Cell; 2]> {
        let is_told = |table: &&Table| !table.is_withheld();
        let mut tables = self.tables.iter().filter(is_told);
        if dimension == YEAR {
            let table = tables.find(|table| table.id == YEAR)?;
            let count = table.row(self.year).map(|row| row[3].clone());
            return Some([count.unwrap_or(Cell::Count(0)), Cell::Nothing]);
        }
        let (id, base) = if self.is_crossed {
            (format!("{dimension}-by-{YEAR}"), "base_within")
        } else {
            (dimension.to_owned(), "base")
        };
        let table = tables.find(|table| table.id == id)?;
        let [count, base] = table.places(["notifications", base]).ok()?;
        let is_own = |row: &&Row| !self.is_crossed || row[2].is(self.year);
        if self.is_crossed && self.counts_together(table, dimension, value) {
            return None;
        }
        let rows = || table.rows.iter().filter(is_own);
        let row = rows().find(|row| row[0].key() == Some(value));
        let count = row.map_or(Cell::Count(0), |row| row[count].clone());
        let mut bases = rows().map(|row| &row[base]);
        let base = bases.find(|base| **base != Cell::Nothing).cloned();
        Some([count, base.unwrap_or(Cell::Count(0))])
    }
    /// Whether the value, some value of the base, or the year is counted together with others in
    /// a table by year. Then the table does not tell their counts.
    fn counts_together(&self, table: &Table, dimension: &str, value: &Key) -> bool {
        let has =
            |axis: usize, key: &Key| table.rows.iter().any(|row| row[axis].key() == Some(key));
        let one_way = |id: &str| self.tables.iter().find(|own| own.id == id);
        let counted = |id: &str| {
            let rows = one_way(id).into_iter().flat_map(|own| &own.rows);
            rows.filter(|row| row[3] != Cell::Count(0))
                .filter_map(|row| row[0].key())
        };
        let is_lost =
            |axis: usize, id: &str| counted(id).any(|key| key.is_value() && !has(axis, key));
        let is_regrouped = has(0, &MERGED) && !has(0, value);
        is_regrouped || is_lost(0, dimension) || is_lost(2, YEAR)
    }
}

/// Writes the table from what is published: `tables`, and of the year before `before`, if the
/// tables are of one year.
pub(super) fn write(tables: &mut [Table], before: Option<&[Table]>, hidden: &mut Hidden) {
    let Some(at) = tables.iter().position(|table| table.id == YEAR_ON_YEAR) else {
        return;
    };
    let mut table = tables[at].clone();
    let pair = compared_years(&table);
    if let Some([now, earlier]) = &pair {
        let is_crossed = before.is_none();
        let published = |tables, year| Published {
            tables,
            year,
            is_crossed,
        };
        let sides = [
            published(&*tables, now),
            published(before.unwrap_or(tables), earlier),
        ];
        table.rows.retain_mut(|row| {
            let [Some(dimension), Some(value)] = [0, 1].map(|at| row[at].key().cloned()) else {
                return false;
            };
            let own = |side: &Published| side.figures(dimension.id(), &value);
            let (Some(now), Some(before)) = (own(&sides[0]), own(&sides[1])) else {
                return false;
            };
            write_years(row, [now, before]);
            true
        });
        let cells = table.rows.iter().flat_map(|row| &row[3..5]);
        let many = cells.filter(|cell| **cell == Cell::Hidden).count();
        if many > 0 {
            hidden.by_table.insert(table.id.clone(), many);
        }
        if is_crossed {
            table.notes.push(FEWER);
        }
    }
    if table.rows.len() < 2 && pair.is_some() {
        table.withhold();
        table.notes.push(WITHHELD);
        hidden.by_table.remove(&table.id);
        hidden.withhold(&table.id);
    }
    tables[at] = table;
}
