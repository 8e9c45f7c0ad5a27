//! Notifications that stand in several files of records. A run tells copies among
//! what it reads; of files from different runs only their keys are left.

use foldhash::HashMap;
use foldhash::HashMapExt as _;

use crate::records::{Cells, Ids, Records, RecordsError};

/// The columns by which a notification is known again.
pub(crate) const KEYS: [&str; 3] = ["case_number", "organisation_number", "reference"];

impl Records {
    /// How many notifications stand in a file although an earlier one holds them, by
    /// case number, else by organisation number and reference.
    ///
    /// # Errors
    /// A part that lost a column or holds something else in it.
    pub(crate) fn shared(&self) -> Result<u64, RecordsError> {
        if self.parts.len() < 2 {
            return Ok(0);
        }
        let columns = [KEYS[0], KEYS[1], KEYS[2], "kind", "copy_of"].map(|name| self.cells(name));
        let [
            Cells::Text(cases),
            Cells::Text(numbers),
            Cells::Text(references),
            Cells::Text(kinds),
            Cells::Text(copies),
        ] = all(columns)?
        else {
            return Ok(0);
        };
        let [known_cases, known_numbers, known_references] =
            [&cases, &numbers, &references].map(|column| values(&column.texts()));
        let is_counted = {
            let (kinds_of, copies_of) = (kinds.texts(), copies.texts());
            let initial: Vec<bool> = kinds_of.iter().map(|kind| *kind == "initial").collect();
            let own: Vec<bool> = copies_of.iter().map(|copy| *copy == "none").collect();
            move |row: usize, kind: &Ids, copy: &Ids| {
                initial[kind.get(row) as usize] && own[copy.get(row) as usize]
            }
        };
        let part_of = self
            .parts
            .iter()
            .enumerate()
            .flat_map(|(at, part)| std::iter::repeat_n(at, part.rows));
        let mut first: HashMap<[u32; 3], usize> = HashMap::new();
        let mut shared = 0;
        for (row, part) in part_of
            .enumerate()
            .filter(|(row, _)| is_counted(*row, &kinds.cells, &copies.cells))
        {
            let [case, number, reference] =
                [&cases, &numbers, &references].map(|column| column.cells.get(row));
            let key = if known_cases[case as usize] {
                [case, u32::MAX, u32::MAX]
            } else if known_numbers[number as usize] && known_references[reference as usize] {
                [u32::MAX, number, reference]
            } else {
                continue;
            };
            shared += u64::from(*first.entry(key).or_insert(part) != part);
        }
        Ok(shared)
    }
}

/// Whether each text is a value and no word in brackets.
fn values(texts: &[&str]) -> Vec<bool> {
    texts
        .iter()
        .map(|text| !text.is_empty() && !text.starts_with('('))
        .collect()
}

/// All of them, or the first error.
fn all(columns: [Result<Cells, RecordsError>; 5]) -> Result<[Cells; 5], RecordsError> {
    let [cases, numbers, references, kinds, copies] = columns;
    Ok([cases?, numbers?, references?, kinds?, copies?])
}
