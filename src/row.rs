//! The flat row of records.csv: one per notification, compact, with nothing
//! borrowed from the input. The table [`COLUMNS`] says how each cell is
//! written; the frame and every reporter go by it.

use std::sync::Arc;

use crate::check::{Selected, position};
use crate::deadline::{Bucket, Inferred, Judgement, Verdict};
use crate::finding::{Finding, Severity};
use crate::form::{Edition, Extra, Question};
use crate::moment::Instant;
use crate::notification::{Channel, Filing, Notification, ReceivedSource, State, States};
use crate::read::Format;

mod cell;
mod cells;
mod columns;

pub use cell::Cell;
pub use cells::{AmountCell, ChoiceCell, Evidence, NumberCell, Presence, Span, TextCell};
pub use columns::{COLUMNS, Column, ColumnKind, column};

/// What the cells of all rows share.
#[derive(Debug, Clone)]
pub struct Scope {
    /// Key of the policy.
    pub policy: String,
    /// Hours of the limit.
    pub limit_hours: u32,
    /// The names of the sources, by [`Row::source`].
    pub sources: Vec<Arc<str>>,
    /// BLAKE3 of the mapping file, if there is one.
    pub mapping_digest: Option<String>,
    /// The editions that rows may be bound by, those of the program first.
    pub editions: Vec<&'static Edition>,
}

impl Scope {
    /// The extra dimensions of all editions, in order, each name once.
    pub fn extras(&self) -> Vec<&'static Extra> {
        extras(&self.editions)
    }
}

