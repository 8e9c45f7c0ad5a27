//! Files of other programs that may hold a notification. Of documents and pages the text is
//! read that they show. What is not read is named as what it is, with what to do.

use std::io::Read;
use std::path::Path;

use memchr::memmem;

use crate::archive::{self, Entry, Zip};
use crate::config::ArchiveLimits;
use crate::decode::normalised;
use crate::form::{Edition, Follow, Question, follow, squash};
use crate::intake::Shared;
use crate::mail;
use crate::pdf::Unreadable;
use crate::read::document::Document;
use crate::read::{FORMATS, Fate, Format, Reason, Refusal, letters};
use crate::shown::{Clock, Fault, lists, opentext, page, rich, word};

mod heads;

/// The largest document that is looked into, in bytes.
pub(crate) const MOST_BYTES: usize = 64 << 20;
/// The largest part of one, unpacked.
const MOST_PART: u64 = 32 << 20;
/// What helps to tell what a file is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Hints<'a> {
    /// Its name, for what does not tell by itself.
    pub name: &'a str,
    /// The form.
    pub edition: &'static Edition,
    /// What a packed document may unpack to.
    pub limits: &'a ArchiveLimits,
}

impl Hints<'_> {
    /// A clock that starts now.
    fn clock(self) -> Clock {
        Clock::start(self.limits.time())
    }
}

/// Whether a file of this name is what systems and office programs leave behind.
pub(crate) fn is_litter(name: &str) -> bool {
    let name = name.rsplit(['/', '\\']).next().unwrap_or(name);
    name.starts_with("~$")
        || name.starts_with(".~lock.")
        || ["thumbs.db", "desktop.ini", "ehthumbs.db", ".ds_store"]
            .iter()
            .any(|litter| name.eq_ignore_ascii_case(litter))
}

/// Reads a binary file, or tells what becomes of it.
type Reader = fn(&[u8], Hints) -> Result<Paper, Refusal>;

/// The kinds of binary files that are looked into, each with what reads it.
const KINDS: [(&str, Reader); 2] = [
    (OFFICE, |bytes, hints| {
        if !bytes.starts_with(b"PK") {
            return Err(of_old(bytes, hints));
        }
        let zip = Zip::open(Shared::bytes(bytes), hints.limits);
        of_zip(&zip.map_err(|error| damaged(&error, hints.name))?, hints)
    }),
    ("rtf", |bytes, hints| {
        let text = rich::with_heads(bytes, hints.clock());
        let text = text.map(|(text, heads)| heads::below(text, &heads, &hints.edition.titles));
        paper(Document::Rtf, text, hints)
    }),
];
/// What the documents of office programs are called where the content of a file is told.
const OFFICE: &str = "office document";

/// How the names of documents end, for what the formats do not tell.
const ENDINGS: [(&[&str], Document); 3] = [
    (&["doc", "dot"], Document::OldWord),
    (&["msg"], Document::Message),
    (&["eml", "mbox"], Document::Mail),
];

/// What becomes of a file that is called as a document and is none: who wrote it meant it to
/// be one. `None` where its name says nothing.
fn called(name: &str) -> Option<Refusal> {
    let path = Path::new(name);
    let document = match FORMATS
        .iter()
        .find(|about| about.format.is_called(path))?
        .format
    {
        Format::Docx => Document::Word,
        Format::Odt => Document::OpenText,
        Format::Rtf => Document::Rtf,
        Format::Workbook => Document::Workbook,
        Format::Html => Document::Page,
        Format::Mhtml => Document::PageArchive,
        Format::Pdf => return Some(Refusal::unreadable(Reason::Pdf(Unreadable::Damaged))),
        Format::Text | Format::Json | Format::Ndjson | Format::Csv => return None,
    };
    Some(Refusal::document(document, Fate::Unreadable))
}

/// What becomes of a text or a page that has the columns of a mapping, and is called as a workbook:
/// programs that write tables as pages or as XML name them so, and Excel opens them.
pub(crate) fn of_table(name: &str) -> Option<Refusal> {
    let path = Path::new(name);
    let ending = path.extension().unwrap_or_default();
    let workbook = FORMATS
        .iter()
        .find(|about| about.format == Format::Workbook)?;
    let is_called = workbook.format.is_called(path)
        || ["xls", "xml"]
            .iter()
            .any(|own| ending.eq_ignore_ascii_case(own));
    is_called.then(|| Refusal::document(Document::Workbook, Fate::Unreadable))
}

