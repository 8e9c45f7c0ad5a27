//! The answers to choice questions as a row keeps them: a byte or a few for each, since a run holds
//! those of millions.

use std::sync::Arc;

use crate::form::Question;
use crate::notification::{Selection, State};
use crate::row::Cell;
use crate::row::cells::Word;
use crate::row::several::{Several, code, labels_of, shared};

/// The answers of a row to its choice questions, and then to the extra dimensions.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(crate) struct Choices {
    /// For each answer what it is: the place of its only option, [`SEVERAL`] and which options in
    /// bytes of seven bits, or [`WORD`] and the letter of a word.
    answers: Box<[u8]>,
    /// The labels of the answers that have some, in their order.
    labels: Option<Box<Labels>>,
}

/// What an edition does not have among its options, once for each answer.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
struct Labels(#[serde(with = "shared")] Vec<Arc<String>>);

/// Begins options of which there are none or several; options have places below it.
const SEVERAL: u8 = 64;
/// Begins options beside which a label stands.
const LABELLED: u8 = SEVERAL + 1;
/// The bit of words.
const WORD: u8 = 0x80;
/// The bit of a byte of options that others follow.
const MORE: u8 = 0x80;
/// How many options a byte tells of.
const BITS: u32 = 7;

/// One answer of a row.
#[derive(Debug, Clone, Copy)]
enum Choice<'r> {
    /// A word in brackets.
    Word(Word),
    /// One option, by its place on the list.
    One(u8),
    Several(Several<'r>),
}

/// Answers as they are packed.
#[derive(Default)]
struct Packed {
    answers: Vec<u8>,
    labels: Vec<Arc<String>>,
}

impl Packed {
    /// With room for most rows.
    fn new() -> Self {
        Self {
            answers: Vec::with_capacity(64),
            ..Self::default()
        }
    }

    fn word(&mut self, word: Word) {
        self.answers.push(WORD | word.letter());
    }

    fn options(&mut self, mut options: u64, labels: Option<Arc<String>>) {
        if options.is_power_of_two() && labels.is_none() {
            self.answers.push(options.trailing_zeros() as u8);
            return;
        }
        self.answers
            .push(if labels.is_some() { LABELLED } else { SEVERAL });
        self.labels.extend(labels);
        while options >= u64::from(MORE) {
            self.answers.push(MORE | options as u8);
            options >>= BITS;
        }
        self.answers.push(options as u8);
    }

    /// Adds an answer of a row.
    fn choice(&mut self, choice: Choice) {
        match choice {
            Choice::Word(word) => self.word(word),
            Choice::One(option) => self.options(1 << option, None),
            Choice::Several(Several { listed, labels }) => self.options(listed, labels.cloned()),
        }
    }

    /// What has grown keeps room for more: it is copied to a place of its size.
    fn finish(self) -> Choices {
        let labels = (!self.labels.is_empty()).then(|| Box::new(Labels(self.labels)));
        Choices {
            answers: self.answers.as_slice().into(),
            labels,
        }
    }
}

impl Choices {
    /// The answers in their order.
    pub(super) fn new<'n, 'a: 'n>(states: impl Iterator<Item = &'n State<Selection<'a>>>) -> Self {
        let mut packed = Packed::new();
        for state in states {
            match state {
                State::Given(selection) => packed.options(selection.listed, labels_of(selection)),
                other => packed.word(Word::of(other)),
            }
        }
        packed.finish()
    }

    /// The answers of cells of a record, each with its question.
    pub(super) fn recorded(
        cells: impl Iterator<Item = (String, Option<&'static Question>)>,
    ) -> Self {
        let mut packed = Packed::new();
        for (cell, question) in cells {
            if let Some(word) = Word::of_cell(&cell) {
                packed.word(word);
            } else {
                let (options, labels) = Several::recorded(&cell, question);
                packed.options(options, labels);
            }
        }
        packed.finish()
    }

    /// The answers one after the other.
    fn answers(&self) -> impl Iterator<Item = Choice<'_>> {
        let mut left = self.unread();
        std::iter::from_fn(move || left.next())
    }

    /// The answer at a place.
    fn answer(&self, at: usize) -> Option<Choice<'_>> {
        let mut left = self.unread();
        let (mut start, mut labels) = (0, 0);
        for _ in 0..at {
            let first = *left.answers.get(start)?;
            start += 1;
            if first & (WORD | SEVERAL) == SEVERAL {
                labels += usize::from(first == LABELLED);
                while left.answers.get(start)? & MORE != 0 {
                    start += 1;
                }
                start += 1;
            }
        }
        left.answers = left.answers.get(start..)?;
        left.labels = left.labels.get(labels..)?;
        left.next()
    }

    fn unread(&self) -> Unread<'_> {
        Unread {
            answers: &self.answers,
            labels: self.labels.as_ref().map_or(&[], |labels| &labels.0),
        }
    }

    /// Whether an option was chosen in the answer at a place, without a label beside it.
    pub(super) fn chosen(&self, at: usize) -> impl Fn(usize) -> bool + '_ {
        let answer = self.answer(at);
        move |option| match answer {
            Some(Choice::One(one)) => usize::from(one) == option,
            Some(Choice::Several(several)) => several
                .options()
                .is_some_and(|options| options >> option & 1 == 1),
            Some(Choice::Word(_)) | None => false,
        }
    }

    /// These answers, and in place of each the one that `new` has, but for the answer at `kept`.
    pub(super) fn with_those_of(&self, new: &Self, kept: Option<usize>) -> Self {
        let mut packed = Packed::new();
        let mut new = new.answers();
        for (at, own) in self.answers().enumerate() {
            let other = new.next().filter(|_| kept != Some(at));
            packed.choice(match other {
                None | Some(Choice::Word(_)) => own,
                Some(other) => other,
            });
        }
        packed.finish()
    }

    /// The cell of the answer at a place; `None` where there is none.
    pub(super) fn cell(&self, at: usize, question: Option<&'static Question>) -> Option<Cell<'_>> {
        Some(match self.answer(at)? {
            Choice::Word(word) => Cell::Word(word.as_str()),
            Choice::One(option) => Cell::Text(code(question, usize::from(option))),
            Choice::Several(Several {
                listed: 0,
                labels: Some(labels),
            }) => Cell::Text(labels),
            Choice::Several(several) => Cell::Several(several, question),
        })
    }
}

