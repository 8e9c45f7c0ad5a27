//! The tables answers.csv and unlisted.csv. Where they repeat a count of a one-way table, it is
//! suppressed if it is suppressed there. The rows of other questions are suppressed as a whole
//! if they hold a small count, because their counts add up to all notifications.

use crate::disclosure::Hidden;
use crate::disclosure::model::{Id, Model, Part, State};
use crate::form::{self, Condition, Edition};
use crate::statistics::{DIMENSIONS, Dimension, Structure, Tells};
use crate::table::{Key, Other, Row, Table, TableError};

/// The columns of answers.csv, each with the key under which one-way tables count the same.
/// Answers themselves are counted as values.
const STATES: [(&str, Option<Other>); 6] = [
    ("answered", None),
    ("blank", Some(Other::Blank)),
    ("unknown", Some(Other::Unknown)),
    ("undeterminable", Some(Other::Undeterminable)),
    ("not_shown", Some(Other::NotShown)),
    ("not_asked", Some(Other::NotAsked)),
];

/// The questions that verdicts depend on. A notification that leaves one of them blank has no
/// verdict, so the verdicts tell how many did.
const MOMENTS: [form::Key; 2] = [
    form::Key::IncidentOccurredDate,
    form::Key::IncidentDiscoveredDate,
];

/// Suppresses counts in both tables.
///
/// # Errors
/// One of the tables is not what it should be.
pub(super) fn write(
    tables: &mut [Table],
    model: &Model,
    (least, structure): (u64, &Structure),
    hidden: &mut Hidden,
) -> Result<(), TableError> {
    let told = told_bases(tables);
    let delays = DIMENSIONS.iter().filter(|own| own.tells() == Tells::Delay);
    let dates_off = any_hidden(delays, model);
    for table in tables {
        match table.id.as_str() {
            "answers" => {
                let known = (model, structure);
                answers(table, known, (&told, dates_off), least, hidden)?;
            }
            "unlisted" => unlisted(table, model, (least, structure), hidden)?,
            _ => {}
        }
    }
    Ok(())
}

/// The ids of the one-way tables whose base is published. Whoever reads the base knows how many
/// answered the question.
fn told_bases(tables: &[Table]) -> Vec<String> {
    let is_told = |table: &&Table| {
        let base = table
            .column("base")
            .and_then(|at| table.rows.first()?[at].count());
        base.is_some()
    };
    tables
        .iter()
        .filter(is_told)
        .map(|table| table.id.clone())
        .collect()
}

