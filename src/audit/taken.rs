//! What one source, or one line or element of it, gives; and what every step of taking it
//! in needs. A panic and a failure stay with the source that they came from.

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use crate::audit::receipts::{Receipts, Use};
use crate::audit::{Input, Settings, Watch};
use crate::discover::Source;
use crate::finding::Finding;
use crate::read::confirmation::Confirmation;
use crate::read::mapping::{Clues, Dates, Paths};
use crate::read::sieve::Left;
use crate::read::supplement::Letter;
use crate::read::{Reason, Refusal};
use crate::row::{Begins, Row};

/// By name, the columns of sources that hold dates.
pub(super) type HeldDates = HashMap<Arc<str>, Dates>;

/// What one source gave.
#[derive(Debug)]
pub(super) struct Taken {
    /// Its entry in files.csv.
    pub(super) input: Input,
    /// Lines or elements of it that could not be taken in, as entries of their own.
    pub(super) broken: Vec<Input>,
    /// Its notifications, with the receipts they fit.
    pub(super) rows: Vec<(Box<Row>, Use)>,
    /// Which paths of the mapping its objects have, taken together; `None` where
    /// no object was read by it.
    pub(super) found: Option<Paths>,
    /// The columns of the mapping that proved to hold dates only after all rows were
    /// read: it is to be read once more.
    pub(super) dates: Dates,
    /// What is told of the source as a whole.
    pub(super) findings: Vec<Finding>,
    /// What the source confirms, as a mail of the authority.
    pub(super) confirms: Option<Box<Confirmation>>,
    /// The supplement that the source is, if it names a notification of the set.
    pub(super) letter: Option<Box<Letter>>,
}

impl Taken {
    /// The same, with what is told of the bytes that it was read from.
    pub(super) fn accounted(mut self, bytes: &[u8]) -> Self {
        self.input.bytes = bytes.len() as u64;
        self.input.digest = Some(blake3::hash(bytes));
        self.input.notifications = self.rows.len() as u32;
        self
    }

    /// Adds what could not be read at the end: an entry of its own, or the
    /// fate of the source where nothing was read before it.
    pub(super) fn fail(&mut self, broken: Input) {
        if self.rows.is_empty() && self.broken.is_empty() {
            self.input.refusal = broken.refusal;
        } else {
            self.broken.push(broken);
        }
    }
}

/// How many containers stand around a source.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Around {
    /// Archives.
    pub(super) archives: u8,
    /// Mails, and PDFs with files attached.
    pub(super) carriers: u8,
}

impl Around {
    /// What stands around the parts of a mail or PDF that this stands around.
    pub(super) fn carried(self) -> Self {
        Self {
            carriers: self.carriers + 1,
            ..self
        }
    }
}

/// One run's means, as every step needs them.
#[derive(Clone, Copy)]
pub(super) struct Means<'m> {
    pub(super) source: &'m Source,
    pub(super) receipts: &'m Receipts<'m>,
    pub(super) settings: &'m Settings,
    pub(super) watch: &'m Watch,
    /// The columns of each source that hold dates, once that is known.
    pub(super) dates: &'m HeldDates,
    /// The numbers of the notifications that are asked for once more, for their
    /// fingerprints; `None` where all are read.
    pub(super) wanted: Option<&'m [u32]>,
}

/// What `attempt` gives; its failure and its panic are the fate of that source alone.
pub(super) fn kept_apart<T>(attempt: impl FnOnce() -> std::io::Result<T>) -> Result<T, Refusal> {
    match catch_unwind(AssertUnwindSafe(attempt)) {
        Ok(outcome) => outcome.map_err(|error| Refusal::from(&error)),
        Err(_) => Err(Refusal::unreadable(Reason::Internal)),
    }
}

/// A source of which nothing was read.
pub(super) fn refused(source: &Source, refusal: Refusal) -> Taken {
    let input = Input {
        name: Arc::clone(&source.name),
        file: source.file(),
        is_member: source.archive.is_some(),
        bytes: 0,
        digest: None,
        format: None,
        encoding: "",
        refusal: Some(Box::new(refusal)),
        notifications: 0,
    };
    Taken {
        input,
        broken: Vec::new(),
        rows: Vec::new(),
        found: None,
        dates: 0,
        findings: Vec::new(),
        confirms: None,
        letter: None,
    }
}

/// Why a line or element is no notification.
#[derive(Debug)]
pub(super) enum Miss {
    /// It could not be taken in.
    Refused(Refusal),
    /// By the mapping it does not count: which rule, on which line, and which of the paths
    /// it has.
    Left(Left, u32, Paths),
}

impl<T: Into<Refusal>> From<T> for Miss {
    fn from(refusal: T) -> Self {
        Self::Refused(refusal.into())
    }
}

/// What became of one line or element.
pub(super) struct Outcome {
    pub(super) number: u32,
    pub(super) bytes: usize,
    pub(super) taken: Result<(Box<Row>, Use), Miss>,
    /// Which paths of the mapping an object that was read by it has.
    pub(super) found: Option<Paths>,
    /// What its moments show of their columns.
    pub(super) clues: Clues,
}

impl Outcome {
    /// The same, of a record that begins at a byte of its file.
    pub(super) fn at(mut self, byte: u64) -> Self {
        if let Ok((row, _)) = &mut self.taken {
            row.begins = Begins::at(byte);
        }
        self
    }
}

/// A notification, and where the mapping read it, which of its paths it has and
/// what its moments show.
pub(super) struct Entry {
    pub(super) row: (Box<Row>, Use),
    pub(super) found: Option<Paths>,
    pub(super) clues: Clues,
}

impl Entry {
    /// One of our own schema.
    pub(super) fn own(row: (Box<Row>, Use)) -> Self {
        Self {
            row,
            found: None,
            clues: Clues::default(),
        }
    }
}

/// What became of one element or line, kept apart from the others also when
/// it panics.
pub(super) fn outcome(
    text: &str,
    number: u32,
    read: impl FnOnce() -> Result<Entry, Miss>,
) -> Outcome {
    let read = catch_unwind(AssertUnwindSafe(read));
    let read = read.unwrap_or_else(|_| Err(Refusal::unreadable(Reason::Internal).into()));
    let (found, clues) = match &read {
        Ok(entry) => (entry.found, entry.clues),
        Err(Miss::Left(_, _, found)) => (Some(*found), Clues::default()),
        Err(Miss::Refused(_)) => (None, Clues::default()),
    };
    Outcome {
        number,
        bytes: text.len(),
        taken: read.map(|entry| entry.row),
        found,
        clues,
    }
}
