//! The flat row of records.csv: one per notification, compact, with nothing
//! borrowed from the input. The table [`COLUMNS`] says how each cell is
//! written; the frame and every reporter go by it.

use std::num::NonZeroU64;
use std::sync::Arc;

use crate::check::Selected;
use crate::config::{Answers, Copies};
use crate::deadline::{Bucket, Inferred, Judgement, Reading, Verdict, deadline};
use crate::finding::{Finding, Findings, Severity};
use crate::form::{AMOUNTS, Edition, Key, NUMBERS, Question};
use crate::moment::Instant;
use crate::notification::{Channel, Filing, Notification, ReceivedSource, State};
use crate::read::Format;

mod amount;
mod case;
mod cell;
mod cells;
mod choice;
mod columns;
mod fingerprint;
mod further;
mod held;
mod merged;
mod part;
mod rare;
mod recorded;
mod same;
mod several;
mod stored;
mod texts;
mod traces;

pub(crate) use amount::AmountCell;
pub(crate) use case::{Case, Promise, PromiseState, Standing, Supplements};
pub(crate) use cell::Cell;
pub(crate) use cells::Word;
pub(crate) use cells::{NumberCell, Presence, Span, TextCell};
pub(crate) use choice::Choices;
#[cfg(test)]
pub(crate) use choice::tests::options;
pub(crate) use columns::columns_in;
pub use columns::{COLUMNS, Column, column};
pub(crate) use fingerprint::{Fingerprint, name_of};
pub(crate) use further::{Further, extras, further, numbers};
pub(crate) use held::Held;
pub(crate) use part::{Certainty, Kinds, Part};
use rare::Rare;
pub(crate) use several::Several;
pub(crate) use stored::{OPEN, Stored};
use texts::{Label, Texts};
pub(crate) use traces::{BINS, EMPTY, Laid, Processor, Sketch, Traces, hash_of};

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
    /// The levels that the configuration sets, by position of the rule.
    pub levels: Vec<(usize, Severity)>,
    /// The editions that rows may be bound by, those of the program first.
    pub editions: Vec<&'static Edition>,
    /// Whether copies are counted.
    pub copies: Copies,
    /// Which answers of a case are counted.
    pub answers: Answers,
    /// The run's clock.
    pub as_of: Instant,
}

impl Scope {
    /// The columns that form files add to the records.
    pub(crate) fn further(&self) -> Vec<Further> {
        further(&self.editions)
    }
}

/// The rows of a run. Each is boxed, so that sorting and adding to them moves no rows.
pub(crate) type Rows = Vec<Box<Row>>;

/// One notification, flat. A part of a run keeps it as a sketch (`audit/part.rs`): what only the
/// whole set shows is skipped there, and found again when the parts are put together.
#[derive(Debug, serde::Serialize, serde::Deserialize)]
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
    #[serde(skip, default = "Edition::default_edition")]
    pub edition: &'static Edition,
    /// First notification or supplement.
    pub filing: Filing,
    /// Where the receipt time came from.
    pub received_source: ReceivedSource,
    /// How it came.
    pub channel: State<Channel>,
    texts: Texts,
    pub(crate) occurred: Span,
    pub(crate) discovered: Span,
    pub(crate) received: Span,
    pub(crate) ended: Span,
    pub(crate) informed_at: Span,
    pub(crate) planned_at: Span,
    pub(crate) last_action: Span,
    /// The line of the moment from which the time limit runs, in a PDF its page, for the proof
    /// of the verdict.
    pub(crate) discovered_line: u32,
    /// That of question 14.
    pub(crate) delay_reason_line: u32,
    pub(crate) elapsed: Option<(i32, i32)>,
    /// The verdict by the clock.
    pub verdict: Verdict,
    pub(crate) reading: Reading,
    /// On time or late by inference, if either.
    pub(crate) inferred: Option<Verdict>,
    pub(crate) bucket: Option<Bucket>,
    pub(crate) delay_reason: Presence,
    pub(crate) secrecy: Presence,
    /// Answers to the choice questions of the edition, in its order, and behind them
    /// those to its extra dimensions.
    pub(crate) choices: Choices,
    pub(crate) processors: NumberCell,
    pub(crate) actions: NumberCell,
    /// The numbers of persons and things, by [`NUMBERS`].
    pub(crate) amounts: [AmountCell; AMOUNTS],
    /// Findings, sorted as in findings.csv.
    pub(crate) findings: Findings,
    /// Bit i = rule i of the catalogue could not be run.
    pub not_runnable: u128,
    /// The controller's name as a number, to find it again; 0 without one.
    pub(crate) name: u32,
    /// What its cells do not tell, to hold it against others; `None` without a key, and
    /// where no other has its key.
    pub(crate) fingerprint: Option<Box<Fingerprint>>,
    /// Whether another has its key or its bytes, so that both may be one notification.
    #[serde(skip)]
    pub(crate) shares: bool,
    /// Where it begins in its file, if it can be found there by itself.
    pub(crate) begins: Begins,
    /// What few rows have.
    rare: Option<Box<Rare>>,
    /// What may tie it to notifications of other controllers, until that is decided.
    pub(crate) traces: Option<Laid>,
}

