//! Words and signs for yes and no, and what the column of an option says of it.

use std::borrow::Cow;

use crate::form::squash;
use crate::read::Value;
use crate::read::mapping::ticked;

/// Words for yes that need no map, squashed.
const YES: [&str; 13] = [
    "yes", "ja", "oui", "sí", "si", "y", "j", "true", "sant", "x", "v", "1", "checked",
];
/// Words for no, squashed.
const NO: [&str; 10] = [
    "no",
    "nej",
    "non",
    "nein",
    "n",
    "false",
    "falskt",
    "0",
    "nei",
    "unchecked",
];
/// Signs for yes, of which squashing leaves nothing.
const TICKS: [&str; 7] = ["✓", "✔", "☑", "☒", "√", "+", "●"];
/// What stands in the column of an option that is not chosen: an empty box, or
/// what is written where others write a tick. Elsewhere these say nothing.
const EMPTY: [&str; 8] = ["☐", "□", "◻", "○", "[ ]", "[]", "-", "–"];

/// The code of yes or no, where a text is a word or a sign for it.
pub(super) fn yes_or_no(text: &str) -> Option<&'static str> {
    let squashed = squash(text);
    if YES.contains(&squashed.as_str()) || TICKS.contains(&plain(text)) {
        return Some("yes");
    }
    NO.contains(&squashed.as_str()).then_some("no")
}

/// A sign without the mark that asks for its coloured picture.
fn plain(text: &str) -> &str {
    text.trim_end_matches(['\u{fe0e}', '\u{fe0f}'])
}

/// What the column of an option says of it. Of several columns that one counts
/// which stands last here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Tick {
    /// It is not chosen.
    No,
    /// Nothing stands there: that it is not chosen follows only from one that is.
    Blank,
    /// Nobody knows.
    Unknown,
    /// It is chosen.
    Yes,
    /// The source says that the answer was lost.
    Lost,
    /// A word that is none of these.
    Unclear,
}

impl Tick {
    /// What a cell says by its own words.
    pub(super) fn of(text: &str) -> Self {
        match yes_or_no(text) {
            Some("yes") => Self::Yes,
            Some(_) => Self::No,
            None if EMPTY.contains(&plain(text)) => Self::Blank,
            None => Self::Unclear,
        }
    }

    /// The answer to the question that has the option.
    pub(super) fn value(self, option: &str) -> Value<'_> {
        match self {
            Self::No | Self::Blank => Value::Blank,
            Self::Unknown => Value::Unknown,
            Self::Yes => Value::List(vec![ticked(Cow::Borrowed(option))]),
            Self::Lost => Value::Lost,
            Self::Unclear => Value::Malformed,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_told_from_other_words() {
        for (text, tick) in [
            ("Ja", Tick::Yes),
            ("X", Tick::Yes),
            ("[x]", Tick::Yes),
            ("v", Tick::Yes),
            ("✓", Tick::Yes),
            ("✔\u{fe0f}", Tick::Yes),
            ("☒", Tick::Yes),
            ("√", Tick::Yes),
            ("+", Tick::Yes),
            ("●", Tick::Yes),
            ("checked", Tick::Yes),
            ("Nej", Tick::No),
            ("0", Tick::No),
            ("☐", Tick::Blank),
            ("[ ]", Tick::Blank),
            ("-", Tick::Blank),
            ("kanske", Tick::Unclear),
            ("✗", Tick::Unclear),
            ("2", Tick::Unclear),
        ] {
            assert_eq!(Tick::of(text), tick, "{text}");
        }
        assert_eq!(yes_or_no("-"), None, "in other columns a dash says nothing");
    }
}
