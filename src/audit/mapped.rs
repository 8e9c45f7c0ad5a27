//! JSON that is none of ours, read by the mapping of the run.

use rayon::prelude::*;

use crate::audit::taken::{Entry, Means, Miss, Taken, outcome};
use crate::decode::{Decoded, decode_as};
use crate::read::mapping::{Listed, Mapping};
use crate::read::sieve::Left;
use crate::read::{Fate, Format, Reason, Refusal, json};

impl<'m> Means<'m> {
    /// The mapping of the run, if it is one for JSON.
    pub(super) fn json_mapping(self) -> Option<&'m Mapping> {
        self.settings
            .mapping
            .as_ref()
            .filter(|mapping| mapping.takes_json())
    }

    /// The text of a source: JSON in the encoding that its mapping tells, if it does.
    pub(super) fn decoded(self, bytes: &[u8]) -> Decoded<'_> {
        let mapping = self.json_mapping().filter(|_| json::begins(bytes));
        decode_as(bytes, mapping.and_then(|mapping| mapping.charset))
    }

    /// A JSON document that is none of ours, by the mapping if there is one.
    pub(super) fn mapped_document(self, text: &str, refusal: Refusal) -> Taken {
        let Some(mapping) = self.json_mapping() else {
            return self.one(Format::Json, Err(refusal));
        };
        match mapping.notifications(text) {
            Ok(objects) => self.mapped_list(&objects),
            Err(refusal) => self.one(Format::Json, Err(refusal)),
        }
    }

    /// A document that is a list, where the mapping leads to another list within it.
    pub(super) fn mapped_within(self, text: &str) -> Option<Taken> {
        let mapping = self
            .json_mapping()
            .filter(|mapping| mapping.leads_within())?;
        match mapping.notifications(text) {
            Ok(objects) => Some(self.mapped_list(&objects)),
            Err(refusal) if refusal.fate == Fate::Skipped => None,
            Err(refusal) => Some(self.one(Format::Json, Err(refusal))),
        }
    }

    /// The objects of a list, with the line of each.
    fn mapped_list(self, objects: &[Listed]) -> Taken {
        let outcomes = objects
            .par_iter()
            .enumerate()
            .filter_map(|(index, object)| {
                let number = index as u32 + 1;
                let refusal = Refusal::skipped(Reason::OtherSchema);
                let read = || self.mapped_object(object, Format::Json, number, refusal);
                self.wants(number)
                    .then(|| outcome(object.text, number, read))
            });
        self.entries(Format::Json, outcomes.collect())
    }

    /// One JSON object that is none of ours, by the mapping if there is one,
    /// and which of its paths it has.
    pub(super) fn mapped_object(
        self,
        listed: &Listed,
        format: Format,
        number: u32,
        refusal: Refusal,
    ) -> Result<Entry, Miss> {
        let Some(mapping) = self.json_mapping() else {
            return Err(refusal.into());
        };
        let line = listed.line;
        let object = listed.read().ok_or(refusal)?;
        if let Some(left) = mapping.unmet(&object, number).map(Left::from) {
            return Err(Miss::Left(left, line, mapping.found(&object)));
        }
        let record = mapping.object(&object, line, self.dates())?;
        let clues = record.clues;
        let mut row = self.row(record, format, number);
        if !row.0.findings.is_empty() {
            row.0
                .findings
                .edit(|findings| mapping.place(findings, &object));
        }
        Ok(Entry {
            row,
            found: Some(mapping.found(&object)),
            clues,
        })
    }
}

impl Taken {
    /// Makes it a source of which nothing is read after all.
    fn refuse(&mut self, refusal: Refusal) {
        self.rows.clear();
        self.broken.clear();
        self.input.notifications = 0;
        self.input.refusal = Some(Box::new(refusal));
    }
}

/// Refuses sources of many objects none of which has a path of the mapping, which
/// then has a mistake or is not theirs. What one object lacks is blank, also where
/// it is a source by itself: its fate must not hang on others. Of paths that no
/// object of the run has the user is told, if such sources were read.
pub(super) fn refuse_lacking(taken: &mut [Vec<Taken>], mapping: &Mapping) -> Vec<Reason> {
    let (mut all, mut any_single) = (0, false);
    for taken in taken.iter_mut().flatten() {
        let Some(found) = taken.found else { continue };
        all |= found;
        if taken.rows.len() == 1 {
            any_single = true;
        } else if let Some(reason) = mapping.lacking(found).next() {
            taken.refuse(Refusal::unreadable(reason));
        }
    }
    mapping.lacking(all).filter(|_| any_single).collect()
}
