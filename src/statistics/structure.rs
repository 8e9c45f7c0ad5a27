//! How dimensions relate to each other and to the questions of the form, as far
//! as anyone who knows the form and the definitions of the tables knows it:
//! details and their groups, periods within periods, readings of a verdict.
//! Disclosure control needs it; nothing is counted here.

use crate::config::Language;
use crate::form::{Edition, Presence};
use crate::statistics::dimension::{Dimension, named};
use crate::statistics::labels::Labels;
use crate::table::Key;

/// What the counts by a dimension tell of counts by others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tells {
    /// What this question's answers tell, and nothing of other dimensions.
    Answers(u8),
    /// Its values are parts of those of a coarser dimension.
    PartOf(&'static str),
    /// The same, of a question.
    DetailOf(u8, &'static str),
    /// Nothing of other dimensions, but what disclosure control states for it alone.
    Itself,
}

/// Every dimension, with what its counts tell: what is not stated here is not
/// held back. A new dimension gets its line, and a definition in the attacker of
/// the tests.
const TELLS: [(&str, Tells); 29] = [
    ("sector", Tells::Answers(19)),
    ("area", Tells::DetailOf(20, "area-group")),
    ("area-group", Tells::Answers(20)),
    ("type", Tells::DetailOf(15, "type-group")),
    ("type-group", Tells::Answers(15)),
    ("cause", Tells::DetailOf(18, "cause-group")),
    ("cause-group", Tells::Answers(18)),
    ("severity", Tells::Answers(29)),
    ("data-subjects", Tells::Answers(23)),
    ("data-items", Tells::Answers(24)),
    ("discovery", Tells::Answers(17)),
    ("processor-involved", Tells::Answers(21)),
    ("ongoing", Tells::Answers(12)),
    ("encrypted", Tells::Answers(27)),
    ("informed", Tells::Answers(31)),
    ("will-inform", Tells::Answers(33)),
    ("supplement-intended", Tells::Answers(36)),
    ("subject-groups", Tells::Answers(25)),
    ("data-categories", Tells::Answers(26)),
    ("consequences", Tells::Answers(28)),
    ("verdict", Tells::Itself),
    ("reading", Tells::PartOf("verdict")),
    ("time-to-report", Tells::Itself),
    ("delay-reason", Tells::Answers(14)),
    ("year", Tells::Itself),
    ("quarter", Tells::PartOf("year")),
    ("month", Tells::PartOf("quarter")),
    ("form", Tells::Itself),
    ("kind", Tells::Itself),
];

/// What is stated of a dimension; extra ones have a question of their own.
fn tells(id: &str) -> Option<Tells> {
    TELLS
        .iter()
        .find(|(own, _)| *own == id)
        .map(|(_, tells)| *tells)
}

/// The relations between dimensions.
pub(crate) struct Structure {
    labels: Labels,
    /// Dimensions in which some notification has several values although the
    /// form has one: a mapped export may declare any question multiple.
    multiple: Vec<String>,
}

impl Structure {
    /// The relations of some editions; `multiple` are dimensions seen to be so.
    pub(crate) fn new(editions: &[&'static Edition], multiple: Vec<String>) -> Self {
        // The language only shapes labels, which are not asked for.
        Self {
            labels: Labels::new(Language::En, editions),
            multiple,
        }
    }

    /// The coarser dimension of a finer one.
    pub(crate) fn coarser(id: &str) -> Option<&'static str> {
        match tells(id)? {
            Tells::PartOf(coarse) | Tells::DetailOf(_, coarse) => Some(coarse),
            Tells::Answers(_) | Tells::Itself => None,
        }
    }

    /// The value of the coarser dimension that a value of a finer one is part of.
    pub(crate) fn coarse_value(&self, id: &str, value: &str) -> Option<String> {
        let coarse = Self::coarser(id)?;
        Some(match id {
            "quarter" => value.get(..4)?.to_owned(),
            "month" => {
                let month: u8 = value.get(5..7)?.parse().ok()?;
                format!("{}-Q{}", value.get(..4)?, month.div_ceil(3))
            }
            "reading" if value.starts_with("late") => "late".to_owned(),
            "reading" => value.to_owned(),
            _ => {
                let dimension = named(&[coarse]).next()?;
                self.labels
                    .keys(dimension, value)
                    .pop()?
                    .key
                    .id()
                    .to_owned()
            }
        })
    }

    /// Whether one notification may have several values of a dimension.
    pub(crate) fn is_multiple(&self, id: &str) -> bool {
        dimension(id).is_some_and(Dimension::is_multiple)
            || self.multiple.iter().any(|seen| seen == id)
    }

    /// The question that a dimension shows, if it is one question's.
    pub(crate) fn question(id: &str) -> Option<u8> {
        match tells(id)? {
            Tells::Answers(number) | Tells::DetailOf(number, _) => Some(number),
            Tells::PartOf(_) | Tells::Itself => None,
        }
    }

    /// The questions that are shown only for some answers to another one: both
    /// numbers.
    pub(crate) fn conditional() -> Vec<(u8, u8)> {
        let questions = &Edition::default_edition().questions;
        questions
            .iter()
            .filter_map(|question| match &question.presence {
                Presence::When(condition) => Some((question.number, condition.question)),
                _ => None,
            })
            .collect()
    }

    /// The word in brackets for what is no value, if `value` is one.
    pub(crate) fn is_non_value(value: &str) -> bool {
        matches!(Key::of(value), Key::Other(_))
    }
}

fn dimension(id: &str) -> Option<&'static Dimension> {
    named(&[id]).next()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::dimension::{DIMENSIONS, How};

    /// Disclosure control must be told of every dimension; see [`TELLS`].
    #[test]
    fn every_dimension_says_what_it_tells() {
        for dimension in DIMENSIONS {
            let stated = tells(dimension.id);
            assert!(
                stated.is_some(),
                "nobody said what the counts by {} tell",
                dimension.id
            );
            if let How::Option(number) | How::Group(number) = dimension.how {
                assert_eq!(
                    Structure::question(dimension.id),
                    Some(number),
                    "{}",
                    dimension.id
                );
            }
        }
        assert_eq!(TELLS.len(), DIMENSIONS.len());
        let coarser = TELLS.iter().filter_map(|(id, _)| Structure::coarser(id));
        assert!(coarser.clone().all(|id| dimension(id).is_some()));
        assert_eq!(coarser.count(), 6);
    }
}
