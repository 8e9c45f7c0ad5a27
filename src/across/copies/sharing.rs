//! Which filings of a set share a key or their bytes with another: few are to be held against
//! others.

use std::hash::BuildHasher as _;

use foldhash::quality::FixedState;
use rayon::prelude::*;

use crate::across::copies::{CaseNumber, Filed, controllers};
use crate::form::key_into;

/// How many keys a filing has at most: two by its own reference, its case number, its bytes. One
/// without a controller has its reference and its discovery instead of the first two.
const KEYS: usize = 4;

/// The filings that share a key or their bytes with another. In most sets they are few.
/// The keys are compared by hashes, so some of these may share nothing.
pub(crate) fn sharing(filed: &[Filed]) -> Vec<usize> {
    let hashes: Vec<[u64; KEYS]> = filed.par_iter().map_init(String::new, hashes).collect();
    let shared = repeated(hashes.as_flattened());
    let is_shared = |at: &usize| hashes[*at].iter().any(|hash| shared.contains(*hash));
    (0..filed.len()).filter(is_shared).collect()
}

/// Hashes that occur more than once.
struct Repeated {
    /// A bit for each that may be one of them: few others have to be looked for.
    maybe: Vec<u64>,
    sorted: Vec<u64>,
}

impl Repeated {
    fn contains(&self, hash: u64) -> bool {
        has_bit(&self.maybe, hash) && self.sorted.binary_search(&hash).is_ok()
    }
}

/// Finds the hashes that occur more than once. 0 stands for none.
fn repeated(hashes: &[u64]) -> Repeated {
    let words = (hashes.len() / 4).max(1).next_power_of_two();
    let (mut seen, mut maybe) = (vec![0; words], vec![0; words]);
    for hash in hashes.iter().filter(|hash| **hash != 0) {
        let into = if has_bit(&seen, *hash) {
            &mut maybe
        } else {
            &mut seen
        };
        into[*hash as usize % words] |= 1 << (hash >> 58);
    }
    let met = hashes.iter().copied().filter(|hash| *hash != 0);
    let mut met: Vec<u64> = met.filter(|hash| has_bit(&maybe, *hash)).collect();
    met.sort_unstable();
    let repeated = met.array_windows().filter(|[a, b]| a == b);
    let mut sorted: Vec<u64> = repeated.map(|[a, _]| *a).collect();
    sorted.dedup();
    Repeated { maybe, sorted }
}

/// Whether the bit of a hash is set. The number of words is a power of two.
fn has_bit(words: &[u64], hash: u64) -> bool {
    words[hash as usize % words.len()] >> (hash >> 58) & 1 == 1
}

/// Hashes of the keys by which a filing can be found; 0 where it has none.
fn hashes(room: &mut String, filed: &Filed) -> [u64; KEYS] {
    let hasher = FixedState::with_seed(0);
    let row = filed.row;
    let case = row.case_number().text();
    let case = case
        .filter(|text| filed.case_number == CaseNumber::Certain && key_into(text, room).is_some());
    let case = case.map(|_| hasher.hash_one(room.as_str()));
    let reference = row.reference().text().and_then(|text| key_into(text, room));
    let reference = reference.map(|key| hasher.hash_one(key));
    let own = |controller| Some(hasher.hash_one((reference?, controller)));
    let [number, name] = controllers(row);
    let discovered = row
        .discovered
        .ends()
        .filter(|_| number.is_none() && name.is_none());
    let alone =
        discovered.and_then(|(first, last)| Some(hasher.hash_one((reference?, first, last))));
    [
        case,
        number.and_then(own).or(alone),
        name.and_then(own),
        filed.document().map(|document| hasher.hash_one(document)),
    ]
    .map(Option::unwrap_or_default)
}

/// The hash of a case number or a reference by which filings are found; 0 if it tells none.
pub(crate) fn hash_of_key(text: &str) -> u64 {
    let mut room = String::new();
    let key = key_into(text, &mut room);
    key.map_or(0, |key| FixedState::with_seed(0).hash_one(key))
}
