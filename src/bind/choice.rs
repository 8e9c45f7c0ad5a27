//! Choices: labels and marks understood as options of the edition, as "don't
//! know", or as labels that the edition does not have.

use std::borrow::Cow;

use crate::bind::{Binder, Site};
use crate::check::form::{EXTRA_OPTION_WITH_NONE, SELECTION_LOST, UNKNOWN_OPTION};
use crate::form::{Extra, ExtraNumber, Key, Kind, Question, other_ends};
use crate::notification::{Answer, Chosen, NONE_OF_THESE, Selection, State, UNLISTED};
use crate::read::{Mark, Value};
use crate::value::parse_hundredths;

/// Binds a choice question and remembers its answer for conditions.
pub(super) fn chosen<'a>(binder: &mut Binder<'a>, key: Key) -> Chosen<'a> {
    let answer = binder.part(key, 0, |binder, site, value| {
        let Some((question, part)) = binder.edition.place(site.key) else {
            return State::NotAsked;
        };
        let items = match value {
            Value::List(items) => items,
            Value::Text(text) => return select(binder, site, question, std::iter::once(text)),
            _ => Vec::new(),
        };
        let ticked = items
            .iter()
            .filter(|item| item.mark == Mark::Ticked)
            .count();
        if ticked == 0 && items.iter().all(|item| item.mark == Mark::None) {
            binder.find(site, &SELECTION_LOST);
            return State::Undeterminable;
        }
        if part.kind == Kind::Choice && ticked > 1 {
            return binder.unreadable(site);
        }
        let labels = items
            .into_iter()
            .filter(|item| item.mark == Mark::Ticked)
            .map(|item| item.text);
        select(binder, site, question, labels)
    });
    let number = binder.edition.number(key);
    let decided = answer
        .state
        .non_value()
        .unwrap_or_else(|| State::Given(answer.given().map_or(0, |chosen| chosen.listed)));
    binder.decided.push((number, decided));
    answer
}

/// The extra dimensions of a mapped export, in the edition's order.
pub(super) fn extras<'a>(binder: &mut Binder<'a>) -> Vec<State<Selection<'a>>> {
    let mut raws = std::mem::take(&mut binder.record.extras);
    let all = binder.edition.extras.iter().enumerate();
    all.map(|(at, extra)| {
        let (key, index) = Extra::field(at as u16);
        let site = Site {
            key,
            index,
            line: binder.record.line,
            number: 0,
        };
        let raw = raws.iter_mut().find(|(extra, _)| usize::from(*extra) == at);
        match raw.map(|(_, value)| std::mem::replace(value, Value::Blank)) {
            None => State::NotAsked,
            Some(Value::Blank) => State::Blank,
            Some(Value::Unknown) => State::Unknown,
            Some(Value::Lost) => State::Undeterminable,
            Some(Value::Malformed | Value::Foreign(_)) => binder.unreadable(site),
            Some(Value::Text(text)) => select(binder, site, &extra.question, std::iter::once(text)),
            Some(Value::List(items)) => select(
                binder,
                site,
                &extra.question,
                items.into_iter().map(|item| item.text),
            ),
        }
    })
    .collect()
}

/// The extra numbers of a mapped export, in the edition's order.
pub(super) fn numbers(binder: &mut Binder) -> Vec<State<i64>> {
    let mut raws = std::mem::take(&mut binder.record.numbers);
    let all = 0..binder.edition.numbers.len() as u16;
    all.map(|at| {
        let (key, index) = ExtraNumber::field(at);
        let site = Site {
            key,
            index,
            line: binder.record.line,
            number: 0,
        };
        let raw = raws.iter_mut().find(|(number, _)| *number == at);
        match raw.map(|(_, value)| std::mem::replace(value, Value::Blank)) {
            None => State::NotAsked,
            Some(Value::Blank) => State::Blank,
            Some(Value::Unknown) => State::Unknown,
            Some(Value::Lost) => State::Undeterminable,
            Some(Value::Text(text)) => {
                let number = parse_hundredths(&text);
                number.map_or_else(|| binder.unreadable(site), State::Given)
            }
            Some(Value::Malformed | Value::Foreign(_) | Value::List(_)) => binder.unreadable(site),
        }
    })
    .collect()
}

