//! Colours in rich text: of letters, and of what lies behind them, which may be laid behind
//! letters, paragraphs and cells.

use crate::shown::colour::{Colour, Look};

/// From this share on, in hundredths of a percent, a pattern has the colour of its front.
const SOLID: i32 = 9_400;
/// The most cells of a row that are looked at.
const MOST_CELLS: usize = 1_000;

/// What letters say of themselves and of their paragraph.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Letters {
    ink: i32,
    mark: Ground,
    paragraph: Ground,
    /// How deep in tables they stand.
    depth: i32,
    is_in_shape: bool,
    pub(super) is_raised: bool,
}

/// A ground by the numbers of its colours: a pattern in front, and what lies behind.
#[derive(Debug, Clone, Copy, Default)]
struct Ground {
    back: i32,
    front: i32,
    share: i32,
}

impl Letters {
    /// Letters in a shape, of whose ground nothing is known.
    pub(super) fn of_shape() -> Self {
        Self {
            is_in_shape: true,
            ..Self::default()
        }
    }

    /// Ends all that is said of the letters themselves.
    pub(super) fn plain(&mut self) {
        (self.ink, self.mark, self.is_raised) = (0, Ground::default(), false);
    }

    /// Takes a word of how letters look; false for any other.
    pub(super) fn take(&mut self, word: &str, number: i32) -> bool {
        match word {
            "super" => self.is_raised = true,
            "nosupersub" | "sub" | "dn" => self.is_raised = false,
            "up" => self.is_raised = number != 0,
            "cf" => self.ink = number,
            "cb" | "chcbpat" | "highlight" => self.mark.back = number,
            "chcfpat" => self.mark.front = number,
            "chshdng" => self.mark.share = number,
            "cbpat" => self.paragraph.back = number,
            "cfpat" => self.paragraph.front = number,
            "shading" => self.paragraph.share = number,
            "intbl" => self.depth = self.depth.max(1),
            "itap" => self.depth = number,
            "pard" => (self.paragraph, self.depth) = (Ground::default(), 0),
            _ => return false,
        }
        true
    }
}

/// The colours of a document and the grounds of its cells.
#[derive(Debug, Default)]
pub(super) struct Paint {
    colours: Vec<Option<Colour>>,
    /// The colour that is read.
    parts: Option<[u8; 3]>,
    /// The grounds of the cells of the row, and of the one that is described.
    cells: Vec<Ground>,
    cell: Ground,
    /// The number of the cell that is read.
    at: usize,
}

impl Paint {
    /// Takes a part of a colour.
    pub(super) fn colour(&mut self, word: &str, number: i32) {
        let at = ["red", "green", "blue"].iter().position(|one| *one == word);
        if let Some(at) = at {
            self.parts.get_or_insert_default()[at] = number.clamp(0, 255) as u8;
        }
    }

    /// Ends a colour; one of which nothing is said is what the reader chooses.
    pub(super) fn end_colour(&mut self) {
        self.colours.push(self.parts.take().map(Colour::of_bytes));
    }

    /// Takes a word of a row of a table.
    pub(super) fn row(&mut self, word: &str, number: i32) {
        match word {
            "trowd" => {
                self.cells.clear();
                (self.cell, self.at) = (Ground::default(), 0);
            }
            "clcbpat" => self.cell.back = number,
            "clcfpat" => self.cell.front = number,
            "clshdng" => self.cell.share = number,
            "cellx" if self.cells.len() < MOST_CELLS => {
                self.cells.push(std::mem::take(&mut self.cell));
            }
            _ => {}
        }
    }

    /// Ends a cell or a row.
    pub(super) fn end(&mut self, word: &str) {
        self.at = if word == "row" { 0 } else { self.at + 1 };
    }

    /// How letters look.
    pub(super) fn look(&self, letters: Letters) -> Look {
        let ink = self.known(letters.ink);
        if ink.is_none() {
            return Look::default();
        }
        let of_cell = || match letters.depth {
            0 => None,
            1 => self.ground(*self.cells.get(self.at)?),
            // Tables in tables are not followed.
            _ => Some(None),
        };
        let ground = self
            .ground(letters.mark)
            .or_else(|| self.ground(letters.paragraph))
            .or_else(of_cell);
        let paper = Look::default().ground.filter(|_| !letters.is_in_shape);
        Look {
            ink,
            ground: ground.unwrap_or(paper),
            ..Look::default()
        }
    }

    fn known(&self, number: i32) -> Option<Colour> {
        let at = usize::try_from(number).ok()?;
        self.colours.get(at).copied().flatten()
    }

    /// The colour of a ground. The outer `None` is one that is not there.
    #[allow(
        clippy::option_option,
        reason = "nothing said, and said and not known, are two things"
    )]
    fn ground(&self, ground: Ground) -> Option<Option<Colour>> {
        match ground.share {
            0 => self.known(ground.back).map(Some),
            SOLID.. => Some(self.known(ground.front)),
            _ => Some(None),
        }
    }
}
