//! The dimensions that notifications are counted by. Each is one value: from which
//! column, how its cells become the values of a table and in which order, and so what
//! its counts tell beside themselves. Whatever goes through all dimensions (one-way
//! tables, `--cross`, `--where`, disclosure control) goes through this list.

use std::sync::LazyLock;

use self::How::{Band, Choice, Extra, Group, Plain, Reading, Verdict, Word};
use crate::config::Words;
use crate::deadline::Bucket;
use crate::form::{self, Edition, FIELDS, Kind, Question};
use crate::row::PromiseState;
use crate::statistics::derived::Derived;
use crate::statistics::error::CountError;
use crate::statistics::period::Period;
use crate::table::Key;

/// One dimension.
#[derive(Debug)]
pub struct Dimension {
    /// Its id, as in table names and `--cross`.
    pub id: &'static str,
    /// Where its values come from.
    pub(super) source: Source,
    /// What it is, for titles.
    pub(super) title: Words,
    /// How cells become values.
    pub(super) how: How,
}

/// Where the values of a dimension come from.
#[cfg_attr(
    not(test),
    expect(
        dead_code,
        reason = "only the trial dimension of the tests is derived so far"
    )
)]
#[derive(Debug, Clone, Copy)]
pub(super) enum Source {
    /// The cells of this column of the records.
    Column(&'static str),
    /// The moments of a notification, of which the frame makes all periods at once.
    Moments,
    /// A function of the cells of some columns.
    Derived(Derived),
}

/// How the cells of a column become values, and in which order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum How {
    /// Options of this question, as codes or labels as found.
    Choice(form::Key),
    /// The first level of the options of this question.
    Group(form::Key),
    /// Options of the extra dimension of this name.
    Extra(&'static str),
    /// Bands of this question, in numerical order.
    Band(form::Key),
    /// Words of the program, in a fixed order, with what they tell.
    Word(&'static [(&'static str, Words)], Tells),
    /// Verdicts: some values stand for something that could not be judged.
    Verdict,
    /// Readings of the law, which are parts of verdicts.
    Reading,
    /// Periods, in time order with gaps as 0.
    Period(Period),
    /// The value is its own label.
    Plain,
}

/// What the counts by a dimension tell beside themselves, for all who know the form and
/// the definitions. Disclosure control and the attacker of the tests act on each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tells {
    /// How this question was answered.
    Answers(form::Key),
    /// Whether it was.
    WhetherAnswered(form::Key),
    /// How long reporting took, and so whether receipt and discovery are known.
    Delay,
    /// When notifications came, and so whether that is known.
    Dates,
    /// What other filings of the set make of a case. These counts are never published under a
    /// least count, alone or crossed.
    Cases,
    /// Nothing of other tables.
    Itself,
}

