//! Documents of other programs taken in: pages, Word, OpenDocument, rich text. Each is read as
//! the text that it shows.

use crate::audit::taken::{Means, Taken, refused};
use crate::check::{Stage, timed};
use crate::decode::{Content, sniff};
use crate::read::foreign::{self, Hints, Paper};
use crate::read::{Reason, Refusal, text};

impl Means<'_> {
    /// A binary source, whose bytes are all there.
    pub(super) fn document(self, bytes: &[u8]) -> Taken {
        let kind = match sniff(bytes) {
            Content::Binary(kind) => kind,
            Content::Text | Content::Empty => "binary",
        };
        let read = || foreign::of_bytes(bytes, kind, self.hints());
        self.paper(timed(self.settings.timings.as_ref(), Stage::Decode, read))
    }

    /// A saved page with what belongs to it.
    pub(super) fn page_archive(self, bytes: &[u8]) -> Taken {
        let read = || foreign::of_page_archive(bytes, self.hints());
        self.paper(timed(self.settings.timings.as_ref(), Stage::Decode, read))
    }

    /// A document with its text, or what becomes of it.
    pub(super) fn paper(self, paper: Result<Paper, Refusal>) -> Taken {
        let paper = match paper {
            Ok(paper) => paper,
            Err(refusal) => return refused(self.source, refusal),
        };
        let read = || text::read_any(&paper.text, &self.settings.candidates);
        let outcome = timed(self.settings.timings.as_ref(), Stage::Read, read);
        let outcome = outcome.map_err(|refusal| match refusal.reason {
            Reason::NoNotification => self.exported(&paper.text).unwrap_or_else(|| paper.other()),
            _ => refusal,
        });
        self.copied(paper.format, &paper.text, outcome)
    }

    /// What becomes of a text that is no copy, if it is a table that the mapping would read.
    pub(super) fn exported(&self, text: &str) -> Option<Refusal> {
        let refusal = foreign::of_table(&self.source.name)?;
        let mapping = self.settings.mapping.as_ref()?;
        mapping.is_named_in(text).then_some(refusal)
    }

    /// What helps to tell what the source is.
    pub(super) fn hints(&self) -> Hints<'_> {
        Hints {
            name: &self.source.name,
            edition: self.settings.edition,
            limits: &self.settings.archives,
        }
    }
}
