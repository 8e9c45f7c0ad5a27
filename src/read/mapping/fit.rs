//! What fits what an entry of a mapping fills: which keys it takes, which formats
//! can give a moment, which constants are a value at all, which word
//! was meant. What would be read and then do nothing is a mistake.

use crate::config::suggestion::MEANT;
use crate::config::{Message, Words};
use crate::form::{Edition, Key, Kind, Question};
use crate::moment::{parse_date, parse_stamp, parse_time};
use crate::notification::{Channel, Filing};
use crate::read::mapping::Target;
use crate::read::mapping::amounts::is_amount;
use crate::read::mapping::figures::hundredths;
use crate::read::mapping::moments::Format;
use crate::read::mapping::units::Units;

/// What an entry fills, as far as its keys depend on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Filled {
    /// Date and time, or a date.
    Moment,
    /// A time of day alone.
    Time,
    /// A number, a band, or either.
    Amount,
    /// A number that may have decimals.
    Number,
    /// One option.
    Choice,
    /// Several options.
    Choices,
    /// Whether it is a first notification.
    Filing,
    /// How the filing arrived.
    Channel,
    /// A line or free text.
    Text,
}

impl Filled {
    /// What a target is.
    pub(super) fn of(to: Target) -> Self {
        match to {
            Target::Moment(..) | Target::Field(_, _, Kind::Date) => Self::Moment,
            Target::Field(_, _, Kind::Time) => Self::Time,
            Target::Amount(..) | Target::Field(_, _, Kind::Count | Kind::Band) => Self::Amount,
            Target::Number(_) => Self::Number,
            Target::Field(_, _, Kind::Choice) => Self::Choice,
            Target::Field(_, _, Kind::Choices) | Target::Extra(_) => Self::Choices,
            Target::Field(Key::Kind, ..) => Self::Filing,
            Target::Field(Key::Channel, ..) => Self::Channel,
            Target::Field(..) => Self::Text,
        }
    }

    /// What it is called in messages.
    pub(super) fn name(self) -> Words {
        match self {
            Self::Moment => Words::new("en tidpunkt", "a moment"),
            Self::Time => Words::new("ett klockslag", "a time of day"),
            Self::Amount => Words::new("ett antal", "an amount"),
            Self::Number => Words::new("ett tal", "a number"),
            Self::Choice => Words::new("ett val", "a choice"),
            Self::Choices => Words::new("en lista med alternativ", "a list of options"),
            Self::Filing => Words::new(
                "ett slag av handling (initial, supplement, withdrawal)",
                "a kind of filing (initial, supplement, withdrawal)",
            ),
            Self::Channel => Words::new(
                "en kanal (e-service, post, email)",
                "a channel (e-service, post, email)",
            ),
            Self::Text => Words::new("en text", "a text"),
        }
    }

    /// The keys that it takes beside those that every entry has.
    pub(super) fn keys(self) -> &'static [&'static str] {
        match self {
            Self::Moment => &[
                "join",
                "combine",
                "split",
                "split_pattern",
                "format",
                "fiscal_year",
                "no_time",
                "prefer",
                "time_zone",
            ],
            Self::Time => &["join", "format", "no_time", "prefer"],
            Self::Amount => &["join", "combine", "values", "thousands"],
            Self::Number => &["join", "combine", "values", "thousands", "unit"],
            Self::Choice => &["join", "values", "option", "fold_case"],
            Self::Choices => &["values", "option", "split", "split_pattern", "fold_case"],
            Self::Text => &["join", "values", "fold_case"],
            Self::Filing | Self::Channel => &["join", "values"],
        }
    }

    /// What a format lacks to give what is filled; `None` if it can.
    pub(super) fn lacks(self, format: &str) -> Option<Words> {
        const NOTHING: Words = Words::new(
            "det läser varken datum eller tid",
            "it reads no date and no time",
        );
        const HOUR: Words = Words::new("det har ingen timme", "it has no hour");
        const MONTH: Words = Words::new("det har inte år och månad", "it has no year and month");
        match (Format::new(format).sample(format), self) {
            (None, _) => Some(NOTHING),
            (Some(read), Self::Time) => read.time.is_none().then_some(HOUR),
            (Some(read), _) => read.date.is_empty().then_some(MONTH),
        }
    }

    /// Whether a constant is a value of what is filled.
    pub(super) fn takes(
        self,
        constant: &str,
        question: Option<&Question>,
        edition: &Edition,
    ) -> bool {
        match self {
            Self::Moment => parse_stamp(constant).is_some() || parse_date(constant).is_some(),
            Self::Time => parse_time(constant).is_some(),
            Self::Amount => is_amount(constant),
            Self::Number => hundredths(constant, None, &Units::default()).is_some(),
            Self::Choice | Self::Choices => {
                edition.is_unknown(constant)
                    || question.is_none_or(|question| question.find_option(constant).is_some())
            }
            Self::Filing => Filing::parse(constant).is_some(),
            Self::Channel => Channel::parse(constant).is_some(),
            Self::Text => true,
        }
    }
}

/// The question that a target answers, for its options.
pub(super) fn question(to: Target, edition: &'static Edition) -> Option<&'static Question> {
    match to {
        Target::Field(key, ..) => edition.place(key).map(|(question, _)| question),
        Target::Extra(at) => edition
            .extras
            .get(usize::from(at))
            .map(|extra| &extra.question),
        Target::Moment(..) | Target::Amount(..) | Target::Number(_) => None,
    }
}

/// A key that two entries fill although it holds one value. Options are added
/// to each other, as are the columns that stand for one option each.
pub(super) fn filled_twice(one: Target, other: Target, both_name_an_option: bool) -> Option<Key> {
    let added = match Filled::of(one) {
        Filled::Choices => true,
        Filled::Choice => both_name_an_option,
        _ => false,
    };
    let keys = other.keys();
    let shared = one
        .keys()
        .into_iter()
        .flatten()
        .find(|key| keys.contains(&Some(*key)));
    shared.filter(|_| !added).map(|(key, _)| key)
}

/// The question whether another word was meant.
pub(super) fn did_you_mean(near: &str) -> Message {
    MEANT.with("near", format_args!("\"{near}\""))
}
