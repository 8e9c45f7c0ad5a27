//! Workbooks taken in: each sheet as if it were a table of its own. A workbook is no input
//! where its sheets are; one that cannot be read is.

use crate::audit::taken::{Means, Taken, refused};
use crate::check::form::HIDDEN_ROWS;
use crate::check::{Stage, timed};
use crate::intake::Shared;
use crate::read::csv::{Found, detect_sheet};
use crate::read::document::Document;
use crate::read::workbook::{self, Cells, Content, Sheet};
use crate::read::{Fate, Format, Reason, Refusal};

/// How many rows of a sheet are looked at to see what it holds.
const HEAD: u32 = 200;

impl Means<'_> {
    /// The sheets of a workbook.
    pub(super) fn workbook(self, bytes: Shared) -> Vec<Taken> {
        let clock = self.settings.timings.as_ref();
        let read = || workbook::sheets(bytes, &self.settings.archives);
        let sheets = match timed(clock, Stage::Decode, read) {
            Ok(sheets) => sheets,
            Err(refusal) => return vec![refused(self.source, refusal)],
        };
        if sheets.is_empty() {
            return vec![refused(self.source, no_table())];
        }
        let taken = sheets.into_iter().flat_map(|sheet| {
            let Sheet { name, content } = sheet;
            let path = name.replace(['/', '\\', '!'], "_");
            self.member(&path, |means| vec![means.sheet(content)])
        });
        taken.collect()
    }

    fn sheet(self, content: Content) -> Taken {
        match content {
            Content::Hidden => refused(self.source, Refusal::skipped(Reason::HiddenSheet)),
            Content::Cells(cells) if cells.is_empty() => {
                refused(self.source, Refusal::skipped(Reason::NoEntries))
            }
            Content::Cells(cells) => {
                let hidden = cells.hidden_rows;
                let mut taken = self.cells(cells);
                if hidden > 0 && !taken.rows.is_empty() {
                    taken
                        .findings
                        .push(HIDDEN_ROWS.finding(0, 1).with("rows", hidden));
                }
                taken
            }
        }
    }

    /// The rows of a sheet that is a table of notifications.
    fn cells(self, cells: Cells) -> Taken {
        let refused = |refusal| self.one(Format::Workbook, Err(refusal));
        let head = match cells.plain(HEAD) {
            Ok(head) => head,
            Err(refusal) => return refused(refusal),
        };
        let (edition, mapping) = (self.settings.edition, self.settings.mapping.as_ref());
        let layout = match detect_sheet(&head, edition, mapping) {
            Found::Rows(mut layout) => {
                layout.hold(self.dates());
                Ok(layout)
            }
            Found::Refused(refusal) => Err(refusal),
            Found::NotCsv => Err(no_table()),
        };
        let is_moment = |column| layout.as_ref().is_ok_and(|layout| layout.is_moment(column));
        let text = match cells.marked(HEAD, is_moment) {
            Ok(text) => text,
            Err(refusal) => return refused(refusal),
        };
        drop(cells);
        let mut taken = match &layout {
            Ok(layout) => self.table(&text, layout),
            Err(refusal) => refused(refusal.clone()),
        };
        taken.input.bytes = text.len() as u64;
        taken.input.digest = Some(blake3::hash(&text));
        taken.input.notifications = taken.rows.len() as u32;
        taken
    }
}

/// What becomes of a sheet that is no table.
fn no_table() -> Refusal {
    Refusal::document(Document::Workbook, Fate::Skipped)
}
