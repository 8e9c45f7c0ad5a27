//! Notifications with nearly the same text. Of each bin of the sketches it is found out when
//! its numbers occur. A number that stands together in some days is *telling*. One that comes
//! all year is *common*, as that of a standing phrase. Texts are near if they share most of
//! what is not common, and enough that is telling.

use std::sync::atomic::{AtomicU32, Ordering};

use rayon::prelude::*;

use crate::across::incidents::bursts::bursts;
use crate::across::incidents::member::Members;
use crate::across::incidents::weights::{
    COMMON, CORE_PERCENT, NEAR_LEAST, NEAR_PERCENT, SPAN, WORDS,
};
use crate::row::{BINS, EMPTY, Sketch};

/// How many bins are gone through at a time: a sketch is fetched once for all of them, and each
/// holds eight bytes for a notification.
const AT_A_TIME: usize = 4;
/// With how many that have the same number a text is compared.
const COMPARED: usize = 3;

/// Texts that are nearly the same.
#[derive(Debug)]
pub(crate) struct Near {
    /// Their ranks, sorted.
    pub(crate) ranks: Vec<u32>,
    /// What most of them share; elsewhere [`EMPTY`].
    core: Sketch,
}

impl Near {
    /// Some of them.
    pub(crate) fn of(&self, ranks: Vec<u32>) -> Self {
        Self { ranks, ..*self }
    }
}

/// For each rank, by bin: whether its number is telling, and whether it is common.
#[derive(Debug)]
pub(crate) struct Texts<'m> {
    members: &'m Members<'m>,
    telling: Vec<u32>,
    common: Vec<u32>,
}

impl<'m> Texts<'m> {
    /// Finds out what tells and what is common.
    pub(crate) fn of(members: &'m Members<'m>) -> Self {
        let zeros = || -> Vec<AtomicU32> {
            let ranks = 0..members.all.len();
            ranks.map(|_| AtomicU32::new(0)).collect()
        };
        let (telling, common) = (zeros(), zeros());
        for first in (0..BINS).step_by(AT_A_TIME) {
            let mut bins = columns(members, first);
            bins.par_iter_mut().enumerate().for_each(|(at, bin)| {
                bin.sort_unstable();
                let bit = 1 << (first + at);
                for run in bin.chunk_by(|a, b| a >> 32 == b >> 32) {
                    mark(run, members, bit, (&telling, &common));
                }
            });
        }
        let plain = |marks: Vec<AtomicU32>| marks.into_iter().map(AtomicU32::into_inner).collect();
        Self {
            members,
            telling: plain(telling),
            common: plain(common),
        }
    }

    /// The groups of texts that are near to each other, in the order of their first ranks.
    pub(crate) fn near(&self) -> Vec<Near> {
        let ranks = 0..self.members.all.len() as u32;
        let telling: Vec<u32> = ranks
            .filter(|rank| self.telling[*rank as usize].count_ones() as usize >= NEAR_LEAST)
            .collect();
        let mut sets = Sets::new(telling.len());
        for bin in 0..BINS {
            let mut postings: Vec<u64> = (0_u64..)
                .zip(&telling)
                .filter(|(_, rank)| self.telling[**rank as usize] >> bin & 1 == 1)
                .map(|(at, rank)| u64::from(self.sketch(*rank)[bin]) << 32 | at)
                .collect();
            postings.sort_unstable();
            for run in postings.chunk_by(|a, b| a >> 32 == b >> 32) {
                self.join(run, &telling, &mut sets);
            }
        }
        let groups = sets.groups().into_iter();
        let groups = groups.map(|group| group.into_iter().map(|at| telling[at as usize]).collect());
        groups.filter_map(|ranks| self.with_core(ranks)).collect()
    }

    /// Puts those into one set that are near to one of the few before them.
    fn join(&self, run: &[u64], telling: &[u32], sets: &mut Sets) {
        for (at, posting) in run.iter().enumerate() {
            for other in run[..at].iter().rev().take(COMPARED) {
                let pair = [*posting as u32, *other as u32];
                let ranks = pair.map(|at| telling[at as usize]);
                if sets.find(pair[0]) != sets.find(pair[1]) && self.are_near(ranks) {
                    sets.join(pair);
                }
            }
        }
    }

    fn sketch(&self, rank: u32) -> &Sketch {
        const NONE: &Sketch = &[EMPTY; BINS];
        let traces = self.members.all[rank as usize].traces;
        traces.map_or(NONE, |traces| &traces.sketch)
    }

    fn are_near(&self, [one, other]: [u32; 2]) -> bool {
        let days = self.members.days(&[one, other]);
        if (days[0] - days[1]).abs() > SPAN {
            return false;
        }
        let (a, b) = (self.sketch(one), self.sketch(other));
        let (mut shared, mut either) = (0, 0);
        let both = |marks: &[u32]| marks[one as usize] & marks[other as usize];
        let (telling, common) = (both(&self.telling), both(&self.common));
        for bin in 0..BINS {
            let is_filled = a[bin] != EMPTY || b[bin] != EMPTY;
            either += usize::from(is_filled && common >> bin & 1 == 0);
            shared += usize::from(a[bin] == b[bin] && telling >> bin & 1 == 1);
        }
        shared >= NEAR_LEAST && shared * 100 >= either * NEAR_PERCENT
    }

