//! The keys of filings in records, as hashes, and which filings of several reports share one.

use foldhash::{HashMap, HashSet};
use foldhash::{HashMapExt as _, HashSetExt as _};
use std::hash::BuildHasher as _;

use foldhash::quality::FixedState;
use rayon::prelude::*;

use crate::across::hash_of_key;
use crate::moment::Instant;
use crate::records::{Cells, Ids, Numbers, Records, RecordsError};
use crate::row::name_of;

/// The columns by which filings are found, those of texts first.
pub(crate) const COLUMNS: [&str; 13] = [
    "source",
    "kind",
    "copy_of",
    "case",
    "withdrawn",
    "case_number",
    "supplements",
    "reference",
    "organisation_number",
    "controller",
    "record",
    "discovered_earliest",
    "discovered_latest",
];
const TEXTS: usize = 10;

/// How many keys a filing has itself: its case number, and its reference with the controller by
/// number and by name.
const OWN: usize = 3;

/// A column of texts.
#[derive(Debug)]
pub(super) struct Texts<'c> {
    pub(super) distinct: Vec<&'c str>,
    pub(super) cells: &'c Ids,
}

impl<'c> Texts<'c> {
    pub(super) fn of(&self, row: usize) -> &'c str {
        self.distinct[self.cells.get(row) as usize]
    }

    /// What each distinct text comes to.
    fn each<T: Send>(&self, make: impl Fn(&str) -> T + Sync) -> Vec<T> {
        self.distinct.par_iter().map(|text| make(text)).collect()
    }

    fn get<T: Copy>(&self, made: &[T], row: usize) -> T {
        made[self.cells.get(row) as usize]
    }
}

/// What a filing is, as far as its keys matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Initial,
    /// A supplement or a withdrawal.
    Later,
    Other,
    /// No filing, or one of a file that another is the same as.
    Out,
}

/// The filings of records with their keys.
#[derive(Debug)]
pub(super) struct Keyed<'c> {
    pub(super) texts: Vec<Texts<'c>>,
    numbers: [&'c Numbers; 3],
    parts: Vec<Option<u32>>,
    kinds: Vec<Kind>,
    /// Of each row its own keys; 0 where it has none.
    pub(super) own: Vec<[u64; OWN]>,
    /// Of distinct texts: case numbers and references that are named, controllers.
    named: Vec<u64>,
    controllers: [Vec<u64>; 2],
}

/// Where a key stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Seen {
    /// The first file.
    pub(super) first: u32,
    /// Whether it stands in another file, too.
    pub(super) elsewhere: bool,
}

impl Seen {
    /// Adds a file.
    pub(super) fn add(seen: &mut Option<Self>, part: u32) {
        match seen {
            Some(seen) => seen.elsewhere |= seen.first != part,
            None => {
                *seen = Some(Self {
                    first: part,
                    elsewhere: false,
                });
            }
        }
    }
}

impl<'c> Keyed<'c> {
    /// Those of the columns [`COLUMNS`]. `parts` is the file of each row that is looked at.
    pub(super) fn new(
        cells: &'c [Cells],
        parts: Vec<Option<u32>>,
        records: &Records,
    ) -> Result<Self, RecordsError> {
        let mut texts = Vec::with_capacity(TEXTS);
        for (cells, name) in cells.iter().zip(COLUMNS).take(TEXTS) {
            let Cells::Text(own) = cells else {
                return Err(records.mistyped(name));
            };
            texts.push(Texts {
                distinct: own.texts(),
                cells: &own.cells,
            });
        }
        let [
            Cells::Number(record),
            Cells::Number(first),
            Cells::Number(last),
        ] = &cells[TEXTS..TEXTS + 3]
        else {
            return Err(records.mistyped("record"));
        };
        let kind = |text: &str| match text {
            "initial" => Kind::Initial,
            "supplement" | "withdrawal" => Kind::Later,
            "register" => Kind::Out,
            _ => Kind::Other,
        };
        let of_kind = texts[1].each(kind);
        let rows = 0..parts.len();
        let kinds = rows.clone().map(|row| match parts[row] {
            Some(_) => texts[1].get(&of_kind, row),
            None => Kind::Out,
        });
        let kinds: Vec<Kind> = kinds.collect();
        let cases = texts[5].each(hash_of_key);
        let named = texts[6].each(hash_of_key);
        let references = texts[7].each(hash_of_key);
        let hash = |text: &str| FixedState::with_seed(1).hash_one(text);
        let number = |text: &str| match text {
            "" => 0,
            text if text.starts_with('(') => 0,
            text => hash(text),
        };
        let controllers = [
            texts[8].each(number),
            texts[9].each(|text| u64::from(name_of(text))),
        ];
        let own = rows.into_par_iter().map(|row| {
            if kinds[row] == Kind::Out {
                return [0; OWN];
            }
            let reference = texts[7].get(&references, row);
            let by = |at: usize| own_key(reference, texts[8 + at].get(&controllers[at], row));
            [case_key(texts[5].get(&cases, row)), by(0), by(1)]
        });
        Ok(Self {
            own: own.collect(),
            texts,
            numbers: [record, first, last],
            parts,
            kinds,
            named,
            controllers,
        })
    }

    pub(super) fn len(&self) -> usize {
        self.parts.len()
    }

