//! What the tests of rules share: a whole notification on which no rule fires,
//! and the codes that a change of it brings. Only compiled for tests.

use serde_json::Value;

use crate::bind::bind;
use crate::check::{Context, FreeTexts, Selected, check};
use crate::deadline::{POLICIES, Told, infer, judge, reading};
use crate::form::Edition;
use crate::moment::Instant;
use crate::read::json;

/// A complete notification: everything asked is answered, nothing is odd.
pub(crate) fn base() -> Value {
    serde_json::json!({
        "kind": "initial", "case_number": "PUI-2024-0001", "received": "2024-03-05T10:00:00+01:00", "channel": "e-service",
        "controller": {"name": "Exempelkommun", "organisation_number": "212000-0142", "reference": "KS 2024/1",
            "postal_address": {"street": "Box 1", "postal_code": "16407", "city": "Kista", "country": "Sverige"}},
        "contacts": [{"name": "Exempel Exempelsson", "role": "Dataskyddsombud", "email": "dso@kommun.example.se", "phone": "08-465 004 01"}],
        "contact_address": {"street": "Box 1", "postal_code": "16407", "city": "Kista", "country": "Sverige"},
        "incident": {
            "occurred": {"date": "2024-03-04", "time": "08:00"}, "discovered": {"date": "2024-03-04", "time": "09:30"},
            "ongoing": "no", "ended": {"date": "2024-03-04", "time": "12:00"},
            "type": "disclosure:other", "description": "Ett brev med uppgifter om flera personer lades i fel kuvert.",
            "discovery": "outsider-or-data-subject", "cause": "technical-error", "sector": "public",
            "area": "school:preschool-to-upper-secondary"},
        "processors": {"involved": "yes", "organisations": [{"name": "Exempelbolaget AB", "organisation_number": "556329-7133"}]},
        "affected": {"data_subjects": {"range": "11-100"}, "data_items": {"range": "101-1000"},
            "subject_groups": ["employees"], "data_categories": ["contact"], "encrypted": "no"},
        "consequences": {"kinds": ["reputation"], "severity": 2},
        "actions": [{"date": "2024-03-04", "time": "15:00", "action": "Mottagaren ombads att skicka tillbaka brevet."}],
        "communication": {"informed": "yes", "informed_at": {"date": "2024-03-04", "time": "16:00"}},
        "supplement": {"intended": "no"}
    })
}

/// The findings, as `C002 E`, of the base notification after a change: the
/// change is a JSON merge patch (RFC 7396), so that `null` takes a field away.
pub(crate) fn found(change: &Value) -> Vec<String> {
    run(change).0
}

/// The findings of a notification received and discovered so, with reasons for a delay.
pub(crate) fn received(received: &str, discovered: &Value, reason: Option<&str>) -> Vec<String> {
    found(&serde_json::json!({
        "received": received,
        "incident": {"discovered": discovered, "delay_reason": reason},
        "actions": [{"date": "2024-03-05", "time": "15:00", "action": "Brevet hämtades tillbaka."}],
    }))
}

/// The codes of the rules that could not be run after a change.
pub(crate) fn not_runnable(change: &Value) -> Vec<String> {
    run(change).1
}

fn run(change: &Value) -> (Vec<String>, Vec<String>) {
    let mut document = base();
    merge(&mut document, change);
    let text = document.to_string();
    let record = json::read(&text, Edition::default_edition(), 1).unwrap();
    let bound = bind(record);
    let notification = &bound.notification;
    let (discovered, received) = (
        notification.start().moment.given(),
        notification.received.given(),
    );
    let as_of = Instant::from_timestamp("2024-06-01T00:00:00Z".parse().unwrap());
    let told = Told {
        occurred: notification.occurred.moment.given(),
        discovered,
        received,
        informed: notification.informed_at.moment.given(),
        as_of,
        limit_hours: 72,
    };
    let actions = notification
        .actions
        .iter()
        .filter_map(|action| action.moment.given().copied());
    let judgement = judge(discovered, received, 72);
    let context = Context {
        thresholds: &crate::config::Thresholds::default(),
        texts: FreeTexts::of(notification),
        timings: None,
        judgement,
        reading: reading(&judgement, discovered, received, 72),
        valid_from: POLICIES[0].starts(),
        roll_over_arguable: POLICIES[0].roll_over_arguable,
        inferred: infer(&told, actions),
        thin_reason: std::sync::OnceLock::new(),
        is_copy: false,
        as_of,
        limit_hours: 72,
    };
    let mut findings = bound.findings;
    let silent = check(
        notification,
        &context,
        &Selected::ALL,
        &mut findings,
        &bound.not_runnable,
    );
    let mut codes: Vec<String> = findings
        .iter()
        .map(|finding| {
            format!(
                "{} {}",
                finding.code,
                finding.severity.as_str()[..1].to_uppercase()
            )
        })
        .collect();
    codes.sort();
    let silent = super::rules()
        .iter()
        .enumerate()
        .filter(|(at, _)| silent >> at & 1 == 1);
    (
        codes,
        silent.map(|(_, rule)| rule.code.to_string()).collect(),
    )
}

fn merge(target: &mut Value, change: &Value) {
    match (target, change) {
        (Value::Object(target), Value::Object(change)) => {
            for (name, value) in change {
                if value.is_null() {
                    target.remove(name);
                } else {
                    merge(target.entry(name.clone()).or_insert(Value::Null), value);
                }
            }
        }
        (target, change) => *target = change.clone(),
    }
}
