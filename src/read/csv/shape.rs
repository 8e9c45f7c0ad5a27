//! The rows of a table as a mapping wants them: rows that do not count are left out, blank
//! cells are filled from above, rows with one key become one. It sees bytes of cells and
//! columns by position; what a column means is not its business.

use std::borrow::Cow;
use std::collections::HashMap;

use csv::ByteRecord;

use super::Layout;
use crate::read::mapping::{BETWEEN, RowPlan, Unmet};
use crate::read::sieve::{Left, Sieve};
use crate::read::trimmed::is_blank;

/// The rules for the rows of one table, and what they remember of the rows above.
#[derive(Debug)]
pub(crate) struct Shape<'l> {
    layout: &'l Layout<'l>,
    plan: &'l RowPlan<'l>,
    /// How many rows are still to be left out.
    skip: usize,
    has_ended: bool,
    /// The last value of each column that is filled down.
    above: Vec<Vec<u8>>,
}

/// What one row stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Weight {
    /// So many notifications.
    Of(u32),
    /// What stands there is no such number.
    Unreadable,
}

impl<'l> Shape<'l> {
    /// That of a layout whose mapping says anything of rows.
    pub(super) fn new(layout: &'l Layout<'l>, plan: &'l RowPlan<'l>) -> Self {
        Self {
            layout,
            plan,
            skip: plan.skip(),
            has_ended: false,
            above: vec![Vec::new(); plan.fill_down.len()],
        }
    }

    /// Fills the row from above, and says why it does not count, if so.
    pub(crate) fn left(&mut self, row: &mut ByteRecord, sieve: &Sieve) -> Option<Left> {
        if self.skip > 0 {
            self.skip -= 1;
            return Some(Left::Skipped);
        }
        if self.has_ended {
            return Some(Left::Below);
        }
        self.fill(row, sieve);
        let left = Left::from(self.plan.unmet(|at| self.text(row, at))?);
        self.has_ended = left == Left::Below;
        Some(left)
    }

    fn text<'r>(&self, row: &'r ByteRecord, at: usize) -> Cow<'r, str> {
        self.layout.charset.text(row.get(at).unwrap_or_default())
    }

    fn is_blank(&self, row: &ByteRecord, at: usize) -> bool {
        self.plan.is_blank(&self.text(row, at))
    }

    /// A blank cell has the value of the row above. A heading, a note and a sum stay as
    /// they are, so that they are known.
    fn fill(&mut self, row: &mut ByteRecord, sieve: &Sieve) {
        if self.above.is_empty() || sieve.stands_alone(row.iter()) {
            return;
        }
        let mut filled: Vec<Vec<u8>> = Vec::new();
        for (at, above) in self.plan.fill_down.iter().zip(&mut self.above) {
            let text = self.layout.charset.text(row.get(*at).unwrap_or_default());
            if !self.plan.is_blank(&text) {
                row.get(*at).unwrap_or_default().clone_into(above);
            } else if *at < row.len() && !above.is_empty() {
                if filled.is_empty() {
                    filled = row.iter().map(<[u8]>::to_vec).collect();
                }
                filled[*at].clone_from(above);
            }
        }
        if !filled.is_empty() {
            let position = row.position().cloned();
            *row = ByteRecord::from(filled);
            row.set_position(position);
        }
    }

    /// How many notifications a row stands for.
    pub(crate) fn weight(&self, row: &ByteRecord) -> Weight {
        let Some(at) = self.plan.weight else {
            return Weight::Of(1);
        };
        RowPlan::weight_of(&self.text(row, at)).map_or(Weight::Unreadable, Weight::Of)
    }

    /// The key of a row, if it has one.
    fn key(&self, row: &ByteRecord) -> Option<Vec<u8>> {
        let key = &self.plan.group;
        if key.is_empty() || key.iter().any(|at| self.is_blank(row, *at)) {
            return None;
        }
        let cells = key.iter().map(|at| {
            let text = self.text(row, *at);
            let written = text.chars().filter(|c| !is_blank(*c));
            written.flat_map(char::to_lowercase).collect::<String>()
        });
        Some(cells.collect::<Vec<_>>().join("\u{1f}").into_bytes())
    }
}

/// All rows of a table, those with one key together, in the order of the first of each.
#[derive(Debug)]
pub(crate) struct Groups<T> {
    /// The rows of each notification, with the place of the first.
    all: Vec<(Vec<ByteRecord>, T)>,
    by_key: HashMap<Vec<u8>, usize>,
    /// The columns that are the key.
    key: Vec<usize>,
    /// The notification of the last row.
    last: usize,
    /// How many rows there are.
    pub(crate) rows: u32,
}

impl<T> Default for Groups<T> {
    fn default() -> Self {
        Self {
            all: Vec::new(),
            by_key: HashMap::new(),
            key: Vec::new(),
            last: 0,
            rows: 0,
        }
    }
}

impl<T> Groups<T> {
    /// Adds a row. One without a key is a notification by itself.
    pub(crate) fn add(&mut self, shape: &Shape, row: ByteRecord, place: T) {
        self.rows += 1;
        self.last = self.all.len();
        if let Some(key) = shape.key(&row) {
            self.key.clone_from(&shape.plan.group);
            self.last = *self.by_key.entry(key).or_insert(self.last);
        }
        match self.all.get_mut(self.last) {
            Some((rows, _)) => rows.push(row),
            None => self.all.push((vec![row], place)),
        }
    }

    /// Forgets the last row.
    pub(crate) fn pop(&mut self) {
        if let Some((rows, _)) = self.all.get_mut(self.last) {
            rows.pop();
            self.rows -= 1;
        }
        self.all.pop_if(|(rows, _)| rows.is_empty());
    }

    /// The notifications, each as one row.
    pub(crate) fn into_rows(self) -> impl Iterator<Item = (ByteRecord, T)> {
        let rows = self.all.into_iter();
        rows.map(move |(rows, place)| (united(rows, &self.key), place))
    }
}

/// Rows as one, with the different values of each column parted by [`BETWEEN`]. What the
/// shortest row lacks is lacking. A key is the same in all, however it is written.
fn united(mut rows: Vec<ByteRecord>, key: &[usize]) -> ByteRecord {
    if rows.len() == 1 {
        return rows.remove(0);
    }
    let width = rows.iter().map(ByteRecord::len).min().unwrap_or(0);
    let cell = |at: usize| {
        let mut values: Vec<&[u8]> = Vec::new();
        for value in rows
            .iter()
            .filter_map(|row| row.get(at))
            .map(<[u8]>::trim_ascii)
        {
            let is_told = values.contains(&value) || key.contains(&at) && !values.is_empty();
            if !value.is_empty() && !is_told {
                values.push(value);
            }
        }
        let mark = [BETWEEN as u8];
        let plain = values.iter().map(|value| {
            let value = value.iter().copied();
            value
                .map(|byte| if byte == mark[0] { b' ' } else { byte })
                .collect::<Vec<u8>>()
        });
        plain.collect::<Vec<_>>().join(&mark[..])
    };
    (0..width).map(cell).collect::<Vec<_>>().into()
}

impl From<Unmet> for Left {
    fn from(unmet: Unmet) -> Self {
        match unmet {
            Unmet::End => Self::Below,
            Unmet::Required => Self::Incomplete,
            Unmet::Condition => Self::Unmet,
            Unmet::Place => Self::Skipped,
        }
    }
}
