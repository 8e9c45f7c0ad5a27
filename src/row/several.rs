//! What was chosen where it is not just one option: options of the list, and labels that the
//! edition does not have.

use std::borrow::Cow;
use std::cell::RefCell;
use std::sync::Arc;

use foldhash::HashMap;

use crate::form::Question;
use crate::notification::{Selection, State, UNLISTED};
use crate::value::is_safe_label;

/// What was chosen where it is not just one option.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Several<'r> {
    /// Bit i = option i of the list.
    pub(super) listed: u64,
    /// Labels that the edition does not have, cleared for output and joined by `|`.
    pub(super) labels: Option<&'r Arc<String>>,
}

/// Labels as they stand in a sketch of a row.
pub(super) mod shared {
    use std::sync::Arc;

    use serde::{Deserialize as _, Deserializer, Serializer};

    pub(in crate::row) fn serialize<S: Serializer>(
        labels: &[Arc<String>],
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(labels.iter().map(|label| label.as_str()))
    }

    pub(in crate::row) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Vec<Arc<String>>, D::Error> {
        let labels = Vec::<String>::deserialize(deserializer)?;
        Ok(labels.into_iter().map(Arc::new).collect())
    }
}

/// The code of an option.
pub(super) fn code(question: Option<&'static Question>, option: usize) -> &'static str {
    question
        .and_then(|question| question.options.get(option))
        .map_or("", |option| &option.code)
}

/// What was chosen beside options of the list, as it may be written, joined by `|`.
pub(super) fn labels_of(selection: &Selection) -> Option<Arc<String>> {
    let unknown = selection
        .unknown_beside
        .then(|| Arc::new(State::<()>::Unknown.word().to_owned()));
    let labels = selection.unlisted.iter().map(|label| cleared(label));
    let mut all = labels.chain(unknown);
    let first = all.next()?;
    let Some(next) = all.next() else {
        return Some(first);
    };
    let all: Vec<Arc<String>> = [first, next].into_iter().chain(all).collect();
    let all: Vec<&str> = all.iter().map(|label| label.as_str()).collect();
    Some(all.join("|").into())
}

impl Several<'_> {
    /// What a cell of a record tells was chosen: codes of options, and labels.
    pub(super) fn recorded(
        cell: &str,
        question: Option<&'static Question>,
    ) -> (u64, Option<Arc<String>>) {
        let (mut listed, mut labels) = (0, Vec::new());
        for part in cell.split('|') {
            match question.and_then(|question| question.option(part)) {
                Some(option) => listed |= 1 << option,
                None => labels.push(part),
            }
        }
        let labels = (!labels.is_empty()).then(|| labels.join("|").into());
        (listed, labels)
    }

    /// The options chosen, if they are all: what is written of them hangs on nothing else.
    pub(crate) fn options(&self) -> Option<u64> {
        self.labels.is_none().then_some(self.listed)
    }

    /// Writes codes and labels joined by `|`.
    pub(crate) fn write(&self, question: Option<&'static Question>, out: &mut String) {
        let start = out.len();
        let mut rest = self.listed;
        while rest != 0 {
            if out.len() > start {
                out.push('|');
            }
            out.push_str(code(question, rest.trailing_zeros() as usize));
            rest &= rest - 1;
        }
        if let Some(labels) = self.labels {
            if out.len() > start {
                out.push('|');
            }
            out.push_str(labels);
        }
    }
}

/// How many labels each thread keeps in mind.
const KNOWN: usize = 1024;

/// The longest label kept in mind, in bytes: longer ones are texts.
const LABEL: usize = 256;

thread_local! {
    /// Labels as found with what may be written of them: an open list has some
    /// dozens, which each notification of a run has again.
    static LABELS: RefCell<HashMap<Box<str>, Arc<String>>> = RefCell::default();
}

/// What may be written of a label; looked at once where it was met before.
fn cleared(label: &str) -> Arc<String> {
    LABELS.with_borrow_mut(|known| {
        if let Some(cleared) = known.get(label) {
            return Arc::clone(cleared);
        }
        let cleared = Arc::new(String::from(safe_label(label)));
        if known.len() < KNOWN && label.len() <= LABEL {
            known.insert(label.into(), Arc::clone(&cleared));
        }
        cleared
    })
}

/// A label as found, if it can hold nothing personal; blanks folded. Lines are
/// told apart before that: a label is one, several are a text.
pub(super) fn safe_label(label: &str) -> Box<str> {
    let label = label.trim().trim_end_matches(':');
    if !is_safe_label(label) {
        return UNLISTED.into();
    }
    let mut folded = String::with_capacity(label.len());
    for word in label.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.push_str(word);
    }
    unbarred(folded.into())
}

/// A value that may share its cell with others, parted by `|`.
pub(super) fn unbarred(text: Cow<str>) -> Box<str> {
    if text.contains(char::is_control) {
        // No output has them. So the text is the same in the run and in its records.
        let clean: String = text.chars().filter(|sign| !sign.is_control()).collect();
        return unbarred(clean.into());
    }
    if text.contains('|') {
        text.replace('|', "¦").into()
    } else {
        text.into()
    }
}
