//! A small number for each row, kept in as few bytes as the largest needs: a run holds
//! dozens of them for each of a million rows, and most columns have few values.

use polars::prelude::*;

/// Numbers in the order of their rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ids {
    /// In a byte each.
    Bytes(Vec<u8>),
    /// In two bytes.
    Shorts(Vec<u16>),
    /// In four bytes.
    Longs(Vec<u32>),
}

/// How many numbers a byte tells apart, and how many two do. One less than could be, as in
/// the Enum columns of polars.
const FEW: usize = 0xFF;
const MANY: usize = 0xFFFF;

impl Default for Ids {
    fn default() -> Self {
        Self::with_capacity(0)
    }
}

impl Ids {
    /// None yet, with room for so many.
    pub(crate) fn with_capacity(rows: usize) -> Self {
        Self::Bytes(Vec::with_capacity(rows))
    }

    /// Adds a number.
    #[inline]
    pub(crate) fn push(&mut self, id: u32) {
        match self {
            Self::Bytes(ids) if (id as usize) < FEW => ids.push(id as u8),
            Self::Shorts(ids) if (id as usize) < MANY => ids.push(id as u16),
            Self::Longs(ids) => ids.push(id),
            Self::Bytes(_) | Self::Shorts(_) => {
                *self = self.with_room(id as usize + 1);
                self.push(id);
            }
        }
    }

    /// The number of a row that there is.
    #[inline]
    pub(crate) fn get(&self, row: usize) -> u32 {
        match self {
            Self::Bytes(ids) => ids[row].into(),
            Self::Shorts(ids) => ids[row].into(),
            Self::Longs(ids) => ids[row],
        }
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Bytes(ids) => ids.len(),
            Self::Shorts(ids) => ids.len(),
            Self::Longs(ids) => ids.len(),
        }
    }

    /// The number of each row.
    pub(crate) fn iter(&self) -> impl ExactSizeIterator<Item = u32> + Clone + '_ {
        (0..self.len()).map(|row| self.get(row))
    }

    /// Leaves the rows that `keep` says of, one after another.
    pub(crate) fn retain(&mut self, mut keep: impl FnMut() -> bool) {
        match self {
            Self::Bytes(ids) => ids.retain(|_| keep()),
            Self::Shorts(ids) => ids.retain(|_| keep()),
            Self::Longs(ids) => ids.retain(|_| keep()),
        }
    }

    /// Each number replaced by what `others` has in its place, all of them different
    /// places among these.
    pub(crate) fn mapped(self, others: &[u32]) -> Self {
        let mut ids = self.with_room_of(others.len());
        match &mut ids {
            Self::Bytes(ids) => ids
                .iter_mut()
                .for_each(|id| *id = others[usize::from(*id)] as u8),
            Self::Shorts(ids) => ids
                .iter_mut()
                .for_each(|id| *id = others[usize::from(*id)] as u16),
            Self::Longs(ids) => ids.iter_mut().for_each(|id| *id = others[*id as usize]),
        }
        ids
    }

    /// A polars Enum column of them, which are places among so many texts.
    pub(super) fn column(self, name: PlSmallStr, texts: usize, dtype: DataType) -> Series {
        match self.with_room_of(texts) {
            Self::Bytes(ids) => {
                let ids = UInt8Chunked::from_vec(name, ids);
                Categorical8Chunked::from_cats_and_dtype(ids, dtype).into_series()
            }
            Self::Shorts(ids) => {
                let ids = UInt16Chunked::from_vec(name, ids);
                Categorical16Chunked::from_cats_and_dtype(ids, dtype).into_series()
            }
            Self::Longs(ids) => {
                let ids = UInt32Chunked::from_vec(name, ids);
                Categorical32Chunked::from_cats_and_dtype(ids, dtype).into_series()
            }
        }
    }

    /// The same, in room for so many different numbers.
    fn with_room_of(self, texts: usize) -> Self {
        match &self {
            Self::Bytes(_) if texts > FEW => self.with_room(texts),
            Self::Shorts(_) if texts > MANY => self.with_room(texts),
            _ => self,
        }
    }

    fn with_room(&self, texts: usize) -> Self {
        let room = match self {
            Self::Bytes(ids) => ids.capacity(),
            Self::Shorts(ids) => ids.capacity(),
            Self::Longs(ids) => ids.capacity(),
        };
        if texts > MANY {
            let mut wide = Vec::with_capacity(room);
            wide.extend(self.iter());
            Self::Longs(wide)
        } else {
            let mut wide = Vec::with_capacity(room);
            wide.extend(self.iter().map(|id| id as u16));
            Self::Shorts(wide)
        }
    }
}

impl Extend<u32> for Ids {
    fn extend<I: IntoIterator<Item = u32>>(&mut self, ids: I) {
        ids.into_iter().for_each(|id| self.push(id));
    }
}

#[cfg(test)]
mod tests {
    use super::Ids;

    #[test]
    fn numbers_are_the_same_whatever_their_room() {
        for largest in [3, 254, 255, 65_534, 65_535, 70_000] {
            let given = [0, largest, 1, 0];
            let mut ids = Ids::default();
            ids.extend(given);
            assert_eq!(ids.iter().collect::<Vec<_>>(), given);
            let turned: Vec<u32> = (0..=largest).rev().collect();
            let mapped = ids.clone().mapped(&turned);
            let expected = given.map(|id| largest - id);
            assert_eq!(mapped.iter().collect::<Vec<_>>(), expected);
            let mut others = [true, false].into_iter().cycle();
            ids.retain(|| others.next().unwrap());
            assert_eq!(ids.iter().collect::<Vec<_>>(), [0, 1]);
        }
    }
}
