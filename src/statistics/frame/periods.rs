//! Year, quarter and month of every notification: of its receipt, without one
//! of its discovery. A moment that spans two periods is undeterminable. Where
//! neither is known, the state of question 11 says why: it stands in every
//! format of the records.

use std::collections::HashMap;

use crate::moment::Instant;
use crate::records::{Cells, Interned};
use crate::statistics::frame::CountError;

/// The columns that are made.
pub(super) const PERIODS: [&str; 3] = ["year", "quarter", "month"];

/// The question that asks for the discovery.
const DISCOVERY: usize = 11;

/// The periods of all rows.
pub(super) struct Periods {
    /// By [`PERIODS`].
    pub(super) texts: [Interned; 3],
    /// How many first notifications are dated by their discovery.
    pub(super) by_discovery: usize,
}

/// A month of a year.
type Month = (i32, u32);

impl Periods {
    /// From receipt (earliest, latest), discovery (earliest, latest), the
    /// states of the questions and the kinds of filing.
    ///
    /// # Errors
    /// A column of another type than it should have.
    pub(super) fn new(moments: &[Cells], states: &Cells, kinds: &Cells) -> Result<Self, CountError> {
        let mut made = Self { texts: Default::default(), by_discovery: 0 };
        let (
            [
                Cells::Number(received),
                Cells::Number(received_latest),
                Cells::Number(discovered),
                Cells::Number(discovered_latest),
            ],
            Cells::Text(states),
            Cells::Text(kinds),
        ) = (moments, states, kinds)
        else {
            return Err(CountError::Column(PERIODS.join(", ")));
        };
        let letters: Vec<&'static str> = states.texts().iter().map(|states| word(states)).collect();
        let initial: Vec<bool> = kinds.texts().iter().map(|kind| *kind == "initial").collect();
        // The numbers of the texts of each pair of months and each word, made once.
        let mut spans: HashMap<(Month, Month), [u32; 3]> = HashMap::new();
        let mut words: HashMap<&str, [u32; 3]> = HashMap::new();
        for row in 0..received.len() {
            let receipt = received.get(row).zip(received_latest.get(row));
            let discovery = || discovered.get(row).zip(discovered_latest.get(row));
            if receipt.is_none() && discovery().is_some() {
                made.by_discovery += usize::from(initial[kinds.cells[row] as usize]);
            }
            let ids = if let Some((from, to)) = receipt.or_else(discovery) {
                let span = (month(from), month(to));
                *spans.entry(span).or_insert_with(|| made.ids(&|period| text(period, span)))
            } else {
                let word = letters[states.cells[row] as usize];
                *words.entry(word).or_insert_with(|| made.ids(&|_| word.to_owned()))
            };
            made.texts.iter_mut().zip(ids).for_each(|(texts, id)| texts.cells.push(id));
        }
        Ok(made)
    }

    /// The numbers of the text that each period column has.
    fn ids(&mut self, text: &dyn Fn(usize) -> String) -> [u32; 3] {
        std::array::from_fn(|period| self.texts[period].id(&text(period)))
    }
}

/// Why the discovery is no moment, by the states of all questions. A group of
/// which only another part was answered leaves the moment undeterminable.
fn word(states: &str) -> &'static str {
    match states.as_bytes().get(DISCOVERY - 1) {
        Some(b'b') => "(blank)",
        Some(b'u') => "(unknown)",
        Some(b'n') => "(not shown)",
        Some(b'q') => "(not asked)",
        _ => "(undeterminable)",
    }
}

/// The month of an instant in Europe/Stockholm.
fn month(minutes: i64) -> Month {
    let (year, month, _) = Instant(minutes as i32).day().ymd();
    (year.max(0), month)
}

/// The period of an interval, from the months of its ends.
fn text(period: usize, (from, to): (Month, Month)) -> String {
    let name = |(year, month): Month| match PERIODS[period] {
        "year" => format!("{year:04}"),
        "quarter" => format!("{year:04}-Q{}", month.div_ceil(3)),
        _ => format!("{year:04}-{month:02}"),
    };
    let (first, last) = (name(from), name(to));
    if first == last { first } else { "(undeterminable)".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_are_those_of_stockholm() {
        // 2020-12-31T23:30Z is the new year in Stockholm.
        let late = month(26_824_290);
        assert_eq!(late, (2021, 1));
        assert_eq!(text(0, (late, late)), "2021");
        assert_eq!(text(1, ((2021, 4), (2021, 6))), "2021-Q2");
        assert_eq!(text(2, ((2021, 4), (2021, 6))), "(undeterminable)");
    }

    #[test]
    fn without_a_moment_the_state_says_why() {
        assert_eq!(word("aaaaaaaaaau"), "(unknown)");
        assert_eq!(word("aaaaaaaaaaa"), "(undeterminable)");
        assert_eq!(word(""), "(undeterminable)");
    }
}
