//! What is said of the rows of a receipts file that were not used: M009, M010 and
//! F003, each at the line of the row.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::audit::receipts::{KINDS, Place, key};
use crate::check::form::UNREADABLE_VALUE;
use crate::check::{RECEIPT_CONFLICT, RECEIPT_UNMATCHED};
use crate::config::Words;
use crate::finding::{Fact, Finding};
use crate::notification::MASKED;
use crate::read::receipts::{Cell, Receipt};
use crate::value::{is_safe_reference, mask};

/// Why a row was not used.
#[derive(Debug)]
pub(super) enum Unused {
    /// It fits none of these, or several, which something may tell apart.
    Unmatched(Vec<Place>, Advice),
    /// Its time cannot be read, and another row has one for this notification.
    Taken(Place),
    /// These others have other times for the same notifications.
    Contradicted(Others, Vec<Place>),
}

/// Rows that give other times: rows of lists by their lines, and mails by their names.
#[derive(Debug)]
pub(super) struct Others {
    pub(super) lines: Vec<u32>,
    pub(super) mails: Vec<Arc<str>>,
}

/// What tells the notifications apart that a row fits.
#[derive(Debug, Clone, Copy)]
pub(super) enum Advice {
    /// The name of the file.
    Source,
    /// The case number.
    CaseNumber,
    /// The reference.
    Reference,
    /// None of the keys.
    Nothing,
}

/// How many notifications are named; the finding of a row that fits hundreds stays short.
const MOST_NAMES: usize = 5;
const NO_KEY: Words = Words::new(
    "Rad {row} har ingen nyckel (kolumnerna {keys}); den användes inte.",
    "Row {row} has no key (columns {keys}); it was not used.",
);
const NO_OWN_KEY: Words = Words::new(
    "Rad {row} har ingen nyckel (source, case_number eller reference); den användes inte.",
    "Row {row} has no key (source, case_number or reference); it was not used.",
);
const LOOSE_MAIL: Words = Words::new(
    "Kvittensen ({key}) hör inte till exakt en anmälan; den användes inte.",
    "The confirmation ({key}) belongs to no single notification; it was not used.",
);
const TAKEN: Words = Words::new(
    "Rad {row} ({key}) gäller {names}, som en annan rad redan gäller; raden användes inte.",
    "Row {row} ({key}) is about {names}, for which another row was taken; it was not used.",
);
const CONTRADICTED: Words = Words::new(
    "Rad {row} ({key}) anger en annan mottagningstid för {names} än rad {others}. Ingen av tiderna användes. Ta bort den som är fel.",
    "Row {row} ({key}) gives another receipt time for {names} than row {others}. Neither was used. Remove the wrong one.",
);
/// The same of a row and a mail, of a mail and a row, and of mails.
const AGAINST_MAIL: Words = Words::new(
    "Rad {row} ({key}) anger en annan mottagningstid för {names} än kvittensen {others}. Ingen av tiderna användes. Ta bort den som är fel.",
    "Row {row} ({key}) gives another receipt time for {names} than the confirmation {others}. Neither was used. Remove the wrong one.",
);
const MAIL_CONTRADICTED: Words = Words::new(
    "Kvittensen ({key}) anger en annan mottagningstid för {names} än rad {others} i listan. Ingen av tiderna användes. Ta bort den som är fel.",
    "The confirmation ({key}) gives another receipt time for {names} than row {others} of the list. Neither was used. Remove the wrong one.",
);
const MAIL_AGAINST_MAIL: Words = Words::new(
    "Kvittensen ({key}) anger en annan mottagningstid för {names} än kvittensen {others}. Ingen av tiderna användes. Skriv den rätta i en lista till --receipts, och lägg kvittenserna åt sidan.",
    "The confirmation ({key}) gives another receipt time for {names} than the confirmation {others}. Neither was used. Put the right one into a list for --receipts, and the confirmations aside.",
);

impl Advice {
    /// Our name of the column that tells them apart.
    const fn column(self) -> &'static str {
        match self {
            Self::Source => "source",
            Self::CaseNumber => "case_number",
            Self::Reference | Self::Nothing => "reference",
        }
    }

    const fn words(self) -> Words {
        match self {
            Self::Source => Words::new(
                "Rad {row} ({key}) passar {count} filer: {names}. Skriv filnamnet i kolumnen {column}.",
                "Row {row} ({key}) fits {count} files: {names}. Write the file name in the column {column}.",
            ),
            Self::CaseNumber => Words::new(
                "Rad {row} ({key}) passar {count} anmälningar: {names}. Skriv diarienumret i kolumnen {column}.",
                "Row {row} ({key}) fits {count} notifications: {names}. Write the case number in the column {column}.",
            ),
            Self::Reference => Words::new(
                "Rad {row} ({key}) passar {count} anmälningar: {names}. Skriv anmälans referens i kolumnen {column}.",
                "Row {row} ({key}) fits {count} notifications: {names}. Write the reference of the notification in the column {column}.",
            ),
            Self::Nothing => Words::new(
                "Rad {row} ({key}) passar {count} anmälningar: {names}. Varken diarienummer eller referens skiljer dem åt; raden användes inte.",
                "Row {row} ({key}) fits {count} notifications: {names}. Neither a case number nor a reference tells them apart; the row was not used.",
            ),
        }
    }
}

