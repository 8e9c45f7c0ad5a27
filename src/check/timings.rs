//! What a run spends where: nanoseconds by stage and by rule, added up over all
//! threads. Only asked for with `--timings`; nothing that is written depends on it.
//!
//! Most rules take less time than a reading of the clock. So rules are timed one by
//! one on a sample of the notifications, with one reading between two rules; what a
//! reading takes, measured beforehand, is taken off every rule and stage. The stage
//! `check` is timed on the other notifications, which nothing disturbs.

use std::fmt::Write as _;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use crate::check::rules;

/// Of so many notifications the rules are timed one by one on one.
const SAMPLED: u64 = 8;

/// The stages of one notification's road that are timed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stage {
    /// Bytes to text.
    Decode,
    /// Text to record.
    Read,
    /// Record to notification.
    Bind,
    /// The verdict and the other readings.
    Deadline,
    /// All rules.
    Check,
    /// The flat row.
    Row,
}

impl Stage {
    const ALL: [(Self, &'static str); 6] = [
        (Self::Decode, "decode"),
        (Self::Read, "read"),
        (Self::Bind, "bind"),
        (Self::Deadline, "deadline"),
        (Self::Check, "check"),
        (Self::Row, "row"),
    ];
}

/// Times added up.
#[derive(Debug)]
pub struct Timings {
    stages: [AtomicU64; Stage::ALL.len()],
    /// Of the sample alone.
    rules: Vec<AtomicU64>,
    /// How many notifications were checked.
    checked: AtomicU64,
    /// What the sample took of the stage `check`.
    sample: AtomicU64,
    /// What one reading of the clock takes.
    reading: u64,
}

impl Timings {
    /// Nothing spent yet; measures the clock.
    pub(crate) fn new() -> Self {
        Self::with_reading(cost_of_reading())
    }

    fn with_reading(reading: u64) -> Self {
        let rules = rules().iter().map(|_| AtomicU64::new(0)).collect();
        Self {
            stages: Default::default(),
            rules,
            checked: 0.into(),
            sample: 0.into(),
            reading,
        }
    }

    /// The times of the rules over the next notification, if it is of the sample.
    pub(super) fn laps(&self) -> Option<Laps<'_>> {
        let before = self.checked.fetch_add(1, Ordering::Relaxed);
        before.is_multiple_of(SAMPLED).then(|| Laps::start(self))
    }

    /// What lies between two readings of the clock, without the reading itself.
    fn between(&self, start: Instant, end: Instant) -> u64 {
        let nanoseconds = end.duration_since(start).as_nanos();
        u64::try_from(nanoseconds)
            .unwrap_or(u64::MAX)
            .saturating_sub(self.reading)
    }

    /// What a stage took; `check` without the timing of the rules, by what it took
    /// outside the sample.
    fn stage(&self, stage: Stage) -> u64 {
        let spent = self.stages[stage as usize].load(Ordering::Relaxed);
        if stage != Stage::Check {
            return spent;
        }
        let checked = self.checked.load(Ordering::Relaxed);
        match checked - checked.div_ceil(SAMPLED) {
            0 => self
                .rules
                .iter()
                .map(|rule| rule.load(Ordering::Relaxed))
                .sum(),
            others => part(
                spent.saturating_sub(self.sample.load(Ordering::Relaxed)),
                checked,
                others,
            ),
        }
    }

    /// What a rule took, by the sample.
    fn rule(&self, position: usize) -> u64 {
        let checked = self.checked.load(Ordering::Relaxed);
        part(
            self.rules[position].load(Ordering::Relaxed),
            checked,
            checked.div_ceil(SAMPLED),
        )
    }

    /// The times in words, the most expensive rules first.
    pub fn show(&self) -> String {
        let mut out = String::new();
        for (stage, name) in Stage::ALL {
            line(&mut out, name, self.stage(stage));
        }
        let mut spent: Vec<(u64, usize)> = (0..self.rules.len())
            .map(|at| (self.rule(at), at))
            .collect();
        spent.sort_by_key(|(nanoseconds, at)| (std::cmp::Reverse(*nanoseconds), *at));
        for (nanoseconds, at) in spent
            .into_iter()
            .filter(|(nanoseconds, _)| *nanoseconds > 0)
        {
            line(
                &mut out,
                &format!("{} {}", rules()[at].code, rules()[at].name),
                nanoseconds,
            );
        }
        out
    }
}

impl Default for Timings {
    fn default() -> Self {
        Self::new()
    }
}

