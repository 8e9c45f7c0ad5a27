//! Values that no column of the records holds: a function makes them of the cells of some
//! columns, of the rows of a run and of records read back alike.

use crate::records::{Cells, Interned};

/// How the values of a dimension are made.
#[derive(Debug, Clone, Copy)]
pub(super) struct Derived {
    /// The columns of the records that are read.
    pub(super) from: &'static [&'static str],
    /// The value of a notification, or the word for none, from its cells of these columns.
    pub(super) value: fn(&[Given<'_>]) -> &'static str,
}

/// A cell that a value is made of.
#[cfg_attr(
    not(test),
    expect(
        dead_code,
        reason = "only the trial dimension of the tests is derived so far"
    )
)]
#[derive(Debug, Clone, Copy)]
pub(super) enum Given<'c> {
    /// A code, a word or a text.
    Text(&'c str),
    /// A number as [`Cells`] keeps it, so an instant is in minutes.
    Number(Option<i64>),
}

impl Derived {
    /// The values of all rows. `columns` are those that it reads, in their order.
    pub(super) fn texts(&self, columns: &[Cells]) -> Interned {
        let texts = columns.iter().map(|cells| match cells {
            Cells::Text(texts) => texts.texts(),
            Cells::Number(_) => Vec::new(),
        });
        let texts: Vec<Vec<&str>> = texts.collect();
        let len = columns.first().map_or(0, Cells::len);
        let mut made = Interned::with_capacity(len);
        let mut given = Vec::with_capacity(columns.len());
        for row in 0..len {
            given.clear();
            given.extend(
                columns
                    .iter()
                    .zip(&texts)
                    .map(|(cells, texts)| match cells {
                        Cells::Text(own) => Given::Text(texts[own.cells[row] as usize]),
                        Cells::Number(numbers) => Given::Number(numbers.get(row)),
                    }),
            );
            made.push((self.value)(&given));
        }
        made
    }
}
