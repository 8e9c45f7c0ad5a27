//! Mails in which the authority says that a notification came in. What such a mail looks like
//! is data, in confirmation.toml: the real wording is not known.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::config::ArchiveLimits;
use crate::mail::Mail;
use crate::moment::{Moment, parse_date, parse_stamp};
use crate::shown::{Clock, page};
use crate::value::one_line;

/// What a confirmation says.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub(crate) struct Confirmation {
    /// When the notification came in.
    pub received: Moment,
    /// Its case number; empty if it names none.
    pub case_number: String,
    /// The reference of whoever notified; empty if it names none.
    pub reference: String,
}

/// By what a confirmation is known.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Signs {
    domains: Vec<String>,
    receipt: Vec<String>,
    not_in_subject: Vec<String>,
    not_in_text: Vec<String>,
    cases: Vec<String>,
    references: Vec<String>,
    came: Vec<String>,
    between: Vec<String>,
}

static SIGNS: LazyLock<Option<Signs>> =
    LazyLock::new(|| toml::from_str(include_str!("confirmation.toml")).ok());

/// What a mail confirms; `None` for any other mail.
pub(crate) fn of(mail: &Mail) -> Option<Confirmation> {
    let signs = SIGNS.as_ref()?;
    if !is_of_authority(mail) {
        return None;
    }
    let body = body(mail);
    let (subject, text) = (mail.subject.to_lowercase(), body.to_lowercase());
    let has = |text: &str, words: &[String]| words.iter().any(|word| text.contains(word.as_str()));
    let is_receipt = has(&subject, &signs.receipt) || has(&text, &signs.receipt);
    let is_other = has(&subject, &signs.not_in_subject) || has(&text, &signs.not_in_text);
    if !is_receipt || is_other {
        return None;
    }
    let case_number = case_number(&mail.subject, &signs.cases)
        .or_else(|| case_number(&body, &signs.cases))
        .unwrap_or_default();
    let reference = reference(&body, &signs.references).unwrap_or_default();
    if case_number.is_empty() && reference.is_empty() {
        return None;
    }
    let sent = || parse_stamp(&mail.sent).map(|read| read.value);
    let received = time_of_receipt(&text, signs).or_else(sent)?;
    Some(Confirmation {
        received,
        case_number,
        reference,
    })
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
    let Some(part) = &mail.body else {
        return String::new();
    };
    let text = String::from_utf8_lossy(&part.bytes);
    let text = if page::begins(text.as_bytes()) {
        page::shown(&text, Clock::start(ArchiveLimits::default().time())).unwrap_or_default()
    } else {
        text.into_owned()
    };
    let lines = text
        .lines()
        .filter(|line| !line.trim_start().starts_with('>'));
    lines.collect::<Vec<_>>().join("\n")
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

/// The time that a text gives for the receipt: the first behind a word of receipt in its line,
/// else the first in such a line, else the first of all. Other times may stand before it, as
/// that of the discovery.
fn time_of_receipt(text: &str, signs: &Signs) -> Option<Moment> {
    let after = |line: &str| {
        let ends = signs
            .came
            .iter()
            .filter_map(|word| Some(line.find(word.as_str())? + word.len()));
        ends.min()
    };
    let lines = || text.lines().filter_map(|line| Some((line, after(line)?)));
    let behind = lines().find_map(|(line, end)| time(&line[end..], &signs.between));
    let within = || lines().find_map(|(line, _)| time(line, &signs.between));
    behind
        .or_else(within)
        .or_else(|| time(text, &signs.between))
}

/// The first date with a time of day in a text, as `2024-03-05 10:15` or `5 mars 2024 kl. 10:15`.
fn time(text: &str, between: &[String]) -> Option<Moment> {
    let is_digit = |at: usize| text.as_bytes().get(at).is_some_and(u8::is_ascii_digit);
    let of_place = |at: usize| {
        let (date, rest) = date_at(&text[at..])?;
        let clock = between.iter().find_map(|word| {
            let clock = rest.strip_prefix(word.as_str())?.get(..5)?;
            clock.as_bytes()[0]
                .is_ascii_digit()
                .then(|| clock.replace('.', ":"))
        })?;
        parse_stamp(&format!("{date} {clock}")).map(|read| read.value)
    };
    let starts = (0..text.len()).filter(|at| is_digit(*at) && (*at == 0 || !is_digit(*at - 1)));
    starts.into_iter().find_map(of_place)
}

/// The date with which a text begins, ten digits and dashes or with the name of a month, and what
/// follows it.
fn date_at(text: &str) -> Option<(&str, &str)> {
    if let Some(date) = text.get(..10)
        && date
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'-')
    {
        return Some((date, &text[10..]));
    }
    let mut blanks = text.match_indices(' ').map(|(at, _)| at);
    let (_, second) = (blanks.next()?, blanks.next()?);
    let end = second + 1 + 4;
    let is_year = text
        .get(second + 1..end)?
        .bytes()
        .all(|byte| byte.is_ascii_digit());
    let date = text.get(..end).filter(|_| is_year)?;
    parse_date(date).map(|_| (date, &text[end..]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mail::Part;

    fn mail(sender: &str, subject: &str, body: &str) -> Mail {
        Mail {
            subject: subject.into(),
            sender: sender.into(),
            sent: "2024-03-05T09:15:00+01:00".into(),
            body: Some(Part {
                name: "body.txt".into(),
                bytes: body.into(),
            }),
            ..Mail::default()
        }
    }

    #[test]
    fn the_signs_are_read() {
        assert!(SIGNS.is_some());
    }

    #[test]
    fn a_confirmation_needs_sender_word_and_number() {
        let body = "Vi har tagit emot er anmälan 2024-03-05 kl. 10.15.\nEr referens: KS 2024/1\n";
        let found = of(&mail("noreply@imy.se", "IMY-2024-17", body)).unwrap();
        assert_eq!(
            (found.case_number.as_str(), found.reference.as_str()),
            ("IMY-2024-17", "KS 2024/1")
        );
        let at = |text: &str| parse_stamp(text).unwrap().value;
        assert_eq!(found.received, at("2024-03-05 10:15"));
        for (sender, text) in [
            (
                "ingen-svar@e.imy.se",
                "Er anmälan om incidenten den 2024-03-04 09:30 mottogs 2024-03-05 10:15.",
            ),
            (
                "noreply@imy.se",
                "Incidenten: 2024-03-04 09:30\nAnmälan inkom: 2024-03-05 kl 10.15",
            ),
            (
                "noreply@imy.se",
                "Vi bekräftar att er anmälan togs emot den 5 mars 2024 kl. 10.15.",
            ),
            ("noreply@imy.se", "2024-03-05 10:15 har anmälan mottagits."),
        ] {
            let told = of(&mail(sender, "Bekräftelse IMY-2024-17", text)).unwrap();
            assert_eq!(told.received, at("2024-03-05 10:15"), "{text}");
        }
        let untimed = of(&mail("noreply@imy.se", "Kvittens IMY-2024-17", "Hej!")).unwrap();
        assert_eq!(untimed.received, at("2024-03-05T09:15+01:00"));
        for other in [
            mail("dso@imy.se.example.com", "Kvittens IMY-2024-17", body),
            mail("dso@ejimy.se", "Kvittens IMY-2024-17", body),
            mail("noreply@imy.se", "IMY-2024-17", "Hej!"),
            mail("noreply@imy.se", "Kvittens", "Hej!"),
            mail(
                "noreply@imy.se",
                "Kvittens, komplettering IMY-2024-17",
                body,
            ),
            mail(
                "noreply@imy.se",
                "IMY-2024-17",
                "Vi har mottagit er komplettering.",
            ),
        ] {
            assert_eq!(of(&other), None, "{other:?}");
        }
    }
}