impl How {
    /// The question of an edition whose options or bands the cells name.
    pub(super) fn question(self, edition: &'static Edition) -> Option<&'static Question> {
        match self {
            Self::Choice(key) | Self::Group(key) | Self::Band(key) => {
                edition.place(key).map(|(question, _)| question)
            }
            Self::Extra(name) => {
                let extra = edition.extras.iter().find(|extra| extra.name == name);
                extra.map(|extra| &extra.question)
            }
            _ => None,
        }
    }
}

/// The value of `kind` for a filing that does not count because another does.
pub(super) const COPY: &str = "copy";
/// The value of `kind` for a notification that was withdrawn.
pub(super) const WITHDRAWN: &str = "withdrawn";
const KINDS: &[(&str, Words)] = &[
    ("initial", Words::new("Anmälan", "Notification")),
    (
        COPY,
        Words::new("Kopia eller senare version", "Copy or later version"),
    ),
    (
        WITHDRAWN,
        Words::new("Återkallad anmälan", "Withdrawn notification"),
    ),
    ("supplement", Words::new("Komplettering", "Supplement")),
    ("withdrawal", Words::new("Återkallelse", "Withdrawal")),
    (
        "register",
        Words::new(
            "Aldrig anmäld, enligt registret",
            "Never notified, by the register",
        ),
    ),
];
const REASONS: &[(&str, Words)] = &[
    ("given", Words::new("Skäl angivet", "Reason given")),
    ("none", Words::new("Inget skäl angivet", "No reason given")),
];
const STATES: &[(&str, Words)] = &[
    (
        PromiseState::NotPromised.as_str(),
        Words::new("Ej utlovad", "Not promised"),
    ),
    (
        PromiseState::Received.as_str(),
        Words::new("Inkommen", "Received"),
    ),
    (
        PromiseState::ReceivedLate.as_str(),
        Words::new("Inkommen för sent", "Received late"),
    ),
    (
        PromiseState::Missing.as_str(),
        Words::new("Saknas", "Missing"),
    ),
    (
        PromiseState::Pending.as_str(),
        Words::new("Väntas", "Pending"),
    ),
];
const BUCKETS: &[(&str, Words)] = &[
    (
        "<24h",
        Words::new("Mindre än 24 timmar", "Less than 24 hours"),
    ),
    ("24-72h", Words::new("24–72 timmar", "24–72 hours")),
    (
        "72h-1wk",
        Words::new(
            "Mer än 72 timmar, högst en vecka",
            "More than 72 hours, at most a week",
        ),
    ),
    (">1wk", Words::new("Mer än en vecka", "More than a week")),
];

/// All dimensions, in the order of reports: each has a one-way table. Those of the form
/// follow from its schema.
pub static DIMENSIONS: LazyLock<Vec<Dimension>> = LazyLock::new(|| {
    let further = FIELDS.iter().map(|field| field.key);
    let further = further.filter(|key| !FIRST.contains(key));
    let asked = FIRST.iter().copied().chain(further).flat_map(of_field);
    let all = asked.chain(OTHERS);
    #[cfg(test)]
    let all = all.chain(Some(trial::WEEKDAY));
    all.collect()
});

/// The fields whose dimensions come first, in their order; the others follow as in the form.
const FIRST: [form::Key; 14] = [
    form::Key::IncidentSector,
    form::Key::IncidentArea,
    form::Key::IncidentType,
    form::Key::IncidentCause,
    form::Key::ConsequencesSeverity,
    form::Key::AffectedDataSubjectsExact,
    form::Key::AffectedDataItemsExact,
    form::Key::IncidentDiscovery,
    form::Key::ProcessorsInvolved,
    form::Key::IncidentOngoing,
    form::Key::AffectedEncrypted,
    form::Key::CommunicationInformed,
    form::Key::CommunicationWillInform,
    form::Key::SupplementIntended,
];

/// The dimensions of a field: its own, and that of the groups of its options.
fn of_field(key: form::Key) -> impl Iterator<Item = Dimension> {
    let field = key.field();
    let how = if field.kind.is_choice() { Choice } else { Band };
    let column = field.columns.first().copied().unwrap_or_default();
    let made = move |id, title, how| Dimension {
        id,
        source: Source::Column(column),
        title,
        how,
    };
    let own = field.dimension;
    let groups = own.and_then(|own| own.groups);
    let own = own.map(|own| made(own.id, own.title, how(key)));
    own.into_iter()
        .chain(groups.map(|(id, title)| made(id, title, Group(key))))
}

/// The dimensions that the program judges by itself, or that tell of the filing.
const OTHERS: [Dimension; 10] = [
    new(
        "verdict",
        "verdict",
        Verdict,
        "Bedömning av tidsfristen",
        "Verdict on the deadline",
    ),
    new(
        "reading",
        "reading",
        Reading,
        "Tolkning av tidsfristen",
        "Reading of the deadline",
    ),
    new(
        "time-to-report",
        "time_to_report",
        Word(BUCKETS, Tells::Delay),
        "Tid till anmälan",
        "Time to report",
    ),
    new(
        "delay-reason",
        "delay_reason",
        Word(
            REASONS,
            Tells::WhetherAnswered(form::Key::IncidentDelayReason),
        ),
        "Skäl för försening",
        "Reason for delay",
    ),
    new(
        "supplement-state",
        "supplement_state",
        Word(STATES, Tells::Cases),
        "Kompletteringens läge",
        "State of the supplement",
    ),
    of_period(Period::Year, "År", "Year"),
    of_period(Period::Quarter, "Kvartal", "Quarter"),
    of_period(Period::Month, "Månad", "Month"),
    new("form", "form", Plain, "Formulärversion", "Form edition"),
    new(
        "kind",
        "kind",
        Word(KINDS, Tells::Itself),
        "Slag av handling",
        "Kind of filing",
    ),
];

const fn new(
    id: &'static str,
    column: &'static str,
    how: How,
    sv: &'static str,
    en: &'static str,
) -> Dimension {
    Dimension {
        id,
        source: Source::Column(column),
        title: Words::new(sv, en),
        how,
    }
}

const fn of_period(period: Period, sv: &'static str, en: &'static str) -> Dimension {
    Dimension {
        id: period.column(),
        source: Source::Moments,
        title: Words::new(sv, en),
        how: How::Period(period),
    }
}

/// The extra dimensions of editions.
pub(super) fn extras(editions: &[&'static Edition]) -> Vec<Dimension> {
    let extras = crate::row::extras(editions).into_iter();
    extras
        .map(|extra| {
            let label = &extra.question.label;
            new(
                &extra.id,
                &extra.column,
                Extra(&extra.name),
                &label.sv,
                &label.en,
            )
        })
        .collect()
}

/// The dimension of an id, among the program's and the extra ones.
pub(super) fn find<'d>(id: &str, extras: &'d [Dimension]) -> Option<&'d Dimension> {
    DIMENSIONS
        .iter()
        .chain(extras)
        .find(|dimension| dimension.id == id)
}

