//! The cells of a row in compact form: values that own little, and words for
//! what is no value.

use crate::config::Words;
use crate::deadline::Inferred;
use crate::form::{Key, squash};
use crate::moment::{Instant, Moment};
use crate::notification::{Contact, MASKED, Notification, Number, Processor, State, Text};
use crate::row::several::unbarred;
use crate::row::{Cell, Names};
use crate::value::{
    Organisation, hides_personal_data, impersonal, is_safe_reference, mask, plain_blanks,
};

/// What stands in a cell that holds no value: a state, or a mask. One byte, since a
/// run holds millions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(crate) enum Word {
    /// A non-value.
    State(State),
    /// What may be personal.
    Masked,
}

/// Stands for a mask, as the letter of a state for that.
const MASK: u8 = b'*';

impl Word {
    /// The word for a state without a value; answered without a value is blank.
    pub(super) fn of<T>(state: &State<T>) -> Self {
        Self::State(state.non_value().unwrap_or(State::Blank))
    }

    /// That of the cell of a record, if it is no value. A column that was not read is one that
    /// was not asked.
    pub(super) fn of_cell(cell: &str) -> Option<Self> {
        match cell {
            "" => Some(Self::State(State::NotAsked)),
            MASKED => Some(Self::Masked),
            _ => State::of_word(cell).map(Self::State),
        }
    }

    /// The state that it stands for; `None` for a mask.
    pub(crate) fn state(self) -> Option<State> {
        match self {
            Self::State(state) => Some(state),
            Self::Masked => None,
        }
    }

    /// The letter that stands for it in what a row packs: that of its state, or one for a mask.
    pub(super) fn letter(self) -> u8 {
        self.state().map_or(MASK, |state| state.letter())
    }

    /// The word of a letter.
    pub(super) fn of_letter(letter: u8) -> Self {
        State::of_letter(letter).map_or(Self::Masked, Self::State)
    }

    /// Whether the answer was lost or never asked, so that it may have been anything.
    pub(crate) fn is_open(self) -> bool {
        self.state().is_some_and(|state| state.is_open())
    }

    /// The word in brackets.
    pub(crate) fn as_str(self) -> &'static str {
        self.state().map_or(MASKED, |state| state.word())
    }
}

/// A number in hundredths, or the word for a non-value.
pub(super) fn hundredths(state: &State<i64>) -> Result<i64, Word> {
    match state {
        State::Given(hundredths) => Ok(*hundredths),
        other => Err(Word::of(other)),
    }
}

/// A text, or a word for a non-value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TextCell<T = Box<str>> {
    /// A word in brackets.
    Word(Word),
    /// The text.
    Text(T),
}

impl TextCell {
    /// A case number or reference: identity numbers masked in place, the whole
    /// masked where it may hold contact data, names a contact person or runs into
    /// another question, whose answer may be free text.
    pub(super) fn reference(answer: &Text, notification: &Notification) -> Self {
        let text = match &answer.state {
            State::Given(text) => mask(text),
            other => return Self::Word(Word::of(other)),
        };
        if !is_safe_reference(&text)
            || names_a_contact(&text, &notification.contacts)
            || notification.edition.holds_heading(&text)
        {
            return Self::Word(Word::Masked);
        }
        Self::Text(unbarred(plain_blanks(&text)))
    }

    /// The same, borrowed.
    pub(super) fn borrowed(&self) -> TextCell<&str> {
        match self {
            Self::Word(word) => TextCell::Word(*word),
            Self::Text(text) => TextCell::Text(text),
        }
    }

    /// The text, if it is one.
    pub(super) fn text(&self) -> Option<&str> {
        self.borrowed().text()
    }
}

impl<'t> TextCell<&'t str> {
    /// The cell as text.
    pub(crate) fn as_str(self) -> &'t str {
        match self {
            Self::Word(word) => word.as_str(),
            Self::Text(text) => text,
        }
    }

    /// Whether the answer was lost or never asked.
    pub(crate) fn is_open(self) -> bool {
        matches!(self, Self::Word(word) if word.is_open())
    }

    /// The text, if it is one.
    pub(crate) fn text(self) -> Option<&'t str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Word(_) => None,
        }
    }
}

/// Whether a text holds the name of a contact person.
fn names_a_contact(text: &str, contacts: &[Contact]) -> bool {
    /// A shorter name may stand in any text by chance.
    const TELLING: usize = 4;
    contacts
        .iter()
        .filter_map(|contact| contact.name.given())
        .any(|name| {
            // Most references are shorter than any name: nothing to compare.
            let (name, text) = (name.trim(), text.trim());
            text.len() + 2 >= name.len() && {
                let (name, text) = (squash(name), squash(text));
                !name.is_empty() && (text == name || name.len() >= TELLING && text.contains(&name))
            }
        })
}

