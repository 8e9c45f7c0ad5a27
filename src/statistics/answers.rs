//! answers.csv and unlisted.csv: how each question was answered, and labels of
//! open lists that the edition does not have.

use std::collections::BTreeMap;

use crate::config::{Language, Words};
use crate::form::{Edition, FIELDS, Question};
use crate::notification::{NONE_OF_THESE, State};
use crate::statistics::counting::{Counts, sorted};
use crate::statistics::dimension::{DIMENSIONS, Dimension, How};
use crate::statistics::error::CountError;
use crate::statistics::{layout, names};
use crate::table::{Cell, Column, Key, Other, Row, Table};

const EACH_ONCE: Words = Words::new(
    "Enhet: anmälningar (inte kompletteringar eller återkallelser). Varje rad räknar var och en av dem en gång.",
    "Unit: notifications (no supplements or withdrawals). Every row counts each of them once.",
);
const EACH_ANSWER: Words = Words::new(
    "Enhet: anmälningar (inte kompletteringar eller återkallelser). En med flera sådana svar räknas en gång för varje.",
    "Unit: notifications (no supplements or withdrawals). One with several such answers is counted once for each.",
);

/// How often each state was met, in the order of [`State::ALL`].
type Met = [u64; State::ALL.len()];

/// The questions of one edition, and of all that ask the same, with their states.
struct Asked {
    edition: &'static Edition,
    /// Whether a notification is of such an edition.
    is_used: bool,
    questions: Vec<Met>,
}

impl Asked {
    fn new(edition: &'static Edition) -> Self {
        Self {
            edition,
            is_used: false,
            questions: vec![Met::default(); edition.questions.len()],
        }
    }

    /// Adds notifications of this edition by the letters of their states.
    fn add(&mut self, states: &str, notifications: u64) {
        self.is_used = true;
        for (question, letter) in self.questions.iter_mut().zip(states.bytes()) {
            if let Some(at) = State::ALL.iter().position(|state| state.letter() == letter) {
                question[at] += notifications;
            }
        }
    }

    /// Adds notifications of other editions: they were not asked these questions.
    fn add_others(&mut self, notifications: u64) {
        let not_asked = State::ALL
            .iter()
            .position(|state| *state == State::NotAsked);
        for question in &mut self.questions {
            if let Some(at) = not_asked {
                question[at] += notifications;
            }
        }
    }

    fn rows(&self, language: Language) -> impl Iterator<Item = Row> {
        let questions = self.edition.questions.iter().zip(&self.questions);
        questions.map(move |(question, met)| {
            let mut row = vec![
                Cell::Key(Key::value(layout::id(self.edition, question.number))),
                Cell::text(question.label.get(language)),
            ];
            row.extend(met.map(Cell::Count));
            row
        })
    }
}

/// The columns that answers.csv is counted by, in the order of a set.
pub(super) fn columns(editions: &[&'static Edition]) -> &'static [&'static str] {
    if layout::all(editions).len() > 1 {
        &["form", "states"]
    } else {
        &["states"]
    }
}

/// answers.csv: the questions of the default edition, and those of every other edition that
/// asks differently and that a notification is of. Without one of the default edition its
/// questions are left out.
pub(super) fn answers(
    counts: &Counts,
    language: Language,
    editions: &[&'static Edition],
) -> Result<Table, CountError> {
    let mut asked: Vec<Asked> = layout::all(editions).into_iter().map(Asked::new).collect();
    for (texts, notifications) in counts.of(columns(editions))? {
        let own = match texts.as_slice() {
            [form, _] => layout::of(form, editions),
            _ => Edition::default_edition(),
        };
        let states = texts.last().map_or("", String::as_str);
        for asked in &mut asked {
            if asked.edition.asks_as(own) {
                asked.add(states, *notifications);
            } else {
                asked.add_others(*notifications);
            }
        }
    }
    let is_any_used = asked.iter().any(|asked| asked.is_used);
    asked[0].is_used |= !is_any_used;
    asked.retain(|asked| asked.is_used);
    let rows = asked.iter().flat_map(|asked| asked.rows(language));
    let columns = ["question", "label"]
        .into_iter()
        .chain(State::ALL.map(State::name));
    let mut table = Table::new(
        "answers",
        names::title("answers"),
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

    /// The columns to count it by: where the list is closed in some edition, or asked
    /// otherwise in one, whose answer it was makes a difference.
    fn columns(&self) -> Vec<&'static str> {
        let default = Edition::default_edition();
        let is_apart = |(edition, question): &(&Edition, &Question)| {
            question.closed || !edition.asks_as(default)
        };
        if self.questions.iter().any(is_apart) {
            sorted(vec![self.dimension.column(), "form"])
        } else {
            vec![self.dimension.column()]
        }
    }

    /// Whether a value of a notification of this edition, where that is known, is off the
    /// list: off those of all editions that ask the same.
    fn lacks(&self, value: &str, form: Option<&'static Edition>) -> bool {
        let is_own = |edition: &Edition| form.is_some_and(|form| form.name == edition.name);
        let asks_same = |edition: &Edition| form.is_none_or(|form| form.asks_as(edition));
        let is_closed = self
            .questions
            .iter()
            .any(|(edition, question)| is_own(edition) && question.closed);
        let is_word = value == NONE_OF_THESE || Other::of_state(value).is_some();
        let is_listed = self
            .questions
            .iter()
            .any(|(edition, question)| asks_same(edition) && question.option(value).is_some());
        !is_closed && !is_word && !is_listed
    }

    /// What column `question` says of an edition: the id of the question, or of an extra
    /// dimension.
    fn name(&self, form: Option<&'static Edition>) -> String {
        let edition = form.unwrap_or_else(Edition::default_edition);
        match self.dimension.how {
            How::Choice(key) => layout::id(edition, edition.number(key)),
            _ => self.dimension.id.to_owned(),
        }
    }

    /// Its labels that are off the list, by question and label, with their counts.
    fn unlisted(
        &self,
        counts: &Counts,
        editions: &[&'static Edition],
    ) -> Result<BTreeMap<[String; 2], u64>, CountError> {
        let columns = self.columns();
        let place = |name: &str| columns.iter().position(|column| *column == name);
        let own = place(self.dimension.column());
        let own = own.ok_or_else(|| CountError::Column(self.dimension.column().to_owned()))?;
        let form = place("form");
        let mut found: BTreeMap<[String; 2], u64> = BTreeMap::new();
        for (cells, notifications) in counts.of(&columns)? {
            let form = form.map(|at| layout::of(&cells[at], editions));
            for value in cells[own]
                .split('|')
                .filter(|value| self.lacks(value, form))
            {
                let place = [self.name(form), value.to_owned()];
                *found.entry(place).or_default() += notifications;
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
        let found = list.unlisted(counts, editions)?.into_iter();
        rows.extend(found.map(|(ids, notifications)| {
            let keys = ids.map(|id| Cell::Key(Key::Value(id)));
            keys.into_iter()
                .chain([Cell::Count(notifications)])
                .collect()
        }));
    }
    let columns = vec![
        Column::new("question"),
        Column::key("label"),
        Column::new("notifications"),
    ];
    let mut table = Table::new("unlisted", names::title("unlisted"), columns, rows);
    table.notes.push(EACH_ANSWER);
    Ok(table)
}
