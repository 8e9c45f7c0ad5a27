//! JSON that is none of ours, read by the mapping of the run.

use rayon::prelude::*;

use crate::audit::source::{Entry, Means, Taken, outcome};
use crate::read::mapping::Mapping;
use crate::read::{Format, Reason, Refusal};

impl Means<'_> {
    /// A JSON document that is none of ours, by the mapping if there is one.
    pub(super) fn mapped_document(self, text: &str, refusal: Refusal) -> Taken {
        let mapping = self.settings.mapping.as_ref().filter(|mapping| mapping.takes_json());
        let Some(objects) = mapping.and_then(|mapping| mapping.notifications(text)) else {
            return self.one(Format::Json, Err(refusal));
        };
        let outcomes = objects.par_iter().enumerate().map(|(index, (object, line))| {
            let number = index as u32 + 1;
            let refusal = Refusal::skipped(Reason::OtherSchema);
            outcome(object, number, || self.mapped_object(object, Format::Json, *line, number, refusal))
        });
        let outcomes = outcomes.collect();
        self.entries(Format::Json, outcomes)
    }

    /// One JSON object that is none of ours, by the mapping if there is one,
    /// and which of its paths it has.
    pub(super) fn mapped_object(
        self,
        text: &str,
        format: Format,
        line: u32,
        number: u32,
        refusal: Refusal,
    ) -> Result<Entry, Refusal> {
        let Some(mapping) = self.settings.mapping.as_ref().filter(|mapping| mapping.takes_json()) else {
            return Err(refusal);
        };
        let object: serde_json::Value = serde_json::from_str(text).map_err(|_| refusal.clone())?;
        let record = mapping.object(&object, line).ok_or(refusal)?;
        let mut row = self.row(record, format, number);
        mapping.place(&mut row.0.findings, &object);
        Ok((row, Some(mapping.found(&object))))
    }
}

/// Refuses sources that lack a path of the mapping, which then has a mistake or is
/// not theirs: one of many objects if none of them has it, and those of a single
/// object if none of all these has it. What one object lacks is blank.
pub(super) fn refuse_lacking(taken: &mut [Vec<Taken>], mapping: &Mapping) {
    let is_single = |taken: &Taken| taken.rows.len() == 1;
    let singles = taken.iter().flatten().filter(|taken| is_single(taken)).filter_map(|taken| taken.found);
    let of_singles = singles.fold(0, |all, one| all | one);
    for taken in taken.iter_mut().flatten() {
        let Some(own) = taken.found else { continue };
        let found = if is_single(taken) { of_singles } else { own };
        if let Some((path, line)) = mapping.lacking(found) {
            taken.refuse(Refusal::unreadable(Reason::LacksPath(path, line)));
        }
    }
}
