//! answers.csv and unlisted.csv: what a one-way table counts too is suppressed
//! where it is there; the rows of other questions are suppressed as a whole if
//! they hold a small count, since their counts add up to all notifications.

use crate::disclosure::Hidden;
use crate::disclosure::model::{Model, State, VALUES};
use crate::statistics::{DIMENSIONS, Structure};
use crate::table::{Key, Row, Table, TableError};

/// The columns of answers.csv with the non-value that each counts.
const STATES: [(&str, &str); 6] = [
    ("answered", VALUES),
    ("blank", "(blank)"),
    ("unknown", "(unknown)"),
    ("undeterminable", "(undeterminable)"),
    ("not_shown", "(not shown)"),
    ("not_asked", "(not asked)"),
];

/// The questions whose times the verdicts are judged by: who left them blank has
/// no verdict.
const MOMENTS: [u8; 2] = [10, 11];

/// Suppresses in both tables.
///
/// # Errors
/// One of them is not what it should be.
pub(super) fn write(
    tables: &mut [Table],
    model: &Model,
    least: u64,
    hidden: &mut Hidden,
) -> Result<(), TableError> {
    let told = told_bases(tables);
    let dates_off = any_hidden(&["verdict", "reading", "time-to-report"], model);
    for table in tables {
        match table.id.as_str() {
            "answers" => answers(table, model, (&told, dates_off), least, hidden)?,
            "unlisted" => unlisted(table, model, least, hidden)?,
            _ => {}
        }
    }
    Ok(())
}

/// The ids of the one-way tables whose base is published: whoever reads it knows
/// how many answered.
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

/// The dimensions of a question that the run has tables of.
fn dimensions(question: u8, model: &Model) -> Vec<&'static str> {
    let ids = DIMENSIONS.iter().map(|dimension| dimension.id);
    ids.filter(|id| {
        Structure::question(id) == Some(question) && model.find(&[(id, VALUES)]).is_some()
    })
    .collect()
}

/// Whether a table of a question has a suppressed cell.
fn is_touched(question: u8, model: &Model) -> bool {
    any_hidden(&dimensions(question, model), model)
}

/// Whether the one-way table of any of these dimensions has a suppressed cell.
fn any_hidden(dimensions: &[&str], model: &Model) -> bool {
    dimensions.iter().any(|id| {
        let own = format!("{id}\u{1f}");
        let mut cells = model
            .keys()
            .filter(|(name, _)| name.starts_with(&own) && !name.contains('\u{1e}'));
        cells.any(|(_, cell)| cell.state != State::Open)
    })
}

fn answers(
    table: &mut Table,
    model: &Model,
    (told, dates_off): (&[String], bool),
    least: u64,
    hidden: &mut Hidden,
) -> Result<(), TableError> {
    let columns = table.places(STATES.map(|(name, _)| name))?;
    let conditional = Structure::conditional();
    for row in &mut table.rows {
        let question = question(row);
        let counts = columns.map(|at| row[at].count().unwrap_or(0));
        let small = counts.iter().any(|count| (1..least).contains(count));
        let mut off = [false; STATES.len()];
        match dimensions(question, model).first() {
            Some(id) if question != 14 => {
                for (at, (_, value)) in STATES.iter().enumerate() {
                    let cell = model.find(&[(id, value)]);
                    off[at] = counts[at] > 0
                        && cell.map_or(small, |cell| {
                            // A count that differs is another one: nothing is known of it.
                            let cell = &model.cells[cell];
                            cell.state != State::Open || cell.value != counts[at] && small
                        });
                }
                if model
                    .find(&[(id, VALUES)])
                    .is_some_and(|cell| model.cells[cell].value == counts[0])
                    && told.iter().any(|told| told == id)
                {
                    off[0] = false;
                }
            }
            Some(id) => {
                let reason = |value| model.is_hidden(&[(id, value)]);
                off[0] = reason("given");
                (1..off.len()).for_each(|at| off[at] = small || reason("none"));
            }
            None => {
                let decider = conditional
                    .iter()
                    .find(|(own, _)| *own == question)
                    .map(|(_, other)| *other);
                // What all notifications have in common is no secret.
                let several = counts.iter().filter(|count| **count > 0).count() > 1;
                let dated = dates_off && several && MOMENTS.contains(&question);
                let decided = dated || decider.is_some_and(|other| is_touched(other, model));
                let shown =
                    (0..STATES.len()).filter(|at| STATES[*at].0 != "not_shown" && counts[*at] > 0);
                // A bound between shown and not shown may be known from the question that decides.
                let alone = shown.count() < 2;
                for (at, (name, _)) in STATES.iter().enumerate() {
                    off[at] =
                        decided || small && (*name != "not_shown" || decider.is_none() || alone);
                }
            }
        }
        for (at, off) in columns.into_iter().zip(off) {
            if off {
                hidden.hide_unless_zero("answers", &mut row[at]);
            }
        }
    }
    Ok(())
}

/// The question of a row; 0 of an extra dimension.
fn question(row: &Row) -> u8 {
    row[0]
        .key()
        .and_then(|key| key.id().parse().ok())
        .unwrap_or(0)
}

fn unlisted(
    table: &mut Table,
    model: &Model,
    least: u64,
    hidden: &mut Hidden,
) -> Result<(), TableError> {
    let [count] = table.places(["notifications"])?;
    for row in &mut table.rows {
        let [Some(list), Some(label)] = [0, 1].map(|at| row[at].key().map(Key::id)) else {
            continue;
        };
        // An extra dimension stands there by its id.
        let ids = match question(row) {
            0 => vec![list],
            number => dimensions(number, model),
        };
        if row[count].is_small(least) || ids.iter().any(|id| model.is_hidden(&[(id, label)])) {
            hidden.hide("unlisted", &mut row[count]);
        }
    }
    Ok(())
}
