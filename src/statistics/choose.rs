//! What `--where` and `--cross` name, in either language: fields by column, id or
//! title, values by code or label. What a field cannot hold is refused with the
//! nearest that it can; a label off an open list may occur and is taken as it is.

use jiff::civil::Date;

use crate::config::suggestion::{LIKE, MEANT, likeness, most_alike};
use crate::config::{Language, Message, Words};
use crate::deadline::{Reading, Verdict};
use crate::form::{Choice, Edition, Question, squash};
use crate::records::Stored;
use crate::row;
use crate::statistics::dimension::{DIMENSIONS, Dimension, How, extras};
use crate::statistics::labels::{Labels, band_label};
use crate::statistics::period;
use crate::table::Other;
use crate::value::parse_band;

/// What one `--where` restricts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Restriction {
    /// A column, or a dimension of groups, to a value.
    Equal(String, String),
    /// The period date, ends included.
    Between(Date, Date),
}

/// Why a name or a value is refused, with the nearest that would be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// There is no such field.
    Field(String, String),
    /// There is no such dimension.
    Dimension(String, String),
    /// The field cannot hold the value: field, value, what may be meant.
    Value(String, String, Message),
}

impl Refusal {
    /// The refusal in words that a person understands.
    pub(crate) fn wording(&self) -> Message {
        match self {
            Self::Field(field, near) => Words::new(
                "det finns ingen kolumn `{field}`; menade du `{near}`?",
                "there is no column `{field}`; did you mean `{near}`?",
            )
            .with("field", field)
            .with("near", near),
            Self::Dimension(name, near) => Words::new(
                "det finns ingen dimension `{name}`; menade du `{near}`?",
                "there is no dimension `{name}`; did you mean `{near}`?",
            )
            .with("name", name)
            .with("near", near),
            Self::Value(field, value, meant) => Words::new(
                "`{field}` kan inte vara `{value}`; {meant}",
                "`{field}` cannot be `{value}`; {meant}",
            )
            .with("field", field)
            .with("value", value)
            .within("meant", meant),
        }
    }
}

/// The id of the dimension that a name means: its id, its column or its title.
///
/// # Errors
/// There is none; the nearest id.
pub(crate) fn dimension_id(
    name: &str,
    editions: &[&'static Edition],
) -> Result<&'static str, Refusal> {
    let extras = extras(editions);
    let all = || DIMENSIONS.iter().chain(&extras);
    let found = all()
        .find(|dimension| dimension.id == name)
        .or_else(|| all().find(|own| is_called(own, name)));
    found.map(|dimension| dimension.id).ok_or_else(|| {
        let near = nearest(name, all().map(|dimension| dimension.id));
        Refusal::Dimension(name.to_owned(), near)
    })
}

/// What a field and a value restrict.
///
/// # Errors
/// There is no such field, or it cannot hold the value.
pub(crate) fn restriction(
    field: &str,
    value: &str,
    editions: &[&'static Edition],
) -> Result<Restriction, Refusal> {
    let extras = extras(editions);
    let all = || DIMENSIONS.iter().chain(&extras);
    // Of the dimensions of one column the details, whose cells are its own.
    let by_column = |name: &str| {
        all().find(|own| own.column() == name && !matches!(own.how, How::Group(_) | How::Period(_)))
    };
    let is_column = row::column(field).is_some();
    let dimension = by_column(field).or_else(|| {
        let named = all().find(|own| own.id == field);
        named
            .or_else(|| all().find(|own| is_called(own, field)))
            .filter(|_| !is_column)
    });
    let refused = |listed: Vec<Message>| {
        Refusal::Value(field.to_owned(), value.to_owned(), meant(value, listed))
    };
    match dimension {
        Some(Dimension {
            how: How::Period(period),
            ..
        }) => match period::dates(value) {
            Some((first, last)) => Ok(Restriction::Between(first, last)),
            None => Err(refused(vec![same(&period.example())])),
        },
        Some(dimension) => {
            let value = value_of(dimension, value, editions).map_err(refused)?;
            let is_group = matches!(dimension.how, How::Group(_));
            let name = if is_group {
                dimension.id
            } else {
                dimension.column()
            };
            Ok(Restriction::Equal(name.to_owned(), value))
        }
        None if is_column => {
            let value = non_value(value).map_or(value, |word| word);
            let number = Stored::of(field) == Stored::Count && !value.starts_with('(');
            if number && value.parse::<u64>().is_err() {
                return Err(refused(vec![same("0")]));
            }
            Ok(Restriction::Equal(field.to_owned(), value.to_owned()))
        }
        None => {
            let columns = row::COLUMNS.iter().map(|column| column.name);
            let near = nearest(field, columns.chain(all().map(|dimension| dimension.id)));
            Err(Refusal::Field(field.to_owned(), near))
        }
    }
}

/// Whether a dimension has this name in any writing.
fn is_called(dimension: &Dimension, name: &str) -> bool {
    let name = squash(name);
    let own = [
        dimension.id,
        dimension.column(),
        dimension.title.sv,
        dimension.title.en,
    ];
    !name.is_empty() && own.iter().any(|own| squash(own) == name)
}

/// The word in brackets that a text stands for.
fn non_value(text: &str) -> Option<&'static str> {
    let said = squash(text.trim_matches(['(', ')']));
    let mut states = Other::ALL
        .into_iter()
        .filter(|other| Other::of_state(other.id()).is_some());
    let found = states.find(|other| {
        let words = other.words();
        [other.id().trim_matches(['(', ')']), words.sv, words.en]
            .iter()
            .any(|own| squash(own) == said)
    });
    found.map(Other::id)
}

