//! The texts of a row, one after the other in one place, with the letters of its states:
//! a run holds millions of them, and a place for each would take more than what is in it.

use crate::notification::State;
use crate::row::cells::{TextCell, Word};

/// The texts that a row has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Label {
    Supplements,
    CaseNumber,
    Reference,
    Controller,
    OrganisationNumber,
    ProcessorNumbers,
}

/// How many these are.
const LABELS: usize = 6;

/// The texts of a row, each a text or a word for a non-value.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub(super) struct Texts {
    /// All texts, then the letters of the states.
    all: Box<str>,
    /// Where each text ends; of a word [`WORD`] and its letter.
    ends: [u32; LABELS],
}

/// Beyond all places in a text.
const WORD: u32 = 0xFFFF_FF00;
/// Stands for a mask, as the letter of a state for that.
const MASK: u8 = b'*';

impl Texts {
    /// The texts in the order of [`Label`], and the states.
    pub(super) fn new(cells: &[TextCell; LABELS], states: &[State]) -> Self {
        let lengths = cells.iter().map(|cell| cell.text().map_or(0, str::len));
        let mut all = String::with_capacity(lengths.sum::<usize>() + states.len());
        let ends = std::array::from_fn(|at| match &cells[at] {
            TextCell::Text(text) => {
                all.push_str(text);
                all.len() as u32
            }
            TextCell::Word(word) => {
                let letter = word.state().map_or(MASK, |state| state.letter());
                WORD + u32::from(letter)
            }
        });
        all.extend(states.iter().map(|state| char::from(state.letter())));
        Self {
            all: all.into(),
            ends,
        }
    }

    /// One of the texts.
    pub(super) fn get(&self, label: Label) -> TextCell<&str> {
        let end = self.ends[label as usize];
        if end >= WORD {
            let state = State::of_letter((end - WORD) as u8);
            return TextCell::Word(state.map_or(Word::Masked, Word::State));
        }
        TextCell::Text(&self.all[self.end_before(label as usize)..end as usize])
    }

    /// The letters of the states.
    pub(super) fn states(&self) -> &str {
        &self.all[self.end_before(LABELS)..]
    }

    /// Marks as given what is given by other states of the same edition.
    pub(super) fn take_given(&mut self, states: &str) {
        let given = State::Given(()).letter();
        let own = self.states().bytes().zip(states.bytes());
        let both = own.map(|(own, other)| if other == given { given } else { own });
        let both: String = both.map(char::from).collect();
        if both.len() == self.states().len() {
            self.all = format!("{}{both}", &self.all[..self.end_before(LABELS)]).into();
        }
    }

    /// Where the last text before a place ends.
    fn end_before(&self, at: usize) -> usize {
        let mut before = self.ends[..at].iter().rev();
        before
            .find(|end| **end < WORD)
            .map_or(0, |end| *end as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_words_and_states_come_out_as_they_went_in() {
        let cells = [
            TextCell::Word(Word::Masked),
            TextCell::Text("KS 1".into()),
            TextCell::Word(Word::State(State::Blank)),
            TextCell::Text("".into()),
            TextCell::Text("å".into()),
            TextCell::Word(Word::State(State::NotAsked)),
        ];
        let texts = Texts::new(&cells, &State::ALL);
        for (label, cell) in [
            Label::Supplements,
            Label::CaseNumber,
            Label::Reference,
            Label::Controller,
            Label::OrganisationNumber,
            Label::ProcessorNumbers,
        ]
        .into_iter()
        .zip(&cells)
        {
            assert_eq!(texts.get(label), cell.borrowed(), "{label:?}");
        }
        assert_eq!(texts.states(), "abuxnq");
    }
}