/// The time for `all`, of which the time for `some` is known.
fn part(time: u64, all: u64, some: u64) -> u64 {
    (u128::from(time) * u128::from(all) / u128::from(some.max(1))) as u64
}

fn line(out: &mut String, name: &str, nanoseconds: u64) {
    let _ = writeln!(out, "{:>10.3} ms  {name}", nanoseconds as f64 / 1e6);
}

/// The least time between two readings of the clock: what one of them takes.
fn cost_of_reading() -> u64 {
    const READINGS: usize = 1000;
    let readings = (0..READINGS).map(|_| {
        let start = Instant::now();
        Instant::now().duration_since(start).as_nanos()
    });
    readings
        .min()
        .and_then(|least| u64::try_from(least).ok())
        .unwrap_or(0)
}

/// The times of the rules over one notification, one after the other; they are
/// added up where this ends, so that no rule waits for another thread.
pub(super) struct Laps<'t> {
    timings: &'t Timings,
    start: Instant,
    last: Instant,
    spent: [u64; u128::BITS as usize],
}

impl<'t> Laps<'t> {
    /// Before the first rule.
    fn start(timings: &'t Timings) -> Self {
        let start = Instant::now();
        Self {
            timings,
            start,
            last: start,
            spent: [0; u128::BITS as usize],
        }
    }

    /// A rule is done: the time since the one before is its own.
    pub(super) fn rule(&mut self, position: usize) {
        let now = Instant::now();
        self.spent[position] += self.timings.between(self.last, now);
        self.last = now;
    }
}

impl Drop for Laps<'_> {
    fn drop(&mut self) {
        let timings = self.timings;
        for (rule, spent) in timings
            .rules
            .iter()
            .zip(self.spent)
            .filter(|(_, spent)| *spent > 0)
        {
            rule.fetch_add(spent, Ordering::Relaxed);
        }
        timings.sample.fetch_add(
            timings.between(self.start, Instant::now()),
            Ordering::Relaxed,
        );
    }
}

/// Does some work, and adds its time to a stage where times are asked for.
pub(crate) fn timed<T>(timings: Option<&Timings>, stage: Stage, work: impl FnOnce() -> T) -> T {
    let Some(timings) = timings else {
        return work();
    };
    let start = Instant::now();
    let done = work();
    timings.stages[stage as usize]
        .fetch_add(timings.between(start, Instant::now()), Ordering::Relaxed);
    done
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn times_are_added_up_by_stage_and_rule() {
        let timings = Timings::new();
        assert_eq!(timed(Some(&timings), Stage::Bind, || 7), 7);
        let mut laps = timings.laps().unwrap();
        std::thread::sleep(Duration::from_millis(2));
        laps.rule(3);
        laps.rule(4);
        drop(laps);
        let [slow, quick] = [3, 4].map(|at| timings.rule(at));
        assert!(slow > 1_900_000 && quick < slow, "{slow} {quick}");
        let shown = timings.show();
        assert!(
            shown.lines().count() >= Stage::ALL.len() && shown.contains("bind"),
            "{shown}"
        );
    }

    #[test]
    fn what_timing_takes_is_taken_off() {
        let timings = Timings::with_reading(1_000_000_000);
        let start = Instant::now();
        assert_eq!(
            timings.between(start, start + Duration::from_millis(1001)),
            1_000_000
        );
        assert_eq!(timings.between(start, start), 0);
    }

    #[test]
    fn one_notification_of_eight_is_sampled() {
        let timings = Timings::with_reading(0);
        let sampled: Vec<bool> = (0..16).map(|_| timings.laps().is_some()).collect();
        assert_eq!(sampled.iter().filter(|is_sampled| **is_sampled).count(), 2);
        assert!(sampled[0] && sampled[8]);
        timings.rules[3].store(10, Ordering::Relaxed);
        timings.sample.store(300, Ordering::Relaxed);
        for stage in [Stage::Check, Stage::Bind] {
            timings.stages[stage as usize].store(1000, Ordering::Relaxed);
        }
        // 10 for 2 of 16; 700 for the other 14.
        assert_eq!(
            (
                timings.rule(3),
                timings.stage(Stage::Check),
                timings.stage(Stage::Bind)
            ),
            (80, 800, 1000)
        );
    }

    #[test]
    fn one_notification_alone_tells_the_stage_by_its_rules() {
        let timings = Timings::with_reading(0);
        assert!(timings.laps().is_some());
        timings.rules[3].store(10, Ordering::Relaxed);
        assert_eq!(timings.stage(Stage::Check), 10);
    }
}