/// The byte at which a record begins in its file, if that is known.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(crate) struct Begins(Option<NonZeroU64>);

impl Begins {
    /// That of a byte.
    pub(crate) fn at(byte: u64) -> Self {
        Self(NonZeroU64::new(byte + 1))
    }

    /// The byte.
    pub(crate) fn byte(self) -> Option<u64> {
        self.0.map(|after| after.get() - 1)
    }
}

/// What was judged of a notification, for its row.
#[derive(Debug)]
pub(crate) struct Judged {
    /// The verdict by the clock.
    pub judgement: Judgement,
    /// What the readings of the law make of it.
    pub reading: Reading,
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
    /// Flattens a notification. `source` and `record` are set by the caller, and the
    /// fingerprint, which most rows need not have.
    pub(crate) fn new(
        notification: &Notification,
        format: Format,
        judged: Judged,
        names: Names,
    ) -> Self {
        let mut findings = judged.findings;
        sort(&mut findings);
        let aware = notification.question(Key::IncidentAwareDate);
        let aware = aware.map(|_| Span::new(&notification.aware.moment.state));
        let numbers = notification.numbers.iter().map(cells::hundredths).collect();
        let evidence = cells::evidence(notification, judged.inferred);
        let rare = Rare::of(aware, numbers, evidence);
        Self {
            source: 0,
            record: 1,
            line: notification.line,
            format,
            edition: notification.edition,
            filing: notification.filing,
            received_source: notification.received_source,
            channel: notification.channel.state,
            texts: Texts::new(
                &[
                    TextCell::reference(&notification.supplements, notification),
                    TextCell::reference(&notification.case_number, notification),
                    TextCell::reference(&notification.reference, notification),
                    cells::controller(notification, names),
                    cells::organisation_number(notification),
                    cells::processor_numbers(notification),
                ],
                &notification.states.0,
            ),
            occurred: Span::new(&notification.occurred.moment.state),
            discovered: Span::new(&notification.discovered.moment.state),
            received: Span::new(&notification.received.state),
            discovered_line: notification.start().moment.line,
            delay_reason_line: notification.text(Key::IncidentDelayReason).line,
            ended: Span::new(&notification.ended.moment.state),
            informed_at: Span::new(&notification.informed_at.moment.state),
            planned_at: Span::new(&notification.planned_at.moment.state),
            last_action: cells::last_action(notification),
            elapsed: judged
                .judgement
                .elapsed
                .map(|(min, max)| (min as i32, max as i32)),
            verdict: judged.judgement.verdict,
            reading: judged.reading,
            inferred: match judged.inferred {
                Inferred::Late { .. } => Some(Verdict::Late),
                Inferred::OnTime => Some(Verdict::OnTime),
                Inferred::None => None,
            },
            bucket: judged.judgement.time_to_report,
            delay_reason: Presence::new(&notification.text(Key::IncidentDelayReason).state),
            secrecy: Presence::new(&notification.text(Key::Secrecy).state),
            choices: Choices::new(
                notification
                    .choices
                    .iter()
                    .map(|choice| &choice.state)
                    .chain(&notification.extras),
            ),
            processors: cells::count(
                notification.processors.len(),
                notification.state(Key::ProcessorsOrganisationsName),
            ),
            actions: cells::count(
                notification
                    .actions
                    .iter()
                    .filter(|action| action.what.given().is_some())
                    .count(),
                notification.state(Key::ActionsDate),
            ),
            amounts: std::array::from_fn(|at| {
                let question = notification.question(NUMBERS[at][0]);
                AmountCell::new(&notification.amounts[at], question)
            }),
            findings: Findings::of(&findings),
            not_runnable: judged.not_runnable,
            name: fingerprint::name_of_controller(notification),
            fingerprint: None,
            shares: false,
            begins: Begins::default(),
            rare,
            traces: Traces::of(notification).map(Laid::alone),
        }
    }

