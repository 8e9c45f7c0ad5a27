//! Supplements in free form: letters and mails that begin by saying what they are. The words
//! are data, in supplement.toml. Which notification one is about is known only when all are
//! read, so a letter keeps what may name one, as hashes: its text is not kept.

use std::hash::BuildHasher as _;
use std::sync::LazyLock;

use foldhash::quality::FixedState;
use serde::{Deserialize, Serialize};

use crate::form::{Edition, Key, Keys, squash};
use crate::mail::Mail;
use crate::read::confirmation;
use crate::read::{Format, Questions, Record, Value};

/// How many lines of a letter are looked at, without blank ones.
const LINES: usize = 5;
/// How much of a letter is looked at for the notification that it is about, in characters.
const MOST: usize = 16 << 10;
/// A number or a reference is written in at most so many words.
const WORDS: usize = 3;
/// Shorter and longer ones name no notification.
const TELLING: std::ops::RangeInclusive<usize> = 5..=40;

/// By what a supplement in free form is known.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Signs {
    words: Vec<String>,
    replies: Vec<String>,
}

static SIGNS: LazyLock<Option<Signs>> =
    LazyLock::new(|| toml::from_str(include_str!("supplement.toml")).ok());

/// A letter or a mail that says that it is a supplement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Letter {
    /// The format that it is read as.
    pub format: Format,
    /// Hashes of what may name a notification, sorted.
    pub names: Vec<u64>,
    /// When it was sent, as RFC 3339 writes it; empty where it does not say.
    pub sent: String,
}

impl Letter {
    /// The letter that a text is, if one of its first lines says so.
    pub(crate) fn of_text(text: &str, format: Format) -> Option<Self> {
        let mut lines = text.lines().filter(|line| !line.trim().is_empty());
        let is_one = lines.by_ref().take(LINES).any(begins);
        is_one.then(|| Self {
            format,
            names: names(text),
            sent: String::new(),
        })
    }

    /// The same of a mail, by its subject or by what was written. What the authority sends is
    /// none.
    pub(crate) fn of_mail(mail: &Mail) -> Option<Self> {
        if confirmation::is_of_authority(mail) {
            return None;
        }
        let body = confirmation::body(mail);
        let is_one = begins(&mail.subject) || Self::of_text(&body, Format::Text).is_some();
        is_one.then(|| Self {
            format: Format::Text,
            names: names(&format!("{}\n{body}", mail.subject)),
            sent: mail.sent.clone(),
        })
    }

    /// Says that it came with this mail.
    pub(crate) fn sent_by(&mut self, mail: &Mail) {
        if self.sent.is_empty() {
            self.sent.clone_from(&mail.sent);
        }
    }

    /// The record of a supplement to the notification that `about` names. It answers no question.
    pub(crate) fn record(&self, edition: &'static Edition, about: String) -> Record<'static> {
        let mut record = Record::new(edition, 1, Keys::NONE);
        record.not_asked = Questions::ALL;
        let received = match self.sent.as_str() {
            "" => Value::Unknown,
            sent => Value::Text(sent.to_owned().into()),
        };
        record.push(Key::Kind, 0, 1, Value::Text("supplement".into()));
        record.push(Key::Supplements, 0, 1, Value::Text(about.into()));
        record.push(Key::Received, 0, 1, received);
        record
    }

    /// Whether it holds this name of a notification.
    #[cfg(test)]
    fn has(&self, name: &str) -> bool {
        hash_of(name).is_some_and(|hash| self.names.binary_search(&hash).is_ok())
    }
}

/// Whether a line begins with a word for a supplement, after what mail programs put before it.
fn begins(line: &str) -> bool {
    let Some(signs) = SIGNS.as_ref() else {
        return false;
    };
    let line = line.trim().to_lowercase();
    let mut rest = line.as_str();
    let reply = |rest: &str| {
        let mut replies = signs.replies.iter();
        replies.find_map(|own| Some(rest.strip_prefix(own.as_str())?.len()))
    };
    while let Some(left) = reply(rest) {
        rest = rest[rest.len() - left..].trim_start();
    }
    let after = |word: &String| rest.strip_prefix(word.as_str());
    let mut words = signs.words.iter().filter_map(after);
    words.any(|rest| !rest.starts_with(char::is_alphanumeric))
}

/// All that may be a case number or a reference: some words of a line that hold a digit.
fn names(text: &str) -> Vec<u64> {
    let end = text.char_indices().nth(MOST);
    let end = end.map_or(text.len(), |(at, _)| at);
    let mut names = Vec::new();
    for line in text[..end].lines() {
        let parts = |c: char| c.is_whitespace() || matches!(c, ':' | ';' | ',' | '(' | ')');
        let words: Vec<&str> = line.split(parts).filter(|word| !word.is_empty()).collect();
        for start in 0..words.len() {
            for many in 1..=WORDS.min(words.len() - start) {
                names.extend(hash_of(&words[start..start + many].concat()));
            }
        }
    }
    names.sort_unstable();
    names.dedup();
    names
}

/// The number that stands for a case number or a reference. None where it could stand in any
/// text by chance.
pub(crate) fn hash_of(name: &str) -> Option<u64> {
    let name = squash(name);
    let is_telling =
        TELLING.contains(&name.len()) && name.bytes().any(|byte| byte.is_ascii_digit());
    is_telling.then(|| FixedState::with_seed(0).hash_one(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letter(text: &str) -> Option<Letter> {
        Letter::of_text(text, Format::Text)
    }

    #[test]
    fn a_letter_begins_by_saying_what_it_is() {
        for text in [
            "Komplettering",
            "Till IMY\n\n\nKomplettering till ärende IMY-2022-3276\n",
            "SV: Re: komplettering av anmälan",
            "a\nb\nc\nd\nSUPPLEMENT to IMY-2022-3276",
        ] {
            assert!(letter(text).is_some(), "{text}");
        }
        for text in [
            "",
            "De vill ha komplettering senast 2023-06-16.",
            "Begäran om komplettering",
            "Kompletteringsbegäran IMY-2022-3276",
            "a\nb\nc\nd\ne\nKomplettering IMY-2022-3276",
        ] {
            assert!(letter(text).is_none(), "{text}");
        }
    }

    #[test]
    fn what_may_name_a_notification_is_kept_folded() {
        let text = "Komplettering\nÄrende:IMY-2024-5179. (KS 2024/21, vårt)";
        let letter = letter(text).unwrap();
        for name in ["IMY–2024–5179", "ks 2024/21", "KS 2024/21"] {
            assert!(letter.has(name), "{name}");
        }
        for other in ["IMY-2024-5178", "2024/2", "vårt", ""] {
            assert!(!letter.has(other), "{other}");
        }
    }
}
