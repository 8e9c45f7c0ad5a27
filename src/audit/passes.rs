//! One pass over the sources: each is taken in on its own, in parallel.

use std::sync::atomic::Ordering;

use rayon::prelude::*;

use crate::audit::taken::{HeldDates, Means, Taken};
use crate::audit::{Receipts, Settings, Stopped, Watch, source};
use crate::discover::Source;

/// Takes in all sources.
pub(super) fn take_all(
    sources: &[Source],
    (receipts, dates): (&Receipts, &HeldDates),
    settings: &Settings,
    watch: &Watch,
) -> Result<Vec<Vec<Taken>>, Stopped> {
    sources
        .par_iter()
        .map_init(Vec::new, |buffer, one| {
            take(one, receipts, settings, watch, dates, buffer)
        })
        .collect()
}

/// Takes in some sources once more, by their positions.
pub(super) fn take_again(
    taken: &mut [Vec<Taken>],
    again: &[usize],
    sources: &[Source],
    (receipts, dates): (&Receipts, &HeldDates),
    (settings, watch): (&Settings, &Watch),
) -> Result<(), Stopped> {
    let anew: Vec<Vec<Taken>> = again
        .par_iter()
        .map_init(Vec::new, |buffer, at| {
            take(&sources[*at], receipts, settings, watch, dates, buffer)
        })
        .collect::<Result<_, Stopped>>()?;
    for (position, outcome) in again.iter().zip(anew) {
        taken[*position] = outcome;
    }
    Ok(())
}

/// One source, or the members of an archive, unless the run was stopped.
pub(super) fn take(
    one: &Source,
    receipts: &Receipts,
    settings: &Settings,
    watch: &Watch,
    dates: &HeldDates,
    buffer: &mut Vec<u8>,
) -> Result<Vec<Taken>, Stopped> {
    if watch.is_stopped() {
        return Err(Stopped);
    }
    let means = Means {
        source: one,
        receipts,
        settings,
        watch,
        dates,
        wanted: None,
    };
    let taken = source::take(means, buffer);
    watch.inputs.fetch_add(1, Ordering::Relaxed);
    Ok(taken)
}
