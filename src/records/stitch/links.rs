//! What reports settled of their filings: of which each is a copy, and to which notification it
//! belongs. Records name these by source and number.

use std::collections::{BTreeMap, BTreeSet};

use foldhash::HashMap;
use foldhash::HashMapExt as _;
use rayon::prelude::*;

use crate::records::stitch::keyed::{Keyed, Texts};

/// What is settled of one row: other rows.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Link {
    /// What it is a copy or a later version of.
    pub(super) copy_of: Option<usize>,
    /// The notification of its case.
    pub(super) case: Option<usize>,
    /// Whether it names one that is not among the records.
    is_lost: bool,
}

impl Link {
    /// Whether it belongs to no other filing.
    pub(super) fn is_alone(self) -> bool {
        self.copy_of.is_none() && self.case.is_none() && !self.is_lost
    }
}

/// The rows that belong to others; most do not.
#[derive(Debug, Default)]
pub(super) struct Links {
    links: BTreeMap<usize, Link>,
    /// By row those that belong to it.
    back: BTreeMap<usize, Vec<usize>>,
}

/// A filing as records name it: the number of its source's text, and its own number.
type Name = (u32, i64);

impl Links {
    /// Those of the columns `copy_of` and `case`.
    pub(super) fn of(keyed: &Keyed) -> Self {
        let sources: HashMap<&str, u32> = {
            let distinct = keyed.texts[0].distinct.iter();
            distinct.zip(0..).map(|(text, at)| (*text, at)).collect()
        };
        let [copies, cases] = [2, 3].map(|at| &keyed.texts[at]);
        let name = |texts: &Texts, row: usize| -> Option<Option<Name>> {
            let text = Some(texts.of(row)).filter(|text| *text != "none")?;
            let named = text
                .rsplit_once('#')
                .and_then(|(source, number)| Some((*sources.get(source)?, number.parse().ok()?)));
            Some(named)
        };
        let own = |row: usize| (keyed.texts[0].cells.get(row), keyed.record(row));
        let rows = (0..keyed.len()).into_par_iter();
        let rows = rows.filter(|row| keyed.is_in(*row));
        let named = rows.filter_map(|row| {
            let own = Some(own(row));
            let both = [copies, cases].map(|texts| name(texts, row));
            let both = both.map(|named| named.filter(|named| *named != own));
            (both != [None, None]).then_some((row, both))
        });
        let named: Vec<(usize, [Option<Option<Name>>; 2])> = named.collect();
        let mut stand: HashMap<Name, Vec<usize>> = HashMap::new();
        for name in named.iter().flat_map(|(_, both)| both).flatten().flatten() {
            stand.entry(*name).or_default();
        }
        let rows = (0..keyed.len()).into_par_iter();
        let rows = rows.filter(|row| !stand.is_empty() && keyed.is_in(*row));
        let found: Vec<usize> = rows.filter(|row| stand.contains_key(&own(*row))).collect();
        for row in found {
            stand.entry(own(row)).or_default().push(row);
        }
        // A name is one of the same file, else the only one that there is.
        let row_of = |row: usize, name: Name| {
            let all = stand.get(&name).map_or(&[][..], Vec::as_slice);
            let part = keyed.part(row);
            let own = all.iter().find(|other| keyed.part(**other) == part);
            own.or(all.first().filter(|_| all.len() == 1)).copied()
        };
        let mut links = Self::default();
        for (row, both) in named {
            let [copy_of, case] = both.map(|named| named?.and_then(|name| row_of(row, name)));
            let is_lost =
                copy_of.is_none() && both[0].is_some() || case.is_none() && both[1].is_some();
            let link = Link {
                copy_of,
                case,
                is_lost,
            };
            for other in [copy_of, case].into_iter().flatten() {
                links.back.entry(other).or_default().push(row);
            }
            links.links.insert(row, link);
        }
        links
    }

    /// What is settled of a row.
    pub(super) fn of_row(&self, row: usize) -> Link {
        self.links.get(&row).copied().unwrap_or_default()
    }

    /// Rows with all that belong to their cases, and without what belongs to a filing that is
    /// not there: of those nothing is known but what their report says.
    pub(super) fn cases_of(&self, rows: Vec<usize>) -> Vec<usize> {
        let mut all: BTreeSet<usize> = BTreeSet::new();
        let mut open = rows;
        while let Some(row) = open.pop() {
            let link = self.of_row(row);
            let mut named = [link.copy_of, link.case].into_iter().flatten();
            let is_lost = link.is_lost || named.any(|other| self.of_row(other).is_lost);
            if is_lost || !all.insert(row) {
                continue;
            }
            let back = self.back.get(&row).into_iter().flatten().copied();
            open.extend(back.chain(link.copy_of).chain(link.case));
        }
        all.into_iter().collect()
    }
}
