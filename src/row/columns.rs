//! The columns of the records in their order, each with its type and with
//! what gives its cell. What the form asks follows from the schema.

use std::sync::LazyLock;

use crate::deadline::{Bucket, Verdict};
use crate::finding::Severity;
use crate::form::{Edition, FIELDS, Field, Key, Question};
use crate::moment::Instant;
use crate::notification::{Filing, State};
use crate::row::amount::AmountCell;
use crate::row::case;
use crate::row::held::{self, Held};
use crate::row::stored::Stored;
use crate::row::{Cell, Certainty, NumberCell, Row, Scope};

impl Stored {
    /// The type of the column of this name. What form files add are numbers by their names, else
    /// texts.
    pub(crate) fn of(name: &str) -> Self {
        match column(name) {
            Some(column) => column.stored,
            None if name.starts_with("number.") => Self::Decimal,
            None => Self::Text,
        }
    }

    /// What stands for a column that records of earlier versions do not have, or of runs without
    /// an edition that asks for it.
    pub(crate) fn of_earlier(name: &str) -> Option<&'static str> {
        let column = column(name)?;
        if column.earlier.is_some() {
            return column.earlier;
        }
        let is_later = column.answers.is_some_and(|key| key.field().later);
        (is_later || !column.is_in(&[])).then_some(State::<()>::NotAsked.word())
    }
}

impl Held {
    /// What the column of this name holds. The extra dimensions of editions are labels.
    pub(crate) fn of(name: &str) -> Self {
        match column(name) {
            Some(column) => column.held,
            None if name.starts_with("extra.") => Self::Labels,
            None => Self::Anything,
        }
    }
}

/// One column of the records.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// Its name.
    pub name: &'static str,
    /// Its type.
    pub(crate) stored: Stored,
    /// What its cells may hold, where they are texts.
    pub(crate) held: Held,
    /// The field whose answer it holds, where two filings are held against each other by it.
    pub(crate) answers: Option<Key>,
    /// What stands for its cells in records of versions that did not have it.
    earlier: Option<&'static str>,
    source: Source,
}

/// What gives the cells of a column.
#[derive(Debug, Clone, Copy)]
enum Source {
    /// A function of the row.
    Row(for<'r> fn(&'r Row, &'r Scope) -> Cell<'r>),
    /// The answer to a choice question.
    Choice(Key),
    /// A view of a number of persons or things, by its place among them and its key.
    Amount(usize, Key, View),
}

/// What a column shows of a number, given the question that it answers.
type View = for<'r> fn(&'r AmountCell, Option<&'static Question>) -> Cell<'r>;

impl Column {
    const fn new(
        name: &'static str,
        stored: Stored,
        cell: for<'r> fn(&'r Row, &'r Scope) -> Cell<'r>,
    ) -> Self {
        Self {
            name,
            stored,
            held: Held::Anything,
            answers: None,
            earlier: None,
            source: Source::Row(cell),
        }
    }

    const fn holding(mut self, held: Held) -> Self {
        self.held = held;
        self
    }

    const fn answering(mut self, key: Key) -> Self {
        self.answers = Some(key);
        self
    }

    const fn later(mut self, earlier: &'static str) -> Self {
        self.earlier = Some(earlier);
        self
    }