/// What becomes of bytes that are nothing that is read.
pub(crate) fn of_noise(name: &str, kind: &'static str) -> Refusal {
    let extension = Path::new(name).extension().unwrap_or_default();
    let is_own = |own: &&str| extension.eq_ignore_ascii_case(own);
    let mut older = ENDINGS.iter();
    let older = older.find(|(endings, _)| endings.iter().any(is_own));
    older
        .map(|(_, document)| Refusal::document(*document, Fate::Unreadable))
        .or_else(|| called(name))
        .unwrap_or_else(|| Refusal::skipped(Reason::Binary(kind)))
}

/// What becomes of a packed document that cannot be opened. One that is called as a document
/// is named as that: who wrote it knows of no archive.
pub(crate) fn damaged(error: &std::io::Error, name: &str) -> Refusal {
    let is_damaged = matches!(
        archive::Fault::of(error),
        Some(archive::Fault::Damaged | archive::Fault::Truncated)
    );
    let called = called(name).filter(|_| is_damaged);
    called.unwrap_or_else(|| Refusal::from(error))
}

/// Whether a kind of binary file is looked into.
pub(crate) fn is_document(kind: &str) -> bool {
    KINDS.iter().any(|(own, _)| *own == kind)
}

/// The text that a document shows.
#[derive(Debug)]
pub(crate) struct Paper {
    /// The format that it is read as.
    pub format: Format,
    /// Its text, in normal form NFC.
    pub text: String,
    /// What it is called where it holds no notification.
    pub document: Document,
}

impl Paper {
    fn new(document: Document, text: String) -> Self {
        let format = match document {
            Document::Page => Format::Html,
            Document::PageArchive => Format::Mhtml,
            Document::OpenText => Format::Odt,
            Document::Rtf => Format::Rtf,
            _ => Format::Docx,
        };
        let text = normalised(text.into()).into_owned();
        Self {
            format,
            text,
            document,
        }
    }

    /// What becomes of it where it is no notification.
    pub(crate) fn other(&self) -> Refusal {
        Refusal::document(self.document, Fate::Skipped)
    }
}

/// Reads a binary file of this kind.
///
/// # Errors
/// What becomes of one that gives no text.
pub(crate) fn of_bytes(bytes: &[u8], kind: &'static str, hints: Hints) -> Result<Paper, Refusal> {
    match KINDS.iter().find(|(own, _)| *own == kind) {
        Some((_, read)) => read(bytes, hints),
        None => Err(of_noise(hints.name, kind)),
    }
}

/// The text of a page of the web; `None` where a text begins as none.
///
/// # Errors
/// What becomes of a page that is larger than any copy.
pub(crate) fn of_page(text: &str, hints: Hints) -> Option<Result<Paper, Refusal>> {
    let read = || paper(Document::Page, page::shown(text, hints.clock()), hints);
    page::begins(text.as_bytes()).then(read)
}

/// The text of a page with what belongs to it.
///
/// # Errors
/// What becomes of one without a page, or larger than any copy.
pub(crate) fn of_page_archive(bytes: &[u8], hints: Hints) -> Result<Paper, Refusal> {
    let document = Document::PageArchive;
    match mail::page(bytes) {
        Ok(Some(page)) => paper(document, page::shown(&page, hints.clock()), hints),
        Ok(None) => Err(Refusal::document(document, Fate::Skipped)),
        Err(mail::TooMany) => Err(Refusal::oversized(document)),
    }
}

/// A document with its text, or what becomes of it.
fn paper(document: Document, text: Result<String, Fault>, hints: Hints) -> Result<Paper, Refusal> {
    match text {
        Ok(text) => {
            let text =
                lists::with_numbers(text, |number, words| heads(number, words, hints.edition));
            Ok(Paper::new(document, text))
        }
        Err(Fault::Broken) => Err(Refusal::document(document, Fate::Unreadable)),
        Err(Fault::Limits) => Err(Refusal::oversized(document)),
        Err(Fault::Slow) => Err(Refusal::slow(hints.limits)),
    }
}

