//! Year, quarter and month of every notification: of its receipt, without one
//! of its discovery. A moment that spans two periods is undeterminable. Where
//! neither is known it has the word of the receipt, told from what stands in
//! every format of the records: a copy has no place for a receipt, JSON has one,
//! a table has one if any of its rows does. A lost discovery leaves it open.

use std::collections::HashMap;

use crate::form::{Edition, Key};
use crate::moment::Instant;
use crate::notification::State;
use crate::read::{Format, Shape};
use crate::records::{Cells, Interned};
use crate::statistics::error::CountError;
use crate::statistics::frame::{ASKED, AWARE, FORMAT, INSTANTS, either};
use crate::statistics::layout;
use crate::statistics::period::Period;

/// The columns that are made.
pub(super) const PERIODS: [Period; 3] = [Period::Year, Period::Quarter, Period::Month];

/// The periods of all rows.
pub(in crate::statistics) struct Periods {
    /// By [`PERIODS`].
    pub(super) texts: [Interned; 3],
    /// How many first notifications are dated by their discovery.
    pub(super) by_discovery: usize,
}

/// A month of a year.
type Month = (i32, u32);

impl Periods {
    /// The periods of one length of all rows, from the columns that they are made of.
    ///
    /// # Errors
    /// Those of `column`, and those of [`Periods::new`].
    pub(in crate::statistics) fn texts_of<E: From<CountError>>(
        period: Period,
        editions: &[&'static Edition],
        column: impl Fn(&'static str) -> Result<Cells, E>,
    ) -> Result<Interned, E> {
        let read = |names: &[&'static str]| -> Result<Vec<Cells>, E> {
            names.iter().map(|name| column(name)).collect()
        };
        let (mut moments, asked) = (read(INSTANTS)?, read(&ASKED)?);
        if Edition::any_asks(editions, Key::IncidentAwareDate) {
            for (moment, aware) in moments[2..].iter_mut().zip(read(&AWARE)?) {
                *moment = either(moment, &aware);
            }
        }
        let of_asked = [0, 1, 2].map(|at| &asked[at]);
        let made = Self::new(&moments, of_asked, &column(FORMAT)?, editions)?;
        let mut periods = PERIODS.into_iter().zip(made.texts);
        let found = periods.find(|(own, _)| *own == period);
        let texts = found.map(|(_, texts)| texts);
        texts.ok_or_else(|| CountError::Column(period.column().to_owned()).into())
    }

    /// From receipt (earliest, latest), discovery (earliest, latest), the states of the
    /// questions, the kinds of filing, the editions and the formats.
    ///
    /// # Errors
    /// A column of another type than it should have.
    pub(super) fn new(
        moments: &[Cells],
        [states, kinds, forms]: [&Cells; 3],
        formats: &Cells,
        editions: &[&'static Edition],
    ) -> Result<Self, CountError> {
        let mut made = Self {
            texts: Default::default(),
            by_discovery: 0,
        };
        let (
            [
                Cells::Number(received),
                Cells::Number(received_latest),
                Cells::Number(discovered),
                Cells::Number(discovered_latest),
            ],
            Cells::Text(states),
            Cells::Text(kinds),
            Cells::Text(forms),
            Cells::Text(formats),
        ) = (moments, states, kinds, forms, formats)
        else {
            return Err(CountError::Column(PERIODS.map(Period::column).join(", ")));
        };
        let found = Discoveries::new(states, forms, editions);
        let mut places: Vec<Place> = formats
            .texts()
            .iter()
            .map(|format| Place::of(format))
            .collect();
        let in_table = |row: usize| places[formats.cells.get(row) as usize] == Place::Unsure;
        let is_told = places.contains(&Place::Unsure)
            && (0..received.len()).any(|row| received.get(row).is_some() && in_table(row));
        if is_told {
            places
                .iter_mut()
                .filter(|place| **place == Place::Unsure)
                .for_each(|place| *place = Place::Is);
        }
        let initial: Vec<bool> = kinds
            .texts()
            .iter()
            .map(|kind| *kind == "initial")
            .collect();
        // The numbers of the texts of each pair of months and each word, made once.
        let mut spans: HashMap<(Month, Month), [u32; 3]> = HashMap::new();
        let mut words: HashMap<&str, [u32; 3]> = HashMap::new();
        for row in 0..received.len() {
            let receipt = received.get(row).zip(received_latest.get(row));
            let discovery = || discovered.get(row).zip(discovered_latest.get(row));
            if receipt.is_none() && discovery().is_some() {
                made.by_discovery += usize::from(initial[kinds.cells.get(row) as usize]);
            }
            let ids = if let Some((from, to)) = receipt.or_else(discovery) {
                let span = (month(from), month(to));
                *spans
                    .entry(span)
                    .or_insert_with(|| made.ids(&|period| text(period, span)))
            } else {
                let place = places[formats.cells.get(row) as usize];
                let word = word(place, found.of(forms.cells.get(row), states.cells.get(row)));
                *words
                    .entry(word)
                    .or_insert_with(|| made.ids(&|_| word.to_owned()))
            };
            made.texts
                .iter_mut()
                .zip(ids)
                .for_each(|(texts, id)| texts.cells.push(id));
        }
        Ok(made)
    }

    /// The numbers of the text that each period column has.
    fn ids(&mut self, text: &dyn Fn(usize) -> String) -> [u32; 3] {
        std::array::from_fn(|period| self.texts[period].id(&text(period)))
    }
}

/// Whether a source has a place for the time of receipt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Is,
    IsNot,
    /// A table: its columns are not known here.
    Unsure,
}

impl Place {
    /// By the format of the source.
    fn of(format: &str) -> Self {
        match Format::named(format).map(|format| format.about().shape) {
            Some(Shape::Copy) => Self::IsNot,
            Some(Shape::Object) => Self::Is,
            Some(Shape::Row) | None => Self::Unsure,
        }
    }
}

/// The states of the discovery by the texts of the column of states, for each place that
/// the question has in some edition.
struct Discoveries {
    /// For each text of the column of editions, which of the lists is its.
    of_form: Vec<usize>,
    states: Vec<Vec<State>>,
}

impl Discoveries {
    fn new(states: &Interned, forms: &Interned, editions: &[&'static Edition]) -> Self {
        let place = |form: &&str| {
            let edition = layout::of(form, editions);
            edition.position(edition.start())
        };
        let of_form: Vec<Option<usize>> = forms.texts().iter().map(place).collect();
        let mut places = of_form.clone();
        places.sort_unstable();
        places.dedup();
        let texts = states.texts();
        let states_at = |at: &Option<usize>| {
            let states = texts.iter().map(|states| state_at(*at, states));
            states.collect()
        };
        Self {
            states: places.iter().map(states_at).collect(),
            of_form: of_form
                .iter()
                .filter_map(|place| places.iter().position(|other| other == place))
                .collect(),
        }
    }

    /// The state of a notification, by the numbers of its texts.
    fn of(&self, form: u32, states: u32) -> State {
        self.states[self.of_form[form as usize]][states as usize]
    }
}

/// The state of the discovery in the default edition.
#[cfg(test)]
pub(crate) fn state_of_discovery(states: &str) -> State {
    state_at(
        Edition::default_edition().position(Key::IncidentDiscoveredDate),
        states,
    )
}

/// The state of the discovery, whose question has this place. A group of which only another
/// part was answered leaves the moment undeterminable.
fn state_at(at: Option<usize>, states: &str) -> State {
    let letter = at.and_then(|at| states.as_bytes().get(at));
    match letter.and_then(|letter| State::of_letter(*letter)) {
        None | Some(State::Given(())) => State::Undeterminable,
        Some(state) => state,
    }
}

/// What stands for the period of a notification without receipt and discovery.
fn word(place: Place, state: State) -> &'static str {
    match (place, state) {
        (_, State::Undeterminable) | (Place::Unsure, _) => state.word(),
        (Place::Is, _) => State::<()>::Blank.word(),
        (Place::IsNot, _) => State::<()>::NotAsked.word(),
    }
}

/// The month of an instant in Europe/Stockholm.
fn month(minutes: i64) -> Month {
    let (year, month, _) = Instant(minutes as i32).day().ymd();
    (year.max(0), month)
}

/// The period of an interval, from the months of its ends.
fn text(period: usize, (from, to): (Month, Month)) -> String {
    let name = |(year, month): Month| PERIODS[period].text(year, month);
    let (first, last) = (name(from), name(to));
    if first == last {
        first
    } else {
        State::<()>::Undeterminable.word().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::Numbers;

    #[test]
    fn periods_are_those_of_stockholm() {
        // 2020-12-31T23:30Z is the new year in Stockholm.
        let late = month(26_824_290);
        assert_eq!(late, (2021, 1));
        assert_eq!(text(0, (late, late)), "2021");
        assert_eq!(text(1, ((2021, 4), (2021, 6))), "2021-Q2");
        assert_eq!(text(2, ((2021, 4), (2021, 6))), "(undeterminable)");
    }

    /// The months of rows of (receipt, states, format), none of which has a discovery.
    fn months(rows: &[(Option<i64>, &str, &str)]) -> Vec<String> {
        let mut moments = [Numbers::default(), Numbers::default()];
        let mut texts = [
            Interned::default(),
            Interned::default(),
            Interned::default(),
        ];
        for (receipt, states, format) in rows {
            moments[0].push(*receipt);
            moments[1].push(None);
            for (column, text) in texts.iter_mut().zip([*states, "initial", *format]) {
                let id = column.id(text);
                column.cells.push(id);
            }
        }
        let [received, none] = moments.map(Cells::Number);
        let [states, kinds, formats] = texts.map(Cells::Text);
        let moments = [received.clone(), received, none.clone(), none];
        let mut forms = Interned::default();
        for _ in rows {
            forms.push("imy-2021");
        }
        let asked = [&states, &kinds, &Cells::Text(forms)];
        let editions = [Edition::default_edition()];
        let periods = Periods::new(&moments, asked, &formats, &editions).unwrap();
        let months = &periods.texts[2];
        months
            .cells
            .iter()
            .map(|id| months.texts()[id as usize].to_string())
            .collect()
    }

    #[test]
    fn without_a_moment_the_period_has_the_word_of_the_receipt() {
        let (not_asked, blank, unknown) = ("qqqqqqqqqqq", "aaaaaaaaaab", "aaaaaaaaaau");
        let register = [
            (Some(26_824_290), not_asked, "csv"),
            (None, not_asked, "csv"),
            (None, blank, "csv"),
        ];
        assert_eq!(months(&register), ["2021-01", "(blank)", "(blank)"]);
        assert_eq!(months(&[(None, not_asked, "csv")]), ["(not asked)"]);
        assert_eq!(
            months(&[(None, unknown, "text"), (None, blank, "pdf")]),
            ["(not asked)"; 2]
        );
        assert_eq!(
            months(&[(None, not_asked, "json"), (None, blank, "ndjson")]),
            ["(blank)"; 2]
        );
        assert_eq!(
            months(&[(None, "aaaaaaaaaaa", "text"), (None, "", "csv")]),
            ["(undeterminable)"; 2]
        );
    }
}
