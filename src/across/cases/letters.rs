//! What a letter is about, by the names in it.

use crate::across::Place;
use crate::across::cases::named::{By, Differs};
use crate::across::cases::position;
use crate::across::cases::tie::{About, Tie};
use crate::row::Row;

/// The notifications of the set that a letter names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Mentioned {
    /// This one, with its case number if it has one.
    One(Place, Option<String>),
    /// Several, by the numbers of their cases.
    SeveralCases(Vec<Place>),
    /// Several, by their references.
    SeveralReferences(Vec<Place>),
    /// The first by its case number, the second by its reference.
    Contradicts(Place, Place),
    /// This one by its reference, which has another case number.
    OtherNumber(Place),
}

impl Mentioned {
    /// What becomes of the letter; `None` where a notification is not among the rows.
    pub(super) fn tie(&self, rows: &[Box<Row>]) -> Option<Tie> {
        let at = |place: &Place| position(rows, *place);
        let all = |places: &[Place]| places.iter().filter_map(at).collect();
        Some(match self {
            Self::One(one, _) => {
                let about = About {
                    notification: at(one)?,
                    filing: None,
                };
                Tie::To(about, By::Letter)
            }
            Self::SeveralCases(places) => Tie::Several(all(places), By::CaseNumber),
            Self::SeveralReferences(places) => Tie::Several(all(places), By::Mention),
            Self::Contradicts(one, other) => Tie::Contradicts(at(one)?, at(other)?),
            Self::OtherNumber(one) => Tie::Against(at(one)?, By::Reference, Differs::CaseNumber),
        })
    }
}