    /// Whether the records of a run with these editions have it.
    pub(crate) fn is_in(&self, editions: &[&'static Edition]) -> bool {
        let key = match self.source {
            Source::Choice(key) | Source::Amount(_, key, _) => Some(key),
            Source::Row(_) => self.answers,
        };
        key.is_none_or(|key| Edition::any_asks(editions, key))
    }

    /// The cell of a row.
    #[inline]
    pub(crate) fn cell<'r>(&self, row: &'r Row, scope: &'r Scope) -> Cell<'r> {
        match self.source {
            Source::Row(cell) => cell(row, scope),
            Source::Choice(key) => row.choice(key),
            Source::Amount(at, key, view) => view(&row.amounts[at], row.question(key)),
        }
    }
}

/// All columns, in order.
pub static COLUMNS: LazyLock<Vec<Column>> = LazyLock::new(|| {
    let answers = FIELDS.iter().flat_map(answers);
    FRONT
        .iter()
        .copied()
        .chain(answers)
        .chain(BACK.iter().copied())
        .collect()
});

/// What stands before the answers.
const FRONT: &[Column] = &[
    Column::new("source", Stored::Text, |row, scope| {
        Cell::Text(&scope.sources[row.source as usize])
    }),
    Column::new("record", Stored::Count, |row, _| {
        Cell::Count(u64::from(row.record))
    }),
    Column::new("line", Stored::Count, |row, _| {
        Cell::Count(u64::from(row.line))
    }),
    Column::new("format", Stored::Text, |row, _| {
        Cell::Word(row.format.as_str())
    })
    .holding(held::FORMAT),
    Column::new("form", Stored::Text, |row, _| Cell::Text(&row.edition.name)),
    Column::new("language", Stored::Text, |_, _| Cell::Word("sv")).holding(held::LANGUAGE),
    Column::new("kind", Stored::Text, |row, _| {
        Cell::Word(row.filing.as_str())
    })
    .holding(held::KIND),
    Column::new("supplements", Stored::Text, |row, _| {
        Cell::Text(row.supplements().as_str())
    }),
    Column::new("case_number", Stored::Text, |row, _| {
        Cell::Text(row.case_number().as_str())
    }),
    Column::new("reference", Stored::Text, |row, _| {
        Cell::Text(row.reference().as_str())
    })
    .answering(Key::ControllerReference),
    Column::new("controller", Stored::Text, |row, _| {
        Cell::Text(row.controller().as_str())
    }),
    Column::new("organisation_number", Stored::Text, |row, _| {
        Cell::Text(row.organisation_number().as_str())
    })
    .answering(Key::ControllerOrganisationNumber),
    Column::new("channel", Stored::Text, |row, _| Cell::Word(channel(row))).holding(held::CHANNEL),
    Column::new("policy", Stored::Text, |_, scope| Cell::Text(&scope.policy)).holding(held::POLICY),
    Column::new("limit_hours", Stored::Count, |_, scope| {
        Cell::Count(u64::from(scope.limit_hours))
    }),
    Column::new("occurred_earliest", Stored::Instant, |row, _| {
        row.occurred.earliest()
    })
    .answering(Key::IncidentOccurredDate),
    Column::new("occurred_latest", Stored::Instant, |row, _| {
        row.occurred.latest()
    })
    .answering(Key::IncidentOccurredDate),
    Column::new("discovered_earliest", Stored::Instant, |row, _| {
        row.discovered.earliest()
    })
    .answering(Key::IncidentDiscoveredDate),
    Column::new("discovered_latest", Stored::Instant, |row, _| {
        row.discovered.latest()
    })
    .answering(Key::IncidentDiscoveredDate),
    Column::new("aware_earliest", Stored::Instant, |row, _| {
        row.aware().earliest()
    })
    .answering(Key::IncidentAwareDate),
    Column::new("aware_latest", Stored::Instant, |row, _| {
        row.aware().latest()
    })
    .answering(Key::IncidentAwareDate),
    Column::new("received_earliest", Stored::Instant, |row, _| {
        row.received.earliest()
    }),
    Column::new("received_latest", Stored::Instant, |row, _| {
        row.received.latest()
    }),
    Column::new("received_source", Stored::Text, |row, _| {
        Cell::Word(row.received_source.as_str())
    })
    .holding(held::SOURCE),
    Column::new("elapsed_hours_min", Stored::Decimal, |row, _| {
        elapsed(row.elapsed.map(|ends| ends.0))
    }),
    Column::new("elapsed_hours_max", Stored::Decimal, |row, _| {
        elapsed(row.elapsed.map(|ends| ends.1))
    }),
    Column::new("deadline_earliest", Stored::Instant, |row, scope| {
        instant(row.deadline(scope.limit_hours).map(|ends| ends.0))
    }),
    Column::new("deadline_latest", Stored::Instant, |row, scope| {
        instant(row.deadline(scope.limit_hours).map(|ends| ends.1))
    }),
    Column::new("verdict", Stored::Text, |row, _| {
        judged(row, row.verdict.as_str())
    })
    .holding(held::VERDICT),
    Column::new("reading", Stored::Text, |row, _| {
        judged(row, row.reading.as_str())
    })
    .holding(held::READING),
    Column::new("inferred_verdict", Stored::Text, |row, _| {
        Cell::Word(row.inferred.map_or("none", Verdict::as_str))
    })
    .holding(held::INFERRED),
    Column::new("time_to_report", Stored::Text, |row, _| {
        judged(row, row.bucket.map_or("(undeterminable)", Bucket::as_str))
    })
    .holding(held::TIME),
    Column::new("delay_reason", Stored::Text, |row, _| {
        Cell::Word(row.delay_reason.word("given", "none"))
    })
    .holding(held::REASON),
];

/// The columns of a field of the form, by the schema; those of lists have cells of their own.
fn answers(field: &'static Field) -> Vec<Column> {
    let of = |name, stored, source| Column {
        name,
        stored,
        held: match source {
            Source::Choice(_) => Held::Labels,
            _ => Held::Bands,
        },
        answers: Some(field.key),
        earlier: None,
        source,
    };
    let amount = |at, name, stored, view| of(name, stored, Source::Amount(at, field.key, view));
    match (field.columns, field.key.amount(), field.key) {
        ([name], ..) => vec![of(name, Stored::Text, Source::Choice(field.key))],
        ([band, exact, min, max], Some(at), _) => vec![
            amount(at, band, Stored::Text, AmountCell::band),
            amount(at, exact, Stored::Count, |cell, _| cell.exact()),
            Column {
                answers: None,
                ..amount(at, min, Stored::Count, |cell, _| cell.min())
            },
            Column {
                answers: None,
                ..amount(at, max, Stored::Bound, |cell, _| cell.max())
            },
        ],
        (_, _, Key::ProcessorsOrganisationsName) => {
            vec![Column::new("processors", Stored::Count, |row, _| {
                counted(row.processors)
            })]
        }
        (_, _, Key::ProcessorsOrganisationsOrganisationNumber) => vec![
            Column::new("processor_numbers", Stored::Text, |row, _| {
                Cell::Text(row.processor_numbers().as_str())
            })
            .answering(Key::ProcessorsOrganisationsOrganisationNumber),
        ],
        (_, _, Key::ActionsAction) => vec![Column::new("actions", Stored::Count, |row, _| {
            counted(row.actions)
        })],
        (_, _, Key::Secrecy) => vec![
            Column::new("secrecy_claimed", Stored::Text, |row, _| {
                Cell::Word(row.secrecy.word("yes", "no"))
            })
            .holding(held::SECRECY),
        ],
        _ => Vec::new(),
    }
}

/// What stands behind the answers.
const BACK: &[Column] = &[
    Column::new("ended_earliest", Stored::Instant, |row, _| {
        row.ended.earliest()
    })
    .answering(Key::IncidentEndedDate),
    Column::new("ended_latest", Stored::Instant, |row, _| row.ended.latest())
        .answering(Key::IncidentEndedDate),
    Column::new("informed_earliest", Stored::Instant, |row, _| {
        row.informed_at.earliest()
    })
    .answering(Key::CommunicationInformedAtDate),
    Column::new("informed_latest", Stored::Instant, |row, _| {
        row.informed_at.latest()
    })
    .answering(Key::CommunicationInformedAtDate),
    Column::new("planned_earliest", Stored::Instant, |row, _| {
        row.planned_at.earliest()
    })
    .answering(Key::CommunicationPlannedAtDate),
    Column::new("planned_latest", Stored::Instant, |row, _| {
        row.planned_at.latest()
    })
    .answering(Key::CommunicationPlannedAtDate),
    Column::new("last_action_earliest", Stored::Instant, |row, _| {
        row.last_action.earliest()
    }),
    Column::new("last_action_latest", Stored::Instant, |row, _| {
        row.last_action.latest()
    }),
    Column::new("answered", Stored::Decimal, |row, _| row.answered()),
    Column::new("states", Stored::Text, |row, _| Cell::Word(row.states())),
    Column::new("errors", Stored::Count, |row, _| {
        Cell::Count(row.count(Severity::Error) as u64)
    }),
    Column::new("warnings", Stored::Count, |row, _| {
        Cell::Count(row.count(Severity::Warning) as u64)
    }),
    Column::new("infos", Stored::Count, |row, _| {
        Cell::Count(row.count(Severity::Info) as u64)
    }),
    Column::new("incident", Stored::Text, |row, scope| {
        place(row.part().map(|part| part.incident), scope)
    }),
    Column::new("copy_of", Stored::Text, |row, scope| {
        place(row.copy_of(), scope)
    })
    .later(NONE),
    Column::new("case", Stored::Text, |row, scope| {
        place(Some(row.notification()), scope)
    })
    .later(NONE),
    Column::new("withdrawn", Stored::Text, |row, _| {
        Cell::Word(row.standing().as_str())
    })
    .holding(held::WITHDRAWN)
    .later("no"),
    of_case("supplements_received", Stored::Count, case::received),
    of_case("supplement_due_earliest", Stored::Instant, case::due_from),
    of_case("supplement_due_latest", Stored::Instant, case::due_to),
    of_case(
        "supplement_received_earliest",
        Stored::Instant,
        case::received_from,
    ),
    of_case(
        "supplement_received_latest",
        Stored::Instant,
        case::received_to,
    ),
    of_case("supplement_state", Stored::Text, case::state).holding(held::SUPPLEMENT),
    Column::new("incident_certainty", Stored::Text, |row, _| {
        let certainty = row.part().map(|part| part.certainty);
        Cell::Word(certainty.map_or(NONE, Certainty::as_str))
    })
    .holding(held::CERTAINTY)
    .later(NONE),
    Column::new("notified", Stored::Text, |row, _| {
        Cell::Word(if row.filing == Filing::Register {
            "no"
        } else {
            "yes"
        })
    })
    .holding(held::NOTIFIED)
    .later("yes"),
];

/// What is told of supplements, which earlier versions did not look for.
const fn of_case(
    name: &'static str,
    stored: Stored,
    cell: for<'r> fn(&'r Row, &'r Scope) -> Cell<'r>,
) -> Column {
    Column::new(name, stored, cell).later(State::<()>::NotAsked.word())
}

/// The columns of the records of a run with these editions.
pub(crate) fn columns_in(editions: &[&'static Edition]) -> Vec<&'static Column> {
    let all = COLUMNS.iter();
    all.filter(|column| column.is_in(editions)).collect()
}

/// The column of this name.
pub fn column(name: &str) -> Option<&'static Column> {
    COLUMNS.iter().find(|column| column.name == name)
}

/// A judgement; none of a breach that was never notified.
fn judged(row: &Row, word: &'static str) -> Cell<'static> {
    Cell::Word(if row.filing == Filing::Register {
        held::NOT_SHOWN
    } else {
        word
    })
}

/// Stands where there is no other notification.
const NONE: &str = "none";

/// A notification by its source and record.
fn place(place: Option<(u32, u32)>, scope: &Scope) -> Cell<'_> {
    place.map_or(Cell::Word(NONE), |(source, record)| {
        Cell::Place(&scope.sources[source as usize], record)
    })
}

fn counted(cell: NumberCell) -> Cell<'static> {
    match cell {
        NumberCell::Word(word) => Cell::Word(word.as_str()),
        NumberCell::Count(count) => Cell::Count(u64::from(count)),
    }
}

fn channel(row: &Row) -> &str {
    match &row.channel {
        State::Given(channel) => channel.as_str(),
        other => other.word(),
    }
}

fn elapsed(minutes: Option<i32>) -> Cell<'static> {
    minutes.map_or(UNDETERMINABLE, Cell::Hours)
}

fn instant(instant: Option<Instant>) -> Cell<'static> {
    instant.map_or(UNDETERMINABLE, Cell::Instant)
}

const UNDETERMINABLE: Cell = Cell::Word(State::<()>::Undeterminable.word());

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_unique_and_in_their_order() {
        let names: Vec<_> = COLUMNS.iter().map(|column| column.name).collect();
        let mut unique = names.clone();
        unique.sort_unstable();
        unique.dedup();
        assert_eq!(unique.len(), names.len());
        assert_eq!((names[0], names[names.len() - 1]), ("source", "notified"));
    }
}
