//! A column of numbers, some of which are none: one word for each, since a run
//! holds millions of them.

use polars::prelude::*;

/// Stands for none. No column of ours holds so little; what would, is none.
const NONE: i64 = i64::MIN;

/// Numbers in the order of their rows, `None` where there is none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Numbers(Vec<i64>);

impl Numbers {
    /// An empty column with room for so many.
    pub(crate) fn with_capacity(numbers: usize) -> Self {
        Self(Vec::with_capacity(numbers))
    }

    /// Adds a number.
    pub(crate) fn push(&mut self, number: Option<i64>) {
        self.0.push(number.unwrap_or(NONE));
    }

    /// Adds the numbers of another column.
    pub(crate) fn append(&mut self, other: &Self) {
        self.0.extend_from_slice(&other.0);
    }

    /// How many there are, those that are none included.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// The number of a row.
    pub(crate) fn get(&self, row: usize) -> Option<i64> {
        self.0.get(row).copied().filter(|number| *number != NONE)
    }

    /// Gives a row another number.
    pub(crate) fn set(&mut self, row: usize, number: Option<i64>) {
        if let Some(own) = self.0.get_mut(row) {
            *own = number.unwrap_or(NONE);
        }
    }

    /// The number of each row.
    pub(crate) fn iter(&self) -> impl ExactSizeIterator<Item = Option<i64>> + Clone + '_ {
        self.0
            .iter()
            .map(|number| Some(*number).filter(|number| *number != NONE))
    }

    /// Leaves the rows that `keep` says of, one after another.
    pub(crate) fn retain(&mut self, mut keep: impl FnMut() -> bool) {
        self.0.retain(|_| keep());
    }
}

/// A polars column of numbers, some of which are none.
pub(crate) fn number_column<T: PolarsNumericType>(
    name: &str,
    numbers: impl Iterator<Item = Option<T::Native>> + Clone,
) -> Column
where
    ChunkedArray<T>: IntoSeries,
{
    let given = numbers.clone().map(|number| number.is_some()).collect();
    let values = numbers.map(Option::unwrap_or_default).collect();
    ChunkedArray::<T>::from_vec_validity(name.into(), values, Some(given))
        .into_series()
        .into()
}

impl Extend<Option<i64>> for Numbers {
    fn extend<N: IntoIterator<Item = Option<i64>>>(&mut self, numbers: N) {
        self.0
            .extend(numbers.into_iter().map(|number| number.unwrap_or(NONE)));
    }
}

#[cfg(test)]
mod tests {
    use super::Numbers;
    use crate::records::OPEN;

    #[test]
    fn numbers_come_out_as_they_went_in() {
        let given = [Some(0), None, Some(-7), Some(OPEN), None];
        let mut numbers = Numbers::default();
        numbers.extend(given[..3].iter().copied());
        given[3..].iter().for_each(|number| numbers.push(*number));
        assert_eq!(numbers.iter().collect::<Vec<_>>(), given);
        assert_eq!(
            (numbers.get(2), numbers.get(1), numbers.get(9)),
            (Some(-7), None, None)
        );
        let mut others = [true, false].into_iter().cycle();
        numbers.set(3, Some(4));
        assert_eq!(numbers.get(3), Some(4));
        numbers.set(3, Some(OPEN));
        numbers.retain(|| others.next().unwrap());
        assert_eq!(
            numbers.iter().collect::<Vec<_>>(),
            [Some(0), Some(-7), None]
        );
    }
}
