//! Choices: labels and marks understood as options of the edition, as "don't
//! know", or as labels that the edition does not have.

use std::borrow::Cow;

use crate::bind::{Binder, Site};
use crate::check::form::{EXTRA_OPTION_WITH_NONE, SELECTION_LOST, UNKNOWN_OPTION};
use crate::config::Words;
use crate::form::{Extra, ExtraNumber, Key, Kind, Question, UNSAVED, other_ends};
use crate::notification::{Answer, Chosen, NONE_OF_THESE, Selection, State, UNLISTED};
use crate::read::text::marked;
use crate::read::{Item, Mark, Value};
use crate::value::parse_hundredths;

/// F005 where a page was saved without what was chosen in its lists.
const UNSAVED_CHOICE: Words = Words::new(
    "Vad som valdes i listrutan för ”{part}”{at_question} framgår inte av den sparade sidan; svaret kan inte avgöras.",
    "The saved page does not show what was chosen in the drop-down list of \"{part}\"{at_question}; the answer cannot be determined.",
);

/// Whether an answer was chosen in a list of a page that was saved without it. A free text may
/// hold the sign.
pub(super) fn is_unsaved(binder: &Binder, site: Site, value: &Value) -> bool {
    let is_prose = || {
        let place = binder.edition.place(site.key);
        place.is_some_and(|(_, part)| part.kind == Kind::Prose)
    };
    // Few texts have the first byte of the sign.
    let may_have = |text: &str| memchr::memchr(0xE2, text.as_bytes()).is_some();
    let has_sign = |text: &str| may_have(text) && text.contains(UNSAVED);
    match value {
        Value::Text(text) if !has_sign(text) => false,
        Value::Text(text) => !is_prose() || text.trim_matches(UNSAVED).trim().is_empty(),
        Value::List(items) => items.iter().any(|item| has_sign(&item.text)),
        _ => false,
    }
}

/// F005; the value counts as undeterminable.
pub(super) fn unsaved<T>(binder: &mut Binder, site: Site) -> State<T> {
    let finding = binder.finding(site, &SELECTION_LOST);
    binder.findings.push(finding.saying(UNSAVED_CHOICE));
    State::Undeterminable
}

