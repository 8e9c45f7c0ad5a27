//! What `--cross` and `--where` take, as a list: each dimension with its values and their labels
//! in both languages.

use std::collections::BTreeSet;

use crate::config::{Language, Message};
use crate::form::{Choice, Edition};
use crate::statistics::choose::{bands, words};
use crate::statistics::dimension::{DIMENSIONS, Dimension, How, extras};
use crate::statistics::labels::{Labels, Ranked};

/// A dimension as it may be named.
#[derive(Debug)]
pub(crate) struct Listed {
    /// Its id, as in `--cross` and table names.
    pub(crate) id: &'static str,
    /// Its column in the records, which `--where` takes too.
    pub(crate) column: &'static str,
    /// What it is.
    pub(crate) title: Message,
    /// The codes of its values with their labels, in the order of tables.
    pub(crate) values: Vec<(String, Message)>,
    /// How a value is written, where there is no list of them.
    pub(crate) example: Option<String>,
}

/// All dimensions that some edition has.
pub(crate) fn listed(editions: &[&'static Edition]) -> Vec<Listed> {
    let extras = extras(editions);
    let labels = [Language::Sv, Language::En].map(|language| Labels::new(language, editions));
    let asked = DIMENSIONS.iter().filter(|own| own.is_asked(editions));
    let one = |own: &Dimension| Listed {
        id: own.id,
        column: own.column(),
        title: own.title.into(),
        values: values(own, editions, &labels),
        example: match own.how {
            How::Period(period) => Some(period.example()),
            _ => None,
        },
    };
    asked.chain(&extras).map(one).collect()
}

/// The values of a dimension. What a draft asks is listed only where no edition in use asks it.
fn values(
    own: &Dimension,
    editions: &[&'static Edition],
    labels: &[Labels; 2],
) -> Vec<(String, Message)> {
    let questions = |draft: bool| {
        let editions = editions
            .iter()
            .filter(move |edition| edition.draft == draft);
        editions.filter_map(|edition| own.how.question(edition))
    };
    let is_draft = questions(false).next().is_none();
    let cell = |option: &Choice| match option {
        Choice { unknown: true, .. } => "(unknown)".to_owned(),
        Choice { code, sv, .. } if code.is_empty() => sv.clone(),
        Choice { code, .. } => code.clone(),
    };
    let options = || questions(is_draft).flat_map(|question| &question.options);
    let cells: Vec<String> = match own.how {
        How::Choice(_) | How::Group(_) | How::Extra(_) => options().map(cell).collect(),
        How::Band(_) => bands(own, editions),
        How::Word(..) | How::Verdict | How::Reading => words(own)
            .into_iter()
            .map(|(word, _)| word.to_owned())
            .collect(),
        How::Plain => editions
            .iter()
            .map(|edition| edition.name.clone())
            .collect(),
        How::Period(_) => Vec::new(),
    };
    let keys = cells.iter().flat_map(|cell| labels[1].keys(own, cell));
    let keys: BTreeSet<Ranked> = keys.collect();
    let value = |Ranked { key, .. }: Ranked| {
        let [sv, en] = [0, 1].map(|at| labels[at].label(own, &key));
        (key.id().to_owned(), Message::Pair(sv, en))
    };
    keys.into_iter().map(value).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::{Restriction, restriction};

    #[test]
    fn what_is_listed_is_taken() {
        let editions: Vec<_> = Edition::all().iter().collect();
        let listed = listed(&editions);
        assert!(
            listed
                .iter()
                .any(|own| own.id == "sector" && own.values.len() >= 2)
        );
        for own in &listed {
            assert_eq!(own.example.is_some(), own.values.is_empty(), "{}", own.id);
            for (code, label) in &own.values {
                let found = restriction(own.id, code, &editions);
                let Ok(Restriction::Equal(_, value)) = &found else {
                    panic!("{} {code}: {found:?}", own.id);
                };
                assert_eq!(value, code, "{}", own.id);
                assert!(!label.get(Language::Sv).is_empty() && !label.get(Language::En).is_empty());
            }
        }
    }
}
