//! Which key fills which field of a notification. The order is the form's:
//! deciding questions come before those they decide.

use crate::bind::choice::{chosen, extras, numbers};
use crate::bind::claim::is_no_claim;
use crate::bind::marked::{MARKED, mark};
use crate::bind::typed::{
    Known, amount, comment, moment, organisation, reference, stamp, text, text_unless, when,
};
use crate::bind::{Binder, Site};
use crate::check::form::UNREADABLE_VALUE;
use crate::finding::Fact;
use crate::form::{Key, NUMBERS, TEXTS};
use crate::notification::{
    Action, Address, Answer, Channel, Chosen, Contact, Filing, Notification, Processor,
    ReceivedSource, State, States, Text,
};
use crate::read::Value;

/// Binds every field.
pub(super) fn notification<'a>(binder: &mut Binder<'a>) -> Notification<'a> {
    let case_number = reference(binder, Key::CaseNumber);
    let supplements = reference(binder, Key::Supplements);
    let kind = kind(binder);
    binder.filing = filing(kind.state, supplements.given().is_some());
    let own_reference = reference(binder, Key::ControllerReference);
    for number in [&case_number, &own_reference] {
        look_for_mark(binder, number);
    }
    let received = stamp(binder, Key::Received);
    let received_source = if received.given().is_some() {
        ReceivedSource::Document
    } else {
        ReceivedSource::None
    };
    // First, since they decide which other questions are shown.
    let choices = binder.edition.choices().iter();
    let choices: Vec<Chosen> = choices.map(|key| chosen(binder, *key)).collect();
    let edition = binder.edition;
    let has = |key, codes: &[&str]| {
        let answer = edition.choice(key).map(|at| &choices[at]);
        answer.is_some_and(|answer| answer.is(|chosen| chosen.has_any(codes)).is_yes())
    };
    if has(Key::FilingStatus, &["withdraw"]) {
        withdraw(binder, &kind);
    }
    let amounts = NUMBERS.map(|[exact, band]| {
        let status = status_of(exact);
        let known = match status {
            Some(key) if has(key, &["approximate"]) => Known::About,
            Some(key) if has(key, &["cannot-be-determined", "to-be-determined"]) => Known::Not,
            _ => Known::Exactly,
        };
        amount(binder, (exact, band), known)
    });
    let mut notification = Notification {
        edition: binder.edition,
        line: binder.record.line,
        filing: binder.filing,
        case_number,
        supplements,
        received,
        received_source,
        channel: channel(binder),
        controller: text(binder, Key::ControllerName, 0),
        organisation_number: organisation(binder, Key::ControllerOrganisationNumber, 0),
        address: Address {
            street: text(binder, Key::ControllerPostalAddressStreet, 0),
            postal_code: text(binder, Key::ControllerPostalAddressPostalCode, 0),
            city: text(binder, Key::ControllerPostalAddressCity, 0),
            country: text(binder, Key::ControllerPostalAddressCountry, 0),
        },
        reference: own_reference,
        contacts: contacts(binder),
        contact_address: Address {
            street: text(binder, Key::ContactAddressStreet, 0),
            postal_code: text(binder, Key::ContactAddressPostalCode, 0),
            city: text(binder, Key::ContactAddressCity, 0),
            country: text(binder, Key::ContactAddressCountry, 0),
        },
        occurred: when(
            binder,
            Key::IncidentOccurredDate,
            Key::IncidentOccurredTime,
            Key::IncidentOccurredComment,
        ),
        discovered: when(
            binder,
            Key::IncidentDiscoveredDate,
            Key::IncidentDiscoveredTime,
            Key::IncidentDiscoveredComment,
        ),
        aware: when(
            binder,
            Key::IncidentAwareDate,
            Key::IncidentAwareTime,
            Key::IncidentAwareComment,
        ),
        ended: when(
            binder,
            Key::IncidentEndedDate,
            Key::IncidentEndedTime,
            Key::IncidentEndedComment,
        ),
        texts: TEXTS.iter().map(|key| free_text(binder, *key)).collect(),
        processors: processors(binder),
        amounts,
        actions: actions(binder),
        informed_at: when(
            binder,
            Key::CommunicationInformedAtDate,
            Key::CommunicationInformedAtTime,
            Key::CommunicationInformedAtComment,
        ),
        planned_at: when(
            binder,
            Key::CommunicationPlannedAtDate,
            Key::CommunicationPlannedAtTime,
            Key::CommunicationPlannedAtComment,
        ),
        choices,
        beside: Vec::new(),
        extras: Vec::new(),
        numbers: Vec::new(),
        states: States(Box::default()),
        lines: Vec::new(),
    };
    notification.extras = extras(binder);
    notification.numbers = numbers(binder);
    notification.beside = std::mem::take(&mut binder.beside);
    notification.states = binder.states();
    notification.lines = (1..=binder.edition.last())
        .map(|number| binder.question_line(number))
        .collect();
    notification
}

/// A text that stands by itself; a comment may also stand behind `Övrigt:`.
fn free_text<'a>(binder: &mut Binder<'a>, key: Key) -> Text<'a> {
    if key.is_comment() {
        comment(binder, key)
    } else if key == Key::Secrecy {
        text_unless(binder, key, is_no_claim)
    } else {
        text(binder, key, 0)
    }
}

