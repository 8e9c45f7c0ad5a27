//! What few rows have. In each row one place stands for all of it, since a run holds millions.

use crate::row::Row;
use crate::row::case::Case;
use crate::row::cells::{Evidence, Span, Word};
use crate::row::part::Part;

/// What few rows have.
#[derive(Debug, Clone, Default, serde::Serialize, serde::Deserialize)]
pub(super) struct Rare {
    /// When the controller became aware, where the edition asks for that.
    aware: Option<Span>,
    /// The extra numbers of its edition, in hundredths.
    pub(super) numbers: Box<[Result<i64, Word>]>,
    /// What the inferred verdict rests on.
    #[serde(skip)]
    pub(super) inferred_from: Option<Evidence>,
    /// What it says of facts, effects and measures, where free texts are to be written.
    told: Option<Box<[Box<str>; 3]>>,
    /// Source and record of the filing that counts instead of this one, a copy or a later version
    /// of it.
    #[serde(skip)]
    copy_of: Option<(u32, u32)>,
    /// What other filings of the set make of its case; `None` for a case of one.
    #[serde(skip)]
    case: Option<Case>,
    /// The incident that it is part of, if the whole set shows one.
    #[serde(skip)]
    part: Option<Part>,
}

impl Rare {
    /// What a notification says of it, if anything.
    pub(super) fn of(
        aware: Option<Span>,
        numbers: Box<[Result<i64, Word>]>,
        inferred_from: Option<Evidence>,
    ) -> Option<Box<Self>> {
        let is_empty = aware.is_none() && numbers.is_empty() && inferred_from.is_none();
        (!is_empty).then(|| {
            Box::new(Self {
                aware,
                numbers,
                inferred_from,
                ..Self::default()
            })
        })
    }
}

impl Row {
    /// When the controller became aware, where the edition asks for that.
    pub(super) fn awareness(&self) -> Option<&Span> {
        self.rare.as_ref()?.aware.as_ref()
    }

    /// What the inferred verdict rests on.
    pub(crate) fn inferred_from(&self) -> Option<&Evidence> {
        self.rare.as_ref()?.inferred_from.as_ref()
    }

    /// What it says of facts, effects and measures, where free texts are to be written.
    pub(crate) fn told(&self) -> Option<&[Box<str>; 3]> {
        self.rare.as_ref()?.told.as_deref()
    }

    /// Keeps what it says of facts, effects and measures.
    pub(crate) fn keep_told(&mut self, told: [Box<str>; 3]) {
        self.rare.get_or_insert_default().told = Some(Box::new(told));
    }

    /// Source and record of the filing that counts instead of this one, a copy or a later version
    /// of it.
    pub(crate) fn copy_of(&self) -> Option<(u32, u32)> {
        self.rare.as_ref()?.copy_of
    }

    /// Says which filing counts instead of this one, if another does.
    pub(crate) fn set_copy_of(&mut self, counted: Option<(u32, u32)>) {
        if self.copy_of() != counted {
            self.rare.get_or_insert_default().copy_of = counted;
        }
    }

    /// What other filings of the set make of its case; `None` for a case of one.
    pub(crate) fn case(&self) -> Option<&Case> {
        self.rare.as_ref()?.case.as_ref()
    }

    /// Says what other filings make of its case.
    pub(crate) fn set_case(&mut self, case: Case) {
        self.rare.get_or_insert_default().case = Some(case);
    }

    /// The incident that it is part of, if the whole set shows one.
    pub(crate) fn part(&self) -> Option<&Part> {
        self.rare.as_ref()?.part.as_ref()
    }

    /// Says of which incident it is part.
    pub(crate) fn set_part(&mut self, part: Part) {
        self.rare.get_or_insert_default().part = Some(part);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The allocator has room for pieces of 320 and of 384 bytes, and none between.
    #[test]
    fn a_row_is_small() {
        assert!(size_of::<Row>() <= 320, "{}", size_of::<Row>());
        assert!(Rare::of(None, [].into(), None).is_none());
    }
}
