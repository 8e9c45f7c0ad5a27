//! Sources that other programs wrote and this one does not read.

use crate::audit::taken::Means;
use crate::read::Refusal;
use crate::read::foreign::{self, Hints, Tables};

impl Means<'_> {
    /// What becomes of a binary source of this kind, whose bytes are all there.
    pub(super) fn foreign(self, bytes: &[u8], kind: &'static str) -> Refusal {
        foreign::of_bytes(bytes, kind, self.hints())
    }

    /// What helps to tell what the source is.
    pub(super) fn hints(&self) -> Hints<'_> {
        let is_for_tables = self.settings.mapping.is_some() && self.json_mapping().is_none();
        Hints {
            name: &self.source.name,
            edition: self.settings.edition,
            tables: if is_for_tables {
                Tables::Wanted
            } else {
                Tables::Other
            },
            limits: &self.settings.archives,
        }
    }
}
