//! The dimensions that notifications are counted by. Each is one value: from which
//! column, how its cells become the values of a table and in which order, and so what
//! its counts tell beside themselves. Whatever goes through all dimensions (one-way
//! tables, `--cross`, `--where`, disclosure control) goes through this list.

use crate::config::Words;
use crate::deadline::Bucket;
use crate::form::{Edition, Question};
use crate::statistics::frame::CountError;
use crate::statistics::period::Period;
use crate::table::Key;

/// One dimension.
#[derive(Debug)]
pub struct Dimension {
    /// Its id, as in table names and `--cross`.
    pub id: &'static str,
    /// The column of the frame.
    pub(super) column: &'static str,
    /// What it is, for titles.
    pub(super) title: Words,
    /// How cells become values.
    pub(super) how: How,
}

/// How the cells of a column become values, and in which order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum How {
    /// Options of this question, as codes or labels as found.
    Option(u8),
    /// The first level of the options of this question.
    Group(u8),
    /// Options of the extra dimension of this name.
    Extra(&'static str),
    /// Bands of this question, in numerical order.
    Band(u8),
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
    Answers(u8),
    /// Whether it was.
    WhetherAnswered(u8),
    /// How long reporting took, and so whether receipt and discovery are known.
    Delay,
    /// When notifications came, and so whether that is known.
    Dates,
    /// Nothing of other tables.
    Itself,
}

