//! How dimensions relate to each other and to the questions of the form, as far
//! as anyone who knows the form and the definitions of the tables knows it:
//! details and their groups, periods within periods, readings of a verdict.
//! Disclosure control needs it; nothing is counted here.

use crate::config::Language;
use crate::form::{Condition, Edition, Presence};
use crate::statistics::dimension::{self, DIMENSIONS, Dimension, How, Tells};
use crate::statistics::labels::Labels;
use crate::statistics::layout;
use crate::statistics::period;
use crate::table::{Key, Table};

/// The relations between dimensions.
pub(crate) struct Structure {
    labels: Labels,
    /// The editions that bind the notifications counted, with no other among them.
    used: Vec<&'static Edition>,
    /// All editions of the run.
    editions: Vec<&'static Edition>,
    /// The extra dimensions of the run.
    extras: Vec<Dimension>,
    /// Ids of dimensions in which some notification has several values although the
    /// form has one: a mapped export may declare any question multiple.
    multiple: Vec<String>,
    language: Language,
}

impl Structure {
    /// The relations that hold in some tables. Which of the editions the notifications are
    /// of, the table of editions says.
    pub(crate) fn new(tables: &[Table], editions: &[&'static Edition]) -> Self {
        Self {
            used: used(tables, editions),
            editions: editions.to_vec(),
            // The language only shapes labels, which are not asked for.
            labels: Labels::new(Language::En, editions),
            extras: dimension::extras(editions),
            multiple: Vec::new(),
            language: Language::En,
        }
    }

    /// The same with labels in a language.
    pub(crate) fn speaking(self, language: Language) -> Self {
        Self { language, ..self }
    }

    /// The language of labels.
    pub(crate) fn language(&self) -> Language {
        self.language
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

    /// The names of the editions, where the notifications are of such that ask differently.
    pub(crate) fn mixed(&self) -> Option<Vec<&'static str>> {
        let first = self.used.first()?;
        let is_mixed = self.used.iter().any(|edition| !edition.asks_as(first));
        is_mixed.then(|| {
            self.used
                .iter()
                .map(|edition| edition.name.as_str())
                .collect()
        })
    }

    /// Whether one notification may have several values of a dimension: where the edition
    /// of some notification lets it, or where one was seen to have them.
    pub(crate) fn is_multiple(&self, dimension: &Dimension) -> bool {
        let mut used = self.used.iter();
        dimension.is_multiple() && used.any(|edition| dimension.is_multiple_in(edition))
            || self.multiple.iter().any(|seen| seen == dimension.id)
    }

    /// The edition and the number of a question by its id in answers.csv.
    pub(crate) fn question(&self, id: &str) -> Option<(&'static Edition, u8)> {
        layout::question(id, &self.editions)
    }

    /// The questions that are shown only for some answers to another one, with the
    /// edition and the condition.
    pub(crate) fn conditional(
        &self,
    ) -> impl Iterator<Item = (&'static Edition, u8, &'static Condition)> {
        self.used.iter().flat_map(|edition| {
            let questions = edition.questions.iter();
            questions.filter_map(|question| match &question.presence {
                Presence::When(condition) => Some((*edition, question.number, condition)),
                _ => None,
            })
        })
    }

    /// Dimensions whose question is shown only for one answer to the question of another
    /// dimension: the dimension, the other, and the value of the other.
    pub(crate) fn deciders(
        &self,
    ) -> impl Iterator<Item = (&'static Dimension, &'static Dimension, Key)> {
        let shows = |edition: &Edition, number: u8| {
            let is = |own: &&Dimension| {
                matches!(own.how, How::Choice(_)) && own.question(edition) == Some(number)
            };
            DIMENSIONS.iter().find(is)
        };
        self.conditional()
            .filter_map(move |(edition, number, condition)| {
                let [answer] = condition.any_of.as_slice() else {
                    return None;
                };
                Some((
                    shows(edition, number)?,
                    shows(edition, condition.question)?,
                    Key::value(answer),
                ))
            })
    }

    /// What the counts by a dimension belong to: details to their groups, times to the
    /// verdicts, and a question to the one that decides whether it is shown.
    pub(crate) fn family(&self, dimension: &Dimension) -> &'static str {
        if let Some(coarse) = dimension.coarser() {
            return self.family(coarse);
        }
        let decider = self.deciders().find(|(own, ..)| own.id == dimension.id);
        let verdict = DIMENSIONS.iter().find(|own| own.how == How::Verdict);
        match (dimension.tells(), decider) {
            (Tells::Delay, _) => verdict.map_or(dimension.id, |verdict| verdict.id),
            (_, Some((_, other, _))) => other.id,
            _ => dimension.id,
        }
    }
}

/// The editions that the table of editions counts notifications of; all, where it tells of none.
fn used(tables: &[Table], editions: &[&'static Edition]) -> Vec<&'static Edition> {
    let table = tables.iter().find(|table| table.id == "form");
    let rows = table.into_iter().flat_map(|table| &table.rows);
    let names: Vec<&str> = rows
        .filter_map(|row| Some(row.first()?.key()?.id()))
        .collect();
    let mut used = editions.to_vec();
    if !names.is_empty() {
        used.retain(|edition| names.contains(&edition.name.as_str()));
    }
    used
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
        let structure = Structure::new(&[], &[Edition::default_edition()]);
        let deciders = structure
            .deciders()
            .map(|(own, other, key)| format!("{} after {} = {}", own.id, other.id, key.id()));
        assert_eq!(
            deciders.collect::<Vec<_>>(),
            ["will-inform after informed = no"]
        );
        let family = |id| Dimension::named(id).map(|own| structure.family(own));
        assert_eq!(family("month"), Some("year"));
        assert_eq!(family("time-to-report"), Some("verdict"));
        let coarse = |id, value| structure.coarse_value(Dimension::named(id)?, &Key::value(value));
        assert_eq!(coarse("month", "2024-05"), Some(Key::value("2024-Q2")));
        assert_eq!(coarse("reading", "late-by-both"), Some(Key::value("late")));
    }
}
