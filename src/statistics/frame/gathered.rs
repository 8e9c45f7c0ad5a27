//! The cells of columns that functions give, gathered by rows: a row that is in the cache gives all
//! its cells.

use std::ops::Range;

use rayon::prelude::*;

use crate::records::{Cells, Gathered, Stored};
use crate::statistics::frame::CellOf;

/// How many rows are gone through column by column at a time: a few rows stay
/// in the cache, all of them do not.
const BLOCK: usize = 64;
/// Rows that a thread takes at a time.
const SHARE: usize = 8192;

/// The cells of columns that functions give. Each thread takes a run of rows; the
/// runs are put together in their order, before the next ones are taken.
pub(in crate::statistics) fn by_rows(
    len: usize,
    columns: &[(&'static str, CellOf<'_>)],
) -> Vec<Cells> {
    let threads = rayon::current_num_threads();
    let share = if threads == 1 { len.max(1) } else { SHARE };
    let run = |start: usize, room| run_of(start..len.min(start + share), room, columns);
    // The first has room for all, to which the others are added.
    let mut all = run(0, len);
    let starts: Vec<usize> = (share..len).step_by(share).collect();
    for starts in starts.chunks(threads) {
        let runs: Vec<Vec<Cells>> = starts.par_iter().map(|start| run(*start, share)).collect();
        for run in &runs {
            all.par_iter_mut()
                .zip(run)
                .for_each(|(cells, more)| cells.append(more));
        }
    }
    all
}

/// The cells of a run of rows, with room for so many.
pub(in crate::statistics) fn run_of(
    rows: Range<usize>,
    room: usize,
    columns: &[(&'static str, CellOf<'_>)],
) -> Vec<Cells> {
    let mut all: Vec<Gathered> = columns
        .iter()
        .map(|(name, _)| Gathered::new(Stored::of(name), room))
        .collect();
    for start in rows.clone().step_by(BLOCK) {
        for ((_, cell), gathered) in columns.iter().zip(&mut all) {
            for row in start..rows.end.min(start + BLOCK) {
                gathered.push(cell(row));
            }
        }
    }
    all.into_iter().map(Gathered::finish).collect()
}
