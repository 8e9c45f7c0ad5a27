//! Supplements in free form: letters and mails that begin by saying what they are. The words
//! are data, in supplement.toml. Which notification one is about is known only when all are
//! read, so a letter keeps what may name one, as hashes: its text is not kept.

use std::hash::BuildHasher as _;

use foldhash::quality::FixedState;
use serde::{Deserialize, Serialize};

use crate::form::{Edition, Key, Keys, squash};
use crate::mail::Mail;
use crate::read::confirmation;
use crate::read::{Format, Questions, Record, Value};
pub(crate) use names::{Names, keys};
use signs::signs;

mod names;
mod signs;

/// How many lines of a letter are looked at, without blank ones.
const LINES: usize = 5;
/// What a printed mail has before who sent it.
const SENDERS: [&str; 3] = ["från:", "from:", "avsändare:"];

/// A letter or a mail that says that it is a supplement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Letter {
    /// The format that it is read as.
    pub format: Format,
    /// What may name a notification.
    pub names: Names,
    /// A number that stands for what it says: the same letter in another file has the same.
    pub says: u64,
    /// When it was sent, as RFC 3339 writes it; empty where it does not say.
    pub sent: String,
}

impl Letter {
    /// The letter that a text is, if one of its first lines says so. A printed mail of the
    /// authority is none.
    pub(crate) fn of_text(text: &str, format: Format) -> Option<Self> {
        let is_one = signs().is_some_and(|signs| signs.head(text, LINES));
        (is_one && !is_printed_by_authority(text)).then(|| Self {
            format,
            names: Names::of(text),
            says: says(text),
            sent: String::new(),
        })
    }

    /// The same of a mail, by its subject or by what was written. What the authority sends is
    /// none, nor is what a program sends about a mail.
    pub(crate) fn of_mail(mail: &Mail) -> Option<Self> {
        let signs = signs()?;
        if sends_none(mail) {
            return None;
        }
        let written = Written::of(mail);
        let is_one = signs.subject(&mail.subject) || signs.head(&written.own, LINES);
        is_one.then(|| Self {
            format: Format::Text,
            names: written.names(mail),
            says: says(&format!("{}\n{}", mail.subject, written.own)),
            sent: mail.sent.clone(),
        })
    }

    /// Says that it came with this mail, which may name what it is about.
    pub(crate) fn sent_by(&mut self, mail: &Mail) {
        if self.sent.is_empty() {
            self.sent.clone_from(&mail.sent);
        }
        self.names.and(&Written::of(mail).names(mail));
    }

    /// The record of a supplement to the notification with the case number `about`, which is
    /// not always known. It answers no question.
    pub(crate) fn record(
        &self,
        edition: &'static Edition,
        about: Option<String>,
    ) -> Record<'static> {
        let mut record = Record::new(edition, 1, Keys::NONE);
        record.not_asked = Questions::ALL;
        let given =
            |text: Option<String>| text.map_or(Value::Unknown, |text| Value::Text(text.into()));
        let sent = Some(self.sent.clone()).filter(|sent| !sent.is_empty());
        record.push(Key::Kind, 0, 1, Value::Text("supplement".into()));
        record.push(Key::Supplements, 0, 1, given(about));
        record.push(Key::Received, 0, 1, given(sent));
        record
    }
}

/// Whether a mail brings no supplement, whatever is written in it or attached to it: the
/// authority sent it, or a program sent it about another mail.
pub(crate) fn sends_none(mail: &Mail) -> bool {
    let is_machine = signs().is_some_and(|signs| signs.is_machine(&mail.subject));
    is_machine || confirmation::is_of_authority(mail)
}

/// What stands in a mail: what was written, and the earlier mails below it.
struct Written {
    own: String,
    earlier: String,
}

impl Written {
    fn of(mail: &Mail) -> Self {
        let body = confirmation::body(mail);
        let (own, earlier) = body.split_at(confirmation::own_end(&body));
        Self {
            own: own.to_owned(),
            earlier: earlier.to_owned(),
        }
    }

    /// What the mail names; an earlier one only where it names no case itself.
    fn names(&self, mail: &Mail) -> Names {
        let mut names = Names::of(&format!("{}\n{}", mail.subject, self.own));
        if names.cases.is_empty() {
            names.and(&Names::of(&self.earlier));
        }
        names
    }
}

/// Whether the head of a text names the authority as the sender of a mail.
fn is_printed_by_authority(text: &str) -> bool {
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    let mut heads = lines.take(LINES).map(|line| line.trim().to_lowercase());
    heads.any(|line| {
        let sender = SENDERS.iter().find_map(|own| line.strip_prefix(own));
        sender.is_some_and(confirmation::names_the_authority)
    })
}

/// The number that stands for a text, whatever its blanks and marks.
fn says(text: &str) -> u64 {
    FixedState::with_seed(1).hash_one(squash(text))
}

#[cfg(test)]
mod tests;
