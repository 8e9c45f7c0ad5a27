//! Notifications that stand in several files of records. A run tells copies among
//! what it reads; of files from different runs only their keys are left.

use foldhash::HashMap;
use foldhash::HashMapExt as _;

use crate::form::squash;
use crate::records::{Ids, Interned, Records, RecordsError};

/// The columns by which a notification is known again, and what a later filing names.
pub(crate) const KEYS: [&str; 4] = [
    "case_number",
    "organisation_number",
    "reference",
    "supplements",
];

/// What a later filing names: a number, squashed; a reference with the organisation number.
type Name = (String, String);

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
        let columns = [KEYS[0], KEYS[1], KEYS[2], "kind", "copy_of"];
        let [cases, numbers, references, kinds, copies] = self.all_texts(columns)?;
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
        let part_of = self.part_of();
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

    /// How many supplements and withdrawals name a notification, by the same keys, that stands in
    /// another file and not in theirs. Each run looked for cases in what it read.
    ///
    /// # Errors
    /// A part that lost a column or holds something else in it.
    pub(crate) fn apart(&self) -> Result<u64, RecordsError> {
        if self.parts.len() < 2 {
            return Ok(0);
        }
        let [cases, numbers, references, about, kinds] =
            self.all_texts([KEYS[0], KEYS[1], KEYS[2], KEYS[3], "kind"])?;
        let texts = [&cases, &numbers, &references, &about].map(Interned::texts);
        let cells = [&cases, &numbers, &references, &about].map(|column| &column.cells);
        let known = texts.each_ref().map(|texts| values(texts));
        let cell = |column: usize, row: usize| {
            let id = cells[column].get(row) as usize;
            known[column][id].then(|| squash(texts[column][id]))
        };
        let case = |column: usize, row: usize| Some((cell(column, row)?, String::new()));
        let own = |row: usize| {
            let reference = cell(2, row).zip(cell(1, row));
            [case(0, row), reference]
        };
        let words = kinds.texts();
        let is_later: Vec<bool> = words
            .iter()
            .map(|kind| matches!(*kind, "supplement" | "withdrawal"))
            .collect();
        let rows = || self.part_of().enumerate();
        let is_of = |row: usize| kinds.cells.get(row) as usize;
        let later: Vec<(usize, [Option<Name>; 3])> = rows()
            .filter(|(row, _)| is_later[is_of(*row)])
            .map(|(row, part)| {
                let [number, reference] = own(row);
                (part, [case(3, row), number, reference])
            })
            .collect();
        // In which parts what is named stands.
        let mut stands: HashMap<Name, Vec<usize>> = HashMap::new();
        for name in later.iter().flat_map(|(_, names)| names).flatten() {
            stands.entry(name.clone()).or_default();
        }
        if stands.is_empty() {
            return Ok(0);
        }
        for (row, part) in rows().filter(|(row, _)| words[is_of(*row)] == "initial") {
            for name in own(row).into_iter().flatten() {
                if let Some(parts) = stands.get_mut(&name)
                    && parts.last() != Some(&part)
                {
                    parts.push(part);
                }
            }
        }
        let is_apart = |(part, names): &&(usize, [Option<Name>; 3])| {
            let names = names.iter().flatten();
            let mut parts = names
                .filter_map(|name| stands.get(name))
                .flatten()
                .peekable();
            parts.peek().is_some() && !parts.any(|at| at == part)
        };
        Ok(later.iter().filter(is_apart).count() as u64)
    }

    /// The part of each row.
    fn part_of(&self) -> impl Iterator<Item = usize> {
        let parts = self.parts.iter().enumerate();
        parts.flat_map(|(at, part)| std::iter::repeat_n(at, part.rows))
    }

    /// Columns of texts.
    fn all_texts<const N: usize>(&self, names: [&str; N]) -> Result<[Interned; N], RecordsError> {
        let mut columns = names.map(|_| Interned::default());
        for (column, name) in columns.iter_mut().zip(names) {
            *column = self.texts(name)?;
        }
        Ok(columns)
    }
}

/// Whether each text is a value and no word in brackets.
fn values(texts: &[&str]) -> Vec<bool> {
    texts
        .iter()
        .map(|text| !text.is_empty() && !text.starts_with('('))
        .collect()
}
