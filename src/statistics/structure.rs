//! How dimensions relate to each other and to the questions of the form, as far
//! as anyone who knows the form and the definitions of the tables knows it:
//! details and their groups, periods within periods, readings of a verdict.
//! Disclosure control needs it; nothing is counted here.

use crate::config::Language;
use crate::form::{Edition, Presence};
use crate::statistics::dimension::{Dimension, How, named};
use crate::statistics::labels::{Labels, NON_VALUES};

/// Finer dimensions, each with the coarser one whose counts its own sum to.
const COARSER: [(&str, &str); 6] = [
    ("area", "area-group"),
    ("type", "type-group"),
    ("cause", "cause-group"),
    ("quarter", "year"),
    ("month", "quarter"),
    ("reading", "verdict"),
];

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
        Self { labels: Labels::new(Language::En, editions), multiple }
    }

    /// The coarser dimension of a finer one.
    pub(crate) fn coarser(id: &str) -> Option<&'static str> {
        COARSER.iter().find(|(fine, _)| *fine == id).map(|(_, coarse)| *coarse)
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
                self.labels.keys(dimension, value).pop()?.value
            }
        })
    }

    /// Whether one notification may have several values of a dimension.
    pub(crate) fn is_multiple(&self, id: &str) -> bool {
        dimension(id).is_some_and(Dimension::is_multiple) || self.multiple.iter().any(|seen| seen == id)
    }

    /// The question that a dimension shows, if it is one question's.
    pub(crate) fn question(id: &str) -> Option<u8> {
        Some(match dimension(id)?.how {
            How::Option(number) | How::Group(number) => number,
            How::Band if id == "data-subjects" => 23,
            How::Band => 24,
            _ => return (id == "delay-reason").then_some(14),
        })
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
        NON_VALUES.iter().any(|(word, _, _)| *word == value)
            || matches!(value, "no-receipt" | "no-discovery" | "invalid-order")
    }
}

fn dimension(id: &str) -> Option<&'static Dimension> {
    named(&[id]).next()
}