/// The extra dimensions of editions, in order, each name once.
pub fn extras(editions: &[&'static Edition]) -> Vec<&'static Extra> {
    let mut extras: Vec<&'static Extra> = Vec::new();
    for extra in editions.iter().flat_map(|edition| &edition.extras) {
        if !extras.iter().any(|known| known.name == extra.name) {
            extras.push(extra);
        }
    }
    extras
}

/// One notification, flat.
#[derive(Debug)]
pub struct Row {
    /// Position of its source in [`Scope::sources`].
    pub source: u32,
    /// 1-based within the source.
    pub record: u32,
    /// The line on which it starts.
    pub line: u32,
    /// The format it came in.
    pub format: Format,
    /// The edition it was bound by.
    pub edition: &'static Edition,
    /// First notification or supplement.
    pub filing: Filing,
    /// Where the receipt time came from.
    pub received_source: ReceivedSource,
    /// How it came.
    pub channel: State<Channel>,
    pub(crate) supplements: TextCell,
    /// The authority's case number, or a mask.
    pub case_number: TextCell,
    /// The controller's own reference, or a mask.
    pub reference: TextCell,
    /// The controller's name, or a mask.
    pub controller: TextCell,
    /// Its organisation number, or a mask.
    pub organisation_number: TextCell,
    pub(crate) occurred: Span,
    pub(crate) discovered: Span,
    pub(crate) received: Span,
    pub(crate) ended: Span,
    pub(crate) informed_at: Span,
    pub(crate) planned_at: Span,
    pub(crate) last_action: Span,
    /// The line of question 11, for the proof of the verdict.
    pub(crate) discovered_line: u32,
    pub(crate) elapsed: Option<(i32, i32)>,
    pub(crate) deadline: Option<(Instant, Instant)>,
    /// The verdict by the clock.
    pub verdict: Verdict,
    pub(crate) reading: &'static str,
    pub(crate) inferred: &'static str,
    /// What the inferred verdict rests on.
    pub(crate) inferred_from: Option<Box<Evidence>>,
    pub(crate) bucket: Option<Bucket>,
    pub(crate) delay_reason: Presence,
    pub(crate) secrecy: Presence,
    /// Answers to choice questions, in the order of [`columns::CHOICES`].
    pub(crate) choices: Box<[ChoiceCell]>,
    /// Answers to the extra dimensions of the edition, in its order.
    pub(crate) extras: Box<[ChoiceCell]>,
    pub(crate) processors: NumberCell,
    pub(crate) processor_numbers: TextCell,
    pub(crate) actions: NumberCell,
    pub(crate) data_subjects: AmountCell,
    pub(crate) data_items: AmountCell,
    pub(crate) states: States,
    /// Findings, sorted as in findings.csv.
    pub findings: Box<[Finding]>,
    /// Bit i = rule i of the catalogue could not be run.
    pub not_runnable: u128,
}

/// What was judged of a notification, for its row.
#[derive(Debug)]
pub struct Judged {
    /// The verdict by the clock.
    pub judgement: Judgement,
    /// The name of the reading of that verdict.
    pub reading: &'static str,
    /// The inferred verdict.
    pub inferred: Inferred,
    /// All findings.
    pub findings: Vec<Finding>,
    /// Rules that could not be run.
    pub not_runnable: u128,
}

/// Whether a controller's name is written where it may be a person's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Names {
    /// Masked where question 2 is blank or holds a person's number.
    Mask,
    /// Written also where question 2 is blank.
    Keep,
}

impl Row {
    /// Flattens a notification. `source` and `record` are set by the caller.
    pub fn new(notification: &Notification, format: Format, judged: Judged, names: Names) -> Self {
        let mut findings = judged.findings;
        sort(&mut findings);
        Self {
            source: 0,
            record: 1,
            line: notification.line,
            format,
            edition: notification.edition,
            filing: notification.filing,
            received_source: notification.received_source,
            channel: notification.channel.state.clone(),
            supplements: TextCell::reference(&notification.supplements, notification),
            case_number: TextCell::reference(&notification.case_number, notification),
            reference: TextCell::reference(&notification.reference, notification),
            controller: cells::controller(notification, names),
            organisation_number: cells::organisation_number(notification),
            occurred: Span::new(&notification.occurred.moment.state),
            discovered: Span::new(&notification.discovered.moment.state),
            received: Span::new(&notification.received.state),
            discovered_line: notification.discovered.moment.line,
            ended: Span::new(&notification.ended.moment.state),
            informed_at: Span::new(&notification.informed_at.moment.state),
            planned_at: Span::new(&notification.planned_at.moment.state),
            last_action: cells::last_action(notification),
            elapsed: judged.judgement.elapsed.map(|(min, max)| (min as i32, max as i32)),
            deadline: judged.judgement.deadline,
            verdict: judged.judgement.verdict,
            reading: judged.reading,
            inferred: match judged.inferred {
                Inferred::Late { .. } => "late",
                Inferred::OnTime => "on-time",
                Inferred::None => "none",
            },
            inferred_from: cells::evidence(notification, judged.inferred).map(Box::new),
            bucket: judged.judgement.time_to_report,
            delay_reason: Presence::new(&notification.delay_reason.state),
            secrecy: Presence::new(&notification.secrecy.state),
            choices: columns::CHOICES
                .iter()
                .map(|choice| ChoiceCell::new(&(choice.of)(notification).state))
                .collect(),
            extras: notification.extras.iter().map(ChoiceCell::new).collect(),
            processors: cells::count(notification.processors.len(), notification.states.of(22)),
            processor_numbers: cells::processor_numbers(notification),
            actions: cells::count(
                notification.actions.iter().filter(|action| action.action.given().is_some()).count(),
                notification.states.of(30),
            ),
            data_subjects: AmountCell::new(&notification.data_subjects, notification.question(23)),
            data_items: AmountCell::new(&notification.data_items, notification.question(24)),
            states: notification.states.clone(),
            findings: findings.into_boxed_slice(),
            not_runnable: judged.not_runnable,
        }
    }

    /// Adds a finding in its place.
    pub(crate) fn add(&mut self, finding: Finding) {
        let mut findings = std::mem::take(&mut self.findings).into_vec();
        findings.push(finding);
        sort(&mut findings);
        self.findings = findings.into_boxed_slice();
    }

    /// Leaves only findings of the selected rules, and gives them the levels that
    /// the configuration sets, by position of the rule.
    pub(crate) fn settle(&mut self, levels: &[(usize, Severity)], selected: Selected) {
        let mut findings = std::mem::take(&mut self.findings).into_vec();
        findings.retain_mut(|finding| {
            let at = position(finding.code);
            if let Some((_, level)) = levels.iter().find(|(rule, _)| Some(*rule) == at) {
                finding.severity = *level;
            }
            at.is_some_and(|at| selected.has(at))
        });
        self.findings = findings.into_boxed_slice();
        self.not_runnable &= selected.0;
    }

    /// Whether question 36 promises a supplement.
    pub(crate) fn promises_supplement(&self) -> bool {
        let Some(position) = columns::CHOICES.iter().position(|choice| choice.question == 36) else {
            return false;
        };
        let yes = self.question(36).and_then(|question| question.option("yes"));
        match (&self.choices[position], yes) {
            (ChoiceCell::Listed(listed), Some(yes)) => listed >> yes & 1 == 1,
            _ => false,
        }
    }

    /// Whether it is a first notification whose period is that of its discovery,
    /// because no receipt time is known.
    pub(crate) fn is_dated_by_discovery(&self) -> bool {
        self.filing == Filing::Initial && self.received.ends().is_none() && self.discovered.ends().is_some()
    }

    /// How many findings of a level it has.
    pub fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|finding| finding.severity == severity).count()
    }

    /// The cell of an extra dimension.
    pub fn extra(&self, name: &str) -> Cell<'_> {
        let at = self.edition.extras.iter().position(|extra| extra.name == name);
        match at.and_then(|at| Some((at, self.extras.get(at)?))) {
            Some((at, cell)) => Cell::Choice(cell, Some(&self.edition.extras[at].question)),
            None => Cell::Text(State::<()>::NotAsked.word()),
        }
    }

    /// The question whose options a choice cell refers to.
    pub(crate) fn question(&self, number: u8) -> Option<&'static Question> {
        self.edition.question(number)
    }

    /// The share of shown questions that were answered, with two decimals.
    fn answered(&self) -> Cell<'static> {
        let states = &self.states.0;
        let count = |letters: &[u8]| states.iter().filter(|state| letters.contains(state)).count() as u32;
        let (answered, shown) = (count(b"au"), count(b"aub"));
        if shown == 0 {
            return Cell::Text("(undeterminable)");
        }
        Cell::Hundredths((answered * 200 + shown) / (shown * 2))
    }
}

/// Sorts findings as in findings.csv.
fn sort(findings: &mut [Finding]) {
    findings.sort_by(|a, b| {
        (a.question, a.code, a.line, a.field, &a.place).cmp(&(b.question, b.code, b.line, b.field, &b.place))
    });
}

/// The instant from which a notification's period is taken: its receipt, else
/// its discovery; earliest and latest.
pub fn period(row: &Row) -> Option<(Instant, Instant)> {
    row.received.ends().or_else(|| row.discovered.ends())
}
