//! How dimensions relate to each other and to the questions of the form, as far
//! as anyone who knows the form and the definitions of the tables knows it:
//! details and their groups, periods within periods, readings of a verdict.
//! Disclosure control needs it; nothing is counted here.

use crate::config::Language;
use crate::form::{Condition, Edition, Presence};
use crate::statistics::dimension::{self, DIMENSIONS, Dimension, How, Tells};
use crate::statistics::labels::Labels;
use crate::statistics::period;
use crate::table::{Key, Table};

/// The relations between dimensions.
pub(crate) struct Structure {
    labels: Labels,
    /// The extra dimensions of the run.
    extras: Vec<Dimension>,
    /// Ids of dimensions in which some notification has several values although the
    /// form has one: a mapped export may declare any question multiple.
    multiple: Vec<String>,
}

impl Structure {
    /// The relations of some editions.
    pub(crate) fn new(editions: &[&'static Edition]) -> Self {
        Self {
            // The language only shapes labels, which are not asked for.
            labels: Labels::new(Language::En, editions),
            extras: dimension::extras(editions),
            multiple: Vec::new(),
        }
    }

    /// The same with these dimensions, which were seen to have several values.
    pub(crate) fn with_multiple(self, multiple: Vec<String>) -> Self {
        Self { multiple, ..self }
    }

    /// The dimension of an id.
    pub(crate) fn dimension(&self, id: &str) -> Option<&Dimension> {
        dimension::find(id, &self.extras)
    }

    /// The dimensions of a one-way or cross table; none of a table of another shape, or
    /// with a dimension that is not known.
    pub(crate) fn dimensions(&self, table: &Table) -> Vec<&Dimension> {
        let found = table.dimensions().into_iter().map(|id| self.dimension(id));
        found.collect::<Option<_>>().unwrap_or_default()
    }

    /// The value of the coarser dimension that a value is part of.
    pub(crate) fn coarse_value(&self, dimension: &Dimension, value: &Key) -> Option<Key> {
        if !value.is_value() {
            return None;
        }
        let coarse = dimension.coarser()?;
        match dimension.how {
            How::Period(_) => period::coarser(value.id()).map(Key::Value),
            How::Reading if value.id().starts_with("late") => Some(Key::value("late")),
            How::Reading => Some(value.clone()),
            _ => Some(self.labels.keys(coarse, value.id()).pop()?.key),
        }
    }

    /// Whether one notification may have several values of a dimension.
    pub(crate) fn is_multiple(&self, dimension: &Dimension) -> bool {
        dimension.is_multiple() || self.multiple.iter().any(|seen| seen == dimension.id)
    }

    /// The questions that are shown only for some answers to another one, with the
    /// condition.
    pub(crate) fn conditional() -> impl Iterator<Item = (u8, &'static Condition)> {
        let questions = Edition::default_edition().questions.iter();
        questions.filter_map(|question| match &question.presence {
            Presence::When(condition) => Some((question.number, condition)),
            _ => None,
        })
    }

    /// Dimensions whose question is shown only for one answer to the question of another
    /// dimension: the dimension, the other, and the value of the other.
    pub(crate) fn deciders() -> impl Iterator<Item = (&'static Dimension, &'static Dimension, Key)>
    {
        let shows = |number: u8| {
            let is = |own: &&Dimension| {
                matches!(own.how, How::Choice(_)) && own.question() == Some(number)
            };
            DIMENSIONS.iter().find(is)
        };
        Self::conditional().filter_map(move |(number, condition)| {
            let [answer] = condition.any_of.as_slice() else {
                return None;
            };
            Some((
                shows(number)?,
                shows(condition.question)?,
                Key::value(answer),
            ))
        })
    }

    /// What the counts by a dimension belong to: details to their groups, times to the
    /// verdicts, and a question to the one that decides whether it is shown.
    pub(crate) fn family(dimension: &Dimension) -> &'static str {
        if let Some(coarse) = dimension.coarser() {
            return Self::family(coarse);
        }
        let decider = Self::deciders().find(|(own, ..)| own.id == dimension.id);
        let verdict = DIMENSIONS.iter().find(|own| own.how == How::Verdict);
        match (dimension.tells(), decider) {
            (Tells::Delay, _) => verdict.map_or(dimension.id, |verdict| verdict.id),
            (_, Some((_, other, _))) => other.id,
            _ => dimension.id,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn details_have_groups_periods_have_periods_and_questions_have_deciders() {
        let coarser = DIMENSIONS
            .iter()
            .filter_map(|own| Some((own.id, own.coarser()?.id)));
        assert_eq!(
            coarser.collect::<Vec<_>>(),
            [
                ("area", "area-group"),
                ("type", "type-group"),
                ("cause", "cause-group"),
                ("reading", "verdict"),
                ("quarter", "year"),
                ("month", "quarter"),
            ]
        );
        let deciders = Structure::deciders()
            .map(|(own, other, key)| format!("{} after {} = {}", own.id, other.id, key.id()));
        assert_eq!(
            deciders.collect::<Vec<_>>(),
            ["will-inform after informed = no"]
        );
        let family = |id| Dimension::named(id).map(Structure::family);
        assert_eq!(family("month"), Some("year"));
        assert_eq!(family("time-to-report"), Some("verdict"));
        let structure = Structure::new(&[Edition::default_edition()]);
        let coarse = |id, value| structure.coarse_value(Dimension::named(id)?, &Key::value(value));
        assert_eq!(coarse("month", "2024-05"), Some(Key::value("2024-Q2")));
        assert_eq!(coarse("reading", "late-by-both"), Some(Key::value("late")));
    }
}