    /// The notification that it supplements, or a mask.
    pub(crate) fn supplements(&self) -> TextCell<&str> {
        self.texts.get(Label::Supplements)
    }

    /// The authority's case number, or a mask.
    pub(crate) fn case_number(&self) -> TextCell<&str> {
        self.texts.get(Label::CaseNumber)
    }

    /// The controller's own reference, or a mask.
    pub(crate) fn reference(&self) -> TextCell<&str> {
        self.texts.get(Label::Reference)
    }

    /// The controller's name, or a mask.
    pub(crate) fn controller(&self) -> TextCell<&str> {
        self.texts.get(Label::Controller)
    }

    /// Its organisation number, or a mask.
    pub(crate) fn organisation_number(&self) -> TextCell<&str> {
        self.texts.get(Label::OrganisationNumber)
    }

    fn processor_numbers(&self) -> TextCell<&str> {
        self.texts.get(Label::ProcessorNumbers)
    }

    /// Whether it names processors by their numbers.
    pub(crate) fn names_processors(&self) -> bool {
        self.processor_numbers().text().is_some()
    }

    /// The letters of the states of all questions, in the order of the edition.
    pub(crate) fn states(&self) -> &str {
        self.texts.states()
    }

    /// The state of the question of a key; one that the edition lacks was not asked.
    pub(crate) fn state(&self, key: Key) -> State {
        let letter = |at: usize| self.states().as_bytes().get(at).copied();
        let letter = self.edition.position(key).and_then(letter);
        letter.and_then(State::of_letter).unwrap_or(State::NotAsked)
    }

    /// The moment from which the time limit runs, by [`Edition::start`].
    pub(crate) fn start(&self) -> &Span {
        self.awareness().unwrap_or(&self.discovered)
    }

    /// When the controller became aware, where the edition asks for that.
    fn aware(&self) -> Span {
        let none = Span::Word(Word::of(&State::<()>::NotAsked));
        self.awareness().copied().unwrap_or(none)
    }

    /// The clock's deadline, from the unclamped discovery, earliest and latest.
    pub(crate) fn deadline(&self, limit_hours: u32) -> Option<(Instant, Instant)> {
        deadline(self.start().moment(), limit_hours)
    }

    /// The lines of the answers that the proof of the verdict names.
    pub(crate) fn evidence_lines(&mut self) -> impl Iterator<Item = &mut u32> {
        let inferred = self
            .rare
            .as_mut()
            .and_then(|rare| rare.inferred_from.as_mut())
            .map(|evidence| &mut evidence.line);
        [&mut self.discovered_line, &mut self.delay_reason_line]
            .into_iter()
            .chain(inferred)
    }

    /// Adds a finding in its place.
    pub(crate) fn add(&mut self, finding: Finding) {
        self.findings.edit(|findings| {
            findings.push(finding);
            sort(findings);
        });
    }

