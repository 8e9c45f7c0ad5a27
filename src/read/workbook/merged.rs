//! Merged cells: each cell of a range has the value of its first, but for titles.

use super::{Cell, Cells, Merged, oversized};
use crate::read::Refusal;

impl Cells {
    /// Gives all cells of merged ranges the value of their first. Ranges of several rows come
    /// first, since they say whether something else stands alone in its row.
    pub(super) fn fill(&mut self, merged: Vec<Merged>, most: usize) -> Result<(), Refusal> {
        let (high, flat): (Vec<_>, Vec<_>) =
            merged.into_iter().partition(|(start, end)| start.0 < end.0);
        for ranges in [high, flat] {
            let mut missing = Vec::new();
            for range in ranges {
                self.missing(range, most - missing.len().min(most), &mut missing)?;
            }
            if !missing.is_empty() {
                self.all.extend(missing);
                self.all.sort_by_key(|cell| (cell.row, cell.column));
                self.all.dedup_by_key(|cell| (cell.row, cell.column));
            }
        }
        Ok(())
    }

    /// Adds the cells that a merged range lacks, but for a title that stands alone in its rows.
    fn missing(
        &self,
        (start, end): Merged,
        most: usize,
        missing: &mut Vec<Cell>,
    ) -> Result<(), Refusal> {
        let key = |cell: &Cell| (cell.row, cell.column);
        let Ok(at) = self.all.binary_search_by_key(&start, key) else {
            return Ok(());
        };
        let value = &self.all[at].value;
        let last_row = self.all.last().map_or(0, |cell| cell.row).min(end.0);
        let from = self.all.partition_point(|cell| cell.row < start.0);
        let mut around = self.all[from..]
            .iter()
            .take_while(|cell| cell.row <= last_row);
        if around.all(|cell| key(cell) == start) {
            return Ok(());
        }
        let width = u64::from(end.1.saturating_sub(start.1)) + 1;
        let height = u64::from(last_row.saturating_sub(start.0)) + 1;
        if width * height + self.all.len() as u64 > most as u64 {
            return Err(oversized());
        }
        let ((first_row, first_column), last_column) = (start, end.1);
        let places = (first_row..=last_row)
            .flat_map(|row| (first_column..=last_column).map(move |column| (row, column)));
        let places = places.filter(|place| self.all.binary_search_by_key(place, key).is_err());
        missing.extend(places.map(|(row, column)| Cell {
            row,
            column,
            value: value.clone(),
        }));
        Ok(())
    }
}
