//! A plan as the JSON input of the program. Choices are written as a code, as a
//! label or as a number, because exports do all three.

use serde_json::{Map, Value, json};

use crate::synth::plan::{Many, One, Plan, Size, When};
use crate::synth::text::{date_text, full_description, number_text, one_text, time_text};

/// One notification as a file.
pub(super) fn document(plan: &Plan) -> Vec<u8> {
    let mut bytes = serde_json::to_vec_pretty(&value(plan)).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

/// One notification as a line.
pub(super) fn line(plan: &Plan) -> Vec<u8> {
    let mut bytes = serde_json::to_vec(&value(plan)).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

/// One notification as JSON.
pub(super) fn value(plan: &Plan) -> Value {
    let mut document = json!({
        "form": plan.edition.name,
        "kind": plan.later.map_or("initial", |later| later.kind.word()),
        "case_number": plan.case_number,
        "supplements": plan.supplements,
        "received": plan.tells_receipt.then(|| plan.receipt_text()),
        "channel": plan.channel,
        "controller": {
            "name": plan.controller,
            "organisation_number": number_text(&plan.number),
            "reference": plan.reference,
            "postal_address": {"street": "Box 17", "postal_code": plan.postal_code, "city": "Exempelstad", "country": plan.country},
        },
        "contacts": plan.contacts.iter().map(|contact| json!({
            "name": contact.name, "role": contact.role, "email": contact.email, "phone": contact.phone,
        })).collect::<Vec<_>>(),
        "contact_address": {"street": "Box 17", "postal_code": "16407", "city": "Exempelstad", "country": plan.country},
        "incident": {
            "occurred": when(&plan.occurred),
            "discovered": when(&plan.discovered),
            "ongoing": one(plan, 12, plan.ongoing),
            "ended": when(&plan.ended),
            "delay_reason": plan.reason,
            "type": one(plan, 15, plan.breach_type),
            "description": plan.description.as_ref().map(|text| full_description(plan, text)),
            "discovery": one(plan, 17, plan.discovery),
            "cause": one(plan, 18, plan.cause),
            "cause_comment": plan.cause_comment,
            "sector": one(plan, 19, plan.sector),
            "area": one(plan, 20, plan.area),
            "area_comment": plan.area_comment,
        },
        "processors": {
            "involved": one(plan, 21, plan.involved),
            "organisations": plan.processors.iter().map(|(name, number)| json!({
                "name": name, "organisation_number": number_text(number),
            })).collect::<Vec<_>>(),
        },
        "affected": {
            "data_subjects": size(plan.subjects),
            "data_items": size(plan.items),
            "subject_groups": many(plan, 25, &plan.groups, crate::synth::words::GROUPS_UNKNOWN),
            "subject_groups_comment": plan.groups.comment,
            "data_categories": many(plan, 26, &plan.categories, crate::synth::words::CATEGORIES_UNKNOWN),
            "data_categories_comment": plan.categories.comment,
            "encrypted": one(plan, 27, plan.encrypted),
        },
        "consequences": {
            "kinds": many(plan, 28, &plan.consequences, ""),
            "comment": plan.consequences.comment,
            "severity": severity(plan),
        },
        "actions": plan.actions.iter().map(|action| {
            let mut at = when(&action.at);
            at["action"] = action.text.into();
            at
        }).collect::<Vec<_>>(),
        "communication": {
            "informed": one(plan, 31, plan.informed),
            "informed_at": when(&plan.informed_at),
            "will_inform": one(plan, 33, plan.will_inform),
            "planned_at": when(&plan.planned_at),
            "reason_not": plan.reason_not,
        },
        "supplement": {"intended": one(plan, 36, plan.intended)},
        "secrecy": plan.secrecy,
    });
    if plan.quirks.unknown_field {
        document["incident"]["estimated_cost"] = Value::Null;
    }
    document
}

/// Whether this export writes codes; others write labels.
fn writes_codes(plan: &Plan) -> bool {
    plan.receipt.date.day() % 2 == 0
}

fn one(plan: &Plan, number: u8, answer: One) -> Value {
    match answer {
        One::Blank => Value::Null,
        One::Of(option) if writes_codes(plan) => option.truth.into(),
        other => one_text(plan, number, other).into(),
    }
}

fn severity(plan: &Plan) -> Value {
    match plan.severity {
        One::Of(option) if writes_codes(plan) => {
            option.truth.parse::<u8>().map_or(Value::Null, Value::from)
        }
        other => one(plan, 29, other),
    }
}

fn many(plan: &Plan, number: u8, answer: &Many, unknown: &str) -> Value {
    if plan.ticks_lost() {
        return "undeterminable".into();
    }
    let chosen = answer
        .chosen
        .iter()
        .map(|option| one(plan, number, One::Of(option)));
    let unknown = answer.unknown.then(|| unknown.into());
    Value::Array(chosen.chain(unknown).collect())
}

fn when(when: &When) -> Value {
    let mut fields = Map::new();
    let text = |text: String| {
        if text.is_empty() {
            Value::Null
        } else {
            Value::String(text)
        }
    };
    fields.insert("date".into(), text(date_text(when)));
    fields.insert("time".into(), text(time_text(when)));
    if let Some(comment) = when.comment {
        fields.insert("comment".into(), comment.into());
    }
    Value::Object(fields)
}

fn size(size: Size) -> Value {
    match size {
        Size::Exact(count) => json!({"exact": count, "range": null}),
        Size::About(count) => json!({"exact": format!("ca {count}"), "range": null}),
        Size::Both(count, band) => json!({"exact": count, "range": band.label}),
        Size::Negative => json!({"exact": -3, "range": null}),
        Size::Band(band) => json!({"exact": null, "range": band.label}),
        Size::Unknown => json!({"exact": null, "range": "Okänt/kan inte ange"}),
        Size::Blank => json!({"exact": null, "range": null}),
    }
}
