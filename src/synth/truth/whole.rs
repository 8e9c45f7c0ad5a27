//! What only a whole corpus, or a whole table, shows: organisation numbers that stand with several names (M013),
//! and controllers that give one time of day again and again (M015).

use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use jiff::civil::{DateTime, Time};
use jiff::tz::AmbiguousOffset;

use crate::synth::plan::{Number, Plan, When, Writing};
use crate::synth::truth::COLUMNS;
use crate::synth::truth::instants::stockholm;

/// How many answers show a habit.
const LEAST: usize = 10;

/// What is kept of a notification that counts; of numbers and names their hashes.
#[derive(Debug)]
pub(in crate::synth) struct Kept {
    index: usize,
    /// Its number, if it is a valid one of no public body.
    private: Option<u64>,
    /// Its number, valid or not, if it is no person's.
    number: Option<u64>,
    name: Option<u64>,
    /// When it occurred and when it was discovered, if a time of day tells that.
    times: [Option<DateTime>; 2],
}

/// The notifications of a corpus at which something of the whole corpus is told.
#[derive(Debug, Default)]
pub(in crate::synth) struct Whole {
    several_names: HashSet<usize>,
    /// With how many habits begin there.
    default_time: HashMap<usize, usize>,
}

impl Kept {
    /// What is kept of a plan.
    pub(in crate::synth) fn of(plan: &Plan, index: usize) -> Self {
        let digits = |number: &str| {
            let digits: String = number.chars().filter(char::is_ascii_digit).collect();
            Some(hash(&digits))
        };
        let (valid, number) = match &plan.number {
            Number::Good(number) | Number::Plain(number) => {
                (!number.starts_with('2'), digits(number))
            }
            Number::Wrong(number) => (false, digits(number)),
            Number::Person(_) | Number::Blank => (false, None),
        };
        Self {
            index,
            private: number.filter(|_| valid),
            number,
            name: plan.controller.as_deref().map(hash),
            times: [&plan.occurred, &plan.discovered].map(moment),
        }
    }
}

impl Whole {
    /// What the notifications that count show together, in their order.
    pub(in crate::synth) fn of(kept: &[Kept]) -> Self {
        Self {
            several_names: several_names(kept),
            default_time: default_time(kept),
        }
    }

    /// The codes that stand at a notification.
    pub(super) fn codes(&self, index: usize) -> impl Iterator<Item = (&'static str, char)> {
        let names = self.several_names.contains(&index).then_some(("M013", 'I'));
        let many = self.default_time.get(&index).copied().unwrap_or_default();
        let times = std::iter::repeat_n(("M015", 'I'), many);
        names.into_iter().chain(times)
    }
}

fn several_names(kept: &[Kept]) -> HashSet<usize> {
    let mut names: BTreeMap<u64, Vec<(u64, usize)>> = BTreeMap::new();
    for own in kept {
        if let Some((number, name)) = own.private.zip(own.name) {
            names.entry(number).or_default().push((name, own.index));
        }
    }
    let differ = |own: &&Vec<(u64, usize)>| own.iter().any(|other| other.0 != own[0].0);
    let several = names.values().filter(differ);
    several.map(|own| own[0].1).collect()
}

fn default_time(kept: &[Kept]) -> HashMap<usize, usize> {
    let mut numbers: HashMap<u64, HashSet<u64>> = HashMap::new();
    for (name, number) in kept.iter().filter_map(|own| own.name.zip(own.number)) {
        numbers.entry(name).or_default().insert(number);
    }
    let only = |name: u64| {
        let numbers = numbers.get(&name).filter(|numbers| numbers.len() == 1)?;
        numbers.iter().next().copied()
    };
    // By number, or by a name that goes with one number, or by a name.
    let filer = |own: &Kept| {
        let by_name = own.name.map(|name| only(name).ok_or(name));
        own.number.map(Ok).or(by_name)
    };
    // The first notification with each answer.
    let mut answers: BTreeMap<Result<u64, u64>, Answers> = BTreeMap::new();
    for own in kept {
        for (question, time) in own.times.iter().enumerate() {
            if let Some((filer, time)) = filer(own).zip(*time) {
                let answers = answers.entry(filer).or_default();
                answers.entry((question, time)).or_insert(own.index);
            }
        }
    }
    let habits = |answers: &Answers| {
        let of = |question| answers.iter().filter(move |((own, _), _)| *own == question);
        match habit(answers.iter()) {
            Some(first) => vec![first],
            None => [habit(of(0)), habit(of(1))].into_iter().flatten().collect(),
        }
    };
    let mut firsts: HashMap<usize, usize> = HashMap::new();
    for first in answers.values().flat_map(habits) {
        *firsts.entry(first).or_default() += 1;
    }
    firsts
}

/// Answers by question and moment, with the first notification that has them.
type Answers = BTreeMap<(usize, DateTime), usize>;

/// The first notification with the time of day of more than half of some answers.
fn habit<'a>(answers: impl Iterator<Item = (&'a (usize, DateTime), &'a usize)>) -> Option<usize> {
    let mut times: BTreeMap<Time, Vec<usize>> = BTreeMap::new();
    for ((_, at), index) in answers {
        times.entry(at.time()).or_default().push(*index);
    }
    let all: usize = times.values().map(Vec::len).sum();
    let most = times.values().find(|own| 2 * own.len() > all)?;
    most.iter().min().copied().filter(|_| all >= LEAST)
}

/// The row of what is told of an untidy table as a whole: that some rows are no notifications,
/// and that some stand twice, as far as any does.
pub(in crate::synth) fn of_table(source: &str, has_twins: bool) -> Vec<String> {
    let codes = if has_twins { "F011|F014" } else { "F014" };
    let mut row = vec![String::new(); COLUMNS.len()];
    for (at, cell) in [(0, source), (1, "0"), (COLUMNS.len() - 1, codes)] {
        cell.clone_into(&mut row[at]);
    }
    row
}

/// A moment with a time of day that existed.
fn moment(when: &When) -> Option<DateTime> {
    let date = when.date.filter(|_| when.writing != Writing::Words)?;
    let moment = date.to_datetime(when.time?);
    let existed = !matches!(
        stockholm().to_ambiguous_timestamp(moment).offset(),
        AmbiguousOffset::Gap { .. }
    );
    existed.then_some(moment)
}

fn hash(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}
