//! Mails and saved pages among the inputs, by how they begin: which ones are taken apart, and
//! what becomes of those without a copy of a notification.

use std::borrow::Cow;
use std::path::Path;

use crate::mail::{self, Mail};
use crate::read::confirmation::{self, Said};
use crate::read::document::Document;
use crate::read::receipts::Receipt;
use crate::read::{Fate, Reason, Refusal};

/// How much of a text is looked at to see what it is, in bytes.
const HEAD: usize = 4096;

/// The beginning of what may be text.
fn head_of(bytes: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(&bytes[..bytes.len().min(HEAD)])
}

/// Whether bytes begin as a page with what belongs to it, as browsers save it.
pub(super) fn begins_page_archive(head: &[u8]) -> bool {
    may_be_mail(head) && is_page_archive(&head_of(head))
}

/// What bytes are that only a mail program opens: a message that is encrypted or sealed, or what
/// Outlook packs for itself.
pub(crate) fn sealed(bytes: &[u8], name: &str) -> Option<Document> {
    let ending = Path::new(name).extension().unwrap_or_default();
    let is_called = |own: &[&str]| own.iter().any(|own| ending.eq_ignore_ascii_case(own));
    let is_text_of_pgp = bytes
        .trim_ascii_start()
        .starts_with(b"-----BEGIN PGP MESSAGE");
    let is_sealed = is_text_of_pgp
        || is_called(&["p7m"])
        || is_called(&["pgp", "gpg"]) && !bytes.trim_ascii_start().starts_with(b"-----BEGIN PGP");
    if bytes.starts_with(b"\x78\x9F\x3E\x22") {
        Some(Document::OutlookPacked)
    } else {
        is_sealed.then_some(Document::Sealed)
    }
}

/// Whether a mail speaks of a notification.
pub(crate) fn speaks_of_one(mail: &Mail) -> bool {
    let body = mail.body.as_ref().map_or(&[][..], |body| &body.bytes);
    let body = String::from_utf8_lossy(body);
    let speaks = |text: &str| {
        let text = text.to_lowercase();
        ["personuppgiftsincident", "personal data breach"]
            .iter()
            .any(|words| text.contains(words))
    };
    speaks(&mail.subject) || speaks(&body)
}

/// Mails, as a source holds them.
#[derive(Debug)]
pub(crate) enum Letter<'a> {
    /// One.
    Mail(Mail),
    /// Several in one file, each in its source form.
    Box(Vec<&'a [u8]>),
}

/// Whether bytes may begin a mail: a header, the first line of a mailbox, or a message of
/// Outlook.
pub(crate) fn may_be_mail(head: &[u8]) -> bool {
    let name = head
        .iter()
        .take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'-')
        .count();
    name > 0 && head.get(name) == Some(&b':')
        || head.starts_with(b"From ")
        || head.starts_with(b"\xD0\xCF\x11\xE0")
}

/// The mail, or the mails, that bytes are; `None` where they are none.
///
/// # Errors
/// What becomes of one that has more parts than mails have.
pub(crate) fn letter<'a>(bytes: &'a [u8], name: &str) -> Option<Result<Letter<'a>, Refusal>> {
    if !may_be_mail(bytes) {
        return None;
    }
    if bytes.starts_with(b"\xD0\xCF") {
        let mail = mail::read_outlook(bytes).map_err(|_| Refusal::oversized(Document::Message));
        return mail.transpose().map(|mail| mail.map(Letter::Mail));
    }
    let mails = mail::mailbox(bytes);
    if mails.len() > 1 {
        return Some(Ok(Letter::Box(mails)));
    }
    let head = head_of(bytes);
    let is_called = name.to_ascii_lowercase().ends_with(".eml");
    if is_page_archive(&head) || !(is_called || mails.len() == 1 || is_source_of_mail(&head)) {
        return None;
    }
    let mail = mail::read(bytes).map_err(|_| Refusal::oversized(Document::Mail));
    mail.transpose().map(|mail| mail.map(Letter::Mail))
}

/// Whether a text begins with headers that only the source form of mails has.
fn is_source_of_mail(head: &str) -> bool {
    const SIGNS: [&str; 6] = [
        "content-type",
        "dkim-signature",
        "message-id",
        "mime-version",
        "received",
        "return-path",
    ];
    let headers = head.lines().take_while(|line| !line.trim().is_empty());
    let names = headers.filter_map(|line| line.split_once(':'));
    begins_mail(head)
        && names
            .map(|(name, _)| name.to_ascii_lowercase())
            .any(|name| SIGNS.contains(&name.as_str()))
}

/// What some mails confirm.
#[derive(Debug, Default)]
pub(crate) struct Confirmed {
    /// The receipts.
    pub(crate) receipts: Vec<Receipt>,
    /// The names of those of the authority that give none for certain.
    pub(crate) unsure: Vec<String>,
}

impl Confirmed {
    fn add(&mut self, mail: &Mail, name: &str) {
        match confirmation::of(mail) {
            Said::Nothing => {}
            Said::Came(confirmation) => {
                let receipt = Receipt::confirmed(name.into(), *confirmation);
                self.receipts.push(receipt);
            }
            Said::Unsure | Said::Denied => self.unsure.push(name.to_owned()),
        }
    }
}

/// What a mail, or each of a mailbox, confirms; `None` where bytes are neither.
pub(crate) fn confirmations(bytes: &[u8], name: &str) -> Option<Confirmed> {
    let mut confirmed = Confirmed::default();
    match letter(bytes, name)? {
        Ok(Letter::Mail(mail)) => confirmed.add(&mail, name),
        Ok(Letter::Box(mails)) => {
            for (number, mail) in (1_u32..).zip(mails) {
                if let Ok(Some(mail)) = mail::read(mail) {
                    confirmed.add(&mail, &format!("{name}!{number}.eml"));
                }
            }
        }
        Err(_) => {}
    }
    Some(confirmed)
}

/// What becomes of a mail without a copy.
pub(crate) fn without_copy(mail: &Mail) -> Refusal {
    let body = mail.body.as_ref().map_or(&[][..], |body| &body.bytes);
    let body = String::from_utf8_lossy(body);
    let is_of_supplement = mail.subject.to_lowercase().contains("komplettering");
    if !is_of_supplement && is_confirmation(&format!("{}\n{}\n{body}", mail.sender, mail.subject)) {
        Refusal::skipped(Reason::Confirmation)
    } else {
        Refusal::document(Document::Mail, Fate::Skipped)
    }
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
pub(super) fn begins_mail(text: &str) -> bool {
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
pub(super) fn has_attachment(text: &str) -> bool {
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
pub(super) fn is_confirmation(text: &str) -> bool {
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

/// What stands at the beginning of a text, in small letters.
fn beginning(text: &str, most: usize) -> String {
    let end = (0..=most.min(text.len()))
        .rev()
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or(0);
    text[..end].to_lowercase()
}
