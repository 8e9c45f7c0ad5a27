//! When something that several notifications share stands together in few days, though it is
//! rare in the rest of the set. What comes all year, as an everyday processor or a common
//! sentence, has no such days.

use std::ops::Range;

use crate::across::incidents::weights::Scale;

/// The days that the set reaches over, without stray ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Reach {
    days: u64,
}

impl Reach {
    /// That of sorted days. A year that was mistyped does not stretch it.
    pub(crate) fn of(days: &[i32]) -> Self {
        let stray = days.len() / 50;
        let ends = days
            .get(stray)
            .zip(days.get(days.len().wrapping_sub(stray + 1)));
        Self {
            days: ends.map_or(1, |(first, last)| (last - first) as u64 + 1),
        }
    }

    /// Whether there are days enough outside of a window to compare it with.
    pub(crate) fn shows(self, scale: &Scale) -> bool {
        self.days >= 2 * scale.days as u64
    }
}

/// A window in which something is dense.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Burst {
    /// The positions of those that stand in it.
    pub(crate) range: Range<usize>,
    /// How many of them the rest of the set lets expect, in hundredths.
    pub(crate) expected: u64,
    /// Whether the set is long enough to show what is usual.
    pub(crate) tested: bool,
}

/// The bursts among sorted days, in their order.
pub(crate) fn bursts(days: &[i32], reach: Reach, scales: &[Scale]) -> Vec<Burst> {
    let mut found = Vec::new();
    let mut open: Vec<Range<usize>> = Vec::new();
    let mut next = Some(0..days.len());
    while let Some(part) = next.take().or_else(|| open.pop()) {
        let best = scales
            .iter()
            .find_map(|scale| densest(days, &part, scale, reach));
        if let Some(burst) = best {
            open.push(part.start..burst.range.start);
            open.push(burst.range.end..part.end);
            found.push(burst);
        }
    }
    found.sort_unstable_by_key(|burst| burst.range.start);
    found
}

/// The window of a part in which most stand, if that is dense.
fn densest(days: &[i32], part: &Range<usize>, scale: &Scale, reach: Reach) -> Option<Burst> {
    if part.len() < scale.least {
        return None;
    }
    let mut best = part.start..part.start;
    let mut from = part.start;
    for to in part.clone() {
        while days[to] - days[from] >= scale.days {
            from += 1;
        }
        if to + 1 - from > best.len() {
            best = from..to + 1;
        }
    }
    if best.len() < scale.least {
        return None;
    }
    let outside = (days.len() - best.len()) as u64;
    let tested = reach.shows(scale);
    let rest = reach.days.saturating_sub(scale.days as u64).max(1);
    let expected = 100 * outside * scale.days as u64 / rest;
    // Half a notification more is always to be expected.
    let is_dense = 100 * best.len() as u64 >= scale.times * (expected + 50);
    (outside == 0 || tested && is_dense).then_some(Burst {
        range: best,
        expected: if tested { expected } else { 0 },
        tested,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::across::incidents::weights::{PROCESSOR, WORDS};

    const DECADE: i32 = 3650;

    fn reach(days: i32) -> Reach {
        Reach { days: days as u64 }
    }

    #[test]
    fn what_comes_all_year_has_no_burst() {
        let everyday: Vec<i32> = (0..200_000).map(|at| at * DECADE / 200_000).collect();
        assert_eq!(bursts(&everyday, reach(DECADE), PROCESSOR), []);
        let seldom: Vec<i32> = (0..24).map(|at| at * 15).collect();
        assert_eq!(bursts(&seldom, reach(365), PROCESSOR), []);
    }

    #[test]
    fn waves_stand_out_of_what_comes_all_year() {
        let mut days: Vec<i32> = (0..365).step_by(9).collect();
        days.extend((100..120).flat_map(|day| [day; 4]));
        days.extend([300; 12]);
        days.sort_unstable();
        let found = bursts(&days, reach(365), PROCESSOR);
        let sizes: Vec<usize> = found.iter().map(|burst| burst.range.len()).collect();
        assert_eq!(sizes.len(), 2, "{found:?}");
        assert!(sizes[0] >= 80 && (12..16).contains(&sizes[1]), "{sizes:?}");
        assert!(found.iter().all(|burst| burst.tested));
    }

    #[test]
    fn two_texts_far_apart_are_no_burst_and_close_ones_are() {
        assert_eq!(bursts(&[10, 30], reach(365), WORDS), []);
        assert_eq!(bursts(&[10, 20], reach(365), WORDS).len(), 1);
    }

    #[test]
    fn a_short_set_shows_only_what_is_never_elsewhere() {
        let found = bursts(&[1, 2, 3, 4, 5, 6, 7, 8], reach(8), PROCESSOR);
        assert_eq!(found.len(), 1);
        assert!(!found[0].tested);
    }

    #[test]
    fn a_mistyped_year_does_not_stretch_the_set() {
        let days: Vec<i32> = [-20_000].into_iter().chain(0..365).collect();
        assert!(Reach::of(&days).days <= 365);
    }
}
