//! The readers of single formats by name, for tests that give them any bytes: `tests/corpus.rs`
//! and the targets of `tests/fuzz`. What they give is not looked at; they must come to an end.

use std::time::Duration;

use crate::form::{Candidates, Edition};
use crate::read::{json, text};
use crate::shown::{Clock, opentext, page, rich, word};
use crate::{mail, pdf};

/// Reads bytes to the end.
type Reader = fn(&[u8]);

/// The readers by the name of their target and the folder of their corpus.
pub const READERS: [(&str, Reader); 9] = [
    ("json", |bytes| {
        let _ = json::read(&as_text(bytes), Edition::default_edition(), 1);
    }),
    ("mail", |bytes| {
        for one in mail::mailbox(bytes) {
            let _ = mail::read(one);
        }
        let _ = mail::read(bytes);
        let _ = mail::page(bytes);
    }),
    ("opentext", |bytes| {
        let _ = opentext::shown(&as_text(bytes), clock());
    }),
    ("outlook", |bytes| {
        let _ = mail::read_outlook(bytes);
    }),
    ("page", |bytes| {
        let _ = page::shown(&as_text(bytes), clock());
    }),
    ("pdf", |bytes| {
        let _ = pdf::extract_any(bytes, Candidates::in_use(), MOST_TIME);
    }),
    ("rich", |bytes| {
        let _ = rich::shown(bytes, clock());
    }),
    ("text", |bytes| {
        let _ = text::read_any(&as_text(bytes), Candidates::in_use());
    }),
    ("word", |bytes| {
        let _ = word::shown(&as_text(bytes), clock());
    }),
];

/// How long a reader may take over some kilobytes.
const MOST_TIME: Duration = Duration::from_secs(20);

/// Gives bytes to the reader of this name.
pub fn read(name: &str, bytes: &[u8]) {
    if let Some((_, read)) = READERS.iter().find(|(own, _)| *own == name) {
        read(bytes);
    }
}

fn clock() -> Clock {
    Clock::start(MOST_TIME)
}

fn as_text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