/// A count, or a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(crate) enum NumberCell {
    /// A word in brackets.
    Word(Word),
    /// The count.
    Count(u32),
}

/// An interval of instants, or a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(crate) enum Span {
    /// A word in brackets.
    Word(Word),
    /// Earliest and latest instant, and how it was written.
    At(Moment),
}

impl Span {
    /// The span of a moment.
    pub(super) fn new(state: &State<Moment>) -> Self {
        match state {
            State::Given(moment) => Self::At(*moment),
            other => Self::Word(Word::of(other)),
        }
    }

    /// Earliest and latest, if it is a value.
    pub(crate) fn ends(self) -> Option<(Instant, Instant)> {
        match self {
            Self::Word(_) => None,
            Self::At(moment) => Some((moment.earliest, moment.latest)),
        }
    }

    /// Whether the answer was lost or never asked.
    pub(crate) fn is_open(self) -> bool {
        matches!(self, Self::Word(word) if word.is_open())
    }

    /// The moment, if it is a value.
    pub(crate) fn moment(&self) -> Option<&Moment> {
        match self {
            Self::Word(_) => None,
            Self::At(moment) => Some(moment),
        }
    }

    pub(super) fn earliest(&self) -> Cell<'static> {
        match self {
            Self::Word(word) => Cell::Word(word.as_str()),
            Self::At(moment) => Cell::Instant(moment.earliest),
        }
    }

    pub(super) fn latest(&self) -> Cell<'static> {
        match self {
            Self::Word(word) => Cell::Word(word.as_str()),
            Self::At(moment) => Cell::Instant(moment.latest),
        }
    }
}

/// The controller's name; masked where it may be a person's.
pub(super) fn controller(notification: &Notification, names: Names) -> TextCell {
    let personal = match &notification.organisation_number.state {
        State::Given(number) => number.may_be_personal(),
        _ => names == Names::Mask,
    };
    match &notification.controller.state {
        State::Given(name) if personal || hides_personal_data(name) => TextCell::Word(Word::Masked),
        State::Given(name) => TextCell::Text(unbarred(impersonal(name, MASKED).into())),
        other => TextCell::Word(Word::of(other)),
    }
}

/// The organisation number, normalised; a person's is masked.
pub(super) fn organisation_number(notification: &Notification) -> TextCell {
    match &notification.organisation_number.state {
        State::Given(number) => TextCell::Text(number.show().as_ref().into()),
        other => TextCell::Word(Word::of(other)),
    }
}

/// The organisation numbers of the processors, joined by `|`.
pub(super) fn processor_numbers(notification: &Notification) -> TextCell {
    let shown = |number: &Number| match number.read {
        Organisation::Valid { .. } => number.show().into_owned(),
        _ => number.show().replace('|', "¦"),
    };
    let numbers: Vec<String> = notification
        .processors
        .iter()
        .filter_map(|processor| processor.number.given())
        .map(shown)
        .collect();
    if !numbers.is_empty() {
        return TextCell::Text(numbers.join("|").into());
    }
    let lost = notification
        .processors
        .iter()
        .any(|processor| matches!(processor.number.state, State::Undeterminable));
    let is_asked = |own: &Processor| !matches!(own.number.state, State::NotAsked);
    match notification.state(Key::ProcessorsOrganisationsName) {
        State::Given(()) if !notification.processors.iter().any(is_asked) => {
            TextCell::Word(Word::State(State::NotAsked))
        }
        State::Given(()) if lost => TextCell::Word(Word::State(State::Undeterminable)),
        state => TextCell::Word(Word::of(&state)),
    }
}

/// The latest action that has a date.
pub(super) fn last_action(notification: &Notification) -> Span {
    let moments = notification
        .actions
        .iter()
        .filter_map(|action| action.moment.given());
    match moments.max_by_key(|moment| (moment.latest, moment.earliest)) {
        Some(moment) => Span::At(*moment),
        None => Span::Word(Word::of(&notification.state(Key::ActionsDate))),
    }
}

/// An answer that a conclusion rests on: its moment and where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Evidence {
    /// When.
    pub moment: Moment,
    /// The field, and its repetition.
    pub field: (Key, u16),
    /// 1-based line in the source, in a PDF its page.
    pub line: u32,
}