/// The dimension of an id that the program has.
///
/// # Errors
/// It has none of the id.
pub(super) fn one(id: &str) -> Result<&'static Dimension, CountError> {
    Dimension::named(id).ok_or_else(|| CountError::Column(id.to_owned()))
}

impl Dimension {
    /// Its column in the frame.
    pub(super) fn column(&self) -> &'static str {
        match self.source {
            Source::Column(column) => column,
            Source::Moments | Source::Derived(_) => self.id,
        }
    }

    /// How its values are made, where no column of the records holds them.
    pub(super) fn derived(&self) -> Option<Derived> {
        match self.source {
            Source::Derived(derived) => Some(derived),
            Source::Column(_) | Source::Moments => None,
        }
    }

    /// Whether a question's answers are only what its values are made of.
    pub(crate) fn is_derived(&self) -> bool {
        self.derived().is_some()
    }

    /// The dimension of an id, among the program's.
    pub(crate) fn named(id: &str) -> Option<&'static Self> {
        find(id, &[])
    }

    /// What its counts tell beside themselves.
    pub fn tells(&self) -> Tells {
        match self.how {
            Choice(key) | Group(key) | Band(key) => Tells::Answers(key),
            Word(_, tells) => tells,
            Verdict | Reading => Tells::Delay,
            How::Period(_) => Tells::Dates,
            Extra(_) | Plain => Tells::Itself,
        }
    }

    /// The number of the question of an edition that it shows, if it is one question's.
    pub(crate) fn question(&self, edition: &Edition) -> Option<u8> {
        match self.tells() {
            Tells::Answers(key) | Tells::WhetherAnswered(key) => {
                Some(edition.number(key)).filter(|number| *number > 0)
            }
            Tells::Delay | Tells::Dates | Tells::Cases | Tells::Itself => None,
        }
    }

    /// Whether a run with these editions counts by it: what only other editions ask for, it does
    /// not.
    pub(super) fn is_asked(&self, editions: &[&'static Edition]) -> bool {
        match self.tells() {
            Tells::Answers(key) => Edition::any_asks(editions, key),
            _ => true,
        }
    }

    /// The coarser dimension whose values its own are parts of.
    pub(crate) fn coarser(&self) -> Option<&'static Self> {
        let coarse = match self.how {
            Choice(key) => Group(key),
            Reading => Verdict,
            How::Period(period) => How::Period(period.coarser()?),
            _ => return None,
        };
        DIMENSIONS.iter().find(|other| other.how == coarse)
    }

    /// The class within the time limit or beyond it that a value belongs to, where the
    /// verdicts tell how many notifications have it.
    pub(crate) fn class(&self, value: &Key) -> Option<Key> {
        if !self.is_time() {
            return None;
        }
        let class = Bucket::ALL
            .iter()
            .position(|class| class.as_str() == value.id())?;
        Some(Key::value(if class < 2 { "within" } else { "beyond" }))
    }

    /// Whether it is the time to report, whose classes are intervals.
    pub(crate) fn is_time(&self) -> bool {
        matches!(self.how, Word(_, Tells::Delay))
    }

    /// Whether it is the kind of filing: the one dimension that counts all filings.
    pub(crate) fn is_kind(&self) -> bool {
        self.id == KIND
    }

    /// Whether its values are bands of numbers.
    pub(crate) fn is_banded(&self) -> bool {
        matches!(self.how, Band(_))
    }

    /// Whether one notification may have several values.
    pub(super) fn is_multiple(&self) -> bool {
        matches!(self.how, Choice(key) if key.field().kind == Kind::Choices)
    }

    /// The same in an edition, which may ask for one option where others ask for several.
    pub(super) fn is_multiple_in(&self, edition: &Edition) -> bool {
        matches!(self.how, Choice(key) if edition.kind(key) == Kind::Choices)
    }
}

