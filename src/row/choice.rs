//! The answers to choice questions as a row keeps them. Most are one option of the
//! list, for which a number is enough; what is more stands beside, once for each.

use crate::form::Question;
use crate::notification::{Selection, State};
use crate::row::Cell;
use crate::row::cells::Word;
use crate::row::several::{Several, code, has_labels};

/// One answer of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
enum Choice {
    /// A word in brackets.
    Word(Word),
    /// One option, by its place on the list.
    One(u8),
    /// The next of [`Choices::several`]: as many stand before it there as here.
    Several,
}

/// The answers of a row to its choice questions, and then to the extra dimensions.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(crate) struct Choices {
    answers: Box<[Choice]>,
    several: Box<[Several]>,
}

impl Choices {
    /// The answers in their order.
    pub(super) fn new<'n, 'a: 'n>(
        states: impl Iterator<Item = &'n State<Selection<'a>>> + Clone,
    ) -> Self {
        // Made as large as needed at once: what is shrunk later keeps some of its room.
        let mut several = Vec::with_capacity(states.clone().filter_map(several).count());
        let answers = states.map(|state| match state {
            State::Given(selection) => one(selection).map_or_else(
                || {
                    several.push(Several::new(selection));
                    Choice::Several
                },
                Choice::One,
            ),
            other => Choice::Word(Word::of(other)),
        });
        Self {
            answers: answers.collect(),
            several: several.into_boxed_slice(),
        }
    }

    /// The answers of cells of a record, each with its question.
    pub(super) fn recorded(
        cells: impl Iterator<Item = (String, Option<&'static Question>)>,
    ) -> Self {
        let mut several = Vec::new();
        let answers = cells.map(|(cell, question)| {
            if let Some(word) = Word::of_cell(&cell) {
                return Choice::Word(word);
            }
            let own = Several::recorded(&cell, question);
            match own.options() {
                Some(listed) if listed.is_power_of_two() => {
                    Choice::One(listed.trailing_zeros() as u8)
                }
                _ => {
                    several.push(own);
                    Choice::Several
                }
            }
        });
        Self {
            answers: answers.collect(),
            several: several.into_boxed_slice(),
        }
    }

    /// Whether an option was chosen in the answer at a place, without a label beside it.
    pub(super) fn has(&self, at: usize, option: usize) -> bool {
        match self.answers.get(at) {
            Some(Choice::One(one)) => usize::from(*one) == option,
            Some(Choice::Several) => {
                let options = self.several(at).and_then(Several::options);
                options.is_some_and(|options| options >> option & 1 == 1)
            }
            _ => false,
        }
    }

    /// What was chosen in the answer at a place that is [`Choice::Several`].
    fn several(&self, at: usize) -> Option<&Several> {
        let before = self.answers.iter().take(at);
        self.several
            .get(before.filter(|answer| **answer == Choice::Several).count())
    }

    /// These answers, and in place of each the one that `new` has, but for the answer at `kept`.
    pub(super) fn with_those_of(&self, new: &Self, kept: Option<usize>) -> Self {
        let mut several = Vec::new();
        let places = 0..self.answers.len();
        let answers = places.map(|at| {
            let is_new = match new.answers.get(at) {
                None | Some(Choice::Word(_)) => false,
                Some(_) => kept != Some(at),
            };
            let from = if is_new { new } else { self };
            several.extend(from.several_at(at).cloned());
            from.answers[at]
        });
        Self {
            answers: answers.collect(),
            several: several.into_boxed_slice(),
        }
    }

    /// What was chosen in the answer at a place, if it is more than one option.
    fn several_at(&self, at: usize) -> Option<&Several> {
        let is_several = self.answers.get(at) == Some(&Choice::Several);
        self.several(at).filter(|_| is_several)
    }

    /// The cell of the answer at a place; `None` where there is none.
    pub(super) fn cell(&self, at: usize, question: Option<&'static Question>) -> Option<Cell<'_>> {
        Some(match self.answers.get(at)? {
            Choice::Word(word) => Cell::Word(word.as_str()),
            Choice::One(option) => Cell::Text(code(question, usize::from(*option))),
            Choice::Several => match self.several(at)? {
                Several {
                    listed: 0,
                    labels: Some(labels),
                } => Cell::Text(labels),
                several => Cell::Several(several, question),
            },
        })
    }
}

/// The only option that was chosen, if there is nothing else.
fn one(selection: &Selection) -> Option<u8> {
    let is_one = selection.listed.is_power_of_two() && !has_labels(selection);
    is_one.then(|| selection.listed.trailing_zeros() as u8)
}

/// What was chosen, if it is not just one option.
fn several<'s, 'a>(state: &'s State<Selection<'a>>) -> Option<&'s Selection<'a>> {
    match state {
        State::Given(selection) if one(selection).is_none() => Some(selection),
        _ => None,
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use serde_json::json;

    use super::*;
    use crate::bind::bind;
    use crate::form::{Edition, Key};
    use crate::read::json;

    /// Several options without labels.
    pub(crate) fn options(listed: u64) -> Several {
        Several {
            listed,
            labels: None,
        }
    }

    /// What is written of the answers to question 17 and 25.
    fn written(discovery: &serde_json::Value, groups: &serde_json::Value) -> [String; 2] {
        let edition = Edition::default_edition();
        let document = json!({
            "incident": {"discovery": discovery},
            "affected": {"subject_groups": groups},
        });
        let text = document.to_string();
        let bound = bind(json::read(&text, edition, 1).unwrap()).notification;
        let choices = Choices::new(
            [
                &bound[Key::IncidentDiscovery].state,
                &bound[Key::AffectedSubjectGroups].state,
            ]
            .into_iter(),
        );
        [(0, 17), (1, 25)].map(|(at, question)| {
            let mut out = String::new();
            choices
                .cell(at, edition.question(question))
                .unwrap()
                .write(&mut out);
            out
        })
    }

    #[test]
    fn a_label_of_several_lines_is_a_text() {
        let label = |text: &str| written(&json!(text), &json!(null))[0].clone();
        assert_eq!(label("Anna Ek\nStorgatan 5\nringde"), "(unlisted)");
        assert_eq!(label("  Genom   granskning: "), "Genom granskning");
        assert_eq!(
            label("  Genom   granskning: "),
            "Genom granskning",
            "also when it was met before"
        );
    }

    #[test]
    fn options_stand_before_labels() {
        let groups = |items: serde_json::Value| written(&json!(null), &items)[1].clone();
        assert_eq!(groups(json!(["children"])), "children");
        assert_eq!(
            groups(json!(["children", "employees"])),
            "employees|children"
        );
        assert_eq!(
            groups(json!(["Grannar", "children", "A|B"])),
            "children|Grannar|A¦B"
        );
        assert_eq!(groups(json!([])), "(blank)");
    }

    #[test]
    fn an_option_is_found_alone_and_among_others() {
        let selection = |listed| {
            let question = Edition::default_edition().question(25).unwrap();
            State::Given(Selection {
                listed,
                ..Selection::empty(question)
            })
        };
        let states = [selection(0b100), selection(0b101), State::Blank];
        let choices = Choices::new(states.iter());
        assert!(choices.has(0, 2) && !choices.has(0, 0));
        assert!(choices.has(1, 2) && choices.has(1, 0) && !choices.has(1, 1));
        assert!(!choices.has(2, 0) && !choices.has(3, 0));
        assert_eq!(choices.cell(3, None).map(|_| ()), None);
    }
}
