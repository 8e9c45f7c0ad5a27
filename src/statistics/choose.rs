//! What `--where` and `--cross` name, in either language: fields by column, id or
//! title, values by code or label. What a field cannot hold is refused with the
//! nearest that it can; a label off an open list may occur and is taken as it is.

use jiff::civil::Date;

use crate::config::{Language, Wording, Words};
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
    /// The field cannot hold the value: field, value, nearest value.
    Value(String, String, String),
}

impl Refusal {
    /// The refusal in words that a person understands.
    pub(crate) fn wording(&self) -> Wording {
        match self {
            Self::Field(field, near) => Wording::new(
                format!("det finns ingen kolumn `{field}`; menades `{near}`?"),
                format!("there is no column `{field}`; did you mean `{near}`?"),
            ),
            Self::Dimension(name, near) => Wording::new(
                format!("det finns ingen dimension `{name}`; menades `{near}`?"),
                format!("there is no dimension `{name}`; did you mean `{near}`?"),
            ),
            Self::Value(field, value, near) => Wording::new(
                format!("`{field}` kan inte vara `{value}`; menades `{near}`?"),
                format!("`{field}` cannot be `{value}`; did you mean `{near}`?"),
            ),
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
        let near = nearest(name, all().map(|dimension| dimension.id.to_owned()));
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
        all().find(|own| own.column == name && !matches!(own.how, How::Group(_) | How::Period(_)))
    };
    let is_column = row::column(field).is_some();
    let dimension = by_column(field).or_else(|| {
        let named = all().find(|own| own.id == field);
        named
            .or_else(|| all().find(|own| is_called(own, field)))
            .filter(|_| !is_column)
    });
    let refused = |near: Vec<String>| {
        Refusal::Value(
            field.to_owned(),
            value.to_owned(),
            nearest(value, near.into_iter()),
        )
    };
    match dimension {
        Some(Dimension {
            how: How::Period(period),
            ..
        }) => match period::dates(value) {
            Some((first, last)) => Ok(Restriction::Between(first, last)),
            None => Err(refused(vec![period.example()])),
        },
        Some(dimension) => {
            let value = value_of(dimension, value, editions).map_err(refused)?;
            let is_group = matches!(dimension.how, How::Group(_));
            let name = if is_group {
                dimension.id
            } else {
                dimension.column
            };
            Ok(Restriction::Equal(name.to_owned(), value))
        }
        None if is_column => {
            let value = non_value(value).map_or(value, |word| word);
            let number = Stored::of(field) == Stored::Count && !value.starts_with('(');
            if number && value.parse::<u64>().is_err() {
                return Err(refused(vec!["0".to_owned()]));
            }
            Ok(Restriction::Equal(field.to_owned(), value.to_owned()))
        }
        None => {
            let columns = row::COLUMNS.iter().map(|column| column.name.to_owned());
            let near = nearest(
                field,
                columns.chain(all().map(|dimension| dimension.id.to_owned())),
            );
            Err(Refusal::Field(field.to_owned(), near))
        }
    }
}

/// Whether a dimension has this name in any writing.
fn is_called(dimension: &Dimension, name: &str) -> bool {
    let name = squash(name);
    let own = [
        dimension.id,
        dimension.column,
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
) -> Result<String, Vec<String>> {
    let questions = || {
        editions
            .iter()
            .filter_map(|edition| dimension.how.question(edition))
    };
    let found = match dimension.how {
        How::Choice(_) | How::Extra(_) => {
            questions().find_map(|question| option_of(question, text))
        }
        How::Group(number) => Labels::new(Language::En, editions).group_of(number, text),
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
    let is_open = questions().any(is_open);
    if is_open {
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
fn all_values(dimension: &Dimension, editions: &[&'static Edition]) -> Vec<String> {
    match dimension.how {
        How::Band(_) => {
            let label = |code: &String| {
                let band = parse_band(code)?;
                Some(band_label(band.min, band.max, Language::Sv))
            };
            let codes = bands(dimension, editions);
            codes
                .iter()
                .filter_map(label)
                .chain(codes.iter().cloned())
                .collect()
        }
        How::Word(..) | How::Verdict | How::Reading => words(dimension)
            .into_iter()
            .flat_map(|(word, words)| [word, words.sv, words.en].map(str::to_owned))
            .collect(),
        How::Plain => editions
            .iter()
            .map(|edition| edition.name.clone())
            .collect(),
        How::Period(period) => vec![period.example()],
        How::Choice(_) | How::Group(_) | How::Extra(_) => {
            let questions = editions
                .iter()
                .filter_map(|edition| dimension.how.question(edition));
            let options = questions.flat_map(|question| &question.options);
            options
                .flat_map(|option| [option.code.clone(), option.sv.clone(), option.en.clone()])
                .collect()
        }
    }
}

/// The nearest of some words.
fn nearest(word: &str, known: impl Iterator<Item = String>) -> String {
    let word = word.to_lowercase();
    let close = |known: &String| (strsim::jaro_winkler(&known.to_lowercase(), &word) * 1e6) as u64;
    known
        .filter(|known| !known.is_empty())
        .max_by_key(close)
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn editions() -> Vec<&'static Edition> {
        Edition::all().iter().collect()
    }

    fn told(field: &str, value: &str) -> String {
        match restriction(field, value, &editions()) {
            Ok(Restriction::Equal(field, value)) => format!("{field}={value}"),
            Ok(Restriction::Between(from, to)) => format!("{from}..{to}"),
            Err(refusal) => refusal.wording().en,
        }
    }

    #[test]
    fn fields_and_values_are_known_in_both_languages() {
        for (field, value, expected) in [
            ("sector", "public", "sector=public"),
            ("Sektor", "offentlig sektor", "sector=public"),
            ("sector", "Private sector", "sector=private"),
            ("severity", "3", "severity=3"),
            ("Allvarlighetsgrad", "3. Betydande", "severity=3"),
            ("type-group", "disclosure", "type-group=disclosure"),
            ("type-group", "Obehörigt röjande", "type-group=disclosure"),
            ("verdict", "för sent", "verdict=late"),
            ("verdict", "late", "verdict=late"),
            ("informed", "nej", "informed=no"),
            ("encrypted", "Vet inte", "encrypted=(unknown)"),
            ("severity", "obesvarad", "severity=(blank)"),
            ("data_subjects", "11 - 100", "data_subjects=11-100"),
            ("data-subjects", "11–100", "data_subjects=11-100"),
            ("kind", "komplettering", "kind=supplement"),
            ("year", "2023", "2023-01-01..2023-12-31"),
            ("kvartal", "2023-Q2", "2023-04-01..2023-06-30"),
            ("sector", "Ideell sektor", "sector=Ideell sektor"),
            ("controller", "Region Exempel", "controller=Region Exempel"),
            ("errors", "0", "errors=0"),
        ] {
            assert_eq!(told(field, value), expected, "{field}={value}");
        }
    }

    #[test]
    fn what_cannot_be_is_refused_with_the_nearest() {
        for (field, value, nearest) in [
            ("sektorr", "public", "did you mean `sector`"),
            ("verdict", "lat", "did you mean `late`"),
            ("verdict", "för sen", "did you mean `för sent`"),
            ("severity", "5", "`severity` cannot be `5`"),
            ("informed", "maybe", "`informed` cannot be `maybe`"),
            ("data_subjects", "many", "`data_subjects` cannot be `many`"),
            ("kind", "supplment", "did you mean `Supplement`"),
            ("year", "23", "did you mean `2024`"),
            ("form", "imy-2020", "did you mean `imy-2021`"),
            ("errors", "none", "`errors` cannot be `none`"),
        ] {
            assert!(
                told(field, value).contains(nearest),
                "{field}={value}: {}",
                told(field, value)
            );
        }
        assert_eq!(
            dimension_id("Allvarlighetsgrad", &editions()),
            Ok("severity")
        );
        assert_eq!(dimension_id("type_group", &editions()), Ok("type-group"));
        assert!(
            dimension_id("severty", &editions())
                .unwrap_err()
                .wording()
                .sv
                .contains("menades `severity`?")
        );
    }
}
