//! Puts the groups of evidence together, from the surest to the least: processors with the
//! texts of their notifications, texts alone, processors alone, numbers alone. A notification
//! is in one incident at most.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
use std::ops::RangeInclusive;

use crate::across::incidents::Incident;
use crate::across::incidents::member::Members;
use crate::across::incidents::named::{Processors, Sharing};
use crate::across::incidents::texts::{Near, Texts, closest};
use crate::across::incidents::weights::{
    BESIDE, NEAR_LEAST, OTHERS_POSSIBLE_PERCENT, OTHERS_STRONG_PERCENT, SAME_DAY, SIMILAR_LEAST,
    TEXTS_PERCENT,
};
use crate::row::Kinds;

/// What was found so far.
pub(crate) struct Found<'m> {
    members: &'m Members<'m>,
    texts: &'m Texts<'m>,
    processors: &'m Processors,
    /// The ranks that are in an incident.
    taken: Vec<bool>,
    drafts: Vec<Draft<'m>>,
}

/// An incident in the making.
struct Draft<'m> {
    /// The ranks that are surely of it, and those that may be.
    sure: Vec<u32>,
    maybe: Vec<u32>,
    kinds: Kinds,
    /// The groups of texts that are in it.
    near: Vec<&'m Near>,
    /// The processor that it is about; 0 if none is known.
    processor: u32,
    /// How many others that processor lets expect in its days, in hundredths.
    usual: u64,
}

impl Draft<'_> {
    fn all(&self) -> Vec<u32> {
        [&self.sure[..], &self.maybe].concat()
    }

    /// Takes over what another has.
    fn take(&mut self, other: Self) {
        self.sure.extend(other.sure);
        self.maybe.extend(other.maybe);
        self.near.extend(other.near);
        self.kinds = self.kinds.with(other.kinds);
    }
}

/// What is in an incident, for its draft.
struct Held<'m> {
    kinds: Kinds,
    near: Vec<&'m Near>,
    processor: u32,
    usual: u64,
}

impl Held<'_> {
    fn new(kinds: Kinds, processor: u32) -> Self {
        Self {
            kinds,
            near: Vec::new(),
            processor,
            usual: u64::MAX,
        }
    }
}

impl<'m> Found<'m> {
    pub(crate) fn new(
        members: &'m Members<'m>,
        texts: &'m Texts<'m>,
        processors: &'m Processors,
    ) -> Self {
        Self {
            members,
            texts,
            processors,
            taken: vec![false; members.all.len()],
            drafts: Vec::new(),
        }
    }

    /// All incidents by groups of near texts and by numbers of other matters.
    pub(crate) fn all(mut self, near: &'m [Near], numbers: &[Sharing]) -> Vec<Incident> {
        let mut bursts = self.processors.groups(self.members);
        bursts.sort_by_key(|burst| (Reverse(burst.ranks.len()), burst.ranks[0], burst.key));
        let mut of_rank: HashMap<u32, usize> = HashMap::new();
        for (at, near) in near.iter().enumerate() {
            of_rank.extend(near.ranks.iter().map(|rank| (*rank, at)));
        }
        let mut used = vec![false; near.len()];
        for burst in &bursts {
            let fitting = fitting(burst, near, &of_rank, &mut used);
            self.with_texts(burst, fitting, numbers);
        }
        for (near, used) in near.iter().zip(used) {
            if !used {
                let kinds = Kinds::TEXT.with(kinds_of(&near.ranks, numbers));
                let processor = self.processors.most(&near.ranks, self.members);
                let held = Held {
                    near: vec![near],
                    ..Held::new(kinds, processor)
                };
                self.add(&near.ranks, &[], held);
            }
        }
        self.merge();
        self.add_stragglers();
        for burst in &bursts {
            let left = self.left(&burst.ranks);
            let is_mostly = is_mostly(left.len(), burst.expected, OTHERS_POSSIBLE_PERCENT);
            // In a short set every processor may be an everyday one.
            if burst.tested && is_mostly {
                self.add(&[], &left, Held::new(Kinds::PROCESSOR, burst.key));
            }
        }
        for number in numbers {
            self.add(&[], &number.ranks, Held::new(Kinds::NUMBER, 0));
        }
        self.incidents()
    }

