//! What a report says, as blocks. They are the same however the report is shown. A
//! renderer (`markdown`) prints blocks and reads nothing that another renderer wrote.

use std::borrow::Cow;

use crate::config::{Language, Words};
use crate::disclosure::Figure;
use crate::table::Cell;

/// One block of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Block {
    /// The title of the whole.
    Title(String),
    /// The heading of a section.
    Heading(String),
    /// Running text.
    Paragraph(Vec<Span>),
    /// Rows of figures under heads.
    Grid(Grid),
    /// Items, one on each line.
    List(Vec<String>),
    /// Text whose lines and blanks stay as they are.
    Code(String),
}

/// A stretch of running text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Span {
    /// Text like the rest.
    Plain(String),
    /// What a reader should see first.
    Strong(String),
    /// A new line within the paragraph.
    Break,
}

/// A table as it is shown. What it holds is still typed: the renderer writes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Grid {
    /// The columns.
    pub(crate) columns: Cow<'static, [Column]>,
    /// The rows, each with a datum for each column.
    pub(crate) rows: Vec<Vec<Datum>>,
}

/// One column, with its head.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Column {
    /// Words, which begin at the left.
    Words(Words),
    /// Figures, which end at the right.
    Figures(Words),
    /// Figures under a head that only the run knows, as a year.
    Named(String),
    /// Bars, which need no head.
    Bars,
}

/// One cell of a grid. A figure that is not known exactly has a least and a most.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Datum {
    /// Nothing.
    Blank,
    /// Words.
    Text(String),
    /// Counts, at least and at most.
    Count([Figure; 2]),
    /// Tenths of a percent, at least and at most.
    Share([i64; 2]),
    /// A share that is not given.
    NoShare,
    /// The bar of a share.
    Bar([i64; 2]),
}

impl Block {
    /// A paragraph of one stretch.
    pub(crate) fn plain(text: impl Into<String>) -> Self {
        Self::Paragraph(vec![Span::Plain(text.into())])
    }

    /// A paragraph of several lines.
    pub(crate) fn lines(lines: impl IntoIterator<Item = String>) -> Self {
        let lines = lines
            .into_iter()
            .flat_map(|line| [Span::Break, Span::Plain(line)]);
        Self::Paragraph(lines.skip(1).collect())
    }
}

impl Column {
    /// Its head.
    pub(crate) fn head(&self, language: Language) -> &str {
        match self {
            Self::Words(head) | Self::Figures(head) => head.get(language),
            Self::Named(head) => head,
            Self::Bars => "",
        }
    }

    /// Whether figures stand in it.
    pub(crate) fn is_figures(&self) -> bool {
        matches!(self, Self::Figures(_) | Self::Named(_))
    }
}

impl Datum {
    /// The count of a cell.
    pub(crate) fn count(cell: &Cell) -> Self {
        Self::Count([Figure::of_cell(cell); 2])
    }

    /// A count with a least and a most.
    pub(crate) fn counts(least: &Cell, most: &Cell) -> Self {
        Self::Count([least, most].map(Figure::of_cell))
    }

    /// A share and its bar. Only a mark, if either end is not told.
    pub(crate) fn shares(least: &Cell, most: &Cell) -> [Self; 2] {
        match (least.percent(), most.percent()) {
            (Some(least), Some(most)) => [Self::Share([least, most]), Self::Bar([least, most])],
            _ => [Self::NoShare, Self::Blank],
        }
    }
}
