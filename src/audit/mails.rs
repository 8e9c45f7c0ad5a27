//! Mails taken in: what was written and what is attached, each as if it were a file. A mail
//! is no input where one of its parts is; one without a copy of a notification is skipped.

use std::path::Path;

use crate::archive::{Namer, kind};
use crate::audit::archive;
use crate::audit::taken::{Around, Means, Taken, kept_apart, refused};
use crate::decode::is_pdf;
use crate::discover::{Source, SourceKind, member_name};
use crate::intake::Shared;
use crate::mail::{Mail, Part};
use crate::read::confirmation::{self, Said};
use crate::read::letters::{self, Letter};
use crate::read::{Fate, Reason, Refusal, supplement, workbook};

/// How deep mails and PDFs may lie in one another.
pub(super) const DEEPEST: u8 = 4;

impl Means<'_> {
    /// A source whose bytes are all there: of a mail or a PDF, its parts.
    pub(super) fn parts(self, bytes: &[u8], around: Around) -> Vec<Taken> {
        // A mail may carry a PDF near enough to its beginning to be taken for one.
        match letters::letter(bytes, &self.source.name) {
            None if is_pdf(bytes) => self.pdf(bytes, around),
            None if workbook::is_one(bytes, &self.settings.archives) => {
                self.workbook(Shared::bytes(bytes))
            }
            None => match letters::sealed(bytes, &self.source.name) {
                Some(document) => {
                    vec![self.told(Refusal::document(document, Fate::Unreadable), bytes)]
                }
                None => vec![self.whole(bytes)],
            },
            Some(Err(refusal)) => vec![self.told(refusal, bytes)],
            Some(Ok(_)) if around.carriers >= DEEPEST => {
                vec![self.told(Refusal::unreadable(Reason::DeepParts(DEEPEST)), bytes)]
            }
            Some(Ok(Letter::Mail(mail))) => self.mail(&mail, bytes, around),
            Some(Ok(Letter::Box(mails))) => {
                let one = |(number, mail): (u32, &&[u8])| {
                    let path = format!("{number}.eml");
                    self.member(&path, |means| means.parts(mail, around))
                };
                (1..).zip(&mails).flat_map(one).collect()
            }
        }
    }

    /// A mail: what holds a notification, or may, and all that is attached. It is told itself
    /// where there is nothing of the kind, or where it says something of its own.
    fn mail(self, mail: &Mail, bytes: &[u8], around: Around) -> Vec<Taken> {
        let within = around.carried();
        let mut namer = Namer::default();
        let mut part = |part: &Part| self.part(part, &mut namer, within);
        let mut taken: Vec<Taken> = mail.body.iter().flat_map(&mut part).collect();
        // What is written about notifications is none.
        taken.retain(|taken| holds(taken) && !is_title_only(taken));
        if taken.is_empty() {
            // The plain text may only say that there is a page.
            taken.extend(mail.beside.iter().flat_map(&mut part));
            taken.retain(|taken| holds(taken) && !is_title_only(taken));
        }
        taken.extend(mail.attached.iter().flat_map(part));
        if letters::speaks_of_one(mail) {
            taken.iter_mut().for_each(miss_packed);
        }
        if supplement::sends_none(mail) {
            // What the authority attaches is no supplement, nor is a mail that came back.
            for taken in &mut taken {
                taken.letter = None;
            }
        }
        let mut letters = taken.iter_mut().filter_map(|taken| taken.letter.as_mut());
        let carried = letters.by_ref().map(|letter| letter.sent_by(mail)).count();
        // A mail that says that it is a supplement is one, unless the supplement is attached.
        let is_carrier = carried > 0 || taken.iter().any(|taken| !taken.rows.is_empty());
        let letter = (!is_carrier)
            .then(|| supplement::Letter::of_mail(mail))
            .flatten();
        // So is one of the authority that says whether the notification came in, be it with a
        // copy of it.
        let said = confirmation::of(mail);
        if letter.is_some() || said != Said::Nothing || !taken.iter().any(holds) {
            let refusal = match &said {
                Said::Nothing => letters::without_copy(mail),
                Said::Came(_) => Refusal::skipped(Reason::Unused),
                Said::Unsure => Refusal::skipped(Reason::Confirmation),
                Said::Denied => Refusal::skipped(Reason::Denied),
            };
            let mut told = self.told(refusal, bytes);
            if let Said::Came(confirmation) = said {
                told.confirms = Some(confirmation);
            }
            told.letter = letter.map(Box::new);
            taken.push(told);
        }
        taken
    }

    /// A part as if it were a file.
    pub(super) fn part(self, part: &Part, namer: &mut Namer, around: Around) -> Vec<Taken> {
        let path = namer.unique(path_of(&part.name));
        self.member(&path, |means| match kind(&part.bytes) {
            None => means.parts(&part.bytes, around),
            Some(kind) => archive::attached(means, kind, &part.bytes, around),
        })
    }

    /// What is taken in of a part at this path; its failure is its own.
    pub(super) fn member(
        self,
        path: &str,
        attempt: impl FnOnce(Means) -> Vec<Taken>,
    ) -> Vec<Taken> {
        let source = Source {
            path: Path::new(path).into(),
            archive: Some(self.source.file()),
            name: member_name(&self.source.name, path).into(),
            kind: SourceKind::File,
            trouble: None,
        };
        kept_apart(|| Ok(attempt(self.of(&source))))
            .unwrap_or_else(|refusal| vec![refused(&source, refusal)])
    }

    /// The source itself, which gave nothing.
    fn told(self, refusal: Refusal, bytes: &[u8]) -> Taken {
        refused(self.source, refusal).accounted(bytes)
    }
}

/// The path of a part by its name. The name is the sender's choice, and leads nowhere.
pub(super) fn path_of(name: &str) -> String {
    let name = name.replace(['\\', '!'], "_");
    let pieces: Vec<&str> = name
        .split('/')
        .map(str::trim)
        .filter(|piece| !matches!(*piece, "" | "." | ".."))
        .collect();
    if pieces.is_empty() {
        "attachment".to_owned()
    } else {
        pieces.join("/")
    }
}

/// An archive of a kind that is not read is what a mail that speaks of a notification sends.
fn miss_packed(taken: &mut Taken) {
    let refusal = taken.input.refusal.as_deref_mut();
    if let Some(refusal) = refusal.filter(|refusal| refusal.reason == Reason::Binary("archive")) {
        refusal.fate = Fate::Unreadable;
    }
}

/// Whether something was read, or was meant to be.
pub(super) fn holds(taken: &Taken) -> bool {
    let is_unread = |refusal: &Refusal| refusal.fate == Fate::Unreadable;
    !taken.rows.is_empty()
        || !taken.broken.is_empty()
        || taken.input.refusal.as_deref().is_some_and(is_unread)
}

/// Whether the title of the form stands there without its questions.
pub(super) fn is_title_only(taken: &Taken) -> bool {
    let refusal = taken.input.refusal.as_deref();
    refusal.is_some_and(|refusal| refusal.reason == Reason::TitleOnly)
}
