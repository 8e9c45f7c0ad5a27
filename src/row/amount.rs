//! A number of persons or data items as a row keeps it: the band, exact and as bounds.

use crate::form::Question;
use crate::notification::{Amount, State};
use crate::row::Cell;
use crate::row::cells::Word;

/// A number of persons or data items: the band, exact and as bounds. `N` is what takes the bounds:
/// most are small, and a run holds millions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(crate) struct Bounded<N> {
    /// The bounds, as far as any are known.
    bounds: (N, N),
    /// The band's place on the edition's list, or a word in brackets.
    listed: Result<u8, Word>,
    number: Known,
}

/// A number of persons or data items.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(crate) enum AmountCell {
    /// As most are.
    Small(Bounded<u32>),
    /// With bounds of any size, and the code of a band that the edition does not list.
    Rare(Box<(Bounded<u64>, Option<String>)>),
}

/// What is known of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
enum Known {
    /// Nothing.
    Not(Word),
    /// The number, which is both bounds.
    Exactly,
    /// Both bounds, and the word for the number.
    Between(Word),
    /// The lower bound, and the word for the number.
    AtLeast(Word),
}

impl AmountCell {
    /// The number with large bounds, and the code of a band that the edition does not list.
    fn parts(&self) -> (Bounded<u64>, Option<&str>) {
        match self {
            Self::Small(held) => {
                let (min, max) = held.bounds;
                let bounds = (u64::from(min), u64::from(max));
                let (listed, number) = (held.listed, held.number);
                let held = Bounded {
                    bounds,
                    listed,
                    number,
                };
                (held, None)
            }
            Self::Rare(rare) => (rare.0, rare.1.as_deref()),
        }
    }

    /// Nothing but a word.
    fn of_word(word: Word) -> Self {
        Self::Small(Bounded {
            bounds: (0, 0),
            listed: Err(word),
            number: Known::Not(word),
        })
    }

    /// Whether a number or a band is known.
    pub(super) fn is_known(&self) -> bool {
        let (held, _) = self.parts();
        !matches!(held.number, Known::Not(_)) || held.listed.is_ok()
    }

    /// The band as answered; with an exact number that it does not hold, the
    /// exact number's (N001 tells of it).
    pub(super) fn new(amount: &Amount, question: Option<&Question>) -> Self {
        match (&amount.exact.state, &amount.band.state) {
            (State::Given(exact), band) => {
                let code = match band {
                    State::Given(band) if band.contains(*exact) => band.code(),
                    _ => band_of(*exact, question),
                };
                Self::of_band(code, question, (*exact, *exact), Known::Exactly)
            }
            (none, State::Given(band)) => {
                let word = Word::of(none);
                let known = band
                    .max
                    .map_or(Known::AtLeast(word), |_| Known::Between(word));
                let bounds = (band.min, band.max.unwrap_or(band.min));
                Self::of_band(band.code(), question, bounds, known)
            }
            (exact, band) => Self::of_word(stronger(exact, band)),
        }
    }

    /// That of the cells of a record: band, exact number and bounds. A record does not say why
    /// there is no number beside a band: it was left blank.
    pub(super) fn recorded(cells: &[String], question: Option<&Question>) -> Self {
        let cell = |at: usize| cells.get(at).map_or("", String::as_str);
        let number = |at: usize| cell(at).parse::<u64>().ok();
        if let Some(word) = Word::of_cell(cell(0)) {
            return Self::of_word(word);
        }
        let blank = Word::State(State::Blank);
        let exact = cell(1);
        let (bounds, number) = match (exact.parse::<u64>(), number(2), number(3)) {
            (Ok(exact), ..) => ((exact, exact), Known::Exactly),
            (_, Some(min), Some(max)) => ((min, max), Known::Between(blank)),
            (_, Some(min), None) => ((min, min), Known::AtLeast(blank)),
            _ => ((0, 0), Known::Not(blank)),
        };
        Self::of_band(cell(0).to_owned(), question, bounds, number)
    }

    /// That of a band by its code.
    fn of_band(
        code: String,
        question: Option<&Question>,
        bounds: (u64, u64),
        number: Known,
    ) -> Self {
        let at = question.and_then(|question| question.bands.iter().position(|band| *band == code));
        let at = at.and_then(|at| u8::try_from(at).ok());
        let band = at.is_none().then_some(code);
        let listed = Ok(at.unwrap_or_default());
        let small = [bounds.0, bounds.1].map(u32::try_from);
        match (small, band) {
            ([Ok(min), Ok(max)], None) => Self::Small(Bounded {
                bounds: (min, max),
                listed,
                number,
            }),
            (_, band) => {
                let held = Bounded {
                    bounds,
                    listed,
                    number,
                };
                Self::Rare(Box::new((held, band)))
            }
        }
    }

    /// The band; `question` is the one that it answers.
    pub(super) fn band(&self, question: Option<&'static Question>) -> Cell<'_> {
        let listed = |at: u8| question.and_then(|question| question.bands.get(usize::from(at)));
        match self.parts() {
            (_, Some(code)) => Cell::Text(code),
            (held, None) => match held.listed {
                Ok(at) => Cell::Text(listed(at).map_or("", String::as_str)),
                Err(word) => Cell::Word(word.as_str()),
            },
        }
    }

    pub(super) fn exact(&self) -> Cell<'static> {
        let (held, _) = self.parts();
        match held.number {
            Known::Exactly => Cell::Count(held.bounds.0),
            Known::Not(word) | Known::Between(word) | Known::AtLeast(word) => {
                Cell::Word(word.as_str())
            }
        }
    }

    pub(super) fn min(&self) -> Cell<'static> {
        let (held, _) = self.parts();
        match held.number {
            Known::Not(word) => Cell::Word(word.as_str()),
            _ => Cell::Count(held.bounds.0),
        }
    }

    pub(super) fn max(&self) -> Cell<'static> {
        let (held, _) = self.parts();
        match held.number {
            Known::Not(word) => Cell::Word(word.as_str()),
            Known::AtLeast(_) => Cell::Open,
            _ => Cell::Count(held.bounds.1),
        }
    }
}

/// Of two non-values, the one that says more.
fn stronger<A, B>(exact: &State<A>, band: &State<B>) -> Word {
    let states = [exact.kind(), band.kind()];
    let strong = [State::Unknown, State::Undeterminable]
        .into_iter()
        .find(|state| states.contains(state));
    Word::of(&strong.unwrap_or(states[1]))
}

/// The band of the edition that holds an exact number; 0 is a band of its own.
fn band_of(exact: u64, question: Option<&Question>) -> String {
    if exact == 0 {
        return "0".to_owned();
    }
    let bands = question.map_or(&[][..], |question| &question.bands);
    let holds =
        |code: &&String| crate::value::parse_band(code).is_some_and(|band| band.contains(exact));
    bands
        .iter()
        .find(holds)
        .cloned()
        .unwrap_or_else(|| format!("{exact}-{exact}"))
}
