//! A column of texts in which each distinct text is kept once: choices repeat,
//! so a million cells are a million small numbers.

use std::borrow::Cow;

use foldhash::HashMap;
use foldhash::HashMapExt as _;
use polars::prelude::*;

use crate::records::Ids;

/// Texts by number, in the order in which they were first seen.
#[derive(Debug, Clone, Default)]
pub struct Interned {
    ids: HashMap<Box<str>, u32>,
    /// The number of each cell's text.
    pub cells: Ids,
}

impl Interned {
    /// An empty column with room for so many cells.
    pub(crate) fn with_capacity(cells: usize) -> Self {
        Self {
            ids: HashMap::new(),
            cells: Ids::with_capacity(cells),
        }
    }

    /// Adds a cell.
    pub(crate) fn push(&mut self, text: &str) {
        let id = self.id(text);
        self.cells.push(id);
    }

    /// The number of a text, new if it was not seen yet.
    pub(crate) fn id(&mut self, text: &str) -> u32 {
        let next = self.ids.len() as u32;
        match self.ids.get(text) {
            Some(id) => *id,
            None => *self.ids.entry(text.into()).or_insert(next),
        }
    }

    /// Gives rows, which are in order, other texts.
    pub(crate) fn replace<'t>(&mut self, others: impl Iterator<Item = (usize, &'t str)>) {
        let cells = std::mem::take(&mut self.cells);
        let mut made = Ids::with_capacity(cells.len());
        let mut others = others.peekable();
        for (row, cell) in cells.iter().enumerate() {
            let other = others.next_if(|(at, _)| *at == row);
            made.push(other.map_or(cell, |(_, text)| self.id(text)));
        }
        self.cells = made;
    }

    /// Adds the cells of another column.
    pub(crate) fn append(&mut self, other: &Self) {
        let own: Vec<u32> = other
            .texts()
            .into_iter()
            .map(|text| self.id(text))
            .collect();
        self.cells
            .extend(other.cells.iter().map(|id| own[id as usize]));
    }

    /// The same cells with each text replaced. Two that become one are one.
    pub(crate) fn renamed<'t>(&'t self, name: impl Fn(&'t str) -> Cow<'t, str>) -> Self {
        let mut all = Self::with_capacity(self.cells.len());
        let texts = self.texts().into_iter();
        let own: Vec<u32> = texts.map(|text| all.id(&name(text))).collect();
        all.cells
            .extend(self.cells.iter().map(|id| own[id as usize]));
        all
    }

    /// The distinct texts, by number.
    pub fn texts(&self) -> Vec<&str> {
        let mut texts = vec![""; self.ids.len()];
        // The order of the map does not matter: each text has its place.
        #[expect(
            clippy::iter_over_hash_type,
            reason = "every entry goes to its own place"
        )]
        for (text, id) in &self.ids {
            texts[*id as usize] = text;
        }
        texts
    }

    /// The same with the texts sorted: they, and each cell's place among them.
    /// Nothing of it depends on the order of the cells.
    pub(crate) fn sorted(self) -> (Vec<Box<str>>, Ids) {
        let mut texts: Vec<(Box<str>, u32)> = self.ids.into_iter().collect();
        texts.sort_unstable();
        let mut rank = vec![0u32; texts.len()];
        for (place, (_, id)) in texts.iter().enumerate() {
            rank[*id as usize] = place as u32;
        }
        let texts = texts.into_iter().map(|(text, _)| text).collect();
        (texts, self.cells.mapped(&rank))
    }
}

/// A polars Enum column of texts that are sorted and distinct; `cells` are
/// places among them.
///
/// # Errors
/// What polars says of the categories.
pub(crate) fn enum_column(name: &str, texts: &[Box<str>], cells: Ids) -> PolarsResult<Column> {
    let target =
        DataType::from_frozen_categories(FrozenCategories::new(texts.iter().map(|text| &**text))?);
    Ok(cells.column(name.into(), texts.len(), target).into())
}

#[cfg(test)]
mod tests {
    use super::Interned;

    #[test]
    fn some_rows_are_given_other_texts() {
        let mut all = Interned::default();
        for text in ["b", "a", "b"] {
            all.push(text);
        }
        all.replace([(0, "a"), (2, "c")].into_iter());
        let texts = all.texts();
        let cells: Vec<&str> = all.cells.iter().map(|id| texts[id as usize]).collect();
        assert_eq!(cells, ["a", "a", "c"]);
    }

    #[test]
    fn sorting_and_appending_keep_each_cell() {
        let mut first = Interned::default();
        for text in ["b", "a", "b"] {
            first.push(text);
        }
        let mut second = Interned::default();
        for text in ["c", "a"] {
            second.push(text);
        }
        first.append(&second);
        let (texts, cells) = first.sorted();
        assert_eq!(texts, ["a", "b", "c"].map(Box::from));
        assert_eq!(cells.iter().collect::<Vec<_>>(), [1, 0, 1, 2, 0]);
    }
}
