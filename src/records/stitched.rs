//! What becomes of the cells of records once filings of several reports are tied: columns are read
//! with them in place, so that whoever counts, filters or shows records needs not know of it.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::finding::Finding;
use crate::moment::Instant;
use crate::notification::State;
use crate::records::beside::Head;
use crate::records::{Cells, Interned, Records, RecordsError};
use crate::row::PromiseState;

/// Filings of several reports, tied.
#[derive(Debug)]
pub(crate) struct Stitched {
    /// The rows whose cells are others now, in their order.
    pub(super) rows: Vec<usize>,
    /// By column the cells of these rows.
    pub(super) columns: BTreeMap<&'static str, Cells>,
    /// Files with the bytes of another.
    pub(super) twins: Vec<Twin>,
    /// The clock by which promises are judged.
    pub(super) as_of: Instant,
    /// Whether a report had another clock, so that open promises are judged again.
    pub(super) is_later: bool,
    /// What is said of filings now, by their rows: which notification they belong to.
    pub(super) told: Vec<(usize, Finding)>,
    /// Of rows that supplements complete now, what is still found of what they must contain.
    pub(super) completed: Vec<Completed>,
    /// What is told of all this.
    pub(crate) tied: Tied,
}

/// A row, and what is still found in it.
pub(super) type Completed = (usize, Vec<Head>);

/// How much was tied across reports.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Tied {
    /// Filings that another report has too.
    pub(crate) copies: usize,
    /// Supplements and withdrawals whose notification stands in another report.
    pub(crate) later: usize,
    /// Those that fit several, or that something speaks against.
    pub(crate) open: usize,
}

/// A file with the bytes of an earlier one: each of its filings is a copy.
#[derive(Debug, Clone, Copy)]
pub(super) struct Twin {
    /// Its first row.
    pub(super) start: usize,
    /// The first row of the other one.
    pub(super) of: usize,
    /// How many rows each has.
    pub(super) rows: usize,
}

/// The columns whose cells are others once filings are tied.
pub(super) const COLUMNS: [&str; 9] = [
    COPY_OF,
    "case",
    "withdrawn",
    MANY,
    DUE[0],
    DUE[1],
    "supplement_received_earliest",
    "supplement_received_latest",
    STATE,
];
const COPY_OF: &str = "copy_of";
const MANY: &str = "supplements_received";
const DUE: [&str; 2] = ["supplement_due_earliest", "supplement_due_latest"];
const STATE: &str = "supplement_state";

impl Stitched {
    /// Nothing tied yet.
    pub(super) fn new(as_of: Instant) -> Self {
        Self {
            rows: Vec::new(),
            columns: BTreeMap::new(),
            twins: Vec::new(),
            as_of,
            is_later: false,
            told: Vec::new(),
            completed: Vec::new(),
            tied: Tied::default(),
        }
    }

    /// The cells of a column as they are now.
    ///
    /// # Errors
    /// What cannot be read of the columns that it hangs on.
    pub(super) fn give(
        &self,
        name: &str,
        mut cells: Cells,
        records: &Records,
    ) -> Result<Cells, RecordsError> {
        if !COLUMNS.contains(&name) {
            return Ok(cells);
        }
        if let Some(own) = self.columns.get(name) {
            cells = replaced(cells, self.rows.iter().copied(), own);
        }
        for twin in &self.twins {
            cells = twin.give(name, cells, records)?;
        }
        if name == STATE
            && self.is_later
            && let Cells::Text(states) = &mut cells
        {
            judge_again(states, self.as_of, records)?;
        }
        Ok(cells)
    }
}

/// A column in which rows, which are in order, have other cells.
fn replaced(cells: Cells, rows: impl Iterator<Item = usize>, own: &Cells) -> Cells {
    match (cells, own) {
        (Cells::Text(mut texts), Cells::Text(own)) => {
            let distinct = own.texts();
            let others = rows.zip(own.cells.iter());
            texts.replace(others.map(|(row, cell)| (row, distinct[cell as usize])));
            Cells::Text(texts)
        }
        (Cells::Number(mut numbers), Cells::Number(own)) => {
            let others = rows.zip(own.iter());
            others.for_each(|(row, number)| numbers.set(row, number));
            Cells::Number(numbers)
        }
        (cells, _) => cells,
    }
}

impl Twin {
    /// Its rows.
    pub(super) fn own_rows(&self) -> Range<usize> {
        self.start..self.start + self.rows
    }

    /// Gives its rows the cells of the other file. Each is a copy of what counts there.
    fn give(self, name: &str, cells: Cells, records: &Records) -> Result<Cells, RecordsError> {
        let rows = 0..self.rows;
        let mut cells = cells;
        match &mut cells {
            Cells::Text(texts) => {
                let places = (name == COPY_OF).then(|| records.places()).transpose()?;
                let own: Vec<String> = {
                    let distinct = texts.texts();
                    let cell = |at| distinct[texts.cells.get(self.of + at) as usize];
                    let place = |at| {
                        let places = places.as_ref().filter(|_| cell(at) == "none");
                        places.map(|places| places.of(self.of + at))
                    };
                    let own = |at| place(at).unwrap_or_else(|| cell(at).to_owned());
                    rows.clone().map(own).collect()
                };
                let rows = rows.map(|at| self.start + at);
                texts.replace(rows.zip(own.iter().map(String::as_str)));
            }
            Cells::Number(numbers) => rows.for_each(|at| {
                let own = numbers.get(self.of + at);
                numbers.set(self.start + at, own);
            }),
        }
        Ok(cells)
    }
}

/// Judges open promises by another clock than that of their report.
fn judge_again(
    states: &mut Interned,
    clock: Instant,
    records: &Records,
) -> Result<(), RecordsError> {
    let number = |name: &str| match records.cells(name)? {
        Cells::Number(numbers) => Ok(numbers),
        Cells::Text(_) => Err(records.mistyped(name)),
    };
    let (many, due) = (number(MANY)?, [number(DUE[0])?, number(DUE[1])?]);
    let lost = State::<()>::Undeterminable.word();
    let open = [
        PromiseState::Pending.as_str(),
        PromiseState::Missing.as_str(),
        lost,
    ];
    let mut others: Vec<(usize, &str)> = Vec::new();
    {
        let distinct = states.texts();
        let is_open: Vec<bool> = distinct.iter().map(|own| open.contains(own)).collect();
        for (row, cell) in states.cells.iter().enumerate() {
            let [Some(earliest), Some(latest)] = due.each_ref().map(|due| due.get(row)) else {
                continue;
            };
            if !is_open[cell as usize] || many.get(row) != Some(0) {
                continue;
            }
            let instant = |minutes: i64| Instant(minutes as i32);
            let due = (instant(earliest), instant(latest));
            let own = PromiseState::open(due, clock).map_or(lost, PromiseState::as_str);
            if distinct[cell as usize] != own {
                others.push((row, own));
            }
        }
    }
    states.replace(others.into_iter());
    Ok(())
}
