//! PDFs taken in: the copy on their pages, and what is attached to them, each part as if it
//! were a file. A cover without a copy is no input where one of the parts is.

use crate::archive::Namer;
use crate::audit::mails::{DEEPEST, holds, is_title_only, path_of};
use crate::audit::taken::{Around, Means, Taken, refused};
use crate::check::{Stage, timed};
use crate::mail::Part;
use crate::pdf::{self, Attached, Copy, Extracted, Unreadable};
use crate::read::{Fate, Format, Reason, Refusal, text};

impl Means<'_> {
    /// A PDF with all that it carries.
    pub(super) fn pdf(self, bytes: &[u8], around: Around) -> Vec<Taken> {
        let Extracted { copy, attached } = self.extracted(bytes);
        let own = self.pages(copy).accounted(bytes);
        let mut namer = Namer::default();
        let mut taken: Vec<Taken> = (1_usize..)
            .zip(attached)
            .flat_map(|(number, file)| self.carried(number, file, &mut namer, around))
            .collect();
        if !(is_cover(&own) && taken.iter().any(holds)) {
            taken.insert(0, own);
        }
        taken
    }

    /// The text of a PDF and the files that it carries.
    pub(super) fn extracted(&self, bytes: &[u8]) -> Extracted {
        let most = self.settings.archives.time();
        let extract = || pdf::extract_any(bytes, &self.settings.candidates, most);
        timed(self.settings.timings.as_ref(), Stage::Decode, extract)
    }

    /// An attached file.
    fn carried(
        self,
        number: usize,
        file: Attached,
        namer: &mut Namer,
        around: Around,
    ) -> Vec<Taken> {
        let name = Some(file.name).filter(|name| !name.trim().is_empty());
        let name = name.unwrap_or_else(|| format!("attachment-{number}"));
        let reason = match file.bytes {
            Some(bytes) if around.carriers < DEEPEST => {
                return self.part(&Part { name, bytes }, namer, around.carried());
            }
            Some(_) => Reason::DeepParts(DEEPEST),
            None => Reason::Packed,
        };
        let path = namer.unique(path_of(&name));
        self.member(&path, |means| {
            vec![refused(means.source, Refusal::unreadable(reason))]
        })
    }

    /// The copy on the pages, read as the text that they show. The place of a finding, and of
    /// what a proof rests on, is its page.
    pub(super) fn pages(self, copy: Result<Copy, Unreadable>) -> Taken {
        let copy = match copy {
            Ok(copy) => copy,
            Err(reason) => {
                let refusal = match reason {
                    Unreadable::Slow => Refusal::slow(&self.settings.archives),
                    reason => Refusal::unreadable(Reason::Pdf(reason)),
                };
                return self.one(Format::Pdf, Err(refusal));
            }
        };
        let read = || text::read_any(&copy.text, &self.settings.candidates);
        let outcome = timed(self.settings.timings.as_ref(), Stage::Read, read);
        let mut outcome = outcome.map_err(|refusal| match copy.shell {
            Some(shell) => Refusal::unreadable(Reason::Pdf(shell)),
            None => refusal,
        });
        for record in outcome.iter_mut().flatten() {
            copy.masked
                .iter()
                .for_each(|number| record.masked.insert(*number));
        }
        let mut taken = self.copied(Format::Pdf, &copy.text, outcome);
        for (row, _) in &mut taken.rows {
            row.findings.edit(|findings| {
                for finding in findings {
                    let (unit, page) = (Format::Pdf.about().unit.en, copy.page(finding.line));
                    finding.place = Some(format!("{unit} {page}").into());
                }
            });
            row.evidence_lines()
                .for_each(|line| *line = copy.page(*line));
        }
        taken
    }
}

/// Whether the pages of a PDF hold no copy and were not meant to.
fn is_cover(own: &Taken) -> bool {
    is_title_only(own)
        || own.input.refusal.as_deref().is_some_and(|refusal| {
            refusal.fate == Fate::Skipped || refusal.reason == Reason::Pdf(Unreadable::Portfolio)
        })
}