/// The value of a dimension that a text means; else all that it can have.
fn value_of(
    dimension: &Dimension,
    text: &str,
    editions: &[&'static Edition],
) -> Result<String, Vec<Message>> {
    let questions = || {
        editions
            .iter()
            .filter_map(|edition| dimension.how.question(edition))
    };
    let found = match dimension.how {
        How::Choice(_) | How::Extra(_) => {
            questions().find_map(|question| option_of(question, text))
        }
        How::Group(key) => Labels::new(Language::En, editions).group_of(key, text),
        How::Band(_) => parse_band(text).map(|band| {
            let listed = bands(dimension, editions)
                .into_iter()
                .find(|code| parse_band(code) == Some(band));
            listed.unwrap_or_else(|| text.to_owned())
        }),
        How::Word(..) | How::Verdict | How::Reading => words(dimension)
            .into_iter()
            .find(|(word, words)| {
                *word == text
                    || [words.sv, words.en]
                        .iter()
                        .any(|own| squash(own) == squash(text))
            })
            .map(|(word, _)| word.to_owned()),
        How::Plain => editions
            .iter()
            .find(|edition| edition.name == text)
            .map(|edition| edition.name.clone()),
        How::Period(_) => None,
    };
    // "No" and the like are answers before they are words for none.
    if let Some(found) = found.or_else(|| non_value(text).map(str::to_owned)) {
        return Ok(found);
    }
    // A question that only an edition of the run had may have any options.
    let is_unknown = matches!(dimension.how, How::Choice(_)) && questions().next().is_none();
    if is_unknown || questions().any(is_open) {
        Ok(text.to_owned())
    } else {
        Err(all_values(dimension, editions))
    }
}

/// Whether an answer may be off the list: grades and yes and no are all there are.
fn is_open(question: &Question) -> bool {
    const ANSWERS: [&str; 5] = ["yes", "no", "partly", "undecided", ""];
    let is_yes_or_no = question
        .options
        .iter()
        .all(|option| ANSWERS.contains(&option.code.as_str()));
    !question.closed && !question.is_graded() && !is_yes_or_no
}

/// The cell of the option that a text names.
fn option_of(question: &Question, text: &str) -> Option<String> {
    let option = &question.options[question.find_option(text)?];
    Some(match option {
        Choice { unknown: true, .. } => "(unknown)".to_owned(),
        Choice { code, sv, .. } if code.is_empty() => sv.clone(),
        Choice { code, .. } => code.clone(),
    })
}

/// The bands of a dimension's question.
fn bands(dimension: &Dimension, editions: &[&'static Edition]) -> Vec<String> {
    let questions = editions
        .iter()
        .filter_map(|edition| dimension.how.question(edition));
    questions.flat_map(|own| own.bands.clone()).collect()
}

/// The words of the program that a dimension has for its values.
fn words(dimension: &Dimension) -> Vec<(&'static str, Words)> {
    let verdicts = Verdict::ALL
        .iter()
        .map(|verdict| (verdict.as_str(), verdict.words()));
    let readings = Reading::ALL
        .iter()
        .map(|reading| (reading.as_str(), reading.words()));
    match dimension.how {
        How::Word(words, _) => words.to_vec(),
        How::Reading => verdicts.chain(readings).collect(),
        _ => verdicts.collect(),
    }
}

/// Everything that a dimension can be, as it may be written.
fn all_values(dimension: &Dimension, editions: &[&'static Edition]) -> Vec<Message> {
    match dimension.how {
        How::Band(_) => {
            let label = |code: &String| {
                let band = parse_band(code)?;
                let label = |language| band_label(band.min, band.max, language);
                Some(Message::Pair(label(Language::Sv), label(Language::En)))
            };
            bands(dimension, editions)
                .iter()
                .filter_map(label)
                .collect()
        }
        How::Word(..) | How::Verdict | How::Reading => words(dimension)
            .into_iter()
            .map(|(_, words)| words.into())
            .collect(),
        How::Plain => editions.iter().map(|edition| same(&edition.name)).collect(),
        How::Period(period) => vec![same(&period.example())],
        How::Choice(_) | How::Group(_) | How::Extra(_) => {
            let questions = editions
                .iter()
                .filter_map(|edition| dimension.how.question(edition));
            let options = questions.flat_map(|question| &question.options);
            let label = |option: &Choice| Message::Pair(option.sv.clone(), option.en.clone());
            options.map(label).collect()
        }
    }
}

/// A value that is written alike in both languages.
fn same(value: &str) -> Message {
    Message::Same(value.to_owned())
}

/// How many values are listed at most.
const MOST_LISTED: usize = 8;

/// What a value that does not stand in a list may mean: those that are like it, else
/// the list, as far as it is short.
fn meant(value: &str, listed: Vec<Message>) -> Message {
    let likeness = |one: &Message| {
        let of = |language| likeness(value, &one.get(language));
        of(Language::Sv).max(of(Language::En))
    };
    let mut near: Vec<(u64, Message)> = listed
        .into_iter()
        .map(|one| (likeness(&one), one))
        .collect();
    if near.iter().all(|(like, _)| *like < LIKE) && (2..=MOST_LISTED).contains(&near.len()) {
        let values = quoted(near, Words::same(", "));
        return Words::new("möjliga värden: {values}", "possible values: {values}")
            .within("values", values);
    }
    near.sort_by_key(|(like, _)| std::cmp::Reverse(*like));
    let few = near.iter().filter(|(like, _)| *like >= LIKE).count();
    near.truncate(few.clamp(1, 3));
    MEANT.within("near", quoted(near, Words::new(" eller ", " or ")))
}

/// Values in a row, each in backticks.
fn quoted(values: Vec<(u64, Message)>, between: Words) -> Message {
    let quoted = values
        .into_iter()
        .map(|(_, value)| Words::same("`{value}`").within("value", value));
    Message::Row(between, quoted.collect())
}

/// What a restriction may mean of which nothing was found, where its value is off the
/// list of the form: the group of that name, or the options that are like it.
pub(crate) fn unlisted(
    column: &str,
    value: &str,
    editions: &[&'static Edition],
) -> Option<Message> {
    let extras = extras(editions);
    let mut all = DIMENSIONS.iter().chain(&extras);
    let is_option = |own: &&Dimension| matches!(own.how, How::Choice(_) | How::Extra(_));
    let dimension = all
        .clone()
        .filter(is_option)
        .find(|own| own.column() == column)?;
    let mut questions = editions
        .iter()
        .filter_map(|edition| dimension.how.question(edition));
    if non_value(value).is_some() || questions.any(|own| own.find_option(value).is_some()) {
        return None;
    }
    let labels = Labels::new(Language::En, editions);
    let group = all.find_map(|own| match own.how {
        How::Group(key) if own.column() == column => labels
            .group_of(key, value)
            .map(|_| format!("{}={value}", own.id)),
        _ => None,
    });
    let hint = match group {
        Some(group) => meant(&group, vec![same(&group)]),
        None => meant(value, all_values(dimension, editions)),
    };
    Some(
        Words::new(
            "`{value}` är inget av alternativen för `{column}`; {hint}",
            "`{value}` is none of the options of `{column}`; {hint}",
        )
        .with("value", value)
        .with("column", column)
        .within("hint", hint),
    )
}

/// The nearest of some words, however far it is.
fn nearest<'k>(word: &str, known: impl Iterator<Item = &'k str>) -> String {
    most_alike(word, known).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests;
