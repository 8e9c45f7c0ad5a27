//! Mails in which the authority says that a notification came in. What such a mail looks like
//! is data, in confirmation.toml: the real wording is not known.
//!
//! Three things are asked. Does it say, in a sentence of its own, that *the notification* came
//! in: not a message or a supplement, not that it did not, not what happens when it does? Then
//! which moment does it give: only one that a word of receipt governs, a day as a day, and none
//! where several do not agree. Else, was it sent when the notification came in: only then is
//! the moment when it was sent that of receipt, and a later mail (a question, a decision) shows
//! nothing. What is in doubt is told, and not used.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::config::ArchiveLimits;
use crate::form::squash;
use crate::mail::{Mail, Part};
use crate::moment::{Moment, parse_stamp};
use crate::shown::{Clock, lists, page};
use crate::value::one_line;
use phrases::Phrases;
use said::Heard;

mod moments;
mod phrases;
mod said;
mod sentences;

/// What a confirmation says.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub(crate) struct Confirmation {
    /// When the notification came in.
    pub received: Moment,
    /// Whether that is only when the mail was sent: the notification came in by then.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_sent: bool,
    /// Its case number; empty if it names none.
    pub case_number: String,
    /// The reference of whoever notified; empty if it names none.
    pub reference: String,
}

/// What a mail of the authority says of the receipt of a notification.
#[derive(Debug, PartialEq)]
pub(crate) enum Said {
    /// Nothing, or another sent it.
    Nothing,
    /// That it came in, and when.
    Came(Box<Confirmation>),
    /// That it came in, but not when, or not which.
    Unsure,
    /// That it did not come in.
    Denied,
}

/// By what a confirmation is known.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Signs {
    domains: Vec<String>,
    came: Phrases,
    comes: Phrases,
    split: Phrases,
    split_end: Phrases,
    other_events: Phrases,
    breaks: Phrases,
    about: Phrases,
    ours: Phrases,
    others: Phrases,
    by: Phrases,
    names: Phrases,
    not: Phrases,
    #[serde(rename = "if")]
    may: Phrases,
    #[serde(rename = "if_first")]
    may_first: Phrases,
    earlier: Phrases,
    not_in_subject: Phrases,
    not_in_text: Phrases,
    doubt_in_subject: Phrases,
    doubt_in_text: Phrases,
    questions: Phrases,
    asking: Phrases,
    harmless: Phrases,
    cases: Vec<String>,
    references: Vec<String>,
    clock: Phrases,
    copies: Vec<String>,
}

static SIGNS: LazyLock<Option<Signs>> =
    LazyLock::new(|| toml::from_str(include_str!("confirmation.toml")).ok());

/// What a mail says of the receipt of a notification.
pub(crate) fn of(mail: &Mail) -> Said {
    let Some(signs) = SIGNS.as_ref() else {
        return Said::Nothing;
    };
    if !is_of_authority(mail) {
        return Said::Nothing;
    }
    let said = by_text(mail, mail.body.as_ref(), signs);
    match (&said, &mail.beside) {
        // The plain text may only say that there is a page.
        (Said::Nothing, Some(page)) => by_text(mail, Some(page), signs),
        _ => said,
    }
}

/// What a mail says by one of the texts that it holds.
fn by_text(mail: &Mail, part: Option<&Part>, signs: &Signs) -> Said {
    let text = part.map(text).unwrap_or_default();
    let text = above_copy(&text, signs);
    let heard = Heard::of(&mail.subject, text, signs);
    if heard.denies() {
        return Said::Denied;
    }
    if !heard.confirms() {
        return Said::Nothing;
    }
    let case_number = case_number(&mail.subject, &signs.cases)
        .or_else(|| case_number(text, &signs.cases))
        .unwrap_or_default();
    let reference = reference(text, &signs.references).unwrap_or_default();
    let sent = parse_stamp(&mail.sent).map(|read| read.value);
    let received = heard.received(sent.as_ref());
    let is_sent = received.is_none();
    let received = received.or(sent.filter(|sent| heard.was_sent_at_once(sent)));
    match received {
        Some(received) if !(case_number.is_empty() && reference.is_empty()) => {
            Said::Came(Box::new(Confirmation {
                received,
                is_sent,
                case_number,
                reference,
            }))
        }
        _ => Said::Unsure,
    }
}

/// Whether the authority sent a mail.
pub(crate) fn is_of_authority(mail: &Mail) -> bool {
    is_address_of_authority(&mail.sender)
}

