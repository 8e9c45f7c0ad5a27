//! A heading of a copy as it was found, and the headings that a copy is read by.

use crate::read::text::lines::Lines;

/// A heading that was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Heading<'a> {
    /// Position of its first line.
    pub(super) line: usize,
    /// Position of the line after it.
    pub(super) next: usize,
    /// What follows on the heading's own last line, if that is an answer.
    pub(super) inline: Option<&'a str>,
    /// The question.
    pub(super) number: u8,
}

impl Heading<'_> {
    /// The line number in the source.
    pub(super) fn line_number(&self, lines: &Lines) -> u32 {
        lines.all[self.line].number
    }
}

/// The headings of a copy, and what is odd about them.
#[derive(Debug, Default)]
pub(super) struct Plan<'a> {
    /// The headings to read by, in the order of the text.
    pub(super) headings: Vec<Heading<'a>>,
    /// Headings after a higher one, or twice where the question does not repeat.
    pub(super) out_of_order: Vec<Heading<'a>>,
    /// Positions of numbered lines that no question of the edition explains.
    pub(super) suspects: Vec<usize>,
}