/// The kind of filing, as the document says it.
fn kind(binder: &mut Binder) -> Answer<Filing> {
    binder.part(Key::Kind, 0, |binder, site, value| {
        let parsed = if let Value::Text(text) = &value {
            Filing::parse(text)
        } else {
            None
        };
        parsed.map_or_else(|| binder.unreadable(site), State::Given)
    })
}

/// Leaves open what a row is whose number has a word for a supplement, a withdrawal or a copy,
/// where the table has no column that says it.
fn look_for_mark(binder: &mut Binder, number: &Text) {
    let has_no_kind = binder.record.whole_moments && binder.record.absent.has(Key::Kind);
    if !has_no_kind || binder.filing != Filing::Initial {
        return;
    }
    if let Some(word) = number.given().and_then(|text| mark(text)) {
        binder.filing = Filing::Undeterminable;
        let finding = UNREADABLE_VALUE.finding(0, number.line).saying(MARKED);
        let finding = finding
            .at(number.key, number.index)
            .with("word", Fact::Value(word.into()));
        binder.findings.push(finding);
    }
}

/// A filing whose sub-type says that it withdraws another. What calls itself a first
/// notification cannot do that, so its kind is open.
fn withdraw(binder: &mut Binder, kind: &Answer<Filing>) {
    binder.filing = match kind.state {
        State::Given(Filing::Initial) => {
            let (key, index, line) = (kind.key, kind.index, kind.line);
            let number = 0;
            let site = Site {
                key,
                index,
                line,
                number,
            };
            binder.unreadable::<Filing>(site);
            Filing::Undeterminable
        }
        State::Undeterminable => Filing::Undeterminable,
        _ => Filing::Withdrawal,
    };
}

/// The question that says how a number is known, by the key of the number.
fn status_of(exact: Key) -> Option<Key> {
    match exact {
        Key::AffectedDataSubjectsExact => Some(Key::AffectedDataSubjectsStatus),
        Key::AffectedDataItemsExact => Some(Key::AffectedDataItemsStatus),
        _ => None,
    }
}

/// First notification unless the document says otherwise; what it says in words
/// that are not known leaves it open.
fn filing(kind: State<Filing>, adds_to_another: bool) -> Filing {
    let implied = if adds_to_another {
        Filing::Supplement
    } else {
        Filing::Initial
    };
    match kind {
        State::Given(kind) => kind,
        State::Undeterminable => Filing::Undeterminable,
        _ => implied,
    }
}

fn channel(binder: &mut Binder) -> Answer<Channel> {
    binder.part(Key::Channel, 0, |binder, site, value| {
        let parsed = if let Value::Text(text) = &value {
            Channel::parse(text)
        } else {
            None
        };
        parsed.map_or_else(|| binder.unreadable(site), State::Given)
    })
}

/// Contact persons; one even if nothing is said, for what is missing.
fn contacts<'a>(binder: &mut Binder<'a>) -> Vec<Contact<'a>> {
    let keys = [
        Key::ContactsName,
        Key::ContactsRole,
        Key::ContactsEmail,
        Key::ContactsPhone,
    ];
    let rows = filled_rows(binder, &keys).max(1);
    (0..rows)
        .map(|row| Contact {
            name: text(binder, keys[0], row),
            role: text(binder, keys[1], row),
            email: text(binder, keys[2], row),
            phone: text(binder, keys[3], row),
        })
        .collect()
}

/// Processors with something in them.
fn processors<'a>(binder: &mut Binder<'a>) -> Vec<Processor<'a>> {
    let keys = [
        Key::ProcessorsOrganisationsName,
        Key::ProcessorsOrganisationsOrganisationNumber,
    ];
    let rows = filled_rows(binder, &keys);
    if rows == 0 {
        note_empty(binder, keys[0]);
    }
    (0..rows)
        .map(|row| Processor {
            name: text(binder, keys[0], row),
            number: organisation(binder, keys[1], row),
        })
        .filter(|processor| !(is_empty(&processor.name.state) && is_empty(&processor.number.state)))
        .collect()
}

/// Actions with something in them.
fn actions<'a>(binder: &mut Binder<'a>) -> Vec<Action<'a>> {
    let keys = [Key::ActionsDate, Key::ActionsTime, Key::ActionsAction];
    let rows = filled_rows(binder, &keys);
    if rows == 0 {
        note_empty(binder, keys[2]);
    }
    (0..rows)
        .map(|row| {
            let (moment, time) = moment(binder, keys[0], keys[1], row);
            Action {
                moment,
                time,
                what: text(binder, keys[2], row),
            }
        })
        .filter(|action| !(is_empty(&action.moment.state) && is_empty(&action.what.state)))
        .collect()
}

/// How many rows of a list there are up to the last that has something in it.
fn filled_rows(binder: &Binder, keys: &[Key]) -> u16 {
    keys.iter()
        .map(|key| binder.filled[*key as usize])
        .max()
        .unwrap_or(0)
}

/// A list without rows: its question still has a state.
fn note_empty(binder: &mut Binder, key: Key) {
    let number = binder.edition.number(key);
    let site = Site {
        key,
        index: 0,
        line: binder.question_line(number),
        number,
    };
    let state = binder.absent(site);
    binder.note(site, state);
}

fn is_empty<T>(state: &State<T>) -> bool {
    matches!(state, State::Blank | State::NotShown | State::NotAsked)
}