/// Whether words that an office program numbers are a heading of the form with that number, or
/// begin one, or are an option that has the number in its words.
fn heads(number: u32, words: &str, edition: &Edition) -> bool {
    const LEAST: usize = 8;
    let begins = |label: &str| match follow(words, label) {
        Follow::Rest(rest) => rest.is_empty() || label.len() - rest.len() >= LEAST,
        Follow::Beyond(_) => true,
        Follow::Mismatch => false,
    };
    let is_heading = |question: &Question| {
        u32::from(question.number) == number
            && (begins(&question.squashed)
                || question.also.iter().any(|also| begins(&squash(also))))
    };
    let is_option = |question: &Question| {
        let numbered = squash(&format!("{number}. {words}"));
        let mut options = question.options.iter();
        options.any(|option| {
            option.sv.starts_with(|c: char| c.is_ascii_digit()) && squash(&option.sv) == numbered
        })
    };
    std::iter::once(edition)
        .chain(Edition::all())
        .any(|edition| {
            let mut questions = edition.questions.iter();
            questions.any(|question| is_heading(question) || is_option(question))
        })
}

/// Reads a packed document.
///
/// # Errors
/// What becomes of one that gives no text.
pub(crate) fn of_zip(zip: &Zip, hints: Hints) -> Result<Paper, Refusal> {
    let part = |name: &str| zip.entries.iter().find(|entry| entry.name == name);
    let document =
        match part("mimetype").map(|entry| unpacked(zip, entry, Document::Office, hints.limits)) {
            Some(Ok(kind)) if kind.contains("opendocument.text") => Document::OpenText,
            Some(_) => Document::Slides,
            None if part("word/document.xml").is_some() => Document::Word,
            None if zip
                .entries
                .iter()
                .any(|entry| entry.name.starts_with("ppt/")) =>
            {
                Document::Slides
            }
            None => return Err(of_noise(hints.name, OFFICE)),
        };
    let (holding, styles) = match document {
        Document::Word => (part("word/document.xml"), part("word/styles.xml")),
        Document::OpenText => (part("content.xml"), part("styles.xml")),
        _ => (None, None),
    };
    let Some(entry) = holding else {
        return Err(Refusal::document(document, Fate::Skipped));
    };
    let xml = unpacked(zip, entry, document, hints.limits)?;
    let styles = styles.map(|entry| unpacked(zip, entry, document, hints.limits));
    let styles = styles.transpose()?;
    let numbers = part("word/numbering.xml").filter(|_| document == Document::Word);
    let numbers = numbers.map(|entry| unpacked(zip, entry, document, hints.limits));
    let numbers = numbers.transpose()?;
    let parts = (styles.as_deref(), numbers.as_deref());
    let text = match document {
        Document::Word => word::shown(&xml, parts, hints.clock()),
        _ => opentext::shown(&xml, parts.0, hints.clock()),
    };
    let heads = match document {
        Document::Word => {
            let heads = zip.entries.iter();
            let heads = heads.filter(|entry| heads::is_of_word(&entry.name));
            let heads = heads.map(|entry| {
                let head = unpacked(zip, entry, document, hints.limits)?;
                // What is wrong with a head leaves the body as it is.
                Ok(word::shown(&head, parts, hints.clock()).unwrap_or_default())
            });
            heads.collect::<Result<String, Refusal>>()?
        }
        _ => parts.0.map_or_else(String::new, |styles| {
            opentext::heads(styles, hints.clock()).unwrap_or_default()
        }),
    };
    let text = text.map(|text| heads::below(text, &heads, &hints.edition.titles));
    paper(document, text, hints)
}