/// What an inferred verdict rests on: for late the last thing that it tells of,
/// for on time the occurrence.
pub(super) fn evidence(notification: &Notification, inferred: Inferred) -> Option<Evidence> {
    let informed = &notification.informed_at.moment;
    let answer = match inferred {
        Inferred::Late { last, .. } => {
            let actions = notification.actions.iter().map(|action| &action.moment);
            actions
                .chain([informed])
                .find(|answer| answer.given() == Some(&last))?
        }
        Inferred::OnTime => &notification.occurred.moment,
        Inferred::None => return None,
    };
    Some(Evidence {
        moment: *answer.given()?,
        field: (answer.key, answer.index),
        line: answer.line,
    })
}

/// A count of listed things: 0 when the question was shown and left blank.
pub(super) fn count(listed: usize, state: State) -> NumberCell {
    match state {
        State::Given(()) | State::Blank => NumberCell::Count(listed as u32),
        state => NumberCell::Word(Word::of(&state)),
    }
}

/// Whether a text was given, for two words of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(crate) struct Presence(State);

impl Presence {
    pub(super) fn new<T>(state: &State<T>) -> Self {
        Self(state.kind())
    }

    /// The word for a text given, for a blank one, or for another state.
    pub(crate) fn word(self, given: &'static str, blank: &'static str) -> &'static str {
        match self.0 {
            State::Given(()) => given,
            State::Blank => blank,
            state => state.word(),
        }
    }

    /// The same in prose.
    pub(crate) fn words(self, given: Words, blank: Words) -> Words {
        match self.0 {
            State::Given(()) => given,
            State::Blank => blank,
            state => state.words(),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::bind::bind;
    use crate::form::Edition;
    use crate::read::json;

    /// What `cell` makes of a document.
    fn cell<T>(document: &Value, cell: impl FnOnce(&Notification) -> T) -> T {
        let text = document.to_string();
        cell(&bind(json::read(&text, Edition::default_edition(), 1).unwrap()).notification)
    }

    fn reference(text: &str) -> String {
        let document =
            json!({"controller": {"reference": text}, "contacts": [{}, {"name": "Kalle  Ek"}]});
        cell(&document, |n| TextCell::reference(&n.reference, n))
            .borrowed()
            .as_str()
            .to_owned()
    }

    #[test]
    fn references_that_hold_contact_data_or_a_contacts_name_are_masked() {
        for text in [
            "Kontakt: Exempel Exempelsson, dso@kommun.example.se 08-465 004 01",
            "Ring 070-123 45 67",
            "Ring 070-123\n45 67",
            "kalle ek",
            "Ärende 7, Kalle Ek",
            "16. Kort beskrivning av incidenten KS 2021/7  Läste journal",
            "KS 2021/7  14. Om er anmälan kommer in senare",
        ] {
            assert_eq!(reference(text), "(masked)", "{text}");
        }
        assert_eq!(reference("RK 2021/251"), "RK 2021/251");
        assert_eq!(reference("INC0012345"), "INC0012345");
        assert_eq!(reference("2024-\r\n 1000\n"), "2024- 1000");
        assert_eq!(reference("två\r\n rader"), "två rader");
        assert_eq!(reference("Kalle\nEk"), "(masked)");
        assert_eq!(reference("RK\u{a0}2021|251"), "RK 2021¦251");
        assert_eq!(reference("ärende 811218-9876"), "ärende ******-****");
        let document = json!({"case_number": "Ring 070-123 45 67", "controller": {}});
        let case_number = cell(&document, |n| TextCell::reference(&n.case_number, n));
        assert_eq!(case_number.borrowed().as_str(), "(masked)");
    }

    #[test]
    fn contact_data_in_the_controllers_name_are_masked_in_place() {
        let document = json!({"controller": {"name": "A|B AB, 08-465 004 01", "organisation_number": "556329-7133"}});
        let name = cell(&document, |n| controller(n, Names::Mask));
        assert_eq!(name.borrowed().as_str(), "A¦B AB, (masked)");
    }

    #[test]
    fn characters_that_are_not_written_hide_nothing_in_the_controllers_name() {
        let name = |name: &str| {
            let document =
                json!({"controller": {"name": name, "organisation_number": "212000-0142"}});
            cell(&document, |n| controller(n, Names::Mask))
                .borrowed()
                .as_str()
                .to_owned()
        };
        for personal in [
            "Firma Anna Ek 811218\n9876",
            "Firma Anna Ek 8112\u{1}18-9876",
            "Firma Anna Ek 81121\u{2028}8-9876",
            "anna.ek\u{1}@kommun.se",
            "070\u{1}-123\u{1}45 67",
        ] {
            assert_eq!(name(personal), "(masked)", "{personal:?}");
        }
        assert_eq!(name("Exempel\u{ad}kommun"), "Exempel\u{ad}kommun");
        assert_eq!(name("Anna Ek 811218_9876"), "Anna Ek ******-****");
    }
}
