//! What becomes of a later filing when it is tied, and why one is not.

use crate::across::cases::named::{By, Differs};
use crate::across::cases::position;
use crate::row::Row;

/// What became of a supplement or a withdrawal. Positions are those of the rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Tie {
    /// It is about this one.
    To(About, By),
    /// Several fit, by this. The first of them are named.
    Several(Vec<usize>, By),
    /// It takes back one of these later filings, which all have what it names.
    OneOf(Vec<usize>),
    /// It takes back a later filing of this one that the set does not hold.
    Absent(usize),
    /// Its case number fits the first, its reference the second.
    Contradicts(usize, usize),
    /// By this it would be this one, if they did not differ.
    Against(usize, By, Differs),
    /// No notification has its number. This one has it but for one digit, or for two that
    /// changed places.
    Near(usize),
    /// No notification has its number. This one has the same controller and day of discovery.
    OtherwiseFits(usize),
    /// None fits.
    None,
}

/// What a later filing is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct About {
    pub(super) notification: usize,
    /// The later filing that it names, if it names one.
    pub(super) filing: Option<usize>,
}

impl Tie {
    pub(super) fn to(notification: usize, by: By) -> Self {
        let filing = None;
        Self::To(
            About {
                notification,
                filing,
            },
            by,
        )
    }
}

/// The filing that counts for one.
pub(super) fn counted(rows: &[Box<Row>], at: usize) -> usize {
    let counted = rows[at].copy_of().and_then(|filing| position(rows, filing));
    counted.unwrap_or(at)
}