/// Whether an address, in small letters, is one of the authority.
fn is_address_of_authority(address: &str) -> bool {
    let domain = address.rsplit_once('@').map(|(_, domain)| domain);
    let Some((signs, domain)) = SIGNS.as_ref().zip(domain) else {
        return false;
    };
    signs.domains.iter().any(|own| {
        let above = domain.strip_suffix(own.as_str());
        above.is_some_and(|above| above.is_empty() || above.ends_with('.'))
    })
}

/// Whether a printed sender, in small letters, is the authority: by its address or its name.
pub(crate) fn names_the_authority(sender: &str) -> bool {
    let name = sender.trim().trim_start_matches(['"', '\'']);
    name.starts_with("integritetsskyddsmyndigheten")
        || sender
            .split(|c: char| c.is_whitespace() || "<>()[]\"',;:".contains(c))
            .any(is_address_of_authority)
}

/// What was written, without what is quoted from an earlier mail.
pub(crate) fn body(mail: &Mail) -> String {
    mail.body.as_ref().map(text).unwrap_or_default()
}

/// The text of a part without the lines that it quotes.
fn text(part: &Part) -> String {
    let text = String::from_utf8_lossy(&part.bytes);
    let text = if page::begins(text.as_bytes()) {
        let clock = Clock::start(ArchiveLimits::default().time());
        let shown = page::shown(&text, clock).unwrap_or_default();
        lists::with_numbers(shown, |_, _| false)
    } else {
        text.into_owned()
    };
    let lines = text
        .lines()
        .filter(|line| !line.trim_start().starts_with('>'));
    lines.collect::<Vec<_>>().join("\n")
}

/// Lines with which mail programs begin an earlier mail.
const EARLIER: [&str; 8] = [
    "-----ursprungligt meddelande",
    "-----original message",
    "----- ursprungligt meddelande",
    "________________________________",
    "från:",
    "from:",
    "________________",
    "-----vidarebefordrat",
];

/// Where in a text an earlier mail begins that stands below what was written; its end where
/// there is none.
pub(crate) fn own_end(text: &str) -> usize {
    let mut at = 0;
    let mut is_first = true;
    for line in text.split_inclusive('\n') {
        let small = line.trim().to_lowercase();
        // A forwarded mail may begin with its head.
        if !is_first && EARLIER.iter().any(|own| small.starts_with(own)) {
            return at;
        }
        is_first = is_first && small.is_empty();
        at += line.len();
    }
    text.len()
}

/// What the authority wrote itself: what stands above an earlier mail, and above a copy of the
/// notification.
fn above_copy<'t>(text: &'t str, signs: &Signs) -> &'t str {
    let own = &text[..own_end(text)];
    let mut at = 0;
    for line in own.split_inclusive('\n') {
        let bare = squash(line.trim_start_matches(|c: char| !c.is_alphabetic()));
        if signs.copies.contains(&bare) {
            return &own[..at];
        }
        at += line.len();
    }
    own
}

/// The first case number in a text.
fn case_number(text: &str, starts: &[String]) -> Option<String> {
    let number = |at: usize, start: &str| {
        let rest = text[at..].strip_prefix(start)?.strip_prefix('-')?;
        let (year, number) = rest.split_once('-')?;
        let digits = number.bytes().take_while(u8::is_ascii_digit).count();
        let is_year = year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit());
        let end = at + start.len() + 1 + 5 + digits;
        (is_year && digits > 0).then(|| text[at..end].to_owned())
    };
    let begins_word = |at: usize| !text[..at].ends_with(|c: char| c.is_alphanumeric() || c == '-');
    let places = starts.iter().flat_map(|start| {
        let found = text.match_indices(start.as_str()).map(|(at, _)| at);
        found
            .filter(|at| begins_word(*at))
            .filter_map(|at| Some((at, number(at, start)?)))
    });
    places.min_by_key(|(at, _)| *at).map(|(_, number)| number)
}

/// What stands behind one of the labels of a reference.
fn reference(text: &str, labels: &[String]) -> Option<String> {
    let of_line = |line: &str| {
        let small = line.trim().to_lowercase();
        let label = labels
            .iter()
            .find(|label| small.starts_with(label.as_str()))?;
        let value = line.trim().get(label.len()..)?.trim();
        (!value.is_empty()).then(|| one_line(value).into_owned())
    };
    text.lines().find_map(of_line)
}

#[cfg(test)]
mod tests;
