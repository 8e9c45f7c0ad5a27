//! Which filings of several reports may belong together.

use foldhash::{HashMap, HashSet};
use foldhash::{HashMapExt as _, HashSetExt as _};
use rayon::prelude::*;

use crate::records::stitch::keyed::{Keyed, Seen};
use crate::records::stitch::links::Links;

impl Keyed<'_> {
    /// The filings that may belong to filings of other files, and what belongs to their cases.
    pub(super) fn concerned(&self, links: &Links) -> Vec<usize> {
        let shared = self.shared();
        let asked = self.asked_elsewhere(links);
        let is_one = |row: &usize| {
            let has = |keys: &HashSet<u64>, key: &u64| keys.contains(key);
            // A later filing may have no key but the number that it is about.
            self.own[*row].iter().any(|key| has(&shared, key))
                || !asked.is_empty() && self.asked(*row).any(|key| has(&asked, &key))
        };
        let rows = (0..self.len()).into_par_iter();
        let found = rows.filter(|row| self.is_in(*row)).filter(is_one);
        links.cases_of(found.collect())
    }

    /// The keys of later filings that their own file did not tie, as far as one of them stands in
    /// another file.
    fn asked_elsewhere(&self, links: &Links) -> HashSet<u64> {
        let is_open = |row: &usize| self.is_later(*row) && links.of_row(*row).is_alone();
        let open: Vec<usize> = (0..self.len()).filter(is_open).collect();
        let mut seen: HashMap<u64, Option<Seen>> = HashMap::new();
        for key in open.iter().flat_map(|row| self.asked(*row)) {
            seen.insert(key, None);
        }
        let mut asked = HashSet::new();
        if open.is_empty() {
            return asked;
        }
        let found = (0..self.len()).into_par_iter();
        let found = found.filter(|row| self.is_in(*row));
        let found = found.flat_map_iter(|row| {
            let part = self.part(row);
            let keys = self.all(row).filter(|key| seen.contains_key(key));
            keys.map(move |key| (key, part))
        });
        let found: Vec<(u64, u32)> = found.collect();
        for (key, part) in found {
            Seen::add(seen.entry(key).or_default(), part);
        }
        for row in open {
            let own = self.part(row);
            let is_elsewhere = |key: u64| {
                let seen = seen.get(&key).copied().flatten();
                seen.is_some_and(|seen| seen.elsewhere || seen.first != own)
            };
            if self.asked(row).any(is_elsewhere) {
                asked.extend(self.asked(row));
            }
        }
        asked
    }
}