/// The ticked labels as a selection.
fn select<'a>(
    binder: &mut Binder<'a>,
    site: Site,
    question: &'static Question,
    ticked: impl Iterator<Item = Cow<'a, str>>,
) -> State<Selection<'a>> {
    let mut selection = Selection::empty(question);
    let mut unknown = false;
    let mut none_of_these = false;
    for label in ticked {
        if label == NONE_OF_THESE && question.parts.iter().all(|part| part.kind != Kind::Choice) {
            none_of_these = true;
            continue;
        }
        match option_of(binder, site, question, label) {
            Ok(position) if question.options[position].unknown => unknown = true,
            Ok(position) => selection.listed |= 1 << position,
            Err(label) if binder.edition.is_unknown(&label) => unknown = true,
            Err(label) => {
                if question.closed {
                    binder.find(site, &UNKNOWN_OPTION);
                }
                let label = told_apart(binder, site, label);
                if !selection.unlisted.contains(&label) {
                    selection.unlisted.push(label);
                }
            }
        }
    }
    if selection.is_empty() && none_of_these && !unknown {
        selection.unlisted.push(Cow::Borrowed(NONE_OF_THESE));
    }
    if selection.is_empty() {
        return if unknown {
            State::Unknown
        } else {
            State::Blank
        };
    }
    selection.unknown_beside = unknown && question.unknown_beside;
    if unknown && !question.unknown_beside {
        let count = i64::from(selection.listed.count_ones()) + selection.unlisted.len() as i64;
        let finding = binder
            .finding(site, &EXTRA_OPTION_WITH_NONE)
            .with("count", count);
        binder.findings.push(finding);
    }
    State::Given(selection)
}

/// A label off the list, unless it is written as the code of an option of another edition: the
/// tables would count it as that option.
fn told_apart<'a>(binder: &Binder, site: Site, label: Cow<'a, str>) -> Cow<'a, str> {
    let written = label.trim().trim_end_matches(':');
    if site.number > 0 && binder.edition.is_code_of_another(site.key, written) {
        Cow::Borrowed(UNLISTED)
    } else {
        label
    }
}

/// The option that a label names, or the label. Text after `Övrigt:` is a comment,
/// never a label, at whatever level of the label the word stands, unless all of it
/// names an option.
fn option_of<'a>(
    binder: &mut Binder<'a>,
    site: Site,
    question: &Question,
    label: Cow<'a, str>,
) -> Result<usize, Cow<'a, str>> {
    if let Some(position) = question.find_option(&label) {
        return Ok(position);
    }
    let Some((label, comment)) = split_comment(&label) else {
        return Err(label);
    };
    let Site {
        key, index, line, ..
    } = site;
    binder.beside.push(Answer {
        state: State::Given(Cow::Owned(comment)),
        line,
        key,
        index,
    });
    question.find_option(&label).ok_or(Cow::Owned(label))
}

/// A label up to `Övrigt`, and the comment behind it.
fn split_comment(label: &str) -> Option<(String, String)> {
    let colon = other_ends(label)?;
    let comment = label[colon + 1..].trim();
    (!comment.is_empty()).then(|| (label[..colon].trim_end().to_owned(), comment.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bind::bind;
    use crate::check::form::UNREADABLE_VALUE;
    use crate::form::Edition;
    use crate::read::json;

    #[test]
    fn text_behind_other_is_a_comment_in_every_question() {
        let document = serde_json::json!({"incident": {
            "type": "Obehörigt röjande: Övrigt: Kalle Ek ringde 070-123 45 67",
            "discovery": "Övrigt: Kalle Ek",
            "area": "Skola: Övrigt: Kalle",
            "sector": "Other : Kalle",
            "cause": "Övrigt:",
        }})
        .to_string();
        let bound = bind(json::read(&document, Edition::default_edition(), 1).unwrap());
        let n = &bound.notification;
        assert!(
            n[Key::IncidentType]
                .is(|chosen| chosen.has("disclosure:other"))
                .is_yes()
        );
        assert!(
            n[Key::IncidentCause]
                .is(|chosen| chosen.has("other"))
                .is_yes()
        );
        let labels = |chosen: &Chosen| chosen.given().unwrap().unlisted.join("|");
        assert_eq!(labels(&n[Key::IncidentDiscovery]), "Övrigt");
        assert_eq!(labels(&n[Key::IncidentArea]), "Skola: Övrigt");
        assert_eq!(labels(&n[Key::IncidentSector]), "Other");
        assert_eq!(
            n.text(Key::IncidentAreaComment).given().map(AsRef::as_ref),
            Some("Kalle")
        );
        assert_eq!(n.text(Key::IncidentCauseComment).given(), None);
        assert_eq!(n.beside.len(), 3);
        assert!(
            n.free_texts()
                .filter_map(|text| text.given())
                .any(|text| text.contains("070-123"))
        );
    }

    #[test]
    fn what_cannot_be_read_outside_the_form_is_named() {
        let document = serde_json::json!({"received": "igår", "kind": "supplemnt", "channel": "duva", "incident": {}});
        let text = document.to_string();
        let findings = bind(json::read(&text, Edition::default_edition(), 1).unwrap()).findings;
        let part = |finding: &crate::finding::Finding| {
            finding.facts[0].1.show(crate::config::Language::En)
        };
        let parts: Vec<String> = findings
            .iter()
            .filter(|one| one.code == UNREADABLE_VALUE.code)
            .map(part)
            .collect();
        assert_eq!(parts, ["kind of filing", "received", "channel"]);
    }
}
