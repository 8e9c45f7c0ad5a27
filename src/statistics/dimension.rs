//! The dimensions that notifications are counted by: which column, and how its
//! cells become the values of a table.

use crate::config::Words;
use crate::form::{Edition, Question};
use crate::statistics::frame::CountError;

/// One dimension.
#[derive(Debug)]
pub struct Dimension {
    /// Its id, as in table names and `--cross`.
    pub id: &'static str,
    /// The column of the frame.
    pub column: &'static str,
    /// What it is, for titles.
    pub title: Words,
    /// How cells become values.
    pub(super) how: How,
}

/// How the cells of a column become values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum How {
    /// Options of this question, as codes or labels as found.
    Option(u8),
    /// The first level of the options of this question.
    Group(u8),
    /// Options of the extra dimension of this name.
    Extra(&'static str),
    /// Bands, in numerical order.
    Band,
    /// Words of the program, in a fixed order.
    Word(&'static [(&'static str, Words)]),
    /// Verdicts or readings: some values stand for something that could not be judged.
    Verdict,
    /// Periods, in time order with gaps as 0.
    Period,
    /// The value is its own label.
    Plain,
}

impl How {
    /// The question of an edition whose options the cells name.
    pub(super) fn question(self, edition: &'static Edition) -> Option<&'static Question> {
        match self {
            Self::Option(number) | Self::Group(number) => edition.question(number),
            Self::Extra(name) => edition
                .extras
                .iter()
                .find(|extra| extra.name == name)
                .map(|extra| &extra.question),
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

/// All dimensions.
pub const DIMENSIONS: &[Dimension] = &[
    option("sector", "sector", 19, Words::new("Sektor", "Sector")),
    option(
        "area",
        "area",
        20,
        Words::new("Verksamhetsområde", "Area of activity"),
    ),
    group(
        "area-group",
        "area",
        20,
        Words::new("Verksamhetsområde, huvudgrupp", "Area of activity, group"),
    ),
    option(
        "type",
        "type",
        15,
        Words::new("Typ av incident", "Type of breach"),
    ),
    group(
        "type-group",
        "type",
        15,
        Words::new("Typ av incident, huvudgrupp", "Type of breach, group"),
    ),
    option("cause", "cause", 18, Words::new("Orsak", "Cause")),
    group(
        "cause-group",
        "cause",
        18,
        Words::new("Orsak, huvudgrupp", "Cause, group"),
    ),
    option(
        "severity",
        "severity",
        29,
        Words::new("Allvarlighetsgrad", "Severity"),
    ),
    other(
        "data-subjects",
        "data_subjects",
        How::Band,
        Words::new("Antal registrerade", "Data subjects"),
    ),
    other(
        "data-items",
        "data_items",
        How::Band,
        Words::new("Antal uppgifter om de registrerade", "Data items"),
    ),
    option(
        "discovery",
        "discovery",
        17,
        Words::new("Hur incidenten upptäcktes", "How the breach was discovered"),
    ),
    option(
        "processor-involved",
        "processor_involved",
        21,
        Words::new("Personuppgiftsbiträde", "Processor involved"),
    ),
    option(
        "ongoing",
        "ongoing",
        12,
        Words::new("Pågår fortfarande", "Still ongoing"),
    ),
    option(
        "encrypted",
        "encrypted",
        27,
        Words::new("Krypterade uppgifter", "Encrypted data"),
    ),
    option(
        "informed",
        "informed",
        31,
        Words::new("De registrerade informerade", "Data subjects informed"),
    ),
    option(
        "will-inform",
        "will_inform",
        33,
        Words::new("Avser att informera", "Will inform"),
    ),
    option(
        "supplement-intended",
        "supplement_intended",
        36,
        Words::new("Avser att komplettera", "Supplement intended"),
    ),
    option(
        "subject-groups",
        "subject_groups",
        25,
        Words::new("Grupper av registrerade", "Groups of data subjects"),
    ),
    option(
        "data-categories",
        "data_categories",
        26,
        Words::new("Slag av personuppgifter", "Categories of data"),
    ),
    option(
        "consequences",
        "consequences",
        28,
        Words::new("Konsekvenser", "Consequences"),
    ),
    other(
        "verdict",
        "verdict",
        How::Verdict,
        Words::new("Bedömning av tidsfristen", "Verdict on the deadline"),
    ),
    other(
        "reading",
        "reading",
        How::Verdict,
        Words::new("Tolkning av tidsfristen", "Reading of the deadline"),
    ),
    other(
        "time-to-report",
        "time_to_report",
        How::Word(BUCKETS),
        Words::new("Tid till anmälan", "Time to report"),
    ),
    other(
        "delay-reason",
        "delay_reason",
        How::Word(REASONS),
        Words::new("Skäl för försening", "Reason for delay"),
    ),
    other("year", "year", How::Period, Words::new("År", "Year")),
    other(
        "quarter",
        "quarter",
        How::Period,
        Words::new("Kvartal", "Quarter"),
    ),
    other("month", "month", How::Period, Words::new("Månad", "Month")),
    other(
        "form",
        "form",
        How::Plain,
        Words::new("Formulärversion", "Form edition"),
    ),
    other(
        "kind",
        "kind",
        How::Word(KINDS),
        Words::new("Slag av handling", "Kind of filing"),
    ),
];

const fn option(id: &'static str, column: &'static str, question: u8, title: Words) -> Dimension {
    Dimension {
        id,
        column,
        title,
        how: How::Option(question),
    }
}

const fn group(id: &'static str, column: &'static str, question: u8, title: Words) -> Dimension {
    Dimension {
        id,
        column,
        title,
        how: How::Group(question),
    }
}

const fn other(id: &'static str, column: &'static str, how: How, title: Words) -> Dimension {
    Dimension {
        id,
        column,
        title,
        how,
    }
}

/// The extra dimensions of editions.
pub(super) fn extras(editions: &[&'static Edition]) -> Vec<Dimension> {
    let extras = crate::row::extras(editions).into_iter();
    extras
        .map(|extra| Dimension {
            id: &extra.id,
            column: &extra.column,
            title: Words::new(&extra.question.label.sv, &extra.question.label.en),
            how: How::Extra(&extra.name),
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
    named(&[id])
        .next()
        .ok_or_else(|| CountError::Column(id.to_owned()))
}

/// The dimensions of these ids, in their order.
pub(super) fn named<'i>(ids: &'i [&'i str]) -> impl Iterator<Item = &'static Dimension> + 'i {
    ids.iter()
        .filter_map(|id| DIMENSIONS.iter().find(|dimension| dimension.id == *id))
}

impl Dimension {
    /// Whether one notification may have several values.
    pub(super) fn is_multiple(&self) -> bool {
        matches!(self.how, How::Option(25 | 26 | 28))
    }
}
