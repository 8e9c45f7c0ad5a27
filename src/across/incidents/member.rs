//! The notifications that incidents are looked for in: those that count and whose day is
//! known, sorted by day.

use std::cmp::Reverse;
use std::ops::RangeInclusive;

use crate::across::filers::Filers;
use crate::across::incidents::bursts::Reach;
use crate::across::incidents::weights::BESIDE;
use crate::config::Copies;
use crate::row::{Row, Span, Traces};

/// One notification.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Member<'r> {
    /// The day of its discovery, else of its occurrence.
    pub(crate) day: i32,
    /// The day of its occurrence, if that is known.
    pub(crate) occurred: Option<i32>,
    /// Its controller as a number; 0 if it names none.
    pub(crate) controller: u32,
    /// Its position among all rows.
    pub(crate) row: u32,
    pub(crate) traces: Option<&'r Traces>,
}

/// All of them, sorted by day and row. A position among them is a *rank*.
#[derive(Debug)]
pub(crate) struct Members<'r> {
    pub(crate) all: Vec<Member<'r>>,
    pub(crate) reach: Reach,
}

impl<'r> Members<'r> {
    /// Those among the rows of a set.
    pub(crate) fn of(rows: &'r [Box<Row>]) -> Self {
        let filers = Filers::of(rows);
        let counted = (0_u32..).zip(rows);
        let counted = counted.filter(|(_, row)| row.is_counted(Copies::Aside));
        let mut all = Vec::with_capacity(rows.len());
        all.extend(counted.filter_map(|(at, row)| {
            Some(Member {
                day: [row.start(), &row.occurred].into_iter().find_map(day)?,
                occurred: day(&row.occurred),
                controller: filers.of_row(row),
                row: at,
                traces: row.traces.as_deref(),
            })
        }));
        all.sort_unstable_by_key(|member| (member.day, member.row));
        let days: Vec<i32> = all.iter().map(|member| member.day).collect();
        Self {
            reach: Reach::of(&days),
            all,
        }
    }

    /// The days of some ranks.
    pub(crate) fn days(&self, ranks: &[u32]) -> Vec<i32> {
        ranks
            .iter()
            .map(|rank| self.all[*rank as usize].day)
            .collect()
    }

    /// The days on which it happened by most of some ranks.
    pub(crate) fn occurrence(&self, ranks: &[u32]) -> Option<RangeInclusive<i32>> {
        let days = ranks
            .iter()
            .filter_map(|rank| self.all[*rank as usize].occurred);
        let mut days: Vec<i32> = days.collect();
        days.sort_unstable();
        let same = days.chunk_by(|a, b| a == b);
        let most = same.max_by_key(|days| (days.len(), Reverse(days[0])))?;
        (2 * most.len() >= ranks.len()).then(|| most[0] - BESIDE..=most[0] + BESIDE)
    }

    /// How many controllers some ranks name, and how many of the ranks name one.
    pub(crate) fn controllers(&self, ranks: &[u32]) -> (usize, usize) {
        let named = ranks.iter().map(|rank| self.all[*rank as usize].controller);
        let mut named: Vec<u32> = named.filter(|controller| *controller != 0).collect();
        let filed = named.len();
        named.sort_unstable();
        named.dedup();
        (named.len(), filed)
    }
}

/// The day of a moment. A month without a day says too little.
fn day(span: &Span) -> Option<i32> {
    const MOST_MINUTES: i64 = 3 * 24 * 60;
    let (earliest, latest) = span.ends()?;
    (earliest.minutes_to(latest) <= MOST_MINUTES).then(|| earliest.day().0)
}
