//! What `--where` and `--cross` name, in either language: fields by column, id or
//! title, values by code or label. What a field cannot hold is refused with the
//! nearest that it can; a label off an open list may occur and is taken as it is, and one
//! off a closed list where a notification has it.

use jiff::civil::Date;

use crate::config::suggestion::{MEANT, nearest};
use crate::config::{Language, Message, Words};
use crate::deadline::{Reading, Verdict};
use crate::dialect::Told;
use crate::form::{Choice, Edition, Question, squash};
use crate::moment::parse_stamp;
use crate::notification::{Channel, NONE_OF_THESE, UNLISTED};
use crate::records::{Held, Stored, cell_of};
use crate::row;
use crate::statistics::dimension::{DIMENSIONS, Dimension, How, extras};
use crate::statistics::keep::written;
use crate::statistics::labels::{Labels, NONE, band_label};
use crate::statistics::period::{self, Period};
use crate::table::Other;
use crate::value::{Band, parse_band};

mod meant;
mod refusal;

use meant::{ALL_ROWS, beyond, is_total, meant, possible, quoted};
pub(crate) use refusal::Refusal;

/// What one `--where` restricts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Restriction {
    /// A column, or a dimension of groups, to a value.
    Equal(String, String),
    /// The same, to a value off the list of the form, which is refused where no notification
    /// has it.
    IfHeld(String, String, Refusal),
    /// The period date, ends included.
    Between(Date, Date),
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
        let meant = near(name, all().map(|dimension| dimension.id)).unwrap_or_else(|| {
            let known: Vec<&str> = all().map(|dimension| dimension.id).collect();
            Words::new("det finns {known}", "there are {known}").with("known", known.join(", "))
        });
        Refusal::Dimension(name.to_owned(), meant)
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
    let refused = |meant: Message| Refusal::Value(field.to_owned(), value.to_owned(), meant);
    match dimension {
        Some(dimension) if is_total(value) && !is_option(dimension, value, editions) => {
            Err(refused(ALL_ROWS.into()))
        }
        Some(Dimension {
            how: How::Period(period),
            ..
        }) => match (period::dates(value), non_value(value)) {
            (Some((first, last)), _) => Ok(Restriction::Between(first, last)),
            (None, Some(word)) => Ok(Restriction::Equal(
                period.column().to_owned(),
                word.to_owned(),
            )),
            (None, None) => Err(refused(a_period(*period, value))),
        },
        Some(dimension) => {
            let is_group = matches!(dimension.how, How::Group(_));
            let name = if is_group {
                dimension.id
            } else {
                dimension.column()
            };
            match value_of(dimension, value, editions) {
                Ok(value) => Ok(Restriction::Equal(name.to_owned(), value)),
                Err(meant) if has_options(dimension) => {
                    let refusal = refused(meant);
                    let (name, value) = (name.to_owned(), value.to_owned());
                    Ok(Restriction::IfHeld(name, value, refusal))
                }
                Err(meant) => Err(refused(meant)),
            }
        }
        None if is_column => {
            let value = plain_value(field, value).map_err(refused)?;
            Ok(Restriction::Equal(field.to_owned(), value))
        }
        None => {
            let columns = row::COLUMNS.iter().map(|column| column.name);
            let names = columns.chain(all().map(|dimension| dimension.id));
            let meant = near(field, names).unwrap_or_else(|| NAMES.into());
            Err(Refusal::Field(field.to_owned(), meant))
        }
    }
}

/// Whether the values of a dimension are options of a form.
fn has_options(dimension: &Dimension) -> bool {
    matches!(
        dimension.how,
        How::Choice(_) | How::Group(_) | How::Extra(_)
    )
}

/// Whether a text names an option of a dimension.
fn is_option(dimension: &Dimension, text: &str, editions: &[&'static Edition]) -> bool {
    let questions = editions.iter();
    let mut questions = questions.filter_map(|edition| dimension.how.question(edition));
    questions.any(|question| option_of(question, text).is_some())
}

/// Where the names of fields are to be found: they are too many for a message.
const NAMES: Words = Words::new(
    "namnen är kolumnerna i records.csv och filerna i tables",
    "names are the columns of records.csv and the files in tables",
);

/// The word that is like a name that is not known, as a question.
fn near<'k>(name: &str, known: impl Iterator<Item = &'k str>) -> Option<Message> {
    let near = nearest(name, known)?;
    Some(MEANT.with("near", format_args!("`{near}`")))
}

