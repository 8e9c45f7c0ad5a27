//! JSON that is none of ours, read by the mapping of the run.

use rayon::prelude::*;

use crate::audit::source::{Entry, Means, Outcome, Taken, outcome};
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
        mapping.place(&mut row.0.findings);
        Ok((row, Some(mapping.found(&object))))
    }

    /// A path of the mapping that none of the objects read by it has.
    pub(super) fn lacking(self, outcomes: &[Outcome]) -> Option<(String, usize)> {
        let found = outcomes.iter().filter_map(|outcome| outcome.found).reduce(|all, one| all | one)?;
        self.settings.mapping.as_ref()?.lacking(found)
    }
}
