//! What a value that is refused may mean: those that are like it, or all that there are.

use crate::config::suggestion::{LIKE, MEANT, likeness};
use crate::config::{Language, Message, Words};
use crate::form::squash;
use crate::statistics::dimension::{Dimension, Tells};
use crate::statistics::names;
use crate::table::Key;

/// How many values are listed at most.
const MOST_LISTED: usize = 12;

/// What the row over all stands for.
pub(super) const ALL_ROWS: Words = Words::new(
    "det är raden över alla; utan villkoret är alla med",
    "that is the row over all; without the condition all are in",
);

/// Whether a text is the value of the row over all values, or a label of it.
pub(super) fn is_total(text: &str) -> bool {
    let labels = ["total", "totalt"];
    text == Key::Total.id() || labels.iter().any(|own| text.eq_ignore_ascii_case(own))
}

/// What the row of all beyond the limit means, by its value or a label of it: it is a sum over
/// values, and those that are certainly in it are late.
pub(super) fn beyond(dimension: &Dimension, text: &str) -> Option<Message> {
    if dimension.id == "verdict" || dimension.tells() != Tells::Delay {
        return None;
    }
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let hours: Option<i64> = digits.parse().ok();
    let said = squash(text);
    let is_row = [Language::Sv, Language::En].into_iter().any(|language| {
        let (value, label) = names::beyond(hours.as_slice(), language);
        squash(&value) == said || squash(&label) == said
    });
    is_row.then(|| MEANT.with("near", "`verdict=late`"))
}

/// What a value that is not in a list may mean: those that are like it, else the list.
pub(super) fn meant(value: &str, listed: Vec<Message>) -> Message {
    let likeness = |one: &Message| {
        let of = |language| likeness(value, &one.get(language));
        of(Language::Sv).max(of(Language::En))
    };
    let mut near: Vec<(u64, &Message)> = listed.iter().map(|one| (likeness(one), one)).collect();
    near.retain(|(like, _)| *like >= LIKE);
    near.sort_by_key(|(like, _)| std::cmp::Reverse(*like));
    if near.is_empty() {
        return possible(listed);
    }
    let mut meant: Vec<Message> = near.into_iter().map(|(_, one)| one.clone()).collect();
    without_twins(&mut meant);
    meant.truncate(3);
    MEANT.within("near", quoted(&meant, Words::new(" eller ", " or ")))
}

/// The values of a list, as far as it is short; else where they are to be found.
pub(super) fn possible(mut listed: Vec<Message>) -> Message {
    without_twins(&mut listed);
    if (1..=MOST_LISTED).contains(&listed.len()) {
        return Words::new("möjliga värden: {values}", "possible values: {values}")
            .within("values", quoted(&listed, Words::same(", ")));
    }
    Words::new(
        "alternativen visas av `breach-audit form`",
        "`breach-audit form` shows the options",
    )
    .into()
}

/// Leaves each value once: several editions have the same.
fn without_twins(values: &mut Vec<Message>) {
    let mut seen: Vec<Message> = Vec::new();
    values.retain(|value| {
        let is_new = !seen.contains(value);
        seen.extend(is_new.then(|| value.clone()));
        is_new
    });
}

/// Values in a row, each in backticks. What two of them say alike in a language stands there once.
pub(super) fn quoted(values: &[Message], between: Words) -> Message {
    let row = |language| {
        let mut said: Vec<String> = Vec::new();
        for value in values {
            let value = format!("`{}`", value.get(language));
            if !said.contains(&value) {
                said.push(value);
            }
        }
        said.join(between.get(language))
    };
    Message::Pair(row(Language::Sv), row(Language::En))
}
