//! A row made again from its record, as far as that tells: numbers, times and answers, by which
//! it is held against filings of other reports. A record has no texts and no places of answers.

use crate::deadline::{Reading, Verdict};
use crate::finding::Findings;
use crate::form::{Edition, Key, NUMBERS};
use crate::moment::{Instant, LocalTime, Moment, Precision, parse_written};
use crate::notification::{Filing, ReceivedSource, State};
use crate::read::Format;
use crate::row::cells::Word;
use crate::row::rare::Rare;
use crate::row::texts::Texts;
use crate::row::{
    AmountCell, Begins, Choices, NumberCell, Presence, Row, Span, TextCell, fingerprint,
};

/// Gives the cell of a column as records.csv has it. Nothing stands for a number that there is
/// none of, and for a column that was not read.
pub(crate) type CellOf<'c> = &'c dyn Fn(&'static str) -> String;

impl Row {
    /// The row of a record.
    pub(crate) fn recorded(edition: &'static Edition, filing: Filing, cell: CellOf) -> Self {
        let letters = cell("states");
        let states = letters.bytes().map(State::of_letter);
        let states: Vec<State> = states
            .map(|state| state.unwrap_or(State::Undeterminable))
            .collect();
        let state = |key: Key| {
            let at = edition.position(key);
            let own = at.and_then(|at| states.get(at).copied());
            own.unwrap_or(State::NotAsked)
        };
        let span = |[earliest, latest]: [&'static str; 2], key| {
            let ends = [cell(earliest), cell(latest)];
            let [Some(earliest), Some(latest)] = ends.each_ref().map(|end| parse_written(end))
            else {
                return Span::Word(lost(&ends[0], state(key)));
            };
            at(earliest, latest)
        };
        let choice = |key: &Key| {
            let column = key.field().columns.first();
            let cell = column.map_or_else(String::new, |column| cell(column));
            (cell, edition.place(*key).map(|(question, _)| question))
        };
        let extras = edition.extras.iter().map(|_| (String::new(), None));
        let amount = |at: usize| {
            let key = NUMBERS[at][0];
            let cells: Vec<String> = key.field().columns.iter().map(|name| cell(name)).collect();
            let question = edition.place(key).map(|(question, _)| question);
            AmountCell::recorded(&cells, question)
        };
        let name = cell("controller");
        let texts = [
            cell("supplements"),
            cell("case_number"),
            cell("reference"),
            name.clone(),
            cell("organisation_number"),
            cell("processor_numbers"),
        ];
        let aware = ["aware_earliest", "aware_latest"];
        let asks_awareness = edition.position(Key::IncidentAwareDate).is_some();
        let none = Span::Word(Word::State(State::NotAsked));
        let unasked = Err(Word::State(State::NotAsked));
        let aware = asks_awareness.then(|| span(aware, Key::IncidentAwareDate));
        let numbers = edition.numbers.iter().map(|_| unasked).collect();
        let rare = Rare::of(aware, numbers, None);
        Self {
            source: 0,
            record: 1,
            line: 0,
            format: Format::Json,
            edition,
            filing,
            received_source: ReceivedSource::None,
            channel: State::NotAsked,
            texts: Texts::new(&texts.map(text), &states),
            occurred: span(
                ["occurred_earliest", "occurred_latest"],
                Key::IncidentOccurredDate,
            ),
            discovered: span(
                ["discovered_earliest", "discovered_latest"],
                Key::IncidentDiscoveredDate,
            ),
            received: span(["received_earliest", "received_latest"], Key::Received),
            ended: span(["ended_earliest", "ended_latest"], Key::IncidentEndedDate),
            informed_at: span(
                ["informed_earliest", "informed_latest"],
                Key::CommunicationInformedAtDate,
            ),
            planned_at: span(
                ["planned_earliest", "planned_latest"],
                Key::CommunicationPlannedAtDate,
            ),
            last_action: none,
            discovered_line: 0,
            delay_reason_line: 0,
            elapsed: None,
            verdict: Verdict::NoReceipt,
            reading: Reading::NoReceipt,
            inferred: None,
            bucket: None,
            delay_reason: Presence::new(&State::<()>::NotAsked),
            secrecy: Presence::new(&State::<()>::NotAsked),
            choices: Choices::recorded(edition.choices().iter().map(choice).chain(extras)),
            processors: NumberCell::Word(Word::State(State::NotAsked)),
            actions: NumberCell::Word(Word::State(State::NotAsked)),
            amounts: std::array::from_fn(amount),
            findings: Findings::default(),
            not_runnable: 0,
            name: fingerprint::name_of(&name),
            fingerprint: None,
            shares: true,
            begins: Begins::default(),
            rare,
            traces: None,
        }
    }
}

/// The word for a number that there is none of, of a question in this state.
fn lost(cell: &str, state: State) -> Word {
    match Word::of_cell(cell).filter(|_| !cell.is_empty()) {
        Some(word) => word,
        None if state == State::Given(()) => Word::State(State::Undeterminable),
        None => Word::State(state),
    }
}

fn text(cell: String) -> TextCell {
    Word::of_cell(&cell).map_or_else(|| TextCell::Text(cell.into()), TextCell::Word)
}

fn at(earliest: Instant, latest: Instant) -> Span {
    Span::At(Moment {
        earliest,
        latest,
        precision: Precision::Minute,
        local: LocalTime::Plain,
    })
}