/// How a period is written: the one that is meant where a digit is missing, else an example.
fn a_period(period: Period, value: &str) -> Message {
    let padded = value.split_once('-').map(|(year, part)| match period {
        Period::Quarter => format!("{year}-Q{part}"),
        _ => format!("{year}-{part:0>2}"),
    });
    match padded.filter(|padded| period::dates(padded).is_some()) {
        Some(padded) => MEANT.with("near", format_args!("`{padded}`")),
        None => Words::new("skriv den som `{example}`", "write it as `{example}`")
            .with("example", period.example()),
    }
}

/// The value of a column that is no dimension, as it stands in the records; else what it can be.
fn plain_value(column: &str, text: &str) -> Result<String, Message> {
    let stored = Stored::of(column);
    let value = non_value(text).unwrap_or(text);
    if let Some(words) = Held::of(column).words() {
        let channel = Channel::parse(text).map_or(value, |channel| channel.as_str());
        let mut found = words
            .iter()
            .filter(|word| [value, channel].contains(word) || squash(word) == squash(value));
        return match found.next() {
            Some(word) => Ok((*word).to_owned()),
            None => Err(meant(text, words.into_iter().map(same).collect())),
        };
    }
    if stored == Stored::Text || value.starts_with('(') {
        return Ok(value.to_owned());
    }
    stored_number(value, stored)
        .map(|number| written(number, stored))
        .ok_or_else(|| {
            let what = match stored {
                Stored::Instant => Words::new(
                    "en tidpunkt som 2024-06-01T12:00+02:00",
                    "an instant such as 2024-06-01T12:00+02:00",
                ),
                _ => stored.words(),
            };
            Words::new("här ska stå {what}", "here stands {what}").within("what", what)
        })
}

