//! The case that a filing belongs to: a notification with its supplements, and whether it was
//! withdrawn. From it follows what became of the supplement that question 36 promises. Which
//! filings belong together is found by `across`; here stands what their cells say.

use crate::form::Key;
use crate::moment::{CivilDay, Instant};
use crate::notification::{Filing, State};
use crate::row::cells::Word;
use crate::row::{Cell, Row, Scope};

/// Days after the day of receipt until a promised supplement is due: IMY waits four weeks.
const DAYS: i32 = 28;

/// An interval of instants, if it is known.
type Ends = Option<(Instant, Instant)>;

/// What other filings of the set make of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Case {
    /// Source and record of the notification that counts.
    pub(crate) notification: (u32, u32),
    pub(crate) standing: Standing,
    /// What became of the promise of the notification, with the supplements of the case: they
    /// stand nowhere else.
    pub(crate) promise: Promise,
}

/// Whether a filing still stands: a notification with its case, or a supplement by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Standing {
    /// It does.
    #[default]
    Filed,
    /// A withdrawal of it is in the set.
    Withdrawn,
}

impl Standing {
    pub(crate) const ALL: [Self; 2] = [Self::Filed, Self::Withdrawn];

    /// The word of column `withdrawn`.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Filed => "no",
            Self::Withdrawn => "yes",
        }
    }
}

/// The supplements of a case that are in the set: those that stand, and that did not come
/// certainly before the notification.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Supplements {
    pub(crate) many: u32,
    /// When the first of them was received. It is known only where the times of all are.
    pub(crate) first: Ends,
}

impl Supplements {
    /// Adds one that was received then, if that is known.
    pub(crate) fn add(&mut self, received: Ends) {
        let both = self.first.zip(received);
        self.first = if self.many == 0 {
            received
        } else {
            both.map(|(own, more)| (own.0.min(more.0), own.1.min(more.1)))
        };
        self.many = self.many.saturating_add(1);
    }

    /// When the first one was received: earliest and latest.
    fn received(self) -> (Cell<'static>, Cell<'static>) {
        if self.many == 0 {
            return (NOT_SHOWN, NOT_SHOWN);
        }
        cells(self.first)
    }
}

/// What became of a promised supplement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PromiseState {
    /// None was promised.
    NotPromised,
    /// None came, and it is certainly not due yet.
    Pending,
    /// One came, and not certainly too late.
    Received,
    /// One came, certainly after it was due.
    ReceivedLate,
    /// None came, and it was certainly due before the clock of the run.
    Missing,
}

impl PromiseState {
    pub(crate) const ALL: [Self; 5] = [
        Self::NotPromised,
        Self::Pending,
        Self::Received,
        Self::ReceivedLate,
        Self::Missing,
    ];

    /// That of a promise due then of which nothing came, if the clock tells.
    pub(crate) fn open((earliest, latest): (Instant, Instant), as_of: Instant) -> Option<Self> {
        if as_of > latest {
            Some(Self::Missing)
        } else {
            (as_of <= earliest).then_some(Self::Pending)
        }
    }

    /// The word of column `supplement_state`.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::NotPromised => "not-promised",
            Self::Pending => "pending",
            Self::Received => "received",
            Self::ReceivedLate => "received-late",
            Self::Missing => "missing",
        }
    }
}

/// The promise of a notification to supplement it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Promise {
    /// `Err` with the word for what is no answer.
    promised: Result<Answer, Word>,
    /// When the supplement is due at the latest, if the receipt is known.
    pub(crate) due: Ends,
    pub(crate) supplements: Supplements,
    /// The clock of the run.
    as_of: Instant,
}

/// The answer to question 36.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Answer {
    Yes,
    No,
}

impl Promise {
    /// That of a notification whose supplements are known. Other filings promise nothing.
    pub(crate) fn new(row: &Row, supplements: Supplements, as_of: Instant) -> Self {
        let promised = promised(row);
        let is_promised = promised == Ok(Answer::Yes);
        let ends = row.received.ends().filter(|_| is_promised);
        let due = |received: Instant| CivilDay(received.day().0 + DAYS).end();
        Self {
            promised,
            due: ends.map(|(earliest, latest)| (due(earliest), due(latest))),
            supplements,
            as_of,
        }
    }

