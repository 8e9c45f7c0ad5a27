//! What the text columns of the records may hold: words of the program, bands, labels. Records
//! may have been edited since they were written, or come from elsewhere. So what is read back is
//! looked at as answers are, and `--where` takes no word that a column cannot have.

use std::borrow::Cow;

use crate::deadline::{Bucket, POLICIES, Reading, Verdict};
use crate::notification::{Channel, Filing, NONE_OF_THESE, ReceivedSource, State};
use crate::read::FORMATS;
use crate::row::case::{PromiseState, Standing};
use crate::row::part::Certainty;
use crate::row::several::safe_label;
use crate::value::{Band, parse_band};

/// What a text column may hold.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Held {
    /// Names and numbers, which no table shows.
    Anything,
    /// Codes of options, or labels as found.
    Labels,
    /// Codes of bands, or a word in brackets.
    Bands,
    /// These words and no others.
    Words(fn() -> Vec<&'static str>),
}

impl Held {
    /// The words of a column that has no others.
    pub(crate) fn words(self) -> Option<Vec<&'static str>> {
        match self {
            Self::Words(words) => Some(words()),
            _ => None,
        }
    }

    /// What of a cell may be counted and shown. `None` if the column cannot hold it.
    pub(crate) fn read(self, cell: &str) -> Option<Cow<'_, str>> {
        let is_held = match self {
            Self::Anything => true,
            Self::Labels => return labels(cell),
            Self::Bands => {
                State::of_word(cell).is_some()
                    || parse_band(cell).map(Band::code).as_deref() == Some(cell)
            }
            Self::Words(words) => words().contains(&cell),
        };
        is_held.then_some(Cow::Borrowed(cell))
    }
}

/// The labels of a cell, each as it may be shown. An empty cell is none.
fn labels(cell: &str) -> Option<Cow<'_, str>> {
    let shown: Vec<Box<str>> = cell.split('|').map(label).collect();
    if shown.iter().any(|label| label.is_empty()) {
        return None;
    }
    let shown = shown.join("|");
    Some(if shown == cell {
        Cow::Borrowed(cell)
    } else {
        Cow::Owned(shown)
    })
}

fn label(text: &str) -> Box<str> {
    if State::of_word(text).is_some() || text == NONE_OF_THESE {
        text.into()
    } else {
        safe_label(text)
    }
}

/// What stands for a judgement of a row of a register that was never filed.
pub(super) const NOT_SHOWN: &str = State::<()>::NotShown.word();

/// Judgements, and what stands for them where nothing was filed.
fn judged(words: &[&'static str]) -> Vec<&'static str> {
    words.iter().copied().chain([NOT_SHOWN]).collect()
}

/// Words, and those in brackets for what is no value.
fn or_none(words: &[&'static str]) -> Vec<&'static str> {
    let states = State::ALL.iter().map(State::word);
    let none = states.filter(|word| !word.is_empty());
    words.iter().copied().chain(none).collect()
}

pub(super) const FORMAT: Held = Held::Words(|| FORMATS.iter().map(|about| about.name).collect());
pub(super) const KIND: Held = Held::Words(|| Filing::ALL.map(Filing::as_str).to_vec());
pub(super) const CHANNEL: Held = Held::Words(|| {
    or_none(&[Channel::EService, Channel::Post, Channel::Email].map(Channel::as_str))
});
pub(super) const POLICY: Held = Held::Words(|| POLICIES.iter().map(|policy| policy.key).collect());
pub(super) const SOURCE: Held = Held::Words(|| {
    use ReceivedSource::{Document, Mail, None, Receipts, Register};
    [Document, Receipts, Mail, Register, None]
        .map(ReceivedSource::as_str)
        .to_vec()
});
pub(super) const VERDICT: Held = Held::Words(|| judged(&Verdict::ALL.map(Verdict::as_str)));
pub(super) const INFERRED: Held = Held::Words(|| {
    let verdicts = Verdict::ALL.map(Verdict::as_str);
    verdicts.into_iter().chain(["none"]).collect()
});
pub(super) const READING: Held = Held::Words(|| judged(&Reading::ALL.map(Reading::as_str)));
pub(super) const TIME: Held = Held::Words(|| {
    let lost = State::<()>::Undeterminable.word();
    Bucket::ALL
        .map(Bucket::as_str)
        .into_iter()
        .chain([lost, NOT_SHOWN])
        .collect()
});
pub(super) const NOTIFIED: Held = Held::Words(|| vec!["yes", "no"]);
pub(super) const REASON: Held = Held::Words(|| or_none(&["given", "none"]));
pub(super) const SECRECY: Held = Held::Words(|| or_none(&["yes", "no"]));
pub(super) const WITHDRAWN: Held = Held::Words(|| Standing::ALL.map(Standing::as_str).to_vec());
pub(super) const SUPPLEMENT: Held =
    Held::Words(|| or_none(&PromiseState::ALL.map(PromiseState::as_str)));
pub(super) const CERTAINTY: Held = Held::Words(|| {
    let words = Certainty::ALL.map(Certainty::as_str);
    words.into_iter().chain(["none"]).collect()
});
pub(super) const LANGUAGE: Held = Held::Words(|| vec!["sv"]);

#[cfg(test)]
mod tests {
    use super::*;

    fn read<'t>(column: &str, cell: &'t str) -> Option<Cow<'t, str>> {
        Held::of(column).read(cell)
    }

    #[test]
    fn what_this_program_writes_comes_back_as_it_is() {
        for (column, cell) in [
            ("kind", "initial"),
            ("verdict", "no-receipt"),
            ("channel", "(not asked)"),
            ("policy", "gdpr33"),
            ("time_to_report", "24-72h"),
            ("data_subjects", "1000001-"),
            ("data_subjects", "0"),
            ("data_items", "(unknown)"),
            ("area", "school:preschool-to-upper-secondary"),
            ("area", "Trossamfund"),
            ("subject_groups", "children|Gäster|(unknown)"),
            ("data_categories", NONE_OF_THESE),
            ("cause", "(unlisted)"),
            ("controller", "Anna Ek 070-123 45 67"),
        ] {
            let read = read(column, cell).unwrap();
            assert!(matches!(read, Cow::Borrowed(_)), "{column}: {read}");
        }
    }

    #[test]
    fn labels_that_may_be_personal_are_not_shown() {
        for (cell, shown) in [
            ("811218-9876", "(unlisted)"),
            ("children|anna@exempel.se", "children|(unlisted)"),
            ("Anna Ek\nringde 070-123 45 67", "(unlisted)"),
            ("  Gäster ", "Gäster"),
        ] {
            assert_eq!(read("subject_groups", cell).unwrap(), shown);
            assert_eq!(read("extra.site", cell).unwrap(), shown);
        }
        assert_eq!(read("subject_groups", ""), None);
    }

    #[test]
    fn closed_columns_hold_no_other_words() {
        for (column, cell) in [
            ("kind", "Anna Ek"),
            ("kind", "(blank)"),
            ("verdict", ""),
            ("inferred_verdict", "nej"),
            ("policy", "811218-9876"),
            ("format", "exe"),
            ("data_subjects", "nov-00"),
            ("data_items", "1 - 10"),
        ] {
            assert_eq!(read(column, cell), None, "{column}: {cell}");
        }
    }
}
