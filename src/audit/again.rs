//! What filings say in their texts, where it is asked for: a filing is held against
//! another only if both have one key or the same bytes, and of most sets none are. So
//! fingerprints are made when all keys are known, from the sources, which are read
//! once more as far as those filings go: of long files only the records asked for.

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::across::{CaseNumber, Filed, sharing};
use crate::audit::source::take;
use crate::audit::taken::{HeldDates, Means, Taken};
use crate::audit::{Receipts, Settings, Stopped, Watch};
use crate::discover::Source;
use crate::row::{Begins, Fingerprint};

/// What a pass over the sources knows from one before it.
type Told<'t> = (&'t Receipts<'t>, &'t HeldDates);

/// A notification that is asked for: its number, and where it begins.
pub(super) type Wanted = (u32, Begins);

/// The fingerprints of filings by their numbers.
type Prints = Vec<(u32, Box<Fingerprint>)>;

/// What reading a source once more needs.
pub(super) struct Again<'a> {
    pub(super) sources: &'a [Source],
    pub(super) settings: &'a Settings,
    pub(super) watch: &'a Watch,
}

/// Which case numbers are keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Keys {
    /// All of them.
    All,
    /// Those that do not hang on a receipt.
    Certain,
}

/// Whether notifications may be there several times.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shared {
    /// No two share anything.
    Nothing,
    /// Some share a key or their bytes.
    Some,
}

impl Again<'_> {
    /// Gives the filings that share a key or their bytes with others their fingerprints.
    ///
    /// # Errors
    /// The run was stopped.
    pub(super) fn fingerprints(
        &self,
        taken: &mut [Vec<Taken>],
        keys: Keys,
        told: Told,
    ) -> Result<Shared, Stopped> {
        let (mut filed, mut sources) = (Vec::new(), Vec::new());
        for (at, taken) in taken.iter().enumerate() {
            for taken in taken {
                filed.extend(taken.rows.iter().map(|(row, used)| Filed {
                    row,
                    digest: taken.input.digest.as_ref(),
                    case_number: if keys == Keys::All {
                        CaseNumber::Certain
                    } else {
                        used.case_number()
                    },
                }));
                sources.resize(filed.len(), at as u32);
            }
        }
        let sharing = sharing(&filed);
        let mut wanted: BTreeMap<usize, Vec<Wanted>> = BTreeMap::new();
        for at in &sharing {
            let row = filed[*at].row;
            if row.fingerprint.is_none() {
                wanted
                    .entry(sources[*at] as usize)
                    .or_default()
                    .push((row.record, row.begins));
            }
        }
        let mut rows = taken.iter_mut().flatten().flat_map(|taken| &mut taken.rows);
        let mut next = 0;
        for at in &sharing {
            if let Some((row, _)) = rows.nth(at - next) {
                row.shares = true;
            }
            next = at + 1;
        }
        let shared = if sharing.is_empty() {
            Shared::Nothing
        } else {
            Shared::Some
        };
        // Parts that are put together bring their fingerprints along.
        wanted.retain(|at, _| *at < self.sources.len());
        let wanted: Vec<(usize, Vec<Wanted>)> = wanted.into_iter().collect();
        let read: Vec<(usize, Prints)> = wanted
            .into_par_iter()
            .map_init(Vec::new, |buffer, (at, records)| {
                Ok((at, self.read((at, records), told, buffer)?))
            })
            .collect::<Result<_, Stopped>>()?;
        for (at, prints) in read {
            give(&mut taken[at], prints);
        }
        Ok(shared)
    }

    /// The fingerprints of some filings of a source, in their order.
    fn read(
        &self,
        (at, mut wanted): (usize, Vec<Wanted>),
        (receipts, dates): Told,
        buffer: &mut Vec<u8>,
    ) -> Result<Prints, Stopped> {
        wanted.sort_unstable_by_key(|(record, _)| *record);
        let records: Vec<u32> = wanted.iter().map(|(record, _)| *record).collect();
        let Self {
            sources,
            settings,
            watch,
        } = self;
        if watch.is_stopped() {
            return Err(Stopped);
        }
        let means = Means {
            source: &sources[at],
            receipts,
            settings,
            watch,
            dates,
            wanted: Some(&records),
        };
        let rows = means.pick(&wanted, buffer).unwrap_or_else(|| {
            let taken = take(means, buffer).into_iter();
            taken.flat_map(|taken| taken.rows).collect()
        });
        let prints = rows.into_iter();
        let prints = prints.filter_map(|(row, _)| Some((row.record, row.fingerprint?)));
        Ok(prints.collect())
    }
}

/// Gives rows of a source their fingerprints; both are in order.
fn give(taken: &mut [Taken], prints: Prints) {
    let mut prints = prints.into_iter().peekable();
    for (row, _) in taken.iter_mut().flat_map(|taken| &mut taken.rows) {
        while prints.next_if(|(record, _)| *record < row.record).is_some() {}
        if let Some((_, print)) = prints.next_if(|(record, _)| *record == row.record) {
            row.fingerprint.get_or_insert(print);
        }
    }
}
