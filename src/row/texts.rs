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
    /// The letters of the states behind how many there are, then what each cell is, then all texts.
    /// Of a text is said its length, of a word its letter, in as few signs as that takes.
    all: Box<str>,
}

/// A sign holds so many bits of a number. One more says that others follow.
const BITS: u32 = 6;
const MORE: u8 = 1 << BITS;

/// What a cell is: the length of its text, or the letter of its word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Held {
    Text(usize),
    Word(u8),
}

impl Held {
    /// How long its text is.
    fn length(self) -> usize {
        match self {
            Self::Text(length) => length,
            Self::Word(_) => 0,
        }
    }

    /// Adds it in signs.
    fn write(self, out: &mut String) {
        let mut rest = match self {
            Self::Text(length) => 2 * length,
            Self::Word(letter) => 2 * usize::from(letter) + 1,
        };
        while rest >= usize::from(MORE) {
            out.push(char::from(MORE | rest as u8 & (MORE - 1)));
            rest >>= BITS;
        }
        out.push(char::from(rest as u8));
    }

    /// That of the next signs.
    #[inline]
    fn read(signs: &mut std::slice::Iter<u8>) -> Self {
        let (mut number, mut place) = (0_usize, 0);
        for sign in signs.by_ref() {
            number |= usize::from(sign & (MORE - 1)) << place;
            place += BITS;
            if sign & MORE == 0 {
                break;
            }
        }
        if number % 2 == 0 {
            Self::Text(number / 2)
        } else {
            Self::Word((number / 2) as u8)
        }
    }
}

impl Texts {
    /// The texts in the order of [`Label`], and the states.
    pub(super) fn new(cells: &[TextCell; LABELS], states: &[State]) -> Self {
        let mut head = String::with_capacity(8 * LABELS);
        Held::Text(states.len()).write(&mut head);
        head.extend(states.iter().map(|state| char::from(state.letter())));
        for cell in cells {
            let held = match cell {
                TextCell::Text(text) => Held::Text(text.len()),
                TextCell::Word(word) => Held::Word(word.letter()),
            };
            held.write(&mut head);
        }
        let lengths = cells.iter().map(|cell| cell.text().map_or(0, str::len));
        // Made as large as needed at once: what is shrunk later keeps some of its room.
        let mut all = String::with_capacity(head.len() + lengths.sum::<usize>());
        all.push_str(&head);
        all.extend(cells.iter().filter_map(|cell| cell.text()));
        Self { all: all.into() }
    }

    /// One of the texts. Those behind it reach to the end of all.
    pub(super) fn get(&self, label: Label) -> TextCell<&str> {
        let (_, end) = self.place_of_states();
        let mut signs = self.all.as_bytes()[end..].iter();
        for _ in 0..label as usize {
            Held::read(&mut signs);
        }
        let length = match Held::read(&mut signs) {
            Held::Text(length) => length,
            Held::Word(letter) => return TextCell::Word(Word::of_letter(letter)),
        };
        let behind = label as usize + 1..LABELS;
        let behind: usize = behind.map(|_| Held::read(&mut signs).length()).sum();
        let end = self.all.len() - behind;
        TextCell::Text(&self.all[end - length..end])
    }

    /// The letters of the states.
    pub(super) fn states(&self) -> &str {
        let (start, end) = self.place_of_states();
        &self.all[start..end]
    }

    /// Marks as given what is given by other states of the same edition.
    pub(super) fn take_given(&mut self, states: &str) {
        let given = State::Given(()).letter();
        let own = self.states().bytes().zip(states.bytes());
        let both = own.map(|(own, other)| if other == given { given } else { own });
        let both: String = both.map(char::from).collect();
        let (start, end) = self.place_of_states();
        if both.len() == end - start {
            let (head, tail) = (&self.all[..start], &self.all[end..]);
            self.all = format!("{head}{both}{tail}").into();
        }
    }

    /// Where the states begin and end.
    fn place_of_states(&self) -> (usize, usize) {
        let mut signs = self.all.as_bytes().iter();
        let length = Held::read(&mut signs).length();
        let start = self.all.len() - signs.len();
        (start, start + length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [Label; LABELS] = [
        Label::Supplements,
        Label::CaseNumber,
        Label::Reference,
        Label::Controller,
        Label::OrganisationNumber,
        Label::ProcessorNumbers,
    ];

    #[test]
    fn texts_words_and_states_come_out_as_they_went_in() {
        for length in [0, 1, 31, 32, 33, 2047, 2048, 200_000] {
            let cells = [
                TextCell::Word(Word::Masked),
                TextCell::Text("K".repeat(length).into()),
                TextCell::Word(Word::State(State::Blank)),
                TextCell::Text("".into()),
                TextCell::Text("å".into()),
                TextCell::Word(Word::State(State::NotAsked)),
            ];
            let mut texts = Texts::new(&cells, &State::ALL);
            let is_same = |texts: &Texts| {
                for (label, cell) in ALL.into_iter().zip(&cells) {
                    assert_eq!(texts.get(label), cell.borrowed(), "{label:?}, {length}");
                }
            };
            is_same(&texts);
            assert_eq!(texts.states(), "abuxnq");
            texts.take_given("babbbb");
            is_same(&texts);
            assert_eq!(texts.states(), "aauxnq");
        }
    }
}