/// A question of an edition.
type Question = (&'static Edition, u8);

/// The dimensions of a question for which the run has tables.
fn dimensions(
    (edition, number): Question,
    model: &Model,
) -> impl Iterator<Item = &'static Dimension> + use<'_> {
    DIMENSIONS.iter().filter(move |own| {
        own.question(edition) == Some(number) && model.find([(own.id, Part::Values)]).is_some()
    })
}

/// Whether the one-way table of any of these dimensions has a suppressed cell.
fn any_hidden(dimensions: impl Iterator<Item = &'static Dimension>, model: &Model) -> bool {
    let ids: Vec<Id> = dimensions.map(|own| own.id).collect();
    model.hides_any(|name| matches!(name, [(id, _)] if ids.contains(id)))
}

fn answers(
    table: &mut Table,
    (model, structure): (&Model, &Structure),
    (told, dates_off): (&[String], bool),
    least: u64,
    hidden: &mut Hidden,
) -> Result<(), TableError> {
    let columns = table.places(STATES.map(|(name, _)| name))?;
    for row in &mut table.rows {
        let question = question(row, structure);
        let counts = columns.map(|at| row[at].count().unwrap_or(0));
        let small = counts.iter().any(|count| (1..least).contains(count));
        let mut off = [false; STATES.len()];
        let (derived, own): (Vec<_>, Vec<_>) = question
            .into_iter()
            .flat_map(|question| dimensions(question, model))
            .partition(|own| own.is_derived());
        // Values that are made of the answers tell how many there are.
        let derived_off = any_hidden(derived.into_iter(), model);
        let dimension = own.first();
        match dimension.map(|own| (own.id, own.tells())) {
            Some((id, Tells::WhetherAnswered(_))) => {
                let reason = |value| model.is_hidden([(id, Part::Of(Key::value(value)))]);
                off = [small || reason("none"); STATES.len()];
                off[0] = reason("given");
            }
            Some((id, _)) => {
                for (at, (_, other)) in STATES.into_iter().enumerate() {
                    let part = other.map_or(Part::Values, |other| Part::Of(Key::Other(other)));
                    let cell = model.find([(id, part)]).map(|cell| &model.cells[cell]);
                    // A count that differs from that of the one-way
                    // table counts something else, so what happens
                    // there says nothing about it.
                    off[at] = cell.map_or(small, |cell| {
                        cell.state != State::Open || cell.value != counts[at] && small
                    });
                }
                let base = model.find([(id, Part::Values)]);
                if base.is_some_and(|cell| model.cells[cell].value == counts[0])
                    && told.iter().any(|told| told == id)
                {
                    off[0] = false;
                }
            }
            None => {
                let decider = question.and_then(|question| decider(question, structure));
                // What holds for all notifications is no secret.
                let several = counts.iter().filter(|count| **count > 0).count() > 1;
                let dated = dates_off
                    && several
                    && question.is_some_and(|(edition, number)| {
                        MOMENTS.iter().any(|key| edition.number(*key) == number)
                    });
                let decided = dated
                    || several && decider.is_some_and(|decider| decides_in_secret(decider, model));
                let shown =
                    (0..STATES.len()).filter(|at| STATES[*at].0 != "not_shown" && counts[*at] > 0);
                // The question that decides may tell how many were shown this
                // one and how many were not.
                let alone = shown.count() < 2;
                for (at, (name, _)) in STATES.iter().enumerate() {
                    off[at] =
                        decided || small && (*name != "not_shown" || decider.is_none() || alone);
                }
            }
        }
        for (at, off) in columns.into_iter().zip(off) {
            if off || derived_off {
                hidden.hide_unless_zero("answers", &mut row[at]);
            }
        }
    }
    Ok(())
}

/// The question of a row; none of an extra dimension.
fn question(row: &Row, structure: &Structure) -> Option<Question> {
    structure.question(row[0].key()?.id())
}

/// The condition on which a question is shown.
fn decider(
    (edition, number): Question,
    structure: &Structure,
) -> Option<(&'static Edition, &'static Condition)> {
    let mut conditional = structure.conditional();
    let is = |(own, question, _): &(&Edition, u8, _)| own.asks_as(edition) && *question == number;
    let (_, _, condition) = conditional.find(is)?;
    Some((edition, condition))
}

/// Whether the count of an answer that shows the question is suppressed. The counts of the others
/// say nothing of how often it was shown.
fn decides_in_secret(
    (edition, condition): (&'static Edition, &'static Condition),
    model: &Model,
) -> bool {
    let mut own = dimensions((edition, condition.question), model);
    own.any(|own| {
        let mut answers = condition.any_of.iter();
        answers.any(|answer| model.is_hidden([(own.id, Part::Of(Key::value(answer)))]))
    })
}

fn unlisted(
    table: &mut Table,
    model: &Model,
    (least, structure): (u64, &Structure),
    hidden: &mut Hidden,
) -> Result<(), TableError> {
    let [count] = table.places(["notifications"])?;
    for row in &mut table.rows {
        let [Some(list), Some(label)] = [0, 1].map(|at| row[at].key()) else {
            continue;
        };
        let question = question(row, structure);
        let own = question
            .into_iter()
            .flat_map(|question| dimensions(question, model));
        let mut ids: Vec<Id> = own.map(|own| own.id).collect();
        // An extra dimension is named by its id in this column.
        ids.extend(structure.dimension(list.id()).map(|own| own.id));
        let off = ids
            .into_iter()
            .any(|id| model.is_hidden([(id, Part::of(label))]));
        if row[count].is_small(least) || off {
            hidden.hide("unlisted", &mut row[count]);
        }
    }
    Ok(())
}
