//! What stands on the page, as plain values that the template shows. Nothing here knows
//! where they come from, and nothing is markup yet.

use serde::Serialize;

use crate::report::html::chart::Chart;

/// A section with its heading.
#[derive(Debug, Serialize)]
pub(super) struct Section {
    /// Its address in the page.
    pub(super) id: &'static str,
    pub(super) heading: &'static str,
    pub(super) parts: Vec<Part>,
}

/// One thing in a section.
#[derive(Debug, Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub(super) enum Part {
    /// A paragraph.
    Text { text: String },
    /// A paragraph that a reader should see first.
    Strong { text: String },
    /// Items, one on each line.
    List { items: Vec<String> },
    /// Text whose lines and blanks stay as they are.
    Code { text: String },
    /// The heading of what follows.
    Heading { text: String },
    /// A table.
    Sheet(Sheet),
    /// A picture of figures. The table with them stands below it.
    Chart(Chart),
    /// What is shown when the reader opens it.
    Folded { head: String, parts: Vec<Part> },
}

/// A table as it is shown.
#[derive(Debug, Serialize)]
pub(super) struct Sheet {
    /// The id of the typed table whose cells it shows, or a name of its own.
    pub(super) id: String,
    /// What it shows, for those who meet it alone.
    pub(super) caption: String,
    pub(super) heads: Vec<Head>,
    pub(super) rows: Vec<Line>,
    /// What must be known of it: its base, what is left out.
    pub(super) note: String,
}

/// The head of a column.
#[derive(Debug, Serialize)]
pub(super) struct Head {
    pub(super) text: String,
    /// The column of the typed table, if it is one.
    pub(super) column: String,
    /// What stands below it.
    pub(super) below: Below,
}

/// What stands in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Below {
    Words,
    Figures,
    /// Moments, which are not to be broken.
    Dates,
}

/// One row.
#[derive(Debug, Serialize)]
pub(super) struct Line {
    pub(super) place: Place,
    pub(super) cells: Vec<String>,
    /// By what rows are sorted, cell by cell, where the text of a cell does not tell; empty where
    /// that of each does.
    keys: Vec<Option<i64>>,
}

/// Where a row belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Place {
    /// Among the values.
    Value,
    /// Below the value that it is a part of.
    Part,
    /// Outside of the base. It comes last, however the table is sorted.
    Aside,
}

impl Sheet {
    /// Sorted by their first cell, rows stand as they do now: their texts do not tell their order.
    pub(super) fn keep_order(&mut self) {
        let rows = std::mem::take(&mut self.rows).into_iter();
        let keyed = rows.zip(0..).map(|(row, at)| row.keyed(0, Some(at)));
        self.rows = keyed.collect();
    }
}

impl Part {
    /// A paragraph.
    pub(super) fn text(text: impl Into<String>) -> Self {
        Self::Text { text: text.into() }
    }

    /// The heading of what follows.
    pub(super) fn heading(text: impl Into<String>) -> Self {
        Self::Heading { text: text.into() }
    }
}

impl Line {
    /// A row of values.
    pub(super) fn of(cells: Vec<String>) -> Self {
        Self::at(Place::Value, cells)
    }

    /// A row at its place.
    pub(super) fn at(place: Place, cells: Vec<String>) -> Self {
        Self {
            place,
            cells,
            keys: Vec::new(),
        }
    }

    /// The same with the number by which a cell is sorted, if it has one.
    #[must_use]
    pub(super) fn keyed(mut self, cell: usize, key: Option<i64>) -> Self {
        if key.is_some() {
            self.keys.resize(self.cells.len(), None);
            self.keys[cell] = key;
        }
        self
    }
}

impl Head {
    /// The head of a column of words.
    pub(super) fn words(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            column: String::new(),
            below: Below::Words,
        }
    }

    /// The head of a column of moments.
    pub(super) fn dates(text: impl Into<String>) -> Self {
        Self {
            below: Below::Dates,
            ..Self::words(text)
        }
    }

    /// The head of a column of figures.
    pub(super) fn figures(text: impl Into<String>) -> Self {
        Self {
            below: Below::Figures,
            ..Self::words(text)
        }
    }
}
