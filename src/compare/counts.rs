//! The counts and the shares of one table of one report, as what is said first needs them: as the
//! table gives them, and never worked out again.

use std::collections::BTreeMap;

use crate::report::ordered;
use crate::table::{Cell, Key, Row, Table};

/// A base below this gives no share: it would be chance.
pub(super) const SMALL_BASE: u64 = 30;

/// One table of one report.
pub(super) struct Own<'t> {
    pub(super) rows: BTreeMap<&'t Key, &'t Row>,
    pub(super) order: Vec<&'t Key>,
    /// The columns of a count at least and at most, of the count alone, and of its share.
    ends: [usize; 2],
    count: usize,
    shares: Option<[usize; 2]>,
    pub(super) base: Cell,
}

impl<'t> Own<'t> {
    pub(super) fn of(table: &'t Table) -> Option<Self> {
        let count = table.column("notifications")?;
        let ends = [
            "least",
            "most",
            "percent_least",
            "percent_most",
            "base_judged",
        ];
        let ends = table.places(ends).ok();
        let (ends, shares, base) = if let Some([least, most, low, high, base]) = ends {
            ([least, most], Some([low, high]), Some(base))
        } else {
            let share = table.column("percent").map(|at| [at; 2]);
            ([count; 2], share, table.column("base"))
        };
        let own = || {
            let is_own = |row: &&Row| !matches!(row[0].key(), Some(Key::Cumulative(_)));
            table.rows.iter().filter(is_own)
        };
        let rows: BTreeMap<&Key, &Row> =
            own().filter_map(|row| Some((row[0].key()?, row))).collect();
        let base = base.and_then(|at| {
            own()
                .map(|row| &row[at])
                .find(|cell| **cell != Cell::Nothing)
        });
        Some(Self {
            order: ordered(table)
                .into_iter()
                .filter_map(|row| row[0].key())
                .filter(|key| rows.contains_key(key))
                .collect(),
            rows,
            ends,
            count,
            shares,
            base: base.cloned().unwrap_or(Cell::Nothing),
        })
    }

    /// Whether its counts are intervals.
    pub(super) fn is_interval(&self) -> bool {
        self.ends[0] != self.ends[1]
    }

    /// The count of a key at least and at most. A key without a row counts nothing.
    pub(super) fn ends(&self, key: &Key) -> [Cell; 2] {
        let Some(row) = self.rows.get(key) else {
            return [Cell::Count(0), Cell::Count(0)];
        };
        // What is no value has no interval: its count is exact.
        let ends = self.ends.map(|at| row[at].clone());
        match ends {
            [Cell::Nothing, Cell::Nothing] => [row[self.count].clone(), row[self.count].clone()],
            ends => ends,
        }
    }

    /// The share of a key as the table gives it, where its base is no small one.
    pub(super) fn share(&self, key: &Key) -> Option<[i64; 2]> {
        self.base.count().filter(|base| *base >= SMALL_BASE)?;
        let row = self.rows.get(key)?;
        let [least, most] = self.shares?.map(|at| row[at].percent());
        Some([least?, most?])
    }

    pub(super) fn label(&self, key: &Key) -> Option<String> {
        self.rows.get(key).map(|row| row[1].to_string())
    }
}
