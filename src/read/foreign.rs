//! Files of other programs that may hold a notification and are not read: documents,
//! workbooks, mails, pages. Each is named as what it is, with what to do; whether it
//! holds a notification is told by its text, as far as that is at hand.

use std::io::Read;

use memchr::memmem;

use crate::archive::{Entry, Zip};
use crate::config::ArchiveLimits;
use crate::form::Edition;
use crate::intake::Shared;
use crate::read::document::Document;
use crate::read::{Fate, Reason, Refusal, text};

mod markup;

/// The largest document that is looked into, in bytes.
pub(crate) const MOST_BYTES: usize = 64 << 20;
/// The largest part of one, unpacked.
const MOST_PART: u64 = 32 << 20;
/// Headings of our own columns: a workbook that has one holds notifications.
const COLUMNS: [&str; 4] = [
    "controller.name",
    "controller.organisation_number",
    "incident.discovered",
    "incident.occurred",
];

/// What tables of other programs are to a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tables {
    /// Notifications, by a mapping.
    Wanted,
    /// Something else.
    Other,
}

/// What helps to tell what a file is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Hints<'a> {
    /// Its name, for what does not tell by itself.
    pub name: &'a str,
    /// The form.
    pub edition: &'static Edition,
    /// What tables are to this run.
    pub tables: Tables,
    /// What a packed document may unpack to.
    pub limits: &'a ArchiveLimits,
}

