//! One record through binding, receipt, deadline and rules to its row.

use crate::audit::receipts::{Outcome, Use};
use crate::audit::{Receipts, Settings};
use crate::bind::bind;
use crate::check::{
    Context, FreeTexts, RECEIPT_CONFLICT, RECEIPT_FROM_MAIL, Selected, Stage, check, timed,
};
use crate::config::FreeText;
use crate::deadline::{Policy, Told, infer, judge, reading};
use crate::excerpt::Answers;
use crate::finding::{Fact, Finding};
use crate::form::Key;
use crate::notification::{Notification, ReceivedSource, State};
use crate::read::receipts::Receipt;
use crate::read::{Format, Record};
use crate::row::{Fingerprint, Judged, Row};

/// Whether a row keeps what its texts say, as a fingerprint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Texts {
    Kept,
    Left,
}

/// The row of a record, and the receipts that its keys fit.
pub(super) fn row(
    mut record: Record,
    format: Format,
    source: &str,
    number: u32,
    receipts: &Receipts,
    settings: &Settings,
    texts: Texts,
) -> (Box<Row>, Use) {
    let clock = settings.timings.as_ref();
    let shown = settings.excerpts.filter(|_| !format.is_copy());
    let answers = shown.map(|language| Answers::of(&record, language));
    let of_mapping = settings.mapping.as_ref().filter(|_| record.whole_moments);
    if let Some(mapping) = of_mapping {
        mapping.witness(&mut record, source, number);
    }
    let mut bound = timed(clock, Stage::Bind, || bind(record));
    let used = receipts.look_up(&bound.notification, source, number);
    match used.outcome() {
        Some(Outcome::Rows(told, number)) => {
            let (told, number) = (receipts.row(told), receipts.row(number));
            give_number(&mut bound.notification, number);
            bound.findings.extend(apply(&mut bound.notification, told));
        }
        Some(Outcome::Contradicted(number)) => {
            if let Some(number) = number {
                give_number(&mut bound.notification, receipts.row(number));
            }
            bound.notification.received.state = State::Undeterminable;
            bound.notification.received_source = ReceivedSource::Receipts;
        }
        None => {}
    }
    let notification = &bound.notification;
    let (discovered, received) = (
        notification.start().moment.given(),
        notification.received.given(),
    );
    let judgement = judge(discovered, received, settings.limit_hours);
    let told = Told {
        occurred: notification.occurred.moment.given(),
        discovered,
        received,
        informed: notification.informed_at.moment.given(),
        as_of: settings.as_of,
        limit_hours: settings.limit_hours,
    };
    let actions = notification
        .actions
        .iter()
        .filter_map(|action| action.moment.given().copied());
    let inferred = infer(&told, actions);
    let reading = timed(clock, Stage::Deadline, || {
        reading(&judgement, discovered, received, settings.limit_hours)
    });
    let context = Context {
        thresholds: &settings.thresholds,
        texts: timed(clock, Stage::Check, || FreeTexts::of(notification)),
        timings: clock,
        judgement,
        reading,
        inferred,
        thin_reason: std::sync::OnceLock::new(),
        is_copy: format.is_copy(),
        valid_from: settings.valid_from,
        roll_over_arguable: Policy::named(&settings.policy)
            .is_some_and(|policy| policy.roll_over_arguable),
        as_of: settings.as_of,
        limit_hours: settings.limit_hours,
    };
    let mut findings = bound.findings;
    let mut selected = settings.ignores.of(source, settings.selected);
    if let Some(mapping) = of_mapping {
        selected = Selected(selected.0 & mapping.rules.0);
    }
    let not_runnable = timed(clock, Stage::Check, || {
        check(
            notification,
            &context,
            &selected,
            &mut findings,
            &bound.not_runnable,
        )
    });
    if let Some(answers) = answers {
        answers.give(&mut findings);
    }
    let judged = Judged {
        judgement,
        reading,
        inferred,
        findings,
        not_runnable,
    };
    let mut row = timed(clock, Stage::Row, || {
        Box::new(Row::new(notification, format, judged, settings.names))
    });
    row.record = number;
    if settings.free_text == FreeText::Written {
        row.keep_told(free_text(notification));
    }
    if texts == Texts::Kept {
        row.fingerprint = Fingerprint::of(notification).map(Box::new);
    }
    (row, used)
}

/// What a notification says of facts, effects and measures.
fn free_text(notification: &Notification) -> [Box<str>; 3] {
    let text = |key| notification.text(key).given().map(AsRef::as_ref);
    let actions = notification.actions.iter();
    let actions = actions.filter_map(|action| action.what.given().map(AsRef::as_ref));
    let texts: [Vec<&str>; 3] = [
        text(Key::IncidentDescription).into_iter().collect(),
        text(Key::ConsequencesComment).into_iter().collect(),
        actions.collect(),
    ];
    texts.map(|texts| texts.join("; ").into())
}

/// Gives a notification the case number of a receipt where its document has none.
fn give_number(notification: &mut Notification, receipt: &Receipt) {
    if notification.case_number.given().is_none() && !receipt.case_number.is_empty() {
        notification.case_number.state = State::Given(receipt.case_number.clone().into());
    }
}

/// Puts the receipt in place of the document's. M010 where they cannot both be right:
/// a day and a time of that day can.
fn apply(notification: &mut Notification, receipt: &Receipt) -> Vec<Finding> {
    if let Some(channel) = receipt.channel.given() {
        notification.channel.state = State::Given(*channel);
    }
    let Some(received) = receipt.received.given().copied() else {
        return Vec::new();
    };
    if receipt.is_of_register() {
        // What the document says stays, unless the register says it more closely.
        let is_told = notification.received.given().is_some_and(|document| {
            received.earliest < document.earliest || document.latest < received.latest
        });
        if !is_told {
            notification.received_source = ReceivedSource::Register;
            notification.received.state = State::Given(received);
        }
        return Vec::new();
    }
    let document = notification.received.given();
    if receipt.is_sent && document.is_some_and(|document| document.before(&received).is_yes()) {
        // The mail was sent later; that contradicts nothing.
        return Vec::new();
    }
    notification.received_source = ReceivedSource::Receipts;
    let from_mail = receipt.mail().map(|mail| {
        notification.received_source = ReceivedSource::Mail;
        RECEIPT_FROM_MAIL
            .finding(0, notification.received.line)
            .at(Key::Received, 0)
            .with("received", received)
            .with("mail", Fact::Value((&**mail).into()))
    });
    let conflict = notification
        .received
        .given()
        .filter(|document| document.disagrees(&received))
        .map(|document| {
            RECEIPT_CONFLICT
                .finding(0, notification.received.line)
                .at(Key::Received, 0)
                .with("document", *document)
                .with("receipts", received)
        });
    notification.received.state = State::Given(received);
    conflict.into_iter().chain(from_mail).collect()
}