    /// Whether a row is looked at.
    pub(super) fn is_in(&self, row: usize) -> bool {
        self.kinds[row] != Kind::Out
    }

    /// The name of a row's source.
    pub(super) fn source(&self, row: usize) -> &'c str {
        self.texts[0].of(row)
    }

    /// Its number in its source.
    pub(super) fn record(&self, row: usize) -> i64 {
        self.numbers[0].get(row).unwrap_or_default()
    }

    /// Its file.
    pub(super) fn part(&self, row: usize) -> u32 {
        self.parts[row].unwrap_or(u32::MAX)
    }

    /// Whether it was withdrawn.
    pub(super) fn is_withdrawn(&self, row: usize) -> bool {
        self.texts[4].of(row) == "yes"
    }

    /// Whether it is a supplement or a withdrawal.
    pub(super) fn is_later(&self, row: usize) -> bool {
        self.kinds[row] == Kind::Later
    }

    /// Rows in source order.
    pub(super) fn in_order(&self, mut rows: Vec<usize>) -> Vec<usize> {
        rows.sort_unstable_by_key(|row| (self.source(*row), self.part(*row), self.record(*row)));
        rows
    }

    /// The position of a row among some that are in source order.
    pub(super) fn position(&self, rows: &[usize], row: usize) -> Option<usize> {
        let key = |row: usize| (self.source(row), self.part(row), self.record(row));
        rows.binary_search_by_key(&key(row), |own| key(*own)).ok()
    }

    /// Whether some of these may be copies of filings in other files.
    pub(super) fn has_copies(&self, rows: &[usize]) -> bool {
        let mut seen: HashMap<(u64, bool), Option<Seen>> = HashMap::new();
        rows.iter().any(|row| {
            let mut keys = self.own[*row].iter().filter(|key| **key != 0);
            keys.any(|key| {
                let seen = seen.entry((*key, self.is_later(*row))).or_default();
                Seen::add(seen, self.part(*row));
                seen.is_some_and(|seen| seen.elsewhere)
            })
        })
    }

    /// The keys by which a later filing may be tied.
    pub(super) fn asked(&self, row: usize) -> impl Iterator<Item = u64> + '_ {
        let about = self.texts[6].get(&self.named, row);
        let by = move |at: usize| own_key(about, self.controller(at, row));
        let own = self.own[row].into_iter();
        let all = own.chain([case_key(about), by(0), by(1)]);
        all.chain(self.found(row)).filter(|key| *key != 0)
    }

    /// The keys that a filing may be found by.
    pub(super) fn all(&self, row: usize) -> impl Iterator<Item = u64> + '_ {
        let own = self.own[row].into_iter();
        own.chain(self.found(row)).filter(|key| *key != 0)
    }

    fn controller(&self, at: usize, row: usize) -> u64 {
        self.texts[8 + at].get(&self.controllers[at], row)
    }

    /// The controller with the day of discovery.
    fn found(&self, row: usize) -> [u64; 2] {
        let ends = [1, 2].map(|at| self.numbers[at].get(row));
        let [Some(first), Some(last)] = ends.map(|end| Some(Instant(end? as i32).day().0)) else {
            return [0; 2];
        };
        let day = if first == last { first as u64 + 1 } else { 0 };
        [0, 1].map(|at| match self.controller(at, row) {
            controller if controller != 0 && day != 0 => {
                FixedState::with_seed(4).hash_one((controller, day))
            }
            _ => 0,
        })
    }

    /// The own keys that stand in several files.
    pub(super) fn shared(&self) -> HashSet<u64> {
        let words = self.len().max(1).next_power_of_two();
        let bit = |key: u64| (key as usize % words, 1_u64 << (key >> 58));
        let mut bits = vec![0_u64; words];
        let mut maybe: HashSet<u64> = HashSet::new();
        let mut start = 0;
        while start < self.len() {
            let part = self.parts[start];
            let rows = self.parts[start..].iter().take_while(|own| **own == part);
            let rows = &self.own[start..start + rows.count()];
            let keys = || rows.as_flattened().iter().copied().filter(|key| *key != 0);
            for key in keys() {
                let (word, own) = bit(key);
                if bits[word] & own != 0 {
                    maybe.insert(key);
                }
            }
            for key in keys() {
                let (word, own) = bit(key);
                bits[word] |= own;
            }
            start += rows.len();
        }
        let mut seen: HashMap<u64, Option<Seen>> = HashMap::new();
        let mut shared = HashSet::new();
        if maybe.is_empty() {
            return shared;
        }
        for (row, keys) in self.own.iter().enumerate() {
            for key in keys.iter().filter(|key| maybe.contains(*key)) {
                let seen = seen.entry(*key).or_default();
                Seen::add(seen, self.part(row));
                if seen.is_some_and(|seen| seen.elsewhere) {
                    shared.insert(*key);
                }
            }
        }
        shared
    }
}

/// The key of a case number.
fn case_key(hash: u64) -> u64 {
    if hash == 0 { 0 } else { hash.rotate_left(1) }
}

/// The key of a reference of a controller.
fn own_key(reference: u64, controller: u64) -> u64 {
    if reference == 0 || controller == 0 {
        0
    } else {
        FixedState::with_seed(3).hash_one((reference, controller))
    }
}