/// A part of a packed document, as text.
fn unpacked(
    zip: &Zip,
    entry: &Entry,
    document: Document,
    limits: &ArchiveLimits,
) -> Result<String, Refusal> {
    if let Some(fault) = entry.fault(limits) {
        return Err(fault.into());
    }
    if entry.size() > MOST_PART {
        return Err(Refusal::oversized(document));
    }
    let (mut reader, mut bytes) = (zip.reader(), Vec::new());
    let mut unpacked = entry
        .open(&mut reader)
        .map_err(|error| Refusal::from(&error))?;
    unpacked
        .read_to_end(&mut bytes)
        .map_err(|error| Refusal::from(&error))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// What becomes of a document of an office program before 2007, by the names within it.
fn of_old(bytes: &[u8], hints: Hints) -> Refusal {
    let wide = |text: &str| {
        text.encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect::<Vec<u8>>()
    };
    let has = |text: &str| memmem::find(bytes, &wide(text)).is_some();
    let is_called = |ending: &str| {
        let name = hints.name.as_bytes();
        name.len() > ending.len()
            && name[name.len() - ending.len()..].eq_ignore_ascii_case(ending.as_bytes())
    };
    let holds_title = || {
        let title = &hints.edition.title.sv;
        let narrow = encoding_rs::WINDOWS_1252.encode(title).0;
        has(title) || memmem::find(bytes, &narrow).is_some()
    };
    let by_title = |document: Document| {
        Refusal::document(
            document,
            if holds_title() {
                Fate::Unreadable
            } else {
                Fate::Skipped
            },
        )
    };
    if has("EncryptedPackage") {
        Refusal::document(Document::Locked, Fate::Unreadable)
    } else if has("__substg1.0_") || has("__properties_version") || is_called(".msg") {
        Refusal::document(Document::Message, Fate::Unreadable)
    } else if has("WordDocument") || is_called(".doc") {
        by_title(Document::OldWord)
    } else if has("Workbook") || has("Book") || is_called(".xls") {
        Refusal::document(Document::Workbook, Fate::Unreadable)
    } else if has("PowerPoint Document") {
        by_title(Document::Slides)
    } else {
        by_title(Document::Office)
    }
}

/// What a text without the form's headings is, or one that is refused as a mail.
pub(crate) fn of_other_text(text: &str, edition: &Edition, refusal: Refusal) -> Refusal {
    let is_titled = match refusal.reason {
        Reason::NoNotification => false,
        Reason::TitleOnly => true,
        Reason::Mail => !holds_question(text, edition),
        _ => return refusal,
    };
    if !letters::begins_mail(text) {
        return refusal;
    }
    if letters::has_attachment(text) || holds_question(text, edition) {
        Refusal::unreadable(Reason::Mail)
    } else if letters::is_confirmation(text) {
        Refusal::skipped(Reason::Confirmation)
    } else if is_titled {
        Refusal::unreadable(Reason::Mail)
    } else {
        Refusal::document(Document::Mail, Fate::Skipped)
    }
}

/// Whether a text has the first question of the form, in its numbered writing.
fn holds_question(text: &str, edition: &Edition) -> bool {
    edition
        .questions
        .first()
        .is_some_and(|question| text.contains(&question.label.sv))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text_of(text: &str) -> (Fate, Reason) {
        let edition = Edition::default_edition();
        let refusal = of_other_text(text, edition, Refusal::skipped(Reason::NoNotification));
        (refusal.fate, refusal.reason)
    }

    #[test]
    fn mails_are_known_by_their_beginning() {
        let head = "From: noreply@imy.example.se\nTo: dso@a.example.se\nSubject: x\nDate: Thu, 19 Jan 2023 09:00:00 +0100\n";
        assert_eq!(
            text_of(&format!("{head}\nVi har tagit emot er anmälan.\n")),
            (Fate::Skipped, Reason::Confirmation)
        );
        assert_eq!(
            text_of(&format!("{}\nHej, lunch?\n", head.replace("imy", "abc"))),
            (Fate::Skipped, Reason::Other(Document::Mail))
        );
        let attached = format!(
            "{head}\n--x\nContent-Type: application/pdf\nContent-Disposition: attachment\n\n"
        );
        assert_eq!(text_of(&attached), (Fate::Unreadable, Reason::Mail));
        assert_eq!(
            text_of("From a@b.se Tue Mar  5 2024\nhej"),
            (Fate::Skipped, Reason::Other(Document::Mail))
        );
        for text in [
            "Till: alla\n\nHej",
            "Från början var det",
            "a: b\nc: d\ne: f\n",
        ] {
            assert_eq!(
                text_of(text),
                (Fate::Skipped, Reason::NoNotification),
                "{text}"
            );
        }
    }
}
