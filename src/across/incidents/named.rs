//! Notifications that name the same processor, or the number of the same other matter, in few
//! days.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

use crate::across::incidents::bursts::bursts;
use crate::across::incidents::member::{Member, Members};
use crate::across::incidents::texts::Near;
use crate::across::incidents::weights::{APART, DOMINANT_PERCENT, NUMBER, PROCESSOR, Scale};
use crate::form::squash;
use crate::row::{Processor, Row, hash_of};

/// Notifications that share something in few days.
#[derive(Debug)]
pub(crate) struct Sharing {
    /// What they share.
    pub(crate) key: u32,
    /// Their ranks, sorted.
    pub(crate) ranks: Vec<u32>,
    /// How many of them the rest of the set lets expect, in hundredths.
    pub(crate) expected: u64,
    /// Whether the set is long enough to show what is usual.
    pub(crate) tested: bool,
}

/// The processors of a set: whoever gives only a name means the number that others give with it.
#[derive(Debug)]
pub(crate) struct Processors(HashMap<u32, u32>);

impl Processors {
    /// Those that the members name.
    pub(crate) fn of(members: &Members) -> Self {
        let traces = members.all.iter().filter_map(|member| member.traces);
        let named = traces.filter_map(|traces| traces.named.as_ref());
        let both = named.flat_map(|named| &named.processors);
        let both = both.filter(|own| own.number != 0 && own.name != 0);
        let mut pairs: Vec<(u32, u32)> = both.map(|own| (own.name, own.number)).collect();
        pairs.sort_unstable();
        let numbers = pairs.chunk_by(|a, b| a.0 == b.0).filter_map(|pairs| {
            let same = pairs.chunk_by(|a, b| a == b);
            let most = same.max_by_key(|pairs| (pairs.len(), Reverse(pairs[0])))?;
            Some(most[0])
        });
        Self(numbers.collect())
    }

    /// The processors that a member names.
    pub(crate) fn keys(&self, member: &Member) -> Vec<u32> {
        let named = member.traces.and_then(|traces| traces.named.as_ref());
        let processors = named.iter().flat_map(|named| &named.processors);
        // A number may be wrong, so the name counts beside it.
        let both = |own: &Processor| {
            let by_name = self.0.get(&own.name).copied().unwrap_or(own.name);
            [own.number, by_name]
        };
        let keys = processors.flat_map(both).filter(|key| *key != 0);
        let mut keys: Vec<u32> = keys.collect();
        keys.sort_unstable();
        keys.dedup();
        keys
    }

    /// The groups of those that name one processor in few days.
    pub(crate) fn groups(&self, members: &Members) -> Vec<Sharing> {
        let ranks = (0_u32..).zip(&members.all);
        let postings = ranks.flat_map(|(rank, member)| {
            let keys = self.keys(member).into_iter();
            keys.map(move |key| (key, rank))
        });
        let least = members.all.len() * DOMINANT_PERCENT / 100;
        groups(postings.collect(), members, PROCESSOR, least)
    }

    /// The processor that most of some ranks name; 0 if there is none.
    pub(crate) fn most(&self, ranks: &[u32], members: &Members) -> u32 {
        let keys = ranks
            .iter()
            .flat_map(|rank| self.keys(&members.all[*rank as usize]));
        let mut keys: Vec<u32> = keys.collect();
        keys.sort_unstable();
        let same = keys.chunk_by(|a, b| a == b);
        let most = same.max_by_key(|keys| (keys.len(), Reverse(keys[0])));
        most.filter(|keys| 2 * keys.len() >= ranks.len())
            .map_or(0, |keys| keys[0])
    }

    /// A group of near texts, apart for each processor that many of them name. One letter may
    /// serve for several events. Those that name none go with the most.
    pub(crate) fn apart(&self, near: Near, members: &Members) -> Vec<Near> {
        let keys: Vec<Vec<u32>> = near
            .ranks
            .iter()
            .map(|rank| self.keys(&members.all[*rank as usize]))
            .collect();
        let mut counts: BTreeMap<u32, usize> = BTreeMap::new();
        for key in keys.iter().flatten() {
            *counts.entry(*key).or_default() += 1;
        }
        let Some((most, first)) = counts.iter().map(|(key, count)| (*count, *key)).max() else {
            return vec![near];
        };
        let own = |keys: &Vec<u32>| {
            let most_of = keys.iter().map(|key| (counts[key], *key)).max();
            // What few name instead is another name for the same.
            let named = most_of.filter(|(count, _)| count * APART >= most);
            named.map_or(first, |(_, key)| key)
        };
        let mut parts: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        for (rank, keys) in near.ranks.iter().zip(&keys) {
            parts.entry(own(keys)).or_default().push(*rank);
        }
        let parts = parts.into_values().filter(|ranks| ranks.len() > 1);
        parts.map(|ranks| near.of(ranks)).collect()
    }
}

/// The groups by the number of another matter, which at least one of them quotes.
pub(crate) fn by_number(members: &Members, rows: &[Box<Row>]) -> Vec<Sharing> {
    let mut postings: Vec<(u32, u32)> = Vec::new();
    for (rank, member) in (0_u32..).zip(&members.all) {
        let named = member.traces.and_then(|traces| traces.named.as_ref());
        let quoted = named.iter().flat_map(|named| &named.quoted);
        postings.extend(quoted.map(|number| (*number, rank)));
    }
    if postings.is_empty() {
        return Vec::new();
    }
    let mut quoted: Vec<u32> = postings.iter().map(|(number, _)| *number).collect();
    quoted.sort_unstable();
    quoted.dedup();
    for (rank, member) in (0_u32..).zip(&members.all) {
        let row = &rows[member.row as usize];
        let own = [row.reference(), row.case_number()];
        let own = own.iter().filter_map(|own| own.text());
        let own = own.map(|own| hash_of(&squash(own)));
        let own = own.filter(|own| quoted.binary_search(own).is_ok());
        postings.extend(own.map(|number| (number, rank)));
    }
    groups(postings, members, NUMBER, 0)
}

/// The bursts of what is shared. Where the set is too short to show what is usual, a burst must
/// have `least` notifications.
fn groups(
    mut postings: Vec<(u32, u32)>,
    members: &Members,
    scales: &[Scale],
    least: usize,
) -> Vec<Sharing> {
    postings.sort_unstable();
    postings.dedup();
    let mut groups = Vec::new();
    for run in postings.chunk_by(|a, b| a.0 == b.0) {
        let fewest = scales.iter().map(|scale| scale.least).min();
        if run.len() < fewest.unwrap_or_default() {
            continue;
        }
        let ranks: Vec<u32> = run.iter().map(|(_, rank)| *rank).collect();
        let found = bursts(&members.days(&ranks), members.reach, scales);
        let found = found.into_iter();
        let found = found.filter(|burst| burst.tested || burst.range.len() >= least);
        groups.extend(found.map(|burst| Sharing {
            key: run[0].0,
            ranks: ranks[burst.range].to_vec(),
            expected: burst.expected,
            tested: burst.tested,
        }));
    }
    groups
}
