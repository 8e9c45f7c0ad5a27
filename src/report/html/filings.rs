//! The filings of a run, or of the records of earlier runs, by the columns of records.csv.
//! Lists on the page ask for cells by name. So they are the same from either.

use std::collections::BTreeMap;
use std::fmt;
use std::rc::Rc;

use crate::config::{Language, Words};
use crate::deadline::Reading;
use crate::dialect::Told;
use crate::notification::{MASKED, State, UNLISTED};
use crate::records::{Cells, Records, RecordsError, Stored, cell_of};
use crate::report::cells;
use crate::row::{self, Row, Scope};

/// The head of a column of files.
pub(super) const FILE: Words = Words::new("fil", "file");

/// The text of a column's cells, by the place of the filing.
pub(super) type Texts<'f> = Rc<dyn Fn(usize) -> String + 'f>;

/// Filings in their order.
#[derive(Clone)]
pub(crate) enum Filings<'f> {
    /// Those of a run.
    Rows(&'f [&'f Row], &'f Scope),
    /// Those of records: how many there are, and their columns.
    Records(usize, Rc<BTreeMap<&'static str, Texts<'static>>>),
}

/// The columns that lists ask for.
const COLUMNS: [&str; 23] = [
    "source",
    "record",
    "kind",
    "copy_of",
    "withdrawn",
    "case_number",
    "reference",
    "controller",
    "discovered_earliest",
    "discovered_latest",
    "received_earliest",
    "received_latest",
    "elapsed_hours_min",
    "elapsed_hours_max",
    "verdict",
    "reading",
    "delay_reason",
    "supplement_intended",
    "supplement_due_earliest",
    "supplement_due_latest",
    "supplement_received_earliest",
    "supplement_received_latest",
    "supplement_state",
];

/// The columns that lists ask for and that records have.
pub(crate) fn columns() -> impl Iterator<Item = &'static str> {
    let is_one = |name: &&str| row::column(name).is_some();
    COLUMNS.into_iter().filter(is_one)
}

impl<'f> Filings<'f> {
    /// Those of records that were opened with [`columns`], of which `kept` tells which count;
    /// all, if it tells nothing.
    ///
    /// # Errors
    /// A part that lost a column or holds something else in it.
    pub(crate) fn of_records(
        records: &Records,
        kept: Option<&[bool]>,
    ) -> Result<Self, RecordsError> {
        let is_kept = |at: &usize| kept.is_none_or(|kept| kept[*at]);
        let places: Vec<usize> = (0..records.len()).filter(is_kept).collect();
        let mut all: BTreeMap<&str, Texts<'static>> = BTreeMap::new();
        for name in columns() {
            let stored = Stored::of(name);
            let places = places.clone();
            all.insert(
                name,
                match records.cells(name)? {
                    Cells::Text(texts) => {
                        let distinct: Vec<String> =
                            texts.texts().into_iter().map(str::to_owned).collect();
                        Rc::new(move |at| distinct[texts.cells.get(places[at]) as usize].clone())
                    }
                    Cells::Number(numbers) => Rc::new(move |at| {
                        let number = numbers.get(places[at]);
                        number.map_or_else(String::new, |number| stored.text(number))
                    }),
                },
            );
        }
        Ok(Self::Records(places.len(), Rc::new(all)))
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        match self {
            Self::Rows(rows, _) => rows.len(),
            Self::Records(len, _) => *len,
        }
    }

    /// The cells of a column. Where there is none, no filing has a value in it.
    pub(super) fn texts(&self, name: &str) -> Texts<'f> {
        let found: Option<Texts<'f>> = match self {
            Self::Records(_, columns) => columns.get(name).cloned().map(|texts| texts as Texts<'f>),
            Self::Rows(rows, scope) => {
                let (rows, scope) = (*rows, *scope);
                row::column(name).map(|column| -> Texts<'f> {
                    Rc::new(move |at| {
                        let mut text = String::new();
                        column.cell(rows[at], scope).write(&mut text);
                        text
                    })
                })
            }
        };
        found.unwrap_or_else(|| Rc::new(|_| State::<()>::NotAsked.word().to_owned()))
    }
}

impl fmt::Debug for Filings<'_> {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        write!(out, "{} filings", self.len())
    }
}

/// A cell as people read it: words for what is no value.
pub(super) fn shown(cell: &str, language: Language) -> String {
    if [MASKED, UNLISTED].contains(&cell) {
        return Told::word(cell, language);
    }
    match State::<()>::of_word(cell) {
        Some(state) => state.words().get(language).to_owned(),
        None => cells::clean(cell).into_owned(),
    }
}

/// A moment from its earliest and its latest instant. Midnight to midnight is a day.
pub(super) fn moment(earliest: &str, latest: &str, language: Language) -> String {
    let (Some(day), Some(time)) = (day(earliest), earliest.get(11..16)) else {
        return shown(earliest, language);
    };
    match self::day(latest) {
        _ if earliest == latest => format!("{day}\u{a0}{time}"),
        Some(other) if other != day => format!("{day} – {other}"),
        _ => day.to_owned(),
    }
}

/// The day of an instant; nothing where a word stands in its place.
pub(super) fn day(instant: &str) -> Option<&str> {
    cell_of(instant, Stored::Instant)?;
    instant.get(..10)
}

/// A file, and which of its notifications if it is not the first.
pub(super) fn file(source: &str, record: &str) -> String {
    let source = cells::clean(source);
    if matches!(record, "0" | "1") {
        source.into_owned()
    } else {
        format!("{source} #{record}")
    }
}

/// What the readings of the law make of a filing.
pub(super) fn reading(word: &str, language: Language) -> &'static str {
    let reading = Reading::ALL.iter().find(|own| own.as_str() == word);
    reading.map_or("", |own| own.words().get(language))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_as_exact_as_they_are_known() {
        let told = |earliest, latest| moment(earliest, latest, Language::Sv);
        let noon = "2021-02-12T12:00+01:00";
        assert_eq!(told(noon, noon), "2021-02-12\u{a0}12:00");
        assert_eq!(
            told("2021-02-12T00:00+01:00", "2021-02-12T23:59+01:00"),
            "2021-02-12"
        );
        assert_eq!(
            told("2021-02-01T00:00+01:00", "2021-02-28T23:59+01:00"),
            "2021-02-01 – 2021-02-28"
        );
        // A word is never cut as an instant is, however long it is.
        let states = [State::<()>::Blank, State::Undeterminable, State::NotAsked];
        for state in states {
            let word = state.word();
            assert_eq!(told(word, word), state.words().sv, "{word}");
            assert_eq!(day(word), None);
        }
        assert_eq!(day(noon), Some("2021-02-12"));
        assert_eq!(shown("=1+1", Language::Sv), "=1+1");
    }
}