/// Answers that are still to be read.
struct Unread<'r> {
    answers: &'r [u8],
    labels: &'r [Arc<String>],
}

impl<'r> Unread<'r> {
    fn next(&mut self) -> Option<Choice<'r>> {
        let (first, rest) = self.answers.split_first()?;
        self.answers = rest;
        Some(match *first {
            word if word & WORD != 0 => Choice::Word(Word::of_letter(word & !WORD)),
            one if one < SEVERAL => Choice::One(one),
            several => Choice::Several(Several {
                listed: self.listed(),
                labels: if several == LABELLED {
                    self.label()
                } else {
                    None
                },
            }),
        })
    }

    fn label(&mut self) -> Option<&'r Arc<String>> {
        let (first, rest) = self.labels.split_first()?;
        self.labels = rest;
        Some(first)
    }

    /// The options that the next bytes tell, bit i = option i.
    fn listed(&mut self) -> u64 {
        let (mut listed, mut place) = (0, 0);
        while let Some((byte, rest)) = self.answers.split_first() {
            self.answers = rest;
            listed |= u64::from(byte & !MORE) << place;
            place += BITS;
            if byte & MORE == 0 {
                break;
            }
        }
        listed
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
    pub(crate) fn options(listed: u64) -> Several<'static> {
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
        assert!(choices.chosen(0)(2) && !choices.chosen(0)(0));
        assert!(choices.chosen(1)(2) && choices.chosen(1)(0) && !choices.chosen(1)(1));
        assert!(!choices.chosen(2)(0) && !choices.chosen(3)(0));
        assert_eq!(choices.cell(3, None).map(|_| ()), None);
    }

    #[test]
    fn answers_come_out_as_they_went_in() {
        let question = Edition::default_edition().question(25).unwrap();
        let unlisted = |label: &str| vec![std::borrow::Cow::Owned(label.to_owned())];
        let selection = |listed, labels| {
            State::Given(Selection {
                listed,
                unlisted: labels,
                ..Selection::empty(question)
            })
        };
        let many = [0, 1 << 6 | 1, 1 << 63, 1 << 63 | 1, u64::MAX, 0b1000_0000];
        let mut states: Vec<State<Selection>> = Vec::new();
        for listed in many {
            states.extend([
                selection(listed, Vec::new()),
                State::Blank,
                selection(listed, unlisted("Grannar")),
                State::NotAsked,
            ]);
        }
        let choices = Choices::new(states.iter());
        let told: Vec<String> = choices.answers().map(|one| format!("{one:?}")).collect();
        for (at, told) in told.iter().enumerate() {
            assert_eq!(
                choices.answer(at).map(|one| format!("{one:?}")).as_ref(),
                Some(told)
            );
        }
        assert!(choices.answer(told.len()).is_none());
        assert_eq!(told.len(), states.len());
        for (listed, told) in many.into_iter().zip(told.chunks(4)) {
            let own = if listed.is_power_of_two() {
                format!("One({})", listed.trailing_zeros())
            } else {
                format!("Several(Several {{ listed: {listed}, labels: None }})")
            };
            let labelled =
                format!("Several(Several {{ listed: {listed}, labels: Some(\"Grannar\") }})");
            let words = ["Word(State(Blank))", "Word(State(NotAsked))"];
            assert_eq!(told, [&own, words[0], &labelled, words[1]]);
        }
        assert_eq!(
            choices.with_those_of(&Choices::new([].iter()), None),
            choices
        );
        assert_eq!(
            Choices::new([].iter()).with_those_of(&choices, None),
            Choices::new([].iter())
        );
        let blank: Vec<State<Selection>> = states.iter().map(|_| State::Blank).collect();
        let merged = Choices::new(blank.iter()).with_those_of(&choices, Some(0));
        assert!(!merged.chosen(0)(0) && merged.chosen(4)(0) == choices.chosen(4)(0));
    }
}