impl Unused {
    /// M009, or M010 where rows contradict each other.
    pub(super) fn finding(&self, row: &Receipt) -> Finding {
        let rule = match self {
            Self::Contradicted(..) => &RECEIPT_CONFLICT,
            _ => &RECEIPT_UNMATCHED,
        };
        let finding = rule
            .finding(0, row.line)
            .with("row", row.line)
            .with("key", Fact::Value(shown_key(row)));
        match self {
            Self::Unmatched(..) if row.mail().is_some() => finding.saying(LOOSE_MAIL),
            Self::Unmatched(..) if first_key(row).is_empty() => {
                let keys = row.headings.keys().join(", ");
                if keys.is_empty() {
                    return finding.saying(NO_OWN_KEY);
                }
                finding
                    .with("keys", Fact::Value(keys.into()))
                    .saying(NO_KEY)
            }
            Self::Unmatched(places, _) if places.is_empty() => finding,
            Self::Unmatched(places, advice) => finding
                .with("names", names(places))
                .with("count", count(places.len()))
                .with("column", heading(row, advice.column()))
                .saying(advice.words()),
            Self::Taken(place) => finding
                .with("names", names(std::slice::from_ref(place)))
                .saying(TAKEN),
            Self::Contradicted(others, places) => {
                let words = match (row.mail().is_some(), others.mails.is_empty()) {
                    (false, true) => CONTRADICTED,
                    (false, false) => AGAINST_MAIL,
                    (true, true) => MAIL_CONTRADICTED,
                    (true, false) => MAIL_AGAINST_MAIL,
                };
                let lines = others.lines.iter().map(|line| line.to_string().into());
                let named = others.mails.iter().map(|mail| Box::from(&**mail));
                let others = if others.mails.is_empty() {
                    lines.collect()
                } else {
                    named.collect()
                };
                finding
                    .with("names", names(places))
                    .with("others", Fact::Names(others))
                    .saying(words)
            }
        }
    }
}

/// The row of a time that cannot be read, where it says nothing else.
const NO_TIME: Words = Words::new(
    "Värdet i kolumnen ”{column}” är varken datum eller tidpunkt; raden användes inte.",
    "The value in the column \"{column}\" is neither a date nor a date-time; the row was not used.",
);
/// The same of a row whose channel or case number may be used.
const TIME_ALONE: Words = Words::new(
    "Värdet i kolumnen ”{column}” är varken datum eller tidpunkt; tiden användes inte.",
    "The value in the column \"{column}\" is neither a date nor a date-time; the time was not used.",
);
const NO_CHANNEL: Words = Words::new(
    "Värdet i kolumnen ”{column}” är ingen känd kanal (e-service, post, email); kanalen användes inte.",
    "The value in the column \"{column}\" is no known channel (e-service, post, email); the channel was not used.",
);

/// F003 for the cells of a row that cannot be read.
pub(super) fn unreadable(row: &Receipt) -> impl Iterator<Item = Finding> + use<> {
    let line = row.line;
    let says_more = row.channel.given().is_some() || !row.case_number.is_empty();
    let of_time = if says_more { TIME_ALONE } else { NO_TIME };
    let cells = [
        (row.received == Cell::Unreadable, of_time, "received"),
        (row.channel == Cell::Unreadable, NO_CHANNEL, "channel"),
    ];
    let cells = cells.map(|(is_unreadable, words, own)| {
        let finding = || UNREADABLE_VALUE.finding(0, line).saying(words);
        is_unreadable.then(|| finding().with("column", heading(row, own)))
    });
    cells.into_iter().flatten()
}

/// The heading of a column in the list of a row, by our name of it.
fn heading(row: &Receipt, own: &str) -> Fact {
    Fact::Value(row.headings.of(own).into())
}

/// The first of some notifications: files, or records where a file has several.
fn names(places: &[Place]) -> Fact {
    let sources: BTreeSet<&str> = places.iter().map(|(source, _)| &**source).collect();
    let are_files = sources.len() == places.len();
    let name = |(source, record): &Place| -> Box<str> {
        if are_files {
            Box::from(&**source)
        } else {
            format!("{source}#{record}").into()
        }
    };
    let more = (places.len() > MOST_NAMES).then(|| "…".into());
    Fact::Names(
        places
            .iter()
            .take(MOST_NAMES)
            .map(name)
            .chain(more)
            .collect(),
    )
}

/// A small count in words.
fn count(places: usize) -> Fact {
    match places {
        2 => Fact::Words(Words::new("två", "two")),
        3 => Fact::Words(Words::new("tre", "three")),
        4 => Fact::Words(Words::new("fyra", "four")),
        many => Fact::Number(many as i64),
    }
}

/// The first key that a row has.
fn first_key(row: &Receipt) -> &str {
    let mut keys = KINDS.into_iter().map(|kind| key(row, kind));
    keys.find(|key| !key.is_empty()).unwrap_or_default()
}

/// The key of a row as it may be shown: the first that it has.
fn shown_key(row: &Receipt) -> Box<str> {
    let key = mask(first_key(row));
    if is_safe_reference(&key) {
        key.into()
    } else {
        MASKED.into()
    }
}
