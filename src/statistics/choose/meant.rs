//! What a value that is refused may mean: those that are like it, or all that there are.

use crate::config::suggestion::{LIKE, MEANT, likeness};
use crate::config::{Language, Message, Words};

/// How many values are listed at most.
const MOST_LISTED: usize = 12;

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