    /// What became of it, or the word for what cannot be told.
    pub(crate) fn outcome(&self) -> Result<PromiseState, Word> {
        if self.promised? == Answer::No {
            return Ok(PromiseState::NotPromised);
        }
        let unknown = Word::State(State::Undeterminable);
        if self.supplements.many > 0 {
            let first = self.supplements.first.zip(self.due);
            let is_late = first.is_some_and(|(first, due)| first.0 > due.1);
            return Ok(if is_late {
                PromiseState::ReceivedLate
            } else {
                PromiseState::Received
            });
        }
        let open = self.due.and_then(|due| PromiseState::open(due, self.as_of));
        open.ok_or(unknown)
    }

    /// When it is due: earliest and latest.
    fn due(&self) -> (Cell<'static>, Cell<'static>) {
        match self.promised {
            Ok(Answer::Yes) => cells(self.due),
            Ok(Answer::No) => (NOT_SHOWN, NOT_SHOWN),
            Err(word) => (Cell::Word(word.as_str()), Cell::Word(word.as_str())),
        }
    }
}

const NOT_SHOWN: Cell = Cell::Word(State::<()>::NotShown.word());

fn cells(ends: Ends) -> (Cell<'static>, Cell<'static>) {
    const LOST: Cell = Cell::Word(State::<()>::Undeterminable.word());
    ends.map_or((LOST, LOST), |(earliest, latest)| {
        (Cell::Instant(earliest), Cell::Instant(latest))
    })
}

/// What question 36 says, of a first notification.
fn promised(row: &Row) -> Result<Answer, Word> {
    if row.filing != Filing::Initial {
        return Err(Word::State(State::NotShown));
    }
    let key = Key::SupplementIntended;
    match row.state(key) {
        State::Given(()) => match row.first_option(key, ["yes", "no"]) {
            Some(0) => Ok(Answer::Yes),
            Some(_) => Ok(Answer::No),
            None => Err(Word::State(State::Undeterminable)),
        },
        other => Err(Word::State(other)),
    }
}

impl Row {
    /// Source and record of the notification of its case: its own, if no other one counts.
    pub(crate) fn notification(&self) -> (u32, u32) {
        let own = (self.source, self.record);
        self.case().map_or(own, |case| case.notification)
    }

    /// Whether its case was withdrawn, or it was itself.
    pub(crate) fn standing(&self) -> Standing {
        self.case().map_or(Standing::Filed, |case| case.standing)
    }

    /// The promise of the notification of its case.
    pub(crate) fn promise(&self, scope: &Scope) -> Promise {
        match self.case() {
            Some(case) if self.filing == Filing::Initial => case.promise,
            _ => Promise::new(self, Supplements::default(), scope.as_of),
        }
    }

    /// The supplements of its case that are in the set.
    fn filed(&self) -> Supplements {
        let case = self.case();
        case.map_or_else(Supplements::default, |case| case.promise.supplements)
    }

    /// When the first supplement of a notification was received: earliest and latest.
    fn first_filed(&self) -> (Cell<'static>, Cell<'static>) {
        let is_initial = self.filing == Filing::Initial;
        let filed = Some(self.filed()).filter(|_| is_initial);
        filed.unwrap_or_default().received()
    }

    /// How many supplements of its case are in the set.
    pub(crate) fn supplements_in_set(&self) -> u32 {
        self.filed().many
    }
}

/// The cells of the columns of supplements.
pub(super) fn received(row: &Row, _: &Scope) -> Cell<'static> {
    match row.filing {
        Filing::Initial => Cell::Count(u64::from(row.supplements_in_set())),
        _ => NOT_SHOWN,
    }
}

pub(super) fn due_from(row: &Row, scope: &Scope) -> Cell<'static> {
    row.promise(scope).due().0
}

pub(super) fn due_to(row: &Row, scope: &Scope) -> Cell<'static> {
    row.promise(scope).due().1
}

pub(super) fn received_from(row: &Row, _: &Scope) -> Cell<'static> {
    row.first_filed().0
}

pub(super) fn received_to(row: &Row, _: &Scope) -> Cell<'static> {
    row.first_filed().1
}

pub(super) fn state(row: &Row, scope: &Scope) -> Cell<'static> {
    let outcome = row.promise(scope).outcome();
    Cell::Word(outcome.map_or_else(Word::as_str, PromiseState::as_str))
}
