//! The columns of tables: what each holds, in whatever table it stands.

use crate::table::Cell;

/// One column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its name in the CSV header.
    pub name: String,
    /// What its cells are.
    pub kind: Kind,
}

/// What the cells of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// What a row counts: ids, which are the same in every language.
    Key,
    /// Labels, and words of the program.
    Text,
    /// Counts.
    Count,
    /// Counts that the shares of several rows are of.
    Base,
    /// What a few notifications say, which rounding does not protect.
    Few,
    /// Shares in percent, with the columns of the part and of the whole.
    Share(&'static str, &'static str),
    /// Changes of the count against the row before, or against the year before.
    Change,
    /// The same in percent.
    ChangeShare,
    /// Hours and other numbers with decimals, which are those of single notifications.
    Hours,
}

/// The columns of counts. Shares, quantiles and changes follow from them.
pub const COUNTS: [&str; 41] = [
    "notifications",
    "on_time",
    "late",
    "reasons_given",
    "promised",
    "missing",
    "received_late",
    "pending",
    "notifications_before",
    "late_before",
    "indeterminate_before",
    "n",
    "indeterminate",
    "late_min",
    "late_max",
    "exact_sum",
    "exact_n",
    "number_n",
    "lower",
    "upper",
    "band_n",
    "unknown_n",
    "least",
    "most",
    "answered",
    "blank",
    "unknown",
    "undeterminable",
    "not_shown",
    "not_asked",
    "findings",
    "errors",
    "warnings",
    "infos",
    "not_runnable",
    "controllers",
    "incidents",
    "incidents_min",
    "incidents_max",
    "data_subjects_lower",
    "data_subjects_upper",
];
/// The columns of shares, with the columns of the part and of the whole.
const SHARES: [[&str; 3]; 8] = [
    ["percent", "notifications", "base"],
    ["percent_before", "notifications_before", "base_before"],
    ["percent_within", "notifications", "base_within"],
    ["percent_least", "least", "base_judged"],
    ["percent_most", "most", "base_judged"],
    ["late_percent_min", "late_min", "n"],
    ["late_percent_max", "late_max", "n"],
    ["largest3_percent", "largest3", "lower"],
];
/// The columns of hours.
pub(crate) const HOURS: [&str; 8] = [
    "median_min",
    "median_max",
    "p75_min",
    "p75_max",
    "p90_min",
    "p90_max",
    "max_min",
    "max_max",
];

/// The columns of an extra number: its sum, and what single notifications say.
pub(crate) const NUMBERS: [&str; 6] = ["sum", "minimum", "median", "p75", "p90", "maximum"];

impl Column {
    /// A column of a name that has one meaning in all tables; any other is text.
    pub(crate) fn new(name: impl Into<String>) -> Self {
        let name = name.into();
        let share = SHARES.iter().find(|share| share[0] == name);
        let kind = match (name.as_str(), share) {
            (_, Some([_, part, whole])) => Kind::Share(part, whole),
            ("table" | "value" | "code" | "question", _) => Kind::Key,
            ("base" | "base_before" | "base_within" | "base_judged", _) => Kind::Base,
            ("largest3", _) => Kind::Few,
            ("change", _) => Kind::Change,
            ("change_percent", _) => Kind::ChangeShare,
            (name, _) if COUNTS.contains(&name) => Kind::Count,
            (name, _) if HOURS.contains(&name) || NUMBERS.contains(&name) => Kind::Hours,
            _ => Kind::Text,
        };
        Self { name, kind }
    }

    /// A column of counts, whatever its name means in other tables.
    pub(crate) fn count(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            kind: Kind::Count,
        }
    }

    /// A column of keys: the values of a dimension, or labels that rows are told apart by.
    pub(crate) fn key(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            kind: Kind::Key,
        }
    }

    /// The columns of a dimension in a table of another name: its values and their labels.
    pub(crate) fn pair(dimension: &str) -> [Self; 2] {
        [
            Self::key(dimension),
            Self {
                name: format!("{dimension}_label"),
                kind: Kind::Text,
            },
        ]
    }

    /// Whether its cells are words, and no figures.
    pub(crate) fn is_words(&self) -> bool {
        matches!(self.kind, Kind::Key | Kind::Text)
    }

    /// Whether a cell may stand in it: a word among words, a figure among figures.
    pub(crate) fn takes(&self, cell: &Cell) -> bool {
        self.is_words() == matches!(cell, Cell::Key(_) | Cell::Text(_))
    }
}