    /// The incident of a processor whose notifications have texts that fit each other, or name
    /// the same number.
    fn with_texts(&mut self, burst: &Sharing, near: Vec<&'m Near>, numbers: &[Sharing]) {
        let others = self.left(&burst.ranks);
        if near.is_empty() {
            let told = kinds_of(&others, numbers);
            if told != Kinds::NONE {
                let held = Held::new(Kinds::PROCESSOR.with(told), burst.key);
                self.add(&others, &[], held);
            }
            return;
        }
        let ranks: Vec<u32> = near.iter().flat_map(|near| near.ranks.clone()).collect();
        let mut ranks = sorted(self.left(&ranks));
        let others = others.into_iter();
        let others = others.filter(|rank| ranks.binary_search(rank).is_err());
        let (similar, mut others): (Vec<u32>, Vec<u32>) =
            others.partition(|rank| self.texts.is_similar(*rank, &near, SIMILAR_LEAST));
        ranks.extend(similar);
        if ranks.len() * 100 >= burst.ranks.len() * TEXTS_PERCENT {
            let surely = self.surely_with(&ranks, &others, burst.expected);
            others.retain(|rank| surely.binary_search(rank).is_err());
            ranks.extend(surely);
        }
        if !is_mostly(others.len(), burst.expected, OTHERS_POSSIBLE_PERCENT) {
            others.clear();
        }
        let kinds = Kinds::PROCESSOR.with(Kinds::TEXT);
        let kinds = kinds.with(kinds_of(&ranks, numbers));
        let held = Held {
            near,
            usual: burst.expected,
            ..Held::new(kinds, burst.key)
        };
        self.add(&ranks, &others, held);
    }

    /// Of others that name the processor in the days of an incident, those that are surely of
    /// it: all if it gets hardly any else, or those that name the day on which it happened.
    fn surely_with(&self, ranks: &[u32], others: &[u32], expected: u64) -> Vec<u32> {
        if is_mostly(others.len(), expected, OTHERS_STRONG_PERCENT) {
            return others.to_vec();
        }
        let Some(days) = self.members.occurrence(ranks) else {
            return Vec::new();
        };
        let is_same = |rank: &&u32| {
            let occurred = self.members.all[**rank as usize].occurred;
            occurred.is_some_and(|day| days.contains(&day))
        };
        let same: Vec<u32> = others.iter().filter(is_same).copied().collect();
        let all = ranks.len() + same.len();
        if is_mostly(all, expected / SAME_DAY, OTHERS_STRONG_PERCENT) {
            same
        } else {
            Vec::new()
        }
    }

