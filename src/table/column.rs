//! The columns of tables: what each holds, in whatever table it stands. A column that
//! is not in this list is text.

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
    /// What a few notifications say, which is told of no one.
    Few,
    /// Shares in percent, with the columns of the part and of the whole.
    Share(&'static str, &'static str),
    /// Changes of the count against the row before.
    Change,
    /// The same in percent.
    ChangeShare,
    /// Hours, which are those of single notifications.
    Hours,
}

/// Every column of a fixed name whose cells are not text.
pub const COLUMNS: [(&str, Kind); 48] = [
    ("value", Kind::Key),
    ("code", Kind::Key),
    ("question", Kind::Key),
    ("notifications", Kind::Count),
    ("percent", Kind::Share("notifications", "base")),
    ("base", Kind::Base),
    ("change", Kind::Change),
    ("change_percent", Kind::ChangeShare),
    (
        "percent_within",
        Kind::Share("notifications", "base_within"),
    ),
    ("base_within", Kind::Base),
    ("least", Kind::Count),
    ("most", Kind::Count),
    ("percent_least", Kind::Share("least", "base_judged")),
    ("percent_most", Kind::Share("most", "base_judged")),
    ("base_judged", Kind::Base),
    ("n", Kind::Count),
    ("indeterminate", Kind::Count),
    ("median_min", Kind::Hours),
    ("median_max", Kind::Hours),
    ("p75_min", Kind::Hours),
    ("p75_max", Kind::Hours),
    ("p90_min", Kind::Hours),
    ("p90_max", Kind::Hours),
    ("max_min", Kind::Hours),
    ("max_max", Kind::Hours),
    ("late_min", Kind::Count),
    ("late_max", Kind::Count),
    ("late_percent_min", Kind::Share("late_min", "n")),
    ("late_percent_max", Kind::Share("late_max", "n")),
    ("exact_sum", Kind::Count),
    ("exact_n", Kind::Count),
    ("lower", Kind::Count),
    ("upper", Kind::Count),
    ("band_n", Kind::Count),
    ("unknown_n", Kind::Count),
    ("largest3", Kind::Few),
    ("largest3_percent", Kind::Share("largest3", "lower")),
    ("answered", Kind::Count),
    ("blank", Kind::Count),
    ("unknown", Kind::Count),
    ("undeterminable", Kind::Count),
    ("not_shown", Kind::Count),
    ("not_asked", Kind::Count),
    ("findings", Kind::Count),
    ("errors", Kind::Count),
    ("warnings", Kind::Count),
    ("infos", Kind::Count),
    ("not_runnable", Kind::Count),
];

impl Column {
    /// A column of the list, else one of text.
    pub(crate) fn new(name: impl Into<String>) -> Self {
        let name = name.into();
        let known = COLUMNS.iter().find(|(known, _)| *known == name);
        let kind = known.map_or(Kind::Text, |(_, kind)| *kind);
        Self { name, kind }
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
        let label = format!("{dimension}_label");
        [
            Self::key(dimension),
            Self {
                name: label,
                kind: Kind::Text,
            },
        ]
    }
}

impl Kind {
    /// Whether a cell may stand in a column of this kind. Any figure may be hidden or
    /// left out.
    pub(crate) fn takes(self, cell: &Cell) -> bool {
        match (self, cell) {
            (Self::Key, Cell::Key(_)) | (Self::Text, Cell::Text(_)) => true,
            (Self::Key | Self::Text, _) => false,
            (_, Cell::Nothing | Cell::Hidden) => true,
            (Self::Count, Cell::Count(_) | Cell::Unbounded) => true,
            (Self::Base | Self::Few, Cell::Count(_)) => true,
            (Self::Share(..) | Self::ChangeShare, Cell::Percent(_)) => true,
            (Self::Change, Cell::Change(_)) | (Self::Hours, Cell::Hours(_)) => true,
            _ => false,
        }
    }
}