    /// A group as far as its texts share one core and its days lie close together.
    fn with_core(&self, ranks: Vec<u32>) -> Option<Near> {
        let ranks = closest(ranks, self.members);
        let core = self.core(&ranks);
        let near = Near { ranks, core };
        let agrees = |rank: &u32| self.agreement(*rank, &near) >= NEAR_LEAST;
        let ranks: Vec<u32> = near.ranks.iter().copied().filter(agrees).collect();
        (ranks.len() > 1).then(|| near.of(ranks))
    }

    /// For each bin the telling number that most of the texts have, if enough of them do.
    fn core(&self, ranks: &[u32]) -> Sketch {
        std::array::from_fn(|bin| {
            let telling = ranks
                .iter()
                .filter(|rank| self.telling[**rank as usize] >> bin & 1 == 1);
            let mut numbers: Vec<u32> = telling.map(|rank| self.sketch(*rank)[bin]).collect();
            numbers.sort_unstable();
            let runs = numbers.chunk_by(|a, b| a == b);
            let most = runs.max_by_key(|run| (run.len(), std::cmp::Reverse(run[0])));
            most.filter(|run| run.len() * 100 >= ranks.len() * CORE_PERCENT && run.len() > 1)
                .map_or(EMPTY, |run| run[0])
        })
    }

    /// In how many bins a text agrees with what the texts of a group share.
    fn agreement(&self, rank: u32, near: &Near) -> usize {
        let pairs = self.sketch(rank).iter().zip(&near.core);
        pairs
            .filter(|(own, core)| own == core && **core != EMPTY)
            .count()
    }

    /// Whether a text tells of the event of one of some groups, by as many bins as it takes.
    pub(crate) fn is_similar(&self, rank: u32, near: &[&Near], least: usize) -> bool {
        near.iter().any(|near| self.agreement(rank, near) >= least)
    }
}

/// The numbers of some bins, each with the rank that has it.
fn columns(members: &Members, first: usize) -> [Vec<u64>; AT_A_TIME] {
    // Their number is known, so no list grows, which would take the place of two.
    let sketched = members.all.iter().filter(|member| member.traces.is_some());
    let sketched = sketched.count();
    let mut bins = [(); AT_A_TIME].map(|()| Vec::with_capacity(sketched));
    for (rank, member) in (0_u64..).zip(&members.all) {
        let Some(traces) = member.traces else {
            continue;
        };
        for (bin, number) in bins.iter_mut().zip(&traces.sketch[first..]) {
            if *number != EMPTY {
                bin.push(u64::from(*number) << 32 | rank);
            }
        }
    }
    bins
}

/// Marks the ranks that have one number.
fn mark(run: &[u64], members: &Members, bit: u32, marks: (&[AtomicU32], &[AtomicU32])) {
    if run.len() < 2 {
        return;
    }
    let (telling, common) = marks;
    let set = |marks: &[AtomicU32], run: &[u64]| {
        for posting in run {
            marks[*posting as u32 as usize].fetch_or(bit, Ordering::Relaxed);
        }
    };
    let day = |posting: &u64| members.all[*posting as u32 as usize].day;
    let days: Vec<i32> = run.iter().map(day).collect();
    let found = bursts(&days, members.reach, WORDS);
    let mut left = 0;
    let mut outside: Vec<&[u64]> = Vec::new();
    for burst in &found {
        set(telling, &run[burst.range.clone()]);
        outside.push(&run[left..burst.range.start]);
        left = burst.range.end;
    }
    outside.push(&run[left..]);
    if outside.iter().map(|part| part.len()).sum::<usize>() >= COMMON {
        for part in outside {
            set(common, part);
        }
    }
}

/// Those whose days lie within one span: the most that do. Ranks are sorted by day.
pub(crate) fn closest(ranks: Vec<u32>, members: &Members) -> Vec<u32> {
    let days = members.days(&ranks);
    let (mut best, mut from) = (0..0, 0);
    for to in 0..days.len() {
        while days[to] - days[from] > SPAN {
            from += 1;
        }
        if to + 1 - from > best.len() {
            best = from..to + 1;
        }
    }
    if best.len() == ranks.len() {
        ranks
    } else {
        ranks[best].to_vec()
    }
}

/// Sets that are joined.
#[derive(Debug)]
struct Sets {
    parents: Vec<u32>,
}

impl Sets {
    fn new(len: usize) -> Self {
        Self {
            parents: (0..len as u32).collect(),
        }
    }

    /// The smallest of the set that one is in.
    fn find(&mut self, one: u32) -> u32 {
        let mut root = one;
        while self.parents[root as usize] != root {
            let parent = self.parents[root as usize];
            self.parents[root as usize] = self.parents[parent as usize];
            root = self.parents[root as usize];
        }
        root
    }

    fn join(&mut self, pair: [u32; 2]) {
        let [a, b] = pair.map(|one| self.find(one));
        self.parents[a.max(b) as usize] = a.min(b);
    }

    /// The sets of several, each sorted, by their smallest.
    fn groups(mut self) -> Vec<Vec<u32>> {
        let mut roots: Vec<(u32, u32)> = (0..self.parents.len() as u32)
            .map(|one| (self.find(one), one))
            .collect();
        roots.sort_unstable();
        let groups = roots.chunk_by(|a, b| a.0 == b.0);
        let groups = groups.filter(|group| group.len() > 1);
        groups
            .map(|group| group.iter().map(|(_, one)| *one).collect())
            .collect()
    }
}