    /// Merges incidents of one processor that happened on the same day: the notifications of a
    /// large one come in over months.
    fn merge(&mut self) {
        let mut drafts = std::mem::take(&mut self.drafts);
        drafts.sort_by_key(|draft| (draft.processor, Reverse(draft.sure.len())));
        let mut merged: Vec<(Draft<'m>, Option<RangeInclusive<i32>>)> = Vec::new();
        for draft in drafts {
            let days = self.members.occurrence(&draft.all());
            let is_same = |(other, others): &&mut (Draft, Option<RangeInclusive<i32>>)| {
                let middle = days.as_ref().map(|days| days.start() + BESIDE);
                let same = middle.zip(others.as_ref());
                draft.processor != 0
                    && other.processor == draft.processor
                    && same.is_some_and(|(middle, others)| others.contains(&middle))
            };
            match merged.iter_mut().rev().find(is_same) {
                Some((other, _)) => other.take(draft),
                None => merged.push((draft, days)),
            }
        }
        self.drafts = merged.into_iter().map(|(draft, _)| draft).collect();
    }

    /// Adds to strong incidents those that were discovered at another time, by what they say,
    /// but happened on the same day, with a text that tells of it.
    fn add_stragglers(&mut self) {
        let ranks = (0_u32..).zip(&self.members.all);
        let occurred = ranks.filter_map(|(rank, member)| Some((member.occurred?, rank)));
        let mut occurred: Vec<(i32, u32)> = occurred
            .filter(|(_, rank)| !self.taken[*rank as usize])
            .collect();
        occurred.sort_unstable();
        for at in 0..self.drafts.len() {
            let draft = &self.drafts[at];
            let Some(days) = self.members.occurrence(&draft.sure) else {
                continue;
            };
            let from = occurred.partition_point(|(day, _)| day < days.start());
            let same = occurred[from..].iter();
            let same = same.take_while(|(day, _)| day <= days.end());
            let joins = same.map(|(_, rank)| *rank);
            let joins: Vec<u32> = joins.filter(|rank| self.joins(*rank, draft)).collect();
            for rank in joins {
                self.taken[rank as usize] = true;
                self.drafts[at].sure.push(rank);
            }
        }
    }

    fn joins(&self, rank: u32, draft: &Draft) -> bool {
        let member = &self.members.all[rank as usize];
        let keys = self.processors.keys(member);
        let least = if draft.processor != 0 && keys.contains(&draft.processor) {
            SIMILAR_LEAST
        } else {
            NEAR_LEAST
        };
        let is_named = least == SIMILAR_LEAST;
        let contradicts = draft.processor != 0 && !is_named && !keys.is_empty();
        let usual = draft.usual / SAME_DAY;
        let is_sure = is_named && is_mostly(draft.sure.len(), usual, OTHERS_STRONG_PERCENT);
        !self.taken[rank as usize]
            && member.controller != 0
            && !contradicts
            && (is_sure || self.texts.is_similar(rank, &draft.near, least))
    }

    /// Those of some ranks that are in no incident yet.
    fn left(&self, ranks: &[u32]) -> Vec<u32> {
        let ranks = ranks.iter().copied();
        ranks.filter(|rank| !self.taken[*rank as usize]).collect()
    }

    /// Adds an incident, if it is one of several controllers. Notifications that name no
    /// controller cannot be told from each other, so they are possible at most.
    fn add(&mut self, sure: &[u32], maybe: &[u32], held: Held<'m>) {
        let all = [self.left(sure), self.left(maybe)].concat();
        let all = closest(sorted(all), self.members);
        let (controllers, filed) = self.members.controllers(&all);
        // Most of them are of one controller, which repeats itself.
        if controllers == 1 || filed > 2 * controllers || all.len() < 2 {
            return;
        }
        let surely: HashSet<u32> = sure.iter().copied().collect();
        let is_named = |rank: &u32| self.members.all[*rank as usize].controller != 0;
        let (mut sure, mut maybe): (Vec<u32>, Vec<u32>) = all
            .into_iter()
            .partition(|rank| is_named(rank) && surely.contains(rank));
        if self.members.controllers(&sure).0 < 2 {
            maybe = sorted([sure, maybe].concat());
            sure = Vec::new();
        }
        for rank in sure.iter().chain(&maybe) {
            self.taken[*rank as usize] = true;
        }
        self.drafts.push(Draft {
            sure,
            maybe,
            kinds: held.kinds,
            near: held.near,
            processor: held.processor,
            usual: held.usual,
        });
    }

    fn incidents(self) -> Vec<Incident> {
        let members = self.members;
        let rows = |ranks: &[u32]| {
            let rows = ranks.iter().map(|rank| members.all[*rank as usize].row);
            sorted(rows.collect())
        };
        let incident = |draft: &Draft| Incident {
            sure: rows(&draft.sure),
            maybe: rows(&draft.maybe),
            kinds: draft.kinds,
            controllers: [&draft.sure, &draft.maybe]
                .map(|ranks| members.controllers(ranks).0 as u32),
        };
        self.drafts.iter().map(incident).collect()
    }
}

/// The further kinds that most of the ranks share.
fn kinds_of(ranks: &[u32], numbers: &[Sharing]) -> Kinds {
    let shares = |number: &Sharing| {
        let is_in = |rank: &&u32| number.ranks.binary_search(rank).is_ok();
        !ranks.is_empty() && ranks.iter().filter(is_in).count() * 2 >= ranks.len()
    };
    if numbers.iter().any(shares) {
        Kinds::NUMBER
    } else {
        Kinds::NONE
    }
}

/// Whether at most so many percent of some are of something else, if so many hundredths are
/// expected.
fn is_mostly(some: usize, expected: u64, percent: u64) -> bool {
    expected <= some as u64 * percent
}

fn sorted(mut ranks: Vec<u32>) -> Vec<u32> {
    ranks.sort_unstable();
    ranks.dedup();
    ranks
}

/// The groups of near texts of which most name a processor in its days.
fn fitting<'n>(
    burst: &Sharing,
    near: &'n [Near],
    of_rank: &HashMap<u32, usize>,
    used: &mut [bool],
) -> Vec<&'n Near> {
    let groups = burst.ranks.iter().filter_map(|rank| of_rank.get(rank));
    let groups = sorted(groups.map(|at| *at as u32).collect());
    let is_within = |rank: &&u32| burst.ranks.binary_search(rank).is_ok();
    let mut fitting = Vec::new();
    for at in groups.into_iter().map(|at| at as usize) {
        let ranks = &near[at].ranks;
        if !used[at] && ranks.iter().filter(is_within).count() * 2 >= ranks.len() {
            used[at] = true;
            fitting.push(&near[at]);
        }
    }
    fitting
}
