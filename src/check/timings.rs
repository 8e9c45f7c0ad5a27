//! What a run spends where: nanoseconds by stage and by rule, added up over all
//! threads. Only asked for with `--timings`; nothing that is written depends on it.

use std::fmt::Write as _;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use crate::check::rules;

/// The stages of one notification's road that are timed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
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
    rules: Vec<AtomicU64>,
}

impl Timings {
    /// Nothing spent yet.
    pub fn new() -> Self {
        Self { stages: Default::default(), rules: rules().iter().map(|_| AtomicU64::new(0)).collect() }
    }

    /// Adds the time since `start` to a rule.
    pub(super) fn rule(&self, position: usize, start: Instant) {
        self.rules[position].fetch_add(since(start), Ordering::Relaxed);
    }

    /// The times in words, the most expensive rules first.
    pub fn show(&self) -> String {
        let mut out = String::new();
        for (stage, name) in Stage::ALL {
            line(&mut out, name, self.stages[stage as usize].load(Ordering::Relaxed));
        }
        let mut spent: Vec<(u64, usize)> =
            self.rules.iter().enumerate().map(|(at, rule)| (rule.load(Ordering::Relaxed), at)).collect();
        spent.sort_by_key(|(nanoseconds, at)| (std::cmp::Reverse(*nanoseconds), *at));
        for (nanoseconds, at) in spent.into_iter().filter(|(nanoseconds, _)| *nanoseconds > 0) {
            line(&mut out, &format!("{} {}", rules()[at].code, rules()[at].name), nanoseconds);
        }
        out
    }
}

impl Default for Timings {
    fn default() -> Self {
        Self::new()
    }
}

fn line(out: &mut String, name: &str, nanoseconds: u64) {
    let _ = writeln!(out, "{:>10.3} ms  {name}", nanoseconds as f64 / 1e6);
}

fn since(start: Instant) -> u64 {
    u64::try_from(start.elapsed().as_nanos()).unwrap_or(u64::MAX)
}

/// Does some work, and adds its time to a stage where times are asked for.
pub fn timed<T>(timings: Option<&Timings>, stage: Stage, work: impl FnOnce() -> T) -> T {
    let Some(timings) = timings else { return work() };
    let start = Instant::now();
    let done = work();
    timings.stages[stage as usize].fetch_add(since(start), Ordering::Relaxed);
    done
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_added_up_by_stage_and_rule() {
        let timings = Timings::new();
        assert_eq!(timed(Some(&timings), Stage::Bind, || 7), 7);
        timings.rule(3, Instant::now());
        let shown = timings.show();
        assert!(shown.lines().count() >= Stage::ALL.len(), "{shown}");
        assert!(shown.contains("bind"));
    }
}