/// The number that a text stands for in a column, also with a decimal comma or without decimals.
fn stored_number(text: &str, stored: Stored) -> Option<i64> {
    match stored {
        Stored::Decimal => cell_of(&text.replace(',', "."), stored),
        Stored::Instant => {
            let stamp = parse_stamp(text)?.value;
            (stamp.earliest == stamp.latest).then(|| i64::from(stamp.earliest.0))
        }
        _ => cell_of(text, stored),
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

/// The value of a dimension that a text means; else what it can be.
fn value_of(
    dimension: &Dimension,
    text: &str,
    editions: &[&'static Edition],
) -> Result<String, Message> {
    let questions = || {
        editions
            .iter()
            .filter_map(|edition| dimension.how.question(edition))
    };
    let found = match dimension.how {
        How::Choice(_) | How::Extra(_) => {
            let found = questions().find_map(|question| option_of(question, text));
            found.or_else(|| none_of_these(text))
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
    let found = found.or_else(|| unlisted_label(text).filter(|_| has_options(dimension)));
    // "No" and the like are answers before they are words for none.
    if let Some(found) = found.or_else(|| non_value(text).map(str::to_owned)) {
        return Ok(found);
    }
    // A form may have its own words for an answer that is not known.
    if questions().next().is_some() && editions.iter().any(|edition| edition.is_unknown(text)) {
        return Ok("(unknown)".to_owned());
    }
    // A question that only an edition of the run had may have any options.
    let is_unknown = matches!(dimension.how, How::Choice(_)) && questions().next().is_none();
    if is_unknown || questions().any(is_open) {
        Ok(text.to_owned())
    } else {
        Err(expected(dimension, text, editions))
    }
}

/// The value of a dimension with this label in either language, by the built-in editions; the
/// label itself, where only the run knew it.
pub(crate) fn value_labelled(dimension: &Dimension, label: &str) -> String {
    let editions: Vec<&'static Edition> = Edition::all().iter().collect();
    value_of(dimension, label, &editions).unwrap_or_else(|_| label.to_owned())
}

/// What may be meant by a text that a dimension cannot have: the band that holds a number, else
/// values that are like it, or all.
fn expected(dimension: &Dimension, text: &str, editions: &[&'static Edition]) -> Message {
    let listed = all_values(dimension, editions);
    if let Some(beyond) = beyond(dimension, text) {
        return beyond;
    }
    if !matches!(dimension.how, How::Band(_)) {
        return meant(text, listed);
    }
    let number: Option<u64> = text.parse().ok();
    let bands = bands(dimension, editions);
    let mut holding = bands
        .iter()
        .filter_map(|code| parse_band(code))
        .filter(|band| number.is_some_and(|number| band.contains(number)));
    match holding.next() {
        Some(band) => MEANT.within("near", quoted(&[label_of(band)], Words::same(""))),
        None => possible(listed),
    }
}

/// A band in words.
fn label_of(band: Band) -> Message {
    let label = |language| band_label(band.min, band.max, language);
    Message::Pair(label(Language::Sv), label(Language::En))
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

/// The cell of a label that is not written, if a text is a word for that.
fn unlisted_label(text: &str) -> Option<String> {
    let said = squash(text);
    let is_word = |language| squash(&Told::word(UNLISTED, language)) == said;
    [Language::Sv, Language::En]
        .into_iter()
        .any(is_word)
        .then(|| UNLISTED.to_owned())
}

/// The cell of an answer that says no to each option, if a text names that.
fn none_of_these(text: &str) -> Option<String> {
    let said = squash(text);
    let own = [NONE_OF_THESE, NONE.sv, NONE.en];
    own.iter()
        .any(|own| squash(own) == said)
        .then(|| NONE_OF_THESE.to_owned())
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
pub(super) fn bands(dimension: &Dimension, editions: &[&'static Edition]) -> Vec<String> {
    let questions = editions
        .iter()
        .filter_map(|edition| dimension.how.question(edition));
    questions.flat_map(|own| own.bands.clone()).collect()
}

/// The words of the program that a dimension has for its values.
pub(super) fn words(dimension: &Dimension) -> Vec<(&'static str, Words)> {
    let verdicts = Verdict::ALL
        .iter()
        .map(|verdict| (verdict.as_str(), verdict.words()));
    let readings = Reading::ALL
        .iter()
        .map(|reading| (reading.as_str(), reading.words()));
    match dimension.how {
        How::Word(words, _) => words.to_vec(),
        How::Reading => readings.collect(),
        _ => verdicts.collect(),
    }
}

/// Everything that a dimension can be, as it may be written.
fn all_values(dimension: &Dimension, editions: &[&'static Edition]) -> Vec<Message> {
    match dimension.how {
        How::Band(_) => {
            let bands = bands(dimension, editions).into_iter();
            bands
                .filter_map(|code| parse_band(&code))
                .map(label_of)
                .collect()
        }
        How::Word(..) | How::Verdict | How::Reading => words(dimension)
            .into_iter()
            .map(|(_, words)| words.into())
            .collect(),
        How::Plain => editions.iter().map(|edition| same(&edition.name)).collect(),
        How::Period(_) => Vec::new(),
        How::Choice(_) | How::Group(_) | How::Extra(_) => {
            let questions = |draft: bool| {
                let own = editions
                    .iter()
                    .filter(move |edition| edition.draft == draft);
                own.filter_map(|edition| dimension.how.question(edition))
            };
            // What a draft asks is proposed only where no edition in use asks it.
            let is_draft = questions(false).next().is_none();
            let options = questions(is_draft).flat_map(|question| &question.options);
            let label = |option: &Choice| Message::Pair(option.sv.clone(), option.en.clone());
            options.map(label).collect()
        }
    }
}

/// A value that is written alike in both languages.
fn same(value: &str) -> Message {
    Message::Same(value.to_owned())
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
        Some(group) => MEANT.with("near", format_args!("`{group}`")),
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

#[cfg(test)]
mod tests;
