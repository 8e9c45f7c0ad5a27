//! Choices: labels and marks understood as options of the edition, as "don't
//! know", or as labels that the edition does not have.

use std::borrow::Cow;

use crate::bind::{Binder, EXTRA_OPTION_WITH_NONE, SELECTION_LOST, Site, UNKNOWN_OPTION};
use crate::finding::{Fact, Severity};
use crate::form::{Key, Kind, Question, squash};
use crate::notification::{Chosen, Selection, State};
use crate::read::{Mark, Value};

/// Binds a choice question and remembers its answer for conditions.
pub(super) fn chosen<'a>(binder: &mut Binder<'a>, key: Key) -> Chosen<'a> {
    let answer = binder.part(key, 0, |binder, site, value| {
        let Some((question, part)) = binder.edition.place(site.key) else { return State::NotAsked };
        let items = match value {
            Value::List(items) => items,
            Value::Text(text) => return select(binder, site, question, std::iter::once(text)),
            _ => Vec::new(),
        };
        let ticked = items.iter().filter(|item| item.mark == Mark::Ticked).count();
        if ticked == 0 && items.iter().all(|item| item.mark == Mark::None) {
            binder.find(site, SELECTION_LOST, Severity::Info);
            return State::Undeterminable;
        }
        if part.kind == Kind::Choice && ticked > 1 {
            return binder.unreadable(site);
        }
        let labels = items.into_iter().filter(|item| item.mark == Mark::Ticked).map(|item| item.text);
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
        let site = Site { key: Key::Form, index: 0, line: binder.record.line, number: 0 };
        let raw = raws.iter_mut().find(|(extra, _)| usize::from(*extra) == at);
        match raw.map(|(_, value)| std::mem::replace(value, Value::Blank)) {
            None => State::NotAsked,
            Some(Value::Blank) => State::Blank,
            Some(Value::Unknown) => State::Unknown,
            Some(Value::Lost | Value::Malformed) => State::Undeterminable,
            Some(Value::Text(text)) => select(binder, site, &extra.question, std::iter::once(text)),
            Some(Value::List(items)) => {
                select(binder, site, &extra.question, items.into_iter().map(|item| item.text))
            }
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
    for label in ticked {
        let (label, comment) = split_comment(question, label);
        if let Some(comment) = comment {
            binder.inline_comment = Some((question.number, comment));
        }
        match question.find_option(&label) {
            Some(position) if question.options[position].unknown => unknown = true,
            Some(position) => selection.listed |= 1 << position,
            None if binder.edition.is_unknown(&label) => unknown = true,
            None => {
                if question.closed {
                    binder.find(site, UNKNOWN_OPTION, Severity::Warning);
                }
                if !selection.unlisted.contains(&label) {
                    selection.unlisted.push(label);
                }
            }
        }
    }
    if selection.is_empty() {
        return if unknown { State::Unknown } else { State::Blank };
    }
    selection.unknown_beside = unknown && question.unknown_beside;
    if unknown && !question.unknown_beside {
        let count = i64::from(selection.listed.count_ones()) + selection.unlisted.len() as i64;
        let finding = binder
            .finding(site, EXTRA_OPTION_WITH_NONE, Severity::Warning)
            .with("count", Fact::Number(count));
        binder.findings.push(finding);
    }
    State::Given(selection)
}

/// Text after `Övrigt:` is a comment, never a label.
fn split_comment<'a>(question: &Question, label: Cow<'a, str>) -> (Cow<'a, str>, Option<Cow<'a, str>>) {
    // Most labels with a colon end with it.
    let Some(colon) = memchr::memchr(b':', label.as_bytes()) else { return (label, None) };
    let (head, rest) = (&label[..colon], &label[colon + 1..]);
    if rest.is_empty() {
        return (label, None);
    }
    let is_other = question.option("other").is_some() && matches!(squash(head).as_str(), "övrigt" | "other");
    if !is_other || rest.trim().is_empty() {
        return (label, None);
    }
    (Cow::Owned(head.to_owned()), Some(Cow::Owned(rest.trim().to_owned())))
}
