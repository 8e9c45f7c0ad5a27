//! answers.csv and unlisted.csv: how each question was answered, and labels of
//! open lists that the edition does not have.

use std::collections::BTreeMap;

use crate::config::{Language, Words};
use crate::form::{Edition, FIELDS, Question};
use crate::notification::{NONE_OF_THESE, State};
use crate::statistics::counting::{Counts, sorted};
use crate::statistics::dimension::{DIMENSIONS, Dimension, How};
use crate::statistics::error::CountError;
use crate::table::{Cell, Column, Key, Other, Row, Table};

const EACH_ONCE: Words = Words::new(
    "Enhet: anmälningar (inte kompletteringar eller återkallelser). Varje rad räknar var och en av dem en gång.",
    "Unit: notifications (no supplements or withdrawals). Every row counts each of them once.",
);
const EACH_ANSWER: Words = Words::new(
    "Enhet: anmälningar (inte kompletteringar eller återkallelser). En med flera sådana svar räknas en gång för varje.",
    "Unit: notifications (no supplements or withdrawals). One with several such answers is counted once for each.",
);

/// answers.csv
pub(super) fn answers(counts: &Counts, language: Language) -> Result<Table, CountError> {
    let edition = Edition::default_edition();
    let mut counted = vec![[0u64; State::ALL.len()]; edition.questions.len()];
    for (states, notifications) in counts.of_column("states")? {
        for (question, letter) in counted.iter_mut().zip(states.bytes()) {
            if let Some(at) = State::ALL.iter().position(|state| state.letter() == letter) {
                question[at] += notifications;
            }
        }
    }
    let rows = edition
        .questions
        .iter()
        .zip(counted)
        .map(|(question, counts)| {
            let mut row = vec![
                Cell::Key(Key::value(question.number.to_string())),
                Cell::text(question.label.get(language)),
            ];
            row.extend(counts.map(Cell::Count));
            row
        });
    let columns = ["question", "label"]
        .into_iter()
        .chain(State::ALL.map(State::name));
    let title = Words::new("Hur frågorna besvarades", "How the questions were answered");
    let mut table = Table::new(
        "answers",
        title,
        columns.map(Column::new).collect(),
        rows.collect(),
    );
    table.notes.push(EACH_ONCE);
    Ok(table)
}

/// A choice dimension some of whose lists are open, with the question of each edition.
struct OpenList<'d> {
    dimension: &'d Dimension,
    questions: Vec<(&'static Edition, &'static Question)>,
}

impl<'d> OpenList<'d> {
    /// `None` of a dimension that is no choice, or whose lists are all closed.
    fn new(dimension: &'d Dimension, editions: &[&'static Edition]) -> Option<Self> {
        if !matches!(dimension.how, How::Choice(_) | How::Extra(_)) {
            return None;
        }
        let question =
            |edition: &&'static Edition| Some((*edition, dimension.how.question(edition)?));
        let questions: Vec<_> = editions.iter().filter_map(question).collect();
        questions
            .iter()
            .any(|(_, question)| !question.closed)
            .then_some(Self {
                dimension,
                questions,
            })
    }

    /// The columns to count it by: where the list is closed in some edition, whose
    /// answer it was makes a difference.
    fn columns(&self) -> Vec<&'static str> {
        if self.questions.iter().any(|(_, question)| question.closed) {
            sorted(vec![self.dimension.column(), "form"])
        } else {
            vec![self.dimension.column()]
        }
    }

    /// Whether a value of a notification of this edition, where that is known, is off the list.
    fn lacks(&self, value: &str, form: Option<&str>) -> bool {
        let of_form = |edition: &Edition| form == Some(edition.name.as_str());
        let is_closed = self
            .questions
            .iter()
            .any(|(edition, question)| of_form(edition) && question.closed);
        let is_word = value == NONE_OF_THESE || Other::of_state(value).is_some();
        let is_listed = self
            .questions
            .iter()
            .any(|(_, question)| question.option(value).is_some());
        !is_closed && !is_word && !is_listed
    }

    /// What column `question` says: the number, or the id of an extra dimension.
    fn name(&self) -> String {
        match self.dimension.how {
            How::Choice(key) => Edition::default_edition().number(key).to_string(),
            _ => self.dimension.id.to_owned(),
        }
    }

    /// Its labels that are off the list, with their counts.
    fn unlisted(&self, counts: &Counts) -> Result<BTreeMap<String, u64>, CountError> {
        let columns = self.columns();
        let place = |name: &str| columns.iter().position(|column| *column == name);
        let own = place(self.dimension.column());
        let own = own.ok_or_else(|| CountError::Column(self.dimension.column().to_owned()))?;
        let form = place("form");
        let mut found: BTreeMap<String, u64> = BTreeMap::new();
        for (cells, notifications) in counts.of(&columns)? {
            let form = form.map(|at| cells[at].as_str());
            for value in cells[own]
                .split('|')
                .filter(|value| self.lacks(value, form))
            {
                *found.entry(value.to_owned()).or_default() += notifications;
            }
        }
        Ok(found)
    }
}

/// The lists that may lack a label, the questions by number and then the extra dimensions.
fn open_lists<'d>(extras: &'d [Dimension], editions: &[&'static Edition]) -> Vec<OpenList<'d>> {
    let mut lists: Vec<OpenList> = DIMENSIONS
        .iter()
        .chain(extras)
        .filter_map(|dimension| OpenList::new(dimension, editions))
        .collect();
    let place = |how| match how {
        How::Choice(key) => key as usize,
        _ => FIELDS.len(),
    };
    lists.sort_by_key(|list| place(list.dimension.how));
    lists
}

/// The sets of columns that unlisted.csv is counted by.
pub(super) fn sets<'d>(
    extras: &'d [Dimension],
    editions: &[&'static Edition],
) -> Vec<Vec<&'d str>> {
    open_lists(extras, editions)
        .iter()
        .map(OpenList::columns)
        .collect()
}

/// unlisted.csv
pub(super) fn unlisted(
    counts: &Counts,
    extras: &[Dimension],
    editions: &[&'static Edition],
) -> Result<Table, CountError> {
    let mut rows: Vec<Row> = Vec::new();
    for list in open_lists(extras, editions) {
        let found = list.unlisted(counts)?.into_iter();
        rows.extend(found.map(|(label, notifications)| {
            let keys = [list.name(), label].map(|id| Cell::Key(Key::Value(id)));
            keys.into_iter()
                .chain([Cell::Count(notifications)])
                .collect()
        }));
    }
    let title = Words::new(
        "Svar på öppna listor som formulärversionen inte har",
        "Answers to open lists that the form edition does not have",
    );
    let columns = vec![
        Column::new("question"),
        Column::key("label"),
        Column::new("notifications"),
    ];
    let mut table = Table::new("unlisted", title, columns, rows);
    table.notes.push(EACH_ANSWER);
    Ok(table)
}