    /// Leaves only findings of the selected rules, and gives them the levels that
    /// the configuration sets, by position of the rule.
    pub(crate) fn settle(&mut self, levels: &[(usize, Severity)], selected: Selected) {
        self.findings
            .edit(|findings| crate::check::settle(findings, levels, selected));
        self.not_runnable &= selected.0;
    }

    /// Whether question 36 promises a supplement.
    pub(crate) fn promises_supplement(&self) -> bool {
        self.has_option(Key::SupplementIntended, "yes")
    }

    /// Whether the option of this code was chosen.
    pub(crate) fn has_option(&self, key: Key, code: &str) -> bool {
        self.first_option(key, [code]).is_some()
    }

    /// The place among some codes of the first one whose option was chosen.
    pub(crate) fn first_option<const N: usize>(&self, key: Key, codes: [&str; N]) -> Option<usize> {
        let question = self.question(key)?;
        let is_chosen = self.choices.chosen(self.edition.choice(key)?);
        let mut options = codes.into_iter().map(|code| question.option(code));
        options.position(|option| option.is_some_and(&is_chosen))
    }

    /// Whether tables count it: a first notification, and no copy or later version
    /// unless these are counted too.
    pub(crate) fn is_counted(&self, copies: Copies) -> bool {
        self.filing == Filing::Initial && !self.is_left_out(copies)
    }

    /// Whether its findings count by rule no more than its answers do: it is aside, or its case
    /// was withdrawn.
    pub(crate) fn is_left_out(&self, copies: Copies) -> bool {
        self.is_aside(copies) || self.standing() == Standing::Withdrawn
    }

    /// Whether it is a notification that was withdrawn.
    pub(crate) fn is_withdrawn(&self) -> bool {
        self.filing == Filing::Initial && self.standing() == Standing::Withdrawn
    }

    /// Whether it is a copy or a later version of a filing that counts for it.
    pub(crate) fn is_aside(&self, copies: Copies) -> bool {
        copies == Copies::Aside && self.copy_of().is_some()
    }

    /// Whether it has no receipt time, so that its period is that of its discovery.
    pub(crate) fn is_dated_by_discovery(&self) -> bool {
        self.received.ends().is_none() && self.start().ends().is_some()
    }

    /// How many findings of a level it has.
    pub(crate) fn count(&self, severity: Severity) -> usize {
        self.findings
            .heads()
            .filter(|(_, level)| *level == severity)
            .count()
    }

    /// The cell of a choice question; one that the edition does not have was not asked.
    fn choice(&self, key: Key) -> Cell<'_> {
        let at = self.edition.choice(key);
        at.and_then(|at| self.choices.cell(at, self.question(key)))
            .unwrap_or(NOT_ASKED)
    }

    /// The question that asks for a field.
    fn question(&self, key: Key) -> Option<&'static Question> {
        self.edition.place(key).map(|(question, _)| question)
    }

    /// The share of shown questions that were answered, with two decimals.
    fn answered(&self) -> Cell<'static> {
        let letters = self.states().as_bytes();
        let count = |state: State| memchr::memchr_iter(state.letter(), letters).count() as u32;
        let answered = count(State::Given(())) + count(State::Unknown);
        let shown = answered + count(State::Blank);
        if shown == 0 {
            return Cell::Word(State::<()>::Undeterminable.word());
        }
        Cell::Hundredths(i64::from((answered * 200 + shown) / (shown * 2)))
    }
}

/// The cell of what an edition does not ask.
const NOT_ASKED: Cell = Cell::Word(State::<()>::NotAsked.word());

/// Sorts findings as in findings.csv.
fn sort(findings: &mut [Finding]) {
    findings.sort_by(|a, b| {
        (a.question, a.code, a.line, a.field, &a.place)
            .cmp(&(b.question, b.code, b.line, b.field, &b.place))
    });
}

/// The instant from which a notification's period is taken: its receipt, else
/// its discovery; earliest and latest.
pub(crate) fn period(row: &Row) -> Option<(Instant, Instant)> {
    row.received.ends().or_else(|| row.start().ends())
}
