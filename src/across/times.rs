//! One controller that gives the same time of day again and again (M015).
//!
//! Looked at are the notifications that count, and in them the moments of occurrence and of
//! discovery that were given with a time of day: a date alone is none, and neither is a time
//! that the change of the clocks leaves out. The same answer to the same question in several
//! notifications of a controller counts once, since they may tell of one event. A time is
//! suspected if it is that of more than half of these answers, and if there are at least
//! [`LEAST`] of them. Both questions are looked at together, and where these show nothing, each by
//! itself: a default in the one is no less a default if the other is answered with care. The
//! finding stands on the first notification with that time, in the order of the sources.

use crate::across::at_question;
use crate::across::filers::Filers;
use crate::check::{DEFAULT_TIME, Selected, position};
use crate::config::{Copies, Words};
use crate::finding::{Fact, Finding};
use crate::form::Key;
use crate::moment::{LocalTime, Precision};
use crate::row::{Row, Span};

/// Fewer answers than these show no habit.
const LEAST: usize = 10;
const MINUTES_PER_DAY: i64 = 24 * 60;

/// The questions that are looked at.
const QUESTIONS: [Key; 2] = [Key::IncidentOccurredDate, Key::IncidentDiscoveredDate];

/// An answer with a time of day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Answer {
    /// Who gave it.
    filer: u32,
    /// Its question among [`QUESTIONS`].
    question: u8,
    /// When, in minutes on the clocks of Stockholm.
    minute: i32,
    /// The position of its row.
    row: u32,
}

impl Answer {
    /// The minute of the day.
    fn time(self) -> i32 {
        self.minute.rem_euclid(MINUTES_PER_DAY as i32)
    }
}

/// Runs the rule, if it is selected.
pub(super) fn check(rows: &mut [Box<Row>], selected: &Selected) {
    let Some(rule) = position(DEFAULT_TIME.code).filter(|at| selected.has(*at)) else {
        return;
    };
    let filers = Filers::of(rows);
    for (at, finding) in found(rows, &filers) {
        rows[at].add(finding);
    }
    for row in rows.iter_mut().filter(|row| row.is_counted(Copies::Aside)) {
        if is_unclear(row, &filers) {
            row.not_runnable |= 1 << rule;
        }
    }
}

/// Whether it was lost, or never asked, who filed or when all of it was.
fn is_unclear(row: &Row, filers: &Filers) -> bool {
    let is_unnamed = || row.organisation_number().is_open() && row.controller().is_open();
    spans(row).into_iter().all(|span| span.is_open()) || filers.of_row(row) == 0 && is_unnamed()
}

/// The moments by [`QUESTIONS`].
fn spans(row: &Row) -> [&Span; 2] {
    [&row.occurred, &row.discovered]
}

/// The findings with the positions of their rows.
fn found(rows: &[Box<Row>], filers: &Filers) -> Vec<(usize, Finding)> {
    let counted = (0_u32..).zip(rows);
    let counted = counted.filter(|(_, row)| row.is_counted(Copies::Aside));
    let mut answers: Vec<Answer> = counted
        .flat_map(|(at, row)| {
            let filer = filers.of_row(row);
            let given = (0..).zip(spans(row)).filter(move |_| filer != 0);
            given.filter_map(move |(question, span)| {
                Some(Answer {
                    filer,
                    question,
                    minute: minute(span)?,
                    row: at,
                })
            })
        })
        .collect();
    answers.sort_unstable();
    // Of equal answers the first one stays.
    answers.dedup_by_key(|own| (own.filer, own.question, own.minute));
    let of_filer = answers.chunk_by(|a, b| a.filer == b.filer);
    of_filer.flat_map(|own| suspected(own, rows)).collect()
}

/// The minute on the clocks of Stockholm of a moment with a time of day.
fn minute(span: &Span) -> Option<i32> {
    let moment = span.moment()?;
    let is_exact = moment.precision == Precision::Minute && moment.local != LocalTime::Nonexistent;
    is_exact.then(|| moment.earliest.local_minute() as i32)
}

/// What is said of the answers of one controller, sorted by question: of both questions together,
/// else of each.
fn suspected(own: &[Answer], rows: &[Box<Row>]) -> Vec<(usize, Finding)> {
    if let Some(found) = suspected_in(own, BOTH, rows) {
        return vec![found];
    }
    let of_question = own.chunk_by(|a, b| a.question == b.question);
    let each = of_question.map(|own| (own, EACH[usize::from(own[0].question)]));
    each.filter_map(|(own, asked)| suspected_in(own, asked, rows))
        .collect()
}

/// What the questions ask for.
const BOTH: Words = Words::new(
    "när en incident inträffade eller upptäcktes",
    "when a breach occurred or was discovered",
);
const EACH: [Words; 2] = [
    Words::new("när en incident inträffade", "when a breach occurred"),
    Words::new("när en incident upptäcktes", "when a breach was discovered"),
];

/// What is said of some answers of one controller.
fn suspected_in(own: &[Answer], asked: Words, rows: &[Box<Row>]) -> Option<(usize, Finding)> {
    if own.len() < LEAST {
        return None;
    }
    let mut times: Vec<i32> = own.iter().map(|answer| answer.time()).collect();
    times.sort_unstable();
    // What more than half of them are stands in the middle.
    let time = times[times.len() / 2];
    let same = times.iter().filter(|own| **own == time).count();
    if 2 * same <= own.len() {
        return None;
    }
    let with_it = own.iter().filter(|answer| answer.time() == time);
    let first = with_it.min_by_key(|answer| (answer.row, answer.question))?;
    let (at, key) = (first.row as usize, QUESTIONS[usize::from(first.question)]);
    let shown = format!("{:02}:{:02}", time / 60, time % 60);
    let finding = at_question(&DEFAULT_TIME, &rows[at], key)
        .with("time", Fact::Value(shown.into()))
        .with("same", same as i64)
        .with("given", own.len() as i64)
        .with("asked", asked);
    Some((at, finding))
}
