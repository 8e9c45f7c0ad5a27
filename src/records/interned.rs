//! A column of texts in which each distinct text is kept once: choices repeat,
//! so a million cells are a million small numbers.

use std::borrow::Cow;

use foldhash::HashMap;
use foldhash::HashMapExt as _;
use polars::prelude::*;

/// Texts by number, in the order in which they were first seen.
#[derive(Debug, Clone, Default)]
pub struct Interned {
    ids: HashMap<Box<str>, u32>,
    /// The number of each cell's text.
    pub cells: Vec<u32>,
}

impl Interned {
    /// An empty column with room for so many cells.
    pub(crate) fn with_capacity(cells: usize) -> Self {
        Self {
            ids: HashMap::new(),
            cells: Vec::with_capacity(cells),
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

    /// Adds the cells of another column.
    pub(crate) fn append(&mut self, other: &Self) {
        let own: Vec<u32> = other
            .texts()
            .into_iter()
            .map(|text| self.id(text))
            .collect();
        self.cells
            .extend(other.cells.iter().map(|id| own[*id as usize]));
    }

    /// The same cells with each text replaced. Two that become one are one.
    pub(crate) fn renamed<'t>(&'t self, name: impl Fn(&'t str) -> Cow<'t, str>) -> Self {
        let mut all = Self::with_capacity(self.cells.len());
        let texts = self.texts().into_iter();
        let own: Vec<u32> = texts.map(|text| all.id(&name(text))).collect();
        all.cells
            .extend(self.cells.iter().map(|id| own[*id as usize]));
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
    pub(crate) fn sorted(self) -> (Vec<Box<str>>, Vec<u32>) {
        let mut texts: Vec<(Box<str>, u32)> = self.ids.into_iter().collect();
        texts.sort_unstable();
        let mut rank = vec![0u32; texts.len()];
        for (place, (_, id)) in texts.iter().enumerate() {
            rank[*id as usize] = place as u32;
        }
        let mut cells = self.cells;
        for cell in &mut cells {
            *cell = rank[*cell as usize];
        }
        (texts.into_iter().map(|(text, _)| text).collect(), cells)
    }
}

/// A polars Enum column of texts that are sorted and distinct; `cells` are
/// places among them.
///
/// # Errors
/// What polars says of the categories.
pub(crate) fn enum_column(name: &str, texts: &[Box<str>], cells: &[u32]) -> PolarsResult<Column> {
    let target =
        DataType::from_frozen_categories(FrozenCategories::new(texts.iter().map(|text| &**text))?);
    let series = match texts.len() {
        ..=0xFF => {
            let ids =
                UInt8Chunked::from_vec(name.into(), cells.iter().map(|id| *id as u8).collect());
            Categorical8Chunked::from_cats_and_dtype(ids, target).into_series()
        }
        0x100..=0xFFFF => {
            let ids =
                UInt16Chunked::from_vec(name.into(), cells.iter().map(|id| *id as u16).collect());
            Categorical16Chunked::from_cats_and_dtype(ids, target).into_series()
        }
        _ => {
            let ids = UInt32Chunked::from_vec(name.into(), cells.to_vec());
            Categorical32Chunked::from_cats_and_dtype(ids, target).into_series()
        }
    };
    Ok(series.into())
}

#[cfg(test)]
mod tests {
    use super::Interned;

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
        assert_eq!(cells, [1, 0, 1, 2, 0]);
    }
}