impl How {
    /// The question of an edition whose options or bands the cells name.
    pub(super) fn question(self, edition: &'static Edition) -> Option<&'static Question> {
        match self {
            Self::Option(number) | Self::Group(number) | Self::Band(number) => {
                edition.question(number)
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
const KINDS: &[(&str, Words)] = &[
    ("initial", Words::new("Anmälan", "Notification")),
    (
        COPY,
        Words::new("Kopia eller senare version", "Copy or later version"),
    ),
    ("supplement", Words::new("Komplettering", "Supplement")),
    ("withdrawal", Words::new("Återkallelse", "Withdrawal")),
];
const REASONS: &[(&str, Words)] = &[
    ("given", Words::new("Skäl angivet", "Reason given")),
    ("none", Words::new("Inget skäl angivet", "No reason given")),
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

/// All dimensions, in the order of reports: each has a one-way table.
pub const DIMENSIONS: &[Dimension] = &[
    Dimension::new(
        "sector",
        "sector",
        How::Option(19),
        Words::new("Sektor", "Sector"),
    ),
    Dimension::new(
        "area",
        "area",
        How::Option(20),
        Words::new("Verksamhetsområde", "Area of activity"),
    ),
    Dimension::new(
        "area-group",
        "area",
        How::Group(20),
        Words::new("Verksamhetsområde, huvudgrupp", "Area of activity, group"),
    ),
    Dimension::new(
        "type",
        "type",
        How::Option(15),
        Words::new("Typ av incident", "Type of breach"),
    ),
    Dimension::new(
        "type-group",
        "type",
        How::Group(15),
        Words::new("Typ av incident, huvudgrupp", "Type of breach, group"),
    ),
    Dimension::new(
        "cause",
        "cause",
        How::Option(18),
        Words::new("Orsak", "Cause"),
    ),
    Dimension::new(
        "cause-group",
        "cause",
        How::Group(18),
        Words::new("Orsak, huvudgrupp", "Cause, group"),
    ),
    Dimension::new(
        "severity",
        "severity",
        How::Option(29),
        Words::new("Allvarlighetsgrad", "Severity"),
    ),
    Dimension::new(
        "data-subjects",
        "data_subjects",
        How::Band(23),
        Words::new("Antal registrerade", "Data subjects"),
    ),
    Dimension::new(
        "data-items",
        "data_items",
        How::Band(24),
        Words::new("Antal uppgifter om de registrerade", "Data items"),
    ),
    Dimension::new(
        "discovery",
        "discovery",
        How::Option(17),
        Words::new("Hur incidenten upptäcktes", "How the breach was discovered"),
    ),
    Dimension::new(
        "processor-involved",
        "processor_involved",
        How::Option(21),
        Words::new("Personuppgiftsbiträde", "Processor involved"),
    ),
    Dimension::new(
        "ongoing",
        "ongoing",
        How::Option(12),
        Words::new("Pågår fortfarande", "Still ongoing"),
    ),
    Dimension::new(
        "encrypted",
        "encrypted",
        How::Option(27),
        Words::new("Krypterade uppgifter", "Encrypted data"),
    ),
    Dimension::new(
        "informed",
        "informed",
        How::Option(31),
        Words::new("De registrerade informerade", "Data subjects informed"),
    ),
    Dimension::new(
        "will-inform",
        "will_inform",
        How::Option(33),
        Words::new("Avser att informera", "Will inform"),
    ),
    Dimension::new(
        "supplement-intended",
        "supplement_intended",
        How::Option(36),
        Words::new("Avser att komplettera", "Supplement intended"),
    ),
    Dimension::new(
        "subject-groups",
        "subject_groups",
        How::Option(25),
        Words::new("Grupper av registrerade", "Groups of data subjects"),
    ),
    Dimension::new(
        "data-categories",
        "data_categories",
        How::Option(26),
        Words::new("Slag av personuppgifter", "Categories of data"),
    ),
    Dimension::new(
        "consequences",
        "consequences",
        How::Option(28),
        Words::new("Konsekvenser", "Consequences"),
    ),
    Dimension::new(
        "verdict",
        "verdict",
        How::Verdict,
        Words::new("Bedömning av tidsfristen", "Verdict on the deadline"),
    ),
    Dimension::new(
        "reading",
        "reading",
        How::Reading,
        Words::new("Tolkning av tidsfristen", "Reading of the deadline"),
    ),
    Dimension::new(
        "time-to-report",
        "time_to_report",
        How::Word(BUCKETS, Tells::Delay),
        Words::new("Tid till anmälan", "Time to report"),
    ),
    Dimension::new(
        "delay-reason",
        "delay_reason",
        How::Word(REASONS, Tells::WhetherAnswered(14)),
        Words::new("Skäl för försening", "Reason for delay"),
    ),
    Dimension::new(
        "year",
        "year",
        How::Period(Period::Year),
        Words::new("År", "Year"),
    ),
    Dimension::new(
        "quarter",
        "quarter",
        How::Period(Period::Quarter),
        Words::new("Kvartal", "Quarter"),
    ),
    Dimension::new(
        "month",
        "month",
        How::Period(Period::Month),
        Words::new("Månad", "Month"),
    ),
    Dimension::new(
        "form",
        "form",
        How::Plain,
        Words::new("Formulärversion", "Form edition"),
    ),
    Dimension::new(
        "kind",
        "kind",
        How::Word(KINDS, Tells::Itself),
        Words::new("Slag av handling", "Kind of filing"),
    ),
];

/// The extra dimensions of editions.
pub(super) fn extras(editions: &[&'static Edition]) -> Vec<Dimension> {
    let extras = crate::row::extras(editions).into_iter();
    extras
        .map(|extra| {
            let title = Words::new(&extra.question.label.sv, &extra.question.label.en);
            Dimension::new(&extra.id, &extra.column, How::Extra(&extra.name), title)
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
    const fn new(id: &'static str, column: &'static str, how: How, title: Words) -> Self {
        Self {
            id,
            column,
            title,
            how,
        }
    }

    /// The dimension of an id, among the program's.
    pub(crate) fn named(id: &str) -> Option<&'static Self> {
        find(id, &[])
    }

    /// What its counts tell beside themselves.
    pub fn tells(&self) -> Tells {
        match self.how {
            How::Option(number) | How::Group(number) | How::Band(number) => Tells::Answers(number),
            How::Word(_, tells) => tells,
            How::Verdict | How::Reading => Tells::Delay,
            How::Period(_) => Tells::Dates,
            How::Extra(_) | How::Plain => Tells::Itself,
        }
    }

    /// The question that it shows, if it is one question's.
    pub(crate) fn question(&self) -> Option<u8> {
        match self.tells() {
            Tells::Answers(number) | Tells::WhetherAnswered(number) => Some(number),
            Tells::Delay | Tells::Dates | Tells::Itself => None,
        }
    }

    /// The coarser dimension whose values its own are parts of.
    pub(crate) fn coarser(&self) -> Option<&'static Self> {
        let coarse = match self.how {
            How::Option(number) => How::Group(number),
            How::Reading => How::Verdict,
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
    pub(super) fn is_time(&self) -> bool {
        matches!(self.how, How::Word(_, Tells::Delay))
    }

    /// Whether it is the kind of filing: the one dimension that counts all filings.
    pub(crate) fn is_kind(&self) -> bool {
        self.id == KIND
    }

    /// Whether one notification may have several values.
    pub(super) fn is_multiple(&self) -> bool {
        matches!(self.how, How::Option(25 | 26 | 28))
    }
}

/// The column that supplements and copies are counted by, too.
pub(super) const KIND: &str = "kind";