/// The column that supplements and copies are counted by, too.
pub(super) const KIND: &str = "kind";

/// A derived dimension that only tests have: it shows that one row and its function do.
#[cfg(test)]
pub(super) mod trial {
    use super::*;
    use crate::moment::Instant;
    use crate::notification::State;
    use crate::statistics::derived::Given;
    use crate::statistics::frame::state_of_discovery;

    const DAYS: &[(&str, Words)] = &[
        ("monday", Words::new("Måndag", "Monday")),
        ("tuesday", Words::new("Tisdag", "Tuesday")),
        ("wednesday", Words::new("Onsdag", "Wednesday")),
        ("thursday", Words::new("Torsdag", "Thursday")),
        ("friday", Words::new("Fredag", "Friday")),
        ("saturday", Words::new("Lördag", "Saturday")),
        ("sunday", Words::new("Söndag", "Sunday")),
    ];

    pub(super) const WEEKDAY: Dimension = Dimension {
        id: "weekday",
        source: Source::Derived(Derived {
            from: &["discovered_earliest", "discovered_latest", "states"],
            value: weekday,
        }),
        title: Words::new("Veckodag för upptäckten", "Weekday of the discovery"),
        how: Word(
            DAYS,
            Tells::WhetherAnswered(form::Key::IncidentDiscoveredDate),
        ),
    };

    /// The weekday of the discovery, if it is known to be one.
    fn weekday(given: &[Given<'_>]) -> &'static str {
        let day = |minutes: i64| Instant(minutes as i32).date();
        match *given {
            [Given::Number(Some(from)), Given::Number(Some(to)), _] if day(from) == day(to) => {
                DAYS[day(from).weekday().to_monday_zero_offset() as usize].0
            }
            [Given::Number(None), _, Given::Text(states)] => state_of_discovery(states).word(),
            _ => State::<()>::Undeterminable.word(),
        }
    }
}