/// Binds a choice question and remembers its answer for conditions.
pub(super) fn chosen<'a>(binder: &mut Binder<'a>, key: Key) -> Chosen<'a> {
    let answer = binder.part(key, 0, |binder, site, value| {
        let Some((question, part)) = binder.edition.place(site.key) else {
            return State::NotAsked;
        };
        let items = match value {
            Value::List(items) => remarked(items, question),
            Value::Text(text) => match listed(text, question) {
                Ok(items) => items,
                Err(text) => return select(binder, site, question, std::iter::once(text)),
            },
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

/// The options that a text names with marks, as a page shows them side by side; else the text.
fn listed<'a>(text: Cow<'a, str>, question: &Question) -> Result<Vec<Item<'a>>, Cow<'a, str>> {
    let owned = |item: Item| Item {
        text: Cow::Owned(item.text.into_owned()),
        mark: item.mark,
    };
    match text {
        Cow::Borrowed(text) => marked(text, question).ok_or(Cow::Borrowed(text)),
        Cow::Owned(text) => {
            let items = marked(&text, question).map(|items| items.into_iter().map(owned).collect());
            items.ok_or(Cow::Owned(text))
        }
    }
}

/// Options of which each is given as chosen, as an export lists them: one with a mark of its own is
/// what that says.
fn remarked<'a>(items: Vec<Item<'a>>, question: &Question) -> Vec<Item<'a>> {
    let is_marked =
        |item: &Item| item.mark == Mark::Ticked && marked(&item.text, question).is_some();
    if !items.iter().any(is_marked) {
        return items;
    }
    let given = items.into_iter().flat_map(|item| match item.mark {
        Mark::Ticked => listed(item.text, question).unwrap_or_else(|text| {
            vec![Item {
                text,
                mark: Mark::Ticked,
            }]
        }),
        _ => vec![item],
    });
    given.collect()
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
            Some(Value::Unsaved) => binder.unsaved(site),
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
            Some(Value::Unsaved) => binder.unsaved(site),
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
            Err(label) if question.is_between_grades(&label) => return binder.unreadable(site),
            Err(label) if is_list(binder, question, &label) => {
                binder.find(site, &SELECTION_LOST);
                return State::Undeterminable;
            }
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

/// Whether a text is the list of a question that asks for one option, printed without its ticks.
fn is_list(binder: &Binder, question: &Question, text: &str) -> bool {
    let asks_for_one = question.parts.iter().any(|part| part.kind == Kind::Choice);
    asks_for_one && binder.edition.lists_options(question, text)
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

    /// The answer to a question as it is counted, and the codes of what is found about it.
    fn counted(change: &serde_json::Value, key: Key) -> (String, Vec<String>) {
        let text = change.to_string();
        let bound = bind(json::read(&text, Edition::default_edition(), 1).unwrap());
        let answer = &bound.notification[key];
        let question = Edition::default_edition().place(key).unwrap().0;
        let told = match &answer.state {
            State::Given(chosen) => {
                let listed = (0..question.options.len()).filter(|at| chosen.listed >> at & 1 == 1);
                let mut told: Vec<&str> = listed.map(|at| &*question.options[at].code).collect();
                told.extend(chosen.unlisted.iter().map(AsRef::as_ref));
                told.join("|")
            }
            other => format!("{:?}", other.kind()),
        };
        let here = |finding: &&crate::finding::Finding| {
            finding.question == question.number && finding.code.to_string().starts_with('F')
        };
        let codes = bound.findings.iter().filter(here);
        (
            told,
            codes.map(|finding| finding.code.to_string()).collect(),
        )
    }

    #[test]
    fn marks_within_an_answer_say_what_is_chosen() {
        let informed = |text: &str| {
            let change = serde_json::json!({"communication": {"informed": text}, "incident": {}});
            counted(&change, Key::CommunicationInformed)
        };
        for (text, told, code) in [
            ("☐ Ja ☒ Nej", "no", ""),
            ("☒ Ja\t☐ Nej", "yes", ""),
            ("[ ] Ja [x] Nej", "no", ""),
            ("☐ Ja ☐ Nej ☒ Vet inte", "Unknown", ""),
            ("☐ Ja ☐ Nej", "Blank", ""),
            ("☒ Ja", "yes", ""),
            ("■ Ja", "yes", ""),
            ("Ja ✓", "yes", ""),
            ("Ja, delvis", "Ja, delvis", ""),
            ("Nej (x) kanske", "Undeterminable", "F005"),
            ("Ja ☐ Nej ☒", "Undeterminable", "F005"),
            ("Ja Nej", "Undeterminable", "F005"),
            ("Ja\nNej\nDelvis", "Undeterminable", "F005"),
            ("☒ Ja ☒ Nej", "Undeterminable", "F003"),
        ] {
            let codes = if code.is_empty() {
                vec![]
            } else {
                vec![code.to_owned()]
            };
            assert_eq!(informed(text), (told.to_owned(), codes), "{text}");
        }
        let change = serde_json::json!({
            "affected": {"subject_groups": ["☐ Barn", "☒ Patienter", "Kunder hos den personuppgiftsansvarige"]},
            "incident": {},
        });
        let found = counted(&change, Key::AffectedSubjectGroups);
        assert_eq!(found, ("customers|patients".to_owned(), vec![]));
    }

    #[test]
    fn a_grade_is_never_the_first_digit_of_more() {
        for (text, told, code) in [
            ("3", "3", ""),
            ("3. Betydande", "3", ""),
            ("3.0", "3", ""),
            ("2-3", "Undeterminable", "F003"),
            ("1,5", "Undeterminable", "F003"),
            ("≥ 3", "Undeterminable", "F003"),
            ("1 ☐ 2 ☐ 3 ☒ 4 ☐", "Undeterminable", "F005"),
            ("Hög", "Hög", ""),
        ] {
            let change = serde_json::json!({"consequences": {"severity": text}, "incident": {}});
            let codes = if code.is_empty() {
                vec![]
            } else {
                vec![code.to_owned()]
            };
            let found = counted(&change, Key::ConsequencesSeverity);
            assert_eq!(found, (told.to_owned(), codes), "{text}");
        }
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