impl Document {
    /// What becomes of a file that is such a document.
    fn refused(self, fate: Fate) -> Refusal {
        match fate {
            Fate::Unreadable => Refusal::unreadable(Reason::Document(self)),
            Fate::Skipped => Refusal::skipped(Reason::Other(self)),
        }
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

/// What tells what becomes of a binary file.
type Judge = fn(&[u8], Hints) -> Refusal;

/// The kinds of binary files that are looked into, each with what judges it.
const KINDS: [(&str, Judge); 2] = [
    (OFFICE, |bytes, hints| {
        if !bytes.starts_with(b"PK") {
            return of_old(bytes, hints);
        }
        match Zip::open(Shared::bytes(bytes), hints.limits) {
            Ok(zip) => of_zip(&zip, hints),
            Err(error) => Refusal::from(&error),
        }
    }),
    ("rtf", |bytes, hints| {
        of_text(&markup::rtf(bytes), Document::Rtf, hints)
    }),
];
/// What the documents of office programs are called where the content of a file is told.
const OFFICE: &str = "office document";

/// Whether a kind of binary file is looked into.
pub(crate) fn is_document(kind: &str) -> bool {
    KINDS.iter().any(|(own, _)| *own == kind)
}

/// What becomes of a binary file of this kind.
pub(crate) fn of_bytes(bytes: &[u8], kind: &'static str, hints: Hints) -> Refusal {
    match KINDS.iter().find(|(own, _)| *own == kind) {
        Some((_, judge)) => judge(bytes, hints),
        None => Refusal::skipped(Reason::Binary(kind)),
    }
}

/// What becomes of a packed document.
pub(crate) fn of_zip(zip: &Zip, hints: Hints) -> Refusal {
    let part = |name: &str| zip.entries.iter().find(|entry| entry.name == name);
    let document = match part("mimetype").map(|entry| unpacked(zip, entry, hints.limits)) {
        Some(Ok(kind)) if kind.contains("opendocument.text") => Document::OpenText,
        Some(Ok(kind)) if kind.contains("opendocument.spreadsheet") => Document::OpenTable,
        Some(_) => Document::Slides,
        None if part("word/document.xml").is_some() => Document::Word,
        None if zip
            .entries
            .iter()
            .any(|entry| entry.name.starts_with("xl/")) =>
        {
            Document::Workbook
        }
        None if zip
            .entries
            .iter()
            .any(|entry| entry.name.starts_with("ppt/")) =>
        {
            Document::Slides
        }
        None => return Refusal::skipped(Reason::Binary(OFFICE)),
    };
    let holding: Vec<&Entry> = match document {
        Document::Word => part("word/document.xml").into_iter().collect(),
        Document::Workbook if hints.tables == Tables::Other => {
            let is_text =
                |name: &str| name == "xl/sharedStrings.xml" || name.starts_with("xl/worksheets/");
            zip.entries
                .iter()
                .filter(|entry| is_text(&entry.name))
                .take(20)
                .collect()
        }
        Document::OpenText | Document::OpenTable => part("content.xml").into_iter().collect(),
        _ => Vec::new(),
    };
    let mut fate = Fate::Skipped;
    if matches!(document, Document::Workbook | Document::OpenTable)
        && hints.tables == Tables::Wanted
    {
        return document.refused(Fate::Unreadable);
    }
    for entry in holding {
        match unpacked(zip, entry, hints.limits) {
            Err(refusal) => return refusal,
            Ok(xml) if matches!(document, Document::Workbook | Document::OpenTable) => {
                if COLUMNS.iter().any(|column| xml.contains(column)) {
                    fate = Fate::Unreadable;
                }
            }
            Ok(xml) => return of_text(&markup::xml(&xml), document, hints),
        }
    }
    document.refused(fate)
}

/// A part of a packed document, as text.
fn unpacked(zip: &Zip, entry: &Entry, limits: &ArchiveLimits) -> Result<String, Refusal> {
    if let Some(fault) = entry.fault(limits) {
        return Err(fault.into());
    }
    let (mut reader, mut bytes) = (zip.reader(), Vec::new());
    let mut limited = entry
        .open(&mut reader)
        .map_err(|error| Refusal::from(&error))?
        .take(MOST_PART);
    limited
        .read_to_end(&mut bytes)
        .map_err(|error| Refusal::from(&error))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// What becomes of a document with this text.
fn of_text(text: &str, document: Document, hints: Hints) -> Refusal {
    let is_other = matches!(
        text::read(text, hints.edition),
        Err(Refusal {
            fate: Fate::Skipped,
            ..
        })
    );
    document.refused(if is_other {
        Fate::Skipped
    } else {
        Fate::Unreadable
    })
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
        document.refused(if holds_title() {
            Fate::Unreadable
        } else {
            Fate::Skipped
        })
    };
    if has("EncryptedPackage") {
        Document::Locked.refused(Fate::Unreadable)
    } else if has("__substg1.0_") || has("__properties_version") || is_called(".msg") {
        Document::Message.refused(Fate::Unreadable)
    } else if has("WordDocument") || is_called(".doc") {
        by_title(Document::OldWord)
    } else if has("Workbook") || has("Book") || is_called(".xls") {
        let is_own = COLUMNS
            .iter()
            .any(|column| memmem::find(bytes, column.as_bytes()).is_some());
        let is_wanted = hints.tables == Tables::Wanted || is_own;
        Document::Workbook.refused(if is_wanted {
            Fate::Unreadable
        } else {
            Fate::Skipped
        })
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
        Reason::Mail if is_page_archive(text) => {
            return Document::PageArchive.refused(Fate::Unreadable);
        }
        Reason::Mail => !holds_question(text, edition),
        _ => return refusal,
    };
    if begins_page(text) {
        return if is_titled {
            Refusal::unreadable(Reason::Html)
        } else {
            Document::Page.refused(Fate::Skipped)
        };
    }
    if !begins_mail(text) {
        return refusal;
    }
    if has_attachment(text) || holds_question(text, edition) {
        Refusal::unreadable(Reason::Mail)
    } else if is_confirmation(text) {
        Refusal::skipped(Reason::Confirmation)
    } else if is_titled {
        Refusal::unreadable(Reason::Mail)
    } else {
        Document::Mail.refused(Fate::Skipped)
    }
}

/// Whether a text has the first question of the form, in its numbered writing.
fn holds_question(text: &str, edition: &Edition) -> bool {
    edition
        .questions
        .first()
        .is_some_and(|question| text.contains(&question.label.sv))
}

/// What stands at the beginning of a text, in small letters.
fn beginning(text: &str, most: usize) -> String {
    let end = (0..=most.min(text.len()))
        .rev()
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or(0);
    text[..end].to_lowercase()
}

fn begins_page(text: &str) -> bool {
    let head = beginning(text.trim_start(), 200);
    head.starts_with("<!doctype html")
        || head.starts_with("<html")
        || head.starts_with("<?xml") && head.contains("<html")
}

/// Headers with which mails begin, also as programs print them.
const HEADERS: [&str; 18] = [
    "from",
    "to",
    "cc",
    "subject",
    "date",
    "sent",
    "reply-to",
    "sender",
    "received",
    "return-path",
    "message-id",
    "mime-version",
    "content-type",
    "delivered-to",
    "från",
    "till",
    "ämne",
    "skickat",
];

/// Whether a text begins as a mail does: a line of a mailbox, or three headers.
fn begins_mail(text: &str) -> bool {
    let head = beginning(text, 4096);
    let mut lines = head.lines().skip_while(|line| line.trim().is_empty());
    let Some(first) = lines.next() else {
        return false;
    };
    if first
        .strip_prefix("from ")
        .is_some_and(|rest| rest.split(' ').next().is_some_and(|by| by.contains('@')))
    {
        return true;
    }
    let is_header = |line: &&str| {
        line.split_once(':')
            .is_some_and(|(name, _)| HEADERS.contains(&name.trim()) || name.starts_with("x-"))
    };
    is_header(&first)
        && lines
            .take_while(|line| !line.trim().is_empty())
            .filter(is_header)
            .count()
            >= 2
}

/// Whether a mail has parts that may be a copy.
fn has_attachment(text: &str) -> bool {
    let lines = || text.lines().map(|line| line.trim().to_ascii_lowercase());
    lines().any(|line| {
        let is = |header: &str, values: &[&str]| {
            line.strip_prefix(header)
                .is_some_and(|rest| values.iter().any(|value| rest.trim().starts_with(value)))
        };
        is("content-disposition:", &["attachment"])
            || is(
                "content-type:",
                &["application/", "message/rfc822", "text/csv", "image/"],
            )
            || is("content-transfer-encoding:", &["base64"])
    })
}

/// Whether a mail is rather the authority's word that a notification came in.
fn is_confirmation(text: &str) -> bool {
    const SENDERS: [&str; 3] = ["imy", "integritetsskyddsmyndigheten", "datainspektionen"];
    const WORDS: [&str; 9] = [
        "tagit emot",
        "mottagit",
        "mottagen",
        "bekräftelse",
        "bekr=c3=a4ftelse",
        "kvittens",
        "kvitto",
        "diarienummer",
        "have received",
    ];
    let head = beginning(text, 16 << 10);
    SENDERS.iter().any(|word| head.contains(word)) && WORDS.iter().any(|word| head.contains(word))
}

/// Whether the source of a mail is a page as browsers save it.
fn is_page_archive(text: &str) -> bool {
    let head = beginning(text, 4096);
    head.contains("multipart/related")
        && (head.contains("saved by") || head.contains("content-location:"))
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
    fn mails_and_pages_are_known_by_their_beginning() {
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
        assert_eq!(
            text_of("<!DOCTYPE html>\n<p>hej"),
            (Fate::Skipped, Reason::Other(Document::Page))
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
